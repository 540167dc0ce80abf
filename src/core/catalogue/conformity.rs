//! Which classes of one plan conform to which of another, as data.

/// How a pair of classes stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The zoning class carries out what the general plan says.
    Conforming,
    /// It does so under conditions that the catalogue's note names.
    Conditional,
    /// It contradicts the general plan.
    Conflicting,
}

impl Verdict {
    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "conforming" => Self::Conforming,
            "conditional" => Self::Conditional,
            "conflicting" => Self::Conflicting,
            _ => return None,
        })
    }

    /// The word in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Conforming => "conforming",
            Self::Conditional => "conditional",
            Self::Conflicting => "conflicting",
        }
    }
}

/// One pair of classes and its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConformityRule {
    /// Class code of the zoning plan.
    pub zoning: String,
    /// Class code of the general plan.
    pub general: String,
    /// How they stand.
    pub verdict: Verdict,
}
