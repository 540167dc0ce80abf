//! The reader against small texts whose content is known.
#![allow(clippy::unwrap_used, clippy::panic, clippy::float_cmp)]

use std::sync::atomic::{AtomicU64, Ordering};

use planmap_core::crs::{Crs, GeoPoint, geo_from_map, map_from_geo, with_transform};
use planmap_core::feature::{GeometryKind, Value};
use planmap_core::{MapPoint, Severity};

use crate::read::{CrsSource, Dataset, Observer, Quiet, ReadError, ReadOptions, read, read_bytes};

fn options() -> ReadOptions {
    ReadOptions { map_crs: Some(Crs::vn2000_son_la()), display_name: "a.geojson".to_owned(), ..ReadOptions::default() }
}

fn load(text: impl AsRef<[u8]>) -> Dataset {
    read_bytes(text.as_ref(), &options(), &Quiet).unwrap()
}

fn keys(dataset: &Dataset) -> Vec<&'static str> {
    dataset.issues.iter().map(|i| i.kind.key()).collect()
}

fn point(lon: f64, lat: f64, properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Point","coordinates":[{lon},{lat}]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn position(dataset: &Dataset, feature: u32) -> MapPoint {
    dataset.features.geometries().parts(feature).next().unwrap().points().next().unwrap()
}

