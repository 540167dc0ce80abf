//! The audit: bundled maps against their description and against GEOS, partitions, planted defects.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output};

use planmap_app::audit::run_audit;
use planmap_app::headless::load;
use planmap_app::job::Progress;
use planmap_core::audit::{AuditOptions, AuditReport, Finding, FindingKind};
use planmap_core::crs::{Crs, GeoPoint, map_from_geo};
use planmap_dev::city::City;
use serde_json::{Value, json};

use crate::analysis_window::copy_of_maps;
use crate::cli::planmap;
use crate::surroundings::python_has;

const MAPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/maps");

fn audit(args: &[&str]) -> Value {
    let output = planmap(&[&["audit", "--json"], args].concat());
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

/// Rows of the table under a heading, cells trimmed.
fn table(text: &str, heading: &str) -> Vec<Vec<String>> {
    let section = text.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|l| l.starts_with('|')).skip(2);
    rows.map(|l| l.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect()).collect()
}

/// 1 m² in 10 km², and where less than a square metre is told, the half that its rounding may hide.
fn assert_area(got: f64, want: f64, rounded_to: f64, what: &str) {
    let allowed = (want * 1e-7).max(rounded_to);
    assert!((got - want).abs() <= allowed, "{what}: {got} instead of {want}");
}

fn assert_near(at: &Value, place: &str, what: &str) {
    let told: Vec<f64> = place.split(',').map(|n| n.trim().parse().unwrap()).collect();
    for (i, told) in told.iter().enumerate() {
        assert!((at[i].as_f64().unwrap() - told).abs() < 2e-5, "{what}: {at} instead of {place}");
    }
}

#[test]
fn bundled_maps_differ_as_their_description_says_and_nowhere_else() {
    let text = std::fs::read_to_string(format!("{MAPS}/README.md")).unwrap();
    let found = audit(&[]);
    let differences = table(&text, "Where the plans differ on purpose");
    let conflicts = list(&found, "conflict_findings");
    assert_eq!(conflicts.len(), differences.len());
    assert!(!differences.is_empty());
    for row in &differences {
        let lot = &row[0];
        let conflict = conflicts.iter().find(|c| c["lots"] == json!([lot])).unwrap();
        let code = |cell: &str| cell.trim_matches('`').to_owned();
        assert_eq!(conflict["classes"], json!([code(&row[1]), code(&row[2])]), "{lot}");
        assert_area(conflict["area_m2"].as_f64().unwrap(), row[3].parse().unwrap(), 1.0, lot);
        assert_eq!(conflict["sliver"], false);
        let at = [conflict["at"][0].as_f64().unwrap(), conflict["at"][1].as_f64().unwrap()];
        let told: Vec<f64> = row[4].split(',').map(|n| n.trim().parse().unwrap()).collect();
        // The description tells the middle of the lot, the audit some place inside.
        assert!((at[0] - told[0]).abs() < 1e-3 && (at[1] - told[1]).abs() < 1e-3, "{lot}");
    }
    let told = table(&text, "Where no zoning plan is drawn");
    let gaps = list(&found, "gaps");
    assert_eq!(gaps.len(), told.len());
    for (gap, row) in gaps.iter().zip(&told) {
        assert_area(gap["area_m2"].as_f64().unwrap(), row[2].parse().unwrap(), 1.0, &row[0]);
        assert_near(&gap["at"], &row[3], &row[0]);
    }
    assert_eq!(gaps[1]["plans"], json!(["zone-1", "zone-3"]));
    for nothing in ["outside", "overlaps", "unmapped"] {
        assert!(list(&found, nothing).is_empty(), "{nothing}");
    }
    assert_eq!(found["lots_without_class"], 0);
}

fn figures() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/figures/audit.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Vertices are kept to 1 mm, so that each is off by 0.71 mm at most, and an area by that times its
/// perimeter. On a lot this is more than 1 m² in 10 km²; with `shapely.set_precision` to 1 mm GEOS
/// has the same areas as planmap to a thousandth.
const VERTEX_M: f64 = 0.000_71;

