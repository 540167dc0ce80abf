//! Which classes of one plan conform to which of another, as data.

/// How a pair of classes stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The zoning class carries out what the general plan says.
    Conforming,
    /// It does so under conditions.
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

/// What the table says of one zoning class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConformityRow {
    /// Class code of the zoning plan.
    pub zoning: String,
    /// Codes of the general plan that it conforms to.
    pub conforming: Vec<String>,
    /// Codes that it conforms to under conditions.
    pub conditional: Vec<String>,
    /// Codes that it contradicts.
    pub conflicting: Vec<String>,
    /// The verdict on every code that is in none of the lists; none leaves them unmapped.
    pub otherwise: Option<Verdict>,
}

impl ConformityRow {
    /// The verdict on a class of the general plan; `None` where the row does not say.
    #[must_use]
    pub fn verdict(&self, general: &str) -> Option<Verdict> {
        let lists = [
            (&self.conforming, Verdict::Conforming),
            (&self.conditional, Verdict::Conditional),
            (&self.conflicting, Verdict::Conflicting),
        ];
        lists
            .into_iter()
            .find(|(codes, _)| codes.iter().any(|c| c == general))
            .map(|(_, verdict)| verdict)
            .or(self.otherwise)
    }
}
