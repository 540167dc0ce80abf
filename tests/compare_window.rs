//! Two maps side by side, driven by accessible name.

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::compare::CompareCommand;
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_core::i18n::Language;
use planmap_ui::PlanmapWindow;

use crate::window::{open, settle};

fn two() -> Harness<'static, PlanmapWindow> {
    let mut harness = open([1440.0, 900.0]);
    harness.key_press(egui::Key::F8);
    settle(&mut harness);
    harness
}

fn shown(h: &Harness<'static, PlanmapWindow>, layer: &str) -> (bool, bool) {
    let session = h.state().session();
    let on = |scene: &planmap_draw::scene::MapScene| {
        scene.vectors().any(|l| l.spec.id == layer && l.visible)
    };
    (on(session.scene()), on(session.compare().scene().unwrap()))
}

#[test]
fn each_map_has_layers_of_its_own() {
    let mut harness = two();
    let layer = "general-land-use";
    assert_eq!(shown(&harness, layer), (true, true), "both start alike");
    let name = {
        let session = harness.state().session();
        session.layer(layer).unwrap().spec.name.get(Language::Vietnamese).to_owned()
    };
    harness.get_by_label("Lớp bên phải").click();
    settle(&mut harness);
    harness
        .get_all_by_role(egui::accesskit::Role::CheckBox)
        .find(|n| n.accesskit_node().label().as_deref() == Some(name.as_str()))
        .unwrap()
        .click();
    settle(&mut harness);
    assert_eq!(shown(&harness, layer), (true, false));
    harness.key_press(egui::Key::Escape);
    settle(&mut harness);
    harness.get_by_label("Đổi chỗ các lớp").click();
    settle(&mut harness);
    assert_eq!(shown(&harness, layer), (false, true));
    harness.get_by_label("Đóng bản đồ thứ hai").click();
    settle(&mut harness);
    assert!(!harness.state().session().compare().is_open());
    assert!(harness.query_by_label("Bản đồ thứ hai").is_none());
}

#[test]
fn the_second_map_moves_the_first_and_answers() {
    let mut harness = two();
    let place = GeoPoint::new(103.9144, 21.3270);
    let session = harness.state_mut().session_mut();
    let at = map_from_geo(place, session.map_crs()).unwrap();
    session.apply(Command::View(ViewCommand::CentreOn(at)));
    settle(&mut harness);
    harness.state_mut().session_mut().apply(Command::View(ViewCommand::SetScale(5000.0)));
    settle(&mut harness);
    let centres = |h: &Harness<'static, PlanmapWindow>| {
        (h.state().session().viewport().centre(), h.state().session().compare_viewport().centre())
    };
    let (a, b) = centres(&harness);
    assert!(a.distance(b) < 1e-6 && a.distance(at) < 1.0);
    let (first, second) =
        (harness.get_by_label("Bản đồ").rect(), harness.get_by_label("Bản đồ thứ hai").rect());
    assert!(
        first.right() <= second.left() && (first.width() - second.width()).abs() < 3.0,
        "{first:?} {second:?}"
    );

    let pos = second.center();
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
    settle(&mut harness);
    let identified = harness.state().session().selection().identified.clone().unwrap();
    assert!(identified.at.distance(at) < 2.0, "the click meant the place in the middle");
    harness.get_by_label("Tại điểm này");

    harness.state_mut().session_mut().apply(Command::Compare(CompareCommand::Lock(false)));
    harness.state_mut().session_mut().apply(Command::View(ViewCommand::Pan(100.0, 0.0)));
    settle(&mut harness);
    let (a, b) = centres(&harness);
    assert!(a.distance(b) > 50.0, "parted");
    harness.get_by_label("Khóa hai khung nhìn với nhau").click();
    settle(&mut harness);
    let (a, b) = centres(&harness);
    assert!(a.distance(b) < 1e-6, "locked again");
}
