//! The command line as a script sees it: the program itself, its status and its JSON.

use std::process::{Command, Output};

use serde_json::Value;

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

/// The two published points: `EPSG:9206` figures computed with PROJ, independently of planmap.
#[test]
fn at_gives_published_vn2000_figures() {
    for (lon, lat, e, n) in
        [("104.03528", "21.21472", 503_466.366, 2_346_722.812), ("103.9144", "21.3270", 490_924.539, 2_359_155.213)]
    {
        let answer = json(&["at", lon, lat, "--json"]);
        let point = &answer["point_vn2000"];
        assert!((point[0].as_f64().unwrap() - e).abs() < 1e-3);
        assert!((point[1].as_f64().unwrap() - n).abs() < 1e-3);
    }
}

#[test]
fn at_na_san_names_commune_and_site() {
    let answer = json(&["at", "104.03528", "21.21472", "--json"]);
    assert_eq!(answer["units"]["new"]["name"], "Chiềng Mung");
    assert_eq!(answer["units"]["old"]["name"], "Chiềng Mung");
    let sites: Vec<&str> = answer["sites"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
    assert_eq!(sites, ["na-san"]);
    let plans = answer["plans"].as_array().unwrap();
    assert_eq!(plans.len(), 6, "the general plan and five zoning plans");
    assert_eq!(plans[0]["decision"], "915/QĐ-UBND");
    assert_eq!(plans[0]["accuracy"], "schematic");
}

#[test]
fn at_takes_vn2000_coordinates_too() {
    let a = json(&["at", "503466.366", "2346722.812", "--crs", "EPSG:9206", "--json"]);
    assert!((a["point"][0].as_f64().unwrap() - 104.03528).abs() < 1e-7);
    assert_eq!(a["units"]["new"]["name"], "Chiềng Mung");
}

#[test]
fn sites_list_every_claim_of_na_san() {
    let site = json(&["site", "na-san", "--json"]);
    let areas: Vec<(Option<f64>, i64)> = site["claims"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["attribute"] == "area")
        .map(|c| (c["value"].as_f64(), c["year"].as_i64().unwrap()))
        .collect();
    assert_eq!(areas, [(Some(498.67), 2015), (Some(250.0), 2022), (None, 2024)]);
    let all = json(&["sites", "--json"]);
    let candidates = all["sites"].as_array().unwrap().iter().filter(|s| s["candidate"] == true).count();
    assert_eq!(candidates, 5);
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
    let say = |lang| String::from_utf8(planmap(&["at", "104.03528", "21.21472", "--lang", lang]).stdout).unwrap();
    assert!(say("vi").contains("Xã Chiềng Mung"));
    assert!(say("en").contains("Commune Chiềng Mung"));
}

/// Without a display the window cannot open; the message says what to do and nothing panics.
#[test]
fn without_a_display_there_is_a_message() {
    let output = planmap(&["--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("No window could be opened") && text.contains("planmap --help"), "{text}");
}
