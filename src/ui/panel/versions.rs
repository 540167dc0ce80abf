//! Two versions of a layer: which, how they stand on the map, and the table of differences.

use egui::{Align, ComboBox, Layout, Margin, Sense, Ui};
use egui_extras::{Column, TableBuilder};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, VersionsCommand, VersionsState, VersionsView};
use planmap_app::command::Command;
use planmap_app::text_table::TextTable;
use planmap_core::catalogue::LayerRole;
use planmap_core::i18n::Language;
use planmap_core::version_compare::{CompareError, Comparison, DifferenceKind};

use crate::panel::PanelContext;
use crate::panel::table::{head_cell, name_borders, text_cell};
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{muted, option, primary_button, quiet_button, segment, wrapped};

/// Height of a row.
const ROW: f32 = 30.0;

/// What the tab remembers between frames.
#[derive(Default)]
pub struct VersionsTab {
    before: Option<String>,
    after: Option<String>,
    made_for: Option<(u64, Language)>,
    table: TextTable,
}

fn send(cx: &mut PanelContext<'_>, command: VersionsCommand) {
    cx.send.push(Command::Analysis(AnalysisCommand::Versions(command)));
}

impl VersionsTab {
    /// Draws the tab.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let state = &cx.session.analysis().versions;
        if let (None, None, Some((before, after))) = (&self.before, &self.after, &state.layers) {
            (self.before, self.after) = (Some(before.clone()), Some(after.clone()));
        }
        if self.before.is_none() && self.after.is_none() {
            (self.before, self.after) = likely_pair(cx);
        }
        egui::Frame::new().inner_margin(Margin::symmetric(measure::MARGIN as i8, 6)).show(
            ui,
            |ui| {
                ui.horizontal_wrapped(|ui| self.controls(ui, cx, state));
                match &state.result {
                    None if state.running.is_none() => {
                        muted(ui, &cx.text("versions-hint"));
                    }
                    Some(Err(error)) => {
                        let text = match error {
                            CompareError::NoKey(field) => cx
                                .words
                                .text_with("compare-no-key", &[("field", field.as_str().into())]),
                            CompareError::Cancelled => cx.text("compare-cancelled"),
                            CompareError::Crs(e) => cx
                                .words
                                .text_with("review-failed", &[("reason", (&e.to_string()).into())]),
                        };
                        wrapped(ui, &text, size::BODY, Weight::Regular, tokens(ui).conflicts.text);
                    }
                    Some(Ok(found)) => summary(ui, cx, found),
                    None => {}
                }
            },
        );
        if let Some(Ok(_)) = &state.result {
            self.rows(ui, cx, state);
        }
    }

    fn controls(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, state: &VersionsState) {
        layer_choice(ui, cx, "versions-before", &mut self.before);
        layer_choice(ui, cx, "versions-after", &mut self.after);
        if state.running.is_some() {
            ui.add(egui::Spinner::new().size(16.0));
            if quiet_button(ui, Some(Icon::Square), &cx.text("audit-stop"), true).clicked() {
                send(cx, VersionsCommand::Cancel);
            }
        } else {
            let pair = self.before.clone().zip(self.after.clone()).filter(|(a, b)| a != b);
            if primary_button(ui, Some(Icon::Diff), &cx.text("versions-run"), pair.is_some())
                .clicked()
                && let Some((before, after)) = pair
            {
                send(cx, VersionsCommand::Compare { before, after });
            }
        }
        if state.layers.is_some() {
            ui.add_space(8.0);
            let view = state.view;
            for (key, on, wanted) in [
                ("versions-layers", view == VersionsView::Layers, VersionsView::Layers),
                (
                    "versions-swipe",
                    matches!(view, VersionsView::Swipe(_)),
                    VersionsView::Swipe(0.5),
                ),
                ("versions-blink", view == VersionsView::Blink, VersionsView::Blink),
            ] {
                if segment(ui, on, &cx.text(key)).clicked() && !on {
                    send(cx, VersionsCommand::Show(wanted));
                }
            }
            ui.add_space(8.0);
            if quiet_button(ui, Some(Icon::X), &cx.text("versions-close"), true).clicked() {
                (self.before, self.after) = (None, None);
                send(cx, VersionsCommand::Close);
            }
        }
    }

    fn rows(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, state: &VersionsState) {
        let key = (state.revision(), cx.session.language());
        if self.made_for != Some(key) {
            self.table = cx.session.differences_table();
            self.made_for = Some(key);
        }
        if self.table.rows.is_empty() {
            return;
        }
        let t = *tokens(ui);
        let width = ui.available_width();
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.visuals_mut().selection.bg_fill = t.hover;
        let mut chosen = None;
        let mut builder = TableBuilder::new(ui)
            .id_salt("versions")
            .resizable(true)
            .sense(Sense::CLICK)
            .auto_shrink(false)
            .min_scrolled_height(0.0)
            .cell_layout(Layout::left_to_right(Align::Center));
        for part in [0.18, 0.16, 0.12, 0.12, 0.12] {
            builder = builder
                .column(Column::initial((width * part).max(100.0)).at_least(70.0).clip(true));
        }
        let table = &self.table;
        let language = cx.session.language();
        builder
            .column(Column::remainder().at_least(140.0).clip(true))
            .header(30.0, |mut head| {
                for text in &table.heads {
                    head.col(|ui| {
                        head_cell(ui, text, None);
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, table.rows.len(), |mut line| {
                    let index = line.index();
                    let Some(row) = table.rows.get(index) else {
                        return;
                    };
                    let marked = state.chosen == Some(index);
                    line.set_selected(marked);
                    let mut clicked = false;
                    for (i, cell) in row.iter().enumerate() {
                        let text = &*cell.shown(language);
                        line.col(|ui| {
                            let response = text_cell(
                                ui,
                                text,
                                marked && i == 0,
                                if i == 0 { Sense::click() } else { Sense::CLICK },
                            );
                            clicked |= response.clicked();
                            if !text.is_empty() {
                                response.on_hover_text(text);
                            }
                        });
                    }
                    if clicked || line.response().clicked() {
                        chosen = Some(index);
                    }
                });
            });
        name_borders(ui, "versions", cx.words, table.heads.iter().cloned());
        if let Some(index) = chosen {
            send(cx, VersionsCommand::Choose(index));
        }
    }
}

/// The two files that were opened last: what one wants to compare more often than not.
fn likely_pair(cx: &PanelContext<'_>) -> (Option<String>, Option<String>) {
    let opened = |l: &&planmap_app::layer::Layer| {
        l.spec.plan.is_none()
            && l.spec.role == LayerRole::Other
            && l.content().is_some()
            && !l.is_computed()
    };
    let mut last = cx.session.layers().iter().rev().filter(opened).map(|l| l.spec.id.clone());
    match (last.next(), last.next()) {
        (Some(after), Some(before)) => (Some(before), Some(after)),
        _ => (None, None),
    }
}

fn layer_choice(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    key: &'static str,
    chosen: &mut Option<String>,
) {
    let language = cx.session.language();
    let title = |id: &str| {
        let layer = cx.session.layer(id)?;
        let plan = layer.spec.plan.as_deref().and_then(|p| cx.session.catalogue().plan(p));
        let name = layer.spec.name.get(language);
        Some(plan.map_or_else(
            || name.to_owned(),
            |p| format!("{} – {name}", p.short_name.get(language)),
        ))
    };
    if chosen.as_deref().is_some_and(|id| title(id).is_none()) {
        *chosen = None;
    }
    let name = muted(ui, &cx.text(key));
    let shown = chosen.as_deref().and_then(title).unwrap_or_else(|| cx.text("versions-choose"));
    let combo = ComboBox::from_id_salt(key)
        .width(220.0)
        .height(360.0)
        .selected_text(shown)
        .show_ui(ui, |ui| {
            ui.set_min_width(260.0);
            // The topmost first: what was opened last is what one wants to compare.
            for layer in cx
                .session
                .layers()
                .iter()
                .rev()
                .filter(|l| l.content().is_some() && !l.is_computed())
            {
                let on = chosen.as_ref() == Some(&layer.spec.id);
                if option(ui, on, title(&layer.spec.id).unwrap_or_default()).clicked() {
                    *chosen = Some(layer.spec.id.clone());
                }
            }
        });
    combo.response.labelled_by(name.id);
}

fn summary(ui: &mut Ui, cx: &PanelContext<'_>, found: &Comparison) {
    let paired = match &found.key {
        Some(key) => cx.words.text_with("compare-by-key", &[("field", key.as_str().into())]),
        None => cx.text("compare-by-place"),
    };
    let mut parts: Vec<String> = DifferenceKind::ALL
        .into_iter()
        .filter(|k| found.count(*k) > 0)
        .map(|k| {
            format!("{}: {}", cx.text(&format!("compare-kind-{}", k.as_str())), found.count(k))
        })
        .collect();
    if found.differences.is_empty() {
        parts.push(cx.text("versions-same"));
    }
    parts.push(cx.words.text_with("versions-counts", &[("unchanged", found.unchanged.into())]));
    wrapped(ui, &parts.join(" · "), size::BODY, Weight::Medium, tokens(ui).text);
    muted(ui, &paired);
}
