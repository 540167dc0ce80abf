//! Diagonal lines within a rectangle: what is not known.

use egui::{Painter, Rect, Stroke, pos2};

/// Points between two lines.
const STEP: f32 = 7.0;

/// Fills a rectangle with diagonal lines.
pub fn paint_hatch(painter: &Painter, rect: Rect, stroke: Stroke) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let height = rect.height();
    let mut x = rect.left() - height;
    while x < rect.right() {
        painter.line_segment([pos2(x, rect.bottom()), pos2(x + height, rect.top())], stroke);
        x += STEP;
    }
}
