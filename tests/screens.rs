//! Walks every screen in both languages and at two text scales: no key without words, no control
//! without a name, none that Tab does not reach, no text that is cut or lies over another.
//!
//! To have a screen walked, add it to [`SCREENS`]: a name, what brings a fresh window there, and by
//! what it is known to be there.

mod paint;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use egui::accesskit::{self, NodeId, Role};
use egui::{Key, Modifiers, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use planmap_app::action::Action;
use planmap_app::analysis::{AnalysisCommand, AreaSubject, BalanceSubject};
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::audit::AuditCommand;
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::desk::DeskCommand;
use planmap_app::ids::AnnotationRef;
use planmap_app::meeting::MeetingCommand;
use planmap_app::settings::Settings;
use planmap_app::sheet::SheetCommand;
use planmap_app::table::TableCommand;
use planmap_app::text_scale::TextScale;
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_core::i18n::{Language, Words, missing_keys};
use planmap_ui::{PlanmapWindow, theme};

use crate::window::{settle, wait};

type Window = Harness<'static, PlanmapWindow>;

/// What a screen starts from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// The bundled maps.
    Maps,
    /// Nothing open.
    Nothing,
    /// Maps that were looked for in vain.
    Missing,
}

/// By what a screen is known to be the one that was meant.
#[derive(Clone, Copy)]
enum Shows {
    /// Something on it is called by the words under this key.
    Words(&'static str),
    /// The window is in this state.
    State(fn(&PlanmapWindow) -> bool),
}

/// A screen: its name, what is open, how to get there, and by what it is known.
type Screen = (&'static str, From, fn(&mut Window), Shows);

const SCREENS: &[Screen] = &[
    (
        "map",
        From::Maps,
        |_| {},
        Shows::State(|w| w.is_settled() && w.session().layers().len() > 10),
    ),
    ("nothing open", From::Nothing, |_| {}, Shows::Words("layers-empty")),
    ("maps missing", From::Missing, |_| {}, Shows::State(|w| told(w, "notice-maps-not-found"))),
    ("menu file", From::Maps, |h| press(h, "menu-file"), Shows::Words("menu-quit")),
    ("menu edit", From::Maps, |h| press(h, "menu-edit"), Shows::Words("history-title")),
    ("menu view", From::Maps, |h| press(h, "menu-view"), Shows::Words("menu-tables")),
    ("menu help", From::Maps, |h| press(h, "menu-help"), Shows::Words("menu-welcome")),
    (
        "site",
        From::Maps,
        |h| send(h, select("na-san")),
        Shows::State(|w| site(w) == Some("na-san")),
    ),
    (
        "site in words",
        From::Maps,
        |h| send(h, select("vinh-hang")),
        Shows::State(|w| site(w) == Some("vinh-hang")),
    ),
    ("answer", From::Maps, answer, Shows::Words("answer-title")),
    ("feature", From::Maps, feature, Shows::State(|w| w.session().selection().feature.is_some())),
    ("area", From::Maps, area, Shows::Words("area-zoom")),
    ("review", From::Maps, review, Shows::State(reviewed)),
    (
        "projects",
        From::Maps,
        |h| bottom(h, BottomTab::Projects),
        Shows::State(|w| tab(w, BottomTab::Projects)),
    ),
    (
        "indicators",
        From::Maps,
        |h| bottom(h, BottomTab::Indicators),
        Shows::State(|w| tab(w, BottomTab::Indicators)),
    ),
    (
        "notes",
        From::Maps,
        |h| bottom(h, BottomTab::Notes),
        Shows::State(|w| tab(w, BottomTab::Notes)),
    ),
    (
        "audit before",
        From::Maps,
        |h| bottom(h, BottomTab::Audit),
        Shows::State(|w| tab(w, BottomTab::Audit) && w.session().analysis().audit.run.is_none()),
    ),
    ("audit", From::Maps, audit, Shows::State(|w| w.session().analysis().audit.run.is_some())),
    ("balance", From::Maps, balance, Shows::State(|w| tab(w, BottomTab::Balance) && balanced(w))),
    ("places", From::Maps, places, Shows::State(|w| !w.session().analysis().places.is_empty())),
    (
        "versions",
        From::Maps,
        |h| bottom(h, BottomTab::Versions),
        Shows::State(|w| tab(w, BottomTab::Versions)),
    ),
    (
        "annotate",
        From::Maps,
        |h| send(h, Command::Annotate(AnnotateCommand::Mode(true))),
        Shows::State(|w| w.session().annotations().is_on()),
    ),
    (
        "annotation",
        From::Maps,
        annotation,
        Shows::State(|w| !w.session().annotations().chosen().is_empty()),
    ),
    ("issues", From::Maps, issues, Shows::Words("issues-title")),
    (
        "help",
        From::Maps,
        |h| key(h, Modifiers::NONE, Key::F1),
        Shows::State(|w| w.desk().help.open),
    ),
    ("map in words", From::Maps, |h| key(h, Modifiers::NONE, Key::T), Shows::Words("twin-title")),
    ("cross-hair", From::Maps, |h| key(h, Modifiers::NONE, Key::X), Shows::Words("crosshair-keys")),
    ("open", From::Maps, |h| key(h, Modifiers::COMMAND, Key::O), Shows::Words("open-choose")),
    ("save", From::Maps, save, Shows::Words("csv-choose")),
    (
        "sheet",
        From::Maps,
        |h| sheet(h, SheetCommand::Open),
        Shows::State(|w| w.session().sheet().is_some()),
    ),
    (
        "site sheet",
        From::Maps,
        |h| sheet(h, SheetCommand::OpenSite("vinh-hang".to_owned())),
        Shows::State(|w| w.session().sheet().is_some()),
    ),
    ("search", From::Maps, search, Shows::State(|w| w.session().search().is_open())),
    (
        "palette",
        From::Maps,
        |h| key(h, Modifiers::COMMAND | Modifiers::SHIFT, Key::P),
        Shows::Words("palette-title"),
    ),
    ("shortcuts", From::Maps, |h| key(h, Modifiers::NONE, Key::F2), Shows::Words("shortcuts-also")),
    ("menu tools", From::Maps, |h| press(h, "menu-tools"), Shows::Words("annotate-mode")),
    ("attributes", From::Maps, attributes, Shows::State(|w| tab(w, BottomTab::Attributes))),
    (
        "two maps",
        From::Maps,
        |h| key(h, Modifiers::NONE, Key::F8),
        Shows::State(|w| w.session().compare().is_open()),
    ),
    ("welcome", From::Maps, welcome, Shows::State(|w| w.desk().welcome.is_open())),
    ("bookmarks", From::Maps, bookmarks, Shows::State(|w| w.desk().bookmarks.open)),
    ("notifications", From::Maps, notifications, Shows::Words("notices-clear")),
    ("notices of several kinds", From::Maps, notices, Shows::Words("notice-show-issues")),
    (
        "settings",
        From::Maps,
        |h| key(h, Modifiers::COMMAND, Key::Comma),
        Shows::Words("settings-appearance"),
    ),
    ("about", From::Maps, |h| act(h, Action::About), Shows::Words("about-licences")),
    ("meeting", From::Maps, |h| meeting(h, 0, 0), Shows::State(|w| at_stop(w, 0))),
    ("meeting at a site", From::Maps, |h| meeting(h, 0, 1), Shows::State(|w| at_stop(w, 0))),
    ("meeting, the plans", From::Maps, |h| meeting(h, 1, 2), Shows::State(|w| at_stop(w, 1))),
    (
        "meeting, figures",
        From::Maps,
        |h| meeting(h, 1, 4),
        Shows::State(|w| w.session().meeting().on),
    ),
    ("meeting desk", From::Maps, meeting_desk, Shows::Words("meeting-notes")),
];

fn told(window: &PlanmapWindow, key: &str) -> bool {
    window.session().notices().iter().any(|notice| notice.key == key)
}

fn site(window: &PlanmapWindow) -> Option<&str> {
    window.session().selection().site.as_deref()
}

fn tab(window: &PlanmapWindow, tab: BottomTab) -> bool {
    window.session().bottom_tab() == Some(tab)
}

fn balanced(window: &PlanmapWindow) -> bool {
    window.session().analysis().balance.as_ref().is_some_and(|b| b.result.is_some())
}

fn reviewed(window: &PlanmapWindow) -> bool {
    window.session().analysis().review.as_ref().is_some_and(|r| r.result.is_some())
}

fn at_stop(window: &PlanmapWindow, stop: usize) -> bool {
    let meeting = window.session().meeting();
    meeting.on && meeting.position.step == stop
}

fn answer(h: &mut Window) {
    let at = place(h);
    send(h, Command::Identify { at, tolerance_m: 10.0 });
}

fn feature(h: &mut Window) {
    send(h, Command::SelectFeature { layer: "general-land-use".to_owned(), feature: 0 });
}

fn area(h: &mut Window) {
    let ring = ring(h);
    h.state_mut().session_mut().apply(Command::SelectArea(ring));
    wait(h, |w| w.session().selection().area.is_some());
}

fn review(h: &mut Window) {
    let subject = AreaSubject::Site("vinh-hang".to_owned());
    h.state_mut().session_mut().apply(Command::Analysis(AnalysisCommand::Review(subject)));
    wait(h, reviewed);
}

fn audit(h: &mut Window) {
    bottom(h, BottomTab::Audit);
    h.state_mut().session_mut().apply(Command::Analysis(AnalysisCommand::Audit(AuditCommand::Run)));
    wait(h, |w| w.session().analysis().audit.run.is_some());
}

fn balance(h: &mut Window) {
    bottom(h, BottomTab::Balance);
    let subject = BalanceSubject::Area(AreaSubject::Site("vinh-hang".to_owned()));
    h.state_mut().session_mut().apply(Command::Analysis(AnalysisCommand::Balance(subject)));
    wait(h, balanced);
}

fn places(h: &mut Window) {
    let at = place(h);
    send(h, Command::Analysis(AnalysisCommand::Pin(at)));
    bottom(h, BottomTab::Places);
}

fn annotation(h: &mut Window) {
    note(h);
    send(h, Command::Bottom(BottomCommand::Open(BottomTab::Notes)));
}

fn issues(h: &mut Window) {
    press(h, "menu-help");
    press(h, "menu-issues");
}

fn save(h: &mut Window) {
    bottom(h, BottomTab::Indicators);
    if h.query_by_label(&word(h, "table-save-csv")).is_none() {
        // The top bar has one of this name too.
        let more = word(h, "bar-more");
        h.get_all_by_label(&more).last().unwrap().click();
        settle(h);
    }
    press(h, "table-save-csv");
}

fn sheet(h: &mut Window, command: SheetCommand) {
    send(h, Command::Sheet(command));
    wait(h, |w| w.session().sheet().is_some_and(|s| s.preview.is_some()));
}

fn search(h: &mut Window) {
    key(h, Modifiers::COMMAND, Key::K);
    h.event(egui::Event::Text("chieng".to_owned()));
    settle(h);
}

fn attributes(h: &mut Window) {
    bottom(h, BottomTab::Attributes);
    send(h, Command::Table(TableCommand::Open(Some("general-land-use".to_owned()))));
}

fn welcome(h: &mut Window) {
    h.state_mut().welcome_once();
    settle(h);
}

fn bookmarks(h: &mut Window) {
    send(h, Command::Desk(DeskCommand::AddBookmark("Bản Cọ".to_owned())));
    act(h, Action::Bookmarks);
}

fn notifications(h: &mut Window) {
    send(h, Command::Desk(DeskCommand::AddBookmark("Bản Cọ".to_owned())));
    send(h, Command::Desk(DeskCommand::RemoveBookmark(0)));
    h.run_steps(40);
    let bell = h.get_all_by_role(Role::Button).find(|n| {
        let name = n.accesskit_node().label().unwrap_or_default();
        ["thông báo", "notification"].iter().any(|word| name.to_lowercase().contains(word))
    });
    bell.unwrap().click();
    settle(h);
}

/// Files that are not there, one that is none of ours, a deletion and a saved view.
fn notices(h: &mut Window) {
    let dir = tempfile::tempdir().unwrap();
    let drawing = dir.path().join("lô đất.dxf");
    std::fs::write(&drawing, "0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n").unwrap();
    let gone = ["a", "b", "c"].map(|name| dir.path().join(name).with_extension("geojson"));
    send(h, Command::Open(gone.into_iter().chain([drawing]).collect()));
    wait(h, |w| told(w, "notice-read-failed"));
    send(h, Command::Desk(DeskCommand::AddBookmark("Bản Cọ".to_owned())));
    send(h, Command::Desk(DeskCommand::RemoveBookmark(0)));
    h.run_steps(4);
}

/// A meeting with the presenter's desk open.
fn meeting_desk(h: &mut Window) {
    meeting(h, 0, 0);
    // The bar comes with the pointer.
    for x in [400.0, 420.0] {
        h.hover_at(egui::pos2(x, 300.0));
        h.run_steps(2);
    }
    press(h, "meeting-desk");
}

/// What Tab need not reach, and why.
const NOT_REACHED: &[(Role, &str)] = &[
    (Role::Splitter, "the border of a panel: what it changes is of use to a pointer alone"),
    (Role::ScrollBar, "the focus scrolls to what has it"),
    (Role::Window, "the frame of a dialog; its controls are reached"),
    (Role::TitleBar, "as the frame"),
    (
        Role::Label,
        "a cell that takes clicks: its row has one that takes the focus and does the same",
    ),
];

/// Screens on which one control holds the focus and arrows walk through a list, so that Tab need not
/// reach the list, or what lies behind it. That the arrows do is shown by the tests of these screens.
const WALKED_BY_ARROWS: &[(&str, Option<Role>)] =
    &[("palette", None), ("search", None), ("attributes", Some(Role::Row))];

/// What goes away by itself while somebody walks to it: its action stands in the list behind the
/// bell too, which is walked as a screen of its own.
const PASSING: &[(&str, &[&str])] = &[("notices of several kinds", &["undo", "close"])];

fn word(h: &Window, key: &str) -> String {
    Words::of(h.state().session().language()).text(key)
}

fn press(h: &mut Window, key: &str) {
    let name = word(h, key);
    h.get_all_by_label(&name).next().unwrap_or_else(|| panic!("{name} is not there")).click();
    settle(h);
}

fn key(h: &mut Window, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    settle(h);
}

fn send(h: &mut Window, command: Command) {
    h.state_mut().session_mut().apply(command);
    settle(h);
}

fn select(id: &str) -> Command {
    Command::SelectSite { id: id.to_owned(), zoom: true }
}

/// Does an action as a user does who knows its name: through the palette.
fn act(h: &mut Window, action: Action) {
    key(h, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    let title = action.title(Words::of(h.state().session().language()));
    h.event(egui::Event::Text(title));
    h.run_steps(2);
    key(h, Modifiers::NONE, Key::Enter);
}

/// A meeting at one of its stops, with so much of it revealed.
fn meeting(h: &mut Window, stop: usize, reveal: usize) {
    key(h, Modifiers::NONE, Key::F5);
    wait(h, |w| w.session().meeting().is_prepared());
    send(h, Command::Meeting(MeetingCommand::GoTo(stop)));
    for _ in 0..reveal {
        key(h, Modifiers::NONE, Key::PageDown);
    }
}

fn bottom(h: &mut Window, tab: BottomTab) {
    send(h, Command::Bottom(BottomCommand::Resize(320.0)));
    send(h, Command::Bottom(BottomCommand::Open(tab)));
}

fn place(h: &Window) -> planmap_core::MapPoint {
    map_from_geo(GeoPoint::new(103.91847, 21.34028), h.state().session().map_crs()).unwrap()
}

fn ring(h: &Window) -> Vec<planmap_core::MapPoint> {
    let c = place(h);
    [(-300.0, -300.0), (300.0, -300.0), (300.0, 300.0), (-300.0, 300.0)]
        .map(|(x, y)| planmap_core::MapPoint::new(c.x + x, c.y + y))
        .to_vec()
}

/// Draws an area and chooses it.
fn note(h: &mut Window) {
    let at = place(h);
    for command in [
        AnnotateCommand::Mode(true),
        AnnotateCommand::Tool(Some(planmap_app::tool::Purpose::Draw(
            planmap_core::annotation::Kind::Pin,
        ))),
        AnnotateCommand::Pointer {
            act: planmap_app::annotate_command::PointerAct::Click { add: false, alt: false },
            at,
            tolerance_m: 1.0,
        },
        AnnotateCommand::Tool(None),
    ] {
        send(h, Command::Annotate(command));
    }
    let what: Option<AnnotationRef> = {
        let notes = h.state().session().annotations();
        notes.sets().iter().find_map(|s| {
            s.set.iter().next().map(|a| AnnotationRef { set: s.id, id: a.id.clone() })
        })
    };
    let what = what.expect("an annotation was drawn");
    send(h, Command::Annotate(AnnotateCommand::Choose { what, add: false, zoom: false }));
}

fn open(
    from: From,
    language: Language,
    size: [f32; 2],
    scale: TextScale,
) -> (tempfile::TempDir, Window) {
    let maps = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps"));
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("notes.geojson");
    let recovery = dir.path().join("recovery");
    let mut harness =
        Harness::builder().with_size(size).with_max_steps(64).build_eframe(move |creation| {
            theme::install_fonts(&creation.egui_ctx);
            let ctx = creation.egui_ctx.clone();
            let settings = Settings { language, text_scale: scale, ..Settings::editing() };
            let mut window =
                PlanmapWindow::new(settings, None, Arc::new(move || ctx.request_repaint()), "test");
            let session = window.session_mut();
            let keeping =
                planmap_app::session::Keeping { recovery: Some(recovery), author: "Lan".into() };
            session.keep_annotations(keeping);
            session.apply(Command::Annotate(AnnotateCommand::OpenSet(file)));
            match from {
                From::Maps => session.apply(Command::Open(vec![maps])),
                From::Nothing => {}
                From::Missing => session.report_missing_maps("/usr/share/planmap/maps"),
            }
            window
        });
    if from == From::Maps {
        settle(&mut harness);
    } else {
        // Nothing is ever drawn where nothing is open.
        harness.run_steps(40);
    }
    (dir, harness)
}

/// What is wrong on a screen, each in a line.
fn complaints(h: &mut Window) -> Vec<String> {
    let mut out = unnamed(h);
    out.extend(foreign(h));
    let names = ["canvas-name", "compare-map", "meeting-picture"].map(|key| word(h, key));
    let maps: Vec<Rect> =
        names.iter().flat_map(|name| h.query_all_by_label(name).map(|n| n.rect())).collect();
    out.extend(paint::complaints(h.output(), &maps));
    out
}

#[derive(Clone)]
struct Control {
    id: NodeId,
    role: Role,
    name: String,
    rect: Rect,
}

/// Everything that can be clicked or take the focus.
fn controls(h: &Window) -> Vec<Control> {
    let screen = h.ctx.content_rect();
    h.root()
        .children_recursive()
        .filter_map(|node| {
            let ak = node.accesskit_node();
            let data = ak.data();
            let acts = data.supports_action(accesskit::Action::Click)
                || data.supports_action(accesskit::Action::Focus);
            if !acts || ak.is_hidden() || ak.is_disabled() || ak.raw_bounds().is_none() {
                return None;
            }
            let rect = node.rect();
            let visible = rect.is_positive() && screen.expand(1.0).intersects(rect);
            let name = ak.label().or_else(|| data.placeholder().map(str::to_owned));
            let name = name
                .or_else(|| ak.value().filter(|_| ak.role() == Role::Label))
                .unwrap_or_default();
            visible.then(|| Control { id: ak.locate().0, role: ak.role(), name, rect })
        })
        .collect()
}

fn unnamed(h: &Window) -> Vec<String> {
    controls(h)
        .into_iter()
        .filter(|c| {
            c.name.trim().is_empty() && !NOT_REACHED.iter().any(|(role, _)| *role == c.role)
        })
        .map(|c| format!("no name: {:?} at {:?}", c.role, c.rect))
        .collect()
}

/// Controls that the toolkit has named in its own language.
fn foreign(h: &Window) -> Vec<String> {
    let foreign = |name: &str| name.starts_with("Resize ") || name == "Close window";
    let found = controls(h).into_iter().filter(|c| foreign(&c.name));
    found.map(|c| format!("the toolkit's words: {:?} at {:?}", c.name, c.rect)).collect()
}

/// Where the dialog lies that keeps the focus inside it, if one is open.
fn dialog_rect(h: &Window) -> Option<Rect> {
    let layer = h.ctx.memory(egui::Memory::top_modal_layer)?;
    h.ctx.memory(|memory| memory.area_rect(layer.id))
}

/// Presses Tab until the focus has been everywhere, and says what it has not reached. Of what was
/// there before a dialog was opened, or lies beside it, nothing is to be reached.
fn unreached(
    h: &mut Window,
    before: &HashSet<NodeId>,
    spared: impl Fn(&Control) -> bool,
) -> Vec<String> {
    let dialog = dialog_rect(h);
    let is_offered = |control: &Control| match dialog {
        Some(rect) => rect.expand(1.0).contains_rect(control.rect) && !before.contains(&control.id),
        None => true,
    };
    let wanted: Vec<Control> = controls(h).into_iter().filter(is_offered).collect();
    let mut seen: HashSet<NodeId> = HashSet::new();
    let mut again = 0;
    for _ in 0..wanted.len() * 3 + 60 {
        h.key_press(Key::Tab);
        h.step();
        let Some(id) = h.ctx.memory(egui::Memory::focused) else {
            continue;
        };
        // Round once and a bit: scrolling brings rows that were not there before.
        again = if seen.insert(id.accesskit_id()) { 0 } else { again + 1 };
        if again > 12 {
            break;
        }
    }
    wanted
        .into_iter()
        .filter(|c| {
            !seen.contains(&c.id)
                && !spared(c)
                && !NOT_REACHED.iter().any(|(role, _)| *role == c.role)
        })
        .map(|c| format!("Tab does not reach: {:?} {:?} at {:?}", c.role, c.name, c.rect))
        .collect()
}

/// Walks all screens and asks for what is wrong on any of them at once.
fn walk(language: Language, size: [f32; 2], percent: u16, with_tab: bool) {
    let scale = TextScale::nearest(percent);
    let mut wrong: Vec<String> = Vec::new();
    for (name, from, go, shows) in SCREENS {
        let (_dir, mut h) = open(*from, language, size, scale);
        let before: HashSet<NodeId> = controls(&h).into_iter().map(|control| control.id).collect();
        go(&mut h);
        if *from == From::Maps && !h.state().session().meeting().on {
            settle(&mut h);
        }
        h.run_steps(2);
        let mut found = complaints(&mut h);
        let is_reached = match shows {
            Shows::Words(key) => h.query_all_by_label(&word(&h, key)).count() > 0,
            Shows::State(is_so) => is_so(h.state()),
        };
        if !is_reached {
            found.push("another screen was walked than the one meant".to_owned());
        }
        if with_tab {
            let walked = WALKED_BY_ARROWS.iter().find(|(screen, _)| screen == name);
            let passing =
                PASSING.iter().find(|(screen, _)| screen == name).map_or(&[][..], |(_, keys)| keys);
            let passing: Vec<String> = passing.iter().map(|key| word(&h, key)).collect();
            let spared = |c: &Control| {
                walked.is_some_and(|(_, role)| role.is_none_or(|role| role == c.role))
                    || passing.contains(&c.name)
            };
            found.extend(unreached(&mut h, &before, spared));
        }
        wrong.extend(found.into_iter().map(|c| format!("{name}: {c}")));
    }
    // Of this thread alone: what other tests ask for is theirs.
    let missing = missing_keys();
    assert!(missing.is_empty(), "keys without words: {missing:?}");
    assert!(wrong.is_empty(), "{} at {percent} %:\n{}", language.code(), wrong.join("\n"));
}

#[test]
fn every_screen_in_vietnamese() {
    walk(Language::Vietnamese, [1440.0, 900.0], 100, true);
}

#[test]
fn every_screen_in_english() {
    walk(Language::English, [1440.0, 900.0], 100, false);
}

#[test]
fn every_screen_in_vietnamese_twice_as_large() {
    walk(Language::Vietnamese, [1440.0, 900.0], 200, false);
}

#[test]
fn every_screen_in_english_twice_as_large() {
    walk(Language::English, [1440.0, 900.0], 200, true);
}

#[test]
fn every_screen_in_the_least_window() {
    walk(Language::Vietnamese, [900.0, 560.0], 100, false);
}

#[test]
fn every_screen_at_the_largest_text() {
    walk(Language::Vietnamese, [1440.0, 900.0], 250, false);
}

#[test]
fn the_map_keeps_its_scale_and_its_clicks_at_every_text_scale() {
    let (_dir, mut h) =
        open(From::Maps, Language::Vietnamese, [1440.0, 900.0], TextScale::default());
    let at = place(&h);
    send(&mut h, Command::View(ViewCommand::CentreOn(at)));
    send(&mut h, Command::View(ViewCommand::SetScale(5000.0)));
    // At the largest text it lies over the middle of the map, as it should.
    send(&mut h, Command::ShowLeftPanel(false));
    for percent in TextScale::STEPS {
        send(&mut h, Command::SetTextScale(TextScale::nearest(percent)));
        send(&mut h, Command::ClearSelection);
        send(&mut h, Command::View(ViewCommand::CentreOn(at)));
        let session = h.state().session();
        assert!(
            (session.viewport().scale_denominator() - 5000.0).abs() < 0.5,
            "{percent} %: the scale has changed"
        );
        // The area of the map, in points of 1/96 inch, is what the view was told.
        let rect = h.get_by_label("Bản đồ").rect();
        let factor = TextScale::nearest(percent).factor();
        let (w, _) = session.viewport().size();
        assert!(
            (f64::from(rect.width() * factor) - w).abs() < 0.5,
            "{percent} %: {rect:?} is {w} wide"
        );
        let middle = session.viewport().screen_from_map(at);
        let pos = rect.min + egui::vec2(middle.x as f32, middle.y as f32) / factor;
        h.hover_at(pos);
        h.step();
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            h.event(egui::Event::PointerButton {
                pos,
                button,
                pressed,
                modifiers: Modifiers::NONE,
            });
            h.step();
        }
        settle(&mut h);
        let session = h.state().session();
        let asked = session
            .selection()
            .identified
            .as_ref()
            .unwrap_or_else(|| panic!("{percent} %: nothing is asked"));
        assert!(asked.at.distance(at) < 2.0, "{percent} %: {asked:?} instead of {at:?}");
        let title = session
            .seen_at(asked.at, 1.0)
            .and_then(|hit| session.feature_title(&hit))
            .unwrap_or_default();
        assert!(title.contains("A28-16"), "{percent} %: {title}");
    }
}

#[test]
fn the_text_scale_goes_by_keys_and_is_remembered() {
    let (_dir, mut h) =
        open(From::Nothing, Language::English, [1440.0, 900.0], TextScale::default());
    let now = |h: &Window| h.state().session().settings().text_scale.percent();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    h.run_steps(3);
    assert_eq!(now(&h), 110);
    assert!((h.ctx.zoom_factor() - 1.1).abs() < 1e-3);
    for _ in 0..3 {
        h.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
        h.run_steps(2);
    }
    assert_eq!(now(&h), 75);
    h.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    h.run_steps(3);
    assert_eq!(now(&h), 100);
    assert!((h.ctx.zoom_factor() - 1.0).abs() < 1e-3);
}

#[test]
fn regions_follow_each_other_and_come_round() {
    let (_dir, mut h) = open(From::Maps, Language::English, [1440.0, 900.0], TextScale::default());
    bottom(&mut h, BottomTab::Indicators);
    send(&mut h, select("na-san"));
    let focused = |h: &Window| {
        let node = h.root().children_recursive().find(egui_kittest::Node::is_focused);
        node.and_then(|n| n.accesskit_node().label()).unwrap_or_default()
    };
    let mut seen = Vec::new();
    for _ in 0..7 {
        key(&mut h, Modifiers::COMMAND, Key::F6);
        seen.push(focused(&h));
    }
    let wanted = [
        "region-top",
        "region-left",
        "canvas-name",
        "region-right",
        "region-bottom",
        "region-status",
    ];
    let wanted = wanted.map(|k| word(&h, k));
    assert_eq!(seen[..6], wanted);
    assert_eq!(seen[6], wanted[0]);
    key(&mut h, Modifiers::COMMAND | Modifiers::SHIFT, Key::F6);
    assert_eq!(focused(&h), wanted[5]);
    // Tab goes on with what stands in the region.
    key(&mut h, Modifiers::COMMAND, Key::F6);
    key(&mut h, Modifiers::NONE, Key::Tab);
    assert_eq!(focused(&h), word(&h, "menu-file"));
}

#[test]
fn menus_open_move_and_close_by_keys() {
    let (_dir, mut h) =
        open(From::Nothing, Language::English, [1440.0, 900.0], TextScale::default());
    let is_open = |h: &Window, key: &str| h.query_all_by_label(&word(h, key)).count() > 0;
    let go = |h: &mut Window, key: Key| {
        h.key_press(key);
        h.run_steps(3);
    };
    go(&mut h, Key::Tab);
    go(&mut h, Key::ArrowDown);
    assert!(is_open(&h, "menu-quit"), "the file menu opens");
    go(&mut h, Key::ArrowRight);
    assert!(is_open(&h, "history-title") && !is_open(&h, "menu-quit"), "the next menu");
    go(&mut h, Key::ArrowLeft);
    assert!(is_open(&h, "menu-quit"));
    go(&mut h, Key::Escape);
    assert!(!is_open(&h, "menu-quit"));
    assert!(h.get_by_label(&word(&h, "menu-file")).is_focused(), "the focus stays at the menu");
}

#[test]
fn the_cross_hair_moves_tells_and_asks() {
    let (_dir, mut h) = open(From::Maps, Language::English, [1440.0, 900.0], TextScale::default());
    let at = place(&h);
    send(&mut h, Command::View(ViewCommand::CentreOn(at)));
    send(&mut h, Command::View(ViewCommand::SetScale(5000.0)));
    key(&mut h, Modifiers::NONE, Key::X);
    let line = |h: &Window| h.query_by_label_contains("A28-16").is_some();
    assert!(line(&h), "the lot in the middle is told");
    let before = *h.state().session().viewport();
    key(&mut h, Modifiers::NONE, Key::Enter);
    let identified =
        h.state().session().selection().identified.as_ref().map(|i| i.at).expect("Enter asks");
    assert!(identified.distance(at) < 2.0, "{identified:?}");
    send(&mut h, Command::ClearSelection);
    // The map stays; the cross-hair leaves the lot.
    for _ in 0..12 {
        key(&mut h, Modifiers::NONE, Key::ArrowRight);
    }
    let after = *h.state().session().viewport();
    assert!(!line(&h), "another place is told");
    assert!((after.metres_per_point() - before.metres_per_point()).abs() < 1e-9);
    key(&mut h, Modifiers::NONE, Key::X);
    assert!(h.query_by_label(&word(&h, "crosshair-keys")).is_none());
}

#[test]
fn the_map_is_told_in_words_beside_it() {
    let (_dir, mut h) = open(From::Maps, Language::English, [1440.0, 900.0], TextScale::default());
    key(&mut h, Modifiers::NONE, Key::T);
    wait(&mut h, |_| true);
    settle(&mut h);
    let title = word(&h, "twin-title");
    assert!(h.query_all_by_label(&title).count() > 0);
    for _ in 0..50 {
        if h.query_all_by_label_contains("to the ").count() > 0 {
            break;
        }
        settle(&mut h);
    }
    assert!(h.query_all_by_label_contains("to the ").count() > 0, "sites with their direction");
    key(&mut h, Modifiers::NONE, Key::T);
    assert_eq!(h.query_all_by_label(&title).count(), 0);
}

#[test]
fn the_status_bar_says_in_any_room_that_the_map_has_no_legal_value() {
    for (language, words) in
        [(Language::Vietnamese, "không có giá trị pháp lý"), (Language::English, "no legal value")]
    {
        for (size, percent) in
            [([1440.0, 900.0], 150), ([1280.0, 720.0], 150), ([900.0, 560.0], 250)]
        {
            let (_dir, h) = open(From::Maps, language, size, TextScale::nearest(percent));
            let bottom = h.ctx.content_rect().bottom() - 26.0;
            let says = |n: &egui_kittest::Node<'_>| {
                n.rect().top() >= bottom && h.ctx.content_rect().contains_rect(n.rect())
            };
            assert!(
                h.query_all_by_label_contains(words).any(|n| says(&n)),
                "{language:?} {size:?} {percent} %"
            );
        }
    }
}
