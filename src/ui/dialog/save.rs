//! Saving a table as CSV: by the system's chooser where there is one, by typing a path in any case.

use std::path::{Path, PathBuf};

use egui::Ui;
use lucide_icons::Icon;

use super::{Chooser, path_field, window};
use crate::panel::PanelContext;
use crate::widget::{muted, primary_button, quiet_button};

/// The dialog that asks where a CSV file goes.
#[derive(Default)]
pub struct SaveDialog {
    shown: bool,
    path: String,
    chooser: Chooser,
}

impl SaveDialog {
    /// Opens the dialog with a path for the file.
    pub fn open(&mut self, path: &Path) {
        self.shown = true;
        self.chooser = Chooser::default();
        self.path = path.display().to_string();
    }

    /// Draws the dialog if it is open; returns the file once it is decided.
    pub fn show(&mut self, ui: &Ui, cx: &PanelContext<'_>) -> Option<PathBuf> {
        let words = cx.words;
        if let Some(chosen) = self.chooser.take().pop() {
            self.shown = false;
            return Some(chosen);
        }
        if !self.shown {
            return None;
        }
        let mut keep = true;
        let mut decided = None;
        window(ui.ctx(), words.text("csv-title"), &mut keep).show(ui.ctx(), |ui| {
            ui.set_width(460.0);
            let label = ui.label(words.text("csv-path"));
            let edit = egui::TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY);
            let field = ui.add(edit).labelled_by(label.id);
            let enter = path_field(ui, &field);
            let path = cx.session.path_of(&self.path);
            let typed = !self.path.trim().is_empty();
            if typed && path.is_file() {
                muted(ui, &words.text("csv-replace"));
            }
            if self.chooser.gave_nothing() {
                muted(ui, &words.text("csv-no-chooser"));
            }
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                let save =
                    primary_button(ui, Some(Icon::Download), &words.text("table-save-csv"), typed);
                if typed && (save.clicked() || enter) {
                    decided = Some(path);
                }
                let free = !self.chooser.is_open();
                if quiet_button(ui, Some(Icon::Search), &words.text("csv-choose"), free).clicked() {
                    let suggested = cx.session.path_of(&self.path);
                    self.chooser.open(move |d| choose(d, &suggested));
                }
            });
        });
        if !keep || decided.is_some() || ui.input(|i| i.key_pressed(egui::Key::Escape)) {
            self.shown = false;
        }
        decided
    }
}

/// Asks for a file by the system's dialog, which begins at a path.
fn choose(dialog: rfd::FileDialog, suggested: &Path) -> Vec<PathBuf> {
    let extension = suggested.extension().unwrap_or_default().to_string_lossy().into_owned();
    let name = suggested.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = suggested.parent().unwrap_or(suggested);
    let dialog = dialog.add_filter(extension.to_uppercase(), &[extension.as_str()]);
    dialog.set_directory(folder).set_file_name(name).save_file().into_iter().collect()
}
