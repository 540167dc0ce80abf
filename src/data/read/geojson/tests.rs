//! The reader against small texts whose content is known.
#![allow(clippy::unwrap_used, clippy::panic, clippy::float_cmp)]

mod mended;
mod pieces;
mod round_trip;
mod systems;

use std::sync::atomic::{AtomicU64, Ordering};

use planmap_core::crs::{Crs, GeoPoint, geo_from_map, map_from_geo, with_transform};
use planmap_core::feature::{GeometryKind, Value};
use planmap_core::{MapPoint, Severity};

use self::pieces::read_bytes;
use crate::read::ingest::{Choice, FITTED_FROM};
use crate::read::text::Text;
use crate::read::{CrsSource, Dataset, Observer, Quiet, ReadError, ReadOptions, read};

fn options() -> ReadOptions {
    ReadOptions {
        map_crs: Some(Crs::vn2000_son_la()),
        display_name: "a.geojson".to_owned(),
        ..ReadOptions::default()
    }
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
        point(
            104.03528,
            21.21472,
            r#"{"tên":"Nà Sản \u0111\n","n":1.5,"b":true,"x":null,"j":[1,{"a":2}]}"#,
        ),
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
        (
            format!("{}\n{feature}\n", collection(&[feature.clone(), feature.clone()])),
            3,
            "GeoJSON lines",
        ),
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
        let text =
            collection(&[good(0), bad.clone(), good(2)]).replace("},{\"type\"", "},\n{\"type\"");
        let d = load(&text);
        let numbers: Vec<_> =
            (0..d.features.len() as u32).map(|i| d.features.table().value(i, "n")).collect();
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
        (
            r#"{"type":"LineString","coordinates":[[104,21],[105,null],[106,21]]}"#,
            "coordinate-null",
        ),
        (r#"{"type":"Point","coordinates":[104]}"#, "position-short"),
        (r#"{"type":"Point","coordinates":[[104,21]]}"#, "coordinates-deep"),
        (
            r#"{"type":"Polygon","coordinates":[[104,21],[105,21],[105,22],[104,21]]}"#,
            "coordinates-shallow",
        ),
        (
            r#"{"type":"MultiPolygon","coordinates":[[[104,21],[105,21]],[[[104,21]]]]}"#,
            "coordinates-uneven",
        ),
        (r#"{"type":"LineString","coordinates":[[104,21],[]]}"#, "position-short"),
        (r#"{"type":"Circle","coordinates":[104,21]}"#, "geometry-type-unknown"),
        (r#"{"coordinates":[104,21]}"#, "geometry-type-missing"),
        (r#"{"type":"Point"}"#, "member-missing"),
        (r#"{"type":"Point","coordinates":[1e999,21]}"#, "number-too-large"),
        (r#"{"type":"Point","coordinates":[[[[[[1,2]]]]]]}"#, "coordinates-deep"),
        (r#""POINT(1 2)""#, "geometry-not-object"),
    ] {
        let d =
            load(format!(r#"{{"type":"Feature","properties":{{"n":1}},"geometry":{geometry}}}"#));
        assert_eq!(keys(&d), [key], "{geometry}");
        assert_eq!(d.features.table().value(0, "n"), Value::Number(1.0));
        assert_eq!(d.features.geometries().kind(0), GeometryKind::Null);
    }
}

#[test]
fn rings_are_kept_and_their_faults_told_with_the_place() {
    let d = load(r#"{"type":"Polygon","coordinates":[[[104,21],[105,21],[105,22],[104,22]]]}"#);
    assert_eq!(keys(&d), ["ring-unclosed"]);
    assert_eq!(d.issues[0].at, Some(GeoPoint::new(104.0, 21.0)));
    assert_eq!(d.features.geometries().kind(0), GeometryKind::Polygon);
    assert_eq!(
        keys(&load(r#"{"type":"Polygon","coordinates":[[[104,21],[105,21],[104,21]]]}"#)),
        ["ring-short"]
    );
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
fn strays_are_told_one_by_one_and_do_not_blur_the_rest() {
    let mut features: Vec<String> =
        (0..50).map(|i| point(104.0 + f64::from(i) * 1e-3, 21.0, "{}")).collect();
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
fn large_files_are_split_and_joined_without_a_trace() {
    // Texts that hold the very bytes that a feature begins with must fool nobody.
    let trap = r#"{\"type\":\"Feature\",\"properties\":"#;
    let lure = r#"{"type":"Feature","properties":{"n":-1},"geometry":null}"#;
    let count = 30_000;
    let features: Vec<String> = (0..count)
        .map(|i| {
            let inner =
                if i % 7 == 0 { format!(r#","deep":[{lure},{lure}]"#) } else { String::new() };
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
    let bad: Vec<String> = (0..20_000)
        .map(|i| format!(r#"{{"properties":{{"n":{i}}},"type":"Feature","geometry":{{x}}}}"#))
        .collect();
    let unclosed: Vec<String> =
        (0..20_000).map(|i| format!(r#"{{"type":"Feature","properties":{{"n":{i}"#)).collect();
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
        assert_eq!(
            (issue.kind.key(), issue.byte),
            (key, Some(byte)),
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    let deep = "[".repeat(100_000);
    assert_eq!(refusal(deep.as_bytes()).kind.key(), "json-depth");
    let nested = format!(
        "{}{}",
        r#"{"type":"GeometryCollection","geometries":["#.repeat(5_000),
        "]}".repeat(5_000)
    );
    assert_eq!(refusal(nested.as_bytes()).kind.key(), "json-depth");
    let forty = format!(
        "{}{}",
        r#"{"type":"GeometryCollection","geometries":["#.repeat(40),
        "]}".repeat(40)
    );
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
    let features: Vec<String> =
        (0..40_000).map(|i| point(104.0, 21.0, &format!(r#"{{"n":{i}}}"#))).collect();
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
    std::fs::write(
        folder.path().join("a.prj"),
        r#"PROJCS["x",GEOGCS["y"],AUTHORITY["EPSG","9206"]]"#,
    )
    .unwrap();
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
    assert!(text.len() >= FITTED_FROM, "{} bytes", text.len());

    let options = options();
    let samples = super::sample(Text::Whole(text.as_bytes()), 0);
    let mut choice = Choice::new(&options, None, samples);
    let plan = choice.plan(&super::Member::Absent);
    let quick = choice.quick(&plan).0.unwrap();
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
    let counts =
        |i: usize| d.features.geometries().parts(i as u32).next().unwrap().counts().to_vec();
    assert!((0..COUNT).all(|i| counts(i) == counts(i + COUNT)));
}
