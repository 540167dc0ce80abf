//! Tiles: which ones a view wants, where they lie on the screen, and their cache.
//!
//! Owns the grid. A tile belongs to one exact resolution: a zoomed view wants tiles of its own and
//! shows scaled ones of other resolutions until they are there. Pixels are counted from the map's
//! origin, to the east and to the south, so that neighbours share their edges exactly. Must not
//! know what is drawn.

use planmap_core::symbology::Theme;
use planmap_core::viewport::ScreenPoint;
use planmap_core::{Extent, MapPoint, Viewport};
use rustc_hash::FxHashMap;

/// Width and height of a tile in pixels.
pub const TILE_PX: u32 = 512;

/// One of the pictures of the map that stand on the screen, each with a cache of its own in the
/// common budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct PictureId(pub u32);

/// One tile of one picture of the map.
///
/// Everything that its pixels depend on is part of it: the place, the resolution, the size of lines
/// and hatches (`pixels_per_point`), the theme, what of the scene reaches it (the stamp), and the
/// annotations with the language that their lengths are written in (a stamp of their own).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileKey {
    metres_per_pixel: u64,
    pixels_per_point: u32,
    /// Column, counted eastwards from the map's origin.
    pub x: i32,
    /// Row, counted southwards from the map's origin.
    pub y: i32,
    /// Stamp of the layers and sites that reach the tile ([`crate::stamp`]).
    pub stamp: u64,
    /// Stamp of the annotations that the tile shows, language included; 0 for none.
    pub annotations: u64,
    /// Light or dark.
    pub theme: Theme,
    /// The picture that it belongs to: no other one may show it, not even as a stand-in.
    pub picture: PictureId,
}

impl TileKey {
    /// A light tile of a resolution in metres a pixel on a screen with `pixels_per_point`.
    #[must_use]
    pub fn new(metres_per_pixel: f64, pixels_per_point: f32, x: i32, y: i32, stamp: u64) -> Self {
        Self {
            metres_per_pixel: metres_per_pixel.to_bits(),
            pixels_per_point: pixels_per_point.to_bits(),
            x,
            y,
            stamp,
            annotations: 0,
            theme: Theme::Light,
            picture: PictureId::default(),
        }
    }

    /// The same tile of another picture.
    #[must_use]
    pub fn in_picture(self, picture: PictureId) -> Self {
        Self { picture, ..self }
    }

    /// Metres of ground a pixel.
    #[must_use]
    pub fn metres_per_pixel(&self) -> f64 {
        f64::from_bits(self.metres_per_pixel)
    }

    /// Pixels a screen point.
    #[must_use]
    pub fn pixels_per_point(&self) -> f32 {
        f32::from_bits(self.pixels_per_point)
    }

    /// The tile's first pixel, counted east and south from the map's origin.
    #[must_use]
    pub fn origin_px(&self) -> (i64, i64) {
        (i64::from(self.x) * i64::from(TILE_PX), i64::from(self.y) * i64::from(TILE_PX))
    }

    /// The ground that the tile shows.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let side = f64::from(TILE_PX) * self.metres_per_pixel();
        let (west, north) = (f64::from(self.x) * side, -f64::from(self.y) * side);
        Extent::from_corners(MapPoint::new(west, north), MapPoint::new(west + side, north - side))
    }

    /// Where the tile lies in a view, in points: top left and bottom right corner.
    #[must_use]
    pub fn screen_rect(&self, view: &Viewport) -> (ScreenPoint, ScreenPoint) {
        let e = self.extent();
        (
            view.screen_from_map(MapPoint::new(e.min.x, e.max.y)),
            view.screen_from_map(MapPoint::new(e.max.x, e.min.y)),
        )
    }

    /// Whether a tile is the same place of the same picture, whatever it shows there.
    #[must_use]
    fn same_place(&self, other: &Self) -> bool {
        self.same_level(other) && self.x == other.x && self.y == other.y
    }

    /// Whether two tiles belong to the same picture at the same resolution.
    #[must_use]
    fn same_level(&self, other: &Self) -> bool {
        self.metres_per_pixel == other.metres_per_pixel
            && self.pixels_per_point == other.pixels_per_point
            && self.looks_like(other)
    }

    /// Whether a tile may stand in for another one until that is there: a light tile on a dark map,
    /// or one of the map beside it, would make a patchwork.
    #[must_use]
    fn looks_like(&self, other: &Self) -> bool {
        self.theme == other.theme && self.picture == other.picture
    }
}

