//! Which features of a layer an area touches.
//!
//! Owns selecting by rectangle and by polygon, and what a selection measures. The R-tree finds the candidates; most of them are
//! decided by their boxes, and only those on the area's edge by the exact test. Must not know what
//! a layer means.

use geo::{Contains, Intersects, LinesIter};

use crate::audit::edges::EdgeField;
use crate::crs::{Crs, CrsError};
use crate::feature::{FeatureId, Features};
use crate::geometry::Extent;
use crate::ground::ground;
use crate::layer_size::GroundScale;
use crate::overlay::Area2;

/// The features that share at least a point with an area, in ascending order. Both in map metres.
#[must_use]
pub fn touching(features: &Features, area: &geo::Polygon<f64>) -> Vec<FeatureId> {
    let area = &ground(geo::MultiPolygon(vec![area.clone()]));
    let whole = Extent::of_geometry(&area.clone().into());
    let edges: Vec<Extent> =
        area.lines_iter().map(|l| Extent::of_points([l.start.into(), l.end.into()])).collect();
    let store = features.geometries();
    let exact = |feature| {
        store.parts(feature).len() > 0
            && store.geometry(feature).is_some_and(|g| g.intersects(area))
    };
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

/// Of more features the sum of their areas is told, and not what of it is the same ground.
const MOST_UNITED: usize = 50_000;

/// What some features of a layer measure together, on the ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TakenArea {
    /// The areas of all of them added up, in m².
    pub sum_m2: f64,
    /// The ground that they take, in m²: what several of them cover counts once. `None` where they
    /// are too many to find that out.
    pub ground_m2: Option<f64>,
}

impl TakenArea {
    /// Whether some of the ground is covered more than once, by more than rounding.
    #[must_use]
    pub fn overlaps(&self) -> bool {
        self.ground_m2.is_some_and(|ground_m2| self.sum_m2 - ground_m2 > 0.5 + self.sum_m2 * 1e-5)
    }
}

/// Measures features of a layer, each as its table does, and the ground that they take.
///
/// # Errors
/// If PROJ cannot convert a point.
pub fn taken_area(
    features: &Features,
    rows: &[FeatureId],
    map_crs: &Crs,
) -> Result<TakenArea, CrsError> {
    let store = features.geometries();
    let extent =
        rows.iter().fold(Extent::EMPTY, |extent, row| extent.union(store.feature_extent(*row)));
    if extent.is_empty() {
        return Ok(TakenArea { sum_m2: 0.0, ground_m2: Some(0.0) });
    }
    let scale = GroundScale::over(&features.extent(), map_crs);
    let sum_m2: f64 = rows.iter().filter_map(|row| scale.size(store, *row).area_m2).sum();
    if rows.len() < 2 {
        return Ok(TakenArea { sum_m2, ground_m2: Some(sum_m2) });
    }
    if rows.len() > MOST_UNITED {
        return Ok(TakenArea { sum_m2, ground_m2: None });
    }
    let mut edges = EdgeField::new(extent.centre());
    rows.iter().for_each(|row| edges.add(features, *row));
    edges.cancel();
    let ground_m2 = Area2::of(&edges.covered(), map_crs)?.ellipsoid_m2;
    Ok(TakenArea { sum_m2, ground_m2: Some(ground_m2) })
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
                _ => {
                    g.part(
                        PartKind::Exterior,
                        [(x, y), (x + 10.0, y), (x + 8.0, y + 10.0), (x, y)],
                    );
                }
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

    /// Squares of 100 m, the second and the third 60 m further east: 8,000 m² of 30,000 in a row.
    #[test]
    fn what_several_features_cover_is_ground_once() {
        let mut g = GeometriesBuilder::new(MapPoint::new(489_600.0, 2_356_000.0), 0.001);
        let mut t = TableBuilder::default();
        for x in [489_600.0, 489_660.0, 489_660.0] {
            let (y, far) = (2_356_000.0, x + 100.0);
            g.begin();
            g.part(
                PartKind::Exterior,
                [(x, y), (far, y), (far, y + 100.0), (x, y + 100.0), (x, y)],
            );
            t.begin_row();
        }
        let features = Features::new(g.finish(), t.finish(), vec![0, 1, 2]);
        let taken =
            |rows: &[FeatureId]| taken_area(&features, rows, &Crs::vn2000_son_la()).unwrap();
        // A square metre of the grid is 1.000 207 8 m² there: pyproj's `Geod` on the same corners.
        let all = taken(&[0, 1, 2]);
        assert!((all.sum_m2 - 30_006.23).abs() < 0.05, "{all:?}");
        assert!((all.ground_m2.unwrap() - 16_003.32).abs() < 0.05, "{all:?}");
        assert!(all.overlaps() && !taken(&[0]).overlaps());
        assert_eq!(taken(&[]), TakenArea { sum_m2: 0.0, ground_m2: Some(0.0) });
    }

    proptest! {
        /// The exact test on every feature is the judge.
        #[test]
        fn shortcuts_change_nothing(corners in prop::collection::vec((-20.0f64..220.0, -20.0f64..220.0), 3..9)) {
            let f = grid(18);
            let area = geo::Polygon::new(corners.into(), vec![]);
            let inside = ground(geo::MultiPolygon(vec![area.clone()]));
            let want: Vec<FeatureId> = (0..f.len() as FeatureId)
                .filter(|n| f.geometries().geometry(*n).is_some_and(|g| g.intersects(&inside)))
                .collect();
            prop_assert_eq!(touching(&f, &area), want);
        }
    }
}
