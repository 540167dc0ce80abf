//! Figures by hand, and `geo`'s own validation and containment as judges.
#![allow(clippy::unwrap_used)]

use geo::{Area, Contains, MapCoords, Validation};
use proptest::prelude::*;

use super::plane::Position;
use super::*;

type Corners<'a> = &'a [(f64, f64)];

fn line(corners: Corners<'_>) -> geo::LineString<f64> {
    corners.iter().copied().collect()
}

fn polygon(rings: &[Corners<'_>]) -> geo::Polygon<f64> {
    let holes = rings[1..].iter().map(|ring| line(ring)).collect();
    geo::Polygon::new(line(rings[0]), holes)
}

fn area_of(polygons: Vec<geo::Polygon<f64>>) -> f64 {
    let read = ground(geo::MultiPolygon(polygons));
    assert!(read.is_valid(), "{read:?}");
    read.unsigned_area()
}

const SQUARE: Corners<'_> = &[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
const INNER: Corners<'_> = &[(2.0, 2.0), (2.0, 6.0), (6.0, 6.0), (6.0, 2.0), (2.0, 2.0)];
const BESIDE: Corners<'_> = &[(4.0, 2.0), (4.0, 6.0), (8.0, 6.0), (8.0, 2.0), (4.0, 2.0)];
const FAR: Corners<'_> = &[(20.0, 0.0), (20.0, 5.0), (25.0, 5.0), (25.0, 0.0), (20.0, 0.0)];
const ACROSS: Corners<'_> = &[(8.0, 2.0), (8.0, 4.0), (14.0, 4.0), (14.0, 2.0), (8.0, 2.0)];
const AROUND: Corners<'_> = &[(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0), (-5.0, -5.0)];

#[test]
fn rings_that_cross_themselves_have_their_lobes() {
    let bow: Corners<'_> = &[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0), (0.0, 0.0)];
    assert!((area_of(vec![polygon(&[bow])]) - 50.0).abs() < 1e-6);
    // A star of five points: its inner pentagon is crossed into twice and lies outside.
    let corner = |k: u32| {
        let angle = f64::from(k) * 0.8 * std::f64::consts::PI;
        (angle.sin() * 10.0, angle.cos() * 10.0)
    };
    let star: Vec<(f64, f64)> = (0..5).map(corner).collect();
    // Each of the five tips is an isosceles triangle with 36° at its top.
    let inner_radius = 10.0 * 18f64.to_radians().sin() / 54f64.to_radians().sin();
    let side = 2.0 * inner_radius * 36f64.to_radians().sin();
    let tips = 5.0 * side * side / 4.0 / 18f64.to_radians().tan();
    assert!((area_of(vec![polygon(&[&star])]) - tips).abs() < 1e-6);
}

#[test]
fn edges_that_are_run_along_twice_count_once() {
    let twice: Vec<(f64, f64)> = SQUARE.iter().chain(&SQUARE[1..]).copied().collect();
    assert!((area_of(vec![polygon(&[&twice])]) - 100.0).abs() < 1e-6);
    let thrice: Vec<(f64, f64)> = twice.iter().chain(&SQUARE[1..]).copied().collect();
    assert!((area_of(vec![polygon(&[&thrice])]) - 100.0).abs() < 1e-6);
    let back: Vec<(f64, f64)> = SQUARE.iter().chain(SQUARE.iter().rev()).copied().collect();
    assert!((area_of(vec![polygon(&[&back])]) - 100.0).abs() < 1e-6, "there and back again");
    // A spike adds nothing; a hole that a slit leads to is one.
    let spike: Corners<'_> =
        &[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (20.0, 20.0), (10.0, 10.0), (0.0, 10.0)];
    assert!((area_of(vec![polygon(&[spike])]) - 100.0).abs() < 1e-6);
    let slit: Vec<(f64, f64)> = [(0.0, 0.0)].iter().chain(INNER).chain(SQUARE).copied().collect();
    assert!((area_of(vec![polygon(&[&slit])]) - 84.0).abs() < 1e-6);
    // The right half twice, the left half once: walls of one figure.
    let halves: Corners<'_> = &[
        (5.0, 0.0),
        (10.0, 0.0),
        (10.0, 10.0),
        (5.0, 10.0),
        (5.0, 0.0),
        (10.0, 0.0),
        (10.0, 10.0),
        (0.0, 10.0),
        (0.0, 0.0),
        (5.0, 0.0),
    ];
    assert!((area_of(vec![polygon(&[halves])]) - 100.0).abs() < 1e-6);
    // Out and back along one line is no area.
    assert!(area_of(vec![polygon(&[&[(0.0, 0.0), (5.0, 5.0), (9.0, 9.0), (0.0, 0.0)]])]) < 1e-9);
}

