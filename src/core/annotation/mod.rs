//! Annotations: what people draw and write on a map, and everything that can happen to it.
//!
//! Owns the model (this file, `shape`, `style`, `members`), reversible edits (`set`), the history of named
//! steps (`history`) and bringing copies together (`merge`). Pure: ids and times are handed in, so
//! that the same edits give the same bytes everywhere. Must not know files or the screen.

mod history;
mod members;
mod merge;
mod outside;
mod set;
mod shape;
mod style;
#[cfg(test)]
mod tests;

pub use history::{History, Named};
pub use members::{Meaning, Member, Members, Place};
pub use merge::{Conflict, Field, Merged, Pick, merge, merge_doubting};
pub use set::{AnnotationSet, Change, Edit};
pub use shape::{Kind, NEAR_DEG, Shape, circle_ring, vertices};
pub use style::{Dash, PALETTE, Style};

use std::fmt;
use std::sync::Arc;

/// The id of an annotation: unique for ever, given by the caller. Ids that grow with time keep a
/// file's lines in the order they were drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnnotationId(Arc<str>);

impl AnnotationId {
    /// An id from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AnnotationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the matter of an annotation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Status {
    /// Nobody has answered.
    #[default]
    Open,
    /// Somebody has.
    Answered,
    /// Nothing is left to do.
    Closed,
}

impl Status {
    /// All of them, in the order of a matter's life.
    pub const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::Closed];

    /// The word in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// Reads the word of a file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// An answer to an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Unique for ever, like an annotation's.
    pub id: String,
    /// Who.
    pub author: String,
    /// When: RFC 3339 in UTC.
    pub time: String,
    /// The words.
    pub body: String,
}

/// The feature that an annotation is about, by what stays true when its file is read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureRef {
    /// The layer's id in the catalogue.
    pub layer: String,
    /// The feature's number in its file, counted from 0.
    pub number: u32,
    /// What it was called when the annotation was made, so that a person can find it by hand.
    pub label: String,
}

/// One annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Unique for ever.
    pub id: AnnotationId,
    /// What is drawn, in degrees.
    pub shape: Shape,
    /// How it is drawn.
    pub style: Style,
    /// One line.
    pub title: String,
    /// As many as are needed.
    pub body: String,
    /// Who drew it.
    pub author: String,
    /// When: RFC 3339 in UTC.
    pub created: String,
    /// When it was last changed: RFC 3339 in UTC.
    pub modified: String,
    /// Where its matter stands.
    pub status: Status,
    /// Answers, by time.
    pub replies: Vec<Reply>,
    /// The feature that it is about.
    pub about: Option<FeatureRef>,
    /// Higher is drawn later; equal ones by id.
    pub order: i64,
    /// Whether it must not be moved, changed or deleted.
    pub locked: bool,
    /// What its file says besides, and how it says what the fields mean.
    pub members: Members,
}

impl Annotation {
    /// An annotation that says nothing yet.
    #[must_use]
    pub fn new(id: AnnotationId, shape: Shape) -> Self {
        Self {
            id,
            shape,
            style: Style::default(),
            title: String::new(),
            body: String::new(),
            author: String::new(),
            created: String::new(),
            modified: String::new(),
            status: Status::Open,
            replies: Vec::new(),
            about: None,
            order: 0,
            locked: false,
            members: Members::default(),
        }
    }

    /// The same with another id: a copy, which its file must not take for the same feature.
    #[must_use]
    pub fn copied_as(&self, id: AnnotationId) -> Self {
        Self { id, members: self.members.without_identity(), ..self.clone() }
    }
}
