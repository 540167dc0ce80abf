//! Identifiers that several features share: harmless for the program, which tells features apart by
//! their place in the file, but other files may refer to them.

use planmap_core::feature::{Column, Table, Value};
use planmap_core::{Issue, IssueKind};
use rustc_hash::FxHashMap;

use super::findings::clip;

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

/// An identifier, not copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Identifier<'a> {
    Bool(bool),
    /// The bits of the number.
    Number(u64),
    Text(&'a str),
    LongInteger(&'a str),
    Json(&'a str),
}

impl<'a> Identifier<'a> {
    fn of(value: Value<'a>) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(b) => Some(Self::Bool(b)),
            Value::Number(n) => Some(Self::Number(n.to_bits())),
            Value::Text(text) => Some(Self::Text(text)),
            Value::LongInteger(digits) => Some(Self::LongInteger(digits)),
            Value::Json(text) => Some(Self::Json(text)),
        }
    }

    fn words(self) -> String {
        match self {
            Self::Bool(b) => b.to_string(),
            Self::Number(bits) => f64::from_bits(bits).to_string(),
            Self::Text(text) | Self::LongInteger(text) | Self::Json(text) => text.to_owned(),
        }
    }
}

/// The first identifier that is not alone, and how many features share theirs with another.
/// A number and the text of its digits are two identifiers.
fn repeated_in(column: &Column, rows: u32) -> Option<(String, usize)> {
    let mut seen: FxHashMap<Identifier<'_>, usize> = FxHashMap::default();
    seen.reserve(rows as usize);
    let key = |row: u32| Identifier::of(column.value(row));
    for id in (0..rows).filter_map(key) {
        *seen.entry(id).or_default() += 1;
    }
    let count: usize = seen.values().filter(|n| **n > 1).sum();
    if count == 0 {
        return None;
    }
    let first = (0..rows).filter_map(key).find(|id| seen.get(id).is_some_and(|n| *n > 1))?;
    Some((clip(&first.words()), count))
}
