//! One reading of a file as its observer sees it.

use std::sync::atomic::{AtomicU64, Ordering};

use super::chunk::Chunk;
use super::plan::Plan;
use crate::read::{Observer, Part};

/// Progress and cancelling of one reading.
pub(crate) struct Run<'a> {
    observer: &'a dyn Observer,
    done: AtomicU64,
    total: u64,
    pass: u32,
}

impl<'a> Run<'a> {
    /// The `pass`th reading of a file of `total` bytes.
    pub(crate) fn new(observer: &'a dyn Observer, total: u64, pass: u32) -> Self {
        Self { observer, done: AtomicU64::new(0), total, pass }
    }

    /// Shows what one worker has read.
    pub(crate) fn show(&self, chunk: &Chunk, plan: &Plan) {
        let Chunk { geometries, table, .. } = chunk;
        let (map_crs, expected, pass) = (&plan.map, plan.expected, self.pass);
        self.observer.part(&Part { geometries, table, map_crs, expected, pass });
    }

    pub(crate) fn advance(&self, bytes: u64) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.observer.progress(done.min(self.total), self.total);
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.observer.is_cancelled()
    }
}
