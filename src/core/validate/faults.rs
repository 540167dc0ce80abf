//! What is wrong with one geometry, in the plane of its coordinates.
//!
//! Owns the faults of rings and of how they lie to each other. Where rings merely touch, whether
//! they overlap is asked of [`crate::ground`], as everything else that has an area is.

use geo::{Area, BooleanOps, MapCoords};
use rustc_hash::{FxHashMap, FxHashSet};

use super::WrittenPart;
use super::meetings::{Meeting, length, meetings};
use crate::audit::{place_in, width_m};
use crate::feature::PartKind;
use crate::ground::plane::{Position, between, folds_back};
use crate::issue::Severity;

/// Most pairs of edges and tests of points that one geometry is given: about a second.
const BUDGET: u64 = 200_000_000;

/// What an overlay of two rings costs a vertex, in pairs of edges.
const OVERLAY_COST: u64 = 100;

/// One fault, with its place in the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fault {
    pub(super) severity: Severity,
    pub(super) key: &'static str,
    pub(super) at: [f64; 2],
}

/// A ring without repeated vertices and without its closing one.
pub(super) struct Ring<P> {
    polygon: usize,
    is_hole: bool,
    pub(super) points: Vec<P>,
    min: [f64; 2],
    max: [f64; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Inside,
    Outside,
    Edge,
}

/// The faults of a geometry. What is nearer than `tolerance` units of the plane touches rather than
/// crosses; `structure` tells rings that are open or too short as well.
pub(super) fn of_geometry<P: Position>(
    parts: &[WrittenPart<'_, P>],
    tolerance: f64,
    structure: bool,
) -> Vec<Fault> {
    let mut found = Faults { tolerance, out: Vec::new(), budget: BUDGET };
    let rings = found.parts(parts, structure);
    if !rings.is_empty() {
        found.rings(&rings);
        found.relations(&rings);
        if found.budget == 0 {
            found.tell(Severity::Note, "validation-partial", rings[0].points[0].real());
        }
    }
    found.out
}

struct Faults {
    tolerance: f64,
    out: Vec<Fault>,
    budget: u64,
}

impl Faults {
    fn tell(&mut self, severity: Severity, key: &'static str, at: [f64; 2]) {
        self.out.push(Fault { severity, key, at });
    }

    /// What runs of coordinates show one by one, and the rings among them.
    fn parts<P: Position>(
        &mut self,
        parts: &[WrittenPart<'_, P>],
        structure: bool,
    ) -> Vec<Ring<P>> {
        let mut rings: Vec<Ring<P>> = Vec::new();
        let mut polygons = 0usize;
        let mut repeated = None;
        for part in parts {
            let Some(first) = part.vertices.first().copied() else {
                continue;
            };
            let in_a_row = part.vertices.windows(2).find(|pair| pair[0] == pair[1]);
            if part.kind != PartKind::Points {
                repeated = repeated.or(in_a_row.map(|pair| pair[0]));
            }
            match part.kind {
                PartKind::Points => {}
                PartKind::Line => {
                    if part.vertices.len() > 1 && part.vertices.iter().all(|v| *v == first) {
                        self.tell(Severity::Warning, "line-zero", first.real());
                    }
                }
                PartKind::Exterior | PartKind::Hole => {
                    polygons += usize::from(part.kind == PartKind::Exterior);
                    if structure {
                        self.structure(part.vertices);
                    }
                    let mut points: Vec<P> = part.vertices.to_vec();
                    points.dedup();
                    if points.len() > 1 && points.first() == points.last() {
                        points.pop();
                    }
                    if points.len() >= 3 {
                        rings.push(ring(
                            polygons.saturating_sub(1),
                            part.kind == PartKind::Hole,
                            points,
                        ));
                    } else if part.vertices.len() >= 4 {
                        self.tell(Severity::Error, "ring-degenerate", first.real());
                    }
                }
            }
        }
        if let Some(at) = repeated {
            self.tell(Severity::Note, "duplicate-vertices", at.real());
        }
        rings
    }

    fn structure<P: Position>(&mut self, vertices: &[P]) {
        let at = vertices[0].real();
        let unclosed = vertices.first() != vertices.last();
        if vertices.len() + usize::from(unclosed) < 4 {
            self.tell(Severity::Error, "ring-short", at);
        }
        if unclosed {
            self.tell(Severity::Error, "ring-unclosed", at);
        }
    }

    /// What each ring does by itself, but for meeting itself.
    fn rings<P: Position>(&mut self, rings: &[Ring<P>]) {
        for ring in rings {
            let n = ring.points.len();
            let corner =
                |i: usize| (ring.points[i], ring.points[(i + 1) % n], ring.points[(i + 2) % n]);
            let spike = (0..n)
                .map(corner)
                .find(|(a, b, c)| P::turn(*a, *b, *c) == 0.0 && folds_back(*a, *b, *c));
            if let Some((_, tip, _)) = spike {
                self.tell(Severity::Note, "ring-spike", tip.real());
            }
            let area = P::doubled_area(&ring.points);
            if area == 0.0 {
                // The lobes of a figure of eight may cancel out, and yet enclose ground.
                let encloses =
                    self.local(&[ring]).is_some_and(|(local, _)| local[0].unsigned_area() > 0.0);
                if !encloses {
                    self.tell(Severity::Error, "ring-degenerate", ring.points[0].real());
                }
            } else if (area > 0.0) == ring.is_hole {
                self.tell(Severity::Note, "ring-direction", ring.points[0].real());
            }
        }
    }

    /// How rings lie to each other and to themselves.
    fn relations<P: Position>(&mut self, rings: &[Ring<P>]) {
        let tolerance = self.tolerance;
        let met = meetings(rings, tolerance, &mut self.budget);
        let mut relations = Relations::default();
        for found in &met {
            let (r, s) = found.rings;
            match found.meeting {
                Meeting::Cross(at) if relations.crossing.insert((r, s)) => {
                    let key = if r == s {
                        "ring-crosses-itself"
                    } else if rings[r].polygon == rings[s].polygon {
                        "hole-crosses"
                    } else {
                        "polygons-overlap"
                    };
                    self.tell(Severity::Error, key, at);
                }
                Meeting::Touch(at) | Meeting::Along(at)
                    if r == s && relations.self_touching.insert(r) =>
                {
                    self.tell(Severity::Warning, "ring-touches-itself", at.real());
                }
                Meeting::Touch(at) | Meeting::Along(at) if r != s => {
                    let (first, second) = (rings[r].polygon, rings[s].polygon);
                    relations.touching.insert((r, s));
                    relations.touching_polygons.insert((first.min(second), first.max(second)));
                    relations.touches.push((r, s, at.real()));
                    if matches!(found.meeting, Meeting::Along(_))
                        && rings[r].polygon == rings[s].polygon
                    {
                        relations.along.push((r, s, at.real()));
                    }
                }
                _ => {}
            }
        }
        self.holes(rings, &mut relations);
        self.shells(rings, &relations);
        self.insides(rings, &relations);
    }

    /// Holes lie in their shell and beside each other.
    fn holes<P: Position>(&mut self, rings: &[Ring<P>], relations: &mut Relations) {
        let mut shell = 0;
        for (i, ring) in rings.iter().enumerate() {
            if !ring.is_hole {
                shell = i;
                continue;
            }
            if rings[shell].is_hole || rings[shell].polygon != ring.polygon {
                continue;
            }
            if !relations.cross(i, shell)
                && let Some((key, at)) =
                    self.hole_in_shell(ring, &rings[shell], relations.touch(i, shell))
            {
                relations.overlapping.insert((shell, i));
                self.tell(Severity::Error, key, at);
            }
            for (j, other) in rings.iter().enumerate().skip(i + 1) {
                if self.budget == 0 || !other.is_hole || other.polygon != ring.polygon {
                    break;
                }
                self.budget = self.budget.saturating_sub(1);
                if !boxes_meet(ring, other) || relations.cross(i, j) {
                    continue;
                }
                if let Some(at) = self.overlap(ring, other, relations.touch(i, j)) {
                    relations.overlapping.insert((i, j));
                    self.tell(Severity::Error, "holes-overlap", at);
                }
            }
        }
    }

    fn hole_in_shell<P: Position>(
        &mut self,
        hole: &Ring<P>,
        shell: &Ring<P>,
        touches: bool,
    ) -> Option<(&'static str, [f64; 2])> {
        if same_vertices(hole, shell) {
            return Some(("hole-fills", hole.points[0].real()));
        }
        if !touches {
            let (at, side) = self.first_side(&hole.points, shell)?;
            return (side == Side::Outside).then(|| ("hole-outside", at.real()));
        }
        let (local, middle) = self.local(&[hole, shell])?;
        let outside = local[0].difference(&local[1]);
        if let Some(at) = self.wide_place(&outside) {
            let shared = self.wide_place(&local[0].intersection(&local[1]));
            let key = if shared.is_some() { "hole-crosses" } else { "hole-outside" };
            return Some((key, [at[0] + middle[0], at[1] + middle[1]]));
        }
        let left = self.wide_place(&local[1].difference(&local[0]));
        left.is_none().then(|| ("hole-fills", hole.points[0].real()))
    }

    /// A place where two rings that do not cross cover the same ground.
    fn overlap<P: Position>(&mut self, a: &Ring<P>, b: &Ring<P>, touch: bool) -> Option<[f64; 2]> {
        if same_vertices(a, b) {
            return Some(a.points[0].real());
        }
        if !touch {
            let inside = |found: Option<(P, Side)>| found.filter(|(_, side)| *side == Side::Inside);
            let first = inside(self.first_side(&a.points, b));
            return first
                .or_else(|| inside(self.first_side(&b.points, a)))
                .map(|(at, _)| at.real());
        }
        let (local, middle) = self.local(&[a, b])?;
        let at = self.wide_place(&local[0].intersection(&local[1]))?;
        Some([at[0] + middle[0], at[1] + middle[1]])
    }

    /// Polygons of one feature lie beside each other.
    fn shells<P: Position>(&mut self, rings: &[Ring<P>], relations: &Relations) {
        let shells: Vec<usize> = (0..rings.len()).filter(|i| !rings[*i].is_hole).collect();
        for (n, i) in shells.iter().enumerate() {
            for j in &shells[n + 1..] {
                self.budget = self.budget.saturating_sub(1);
                if self.budget == 0 {
                    return;
                }
                let (first, second) = (&rings[*i], &rings[*j]);
                if !boxes_meet(first, second) || relations.cross(*i, *j) {
                    continue;
                }
                if same_vertices(first, second) {
                    self.tell(Severity::Error, "polygons-equal", first.points[0].real());
                    continue;
                }
                let found =
                    if relations.touching_polygons.contains(&(first.polygon, second.polygon)) {
                        self.shared_ground(rings, first.polygon, second.polygon)
                    } else {
                        self.one_in_the_other(rings, *i, *j)
                    };
                if let Some(at) = found {
                    self.tell(Severity::Error, "polygons-overlap", at);
                }
            }
        }
    }

    /// Shells that meet nowhere: whether one lies in the other, though not in a hole of it.
    fn one_in_the_other<P: Position>(
        &mut self,
        rings: &[Ring<P>],
        i: usize,
        j: usize,
    ) -> Option<[f64; 2]> {
        for (inner, outer) in [(i, j), (j, i)] {
            let Some((at, Side::Inside)) = self.first_side(&rings[inner].points, &rings[outer])
            else {
                continue;
            };
            // An island in a hole of the other is as it should be.
            let mut in_hole = false;
            for hole in rings.iter().filter(|h| h.is_hole && h.polygon == rings[outer].polygon) {
                let side = self.first_side(&rings[inner].points, hole);
                in_hole |= side.is_none_or(|(_, side)| side == Side::Inside);
            }
            if !in_hole {
                return Some(at.real());
            }
        }
        None
    }

    /// A place that two polygons whose rings touch both cover.
    fn shared_ground<P: Position>(
        &mut self,
        rings: &[Ring<P>],
        a: usize,
        b: usize,
    ) -> Option<[f64; 2]> {
        let of = |polygon: usize| rings.iter().filter(move |ring| ring.polygon == polygon);
        let both: Vec<&Ring<P>> = of(a).chain(of(b)).collect();
        let (local, middle) = self.local(&both)?;
        let first = of(a).count();
        let ground = |rings: &[geo::MultiPolygon<f64>]| match rings.split_first() {
            Some((shell, holes)) if !holes.is_empty() => {
                shell.difference(&crate::overlay::union(holes))
            }
            Some((shell, _)) => shell.clone(),
            None => geo::MultiPolygon(Vec::new()),
        };
        let at =
            self.wide_place(&ground(&local[..first]).intersection(&ground(&local[first..])))?;
        Some([at[0] + middle[0], at[1] + middle[1]])
    }

    /// Whether the inside of each polygon hangs together: rings that touch in a circle cut it.
    fn insides<P: Position>(&mut self, rings: &[Ring<P>], relations: &Relations) {
        for (r, s, at) in &relations.along {
            if !relations.overlap(*r, *s) {
                // One edge for both is told once.
                self.tell(Severity::Warning, "hole-edge-shared", *at);
                return;
            }
        }
        let mut groups = Groups::default();
        let mut seen: FxHashSet<(usize, [u64; 2])> = FxHashSet::default();
        for (r, s, at) in &relations.touches {
            let one_polygon = rings[*r].polygon == rings[*s].polygon;
            if !one_polygon || relations.overlap(*r, *s) || relations.cross(*r, *s) {
                continue;
            }
            let place = at.map(f64::to_bits);
            for ring in [*r, *s] {
                if seen.insert((ring, place)) && !groups.join(Node::Ring(ring), Node::Place(place))
                {
                    self.tell(Severity::Error, "interior-cut", *at);
                    return;
                }
            }
        }
    }

    /// Rings as their ground, around a middle that keeps whole numbers whole.
    fn local<P: Position>(
        &mut self,
        rings: &[&Ring<P>],
    ) -> Option<(Vec<geo::MultiPolygon<f64>>, [f64; 2])> {
        let vertices: usize = rings.iter().map(|ring| ring.points.len()).sum();
        self.budget = self.budget.saturating_sub(vertices as u64 * OVERLAY_COST);
        if self.budget == 0 {
            return None;
        }
        let middle = rings.first()?.points.first()?.real();
        let local = rings.iter().map(|ring| {
            let line: geo::LineString<f64> =
                ring.points.iter().map(|p| geo::Coord::from(p.real())).collect();
            let shape = geo::MultiPolygon(vec![geo::Polygon::new(line, Vec::new())]);
            crate::ground::ground(
                shape.map_coords(|c| geo::Coord { x: c.x - middle[0], y: c.y - middle[1] }),
            )
        });
        Some((local.collect(), middle))
    }

    /// A place in what is wider than rounding.
    fn wide_place(&self, shape: &geo::MultiPolygon<f64>) -> Option<[f64; 2]> {
        let wide = shape.iter().map(|polygon| geo::MultiPolygon(vec![polygon.clone()]));
        let widest = wide.max_by(|a, b| width_m(a).total_cmp(&width_m(b)))?;
        if width_m(&widest) <= self.tolerance {
            return None;
        }
        place_in(&widest).map(|at| [at.x, at.y])
    }

    /// The side of the first point that is clearly inside or outside a ring; none if all lie on its
    /// edge or the budget is used up.
    fn first_side<P: Position>(&mut self, points: &[P], ring: &Ring<P>) -> Option<(P, Side)> {
        for p in points {
            self.budget = self.budget.saturating_sub(ring.points.len() as u64);
            if self.budget == 0 {
                return None;
            }
            let side = side_of(*p, ring, self.tolerance);
            if side != Side::Edge {
                return Some((*p, side));
            }
        }
        None
    }
}

/// What is known of pairs of rings, the smaller number first.
#[derive(Default)]
struct Relations {
    crossing: FxHashSet<(usize, usize)>,
    self_touching: FxHashSet<usize>,
    touching: FxHashSet<(usize, usize)>,
    /// Numbers of polygons, the smaller first.
    touching_polygons: FxHashSet<(usize, usize)>,
    overlapping: FxHashSet<(usize, usize)>,
    /// Places where two rings touch.
    touches: Vec<(usize, usize, [f64; 2])>,
    /// Places from which on two rings of a polygon run along each other.
    along: Vec<(usize, usize, [f64; 2])>,
}

impl Relations {
    fn cross(&self, r: usize, s: usize) -> bool {
        self.crossing.contains(&(r.min(s), r.max(s)))
    }

    fn overlap(&self, r: usize, s: usize) -> bool {
        self.overlapping.contains(&(r.min(s), r.max(s)))
    }

    fn touch(&self, r: usize, s: usize) -> bool {
        self.touching.contains(&(r.min(s), r.max(s)))
    }
}

/// Rings, and the places where they touch.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Ring(usize),
    Place([u64; 2]),
}

/// Which of them hang together.
#[derive(Default)]
struct Groups {
    parents: FxHashMap<Node, Node>,
}

impl Groups {
    fn root(&self, mut node: Node) -> Node {
        while let Some(parent) = self.parents.get(&node) {
            node = *parent;
        }
        node
    }

    /// Joins two; false if they hung together already.
    fn join(&mut self, a: Node, b: Node) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return false;
        }
        self.parents.insert(a, b);
        true
    }
}

