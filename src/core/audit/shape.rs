//! What the shape of a finding tells: its width, whether it is a sliver, a place inside.
//!
//! Must not know what was found.

use geo::{Area, Buffer, Euclidean, InteriorPoint, Length};

use crate::crs::MapPoint;

/// Width of the rectangle that has the shape's area A and perimeter P: (P − √(P² − 16 A)) / 4, the
/// side of the square of that area where the shape is rounder than any rectangle. Metres.
#[must_use]
pub fn width_m(shape: &geo::MultiPolygon<f64>) -> f64 {
    let area = shape.unsigned_area();
    let perimeter: f64 = shape
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .map(|r| Euclidean.length(r))
        .sum();
    let under_root = perimeter * perimeter - 16.0 * area;
    if under_root <= 0.0 {
        return area.sqrt();
    }
    // The form without a difference of nearly equal numbers: slivers have a tiny 16 A.
    4.0 * area / (perimeter + under_root.sqrt())
}

/// Whether a disc of `tolerance_m` fits nowhere inside.
pub(super) fn is_sliver(shape: &geo::MultiPolygon<f64>, width_m: f64, tolerance_m: f64) -> bool {
    // Any shape holds a disc as wide as half its mean width; a wide one needs no closer look.
    if tolerance_m <= 0.0 || width_m >= 2.0 * tolerance_m {
        return false;
    }
    shape.buffer(-tolerance_m / 2.0).unsigned_area() <= 0.0
}

/// A place inside a shape: in its largest polygon, well off its edges.
#[must_use]
pub fn place_in(shape: &geo::MultiPolygon<f64>) -> Option<MapPoint> {
    let largest = shape.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    largest.interior_point().map(|p| MapPoint::new(p.x(), p.y()))
}
