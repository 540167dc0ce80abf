//! The order in which the corners of an area are listed.
//!
//! Owns the custom of Vietnamese land surveys: corners are numbered clockwise from the one in the
//! north-west, so that a list of them is the same wherever the area came from.

use geo::{Coord, LineString};

use crate::geometry::Extent;

/// The corners of a ring in map metres (x east, y north), each once, clockwise from the one that is
/// nearest to the north-west corner of the ring's own extent; of equals the northern one first.
/// Corners that repeat the one before them are left out.
#[must_use]
pub fn clockwise_from_north_west(ring: &LineString<f64>) -> Vec<Coord<f64>> {
    let mut corners: Vec<Coord<f64>> = ring.0.clone();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if turns_left(&corners) {
        corners.reverse();
    }
    let extent = Extent::of_points(corners.iter().map(|c| (*c).into()));
    let off = |c: &Coord<f64>| (c.x - extent.min.x).hypot(extent.max.y - c.y);
    let order =
        |a: &Coord<f64>, b: &Coord<f64>| off(a).total_cmp(&off(b)).then(b.y.total_cmp(&a.y));
    let first =
        corners.iter().enumerate().min_by(|(_, a), (_, b)| order(a, b)).map_or(0, |(i, _)| i);
    corners.rotate_left(first);
    corners
}

/// Whether an open ring runs counter-clockwise, by its signed area around its first corner.
fn turns_left(corners: &[Coord<f64>]) -> bool {
    let Some(first) = corners.first() else {
        return false;
    };
    let next = corners.iter().cycle().skip(1);
    let doubled: f64 = corners
        .iter()
        .zip(next)
        .map(|(a, b)| (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y))
        .sum();
    doubled > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        points.iter().copied().collect()
    }

    fn listed(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        clockwise_from_north_west(&ring(points)).into_iter().map(|c| (c.x, c.y)).collect()
    }

    #[test]
    fn a_square_is_listed_the_same_whatever_its_file_begins_with() {
        let expected = [(0.0, 10.0), (10.0, 10.0), (10.0, 0.0), (0.0, 0.0)];
        let closed_left = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
        let closed_right = [(10.0, 0.0), (0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0)];
        assert_eq!(listed(&closed_left), expected);
        assert_eq!(listed(&closed_right), expected);
        let repeated = [
            (0.0, 0.0),
            (10.0, 0.0),
            (10.0, 0.0),
            (10.0, 10.0),
            (0.0, 10.0),
            (0.0, 10.0),
            (0.0, 0.0),
        ];
        assert_eq!(listed(&repeated), expected, "a corner that is repeated is one");
    }

    #[test]
    fn of_a_diamond_the_northern_of_two_equals_is_first() {
        let diamond = [(0.0, 5.0), (5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0)];
        assert_eq!(listed(&diamond), [(5.0, 10.0), (10.0, 5.0), (5.0, 0.0), (0.0, 5.0)]);
    }

    proptest! {
        #[test]
        fn where_a_ring_begins_and_how_it_turns_changes_nothing(
            radii in prop::collection::vec(1.0..100.0f64, 3..12), start in 0..12usize, turned: bool,
        ) {
            let step = std::f64::consts::TAU / radii.len() as f64;
            let mut corners: Vec<(f64, f64)> = radii
                .iter()
                .enumerate()
                .map(|(i, r)| (r * (step * i as f64).cos(), r * (step * i as f64).sin()))
                .collect();
            let plain = listed(&corners);
            corners.rotate_left(start % radii.len());
            if turned {
                corners.reverse();
            }
            prop_assert_eq!(listed(&corners), plain);
        }
    }
}
