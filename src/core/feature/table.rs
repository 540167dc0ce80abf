//! Attributes of a whole layer, column by column, with texts interned.

use std::sync::Arc;

use rustc_hash::FxHashMap;

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
    /// An array, an object, or a whole number too large for an f64, as JSON text.
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
struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    fn get(&self, id: u32) -> Option<&str> {
        let i = id.checked_sub(1)? as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        Some(&self.bytes[start..self.ends[i] as usize])
    }
    fn push(&mut self, text: &str) -> u32 {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
        self.ends.len() as u32
    }
}

#[derive(Debug, Clone)]
enum Cells {
    /// Nothing but nulls so far.
    Empty,
    /// NaN stands for null: JSON has no NaN.
    Numbers(Vec<f64>),
    Texts {
        ids: Vec<u32>,
        pool: Texts,
    },
    /// Different kinds in one column; texts and JSON live in the pool.
    Mixed {
        cells: Vec<MixedCell>,
        pool: Texts,
    },
}

#[derive(Debug, Clone, Copy)]
enum MixedCell {
    Null,
    Bool(bool),
    Number(f64),
    Text(u32),
    Json(u32),
}

/// One named attribute of all features.
#[derive(Debug, Clone)]
pub struct Column {
    name: Arc<str>,
    cells: Cells,
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
            Cells::Numbers(v) => v.get(row).copied().filter(|n| !n.is_nan()).map_or(Value::Null, Value::Number),
            Cells::Texts { ids, pool } => ids.get(row).and_then(|id| pool.get(*id)).map_or(Value::Null, Value::Text),
            Cells::Mixed { cells, pool } => match cells.get(row) {
                None | Some(MixedCell::Null) => Value::Null,
                Some(MixedCell::Bool(b)) => Value::Bool(*b),
                Some(MixedCell::Number(n)) => Value::Number(*n),
                Some(MixedCell::Text(id)) => pool.get(*id).map_or(Value::Null, Value::Text),
                Some(MixedCell::Json(id)) => pool.get(*id).map_or(Value::Null, Value::Json),
            },
        }
    }

    /// A word for the kind of the values: "text", "number", "mixed" or "empty".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.cells {
            Cells::Empty => "empty",
            Cells::Numbers(_) => "number",
            Cells::Texts { .. } => "text",
            Cells::Mixed { cells, .. } if cells.iter().all(|c| matches!(c, MixedCell::Null | MixedCell::Bool(_))) => {
                "bool"
            }
            Cells::Mixed { .. } => "mixed",
        }
    }
}

/// The attributes of a layer.
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: u32,
}

impl Table {
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

#[derive(Debug, Clone)]
struct ColumnBuilder {
    column: Column,
    seen: FxHashMap<Box<str>, u32>,
}

impl ColumnBuilder {
    fn new(name: &str) -> Self {
        Self { column: Column { name: name.into(), cells: Cells::Empty }, seen: FxHashMap::default() }
    }

    fn intern(seen: &mut FxHashMap<Box<str>, u32>, pool: &mut Texts, text: &str) -> u32 {
        if let Some(id) = seen.get(text) {
            return *id;
        }
        let id = pool.push(text);
        seen.insert(text.into(), id);
        id
    }

    /// Adds the `rows` cells of another column behind row `base`.
    fn append(&mut self, base: usize, other: &Column, rows: u32) {
        let Self { column, seen } = self;
        if let (cells @ Cells::Empty, kind) = (&mut column.cells, &other.cells) {
            // So that what follows needs no case of its own.
            match kind {
                Cells::Numbers(_) => *cells = Cells::Numbers(Vec::new()),
                Cells::Texts { .. } => *cells = Cells::Texts { ids: Vec::new(), pool: Texts::default() },
                Cells::Empty | Cells::Mixed { .. } => {}
            }
        }
        match (&mut column.cells, &other.cells) {
            (_, Cells::Empty) => {}
            (Cells::Numbers(into), Cells::Numbers(from)) => {
                into.resize(base, f64::NAN);
                into.extend_from_slice(from);
            }
            (Cells::Texts { ids, pool }, Cells::Texts { ids: from, pool: texts }) => {
                let count = texts.ends.len() as u32;
                let new: Vec<u32> =
                    (0..=count).map(|id| texts.get(id).map_or(0, |text| Self::intern(seen, pool, text))).collect();
                ids.resize(base, 0);
                ids.extend(from.iter().map(|id| new[*id as usize]));
            }
            _ => (0..rows).for_each(|row| self.set(base as u32 + row, other.value(row))),
        }
    }

