//! The attribute table in the session: commands, jobs, and the selection that it shares with the
//! map.
//!
//! What is wanted is compared with what was asked last after every command and every message, so
//! that whatever changes — a layer read again, the language, the selection — the table follows.

use std::sync::Arc;

use planmap_core::feature::FeatureId;
use planmap_core::i18n::Words;

use super::loading::Message;
use super::scene::SceneChange;
use super::{AreaSelection, Selection};
use crate::bottom::{BottomCommand, BottomTab};
use crate::ids::{HitRef, SelectedRows};
use crate::job::Progress;
use crate::session::Session;
use crate::table::{
    Condition, LayoutCommand, NARROWEST, Pick, Query, RowStep, SortKey, SumQuestion, SumScope,
    Sums, TableCommand, TableLayout, TableMessage, TableSource, TableState, WIDEST, column_sum,
    distinct, first_places, rows, text_table,
};

/// Values of a column that are listed at most.
const MOST_VALUES: usize = 300;

impl Session {
    /// The attribute table.
    #[must_use]
    pub fn table(&self) -> &TableState {
        &self.table
    }

    /// A text that waits to be put on the clipboard.
    pub fn take_copied_rows(&mut self) -> Option<String> {
        self.table.copied.take()
    }

    /// The selected features of a layer, however they were selected.
    #[must_use]
    pub fn selected_rows(&self, layer: &str) -> SelectedRows {
        if let Some((_, rows)) =
            self.selection.area.iter().flat_map(|a| &a.layers).find(|(id, _)| id == layer)
        {
            return match **rows {
                [one] => SelectedRows::One(one),
                _ => SelectedRows::Many(Arc::clone(rows)),
            };
        }
        match &self.selection.feature {
            Some(hit) if hit.layer == layer => SelectedRows::One(hit.feature),
            _ => SelectedRows::None,
        }
    }

