//! Cells of the tables in the bottom panel.
//!
//! Owns how a head and a cell look and are read out. Must not know what stands in them.

use egui::{Align, AsIdSalt, IdSalt, Label, Layout, Response, Role, Sense, Ui, WidgetInfo};
use lucide_icons::Icon;
use planmap_core::i18n::Words;

use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_text, text_job};

/// Names the borders between columns, which can be dragged, after the columns that they end. To be
/// called when the table of this `salt` stands in `ui`.
pub fn name_borders(
    ui: &Ui,
    salt: impl AsIdSalt,
    words: &Words,
    heads: impl IntoIterator<Item = String>,
) {
    // The toolkit names them so; a border that it does not know stays as it is.
    let table = ui.scope_id().with(IdSalt::new(salt));
    for (i, head) in heads.into_iter().enumerate() {
        let id = table.with("resize_column").with(i);
        if ui.ctx().read_response(id).is_some() {
            let name = words.text_with("column-border", &[("name", head.as_str().into())]);
            ui.ctx().accesskit_node_builder(id, |node| {
                node.set_role(Role::Splitter);
                node.set_label(name);
            });
        }
    }
}

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
    let response =
        ui.add(Label::new(text_job(text, size::BODY, weight, t.text)).truncate().sense(sense));
    if sense.is_focusable() {
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, strong, text));
    }
    response
}

/// Sets a cell or a head at the right edge of its column.
pub fn at_right_edge<R>(ui: &mut Ui, cell: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), cell).inner
}

/// A cell with a value; one that is not known is muted.
pub fn value_cell(ui: &mut Ui, text: &str, known: bool) -> Response {
    let t = tokens(ui);
    ui.add_space(10.0);
    let ink = if known { t.text } else { t.muted };
    ui.add(Label::new(text_job(text, size::BODY, Weight::Regular, ink)).truncate())
}
