//! The bundled maps: what the builder makes is what is committed, and what is committed has the
//! published figures and fits together.
//!
//! Areas are geodesic, through `planmap_core::geometry::geodesic_measure`. Reads the files with
//! `serde_json` alone, so that a fault of the program's own reader cannot hide one of the maps.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use geo::{
    BooleanOps, BoundingRect, Contains, Coord, InteriorPoint, Intersects, LineString, MultiPolygon,
    Point, Polygon,
};
use planmap_core::crs::{Crs, GeoPoint, map_from_geo};
use planmap_core::geometry::geodesic_measure;
use planmap_dev::bundle;
use serde_json::Value;

pub struct Feature {
    properties: Value,
    geometry: geo::Geometry<f64>,
}

impl Feature {
    pub fn text(&self, key: &str) -> &str {
        self.properties[key].as_str().unwrap_or_default()
    }

    fn area(&self) -> f64 {
        geodesic_measure(&self.geometry).area_m2
    }

    pub fn polygons(&self) -> MultiPolygon<f64> {
        match &self.geometry {
            geo::Geometry::Polygon(p) => MultiPolygon(vec![p.clone()]),
            geo::Geometry::MultiPolygon(m) => m.clone(),
            _ => MultiPolygon(Vec::new()),
        }
    }
}

fn maps() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps")
}

pub fn layer(name: &str) -> Vec<Feature> {
    let text = std::fs::read_to_string(maps().join(format!("{name}.geojson"))).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let features = json["features"].as_array().unwrap();
    assert!(!features.is_empty(), "{name} is empty");
    features
        .iter()
        .map(|f| Feature {
            properties: f["properties"].clone(),
            geometry: geometry(&f["geometry"]),
        })
        .collect()
}

fn geometry(json: &Value) -> geo::Geometry<f64> {
    let at = |v: &Value| Coord { x: v[0].as_f64().unwrap(), y: v[1].as_f64().unwrap() };
    let line = |v: &Value| LineString(v.as_array().unwrap().iter().map(at).collect());
    let polygon = |v: &Value| {
        let mut rings = v.as_array().unwrap().iter().map(line);
        Polygon::new(rings.next().unwrap(), rings.collect())
    };
    let c = &json["coordinates"];
    match json["type"].as_str().unwrap() {
        "Point" => Point(at(c)).into(),
        "LineString" => line(c).into(),
        "Polygon" => polygon(c).into(),
        "MultiPolygon" => MultiPolygon(c.as_array().unwrap().iter().map(polygon).collect()).into(),
        other => panic!("unexpected {other}"),
    }
}

fn table(name: &str) -> toml::Table {
    std::fs::read_to_string(maps().join(name)).unwrap().parse().unwrap()
}

fn legend(id: &str) -> BTreeSet<String> {
    let table = table("legends.toml");
    let found =
        table["legend"].as_array().unwrap().iter().find(|l| l["id"].as_str() == Some(id)).unwrap();
    found["class"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["code"].as_str().unwrap().to_owned())
        .collect()
}

fn old_unit(code: &str) -> MultiPolygon<f64> {
    layer("units-old").iter().find(|u| u.text("code") == code).unwrap().polygons()
}

fn area(m: &MultiPolygon<f64>) -> f64 {
    geodesic_measure(&m.clone().into()).area_m2
}

fn close(value: f64, published: f64, share: f64, what: &str) {
    assert!(
        (value - published).abs() <= published * share,
        "{what}: {value} instead of {published}"
    );
}

