//! Attributes of a whole layer, column by column, with texts interned.
//!
//! Owns the finished table, whose columns are runs of plain values; [`TableBuilder`] makes it.

mod builder;

use std::sync::Arc;

use super::run::Run;

pub use builder::TableBuilder;

/// One attribute of one feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Absent, or JSON null.
    Null,
    /// true or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
    /// A whole number that no f64 holds, as its digits, with a minus before them or not.
    LongInteger(&'a str),
    /// An array or an object, as JSON text.
    Json(&'a str),
}

impl<'a> Value<'a> {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
        match self {
            Value::Text(s) => Some(s),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }
}

/// Texts without repetition; 0 stands for none, `n` for the n-th text.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    pub(super) bytes: Run<u8>,
    pub(super) ends: Run<u32>,
}

impl Texts {
    /// All of them, in the order of their numbers: the first is number 1.
    fn iter(&self) -> impl Iterator<Item = &str> {
        (1..=self.ends.len() as u32).map(|id| self.get(id).unwrap_or_default())
    }

    fn get(&self, id: u32) -> Option<&str> {
        let i = id.checked_sub(1)? as usize;
        let start = if i == 0 { 0 } else { *self.ends.get(i - 1)? as usize };
        std::str::from_utf8(self.bytes.get(start..*self.ends.get(i)? as usize)?).ok()
    }
}

/// A column of texts, each different one kept once: what is asked of a text need not be asked for
/// every row.
#[derive(Debug, Clone, Copy)]
pub struct ColumnTexts<'a> {
    ids: &'a [u32],
    pool: &'a Texts,
}

impl<'a> ColumnTexts<'a> {
    /// The number of the text in each row, counted from 1; 0 for none. Rows at the end may be
    /// missing: they hold none.
    #[must_use]
    pub fn ids(&self) -> &'a [u32] {
        self.ids
    }

    /// Number of different texts.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.pool.ends.len() as u32
    }

    /// A text by its number; `None` for 0.
    #[must_use]
    pub fn text(&self, id: u32) -> Option<&'a str> {
        self.pool.get(id)
    }
}

/// What a cell of a mixed column holds, as its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum CellKind {
    Null,
    Bool,
    Number,
    Text,
    Json,
    LongInteger,
}

#[derive(Debug, Clone)]
pub(super) enum Cells {
    /// Nothing but nulls.
    Empty,
    /// NaN stands for null: JSON has no NaN.
    Numbers(Run<f64>),
    Texts {
        ids: Run<u32>,
        pool: Texts,
    },
    /// Different kinds in one column: a [`CellKind`] each, and the bits of a number, the number of
    /// a text, or 0 and 1.
    Mixed {
        kinds: Run<u8>,
        bits: Run<u64>,
        pool: Texts,
    },
}

/// The value of a mixed cell; `text` gives a text by its number.
fn mixed_value<'a>(
    kind: Option<&u8>,
    bits: Option<&u64>,
    text: impl FnOnce(u32) -> Option<&'a str>,
) -> Value<'a> {
    let (Some(kind), Some(bits)) = (kind, bits) else {
        return Value::Null;
    };
    match *kind {
        k if k == CellKind::Bool as u8 => Value::Bool(*bits != 0),
        k if k == CellKind::Number as u8 => Value::Number(f64::from_bits(*bits)),
        k if k == CellKind::Text as u8 => text(*bits as u32).map_or(Value::Null, Value::Text),
        k if k == CellKind::Json as u8 => text(*bits as u32).map_or(Value::Null, Value::Json),
        k if k == CellKind::LongInteger as u8 => {
            text(*bits as u32).map_or(Value::Null, Value::LongInteger)
        }
        _ => Value::Null,
    }
}

/// One named attribute of all features.
#[derive(Debug, Clone)]
pub struct Column {
    pub(super) name: Arc<str>,
    pub(super) cells: Cells,
}

