//! The audit: do the zoning plans cover the general plan, do they overlap, do they say what it says.
//!
//! Owns the findings and how they are told apart. The work comes in pieces that do not know of each
//! other, so that callers may run them side by side; this crate starts no threads. Coverage is
//! computed on whole millimetres ([`edges`]), class against class by `geo`'s intersection of lots.

pub mod edges;

use geo::{Area, BooleanOps, Buffer, Euclidean, InteriorPoint, Length};
use rustc_hash::FxHashMap;

use crate::catalogue::{Catalogue, LayerRole, PlanKind, Verdict};
use crate::crs::{CrsError, MapPoint};
use crate::feature::{FeatureId, Features};
use crate::geometry::Extent;
use crate::legend::NO_CLASS;
use crate::overlay::Area2;
use crate::plan_stack::StackLayer;
use edges::EdgeField;

/// Narrower findings come from rounding coordinates to 1 mm in both layers; they are counted, not
/// listed. Metres.
pub const ROUNDING_M: f64 = 0.003;

/// Lots of one piece of the comparison of classes.
const LOTS_A_PIECE: usize = 512;

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
    /// Plans involved: those that overlap, the zoning plan that conflicts or lies outside.
    pub plans: Vec<String>,
    /// Zoning class and class of the general plan, of a conflict.
    pub classes: Option<(String, String)>,
    /// Lots involved, by their name where the layer has one.
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
    /// m² in the plane of the map.
    pub area_grid_m2: f64,
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

/// An audit that is ready to run.
pub struct Audit<'a> {
    catalogue: &'a Catalogue,
    options: AuditOptions,
    general_plan: &'a str,
    general_cover: Vec<StackLayer<'a>>,
    general_lots: Vec<StackLayer<'a>>,
    zoning_cover: Vec<StackLayer<'a>>,
    zoning_lots: Vec<StackLayer<'a>>,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy)]
enum Piece {
    Coverage,
    Classes { layer: usize, from: usize, to: usize },
}

/// What one piece found.
#[derive(Debug, Clone, Default)]
pub struct PieceResult {
    area: Area2,
    findings: Vec<Finding>,
    pairs: Vec<ClassPair>,
    rounding_parts: usize,
}

