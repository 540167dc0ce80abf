//! Saving a table as CSV: by the system's chooser where there is one, by typing a path in any case.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::{Align2, Ui, vec2};
use lucide_icons::Icon;
use planmap_core::i18n::Words;

use crate::widget::{muted, primary_button, quiet_button};

/// The dialog that asks where a CSV file goes.
#[derive(Default)]
pub struct SaveDialog {
    shown: bool,
    path: String,
    chooser: Option<Receiver<Option<PathBuf>>>,
    nothing_chosen: bool,
}

impl SaveDialog {
    /// Opens the dialog with a name for the file.
    pub fn open(&mut self, name: &str) {
        self.shown = true;
        self.nothing_chosen = false;
        self.path = name.to_owned();
    }

    /// Draws the dialog if it is open; returns the file once it is decided.
    pub fn show(&mut self, ui: &Ui, words: &Words) -> Option<PathBuf> {
        let chosen = self.take_chosen();
        if chosen.is_some() {
            self.shown = false;
            return chosen;
        }
        if !self.shown {
            return None;
        }
        let mut keep = true;
        let mut decided = None;
        egui::Window::new(words.text("csv-title"))
            .collapsible(false)
            .resizable(false)
            .anchor(Align2::CENTER_CENTER, vec2(0.0, -60.0))
            .open(&mut keep)
            .show(ui.ctx(), |ui| {
                ui.set_width(460.0);
                let label = ui.label(words.text("csv-path"));
                let edit = egui::TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY);
                let field = ui.add(edit).labelled_by(label.id);
                if ui.memory(egui::Memory::focused).is_none() {
                    field.request_focus();
                }
                let enter = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
                let path = PathBuf::from(self.path.trim());
                let typed = !self.path.trim().is_empty();
                if typed && path.is_file() {
                    muted(ui, &words.text("csv-replace"));
                }
                if self.nothing_chosen {
                    muted(ui, &words.text("csv-no-chooser"));
                }
                ui.add_space(8.0);
                ui.horizontal(|ui| {
                    let save = primary_button(ui, Some(Icon::Download), &words.text("table-save-csv"), typed);
                    if typed && (save.clicked() || enter) {
                        decided = Some(path);
                    }
                    let free = self.chooser.is_none();
                    if quiet_button(ui, Some(Icon::Search), &words.text("csv-choose"), free).clicked() {
                        self.choose();
                    }
                });
            });
        if !keep || decided.is_some() || ui.input(|i| i.key_pressed(egui::Key::Escape)) {
            self.shown = false;
        }
        decided
    }

    /// Starts the system's chooser on a thread of its own: it blocks until it is closed.
    fn choose(&mut self) {
        let (send, receive) = channel();
        let name = self.path.clone();
        let started = std::thread::Builder::new().name("file-chooser".to_owned()).spawn(move || {
            let file = rfd::FileDialog::new().add_filter("CSV", &["csv"]).set_file_name(name).save_file();
            let _ = send.send(file);
        });
        self.chooser = started.ok().map(|_| receive);
        self.nothing_chosen = self.chooser.is_none();
    }

    fn take_chosen(&mut self) -> Option<PathBuf> {
        let chosen = match self.chooser.as_ref()?.try_recv() {
            Ok(chosen) => chosen,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => None,
        };
        self.chooser = None;
        self.nothing_chosen = chosen.is_none();
        chosen
    }
}
