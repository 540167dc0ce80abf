//! The registers of projects and indicators: catalogue, command line, bottom panel, reload.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::map_room::{Covered, Stays};
use planmap_app::register::RegisterCommand;
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_core::catalogue::IndicatorKind;
use planmap_core::register::project_rows;
use planmap_ui::PlanmapWindow;
use serde_json::Value;

use crate::cli::planmap;
use crate::window::{open, settle};

fn json(args: &[&str]) -> Value {
    let output = planmap(args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A catalogue of its own: what the registers work out is held against figures worked out by hand.
const REGISTERS: &str = r#"format = 1
[catalogue]
id = "registers"
name = "Sổ đăng ký"

[[source]]
id = "paper"
title = "Bài báo"
confidence = "B"

[[site]]
id = "market"
name = "Chợ"
at = [103.91, 21.33]
accuracy = "indicative"
sources = ["paper"]

[[site]]
id = "school"
name = "Trường"
at = [103.92, 21.32]
accuracy = "indicative"
sources = ["paper"]

[[project]]
id = "school-2026"
site = "school"
name = "Xây trường"
status = "proposed"
status_from = { year = 2026, document = "Bài báo", source = "paper", confidence = "B" }

  [[project.phase]]
  name = "Đợt 1"
  from = "2026-Q1"
  year = 2026
  document = "Bài báo"
  source = "paper"
  confidence = "B"

[[project]]
id = "fibre"
name = "Cáp quang"

[[indicator]]
name = "Hộ có nước sạch"
unit = "percent"

  [[indicator.value]]
  kind = "target"
  value = 80.0
  year = 2025
  document = "Bài báo"
  source = "paper"
  confidence = "B"

  [[indicator.value]]
  kind = "reached"
  value = 60.0
  year = 2024
  document = "Bài báo"
  source = "paper"
  confidence = "B"

[[indicator]]
name = "Thu nhập"

  [[indicator.value]]
  kind = "target"
  value = "bằng cả nước"
  year = 2025
  document = "Bài báo"
  source = "paper"
  confidence = "B"
"#;

#[test]
fn every_site_is_a_project_and_no_date_or_share_is_invented() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("catalogue.toml"), REGISTERS).unwrap();
    let maps = dir.path().to_str().unwrap();
    let answer = json(&["projects", "--json", "--maps", maps]);
    let projects = answer["projects"].as_array().unwrap();
    let of_site = |site: &str| projects.iter().filter(|p| p["site"] == site).collect::<Vec<_>>();
    // The market has no entry and is a project all the same, of which nothing is known.
    let market = of_site("market");
    assert_eq!(market.len(), 1, "{answer}");
    assert_eq!(market[0]["status"], "unknown");
    assert_eq!(market[0]["phases"].as_array().unwrap().len(), 0);
    // The school has one entry, which is not told twice; its only date is the one that is written.
    let school = of_site("school");
    assert_eq!(school.len(), 1, "{answer}");
    assert_eq!(school[0]["status"], "proposed");
    assert_eq!(school[0]["status_evidence"]["source"], "paper");
    assert_eq!(school[0]["phases"][0]["from"], "2026-Q1");
    assert!(school[0]["phases"][0]["to"].is_null(), "nobody has said when it ends");
    // A project may have no place.
    assert!(projects.iter().any(|p| p["id"] == "fibre" && p["site"].is_null()));
    assert_eq!(projects.len(), 3);

    let answer = json(&["indicators", "--json", "--maps", maps]);
    let indicators = answer["indicators"].as_array().unwrap();
    // 60 of 80.
    assert!((indicators[0]["share_of_target"].as_f64().unwrap() - 0.75).abs() < 1e-12);
    assert!(indicators[1]["share_of_target"].is_null(), "words have no share");
}

/// The figures of the article of 20 September 2023 and of the results of 2024, as they were published:
/// unit, kind, year, value.
const PUBLISHED: [(&str, &str, i64, f64); 6] = [
    ("percent", "target", 2025, 70.5),
    ("percent", "reached", 2024, 69.38),
    ("bn-vnd", "target", 2025, 800.0),
    ("bn-vnd", "reached", 2024, 1154.0),
    ("bn-vnd", "target", 2025, 42_000.0),
    ("criteria", "reached", 2024, 42.0),
];

