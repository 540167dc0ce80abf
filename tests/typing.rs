//! What is typed: kept in every field of work, on a kill and on closing at once, and no letter of it is
//! a command.
//!
//! Owns the table of all fields of work and of how a user comes to each. A new kind of field does not
//! compile without a place in it, and a text field of the window that is not in one of the two tables
//! fails a test.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::audit::AuditCommand;
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::desk::DeskCommand;
use planmap_app::draft::{SheetText, WorkField};
use planmap_app::ids::{AnnotationRef, SetId};
use planmap_app::meeting::MeetingCommand;
use planmap_app::session::{Keeping, Session};
use planmap_app::settings::Settings;
use planmap_app::sheet::SheetCommand;
use planmap_core::annotation::AnnotationId;
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_ui::{PlanmapWindow, theme};

use crate::window::{settle, wait};

type Window = Harness<'static, PlanmapWindow>;

const TYPED: &str = "Hẻm 3 nối ra suối, cần đo lại";

/// The kinds of fields, one after the other. A new kind needs its line here, and with it its way below.
fn after(kind: &WorkField) -> Option<WorkField> {
    let nowhere = || AnnotationRef { set: SetId(0), id: AnnotationId::new("") };
    Some(match kind {
        WorkField::AnnotationTitle(_) => WorkField::AnnotationBody(nowhere()),
        WorkField::AnnotationBody(_) => WorkField::AnnotationReply(nowhere()),
        WorkField::AnnotationReply(_) => WorkField::StepTitle(0),
        WorkField::StepTitle(_) => WorkField::StepNotes(0),
        WorkField::StepNotes(_) => WorkField::NewViewTitle,
        WorkField::NewViewTitle => WorkField::MinuteText,
        WorkField::MinuteText => WorkField::MinuteSpeaker,
        WorkField::MinuteSpeaker => WorkField::IgnoreReason(String::new()),
        WorkField::IgnoreReason(_) => WorkField::BookmarkName(0),
        WorkField::BookmarkName(_) => WorkField::SheetText(SheetText::MadeBy),
        WorkField::SheetText(_) => return None,
    })
}

fn all_kinds() -> Vec<WorkField> {
    let first =
        WorkField::AnnotationTitle(AnnotationRef { set: SetId(0), id: AnnotationId::new("") });
    std::iter::successors(Some(first), after).collect()
}

/// Text fields of the window that hold no work, by their file: what stands in them is asked once and done
/// with, or is a setting.
const NO_WORK: [(&str, usize, &str); 14] = [
    ("annotate/list.rs", 1, "the filter of the list of notes"),
    ("annotate/readout.rs", 1, "a place that is typed while drawing: Enter takes it"),
    ("annotate/saving.rs", 1, "the path of a file of notes"),
    ("desk/help.rs", 1, "a search in the help"),
    ("dialog/ignore.rs", 1, "the user's name, which is a setting"),
    ("dialog/open.rs", 1, "the path of a file to open"),
    ("dialog/save.rs", 1, "the path of a table"),
    ("palette.rs", 1, "a search for an action"),
    ("panel/attributes/bar.rs", 1, "a search in the table"),
    ("panel/attributes/menu.rs", 1, "the figure of a condition"),
    ("presenter/desk.rs", 1, "the path of a file of the meeting"),
    ("search/mod.rs", 1, "the search"),
    ("sheet/write.rs", 1, "the path of a sheet"),
    ("shell/bars.rs", 1, "the scale of the view"),
];

/// The files below a folder, with their text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            out.push((path, text));
        }
    }
    out
}

#[test]
fn every_text_field_is_one_of_work_or_is_named_as_none() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/ui"));
    for (path, text) in sources(&root) {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let fields = text.matches("TextEdit::singleline(").count()
            + text.matches("TextEdit::multiline(").count();
        let known =
            NO_WORK.iter().find(|(file, ..)| *file == name).map_or(0, |(_, count, _)| *count);
        // The widget of all fields of work, and the dialog of settings, which are remembered at once.
        let is_exempt = name == "typing.rs" || name.ends_with("/settings.rs");
        assert!(
            fields <= known || is_exempt,
            "{name} has {fields} text fields: where one holds work it goes through typing::work_field, \
             else it is named in this test"
        );
    }
}

