//! Whether an outline says by itself what its ground is.
//!
//! Owns the quick exact test that nearly all outlines pass: no ring meets itself or another, every
//! hole lies in its shell alone, no part lies in another. What merely touches fails too, which costs
//! no more than a closer look. Of most lots one walk along the vertices tells it: a
//! million of them take a twentieth of a second. Must not repair.

use std::ops::Range;

use super::plane::{Position, between, folds_back};

/// Up to this many edges all pairs are tried; beyond, they are sorted first.
const FEW: usize = 40;

/// Most pairs that are tried for one outline; what needs more is looked at closely.
const MOST_PAIRS: u64 = 50_000_000;

/// A ring of an outline as it was written: closed or not, vertices may be repeated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WrittenRing<'a, P> {
    /// Whether it is a hole of the nearest outer ring before it.
    pub(crate) is_hole: bool,
    pub(crate) vertices: &'a [P],
}

/// Tests outlines; keeps its memory between them.
#[derive(Debug, Clone)]
pub(crate) struct PlainTest<P: Position> {
    vertices: Vec<P>,
    rings: Vec<Ring>,
    edges: Vec<Edge<P>>,
    boxes: Boxes<P::Number>,
    repeats: bool,
}

/// The boxes of some edges, each side in a run of its own: several are compared at once.
#[derive(Debug, Clone)]
struct Boxes<N> {
    /// By axis: 0 for x, 1 for y.
    low: [Vec<N>; 2],
    high: [Vec<N>; 2],
}

/// A ring among the vertices of the test, without repeated ones.
#[derive(Debug, Clone, Copy)]
struct Ring {
    is_hole: bool,
    from: usize,
    to: usize,
}

#[derive(Debug, Clone, Copy)]
struct Edge<P> {
    a: P,
    b: P,
    /// Number of its ring, its place in it, and how many edges that has.
    ring: usize,
    place: usize,
    count: usize,
}

impl<P: Position> Default for PlainTest<P> {
    fn default() -> Self {
        let (vertices, rings, edges) = (Vec::new(), Vec::new(), Vec::new());
        Self { vertices, rings, edges, boxes: Boxes::default(), repeats: false }
    }
}

impl<N> Default for Boxes<N> {
    fn default() -> Self {
        Self { low: [Vec::new(), Vec::new()], high: [Vec::new(), Vec::new()] }
    }
}

impl<N: Copy + PartialOrd> Boxes<N> {
    fn clear(&mut self) {
        self.low.iter_mut().chain(&mut self.high).for_each(Vec::clear);
    }

    /// Adds the boxes of a ring's edges.
    fn add<P: Position<Number = N>>(&mut self, ring: &[P]) {
        let (Some(first), Some(last)) = (ring.first(), ring.last()) else {
            return;
        };
        for axis in 0..2 {
            let closing = (last.coordinate(axis), first.coordinate(axis));
            let along =
                ring.windows(2).map(|edge| (edge[0].coordinate(axis), edge[1].coordinate(axis)));
            let ends = along.chain([closing]);
            self.low[axis].extend(ends.clone().map(|(p, q)| if p < q { p } else { q }));
            self.high[axis].extend(ends.map(|(p, q)| if p < q { q } else { p }));
        }
    }

    /// Whether the box of an edge meets one of those of a range.
    fn meets_any(&self, edge: usize, others: Range<usize>) -> bool {
        let [low_x, low_y] = [self.low[0][edge], self.low[1][edge]];
        let [high_x, high_y] = [self.high[0][edge], self.high[1][edge]];
        let xs = self.low[0][others.clone()].iter().zip(&self.high[0][others.clone()]);
        let ys = self.low[1][others.clone()].iter().zip(&self.high[1][others]);
        // No branch, so that the processor takes several at a time.
        xs.zip(ys).fold(false, |meets, ((left, right), (bottom, top))| {
            let beside = (*left > high_x) | (*right < low_x);
            let above_or_below = (*bottom > high_y) | (*top < low_y);
            meets | !(beside | above_or_below)
        })
    }
}

