//! Validity of geometries: what a polygon must not do, with the place where it does.
//!
//! Follows OGC Simple Features (rings must not cross, holes lie in their shell, polygons of one
//! feature must not overlap) and the right-hand rule of RFC 7946. Works on the store's whole
//! numbers, so that every test of sides is exact; what is nearer than [`TOLERANCE`] counts as
//! touching, since coordinates were rounded when they were stored. Nothing is repaired here.

use rstar::{AABB, RTree, RTreeObject};
use rustc_hash::FxHashMap;

use crate::crs::{Crs, MapPoint, geo_from_map};
use crate::feature::{FeatureId, Features, PartKind};
use crate::issue::{Issue, IssueKind, Severity};

/// Quanta within which two things touch rather than cross: each end may be rounded by half a
/// quantum in both directions.
const TOLERANCE: f64 = 2.0;

/// Most pairs of edges and tests of points that one feature is given: about a second.
const BUDGET: u64 = 200_000_000;

/// Up to this many edges all pairs are tried; beyond, a tree finds the candidates.
const FEW: usize = 40;

type Count = [i32; 2];

/// How much is told.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Issues of one kind that are listed one by one; the rest is counted.
    pub listed: usize,
    /// Whether to tell rings that are open or too short as well; readers of GeoJSON do so
    /// themselves and know the byte.
    pub structure: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { listed: 100, structure: false }
    }
}

/// Checks all features. `stop` is asked now and then; what was found by then is returned.
///
/// Bounded in time on any input: a feature that would take longer than about a second is told as
/// checked in part.
#[must_use]
pub fn issues(features: &Features, map_crs: &Crs, limits: &Limits, stop: &dyn Fn() -> bool) -> Vec<Issue> {
    let mut check = Check { features, map_crs, limits, out: Vec::new(), counts: FxHashMap::default() };
    for feature in 0..features.len() as FeatureId {
        if feature % 64 == 0 && stop() {
            break;
        }
        check.feature(feature);
    }
    check.finish()
}

/// A ring without repeated vertices and without its closing one.
struct Ring {
    polygon: usize,
    hole: bool,
    points: Vec<Count>,
    min: Count,
    max: Count,
}

#[derive(Clone, Copy)]
struct Edge {
    a: Count,
    b: Count,
    ring: u32,
    number: u32,
}

impl RTreeObject for Edge {
    type Envelope = AABB<Count>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.a, self.b)
    }
}

enum Meeting {
    Nothing,
    Touch(Count),
    Cross([f64; 2]),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Inside,
    Outside,
    Edge,
}

struct Check<'a> {
    features: &'a Features,
    map_crs: &'a Crs,
    limits: &'a Limits,
    out: Vec<Issue>,
    counts: FxHashMap<&'static str, usize>,
}

