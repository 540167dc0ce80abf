//! What opens over the window for a moment.

mod chooser;
pub mod open;
pub mod save;

use egui::{Align2, Window, vec2};

pub(crate) use chooser::Chooser;

/// A dialog's frame: fixed, in the upper middle. `open` turns false when it is closed.
pub(crate) fn window<'a>(title: impl Into<egui::WidgetText>, open: &'a mut bool) -> Window<'a> {
    Window::new(title).collapsible(false).resizable(false).anchor(Align2::CENTER_CENTER, vec2(0.0, -60.0)).open(open)
}
