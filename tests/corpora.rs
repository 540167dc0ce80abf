//! Other people's test files: whatever they hold, the reader neither panics nor hangs, loses
//! nothing of a good file and says of a bad one where and why.
//!
//! The files are not part of the repository; `surroundings` finds them and tells where it does not.
//! `tests/README.md` keeps the outcome.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use planmap_core::{Issue, Severity, validate};
use planmap_data::read::{Dataset, Quiet, ReadError, ReadOptions, read};

use crate::surroundings::corpora;

/// More than any of these small files may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

fn files(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap_or_else(|e| panic!("{}: {e}", dir.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    out.sort();
    out
}

fn load(path: &Path) -> (Result<Dataset, ReadError>, Vec<Issue>) {
    let start = Instant::now();
    let result = read(path, &ReadOptions::default(), &Quiet);
    let issues = match &result {
        Ok(d) => {
            let limits = validate::Limits::default();
            let found = validate::issues(&d.features, &d.map_crs, &limits, &|| false);
            d.issues.iter().cloned().chain(found).collect()
        }
        Err(e) => vec![e.issue()],
    };
    assert!(start.elapsed() < PATIENCE, "{}: {:?}", path.display(), start.elapsed());
    (result, issues)
}

/// Features that a good file holds, counted by a general JSON parser.
fn count(path: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap();
    let json: serde_json::Value =
        serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    json.get("features").and_then(serde_json::Value::as_array).map_or(1, Vec::len)
}

/// Coordinates of a good file, counted by a general JSON parser.
fn positions(json: &serde_json::Value) -> usize {
    match json {
        serde_json::Value::Array(items)
            if items.first().is_some_and(serde_json::Value::is_number) =>
        {
            1
        }
        serde_json::Value::Array(items) => items.iter().map(positions).sum(),
        serde_json::Value::Object(members) => {
            let of = |key: &str| members.get(key).map_or(0, positions);
            of("coordinates") + of("geometries") + of("geometry") + of("features")
        }
        _ => 0,
    }
}

fn good(dir: &Path) -> usize {
    let files = files(dir, "geojson");
    for path in &files {
        let (result, issues) = load(path);
        let d = result.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(d.features.len(), count(path), "{}", path.display());
        // Good in form, but its latitudes reach -144°: kept, placed nowhere, and told.
        if path.ends_with("issue82.geojson") {
            assert!(issues.iter().any(|i| i.kind.key() == "coordinates-unknown"), "{issues:?}");
            continue;
        }
        let json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        assert_eq!(d.features.geometries().vertex_count(), positions(&json), "{}", path.display());
        let errors: Vec<_> = issues.iter().filter(|i| i.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
    files.len()
}

/// Bad files: each is complained of with the file, and the feature or the byte, and a reason.
/// Gives how many, and how many features could be read of them all the same.
fn bad(dir: &Path, harmless: &[&str]) -> (usize, usize) {
    let files = files(dir, "geojson");
    let mut features = 0;
    for path in &files {
        let (result, issues) = load(path);
        features += result.map_or(0, |d| d.features.len());
        let name = path.file_name().unwrap().to_string_lossy();
        if harmless.contains(&&*name) {
            assert!(
                issues.iter().all(|i| i.severity != Severity::Error),
                "{name} is harmless: {issues:?}"
            );
            continue;
        }
        assert!(!issues.is_empty(), "{} passes for good", path.display());
        for issue in &issues {
            let whole_file = ["heights-dropped", "foreign-members"].contains(&issue.kind.key());
            assert!(
                issue.feature.is_some() || issue.byte.is_some() || whole_file,
                "{name}: {issue:?}"
            );
            assert!(!issue.kind.key().is_empty());
        }
    }
    (files.len(), features)
}

#[test]
fn geojsonhint() {
    let Some(dir) = corpora("corpora::geojsonhint") else { return };
    let dir = dir.join("geojsonhint/test/data");
    assert_eq!(good(&dir.join("good")), 18);
    // A linter's matters of taste: many decimals, a collection of one.
    let harmless = [
        "excessive_precision_truncated.geojson",
        "geometrycollection_single.geojson",
        "geometrycollection_nested.geojson",
    ];
    let (files, features) = bad(&dir.join("bad"), &harmless);
    eprintln!("geojsonhint bad: {files} files, {features} features read");
}

#[test]
fn check_geojson() {
    let Some(dir) = corpora("corpora::check_geojson") else { return };
    let dir = dir.join("check-geojson/test/fixture");
    assert_eq!(good(&dir.join("good")), 17);
    let (files, features) = bad(&dir.join("bad"), &["geometrycollection_nested.geojson"]);
    eprintln!("check-geojson bad: {files} files, {features} features read");
}

#[test]
fn invalid_geometries() {
    let Some(dir) = corpora("corpora::invalid_geometries") else { return };
    let dir = dir.join("geojson-invalid-geometry/examples");
    assert_eq!(good(&dir.join("valid")), 22);
    let mut all = BTreeMap::new();
    all.insert("invalid_geometries", bad(&dir.join("invalid_geometries"), &[]));
    all.insert("invalid_structure", bad(&dir.join("invalid_structure"), &[]));
    // Nothing is wrong with these that a viewer should complain of.
    let harmless = [
        "problematic_excessive_coordinate_precision.geojson",
        "problematic_excessive_vertices.geojson",
        "problematic_feature_null_geometry.geojson",
        "problematic_multitype_geometry_with_just_one_geometry.geojson",
        "problematic_holes.geojson",
        "problematic_crosses_antimeridian.geojson",
        "problematic_wrong_bbox_coordinate_order.geojson",
        "problematic_geometry_not_wrapped.geojson",
        "problematic_geometrycollection_single.geojson",
        "problematic_nested_geometrycollection.geojson",
    ];
    all.insert("problematic_geometries", bad(&dir.join("problematic_geometries"), &harmless));
    all.insert("problematic_structure", bad(&dir.join("problematic_structure"), &harmless));
    eprintln!("geojson-invalid-geometry: {all:?}");
}

#[test]
fn mapbox_fixtures() {
    let Some(dir) = corpora("corpora::mapbox_fixtures") else { return };
    let dir = dir.join("mapbox-geojson-fixtures/data");
    let counts: Vec<usize> =
        ["feature", "featurecollection", "geometry"].map(|d| good(&dir.join(d))).into();
    assert_eq!(counts, [1, 1, 14]);
}

#[test]
fn json_test_suite() {
    let Some(dir) = corpora("corpora::json_test_suite") else { return };
    let mut counts: BTreeMap<(char, &str), usize> = BTreeMap::new();
    for path in files(&dir.join("JSONTestSuite"), "json") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kind = name.chars().next().unwrap();
        let (result, issues) = load(&path);
        let outcome = match &result {
            Ok(_) => "read",
            Err(ReadError::NotGeoJson { .. }) => "valid JSON, no GeoJSON",
            Err(_) => "refused",
        };
        *counts.entry((kind, outcome)).or_default() += 1;
        match kind {
            // They parse; that they are no map is another matter and is said in other words.
            'y' => assert_eq!(outcome, "valid JSON, no GeoJSON", "{name}: {issues:?}"),
            'n' => {
                assert_eq!(outcome, "refused", "{name}");
                assert!(issues[0].byte.is_some() && issues[0].file.is_some(), "{name}: {issues:?}");
            }
            _ => assert_ne!(outcome, "read", "{name}"),
        }
    }
    eprintln!("JSONTestSuite: {counts:?}");
    assert_eq!(counts.values().sum::<usize>(), 318, "a file was not judged");
}
