//! Which system of coordinates is named beside numbers: VN-2000 where they are VN-2000, else the
//! system's own name with its own letters, on the command line, in the session and on paper.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_app::command::{Command, ViewCommand};
use planmap_app::map_room::{Covered, Stays};
use planmap_app::search::Limits;
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_app::text_twin::{TwinSource, in_view};
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_core::i18n::Language;
use serde_json::Value;

use crate::cli::planmap;

/// A place in a system: degrees, and easting and northing as pyproj 3.7 gives them.
struct Place {
    crs: &'static str,
    lon: f64,
    lat: f64,
    east_m: f64,
    north_m: f64,
}

const MUNICH: Place = Place {
    crs: "EPSG:32632",
    lon: 11.5755,
    lat: 48.1374,
    east_m: 691_603.032,
    north_m: 5_334_780.031,
};
/// Điện Biên's zone: VN-2000 with another meridian than Sơn La's.
const DIEN_BIEN: Place = Place {
    crs: "EPSG:9205",
    lon: 103.016,
    lat: 21.386,
    east_m: 501_462.868,
    north_m: 2_365_683.521,
};

/// A square of about 200 m around a place, as a GeoJSON file.
fn lot_around(place: &Place, folder: &Path) -> PathBuf {
    let (w, s, e, n) = (place.lon - 0.001, place.lat - 0.001, place.lon + 0.001, place.lat + 0.001);
    let path = folder.join("lot.geojson");
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"name":"L1"}},"geometry":{{"type":"Polygon","coordinates":[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]}}}}]}}"#
    );
    std::fs::write(&path, text).unwrap();
    path
}

/// A folder of maps with one lot, drawn in the system of a place.
fn maps_in(place: &Place) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    lot_around(place, folder.path());
    let catalogue = format!(
        r#"format = 1
[catalogue]
id = "elsewhere"
name = {{ vi = "Nơi khác", en = "Elsewhere" }}
crs = "{}"

[[layer]]
id = "lots"
role = "land-use"
name = {{ vi = "Lô đất", en = "Lots" }}
file = "lot.geojson"
accuracy = "digitised"
"#,
        place.crs
    );
    std::fs::write(folder.path().join("catalogue.toml"), catalogue).unwrap();
    folder
}

