//! The window as a whole: bars, panels, map, and the round of a frame.
//!
//! Owns what is open and where it stands. A frame drains jobs and commands first, then paints.

mod actions;
mod bars;
mod compare_area;
mod crash;
mod desk;
mod map_area;
mod right_panel;
mod screens;

use std::path::PathBuf;

use egui::{CentralPanel, Frame, Panel, Rect, ScrollArea, Stroke, Ui};
use planmap_app::analysis::AnalysisCommand;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::Command;
use planmap_app::desk::Side;
use planmap_app::draft::WorkField;
use planmap_app::job::Wake;
use planmap_app::search::SearchCommand;
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_app::settings_writer::SettingsWriter;
use planmap_app::sheet::SheetCommand;
use planmap_app::text_scale::TextScale;

use crate::access::{Access, Region};
use crate::annotate::{AnnotateUi, merge_dialog};
use crate::canvas::Canvas;
use crate::canvas::store::{HeldTiles, TileStore};
use crate::dialog::open::OpenDialog;
use crate::frames::FrameProbe;
use crate::keys;
use crate::palette::Palette;
use crate::panel::bottom::BottomArea;
use crate::panel::review::ReviewPanel;
use crate::panel::twin::TwinPanel;
use crate::panel::{PanelContext, layers, sites};
use crate::presenter::Presenter;
use crate::search::SearchBox;
use crate::sheet::SheetView;
use crate::theme::{self, measure, tokens};
use map_area::NoticePlace;
use right_panel::ShownRight;

pub use right_panel::RightPanel;

/// Milliseconds a frame that may go into taking in results.
const DRAIN_MS: u64 = 8;

