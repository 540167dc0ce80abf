//! Plans: the documents with a legal standing that layers draw.

use super::Text2;

/// What kind of plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanKind {
    /// Quy hoạch chung.
    General,
    /// Quy hoạch phân khu.
    Zoning,
    /// Quy hoạch chi tiết, or anything below a zoning plan.
    Detailed,
}

impl PlanKind {
    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "general" => Self::General,
            "zoning" => Self::Zoning,
            "detailed" => Self::Detailed,
            _ => return None,
        })
    }

    /// The word in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Zoning => "zoning",
            Self::Detailed => "detailed",
        }
    }
}

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlanStatus {
    /// Approved by a decision that is known.
    Approved,
    /// Reported as existing; its decision is not public.
    DecisionUnknown,
    /// Not even its name or limit is public.
    NotPublished,
    /// Being drawn up.
    Draft,
    /// Replaced by another.
    Superseded,
}

impl PlanStatus {
    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "approved" => Self::Approved,
            "decision-unknown" => Self::DecisionUnknown,
            "not-published" => Self::NotPublished,
            "draft" => Self::Draft,
            "superseded" => Self::Superseded,
            _ => return None,
        })
    }

    /// The word in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::DecisionUnknown => "decision-unknown",
            Self::NotPublished => "not-published",
            Self::Draft => "draft",
            Self::Superseded => "superseded",
        }
    }
}

/// A population as a document gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PopulationFigure {
    /// The year it is for, where the document says.
    pub year: Option<i32>,
    /// People.
    pub people: f64,
}

/// A version of a plan: the base decision or a later adjustment.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanVersion {
    /// Unique inside the plan.
    pub id: String,
    /// Decision number.
    pub decision: Option<String>,
    /// Date as written.
    pub date: Option<String>,
    /// The version that this one adjusts; none for the base.
    pub adjusts: Option<String>,
    /// What it changes.
    pub summary: Text2,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// One line of the land-use table that a plan's documents publish.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedUse {
    /// Code of the class in the plan's legend.
    pub class: String,
    /// Hectares.
    pub area_ha: f64,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// One plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Unique in the catalogue.
    pub id: String,
    /// What kind.
    pub kind: PlanKind,
    /// Its number among the zoning plans.
    pub number: Option<u32>,
    /// Its name.
    pub name: Text2,
    /// A name short enough for a tree or a table.
    pub short_name: Text2,
    /// Decision in force.
    pub decision: Option<String>,
    /// Date of that decision, as written.
    pub date: Option<String>,
    /// Where it stands.
    pub status: PlanStatus,
    /// Area in hectares as published.
    pub published_area_ha: Option<f64>,
    /// What must be said beside the area: "at least", "about", a part that is not counted.
    pub area_note: Text2,
    /// Population figures.
    pub population: Vec<PopulationFigure>,
    /// Scale of the official drawing as 1:N.
    pub scale_denominator: Option<u32>,
    /// The land-use table as published; empty where none is.
    pub published_uses: Vec<PublishedUse>,
    /// Limits and neighbours as the documents describe them.
    pub description: Text2,
    /// Base and adjustments, oldest first.
    pub versions: Vec<PlanVersion>,
    /// Ids of sources.
    pub sources: Vec<String>,
}