#[test]
fn the_bundled_registers_have_the_published_figures() {
    let answer = json(&["indicators", "--json"]);
    let indicators = answer["indicators"].as_array().unwrap();
    for (unit, kind, year, value) in PUBLISHED {
        let of_unit = indicators.iter().filter(|indicator| indicator["unit"] == unit);
        let mut values = of_unit.flat_map(|indicator| indicator["values"].as_array().unwrap());
        let found = values.any(|v| v["kind"] == kind && v["year"] == year && v["value"] == value);
        assert!(found, "{kind} {value} {unit} of {year} is not there");
    }
    // The two budgets may be counted in different ways: no share is worked out of them.
    let budget = indicators
        .iter()
        .find(|i| i["values"].as_array().unwrap().iter().any(|v| v["value"] == 1154.0));
    assert!(budget.unwrap()["share_of_target"].is_null());
    // Vĩnh Hằng: 980.9 bn VND; three phases, the first from Q2 2025, the last to Q4 2028.
    let answer = json(&["projects", "--json"]);
    let cemetery =
        answer["projects"].as_array().unwrap().iter().find(|p| p["id"] == "vinh-hang").unwrap();
    let phases = cemetery["phases"].as_array().unwrap();
    assert_eq!(
        (phases.len(), &phases[0]["from"], &phases[2]["to"]),
        (3, &"2025-Q2".into(), &"2028-Q4".into())
    );
    assert!(
        cemetery["claims"]
            .as_array()
            .unwrap()
            .iter()
            .any(|c| c["attribute"] == "capital" && c["value"] == 980.9)
    );
}

#[test]
fn csv_files_open_in_a_spreadsheet() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("projects.csv");
    let output = planmap(&["projects", "--csv", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("\u{feff}Mã;Dự án;"), "{text}");
    assert_eq!(
        text.lines().count(),
        1 + json(&["projects", "--json"])["projects"].as_array().unwrap().len()
    );
    let nowhere =
        planmap(&["indicators", "--csv", dir.path().join("no/such/place.csv").to_str().unwrap()]);
    assert_eq!(nowhere.status.code(), Some(2));
}

fn bottom(harness: &mut Harness<'static, PlanmapWindow>, command: BottomCommand) {
    harness.state_mut().session_mut().apply(Command::Bottom(command));
    settle(harness);
}

#[test]
fn the_list_and_the_map_choose_the_same_site() {
    let mut harness = open([1440.0, 900.0]);
    // So low that not every row is seen; it opens as it was left.
    bottom(&mut harness, BottomCommand::Resize(280.0));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::B);
    settle(&mut harness);
    assert_eq!(harness.state().session().bottom_tab(), Some(BottomTab::Projects));
    let before = *harness.state().session().viewport();
    // The name stands in the list of sites too; the register is lower.
    let row = |h: &Harness<'static, PlanmapWindow>, name: &str| {
        h.query_all_by_label(name)
            .map(|n| n.rect())
            .max_by(|a, b| a.top().total_cmp(&b.top()))
            .unwrap()
    };
    let pos = row(&harness, "Công viên Vĩnh Hằng").center();
    assert!(pos.y > 560.0, "{pos:?}");
    harness.hover_at(pos);
    harness.step();
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        harness.event(egui::Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        harness.step();
    }
    settle(&mut harness);
    let session = harness.state().session();
    assert_eq!(session.selection().site.as_deref(), Some("vinh-hang"));
    assert!(session.viewport().scale_denominator() < before.scale_denominator());
    assert!(session.viewport().extent().contains(session.site_place("vinh-hang").unwrap()));
    // The other way: a site chosen on the map scrolls its row into view.
    let last = session.catalogue().sites.last().unwrap();
    let (id, name) = (last.id.clone(), last.name.vi.clone());
    let shown: Vec<egui::Rect> = harness.query_all_by_label(&name).map(|n| n.rect()).collect();
    assert!(shown.iter().all(|rect| rect.top() < 560.0), "already in view: {shown:?}");
    harness.state_mut().session_mut().apply(Command::SelectSite { id, zoom: false });
    settle(&mut harness);
    let found = row(&harness, &name);
    assert!(found.top() > 560.0 && found.bottom() < 880.0, "{found:?}");
}

#[test]
fn indicators_are_a_tab_and_the_panel_closes() {
    let mut harness = open([1440.0, 900.0]);
    bottom(&mut harness, BottomCommand::Open(BottomTab::Projects));
    harness.get_by_label("Chỉ tiêu").click();
    settle(&mut harness);
    assert_eq!(harness.state().session().bottom_tab(), Some(BottomTab::Indicators));
    harness.get_by_label("70,5 % · năm 2025");
    harness.get_by_label("69,38 % · năm 2024");
    harness.get_by_label("98,4 %");
    harness.get_by_label("Sao chép bảng").click();
    harness.step();
    harness.get_by_label("Đóng bảng dưới").click();
    settle(&mut harness);
    assert_eq!(harness.state().session().bottom_tab(), None);
}

