//! Areas: outlines that cross themselves, holes and parts that overlap, detail below a millimetre,
//! both sides of the 180th meridian. Figures from pyproj and shapely, as each case gives them.

use std::path::Path;
use std::process::Command;

use planmap_core::identify::hits;
use planmap_core::{GeoPoint, MapPoint};
use planmap_data::read::{Dataset, Quiet, ReadOptions, read};
use serde_json::Value;

use super::{assert_near, check, info, planmap_json};
use crate::surroundings::case;

/// Degrees of a centimetre and a half.
const CENTIMETRE_DEG: f64 = 1.5e-7;

fn dataset(path: &Path) -> Dataset {
    read(path, &ReadOptions::default(), &Quiet).unwrap()
}

fn is_hit(dataset: &Dataset, x: f64, y: f64) -> bool {
    !hits(&dataset.features, MapPoint::new(x, y), 0.0).is_empty()
}

/// Area of each feature as the table has it, in m² on the ellipsoid.
fn table_areas(dataset: &Dataset) -> Vec<f64> {
    let store = dataset.features.geometries();
    let scale =
        planmap_core::layer_size::GroundScale::over(&dataset.features.extent(), &dataset.map_crs);
    (0..store.len() as u32).map(|row| scale.size(store, row).area_m2.unwrap_or(0.0)).collect()
}

/// Issues of a feature that are at least a warning.
fn faults(issues: &[Value], feature: u64) -> Vec<&Value> {
    issues.iter().filter(|i| i["severity"] != "note" && i["feature"] == feature).collect()
}

fn is_at(issue: &Value, lon: f64, lat: f64, near_deg: f64) -> bool {
    let at = |i: usize| issue["at"][i].as_f64().unwrap();
    (at(0) - lon).abs() < near_deg && (at(1) - lat).abs() < near_deg
}

#[test]
fn case_18_figure_of_eight() {
    let Some(folder) = case("18-figure-of-eight") else { return };
    let path = folder.join("eight.geojson");
    let (issues, status) = check(&path);
    assert_eq!(status, 1);
    for (feature, lon, lat) in [
        (0, 103.901_939_0, 21.298_764_3),
        (1, 103.902_944_2, 21.298_803_6),
        (2, 103.903_963_0, 21.298_855_8),
    ] {
        let found = faults(&issues, feature);
        assert!(found.iter().any(|i| is_at(i, lon, lat, CENTIMETRE_DEG)), "{feature}: {issues:?}");
    }
    let data = dataset(&path);
    let areas = table_areas(&data);
    for (found, expected) in areas.iter().zip([1800.37, 1071.65, 6201.29, 1600.33]) {
        assert!((found - expected).abs() < 0.02, "{areas:?}");
    }
    assert_near(&info(&path)["area_m2"], 1800.37 + 1071.65 + 6201.29 + 1600.33, 0.05, "sum");
    // Left and right lobe, above the crossing; in the ring that is run twice; in and beside the bow.
    for (x, y, inside) in [
        (489_605.0, 2_356_030.0, true),
        (489_655.0, 2_356_030.0, true),
        (489_630.0, 2_356_050.0, false),
        (489_920.0, 2_356_020.0, true),
        (489_832.0, 2_356_040.0, false),
        (489_840.0, 2_356_048.0, true),
    ] {
        assert_eq!(is_hit(&data, x, y), inside, "{x} {y}");
    }
}

#[test]
fn case_19_holes_outside_larger_touching_twice() {
    let Some(folder) = case("19-holes-outside-larger-touching-twice") else { return };
    let path = folder.join("holes.geojson");
    let expected = [1900.39, 0.0, 1600.33, 1200.25, 1800.37, 1400.29, 2000.42, 0.0];
    let data = dataset(&path);
    let areas = table_areas(&data);
    assert_eq!(areas.len(), 8);
    for (row, (found, expected)) in areas.iter().zip(expected).enumerate() {
        assert!(*found >= 0.0 && (found - expected).abs() < 0.2, "{row}: {found} for {expected}");
    }
    let sum: f64 = expected.iter().sum();
    assert_near(&info(&path)["area_m2"], sum, 1.0, "info");
    let (issues, status) = check(&path);
    assert_eq!(status, 1);
    for feature in 0..8 {
        let found = faults(&issues, feature);
        let is_told = found.iter().any(|i| i["severity"] == "error" && i["at"].is_array());
        assert!(is_told, "{feature}: {issues:?}");
    }
    let (review, status) = planmap_json(&["review", path.to_str().unwrap()]);
    assert_eq!(status, 0);
    assert_near(&review["area_m2"], sum, 1.0, "review");
    // The piece between the two Ls of the first.
    assert!(is_hit(&data, 489_625.0, 2_356_025.0));
    assert!(!is_hit(&data, 489_615.0, 2_356_030.0));
}