fn compare_with(figures: &Value) {
    let found = audit(&[]);
    let both =
        |got: &Value, want: &Value, grid: &str, ellipsoid: &str, rounded: f64, what: &str| {
            assert_area(got[grid].as_f64().unwrap(), want["grid"].as_f64().unwrap(), rounded, what);
            assert_area(
                got[ellipsoid].as_f64().unwrap(),
                want["ellipsoid"].as_f64().unwrap(),
                rounded,
                what,
            );
        };
    both(&found, &figures["area"], "area_m2_grid", "area_m2", 0.0, "area");
    both(&found, &figures["covered"], "covered_m2_grid", "covered_m2", 0.0, "covered");
    for (mine, theirs) in
        [("gaps", "gaps"), ("outside", "outside"), ("conflict_findings", "conflicts")]
    {
        let (got, want) = (list(&found, mine), list(figures, theirs));
        assert_eq!(got.len(), want.len(), "{mine}");
        for (g, w) in got.iter().zip(want) {
            let rounded = if w["grid"].as_f64().unwrap() < 1e6 {
                VERTEX_M * w["perimeter"].as_f64().unwrap()
            } else {
                0.0
            };
            both(g, w, "area_m2_grid", "area_m2", rounded, mine);
            if mine == "conflict_findings" {
                assert_eq!((&g["lots"][0], &g["classes"]), (&w["lot"], &w["classes"]));
            }
        }
    }
    let overlaps: f64 =
        list(&found, "overlaps").iter().map(|o| o["area_m2_grid"].as_f64().unwrap()).sum();
    assert_area(overlaps, figures["overlaps_grid"].as_f64().unwrap(), 0.0, "overlaps");
    for (verdict, key) in
        [("conditional", "conditional"), ("conflicting", "conflicts"), ("unmapped", "unmapped")]
    {
        let want: Vec<&Value> =
            list(figures, "pairs").iter().filter(|p| p["verdict"] == verdict).collect();
        assert_eq!(list(&found, key).len(), want.len(), "{key}");
        for pair in want {
            let got = list(&found, key).iter().find(|p| p["classes"] == pair["classes"]).unwrap();
            let rounded = VERTEX_M * pair["perimeter"].as_f64().unwrap();
            assert_area(
                got["area_m2_grid"].as_f64().unwrap(),
                pair["grid"].as_f64().unwrap(),
                rounded,
                key,
            );
        }
    }
}

#[test]
fn figures_agree_with_those_kept_from_geos_and_proj() {
    compare_with(&figures());
}

#[test]
fn figures_agree_with_geos_and_proj_where_they_are_installed() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/figures/audit.py");
    if !python_has(
        "shapely, pyproj, tomllib",
        "audit::figures_agree_with_geos_and_proj_where_they_are_installed",
    ) {
        return;
    }
    let output = Process::new("python3").args([script, MAPS]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    compare_with(&serde_json::from_slice(&output.stdout).unwrap());
}

#[test]
fn findings_are_written_as_geojson_and_csv() {
    let dir = tempfile::tempdir().unwrap();
    let (map, csv) = (dir.path().join("a.geojson"), dir.path().join("a.csv"));
    let found = audit(&[
        "-o",
        map.to_str().unwrap(),
        "--csv",
        csv.to_str().unwrap(),
        "--tolerance-cm",
        "35",
    ]);
    assert_eq!(found["tolerance_cm"], 35.0);
    let written: Value = serde_json::from_slice(&std::fs::read(&map).unwrap()).unwrap();
    let count = list(&found, "gaps").len() + list(&found, "conflict_findings").len();
    assert_eq!(list(&written, "features").len(), count);
    assert_eq!(std::fs::read_to_string(&csv).unwrap().lines().count(), count + 1);
    let output = planmap(&["audit", "--tolerance-cm", "-1"]);
    assert_eq!(output.status.code(), Some(2));
}

