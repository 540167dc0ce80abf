//! The map in the window: its room, what is chosen, and what is kept of it.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::annotate_command::{AnnotateCommand, PointerAct};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::ids::AnnotationRef;
use planmap_app::meeting::MeetingCommand;
use planmap_app::tool::Purpose;
use planmap_core::annotation::Kind;
use planmap_core::symbology::Theme;
use planmap_core::viewport::ScreenPoint;
use planmap_core::{Extent, MapPoint};
use planmap_ui::PlanmapWindow;
use planmap_ui::canvas::store::TEXTURE_BYTES;

use crate::window::{open, settle, wait};

type Window = Harness<'static, PlanmapWindow>;

fn send(h: &mut Window, command: Command) {
    h.state_mut().session_mut().apply(command);
    settle(h);
}

fn select(id: &str, zoom: bool) -> Command {
    Command::SelectSite { id: id.to_owned(), zoom }
}

/// Sets a pin at the middle of the map, in a file of its own.
fn pin(h: &mut Window) -> (tempfile::TempDir, AnnotationRef) {
    let dir = tempfile::tempdir().unwrap();
    let file = AnnotateCommand::OpenSet(dir.path().join("notes.geojson"));
    h.state_mut().session_mut().apply(Command::Annotate(file));
    wait(h, |w| {
        !w.session().annotations().is_opening() && !w.session().annotations().sets().is_empty()
    });
    let at = h.state().session().viewport().centre();
    h.state_mut().session_mut().apply(Command::SetEditor(true));
    for command in [
        AnnotateCommand::Mode(true),
        AnnotateCommand::Tool(Some(Purpose::Draw(Kind::Pin))),
        AnnotateCommand::Pointer {
            act: PointerAct::Click { add: false, alt: false },
            at,
            tolerance_m: 1.0,
        },
        AnnotateCommand::Tool(None),
        AnnotateCommand::Mode(false),
    ] {
        h.state_mut().session_mut().apply(Command::Annotate(command));
    }
    settle(h);
    let notes = h.state().session().annotations();
    let set = notes.sets().first().unwrap();
    let what = AnnotationRef { set: set.id, id: set.set.iter().next().unwrap().id.clone() };
    (dir, what)
}

#[test]
fn the_middle_of_the_map_stays_when_the_window_is_resized() {
    let mut h = open([1280.0, 800.0]);
    let place = h.state().session().site_place("vinh-hang").unwrap();
    send(&mut h, Command::View(ViewCommand::SetScale(20_000.0)));
    send(&mut h, Command::View(ViewCommand::CentreOn(place)));
    for size in [[1500.0, 950.0], [1180.0, 700.0], [1280.0, 800.0]] {
        h.set_size(egui::Vec2::from(size));
        settle(&mut h);
        let view = *h.state().session().viewport();
        assert!(
            view.centre().distance(place) < 1e-6,
            "{size:?}: {:?} for {place:?}",
            view.centre()
        );
    }
}

#[test]
fn the_ground_does_not_move_when_a_panel_is_closed() {
    let mut h = open([1440.0, 900.0]);
    send(&mut h, Command::View(ViewCommand::SetScale(20_000.0)));
    let place = h.state().session().viewport().centre();
    let on_screen = |h: &Window| {
        let at = h.state().session().viewport().screen_from_map(place);
        let corner = h.get_by_label("Bản đồ").rect().min;
        (f64::from(corner.x) + at.x, f64::from(corner.y) + at.y)
    };
    let before = on_screen(&h);
    send(&mut h, Command::ShowLeftPanel(false));
    let after = on_screen(&h);
    assert!(
        (after.0 - before.0).abs() < 1.0 && (after.1 - before.1).abs() < 1.0,
        "{before:?} {after:?}"
    );
}

