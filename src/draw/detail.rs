//! What is worked out from a layer's features once and kept: typical size, classes, shared
//! outlines, anchors of labels.
//!
//! Owns everything that would be too slow to compute for each tile. All clones of a layer share
//! it, the levels of detail of very large layers among it. Must not know a view.

use std::sync::{Mutex, OnceLock, PoisonError};

use geo::{Centroid, Contains, InteriorPoint};
use planmap_core::feature::{FeatureId, Features, PartKind};
use planmap_core::legend::ClassId;
use planmap_core::{Extent, MapPoint};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::pyramid::{MANY, NoPyramid, Pyramid, has_points, subject};

/// Derived data of one layer, computed when first asked for.
#[derive(Debug, Default)]
pub struct Detail {
    typical_size_m: OnceLock<f64>,
    class_counts: OnceLock<FxHashMap<ClassId, u64>>,
    outline: OnceLock<Vec<Chain>>,
    anchors: OnceLock<Vec<Option<MapPoint>>>,
    has_points: OnceLock<bool>,
    /// `None` inside where the layer is not fit for one.
    pyramid: OnceLock<Option<Pyramid>>,
    /// Held while the pyramid is built, so that one thread builds it and the others wait.
    building: Mutex<()>,
}

/// A line of an outline.
#[derive(Debug, Clone)]
pub struct Chain {
    /// Its points; a closed chain repeats its first one.
    pub points: Vec<MapPoint>,
    /// Its extent.
    pub extent: Extent,
}

impl Detail {
    /// The median over the features of the side of a square as large as the bounding box, in
    /// metres; 0 where there are none.
    pub fn typical_size_m(&self, features: &Features) -> f64 {
        *self.typical_size_m.get_or_init(|| {
            // A thousand samples place a median closely enough for a fade.
            let every = (features.len() / 1000).max(1);
            let mut sizes: Vec<f64> = (0..features.len())
                .step_by(every)
                .map(|f| features.geometries().feature_extent(f as FeatureId))
                .filter(|e| !e.is_empty())
                .map(|e| (e.width() * e.height()).sqrt())
                .collect();
            sizes.sort_by(f64::total_cmp);
            sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
        })
    }

    /// How many features each class has.
    pub fn class_counts(&self, classes: &[ClassId]) -> &FxHashMap<ClassId, u64> {
        self.class_counts.get_or_init(|| {
            let mut counts = FxHashMap::default();
            for class in classes {
                *counts.entry(*class).or_default() += 1;
            }
            counts
        })
    }

    /// The edges of all polygons and all lines, each edge once however many features share it,
    /// joined into lines as long as they go.
    pub fn outline(&self, features: &Features) -> &[Chain] {
        self.outline.get_or_init(|| chains(features))
    }

    /// Whether any feature has separate points.
    pub(crate) fn has_points(&self, features: &Features) -> bool {
        *self.has_points.get_or_init(|| has_points(features))
    }

    /// Whether a layer is so large that it is drawn from shares of ground while its lots are
    /// small on the screen.
    #[must_use]
    pub(crate) fn is_large(features: &Features) -> bool {
        features.len() >= MANY
    }

