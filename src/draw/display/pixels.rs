//! A display list as pixels.
//!
//! Owns the reading of the display list onto the raster.

use planmap_core::legend::HatchPattern;
use planmap_core::style::Blend;
use planmap_core::symbology::Colour;
use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::kurbo::{Affine, BezPath, Cap, Join, Rect, Shape, Stroke};

use super::{Group, PageHatch, PageItem, RIM_PT, TextRun, hatch_cell};
use crate::raster::{PixelCanvas, blend_mode, paint_image};
use crate::text;

/// Draws items over what a canvas holds; `scale` is in pixels a unit. `None` once cancelled.
pub fn paint_items(
    canvas: &mut PixelCanvas,
    items: &[PageItem],
    scale: f64,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    paint_transformed(canvas, items, Affine::scale(scale), 72.0, cancelled)
}

/// Draws items of a page over what a canvas holds, in the pixels that a transform from the page's
/// millimetres leads to, at a resolution in dots an inch. `None` once cancelled.
pub fn paint_transformed(
    canvas: &mut PixelCanvas,
    items: &[PageItem],
    transform: Affine,
    dpi: f64,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let context = canvas.context();
    let band = Rect::new(0.0, 0.0, f64::from(context.width()), f64::from(context.height()));
    let mut painter = Painter { canvas, transform, band, dpi, cancelled };
    let done = painter.items(items);
    canvas.context().set_transform(Affine::IDENTITY);
    done
}

/// Fills a canvas with the white of paper.
pub fn paint_paper(canvas: &mut PixelCanvas) {
    let context = canvas.context();
    let whole = Rect::new(0.0, 0.0, f64::from(context.width()), f64::from(context.height()));
    context.set_transform(Affine::IDENTITY);
    context.set_paint(paint(Colour::hex(0xFFFFFF)));
    context.fill_rect(&whole);
}

struct Painter<'a> {
    canvas: &'a mut PixelCanvas,
    transform: Affine,
    /// The part of the page that is drawn, in pixels.
    band: Rect,
    dpi: f64,
    cancelled: &'a dyn Fn() -> bool,
}

impl Painter<'_> {
    fn items(&mut self, items: &[PageItem]) -> Option<()> {
        for item in items {
            if (self.cancelled)() {
                return None;
            }
            self.canvas.context().set_transform(self.transform);
            match item {
                PageItem::Fill { path, colour, seamless } => self.fill(path, *colour, *seamless),
                PageItem::Hatch { path, hatch } => self.hatch(path, hatch),
                PageItem::Stroke { path, colour, width, dash, round_ends } => {
                    self.stroke(path, *colour, *width, dash, *round_ends);
                }
                PageItem::Image(image, opacity) => {
                    paint_image(self.canvas.context(), image, self.transform, *opacity);
                }
                PageItem::Text(run) => self.text(run),
                PageItem::Group(group) => self.group(group)?,
            }
        }
        Some(())
    }

    fn group(&mut self, group: &Group) -> Option<()> {
        let before = self.transform;
        self.transform = before * group.transform;
        let context = self.canvas.context();
        context.set_transform(self.transform);
        if let Some(clip) = &group.clip {
            context.push_clip_rect(clip);
        }
        let is_layer = group.opacity < 1.0 || group.blend != Blend::Normal;
        if is_layer {
            context.push_layer(
                None,
                blend_mode(group.blend),
                Some(group.opacity.max(0.0)),
                None,
                None,
            );
        }
        let done = self.items(&group.items);
        let context = self.canvas.context();
        if is_layer {
            context.pop_layer();
        }
        if group.clip.is_some() {
            context.pop_clip();
        }
        self.transform = before;
        done
    }

    /// Pixels of the unit that is drawn in.
    fn scale(&self) -> f64 {
        self.transform.determinant().abs().sqrt()
    }

    fn fill(&mut self, path: &BezPath, colour: Colour, seamless: bool) {
        let rim = RIM_PT * self.dpi / 72.0 / self.scale();
        let context = self.canvas.context();
        context.set_paint(paint(colour));
        context.fill_path(path);
        if seamless && colour.3 == 255 {
            context.set_stroke(Stroke::new(rim).with_join(Join::Bevel).with_caps(Cap::Butt));
            context.stroke_path(path);
        }
    }

    fn stroke(
        &mut self,
        path: &BezPath,
        colour: Colour,
        width: f64,
        dash: &[f64],
        round_ends: bool,
    ) {
        let cap = if round_ends { Cap::Round } else { Cap::Butt };
        let stroke = Stroke::new(width).with_join(Join::Round).with_caps(cap);
        let context = self.canvas.context();
        context.set_paint(paint(colour));
        context.set_stroke(if dash.is_empty() { stroke } else { stroke.with_dashes(0.0, dash) });
        context.stroke_path(path);
    }

    /// The lines themselves, as far as the area and the band reach, cut to the area.
    fn hatch(&mut self, path: &BezPath, hatch: &PageHatch) {
        let seen =
            self.transform.inverse().transform_rect_bbox(self.band).intersect(path.bounding_box());
        if seen.width() <= 0.0 || seen.height() <= 0.0 || hatch.period <= 0.0 {
            return;
        }
        let lines = hatch_lines(hatch, &seen);
        let round = hatch_cell(hatch.pattern, hatch.period).1;
        self.canvas.context().push_clip_path(path);
        self.stroke(&lines, hatch.colour, hatch.width, &[], round);
        self.canvas.context().pop_clip();
    }

    fn text(&mut self, run: &TextRun) {
        let mut path =
            text::outline(&run.text, run.size as f32, run.weight, run.letter_spacing as f32);
        let turn = Affine::translate((run.x, run.y)) * Affine::rotate(run.angle_deg.to_radians());
        path.apply_affine(turn * Affine::translate((run.left() - run.x, 0.0)));
        if let Some((colour, width)) = run.halo {
            self.stroke(&path, colour, 2.0 * width, &[], true);
        }
        let context = self.canvas.context();
        context.set_paint(paint(run.colour));
        context.fill_path(&path);
    }
}

