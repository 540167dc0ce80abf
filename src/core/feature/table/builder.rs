//! Collects attributes row by row, and joins what several workers collected.

use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{CellKind, Cells, Column, Table, Texts, Value, mixed_value};

/// Texts in the making. Found again by their bytes in the pool itself, so that none is kept twice.
#[derive(Debug, Clone, Default)]
struct Pool {
    bytes: String,
    ends: Vec<u32>,
    ids: HashTable<u32>,
}

impl Pool {
    fn get(&self, id: u32) -> Option<&str> {
        let i = id.checked_sub(1)? as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        Some(&self.bytes[start..self.ends[i] as usize])
    }

    fn intern(&mut self, text: &str) -> u32 {
        let hash = |text: &str| FxBuildHasher.hash_one(text);
        let Self { bytes, ends, ids } = self;
        let at = |id: u32| {
            let i = id as usize - 1;
            let start = if i == 0 { 0 } else { ends[i - 1] as usize };
            &bytes[start..ends[i] as usize]
        };
        if let Some(id) = ids.find(hash(text), |id| at(*id) == text) {
            return *id;
        }
        let id = ends.len() as u32 + 1;
        ids.insert_unique(hash(text), id, |id| hash(at(*id)));
        bytes.push_str(text);
        ends.push(bytes.len() as u32);
        id
    }

    fn finish(mut self) -> Texts {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
        Texts { bytes: self.bytes.into_bytes().into(), ends: self.ends.into() }
    }
}

/// The cells of a column in the making; may be shorter than the table, what is missing is null.
#[derive(Debug, Clone)]
enum Growing {
    Empty,
    Numbers(Vec<f64>),
    Texts { ids: Vec<u32>, pool: Pool },
    Mixed { kinds: Vec<u8>, bits: Vec<u64>, pool: Pool },
}

#[derive(Debug, Clone)]
struct ColumnBuilder {
    name: Arc<str>,
    cells: Growing,
    /// The number of rows begun when the column was last set: a second value of a row shows.
    set_at: u32,
}

