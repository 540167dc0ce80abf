//! The window as a whole: bars, panels, map, and the round of a frame.
//!
//! Owns what is open and where it stands. A frame drains jobs and commands first, then paints.

mod bars;
mod map_area;

use std::path::PathBuf;

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Stroke, Ui};
use planmap_app::analysis::AnalysisCommand;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::bottom::BottomCommand;
use planmap_app::command::Command;
use planmap_app::job::Wake;
use planmap_app::meeting::MeetingCommand;
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_app::sheet::SheetCommand;

use crate::annotate::{AnnotateUi, merge_dialog};
use crate::canvas::Canvas;
use crate::dialog::open::OpenDialog;
use crate::frames::FrameProbe;
use crate::panel::bottom::BottomArea;
use crate::panel::review::ReviewPanel;
use crate::panel::{PanelContext, about, answer, area, issues, layers, site, sites};
use crate::presenter::Presenter;
use crate::sheet::SheetView;
use crate::theme::{self, measure, tokens};

/// Milliseconds a frame that may go into taking in results.
const DRAIN_MS: u64 = 8;

/// What the right panel shows instead of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RightPanel {
    /// The selection: a site, an answer, a feature.
    #[default]
    Selection,
    /// The issues.
    Issues,
    /// Help and About.
    About,
}

/// The window's state.
pub struct PlanmapWindow {
    session: Session,
    settings_path: Option<PathBuf>,
    saved: Settings,
    canvas: Canvas,
    legend: map_area::LegendCard,
    commands: Vec<Command>,
    right: RightPanel,
    bottom: BottomArea,
    open: OpenDialog,
    notes: AnnotateUi,
    review: ReviewPanel,
    sheet: SheetView,
    presenter: Presenter,
    scale_text: Option<String>,
    applied_theme: Option<planmap_core::symbology::Theme>,
    backend: &'static str,
    title: String,
    first_map: Option<std::time::Duration>,
    probe: Option<FrameProbe>,
    started: std::time::Instant,
}

impl PlanmapWindow {
    /// A window on an empty session.
    #[must_use]
    pub fn new(settings: Settings, settings_path: Option<PathBuf>, wake: Wake, backend: &'static str) -> Self {
        Self {
            saved: settings.clone(),
            session: Session::new(settings, wake.clone()),
            settings_path,
            canvas: Canvas::new(&wake),
            presenter: Presenter::new(wake.clone()),
            legend: map_area::LegendCard::new(wake),
            commands: Vec::new(),
            right: RightPanel::default(),
            bottom: BottomArea::default(),
            open: OpenDialog::default(),
            notes: AnnotateUi::default(),
            review: ReviewPanel::default(),
            sheet: SheetView::default(),
            scale_text: None,
            applied_theme: None,
            backend,
            title: String::new(),
            first_map: None,
            probe: None,
            started: std::time::Instant::now(),
        }
    }