#[test]
fn a_fresh_build_gives_the_committed_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let report = bundle::build(&maps().join("tables"), folder.path()).unwrap();
    let mut total = 0;
    for file in &report.files {
        let fresh = std::fs::read(folder.path().join(&file.name)).unwrap();
        let kept = std::fs::read(maps().join(&file.name)).unwrap();
        assert!(fresh == kept, "{} differs from a fresh build", file.name);
        total += fresh.len();
    }
    assert!(total < 6_000_000, "{total} bytes");
    let named: BTreeSet<String> = report.files.iter().map(|f| f.name.clone()).collect();
    let present: BTreeSet<String> = std::fs::read_dir(maps())
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".geojson"))
        .collect();
    assert_eq!(named, present);
    assert!((2_000..10_000).contains(&report.lots), "{} lots", report.lots);

    let readme = std::fs::read_to_string(maps().join("README.md")).unwrap();
    for d in &report.differences {
        let row = format!("| {} | `{}` | `{}` | {:.0} |", d.lot, d.zoning, d.general, d.area_m2);
        assert!(readme.contains(&row), "README lacks {row}");
    }
}

#[test]
fn areas_are_the_published_ones() {
    const HA: f64 = 10_000.0;
    let general = layer("general-limit")[0].polygons();
    close(area(&general) / HA, 37_592.0, 0.005, "general plan");
    let of_units = |codes: &[&str]| {
        codes.iter().map(|c| area(&general.intersection(&old_unit(c)))).sum::<f64>() / HA
    };
    close(of_units(&["04123", "04120", "04135", "04126"]), 5_236.0, 0.005, "extension");

    let zone = |n: u32| layer(&format!("zone-{n}-limit"))[0].polygons();
    close(area(&zone(1)) / HA, 1_674.0, 0.01, "zone 1");
    let second = zone(2);
    let mut published = 0.0;
    for (code, ha) in [("03679", 1_343.23), ("03655", 62.10), ("03670", 42.40), ("03676", 51.00)] {
        close(area(&second.intersection(&old_unit(code))) / HA, ha, 0.01, code);
        published += ha;
    }
    let extra = area(&second.intersection(&old_unit("04120"))) / HA;
    assert!(extra > 10.0, "no part of Chiềng Ban: {extra}");
    close(area(&second) / HA - extra, published, 0.01, "zone 2");

    // Square kilometres of the dataset, apart from the generalised inner lines.
    let units = layer("units-new");
    for (name, km2) in [
        ("Tô Hiệu", 11.92),
        ("Chiềng An", 149.08),
        ("Chiềng Cơi", 93.56),
        ("Chiềng Sinh", 68.40),
        ("Chiềng Mung", 142.14),
        ("Chiềng Mai", 151.85),
        ("Mai Sơn", 164.40),
    ] {
        let unit = units
            .iter()
            .find(|unit| unit.text("name") == name)
            .unwrap_or_else(|| panic!("{name} is not there"));
        close(unit.area() / 1e6, km2, 0.01, name);
    }
}

/// Zone 1 consists of what the documents name and touches nothing else.
#[test]
fn the_historic_zone_lies_in_its_wards() {
    let zone = layer("zone-1-limit")[0].polygons();
    let named: f64 = ["03646", "03667", "03649", "03652", "03655", "03679", "03673"]
        .iter()
        .map(|c| {
            let part = area(&zone.intersection(&old_unit(c)));
            assert!(part > 100_000.0, "no part of {c}");
            part
        })
        .sum();
    close(named, area(&zone), 0.0001, "zone 1 in its wards");
}

