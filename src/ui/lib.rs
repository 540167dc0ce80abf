//! The window of planmap.
//!
//! Owns everything that names egui or eframe: theme, canvas, panels, dialogs. Panels read the
//! session and send commands; nothing here changes the session by itself or computes what it
//! shows. Must not read files or know a format.

pub mod access;
pub mod annotate;
mod backend;
pub mod canvas;
#[cfg(test)]
mod contrast;
pub mod desk;
pub mod dialog;
mod fallback;
mod frames;
mod keys;
pub mod palette;
pub mod panel;
pub mod presenter;
pub mod search;
pub mod sheet;
pub mod shell;
pub mod theme;
mod typing;
pub mod widget;
mod window;

pub use backend::Backend;
pub use shell::PlanmapWindow;
pub use window::{WindowError, WindowOptions, run};