#[test]
fn heads_sort_the_projects_and_unknown_stays_last() {
    let mut harness = open([1440.0, 900.0]);
    bottom(&mut harness, BottomCommand::Resize(560.0));
    bottom(&mut harness, BottomCommand::Open(BottomTab::Projects));
    let top = |h: &Harness<'static, PlanmapWindow>, text: &str| h.get_by_label(text).rect().top();
    let (small, large) = ("831,62 tỷ đồng", "980,9 tỷ đồng");
    assert!(top(&harness, large) < top(&harness, small), "the catalogue's order");
    harness.get_by_label("Vốn đầu tư").click();
    settle(&mut harness);
    assert!(top(&harness, small) < top(&harness, large));
    let first_unknown = |h: &Harness<'static, PlanmapWindow>| {
        h.query_all_by_label("Trụ sở Công an thành phố")
            .map(|n| n.rect().top())
            .fold(f32::INFINITY, f32::min)
    };
    assert!(top(&harness, large) < first_unknown(&harness));
    harness.get_by_label("Vốn đầu tư").click();
    settle(&mut harness);
    assert!(top(&harness, large) < top(&harness, small));
    assert!(top(&harness, small) < first_unknown(&harness));
}

/// The catalogue's own files without the layers' geometries.
fn small_catalogue(dir: &Path) -> PathBuf {
    let maps = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps"));
    for entry in std::fs::read_dir(maps).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, dir.join(path.file_name().unwrap())).unwrap();
        }
    }
    dir.join("projects.toml")
}

#[test]
fn a_row_added_by_hand_appears_and_the_place_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = small_catalogue(dir.path());
    let mut session = Session::new(Settings::default(), Arc::new(|| {}));
    session.watch_files();
    session.apply(Command::View(ViewCommand::Resize {
        width: 900.0,
        height: 600.0,
        covered: Covered::NOTHING,
        stays: Stays::GROUND,
    }));
    session.apply(Command::Open(vec![dir.path().to_owned()]));
    session.wait_until_loaded();
    session.apply(Command::SelectSite { id: "vinh-hang".to_owned(), zoom: false });
    session.apply(Command::ShowLayer("roads".to_owned(), false));
    session.apply(Command::View(ViewCommand::SetScale(12_345.0)));
    let (view, rows) = (*session.viewport(), project_rows(session.catalogue()).len());
    let generation = session.layer("roads").unwrap().generation;
    // Wrong first, as while somebody is typing, then right.
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n[[project]]\nid = \"tay")).unwrap();
    std::fs::write(&file, format!("{text}\n[[project]]\nid = \"tay\"\nname = \"Chợ Tay\"\n"))
        .unwrap();
    let start = Instant::now();
    while project_rows(session.catalogue()).len() == rows {
        assert!(start.elapsed() < Duration::from_secs(60), "the new row was not noticed");
        session.drain(8);
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(project_rows(session.catalogue()).last().unwrap().name().vi, "Chợ Tay");
    assert!(session.catalogue_issues().is_empty(), "{:?}", session.catalogue_issues());
    assert_eq!(session.selection().site.as_deref(), Some("vinh-hang"));
    assert_eq!(*session.viewport(), view);
    let roads = session.layer("roads").unwrap();
    assert!(!roads.visible && roads.content().is_some());
    assert_eq!(roads.generation, generation, "a layer that did not change was read again");
}

#[test]
fn a_changed_layer_entry_is_read_again_and_a_broken_catalogue_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    small_catalogue(dir.path());
    let root = dir.path().join("catalogue.toml");
    let mut session = Session::new(Settings::default(), Arc::new(|| {}));
    session.apply(Command::Open(vec![dir.path().to_owned()]));
    session.wait_until_loaded();
    let count = session.layers().len();
    let text = std::fs::read_to_string(&root).unwrap();
    std::fs::write(&root, text.replace("id = \"roads\"", "id = \"ways\"")).unwrap();
    session.apply(Command::Register(RegisterCommand::Reload));
    session.wait_until_loaded();
    assert_eq!(session.layers().len(), count);
    assert!(session.layer("roads").is_none());
    assert!(session.layer("ways").unwrap().content().is_some());
    std::fs::write(&root, "format = 1\n").unwrap();
    session.apply(Command::Register(RegisterCommand::Reload));
    session.wait_until_loaded();
    assert!(session.layer("ways").unwrap().content().is_some());
    assert!(!session.catalogue_issues().is_empty());
}

#[test]
fn a_table_is_saved_from_the_window() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("chi-tieu.csv");
    let mut harness = open([1440.0, 900.0]);
    harness
        .state_mut()
        .session_mut()
        .apply(Command::Register(RegisterCommand::SaveCsv(BottomTab::Indicators, file.clone())));
    harness.state_mut().session_mut().wait_until_loaded();
    let text = std::fs::read_to_string(&file).unwrap();
    let values: usize =
        harness.state().session().catalogue().indicators.iter().map(|i| i.values.len()).sum();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.matches("\r\n").count(), values + 1);
    assert!(
        harness.state().session().catalogue().indicators[0].latest(IndicatorKind::Target).is_some()
    );
    assert!(harness.state().session().notices().iter().any(|n| n.key == "notice-saved"));
}
