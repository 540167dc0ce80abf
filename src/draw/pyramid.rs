//! The classes of a very large layer as shares of ground, on grids of doubling cells.
//!
//! Owns the level of detail for scales at which lots are a few pixels or less: each cell holds how
//! much of it every class covers, so that a tile's work depends on its pixels alone, and themes and
//! hidden classes still apply. Must not know a style or a view.

mod bytes;

pub(crate) use bytes::subject;

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use planmap_core::feature::{AreaRing, FeatureId, PartKind};
use planmap_core::legend::{ClassId, NO_CLASS};
use planmap_core::{Extent, Features, MapPoint};
use rustc_hash::FxHashMap;

use crate::coverage::Accumulator;
use crate::lines::Xy;

/// Layers with fewer features are drawn from their features at every scale.
pub(crate) const MANY: usize = 20_000;

/// Cells of the finest level: with about two classes a cell, all levels take at most some 35 MB.
const MAX_CELLS: f64 = 5.0e6;

/// Rows that are summed up at once.
const BAND: usize = 64;

/// Cells between two places where reading can begin.
const STRIDE: usize = 64;

/// Shares of all of a layer's classes.
#[derive(Debug)]
pub struct Pyramid {
    /// North-western corner of all levels.
    corner: MapPoint,
    palette: Vec<ClassId>,
    /// The finest first.
    levels: Vec<Level>,
}

#[derive(Debug, Default, PartialEq)]
struct Level {
    cell_m: f64,
    width: usize,
    height: usize,
    /// Number of entries of each cell, row by row from the north.
    counts: Vec<u8>,
    /// First entry of every [`STRIDE`]th cell of each row.
    starts: Vec<u32>,
    /// Place in the palette, and share of the cell in 255ths.
    entries: Vec<[u8; 2]>,
}

impl Level {
    fn new(cell_m: f64, width: usize, height: usize) -> Self {
        let counts = Vec::with_capacity(width * height);
        Self { cell_m, width, height, counts, ..Self::default() }
    }

    /// Adds the next cell. Shares are rounded so that their sum is kept.
    fn push(&mut self, shares: &[(u8, f32)]) {
        if (self.counts.len() % self.width).is_multiple_of(STRIDE) {
            self.starts.push(self.entries.len() as u32);
        }
        let total: f32 = shares.iter().map(|s| s.1).sum();
        // What is all but full is full, and overlaps are not more than that.
        let scale = if total > 0.995 { 255.0 / total } else { 255.0 };
        let before = self.entries.len();
        let mut carried = 0.0f32;
        for (class, share) in shares {
            let exact = share * scale + carried;
            let rounded = exact.round().clamp(0.0, 255.0);
            carried = exact - rounded;
            if rounded > 0.0 {
                self.entries.push([*class, rounded as u8]);
            }
        }
        self.counts.push((self.entries.len() - before) as u8);
    }

    /// Adds the rows of another level of the same width.
    fn append(&mut self, below: &Self) {
        let base = self.entries.len() as u32;
        self.starts.extend(below.starts.iter().map(|s| s + base));
        self.counts.extend_from_slice(&below.counts);
        self.entries.extend_from_slice(&below.entries);
    }

    /// The entries of the cells of a row, from a column on.
    fn row(&self, row: usize, from: usize) -> impl Iterator<Item = &[[u8; 2]]> {
        let per_row = self.width.div_ceil(STRIDE);
        let start = from / STRIDE;
        let mut at = self.starts[row * per_row + start] as usize;
        self.counts[row * self.width + start * STRIDE..(row + 1) * self.width]
            .iter()
            .map(move |n| {
                let cell = &self.entries[at..at + usize::from(*n)];
                at += usize::from(*n);
                cell
            })
            .skip(from % STRIDE)
    }