    fn table_selection(&self) -> SelectedRows {
        self.table.layer.as_deref().map_or(SelectedRows::None, |id| self.selected_rows(id))
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_table(&mut self, command: TableCommand) {
        match command {
            TableCommand::Open(layer) => {
                self.open_table(layer);
                self.apply_bottom(BottomCommand::Open(BottomTab::Attributes));
            }
            TableCommand::Pick(row, how) => self.pick_row(row, how),
            TableCommand::Step(step, extend) => self.step(step, extend),
            TableCommand::SelectAll => {
                let all = self.table.rows.to_vec();
                self.select_rows(SelectedRows::of(all));
            }
            TableCommand::Invert => {
                let selected = self.table_selection();
                let rest = self
                    .table
                    .rows
                    .iter()
                    .copied()
                    .filter(|row| !selected.contains(*row))
                    .collect();
                self.select_rows(SelectedRows::of(rest));
            }
            TableCommand::OnlySelected(on) => {
                let selected = self.table_selection();
                self.table.only_selected = (on && !selected.is_empty()).then(|| selected.shared());
                self.table.own = selected;
            }
            TableCommand::SumOf(scope) => self.table.scope = scope,
            TableCommand::AskValues(column) => {
                let Some(source) = self.table.source.clone() else { return };
                self.table.values = None;
                self.jobs.spawn(move || {
                    let values = distinct(&source, &column, MOST_VALUES);
                    Message::Table(TableMessage::Values { source, column, values })
                });
            }
            TableCommand::Copy => self.copy_rows(),
            TableCommand::SaveCsv(path) => {
                if let (Some(source), Some(layout)) =
                    (self.table.source.clone(), self.table.layout())
                {
                    let columns: Vec<_> = layout.shown().map(|c| c.column.clone()).collect();
                    let rows = Arc::clone(&self.table.rows);
                    let format = self.csv_format();
                    self.save_in_background(path, move || {
                        text_table(&source, &columns, &rows).to_csv(format)
                    });
                }
            }
            TableCommand::Layout(change) => {
                if let Some(layout) = self.table.layout_mut() {
                    change_layout(layout, change);
                }
            }
        }
    }

    fn open_table(&mut self, wanted: Option<String>) {
        let of_feature = self.selection.feature.as_ref().map(|hit| hit.layer.clone());
        let of_area =
            self.selection.area.as_ref().and_then(|a| a.layers.first()).map(|(id, _)| id.clone());
        let any = || {
            let loaded = |l: &&crate::layer::Layer| l.features().is_some_and(|f| !f.is_empty());
            let rich = |l: &&crate::layer::Layer| loaded(l) && l.legend.is_some();
            // The land use of the first plan, whichever layers have come by now.
            let plans = self.catalogue.plans.iter().map(|p| p.id.as_str());
            let of_plans = plans.flat_map(|id| {
                self.layers.iter().filter(move |l| l.spec.plan.as_deref() == Some(id))
            });
            let (mut first, mut all) = (
                of_plans
                    .filter(|l| l.spec.role == planmap_core::catalogue::LayerRole::LandUse)
                    .chain(self.layers.iter().rev().filter(rich)),
                self.layers.iter().rev().filter(loaded),
            );
            first.next().or_else(|| all.next()).map(|l| l.spec.id.clone())
        };
        let known = |id: &String| self.layer(id).is_some();
        let candidates = [wanted, of_feature, of_area, self.table.layer.clone()];
        let layer = candidates.into_iter().flatten().find(known).or_else(any);
        if layer != self.table.layer {
            self.table.layer = layer;
            self.forget_rows();
        }
    }

    fn forget_rows(&mut self) {
        let table = &mut self.table;
        (table.source, table.asked, table.values) = (None, None, None);
        (table.cursor, table.anchor, table.only_selected) = (None, None, None);
        table.rows = Arc::from([]);
        table.sums = Sums::default();
        table.sums_asked = None;
        table.turn += 1;
        table.sums_turn += 1;
        table.revision += 1;
        if let Some(running) = table.running.take() {
            running.cancel();
        }
    }

    /// Asks for what the table lacks.
    pub(super) fn follow_table(&mut self) {
        if self.bottom_tab() != Some(BottomTab::Attributes) {
            return;
        }
        if self.table.layer.as_deref().is_none_or(|id| self.layer(id).is_none()) {
            if self.table.layer.take().is_some() {
                self.forget_rows();
            }
            self.open_table(None);
        }
        let Some(id) = self.table.layer.clone() else {
            return;
        };
        let language = self.language();
        let Some(layer) = self.layers.iter().find(|l| l.spec.id == id) else {
            return;
        };
        let Some(content) = layer.content() else {
            if self.table.source.is_some() {
                self.forget_rows();
            }
            return;
        };
        let drawn = &content.drawn;
        let kept =
            self.table.source.as_ref().filter(|s| Arc::ptr_eq(s.features(), &drawn.features));
        if kept.is_none_or(|s| s.language() != language) {
            let source = kept.map(|s| s.in_language(language)).unwrap_or_else(|| {
                TableSource::new(
                    Arc::clone(&drawn.features),
                    Arc::clone(&drawn.classes),
                    layer.legend.clone(),
                    self.catalogue.map_crs.clone(),
                    language,
                )
                .with_fields(layer.spec.fields.clone())
            });
            let places = first_places(
                &layer.spec,
                &drawn.features,
                layer.legend.as_deref(),
                Words::of(language),
            );
            let other_rows = kept.is_none();
            let layout = self.table.layouts.entry(id).or_default();
            // A file read again may have other columns; those that stay keep their places.
            let stays = |p: &crate::table::ColumnPlace| places.iter().any(|q| q.column == p.column);
            layout.columns.retain(stays);
            layout.conditions.retain(|c| places.iter().any(|q| q.column == c.column));
            layout.sort.retain(|k| places.iter().any(|q| q.column == k.column));
            for place in places {
                if layout.columns.iter().all(|p| p.column != place.column) {
                    layout.columns.push(place);
                }
            }
            if other_rows {
                self.forget_rows();
            }
            self.table.source = Some(Arc::new(source));
            self.table.asked = None;
        }
        self.follow_selection();
        self.ask_rows();
        self.ask_sums();
    }

    /// What the map selects while only the selection is shown is shown next.
    fn follow_selection(&mut self) {
        let selected = self.table_selection();
        if selected == self.table.own {
            return;
        }
        if self.table.only_selected.is_some() && !selected.is_empty() {
            self.table.only_selected = Some(selected.shared());
        }
        // The keyboard goes on from what was clicked on the map.
        if let SelectedRows::One(row) = selected {
            (self.table.cursor, self.table.anchor) = (Some(row), Some(row));
        }
        self.table.own = selected;
    }

    fn ask_rows(&mut self) {
        let (Some(source), Some(layout)) = (self.table.source.clone(), self.table.layout()) else {
            return;
        };
        let query = Query {
            search: layout.search.clone(),
            columns: layout.shown().map(|c| c.column.clone()).collect(),
            conditions: layout.conditions.clone(),
            sort: layout.sort.clone(),
            only: self.table.only_selected.clone(),
        };
        if self.table.asked.as_ref() == Some(&query) {
            return;
        }
        self.table.asked = Some(query.clone());
        self.table.turn += 1;
        let turn = self.table.turn;
        let progress = Arc::new(Progress::default());
        if let Some(before) = self.table.running.replace(Arc::clone(&progress)) {
            before.cancel();
        }
        self.jobs.spawn(move || {
            let rows = rows(&source, &query, &|| progress.is_cancelled());
            Message::Table(TableMessage::Rows { turn, rows })
        });
    }

    fn ask_sums(&mut self) {
        let (Some(source), Some(layout)) = (self.table.source.clone(), self.table.layout()) else {
            return;
        };
        let scope = self.table.scope;
        let selected =
            if scope == SumScope::Selected { self.table_selection() } else { SelectedRows::None };
        let columns: Vec<_> =
            layout.shown().map(|c| c.column.clone()).filter(|c| source.is_numeric(c)).collect();
        let question = SumQuestion {
            revision: self.table.revision,
            scope,
            selected: selected.clone(),
            columns,
        };
        if self.table.sums_asked.as_ref() == Some(&question) {
            return;
        }
        self.table.sums_turn += 1;
        let turn = self.table.sums_turn;
        let columns = question.columns.clone();
        self.table.sums_asked = Some(question);
        let shown = Arc::clone(&self.table.rows);
        self.jobs.spawn(move || {
            let all: Vec<FeatureId>;
            let rows = match scope {
                SumScope::All => {
                    all = (0..source.len() as u32).collect();
                    &all[..]
                }
                SumScope::Shown => &shown[..],
                SumScope::Selected => selected.as_slice(),
            };
            let sum =
                |c: crate::table::TableColumn| column_sum(&source, &c, rows).map(|sum| (c, sum));
            let sums =
                Sums { rows: rows.len(), columns: columns.into_iter().filter_map(sum).collect() };
            Message::Table(TableMessage::Sums { turn, sums })
        });
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn take_table(&mut self, message: TableMessage) {
        match message {
            TableMessage::Rows { turn, rows } if turn == self.table.turn => {
                self.table.running = None;
                if let Some(rows) = rows {
                    self.table.rows = rows;
                    self.table.revision += 1;
                }
            }
            TableMessage::Sums { turn, sums } if turn == self.table.sums_turn => {
                self.table.sums = sums;
            }
            TableMessage::Values { source, column, values } => {
                if self.table.source.as_ref().is_some_and(|now| Arc::ptr_eq(now, &source)) {
                    self.table.values = Some((column, values));
                }
            }
            TableMessage::Copied { text, rows } => {
                self.table.copied = Some(text);
                self.notify(
                    planmap_core::Severity::Note,
                    "notice-rows-copied",
                    vec![("count", rows.to_string())],
                );
            }
            // Of a question that was replaced by another.
            TableMessage::Rows { .. } | TableMessage::Sums { .. } => {}
        }
    }

    fn copy_rows(&mut self) {
        let (Some(source), Some(layout)) = (self.table.source.clone(), self.table.layout()) else {
            return;
        };
        let columns: Vec<_> = layout.shown().map(|c| c.column.clone()).collect();
        let (rows, selected) = (Arc::clone(&self.table.rows), self.table_selection());
        let format = self.csv_format();
        self.jobs.spawn(move || {
            let rows: Vec<FeatureId> = rows
                .iter()
                .copied()
                .filter(|row| selected.is_empty() || selected.contains(*row))
                .collect();
            let text = text_table(&source, &columns, &rows).to_tsv(format);
            Message::Table(TableMessage::Copied { text, rows: rows.len() })
        });
    }

    fn pick_row(&mut self, row: FeatureId, how: Pick) {
        let Some(at) = self.table.position(row) else {
            return;
        };
        let selected = match how {
            Pick::Alone => SelectedRows::One(row),
            Pick::Toggle => {
                let before = self.table_selection();
                let others = before.as_slice().iter().copied().filter(|r| *r != row);
                let added = (!before.contains(row)).then_some(row);
                SelectedRows::of(others.chain(added).collect())
            }
            Pick::Range => {
                let from = self.table.anchor.and_then(|a| self.table.position(a)).unwrap_or(at);
                let range = from.min(at)..=from.max(at);
                SelectedRows::of(self.table.rows.get(range).unwrap_or_default().to_vec())
            }
        };
        self.table.cursor = Some(row);
        if how != Pick::Range || self.table.anchor.is_none() {
            self.table.anchor = Some(row);
        }
        self.select_rows(selected);
    }

    fn step(&mut self, step: RowStep, extend: bool) {
        let last = self.table.rows.len().saturating_sub(1);
        let here = self.table.cursor.and_then(|row| self.table.position(row));
        let to = match (step, here) {
            (RowStep::First, _) => 0,
            (RowStep::Last, _) => last,
            // The first key lands on the first row.
            (RowStep::By(_), None) => 0,
            (RowStep::By(by), Some(at)) => {
                (at as i64).saturating_add(by).clamp(0, last as i64) as usize
            }
        };
        if let Some(row) = self.table.rows.get(to).copied() {
            self.pick_row(row, if extend { Pick::Range } else { Pick::Alone });
        }
    }

    /// Makes rows of the table the selection of the whole program.
    fn select_rows(&mut self, selected: SelectedRows) {
        let Some(layer) = self.table.layer.clone() else {
            return;
        };
        self.close_review();
        self.shows_everything = false;
        // An area that is still being looked up comes too late.
        self.area_request += 1;
        let was_many = self.selection.area.is_some();
        self.selection = match &selected {
            SelectedRows::None => Selection::default(),
            SelectedRows::One(row) => {
                Selection { feature: Some(HitRef { layer, feature: *row }), ..Selection::default() }
            }
            SelectedRows::Many(rows) => {
                let area = AreaSelection {
                    ring: None,
                    layers: vec![(layer, Arc::clone(rows))],
                    taken: None,
                };
                Selection { area: Some(area), ..Selection::default() }
            }
        };
        self.table.own = selected;
        self.measure_selected();
        if was_many || self.selection.area.is_some() {
            self.scene.changed(SceneChange::Selection);
        }
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn change_layout(layout: &mut TableLayout, command: LayoutCommand) {
    match command {
        LayoutCommand::SortBy { column, add } => {
            let next = match layout.sorting(&column) {
                None => Some(false),
                Some((_, false)) => Some(true),
                Some((_, true)) => None,
            };
            if !add {
                layout.sort.retain(|k| k.column == column);
            }
            match (layout.sort.iter_mut().find(|k| k.column == column), next) {
                (Some(key), Some(descending)) => key.descending = descending,
                (Some(_), None) => layout.sort.retain(|k| k.column != column),
                (None, next) => {
                    layout.sort.push(SortKey { column, descending: next == Some(true) });
                }
            }
        }
        LayoutCommand::Search(text) => layout.search = text,
        LayoutCommand::Filter(column, test) => {
            layout.conditions.retain(|c| c.column != column);
            layout.conditions.extend(test.map(|test| Condition { column, test }));
        }
        LayoutCommand::ShowAll => {
            layout.search.clear();
            layout.conditions.clear();
        }
        LayoutCommand::ShowColumn(column, shown) => {
            let others = layout.shown().filter(|c| c.column != column).count();
            // The last column stays: a table without any says nothing.
            if let Some(place) =
                layout.columns.iter_mut().find(|c| c.column == column && (shown || others > 0))
            {
                place.shown = shown;
            }
        }
        LayoutCommand::MoveColumn { column, before } => {
            let Some(from) = layout.columns.iter().position(|c| c.column == column) else {
                return;
            };
            if before.as_ref() == Some(&column) {
                return;
            }
            let place = layout.columns.remove(from);
            let to = before.and_then(|b| layout.columns.iter().position(|c| c.column == b));
            layout.columns.insert(to.unwrap_or(layout.columns.len()), place);
        }
        LayoutCommand::SetWidth(column, width) => {
            if let Some(place) = layout.columns.iter_mut().find(|c| c.column == column) {
                place.width = width.clamp(NARROWEST, WIDEST).round();
            }
        }
    }
}