#[test]
fn lots_tile_their_zone_and_zones_do_not_overlap() {
    let zones: Vec<Feature> =
        (1..=5).map(|n| layer(&format!("zone-{n}-limit")).remove(0)).collect();
    let classes = legend("zoning");
    for (i, zone) in zones.iter().enumerate() {
        let lots = layer(&format!("zone-{}-land-use", i + 1));
        let mut codes = BTreeSet::new();
        let mut sum = 0.0;
        for lot in &lots {
            assert!(classes.contains(lot.text("class")), "{} is in no legend", lot.text("class"));
            assert!(codes.insert(lot.text("lot").to_owned()), "{} comes twice", lot.text("lot"));
            let area = lot.area();
            assert!(area > 150.0, "{} is a sliver of {area} m²", lot.text("lot"));
            let stated = lot.properties["area_m2"].as_f64().unwrap();
            assert!((stated - area).abs() < 0.06, "{}: {stated} for {area}", lot.text("lot"));
            sum += area;
        }
        // Lots and limit share their vertices, so that only the sum's rounding is left: far below
        // the 1 m² a km² that seven decimals could cost.
        assert!(
            (sum - zone.area()).abs() < 0.01 * zone.area() / 1e6,
            "zone {}: {sum} for {}",
            i + 1,
            zone.area()
        );
        for other in &zones[i + 1..] {
            let both = area(&zone.polygons().intersection(&other.polygons()));
            assert!(both < 1.0, "zones overlap by {both} m²");
        }
    }
    let general = &layer("general-limit")[0];
    for zone in &zones {
        let outside = area(&zone.polygons().difference(&general.polygons()));
        assert!(outside < 1.0, "{outside} m² of a zone lie outside the general plan");
    }
    let areas = layer("general-land-use");
    let sum: f64 = areas.iter().map(Feature::area).sum();
    assert!(
        (sum - general.area()).abs() < 0.01 * general.area() / 1e6,
        "{sum} for {}",
        general.area()
    );
    let classes = legend("general");
    assert!(areas.iter().all(|a| classes.contains(a.text("class"))));
}

/// Neighbouring lots have each other's corners: an edge of one is an edge of the other, or of the
/// zone's limit.
#[test]
fn every_edge_is_shared() {
    for n in 1..=5 {
        let mut edges: BTreeMap<[u64; 4], i32> = BTreeMap::new();
        let mut count = |m: &MultiPolygon<f64>, sign: i32| {
            for ring in m.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
                for l in ring.lines() {
                    let bits = |c: Coord<f64>| [c.x.to_bits(), c.y.to_bits()];
                    let ([a, b], [c, d]) = (bits(l.start), bits(l.end));
                    let (key, forward) =
                        if (a, b) < (c, d) { ([a, b, c, d], sign) } else { ([c, d, a, b], -sign) };
                    *edges.entry(key).or_default() += forward;
                }
            }
        };
        for lot in layer(&format!("zone-{n}-land-use")) {
            count(&lot.polygons(), 1);
        }
        for limit in layer(&format!("zone-{n}-limit")) {
            count(&limit.polygons(), -1);
        }
        let loose = edges.values().filter(|v| **v != 0).count();
        assert_eq!(loose, 0, "zone {n} has {loose} edges without a counterpart");
    }
}

#[test]
fn plans_agree_except_in_the_planned_places() {
    let table = table("conformity.toml");
    let mut allowed: BTreeSet<(String, String)> = BTreeSet::new();
    for row in table["conformity"].as_array().unwrap() {
        for list in ["conforming", "conditional"] {
            for general in row.get(list).and_then(|l| l.as_array()).into_iter().flatten() {
                allowed.insert((
                    row["zoning"].as_str().unwrap().into(),
                    general.as_str().unwrap().into(),
                ));
            }
        }
    }
    let (zoning, general_codes) = (legend("zoning"), legend("general"));
    assert!(allowed.iter().all(|(z, g)| zoning.contains(z) && general_codes.contains(g)));
    let general = layer("general-land-use");
    let boxes: Vec<_> = general.iter().map(|g| g.geometry.bounding_rect().unwrap()).collect();
    let mut found = Vec::new();
    for n in 1..=5 {
        for lot in layer(&format!("zone-{n}-land-use")) {
            let inside = lot.polygons().interior_point().unwrap();
            let at = (0..general.len())
                .find(|&i| boxes[i].intersects(&inside) && general[i].geometry.contains(&inside))
                .unwrap_or_else(|| panic!("nothing at {}", lot.text("lot")));
            let pair = (lot.text("class").to_owned(), general[at].text("class").to_owned());
            if !allowed.contains(&pair) {
                found.push(lot.text("lot").to_owned());
            }
        }
    }
    // What a person reads of it: the table of differences in the maps' own README, a row a lot.
    let readme = std::fs::read_to_string(maps().join("README.md")).unwrap();
    let lots: BTreeSet<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .filter_map(|row| row.split(" | ").next())
        .filter(|cell| is_lot_code(cell))
        .collect();
    assert!(!lots.is_empty(), "the README lists no difference");
    assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), lots);
}

