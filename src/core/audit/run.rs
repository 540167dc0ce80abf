//! The audit as pieces of work, and the putting together of their results.
//!
//! Owns which layers are compared, the pieces, coverage, and who is involved in a finding. Must not
//! know how class stands to class; that is [`super::classes`].

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::edges::EdgeField;
use super::shape::{is_sliver, place_in, width_m};
use super::subdivided::Subdivided;
use super::{AuditError, AuditOptions, AuditReport, ClassPair, Finding, FindingKind, ROUNDING_M};
use crate::catalogue::{Catalogue, LayerRole, PlanKind, Verdict};
use crate::crs::MapPoint;
use crate::feature::{FeatureId, Features};
use crate::geometry::Extent;
use crate::layer_size::GroundScale;
use crate::overlay::Area2;
use crate::plan_stack::StackLayer;

/// Lots of one piece of the comparison of classes.
const LOTS_A_PIECE: usize = 512;
/// Around a gap with more lots than this, only the plans are named.
const FEW_LOTS: usize = 8;

/// An audit that is ready to run.
pub struct Audit<'a> {
    catalogue: &'a Catalogue,
    options: AuditOptions,
    general_plan: &'a str,
    general_cover: Vec<StackLayer<'a>>,
    general_lots: Vec<StackLayer<'a>>,
    // In small pieces, made when the first lot asks for it.
    subdivided: Vec<Vec<OnceLock<Subdivided>>>,
    zoning_cover: Vec<StackLayer<'a>>,
    zoning_lots: Vec<StackLayer<'a>>,
    ground: GroundScale,
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
    pub(super) findings: Vec<Finding>,
    pairs: Vec<ClassPair>,
    pub(super) rounding_parts: usize,
    pub(super) lots_without_class: usize,
}

