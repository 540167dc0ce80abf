//! One reading of an area: 500 polygons with every fault, against GEOS and PROJ.
//!
//! Corners are whole millimetres of EPSG:9206, so that nothing is rounded on the way in.

use std::path::{Path, PathBuf};
use std::process::Command;

use planmap_core::identify::hits;
use planmap_core::overlay::{Area2, Region};
use planmap_core::{Crs, MapPoint};
use planmap_data::read::{Quiet, ReadOptions, read};
use serde_json::{Value, json};

use crate::surroundings::python_has;

/// Polygons that are made, and how many of them GEOS must be able to judge.
const POLYGONS: usize = 530;
const JUDGED: usize = 500;
/// Places that are picked around each polygon.
const PLACES: usize = 40;
/// Side of the square that a polygon's corners lie in, in millimetres.
const SIDE_MM: u64 = 2_000_000;
/// Metres from one square to the next.
const STEP_M: f64 = 3_000.0;
/// 1 m² of 10 km².
const NEAR_M2: f64 = 1.0;

/// SplitMix64 (Steele, Lea and Flood 2014): the same polygons on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    /// A corner anywhere.
    fn corner(&mut self) -> [u64; 2] {
        [self.below(SIDE_MM), self.below(SIDE_MM)]
    }

    /// Corners anywhere: the ring crosses itself.
    fn tangle(&mut self) -> Vec<[u64; 2]> {
        let corners = 4 + self.below(12);
        (0..corners).map(|_| self.corner()).collect()
    }

    /// Corners on a coarse grid: edges run along each other and through corners.
    fn on_grid(&mut self) -> Vec<[u64; 2]> {
        let corners = 4 + self.below(10);
        (0..corners).map(|_| [self.below(7), self.below(7)].map(|n| n * SIDE_MM / 7)).collect()
    }

    fn rectangle(&mut self) -> Vec<[u64; 2]> {
        let (a, b) = ([self.below(9), self.below(9)], [1 + self.below(5), 1 + self.below(5)]);
        let at = |x: u64, y: u64| [x * SIDE_MM / 14, y * SIDE_MM / 14];
        let (x1, y1) = (a[0] + b[0], a[1] + b[1]);
        vec![at(a[0], a[1]), at(x1, a[1]), at(x1, y1), at(a[0], y1)]
    }

    fn ring(&mut self) -> Vec<[u64; 2]> {
        match self.below(4) {
            0 => self.tangle(),
            1 => self.on_grid(),
            2 => self.rectangle(),
            _ => self.doubled(),
        }
    }

    /// A ring that runs along itself: twice round, there and back, or out to a spike and on.
    fn doubled(&mut self) -> Vec<[u64; 2]> {
        let ring = if self.below(2) == 0 { self.rectangle() } else { self.on_grid() };
        let mut out = ring.clone();
        match self.below(3) {
            0 => out.extend(&ring),
            1 => {
                out.push(ring[0]);
                out.extend(ring.iter().rev());
            }
            _ => {
                let spike = self.corner();
                let last = ring[ring.len() - 1];
                out.extend([spike, last]);
            }
        }
        out
    }

    /// The parts of one polygon, each a shell and its holes.
    fn polygon(&mut self) -> Vec<Vec<Vec<[u64; 2]>>> {
        let parts = 1 + self.below(3).saturating_sub(1) as usize;
        let mut out = Vec::new();
        for _ in 0..parts {
            let mut rings = vec![self.ring()];
            for _ in 0..self.below(4) {
                let again = self.below(6) == 0;
                let last = rings[rings.len() - 1].clone();
                rings.push(if again { last } else { self.ring() });
            }
            out.push(rings);
        }
        if self.below(8) == 0 {
            out.push(out[0].clone());
        }
        out
    }
}

/// The south-western corner of a polygon's square.
fn corner_of(number: usize) -> (f64, f64) {
    (465_000.0 + (number % 25) as f64 * STEP_M, 2_100_000.0 + (number / 25) as f64 * STEP_M)
}

/// Writes the polygons, and the places beside them.
fn write(folder: &Path) -> (PathBuf, PathBuf, Vec<Vec<[f64; 2]>>) {
    let mut random = Random(17);
    let mut features = Vec::new();
    let mut places = Vec::new();
    for number in 0..POLYGONS {
        let (west, south) = corner_of(number);
        let position = |c: &[u64; 2]| {
            let metres = |from: f64, mm: u64| (from * 1000.0 + mm as f64) / 1000.0;
            [metres(west, c[0]), metres(south, c[1])]
        };
        let ring = |corners: &Vec<[u64; 2]>| -> Vec<[f64; 2]> {
            corners.iter().chain(corners.first()).map(position).collect()
        };
        let parts: Vec<Vec<Vec<[f64; 2]>>> =
            random.polygon().iter().map(|rings| rings.iter().map(ring).collect()).collect();
        features.push(json!({
            "type": "Feature",
            "properties": { "name": format!("n{number}") },
            "geometry": { "type": "MultiPolygon", "coordinates": parts },
        }));
        places.push((0..PLACES).map(|_| position(&random.corner())).collect::<Vec<[f64; 2]>>());
    }
    let document = json!({
        "type": "FeatureCollection",
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::9206" } },
        "features": features,
    });
    let (file, beside) = (folder.join("nasty.geojson"), folder.join("places.json"));
    std::fs::write(&file, document.to_string()).unwrap();
    std::fs::write(&beside, json!(places).to_string()).unwrap();
    (file, beside, places)
}