/// A code as lots have it: letters, digits, a hyphen, digits.
fn is_lot_code(text: &str) -> bool {
    let Some((block, number)) = text.split_once('-') else { return false };
    let is_block = block.starts_with(|c: char| c.is_ascii_uppercase())
        && block.ends_with(|c: char| c.is_ascii_digit());
    is_block && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
}

#[test]
fn the_nam_la_passes_its_wards_in_order() {
    let units = layer("units-old");
    let stream = layer("streams").remove(0);
    let geo::Geometry::LineString(line) = stream.geometry else { panic!("no line") };
    let mut passed: Vec<String> = Vec::new();
    for l in line.lines() {
        for k in 0..50 {
            let p = Point(l.start + (l.end - l.start) * (f64::from(k) / 50.0));
            let unit =
                units.iter().find(|u| u.geometry.contains(&p)).map(|u| u.text("name").to_owned());
            if let Some(name) = unit.filter(|n| passed.last() != Some(n)) {
                passed.push(name);
            }
        }
    }
    assert_eq!(passed, ["Chiềng Cơi", "Quyết Thắng", "Tô Hiệu", "Chiềng Lề", "Chiềng An"]);
}

#[test]
fn sites_have_their_published_geometry_and_units() {
    let features = layer("sites");
    let part = |site: &str, part: &str| {
        features.iter().find(|f| f.text("id") == site && f.text("part") == part).unwrap()
    };
    let cemetery = part("vinh-hang", "limit");
    close(cemetery.area(), 1_645_598.0, 0.0005, "Vĩnh Hằng");
    let outside = area(&cemetery.polygons().difference(&old_unit("03673")));
    assert!(outside < 50.0, "{outside} m² of Vĩnh Hằng outside Chiềng Ngần");

    let runway = part("na-san", "runway");
    let length = geodesic_measure(&runway.geometry).length_m;
    assert!((length - 2_409.0).abs() < 0.1, "{length}");
    let geo::Geometry::LineString(line) = &runway.geometry else { panic!("no line") };
    let ends: Vec<_> = line
        .0
        .iter()
        .map(|c| map_from_geo(GeoPoint::new(c.x, c.y), &Crs::vn2000_son_la()).unwrap())
        .collect();
    // At the central meridian's foot the grid's north is the true one within 0.02°.
    let azimuth = (ends[1].x - ends[0].x).atan2(ends[1].y - ends[0].y).to_degrees();
    assert!((azimuth - 120.0).abs() < 0.05, "{azimuth}");
    let middle = ((ends[0].x + ends[1].x) / 2.0, (ends[0].y + ends[1].y) / 2.0);
    assert!((middle.0 - 503_466.366).hypot(middle.1 - 2_346_722.812) < 0.05, "{middle:?}");

    let (old, new) = (layer("units-old"), layer("units-new"));
    let sites = table("sites.toml");
    let mut ids = BTreeSet::new();
    for site in sites["site"].as_array().unwrap() {
        let id = site["id"].as_str().unwrap();
        ids.insert(id.to_owned());
        let at = Point::new(site["at"][0].as_float().unwrap(), site["at"][1].as_float().unwrap());
        for (key, units) in [("unit_old", &old), ("unit_new", &new)] {
            let unit = units.iter().find(|u| Some(u.text("key")) == site[key].as_str()).unwrap();
            assert!(unit.geometry.contains(&at), "{id} is not in {}", unit.text("name"));
        }
        for marker in features.iter().filter(|f| f.text("id") == id && f.text("part") == "marker") {
            assert_eq!(marker.geometry, at.into(), "{id}");
        }
        for claim in site["claim"].as_array().unwrap() {
            assert!(
                ["A", "B", "C"].contains(&claim["confidence"].as_str().unwrap()),
                "{id} shows an inference as a fact"
            );
        }
    }
    assert!(features.iter().all(|f| ids.contains(f.text("id"))));
}
