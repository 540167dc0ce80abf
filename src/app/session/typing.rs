//! What is being typed, in the session: when it becomes an edit, and how it outlives the program.
//!
//! Owns the texts of all fields of work ([`WorkField`]). Every change of one is handed to the thread
//! that keeps it on the disk; titles and texts of annotations and names of bookmarks become an edit
//! after a pause, when the field is left, before the next command about their things and when the
//! window closes. A meeting that was not saved is kept in the same way. Must not know the widgets.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use planmap_core::Severity;
use planmap_core::annotation::AnnotationId;

use super::subject::Subject;
use super::undo::Step;
use super::{SaveState, Session};
use crate::clock;
use crate::command::Command;
use crate::draft::stored::{StoredDraft, StoredField, StoredMeeting, Typed};
use crate::draft::writer::DraftWriter;
use crate::draft::{Draft, DraftCommand, SheetText, WorkField};
use crate::ids::AnnotationRef;
use crate::meeting::{MeetingCommand, ProgramCommand, file};

/// Seconds without a key after which a text becomes an edit.
const PAUSE_S: f64 = 0.5;
/// Characters of a text that a notice about it shows.
const EXCERPT: usize = 60;
/// The folder of typed texts below that of the journals.
const FOLDER: &str = "typed";

/// The texts that are being typed.
#[derive(Default)]
pub(super) struct Drafts {
    texts: BTreeMap<WorkField, Draft>,
    /// What an earlier run left behind and has no field yet.
    waiting: Typed,
    writer: Option<DraftWriter>,
    /// The field whose last edit the next one goes on with.
    going_on: Option<WorkField>,
    /// The map whose meeting is in the session.
    meeting_map: Option<PathBuf>,
    /// Whether the disk may lack something.
    has_changed: bool,
    handed_over: Typed,
}

/// Whether a command is about things that a typed text belongs to, so that the text comes first.
fn comes_after_texts(command: &Command) -> bool {
    use crate::annotate_command::{AnnotateCommand as A, PointerAct};
    match command {
        Command::Annotate(A::Pointer { act, .. }) => {
            !matches!(act, PointerAct::Hover | PointerAct::DragTo)
        }
        Command::Annotate(_) | Command::Open(_) | Command::Sheet(_) | Command::Desk(_) => true,
        _ => false,
    }
}

/// The beginning of a text, short enough for a notice.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT {
        return line;
    }
    let start: String = line.chars().take(EXCERPT).collect();
    format!("{}…", start.trim_end())
}

/// Whether a name that must not be empty is empty for now: whoever clears a field goes on typing.
fn is_cleared_name(field: &WorkField, draft: &Draft) -> bool {
    matches!(field, WorkField::BookmarkName(_)) && draft.text.trim().is_empty()
}

impl Session {
    /// The text that stands in a field and is not an edit yet.
    #[must_use]
    pub fn draft(&self, field: &WorkField) -> Option<&str> {
        self.drafts.texts.get(field).filter(|d| !d.is_settled).map(|d| d.text.as_str())
    }

    /// Whether something was typed in a field since it was entered.
    #[must_use]
    pub fn has_typed(&self, field: &WorkField) -> bool {
        self.draft(field).is_some() || self.drafts.going_on.as_ref() == Some(field)
    }

    /// Seconds until a text becomes an edit, so that an idle window wakes up for it.
    #[must_use]
    pub fn next_draft_s(&self) -> Option<f64> {
        let settling = self
            .drafts
            .texts
            .iter()
            .filter(|(field, draft)| !draft.is_settled && self.may_settle(field, draft));
        let left = settling.map(|(_, draft)| (draft.typed_s + PAUSE_S - self.now_s).max(0.0));
        left.min_by(f64::total_cmp)
    }

