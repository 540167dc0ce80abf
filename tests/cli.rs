//! The command line as a script sees it: the program itself, its status and its JSON.

use std::process::{Command, Output};

use geo::InteriorPoint;
use serde_json::Value;

use crate::bundled_maps::layer;

/// Runs the program on the bundled maps.
pub fn planmap(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planmap"))
        .args(args)
        .env("PLANMAP_MAPS", concat!(env!("CARGO_MANIFEST_DIR"), "/maps"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap()
}

fn json(args: &[&str]) -> Value {
    let output = planmap(args);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {stderr}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn info_lists_the_formats_with_what_can_be_done_with_each() {
    let answer = json(&["info", "--formats", "--json"]);
    let formats = answer["formats"].as_array().unwrap();
    let find = |id: &str| formats.iter().find(|format| format["id"] == id).unwrap();
    let geojson = find("geojson");
    assert_eq!(
        (&geojson["name"], &geojson["kind"]),
        (&Value::from("GeoJSON"), &Value::from("vector"))
    );
    assert_eq!((&geojson["reads"], &geojson["writes"]), (&Value::from(true), &Value::from(true)));
    assert_eq!(geojson["extensions"][0], "geojson");
    let drawing = find("dwg");
    assert_eq!((&drawing["reads"], &drawing["through"]), (&Value::from(false), &Value::Null));
    // A login page is known, but it is no format of maps.
    assert!(!formats.iter().any(|format| format["id"] == "web-page"));
}

/// The two published points: `EPSG:9206` figures computed with PROJ, independently of planmap.
#[test]
fn at_gives_published_vn2000_figures() {
    for (lon, lat, e, n) in [
        ("104.03528", "21.21472", 503_466.366, 2_346_722.812),
        ("103.9144", "21.3270", 490_924.539, 2_359_155.213),
    ] {
        let answer = json(&["at", lon, lat, "--json"]);
        let point = &answer["point_vn2000"];
        assert!((point[0].as_f64().unwrap() - e).abs() < 1e-3);
        assert!((point[1].as_f64().unwrap() - n).abs() < 1e-3);
    }
}

/// The reform of 1 July 2025 in the city (Nghị quyết 1681/NQ-UBTVQH15): each new ward with the old
/// units that it was made of.
const REFORM: [(&str, &[&str]); 4] = [
    ("Tô Hiệu", &["Quyết Thắng", "Quyết Tâm", "Chiềng Lề", "Tô Hiệu"]),
    ("Chiềng An", &["Chiềng An", "Chiềng Xôm", "Chiềng Đen"]),
    ("Chiềng Cơi", &["Chiềng Cơi", "Hua La", "Chiềng Cọ"]),
    ("Chiềng Sinh", &["Chiềng Sinh", "Chiềng Ngần"]),
];

#[test]
fn at_a_place_of_each_old_unit_stands_the_ward_that_it_became() {
    let units = layer("units-old");
    let inside = |name: &str| {
        let unit = units.iter().find(|unit| unit.text("name") == name).unwrap();
        unit.polygons().interior_point().unwrap()
    };
    for (new, olds) in REFORM {
        for old in olds {
            let at = inside(old);
            let answer = json(&["at", &at.x().to_string(), &at.y().to_string(), "--json"]);
            let told =
                (answer["units"]["old"]["name"].as_str(), answer["units"]["new"]["name"].as_str());
            assert_eq!(told, (Some(*old), Some(new)));
        }
    }
}

/// The aerodrome's published reference point (SQH/VVNS), and the general plan's decision.
#[test]
fn at_the_reference_point_of_na_san_stand_the_site_and_the_general_plan() {
    let answer = json(&["at", "104.03528", "21.21472", "--json"]);
    assert_eq!(answer["units"]["new"]["name"], "Chiềng Mung");
    assert!(answer["sites"].as_array().unwrap().iter().any(|site| site["id"] == "na-san"));
    let plans = answer["plans"].as_array().unwrap();
    let general = plans.iter().find(|plan| plan["decision"] == "915/QĐ-UBND").unwrap();
    assert!(
        general["class"].is_string(),
        "the general plan covers the extension in the former Mai Sơn"
    );
    let catalogue =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/maps/catalogue.toml"))
            .unwrap();
    let catalogue: toml::Table = catalogue.parse().unwrap();
    assert_eq!(
        plans.len(),
        catalogue["plan"].as_array().unwrap().len(),
        "every plan answers, if only by silence"
    );
}

#[test]
fn at_takes_vn2000_coordinates_too() {
    let a = json(&["at", "503466.366", "2346722.812", "--crs", "EPSG:9206", "--json"]);
    assert!((a["point"][0].as_f64().unwrap() - 104.03528).abs() < 1e-7);
    assert_eq!(a["units"]["new"]["name"], "Chiềng Mung");
}

/// What three documents say of Nà Sản (Bộ Giao thông vận tải, about 2015; the province, 2022; a later
/// estimate, about 2024): attribute, value, year. The last one gives no area at all.
const NA_SAN: [(&str, Option<f64>, i64); 9] = [
    ("area", Some(498.67), 2015),
    ("area", Some(250.0), 2022),
    ("area", None, 2024),
    ("area-increase", Some(78.0), 2022),
    ("capacity", Some(900_000.0), 2015),
    ("capacity", Some(1_500_000.0), 2015),
    ("capacity", Some(1_000_000.0), 2022),
    ("capacity", Some(2_000_000.0), 2022),
    ("capacity", Some(1_000_000.0), 2024),
];

#[test]
fn sites_list_every_differing_claim_and_where_each_is_from() {
    let site = json(&["site", "na-san", "--json"]);
    let claims = site["claims"].as_array().unwrap();
    let told: Vec<(&str, Option<f64>, i64)> = claims
        .iter()
        .filter(|claim| NA_SAN.iter().any(|(attribute, ..)| claim["attribute"] == *attribute))
        .map(|claim| {
            let attribute = claim["attribute"].as_str().unwrap();
            (attribute, claim["value"].as_f64(), claim["year"].as_i64().unwrap())
        })
        .collect();
    assert_eq!(told.len(), NA_SAN.len(), "{told:?}");
    for wanted in NA_SAN {
        assert!(told.contains(&wanted), "{wanted:?} is not in {told:?}");
    }
    for claim in claims {
        assert!(claim["source"].is_string() && claim["document"].is_string(), "{claim}");
        assert!(
            ["A", "B", "C"].contains(&claim["confidence"].as_str().unwrap()),
            "an inference is no fact: {claim}"
        );
    }
    let all = json(&["sites", "--json"]);
    let candidates: Vec<&str> = all["sites"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|site| site["candidate"] == true)
        .map(|site| site["name"].as_str().unwrap())
        .collect();
    // The five that the article of 20 September 2023 names.
    for word in ["Nà Sản", "Vĩnh Hằng", "Chiềng Sinh", "Chiềng Cơi", "6C"] {
        assert!(
            candidates.iter().any(|name| name.contains(word)),
            "{word} is not in {candidates:?}"
        );
    }
    assert_eq!(candidates.len(), 5, "{candidates:?}");
}

/// 1868/QĐ-UBND: 1,645,598 m².
#[test]
fn vinh_hang_has_its_published_area() {
    let site = json(&["site", "vinh-hang", "--json"]);
    let area = site["area_m2"].as_f64().unwrap();
    assert!((area / 1_645_598.0 - 1.0).abs() < 1e-3, "{area}");
    assert_eq!(site["units"]["old"]["name"], "Chiềng Ngần");
    assert_eq!(site["units"]["new"]["name"], "Chiềng Sinh");
}

#[test]
fn mistakes_end_with_status_2_and_one_message() {
    for args in [
        &["at", "999", "21.3"][..],
        &["at", "104", "21", "--crs", "EPSG:999999"],
        &["site", "nowhere"],
        &["sites", "--maps", "/nowhere"],
        &["no-such-command-or-file.geojson", "--backend"],
    ] {
        let output = planmap(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{args:?}");
    }
}

#[test]
fn words_come_in_both_languages() {
    let say = |lang| {
        String::from_utf8(planmap(&["at", "104.03528", "21.21472", "--lang", lang]).stdout).unwrap()
    };
    assert!(say("vi").contains("Xã Chiềng Mung"));
    assert!(say("en").contains("Chiềng Mung commune"));
}

/// Without a display the window cannot open; the message says what to do and nothing panics.
#[test]
fn without_a_display_there_is_a_message() {
    let output = planmap(&["--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("No window could be opened") && text.contains("planmap --help"),
        "{text}"
    );
}

#[test]
fn files_of_other_formats_are_named_with_what_to_ask_the_sender_for() {
    let dir = tempfile::tempdir().unwrap();
    for (name, content, format, ask) in [
        ("a.dxf", "0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n", "DXF", "GeoJSON"),
        (
            "a.kml",
            "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"/>",
            "KML",
            "GeoJSON",
        ),
        ("a.csv", "lot;area\nA1;12,5\n", "CSV", "GeoJSON"),
        ("a.shp", "\0\0\x27\x0a", "shapefile", ".shp"),
        ("a.gpkg", "SQLite format 3\0", "GeoPackage", "GeoJSON"),
        // By what it holds, not by its name.
        ("page.geojson", "<!DOCTYPE html><html><body>403</body></html>", "web page", "Download"),
    ] {
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        let path = path.to_str().unwrap();
        let output = planmap(&["info", path, "--lang", "en"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {told}");
        assert!(
            output.stdout.is_empty() && told.contains(format) && told.contains(ask),
            "{name}: {told}"
        );
        let checked = planmap(&["check", path, "--json"]);
        assert_eq!(checked.status.code(), Some(1), "{name}");
        let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
        assert_eq!(checked["files"][0]["readable"], false, "{name}");
    }
    let gone =
        planmap(&["info", dir.path().join("gone.geojson").to_str().unwrap(), "--lang", "en"]);
    assert_eq!(gone.status.code(), Some(2));
    let told = String::from_utf8_lossy(&gone.stderr);
    assert!(told.contains("no such file") && !told.contains("JSON:"), "{told}");
}

#[test]
fn a_file_is_drawn_over_a_map_set_whatever_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("lot.geojson");
    let lot = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[103.90,21.30],[103.91,21.30],[103.91,21.31],[103.90,21.30]]]}}"#;
    std::fs::write(&file, lot).unwrap();
    let (file, picture) = (file.to_str().unwrap(), dir.path().join("map.png"));
    let maps = concat!(env!("CARGO_MANIFEST_DIR"), "/maps");
    let drawn = |paths: &[&str]| {
        let view = [
            "--extent",
            "103.89,21.29,103.92,21.32",
            "--size",
            "300x300",
            "-o",
            picture.to_str().unwrap(),
            "--json",
        ];
        let output = json(&[&["render"], paths, &view].concat());
        output["features_drawn"].as_u64().unwrap()
    };
    let alone = drawn(&[maps]);
    assert!(alone > 0);
    for paths in [&[maps, file][..], &[file, maps], &[file, "--maps", maps]] {
        assert_eq!(drawn(paths), alone + 1, "{paths:?}");
    }
}

/// A build beside itself, by turns, as processes: every figure is there twice and none is nothing.
#[test]
fn two_builds_are_measured_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.geojson");
    let city = planmap_dev::city::City::new(500, 1);
    planmap_data::atomic::write_with(&file, |out| city.write(out)).unwrap();
    let program = std::path::PathBuf::from(env!("CARGO_BIN_EXE_planmap"));
    let args = planmap_dev::bench::BenchArgs {
        path: file,
        json: true,
        no_window: true,
        compare: Some(program.clone()),
        program: Some(program),
        times: 2,
    };
    let mut out = Vec::new();
    planmap_dev::bench::run(&args, &mut out).unwrap();
    let answer: Value = serde_json::from_slice(&out).unwrap();
    for build in ["program", "compare"] {
        for figure in ["info_s", "info_load_s", "info_peak_anon_mb", "render_s"] {
            assert!(answer[build][figure].as_f64().unwrap() > 0.0, "{build} {figure}: {answer}");
        }
    }
}

#[test]
fn developers_commands_are_not_the_users() {
    let help = String::from_utf8(planmap(&["--help"]).stdout).unwrap();
    for command in ["synth", "bench", "dev", "measure-frames"] {
        assert!(!help.contains(command), "{command} stands in {help}");
    }
    assert_eq!(planmap(&["bench", "x.geojson"]).status.code(), Some(2));
}