/// What a comparison writes of a shape with touching holes is valid where it is read again.
#[test]
fn case_19_what_is_written_of_it_is_valid() {
    let Some(folder) = case("19-holes-outside-larger-touching-twice") else { return };
    let all: Value =
        serde_json::from_slice(&std::fs::read(folder.join("holes.geojson")).unwrap()).unwrap();
    let out = tempfile::tempdir().unwrap();
    let (before, after) = (out.path().join("before.geojson"), out.path().join("after.geojson"));
    let of = |features: &[&Value]| {
        let mut document = all.clone();
        document["features"] = serde_json::json!(features);
        document.to_string()
    };
    let (touching, other) = (&all["features"][0], &all["features"][2]);
    std::fs::write(&before, of(&[other])).unwrap();
    std::fs::write(&after, of(&[other, touching])).unwrap();
    let written = out.path().join("changes.geojson");
    let path = |p: &Path| p.to_str().unwrap().to_owned();
    planmap_json(&["compare", &path(&before), &path(&after), "--output", &path(&written)]);
    let (issues, _) = check(&written);
    assert!(issues.iter().all(|i| i["severity"] != "error"), "{issues:?}");
    assert_near(&info(&written)["area_m2"], 1900.39, 0.2, "what was written");
}

#[test]
fn case_20_overlapping_parts_counted_once() {
    let Some(folder) = case("20-overlapping-parts-counted-once") else { return };
    let path = folder.join("area.geojson");
    let text = path.to_str().unwrap();
    let (review, status) = planmap_json(&["review", text]);
    assert_eq!(status, 0);
    assert_near(&review["area_m2"], 16_403.41, 0.3, "review");
    for plan in review["plans"].as_array().unwrap() {
        let covered_share = plan["covered_share"].as_f64().unwrap();
        assert!(covered_share <= 1.0 + 1e-9, "{plan}");
        let classes =
            plan["classes"].as_array().unwrap().iter().map(|c| c["area_m2"].as_f64().unwrap());
        let all = classes.sum::<f64>() + plan["uncovered_m2"].as_f64().unwrap();
        assert!((all - 16_403.41).abs() < 0.5, "{all}: {plan}");
    }
    let (balance, status) = planmap_json(&["balance", "--area", text]);
    assert_eq!(status, 0);
    assert_near(&balance["areas"][0]["area_m2"], 16_403.41, 0.3, "balance");
    let (issues, status) = check(&path);
    assert_eq!(status, 1);
    let overlap = issues.iter().find(|i| i["kind"] == "polygons-overlap").unwrap();
    assert!(is_at(overlap, 103.902_421, 21.298_945, 0.001), "{overlap}");
    assert!(issues.iter().any(|i| i["kind"] == "polygons-equal"), "{issues:?}");
    assert!(is_hit(&dataset(&path), 489_680.0, 2_356_050.0), "in the overlap");
    let two = folder.join("two-features.geojson");
    let (review, _) = planmap_json(&["review", two.to_str().unwrap()]);
    assert_near(&review["area_m2"], 16_003.32, 0.3, "review of three features");
}

#[test]
fn case_21_valid_detail_below_a_millimetre() {
    let Some(folder) = case("21-valid-detail-below-a-millimetre") else { return };
    let path = folder.join("fine.geojson");
    let (issues, status) = check(&path);
    assert!(issues.iter().all(|i| i["severity"] == "note"), "{issues:?}");
    assert_eq!(status, 0);
    let mut about_shape = issues.iter().filter(|i| i["kind"] != "ring-direction");
    assert!(about_shape.all(|i| i["kind"] == "finer-than-store"), "{issues:?}");
    let told = info(&path);
    assert_eq!(told["features"], 6);
    assert_near(&told["area_m2"], 9201.90, 0.3, "area");
    let data = dataset(&path);
    let triangle = table_areas(&data)[2];
    assert!((0.0..0.01).contains(&triangle), "{triangle}");
    let (review, status) = planmap_json(&["review", path.to_str().unwrap()]);
    assert_eq!(status, 0);
    assert_near(&review["area_m2"], 9201.90, 0.3, "review");
}

#[test]
fn case_25_antimeridian() {
    let Some(folder) = case("25-antimeridian") else { return };
    for name in ["cut.geojson", "beyond-180.geojson", "uncut.geojson"] {
        let path = folder.join(name);
        let told = info(&path);
        assert_near(&told["area_m2"], 117_999_322.0, 11_800.0, name);
        let extent: Vec<f64> =
            told["extent"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        let line = if name == "uncut.geojson" { 0.05 } else { 0.0 };
        assert!((extent[0] - (179.95 - line)).abs() < 1e-6, "{name}: {extent:?}");
        let east = extent[2].rem_euclid(360.0);
        assert!((east - (180.05 + line)).abs() < 1e-6, "{name}: {extent:?}");
        let data = dataset(&path);
        let size = data.features.extent();
        assert!(size.width() < 25_000.0 && size.height() < 30_000.0, "{name}: {size:?}");
        let (issues, _) = check(&path);
        assert!(issues.iter().all(|i| i["severity"] != "error"), "{name}: {issues:?}");
        let middle =
            planmap_core::crs::map_from_geo(GeoPoint::new(180.0, -16.75), &data.map_crs).unwrap();
        assert!(is_hit(&data, middle.x + 10.0, middle.y), "{name} is hit on both sides");
        assert!(is_hit(&data, middle.x - 10.0, middle.y), "{name} is hit on both sides");
        // Far from the map that is reviewed with: an answer or a word why, never a crash.
        let review = Command::new(env!("CARGO_BIN_EXE_planmap"))
            .env("PLANMAP_CACHE", "")
            .args(["review", path.to_str().unwrap()])
            .output()
            .unwrap();
        assert!(matches!(review.status.code(), Some(0..=2)), "{name}: {review:?}");
    }
    // The ring of four edges and the line.
    assert_near(
        &info(&folder.join("uncut.geojson"))["length_m"],
        21_341.8 + 43_458.5,
        10.0,
        "length",
    );
}
