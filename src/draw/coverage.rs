//! How much of each cell of a grid some polygons cover, exactly.
//!
//! Owns the signed-area accumulation that font rasterisers use, without their limit to one glyph:
//! every ring is added up, and one sum along each row gives the covered share of every cell.
//! Areas that share an edge add up to exactly one in the cells on it, so that no ground shines
//! through between neighbours, and a class gets exactly the share of colour that it has of the
//! ground. A ring adds a weight, one number or a colour: with colours, all classes are added up in
//! one go. Must not know a scene or a file.

use crate::lines::Xy;

/// Covered shares in the making, on a grid whose cells are the units of the coordinates, times
/// weights of `N` channels.
#[derive(Debug)]
pub(crate) struct Accumulator<const N: usize> {
    width: usize,
    height: usize,
    /// Rows of `width + 2`: what falls beyond the right border has a place of its own.
    sums: Vec<[f32; N]>,
    empty: bool,
}

impl<const N: usize> Accumulator<N> {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { width, height, sums: vec![[0.0; N]; (width + 2) * height], empty: true }
    }

    /// Whether no ring was added since the last [`Accumulator::clear`].
    pub(crate) fn is_empty(&self) -> bool {
        self.empty
    }

    pub(crate) fn clear(&mut self) {
        if !self.empty {
            self.sums.fill([0.0; N]);
            self.empty = true;
        }
    }

    /// Adds a ring, closed or not; a hole takes away. The ring may run either way.
    pub(crate) fn add_ring(&mut self, ring: &[Xy], hole: bool, weight: &[f32; N]) {
        let (Some(first), Some(last)) = (ring.first(), ring.last()) else { return };
        let area: f64 = ring
            .windows(2)
            .map(|w| {
                (w[0][0] - first[0]) * (w[1][1] - first[1])
                    - (w[1][0] - first[0]) * (w[0][1] - first[1])
            })
            .sum();
        if area.abs() <= f64::MIN_POSITIVE {
            return;
        }
        self.empty = false;
        // With y down, a ring of positive area runs downwards on its right side.
        let sign = if (area > 0.0) == hole { 1.0 } else { -1.0 };
        ring.windows(2).for_each(|w| self.line(w[0], w[1], sign, weight));
        // Of no length where the ring came closed.
        self.line(*last, *first, sign, weight);
    }

    /// Adds an edge, cut to the grid. Left of it, an edge counts at the border; right of it, not
    /// at all.
    fn line(&mut self, a: Xy, b: Xy, sign: f64, weight: &[f32; N]) {
        // Most edges of small lots lie in one cell and need no slope.
        let (row, column) = (a[1] as usize, a[0] as usize);
        let is_inside = a[0] >= 0.0 && a[1] >= 0.0 && b[0] >= 0.0 && b[1] >= 0.0;
        if is_inside
            && row < self.height
            && column < self.width
            && (b[1] as usize, b[0] as usize) == (row, column)
        {
            let d = (b[1] - a[1]) * sign;
            let beyond = d * ((a[0] + b[0]) / 2.0 - column as f64);
            let cells = &mut self.sums[row * (self.width + 2) + column..][..2];
            for i in 0..N {
                cells[0][i] += (d - beyond) as f32 * weight[i];
                cells[1][i] += beyond as f32 * weight[i];
            }
            return;
        }
        let (mut a, mut b, mut sign) = (a, b, sign);
        if a[1] > b[1] {
            (a, b, sign) = (b, a, -sign);
        }
        let (right, bottom) = (self.width as f64, self.height as f64);
        if a[1] >= b[1] || b[1] <= 0.0 || a[1] >= bottom || (a[0] >= right && b[0] >= right) {
            return;
        }
        let slope = (b[0] - a[0]) / (b[1] - a[1]);
        let at_y = |y: f64| [a[0] + (y - a[1]) * slope, y];
        let (from, to) =
            (if a[1] < 0.0 { at_y(0.0) } else { a }, if b[1] > bottom { at_y(bottom) } else { b });
        let inside = |x: f64| (0.0..=right).contains(&x);
        if inside(from[0]) && inside(to[0]) {
            return self.inner(from, to, slope, sign, weight);
        }
        // At most three pieces: before, between and beyond the two borders.
        let mut cuts = [from[1], to[1], to[1], to[1]];
        let mut n = 1;
        let mut borders = [0.0, right];
        if slope < 0.0 {
            borders.reverse();
        }
        for x in borders {
            let y = a[1] + (x - a[0]) / slope;
            if y > cuts[n - 1] && y < to[1] {
                cuts[n] = y;
                n += 1;
            }
        }
        cuts[n] = to[1];
        for w in cuts[..=n].windows(2) {
            let (p, q) = (at_y(w[0]), at_y(w[1]));
            let middle = (p[0] + q[0]) / 2.0;
            if middle <= 0.0 {
                self.inner([0.0, p[1]], [0.0, q[1]], 0.0, sign, weight);
            } else if middle < right {
                let clamp = |v: Xy| [v[0].clamp(0.0, right), v[1]];
                self.inner(clamp(p), clamp(q), slope, sign, weight);
            }
        }
    }

    /// Adds an edge that runs down inside the grid.
    fn inner(&mut self, a: Xy, b: Xy, slope: f64, sign: f64, weight: &[f32; N]) {
        let add = |cell: &mut [f32; N], share: f64| {
            cell.iter_mut().zip(weight).for_each(|(sum, w)| *sum += share as f32 * w);
        };
        let right = self.width as f64;
        let mut x = a[0];
        for row in (a[1] as usize)..self.height {
            // Asked here because rounding up is slow on processors of every age.
            if row as f64 >= b[1] {
                break;
            }
            let top = a[1].max(row as f64);
            let dy = b[1].min((row + 1) as f64) - top;
            if dy <= 0.0 {
                continue;
            }
            let next = (x + slope * dy).clamp(0.0, right);
            let d = dy * sign;
            let (x0, x1) = if x < next { (x, next) } else { (next, x) };
            let first = x0 as usize;
            let cells = &mut self.sums[row * (self.width + 2)..(row + 1) * (self.width + 2)];
            if x1 <= (first + 1) as f64 {
                // Inside one column: the share left of the edge stays out.
                let beyond = d * ((x0 + x1) / 2.0 - first as f64);
                add(&mut cells[first], d - beyond);
                add(&mut cells[first + 1], beyond);
            } else {
                let per_column = 1.0 / (x1 - x0);
                let mut covered = 0.0;
                let end = (x1.ceil() as usize).min(self.width + 1);
                for (column, cell) in cells.iter_mut().enumerate().take(end).skip(first) {
                    // Mean height of the edge's part that has been passed at this column.
                    let (l, r) = ((column as f64).max(x0), ((column + 1) as f64).min(x1));
                    let (sl, sr) = ((l - x0) * per_column, (r - x0) * per_column);
                    let mean = (sl + sr) / 2.0 * (r - l) + sr * ((column + 1) as f64 - r);
                    add(cell, d * (mean - covered));
                    covered = mean;
                }
                add(&mut cells[end], d * (1.0 - covered));
            }
            x = next;
        }
    }
}