    /// The session, for the one who opens the window.
    pub fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }

    /// Measures frames once everything is loaded, says how long they took, and closes.
    pub fn measure_frames(&mut self) {
        self.probe = Some(FrameProbe::new());
    }

    /// The session.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether everything is loaded and every tile of the view is on the screen.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let complete = if self.session.meeting().on { self.presenter.is_complete() } else { self.canvas.is_complete() };
        !self.session.is_loading() && complete
    }

    /// Takes in results and commands. Called once before every frame, never while painting.
    pub fn update(&mut self, ctx: &egui::Context) {
        let now_s = ctx.input(|i| i.time);
        self.session.drain(DRAIN_MS);
        for command in std::mem::take(&mut self.commands) {
            let selects = matches!(
                command,
                Command::SelectSite { .. }
                    | Command::Identify { .. }
                    | Command::SelectFeature { .. }
                    | Command::Annotate(AnnotateCommand::Choose { .. })
                    | Command::Analysis(AnalysisCommand::Review(_))
            );
            if selects {
                self.right = RightPanel::Selection;
            }
            if command == Command::ClearSelection && self.right != RightPanel::Selection {
                self.right = RightPanel::Selection;
                continue;
            }
            if matches!(
                command,
                Command::Sheet(SheetCommand::Open | SheetCommand::OpenSite(_) | SheetCommand::OpenReport(_))
            ) {
                self.sheet.forget();
            }
            self.session.apply(command);
            ctx.request_repaint();
        }
        if let Some(picture) = self.session.take_copied() {
            let size = [picture.width as usize, picture.height as usize];
            ctx.copy_image(egui::ColorImage::from_rgba_premultiplied(size, &picture.rgba));
        }
        if self.session.advance(now_s) {
            ctx.request_repaint();
        }
        let theme = self.session.settings().theme;
        if self.applied_theme != Some(theme) {
            theme::apply(ctx, theme);
            self.applied_theme = Some(theme);
        }
        self.remember();
        self.set_title(ctx);
        self.drop_files(ctx);
    }

    fn remember(&mut self) {
        if *self.session.settings() != self.saved {
            self.saved = self.session.settings().clone();
            if let Some(path) = &self.settings_path
                && let Err(error) = self.saved.save(path)
            {
                tracing::warn!("settings could not be saved: {error}");
            }
        }
    }

    fn set_title(&mut self, ctx: &egui::Context) {
        let name = self.session.catalogue().name.get(self.session.language());
        let title = if name.is_empty() { "planmap".to_owned() } else { format!("{name} – planmap") };
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn drop_files(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> = ctx.input(|i| i.raw.dropped_files.iter().map(|f| f.path().to_path_buf()).collect());
        if !dropped.is_empty() {
            self.commands.push(Command::Open(dropped));
        }
    }

    /// Paints the window.
    pub fn paint(&mut self, ui: &mut Ui) {
        self.presenter.follow(ui.ctx(), &self.session);
        if self.session.meeting().on {
            self.meeting_page(ui);
            return;
        }
        self.shortcuts(ui);
        self.top_bar(ui);
        self.status_bar(ui);
        if self.session.sheet().is_some() {
            self.sheet_page(ui);
            return;
        }
        let t = tokens(ui);
        let narrow = ui.available_width() < measure::NARROW;
        let panel = Frame::new().fill(t.panel);
        let settings = self.session.settings().clone();
        self.bottom_panel(ui);
        if settings.left_open {
            Panel::left("left")
                .default_size(measure::LEFT)
                .size_range(220.0..=520.0)
                .resizable(true)
                .frame(Frame::new())
                .show(ui, |ui| self.left_panel(ui));
        }
        let right_wanted = settings.right_open
            && (self.right != RightPanel::Selection
                || !self.session.selection().is_empty()
                || !self.session.annotations().chosen().is_empty()
                || self.session.analysis().review.is_some());
        if right_wanted && !narrow {
            self.docked_right_panel(ui);
        }
        let area = CentralPanel::default().frame(Frame::new()).show(ui, |ui| self.map_area(ui)).inner;
        if right_wanted && narrow {
            let width = measure::RIGHT.min(area.width() * 0.8);
            egui::Area::new(egui::Id::unique("right-sheet"))
                .fixed_pos(egui::pos2(area.right() - width, area.top()))
                .order(egui::Order::Middle)
                .show(ui.ctx(), |ui| {
                    let shadow = ui.visuals().popup_shadow;
                    panel.shadow(shadow).stroke(Stroke::new(1.0, t.hairline)).show(ui, |ui| {
                        ui.set_width(width);
                        ui.set_height(area.height());
                        self.right_panel(ui);
                    });
                });
        }
        let recent = settings.recent;
        self.open.show(ui, self.session.words(), &recent, &mut self.commands);
        self.notices(ui, area);
        self.note_dialogs(ui);
        if let Some(mut probe) = self.probe.take() {
            let settled = self.is_settled();
            probe.frame(ui.ctx(), &self.session, settled, &mut self.commands);
            self.probe = Some(probe);
        }
        if !self.commands.is_empty() {
            ui.ctx().request_repaint();
        }
        if self.first_map.is_none() && self.is_settled() && !self.session.layers().is_empty() {
            let elapsed = self.started.elapsed();
            self.first_map = Some(elapsed);
            tracing::info!("first complete map after {} ms", elapsed.as_millis());
        }
    }

    /// The meeting in place of everything.
    fn meeting_page(&mut self, ui: &mut Ui) {
        let Self { session, commands, presenter, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        let area = presenter.show(ui, &mut cx);
        self.notices(ui, area);
        if !self.commands.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    /// The page view in place of map and panels.
    fn sheet_page(&mut self, ui: &mut Ui) {
        if self.right == RightPanel::About && self.session.settings().right_open {
            self.docked_right_panel(ui);
        }
        let Self { session, commands, sheet, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        let area = sheet.show(ui, &mut cx);
        if let Some(area) = area {
            self.notices(ui, area);
        }
        if !self.commands.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    fn shortcuts(&mut self, ui: &Ui) {
        use egui::{Key, Modifiers};
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::P)) && self.session.sheet().is_none() {
            self.commands.push(Command::Sheet(SheetCommand::Open));
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::F5)) {
            self.commands.push(Command::Meeting(MeetingCommand::Start));
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::O)) {
            self.open.shown = true;
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::B)) {
            self.commands.push(Command::Bottom(BottomCommand::Toggle));
        }
        // While a text is typed, the field has an undo of its own.
        if !ui.ctx().text_edit_focused() {
            let shifted = Modifiers::COMMAND | Modifiers::SHIFT;
            for (modifiers, key, command) in [
                (shifted, Key::Z, AnnotateCommand::Redo),
                (Modifiers::COMMAND, Key::Z, AnnotateCommand::Undo),
                (Modifiers::COMMAND, Key::Y, AnnotateCommand::Redo),
            ] {
                if ui.input_mut(|i| i.consume_key(modifiers, key)) {
                    self.commands.push(Command::Annotate(command));
                }
            }
            if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::S)) {
                let shown = self.session.analysis().live_stack;
                self.commands.push(Command::Analysis(AnalysisCommand::ShowLiveStack(!shown)));
            }
            if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::M)) {
                let on = self.session.annotations().is_on();
                self.commands.push(Command::Annotate(AnnotateCommand::Mode(!on)));
            }
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::F1)) {
            self.right = if self.right == RightPanel::About { RightPanel::Selection } else { RightPanel::About };
            self.commands.push(Command::ShowRightPanel(true));
        }
    }

    /// Under everything but the status bar, over the whole width: tables and time axes are wide.
    fn bottom_panel(&mut self, ui: &mut Ui) {
        let Self { session, commands, bottom, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        bottom.show(ui, &mut cx);
    }

    /// Dialogs about annotation files, over everything.
    fn note_dialogs(&mut self, ui: &Ui) {
        let Self { session, commands, notes, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        notes.file.show(ui, &mut cx);
        merge_dialog(ui, &mut cx);
    }

    fn left_panel(&mut self, ui: &mut Ui) {
        let Self { session, commands, open, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        ScrollArea::vertical().id_salt("left-scroll").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            sites::show(ui, &mut cx);
            layers::show(ui, &mut cx, &mut open.shown);
            ui.add_space(16.0);
        });
    }

    fn docked_right_panel(&mut self, ui: &mut Ui) {
        Panel::right("right")
            .default_size(measure::RIGHT)
            .size_range(260.0..=620.0)
            .resizable(true)
            .frame(Frame::new())
            .show(ui, |ui| self.right_panel(ui));
    }

    fn right_panel(&mut self, ui: &mut Ui) {
        let Self { session, commands, right, backend, notes, review, .. } = self;
        let session = &*session;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        ScrollArea::vertical().id_salt("right-scroll").auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(14, 14)).show(ui, |ui| {
                let mut keep = true;
                match right {
                    RightPanel::Issues => issues::show(ui, &mut cx, &mut keep),
                    RightPanel::About => about::show(ui, &cx, backend, &mut keep),
                    RightPanel::Selection if session.analysis().review.is_some() => {
                        session.analysis().review.iter().for_each(|state| review.show(ui, &mut cx, state));
                    }
                    RightPanel::Selection if notes.editor.show(ui, &mut cx) => {}
                    RightPanel::Selection => {
                        let selection = session.selection();
                        let chosen = selection.site.as_deref().and_then(|id| session.catalogue().site(id));
                        match (chosen, &selection.identified, &selection.feature) {
                            _ if selection.area.is_some() => {
                                selection.area.iter().for_each(|selected| area::show(ui, &mut cx, selected));
                            }
                            (Some(chosen), ..) => site::show(ui, &mut cx, chosen),
                            (None, Some(identified), _) => answer::show(ui, &mut cx, identified),
                            (None, None, Some(hit)) => answer::show_feature(ui, &mut cx, hit),
                            (None, None, None) => {}
                        }
                    }
                }
                if !keep {
                    *right = RightPanel::Selection;
                }
            });
        });
    }
}

impl eframe::App for PlanmapWindow {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.update(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.paint(ui);
    }

    /// While frames are measured, the probe moves the pointer.
    fn raw_input_hook(&mut self, ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        if let Some((x, y)) = self.probe.as_ref().and_then(FrameProbe::pointer) {
            let size = ctx.content_rect().size();
            raw_input.events.push(egui::Event::PointerMoved(egui::pos2(size.x * x, size.y * y)));
        }
    }

    /// The window is cleared in the colour of its docked panels, which then need no ground of their
    /// own: without a graphics card that is a quarter of a frame.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
