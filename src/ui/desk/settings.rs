//! The settings dialog: everything that is remembered between starts and is no part of a document.
//!
//! Owns what is being typed in it. A choice is a command that takes effect at once; there is nothing
//! to confirm. Controls are made in the order in which they are read, which is the order of Tab.

use std::path::PathBuf;

use egui::{Align, Layout, ScrollArea, TextEdit, Ui, vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::desk::{DeskCommand, Preference};
use planmap_app::settings::{CacheLimit, StartMode};
use planmap_app::text_scale::TextScale;
use planmap_app::text_table::{CsvChoice, CsvSeparator, DecimalSign};
use planmap_core::i18n::{AreaUnit, Language};
use planmap_core::symbology::Theme;

use super::folders;
use crate::dialog::{Chooser, window};
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{choice, label, muted, quiet_button, segment};

/// Width of the dialog in points, where the window is wide enough.
const WIDTH: f32 = 540.0;
/// Points of height that the rest of the window keeps.
const KEPT_HEIGHT: f32 = 150.0;
/// Width of the names of the choices.
const NAMES: f32 = 170.0;

/// The settings dialog.
#[derive(Default)]
pub struct SettingsDialog {
    open: bool,
    /// Whether it has just been opened, so that the first control is to get the focus.
    is_new: bool,
    author: String,
    folder: String,
    /// Whether there is no such folder as the one typed.
    is_folder_missing: bool,
    chooser: Chooser,
}

impl SettingsDialog {
    /// Opens it on the settings as they are.
    pub fn open(&mut self, cx: &PanelContext<'_>) {
        let settings = cx.session.settings();
        let folder = settings.folders.chosen.as_ref();
        *self = Self {
            open: true,
            is_new: true,
            author: settings.author.clone(),
            folder: folder.map(|path| path.display().to_string()).unwrap_or_default(),
            is_folder_missing: false,
            chooser: Chooser::default(),
        };
    }

    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Draws it where it is open.
    pub fn show(&mut self, ui: &Ui, cx: &mut PanelContext<'_>) {
        if !self.open {
            return;
        }
        let screen = ui.ctx().content_rect();
        let width = WIDTH.min(screen.width() - 48.0);
        let mut keep = true;
        window(ui.ctx(), cx.text("settings-title"), &mut keep).show(ui.ctx(), |ui| {
            ui.set_width(width);
            let height = (screen.height() - KEPT_HEIGHT).max(120.0);
            let scroll = ScrollArea::vertical().id_salt("settings").max_height(height);
            // A window of the toolkit is low at first; this one shows all that the screen has room for.
            scroll.min_scrolled_height(height).show(ui, |ui| {
                // Beside the bar that scrolls.
                ui.set_width(width - 12.0);
                self.appearance(ui, cx);
                self.work(ui, cx);
                self.files(ui, cx);
            });
        });
        self.is_new = false;
        self.open &= keep;
    }

    fn appearance(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        heading(ui, cx, "settings-appearance");
        let settings = cx.session.settings();
        let languages = Language::ALL.map(|l| (l, cx.text(&format!("language-{}", l.code()))));
        let first = self.is_new;
        let language = settings.language;
        row(ui, cx, "settings-language", |ui, _, send| {
            for (n, (option, text)) in languages.iter().enumerate() {
                let response = segment(ui, *option == language, text);
                if first && n == 0 {
                    // From here Tab walks through the dialog.
                    response.request_focus();
                }
                if response.clicked() {
                    send.push(Command::SetLanguage(*option));
                }
            }
        });
        let themes = [(Theme::Light, "theme-light"), (Theme::Dark, "theme-dark")]
            .map(|(t, k)| (t, cx.text(k)));
        let theme = settings.theme;
        row(ui, cx, "settings-theme", |ui, name, send| {
            send.extend(choice(ui, name, &themes, theme, 0.0).map(Command::SetTheme));
        });
        let sizes: Vec<(TextScale, String)> =
            TextScale::all().map(|step| (step, format!("{} %", step.percent()))).collect();
        let text_scale = settings.text_scale;
        row(ui, cx, "text-scale", |ui, name, send| {
            send.extend(choice(ui, name, &sizes, text_scale, 0.0).map(Command::SetTextScale));
        });
    }

    fn work(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        heading(ui, cx, "settings-work");
        let hint = planmap_app::session::Keeping::of_this_computer().author;
        let author = &mut self.author;
        row(ui, cx, "settings-author", |ui, name, send| {
            let field =
                ui.add(TextEdit::singleline(author).hint_text(hint).desired_width(f32::INFINITY));
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
            if field.changed() {
                send.push(prefer(Preference::Author(author.clone())));
            }
        });
        note(ui, cx, "settings-author-hint");
        let modes = StartMode::ALL
            .map(|mode| (mode, cx.text(&format!("settings-start-{}", mode.as_str()))));
        let start_mode = cx.session.settings().start_mode;
        row(ui, cx, "settings-start", |ui, name, send| {
            let chosen = choice(ui, name, &modes, start_mode, 0.0);
            send.extend(chosen.map(|mode| prefer(Preference::StartMode(mode))));
        });
        let (mut restores, text) =
            (cx.session.settings().desk.restores_session, cx.text("menu-restore"));
        let hint = cx.text("menu-restore-hint");
        row(ui, cx, "settings-session", |ui, _, send| {
            if ui.checkbox(&mut restores, text).on_hover_text(hint).changed() {
                send.push(Command::Desk(DeskCommand::RestoreSession(restores)));
            }
        });
    }

    fn files(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        heading(ui, cx, "settings-files");
        self.folder_row(ui, cx);
        let units =
            AreaUnit::ALL.map(|unit| (unit, cx.text(&format!("settings-area-{}", unit.as_str()))));
        let area_unit = cx.session.settings().area_unit;
        row(ui, cx, "settings-area", |ui, name, send| {
            let chosen = choice(ui, name, &units, area_unit, 0.0);
            send.extend(chosen.map(|unit| prefer(Preference::AreaUnit(unit))));
        });
        csv_rows(ui, cx);
        let limits = CacheLimit::STEPS_GIB.map(|gib| {
            let text = if gib == 0 { cx.text("settings-cache-none") } else { format!("{gib} GB") };
            (CacheLimit::nearest(gib), text)
        });
        let cache_limit = cx.session.settings().cache_limit;
        row(ui, cx, "settings-cache", |ui, name, send| {
            let chosen = choice(ui, name, &limits, cache_limit, 0.0);
            send.extend(chosen.map(|limit| prefer(Preference::CacheLimit(limit))));
        });
        note(ui, cx, "settings-cache-hint");
        heading(ui, cx, "about-folders");
        folders(ui, cx);
    }

    /// The folder of the user's files: typed, or by the system's chooser.
    fn folder_row(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        if let Some(chosen) = self.chooser.take().pop() {
            self.folder = chosen.display().to_string();
            self.is_folder_missing = false;
            cx.send.push(prefer(Preference::Folder(Some(chosen))));
        }
        let current = cx.session.settings().folders.current();
        let Self { folder, is_folder_missing, chooser, .. } = self;
        let choose = cx.text("settings-folder-choose");
        let session = cx.session;
        row(ui, cx, "settings-folder", |ui, name, send| {
            let hint = current.display().to_string();
            let field =
                ui.add(TextEdit::singleline(folder).hint_text(hint).desired_width(f32::INFINITY));
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
            if field.changed() {
                let wanted = wanted_folder(folder, |typed| session.path_of(typed));
                *is_folder_missing = wanted.is_none();
                send.extend(wanted.map(|path| prefer(Preference::Folder(path))));
            }
            if quiet_button(ui, Some(Icon::FolderOpen), &choose, !chooser.is_open()).clicked() {
                chooser.open(move |dialog| {
                    dialog.set_directory(current).pick_folder().into_iter().collect()
                });
            }
        });
        if self.is_folder_missing {
            ui.colored_label(ui.visuals().error_fg_color, cx.text("settings-folder-missing"));
        } else {
            note(ui, cx, "settings-folder-hint");
        }
    }
}

/// The folder that a typed text chooses: none where it is empty; nothing is chosen where there is no
/// such folder.
fn wanted_folder(typed: &str, path_of: impl Fn(&str) -> PathBuf) -> Option<Option<PathBuf>> {
    if typed.trim().is_empty() {
        return Some(None);
    }
    let path = path_of(typed);
    path.is_dir().then_some(Some(path))
}

/// Separator and decimal sign of CSV files.
fn csv_rows(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let now = cx.session.settings().csv;
    let separators =
        CsvSeparator::ALL.map(|s| (s, cx.text(&format!("settings-csv-{}", s.as_str()))));
    row(ui, cx, "settings-csv-separator", |ui, name, send| {
        let chosen = choice(ui, name, &separators, now.separator, 0.0);
        send.extend(
            chosen.map(|separator| prefer(Preference::Csv(CsvChoice { separator, ..now }))),
        );
    });
    let signs = DecimalSign::ALL.map(|s| (s, cx.text(&format!("settings-csv-{}", s.as_str()))));
    row(ui, cx, "settings-csv-decimal", |ui, name, send| {
        let chosen = choice(ui, name, &signs, now.decimal, 0.0);
        send.extend(chosen.map(|decimal| prefer(Preference::Csv(CsvChoice { decimal, ..now }))));
    });
}

fn prefer(preference: Preference) -> Command {
    Command::Desk(DeskCommand::Prefer(preference))
}

fn heading(ui: &mut Ui, cx: &PanelContext<'_>, key: &str) {
    ui.add_space(8.0);
    label(ui, &cx.text(key), size::BODY, Weight::SemiBold, tokens(ui).text);
    ui.add_space(2.0);
}

/// A choice: its name at the left, its controls at the right of it, or below where there is no room.
fn row(
    ui: &mut Ui,
    cx: &mut PanelContext<'_>,
    key: &str,
    add: impl FnOnce(&mut Ui, &str, &mut Vec<Command>),
) {
    let name = cx.text(key);
    if ui.available_width() < 2.0 * NAMES {
        muted(ui, &name);
        ui.horizontal_wrapped(|ui| add(ui, &name, cx.send));
        return;
    }
    ui.horizontal_top(|ui| {
        // On the centre line of the first line of controls.
        let first_line = vec2(NAMES, ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(first_line, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(first_line);
            muted(ui, &name);
        });
        ui.vertical(|ui| ui.horizontal_wrapped(|ui| add(ui, &name, cx.send)));
    });
}

/// What follows from a choice, in small letters below it.
fn note(ui: &mut Ui, cx: &PanelContext<'_>, key: &str) {
    let text = cx.text(key);
    if ui.available_width() < 2.0 * NAMES {
        muted(ui, &text);
    } else {
        ui.horizontal_top(|ui| {
            ui.add_space(NAMES + ui.spacing().item_spacing.x);
            ui.vertical(|ui| muted(ui, &text));
        });
    }
    ui.add_space(2.0);
}
