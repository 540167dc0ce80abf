//! A planar arrangement on an integer grid: where every line of a drawing meets every other, and
//! what each face between them belongs to.
//!
//! Owns the noding (snap rounding), the faces and their dissolving into polygons. Layers that are
//! dissolved from one arrangement share their vertices exactly: neighbours have neither gaps nor
//! overlaps. Must not know what the sources of the lines mean.

use std::collections::BTreeMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use rustc_hash::FxHashMap;

use super::BundleError;

/// Grid cells a metre: coordinates are kept in decimetres.
const PER_METRE: f64 = 10.0;
/// Vertices nearer than this (in grid cells) become one.
const VERTEX_SNAP: i64 = 5;
/// An edge nearer than this to a vertex (in grid cells) is led through it.
const EDGE_SNAP: f64 = 4.0;
/// Side of a search bucket in grid cells.
const BUCKET: i64 = 600;
/// Snapping moves edges and may make new crossings; it settles after a few rounds.
const ROUNDS: usize = 20;

/// A vertex in grid cells.
pub type Node = (i64, i64);

/// Lines on their way into an arrangement.
#[derive(Default)]
pub struct Drawing {
    nodes: Vec<Node>,
    near: FxHashMap<Node, Vec<u32>>,
    // The sources an edge bounds; a source that comes twice bounds it on both sides and drops out.
    edges: BTreeMap<(u32, u32), Vec<u32>>,
}

impl Drawing {
    /// Adds the rings of a region; points inside an odd number of them belong to `source`.
    pub fn add(&mut self, source: u32, region: &MultiPolygon<f64>) {
        for polygon in region {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                for line in ring.lines() {
                    self.add_line(source, line.start, line.end);
                }
            }
        }
    }

    /// Adds one line of a boundary that closes when all its lines are there.
    pub fn add_line(&mut self, source: u32, a: Coord<f64>, b: Coord<f64>) {
        let (a, b) = (
            self.node(a.x * PER_METRE, a.y * PER_METRE),
            self.node(b.x * PER_METRE, b.y * PER_METRE),
        );
        toggle(&mut self.edges, a, b, &[source]);
    }

    fn node(&mut self, x: f64, y: f64) -> u32 {
        let p = (x.round() as i64, y.round() as i64);
        let cell = (p.0.div_euclid(VERTEX_SNAP), p.1.div_euclid(VERTEX_SNAP));
        let mut best: Option<(i64, u32)> = None;
        for cx in cell.0 - 1..=cell.0 + 1 {
            for cy in cell.1 - 1..=cell.1 + 1 {
                for &i in self.near.get(&(cx, cy)).into_iter().flatten() {
                    let q = self.nodes[i as usize];
                    let d = (q.0 - p.0).pow(2) + (q.1 - p.1).pow(2);
                    if d <= VERTEX_SNAP * VERTEX_SNAP && best.is_none_or(|b| (d, i) < b) {
                        best = Some((d, i));
                    }
                }
            }
        }
        if let Some((_, i)) = best {
            return i;
        }
        let i = self.nodes.len() as u32;
        self.nodes.push(p);
        self.near.entry(cell).or_default().push(i);
        i
    }

    /// Nodes the lines and finds the faces.
    ///
    /// # Errors
    /// `BundleError::NotNoded` if the snapping does not settle.
    pub fn arrange(mut self) -> Result<Arrangement, BundleError> {
        for _ in 0..ROUNDS {
            let splits = self.splits();
            if splits.is_empty() {
                return Ok(Arrangement::new(self.nodes, self.edges));
            }
            let mut edges = BTreeMap::new();
            for (&(a, b), sources) in &self.edges {
                let Some(through) = splits.get(&(a, b)) else {
                    toggle(&mut edges, a, b, sources);
                    continue;
                };
                let start = self.nodes[a as usize];
                let mut chain: Vec<u32> = through.clone();
                chain.sort_by_key(|&i| (distance2(self.nodes[i as usize], start), i));
                chain.dedup();
                chain.push(b);
                let mut last = a;
                for next in chain {
                    toggle(&mut edges, last, next, sources);
                    last = next;
                }
            }
            self.edges = edges;
        }
        Err(BundleError::NotNoded)
    }

    /// For every edge that must be split, the vertices it must pass.
    fn splits(&mut self) -> BTreeMap<(u32, u32), Vec<u32>> {
        let edges: Vec<(u32, u32)> = self.edges.keys().copied().collect();
        let mut buckets: FxHashMap<Node, (Vec<u32>, Vec<u32>)> = FxHashMap::default();
        let mut used = vec![false; self.nodes.len()];
        for (i, &(a, b)) in edges.iter().enumerate() {
            used[a as usize] = true;
            used[b as usize] = true;
            for cell in cells(self.nodes[a as usize], self.nodes[b as usize]) {
                buckets.entry(cell).or_default().0.push(i as u32);
            }
        }
        for (i, p) in self.nodes.iter().enumerate().filter(|(i, _)| used[*i]) {
            buckets
                .entry((p.0.div_euclid(BUCKET), p.1.div_euclid(BUCKET)))
                .or_default()
                .1
                .push(i as u32);
        }
        let mut order: Vec<_> = buckets.into_iter().collect();
        order.sort_unstable_by_key(|(cell, _)| *cell);

        let mut out: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        let mut crossings = Vec::new();
        for (_, (lines, points)) in &order {
            for (n, &i) in lines.iter().enumerate() {
                let (a, b) = edges[i as usize];
                let (pa, pb) = (self.nodes[a as usize], self.nodes[b as usize]);
                for &v in points {
                    if v != a && v != b && beside(pa, pb, self.nodes[v as usize]) {
                        out.entry((a, b)).or_default().push(v);
                    }
                }
                for &j in &lines[n + 1..] {
                    let (c, d) = edges[j as usize];
                    if a == c || a == d || b == c || b == d {
                        continue;
                    }
                    if let Some(at) =
                        crossing(pa, pb, self.nodes[c as usize], self.nodes[d as usize])
                    {
                        crossings.push(((a, b), (c, d), at));
                    }
                }
            }
        }
        for (e, f, (x, y)) in crossings {
            let v = self.node(x, y);
            for edge in [e, f] {
                if v != edge.0 && v != edge.1 {
                    out.entry(edge).or_default().push(v);
                }
            }
        }
        out
    }
}

