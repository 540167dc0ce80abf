//! Snapping: the vertex or the edge that a hand meant.
//!
//! Owns the search. Must not know which layers are shown; callers ask layer by layer.

use crate::crs::MapPoint;
use crate::feature::Features;
use crate::geometry::Extent;

/// Features looked at around one place: where more lie, the view is too far out to mean one.
const MOST_FEATURES: usize = 400;

/// What was snapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapKind {
    /// A vertex.
    Vertex,
    /// A place on an edge.
    Edge,
}

/// Where the pointer snaps to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    /// The place.
    pub at: MapPoint,
    /// What it is.
    pub kind: SnapKind,
    /// Metres from where the pointer is.
    pub distance_m: f64,
}

impl Snap {
    /// The better of two: a vertex before an edge, then the nearer.
    #[must_use]
    pub fn better(self, other: Self) -> Self {
        let rank = |s: &Self| (s.kind == SnapKind::Edge, s.distance_m);
        if rank(&other) < rank(&self) { other } else { self }
    }
}

/// The best place on a row of points within a tolerance in metres.
#[must_use]
pub fn snap_to_row(
    row: impl Iterator<Item = MapPoint>,
    at: MapPoint,
    tolerance_m: f64,
) -> Option<Snap> {
    let mut best: Option<Snap> = None;
    let mut last: Option<MapPoint> = None;
    let mut offer = |p: MapPoint, kind: SnapKind| {
        let distance_m = p.distance(at);
        if distance_m <= tolerance_m {
            let snap = Snap { at: p, kind, distance_m };
            best = Some(best.map_or(snap, |b| b.better(snap)));
        }
    };
    for p in row {
        offer(p, SnapKind::Vertex);
        if let Some(from) = last {
            offer(nearest_on_edge(from, p, at), SnapKind::Edge);
        }
        last = Some(p);
    }
    best
}

/// The place of an edge that lies nearest.
#[must_use]
pub fn nearest_on_edge(a: MapPoint, b: MapPoint, at: MapPoint) -> MapPoint {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let square = dx * dx + dy * dy;
    if square <= 0.0 {
        return a;
    }
    let t = (((at.x - a.x) * dx + (at.y - a.y) * dy) / square).clamp(0.0, 1.0);
    MapPoint::new(a.x + t * dx, a.y + t * dy)
}

/// The best place of a layer within a tolerance in metres.
#[must_use]
pub fn snap(features: &Features, at: MapPoint, tolerance_m: f64) -> Option<Snap> {
    let around = Extent::from_corners(at, at).buffered(tolerance_m);
    features
        .in_extent(&around)
        .take(MOST_FEATURES)
        .flat_map(|feature| features.geometries().parts(feature))
        .filter_map(|part| snap_to_row(part.points(), at, tolerance_m))
        .reduce(Snap::better)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)]
    use super::*;
    use crate::feature::{GeometriesBuilder, PartKind, TableBuilder};

    #[test]
    fn a_near_vertex_wins_over_a_nearer_edge() {
        let mut g = GeometriesBuilder::new(MapPoint::default(), 0.001);
        g.begin();
        g.part(PartKind::Line, [(0.0, 0.0), (100.0, 0.0), (100.0, 50.0)]);
        let mut t = TableBuilder::default();
        t.begin_row();
        let f = Features::new(g.finish(), t.finish(), vec![0]);
        let at =
            |x: f64, y: f64| snap(&f, MapPoint::new(x, y), 5.0).map(|s| (s.at.x, s.at.y, s.kind));
        assert_eq!(at(97.0, 1.0), Some((100.0, 0.0, SnapKind::Vertex)));
        assert_eq!(at(50.0, 3.0), Some((50.0, 0.0, SnapKind::Edge)));
        assert_eq!(at(50.0, 6.0), None);
    }
}