impl Check<'_> {
    fn tell(&mut self, feature: FeatureId, severity: Severity, kind: IssueKind, at: [f64; 2]) {
        let count = self.counts.entry(kind.key()).or_default();
        *count += 1;
        if *count > self.limits.listed {
            return;
        }
        let store = self.features.geometries();
        let (o, q) = (store.origin(), store.quantum_m());
        let mut issue = Issue::new(severity, kind).of_feature(self.features.file_index(feature));
        issue.at = geo_from_map(MapPoint::new(o.x + at[0] * q, o.y + at[1] * q), self.map_crs).ok();
        self.out.push(issue);
    }

    fn finish(mut self) -> Vec<Issue> {
        let mut over: Vec<_> = self.counts.iter().filter(|(_, n)| **n > self.limits.listed).collect();
        over.sort_unstable();
        for (key, count) in over {
            let Some(sample) = self.out.iter().rev().find(|i| i.kind.key() == *key) else {
                continue;
            };
            let more = (count - self.limits.listed).to_string();
            let mut kind = IssueKind::new("more-like").with("count", more).with("like", *key);
            for (name, value) in sample.kind.args().iter().filter(|(name, _)| *name != "count") {
                kind = kind.with(name, value.clone());
            }
            let severity = sample.severity;
            self.out.push(Issue::new(severity, kind));
        }
        self.out
    }

    fn feature(&mut self, feature: FeatureId) {
        let mut rings: Vec<Ring> = Vec::new();
        let (mut polygons, mut repeated) = (0usize, None);
        for part in self.features.geometries().parts(feature) {
            let counts = part.counts();
            let Some(first) = counts.first().copied() else {
                continue;
            };
            repeated = repeated.or_else(|| counts.windows(2).find(|w| w[0] == w[1]).map(|w| w[0]));
            match part.kind {
                PartKind::Points => {}
                PartKind::Line => {
                    if counts.iter().all(|c| *c == first) && counts.len() > 1 {
                        self.tell(feature, Severity::Warning, IssueKind::new("line-zero"), real(first));
                    }
                }
                PartKind::Exterior | PartKind::Hole => {
                    let hole = part.kind == PartKind::Hole;
                    polygons += usize::from(!hole);
                    if self.limits.structure {
                        self.structure(feature, counts);
                    }
                    let mut points: Vec<Count> = counts.to_vec();
                    points.dedup();
                    if points.len() > 1 && points.first() == points.last() {
                        points.pop();
                    }
                    if points.len() < 3 {
                        if counts.len() >= 4 {
                            self.tell(feature, Severity::Error, IssueKind::new("ring-degenerate"), real(first));
                        }
                        continue;
                    }
                    rings.push(ring(polygons.saturating_sub(1), hole, points));
                }
            }
        }
        if let Some(at) = repeated {
            self.tell(feature, Severity::Note, IssueKind::new("duplicate-vertices"), real(at));
        }
        if !rings.is_empty() {
            self.polygons(feature, &rings);
        }
    }

    fn structure(&mut self, feature: FeatureId, counts: &[Count]) {
        let at = real(counts[0]);
        let unclosed = counts.first() != counts.last();
        if counts.len() + usize::from(unclosed) < 4 {
            self.tell(feature, Severity::Error, IssueKind::new("ring-short"), at);
        }
        if unclosed {
            self.tell(feature, Severity::Error, IssueKind::new("ring-unclosed"), at);
        }
    }

    fn polygons(&mut self, feature: FeatureId, rings: &[Ring]) {
        for ring in rings {
            let n = ring.points.len();
            let spike = (0..n).find(|i| {
                let (a, b, c) = (ring.points[*i], ring.points[(i + 1) % n], ring.points[(i + 2) % n]);
                orient(a, b, c) == 0 && dot(b, a, c) > 0
            });
            if let Some(i) = spike {
                self.tell(feature, Severity::Note, IssueKind::new("ring-spike"), real(ring.points[(i + 1) % n]));
            }
            let area = doubled_area(&ring.points);
            if area == 0 {
                self.tell(feature, Severity::Error, IssueKind::new("ring-degenerate"), real(ring.points[0]));
            } else if (area > 0) == ring.hole {
                self.tell(feature, Severity::Note, IssueKind::new("ring-direction"), real(ring.points[0]));
            }
        }
        let mut budget = BUDGET;
        let found = meetings(rings, &mut budget);
        let mut crossing: Vec<(u32, u32)> = Vec::new();
        let mut touched: Vec<u32> = Vec::new();
        for (r, s, meeting) in found {
            let (first, second) = (&rings[r as usize], &rings[s as usize]);
            match meeting {
                Meeting::Cross(at) if !crossing.contains(&(r, s)) => {
                    crossing.push((r, s));
                    let key = if r == s {
                        "ring-crosses-itself"
                    } else if first.polygon == second.polygon {
                        "hole-crosses"
                    } else {
                        "polygons-overlap"
                    };
                    self.tell(feature, Severity::Error, IssueKind::new(key), at);
                }
                Meeting::Touch(at) if r == s && !touched.contains(&r) => {
                    touched.push(r);
                    self.tell(feature, Severity::Warning, IssueKind::new("ring-touches-itself"), real(at));
                }
                _ => {}
            }
        }
        self.containment(feature, rings, &crossing, &mut budget);
        if budget == 0 {
            let at = real(rings[0].points[0]);
            self.tell(feature, Severity::Note, IssueKind::new("validation-partial"), at);
        }
    }

    /// Rings that do not cross lie beside or inside each other: which of it is allowed.
    fn containment(&mut self, feature: FeatureId, rings: &[Ring], crossing: &[(u32, u32)], budget: &mut u64) {
        let crosses = |r: usize, s: usize| {
            let (r, s) = (r.min(s) as u32, r.max(s) as u32);
            crossing.contains(&(r, s))
        };
        let mut shell = 0;
        for (i, ring) in rings.iter().enumerate() {
            if !ring.hole {
                shell = i;
                continue;
            }
            if crosses(i, shell) || rings[shell].hole || rings[shell].polygon != ring.polygon {
                continue;
            }
            if let Some((at, Side::Outside)) = first_side(&ring.points, &rings[shell], budget) {
                self.tell(feature, Severity::Error, IssueKind::new("hole-outside"), real(at));
            }
            for (j, other) in rings.iter().enumerate().skip(i + 1) {
                if *budget == 0 || !other.hole || other.polygon != ring.polygon {
                    break;
                }
                *budget = budget.saturating_sub(1);
                if !boxes_meet(ring, other) || crosses(i, j) {
                    continue;
                }
                let inner = [(ring, other), (other, ring)]
                    .into_iter()
                    .find_map(|(a, b)| first_side(&a.points, b, budget).filter(|(_, side)| *side == Side::Inside));
                if let Some((at, _)) = inner.or_else(|| same_area(ring, other)) {
                    self.tell(feature, Severity::Error, IssueKind::new("holes-overlap"), real(at));
                }
            }
        }
        let shells: Vec<usize> = (0..rings.len()).filter(|i| !rings[*i].hole).collect();
        for (n, i) in shells.iter().enumerate() {
            for j in &shells[n + 1..] {
                *budget = budget.saturating_sub(1);
                if *budget == 0 {
                    return;
                }
                if !boxes_meet(&rings[*i], &rings[*j]) || crosses(*i, *j) {
                    continue;
                }
                let inner = [(*i, *j), (*j, *i)].into_iter().find_map(|(a, b)| {
                    let (at, side) = first_side(&rings[a].points, &rings[b], budget)?;
                    // An island in a hole of the other is as it should be.
                    let in_hole = rings.iter().any(|h| {
                        h.hole
                            && h.polygon == rings[b].polygon
                            && first_side(&rings[a].points, h, budget).is_none_or(|(_, s)| s == Side::Inside)
                    });
                    (side == Side::Inside && !in_hole).then_some((at, side))
                });
                if let Some((at, _)) = inner.or_else(|| same_area(&rings[*i], &rings[*j])) {
                    self.tell(feature, Severity::Error, IssueKind::new("polygons-overlap"), real(at));
                }
            }
        }
    }
}