#[test]
fn a_collection_brings_geometries_and_attributes_into_map_metres() {
    let d = load(collection(&[
        point(104.03528, 21.21472, r#"{"tên":"Nà Sản \u0111\n","n":1.5,"b":true,"x":null,"j":[1,{"a":2}]}"#),
        r#"{"type":"Feature","properties":null,"geometry":null}"#.to_owned(),
    ]));
    assert!(d.issues.is_empty(), "{:?}", d.issues);
    // The published figure of the EPSG-based table.
    let p = position(&d, 0);
    assert!((p.x - 503_466.366).abs() < 2e-3 && (p.y - 2_346_722.812).abs() < 2e-3, "{p:?}");
    let t = d.features.table();
    assert_eq!(t.value(0, "tên"), Value::Text("Nà Sản đ\n"));
    assert_eq!(t.value(0, "n"), Value::Number(1.5));
    assert_eq!(t.value(0, "b"), Value::Bool(true));
    assert_eq!(t.value(0, "j"), Value::Json(r#"[1,{"a":2}]"#));
    assert_eq!(t.value(1, "n"), Value::Null);
    assert_eq!(d.features.geometries().kind(1), GeometryKind::Null);
    assert_eq!((d.crs_source, d.format), (CrsSource::Default, "GeoJSON"));
}

#[test]
fn every_form_of_file_is_read() {
    let feature = point(104.0, 21.0, r#"{"n":1}"#);
    let geometry = r#"{"type":"Point","coordinates":[104.0,21.0]}"#;
    let mixed = format!(
        r#"{{"geometries":[{geometry},{{"coordinates":[[[104,21],[104.1,21],[104.1,21.1],[104,21]]],"type":"Polygon"}}],"type":"GeometryCollection"}}"#
    );
    let spread = feature.replace(',', ",\n");
    for (text, count, format) in [
        (feature.clone(), 1, "GeoJSON"),
        (geometry.to_owned(), 1, "GeoJSON"),
        (mixed.clone(), 1, "GeoJSON"),
        (format!("\u{feff}{}", collection(&[feature.clone(), feature.clone()])), 2, "GeoJSON"),
        (format!("{feature}\n{feature}\n\n{geometry}\r\n"), 3, "GeoJSON lines"),
        (format!("{spread}\n{spread}\n"), 2, "GeoJSON lines"),
        (format!("\u{1e}{feature}\n\u{1e}{spread}\n"), 2, "GeoJSON text sequence"),
        (format!("{}\n{feature}\n", collection(&[feature.clone(), feature.clone()])), 3, "GeoJSON lines"),
        (r#"{"type":"FeatureCollection","features":[]}"#.to_owned(), 0, "GeoJSON"),
    ] {
        let d = load(&text);
        assert!(d.issues.is_empty(), "{text}: {:?}", d.issues);
        assert_eq!((d.features.len(), d.format), (count, format), "{text}");
    }
    assert_eq!(load(&mixed).features.geometries().kind(0), GeometryKind::GeometryCollection);
    let holes = r#"{"type":"MultiPolygon","coordinates":[[[[104,21],[105,21],[105,22],[104,21]],[[104.5,21.1],[104.6,21.2],[104.6,21.1],[104.5,21.1]]],[[[106,21],[107,21],[107,22],[106,21]]]]}"#;
    let d = load(holes);
    let polygons = d.features.geometries().polygons(0);
    assert_eq!(polygons.0.len(), 2);
    assert_eq!((polygons.0[0].interiors().len(), polygons.0[1].interiors().len()), (1, 0));
}

#[test]
fn broken_features_are_reported_and_the_rest_loads() {
    let good = |i: usize| point(104.0, 21.0, &format!(r#"{{"n":{i}}}"#));
    for (bad, key) in [
        (good(1).replace("\"n\":1", "\"n\":1 2"), "json-byte"),
        (good(1).replace("\"n\":1", "n:1"), "json-word"),
        (good(1).replace("\"n\":1", "/* one */"), "json-byte"),
        (good(1).replace("\"n\":1", "\"n\":\"a\nb"), "json-control"),
        (good(1).replace("{\"n\":1}", "{\"n\":1"), "json-word"),
        (good(1).replace("{\"n\":1}", "{\"n\":\"1}"), "json-byte"),
        (good(1).replace("\"Point\"", "\"Point"), "json-word"),
        (good(1).replace("[104,21]", "[104,21"), "json-byte"),
        (good(1).replace("]}}", "]}}}"), "json-byte"),
        ("null".to_owned(), "feature-not-object"),
    ] {
        let text = collection(&[good(0), bad.clone(), good(2)]).replace("},{\"type\"", "},\n{\"type\"");
        let d = load(&text);
        let numbers: Vec<_> = (0..d.features.len() as u32).map(|i| d.features.table().value(i, "n")).collect();
        assert!(numbers.contains(&Value::Number(0.0)), "{bad}: {numbers:?}");
        assert!(numbers.contains(&Value::Number(2.0)), "{bad}: {numbers:?} {:?}", d.issues);
        let error = d.issues.iter().find(|i| i.severity == Severity::Error).unwrap();
        if !matches!(key, "json-word" | "json-byte") {
            assert_eq!(error.kind.key(), key, "{bad}");
        }
        assert_eq!(error.file.as_deref(), Some("a.geojson"));
        assert!(error.byte.is_some_and(|b| b as usize > good(0).len()), "{bad}: {error:?}");
        assert!(error.line >= Some(1), "{error:?}");
        assert_eq!(d.features.file_index(0), 0);
    }
    let d = load(collection(&[good(0), "7".to_owned(), good(2)]));
    assert_eq!((0..2).map(|i| d.features.file_index(i)).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(d.issues[0].feature, Some(1));
}

#[test]
fn a_bad_geometry_keeps_its_attributes() {
    for (geometry, key) in [
        (r#"{"type":"Point","coordinates":["104,0",21]}"#, "coordinate-text"),
        (r#"{"type":"Point","coordinates":[104,null]}"#, "coordinate-null"),
        (r#"{"type":"Point","coordinates":[null,null,5]}"#, "coordinate-null"),
        (r#"{"type":"Point","coordinates":[NaN,NaN]}"#, "coordinate-word"),
        (r#"{"type":"Point","coordinates":[104,-Infinity]}"#, "coordinate-word"),
        (r#"{"type":"Point","coordinates":[0104,21]}"#, "coordinate-malformed"),
        (r#"{"type":"Point","coordinates":[104,21,]}"#, "json-trailing-comma"),
        (r#"{"type":"Point","coordinates":[{"lng":104,"lat":21}]}"#, "coordinate-not-number"),
        (r#"{"type":"Point","coordinates":{"lng":104,"lat":21}}"#, "coordinates-not-array"),
        (r#"{"type":"LineString","coordinates":[[104,21],[105,null],[106,21]]}"#, "coordinate-null"),
        (r#"{"type":"Point","coordinates":[104]}"#, "position-short"),
        (r#"{"type":"Point","coordinates":[[104,21]]}"#, "coordinates-deep"),
        (r#"{"type":"Polygon","coordinates":[[104,21],[105,21],[105,22],[104,21]]}"#, "coordinates-shallow"),
        (r#"{"type":"MultiPolygon","coordinates":[[[104,21],[105,21]],[[[104,21]]]]}"#, "coordinates-uneven"),
        (r#"{"type":"LineString","coordinates":[[104,21],[]]}"#, "position-short"),
        (r#"{"type":"Circle","coordinates":[104,21]}"#, "geometry-type-unknown"),
        (r#"{"coordinates":[104,21]}"#, "geometry-type-missing"),
        (r#"{"type":"Point"}"#, "member-missing"),
        (r#"{"type":"Point","coordinates":[1e999,21]}"#, "number-too-large"),
        (r#"{"type":"Point","coordinates":[[[[[[1,2]]]]]]}"#, "coordinates-deep"),
        (r#""POINT(1 2)""#, "geometry-not-object"),
    ] {
        let d = load(format!(r#"{{"type":"Feature","properties":{{"n":1}},"geometry":{geometry}}}"#));
        assert_eq!(keys(&d), [key], "{geometry}");
        assert_eq!(d.features.table().value(0, "n"), Value::Number(1.0));
        assert_eq!(d.features.geometries().kind(0), GeometryKind::Null);
    }
}

/// The keys of the issues of one feature with such properties, and the feature.
fn with_properties(properties: &str) -> (Vec<&'static str>, Dataset) {
    let d = load(collection(&[point(104.0, 21.0, properties)]));
    assert_eq!((d.features.len(), d.features.geometries().kind(0)), (1, GeometryKind::Point), "{properties}");
    (keys(&d), d)
}

#[test]
fn a_value_that_is_wrong_costs_that_value_and_nothing_else() {
    for (value, key, kept) in [
        ("NaN", "value-word", Value::Null),
        ("-Infinity", "value-word", Value::Null),
        ("None", "value-word", Value::Null),
        ("N/A", "value-word", Value::Null),
        ("True", "value-word", Value::Bool(true)),
        ("01", "value-number", Value::Null),
        ("+1", "value-number", Value::Null),
        (".5", "value-number", Value::Null),
        ("1e999", "value-too-large", Value::Null),
        ("", "value-missing", Value::Null),
        ("\"a\nb\"", "text-control", Value::Text("a\nb")),
        ("\"a\tb\"", "text-control", Value::Text("a\tb")),
        ("\"C:\\Users\"", "text-escape", Value::Text("C:\\Users")),
        ("[1,NaN]", "value-word", Value::Json("[1,null]")),
    ] {
        let (found, d) = with_properties(&format!(r#"{{"before":1,"n":{value},"after":2}}"#));
        assert_eq!(found, [key], "{value}");
        let table = d.features.table();
        assert_eq!(table.value(0, "n"), kept, "{value}");
        assert_eq!((table.value(0, "before"), table.value(0, "after")), (Value::Number(1.0), Value::Number(2.0)));
    }
    let (found, d) = with_properties(r#"{"n":1,}"#);
    assert_eq!((found, d.features.table().value(0, "n")), (vec!["comma-trailing"], Value::Number(1.0)));
}

#[test]
fn a_column_of_numbers_with_wrong_ones_stays_a_column_of_numbers() {
    let rows = ["612.5", "NaN", "1e999", "613.5"].map(|n| point(104.0, 21.0, &format!(r#"{{"h":{n}}}"#)));
    let d = load(collection(&rows));
    let column = d.features.table().column("h").unwrap();
    assert_eq!(column.kind(), "number");
    let sum: f64 = (0..4).filter_map(|row| column.value(row).as_number()).sum();
    assert_eq!(sum, 1226.0);
}

#[test]
fn a_text_without_its_end_takes_no_neighbour_along() {
    let good = |n: u32| point(104.0, 21.0, &format!(r#"{{"n":{n}}}"#));
    let open = r#"{"type":"Feature","geometry":null,"properties":{"n":"never ends}}"#;
    let d = load(format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{open},\n{}]}}", good(0), good(2)));
    let numbers: Vec<_> = (0..d.features.len() as u32).map(|i| d.features.table().value(i, "n")).collect();
    assert_eq!(numbers, [Value::Number(0.0), Value::Number(2.0)]);
    assert_eq!((d.issues[0].kind.key(), d.issues[0].line), ("json-control", Some(3)));
}

#[test]
fn lines_of_a_sequence_may_hold_line_ends_in_their_texts() {
    let record = |text: &str| point(104.0, 21.0, &format!(r#"{{"t":"{text}"}}"#));
    let d = load([record("one"), record("two\nlines\r\nand more"), record("three")].join("\n"));
    let texts: Vec<_> = (0..d.features.len() as u32).map(|i| d.features.table().value(i, "t")).collect();
    assert_eq!(texts, [Value::Text("one"), Value::Text("two\nlines\r\nand more"), Value::Text("three")]);
    assert_eq!(keys(&d), ["text-control"]);
}

#[test]
fn coordinates_written_as_text_are_read_and_wrong_heights_cost_the_height() {
    for (coordinates, key) in [
        (r#"["104"," 21.0 "]"#, Some("coordinate-as-text")),
        ("[104,21,NaN]", Some("height-not-number")),
        (r#"[104,21,"high"]"#, Some("height-not-number")),
        ("[104,21,1e999]", Some("height-not-number")),
        ("[104,21,null]", None),
        ("[104,21]", None),
    ] {
        let d = load(format!(r#"{{"type":"Point","coordinates":{coordinates}}}"#));
        assert_eq!(keys(&d), key.into_iter().collect::<Vec<_>>(), "{coordinates}");
        let right = map_from_geo(GeoPoint::new(104.0, 21.0), &Crs::vn2000_son_la()).unwrap();
        assert!(position(&d, 0).distance(right) < 2e-3, "{coordinates}");
    }
}

#[test]
fn of_a_repeated_member_the_last_counts_and_each_is_told_with_its_line() {
    let d = load(
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"a":"old","b":1,"a":"new"},"geometry":null},
        {"type":"Feature","properties":{"a":"old","a":null},"geometry":null},
        {"type":"Feature","properties":{"a":"x"},"properties":{"b":2},"geometry":null},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[null],"coordinates":[104,21]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Oval","coordinates":[105,22],"type":"Point"}},
        {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}],"geometries":[]}},
        {"type":"Feature","id":1,"id":2,"properties":{},"geometry":null}],"type":"FeatureCollection"}"#,
    );
    let t = d.features.table();
    assert_eq!((t.value(0, "a"), t.value(1, "a")), (Value::Text("new"), Value::Null));
    assert_eq!(
        (t.value(2, "a"), t.value(2, "b"), t.value(6, "id")),
        (Value::Null, Value::Number(2.0), Value::Number(2.0))
    );
    let right = map_from_geo(GeoPoint::new(104.0, 21.0), &Crs::vn2000_son_la()).unwrap();
    assert!(position(&d, 3).distance(right) < 2e-3);
    assert_eq!(d.features.geometries().kind(4), GeometryKind::Point);
    assert_eq!(d.features.geometries().kind(5), GeometryKind::Null);
    let twice = d.issues.iter().filter(|i| i.kind.key() == "member-twice");
    assert_eq!(twice.map(|i| i.line.unwrap()).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8, 8]);
    assert!(d.issues.iter().all(|i| i.severity < Severity::Error), "{:?}", d.issues);
}

#[test]
fn a_second_list_of_features_joins_the_first() {
    let one = |n: u32| point(104.0, 21.0, &format!(r#"{{"n":{n}}}"#));
    let d = load(format!(
        r#"{{"type":"FeatureCollection","features":[{},{}],"features":[{}],"features":[]}}"#,
        one(0),
        one(1),
        one(2)
    ));
    let numbers: Vec<_> = (0..3).map(|i| d.features.table().value(i, "n")).collect();
    assert_eq!(numbers, [0.0, 1.0, 2.0].map(Value::Number));
    assert_eq!(keys(&d), ["features-twice", "features-twice"]);
    assert_eq!((0..3).map(|i| d.features.file_index(i)).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn what_is_no_feature_is_left_out_of_the_list_and_told() {
    let feature = point(503_466.366, 2_346_722.812, r#"{"n":1}"#);
    let crs = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9206"}}"#;
    for (stray, key) in [
        (crs, "feature-is-crs"),
        (r#"{"type":"Topology","objects":{}}"#, "feature-other-type"),
        ("{}", "feature-not-one"),
        ("null", "feature-not-object"),
    ] {
        let d = load(format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{feature},\n{stray}]}}"));
        assert_eq!(d.features.len(), 1, "{stray}");
        let names: Vec<&str> = d.features.table().columns().iter().map(|c| c.name()).collect();
        assert_eq!(names, ["n"], "{stray}");
        let issue = d.issues.iter().find(|i| i.kind.key() == key).unwrap();
        assert_eq!((issue.feature, issue.line), (Some(1), Some(3)));
    }
    // The system that the stray object names is the only one that the file has.
    let d = load(collection(&[feature, crs.to_owned()]));
    assert_eq!((d.source_crs.as_str(), d.crs_source), ("EPSG:9206", CrsSource::Member));
    assert!(position(&d, 0).distance(MapPoint::new(503_466.366, 2_346_722.812)) < 2e-3);
}

/// A feature with a `crs` of its own.
fn in_system(x: f64, y: f64, crs: &str) -> String {
    point(x, y, r#"{"n":1}"#).replacen('{', &format!(r#"{{"crs":{crs},"#), 1)
}

#[test]
fn features_may_name_systems_of_their_own() {
    let (lon, lat, x, y) = (104.03528, 21.21472, 503_466.366, 2_346_722.812);
    let named = |name: &str| format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#);
    let right = MapPoint::new(x, y);
    let vn2000 = in_system(x, y, &named("EPSG:9206"));
    let degrees = in_system(lon, lat, &named("urn:ogc:def:crs:OGC:1.3:CRS84"));
    // UTM 48N of the same place, by PROJ.
    let (utm_x, utm_y) =
        with_transform(&Crs::wgs84(), &Crs::parse("EPSG:32648").unwrap()).unwrap().convert(lon, lat).unwrap();
    let utm = in_system(utm_x, utm_y, &named("EPSG:32648"));
    let plain = point(lon, lat, "{}");
    for (features, source) in [
        (vec![vn2000.clone(), vn2000.clone(), plain.clone()], "EPSG:9206"),
        (vec![plain.clone(), vn2000.clone(), vn2000.clone()], "EPSG:9206"),
        (vec![plain.clone(), plain.clone(), vn2000.clone()], "EPSG:4326"),
        (vec![vn2000.clone(), degrees.clone(), utm.clone(), vn2000.clone(), vn2000.clone()], "EPSG:9206"),
    ] {
        for text in [collection(&features), features.join("\n")] {
            let d = load(&text);
            assert_eq!(keys(&d), ["crs-in-features"], "{text}");
            assert_eq!(d.source_crs.as_str(), source, "{text}");
            for i in 0..features.len() as u32 {
                assert!(position(&d, i).distance(right) < 0.01, "{i} of {text}: {:?}", position(&d, i));
            }
        }
    }
    // The geometry's own goes before its feature's, and both before the collection's.
    let inner = format!(
        r#"{{"type":"FeatureCollection","crs":{},"features":[{{"type":"Feature","crs":{},"properties":{{}},"geometry":{{"type":"Point","coordinates":[{lon},{lat}],"crs":{}}}}}]}}"#,
        named("EPSG:32648"),
        named("EPSG:9206"),
        named("EPSG:4326")
    );
    assert!(position(&load(&inner), 0).distance(right) < 0.01);
    let unknown = load(collection(&[plain, in_system(x, y, &named("EPSG:99999"))]));
    assert!(keys(&unknown).contains(&"crs-unknown"));
    let kinds: Vec<_> = (0..2).map(|i| unknown.features.geometries().kind(i)).collect();
    assert_eq!(kinds, [GeometryKind::Point, GeometryKind::Null], "nothing is placed by guesswork");
}

#[test]
fn a_system_that_nobody_knows_leaves_the_numbers_to_be_agreed_to() {
    for ((lon, lat), key) in [((104.0, 21.0), "coordinates-degrees"), ((21.0, 104.0), "coordinates-degrees-swapped")] {
        let feature = point(lon, lat, "{}");
        let crs = r#""crs":{"type":"name","properties":{"name":"my own"}}"#;
        let text = format!(r#"{{"type":"FeatureCollection",{crs},"features":[{feature},{feature}]}}"#);
        let d = load(&text);
        assert_eq!(keys(&d), ["crs-unknown", key, "crs-member"]);
        assert_eq!(d.features.geometries().kind(0), GeometryKind::Null);
        let agreed = ReadOptions { accept_guess: true, ..options() };
        let d = read_bytes(text.as_bytes(), &agreed, &Quiet).unwrap();
        let right = map_from_geo(GeoPoint::new(104.0, 21.0), &Crs::vn2000_son_la()).unwrap();
        assert!(position(&d, 0).distance(right) < 2e-3 && d.crs_source == CrsSource::Guess);
    }
}

#[test]
fn every_form_of_the_crs_member_is_read() {
    let feature = point(503_466.366, 2_346_722.812, "{}");
    for crs in [
        r#"{"type":"name","properties":{"name":"EPSG:9206"}}"#,
        r#"{"properties":{"name":"EPSG:9206"}}"#,
        r#"{"type":"name","name":"EPSG:9206"}"#,
        r#"{"type":"name","properties":{"name":9206}}"#,
        r#"{"type":"EPSG","properties":{"code":9206}}"#,
        r#"{"type":"EPSG","properties":{"code":"9206"}}"#,
        r#"{"type":"OGC","properties":{"urn":"urn:ogc:def:crs:EPSG::9206"}}"#,
        r#"{"type":"URL","properties":{"url":"http://www.opengis.net/def/crs/EPSG/0/9206"}}"#,
        r#"{"type":"link","properties":{"href":"http://spatialreference.org/ref/epsg/9206/proj4/","type":"proj4"}}"#,
        r#"{"init":"epsg:9206"}"#,
        r#"{"type":"ProjectedCRS","id":{"authority":"EPSG","code":9206}}"#,
        r#""EPSG:9206""#,
        r#""PROJCS[\"x\",GEOGCS[\"y\"],AUTHORITY[\"EPSG\",\"9206\"]]""#,
        "9206",
    ] {
        let d = load(format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":[{feature}]}}"#));
        assert_eq!(
            (d.source_crs.as_str(), d.crs_source, keys(&d)),
            ("EPSG:9206", CrsSource::Member, vec!["crs-member"]),
            "{crs}"
        );
        assert!(position(&d, 0).distance(MapPoint::new(503_466.366, 2_346_722.812)) < 2e-3, "{crs}");
    }
    for crs in ["null", "{}", r#"{"type":"name","properties":{}}"#, "true", r#""""#] {
        let d =
            load(format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":[{}]}}"#, point(104.0, 21.0, "{}")));
        assert_eq!(keys(&d), ["crs-member-useless", "crs-member"], "{crs}");
        assert_eq!(d.features.geometries().kind(0), GeometryKind::Point, "{crs}");
    }
}

#[test]
fn utf_16_is_read_and_places_are_those_of_the_file() {
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{}]}}",
        point(104.0, 21.0, r#"{"tên":"Chợ đêm 😀"}"#),
        point(104.0, 21.0, r#"{"tên":NaN}"#)
    );
    let at = text.find("NaN").unwrap();
    let units = text[..at].encode_utf16().count() as u64;
    for big_endian in [false, true] {
        for mark in [true, false] {
            let bytes = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
            let start = mark.then_some('\u{feff}');
            let all: String = start.into_iter().chain(text.chars()).collect();
            let file: Vec<u8> = all.encode_utf16().flat_map(bytes).collect();
            let d = load(&file);
            assert_eq!(d.features.table().value(0, "tên"), Value::Text("Chợ đêm 😀"));
            assert_eq!((keys(&d), d.bytes), (vec!["value-word"], file.len() as u64));
            let first = u64::from(mark) * 2;
            assert_eq!((d.issues[0].byte, d.issues[0].line), (Some(first + 2 * units), Some(3)));
        }
    }
    // A refusal has its place in the file too.
    let bad: Vec<u8> = "{\"a\":đ}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let refused = read_bytes(&bad, &options(), &Quiet).unwrap_err().issue();
    assert_eq!((refused.kind.key(), refused.byte), ("json-byte", Some(10)));
}

#[test]
fn bytes_of_another_encoding_are_told_where_they_stand() {
    let text = collection(&[point(104.0, 21.0, r#"{"a":1}"#), point(104.0, 21.0, r#"{"tên":"Caf? Pha Din"}"#)]);
    let mut bytes = text.replace("},{\"type\"", "},\n{\"type\"").into_bytes();
    let at = bytes.iter().position(|b| *b == b'?').unwrap();
    bytes[at] = 0xe9;
    let d = load(&bytes);
    assert_eq!(d.features.table().value(1, "tên"), Value::Text("Caf\u{fffd} Pha Din"));
    let issue = &d.issues[0];
    assert_eq!((issue.kind.key(), issue.byte, issue.line), ("text-encoding", Some(at as u64), Some(2)));
}

#[test]
fn identifiers_are_kept_as_they_are_and_repeated_ones_noted() {
    let feature =
        |id: &str, own: u32| format!(r#"{{"type":"Feature","id":{id},"properties":{{"id":{own}}},"geometry":null}}"#);
    let ids = ["null", "1", "3", "\"3\"", "3", "2.0", "\"001\"", "9007199254740993"];
    let d = load(collection(&ids.iter().zip(100..).map(|(id, own)| feature(id, own)).collect::<Vec<_>>()));
    let t = d.features.table();
    let found: Vec<_> = (0..8).map(|row| t.value(row, "@id")).collect();
    let number = Value::Number;
    let wanted = [
        Value::Null,
        number(1.0),
        number(3.0),
        Value::Text("3"),
        number(3.0),
        number(2.0),
        Value::Text("001"),
        Value::Json("9007199254740993"),
    ];
    assert_eq!(found, wanted);
    assert_eq!(
        (0..8).map(|row| t.value(row, "id")).collect::<Vec<_>>(),
        [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0].map(number)
    );
    assert_eq!(keys(&d), ["id-repeated"]);
    assert!(d.issues[0].kind.args().contains(&("count", "2".to_owned())));
}

#[test]
fn what_is_wrong_beside_the_features_costs_no_feature() {
    let feature = point(104.0, 21.0, r#"{"n":1}"#);
    for (member, key) in [
        (r#""bbox":[NaN,NaN,NaN,NaN]"#, "bbox-invalid"),
        ("\"name\":\"two\nlines\"", "json-control"),
        (r#""note":NaN"#, "json-word"),
    ] {
        for text in [
            format!(r#"{{"type":"FeatureCollection",{member},"features":[{feature}]}}"#),
            format!(r#"{{"type":"FeatureCollection","features":[{feature}],{member}}}"#),
        ] {
            let d = load(&text);
            assert_eq!((d.features.len(), keys(&d)), (1, vec![key]), "{text}");
        }
    }
}

#[test]
fn rings_are_kept_and_their_faults_told_with_the_place() {
    let d = load(r#"{"type":"Polygon","coordinates":[[[104,21],[105,21],[105,22],[104,22]]]}"#);
    assert_eq!(keys(&d), ["ring-unclosed"]);
    assert_eq!(d.issues[0].at, Some(GeoPoint::new(104.0, 21.0)));
    assert_eq!(d.features.geometries().kind(0), GeometryKind::Polygon);
    assert_eq!(keys(&load(r#"{"type":"Polygon","coordinates":[[[104,21],[105,21],[104,21]]]}"#)), ["ring-short"]);
    assert_eq!(keys(&load(r#"{"type":"LineString","coordinates":[[104,21]]}"#)), ["line-short"]);
}

#[test]
fn a_cut_file_keeps_what_stands_before_the_cut() {
    let all: Vec<String> = (0..5).map(|i| point(104.0, 21.0, &format!(r#"{{"n":{i}}}"#))).collect();
    let text = collection(&all);
    let third_ends = text.match_indices("}}").nth(2).unwrap().0 + 2;
    for cut in third_ends..text.len() - 1 {
        let d = read_bytes(&text.as_bytes()[..cut], &options(), &Quiet).unwrap();
        assert!(d.features.len() >= 3, "cut at {cut}");
        assert!(!d.issues.is_empty(), "cut at {cut} was not told");
    }
}

#[test]
fn heights_ids_foreign_members_and_oddities_are_noted() {
    let d = load(
        r#"{"type":"FeatureCollection","name":"x","features":[
        {"type":"Feature","id":"a","properties":{"n":1},"geometry":{"type":"Point","coordinates":[104,21,500]}},
        {"type":"Feature","id":7,"properties":{"id":"own"},"geometry":null,"title":"t"},
        {"type":"Feature","id":"same","properties":{"id":"same"},"geometry":null},
        {"type":"Feature","id":{},"properties":{},"geometry":null},
        {"type":"feature","properties":{"s":"\ud800"},"geometry":null},
        {"type":"Feature","type":"Feature","properties":[],"geometry":null}]}"#,
    );
    let t = d.features.table();
    assert_eq!(t.value(0, "id"), Value::Text("a"));
    assert_eq!((t.value(1, "id"), t.value(1, "@id")), (Value::Text("own"), Value::Number(7.0)));
    assert_eq!((t.value(2, "id"), t.value(2, "@id")), (Value::Text("same"), Value::Null));
    assert_eq!(t.value(4, "s"), Value::Text("\u{fffd}"));
    let mut found = keys(&d);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "feature-type-wrong",
            "foreign-members",
            "heights-dropped",
            "id-wrong",
            "member-twice",
            "properties-not-object",
            "text-surrogate"
        ]
    );
    let line = |key| d.issues.iter().find(|i| i.kind.key() == key).unwrap().line;
    assert_eq!((line("id-wrong"), line("member-twice")), (Some(5), Some(7)));
}

#[test]
fn the_crs_member_counts_before_and_after_the_features() {
    let feature = point(503_466.366, 2_346_722.812, "{}");
    let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9206"}}"#;
    for text in [
        format!(r#"{{"type":"FeatureCollection",{crs},"features":[{feature}]}}"#),
        format!(r#"{{"type":"FeatureCollection","features":[{feature}],{crs}}}"#),
        format!(
            r#"{{"type":"FeatureCollection","features":[{feature}],"crs":{{"type":"EPSG","properties":{{"code":9206}}}}}}"#
        ),
    ] {
        let d = load(&text);
        assert_eq!((d.source_crs.as_str(), d.crs_source), ("EPSG:9206", CrsSource::Member), "{text}");
        assert_eq!(keys(&d), ["crs-member"]);
        assert!(position(&d, 0).distance(MapPoint::new(503_466.366, 2_346_722.812)) < 2e-3);
    }
    let d = load(format!(
        r#"{{"type":"FeatureCollection","features":[{feature}],"crs":{{"type":"name","properties":{{"name":"EPSG:99999"}}}}}}"#
    ));
    assert_eq!(keys(&d), ["crs-unknown", "coordinates-vn2000", "crs-member"]);
    assert_eq!(d.features.geometries().kind(0), GeometryKind::Null, "nothing is placed by guesswork");
}

#[test]
fn metres_and_swapped_numbers_are_offered_and_taken_only_if_agreed() {
    let cases = [
        ((503_466.366, 2_346_722.812), "coordinates-vn2000"),
        ((2_346_722.812, 503_466.366), "coordinates-vn2000-swapped"),
        ((21.21472, 104.03528), "coordinates-degrees-swapped"),
    ];
    let right = map_from_geo(GeoPoint::new(104.03528, 21.21472), &Crs::vn2000_son_la()).unwrap();
    for ((x, y), key) in cases {
        let text = collection(&[point(x, y, r#"{"n":1}"#), point(x, y, r#"{"n":2}"#)]);
        let d = load(&text);
        assert_eq!(keys(&d), [key]);
        assert!(d.suggestion.is_some());
        assert_eq!(d.features.geometries().kind(0), GeometryKind::Null);
        assert_eq!(d.features.table().value(1, "n"), Value::Number(2.0));
        let agreed = ReadOptions { accept_guess: true, ..options() };
        let d = read_bytes(text.as_bytes(), &agreed, &Quiet).unwrap();
        assert_eq!((d.crs_source, d.suggestion), (CrsSource::Guess, None), "{key}");
        assert!(position(&d, 0).distance(right) < 2e-3, "{key}: {:?}", position(&d, 0));
    }
    // The catalogue says metres and the file holds degrees.
    let metric = ReadOptions { crs: Some(Crs::vn2000_son_la()), ..options() };
    let text = collection(&[point(104.03528, 21.21472, "{}")]);
    let d = read_bytes(text.as_bytes(), &metric, &Quiet).unwrap();
    assert_eq!(keys(&d), ["coordinates-degrees"]);
    // North first, as papers write it, said by the user.
    let swap = ReadOptions { swap_xy: true, ..metric };
    let text = collection(&[point(2_346_722.812, 503_466.366, "{}")]);
    let d = read_bytes(text.as_bytes(), &swap, &Quiet).unwrap();
    assert!(d.issues.is_empty() && position(&d, 0).distance(right) < 2e-3);
}

#[test]
fn strays_are_told_one_by_one_and_do_not_blur_the_rest() {
    let mut features: Vec<String> = (0..50).map(|i| point(104.0 + f64::from(i) * 1e-3, 21.0, "{}")).collect();
    features.insert(0, point(0.0, 0.0, "{}"));
    features.push(point(104.0, 95.0, "{}"));
    let d = load(collection(&features));
    let mut found = keys(&d);
    found.sort_unstable();
    assert_eq!(found, ["outside-domain", "too-far"]);
    assert!((d.features.geometries().quantum_m() - 0.001).abs() < 1e-9);
    assert_eq!(d.features.geometries().kind(0), GeometryKind::Null);
    assert_eq!(d.features.geometries().kind(1), GeometryKind::Point);
}

#[test]
fn loose_files_choose_their_map_system() {
    let auto = ReadOptions::default();
    let crs = |points: &[(f64, f64)]| {
        let features: Vec<String> = points.iter().map(|(x, y)| point(*x, *y, "{}")).collect();
        let d = read_bytes(collection(&features).as_bytes(), &auto, &Quiet).unwrap();
        assert!(d.issues.is_empty(), "{:?}", d.issues);
        for (i, (lon, lat)) in points.iter().enumerate() {
            let back = geo_from_map(position(&d, i as u32), &d.map_crs).unwrap();
            assert!((back.lon - lon).abs() < 2e-6 && (back.lat - lat).abs() < 2e-6, "{back:?}");
        }
        d.map_crs.as_str().to_owned()
    };
    assert_eq!(crs(&[(103.9, 21.3), (104.1, 21.2)]), "EPSG:9206");
    assert_eq!(crs(&[(105.8, 21.0), (105.9, 21.1)]), "EPSG:32648");
    assert_eq!(crs(&[(-70.0, -33.0), (-70.5, -33.5)]), "EPSG:32719");
    assert_eq!(crs(&[(-170.0, -33.0), (170.0, 60.0), (0.0, 0.0)]), "EPSG:4087");
}

#[test]
fn large_files_are_split_and_joined_without_a_trace() {
    // Texts that hold the very bytes that a feature begins with must fool nobody.
    let trap = r#"{\"type\":\"Feature\",\"properties\":"#;
    let lure = r#"{"type":"Feature","properties":{"n":-1},"geometry":null}"#;
    let count = 30_000;
    let features: Vec<String> = (0..count)
        .map(|i| {
            let inner = if i % 7 == 0 { format!(r#","deep":[{lure},{lure}]"#) } else { String::new() };
            point(104.0 + f64::from(i) * 1e-6, 21.0, &format!(r#"{{"n":{i},"t":"{trap}"{inner}}}"#))
        })
        .collect();
    let text = collection(&features);
    assert!(text.len() > 4_000_000);
    let d = load(&text);
    assert!(d.issues.is_empty(), "{:?}", &d.issues[..1]);
    assert_eq!(d.features.len(), count as usize);
    for i in (0..count).step_by(997) {
        assert_eq!(d.features.table().value(i as u32, "n"), Value::Number(f64::from(i)));
        assert_eq!(d.features.file_index(i as u32), i as u32);
    }
    // The same as lines, with every hundredth line broken.
    let lines: Vec<String> = features
        .iter()
        .enumerate()
        .map(|(i, f)| if i % 100 == 50 { f[..f.len() - 1].to_owned() } else { f.clone() })
        .collect();
    let d = load(lines.join("\n"));
    assert_eq!(d.features.len(), 29_700);
    // A hundred are listed, the rest is counted.
    assert_eq!(keys(&d).iter().filter(|k| **k == "json-end").count(), 100);
    let more = d.issues.iter().find(|i| i.kind.key() == "more-like").unwrap();
    assert!(more.kind.args().contains(&("count", "200".to_owned())), "{more:?}");
}

#[test]
fn nothing_but_broken_features_takes_linear_time() {
    let bad: Vec<String> =
        (0..20_000).map(|i| format!(r#"{{"properties":{{"n":{i}}},"type":"Feature","geometry":{{x}}}}"#)).collect();
    let unclosed: Vec<String> = (0..20_000).map(|i| format!(r#"{{"type":"Feature","properties":{{"n":{i}"#)).collect();
    let start = std::time::Instant::now();
    for text in [collection(&bad), collection(&unclosed)] {
        match read_bytes(text.as_bytes(), &options(), &Quiet) {
            Ok(d) => assert!(d.features.is_empty() && d.issues.len() == 101, "{}", d.issues.len()),
            Err(e) => assert!(matches!(e, ReadError::NotJson { .. }), "{e}"),
        }
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn what_is_no_geojson_is_refused_with_the_right_words() {
    let refusal = |text: &[u8]| read_bytes(text, &options(), &Quiet).unwrap_err().issue();
    for (text, key, byte) in [
        (&b"[1,2]"[..], "geojson-root", 0),
        (b"{\"a\":1}", "geojson-no-type", 0),
        (b"{\"type\":\"Topology\"}", "geojson-type", 8),
        (b"{\"type\":\"FeatureCollection\"}", "member-missing", 0),
        (b"{\"type\":\"FeatureCollection\",\"features\":{}}", "member-not-array", 39),
        (b"{\"a\":1,}", "json-trailing-comma", 7),
        (b"{} {}", "json-trailing", 3),
        (b"", "file-empty", 0),
        (b"{\"type\":\"Feature\"", "json-end", 17),
        (b"SQLite format 3\0", "format-unknown", 0),
        (b"{\0\"\0", "json-end", 4),
    ] {
        let issue = refusal(text);
        assert_eq!((issue.kind.key(), issue.byte), (key, Some(byte)), "{}", String::from_utf8_lossy(text));
    }
    let deep = "[".repeat(100_000);
    assert_eq!(refusal(deep.as_bytes()).kind.key(), "json-depth");
    let nested = format!("{}{}", r#"{"type":"GeometryCollection","geometries":["#.repeat(5_000), "]}".repeat(5_000));
    assert_eq!(refusal(nested.as_bytes()).kind.key(), "json-depth");
    let forty = format!("{}{}", r#"{"type":"GeometryCollection","geometries":["#.repeat(40), "]}".repeat(40));
    assert_eq!(keys(&load(forty)), ["json-depth"]);
}

#[test]
fn cancelling_stops_and_progress_reaches_the_end() {
    struct Watch {
        most: AtomicU64,
        cancel_at: u64,
    }
    impl Observer for Watch {
        fn progress(&self, done: u64, total: u64) {
            assert!(done <= total);
            self.most.fetch_max(done, Ordering::Relaxed);
        }
        fn is_cancelled(&self) -> bool {
            self.most.load(Ordering::Relaxed) >= self.cancel_at
        }
    }
    let features: Vec<String> = (0..40_000).map(|i| point(104.0, 21.0, &format!(r#"{{"n":{i}}}"#))).collect();
    let text = collection(&features);
    let watch = Watch { most: AtomicU64::new(0), cancel_at: u64::MAX };
    read_bytes(text.as_bytes(), &options(), &watch).unwrap();
    assert!(watch.most.into_inner() + 200 > text.len() as u64);
    let watch = Watch { most: AtomicU64::new(0), cancel_at: 100_000 };
    assert!(matches!(read_bytes(text.as_bytes(), &options(), &watch), Err(ReadError::Cancelled)));
}

#[test]
fn files_and_sidecars_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    assert!(matches!(read(&path, &options(), &Quiet), Err(ReadError::NotFound { .. })));
    assert!(matches!(read(folder.path(), &options(), &Quiet), Err(ReadError::Io { .. })));
    std::fs::write(&path, collection(&[point(503_466.366, 2_346_722.812, "{}")])).unwrap();
    std::fs::write(folder.path().join("a.prj"), r#"PROJCS["x",GEOGCS["y"],AUTHORITY["EPSG","9206"]]"#).unwrap();
    let d = read(&path, &options(), &Quiet).unwrap();
    assert_eq!((d.crs_source, d.source_crs), (CrsSource::Sidecar, Crs::vn2000_son_la()));
    assert!(d.issues.is_empty());
}

#[test]
fn large_files_are_converted_as_by_proj_and_equal_positions_stay_equal() {
    // A grid over the city, every position twice in distant parts of the file, and a few strays.
    let spot = |i: usize| (103.8 + (i % 97) as f64 * 0.002_7, 21.2 + (i / 97) as f64 * 0.003_1);
    const COUNT: usize = 6_000;
    let mut points: Vec<(f64, f64)> = (0..2 * COUNT).map(|i| spot(i % COUNT)).collect();
    points.extend([(105.8, 21.0), (108.2, 16.05), (107.6, 16.46)]);
    let text = collection(&points.iter().map(|(x, y)| point(*x, *y, "{}")).collect::<Vec<_>>());
    assert!(text.len() >= super::FITTED_FROM, "{} bytes", text.len());

    let options = options();
    let samples = super::sample(text.as_bytes(), 0);
    let mut state =
        super::State { options: &options, sidecar: None, samples, found: None, suggestion: None, guessed: false };
    let plan = state.plan(&super::Member::Absent);
    let quick = state.quick(&plan).0.unwrap();
    assert!(quick.convert(103.9, 21.3).is_some() && quick.convert(107.6, 16.46).is_none());

    let d = load(&text);
    assert!(d.issues.is_empty(), "{:?}", d.issues);
    assert_eq!(d.features.len(), points.len());
    let mut differs = 0;
    for (i, (x, y)) in points.iter().enumerate() {
        let want = map_from_geo(GeoPoint::new(*x, *y), &Crs::vn2000_son_la()).unwrap();
        let got = position(&d, i as u32);
        assert!(got.distance(want) <= 0.001, "{x} {y}: {} m", got.distance(want));
        differs += usize::from(quick.convert(*x, *y).is_some_and(|q| q != (want.x, want.y)));
    }
    assert!(differs > COUNT, "the fit was used and is no copy of PROJ");
    let counts = |i: usize| d.features.geometries().parts(i as u32).next().unwrap().counts().to_vec();
    assert!((0..COUNT).all(|i| counts(i) == counts(i + COUNT)));
}

mod round_trip {
    use super::*;
    use geo::{CoordsIter, MapCoords};
    use planmap_core::crs::with_transform;
    use proptest::prelude::*;

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
        (ring(), prop::collection::vec(ring(), 0..3)).prop_map(|(shell, holes)| geo::Polygon::new(shell, holes))
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
                let got = d.features.geometries().geometry(i as u32);
                prop_assert_eq!(got.is_some(), want.is_some());
                if let (Some(got), Some(want)) = (got, want) {
                    let want = want.map_coords(|c| to_map.convert(c.x, c.y).map(|(x, y)| geo::Coord { x, y }).unwrap());
                    prop_assert_eq!(std::mem::discriminant(&got), std::mem::discriminant(&want));
                    prop_assert_eq!(got.coords_count(), want.coords_count());
                    let near = got.coords_iter().zip(want.coords_iter()).all(|(a, b)| (a.x - b.x).abs() <= 0.000_51 && (a.y - b.y).abs() <= 0.000_51);
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

    fn geometry_value(g: &geo::Geometry<f64>) -> geojson::GeometryValue {
        let xy = |c: &geo::Coord<f64>| geojson::Position::from(vec![c.x, c.y]);
        let line = |l: &geo::LineString<f64>| l.0.iter().map(xy).collect::<Vec<_>>();
        let rings =
            |p: &geo::Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(line).collect::<Vec<_>>();
        use geojson::GeometryValue as V;
        match g {
            geo::Geometry::Point(p) => V::Point { coordinates: xy(&p.0) },
            geo::Geometry::MultiPoint(m) => V::MultiPoint { coordinates: m.0.iter().map(|p| xy(&p.0)).collect() },
            geo::Geometry::LineString(l) => V::LineString { coordinates: line(l) },
            geo::Geometry::MultiLineString(m) => V::MultiLineString { coordinates: m.0.iter().map(line).collect() },
            geo::Geometry::Polygon(p) => V::Polygon { coordinates: rings(p) },
            geo::Geometry::MultiPolygon(m) => V::MultiPolygon { coordinates: m.0.iter().map(rings).collect() },
            other => panic!("not generated: {other:?}"),
        }
    }
}
