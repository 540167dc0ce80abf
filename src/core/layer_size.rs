//! Areas and lengths of all features of a layer on the ellipsoid, quick enough for a million lots.
//!
//! The map's projection is conformal, so that the ground of a small square of the map is the same
//! in every direction: a lot's area in the plane, times the ground of a square metre where it lies,
//! is its area on the ellipsoid. That factor comes from PROJ at the points of a lattice. What is
//! larger than [`SMALL_M`] is measured point by point instead. Must not know tables or layers.

use crate::crs::{Crs, MapPoint};
use crate::feature::{AreaRing, FeatureId, Geometries, PartKind};
use crate::geometry::{Extent, geo_geometry_from_map, geodesic_measure};

/// Features up to this size in metres take the factor of their middle. The factor of a transverse
/// Mercator changes by less than 1e-7 over half of it, in the zones that maps are made in.
const SMALL_M: f64 = 500.0;
/// Metres between two points of the lattice, at most; between them the factor is interpolated.
const STEP_M: f64 = 5_000.0;
/// Points of the lattice along a side, at most.
const MOST_STEPS: usize = 96;
/// Side of the square that the factor is measured on.
const SQUARE_M: f64 = 1_000.0;

/// The ground of a square metre of the map, over an extent.
#[derive(Debug, Clone)]
pub struct GroundScale {
    extent: Extent,
    steps: [usize; 2],
    ground: Vec<f64>,
    crs: Crs,
}

/// Size of a feature; `None` for what it does not have, or what cannot be measured.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FeatureSize {
    /// m² on the ellipsoid, holes taken off.
    pub area_m2: Option<f64>,
    /// Metres on the ellipsoid: of lines, or of all rings of polygons.
    pub length_m: Option<f64>,
}

impl GroundScale {
    /// Measures the lattice over an extent of the map.
    #[must_use]
    pub fn over(extent: &Extent, crs: &Crs) -> Self {
        let steps = |length: f64| ((length / STEP_M).ceil() as usize).clamp(1, MOST_STEPS);
        let steps = if extent.is_empty() {
            [1, 1]
        } else {
            [steps(extent.width()), steps(extent.height())]
        };
        let mut ground = Vec::with_capacity((steps[0] + 1) * (steps[1] + 1));
        for j in 0..=steps[1] {
            for i in 0..=steps[0] {
                let share = |k: usize, n: usize| k as f64 / n as f64;
                let x = extent.min.x + extent.width() * share(i, steps[0]);
                let y = extent.min.y + extent.height() * share(j, steps[1]);
                // Where PROJ fails, features are measured one by one, or not at all.
                ground.push(square(MapPoint::new(x, y), crs).unwrap_or(f64::NAN));
            }
        }
        Self { extent: *extent, steps, ground, crs: crs.clone() }
    }

    /// The m² of the ellipsoid that an area of the map's plane has around a place. The area in the
    /// plane itself where PROJ does not know the place.
    #[must_use]
    pub fn ellipsoid_m2(&self, area_grid_m2: f64, around: MapPoint) -> f64 {
        let ground = self.at(around);
        if ground.is_nan() { area_grid_m2 } else { area_grid_m2 * ground }
    }

    /// The metres of the ellipsoid that a length of the map's plane has around a place; the length in
    /// the plane itself where PROJ does not know the place.
    #[must_use]
    pub fn ellipsoid_m(&self, length_grid_m: f64, around: MapPoint) -> f64 {
        let ground = self.at(around);
        if ground.is_nan() { length_grid_m } else { length_grid_m * ground.sqrt() }
    }

    /// The ground of a square metre at a place; NaN where it is not known.
    fn at(&self, p: MapPoint) -> f64 {
        let place = |v: f64, length: f64, n: usize| {
            let t = if length > 0.0 { (v / length * n as f64).clamp(0.0, n as f64) } else { 0.0 };
            let cell = (t as usize).min(n - 1);
            (cell, t - cell as f64)
        };
        let (i, s) = place(p.x - self.extent.min.x, self.extent.width(), self.steps[0]);
        let (j, t) = place(p.y - self.extent.min.y, self.extent.height(), self.steps[1]);
        let at = |i: usize, j: usize| {
            self.ground.get(j * (self.steps[0] + 1) + i).copied().unwrap_or(f64::NAN)
        };
        let low = at(i, j) * (1.0 - s) + at(i + 1, j) * s;
        let high = at(i, j + 1) * (1.0 - s) + at(i + 1, j + 1) * s;
        low * (1.0 - t) + high * t
    }

