//! The menu of a column: sorting, filtering, its place and width.

use egui::{TextEdit, Ui};
use lucide_icons::Icon;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::table::{
    ColumnPlace, LayoutCommand, Operand, Pick, TableColumn, TableCommand, TableSource, Test,
};
use planmap_core::i18n::{Language, read_number};

use super::AttributesTab;
use super::grid::Line;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{as_in_panel, hairline, label, muted, primary_button, quiet_button, segment};

/// Points that a key makes a column wider or narrower.
const WIDTH_STEP: f32 = 40.0;

/// Keys of the tests in the order of the menu.
const TESTS: [&str; 11] = [
    "test-contains",
    "test-equal",
    "test-not-equal",
    "test-less",
    "test-at-most",
    "test-greater",
    "test-at-least",
    "test-between",
    "test-one-of",
    "test-empty",
    "test-known",
];

pub(super) fn test_key(test: &Test) -> &'static str {
    match test {
        Test::Contains(_) => "test-contains",
        Test::Equal(_) => "test-equal",
        Test::NotEqual(_) => "test-not-equal",
        Test::Less(_) => "test-less",
        Test::AtMost(_) => "test-at-most",
        Test::Greater(_) => "test-greater",
        Test::AtLeast(_) => "test-at-least",
        Test::Between(..) => "test-between",
        Test::Empty => "test-empty",
        Test::Known => "test-known",
        Test::OneOf(_) => "test-one-of",
    }
}

/// A condition that is being written.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) column: TableColumn,
    test: &'static str,
    /// Whether the column holds numbers and nothing else.
    is_numeric: bool,
    from: String,
    to: String,
    values: Vec<String>,
}

impl Draft {
    fn new(column: TableColumn, test: Option<&Test>, is_numeric: bool, language: Language) -> Self {
        let first = if is_numeric { "test-at-least" } else { "test-contains" };
        let mut draft = Self {
            column,
            test: test.map_or(first, test_key),
            is_numeric,
            from: String::new(),
            to: String::new(),
            values: Vec::new(),
        };
        // In the language that is on the screen now, which may be another than it was typed in.
        let shown = |operand: &Operand| operand.understood(is_numeric, language);
        match test {
            Some(Test::Between(a, b)) => (draft.from, draft.to) = (shown(a), shown(b)),
            Some(Test::OneOf(values)) => draft.values.clone_from(values),
            Some(Test::Contains(text)) => draft.from.clone_from(text),
            Some(
                Test::Equal(a)
                | Test::NotEqual(a)
                | Test::Less(a)
                | Test::AtMost(a)
                | Test::Greater(a)
                | Test::AtLeast(a),
            ) => draft.from = shown(a),
            Some(Test::Empty | Test::Known) | None => {}
        }
        draft
    }

    fn needs_text(&self) -> bool {
        !matches!(self.test, "test-empty" | "test-known" | "test-one-of")
    }

    /// Whether something was typed that is no number, though one is asked for.
    fn is_no_number(&self, language: Language) -> bool {
        let wrong = |text: &str| !text.trim().is_empty() && read_number(text, language).is_none();
        let compares = self.is_numeric && self.needs_text() && self.test != "test-contains";
        compares && (wrong(&self.from) || (self.test == "test-between" && wrong(&self.to)))
    }

    /// The condition, once it is whole.
    fn test(&self, language: Language) -> Option<Test> {
        let from = self.from.trim();
        if (self.needs_text() && from.is_empty()) || self.is_no_number(language) {
            return None;
        }
        let typed = Operand::typed(from, language);
        Some(match self.test {
            "test-contains" => Test::Contains(from.to_owned()),
            "test-equal" => Test::Equal(typed),
            "test-not-equal" => Test::NotEqual(typed),
            "test-less" => Test::Less(typed),
            "test-at-most" => Test::AtMost(typed),
            "test-greater" => Test::Greater(typed),
            "test-at-least" => Test::AtLeast(typed),
            "test-between" if self.to.trim().is_empty() => return None,
            "test-between" => Test::Between(typed, Operand::typed(&self.to, language)),
            "test-empty" => Test::Empty,
            "test-known" => Test::Known,
            _ if self.values.is_empty() => return None,
            _ => Test::OneOf(self.values.clone()),
        })
    }
}