    /// From now on keeps what is typed in a folder, and takes up what an earlier run left there.
    pub(super) fn keep_typed_in(&mut self, recovery: &Path) {
        match DraftWriter::start(&recovery.join(FOLDER)) {
            Ok((writer, found)) => {
                self.drafts.handed_over = found.clone();
                self.drafts.waiting = found;
                self.drafts.writer = Some(writer);
                self.take_up_waiting();
            }
            Err(error) => tracing::warn!("typed texts are not kept: {error}"),
        }
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_draft(&mut self, command: DraftCommand) {
        match command {
            DraftCommand::Type(WorkField::StepTitle(step), text) => {
                self.apply_meeting(MeetingCommand::Program(ProgramCommand::Rename(step, text)));
            }
            DraftCommand::Type(WorkField::StepNotes(step), text) => {
                self.apply_meeting(MeetingCommand::Program(ProgramCommand::Notes(step, text)));
            }
            DraftCommand::Type(field, text) => {
                self.withdraw_field(&field);
                let (typed_s, time) = (self.now_s, clock::utc_now());
                let draft = Draft { text, typed_s, time, told: false, is_settled: false };
                self.drafts.texts.insert(field, draft);
            }
            DraftCommand::Leave(field) => {
                self.settle(&field);
                self.drafts.going_on = None;
                if matches!(field, WorkField::BookmarkName(_)) {
                    // A name that was only cleared stays what it was.
                    self.drafts.texts.remove(&field);
                }
            }
            DraftCommand::TakeBack(field) => {
                self.withdraw_field(&field);
                self.settle(&field);
                self.drafts.texts.remove(&field);
                if self.drafts.going_on.take().as_ref() == Some(&field) {
                    self.travel(1);
                }
            }
            DraftCommand::Forget(field) => {
                self.withdraw_field(&field);
                self.drafts.texts.remove(&field);
            }
        }
        self.drafts.has_changed = true;
    }

    /// Texts that were typed become edits before a command about the same things.
    pub(super) fn settle_before(&mut self, command: &Command) {
        if !self.drafts.texts.is_empty() && comes_after_texts(command) {
            self.settle_all();
        }
    }

    /// Texts become edits once their typing has paused.
    pub(super) fn advance_drafts(&mut self) {
        let due = |draft: &Draft| !draft.is_settled && self.now_s - draft.typed_s >= PAUSE_S;
        let fields: Vec<WorkField> = self
            .drafts
            .texts
            .iter()
            .filter(|(_, draft)| due(draft))
            .map(|(field, _)| field.clone())
            .collect();
        if !fields.is_empty() {
            fields.iter().for_each(|field| self.settle(field));
            self.put_annotations_on_tiles();
            self.hand_over_typed();
        }
    }

    /// Makes edits of all texts that can be, and waits until the rest is on the disk. Called when the
    /// window closes.
    pub fn keep_all_typed(&mut self) {
        self.settle_all();
        self.drafts.has_changed = true;
        self.hand_over_typed();
        if let Some(writer) = &self.drafts.writer {
            writer.flush();
        }
    }

    fn settle_all(&mut self) {
        let fields: Vec<WorkField> = self.drafts.texts.keys().cloned().collect();
        fields.iter().for_each(|field| self.settle(field));
    }

    /// Whether the text of a field may become an edit now by itself.
    fn may_settle(&self, field: &WorkField, draft: &Draft) -> bool {
        match field {
            WorkField::AnnotationTitle(what) | WorkField::AnnotationBody(what) => {
                let open = self.annotations.set(what.set).filter(|_| self.settings.editor);
                open.is_some_and(|s| {
                    !s.opening && s.held_by.is_none() && s.set.get(&what.id).is_some()
                })
            }
            WorkField::BookmarkName(number) => {
                *number < self.settings.bookmarks.len() && !is_cleared_name(field, draft)
            }
            _ => false,
        }
    }

    /// Makes an edit of a field's text. Edits of one typing are one step.
    fn settle(&mut self, field: &WorkField) {
        let Some(draft) = self.drafts.texts.get(field).filter(|d| !d.is_settled).cloned() else {
            return;
        };
        if !self.may_settle(field, &draft) {
            return;
        }
        let name = match field {
            WorkField::BookmarkName(_) => "step-bookmark-rename",
            _ => "step-rewrite",
        };
        let goes_on = self.drafts.going_on.as_ref() == Some(field)
            && self.annotations.history.last().is_some_and(|n| n.name == name);
        let steps = self.annotations.history.done().len();
        match field {
            WorkField::AnnotationTitle(what) => {
                self.change(what, name, |a| a.title.clone_from(&draft.text));
            }
            WorkField::AnnotationBody(what) => {
                self.change(what, name, |a| a.body.clone_from(&draft.text));
            }
            WorkField::BookmarkName(number) => self.rename_bookmark(*number, &draft.text),
            _ => {}
        }
        if self.annotations.history.done().len() > steps {
            if goes_on {
                self.annotations.history.join_last(Step::joined);
            }
            self.drafts.going_on = Some(field.clone());
        }
        match field {
            WorkField::BookmarkName(_) => {
                self.drafts.texts.remove(field);
            }
            _ => {
                if let Some(draft) = self.drafts.texts.get_mut(field) {
                    draft.is_settled = true;
                }
            }
        }
        self.drafts.has_changed = true;
    }

    /// Hands everything that is in no file of its own to the thread that keeps it.
    pub(super) fn hand_over_typed(&mut self) {
        if !std::mem::take(&mut self.drafts.has_changed) || self.drafts.writer.is_none() {
            return;
        }
        self.forget_saved_texts();
        let map = self.work_place();
        let mut drafts = self.drafts.waiting.drafts.clone();
        for (field, draft) in &self.drafts.texts {
            // Where nothing stood before, an empty field holds nothing.
            let says = (!draft.text.is_empty() || self.standing(field).is_some())
                && !is_cleared_name(field, draft);
            if let Some(field) = self.stored_field(field).filter(|_| says) {
                let Draft { text, time, told, .. } = draft.clone();
                drafts.push(StoredDraft { text, time, map: map.clone(), told, field });
            }
        }
        let mut meetings = self.drafts.waiting.meetings.clone();
        meetings.extend(self.unsaved_meeting());
        let typed = Typed::new(drafts, meetings);
        if typed != self.drafts.handed_over
            && let Some(writer) = &self.drafts.writer
        {
            writer.keep(typed.clone());
            self.drafts.handed_over = typed;
        }
    }

    /// Something that was typed may have reached its file, or its field may have come.
    pub(super) fn follow_typed(&mut self) {
        self.take_up_waiting();
        self.drafts.has_changed |= self.drafts.texts.values().any(|d| d.is_settled);
        self.hand_over_typed();
    }

    /// Steps were taken back or done again: what stood in a field before holds no more.
    pub(super) fn forget_settled_texts(&mut self) {
        self.drafts.texts.retain(|_, draft| !draft.is_settled);
        self.drafts.has_changed = true;
    }

    /// A text whose edit is in its file needs not be kept beside it.
    fn forget_saved_texts(&mut self) {
        let sets = &self.annotations;
        let in_file = |what: &AnnotationRef| {
            let open = sets.set(what.set);
            open.is_none_or(|s| matches!(s.state, SaveState::Saved { .. } | SaveState::Untouched))
        };
        self.drafts.texts.retain(|field, draft| match field {
            WorkField::AnnotationTitle(what) | WorkField::AnnotationBody(what) => {
                !draft.is_settled || !in_file(what)
            }
            _ => true,
        });
    }

    /// The catalogue that is open, or else the first file.
    fn work_place(&self) -> Option<PathBuf> {
        let first = || self.layers.iter().find(|l| !l.is_computed()).map(|l| l.path.as_path());
        let place = self.root.as_deref().or_else(first)?;
        Some(std::path::absolute(place).unwrap_or_else(|_| place.to_owned()))
    }

    fn stored_field(&self, field: &WorkField) -> Option<StoredField> {
        let file_of = |what: &AnnotationRef| {
            let file = self.annotations.set(what.set)?.path.clone();
            Some((std::path::absolute(&file).unwrap_or(file), what.id.as_str().to_owned()))
        };
        Some(match field {
            WorkField::AnnotationTitle(what) => {
                let (file, id) = file_of(what)?;
                StoredField::AnnotationTitle { file, id }
            }
            WorkField::AnnotationBody(what) => {
                let (file, id) = file_of(what)?;
                StoredField::AnnotationBody { file, id }
            }
            WorkField::AnnotationReply(what) => {
                let (file, id) = file_of(what)?;
                StoredField::AnnotationReply { file, id }
            }
            // These are part of the meeting, which is kept as a whole.
            WorkField::StepTitle(_) | WorkField::StepNotes(_) => return None,
            WorkField::NewViewTitle => StoredField::NewViewTitle,
            WorkField::MinuteText => StoredField::MinuteText,
            WorkField::MinuteSpeaker => StoredField::MinuteSpeaker,
            WorkField::IgnoreReason(finding) => {
                StoredField::IgnoreReason { finding: finding.clone() }
            }
            WorkField::BookmarkName(number) => StoredField::BookmarkName { number: *number },
            WorkField::SheetText(part) => StoredField::SheetText { part: *part },
        })
    }

    /// The field of a text that an earlier run left behind, once it is there.
    fn field_of(&self, draft: &StoredDraft) -> Option<WorkField> {
        let annotation = |file: &Path, id: &str| {
            let is_it = |path: &Path| super::loading::same_file(path, file);
            let open = self.annotations.sets().iter().find(|s| !s.opening && is_it(&s.path))?;
            let id = AnnotationId::new(id);
            open.set.get(&id)?;
            Some(AnnotationRef { set: open.id, id })
        };
        let here = || draft.map.is_none() || draft.map == self.work_place();
        match &draft.field {
            StoredField::AnnotationTitle { file, id } => {
                Some(WorkField::AnnotationTitle(annotation(file, id)?))
            }
            StoredField::AnnotationBody { file, id } => {
                Some(WorkField::AnnotationBody(annotation(file, id)?))
            }
            StoredField::AnnotationReply { file, id } => {
                Some(WorkField::AnnotationReply(annotation(file, id)?))
            }
            StoredField::NewViewTitle => here().then_some(WorkField::NewViewTitle),
            StoredField::MinuteText => here().then_some(WorkField::MinuteText),
            StoredField::MinuteSpeaker => here().then_some(WorkField::MinuteSpeaker),
            StoredField::IgnoreReason { finding } => {
                here().then(|| WorkField::IgnoreReason(finding.clone()))
            }
            StoredField::BookmarkName { number } => Some(WorkField::BookmarkName(*number)),
            StoredField::SheetText { part } => here().then_some(WorkField::SheetText(*part)),
        }
    }

    /// Puts texts of an earlier run into their fields, where these are there now, and says so.
    fn take_up_waiting(&mut self) {
        if self.drafts.waiting.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.drafts.waiting.drafts);
        let mut news = Vec::new();
        for draft in waiting {
            let Some(field) =
                self.field_of(&draft).filter(|field| !self.drafts.texts.contains_key(field))
            else {
                self.drafts.waiting.drafts.push(draft);
                continue;
            };
            // What is in its file already is no news.
            if self.standing(&field).as_deref() == Some(draft.text.as_str()) {
                continue;
            }
            if !draft.told {
                news.push((field.clone(), draft.text.clone()));
            }
            let StoredDraft { text, time, .. } = draft;
            // A start says it once; the text stays in its field for as long as it is wanted there.
            let draft = Draft { text, typed_s: self.now_s, time, told: true, is_settled: false };
            self.drafts.texts.insert(field, draft);
        }
        for (field, text) in news {
            self.tell_kept(field, &text);
        }
        self.take_up_meeting();
        self.drafts.has_changed = true;
    }