impl ColumnBuilder {
    fn value(&self, row: u32) -> Value<'_> {
        let row = row as usize;
        match &self.cells {
            Growing::Empty => Value::Null,
            Growing::Numbers(v) => {
                v.get(row).copied().filter(|n| !n.is_nan()).map_or(Value::Null, Value::Number)
            }
            Growing::Texts { ids, pool } => {
                ids.get(row).and_then(|id| pool.get(*id)).map_or(Value::Null, Value::Text)
            }
            Growing::Mixed { kinds, bits, pool } => {
                mixed_value(kinds.get(row), bits.get(row), |id| pool.get(id))
            }
        }
    }

    /// Adds the `rows` cells of another column behind row `base`.
    fn append(&mut self, base: usize, other: &Self, rows: u32) {
        if let (cells @ Growing::Empty, kind) = (&mut self.cells, &other.cells) {
            // So that what follows needs no case of its own.
            match kind {
                Growing::Numbers(_) => *cells = Growing::Numbers(Vec::new()),
                Growing::Texts { .. } => {
                    *cells = Growing::Texts { ids: Vec::new(), pool: Pool::default() }
                }
                Growing::Empty | Growing::Mixed { .. } => {}
            }
        }
        match (&mut self.cells, &other.cells) {
            (_, Growing::Empty) => {}
            (Growing::Numbers(into), Growing::Numbers(from)) => {
                into.resize(base, f64::NAN);
                into.extend_from_slice(from);
            }
            (Growing::Texts { ids, pool }, Growing::Texts { ids: from, pool: texts }) => {
                let count = texts.ends.len() as u32;
                let new: Vec<u32> = (0..=count)
                    .map(|id| texts.get(id).map_or(0, |text| pool.intern(text)))
                    .collect();
                ids.resize(base, 0);
                ids.extend(from.iter().map(|id| new[*id as usize]));
            }
            _ => (0..rows).for_each(|row| self.set(base as u32 + row, other.value(row))),
        }
    }

    fn set(&mut self, row: u32, value: Value<'_>) {
        let row = row as usize;
        match (&mut self.cells, value) {
            (_, Value::Null) => {}
            (cells @ Growing::Empty, Value::Number(n)) => {
                let mut v = vec![f64::NAN; row];
                v.push(n);
                *cells = Growing::Numbers(v);
            }
            (cells @ Growing::Empty, Value::Text(s)) => {
                let mut pool = Pool::default();
                let mut ids = vec![0; row];
                ids.push(pool.intern(s));
                *cells = Growing::Texts { ids, pool };
            }
            (Growing::Numbers(v), Value::Number(n)) => {
                v.resize(row.max(v.len()), f64::NAN);
                put(v, row, n);
            }
            (Growing::Texts { ids, pool }, Value::Text(s)) => {
                ids.resize(row.max(ids.len()), 0);
                put(ids, row, pool.intern(s));
            }
            (Growing::Mixed { kinds, bits, pool }, value) => {
                kinds.resize(row.max(kinds.len()), CellKind::Null as u8);
                bits.resize(row.max(bits.len()), 0);
                let (kind, cell) = match value {
                    Value::Null => (CellKind::Null, 0),
                    Value::Bool(b) => (CellKind::Bool, u64::from(b)),
                    Value::Number(n) => (CellKind::Number, n.to_bits()),
                    Value::Text(s) => (CellKind::Text, u64::from(pool.intern(s))),
                    Value::LongInteger(s) => (CellKind::LongInteger, u64::from(pool.intern(s))),
                    Value::Json(s) => (CellKind::Json, u64::from(pool.intern(s))),
                };
                put(kinds, row, kind as u8);
                put(bits, row, cell);
            }
            (cells, value) => {
                *cells = mixed(std::mem::replace(cells, Growing::Empty));
                self.set(row as u32, value);
            }
        }
    }

    /// Takes back what was set in a row.
    fn clear(&mut self, row: u32) {
        let row = row as usize;
        match &mut self.cells {
            Growing::Empty => {}
            Growing::Numbers(v) => v.truncate(row),
            Growing::Texts { ids, .. } => ids.truncate(row),
            Growing::Mixed { kinds, bits, .. } => {
                kinds.truncate(row);
                bits.truncate(row);
            }
        }
    }

    /// Sets the last of `rows` rows. Says whether it had a value, or null, already.
    fn set_last(&mut self, rows: u32, value: Value<'_>) -> bool {
        let Some(row) = rows.checked_sub(1) else {
            return false;
        };
        let again = std::mem::replace(&mut self.set_at, rows) == rows;
        if again {
            self.clear(row);
        }
        self.set(row, value);
        again
    }

    fn finish(self) -> Column {
        let cells = match self.cells {
            Growing::Empty => Cells::Empty,
            Growing::Numbers(v) => Cells::Numbers(v.into()),
            Growing::Texts { ids, pool } => Cells::Texts { ids: ids.into(), pool: pool.finish() },
            Growing::Mixed { kinds, bits, pool } => {
                Cells::Mixed { kinds: kinds.into(), bits: bits.into(), pool: pool.finish() }
            }
        };
        Column { name: self.name, cells }
    }
}

fn put<T>(cells: &mut Vec<T>, row: usize, value: T) {
    match cells.get_mut(row) {
        Some(cell) => *cell = value,
        None => cells.push(value),
    }
}

/// The same cells in a column that can hold any kind.
fn mixed(cells: Growing) -> Growing {
    let split = |cells: Vec<(CellKind, u64)>, pool| {
        let kinds = cells.iter().map(|c| c.0 as u8).collect();
        Growing::Mixed { kinds, bits: cells.into_iter().map(|c| c.1).collect(), pool }
    };
    match cells {
        Growing::Empty => split(Vec::new(), Pool::default()),
        Growing::Numbers(v) => {
            let cell = |n: f64| {
                if n.is_nan() { (CellKind::Null, 0) } else { (CellKind::Number, n.to_bits()) }
            };
            split(v.into_iter().map(cell).collect(), Pool::default())
        }
        Growing::Texts { ids, pool } => {
            let cell = |id: u32| {
                if id == 0 { (CellKind::Null, 0) } else { (CellKind::Text, u64::from(id)) }
            };
            split(ids.into_iter().map(cell).collect(), pool)
        }
        already @ Growing::Mixed { .. } => already,
    }
}

