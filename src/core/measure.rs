//! Measuring on the map: lengths, areas and bearings, on the ellipsoid and in the grid.
//!
//! Owns the pair of values: the ellipsoid's is what the ground has, the grid's is what papers in
//! the map's system print. Neither stands for the other. Must not know who measures or why.

use geo::{Bearing, Geodesic};

use crate::crs::{Crs, CrsError, GeoPoint, MapPoint, geo_from_map};
use crate::geometry::geodesic_measure;
use crate::overlay::Area2;

/// One thing measured in both ways.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Both {
    /// On the WGS 84 ellipsoid.
    pub ellipsoid: f64,
    /// In the plane of the map.
    pub grid: f64,
}

/// What is measured along points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The way along them.
    Length,
    /// The area that they enclose, and its perimeter.
    Area,
    /// Distance and direction from the first to the second.
    Bearing,
    /// Radius and area of the circle around the first through the second.
    Radius,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Length, Self::Area, Self::Bearing, Self::Radius];

    /// The word in keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Area => "area",
            Self::Bearing => "bearing",
            Self::Radius => "radius",
        }
    }
}

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measured {
    /// Metres: along the line, around the area, or the radius.
    pub length_m: Option<Both>,
    /// Square metres.
    pub area_m2: Option<Both>,
    /// Degrees clockwise, 0–360: from true north on the ellipsoid, from grid north in the grid.
    pub bearing_deg: Option<Both>,
}

/// Measures points of the map; `None` values where there are too few of them.
///
/// # Errors
/// If PROJ cannot convert a point.
pub fn measure(what: Measure, points: &[MapPoint], map_crs: &Crs) -> Result<Measured, CrsError> {
    let degrees: Vec<GeoPoint> =
        points.iter().map(|p| geo_from_map(*p, map_crs)).collect::<Result<_, _>>()?;
    let mut out = Measured::default();
    match what {
        Measure::Length if points.len() >= 2 => out.length_m = Some(length(points, &degrees)),
        Measure::Area if points.len() >= 3 => {
            // An outline that was drawn across itself has the ground that is filled; its length is the
            // way that was drawn.
            let drawn = geo::Polygon::new(
                points.iter().copied().map(geo::Coord::from).collect(),
                Vec::new(),
            );
            let area = Area2::of(&geo::MultiPolygon(vec![drawn]), map_crs)?;
            let closed: Vec<MapPoint> = points.iter().chain(points.first()).copied().collect();
            let closed_degrees: Vec<GeoPoint> =
                degrees.iter().chain(degrees.first()).copied().collect();
            out.area_m2 = Some(Both { ellipsoid: area.ellipsoid_m2, grid: area.grid_m2 });
            out.length_m = Some(length(&closed, &closed_degrees));
        }
        Measure::Area if points.len() == 2 => out.length_m = Some(length(points, &degrees)),
        Measure::Bearing if points.len() >= 2 => {
            let (a, b) = (points[0], points[1]);
            out.length_m = Some(length(&points[..2], &degrees[..2]));
            let point = |p: GeoPoint| geo::Point::new(p.lon, p.lat);
            out.bearing_deg = Some(Both {
                ellipsoid: Geodesic.bearing(point(degrees[0]), point(degrees[1])).rem_euclid(360.0),
                grid: (b.x - a.x).atan2(b.y - a.y).to_degrees().rem_euclid(360.0),
            });
        }
        Measure::Radius if points.len() >= 2 => {
            let radius = length(&points[..2], &degrees[..2]);
            let circle = crate::annotation::circle_ring(degrees[0], radius.ellipsoid);
            let area = geodesic_measure(&geo::Polygon::new(circle, Vec::new()).into()).area_m2;
            out.length_m = Some(radius);
            // The drawn ring has corners; the circle itself is a little larger.
            let rounder = std::f64::consts::PI / polygon_share();
            out.area_m2 = Some(Both {
                ellipsoid: area * rounder,
                grid: std::f64::consts::PI * radius.grid * radius.grid,
            });
        }
        _ => {}
    }
    Ok(out)
}

