//! The keys of a meeting: those of slide programs and clickers.

use egui::{Key, Modifiers, Ui};
use planmap_app::command::Command;
use planmap_app::meeting::{MeetingCommand, Pointing};
use planmap_app::session::Session;

use crate::keys;

/// Keys of the stops by their number.
const DIGITS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// Takes the keys of this frame. While a text is typed they belong to it.
pub(super) fn take(ui: &Ui, session: &Session, send: &mut Vec<Command>) {
    if keys::are_typed(ui.ctx()) {
        return;
    }
    use MeetingCommand as C;
    let meeting = session.meeting();
    let tool = |p: Pointing| C::Point(if meeting.pointing == p { Pointing::Hand } else { p });
    let wider = |factor: f32| C::SpotlightRadius(meeting.spotlight * factor);
    ui.input_mut(|i| {
        let mut on = |modifiers, key, command: MeetingCommand| {
            if i.consume_key(modifiers, key) {
                send.push(Command::Meeting(command));
            }
        };
        on(Modifiers::COMMAND, Key::ArrowRight, C::Stop { forward: true });
        on(Modifiers::COMMAND, Key::ArrowLeft, C::Stop { forward: false });
        for key in [Key::ArrowRight, Key::ArrowDown, Key::Space, Key::PageDown] {
            on(Modifiers::NONE, key, C::Next);
        }
        for key in [Key::ArrowLeft, Key::ArrowUp, Key::PageUp, Key::Backspace] {
            on(Modifiers::NONE, key, C::Previous);
        }
        on(Modifiers::NONE, Key::N, C::Stop { forward: true });
        on(Modifiers::NONE, Key::P, C::Stop { forward: false });
        for (number, key) in DIGITS.into_iter().enumerate() {
            on(Modifiers::NONE, key, C::GoTo(number));
        }
        on(Modifiers::NONE, Key::L, tool(Pointing::Laser));
        on(Modifiers::NONE, Key::S, tool(Pointing::Spotlight));
        on(Modifiers::NONE, Key::D, tool(Pointing::Pen));
        on(Modifiers::NONE, Key::M, tool(Pointing::Minute));
        for key in [Key::B, Key::Period] {
            on(Modifiers::NONE, key, C::Blank(!meeting.blank));
        }
        on(Modifiers::NONE, Key::F, C::Freeze(meeting.frozen.is_none()));
        on(Modifiers::NONE, Key::A, C::Audience(!meeting.audience));
        if meeting.pointing == Pointing::Spotlight {
            on(Modifiers::NONE, Key::Plus, wider(1.15));
            on(Modifiers::NONE, Key::Equals, wider(1.15));
            on(Modifiers::NONE, Key::Minus, wider(1.0 / 1.15));
        }
        on(Modifiers::NONE, Key::F5, C::Start);
        on(Modifiers::NONE, Key::Escape, C::Leave);
    });
}
