//! A message to the user: how bad, what, when, what can be done about it, how long it stays.
//!
//! Owns the model and the list of all that was said. Must not know the words or the look.

use std::collections::VecDeque;
use std::path::PathBuf;

use planmap_core::Severity;

/// Seconds that a note stays on the screen.
const NOTE_S: f64 = 6.0;
/// Seconds that a warning stays, and a note that offers to take something back.
const WARNING_S: f64 = 14.0;
/// Notices that the list keeps.
const KEPT: usize = 200;

/// What a notice offers to do.
#[derive(Debug, Clone, PartialEq)]
pub enum NoticeAction {
    /// Takes so many steps back.
    Undo(i32),
    /// Shows a file that was written.
    ShowInFolder(PathBuf),
}

/// A short message to the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Unique in the session.
    pub id: u64,
    /// How bad it is.
    pub severity: Severity,
    /// Key of the words in `assets/i18n`.
    pub key: &'static str,
    /// Arguments of the words.
    pub args: Vec<(&'static str, String)>,
    /// A count, which chooses the plural form.
    pub count: Option<u64>,
    /// The time of day at which it was said.
    pub time: String,
    /// What it offers.
    pub action: Option<NoticeAction>,
    /// Seconds for which it still stays on the screen; none stays until it is closed.
    pub left_s: Option<f64>,
}

impl Notice {
    /// How long a notice stays at first.
    pub(crate) fn stay_s(severity: Severity, action: Option<&NoticeAction>) -> Option<f64> {
        match severity {
            Severity::Error => None,
            Severity::Warning => Some(WARNING_S),
            Severity::Note if action.is_some() => Some(WARNING_S),
            Severity::Note => Some(NOTE_S),
        }
    }

    /// What follows from what is said: a written file can be shown.
    pub(crate) fn action_of(key: &str, args: &[(&'static str, String)]) -> Option<NoticeAction> {
        let path = args.iter().find(|(name, _)| *name == "path").map(|(_, path)| PathBuf::from(path));
        match key {
            "notice-saved" | "notice-sheet-written" => path.map(NoticeAction::ShowInFolder),
            _ => None,
        }
    }
}

/// All notices of the session, the newest first, and how many nobody has seen in the list.
#[derive(Debug, Default)]
pub struct NoticeLog {
    notices: VecDeque<Notice>,
    unread: usize,
}

impl NoticeLog {
    /// The notices, the newest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Notice> {
        self.notices.iter()
    }

    /// How many have come since the list was looked at.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.unread
    }

    pub(crate) fn push(&mut self, notice: Notice) {
        self.notices.push_front(notice);
        self.notices.truncate(KEPT);
        self.unread = (self.unread + 1).min(KEPT);
    }

    pub(crate) fn seen(&mut self) {
        self.unread = 0;
    }

    pub(crate) fn clear(&mut self) {
        self.notices.clear();
        self.unread = 0;
    }
}
