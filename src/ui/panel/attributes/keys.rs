//! Keys while the table has the focus.

use egui::{Event, EventFilter, Key, Modifiers, Rect, Ui};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::table::{RowStep, TableCommand};

use super::AttributesTab;
use super::grid::ROW;
use crate::keys;
use crate::panel::PanelContext;

/// Points that the columns move by a key.
const SIDEWAYS: f32 = 80.0;

impl AttributesTab {
    pub(super) fn keys(&mut self, ui: &Ui, cx: &mut PanelContext<'_>, id: egui::Id, rect: Rect) {
        // Arrows move the row instead of the focus, and Escape drops the selection.
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(id, filter));
        if keys::escape_goes_on(ui.ctx())
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape))
        {
            cx.send.push(keys::one_step_back(cx.session));
        }
        let page = ((rect.height() / ROW).floor() as i64 - 1).max(1);
        let (mut commands, mut sideways) = (Vec::new(), 0.0);
        ui.input_mut(|i| {
            let mut on = |modifiers, key, command: Command| {
                if i.consume_key(modifiers, key) {
                    commands.push(command);
                }
            };
            for (extend, modifiers) in [(true, Modifiers::SHIFT), (false, Modifiers::NONE)] {
                let step = |step| Command::Table(TableCommand::Step(step, extend));
                on(modifiers, Key::ArrowDown, step(RowStep::By(1)));
                on(modifiers, Key::ArrowUp, step(RowStep::By(-1)));
                on(modifiers, Key::PageDown, step(RowStep::By(page)));
                on(modifiers, Key::PageUp, step(RowStep::By(-page)));
                on(modifiers, Key::Home, step(RowStep::First));
                on(modifiers, Key::End, step(RowStep::Last));
            }
            on(Modifiers::COMMAND, Key::A, Command::Table(TableCommand::SelectAll));
            on(Modifiers::NONE, Key::Enter, Command::View(ViewCommand::ZoomToSelection));
            on(Modifiers::NONE, Key::Z, Command::View(ViewCommand::ZoomToSelection));
            if i.events.iter().any(|e| matches!(e, Event::Copy)) {
                commands.push(Command::Table(TableCommand::Copy));
            }
            for (key, by) in [(Key::ArrowLeft, -SIDEWAYS), (Key::ArrowRight, SIDEWAYS)] {
                if i.consume_key(Modifiers::NONE, key) {
                    sideways += by;
                }
            }
        });
        self.left += sideways;
        cx.send.extend(commands);
    }
}
