//! Rows of a table as texts: for the clipboard and for CSV.
//!
//! Owns what a cell reads in each: on the clipboard numbers have the decimal mark of the language,
//! which a spreadsheet on the same machine expects; in a file they have a point, which programs
//! expect. Neither groups thousands. A missing value is an empty cell.

use planmap_core::feature::{FeatureId, Value};
use planmap_core::i18n::{Language, Words};

use super::{TableColumn, TableSource};
use crate::register::{push_csv, push_tsv};

fn cell(source: &TableSource, column: &TableColumn, row: FeatureId, comma: bool) -> String {
    match source.value(column, row) {
        Value::Null => String::new(),
        Value::Number(n) => {
            // Millimetres of what is measured say nothing.
            let measured = matches!(column, TableColumn::Area | TableColumn::Length);
            let text = if measured { format!("{n:.2}") } else { n.to_string() };
            if comma { text.replace('.', ",") } else { text }
        }
        Value::Bool(b) => b.to_string(),
        Value::Text(t) | Value::Json(t) => t.to_owned(),
    }
}

fn table(
    source: &TableSource,
    columns: &[TableColumn],
    rows: &[FeatureId],
    comma: bool,
    push: fn(&mut String, &[String]),
) -> String {
    if columns.iter().any(|c| matches!(c, TableColumn::Area | TableColumn::Length)) {
        source.measure();
    }
    let words = Words::of(source.language());
    let mut out = String::new();
    push(&mut out, &columns.iter().map(|c| c.title(words)).collect::<Vec<_>>());
    let mut cells = Vec::with_capacity(columns.len());
    for row in rows {
        cells.clear();
        cells.extend(columns.iter().map(|column| cell(source, column, *row, comma)));
        push(&mut out, &cells);
    }
    out
}

/// Cells apart by tabs, with their heads.
#[must_use]
pub fn tsv(source: &TableSource, columns: &[TableColumn], rows: &[FeatureId]) -> String {
    table(source, columns, rows, source.language() == Language::Vietnamese, push_tsv)
}

/// CSV with heads, led by a byte-order mark as all tables of the program are.
#[must_use]
pub fn csv(source: &TableSource, columns: &[TableColumn], rows: &[FeatureId]) -> String {
    let mut out = String::from('\u{feff}');
    out.push_str(&table(source, columns, rows, false, push_csv));
    out
}
