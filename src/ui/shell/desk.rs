//! The desk in the window: what stands over the map, what is remembered, the last session.

use std::time::Duration;

use egui::{Rect, Ui};
use planmap_app::analysis::AnalysisCommand;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::audit::AuditCommand;
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::Command;
use planmap_app::desk::{DeskCommand, LastSession, Side, WindowPlace, drop_hint};
use planmap_app::draft::WorkField;
use planmap_app::meeting::{MeetingCommand, Pointing};
use planmap_app::sheet::SheetCommand;

use super::PlanmapWindow;
use crate::desk;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::typing::field_id;
use crate::widget::{floating, wrapped};

/// Width of the words about files that are held over the window, in points.
const DROP_HINT: f32 = 460.0;

/// Frames within which a field that was asked for has to appear: a panel opens in two or three.
const FRAMES_FOR_A_FIELD: u32 = 30;

/// Seconds between two looks at what is to be restored.
const LOOK_S: f64 = 2.0;

/// The file of the last session and what stands in it.
#[derive(Default)]
pub(super) struct Kept {
    file: Option<std::path::PathBuf>,
    written: Option<LastSession>,
    looked_s: f64,
    /// Whether a look is due without anything else happening.
    due: bool,
    place: Option<WindowPlace>,
}

impl PlanmapWindow {
    /// From now on writes down what is open, for the next start.
    pub fn keep_session(&mut self, file: std::path::PathBuf) {
        self.kept.file = Some(file);
    }

    /// Shows the welcome, where it was not seen yet.
    pub fn welcome_once(&mut self) {
        if !self.session.settings().desk.welcomed {
            self.desk.welcome.start();
        }
    }

    /// What of the desk is open.
    #[must_use]
    pub fn desk(&self) -> &desk::DeskUi {
        &self.desk
    }

    /// Bookmarks, help and welcome over the map.
    pub(super) fn desk_over(&mut self, ui: &Ui, area: Rect) {
        let Self { session, commands, desk, .. } = self;
        desk.show(ui, area, &mut PanelContext { words: session.words(), session, send: commands });
        self.drop_hint(ui, area);
    }

    /// While files are held over the window, what dropping them would do.
    fn drop_hint(&self, ui: &Ui, area: Rect) {
        let held = ui.input(|i| i.raw.hovered_files.clone());
        let paths: Vec<std::path::PathBuf> =
            held.into_iter().filter_map(|file| file.path).collect();
        let lines = drop_hint(&paths, self.session.words());
        if lines.is_empty() {
            return;
        }
        egui::Area::new(egui::Id::unique("drop-hint"))
            .order(egui::Order::Foreground)
            .pivot(egui::Align2::CENTER_CENTER)
            .fixed_pos(area.center())
            .show(ui.ctx(), |ui| {
                floating(ui).inner_margin(egui::Margin::same(16)).show(ui, |ui| {
                    ui.set_max_width(DROP_HINT.min(area.width() - 40.0));
                    for line in lines {
                        wrapped(ui, &line, size::BODY, Weight::Medium, tokens(ui).text);
                    }
                });
            });
    }

    /// Opens the settings dialog.
    pub(super) fn open_settings(&mut self) {
        let Self { session, commands, desk, .. } = self;
        desk.settings.open(&PanelContext { words: session.words(), session, send: commands });
    }

    /// Esc closes what stands over the map before it means the map.
    pub(super) fn desk_keys(&mut self, ui: &Ui) {
        let Self { session, commands, desk, .. } = self;
        desk.keys(ui, &mut PanelContext { words: session.words(), session, send: commands });
    }

