//! Geometries of annotations to and from JSON: small ones, in degrees.
//!
//! The reader of map layers is made for millions of vertices in compact stores; this one keeps
//! every digit of a few, and what other programs have written beside them: heights, times, members
//! of their own.

use geo::{Coord, Geometry, LineString, Polygon};
use serde_json::{Value, json};

use super::raw;

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

/// Reads a GeoJSON geometry; `None` if it is null, empty or broken. Heights and further numbers
/// of a position are not read; [`carried_over`] keeps them in the file.
pub(super) fn geometry_from_json(value: &Value) -> Option<Geometry<f64>> {
    let kind = value.get("type")?.as_str()?;
    if kind == "GeometryCollection" {
        let parts = read_many(value.get("geometries")?, geometry_from_json)?;
        return Some(Geometry::GeometryCollection(geo::GeometryCollection(parts)));
    }
    let c = value.get("coordinates")?;
    Some(match kind {
        "Point" => Geometry::Point(read_coord(c)?.into()),
        "MultiPoint" => {
            Geometry::MultiPoint(read_many(c, |v| read_coord(v).map(geo::Point::from))?.into())
        }
        "LineString" => Geometry::LineString(read_row(c)?),
        "MultiLineString" => {
            Geometry::MultiLineString(geo::MultiLineString(read_many(c, read_row)?))
        }
        "Polygon" => Geometry::Polygon(read_rings(c)?),
        "MultiPolygon" => Geometry::MultiPolygon(geo::MultiPolygon(read_many(c, read_rings)?)),
        _ => return None,
    })
}

/// The text of a geometry that takes the place of another one: members of other programs stay, and
/// so do the numbers behind the degrees of each vertex that is still there. A vertex that was moved
/// keeps them too; a new one has none. A box around the old geometry is dropped.
pub(super) fn carried_over(old: &str, new: &Geometry<f64>) -> String {
    let new = json_from_geometry(new);
    carry_geometry(old, &new)
}

fn carry_geometry(old: &str, new: &Value) -> String {
    let Some(members) = raw::members(old) else {
        return new.to_string();
    };
    let type_of = |key: &str| members.iter().rev().find(|(k, _)| k == key).map(|(_, json)| *json);
    let same_type = type_of("type").map(raw::value).as_ref() == new.get("type");
    let mut out: Vec<(&str, String)> = Vec::new();
    for (key, json) in &members {
        let text = match (key.as_str(), new.get(key)) {
            ("bbox", _) | ("coordinates" | "geometries", None) => continue,
            ("coordinates", Some(to)) if same_type => carry_coordinates(to, Some(json)),
            ("geometries", Some(Value::Array(to))) if same_type => {
                let parts = raw::entries(json).unwrap_or_default();
                raw::list(
                    to.iter()
                        .enumerate()
                        .map(|(i, part)| carry_geometry(parts.get(i).unwrap_or(&""), part)),
                )
            }
            ("type" | "coordinates" | "geometries", Some(to)) => to.to_string(),
            _ => (*json).to_owned(),
        };
        out.push((key, text));
    }
    for (key, value) in new.as_object().into_iter().flatten() {
        if !out.iter().any(|(known, _)| known == key) {
            out.push((key, value.to_string()));
        }
    }
    raw::object(out.iter().map(|(key, json)| (*key, json.as_str())))
}

fn is_position(value: &Value) -> bool {
    value.get(0).is_some_and(Value::is_number)
}

fn carry_coordinates(new: &Value, old: Option<&str>) -> String {
    let (Value::Array(parts), false) = (new, is_position(new)) else {
        return carry_position(new, old);
    };
    let old = old.and_then(raw::entries).unwrap_or_default();
    let source = sources(parts, &old);
    raw::list(parts.iter().zip(source).map(|(part, source)| carry_coordinates(part, source)))
}

/// Where each part comes from. Rows of as many positions belong together one by one; where a vertex
/// was added or taken out, what is equal from the front and from the back does.
fn sources<'a>(parts: &[Value], old: &[&'a str]) -> Vec<Option<&'a str>> {
    let are_positions = parts.first().is_some_and(is_position);
    if !are_positions || parts.len() == old.len() {
        return (0..parts.len()).map(|i| old.get(i).copied()).collect();
    }
    let most = parts.len().min(old.len());
    let front = (0..most).take_while(|i| same_place(&parts[*i], old[*i])).count();
    let from_back = |i: usize| (parts.len() - 1 - i, old.len() - 1 - i);
    let is_same_from_back = |i: &usize| {
        let (new_index, old_index) = from_back(*i);
        same_place(&parts[new_index], old[old_index])
    };
    let back = (0..most - front).take_while(is_same_from_back).count();
    let source = |i: usize| {
        if i < front {
            old.get(i).copied()
        } else {
            let to_end = parts.len() - i;
            (to_end <= back).then(|| old.get(old.len() - to_end).copied()).flatten()
        }
    };
    (0..parts.len()).map(source).collect()
}

/// Whether a position's text has just these degrees.
fn same_place(new: &Value, old: &str) -> bool {
    let old = raw::value(old);
    let number = |value: &Value, i: usize| value.get(i).and_then(Value::as_f64);
    (0..2).all(|i| number(new, i).is_some() && number(new, i) == number(&old, i))
}

fn carry_position(new: &Value, old: Option<&str>) -> String {
    let Some(old) = old else {
        return new.to_string();
    };
    if same_place(new, old) {
        return old.to_owned();
    }
    let degrees = new.as_array().into_iter().flatten().map(Value::to_string);
    let more = raw::entries(old).unwrap_or_default().into_iter().skip(2).map(str::to_owned);
    raw::list(degrees.chain(more))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn line(points: &[(f64, f64)]) -> Geometry<f64> {
        Geometry::LineString(points.iter().copied().collect())
    }

    const OLD: &str = r#"{"type":"LineString","crs":null,"coordinates":[[1.0,2,610.50,7],[3e0,4.0],[5,6,611]],"bbox":[1,2,5,6]}"#;

    #[test]
    fn a_moved_vertex_changes_its_degrees_alone() {
        let new = carried_over(OLD, &line(&[(1.0, 2.0), (3.0, 4.0), (5.5, 6.0)]));
        assert_eq!(
            new,
            r#"{"type":"LineString","crs":null,"coordinates":[[1.0,2,610.50,7],[3e0,4.0],[5.5,6.0,611]]}"#
        );
    }

    #[test]
    fn a_vertex_added_or_taken_out_leaves_the_others_their_heights() {
        let more = carried_over(OLD, &line(&[(1.0, 2.0), (2.0, 3.0), (3.0, 4.0), (5.0, 6.0)]));
        assert!(more.contains("[[1.0,2,610.50,7],[2.0,3.0],[3e0,4.0],[5,6,611]]"), "{more}");
        let less = carried_over(OLD, &line(&[(3.0, 4.0), (5.0, 6.0)]));
        assert!(less.contains("[[3e0,4.0],[5,6,611]]"), "{less}");
    }

    #[test]
    fn parts_of_collections_are_carried_one_by_one() {
        let old = r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]},{"type":"Point","coordinates":[4,5,6],"n":1}]}"#;
        let point = |x: f64, y: f64| Geometry::Point(geo::Point::new(x, y));
        let new = Geometry::GeometryCollection(geo::GeometryCollection(vec![
            point(1.0, 2.0),
            point(4.5, 5.0),
        ]));
        let expected = r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]},{"type":"Point","coordinates":[4.5,5.0,6],"n":1}]}"#;
        assert_eq!(carried_over(old, &new), expected);
    }
}
