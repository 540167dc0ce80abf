//! Annotating in the real window: every kind by mouse and keyboard, undo, vertices, answers.

use std::path::PathBuf;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::annotate_command::AnnotateCommand as C;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::desk::DeskCommand;
use planmap_app::ids::AnnotationRef;
use planmap_app::session::{Keeping, SaveState};
use planmap_app::settings::Settings;
use planmap_core::annotation::{Annotation, Kind, Status, vertices};
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_ui::{PlanmapWindow, theme};

use crate::window::{settle, wait};

type Window = Harness<'static, PlanmapWindow>;

fn open() -> (tempfile::TempDir, Window) {
    let dir = tempfile::tempdir().unwrap();
    let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
    let maps = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps"));
    let mut harness = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(64)
        .build_eframe(move |creation| {
            theme::install_fonts(&creation.egui_ctx);
            let ctx = creation.egui_ctx.clone();
            let wake = Arc::new(move || ctx.request_repaint());
            let mut window = PlanmapWindow::new(Settings::editing(), None, wake, "test");
            let session = window.session_mut();
            session.keep_annotations(Keeping { recovery: Some(recovery), author: "Lan".into() });
            session.apply(Command::Annotate(C::OpenSet(file)));
            session.apply(Command::Open(vec![maps]));
            window
        });
    settle(&mut harness);
    wait(&mut harness, |w| !w.session().annotations().is_opening());
    let at = map_from_geo(GeoPoint::new(103.9144, 21.3270), harness.state().session().map_crs())
        .unwrap();
    for command in
        [Command::View(ViewCommand::CentreOn(at)), Command::View(ViewCommand::SetScale(5000.0))]
    {
        harness.state_mut().session_mut().apply(command);
        settle(&mut harness);
    }
    // Places are compared as they were clicked.
    harness.state_mut().session_mut().apply(Command::Annotate(C::Snap(false)));
    (dir, harness)
}

/// Opens the tools, as a user does.
fn annotate(harness: &mut Window) {
    harness.get_by_label("Ghi chú").click();
    settle(harness);
}

fn place(harness: &Window, offset: Vec2) -> Pos2 {
    harness.get_by_label("Bản đồ").rect().center() + offset
}

fn press(harness: &mut Window, pos: Pos2, pressed: bool) {
    let button = PointerButton::Primary;
    harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
    harness.step();
}

fn click(harness: &mut Window, offset: Vec2) {
    let pos = place(harness, offset);
    harness.hover_at(pos);
    harness.step();
    press(harness, pos, true);
    press(harness, pos, false);
    // A quick click elsewhere must not count as a double click.
    for _ in 0..4 {
        harness.step();
    }
}

fn drag(harness: &mut Window, way: &[Vec2]) {
    let first = place(harness, way[0]);
    harness.hover_at(first);
    harness.step();
    press(harness, first, true);
    for offset in &way[1..] {
        let pos = place(harness, *offset);
        harness.event(Event::PointerMoved(pos));
        harness.step();
    }
    let last = place(harness, *way.last().unwrap());
    press(harness, last, false);
    harness.step();
}

fn tool(harness: &mut Window, name: &str) {
    harness.get_by_role_and_label(Role::RadioButton, name).click();
    harness.step();
    harness.step();
}

fn all(harness: &Window) -> Vec<Arc<Annotation>> {
    harness.state().session().annotations().sets()[0].set.iter().cloned().collect()
}

fn kinds(harness: &Window) -> Vec<Kind> {
    all(harness).iter().map(|a| a.shape.kind).collect()
}

fn key(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.step();
    harness.step();
}