impl<P: Position> PlainTest<P> {
    /// Whether the rings, taken as they are, are the ground of the outline.
    pub(crate) fn is_plain<'a>(
        &mut self,
        mut rings: impl Iterator<Item = WrittenRing<'a, P>>,
    ) -> bool
    where
        P: 'a,
    {
        let (first, second) = (rings.next(), rings.next());
        let only = first.filter(|ring| second.is_none() && !ring.is_hole);
        if only.is_some_and(|ring| P::goes_round_once(opened(ring.vertices))) {
            self.take([].into_iter());
            return true;
        }
        self.take(first.into_iter().chain(second).chain(rings));
        if self.rings.iter().any(|ring| ring.to < ring.from + 3) {
            return false;
        }
        match self.rings.as_slice() {
            [] => true,
            [first, ..] if first.is_hole => false,
            [_] => match bend(&self.vertices) {
                Bend::Convex => true,
                Bend::Folding => false,
                Bend::Other => !self.meets(),
            },
            _ => !self.folds() && !self.meets() && self.is_nested_well(),
        }
    }

    /// Takes rings in, without repeated vertices and without closing ones.
    pub(crate) fn take<'a>(&mut self, rings: impl Iterator<Item = WrittenRing<'a, P>>)
    where
        P: 'a,
    {
        self.vertices.clear();
        self.rings.clear();
        self.repeats = false;
        for ring in rings {
            let from = self.vertices.len();
            for vertex in ring.vertices {
                if self.vertices.len() == from || self.vertices.last() != Some(vertex) {
                    self.vertices.push(*vertex);
                }
            }
            self.repeats |= self.vertices.len() - from < ring.vertices.len();
            if self.vertices.len() > from + 1 && self.vertices.last() == self.vertices.get(from) {
                self.vertices.pop();
            }
            self.rings.push(Ring { is_hole: ring.is_hole, from, to: self.vertices.len() });
        }
    }

    /// Whether a ring of the outline that was tested last had the same vertex twice in a row.
    pub(crate) fn repeats_vertices(&self) -> bool {
        self.repeats
    }

    /// How often two edges of the outline that was tested last share a point, counted up to `most`.
    /// Neighbours do not count.
    pub(crate) fn contacts(&mut self, most: usize) -> usize {
        let mut found = 0;
        self.candidates(|s, t| {
            found += usize::from(share_point(s, t));
            found < most
        });
        found
    }

    fn of(&self, ring: Ring) -> &[P] {
        &self.vertices[ring.from..ring.to]
    }

    /// Whether an edge runs back over the one before it.
    fn folds(&self) -> bool {
        self.rings.iter().any(|ring| bend(self.of(*ring)) == Bend::Folding)
    }

    /// Whether two edges share a point, other than neighbours the vertex between them.
    fn meets(&mut self) -> bool {
        let mut apart = true;
        let looked_at_all = self.candidates(|s, t| {
            apart = !share_point(s, t);
            apart
        });
        !(apart && looked_at_all)
    }

    /// An edge by the number of its first vertex.
    fn edge(&self, number: usize, from: usize) -> Edge<P> {
        let Ring { from: start, to: end, .. } = self.rings[number];
        let next = if from + 1 < end { from + 1 } else { start };
        let (a, b) = (self.vertices[from], self.vertices[next]);
        Edge { a, b, ring: number, place: from - start, count: end - start }
    }

    fn take_edges(&mut self) {
        let mut edges = std::mem::take(&mut self.edges);
        edges.clear();
        for (number, ring) in self.rings.iter().enumerate() {
            edges.extend((ring.from..ring.to).map(|from| self.edge(number, from)));
        }
        self.edges = edges;
    }

    /// As [`PlainTest::candidates`] where edges are few. Only those whose box meets another one are
    /// ever looked at.
    fn few_candidates(&mut self, mut goes_on: impl FnMut(&Edge<P>, &Edge<P>) -> bool) {
        self.boxes.clear();
        for ring in &self.rings {
            self.boxes.add(&self.vertices[ring.from..ring.to]);
        }
        let count = self.vertices.len();
        for (number, ring) in self.rings.iter().enumerate() {
            for i in ring.from..ring.to {
                // Edges beside each other in a ring always touch, and do not count: the next one,
                // and of the first edge the last one.
                let from = i + 1 + usize::from(i + 1 < ring.to);
                let others = from..count - usize::from(i == ring.from && ring.to == count);
                if others.is_empty() || !self.boxes.meets_any(i, others.clone()) {
                    continue;
                }
                let edge = self.edge(number, i);
                for other in others {
                    let number = self.rings.partition_point(|ring| ring.to <= other);
                    if !goes_on(&edge, &self.edge(number, other)) {
                        return;
                    }
                }
            }
        }
    }

    /// Hands out the pairs of edges that may meet, until told to stop; whether none was left out
    /// because they are too many.
    fn candidates(&mut self, mut goes_on: impl FnMut(&Edge<P>, &Edge<P>) -> bool) -> bool {
        if self.vertices.len() <= FEW {
            self.few_candidates(goes_on);
            return true;
        }
        self.take_edges();
        // Along the longer side of the outline, few edges lie beside each other.
        let axis = self.longer_axis();
        let ends = |edge: &Edge<P>| {
            let (p, q) = (edge.a.coordinate(axis), edge.b.coordinate(axis));
            if p < q { (p, q) } else { (q, p) }
        };
        self.edges.sort_unstable_by(|a, b| {
            ends(a).0.partial_cmp(&ends(b).0).unwrap_or(std::cmp::Ordering::Equal)
        });
        let mut pairs = 0u64;
        for (i, edge) in self.edges.iter().enumerate() {
            let end = ends(edge).1;
            for other in self.edges[i + 1..].iter().take_while(|other| ends(other).0 <= end) {
                pairs += 1;
                if pairs > MOST_PAIRS {
                    return false;
                }
                if !goes_on(edge, other) {
                    return true;
                }
            }
        }
        true
    }

    fn longer_axis(&self) -> usize {
        let length = |axis: usize| {
            let values = self.vertices.iter().map(|v| v.real()[axis]);
            let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
                (low.min(v), high.max(v))
            });
            high - low
        };
        usize::from(length(1) > length(0))
    }

    /// Rings that meet nowhere lie beside or inside each other: whether as they should.
    fn is_nested_well(&self) -> bool {
        let mut shell = 0;
        for (number, ring) in self.rings.iter().enumerate() {
            if !ring.is_hole {
                shell = number;
                continue;
            }
            if !self.lies_inside(number, shell) {
                return false;
            }
            let siblings = (shell + 1..number).filter(|other| self.rings[*other].is_hole);
            for other in siblings {
                if self.lies_inside(number, other) || self.lies_inside(other, number) {
                    return false;
                }
            }
        }
        let shells: Vec<usize> =
            (0..self.rings.len()).filter(|number| !self.rings[*number].is_hole).collect();
        let is_covered = |inner: usize, outer: usize| {
            let holes =
                (outer + 1..self.rings.len()).take_while(|number| self.rings[*number].is_hole);
            self.lies_inside(inner, outer)
                && !holes.into_iter().any(|hole| self.lies_inside(inner, hole))
        };
        !shells.iter().enumerate().any(|(n, first)| {
            shells[n + 1..]
                .iter()
                .any(|second| is_covered(*first, *second) || is_covered(*second, *first))
        })
    }

    /// Whether a ring lies inside another one that it does not meet: its first vertex decides.
    fn lies_inside(&self, inner: usize, outer: usize) -> bool {
        encloses(self.of(self.rings[outer]), self.of(self.rings[inner])[0])
    }
}

