//! What lies at a place: R-tree first, then the exact test.
//!
//! Owns the pick. The same call serves a click, hover, the command line and reports. Must not know
//! what a layer means.

use geo::{Distance, Euclidean, Intersects};

use crate::crs::MapPoint;
use crate::feature::{FeatureId, Features, PartKind};
use crate::geometry::Extent;

/// One feature at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Row in its layer.
    pub feature: FeatureId,
    /// 0 inside an area, else metres to the nearest point of the feature.
    pub distance_m: f64,
}

/// The features of a layer at a place, nearest first, later features before earlier ones where
/// equally near, since they are drawn on top.
///
/// Areas hit where they contain the point or their edge touches it; lines and points within
/// `tolerance_m`.
#[must_use]
pub fn hits(features: &Features, at: MapPoint, tolerance_m: f64) -> Vec<Hit> {
    let around = Extent::from_corners(at, at).buffered(tolerance_m);
    let mut out: Vec<Hit> = features
        .in_extent(&around)
        .filter_map(|feature| {
            // An area that merely lies near is no answer to "what is here". Its box decides for
            // nearly all of the thousands that a view from far away has around the pointer.
            if is_area(features, feature) {
                let here = features.geometries().feature_extent(feature).contains(at)
                    && covers(features, feature, at);
                return here.then_some(Hit { feature, distance_m: 0.0 });
            }
            let distance_m = distance(features, feature, at);
            (distance_m <= tolerance_m).then_some(Hit { feature, distance_m })
        })
        .collect();
    out.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(b.feature.cmp(&a.feature)));
    out
}

fn is_area(features: &Features, feature: FeatureId) -> bool {
    features.geometries().parts(feature).any(|p| p.kind == PartKind::Exterior)
}

/// Whether an area of a feature holds a place, its edge included.
fn covers(features: &Features, feature: FeatureId, at: MapPoint) -> bool {
    features.geometries().polygons(feature).intersects(&geo::Point::new(at.x, at.y))
}

/// The nearest feature that `wanted` accepts, found by widening a circle until it holds one.
#[must_use]
pub fn nearest(
    features: &Features,
    at: MapPoint,
    wanted: impl Fn(FeatureId) -> bool,
) -> Option<Hit> {
    /// Metres of the first circle.
    const FIRST: f64 = 250.0;
    let whole = features.extent();
    if whole.is_empty() {
        return None;
    }
    let farthest = whole.including(at);
    let reach = farthest.width().hypot(farthest.height());
    let mut radius_m = FIRST;
    loop {
        let around = Extent::from_corners(at, at).buffered(radius_m);
        let best = features
            .in_extent(&around)
            .filter(|feature| wanted(*feature))
            .map(|feature| Hit { feature, distance_m: distance(features, feature, at) })
            .min_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.feature.cmp(&b.feature)));
        // A box may reach into the circle while its feature lies beyond it: another could be nearer.
        match best {
            Some(hit) if hit.distance_m <= radius_m => return Some(hit),
            _ if radius_m > reach => return best,
            _ => radius_m *= 2.0,
        }
    }
}

/// Metres from a place to a feature in the plane of the map: 0 inside an area, infinite for a
/// feature without geometry.
#[must_use]
pub fn distance(features: &Features, feature: FeatureId, at: MapPoint) -> f64 {
    let p = geo::Point::new(at.x, at.y);
    let store = features.geometries();
    let polygons = store.polygons(feature);
    if polygons.intersects(&p) {
        return 0.0;
    }
    let mut best =
        if polygons.0.is_empty() { f64::INFINITY } else { Euclidean.distance(&p, &polygons) };
    for part in store.parts(feature) {
        match part.kind {
            PartKind::Points => {
                best = part.points().map(|q| q.distance(at)).fold(best, f64::min);
            }
            PartKind::Line => {
                let line: geo::LineString<f64> = part.points().map(geo::Coord::from).collect();
                best = best.min(Euclidean.distance(&p, &line));
            }
            PartKind::Exterior | PartKind::Hole => {}
        }
    }
    best
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)]
    use super::*;
    use crate::feature::{GeometriesBuilder, TableBuilder};

    #[test]
    fn holes_edges_and_tolerances() {
        let mut g = GeometriesBuilder::new(MapPoint::default(), 0.001);
        g.begin();
        g.part(
            PartKind::Exterior,
            [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)],
        );
        g.part(PartKind::Hole, [(4.0, 4.0), (4.0, 6.0), (6.0, 6.0), (6.0, 4.0), (4.0, 4.0)]);
        g.begin();
        g.part(PartKind::Line, [(0.0, 5.0), (20.0, 5.0)]);
        g.begin();
        g.part(PartKind::Points, [(12.0, 12.0)]);
        let mut t = TableBuilder::default();
        (0..3).for_each(|_| t.begin_row());
        let f = Features::new(g.finish(), t.finish(), vec![0, 1, 2]);
        let at = |x, y, tol| {
            hits(&f, MapPoint::new(x, y), tol).iter().map(|h| h.feature).collect::<Vec<_>>()
        };
        assert_eq!(at(2.0, 2.0, 0.5), [0], "inside");
        assert_eq!(at(5.0, 4.5, 0.1), Vec::<u32>::new(), "in the hole");
        assert_eq!(at(5.0, 4.5, 0.6), [1], "line near the hole");
        assert_eq!(at(2.0, 5.0, 0.1), [1, 0], "the later feature is on top");
        assert_eq!(at(10.0, 2.0, 0.0), [0], "on the edge");
        assert_eq!(at(11.0, 2.0, 2.0), Vec::<u32>::new(), "an area only near is no hit");
        assert_eq!(at(12.5, 12.0, 1.0), [2]);
        let near = |x, y, skip: u32| {
            nearest(&f, MapPoint::new(x, y), |n| n != skip).map(|h| (h.feature, h.distance_m))
        };
        assert_eq!(near(12.5, 12.0, 9), Some((2, 0.5)));
        assert_eq!(
            near(12.0, 15.0, 2),
            Some((0, 29f64.sqrt())),
            "the next one where the nearest is not wanted"
        );
        let far = nearest(&f, MapPoint::new(20.0, 10_005.0), |n| n == 1);
        assert_eq!(
            far,
            Some(Hit { feature: 1, distance_m: 10_000.0 }),
            "far beyond the first circle"
        );
        assert_eq!(nearest(&f, MapPoint::new(0.0, 0.0), |_| false), None);
        assert_eq!(nearest(&Features::empty(), MapPoint::new(0.0, 0.0), |_| true), None);
        assert_eq!(hits(&f, MapPoint::new(12.5, 12.0), 1.0)[0].distance_m, 0.5);
    }
}