/// The part of the map area that nothing lies over, in points of the map.
fn shown_in(h: &Window, extent: &Extent) -> (ScreenPoint, ScreenPoint) {
    let view = *h.state().session().viewport();
    let north_west = view.screen_from_map(MapPoint::new(extent.min.x, extent.max.y));
    let south_east = view.screen_from_map(MapPoint::new(extent.max.x, extent.min.y));
    (north_west, south_east)
}

#[test]
fn what_is_zoomed_to_lies_beside_the_sheet_that_opens_with_it() {
    let mut h = open([920.0, 620.0]);
    let map = h.get_by_label("Bản đồ").rect();
    send(&mut h, select("vinh-hang", true));
    let sheet_left = h.get_by_label("Phóng tới").rect().left() - map.left();
    let extent = h.state().session().site_extent("vinh-hang").unwrap();
    let (_, south_east) = shown_in(&h, &extent);
    assert!(
        south_east.x < f64::from(sheet_left),
        "{south_east:?} lies under the sheet at {sheet_left}"
    );
    let whole = h.state().session().whole_extent().unwrap();
    send(&mut h, Command::View(ViewCommand::ZoomToAll));
    let (north_west, south_east) = shown_in(&h, &whole);
    assert!(
        north_west.x >= 0.0 && south_east.x < f64::from(sheet_left),
        "{north_west:?} {south_east:?}"
    );
}

#[test]
fn what_is_zoomed_to_fits_though_a_panel_is_docked_with_it() {
    let mut h = open([1440.0, 900.0]);
    send(&mut h, select("na-san", true));
    let extent = h.state().session().site_extent("na-san").unwrap();
    let (north_west, south_east) = shown_in(&h, &extent);
    let (width, height) = h.state().session().viewport().size();
    assert!(
        north_west.x > 266.0 && south_east.x < width,
        "beside the legend: {north_west:?} {south_east:?}"
    );
    assert!(north_west.y > 0.0 && south_east.y < height);
}

#[test]
fn the_legend_grows_again() {
    let mut h = open([1440.0, 900.0]);
    // It stands on the scale bar: the higher it is, the higher its head.
    let head = |h: &Window| {
        let tops = h.query_all_by_label("Chú giải").map(|n| n.rect().top());
        tops.fold(f32::INFINITY, f32::min)
    };
    h.run_steps(10);
    let whole = head(&h);
    let place = h.state().session().site_place("vinh-hang").unwrap();
    send(&mut h, Command::View(ViewCommand::CentreOn(place)));
    send(&mut h, Command::View(ViewCommand::SetScale(500.0)));
    h.run_steps(30);
    assert!(head(&h) > whole + 60.0, "a few classes are left: {} of {whole}", head(&h));
    send(&mut h, Command::View(ViewCommand::ZoomToAll));
    h.run_steps(30);
    assert!((head(&h) - whole).abs() < 2.0, "{} and not {whole}", head(&h));
}

#[test]
fn a_site_takes_the_panel_from_an_annotation_and_gives_it_back() {
    let mut h = open([1440.0, 900.0]);
    let (_dir, what) = pin(&mut h);
    let choose = AnnotateCommand::Choose { what, add: false, zoom: false };
    send(&mut h, Command::Annotate(choose.clone()));
    let has_site = |h: &Window| h.query_by_label("498,67 ha").is_some();
    assert!(!has_site(&h) && h.state().session().annotations().chosen().len() == 1);
    send(&mut h, select("na-san", false));
    assert!(has_site(&h), "the panel shows the site");
    assert!(h.state().session().annotations().chosen().is_empty());
    send(&mut h, Command::Annotate(choose));
    assert!(!has_site(&h), "the panel shows the annotation");
    assert!(h.state().session().selection().is_empty());
}

