//! The desk in the real window: bookmarks, notices, help, the welcome.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::Command;
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
    send(&mut harness, Command::Annotate(AnnotateCommand::AddBookmark("Bản Cọ".to_owned())));
    send(&mut harness, Command::Annotate(AnnotateCommand::RemoveBookmark(0)));
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
    send(&mut harness, Command::SetScale(1000.0));
    send(&mut harness, Command::ShowPlan(Some("general".to_owned()), false));
    settle(&mut harness);
    assert!((scale(&harness) / 1000.0 - 1.0).abs() < 0.01 && !general(&harness));
    harness.get_by_label(&name).click();
    settle(&mut harness);
    assert!((scale(&harness) / saved - 1.0).abs() < 0.01, "{} instead of {saved}", scale(&harness));
    assert!(general(&harness), "the layers come back as they were saved");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut harness);
    assert!((scale(&harness) / 1000.0 - 1.0).abs() < 0.01, "the visit is taken back: {}", scale(&harness));
    assert!(!general(&harness), "with the layers as they were before it");
}
