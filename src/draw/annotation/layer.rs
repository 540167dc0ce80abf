//! The annotations of a scene as its tiles show them.
//!
//! Owns the index of each set, which annotations a tile leaves out because the window paints them
//! itself, and a stamp a tile: a number that changes just when the tile's annotations would look
//! different, so that an edit costs the tiles it touches and no others. How much is said of an
//! annotation depends on how many lie in its cell of the map, never on the view or the tile, so
//! that neighbouring tiles agree. Must not know files, the window or the tools.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use planmap_core::annotation::{AnnotationId, Kind};
use planmap_core::geometry::Extent;
use planmap_core::i18n::Language;
use planmap_core::{MapPoint, Viewport};
use rstar::{AABB, RTree, RTreeObject};
use rustc_hash::FxHashMap;

use super::footprint::Footprint;
use super::{Drawn, look};
use crate::display::{AnnotationPen, PageItem};
use crate::tile::{TILE_PX, TileKey};

/// Side of the cells in which annotations are counted, in points.
const CELL_PT: f64 = 512.0;
/// Up to so many in a cell all words are shown; from the second number on, small shapes become
/// marks, from the third on larger ones too.
const CROWDED: [usize; 3] = [40, 150, 700];
/// Sizes in points below which a shape is a mark, among many and among very many.
const SMALL_PT: [f64; 2] = [8.0, 24.0];
/// Points by which pins, dots and arrow heads reach beyond their place.
const REACH_PT: f64 = 32.0;

/// How crowded the place of an annotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Crowd {
    /// All words are shown.
    Few,
    /// Titles are left out.
    Some,
    /// Small shapes are marks.
    Many,
    /// All but large shapes are marks.
    Throng,
}

/// How much of an annotation is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// A mark where it lies.
    Dot,
    /// Its shape without words.
    Head,
    /// Everything.
    Whole,
}

#[derive(Debug, Clone)]
struct Entry {
    drawn: Arc<Drawn>,
    /// Different for each state of each annotation that was ever put in.
    stamp: u64,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.drawn.annotation.id == other.drawn.annotation.id
    }
}

fn envelope(extent: &Extent) -> AABB<[f64; 2]> {
    AABB::from_corners([extent.min.x, extent.min.y], [extent.max.x, extent.max.y])
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        envelope(&self.drawn.extent)
    }
}

fn next_stamp() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn is_pin(drawn: &Drawn) -> bool {
    drawn.annotation.shape.kind == Kind::Pin
}

fn pin_key(drawn: &Drawn) -> (&str, &AnnotationId) {
    (&drawn.annotation.created, &drawn.annotation.id)
}

/// A set of annotations on the map by place. A copy shares the annotations: one of ten thousand
/// takes a fraction of a millisecond.
#[derive(Debug, Clone, Default)]
pub struct MarkIndex {
    tree: RTree<Entry>,
    /// The pins by time: a pin's place here is its number.
    pins: Vec<Arc<Drawn>>,
    /// The farthest that words of any of them have ever reached, in points.
    reach_pt: f64,
}

impl MarkIndex {
    /// An index of all of a set.
    #[must_use]
    pub fn new(all: impl Iterator<Item = Arc<Drawn>>) -> Self {
        let entries: Vec<Entry> = all.map(|drawn| Entry { drawn, stamp: next_stamp() }).collect();
        let mut pins: Vec<Arc<Drawn>> =
            entries.iter().filter(|e| is_pin(&e.drawn)).map(|e| Arc::clone(&e.drawn)).collect();
        pins.sort_unstable_by(|a, b| pin_key(a).cmp(&pin_key(b)));
        let reach_pt = entries.iter().map(|e| reach_pt(&e.drawn, true)).fold(REACH_PT, f64::max);
        Self { tree: RTree::bulk_load(entries), pins, reach_pt }
    }

    /// Adds an annotation.
    pub fn insert(&mut self, drawn: &Arc<Drawn>) {
        if is_pin(drawn) {
            let place = self.pins.partition_point(|p| pin_key(p) < pin_key(drawn));
            self.pins.insert(place, Arc::clone(drawn));
        }
        self.reach_pt = self.reach_pt.max(reach_pt(drawn, true));
        self.tree.insert(Entry { drawn: Arc::clone(drawn), stamp: next_stamp() });
    }

