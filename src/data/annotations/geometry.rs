//! Geometries of annotations to and from JSON: small ones, in degrees.
//!
//! The reader of map layers is made for millions of vertices in compact stores; this one keeps
//! every digit of a few.

use geo::{Coord, Geometry, LineString, Polygon};
use serde_json::{Value, json};

fn coord(c: Coord<f64>) -> Value {
    json!([c.x, c.y])
}

fn row(line: &LineString<f64>) -> Value {
    Value::Array(line.0.iter().map(|c| coord(*c)).collect())
}

fn rings(p: &Polygon<f64>) -> Value {
    Value::Array(std::iter::once(p.exterior()).chain(p.interiors()).map(row).collect())
}

/// A geometry as GeoJSON.
pub(super) fn json_from_geometry(geometry: &Geometry<f64>) -> Value {
    let (kind, coordinates) = match geometry {
        Geometry::Point(p) => ("Point", coord(p.0)),
        Geometry::MultiPoint(m) => ("MultiPoint", m.iter().map(|p| coord(p.0)).collect()),
        Geometry::LineString(l) => ("LineString", row(l)),
        Geometry::MultiLineString(m) => ("MultiLineString", m.iter().map(row).collect()),
        Geometry::Polygon(p) => ("Polygon", rings(p)),
        Geometry::MultiPolygon(m) => ("MultiPolygon", m.iter().map(rings).collect()),
        Geometry::GeometryCollection(c) => {
            let parts: Vec<Value> = c.iter().map(json_from_geometry).collect();
            return json!({"type": "GeometryCollection", "geometries": parts});
        }
        Geometry::Line(l) => ("LineString", json!([coord(l.start), coord(l.end)])),
        Geometry::Rect(r) => ("Polygon", rings(&r.to_polygon())),
        Geometry::Triangle(t) => ("Polygon", rings(&t.to_polygon())),
    };
    json!({"type": kind, "coordinates": coordinates})
}

fn read_coord(value: &Value) -> Option<Coord<f64>> {
    let pair = value.as_array()?;
    let (x, y) = (pair.first()?.as_f64()?, pair.get(1)?.as_f64()?);
    // What is no place on the globe cannot be drawn in degrees.
    (x.abs() <= 360.0 && y.abs() <= 90.0).then_some(Coord { x, y })
}

fn read_row(value: &Value) -> Option<LineString<f64>> {
    let coords: Vec<_> = value.as_array()?.iter().map(read_coord).collect::<Option<_>>()?;
    (coords.len() >= 2).then_some(LineString(coords))
}

fn read_rings(value: &Value) -> Option<Polygon<f64>> {
    let mut rows: Vec<_> = value.as_array()?.iter().map(read_row).collect::<Option<_>>()?;
    if rows.is_empty() || rows.iter().any(|r| r.0.len() < 3) {
        return None;
    }
    let exterior = rows.remove(0);
    Some(Polygon::new(exterior, rows))
}

fn read_many<T>(value: &Value, one: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    let parts: Vec<T> = value.as_array()?.iter().map(one).collect::<Option<_>>()?;
    (!parts.is_empty()).then_some(parts)
}

/// Reads a GeoJSON geometry; `None` if it is null, empty or broken. A third coordinate is dropped.
pub(super) fn geometry_from_json(value: &Value) -> Option<Geometry<f64>> {
    let kind = value.get("type")?.as_str()?;
    if kind == "GeometryCollection" {
        let parts = read_many(value.get("geometries")?, geometry_from_json)?;
        return Some(Geometry::GeometryCollection(geo::GeometryCollection(parts)));
    }
    let c = value.get("coordinates")?;
    Some(match kind {
        "Point" => Geometry::Point(read_coord(c)?.into()),
        "MultiPoint" => Geometry::MultiPoint(read_many(c, |v| read_coord(v).map(geo::Point::from))?.into()),
        "LineString" => Geometry::LineString(read_row(c)?),
        "MultiLineString" => Geometry::MultiLineString(geo::MultiLineString(read_many(c, read_row)?)),
        "Polygon" => Geometry::Polygon(read_rings(c)?),
        "MultiPolygon" => Geometry::MultiPolygon(geo::MultiPolygon(read_many(c, read_rings)?)),
        _ => return None,
    })
}
