//! Which rows a table shows, and in which order.
//!
//! Owns search, conditions and sorting as plain values, and their evaluation over a whole layer on
//! all cores. Must not know the window or the session.

use std::sync::Arc;

use planmap_core::collate::{Needle, plain, sort_key};
use planmap_core::feature::{FeatureId, Value};
use rayon::prelude::*;

use super::TableColumn;
use super::source::{NO_RANK, TableSource, value_text};

/// What the value of a column must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The text occurs in it, accents optional.
    Contains(String),
    /// The same text, whatever its case, or the same number.
    Equal(String),
    /// Anything else; nothing at all as well.
    NotEqual(String),
    /// Less.
    Less(String),
    /// Less or equal.
    AtMost(String),
    /// Greater.
    Greater(String),
    /// Greater or equal.
    AtLeast(String),
    /// Within both limits or on one of them.
    Between(String, String),
    /// Nothing is known.
    Empty,
    /// Something is known.
    Known,
    /// One of these values as they are read on the screen.
    OneOf(Vec<String>),
}

/// A condition on one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The column.
    pub column: TableColumn,
    /// What must hold.
    pub test: Test,
}

/// What rows are sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub column: TableColumn,
    /// Whether the greatest comes first. Rows without a value come last in any case.
    pub descending: bool,
}

/// Everything that decides which rows are shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// A text that any of the columns below contains.
    pub search: String,
    /// The columns that are searched: those that are shown.
    pub columns: Vec<TableColumn>,
    /// All of them must hold.
    pub conditions: Vec<Condition>,
    /// The first one decides, then the second; the order of the file at last.
    pub sort: Vec<SortKey>,
    /// Only these rows, in ascending order.
    pub only: Option<Arc<[FeatureId]>>,
}

/// Reads a number as people type it in either language: `1.674,5`, `1,674.5`, `1674.5`, `−3`.
#[must_use]
pub fn typed_number(text: &str) -> Option<f64> {
    let text: String = text.trim().replace('−', "-").chars().filter(|c| !c.is_whitespace()).collect();
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    let plain = match (points, commas) {
        (0 | 1, 0) => text,
        (0, 1) => text.replace(',', "."),
        (0, _) => text.replace(',', ""),
        (_, 0) => text.replace('.', ""),
        // The separator that comes last is the decimal one.
        _ if text.rfind('.') > text.rfind(',') => text.replace(',', ""),
        _ => text.replace('.', "").replace(',', "."),
    };
    plain.parse().ok().filter(|v: &f64| v.is_finite())
}

type Verdict<'a> = Box<dyn Fn(Value<'_>) -> bool + Send + Sync + 'a>;

/// Compares a value with what was typed: as numbers where the value is one, else as texts.
fn compared(text: &str, wanted: fn(std::cmp::Ordering) -> bool) -> impl Fn(Value<'_>) -> bool + Send + Sync + use<> {
    let (number, key) = (typed_number(text), sort_key(text.trim()));
    move |value| match value {
        Value::Number(n) => number.and_then(|w| n.partial_cmp(&w)).is_some_and(wanted),
        Value::Text(t) => wanted(sort_key(t).cmp(&key)),
        Value::Null | Value::Bool(_) | Value::Json(_) => false,
    }
}

fn verdict<'a>(test: &'a Test, source: &TableSource, column: &TableColumn) -> Verdict<'a> {
    use std::cmp::Ordering;
    let language = source.language();
    let measured = matches!(column, TableColumn::Area | TableColumn::Length);
    let equal = move |text: &str| {
        let (number, word) = (typed_number(text), plain(text.trim()));
        move |value: Value<'_>| match value {
            Value::Number(n) => number.is_some_and(|w| (n - w).abs() <= f64::EPSILON * w.abs()),
            Value::Null => false,
            other => value_text(other, language, false).is_some_and(|t| plain(&t) == word),
        }
    };
    match test {
        Test::Contains(text) => contains(text, source),
        Test::Equal(text) => Box::new(equal(text)),
        Test::NotEqual(text) => {
            let equal = equal(text);
            Box::new(move |value| !equal(value))
        }
        Test::Less(text) => Box::new(compared(text, Ordering::is_lt)),
        Test::AtMost(text) => Box::new(compared(text, Ordering::is_le)),
        Test::Greater(text) => Box::new(compared(text, Ordering::is_gt)),
        Test::AtLeast(text) => Box::new(compared(text, Ordering::is_ge)),
        Test::Between(low, high) => {
            let (low, high) = (compared(low, Ordering::is_ge), compared(high, Ordering::is_le));
            Box::new(move |value| low(value) && high(value))
        }
        Test::Empty => Box::new(|value| value.is_null()),
        Test::Known => Box::new(|value| !value.is_null()),
        Test::OneOf(texts) => Box::new(move |value| match value {
            // Most values are texts, and a text is read as it is.
            Value::Text(t) => texts.iter().any(|w| w == t),
            other => value_text(other, language, measured).is_some_and(|t| texts.contains(&t)),
        }),
    }
}

/// Whether a text occurs in a value. Numbers are written plainly, so that "1674" is found in a cell
/// that reads "1.674,5".
fn contains(text: &str, source: &TableSource) -> Verdict<'static> {
    let language = source.language();
    let Some(needle) = Needle::new(text) else {
        return Box::new(|_| true);
    };
    let digits = text.trim().replace(',', ".").replace('−', "-");
    let numeric = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    Box::new(move |value| match value {
        Value::Null => false,
        Value::Number(n) => {
            numeric
                && (n.to_string().contains(&digits)
                    || value_text(value, language, false).is_some_and(|t| t.contains(needle.text())))
        }
        other => value_text(other, language, false).is_some_and(|t| needle.is_in(&t)),
    })
}

