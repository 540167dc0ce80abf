//! Smooth curves through a sketch's points, strips along them, and chance that is the same every
//! time.
//!
//! Owns the small geometry that the sketches need. Uses only operations that give the same bits on
//! every machine (+ − × ÷ √), so that the bundle is reproducible.

use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon, unary_union};

use super::tables::Xy;

/// A Catmull-Rom curve with `samples` points a span.
pub fn open(points: &[Xy], samples: u32) -> LineString<f64> {
    let n = points.len();
    let at = |i: usize| points[i.min(n - 1)];
    let mut out = Vec::new();
    for i in 0..n.saturating_sub(1) {
        let before = at(i.saturating_sub(1));
        out.extend(
            (0..samples).map(|k| {
                span(before, at(i), at(i + 1), at(i + 2), f64::from(k) / f64::from(samples))
            }),
        );
    }
    out.extend(points.last().map(|p| coord(*p)));
    LineString(out)
}

/// A closed Catmull-Rom curve as a region; parts where it would cross itself even out.
pub fn closed(points: &[Xy], samples: u32) -> MultiPolygon<f64> {
    let n = points.len();
    let at = |i: usize| points[i % n];
    let mut out = Vec::new();
    for i in 0..n {
        out.extend((0..samples).map(|k| {
            span(at(i + n - 1), at(i), at(i + 1), at(i + 2), f64::from(k) / f64::from(samples))
        }));
    }
    unary_union([&Polygon::new(LineString(out), Vec::new())])
}

/// A closed outline without smoothing.
pub fn straight(points: &[Xy]) -> MultiPolygon<f64> {
    unary_union([&Polygon::new(points.iter().map(|p| coord(*p)).collect(), Vec::new())])
}

/// A table's point.
pub fn coord(p: Xy) -> Coord<f64> {
    Coord { x: p[0], y: p[1] }
}

fn span(a: Xy, b: Xy, c: Xy, d: Xy, t: f64) -> Coord<f64> {
    let f = |i: usize| {
        let (a, b, c, d) = (a[i], b[i], c[i], d[i]);
        0.5 * (2.0 * b
            + (c - a) * t
            + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
            + (3.0 * b - a - 3.0 * c + d) * t * t * t)
    };
    Coord { x: f(0), y: f(1) }
}

/// The strip of a width along a line, with mitred corners and blunt ends.
pub fn strip(line: &LineString<f64>, width: f64) -> MultiPolygon<f64> {
    let half = width / 2.0;
    let points = &line.0;
    let normal = |a: Coord<f64>, b: Coord<f64>| {
        let d = b - a;
        let length = (d.x * d.x + d.y * d.y).sqrt().max(1e-9);
        Coord { x: -d.y / length, y: d.x / length }
    };
    // The offset at a corner that keeps both edges at their distance; the curves here turn little.
    let offset = |i: usize| {
        let before =
            if i > 0 { normal(points[i - 1], points[i]) } else { normal(points[0], points[1]) };
        let after = if i + 1 < points.len() { normal(points[i], points[i + 1]) } else { before };
        let sum = before + after;
        let scale = (2.0 / (sum.x * sum.x + sum.y * sum.y).max(1e-9)).min(2.0);
        sum * scale
    };
    if points.len() < 2 {
        return MultiPolygon(Vec::new());
    }
    let quads: Vec<Polygon<f64>> = (0..points.len() - 1)
        .map(|i| {
            let (p, q, m, n) = (points[i], points[i + 1], offset(i) * half, offset(i + 1) * half);
            Polygon::new(LineString(vec![p + m, p - m, q - n, q + n]), Vec::new())
        })
        .collect();
    unary_union(&quads)
}

/// Everything of the first regions that is in none of the others.
pub fn without(region: &MultiPolygon<f64>, others: &[&MultiPolygon<f64>]) -> MultiPolygon<f64> {
    others.iter().fold(region.clone(), |left, o| left.difference(*o))
}

/// The nearest point's direction on a line, as a unit vector, with the squared distance to it.
pub fn direction_near(line: &LineString<f64>, p: Coord<f64>) -> Option<(f64, Coord<f64>)> {
    line.lines()
        .filter_map(|l| {
            let d = l.end - l.start;
            let length2 = d.x * d.x + d.y * d.y;
            if length2 <= 0.0 {
                return None;
            }
            let v = p - l.start;
            let t = ((v.x * d.x + v.y * d.y) / length2).clamp(0.0, 1.0);
            let e = v - d * t;
            let length = length2.sqrt();
            Some((e.x * e.x + e.y * e.y, Coord { x: d.x / length, y: d.y / length }))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
}

/// Mixes a number into a well-spread one (SplitMix64, Steele et al. 2014).
pub fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A number of [0, 1) that depends on nothing but the key and what it is for.
pub fn chance(key: u64, what: u64) -> f64 {
    (mix(key ^ mix(what)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A smooth field of [0, 1] with knots every `wave` metres, in three octaves.
pub fn field(seed: u64, wave: f64, x: f64, y: f64) -> f64 {
    let mut sum = 0.0;
    let mut weight = 0.0;
    for octave in 0..3_u32 {
        let scale = f64::from(1 << octave);
        let w = 1.0 / scale;
        sum += w * knots(seed.wrapping_add(u64::from(octave)), x * scale / wave, y * scale / wave);
        weight += w;
    }
    sum / weight
}

fn knots(seed: u64, x: f64, y: f64) -> f64 {
    let (ix, iy) = (x.floor(), y.floor());
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (smooth(x - ix), smooth(y - iy));
    let knot = |dx: i64, dy: i64| {
        let (kx, ky) = ((ix as i64 + dx) as u64, (iy as i64 + dy) as u64);
        chance(mix(seed) ^ kx.wrapping_mul(0x1f12_3bb5), ky)
    };
    let lower = knot(0, 0) + (knot(1, 0) - knot(0, 0)) * fx;
    let upper = knot(0, 1) + (knot(1, 1) - knot(0, 1)) * fx;
    lower + (upper - lower) * fy
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;
    use geo::Area;

    #[test]
    fn curves_pass_the_points_of_their_sketch() {
        let points = [[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]];
        let line = open(&points, 5);
        assert!(points.iter().all(|p| line.0.contains(&coord(*p))));
        // The closed curve bulges out of the square, by construction by less than a sixth each way.
        let area = closed(&points, 8).unsigned_area();
        assert!((10_000.0..14_000.0).contains(&area), "{area}");
    }

    #[test]
    fn a_strip_has_its_width() {
        let line = open(&[[0.0, 0.0], [1000.0, 0.0]], 4);
        assert!((strip(&line, 20.0).unsigned_area() - 20_000.0).abs() < 1.0);
    }

    #[test]
    fn chance_is_spread_and_repeats() {
        let mean = (0..10_000).map(|i| chance(i, 7)).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        assert_eq!(chance(3, 4), chance(3, 4));
    }
}