    /// The size of a feature.
    #[must_use]
    pub fn size(&self, geometries: &Geometries, feature: FeatureId) -> FeatureSize {
        let mut area = 0.0;
        let mut length = 0.0;
        let mut polygons = false;
        let mut lines = false;
        for part in geometries.parts(feature) {
            polygons |= part.kind == PartKind::Exterior;
            if part.kind == PartKind::Line {
                lines = true;
                length += way(part.points());
            }
        }
        if polygons {
            let (area_grid_m2, around_m) = plane_size(geometries, feature);
            area = area_grid_m2;
            length += around_m;
        }
        if !polygons && !lines {
            return FeatureSize::default();
        }
        let extent = geometries.feature_extent(feature);
        let ground = if extent.width().max(extent.height()) <= SMALL_M {
            self.at(extent.centre())
        } else {
            f64::NAN
        };
        let (area, length) = if ground.is_nan() {
            let exact = geometries
                .geometry(feature)
                .and_then(|g| geo_geometry_from_map(&g, &self.crs).ok());
            let Some(exact) = exact.map(|g| geodesic_measure(&g)) else {
                return FeatureSize::default();
            };
            (exact.area_m2, exact.length_m)
        } else {
            (area * ground, length * ground.sqrt())
        };
        FeatureSize { area_m2: polygons.then_some(area), length_m: Some(length) }
    }
}

/// m² of the ellipsoid in a square metre of the map.
fn square(centre: MapPoint, crs: &Crs) -> Option<f64> {
    let half = SQUARE_M / 2.0;
    let (a, b) = ((centre.x - half, centre.y - half), (centre.x + half, centre.y + half));
    let degrees = geo_geometry_from_map(&geo::Rect::new(a, b).to_polygon().into(), crs).ok()?;
    Some(geodesic_measure(&degrees).area_m2 / (SQUARE_M * SQUARE_M))
}

/// Area in the plane of the ground of a feature, in m², and length of its rings in metres.
fn plane_size(geometries: &Geometries, feature: FeatureId) -> (f64, f64) {
    let (mut area_m2, mut around_m) = (0.0, 0.0);
    let (mut exterior, mut holes) = (0.0, 0.0);
    for ring in geometries.area_rings(feature) {
        let (enclosed_m2, ring_m) = match &ring {
            AreaRing::Written(part) => (enclosed(part.points()), way(part.points())),
            AreaRing::Read(read) => (enclosed(read.points()), way(read.points())),
        };
        around_m += ring_m;
        if ring.is_hole() {
            holes += enclosed_m2;
        } else {
            area_m2 += f64::max(exterior - holes, 0.0);
            (exterior, holes) = (enclosed_m2, 0.0);
        }
    }
    (area_m2 + f64::max(exterior - holes, 0.0), around_m)
}

fn pairs(
    points: impl Iterator<Item = MapPoint> + Clone,
) -> impl Iterator<Item = (MapPoint, MapPoint)> {
    points.clone().zip(points.skip(1))
}

/// Area in the plane that a ring encloses, whichever way it runs.
fn enclosed(ring: impl Iterator<Item = MapPoint> + Clone) -> f64 {
    let Some(origin) = ring.clone().next() else {
        return 0.0;
    };
    let twice: f64 = pairs(ring)
        .map(|(a, b)| (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y))
        .sum();
    (twice / 2.0).abs()
}

fn way(points: impl Iterator<Item = MapPoint> + Clone) -> f64 {
    pairs(points).map(|(a, b)| a.distance(b)).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::feature::GeometriesBuilder;

    /// Karney's geodesic area of each feature is the judge.
    #[test]
    fn sizes_agree_with_geodesics() {
        let crs = Crs::vn2000_son_la();
        let origin = MapPoint::new(490_000.0, 2_359_000.0);
        let mut builder = GeometriesBuilder::new(origin, 0.001);
        let shapes = 60;
        for n in 0..shapes {
            // From lots of 20 m to areas of 20 km, up to 150 km from the central meridian.
            let side = 20.0 * 1.125f64.powi(n);
            let (x, y) =
                (500_000.0 + f64::from(n) * 2_500.0, 2_300_000.0 + f64::from(n % 7) * 9_000.0);
            let corner = |u: f64, v: f64| (x + u * side, y + v * side);
            builder.begin();
            builder.part(
                PartKind::Exterior,
                [corner(0.0, 0.0), corner(1.0, 0.1), corner(0.9, 1.0), corner(0.0, 0.0)],
            );
            if n % 3 == 0 {
                let hole = [corner(0.5, 0.2), corner(0.7, 0.3), corner(0.7, 0.5), corner(0.5, 0.2)];
                builder.part(PartKind::Hole, hole);
            }
        }
        builder.begin();
        builder.part(PartKind::Line, [(500_000.0, 2_300_000.0), (500_120.0, 2_300_050.0)]);
        builder.begin();
        builder.part(PartKind::Points, [(500_000.0, 2_300_000.0)]);
        let g = builder.finish();
        let scale = GroundScale::over(&g.extent(), &crs);
        for feature in 0..shapes as u32 {
            let want = geodesic_measure(
                &geo_geometry_from_map(&g.geometry(feature).unwrap(), &crs).unwrap(),
            );
            let got = scale.size(&g, feature);
            let near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-6;
            assert!(near(got.area_m2.unwrap(), want.area_m2), "{feature}: {got:?} {want:?}");
            assert!(near(got.length_m.unwrap(), want.length_m), "{feature}: {got:?} {want:?}");
        }
        let line = scale.size(&g, shapes as u32);
        assert!(line.area_m2.is_none() && (line.length_m.unwrap() - 130.0).abs() < 0.2, "{line:?}");
        assert_eq!(scale.size(&g, shapes as u32 + 1), FeatureSize::default());
    }
}
