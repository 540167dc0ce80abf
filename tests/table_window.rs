//! The attribute table in its window, driven by accessible name.

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use planmap_app::bottom::BottomTab;
use planmap_app::command::Command;
use planmap_app::table::{LayoutCommand, Operand, RowStep, TableCommand};
use planmap_core::i18n::{Language, format_number};
use planmap_ui::PlanmapWindow;

use crate::window::{open, settle, wait};

/// Opens the table of the zoning lots, the bundled layer with the most rows.
fn lots() -> Harness<'static, PlanmapWindow> {
    let mut harness = open([1440.0, 900.0]);
    let most = |w: &PlanmapWindow| {
        let rows = |l: &&planmap_app::layer::Layer| l.features().map_or(0, |f| f.len());
        w.session().layers().iter().max_by_key(rows).map(|l| l.spec.id.clone())
    };
    let id = most(harness.state());
    harness.state_mut().session_mut().apply(Command::Table(TableCommand::Open(id)));
    rows_are_there(&mut harness);
    harness
}

fn rows_are_there(harness: &mut Harness<'static, PlanmapWindow>) {
    wait(harness, |w| !w.session().table().rows().is_empty() && !w.session().table().is_working());
    settle(harness);
}

fn heads(harness: &Harness<'static, PlanmapWindow>) -> Vec<String> {
    let table = harness.state().session().table();
    let words = planmap_core::i18n::Words::of(harness.state().session().language());
    table.layout().unwrap().shown().map(|c| table.title(&c.column, words)).collect()
}

#[test]
fn a_layers_menu_opens_its_table_and_a_head_sorts_it() {
    let mut harness = open([1440.0, 900.0]);
    let name = {
        let session = harness.state().session();
        session.layer("general-land-use").unwrap().spec.name.get(Language::Vietnamese).to_owned()
    };
    harness.get_by_label(&format!("Tùy chọn của {name}")).click();
    settle(&mut harness);
    harness.get_by_label("Bảng thuộc tính").click();
    rows_are_there(&mut harness);
    assert_eq!(harness.state().session().bottom_tab(), Some(BottomTab::Attributes));
    assert_eq!(harness.state().session().table().layer(), Some("general-land-use"));

    let before = harness.state().session().table().rows().to_vec();
    harness.get_by_label("Sắp xếp theo Diện tích (m²)").click();
    rows_are_there(&mut harness);
    harness.get_by_label("Sắp xếp theo Diện tích (m²)").click();
    let by_area = |w: &PlanmapWindow| -> Vec<f64> {
        let (table, source) = (w.session().table(), w.session().table().source().unwrap());
        let area = |r: &u32| source.value(&planmap_app::table::TableColumn::Area, *r).as_number();
        table.rows().iter().filter_map(area).collect()
    };
    wait(&mut harness, |w| {
        !w.session().table().is_working() && by_area(w).is_sorted_by(|a, b| a >= b)
    });
    assert_ne!(harness.state().session().table().rows()[..], before[..]);
    let session = harness.state().session();
    let (table, source) = (session.table(), session.table().source().unwrap());
    let areas: Vec<f64> = table
        .rows()
        .iter()
        .filter_map(|r| source.value(&planmap_app::table::TableColumn::Area, *r).as_number())
        .collect();
    assert!(areas.len() > 10 && areas.is_sorted_by(|a, b| a >= b), "the largest first");
    // What is read of the first cell is what the session says.
    let largest = format!("Diện tích (m²): {}", format_number(areas[0], 1, Language::Vietnamese));
    settle(&mut harness);
    assert!(harness.query_all_by_label(&largest).count() >= 1, "{largest} is not in view");
}

