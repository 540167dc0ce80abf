//! A tile on the graphics side, sampled as cheaply as its use allows.
//!
//! Owns the choice of the filter. Must not know which tiles are shown, or why.

use std::cell::Cell;

use egui::{Color32, ColorImage, Context, TextureHandle, TextureId, TextureOptions};

/// The texture of a tile.
pub(super) struct TileTexture {
    handle: TextureHandle,
    /// The tile's first pixel, to be written again when the filter changes.
    first: Color32,
    is_smooth: Cell<bool>,
}

impl TileTexture {
    /// Hands the picture of a tile over.
    pub(super) fn upload(ctx: &Context, image: ColorImage) -> Self {
        let first = image.pixels.first().copied().unwrap_or_default();
        let handle = ctx.load_texture("tile", image, TextureOptions::NEAREST);
        Self { handle, first, is_smooth: Cell::new(false) }
    }

    /// The texture with the filter it needs now. Pixel on pixel, both filters give the same picture,
    /// and the nearest pixel takes half the time without a graphics card; a tile that stands in for
    /// another resolution is smoothed.
    pub(super) fn for_drawing(&self, is_exact: bool) -> TextureId {
        if self.is_smooth.replace(!is_exact) == is_exact {
            // A texture takes its filter over with any part that is written, here one pixel with the
            // colour it has. (wgpu keeps the first filter: stand-ins then show their pixels for the
            // moment until the exact tiles come.)
            let options = if is_exact { TextureOptions::NEAREST } else { TextureOptions::LINEAR };
            self.handle.clone().set_partial(
                [0, 0],
                ColorImage::filled([1, 1], self.first),
                options,
            );
        }
        self.handle.id()
    }
}