impl Column {
    /// The attribute's name in the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The attribute of a row.
    #[must_use]
    pub fn value(&self, row: u32) -> Value<'_> {
        let row = row as usize;
        match &self.cells {
            Cells::Empty => Value::Null,
            Cells::Numbers(v) => {
                v.get(row).copied().filter(|n| !n.is_nan()).map_or(Value::Null, Value::Number)
            }
            Cells::Texts { ids, pool } => {
                ids.get(row).and_then(|id| pool.get(*id)).map_or(Value::Null, Value::Text)
            }
            Cells::Mixed { kinds, bits, pool } => {
                mixed_value(kinds.get(row), bits.get(row), |id| pool.get(id))
            }
        }
    }

    /// The different texts of the column, each once, in the order in which they first occur; the
    /// first is number 1. JSON texts and long integers of a mixed column count among them.
    pub fn distinct_texts(&self) -> impl Iterator<Item = &str> {
        let pool = match &self.cells {
            Cells::Texts { pool, .. } | Cells::Mixed { pool, .. } => Some(pool),
            Cells::Empty | Cells::Numbers(_) => None,
        };
        pool.into_iter().flat_map(Texts::iter)
    }

    /// The text under a number of [`Self::distinct_texts`].
    #[must_use]
    pub fn text(&self, number: u32) -> Option<&str> {
        match &self.cells {
            Cells::Texts { pool, .. } | Cells::Mixed { pool, .. } => pool.get(number),
            Cells::Empty | Cells::Numbers(_) => None,
        }
    }

    /// Calls `with` for each row that holds one of [`Self::distinct_texts`]: the row and its number.
    pub fn each_text(&self, mut with: impl FnMut(u32, u32)) {
        match &self.cells {
            Cells::Texts { ids, .. } => {
                ids.iter()
                    .enumerate()
                    .filter(|(_, id)| **id != 0)
                    .for_each(|(row, id)| with(row as u32, *id));
            }
            Cells::Mixed { kinds, bits, .. } => {
                for (row, (kind, bits)) in kinds.iter().zip(bits.iter()).enumerate() {
                    if *kind >= CellKind::Text as u8 {
                        with(row as u32, *bits as u32);
                    }
                }
            }
            Cells::Empty | Cells::Numbers(_) => {}
        }
    }

    /// The numbers of a column of numbers alone, row by row: NaN where there is none.
    #[must_use]
    pub fn numbers(&self) -> Option<&[f64]> {
        match &self.cells {
            Cells::Numbers(numbers) => Some(numbers),
            Cells::Empty | Cells::Texts { .. } | Cells::Mixed { .. } => None,
        }
    }

    /// The texts of the rows, where the column holds nothing else.
    #[must_use]
    pub fn texts(&self) -> Option<ColumnTexts<'_>> {
        match &self.cells {
            Cells::Texts { ids, pool } => Some(ColumnTexts { ids, pool }),
            Cells::Empty | Cells::Numbers(_) | Cells::Mixed { .. } => None,
        }
    }

    /// A word for the kind of the values: "text", "number", "bool", "mixed" or "empty".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.cells {
            Cells::Empty => "empty",
            Cells::Numbers(_) => "number",
            Cells::Texts { .. } => "text",
            Cells::Mixed { kinds, .. } if kinds.iter().all(|k| *k <= CellKind::Bool as u8) => {
                "bool"
            }
            Cells::Mixed { .. } => "mixed",
        }
    }
}

/// The attributes of a layer.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: u32,
}

impl Table {
    /// A table with rows and without columns: for features that come without their attributes.
    #[must_use]
    pub fn blank(rows: u32) -> Self {
        Self { columns: Vec::new(), rows }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows as usize
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The columns, in the order in which the file first named them.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// A column by name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name() == name)
    }

    /// One attribute; `Null` if the column does not exist.
    #[must_use]
    pub fn value(&self, row: u32, column: &str) -> Value<'_> {
        self.column(column).map_or(Value::Null, |c| c.value(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_in_any_mixture() {
        let rows: Vec<Vec<(&str, Value<'_>)>> = vec![
            vec![("a", Value::Null), ("b", Value::Text("x"))],
            vec![("a", Value::Number(1.5)), ("b", Value::Text("y"))],
            vec![("b", Value::Text("x")), ("c", Value::Bool(true))],
            vec![("a", Value::Text("đ")), ("c", Value::Json("[1,2]"))],
            vec![("a", Value::LongInteger("9007199254740993")), ("c", Value::Null)],
            vec![("a", Value::Number(2.0)), ("b", Value::Null), ("c", Value::Null)],
        ];
        let build = |rows: &[Vec<(&str, Value<'_>)>]| {
            let mut t = TableBuilder::default();
            for row in rows {
                t.begin_row();
                for (k, v) in row {
                    t.set(k, *v);
                }
            }
            t
        };
        // However the rows are cut into parts, the result is the same.
        let cuts = (0..1usize << (rows.len() - 1)).map(|cuts| {
            let mut all = TableBuilder::default();
            let mut from = 0;
            for to in 1..=rows.len() {
                if to == rows.len() || cuts & (1 << (to - 1)) != 0 {
                    all.append(&build(&rows[from..to]));
                    all.reserve(rows.len());
                    from = to;
                }
            }
            all.finish()
        });
        for table in cuts.chain([build(&rows).finish()]) {
            assert_eq!(table.len(), 6);
            for (i, row) in rows.iter().enumerate() {
                for name in ["a", "b", "c", "missing"] {
                    let want =
                        row.iter().find(|(k, _)| *k == name).map_or(Value::Null, |(_, v)| *v);
                    assert_eq!(table.value(i as u32, name), want, "{name} in row {i}");
                }
            }
            let texts = table.column("b").and_then(Column::texts);
            let ids = texts
                .map(|t| (t.count(), t.ids().iter().map(|id| t.text(*id)).collect::<Vec<_>>()));
            // Rows at the end that hold none may be missing.
            let first = ids.map(|(n, v)| (n, v.into_iter().take(3).collect::<Vec<_>>()));
            assert_eq!(first, Some((2, vec![Some("x"), Some("y"), Some("x")])));
            assert!(
                table.column("a").is_some_and(|c| c.texts().is_none() && c.numbers().is_none()),
                "mixed"
            );
        }
    }
}