#[test]
fn every_kind_is_drawn_by_mouse_and_taken_back_by_name() {
    let (_dir, mut harness) = open();
    annotate(&mut harness);
    tool(&mut harness, "Ghim");
    click(&mut harness, vec2(-150.0, -100.0));
    tool(&mut harness, "Chữ");
    click(&mut harness, vec2(60.0, 120.0));
    for name in ["Chú dẫn", "Mũi tên", "Hình chữ nhật", "Hình tròn", "Đường kích thước"]
    {
        tool(&mut harness, name);
        click(&mut harness, vec2(-60.0, -60.0));
        click(&mut harness, vec2(0.0, -90.0));
    }
    for name in ["Đường", "Vùng"] {
        tool(&mut harness, name);
        for at in [vec2(-40.0, 40.0), vec2(20.0, 60.0), vec2(60.0, 20.0)] {
            click(&mut harness, at);
        }
        key(&mut harness, Modifiers::NONE, Key::Enter);
    }
    tool(&mut harness, "Vẽ tay");
    drag(
        &mut harness,
        &[vec2(-100.0, 80.0), vec2(-80.0, 90.0), vec2(-60.0, 70.0), vec2(-30.0, 95.0)],
    );
    tool(&mut harness, "Tô nổi đối tượng");
    click(&mut harness, vec2(0.0, 0.0));
    let mut drawn = kinds(&harness);
    drawn.sort();
    assert_eq!(drawn, Kind::ALL, "one of each");
    let highlight = all(&harness).into_iter().find(|a| a.shape.kind == Kind::Highlight).unwrap();
    assert!(highlight.about.as_ref().is_some_and(|f| !f.label.is_empty()), "it knows its feature");
    assert!(all(&harness).iter().all(|a| a.author == "Lan" && !a.created.is_empty()));
    let right = 1440.0 - harness.get_by_label("Bản đồ").rect().right();
    assert!(right < 345.0, "the panel at the right has grown to {right}");
    let steps: Vec<_> = harness.state().session().annotations().done_steps().collect();
    assert_eq!(steps.last(), Some(&"step-draw-highlight"));
    let whole = all(&harness);
    for left in (0..Kind::ALL.len()).rev() {
        key(&mut harness, Modifiers::COMMAND, Key::Z);
        assert_eq!(all(&harness).len(), left);
    }
    for _ in 0..Kind::ALL.len() {
        key(&mut harness, Modifiers::COMMAND, Key::Y);
    }
    assert_eq!(all(&harness), whole);
    wait(&mut harness, |w| {
        matches!(w.session().annotations().sets()[0].state, SaveState::Saved { .. })
    });
    let path = harness.state().session().annotations().sets()[0].path.clone();
    assert_eq!(
        std::fs::read_to_string(path).unwrap().matches("\"kind\":").count(),
        Kind::ALL.len()
    );
}

#[test]
fn esc_leaves_no_trace_and_typed_places_are_exact() {
    let (_dir, mut harness) = open();
    annotate(&mut harness);
    tool(&mut harness, "Vùng");
    click(&mut harness, vec2(-40.0, 40.0));
    click(&mut harness, vec2(20.0, 60.0));
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(all(&harness).is_empty());
    assert_eq!(harness.state().session().annotations().done_steps().count(), 0);
    tool(&mut harness, "Đường");
    harness.get_by_role_and_label(Role::TextInput, "Tọa độ").focus();
    harness.step();
    for text in ["21,327 103,9144", "X 2359255,213 Y 490924,539", "90° 100"] {
        let field = harness.get_by_role_and_label(Role::TextInput, "Tọa độ");
        assert!(field.is_focused(), "one place after the other is typed, without the mouse");
        harness.get_by_role_and_label(Role::TextInput, "Tọa độ").type_text(text);
        harness.step();
        key(&mut harness, Modifiers::NONE, Key::Enter);
    }
    // An empty line ends the shape.
    key(&mut harness, Modifiers::NONE, Key::Enter);
    let drawn = all(&harness);
    assert_eq!(drawn.len(), 1);
    let points = vertices(&drawn[0].shape.geometry);
    assert_eq!(points[0], GeoPoint::new(103.9144, 21.327), "to the last digit that is kept");
    let crs = harness.state().session().map_crs().clone();
    let map: Vec<_> = points.iter().map(|p| map_from_geo(*p, &crs).unwrap()).collect();
    assert!((map[1].y - 2_359_255.213).abs() < 1e-3 && (map[1].x - 490_924.539).abs() < 1e-3);
    assert!((map[2].x - map[1].x - 100.0).abs() < 1e-3 && (map[2].y - map[1].y).abs() < 1e-3);
}

