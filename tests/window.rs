//! The real window, driven by accessible name, on the bundled maps.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::settings::Settings;
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_core::i18n::Language;
use planmap_ui::{PlanmapWindow, theme};

/// Longest that the window may take to settle: generous, so that a slow machine fails only where
/// something hangs.
const PATIENCE: Duration = Duration::from_secs(60);

pub fn open(size: [f32; 2]) -> Harness<'static, PlanmapWindow> {
    let maps = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps"));
    let mut harness =
        Harness::builder().with_size(size).with_max_steps(64).build_eframe(move |creation| {
            theme::install_fonts(&creation.egui_ctx);
            let ctx = creation.egui_ctx.clone();
            let mut window = PlanmapWindow::new(
                Settings::default(),
                None,
                Arc::new(move || ctx.request_repaint()),
                "test",
            );
            window.session_mut().apply(Command::Open(vec![maps]));
            window
        });
    settle(&mut harness);
    harness
}

/// Steps until everything is loaded and drawn.
pub fn settle(harness: &mut Harness<'static, PlanmapWindow>) {
    let start = Instant::now();
    for calm in 0.. {
        harness.step();
        if harness.state().is_settled() && calm > 20 {
            break;
        }
        assert!(start.elapsed() < PATIENCE, "the window does not settle");
        std::thread::sleep(Duration::from_millis(4));
    }
    harness.step();
}

/// Steps until something has happened.
pub fn wait(harness: &mut Harness<'static, PlanmapWindow>, done: impl Fn(&PlanmapWindow) -> bool) {
    let start = Instant::now();
    while !done(harness.state()) {
        assert!(start.elapsed() < PATIENCE, "nothing happens");
        harness.step();
        std::thread::sleep(Duration::from_millis(3));
    }
    harness.step();
}

fn click_map_at(harness: &mut Harness<'static, PlanmapWindow>, place: GeoPoint) {
    let session = harness.state().session();
    let at = map_from_geo(place, session.map_crs()).unwrap();
    let screen = session.viewport().screen_from_map(at);
    let corner = harness.get_by_label("Bản đồ").rect().min;
    let pos = corner + egui::vec2(screen.x as f32, screen.y as f32);
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
    settle(harness);
}

#[test]
fn switching_a_layer_off_takes_it_off_the_map() {
    let mut harness = open([1440.0, 900.0]);
    let shown = |h: &Harness<'static, PlanmapWindow>| {
        h.state().session().layer("general-land-use").unwrap().visible
    };
    assert!(shown(&harness));
    let before = harness.state().session().scene().revision;
    let name = {
        let session = harness.state().session();
        let name = session
            .layer("general-land-use")
            .unwrap()
            .spec
            .name
            .get(Language::Vietnamese)
            .to_owned();
        format!("Hiện {name}")
    };
    harness.get_by_label(&name).click();
    settle(&mut harness);
    assert!(!shown(&harness));
    assert!(harness.state().session().scene().revision > before);
    harness.get_by_label(&name).click();
    settle(&mut harness);
    assert!(shown(&harness));
}

#[test]
fn clicking_a_lot_explains_it_plan_by_plan() {
    let mut harness = open([1440.0, 900.0]);
    let place = GeoPoint::new(103.9144, 21.3270);
    let session = harness.state_mut().session_mut();
    let at = map_from_geo(place, session.map_crs()).unwrap();
    session.apply(Command::View(ViewCommand::CentreOn(at)));
    settle(&mut harness);
    // Close enough that no marker of a site is within reach of the click.
    harness.state_mut().session_mut().apply(Command::View(ViewCommand::SetScale(5000.0)));
    settle(&mut harness);
    click_map_at(&mut harness, place);
    assert!(harness.state().session().selection().feature.is_some());
    harness.get_by_label("Tại điểm này");
    for plan in &harness.state().session().catalogue().plans {
        let name = plan.short_name.get(Language::Vietnamese);
        assert!(harness.query_all_by_label(name).count() >= 1, "{name} is not answered");
    }
    for unit in ["Phường Tô Hiệu (mới)", "Phường Quyết Thắng (cũ)"] {
        harness.get_by_role_and_label(egui::accesskit::Role::Button, unit);
    }
    harness.key_press(egui::Key::Escape);
    settle(&mut harness);
    assert!(harness.state().session().selection().is_empty());
}

#[test]
fn selecting_a_site_goes_there_and_shows_its_claims() {
    let mut harness = open([1440.0, 900.0]);
    let before = harness.state().session().viewport().scale_denominator();
    harness.get_by_label("Cảng hàng không Nà Sản").click();
    settle(&mut harness);
    let session = harness.state().session();
    assert_eq!(session.selection().site.as_deref(), Some("na-san"));
    assert!(session.viewport().scale_denominator() < before / 2.0);
    let marker = session.site_place("na-san").unwrap();
    assert!(session.viewport().extent().contains(marker));
    harness.get_by_label("498,67 ha");
    harness.get_by_label("≈ 250 ha");
    harness.get_by_label("Các nguồn không thống nhất; bản đồ không chọn thay bạn.");
}

