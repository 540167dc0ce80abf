//! Everything that is wrong with the catalogue and its files, each with its place.

use egui::{Align, Layout, Ui};
use lucide_icons::Icon;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::desk::DeskCommand;
use planmap_app::layer::{Layer, ReadChoice};
use planmap_core::crs::{CoordinateGuess, Crs, map_from_geo};
use planmap_core::{Extent, Issue, Severity};

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{card, chip, icon_button, muted, quiet_button, wrapped};

/// At most so many issues are drawn; the count says how many there are.
const SHOWN: usize = 200;

/// Draws the list; sets `open` to false when it is closed.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>, open: &mut bool) {
    let t = tokens(ui);
    let session = cx.session;
    let issues: Vec<(Option<&Layer>, &Issue)> = session.issues().collect();
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if icon_button(ui, Icon::X, &cx.text("close"), 24.0, true).clicked() {
                *open = false;
            }
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                wrapped(ui, &cx.text("issues-title"), size::TITLE, Weight::SemiBold, t.text);
            });
        });
    });
    for layer in session.layers() {
        suggestion(ui, cx, layer);
    }
    if issues.is_empty() {
        muted(ui, &cx.text("issues-none"));
        return;
    }
    muted(ui, &cx.words.text_with("issues-count", &[("count", issues.len().into())]));
    ui.add_space(6.0);
    let unreadable: Vec<_> = session.unreadable_files().map(|(path, _)| path.to_owned()).collect();
    for path in unreadable {
        let name =
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let forget = cx.words.text_with("issues-forget", &[("file", (&name).into())]);
        if quiet_button(ui, Some(Icon::X), &forget, true).clicked() {
            cx.send.push(Command::Desk(DeskCommand::ForgetUnreadable(path)));
        }
    }
    let mut sorted = issues;
    sorted.sort_by_key(|(_, i)| std::cmp::Reverse(i.severity));
    for (layer, issue) in sorted.iter().take(SHOWN) {
        one(ui, cx, *layer, issue);
    }
}

fn one(ui: &mut Ui, cx: &mut PanelContext<'_>, layer: Option<&Layer>, issue: &Issue) {
    let t = tokens(ui);
    card(ui, |ui| {
        ui.horizontal(|ui| {
            let colours = match issue.severity {
                Severity::Error => t.conflicts,
                Severity::Warning => t.schematic,
                Severity::Note => t.indicative,
            };
            chip(ui, &cx.text(&format!("severity-{}", issue.severity.as_str())), colours);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(extent) = place(cx, layer, issue)
                    && icon_button(ui, Icon::ZoomIn, &cx.text("zoom-here"), 24.0, true).clicked()
                {
                    cx.send.push(Command::View(ViewCommand::ZoomTo(extent)));
                }
            });
        });
        wrapped(ui, &issue.message(cx.words), size::BODY, Weight::Regular, t.text);
        if let Some(hint) = issue.hint(cx.words) {
            muted(ui, &hint);
        }
        let mut at: Vec<String> = issue.file.iter().cloned().collect();
        if let Some(feature) = issue.feature {
            at.push(cx.words.text_with("at-feature", &[("number", u64::from(feature).into())]));
        }
        if let Some(line) = issue.line {
            at.push(cx.words.text_with("at-line", &[("number", u64::from(line).into())]));
        } else if let Some(byte) = issue.byte {
            at.push(cx.words.text_with("at-byte", &[("number", byte.into())]));
        }
        muted(ui, &at.join(" · "));
    });
    ui.add_space(4.0);
}

fn place(cx: &PanelContext<'_>, layer: Option<&Layer>, issue: &Issue) -> Option<Extent> {
    if let Some(at) = issue.at {
        let p = map_from_geo(at, cx.session.map_crs()).ok()?;
        return Some(Extent::from_corners(p, p));
    }
    let features = layer?.features()?;
    let extent = features.geometries().feature_extent(features.row_of(issue.feature?)?);
    (!extent.is_empty()).then_some(extent)
}

/// Offers to read a file as what its coordinates look like.
pub(crate) fn suggestion(ui: &mut Ui, cx: &mut PanelContext<'_>, layer: &Layer) {
    let Some(guess) = layer.content().and_then(|c| c.suggestion) else {
        return;
    };
    let choice = match guess {
        CoordinateGuess::Unknown => return,
        CoordinateGuess::Degrees => ReadChoice { crs: Some(Crs::wgs84()), swap_xy: false },
        CoordinateGuess::DegreesSwapped => ReadChoice { crs: Some(Crs::wgs84()), swap_xy: true },
        CoordinateGuess::Vn2000 => ReadChoice { crs: Some(Crs::vn2000_son_la()), swap_xy: false },
        CoordinateGuess::Vn2000Swapped => {
            ReadChoice { crs: Some(Crs::vn2000_son_la()), swap_xy: true }
        }
    };
    let t = tokens(ui);
    let key = match guess {
        CoordinateGuess::Degrees => "suggest-degrees",
        CoordinateGuess::DegreesSwapped => "suggest-degrees-swapped",
        CoordinateGuess::Vn2000 => "suggest-vn2000",
        _ => "suggest-vn2000-swapped",
    };
    card(ui, |ui| {
        wrapped(
            ui,
            &cx.words.text_with(key, &[("file", (&layer.spec.file).into())]),
            size::BODY,
            Weight::Medium,
            t.text,
        );
        if quiet_button(ui, Some(Icon::Check), &cx.text("suggest-accept"), true).clicked() {
            cx.send.push(Command::AcceptCoordinates(layer.spec.id.clone(), choice));
        }
    });
    ui.add_space(4.0);
}