impl AttributesTab {
    pub(super) fn column_menu(
        &mut self,
        ui: &mut Ui,
        cx: &mut PanelContext<'_>,
        place: &ColumnPlace,
    ) {
        let table = cx.session.table();
        let (Some(layout), Some(source)) = (table.layout(), table.source()) else {
            return;
        };
        let column = &place.column;
        ui.set_width(290.0);
        let mut item = |ui: &mut Ui, key: &str, enabled: bool, commands: &[TableCommand]| {
            if ui.add_enabled(enabled, egui::Button::new(cx.words.text(key))).clicked() {
                cx.send.extend(commands.iter().cloned().map(Command::Table));
                ui.close();
            }
        };
        let sorting = layout.sorting(column);
        let sort =
            |add| TableCommand::Layout(LayoutCommand::SortBy { column: column.clone(), add });
        // A column goes round: up, down, none.
        match sorting {
            None => {
                item(ui, "attributes-sort-up", true, &[sort(false)]);
                item(ui, "attributes-sort-down", true, &[sort(false), sort(false)]);
                if !layout.sort.is_empty() {
                    item(ui, "attributes-sort-also", true, &[sort(true)]);
                }
            }
            Some((_, false)) => {
                item(ui, "attributes-sort-down", true, &[sort(true)]);
                item(ui, "attributes-sort-none", true, &[sort(true), sort(true)]);
            }
            Some((_, true)) => {
                item(ui, "attributes-sort-up", true, &[sort(true), sort(true)]);
                item(ui, "attributes-sort-none", true, &[sort(true)]);
            }
        }
        let shown: Vec<&TableColumn> = layout.shown().map(|c| &c.column).collect();
        let at = shown.iter().position(|c| *c == column).unwrap_or(0);
        let to = |before: Option<&&TableColumn>| {
            TableCommand::Layout(LayoutCommand::MoveColumn {
                column: column.clone(),
                before: before.map(|c| (*c).clone()),
            })
        };
        let width = |by: f32| {
            TableCommand::Layout(LayoutCommand::SetWidth(column.clone(), place.width + by))
        };
        ui.horizontal_wrapped(|ui| {
            item(
                ui,
                "attributes-left",
                at > 0,
                &[to(at.checked_sub(1).and_then(|i| shown.get(i)))],
            );
            item(ui, "attributes-right", at + 1 < shown.len(), &[to(shown.get(at + 2))]);
            item(ui, "attributes-wider", true, &[width(WIDTH_STEP)]);
            item(ui, "attributes-narrower", true, &[width(-WIDTH_STEP)]);
            item(
                ui,
                "attributes-hide",
                shown.len() > 1,
                &[TableCommand::Layout(LayoutCommand::ShowColumn(column.clone(), false))],
            );
        });
        hairline(ui);
        if self.draft.as_ref().is_none_or(|d| d.column != *column) {
            self.draft = Some(Draft::new(
                column.clone(),
                layout.test(column),
                source.is_numeric(column),
                cx.session.language(),
            ));
            cx.send.push(Command::Table(TableCommand::AskValues(column.clone())));
        }
        if let Some(draft) = &mut self.draft {
            let filtered = layout.test(column).is_some();
            ui.scope(|ui| {
                as_in_panel(ui);
                filter(ui, cx, draft, filtered);
            });
        }
    }
}

