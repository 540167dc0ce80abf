//! Which side of a line a place lies on, exactly.
//!
//! Owns the two kinds of place that are judged: whole counts of a store, whose products are exact,
//! and coordinates as a file has them, for which `geo`'s adaptive predicates serve (Shewchuk 1997).
//! Must not know rings.

use geo::{GeoNum, Kernel, Orientation};

/// A place in a plane on which sides are told without rounding.
pub(crate) trait Position: Copy + PartialEq {
    /// What coordinates are compared as.
    type Number: Copy + PartialOrd;

    /// The coordinate along an axis: 0 for x, 1 for y.
    fn coordinate(self, axis: usize) -> Self::Number;

    /// The coordinates as real numbers.
    fn real(self) -> [f64; 2];

    /// Twice the area of the triangle, positive if it turns left; its sign is exact.
    fn turn(a: Self, b: Self, c: Self) -> f64;

    /// Whether a ring is seen to go once round a place in its middle, turning one way all along as
    /// seen from there: then each ray from that place meets it once, and it cannot meet itself.
    /// Vertices are not repeated, and the ring is not closed.
    fn goes_round_once(ring: &[Self]) -> bool {
        let _ = ring;
        false
    }

    /// Twice the area of a ring, positive if it runs counter-clockwise; 0 where it has none.
    fn doubled_area(ring: &[Self]) -> f64 {
        let Some(first) = ring.first() else {
            return 0.0;
        };
        ring.windows(2).map(|edge| Self::turn(*first, edge[0], edge[1])).sum()
    }
}

impl Position for [i32; 2] {
    type Number = i32;

    fn coordinate(self, axis: usize) -> i32 {
        self[axis]
    }

    fn real(self) -> [f64; 2] {
        self.map(f64::from)
    }

    /// Counts stay within ±10⁹, so that each product stays below 4·10¹⁸ and their difference below
    /// 2⁶³.
    fn turn(a: Self, b: Self, c: Self) -> f64 {
        exact_turn(a, b, c) as f64
    }

    fn goes_round_once(ring: &[Self]) -> bool {
        let (Some(first), Some(last)) = (ring.first(), ring.last()) else {
            return false;
        };
        let (mut low, mut high) = (*first, *first);
        for vertex in ring {
            low = [low[0].min(vertex[0]), low[1].min(vertex[1])];
            high = [high[0].max(vertex[0]), high[1].max(vertex[1])];
        }
        let middle = [0, 1].map(|axis| (i64::from(low[axis]) + i64::from(high[axis])) / 2);
        let from_middle = |vertex: &[i32; 2]| {
            [i64::from(vertex[0]) - middle[0], i64::from(vertex[1]) - middle[1]]
        };
        // No branch: this is done for every vertex of a file.
        let (mut left, mut right, mut rises) = (true, true, 0u32);
        let mut before = from_middle(last);
        for vertex in ring {
            let here = from_middle(vertex);
            let turn = before[0] * here[1] - before[1] * here[0];
            left &= turn > 0;
            right &= turn < 0;
            rises += u32::from((before[1] < 0) & (here[1] >= 0));
            before = here;
        }
        (left | right) & (rises == 1)
    }

    fn doubled_area(ring: &[Self]) -> f64 {
        let Some(first) = ring.first() else {
            return 0.0;
        };
        ring.windows(2).map(|edge| i128::from(exact_turn(*first, edge[0], edge[1]))).sum::<i128>()
            as f64
    }
}

fn exact_turn(a: [i32; 2], b: [i32; 2], c: [i32; 2]) -> i64 {
    let apart = |p: i32, q: i32| i64::from(p) - i64::from(q);
    apart(b[0], a[0]) * apart(c[1], a[1]) - apart(b[1], a[1]) * apart(c[0], a[0])
}

impl Position for geo::Coord<f64> {
    type Number = f64;

    fn coordinate(self, axis: usize) -> f64 {
        if axis == 0 { self.x } else { self.y }
    }

    fn real(self) -> [f64; 2] {
        [self.x, self.y]
    }

    fn turn(a: Self, b: Self, c: Self) -> f64 {
        let rounded = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        match <f64 as GeoNum>::Ker::orient2d(a, b, c) {
            Orientation::CounterClockwise => rounded.abs().max(f64::MIN_POSITIVE),
            Orientation::Clockwise => -rounded.abs().max(f64::MIN_POSITIVE),
            Orientation::Collinear => 0.0,
        }
    }
}

/// Whether a line that went straight from `a` to `b` comes back over itself towards `c`; the three
/// lie on one line.
pub(crate) fn folds_back<P: Position>(a: P, b: P, c: P) -> bool {
    (0..2).any(|axis| {
        let (from, at, to) = (a.coordinate(axis), b.coordinate(axis), c.coordinate(axis));
        (from < at && to < at) || (from > at && to > at)
    })
}

/// Whether a place on the line through two others lies between them, ends included.
pub(crate) fn between<P: Position>(place: P, a: P, b: P) -> bool {
    (0..2).all(|axis| {
        let (p, q, r) = (place.coordinate(axis), a.coordinate(axis), b.coordinate(axis));
        (q <= p && p <= r) || (r <= p && p <= q)
    })
}
