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

/// A place in a file, in the way in which the form of the file counts. A bare number is a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilePlace {
    /// Byte offset, counted from 0.
    Byte(u64),
    /// Line, counted from 1.
    Line(u32),
    /// Record, counted from 0: of shapefiles and their tables.
    Record(u64),
    /// Identifier of a row: of databases.
    Row(u64),
    /// Handle of an entity: of drawings.
    Handle(u64),
}

impl FilePlace {
    /// The word in JSON output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Byte(_) => "byte",
            Self::Line(_) => "line",
            Self::Record(_) => "record",
            Self::Row(_) => "row",
            Self::Handle(_) => "handle",
        }
    }

    /// The place of a word of [`FilePlace::as_str`] and a number.
    #[must_use]
    pub fn from_word(word: &str, number: u64) -> Option<Self> {
        let line = u32::try_from(number).unwrap_or(u32::MAX);
        let all = [
            Self::Byte(number),
            Self::Line(line),
            Self::Record(number),
            Self::Row(number),
            Self::Handle(number),
        ];
        all.into_iter().find(|place| place.as_str() == word)
    }

    /// The number alone.
    #[must_use]
    pub fn number(self) -> u64 {
        match self {
            Self::Line(line) => line.into(),
            Self::Byte(number)
            | Self::Record(number)
            | Self::Row(number)
            | Self::Handle(number) => number,
        }
    }
}

impl From<usize> for FilePlace {
    fn from(byte: usize) -> Self {
        Self::Byte(byte as u64)
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
    /// Where it stands in a file that counts neither bytes nor lines.
    pub entry: Option<FilePlace>,
    /// Place on the ground.
    pub at: Option<GeoPoint>,
}

impl Issue {
    /// An issue that points nowhere yet.
    #[must_use]
    pub fn new(severity: Severity, kind: IssueKind) -> Self {
        Self {
            severity,
            kind,
            file: None,
            feature: None,
            byte: None,
            line: None,
            entry: None,
            at: None,
        }
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

    /// Names the place in the file, in the way in which the file counts.
    #[must_use]
    pub fn in_place(self, place: FilePlace) -> Self {
        match place {
            FilePlace::Byte(byte) => self.at_byte(byte),
            FilePlace::Line(line) => self.at_line(line),
            FilePlace::Record(_) | FilePlace::Row(_) | FilePlace::Handle(_) => {
                Self { entry: Some(place), ..self }
            }
        }
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
        self.kind.say("issue", words)
    }

    /// What can be done about it, in words, where there is something to say.
    #[must_use]
    pub fn hint(&self, words: &Words) -> Option<String> {
        words.has(&format!("hint-{}", self.kind.key)).then(|| self.kind.say("hint", words))
    }
}

impl IssueKind {
    /// The message of this kind under a prefix. Arguments that stand for a kind of thing are put
    /// into words as well, and counts into the digits of the language.
    fn say(&self, prefix: &str, words: &Words) -> String {
        let of = |key: &str| words.text_with(&format!("{prefix}-{key}"), &[]);
        if self.args.is_empty() {
            return of(self.key);
        }
        let texts: Vec<String> = self
            .args
            .iter()
            .map(|(name, value)| {
                let key = format!("issue-word-{value}");
                let is_kind =
                    matches!(*name, "entry" | "target" | "wanted") || self.key == "geojson-root";
                if is_kind && words.has(&key) { words.text(&key) } else { value.clone() }
            })
            .collect();
        let mut args: Vec<(&str, Arg<'_>)> = Vec::with_capacity(texts.len() + 1);
        for ((name, value), text) in self.args.iter().zip(&texts) {
            let count = (*name == "count").then(|| value.parse().ok()).flatten();
            args.push((name, count.map_or(Arg::Text(text), Arg::Count)));
        }
        // A kind that stands for others shows one of them; its other arguments are theirs.
        let sample = self.args.iter().find(|(name, _)| *name == "like").map(|(_, like)| {
            let own: Vec<_> = args.iter().filter(|(name, _)| *name != "like").cloned().collect();
            words.text_with(&format!("issue-{like}"), &own)
        });
        if let Some(sample) = &sample {
            args.push(("sample", Arg::Text(sample)));
        }
        words.text_with(&format!("{prefix}-{}", self.key), &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn arguments_become_words_and_counts_take_the_digits_of_the_language() {
        let vi = Words::of(Language::Vietnamese);
        let en = Words::of(Language::English);
        let kind = IssueKind::new("catalogue-missing-key").with("key", "id").with("entry", "layer");
        let message = Issue::error(kind).message(vi);
        // The key stands in the file as it is; the kind of entry is a word of the language.
        assert!(
            message.contains("lớp") && message.contains("“id”") && !message.contains("layer"),
            "{message}"
        );
        let found = || IssueKind::new("json-byte").with("found", "}");
        let more = IssueKind::new("more-like")
            .with("count", "19900")
            .with("like", "json-byte")
            .with("found", "}");
        for (words, digits) in [(vi, "19.900"), (en, "19,900")] {
            let (message, sample) =
                (Issue::error(more.clone()).message(words), Issue::error(found()).message(words));
            assert!(message.contains(digits), "{message}");
            assert!(
                message.contains(sample.trim_end_matches('.')),
                "{message} does not show {sample}"
            );
            assert!(Issue::error(more.clone()).hint(words).is_some());
        }
        assert!(Issue::note(IssueKind::new("no-such-kind")).hint(vi).is_none());
    }

    #[test]
    fn places_in_files_are_counted_as_the_file_counts() {
        let issue = |place| Issue::note(IssueKind::new("geometry-empty")).in_place(place);
        assert_eq!(issue(FilePlace::Byte(7)).byte, Some(7));
        assert_eq!(issue(FilePlace::Line(7)).line, Some(7));
        for place in [FilePlace::Record(7), FilePlace::Row(7), FilePlace::Handle(7)] {
            let issue = issue(place);
            assert_eq!((issue.entry, issue.byte, issue.line), (Some(place), None, None));
            assert_eq!(FilePlace::from_word(place.as_str(), place.number()), Some(place));
        }
    }

    #[test]
    fn every_issue_has_its_hint() {
        for language in Language::ALL {
            let words = Words::of(language);
            let text = crate::i18n::resources(language)
                .iter()
                .find(|(name, _)| *name == "issues.ftl")
                .map(|(_, t)| *t);
            for line in text.unwrap_or_default().lines() {
                let key = line
                    .strip_prefix("issue-")
                    .and_then(|l| l.split_once(" ="))
                    .map(|(key, _)| key);
                if let Some(key) = key.filter(|k| !k.starts_with("word-")) {
                    assert!(words.has(&format!("hint-{key}")), "{key}");
                }
            }
        }
    }
}