/// A window with everything it keeps in a folder of its own, on the bundled maps.
fn open(folder: &Path) -> Window {
    let (file, recovery) = (folder.join("notes.geojson"), folder.join("recovery"));
    let settings = folder.join("settings.toml");
    let maps = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps"));
    let mut h = Harness::builder().with_size([1440.0, 900.0]).with_max_steps(64).build_eframe(
        move |creation| {
            theme::install_fonts(&creation.egui_ctx);
            let ctx = creation.egui_ctx.clone();
            let wake = Arc::new(move || ctx.request_repaint());
            let started =
                if settings.is_file() { Settings::load(&settings) } else { Settings::editing() };
            let started = Settings { editor: true, ..started };
            let mut window = PlanmapWindow::new(started, Some(settings), wake, "test");
            let session = window.session_mut();
            session.keep_annotations(Keeping { recovery: Some(recovery), author: "Lan".into() });
            session.apply(Command::Annotate(AnnotateCommand::OpenSet(file)));
            session.apply(Command::Open(vec![maps]));
            window
        },
    );
    settle(&mut h);
    wait(&mut h, |w| !w.session().annotations().is_opening());
    h
}

fn send(h: &mut Window, command: Command) {
    h.state_mut().session_mut().apply(command);
    settle(h);
}

fn focus(h: &mut Window, role: Role, name: &str) {
    let field =
        h.get_all_by_role(role).find(|n| n.accesskit_node().label().as_deref() == Some(name));
    field.unwrap_or_else(|| panic!("no field {name}")).focus();
    h.step();
    h.step();
}

fn key(h: &mut Window, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    h.step();
    h.step();
}

/// Places a pin with the mouse; nothing more.
fn place_pin(h: &mut Window, aside: f32) {
    if !h.state().session().annotations().is_on() {
        let at =
            map_from_geo(GeoPoint::new(103.9144, 21.3270), h.state().session().map_crs()).unwrap();
        send(h, Command::Annotate(AnnotateCommand::Mode(true)));
        send(h, Command::View(ViewCommand::CentreOn(at)));
        send(h, Command::View(ViewCommand::SetScale(5000.0)));
    }
    let pin = planmap_app::tool::Purpose::Draw(planmap_core::annotation::Kind::Pin);
    send(h, Command::Annotate(AnnotateCommand::Tool(Some(pin))));
    let pos = h.get_by_label("Bản đồ").rect().center() + vec2(aside, -200.0);
    h.hover_at(pos);
    // A quick click elsewhere must not count as a double click.
    for _ in 0..5 {
        h.step();
    }
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        h.event(Event::PointerButton { pos, button, pressed, modifiers });
        h.step();
    }
}

/// Brings a user's keyboard into a field of a kind, from a window in which nothing was done.
fn come_to(h: &mut Window, kind: &WorkField) {
    match kind {
        // Whoever has placed a pin types on at once.
        WorkField::AnnotationTitle(_) => place_pin(h, 0.0),
        WorkField::AnnotationBody(_) => {
            place_pin(h, 0.0);
            settle(h);
            focus(h, Role::MultilineTextInput, "Nội dung");
        }
        WorkField::AnnotationReply(_) => {
            place_pin(h, 0.0);
            settle(h);
            focus(h, Role::MultilineTextInput, "Viết trả lời");
        }
        WorkField::MinuteText => begin_remark(h),
        WorkField::StepTitle(_)
        | WorkField::StepNotes(_)
        | WorkField::NewViewTitle
        | WorkField::MinuteSpeaker => {
            begin_remark(h);
            let (role, name) = match kind {
                WorkField::StepTitle(_) => (Role::TextInput, "Tiêu đề bước"),
                WorkField::StepNotes(_) => {
                    (Role::MultilineTextInput, "Ghi chú của người trình bày")
                }
                WorkField::NewViewTitle => (Role::TextInput, "Tên của khung nhìn mới"),
                _ => (Role::TextInput, "Người nói"),
            };
            focus(h, role, name);
        }
        WorkField::IgnoreReason(_) => {
            send(h, Command::Bottom(BottomCommand::Resize(420.0)));
            send(h, Command::Bottom(BottomCommand::Open(BottomTab::Audit)));
            send(
                h,
                Command::Analysis(planmap_app::analysis::AnalysisCommand::Audit(AuditCommand::Run)),
            );
            wait(h, |w| w.session().analysis().audit.run.is_some());
            settle(h);
            h.get_all_by_label("Không tính là lỗi…").next().unwrap().click();
            settle(h);
        }
        WorkField::BookmarkName(_) => {
            send(h, Command::Desk(DeskCommand::AddBookmark("Khung nhìn 1".to_owned())));
            come_to_bookmark(h);
        }
        WorkField::SheetText(_) => {
            send(h, Command::Sheet(SheetCommand::Open));
            wait(h, |w| w.session().sheet().is_some_and(|s| s.preview.is_some()));
            focus(h, Role::TextInput, "Người lập");
        }
    }
}

