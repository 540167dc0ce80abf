//! Fields in which work is typed.
//!
//! Owns the one widget of all of them: it shows the text that the session has, tells it every change,
//! and takes the keyboard with the press that goes into it. A text field that is none of these holds no
//! work: a search, a path, a figure. Must not keep a text itself.

use egui::{Id, Response, TextEdit, Ui, WidgetInfo};
use planmap_app::command::Command;
use planmap_app::draft::{DraftCommand, WorkField};

use crate::keys;
use crate::panel::PanelContext;

/// What a field is called.
#[derive(Clone, Copy)]
pub(crate) enum FieldName<'a> {
    /// By the label beside it.
    Label(Id),
    /// For a screen reader alone.
    Spoken(&'a str),
}

/// How a field looks and what it is called.
pub(crate) struct FieldLook<'a> {
    /// What it is called.
    pub name: FieldName<'a>,
    /// Lines that it has at least; one makes a field of a single line.
    pub rows: usize,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// Points; all the room there is where infinite.
    pub width: f32,
    /// Size of the text in points, where it is not the usual one.
    pub text_size: Option<f32>,
}

impl<'a> FieldLook<'a> {
    /// One line over the whole width.
    pub(crate) fn line(name: FieldName<'a>) -> Self {
        Self { name, rows: 1, hint: "", width: f32::INFINITY, text_size: None }
    }

    /// Several lines.
    pub(crate) fn lines(name: FieldName<'a>, rows: usize) -> Self {
        Self { rows: rows.max(2), ..Self::line(name) }
    }
}

/// The id of a field's widget, known before it is drawn.
pub(crate) fn field_id(field: &WorkField) -> Id {
    Id::unique(("work-field", field))
}

/// The text of a field: what is on its way to the session counts, as a frame may be drawn twice.
pub(crate) fn text_of(cx: &PanelContext<'_>, field: &WorkField) -> String {
    let on_its_way = cx.send.iter().rev().find_map(|command| match command {
        Command::Draft(DraftCommand::Type(of, text)) if of == field => Some(Some(text.clone())),
        Command::Draft(DraftCommand::Forget(of)) if of == field => Some(None),
        _ => None,
    });
    let standing = || cx.session.standing(field).unwrap_or_default();
    match on_its_way {
        Some(Some(text)) => text,
        Some(None) => standing(),
        None => cx.session.draft(field).map_or_else(standing, str::to_owned),
    }
}

/// Draws a field of work.
pub(crate) fn work_field(
    ui: &mut Ui,
    cx: &mut PanelContext<'_>,
    field: &WorkField,
    look: &FieldLook<'_>,
) -> Response {
    let mut text = text_of(cx, field);
    let edit = match look.rows {
        1 => TextEdit::singleline(&mut text),
        rows => TextEdit::multiline(&mut text).desired_rows(rows),
    };
    let edit = edit.id(field_id(field)).hint_text(look.hint).desired_width(look.width);
    let edit = match look.text_size {
        Some(points) => edit.font(egui::FontId::proportional(points)),
        None => edit,
    };
    let response = ui.add(edit);
    let response = match look.name {
        FieldName::Label(label) => response.labelled_by(label),
        FieldName::Spoken(name) => {
            let role =
                if look.rows == 1 { egui::Role::TextInput } else { egui::Role::MultilineTextInput };
            response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), name));
            response
        }
    };
    let pressed_here = response.contains_pointer() && ui.input(|i| i.pointer.primary_pressed());
    if pressed_here && ui.is_enabled() {
        // With the press, not with the click: a hand that shakes drags.
        response.request_focus();
    } else if pressed_here {
        keys::refuse(ui.ctx());
    }
    keys::tell_offered(ui.ctx(), response.id, !response.changed() && !cx.session.has_typed(field));
    if response.changed() {
        cx.send.push(Command::Draft(DraftCommand::Type(field.clone(), text)));
    }
    if response.lost_focus() {
        // A name that is being changed in a list is left as it was by Esc, as in any list.
        let gives_up = matches!(field, WorkField::BookmarkName(_))
            && ui.input(|i| i.key_pressed(egui::Key::Escape));
        let leave = if gives_up { DraftCommand::TakeBack } else { DraftCommand::Leave };
        cx.send.push(Command::Draft(leave(field.clone())));
    }
    response
}