fn ring(polygon: usize, hole: bool, points: Vec<Count>) -> Ring {
    let fold =
        |f: fn(i32, i32) -> i32, start| points.iter().fold([start; 2], |m: Count, p| [f(m[0], p[0]), f(m[1], p[1])]);
    let (min, max) = (fold(i32::min, i32::MAX), fold(i32::max, i32::MIN));
    Ring { polygon, hole, points, min, max }
}

fn boxes_meet(a: &Ring, b: &Ring) -> bool {
    (0..2).all(|i| a.min[i] <= b.max[i] && b.min[i] <= a.max[i])
}

/// Two rings with the same vertices cover the same area.
fn same_area(a: &Ring, b: &Ring) -> Option<(Count, Side)> {
    if a.min != b.min || a.max != b.max || a.points.len() != b.points.len() {
        return None;
    }
    let sorted = |r: &Ring| {
        let mut points = r.points.clone();
        points.sort_unstable();
        points
    };
    (sorted(a) == sorted(b)).then(|| (a.points[0], Side::Inside))
}

/// The pairs of rings of which two edges meet otherwise than as neighbours.
fn meetings(rings: &[Ring], budget: &mut u64) -> Vec<(u32, u32, Meeting)> {
    let mut edges: Vec<Edge> = Vec::new();
    for (r, ring) in rings.iter().enumerate() {
        let n = ring.points.len();
        edges.extend((0..n).map(|i| Edge {
            a: ring.points[i],
            b: ring.points[(i + 1) % n],
            ring: r as u32,
            number: i as u32,
        }));
    }
    let mut out = Vec::new();
    let mut pair = |s: &Edge, t: &Edge| {
        if s.ring == t.ring {
            let (near, n) = (s.number.abs_diff(t.number), rings[s.ring as usize].points.len() as u32);
            if near == 1 || near == n - 1 {
                return;
            }
        }
        match meet(s, t) {
            Meeting::Nothing => {}
            found => out.push((s.ring.min(t.ring), s.ring.max(t.ring), found)),
        }
    };
    if edges.len() <= FEW {
        for (i, s) in edges.iter().enumerate() {
            edges[i + 1..].iter().for_each(|t| pair(s, t));
        }
        return out;
    }
    let tree = RTree::bulk_load(edges.clone());
    for s in &edges {
        for t in tree.locate_in_envelope_intersecting(s.envelope()) {
            *budget = budget.saturating_sub(1);
            if *budget == 0 {
                return out;
            }
            // Each pair once.
            if (s.ring, s.number) < (t.ring, t.number) {
                pair(s, t);
            }
        }
    }
    out
}