#[test]
fn a_vertex_is_dragged_a_note_is_written_and_answered() {
    let (_dir, mut harness) = open();
    annotate(&mut harness);
    tool(&mut harness, "Đường");
    for at in [vec2(-100.0, 40.0), vec2(0.0, 60.0)] {
        click(&mut harness, at);
    }
    key(&mut harness, Modifiers::NONE, Key::Enter);
    tool(&mut harness, "Chọn và sửa");
    settle(&mut harness);
    // The panel at the right has opened: the map is narrower, its ground has stayed.
    let line = all(&harness)[0].clone();
    let at = |h: &Window, p: GeoPoint| {
        let session = h.state().session();
        let screen =
            session.viewport().screen_from_map(map_from_geo(p, session.map_crs()).unwrap());
        let map = h.get_by_label("Bản đồ").rect();
        vec2(screen.x as f32, screen.y as f32) + map.min.to_vec2() - map.center().to_vec2()
    };
    let handle = at(&harness, vertices(&line.shape.geometry)[1]);
    drag(&mut harness, &[handle, handle + vec2(15.0, -20.0), handle + vec2(30.0, -50.0)]);
    let moved = all(&harness)[0].clone();
    let target = at(&harness, vertices(&moved.shape.geometry)[1]);
    assert!((target - handle - vec2(30.0, -50.0)).length() < 1.5, "{target:?} from {handle:?}");
    assert_eq!(vertices(&moved.shape.geometry)[0], vertices(&line.shape.geometry)[0]);
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(all(&harness)[0], line);
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(all(&harness)[0], moved);

    harness.get_by_label("Tiêu đề").focus();
    harness.step();
    harness.get_by_label("Tiêu đề").type_text("Hẻm nối ra suối");
    harness.step();
    harness.get_by_label("Nội dung").focus();
    harness.step();
    harness.step();
    assert_eq!(all(&harness)[0].title, "Hẻm nối ra suối");
    harness.get_by_label("Viết trả lời").focus();
    harness.step();
    harness.get_by_label("Viết trả lời").type_text("Đã hỏi phòng quản lý đô thị");
    harness.step();
    harness.get_by_label("Gửi").click();
    harness.step();
    harness.step();
    let answered = all(&harness)[0].clone();
    assert_eq!((answered.replies.len(), answered.status), (1, Status::Answered));
    assert_eq!(answered.replies[0].body, "Đã hỏi phòng quản lý đô thị");
    assert_eq!(answered.replies[0].author, "Lan");
}

#[test]
fn layers_and_annotations_share_one_history() {
    let (_dir, mut harness) = open();
    let shown = |h: &Window| h.state().session().layer("general-land-use").unwrap().visible;
    let session = harness.state_mut().session_mut();
    session.apply(Command::ShowLayer("general-land-use".into(), false));
    session.apply(Command::Desk(DeskCommand::AddBookmark("Trung tâm".into())));
    assert!(!shown(&harness));
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(harness.state().session().settings().bookmarks.is_empty());
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(shown(&harness));
    key(&mut harness, Modifiers::COMMAND, Key::Y);
    assert!(!shown(&harness));
}

#[test]
fn places_snap_to_a_vertex_of_a_lot_and_a_measurement_can_be_kept() {
    let (_dir, mut harness) = open();
    let session = harness.state_mut().session_mut();
    session.apply(Command::Annotate(C::Snap(true)));
    // The lot in the middle of the view.
    let at = session.viewport().centre();
    let hit = session.seen_at(at, 1.0).unwrap();
    let features = session.layer(&hit.layer).unwrap().features().unwrap().clone();
    let corner = features.geometries().parts(hit.feature).next().unwrap().points().next().unwrap();
    // The panel opens with the tools and makes the map narrower: centred after that.
    annotate(&mut harness);
    harness.state_mut().session_mut().apply(Command::View(ViewCommand::CentreOn(corner)));
    settle(&mut harness);
    tool(&mut harness, "Đo độ dài");
    click(&mut harness, vec2(4.0, -3.0));
    let session = harness.state_mut().session_mut();
    let planmap_app::tool::Tool::Draw(draw) = session.annotations().tool() else {
        panic!("no tool")
    };
    assert!(draw.points()[0].distance(corner) < 1e-6, "the click went to the corner");
    session.apply(Command::Annotate(C::Snap(false)));
    click(&mut harness, vec2(100.0, 40.0));
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(all(&harness).is_empty(), "a measurement is no annotation");
    harness.get_by_label("Giữ thành ghi chú").click();
    harness.step();
    harness.step();
    assert_eq!(kinds(&harness), [Kind::Dimension]);
}

#[test]
fn the_list_filters_and_goes_there() {
    let (_dir, mut harness) = open();
    annotate(&mut harness);
    tool(&mut harness, "Ghim");
    for x in [-100.0, 0.0, 100.0] {
        click(&mut harness, vec2(x, 0.0));
    }
    let set = harness.state().session().annotations().sets()[0].id;
    for (i, a) in all(&harness).iter().enumerate() {
        let what = AnnotationRef { set, id: a.id.clone() };
        let (title, body) = (format!("Điểm {}", ["một", "hai", "ba"][i]), String::new());
        harness.state_mut().session_mut().apply(Command::Annotate(C::Rewrite {
            what,
            title,
            body,
        }));
    }
    use planmap_app::bottom::{BottomCommand, BottomTab};
    harness.state_mut().session_mut().apply(Command::Bottom(BottomCommand::Open(BottomTab::Notes)));
    settle(&mut harness);
    harness.get_by_label("2. Điểm hai");
    harness.get_by_role_and_label(Role::TextInput, "Lọc").focus();
    harness.step();
    harness.get_by_role_and_label(Role::TextInput, "Lọc").type_text("ba");
    harness.step();
    harness.step();
    assert!(harness.query_by_label("2. Điểm hai").is_none());
    harness.get_by_label("3. Điểm ba").click();
    settle(&mut harness);
    let session = harness.state().session();
    let (what, drawn) = session.annotations().only_chosen().unwrap();
    assert_eq!(what.id, all(&harness)[2].id);
    assert!(session.viewport().extent().contains(drawn.handles[0]));
}

