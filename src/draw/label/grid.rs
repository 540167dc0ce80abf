//! Which parts of the plane are taken.

use rustc_hash::FxHashMap;

/// Side of a cell in points: about as wide as a name.
const CELL: f64 = 96.0;

/// A rectangle in points of the whole map, y down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Box2 {
    pub(super) min: [f64; 2],
    pub(super) max: [f64; 2],
}

impl Box2 {
    pub(super) fn touches(&self, other: &Self) -> bool {
        (0..2).all(|i| self.min[i] < other.max[i] && other.min[i] < self.max[i])
    }

    pub(super) fn grown(self, by: f64) -> Self {
        Self { min: self.min.map(|v| v - by), max: self.max.map(|v| v + by) }
    }

    fn cells(&self) -> impl Iterator<Item = (i64, i64)> + use<> {
        let cell = |v: f64| (v / CELL).floor() as i64;
        let (x0, x1, y0, y1) =
            (cell(self.min[0]), cell(self.max[0]), cell(self.min[1]), cell(self.max[1]));
        (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| (x, y)))
    }
}

/// The taken rectangles, found by cell, and where names were written that must not come twice.
#[derive(Debug, Default)]
pub(super) struct Occupied {
    cells: FxHashMap<(i64, i64), Vec<Box2>>,
    names: FxHashMap<String, Vec<[f64; 2]>>,
}

impl Occupied {
    pub(super) fn is_free(&self, area: &Box2) -> bool {
        area.cells()
            .all(|c| self.cells.get(&c).is_none_or(|taken| taken.iter().all(|b| !b.touches(area))))
    }

    pub(super) fn take(&mut self, area: Box2) {
        for cell in area.cells() {
            self.cells.entry(cell).or_default().push(area);
        }
    }

    pub(super) fn repeats(&self, name: &str, at: [f64; 2], within: f64) -> bool {
        self.names
            .get(name)
            .is_some_and(|all| all.iter().any(|p| (p[0] - at[0]).hypot(p[1] - at[1]) < within))
    }

    pub(super) fn remember(&mut self, name: String, at: [f64; 2]) {
        self.names.entry(name).or_default().push(at);
    }
}