impl<'a> Audit<'a> {
    /// Chooses what is compared: the first general plan, and all zoning plans. A plan covers what its
    /// land use does, else its zones, else its limit; the general plan what its limit does, else its
    /// land use.
    ///
    /// # Errors
    /// If one side is missing.
    pub fn new(
        catalogue: &'a Catalogue,
        layers: &[StackLayer<'a>],
        options: AuditOptions,
    ) -> Result<Self, AuditError> {
        let of = |plan: &str, roles: &[LayerRole]| -> Vec<StackLayer<'a>> {
            roles
                .iter()
                .map(|role| {
                    let fits = |l: &&StackLayer<'a>| {
                        l.spec.plan.as_deref() == Some(plan) && l.spec.role == *role
                    };
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
        let subdivided = general_lots
            .iter()
            .map(|l| (0..l.features.len()).map(|_| OnceLock::new()).collect())
            .collect();
        let extent = general_cover
            .iter()
            .fold(Extent::EMPTY, |extent, layer| extent.union(layer.features.extent()));
        Ok(Self {
            catalogue,
            options,
            ground: GroundScale::over(&extent, &catalogue.map_crs),
            general_plan,
            general_cover,
            general_lots,
            subdivided,
            zoning_cover,
            zoning_lots,
            pieces,
        })
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
            Some(Piece::Classes { layer, from, to }) => {
                self.classes(&self.zoning_lots[*layer], *from..*to)
            }
        }
    }

    /// Puts the results of all pieces together. Their order does not matter.
    ///
    /// # Errors
    /// If PROJ cannot convert a place.
    pub fn join(
        &self,
        results: impl IntoIterator<Item = PieceResult>,
    ) -> Result<AuditReport, AuditError> {
        let mut all = PieceResult::default();
        for result in results {
            all.area += result.area;
            all.rounding_parts += result.rounding_parts;
            all.lots_without_class += result.lots_without_class;
            all.findings.extend(result.findings);
            for pair in result.pairs {
                all.add_pair(pair);
            }
        }
        let PieceResult { area, mut findings, mut pairs, rounding_parts, lots_without_class } = all;
        findings.sort_by(|a, b| {
            let kind = a.kind.cmp(&b.kind).then(a.sliver.cmp(&b.sliver));
            kind.then(b.area.grid_m2.total_cmp(&a.area.grid_m2)).then(a.id.cmp(&b.id))
        });
        pairs.sort_by(|a, b| {
            b.area.grid_m2.total_cmp(&a.area.grid_m2).then(a.zoning.cmp(&b.zoning))
        });
        for pair in pairs.iter_mut().filter(|pair| pair.verdict == Some(Verdict::Conflicting)) {
            // The findings of a pair are listed too: one figure for both.
            let of_pair = |f: &&Finding| {
                f.classes.as_ref() == Some(&(pair.zoning.clone(), pair.general.clone()))
            };
            let conflicts =
                findings.iter().filter(|f| f.kind == FindingKind::Conflict).filter(of_pair);
            pair.area.ellipsoid_m2 = conflicts.map(|f| f.area.ellipsoid_m2).sum();
        }
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
            lots_without_class,
            tolerance_m: self.options.tolerance_m,
        })
    }

    /// An area of the plane around a place, on the ellipsoid, in m².
    pub(super) fn ellipsoid_m2(&self, area_grid_m2: f64, around: MapPoint) -> f64 {
        self.ground.ellipsoid_m2(area_grid_m2, around)
    }

    pub(super) fn catalogue(&self) -> &Catalogue {
        self.catalogue
    }

    /// The land use of the general plan.
    pub(super) fn general_lots(&self) -> &[StackLayer<'a>] {
        &self.general_lots
    }

    /// An area of the general plan's land use, in small pieces.
    pub(super) fn subdivided(&self, layer: usize, feature: FeatureId) -> &Subdivided {
        self.subdivided[layer][feature as usize].get_or_init(|| {
            let geometries = self.general_lots[layer].features.geometries();
            Subdivided::new(geometries.polygons(feature))
        })
    }

    fn coverage(&self) -> Result<PieceResult, AuditError> {
        let extent =
            self.general_cover.iter().fold(Extent::EMPTY, |e, l| e.union(l.features.extent()));
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
        let mut out = PieceResult {
            area: Area2::of(&general.covered(), &self.catalogue.map_crs)?,
            ..Default::default()
        };
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
                if kind == FindingKind::Gap {
                    self.who_touches(&shape, &mut plans, &mut lots);
                } else {
                    self.who_covers(&shape, at, &mut plans, &mut lots);
                }
                out.rounding_parts += usize::from(!self.add(
                    &mut out.findings,
                    kind,
                    shape,
                    at,
                    plans,
                    None,
                    lots,
                )?);
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

    /// Plans that share a vertex with a gap, and their lots where these are few.
    fn who_touches(
        &self,
        shape: &geo::MultiPolygon<f64>,
        plans: &mut Vec<String>,
        lots: &mut Vec<String>,
    ) {
        use geo::CoordsIter;
        let count =
            |x: f64, y: f64| ((x / ROUNDING_M).round() as i64, (y / ROUNDING_M).round() as i64);
        let vertices: FxHashSet<(i64, i64)> =
            shape.coords_iter().map(|c| count(c.x, c.y)).collect();
        let shared = |p: MapPoint| {
            // Equal places may be rounded to neighbouring counts.
            let (x, y) = count(p.x, p.y);
            (-1..=1).any(|dx| (-1..=1).any(|dy| vertices.contains(&(x + dx, y + dy))))
        };
        let around = Extent::of_geometry(&shape.clone().into()).buffered(ROUNDING_M);
        for layer in &self.zoning_cover {
            let store = layer.features.geometries();
            for row in layer.features.in_extent(&around) {
                if store.parts(row).any(|part| part.points().any(shared)) {
                    push_new(plans, layer.spec.plan.clone());
                    lots.extend(lot_name(layer, row));
                }
            }
        }
        plans.sort();
        if lots.len() > FEW_LOTS {
            lots.clear();
        }
        lots.sort();
    }

    /// Lists a finding unless it is rounding; whether it was listed.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn add(
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
}

impl PieceResult {
    pub(super) fn add_pair(&mut self, pair: ClassPair) {
        let same = |p: &&mut ClassPair| p.zoning == pair.zoning && p.general == pair.general;
        match self.pairs.iter_mut().find(same) {
            None => self.pairs.push(pair),
            Some(known) => {
                known.area += pair.area;
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

pub(super) fn lot_name(layer: &StackLayer<'_>, row: FeatureId) -> Option<String> {
    let table = layer.features.table();
    let named = layer.spec.fields.lot.as_deref().and_then(|f| table.value(row, f).as_str());
    Some(named.map_or_else(|| file_number(layer.features, row), str::to_owned))
}

fn file_number(features: &Features, row: FeatureId) -> String {
    format!("#{}", u64::from(features.file_index(row)) + 1)
}