#[test]
fn a_new_annotation_takes_its_title_at_once_and_drawing_goes_on() {
    let (_dir, mut harness) = open();
    annotate(&mut harness);
    let palette = harness.get_by_role_and_label(Role::RadioButton, "Ghim").rect();
    tool(&mut harness, "Ghim");
    click(&mut harness, vec2(-100.0, 0.0));
    harness.event(Event::Text("Cống hở".into()));
    harness.step();
    // The next place is pointed at while the words are still in the field.
    click(&mut harness, vec2(0.0, 0.0));
    click(&mut harness, vec2(100.0, 0.0));
    let titles: Vec<String> = all(&harness).iter().map(|a| a.title.clone()).collect();
    assert_eq!(titles, ["Cống hở", "", ""]);
    assert_eq!(
        harness.get_by_role_and_label(Role::RadioButton, "Ghim").rect(),
        palette,
        "the palette stays"
    );
    // Nothing was typed: undo means the map.
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(all(&harness).len(), 2);
    key(&mut harness, Modifiers::COMMAND, Key::Y);
    // Esc leaves the field with what was typed and keeps the tool, as Enter does.
    click(&mut harness, vec2(0.0, 80.0));
    harness.event(Event::Text("nhầm".into()));
    harness.step();
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(all(&harness).last().unwrap().title, "nhầm");
    let tool_is_held =
        matches!(harness.state().session().annotations().tool(), planmap_app::tool::Tool::Draw(_));
    assert!(tool_is_held, "Esc ended the typing only");
    click(&mut harness, vec2(60.0, 80.0));
    harness.event(Event::Text("đúng".into()));
    harness.step();
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(all(&harness).last().unwrap().title, "đúng");
}

#[test]
fn while_a_shape_is_drawn_clicks_go_through_every_card() {
    let (_dir, mut harness) = open();
    annotate(&mut harness);
    let session = harness.state_mut().session_mut();
    session.apply(Command::Desk(DeskCommand::AddBookmark("Bản Cọ".to_owned())));
    session.apply(Command::Desk(DeskCommand::RemoveBookmark(0)));
    (0..3).for_each(|_| harness.step());
    tool(&mut harness, "Vùng");
    click(&mut harness, vec2(0.0, 120.0));
    let said = harness.get_by_label("Đã xóa khung nhìn đã lưu").rect().center();
    let map = harness.get_by_label("Bản đồ").rect();
    let marks: Vec<_> = harness
        .get_all_by_label_contains("không có giá trị pháp lý")
        .map(|node| node.rect())
        .collect();
    let mark = marks.iter().find(|rect| map.contains_rect(**rect)).unwrap().center();
    let cards = [said, harness.get_by_label("Phóng to").rect().center(), mark];
    let middle = place(&harness, Vec2::ZERO);
    for card in cards {
        click(&mut harness, card - middle);
    }
    key(&mut harness, Modifiers::NONE, Key::Enter);
    settle(&mut harness);
    let drawn = all(&harness);
    assert_eq!(drawn.len(), 1, "the area is drawn");
    assert_eq!(vertices(&drawn[0].shape.geometry).len(), 4, "each click is a corner");
}

#[test]
fn the_whole_map_is_shown_large_beside_the_tools() {
    let (_dir, mut harness) = open();
    annotate(&mut harness);
    harness.state_mut().session_mut().apply(Command::View(ViewCommand::ZoomToAll));
    settle(&mut harness);
    let session = harness.state().session();
    let (view, extent) = (*session.viewport(), session.whole_extent().unwrap());
    let (north_west, south_east) = (
        view.screen_from_map(planmap_core::MapPoint::new(extent.min.x, extent.max.y)),
        view.screen_from_map(planmap_core::MapPoint::new(extent.max.x, extent.min.y)),
    );
    let (width, height) = view.size();
    assert!(
        north_west.x >= 0.0 && north_west.y >= 0.0 && south_east.y <= height,
        "all of it is seen"
    );
    let tools = harness.get_by_role_and_label(Role::RadioButton, "Vùng").rect().left();
    let map = harness.get_by_label("Bản đồ").rect();
    assert!(south_east.x as f32 + map.left() <= tools, "beside the tools");
    let shares = [(south_east.x - north_west.x) / width, (south_east.y - north_west.y) / height];
    assert!(shares.iter().any(|share| *share > 0.75), "{shares:?} of the map are used");
}
