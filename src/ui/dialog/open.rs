//! Opening files: by the system's chooser where there is one, by typing a path in any case.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::{Align2, Ui, vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_core::i18n::Words;

use crate::widget::{muted, primary_button, quiet_button};

/// The open dialog.
#[derive(Default)]
pub struct OpenDialog {
    /// Whether it is shown.
    pub shown: bool,
    path: String,
    missing: bool,
    chooser: Option<Receiver<Vec<PathBuf>>>,
    chooser_failed: bool,
}

impl OpenDialog {
    /// Draws the dialog if it is open and takes what the chooser brings.
    pub fn show(&mut self, ui: &Ui, words: &Words, recent: &[PathBuf], send: &mut Vec<Command>) {
        self.take_chosen(send);
        if !self.shown {
            return;
        }
        let mut keep = true;
        egui::Window::new(words.text("open-title"))
            .collapsible(false)
            .resizable(false)
            .anchor(Align2::CENTER_CENTER, vec2(0.0, -60.0))
            .open(&mut keep)
            .show(ui.ctx(), |ui| {
                ui.set_width(460.0);
                muted(ui, &words.text("open-hint"));
                ui.add_space(6.0);
                let label = ui.label(words.text("open-path"));
                let edit = egui::TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY);
                let field = ui.add(edit).labelled_by(label.id);
                if ui.memory(egui::Memory::focused).is_none() {
                    field.request_focus();
                }
                let enter = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
                if self.missing {
                    ui.colored_label(ui.visuals().error_fg_color, words.text("open-missing"));
                }
                if self.chooser_failed {
                    muted(ui, &words.text("open-no-chooser"));
                }
                ui.add_space(8.0);
                ui.horizontal(|ui| {
                    let typed = !self.path.trim().is_empty();
                    if primary_button(ui, Some(Icon::FolderOpen), &words.text("open-button"), typed).clicked()
                        || (enter && typed)
                    {
                        self.open_typed(send);
                    }
                    let waiting = self.chooser.is_some();
                    if quiet_button(ui, Some(Icon::Search), &words.text("open-choose"), !waiting).clicked() {
                        self.choose();
                    }
                });
                if !recent.is_empty() {
                    ui.add_space(8.0);
                    muted(ui, &words.text("open-recent"));
                    for path in recent {
                        if ui.link(path.display().to_string()).clicked() {
                            send.push(Command::Open(vec![path.clone()]));
                            self.shown = false;
                        }
                    }
                }
            });
        if !keep || ui.input(|i| i.key_pressed(egui::Key::Escape)) {
            self.shown = false;
        }
    }

    fn open_typed(&mut self, send: &mut Vec<Command>) {
        let path = PathBuf::from(self.path.trim());
        self.missing = !path.exists();
        if !self.missing {
            send.push(Command::Open(vec![path]));
            self.path.clear();
            self.shown = false;
        }
    }

    /// Starts the system's chooser on a thread of its own: it blocks until it is closed.
    fn choose(&mut self) {
        let (send, receive) = channel();
        let started = std::thread::Builder::new().name("file-chooser".to_owned()).spawn(move || {
            let files = rfd::FileDialog::new()
                .add_filter("GeoJSON", &["geojson", "json", "ndjson", "geojsonl", "geojsons"])
                .pick_files();
            let _ = send.send(files.unwrap_or_default());
        });
        self.chooser = started.ok().map(|_| receive);
        self.chooser_failed = self.chooser.is_none();
    }

    fn take_chosen(&mut self, send: &mut Vec<Command>) {
        let Some(receive) = &self.chooser else {
            return;
        };
        match receive.try_recv() {
            Ok(files) if files.is_empty() => {
                self.chooser = None;
                // Closed without a choice, or a desktop without a chooser: typing serves in both.
                self.chooser_failed = true;
            }
            Ok(files) => {
                self.chooser = None;
                self.shown = false;
                send.push(Command::Open(files));
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => {
                self.chooser = None;
                self.chooser_failed = true;
            }
        }
    }
}