#[test]
fn language_changes_while_running() {
    let mut harness = open([1440.0, 900.0]);
    harness.get_by_label("Tệp");
    harness.get_by_label("EN").click();
    settle(&mut harness);
    assert_eq!(harness.state().session().language(), Language::English);
    harness.get_by_label("File");
    assert!(harness.query_all_by_label("Schematic drawing – no legal value").count() >= 1);
    harness.get_by_label("VI").click();
    settle(&mut harness);
    harness.get_by_label("Tệp");
}

#[test]
fn keys_move_and_zoom_and_go_back() {
    let mut harness = open([1440.0, 900.0]);
    let view = |h: &Harness<'static, PlanmapWindow>| *h.state().session().viewport();
    let start = view(&harness);
    harness.key_press(egui::Key::Plus);
    settle(&mut harness);
    assert!(
        (view(&harness).scale_denominator() * 2.0 / start.scale_denominator() - 1.0).abs() < 1e-6
    );
    harness.key_press(egui::Key::ArrowRight);
    settle(&mut harness);
    assert!(view(&harness).centre().x > start.centre().x);
    harness.key_press(egui::Key::Home);
    settle(&mut harness);
    assert!(view(&harness).centre().distance(start.centre()) < start.metres_per_point());
}

#[test]
fn a_narrow_window_lays_the_answer_over_the_map() {
    let mut harness = open([920.0, 620.0]);
    harness.get_by_label("Công viên Vĩnh Hằng").click();
    settle(&mut harness);
    let sheet = harness.get_by_label("Phóng tới").rect();
    let map = harness.get_by_label("Bản đồ").rect();
    assert!(map.contains(sheet.center()), "{sheet:?} does not lie over {map:?}");
}

#[test]
fn a_settled_window_asks_for_no_more_frames() {
    let mut harness = open([1440.0, 900.0]);
    settle(&mut harness);
    let steps = harness.run();
    assert!(steps <= 3, "{steps} frames for nothing");
}

/// Opens one file of its own in a temporary folder, without a catalogue.
fn open_text(
    name: &str,
    text: &str,
) -> (tempfile::TempDir, PathBuf, Harness<'static, PlanmapWindow>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    let file = path.clone();
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(64)
        .build_eframe(move |creation| {
            theme::install_fonts(&creation.egui_ctx);
            let ctx = creation.egui_ctx.clone();
            let settings = Settings { language: Language::English, ..Settings::default() };
            let mut window =
                PlanmapWindow::new(settings, None, Arc::new(move || ctx.request_repaint()), "test");
            window.session_mut().watch_files();
            window.session_mut().check_geometries_when_loaded();
            window.session_mut().apply(Command::Open(vec![file]));
            window
        });
    settle(&mut harness);
    (dir, path, harness)
}

const LOTS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"lot":"A"},"geometry":{"type":"Polygon","coordinates":[[[2359000,490000],[2359500,490000],[2359500,490800],[2359000,490800],[2359000,490000]]]}}]}"#;

#[test]
fn swapped_vn2000_metres_are_offered_and_placed_only_when_accepted() {
    let (_dir, _, mut harness) = open_text("lots.geojson", LOTS);
    assert!(
        harness.state().session().layers()[0].features().unwrap().extent().is_empty(),
        "placed unasked"
    );
    harness.get_by_label("Read it that way").click();
    settle(&mut harness);
    let session = harness.state().session();
    let centre = session.layers()[0].features().unwrap().extent().centre();
    let geo = planmap_core::crs::geo_from_map(centre, session.map_crs()).unwrap();
    assert!((geo.lon - 103.91).abs() < 0.02 && (geo.lat - 21.33).abs() < 0.02, "{geo:?}");
    assert!(session.viewport().extent().contains(centre), "the view went there");
    assert!(harness.query_by_label("Read it that way").is_none());
}

#[test]
fn a_bad_feature_is_listed_and_the_rest_is_shown() {
    let text = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[103.93,21.31]}},
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[103.9,21.3],[103.92,"x"]]]}}]}"#;
    let (_dir, _, mut harness) = open_text("bad.geojson", text);
    assert_eq!(harness.state().session().layers()[0].features().unwrap().len(), 2);
    harness.get_by_label("1 data issue").click();
    settle(&mut harness);
    harness.get_by_label("Data issues");
    harness.get_by_label("A coordinate is text instead of numbers: “x”. The feature has no place.");
}

