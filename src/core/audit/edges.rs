//! Edges of a partition as whole numbers: shared ones cancel before anything is computed.
//!
//! Owns the field of directed edges. Neighbours that share an edge run along it in opposite ways, so
//! the two cancel exactly and the lots of a whole plan leave nothing but its outline and what is
//! wrong inside. How often a place is covered is the winding number of the edges around it, which
//! `geo` evaluates by its fill rules. Must not know plans or findings.

use geo::algorithm::bool_ops::FillRule;
use geo::{BooleanOps, OpType};

use crate::crs::MapPoint;
use crate::feature::{FeatureId, Features};

/// A place in counts of 1 mm from the field's origin. 32 bits hold 2,000 km; layers whose store
/// counts in coarser steps are brought to millimetres.
type Count = [i64; 2];

/// Millimetres of a metre.
const PER_METRE: f64 = 1000.0;

/// Directed edges with their multiplicity.
#[derive(Debug, Clone)]
pub struct EdgeField {
    origin: MapPoint,
    // The smaller end first; +1 where the edge runs from it to the greater one.
    edges: Vec<(Count, Count, i32)>,
}

impl EdgeField {
    /// A field without edges. Counts start at `origin`, in whole metres.
    #[must_use]
    pub fn new(origin: MapPoint) -> Self {
        Self { origin: MapPoint::new(origin.x.round(), origin.y.round()), edges: Vec::new() }
    }

    /// Adds the ground of a feature, whichever way its rings run.
    pub fn add(&mut self, features: &Features, feature: FeatureId) {
        let store = features.geometries();
        for area in store.area_rings(feature) {
            let outer = !area.is_hole();
            let mut ring: Vec<Count> = Vec::new();
            area.extend(&mut ring, |p| self.count(p));
            ring.dedup();
            if ring.first() == ring.last() {
                ring.pop();
            }
            if ring.len() < 3 {
                continue;
            }
            // Twice the area: whole numbers, so that the way round is never in doubt.
            let around = |k: usize| (ring[k], ring[(k + 1) % ring.len()]);
            let from = ring[0];
            let twice: i128 = (0..ring.len())
                .map(|k| {
                    let (a, b) = around(k);
                    let (ax, ay) = (i128::from(a[0] - from[0]), i128::from(a[1] - from[1]));
                    let (bx, by) = (i128::from(b[0] - from[0]), i128::from(b[1] - from[1]));
                    ax * by - bx * ay
                })
                .sum();
            let sign = if (twice > 0) == outer { 1 } else { -1 };
            for k in 0..ring.len() {
                let (a, b) = around(k);
                self.edges.push(if a < b { (a, b, sign) } else { (b, a, -sign) });
            }
        }
    }

    fn count(&self, p: MapPoint) -> Count {
        [
            ((p.x - self.origin.x) * PER_METRE).round() as i64,
            ((p.y - self.origin.y) * PER_METRE).round() as i64,
        ]
    }

    /// Cancels opposite edges.
    pub fn cancel(&mut self) {
        self.edges.sort_unstable();
        let mut kept: Vec<(Count, Count, i32)> = Vec::new();
        for (a, b, n) in self.edges.drain(..) {
            match kept.last_mut() {
                Some(last) if last.0 == a && last.1 == b => last.2 += n,
                _ => {
                    if kept.last().is_some_and(|l| l.2 == 0) {
                        kept.pop();
                    }
                    kept.push((a, b, n));
                }
            }
        }
        if kept.last().is_some_and(|l| l.2 == 0) {
            kept.pop();
        }
        self.edges = kept;
    }

    /// Takes in the edges of another field with the same origin.
    pub fn append(&mut self, other: &Self) {
        self.edges.extend_from_slice(&other.edges);
    }

