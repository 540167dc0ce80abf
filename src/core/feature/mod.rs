//! A layer's content in memory: geometries, attributes and the spatial index, each compact.
//!
//! Owns the stores that a million lots fit in. A feature is its row number everywhere. Must not
//! know where the features came from, what they mean or how they look.

mod geometries;
mod index;
pub mod long_integer;
mod reading;
mod run;
mod stored;
mod table;

pub use geometries::{AreaRing, Geometries, GeometriesBuilder, GeometryKind, Part, PartKind};
pub use reading::ReadRing;
pub use run::{Run, SharedBytes};
pub use stored::{StoredCells, StoredLayer};
pub use table::{Column, ColumnTexts, Table, TableBuilder, Value};

use crate::crs::MapPoint;
use crate::geometry::Extent;

use self::index::SpatialIndex;

/// The number of a feature inside its layer, counted from 0.
pub type FeatureId = u32;

/// Everything that a layer holds once it is loaded. Immutable, shared by `Arc`.
#[derive(Debug, Clone)]
pub struct Features {
    geometries: Geometries,
    table: Table,
    file_index: Run<u32>,
    index: SpatialIndex,
    extent: Extent,
}

impl Features {
    /// Puts a layer together and builds its spatial index.
    ///
    /// `file_index` holds, row by row, the feature's number in its file, which differs from the
    /// row once unreadable features were left out.
    ///
    /// # Panics
    /// If the three have different numbers of rows: that is a mistake of the caller's code.
    #[must_use]
    pub fn new(geometries: Geometries, table: Table, file_index: Vec<u32>) -> Self {
        assert_eq!(geometries.len(), file_index.len(), "a row of geometry for each feature");
        assert_eq!(table.len(), file_index.len(), "a row of attributes for each feature");
        let boxes: Vec<_> =
            (0..geometries.len() as u32).map(|row| geometries.stored_box(row)).collect();
        let index = SpatialIndex::build(&boxes);
        let extent = geometries.extent_of_boxes(&boxes);
        Self { geometries, table, file_index: file_index.into(), index, extent }
    }

    /// A layer with nothing in it.
    #[must_use]
    pub fn empty() -> Self {
        Self::new(
            GeometriesBuilder::new(MapPoint::default(), 0.001).finish(),
            Table::default(),
            Vec::new(),
        )
    }

    /// Number of features, those without geometry included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.file_index.len()
    }

    /// Whether there is no feature at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.file_index.is_empty()
    }

    /// The geometries, in map metres.
    #[must_use]
    pub fn geometries(&self) -> &Geometries {
        &self.geometries
    }

    /// The attributes.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The feature's number in its file, counted from 0.
    #[must_use]
    pub fn file_index(&self, feature: FeatureId) -> u32 {
        self.file_index[feature as usize]
    }

    /// The row of a feature by its number in the file; `None` if it was left out. Rows keep the
    /// order of the file.
    #[must_use]
    pub fn row_of(&self, file_index: u32) -> Option<FeatureId> {
        self.file_index.binary_search(&file_index).ok().map(|row| row as FeatureId)
    }

    /// The extent of all geometries; empty where there is none.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The features whose bounding box touches an extent, in no particular order.
    pub fn in_extent(&self, extent: &Extent) -> impl Iterator<Item = FeatureId> + '_ {
        self.geometries
            .stored_extent(extent)
            .map(|b| self.index.search(b))
            .unwrap_or_default()
            .into_iter()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn three() -> Features {
        let mut g = GeometriesBuilder::new(MapPoint::new(500_000.0, 2_350_000.0), 0.001);
        g.begin();
        g.part(
            PartKind::Exterior,
            [
                (500_000.0, 2_350_000.0),
                (500_100.0, 2_350_000.0),
                (500_100.0, 2_350_100.0),
                (500_000.0, 2_350_000.0),
            ],
        );
        g.begin();
        g.begin();
        g.part(PartKind::Points, [(500_500.0, 2_350_500.0)]);
        let mut t = TableBuilder::default();
        for i in 0..3 {
            t.begin_row();
            t.set("n", Value::Number(f64::from(i)));
        }
        Features::new(g.finish(), t.finish(), vec![0, 2, 3])
    }

    #[test]
    fn index_finds_boxes_and_skips_null_geometries() {
        let f = three();
        let at = |x: f64, y: f64| {
            let p = MapPoint::new(x, y);
            let mut v: Vec<_> = f.in_extent(&Extent::from_corners(p, p)).collect();
            v.sort_unstable();
            v
        };
        assert_eq!(at(500_050.0, 2_350_050.0), [0]);
        assert_eq!(at(500_500.0, 2_350_500.0), [2]);
        assert!(at(500_300.0, 2_350_300.0).is_empty());
        assert_eq!(f.in_extent(&f.extent()).count(), 2);
        assert_eq!(f.file_index(1), 2);
        assert_eq!([0, 1, 2, 3, 4].map(|n| f.row_of(n)), [Some(0), None, Some(1), Some(2), None]);
        // An extent far outside of what the store can hold must neither wrap nor panic.
        let far = Extent::from_corners(MapPoint::new(1e12, 1e12), MapPoint::new(2e12, 2e12));
        assert_eq!(f.in_extent(&far).count(), 0);
        let all = Extent::from_corners(MapPoint::new(-1e12, -1e12), MapPoint::new(2e12, 2e12));
        assert_eq!(f.in_extent(&all).count(), 2);
    }
}