fn ring<P: Position>(polygon: usize, is_hole: bool, points: Vec<P>) -> Ring<P> {
    let (mut min, mut max) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for point in points.iter().map(|p| p.real()) {
        for axis in 0..2 {
            min[axis] = min[axis].min(point[axis]);
            max[axis] = max[axis].max(point[axis]);
        }
    }
    Ring { polygon, is_hole, points, min, max }
}

fn boxes_meet<P>(a: &Ring<P>, b: &Ring<P>) -> bool {
    (0..2).all(|i| a.min[i] <= b.max[i] && b.min[i] <= a.max[i])
}

/// Two rings with the same vertices, wherever they begin and whichever way they run.
fn same_vertices<P: Position>(a: &Ring<P>, b: &Ring<P>) -> bool {
    // Coordinates are compared bit by bit; both zeros are one.
    let bits = |place: [f64; 2]| place.map(|v| (v + 0.0).to_bits());
    if bits(a.min) != bits(b.min) || bits(a.max) != bits(b.max) || a.points.len() != b.points.len()
    {
        return false;
    }
    let sorted = |ring: &Ring<P>| {
        let mut points: Vec<[u64; 2]> = ring.points.iter().map(|p| bits(p.real())).collect();
        points.sort_unstable();
        points
    };
    sorted(a) == sorted(b)
}