    /// The shares of ground of a large layer's classes, built when first asked for; `None` inside
    /// where there are none, `None` outside where the work was cancelled.
    pub fn pyramid(
        &self,
        features: &Features,
        classes: &[ClassId],
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Option<&Pyramid>> {
        if !Self::is_large(features) {
            return Some(None);
        }
        if self.pyramid.get().is_none() {
            // The lock guards no data: a thread that panicked with it left nothing half done.
            let _one = self.building.lock().unwrap_or_else(PoisonError::into_inner);
            if self.pyramid.get().is_none() {
                let built = match Pyramid::build(
                    features,
                    classes,
                    self.typical_size_m(features),
                    cancelled,
                ) {
                    Ok(pyramid) => Some(pyramid),
                    Err(NoPyramid::Unfit) => None,
                    Err(NoPyramid::Cancelled) => return None,
                };
                let _ = self.pyramid.set(built);
            }
        }
        self.pyramid.get().map(Option::as_ref)
    }

    /// The shares of ground as bytes for a cache on disk; `None` where they are not worked out or
    /// the layer has none.
    pub(crate) fn pyramid_bytes(
        &self,
        features: &Features,
        classes: &[ClassId],
    ) -> Option<Vec<u8>> {
        let pyramid = self.pyramid.get()?.as_ref()?;
        Some(pyramid.to_bytes(subject(features, classes)))
    }

    /// Takes shares of ground from bytes in place of working them out; says whether they are there
    /// now. Damaged bytes, and those of other features or classes, change nothing.
    pub(crate) fn restore_pyramid(
        &self,
        features: &Features,
        classes: &[ClassId],
        bytes: &[u8],
    ) -> bool {
        if !Self::is_large(features) {
            return false;
        }
        if self.pyramid.get().is_none()
            && let Some(pyramid) = Pyramid::from_bytes(bytes, subject(features, classes))
        {
            let _ = self.pyramid.set(Some(pyramid));
        }
        matches!(self.pyramid.get(), Some(Some(_)))
    }

    /// A place inside each feature, for its label: `None` for a null geometry.
    pub fn anchors(&self, features: &Features) -> &[Option<MapPoint>] {
        self.anchors
            .get_or_init(|| (0..features.len() as FeatureId).map(|f| anchor(features, f)).collect())
    }
}

/// The centroid where it lies inside, which is where a reader looks for a name; else a point that
/// surely does.
fn anchor(features: &Features, feature: FeatureId) -> Option<MapPoint> {
    let geometry = features.geometries().geometry(feature)?;
    let of_polygon = |p: &geo::Polygon<f64>| {
        let centre = p.centroid().filter(|c| p.contains(c));
        centre.or_else(|| p.interior_point())
    };
    let point = match &geometry {
        geo::Geometry::Polygon(p) => of_polygon(p),
        geo::Geometry::MultiPolygon(m) => {
            use geo::Area;
            m.iter()
                .max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))
                .and_then(of_polygon)
        }
        geo::Geometry::LineString(l) => middle(l),
        geo::Geometry::MultiLineString(m) => m.iter().max_by_key(|l| l.0.len()).and_then(middle),
        other => other.interior_point(),
    };
    point.map(|p| MapPoint::new(p.x(), p.y()))
}

/// The point half-way along a line.
fn middle(line: &geo::LineString<f64>) -> Option<geo::Point<f64>> {
    use geo::{Euclidean, InterpolatableLine};
    line.point_at_ratio_from_start(&Euclidean, 0.5)
}

type Count = [i32; 2];