#[test]
fn a_row_and_the_map_select_each_other() {
    let mut harness = lots();
    let first = harness.state().session().table().rows()[0];
    let row = |h: &Harness<'static, PlanmapWindow>, n: usize| {
        let prefix = format!("Hàng {}: ", format_number(n as f64, 0, Language::Vietnamese));
        h.get_all_by_role(egui::accesskit::Role::Row)
            .find(|node| node.accesskit_node().label().is_some_and(|l| l.starts_with(&prefix)))
            .map(|node| node.rect().center())
            .unwrap_or_else(|| panic!("row {n} is not in view"))
    };
    let click = |h: &mut Harness<'static, PlanmapWindow>, n: usize, modifiers: egui::Modifiers| {
        let pos = row(h, n);
        h.hover_at(pos);
        h.step();
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            h.event_modifiers(
                egui::Event::PointerButton { pos, button, pressed, modifiers },
                modifiers,
            );
            h.step();
        }
        settle(h);
    };
    click(&mut harness, 1, egui::Modifiers::NONE);
    let selected =
        |h: &Harness<'static, PlanmapWindow>| h.state().session().selection().feature.clone();
    assert_eq!(selected(&harness).map(|h| h.feature), Some(first));
    // The table has the keyboard now.
    harness.key_press(egui::Key::ArrowDown);
    settle(&mut harness);
    let second = harness.state().session().table().rows()[1];
    assert_eq!(selected(&harness).map(|h| h.feature), Some(second));
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::End);
    settle(&mut harness);
    let layer = harness.state().session().table().layer().unwrap().to_owned();
    let all = harness.state().session().table().rows().len();
    assert_eq!(harness.state().session().selected_rows(&layer).len(), all - 1);
    assert_eq!(
        harness.state().session().scene().selected[0].1.len(),
        all - 1,
        "outlined on the map"
    );
    harness.key_press(egui::Key::Home);
    settle(&mut harness);
    assert_eq!(selected(&harness).map(|h| h.feature), Some(first));

    // Something selected on the map is brought into view.
    let far = harness.state().session().table().rows()[all - 1];
    harness.state_mut().session_mut().apply(Command::SelectFeature { layer, feature: far });
    settle(&mut harness);
    row(&harness, all);
}

#[test]
fn a_search_finds_words_without_accents_and_says_how_many() {
    let mut harness = lots();
    let all = harness.state().session().table().rows().len();
    harness.get_by_label("Tìm trong bảng").focus();
    harness.step();
    harness.get_by_label("Tìm trong bảng").type_text("cay xanh");
    wait(&mut harness, |w| {
        w.session().table().rows().len() != all && !w.session().table().is_working()
    });
    settle(&mut harness);
    let found = harness.state().session().table().rows().len();
    assert!(found > 0 && found < all, "{found} of {all}");
    let count = |n: usize| format_number(n as f64, 0, Language::Vietnamese);
    harness.get_by_label(&format!("{} / {} hàng", count(found), count(all)));
    // Nothing matches: the table says so instead of standing empty.
    harness
        .state_mut()
        .session_mut()
        .apply(Command::Table(TableCommand::Layout(LayoutCommand::Search("zzzz".to_owned()))));
    wait(&mut harness, |w| w.session().table().rows().is_empty());
    settle(&mut harness);
    harness.get_by_label("Không có hàng nào phù hợp.");
}

#[test]
fn a_column_is_hidden_filtered_and_named_in_both_languages() {
    let mut harness = lots();
    let before = heads(&harness);
    let last = before.last().unwrap().clone();
    harness.get_by_label(&format!("Tùy chọn của cột {}", before[0])).click();
    settle(&mut harness);
    harness.get_by_label("Ẩn cột").click();
    rows_are_there(&mut harness);
    assert_eq!(heads(&harness), before[1..]);
    let all = harness.state().session().table().rows().len();
    if harness.query_by_label(&format!("Tùy chọn của cột {last}")).is_some() {
        harness.get_by_label(&format!("Tùy chọn của cột {last}")).click();
        settle(&mut harness);
        harness.get_by_label("có giá trị").click();
        settle(&mut harness);
        harness.get_by_label("Lọc").click();
        rows_are_there(&mut harness);
        assert!(harness.state().session().table().layout().unwrap().conditions.len() == 1);
        assert!(harness.state().session().table().rows().len() <= all);
    }
    harness.get_by_label("EN").click();
    rows_are_there(&mut harness);
    harness.get_by_label("Search the table");
    assert!(heads(&harness).iter().any(|h| h == "Area (m²)"), "{:?}", heads(&harness));
    harness
        .state_mut()
        .session_mut()
        .apply(Command::Table(TableCommand::Step(RowStep::First, false)));
    settle(&mut harness);
    harness.get_by_label("1 row selected");
}

