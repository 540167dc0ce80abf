//! The bottom panel: a row of tabs over the table of the one that is open.
//!
//! Owns the frame, the tabs and the height; each tab's content lives in a module of its own. To
//! add a tab: name it in `planmap_app::bottom`, give it words under `bottom-tab-…`, and draw it in
//! [`BottomArea::content`]. Must not know what the tables mean.

use std::path::PathBuf;

use egui::{Frame, Margin, Panel, Rect, Ui};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, VersionsCommand};
use planmap_app::audit::AuditCommand;
use planmap_app::bottom::{BottomCommand, BottomPanel, BottomTab};
use planmap_app::command::Command;
use planmap_app::register::RegisterCommand;
use planmap_app::session::places_table;
use planmap_app::sheet::{SheetCommand, SheetContent};
use planmap_app::table::TableCommand;
use planmap_app::text_table::TextTable;

use crate::annotate::NotesTab;
use crate::dialog::save::SaveDialog;
use crate::panel::attributes::AttributesTab;
use crate::panel::audit::AuditTab;
use crate::panel::places::PlacesTab;
use crate::panel::projects::ProjectsTab;
use crate::panel::versions::VersionsTab;
use crate::panel::{PanelContext, balance, indicators};
use crate::theme::measure;
use crate::widget::{at_right, choice, hairline, icon_button, quiet_button};

/// The map keeps at least this share of the height between the bars.
const MAP_SHARE: f32 = 0.4;

/// Points kept free beside the tabs for what can be done with them.
const RESERVE: f32 = 80.0;

/// What the save dialog is open for.
#[derive(Debug, Clone, Copy)]
enum Saving {
    Table(BottomTab),
    Findings,
}

impl Saving {
    fn command(self, path: PathBuf) -> Command {
        match self {
            Self::Findings => {
                Command::Analysis(AnalysisCommand::Audit(AuditCommand::SaveGeoJson(path)))
            }
            Self::Table(BottomTab::Audit) => {
                Command::Analysis(AnalysisCommand::Audit(AuditCommand::SaveCsv(path)))
            }
            Self::Table(BottomTab::Balance) => {
                Command::Analysis(AnalysisCommand::SaveBalance(path))
            }
            Self::Table(BottomTab::Places) => Command::Analysis(AnalysisCommand::SavePlaces(path)),
            Self::Table(BottomTab::Versions) => {
                Command::Analysis(AnalysisCommand::Versions(VersionsCommand::SaveCsv(path)))
            }
            Self::Table(BottomTab::Attributes) => Command::Table(TableCommand::SaveCsv(path)),
            Self::Table(tab) => Command::Register(RegisterCommand::SaveCsv(tab, path)),
        }
    }
}

/// The table of a tab as it stands, for the clipboard; `None` where there is nothing to copy.
fn table_of(cx: &PanelContext<'_>, tab: BottomTab) -> Option<TextTable> {
    let session = cx.session;
    let table = match tab {
        BottomTab::Notes | BottomTab::Attributes => return None,
        BottomTab::Projects | BottomTab::Indicators => session.register_table(tab),
        BottomTab::Audit => session.findings_table(),
        BottomTab::Balance => session.balance_table()?,
        BottomTab::Places if session.analysis().places.is_empty() => return None,
        BottomTab::Places => places_table(session),
        BottomTab::Versions => session.differences_table(),
    };
    (!table.rows.is_empty()).then_some(table)
}

/// Whether a tab has a table now; cheaper than making it.
fn has_table(cx: &PanelContext<'_>, tab: BottomTab) -> bool {
    let analysis = cx.session.analysis();
    match tab {
        BottomTab::Notes => false,
        BottomTab::Attributes => !cx.session.table().rows().is_empty(),
        BottomTab::Projects | BottomTab::Indicators => true,
        BottomTab::Audit => analysis.audit.report().is_some_and(|r| !r.findings.is_empty()),
        BottomTab::Balance => analysis.balance.as_ref().is_some_and(|b| b.shown().is_some()),
        BottomTab::Places => !analysis.places.is_empty(),
        BottomTab::Versions => {
            matches!(&analysis.versions.result, Some(Ok(c)) if !c.differences.is_empty())
        }
    }
}

/// What the bottom panel remembers between frames.
#[derive(Default)]
pub struct BottomArea {
    projects: ProjectsTab,
    notes: NotesTab,
    audit: AuditTab,
    places: PlacesTab,
    versions: VersionsTab,
    attributes: AttributesTab,
    save: SaveDialog,
    /// What is to be saved.
    saving: Option<Saving>,
}

/// Points of height below which the tables may take more: some rows have to be seen.
const LOW: f32 = 560.0;
/// The part of such a window that stays the map's.
const MAP_SHARE_LOW: f32 = 0.32;

