//! The registers of projects and indicators: catalogue, command line, bottom panel, reload.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::Command;
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

#[test]
fn the_command_line_lists_every_site_as_a_project_and_invents_no_date() {
    let answer = json(&["projects", "--json"]);
    let projects = answer["projects"].as_array().unwrap();
    let sites = json(&["sites", "--json"]);
    for site in sites["sites"].as_array().unwrap() {
        assert_eq!(projects.iter().filter(|p| p["site"] == site["id"]).count(), 1, "{}", site["id"]);
    }
    let cemetery = projects.iter().find(|p| p["id"] == "vinh-hang").unwrap();
    assert_eq!(cemetery["status"], "investor-approved");
    let phases: Vec<(Option<&str>, Option<&str>)> =
        cemetery["phases"].as_array().unwrap().iter().map(|p| (p["from"].as_str(), p["to"].as_str())).collect();
    assert_eq!(phases, [(Some("2025-Q2"), None), (None, None), (None, Some("2028-Q4"))]);
    assert!(cemetery["claims"].as_array().unwrap().iter().any(|c| c["attribute"] == "capital" && c["value"] == 980.9));
    for other in projects.iter().filter(|p| p["id"] != "vinh-hang") {
        assert_eq!(other["phases"].as_array().unwrap().len(), 0, "{}", other["id"]);
    }
    for project in projects {
        assert!(project["status"] == "unknown" || project["status_evidence"]["source"].is_string());
    }
}

#[test]
fn indicators_show_target_and_reached_with_years_and_sources() {
    let answer = json(&["indicators", "--json", "--lang", "en"]);
    let indicators = answer["indicators"].as_array().unwrap();
    let urban = indicators.iter().find(|i| i["name"] == "Urbanisation").unwrap();
    let value = |kind: &str| urban["values"].as_array().unwrap().iter().find(|v| v["kind"] == kind).unwrap();
    assert_eq!((&value("target")["value"], &value("target")["year"]), (&70.5.into(), &2025.into()));
    assert_eq!((&value("reached")["value"], &value("reached")["year"]), (&69.38.into(), &2024.into()));
    assert!((urban["share_of_target"].as_f64().unwrap() - 69.38 / 70.5).abs() < 1e-9);
    let budget = indicators.iter().find(|i| i["unit"] == "bn-vnd" && i["values"][1]["value"] == 1154.0).unwrap();
    assert!(budget["share_of_target"].is_null(), "the two budgets may be counted in different ways");
    for value in indicators.iter().flat_map(|i| i["values"].as_array().unwrap()) {
        assert!(value["source"].is_string() && value["document"].is_string());
    }
}

#[test]
fn csv_files_open_in_a_spreadsheet() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("projects.csv");
    let output = planmap(&["projects", "--csv", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("\u{feff}Mã,Dự án,"), "{text}");
    assert_eq!(text.lines().count(), 1 + json(&["projects", "--json"])["projects"].as_array().unwrap().len());
    let nowhere = planmap(&["indicators", "--csv", dir.path().join("no/such/place.csv").to_str().unwrap()]);
    assert_eq!(nowhere.status.code(), Some(2));
}

fn bottom(harness: &mut Harness<'static, PlanmapWindow>, command: BottomCommand) {
    harness.state_mut().session_mut().apply(Command::Bottom(command));
    settle(harness);
}

#[test]
fn the_list_and_the_map_choose_the_same_site() {
    let mut harness = open([1440.0, 900.0]);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::B);
    settle(&mut harness);
    assert_eq!(harness.state().session().bottom_tab(), Some(BottomTab::Projects));
    let before = *harness.state().session().viewport();
    // The name stands in the list of sites too; the register is lower.
    let row = |h: &Harness<'static, PlanmapWindow>, name: &str| {
        h.query_all_by_label(name).map(|n| n.rect()).max_by(|a, b| a.top().total_cmp(&b.top())).unwrap()
    };
    let pos = row(&harness, "Công viên Vĩnh Hằng").center();
    assert!(pos.y > 560.0, "{pos:?}");
    harness.hover_at(pos);
    harness.step();
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers: egui::Modifiers::NONE });
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
    assert!(harness.query_all_by_label(&name).all(|n| n.rect().top() < 560.0), "already in view");
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
        h.query_all_by_label("Trụ sở Công an thành phố").map(|n| n.rect().top()).fold(f32::INFINITY, f32::min)
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
    session.apply(Command::ResizeView { width: 900.0, height: 600.0, covered_left: 0.0 });
    session.apply(Command::Open(vec![dir.path().to_owned()]));
    session.wait_until_loaded();
    session.apply(Command::SelectSite { id: "vinh-hang".to_owned(), zoom: false });
    session.apply(Command::ShowLayer("roads".to_owned(), false));
    session.apply(Command::SetScale(12_345.0));
    let (view, rows) = (*session.viewport(), project_rows(session.catalogue()).len());
    let generation = session.layer("roads").unwrap().generation;
    // Wrong first, as while somebody is typing, then right.
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n[[project]]\nid = \"tay")).unwrap();
    std::fs::write(&file, format!("{text}\n[[project]]\nid = \"tay\"\nname = \"Chợ Tay\"\n")).unwrap();
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
    let values: usize = harness.state().session().catalogue().indicators.iter().map(|i| i.values.len()).sum();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.matches("\r\n").count(), values + 1);
    assert!(harness.state().session().catalogue().indicators[0].latest(IndicatorKind::Target).is_some());
    assert!(harness.state().session().notices().iter().any(|n| n.key == "notice-saved"));
}
