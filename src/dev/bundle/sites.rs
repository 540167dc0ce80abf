//! Geometry of the candidate sites, from the published figures.
//!
//! Owns how a runway and a described limit become a line and a polygon. Must not know the claims.

use geo::{BooleanOps, Coord, Destination, Geodesic, LineString, MultiPolygon, Point, Polygon};
use planmap_core::geometry::geodesic_measure;

use super::output::{degrees, rounded};
use super::tables::{Cemetery, Runway};
use super::{BundleError, curve, limits};

/// The runway's centre line in degrees: half its length to both sides of the reference point.
pub fn runway(table: &Runway) -> LineString<f64> {
    let centre = Point::new(table.lon_lat[0], table.lon_lat[1]);
    let end = |turn: f64| {
        rounded(Geodesic.destination(centre, table.azimuth_deg + turn, table.length_m / 2.0).0)
    };
    LineString(vec![end(180.0), end(0.0)])
}

/// The limit with the published area, in metres: the points that are not fixed are moved along the
/// lines that lead to them from the middle of the fixed ones.
///
/// # Errors
/// If the unit is unknown or no scale within a half and twice the sketch gives the area.
pub fn cemetery(table: &Cemetery, units: &limits::Units) -> Result<MultiPolygon<f64>, BundleError> {
    let unit = limits::join(units, std::slice::from_ref(&table.unit))?;
    let fixed = &table.outline[..table.fixed.min(table.outline.len())];
    let n = fixed.len().max(1) as f64;
    let middle = fixed.iter().fold(Coord { x: 0.0, y: 0.0 }, |m, p| m + curve::coord(*p) / n);
    let scaled = |scale: f64| {
        let ring = table.outline.iter().enumerate().map(|(i, p)| {
            let p = curve::coord(*p);
            if i < fixed.len() { p } else { middle + (p - middle) * scale }
        });
        MultiPolygon(vec![Polygon::new(ring.collect(), Vec::new())]).intersection(&unit)
    };
    let area =
        |scale: f64| Ok::<_, BundleError>(geodesic_measure(&degrees(scaled(scale))?).area_m2);
    let (mut low, mut high) = (0.5, 2.0);
    if !(area(low)? < table.area_m2 && table.area_m2 < area(high)?) {
        return Err(BundleError::Table {
            name: "figures.toml".into(),
            reason: "the outline cannot have the area".into(),
        });
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if area(middle)? < table.area_m2 { low = middle } else { high = middle }
    }
    Ok(scaled(low))
}

/// A region shrunk toward its middle.
pub fn shrunk(region: &MultiPolygon<f64>, share: f64) -> MultiPolygon<f64> {
    use geo::{Centroid, MapCoords};
    let Some(c) = region.centroid() else {
        return region.clone();
    };
    region.map_coords(|p| c.0 + (p - c.0) * share)
}
