//! What can be asked about areas, places, plans and versions, and what the answers look like.
//!
//! Owns the commands and the state of audit, review, balance, compared places and compared versions.
//! The session carries them out on workers; the computations are the core's. Must not know how an
//! answer is shown.

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::MapPoint;
use planmap_core::audit::{AuditOptions, AuditReport, Finding, FindingKind};
use planmap_core::balance::Balance;
use planmap_core::crs::CrsError;
use planmap_core::overlay::{Area2, Region};
use planmap_core::site_review::SiteReview;
use planmap_core::version_compare::{CompareError, Comparison};

use crate::audit::{AuditCommand, AuditJobError, AuditRun, IgnoreList, numbered};
use crate::ids::{AnnotationRef, HitRef, ReviewedShape};
use crate::job::Progress;

/// Id of the layer of findings.
pub const FINDINGS_LAYER: &str = "audit-findings";
/// Id of the layer of differences.
pub const DIFFERENCES_LAYER: &str = "version-differences";

/// A request that has to do with an analysis.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalysisCommand {
    /// Of the audit.
    Audit(AuditCommand),
    /// Reviews an area.
    Review(AreaSubject),
    /// Puts the review away.
    CloseReview,
    /// The radius around a site that is only known as a point, in metres.
    SetRadius(f64),
    /// Writes the corners of the reviewed area as CSV.
    SaveCorners(PathBuf),
    /// Balances the land use of something.
    Balance(BalanceSubject),
    /// Chooses the plan whose balance is shown, by id.
    BalanceOf(String),
    /// Writes the balance that is shown as CSV.
    SaveBalance(PathBuf),
    /// Pins a place to compare it with others.
    Pin(MapPoint),
    /// Takes the pin with this number (from 0) away.
    Unpin(usize),
    /// Takes all pins away.
    UnpinAll,
    /// Writes the compared places as CSV.
    SavePlaces(PathBuf),
    /// Shows what the plans say at the pointer, or no longer.
    ShowLiveStack(bool),
    /// Of comparing versions.
    Versions(VersionsCommand),
}

/// A request that has to do with comparing two versions of a layer.
#[derive(Debug, Clone, PartialEq)]
pub enum VersionsCommand {
    /// Compares two layers by id: the earlier version, the later one.
    Compare {
        /// The earlier version.
        before: String,
        /// The later version.
        after: String,
    },
    /// Stops the comparison that is running.
    Cancel,
    /// Marks a difference by its number and goes there.
    Choose(usize),
    /// How the two versions stand on the map.
    Show(VersionsView),
    /// Writes the differences as CSV.
    SaveCsv(PathBuf),
    /// Puts the comparison away.
    Close,
}

/// How two versions stand on the map.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum VersionsView {
    /// As the layers are.
    #[default]
    Layers,
    /// The earlier version left of a line, at this share of the map's width, the later one right of
    /// it.
    Swipe(f32),
    /// One after the other.
    Blink,
}

/// Something with an area.
#[derive(Debug, Clone, PartialEq)]
pub enum AreaSubject {
    /// A candidate site by id.
    Site(String),
    /// A feature of a layer.
    Feature(HitRef),
    /// An annotation with an area.
    Annotation(AnnotationRef),
    /// A polygon by its corners, in map metres.
    Ring(Vec<MapPoint>),
    /// Polygons in map metres.
    Polygons(geo::MultiPolygon<f64>),
}

/// What a balance is made for.
#[derive(Debug, Clone, PartialEq)]
pub enum BalanceSubject {
    /// A plan in its own limit, by id.
    Plan(String),
    /// Anything with an area.
    Area(AreaSubject),
}

/// A review that is shown or on its way.
pub struct ReviewState {
    /// What is reviewed.
    pub subject: AreaSubject,
    /// Its name on the screen.
    pub name: String,
    /// What stands for it.
    pub shape: ReviewedShape,
    /// Its area on the map.
    pub region: Arc<Region>,
    /// The result, once it is there.
    pub result: Option<Result<Arc<SiteReview>, CrsError>>,
}

/// A balance that is shown or on its way.
pub struct BalanceState {
    /// What it is of.
    pub subject: BalanceSubject,
    /// Its name on the screen.
    pub name: String,
    /// The plan that is shown, where one was chosen.
    pub plan: Option<String>,
    /// The result, once it is there.
    pub result: Option<Result<Arc<AreaBalance>, CrsError>>,
}