fn toggle(edges: &mut BTreeMap<(u32, u32), Vec<u32>>, a: u32, b: u32, sources: &[u32]) {
    if a == b {
        return;
    }
    let entry = edges.entry((a.min(b), a.max(b))).or_default();
    *entry = xor(entry, sources);
    if entry.is_empty() {
        edges.remove(&(a.min(b), a.max(b)));
    }
}

/// The symmetric difference of two sorted lists.
fn xor(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out: Vec<u32> = a
        .iter()
        .filter(|x| !b.contains(x))
        .chain(b.iter().filter(|x| !a.contains(x)))
        .copied()
        .collect();
    out.sort_unstable();
    out
}

fn distance2(a: Node, b: Node) -> i64 {
    (a.0 - b.0).pow(2) + (a.1 - b.1).pow(2)
}

/// The buckets that an edge passes, with one grid bucket of margin where it runs near a border.
fn cells(a: Node, b: Node) -> Vec<Node> {
    let margin = EDGE_SNAP as i64 + 1;
    let (a, b) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    let mut out = Vec::new();
    let columns = (a.0 - margin).div_euclid(BUCKET)..=(b.0 + margin).div_euclid(BUCKET);
    for cx in columns {
        let x0 = (cx * BUCKET - margin).clamp(a.0, b.0);
        let x1 = ((cx + 1) * BUCKET + margin).clamp(a.0, b.0);
        let y = |x: i64| {
            if a.0 == b.0 {
                a.1 as f64
            } else {
                a.1 as f64 + (b.1 - a.1) as f64 * (x - a.0) as f64 / (b.0 - a.0) as f64
            }
        };
        let (y0, y1) = if a.0 == b.0 { (a.1 as f64, b.1 as f64) } else { (y(x0), y(x1)) };
        let lo = (y0.min(y1).floor() as i64 - margin).div_euclid(BUCKET);
        let hi = (y0.max(y1).ceil() as i64 + margin).div_euclid(BUCKET);
        out.extend((lo..=hi).map(|cy| (cx, cy)));
    }
    out
}

/// Whether a vertex lies so near the inside of an edge that the edge must pass it.
fn beside(a: Node, b: Node, v: Node) -> bool {
    let (dx, dy) = ((b.0 - a.0) as f64, (b.1 - a.1) as f64);
    let (vx, vy) = ((v.0 - a.0) as f64, (v.1 - a.1) as f64);
    let length2 = dx * dx + dy * dy;
    let along = vx * dx + vy * dy;
    let across = vx * dy - vy * dx;
    along > 0.0 && along < length2 && across * across < EDGE_SNAP * EDGE_SNAP * length2
}

