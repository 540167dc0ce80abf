//! Scene to pixels on the CPU.

use planmap_core::symbology::colours;

use crate::scene::MapScene;
use crate::tile::{TILE_PX, TileKey};

/// A picture: rows from the top, four bytes a pixel, red, green, blue, alpha, with the colours
/// **premultiplied** by alpha. Tiles are opaque everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub rgba: Vec<u8>,
}

/// Draws one tile; `None` once `cancelled` says so.
#[must_use]
pub fn tile(scene: &MapScene, key: &TileKey, cancelled: &dyn Fn() -> bool) -> Option<Pixels> {
    let _ = (key, cancelled);
    let c = colours(scene.theme).outside;
    Some(Pixels { width: TILE_PX, height: TILE_PX, rgba: [c.0, c.1, c.2, 255].repeat((TILE_PX * TILE_PX) as usize) })
}