/// A ring without its closing vertex.
fn opened<P: Position>(vertices: &[P]) -> &[P] {
    match vertices {
        [first, .., last] if first == last => &vertices[..vertices.len() - 1],
        _ => vertices,
    }
}

/// Each three vertices in a row, all around. No remainders are taken: this is done for every vertex
/// of a file.
fn corners<P: Position>(vertices: &[P]) -> impl Iterator<Item = (P, P, P)> + '_ {
    let mut last_two = match vertices {
        [.., a, b] => Some((*a, *b)),
        _ => None,
    };
    vertices.iter().filter_map(move |c| {
        let (a, b) = last_two?;
        last_two = Some((b, *c));
        Some((a, b, *c))
    })
}

/// How a ring runs, as far as its corners tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bend {
    /// It turns one way all along, and goes round once: it cannot meet itself.
    Convex,
    /// An edge runs back over the one before it.
    Folding,
    Other,
}

/// Looks at each corner of a ring once.
fn bend<P: Position>(vertices: &[P]) -> Bend {
    let (mut left, mut right, mut reversals) = (false, false, 0);
    let mut going: Option<bool> = None;
    let mut first_going: Option<bool> = None;
    for (a, b, c) in corners(vertices) {
        let turn = P::turn(a, b, c);
        left |= turn > 0.0;
        right |= turn < 0.0;
        if turn == 0.0 && folds_back(a, b, c) {
            return Bend::Folding;
        }
        if !(left && right) && a.coordinate(0) != b.coordinate(0) {
            let east = a.coordinate(0) < b.coordinate(0);
            reversals += usize::from(going.is_some_and(|before| before != east));
            going = Some(east);
            first_going = first_going.or(going);
        }
    }
    reversals += usize::from(going != first_going);
    if left != right && reversals <= 2 { Bend::Convex } else { Bend::Other }
}