    /// Says which text is back in its field, with the way there.
    fn tell_kept(&mut self, field: WorkField, text: &str) {
        let subject = match (&field, field.annotation()) {
            (_, Some(what)) => self.subject_of_annotation(what),
            (WorkField::BookmarkName(number), _) => self
                .settings
                .bookmarks
                .get(*number)
                .map(|bookmark| Subject::Named(bookmark.name.clone())),
            _ => None,
        };
        let mut args = vec![("field", field.words_key().to_owned()), ("text", excerpt(text))];
        args.extend(Subject::args(subject.as_ref()));
        self.offer_field("notice-typed-kept", args, field);
    }

    /// The text of a field as it stands in what it belongs to, where it does.
    #[must_use]
    pub fn standing(&self, field: &WorkField) -> Option<String> {
        let annotation =
            |what: &AnnotationRef| self.annotations.set(what.set)?.set.get(&what.id).cloned();
        let steps = &self.meeting.program.steps;
        match field {
            WorkField::AnnotationTitle(what) => Some(annotation(what)?.title.clone()),
            WorkField::AnnotationBody(what) => Some(annotation(what)?.body.clone()),
            WorkField::StepTitle(step) => Some(steps.get(*step)?.title.clone()),
            WorkField::StepNotes(step) => Some(steps.get(*step)?.notes.clone()),
            WorkField::BookmarkName(number) => {
                Some(self.settings.bookmarks.get(*number)?.name.clone())
            }
            WorkField::SheetText(part) => {
                let mut fields = self.sheet.as_ref()?.settings.spec.fields.clone();
                Some(part.of(&mut fields).clone())
            }
            _ => None,
        }
    }