#[test]
fn holes_take_off_what_they_share_with_their_shell_and_once() {
    for (rings, want) in [
        (vec![SQUARE, INNER], 84.0),
        (vec![SQUARE, INNER, INNER], 84.0),
        (vec![SQUARE, INNER, BESIDE], 76.0),
        (vec![SQUARE, FAR], 100.0),
        (vec![SQUARE, ACROSS], 96.0),
        (vec![SQUARE, AROUND], 0.0),
        (vec![SQUARE, SQUARE], 0.0),
        (vec![AROUND, SQUARE, INNER], 300.0),
    ] {
        let found = area_of(vec![polygon(&rings)]);
        assert!((found - want).abs() < 1e-6, "{found} instead of {want} for {rings:?}");
    }
}

#[test]
fn parts_are_united() {
    let part = |ring| polygon(&[ring]);
    assert!((area_of(vec![part(SQUARE), part(SQUARE)]) - 100.0).abs() < 1e-6);
    assert!((area_of(vec![part(SQUARE), part(ACROSS)]) - 108.0).abs() < 1e-6);
    assert!((area_of(vec![part(SQUARE), part(FAR)]) - 125.0).abs() < 1e-6);
    assert!((area_of(vec![polygon(&[SQUARE, INNER]), part(BESIDE)]) - 92.0).abs() < 1e-6);
}

#[test]
fn degrees_are_read_along_shortest_lines() {
    // A figure of eight with edges of 10 km: its lobes are two equal triangles.
    let bow: Corners<'_> =
        &[(104.0, 21.0), (104.1, 21.1), (104.1, 21.0), (104.0, 21.1), (104.0, 21.0)];
    let read = read_degrees(&geo::MultiPolygon(vec![polygon(&[bow])])).unwrap();
    assert_eq!(read.0.len(), 2);
    let crossing =
        read.0[0].exterior().coords().find(|c| (c.x - 104.05).abs() < 0.01).copied().unwrap();
    // The shortest lines between these corners meet there: geographiclib, `Geodesic.Inverse` and
    // bisection on WGS 84.
    assert!((crossing.x - 104.05).abs() < 1e-9, "{crossing:?}");
    for corner in bow {
        let back = read.0.iter().flat_map(|p| p.exterior().coords());
        let nearest =
            back.map(|c| (c.x - corner.0).hypot(c.y - corner.1)).fold(f64::INFINITY, f64::min);
        assert!(nearest < 1e-9, "{corner:?} is {nearest} off");
    }
}

/// Whether a place is inside by counting the edges that a ray crosses.
fn crossed_oddly(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let edges = (0..ring.len()).map(|i| (ring[i], ring[(i + 1) % ring.len()]));
    let crossed = edges
        .filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0));
    crossed.count() % 2 == 1
}

fn off_all_edges(ring: &[(f64, f64)], (x, y): (f64, f64), reach: f64) -> bool {
    use geo::{Distance, Euclidean};
    let closed: Vec<(f64, f64)> = ring.iter().chain(ring.first()).copied().collect();
    Euclidean.distance(&geo::Point::new(x, y), &line(&closed)) > reach
}