/// F5 and M, and the keyboard is where one writes down what was said.
fn begin_remark(h: &mut Window) {
    key(h, Modifiers::NONE, Key::F5);
    settle(h);
    assert!(h.state().session().meeting().on);
    key(h, Modifiers::NONE, Key::M);
}

fn come_to_bookmark(h: &mut Window) {
    key(h, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    h.event(Event::Text("quan ly khung nhin".to_owned()));
    h.step();
    h.step();
    key(h, Modifiers::NONE, Key::Enter);
    settle(h);
    h.get_by_label_contains("Đổi tên ").click();
    h.step();
    h.step();
    h.step();
    key(h, Modifiers::COMMAND, Key::A);
}

/// The field of a kind in a session, where it is there.
fn field_in(session: &Session, kind: &WorkField) -> WorkField {
    let annotation = || {
        let open = &session.annotations().sets()[0];
        let id = open.set.iter().last().map_or(AnnotationId::new(""), |a| a.id.clone());
        AnnotationRef { set: open.id, id }
    };
    match kind {
        WorkField::AnnotationTitle(_) => WorkField::AnnotationTitle(annotation()),
        WorkField::AnnotationBody(_) => WorkField::AnnotationBody(annotation()),
        WorkField::AnnotationReply(_) => WorkField::AnnotationReply(annotation()),
        WorkField::IgnoreReason(_) => {
            let finding = session.analysis().audit.report().map(|r| r.findings[0].id.clone());
            WorkField::IgnoreReason(finding.unwrap_or_default())
        }
        other => other.clone(),
    }
}

/// What stands in the field of a kind.
fn text_in(window: &PlanmapWindow, kind: &WorkField) -> String {
    let session = window.session();
    let field = field_in(session, kind);
    session
        .draft(&field)
        .map(str::to_owned)
        .or_else(|| session.standing(&field))
        .unwrap_or_default()
}

/// The text of every file below a folder.
fn on_disk(folder: &Path) -> String {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return String::new();
    };
    let text = |path: PathBuf| match path.is_dir() {
        true => on_disk(&path),
        // What is being written is not there yet.
        false if path.extension().is_some_and(|e| e == "tmp") => String::new(),
        false => String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned(),
    };
    entries.flatten().map(|entry| text(entry.path())).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            // A temporary file may go while it is looked at.
            let _ = std::fs::copy(entry.path(), target);
        }
    }
}

fn type_into(h: &mut Window, text: &str) {
    for letter in text.chars() {
        h.event(Event::Text(letter.to_string()));
        h.step();
    }
}

/// The program ends without a word: what lies on the disk at this moment is all that the next start finds.
fn killed(folder: &Path, h: Window) {
    let aside = tempfile::tempdir().unwrap();
    copy(folder, aside.path());
    drop(h);
    std::fs::remove_dir_all(folder).unwrap();
    copy(aside.path(), folder);
}

/// The next start, at which the field holds what was typed.
fn started_again(folder: &Path, kind: &WorkField) {
    let mut h = open(folder);
    // What was drawn a moment before and is in the journal alone is offered: the user takes it.
    let open_set = &h.state().session().annotations().sets()[0];
    let (set, is_offered) = (open_set.id, open_set.found.is_some());
    if is_offered {
        send(&mut h, Command::Annotate(AnnotateCommand::Recover(set, true)));
    }
    if matches!(kind, WorkField::IgnoreReason(_)) {
        send(
            &mut h,
            Command::Analysis(planmap_app::analysis::AnalysisCommand::Audit(AuditCommand::Run)),
        );
        wait(&mut h, |w| w.session().analysis().audit.run.is_some());
    }
    if matches!(kind, WorkField::SheetText(_)) {
        send(&mut h, Command::Sheet(SheetCommand::Open));
    }
    if matches!(kind, WorkField::StepTitle(_) | WorkField::StepNotes(_)) {
        send(&mut h, Command::Meeting(MeetingCommand::Start));
    }
    settle(&mut h);
    assert_eq!(text_in(h.state(), kind), TYPED, "{kind:?} after the start");
}

