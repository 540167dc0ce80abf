//! The desk in the real window: bookmarks, notices, help, the welcome.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::desk::DeskCommand;
use planmap_app::settings::StartMode;
use planmap_core::i18n::AreaUnit;
use planmap_ui::PlanmapWindow;

use crate::window::{open, settle, wait};

type Window = Harness<'static, PlanmapWindow>;

fn send(harness: &mut Window, command: Command) {
    harness.state_mut().session_mut().apply(command);
    harness.step();
}

#[test]
fn f1_opens_help_links_lead_on_and_search_finds_a_page() {
    let mut harness = open([1440.0, 900.0]);
    harness.key_press(Key::F1);
    settle(&mut harness);
    assert!(harness.state().desk().help.open);
    harness.get_by_label("Ba việc đầu tiên");
    harness.get_by_label("người làm quy hoạch").click_accesskit();
    settle(&mut harness);
    assert_eq!(harness.state().desk().help.page(), "planners");
    harness.get_by_label("Tìm trong hướng dẫn").focus();
    harness.step();
    harness.get_by_label("Tìm trong hướng dẫn").type_text("cai chuong");
    settle(&mut harness);
    harness.get_by_label_contains("Bấm cái chuông").click();
    settle(&mut harness);
    assert_eq!(harness.state().desk().help.page(), "trouble");
    harness.key_press(Key::F1);
    settle(&mut harness);
    assert!(!harness.state().desk().help.open);
}

#[test]
fn the_welcome_is_walked_by_keyboard_and_does_not_come_again() {
    let mut harness = open([1280.0, 720.0]);
    harness.state_mut().welcome_once();
    settle(&mut harness);
    harness.get_by_label("Xem quy hoạch, không cần mạng");
    harness.key_press(Key::Enter);
    settle(&mut harness);
    harness.get_by_label("Xem và hỏi");
    harness.get_by_label("Tiếp").click();
    settle(&mut harness);
    harness.get_by_label("Ghi chú và mang về");
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert!(!harness.state().desk().welcome.is_open());
    assert!(harness.state().session().settings().desk.welcomed);
    harness.state_mut().welcome_once();
    settle(&mut harness);
    assert!(!harness.state().desk().welcome.is_open());
}

#[test]
fn a_deleted_bookmark_is_offered_back_and_the_notice_stays_in_the_list() {
    let mut harness = open([1440.0, 900.0]);
    send(&mut harness, Command::Desk(DeskCommand::AddBookmark("Bản Cọ".to_owned())));
    send(&mut harness, Command::Desk(DeskCommand::RemoveBookmark(0)));
    // Long enough for the card to measure itself, short enough for the note to stay.
    (0..3).for_each(|_| harness.step());
    harness.get_by_label("Đã xóa khung nhìn đã lưu");
    harness.get_by_label("Hoàn tác").click();
    wait(&mut harness, |w| !w.session().settings().bookmarks.is_empty());
    // It is off the map and still in the list.
    harness.step();
    assert!(harness.query_by_label("Đã xóa khung nhìn đã lưu").is_none());
    harness.get_by_label("Thông báo: 2 chưa xem").click();
    settle(&mut harness);
    harness.get_by_label("Đã xóa khung nhìn đã lưu");
    harness.get_by_label("Xóa hết").click();
    settle(&mut harness);
    assert_eq!(harness.state().session().notice_log().iter().len(), 0);
}

