//! Pictures of planning maps without a window.
//!
//! Owns the way from a styled scene to pixels: tiles and their cache, the raster, labels, what
//! floats over the map, text and PNG. The window only puts these pictures on the screen. Must not
//! know egui, files, threads other than those that work out one layer's levels, or where a scene came
//! from.

mod coverage;
pub mod detail;
pub mod label;
mod lines;
pub mod overlay;
mod paint;
pub mod picture;
pub mod pyramid;
pub mod raster;
pub mod scene;
pub mod testing;
pub mod text;
pub mod tile;

pub use scene::{MapLayer, MapScene, SiteMark};
