//! A whole picture of the map: tiles, what floats over them, and the furniture.

use planmap_core::Viewport;
use planmap_core::i18n::Language;

use crate::raster::Pixels;
use crate::scene::MapScene;

/// What a picture shows besides the map.
#[derive(Debug, Clone)]
pub struct PictureOptions {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
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

/// Draws a picture.
#[must_use]
pub fn render(scene: &MapScene, view: &Viewport, options: &PictureOptions) -> Picture {
    let _ = (scene, view);
    let (width, height) = (options.width_px, options.height_px);
    Picture { pixels: Pixels { width, height, rgba: vec![255; (width * height * 4) as usize] }, features_drawn: 0 }
}