/// The view moved by less than a pixel, so that tiles fall on whole pixels of the screen and stay
/// sharp. To be used for everything that is drawn in a frame, and for the pick.
#[must_use]
pub fn snapped(view: &Viewport, pixels_per_point: f32) -> Viewport {
    let ppp = f64::from(pixels_per_point);
    let (w, h) = view.size();
    let mpp = view.metres_per_point();
    let c = view.centre();
    let snap = |v: f64| (v * ppp).round() / ppp;
    // Screen position of the map's origin, in points.
    let (x, y) = (w / 2.0 - c.x / mpp, h / 2.0 + c.y / mpp);
    view.centred_on(MapPoint::new((w / 2.0 - snap(x)) * mpp, (snap(y) - h / 2.0) * mpp))
}

/// The tiles that cover a view, those nearest to its centre first.
#[must_use]
pub fn wanted(view: &Viewport, pixels_per_point: f32, stamp: u64) -> Vec<TileKey> {
    let metres_per_pixel = view.metres_per_point() / f64::from(pixels_per_point);
    let side = f64::from(TILE_PX) * metres_per_pixel;
    let e = view.extent();
    // A view that lies exactly on a border needs no tile of the other side.
    let slack = 1e-6;
    let (x0, x1) =
        ((e.min.x / side + slack).floor() as i32, (e.max.x / side - slack).floor() as i32);
    let (y0, y1) =
        ((-e.max.y / side + slack).floor() as i32, (-e.min.y / side - slack).floor() as i32);
    let (cx, cy) = (view.centre().x / side - 0.5, -view.centre().y / side - 0.5);
    let mut out: Vec<TileKey> = (y0..=y1)
        .flat_map(|y| {
            (x0..=x1).map(move |x| TileKey::new(metres_per_pixel, pixels_per_point, x, y, stamp))
        })
        .collect();
    let distance = |k: &TileKey| (f64::from(k.x) - cx).hypot(f64::from(k.y) - cy);
    out.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    out
}

/// Tiles that were drawn, up to a number of bytes; those unused for longest go first.
///
/// What was used in this frame or the last one is never given up, so that a screen that takes more
/// than the limit does not draw the same tiles over and over.
///
/// `T` is what the caller keeps of a tile: pixels, or a texture.
#[derive(Debug)]
pub struct TileCache<T> {
    entries: FxHashMap<TileKey, Entry<T>>,
    bytes: usize,
    limit: usize,
    clock: u64,
    /// The clock when this frame began, and the one before; `None` where nobody counts frames.
    frames: (Option<u64>, Option<u64>),
}

#[derive(Debug)]
struct Entry<T> {
    value: T,
    bytes: usize,
    used: u64,
}

/// A tile to put on the screen.
#[derive(Debug)]
pub struct Drawn<'a, T> {
    /// Which tile; ask it for its place on the screen.
    pub key: TileKey,
    /// What the cache holds of it.
    pub value: &'a T,
    /// Whether it is one of the wanted tiles, not a scaled stand-in.
    pub exact: bool,
}