fn press(h: &mut Harness<'static, PlanmapWindow>, key: egui::Key) {
    h.key_press(key);
    settle(h);
}

#[test]
fn a_list_is_walked_by_keys_and_gives_the_focus_back() {
    let mut harness = open([1440.0, 900.0]);
    harness
        .state_mut()
        .session_mut()
        .apply(Command::Bottom(planmap_app::bottom::BottomCommand::Open(BottomTab::Balance)));
    settle(&mut harness);
    let before = *harness.state().session().viewport();
    // By Tab, as somebody without a pointer comes to it.
    let list = |h: &Harness<'static, PlanmapWindow>| {
        h.get_all_by_role(egui::accesskit::Role::ComboBox)
            .find(egui_kittest::Node::is_focused)
            .is_some()
    };
    for _ in 0..200 {
        press(&mut harness, egui::Key::Tab);
        if list(&harness) {
            break;
        }
    }
    assert!(list(&harness), "Tab reaches the list");
    press(&mut harness, egui::Key::Space);
    assert!(egui::Popup::is_any_open(&harness.ctx));
    press(&mut harness, egui::Key::ArrowDown);
    press(&mut harness, egui::Key::ArrowDown);
    assert!(egui::Popup::is_any_open(&harness.ctx), "arrows walk the list");
    assert_eq!(*harness.state().session().viewport(), before, "and leave the map where it is");
    press(&mut harness, egui::Key::Escape);
    assert!(!egui::Popup::is_any_open(&harness.ctx), "Esc closes it");
    assert!(list(&harness), "and the focus is back");
    press(&mut harness, egui::Key::Space);
    press(&mut harness, egui::Key::ArrowDown);
    press(&mut harness, egui::Key::Enter);
    wait(&mut harness, |w| w.session().analysis().balance.is_some());
    settle(&mut harness);
    assert!(!egui::Popup::is_any_open(&harness.ctx), "Enter chooses and closes");
    assert!(list(&harness), "and the focus is back");
}

#[test]
fn a_right_click_filters_by_the_cell() {
    let mut harness = lots();
    let all = harness.state().session().table().rows().len();
    let table = harness.state().session().table();
    let (row, source) = (table.rows()[2], table.source().unwrap());
    let column = planmap_app::table::TableColumn::Class;
    let (title, value) = (
        column.title(source.fields(), planmap_core::i18n::Words::of(Language::Vietnamese)),
        source.text(&column, row),
    );
    let value = value.unwrap();
    let cell = format!("{title}: {value}");
    let pos = harness.get_all_by_label(&cell).next().unwrap().rect().center();
    harness.hover_at(pos);
    harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Secondary, egui::Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        harness.step();
    }
    settle(&mut harness);
    assert!(harness.state().session().selection().feature.is_some(), "the row is selected");
    harness.get_by_label(&format!("Chỉ hàng có {cell}")).click();
    rows_are_there(&mut harness);
    let table = harness.state().session().table();
    assert!(!table.rows().is_empty() && table.rows().len() < all);
    let source = table.source().unwrap();
    assert!(table.rows().iter().all(|r| source.text(&column, *r).as_deref() == Some(&*value)));
}

#[test]
fn a_selected_row_is_in_view_when_the_table_opens_and_codes_are_words() {
    let mut harness = open([1440.0, 900.0]);
    let layer = "zone-1-land-use".to_owned();
    harness
        .state_mut()
        .session_mut()
        .apply(Command::SelectFeature { layer: layer.clone(), feature: 900 });
    harness.state_mut().session_mut().apply(Command::Table(TableCommand::Open(Some(layer))));
    rows_are_there(&mut harness);
    assert!(
        harness.query_all_by_label_contains("Hàng 901: ").count() == 1,
        "the selected row is in view"
    );
    let units = "units-new".to_owned();
    harness.state_mut().session_mut().apply(Command::Table(TableCommand::Open(Some(units))));
    rows_are_there(&mut harness);
    assert!(
        harness.query_all_by_label("Cấp: Phường").count() > 0
            && harness.query_all_by_label("Cấp: ward").count() == 0
    );
    let kind = planmap_app::table::TableColumn::Attribute("kind".into());
    let test = planmap_app::table::Test::Equal(Operand::typed("phường", Language::Vietnamese));
    harness.state_mut().session_mut().apply(Command::Table(TableCommand::Layout(
        LayoutCommand::Filter(kind.clone(), Some(test)),
    )));
    rows_are_there(&mut harness);
    let table = harness.state().session().table();
    let kinds: Vec<_> =
        table.rows().iter().filter_map(|r| table.source().unwrap().text(&kind, *r)).collect();
    assert!(!kinds.is_empty() && kinds.iter().all(|k| k == "Phường"), "{kinds:?}");
}

