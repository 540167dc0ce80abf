//! Images on the map: scans, photographs and relief, as layers of a scene.
//!
//! Owns what an image has to offer to be drawn, and where it lies on the map. Must not know files:
//! whoever reads one hands in its pixels. Levels are counted from the finest, each half as fine as
//! the one before.

use std::fmt::Debug;
use std::sync::Arc;

use planmap_core::catalogue::LayerSpec;
use planmap_core::style::Blend;
use planmap_core::symbology::draw_order;
use planmap_core::{Extent, MapPoint};
use vello_cpu::kurbo::{Affine, Point};

use crate::raster::Pixels;
use crate::scene::is_in_scale;
use crate::stamp::next_stamp;

/// A rectangle of pixels of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PixelWindow {
    /// First column.
    pub x: u32,
    /// First row, from the top.
    pub y: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// An image that can be read in parts and in several resolutions.
pub trait RasterPicture: Debug + Send + Sync {
    /// Width and height of the finest level in pixels.
    fn size(&self) -> (u32, u32);

    /// How many levels there are, at least one. A level has half as many pixels as the one before in
    /// each direction, rounded up.
    fn levels(&self) -> u32;

    /// The pixels of a window that lies inside a level; `None` where they cannot be had now.
    fn window(&self, level: u32, window: PixelWindow) -> Option<Pixels>;
}

/// Width and height of a level of an image.
#[must_use]
pub fn level_size((width, height): (u32, u32), level: u32) -> (u32, u32) {
    let halved = |side: u32| side.div_ceil(1 << level.min(31)).max(1);
    (halved(width), halved(height))
}

/// An image in memory with its coarser levels.
#[derive(Debug, Clone)]
pub struct MemoryPicture {
    levels: Vec<Pixels>,
}

impl MemoryPicture {
    /// Works out the coarser levels, down to a single pixel.
    #[must_use]
    pub fn new(pixels: Pixels) -> Self {
        let mut levels = vec![pixels];
        while let Some(finer) = levels.last().filter(|finer| finer.width > 1 || finer.height > 1) {
            levels.push(halved(finer));
        }
        Self { levels }
    }
}

impl RasterPicture for MemoryPicture {
    fn size(&self) -> (u32, u32) {
        self.levels.first().map_or((0, 0), |finest| (finest.width, finest.height))
    }

    fn levels(&self) -> u32 {
        self.levels.len() as u32
    }

    fn window(&self, level: u32, window: PixelWindow) -> Option<Pixels> {
        let source = self.levels.get(level as usize)?;
        if window.x + window.width > source.width || window.y + window.height > source.height {
            return None;
        }
        let mut rgba = Vec::with_capacity(window.width as usize * window.height as usize * 4);
        for row in window.y..window.y + window.height {
            let start = (row as usize * source.width as usize + window.x as usize) * 4;
            rgba.extend_from_slice(source.rgba.get(start..start + window.width as usize * 4)?);
        }
        Some(Pixels { width: window.width, height: window.height, rgba })
    }
}

/// The next coarser level: the mean of two by two pixels, or of as many as there are at an edge.
fn halved(finer: &Pixels) -> Pixels {
    let (width, height) = level_size((finer.width, finer.height), 1);
    let mut out = Pixels::blank(width, height);
    for (at, target) in out.rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = (at as u32 % width * 2, at as u32 / width * 2);
        let mut sums = [0u32; 4];
        let mut count = 0;
        for (column, row) in [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)] {
            if column < finer.width && row < finer.height {
                let pixel = finer.pixel(column, row);
                sums.iter_mut().zip(pixel).for_each(|(sum, channel)| *sum += u32::from(channel));
                count += 1;
            }
        }
        target
            .iter_mut()
            .zip(sums)
            .for_each(|(channel, sum)| *channel = ((sum + count / 2) / count.max(1)) as u8);
    }
    out
}

/// An image as a layer of the map.
#[derive(Debug, Clone)]
pub struct RasterLayer {
    /// What the catalogue says of it.
    pub spec: Arc<LayerSpec>,
    /// Its pixels.
    pub picture: Arc<dyn RasterPicture>,
    /// From pixels of the finest level, counted right and down from the upper left corner of the
    /// first one, to map metres, east and north.
    pub transform: Affine,
    /// 0 to 1.
    pub opacity: f32,
    /// How its colours go with those below.
    pub blend: Blend,
    /// Whether it is switched on.
    pub visible: bool,
    /// Stamp of its pixels; clones share it.
    stamp: u64,
}

impl RasterLayer {
    /// An opaque image that covers what is below.
    #[must_use]
    pub fn new(spec: Arc<LayerSpec>, picture: Arc<dyn RasterPicture>, transform: Affine) -> Self {
        let visible = spec.visible;
        Self {
            spec,
            picture,
            transform,
            opacity: 1.0,
            blend: Blend::Normal,
            visible,
            stamp: next_stamp(),
        }
    }

    /// Says that the picture has other pixels now than it had.
    pub fn renew(&mut self) {
        self.stamp = next_stamp();
    }

    /// Stamp of its pixels.
    pub(crate) fn content_stamp(&self) -> u64 {
        self.stamp
    }

    /// Whether the layer is switched on and drawn at a scale of 1:`denominator`.
    #[must_use]
    pub fn shown_at(&self, denominator: f64) -> bool {
        self.visible && self.opacity > 0.0 && is_in_scale(&self.spec, denominator)
    }

    /// Its place in the stack.
    #[must_use]
    pub fn order(&self) -> u8 {
        draw_order(self.spec.role, None)
    }

    /// The ground that it covers.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let (width, height) = self.picture.size();
        let (width, height) = (f64::from(width), f64::from(height));
        let corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)];
        Extent::of_points(corners.map(|corner| {
            let place = self.transform * Point::from(corner);
            MapPoint::new(place.x, place.y)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_halve_down_to_one_pixel_and_keep_the_mean() {
        let mut pixels = Pixels::blank(3, 2);
        for (at, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
            pixel.copy_from_slice(&[40 * at as u8, 0, 0, 255]);
        }
        let picture = MemoryPicture::new(pixels);
        assert_eq!((picture.size(), picture.levels()), ((3, 2), 3));
        let whole = PixelWindow { x: 0, y: 0, width: 2, height: 1 };
        let half = picture.window(1, whole).unwrap_or_else(|| Pixels::blank(2, 1));
        // The mean of four, and of the two that are left at the edge.
        assert_eq!([half.pixel(0, 0), half.pixel(1, 0)], [[80, 0, 0, 255], [140, 0, 0, 255]]);
        assert!(
            picture.window(1, PixelWindow { x: 1, ..whole }).is_none(),
            "it reaches beyond the level"
        );
        assert!(picture.window(9, whole).is_none(), "there is no such level");
        assert_eq!(level_size((3, 2), 2), (1, 1));
    }
}