impl<T> TileCache<T> {
    /// A cache of at most `limit` bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { entries: FxHashMap::default(), bytes: 0, limit, clock: 0, frames: (None, None) }
    }

    /// A new frame begins: what the last one used stays, older tiles go down to the limit.
    pub fn begin_frame(&mut self) {
        self.clock += 1;
        self.frames = (Some(self.clock), self.frames.0);
        self.make_room();
    }

    /// Keeps a tile. The least recently used ones make room, never the one just put in.
    pub fn insert(&mut self, key: TileKey, value: T, bytes: usize) {
        self.clock += 1;
        if let Some(old) = self.entries.insert(key, Entry { value, bytes, used: self.clock }) {
            self.bytes -= old.bytes;
        }
        self.bytes += bytes;
        self.make_room();
    }

    fn make_room(&mut self) {
        let in_use_from = match self.frames {
            (_, Some(last)) => last,
            (Some(this), None) => this,
            (None, None) => u64::MAX,
        };
        while self.bytes > self.limit && self.entries.len() > 1 {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used);
            let Some((key, _)) = oldest.filter(|(_, entry)| entry.used < in_use_from) else {
                return;
            };
            let key = *key;
            if let Some(entry) = self.entries.remove(&key) {
                self.bytes -= entry.bytes;
            }
        }
    }

    /// Forgets the tiles that `keep` says no to.
    pub fn retain(&mut self, keep: impl Fn(&TileKey) -> bool) {
        self.entries.retain(|key, _| keep(key));
        self.bytes = self.entries.values().map(|entry| entry.bytes).sum();
    }

    /// The tiles held, in any order.
    pub fn keys(&self) -> impl Iterator<Item = &TileKey> {
        self.entries.keys()
    }

    /// Whether an exact tile is there.
    #[must_use]
    pub fn contains(&self, key: &TileKey) -> bool {
        self.entries.contains_key(key)
    }

    /// An exact tile, marked as used.
    pub fn get(&mut self, key: &TileKey) -> Option<&T> {
        self.clock += 1;
        let clock = self.clock;
        self.entries.get_mut(key).map(|e| {
            e.used = clock;
            &e.value
        })
    }

    /// Bytes held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Number of tiles held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no tile is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }

    /// What to paint for the wanted tiles, in the order of painting: where tiles are missing, the
    /// best stand-ins of other resolutions or earlier pictures first, then the exact tiles over
    /// them. A stand-in is always of the same picture and theme.
    pub fn to_draw(&mut self, wanted: &[TileKey]) -> Vec<Drawn<'_, T>> {
        let mut stand_ins: Vec<(f64, TileKey)> = Vec::new();
        for key in wanted.iter().filter(|k| !self.entries.contains_key(*k)) {
            let extent = key.extent();
            // With something else on it, the newest picture of the very place covers all of it.
            let same = self
                .entries
                .iter()
                .filter(|(other, _)| other.same_place(key))
                .max_by_key(|(_, entry)| entry.used);
            if let Some((other, _)) = same {
                stand_ins.push((0.0, *other));
                continue;
            }
            let alike =
                self.entries.keys().filter(|other| other.looks_like(key) && !other.same_level(key));
            for other in alike.filter(|other| overlaps(&other.extent(), &extent)) {
                if !stand_ins.iter().any(|(_, k)| k == other) {
                    stand_ins.push((unlikeness(key, other), *other));
                }
            }
        }
        // The most alike is painted last, over the others; a handful of levels is plenty.
        stand_ins.sort_by(|a, b| a.0.total_cmp(&b.0));
        stand_ins.truncate(96);
        self.clock += 1;
        let clock = self.clock;
        let shown: Vec<(TileKey, bool)> = stand_ins
            .into_iter()
            .rev()
            .map(|(_, k)| (k, false))
            .chain(wanted.iter().map(|k| (*k, true)))
            .filter(|(k, _)| self.entries.contains_key(k))
            .collect();
        for (key, _) in &shown {
            if let Some(e) = self.entries.get_mut(key) {
                e.used = clock;
            }
        }
        shown
            .into_iter()
            .filter_map(|(key, exact)| {
                self.entries.get(&key).map(|e| Drawn { key, value: &e.value, exact })
            })
            .collect()
    }
}

/// Whether two extents share ground, not merely an edge.
fn overlaps(a: &Extent, b: &Extent) -> bool {
    let slack = 1e-6 * b.width();
    a.min.x + slack < b.max.x
        && b.min.x + slack < a.max.x
        && a.min.y + slack < b.max.y
        && b.min.y + slack < a.max.y
}