/// Where two edges cross in their insides.
fn crossing(a: Node, b: Node, c: Node, d: Node) -> Option<(f64, f64)> {
    let (o1, o2) = (turn(a, b, c), turn(a, b, d));
    let (o3, o4) = (turn(c, d, a), turn(c, d, b));
    if o1 == 0 || o2 == 0 || o3 == 0 || o4 == 0 || (o1 > 0) == (o2 > 0) || (o3 > 0) == (o4 > 0) {
        return None;
    }
    let t = o3 as f64 / (o3 - o4) as f64;
    Some((a.0 as f64 + (b.0 - a.0) as f64 * t, a.1 as f64 + (b.1 - a.1) as f64 * t))
}

/// Twice the signed area of a triangle: positive where `c` lies left of `a`→`b`.
fn turn(a: Node, b: Node, c: Node) -> i64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

/// The number of a face.
pub type FaceId = u32;

/// A face of the arrangement.
#[derive(Debug, Clone)]
pub struct Face {
    /// The sources it lies in, sorted.
    pub sources: Vec<u32>,
    /// Its area in m² of the grid; negative for the outside.
    pub area: f64,
}

/// A noded drawing with its faces.
pub struct Arrangement {
    nodes: Vec<Node>,
    // Half-edge 2i runs from the first to the second vertex of edge i, 2i + 1 back.
    ends: Vec<(u32, u32)>,
    // Half-edges out of a vertex, counter-clockwise, and the place of each in that list.
    around: Vec<Vec<u32>>,
    place: Vec<u32>,
    face_of: Vec<FaceId>,
    faces: Vec<Face>,
}

impl Arrangement {
    fn new(nodes: Vec<Node>, edges: BTreeMap<(u32, u32), Vec<u32>>) -> Self {
        let mut ends = Vec::with_capacity(edges.len() * 2);
        let mut sources = Vec::with_capacity(edges.len());
        for ((a, b), s) in edges {
            ends.push((a, b));
            ends.push((b, a));
            sources.push(s);
        }
        let mut around: Vec<Vec<u32>> = vec![Vec::new(); nodes.len()];
        for (h, e) in ends.iter().enumerate() {
            around[e.0 as usize].push(h as u32);
        }
        let mut place = vec![0; ends.len()];
        for out in &mut around {
            out.sort_by(|&g, &h| {
                let direction = |h: u32| {
                    let (a, b) = ends[h as usize];
                    let (a, b) = (nodes[a as usize], nodes[b as usize]);
                    (b.0 - a.0, b.1 - a.1)
                };
                let (g, h) = (direction(g), direction(h));
                let lower = |d: Node| d.1 < 0 || (d.1 == 0 && d.0 < 0);
                lower(g).cmp(&lower(h)).then_with(|| 0.cmp(&(g.0 * h.1 - g.1 * h.0)))
            });
            for (i, &h) in out.iter().enumerate() {
                place[h as usize] = i as u32;
            }
        }
        let mut made = Self { nodes, ends, around, place, face_of: Vec::new(), faces: Vec::new() };
        made.find_faces(&sources);
        made
    }

    /// The half-edge that follows `h` around a region, when edges that `inside` accepts are no
    /// border of it.
    fn next(&self, h: u32, inside: impl Fn(u32) -> bool) -> u32 {
        let twin = h ^ 1;
        let out = &self.around[self.ends[twin as usize].0 as usize];
        let n = out.len() as u32;
        let mut i = self.place[twin as usize];
        loop {
            i = (i + n - 1) % n;
            let next = out[i as usize];
            if next == twin || !inside(next) {
                return next;
            }
        }
    }