#[test]
fn a_new_subject_is_read_from_its_top() {
    let mut h = open([1440.0, 620.0]);
    send(&mut h, select("na-san", false));
    let title_top = |h: &Window, name: &str| {
        let right = h.query_all_by_label(name).map(|n| n.rect()).filter(|r| r.left() > 1000.0);
        right.map(|r| r.top()).fold(f32::INFINITY, f32::min)
    };
    let top = title_top(&h, "Cảng hàng không Nà Sản");
    h.hover_at(egui::pos2(1300.0, 400.0));
    for _ in 0..6 {
        let delta = egui::vec2(0.0, -8.0);
        let unit = egui::MouseWheelUnit::Line;
        let (modifiers, phase) = (egui::Modifiers::NONE, egui::TouchPhase::Move);
        let source = egui::MouseWheelSource::Unknown;
        h.event(egui::Event::MouseWheel { unit, delta, modifiers, phase, source });
        h.run_steps(10);
    }
    assert!(title_top(&h, "Cảng hàng không Nà Sản") < top - 100.0, "it was scrolled");
    send(&mut h, select("vinh-hang", false));
    h.run_steps(4);
    assert!(
        (title_top(&h, "Công viên Vĩnh Hằng") - top).abs() < 2.0,
        "the next one begins at its top"
    );
}

/// Walks through all stops of a meeting and leaves it.
fn meet(h: &mut Window) {
    h.key_press(Key::F5);
    settle(h);
    wait(h, |w| w.session().meeting().is_prepared());
    for number in 0..h.state().session().meeting_stops().len() {
        send(h, Command::Meeting(MeetingCommand::GoTo(number)));
    }
    send(h, Command::Meeting(MeetingCommand::Audience(true)));
    send(h, Command::Meeting(MeetingCommand::Leave));
}

#[test]
fn meetings_and_themes_keep_no_more_tiles_than_the_budget_and_none_of_scenes_that_are_gone() {
    let mut h = open([1440.0, 900.0]);
    meet(&mut h);
    let once = h.state().held_tiles();
    assert!(once.texture_bytes <= TEXTURE_BYTES, "{once:?}");
    for turn in 0..10 {
        let theme = if turn % 2 == 0 { Theme::Dark } else { Theme::Light };
        send(&mut h, Command::SetTheme(theme));
    }
    meet(&mut h);
    meet(&mut h);
    settle(&mut h);
    let thrice = h.state().held_tiles();
    assert!(thrice.texture_bytes <= TEXTURE_BYTES, "{thrice:?}");
    assert!(thrice.texture_bytes <= once.texture_bytes * 6 / 5, "{once:?} {thrice:?}");
    assert_eq!(
        (thrice.pictures_shown, thrice.waiting_bytes),
        (1, 0),
        "only the map asks for tiles"
    );
}

#[test]
fn a_meeting_after_two_switches_of_theme_shows_one_theme() {
    let mut h = open([1280.0, 720.0]);
    h.key_press(Key::F5);
    settle(&mut h);
    h.key_press(Key::Escape);
    settle(&mut h);
    h.state_mut().session_mut().apply(Command::SetTheme(Theme::Dark));
    h.step();
    h.state_mut().session_mut().apply(Command::SetTheme(Theme::Light));
    h.step();
    h.key_press(Key::F5);
    // From the first frame on, whatever of it is there.
    for _ in 0..12 {
        h.step();
        let dark = dark_share(&mut h);
        assert!(dark < 0.02, "{dark} of the picture is of the dark theme");
    }
}

/// The share of the middle of the window that is nearly black.
fn dark_share(h: &mut Window) -> f64 {
    let image = h.render().unwrap();
    let (width, height) = image.dimensions();
    let mut dark = 0u32;
    let mut all = 0u32;
    for y in (height / 4..height * 3 / 4).step_by(4) {
        for x in (width / 2..width * 9 / 10).step_by(4) {
            let pixel = image.get_pixel(x, y).0;
            all += 1;
            dark += u32::from(pixel[..3].iter().all(|part| *part < 90));
        }
    }
    f64::from(dark) / f64::from(all)
}
