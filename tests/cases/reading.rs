//! What a reader makes of odd files: a feature loses at most the part that is wrong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use planmap_core::crs::{Crs, geo_from_map};
use planmap_core::feature::{GeometryKind, Value as Cell};
use planmap_core::{GeoPoint, Severity};
use planmap_data::read::{Dataset, Quiet, ReadOptions, read};
use serde_json::Value;

use super::{assert_near, check, info, planmap_json};
use crate::surroundings::case;

/// What the reader makes of a file, for what the command line does not print.
fn dataset(path: &Path) -> Dataset {
    read(path, &ReadOptions::default(), &Quiet).unwrap()
}

/// The first position of a feature in degrees; none where it has no place.
fn place(dataset: &Dataset, feature: u32) -> Option<GeoPoint> {
    let part = dataset.features.geometries().parts(feature).next()?;
    let first = part.points().next()?;
    geo_from_map(first, &dataset.map_crs).ok()
}

/// A place within two centimetres, or within the coarser store of a file that spans continents.
fn assert_at(dataset: &Dataset, feature: u32, lon: f64, lat: f64) {
    let found = place(dataset, feature).unwrap_or_else(|| panic!("feature {feature} has no place"));
    let near_deg = dataset.features.geometries().quantum_m().max(0.02) / 1e5;
    let near = (found.lon - lon).abs() < near_deg && (found.lat - lat).abs() < near_deg;
    assert!(near, "feature {feature}: {found:?}, expected {lon}, {lat}");
}

fn field_names(info: &Value) -> Vec<&str> {
    info["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect()
}

fn assert_extent(info: &Value, expected: [f64; 4], what: &str) {
    for (i, side) in expected.iter().enumerate() {
        // About a decimetre.
        assert_near(&info["extent"][i], *side, 1e-6, what);
    }
}

/// The lines that issues of at least a severity stand on.
fn lines(issues: &[Value], severities: &[&str]) -> BTreeSet<u64> {
    let of = |issue: &&Value| severities.contains(&issue["severity"].as_str().unwrap());
    issues.iter().filter(of).filter_map(|issue| issue["line"].as_u64()).collect()
}

const ALL: [&str; 3] = ["error", "warning", "note"];

fn geojson_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "geojson"))
        .collect();
    files.sort();
    files
}

#[test]
fn case_01_every_spelling_of_a_system_places_the_polygon() {
    let Some(folder) = case("01-crs-names") else { return };
    let files = geojson_files(&folder);
    assert_eq!(files.len(), 9);
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (json, status) = planmap_json(&["info", path.to_str().unwrap()]);
        let crs = if name == "epsg-900913.geojson" { "EPSG:3857" } else { "EPSG:4326" };
        assert_eq!(
            (&json["features"], &json["crs"], &json["crs_source"]),
            (&1.into(), &crs.into(), &"member".into())
        );
        assert_eq!((status, &json["geometries"]["Polygon"]), (0, &1.into()), "{name}");
        assert_near(&json["area_m2"], 9595.59, 0.3, &name);
        assert_extent(&json, [103.9, 21.3, 103.901_156_08, 21.300_722_47], &name);
        assert_at(&dataset(&path), 0, 103.9, 21.3);
        let (issues, _) = check(&path);
        assert!(lines(&issues, &["error", "warning"]).is_empty(), "{name}: {issues:?}");
    }
}

#[test]
fn case_02_a_crs_object_among_the_features_is_no_feature() {
    let Some(folder) = case("02-crs-object-among-features") else { return };
    let path = folder.join("wfs.geojson");
    let json = info(&path);
    assert_eq!((&json["features"], field_names(&json)), (&3.into(), vec!["ten"]));
    assert_near(&json["area_m2"], 5997.17, 0.3, "area");
    let (issues, status) = check(&path);
    assert_eq!(status, 1);
    let fourth: Vec<&Value> = issues.iter().filter(|issue| issue["feature"] == 3).collect();
    assert_eq!(fourth.len(), 1, "{issues:?}");
    let line = std::fs::read_to_string(&path).unwrap().lines().count() as u64;
    assert_eq!(fourth[0]["line"].as_u64(), Some(line.min(4)));
    assert!(fourth[0]["message"].as_str().is_some_and(|words| !words.is_empty()));
}