    fn find_faces(&mut self, sources: &[Vec<u32>]) {
        const NONE: u32 = u32::MAX;
        let half_edges = self.ends.len();
        let mut loop_of = vec![NONE; half_edges];
        let mut loops: Vec<(u32, i64)> = Vec::new();
        for start in 0..half_edges as u32 {
            if loop_of[start as usize] != NONE {
                continue;
            }
            let id = loops.len() as u32;
            let mut h = start;
            let mut area = 0_i64;
            let origin = self.nodes[self.ends[start as usize].0 as usize];
            loop {
                loop_of[h as usize] = id;
                let (a, b) = self.ends[h as usize];
                area += turn(origin, self.nodes[a as usize], self.nodes[b as usize]);
                h = self.next(h, |_| false);
                if h == start {
                    break;
                }
            }
            loops.push((start, area));
        }

        // Connected pieces of the drawing, by their leftmost vertex: whatever encloses a piece
        // reaches farther left and so is known before it.
        let mut piece = vec![NONE; self.nodes.len()];
        let mut starts: Vec<u32> =
            (0..self.nodes.len() as u32).filter(|&v| !self.around[v as usize].is_empty()).collect();
        starts.sort_unstable_by_key(|&v| (self.nodes[v as usize], v));
        let mut sets: Vec<Option<Vec<u32>>> = vec![None; loops.len()];
        let mut parent: Vec<u32> = (0..loops.len() as u32).collect();
        let mut outside = None;
        for v in starts {
            if piece[v as usize] != NONE {
                continue;
            }
            let mut stack = vec![v];
            piece[v as usize] = v;
            while let Some(u) = stack.pop() {
                for &h in &self.around[u as usize] {
                    let w = self.ends[h as usize].1;
                    if piece[w as usize] == NONE {
                        piece[w as usize] = v;
                        stack.push(w);
                    }
                }
            }
            let outer = loop_of[self.outer_half_edge(v) as usize];
            let enclosing = self.left_of(v, &piece, v).map(|h| loop_of[h as usize]);
            sets[outer as usize] =
                Some(enclosing.and_then(|e| sets[e as usize].clone()).unwrap_or_default());
            // Whatever nothing encloses lies in the one outside.
            parent[outer as usize] = enclosing.unwrap_or(*outside.get_or_insert(outer));
            let mut queue = vec![outer];
            while let Some(l) = queue.pop() {
                let start = loops[l as usize].0;
                let set = sets[l as usize].clone().unwrap_or_default();
                let mut h = start;
                loop {
                    let other = loop_of[(h ^ 1) as usize];
                    if sets[other as usize].is_none() {
                        sets[other as usize] = Some(xor(&set, &sources[(h / 2) as usize]));
                        queue.push(other);
                    }
                    h = self.next(h, |_| false);
                    if h == start {
                        break;
                    }
                }
            }
        }

        let root = |mut l: u32| {
            while parent[l as usize] != l {
                l = parent[l as usize];
            }
            l
        };
        let mut number = FxHashMap::default();
        self.face_of = vec![0; half_edges];
        for (l, &(start, area)) in loops.iter().enumerate() {
            let face = *number.entry(root(l as u32)).or_insert_with(|| {
                self.faces.push(Face { sources: sets[l].clone().unwrap_or_default(), area: 0.0 });
                self.faces.len() as u32 - 1
            });
            self.faces[face as usize].area += area as f64 / (2.0 * PER_METRE * PER_METRE);
            let mut h = start;
            loop {
                self.face_of[h as usize] = face;
                h = self.next(h, |_| false);
                if h == start {
                    break;
                }
            }
        }
    }

    /// A half-edge out of a leftmost vertex with the outside of its piece on its left.
    fn outer_half_edge(&self, v: u32) -> u32 {
        // All half-edges point to x ≥ 0; the list is counter-clockwise from the direction (1, 0),
        // so upper ones come first and the outside follows the last upper one.
        let out = &self.around[v as usize];
        let upper = out
            .iter()
            .rev()
            .find(|&&h| {
                let (a, b) = self.ends[h as usize];
                self.nodes[b as usize].1 >= self.nodes[a as usize].1
            })
            .copied();
        upper.or_else(|| out.last().copied()).unwrap_or_default()
    }

    /// The half-edge that faces a vertex from the left, of another piece than its own.
    fn left_of(&self, v: u32, piece: &[u32], own: u32) -> Option<u32> {
        let p = self.nodes[v as usize];
        let mut best: Option<(f64, u32)> = None;
        for h in 0..self.ends.len() as u32 {
            let (a, b) = self.ends[h as usize];
            if piece[a as usize] == own {
                continue;
            }
            let (a, b) = (self.nodes[a as usize], self.nodes[b as usize]);
            // Downward half-edges have their left side to the east.
            if !(b.1 <= p.1 && p.1 < a.1) || a.0.min(b.0) > p.0 {
                continue;
            }
            // Half a cell higher no two edges meet in a vertex; nothing else is that near.
            let up = p.1 as f64 + 0.5 - a.1 as f64;
            let x = a.0 as f64 + (b.0 - a.0) as f64 * up / (b.1 - a.1) as f64;
            if x < p.0 as f64 && best.is_none_or(|(nearest, _)| x > nearest) {
                best = Some((x, h));
            }
        }
        best.map(|(_, h)| h)
    }

