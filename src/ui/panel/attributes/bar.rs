//! The bar over the table: layer, search, filters, selection, columns, sums.

use egui::{ComboBox, Popup, PopupCloseBehavior, TextEdit, Ui};
use lucide_icons::Icon;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::table::{Condition, LayoutCommand, Operand, SumScope, TableCommand, Test};
use planmap_core::i18n::format_number;

use super::{AttributesTab, SumKind, menu, scope_key, send};
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{as_in_panel, icon_button, label, option, option_value, quiet_button};

/// Width of the panel below which the bar over the table is set narrower.
const NARROW: f32 = 1330.0;

impl AttributesTab {
    pub(super) fn bar(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, with_sums: bool) {
        // Where a second line would take a row away, names and fields are narrower.
        let narrow = ui.available_width() < NARROW;
        ui.horizontal_wrapped(|ui| {
            layer_choice(ui, cx, narrow);
            let table = cx.session.table();
            let (Some(layout), Some(source)) = (table.layout(), table.source()) else {
                return;
            };
            search(ui, cx, &layout.search, narrow);
            columns(ui, cx);
            let selected = table.layer().map_or(0, |id| cx.session.selected_rows(id).len());
            let mut only = table.shows_only_selected();
            let name = cx.text("attributes-only-selected");
            if ui.add_enabled(only || selected > 0, egui::Checkbox::new(&mut only, name)).changed()
            {
                send(cx, TableCommand::OnlySelected(only));
            }
            if icon_button(ui, Icon::ZoomIn, &cx.text("attributes-zoom"), 26.0, selected > 0)
                .clicked()
                && selected > 0
            {
                cx.send.push(Command::View(ViewCommand::ZoomToSelection));
            }
            if icon_button(ui, Icon::Contrast, &cx.text("attributes-invert"), 26.0, true).clicked()
            {
                send(cx, TableCommand::Invert);
            }
            if with_sums {
                self.sums_of(ui, cx);
            }
            let number = |n: usize| format_number(n as f64, 0, cx.session.language());
            let (shown, all) = (number(table.rows().len()), number(source.len()));
            let count = cx.words.text_with(
                "attributes-count",
                &[("shown", (&shown).into()), ("all", (&all).into())],
            );
            let t = tokens(ui);
            label(ui, &count, size::SMALL, Weight::Regular, t.muted);
            if selected > 0 {
                let text = cx.words.text_with("attributes-selected", &[("count", selected.into())]);
                label(ui, &text, size::SMALL, Weight::Medium, t.selection);
            }
            if table.is_working() {
                ui.add(egui::Spinner::new().size(14.0))
                    .on_hover_text(cx.text("attributes-working"));
            }
        });
        let conditions =
            cx.session.table().layout().map(|l| l.conditions.clone()).unwrap_or_default();
        if !conditions.is_empty() {
            ui.horizontal_wrapped(|ui| {
                for condition in &conditions {
                    condition_chip(ui, cx, condition);
                }
                if quiet_button(ui, Some(Icon::FunnelX), &cx.text("attributes-clear"), true)
                    .clicked()
                {
                    send(cx, TableCommand::Layout(LayoutCommand::ShowAll));
                }
            });
        }
    }

    fn sums_of(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let kind = ComboBox::from_id_salt("sum-kind")
            .width(104.0)
            .selected_text(cx.text(self.sum.key()))
            .show_ui(ui, |ui| {
                for kind in SumKind::ALL {
                    option_value(ui, &mut self.sum, kind, cx.text(kind.key()));
                }
            });
        kind.response.on_hover_text(cx.text("sum-kind"));
        let scope = cx.session.table().scope();
        let of = ComboBox::from_id_salt("sum-of")
            .width(130.0)
            .selected_text(cx.text(&scope_key(scope)))
            .show_ui(ui, |ui| {
                for other in SumScope::ALL {
                    if option(ui, other == scope, cx.text(&scope_key(other))).clicked() {
                        send(cx, TableCommand::SumOf(other));
                    }
                }
            });
        of.response.on_hover_text(cx.text("sum-of"));
    }
}

fn search(ui: &mut Ui, cx: &mut PanelContext<'_>, now: &str, narrow: bool) {
    let mut text = now.to_owned();
    let edit = TextEdit::singleline(&mut text)
        .desired_width(if narrow { 110.0 } else { 190.0 })
        .hint_text(cx.text("attributes-search-hint"));
    let response = ui.add(edit);
    let name = cx.text("attributes-search");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
    if response.changed() {
        send(cx, TableCommand::Layout(LayoutCommand::Search(text)));
    }
}