    fn set(&mut self, row: u32, value: Value<'_>) {
        let row = row as usize;
        let Self { column, seen } = self;
        match (&mut column.cells, value) {
            (_, Value::Null) => {}
            (cells @ Cells::Empty, Value::Number(n)) => {
                let mut v = vec![f64::NAN; row];
                v.push(n);
                *cells = Cells::Numbers(v);
            }
            (cells @ Cells::Empty, Value::Text(s)) => {
                let mut pool = Texts::default();
                let mut ids = vec![0; row];
                ids.push(Self::intern(seen, &mut pool, s));
                *cells = Cells::Texts { ids, pool };
            }
            (Cells::Numbers(v), Value::Number(n)) => {
                v.resize(row.max(v.len()), f64::NAN);
                put(v, row, n);
            }
            (Cells::Texts { ids, pool }, Value::Text(s)) => {
                ids.resize(row.max(ids.len()), 0);
                put(ids, row, Self::intern(seen, pool, s));
            }
            (Cells::Mixed { cells, pool }, value) => {
                cells.resize(row.max(cells.len()), MixedCell::Null);
                let cell = match value {
                    Value::Null => MixedCell::Null,
                    Value::Bool(b) => MixedCell::Bool(b),
                    Value::Number(n) => MixedCell::Number(n),
                    Value::Text(s) => MixedCell::Text(Self::intern(seen, pool, s)),
                    Value::Json(s) => MixedCell::Json(Self::intern(seen, pool, s)),
                };
                put(cells, row, cell);
            }
            (cells, value) => {
                *cells = mixed(std::mem::replace(cells, Cells::Empty));
                self.set(row as u32, value);
            }
        }
    }
}

fn put<T>(cells: &mut Vec<T>, row: usize, value: T) {
    match cells.get_mut(row) {
        Some(cell) => *cell = value,
        None => cells.push(value),
    }
}

fn mixed(cells: Cells) -> Cells {
    match cells {
        Cells::Empty => Cells::Mixed { cells: vec![], pool: Texts::default() },
        Cells::Numbers(v) => Cells::Mixed {
            cells: v.into_iter().map(|n| if n.is_nan() { MixedCell::Null } else { MixedCell::Number(n) }).collect(),
            pool: Texts::default(),
        },
        Cells::Texts { ids, pool } => Cells::Mixed {
            cells: ids.into_iter().map(|id| if id == 0 { MixedCell::Null } else { MixedCell::Text(id) }).collect(),
            pool,
        },
        already @ Cells::Mixed { .. } => already,
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
        let Some(row) = self.rows.checked_sub(1) else {
            return;
        };
        let at = match self.columns.get(self.next) {
            Some(c) if c.column.name() == name => self.next,
            _ => self.column(name),
        };
        self.next = at + 1;
        self.columns[at].set(row, value);
    }

    fn column(&mut self, name: &str) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        self.columns.push(ColumnBuilder::new(name));
        self.by_name.insert(name.into(), self.columns.len() - 1);
        self.columns.len() - 1
    }

    /// Appends the rows of another builder. Takes the time of copying its cells and of looking up
    /// each of its different texts once.
    pub fn append(&mut self, other: &Self) {
        let base = self.rows;
        for from in &other.columns {
            let at = self.column(from.column.name());
            self.columns[at].append(base as usize, &from.column, other.rows);
        }
        self.rows += other.rows;
    }

    /// Makes room for more rows in the columns that there are.
    pub fn reserve(&mut self, rows: usize) {
        for column in &mut self.columns {
            match &mut column.column.cells {
                Cells::Empty => {}
                Cells::Numbers(v) => v.reserve_exact(rows),
                Cells::Texts { ids, .. } => ids.reserve_exact(rows),
                Cells::Mixed { cells, .. } => cells.reserve_exact(rows),
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
        Table { columns: self.columns.into_iter().map(|c| c.column).collect(), rows: self.rows }
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
            assert_eq!(table.len(), 5);
            for (i, row) in rows.iter().enumerate() {
                for name in ["a", "b", "c", "missing"] {
                    let want = row.iter().find(|(k, _)| *k == name).map_or(Value::Null, |(_, v)| *v);
                    assert_eq!(table.value(i as u32, name), want, "{name} in row {i}");
                }
            }
        }
    }
}
