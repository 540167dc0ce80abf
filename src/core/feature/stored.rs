//! A layer's stores as runs of bytes, and back: what a cache on disk keeps.
//!
//! Owns the order of the runs and what must hold between them. The bytes are in the order of this
//! machine and used where they lie. Must not know files; whoever keeps the bytes vouches that they
//! are the ones that were handed out.

use std::ops::Range;
use std::sync::Arc;

use crate::crs::MapPoint;
use crate::geometry::Extent;

use super::Features;
use super::geometries::Geometries;
use super::index::SpatialIndex;
use super::reading::Readings;
use super::run::{Run, SharedBytes};
use super::table::{Cells, Column, Table, Texts};

/// What is not in the runs.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredLayer {
    /// Number of features.
    pub rows: u32,
    /// The point that counts are taken from, in map metres.
    pub origin: MapPoint,
    /// Metres of a count.
    pub quantum_m: f64,
    /// The extent of all features; empty where there is none.
    pub extent: Extent,
    /// Bytes of the spatial index.
    pub index_bytes: usize,
    /// Name of each column and kind of its cells.
    pub columns: Vec<(String, StoredCells)>,
}

/// The kind of a column's cells, which tells the number of its runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredCells {
    /// No run.
    Empty,
    /// One run.
    Numbers,
    /// Three runs.
    Texts,
    /// Four runs.
    Mixed,
}

impl StoredCells {
    /// The word for it in a file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Numbers => "numbers",
            Self::Texts => "texts",
            Self::Mixed => "mixed",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Empty, Self::Numbers, Self::Texts, Self::Mixed]
            .into_iter()
            .find(|k| k.as_str() == word)
    }
}

impl Features {
    /// The description of the stores, and their bytes in a fixed order.
    #[must_use]
    pub fn stored(&self) -> (StoredLayer, Vec<&[u8]>) {
        let Self { geometries, table, file_index, index, extent } = self;
        let mut runs: Vec<&[u8]> = vec![
            geometries.coords.as_bytes(),
            geometries.part_kinds.as_bytes(),
            geometries.part_ends.as_bytes(),
            geometries.feature_ends.as_bytes(),
            geometries.readings.features.as_bytes(),
            geometries.readings.feature_ends.as_bytes(),
            geometries.readings.holes.as_bytes(),
            geometries.readings.ring_ends.as_bytes(),
            geometries.readings.places.as_bytes(),
            geometries.finer.as_bytes(),
            file_index.as_bytes(),
            index.tree.as_bytes(),
            index.rows.as_bytes(),
        ];
        let mut columns = Vec::new();
        for column in &table.columns {
            let kind = match &column.cells {
                Cells::Empty => StoredCells::Empty,
                Cells::Numbers(values) => {
                    runs.push(values.as_bytes());
                    StoredCells::Numbers
                }
                Cells::Texts { ids, pool } => {
                    runs.extend([ids.as_bytes(), pool.bytes.as_bytes(), pool.ends.as_bytes()]);
                    StoredCells::Texts
                }
                Cells::Mixed { kinds, bits, pool } => {
                    let pool = [pool.bytes.as_bytes(), pool.ends.as_bytes()];
                    runs.extend([kinds.as_bytes(), bits.as_bytes(), pool[0], pool[1]]);
                    StoredCells::Mixed
                }
            };
            columns.push((column.name.to_string(), kind));
        }
        let layer = StoredLayer {
            rows: self.len() as u32,
            origin: geometries.origin,
            quantum_m: geometries.quantum_m,
            extent: *extent,
            index_bytes: index.tree_bytes,
            columns,
        };
        (layer, runs)
    }

    /// Puts a layer together from its description and where each run lies in `bytes`, in the
    /// order of [`Features::stored`]. The values stay where they lie. `None` where the runs do not
    /// fit the description or each other.
    #[must_use]
    pub fn from_stored(
        layer: &StoredLayer,
        bytes: &SharedBytes,
        runs: &[Range<usize>],
    ) -> Option<Self> {
        let mut runs = Runs { bytes, left: runs.iter() };
        let rows = layer.rows as usize;
        let geometries = Geometries {
            origin: layer.origin,
            quantum_m: layer.quantum_m,
            coords: runs.next()?,
            part_kinds: runs.next()?,
            part_ends: runs.next()?,
            feature_ends: runs.next()?,
            readings: Readings {
                features: runs.next()?,
                feature_ends: runs.next()?,
                holes: runs.next()?,
                ring_ends: runs.next()?,
                places: runs.next()?,
            },
            finer: runs.next()?,
        };
        let file_index: Run<u32> = runs.next()?;
        let index =
            SpatialIndex { tree: runs.next()?, tree_bytes: layer.index_bytes, rows: runs.next()? };
        let last = |ends: &Run<u32>| ends.last().copied().unwrap_or(0) as usize;
        let whole = geometries.feature_ends.len() == rows
            && file_index.len() == rows
            && last(&geometries.feature_ends) == geometries.part_ends.len()
            && geometries.part_kinds.len() == geometries.part_ends.len()
            && last(&geometries.part_ends) == geometries.coords.len()
            && geometries.feature_ends.is_sorted()
            && geometries.part_ends.is_sorted()
            && geometries.readings.is_whole(rows)
            && index.is_whole(rows);
        if !whole {
            return None;
        }
        let mut columns = Vec::new();
        for (name, kind) in &layer.columns {
            let cells = match kind {
                StoredCells::Empty => Cells::Empty,
                StoredCells::Numbers => Cells::Numbers(runs.next()?),
                StoredCells::Texts => Cells::Texts { ids: runs.next()?, pool: runs.texts()? },
                StoredCells::Mixed => {
                    Cells::Mixed { kinds: runs.next()?, bits: runs.next()?, pool: runs.texts()? }
                }
            };
            columns.push(Column { name: Arc::from(name.as_str()), cells });
        }
        let table = Table { columns, rows: layer.rows };
        runs.left.next().is_none().then_some(Self {
            geometries,
            table,
            file_index,
            index,
            extent: layer.extent,
        })
    }
}

