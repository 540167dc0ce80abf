//! Rows of a table as texts: for the clipboard and for CSV.
//!
//! Owns what a cell holds: numbers stay numbers, a missing value is an empty cell, and a class has
//! its code in a column beside its name. How they are written is [`crate::text_table`]'s.

use planmap_core::feature::{FeatureId, Value};
use planmap_core::i18n::Words;

use super::{TableColumn, TableSource};
use crate::text_table::{Cell, TextTable};

/// Rows of a layer's table with the columns that are shown.
#[must_use]
pub fn text_table(source: &TableSource, columns: &[TableColumn], rows: &[FeatureId]) -> TextTable {
    if columns.iter().any(|c| matches!(c, TableColumn::Area | TableColumn::Length)) {
        source.measure();
    }
    let words = Words::of(source.language());
    let mut heads = Vec::new();
    for column in columns {
        if *column == TableColumn::Class {
            heads.push(words.text("attributes-class-code"));
        }
        heads.push(column.title(source.fields(), words));
    }
    TextTable { heads, rows: rows.iter().map(|row| cells(source, columns, *row)).collect() }
}

fn cells(source: &TableSource, columns: &[TableColumn], row: FeatureId) -> Vec<Cell> {
    let mut out = Vec::with_capacity(columns.len() + 1);
    for column in columns {
        if *column == TableColumn::Class {
            out.push(source.class_code(row).unwrap_or_default().into());
        }
        out.push(cell(source, column, row));
    }
    out
}

fn cell(source: &TableSource, column: &TableColumn, row: FeatureId) -> Cell {
    match source.value(column, row) {
        Value::Null => Cell::default(),
        Value::Number(value) => {
            // Millimetres of what is measured say nothing.
            let measured = matches!(column, TableColumn::Area | TableColumn::Length);
            Cell::Number { value, decimals: measured.then_some(2) }
        }
        Value::Bool(b) => b.to_string().into(),
        Value::Text(t) | Value::LongInteger(t) | Value::Json(t) => t.into(),
    }
}
