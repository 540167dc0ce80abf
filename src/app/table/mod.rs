//! The attribute table of a layer, without its window.
//!
//! Owns which layer's table is open, how its columns stand, what is searched, sorted and summed,
//! and where the keyboard is. Everything that takes time is worked out by jobs of the session; a
//! result of an older question is dropped. Must not know how a row is drawn.

mod column;
mod query;
mod source;
mod sums;
mod text;

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::catalogue::FieldNames;
use planmap_core::feature::FeatureId;
use planmap_core::i18n::Words;
use rustc_hash::FxHashMap;

use crate::ids::SelectedRows;
use crate::job::Progress;

pub use column::{ColumnPlace, NARROWEST, TableColumn, WIDEST, first_places};
pub use query::{Condition, Distinct, Operand, Query, SortKey, Test, distinct, rows};
pub use source::{NO_RANK, TableSource, figure_text, said_value, value_text};
pub use sums::{ColumnSum, SumScope, column_sum};
pub use text::text_table;

/// How a click or a key changes the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// This row and no other.
    Alone,
    /// This row besides the others, or no longer.
    Toggle,
    /// Everything from the row that was picked last.
    Range,
}

/// Where the keyboard goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowStep {
    /// By so many rows.
    By(i64),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// A request that has to do with the attribute table.
#[derive(Debug, Clone, PartialEq)]
pub enum TableCommand {
    /// Opens the table of a layer; of the selected feature's layer where none is named.
    Open(Option<String>),
    /// Changes how the table of the layer stands.
    Layout(LayoutCommand),
    /// Shows what is selected and nothing else.
    OnlySelected(bool),
    /// Selects a row.
    Pick(FeatureId, Pick),
    /// Moves the keyboard's row and selects there, or from the row that was picked last on.
    Step(RowStep, bool),
    /// Selects every row that is shown.
    SelectAll,
    /// Selects the rows that are shown and not selected, and no longer those that are.
    Invert,
    /// What is summed.
    SumOf(SumScope),
    /// Lists the different values of a column.
    AskValues(TableColumn),
    /// Puts the selected rows, or all that are shown, on the clipboard.
    Copy,
    /// Writes the rows that are shown as CSV.
    SaveCsv(PathBuf),
}

/// A request to sort, search or arrange the table of a layer.
#[derive(Debug, Clone, PartialEq)]
pub enum LayoutCommand {
    /// Sorts by a column: first ascending, then descending, then no longer. The other columns stay
    /// where `add` says so.
    SortBy {
        /// The column.
        column: TableColumn,
        /// Whether to keep the columns that are sorted by.
        add: bool,
    },
    /// Shows rows where a column contains this.
    Search(String),
    /// Puts a condition on a column in place of the ones that it has; `None` takes them away.
    Filter(TableColumn, Option<Test>),
    /// Takes search and conditions away.
    ShowAll,
    /// Shows or hides a column.
    ShowColumn(TableColumn, bool),
    /// Moves a column before another one, or behind the last.
    MoveColumn {
        /// The column that moves.
        column: TableColumn,
        /// The column whose place it takes.
        before: Option<TableColumn>,
    },
    /// Makes a column so many points wide.
    SetWidth(TableColumn, f32),
}

/// How the table of one layer stands; kept while other layers are looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableLayout {
    /// The columns in their order.
    pub columns: Vec<ColumnPlace>,
    /// What is searched.
    pub search: String,
    /// Conditions on columns.
    pub conditions: Vec<Condition>,
    /// What rows are sorted by.
    pub sort: Vec<SortKey>,
}

impl TableLayout {
    /// The columns that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &ColumnPlace> {
        self.columns.iter().filter(|c| c.shown)
    }

    /// The test on a column.
    #[must_use]
    pub fn test(&self, column: &TableColumn) -> Option<&Test> {
        self.conditions.iter().find(|c| c.column == *column).map(|c| &c.test)
    }

    /// Which place a column has among those sorted by, and whether the greatest comes first.
    #[must_use]
    pub fn sorting(&self, column: &TableColumn) -> Option<(usize, bool)> {
        let place = self.sort.iter().position(|k| k.column == *column)?;
        self.sort.get(place).map(|k| (place, k.descending))
    }
}

/// Sums of the columns that are shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sums {
    /// Rows that were summed.
    pub rows: usize,
    /// The numeric columns.
    pub columns: Vec<(TableColumn, ColumnSum)>,
}