    /// The next coarser level.
    fn coarser(&self) -> Self {
        let mut out = Self::new(self.cell_m * 2.0, self.width.div_ceil(2), self.height.div_ceil(2));
        let mut shares: Vec<(u8, f32)> = Vec::new();
        for row in 0..out.height {
            let mut upper = self.row(row * 2, 0);
            let mut lower = (row * 2 + 1 < self.height).then(|| self.row(row * 2 + 1, 0));
            for _ in 0..out.width {
                shares.clear();
                let lower = lower.iter_mut().flat_map(|l| l.take(2));
                for [class, share] in upper.by_ref().take(2).chain(lower).flatten() {
                    let share = f32::from(*share) / 1020.0;
                    match shares.iter_mut().find(|s| s.0 == *class) {
                        Some(s) => s.1 += share,
                        None => shares.push((*class, share)),
                    }
                }
                out.push(&shares);
            }
        }
        out.entries.shrink_to_fit();
        out
    }

    fn bytes(&self) -> usize {
        self.counts.capacity() + self.starts.capacity() * 4 + self.entries.capacity() * 2
    }
}

/// The cells of the finest level.
#[derive(Clone, Copy)]
struct Grid {
    corner: MapPoint,
    /// Side of a cell in metres.
    cell: f64,
    width: usize,
    height: usize,
}

impl Grid {
    /// The shares of all cells, bands of rows on all cores side by side. `class_of` gives a
    /// feature's place in the palette; `None` once cancelled, which this thread alone asks for.
    fn shares(
        &self,
        features: &Features,
        classes: usize,
        class_of: &(dyn Fn(FeatureId) -> usize + Sync),
        band: usize,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Level> {
        let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        let work = |stop: &dyn Fn() -> bool| {
            let mut planes: Vec<Option<Accumulator<1>>> = (0..classes).map(|_| None).collect();
            let mut done: Vec<(usize, Level)> = Vec::new();
            loop {
                let first = next.fetch_add(band, Ordering::Relaxed);
                if first >= self.height {
                    return Some(done);
                }
                let rows = first..(first + band).min(self.height);
                done.push((first, self.band(rows, features, class_of, (band, &mut planes), stop)?));
            }
        };
        let is_stopped = || stopped.load(Ordering::Relaxed);
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
        let mut bands = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(|| work(&is_stopped))).collect();
            let mut bands = work(cancelled);
            while bands.is_some() && others.iter().any(|o| !o.is_finished()) {
                if cancelled() {
                    bands = None;
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            stopped.store(bands.is_none(), Ordering::Relaxed);
            for other in others {
                // A panic goes on in this thread, as if there had been one.
                let more = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                bands = bands.zip(more).map(|(mut all, more)| {
                    all.extend(more);
                    all
                });
            }
            bands
        })?;
        bands.sort_unstable_by_key(|b| b.0);
        let mut level = Level::new(self.cell, self.width, self.height);
        level.entries.reserve_exact(bands.iter().map(|(_, b)| b.entries.len()).sum());
        bands.into_iter().for_each(|(_, band)| level.append(&band));
        Some(level)
    }

