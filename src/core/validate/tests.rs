//! Each fault has its name and its place; `geo`'s own validation is the judge of rings.
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
    let found =
        issues(&features(&[geometry]), &Crs::vn2000_son_la(), &Limits::default(), &|| false);
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
    let slab =
        |x: f64, y: f64| line(&[(x, y), (x, y + 3.0), (x + 4.0, y + 3.0), (x + 4.0, y), (x, y)]);
    for (shell, holes, want) in [
        (square(0.0, 0.0, 10.0), vec![], &[][..]),
        (square(0.0, 0.0, 10.0), vec![hole(2.0, 2.0, 3.0), hole(6.0, 6.0, 3.0)], &[]),
        // A hole that touches the shell, and its neighbour, in a point.
        (
            square(0.0, 0.0, 10.0),
            vec![line(&[(0.0, 5.0), (3.0, 6.0), (3.0, 4.0), (0.0, 5.0)]), hole(3.0, 6.0, 2.0)],
            &[],
        ),
        (square(0.0, 0.0, 10.0), vec![hole(0.0, 0.0, 3.0)], &["hole-edge-shared"]),
        (
            square(0.0, 0.0, 10.0),
            vec![hole(2.0, 2.0, 3.0), hole(5.0, 3.0, 1.0)],
            &["hole-edge-shared"],
        ),
        (square(0.0, 0.0, 10.0), vec![reversed(square(0.0, 0.0, 10.0))], &["hole-fills"]),
        // No vertex of one lies inside the other, and no edges cross.
        (square(0.0, 0.0, 10.0), vec![hole(2.0, 2.0, 3.0), slab(4.0, 2.0)], &["holes-overlap"]),
        (square(0.0, 0.0, 10.0), vec![slab(8.0, 2.0)], &["hole-crosses"]),
        // Two holes that touch in two corners shut in what lies between them.
        (
            square(0.0, 0.0, 10.0),
            vec![
                line(&[
                    (1.0, 3.0),
                    (1.0, 8.0),
                    (7.0, 8.0),
                    (7.0, 6.0),
                    (3.0, 6.0),
                    (3.0, 3.0),
                    (1.0, 3.0),
                ]),
                line(&[
                    (3.0, 1.0),
                    (3.0, 3.0),
                    (7.0, 3.0),
                    (7.0, 6.0),
                    (9.0, 6.0),
                    (9.0, 1.0),
                    (3.0, 1.0),
                ]),
            ],
            &["interior-cut"],
        ),
        (reversed(square(0.0, 0.0, 10.0)), vec![], &["ring-direction"]),
        (square(0.0, 0.0, 10.0), vec![square(2.0, 2.0, 3.0)], &["ring-direction"]),
        (square(0.0, 0.0, 10.0), vec![hole(8.0, 8.0, 5.0)], &["hole-crosses"]),
        (square(0.0, 0.0, 10.0), vec![hole(20.0, 20.0, 5.0)], &["hole-outside"]),
        (
            square(0.0, 0.0, 10.0),
            vec![hole(1.0, 1.0, 6.0), hole(2.0, 2.0, 2.0)],
            &["holes-overlap"],
        ),
        (
            square(0.0, 0.0, 10.0),
            vec![hole(1.0, 1.0, 6.0), hole(1.0, 1.0, 6.0)],
            &["holes-overlap"],
        ),
        (
            line(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 9.0), (0.0, 0.0)]),
            vec![],
            &["ring-direction", "ring-crosses-itself"],
        ),
        (
            line(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (9.0, 9.0), (0.0, 0.0)]),
            vec![],
            &["duplicate-vertices"],
        ),
        (
            line(&[
                (0.0, 0.0),
                (9.0, 0.0),
                (9.0, 9.0),
                (9.0, 15.0),
                (9.0, 9.0),
                (0.0, 9.0),
                (0.0, 0.0),
            ]),
            vec![],
            &["ring-spike", "ring-touches-itself"],
        ),
        (
            line(&[(0.0, 0.0), (5.0, 5.0), (0.0, 0.0), (5.0, 5.0), (0.0, 0.0)]),
            vec![],
            &["ring-spike", "ring-degenerate"],
        ),
        (
            line(&[
                (0.0, 0.0),
                (9.0, 0.0),
                (4.0, 4.0),
                (9.0, 9.0),
                (0.0, 9.0),
                (4.0, 4.0),
                (0.0, 0.0),
            ]),
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
    let bow = polygon(
        line(&[(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0), (0.0, 0.0)]),
        vec![],
    );
    let found =
        issues(&features(&[bow.into()]), &Crs::vn2000_son_la(), &Limits::default(), &|| false);
    let at = found.iter().find(|i| i.kind.key() == "ring-crosses-itself").unwrap().at.unwrap();
    let p = crate::crs::map_from_geo(at, &Crs::vn2000_son_la()).unwrap();
    assert!(p.distance(MapPoint::new(ORIGIN.x + 50.0, ORIGIN.y + 50.0)) < 0.002, "{p:?}");
}

#[test]
fn polygons_of_one_feature_must_not_overlap() {
    let one = |x, y, size| polygon(square(x, y, size), vec![]);
    let multi = |a: &geo::Polygon<f64>, b: geo::Polygon<f64>| {
        check(geo::MultiPolygon(vec![a.clone(), b]).into())
    };
    let big = one(0.0, 0.0, 10.0);
    assert!(multi(&big, one(20.0, 0.0, 5.0)).is_empty());
    assert!(multi(&big, one(10.0, 0.0, 5.0)).is_empty(), "a common edge is no overlap");
    assert_eq!(multi(&big, one(8.0, 2.0, 5.0)), ["polygons-overlap"]);
    assert_eq!(multi(&big, one(2.0, 2.0, 5.0)), ["polygons-overlap"]);
    assert_eq!(multi(&big, big.clone()), ["polygons-equal"]);
    let slab =
        polygon(line(&[(6.0, 0.0), (16.0, 0.0), (16.0, 10.0), (6.0, 10.0), (6.0, 0.0)]), vec![]);
    assert_eq!(multi(&big, slab), ["polygons-overlap"], "edges on one line, no corner inside");
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
        assert!(
            !found.iter().any(|k| *k == "hole-crosses" || *k == "hole-outside"),
            "{found:?} at {x}"
        );
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
    let more = found
        .iter()
        .find(|i| i.kind.args().contains(&("like", "ring-crosses-itself".to_owned())))
        .unwrap();
    assert!(more.kind.args().contains(&("count", "15".to_owned())), "{more:?}");
}

#[test]
fn a_monster_takes_bounded_time() {
    // A zigzag over itself: nearly all pairs of 6,000 edges cross.
    let points: Vec<(f64, f64)> = (0..6_000)
        .map(|i| (f64::from(i % 2) * 1000.0 + f64::from(i) * 0.01, f64::from((i * 37) % 997)))
        .collect();
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
