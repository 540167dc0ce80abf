//! A fast stand-in for one PROJ operation over one rectangle, checked against PROJ when it is made.
//!
//! Owns the polynomials and their check. A point costs some dozen multiplications and no
//! allocation; where the polynomials do not hold they say so, and the caller asks PROJ. Must not
//! know where coordinates come from.

use super::{Crs, CrsError, Transform, with_transform};

/// Nodes along an axis of a cell; the polynomials have one degree less. Cubic ones hold over a city
/// in one cell, and every further degree would cost more than smaller cells do.
const NODES: usize = 4;
/// Most cells along an axis.
const MOST: usize = 32;
/// Pseudo-random points of a cell that are checked besides the worst ones.
const RANDOM: usize = 32;
/// Largest difference from PROJ at any checked point, in metres: a fifth of the millimetre that is
/// promised, so that points between the checked ones keep it too.
const TOLERANCE_M: f64 = 0.0002;
/// Metres of a degree of latitude, for targets in degrees.
const DEGREE_M: f64 = 111_320.0;

/// Coefficients of one cell: `[power of v][power of u]`, east and north together, where u and v run
/// from −1 to 1 over the cell.
type Cell = [[[f64; 2]; NODES]; NODES];

/// An operation fitted over a rectangle of source coordinates. Agrees with PROJ within 1 mm.
///
/// The same point always gives the same result, on every thread.
#[derive(Debug, Clone)]
pub struct Fitted {
    min: [f64; 2],
    max: [f64; 2],
    per_cell: [f64; 2],
    across: usize,
    // None where PROJ must be asked.
    cells: Box<[Option<Box<Cell>>]>,
}

impl Fitted {
    /// Fits the operation between two systems over `[min_x, min_y, max_x, max_y]`, in source
    /// coordinates with east first. Takes at most some tens of milliseconds.
    ///
    /// `None` where the rectangle is empty, no operation exists, or polynomials do not hold over
    /// most of it even in small cells.
    ///
    /// # Errors
    /// As [`Transform::new`].
    pub fn new(from: &Crs, to: &Crs, extent: [f64; 4]) -> Result<Option<Self>, CrsError> {
        let exact = with_transform(from, to)?;
        let [x0, y0, x1, y1] = extent;
        let usable = extent.iter().all(|v| v.is_finite()) && x0 < x1 && y0 < y1;
        if !usable {
            return Ok(None);
        }
        let mut across = 1;
        loop {
            let last = across == MOST;
            if let Some(fit) = Self::grid(&exact, [x0, y0], [x1, y1], across, last) {
                return Ok(Some(fit).filter(|fit| fit.holes() * 2 <= fit.cells.len()));
            }
            if last {
                return Ok(None);
            }
            across *= 2;
        }
    }

    /// A grid of `across`² cells. Without `holes`, none if one of the cells does not hold.
    fn grid(
        exact: &Transform,
        min: [f64; 2],
        max: [f64; 2],
        across: usize,
        holes: bool,
    ) -> Option<Self> {
        let size = [0, 1].map(|i| (max[i] - min[i]) / across as f64);
        let mut cells = Vec::with_capacity(across * across);
        for row in 0..across {
            for column in 0..across {
                let centre = [
                    min[0] + (column as f64 + 0.5) * size[0],
                    min[1] + (row as f64 + 0.5) * size[1],
                ];
                let cell = fit_cell(exact, centre, size.map(|s| s / 2.0));
                if cell.is_none() && !holes {
                    return None;
                }
                cells.push(cell.map(Box::new));
            }
        }
        // Where PROJ changes from one operation to another it leaves a step, and a step that cuts
        // the corner of a cell may lie between the checked points: neighbours are not trusted.
        let failed: Vec<bool> = cells.iter().map(Option::is_none).collect();
        for (i, _) in failed.iter().enumerate().filter(|(_, failed)| **failed) {
            let (row, column) = (i / across, i % across);
            for r in row.saturating_sub(1)..=(row + 1).min(across - 1) {
                for c in column.saturating_sub(1)..=(column + 1).min(across - 1) {
                    cells[r * across + c] = None;
                }
            }
        }
        Some(Self {
            min,
            max,
            per_cell: size.map(f64::recip),
            across,
            cells: cells.into_boxed_slice(),
        })
    }