fn chains(features: &Features) -> Vec<Chain> {
    let store = features.geometries();
    let mut seen: FxHashSet<(Count, Count)> = FxHashSet::default();
    let mut next: FxHashMap<Count, Vec<Count>> = FxHashMap::default();
    // In the order of the file, so that the same layer always gives the same lines.
    let mut order: Vec<Count> = Vec::new();
    for feature in 0..features.len() as FeatureId {
        for part in store.parts(feature).filter(|p| p.kind != PartKind::Points) {
            let counts = part.counts();
            let closing = match (part.kind, counts.first(), counts.last()) {
                (PartKind::Exterior | PartKind::Hole, Some(a), Some(b)) if a != b => Some((*b, *a)),
                _ => None,
            };
            for (a, b) in counts.windows(2).map(|w| (w[0], w[1])).chain(closing) {
                if a != b && seen.insert(if a < b { (a, b) } else { (b, a) }) {
                    for (from, to) in [(a, b), (b, a)] {
                        let to_all = next.entry(from).or_default();
                        if to_all.is_empty() {
                            order.push(from);
                        }
                        to_all.push(to);
                    }
                }
            }
        }
    }
    let point = |c: Count| {
        let o = store.origin();
        MapPoint::new(
            o.x + f64::from(c[0]) * store.quantum_m(),
            o.y + f64::from(c[1]) * store.quantum_m(),
        )
    };
    let mut out = Vec::new();
    let mut walk = |start: Count,
                    next: &mut FxHashMap<Count, Vec<Count>>,
                    seen: &mut FxHashSet<(Count, Count)>| {
        let take = |from: Count,
                    next: &FxHashMap<Count, Vec<Count>>,
                    seen: &mut FxHashSet<(Count, Count)>| {
            let to = next.get(&from)?.iter().copied().find(|to| seen.contains(&key(from, *to)))?;
            seen.remove(&key(from, to));
            Some(to)
        };
        while let Some(first) = take(start, next, seen) {
            let mut line = vec![start, first];
            let mut at = first;
            // A corner where three lines meet ends a chain.
            while next.get(&at).is_some_and(|n| n.len() == 2) {
                let Some(to) = take(at, next, seen) else { break };
                line.push(to);
                at = to;
            }
            let points: Vec<MapPoint> = line.into_iter().map(point).collect();
            let extent = Extent::of_points(points.iter().copied());
            out.push(Chain { points, extent });
        }
    };
    for start in order
        .iter()
        .filter(|c| next.get(*c).is_some_and(|n| n.len() != 2))
        .copied()
        .collect::<Vec<_>>()
    {
        walk(start, &mut next, &mut seen);
    }
    for start in order {
        walk(start, &mut next, &mut seen);
    }
    out
}

fn key(a: Count, b: Count) -> (Count, Count) {
    if a < b { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use planmap_core::feature::{GeometriesBuilder, TableBuilder};

    fn squares() -> Features {
        let mut g = GeometriesBuilder::new(MapPoint::default(), 0.001);
        let mut t = TableBuilder::default();
        for x in [0.0, 10.0] {
            g.begin();
            g.part(
                PartKind::Exterior,
                [(x, 0.0), (x + 10.0, 0.0), (x + 10.0, 10.0), (x, 10.0), (x, 0.0)],
            );
            t.begin_row();
        }
        // A horseshoe, whose centroid lies outside.
        g.begin();
        let horseshoe = [
            (0.0, 50.0),
            (30.0, 50.0),
            (30.0, 80.0),
            (25.0, 80.0),
            (25.0, 55.0),
            (5.0, 55.0),
            (5.0, 80.0),
            (0.0, 80.0),
        ];
        g.part(PartKind::Exterior, horseshoe);
        t.begin_row();
        g.begin();
        t.begin_row();
        Features::new(g.finish(), t.finish(), vec![0, 1, 2, 3])
    }

    #[test]
    fn shared_edges_come_once() {
        let length: f64 = chains(&squares())
            .iter()
            .flat_map(|c| c.points.windows(2))
            .map(|w| w[0].distance(w[1]))
            .sum();
        let horseshoe = 30.0 + 30.0 + 5.0 + 25.0 + 20.0 + 25.0 + 5.0 + 30.0;
        assert!((length - (70.0 + horseshoe)).abs() < 1e-6, "{length}");
        // Left part, right part, shared edge, horseshoe.
        assert_eq!(chains(&squares()).len(), 4);
    }

    #[test]
    fn anchors_lie_inside() {
        let f = squares();
        let d = Detail::default();
        let anchors = d.anchors(&f);
        assert_eq!(anchors[0], Some(MapPoint::new(5.0, 5.0)));
        assert_eq!(anchors[3], None);
        let inside = anchors[2].unwrap();
        assert!(planmap_core::identify::distance(&f, 2, inside) <= 0.0, "{inside:?}");
        assert!((d.typical_size_m(&f) - 10.0).abs() < 1e-9);
    }
}