    /// Number of edges that are left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// The area that the edges run around in m², each place counted as often as it is covered.
    #[must_use]
    pub fn area_grid_m2(&self) -> f64 {
        let twice: i128 = self
            .edges
            .iter()
            .map(|(a, b, n)| {
                let cross =
                    i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1]);
                cross * i128::from(*n)
            })
            .sum();
        twice as f64 / 2.0 / (PER_METRE * PER_METRE)
    }

    /// The edges as closed lines; around every place they run as often as it is covered.
    fn rings(&self) -> Vec<geo::LineString<f64>> {
        // Each edge as often as it counts, in its direction, grouped by where it starts.
        let mut out: Vec<(Count, Count)> = Vec::with_capacity(self.edges.len());
        for (a, b, n) in &self.edges {
            let edge = if *n > 0 { (*a, *b) } else { (*b, *a) };
            out.extend(std::iter::repeat_n(edge, n.unsigned_abs() as usize));
        }
        out.sort_unstable();
        let mut used = vec![false; out.len()];
        let mut next_of: rustc_hash::FxHashMap<Count, usize> = rustc_hash::FxHashMap::default();
        for (i, (from, _)) in out.iter().enumerate() {
            next_of.entry(*from).or_insert(i);
        }
        let mut rings = Vec::new();
        for start in 0..out.len() {
            if used[start] {
                continue;
            }
            let mut line: Vec<Count> = vec![out[start].0];
            let mut at = start;
            loop {
                used[at] = true;
                let end = out[at].1;
                line.push(end);
                if end == line[0] {
                    break;
                }
                // Ends and starts balance everywhere, so that there is always a way on.
                let Some(slot) = next_of.get_mut(&end) else {
                    break;
                };
                while *slot < out.len() && used[*slot] && out[*slot].0 == end {
                    *slot += 1;
                }
                if *slot >= out.len() || out[*slot].0 != end {
                    break;
                }
                at = *slot;
            }
            rings
                .push(line.iter().map(|c| geo::Coord { x: c[0] as f64, y: c[1] as f64 }).collect());
        }
        rings
    }

    fn polygons(&self) -> geo::MultiPolygon<f64> {
        geo::MultiPolygon(self.rings().into_iter().map(|r| geo::Polygon::new(r, vec![])).collect())
    }

    fn in_metres(&self, counts: &geo::MultiPolygon<f64>) -> geo::MultiPolygon<f64> {
        use geo::MapCoords;
        counts.map_coords(|c| geo::Coord {
            x: self.origin.x + c.x / PER_METRE,
            y: self.origin.y + c.y / PER_METRE,
        })
    }

    /// Every place that is covered, in map metres.
    #[must_use]
    pub fn covered(&self) -> geo::MultiPolygon<f64> {
        let nothing = geo::MultiPolygon(vec![]);
        self.in_metres(&self.polygons().boolean_op_with_fill_rule(
            &nothing,
            OpType::Union,
            FillRule::Positive,
        ))
    }

    /// What this field covers and the other does not, in map metres. Both have one origin.
    #[must_use]
    pub fn without(&self, other: &Self) -> geo::MultiPolygon<f64> {
        if self.edges == other.edges {
            return geo::MultiPolygon(vec![]);
        }
        let (a, b) = (self.polygons(), other.polygons());
        self.in_metres(&a.boolean_op_with_fill_rule(&b, OpType::Difference, FillRule::Positive))
    }

    /// What is covered twice or more, in map metres: a frame that runs the other way takes one
    /// cover off every place.
    #[must_use]
    pub fn covered_twice(&self) -> geo::MultiPolygon<f64> {
        let ends = || self.edges.iter().flat_map(|(a, b, _)| [*a, *b]);
        let (Some(x0), Some(x1)) = (ends().map(|c| c[0]).min(), ends().map(|c| c[0]).max()) else {
            return geo::MultiPolygon(vec![]);
        };
        let (Some(y0), Some(y1)) = (ends().map(|c| c[1]).min(), ends().map(|c| c[1]).max()) else {
            return geo::MultiPolygon(vec![]);
        };
        let (x0, y0, x1, y1) = (x0 as f64 - 1e3, y0 as f64 - 1e3, x1 as f64 + 1e3, y1 as f64 + 1e3);
        let mut all = self.polygons();
        all.0.push(geo::Polygon::new(
            geo::LineString::from(vec![(x0, y0), (x0, y1), (x1, y1), (x1, y0), (x0, y0)]),
            vec![],
        ));
        let nothing = geo::MultiPolygon(vec![]);
        self.in_metres(&all.boolean_op_with_fill_rule(&nothing, OpType::Union, FillRule::Positive))
    }
}
