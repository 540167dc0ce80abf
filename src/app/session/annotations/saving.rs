//! Between the session and the autosave threads: what is handed over, and what is reported.

use std::path::Path;

use planmap_core::Severity;
use planmap_core::annotation::{Edit, Merged};
use planmap_core::crash::Crash;
use planmap_data::annotations::{Ancestry, Document, OpenError, SaveError};

use super::{Annotations, Keeping, OpenSet};
use crate::autosave::{Autosave, Report, Request};
use crate::drawn::DrawnSet;
use crate::ids::SetId;
use crate::session::Session;

/// How saving stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SaveState {
    /// Nothing was changed since the file was opened.
    #[default]
    Untouched,
    /// On its way.
    Saving,
    /// The file holds everything.
    Saved {
        /// The time of day.
        time: String,
    },
    /// It could not be written; the work is in memory, and in the recovery folder if `journaled`.
    Failed {
        /// Why.
        error: SaveError,
        /// Whether it would survive a crash.
        journaled: bool,
    },
}

/// Another copy of the set that receives strokes, and what both come from.
pub(in crate::session) struct Copy {
    pub ancestry: Ancestry,
    pub theirs: Document,
}

/// What comes into the session's inbox.
pub(in crate::session) enum Message {
    /// From an autosave thread.
    Report(SetId, Report),
    /// Another copy was read for a merge.
    Copy(std::path::PathBuf, Result<Box<Copy>, OpenError>),
    /// Work on a copy crashed.
    Crashed(Crash),
}

impl From<Crash> for Message {
    fn from(crash: Crash) -> Self {
        Self::Crashed(crash)
    }
}

/// The key of the words for a failure.
#[must_use]
pub fn save_error_key(error: &SaveError) -> &'static str {
    match error {
        SaveError::DiskFull => "save-disk-full",
        SaveError::ReadOnly => "save-read-only",
        SaveError::FolderMissing => "save-folder-missing",
        SaveError::ChangedUnderneath => "save-changed-underneath",
        SaveError::OpenElsewhere(_) => "save-open-elsewhere",
        SaveError::Io(_) => "save-failed",
    }
}

impl OpenSet {
    /// Hands an edit that was carried out to the autosave thread.
    pub(super) fn record(&mut self, edit: &Edit) {
        if edit.is_empty() {
            return;
        }
        self.turns.0 += 1;
        if let Some(autosave) = &self.autosave {
            autosave.ask(Request::Edit(edit.clone(), self.turns.0));
            if !matches!(self.state, SaveState::Failed { .. }) {
                self.state = SaveState::Saving;
            }
        }
    }

    pub(super) fn ask(&self, request: Request) {
        if let Some(autosave) = &self.autosave {
            autosave.ask(request);
        }
    }
}

impl Annotations {
    pub(super) fn start_autosave(
        &mut self,
        id: SetId,
        path: &Path,
        keeping: &Keeping,
    ) -> Option<Autosave> {
        let send = self.inbox.sender();
        let report = move |report| send(Message::Report(id, report));
        Autosave::start(path.to_owned(), keeping.recovery.clone(), keeping.author.clone(), report)
            .ok()
    }
}

impl Session {
    /// Takes in what threads have reported. Returns whether anything has.
    #[deny(clippy::wildcard_enum_match_arm)]
    pub(in crate::session) fn drain_annotations(&mut self) -> bool {
        let mut changed = false;
        while let Some(message) = self.annotations.inbox.try_next() {
            changed = true;
            match message {
                Message::Report(set, report) => self.take_report(set, report),
                Message::Copy(path, result) => self.take_copy(&path, result),
                Message::Crashed(crash) => self.report_crash(&crash),
            }
            self.annotations.revision += 1;
        }
        changed
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    fn take_report(&mut self, id: SetId, report: Report) {
        let crs = self.catalogue.map_crs.clone();
        let Some(open) = self.annotations.set_mut(id) else {
            return;
        };
        match report {
            Report::Opened { document, held_by, found } => {
                open.opening = false;
                open.unplaced = document.unplaced_titles();
                open.set = document.set;
                open.drawn = DrawnSet::new(&open.set, &crs);
                open.held_by = held_by;
                open.found = found;
                let unplaced = open.unplaced.len();
                let name = open.name();
                if unplaced > 0 {
                    let args = vec![("file", name), ("count", unplaced.to_string())];
                    self.notify(Severity::Warning, "annotations-unplaced", args);
                }
            }
            Report::NotOpened(error) => {
                let path = open.path.display().to_string();
                let reason = match error {
                    OpenError::Io(error) => error.to_string(),
                    OpenError::Document(error) => error.to_string(),
                };
                self.annotations.sets.retain(|s| s.id != id);
                if self.annotations.active == Some(id) {
                    self.annotations.active = self.annotations.sets.last().map(|s| s.id);
                }
                self.notify(
                    Severity::Error,
                    "annotations-not-opened",
                    vec![("path", path), ("reason", reason)],
                );
            }
            Report::Journaled(turn) => open.turns.1 = turn,
            Report::Saved { turn, time, path } => {
                open.turns.1 = open.turns.1.max(turn);
                open.path = path;
                if turn == open.turns.0 {
                    open.state = SaveState::Saved { time };
                }
            }
            Report::OriginalKept(copy) => {
                let name_of = |path: &Path| {
                    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
                };
                let args = vec![("file", name_of(&open.path)), ("copy", name_of(&copy))];
                self.notify(Severity::Note, "annotations-original-kept", args);
            }
            Report::Failed { error, journaled } => {
                open.state = SaveState::Failed { error, journaled }
            }
            Report::Underneath(merged) => {
                let Merged { set, conflicts } = *merged;
                self.take_merged(id, set, conflicts, None);
            }
        }
    }
}