    /// The faces, by number.
    #[must_use]
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Pairs of faces that share an edge, with its length in metres.
    pub fn borders(&self) -> impl Iterator<Item = (FaceId, FaceId, f64)> + '_ {
        (0..self.ends.len()).step_by(2).map(|h| {
            let (a, b) = self.ends[h];
            let length = (distance2(self.nodes[a as usize], self.nodes[b as usize]) as f64).sqrt()
                / PER_METRE;
            (self.face_of[h], self.face_of[h + 1], length)
        })
    }

    /// The polygons of each key, from the faces that have it; each polygon is connected.
    pub fn dissolve<K: Copy + Ord>(
        &self,
        key: impl Fn(FaceId) -> Option<K>,
    ) -> Vec<(K, Vec<Polygon<f64>>)> {
        let keys: Vec<Option<K>> = (0..self.faces.len() as u32).map(key).collect();
        let of = |h: u32| keys[self.face_of[h as usize] as usize];
        let mut seen = vec![false; self.ends.len()];
        let mut rings: BTreeMap<K, Vec<Vec<Node>>> = BTreeMap::new();
        for start in 0..self.ends.len() as u32 {
            let Some(k) = of(start).filter(|k| of(start ^ 1) != Some(*k)) else {
                continue;
            };
            if seen[start as usize] {
                continue;
            }
            let mut ring = Vec::new();
            let mut h = start;
            loop {
                seen[h as usize] = true;
                ring.push(self.nodes[self.ends[h as usize].0 as usize]);
                h = self.next(h, |e| of(e) == Some(k) && of(e ^ 1) == Some(k));
                if h == start {
                    break;
                }
            }
            rings.entry(k).or_default().extend(simple_rings(&ring));
        }
        rings.into_iter().map(|(k, rings)| (k, polygons(rings))).collect()
    }
}

/// Splits a ring that touches itself in vertices.
fn simple_rings(ring: &[Node]) -> Vec<Vec<Node>> {
    let mut out = Vec::new();
    let mut open: Vec<Node> = Vec::new();
    let mut at: FxHashMap<Node, usize> = FxHashMap::default();
    for &p in ring {
        if let Some(&i) = at.get(&p) {
            let part: Vec<Node> = open.drain(i..).collect();
            for q in &part {
                at.remove(q);
            }
            out.push(part);
        }
        at.insert(p, open.len());
        open.push(p);
    }
    out.push(open);
    out.retain(|r| r.len() > 2 && area2(r) != 0);
    out
}

fn area2(ring: &[Node]) -> i64 {
    (1..ring.len() - 1).map(|i| turn(ring[0], ring[i], ring[i + 1])).sum()
}

/// Joins outer rings with the holes that lie in them.
fn polygons(rings: Vec<Vec<Node>>) -> Vec<Polygon<f64>> {
    let (mut outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|r| area2(r) > 0);
    outer.sort_by_key(|r| (area2(r), r.first().copied()));
    let mut of: Vec<Vec<Vec<Node>>> = vec![Vec::new(); outer.len()];
    for hole in holes {
        // The middle of an edge lies on no other edge: in doubled coordinates the test is exact.
        let middle = (hole[0].0 + hole[1].0, hole[0].1 + hole[1].1);
        if let Some(i) = outer.iter().position(|r| contains_doubled(r, middle)) {
            of[i].push(hole);
        }
    }
    let mut out: Vec<_> = outer.into_iter().zip(of).collect();
    out.sort_by_key(|(r, _)| r.iter().min().copied());
    out.into_iter()
        .map(|(r, holes)| Polygon::new(line(&r), holes.iter().map(|h| line(h)).collect()))
        .collect()
}

fn contains_doubled(ring: &[Node], p: Node) -> bool {
    let mut inside = false;
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        let (a, b) = ((a.0 * 2, a.1 * 2), (b.0 * 2, b.1 * 2));
        if (a.1 > p.1) != (b.1 > p.1) {
            let side = turn(a, b, p);
            if (side > 0) == (b.1 > a.1) {
                inside = !inside;
            }
        }
    }
    inside
}

