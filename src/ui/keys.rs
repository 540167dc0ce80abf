//! Whom the keys belong to: the one rule that every look-up of a key asks.
//!
//! Owns the rule. A field that is typed in has all keys, from the first letter on: also before it was
//! drawn for the first time, in whichever window of the program it stands, and where a click into it was
//! refused. Keys that come in the same frame as a click wait for what the click does. Must not know what
//! any key means, but for Esc.
//!
//! One Esc does one thing, the uppermost first:
//! 1. what is typed: a field is left, a list or menu is closed ([`escape_goes_on`] tells the rest);
//! 2. a dialog or what else stands over the map is closed (`dialog::is_open`, `desk::DeskUi::keys`);
//! 3. a sketch goes, then the tool, then the chosen annotations (`AnnotateCommand::Cancel`);
//! 4. a page of the right panel gives way to what is selected (`PlanmapWindow::update`);
//! 5. the table shows more than what is selected, then the selection goes, and with it its panel
//!    ([`one_step_back`]).

use egui::{Context, Event, Id};
use planmap_app::Session;
use planmap_app::bottom::BottomTab;
use planmap_app::command::Command;
use planmap_app::table::TableCommand;

/// Whom the keys of a frame belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyOwner {
    /// The map and the shortcuts.
    Program,
    /// A field that nothing was typed in yet and that asked for the keyboard itself: it takes what
    /// writes, the program keeps what is pressed with Ctrl.
    EmptyField,
    /// A field.
    Field,
}

/// What is kept between frames, for all windows together.
#[derive(Debug, Clone, Copy, Default)]
struct Typing {
    /// A field that was given the keyboard of its own accord.
    offered: Option<Id>,
    /// Whether nothing was typed in it yet.
    offered_is_empty: bool,
    /// Whether a field of the main window has the keyboard.
    in_main_window: bool,
    /// Whether the last click went into a field that takes nothing.
    refused: bool,
    /// Whether the Esc of this frame has left a field or closes a list.
    escape_is_spent: bool,
}

fn typing(ctx: &Context) -> Typing {
    ctx.data(|d| d.get_temp(Id::unique("typing"))).unwrap_or_default()
}

fn change(ctx: &Context, change: impl FnOnce(&mut Typing)) {
    let mut now = typing(ctx);
    change(&mut now);
    ctx.data_mut(|d| d.insert_temp(Id::unique("typing"), now));
}

/// Whom the keys belong to now.
pub(crate) fn owner(ctx: &Context) -> KeyOwner {
    let Typing { offered, offered_is_empty, in_main_window, refused, .. } = typing(ctx);
    let focused = ctx.memory(egui::Memory::focused);
    if focused.is_some() && focused == offered {
        return if offered_is_empty { KeyOwner::EmptyField } else { KeyOwner::Field };
    }
    let other_window = ctx.viewport_id() != egui::ViewportId::ROOT;
    if ctx.text_edit_focused() || (refused && focused.is_none()) || (other_window && in_main_window)
    {
        return KeyOwner::Field;
    }
    KeyOwner::Program
}

/// Whether the keys that write belong to a field.
pub(crate) fn are_typed(ctx: &Context) -> bool {
    owner(ctx) != KeyOwner::Program
}

/// Gives a field the keyboard before it is drawn, so that not even the first letter goes elsewhere.
pub(crate) fn offer(ctx: &Context, field: Id) {
    ctx.memory_mut(|m| m.request_focus(field));
    change(ctx, |t| (t.offered, t.offered_is_empty) = (Some(field), true));
}

/// Tells whether a field that was offered the keyboard is still empty.
pub(crate) fn tell_offered(ctx: &Context, field: Id, is_empty: bool) {
    let now = typing(ctx);
    if now.offered == Some(field) && now.offered_is_empty != is_empty {
        change(ctx, |t| t.offered_is_empty = is_empty);
    }
}

/// The last click went into a field that takes nothing: what is typed now is no command.
pub(crate) fn refuse(ctx: &Context) {
    change(ctx, |t| t.refused = true);
}

/// Whether an Esc of this frame means what lies below fields and lists: it has neither left a field,
/// which the toolkit does before anything is drawn, nor does it close a list or menu.
pub(crate) fn escape_goes_on(ctx: &Context) -> bool {
    !typing(ctx).escape_is_spent
}

/// What Esc takes back of what the map and the table show: one thing.
pub(crate) fn one_step_back(session: &Session) -> Command {
    let table = session.table();
    let filters =
        session.bottom_tab() == Some(BottomTab::Attributes) && table.shows_only_selected();
    if filters {
        Command::Table(TableCommand::OnlySelected(false))
    } else {
        Command::ClearSelection
    }
}