/// The conflicts of one pair of classes in a copy of the maps, before and after one of them is
/// ignored.
#[test]
fn an_ignored_finding_is_told_with_who_and_when_and_counts_no_more() {
    let maps = copy_of_maps();
    let run = |extra: &[&str]| {
        let folder = maps.path().to_str().unwrap();
        planmap(&[&["audit", "--maps", folder], extra].concat())
    };
    let of = |output: &Output| -> Value { serde_json::from_slice(&output.stdout).unwrap() };
    let before = of(&run(&["--json"]));
    let finding = list(&before, "conflict_findings")[0].clone();
    let pair_of = |found: &Value| {
        list(found, "conflicts").iter().find(|c| c["classes"] == finding["classes"]).cloned()
    };
    let pair = pair_of(&before).unwrap();
    let id = finding["id"].as_str().unwrap();
    let text = format!(
        "[[ignored]]\nid = \"{id}\"\nreason = \"Đã có văn bản\"\nauthor = \"Lê Thị Hoa\"\n\
         time = \"2026-11-27T08:08:00Z\"\n"
    );
    std::fs::write(maps.path().join("audit-ignored.toml"), text).unwrap();
    let after = of(&run(&["--json"]));
    let told = list(&after, "conflict_findings").iter().find(|f| f["id"] == finding["id"]).unwrap();
    assert_eq!(
        (&told["ignored"], &told["ignored_by"]),
        (&json!("Đã có văn bản"), &json!("Lê Thị Hoa"))
    );
    assert_eq!(told["number"], finding["number"], "a number stays with its finding");
    let count = pair["count"].as_u64().unwrap();
    let left = pair_of(&after);
    assert_eq!(left.as_ref().map_or(0, |p| p["count"].as_u64().unwrap()), count - 1);
    let area = |p: &Value| p["area_m2"].as_f64().unwrap();
    let left_m2 = left.as_ref().map_or(0.0, area);
    assert!((area(&pair) - left_m2 - finding["area_m2"].as_f64().unwrap()).abs() < 0.01);
    // In words: the names of plans and classes, no keys.
    let words = String::from_utf8(run(&["--lang", "en"]).stdout).unwrap();
    assert!(words.contains("Lê Thị Hoa, 27/11/2026"), "{words}");
    for key in ["zone-1", "gap:", "GP_CAYXANHCC", "DAT_O_"] {
        assert!(!words.contains(key), "{key}: {words}");
    }
}

type Ring = Vec<[f64; 2]>;

