//! Pages as pixels, for PNG and for the preview in the window.
//!
//! Owns the cutting into bands, which are drawn side by side.

use std::num::NonZero;

use planmap_draw::display::{paint_paper, paint_transformed};
use planmap_draw::raster::{Pixels, with_canvas};
use vello_cpu::kurbo::Affine;

use crate::Page;

/// A page as pixels.
#[derive(Debug, Clone)]
pub struct PagePicture {
    /// The pixels, opaque.
    pub pixels: Pixels,
    /// Pixels an inch.
    pub dpi: f64,
}

/// Draws a page at a resolution; `None` once cancelled, or where a side has more than 65,535
/// pixels.
#[must_use]
pub fn picture(
    page: &Page,
    dpi: f64,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<PagePicture> {
    let scale = dpi / 25.4;
    let side = |mm: f64| u16::try_from((mm * scale).round().max(1.0) as u64).ok();
    let (width, height) = (side(page.width_mm)?, side(page.height_mm)?);
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get).clamp(1, 8) as u16;
    let rows = height.div_ceil(cores).max(64);
    let bands: Vec<(u16, u16)> =
        (0..height).step_by(usize::from(rows)).map(|y| (y, rows.min(height - y))).collect();
    let drawn: Vec<Option<Pixels>> = std::thread::scope(|scope| {
        let running: Vec<_> = bands
            .iter()
            .map(|(y, rows)| {
                scope.spawn(move || {
                    let transform = Affine::translate((0.0, -f64::from(*y))) * Affine::scale(scale);
                    with_canvas(width, *rows, |canvas| {
                        paint_paper(canvas);
                        paint_transformed(canvas, &page.items, transform, dpi, cancelled)
                    })
                })
            })
            .collect();
        running.into_iter().map(|r| r.join().ok().flatten()).collect()
    });
    let mut rgba = Vec::with_capacity(usize::from(width) * usize::from(height) * 4);
    for band in drawn {
        rgba.extend_from_slice(&band?.rgba);
    }
    Some(PagePicture { pixels: Pixels { width: width.into(), height: height.into(), rgba }, dpi })
}