struct Runs<'a> {
    bytes: &'a SharedBytes,
    left: std::slice::Iter<'a, Range<usize>>,
}

impl Runs<'_> {
    fn next<T: bytemuck::Pod>(&mut self) -> Option<Run<T>> {
        Run::shared(Arc::clone(self.bytes), self.left.next()?.clone())
    }

    fn texts(&mut self) -> Option<Texts> {
        Some(Texts { bytes: self.next()?, ends: self.next()? })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::feature::{GeometriesBuilder, PartKind, TableBuilder, Value};

    fn layer() -> Features {
        let mut g = GeometriesBuilder::new(MapPoint::new(10.0, 20.0), 0.001);
        let mut t = TableBuilder::default();
        for i in 0..40u32 {
            let x = f64::from(i) * 10.0;
            g.begin();
            t.begin_row();
            if i % 7 == 4 {
                // Crosses itself, so that its ground is kept beside it.
                g.part(
                    PartKind::Exterior,
                    [(x, 0.0), (x + 9.0, 5.0), (x + 9.0, 0.0), (x, 5.0), (x, 0.0)],
                );
            } else if i % 7 != 3 {
                g.part(PartKind::Exterior, [(x, 0.0), (x + 10.0, 0.0), (x + 10.0, 5.0), (x, 0.0)]);
            }
            t.set("text", Value::Text(["đất ở", "cây xanh", ""][i as usize % 3]));
            t.set("number", if i % 5 == 0 { Value::Null } else { Value::Number(x) });
            let any = [
                Value::Bool(i % 2 == 0),
                Value::Json("[1]"),
                Value::LongInteger("18446744073709551615"),
                Value::Text("x"),
            ];
            t.set("any", any[i as usize % 4]);
            t.set("none", Value::Null);
        }
        Features::new(g.finish(), t.finish(), (0..40).map(|i| i * 2).collect())
    }

    /// Runs one after the other, each at a multiple of eight bytes.
    fn packed(runs: &[&[u8]]) -> (SharedBytes, Vec<Range<usize>>) {
        struct Words(Vec<u64>);
        impl AsRef<[u8]> for Words {
            fn as_ref(&self) -> &[u8] {
                bytemuck::cast_slice(&self.0)
            }
        }
        let (mut words, mut places) = (Vec::new(), Vec::new());
        for run in runs {
            let start = words.len() * 8;
            let mut own = vec![0u64; run.len().div_ceil(8)];
            bytemuck::cast_slice_mut::<u64, u8>(&mut own)[..run.len()].copy_from_slice(run);
            words.extend(own);
            places.push(start..start + run.len());
        }
        (Arc::new(Words(words)), places)
    }

    #[test]
    fn a_layer_comes_back_from_its_bytes() {
        let layer = layer();
        let (stored, runs) = layer.stored();
        let (bytes, places) = packed(&runs);
        let back = Features::from_stored(&stored, &bytes, &places).unwrap();
        assert_eq!(back.len(), layer.len());
        assert_eq!(back.extent(), layer.extent());
        for row in 0..layer.len() as u32 {
            assert_eq!(back.geometries().geometry(row), layer.geometries().geometry(row));
            assert_eq!(back.geometries().is_reading(row), row % 7 == 4);
            assert_eq!(back.file_index(row), layer.file_index(row));
            for column in layer.table().columns() {
                assert_eq!(back.table().value(row, column.name()), column.value(row));
            }
        }
        let mut found: Vec<_> = back.in_extent(&back.extent()).collect();
        found.sort_unstable();
        let want: Vec<u32> = (0..40).filter(|i| i % 7 != 3).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn runs_that_do_not_fit_are_refused() {
        let layer = layer();
        let (stored, runs) = layer.stored();
        let (bytes, places) = packed(&runs);
        for i in 0..places.len() {
            let mut short = places.clone();
            short[i].end = short[i].start + (short[i].len() / 2);
            let cut = Features::from_stored(&stored, &bytes, &short);
            // Cells that are missing at the end read as null; geometry and index must be whole.
            assert!(i > 12 || cut.is_none() || places[i].is_empty(), "run {i}");
        }
        assert!(Features::from_stored(&stored, &bytes, &places[1..]).is_none());
        assert!(
            Features::from_stored(&StoredLayer { rows: 41, ..stored }, &bytes, &places).is_none()
        );
    }
}
