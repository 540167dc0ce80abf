//! What is being typed and is not an edit yet.
//!
//! Owns the list of all fields in which work is typed ([`WorkField`]), the form in which their texts
//! outlive the program ([`stored`]), and the thread that writes them ([`writer`]). Which field becomes
//! an edit, and when, is the session's (`session::typing`). A field of the window that is not in the
//! list is no work: a search, a path, a figure.

pub mod stored;
pub mod writer;

use crate::ids::AnnotationRef;

/// A field in which work is typed. Steps of a meeting and bookmarks go by their number from 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WorkField {
    /// The title of an annotation.
    AnnotationTitle(AnnotationRef),
    /// Its text.
    AnnotationBody(AnnotationRef),
    /// A reply to it that is not sent yet.
    AnnotationReply(AnnotationRef),
    /// The title of a step of the meeting.
    StepTitle(usize),
    /// What the presenter wants to say there.
    StepNotes(usize),
    /// The title of a view that is not in the list yet.
    NewViewTitle,
    /// What was said, before it is a minute.
    MinuteText,
    /// Who said it.
    MinuteSpeaker,
    /// Why a finding of the audit is ignored, by the finding's id.
    IgnoreReason(String),
    /// The name of a bookmark.
    BookmarkName(usize),
    /// A text of the sheet's title block.
    SheetText(SheetText),
}

impl WorkField {
    /// The key of what the field holds, in words: "title of a note".
    #[must_use]
    pub fn words_key(&self) -> &'static str {
        match self {
            Self::AnnotationTitle(_) => "typed-annotation-title",
            Self::AnnotationBody(_) => "typed-annotation-body",
            Self::AnnotationReply(_) => "typed-annotation-reply",
            Self::StepTitle(_) => "typed-step-title",
            Self::StepNotes(_) => "typed-step-notes",
            Self::NewViewTitle => "typed-new-view-title",
            Self::MinuteText => "typed-minute-text",
            Self::MinuteSpeaker => "typed-minute-speaker",
            Self::IgnoreReason(_) => "typed-ignore-reason",
            Self::BookmarkName(_) => "typed-bookmark-name",
            Self::SheetText(_) => "typed-sheet-text",
        }
    }

    /// The annotation that the field belongs to.
    #[must_use]
    pub fn annotation(&self) -> Option<&AnnotationRef> {
        match self {
            Self::AnnotationTitle(what)
            | Self::AnnotationBody(what)
            | Self::AnnotationReply(what) => Some(what),
            _ => None,
        }
    }
}

/// A text of the title block on a sheet of paper.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SheetText {
    /// Who issues the sheet.
    Agency,
    /// Which plan.
    Plan,
    /// What the drawing is called.
    Drawing,
    /// Number of the decision.
    Decision,
    /// Its date.
    Date,
    /// Number of the sheet.
    SheetNumber,
    /// Who made it.
    MadeBy,
    /// Who checked it.
    CheckedBy,
}

impl SheetText {
    /// All of them, in the order of the title block.
    pub const ALL: [Self; 8] = [
        Self::Agency,
        Self::Plan,
        Self::Drawing,
        Self::Decision,
        Self::Date,
        Self::SheetNumber,
        Self::MadeBy,
        Self::CheckedBy,
    ];

    /// Its text in a title block.
    pub fn of(self, fields: &mut planmap_paper::template::TitleFields) -> &mut String {
        match self {
            Self::Agency => &mut fields.agency,
            Self::Plan => &mut fields.plan,
            Self::Drawing => &mut fields.drawing,
            Self::Decision => &mut fields.decision,
            Self::Date => &mut fields.date,
            Self::SheetNumber => &mut fields.sheet_number,
            Self::MadeBy => &mut fields.made_by,
            Self::CheckedBy => &mut fields.checked_by,
        }
    }
}

/// What a person does in a field of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftCommand {
    /// The field holds this text now.
    Type(WorkField, String),
    /// The field was left: its text becomes an edit, where it is one.
    Leave(WorkField),
    /// What was typed since the field was entered is taken back.
    TakeBack(WorkField),
    /// The text is not wanted any more, or was taken for what it was typed for.
    Forget(WorkField),
}

/// A text that is being typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    /// The text.
    pub text: String,
    /// When it was changed last, in seconds from any fixed start.
    pub typed_s: f64,
    /// The same as a time of day: RFC 3339 in UTC.
    pub time: String,
    /// Whether it was brought back by a start, which has said so.
    pub told: bool,
    /// Whether it has become an edit. It is kept until the edit is in its file.
    pub is_settled: bool,
}
