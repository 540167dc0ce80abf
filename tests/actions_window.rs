//! Actions: the palette, shortcuts, menus, and that a reader changes nothing.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use planmap_app::action::{Action, State};
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::Command;
use planmap_app::tool::Purpose;
use planmap_core::annotation::Kind;
use planmap_core::symbology::Theme;
use planmap_ui::PlanmapWindow;

use crate::window::{open, settle};

type Window = Harness<'static, PlanmapWindow>;

fn press(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.step();
    harness.step();
}

fn type_text(harness: &mut Window, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.step();
    harness.step();
}

#[test]
fn the_palette_finds_an_action_without_accents_and_does_it() {
    let mut harness = open([1280.0, 800.0]);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    harness.get_by_label("Tất cả các lệnh");
    type_text(&mut harness, "giao dien toi");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().session().settings().theme, Theme::Dark);
    assert!(
        harness.query_by_label("Tất cả các lệnh").is_none(),
        "it closes when something was chosen"
    );
}

#[test]
fn a_path_is_typed_at_once_into_the_dialog_that_the_palette_opened() {
    let mut harness = open([1280.0, 800.0]);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    type_text(&mut harness, "mo tep ghi chu");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    settle(&mut harness);
    type_text(&mut harness, "/tmp/a.geojson");
    let field =
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Đường dẫn tệp .geojson");
    assert!(field.is_focused());
    assert_eq!(field.value().as_deref(), Some("/tmp/a.geojson"));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    settle(&mut harness);
    assert!(harness.query_by_label("Đường dẫn tệp .geojson").is_none(), "Enter decides");
}

#[test]
fn what_cannot_be_done_says_why_and_does_nothing() {
    let mut harness = open([1280.0, 800.0]);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    type_text(&mut harness, "ve: vung");
    let before = harness.state().session().annotations().revision();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().session().annotations().revision(), before);
    assert!(harness.query_by_label("Tất cả các lệnh").is_some(), "it stays open");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Tất cả các lệnh").is_none());
}

#[test]
fn a_reader_changes_nothing_until_editing_is_turned_on() {
    let mut harness = open([1280.0, 800.0]);
    let draw = Purpose::Draw(Kind::Polygon);
    let session = harness.state_mut().session_mut();
    session.apply(Command::Annotate(AnnotateCommand::Tool(Some(draw))));
    assert!(!session.annotations().is_on(), "the tool is not taken");
    assert!(session.notices().iter().any(|n| n.key == "reader-refuses"), "and it is said why");
    assert_eq!(Action::Tool(draw).state(session), State::Off("off-reader"));
    harness.step();
    press(&mut harness, Modifiers::COMMAND, Key::E);
    let session = harness.state_mut().session_mut();
    assert!(session.settings().editor);
    assert!(session.notices().is_empty(), "the notice goes with its reason");
    session.apply(Command::Annotate(AnnotateCommand::Tool(Some(draw))));
    assert_eq!(Action::Tool(draw).state(session), State::Switch(true));
    session.apply(Command::SetEditor(false));
    assert_eq!(
        Action::Tool(draw).state(session),
        State::Off("off-reader"),
        "the tool is put away with it"
    );
}

#[test]
fn shortcuts_and_their_list_come_from_the_same_actions() {
    let mut harness = open([1280.0, 800.0]);
    press(&mut harness, Modifiers::NONE, Key::F2);
    assert!(harness.query_all_by_label("Phím tắt").next().is_some());
    for text in ["Ctrl Shift P", "Ctrl E", "Alt ←, Backspace"] {
        assert!(harness.query_all_by_label_contains(text).next().is_some(), "{text}");
    }
    let open = harness.state().session().bottom_tab().is_some();
    press(&mut harness, Modifiers::COMMAND, Key::B);
    assert_ne!(harness.state().session().bottom_tab().is_some(), open);
    let left = harness.state().session().settings().left_open;
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    assert_ne!(
        harness.state().session().settings().left_open,
        left,
        "Shift makes it another shortcut"
    );
}