impl<'a> Audit<'a> {
    /// Chooses what is compared: the first general plan, and all zoning plans. A plan covers what its
    /// land use does, else its zones, else its limit; the general plan what its limit does, else its
    /// land use.
    ///
    /// # Errors
    /// If one side is missing.
    pub fn new(catalogue: &'a Catalogue, layers: &[StackLayer<'a>], options: AuditOptions) -> Result<Self, AuditError> {
        let of = |plan: &str, roles: &[LayerRole]| -> Vec<StackLayer<'a>> {
            roles
                .iter()
                .map(|role| {
                    let fits = |l: &&StackLayer<'a>| l.spec.plan.as_deref() == Some(plan) && l.spec.role == *role;
                    layers.iter().filter(fits).copied().collect::<Vec<_>>()
                })
                .find(|found| !found.is_empty())
                .unwrap_or_default()
        };
        let kinds = |kind: PlanKind| catalogue.plans.iter().filter(move |p| p.kind == kind);
        let (general_plan, general_cover) = kinds(PlanKind::General)
            .map(|p| (p.id.as_str(), of(&p.id, &[LayerRole::Limit, LayerRole::LandUse])))
            .find(|(_, cover)| !cover.is_empty())
            .ok_or(AuditError::NoGeneralPlan)?;
        let zoning_cover: Vec<StackLayer<'a>> = kinds(PlanKind::Zoning)
            .flat_map(|p| of(&p.id, &[LayerRole::LandUse, LayerRole::Zones, LayerRole::Limit]))
            .collect();
        if zoning_cover.is_empty() {
            return Err(AuditError::NoZoningPlan);
        }
        let general_lots = of(general_plan, &[LayerRole::LandUse]);
        let zoning_lots: Vec<StackLayer<'a>> =
            zoning_cover.iter().filter(|l| l.spec.role == LayerRole::LandUse).copied().collect();
        let mut pieces = vec![Piece::Coverage];
        for (layer, lots) in zoning_lots.iter().enumerate() {
            for from in (0..lots.features.len()).step_by(LOTS_A_PIECE) {
                let to = (from + LOTS_A_PIECE).min(lots.features.len());
                pieces.push(Piece::Classes { layer, from, to });
            }
        }
        Ok(Self { catalogue, options, general_plan, general_cover, general_lots, zoning_cover, zoning_lots, pieces })
    }

    /// Number of pieces; they may run in any order and at the same time.
    #[must_use]
    pub fn piece_count(&self) -> usize {
        self.pieces.len()
    }

    /// Runs one piece; nothing for a number beyond the last.
    ///
    /// # Errors
    /// If PROJ cannot convert a place.
    pub fn piece(&self, number: usize) -> Result<PieceResult, AuditError> {
        match self.pieces.get(number) {
            None => Ok(PieceResult::default()),
            Some(Piece::Coverage) => self.coverage(),
            Some(Piece::Classes { layer, from, to }) => self.classes(&self.zoning_lots[*layer], *from..*to),
        }
    }

    /// Puts the results of all pieces together. Their order does not matter.
    ///
    /// # Errors
    /// If PROJ cannot convert a place.
    pub fn join(&self, results: impl IntoIterator<Item = PieceResult>) -> Result<AuditReport, AuditError> {
        let mut all = PieceResult::default();
        for result in results {
            all.area += result.area;
            all.rounding_parts += result.rounding_parts;
            all.findings.extend(result.findings);
            for pair in result.pairs {
                all.add_pair(pair);
            }
        }
        let PieceResult { area, mut findings, mut pairs, rounding_parts, .. } = all;
        findings.sort_by(|a, b| {
            let kind = a.kind.cmp(&b.kind).then(a.sliver.cmp(&b.sliver));
            kind.then(b.area.grid_m2.total_cmp(&a.area.grid_m2)).then(a.id.cmp(&b.id))
        });
        pairs.sort_by(|a, b| b.area_grid_m2.total_cmp(&a.area_grid_m2).then(a.zoning.cmp(&b.zoning)));
        let mut covered = area;
        for gap in findings.iter().filter(|f| f.kind == FindingKind::Gap) {
            covered = covered - gap.area;
        }
        Ok(AuditReport {
            general_plan: self.general_plan.to_owned(),
            area,
            covered,
            findings,
            pairs,
            rounding_parts,
            tolerance_m: self.options.tolerance_m,
        })
    }

    fn coverage(&self) -> Result<PieceResult, AuditError> {
        let extent = self.general_cover.iter().fold(Extent::EMPTY, |e, l| e.union(l.features.extent()));
        let origin = if extent.is_empty() { MapPoint::default() } else { extent.centre() };
        let field = |layers: &[StackLayer<'_>]| {
            let mut field = EdgeField::new(origin);
            for layer in layers {
                (0..layer.features.len() as FeatureId).for_each(|f| field.add(layer.features, f));
            }
            field.cancel();
            field
        };
        let (general, zoning) = (field(&self.general_cover), field(&self.zoning_cover));
        let mut out =
            PieceResult { area: Area2::of(&general.covered(), &self.catalogue.map_crs)?, ..Default::default() };
        for (kind, shapes) in [
            (FindingKind::Gap, general.without(&zoning)),
            (FindingKind::Outside, zoning.without(&general)),
            (FindingKind::Overlap, zoning.covered_twice()),
        ] {
            for polygon in shapes {
                let shape = geo::MultiPolygon(vec![polygon]);
                let Some(at) = place_in(&shape) else {
                    continue;
                };
                let (mut plans, mut lots) = (Vec::new(), Vec::new());
                if kind != FindingKind::Gap {
                    self.who_covers(&shape, at, &mut plans, &mut lots);
                }
                out.rounding_parts += usize::from(!self.add(&mut out.findings, kind, shape, at, plans, None, lots)?);
            }
        }
        Ok(out)
    }

    /// Plans and lots that cover a place.
    fn who_covers(
        &self,
        shape: &geo::MultiPolygon<f64>,
        at: MapPoint,
        plans: &mut Vec<String>,
        lots: &mut Vec<String>,
    ) {
        let p = geo::Point::new(at.x, at.y);
        let around = Extent::of_geometry(&shape.clone().into());
        for layer in &self.zoning_cover {
            let rows = layer.features.in_extent(&around);
            for row in rows {
                use geo::Intersects;
                if layer.features.geometries().polygons(row).intersects(&p) {
                    push_new(plans, layer.spec.plan.clone());
                    push_new(lots, lot_name(layer, row));
                }
            }
        }
        plans.sort();
        lots.sort();
    }

    /// Lists a finding unless it is rounding; whether it was listed.
    #[allow(clippy::too_many_arguments)]
    fn add(
        &self,
        into: &mut Vec<Finding>,
        kind: FindingKind,
        shape: geo::MultiPolygon<f64>,
        at: MapPoint,
        plans: Vec<String>,
        classes: Option<(String, String)>,
        lots: Vec<String>,
    ) -> Result<bool, AuditError> {
        let width_m = width_m(&shape);
        if width_m < ROUNDING_M {
            return Ok(false);
        }
        let area = Area2::of(&shape, &self.catalogue.map_crs)?;
        let sliver = is_sliver(&shape, width_m, self.options.tolerance_m);
        let who = if plans.is_empty() { "-".to_owned() } else { plans.join("+") };
        let id = format!("{}:{who}:{:.0},{:.0}:{:.1}", kind.as_str(), at.x, at.y, area.grid_m2);
        into.push(Finding { id, kind, sliver, area, width_m, at, shape, plans, classes, lots });
        Ok(true)
    }

    fn classes(&self, zoning: &StackLayer<'a>, rows: std::ops::Range<usize>) -> Result<PieceResult, AuditError> {
        let mut out = PieceResult::default();
        let mut verdicts: FxHashMap<(u16, usize, u16), Option<Verdict>> = FxHashMap::default();
        let plan = zoning.spec.plan.clone().unwrap_or_default();
        for lot in rows.start as FeatureId..rows.end as FeatureId {
            let Some(class) = zoning.class(lot) else {
                continue;
            };
            let class_id = zoning.classes[lot as usize];
            let extent = zoning.features.geometries().feature_extent(lot);
            if extent.is_empty() {
                continue;
            }
            let mut polygons: Option<geo::MultiPolygon<f64>> = None;
            // Shapes that conflict with one class of the general plan are one finding of the lot.
            let mut conflicting: Vec<(String, Vec<geo::Polygon<f64>>)> = Vec::new();
            for (nth, general) in self.general_lots.iter().enumerate() {
                for under in general.features.in_extent(&extent) {
                    let under_id = general.classes.get(under as usize).copied().unwrap_or(NO_CLASS);
                    let Some(under_class) = general.class(under) else {
                        continue;
                    };
                    let verdict = *verdicts
                        .entry((class_id, nth, under_id))
                        .or_insert_with(|| self.catalogue.verdict(&class.code, &under_class.code));
                    if verdict == Some(Verdict::Conforming) {
                        continue;
                    }
                    let mine = polygons.get_or_insert_with(|| zoning.features.geometries().polygons(lot));
                    let shared = mine.intersection(&general.features.geometries().polygons(under));
                    let area_m2 = shared.unsigned_area();
                    if area_m2 <= 0.0 {
                        continue;
                    }
                    if width_m(&shared) < ROUNDING_M {
                        out.rounding_parts += 1;
                        continue;
                    }
                    let Some(at) = place_in(&shared) else {
                        continue;
                    };
                    out.add_pair(ClassPair {
                        zoning: class.code.clone(),
                        general: under_class.code.clone(),
                        verdict,
                        plans: vec![plan.clone()],
                        area_grid_m2: area_m2,
                        count: 1,
                        largest_at: at,
                        largest_m2: area_m2,
                    });
                    if verdict == Some(Verdict::Conflicting) {
                        match conflicting.iter_mut().find(|(code, _)| *code == under_class.code) {
                            Some((_, parts)) => parts.extend(shared),
                            None => conflicting.push((under_class.code.clone(), shared.0)),
                        }
                    }
                }
            }
            for (general, parts) in conflicting {
                let shape = crate::overlay::union(&[geo::MultiPolygon(parts)]);
                let Some(at) = place_in(&shape) else {
                    continue;
                };
                let classes = Some((class.code.clone(), general));
                let lots = lot_name(zoning, lot).into_iter().collect();
                self.add(&mut out.findings, FindingKind::Conflict, shape, at, vec![plan.clone()], classes, lots)?;
            }
        }
        Ok(out)
    }
}