#[test]
fn what_is_typed_outlives_a_kill_in_every_field() {
    for kind in all_kinds() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("data");
        std::fs::create_dir(&folder).unwrap();
        let mut h = open(&folder);
        come_to(&mut h, &kind);
        type_into(&mut h, TYPED);
        // Nobody does anything any more; the field keeps the keyboard.
        let start = std::time::Instant::now();
        while !on_disk(&folder).contains(TYPED) {
            assert!(start.elapsed().as_secs() < 60, "{kind:?}: what was typed is not on the disk");
            h.step();
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        killed(&folder, h);
        started_again(&folder, &kind);
    }
}

#[test]
fn what_is_typed_outlives_closing_the_window_at_once_in_every_field() {
    for kind in all_kinds() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("data");
        std::fs::create_dir(&folder).unwrap();
        let mut h = open(&folder);
        come_to(&mut h, &kind);
        h.event(Event::Text(TYPED.to_owned()));
        h.step();
        let ctx = h.ctx.clone();
        h.state_mut().update(&ctx);
        h.state_mut().leave();
        drop(h);
        started_again(&folder, &kind);
    }
}

/// What a letter could change as a command.
fn everything_else(window: &PlanmapWindow) -> String {
    let session = window.session();
    let (notes, meeting) = (session.annotations(), session.meeting());
    let settings = session.settings();
    format!(
        "{:?} {} {} {:?} {:?} {:?} {:?} {:?} {} {} {:?} {:?} {} {:?} {:?}",
        notes.tool(),
        notes.is_on(),
        notes.len(),
        session.target_viewport(),
        session.selection().site,
        session.bottom_tab(),
        meeting.position,
        meeting.pointing,
        meeting.blank,
        meeting.on,
        meeting.frozen.is_some(),
        meeting.audience,
        session.analysis().live_stack,
        (
            settings.theme,
            settings.language,
            settings.left_open,
            settings.right_open,
            settings.editor
        ),
        session.search().is_open(),
    )
}

/// The key and the letter that it types, as a keyboard sends both.
fn press_letter(h: &mut Window, letter: char) {
    let key = Key::from_name(&letter.to_uppercase().to_string()).unwrap();
    let pressed = |pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    for event in [pressed(true), Event::Text(letter.to_string()), pressed(false)] {
        h.event(event);
    }
    h.step();
    h.step();
}

#[test]
fn every_letter_may_be_the_first_one_in_every_field() {
    for kind in all_kinds() {
        let dir = tempfile::tempdir().unwrap();
        let mut h = open(dir.path());
        come_to(&mut h, &kind);
        for (n, letter) in ('a'..='z').chain('0'..='9').enumerate() {
            if matches!(kind, WorkField::AnnotationTitle(_)) && n > 0 {
                // Each letter is the first one after a pin of its own.
                place_pin(&mut h, 9.0 * n as f32 - 150.0);
            } else if n > 0 {
                key(&mut h, Modifiers::COMMAND, Key::A);
                key(&mut h, Modifiers::NONE, Key::Delete);
            }
            // A pin that was just placed is one already.
            h.step();
            let before = everything_else(h.state());
            press_letter(&mut h, letter);
            assert_eq!(
                text_in(h.state(), &kind),
                letter.to_string(),
                "{letter} as the first letter in {kind:?}"
            );
            assert_eq!(everything_else(h.state()), before, "{letter} is a command in {kind:?}");
        }
    }
}

#[test]
fn letters_in_the_frame_of_the_click_that_places_a_pin_are_its_title() {
    let dir = tempfile::tempdir().unwrap();
    let mut h = open(dir.path());
    place_pin(&mut h, 0.0);
    settle(&mut h);
    key(&mut h, Modifiers::NONE, Key::Escape);
    let pos = h.get_by_label("Bản đồ").rect().center() + vec2(120.0, 60.0);
    h.hover_at(pos);
    h.step();
    let pin = planmap_app::tool::Purpose::Draw(planmap_core::annotation::Kind::Pin);
    h.state_mut().session_mut().apply(Command::Annotate(AnnotateCommand::Tool(Some(pin))));
    let button = |pressed| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    };
    h.event(button(true));
    h.step();
    h.event(button(false));
    // Not a frame between the click and the letters.
    press_letter(&mut h, 't');
    press_letter(&mut h, 's');
    settle(&mut h);
    assert_eq!(h.state().session().annotations().len(), 2);
    let title =
        WorkField::AnnotationTitle(AnnotationRef { set: SetId(0), id: AnnotationId::new("") });
    assert_eq!(text_in(h.state(), &title), "ts");
    assert!(!h.state().session().analysis().live_stack);
}

