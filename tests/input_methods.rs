//! Vietnamese input methods in the window's text fields: composed bit by bit, then committed.

use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::Command;
use planmap_app::sheet::SheetCommand;
use planmap_ui::PlanmapWindow;

use crate::window::{open, settle, wait};

type Window = Harness<'static, PlanmapWindow>;

/// What a Telex input method shows while "Chieengf Cowi" is typed, word by word.
const WORDS: [&[&str]; 2] =
    [&["C", "Ch", "Chi", "Chie", "Chiê", "Chiên", "Chiêng", "Chiềng"], &["C", "Co", "Cơ", "Cơi"]];
const WHOLE: &str = "Chiềng Cơi";

fn compose(h: &mut Window) {
    for (i, word) in WORDS.iter().enumerate() {
        if i > 0 {
            h.event(Event::Text(" ".to_owned()));
            h.step();
        }
        for text in *word {
            let preedit = ImeEvent::Preedit { text: (*text).to_owned(), active_range_chars: None };
            h.event(Event::Ime(preedit));
            h.step();
        }
        h.event(Event::Ime(ImeEvent::Commit((*word.last().unwrap()).to_owned())));
        h.step();
    }
    h.step();
}

/// Fields that take words, by what the focused node holds afterwards.
fn fields(h: &Window) -> Vec<egui::accesskit::NodeId> {
    h.root()
        .children_recursive()
        .filter(|n| matches!(n.accesskit_node().role(), Role::TextInput | Role::MultilineTextInput))
        .map(|n| n.accesskit_node().locate().0)
        .collect()
}

fn compose_in_all(h: &mut Window, least: usize) {
    let found = fields(h);
    assert!(found.len() >= least, "{} fields", found.len());
    compose_in(h, found);
}

fn compose_in(h: &mut Window, fields: Vec<egui::accesskit::NodeId>) {
    for id in fields {
        let node = |h: &Window| {
            let node = h.root().children_recursive().find(|n| n.accesskit_node().locate().0 == id);
            node.map(|n| {
                (n.accesskit_node().label().unwrap_or_default(), n.value().unwrap_or_default())
            })
        };
        let Some((name, _)) = node(h) else {
            continue;
        };
        let target = h.root().children_recursive().find(|n| n.accesskit_node().locate().0 == id);
        if let Some(target) = target {
            target.focus();
        }
        h.step();
        h.key_press_modifiers(Modifiers::COMMAND, Key::A);
        h.step();
        compose(h);
        let (_, value) = node(h).unwrap_or_default();
        assert_eq!(value, WHOLE, "the field {name:?}");
    }
}

#[test]
fn composition_in_the_status_bar_and_the_open_dialog() {
    let mut h = open([1440.0, 900.0]);
    let below = fields(&h);
    compose_in_all(&mut h, 1);
    h.key_press(Key::Escape);
    h.step();
    h.key_press_modifiers(Modifiers::COMMAND, Key::O);
    settle(&mut h);
    // What lies below the dialog takes nothing while it is open.
    let own: Vec<_> = fields(&h).into_iter().filter(|id| !below.contains(id)).collect();
    assert_eq!(own.len(), 1, "the path");
    compose_in(&mut h, own);
}

#[test]
fn composition_in_the_filter_of_notes() {
    let mut h = open([1440.0, 900.0]);
    h.state_mut().session_mut().apply(Command::Bottom(BottomCommand::Open(BottomTab::Notes)));
    settle(&mut h);
    compose_in_all(&mut h, 2);
}

#[test]
fn composition_in_the_fields_of_a_sheet() {
    let mut h = open([1440.0, 900.0]);
    h.state_mut().session_mut().apply(Command::Sheet(SheetCommand::Open));
    wait(&mut h, |w| w.session().sheet().is_some_and(|s| s.preview.is_some()));
    compose_in_all(&mut h, 3);
}

#[test]
fn shortcuts_of_letters_do_not_act_while_words_are_composed() {
    let mut h = open([1440.0, 900.0]);
    h.key_press_modifiers(Modifiers::COMMAND, Key::O);
    settle(&mut h);
    let before = h.state().session().analysis().live_stack;
    // The keys behind the letters arrive as well with some input methods.
    for key in [Key::S, Key::T, Key::X, Key::Z] {
        h.key_press(key);
        h.step();
    }
    assert_eq!(h.state().session().analysis().live_stack, before);
    assert!(h.query_by_label("Bản đồ bằng lời").is_none());
}
