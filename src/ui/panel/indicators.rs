//! Indicators of the city: target against reached, with years, share and source.

use egui::{CornerRadius, Layout, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use egui_extras::{Column, TableBuilder};
use planmap_core::catalogue::{Indicator, IndicatorKind, IndicatorValue};
use planmap_core::i18n::format_number;

use crate::panel::PanelContext;
use crate::panel::table::{head_cell, name_borders, text_cell, value_cell};
use crate::theme::{Weight, size, tokens};
use crate::widget::{muted, text_job};
use planmap_app::words::claim_text;

const HEADS: [&str; 5] = [
    "register-indicator",
    "indicator-target",
    "indicator-reached",
    "indicator-share",
    "register-source",
];
/// Height of a row.
const ROW: f32 = 32.0;

/// Draws the tab.
pub fn show(ui: &mut Ui, cx: &PanelContext<'_>) {
    let indicators = &cx.session.catalogue().indicators;
    if indicators.is_empty() {
        muted(ui, &cx.text("indicators-none"));
        return;
    }
    let width = ui.available_width();
    let share = |part: f32, least: f32| (width * part).max(least);
    ui.spacing_mut().item_spacing.y = 0.0;
    TableBuilder::new(ui)
        .id_salt("indicators")
        .resizable(true)
        .auto_shrink(false)
        // A low panel must not push its tabs out.
        .min_scrolled_height(0.0)
        .cell_layout(Layout::left_to_right(egui::Align::Center))
        .column(Column::initial(share(0.24, 190.0)).at_least(120.0).clip(true))
        .column(Column::initial(share(0.18, 150.0)).at_least(90.0).clip(true))
        .column(Column::initial(share(0.18, 150.0)).at_least(90.0).clip(true))
        .column(Column::initial(share(0.16, 130.0)).at_least(90.0).clip(true))
        .column(Column::remainder().at_least(120.0).clip(true))
        .header(30.0, |mut head| {
            for key in HEADS {
                head.col(|ui| {
                    head_cell(ui, &cx.text(key), None);
                });
            }
        })
        .body(|body| {
            body.rows(ROW, indicators.len(), |mut line| {
                let Some(indicator) = indicators.get(line.index()) else {
                    return;
                };
                let (target, reached) = (
                    indicator.latest(IndicatorKind::Target),
                    indicator.latest(IndicatorKind::Reached),
                );
                line.col(|ui| {
                    let name = indicator.name.get(cx.session.language());
                    text_cell(ui, name, true, Sense::hover()).on_hover_text(name);
                });
                line.col(|ui| measured_cell(ui, cx, target));
                line.col(|ui| measured_cell(ui, cx, reached));
                line.col(|ui| bar_cell(ui, cx, indicator));
                line.col(|ui| {
                    let mut sources: Vec<String> =
                        target.iter().chain(&reached).map(|v| source_line(cx, v)).collect();
                    sources.dedup();
                    let text = sources.join("; ");
                    text_cell(ui, &text, false, Sense::hover()).on_hover_text(&text);
                });
            });
        });
    name_borders(ui, "indicators", cx.words, HEADS.map(|key| cx.text(key)));
}

fn source_line(cx: &PanelContext<'_>, value: &IndicatorValue) -> String {
    let claim = &value.claim;
    format!("{} [{}]", claim.document.get(cx.session.language()), claim.confidence.as_str())
}

fn measured_cell(ui: &mut Ui, cx: &PanelContext<'_>, value: Option<&IndicatorValue>) {
    let Some(value) = value else {
        value_cell(ui, &cx.text("not-known"), false);
        return;
    };
    let language = cx.session.language();
    let mut text = claim_text(&value.claim, language);
    if let Some(year) = value.claim.year {
        let year = year.to_string();
        text = format!(
            "{text} · {}",
            cx.words.text_with("indicator-year", &[("year", (&year).into())])
        );
    }
    if !value.note.is_empty() {
        text.push_str(" *");
    }
    text_cell(ui, &text, false, Sense::hover()).on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        let t = tokens(ui);
        let source = cx.session.catalogue().source(&value.claim.source);
        crate::widget::wrapped(ui, &text, size::BODY, Weight::SemiBold, t.text);
        muted(ui, &source_line(cx, value));
        if let Some(source) = source {
            muted(ui, source.title.get(language));
        }
        let confidence = value.claim.confidence.as_str().to_ascii_lowercase();
        muted(ui, &cx.text(&format!("confidence-{confidence}")));
        if !value.note.is_empty() {
            crate::widget::wrapped(
                ui,
                value.note.get(language),
                size::BODY,
                Weight::Regular,
                t.schematic.text,
            );
        }
    });
}

fn bar_cell(ui: &mut Ui, cx: &PanelContext<'_>, indicator: &Indicator) {
    let Some(share) = indicator.share_of_target() else {
        value_cell(ui, "–", false).on_hover_text(cx.text("indicator-no-share"));
        return;
    };
    let t = tokens(ui);
    let text = format!("{} %", format_number(share * 100.0, 1, cx.session.language()));
    let cell = ui.max_rect().shrink2(vec2(10.0, 0.0));
    let galley = ui.painter().layout_job(text_job(&text, size::SMALL, Weight::Medium, t.text));
    let track = Rect::from_min_max(
        pos2(cell.left(), cell.center().y - 4.0),
        pos2((cell.right() - galley.size().x - 8.0).max(cell.left()), cell.center().y + 4.0),
    );
    let filled = Rect::from_min_size(
        track.min,
        vec2(track.width() * (share as f32).clamp(0.0, 1.0), track.height()),
    );
    let corner = CornerRadius::same(3);
    ui.painter().rect_filled(track, corner, t.hover);
    ui.painter().rect_filled(filled, corner, t.action);
    ui.painter().rect_stroke(track, corner, Stroke::new(1.0, t.hairline), StrokeKind::Inside);
    let at = pos2(cell.right() - galley.size().x, cell.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, t.text);
    let response = ui.interact(cell, ui.scope_id().with("share"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
}