#[test]
fn case_04_a_crs_inside_features_and_geometries_is_followed() {
    let Some(folder) = case("04-crs-in-every-feature") else { return };
    for (name, features, area, tolerance) in [
        ("features.geojson", 3, 9001.87, 0.3),
        ("single.geojson", 1, 3000.62, 0.2),
        ("geometry.geojson", 1, 3000.62, 0.2),
    ] {
        let path = folder.join(name);
        let json = info(&path);
        assert_eq!(
            (&json["features"], &json["crs"]),
            (&features.into(), &"EPSG:9206".into()),
            "{name}"
        );
        assert_near(&json["area_m2"], area, tolerance, name);
        let found = dataset(&path);
        assert_at(&found, 0, 103.900_684_40, 21.301_202_34);
        if name != "geometry.geojson" {
            let fields: BTreeSet<&str> = field_names(&json).into_iter().collect();
            assert_eq!(fields, ["id", "status", "duong"].into(), "{name}");
        }
    }
}

#[test]
fn case_05_nan_and_infinity_are_no_value_and_cost_no_feature() {
    let Some(folder) = case("05-nan-infinity") else { return };
    let path = folder.join("survey.geojson");
    let json = info(&path);
    assert_eq!((&json["features"], &json["null_geometries"]), (&5.into(), &1.into()));
    assert_extent(&json, [103.9, 21.3, 103.902_890_2, 21.3], "extent");
    let found = dataset(&path);
    let table = found.features.table();
    for (feature, lon) in [(0, 103.9), (1, 103.900_963_4), (2, 103.901_926_8), (4, 103.902_890_2)] {
        assert_at(&found, feature, lon, 21.3);
    }
    assert_eq!(found.features.geometries().kind(3), GeometryKind::Null);
    let names: Vec<_> =
        (0..5).map(|row| table.value(row, "ten").as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["Mốc 1", "Mốc 2", "Mốc 3", "Mốc 4", "Mốc 5"]);
    let heights: Vec<f64> =
        (0..5).filter_map(|row| table.value(row, "cao_do").as_number()).collect();
    assert_eq!(heights, [612.5, 613.5]);
    let field = json["fields"].as_array().unwrap().iter().find(|f| f["name"] == "cao_do").unwrap();
    assert_eq!((&field["non_null"], &field["kind"]), (&2.into(), &"number".into()));
    let (issues, _) = check(&path);
    assert!(lines(&issues, &ALL).is_superset(&[3, 4, 5].into()), "{issues:?}");
    assert_eq!(lines(&issues, &["error"]), [5].into());
    assert!(!lines(&issues, &["error", "warning"]).contains(&6), "1e999 is JSON: a note at most");
}

#[test]
fn case_06_identifiers_of_all_kinds_leave_ten_lots() {
    let Some(folder) = case("06-ids-null-repeated-mixed") else { return };
    let path = folder.join("lots.geojson");
    let json = info(&path);
    assert_eq!(json["features"], 10);
    assert_near(&json["area_m2"], 24_988.28, 0.5, "area");
    let found = dataset(&path);
    let table = found.features.table();
    let own: Vec<f64> = (0..10).filter_map(|row| table.value(row, "id").as_number()).collect();
    assert_eq!(own, (100..110).map(f64::from).collect::<Vec<_>>());
    let ids: Vec<Cell<'_>> = (0..10).map(|row| table.value(row, "@id")).collect();
    let number = Cell::Number;
    let expected = [
        Cell::Null,
        number(1.0),
        number(3.0),
        Cell::Null,
        Cell::Text("3"),
        number(3.0),
        number(2.0),
        Cell::Text("001"),
        Cell::LongInteger("9007199254740993"),
        Cell::Null,
    ];
    assert_eq!(ids, expected);
    let places: BTreeSet<String> =
        (0..10).map(|row| format!("{:?}", place(&found, row).unwrap())).collect();
    assert_eq!(places.len(), 10, "ten different rows");
    let (issues, status) = check(&path);
    assert!(issues.iter().any(|issue| issue["kind"] == "id-repeated"), "{issues:?}");
    assert_eq!(status, 0, "{issues:?}");
}

