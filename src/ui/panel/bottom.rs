//! The bottom panel: a row of tabs over the table of the one that is open.
//!
//! Owns the frame, the tabs and the height; each tab's content lives in a module of its own. To
//! add a tab: name it in `planmap_app::bottom`, give it words under `bottom-tab-…`, and draw it in
//! [`BottomArea::content`]. Must not know what the tables mean.

use egui::{Align, Frame, Layout, Margin, Panel, Ui};
use lucide_icons::Icon;
use planmap_app::bottom::{BottomCommand, BottomPanel, BottomTab};
use planmap_app::command::Command;
use planmap_app::register::RegisterCommand;

use crate::annotate::NotesTab;
use crate::dialog::save::SaveDialog;
use crate::panel::projects::ProjectsTab;
use crate::panel::{PanelContext, indicators};
use crate::theme::measure;
use crate::widget::{hairline, icon_button, quiet_button, segment};

/// The map keeps at least this share of the height between the bars.
const MAP_SHARE: f32 = 0.46;

/// What the bottom panel remembers between frames.
#[derive(Default)]
pub struct BottomArea {
    projects: ProjectsTab,
    notes: NotesTab,
    save: SaveDialog,
    /// The tab whose table is to be saved.
    saving: Option<BottomTab>,
}

impl BottomArea {
    /// Draws the panel where it is open.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        if let (Some(path), Some(tab)) = (self.save.show(ui, cx.words), self.saving) {
            cx.send.push(Command::Register(RegisterCommand::SaveCsv(tab, path)));
        }
        let Some(tab) = cx.session.bottom_tab() else {
            return;
        };
        let remembered = cx.session.settings().bottom.height;
        let most = (ui.available_height() * (1.0 - MAP_SHARE)).max(BottomPanel::LOWEST);
        let shown = Panel::bottom("bottom")
            .default_size(remembered)
            .size_range(BottomPanel::LOWEST..=most)
            .resizable(true)
            .frame(Frame::new())
            .show(ui, |ui| {
                ui.set_min_height(ui.available_height());
                self.head(ui, cx, tab);
                hairline(ui);
                self.content(ui, cx, tab);
            });
        let height = shown.response.rect.height().round();
        // Written down when the drag is over; a window that is too low does not count as a wish.
        let dragging = ui.input(|i| i.pointer.any_down());
        if !dragging && (height - remembered).abs() >= 1.0 && height < most.floor() {
            cx.send.push(Command::Bottom(BottomCommand::Resize(height)));
        }
    }

    fn head(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, open: BottomTab) {
        Frame::new().inner_margin(Margin::symmetric(measure::MARGIN as i8, 4)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for tab in BottomTab::ALL {
                    if segment(ui, tab == open, &cx.text(&format!("bottom-tab-{}", tab.as_str()))).clicked() {
                        cx.send.push(Command::Bottom(BottomCommand::Open(tab)));
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if icon_button(ui, Icon::X, &cx.text("bottom-close"), 26.0, true).clicked() {
                        cx.send.push(Command::Bottom(BottomCommand::Close));
                    }
                    ui.add_space(8.0);
                    self.actions(ui, cx, open);
                });
            });
        });
    }

    /// What can be done with the open tab, laid out from the right.
    fn actions(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, open: BottomTab) {
        match open {
            BottomTab::Notes => {}
            BottomTab::Projects | BottomTab::Indicators => {
                if quiet_button(ui, Some(Icon::Download), &cx.text("table-save-csv"), true).clicked() {
                    self.saving = Some(open);
                    self.save.open(&format!("{}.csv", open.as_str()));
                }
                if quiet_button(ui, Some(Icon::Copy), &cx.text("table-copy"), true).clicked() {
                    ui.ctx().copy_text(cx.session.register_table(open).to_tsv());
                }
            }
        }
    }

    /// The open tab.
    fn content(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, open: BottomTab) {
        match open {
            BottomTab::Projects => self.projects.show(ui, cx),
            BottomTab::Indicators => indicators::show(ui, cx),
            BottomTab::Notes => self.notes.show(ui, cx),
        }
    }
}
