//! Lots that are small on the screen, drawn by the share of each pixel that a class covers.
//!
//! Painting such lots one over the other would let the ground shine through at every edge and give
//! the class that is painted last more than its share; here the colours of a pixel are added up.

use std::sync::Arc;

use planmap_core::feature::{FeatureId, PartKind};
use planmap_core::legend::ClassId;
use planmap_core::symbology::Colour;
use vello_cpu::color::PremulRgba8;
use vello_cpu::kurbo::Affine;
use vello_cpu::peniko::{Extend, ImageBrush, ImageQuality, ImageSampler};
use vello_cpu::{Image, ImageSource, Pixmap};

use super::Canvas;
use super::frame::Frame;
use crate::coverage::Accumulator;
use crate::pyramid::Pyramid;
use crate::scene::MapLayer;

/// Premultiplied red, green, blue (0 to 255) and alpha (0 to 1) of each pixel of a frame.
pub(super) type Sums = Vec<[f32; 4]>;

fn premultiplied(c: Colour) -> [f32; 4] {
    let a = f32::from(c.3) / 255.0;
    [f32::from(c.0) * a, f32::from(c.1) * a, f32::from(c.2) * a, a]
}

/// From the shares that were worked out for the whole layer; `None` once cancelled.
pub(super) fn of_pyramid(
    pyramid: &Pyramid,
    layer: &MapLayer,
    fill_of: &dyn Fn(ClassId) -> Colour,
    frame: &Frame,
    cancelled: &dyn Fn() -> bool,
) -> Option<Sums> {
    let m = frame.metres_per_pixel;
    let corner = (frame.origin.0 as f64 * m, -(frame.origin.1 as f64) * m);
    let colour = |class| if layer.shows_class(class) { premultiplied(fill_of(class)) } else { [0.0; 4] };
    pyramid.sample(corner, m, (frame.width.into(), frame.height.into()), colour, cancelled)
}

/// From features, in the order of their classes; `None` once cancelled.
pub(super) fn of_features(
    features: &[(ClassId, FeatureId)],
    layer: &MapLayer,
    fill_of: &dyn Fn(ClassId) -> Colour,
    frame: &Frame,
    cancelled: &dyn Fn() -> bool,
) -> Option<Sums> {
    let (width, height) = (usize::from(frame.width), usize::from(frame.height));
    let mut sums = vec![[0.0f32; 4]; width * height];
    let mut plane = Accumulator::new(width, height);
    let mut ring = Vec::new();
    for group in features.chunk_by(|a, b| a.0 == b.0) {
        plane.clear();
        for (n, (_, feature)) in group.iter().enumerate() {
            if n % 2048 == 0 && cancelled() {
                return None;
            }
            for part in layer.features.geometries().parts(*feature) {
                if matches!(part.kind, PartKind::Exterior | PartKind::Hole) {
                    frame.positions(part.points(), true, &mut ring);
                    plane.add_ring(&ring, part.kind == PartKind::Hole);
                }
            }
        }
        let colour = premultiplied(fill_of(group[0].0));
        for (row, shares) in plane.rows().enumerate() {
            for (pixel, share) in sums[row * width..].iter_mut().zip(shares).filter(|(_, s)| **s > 0.0) {
                (0..4).for_each(|i| pixel[i] += colour[i] * share);
            }
        }
    }
    Some(sums)
}

/// Puts the pixels on the canvas, with a mark on whatever has colour.
pub(super) fn draw(sums: Sums, mark: Option<(Image, Affine)>, opacity: f32, frame: &Frame, canvas: &mut Canvas) {
    let mut pixmap = Pixmap::new(frame.width, frame.height);
    for (pixel, sum) in pixmap.data_mut().iter_mut().zip(&sums) {
        // What is all but full is full; overlapping lots share a pixel.
        let scale = if sum[3] > 0.99 { 1.0 / sum[3] } else { 1.0 };
        let [r, g, b, a] = [sum[0], sum[1], sum[2], sum[3] * 255.0].map(|v| (v * scale).round() as u8);
        *pixel = PremulRgba8 { r: r.min(a), g: g.min(a), b: b.min(a), a };
    }
    pixmap.set_may_have_transparency(true);
    let image = ImageBrush {
        image: ImageSource::Pixmap(Arc::new(pixmap)),
        sampler: ImageSampler { x_extend: Extend::Pad, y_extend: Extend::Pad, quality: ImageQuality::Low, alpha: 1.0 },
    };
    canvas.picture(image, mark, opacity);
}
