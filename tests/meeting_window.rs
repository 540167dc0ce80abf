//! A meeting walked through in the real window and on paper.

use std::path::PathBuf;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::meeting::{MeetingCommand, Pointing, Position, ProgramCommand, Reveal, file};
use planmap_core::i18n::Language;
use planmap_ui::PlanmapWindow;

use crate::surroundings::has_program;
use crate::window::{open, settle, wait};

type Window = Harness<'static, PlanmapWindow>;

fn apply(h: &mut Window, command: MeetingCommand) {
    h.state_mut().session_mut().apply(Command::Meeting(command));
    settle(h);
}

fn press(h: &mut Window, key: Key) {
    h.key_press(key);
    settle(h);
}

/// A meeting with everything worked out.
fn start(size: [f32; 2]) -> Window {
    let mut h = open(size);
    press(&mut h, Key::F5);
    assert!(h.state().session().meeting().on);
    wait(&mut h, |w| w.session().meeting().is_prepared());
    settle(&mut h);
    h
}

fn position(h: &Window) -> Position {
    h.state().session().meeting().position
}

fn shows(h: &Window, text: &str) -> bool {
    h.query_all_by_label_contains(text).count() > 0
}

fn pages(h: &Window) -> usize {
    h.state().session().meeting_pages(position(h)).len()
}

/// Heights of the one-line texts on the card.
fn text_heights(h: &Window) -> Vec<f32> {
    let card = h.get_by_label("Thẻ khu đất").rect();
    let texts = h.query_all_by_role(egui::accesskit::Role::Label);
    texts
        .map(|n| n.rect())
        .filter(|r| card.contains_rect(*r) && r.width() > 1.0)
        .map(|r| r.height())
        .collect()
}

/// A picture below the target folder, to be looked at.
fn keep(h: &mut Window, name: &str) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("meeting");
    std::fs::create_dir_all(&folder).unwrap();
    if let Ok(image) = h.render() {
        image.save(folder.join(format!("{name}.png"))).unwrap();
    }
}

#[test]
fn five_sites_are_walked_through_by_keyboard() {
    let mut h = start([1280.0, 720.0]);
    let before = h.state().session().meeting().program.steps.len();
    assert_eq!(before, 5);
    for stop in 0..5 {
        assert_eq!(position(&h), Position { step: stop, ..Position::default() });
        let id = h.state().session().meeting().program.steps[stop].site_id().unwrap().to_owned();
        let site = h.state().session().catalogue().site(&id).unwrap().clone();
        assert!(shows(&h, site.name.get(Language::Vietnamese)), "{id}");
        if stop == 1 {
            keep(&mut h, "1280-vinh-hang-locator");
            for reveal in 1..5 {
                press(&mut h, Key::PageDown);
                assert_eq!(position(&h), Position { step: 1, reveal, page: 0 });
                let now = Reveal::ALL[reveal];
                keep(&mut h, &format!("1280-vinh-hang-{}", now.as_str()));
                match now {
                    Reveal::Site => {
                        assert!(shows(&h, "164,56"), "the area by the decision");
                        assert!(shows(&h, "980,9"), "the capital");
                        let view = *h.state().session().viewport();
                        let extent = h.state().session().site_extent("vinh-hang").unwrap();
                        let left = view.screen_from_map(extent.min).x;
                        assert!(
                            left > planmap_app::meeting::Room::of(1280.0, 720.0).covered_left()
                        );
                    }
                    Reveal::Figures => {
                        assert!(shows(&h, "1.645.598 m²"), "the exact figure");
                        assert!(shows(&h, "Số liệu 1/2"), "{}", pages(&h));
                        press(&mut h, Key::PageDown);
                        assert_eq!(position(&h), Position { step: 1, reveal, page: 1 });
                        assert!(shows(&h, "980,9 tỷ đồng") && !shows(&h, "1.645.598 m²"));
                        keep(&mut h, "1280-vinh-hang-figures-2");
                    }
                    _ => {}
                }
            }
        }
        if site.press_mention_only {
            assert!(shows(&h, "chỉ có tin báo chí"));
            press(&mut h, Key::ArrowRight);
            assert!(shows(&h, "chưa rõ"));
        }
        if stop == 0 {
            press(&mut h, Key::Space);
            assert!(shows(&h, "498,67") && shows(&h, "≈ 250"), "differing claims all stand");
            keep(&mut h, "1280-na-san-site");
            apply(&mut h, MeetingCommand::Reveal(Reveal::Figures));
            assert!(pages(&h) > 1, "19 figures are not for one page");
            for page in 0..pages(&h) {
                assert_eq!(position(&h), Position { step: 0, reveal: 4, page });
                let smallest = text_heights(&h).into_iter().fold(f32::INFINITY, f32::min);
                assert!(smallest >= 17.0, "{smallest} points on page {page}");
                keep(&mut h, &format!("1280-na-san-figures-{page}"));
                press(&mut h, Key::PageDown);
            }
            assert_eq!(
                position(&h),
                Position { step: 1, ..Position::default() },
                "after the last page the next site"
            );
            press(&mut h, Key::PageUp);
            assert_eq!(position(&h).page, pages(&h) - 1, "and back to the last page");
        }
        press(&mut h, Key::N);
    }
    press(&mut h, Key::Num2);
    assert_eq!(position(&h), Position { step: 1, ..Position::default() });
    press(&mut h, Key::PageUp);
    assert_eq!(position(&h), Position { step: 0, reveal: 4, page: pages(&h) - 1 });
    press(&mut h, Key::Escape);
    assert!(!h.state().session().meeting().on);
    h.get_by_label("Tệp");
}

