//! Saying things: what is on the screen, for how long, and the list of all that was said.

use std::path::PathBuf;

use planmap_core::catalogue::Text2;
use planmap_core::crash::Crash;
use planmap_core::{Issue, Severity};

use crate::clock;
use crate::desk::notice::{Cause, Notice, NoticeAction, NoticeLog};
use crate::draft::WorkField;
use crate::session::Session;

impl Session {
    /// All that was said, the newest first.
    #[must_use]
    pub fn notice_log(&self) -> &NoticeLog {
        &self.desk.log
    }

    /// Seconds until the next notice leaves the screen, so that an idle window wakes up for it.
    #[must_use]
    pub fn next_notice_s(&self) -> Option<f64> {
        if self.desk.holds {
            return None;
        }
        self.notices.iter().filter_map(|n| n.left_s).min_by(f64::total_cmp)
    }

    /// Whether notices stay because someone is reading them.
    #[must_use]
    pub fn holds_notices(&self) -> bool {
        self.desk.holds
    }

    pub(crate) fn notify(
        &mut self,
        severity: Severity,
        key: &'static str,
        args: Vec<(&'static str, String)>,
    ) {
        let action = Notice::action_of(key, &args);
        self.say(Notice::new(severity, key, args, action));
    }

    /// Says that a part of the program crashed, and that nothing that was typed or drawn is lost.
    /// What has been typed is handed on to be written at once.
    pub fn report_crash(&mut self, crash: &Crash) {
        tracing::error!("{crash}");
        self.keep_all_typed();
        let words = self.words();
        let part = words.text(crash.part.key());
        let args =
            vec![("part", part), ("place", crash.place.clone()), ("reason", crash.reason.clone())];
        self.notify(Severity::Error, "notice-crashed", args);
    }

    /// Says something that goes when its cause is mended.
    pub(in crate::session) fn notify_of(
        &mut self,
        severity: Severity,
        key: &'static str,
        args: Vec<(&'static str, String)>,
        cause: Cause,
    ) {
        let action = Notice::action_of(key, &args);
        self.say(Notice { cause: Some(cause), ..Notice::new(severity, key, args, action) });
    }

    /// Says that a file cannot be read, and why.
    pub(in crate::session) fn notify_about_file(&mut self, path: PathBuf, issue: Issue) {
        let key = if issue.kind.key() == "file-not-found" {
            "notice-not-found"
        } else {
            "notice-read-failed"
        };
        let file = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        let args = vec![("file", file)];
        let action = Notice::action_of(key, &args);
        let (issue, cause) = (Some(issue), Some(Cause::File(path)));
        self.say(Notice { issue, cause, ..Notice::new(Severity::Error, key, args, action) });
    }

    /// Takes off the screen what was said about something that is mended now.
    pub(in crate::session) fn withdraw(&mut self, cause: &Cause) {
        self.notices.retain(|notice| notice.cause.as_ref() != Some(cause));
    }

    pub(super) fn offer_undo(&mut self, key: &'static str, count: Option<u64>, steps: i32) {
        let undo = Some(NoticeAction::Undo(steps));
        self.say(Notice { count, ..Notice::new(Severity::Note, key, Vec::new(), undo) });
    }

    /// Says that a step was taken back, or done again, with the way back.
    pub(in crate::session) fn offer_step(
        &mut self,
        key: &'static str,
        args: Vec<(&'static str, String)>,
        steps: i32,
    ) {
        let back = Some(NoticeAction::Undo(steps));
        self.say(Notice::new(Severity::Note, key, args, back));
    }

    /// Says something about a field, with the way there.
    pub(in crate::session) fn offer_field(
        &mut self,
        key: &'static str,
        args: Vec<(&'static str, String)>,
        field: WorkField,
    ) {
        self.say(Notice::new(Severity::Note, key, args, Some(NoticeAction::OpenField(field))));
    }

    /// Takes off the screen what was said about a field: somebody is at it.
    pub(in crate::session) fn withdraw_field(&mut self, field: &WorkField) {
        let is_about =
            |action: &NoticeAction| matches!(action, NoticeAction::OpenField(of) if of == field);
        self.notices.retain(|notice| !notice.action.as_ref().is_some_and(is_about));
    }

    /// Says something with a layer to go to.
    pub(in crate::session) fn offer_layer(
        &mut self,
        key: &'static str,
        args: Vec<(&'static str, String)>,
        id: String,
        name: Text2,
    ) {
        let there = NoticeAction::ZoomToLayer { id, name };
        self.say(Notice::new(Severity::Warning, key, args, Some(there)));
    }

    /// Takes offers to undo off the screen: something else has happened since.
    pub(super) fn withdraw_undo(&mut self) {
        self.notices.retain(|n| !matches!(n.action, Some(NoticeAction::Undo(_))));
    }

    fn say(&mut self, notice: Notice) {
        self.notices.retain(|n| n.key != notice.key || n.args != notice.args);
        self.next_notice += 1;
        let mut notice = Notice { id: self.next_notice, time: clock::local_time(), ..notice };
        self.notices.push(notice.clone());
        // Whoever takes back ten steps has no ten things to read afterwards.
        if matches!(notice.key, "notice-undone" | "notice-redone") {
            return;
        }
        // In the list an offer to undo would no longer fit what has been done since.
        notice.action = notice.action.filter(|a| !matches!(a, NoticeAction::Undo(_)));
        self.desk.log.push(notice);
    }

    /// Lets time pass for what is on the screen.
    pub(in crate::session) fn advance_notices(&mut self, now_s: f64) {
        let passed = (now_s - std::mem::replace(&mut self.desk.advanced_s, now_s)).max(0.0);
        if self.desk.holds {
            return;
        }
        for left_s in self.notices.iter_mut().filter_map(|n| n.left_s.as_mut()) {
            *left_s -= passed;
        }
        self.notices.retain(|n| n.left_s.is_none_or(|s| s > 0.0));
        if self.notices.is_empty() {
            self.desk.holds = false;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::command::{Command, ViewCommand};
    use crate::desk::DeskCommand;
    use crate::settings::Settings;

    #[test]
    fn notes_go_by_themselves_errors_stay_and_all_are_kept_in_the_list() {
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        session.advance(50.0);
        let path = || vec![("path", "/tmp/a.csv".to_owned())];
        session.notify(Severity::Note, "notice-map-copied", Vec::new());
        session.notify(Severity::Warning, "notice-no-area", Vec::new());
        session.notify(Severity::Error, "notice-open-failed", path());
        session.notify(Severity::Note, "notice-saved", path());
        let keys = |s: &Session| s.notices().iter().map(|n| n.key).collect::<Vec<_>>();
        assert_eq!(keys(&session).len(), 4);
        session.advance(53.0);
        session.apply(Command::Desk(DeskCommand::HoldNotices(true)));
        session.advance(200.0);
        assert_eq!(keys(&session).len(), 4, "someone is reading");
        session.apply(Command::Desk(DeskCommand::HoldNotices(false)));
        session.advance(203.5);
        assert_eq!(keys(&session), ["notice-no-area", "notice-open-failed", "notice-saved"]);
        session.advance(300.0);
        assert_eq!(keys(&session), ["notice-open-failed"]);
        let id = session.notices()[0].id;
        session.apply(Command::DismissNotice(id));
        assert!(session.notices().is_empty());
        assert_eq!(session.notice_log().iter().len(), 4);
        assert_eq!(session.notice_log().iter().next().unwrap().key, "notice-saved");
        assert!(matches!(
            session.notice_log().iter().next().unwrap().action,
            Some(NoticeAction::ShowInFolder(_))
        ));
        assert_eq!(session.notice_log().unread(), 4);
        session.apply(Command::Desk(DeskCommand::NoticesSeen));
        assert_eq!(session.notice_log().unread(), 0);
        session.apply(Command::Desk(DeskCommand::ClearNotices));
        assert_eq!(session.notice_log().iter().len(), 0);
    }

    #[test]
    fn deleting_offers_to_take_it_back_until_something_else_is_done() {
        use crate::annotate_command::AnnotateCommand as A;
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        for name in ["a", "b", "c"] {
            session.apply(Command::Desk(DeskCommand::AddBookmark(name.to_owned())));
        }
        assert!(
            session
                .notices()
                .iter()
                .all(|n| n.key == "notice-bookmark-saved" && n.action.is_none())
        );
        let ids: Vec<u64> = session.notices().iter().map(|n| n.id).collect();
        ids.into_iter().for_each(|id| session.apply(Command::DismissNotice(id)));
        session.apply(Command::Desk(DeskCommand::RemoveBookmark(1)));
        let offer = session.notices()[0].clone();
        assert_eq!(
            (offer.key, &offer.action),
            ("notice-bookmark-deleted", &Some(NoticeAction::Undo(1)))
        );
        // Looking around changes nothing about it.
        session.apply(Command::View(ViewCommand::ZoomToAll));
        assert_eq!(session.notices().len(), 1);
        session.apply(Command::Annotate(A::Travel(1)));
        assert_eq!(
            session.settings().bookmarks.iter().map(|b| b.name.as_str()).collect::<Vec<_>>(),
            ["a", "b", "c"]
        );
        let said = session.notices()[0].clone();
        assert_eq!(
            (said.key, &said.action),
            ("notice-undone", &Some(NoticeAction::Undo(-1))),
            "it is taken back"
        );
        assert_eq!((session.notices().len(), said.args[0].1.as_str()), (1, "step-bookmark-remove"));
        session.apply(Command::Desk(DeskCommand::RemoveBookmark(0)));
        session.apply(Command::Desk(DeskCommand::AddBookmark("d".to_owned())));
        assert!(
            session.notices().iter().all(|n| n.action.is_none()),
            "the last step is another one"
        );
    }
}