/// A synthetic city as rings in degrees, and how many lots it has across.
fn city(lots: u32) -> (Vec<Ring>, usize) {
    let mut bytes = Vec::new();
    City::new(lots, 11).write(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let rings = text
        .lines()
        .filter(|l| l.starts_with("{\"type\":\"Feature\","))
        .map(|l| {
            let feature: Value = serde_json::from_str(l.trim_end_matches(',')).unwrap();
            let ring = feature["geometry"]["coordinates"][0].as_array().unwrap().iter();
            ring.map(|p| [p[0].as_f64().unwrap(), p[1].as_f64().unwrap()]).collect()
        })
        .collect();
    (rings, f64::from(lots).sqrt().ceil() as usize)
}

/// Lots of 5 × 2 in one: the outline of each group, with the lots' own vertices on it.
fn grouped(lots: &[Ring], across: usize) -> Vec<Ring> {
    let count = |p: [f64; 2]| ((p[0] * 1e7).round() as i64, (p[1] * 1e7).round() as i64);
    let mut groups: Vec<((usize, usize), Vec<&Ring>)> = Vec::new();
    let mut place: HashMap<(usize, usize), usize> = HashMap::new();
    for (i, ring) in lots.iter().enumerate() {
        let group = (i % across / 5, i / across / 2);
        let at = *place.entry(group).or_insert_with(|| {
            groups.push((group, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(ring);
    }
    let outline = |rings: &[&Ring]| -> Ring {
        let mut edges: HashMap<(i64, i64), ([f64; 2], [f64; 2])> = HashMap::new();
        let all: Vec<([f64; 2], [f64; 2])> =
            rings.iter().flat_map(|r| r.windows(2).map(|w| (w[0], w[1]))).collect();
        let both: std::collections::HashSet<_> =
            all.iter().map(|(a, b)| (count(*a), count(*b))).collect();
        for (a, b) in &all {
            if !both.contains(&(count(*b), count(*a))) {
                edges.insert(count(*a), (*a, *b));
            }
        }
        let start = edges.values().next().unwrap().0;
        let mut ring = vec![start];
        loop {
            let (_, next) = edges[&count(*ring.last().unwrap())];
            ring.push(next);
            if count(next) == count(start) {
                assert_eq!(ring.len(), edges.len() + 1, "a group is one ring");
                return ring;
            }
        }
    };
    groups.iter().map(|(_, rings)| outline(rings)).collect()
}

fn write_layer(path: &Path, rings: &[Ring], class: &str) {
    let lines: Vec<String> = rings
        .iter()
        .enumerate()
        .map(|(i, ring)| {
            let geometry = json!({ "type": "Polygon", "coordinates": [ring] });
            json!({ "type": "Feature", "properties": { "lot": format!("L{i}"), "class": class }, "geometry": geometry })
                .to_string()
        })
        .collect();
    let text =
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"));
    std::fs::write(path, text).unwrap();
}

/// A catalogue of a general plan and one zoning plan. No pair of classes is named, so that every
/// pair of lots that share ground has to be cut.
fn catalogue(general: &[Ring], zoning: &[Ring]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write_layer(&dir.path().join("general.geojson"), general, "G");
    write_layer(&dir.path().join("zoning.geojson"), zoning, "Z");
    let mut text = String::from(
        "format = 1\n[catalogue]\nid = \"t\"\nname = \"T\"\ncrs = \"EPSG:9206\"\n\
         [[source]]\nid = \"s\"\ntitle = \"S\"\nconfidence = \"D\"\n",
    );
    for (id, kind, class) in [("general", "general", "G"), ("zoning", "zoning", "Z")] {
        text += &format!(
            "[[plan]]\nid = \"{id}\"\nkind = \"{kind}\"\nname = \"{id}\"\nstatus = \"draft\"\n\
             [[layer]]\nid = \"{id}-lots\"\nplan = \"{id}\"\nrole = \"land-use\"\nname = \"{id}\"\nfile = \"{id}.geojson\"\n\
             accuracy = \"schematic\"\nsources = [\"s\"]\nlegend = \"{id}\"\n[layer.fields]\nlot = \"lot\"\nclass = \"class\"\n\
             [[legend]]\nid = \"{id}\"\nname = \"{id}\"\n[[legend.class]]\ncode = \"{class}\"\nlabel = \"{class}\"\naci = 3\n"
        );
    }
    std::fs::write(dir.path().join("catalogue.toml"), text).unwrap();
    dir
}

fn report(dir: &Path) -> AuditReport {
    let loaded = load(None, &[PathBuf::from(dir)]).unwrap();
    assert!(
        loaded.issues.iter().all(|i| i.severity != planmap_core::Severity::Error),
        "{:?}",
        loaded.issues
    );
    let start = std::time::Instant::now();
    let layers = loaded.session.layer_snapshots();
    let report =
        run_audit(&loaded.catalogue, &layers, AuditOptions::default(), &Progress::default())
            .unwrap()
            .report;
    let pairs: usize = report.pairs.iter().map(|p| p.count).sum();
    println!("audit of {pairs} pairs: {:.3} s", start.elapsed().as_secs_f64());
    report
}

fn in_grid(ring: &[[f64; 2]]) -> Ring {
    let crs = Crs::vn2000_son_la();
    let place = |p: &[f64; 2]| {
        let p = map_from_geo(GeoPoint::new(p[0], p[1]), &crs).unwrap();
        [p.x, p.y]
    };
    ring.iter().map(place).collect()
}

/// Shoelace area and perimeter of an open ring, after moving it to its first vertex.
fn measures(ring: &[[f64; 2]]) -> (f64, f64) {
    let from = ring[0];
    let next = |k: usize| ring[(k + 1) % ring.len()];
    let (mut twice, mut around) = (0.0, 0.0);
    for (k, p) in ring.iter().enumerate() {
        let q = next(k);
        twice += (p[0] - from[0]) * (q[1] - from[1]) - (q[0] - from[0]) * (p[1] - from[1]);
        around += (q[0] - p[0]).hypot(q[1] - p[1]);
    }
    (twice.abs() / 2.0, around)
}

struct Planted {
    kind: FindingKind,
    sliver: bool,
    ring: Ring,
}

/// 20 defects, far from each other: lots left out, vertices moved in or out by 3 m or by 6 cm.
fn plant(zoning: &mut Vec<Ring>, across: usize) -> Vec<Planted> {
    let step = zoning.len() / 22;
    let mut planted = Vec::new();
    let mut removed = Vec::new();
    for n in 0..20 {
        // Inside the city: not in the first or last row or column.
        let mut lot = (n + 1) * step;
        lot += 3 * usize::from(lot % across < 2 || lot % across > across - 3);
        if n < 5 {
            let mut ring = in_grid(&zoning[lot]);
            ring.pop();
            planted.push(Planted { kind: FindingKind::Gap, sliver: false, ring });
            removed.push(lot);
            continue;
        }
        let metres = if n < 15 { 3.0 } else { 0.06 };
        let inwards = n % 2 == 0;
        let ring = &mut zoning[lot];
        let (before, old, after) = (ring[0], ring[1], ring[2]);
        // The lots' first edges run to the east, so that inside is north.
        let north = metres / 110_700.0 * if inwards { 1.0 } else { -1.0 };
        ring[1] = [old[0], old[1] + north];
        let quad = in_grid(&[before, old, after, ring[1]]);
        let kind = if inwards { FindingKind::Gap } else { FindingKind::Overlap };
        planted.push(Planted { kind, sliver: n >= 15, ring: quad });
    }
    removed.into_iter().rev().for_each(|lot| drop(zoning.remove(lot)));
    planted
}

/// The rectangle with this area and perimeter.
fn rectangle_width(area: f64, around: f64) -> f64 {
    let root = around * around - 16.0 * area;
    if root > 0.0 { (around - root.sqrt()) / 4.0 } else { area.sqrt() }
}

fn assert_planted(report: &AuditReport, planted: &[Planted]) {
    let coverage: Vec<&Finding> =
        report.findings.iter().filter(|f| f.kind != FindingKind::Conflict).collect();
    assert_eq!(coverage.len(), planted.len());
    let mut found = vec![false; coverage.len()];
    for (n, defect) in planted.iter().enumerate() {
        let (area, around) = measures(&defect.ring);
        let middle = [0, 1]
            .map(|i| defect.ring.iter().map(|p| p[i]).sum::<f64>() / defect.ring.len() as f64);
        let at = coverage
            .iter()
            .enumerate()
            .filter(|(i, _)| !found[*i])
            .min_by(|(_, f), (_, g)| {
                let far = |f: &Finding| (f.at.x - middle[0]).hypot(f.at.y - middle[1]);
                far(f).total_cmp(&far(g))
            })
            .map(|(i, _)| i)
            .unwrap();
        found[at] = true;
        let finding = coverage[at];
        assert_eq!(
            (finding.kind, finding.sliver),
            (defect.kind, defect.sliver),
            "defect {n}: {finding:?}"
        );
        // Every vertex is kept to 1 mm.
        let rounding = around * 0.001;
        assert!(
            (finding.area.grid_m2 - area).abs() < rounding,
            "{n}: {} {area}",
            finding.area.grid_m2
        );
        let width = rectangle_width(area, around);
        assert!(
            (finding.width_m - width).abs() < 0.002 + width * 1e-3,
            "{n}: {} {width}",
            finding.width_m
        );
        assert!(!finding.plans.is_empty() && !finding.lots.is_empty(), "{n}: nobody is named");
    }
}

fn partition_and_defects(lots: u32) {
    let (mut zoning, across) = city(lots);
    let general = grouped(&zoning, across);
    println!("{} lots over {}", zoning.len(), general.len());
    let clean = report(catalogue(&general, &zoning).path());
    assert!(clean.findings.is_empty(), "{:?}", clean.findings.first());
    assert_eq!(clean.rounding_parts, 0);
    assert!((clean.covered_share() - 1.0).abs() < 1e-9);
    assert_eq!(
        clean.pairs.iter().map(|p| p.count).sum::<usize>(),
        zoning.len(),
        "a lot lies in one group"
    );
    let shared: f64 = clean.pairs.iter().map(|p| p.area.grid_m2).sum();
    assert!((shared - clean.area.grid_m2).abs() < 1e-7 * shared, "{shared} {}", clean.area.grid_m2);
    let planted = plant(&mut zoning, across);
    assert_eq!(planted.len(), 20);
    assert_planted(&report(catalogue(&general, &zoning).path()), &planted);
}

#[test]
fn an_edge_matched_city_is_clean_and_20_planted_defects_are_found() {
    partition_and_defects(20_000);
}

/// The size that is promised.
#[test]
fn an_edge_matched_city_of_100_000_lots_is_clean_and_20_planted_defects_are_found() {
    partition_and_defects(100_000);
}

/// Two layers of lots that share no vertices and cross everywhere.
#[test]
fn crossing_cities_of_10_000_lots() {
    let (zoning, _) = city(10_000);
    let moved = |r: &Ring| r.iter().map(|p| [p[0] + 6e-5, p[1] + 8e-5]).collect::<Ring>();
    let general: Vec<Ring> = zoning.iter().map(moved).collect();
    let report = report(catalogue(&general, &zoning).path());
    // Two lattices of 100 × 100 that are moved by a part of a lot share 199 × 199 parts.
    assert_eq!(report.pairs[0].count, 199 * 199);
    assert!(
        report.findings.iter().all(|f| matches!(f.kind, FindingKind::Gap | FindingKind::Outside))
    );
}

fn squares(path: &Path, rows: &[(&str, f64, f64, &str)]) {
    let features: Vec<Value> = rows
        .iter()
        .map(|(lot, west, east, class)| {
            let ring =
                [[*west, 21.3], [*east, 21.3], [*east, 21.301], [*west, 21.301], [*west, 21.3]];
            json!({ "type": "Feature", "properties": { "lot": lot, "class": class },
                    "geometry": { "type": "Polygon", "coordinates": [ring] } })
        })
        .collect();
    std::fs::write(path, json!({ "type": "FeatureCollection", "features": features }).to_string())
        .unwrap();
}

#[test]
fn two_versions_are_compared_by_key_and_by_place() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b, out) = (
        dir.path().join("915.geojson"),
        dir.path().join("997.geojson"),
        dir.path().join("d.geojson"),
    );
    squares(
        &a,
        &[
            ("A1", 103.9, 103.901, "X"),
            ("A2", 103.901, 103.902, "X"),
            ("A3", 103.902, 103.903, "X"),
        ],
    );
    squares(
        &b,
        &[
            ("A2", 103.901, 103.9022, "Y"),
            ("A1", 103.9, 103.901, "Z"),
            ("A4", 103.905, 103.906, "X"),
        ],
    );
    let paths = [a.to_str().unwrap(), b.to_str().unwrap()];
    let run = |args: &[&str]| -> Value {
        let output = planmap(&[&["compare", "--json"], &paths[..], args].concat());
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let found = run(&["-o", out.to_str().unwrap()]);
    assert_eq!((&found["key"], &found["unchanged"]), (&json!("lot"), &json!(0)));
    let told: Vec<(&str, &str)> = list(&found, "differences")
        .iter()
        .map(|d| (d["kind"].as_str().unwrap(), d["name"].as_str().unwrap()))
        .collect();
    let want = [
        ("added", "A4"),
        ("removed", "A3"),
        ("attributes", "A1"),
        ("geometry-and-attributes", "A2"),
    ];
    assert_eq!(told, want);
    let grown = &list(&found, "differences")[3];
    let (before, after) =
        (grown["area_before_m2"].as_f64().unwrap(), grown["area_after_m2"].as_f64().unwrap());
    assert!((after / before - 1.2).abs() < 1e-4);
    assert!((grown["area_changed_m2"].as_f64().unwrap() - (after - before)).abs() < 0.1);
    assert_eq!(grown["attributes"], json!([{ "name": "class", "before": "X", "after": "Y" }]));
    let written: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    assert_eq!(list(&written, "features").len(), 4);
    let same = planmap(&["compare", paths[0], paths[0]]);
    assert_eq!(same.status.code(), Some(0), "{}", String::from_utf8_lossy(&same.stderr));
    let wrong = planmap(&["compare", paths[0], paths[1], "--key", "class"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("class"));
}

/// A lot whose ring crosses itself is named with what it may do to the figures; the audit goes on.
#[test]
fn invalid_input_is_told_and_not_hidden() {
    let dir = copy_of_maps();
    let file = dir.path().join("zone-2-land-use.geojson");
    let mut document: Value =
        serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let lots = document["features"].as_array_mut().unwrap();
    let four = |f: &Value| {
        f["geometry"]["coordinates"][0].as_array().is_some_and(|r| r.len() == 5 && r[0].is_array())
    };
    let lot = lots.iter().position(four).unwrap();
    lots[lot]["geometry"]["coordinates"][0].as_array_mut().unwrap().swap(1, 2);
    std::fs::write(&file, document.to_string()).unwrap();
    let folder = dir.path().display().to_string();
    let output = planmap(&["audit", "--maps", &folder, "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let invalid = report["invalid_inputs"].as_array().unwrap();
    assert_eq!(invalid.len(), 1, "{invalid:?}");
    assert_eq!(
        (invalid[0]["layer"].as_str(), invalid[0]["feature"].as_u64()),
        (Some("zone-2-land-use"), Some(lot as u64 + 1))
    );
    assert!(invalid[0]["extent_m2"].as_f64().unwrap() > 0.0);
    let output = planmap(&["audit", "--maps", &folder, "--lang", "en"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 input polygon is invalid"));
}