fn side_of<P: Position>(p: P, ring: &Ring<P>, tolerance: f64) -> Side {
    let place = p.real();
    let beyond = |i: usize| (ring.min[i] - place[i]).max(place[i] - ring.max[i]);
    let farthest = beyond(0).max(beyond(1));
    if farthest > 0.0 {
        return if farthest > tolerance { Side::Outside } else { Side::Edge };
    }
    let n = ring.points.len();
    let mut inside = false;
    for i in 0..n {
        let (a, b) = (ring.points[i], ring.points[(i + 1) % n]);
        if near(p, a, b, tolerance) {
            return Side::Edge;
        }
        if (a.coordinate(1) > p.coordinate(1)) != (b.coordinate(1) > p.coordinate(1)) {
            let turn = P::turn(a, b, p);
            if turn != 0.0 && (turn > 0.0) == (b.coordinate(1) > a.coordinate(1)) {
                inside = !inside;
            }
        }
    }
    if inside { Side::Inside } else { Side::Outside }
}

/// Whether a point lies within the tolerance of an edge.
fn near<P: Position>(p: P, a: P, b: P, tolerance: f64) -> bool {
    if tolerance <= 0.0 {
        return P::turn(a, b, p) == 0.0 && between(p, a, b);
    }
    let (place, from, to) = (p.real(), a.real(), b.real());
    let reach = tolerance + 1.0;
    let within =
        |i: usize| from[i].min(to[i]) - reach <= place[i] && place[i] <= from[i].max(to[i]) + reach;
    within(0) && within(1) && P::turn(a, b, p).abs() / length(a, b).max(1.0) <= tolerance
}