/// Which rows pass a test: asked once for each different text.
fn passing(source: &TableSource, column: &TableColumn, test: &Verdict<'_>) -> Vec<bool> {
    let rows = source.len();
    let of_none = test(Value::Null);
    let mut out: Vec<bool> = if let Some(numbers) = source.numbers(column) {
        let one = |n: &f64| if n.is_nan() { of_none } else { test(Value::Number(*n)) };
        numbers.par_iter().map(one).collect()
    } else if *column == TableColumn::Class {
        let labels = (0..=u16::MAX).map_while(|class| source.class_label(class));
        let by_class: Vec<bool> = labels.map(|label| test(Value::Text(label))).collect();
        source.classes().iter().map(|c| by_class.get(usize::from(*c)).copied().unwrap_or(of_none)).collect()
    } else if let Some(texts) = source.stored(column).and_then(planmap_core::feature::Column::texts) {
        let value = |id| {
            let text = texts.text(id).filter(|t| !t.is_empty());
            text.map_or(Value::Null, |t| Value::Text(source.said(column, t)))
        };
        let by_text: Vec<bool> = (0..=texts.count()).into_par_iter().map(|id| test(value(id))).collect();
        texts.ids().par_iter().map(|id| by_text.get(*id as usize).copied().unwrap_or(of_none)).collect()
    } else {
        (0..rows as u32).into_par_iter().map(|row| test(source.value(column, row))).collect()
    };
    out.resize(rows, of_none);
    out
}

/// The rows that a query asks for, in its order. `None` where `cancelled` said stop.
#[must_use]
pub fn rows(source: &TableSource, query: &Query, cancelled: &dyn Fn() -> bool) -> Option<Arc<[FeatureId]>> {
    let mut keep = vec![true; source.len()];
    if let Some(only) = &query.only {
        keep.fill(false);
        for row in only.iter() {
            if let Some(cell) = keep.get_mut(*row as usize) {
                *cell = true;
            }
        }
    }
    if Needle::new(&query.search).is_some() {
        let test = contains(&query.search, source);
        let mut found = vec![false; source.len()];
        for column in &query.columns {
            if cancelled() {
                return None;
            }
            let here = passing(source, column, &test);
            found.par_iter_mut().zip(here).for_each(|(a, b)| *a |= b);
        }
        keep.par_iter_mut().zip(found).for_each(|(a, b)| *a &= b);
    }
    for Condition { column, test } in &query.conditions {
        if cancelled() {
            return None;
        }
        let here = passing(source, column, &verdict(test, source, column));
        keep.par_iter_mut().zip(here).for_each(|(a, b)| *a &= b);
    }
    let kept = (0..source.len() as u32).filter(|row| keep.get(*row as usize).copied().unwrap_or(false));
    let mut rows: Vec<FeatureId> = kept.collect();
    let mut keys = Vec::new();
    for key in &query.sort {
        if cancelled() {
            return None;
        }
        keys.push((source.ranks(&key.column), key.descending));
    }
    sort(&mut rows, &keys);
    Some(rows.into())
}

/// A rank as it is sorted by: none comes last in both directions.
fn place(ranks: &[u32], row: FeatureId, descending: bool) -> u32 {
    match ranks.get(row as usize).copied().unwrap_or(NO_RANK) {
        NO_RANK => NO_RANK,
        rank if descending => NO_RANK - 1 - rank,
        rank => rank,
    }
}

fn sort(rows: &mut Vec<FeatureId>, keys: &[(Arc<[u32]>, bool)]) {
    match keys {
        [] => {}
        [(ranks, descending)] => {
            // Rank and row in one number: the quickest to sort, and the file's order breaks ties.
            let one = |row: &FeatureId| u64::from(place(ranks, *row, *descending)) << 32 | u64::from(*row);
            let mut packed: Vec<u64> = rows.par_iter().map(one).collect();
            packed.par_sort_unstable();
            *rows = packed.into_par_iter().map(|p| p as u32).collect();
        }
        keys => rows.par_sort_unstable_by(|a, b| {
            let mut orders = keys.iter().map(|(ranks, d)| place(ranks, *a, *d).cmp(&place(ranks, *b, *d)));
            orders.find(|o| o.is_ne()).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b))
        }),
    }
}

/// A column's different values as they are read, with how many rows hold each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Distinct {
    /// Values in their order with the number of rows.
    pub values: Vec<(String, u32)>,
    /// How many values are left out, because there are more than a list can hold.
    pub more: usize,
}

/// The different values of a column in their order: the `most` frequent ones.
#[must_use]
pub fn distinct(source: &TableSource, column: &TableColumn, most: usize) -> Distinct {
    if matches!(column, TableColumn::Area | TableColumn::Length) {
        source.measure();
    }
    let ranks = source.ranks(column);
    // For each rank how many rows have it, and one of them.
    let count = ranks.iter().filter(|r| **r != NO_RANK).max().map_or(0, |r| *r as usize + 1);
    let mut found: Vec<(u32, u32)> = vec![(0, 0); count];
    for (row, rank) in ranks.iter().enumerate() {
        if let Some(cell) = found.get_mut(*rank as usize) {
            *cell = (cell.0 + 1, row as u32);
        }
    }
    let mut by_rank: Vec<(usize, (u32, u32))> = found.into_iter().enumerate().collect();
    let more = by_rank.len().saturating_sub(most);
    if more > 0 {
        by_rank.sort_by_key(|(rank, (rows, _))| (std::cmp::Reverse(*rows), *rank));
        by_rank.truncate(most);
        by_rank.sort_by_key(|(rank, _)| *rank);
    }
    let text = |row| source.text(column, row).unwrap_or_default();
    Distinct { values: by_rank.into_iter().map(|(_, (rows, row))| (text(row), rows)).collect(), more }
}
