//! Pinned places beside each other: a column for each place, a row for each plan.

use std::sync::Arc;

use egui::{Align, Layout, Margin, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};
use lucide_icons::Icon;
use planmap_app::analysis::AnalysisCommand;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::session::places_table;
use planmap_app::text_table::TextTable;
use planmap_core::MapPoint;
use planmap_core::i18n::Language;
use planmap_draw::scene::MapScene;

use crate::panel::PanelContext;
use crate::panel::table::name_borders;
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{icon_button, label, muted, wrapped};

/// Height of a line of text and of the space around a cell.
const LINE: f32 = 17.0;
/// Width of the column of a place.
const COLUMN: f32 = 250.0;
/// Letters that about fit into a line of a cell.
const LETTERS: usize = 36;

/// The same in the first column.
const HEAD_LETTERS: usize = 26;

/// What the tab remembers between frames.
#[derive(Default)]
pub struct PlacesTab {
    made_for: Option<(Vec<MapPoint>, Arc<MapScene>, Language)>,
    table: TextTable,
}

impl PlacesTab {
    /// Draws the tab.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let places = &cx.session.analysis().places;
        if places.is_empty() {
            egui::Frame::new().inner_margin(Margin::symmetric(measure::MARGIN as i8, 8)).show(
                ui,
                |ui| {
                    muted(ui, &cx.text("places-empty"));
                },
            );
            return;
        }
        self.prepare(cx, places);
        let t = *tokens(ui);
        ScrollArea::horizontal().id_salt("places-wide").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut table = TableBuilder::new(ui)
                .id_salt(("places", places.len()))
                .striped(true)
                .resizable(true)
                .auto_shrink(false)
                .min_scrolled_height(0.0)
                .cell_layout(Layout::top_down(Align::Min))
                .column(Column::initial(200.0).at_least(110.0).clip(true));
            for _ in places {
                table = table.column(Column::initial(COLUMN).at_least(130.0).clip(true));
            }
            let language = cx.session.language();
            let heights: Vec<f32> = self
                .table
                .rows
                .iter()
                .map(|row| {
                    let letters = |i: usize| if i == 0 { HEAD_LETTERS } else { LETTERS };
                    let lines = row
                        .iter()
                        .enumerate()
                        .map(|(i, c)| c.shown(language).chars().count().div_ceil(letters(i)));
                    let lines = lines.max().unwrap_or(1);
                    LINE * lines.max(1) as f32 + 12.0
                })
                .collect();
            let rows = &self.table.rows;
            let heads = &self.table.heads;
            let table = table.header(32.0, |mut head| {
                for (i, text) in heads.iter().enumerate() {
                    head.col(|ui| {
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add_space(10.0);
                            label(ui, text, size::BODY, Weight::SemiBold, t.text);
                            let Some(number) = i.checked_sub(1) else {
                                return;
                            };
                            let args = [("number", i.into())];
                            let go = cx.words.text_with("places-go", &args);
                            if icon_button(ui, Icon::LocateFixed, &go, 24.0, true).clicked()
                                && let Some(at) = places.get(number)
                            {
                                cx.send.push(Command::View(ViewCommand::CentreOn(*at)));
                            }
                            let unpin = cx.words.text_with("places-unpin", &args);
                            if icon_button(ui, Icon::X, &unpin, 24.0, true).clicked() {
                                cx.send.push(Command::Analysis(AnalysisCommand::Unpin(number)));
                            }
                        });
                    });
                }
            });
            table.body(|body| {
                body.heterogeneous_rows(heights.into_iter(), |mut line| {
                    let Some(row) = rows.get(line.index()) else {
                        return;
                    };
                    for (i, cell) in row.iter().enumerate() {
                        let text = &cell.shown(language);
                        line.col(|ui| {
                            egui::Frame::new().inner_margin(Margin::symmetric(10, 5)).show(
                                ui,
                                |ui| {
                                    let (weight, ink) = if i == 0 {
                                        (Weight::Medium, t.muted)
                                    } else {
                                        (Weight::Regular, t.text)
                                    };
                                    wrapped(ui, text, size::BODY, weight, ink);
                                },
                            );
                        });
                    }
                });
            });
            name_borders(ui, ("places", places.len()), cx.words, heads.iter().cloned());
        });
    }

    /// Asked anew only when the pins, the layers or the language have changed.
    fn prepare(&mut self, cx: &PanelContext<'_>, places: &[MapPoint]) {
        let (scene, language) = (cx.session.scene(), cx.session.language());
        let fresh = self
            .made_for
            .as_ref()
            .is_some_and(|(p, s, l)| p == places && Arc::ptr_eq(s, scene) && *l == language);
        if !fresh {
            self.table = places_table(cx.session);
            self.made_for = Some((places.to_vec(), Arc::clone(scene), language));
        }
    }
}
