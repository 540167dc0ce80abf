//! What is written is read, and no damage brings the reader down.

use geo::{CoordsIter, MapCoords};
use proptest::prelude::*;

use super::*;

fn coord() -> impl Strategy<Value = geo::Coord<f64>> {
    (103.0..105.0f64, 20.5..22.0f64).prop_map(|(x, y)| geo::Coord { x, y })
}

fn ring() -> impl Strategy<Value = geo::LineString<f64>> {
    prop::collection::vec(coord(), 3..8).prop_map(|mut v| {
        v.push(v[0]);
        geo::LineString(v)
    })
}

fn polygon() -> impl Strategy<Value = geo::Polygon<f64>> {
    (ring(), prop::collection::vec(ring(), 0..3))
        .prop_map(|(shell, holes)| geo::Polygon::new(shell, holes))
}

fn geometry() -> impl Strategy<Value = geo::Geometry<f64>> {
    let line = || prop::collection::vec(coord(), 2..8).prop_map(geo::LineString);
    prop_oneof![
        coord().prop_map(|c| geo::Point(c).into()),
        prop::collection::vec(coord(), 2..6)
            .prop_map(|v| geo::MultiPoint(v.into_iter().map(geo::Point).collect()).into()),
        line().prop_map(Into::into),
        prop::collection::vec(line(), 2..4).prop_map(|v| geo::MultiLineString(v).into()),
        polygon().prop_map(Into::into),
        prop::collection::vec(polygon(), 2..4).prop_map(|v| geo::MultiPolygon(v).into()),
    ]
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read(rows in prop::collection::vec((prop::option::of(geometry()), prop::collection::btree_map(any::<String>(), value(), 0..5)), 0..6), pretty in any::<bool>()) {
        let features: Vec<geojson::Feature> = rows.iter().map(|(g, p)| geojson::Feature {
            geometry: g.as_ref().map(|g| geojson::Geometry::new(geometry_value(g))),
            properties: Some(p.clone().into_iter().collect()),
            ..geojson::Feature::default()
        }).collect();
        let all = geojson::FeatureCollection { features, bbox: None, foreign_members: None };
        let text = if pretty { serde_json::to_string_pretty(&all) } else { serde_json::to_string(&all) }.unwrap();
        let d = load(&text);
        prop_assert!(d.issues.is_empty(), "{:?}", d.issues);
        prop_assert_eq!(d.features.len(), rows.len());
        let to_map = with_transform(&Crs::wgs84(), &Crs::vn2000_son_la()).unwrap();
        for (i, (want, properties)) in rows.iter().enumerate() {
            // As it was written: what an outline with something wrong encloses is another matter.
            let store = d.features.geometries();
            let kind = want.as_ref().map_or(GeometryKind::Null, kind_of);
            prop_assert_eq!(store.kind(i as u32), kind);
            if let Some(want) = want {
                let want = want.map_coords(|c| to_map.convert(c.x, c.y).map(|(x, y)| geo::Coord { x, y }).unwrap());
                let got: Vec<MapPoint> = store.parts(i as u32).flat_map(|part| part.points().collect::<Vec<_>>()).collect();
                prop_assert_eq!(got.len(), want.coords_count());
                let near = got.iter().zip(want.coords_iter()).all(|(a, b)| (a.x - b.x).abs() <= 0.000_51 && (a.y - b.y).abs() <= 0.000_51);
                prop_assert!(near, "{:?} {:?}", got, want);
            }
            for (name, value) in properties {
                let got = d.features.table().value(i as u32, name);
                let same = match value {
                    serde_json::Value::Null => got == Value::Null,
                    serde_json::Value::Bool(b) => got == Value::Bool(*b),
                    serde_json::Value::Number(n) => got == Value::Number(n.as_f64().unwrap()),
                    serde_json::Value::String(s) => got == Value::Text(s),
                    _ => false,
                };
                prop_assert!(same, "{name:?}: {got:?} {value:?}");
            }
        }
    }

    /// No bytes at all may bring the reader down or make it loop.
    #[test]
    fn any_damage_is_survived(cut in 0usize..400, at in 0usize..400, byte in any::<u8>()) {
        let text = collection(&[point(104.0, 21.0, r#"{"a":"x\u0111","b":[1,2]}"#), point(104.5, 21.5, "{}"), point(1.0, 2.0, "null")]);
        let mut bytes = text.into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.remove(cut % bytes.len());
        let _ = read_bytes(&bytes, &options(), &Quiet);
        bytes.truncate(cut);
        let _ = read_bytes(&bytes, &options(), &Quiet);
    }
}

fn kind_of(g: &geo::Geometry<f64>) -> GeometryKind {
    match g {
        geo::Geometry::Point(_) => GeometryKind::Point,
        geo::Geometry::MultiPoint(_) => GeometryKind::MultiPoint,
        geo::Geometry::LineString(_) => GeometryKind::LineString,
        geo::Geometry::MultiLineString(_) => GeometryKind::MultiLineString,
        geo::Geometry::Polygon(_) => GeometryKind::Polygon,
        geo::Geometry::MultiPolygon(_) => GeometryKind::MultiPolygon,
        other => panic!("not generated: {other:?}"),
    }
}

fn geometry_value(g: &geo::Geometry<f64>) -> geojson::GeometryValue {
    let xy = |c: &geo::Coord<f64>| geojson::Position::from(vec![c.x, c.y]);
    let line = |l: &geo::LineString<f64>| l.0.iter().map(xy).collect::<Vec<_>>();
    let rings = |p: &geo::Polygon<f64>| {
        std::iter::once(p.exterior()).chain(p.interiors()).map(line).collect::<Vec<_>>()
    };
    use geojson::GeometryValue as V;
    match g {
        geo::Geometry::Point(p) => V::Point { coordinates: xy(&p.0) },
        geo::Geometry::MultiPoint(m) => {
            V::MultiPoint { coordinates: m.0.iter().map(|p| xy(&p.0)).collect() }
        }
        geo::Geometry::LineString(l) => V::LineString { coordinates: line(l) },
        geo::Geometry::MultiLineString(m) => {
            V::MultiLineString { coordinates: m.0.iter().map(line).collect() }
        }
        geo::Geometry::Polygon(p) => V::Polygon { coordinates: rings(p) },
        geo::Geometry::MultiPolygon(m) => {
            V::MultiPolygon { coordinates: m.0.iter().map(rings).collect() }
        }
        other => panic!("not generated: {other:?}"),
    }
}