    /// Takes one out, as it was put in.
    pub fn remove(&mut self, drawn: &Arc<Drawn>) {
        self.tree.remove(&Entry { drawn: Arc::clone(drawn), stamp: 0 });
        if let Some(number) = self.number_of(drawn) {
            self.pins.remove(number - 1);
        }
    }

    /// The number of a pin, from 1: by the time they were set, so that the list and the map agree.
    #[must_use]
    pub fn number_of(&self, drawn: &Drawn) -> Option<usize> {
        if !is_pin(drawn) {
            return None;
        }
        self.pins.binary_search_by(|p| pin_key(p).cmp(&pin_key(drawn))).ok().map(|place| place + 1)
    }

    fn entries_in(&self, extent: &Extent) -> impl Iterator<Item = &Entry> {
        self.tree.locate_in_envelope_intersecting(envelope(extent))
    }

    /// What may be seen at a place at a scale, words included, in any order.
    #[must_use]
    pub fn found_around(&self, at: MapPoint, metres_per_point: f64) -> Vec<&Arc<Drawn>> {
        let place = Extent::from_corners(at, at);
        let around = place.buffered(self.reach_pt * metres_per_point);
        let reaches = |d: &&Arc<Drawn>| {
            d.extent.intersects(&place.buffered(reach_pt(d, true) * metres_per_point))
        };
        self.found_in(&around).filter(reaches).collect()
    }

    /// What touches an extent, in any order.
    pub fn found_in(&self, extent: &Extent) -> impl Iterator<Item = &Arc<Drawn>> {
        self.entries_in(extent).map(|e| &e.drawn)
    }
}

/// How far an annotation reaches beyond its extent, in points; never less than it does.
fn reach_pt(drawn: &Drawn, words: bool) -> f64 {
    let (a, style) = (&drawn.annotation, &drawn.annotation.style);
    let own = REACH_PT + 3.0 * f64::from(style.width);
    let letters = a.title.chars().count() as f64;
    match a.shape.kind {
        Kind::Callout => {
            let lines =
                (letters * f64::from(style.font_size) / look::CALLOUT_WIDTH_PT).ceil() + 2.0;
            own + (0.5 * look::CALLOUT_WIDTH_PT + 20.0).max(lines * f64::from(style.font_size))
        }
        Kind::Text => own + (letters + 1.0) * f64::from(style.font_size),
        Kind::Pin if words => own + letters * f64::from(look::PIN_TITLE_PT),
        // Figures and a unit stand beside the title; half of the words lies on either side.
        _ if words => {
            own + 0.5 * (letters + 16.0) * f64::from(style.font_size.min(look::SHAPE_TITLE_PT))
        }
        _ => own,
    }
}

/// A set as a scene shows it.
#[derive(Debug, Clone, Default)]
pub struct ShownMarks {
    /// All of it.
    pub index: Arc<MarkIndex>,
    /// Those that the window paints itself, over the tiles.
    pub lifted: Arc<BTreeSet<AnnotationId>>,
}

/// Stamps that are remembered: a screen wants some hundred, and each zoom brings others.
const STAMPS_KEPT: usize = 20_000;
/// Cells whose crowds are remembered.
const CROWDS_KEPT: usize = 50_000;

/// The annotations of a scene.
#[derive(Debug, Default)]
pub struct AnnotationLayer {
    sets: Vec<ShownMarks>,
    language: Language,
    crowds: Mutex<FxHashMap<(u64, i64, i64), Crowd>>,
    /// By the stamp of the annotation and the scale.
    details: Mutex<FxHashMap<(u64, u64), Detail>>,
    stamps: Mutex<FxHashMap<TileKey, u64>>,
}

