//! A message to the user: how bad, what, when, what can be done about it, how long it stays.
//!
//! Owns the model and the list of all that was said. Must not know the words or the look.

use std::collections::VecDeque;
use std::path::PathBuf;

use planmap_core::catalogue::Text2;
use planmap_core::{Issue, Severity};

use crate::draft::WorkField;

/// Seconds that a note stays on the screen.
const NOTE_S: f64 = 6.0;
/// Seconds that a warning stays, and a note that offers to take something back.
const WARNING_S: f64 = 14.0;
/// Notices that the list keeps.
const KEPT: usize = 200;

/// Kinds of notices that are on the screen at once.
const SHOWN_KINDS: usize = 3;

/// What a notice is about; when that is mended, the notice goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A file or a map set.
    File(PathBuf),
    /// There are no maps.
    NoMaps,
}

/// What a notice offers to do.
#[derive(Debug, Clone, PartialEq)]
pub enum NoticeAction {
    /// Opens the list of what is wrong with the data.
    ShowIssues,
    /// Takes so many steps back, or does them again where negative.
    Undo(i32),
    /// Shows a file that was written.
    ShowInFolder(PathBuf),
    /// Opens the field that a text was brought back into.
    OpenField(WorkField),
    /// Shows the whole of a layer, by its id.
    ZoomToLayer {
        /// Its id.
        id: String,
        /// Its name in both languages.
        name: Text2,
    },
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
    /// What is wrong, which the words give as the reason.
    pub issue: Option<Issue>,
    /// What it is about.
    pub cause: Option<Cause>,
    /// The time of day at which it was said.
    pub time: String,
    /// What it offers.
    pub action: Option<NoticeAction>,
    /// Seconds for which it still stays on the screen; none stays until it is closed.
    pub left_s: Option<f64>,
}

impl Notice {
    /// A notice that has not been said yet.
    pub(crate) fn new(
        severity: Severity,
        key: &'static str,
        args: Vec<(&'static str, String)>,
        action: Option<NoticeAction>,
    ) -> Self {
        let left_s = Self::stay_s(severity, action.as_ref());
        let (id, time) = (0, String::new());
        Self {
            id,
            severity,
            key,
            args,
            count: None,
            issue: None,
            cause: None,
            time,
            action,
            left_s,
        }
    }

    /// How long a notice stays at first.
    pub(crate) fn stay_s(severity: Severity, action: Option<&NoticeAction>) -> Option<f64> {
        match severity {
            Severity::Error => None,
            Severity::Warning => Some(WARNING_S),
            // It comes once: it waits until somebody has read it.
            Severity::Note if matches!(action, Some(NoticeAction::OpenField(_))) => None,
            Severity::Note if action.is_some() => Some(WARNING_S),
            Severity::Note => Some(NOTE_S),
        }
    }

    /// What follows from what is said: a written file can be shown.
    pub(crate) fn action_of(key: &str, args: &[(&'static str, String)]) -> Option<NoticeAction> {
        let path =
            args.iter().find(|(name, _)| *name == "path").map(|(_, path)| PathBuf::from(path));
        match key {
            "notice-saved"
            | "notice-sheet-written"
            | "notice-ignored-written"
            | "notice-ignored-elsewhere" => path.map(NoticeAction::ShowInFolder),
            "notice-open-failed"
            | "notice-read-failed"
            | "notice-not-found"
            | "notice-opened-nowhere"
            | "notice-incomplete"
            | "notice-kept-last" => Some(NoticeAction::ShowIssues),
            _ => None,
        }
    }
}

/// Notices of one kind, which stand on the screen as one.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeGroup<'a> {
    /// The newest of them, whose words are shown.
    pub newest: &'a Notice,
    /// The others, the oldest first.
    pub others: Vec<&'a Notice>,
}

/// What is shown of the notices on the screen: one group for each kind, at most three of them, namely
/// the newest and the worst of the rest; and how many notices are left to the list. The worst come
/// first, the newest among equals.
#[must_use]
pub fn groups(notices: &[Notice]) -> (Vec<NoticeGroup<'_>>, usize) {
    let mut groups: Vec<NoticeGroup<'_>> = Vec::new();
    for notice in notices {
        match groups.iter_mut().find(|group| group.newest.key == notice.key) {
            Some(group) => group.others.push(std::mem::replace(&mut group.newest, notice)),
            None => groups.push(NoticeGroup { newest: notice, others: Vec::new() }),
        }
    }
    let newest_id = notices.last().map(|notice| notice.id);
    let worst_first =
        |group: &NoticeGroup<'_>| std::cmp::Reverse((group.newest.severity, group.newest.id));
    groups.sort_by_key(|group| (Some(group.newest.id) != newest_id, worst_first(group)));
    let left_over = groups.split_off(groups.len().min(SHOWN_KINDS));
    groups.sort_by_key(worst_first);
    (groups, left_over.iter().map(|group| 1 + group.others.len()).sum())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(id: u64, severity: Severity, key: &'static str) -> Notice {
        Notice {
            id,
            severity,
            key,
            args: Vec::new(),
            count: None,
            issue: None,
            cause: None,
            time: String::new(),
            action: None,
            left_s: None,
        }
    }

    #[test]
    fn one_kind_stands_once_and_three_kinds_stand_at_most() {
        assert_eq!(groups(&[]), (Vec::new(), 0));
        let notices = [
            notice(1, Severity::Error, "read-failed"),
            notice(2, Severity::Warning, "restore-gone"),
            notice(3, Severity::Warning, "no-area"),
            notice(4, Severity::Error, "read-failed"),
            notice(5, Severity::Warning, "restore-gone"),
            notice(6, Severity::Note, "saved"),
        ];
        let (shown, left_over) = groups(&notices);
        let told: Vec<(u64, usize)> =
            shown.iter().map(|group| (group.newest.id, group.others.len())).collect();
        // The note is the newest and therefore seen; "no-area" is left to the list.
        assert_eq!(told, [(4, 1), (5, 1), (6, 0)]);
        assert_eq!(left_over, 1);
        let (shown, left_over) = groups(&notices[..4]);
        let told: Vec<u64> = shown.iter().map(|group| group.newest.id).collect();
        assert_eq!((told, left_over), (vec![4, 3, 2], 0));
    }
}