/// What sums are made for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SumQuestion {
    pub(crate) revision: u64,
    pub(crate) scope: SumScope,
    pub(crate) selected: SelectedRows,
    pub(crate) columns: Vec<TableColumn>,
}

/// What jobs of the table bring.
pub(crate) enum TableMessage {
    /// The rows of a query; `None` where it was stopped.
    Rows { turn: u64, rows: Option<Arc<[FeatureId]>> },
    /// Sums.
    Sums { turn: u64, sums: Sums },
    /// The different values of a column.
    Values { source: Arc<TableSource>, column: TableColumn, values: Distinct },
    /// A text for the clipboard and its number of rows.
    Copied { text: String, rows: usize },
}

/// The attribute table.
#[derive(Default)]
pub struct TableState {
    pub(crate) layer: Option<String>,
    pub(crate) layouts: FxHashMap<String, TableLayout>,
    pub(crate) source: Option<Arc<TableSource>>,
    pub(crate) asked: Option<Query>,
    pub(crate) turn: u64,
    pub(crate) running: Option<Arc<Progress>>,
    pub(crate) rows: Arc<[FeatureId]>,
    pub(crate) revision: u64,
    pub(crate) cursor: Option<FeatureId>,
    pub(crate) anchor: Option<FeatureId>,
    pub(crate) only_selected: Option<Arc<[FeatureId]>>,
    /// What the table itself has selected last.
    pub(crate) own: SelectedRows,
    pub(crate) scope: SumScope,
    pub(crate) sums: Sums,
    pub(crate) sums_asked: Option<SumQuestion>,
    pub(crate) sums_turn: u64,
    pub(crate) values: Option<(TableColumn, Distinct)>,
    pub(crate) copied: Option<String>,
}

impl TableState {
    /// The layer whose table is open.
    #[must_use]
    pub fn layer(&self) -> Option<&str> {
        self.layer.as_deref()
    }

    /// How its table stands.
    #[must_use]
    pub fn layout(&self) -> Option<&TableLayout> {
        self.layouts.get(self.layer.as_ref()?)
    }

    pub(crate) fn layout_mut(&mut self) -> Option<&mut TableLayout> {
        self.layouts.get_mut(self.layer.as_ref()?)
    }

    /// The layer as it is read; `None` until it is loaded.
    #[must_use]
    pub fn source(&self) -> Option<&Arc<TableSource>> {
        self.source.as_ref()
    }

    /// The head of a column in words, as the catalogue of its layer calls it.
    #[must_use]
    pub fn title(&self, column: &TableColumn, words: &Words) -> String {
        match &self.source {
            Some(source) => column.title(source.fields(), words),
            None => column.title(&FieldNames::default(), words),
        }
    }

    /// Whether the figures of several rows of a column may be added.
    #[must_use]
    pub fn adds_up(&self, column: &TableColumn) -> bool {
        self.source.as_ref().is_some_and(|source| column.adds_up(source.fields()))
    }

    /// The rows that are shown, in order: of the question before, while an answer is on its way.
    #[must_use]
    pub fn rows(&self) -> &Arc<[FeatureId]> {
        &self.rows
    }

    /// Changes with the rows.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether rows are being looked for.
    #[must_use]
    pub fn is_working(&self) -> bool {
        self.running.is_some()
    }

    /// The row where the keyboard is.
    #[must_use]
    pub fn cursor(&self) -> Option<FeatureId> {
        self.cursor
    }

    /// Where a row stands among those that are shown. Takes a third of a millisecond in a million.
    #[must_use]
    pub fn position(&self, row: FeatureId) -> Option<usize> {
        self.rows.iter().position(|r| *r == row)
    }

    /// Whether only what is selected is shown.
    #[must_use]
    pub fn shows_only_selected(&self) -> bool {
        self.only_selected.is_some()
    }

    /// Which rows are summed.
    #[must_use]
    pub fn scope(&self) -> SumScope {
        self.scope
    }

    /// The sums.
    #[must_use]
    pub fn sums(&self) -> &Sums {
        &self.sums
    }

    /// The different values of the column that was asked for last.
    #[must_use]
    pub fn values(&self, column: &TableColumn) -> Option<&Distinct> {
        self.values.as_ref().filter(|(c, _)| c == column).map(|(_, values)| values)
    }
}
