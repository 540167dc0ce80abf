//! Audit, review, balance, compared places and versions in the real window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::analysis::{AnalysisCommand, FINDINGS_LAYER, VersionsCommand, VersionsView};
use planmap_app::audit::{AuditCommand, IgnoreList};
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::settings::Settings;
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_ui::{PlanmapWindow, theme};
use serde_json::{Value, json};

use crate::cli::planmap;
use crate::window::settle;

type Window = Harness<'static, PlanmapWindow>;

fn open(paths: Vec<PathBuf>, watches: bool) -> Window {
    let mut harness = Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_max_steps(64)
        .build_eframe(move |creation| {
            theme::install_fonts(&creation.egui_ctx);
            let ctx = creation.egui_ctx.clone();
            let mut window = PlanmapWindow::new(
                Settings::editing(),
                None,
                Arc::new(move || ctx.request_repaint()),
                "test",
            );
            if watches {
                window.session_mut().watch_files();
            }
            window.session_mut().apply(Command::Open(paths));
            window
        });
    settle(&mut harness);
    harness
}

fn bundled() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps"))
}

/// A copy of the bundled maps that can be written.
pub fn copy_of_maps() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(bundled()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    dir
}

fn wait(harness: &mut Window, done: impl Fn(&PlanmapWindow) -> bool) {
    crate::window::wait(harness, done);
    settle(harness);
}

fn send(harness: &mut Window, command: Command) {
    harness.state_mut().session_mut().apply(command);
    settle(harness);
}

fn show(harness: &mut Window, tab: BottomTab) {
    send(harness, Command::Bottom(BottomCommand::Resize(420.0)));
    send(harness, Command::Bottom(BottomCommand::Open(tab)));
}

fn click(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click();
    settle(harness);
}

fn audited(window: &PlanmapWindow) -> bool {
    let audit = &window.session().analysis().audit;
    audit.run.is_some() && audit.running.is_none()
}

