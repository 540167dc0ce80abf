//! The spatial index of a layer: a packed R-tree over the bounding boxes of its features.
//!
//! Owns which rows an extent may touch. Packed by sorting (STR, Leutenegger et al. 1997) and kept
//! as one run of bytes: a million boxes take 0.15 s to build where a tree of nodes takes seconds,
//! and the bytes can lie in a cache. Must not know coordinates in metres or shapes.

use geo_index::rtree::sort::STRSort;
use geo_index::rtree::{RTreeBuilder, RTreeIndex, RTreeMetadata, RTreeRef};

use super::FeatureId;
use super::run::Run;

/// A box in counts of a store: least corner, greatest corner.
pub(super) type CountBox = ([i32; 2], [i32; 2]);

/// Finds features by their boxes. Features without a box are in no answer.
#[derive(Debug, Clone, Default)]
pub(super) struct SpatialIndex {
    /// The tree as `geo-index` writes it; empty where no feature has a box.
    pub(super) tree: Run<u64>,
    /// Bytes of the tree: its run is filled up to whole words, which keep it aligned.
    pub(super) tree_bytes: usize,
    /// The row of each box; empty where every row has one.
    pub(super) rows: Run<FeatureId>,
}

impl SpatialIndex {
    /// Builds the index of rows 0, 1, 2, …
    pub(super) fn build(boxes: &[Option<CountBox>]) -> Self {
        let with_box = boxes.iter().flatten().count();
        if with_box == 0 {
            return Self::default();
        }
        let mut builder = RTreeBuilder::<i32>::new(with_box as u32);
        for (min, max) in boxes.iter().flatten() {
            builder.add(min[0], min[1], max[0], max[1]);
        }
        let tree = builder.finish::<STRSort>().into_inner();
        let tree_bytes = tree.len();
        let mut words = vec![0u64; tree_bytes.div_ceil(8)];
        bytemuck::cast_slice_mut::<u64, u8>(&mut words)[..tree_bytes].copy_from_slice(&tree);
        let rows = if with_box == boxes.len() {
            Vec::new()
        } else {
            boxes.iter().enumerate().filter_map(|(row, b)| b.map(|_| row as FeatureId)).collect()
        };
        Self { tree: words.into(), tree_bytes, rows: rows.into() }
    }

    /// Whether the tree can be read and names no row beyond `rows`.
    pub(super) fn is_whole(&self, rows: usize) -> bool {
        if self.tree_bytes == 0 {
            return self.rows.is_empty();
        }
        let tree =
            self.tree.as_bytes().get(..self.tree_bytes).map(RTreeMetadata::<i32>::from_slice);
        let boxes = match tree {
            Some(Ok(tree)) => tree.num_items() as usize,
            _ => return false,
        };
        if self.rows.is_empty() {
            boxes == rows
        } else {
            boxes == self.rows.len() && self.rows.iter().all(|row| (*row as usize) < rows)
        }
    }

    /// The rows whose box touches another, in no particular order.
    pub(super) fn search(&self, (min, max): CountBox) -> Vec<FeatureId> {
        let Some(bytes) = self.tree.as_bytes().get(..self.tree_bytes).filter(|b| !b.is_empty())
        else {
            return Vec::new();
        };
        let Ok(tree) = RTreeRef::<i32>::try_new(&bytes) else {
            return Vec::new();
        };
        let mut found = tree.search(min[0], min[1], max[0], max[1]);
        if !self.rows.is_empty() {
            found.iter_mut().for_each(|n| *n = self.rows[*n as usize]);
        }
        found
    }
}