/// Area of the regular polygon that stands for a circle, over the square of its radius.
fn polygon_share() -> f64 {
    let n = crate::annotation::circle_ring(GeoPoint::new(0.0, 0.0), 1.0).0.len() as f64 - 1.0;
    n / 2.0 * (std::f64::consts::TAU / n).sin()
}

fn grid_length(points: &[MapPoint]) -> f64 {
    points.windows(2).map(|w| w[0].distance(w[1])).sum()
}

fn length(points: &[MapPoint], degrees: &[GeoPoint]) -> Both {
    let line: geo::LineString<f64> = degrees.iter().map(|p| (p.lon, p.lat)).collect();
    Both { ellipsoid: geodesic_measure(&line.into()).length_m, grid: grid_length(points) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::crs::map_from_geo;

    /// The line of the two published points and its azimuth as PROJ's program `geod +ellps=WGS84 -I`
    /// gives them.
    #[test]
    fn values_agree_with_geod_and_with_the_plane() {
        let crs = Crs::vn2000_son_la();
        let a = map_from_geo(GeoPoint::new(104.03528, 21.21472), &crs).unwrap();
        let b = map_from_geo(GeoPoint::new(103.9144, 21.3270), &crs).unwrap();
        let m = measure(Measure::Bearing, &[a, b], &crs).unwrap();
        let (length, bearing) = (m.length_m.unwrap(), m.bearing_deg.unwrap());
        assert!((length.ellipsoid - LENGTH_M).abs() < 0.01, "{length:?}");
        assert!((bearing.ellipsoid - AZIMUTH_DEG).abs() < 1e-5, "{bearing:?}");
        let (dx, dy): (f64, f64) = (490_924.539 - 503_466.366, 2_359_155.213 - 2_346_722.812);
        assert!((length.grid - dx.hypot(dy)).abs() < 0.01);
        assert!((bearing.grid - (360.0 + dx.atan2(dy).to_degrees())).abs() < 1e-5);
        // The central meridian's scale is 0.9999: the grid is shorter by about 1 in 10,000.
        assert!((length.grid / length.ellipsoid - 0.9999).abs() < 2e-5);
    }

    const LENGTH_M: f64 = 17_661.468_35;
    const AZIMUTH_DEG: f64 = 314.761_724_3;

    #[test]
    fn a_square_and_a_circle_have_their_areas() {
        let crs = Crs::vn2000_son_la();
        let p = |x: f64, y: f64| MapPoint::new(500_000.0 + x, 2_350_000.0 + y);
        let square = [p(0.0, 0.0), p(100.0, 0.0), p(100.0, 100.0), p(0.0, 100.0)];
        let m = measure(Measure::Area, &square, &crs).unwrap();
        assert!((m.area_m2.unwrap().grid - 10_000.0).abs() < 1e-6);
        assert!((m.length_m.unwrap().grid - 400.0).abs() < 1e-6);
        assert!((m.area_m2.unwrap().ellipsoid / 10_002.0 - 1.0).abs() < 1e-4);
        let circle = measure(Measure::Radius, &[p(0.0, 0.0), p(300.0, 0.0)], &crs).unwrap();
        let (area, radius) = (circle.area_m2.unwrap(), circle.length_m.unwrap());
        assert!(
            (area.ellipsoid / (std::f64::consts::PI * radius.ellipsoid.powi(2)) - 1.0).abs() < 1e-6
        );
        assert_eq!(measure(Measure::Length, &square[..1], &crs).unwrap(), Measured::default());
        // The same corners in another order: two triangles of 2,500 m², and the longer way.
        let crossed = [square[0], square[2], square[1], square[3]];
        let m = measure(Measure::Area, &crossed, &crs).unwrap();
        assert!((m.area_m2.unwrap().grid - 5_000.0).abs() < 1e-3);
        assert!((m.area_m2.unwrap().ellipsoid / 5_001.0 - 1.0).abs() < 1e-4);
        assert!((m.length_m.unwrap().grid - (200.0 + 2.0 * 20_000f64.sqrt())).abs() < 1e-6);
    }
}
