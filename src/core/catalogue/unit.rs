//! Administrative units before and since 1 July 2025, and how the old ones became the new.

use crate::i18n::Words;

/// What kind of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// Phường.
    Ward,
    /// Xã.
    Commune,
    /// Thị trấn.
    Township,
}

impl UnitKind {
    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "ward" => Self::Ward,
            "commune" => Self::Commune,
            "township" => Self::Township,
            _ => return None,
        })
    }

    /// The word in files and in JSON; `unit-kind-<word>` in `assets/i18n`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ward => "ward",
            Self::Commune => "commune",
            Self::Township => "township",
        }
    }
}

/// One unit. Old and new units may share a code, so that a key of its own tells them apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Unique in the catalogue: the official code with `-old` or `-new`.
    pub key: String,
    /// Official code, which some new units inherited from an old one.
    pub code: String,
    /// Name without its kind: "Chiềng Cơi".
    pub name: String,
    /// Ward, commune or township.
    pub kind: UnitKind,
    /// Whether it is in force since 1 July 2025.
    pub in_force: bool,
    /// For an old unit: key of the new one it became part of.
    pub became: Option<String>,
    /// Area in km² as the dataset gives it.
    pub area_km2: Option<f64>,
    /// People at the 2019 census.
    pub population_2019: Option<u32>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

impl Unit {
    /// The name with its kind: "Phường Chiềng Cơi", "Chiềng Cơi ward".
    #[must_use]
    pub fn title(&self, words: &Words) -> String {
        let key = format!("unit-title-{}", self.kind.as_str());
        words.text_with(&key, &[("name", (&self.name).into())])
    }

    /// The same with its time, since many units kept their names with other limits:
    /// "Phường Chiềng Cơi (mới)".
    #[must_use]
    pub fn dated_title(&self, words: &Words) -> String {
        let mark = if self.in_force { "unit-new" } else { "unit-old" };
        words.text_with(mark, &[("name", (&self.title(words)).into())])
    }
}
