//! The audit: do the zoning plans cover the general plan, do they overlap, do they say what it says.
//!
//! Owns the findings and how they are told apart. The work comes in pieces that do not know of each
//! other ([`Audit`]), so that callers may run them side by side; this crate starts no threads.
//! Coverage is computed on whole millimetres ([`edges`]), class against class by `geo`'s
//! intersection of lots.

mod classes;
pub mod edges;
mod run;
mod shape;
mod subdivided;

use crate::catalogue::Verdict;
use crate::crs::{CrsError, MapPoint};
use crate::overlay::Area2;

pub use run::{Audit, PieceResult};
pub use shape::{place_in, width_m};

/// Narrower findings come from rounding coordinates to 1 mm in both layers; they are counted, not
/// listed. Metres.
pub const ROUNDING_M: f64 = 0.003;

/// How the audit judges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AuditOptions {
    /// Findings that a disc of this diameter fits into nowhere are slivers, metres.
    pub tolerance_m: f64,
}

impl Default for AuditOptions {
    fn default() -> Self {
        Self { tolerance_m: 0.2 }
    }
}

/// What kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Inside the general plan, in no zoning plan.
    Gap,
    /// In a zoning plan, outside the general plan.
    Outside,
    /// Covered twice by zoning plans or by lots of one.
    Overlap,
    /// A zoning class that conflicts with the general plan's.
    Conflict,
}

impl FindingKind {
    /// All, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Gap, Self::Outside, Self::Overlap, Self::Conflict];

    /// The word in JSON; `audit-kind-<word>` in `assets/i18n`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Outside => "outside",
            Self::Overlap => "overlap",
            Self::Conflict => "conflict",
        }
    }
}

/// One finding: an area with what is wrong there.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Kind, plans, place and area in one word: the same in the next run on the same data.
    pub id: String,
    /// What kind.
    pub kind: FindingKind,
    /// Whether it is narrower than the tolerance everywhere.
    pub sliver: bool,
    /// Its area.
    pub area: Area2,
    /// Width of the rectangle that has its area and its perimeter, m.
    pub width_m: f64,
    /// A place inside.
    pub at: MapPoint,
    /// Its shape in map metres.
    pub shape: geo::MultiPolygon<f64>,
    /// Plans involved: those that overlap, the zoning plan that conflicts or lies outside, those
    /// around a gap.
    pub plans: Vec<String>,
    /// Zoning class and class of the general plan, of a conflict.
    pub classes: Option<(String, String)>,
    /// Lots involved, by their name where the layer has one; around a gap only where they are few.
    pub lots: Vec<String>,
}

/// A pair of classes that lie on each other and do not simply conform.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassPair {
    /// Class of the zoning plan.
    pub zoning: String,
    /// Class of the general plan.
    pub general: String,
    /// The verdict; `None` where the catalogue does not name the pair.
    pub verdict: Option<Verdict>,
    /// Plans in which it occurs.
    pub plans: Vec<String>,
    /// The area that they share.
    pub area: Area2,
    /// Pairs of lots.
    pub count: usize,
    /// A place in the largest of them.
    pub largest_at: MapPoint,
    largest_m2: f64,
}

/// The whole result.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditReport {
    /// Id of the general plan.
    pub general_plan: String,
    /// Its area.
    pub area: Area2,
    /// The part of it that zoning plans cover.
    pub covered: Area2,
    /// All findings, the largest of each kind first.
    pub findings: Vec<Finding>,
    /// Pairs of classes that conflict, conform on condition, or are not named, the largest first.
    pub pairs: Vec<ClassPair>,
    /// What was too narrow to be anything but rounding.
    pub rounding_parts: usize,
    /// Lots of the zoning plans whose class is not in their legend: nothing is said about them.
    pub lots_without_class: usize,
    /// The tolerance that told slivers apart, m.
    pub tolerance_m: f64,
}

impl AuditReport {
    /// The covered part of the general plan, from 0 to 1.
    #[must_use]
    pub fn covered_share(&self) -> f64 {
        crate::overlay::share(self.covered.grid_m2, self.area.grid_m2)
    }

    /// The part of what is covered where nothing conflicts, from 0 to 1.
    #[must_use]
    pub fn agreement_share(&self) -> f64 {
        let conflicting: f64 = self.of(FindingKind::Conflict).map(|f| f.area.grid_m2).sum();
        crate::overlay::share(self.covered.grid_m2 - conflicting, self.covered.grid_m2)
    }

    /// The findings of a kind.
    pub fn of(&self, kind: FindingKind) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |f| f.kind == kind)
    }
}

/// Why there is nothing to audit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// The catalogue has no general plan with a limit or land use that is loaded.
    #[error("no general plan is loaded")]
    NoGeneralPlan,
    /// No zoning plan with land use or a limit is loaded.
    #[error("no zoning plan is loaded")]
    NoZoningPlan,
    /// A place could not be converted.
    #[error(transparent)]
    Crs(#[from] CrsError),
}
