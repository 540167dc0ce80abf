//! Pictures of planning maps without a window.
//!
//! Owns the way from a styled scene to pixels and to paper: tiles and their cache, the raster,
//! labels, what floats over the map, text, PNG, pages in millimetres and the files made from them.
//! The window only puts these pictures on the screen. Must not know egui, files, threads other than
//! those that work out one layer's levels or one picture, or where a scene came from.

pub mod annotation;
mod coverage;
pub mod detail;
pub mod label;
pub mod legend_view;
mod lines;
pub mod overlay;
pub mod page;
mod paint;
pub mod pdf;
pub mod picture;
pub mod pyramid;
pub mod raster;
pub mod scene;
pub mod svg;
pub mod testing;
pub mod text;
pub mod tile;

pub use scene::{MapLayer, MapScene, SiteMark};
