//! The tools, floating over the map's right edge while annotating, and the history beside them.

use egui::{Align2, Area, CornerRadius, Margin, Order, Rect, ScrollArea, Stroke, Ui, pos2};
use lucide_icons::Icon;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::Command;
use planmap_app::tool::{Purpose, Tool};
use planmap_core::annotation::Kind;
use planmap_core::measure::Measure;

use super::{AnnotateUi, purpose_icon, purpose_key, style};
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{floating, hairline, icon_button, label, muted, paint_icon};

/// Side of a tool's button.
const SIDE: f32 = 32.0;
/// A map lower than this has no room for the tools in two columns.
const TALL: f32 = 470.0;
/// Rows of tools where there is no room for two columns: six side by side.
const ROWS: f32 = 6.0;
/// Distance from the edge of the map.
const GAP: f32 = 14.0;

/// Points of a map area that the tools take from its right edge, or from its top where it is low.
pub fn tools_cover(area: Rect) -> egui::Vec2 {
    if area.height() < TALL {
        egui::vec2(0.0, ROWS * SIDE + GAP)
    } else {
        egui::vec2(2.0 * SIDE + GAP, 0.0)
    }
}

/// A button that stays pressed while its tool is in the hand.
fn tool_button(ui: &mut Ui, icon: Icon, name: &str, on: bool) -> egui::Response {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(SIDE, SIDE), egui::Sense::click());
    let enabled = ui.is_enabled();
    let (fill, ink) = match (on, response.hovered() && enabled) {
        (true, _) => (t.action, t.on_action),
        (false, true) => (t.hover, t.text),
        (false, false) => (t.panel, t.text),
    };
    ui.painter().rect_filled(rect.shrink(1.0), CornerRadius::same(6), fill);
    paint_icon(ui, rect.center(), icon, 16.0, ink);
    if response.has_focus() {
        let ring = Stroke::new(2.0, t.selection);
        ui.painter().rect_stroke(rect, CornerRadius::same(6), ring, egui::StrokeKind::Inside);
    }
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, enabled, on, name));
    response.on_hover_text(name)
}

