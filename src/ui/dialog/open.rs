//! Opening files: by the system's chooser where there is one, by typing a path in any case.

use egui::Ui;
use lucide_icons::Icon;
use planmap_app::command::Command;

use super::{Chooser, path_field, window};
use crate::panel::PanelContext;
use crate::widget::{muted, primary_button, quiet_button};

/// The open dialog.
#[derive(Default)]
pub struct OpenDialog {
    /// Whether it is shown.
    pub shown: bool,
    path: String,
    missing: bool,
    chooser: Chooser,
}

impl OpenDialog {
    /// Draws the dialog if it is open and takes what the chooser brings.
    pub fn show(&mut self, ui: &Ui, cx: &mut PanelContext<'_>) {
        let words = cx.words;
        let chosen = self.chooser.take();
        if !chosen.is_empty() {
            self.shown = false;
            cx.send.push(Command::Open(chosen));
        }
        if !self.shown {
            return;
        }
        let mut keep = true;
        window(ui.ctx(), words.text("open-title"), &mut keep).show(ui.ctx(), |ui| {
            ui.set_width(460.0);
            muted(ui, &words.text("open-hint"));
            ui.add_space(6.0);
            let label = ui.label(words.text("open-path"));
            let edit = egui::TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY);
            let field = ui.add(edit).labelled_by(label.id);
            let enter = path_field(ui, &field);
            if self.missing {
                ui.colored_label(ui.visuals().error_fg_color, words.text("open-missing"));
            }
            if self.chooser.gave_nothing() {
                muted(ui, &words.text("open-no-chooser"));
            }
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                let typed = !self.path.trim().is_empty();
                if primary_button(ui, Some(Icon::FolderOpen), &words.text("open-button"), typed)
                    .clicked()
                    || (enter && typed)
                {
                    self.open_typed(cx);
                }
                let free = !self.chooser.is_open();
                if quiet_button(ui, Some(Icon::Search), &words.text("open-choose"), free).clicked()
                {
                    let extensions = planmap_app::desk::readable_extensions();
                    let filter = words.text("format-filter");
                    let folder = cx.session.settings().folders.current();
                    self.chooser.open(move |d| {
                        let d = d.add_filter(filter, &extensions).set_directory(folder);
                        d.pick_files().unwrap_or_default()
                    });
                }
            });
            let recent = &cx.session.settings().recent;
            if !recent.is_empty() {
                ui.add_space(8.0);
                muted(ui, &words.text("open-recent"));
                for path in recent {
                    if ui.link(path.display().to_string()).clicked() {
                        cx.send.push(Command::Open(vec![path.clone()]));
                        self.shown = false;
                    }
                }
            }
        });
        if !keep || ui.input(|i| i.key_pressed(egui::Key::Escape)) {
            self.shown = false;
        }
    }

    fn open_typed(&mut self, cx: &mut PanelContext<'_>) {
        let path = cx.session.path_of(&self.path);
        self.missing = !path.exists();
        if !self.missing {
            cx.send.push(Command::Open(vec![path]));
            self.path.clear();
            self.shown = false;
        }
    }
}
