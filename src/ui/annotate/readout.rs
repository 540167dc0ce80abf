//! What the sketch measures, what to do next, and the line for typed places: a card at the foot of
//! the map while a drawing or measuring tool is in the hand.

use egui::{Align2, Area, Id, Key, Margin, Order, Rect, TextEdit, Ui, pos2};
use lucide_icons::Icon;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::Command;
use planmap_app::tool::{Draw, Purpose, Tool};
use planmap_core::annotation::Kind;
use planmap_core::i18n::format_number;
use planmap_core::measure::{Both, Measure, Measured};

use super::purpose_key;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{floating, key_value, label, muted, primary_button};

/// The line that is typed.
#[derive(Debug, Default)]
pub struct Readout {
    text: String,
}

fn hint(purpose: Option<Purpose>) -> &'static str {
    match purpose {
        None => "hint-select",
        Some(Purpose::Draw(Kind::Highlight)) => "hint-click-feature",
        Some(p) if p.is_freehand() => "hint-draw",
        Some(p) => match p.points() {
            Some(1) => "hint-click-place",
            Some(_) => "hint-click-two",
            None => "hint-click-many",
        },
    }
}

impl Readout {
    /// Draws the card.
    pub fn show(&mut self, ui: &Ui, area: Rect, cx: &mut PanelContext<'_>) {
        let t = tokens(ui);
        let notes = cx.session.annotations();
        let draw = match notes.tool() {
            Tool::Draw(draw) => Some(draw),
            Tool::Select => None,
        };
        // Between the legend at the left and the north arrow at the right.
        let place = pos2(area.right() - 56.0, area.bottom() - 14.0);
        let width = (area.width() - 380.0).clamp(240.0, 400.0);
        // While something is drawn, the figures let clicks through to the map; the line for typed
        // places stands below them and takes its own.
        let sketching = notes.is_sketching();
        let mut foot = place;
        if sketching {
            let entry = Area::new(Id::unique("annotate-entry"))
                .order(Order::Middle)
                .pivot(Align2::RIGHT_BOTTOM)
                .fixed_pos(place)
                .show(ui.ctx(), |ui| {
                    floating(ui).inner_margin(Margin::symmetric(12, 4)).show(ui, |ui| {
                        ui.set_max_width(width);
                        self.entry(ui, cx);
                    });
                });
            foot.y = entry.response.rect.top() - 4.0;
        }
        Area::new(Id::unique("annotate-readout"))
            .order(if sketching { Order::Tooltip } else { Order::Middle })
            .interactable(!sketching)
            .pivot(Align2::RIGHT_BOTTOM)
            .fixed_pos(foot)
            .show(ui.ctx(), |ui| {
                floating(ui).inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
                    ui.set_max_width(width);
                    let key =
                        draw.map_or_else(|| "tool-select".to_owned(), |d| purpose_key(d.purpose()));
                    label(ui, &cx.text(&key), size::BODY, Weight::SemiBold, t.text);
                    muted(ui, &cx.text(hint(draw.map(Draw::purpose))));
                    let Some(draw) = draw else {
                        return;
                    };
                    if let Some(measured) = cx.session.measured() {
                        figures(ui, cx, draw.purpose(), &measured);
                    }
                    if draw.is_finished()
                        && primary_button(ui, Some(Icon::Check), &cx.text("measure-keep"), true)
                            .clicked()
                    {
                        cx.send.push(Command::Annotate(AnnotateCommand::KeepMeasured));
                    }
                    if !sketching {
                        self.entry(ui, cx);
                    }
                });
            });
    }

    fn entry(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        ui.horizontal(|ui| {
            let name = ui.label(crate::widget::text_job(
                &cx.text("entry"),
                size::BODY,
                Weight::Regular,
                tokens(ui).muted,
            ));
            let hint = cx.text("entry-hint");
            // Figures come and go above it; it stays the same field, so that the focus stays in it.
            let edit = TextEdit::singleline(&mut self.text)
                .id(Id::unique("entry"))
                .desired_width(f32::INFINITY);
            let field = ui.add(edit).labelled_by(name.id).on_hover_text(hint);
            if field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
                let text = std::mem::take(&mut self.text);
                // An empty line is Enter on the map: the shape is whole.
                let command = if text.trim().is_empty() {
                    AnnotateCommand::Finish
                } else {
                    AnnotateCommand::Enter(text)
                };
                cx.send.push(Command::Annotate(command));
                field.request_focus();
            }
            if field.has_focus() && ui.input(|i| i.key_pressed(Key::Escape)) {
                self.text.clear();
                field.surrender_focus();
            }
        });
    }
}

/// Both values of everything that is measured, each by its name.
pub(super) fn figures(ui: &mut Ui, cx: &PanelContext<'_>, purpose: Purpose, measured: &Measured) {
    let language = cx.session.language();
    let metres = |v: f64| format!("{} m", format_number(v, 2, language));
    let square = |v: f64| cx.exact_area(v);
    let degrees = |v: f64| format!("{}°", format_number(v, 3, language));
    let length = match purpose.measure() {
        Some(Measure::Area) => "measured-perimeter",
        Some(Measure::Radius) => "measured-radius",
        _ => "measured-length",
    };
    let mut row = |key: &str, both: Option<Both>, say: &dyn Fn(f64) -> String, ways: [&str; 2]| {
        let Some(both) = both else {
            return;
        };
        // One line for each value: side by side they would widen the panel that they stand in.
        for (value, way) in [(both.ellipsoid, ways[0]), (both.grid, ways[1])] {
            let name = format!("{} {}", cx.text(key), cx.text(way));
            key_value(ui, &name, Some(&say(value)), "");
        }
    };
    let ways = ["measured-ellipsoid", "measured-grid"];
    row("measured-area", measured.area_m2, &square, ways);
    row(length, measured.length_m, &metres, ways);
    row("measured-bearing", measured.bearing_deg, &degrees, ["bearing-true", "bearing-grid"]);
}