#[test]
fn pointers_and_blank_and_both_languages() {
    let mut h = start([1280.0, 720.0]);
    press(&mut h, Key::S);
    assert_eq!(h.state().session().meeting().pointing, Pointing::Spotlight);
    let radius = h.state().session().meeting().spotlight;
    h.hover_at(egui::pos2(900.0, 300.0));
    settle(&mut h);
    press(&mut h, Key::Plus);
    assert!(h.state().session().meeting().spotlight > radius);
    keep(&mut h, "1280-spotlight");
    press(&mut h, Key::L);
    keep(&mut h, "1280-laser");
    press(&mut h, Key::B);
    assert!(shows(&h, "Màn hình đang tắt"));
    assert!(!shows(&h, "Nà Sản"), "nothing of the site is on a blank screen");
    press(&mut h, Key::Period);
    assert!(shows(&h, "Nà Sản"));
    h.state_mut().session_mut().apply(Command::SetLanguage(Language::English));
    settle(&mut h);
    assert!(shows(&h, "Nà Sản airport") && shows(&h, "Schematic drawing"));
    keep(&mut h, "1280-english");
    for (i, reveal) in Reveal::ALL.into_iter().enumerate().skip(1) {
        apply(&mut h, MeetingCommand::Reveal(reveal));
        assert_eq!(position(&h).reveal, i);
        keep(&mut h, &format!("1280-english-{}", reveal.as_str()));
    }
    press(&mut h, Key::Escape);
    assert!(!h.state().session().meeting().on);
}

#[test]
fn a_frozen_audience_keeps_what_it_saw() {
    let mut h = start([1440.0, 900.0]);
    press(&mut h, Key::A);
    assert!(h.state().session().meeting().audience);
    h.hover_at(egui::pos2(700.0, 400.0));
    settle(&mut h);
    h.get_by_label("Đang theo");
    let titles = |h: &Window| h.query_all_by_label("Cảng hàng không Nà Sản").count();
    assert!(titles(&h) >= 2, "the audience's card and the presenter's");
    keep(&mut h, "presenter");
    press(&mut h, Key::F);
    h.get_by_label("Đang giữ hình");
    let seen = h.state().session().meeting().seen();
    h.get_by_label("Khán giả đang thấy hình được giữ");
    press(&mut h, Key::N);
    assert_eq!(position(&h).step, 1);
    assert_eq!(h.state().session().meeting().seen(), seen);
    // The presenter's own card has gone on, the audience's has not.
    assert!(titles(&h) >= 1, "the audience keeps the airport");
    assert!(shows(&h, "Công viên Vĩnh Hằng"), "the presenter sees the next site");
    keep(&mut h, "presenter-frozen");
    press(&mut h, Key::B);
    assert!(shows(&h, "Công viên Vĩnh Hằng"), "the presenter's map is not dark");
    press(&mut h, Key::B);
    press(&mut h, Key::F);
    assert_eq!(h.state().session().meeting().seen().0, position(&h));
    press(&mut h, Key::F);
    press(&mut h, Key::A);
    assert!(
        h.state().session().meeting().frozen.is_none(),
        "without a window for the audience nothing is held"
    );
}

