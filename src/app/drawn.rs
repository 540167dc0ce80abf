//! Sets of annotations on the map, with an index, kept up to date edit by edit.
//!
//! Owns the projected copies, so that a frame converts nothing and an edit among ten thousand costs
//! what it touches; a single one is `draw::annotation`'s. Must not know pixels.

use std::sync::Arc;

use planmap_core::annotation::{AnnotationId, AnnotationSet, Change, Edit};
use planmap_core::geometry::Extent;
use planmap_core::{Crs, MapPoint};
use planmap_draw::annotation::hit::{Seen, is_hit};
use planmap_draw::annotation::layer::{Detail, MarkIndex};
use rustc_hash::FxHashMap;

pub use planmap_draw::annotation::{Drawn, Row};

/// A set of annotations on the map.
#[derive(Debug, Default)]
pub struct DrawnSet {
    by_id: FxHashMap<AnnotationId, Arc<Drawn>>,
    /// Shared with the scene that tiles are drawn from; an edit copies it where that still holds it.
    index: Arc<MarkIndex>,
}

impl DrawnSet {
    /// Everything of a set.
    #[must_use]
    pub fn new(set: &AnnotationSet, crs: &Crs) -> Self {
        let by_id: FxHashMap<AnnotationId, Arc<Drawn>> = set
            .iter()
            .filter_map(|a| Some((a.id.clone(), Arc::new(Drawn::new(a, crs)?))))
            .collect();
        let index = Arc::new(MarkIndex::new(by_id.values().cloned()));
        Self { by_id, index }
    }

    /// Follows an edit that `set` has just been through.
    pub fn follow(&mut self, edit: &Edit, set: &AnnotationSet, crs: &Crs) {
        let index = Arc::make_mut(&mut self.index);
        for change in &edit.changes {
            let id = match change {
                Change::Put(a) => &a.id,
                Change::Remove(id) => id,
            };
            if let Some(old) = self.by_id.remove(id) {
                index.remove(&old);
            }
            if let Some(new) = set.get(id).and_then(|a| Drawn::new(a, crs)).map(Arc::new) {
                index.insert(&new);
                self.by_id.insert(id.clone(), new);
            }
        }
    }

    /// The number of a pin, from 1: by the time they were set, so that the list and the map agree.
    #[must_use]
    pub fn number_of(&self, id: &AnnotationId) -> Option<usize> {
        self.index.number_of(self.by_id.get(id)?)
    }

    /// All of it by place, as tiles take it.
    #[must_use]
    pub fn index(&self) -> &Arc<MarkIndex> {
        &self.index
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: &AnnotationId) -> Option<&Drawn> {
        self.by_id.get(id).map(AsRef::as_ref)
    }

    /// How many can be drawn.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// What touches an extent, in any order.
    pub fn found_in(&self, extent: &Extent) -> impl Iterator<Item = &Drawn> {
        self.index.found_in(extent).map(AsRef::as_ref)
    }

    /// What touches an extent, in the order of drawing.
    #[must_use]
    pub fn in_extent(&self, extent: &Extent) -> Vec<&Drawn> {
        let mut out: Vec<&Drawn> = self.found_in(extent).collect();
        out.sort_by(|a, b| {
            (a.annotation.order, &a.annotation.id).cmp(&(b.annotation.order, &b.annotation.id))
        });
        out
    }

    /// What a hand takes at a place: the topmost that is seen there, or that lies within a tolerance
    /// in metres. `whole` is how it is seen where there is room; `detail` tells how much of it is.
    #[must_use]
    pub fn pick(
        &self,
        at: MapPoint,
        tolerance_m: f64,
        whole: Seen,
        detail: &dyn Fn(&Drawn) -> Detail,
    ) -> Option<&Drawn> {
        let near = self.index.found_around(at, whole.metres_per_point);
        let mut near: Vec<&Drawn> = near.into_iter().map(AsRef::as_ref).collect();
        near.sort_by(|a, b| {
            (a.annotation.order, &a.annotation.id).cmp(&(b.annotation.order, &b.annotation.id))
        });
        let is_seen_there = |d: &&Drawn| {
            // Whether there is room for words is asked only where they would lie.
            d.distance(at) <= tolerance_m
                || is_hit(d, at, tolerance_m, whole)
                    && is_hit(d, at, tolerance_m, Seen { detail: detail(d), ..whole })
        };
        near.into_iter().rev().find(is_seen_there)
    }
}
