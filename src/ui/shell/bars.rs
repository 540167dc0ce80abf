//! The top bar and the status bar.

use egui::{Align, Frame, Layout, Margin, Panel, Rect, Ui};
use lucide_icons::Icon;
use planmap_app::action::{Action, Group};
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::meeting::MeetingCommand;
use planmap_app::tool::Purpose;
use planmap_core::Severity;
use planmap_core::annotation::Kind;
use planmap_core::crs::{SystemNaming, geo_from_map};
use planmap_core::i18n::{Language, format_number, format_scale, read_scale};
use planmap_core::measure::Measure;
use planmap_core::symbology::Theme;

use super::{PlanmapWindow, RightPanel};
use crate::access::Region;
use crate::annotate::{fails_to_save, save_state};
use crate::panel::PanelContext;
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{
    at_right, icon_button, icon_text, label, primary_button, quiet_button, segment, taken_at_right,
    text_job,
};

/// Widths of the status bar beside the words that the map has no legal value, from which it shows
/// everything else, the grid's coordinates, how saving stands, and the scale.
const ROOM_FOR_ALL: f32 = 800.0;
const ROOM_FOR_GRID: f32 = 560.0;
const ROOM_FOR_SAVING: f32 = 400.0;
const ROOM_FOR_SCALE: f32 = 180.0;
/// Points between what stands in the status bar.
const STATUS_GAP: f32 = 16.0;
/// What stands at the right of the top bar, before its width is known.
const RIGHT_OF_TOP: f32 = 470.0;
/// The search field as an icon.
const LEAST_SEARCH: f32 = 44.0;