    /// The meeting as it is kept while something of it is not in its file.
    fn unsaved_meeting(&self) -> Option<StoredMeeting> {
        let meeting = &self.meeting;
        if !meeting.changed && meeting.saving.is_none() {
            return None;
        }
        let map = self.drafts.meeting_map.clone().or_else(|| self.work_place())?;
        let list = file::to_text(&meeting.program, &meeting.minutes);
        let list = list.map_err(|error| tracing::warn!("the meeting is not kept: {error}")).ok()?;
        let file = meeting.path.clone().map(|path| std::path::absolute(&path).unwrap_or(path));
        Some(StoredMeeting { map, file, list })
    }

    /// Something of the meeting has changed, and is to be kept.
    pub(super) fn meeting_changed(&mut self) {
        self.meeting.changed = true;
        if self.drafts.meeting_map.is_none() {
            self.drafts.meeting_map = self.work_place();
        }
        self.drafts.has_changed = true;
    }

    /// What was kept beside a file is in it now.
    pub(super) fn typed_reached_a_file(&mut self) {
        self.drafts.has_changed = true;
    }

    /// Another map takes the meeting's place: what is not saved of it waits until its map comes again.
    pub(super) fn put_meeting_aside(&mut self) {
        let unsaved = self.unsaved_meeting();
        self.drafts.waiting.meetings.extend(unsaved);
        self.drafts.meeting_map = None;
        self.drafts.has_changed = true;
    }