/// Keys that wait for what a click does.
#[derive(Debug, Default)]
pub(crate) struct WaitingKeys {
    events: Vec<Event>,
    /// The frame that they came in.
    frame: u64,
}

/// Begins a pass of the main window: keys that came behind a click wait for the next frame, which knows
/// what the click has done.
pub(crate) fn begin(ctx: &Context, waiting: &mut WaitingKeys) {
    let pressed = ctx.input(|i| i.pointer.any_pressed());
    let escaped = ctx.input(|i| i.key_pressed(egui::Key::Escape));
    if pressed || escaped {
        change(ctx, |t| t.refused = false);
    }
    let in_main_window = ctx.text_edit_focused();
    let frame = ctx.cumulative_frame_nr();
    // A second pass of the same frame no longer knows what had the keyboard before.
    if waiting.frame != frame {
        let left_a_field = typing(ctx).in_main_window && !in_main_window;
        let is_spent = escaped && (left_a_field || egui::Popup::is_any_open(ctx));
        change(ctx, |t| t.escape_is_spent = is_spent);
    }
    if typing(ctx).in_main_window != in_main_window {
        change(ctx, |t| t.in_main_window = in_main_window);
    }
    // A second pass of the same frame knows no more than the first.
    if waiting.events.is_empty() || waiting.frame != frame {
        ctx.input_mut(|i| {
            let behind = behind_click(&mut i.events);
            let came = std::mem::replace(&mut waiting.events, behind);
            i.events.splice(0..0, came);
        });
        waiting.frame = frame;
    }
    if !waiting.events.is_empty() {
        ctx.request_repaint();
    }
}

/// Takes the keys out of a frame's events that came behind its last click.
fn behind_click(events: &mut Vec<Event>) -> Vec<Event> {
    let click = |e: &Event| matches!(e, Event::PointerButton { .. } | Event::Touch { .. });
    let Some(last) = events.iter().rposition(click) else {
        return Vec::new();
    };
    let writes = |e: &Event| {
        matches!(e, Event::Key { .. } | Event::Text(_) | Event::Ime(_) | Event::Paste(_))
    };
    let tail = events.split_off(last + 1);
    let (keys, rest) = tail.into_iter().partition(writes);
    events.extend::<Vec<Event>>(rest);
    keys
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use egui::{Key, Modifiers, PointerButton, Pos2, RawInput};

    fn key(key: Key) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        }
    }

    fn button(pressed: bool) -> Event {
        let (pos, button) = (Pos2::new(10.0, 10.0), PointerButton::Primary);
        Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }
    }

    /// Runs a frame and tells which events were left to it.
    fn frame(ctx: &Context, waiting: &mut WaitingKeys, events: Vec<Event>) -> Vec<Event> {
        let mut seen = Vec::new();
        let input = RawInput { events, ..RawInput::default() };
        let _ = ctx.run_ui(input, |ui| {
            begin(ui.ctx(), waiting);
            seen = ui.input(|i| i.events.clone());
        });
        seen
    }

    #[test]
    fn keys_behind_a_click_come_in_the_next_frame_and_in_their_order() {
        let (ctx, mut waiting) = (Context::default(), WaitingKeys::default());
        let letters = || vec![key(Key::T), Event::Text("t".into())];
        let clicked = vec![key(Key::A), button(true), button(false)];
        let seen = frame(&ctx, &mut waiting, [clicked.clone(), letters()].concat());
        assert_eq!(seen, clicked);
        let seen = frame(&ctx, &mut waiting, vec![Event::Text("x".into())]);
        assert_eq!(seen, [letters(), vec![Event::Text("x".into())]].concat());
        let others = || vec![key(Key::B), Event::Text("b".into())];
        assert_eq!(frame(&ctx, &mut waiting, others()), others(), "without a click nothing waits");
    }

    #[test]
    fn a_field_has_the_keys_before_it_is_drawn_and_a_refused_one_swallows_them() {
        let (ctx, mut waiting) = (Context::default(), WaitingKeys::default());
        frame(&ctx, &mut waiting, Vec::new());
        assert_eq!(owner(&ctx), KeyOwner::Program);
        let field = Id::unique("field");
        offer(&ctx, field);
        assert_eq!(owner(&ctx), KeyOwner::EmptyField);
        tell_offered(&ctx, field, false);
        assert_eq!(owner(&ctx), KeyOwner::Field);
        ctx.memory_mut(|m| m.surrender_focus(field));
        assert_eq!(owner(&ctx), KeyOwner::Program);
        refuse(&ctx);
        assert_eq!(owner(&ctx), KeyOwner::Field);
        frame(&ctx, &mut waiting, vec![button(true)]);
        assert_eq!(owner(&ctx), KeyOwner::Program, "the next click is another one");
    }
}
