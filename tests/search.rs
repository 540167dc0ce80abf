//! Searching as people type: the table of queries with what must come first, on the bundled maps;
//! coordinates in every form; the box in the window.

use std::path::PathBuf;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::search::{Hit, HitKind, Limits, SearchCommand};
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_core::crs::{GeoPoint, geo_from_map, map_from_geo};
use planmap_core::i18n::Language;
use planmap_core::search::read_coordinate;
use planmap_core::{Crs, MapPoint};
use planmap_ui::PlanmapWindow;
use proptest::prelude::*;
use serde_json::Value;

use crate::cli::planmap;
use crate::window::{open, settle, wait};

fn bundled() -> Session {
    let mut session = Session::new(Settings::default(), Arc::new(|| {}));
    session.apply(Command::Open(vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps"))]));
    session.wait_until_loaded();
    session.apply(Command::Search(SearchCommand::Prepare));
    session.wait_until_loaded();
    session
}

fn first(session: &Session, text: &str) -> Hit {
    let hits = session.search_now(text, Limits::LIST);
    hits.first().cloned().unwrap_or_else(|| panic!("nothing for {text}"))
}

/// What is typed, the kind and the label that must come first.
const NAMES: &[(&str, HitKind, &str)] = &[
    // Without accents, with the right ones, with wrong ones.
    ("chieng coi", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("Chiềng Cơi", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("CHIENG COI", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("chiềng cọi", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("Chie\u{302}\u{300}ng Co\u{31b}i", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("chiengcoi", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("to hieu", HitKind::Unit, "Phường Tô Hiệu (mới)"),
    ("phuong to hieu", HitKind::Unit, "Phường Tô Hiệu (mới)"),
    ("p. tô hiệu", HitKind::Unit, "Phường Tô Hiệu (mới)"),
    ("chieng an", HitKind::Unit, "Phường Chiềng An (mới)"),
    ("mai son", HitKind::Unit, "Xã Mai Sơn (mới)"),
    ("xa chieng mung", HitKind::Unit, "Xã Chiềng Mung (mới)"),
    ("04132", HitKind::Unit, "Xã Chiềng Mai (mới)"),
    // Old names lead to new units.
    ("hua la", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("Hua La", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("xã Hua La", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("chieng co", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("chieng ngan", HitKind::Unit, "Phường Chiềng Sinh (mới)"),
    ("quyet thang", HitKind::Unit, "Phường Tô Hiệu (mới)"),
    ("quyết tâm", HitKind::Unit, "Phường Tô Hiệu (mới)"),
    ("chieng le", HitKind::Unit, "Phường Tô Hiệu (mới)"),
    ("chieng den", HitKind::Unit, "Phường Chiềng An (mới)"),
    ("Chiềng Đen", HitKind::Unit, "Phường Chiềng An (mới)"),
    ("chieng xom", HitKind::Unit, "Phường Chiềng An (mới)"),
    ("muong bang", HitKind::Unit, "Xã Chiềng Mung (mới)"),
    ("muong bon", HitKind::Unit, "Xã Chiềng Mung (mới)"),
    ("hat lot", HitKind::Unit, "Xã Mai Sơn (mới)"),
    ("co noi", HitKind::Unit, "Xã Mai Sơn (mới)"),
    ("chieng ban", HitKind::Unit, "Xã Chiềng Mai (mới)"),
    // Typing errors.
    ("chieng cpi", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("chienh coi", HitKind::Unit, "Phường Chiềng Cơi (mới)"),
    ("cheing sinh", HitKind::Unit, "Phường Chiềng Sinh (mới)"),
    ("chieng sihn", HitKind::Unit, "Phường Chiềng Sinh (mới)"),
    ("queyt thang", HitKind::Unit, "Phường Tô Hiệu (mới)"),
    ("vinh hagn", HitKind::Site, "Công viên Vĩnh Hằng"),
    ("golff chieng coi", HitKind::Site, "Sân golf Chiềng Cơi"),
    ("quoc lô 66", HitKind::Place, ""),
    // Sites.
    ("na san", HitKind::Site, "Cảng hàng không Nà Sản"),
    ("nasan", HitKind::Site, "Cảng hàng không Nà Sản"),
    ("sân bay Nà Sản", HitKind::Site, "Cảng hàng không Nà Sản"),
    ("cang hang khong", HitKind::Site, "Cảng hàng không Nà Sản"),
    ("Na San airport", HitKind::Site, "Cảng hàng không Nà Sản"),
    ("SQH", HitKind::Site, "Cảng hàng không Nà Sản"),
    ("vinh hang", HitKind::Site, "Công viên Vĩnh Hằng"),
    ("nghia trang", HitKind::Site, "Công viên Vĩnh Hằng"),
    ("1868", HitKind::Site, "Công viên Vĩnh Hằng"),
    ("golf chieng sinh", HitKind::Site, "Sân golf Chiềng Sinh"),
    ("chieng coi golf", HitKind::Site, "Sân golf Chiềng Cơi"),
    ("lo 6c", HitKind::Site, "Lô 6C – suối Nậm La"),
    ("6C", HitKind::Site, "Lô 6C – suối Nậm La"),
    ("elite", HitKind::Site, "Khu đô thị Elite Hill"),
    ("tay nam", HitKind::Site, "Khu đô thị Tây Nam"),
    ("tuyen tranh", HitKind::Site, "Khu đô thị đầu tuyến tránh Quốc lộ 6"),
    // Plans and zones by name and by decision.
    ("quy hoach chung", HitKind::Plan, "Quy hoạch chung đến 2045"),
    ("QHC", HitKind::Plan, "Quy hoạch chung đến 2045"),
    ("915", HitKind::Plan, "Quy hoạch chung đến 2045"),
    ("915/QĐ-UBND", HitKind::Plan, "Quy hoạch chung đến 2045"),
    ("qd 997", HitKind::Plan, "Quy hoạch chung đến 2045"),
    ("997", HitKind::Plan, "Quy hoạch chung đến 2045"),
    ("general plan", HitKind::Plan, "Quy hoạch chung đến 2045"),
    ("1125", HitKind::Zone, "Khu đô thị lịch sử"),
    ("1125/qd-ubnd", HitKind::Zone, "Khu đô thị lịch sử"),
    ("do thi lich su", HitKind::Zone, "Khu đô thị lịch sử"),
    ("phan khu chieng ngan", HitKind::Zone, "Khu đô thị Chiềng Ngần"),
    ("kdt chieng sinh", HitKind::Zone, "Khu đô thị Chiềng Sinh"),
    ("sinh thai", HitKind::Zone, "Khu đô thị sinh thái Hua La"),
    ("phân khu 5", HitKind::Zone, "Phân khu thứ năm – chưa công bố"),
    // Roads, streams, lots, classes, projects.
    ("ql6", HitKind::Place, "Quốc lộ 6"),
    ("quoc lo 6", HitKind::Place, "Quốc lộ 6"),
    ("cao toc", HitKind::Place, "Cao tốc Sơn La – Hòa Bình (hướng tuyến)"),
    ("suoi nam la", HitKind::Place, "Suối Nậm La"),
    ("A00-01", HitKind::Lot, "A00-01"),
    ("b00 03", HitKind::Lot, "B00-03"),
    ("nhom nha o", HitKind::Class, "Nhóm nhà ở"),
    ("rung phong ho", HitKind::Class, "Rừng phòng hộ"),
    // Classes as people call them; never a class whose words say nothing of it.
    ("dat o", HitKind::Class, "Nhóm nhà ở"),
    ("đất ở", HitKind::Class, "Nhóm nhà ở"),
    ("Đất ở đô thị", HitKind::Class, "Nhóm nhà ở"),
    ("dat o nong thon", HitKind::Class, "Làng xóm, dân cư nông thôn"),
    ("nha o", HitKind::Class, "Nhóm nhà ở"),
    ("don vi o", HitKind::Class, "Đơn vị ở"),
    ("dat rung phong ho", HitKind::Class, "Rừng phòng hộ"),
    ("dat cay xanh chuyen dung", HitKind::Class, "Cây xanh chuyên dụng"),
    ("residential land", HitKind::Class, "Nhóm nhà ở"),
    ("DAT_O_Langxom", HitKind::Class, "Làng xóm, dân cư nông thôn"),
    // Layers by their names, and by that of their plan.
    ("su dung dat quy hoach chung", HitKind::Layer, "Sử dụng đất quy hoạch chung"),
    ("o dat chieng sinh", HitKind::Layer, "Ô đất"),
    ("cau tong panh", HitKind::Project, "Cầu Tông Panh"),
    ("tru so cong an", HitKind::Project, "Trụ sở Công an thành phố"),
];

#[test]
fn what_people_type_finds_what_they_mean() {
    let session = bundled();
    let mut wrong = Vec::new();
    for &(text, kind, label) in NAMES {
        let hits = session.search_now(text, Limits::LIST);
        let good = hits.first().is_some_and(|h| h.kind == kind && h.label == label);
        // A figure is not guessed at: there is no road of this number.
        let good = if text == "quoc lô 66" {
            hits.iter().all(|h| h.label != "Quốc lộ 6")
        } else {
            good
        };
        if !good {
            let found: Vec<String> = hits
                .iter()
                .take(4)
                .map(|h| format!("{:?} {} {:.3}", h.kind, h.label, h.score))
                .collect();
            wrong.push(format!("{text}: {found:?} instead of {kind:?} {label}"));
        }
    }
    assert!(NAMES.len() >= 60);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), NAMES.len(), wrong.join("\n"));
}

/// A list of places and lots as an office has it, without a catalogue: a village whose name merely
/// begins with the letters of each typed word, one that has the words apart, and lots whose use is
/// what was typed.
#[test]
fn the_whole_phrase_comes_before_scattered_syllables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lots.geojson");
    let rows = [
        ("Bản Ông Đạt", "Cây xanh"),
        ("Ổ Rồng, bản Đất Đỏ", "Giao thông"),
        ("Bản Cọ", "Đất ở nông thôn"),
        ("Bản Mé", "Loại đất ở"),
        ("Bản Cá", "Đất ở"),
    ];
    let feature = |(n, (name, kind)): (usize, &(&str, &str))| {
        let lon = 103.9 + n as f64 / 1000.0;
        format!(
            r#"{{"type":"Feature","properties":{{"name":"{name}","loai":"{kind}"}},"geometry":{{"type":"Point","coordinates":[{lon},21.3]}}}}"#
        )
    };
    let features: Vec<String> = rows.iter().enumerate().map(feature).collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    std::fs::write(&path, text).unwrap();
    let mut session = Session::new(Settings::default(), Arc::new(|| {}));
    session.apply(Command::Open(vec![path]));
    session.apply(Command::Search(SearchCommand::Prepare));
    session.wait_until_loaded();
    let labels: Vec<String> = session
        .search_now("dat o", Limits { total: 40, each: 40 })
        .into_iter()
        .map(|hit| hit.label)
        .collect();
    assert_eq!(&labels[..3], ["Đất ở", "Đất ở nông thôn", "Loại đất ở"], "{labels:?}");
    assert!(labels.contains(&"Bản Ông Đạt".to_owned()), "{labels:?}");
}

/// One place, which PROJ puts at 490924.539, 2359155.213 in EPSG:9206, independently of planmap.
const COORDINATES: &[(&str, bool)] = &[
    ("21.3270, 103.9144", false),
    ("103.9144 21.3270", false),
    ("21,3270 103,9144", false),
    ("21.3270N 103.9144E", false),
    ("21,3270° B, 103,9144° Đ", false),
    ("21°19'37.2\"N 103°54'51.84\"E", false),
    ("21°19′37,2″B 103°54′51,84″Đ", false),
    ("21 19 37.2 103 54 51.84", false),
    ("21°19.62' 103°54.864'", false),
    ("X 2359155.213 Y 490924.539", false),
    ("X 2 359 155,213  Y 490 924,539", false),
    ("X 490924.539 Y 2359155.213", true),
    ("Y 490924,539 X 2359155,213", false),
    ("2359155.213 490924.539", false),
    ("490924.539 2359155.213", false),
    ("EPSG:9206 490924.539 2359155.213", false),
    ("4326: 21.3270 103.9144", false),
];

#[test]
fn coordinates_in_every_form_lead_to_one_place() {
    let session = bundled();
    for &(text, swapped) in COORDINATES {
        let hit = first(&session, text);
        assert_eq!(hit.kind, HitKind::Coordinate, "{text}");
        let off = hit.at.unwrap().distance(MapPoint::new(490_924.539, 2_359_155.213));
        assert!(off < 2e-3, "{text}: {off} m");
        assert_eq!(hit.note.contains("đã đổi chỗ"), swapped, "{text}: {}", hit.note);
        assert!(hit.note.contains("EPSG:") || hit.note.contains("WGS 84"), "{text}: {}", hit.note);
    }
}

#[test]
fn right_accents_come_before_wrong_ones() {
    let session = bundled();
    // Both fold to the same letters: the old commune Chiềng Cọ and the ward Chiềng Cơi begin alike.
    let place = |text: &str, label: &str| {
        let hits = session.search_now(text, Limits::LIST);
        hits.iter().position(|h| h.label == label).unwrap_or_else(|| panic!("{text}: {label}"))
    };
    let old = "Xã Chiềng Cọ (cũ)";
    assert!(place("chiềng cọ", old) <= place("chieng co", old));
    let score = |text: &str| first(&session, text).score;
    assert!(score("chieng sinh") >= score("chiềng sính") && score("nậm la") > score("năm la"));
}

/// A class that several plans have is one hit for all of them and one for each plan's layer, told
/// apart by the plan.
#[test]
fn a_class_is_found_as_a_whole_and_plan_by_plan() {
    let session = bundled();
    let hits = session.search_now("dat o", Limits::LIST);
    let classes: Vec<&Hit> =
        hits.iter().filter(|h| h.kind == HitKind::Class && h.label == "Nhóm nhà ở").collect();
    let whole = classes[0];
    assert!(whole.note.starts_with("Sử dụng đất – quy hoạch phân khu · "), "{}", whole.note);
    let notes: Vec<&str> = classes.iter().skip(1).map(|h| h.note.as_str()).collect();
    assert!(
        notes.iter().any(|note| note.starts_with("Khu đô thị lịch sử · Ô đất · ")),
        "{notes:?}"
    );
    for part in &classes[1..] {
        assert_eq!(whole.extent.union(part.extent), whole.extent, "{}", part.note);
    }
}

/// Roads and streams have names in both languages: the hit is called as the screen is.
#[test]
fn a_road_is_found_by_either_name_and_called_in_the_language_of_the_screen() {
    for (language, name) in
        [(Language::Vietnamese, "Quốc lộ 6"), (Language::English, "National Road 6")]
    {
        let mut session = bundled();
        session.apply(Command::SetLanguage(language));
        for typed in ["quoc lo 6", "national road 6", "ql6"] {
            let hits = session.search_now(typed, Limits::LIST);
            let roads: Vec<&str> = hits
                .iter()
                .filter(|h| h.kind == HitKind::Place)
                .map(|h| h.label.as_str())
                .collect();
            assert_eq!(roads.first(), Some(&name), "{typed}: {roads:?}");
            assert_eq!(roads.iter().filter(|road| **road == name).count(), 1, "{typed}: {roads:?}");
        }
    }
}

/// Labels say which of two units of one name is meant, and what became of the old one.
#[test]
fn units_of_one_name_are_told_apart() {
    let session = bundled();
    let hits = session.search_now("chieng sinh", Limits::LIST);
    let units: Vec<&Hit> = hits.iter().filter(|h| h.kind == HitKind::Unit).collect();
    assert_eq!(units[0].label, "Phường Chiềng Sinh (mới)");
    assert_eq!(units[0].note, "gồm Chiềng Sinh, Chiềng Ngần (cũ)");
    assert_eq!(units[1].label, "Phường Chiềng Sinh (cũ)");
    assert_eq!(units[1].note, "nay thuộc Phường Chiềng Sinh (mới)");
    // Each leads to its own feature.
    assert_eq!(units[0].feature().unwrap().layer, "units-new");
    assert_eq!(units[1].feature().unwrap().layer, "units-old");
    let inside = geo_from_map(units[0].at.unwrap(), session.map_crs()).unwrap();
    assert!(
        (103.9..104.1).contains(&inside.lon) && (21.2..21.4).contains(&inside.lat),
        "{inside:?}"
    );
}

fn degrees_in_form(form: usize, p: GeoPoint) -> String {
    let dms = |v: f64, letter: &str, marks: [&str; 3]| {
        // Rounded as a whole, so that no 60 comes out.
        let units = (v * 3600.0 * 1e5).round() as u64;
        let (seconds, rest) = (units / 100_000, units % 100_000);
        format!(
            "{}{}{}{}{}.{rest:05}{}{letter}",
            seconds / 3600,
            marks[0],
            seconds / 60 % 60,
            marks[1],
            seconds % 60,
            marks[2]
        )
    };
    let dm = |v: f64| {
        let units = (v * 60.0 * 1e7).round() as u64;
        format!("{}°{}.{:07}'", units / 600_000_000, units / 10_000_000 % 60, units % 10_000_000)
    };
    match form {
        0 => format!("{:.8}, {:.8}", p.lat, p.lon),
        1 => format!("{:.8} {:.8}", p.lon, p.lat),
        2 => format!("{:.8}; {:.8}", p.lat, p.lon).replace('.', ","),
        3 => format!("{:.8}°N {:.8}°E", p.lat, p.lon),
        4 => format!("{:.8}° Đ, {:.8}° B", p.lon, p.lat).replace('.', ","),
        5 => format!("{} {}", dms(p.lat, "N", ["°", "'", "\""]), dms(p.lon, "E", ["°", "'", "\""])),
        6 => {
            format!("{}, {}", dms(p.lat, "", ["° ", "′ ", "″"]), dms(p.lon, "", ["° ", "′ ", "″"]))
        }
        7 => format!("{} {}", dms(p.lat, "", [" ", " ", ""]), dms(p.lon, "", [" ", " ", ""])),
        8 => format!("{} {}", dm(p.lat), dm(p.lon)),
        _ => format!("EPSG:4326 {:.8} {:.8}", p.lat, p.lon),
    }
}

fn metres_in_form(form: usize, p: MapPoint) -> String {
    let spaced = |v: f64| {
        let text = planmap_core::i18n::format_number(v, 4, Language::English);
        text.replace(',', "\u{202f}").replace('.', ",")
    };
    let dotted = |v: f64| planmap_core::i18n::format_number(v, 4, Language::Vietnamese);
    match form {
        0 => format!("X {:.4} Y {:.4}", p.y, p.x),
        1 => format!("{:.4} {:.4}", p.x, p.y),
        2 => format!("{:.4}, {:.4}", p.y, p.x),
        3 => format!("X {}  Y {}", spaced(p.y), spaced(p.x)),
        4 => format!("{} {}", spaced(p.y), spaced(p.x)),
        5 => format!("X={}; Y={}", dotted(p.y), dotted(p.x)),
        6 => format!("X {:.4} Y {:.4}", p.x, p.y),
        _ => format!("EPSG:9206 {:.4} {:.4}", p.x, p.y),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn degrees_come_back_from_every_form(lon in 102.2f64..109.4, lat in 8.4f64..23.3, form in 0usize..10) {
        let p = GeoPoint::new(lon, lat);
        let text = degrees_in_form(form, p);
        let read = read_coordinate(&text);
        prop_assert!(read.is_some(), "{}", text);
        let planmap_core::search::Position::Geo(q) = read.unwrap().position else {
            return Err(TestCaseError::fail(text));
        };
        prop_assert!((q.lon - lon).abs() < 1e-7 && (q.lat - lat).abs() < 1e-7, "{}: {:?}", text, q);
    }

    #[test]
    fn metres_come_back_from_every_form(x in 300_000f64..700_000.0, y in 1_000_000f64..2_600_000.0, form in 0usize..8) {
        let p = MapPoint::new(x, y);
        let text = metres_in_form(form, p);
        let read = read_coordinate(&text);
        prop_assert!(read.is_some(), "{}", text);
        let read = read.unwrap();
        prop_assert_eq!(read.swapped, form == 6, "{}", &text);
        let at = read.on_map(&Crs::vn2000_son_la()).unwrap();
        prop_assert!(at.distance(p) < 1e-3, "{}: {:?}", text, at);
    }
}

#[test]
fn the_command_line_finds_the_same() {
    let run = |args: &[&str]| -> Value {
        let output = planmap(args);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let answer = run(&["search", "hua la", "--json", "--limit", "3"]);
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 3);
    assert!(answer["took_ms"].as_f64().unwrap() >= 0.0);
    assert_eq!(hits[0]["kind"], "unit");
    assert_eq!(hits[0]["label"], "Phường Chiềng Cơi (mới)");
    assert_eq!(hits[0]["layer"], "units-new");
    assert!(hits[0]["feature"].is_u64() && hits[0]["at"][0].is_f64());
    let scores: Vec<f64> = hits.iter().map(|h| h["score"].as_f64().unwrap()).collect();
    assert!(scores.windows(2).all(|w| w[0] >= w[1]) && scores[0] <= 1.0, "{scores:?}");
    let typed = run(&["search", "X 2359155.213 Y 490924.539", "--json"]);
    let at = &typed["hits"][0]["at"];
    assert!(
        (at[0].as_f64().unwrap() - 103.9144).abs() < 1e-7
            && (at[1].as_f64().unwrap() - 21.327).abs() < 1e-7
    );
    assert_eq!(run(&["search", "không có gì như thế", "--json"])["hits"], serde_json::json!([]));
    assert_eq!(planmap(&["search", " "]).status.code(), Some(2));
    assert_eq!(planmap(&["search"]).status.code(), Some(2));
    let words =
        String::from_utf8(planmap(&["search", "hua", "la", "--lang", "en"]).stdout).unwrap();
    assert!(words.contains("Administrative units: Chiềng Cơi ward (new)"), "{words}");
}

fn type_text(harness: &mut Harness<'static, PlanmapWindow>, text: &str) {
    for letter in text.chars() {
        harness.event(egui::Event::Text(letter.to_string()));
        harness.step();
    }
    let text = text.to_owned();
    wait(harness, move |w| {
        w.session().search().found_for() == text && w.session().search().indexing() == 0
    });
}

#[test]
fn the_box_is_opened_by_a_key_and_looks_at_hits_before_one_is_chosen() {
    let mut harness = open([1440.0, 900.0]);
    let before = *harness.state().session().viewport();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::K);
    wait(&mut harness, |w| w.session().search().is_open());
    harness.step();
    type_text(&mut harness, "na san");
    harness.get_by_label_contains("Cảng hàng không Nà Sản, ");
    assert_eq!(*harness.state().session().viewport(), before, "typing moves nothing");
    harness.key_press(egui::Key::ArrowDown);
    settle(&mut harness);
    let site = map_from_geo(GeoPoint::new(104.03528, 21.21472), &Crs::vn2000_son_la()).unwrap();
    let looking = *harness.state().session().viewport();
    assert!(
        looking.extent().contains(site) && looking.metres_per_point() < before.metres_per_point()
    );
    assert!(harness.state().session().selection().is_empty(), "looking chooses nothing");
    // Back to where it began.
    harness.key_press(egui::Key::Escape);
    settle(&mut harness);
    let back = *harness.state().session().viewport();
    assert!(back.centre().distance(before.centre()) < 1e-6, "{back:?} {before:?}");
    assert!(!harness.state().session().search().is_open());

    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::K);
    wait(&mut harness, |w| w.session().search().is_open());
    harness.step();
    type_text(&mut harness, "na san");
    harness.key_press(egui::Key::Enter);
    settle(&mut harness);
    let session = harness.state().session();
    assert_eq!(session.selection().site.as_deref(), Some("na-san"));
    assert!(session.viewport().extent().contains(site) && !session.search().is_open());
    // The way back leads to where the search began.
    harness.state_mut().session_mut().apply(Command::View(ViewCommand::Previous));
    settle(&mut harness);
    let back = *harness.state().session().viewport();
    assert!(back.centre().distance(before.centre()) < 1.0, "{back:?} {before:?}");
}

#[test]
fn a_click_on_a_hit_chooses_it_and_a_slash_opens_the_box() {
    let mut harness = open([900.0, 700.0]);
    harness.key_press(egui::Key::Slash);
    wait(&mut harness, |w| w.session().search().is_open());
    harness.step();
    type_text(&mut harness, "hua la");
    harness.get_by_label("Phường Chiềng Cơi (mới), gồm Chiềng Cơi, Hua La, Chiềng Cọ (cũ)").click();
    settle(&mut harness);
    let chosen = harness.state().session().selection().feature.clone().unwrap();
    assert_eq!(chosen.layer, "units-new");
    assert!(!harness.state().session().search().is_open());

    harness.get_by_label("Tìm kiếm (Ctrl K)").click();
    wait(&mut harness, |w| w.session().search().is_open());
    harness.step();
    type_text(&mut harness, "X 490924.539 Y 2359155.213");
    harness.get_by_label_contains("đã đổi chỗ");
    harness.key_press(egui::Key::Enter);
    settle(&mut harness);
    let session = harness.state().session();
    let asked = session.selection().identified.as_ref().unwrap();
    assert!(asked.at.distance(MapPoint::new(490_924.539, 2_359_155.213)) < 1e-3);
    assert!(session.viewport().extent().contains(asked.at));
}

#[test]
fn where_nothing_is_found_the_box_says_what_can_be_typed() {
    for (language, none) in [
        (Language::Vietnamese, "Không tìm thấy “zzqxv”"),
        (Language::English, "Nothing found for “zzqxv”"),
    ] {
        let mut harness = open([1440.0, 900.0]);
        harness.state_mut().session_mut().apply(Command::SetLanguage(language));
        harness.state_mut().session_mut().apply(Command::Search(SearchCommand::Open));
        settle(&mut harness);
        type_text(&mut harness, "zzqxv");
        harness.step();
        harness.get_by_label(none);
        // The examples are found here.
        let examples = harness.state().session().search_examples();
        assert_eq!(examples.len(), 5);
        for (_, example) in &examples {
            assert!(
                !harness.state().session().search_now(example, Limits::LIST).is_empty(),
                "{example}"
            );
        }
        harness.get_by_label(&examples[0].1).click();
        wait(&mut harness, |w| {
            w.session().search().is_current() && !w.session().search().hits().is_empty()
        });
    }
}

#[test]
fn the_newest_text_wins_and_a_lost_layer_takes_its_hits_along() {
    let mut session = bundled();
    for text in ["h", "hu", "hua", "hua ", "hua l", "hua la"] {
        session.apply(Command::Search(SearchCommand::SetText(text.to_owned())));
    }
    session.wait_until_loaded();
    assert_eq!(session.search().found_for(), "hua la");
    assert_eq!(session.search().hits()[0].label, "Phường Chiềng Cơi (mới)");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.geojson");
    let feature = r#"{"type":"Feature","properties":{"ten":"Giếng Nàng Hai"},"geometry":{"type":"Point","coordinates":[103.91,21.32]}}"#;
    std::fs::write(&path, feature).unwrap();
    session.apply(Command::Open(vec![path]));
    session.wait_until_loaded();
    assert_eq!(first(&session, "gieng nang").kind, HitKind::Place);
    session.apply(Command::RemoveLayer("notes".to_owned()));
    assert!(
        session.search_now("gieng nang", Limits::LIST).iter().all(|h| h.kind != HitKind::Place)
    );
}
