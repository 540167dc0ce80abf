//! A polygon of the general plan in small pieces.
//!
//! Owns the halving. One area of a general plan may have thousands of vertices and a box that holds
//! half the city; cutting every lot under that box with all of it would cost lots × vertices. Halved
//! along the longer side of its box until the pieces are small, a lot meets only the pieces around it.

use geo::{BooleanOps, BoundingRect, CoordsIter};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::geometry::Extent;

/// Pieces have no more vertices, unless they cannot be halved any further.
const MOST_VERTICES: usize = 96;
/// Halvings at most: 25 km down to 1 m takes 15 on each axis.
const MOST_HALVINGS: u32 = 32;

/// The pieces and where they are.
#[derive(Debug)]
pub(super) struct Subdivided {
    pieces: Vec<geo::Polygon<f64>>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl Subdivided {
    /// Halves polygons until every piece is small. Cuts are exact to some 0.02 mm on a box of 25 km,
    /// the step of the boolean engine.
    pub(super) fn new(polygons: geo::MultiPolygon<f64>) -> Self {
        let mut pieces = Vec::new();
        let mut open: Vec<(geo::Polygon<f64>, u32)> =
            polygons.0.into_iter().map(|p| (p, 0)).collect();
        while let Some((polygon, halvings)) = open.pop() {
            let Some(bounds) = polygon.bounding_rect() else {
                continue;
            };
            if polygon.coords_count() <= MOST_VERTICES || halvings >= MOST_HALVINGS {
                pieces.push(polygon);
                continue;
            }
            let halves =
                if bounds.width() > bounds.height() { bounds.split_x() } else { bounds.split_y() };
            for half in halves {
                let cut = polygon.intersection(&half.to_polygon());
                open.extend(cut.0.into_iter().map(|p| (p, halvings + 1)));
            }
        }
        let boxes = pieces.iter().enumerate().filter_map(|(i, p)| {
            let r = p.bounding_rect()?;
            let (min, max) = ([r.min().x, r.min().y], [r.max().x, r.max().y]);
            Some(GeomWithData::new(Rectangle::from_corners(min, max), i))
        });
        let tree = RTree::bulk_load(boxes.collect());
        Self { pieces, tree }
    }

    /// What the polygons share with another one, as parts that do not overlap.
    pub(super) fn intersection(
        &self,
        other: &geo::MultiPolygon<f64>,
        extent: &Extent,
    ) -> Vec<geo::Polygon<f64>> {
        let around = AABB::from_corners([extent.min.x, extent.min.y], [extent.max.x, extent.max.y]);
        let mut out = Vec::new();
        for found in self.tree.locate_in_envelope_intersecting(around) {
            if let Some(piece) = self.pieces.get(found.data) {
                out.extend(other.intersection(piece).0);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area;

    /// A gear with many teeth and a round hole, so that cuts meet both rings.
    fn gear(teeth: u32) -> geo::MultiPolygon<f64> {
        let ring = |radius: f64, step: f64| -> geo::LineString<f64> {
            let point = |i: u32| {
                let angle = f64::from(i) / f64::from(teeth) * std::f64::consts::TAU;
                let r = radius + if i.is_multiple_of(2) { step } else { 0.0 };
                (r * angle.cos() + 500_000.0, r * angle.sin() + 2_360_000.0)
            };
            (0..=teeth).map(|i| point(i % teeth)).collect::<Vec<_>>().into()
        };
        geo::MultiPolygon(vec![geo::Polygon::new(ring(1000.0, 20.0), vec![ring(400.0, 0.0)])])
    }

    #[test]
    fn pieces_are_small_and_add_up() {
        let whole = gear(4000);
        let pieces = Subdivided::new(whole.clone());
        assert!(pieces.pieces.iter().all(|p| p.coords_count() <= MOST_VERTICES));
        let sum: f64 = pieces.pieces.iter().map(Area::unsigned_area).sum();
        assert!((sum - whole.unsigned_area()).abs() < 0.01, "{sum} {}", whole.unsigned_area());
    }

    #[test]
    fn a_lot_shares_the_same_with_the_pieces_as_with_the_whole() {
        let whole = gear(4000);
        let pieces = Subdivided::new(whole.clone());
        for (x, y) in [
            (0.0, 0.0),
            (390.0, 0.0),
            (700.0, 300.0),
            (995.0, 0.0),
            (-700.0, -700.0),
            (2000.0, 0.0),
        ] {
            let (x, y) = (x + 500_000.0, y + 2_360_000.0);
            let lot = geo::Rect::new((x, y), (x + 37.0, y + 53.0)).to_polygon();
            let lot = geo::MultiPolygon(vec![lot]);
            let extent = Extent::of_geometry(&lot.clone().into());
            let shared: f64 =
                pieces.intersection(&lot, &extent).iter().map(Area::unsigned_area).sum();
            let want = lot.intersection(&whole).unsigned_area();
            assert!((shared - want).abs() < 1e-2, "{shared} {want}");
        }
    }
}
