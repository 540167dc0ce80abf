//! The command palette: every action with its shortcut and, where it cannot be done, why; and the list
//! of shortcuts.
//!
//! Owns the text that is typed and the row that is marked. Must not know what an action does.

use egui::{Align2, Area, Context, Key, Margin, Modifiers, Order, ScrollArea, TextEdit, Ui, pos2};
use lucide_icons::Icon;
use planmap_app::action::{Action, Group, Scope, State};
use planmap_app::session::Session;

use crate::keys::KeyOwner;
use crate::panel::PanelContext;
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{Lead, Row, card, floating, hairline, icon_button, key_value, label, muted};

/// Width of the palette in points, where the window is wide enough.
const WIDTH: f32 = 560.0;

/// The palette.
#[derive(Default)]
pub struct Palette {
    shown: bool,
    fresh: bool,
    text: String,
    marked: usize,
}

impl Palette {
    /// Opens it empty.
    pub fn open(&mut self) {
        *self = Self { shown: true, fresh: true, ..Self::default() };
    }

    /// Whether it is open.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Draws it where it is open; returns the action that was chosen.
    pub fn show(&mut self, ctx: &Context, session: &Session) -> Option<Action> {
        if !self.shown {
            return None;
        }
        let words = session.words();
        let found = Action::matching(&self.text, words);
        let (mut chosen, mut keep) = (None, true);
        ctx.input_mut(|i| {
            let last = found.len().saturating_sub(1);
            if i.consume_key(Modifiers::NONE, Key::ArrowDown) {
                self.marked = if self.marked >= last { 0 } else { self.marked + 1 };
            }
            if i.consume_key(Modifiers::NONE, Key::ArrowUp) {
                self.marked = if self.marked == 0 { last } else { self.marked - 1 };
            }
            if i.consume_key(Modifiers::NONE, Key::Escape) {
                keep = false;
            }
            if i.consume_key(Modifiers::NONE, Key::Enter) {
                chosen = found.get(self.marked).copied();
            }
        });
        self.marked = self.marked.min(found.len().saturating_sub(1));
        let screen = ctx.content_rect();
        let width = WIDTH.min(screen.width() - 32.0);
        let place = pos2(screen.center().x, screen.top() + measure::TOP + 10.0);
        let area = Area::new(egui::Id::unique("palette"))
            .order(Order::Foreground)
            .pivot(Align2::CENTER_TOP)
            .fixed_pos(place)
            .show(ctx, |ui| {
                floating(ui).inner_margin(Margin::symmetric(0, 8)).show(ui, |ui| {
                    ui.set_width(width);
                    self.field(ui, &words.text("palette-hint"), &words.text("palette-title"));
                    hairline(ui);
                    let room = (screen.height() * 0.6).max(160.0);
                    ScrollArea::vertical().max_height(room).show(ui, |ui| {
                        ui.set_width(width);
                        ui.spacing_mut().item_spacing.y = 0.0;
                        if found.is_empty() {
                            ui.horizontal(|ui| {
                                ui.add_space(measure::MARGIN);
                                muted(ui, &words.text("palette-none"));
                            });
                        }
                        for (n, action) in found.iter().enumerate() {
                            if self.row(ui, session, *action, n == self.marked) {
                                chosen = Some(*action);
                            }
                        }
                    });
                });
            });
        let outside = ctx.input(|i| {
            i.pointer.any_pressed()
                && i.pointer.interact_pos().is_some_and(|p| !area.response.rect.contains(p))
        });
        // What cannot be done stays in the list with its reason; choosing it does nothing.
        let chosen = chosen.filter(|a| a.state(session).is_ready());
        self.shown = keep && chosen.is_none() && (self.fresh || !outside);
        self.fresh = false;
        chosen
    }

    fn field(&mut self, ui: &mut Ui, hint: &str, name: &str) {
        ui.horizontal(|ui| {
            ui.add_space(measure::MARGIN);
            ui.label(crate::widget::icon_text(Icon::Command, 15.0, tokens(ui).muted));
            let edit = TextEdit::singleline(&mut self.text)
                .hint_text(hint)
                .frame(egui::Frame::NONE)
                .desired_width(ui.available_width() - measure::MARGIN);
            let field = ui.add(edit);
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
            if field.changed() {
                self.marked = 0;
            }
            field.request_focus();
        });
    }

    fn row(&self, ui: &mut Ui, session: &Session, action: Action, marked: bool) -> bool {
        let words = session.words();
        let title = action.title(words);
        let (note, faded) = match action.state(session) {
            State::Ready | State::Switch(false) => (None, false),
            State::Switch(true) => (Some(words.text("palette-on")), false),
            State::Off(why) => {
                (Some(words.text_with("palette-why", &[("why", (&words.text(why)).into())])), true)
            }
        };
        let shortcut = action.shortcuts().first().map(planmap_app::action::Shortcut::text);
        let row = Row {
            note: note.as_deref(),
            tail: shortcut.as_deref(),
            lead: Lead::Icon(icon(action)),
            selected: marked,
            faded,
            ..Row::new(&title)
        };
        let response = row.show(ui, egui::Sense::click());
        if marked
            && (ui.input(|i| i.key_pressed(Key::ArrowDown) || i.key_pressed(Key::ArrowUp))
                || self.fresh)
        {
            response.scroll_to_me(None);
        }
        response.clicked()
    }
}