impl Accumulator<1> {
    /// Sums up and hands out the covered shares, row by row; overlaps count as one. To be called
    /// once before the next [`Accumulator::clear`].
    pub(crate) fn rows(&mut self) -> impl Iterator<Item = &[f32]> {
        let width = self.width;
        self.sums.as_flattened_mut().chunks_exact_mut(width + 2).map(move |row| {
            let mut sum = 0.0f32;
            for cell in &mut row[..width] {
                sum += *cell;
                // What rounding leaves of a sum of nothing.
                *cell = if sum < 1e-3 { 0.0 } else { sum.min(1.0) };
            }
            &row[..width]
        })
    }
}

impl Accumulator<4> {
    /// Sums up: premultiplied colours of all cells, the last channel their covered share. Where
    /// areas overlap, it is more than one.
    pub(crate) fn into_colours(self) -> Vec<[f32; 4]> {
        let Self { width, height, mut sums, .. } = self;
        for row in 0..height {
            let mut sum = [0.0f32; 4];
            for column in 0..width {
                let cell = sums[row * (width + 2) + column];
                (0..4).for_each(|i| sum[i] += cell[i]);
                // What rounding leaves of a sum of nothing. Written without the two border cells.
                sums[row * width + column] = if sum[3] < 1e-3 { [0.0; 4] } else { sum };
            }
        }
        sums.truncate(width * height);
        sums
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::Random;

    fn shares(rings: &[(Vec<Xy>, bool)], width: usize, height: usize) -> Vec<f32> {
        let mut a = Accumulator::new(width, height);
        rings.iter().for_each(|(r, hole)| a.add_ring(r, *hole, &[1.0]));
        a.rows().flatten().copied().collect()
    }

    #[test]
    fn cells_hold_the_area_that_is_covered() {
        // 0.5 to 2.25 by 0.25 to 1.5, once each way.
        let mut ring = vec![[0.5, 0.25], [2.25, 0.25], [2.25, 1.5], [0.5, 1.5]];
        let want = [0.375, 0.75, 0.1875, 0.0, 0.25, 0.5, 0.125, 0.0];
        for _ in 0..2 {
            let got = shares(&[(ring.clone(), false)], 4, 2);
            assert!(got.iter().zip(want).all(|(g, w)| (g - w).abs() < 1e-5), "{got:?}");
            ring.reverse();
        }
        let hole = vec![[1.0, 0.5], [2.0, 0.5], [2.0, 1.0], [1.0, 1.0]];
        let got = shares(&[(ring, false), (hole, true)], 4, 2);
        assert!((got[1] - 0.25).abs() < 1e-5, "{got:?}");
    }

    #[test]
    fn slanting_edges_are_exact_inside_and_across_the_borders() {
        let mut random = Random(7);
        for _ in 0..400 {
            let mut p = || [random.share() * 30.0 - 10.0, random.share() * 30.0 - 10.0];
            let triangle = vec![p(), p(), p()];
            let got: f64 =
                shares(&[(triangle.clone(), false)], 9, 11).iter().map(|c| f64::from(*c)).sum();
            let bounds = crate::lines::Bounds { min: [0.0, 0.0], max: [9.0, 11.0] };
            let cut = crate::lines::clip_ring(&triangle, &bounds);
            let want = (0..cut.len())
                .map(|i| (cut[i], cut[(i + 1) % cut.len()]))
                .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
                .sum::<f64>()
                .abs()
                / 2.0;
            assert!((got - want).abs() < 0.02, "{got} for {want}");
        }
    }

    #[test]
    fn colours_are_added_by_the_share_they_cover() {
        let mut a = Accumulator::new(2, 2);
        let square = |x: f64, y: f64| vec![[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0]];
        a.add_ring(&square(0.25, 0.0), false, &[200.0, 0.0, 0.0, 1.0]);
        a.add_ring(&square(0.5, 1.0), false, &[0.0, 80.0, 0.0, 0.5]);
        let want = [
            [150.0, 0.0, 0.0, 0.75],
            [50.0, 0.0, 0.0, 0.25],
            [0.0, 40.0, 0.0, 0.25],
            [0.0, 40.0, 0.0, 0.25],
        ];
        let got = a.into_colours();
        assert_eq!(got.len(), 4);
        let worst = got.as_flattened().iter().zip(want.as_flattened()).map(|(g, w)| (g - w).abs());
        assert!(worst.fold(0.0, f32::max) < 1e-3, "{got:?}");
    }

    #[test]
    fn neighbours_leave_no_gap() {
        let (a, b, c, d) = ([0.3, 0.2], [7.7, 1.1], [6.9, 6.8], [1.2, 7.4]);
        let (one, two) =
            (shares(&[(vec![a, b, c], false)], 8, 8), shares(&[(vec![c, d, a], false)], 8, 8));
        let whole = shares(&[(vec![a, b, c, d], false)], 8, 8);
        for i in 0..64 {
            assert!((one[i] + two[i] - whole[i]).abs() < 3e-3, "cell {i}");
        }
        assert!(whole.iter().filter(|c| **c > 0.999).count() > 20);
    }
}
