//! The classes of a very large layer as shares of ground, on grids of doubling cells.
//!
//! Owns the level of detail for scales at which lots are a few pixels or less: each cell holds how
//! much of it every class covers, so that a tile's work depends on its pixels alone, and themes and
//! hidden classes still apply. Must not know a style or a view.

mod bytes;

pub(crate) use bytes::subject;

use planmap_core::feature::{FeatureId, PartKind};
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
        let mut palette: Vec<ClassId> = if classes.is_empty() { vec![NO_CLASS] } else { classes.to_vec() };
        palette.sort_unstable();
        palette.dedup();
        if extent.is_empty() || typical_m <= 0.0 || palette.len() > 255 {
            return Err(NoPyramid::Unfit);
        }
        let place: FxHashMap<ClassId, usize> = palette.iter().enumerate().map(|(i, c)| (*c, i)).collect();
        let cell = (typical_m / 2.0).max((extent.width() * extent.height() / MAX_CELLS).sqrt());
        // A layer along one line must not get a row of billions of cells.
        let cell = cell.max(extent.width().max(extent.height()) / 1.0e5);
        let cells = |length: f64| (length / cell).ceil().max(1.0) as usize;
        let (width, height) = (cells(extent.width()), cells(extent.height()));
        let corner = MapPoint::new(extent.min.x, extent.max.y);
        let mut level = Level::new(cell, width, height);
        // Few rows at a time where classes are many, so that the sums stay a few megabytes.
        let band = (BAND * 16 / palette.len()).clamp(8, BAND);
        let mut planes: Vec<Option<Accumulator>> = palette.iter().map(|_| None).collect();
        let (mut ring, mut shares): (Vec<Xy>, Vec<(u8, f32)>) = (Vec::new(), Vec::new());
        let store = features.geometries();
        for first in (0..height).step_by(band) {
            let rows = band.min(height - first);
            let (top, bottom) = (corner.y - first as f64 * cell, corner.y - (first + rows) as f64 * cell);
            planes.iter_mut().flatten().for_each(Accumulator::clear);
            let stripe = Extent::from_corners(MapPoint::new(extent.min.x, top), MapPoint::new(extent.max.x, bottom));
            for (n, feature) in features.in_extent(&stripe).enumerate() {
                if n % 2048 == 0 && cancelled() {
                    return Err(NoPyramid::Cancelled);
                }
                let class = classes.get(feature as usize).copied().unwrap_or(NO_CLASS);
                let Some(plane) = place.get(&class).and_then(|i| planes.get_mut(*i)) else { continue };
                let plane = plane.get_or_insert_with(|| Accumulator::new(width, band));
                for part in store.parts(feature) {
                    if matches!(part.kind, PartKind::Exterior | PartKind::Hole) {
                        ring.clear();
                        ring.extend(part.points().map(|p| [(p.x - corner.x) / cell, (top - p.y) / cell]));
                        plane.add_ring(&ring, part.kind == PartKind::Hole);
                    }
                }
            }
            let mut used: Vec<(u8, Vec<&[f32]>)> = planes
                .iter_mut()
                .enumerate()
                .filter_map(|(i, p)| p.as_mut().filter(|p| !p.is_empty()).map(|p| (i as u8, p.rows().collect())))
                .collect();
            used.sort_by_key(|u| u.0);
            for row in 0..rows {
                let rows: Vec<(u8, &[f32])> = used.iter().map(|(class, rows)| (*class, rows[row])).collect();
                for column in 0..width {
                    shares.clear();
                    shares.extend(rows.iter().map(|(class, r)| (*class, r[column])).filter(|s| s.1 > 0.0));
                    level.push(&shares);
                }
            }
        }
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
        let level = self.levels.iter().rev().find(|l| l.cell_m <= metres_per_pixel).or(self.levels.first())?;
        let colours: Vec<[f32; 4]> = self.palette.iter().map(|c| colour(*c).map(|v| v / 255.0)).collect();
        // In cells of the level: the grid's corner and the side of a pixel.
        let side = metres_per_pixel / level.cell_m;
        let (x0, y0) = ((west - self.corner.x) / level.cell_m, (self.corner.y - north) / level.cell_m);
        let range = |from: f64, n: usize, cells: usize| {
            let last = (from + side * n as f64).ceil().clamp(0.0, cells as f64) as usize;
            (from.floor().clamp(0.0, cells as f64) as usize, last)
        };
        let ((left, right), (top, bottom)) = (range(x0, width, level.width), range(y0, height, level.height));
        if left >= right {
            return Some(out);
        }
        // The pixels that a cell lies in, with its share of each.
        let spread = |cell: usize, from: f64, n: usize| {
            let (a, b) = ((cell as f64 - from) / side, ((cell + 1) as f64 - from) / side);
            let first = a.floor().max(0.0) as usize;
            (first..n).take_while(move |p| (*p as f64) < b).map(move |p| {
                let share = b.min((p + 1) as f64) - a.max(p as f64);
                (p, share as f32)
            })
        };
        let mut line = vec![[0.0f32; 4]; width];
        for row in top..bottom {
            if row % 64 == 0 && cancelled() {
                return None;
            }
            line.fill([0.0; 4]);
            for (column, cell) in (left..right).zip(level.row(row, left)) {
                if cell.is_empty() {
                    continue;
                }
                let mut mean = [0.0f32; 4];
                for [class, share] in cell {
                    let c = colours[usize::from(*class)];
                    (0..4).for_each(|i| mean[i] += c[i] * f32::from(*share));
                }
                for (x, share) in spread(column, x0, width) {
                    (0..4).for_each(|i| line[x][i] += mean[i] * share);
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
