//! What opens over the window for a moment.

mod chooser;
pub mod open;
pub mod save;

use egui::{Align2, Key, Response, Ui, Window, vec2};

pub(crate) use chooser::Chooser;

/// Gives the field of a path the focus as soon as nothing else has it, since a path begins with a key
/// that would open the search. Says whether Enter was pressed in it.
pub(crate) fn path_field(ui: &Ui, field: &Response) -> bool {
    // Asked first: what has the focus again has not lost it.
    let enter = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    if ui.memory(egui::Memory::focused).is_none() {
        field.request_focus();
    }
    enter
}

/// A dialog's frame: fixed, in the upper middle. `open` turns false when it is closed.
pub(crate) fn window<'a>(title: impl Into<egui::WidgetText>, open: &'a mut bool) -> Window<'a> {
    Window::new(title).collapsible(false).resizable(false).anchor(Align2::CENTER_CENTER, vec2(0.0, -60.0)).open(open)
}