#[test]
fn the_audit_lists_draws_and_ignores_findings_and_keeps_itself_up_to_date() {
    let maps = copy_of_maps();
    let mut harness = open(vec![maps.path().to_path_buf()], true);
    show(&mut harness, BottomTab::Audit);
    // The tab and the button bear one name; the button is the later one.
    harness.get_all_by_label("Đối chiếu").last().unwrap().click();
    wait(&mut harness, audited);
    let session = harness.state().session();
    let report = session.analysis().audit.report().unwrap().clone();
    assert_eq!(report.findings.len(), 10, "the ten of maps/README.md");
    let layer = session.layer(FINDINGS_LAYER).unwrap();
    assert_eq!(layer.features().unwrap().len(), 10);
    assert!(layer.visible && session.scene().vectors().any(|l| l.spec.id == FINDINGS_LAYER));

    // Counts by kind, each of which can be hidden; numbers are those of the report.
    harness.get_by_label("Khoảng trống 2");
    harness.get_by_label("Mâu thuẫn 8");
    click(&mut harness, "Khoảng trống 2");
    let shown = harness.state().session().layer(FINDINGS_LAYER).unwrap().features().unwrap().len();
    assert_eq!(shown, 8, "gaps are hidden in the table and on the map");
    let numbers: Vec<usize> =
        harness.state().session().analysis().audit.listed().map(|(n, _)| n).collect();
    assert_eq!(numbers, (3..=10).collect::<Vec<_>>(), "a number stays with its finding");
    click(&mut harness, "Khoảng trống 2");

    // A click on a row goes there and marks it.
    let session = harness.state().session();
    let before = *session.viewport();
    let chosen = report.findings[1].clone();
    harness.get_by_label("19.723,8").click();
    settle(&mut harness);
    let session = harness.state().session();
    assert_eq!(session.analysis().audit.chosen.as_deref(), Some(chosen.id.as_str()));
    assert_ne!(*session.target_viewport(), before);
    assert!(session.target_viewport().extent().contains(chosen.at));

    let author = planmap_app::desk::Preference::Author("Lê Thị Hoa".to_owned());
    send(&mut harness, Command::Desk(planmap_app::desk::DeskCommand::Prefer(author)));
    // Ignored with a reason: gone from the list and the map, kept beside the maps.
    harness.get_all_by_label("Không tính là lỗi…").nth(1).unwrap().click();
    settle(&mut harness);
    let reason = "Lý do không tính là lỗi";
    harness
        .get_by_role_and_label(egui::accesskit::Role::TextInput, reason)
        .type_text("chờ văn bản của tỉnh");
    harness.step();
    harness.get_by_label_contains("audit-ignored.toml");
    click(&mut harness, "Không tính là lỗi");
    let said = |h: &Window| {
        h.state().session().notice_log().iter().any(|n| n.key == "notice-ignored-written")
    };
    assert!(said(&harness), "the file is named that was written");
    assert!(harness.query_by_label("19.723,8").is_none());
    assert_eq!(
        harness.state().session().layer(FINDINGS_LAYER).unwrap().features().unwrap().len(),
        9
    );
    let kept = IgnoreList::read(maps.path());
    assert_eq!(kept.reason(&chosen.id), Some("chờ văn bản của tỉnh"));
    click(&mut harness, "Cả mục không tính là lỗi (1)");
    // Why, by whom and when, in the table as in the file.
    let entry = kept.entry(&chosen.id).unwrap();
    assert_eq!(entry.time.len(), "2026-11-27T08:08:00Z".len(), "{entry:?}");
    harness.get_by_label(&format!("chờ văn bản của tỉnh – {}", entry.by()));
    click(&mut harness, "Đưa lại vào danh sách");
    assert_eq!(IgnoreList::read(maps.path()), IgnoreList::default());

    // A lot that is taken out of the file leaves a gap, found without being asked for.
    let file = maps.path().join("zone-1-land-use.geojson");
    let mut document: Value =
        serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let lots = document["features"].as_array_mut().unwrap();
    let lot = lots.iter().position(|f| f["properties"]["lot"] == "A28-16").unwrap();
    lots.remove(lot);
    std::fs::write(&file, document.to_string()).unwrap();
    send(&mut harness, Command::ReloadLayer("zone-1-land-use".into()));
    wait(&mut harness, |w| {
        audited(w) && w.session().analysis().audit.report().is_some_and(|r| *r != report)
    });
    let again = harness.state().session().analysis().audit.report().unwrap().clone();
    assert!(
        again.covered.grid_m2 < report.covered.grid_m2 - 100.0,
        "the lot's ground is not covered any more"
    );
    assert_eq!(
        harness.state().session().layer(FINDINGS_LAYER).unwrap().features().unwrap().len(),
        again.findings.len()
    );
}

#[test]
fn ignoring_is_refused_while_reading_cancelled_and_decided_by_enter_under_a_name() {
    use egui::accesskit::Role;
    let maps = copy_of_maps();
    let mut harness = open(vec![maps.path().to_path_buf()], false);
    show(&mut harness, BottomTab::Audit);
    send(&mut harness, Command::Analysis(AnalysisCommand::Audit(AuditCommand::Run)));
    wait(&mut harness, audited);
    let ask = |h: &mut Window| {
        h.get_all_by_label("Không tính là lỗi…").next().unwrap().click();
        settle(h);
    };
    let asking = |h: &Window| h.state().session().analysis().audit.asking.is_some();
    let count = || IgnoreList::read(maps.path()).ignored.len();
    let field = |h: &mut Window, name: &str, text: &str| {
        h.get_by_role_and_label(Role::TextInput, name).focus();
        h.step();
        h.get_by_role_and_label(Role::TextInput, name).type_text(text);
        h.step();
        h.step();
    };
    // Whoever only reads is told why nothing happens.
    send(&mut harness, Command::SetEditor(false));
    ask(&mut harness);
    assert!(!asking(&harness));
    assert!(harness.state().session().notices().iter().any(|n| n.key == "reader-refuses"));
    send(&mut harness, Command::SetEditor(true));
    // Esc and the button put it away, and nothing is written.
    ask(&mut harness);
    assert!(asking(&harness));
    harness.key_press(egui::Key::Escape);
    settle(&mut harness);
    assert!(!asking(&harness));
    ask(&mut harness);
    click(&mut harness, "Thôi");
    assert!(!asking(&harness));
    assert_eq!(count(), 0);
    // Without a reason, and without a name, Enter decides nothing.
    ask(&mut harness);
    harness.key_press(egui::Key::Enter);
    settle(&mut harness);
    assert!(asking(&harness) && count() == 0);
    field(&mut harness, "Lý do không tính là lỗi", "đã có văn bản");
    harness.key_press(egui::Key::Enter);
    settle(&mut harness);
    assert!(asking(&harness) && count() == 0, "nobody has said who decides");
    field(&mut harness, "Người quyết định", "Lò Thị Mai");
    harness.key_press(egui::Key::Enter);
    settle(&mut harness);
    assert!(!asking(&harness));
    let kept = IgnoreList::read(maps.path()).ignored;
    let (reason, author) = (kept[0].reason.as_str(), kept[0].author.as_str());
    assert_eq!((kept.len(), reason, author), (1, "đã có văn bản", "Lò Thị Mai"));
    assert_eq!(harness.state().session().settings().author, "Lò Thị Mai", "it is asked for once");
}