impl AnnotationLayer {
    /// The sets that are shown, from bottom to top; `language` writes the lengths.
    #[must_use]
    pub fn new(sets: Vec<ShownMarks>, language: Language) -> Self {
        Self {
            sets,
            language,
            crowds: Mutex::default(),
            details: Mutex::default(),
            stamps: Mutex::default(),
        }
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.iter().all(|s| s.index.tree.size() == 0)
    }

    /// Whether another layer would look the same, told by identity.
    #[must_use]
    pub fn is_same(&self, sets: &[ShownMarks], language: Language) -> bool {
        let same = |(a, b): (&ShownMarks, &ShownMarks)| {
            Arc::ptr_eq(&a.index, &b.index) && a.lifted == b.lifted
        };
        self.language == language
            && self.sets.len() == sets.len()
            && self.sets.iter().zip(sets).all(same)
    }

    /// How crowded the place of an annotation is at a scale.
    #[must_use]
    pub fn crowd_at(&self, at: MapPoint, metres_per_point: f64) -> Crowd {
        let side = CELL_PT * metres_per_point;
        let cell = ((at.x / side).floor() as i64, (-at.y / side).floor() as i64);
        let key = (metres_per_point.to_bits(), cell.0, cell.1);
        let known = self.crowds.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        known.unwrap_or_else(|| {
            let corner = MapPoint::new(cell.0 as f64 * side, -(cell.1 as f64) * side);
            let extent =
                Extent::from_corners(corner, MapPoint::new(corner.x + side, corner.y - side));
            let most = CROWDED[2] + 1;
            let count =
                self.sets.iter().flat_map(|s| s.index.entries_in(&extent)).take(most).count();
            let crowd = match CROWDED.iter().filter(|limit| count > **limit).count() {
                0 => Crowd::Few,
                1 => Crowd::Some,
                2 => Crowd::Many,
                _ => Crowd::Throng,
            };
            let mut crowds = self.crowds.lock().unwrap_or_else(PoisonError::into_inner);
            if crowds.len() >= CROWDS_KEPT {
                crowds.clear();
            }
            crowds.insert(key, crowd);
            crowd
        })
    }

    /// How much of an annotation its place has room for at a scale. The order in which annotations
    /// make room for each other is that of their making, so that neither the view nor the tile counts.
    #[must_use]
    pub fn detail_at(&self, drawn: &Drawn, metres_per_point: f64) -> Detail {
        let crowd = self.crowd_at(place_of(drawn), metres_per_point);
        if is_mark(drawn, crowd, metres_per_point) {
            return Detail::Dot;
        }
        let without_words = match drawn.annotation.shape.kind {
            Kind::Text | Kind::Callout => Detail::Dot,
            _ => Detail::Head,
        };
        if crowd != Crowd::Few {
            return without_words;
        }
        let Some(own) = Footprint::of(drawn, metres_per_point) else {
            return Detail::Whole;
        };
        let mut detail = Detail::Whole;
        for set in &self.sets {
            let around =
                own.extent(metres_per_point).buffered(set.index.reach_pt * metres_per_point);
            for other in set.index.entries_in(&around).map(|e| &*e.drawn) {
                let Some(taken) = Footprint::of(other, metres_per_point) else { continue };
                if other.annotation.id == drawn.annotation.id {
                    continue;
                }
                let is_earlier = pin_key(other) < pin_key(drawn);
                if is_earlier && own.hides_head_of(&taken) {
                    return Detail::Dot;
                }
                if own.words_cover(&taken, is_earlier) {
                    detail = without_words;
                }
            }
        }
        detail
    }

    fn detail_of(&self, entry: &Entry, metres_per_point: f64) -> Detail {
        let key = (entry.stamp, metres_per_point.to_bits());
        let known = self.details.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        known.unwrap_or_else(|| {
            let detail = self.detail_at(&entry.drawn, metres_per_point);
            self.details.lock().unwrap_or_else(PoisonError::into_inner).insert(key, detail);
            detail
        })
    }