impl PlanmapWindow {
    pub(super) fn top_bar(&mut self, ui: &mut Ui) {
        let t = tokens(ui);
        let frame = Frame::new().inner_margin(Margin::symmetric(12, 0));
        Panel::top("top").exact_size(measure::TOP).resizable(false).frame(frame).show(ui, |ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = self.session.words();
                self.access.region(ui, Region::Top, ui.max_rect(), words);
                ui.label(icon_text(Icon::Map, 17.0, t.action));
                // Where there is little room, the window's title says who and where.
                if ui.available_width() > measure::COMPACT {
                    label(ui, "planmap", 15.0, Weight::Bold, t.text);
                    let name =
                        self.session.catalogue().name.get(self.session.language()).to_owned();
                    label(ui, &name, size::BODY, Weight::Regular, t.muted);
                    ui.add_space(12.0);
                }
                self.menus(ui);
                let key = (
                    self.session.language(),
                    self.session.annotations().is_on(),
                    self.session.settings().editor,
                );
                if self.session.sheet().is_none() {
                    let taken = taken_at_right(ui, "top-right", key).unwrap_or(RIGHT_OF_TOP);
                    let room =
                        egui::vec2((ui.available_width() - taken).max(LEAST_SEARCH), measure::TOP);
                    let Self { session, commands, search, .. } = self;
                    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                        search.bar(
                            ui,
                            &mut PanelContext { words: session.words(), session, send: commands },
                        );
                    });
                }
                at_right(ui, "top-right", key, &words.text("bar-more"), |ui| {
                    let open = self.session.bottom_tab().is_some();
                    let icon = if open { Icon::PanelBottomClose } else { Icon::PanelBottomOpen };
                    if icon_button(ui, icon, &words.text("bottom-toggle"), 30.0, true).clicked() {
                        self.commands.push(Command::Bottom(BottomCommand::Toggle));
                    }
                    if quiet_button(
                        ui,
                        Some(Icon::FolderOpen),
                        &words.text("open-button-bar"),
                        true,
                    )
                    .clicked()
                    {
                        self.open.shown = true;
                    }
                    ui.add_space(6.0);
                    let editor = self.session.settings().editor;
                    let (icon, key) = if editor {
                        (Icon::LockOpen, "editor-mode")
                    } else {
                        (Icon::Lock, "reader-mode")
                    };
                    if quiet_button(ui, Some(icon), &words.text(key), true)
                        .on_hover_text(words.text(&format!("{key}-long")))
                        .clicked()
                    {
                        self.commands.push(Command::SetEditor(!editor));
                    }
                    let annotating = self.session.annotations().is_on();
                    let mode = if annotating { primary_button } else { quiet_button };
                    if mode(ui, Some(Icon::Pencil), &words.text("annotate"), true)
                        .on_hover_text(words.text("annotate-mode"))
                        .clicked()
                    {
                        self.commands.push(Command::Annotate(AnnotateCommand::Mode(!annotating)));
                    }
                    if quiet_button(
                        ui,
                        Some(Icon::Presentation),
                        &words.text("meeting-start"),
                        true,
                    )
                    .on_hover_text(words.text("meeting-start-long"))
                    .clicked()
                    {
                        self.commands.push(Command::Meeting(MeetingCommand::Start));
                    }
                    ui.add_space(6.0);
                    for language in Language::ALL {
                        let chosen = self.session.language() == language;
                        let name = language.code().to_uppercase();
                        let key = format!("language-{}", language.code());
                        if segment(ui, chosen, &name).on_hover_text(words.text(&key)).clicked() {
                            self.commands.push(Command::SetLanguage(language));
                        }
                    }
                    let dark = self.session.settings().theme == Theme::Dark;
                    let (icon, key) =
                        if dark { (Icon::Sun, "theme-light") } else { (Icon::Moon, "theme-dark") };
                    if icon_button(ui, icon, &words.text(key), 30.0, true).clicked() {
                        let theme = if dark { Theme::Light } else { Theme::Dark };
                        self.commands.push(Command::SetTheme(theme));
                    }
                });
            });
        });
    }

    fn menus(&mut self, ui: &mut Ui) {
        ui.scope(|ui| {
            ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::NONE;
            ui.visuals_mut().widgets.hovered.bg_stroke = egui::Stroke::NONE;
            let words = self.session.words();
            for group in Group::ALL {
                let menu = ui.menu_button(words.text(group.key()), |ui| {
                    ui.set_min_width(260.0);
                    for (n, part) in menu(group).into_iter().enumerate() {
                        if n > 0 {
                            ui.separator();
                        }
                        for entry in part {
                            self.menu_entry(ui, entry);
                        }
                    }
                });
                self.access.menu(&menu.response, menu.inner.is_some());
            }
        });
    }

    fn menu_entry(&mut self, ui: &mut Ui, entry: Entry) {
        match entry {
            Entry::One(action) => self.menu_item(ui, action),
            Entry::More(key, actions) => {
                let name = self.session.words().text(key);
                ui.menu_button(name, |ui| {
                    ui.set_min_width(200.0);
                    actions.into_iter().for_each(|action| self.menu_item(ui, action));
                });
            }
            Entry::Bookmarks => {
                let name = self.session.words().text("bookmarks");
                ui.menu_button(name, |ui| {
                    ui.set_min_width(220.0);
                    self.bookmark_entries(ui);
                });
            }
            Entry::Recent => self.recent_entries(ui),
            Entry::Help => self.help_entries(ui),
        }
    }

    /// Draws the status bar into its room. What says most stays longest where there is little room; that
    /// the map has no legal value is said in any.
    pub(super) fn status_bar(&mut self, ui: &mut Ui, room: Rect) {
        let t = tokens(ui);
        super::fill(ui, "status-fill", room, |ui| {
            self.access.region(ui, Region::Status, room, self.session.words());
            let inner = room.shrink2(egui::vec2(12.0, 0.0));
            let builder =
                egui::UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center));
            ui.scope_builder(builder, |ui| {
                ui.spacing_mut().item_spacing.x = STATUS_GAP;
                ui.spacing_mut().interact_size.y = 18.0;
                let language = self.session.language();
                let words = self.session.words();
                let mark = self
                    .session
                    .scene()
                    .mark()
                    .map(|a| words.text(&format!("map-mark-{}", a.as_str())));
                let mark =
                    mark.map(|text| text_job(&text, size::SMALL, Weight::Medium, t.schematic.text));
                let taken = mark
                    .as_ref()
                    .map_or(0.0, |job| ui.painter().layout_job(job.clone()).size().x + STATUS_GAP);
                let rest = room.width() - taken;
                let place =
                    self.canvas.cursor().unwrap_or_else(|| self.session.viewport().centre());
                let faint = if self.canvas.cursor().is_some() { t.text } else { t.muted };
                if rest > ROOM_FOR_ALL
                    && let Ok(geo) = geo_from_map(place, self.session.map_crs())
                {
                    let degrees = |v: f64| format_number(v.abs(), 5, language);
                    let (lat, lon) = (degrees(geo.lat), degrees(geo.lon));
                    let hemisphere = |positive: bool, yes: &str, no: &str| {
                        words.text(if positive { yes } else { no })
                    };
                    let text = format!(
                        "{lat}° {}  {lon}° {}",
                        hemisphere(geo.lat >= 0.0, "north-letter", "south-letter"),
                        hemisphere(geo.lon >= 0.0, "east-letter", "west-letter"),
                    );
                    label(ui, &text, size::SMALL, Weight::Regular, faint).on_hover_text("WGS 84");
                }
                let system = SystemNaming::of(self.session.map_crs());
                if rest > ROOM_FOR_GRID {
                    label(
                        ui,
                        &system.place(place, "  ", language),
                        size::SMALL,
                        Weight::Regular,
                        faint,
                    )
                    .on_hover_text(system.described(words));
                }
                if rest > ROOM_FOR_SCALE {
                    self.scale_field(ui);
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if rest > ROOM_FOR_ALL {
                        label(
                            ui,
                            &words.text("status-offline"),
                            size::SMALL,
                            Weight::Regular,
                            t.muted,
                        )
                        .on_hover_text(words.text("status-offline-long"));
                    }
                    self.desk_status(ui);
                    if let Some(mark) = mark {
                        ui.label(mark);
                    }
                    if rest > ROOM_FOR_SAVING {
                        self.issue_count(ui);
                    }
                    let Self { session, commands, notes, .. } = self;
                    let mut cx = PanelContext { words: session.words(), session, send: commands };
                    if rest > ROOM_FOR_SAVING || fails_to_save(&cx) {
                        save_state(ui, &mut cx, notes);
                    }
                    self.jobs_status(ui);
                    // What is under the pointer gets the room that is left, and is cut there.
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        if let Some(title) =
                            self.canvas.hovered().and_then(|hit| self.session.feature_title(hit))
                        {
                            label(ui, &title, size::SMALL, Weight::Medium, t.text);
                        }
                    });
                });
            });
        });
    }

    fn scale_field(&mut self, ui: &mut Ui) {
        let words = self.session.words();
        let now =
            format_scale(self.session.viewport().scale_denominator(), self.session.language());
        let mut text = self.scale_text.clone().unwrap_or_else(|| now.clone());
        let edit = egui::TextEdit::singleline(&mut text)
            .desired_width(86.0)
            .font(egui::FontId::proportional(size::SMALL))
            .margin(Margin::symmetric(6, 0))
            .align(egui::Align2::LEFT_CENTER);
        let response = ui.add_sized([96.0, 18.0], edit).on_hover_text(words.text("scale-hint"));
        let response = response.accessible_name(words.text("scale-name"));
        if response.has_focus() {
            self.scale_text = Some(text.clone());
        }
        if response.lost_focus() {
            if ui.input(|i| i.key_pressed(egui::Key::Enter))
                && let Some(denominator) = read_scale(&text)
            {
                self.commands.push(Command::View(ViewCommand::SetScale(denominator)));
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
        let job = text_job(&text, size::SMALL, Weight::Regular, ink);
        let response = ui.add(egui::Label::new(job).sense(egui::Sense::click()));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &text));
        if response.on_hover_text(words.text("menu-issues")).clicked() {
            self.right = if self.right == RightPanel::Issues {
                RightPanel::Selection
            } else {
                RightPanel::Issues
            };
            self.commands.push(Command::ShowRightPanel(true));
        }
    }
}