    /// Converts one position; `None` where it lies outside the fitted rectangle, or in a part of it
    /// that could not be fitted. Then PROJ must be asked.
    #[inline]
    #[must_use]
    pub fn convert(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let inside = x >= self.min[0] && x <= self.max[0] && y >= self.min[1] && y <= self.max[1];
        if !inside {
            return None;
        }
        let (s, t) = ((x - self.min[0]) * self.per_cell[0], (y - self.min[1]) * self.per_cell[1]);
        // Both are at least 0; the far edge belongs to the last cell.
        let (column, row) = ((s as usize).min(self.across - 1), (t as usize).min(self.across - 1));
        let cell = self.cells[row * self.across + column].as_ref()?;
        let (u, v) = ((s - column as f64) * 2.0 - 1.0, (t - row as f64) * 2.0 - 1.0);
        let [a, b] = evaluate(cell, u, v);
        Some((a, b))
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// Number of cells in which PROJ must be asked.
    #[must_use]
    pub fn holes(&self) -> usize {
        self.cells.iter().filter(|c| c.is_none()).count()
    }
}

#[inline]
fn evaluate(cell: &Cell, u: f64, v: f64) -> [f64; 2] {
    let mut out = [0.0; 2];
    for row in cell.iter().rev() {
        let mut sum = [0.0; 2];
        for c in row.iter().rev() {
            sum = [sum[0] * u + c[0], sum[1] * u + c[1]];
        }
        out = [out[0] * v + sum[0], out[1] * v + sum[1]];
    }
    out
}

/// Chebyshev nodes of −1..1, and the coefficients of the polynomial that is 1 at one node and 0 at
/// the others, for each.
fn basis() -> ([f64; NODES], [[f64; NODES]; NODES]) {
    let nodes: [f64; NODES] = std::array::from_fn(|k| {
        ((2 * k + 1) as f64 * std::f64::consts::PI / (2 * NODES) as f64).cos()
    });
    let polynomials = std::array::from_fn(|k| {
        let mut p = [0.0; NODES];
        p[0] = 1.0;
        for (_, node) in nodes.iter().enumerate().filter(|(m, _)| *m != k) {
            // Times (u − node) / (nodes[k] − node).
            let scale = 1.0 / (nodes[k] - node);
            for i in (0..NODES).rev() {
                let lower = if i == 0 { 0.0 } else { p[i - 1] };
                p[i] = (lower - node * p[i]) * scale;
            }
        }
        p
    });
    (nodes, polynomials)
}

/// Interpolates PROJ over a cell and checks the result against PROJ.
fn fit_cell(exact: &Transform, centre: [f64; 2], half: [f64; 2]) -> Option<Cell> {
    let (nodes, polynomials) = basis();
    let at = |u: f64, v: f64| exact.convert(centre[0] + u * half[0], centre[1] + v * half[1]).ok();
    let mut cell: Cell = [[[0.0; 2]; NODES]; NODES];
    for (l, v) in nodes.iter().enumerate() {
        for (k, u) in nodes.iter().enumerate() {
            let (a, b) = at(*u, *v)?;
            for (row, pv) in cell.iter_mut().zip(polynomials[l]) {
                for (c, pu) in row.iter_mut().zip(polynomials[k]) {
                    c[0] += a * pu * pv;
                    c[1] += b * pu * pv;
                }
            }
        }
    }
    let tolerance = if degrees(cell[0][0]) { TOLERANCE_M / DEGREE_M } else { TOLERANCE_M };
    let holds = |u: f64, v: f64| {
        at(u, v).is_some_and(|(a, b)| {
            let [x, y] = evaluate(&cell, u, v);
            (x - a).abs().max((y - b).abs()) <= tolerance
        })
    };
    // The extremes of the interpolation's error lie between the nodes; the corners and the middles
    // of the edges are among them.
    let extreme = |k: usize| (k as f64 * std::f64::consts::PI / NODES as f64).cos();
    let worst = (0..=NODES).flat_map(|l| (0..=NODES).map(move |k| (extreme(k), extreme(l))));
    let mut random = Random(centre[0].to_bits() ^ centre[1].to_bits().rotate_left(32));
    let random = (0..RANDOM).map(move |_| (random.unit(), random.unit()));
    worst.chain(random).all(|(u, v)| holds(u, v)).then_some(cell)
}

/// Whether a target position is in degrees: metres of a map system are that small only next to its
/// origin, where a tighter tolerance does no harm.
fn degrees([x, y]: [f64; 2]) -> bool {
    x.abs() <= 360.0 && y.abs() <= 90.0
}

/// SplitMix64: the same points every time.
struct Random(u64);

impl Random {
    /// The next number from −1 to 1.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn utm48() -> Crs {
        Crs::parse("EPSG:32648").unwrap()
    }

