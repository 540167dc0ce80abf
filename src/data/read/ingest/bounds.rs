//! Rectangles in a file's own numbers, and on which sides of the globe its longitudes lie.

use planmap_core::crs::Crs;

use super::place::within;

/// A rectangle in the file's own numbers: `[min_x, min_y, max_x, max_y]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds(pub(crate) [f64; 4]);

impl Default for Bounds {
    fn default() -> Self {
        Self([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY])
    }
}

impl Bounds {
    /// The rectangle of some positions; what is no number is left out.
    #[inline]
    pub(crate) fn of(positions: &[(f64, f64)]) -> Self {
        let [mut a, mut b, mut c, mut d] = Self::default().0;
        for (x, y) in positions {
            (a, b, c, d) = (a.min(*x), b.min(*y), c.max(*x), d.max(*y));
        }
        Self([a, b, c, d])
    }

    /// Whether a system can hold both corners, and with them all that lies between.
    pub(crate) fn is_within(&self, source: &Crs) -> bool {
        within(source, self.0[0], self.0[1]) && within(source, self.0[2], self.0[3])
    }

    pub(crate) fn add(&mut self, x: f64, y: f64) {
        let [a, b, c, d] = self.0;
        self.0 = [a.min(x), b.min(y), c.max(x), d.max(y)];
    }

    pub(crate) fn join(&mut self, other: Self) {
        let [a, b, c, d] = other.0;
        if !other.is_empty() {
            self.add(a, b);
            self.add(c, d);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !(self.0[0] <= self.0[2] && self.0[1] <= self.0[3])
    }
}

/// How near to longitude 0 the positions of each half of the globe come, in degrees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Halves {
    /// The least of the longitudes from 0 on.
    east_from: f64,
    /// The greatest of those below 0.
    west_to: f64,
}

impl Default for Halves {
    fn default() -> Self {
        Self { east_from: f64::INFINITY, west_to: f64::NEG_INFINITY }
    }
}

impl Halves {
    pub(crate) fn add(&mut self, longitude: f64) {
        if longitude < 0.0 {
            self.west_to = self.west_to.max(longitude);
        } else {
            self.east_from = self.east_from.min(longitude);
        }
    }

    /// Adds positions whose rectangle is known: most lie in one half.
    pub(super) fn add_all(&mut self, bounds: &Bounds, positions: &[(f64, f64)]) {
        if bounds.0[0] >= 0.0 {
            self.add(bounds.0[0]);
        } else if bounds.0[2] < 0.0 {
            self.add(bounds.0[2]);
        } else {
            positions.iter().for_each(|(longitude, _)| self.add(*longitude));
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        self.east_from = self.east_from.min(other.east_from);
        self.west_to = self.west_to.max(other.west_to);
    }

    /// Bounds in degrees that run on beyond 180° where everything lies on both sides of that
    /// meridian and nothing near longitude 0; as they are elsewhere.
    pub(crate) fn unrolled(&self, bounds: [f64; 4]) -> [f64; 4] {
        let [west, south, east, north] = bounds;
        let is_split = west < 0.0 && east >= 0.0 && self.east_from - self.west_to >= 180.0;
        if is_split {
            [self.east_from, south, self.west_to + 360.0, north]
        } else {
            [west, south, east, north]
        }
    }
}
