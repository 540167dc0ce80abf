//! A whole picture of the map: tiles, what floats over them, and the furniture.
//!
//! Owns the PNG. Blocks of the picture are drawn side by side on as many threads as there are
//! cores; everything else is the window's own tiles and overlay. Must not know where it is saved.

mod furniture;

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use planmap_core::i18n::Language;
use planmap_core::{MapPoint, Viewport};

pub use furniture::furniture;

use crate::label;
use crate::overlay::{OverlayOptions, overlay};
use crate::paint::paint;
use crate::raster::{Frame, Pixels, draw};
use crate::scene::MapScene;
use crate::tile::snapped;

/// What a picture shows besides the map.
#[derive(Debug, Clone)]
pub struct PictureOptions {
    /// Width in pixels, at most 65,535.
    pub width_px: u32,
    /// Height in pixels, at most 65,535.
    pub height_px: u32,
    /// Pixels a screen point: 1 for a plain screen, 2 for a fine one.
    pub pixels_per_point: f32,
    /// Whether labels are shown.
    pub labels: bool,
    /// Whether scale bar and the mark of a schematic are shown.
    pub furniture: bool,
    /// Language of names.
    pub language: Language,
    /// Id of the selected site.
    pub selected_site: Option<String>,
}

/// A picture and what went into it.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The pixels.
    pub pixels: Pixels,
    /// Number of features drawn.
    pub features_drawn: usize,
}

/// Side of the blocks that threads take, in pixels.
const BLOCK: u32 = 512;

/// Draws a picture of the place and scale of a view. The view's size is replaced by the picture's.
#[must_use]
pub fn render(scene: &MapScene, view: &Viewport, options: &PictureOptions) -> Picture {
    let ppp = options.pixels_per_point.max(0.1);
    let (width, height) = (options.width_px.clamp(1, 65_535), options.height_px.clamp(1, 65_535));
    let view = view.resized(f64::from(width) / f64::from(ppp), f64::from(height) / f64::from(ppp));
    let view = snapped(&view, ppp);
    let mut pixels = ground(scene, &view, ppp, (width, height));
    let scale = view.metres_per_point();
    let labels = if options.labels {
        label::place(scene, scale, options.language, &|| false)
    } else {
        label::LabelSet::default()
    };
    let chosen = OverlayOptions {
        language: options.language,
        labels: options.labels,
        selected_site: options.selected_site.as_deref(),
        fade: 1.0,
        site_edges: true,
        ..Default::default()
    };
    let mut items = overlay(scene, &labels, &view, &chosen);
    if options.furniture {
        items.extend(furniture(scene, &view, options.language));
    }
    paint(&items, &mut pixels, ppp);
    Picture { pixels, features_drawn: features_drawn(scene, &view) }
}

/// The map without anything that floats over it. The view must be [`snapped`].
fn ground(scene: &MapScene, view: &Viewport, ppp: f32, (width, height): (u32, u32)) -> Pixels {
    let metres_per_pixel = view.metres_per_point() / f64::from(ppp);
    let extent = view.extent();
    let origin = (
        (extent.min.x / metres_per_pixel).round() as i64,
        (-extent.max.y / metres_per_pixel).round() as i64,
    );
    let blocks: Vec<(u32, u32)> = (0..height.div_ceil(BLOCK))
        .flat_map(|y| (0..width.div_ceil(BLOCK)).map(move |x| (x * BLOCK, y * BLOCK)))
        .collect();
    let mut out = Pixels { width, height, rgba: vec![0; width as usize * height as usize * 4] };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(blocks.len());
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (send, next, blocks) = (send.clone(), &next, &blocks);
            scope.spawn(move || {
                while let Some(&(x, y)) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let frame = Frame {
                        origin: (origin.0 + i64::from(x), origin.1 + i64::from(y)),
                        metres_per_pixel,
                        pixels_per_point: f64::from(ppp),
                        width: BLOCK.min(width - x) as u16,
                        height: BLOCK.min(height - y) as u16,
                    };
                    // The receiver outlives all senders; with it gone there is nobody to tell.
                    let _ = send.send((x, y, draw(scene, &frame, &|| false)));
                }
            });
        }
        drop(send);
        for (x, y, block) in receive {
            if let Some(block) = block {
                copy(&block, (x, y), &mut out);
            }
        }
    });
    out
}

fn copy(block: &Pixels, (x, y): (u32, u32), out: &mut Pixels) {
    let row_bytes = block.width as usize * 4;
    for (row, source) in block.rgba.chunks_exact(row_bytes).enumerate() {
        let start = ((y as usize + row) * out.width as usize + x as usize) * 4;
        if let Some(target) = out.rgba.get_mut(start..start + row_bytes) {
            target.copy_from_slice(source);
        }
    }
}

/// Number of features of all layers that are shown in a view.
#[must_use]
pub fn features_drawn(scene: &MapScene, view: &Viewport) -> usize {
    let (extent, denominator) = (view.extent(), view.scale_denominator());
    scene
        .vectors()
        .filter(|l| l.shown_at(denominator))
        .map(|l| l.features.in_extent(&extent).filter(|f| l.shows_class(l.class_of(*f))).count())
        .sum()
}

/// The view that shows an extent in a picture, with a margin of 4 % of its shorter side.
#[must_use]
pub fn view_of(extent: &planmap_core::Extent, options: &PictureOptions) -> Viewport {
    let ppp = f64::from(options.pixels_per_point.max(0.1));
    let (w, h) = (f64::from(options.width_px) / ppp, f64::from(options.height_px) / ppp);
    if extent.is_empty() {
        return Viewport::new(MapPoint::default(), 100.0, w, h);
    }
    Viewport::fitting(extent, w, h, 0.04 * w.min(h))
}

/// A picture as PNG, with its resolution so that it comes out at the right size on paper.
///
/// # Errors
/// If the sizes do not belong to the pixels.
pub fn encode_png(pixels: &Pixels, pixels_per_point: f32) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let per_metre = (96.0 * f64::from(pixels_per_point) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    // Pictures of the map are opaque, so that alpha carries nothing.
    let rgb: Vec<u8> = pixels.rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(out)
}
/// An image with its transparency as PNG, whose colours are not multiplied by alpha.
///
/// # Errors
/// Where the encoder refuses: the image has no pixels.
pub fn encode_png_with_alpha(pixels: &Pixels) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut straight = Vec::with_capacity(pixels.rgba.len());
    for pixel in pixels.rgba.chunks_exact(4) {
        let alpha = u32::from(pixel[3]).max(1);
        let channel = |premultiplied: u8| {
            ((u32::from(premultiplied) * 255 + alpha / 2) / alpha).min(255) as u8
        };
        straight.extend([channel(pixel[0]), channel(pixel[1]), channel(pixel[2]), pixel[3]]);
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&straight)?;
    writer.finish()?;
    Ok(out)
}
