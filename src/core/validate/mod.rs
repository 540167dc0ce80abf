//! Validity of geometries: what a polygon must not do, with the place where it does.
//!
//! Follows OGC Simple Features (rings must not cross, holes lie in their shell, the inside hangs
//! together, polygons of one feature must not overlap) and the right-hand rule of RFC 7946. Works on
//! the store's whole numbers, so that every test of sides is exact; what is nearer than
//! [`TOLERANCE`] counts as touching, since coordinates were rounded when they were stored. What the
//! store made of a geometry that is valid as its file has it is no fault of the file: the reader had
//! it judged on the file's own coordinates (`GeometriesBuilder::settle_as_written`). Nothing is
//! repaired here; how a faulty area is read is [`crate::ground`]'s.

mod faults;
mod meetings;

use rustc_hash::FxHashMap;

use self::faults::Fault;
use crate::crs::{Crs, MapPoint, geo_from_map};
use crate::feature::{FeatureId, Features, PartKind};
use crate::ground::plane::Position;
use crate::issue::{Issue, IssueKind, Severity};

/// Quanta within which two things touch rather than cross: each end may be rounded by half a
/// quantum in both directions.
const TOLERANCE: f64 = 2.0;

/// How much is told.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Issues of one kind that are listed one by one; the rest is counted.
    pub listed: usize,
    /// Whether to tell rings that are open or too short as well; readers of GeoJSON do so
    /// themselves and know the byte.
    pub structure: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { listed: 100, structure: false }
    }
}

/// Checks all features. `stop` is asked now and then; what was found by then is returned.
///
/// Bounded in time on any input: a feature that would take longer than about a second is told as
/// checked in part.
#[must_use]
pub fn issues(
    features: &Features,
    map_crs: &Crs,
    limits: &Limits,
    stop: &dyn Fn() -> bool,
) -> Vec<Issue> {
    let mut check =
        Check { features, map_crs, limits, out: Vec::new(), counts: FxHashMap::default() };
    for feature in 0..features.len() as FeatureId {
        if feature % 64 == 0 && stop() {
            break;
        }
        check.feature(feature);
    }
    check.finish()
}

/// A run of coordinates of one geometry, in any plane.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WrittenPart<'a, P> {
    pub(crate) kind: PartKind,
    pub(crate) vertices: &'a [P],
}

/// Whether nothing is wrong with a geometry on coordinates that were not rounded, but for the
/// direction of its rings.
pub(crate) fn is_valid<P: Position>(parts: &[WrittenPart<'_, P>]) -> bool {
    let found = faults::of_geometry(parts, 0.0, false);
    found.iter().all(|fault| fault.key == "ring-direction")
}

struct Check<'a> {
    features: &'a Features,
    map_crs: &'a Crs,
    limits: &'a Limits,
    out: Vec<Issue>,
    counts: FxHashMap<&'static str, usize>,
}

impl Check<'_> {
    fn feature(&mut self, feature: FeatureId) {
        let store = self.features.geometries();
        let parts: Vec<WrittenPart<'_, [i32; 2]>> = store
            .parts(feature)
            .map(|part| WrittenPart { kind: part.kind, vertices: part.counts() })
            .collect();
        let found = faults::of_geometry(&parts, TOLERANCE, self.limits.structure);
        if !store.is_finer(feature) {
            found.iter().for_each(|fault| self.tell(feature, fault));
            return;
        }
        // Valid in its file: only the direction of rings is no matter of rounding.
        let (direction, rounded): (Vec<&Fault>, Vec<&Fault>) =
            found.iter().partition(|fault| fault.key == "ring-direction");
        direction.into_iter().for_each(|fault| self.tell(feature, fault));
        if let Some(first) = rounded.first() {
            self.tell(
                feature,
                &Fault { severity: Severity::Note, key: "finer-than-store", at: first.at },
            );
        }
    }

    fn tell(&mut self, feature: FeatureId, fault: &Fault) {
        let count = self.counts.entry(fault.key).or_default();
        *count += 1;
        if *count > self.limits.listed {
            return;
        }
        let store = self.features.geometries();
        let (origin, quantum_m) = (store.origin(), store.quantum_m());
        let mut kind = IssueKind::new(fault.key);
        if fault.key == "finer-than-store" {
            kind = kind.with("millimetres", format!("{}", (quantum_m * 1000.0).round()));
        }
        let mut issue =
            Issue::new(fault.severity, kind).of_feature(self.features.file_index(feature));
        let place =
            MapPoint::new(origin.x + fault.at[0] * quantum_m, origin.y + fault.at[1] * quantum_m);
        issue.at = geo_from_map(place, self.map_crs).ok();
        self.out.push(issue);
    }

    fn finish(mut self) -> Vec<Issue> {
        let mut over: Vec<_> =
            self.counts.iter().filter(|(_, n)| **n > self.limits.listed).collect();
        over.sort_unstable();
        for (key, count) in over {
            let Some(sample) = self.out.iter().rev().find(|i| i.kind.key() == *key) else {
                continue;
            };
            let more = (count - self.limits.listed).to_string();
            let mut kind = IssueKind::new("more-like").with("count", more).with("like", *key);
            for (name, value) in sample.kind.args().iter().filter(|(name, _)| *name != "count") {
                kind = kind.with(name, value.clone());
            }
            let severity = sample.severity;
            self.out.push(Issue::new(severity, kind));
        }
        self.out
    }
}

#[cfg(test)]
mod tests;