    /// The shares of some rows; the planes, of a number of rows, are there to be used again.
    fn band(
        &self,
        rows: Range<usize>,
        features: &Features,
        class_of: &dyn Fn(FeatureId) -> usize,
        (plane_rows, planes): (usize, &mut [Option<Accumulator<1>>]),
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Level> {
        let store = features.geometries();
        let (origin, scale) = (store.origin(), store.quantum_m() / self.cell);
        let (top, bottom) = (
            self.corner.y - rows.start as f64 * self.cell,
            self.corner.y - rows.end as f64 * self.cell,
        );
        let (x, y) = ((origin.x - self.corner.x) / self.cell, (top - origin.y) / self.cell);
        let east = self.corner.x + self.width as f64 * self.cell;
        let stripe =
            Extent::from_corners(MapPoint::new(self.corner.x, top), MapPoint::new(east, bottom));
        planes.iter_mut().flatten().for_each(Accumulator::clear);
        let mut ring: Vec<Xy> = Vec::new();
        let mut ids: Vec<FeatureId> = features.in_extent(&stripe).collect();
        // As they lie in memory.
        ids.sort_unstable();
        for (n, feature) in ids.into_iter().enumerate() {
            if n % 2048 == 0 && cancelled() {
                return None;
            }
            let Some(plane) = planes.get_mut(class_of(feature)) else { continue };
            let plane = plane.get_or_insert_with(|| Accumulator::new(self.width, plane_rows));
            for area in store.area_rings(feature) {
                ring.clear();
                match &area {
                    AreaRing::Written(part) => ring.extend(
                        part.counts()
                            .iter()
                            .map(|c| [x + f64::from(c[0]) * scale, y - f64::from(c[1]) * scale]),
                    ),
                    AreaRing::Read(_) => {
                        area.extend(&mut ring, |p| {
                            [(p.x - self.corner.x) / self.cell, (top - p.y) / self.cell]
                        });
                    }
                }
                plane.add_ring(&ring, area.is_hole(), &[1.0]);
            }
        }
        let used: Vec<(u8, Vec<&[f32]>)> = planes
            .iter_mut()
            .enumerate()
            .filter_map(|(i, p)| {
                p.as_mut().filter(|p| !p.is_empty()).map(|p| (i as u8, p.rows().collect()))
            })
            .collect();
        let mut level = Level::new(self.cell, self.width, rows.len());
        let mut shares: Vec<(u8, f32)> = Vec::new();
        for row in 0..rows.len() {
            let rows: Vec<(u8, &[f32])> =
                used.iter().map(|(class, rows)| (*class, rows[row])).collect();
            for column in 0..self.width {
                shares.clear();
                shares.extend(
                    rows.iter().map(|(class, r)| (*class, r[column])).filter(|s| s.1 > 0.0),
                );
                level.push(&shares);
            }
        }
        Some(level)
    }
}

/// Why there is no pyramid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPyramid {
    /// The work was called off and may be begun again.
    Cancelled,
    /// The layer has no areas, or more classes than a byte can count.
    Unfit,
}

impl Pyramid {
    /// Works out all levels for features of a typical size in metres. `cancelled` is asked for
    /// every few thousand features.
    pub(crate) fn build(
        features: &Features,
        classes: &[ClassId],
        typical_m: f64,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Self, NoPyramid> {
        let extent = features.extent();
        let mut palette: Vec<ClassId> =
            if classes.is_empty() { vec![NO_CLASS] } else { classes.to_vec() };
        palette.sort_unstable();
        palette.dedup();
        if extent.is_empty() || typical_m <= 0.0 || palette.len() > 255 {
            return Err(NoPyramid::Unfit);
        }
        let place: FxHashMap<ClassId, usize> =
            palette.iter().enumerate().map(|(i, c)| (*c, i)).collect();
        let cell = (typical_m / 2.0).max((extent.width() * extent.height() / MAX_CELLS).sqrt());
        // A layer along one line must not get a row of billions of cells.
        let cell = cell.max(extent.width().max(extent.height()) / 1.0e5);
        let cells = |length: f64| (length / cell).ceil().max(1.0) as usize;
        let (width, height) = (cells(extent.width()), cells(extent.height()));
        let corner = MapPoint::new(extent.min.x, extent.max.y);
        let grid = Grid { corner, cell, width, height };
        // Few rows at a time where classes are many, so that the sums stay a few megabytes.
        let band = (BAND * 16 / palette.len()).clamp(8, BAND);
        let class_of = |f: FeatureId| {
            place
                .get(&classes.get(f as usize).copied().unwrap_or(NO_CLASS))
                .map_or(usize::MAX, |i| *i)
        };
        let mut level = grid
            .shares(features, palette.len(), &class_of, band, cancelled)
            .ok_or(NoPyramid::Cancelled)?;
        level.entries.shrink_to_fit();
        let mut levels = vec![level];
        while let Some(last) = levels.last().filter(|l| l.width.max(l.height) > 256) {
            if cancelled() {
                return Err(NoPyramid::Cancelled);
            }
            let next = last.coarser();
            levels.push(next);
        }
        Ok(Self { corner, palette, levels })
    }

    /// Whether the pyramid is fine enough for pixels of a size in metres. Its cells are half a
    /// typical lot, so from here on lots are three pixels or less.
    #[must_use]
    pub fn serves(&self, metres_per_pixel: f64) -> bool {
        self.levels.first().is_some_and(|l| metres_per_pixel * 1.5 >= l.cell_m)
    }

    /// Bytes held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.levels.iter().map(Level::bytes).sum()
    }

