//! The whole of planmap without a window.
//!
//! Owns the session (the one owner of state), the commands that change it and the jobs that work for
//! it. The window, the command line and the tests drive the same commands. Must not know how
//! anything is shown: no toolkit, no pixels of its own.

pub mod action;
pub mod analysis;
pub mod annotate_command;
pub mod audit;
pub mod autosave;
pub mod bottom;
pub mod clock;
pub mod command;
pub mod compare;
mod computed;
pub mod corner_table;
pub mod desk;
pub mod draft;
pub mod drawn;
pub mod export;
pub mod headless;
pub mod ids;
pub mod job;
pub mod latest;
pub mod layer;
pub mod map_room;
pub mod measure;
pub mod meeting;
pub mod places;
pub mod register;
pub mod search;
pub mod session;
pub mod settings;
pub mod settings_writer;
pub mod sheet;
pub mod table;
pub mod text_scale;
pub mod text_table;
pub mod text_twin;
pub mod tiles;
pub mod tool;
pub mod watch;
pub mod words;

pub use command::{Command, ViewCommand};
pub use planmap_data::cache::Cache;
pub use planmap_draw::legend_view;
pub use session::Session;
