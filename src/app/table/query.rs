//! Which rows a table shows, and in which order.
//!
//! Owns search, conditions and sorting as plain values, and their evaluation over a whole layer on
//! all cores. Must not know the window or the session.

use std::sync::Arc;

use planmap_core::collate::{Needle, plain, sort_key};
use planmap_core::feature::long_integer::{self, is_whole_number};
use planmap_core::feature::{Column, ColumnTexts, FeatureId, Value};
use planmap_core::i18n::{Language, read_number, write_number};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::TableColumn;
use super::source::{NO_RANK, TableSource, value_text};

/// What a person typed for a value to be compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    text: String,
    number: Option<f64>,
}

impl Operand {
    /// What was typed while a language was on the screen: it decides what `10.000` means, then and for
    /// good.
    #[must_use]
    pub fn typed(text: &str, language: Language) -> Self {
        Self { text: text.trim().to_owned(), number: read_number(text, language) }
    }

    /// The text as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number that it was read as.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.number
    }

    /// As it is understood: a number as the language writes it, else the text. What is compared with
    /// texts is never a number.
    #[must_use]
    pub fn understood(&self, is_numeric: bool, language: Language) -> String {
        match self.number.filter(|_| is_numeric) {
            Some(number) => write_number(number, language),
            None => self.text.clone(),
        }
    }
}

/// What the value of a column must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The text occurs in it, accents optional.
    Contains(String),
    /// The same text, whatever its case, or the same number.
    Equal(Operand),
    /// Anything else; nothing at all as well.
    NotEqual(Operand),
    /// Less.
    Less(Operand),
    /// Less or equal.
    AtMost(Operand),
    /// Greater.
    Greater(Operand),
    /// Greater or equal.
    AtLeast(Operand),
    /// Within both limits or on one of them.
    Between(Operand, Operand),
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

type Verdict<'a> = Box<dyn Fn(Value<'_>) -> bool + Send + Sync + 'a>;

/// Compares a value with what was typed: as numbers where the value is one, else as texts.
fn compared(
    operand: &Operand,
    wanted: fn(std::cmp::Ordering) -> bool,
) -> impl Fn(Value<'_>) -> bool + Send + Sync + use<> {
    let number = operand.number;
    let key = sort_key(&operand.text);
    let digits = is_whole_number(&operand.text).then(|| operand.text.clone());
    move |value| match value {
        Value::LongInteger(own) => {
            let order = match (&digits, number) {
                (Some(digits), _) => Some(long_integer::compare(own, digits)),
                (None, Some(number)) => long_integer::compare_with_number(own, number),
                (None, None) => None,
            };
            order.is_some_and(wanted)
        }
        Value::Number(n) => number.and_then(|w| n.partial_cmp(&w)).is_some_and(wanted),
        Value::Text(t) => wanted(sort_key(t).cmp(&key)),
        Value::Null | Value::Bool(_) | Value::Json(_) => false,
    }
}

/// Whether a value is what was typed. A number is, too, where both read the same on the screen: a cell
/// shows fewer decimals than the file may have.
fn equal<'a>(
    operand: &Operand,
    source: &'a TableSource,
    column: &'a TableColumn,
) -> impl Fn(Value<'_>) -> bool + Send + Sync + use<'a> {
    let (number, word) = (operand.number, plain(&operand.text));
    let shown = number.and_then(|n| source.shown(column, Value::Number(n)));
    move |value| match value {
        Value::Number(n) => {
            let same = number.is_some_and(|w| (n - w).abs() <= f64::EPSILON * w.abs());
            same || (shown.is_some() && source.shown(column, value) == shown)
        }
        Value::Null => false,
        other => value_text(other, source.language(), false).is_some_and(|t| plain(&t) == word),
    }
}

fn verdict<'a>(test: &'a Test, source: &'a TableSource, column: &'a TableColumn) -> Verdict<'a> {
    use std::cmp::Ordering;
    match test {
        Test::Contains(text) => contains(text, source),
        Test::Equal(operand) => Box::new(equal(operand, source, column)),
        Test::NotEqual(operand) => {
            let equal = equal(operand, source, column);
            Box::new(move |value| !equal(value))
        }
        Test::Less(operand) => Box::new(compared(operand, Ordering::is_lt)),
        Test::AtMost(operand) => Box::new(compared(operand, Ordering::is_le)),
        Test::Greater(operand) => Box::new(compared(operand, Ordering::is_gt)),
        Test::AtLeast(operand) => Box::new(compared(operand, Ordering::is_ge)),
        Test::Between(low, high) => {
            let (low, high) = (compared(low, Ordering::is_ge), compared(high, Ordering::is_le));
            Box::new(move |value| low(value) && high(value))
        }
        Test::Empty => Box::new(|value| value.is_null()),
        Test::Known => Box::new(|value| !value.is_null()),
        Test::OneOf(texts) => Box::new(move |value| match value {
            // Most values are texts, and a text is read as it is.
            Value::Text(t) => texts.iter().any(|w| w == t),
            other => source.shown(column, other).is_some_and(|t| texts.contains(&t)),
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
                    || value_text(value, language, false)
                        .is_some_and(|t| t.contains(needle.text())))
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
        source
            .classes()
            .iter()
            .map(|c| by_class.get(usize::from(*c)).copied().unwrap_or(of_none))
            .collect()
    } else if let Some(texts) = source.stored(column).and_then(Column::texts) {
        let value = |id| {
            let text = texts.text(id).filter(|t| !t.is_empty());
            text.map_or(Value::Null, |t| Value::Text(source.said(column, t)))
        };
        let by_text: Vec<bool> =
            (0..=texts.count()).into_par_iter().map(|id| test(value(id))).collect();
        texts
            .ids()
            .par_iter()
            .map(|id| by_text.get(*id as usize).copied().unwrap_or(of_none))
            .collect()
    } else {
        (0..rows as u32).into_par_iter().map(|row| test(source.value(column, row))).collect()
    };
    out.resize(rows, of_none);
    out
}