proptest! {
    /// Rings of corners anywhere: none runs along itself, so that the even-odd rule is all.
    #[test]
    fn a_ring_is_read_by_the_even_odd_rule(
        ring in prop::collection::vec((-1000.0..1000.0f64, -1000.0..1000.0f64), 3..24),
        places in prop::collection::vec((-1000.0..1000.0f64, -1000.0..1000.0f64), 40),
    ) {
        let read = ground(geo::MultiPolygon(vec![polygon(&[&ring])]));
        for place in places {
            if off_all_edges(&ring, place, 1e-3) {
                let inside = read.contains(&geo::Point::new(place.0, place.1));
                prop_assert_eq!(inside, crossed_oddly(&ring, place), "{:?}", place);
            }
        }
    }

    /// Corners on a coarse grid: edges lie on each other, rings go round twice, holes and parts
    /// share corners and edges. Whatever comes out is valid, and reading it again changes nothing.
    #[test]
    fn what_was_read_is_valid_and_reads_as_itself(
        rings in prop::collection::vec(prop::collection::vec((0..6i32, 0..6i32), 3..14), 1..5),
        holes in 0..3usize,
    ) {
        let corners: Vec<Vec<(f64, f64)>> =
            rings.iter().map(|r| r.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect()).collect();
        let inner = holes.min(corners.len() - 1);
        let first: Vec<Corners<'_>> = corners[..=inner].iter().map(Vec::as_slice).collect();
        let mut parts = vec![polygon(&first)];
        parts.extend(corners[inner + 1..].iter().map(|ring| polygon(&[ring])));
        let read = ground(geo::MultiPolygon(parts));
        let again = super::read(&read);
        prop_assert!((read.unsigned_area() - again.unsigned_area()).abs() < 1e-5);
        prop_assert!(read.unsigned_area() <= 25.0 + 1e-6);
    }

    /// Where the quick test passes, `geo` finds nothing wrong and the rings measure what they enclose.
    #[test]
    fn a_plain_outline_is_valid(
        rings in prop::collection::vec(prop::collection::vec((0..12i32, 0..12i32), 3..7), 1..4),
        as_holes in any::<bool>(),
    ) {
        let corners: Vec<Vec<(f64, f64)>> =
            rings.iter().map(|r| r.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect()).collect();
        let shape = if as_holes {
            let all: Vec<Corners<'_>> = corners.iter().map(Vec::as_slice).collect();
            geo::MultiPolygon(vec![polygon(&all)])
        } else {
            geo::MultiPolygon(corners.iter().map(|ring| polygon(&[ring])).collect())
        };
        let plain = is_plain(&shape);
        if plain {
            prop_assert!((read(&shape).unsigned_area() - shape.unsigned_area()).abs() < 1e-5, "{:?}", shape);
        }
        // The same outline in whole counts is judged alike.
        let counts: Vec<Vec<[i32; 2]>> = rings.iter().map(|r| r.iter().map(|(x, y)| [*x, *y]).collect()).collect();
        let written = counts
            .iter()
            .enumerate()
            .map(|(i, vertices)| WrittenRing { is_hole: as_holes && i > 0, vertices: vertices.as_slice() });
        prop_assert_eq!(PlainTest::default().is_plain(written), plain);
        // And far from the origin, where coordinates are rounded, nothing that crosses passes.
        let far = shape.map_coords(|c| geo::Coord { x: c.x + 489_600.0, y: c.y + 2_356_000.0 });
        prop_assert_eq!(is_plain(&far), plain);
    }

    /// A ring that goes once round its middle is plain by the test that looks at every pair of edges.
    #[test]
    fn what_goes_round_once_meets_itself_nowhere(
        reaches in prop::collection::vec(1..40u32, 3..16),
        even in any::<bool>(),
        turns in 1..4u32,
        is_clockwise in any::<bool>(),
    ) {
        let angle = std::f64::consts::TAU * f64::from(turns) / reaches.len() as f64;
        let mut ring: Vec<[i32; 2]> = Vec::new();
        for (i, reach) in reaches.iter().enumerate() {
            let (sin, cos) = (angle * i as f64 + 0.1).sin_cos();
            let reach = if even { 1_000.0 } else { f64::from(*reach) };
            ring.push([(cos * reach).round() as i32, (sin * reach).round() as i32]);
        }
        if is_clockwise {
            ring.reverse();
        }
        let corners: Vec<(f64, f64)> = ring.iter().map(|c| (f64::from(c[0]), f64::from(c[1]))).collect();
        // Of numbers as a file has them each pair of edges is looked at.
        let plain = is_plain(&geo::MultiPolygon(vec![polygon(&[&corners])]));
        if Position::goes_round_once(&ring) {
            prop_assert!(plain, "{:?}", ring);
        }
        prop_assert!(!even || turns > 1 || Position::goes_round_once(&ring), "{:?}", ring);
        let closed = [ring.as_slice(), &ring[..1]].concat();
        for vertices in [ring, closed] {
            let written = WrittenRing { is_hole: false, vertices: vertices.as_slice() };
            prop_assert_eq!(PlainTest::default().is_plain([written].into_iter()), plain);
        }
    }

    /// Edges that share a point are counted as `geo` finds them, neighbours left out.
    #[test]
    fn contacts_are_those_that_geo_finds(
        rings in prop::collection::vec(prop::collection::vec((0..12i32, 0..12i32), 3..12), 1..4),
    ) {
        use geo::Intersects;
        let mut counts: Vec<Vec<[i32; 2]>> = rings.iter().map(|r| r.iter().map(|(x, y)| [*x, *y]).collect()).collect();
        for ring in &mut counts {
            ring.dedup();
            if ring.first() == ring.last() {
                ring.pop();
            }
        }
        prop_assume!(counts.iter().all(|ring| ring.len() >= 3));
        let place = |c: [i32; 2]| geo::Coord { x: f64::from(c[0]), y: f64::from(c[1]) };
        let mut edges = Vec::new();
        for (number, ring) in counts.iter().enumerate() {
            for at in 0..ring.len() {
                let next = (at + 1) % ring.len();
                edges.push((number, at, next, geo::Line::new(place(ring[at]), place(ring[next]))));
            }
        }
        let mut expected = 0;
        for (i, (ring, at, next, line)) in edges.iter().enumerate() {
            for (other_ring, other_at, other_next, other) in &edges[i + 1..] {
                let are_neighbours = ring == other_ring && (next == other_at || other_next == at);
                expected += usize::from(!are_neighbours && line.intersects(other));
            }
        }
        let mut test = PlainTest::default();
        test.take(counts.iter().map(|ring| WrittenRing { is_hole: false, vertices: ring.as_slice() }));
        prop_assert_eq!(test.contacts(usize::MAX), expected);
    }
}