fn meet(s: &Edge, t: &Edge) -> Meeting {
    let apart = |i: usize| s.a[i].max(s.b[i]) < t.a[i].min(t.b[i]) || t.a[i].max(t.b[i]) < s.a[i].min(s.b[i]);
    if apart(0) || apart(1) {
        return Meeting::Nothing;
    }
    let (o1, o2) = (orient(s.a, s.b, t.a), orient(s.a, s.b, t.b));
    let (o3, o4) = (orient(t.a, t.b, s.a), orient(t.a, t.b, s.b));
    if o1.signum() * o2.signum() < 0 && o3.signum() * o4.signum() < 0 {
        // How far each end stands off the other edge.
        let off = |o: i64, e: &Edge| o.unsigned_abs() as f64 / length(e);
        let least = off(o1, s).min(off(o2, s)).min(off(o3, t)).min(off(o4, t));
        if least <= TOLERANCE {
            return Meeting::Nothing;
        }
        let share = o1 as f64 / (o1 as f64 - o2 as f64);
        let along = |i: usize| f64::from(t.a[i]) + share * (f64::from(t.b[i]) - f64::from(t.a[i]));
        return Meeting::Cross([along(0), along(1)]);
    }
    for (o, p, e) in [(o1, t.a, s), (o2, t.b, s), (o3, s.a, t), (o4, s.b, t)] {
        let within = |i: usize| e.a[i].min(e.b[i]) <= p[i] && p[i] <= e.a[i].max(e.b[i]);
        if o == 0 && within(0) && within(1) {
            return Meeting::Touch(p);
        }
    }
    Meeting::Nothing
}

/// The side of the first point that is clearly inside or outside a ring; none if all lie on its
/// edge or the budget is used up.
fn first_side(points: &[Count], ring: &Ring, budget: &mut u64) -> Option<(Count, Side)> {
    for p in points {
        *budget = budget.saturating_sub(ring.points.len() as u64);
        if *budget == 0 {
            return None;
        }
        let side = side_of(*p, ring);
        if side != Side::Edge {
            return Some((*p, side));
        }
    }
    None
}

