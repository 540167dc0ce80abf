//! What the general plan shows outside the zones: villages and the edge of the forest.
//!
//! Owns the contour of the random field. Must not know how the general plan is put together.

use geo::{
    BoundingRect, Contains, Coord, Distance, Euclidean, LineString, MultiPolygon, Point, Polygon,
    unary_union,
};

use super::curve;
use super::tables::{Forest, Villages, Xy};

/// Rounded villages, each of its own shape.
pub fn villages(table: &Villages, samples: u32) -> MultiPolygon<f64> {
    // Corners of a regular octagon of radius 1, written out: no trigonometry, same bits anywhere.
    const R: f64 = std::f64::consts::FRAC_1_SQRT_2;
    const OCTAGON: [Xy; 8] =
        [[1.0, 0.0], [R, R], [0.0, 1.0], [-R, R], [-1.0, 0.0], [-R, -R], [0.0, -1.0], [R, -R]];
    let shapes: Vec<Polygon<f64>> = table
        .at
        .iter()
        .enumerate()
        .flat_map(|(i, at)| {
            let points: Vec<Xy> = OCTAGON
                .iter()
                .enumerate()
                .map(|(k, c)| {
                    let r = table.radius * (0.55 + 0.9 * curve::chance(i as u64, k as u64 + 10));
                    [at[0] + c[0] * r * 1.25, at[1] + c[1] * r]
                })
                .collect();
            curve::closed(&points, samples).0
        })
        .collect();
    unary_union(&shapes)
}

/// The lines of the forest's edge within a region: closed where the region's box does not cut them,
/// and closed along the box there.
pub fn forest_edge(
    table: &Forest,
    within: &MultiPolygon<f64>,
    zones: &[MultiPolygon<f64>],
    villages: &Villages,
) -> Vec<(Coord<f64>, Coord<f64>)> {
    let Some(bounds) = within.bounding_rect() else {
        return Vec::new();
    };
    let (x0, y0) =
        ((bounds.min().x / table.cell).floor() - 1.0, (bounds.min().y / table.cell).floor() - 1.0);
    let columns = (bounds.width() / table.cell).ceil() as usize + 3;
    let rows = (bounds.height() / table.cell).ceil() as usize + 3;
    let at = |i: usize, j: usize| Coord {
        x: (x0 + i as f64) * table.cell,
        y: (y0 + j as f64) * table.cell,
    };
    let edges: Vec<&LineString<f64>> = zones.iter().flatten().map(Polygon::exterior).collect();
    let value = |i: usize, j: usize| {
        if i == 0 || j == 0 || i + 1 == columns || j + 1 == rows {
            return -1.0;
        }
        let p = at(i, j);
        let near_village = villages.at.iter().map(|v| {
            let d = curve::coord(*v) - p;
            (d.x * d.x + d.y * d.y).sqrt() - villages.radius
        });
        let point = Point(p);
        let inside = zones.iter().any(|z| z.contains(&point));
        let near_zone = edges.iter().map(|e| Euclidean.distance(&point, *e));
        let free = near_village.chain(near_zone).fold(f64::INFINITY, f64::min);
        let push = if inside { 1.0 } else { 0.8 * (1.0 - free / table.clearing).clamp(0.0, 1.0) };
        curve::field(table.seed, table.wave, p.x, p.y) - push - table.threshold
    };
    let values: Vec<f64> = (0..columns * rows).map(|k| value(k % columns, k / columns)).collect();
    let v = |i: usize, j: usize| values[j * columns + i];
    let cross = |a: (usize, usize), b: (usize, usize)| {
        // Always from the smaller corner on, so that both cells of an edge find the same point.
        let (a, b) = (a.min(b), a.max(b));
        let (va, vb) = (v(a.0, a.1), v(b.0, b.1));
        at(a.0, a.1) + (at(b.0, b.1) - at(a.0, a.1)) * (va / (va - vb))
    };
    let mut out = Vec::new();
    for j in 0..rows - 1 {
        for i in 0..columns - 1 {
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let mut met = Vec::new();
            for k in 0..4 {
                let (a, b) = (corners[k], corners[(k + 1) % 4]);
                if (v(a.0, a.1) > 0.0) != (v(b.0, b.1) > 0.0) {
                    met.push(cross(a, b));
                }
            }
            // Two or four crossings; with four the pairing is a choice, and any pairing closes.
            out.extend(met.chunks_exact(2).map(|c| (c[0], c[1])));
        }
    }
    out
}
