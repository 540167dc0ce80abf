//! Where the edges of rings meet otherwise than as neighbours.
//!
//! Owns the kinds of meeting and the search for them. Must not judge which are allowed.

use rstar::{AABB, RTree, RTreeObject};

use super::faults::Ring;
use crate::ground::plain::run_together;
use crate::ground::plane::{Position, between};

/// Up to this many edges all pairs are tried; beyond, a tree finds the candidates.
const FEW: usize = 40;

/// How two edges meet.
pub(super) enum Meeting<P> {
    /// They share a point that is an end of one of them.
    Touch(P),
    /// They share more than a point, from here on.
    Along(P),
    /// They cross, clearly.
    Cross([f64; 2]),
}

/// A meeting with the numbers of the two rings, the smaller first.
pub(super) struct Met<P> {
    pub(super) rings: (usize, usize),
    pub(super) meeting: Meeting<P>,
}

#[derive(Clone, Copy)]
struct Edge<P> {
    a: P,
    b: P,
    ring: usize,
    number: usize,
}

impl<P: Position> RTreeObject for Edge<P> {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.a.real(), self.b.real())
    }
}

/// All meetings, until the budget of pairs is used up.
pub(super) fn meetings<P: Position>(
    rings: &[Ring<P>],
    tolerance: f64,
    budget: &mut u64,
) -> Vec<Met<P>> {
    let mut edges: Vec<Edge<P>> = Vec::new();
    for (number, ring) in rings.iter().enumerate() {
        let n = ring.points.len();
        edges.extend((0..n).map(|i| Edge {
            a: ring.points[i],
            b: ring.points[(i + 1) % n],
            ring: number,
            number: i,
        }));
    }
    let mut out = Vec::new();
    let mut pair = |s: &Edge<P>, t: &Edge<P>| {
        if s.ring == t.ring {
            let (near, n) = (s.number.abs_diff(t.number), rings[s.ring].points.len());
            if near == 1 || near == n - 1 {
                return;
            }
        }
        if let Some(meeting) = meet(s, t, tolerance) {
            out.push(Met { rings: (s.ring.min(t.ring), s.ring.max(t.ring)), meeting });
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

fn meet<P: Position>(s: &Edge<P>, t: &Edge<P>, tolerance: f64) -> Option<Meeting<P>> {
    let apart = |axis: usize| {
        let (a, b) = (s.a.coordinate(axis), s.b.coordinate(axis));
        let (c, d) = (t.a.coordinate(axis), t.b.coordinate(axis));
        (a < c && a < d && b < c && b < d) || (a > c && a > d && b > c && b > d)
    };
    if apart(0) || apart(1) {
        return None;
    }
    let (o1, o2) = (P::turn(s.a, s.b, t.a), P::turn(s.a, s.b, t.b));
    let (o3, o4) = (P::turn(t.a, t.b, s.a), P::turn(t.a, t.b, s.b));
    let opposite = |p: f64, q: f64| (p < 0.0 && q > 0.0) || (p > 0.0 && q < 0.0);
    if opposite(o1, o2) && opposite(o3, o4) {
        // How far each end stands off the other edge.
        let off = |o: f64, e: &Edge<P>| o.abs() / length(e.a, e.b);
        let least = off(o1, s).min(off(o2, s)).min(off(o3, t)).min(off(o4, t));
        if least <= tolerance {
            return None;
        }
        let share = o1 / (o1 - o2);
        let (from, to) = (t.a.real(), t.b.real());
        let along = |i: usize| from[i] + share * (to[i] - from[i]);
        return Some(Meeting::Cross([along(0), along(1)]));
    }
    let ends = [(o1, t.a, s), (o2, t.b, s), (o3, s.a, t), (o4, s.b, t)];
    let touching = ends.into_iter().find(|(o, p, e)| *o == 0.0 && between(*p, e.a, e.b))?;
    Some(if run_together((s.a, s.b), (t.a, t.b)) {
        Meeting::Along(touching.1)
    } else {
        Meeting::Touch(touching.1)
    })
}

/// Length of an edge in units of the plane.
pub(super) fn length<P: Position>(a: P, b: P) -> f64 {
    let (a, b) = (a.real(), b.real());
    (b[0] - a[0]).hypot(b[1] - a[1])
}