fn planmap_json(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_planmap"))
        .env("PLANMAP_CACHE", "")
        .args(arguments)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        panic!("{arguments:?}: {e}: {}", String::from_utf8_lossy(&output.stderr))
    })
}

fn assert_area(found: f64, expected: f64, near_m2: f64, what: &str) {
    assert!((found - expected).abs() <= near_m2, "{what}: {found}, GEOS has {expected}");
}

/// Grid, ellipsoid and the sides of the places; `None` where GEOS has another ground for the same
/// polygon at another place of the plane, and is no judge.
fn figure(polygon: &Value) -> Option<(f64, f64, &str)> {
    Some((polygon[0].as_f64()?, polygon[1].as_f64()?, polygon[2].as_str()?))
}

fn compare_with(figures: &Value, file: &Path, places: &[Vec<[f64; 2]>]) {
    let polygons = figures["polygons"].as_array().unwrap();
    assert_eq!(polygons.len(), POLYGONS);
    let dataset = read(file, &ReadOptions::default(), &Quiet).unwrap();
    let crs = Crs::vn2000_son_la();
    assert_eq!(dataset.map_crs, crs);
    let (mut judged, mut read_otherwise) = (0, 0);
    for (row, polygon) in polygons.iter().enumerate() {
        let Some((grid, ellipsoid, sides)) = figure(polygon) else { continue };
        judged += 1;
        let region = Region::of_features(&dataset.features, [row as u32]);
        let area = Area2::of(region.shape(), &crs).unwrap();
        assert_area(area.grid_m2, grid, NEAR_M2, &format!("polygon {row} in the grid"));
        assert_area(
            area.ellipsoid_m2,
            ellipsoid,
            NEAR_M2,
            &format!("polygon {row} on the ellipsoid"),
        );
        read_otherwise += usize::from(dataset.features.geometries().is_reading(row as u32));
        for ([x, y], side) in places[row].iter().zip(sides.chars()) {
            let hit = !hits(&dataset.features, MapPoint::new(*x, *y), 0.0).is_empty();
            assert!(
                side == '-' || hit == (side == '1'),
                "polygon {row} at {x}, {y}: hit {hit}, GEOS has {side}"
            );
        }
    }
    assert!(judged >= JUDGED, "GEOS judges {judged}");
    assert!(read_otherwise > judged * 3 / 4, "the polygons are too tame: {read_otherwise}");
    let judged_file = without_unjudged(file, polygons);
    let path = judged_file.to_str().unwrap();
    let sum: f64 = polygons.iter().filter_map(figure).map(|(_, ellipsoid, _)| ellipsoid).sum();
    // Errors of single polygons are independent of each other.
    let near_sum = NEAR_M2 * (judged as f64).sqrt();
    let info = planmap_json(&["info", path, "--json"]);
    assert_area(info["area_m2"].as_f64().unwrap(), sum, near_sum, "info");
    let review = planmap_json(&["review", path, "--json"]);
    assert_area(review["area_m2"].as_f64().unwrap(), sum, near_sum, "review");
    let balance = planmap_json(&["balance", "--area", path, "--json"]);
    let areas = balance["areas"].as_array().unwrap();
    for (row, polygon) in polygons.iter().enumerate() {
        let Some((grid, ellipsoid, _)) = figure(polygon) else { continue };
        let name = format!("n{row}");
        let Some(area) = areas.iter().find(|a| a["name"] == name.as_str()) else {
            assert!(grid <= NEAR_M2, "balance leaves out {name}, of {grid} m²");
            continue;
        };
        assert_area(
            area["area_m2"].as_f64().unwrap(),
            ellipsoid,
            NEAR_M2,
            &format!("balance of {name}"),
        );
        assert_area(
            area["area_m2_grid"].as_f64().unwrap(),
            grid,
            NEAR_M2,
            &format!("balance of {name} in the grid"),
        );
    }
}

/// The same file with what GEOS judges alone.
fn without_unjudged(file: &Path, polygons: &[Value]) -> PathBuf {
    let mut document: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let features = document["features"].as_array().unwrap().iter().zip(polygons);
    let judged: Vec<Value> =
        features.filter(|(_, p)| figure(p).is_some()).map(|(f, _)| f.clone()).collect();
    document["features"] = Value::Array(judged);
    let path = file.with_file_name("judged.geojson");
    std::fs::write(&path, document.to_string()).unwrap();
    path
}

#[test]
fn nasty_polygons_have_the_ground_kept_from_geos_and_proj() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _, places) = write(folder.path());
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/figures/ground.json");
    let figures = serde_json::from_slice(&std::fs::read(kept).unwrap()).unwrap();
    compare_with(&figures, &file, &places);
}

#[test]
fn nasty_polygons_have_the_ground_of_geos_and_proj_where_they_are_installed() {
    if !python_has("shapely, pyproj", "the ground of nasty polygons against GEOS and PROJ") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (file, beside, places) = write(folder.path());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/figures/ground.py");
    let output = Command::new("python3").arg(script).arg(&file).arg(&beside).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    compare_with(&serde_json::from_slice(&output.stdout).unwrap(), &file, &places);
}