#[test]
fn bookmarks_are_saved_renamed_and_visited_in_their_list() {
    let mut harness = open([1440.0, 900.0]);
    harness.get_by_label("Xem").click();
    settle(&mut harness);
    harness.get_by_label("Khung nhìn đã lưu").click();
    settle(&mut harness);
    harness.get_by_label("Quản lý khung nhìn đã lưu…").click();
    settle(&mut harness);
    harness.get_by_label("Lưu khung nhìn này").click();
    wait(&mut harness, |w| w.session().settings().bookmarks.len() == 1);
    settle(&mut harness);
    harness.get_by_label("Tên khung nhìn").type_text(" phía nam");
    harness.step();
    harness.key_press(Key::Enter);
    settle(&mut harness);
    let name = harness.state().session().settings().bookmarks[0].name.clone();
    assert!(name.contains("phía nam"), "{name}");
    let scale = |h: &Window| h.state().session().viewport().scale_denominator();
    let general = |h: &Window| h.state().session().layer("general-land-use").unwrap().visible;
    let saved = scale(&harness);
    send(&mut harness, Command::View(ViewCommand::SetScale(1000.0)));
    send(&mut harness, Command::ShowPlan(Some("general-2045".to_owned()), false));
    settle(&mut harness);
    assert!((scale(&harness) / 1000.0 - 1.0).abs() < 0.01 && !general(&harness));
    harness.get_by_label(&name).click();
    settle(&mut harness);
    assert!((scale(&harness) / saved - 1.0).abs() < 0.01, "{} instead of {saved}", scale(&harness));
    assert!(general(&harness), "the layers come back as they were saved");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut harness);
    assert!(
        (scale(&harness) / 1000.0 - 1.0).abs() < 0.01,
        "the visit is taken back: {}",
        scale(&harness)
    );
    assert!(!general(&harness), "with the layers as they were before it");
}

fn focused(harness: &Window) -> Option<(String, egui::Rect)> {
    let node = harness.root().children_recursive().find(egui_kittest::Node::is_focused)?;
    let name =
        node.accesskit_node().label().or_else(|| node.accesskit_node().value()).unwrap_or_default();
    Some((name, node.rect()))
}

/// Presses Tab until a control of this name has the focus; gives the places of all on the way.
fn tab_to(harness: &mut Window, name: &str) -> Vec<egui::Rect> {
    let mut places = Vec::new();
    let mut names = Vec::new();
    for _ in 0..60 {
        let (now, place) =
            focused(harness).unwrap_or_else(|| panic!("nothing has the focus before {name}"));
        places.push(place);
        names.push(now.clone());
        if now == name {
            return places;
        }
        harness.key_press(Key::Tab);
        harness.step();
    }
    panic!("{name} is not reached: {names:?}");
}

#[test]
fn settings_are_walked_by_keyboard_as_they_are_read_and_take_effect_at_once() {
    let mut harness = open([1280.0, 800.0]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    settle(&mut harness);
    assert!(harness.state().desk().settings.is_open());
    let mut places = tab_to(&mut harness, "Tiếng Việt");
    for name in
        ["Tiếng Anh", "Giao diện tối", "Cỡ chữ", "Người ghi chú", "Mét vuông", "Dung lượng bộ đệm"]
    {
        places.extend(tab_to(&mut harness, name));
    }
    // As one reads: along a row, then down.
    for pair in places.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        let is_below = after.top() > before.center().y;
        assert!(
            after == before || is_below || after.left() > before.left(),
            "{before:?} then {after:?}"
        );
    }
    let settings = |h: &Window| h.state().session().settings().clone();
    harness.key_press(Key::Space);
    settle(&mut harness);
    harness.get_by_label("8 GB").click();
    settle(&mut harness);
    assert_eq!(settings(&harness).cache_limit.gibibytes(), 8);
    harness.get_by_label("Mét vuông").click();
    settle(&mut harness);
    assert_eq!(settings(&harness).area_unit, AreaUnit::SquareMetres);
    assert_eq!(harness.state().session().area_text(35_000.0), "35.000 m²");
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Người ghi chú").focus();
    harness.step();
    harness
        .get_by_role_and_label(egui::accesskit::Role::TextInput, "Người ghi chú")
        .type_text("Lò Thị Mai");
    settle(&mut harness);
    assert_eq!(settings(&harness).author, "Lò Thị Mai");
    assert!(!settings(&harness).editor);
    harness.get_by_label("Biên tập").click();
    settle(&mut harness);
    assert!(settings(&harness).editor && settings(&harness).start_mode == StartMode::Editing);
    harness.get_by_label("Tiếng Anh").click();
    settle(&mut harness);
    harness.get_by_label("Square metres");
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert!(!harness.state().desk().settings.is_open());
}