/// An entry of a menu.
enum Entry {
    /// Does something.
    One(Action),
    /// Opens more entries: the key of its words, and they.
    More(&'static str, Vec<Action>),
    /// Opens the remembered views.
    Bookmarks,
    /// Files opened last, and whether the last session comes again.
    Recent,
    /// The help pages and the welcome.
    Help,
}

/// The parts of a menu, from top to bottom.
fn menu(group: Group) -> Vec<Vec<Entry>> {
    use Entry::{Bookmarks, Help, More, One, Recent};
    match group {
        Group::File => vec![
            vec![One(Action::Open), Recent, One(Action::Reload)],
            vec![One(Action::Sheet), One(Action::CopyMap)],
            vec![One(Action::OpenNotes), One(Action::SaveNotesAs), One(Action::MergeNotes)],
            vec![One(Action::Settings)],
            vec![One(Action::Quit)],
        ],
        Group::Edit => vec![
            vec![One(Action::Undo), One(Action::Redo), One(Action::History)],
            vec![One(Action::EditorMode), One(Action::Deselect)],
        ],
        Group::View => vec![
            vec![One(Action::Search), One(Action::Present)],
            vec![
                One(Action::ZoomAll),
                One(Action::ZoomSelection),
                One(Action::PreviousView),
                One(Action::NextView),
                Bookmarks,
            ],
            vec![
                One(Action::LeftPanel),
                One(Action::RightPanel),
                One(Action::Legend),
                One(Action::BottomPanel),
            ],
            vec![
                More("menu-tables", BottomTab::ALL.map(Action::Tab).to_vec()),
                One(Action::Attributes),
                One(Action::Compare),
            ],
            vec![One(Action::LiveStack), One(Action::Twin)],
            vec![More(
                "text-scale",
                vec![Action::TextLarger, Action::TextSmaller, Action::TextReset],
            )],
        ],
        Group::Tools => {
            let measures = Measure::ALL.map(|m| One(Action::Tool(Purpose::Measure(m))));
            let draws = Kind::ALL.map(|k| One(Action::Tool(Purpose::Draw(k))));
            vec![vec![One(Action::Annotate), One(Action::Hand)], measures.into(), draws.into()]
        }
        Group::Help => {
            vec![
                vec![Help],
                vec![One(Action::Palette), One(Action::Shortcuts)],
                vec![One(Action::Issues), One(Action::About)],
            ]
        }
    }
}
