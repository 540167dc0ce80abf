//! Projects: what is to be built, in which phases, and what documents say of it.

use super::{Claim, Confidence, PartialDate, Text2};

/// How far a project is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectStatus {
    /// Proposed or asked for; nothing is decided that is known.
    Proposed,
    /// A decision names it.
    Decided,
    /// Its investor is approved.
    InvestorApproved,
    /// It is being built.
    UnderConstruction,
    /// It exists.
    Existing,
    /// It was given up.
    Stopped,
    /// No document at hand says.
    Unknown,
}

impl ProjectStatus {
    /// All of them, from the first idea on.
    pub const ALL: [Self; 7] = [
        Self::Proposed,
        Self::Decided,
        Self::InvestorApproved,
        Self::UnderConstruction,
        Self::Existing,
        Self::Stopped,
        Self::Unknown,
    ];

    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// The word in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Decided => "decided",
            Self::InvestorApproved => "investor-approved",
            Self::UnderConstruction => "under-construction",
            Self::Existing => "existing",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
        }
    }
}

/// Where a status or a phase is taken from.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Year of the document.
    pub year: Option<i32>,
    /// The document in words.
    pub document: Text2,
    /// Id of the source.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// One phase of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Its name.
    pub name: Text2,
    /// When it begins; none where no document says.
    pub from: Option<PartialDate>,
    /// When it ends; none where no document says.
    pub to: Option<PartialDate>,
    /// Where that is taken from.
    pub evidence: Evidence,
}

/// One entry of the register of projects.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Unique in the catalogue.
    pub id: String,
    /// Its name; empty where that of the site serves.
    pub name: Text2,
    /// Id of the site that it stands on.
    pub site: Option<String>,
    /// How far it is.
    pub status: ProjectStatus,
    /// Where the status is taken from.
    pub status_evidence: Option<Evidence>,
    /// Phases in their order.
    pub phases: Vec<Phase>,
    /// What documents say beyond the claims of the site.
    pub claims: Vec<Claim>,
}