/// The balance of every plan in an area.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaBalance {
    /// The area itself.
    pub area: Area2,
    /// The plans that say something there.
    pub plans: Vec<Balance>,
}

impl BalanceState {
    /// The balance that is shown: of the chosen plan, else of the first that speaks.
    #[must_use]
    pub fn shown(&self) -> Option<(&AreaBalance, &Balance)> {
        let area = self.result.as_ref()?.as_ref().ok()?;
        let chosen = self.plan.as_ref().and_then(|id| area.plans.iter().find(|b| b.plan == *id));
        Some((area.as_ref(), chosen.or_else(|| area.plans.first())?))
    }
}

/// The audit: what was found, what is running, how it is listed.
#[derive(Default)]
pub struct AuditState {
    /// Whether it was asked for: it then runs again when a layer changes.
    pub wanted: bool,
    /// The run that is under way.
    pub running: Option<Arc<Progress>>,
    /// The last result.
    pub run: Option<Arc<AuditRun>>,
    /// Why there is no result.
    pub failed: Option<AuditJobError>,
    /// How it judges.
    pub options: AuditOptions,
    /// Findings that someone has put aside.
    pub ignored: IgnoreList,
    /// Whether ignored findings are listed and drawn.
    pub shows_ignored: bool,
    /// Kinds of findings that are neither listed nor drawn.
    pub hidden_kinds: Vec<FindingKind>,
    /// The finding that is marked, by id.
    pub chosen: Option<String>,
    /// The finding that a reason is asked for, by id.
    pub asking: Option<String>,
    /// Changes with everything that changes the list.
    pub revision: u64,
    pub(crate) turn: u64,
    /// The layers that the last run was made of: id and load.
    pub(crate) made_of: Vec<(String, u64)>,
}

impl AuditState {
    /// The last result.
    #[must_use]
    pub fn report(&self) -> Option<&AuditReport> {
        self.run.as_ref().map(|r| &r.report)
    }

    /// The findings that are listed, with their numbers.
    pub fn listed(&self) -> impl Iterator<Item = (usize, &Finding)> {
        let shown = |(_, f): &(usize, &Finding)| {
            let counts = self.shows_ignored || self.ignored.reason(&f.id).is_none();
            counts && !self.hidden_kinds.contains(&f.kind)
        };
        self.report().into_iter().flat_map(numbered).filter(shown)
    }

    /// How many findings of a kind there are, without those that are ignored.
    #[must_use]
    pub fn count_of(&self, kind: FindingKind) -> usize {
        let counts = |f: &&Finding| self.ignored.reason(&f.id).is_none();
        self.report().map_or(0, |report| report.of(kind).filter(counts).count())
    }

    /// The marked finding, while it is listed: what is hidden or ignored is not marked either.
    #[must_use]
    pub fn chosen_finding(&self) -> Option<&Finding> {
        let id = self.chosen.as_ref()?;
        self.listed().map(|(_, finding)| finding).find(|finding| finding.id == *id)
    }
}

/// Two versions beside each other.
#[derive(Default)]
pub struct VersionsState {
    /// The layers: the earlier version, the later one.
    pub layers: Option<(String, String)>,
    /// The run that is under way.
    pub running: Option<Arc<Progress>>,
    /// The last result.
    pub result: Option<Result<Arc<Comparison>, CompareError>>,
    /// The difference that is marked, by its number.
    pub chosen: Option<usize>,
    /// How they stand on the map.
    pub view: VersionsView,
    pub(crate) turn: u64,
}

impl VersionsState {
    /// Changes with every comparison.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.turn
    }
}

/// Everything that is asked and answered.
#[derive(Default)]
pub struct Analysis {
    /// The audit.
    pub audit: AuditState,
    /// The review that is open.
    pub review: Option<ReviewState>,
    /// The balance that is open.
    pub balance: Option<BalanceState>,
    /// Pinned places, in the order of their numbers.
    pub places: Vec<MapPoint>,
    /// Whether the stack at the pointer is shown.
    pub live_stack: bool,
    /// Compared versions.
    pub versions: VersionsState,
    pub(crate) review_turn: u64,
    pub(crate) balance_turn: u64,
}

/// What jobs of the analysis bring.
pub(crate) enum AnalysisMessage {
    Audit { turn: u64, result: Result<Box<AuditRun>, AuditJobError> },
    Review { turn: u64, result: Result<Box<SiteReview>, CrsError> },
    Balance { turn: u64, result: Result<Box<AreaBalance>, CrsError> },
    Versions { turn: u64, result: Result<Box<Comparison>, CompareError> },
}
