//! Which features of a layer an area touches.
//!
//! Owns selecting by rectangle and by polygon. The R-tree finds the candidates; most of them are
//! decided by their boxes, and only those on the area's edge by the exact test. Must not know what
//! a layer means.

use geo::{Contains, Intersects};

use crate::feature::{FeatureId, Features};
use crate::geometry::Extent;

/// The features that share at least a point with an area, in ascending order. Both in map metres.
#[must_use]
pub fn touching(features: &Features, area: &geo::Polygon<f64>) -> Vec<FeatureId> {
    let whole = Extent::of_geometry(&area.clone().into());
    let edges: Vec<Extent> = std::iter::once(area.exterior())
        .chain(area.interiors())
        .flat_map(geo::LineString::lines)
        .map(|l| Extent::of_points([l.start.into(), l.end.into()]))
        .collect();
    let store = features.geometries();
    let exact = |feature| store.parts(feature).len() > 0 && store.geometry(feature).is_some_and(|g| g.intersects(area));
    let mut out: Vec<FeatureId> = features
        .in_extent(&whole)
        .filter(|feature| {
            let own = store.feature_extent(*feature);
            if edges.iter().any(|edge| edge.intersects(&own)) {
                return exact(*feature);
            }
            // No edge comes near: all of the feature is inside, or none of it.
            let first = store.parts(*feature).next().and_then(|p| p.points().next());
            first.is_some_and(|p| area.contains(&geo::Point::new(p.x, p.y)))
        })
        .collect();
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::MapPoint;
    use crate::feature::{GeometriesBuilder, PartKind, TableBuilder};
    use geo::polygon;
    use proptest::prelude::*;

    fn grid(side: u32) -> Features {
        let mut g = GeometriesBuilder::new(MapPoint::default(), 0.001);
        let mut t = TableBuilder::default();
        for i in 0..side * side {
            let (x, y) = (f64::from(i % side) * 10.0, f64::from(i / side) * 10.0);
            g.begin();
            t.begin_row();
            match i % 11 {
                3 => g.part(PartKind::Points, [(x + 5.0, y + 5.0)]),
                7 => g.part(PartKind::Line, [(x, y), (x + 9.0, y + 4.0)]),
                9 => {}
                _ => g.part(PartKind::Exterior, [(x, y), (x + 10.0, y), (x + 8.0, y + 10.0), (x, y)]),
            }
        }
        Features::new(g.finish(), t.finish(), (0..side * side).collect())
    }

    #[test]
    fn a_hole_of_the_area_is_not_selected() {
        let f = grid(20);
        let ring = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 200.0, y: 0.0), (x: 200.0, y: 200.0), (x: 0.0, y: 200.0)],
            interiors: [[(x: 50.0, y: 50.0), (x: 150.0, y: 50.0), (x: 150.0, y: 150.0), (x: 50.0, y: 150.0)]],
        );
        let found = touching(&f, &ring);
        assert!(found.contains(&0) && !found.contains(&(10 * 20 + 10)));
    }

    proptest! {
        /// The exact test on every feature is the judge.
        #[test]
        fn shortcuts_change_nothing(corners in prop::collection::vec((-20.0f64..220.0, -20.0f64..220.0), 3..9)) {
            let f = grid(18);
            let area = geo::Polygon::new(corners.into(), vec![]);
            let want: Vec<FeatureId> = (0..f.len() as FeatureId)
                .filter(|n| f.geometries().geometry(*n).is_some_and(|g| g.intersects(&area)))
                .collect();
            prop_assert_eq!(touching(&f, &area), want);
        }
    }
}
