//! What is wrong with a file, a feature or a catalogue: typed, with arguments, without words.
//!
//! Owns the kinds of issue and where each one points. The words, in both languages, are made at
//! the edge from [`IssueKind::key`] and [`IssueKind::args`]. Must not know how an issue was found.

use crate::crs::GeoPoint;
use crate::i18n::{Arg, Words};

/// How bad an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Questionable; everything still loaded.
    Warning,
    /// Something could not be used, or is wrong.
    Error,
}

impl Severity {
    /// The word in JSON output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What is wrong. The text `kind` is stable and made for programs; `detail` carries arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IssueKind {
    key: &'static str,
    args: Vec<(&'static str, String)>,
}

impl IssueKind {
    /// A kind by its key; the words are `issue-<key>` and `hint-<key>` in `assets/i18n`.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Adds an argument for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The stable name, in kebab case.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// The arguments for the words.
    #[must_use]
    pub fn args(&self) -> &[(&'static str, String)] {
        &self.args
    }
}

/// One finding and the place it points to. Every place is optional: what is known is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub kind: IssueKind,
    /// File it was found in, as the user named it or relative to the catalogue.
    pub file: Option<String>,
    /// Feature number in the file, counted from 0.
    pub feature: Option<u32>,
    /// Byte offset in the file, counted from 0.
    pub byte: Option<u64>,
    /// Line in the file, counted from 1.
    pub line: Option<u32>,
    /// Place on the ground.
    pub at: Option<GeoPoint>,
}

impl Issue {
    /// An issue that points nowhere yet.
    #[must_use]
    pub fn new(severity: Severity, kind: IssueKind) -> Self {
        Self { severity, kind, file: None, feature: None, byte: None, line: None, at: None }
    }

    /// An error.
    #[must_use]
    pub fn error(kind: IssueKind) -> Self {
        Self::new(Severity::Error, kind)
    }

    /// A warning.
    #[must_use]
    pub fn warning(kind: IssueKind) -> Self {
        Self::new(Severity::Warning, kind)
    }

    /// A note.
    #[must_use]
    pub fn note(kind: IssueKind) -> Self {
        Self::new(Severity::Note, kind)
    }

    /// Names the file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Names the feature by its number in the file.
    #[must_use]
    pub fn of_feature(mut self, feature: u32) -> Self {
        self.feature = Some(feature);
        self
    }

    /// Names the byte.
    #[must_use]
    pub fn at_byte(mut self, byte: u64) -> Self {
        self.byte = Some(byte);
        self
    }

    /// Names the line.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Names the place.
    #[must_use]
    pub fn at_place(mut self, at: GeoPoint) -> Self {
        self.at = Some(at);
        self
    }
}

impl Issue {
    /// What is wrong, in words.
    #[must_use]
    pub fn message(&self, words: &Words) -> String {
        self.words_of("issue", words)
    }

    /// What to do about it, in words, where there is something to say.
    #[must_use]
    pub fn hint(&self, words: &Words) -> Option<String> {
        words.has(&format!("hint-{}", self.kind.key)).then(|| self.words_of("hint", words))
    }

    fn words_of(&self, prefix: &str, words: &Words) -> String {
        let args: Vec<(&str, Arg<'_>)> = self.kind.args.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
        words.text_with(&format!("{prefix}-{}", self.kind.key), &args)
    }
}