fn side_of(p: Count, ring: &Ring) -> Side {
    if (0..2).any(|i| p[i] < ring.min[i] || p[i] > ring.max[i]) {
        let beyond = (0..2)
            .map(|i| f64::from(ring.min[i].saturating_sub(p[i]).max(p[i].saturating_sub(ring.max[i]))))
            .fold(0.0, f64::max);
        return if beyond > TOLERANCE { Side::Outside } else { Side::Edge };
    }
    let n = ring.points.len();
    let mut inside = false;
    for i in 0..n {
        let (a, b) = (ring.points[i], ring.points[(i + 1) % n]);
        if near(p, a, b) {
            return Side::Edge;
        }
        if (a[1] > p[1]) != (b[1] > p[1]) {
            let o = orient(a, b, p);
            if (o > 0) == (b[1] > a[1]) && o != 0 {
                inside = !inside;
            }
        }
    }
    if inside { Side::Inside } else { Side::Outside }
}

/// Whether a point lies within the tolerance of an edge.
fn near(p: Count, a: Count, b: Count) -> bool {
    let reach = TOLERANCE as i32 + 1;
    let within = |i: usize| a[i].min(b[i]) - reach <= p[i] && p[i] <= a[i].max(b[i]) + reach;
    within(0) && within(1) && {
        let edge = Edge { a, b, ring: 0, number: 0 };
        orient(a, b, p).unsigned_abs() as f64 / length(&edge).max(1.0) <= TOLERANCE
    }
}

fn length(e: &Edge) -> f64 {
    (f64::from(e.b[0]) - f64::from(e.a[0])).hypot(f64::from(e.b[1]) - f64::from(e.a[1]))
}

/// Twice the area of the triangle, positive if it turns left. Exact: counts stay within ±10⁹, so
/// that each product stays below 4·10¹⁸ and their difference below 2⁶³.
fn orient(a: Count, b: Count, c: Count) -> i64 {
    let d = |p: i32, q: i32| i64::from(p) - i64::from(q);
    d(b[0], a[0]) * d(c[1], a[1]) - d(b[1], a[1]) * d(c[0], a[0])
}

/// Positive if `a` and `c` lie on the same side of `b`.
fn dot(b: Count, a: Count, c: Count) -> i64 {
    let d = |p: i32, q: i32| i64::from(p) - i64::from(q);
    d(a[0], b[0]) * d(c[0], b[0]) + d(a[1], b[1]) * d(c[1], b[1])
}

/// Twice the signed area, positive if counter-clockwise.
fn doubled_area(points: &[Count]) -> i128 {
    let o = points[0];
    points.windows(2).map(|w| i128::from(orient(o, w[0], w[1]))).sum()
}