/// Presses a key until it has gone round; every control that has the focus on the way lies inside.
fn stays_inside(harness: &mut Window, dialog: &str, modifiers: Modifiers) {
    let id = egui::Id::unique("dialog");
    let inside =
        harness.ctx.memory(|m| m.area_rect(id)).unwrap_or_else(|| panic!("{dialog} is not open"));
    let mut seen = Vec::new();
    for _ in 0..60 {
        harness.key_press_modifiers(modifiers, Key::Tab);
        // Going back takes the toolkit a frame more.
        harness.step();
        harness.step();
        if let Some((name, place)) = focused(harness) {
            let is_seen = harness.ctx.content_rect().contains_rect(place);
            assert!(
                inside.expand(2.0).contains_rect(place) || !is_seen,
                "{dialog}: {name} at {place:?}"
            );
            seen.push(name);
        }
    }
    let first = seen.first().unwrap_or_else(|| panic!("{dialog}: nothing has the focus"));
    assert!(
        seen.iter().skip(1).any(|name| name == first),
        "{dialog}: it does not go round: {seen:?}"
    );
}

#[test]
fn tab_goes_round_inside_a_dialog_and_esc_closes_it() {
    let mut harness = open([1280.0, 900.0]);
    let area_is_there = |h: &Window| {
        let drawn = h.ctx.memory(egui::Memory::top_modal_layer);
        drawn.is_some()
    };
    for (dialog, key) in [("settings", Key::Comma), ("open", Key::O)] {
        harness.key_press_modifiers(Modifiers::COMMAND, key);
        settle(&mut harness);
        for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
            stays_inside(&mut harness, dialog, modifiers);
        }
        harness.key_press(Key::Escape);
        settle(&mut harness);
        assert!(!area_is_there(&harness), "{dialog} is closed by Esc");
    }
}

#[test]
fn names_of_settings_stand_on_the_line_of_their_controls() {
    let mut harness = open([1280.0, 900.0]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    settle(&mut harness);
    for (name, control) in
        [("Ngôn ngữ", "Tiếng Anh"), ("Giao diện", "Giao diện tối"), ("Diện tích", "Mét vuông")]
    {
        let middle =
            |label: &str| harness.get_all_by_label(label).last().unwrap().rect().center().y;
        let apart = (middle(name) - middle(control)).abs();
        assert!(apart < 1.5, "{name} is {apart} points off");
    }
}

#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn files_dropped_with_a_map_set_open_and_what_cannot_is_named_until_it_is_mended() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let lots = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[103.90,21.30],[103.91,21.30],[103.91,21.31],[103.90,21.30]]]}}"#;
    let good = write("thửa.geojson", lots);
    let broken = write("hỏng.geojson", "this is no map");
    let drawing = write("bản vẽ.dxf", "0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n");
    let maps = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps"));
    let mut harness = open([1440.0, 900.0]);
    for path in [good, broken.clone(), maps, drawing] {
        harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    }
    wait(&mut harness, |w| w.session().layer("thửa").is_some_and(|l| l.features().is_some()));
    wait(&mut harness, |w| w.session().unreadable_files().count() == 2);
    settle(&mut harness);
    let session = harness.state().session();
    assert!(
        session.layer("roads").is_some()
            && session.layer("hỏng").is_none()
            && session.layer("bản vẽ").is_none()
    );
    let place = session.layer("thửa").unwrap().features().unwrap().extent();
    assert!(session.viewport().extent().contains(place.centre()), "the view went there");
    assert!(session.viewport().scale_denominator() < 20_000.0);
    // Two files of one kind are one notice, with the way to what is wrong.
    harness.get_by_label("Lưu ý dữ liệu").click();
    settle(&mut harness);
    // On the map and in the list, where it says what to ask the sender for.
    assert!(harness.query_all_by_label_contains("Đây là bản vẽ DXF").count() >= 2);
    assert!(harness.query_all_by_label_contains("Đề nghị bên gửi").count() >= 1);
    std::fs::write(&broken, lots).unwrap();
    harness.state_mut().session_mut().apply(Command::Open(vec![broken]));
    wait(&mut harness, |w| w.session().layer("hỏng").is_some_and(|l| l.features().is_some()));
    assert_eq!(harness.state().session().unreadable_files().count(), 1);
    assert_eq!(
        harness
            .state()
            .session()
            .notices()
            .iter()
            .filter(|n| n.key == "notice-read-failed")
            .count(),
        1
    );
}