fn share_point<P: Position>(s: &Edge<P>, t: &Edge<P>) -> bool {
    let apart = (0..2).any(|axis| {
        let (a, b) = (s.a.coordinate(axis), s.b.coordinate(axis));
        let (c, d) = (t.a.coordinate(axis), t.b.coordinate(axis));
        (a < c && a < d && b < c && b < d) || (a > c && a > d && b > c && b > d)
    });
    if apart {
        return false;
    }
    if s.ring == t.ring {
        let steps = s.place.abs_diff(t.place);
        if steps == 1 || steps == s.count - 1 {
            return false;
        }
    }
    let (c, d) = (P::turn(s.a, s.b, t.a), P::turn(s.a, s.b, t.b));
    let (a, b) = (P::turn(t.a, t.b, s.a), P::turn(t.a, t.b, s.b));
    let opposite = |p: f64, q: f64| (p < 0.0 && q > 0.0) || (p > 0.0 && q < 0.0);
    if opposite(a, b) && opposite(c, d) {
        return true;
    }
    (c == 0.0 && between(t.a, s.a, s.b))
        || (d == 0.0 && between(t.b, s.a, s.b))
        || (a == 0.0 && between(s.a, t.a, t.b))
        || (b == 0.0 && between(s.b, t.a, t.b))
}

/// Whether a place that is on no edge lies inside a ring, by the even-odd rule.
fn encloses<P: Position>(ring: &[P], place: P) -> bool {
    let n = ring.len();
    let y = place.coordinate(1);
    let crossed = (0..n).filter(|i| {
        let (a, b) = (ring[*i], ring[(i + 1) % n]);
        let (rises, falls) = (
            a.coordinate(1) <= y && b.coordinate(1) > y,
            b.coordinate(1) <= y && a.coordinate(1) > y,
        );
        (rises && P::turn(a, b, place) > 0.0) || (falls && P::turn(a, b, place) < 0.0)
    });
    crossed.count() % 2 == 1
}

/// Whether some part of a ring is run along more than once. Vertices are not repeated, and the
/// ring is not closed.
pub(super) fn repeats_edges<P: Position>(vertices: &[P]) -> bool {
    let n = vertices.len();
    let mut edges: Vec<(P, P)> = (0..n).map(|i| (vertices[i], vertices[(i + 1) % n])).collect();
    let low = |edge: &(P, P)| {
        let (p, q) = (edge.0.coordinate(0), edge.1.coordinate(0));
        if p < q { p } else { q }
    };
    let high = |edge: &(P, P)| {
        let (p, q) = (edge.0.coordinate(0), edge.1.coordinate(0));
        if p < q { q } else { p }
    };
    edges.sort_unstable_by(|a, b| low(a).partial_cmp(&low(b)).unwrap_or(std::cmp::Ordering::Equal));
    let mut pairs = 0u64;
    for (i, edge) in edges.iter().enumerate() {
        let end = high(edge);
        for other in edges[i + 1..].iter().take_while(|other| low(other) <= end) {
            pairs += 1;
            if pairs > MOST_PAIRS {
                return false;
            }
            if run_together(*edge, *other) {
                return true;
            }
        }
    }
    false
}

/// Whether two edges share more than a point.
pub(crate) fn run_together<P: Position>((a, b): (P, P), (c, d): (P, P)) -> bool {
    if P::turn(a, b, c) != 0.0 || P::turn(a, b, d) != 0.0 {
        return false;
    }
    // On one line: an end of one lies inside the other, or both are the same.
    let inside = |p: P, q: P, r: P| p != q && p != r && between(p, q, r);
    inside(c, a, b)
        || inside(d, a, b)
        || inside(a, c, d)
        || inside(b, c, d)
        || (a == c && b == d)
        || (a == d && b == c)
}
