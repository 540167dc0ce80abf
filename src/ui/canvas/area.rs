//! Selecting by dragging: a rectangle with Shift, a free outline with Alt.
//!
//! Owns the outline while it is drawn. What it selects is the session's business.

use egui::{Color32, Painter, PointerButton, Pos2, Rect, Response, Shape, Stroke, Ui};
use planmap_app::command::Command;
use planmap_core::viewport::Viewport;

use crate::canvas::from_screen;
use crate::theme::tokens;

/// Points between two corners of a free outline.
const STEP: f32 = 4.0;

/// An outline that is being drawn.
#[derive(Debug, Default)]
pub(super) struct AreaDrag {
    corners: Vec<Pos2>,
    is_free: bool,
}

impl AreaDrag {
    /// Follows the pointer. Returns whether a drag belongs to the outline and not to the map.
    pub(super) fn follow(
        &mut self,
        ui: &Ui,
        response: &Response,
        area: Rect,
        view: &Viewport,
        send: &mut Vec<Command>,
    ) -> bool {
        let modifiers = ui.input(|i| i.modifiers);
        if response.drag_started_by(PointerButton::Primary) && (modifiers.shift || modifiers.alt) {
            self.is_free = modifiers.alt;
            self.corners = ui.input(|i| i.pointer.press_origin()).into_iter().collect();
        }
        if self.corners.is_empty() {
            return false;
        }
        if ui.input(|i| i.key_pressed(egui::Key::Escape)) {
            self.corners.clear();
            return true;
        }
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
        if let Some(at) = response.interact_pointer_pos() {
            let at = at.clamp(area.min, area.max);
            if self.is_free {
                if self.corners.last().is_none_or(|last| last.distance(at) >= STEP) {
                    self.corners.push(at);
                }
            } else {
                self.corners.truncate(1);
                self.corners.push(at);
            }
        }
        if response.drag_stopped() {
            let ring = self.ring();
            self.corners.clear();
            if ring.len() >= 3 {
                let ring =
                    ring.iter().map(|p| view.map_from_screen(from_screen(area, *p))).collect();
                send.push(Command::SelectArea(ring));
            }
        }
        true
    }

    /// The corners of the outline; fewer than three where nothing can be inside.
    fn ring(&self) -> Vec<Pos2> {
        match self.corners.as_slice() {
            [a, b] if !self.is_free => {
                let r = Rect::from_two_pos(*a, *b);
                if r.width() < 2.0 || r.height() < 2.0 {
                    return Vec::new();
                }
                vec![r.left_top(), r.right_top(), r.right_bottom(), r.left_bottom()]
            }
            free => free.to_vec(),
        }
    }

    pub(super) fn paint(&self, ui: &Ui, painter: &Painter) {
        let ring = self.ring();
        if ring.len() < 3 {
            return;
        }
        let colour = tokens(ui).selection;
        let fill = Color32::from_rgba_unmultiplied(colour.r(), colour.g(), colour.b(), 30);
        if !self.is_free {
            painter.rect_filled(Rect::from_two_pos(ring[0], ring[2]), 0.0, fill);
        }
        painter.add(Shape::closed_line(ring, Stroke::new(1.6, colour)));
    }
}
