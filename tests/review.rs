//! The review of sites and lots through the command line.

use serde_json::Value;

use crate::cli::planmap;

fn json(args: &[&str]) -> Value {
    let output = planmap(args);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// 1868/QĐ-UBND: 1,645,598 m² in the former Chiềng Ngần, now Chiềng Sinh.
#[test]
fn vinh_hang_is_reviewed_with_units_corners_and_plans() {
    let site = json(&["site", "vinh-hang", "--json"]);
    assert!((site["area_m2"].as_f64().unwrap() / 1_645_598.0 - 1.0).abs() < 1e-3);
    for (side, name) in [("old", "Chiềng Ngần"), ("new", "Chiềng Sinh")] {
        assert_eq!(site["units"][side]["name"], name);
        let touched = site["units_touched"][side].as_array().unwrap();
        assert_eq!(
            touched[0]["name"], name,
            "what the geometry touches is what the catalogue says"
        );
        assert!(touched[0]["share"].as_f64().unwrap() > 0.999);
    }
    let corners = site["corners"].as_array().unwrap();
    // The shoelace formula over the corners gives the grid area; edges add up to the perimeter.
    let at = |i: usize| {
        let c = &corners[i % corners.len()];
        (c["y_east"].as_f64().unwrap(), c["x_north"].as_f64().unwrap())
    };
    let o = at(0);
    let twice: f64 = (0..corners.len())
        .map(|i| (at(i).0 - o.0) * (at(i + 1).1 - o.1) - (at(i + 1).0 - o.0) * (at(i).1 - o.1))
        .sum();
    assert!((twice.abs() / 2.0 - site["area_m2_grid"].as_f64().unwrap()).abs() < 0.01);
    let edges: f64 = corners.iter().map(|c| c["edge_m"].as_f64().unwrap()).sum();
    assert!((edges - site["perimeter_m_grid"].as_f64().unwrap()).abs() < 1e-6);
    assert_eq!(site["plans"][0]["plan"], "general-2045");
    assert!((site["plans"][0]["covered_share"].as_f64().unwrap() - 1.0).abs() < 1e-4);
}

/// The corners, converted back by PROJ, are the drawn polygon's to 1 mm, clockwise from the north-west.
#[test]
fn corners_convert_back_to_the_drawn_polygon() {
    use planmap_core::crs::{Crs, GeoPoint, MapPoint, map_from_geo};
    let site = json(&["site", "vinh-hang", "--json"]);
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/maps/sites.geojson"))
        .unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let drawn = file["features"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["properties"]["id"] == "vinh-hang" && f["geometry"]["type"] == "Polygon");
    let ring = drawn.unwrap()["geometry"]["coordinates"][0].as_array().unwrap();
    let corners = site["corners"].as_array().unwrap();
    assert_eq!(corners.len() + 1, ring.len());
    let vertex = |v: &Value| {
        let degrees = GeoPoint::new(v[0].as_f64().unwrap(), v[1].as_f64().unwrap());
        map_from_geo(degrees, &Crs::vn2000_son_la()).unwrap()
    };
    let drawn: Vec<MapPoint> = ring[1..].iter().map(vertex).collect();
    let listed: Vec<MapPoint> = corners
        .iter()
        .map(|c| MapPoint::new(c["y_east"].as_f64().unwrap(), c["x_north"].as_f64().unwrap()))
        .collect();
    for at in &listed {
        assert_eq!(drawn.iter().filter(|d| at.distance(**d) < 1e-3).count(), 1, "{at:?}");
    }
    let next = listed.iter().cycle().skip(1);
    let turning: f64 = listed.iter().zip(next).map(|(a, b)| (b.x - a.x) * (b.y + a.y)).sum();
    assert!(turning > 0.0, "clockwise, with y to the north");
    let west = drawn.iter().map(|d| d.x).fold(f64::INFINITY, f64::min);
    let north = drawn.iter().map(|d| d.y).fold(f64::NEG_INFINITY, f64::max);
    let off = |d: &MapPoint| d.distance(MapPoint::new(west, north));
    assert!(
        drawn.iter().all(|d| off(&listed[0]) < off(d) + 1e-3),
        "the first is the north-western one"
    );
}

#[test]
fn na_san_lists_all_areas_and_is_reviewed_in_a_radius() {
    let site = json(&["site", "na-san", "--json", "--radius", "800"]);
    assert_eq!(site["shape"], "circle");
    assert_eq!(site["radius_m"], 800.0);
    let circle = std::f64::consts::PI * 800.0 * 800.0;
    assert!((site["area_m2_grid"].as_f64().unwrap() / circle - 1.0).abs() < 1e-4);
    let areas: Vec<&Value> =
        site["claims"].as_array().unwrap().iter().filter(|c| c["attribute"] == "area").collect();
    assert_eq!(areas.len(), 3);
    assert!(
        areas.iter().all(|c| c["year"].is_i64() && !c["document"].as_str().unwrap().is_empty())
    );
    assert!(
        areas.iter().all(|c| c["difference_m2"].is_null()),
        "a circle is not compared with a claim"
    );
}

#[test]
fn a_lot_that_differs_shows_its_conflict_and_every_input_of_its_figures() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("corners.csv");
    let lot = json(&[
        "review",
        "--lot",
        "zone-1-land-use/A28-16",
        "--json",
        "--corners",
        table.to_str().unwrap(),
    ]);
    let conflicts = lot["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    assert_eq!(conflicts[0]["classes"], serde_json::json!(["DAT_O_Nhomnhao", "GP_CAYXANHCC"]));
    let rows = std::fs::read_to_string(table).unwrap();
    assert_eq!(rows.lines().count(), lot["corners"].as_array().unwrap().len() + 1);
    for figure in lot["indicators"].as_array().unwrap() {
        let input = |key: &str| figure["inputs"][key].as_f64();
        let want = input("density_pct").map(|d| input("area_m2").unwrap() * d / 100.0);
        assert_eq!(figure["max_footprint_m2"].as_f64(), want);
    }
    let output = planmap(&["review", "--lot", "zone-1-land-use/none"]);
    assert_eq!(output.status.code(), Some(2));
}
