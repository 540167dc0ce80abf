//! The ground of a ring that runs along some of its own edges more than once.
//!
//! Owns the one reading of it: an edge is a wall however often it was run along, and a place
//! belongs to the ring where the fewest walls between it and the outside are odd in number. For a
//! ring without repeated edges that is the even-odd rule; for one that goes round twice it is the
//! inside, once. GEOS's `MakeValid` peels linework in the same way. The engine of the boolean
//! operations cuts a frame along the walls; the faces that fall out are counted here.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::ContourDirection;
use i_overlay::float::overlay::OverlayOptions;
use i_overlay::float::slice::FloatSlice;
use rustc_hash::FxHashMap;

use super::plane::{Position, between};

type Point = [f64; 2];

/// A face that the walls enclose: its outline, then its holes.
type Face = Vec<Vec<Point>>;

/// The faces of the ground of a ring, as an outline and holes each. They share edges, and are to be
/// united. Vertices are not repeated one after the other, and the ring is not closed.
pub(super) fn odd_faces(vertices: &[geo::Coord<f64>]) -> Vec<geo::Polygon<f64>> {
    let walls = walls(vertices);
    let faces = cut(&frame(vertices), &walls);
    let Some(outside) = faces.iter().position(|face| touches_frame(face, vertices)) else {
        return Vec::new();
    };
    let distances = distances_from(outside, &faces);
    let line =
        |points: &Vec<Point>| points.iter().map(|p| geo::Coord { x: p[0], y: p[1] }).collect();
    let mut ground = Vec::new();
    for (face, distance) in faces.iter().zip(distances) {
        if let (1, Some((outline, holes))) = (distance % 2, face.split_first()) {
            ground.push(geo::Polygon::new(line(outline), holes.iter().map(line).collect()));
        }
    }
    ground
}

/// The edges of a ring, each once, cut at every vertex that lies on them: those that run along
/// each other come out as the same pieces.
fn walls(vertices: &[geo::Coord<f64>]) -> Vec<Vec<Point>> {
    let mut by_x: Vec<geo::Coord<f64>> = vertices.to_vec();
    by_x.sort_unstable_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    by_x.dedup();
    let mut walls: Vec<[Point; 2]> = Vec::new();
    for (i, a) in vertices.iter().enumerate() {
        let b = vertices[(i + 1) % vertices.len()];
        let first = by_x.partition_point(|v| v.x < a.x.min(b.x));
        let beside = by_x[first..].iter().take_while(|v| v.x <= a.x.max(b.x));
        let on_edge = beside.filter(|v| between(**v, *a, b) && Position::turn(*a, b, **v) == 0.0);
        let mut stops: Vec<geo::Coord<f64>> = on_edge.copied().collect();
        let along = |v: &geo::Coord<f64>| (v.x - a.x) * (b.x - a.x) + (v.y - a.y) * (b.y - a.y);
        stops.sort_unstable_by(|p, q| along(p).total_cmp(&along(q)));
        walls.extend(stops.windows(2).map(|pair| {
            let (from, to) = ([pair[0].x, pair[0].y], [pair[1].x, pair[1].y]);
            if key(&from) < key(&to) { [from, to] } else { [to, from] }
        }));
    }
    walls.sort_unstable_by_key(|[a, b]| (key(a), key(b)));
    walls.dedup();
    walls.into_iter().map(|[a, b]| vec![a, b]).collect()
}

/// A rectangle around a ring, well off it.
fn frame(vertices: &[geo::Coord<f64>]) -> Vec<Point> {
    let [low, high] = bounds(vertices);
    let margin = (high[0] - low[0]).max(high[1] - low[1]) / 4.0;
    let (west, south, east, north) =
        (low[0] - margin, low[1] - margin, high[0] + margin, high[1] + margin);
    vec![[west, south], [east, south], [east, north], [west, north]]
}

fn bounds(vertices: &[geo::Coord<f64>]) -> [Point; 2] {
    vertices.iter().fold([[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]], |[low, high], v| {
        [[low[0].min(v.x), low[1].min(v.y)], [high[0].max(v.x), high[1].max(v.y)]]
    })
}

/// Everything outside of the ring hangs together, and alone reaches the frame.
fn touches_frame(face: &Face, vertices: &[geo::Coord<f64>]) -> bool {
    let low = bounds(vertices)[0];
    face.first().is_some_and(|outline| outline.iter().any(|p| p[0] < low[0] && p[1] < low[1]))
}

fn cut(frame: &Vec<Point>, walls: &Vec<Vec<Point>>) -> Vec<Face> {
    let options = OverlayOptions {
        preserve_input_collinear: true,
        output_direction: ContourDirection::CounterClockwise,
        preserve_output_collinear: true,
        min_output_area: 0.0,
        ogc: false,
        clean_result: false,
    };
    frame.slice_custom_by(walls, FillRule::EvenOdd, options, Default::default())
}

/// How many walls must be crossed at least to reach each face.
fn distances_from(outside: usize, faces: &[Face]) -> Vec<u32> {
    let mut beside: FxHashMap<[[u64; 2]; 2], Vec<usize>> = FxHashMap::default();
    for (number, face) in faces.iter().enumerate() {
        for edge in face.iter().flat_map(|ring| edges(ring)) {
            beside.entry(edge).or_default().push(number);
        }
    }
    // A face that no wall parts from another one has no distance: 0 leaves it out.
    let mut distances: Vec<Option<u32>> = vec![None; faces.len()];
    distances[outside] = Some(0);
    let mut reached = vec![outside];
    let mut distance = 0;
    while !reached.is_empty() {
        distance += 1;
        let mut next = Vec::new();
        for edge in reached.iter().flat_map(|number| &faces[*number]).flat_map(|ring| edges(ring)) {
            for neighbour in beside.get(&edge).into_iter().flatten() {
                if distances[*neighbour].is_none() {
                    distances[*neighbour] = Some(distance);
                    next.push(*neighbour);
                }
            }
        }
        reached = next;
    }
    distances.into_iter().map(|found| found.unwrap_or(0)).collect()
}

/// The edges of a ring, whichever way they are run along.
fn edges(ring: &[Point]) -> impl Iterator<Item = [[u64; 2]; 2]> + '_ {
    (0..ring.len()).map(|i| {
        let (a, b) = (key(&ring[i]), key(&ring[(i + 1) % ring.len()]));
        if a < b { [a, b] } else { [b, a] }
    })
}

/// A point to be compared bit by bit; both zeros are one.
fn key(point: &Point) -> [u64; 2] {
    point.map(|v| (v + 0.0).to_bits())
}
