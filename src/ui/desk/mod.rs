//! What people expect around the map: bookmarks, notices, running work, help, the welcome.
//!
//! Owns their drawing and what is open of them; all state that lasts is in the session. A part is
//! drawn over the map and never stops it.

mod bookmarks;
mod folders;
pub mod help;
mod jobs;
mod menus;
mod notices;
mod settings;
mod welcome;

pub use bookmarks::BookmarksPanel;
pub(crate) use folders::folders;
pub use help::HelpPanel;
pub use jobs::jobs_chip;
pub use menus::{bookmark_menu, help_menu, recent_menu};
pub use notices::{Asked, bell, toasts};
pub use settings::SettingsDialog;
pub use welcome::Welcome;

use egui::{Rect, Ui};

use crate::panel::PanelContext;

/// What of the desk is open.
#[derive(Default)]
pub struct DeskUi {
    /// The list of bookmarks.
    pub bookmarks: BookmarksPanel,
    /// The help pages.
    pub help: HelpPanel,
    /// The welcome.
    pub welcome: Welcome,
    /// The settings dialog.
    pub settings: SettingsDialog,
}

impl DeskUi {
    /// Takes the key that closes what is open, the uppermost first.
    pub fn keys(&mut self, ui: &Ui, cx: &mut PanelContext<'_>) {
        if self.welcome.is_open() {
            self.welcome.keys(ui, cx);
        } else if self.settings.is_open() {
            let in_list = egui::Popup::is_any_open(ui.ctx());
            if !in_list && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape))
            {
                self.settings.close();
            }
        } else if self.help.open
            && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape))
        {
            self.help.open = false;
        } else if self.bookmarks.open
            && crate::keys::escape_goes_on(ui.ctx())
            && !crate::keys::are_typed(ui.ctx())
            && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape))
        {
            self.bookmarks.open = false;
        }
    }

    /// Draws what is open over the map.
    pub fn show(&mut self, ui: &Ui, area: Rect, cx: &mut PanelContext<'_>) {
        self.bookmarks.show(ui, area, cx);
        self.help.show(ui, area, cx);
        self.welcome.show(ui, area, cx, &mut self.help);
        self.settings.show(ui, cx);
        if cx.session.is_working() {
            // A figure that grows is looked at a few times a second; the work itself wakes nobody.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
        }
    }
}
