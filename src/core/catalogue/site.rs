//! Candidate sites and the dated claims that documents make about them.

use super::{Accuracy, Text2};
use crate::crs::GeoPoint;
use crate::i18n::Language;

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Official text or government site.
    A,
    /// Reputable press, or two independent sources, or computed and reproducible.
    B,
    /// One secondary source.
    C,
    /// Inference: never shown as a fact.
    D,
}

impl Confidence {
    /// Reads the letter of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "A" => Self::A,
            "B" => Self::B,
            "C" => Self::C,
            "D" => Self::D,
            _ => return None,
        })
    }

    /// The letter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// What a claim says.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimValue {
    /// A number in the claim's unit.
    Number(f64),
    /// Words.
    Text(Text2),
    /// The document speaks of the matter and leaves the value open.
    NotStated,
}

/// One value of one attribute, by one document, at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// What it is about: "area", "runway", "capacity", "capital", "phases", …; the words are
    /// `claim-<attribute>` in `assets/i18n`.
    pub attribute: String,
    /// The value.
    pub value: ClaimValue,
    /// Unit of a number: "ha", "m2", "m", "passengers-per-year", "bn-vnd", …
    pub unit: Option<String>,
    /// "about", "at-least", "more-than" or "less-than".
    pub qualifier: Option<String>,
    /// Year of the document.
    pub year: Option<i32>,
    /// Whether the year is approximate.
    pub year_about: bool,
    /// The document in words.
    pub document: Text2,
    /// Id of the source.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

impl Claim {
    /// The document with its year, where that is known: "Proposal of the province · ≈ 2022".
    #[must_use]
    pub fn dated_document(&self, language: Language) -> String {
        let document = self.document.get(language);
        match (self.year, self.year_about) {
            (Some(year), true) => format!("{document} · ≈\u{a0}{year}"),
            (Some(year), false) => format!("{document} · {year}"),
            (None, _) => document.to_owned(),
        }
    }
}

/// A candidate site or another sourced project with a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Unique in the catalogue: "na-san".
    pub id: String,
    /// Its name.
    pub name: Text2,
    /// Whether the article names it as a candidate; other sourced projects are listed after them.
    pub candidate: bool,
    /// Where its marker stands.
    pub at: GeoPoint,
    /// How exact its geometry is.
    pub accuracy: Accuracy,
    /// What the geometry was drawn from.
    pub accuracy_note: Text2,
    /// What it is.
    pub description: Text2,
    /// Whether nothing but a mention in the press is known.
    pub press_mention_only: bool,
    /// Key of the unit before 1 July 2025.
    pub unit_old: Option<String>,
    /// Key of the unit since then.
    pub unit_new: Option<String>,
    /// Everything that documents say of it.
    pub claims: Vec<Claim>,
    /// Ids of related sites.
    pub related: Vec<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

impl Site {
    /// The claims about one attribute, in the order of the catalogue.
    pub fn claims_about<'a>(&'a self, attribute: &'a str) -> impl Iterator<Item = &'a Claim> + 'a {
        self.claims.iter().filter(move |c| c.attribute == attribute)
    }
}