#[test]
fn a_pause_makes_one_step_of_one_typing_and_undo_says_which() {
    let dir = tempfile::tempdir().unwrap();
    let mut h = open(dir.path());
    place_pin(&mut h, 0.0);
    let title = |h: &Window| {
        h.state().session().annotations().sets()[0].set.iter().last().unwrap().title.clone()
    };
    for (part, whole) in [("Cống", "Cống"), (" hở", "Cống hở"), (" 2", "Cống hở 2")] {
        h.event(Event::Text(part.to_owned()));
        h.step();
        h.step();
        wait(&mut h, |w| w.session().next_draft_s().is_none());
        assert_eq!(title(&h), whole, "after a pause, with the keyboard still in the field");
    }
    let steps: Vec<_> = h.state().session().annotations().done_steps().collect();
    assert_eq!(steps, ["step-draw-pin", "step-rewrite"], "three pauses are one step");
    // Elsewhere on the map.
    let away = map_from_geo(GeoPoint::new(104.10, 21.10), h.state().session().map_crs()).unwrap();
    send(&mut h, Command::View(ViewCommand::CentreOn(away)));
    send(&mut h, Command::Annotate(AnnotateCommand::Undo));
    assert_eq!(title(&h), "");
    let said: Vec<_> =
        h.state().session().notices().iter().map(|n| (n.key, n.args.clone())).collect();
    let arg = |name: &'static str, value: &str| (name, value.to_owned());
    let args = vec![arg("step", "step-rewrite"), arg("shape", "named"), arg("title", "Cống hở 2")];
    assert!(said.contains(&("notice-undone", args)), "{said:?}");
    h.get_by_label_contains("Đã hoàn tác: sửa nội dung “Cống hở 2”");
    let session = h.state().session();
    let set = &session.annotations().sets()[0];
    let pin = set.drawn.get(&set.set.iter().last().unwrap().id).unwrap().handles[0];
    assert!(session.target_viewport().extent().contains(pin), "it goes to what was taken back");
    h.get_all_by_label("Làm lại").last().unwrap().click();
    settle(&mut h);
    assert_eq!(title(&h), "Cống hở 2");
    assert!(h.state().session().notices().iter().all(|n| n.key != "notice-undone"));
}

/// The notices about texts that are back in their field.
fn kept(h: &Window) -> Vec<planmap_app::desk::Notice> {
    h.state().session().notices().iter().filter(|n| n.key == "notice-typed-kept").cloned().collect()
}

#[test]
fn what_came_back_is_named_once_with_the_way_into_its_field() {
    let dir = tempfile::tempdir().unwrap();
    let mut h = open(dir.path());
    let reply =
        WorkField::AnnotationReply(AnnotationRef { set: SetId(0), id: AnnotationId::new("") });
    come_to(&mut h, &reply);
    type_into(&mut h, TYPED);
    settle(&mut h);
    h.state_mut().leave();
    drop(h);
    let mut h = open(dir.path());
    let told = kept(&h);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].args.contains(&("field", "typed-annotation-reply".to_owned())), "{told:?}");
    assert!(told[0].left_s.is_none(), "it waits until it is read");
    h.get_by_label_contains("trả lời cho ghi chú");
    h.get_by_label_contains(TYPED);
    h.get_by_label("Mở ô này").click();
    settle(&mut h);
    let field = h.get_all_by_role(Role::MultilineTextInput).find(egui_kittest::Node::is_focused);
    let field = field.expect("no field has the keyboard");
    assert_eq!(field.accesskit_node().label().as_deref(), Some("Viết trả lời"));
    assert!(kept(&h).is_empty(), "it is gone once it was used");
    h.state_mut().leave();
    drop(h);
    let h = open(dir.path());
    assert!(kept(&h).is_empty(), "no start says it again");
    assert_eq!(text_in(h.state(), &reply), TYPED, "and the text is still there");
}