#[test]
fn strokes_become_annotations_only_on_request() {
    let mut h = start([1280.0, 720.0]);
    h.state_mut().session_mut().apply(Command::SetEditor(true));
    let at = h.state().session().viewport().centre();
    let stroke = |h: &mut Window| {
        let session = h.state_mut().session_mut();
        let mpp = session.viewport().metres_per_point();
        session.apply(Command::Meeting(MeetingCommand::PenDown(at)));
        for i in 1..12 {
            let to = planmap_core::MapPoint::new(
                at.x + f64::from(i) * 12.0 * mpp,
                at.y + f64::from(i % 3) * 9.0 * mpp,
            );
            session.apply(Command::Meeting(MeetingCommand::PenTo(to)));
        }
        session.apply(Command::Meeting(MeetingCommand::PenUp));
    };
    stroke(&mut h);
    assert_eq!(h.state().session().meeting().ink.strokes().len(), 1);
    wait(&mut h, |w| w.session().meeting().ink.strokes().is_empty());
    assert_eq!(h.state().session().annotations().len(), 0, "a faded stroke is no annotation");
    apply(&mut h, MeetingCommand::KeepInk(true));
    stroke(&mut h);
    stroke(&mut h);
    settle(&mut h);
    assert_eq!(h.state().session().annotations().len(), 0);
    // The file is still being opened when the strokes are given to it.
    let dir = tempfile::tempdir().unwrap();
    let open =
        planmap_app::annotate_command::AnnotateCommand::OpenSet(dir.path().join("notes.geojson"));
    h.state_mut().session_mut().apply(Command::Annotate(open));
    h.state_mut().session_mut().apply(Command::Meeting(MeetingCommand::InkToAnnotations));
    wait(&mut h, |w| w.session().annotations().len() == 2);
    assert_eq!(h.state().session().annotations().len(), 2);
    assert!(h.state().session().meeting().ink.strokes().is_empty());
    assert!(h.state().session().meeting().on && !h.state().session().annotations().is_on());
}

#[test]
fn the_list_is_saved_and_read_again_and_a_damaged_one_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("meeting.toml");
    let mut h = start([1280.0, 720.0]);
    apply(&mut h, MeetingCommand::Program(ProgramCommand::MoveStep { from: 4, to: 0 }));
    apply(&mut h, MeetingCommand::Program(ProgramCommand::HideStep(2, true)));
    apply(&mut h, MeetingCommand::Program(ProgramCommand::Notes(1, "Nói chậm".to_owned())));
    apply(&mut h, MeetingCommand::Program(ProgramCommand::AddView("Trung tâm".to_owned())));
    let (text, speaker) = ("Cần bản đồ gốc".to_owned(), "Ông Lò".to_owned());
    apply(&mut h, MeetingCommand::AddMinute { text, speaker, at: None });
    let program = h.state().session().meeting().program.clone();
    h.state_mut().session_mut().apply(Command::Meeting(MeetingCommand::SaveSteps(path.clone())));
    wait(&mut h, |_| path.is_file());
    apply(&mut h, MeetingCommand::Program(ProgramCommand::DefaultSteps));
    assert_ne!(h.state().session().meeting().program, program);
    h.state_mut().session_mut().apply(Command::Meeting(MeetingCommand::OpenSteps(path.clone())));
    wait(&mut h, |w| w.session().meeting().program == program);
    assert_eq!(h.state().session().meeting().minutes.len(), 1);
    assert_eq!(file::read(&path).unwrap().0, program);
    std::fs::write(&path, "version = 1\n[[step]]\nkind = ").unwrap();
    h.state_mut().session_mut().apply(Command::Meeting(MeetingCommand::OpenSteps(path.clone())));
    wait(&mut h, |w| w.session().notices().iter().any(|n| n.key == "notice-meeting-damaged"));
    assert_eq!(h.state().session().meeting().program, program, "the list on the screen stays");
    let markdown = dir.path().join("minutes.md");
    h.state_mut()
        .session_mut()
        .apply(Command::Meeting(MeetingCommand::ExportMinutes(markdown.clone())));
    let pdf = dir.path().join("minutes.pdf");
    wait(&mut h, |_| markdown.is_file());
    assert!(std::fs::read_to_string(&markdown).unwrap().contains("**Ông Lò**"));
    h.state_mut().session_mut().apply(Command::Meeting(MeetingCommand::ExportMinutes(pdf.clone())));
    wait(&mut h, |w| w.session().meeting().exporting.is_none() && pdf.is_file());
}

