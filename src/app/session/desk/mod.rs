//! The desk in the session: bookmarks, notices, running work, the last session.
//!
//! Owns how its commands are carried out; the models are in `crate::desk`. Must not know how any of
//! it is shown.

mod bookmarks;
mod notices;
mod preferences;
mod restore;
mod running;
mod title;

use std::collections::HashMap;

pub use bookmarks::Shown;

use super::Session;
use crate::command::Command;
use crate::desk::notice::NoticeLog;
use crate::desk::running::Estimate;
use crate::desk::{DeskCommand, DeskSettings, JobId, Side};
use crate::sheet::SheetCommand;

/// Least and greatest width of a panel that is remembered, in points.
const PANEL_WIDTHS: (f32, f32) = (220.0, 620.0);

/// What the session keeps for the desk.
#[derive(Default)]
pub(super) struct Desk {
    log: NoticeLog,
    holds: bool,
    advanced_s: f64,
    estimates: HashMap<JobId, Estimate>,
    restoring: Option<restore::Restoring>,
    bundled: Option<std::path::PathBuf>,
}

/// What has to be noted before a command, to tell what it took away.
pub(super) struct Before {
    steps: usize,
    notes: usize,
}

impl Session {
    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_desk(&mut self, command: DeskCommand) {
        let settings: &mut DeskSettings = &mut self.settings.desk;
        match command {
            DeskCommand::AddBookmark(name) => self.add_bookmark(name),
            DeskCommand::RemoveBookmark(index) => self.remove_bookmark(index),
            DeskCommand::GoToBookmark(index) => self.go_to_bookmark(index),
            DeskCommand::RenameBookmark(index, name) => self.rename_bookmark(index, &name),
            DeskCommand::UpdateBookmark(index) => self.update_bookmark(index),
            DeskCommand::MoveBookmark { from, to } => self.move_bookmark(from, to),
            DeskCommand::ForgetRecent => self.settings.recent.clear(),
            DeskCommand::RestoreSession(on) => settings.restores_session = on,
            DeskCommand::Welcomed => settings.welcomed = true,
            DeskCommand::PanelWidth(side, width) => {
                let width = Some(width.clamp(PANEL_WIDTHS.0, PANEL_WIDTHS.1).round());
                match side {
                    Side::Left => settings.left_width = width,
                    Side::Right => settings.right_width = width,
                }
            }
            DeskCommand::WindowPlace(place) => settings.window = Some(place),
            DeskCommand::HoldNotices(on) => self.desk.holds = on,
            DeskCommand::NoticesSeen => self.desk.log.seen(),
            DeskCommand::ClearNotices => {
                self.desk.log.clear();
                self.notices.clear();
            }
            DeskCommand::OpenFolder(path) => {
                if crate::desk::open_folder(&path).is_err() {
                    let args = vec![("path", path.display().to_string())];
                    self.notify(planmap_core::Severity::Note, "notice-no-file-manager", args);
                }
            }
            DeskCommand::ForgetUnreadable(path) => self.forget_unreadable(&path),
            DeskCommand::Prefer(preference) => self.prefer(preference),
            DeskCommand::ShowInFolder(path) => self.apply_sheet(SheetCommand::ShowInFolder(path)),
        }
    }

    /// The files that were opened last, newest first, and whether each is still there.
    pub fn recent_files(&self) -> impl Iterator<Item = (std::path::PathBuf, bool)> {
        self.settings.recent.iter().map(|p| (p.clone(), p.exists()))
    }

    pub(super) fn before_desk(&self) -> Before {
        Before { steps: self.annotations.history.done().len(), notes: self.annotations.len() }
    }

    /// Offers to take back what a command has deleted, and takes offers away that no longer fit.
    pub(super) fn after_desk(&mut self, command: Option<&'static str>, before: &Before) {
        let steps = self.annotations.history.done().len();
        if steps == before.steps {
            return;
        }
        self.withdraw_undo();
        let Some(key) = command.filter(|_| steps > before.steps) else {
            return;
        };
        let gone = before.notes.saturating_sub(self.annotations.len());
        let count = (key == "notice-notes-deleted").then_some(gone as u64);
        if count != Some(0) {
            let back = i32::try_from(steps - before.steps).unwrap_or(1);
            self.offer_undo(key, count, back);
        }
    }

    /// The words for what a command takes away, if it does.
    pub(super) fn deletes(command: &Command) -> Option<&'static str> {
        use crate::annotate_command::AnnotateCommand as A;
        match command {
            Command::Annotate(A::Delete) => Some("notice-notes-deleted"),
            Command::Desk(DeskCommand::RemoveBookmark(_)) => Some("notice-bookmark-deleted"),
            Command::RemoveLayer(_) => Some("notice-layer-removed"),
            _ => None,
        }
    }
}