#[test]
fn a_feature_that_crosses_itself_says_so_with_the_place_and_areas_have_the_unit_that_was_chosen() {
    use planmap_app::desk::{DeskCommand, Preference};
    use planmap_core::i18n::AreaUnit;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("eight.geojson");
    let ring = json!([
        [103.90, 21.30],
        [103.91, 21.31],
        [103.91, 21.30],
        [103.90, 21.31],
        [103.90, 21.30]
    ]);
    let geometry = json!({ "type": "Polygon", "coordinates": [ring] });
    let feature = json!({ "type": "Feature", "properties": { "name": "tám", "until": 2045 }, "geometry": geometry });
    std::fs::write(&file, feature.to_string()).unwrap();
    let mut harness = open(vec![], false);
    harness.state_mut().session_mut().check_geometries_when_loaded();
    send(&mut harness, Command::Open(vec![file]));
    wait(&mut harness, |w| w.session().layer("eight").is_some_and(|l| !l.issues.is_empty()));
    send(&mut harness, Command::SelectFeature { layer: "eight".into(), feature: 0 });
    harness.get_by_label_contains("tự cắt");
    harness.get_by_label_contains("2045");
    let before = harness.state().session().target_viewport().extent();
    click(&mut harness, "Xem chỗ lỗi");
    let after = harness.state().session().target_viewport().extent();
    let crs = harness.state().session().map_crs().clone();
    let crossing = map_from_geo(GeoPoint::new(103.905, 21.305), &crs).unwrap();
    assert!(after.width() < before.width() && after.contains(crossing), "{after:?}");
    let area_m2 = 574_400.0;
    let session = harness.state().session();
    assert!(session.exact_area_text(area_m2).ends_with(" ha"));
    harness.get_by_label_contains(" ha");
    send(
        &mut harness,
        Command::Desk(DeskCommand::Prefer(Preference::AreaUnit(AreaUnit::SquareMetres))),
    );
    harness.get_by_label_contains(" m²");
    assert!(harness.query_by_label_contains(" ha").is_none(), "no area is left in hectares");
}

#[test]
fn an_audit_of_a_catalogue_without_plans_says_why_there_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("one.geojson");
    std::fs::copy(bundled().join("roads.geojson"), &file).unwrap();
    let mut harness = open(vec![file], false);
    show(&mut harness, BottomTab::Audit);
    harness.get_all_by_label("Đối chiếu").last().unwrap().click();
    wait(&mut harness, |w| w.session().analysis().audit.failed.is_some());
    harness.get_by_label("Chưa nạp được quy hoạch chung nào để đối chiếu.");
    assert!(harness.state().session().layer(FINDINGS_LAYER).is_none());
}