fn real(c: Count) -> [f64; 2] {
    c.map(f64::from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::feature::{GeometriesBuilder, TableBuilder};
    use geo::Validation;
    use proptest::prelude::*;

    const ORIGIN: MapPoint = MapPoint::new(500_000.0, 2_350_000.0);

    fn features(geometries: &[geo::Geometry<f64>]) -> Features {
        let mut g = GeometriesBuilder::new(ORIGIN, 0.001);
        let mut t = TableBuilder::default();
        for geometry in geometries {
            g.begin();
            g.geometry(geometry);
            t.begin_row();
        }
        Features::new(g.finish(), t.finish(), (0..geometries.len() as u32).collect())
    }

    fn line(points: &[(f64, f64)]) -> geo::LineString<f64> {
        points.iter().map(|(x, y)| geo::Coord { x: ORIGIN.x + x, y: ORIGIN.y + y }).collect()
    }

    fn check(geometry: geo::Geometry<f64>) -> Vec<&'static str> {
        let found = issues(&features(&[geometry]), &Crs::vn2000_son_la(), &Limits::default(), &|| false);
        assert!(found.iter().all(|i| i.at.is_some()));
        found.iter().map(|i| i.kind.key()).collect()
    }

    fn square(x: f64, y: f64, size: f64) -> geo::LineString<f64> {
        line(&[(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)])
    }

    fn reversed(mut ring: geo::LineString<f64>) -> geo::LineString<f64> {
        ring.0.reverse();
        ring
    }

    fn polygon(shell: geo::LineString<f64>, holes: Vec<geo::LineString<f64>>) -> geo::Polygon<f64> {
        geo::Polygon::new(shell, holes)
    }

    #[test]
    fn each_fault_has_its_name() {
        let hole = |x, y, size| reversed(square(x, y, size));
        for (shell, holes, want) in [
            (square(0.0, 0.0, 10.0), vec![], &[][..]),
            (square(0.0, 0.0, 10.0), vec![hole(2.0, 2.0, 3.0), hole(6.0, 6.0, 3.0)], &[]),
            // A hole that touches the shell, and its neighbour, in a point.
            (square(0.0, 0.0, 10.0), vec![hole(0.0, 0.0, 3.0), hole(3.0, 3.0, 3.0)], &[]),
            (reversed(square(0.0, 0.0, 10.0)), vec![], &["ring-direction"]),
            (square(0.0, 0.0, 10.0), vec![square(2.0, 2.0, 3.0)], &["ring-direction"]),
            (square(0.0, 0.0, 10.0), vec![hole(8.0, 8.0, 5.0)], &["hole-crosses"]),
            (square(0.0, 0.0, 10.0), vec![hole(20.0, 20.0, 5.0)], &["hole-outside"]),
            (square(0.0, 0.0, 10.0), vec![hole(1.0, 1.0, 6.0), hole(2.0, 2.0, 2.0)], &["holes-overlap"]),
            (square(0.0, 0.0, 10.0), vec![hole(1.0, 1.0, 6.0), hole(1.0, 1.0, 6.0)], &["holes-overlap"]),
            (
                line(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 9.0), (0.0, 0.0)]),
                vec![],
                &["ring-direction", "ring-crosses-itself"],
            ),
            (line(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (9.0, 9.0), (0.0, 0.0)]), vec![], &["duplicate-vertices"]),
            (
                line(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (9.0, 15.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]),
                vec![],
                &["ring-spike", "ring-touches-itself"],
            ),
            (
                line(&[(0.0, 0.0), (5.0, 5.0), (0.0, 0.0), (5.0, 5.0), (0.0, 0.0)]),
                vec![],
                &["ring-spike", "ring-degenerate"],
            ),
            (
                line(&[(0.0, 0.0), (9.0, 0.0), (4.0, 4.0), (9.0, 9.0), (0.0, 9.0), (4.0, 4.0), (0.0, 0.0)]),
                vec![],
                &["ring-touches-itself"],
            ),
        ] {
            let found = check(polygon(shell.clone(), holes.clone()).into());
            for key in want {
                assert!(found.contains(key), "{key} missing in {found:?} of {shell:?} {holes:?}");
            }
            assert_eq!(found.is_empty(), want.is_empty(), "{found:?} of {shell:?} {holes:?}");
        }
        assert_eq!(check(line(&[(1.0, 1.0), (1.0, 1.0)]).into()), ["line-zero", "duplicate-vertices"]);
    }

    #[test]
    fn the_crossing_is_placed_where_it_is() {
        let bow = polygon(line(&[(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0), (0.0, 0.0)]), vec![]);
        let found = issues(&features(&[bow.into()]), &Crs::vn2000_son_la(), &Limits::default(), &|| false);
        let at = found.iter().find(|i| i.kind.key() == "ring-crosses-itself").unwrap().at.unwrap();
        let p = crate::crs::map_from_geo(at, &Crs::vn2000_son_la()).unwrap();
        assert!(p.distance(MapPoint::new(ORIGIN.x + 50.0, ORIGIN.y + 50.0)) < 0.002, "{p:?}");
    }

    #[test]
    fn polygons_of_one_feature_must_not_overlap() {
        let one = |x, y, size| polygon(square(x, y, size), vec![]);
        let multi = |a: &geo::Polygon<f64>, b: geo::Polygon<f64>| check(geo::MultiPolygon(vec![a.clone(), b]).into());
        let big = one(0.0, 0.0, 10.0);
        assert!(multi(&big, one(20.0, 0.0, 5.0)).is_empty());
        assert!(multi(&big, one(10.0, 0.0, 5.0)).is_empty(), "a common edge is no overlap");
        assert_eq!(multi(&big, one(8.0, 2.0, 5.0)), ["polygons-overlap"]);
        assert_eq!(multi(&big, one(2.0, 2.0, 5.0)), ["polygons-overlap"]);
        assert_eq!(multi(&big, big.clone()), ["polygons-overlap"]);
        let frame = polygon(square(0.0, 0.0, 10.0), vec![reversed(square(2.0, 2.0, 6.0))]);
        assert!(multi(&frame, one(3.0, 3.0, 2.0)).is_empty(), "an island in a hole");
    }

    #[test]
    fn rounding_makes_no_faults() {
        // A hole with a vertex on a slanting edge of the shell, which rounding moves off it.
        let shell = line(&[(0.0, 0.0), (100.0, 33.333), (50.0, 90.0), (0.0, 0.0)]);
        for i in 5..200 {
            let x = f64::from(i) * 0.4137;
            let y = x * 0.333_33;
            let hole = line(&[(x, y), (x + 0.5, y + 2.0), (x + 1.5, y + 2.0), (x, y)]);
            let found = check(polygon(shell.clone(), vec![hole]).into());
            assert!(!found.iter().any(|k| *k == "hole-crosses" || *k == "hole-outside"), "{found:?} at {x}");
        }
    }

    #[test]
    fn many_issues_are_listed_up_to_the_limit_and_counted() {
        let bow: geo::Geometry<f64> =
            polygon(line(&[(0.0, 0.0), (9.0, 9.0), (9.0, 0.0), (0.0, 8.0), (0.0, 0.0)]), vec![]).into();
        let limits = Limits { listed: 10, structure: false };
        let found = issues(&features(&vec![bow; 25]), &Crs::vn2000_son_la(), &limits, &|| false);
        let crossing = found.iter().filter(|i| i.kind.key() == "ring-crosses-itself").count();
        assert_eq!(crossing, 10);
        let more = found.iter().find(|i| i.kind.args().contains(&("like", "ring-crosses-itself".to_owned()))).unwrap();
        assert!(more.kind.args().contains(&("count", "15".to_owned())), "{more:?}");
    }

    #[test]
    fn a_monster_takes_bounded_time() {
        // A zigzag over itself: nearly all pairs of 6,000 edges cross.
        let points: Vec<(f64, f64)> =
            (0..6_000).map(|i| (f64::from(i % 2) * 1000.0 + f64::from(i) * 0.01, f64::from((i * 37) % 997))).collect();
        let mut ring = points.clone();
        ring.push(points[0]);
        let start = std::time::Instant::now();
        let found = check(polygon(line(&ring), vec![]).into());
        assert!(found.contains(&"ring-crosses-itself"));
        assert!(start.elapsed().as_secs() < 20);
    }

    proptest! {
        /// `geo`'s own validation is the independent judge of simple rings.
        #[test]
        fn crossings_agree_with_geo(raw in prop::collection::vec((0i32..40, 0i32..40), 4..60)) {
            let mut points: Vec<(f64, f64)> = raw.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
            points.dedup();
            prop_assume!(points.len() >= 4 && points.first() != points.last());
            points.push(points[0]);
            let p = polygon(line(&points), vec![]);
            let faults = check(p.clone().into());
            let ours = faults.iter().any(|k| matches!(*k, "ring-crosses-itself" | "ring-touches-itself" | "ring-spike" | "ring-degenerate"));
            // geo lets some spikes and touching ends pass, so that it may only find fewer.
            if !p.is_valid() {
                prop_assert!(ours, "{points:?} {faults:?}");
            }
            if !ours {
                prop_assert!(p.is_valid(), "{points:?}");
            }
        }
    }
}
