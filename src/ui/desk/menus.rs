//! Entries of the menus that lead to the desk.

use egui::Ui;
use planmap_app::command::Command;
use planmap_app::desk::DeskCommand;

use super::DeskUi;
use crate::panel::PanelContext;
use crate::theme::tokens;
use crate::widget::as_in_panel;

/// Bookmarks in the menu before the list is named for the rest.
const SHOWN: usize = 9;

/// *File*: files that were opened last, and whether the last session comes again.
pub fn recent_menu(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let settings = cx.session.settings();
    ui.menu_button(cx.text("menu-recent"), |ui| {
        ui.set_min_width(260.0);
        ui.set_max_width(520.0);
        if settings.recent.is_empty() {
            ui.weak(cx.text("recent-empty"));
        }
        for (path, there) in cx.session.recent_files() {
            let name = path.display().to_string();
            if there {
                if ui.button(&name).clicked() {
                    cx.send.push(Command::Open(vec![path]));
                    ui.close();
                }
            } else {
                let gone = cx.words.text_with("recent-gone", &[("path", (&name).into())]);
                ui.add_enabled(
                    false,
                    egui::Button::new(egui::RichText::new(gone).color(tokens(ui).muted)),
                );
            }
        }
        if !settings.recent.is_empty() {
            ui.separator();
            if ui.button(cx.text("recent-clear")).clicked() {
                cx.send.push(Command::Desk(DeskCommand::ForgetRecent));
                ui.close();
            }
        }
    });
    as_in_panel(ui);
    let mut restores = settings.desk.restores_session;
    if ui
        .checkbox(&mut restores, cx.text("menu-restore"))
        .on_hover_text(cx.text("menu-restore-hint"))
        .changed()
    {
        cx.send.push(Command::Desk(DeskCommand::RestoreSession(restores)));
        ui.close();
    }
}

/// *View*: saves the view, goes to one, and opens the list.
pub fn bookmark_menu(ui: &mut Ui, cx: &mut PanelContext<'_>, desk: &mut DeskUi) {
    let bookmarks = &cx.session.settings().bookmarks;
    if ui.button(cx.text("bookmark-add")).clicked() {
        let name = cx.words.text_with("bookmark-name", &[("number", (bookmarks.len() + 1).into())]);
        cx.send.push(Command::Desk(DeskCommand::AddBookmark(name)));
        desk.bookmarks.open = true;
        ui.close();
    }
    for (index, bookmark) in bookmarks.iter().enumerate().take(SHOWN) {
        if ui.button(&bookmark.name).clicked() {
            cx.send.push(Command::Desk(DeskCommand::GoToBookmark(index)));
            ui.close();
        }
    }
    if ui.button(cx.text("bookmarks-open")).clicked() {
        desk.bookmarks.open = true;
        ui.close();
    }
}

/// *Help*: the pages and the welcome.
pub fn help_menu(ui: &mut Ui, cx: &PanelContext<'_>, desk: &mut DeskUi) {
    if ui.add(egui::Button::new(cx.text("menu-guide")).shortcut_text("F1")).clicked() {
        desk.help.open_page(planmap_app::desk::help::FIRST);
        ui.close();
    }
    if ui.button(cx.text("menu-keys")).clicked() {
        desk.help.open_page("keys");
        ui.close();
    }
    if ui.button(cx.text("menu-welcome")).clicked() {
        desk.welcome.start();
        ui.close();
    }
}