    /// The mean colour of each pixel of a grid, premultiplied: `west` and `north` are the corner
    /// of its first pixel. `colour` gives red, green, blue and alpha of a class, premultiplied;
    /// `None` once cancelled.
    pub(crate) fn sample(
        &self,
        (west, north): (f64, f64),
        metres_per_pixel: f64,
        (width, height): (usize, usize),
        colour: impl Fn(ClassId) -> [f32; 4],
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Vec<[f32; 4]>> {
        let mut out = vec![[0.0f32; 4]; width * height];
        let level = self
            .levels
            .iter()
            .rev()
            .find(|l| l.cell_m <= metres_per_pixel)
            .or(self.levels.first())?;
        let colours: Vec<[f32; 4]> =
            self.palette.iter().map(|c| colour(*c).map(|v| v / 255.0)).collect();
        // In cells of the level: the grid's corner and the side of a pixel.
        let side = metres_per_pixel / level.cell_m;
        let (x0, y0) =
            ((west - self.corner.x) / level.cell_m, (self.corner.y - north) / level.cell_m);
        let range = |from: f64, n: usize, cells: usize| {
            let last = (from + side * n as f64).ceil().clamp(0.0, cells as f64) as usize;
            (from.floor().clamp(0.0, cells as f64) as usize, last)
        };
        let ((left, right), (top, bottom)) =
            (range(x0, width, level.width), range(y0, height, level.height));
        if left >= right {
            return Some(out);
        }
        // The pixels that a cell lies in, with its share of each pixel.
        let spread = |cell: usize, from: f64, n: usize| {
            let (a, b) = ((cell as f64 - from) / side, ((cell + 1) as f64 - from) / side);
            let first = a.floor().max(0.0) as usize;
            (first..n).take_while(move |p| (*p as f64) < b).map(move |p| {
                let share = b.min((p + 1) as f64) - a.max(p as f64);
                (p, share as f32)
            })
        };
        // The same for each column, worked out once: first pixel, and the shares of it and of the
        // next ones. A cell is at most 1.5 pixels wide and meets no more than three of them.
        let columns: Vec<(usize, [f32; 3])> = (left..right)
            .map(|column| {
                let mut shares = [0.0; 3];
                let mut first = width;
                for (n, (x, share)) in spread(column, x0, width).take(3).enumerate() {
                    first = first.min(x);
                    shares[n] = share;
                }
                (first, shares)
            })
            .collect();
        // Two pixels more take what a cell leaves of its three.
        let mut line = vec![[0.0f32; 4]; width + 3];
        for row in top..bottom {
            if row % 64 == 0 && cancelled() {
                return None;
            }
            line.fill([0.0; 4]);
            for ((first, shares), cell) in columns.iter().zip(level.row(row, left)) {
                if cell.is_empty() {
                    continue;
                }
                let mut mean = [0.0f32; 4];
                for [class, share] in cell {
                    let c = colours[usize::from(*class)];
                    (0..4).for_each(|i| mean[i] += c[i] * f32::from(*share));
                }
                for (pixel, share) in line[*first..*first + 3].iter_mut().zip(shares) {
                    (0..4).for_each(|i| pixel[i] += mean[i] * share);
                }
            }
            for (y, share) in spread(row, y0, height) {
                for (pixel, mean) in out[y * width..(y + 1) * width].iter_mut().zip(&line) {
                    (0..4).for_each(|i| pixel[i] += mean[i] * share);
                }
            }
        }
        Some(out)
    }
}

/// Whether any of a layer's features has separate points, which are drawn as dots.
pub(crate) fn has_points(features: &Features) -> bool {
    let store = features.geometries();
    (0..features.len() as FeatureId).any(|f| store.parts(f).any(|p| p.kind == PartKind::Points))
}
