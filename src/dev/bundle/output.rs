//! GeoJSON as the bundle writes it: RFC 7946, seven decimals, one feature a line.
//!
//! Owns the conversion to degrees and the text. The same geometry always gives the same bytes.

use std::fmt::Write as _;

use geo::orient::Direction;
use geo::{Coord, LineString, MapCoords, Orient, Polygon};
use geojson::{Feature, GeometryValue, JsonObject};
use planmap_core::crs::Crs;
use planmap_core::geometry::geo_geometry_from_map;

use super::BundleError;

/// 10⁻⁷ degrees are about a centimetre.
const PER_DEGREE: f64 = 1e7;

/// A feature with its geometry in degrees.
pub struct Item {
    /// In degrees, rounded.
    pub geometry: geo::Geometry<f64>,
    /// Attributes in the order written.
    pub properties: JsonObject,
}

/// A geometry of metres in EPSG:9206 as rounded degrees, rings by the right-hand rule.
///
/// # Errors
/// If PROJ cannot convert a point.
pub fn degrees(geometry: impl Into<geo::Geometry<f64>>) -> Result<geo::Geometry<f64>, BundleError> {
    let geometry =
        geo_geometry_from_map(&geometry.into(), &Crs::vn2000_son_la())?.map_coords(rounded);
    Ok(match geometry {
        geo::Geometry::Polygon(p) => p.orient(Direction::Default).into(),
        geo::Geometry::MultiPolygon(p) => p.orient(Direction::Default).into(),
        other => other,
    })
}

/// A position in degrees to the decimals written.
pub fn rounded(c: Coord<f64>) -> Coord<f64> {
    Coord { x: (c.x * PER_DEGREE).round() / PER_DEGREE, y: (c.y * PER_DEGREE).round() / PER_DEGREE }
}

/// A feature collection as text.
///
/// # Errors
/// If a feature cannot be written as JSON.
pub fn collection(items: &[Item]) -> Result<String, BundleError> {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (i, item) in items.iter().enumerate() {
        let feature = Feature {
            bbox: None,
            geometry: Some(geojson::Geometry::new(value(&item.geometry)?)),
            id: None,
            properties: Some(item.properties.clone()),
            foreign_members: None,
        };
        let text =
            serde_json::to_string(&feature).map_err(|e| BundleError::Write(e.to_string()))?;
        let comma = if i + 1 < items.len() { "," } else { "" };
        writeln!(out, "{text}{comma}").map_err(|e| BundleError::Write(e.to_string()))?;
    }
    out.push_str("]}\n");
    Ok(out)
}

fn value(geometry: &geo::Geometry<f64>) -> Result<GeometryValue, BundleError> {
    let at = |c: &Coord<f64>| [c.x, c.y];
    let line = |l: &LineString<f64>| l.0.iter().map(at).collect::<Vec<_>>();
    let rings = |p: &Polygon<f64>| {
        std::iter::once(p.exterior()).chain(p.interiors()).map(line).collect::<Vec<_>>()
    };
    Ok(match geometry {
        geo::Geometry::Point(p) => GeometryValue::new_point(at(&p.0)),
        geo::Geometry::LineString(l) => GeometryValue::new_line_string(line(l)),
        geo::Geometry::Polygon(p) => GeometryValue::new_polygon(rings(p)),
        geo::Geometry::MultiPolygon(m) => GeometryValue::new_multi_polygon(m.iter().map(rings)),
        _ => {
            return Err(BundleError::Write(
                "a kind of geometry that the bundle does not use".into(),
            ));
        }
    })
}