#[test]
fn case_12_texts_keep_their_control_characters() {
    let Some(folder) = case("12-control-characters") else { return };
    let path = folder.join("names.geojson");
    let json = info(&path);
    assert_eq!((&json["features"], &json["null_geometries"]), (&6.into(), &0.into()));
    let found = dataset(&path);
    let names: Vec<&str> =
        (0..6).map(|row| found.features.table().value(row, "ten").as_str().unwrap()).collect();
    assert_eq!(names[0], "dòng một\ndòng hai");
    assert_eq!(names[1], "cột\tcột");
    assert!(
        names[2].contains("\u{b}\u{3}\0\u{fffe}") && names[2].ends_with("hết"),
        "{:?}",
        names[2]
    );
    assert!(
        names[3].ends_with("\u{fffd} hết") || names[3].ends_with("\\ud83d hết"),
        "{:?}",
        names[3]
    );
    assert_eq!(names[4], "cặp đủ \u{1f3d7} \\/ hết");
    assert_eq!(names[5], "<b>Lô & \"A\"</b><script>alert(1)</script>]]>");
    let (issues, status) = check(&path);
    assert_eq!((lines(&issues, &["error"]), status), (BTreeSet::new(), 1));
    assert!(lines(&issues, &["warning"]).is_superset(&[2, 4].into()), "{issues:?}");
}

#[test]
fn case_14_of_repeated_members_the_last_counts_and_each_is_told() {
    let Some(folder) = case("14-duplicate-keys") else { return };
    let path = folder.join("twice.geojson");
    let json = info(&path);
    assert_eq!(json["features"], 5);
    assert_extent(&json, [103.9, 21.3, 103.904_817, 21.3], "extent");
    let found = dataset(&path);
    let table = found.features.table();
    let text = |row| table.value(row, "ten").as_str().map(str::to_owned);
    assert_eq!([0, 1].map(text), [Some("mới".to_owned()), Some("B".to_owned())]);
    assert_eq!(table.value(1, "stt"), Cell::Number(2.0));
    assert_at(&found, 2, 103.904_817, 21.3);
    assert_at(&found, 3, 103.9, 21.3);
    assert_at(&found, 4, 103.902_408_5, 21.3);
    let (issues, status) = check(&path);
    let twice: Vec<&Value> =
        issues.iter().filter(|issue| issue["kind"] == "member-twice").collect();
    assert!(twice.iter().all(|issue| issue["severity"] == "warning"));
    let told: BTreeSet<u64> = twice.iter().map(|issue| issue["line"].as_u64().unwrap()).collect();
    assert_eq!((told, twice.len(), status), ([2, 3, 4, 5, 6].into(), 5, 1));
    for (line, name) in
        [(2, "ten"), (3, "properties"), (4, "geometry"), (5, "type"), (6, "coordinates")]
    {
        let issue = twice.iter().find(|issue| issue["line"] == line).unwrap();
        assert!(issue["message"].as_str().unwrap().contains(name), "{issue}");
    }

    let path = folder.join("features-twice.geojson");
    assert_eq!(info(&path)["features"], 5);
    let (issues, status) = check(&path);
    let told = issues.iter().find(|issue| issue["line"] == 7).unwrap();
    assert_eq!((told["severity"].as_str().unwrap(), status), ("warning", 1));
}