/// How badly a tile stands in for another: by the ratio of their resolutions.
fn unlikeness(wanted: &TileKey, other: &TileKey) -> f64 {
    (wanted.metres_per_pixel() / other.metres_per_pixel()).log2().abs()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn view() -> Viewport {
        Viewport::new(MapPoint::new(490_123.4, 2_359_567.8), 21.7, 1600.0, 1000.0)
    }

    #[test]
    fn tiles_cover_the_view_without_gap_or_excess() {
        for ppp in [1.0, 1.5, 2.0] {
            let v = snapped(&view(), ppp);
            let tiles = wanted(&v, ppp, 7);
            let all = tiles.iter().fold(Extent::EMPTY, |e, k| e.union(k.extent()));
            let e = v.extent();
            assert!(all.contains(e.min) && all.contains(e.max));
            assert!(tiles.iter().all(|k| overlaps(&k.extent(), &e)));
            let (cols, rows) = (1600.0 * ppp / 512.0, 1000.0 * ppp / 512.0);
            assert!(tiles.len() as f32 <= (cols.ceil() + 1.0) * (rows.ceil() + 1.0));
            let first = tiles[0].extent();
            assert!(first.contains(v.centre()), "the middle comes first");
        }
    }

    #[test]
    fn snapped_views_put_tiles_on_whole_pixels() {
        for ppp in [1.0f32, 1.25, 2.0] {
            let v = snapped(&view(), ppp);
            assert!(v.centre().distance(view().centre()) <= 21.7);
            for k in wanted(&v, ppp, 0) {
                let (a, b) = k.screen_rect(&v);
                for side in [a.x, a.y, b.x, b.y] {
                    let px = side * f64::from(ppp);
                    assert!((px - px.round()).abs() < 1e-4, "{px}");
                }
                assert!(((b.x - a.x) * f64::from(ppp) - 512.0).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn cache_keeps_its_limit_and_forgets_the_oldest() {
        let mut cache = TileCache::new(300);
        let key = |x| TileKey::new(1.0, 1.0, x, 0, 0);
        (0..3).for_each(|x| cache.insert(key(x), x, 100));
        assert_eq!(cache.get(&key(0)), Some(&0));
        cache.insert(key(3), 3, 100);
        assert_eq!((cache.len(), cache.bytes()), (3, 300));
        assert!(cache.contains(&key(0)) && !cache.contains(&key(1)));
        cache.insert(key(0), 9, 50);
        assert_eq!((cache.len(), cache.bytes()), (3, 250));
    }

    #[test]
    fn what_is_on_the_screen_stays_and_what_is_not_goes() {
        let mut cache = TileCache::new(300);
        let key = |x| TileKey::new(1.0, 1.0, x, 0, 0);
        cache.begin_frame();
        (0..5).for_each(|x| cache.insert(key(x), x, 100));
        cache.begin_frame();
        assert_eq!(
            cache.bytes(),
            500,
            "five tiles that one screen shows are kept though three are allowed"
        );
        (0..2).for_each(|x| assert!(cache.get(&key(x)).is_some()));
        cache.begin_frame();
        (0..2).for_each(|x| assert!(cache.get(&key(x)).is_some()));
        cache.begin_frame();
        assert_eq!(
            (cache.len(), cache.bytes()),
            (3, 300),
            "what was not shown went, down to the limit"
        );
        assert!(cache.contains(&key(0)) && cache.contains(&key(1)));
        cache.retain(|k| k.x == 1);
        assert_eq!((cache.len(), cache.bytes()), (1, 100));
    }

    #[test]
    fn nothing_of_another_theme_or_picture_stands_in() {
        let v = view();
        let keys = wanted(&v, 1.0, 7);
        let mut cache = TileCache::new(1 << 20);
        let of = |theme, picture, stamp| {
            wanted(&v, 1.0, stamp).into_iter().map(move |key| TileKey {
                theme,
                picture: PictureId(picture),
                ..key
            })
        };
        of(Theme::Dark, 0, 5)
            .chain(of(Theme::Light, 1, 5))
            .for_each(|key| cache.insert(key, "alien", 1));
        assert_eq!(cache.to_draw(&keys).len(), 0);
        of(Theme::Light, 0, 3).for_each(|key| cache.insert(key, "earlier", 1));
        let drawn = cache.to_draw(&keys);
        assert!(!drawn.is_empty() && drawn.iter().all(|d| *d.value == "earlier" && !d.exact));
    }

    #[test]
    fn missing_tiles_are_stood_in_for_by_the_nearest_level() {
        let v = view();
        let mut cache = TileCache::new(1 << 20);
        for (mpp, name) in [(40.0, "coarse"), (25.0, "near"), (300.0, "far")] {
            for k in wanted(&Viewport::new(v.centre(), mpp, 1600.0, 1000.0), 1.0, 0) {
                cache.insert(k, name, 1);
            }
        }
        let keys = wanted(&v, 1.0, 0);
        cache.insert(keys[0], "exact", 1);
        let drawn = cache.to_draw(&keys);
        let last = drawn.last().unwrap();
        assert!(last.exact && *last.value == "exact");
        let order: Vec<_> = drawn.iter().map(|d| *d.value).collect();
        let first_of = |name| order.iter().position(|n| *n == name).unwrap();
        assert!(first_of("far") < first_of("coarse") && first_of("coarse") < first_of("near"));
        assert_eq!(drawn.iter().filter(|d| d.exact).count(), 1);
        // With everything there, nothing else is painted.
        keys.iter().for_each(|k| cache.insert(*k, "exact", 1));
        assert!(cache.to_draw(&keys).iter().all(|d| d.exact));
    }
}