#[test]
fn a_wall_of_four_thousand_points_is_legible() {
    let mut h = start([3840.0, 2160.0]);
    apply(&mut h, MeetingCommand::GoTo(1));
    apply(&mut h, MeetingCommand::Reveal(Reveal::Conflicts));
    let title =
        h.query_all_by_label("Công viên Vĩnh Hằng").map(|n| n.rect().height()).fold(0.0, f32::max);
    let pixels = title * h.ctx.pixels_per_point();
    assert!(pixels >= 40.0 * 2.4, "{pixels}");
    let room = h.state().session().meeting_room(3840.0, 2160.0);
    assert!((room.scale - 2.4).abs() < 1e-9, "names on the map grow with the rest");
    let names_both = h
        .query_all_by_label_contains("915/QĐ-UBND, 24/5/2022")
        .any(|n| n.accesskit_node().value().is_some_and(|text| text.contains("1868/QĐ-UBND")));
    assert!(names_both, "all documents that the card quotes");
    keep(&mut h, "3840-vinh-hang-conflicts");
    h.state_mut().session_mut().apply(Command::SetLanguage(Language::English));
    settle(&mut h);
    assert!(shows(&h, "Conflicts") && shows(&h, "bn VND"));
    keep(&mut h, "3840-english-conflicts");
    apply(&mut h, MeetingCommand::Reveal(Reveal::Plans));
    keep(&mut h, "3840-english-plans");
}

