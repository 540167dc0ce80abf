//! What opens over the window for a moment.

mod chooser;
mod ignore;
pub mod open;
pub mod save;

use egui::{Align2, Context, Id, Key, LayerId, Order, Response, Ui, Window, vec2};

pub(crate) use chooser::Chooser;
pub(crate) use ignore::IgnoreDialog;

/// Under which the number of the pass is kept in which a dialog was drawn last.
const DRAWN: &str = "dialog-drawn";

/// Whether a dialog or something else that wants an answer stands over the window.
pub(crate) fn is_open(ctx: &Context) -> bool {
    let drawn = ctx.data(|d| d.get_temp::<u64>(Id::unique(DRAWN)));
    // What lies below a dialog is drawn before it.
    drawn.is_some_and(|pass| pass + 1 >= ctx.cumulative_pass_nr())
        || ctx.memory(egui::Memory::top_modal_layer).is_some()
}

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

/// Keeps keys and clicks in a window by its id while it is drawn: Tab goes round in it, and nothing below
/// it is meant.
pub(crate) fn keep_in(ctx: &Context, id: Id) {
    ctx.memory_mut(|m| m.set_modal_layer(LayerId::new(Order::Middle, id)));
}

/// A dialog's frame: fixed, in the upper middle. `open` turns false when it is closed. While it is drawn
/// keys and clicks are its own, whatever has the focus.
pub(crate) fn window<'a>(
    ctx: &Context,
    title: impl Into<egui::WidgetText>,
    open: &'a mut bool,
) -> Window<'a> {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|d| d.insert_temp(Id::unique(DRAWN), pass));
    let id = Id::unique("dialog");
    keep_in(ctx, id);
    let frame = Window::new(title).id(id).collapsible(false).resizable(false);
    frame.anchor(Align2::CENTER_CENTER, vec2(0.0, -60.0)).open(open)
}