/// The picture of an action.
fn icon(action: Action) -> Icon {
    match action {
        Action::Open => Icon::FolderOpen,
        Action::Reload => Icon::RefreshCw,
        Action::Sheet => Icon::FileText,
        Action::CopyMap => Icon::Copy,
        Action::Undo => Icon::Undo,
        Action::Redo => Icon::Redo,
        Action::History => Icon::History,
        Action::EditorMode => Icon::LockOpen,
        Action::Annotate => Icon::Pencil,
        Action::Hand => Icon::MousePointer2,
        Action::Tool(purpose) => crate::annotate::purpose_icon(purpose),
        Action::Search => Icon::Search,
        Action::Shortcuts => Icon::Keyboard,
        Action::Palette => Icon::Command,
        Action::Settings => Icon::Settings,
        Action::ZoomIn => Icon::ZoomIn,
        Action::ZoomOut => Icon::ZoomOut,
        Action::ZoomAll => Icon::Maximize,
        Action::ZoomSelection => Icon::Focus,
        Action::SaveView => Icon::Bookmark,
        Action::Tab(_) | Action::BottomPanel => Icon::Table2,
        Action::Issues => Icon::TriangleAlert,
        Action::Help => Icon::BookOpen,
        Action::About => Icon::Info,
        _ => match action.group() {
            Group::File => Icon::File,
            Group::Edit => Icon::PencilLine,
            Group::View => Icon::Eye,
            Group::Tools => Icon::Ruler,
            Group::Help => Icon::CircleQuestionMark,
        },
    }
}

/// Keys of the mouse and the map that are no action of their own.
const ON_THE_MAP: &[(&str, &str)] =
    &[("← → ↑ ↓", "key-pan"), ("Shift, Alt", "key-area"), ("Esc", "key-escape")];

/// The list of shortcuts in the right panel; sets `open` to false when it is closed.
pub fn shortcuts(ui: &mut Ui, cx: &PanelContext<'_>, open: &mut bool) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        label(ui, &cx.text("shortcuts-title"), size::TITLE, Weight::SemiBold, t.text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, Icon::X, &cx.text("close"), 24.0, true).clicked() {
                *open = false;
            }
        });
    });
    let unknown = cx.text("not-known");
    for group in Group::ALL {
        let rows: Vec<_> = Action::all()
            .into_iter()
            .filter(|a| a.group() == group && !a.shortcuts().is_empty())
            .collect();
        if rows.is_empty() {
            continue;
        }
        ui.add_space(8.0);
        label(ui, &cx.text(group.key()), size::SMALL, Weight::SemiBold, t.muted);
        card(ui, |ui| {
            for action in rows {
                let keys: Vec<String> =
                    action.shortcuts().iter().map(planmap_app::action::Shortcut::text).collect();
                key_value(ui, &action.title(cx.words), Some(&keys.join(", ")), &unknown);
            }
        });
    }
    ui.add_space(8.0);
    label(ui, &cx.text("shortcuts-also"), size::SMALL, Weight::SemiBold, t.muted);
    card(ui, |ui| {
        for (keys, words) in ON_THE_MAP {
            key_value(ui, &cx.text(words), Some(keys), &unknown);
        }
    });
}

/// The action whose shortcut was pressed, taken out of the input. The map takes its own keys.
/// A field that is typed in has an undo of its own; an empty one that only waits has none.
pub(crate) fn pressed(ctx: &Context, owner: KeyOwner) -> Option<Action> {
    // Nearly every frame has no key in it, and then nothing is looked through.
    let is_key = |e: &egui::Event| matches!(e, egui::Event::Key { pressed: true, .. });
    if !ctx.input(|i| i.events.iter().any(is_key)) {
        return None;
    }
    let mut all: Vec<_> = Action::all()
        .into_iter()
        .flat_map(|a| a.shortcuts().iter().map(move |s| (a, *s)))
        .filter(|(_, s)| match (s.scope, owner) {
            (Scope::Everywhere, _) | (Scope::NotTyping, KeyOwner::Program) => true,
            (Scope::NotTyping, KeyOwner::EmptyField) => s.ctrl,
            (Scope::NotTyping, KeyOwner::Field) | (Scope::Map, _) => false,
        })
        .collect();
    // Ctrl Z is pressed with Ctrl Shift Z too: the longer one is asked first.
    all.sort_by_key(|(_, s)| {
        std::cmp::Reverse(u8::from(s.ctrl) + u8::from(s.shift) + u8::from(s.alt))
    });
    ctx.input_mut(|i| {
        all.into_iter().find_map(|(action, s)| {
            let key = Key::from_name(s.key)?;
            let mut modifiers = Modifiers::NONE;
            modifiers.command = s.ctrl;
            modifiers.shift = s.shift;
            modifiers.alt = s.alt;
            i.consume_key(modifiers, key).then_some(action)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_is_a_key_of_the_toolkit() {
        for action in Action::all() {
            for shortcut in action.shortcuts() {
                assert!(Key::from_name(shortcut.key).is_some(), "{action:?}: {}", shortcut.key);
            }
        }
    }
}