/// The window's state.
pub struct PlanmapWindow {
    session: Session,
    settings_writer: Option<SettingsWriter>,
    saved: Settings,
    tiles: TileStore,
    canvas: Canvas,
    second: crate::canvas::compare::SecondMap,
    legend: map_area::LegendCard,
    commands: Vec<Command>,
    crashes: crash::FrameCrashes,
    right: RightPanel,
    shown_right: Option<ShownRight>,
    bottom: BottomArea,
    open: OpenDialog,
    palette: Palette,
    notes: AnnotateUi,
    review: ReviewPanel,
    twin: TwinPanel,
    access: Access,
    screens: screens::PlaceCheck,
    sheet: SheetView,
    search: SearchBox,
    presenter: Presenter,
    scale_text: Option<String>,
    waiting_keys: keys::WaitingKeys,
    /// A field that was asked for, and for how many frames it is waited for.
    wanted_field: Option<(WorkField, u32)>,
    desk: crate::desk::DeskUi,
    kept: desk::Kept,
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
    pub fn new(
        settings: Settings,
        settings_path: Option<PathBuf>,
        wake: Wake,
        backend: &'static str,
    ) -> Self {
        let tiles = TileStore::new(&wake);
        Self {
            saved: settings.clone(),
            session: Session::new(settings, wake.clone()),
            settings_writer: settings_path.and_then(start_writer),
            canvas: Canvas::new(&tiles),
            twin: TwinPanel::new(wake.clone()),
            access: Access::default(),
            screens: screens::PlaceCheck::default(),
            second: crate::canvas::compare::SecondMap::new(&tiles),
            presenter: Presenter::new(&tiles),
            legend: map_area::LegendCard::new(wake),
            tiles,
            commands: Vec::new(),
            crashes: crash::FrameCrashes::default(),
            right: RightPanel::default(),
            shown_right: None,
            bottom: BottomArea::default(),
            open: OpenDialog::default(),
            palette: Palette::default(),
            notes: AnnotateUi::default(),
            review: ReviewPanel::default(),
            sheet: SheetView::default(),
            search: SearchBox::default(),
            scale_text: None,
            waiting_keys: keys::WaitingKeys::default(),
            wanted_field: None,
            desk: crate::desk::DeskUi::default(),
            kept: desk::Kept::default(),
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
        let second = !self.session.compare().is_open() || self.second.is_complete();
        let complete = if self.session.meeting().on {
            self.presenter.is_complete()
        } else {
            self.canvas.is_complete() && second
        };
        !self.session.is_loading() && complete
    }

    /// What the window keeps of tiles.
    #[must_use]
    pub fn held_tiles(&self) -> HeldTiles {
        self.tiles.held()
    }

    /// Takes in results and commands. Called once before every frame, never while painting.
    pub fn update(&mut self, ctx: &egui::Context) {
        let now_s = ctx.input(|i| i.time);
        self.tiles.begin_frame(ctx);
        self.session.drain(DRAIN_MS);
        for command in std::mem::take(&mut self.commands) {
            let selects = matches!(
                command,
                Command::SelectSite { .. }
                    | Command::Identify { .. }
                    | Command::SelectFeature { .. }
                    | Command::SelectArea(_)
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
                Command::Sheet(
                    SheetCommand::Open | SheetCommand::OpenSite(_) | SheetCommand::OpenReport(_)
                )
            ) {
                self.sheet.forget();
            }
            self.session.apply(self.canvas.in_map_points(command));
            ctx.request_repaint();
        }
        if let Some(picture) = self.session.take_copied() {
            let size = [picture.width as usize, picture.height as usize];
            ctx.copy_image(egui::ColorImage::from_rgba_premultiplied(size, &picture.rgba));
        }
        if let Some(text) = self.session.take_copied_rows() {
            ctx.copy_text(text);
        }
        if self.session.advance(now_s) {
            ctx.request_repaint();
        }
        if let Some(left_s) = self.session.next_draft_s() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left_s + 0.01));
        }
        // A meeting has text sizes of its own.
        let meeting = self.session.meeting().on;
        let scale = if meeting { TextScale::default() } else { self.session.settings().text_scale };
        self.access.begin(ctx, scale, self.session.language());
        self.canvas.set_factor(self.access.factor());
        self.second.set_factor(self.access.factor());
        let theme = self.session.settings().theme;
        if self.applied_theme != Some(theme) {
            theme::apply(ctx, theme);
            self.applied_theme = Some(theme);
        }
        if let Some(action) = self.session.take_chosen_action() {
            self.act(action, ctx);
        }
        self.remember();
        self.set_title(ctx);
        self.keep_what_is_open(ctx);
        self.drop_files(ctx);
    }

    fn remember(&mut self) {
        if *self.session.settings() != self.saved {
            self.saved = self.session.settings().clone();
            if let Some(writer) = &self.settings_writer {
                writer.write(&self.saved);
            }
        }
    }

    fn set_title(&mut self, ctx: &egui::Context) {
        let title = self.session.window_title();
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn drop_files(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|i| i.raw.dropped_files.iter().map(|f| f.path().to_path_buf()).collect());
        if !dropped.is_empty() {
            self.commands.push(Command::Open(dropped));
        }
    }

    /// Paints the window.
    pub fn paint(&mut self, ui: &mut Ui) {
        keys::begin(ui.ctx(), &mut self.waiting_keys);
        self.follow_wanted_field(ui.ctx());
        self.presenter.follow(ui.ctx(), &self.session);
        if self.session.meeting().on {
            self.meeting_page(ui);
            return;
        }
        if self.session.sheet().is_none() {
            // The picture of its page is as large as all tiles of a screen.
            self.sheet.forget();
        }
        self.access.keys(ui);
        self.desk_keys(ui);
        self.title_keys(ui);
        self.search_box(ui);
        self.shortcuts(ui);
        self.palette(ui.ctx());
        self.top_bar(ui);
        // Rooms are taken first and filled later, so that Tab goes from the top bar over the left and
        // the map to the right, the tables and the status bar.
        let status = Panel::bottom("status")
            .exact_size(measure::STATUS)
            .resizable(false)
            .frame(Frame::new())
            .show(ui, |ui| ui.max_rect())
            .inner;
        if self.session.sheet().is_some() {
            self.sheet_page(ui);
            self.status_bar(ui, status);
            self.access.ring(ui);
            return;
        }
        let narrow = ui.available_width() < measure::NARROW;
        let compact = ui.available_width() < measure::COMPACT;
        let settings = self.session.settings().clone();
        let tables = self.bottom_room(ui);
        let right_wanted = settings.right_open
            && (self.right != RightPanel::Selection
                || !self.session.selection().is_empty()
                || !self.session.annotations().chosen().is_empty()
                || self.session.annotations().is_on()
                || self.session.analysis().review.is_some());
        // Where both lie over the map, there is room for one: what was just asked for.
        let left_over = settings.left_open && compact && !right_wanted;
        if settings.left_open && !compact {
            let width = settings.desk.left_width.unwrap_or(measure::LEFT);
            let shown = Panel::left("left")
                .default_size(width)
                .size_range(220.0..=520.0)
                .resizable(true)
                .frame(Frame::new())
                .show(ui, |ui| self.left_panel(ui));
            self.note_width(ui, Side::Left, shown.response.rect.width());
        }
        let width = settings.desk.right_width.unwrap_or(measure::RIGHT);
        let docked = (right_wanted && !narrow).then(|| right_room(ui, width));
        if let Some(room) = docked {
            self.note_width(ui, Side::Right, room.width());
        }
        let room = ui.available_rect_before_wrap();
        let over = |share: f32, wanted: f32| wanted.min(room.width() * share);
        let (left, right) = (
            if left_over { over(0.7, measure::LEFT) } else { 0.0 },
            if right_wanted && narrow { over(0.8, measure::RIGHT) } else { 0.0 },
        );
        if left_over {
            let place = Rect::from_min_size(room.min, egui::vec2(left, room.height()));
            sheet(ui, "left-sheet", place, |ui| self.left_panel(ui));
        }
        let free =
            Rect::from_min_max(room.min + egui::vec2(left, 0.0), room.max - egui::vec2(right, 0.0));
        let area =
            CentralPanel::default().frame(Frame::new()).show(ui, |ui| self.maps(ui, free)).inner;
        if let Some(docked) = docked {
            fill(ui, "right-fill", docked, |ui| self.right_panel(ui));
        } else if right_wanted {
            let place = Rect::from_min_size(
                area.right_top() - egui::vec2(right, 0.0),
                egui::vec2(right, area.height()),
            );
            sheet(ui, "right-sheet", place, |ui| self.right_panel(ui));
        }
        if let Some(tables) = tables {
            fill(ui, "bottom-fill", tables, |ui| self.bottom_panel(ui));
        }
        self.status_bar(ui, status);
        self.open_dialog(ui);
        self.notices(ui, NoticePlace::on_map(free));
        self.desk_over(ui, free);
        self.note_dialogs(ui);
        self.access.announce(ui, &self.session);
        self.access.ring(ui);
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
            // Only now: the index is not to take time from the first picture.
            self.commands.push(Command::Search(SearchCommand::Prepare));
            tracing::info!("first complete map after {} ms", elapsed.as_millis());
        }
    }

    /// The meeting in place of everything.
    fn meeting_page(&mut self, ui: &mut Ui) {
        let Self { session, commands, presenter, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        let area = presenter.show(ui, &mut cx);
        let room = self.session.meeting_room(f64::from(area.width()), f64::from(area.height()));
        let has_card = self.session.meeting_card(self.session.meeting().position).is_some();
        self.notices(ui, NoticePlace::in_meeting(area, &room, has_card));
        if !self.commands.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    /// The search box, before anything else takes a key.
    fn search_box(&mut self, ui: &mut Ui) {
        if self.session.sheet().is_none() {
            if self.session.search().is_open() {
                self.offer_actions();
            }
            let Self { session, commands, search, .. } = self;
            search.show(ui, &mut PanelContext { words: session.words(), session, send: commands });
        }
    }

    /// The page view in place of map and panels.
    fn sheet_page(&mut self, ui: &mut Ui) {
        let panels = [RightPanel::About, RightPanel::Shortcuts];
        if panels.contains(&self.right) && self.session.settings().right_open {
            let width = self.session.settings().desk.right_width.unwrap_or(measure::RIGHT);
            let room = right_room(ui, width);
            fill(ui, "right-fill", room, |ui| self.right_panel(ui));
        }
        let Self { session, commands, sheet, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        let area = sheet.show(ui, &mut cx);
        if let Some(area) = area {
            self.notices(ui, NoticePlace::on_page(area));
            self.desk_over(ui, area);
        }
        if !self.commands.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    /// Under everything but the status bar, over the whole width: tables and time axes are wide.
    fn bottom_room(&mut self, ui: &mut Ui) -> Option<Rect> {
        let Self { session, commands, bottom, .. } = self;
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        bottom.room(ui, &mut cx)
    }

    fn bottom_panel(&mut self, ui: &mut Ui) {
        let Self { session, commands, bottom, access, .. } = self;
        access.region(ui, Region::Bottom, ui.max_rect(), session.words());
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
        let Self { session, commands, open, access, .. } = self;
        access.region(ui, Region::Left, ui.max_rect(), session.words());
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        ScrollArea::vertical().id_salt("left-scroll").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            sites::show(ui, &mut cx);
            layers::show(ui, &mut cx, &mut open.shown);
            ui.add_space(16.0);
        });
    }
}

/// The thread that writes settings; without one they hold until the window closes.
fn start_writer(path: PathBuf) -> Option<SettingsWriter> {
    let started = SettingsWriter::start(path);
    started.map_err(|error| tracing::warn!("settings are not saved: {error}")).ok()
}

/// Takes the room of the right panel; what stands in it is drawn later.
fn right_room(ui: &mut Ui, width: f32) -> Rect {
    Panel::right("right")
        .default_size(width)
        .size_range(260.0..=620.0)
        .resizable(true)
        .frame(Frame::new())
        .show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            ui.max_rect()
        })
        .inner
}

