//! Pictures of planning maps without a window.
//!
//! Owns the way from a styled scene to pixels: tiles and their cache, the raster, labels, what
//! floats over the map, text, PNG, and the display list that pages are made of.
//! The window only puts these pictures on the screen. Must not know egui, files, threads other than
//! those that work out one layer's levels or one picture, or where a scene came from.

pub mod annotation;
mod coverage;
pub mod detail;
pub mod display;
pub mod image;
pub mod label;
pub mod legend_view;
mod lines;
pub mod overlay;
pub mod paint;
pub mod picture;
pub mod pyramid;
pub mod raster;
pub mod scene;
pub mod stamp;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod tile;

pub use scene::{MapLayer, MapScene, SiteMark};
