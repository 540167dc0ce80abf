//! The page view: what a sheet shall be at the left, its page as it will be written at the right.
//!
//! Owns texts that are being typed and the picture of the page; `settings` draws what is asked,
//! `write` the file and its export, `page` the page. Settings and pages belong to the session;
//! nothing is laid out here.

mod page;
mod settings;
mod write;

use egui::{CentralPanel, Frame, Margin, Panel, Rect, ScrollArea, TextureHandle, Ui, Vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::sheet::{SheetCommand, SheetContent, SheetState};

use crate::dialog::Chooser;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_button, label};

/// The state of the page view.
#[derive(Default)]
pub struct SheetView {
    path: String,
    /// The scale while it is typed.
    scale: Option<String>,
    chooser: Chooser,
    texture: Option<(u64, TextureHandle)>,
    /// How far the map is dragged, in points of the screen, until its preview is there.
    dragged: Vec2,
    wheel: f32,
    /// Points that the part with the export took last time.
    write_height: Option<f32>,
}

/// Points that the part with the export takes before it was drawn.
const WRITE_HEIGHT: f32 = 110.0;

impl SheetView {
    /// Draws the view; returns the place of the page.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) -> Option<Rect> {
        let session = cx.session;
        let state = session.sheet()?;
        let t = tokens(ui);
        if self.path.is_empty() {
            self.suggest_path(state, cx);
        }
        if let Some(chosen) = self.chooser.take().pop() {
            self.path = chosen.display().to_string();
        }
        Panel::left("sheet-settings")
            .default_size(330.0)
            .size_range(290.0..=480.0)
            .resizable(true)
            .frame(Frame::new().fill(t.panel).inner_margin(Margin::symmetric(12, 8)))
            .show(ui, |ui| {
                self.head(ui, cx);
                if crate::keys::escape_goes_on(ui.ctx())
                    && !crate::keys::are_typed(ui.ctx())
                    && ui.input(|i| i.key_pressed(egui::Key::Escape))
                {
                    cx.send.push(Command::Sheet(SheetCommand::Close));
                }
                // The room first, its content last: Tab goes from the settings to the export.
                let room = Panel::bottom("sheet-write")
                    .exact_size(self.write_height.unwrap_or(WRITE_HEIGHT))
                    .resizable(false)
                    .frame(Frame::new().fill(t.panel))
                    .show(ui, |ui| ui.max_rect())
                    .inner;
                ScrollArea::vertical()
                    .auto_shrink(false)
                    .show(ui, |ui| self.settings(ui, cx, state));
                let mut below =
                    ui.new_child(egui::UiBuilder::new().id_salt("sheet-write-fill").max_rect(room));
                self.write(&mut below, cx, state);
                let height = below.min_rect().height();
                if self.write_height.is_none_or(|known| (known - height).abs() > 0.5) {
                    self.write_height = Some(height);
                    ui.ctx().request_discard("the height of the export's part has changed");
                }
            });
        let frame = Frame::new().fill(t.window).inner_margin(Margin::same(16));
        let area =
            CentralPanel::default().frame(frame).show(ui, |ui| self.page(ui, cx, state)).inner;
        Some(area)
    }

    /// Forgets what belonged to the last sheet.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn suggest_path(&mut self, state: &SheetState, cx: &PanelContext<'_>) {
        let spec = &state.settings.spec;
        let name = match &state.settings.content {
            SheetContent::SiteSheet(id) => id.clone(),
            SheetContent::AllSites => cx.text("sheet-content-all"),
            SheetContent::AuditReport => cx.text("report-audit-kicker"),
            SheetContent::BalanceReport => cx.text("report-balance-kicker"),
            _ if spec.fields.drawing.is_empty() => {
                cx.session.catalogue().name.get(cx.session.language()).to_owned()
            }
            _ => spec.fields.drawing.clone(),
        };
        let path = cx.session.free_path(&name, state.settings.format.ending());
        self.path = path.display().to_string();
    }

    fn head(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        ui.horizontal(|ui| {
            label(ui, &cx.text("sheet-title"), size::TITLE, Weight::SemiBold, tokens(ui).text);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, Icon::X, &cx.text("close"), 26.0, true).clicked() {
                    cx.send.push(Command::Sheet(SheetCommand::Close));
                }
            });
        });
    }
}