    /// Takes up the meeting of this map that an earlier run, or an earlier look at the map, left
    /// unsaved. Returns whether there was one.
    pub(super) fn take_up_meeting(&mut self) -> bool {
        if self.is_loading() || self.meeting.changed {
            return false;
        }
        let Some(map) = self.work_place() else {
            return false;
        };
        let meetings = &mut self.drafts.waiting.meetings;
        let Some(place) = meetings.iter().rposition(|m| m.map == map) else {
            return false;
        };
        let kept = meetings.remove(place);
        match file::from_text(&kept.list) {
            Ok((program, minutes)) => {
                self.meeting.is_ready = true;
                self.meeting.program = program;
                self.meeting.minutes = minutes;
                self.meeting.path = kept.file;
                self.drafts.meeting_map = Some(map);
                self.meeting_changed();
                self.notify(Severity::Note, "notice-meeting-kept", Vec::new());
                self.show_new_list();
                true
            }
            Err(error) => {
                tracing::warn!("the meeting that was kept is not readable: {error}");
                false
            }
        }
    }

    /// The texts that were typed into a title block before the program ended.
    pub(super) fn typed_sheet_texts(&self) -> Vec<(SheetText, String)> {
        let text =
            |part: SheetText| Some((part, self.draft(&WorkField::SheetText(part))?.to_owned()));
        SheetText::ALL.into_iter().filter_map(text).collect()
    }

    /// The sheet was left: its texts are not wanted any more.
    pub(super) fn forget_sheet_texts(&mut self) {
        for part in SheetText::ALL {
            self.apply_draft(DraftCommand::Forget(WorkField::SheetText(part)));
        }
    }
}
