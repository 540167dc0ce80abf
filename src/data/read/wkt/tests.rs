//! Lines of well-known text whose content is known, and whatever lines.
#![allow(clippy::unwrap_used)]
use planmap_core::MapPoint;
use planmap_core::crs::Crs;
use planmap_core::feature::GeometryKind;
use proptest::prelude::*;

use crate::read::{CrsSource, Dataset, Quiet, ReadOptions, read, read_bytes};

fn options() -> ReadOptions {
    ReadOptions {
        map_crs: Some(Crs::vn2000_son_la()),
        display_name: "a.wkt".to_owned(),
        ..ReadOptions::default()
    }
}

fn load(text: &str) -> Dataset {
    read_bytes(text.as_bytes(), &options(), &Quiet).unwrap()
}

fn kinds(dataset: &Dataset) -> Vec<GeometryKind> {
    let store = dataset.features.geometries();
    (0..store.len() as u32).map(|row| store.kind(row)).collect()
}

/// The kind and the line of each issue.
fn issues(dataset: &Dataset) -> Vec<(&'static str, Option<u32>)> {
    dataset.issues.iter().map(|issue| (issue.kind.key(), issue.line)).collect()
}

#[test]
fn every_type_comes_in_with_comments_and_blank_lines_passed_over() {
    let dataset = load(
        "POINT (104 21)\r\n# lots\r\n\r\n  point(104 21)\nMULTIPOINT ((104 21), (104.1 21))\n\
         MultiPoint(104 21, 104.1 21)\nLINESTRING (104 21, 104.1 21.1)\n\
         MULTILINESTRING ((104 21, 104.1 21), (104 22, 104.1 22))\n\
         POLYGON ((104 21, 104.1 21, 104.1 21.1, 104 21), (104.05 21.01, 104.06 21.01, 104.06 21.02, 104.05 21.01))\n\
         MULTIPOLYGON (((104 21, 104.1 21, 104.1 21.1, 104 21)), EMPTY);\n\
         GEOMETRYCOLLECTION (POINT (104 21), LINESTRING (104 21, 104.1 21))",
    );
    use GeometryKind as K;
    let expected = [
        K::Point,
        K::Point,
        K::MultiPoint,
        K::MultiPoint,
        K::LineString,
        K::MultiLineString,
        K::Polygon,
        K::Polygon,
        K::GeometryCollection,
    ];
    assert_eq!(kinds(&dataset), expected);
    assert!(dataset.issues.is_empty(), "{:?}", dataset.issues);
    assert_eq!((dataset.format, dataset.crs_source), ("WKT", CrsSource::Default));
}

#[test]
fn a_bad_line_is_told_with_its_line_and_costs_no_other() {
    let dataset = load(
        "POINT (104 21)\nPOINT (104)\nhello\nCIRCULARSTRING (0 0, 1 1, 2 0)\nPOINT (104 21) x\n\
         POLYGON ((104 21, 104.1 21\nPOINT EMPTY\nPOLYGON ((104 21, 104.1 21, 104.1 21.1))\nPOINT (104 21)\n",
    );
    // In the order of the file.
    let expected = [
        ("wkt-unexpected", Some(2)),
        ("wkt-not-geometry", Some(3)),
        ("wkt-type-not-read", Some(4)),
        ("wkt-unexpected", Some(5)),
        ("wkt-end", Some(6)),
        ("geometry-empty", Some(7)),
        ("ring-unclosed", Some(8)),
    ];
    assert_eq!(issues(&dataset), expected);
    let placed = kinds(&dataset).iter().filter(|kind| **kind != GeometryKind::Null).count();
    // The word that is no geometry is no feature.
    assert_eq!((dataset.features.len(), placed), (8, 3));
    assert_eq!(dataset.issues[1].feature, Some(2));
}

#[test]
fn heights_are_told_and_measures_are_none() {
    let text =
        |line: &str| load(line).issues.iter().map(|issue| issue.kind.key()).collect::<Vec<_>>();
    for line in [
        "POINT Z (104 21 600)",
        "POINTZ(104 21 600)",
        "POINT (104 21 600)",
        "POINT ZM (104 21 600 1)",
    ] {
        assert_eq!(text(line), ["heights-dropped"], "{line}");
    }
    assert!(text("POINT M (104 21 600)").is_empty());
}

#[test]
fn lines_name_their_systems() {
    let dataset = load(
        "SRID=9206;POINT (503466.366 2346722.812)\nSRID=9206 POINT (503466.366 2346722.812)\n",
    );
    assert_eq!((dataset.source_crs.as_str(), dataset.crs_source), ("EPSG:9206", CrsSource::Member));
    // One line in another system, two without: those are in the system of most.
    let mixed = load(
        "SRID=9206;POINT (503466.366 2346722.812)\nSRID=9206;POINT (503466.366 2346722.812)\n\
         SRID=9206;POINT (503466.366 2346722.812)\nSRID=4326;POINT (104.03528 21.21472)\n\
         POINT (503466.366 2346722.812)\nSRID=0;POINT (503466.366 2346722.812)\nSRID=999999;POINT (1 2)\n",
    );
    assert_eq!(issues(&mixed), [("crs-unknown", Some(7))]);
    let store = mixed.features.geometries();
    let first = store.parts(0).next().unwrap().points().next().unwrap();
    for row in 0..6 {
        let point = store.parts(row).next().unwrap().points().next().unwrap();
        assert!(
            (point.x - first.x).abs() < 2e-3 && (point.y - first.y).abs() < 2e-3,
            "{row}: {point:?}"
        );
    }
    assert_eq!(store.kind(6), GeometryKind::Null);
    // The catalogue knows better.
    let own = ReadOptions { crs: Some(Crs::wgs84()), ..options() };
    let told = read_bytes(b"SRID=9206;POINT (104 21)", &own, &Quiet).unwrap();
    assert_eq!(told.source_crs, Crs::wgs84());
}