#[test]
fn a_site_is_reviewed_and_the_review_goes_when_something_else_is_asked() {
    let mut harness = open(vec![bundled()], false);
    click(&mut harness, "Công viên Vĩnh Hằng");
    click(&mut harness, "Rà soát");
    let reviewed = |w: &PlanmapWindow| {
        w.session().analysis().review.as_ref().is_some_and(|r| r.result.is_some())
    };
    wait(&mut harness, reviewed);
    harness.get_by_label("Diện tích trên elipxoit: 164,5595 ha");
    harness.get_by_label("Xã Chiềng Ngần (cũ): 100,00 %");
    harness.get_by_label("Phường Chiềng Sinh (mới): 100,00 %");
    harness.get_by_label("GÓC RANH (12)");
    // The panel and the command line say the same.
    let output = planmap(&["site", "vinh-hang", "--json"]);
    let site: Value = serde_json::from_slice(&output.stdout).unwrap();
    let review = harness.state().session().analysis().review.as_ref().unwrap();
    let found = review.result.as_ref().unwrap().as_ref().unwrap();
    assert_eq!(site["corners"].as_array().unwrap().len(), found.corners.len());
    assert_eq!(site["area_m2"].as_f64().unwrap(), found.area.ellipsoid_m2);

    click(&mut harness, "Cân đối đất");
    wait(&mut harness, |w| {
        w.session().analysis().balance.as_ref().is_some_and(|b| b.result.is_some())
    });
    harness.get_by_label("II. Đất ngoài dân dụng: 164,6 ha, 100,00 %");

    // A site without an area is reviewed within a radius that can be changed.
    click(&mut harness, "Lô 6C – suối Nậm La");
    assert!(
        harness.state().session().analysis().review.is_none(),
        "another selection, another answer"
    );
    click(&mut harness, "Rà soát");
    wait(&mut harness, reviewed);
    harness.get_by_label("Chỉ biết một điểm; số liệu tính trong bán kính này.");
    let area = |w: &PlanmapWindow| match &w.session().analysis().review.as_ref().unwrap().result {
        Some(Ok(found)) => found.area.grid_m2,
        _ => 0.0,
    };
    let first = area(harness.state());
    assert!((first / (std::f64::consts::PI * 500.0 * 500.0) - 1.0).abs() < 1e-4);
    send(&mut harness, Command::Analysis(AnalysisCommand::SetRadius(1000.0)));
    wait(&mut harness, move |w| area(w) > 0.0);
    assert!((area(harness.state()) / first - 4.0).abs() < 1e-9);
}