/// A ring in metres that starts at its smallest vertex, so that the same ring is always written
/// the same way.
fn line(ring: &[Node]) -> LineString<f64> {
    let first = (0..ring.len()).min_by_key(|&i| ring[i]).unwrap_or(0);
    (0..=ring.len())
        .map(|i| ring[(first + i) % ring.len()])
        .map(|p| Coord { x: p.0 as f64 / PER_METRE, y: p.1 as f64 / PER_METRE })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;
    use geo::{Area, polygon};

    fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
        polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)]
            .into()
    }

    #[test]
    fn overlapping_squares_make_three_faces_and_share_vertices() {
        let mut d = Drawing::default();
        d.add(0, &square(0.0, 0.0, 100.0));
        d.add(1, &square(50.0, 50.0, 100.0));
        let a = d.arrange().unwrap();
        let area = |sources: &[u32]| {
            a.faces()
                .iter()
                .filter(|f| f.sources == sources && f.area > 0.0)
                .map(|f| f.area)
                .sum::<f64>()
        };
        assert_eq!((area(&[0]), area(&[1]), area(&[0, 1])), (7500.0, 7500.0, 2500.0));
        let out = a.dissolve(|f| a.faces()[f as usize].sources.first().copied());
        assert_eq!(out.len(), 2);
        assert_eq!(out[0].1[0].unsigned_area(), 10_000.0);
        assert_eq!(out[1].1[0].unsigned_area(), 7_500.0);
    }

    #[test]
    fn an_island_is_a_hole_of_what_surrounds_it() {
        let mut d = Drawing::default();
        d.add(0, &square(0.0, 0.0, 100.0));
        d.add(1, &square(20.0, 20.0, 10.0));
        d.add(2, &square(60.0, 20.0, 10.0));
        d.add(3, &square(62.0, 22.0, 2.0));
        let a = d.arrange().unwrap();
        let out = a.dissolve(|f| a.faces()[f as usize].sources.last().copied());
        let areas: Vec<f64> =
            out.iter().map(|(_, p)| p.iter().map(Area::unsigned_area).sum()).collect();
        assert_eq!(areas, [9_800.0, 100.0, 96.0, 4.0]);
        assert_eq!(out[0].1[0].interiors().len(), 2);
        assert!(a.faces().iter().any(|f| f.sources == [0, 2, 3]));
    }

    /// The ray from the island's leftmost vertex meets a diamond exactly in its lowest vertex.
    #[test]
    fn a_ray_through_a_vertex_finds_the_right_side() {
        for shift in [0.0, 0.1, -0.1] {
            let mut d = Drawing::default();
            let diamond: MultiPolygon<f64> =
                polygon![(x: 10.0, y: 0.0), (x: 20.0, y: 10.0), (x: 10.0, y: 20.0), (x: 0.0, y: 10.0)].into();
            d.add(0, &diamond);
            d.add(1, &square(40.0, shift, 10.0));
            let a = d.arrange().unwrap();
            assert!(a.faces().iter().all(|f| f.sources.len() < 2), "shift {shift}");
            assert_eq!(a.faces().iter().filter(|f| f.area < 0.0).count(), 1, "shift {shift}");
        }
    }

    #[test]
    fn a_vertex_near_a_neighbours_edge_leaves_no_sliver() {
        let mut d = Drawing::default();
        d.add(0, &square(0.0, 0.0, 100.0));
        let right: MultiPolygon<f64> =
            polygon![(x: 100.2, y: 0.0), (x: 200.0, y: 0.0), (x: 200.0, y: 100.0), (x: 100.0, y: 100.0), (x: 99.9, y: 47.3)].into();
        d.add(1, &right);
        let a = d.arrange().unwrap();
        assert_eq!(a.faces().iter().filter(|f| f.area > 0.0).count(), 2);
    }

    #[test]
    fn a_region_that_touches_itself_becomes_polygons_without_repeated_vertices() {
        let mut d = Drawing::default();
        d.add(0, &square(0.0, 0.0, 10.0));
        d.add(0, &square(10.0, 10.0, 10.0));
        let a = d.arrange().unwrap();
        let out = a.dissolve(|f| a.faces()[f as usize].sources.first().copied());
        assert_eq!(out[0].1.len(), 2);
    }
}