impl BottomArea {
    /// Takes the panel's room where it is open; what stands in it is drawn by [`Self::show`].
    pub fn room(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) -> Option<Rect> {
        if let (Some(path), Some(saving)) = (self.save.show(ui, cx), self.saving) {
            cx.send.push(saving.command(path));
        }
        cx.session.bottom_tab()?;
        let remembered = cx.session.settings().bottom.height;
        let high = ui.available_height();
        let share = if high < LOW { MAP_SHARE_LOW } else { MAP_SHARE };
        let most = (high * (1.0 - share)).max(BottomPanel::LOWEST);
        let shown = Panel::bottom("bottom")
            .default_size(remembered)
            .size_range(BottomPanel::LOWEST..=most)
            .resizable(true)
            .frame(Frame::new())
            .show(ui, |ui| {
                ui.set_min_height(ui.available_height());
                ui.max_rect()
            });
        let height = shown.response.rect.height().round();
        // Written down when the drag is over; a window that is too low does not count as a wish.
        let dragging = ui.input(|i| i.pointer.any_down());
        if !dragging && (height - remembered).abs() >= 1.0 && height < most.floor() {
            cx.send.push(Command::Bottom(BottomCommand::Resize(height)));
        }
        Some(shown.inner)
    }

    /// Draws the open tab.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        if let Some(tab) = cx.session.bottom_tab() {
            let room = ui.max_rect();
            self.head(ui, cx, tab);
            hairline(ui);
            // A head that did not fit for a moment makes the room wider than it is, and tables keep
            // the widths of columns that they began with.
            let rest = Rect::from_min_max(egui::pos2(room.left(), ui.cursor().top()), room.max);
            let mut child = ui.new_child(egui::UiBuilder::new().id_salt("content").max_rect(rest));
            child.set_clip_rect(rest.intersect(ui.clip_rect()));
            self.content(&mut child, cx, tab);
        }
    }

    fn head(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, open: BottomTab) {
        Frame::new().inner_margin(Margin::symmetric(measure::MARGIN as i8, 4)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let tabs = BottomTab::ALL
                    .map(|tab| (tab, cx.text(&format!("bottom-tab-{}", tab.as_str()))));
                if let Some(tab) = choice(ui, &cx.text("region-bottom"), &tabs, open, RESERVE) {
                    cx.send.push(Command::Bottom(BottomCommand::Open(tab)));
                }
                let key = (open, has_table(cx, open), cx.session.language());
                at_right(ui, "bottom-actions", key, &cx.text("bar-more"), |ui| {
                    self.actions(ui, cx, open);
                    ui.add_space(8.0);
                    if icon_button(ui, Icon::X, &cx.text("bottom-close"), 26.0, true).clicked() {
                        cx.send.push(Command::Bottom(BottomCommand::Close));
                    }
                });
            });
        });
    }

    /// What can be done with the open tab.
    fn actions(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, open: BottomTab) {
        if !has_table(cx, open) {
            return;
        }
        if open == BottomTab::Places
            && quiet_button(ui, Some(Icon::X), &cx.text("places-unpin-all"), true).clicked()
        {
            cx.send.push(Command::Analysis(AnalysisCommand::UnpinAll));
        }
        if open == BottomTab::Audit
            && quiet_button(ui, Some(Icon::Download), &cx.text("audit-save-geojson"), true)
                .clicked()
        {
            self.saving = Some(Saving::Findings);
            self.save.open(&cx.session.free_path(&cx.text("file-name-findings"), "geojson"));
        }
        let report = match open {
            BottomTab::Audit => Some(SheetContent::AuditReport),
            BottomTab::Balance => Some(SheetContent::BalanceReport),
            _ => None,
        };
        if let Some(report) = report
            && quiet_button(ui, Some(Icon::FileText), &cx.text("report-open"), true).clicked()
        {
            cx.send.push(Command::Sheet(SheetCommand::OpenReport(report)));
        }
        if quiet_button(ui, Some(Icon::Download), &cx.text("table-save-csv"), true).clicked() {
            self.saving = Some(Saving::Table(open));
            let name = cx.text(&format!("bottom-tab-{}", open.as_str()));
            self.save.open(&cx.session.free_path(&name, "csv"));
        }
        if quiet_button(ui, Some(Icon::Copy), &cx.text("table-copy"), true).clicked() {
            if open == BottomTab::Attributes {
                cx.send.push(Command::Table(TableCommand::Copy));
            } else if let Some(table) = table_of(cx, open) {
                ui.ctx().copy_text(table.to_tsv(cx.session.csv_format()));
            }
        }
    }

    /// The open tab.
    fn content(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, open: BottomTab) {
        match open {
            BottomTab::Projects => self.projects.show(ui, cx),
            BottomTab::Indicators => indicators::show(ui, cx),
            BottomTab::Notes => self.notes.show(ui, cx),
            BottomTab::Audit => self.audit.show(ui, cx),
            BottomTab::Balance => balance::show(ui, cx),
            BottomTab::Places => self.places.show(ui, cx),
            BottomTab::Versions => self.versions.show(ui, cx),
            BottomTab::Attributes => self.attributes.show(ui, cx),
        }
    }
}