/// Against figures of GEOS, in the file that `figures/balance.py` made.
#[test]
fn balances_are_those_of_geos() {
    let stored =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/figures/balance.json"))
            .unwrap();
    let stored: Value = serde_json::from_str(&stored).unwrap();
    for (option, name, plan) in
        [("--site", "vinh-hang", "general-2045"), ("--plan", "zone-2", "zone-2")]
    {
        let output = planmap(&["balance", option, name, "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let plans = document["areas"][0]["plans"].as_array().unwrap();
        let found = plans.iter().find(|p| p["plan"] == plan).unwrap();
        let classes = found["classes"].as_array().unwrap();
        let wanted = stored[name].as_object().unwrap();
        for (code, m2) in wanted {
            let class = classes.iter().find(|c| c["class"] == json!(code));
            let got = class.map_or(0.0, |c| c["area_m2_grid"].as_f64().unwrap());
            let want = m2.as_f64().unwrap();
            // Vertices are kept to 1 mm, which is up to 0.16 m² a lot; of hundreds of lots it partly adds up.
            assert!((got - want).abs() < 0.5 + want * 5e-7, "{name} {code}: {got} {want}");
        }
        assert!(
            classes.iter().all(|c| wanted.contains_key(c["class"].as_str().unwrap())),
            "{name}"
        );
        let shares: f64 = classes.iter().map(|c| c["share"].as_f64().unwrap()).sum();
        assert!((shares - 1.0).abs() < 1e-9);
    }
}

/// A published table in the catalogue is compared with what is drawn; a class that it does not name
/// stands without a figure.
#[test]
fn a_published_table_stands_beside_the_balance() {
    let maps = copy_of_maps();
    let path = maps.path().join("catalogue.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let code = {
        let stored = std::fs::read_to_string(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/figures/balance.json"
        ));
        let stored: Value = serde_json::from_str(&stored.unwrap()).unwrap();
        stored["zone-2"].as_object().unwrap().keys().next().unwrap().clone()
    };
    let mark = "id = \"zone-2\"\n";
    assert!(text.contains(mark));
    let line = format!("{mark}land_use = [{{ class = \"{code}\", area_ha = 10.0 }}]\n");
    std::fs::write(&path, text.replacen(mark, &line, 1)).unwrap();
    let folder = maps.path().display().to_string();
    let output = planmap(&["balance", "--plan", "zone-2", "--maps", &folder, "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let classes = document["areas"][0]["plans"][0]["classes"].as_array().unwrap().clone();
    let class = classes.iter().find(|c| c["class"] == json!(code)).unwrap();
    let difference = class["area_m2"].as_f64().unwrap() / 100_000.0 - 1.0;
    assert!((class["difference"].as_f64().unwrap() - difference).abs() < 1e-12);
    assert!(
        classes.iter().filter(|c| c["class"] != json!(code)).all(|c| c["published_ha"].is_null())
    );
}

#[test]
fn pinned_places_stand_beside_each_other_and_the_stack_follows_the_pointer() {
    let mut harness = open(vec![bundled()], false);
    let crs = harness.state().session().map_crs().clone();
    let lot = map_from_geo(GeoPoint::new(103.91847, 21.34028), &crs).unwrap();
    let airport = harness.state().session().site_place("na-san").unwrap();
    for at in [lot, airport] {
        send(&mut harness, Command::Analysis(AnalysisCommand::Pin(at)));
    }
    assert_eq!(harness.state().session().bottom_tab(), Some(BottomTab::Places));
    harness.get_by_label("Điểm 1");
    harness.get_by_label("Điểm 2");
    assert!(
        harness.get_all_by_label_contains("A28-16").count() >= 1,
        "the lot stands in the column of its place"
    );
    assert!(harness.get_all_by_label_contains("Giao thông đối ngoại").count() >= 1);
    click(&mut harness, "Bỏ ghim điểm 1");
    assert_eq!(harness.state().session().analysis().places, [airport]);

    send(&mut harness, Command::Bottom(BottomCommand::Close));
    send(&mut harness, Command::View(ViewCommand::CentreOn(lot)));
    send(&mut harness, Command::View(ViewCommand::SetScale(5000.0)));
    harness.hover_at(harness.get_by_label("Bản đồ").rect().center());
    settle(&mut harness);
    let says = |h: &Window| h.get_all_by_label_contains("Nhóm nhà ở · A28-16").count();
    let before = says(&harness);
    harness.key_press(egui::Key::S);
    settle(&mut harness);
    assert!(harness.state().session().analysis().live_stack);
    assert_eq!(
        says(&harness),
        before + 1,
        "beside the status bar, the card at the pointer says it"
    );
    harness.key_press(egui::Key::S);
    settle(&mut harness);
    assert_eq!(says(&harness), before);
}

fn two_versions(dir: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(bundled().join("zone-1-land-use.geojson")).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    let (before, after) = (dir.join("ban-915.geojson"), dir.join("ban-997.geojson"));
    std::fs::write(&before, document.to_string()).unwrap();
    let lots = document["features"].as_array_mut().unwrap();
    lots.remove(40);
    lots[100]["properties"]["class"] = json!("DAT_Coquan");
    std::fs::write(&after, document.to_string()).unwrap();
    vec![before, after]
}

#[test]
fn two_versions_are_compared_swiped_and_blinked() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = open(two_versions(dir.path()), false);
    show(&mut harness, BottomTab::Versions);
    click(&mut harness, "So sánh");
    wait(&mut harness, |w| w.session().analysis().versions.result.is_some());
    let session = harness.state().session();
    let found = session.analysis().versions.result.as_ref().unwrap().as_ref().unwrap();
    assert_eq!(found.differences.len(), 2);
    assert!(
        harness.get_all_by_label("Bỏ đi").count() >= 1
            && harness.get_all_by_label("Đổi thuộc tính").count() >= 1
    );
    assert!(session.layer(planmap_app::analysis::DIFFERENCES_LAYER).is_some());
    let (place, name) = (found.differences[0].at.unwrap(), found.differences[0].name.clone());
    harness.get_by_label(&name).click();
    settle(&mut harness);
    assert!(harness.state().session().viewport().extent().contains(place));

    click(&mut harness, "Kéo so");
    let session = harness.state().session();
    let shown = |scene: &planmap_draw::scene::MapScene, id: &str| {
        scene.vectors().find(|l| l.spec.id == id).is_some_and(|l| l.visible)
    };
    let earlier = session.before_scene().unwrap();
    assert!(shown(earlier, "ban-915") && !shown(earlier, "ban-997"));
    assert!(!shown(session.scene(), "ban-915") && shown(session.scene(), "ban-997"));
    let handle = harness.get_by_label("Ranh giữa hai bản").rect().center();
    harness.drag_at(handle);
    harness.step();
    harness.hover_at(handle + egui::vec2(150.0, 0.0));
    harness.step();
    harness.drop_at(handle + egui::vec2(150.0, 0.0));
    settle(&mut harness);
    let VersionsView::Swipe(share) = harness.state().session().analysis().versions.view else {
        panic!("still swiping");
    };
    assert!(share > 0.55, "the line has followed the hand: {share}");
    send(
        &mut harness,
        Command::Analysis(AnalysisCommand::Versions(VersionsCommand::Show(VersionsView::Blink))),
    );
    assert!(harness.state().session().before_scene().is_some());
    click(&mut harness, "Bỏ so sánh");
    let session = harness.state().session();
    assert!(session.before_scene().is_none());
    assert!(session.layer(planmap_app::analysis::DIFFERENCES_LAYER).is_none());
    assert!(shown(session.scene(), "ban-915"), "the layers are as they were");
}

/// A review covers the panel; what is chosen after it takes its place.
#[test]
fn choosing_an_annotation_puts_a_review_away() {
    use planmap_app::annotate_command::AnnotateCommand as C;
    use planmap_app::ids::AnnotationRef;
    use planmap_app::session::Keeping;
    let dir = tempfile::tempdir().unwrap();
    let notes = dir.path().join("notes.geojson");
    let note = json!({
        "type": "Feature", "id": "one", "properties": { "title": "Ghi" },
        "geometry": { "type": "Point", "coordinates": [103.91847, 21.34028] },
    });
    std::fs::write(&notes, json!({ "type": "FeatureCollection", "features": [note] }).to_string())
        .unwrap();
    let mut harness = open(vec![bundled()], false);
    let keeping = Keeping { recovery: Some(dir.path().join("recovery")), author: "Lan".into() };
    harness.state_mut().session_mut().keep_annotations(keeping);
    send(&mut harness, Command::Annotate(C::OpenSet(notes)));
    wait(&mut harness, |w| {
        !w.session().annotations().is_opening() && w.session().annotations().len() == 1
    });
    click(&mut harness, "Công viên Vĩnh Hằng");
    click(&mut harness, "Rà soát");
    wait(&mut harness, |w| {
        w.session().analysis().review.as_ref().is_some_and(|r| r.result.is_some())
    });
    let sets = harness.state().session().annotations().sets();
    let set = sets.iter().find(|s| s.set.iter().next().is_some()).unwrap();
    let what = AnnotationRef { set: set.id, id: set.set.iter().next().unwrap().id.clone() };
    send(&mut harness, Command::Annotate(C::Choose { what, add: false, zoom: false }));
    assert!(harness.state().session().analysis().review.is_none());
}

#[test]
fn numbers_stand_below_each_other_and_only_what_is_listed_is_marked() {
    let maps = copy_of_maps();
    let mut harness = open(vec![maps.path().to_path_buf()], false);
    show(&mut harness, BottomTab::Audit);
    harness.get_all_by_label("Đối chiếu").last().unwrap().click();
    wait(&mut harness, audited);
    settle(&mut harness);
    let report = harness.state().session().analysis().audit.report().unwrap().clone();
    let language = planmap_core::i18n::Language::Vietnamese;
    let edges: Vec<f32> = report.findings[..4]
        .iter()
        .map(|f| planmap_core::i18n::format_number(f.area.ellipsoid_m2, 1, language))
        .map(|text| harness.get_by_label(&text).rect().right())
        .collect();
    assert!(edges.iter().all(|x| (x - edges[0]).abs() < 1.0), "{edges:?}");

    let chosen = report.findings[2].clone();
    send(
        &mut harness,
        Command::Analysis(AnalysisCommand::Audit(AuditCommand::Choose(chosen.id.clone()))),
    );
    let marked = |h: &Window| h.state().session().analysis().audit.chosen_finding().is_some();
    assert!(marked(&harness));
    let kind = |shown| {
        Command::Analysis(AnalysisCommand::Audit(AuditCommand::ShowKind(chosen.kind, shown)))
    };
    send(&mut harness, kind(false));
    assert!(!marked(&harness), "what is hidden is not marked");
    send(&mut harness, kind(true));
    assert!(marked(&harness));
    send(&mut harness, Command::ClearSelection);
    assert!(!marked(&harness), "the mark goes with the selection");
}
