//! Class against class: what a zoning plan wants on each class of the general plan.
//!
//! Owns the comparison of lots. Pairs that conform are not cut at all; nothing is said about a lot
//! whose class is not in its legend.

use std::ops::Range;

use geo::Area;
use rustc_hash::FxHashMap;

use super::run::{Audit, PieceResult, lot_name};
use super::shape::{place_in, width_m};
use super::{AuditError, ClassPair, FindingKind, ROUNDING_M};
use crate::catalogue::Verdict;
use crate::feature::FeatureId;
use crate::legend::NO_CLASS;
use crate::overlay::{Area2, union};
use crate::plan_stack::StackLayer;

/// Less shared area is a step of the boolean engine along a common edge, m²: 0.02 mm on 500 m.
const ENGINE_STEP_M2: f64 = 0.01;

impl Audit<'_> {
    /// Compares lots of a zoning layer with the general plan under them.
    pub(super) fn classes(
        &self,
        zoning: &StackLayer<'_>,
        rows: Range<usize>,
    ) -> Result<PieceResult, AuditError> {
        let mut out = PieceResult::default();
        let mut verdicts: FxHashMap<(u16, usize, u16), Option<Verdict>> = FxHashMap::default();
        let plan = zoning.spec.plan.clone().unwrap_or_default();
        for lot in rows.start as FeatureId..rows.end as FeatureId {
            let extent = zoning.features.geometries().feature_extent(lot);
            if extent.is_empty() {
                continue;
            }
            let Some(class) = zoning.class(lot) else {
                out.lots_without_class += 1;
                continue;
            };
            let class_id = zoning.classes[lot as usize];
            let mut polygons: Option<geo::MultiPolygon<f64>> = None;
            // Shapes that conflict with one class of the general plan are one finding of the lot.
            let mut conflicting: Vec<(String, Vec<geo::MultiPolygon<f64>>)> = Vec::new();
            for (nth, general) in self.general_lots().iter().enumerate() {
                for under in general.features.in_extent(&extent) {
                    let under_id = general.classes.get(under as usize).copied().unwrap_or(NO_CLASS);
                    let Some(under_class) = general.class(under) else {
                        continue;
                    };
                    let verdict = *verdicts.entry((class_id, nth, under_id)).or_insert_with(|| {
                        self.catalogue().verdict(&class.code, &under_class.code)
                    });
                    if verdict == Some(Verdict::Conforming) {
                        continue;
                    }
                    let mine =
                        polygons.get_or_insert_with(|| zoning.features.geometries().polygons(lot));
                    let mut shared =
                        geo::MultiPolygon(self.subdivided(nth, under).intersection(mine, &extent));
                    let area_m2 = shared.unsigned_area();
                    if area_m2 < ENGINE_STEP_M2 {
                        continue;
                    }
                    if shared.0.len() > 1 {
                        // Seams between pieces would count as edges.
                        shared = union(&[shared]);
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
                        area: Area2 {
                            ellipsoid_m2: self.ellipsoid_m2(area_m2, at),
                            grid_m2: area_m2,
                        },
                        count: 1,
                        largest_at: at,
                        largest_m2: area_m2,
                    });
                    if verdict == Some(Verdict::Conflicting) {
                        match conflicting.iter_mut().find(|(code, _)| *code == under_class.code) {
                            Some((_, parts)) => parts.push(shared),
                            None => conflicting.push((under_class.code.clone(), vec![shared])),
                        }
                    }
                }
            }
            for (general, mut parts) in conflicting {
                let shape = if parts.len() == 1 { parts.swap_remove(0) } else { union(&parts) };
                let Some(at) = place_in(&shape) else {
                    continue;
                };
                let classes = Some((class.code.clone(), general));
                let lots = lot_name(zoning, lot).into_iter().collect();
                self.add(
                    &mut out.findings,
                    FindingKind::Conflict,
                    shape,
                    at,
                    vec![plan.clone()],
                    classes,
                    lots,
                )?;
            }
        }
        Ok(out)
    }
}
