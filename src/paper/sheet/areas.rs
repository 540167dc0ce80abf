//! How a page is divided: the frame of the map and the columns of the panel.

use vello_cpu::kurbo::Rect;

use super::SheetSpec;
use crate::template::{Furniture, Place};

/// Room around the frame of the map for coordinates, in millimetres.
pub(super) fn rim_mm(spec: &SheetSpec) -> f64 {
    let k = spec.paper.size_factor();
    let rim = |kind, mm: f64| if spec.template.place(kind) == Place::Off { 0.0 } else { mm * k };
    rim(Furniture::Grid, 4.2) + rim(Furniture::Graticule, 4.0)
}

/// Gap between map and panel and between columns, on A3.
pub(super) const GAP_MM: f64 = 5.0;

/// How the page is divided.
pub(super) struct Areas {
    /// The frame of the map.
    pub(super) map: Rect,
    /// The columns of the panel.
    pub(super) columns: Vec<Rect>,
}

impl Areas {
    /// With `beside` columns in a panel that stands beside the map; one below it has as many as
    /// there is room for.
    pub(super) fn of(spec: &SheetSpec, beside: usize) -> Self {
        let t = &spec.template;
        let k = spec.paper.size_factor();
        let all = printed(spec);
        let has_panel = t.items.iter().any(|i| i.place == Place::Panel && i.kind.is_movable());
        let gap = GAP_MM * k;
        let (ground, columns) = if !has_panel {
            (all, Vec::new())
        } else if spec.paper.is_landscape() {
            let width = (t.panel_mm * k).min(0.34 * all.width());
            let left = all.x1 - width * beside as f64 - gap * (beside as f64 - 1.0);
            (Rect::new(all.x0, all.y0, left - gap, all.y1), row_of(all, left, width, gap, beside))
        } else {
            // Below the map: columns of about the panel's width beside each other.
            let count =
                ((all.width() + gap) / (t.panel_mm * k * 0.8 + gap)).floor().clamp(1.0, 4.0);
            let width = (all.width() - gap * (count - 1.0)) / count;
            // A small sheet needs as many lines as a large one.
            let share = if spec.paper.height_mm < 350.0 { 0.42 } else { 0.33 };
            let top = all.y1 - share * all.height();
            let below = Rect::new(all.x0, top, all.x1, all.y1);
            (
                Rect::new(all.x0, all.y0, all.x1, top - gap),
                row_of(below, all.x0, width, gap, count as usize),
            )
        };
        // Coordinates stand outside of the frame.
        let room = ground.inset(-rim_mm(spec));
        let map = match spec.frame_mm {
            // A frame of one's own stays inside the room that there is.
            Some([x, y, w, h]) => {
                let (w, h) =
                    (w.clamp(20.0, room.width().max(20.0)), h.clamp(20.0, room.height().max(20.0)));
                let x = x.clamp(room.x0, (room.x1 - w).max(room.x0));
                let y = y.clamp(room.y0, (room.y1 - h).max(room.y0));
                Rect::new(x, y, x + w, y + h)
            }
            None => room,
        };
        Self { map, columns }
    }
}

/// The page without its margin.
pub(super) fn printed(spec: &SheetSpec) -> Rect {
    let m = spec.template.margin_mm;
    Rect::new(m, m, spec.paper.width_mm - m, spec.paper.height_mm - m)
}

/// The columns of a page that holds nothing but what had no room on the one before, below a head.
pub(super) fn whole_page(spec: &SheetSpec, head_mm: f64) -> Vec<Rect> {
    let k = spec.paper.size_factor();
    let all = printed(spec);
    let gap = GAP_MM * k;
    let count = ((all.width() + gap) / (spec.template.panel_mm * k + gap)).floor().max(1.0);
    let width = (all.width() - gap * (count - 1.0)) / count;
    row_of(Rect::new(all.x0, all.y0 + head_mm, all.x1, all.y1), all.x0, width, gap, count as usize)
}

/// Columns of a width beside each other, as high as a rectangle.
fn row_of(within: Rect, left: f64, width: f64, gap: f64, count: usize) -> Vec<Rect> {
    let column = |i: usize| {
        let x = left + i as f64 * (width + gap);
        Rect::new(x, within.y0, x + width, within.y1)
    };
    (0..count).map(column).collect()
}
