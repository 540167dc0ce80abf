//! The top bar and the status bar.

use egui::{Align, Frame, Layout, Margin, Panel, Ui};
use lucide_icons::Icon;
use planmap_app::analysis::AnalysisCommand;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::Command;
use planmap_app::meeting::MeetingCommand;
use planmap_app::register::RegisterCommand;
use planmap_app::sheet::SheetCommand;
use planmap_core::Severity;
use planmap_core::crs::geo_from_map;
use planmap_core::i18n::{Language, format_coordinate, format_number, format_scale};
use planmap_core::symbology::Theme;

use super::{PlanmapWindow, RightPanel};
use crate::annotate::{notes_menu, save_state};
use crate::panel::PanelContext;
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{icon_button, icon_text, label, primary_button, quiet_button, segment};

impl PlanmapWindow {
    pub(super) fn top_bar(&mut self, ui: &mut Ui) {
        let t = tokens(ui);
        let frame = Frame::new().inner_margin(Margin::symmetric(12, 0));
        Panel::top("top").exact_size(measure::TOP).resizable(false).frame(frame).show(ui, |ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(icon_text(Icon::Map, 17.0, t.action));
                label(ui, "planmap", 15.0, Weight::Bold, t.text);
                let words = self.session.words();
                let name = self.session.catalogue().name.get(self.session.language()).to_owned();
                label(ui, &name, size::BODY, Weight::Regular, t.muted);
                ui.add_space(12.0);
                self.menus(ui);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let dark = self.session.settings().theme == Theme::Dark;
                    let (icon, key) = if dark { (Icon::Sun, "theme-light") } else { (Icon::Moon, "theme-dark") };
                    if icon_button(ui, icon, &words.text(key), 30.0, true).clicked() {
                        let theme = if dark { Theme::Light } else { Theme::Dark };
                        self.commands.push(Command::SetTheme(theme));
                    }
                    // Laid out from the right: the second language first.
                    for language in Language::ALL.into_iter().rev() {
                        let chosen = self.session.language() == language;
                        let name = language.code().to_uppercase();
                        let key = format!("language-{}", language.code());
                        if segment(ui, chosen, &name).on_hover_text(words.text(&key)).clicked() {
                            self.commands.push(Command::SetLanguage(language));
                        }
                    }
                    ui.add_space(6.0);
                    let annotating = self.session.annotations().is_on();
                    let mode = if annotating { primary_button } else { quiet_button };
                    if mode(ui, Some(Icon::Pencil), &words.text("annotate"), true)
                        .on_hover_text(words.text("annotate-mode"))
                        .clicked()
                    {
                        self.commands.push(Command::Annotate(AnnotateCommand::Mode(!annotating)));
                    }
                    if quiet_button(ui, Some(Icon::Presentation), &words.text("meeting-start"), true)
                        .on_hover_text(words.text("meeting-start-long"))
                        .clicked()
                    {
                        self.commands.push(Command::Meeting(MeetingCommand::Start));
                    }
                    if quiet_button(ui, Some(Icon::FolderOpen), &words.text("open-button-bar"), true).clicked() {
                        self.open.shown = true;
                    }
                    let open = self.session.bottom_tab().is_some();
                    let icon = if open { Icon::PanelBottomClose } else { Icon::PanelBottomOpen };
                    if icon_button(ui, icon, &words.text("bottom-toggle"), 30.0, true).clicked() {
                        self.commands.push(Command::Bottom(BottomCommand::Toggle));
                    }
                });
            });
        });
    }

    fn menus(&mut self, ui: &mut Ui) {
        let words = self.session.words();
        let item = |ui: &mut Ui, key: &str, shortcut: &str| {
            let clicked = ui.add(egui::Button::new(words.text(key)).shortcut_text(shortcut)).clicked();
            if clicked {
                ui.close();
            }
            clicked
        };
        ui.scope(|ui| {
            ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::NONE;
            ui.visuals_mut().widgets.hovered.bg_stroke = egui::Stroke::NONE;
            ui.menu_button(words.text("menu-file"), |ui| {
                ui.set_min_width(230.0);
                if item(ui, "menu-open", "Ctrl O") {
                    self.open.shown = true;
                }
                if item(ui, "menu-reload", "") {
                    let ids: Vec<String> = self.session.layers().iter().map(|l| l.spec.id.clone()).collect();
                    self.commands.push(Command::Register(RegisterCommand::Reload));
                    self.commands.extend(ids.into_iter().map(Command::ReloadLayer));
                }
                ui.separator();
                if item(ui, "menu-sheet", "Ctrl P") {
                    self.commands.push(Command::Sheet(SheetCommand::Open));
                }
                if item(ui, "menu-copy-map", "") {
                    self.commands.push(Command::Sheet(SheetCommand::CopyMap));
                }
                ui.separator();
                notes_menu(
                    ui,
                    &mut PanelContext { words, session: &self.session, send: &mut self.commands },
                    &mut self.notes,
                );
                ui.separator();
                if item(ui, "menu-quit", "") {
                    ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
                }
            });
            ui.menu_button(words.text("menu-edit"), |ui| {
                ui.set_min_width(230.0);
                let notes = self.session.annotations();
                let named = |key: &str, step: Option<&'static str>| match step {
                    Some(step) => words.text_with(key, &[("step", (&words.text(step)).into())]),
                    None => words.text(key.trim_end_matches("-what")),
                };
                let (last, next) = (notes.done_steps().next_back(), notes.undone_steps().next());
                for (key, step, shortcut, command) in [
                    ("undo-what", last, "Ctrl Z", AnnotateCommand::Undo),
                    ("redo-what", next, "Ctrl Y", AnnotateCommand::Redo),
                ] {
                    let button = egui::Button::new(named(key, step)).shortcut_text(shortcut);
                    if ui.add_enabled(step.is_some(), button).clicked() {
                        self.commands.push(Command::Annotate(command));
                        ui.close();
                    }
                }
                ui.separator();
                if item(ui, "history-title", "") {
                    self.notes.history = true;
                    self.commands.push(Command::Annotate(AnnotateCommand::Mode(true)));
                }
            });
            ui.menu_button(words.text("menu-view"), |ui| {
                ui.set_min_width(250.0);
                let settings = self.session.settings().clone();
                if item(ui, "meeting-start", "F5") {
                    self.commands.push(Command::Meeting(MeetingCommand::Start));
                }
                ui.separator();
                for (key, shortcut, command) in [
                    ("menu-zoom-all", "Home", Command::ZoomToAll),
                    ("menu-zoom-selection", "Z", Command::ZoomToSelection),
                    ("menu-previous", "Alt ←", Command::PreviousView),
                    ("menu-next", "Alt →", Command::NextView),
                ] {
                    if item(ui, key, shortcut) {
                        self.commands.push(command);
                    }
                }
                ui.separator();
                if item(ui, "bookmark-add", "") {
                    let number = settings.bookmarks.len() + 1;
                    let name = words.text_with("bookmark-name", &[("number", number.into())]);
                    self.commands.push(Command::Annotate(AnnotateCommand::AddBookmark(name)));
                }
                for (index, bookmark) in settings.bookmarks.iter().enumerate() {
                    ui.horizontal(|ui| {
                        if ui.button(&bookmark.name).clicked() {
                            self.commands.push(Command::Annotate(AnnotateCommand::GoToBookmark(index)));
                            ui.close();
                        }
                        let remove = words.text_with("bookmark-remove", &[("name", (&bookmark.name).into())]);
                        if icon_button(ui, Icon::X, &remove, 22.0, true).clicked() {
                            self.commands.push(Command::Annotate(AnnotateCommand::RemoveBookmark(index)));
                        }
                    });
                }
                ui.separator();
                for (key, on, command) in [
                    ("menu-left", settings.left_open, Command::ShowLeftPanel(!settings.left_open)),
                    ("menu-right", settings.right_open, Command::ShowRightPanel(!settings.right_open)),
                    ("menu-legend", settings.legend_open, Command::ShowLegend(!settings.legend_open)),
                ] {
                    let mut on = on;
                    if ui.checkbox(&mut on, words.text(key)).changed() {
                        self.commands.push(command);
                        ui.close();
                    }
                }
                ui.separator();
                for tab in BottomTab::ALL {
                    let mut on = self.session.bottom_tab() == Some(tab);
                    let name = words.text(&format!("bottom-tab-{}", tab.as_str()));
                    if ui.checkbox(&mut on, name).changed() {
                        let command = if on { BottomCommand::Open(tab) } else { BottomCommand::Close };
                        self.commands.push(Command::Bottom(command));
                        ui.close();
                    }
                }
                let mut live = self.session.analysis().live_stack;
                if ui.checkbox(&mut live, format!("{}  (S)", words.text("live-stack"))).changed() {
                    self.commands.push(Command::Analysis(AnalysisCommand::ShowLiveStack(live)));
                    ui.close();
                }
                if item(ui, "bottom-toggle", "Ctrl B") {
                    self.commands.push(Command::Bottom(BottomCommand::Toggle));
                }
            });
            ui.menu_button(words.text("menu-help"), |ui| {
                ui.set_min_width(200.0);
                if item(ui, "menu-about", "F1") {
                    self.right = RightPanel::About;
                    self.commands.push(Command::ShowRightPanel(true));
                }
                if item(ui, "menu-issues", "") {
                    self.right = RightPanel::Issues;
                    self.commands.push(Command::ShowRightPanel(true));
                }
            });
        });
    }

    pub(super) fn status_bar(&mut self, ui: &mut Ui) {
        let t = tokens(ui);
        let frame = Frame::new().inner_margin(Margin::symmetric(12, 0));
        Panel::bottom("status").exact_size(measure::STATUS).resizable(false).frame(frame).show(ui, |ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 16.0;
                ui.spacing_mut().interact_size.y = 18.0;
                let language = self.session.language();
                let words = self.session.words();
                let place = self.canvas.cursor().unwrap_or_else(|| self.session.viewport().centre());
                let faint = if self.canvas.cursor().is_some() { t.text } else { t.muted };
                if let Ok(geo) = geo_from_map(place, self.session.map_crs()) {
                    let degrees = |v: f64| format_number(v.abs(), 5, language);
                    let (lat, lon) = (degrees(geo.lat), degrees(geo.lon));
                    let hemisphere = |positive: bool, yes: &str, no: &str| words.text(if positive { yes } else { no });
                    let text = format!(
                        "{lat}° {}  {lon}° {}",
                        hemisphere(geo.lat >= 0.0, "north-letter", "south-letter"),
                        hemisphere(geo.lon >= 0.0, "east-letter", "west-letter"),
                    );
                    label(ui, &text, size::SMALL, Weight::Regular, faint).on_hover_text("WGS 84");
                }
                let (north, east) = (format_coordinate(place.y, language), format_coordinate(place.x, language));
                let system = words.text_with("status-grid", &[("crs", self.session.map_crs().as_str().into())]);
                label(ui, &format!("X {north}  Y {east}"), size::SMALL, Weight::Regular, faint).on_hover_text(system);
                self.scale_field(ui);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    label(ui, &words.text("status-offline"), size::SMALL, Weight::Regular, t.muted)
                        .on_hover_text(words.text("status-offline-long"));
                    self.issue_count(ui);
                    let Self { session, commands, notes, .. } = self;
                    save_state(ui, &mut PanelContext { words: session.words(), session, send: commands }, notes);
                    if let Some(accuracy) = self.session.scene().mark() {
                        let text = words.text(&format!("map-mark-{}", accuracy.as_str()));
                        label(ui, &text, size::SMALL, Weight::Medium, t.schematic.text);
                    }
                    self.loading(ui);
                    // What is under the pointer gets the room that is left, and is cut there.
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        if let Some(title) = self.canvas.hovered().and_then(|hit| self.session.feature_title(hit)) {
                            label(ui, &title, size::SMALL, Weight::Medium, t.text);
                        }
                    });
                });
            });
        });
    }

    fn scale_field(&mut self, ui: &mut Ui) {
        let words = self.session.words();
        let now = format_scale(self.session.viewport().scale_denominator(), self.session.language());
        let mut text = self.scale_text.clone().unwrap_or_else(|| now.clone());
        let edit = egui::TextEdit::singleline(&mut text)
            .desired_width(86.0)
            .font(egui::FontId::proportional(size::SMALL))
            .margin(Margin::symmetric(6, 0))
            .align(egui::Align2::LEFT_CENTER);
        let response = ui.add_sized([96.0, 18.0], edit).on_hover_text(words.text("scale-hint"));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, words.text("scale-name")));
        if response.has_focus() {
            self.scale_text = Some(text.clone());
        }
        if response.lost_focus() {
            if ui.input(|i| i.key_pressed(egui::Key::Enter))
                && let Some(denominator) = parse_scale(&text)
            {
                self.commands.push(Command::SetScale(denominator));
            }
            self.scale_text = None;
        }
    }

    fn issue_count(&mut self, ui: &mut Ui) {
        let t = tokens(ui);
        let words = self.session.words();
        let count = self.session.issues().filter(|(_, i)| i.severity > Severity::Note).count();
        let text = words.text_with("status-issues", &[("count", count.into())]);
        let ink = if count > 0 { t.conflicts.text } else { t.muted };
        let job = crate::widget::text_job(&text, size::SMALL, Weight::Regular, ink);
        let response = ui.add(egui::Label::new(job).sense(egui::Sense::click()));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &text));
        if response.on_hover_text(words.text("menu-issues")).clicked() {
            self.right = if self.right == RightPanel::Issues { RightPanel::Selection } else { RightPanel::Issues };
            self.commands.push(Command::ShowRightPanel(true));
        }
    }

    fn loading(&self, ui: &mut Ui) {
        let t = tokens(ui);
        if self.session.is_loading() {
            let waiting = self.session.layers().iter().filter(|l| l.is_loading()).count();
            let text = self.session.words().text_with("status-loading", &[("count", waiting.into())]);
            label(ui, &text, size::SMALL, Weight::Regular, t.muted);
            ui.add(egui::Spinner::new().size(12.0).color(t.action));
        }
    }
}

/// Reads a scale as people type it: "1:10000", "1 : 10.000", "10 000".
fn parse_scale(text: &str) -> Option<f64> {
    let after = text.rsplit(':').next()?;
    let digits: String = after.chars().filter(char::is_ascii_digit).collect();
    digits.parse::<f64>().ok().filter(|d| *d >= 1.0)
}

#[cfg(test)]
mod tests {
    use super::parse_scale;

    #[test]
    fn scales_are_read_as_people_type_them() {
        for (text, want) in [
            ("1:10000", Some(10_000.0)),
            ("1 : 10.000", Some(10_000.0)),
            ("25,000", Some(25_000.0)),
            (" 5 000 ", Some(5_000.0)),
            ("1:", None),
            ("abc", None),
            ("0", None),
        ] {
            assert_eq!(parse_scale(text), want, "{text}");
        }
    }
}
