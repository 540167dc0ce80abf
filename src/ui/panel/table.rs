//! Cells of the tables in the bottom panel.
//!
//! Owns how a head and a cell look and are read out. Must not know what stands in them.

use egui::{Label, Response, Role, Sense, Ui, WidgetInfo};
use lucide_icons::Icon;

use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_text, text_job};

/// A head. `sorting` is none where the column cannot be sorted, else the direction it is sorted
/// in: descending or not.
pub fn head_cell(ui: &mut Ui, text: &str, sorting: Option<Option<bool>>) -> Response {
    let t = tokens(ui);
    ui.add_space(10.0);
    let sense = if sorting.is_some() { Sense::click() } else { Sense::hover() };
    let job = text_job(text, size::SMALL, Weight::SemiBold, t.muted);
    let response = ui.add(Label::new(job).truncate().sense(sense));
    if let Some(Some(descending)) = sorting {
        let icon = if descending { Icon::ChevronDown } else { Icon::ChevronUp };
        ui.label(icon_text(icon, 13.0, t.muted));
    }
    if sorting.is_some() {
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    }
    response
}

/// A cell with one line of text, cut where it does not fit. Of a row that can be chosen, one cell
/// alone should take the focus and stand for it; the others take clicks ([`Sense::CLICK`]).
pub fn text_cell(ui: &mut Ui, text: &str, strong: bool, sense: Sense) -> Response {
    let t = tokens(ui);
    ui.add_space(10.0);
    let weight = if strong { Weight::SemiBold } else { Weight::Regular };
    let response = ui.add(Label::new(text_job(text, size::BODY, weight, t.text)).truncate().sense(sense));
    if sense.is_focusable() {
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, strong, text));
    }
    response
}

/// A cell with a value; one that is not known is muted.
pub fn value_cell(ui: &mut Ui, text: &str, known: bool) -> Response {
    let t = tokens(ui);
    ui.add_space(10.0);
    let ink = if known { t.text } else { t.muted };
    ui.add(Label::new(text_job(text, size::BODY, Weight::Regular, ink)).truncate())
}
