//! Actions in the window: what a shortcut, a menu or the palette does.

use egui::{Context, Ui};
use lucide_icons::Icon;
use planmap_app::action::{Action, Effect, State, WindowAction};
use planmap_app::command::Command;
use planmap_app::search::{SearchAction, SearchCommand};
use planmap_core::i18n::{Language, Words};

use super::{PlanmapWindow, RightPanel};
use crate::access::reason;
use crate::annotate::FileFor;
use crate::keys;
use crate::palette;
use crate::panel::PanelContext;
use crate::panel::attributes::AttributesTab;
use crate::theme::tokens;
use crate::widget::icon_text;

impl PlanmapWindow {
    /// Does what the pressed shortcut means.
    pub(super) fn shortcuts(&mut self, ui: &Ui) {
        if let Some(action) = palette::pressed(ui.ctx(), keys::owner(ui.ctx())) {
            self.act(action, ui.ctx());
        }
    }

    /// The keys of the title that is typed, before shortcuts and map.
    pub(super) fn title_keys(&mut self, ui: &Ui) {
        let Self { session, commands, notes, .. } = self;
        notes
            .editor
            .keys(ui, &mut PanelContext { words: session.words(), session, send: commands });
    }

    /// The palette, over everything.
    pub(super) fn palette(&mut self, ctx: &Context) {
        if let Some(action) = self.palette.show(ctx, &self.session) {
            self.act(action, ctx);
        }
    }

    /// Tells the search box what can be done, in the language of the screen.
    pub(super) fn offer_actions(&mut self) {
        let words = self.session.words();
        let other = Words::of(match self.session.language() {
            Language::Vietnamese => Language::English,
            Language::English => Language::Vietnamese,
        });
        let offered = |action: Action| SearchAction {
            action,
            title: action.title(words),
            other: vec![action.title(other)],
            note: match action.state(&self.session) {
                State::Off(why) => {
                    words.text_with("palette-why", &[("why", (&words.text(why)).into())])
                }
                _ => action
                    .shortcuts()
                    .first()
                    .map(planmap_app::action::Shortcut::text)
                    .unwrap_or_default(),
            },
        };
        let actions: Vec<_> = Action::all().into_iter().map(offered).collect();
        if !self.session.search().offers(&actions) {
            self.commands.push(Command::Search(SearchCommand::SetActions(actions)));
        }
    }

    /// Does an action. What cannot be done now does nothing, but for what a reader may not do: the
    /// session then says why.
    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn act(&mut self, action: Action, ctx: &Context) {
        let state = action.state(&self.session);
        if !state.is_ready() && state != State::Off("off-reader") {
            return;
        }
        if action == Action::Attributes {
            AttributesTab::ask_for_keys(ctx);
        }
        match action.effect(&self.session) {
            Effect::Commands(commands) => self.commands.extend(commands),
            Effect::Window(action) => self.act_in_window(action, ctx),
        }
        ctx.request_repaint();
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    fn act_in_window(&mut self, action: WindowAction, ctx: &Context) {
        match action {
            WindowAction::Open => self.open.shown = true,
            WindowAction::OpenNotes => self.notes.file.ask(FileFor::Open, String::new()),
            WindowAction::SaveNotesAs => {
                if let Some(open) = self.session.annotations().active() {
                    self.notes.file.ask(FileFor::SaveAs(open.id), open.path.display().to_string());
                }
            }
            WindowAction::MergeNotes => self.notes.file.ask(FileFor::Merge, String::new()),
            WindowAction::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            WindowAction::History => {
                self.notes.history = true;
                if !self.session.annotations().is_on() {
                    self.act(Action::Annotate, ctx);
                }
            }
            WindowAction::Palette => self.palette.open(),
            WindowAction::Shortcuts => self.show_right(RightPanel::Shortcuts, ctx),
            WindowAction::Twin => self.show_right(RightPanel::Twin, ctx),
            WindowAction::Issues => self.show_right(RightPanel::Issues, ctx),
            WindowAction::Help => self.desk.help.open = !self.desk.help.open,
            WindowAction::Welcome => self.desk.welcome.start(),
            WindowAction::Bookmarks => self.desk.bookmarks.open = true,
            WindowAction::Settings => self.open_settings(),
            WindowAction::About => self.show_right(RightPanel::About, ctx),
        }
    }

    /// Opens a panel at the right, or closes it where it is open.
    fn show_right(&mut self, panel: RightPanel, ctx: &Context) {
        let open = self.session.settings().right_open && self.right == panel;
        self.right = if open { RightPanel::Selection } else { panel };
        self.commands.push(Command::ShowRightPanel(true));
        ctx.request_repaint();
    }

    /// An entry of a menu.
    pub(super) fn menu_item(&mut self, ui: &mut Ui, action: Action) {
        let words = self.session.words();
        let state = action.state(&self.session);
        let title = match action {
            Action::Undo | Action::Redo => self.step_title(action),
            Action::Tab(_) => words.text(&action.key()),
            _ => action.title(words),
        };
        let shortcut =
            action.shortcuts().first().map(planmap_app::action::Shortcut::text).unwrap_or_default();
        let button = match state {
            State::Switch(true) => {
                let mark = icon_text(Icon::Check, 14.0, tokens(ui).action);
                egui::Button::new((title.as_str(), mark)).shortcut_text(shortcut)
            }
            _ => egui::Button::new(title.as_str()).shortcut_text(shortcut),
        };
        let response = ui.add_enabled(state.is_ready(), button);
        // The name alone: what the toolkit would say holds the shortcut too.
        response.widget_info(|| match state {
            State::Switch(on) => {
                egui::WidgetInfo::selected(egui::Role::MenuItemCheckBox, true, on, &title)
            }
            _ => egui::WidgetInfo::labeled(egui::Role::MenuItem, state.is_ready(), &title),
        });
        let response = match state {
            State::Off(why) => {
                reason(&response, &words.text(why));
                response.on_disabled_hover_text(words.text(why))
            }
            _ => response,
        };
        if response.clicked() {
            ui.close();
            self.act(action, ui.ctx());
        }
    }

    /// «Undo: draw area».
    fn step_title(&self, action: Action) -> String {
        let words = self.session.words();
        let notes = self.session.annotations();
        let (key, step) = if action == Action::Undo {
            ("undo-what", notes.done_steps().next_back())
        } else {
            ("redo-what", notes.undone_steps().next())
        };
        match step {
            Some(step) => words.text_with(key, &[("step", (&words.text(step)).into())]),
            None => words.text(&action.key()),
        }
    }
}