#[test]
fn typing_on_in_its_field_takes_the_notice_away() {
    let dir = tempfile::tempdir().unwrap();
    let mut h = open(dir.path());
    come_to(&mut h, &WorkField::MinuteText);
    type_into(&mut h, TYPED);
    h.state_mut().leave();
    drop(h);
    let mut h = open(dir.path());
    assert_eq!(kept(&h).len(), 1);
    come_to(&mut h, &WorkField::MinuteText);
    h.event(Event::Text("!".to_owned()));
    h.step();
    settle(&mut h);
    assert!(kept(&h).is_empty());
}

#[test]
fn a_step_is_taken_back_by_the_name_of_its_thing() {
    let dir = tempfile::tempdir().unwrap();
    let mut h = open(dir.path());
    place_pin(&mut h, 0.0);
    settle(&mut h);
    send(&mut h, Command::Annotate(AnnotateCommand::Undo));
    h.get_by_label_contains("Đã hoàn tác: đặt ghim (Ghim số 1, chưa có tiêu đề)");
    send(&mut h, Command::Annotate(AnnotateCommand::Redo));
    h.get_by_label_contains("Đã làm lại: đặt ghim (Ghim số 1, chưa có tiêu đề)");
    let set = h.state().session().annotations().sets()[0].id;
    let id = h.state().session().annotations().sets()[0].set.iter().last().unwrap().id.clone();
    let what = AnnotationRef { set, id };
    let (title, body) = ("Chợ đêm".to_owned(), String::new());
    send(&mut h, Command::Annotate(AnnotateCommand::Rewrite { what: what.clone(), title, body }));
    send(&mut h, Command::Annotate(AnnotateCommand::Choose { what, add: false, zoom: false }));
    send(&mut h, Command::Annotate(AnnotateCommand::Delete));
    send(&mut h, Command::Annotate(AnnotateCommand::Undo));
    h.get_by_label_contains("Đã hoàn tác: xóa ghi chú “Chợ đêm”");
    let roads = h.state().session().layer("roads").unwrap().spec.name.vi.clone();
    send(&mut h, Command::ShowLayer("roads".to_owned(), false));
    send(&mut h, Command::Annotate(AnnotateCommand::Undo));
    h.get_by_label_contains(&format!("Đã hoàn tác: hiện, ẩn lớp “{roads}”"));
}

#[test]
fn what_a_kill_left_behind_is_offered_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("data");
    std::fs::create_dir(&folder).unwrap();
    let mut h = open(&folder);
    come_to(
        &mut h,
        &WorkField::AnnotationTitle(AnnotationRef { set: SetId(0), id: AnnotationId::new("") }),
    );
    type_into(&mut h, "Chợ đêm");
    wait(&mut h, |w| w.session().next_draft_s().is_none());
    // In the journal, and not yet in the file.
    wait(&mut h, |w| w.session().annotations().sets()[0].turns.1 >= 2);
    killed(&folder, h);
    let saved = folder.join("notes.geojson");
    if saved.exists() {
        std::fs::remove_file(saved).unwrap();
    }
    let mut h = open(&folder);
    settle(&mut h);
    h.get_by_label_contains("1 thay đổi ghi chú của tệp notes.geojson chưa được lưu: “Chợ đêm”");
}

#[test]
fn minutes_of_a_meeting_without_a_file_are_there_after_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut h = open(dir.path());
    begin_remark(&mut h);
    type_into(&mut h, "Cần làm rõ ranh giới");
    // What is still worked out for the card may move the button between press and release.
    settle(&mut h);
    h.get_by_label("Ghi ý kiến").click();
    settle(&mut h);
    assert_eq!(h.state().session().meeting().minutes.len(), 1);
    send(&mut h, Command::Meeting(MeetingCommand::Leave));
    h.state_mut().leave();
    drop(h);
    let mut h = open(dir.path());
    let session = h.state().session();
    assert!(session.notice_log().iter().any(|n| n.key == "notice-meeting-kept"), "it is said");
    assert_eq!(session.meeting().minutes[0].text, "Cần làm rõ ranh giới");
    // Saved, it is kept no longer beside its file.
    send(&mut h, Command::Meeting(MeetingCommand::SaveSteps(dir.path().join("meeting.toml"))));
    wait(&mut h, |w| w.session().meeting().saving.is_none());
    h.state_mut().leave();
    drop(h);
    let h = open(dir.path());
    assert!(h.state().session().meeting().minutes.is_empty());
}