    /// The largest difference from PROJ at points that have nothing to do with those of the fit:
    /// a grid with both edges, and as many pseudo-random ones.
    fn worst(fit: &Fitted, from: &Crs, to: &Crs, [x0, y0, x1, y1]: [f64; 4]) -> (f64, usize) {
        const SIDE: usize = 120;
        let exact = with_transform(from, to).unwrap();
        let mut random = Random(7);
        let (mut most, mut fitted) = (0.0f64, 0);
        for i in 0..=SIDE {
            for j in 0..=SIDE {
                let (s, t) = (i as f64 / SIDE as f64, j as f64 / SIDE as f64);
                for (s, t) in [(s, t), (random.unit().abs(), random.unit().abs())] {
                    let (x, y) = (x0 + (x1 - x0) * s, y0 + (y1 - y0) * t);
                    let Some((a, b)) = fit.convert(x.min(x1), y.min(y1)) else {
                        continue;
                    };
                    let (p, q) = exact.convert(x.min(x1), y.min(y1)).unwrap();
                    fitted += 1;
                    most = most.max((a - p).hypot(b - q));
                }
            }
        }
        (most, fitted * 100 / (2 * (SIDE + 1) * (SIDE + 1)))
    }

    #[test]
    fn son_la_is_fitted_within_a_millimetre() {
        let extent = [102.8, 20.5, 105.1, 22.1];
        let (from, to) = (Crs::wgs84(), Crs::vn2000_son_la());
        let fit = Fitted::new(&from, &to, extent).unwrap().unwrap();
        let (most, share) = worst(&fit, &from, &to, extent);
        assert!(most <= 0.001, "{most} m");
        assert_eq!((share, fit.holes()), (100, 0));
    }

    #[test]
    fn vietnam_is_subdivided_and_stays_within_a_millimetre() {
        let extent = [102.1, 8.3, 109.5, 23.4];
        let (from, to) = (Crs::wgs84(), Crs::vn2000_son_la());
        let fit = Fitted::new(&from, &to, extent).unwrap().unwrap();
        assert!(fit.cells() > 1, "{} cells", fit.cells());
        let (most, share) = worst(&fit, &from, &to, extent);
        assert!(most <= 0.001 && share >= 50, "{most} m over {share} %");
    }

    #[test]
    fn an_edge_of_utm_zones_is_crossed_within_a_millimetre() {
        let extent = [104.0, 18.0, 112.0, 22.0];
        let fit = Fitted::new(&Crs::wgs84(), &utm48(), extent).unwrap().unwrap();
        let (most, share) = worst(&fit, &Crs::wgs84(), &utm48(), extent);
        assert!(most <= 0.001 && share >= 90, "{most} m over {share} %");
    }

    #[test]
    fn metres_to_degrees_keep_a_millimetre_too() {
        let extent = [380_000.0, 2_260_000.0, 620_000.0, 2_450_000.0];
        let (from, to) = (Crs::vn2000_son_la(), Crs::wgs84());
        let fit = Fitted::new(&from, &to, extent).unwrap().unwrap();
        let (most, share) = worst(&fit, &from, &to, extent);
        assert!(most * DEGREE_M <= 0.001 && share == 100, "{most}° over {share} %");
    }

    #[test]
    fn beyond_the_rectangle_nothing_is_said() {
        let fit = Fitted::new(&Crs::wgs84(), &Crs::vn2000_son_la(), [103.0, 21.0, 104.0, 22.0])
            .unwrap()
            .unwrap();
        for (x, y) in
            [(102.999_999, 21.5), (104.000_001, 21.5), (103.5, 22.000_001), (f64::NAN, 21.5)]
        {
            assert_eq!(fit.convert(x, y), None, "{x} {y}");
        }
        for (x, y) in [(103.0, 21.0), (104.0, 22.0), (103.0, 22.0), (104.0, 21.0)] {
            assert!(fit.convert(x, y).is_some(), "{x} {y}");
        }
    }

    #[test]
    fn what_polynomials_cannot_follow_is_left_to_proj() {
        let of = |extent| Fitted::new(&Crs::wgs84(), &utm48(), extent).unwrap();
        // Poles and the far side of the Earth.
        assert!(of([-180.0, -90.0, 180.0, 90.0]).is_none());
        assert!(of([103.0, 21.0, 103.0, 22.0]).is_none());
        assert!(of([103.0, f64::NAN, 104.0, 22.0]).is_none());
    }
}