fn at(place: &Place, json: bool) -> String {
    let maps = maps_in(place);
    let (lon, lat) = (place.lon.to_string(), place.lat.to_string());
    let mut arguments =
        vec!["at", &lon, &lat, "--lang", "en", "--maps", maps.path().to_str().unwrap()];
    arguments.extend(json.then_some("--json"));
    let output = planmap(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn assert_metres(found: &Value, place: &Place) {
    let east_m = found[0].as_f64().unwrap();
    let north_m = found[1].as_f64().unwrap();
    assert!(
        (east_m - place.east_m).abs() < 0.001 && (north_m - place.north_m).abs() < 0.001,
        "{found}"
    );
}

#[test]
fn a_point_has_vn2000_numbers_in_vn2000_alone() {
    let munich: Value = serde_json::from_str(&at(&MUNICH, true)).unwrap();
    assert_eq!(munich["point_vn2000"], Value::Null);
    assert_eq!(munich["map_crs"], "EPSG:32632");
    assert_metres(&munich["point_map"], &MUNICH);

    let dien_bien: Value = serde_json::from_str(&at(&DIEN_BIEN, true)).unwrap();
    assert_eq!(dien_bien["map_crs"], "EPSG:9205");
    assert_metres(&dien_bien["point_map"], &DIEN_BIEN);
    assert_eq!(dien_bien["point_vn2000"], dien_bien["point_map"]);
}

#[test]
fn words_of_a_point_name_its_own_system() {
    let munich = at(&MUNICH, false);
    let narrow = '\u{202f}';
    assert!(
        munich.contains(&format!("E 691{narrow}603.03  N 5{narrow}334{narrow}780.03")),
        "{munich}"
    );
    assert!(munich.contains("WGS 84 / UTM zone 32N (EPSG:32632)"), "{munich}");
    assert!(!munich.contains("VN-2000"), "{munich}");

    let dien_bien = at(&DIEN_BIEN, false);
    assert!(
        dien_bien.contains(&format!("X 2{narrow}365{narrow}683.52  Y 501{narrow}462.87")),
        "{dien_bien}"
    );
    assert!(dien_bien.contains("VN-2000 / TM-3 103-00 (EPSG:9205)"), "{dien_bien}");
}

#[test]
fn corners_of_a_review_stand_in_their_own_system() {
    for (place, said, letter) in [(&MUNICH, false, "E "), (&DIEN_BIEN, true, "X ")] {
        let maps = maps_in(place);
        let lot = maps.path().join("lot.geojson");
        let arguments = |json: bool| {
            let mut arguments = vec!["review", lot.to_str().unwrap(), "--lang", "en"];
            arguments.extend(["--maps", maps.path().to_str().unwrap()]);
            arguments.extend(json.then_some("--json"));
            planmap(&arguments)
        };
        let words = String::from_utf8(arguments(false).stdout).unwrap();
        assert_eq!(words.contains("VN-2000"), said, "{words}");
        let corner = words.lines().find(|line| line.trim_start().starts_with("1 ")).unwrap();
        assert!(corner.contains(letter), "{corner}");
        let json: Value = serde_json::from_slice(&arguments(true).stdout).unwrap();
        assert_eq!(json["map_crs"], place.crs);
    }
}

/// A session that shows one file around a place and nothing else: the map is drawn in UTM.
fn session_on(place: &Place, language: Language) -> Session {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::new(Settings { language, ..Settings::default() }, Arc::new(|| {}));
    session.apply(Command::Open(vec![lot_around(place, folder.path())]));
    session.wait_until_loaded();
    session.apply(Command::View(ViewCommand::Resize {
        width: 800.0,
        height: 600.0,
        covered: Covered::NOTHING,
        stays: Stays::GROUND,
    }));
    session
}

#[test]
fn the_map_in_words_and_the_search_use_the_letters_of_utm() {
    for language in Language::ALL {
        let mut session = session_on(&MUNICH, language);
        assert_eq!(session.map_crs().as_str(), "EPSG:32632");
        let middle =
            map_from_geo(GeoPoint::new(MUNICH.lon, MUNICH.lat), session.map_crs()).unwrap();
        session.apply(Command::View(ViewCommand::CentreOn(middle)));
        let source = TwinSource {
            scene: Arc::clone(session.scene()),
            catalogue: Arc::clone(session.catalogue()),
            view: *session.viewport(),
            language,
            area_unit: session.settings().area_unit,
        };
        let told: Vec<String> = in_view(&source, &|| false)
            .into_iter()
            .flat_map(|s| s.entries)
            .map(|entry| entry.text)
            .collect();
        assert!(
            told.iter()
                .any(|line| line.contains("E 691\u{202f}603") && line.contains("N 5\u{202f}334")),
            "{told:?}"
        );
        assert!(
            told.iter().all(|line| !line.contains("VN-2000") && !line.contains("X 5")),
            "{told:?}"
        );

        // What the map copies is found again at the same place.
        let copied = planmap_core::crs::SystemNaming::of(session.map_crs()).plain_place(middle);
        let hits = session.search_now(&copied, Limits::LIST);
        let hit = hits.first().unwrap_or_else(|| panic!("nothing for {copied}"));
        assert!(hit.label.starts_with("E 691"), "{}", hit.label);
        assert!(hit.at.unwrap().distance(middle) < 0.001);
        let examples = session.search_examples();
        assert!(
            examples
                .iter()
                .any(|(key, text)| *key == "search-try-grid" && text.starts_with("E 69"))
        );
    }
}

/// The words of a sheet as its SVG has them.
fn sheet_of(place: &Place) -> String {
    let maps = maps_in(place);
    let sheet = maps.path().join("sheet.svg");
    let arguments =
        ["export", maps.path().to_str().unwrap(), "--lang", "en", "-o", sheet.to_str().unwrap()];
    let output = planmap(&arguments);
    assert!(
        output.status.code().is_some_and(|status| status < 2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::read_to_string(&sheet).unwrap()
}

#[test]
fn a_sheet_names_the_grid_that_is_on_it() {
    let munich = sheet_of(&MUNICH);
    assert!(!munich.contains("VN-2000") && munich.contains("UTM zone 32N"));
    let dien_bien = sheet_of(&DIEN_BIEN);
    assert!(dien_bien.contains("VN-2000"));
}
