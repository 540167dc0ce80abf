//! Identifiers that several features share: harmless for the program, which tells features apart by
//! their place in the file, but other files may refer to them.

use planmap_core::feature::{Column, Table, Value};
use planmap_core::{Issue, IssueKind};
use rustc_hash::FxHashMap;

use super::geometry::clip;

/// Files with more features are not looked through: it would take a noticeable time.
const MOST: usize = 200_000;

/// The note about identifiers that occur more than once, if there are any.
///
/// The reader puts them into the column `@id` where features have an attribute `id` of their own.
pub(super) fn repeated(table: &Table) -> Option<Issue> {
    if table.len() > MOST {
        return None;
    }
    let column = table.column("@id").or_else(|| table.column("id"))?;
    let (sample, count) = repeated_in(column, table.len() as u32)?;
    let kind = IssueKind::new("id-repeated").with("found", sample).with("count", count.to_string());
    Some(Issue::note(kind))
}

/// The first identifier that is not alone, and how many features share theirs with another.
/// A number and the text of its digits are two identifiers.
fn repeated_in(column: &Column, rows: u32) -> Option<(String, usize)> {
    let mut seen: FxHashMap<(bool, String), usize> = FxHashMap::default();
    let key = |row: u32| match column.value(row) {
        Value::Null => None,
        Value::Bool(b) => Some((false, b.to_string())),
        Value::Number(n) => Some((false, n.to_string())),
        Value::Text(text) => Some((true, text.to_owned())),
        Value::Json(text) => Some((false, text.to_owned())),
    };
    for id in (0..rows).filter_map(key) {
        *seen.entry(id).or_default() += 1;
    }
    let count = seen.values().filter(|n| **n > 1).sum();
    let first = (0..rows).filter_map(key).find(|id| seen.get(id).is_some_and(|n| *n > 1))?;
    Some((clip(&first.1), count))
}