/// Collects attributes row by row.
#[derive(Debug, Clone, Default)]
pub struct TableBuilder {
    columns: Vec<ColumnBuilder>,
    by_name: FxHashMap<Box<str>, usize>,
    rows: u32,
    // Features of one file name their members in the same order: the next guess is mostly right.
    next: usize,
}

impl TableBuilder {
    /// Begins the next row.
    pub fn begin_row(&mut self) {
        self.rows += 1;
        self.next = 0;
    }

    /// Sets an attribute of the row begun last. A second value under the same name replaces the
    /// first, as JSON readers do.
    pub fn set(&mut self, name: &str, value: Value<'_>) {
        self.set_told(name, value);
    }

    /// As [`TableBuilder::set`]; says whether the row had a value, or null, under that name.
    pub fn set_told(&mut self, name: &str, value: Value<'_>) -> bool {
        let at = match self.columns.get(self.next) {
            Some(c) if *c.name == *name => self.next,
            _ => self.column(name),
        };
        self.next = at + 1;
        self.columns[at].set_last(self.rows, value)
    }

    /// Whether a member of this name, as bytes, would be set without a search: features of one
    /// file name their members in the same order.
    #[inline]
    #[must_use]
    pub fn expects(&self, name: &[u8]) -> bool {
        self.columns.get(self.next).is_some_and(|c| c.name.as_bytes() == name)
    }

    /// Sets the attribute that [`TableBuilder::expects`] has just said yes to; returns as
    /// [`TableBuilder::set_told`].
    pub fn set_expected(&mut self, value: Value<'_>) -> bool {
        let Some(column) = self.columns.get_mut(self.next) else {
            return false;
        };
        self.next += 1;
        column.set_last(self.rows, value)
    }

    /// One attribute of each row so far; nulls if no row had it.
    pub fn values<'a>(&'a self, name: &str) -> impl Iterator<Item = Value<'a>> + 'a {
        let column = self.by_name.get(name).map(|at| &self.columns[*at]);
        (0..self.rows).map(move |row| column.map_or(Value::Null, |c| c.value(row)))
    }

    fn column(&mut self, name: &str) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        self.columns.push(ColumnBuilder { name: name.into(), cells: Growing::Empty, set_at: 0 });
        self.by_name.insert(name.into(), self.columns.len() - 1);
        self.columns.len() - 1
    }

    /// Appends the rows of another builder. Takes the time of copying its cells and of looking up
    /// each of its different texts once.
    pub fn append(&mut self, other: &Self) {
        let base = self.rows;
        for from in &other.columns {
            let at = self.column(&from.name);
            self.columns[at].append(base as usize, from, other.rows);
        }
        self.rows += other.rows;
    }

    /// Makes room for more rows in the columns that there are.
    pub fn reserve(&mut self, rows: usize) {
        for column in &mut self.columns {
            match &mut column.cells {
                Growing::Empty => {}
                Growing::Numbers(v) => v.reserve_exact(rows),
                Growing::Texts { ids, .. } => ids.reserve_exact(rows),
                Growing::Mixed { kinds, bits, .. } => {
                    kinds.reserve_exact(rows);
                    bits.reserve_exact(rows);
                }
            }
        }
    }

    /// Number of rows begun.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows as usize
    }

    /// Whether no row was begun.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The finished table.
    #[must_use]
    pub fn finish(self) -> Table {
        Table {
            columns: self.columns.into_iter().map(ColumnBuilder::finish).collect(),
            rows: self.rows,
        }
    }
}