/// Draws the toolbar over the map.
pub fn toolbar(ui: &Ui, area: Rect, cx: &mut PanelContext<'_>, state: &mut AnnotateUi) {
    let notes = cx.session.annotations();
    let editor = cx.session.settings().editor;
    let place = pos2(area.right() - GAP, area.top() + GAP);
    let card = floating(ui).inner_margin(Margin::same(4));
    let mut send = |command| cx.send.push(Command::Annotate(command));
    let words = cx.words;
    let bar = Area::new(egui::Id::unique("annotate-tools"))
        .order(Order::Middle)
        .pivot(Align2::RIGHT_TOP)
        .fixed_pos(place)
        .show(ui.ctx(), |ui| {
            card.show(ui, |ui| {
                // Where the map is low, the bar is wider instead.
                let side_by_side = if area.height() < TALL { 6 } else { 2 };
                ui.set_width(side_by_side as f32 * SIDE);
                ui.spacing_mut().item_spacing = egui::vec2(0.0, 0.0);
                let now = match notes.tool() {
                    Tool::Select => None,
                    Tool::Draw(draw) => Some(draw.purpose()),
                };
                let draws = Kind::ALL.into_iter().map(Purpose::Draw).map(Some);
                let measures = Measure::ALL.into_iter().map(Purpose::Measure).map(Some);
                for group in
                    [std::iter::once(None).chain(draws).collect::<Vec<_>>(), measures.collect()]
                {
                    for pair in group.chunks(side_by_side) {
                        ui.horizontal(|ui| {
                            for purpose in pair {
                                let (icon, key) = match purpose {
                                    Some(p) => (purpose_icon(*p), purpose_key(*p)),
                                    None => (Icon::MousePointer2, "tool-select".to_owned()),
                                };
                                let drawn = matches!(purpose, Some(Purpose::Draw(_)));
                                let add = |ui: &mut Ui| {
                                    tool_button(ui, icon, &words.text(&key), now == *purpose)
                                };
                                let button = ui.add_enabled_ui(editor || !drawn, add).inner;
                                if button.on_disabled_hover_text(words.text("off-reader")).clicked()
                                {
                                    send(AnnotateCommand::Tool(*purpose));
                                }
                            }
                        });
                    }
                    ui.add_space(3.0);
                    hairline(ui);
                    ui.add_space(3.0);
                }
                ui.horizontal(|ui| {
                    if tool_button(ui, Icon::Magnet, &words.text("snap-long"), notes.snaps())
                        .clicked()
                    {
                        send(AnnotateCommand::Snap(!notes.snaps()));
                    }
                    let mut chosen = *notes.style();
                    if style::swatch(ui, words, &mut chosen) {
                        send(AnnotateCommand::Style(chosen));
                    }
                });
                ui.horizontal(|ui| {
                    let step = |key: &str, name: Option<&'static str>| match name {
                        Some(name) => words.text_with(key, &[("step", (&words.text(name)).into())]),
                        None => words.text(key.trim_end_matches("-what")),
                    };
                    let (last, next) =
                        (notes.done_steps().next_back(), notes.undone_steps().next());
                    if icon_button(ui, Icon::Undo, &step("undo-what", last), SIDE, last.is_some())
                        .clicked()
                    {
                        send(AnnotateCommand::Undo);
                    }
                    if icon_button(ui, Icon::Redo, &step("redo-what", next), SIDE, next.is_some())
                        .clicked()
                    {
                        send(AnnotateCommand::Redo);
                    }
                });
                ui.horizontal(|ui| {
                    if tool_button(ui, Icon::History, &words.text("history-title"), state.history)
                        .clicked()
                    {
                        state.history = !state.history;
                    }
                    if icon_button(ui, Icon::X, &words.text("annotate-close"), SIDE, true).clicked()
                    {
                        send(AnnotateCommand::Mode(false));
                    }
                });
            });
        });
    if state.history {
        let place = pos2(bar.response.rect.left() - 8.0, bar.response.rect.top());
        Area::new(egui::Id::unique("annotate-history"))
            .order(Order::Middle)
            .pivot(Align2::RIGHT_TOP)
            .fixed_pos(place)
            .show(ui.ctx(), |ui| {
                card.inner_margin(Margin::same(10)).show(ui, |ui| history(ui, cx))
            });
    }
}

/// The steps, the newest first; a click goes there.
fn history(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let t = tokens(ui);
    ui.set_width(210.0);
    label(ui, &cx.text("history-title"), size::BODY, Weight::SemiBold, t.text);
    let notes = cx.session.annotations();
    let undone: Vec<&'static str> = notes.undone_steps().collect();
    let done: Vec<&'static str> = notes.done_steps().rev().collect();
    if undone.is_empty() && done.is_empty() {
        muted(ui, &cx.text("history-empty"));
        return;
    }
    let rows = undone.len() + done.len() + 1;
    let mut travel = None;
    ScrollArea::vertical().max_height(300.0).auto_shrink([false, true]).show_rows(
        ui,
        22.0,
        rows,
        |ui, shown| {
            ui.spacing_mut().interact_size.y = 22.0;
            for row in shown {
                // The farthest redo on top, then what was done, newest first, then the beginning.
                let (text, steps) = if row < undone.len() {
                    (undone[undone.len() - 1 - row], -((undone.len() - row) as i32))
                } else if row - undone.len() < done.len() {
                    (done[row - undone.len()], (row - undone.len()) as i32)
                } else {
                    ("history-start", done.len() as i32)
                };
                let ink = if steps < 0 { t.muted } else { t.text };
                let weight = if steps == 0 { Weight::SemiBold } else { Weight::Regular };
                let job = crate::widget::text_job(&cx.words.text(text), size::BODY, weight, ink);
                let step = ui.add(egui::Label::new(job).sense(egui::Sense::click()));
                step.widget_info(|| {
                    egui::WidgetInfo::selected(
                        egui::Role::ListBoxOption,
                        true,
                        steps == 0,
                        cx.words.text(text),
                    )
                });
                if step.clicked() && steps != 0 {
                    travel = Some(steps);
                }
            }
        },
    );
    if let Some(steps) = travel {
        cx.send.push(Command::Annotate(AnnotateCommand::Travel(steps)));
    }
}