#[test]
fn a_file_that_changes_on_disk_is_read_again() {
    let one = r#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[103.93,21.31]}}"#;
    let (_dir, path, mut harness) = open_text("points.geojsonl", one);
    assert_eq!(harness.state().session().layers()[0].features().unwrap().len(), 1);
    // Times of files may be as coarse as 10 ms.
    std::thread::sleep(Duration::from_millis(30));
    std::fs::write(&path, format!("{one}\n{one}\n")).unwrap();
    let start = Instant::now();
    while harness.state().session().layers()[0].features().is_none_or(|f| f.len() != 2) {
        assert!(start.elapsed() < PATIENCE, "the change was not noticed");
        harness.step();
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn the_ground_stays_under_the_pointer_when_the_answer_opens() {
    let mut harness = open([1440.0, 900.0]);
    let place = GeoPoint::new(103.85, 21.40);
    let at = map_from_geo(place, harness.state().session().map_crs()).unwrap();
    let before = harness.state().session().viewport().screen_from_map(at);
    let width = harness.get_by_label("Bản đồ").rect().width();
    click_map_at(&mut harness, place);
    assert!(harness.get_by_label("Bản đồ").rect().width() < width - 200.0, "the panel opened");
    let after = harness.state().session().viewport().screen_from_map(at);
    assert!(
        (after.x - before.x).abs() < 1.0 && (after.y - before.y).abs() < 1.0,
        "{before:?} {after:?}"
    );
}

#[test]
fn pointing_at_a_lot_names_it_in_the_status_bar() {
    let mut harness = open([1440.0, 900.0]);
    let at = map_from_geo(GeoPoint::new(103.91847, 21.34028), harness.state().session().map_crs())
        .unwrap();
    harness.state_mut().session_mut().apply(Command::View(ViewCommand::CentreOn(at)));
    settle(&mut harness);
    harness.state_mut().session_mut().apply(Command::View(ViewCommand::SetScale(5000.0)));
    settle(&mut harness);
    // Lot A28-16, one of the deliberate differences listed with the maps.
    let middle = harness.get_by_label("Bản đồ").rect().center();
    harness.hover_at(middle);
    settle(&mut harness);
    harness.get_by_label("Nhóm nhà ở · A28-16");
}

#[test]
fn the_whole_city_is_shown_beside_the_legend() {
    let harness = open([1440.0, 900.0]);
    let session = harness.state().session();
    let whole = session.whole_extent().unwrap();
    let west = session.viewport().screen_from_map(whole.min).x;
    let east = session.viewport().screen_from_map(whole.max).x;
    let (width, _) = session.viewport().size();
    assert!(west > 266.0, "the legend covers the city's west: {west}");
    assert!(east < width, "the east is cut off");
}

#[test]
fn a_ring_that_crosses_itself_is_hatched_and_listed_with_its_place() {
    let bow = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[103.90,21.30],[103.92,21.32],[103.92,21.30],[103.90,21.32],[103.90,21.30]]]}}"#;
    let (_dir, _, mut harness) = open_text("bow.geojson", bow);
    let start = Instant::now();
    while harness.state().session().layers()[0].issues.is_empty() {
        assert!(start.elapsed() < PATIENCE, "the crossing was not found");
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    let session = harness.state().session();
    assert_eq!(*session.scene().vectors().next().unwrap().invalid, [0]);
    let at = session.layers()[0].issues[0].at.unwrap();
    assert!((at.lon - 103.91).abs() < 1e-3 && (at.lat - 21.31).abs() < 1e-3, "{at:?}");
}

#[test]
fn clicking_the_marker_of_a_site_asks_for_the_site_and_stays_there() {
    let mut harness = open([1440.0, 900.0]);
    let before = *harness.state().session().viewport();
    let at = harness.state().session().catalogue().site("golf-chieng-sinh").unwrap().at;
    click_map_at(&mut harness, at);
    let session = harness.state().session();
    assert_eq!(session.selection().site.as_deref(), Some("golf-chieng-sinh"));
    assert!((session.viewport().metres_per_point() - before.metres_per_point()).abs() < 1e-9);
}

#[test]
fn claims_in_words_are_shown_in_full() {
    let mut harness = open([1440.0, 900.0]);
    harness.get_by_label("Công viên Vĩnh Hằng").click();
    settle(&mut harness);
    let limits = harness.state().session().catalogue().site("vinh-hang").unwrap();
    let claim = limits.claims_about("limits").next().unwrap();
    let planmap_core::catalogue::ClaimValue::Text(text) = &claim.value else { panic!("no words") };
    let place = harness.get_by_label(text.get(Language::Vietnamese)).rect();
    // A line that was cut would be one row high.
    assert!(place.height() > 26.0, "{place:?}");
}