impl PieceResult {
    fn add_pair(&mut self, pair: ClassPair) {
        let same = |p: &&mut ClassPair| p.zoning == pair.zoning && p.general == pair.general;
        match self.pairs.iter_mut().find(same) {
            None => self.pairs.push(pair),
            Some(known) => {
                known.area_grid_m2 += pair.area_grid_m2;
                known.count += pair.count;
                if pair.largest_m2 > known.largest_m2 {
                    (known.largest_m2, known.largest_at) = (pair.largest_m2, pair.largest_at);
                }
                pair.plans.into_iter().for_each(|p| push_new(&mut known.plans, Some(p)));
                known.plans.sort();
            }
        }
    }
}

fn push_new(list: &mut Vec<String>, item: Option<String>) {
    list.extend(item.filter(|i| !list.contains(i)));
}

fn lot_name(layer: &StackLayer<'_>, row: FeatureId) -> Option<String> {
    let table = layer.features.table();
    let named = layer.spec.fields.lot.as_deref().and_then(|f| table.value(row, f).as_str());
    Some(named.map_or_else(|| file_number(layer.features, row), str::to_owned))
}

fn file_number(features: &Features, row: FeatureId) -> String {
    format!("#{}", u64::from(features.file_index(row)) + 1)
}

/// Width of the rectangle that has the shape's area A and perimeter P: (P − √(P² − 16 A)) / 4, the
/// side of the square of that area where the shape is rounder than any rectangle. Metres.
#[must_use]
pub fn width_m(shape: &geo::MultiPolygon<f64>) -> f64 {
    let area = shape.unsigned_area();
    let perimeter: f64 = shape
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .map(|r| Euclidean.length(r))
        .sum();
    let under_root = perimeter * perimeter - 16.0 * area;
    if under_root <= 0.0 {
        return area.sqrt();
    }
    // The form without a difference of nearly equal numbers: slivers have a tiny 16 A.
    4.0 * area / (perimeter + under_root.sqrt())
}

/// Whether a disc of `tolerance_m` fits nowhere inside.
fn is_sliver(shape: &geo::MultiPolygon<f64>, width_m: f64, tolerance_m: f64) -> bool {
    // Any shape holds a disc as wide as half its mean width; a wide one needs no closer look.
    if tolerance_m <= 0.0 || width_m >= 2.0 * tolerance_m {
        return false;
    }
    shape.buffer(-tolerance_m / 2.0).unsigned_area() <= 0.0
}

/// A place inside a shape: in its largest polygon, well off its edges.
#[must_use]
pub fn place_in(shape: &geo::MultiPolygon<f64>) -> Option<MapPoint> {
    let largest = shape.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    largest.interior_point().map(|p| MapPoint::new(p.x(), p.y()))
}