    /// The annotations that can leave a trace in a tile, with their places in it.
    fn visit<'a>(
        &'a self,
        key: &TileKey,
        mut visit: impl FnMut(usize, &'a MarkIndex, &'a Entry, Detail),
    ) {
        let metres_per_point = key.metres_per_pixel() * f64::from(key.pixels_per_point());
        let tile = key.extent();
        for (i, set) in self.sets.iter().enumerate() {
            let around = tile.buffered(set.index.reach_pt * metres_per_point);
            for entry in set.index.entries_in(&around) {
                if !set.lifted.is_empty() && set.lifted.contains(&entry.drawn.annotation.id) {
                    continue;
                }
                let detail = self.detail_of(entry, metres_per_point);
                let reach = reach_pt(&entry.drawn, detail == Detail::Whole) * metres_per_point;
                if entry.drawn.extent.intersects(&tile.buffered(reach)) {
                    visit(i, &set.index, entry, detail);
                }
            }
        }
    }

    /// A number for what a tile shows of the annotations: 0 where it shows none.
    #[must_use]
    pub fn stamp(&self, key: &TileKey) -> u64 {
        if self.is_empty() {
            return 0;
        }
        if let Some(stamp) = self.stamps.lock().unwrap_or_else(PoisonError::into_inner).get(key) {
            return *stamp;
        }
        let mut sum = 0u64;
        self.visit(key, |set, index, entry, detail| {
            let number = if detail > Detail::Dot {
                index.number_of(&entry.drawn).unwrap_or_default()
            } else {
                0
            };
            // In any order: the tree's own order changes with edits elsewhere.
            let mut mixed = entry.stamp;
            for part in [set as u64, number as u64, detail as u64, self.language as u64] {
                mixed = mix(mixed ^ part.wrapping_add(0x9e37_79b9_7f4a_7c15));
            }
            sum = sum.wrapping_add(mixed);
        });
        let mut stamps = self.stamps.lock().unwrap_or_else(PoisonError::into_inner);
        if stamps.len() >= STAMPS_KEPT {
            stamps.clear();
        }
        stamps.insert(*key, sum);
        sum
    }

    /// What a tile shows, in points from its corner.
    pub(crate) fn items(&self, key: &TileKey, dark: bool) -> Vec<PageItem> {
        let mut shown: Vec<(usize, &MarkIndex, &Drawn, Detail)> = Vec::new();
        self.visit(key, |set, index, entry, detail| {
            shown.push((set, index, &*entry.drawn, detail));
        });
        if shown.is_empty() {
            return Vec::new();
        }
        shown.sort_unstable_by(|a, b| {
            let order = |d: &Drawn| d.annotation.order;
            (a.0, order(a.2), &a.2.annotation.id).cmp(&(b.0, order(b.2), &b.2.annotation.id))
        });
        let metres_per_point = key.metres_per_pixel() * f64::from(key.pixels_per_point());
        let side = f64::from(TILE_PX) / f64::from(key.pixels_per_point());
        let view = Viewport::new(key.extent().centre(), metres_per_point, side, side);
        let mut pen = AnnotationPen::on_tile(&view, self.language, dark);
        for (_, index, drawn, detail) in shown {
            pen.draw_at_detail(drawn, index.number_of(drawn), place_of(drawn), detail);
        }
        pen.finish()
    }
}

/// The place that counts for the crowd around an annotation.
#[must_use]
pub fn place_of(drawn: &Drawn) -> MapPoint {
    match drawn.annotation.shape.kind {
        Kind::Pin | Kind::Text | Kind::Callout => {
            drawn.handles.first().copied().unwrap_or(drawn.extent.centre())
        }
        _ => drawn.extent.centre(),
    }
}

/// Whether an annotation is but a mark in such a crowd.
#[must_use]
pub fn is_mark(drawn: &Drawn, crowd: Crowd, metres_per_point: f64) -> bool {
    let small = match crowd {
        Crowd::Few | Crowd::Some => return false,
        Crowd::Many => SMALL_PT[0],
        Crowd::Throng => SMALL_PT[1],
    };
    let is_point = matches!(drawn.annotation.shape.kind, Kind::Pin | Kind::Text | Kind::Callout);
    is_point || drawn.extent.width().max(drawn.extent.height()) / metres_per_point < small
}

/// The finaliser of splitmix64.
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