#[test]
fn a_file_is_known_by_its_name_and_by_its_first_words() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("a.wkt", "# nothing else tells it\nPOINT (104 21)"), ("b.txt", "POINT (104 21)")]
    {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let dataset = read(&path, &options(), &Quiet).unwrap();
        assert_eq!((dataset.format, dataset.features.len()), ("WKT", 1), "{name}");
    }
}

fn points(dataset: &Dataset, row: u32) -> Vec<MapPoint> {
    let mut points = Vec::new();
    for part in dataset.features.geometries().parts(row) {
        points.extend(part.points());
    }
    points
}

type Positions = Vec<(i32, i32)>;

/// Parts of a geometry: type, and its lists of positions in millimetres from a corner.
fn geometries() -> impl Strategy<Value = Vec<(u8, Vec<Positions>)>> {
    let positions = prop::collection::vec((0..50_000_000, 0..50_000_000), 4..9);
    let lists = prop::collection::vec(positions, 1..4);
    prop::collection::vec((0..7u8, lists), 1..12)
}

/// The same geometry as well-known text and as GeoJSON; `separators` stand between two numbers,
/// two positions, and around a list.
fn write(kind: u8, lists: &[Positions]) -> (String, String) {
    let number = |millimetres: i32, from: f64| from + f64::from(millimetres) / 1000.0;
    let list = |positions: &Positions, open: char, between: char, close: char| {
        let both =
            |(x, y): &(i32, i32)| format!("{}{between}{}", number(*x, 4.5e5), number(*y, 2.3e6));
        let wrapped = |p| if between == ',' { format!("[{}]", both(p)) } else { both(p) };
        format!("{open}{}{close}", positions.iter().map(wrapped).collect::<Vec<_>>().join(","))
    };
    let all = |wkt: bool| {
        let (open, between, close) = if wkt { ('(', ' ', ')') } else { ('[', ',', ']') };
        let each: Vec<String> =
            lists.iter().map(|positions| list(positions, open, between, close)).collect();
        (open, each, close)
    };
    let nest = |wkt: bool, depth: usize| {
        let (open, each, close) = all(wkt);
        let inner: Vec<String> = match depth {
            0 => return each.first().cloned().unwrap_or_default(),
            1 => each,
            _ => each.iter().map(|ring| format!("{open}{ring}{close}")).collect(),
        };
        format!("{open}{}{close}", inner.join(", "))
    };
    let single = |wkt: bool| {
        let one = vec![lists[0][0]];
        let (open, between, close) = if wkt { ('(', ' ', ')') } else { ('[', ',', ']') };
        let text = list(&one, open, between, close);
        if wkt { text } else { text[1..text.len() - 1].to_owned() }
    };
    let (word, name, depth) = match kind {
        0 => return (format!("POINT {}", single(true)), json("Point", &single(false))),
        1 => ("MULTIPOINT", "MultiPoint", 0),
        2 => ("LINESTRING", "LineString", 0),
        3 => ("MULTILINESTRING", "MultiLineString", 1),
        4 => ("POLYGON", "Polygon", 1),
        5 => ("MULTIPOLYGON", "MultiPolygon", 2),
        _ => {
            let (inner, outer) = (write(2, lists), write(4, lists));
            let wkt = format!("GEOMETRYCOLLECTION ({}, {})", inner.0, outer.0);
            let json = format!(
                r#"{{"type":"GeometryCollection","geometries":[{},{}]}}"#,
                inner.1, outer.1
            );
            return (wkt, json);
        }
    };
    (format!("{word}{}", nest(true, depth)), json(name, &nest(false, depth)))
}

fn json(name: &str, coordinates: &str) -> String {
    format!(r#"{{"type":"{name}","coordinates":{coordinates}}}"#)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is written as text comes back as what the same numbers give as GeoJSON.
    #[test]
    fn written_geometries_come_back(features in geometries()) {
        let both: Vec<(String, String)> = features.iter().map(|(kind, lists)| write(*kind, lists)).collect();
        let lines: Vec<&str> = both.iter().map(|(wkt, _)| wkt.as_str()).collect();
        let objects: Vec<String> = both
            .iter()
            .map(|(_, json)| format!(r#"{{"type":"Feature","properties":{{}},"geometry":{json}}}"#))
            .collect();
        let own = ReadOptions { crs: Some(Crs::vn2000_son_la()), ..options() };
        let wkt = read_bytes(lines.join("\n").as_bytes(), &own, &Quiet).unwrap();
        let collection = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, objects.join(","));
        let geojson = read_bytes(collection.as_bytes(), &own, &Quiet).unwrap();
        prop_assert_eq!(wkt.features.len(), features.len());
        for row in 0..features.len() as u32 {
            let (ours, theirs) = (points(&wkt, row), points(&geojson, row));
            prop_assert_eq!(ours.len(), theirs.len());
            let near = |a: &MapPoint, b: &MapPoint| (a.x - b.x).abs() < 1e-6 && (a.y - b.y).abs() < 1e-6;
            prop_assert!(ours.iter().zip(&theirs).all(|(a, b)| near(a, b)), "{ours:?} {theirs:?}");
        }
        prop_assert_eq!(kinds(&wkt), kinds(&geojson));
        let told = |dataset: &Dataset| issues(dataset).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        prop_assert_eq!(told(&wkt), told(&geojson));
    }
}