#[test]
fn slides_are_sixteen_to_nine_and_hold_their_text() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("slides.pdf");
    let steps = dir.path().join("meeting.toml");
    std::fs::write(&steps, "version = 1\n[[step]]\nkind = \"site\"\nsite = \"vinh-hang\"\n")
        .unwrap();
    let mut session = planmap_app::headless::load(None, &[]).unwrap().session;
    let read = file::read(&steps).unwrap();
    let paper = session.meeting_paper_now(Some(read), Language::Vietnamese);
    let pages = planmap_app::export::slides(&paper, &|| false).unwrap().pages;
    assert_eq!(pages.len(), Reveal::ALL.len() + 1, "the figures are read in two pages");
    for page in &pages {
        assert!((page.width_mm / page.height_mm - 16.0 / 9.0).abs() < 1e-3);
        for text in page.texts().iter().filter(|t| !t.is_cut && t.run.angle_deg == 0.0) {
            let b = text.box_mm;
            assert!(
                b.x0 > -0.5 && b.x1 < page.width_mm + 0.5 && b.y1 < page.height_mm + 0.5,
                "{}",
                text.run.text
            );
        }
    }
    planmap_app::export::write_slides(&paper, &path, &|| false).unwrap();
    if !has_program("pdftotext", "meeting_window::slides_are_sixteen_to_nine_and_hold_their_text") {
        return;
    }
    let output = std::process::Command::new("pdftotext").arg(&path).arg("-").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for wanted in ["Công viên Vĩnh Hằng", "164,56", "980,9", "1868/QĐ-UBND", "SƠ ĐỒ MINH HỌA"]
    {
        assert!(text.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_map_comes_back_as_it_was_though_the_window_was_full() {
    let mut h = open([1280.0, 800.0]);
    settle(&mut h);
    let before = *h.state().session().viewport();
    let place = before.centre();
    let view = planmap_core::Viewport::new(
        place,
        before.metres_per_point() / 4.0,
        before.size().0,
        before.size().1,
    );
    h.state_mut().session_mut().apply(Command::View(ViewCommand::Set(view)));
    settle(&mut h);
    press(&mut h, Key::F5);
    h.set_size(egui::vec2(1920.0, 1080.0));
    settle(&mut h);
    press(&mut h, Key::PageDown);
    press(&mut h, Key::Escape);
    h.set_size(egui::vec2(1280.0, 800.0));
    settle(&mut h);
    let after = *h.state().session().viewport();
    assert_eq!(after.size(), view.size());
    assert!(after.centre().distance(place) < 1e-6, "{:?} for {place:?}", after.centre());
    assert!((after.metres_per_point() - view.metres_per_point()).abs() < 1e-9);
    // Back at its size, the middle stays when the window grows again.
    h.set_size(egui::vec2(1400.0, 800.0));
    settle(&mut h);
    assert!(h.state().session().viewport().centre().distance(place) < 1e-6);
}

#[test]
fn a_meeting_begins_with_the_site_that_is_looked_at() {
    let mut h = open([1280.0, 720.0]);
    h.state_mut()
        .session_mut()
        .apply(Command::SelectSite { id: "golf-chieng-coi".to_owned(), zoom: false });
    settle(&mut h);
    press(&mut h, Key::F5);
    let at = position(&h);
    assert_eq!(
        h.state().session().meeting().program.steps[at.step].site_id(),
        Some("golf-chieng-coi")
    );
    // A title of its own stands on the card and in the list, and an empty one gives the name back.
    apply(
        &mut h,
        MeetingCommand::Program(ProgramCommand::Rename(at.step, "Sân golf phía tây".to_owned())),
    );
    assert!(shows(&h, "Sân golf phía tây"));
    apply(&mut h, MeetingCommand::Program(ProgramCommand::Rename(at.step, String::new())));
    assert!(shows(&h, "Sân golf Chiềng Cơi") && !shows(&h, "Sân golf phía tây"));
}

#[test]
fn the_picture_is_as_large_at_any_text_size_of_the_desk() {
    let mut h = open([1280.0, 720.0]);
    let card = |h: &mut Window| {
        press(h, Key::F5);
        let pixels = h.get_by_label("Thẻ khu đất").rect() * h.ctx.pixels_per_point();
        press(h, Key::Escape);
        pixels
    };
    let usual = card(&mut h);
    for percent in [150, 75] {
        let scale = planmap_app::text_scale::TextScale::nearest(percent);
        h.state_mut().session_mut().apply(Command::SetTextScale(scale));
        settle(&mut h);
        let now = card(&mut h);
        assert!(
            (now.size() - usual.size()).length() < 2.0,
            "{percent} %: {now:?} instead of {usual:?}"
        );
    }
}

#[test]
fn what_is_said_leaves_the_card_free() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("steps.toml");
    std::fs::write(&path, "version = 1\n[[step]]\nkind = ").unwrap();
    for size in [[1280.0, 720.0], [1440.0, 900.0]] {
        let mut h = start(size);
        h.state_mut()
            .session_mut()
            .apply(Command::Meeting(MeetingCommand::OpenSteps(path.clone())));
        wait(&mut h, |w| w.session().notices().iter().any(|n| n.key == "notice-meeting-damaged"));
        h.run_steps(4);
        let card = h.get_by_label("Thẻ khu đất").rect();
        let said = h
            .query_all_by_label_contains("Không đọc được danh sách trình bày")
            .next()
            .unwrap()
            .rect();
        assert!(!card.intersects(said), "{said:?} lies over {card:?}");
        let picture = h.get_by_label("Bản đồ trình bày").rect();
        assert!(picture.contains_rect(said), "{said:?}");
    }
}
