//! Sets of annotations on the map, with an index, kept up to date edit by edit.
//!
//! Owns the projected copies, so that a frame converts nothing and an edit among ten thousand costs
//! what it touches; a single one is `draw::annotation`'s. Must not know pixels.

use planmap_core::annotation::{AnnotationId, AnnotationSet, Change, Edit, Kind};
use planmap_core::geometry::Extent;
use planmap_core::{Crs, MapPoint};
use rstar::{AABB, RTree, RTreeObject};
use rustc_hash::FxHashMap;

pub use planmap_draw::annotation::{Drawn, Row};

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    id: AnnotationId,
    min: [f64; 2],
    max: [f64; 2],
}

impl Entry {
    fn of(drawn: &Drawn) -> Self {
        let e = &drawn.extent;
        Self { id: drawn.annotation.id.clone(), min: [e.min.x, e.min.y], max: [e.max.x, e.max.y] }
    }
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.min, self.max)
    }
}

fn is_pin(drawn: &Drawn) -> bool {
    drawn.annotation.shape.kind == Kind::Pin
}

fn pin_key(drawn: &Drawn) -> (String, AnnotationId) {
    (drawn.annotation.created.clone(), drawn.annotation.id.clone())
}

/// A set of annotations on the map.
#[derive(Debug, Default)]
pub struct DrawnSet {
    by_id: FxHashMap<AnnotationId, Drawn>,
    index: RTree<Entry>,
    /// Times and ids of the pins, in order: a pin's place here is its number.
    pins: Vec<(String, AnnotationId)>,
}

impl DrawnSet {
    /// Everything of a set.
    #[must_use]
    pub fn new(set: &AnnotationSet, crs: &Crs) -> Self {
        let by_id: FxHashMap<AnnotationId, Drawn> =
            set.iter().filter_map(|a| Some((a.id.clone(), Drawn::new(a, crs)?))).collect();
        let index = RTree::bulk_load(by_id.values().map(Entry::of).collect());
        let mut pins: Vec<(String, AnnotationId)> = by_id.values().filter(|d| is_pin(d)).map(pin_key).collect();
        pins.sort_unstable();
        Self { by_id, index, pins }
    }

    /// Follows an edit that `set` has just been through.
    pub fn follow(&mut self, edit: &Edit, set: &AnnotationSet, crs: &Crs) {
        for change in &edit.changes {
            let id = match change {
                Change::Put(a) => &a.id,
                Change::Remove(id) => id,
            };
            let old = self.by_id.remove(id);
            if let Some(old) = &old {
                self.index.remove(&Entry::of(old));
                if is_pin(old)
                    && let Ok(place) = self.pins.binary_search(&pin_key(old))
                {
                    self.pins.remove(place);
                }
            }
            let new = set.get(id).and_then(|a| Drawn::new(a, crs));
            if let Some(new) = new {
                if is_pin(&new) {
                    let key = pin_key(&new);
                    let place = self.pins.partition_point(|k| *k < key);
                    self.pins.insert(place, key);
                }
                self.index.insert(Entry::of(&new));
                self.by_id.insert(id.clone(), new);
            }
        }
    }

    /// The number of a pin, from 1: by the time they were set, so that the list and the map agree.
    #[must_use]
    pub fn number_of(&self, id: &AnnotationId) -> Option<usize> {
        let drawn = self.by_id.get(id).filter(|d| is_pin(d))?;
        self.pins.binary_search(&pin_key(drawn)).ok().map(|place| place + 1)
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: &AnnotationId) -> Option<&Drawn> {
        self.by_id.get(id)
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
        let envelope = AABB::from_corners([extent.min.x, extent.min.y], [extent.max.x, extent.max.y]);
        self.index.locate_in_envelope_intersecting(envelope).filter_map(|e| self.by_id.get(&e.id))
    }

    /// What touches an extent, in the order of drawing.
    #[must_use]
    pub fn in_extent(&self, extent: &Extent) -> Vec<&Drawn> {
        let mut out: Vec<&Drawn> = self.found_in(extent).collect();
        out.sort_by(|a, b| (a.annotation.order, &a.annotation.id).cmp(&(b.annotation.order, &b.annotation.id)));
        out
    }

    /// What a hand takes at a place: the topmost within a tolerance in metres.
    #[must_use]
    pub fn pick(&self, at: MapPoint, tolerance_m: f64) -> Option<&Drawn> {
        // A pin's head stands above its place and letters beside theirs: a little more than is exact.
        let around = Extent::from_corners(at, at).buffered(tolerance_m);
        self.in_extent(&around).into_iter().rev().find(|d| d.distance(at) <= tolerance_m)
    }
}
