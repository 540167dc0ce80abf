//! What people expect of a desk: bookmarks, notices that can be read again, running work with the
//! time left, the last session, the help pages.
//!
//! Owns the commands and the models of these; `session::desk` carries them out. Must not know how
//! any of it is shown.

pub mod bookmark;
mod drop;
mod folders;
pub mod help;
pub mod last_session;
pub mod licences;
pub mod notice;
pub mod running;

use std::path::PathBuf;

use planmap_core::i18n::AreaUnit;
use serde::{Deserialize, Serialize};

use crate::settings::{CacheLimit, StartMode};
use crate::text_table::CsvChoice;

pub use bookmark::{Bookmark, LayerLook, Look};
pub use drop::drop_hint;
pub use folders::folders;
pub(crate) use folders::open_folder;
pub use last_session::LastSession;
pub use notice::{Notice, NoticeAction};
pub use planmap_data::read::registry::readable_extensions;
pub use running::{JobId, RunningJob};

/// A side of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The panel of sites and layers.
    Left,
    /// The panel of what is selected.
    Right,
}

/// A request about the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum DeskCommand {
    /// Remembers the view under a name.
    AddBookmark(String),
    /// Forgets a remembered view.
    RemoveBookmark(usize),
    /// Goes to a remembered view.
    GoToBookmark(usize),
    /// Gives a bookmark another name.
    RenameBookmark(usize, String),
    /// Makes a bookmark keep what is on the screen now.
    UpdateBookmark(usize),
    /// Puts a bookmark at another place of the list.
    MoveBookmark {
        /// Where it stands.
        from: usize,
        /// Where it is to stand.
        to: usize,
    },
    /// Empties the list of recent files.
    ForgetRecent,
    /// Whether the next start opens what is open now.
    RestoreSession(bool),
    /// The welcome was seen; it does not come by itself again.
    Welcomed,
    /// Remembers the width of a panel in points.
    PanelWidth(Side, f32),
    /// Remembers where the window stands.
    WindowPlace(WindowPlace),
    /// Stops the clock of notices, since someone is reading, or lets it go on.
    HoldNotices(bool),
    /// All notices were read.
    NoticesSeen,
    /// Empties the list of notices.
    ClearNotices,
    /// Shows a file in the system's file manager.
    ShowInFolder(PathBuf),
    /// Opens a folder in the system's file manager.
    OpenFolder(PathBuf),
    /// Takes a choice of the settings dialog.
    Prefer(Preference),
    /// Takes a file that could not be read off the list of what is wrong.
    ForgetUnreadable(PathBuf),
}

/// A choice of the settings dialog that no other command makes.
#[derive(Debug, Clone, PartialEq)]
pub enum Preference {
    /// The name that annotations carry; empty takes the system's.
    Author(String),
    /// Whether a start begins by reading or by editing.
    StartMode(StartMode),
    /// The folder of the user's files; none takes the one used last.
    Folder(Option<PathBuf>),
    /// The unit in which areas are read.
    AreaUnit(AreaUnit),
    /// Separator and decimal sign of CSV files and of the clipboard.
    Csv(CsvChoice),
    /// How much room the cache of large files may take.
    CacheLimit(CacheLimit),
}

/// Where the window stood last, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Width of its content.
    pub width: f32,
    /// Height of its content.
    pub height: f32,
    /// Left and top edge on the desktop, where the system tells.
    pub at: Option<(f32, f32)>,
    /// Whether it filled the screen.
    #[serde(default)]
    pub maximized: bool,
}

/// Remembered choices of the desk. Every key may be missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskSettings {
    /// Whether a start opens what was open last.
    pub restores_session: bool,
    /// Whether the welcome was seen.
    pub welcomed: bool,
    /// Width of the left panel in points.
    pub left_width: Option<f32>,
    /// Width of the right panel in points.
    pub right_width: Option<f32>,
    /// Where the window stood.
    pub window: Option<WindowPlace>,
}

impl Default for DeskSettings {
    fn default() -> Self {
        Self {
            restores_session: true,
            welcomed: false,
            left_width: None,
            right_width: None,
            window: None,
        }
    }
}
