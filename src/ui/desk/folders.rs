//! The folders in which the program keeps things: shown, opened, copied.

use egui::Ui;
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::desk::{DeskCommand, folders as kept};

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_button, label, muted};

/// Draws them for the panel of the program.
pub(crate) fn folders(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let t = tokens(ui);
    for (key, path) in kept() {
        let name = cx.text(key);
        let Some(path) = path else {
            muted(ui, &format!("{name}: {}", cx.text("folder-none")));
            continue;
        };
        let shown = path.display().to_string();
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.set_width(ui.available_width() - 64.0);
                label(ui, &name, size::SMALL, Weight::Medium, t.muted);
                label(ui, &shown, size::SMALL, Weight::Regular, t.text).on_hover_text(&shown);
            });
            let args = [("name", (&name).into())];
            if icon_button(
                ui,
                Icon::FolderOpen,
                &cx.words.text_with("folder-open", &args),
                26.0,
                true,
            )
            .clicked()
            {
                cx.send.push(Command::Desk(DeskCommand::OpenFolder(path.clone())));
            }
            if icon_button(ui, Icon::Copy, &cx.words.text_with("folder-copy", &args), 26.0, true)
                .clicked()
            {
                ui.ctx().copy_text(shown.clone());
            }
        });
    }
}