/// The rows that a query asks for, in its order. `None` where `cancelled` said stop.
#[must_use]
pub fn rows(
    source: &TableSource,
    query: &Query,
    cancelled: &dyn Fn() -> bool,
) -> Option<Arc<[FeatureId]>> {
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
    let kept =
        (0..source.len() as u32).filter(|row| keep.get(*row as usize).copied().unwrap_or(false));
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
            let one = |row: &FeatureId| {
                u64::from(place(ranks, *row, *descending)) << 32 | u64::from(*row)
            };
            let mut packed: Vec<u64> = rows.par_iter().map(one).collect();
            packed.par_sort_unstable();
            *rows = packed.into_par_iter().map(|p| p as u32).collect();
        }
        keys => rows.par_sort_unstable_by(|a, b| {
            let mut orders =
                keys.iter().map(|(ranks, d)| place(ranks, *a, *d).cmp(&place(ranks, *b, *d)));
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

/// A value as it is read, where it stands in the order, and how many rows hold it.
struct Counted {
    rank: u32,
    text: String,
    rows: u32,
}

/// The different values of a column in their order: the `most` frequent ones. Values that are read
/// alike are one, since a condition cannot tell them apart; what no row holds is none.
#[must_use]
pub fn distinct(source: &TableSource, column: &TableColumn, most: usize) -> Distinct {
    if matches!(column, TableColumn::Area | TableColumn::Length) {
        source.measure();
    }
    let ranks = source.ranks(column);
    let counted = match source.stored(column).and_then(Column::texts) {
        Some(texts) => counted_texts(source, column, &texts, &ranks),
        None if *column == TableColumn::Class || source.numbers(column).is_some() => {
            counted_ranks(source, column, &ranks)
        }
        None => counted_rows(source, column, &ranks),
    };
    let mut counted = joined(counted);
    let more = counted.len().saturating_sub(most);
    if more > 0 {
        counted.sort_by_key(|value| (std::cmp::Reverse(value.rows), value.rank));
        counted.truncate(most);
        counted.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.text.cmp(&b.text)));
    }
    Distinct { values: counted.into_iter().map(|value| (value.text, value.rows)).collect(), more }
}

/// Counts the rows of each different text of a column: texts that are sorted alike, such as "Lô 1" and
/// "Lô 01", are two values.
fn counted_texts(
    source: &TableSource,
    column: &TableColumn,
    texts: &ColumnTexts<'_>,
    ranks: &[u32],
) -> Vec<Counted> {
    let mut found: Vec<(u32, u32)> = vec![(0, NO_RANK); texts.count() as usize + 1];
    for (row, id) in texts.ids().iter().enumerate() {
        if let Some((rows, rank)) = found.get_mut(*id as usize) {
            *rows += 1;
            *rank = ranks.get(row).copied().unwrap_or(NO_RANK);
        }
    }
    let value = |(id, (rows, rank)): (usize, (u32, u32))| {
        let text = texts.text(id as u32).filter(|_| rows > 0 && rank != NO_RANK)?;
        Some(Counted { rank, text: source.said(column, text).to_owned(), rows })
    };
    found.into_iter().enumerate().filter_map(value).collect()
}

/// Every row of a column that holds values of several kinds.
fn counted_rows(source: &TableSource, column: &TableColumn, ranks: &[u32]) -> Vec<Counted> {
    let value = |(row, rank): (usize, &u32)| {
        let text = source.aligned_text(column, row as u32).filter(|_| *rank != NO_RANK)?;
        Some(Counted { rank: *rank, text, rows: 1 })
    };
    ranks.par_iter().enumerate().filter_map(value).collect()
}

/// Joins what reads alike, in the order of the ranks.
fn joined(mut counted: Vec<Counted>) -> Vec<Counted> {
    counted.par_sort_unstable_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.text.cmp(&b.text)));
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut out: Vec<Counted> = Vec::new();
    for value in counted {
        match places.get(&value.text).and_then(|place| out.get_mut(*place)) {
            Some(first) => first.rows += value.rows,
            None => {
                places.insert(value.text.clone(), out.len());
                out.push(value);
            }
        }
    }
    out
}

/// Counts the rows of each rank. Ranks of classes are the legend's, which may name more than there are.
fn counted_ranks(source: &TableSource, column: &TableColumn, ranks: &[u32]) -> Vec<Counted> {
    let count = ranks.iter().filter(|r| **r != NO_RANK).max().map_or(0, |r| *r as usize + 1);
    // For each rank how many rows have it, and one of them.
    let mut found: Vec<(u32, u32)> = vec![(0, 0); count];
    for (row, rank) in ranks.iter().enumerate() {
        if let Some((rows, one)) = found.get_mut(*rank as usize) {
            *rows += 1;
            *one = row as u32;
        }
    }
    let value = |(rank, (rows, one)): (usize, (u32, u32))| {
        let text = source.aligned_text(column, one).filter(|_| rows > 0)?;
        Some(Counted { rank: rank as u32, text, rows })
    };
    found.into_par_iter().enumerate().filter_map(value).collect()
}