fn layer_choice(ui: &mut Ui, cx: &mut PanelContext<'_>, narrow: bool) {
    let language = cx.session.language();
    let title = |layer: &planmap_app::layer::Layer| {
        let plan = layer.spec.plan.as_deref().and_then(|p| cx.session.catalogue().plan(p));
        let name = layer.spec.name.get(language);
        plan.map_or_else(|| name.to_owned(), |p| format!("{} – {name}", p.short_name.get(language)))
    };
    let open = cx.session.table().layer().and_then(|id| cx.session.layer(id));
    let shown = open.map_or_else(|| cx.text("attributes-choose"), title);
    let mut wanted = None;
    let width = if narrow { 180.0 } else { 240.0 };
    let combo = ComboBox::from_id_salt("attributes-layer")
        .width(width)
        .height(360.0)
        .truncate()
        .selected_text(&shown);
    let response = combo.show_ui(ui, |ui| {
        ui.set_min_width(280.0);
        // In the order of the layer list: the plans, then the rest, the topmost first.
        let plans = &cx.session.catalogue().plans;
        let mut layers: Vec<_> = cx.session.layers().iter().rev().collect();
        layers.sort_by_key(|l| {
            plans.iter().position(|p| l.spec.plan.as_ref() == Some(&p.id)).unwrap_or(plans.len())
        });
        for layer in layers.into_iter().filter(|l| l.features().is_some_and(|f| !f.is_empty())) {
            let on = open.is_some_and(|o| o.spec.id == layer.spec.id);
            if option(ui, on, title(layer)).clicked() {
                wanted = Some(layer.spec.id.clone());
            }
        }
    });
    let name = format!("{}: {shown}", cx.text("attributes-layer"));
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
    if let Some(id) = wanted {
        send(cx, TableCommand::Open(Some(id)));
    }
}

fn columns(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let button = quiet_button(ui, Some(Icon::Columns3), &cx.text("attributes-columns"), true);
    let Some(layout) = cx.session.table().layout() else { return };
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_min_width(220.0);
        if ui.button(cx.text("attributes-show-all-columns")).clicked() {
            for place in &layout.columns {
                cx.send.push(Command::Table(TableCommand::Layout(LayoutCommand::ShowColumn(
                    place.column.clone(),
                    true,
                ))));
            }
        }
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            as_in_panel(ui);
            for place in &layout.columns {
                let mut shown = place.shown;
                if ui
                    .checkbox(&mut shown, cx.session.table().title(&place.column, cx.words))
                    .changed()
                {
                    cx.send.push(Command::Table(TableCommand::Layout(LayoutCommand::ShowColumn(
                        place.column.clone(),
                        shown,
                    ))));
                }
            }
        });
    });
}

fn condition_chip(ui: &mut Ui, cx: &mut PanelContext<'_>, condition: &Condition) {
    let table = cx.session.table();
    let is_numeric = table.source().is_some_and(|s| s.is_numeric(&condition.column));
    let understood = |operand: &Operand| operand.understood(is_numeric, cx.session.language());
    let value = match &condition.test {
        Test::Empty | Test::Known => String::new(),
        Test::Between(a, b) => format!("{} – {}", understood(a), understood(b)),
        Test::OneOf(values) => values.join(", "),
        Test::Contains(text) => text.clone(),
        Test::Equal(a)
        | Test::NotEqual(a)
        | Test::Less(a)
        | Test::AtMost(a)
        | Test::Greater(a)
        | Test::AtLeast(a) => understood(a),
    };
    let column = cx.session.table().title(&condition.column, cx.words);
    let test = cx.text(menu::test_key(&condition.test));
    let args = [("column", (&column).into()), ("test", (&test).into()), ("value", (&value).into())];
    let mut text = cx.words.text_with("test-chip", &args).trim().to_owned();
    if text.chars().count() > 60 {
        text = text.chars().take(59).chain(['…']).collect();
    }
    let name = cx.words.text_with("attributes-filter-off", &[("column", (&column).into())]);
    let response = quiet_button(ui, Some(Icon::X), &text, true);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{name}: {text}"))
    });
    if response.on_hover_text(name).clicked() {
        send(cx, TableCommand::Layout(LayoutCommand::Filter(condition.column.clone(), None)));
    }
}
