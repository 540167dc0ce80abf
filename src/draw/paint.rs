//! The items of the overlay onto a picture: what the window paints with its toolkit, painted here
//! for files.

use planmap_core::viewport::ScreenPoint;
use vello_cpu::kurbo::{Affine, BezPath, Circle, Rect, RoundedRect, Shape};

use crate::overlay::{Align, Item};
use crate::raster::{Canvas, Pixels, add_points, draw_over};
use crate::text;

/// Paints items, which are in points, over a picture.
pub(crate) fn paint(items: &[Item], pixels: &mut Pixels, pixels_per_point: f32) {
    let scale = f64::from(pixels_per_point);
    let size = (f64::from(pixels.width), f64::from(pixels.height));
    draw_over(pixels, |canvas| items.iter().for_each(|item| one(item, scale, size, canvas)));
}

/// Draws one item that floats over the map onto a canvas of a size in pixels; `scale` is in pixels a
/// point.
pub fn one(item: &Item, scale: f64, size: (f64, f64), canvas: &mut dyn Canvas) {
    let px = |p: &ScreenPoint| [p.x * scale, p.y * scale];
    let width = |w: f32| f64::from(w) * scale;
    let curve = |shape: &dyn Fn(f64) -> BezPath| shape(0.05);
    match item {
        Item::Veil(colour) => {
            canvas.fill(&Rect::new(0.0, 0.0, size.0, size.1).to_path(1.0), *colour);
        }
        Item::Stroke { points, closed, width: w, colour } => {
            let points: Vec<_> = points.iter().map(px).collect();
            let mut path = BezPath::new();
            add_points(points.iter(), *closed, &mut path);
            canvas.stroke(&path, *colour, width(*w), false);
        }
        Item::Diamond { at, radius, fill, edge } => {
            let [x, y] = px(at);
            let r = width(*radius);
            let mut path = BezPath::new();
            add_points([[x, y - r], [x + r, y], [x, y + r], [x - r, y]].iter(), true, &mut path);
            canvas.fill(&path, *fill);
            canvas.stroke(&path, edge.0, width(edge.1), false);
        }
        Item::Ring { at, radius, width: w, colour } => {
            let [x, y] = px(at);
            let path = curve(&|tolerance| Circle::new((x, y), width(*radius)).to_path(tolerance));
            canvas.stroke(&path, *colour, width(*w), false);
        }
        Item::Panel { min, max, radius, fill, edge } => {
            let ([x0, y0], [x1, y1]) = (px(min), px(max));
            let path = curve(&|tolerance| {
                RoundedRect::new(x0, y0, x1, y1, width(*radius)).to_path(tolerance)
            });
            canvas.fill(&path, *fill);
            canvas.stroke(&path, edge.0, width(edge.1), false);
        }
        Item::Text { at, align, text, style } => {
            let size = style.size * scale as f32;
            let spacing = style.letter_spacing * scale as f32;
            let mut path = text::outline(text, size, style.weight, spacing);
            let line = f64::from(text::measure(text, size, style.weight, spacing));
            let [x, y] = px(at);
            let left = match align {
                Align::Left => x,
                Align::Centre => x - line / 2.0,
                Align::Right => x - line,
            };
            // On a whole pixel, stems and bars of small letters stay crisp.
            let baseline = (y + f64::from(size * text::CAP_HEIGHT) / 2.0).round();
            path.apply_affine(Affine::translate((left, baseline)));
            if let Some((colour, w)) = style.halo {
                canvas.stroke(&path, colour, 2.0 * width(w), true);
            }
            canvas.fill(&path, style.colour);
        }
    }
}
