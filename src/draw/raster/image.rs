//! An image onto the canvas: the window of the level that fits, with the image's own transform.

use std::sync::Arc;

use planmap_core::style::Blend;
use vello_cpu::kurbo::{Affine, Rect};

use super::frame::Frame;
use super::{Canvas, PlacedImage};
use crate::image::{PixelWindow, RasterLayer, level_size};

/// Pixels of a window beyond what is seen, which smooth sampling looks at.
const MARGIN: f64 = 2.0;

/// Draws what of an image lies in the frame.
pub(super) fn draw(layer: &RasterLayer, frame: &Frame, canvas: &mut dyn Canvas) {
    let Some(image) = placed(layer, frame, canvas.image_pixel()) else { return };
    let is_blended = layer.blend != Blend::Normal;
    if is_blended {
        canvas.begin_group(1.0, layer.blend);
    }
    canvas.image(&image, layer.opacity);
    if is_blended {
        canvas.end_group();
    }
}

/// From map metres to the pixels of a frame.
fn onto_frame(frame: &Frame) -> Affine {
    let per_metre = 1.0 / frame.metres_per_pixel;
    let (west, north) = (frame.origin.0 as f64, frame.origin.1 as f64);
    Affine::translate((-west, -north)) * Affine::scale_non_uniform(per_metre, -per_metre)
}

/// The window of an image that a frame shows, from the coarsest level whose pixels take no more
/// than `pixel` pixels of the canvas. `None` where it shows nothing.
fn placed(layer: &RasterLayer, frame: &Frame, pixel: f64) -> Option<PlacedImage> {
    let size = layer.picture.size();
    let to_canvas = onto_frame(frame) * layer.transform;
    let scale = to_canvas.determinant().abs().sqrt();
    if size.0 == 0 || size.1 == 0 || !scale.is_normal() {
        return None;
    }
    let coarser = (pixel / scale).log2().floor().max(0.0) as u32;
    let level = coarser.min(layer.picture.levels().saturating_sub(1));
    let of_level = f64::from(1u32 << level.min(31));
    let to_canvas = to_canvas * Affine::scale(of_level);
    let seen = Rect::new(0.0, 0.0, f64::from(frame.width), f64::from(frame.height));
    let wanted = to_canvas.inverse().transform_rect_bbox(seen).inflate(MARGIN, MARGIN);
    let (width, height) = level_size(size, level);
    let whole = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let window = wanted.intersect(whole).expand();
    if window.width() < 1.0 || window.height() < 1.0 {
        return None;
    }
    let window_px = PixelWindow {
        x: window.x0 as u32,
        y: window.y0 as u32,
        width: window.width() as u32,
        height: window.height() as u32,
    };
    let pixels = layer.picture.window(level, window_px)?;
    // The last pixel of a coarser level may reach beyond the image.
    let end = Rect::new(0.0, 0.0, f64::from(size.0) / of_level, f64::from(size.1) / of_level);
    let corner = window.origin().to_vec2();
    Some(PlacedImage {
        pixels: Arc::new(pixels),
        shown: window.intersect(end) - corner,
        transform: to_canvas * Affine::translate(corner),
    })
}
