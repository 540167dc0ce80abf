//! The one reading of an area, whatever its outline does.
//!
//! Owns what is inside an outline that crosses itself, and of one whose holes or parts overlap: each
//! ring by the even-odd rule with repeated edges counted once; the shell less the union of its holes;
//! the parts united. What is drawn, picked, measured, balanced and audited asks here, or has what was
//! asked when a layer was read. Most outlines need no more than a quick test. Faults are told by
//! [`crate::validate`]; nothing is changed in what was written.

mod faces;
mod globe;
pub(crate) mod plain;
pub(crate) mod plane;

use geo::algorithm::bool_ops::FillRule;
use geo::{BooleanOps, OpType};

pub(crate) use self::globe::read_degrees;
use self::plain::{PlainTest, WrittenRing, repeats_edges};
use crate::overlay::union;

/// Outlines that meet themselves more often are taken as they stand: reading one takes a second for
/// each million, and as much memory.
const MOST_CONTACTS: usize = 100_000;

/// Whether the rings of polygons are their ground as they stand.
#[must_use]
pub fn is_plain(shape: &geo::MultiPolygon<f64>) -> bool {
    PlainTest::default().is_plain(rings_of(shape))
}

fn rings_of(
    shape: &geo::MultiPolygon<f64>,
) -> impl Iterator<Item = WrittenRing<'_, geo::Coord<f64>>> {
    shape.iter().flat_map(|polygon| {
        let shell = WrittenRing { is_hole: false, vertices: &polygon.exterior().0[..] };
        let holes = polygon
            .interiors()
            .iter()
            .map(|ring| WrittenRing { is_hole: true, vertices: &ring.0[..] });
        std::iter::once(shell).chain(holes)
    })
}

/// Whether an outline with something wrong is beyond reading.
fn is_tangled(shape: &geo::MultiPolygon<f64>) -> bool {
    let mut test = PlainTest::default();
    test.take(rings_of(shape));
    test.contacts(MOST_CONTACTS) >= MOST_CONTACTS
}

/// The ground of polygons: the same where nothing is wrong with them, else polygons that are valid
/// and do not overlap. None where nothing is left.
#[must_use]
pub fn ground(shape: geo::MultiPolygon<f64>) -> geo::MultiPolygon<f64> {
    if is_plain(&shape) { shape } else { read(&shape) }
}

/// The ground of polygons with something wrong.
pub(crate) fn read(shape: &geo::MultiPolygon<f64>) -> geo::MultiPolygon<f64> {
    if is_tangled(shape) {
        return shape.clone();
    }
    let mut parts: Vec<geo::MultiPolygon<f64>> =
        shape.iter().map(part).filter(|part| !part.0.is_empty()).collect();
    match parts.len() {
        0 => geo::MultiPolygon(Vec::new()),
        1 => parts.swap_remove(0),
        _ => union(&parts),
    }
}

/// The shell less the union of its holes.
fn part(polygon: &geo::Polygon<f64>) -> geo::MultiPolygon<f64> {
    let shell = ring(polygon.exterior());
    let holes: Vec<geo::MultiPolygon<f64>> =
        polygon.interiors().iter().map(ring).filter(|hole| !hole.0.is_empty()).collect();
    if holes.is_empty() || shell.0.is_empty() { shell } else { shell.difference(&union(&holes)) }
}

/// A ring by the even-odd rule, repeated edges counted once.
fn ring(line: &geo::LineString<f64>) -> geo::MultiPolygon<f64> {
    let nothing = geo::MultiPolygon(Vec::new());
    let mut vertices = line.0.clone();
    vertices.dedup();
    if vertices.len() > 1 && vertices.first() == vertices.last() {
        vertices.pop();
    }
    if vertices.len() < 3 || vertices.iter().any(|v| !v.x.is_finite() || !v.y.is_finite()) {
        return nothing;
    }
    if repeats_edges(&vertices) {
        return union_of_faces(faces::odd_faces(&vertices));
    }
    let outline = geo::Polygon::new(geo::LineString(vertices), Vec::new());
    outline.boolean_op_with_fill_rule(&nothing, OpType::Union, FillRule::EvenOdd)
}

/// Faces share edges alone, which cancel by the even-odd rule.
fn union_of_faces(faces: Vec<geo::Polygon<f64>>) -> geo::MultiPolygon<f64> {
    let nothing = geo::MultiPolygon(Vec::new());
    geo::MultiPolygon(faces).boolean_op_with_fill_rule(&nothing, OpType::Union, FillRule::EvenOdd)
}

#[cfg(test)]
mod tests;
