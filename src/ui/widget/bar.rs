//! Bars that adapt: what does not fit moves into a menu or a list.
//!
//! Owns when something fits. Must not know what it is.

use std::hash::Hash;

use egui::{Align, Layout, Popup, PopupCloseBehavior, Response, Ui};
use lucide_icons::Icon;

use crate::theme::{Weight, size};
use crate::widget::button::{icon_button, segment};
use crate::widget::text::text_job;

/// Side of the button that opens what did not fit.
const MORE: f32 = 30.0;
/// Points of a segment beside its text.
const SEGMENT: f32 = 22.0;

/// Puts controls at the right end of a bar, from left to right, so that Tab goes as the eye does.
/// Where they do not fit they move into a menu of their own. `key` names what their width depends
/// on; `more` is the name of the menu's button.
pub fn at_right(
    ui: &mut Ui,
    salt: &str,
    key: impl Hash + std::fmt::Debug,
    more: &str,
    add: impl FnOnce(&mut Ui),
) {
    let id = ui.scope_id().with((salt, key));
    let known = ui.data(|d| d.get_temp::<f32>(id));
    let room = ui.available_width();
    if let Some(width) = known.filter(|w| *w > room + 0.5) {
        ui.add_space((room - MORE).max(0.0));
        let button = icon_button(ui, Icon::Ellipsis, more, MORE, true);
        more_menu(&button, width, add);
        return;
    }
    ui.add_space((room - known.unwrap_or(0.0)).max(0.0));
    let shown = ui.scope_builder(
        egui::UiBuilder::new().id_salt(id).layout(Layout::left_to_right(Align::Center)),
        add,
    );
    let width = shown.response.rect.width();
    if known.is_none_or(|k| (k - width).abs() > 0.5) {
        ui.data_mut(|d| d.insert_temp(id, width));
        ui.ctx().request_discard("the bar's width has changed");
    }
}

/// The points that [`at_right`] took for its controls last time; `None` where that is not known yet.
#[must_use]
pub fn taken_at_right(ui: &Ui, salt: &str, key: impl Hash + std::fmt::Debug) -> Option<f32> {
    ui.data(|d| d.get_temp::<f32>(ui.scope_id().with((salt, key))))
}

fn more_menu(button: &Response, width: f32, add: impl FnOnce(&mut Ui)) {
    let shown =
        Popup::menu(button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
            let most = ui.ctx().content_rect().width() - 40.0;
            ui.set_max_width(width.min(most));
            ui.horizontal_wrapped(add);
        });
    crate::access::expanded(button, shown.is_some());
}

/// One of several: side by side where there is room, else a list to choose from. `name` says what
/// is chosen, `reserve` is kept free beside it. Returns what was chosen.
pub fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    options: &[(T, String)],
    now: T,
    reserve: f32,
) -> Option<T> {
    let gap = ui.spacing().item_spacing.x;
    let needed: f32 = options
        .iter()
        .map(|(_, text)| {
            let job = text_job(text, size::BODY, Weight::Medium, egui::Color32::BLACK);
            ui.painter().layout_job(job).size().x + SEGMENT + gap
        })
        .sum();
    let mut chosen = None;
    if needed + reserve <= ui.available_width() {
        for (value, text) in options {
            if segment(ui, *value == now, text).clicked() {
                chosen = Some(*value);
            }
        }
        return chosen;
    }
    let text = options.iter().find(|(v, _)| *v == now).map(|(_, t)| t.as_str()).unwrap_or_default();
    let combo =
        egui::ComboBox::from_id_salt(name).selected_text(text).height(360.0).show_ui(ui, |ui| {
            for (value, text) in options {
                if option(ui, *value == now, text).clicked() {
                    chosen = Some(*value);
                }
            }
        });
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
    chosen
}

/// One choice of a list that drops down: chosen by key or pointer, the list closes. Closing by a key
/// is not the toolkit's own.
pub fn option(ui: &mut Ui, chosen: bool, text: impl egui::IntoAtoms<'static>) -> Response {
    let response = ui.selectable_label(chosen, text);
    if response.clicked() {
        ui.close();
    }
    response
}

/// A choice of a list that sets a value.
pub fn option_value<T: PartialEq>(
    ui: &mut Ui,
    value: &mut T,
    choice: T,
    text: impl egui::IntoAtoms<'static>,
) {
    if option(ui, *value == choice, text).clicked() {
        *value = choice;
    }
}