#[test]
fn case_16_utf_16_is_read_and_foreign_bytes_are_told_with_their_place() {
    let Some(folder) = case("16-utf-16") else { return };
    for name in ["powershell.geojson", "big-endian.geojson", "no-bom.geojson"] {
        let path = folder.join(name);
        let (json, status) = planmap_json(&["info", path.to_str().unwrap()]);
        assert_eq!((&json["features"], status), (&2.into(), 0), "{name}");
        let bytes = std::fs::metadata(&path).unwrap().len();
        assert_eq!(json["bytes"], bytes, "{name}");
        let found = dataset(&path);
        let texts: BTreeSet<&str> = found
            .features
            .table()
            .columns()
            .iter()
            .flat_map(planmap_core::feature::Column::distinct_texts)
            .collect();
        assert!(
            texts.is_superset(&["Chợ đêm Nậm La", "Phường Chiềng Cơi"].into()),
            "{name}: {texts:?}"
        );
    }
    let path = folder.join("ansi-1252.geojson");
    assert_eq!(info(&path)["features"], 1);
    let found = dataset(&path);
    assert_eq!(
        found.features.table().value(0, "ten").as_str(),
        Some("Caf\u{fffd} Pha Din \u{fffd} s\u{fffd} 1")
    );
    let (issues, status) = check(&path);
    let told = issues.iter().find(|issue| issue["kind"] == "text-encoding").unwrap();
    let first = std::fs::read(&path).unwrap().iter().position(|b| *b == 0xe9).unwrap() as u64;
    assert_eq!((told["byte"].as_u64(), told["line"].as_u64(), status), (Some(first), Some(1), 1));
    assert!(told["message"].as_str().unwrap().contains("UTF-8"));
}

#[test]
fn case_41_positions_that_are_none_cost_the_place_alone() {
    let Some(folder) = case("41-positions-as-text-exponent-null") else { return };
    let path = folder.join("points.geojson");
    let json = info(&path);
    assert_eq!(json["features"], 14);
    let found = dataset(&path);
    let numbers: Vec<f64> =
        (0..14).filter_map(|row| found.features.table().value(row, "stt").as_number()).collect();
    assert_eq!(numbers, (1..=14).map(f64::from).collect::<Vec<_>>(), "attributes are kept");
    let placed: Vec<u32> =
        (0..14).filter(|row| place(&found, *row).is_some()).map(|row| row + 1).collect();
    assert_eq!(placed, [1, 2, 8, 9, 10, 12]);
    for stt in [1, 2, 8, 9, 12] {
        assert_at(&found, stt - 1, 103.9, 21.3);
    }
    assert_at(&found, 9, 0.0, 0.0);
    assert_extent(&json, [0.0, 0.0, 103.9, 21.3], "extent");
    let errors: BTreeSet<u32> = found
        .issues
        .iter()
        .filter(|issue| issue.severity == Severity::Error)
        .map(|issue| issue.feature.unwrap() + 1)
        .collect();
    assert_eq!(errors, [3, 4, 5, 6, 7, 11, 13, 14].into());
    let (issues, _) = check(&path);
    let of_line = |line: u64| issues.iter().filter(move |issue| issue["line"] == line);
    assert!(of_line(2).any(|issue| issue["severity"] == "warning"));
    assert!(of_line(5).any(|issue| issue["message"].as_str().unwrap().contains("103,9")));
    for line in [4, 5, 6, 7, 8, 12, 14, 15] {
        assert!(of_line(line).any(|issue| issue["severity"] == "error"), "line {line}");
    }

    let path = folder.join("line.geojson");
    let json = info(&path);
    assert_eq!(
        (&json["features"], &json["null_geometries"], &json["extent"]),
        (&1.into(), &1.into(), &Value::Null)
    );
    let (issues, status) = check(&path);
    assert_eq!(
        (issues.iter().filter(|issue| issue["severity"] == "error").count(), status),
        (1, 1)
    );
}

#[test]
fn unknown_words_in_a_system_name_are_no_reason_to_guess() {
    for text in ["EPSG:9206x", "my own", "urn:ogc:def:crs:EPSG::"] {
        assert!(Crs::parse(text).is_err(), "{text}");
    }
}
