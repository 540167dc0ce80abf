//! What an area has selected: how many features of each layer, and their size.

use egui::{Align, Layout, Ui};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, AreaSubject};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::session::AreaSelection;
use planmap_core::i18n::format_number;

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{card, icon_button, key_value, muted, quiet_button, wrapped};

/// Draws the summary of a selection.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>, selected: &AreaSelection) {
    let t = tokens(ui);
    let (session, language) = (cx.session, cx.session.language());
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if icon_button(ui, Icon::X, &cx.text("close"), 24.0, true).clicked() {
                cx.send.push(Command::ClearSelection);
            }
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                let title = cx.words.text_with("area-title", &[("count", selected.count().into())]);
                wrapped(ui, &title, size::TITLE, Weight::SemiBold, t.text);
            });
        });
    });
    ui.add_space(4.0);
    for (number, (id, rows)) in selected.layers.iter().enumerate() {
        let Some(layer) = session.layer(id) else { continue };
        let taken = selected.taken.as_ref().and_then(|taken| taken.get(number));
        card(ui, |ui| {
            wrapped(ui, layer.spec.name.get(language), size::BODY, Weight::SemiBold, t.text);
            key_value(
                ui,
                &cx.text("area-features"),
                Some(&format_number(rows.len() as f64, 0, language)),
                "",
            );
            let Some(taken) = taken.filter(|taken| taken.sum_m2 > 0.0) else { return };
            match taken.ground_m2.filter(|_| taken.overlaps()) {
                Some(ground_m2) => {
                    key_value(ui, &cx.text("area-sum"), Some(&cx.area(taken.sum_m2)), "");
                    key_value(ui, &cx.text("area-ground"), Some(&cx.area(ground_m2)), "");
                }
                None => key_value(ui, &cx.text("area-size"), Some(&cx.area(taken.sum_m2)), ""),
            }
        });
    }
    if quiet_button(ui, Some(Icon::ZoomIn), &cx.text("area-zoom"), true).clicked() {
        cx.send.push(Command::View(ViewCommand::ZoomToSelection));
    }
    if let Some(ring) = &selected.ring
        && quiet_button(ui, Some(Icon::ClipboardCheck), &cx.text("review-open"), true).clicked()
    {
        cx.send.push(Command::Analysis(AnalysisCommand::Review(AreaSubject::Ring(ring.clone()))));
    }
    ui.add_space(6.0);
    muted(ui, &cx.text("area-hint"));
}
