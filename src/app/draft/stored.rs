//! The form in which typed texts lie in the user's data folder.
//!
//! Owns a TOML file: texts with the field that they belong to, and the lists of meetings that were not
//! saved. A field is named by what stays the same from one start to the next: the file of an annotation
//! and its id, the map of a meeting. Must not know the session.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::SheetText;

/// The form of file that this program writes.
const VERSION: u32 = 1;

/// Everything that was typed and is in no file of its own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Typed {
    version: u32,
    /// Texts of fields.
    #[serde(default, rename = "draft")]
    pub drafts: Vec<StoredDraft>,
    /// Meetings that were not saved, one a map.
    #[serde(default, rename = "meeting")]
    pub meetings: Vec<StoredMeeting>,
}

/// A text and its field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredDraft {
    /// The text.
    pub text: String,
    /// When it was typed: RFC 3339 in UTC.
    pub time: String,
    /// The catalogue, or else the first file, that was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<PathBuf>,
    /// Whether a start has said already that it is back in its field.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
    /// The field.
    #[serde(flatten)]
    pub field: StoredField,
}

/// A field by what outlives the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum StoredField {
    AnnotationTitle { file: PathBuf, id: String },
    AnnotationBody { file: PathBuf, id: String },
    AnnotationReply { file: PathBuf, id: String },
    NewViewTitle,
    MinuteText,
    MinuteSpeaker,
    IgnoreReason { finding: String },
    BookmarkName { number: usize },
    SheetText { part: SheetText },
}

/// The list and the minutes of a meeting that were not saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredMeeting {
    /// The catalogue, or else the first file, that was open.
    pub map: PathBuf,
    /// The file that it is saved in, where one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// The text of a meeting's file.
    pub list: String,
}

impl Typed {
    /// Texts and meetings in the present form.
    #[must_use]
    pub fn new(drafts: Vec<StoredDraft>, meetings: Vec<StoredMeeting>) -> Self {
        Self { version: VERSION, drafts, meetings }
    }

    /// Whether there is nothing to keep.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.meetings.is_empty()
    }

    /// The text of a file; `None` if a value has no form in TOML.
    #[must_use]
    pub fn to_text(&self) -> Option<String> {
        toml::to_string(self)
            .map_err(|error| tracing::warn!("typed texts have no form: {error}"))
            .ok()
    }

    /// Reads the text of a file. A file that cannot be read holds nothing: it is left where it is.
    ///
    /// # Errors
    /// What TOML says of it, or that a later program wrote it.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let typed: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if typed.version > VERSION {
            return Err(format!("version {}", typed.version));
        }
        Ok(typed)
    }

    /// Takes in what another file holds.
    pub fn extend(&mut self, other: Self) {
        self.drafts.extend(other.drafts);
        self.meetings.extend(other.meetings);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_field_comes_back_as_it_was() {
        let (file, id) = (PathBuf::from("/m/annotations.geojson"), "0192".to_owned());
        let fields = [
            StoredField::AnnotationTitle { file: file.clone(), id: id.clone() },
            StoredField::AnnotationBody { file: file.clone(), id: id.clone() },
            StoredField::AnnotationReply { file: file.clone(), id },
            StoredField::NewViewTitle,
            StoredField::MinuteText,
            StoredField::MinuteSpeaker,
            StoredField::IgnoreReason { finding: "gap:a".to_owned() },
            StoredField::BookmarkName { number: 3 },
            StoredField::SheetText { part: SheetText::MadeBy },
        ];
        let drafts = fields.into_iter().map(|field| StoredDraft {
            text: "Hẻm \"3\"\nra suối \\ \u{1f30a}".to_owned(),
            time: "2026-11-25T08:15:02Z".to_owned(),
            map: Some(PathBuf::from("/m")),
            told: true,
            field,
        });
        let list = "version = 1\n\n[[step]]\nkind = \"site\"\n".to_owned();
        let meeting = StoredMeeting { map: PathBuf::from("/m"), file: Some(file), list };
        let typed = Typed::new(drafts.collect(), vec![meeting]);
        assert_eq!(Typed::from_text(&typed.to_text().unwrap()).unwrap(), typed);
        assert!(Typed::from_text("version = 9").is_err());
        assert!(Typed::from_text("draft = 3").is_err());
    }
}