fn filter(ui: &mut Ui, cx: &mut PanelContext<'_>, draft: &mut Draft, filtered: bool) {
    label(ui, &cx.text("attributes-filter"), size::SMALL, Weight::SemiBold, tokens(ui).muted);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for test in TESTS {
            if segment(ui, draft.test == test, &cx.text(test)).clicked() {
                draft.test = test;
            }
        }
    });
    let mut enter = false;
    if draft.needs_text() {
        let mut field = |ui: &mut Ui, key: &str, text: &mut String| {
            let name = cx.text(key);
            let response =
                ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY).hint_text(&name));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
            enter |= response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        };
        field(ui, "attributes-operand", &mut draft.from);
        if draft.test == "test-between" {
            field(ui, "attributes-operand-to", &mut draft.to);
        }
    } else if draft.test == "test-one-of" {
        values(ui, cx, draft);
    }
    let language = cx.session.language();
    if draft.is_no_number(language) {
        muted(ui, &cx.text("attributes-no-number"));
    }
    ui.horizontal(|ui| {
        let test = draft.test(language);
        let clicked =
            primary_button(ui, Some(Icon::Funnel), &cx.text("attributes-apply"), test.is_some())
                .clicked();
        if (clicked || enter)
            && let Some(test) = test
        {
            cx.send.push(Command::Table(TableCommand::Layout(LayoutCommand::Filter(
                draft.column.clone(),
                Some(test),
            ))));
            ui.close();
        }
        if filtered
            && quiet_button(ui, Some(Icon::FunnelX), &cx.text("attributes-clear"), true).clicked()
        {
            cx.send.push(Command::Table(TableCommand::Layout(LayoutCommand::Filter(
                draft.column.clone(),
                None,
            ))));
            ui.close();
        }
    });
}

fn values(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut Draft) {
    let Some(found) = cx.session.table().values(&draft.column) else {
        ui.add(egui::Spinner::new().size(14.0));
        return;
    };
    egui::ScrollArea::vertical().max_height(200.0).auto_shrink([false, true]).show(ui, |ui| {
        // A tick as thin as the text would be looked for in a long list.
        let tick = egui::Stroke::new(2.5, tokens(ui).action);
        let widgets = &mut ui.visuals_mut().widgets;
        for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            state.fg_stroke = tick;
        }
        for (value, rows) in &found.values {
            let mut on = draft.values.contains(value);
            let count =
                planmap_core::i18n::format_number(f64::from(*rows), 0, cx.session.language());
            if ui.checkbox(&mut on, format!("{value}  ({count})")).changed() {
                draft.values.retain(|v| v != value);
                if on {
                    draft.values.push(value.clone());
                }
            }
        }
        if found.more > 0 {
            muted(
                ui,
                &cx.words.text_with("attributes-values-more", &[("count", found.more.into())]),
            );
        }
    });
}

/// What a right click on a row offers: for what is selected, which the row joins, and for the cell.
pub(super) fn row_menu(
    ui: &Ui,
    cx: &mut PanelContext<'_>,
    response: &egui::Response,
    places: &[(ColumnPlace, egui::Rect)],
    source: &TableSource,
    line: &Line,
    table: egui::Id,
) {
    let cell = table.with("menu-cell");
    if response.secondary_clicked() {
        let under = response.interact_pointer_pos();
        let column =
            places.iter().find(|(_, at)| under.is_some_and(|p| at.x_range().contains(p.x)));
        ui.data_mut(|d| d.insert_temp(cell, column.map(|(place, _)| place.column.clone())));
        if !line.selected {
            cx.send.push(Command::Table(TableCommand::Pick(line.row, Pick::Alone)));
        }
    }
    egui::Popup::context_menu(response).show(|ui| {
        let mut entry = |ui: &mut Ui, text: String, command: Command| {
            if ui.button(text).clicked() {
                cx.send.push(command);
                ui.close();
            }
        };
        entry(ui, cx.words.text("attributes-zoom"), Command::View(ViewCommand::ZoomToSelection));
        entry(ui, cx.words.text("attributes-copy-rows"), Command::Table(TableCommand::Copy));
        entry(
            ui,
            cx.words.text("attributes-only-selected"),
            Command::Table(TableCommand::OnlySelected(true)),
        );
        let column = ui.data(|d| d.get_temp::<Option<TableColumn>>(cell)).flatten();
        let Some((column, text)) =
            column.and_then(|c| source.aligned_text(&c, line.row).map(|t| (c, t)))
        else {
            return;
        };
        ui.separator();
        let title = cx.session.table().title(&column, cx.words);
        let args = [("column", (&title).into()), ("value", (&text).into())];
        let filter = TableCommand::Layout(LayoutCommand::Filter(
            column,
            Some(Test::OneOf(vec![text.clone()])),
        ));
        entry(ui, cx.words.text_with("attributes-filter-value", &args), Command::Table(filter));
        if ui.button(cx.words.text("attributes-copy-value")).clicked() {
            ui.ctx().copy_text(text);
            ui.close();
        }
    });
}