#[test]
fn escape_closes_a_dialog_and_leaves_the_selection() {
    let mut harness = open([1280.0, 800.0]);
    harness
        .state_mut()
        .session_mut()
        .apply(Command::SelectSite { id: "vinh-hang".to_owned(), zoom: false });
    settle(&mut harness);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::O);
    settle(&mut harness);
    let field = |h: &Harness<'static, PlanmapWindow>| h.query_all_by_label("Đường dẫn").count();
    assert!(field(&harness) > 0);
    press(&mut harness, egui::Key::Escape);
    assert_eq!(field(&harness), 0, "Esc closes the dialog");
    assert_eq!(
        harness.state().session().selection().site.as_deref(),
        Some("vinh-hang"),
        "and nothing else"
    );
    press(&mut harness, egui::Key::Escape);
    assert!(harness.state().session().selection().site.is_none());
}

#[test]
fn rows_are_seen_though_text_is_twice_as_large() {
    let mut harness = open([1440.0, 900.0]);
    let scale = planmap_app::text_scale::TextScale::nearest(200);
    harness.state_mut().session_mut().apply(Command::SetTextScale(scale));
    settle(&mut harness);
    harness
        .state_mut()
        .session_mut()
        .apply(Command::Table(TableCommand::Open(Some("zone-1-land-use".to_owned()))));
    rows_are_there(&mut harness);
    let rows = harness
        .query_all_by_role(egui::accesskit::Role::Row)
        .filter(|n| n.rect().height() >= 20.0)
        .count();
    assert!(rows >= 2, "{rows} rows");
}

#[test]
fn one_escape_does_one_thing() {
    let mut harness = lots();
    let session = harness.state_mut().session_mut();
    session.apply(Command::Table(TableCommand::Step(RowStep::First, false)));
    session.apply(Command::Table(TableCommand::OnlySelected(true)));
    rows_are_there(&mut harness);
    harness.get_by_label("Tìm trong bảng").focus();
    harness.step();
    harness.get_by_label("Tìm trong bảng").type_text("A");
    settle(&mut harness);
    let state = |h: &Harness<'static, PlanmapWindow>| {
        let session = h.state().session();
        let typing = h.query_by_label("Tìm trong bảng").is_some_and(|n| n.is_focused());
        (typing, session.table().shows_only_selected(), !session.selection().is_empty())
    };
    assert_eq!(state(&harness), (true, true, true));
    press(&mut harness, egui::Key::Escape);
    assert_eq!(state(&harness), (false, true, true), "the field is left");
    press(&mut harness, egui::Key::Escape);
    assert_eq!(state(&harness), (false, false, true), "the table shows all rows again");
    press(&mut harness, egui::Key::Escape);
    assert_eq!(state(&harness), (false, false, false), "the selection goes");
    assert_eq!(
        harness.state().session().bottom_tab(),
        Some(BottomTab::Attributes),
        "the table stays"
    );
}

#[test]
fn eight_rows_are_seen_in_a_low_window() {
    let mut harness = open([1280.0, 720.0]);
    harness
        .state_mut()
        .session_mut()
        .apply(Command::Table(TableCommand::Open(Some("zone-1-land-use".to_owned()))));
    rows_are_there(&mut harness);
    let rows = harness
        .query_all_by_role(egui::accesskit::Role::Row)
        .filter(|n| n.rect().height() >= 27.0)
        .count();
    assert!(rows >= 8, "{rows} rows");
}