    /// The bell and the work that is under way, in the status bar.
    pub(super) fn desk_status(&mut self, ui: &mut Ui) {
        let Self { session, commands, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        let asked = desk::bell(ui, &mut cx);
        self.show_asked(asked);
    }

    /// The dialog that asks for files to open.
    pub(super) fn open_dialog(&mut self, ui: &Ui) {
        let Self { session, commands, open, .. } = self;
        open.show(ui, &mut PanelContext { words: session.words(), session, send: commands });
    }

    /// Opens what a notice was asked for.
    pub(super) fn show_asked(&mut self, asked: Option<desk::Asked>) {
        match asked {
            Some(desk::Asked::Issues) => {
                self.right = super::RightPanel::Issues;
                self.commands.push(Command::ShowRightPanel(true));
            }
            Some(desk::Asked::Field(field)) => self.open_field(field),
            None => {}
        }
    }

    /// Opens what a field of work stands in; the keyboard follows once the field is there.
    fn open_field(&mut self, field: WorkField) {
        match &field {
            WorkField::AnnotationTitle(what)
            | WorkField::AnnotationBody(what)
            | WorkField::AnnotationReply(what) => {
                let choose = AnnotateCommand::Choose { what: what.clone(), add: false, zoom: true };
                self.commands.push(Command::ShowRightPanel(true));
                self.commands.push(Command::Annotate(choose));
            }
            WorkField::StepTitle(_)
            | WorkField::StepNotes(_)
            | WorkField::NewViewTitle
            | WorkField::MinuteText
            | WorkField::MinuteSpeaker => {
                self.commands.push(Command::Meeting(MeetingCommand::Start));
                // Which opens the desk beside the picture.
                self.commands.push(Command::Meeting(MeetingCommand::Point(Pointing::Minute)));
            }
            WorkField::IgnoreReason(finding) => {
                self.commands.push(Command::Bottom(BottomCommand::Open(BottomTab::Audit)));
                let audit = &self.session.analysis().audit;
                if audit.run.is_none() && audit.running.is_none() {
                    self.commands
                        .push(Command::Analysis(AnalysisCommand::Audit(AuditCommand::Run)));
                }
                let ask = AuditCommand::AskIgnore(Some(finding.clone()));
                self.commands.push(Command::Analysis(AnalysisCommand::Audit(ask)));
            }
            WorkField::BookmarkName(number) => self.desk.bookmarks.rename(*number),
            WorkField::SheetText(_) => self.commands.push(Command::Sheet(SheetCommand::Open)),
        }
        self.wanted_field = Some((field, FRAMES_FOR_A_FIELD));
    }

    /// Gives a field that was asked for the keyboard, as soon as it is drawn.
    pub(super) fn follow_wanted_field(&mut self, ctx: &egui::Context) {
        let Some((field, frames)) = self.wanted_field.take() else {
            return;
        };
        let id = field_id(&field);
        let is_there = ctx.read_response(id).is_some();
        if is_there {
            ctx.memory_mut(|m| m.request_focus(id));
        } else if frames > 0 {
            self.wanted_field = Some((field, frames - 1));
            ctx.request_repaint();
        }
    }

    /// The work that is under way, in the status bar.
    pub(super) fn jobs_status(&mut self, ui: &mut Ui) {
        let Self { session, commands, .. } = self;
        desk::jobs_chip(ui, &mut PanelContext { words: session.words(), session, send: commands });
    }

    pub(super) fn recent_entries(&mut self, ui: &mut Ui) {
        let Self { session, commands, .. } = self;
        desk::recent_menu(
            ui,
            &mut PanelContext { words: session.words(), session, send: commands },
        );
    }

    pub(super) fn bookmark_entries(&mut self, ui: &mut Ui) {
        let Self { session, commands, desk, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        desk::bookmark_menu(ui, &mut cx, desk);
    }

    pub(super) fn help_entries(&mut self, ui: &mut Ui) {
        let Self { session, commands, desk, .. } = self;
        let cx = PanelContext { words: session.words(), session, send: commands };
        desk::help_menu(ui, &cx, desk);
    }

    /// Notes the width of a panel once its edge is let go.
    pub(super) fn note_width(&mut self, ui: &Ui, side: Side, width: f32) {
        let settings = &self.session.settings().desk;
        let (remembered, standard) = match side {
            Side::Left => (settings.left_width, crate::theme::measure::LEFT),
            Side::Right => (settings.right_width, crate::theme::measure::RIGHT),
        };
        let dragging = ui.input(|i| i.pointer.any_down());
        if !dragging && (width - remembered.unwrap_or(standard)).abs() >= 1.0 {
            self.commands.push(Command::Desk(DeskCommand::PanelWidth(side, width)));
        }
    }

    /// Writes down what is open, where that has changed, a little later than it did.
    pub(super) fn keep_what_is_open(&mut self, ctx: &egui::Context) {
        self.kept.place = window_place(ctx).or(self.kept.place);
        if self.kept.file.is_none() {
            return;
        }
        let now_s = ctx.input(|i| i.time);
        if now_s - self.kept.looked_s < LOOK_S {
            if !std::mem::replace(&mut self.kept.due, true) {
                ctx.request_repaint_after(Duration::from_secs_f64(LOOK_S));
            }
            return;
        }
        (self.kept.looked_s, self.kept.due) = (now_s, false);
        if let Some((file, last)) = self.take_unwritten() {
            // A disk may be slow; nobody waits for it here.
            std::thread::spawn(move || write(&last, &file));
        }
    }

    fn take_unwritten(&mut self) -> Option<(std::path::PathBuf, LastSession)> {
        let file = self.kept.file.clone()?;
        let last = self.session.to_restore().filter(|l| self.kept.written.as_ref() != Some(l))?;
        self.kept.written = Some(last.clone());
        Some((file, last))
    }

    /// Writes everything down. Called when the window closes.
    pub fn leave(&mut self) {
        // What the last frame asked for, its last letter among it, is done before.
        for command in std::mem::take(&mut self.commands) {
            self.session.apply(command);
        }
        self.session.keep_all_typed();
        if let Some((file, last)) = self.take_unwritten() {
            write(&last, &file);
        }
        if let Some(place) = self.kept.place {
            self.session.apply(Command::Desk(DeskCommand::WindowPlace(place)));
        }
        self.remember();
        if let Some(writer) = &self.settings_writer {
            writer.flush();
        }
    }
}

fn write(last: &LastSession, file: &std::path::Path) {
    if let Err(error) = last.save(file) {
        tracing::warn!("the session could not be written down: {error}");
    }
}

/// Where the window stands, in points of the desktop whatever the zoom of its content. A maximised
/// window tells nothing about its size otherwise.
fn window_place(ctx: &egui::Context) -> Option<WindowPlace> {
    let zoom = ctx.zoom_factor();
    ctx.input(|i| {
        let viewport = i.viewport();
        let inner = viewport.inner_rect?;
        let maximized = viewport.maximized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
        let at =
            viewport.outer_rect.filter(|_| !maximized).map(|r| (r.left() * zoom, r.top() * zoom));
        let (width, height) = (inner.width() * zoom, inner.height() * zoom);
        (width >= 100.0 && height >= 100.0).then_some(WindowPlace { width, height, at, maximized })
    })
}