/// The lines of a hatch over a rectangle.
pub fn hatch_lines(hatch: &PageHatch, over: &Rect) -> BezPath {
    let p = hatch.period;
    let mut out = BezPath::new();
    let count = |from: f64, to: f64, origin: f64| {
        ((from - origin) / p).floor() as i64..=((to - origin) / p).ceil() as i64
    };
    let mut line = |x0: f64, y0: f64, x1: f64, y1: f64| {
        out.move_to((x0, y0));
        out.line_to((x1, y1));
    };
    let (ox, oy) = hatch.origin;
    let rows = || count(over.y0, over.y1, oy);
    let columns = || count(over.x0, over.x1, ox);
    let horizontal = |line: &mut dyn FnMut(f64, f64, f64, f64)| {
        for k in rows() {
            let y = oy + (k as f64 + 0.5) * p;
            line(over.x0, y, over.x1, y);
        }
    };
    let vertical = |line: &mut dyn FnMut(f64, f64, f64, f64)| {
        for k in columns() {
            let x = ox + (k as f64 + 0.5) * p;
            line(x, over.y0, x, over.y1);
        }
    };
    // x + y is a multiple of the period on every line.
    let rising = |line: &mut dyn FnMut(f64, f64, f64, f64)| {
        for k in count(over.x0 + over.y0, over.x1 + over.y1, ox + oy) {
            let sum = ox + oy + k as f64 * p;
            line(sum - over.y1, over.y1, sum - over.y0, over.y0);
        }
    };
    let falling = |line: &mut dyn FnMut(f64, f64, f64, f64)| {
        for k in count(over.x0 - over.y1, over.x1 - over.y0, ox - oy) {
            let difference = ox - oy + k as f64 * p;
            line(difference + over.y0, over.y0, difference + over.y1, over.y1);
        }
    };
    match hatch.pattern {
        HatchPattern::None => {}
        HatchPattern::Diagonal => rising(&mut line),
        HatchPattern::BackDiagonal => falling(&mut line),
        HatchPattern::CrossDiagonal => {
            rising(&mut line);
            falling(&mut line);
        }
        HatchPattern::Horizontal => horizontal(&mut line),
        HatchPattern::Vertical => vertical(&mut line),
        HatchPattern::Grid => {
            horizontal(&mut line);
            vertical(&mut line);
        }
        HatchPattern::Dots | HatchPattern::Dashes => {
            let cell = hatch_cell(hatch.pattern, p).0;
            for (row, column) in rows().flat_map(|r| columns().map(move |c| (r, c))) {
                let place = Affine::translate((ox + column as f64 * p, oy + row as f64 * p));
                out.extend((place * &cell).iter());
            }
        }
    }
    out
}

fn paint(c: Colour) -> AlphaColor<Srgb> {
    AlphaColor::from_rgba8(c.0, c.1, c.2, c.3)
}
