//! The cross-hair that the keyboard moves over the map, and the line that says what lies there.
//!
//! Owns where it stands and its look. What the line says is `text_twin`'s.

use egui::{
    Align2, Area, EventFilter, Key, Margin, Modifiers, Order, Rect, Response, Stroke, Ui, pos2,
    vec2,
};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::session::Session;
use planmap_app::text_twin::place_line;
use planmap_core::MapPoint;
use planmap_core::i18n::Language;
use planmap_core::viewport::{ScreenPoint, Viewport};

use super::{input, to_screen};
use crate::theme::{Weight, size, tokens};
use crate::widget::{floating, muted, wrapped};

/// Points that an arrow moves it.
const STEP: f64 = 24.0;
/// Points that an arrow moves it with Shift.
const FINE: f64 = 4.0;
/// It keeps this distance from the edge; the map moves instead.
const EDGE: f64 = 40.0;
/// Length of each of its arms, and the gap in the middle, in points.
const ARM: (f32, f32) = (5.0, 18.0);
/// Widest that its line is set.
const WIDEST: f32 = 460.0;

/// The cross-hair.
#[derive(Debug, Default)]
pub(super) struct Crosshair {
    at: Option<MapPoint>,
    made_for: Option<([u64; 3], u64, Language)>,
    line: String,
}

impl Crosshair {
    /// What lies there, where it is on.
    pub(super) fn line(&self) -> Option<&str> {
        self.at.map(|_| self.line.as_str())
    }

    /// Takes the keys that are meant for it, before the map sees them.
    pub(super) fn keys(
        &mut self,
        ui: &Ui,
        response: &Response,
        view: &Viewport,
        session: &Session,
        send: &mut Vec<Command>,
    ) {
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::X)) {
            self.at = if self.at.is_some() { None } else { Some(view.centre()) };
            response.request_focus();
        }
        const WAYS: [(Key, f64, f64); 4] = [
            (Key::ArrowLeft, -1.0, 0.0),
            (Key::ArrowRight, 1.0, 0.0),
            (Key::ArrowUp, 0.0, -1.0),
            (Key::ArrowDown, 0.0, 1.0),
        ];
        // With Alt the arrows go through the history of views.
        let alt = ui.input(|i| i.modifiers.alt);
        for (key, x, y) in WAYS.into_iter().filter(|_| !alt) {
            if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, key)) {
                let from = self.at.unwrap_or_else(|| view.centre());
                self.at = Some(from);
                response.request_focus();
                self.step(view, (x * STEP, y * STEP), send);
            }
            if self.at.is_none() {
                continue;
            }
            if ui.input_mut(|i| i.consume_key(Modifiers::SHIFT, key)) {
                self.step(view, (x * FINE, y * FINE), send);
            }
            if ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
                self.step(view, (x * STEP, y * STEP), send);
            }
        }
        let Some(at) = self.at else {
            return;
        };
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        }
        // While something is drawn, Enter ends the shape.
        let asks = !session.annotations().is_on()
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        if asks {
            send.push(Command::Identify {
                at,
                tolerance_m: input::TOLERANCE * view.metres_per_point(),
            });
        }
        if session.selection().is_empty()
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape))
        {
            self.at = None;
        }
    }

    fn step(&mut self, view: &Viewport, (dx, dy): (f64, f64), send: &mut Vec<Command>) {
        let Some(at) = self.at else {
            return;
        };
        let now = view.screen_from_map(at);
        let to = ScreenPoint::new(now.x + dx, now.y + dy);
        let (w, h) = view.size();
        // The map follows by as much as the cross-hair would come too near to the edge.
        let over = |v: f64, most: f64| {
            (v - v.clamp(EDGE.min(most / 2.0), (most - EDGE).max(most / 2.0)), most).0
        };
        let (x, y) = (over(to.x, w), over(to.y, h));
        if x.abs() > 0.0 || y.abs() > 0.0 {
            send.push(Command::View(ViewCommand::Pan(-x, -y)));
        }
        self.at = Some(view.map_from_screen(to));
    }

    /// Draws it and its line.
    pub(super) fn show(
        &mut self,
        ui: &Ui,
        free: Rect,
        area: Rect,
        view: &Viewport,
        session: &Session,
    ) {
        let Some(at) = self.at else {
            return;
        };
        let tolerance_m = input::TOLERANCE * view.metres_per_point();
        let key = (
            [at.x, at.y, tolerance_m].map(f64::to_bits),
            session.scene().revision,
            session.language(),
        );
        if self.made_for != Some(key) {
            self.line = place_line(session, at, tolerance_m);
            self.made_for = Some(key);
        }
        let t = tokens(ui);
        let centre = to_screen(area, view.screen_from_map(at));
        let painter = ui.painter().with_clip_rect(area);
        // A casing under the arms keeps them apart from any ground.
        for stroke in [Stroke::new(5.0, t.panel), Stroke::new(2.0, t.selection)] {
            for way in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
                painter.line_segment([centre + way * ARM.0, centre + way * ARM.1], stroke);
            }
            painter.circle_stroke(centre, ARM.0, stroke);
        }
        let words = session.words();
        let width = WIDEST.min(free.width() - 28.0);
        let below = centre.y < area.center().y;
        let (pivot, y) = if below {
            (Align2::CENTER_BOTTOM, area.bottom() - 44.0)
        } else {
            (Align2::CENTER_TOP, area.top() + 54.0)
        };
        Area::new(egui::Id::unique("crosshair-line"))
            .order(Order::Middle)
            .pivot(pivot)
            .fixed_pos(pos2(free.center().x, y))
            .interactable(false)
            .show(ui.ctx(), |ui| {
                floating(ui).inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
                    ui.set_max_width(width);
                    let line = wrapped(ui, &self.line, size::BODY, Weight::Medium, t.text);
                    crate::access::live(&line, false);
                    muted(ui, &words.text("crosshair-keys"));
                });
            });
    }
}