/// Draws into a room that was taken before.
fn fill<R>(ui: &mut Ui, salt: &str, room: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(egui::UiBuilder::new().id_salt(salt).max_rect(room));
    child.set_clip_rect(room.intersect(ui.clip_rect()));
    add(&mut child)
}

/// A panel that lies over the map, where there is no room beside it.
fn sheet(ui: &Ui, salt: &'static str, place: Rect, add: impl FnOnce(&mut Ui)) {
    let t = tokens(ui);
    let shadow = ui.visuals().popup_shadow;
    egui::Area::new(egui::Id::unique(salt)).fixed_pos(place.min).order(egui::Order::Middle).show(
        ui.ctx(),
        |ui| {
            let frame =
                Frame::new().fill(t.panel).shadow(shadow).stroke(Stroke::new(1.0, t.hairline));
            frame.show(ui, |ui| {
                ui.set_width(place.width() - 2.0);
                ui.set_height(place.height() - 2.0);
                add(ui);
            });
        },
    );
}

impl eframe::App for PlanmapWindow {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.screens.follow(frame);
        self.within_border(|window| {
            window.update(ctx);
            window.report_tile_crashes();
            if window.presenter.wants_screen(&window.session) {
                window.presenter.set_audience_screen(screens::other_screen(frame));
            }
        });
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if !self.crash_screen(ui) {
            self.within_border(|window| window.paint(ui));
        }
    }

    /// While frames are measured, the probe moves the pointer.
    fn raw_input_hook(&mut self, ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        if let Some(probe) = &self.probe {
            raw_input.events.extend(probe.pointer(ctx.content_rect().size()));
        }
    }

    /// The window is cleared in the colour of its docked panels, which then need no ground of their
    /// own: without a graphics card that is a quarter of a frame.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.leave();
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
