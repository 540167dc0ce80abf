//! A plausible street pattern: neighbourhoods, blocks and lots cut out of a region.
//!
//! Owns the cutting. Cuts run along and across the direction of the nearest main road, so that
//! the pattern follows the valleys. Must not know classes.

use geo::{Area, BooleanOps, Centroid, Coord, LineString, MultiPolygon, Polygon};

use super::curve::{chance, direction_near, mix};

/// Directions along which a piece is cut.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Unit vector along.
    pub along: Coord<f64>,
}

impl Frame {
    /// The frame at a place: along the nearest of the lines.
    pub fn near(lines: &[LineString<f64>], at: Coord<f64>) -> Self {
        let along = lines
            .iter()
            .filter_map(|l| direction_near(l, at))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(Coord { x: 1.0, y: 0.0 }, |(_, d)| d);
        Self { along }
    }

    fn to(self, p: Coord<f64>) -> (f64, f64) {
        (p.x * self.along.x + p.y * self.along.y, p.y * self.along.x - p.x * self.along.y)
    }

    fn from(self, s: f64, t: f64) -> Coord<f64> {
        Coord { x: s * self.along.x - t * self.along.y, y: s * self.along.y + t * self.along.x }
    }

    /// Least and greatest coordinates of a region in the frame: along, then across.
    fn extents<'a>(self, polygons: impl Iterator<Item = &'a Polygon<f64>>) -> [(f64, f64); 2] {
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        polygons.flat_map(|p| p.exterior().0.iter()).fold([none, none], |[s, t], &c| {
            let (a, b) = self.to(c);
            [(s.0.min(a), s.1.max(a)), (t.0.min(b), t.1.max(b))]
        })
    }

    /// Both sides of a cut across `axis` (0 along, 1 across) at a value, `gap` metres taken out.
    fn cut(
        self,
        region: &MultiPolygon<f64>,
        axis: usize,
        at: f64,
        gap: f64,
    ) -> [MultiPolygon<f64>; 2] {
        const MARGIN: f64 = 20.0;
        let e = self.extents(region.iter());
        let side = |lo: f64, hi: f64| {
            let mut box_ = e.map(|(a, b)| (a - MARGIN, b + MARGIN));
            box_[axis] = (lo, hi);
            let [(s0, s1), (t0, t1)] = box_;
            let ring =
                vec![self.from(s0, t0), self.from(s1, t0), self.from(s1, t1), self.from(s0, t1)];
            region.intersection(&Polygon::new(LineString(ring), Vec::new()))
        };
        [side(e[axis].0 - MARGIN, at - gap / 2.0), side(at + gap / 2.0, e[axis].1 + MARGIN)]
    }
}

/// A neighbourhood: what it covers with its half of the streets around it, and without.
pub struct Neighbourhood {
    /// With streets.
    pub gross: Polygon<f64>,
    /// Without the streets around it.
    pub net: MultiPolygon<f64>,
    /// How it is cut further.
    pub frame: Frame,
    /// A number of its own that chance is drawn from.
    pub key: u64,
}

/// Cuts a region into neighbourhoods of about `target` m², `street` metres apart.
pub fn neighbourhoods(
    region: &MultiPolygon<f64>,
    axes: &[LineString<f64>],
    target: f64,
    street: f64,
    seed: u64,
) -> Vec<Neighbourhood> {
    let mut out = Vec::new();
    for (i, polygon) in region.iter().enumerate() {
        let net = MultiPolygon(vec![polygon.clone()]);
        divide(polygon, &net, axes, (target, street), mix(seed ^ mix(i as u64)), &mut out);
    }
    out
}

fn divide(
    gross: &Polygon<f64>,
    net: &MultiPolygon<f64>,
    axes: &[LineString<f64>],
    (target, street): (f64, f64),
    key: u64,
    out: &mut Vec<Neighbourhood>,
) {
    let at = gross.centroid().map_or(Coord { x: 0.0, y: 0.0 }, |p| p.0);
    let frame = Frame::near(axes, at);
    let extents = frame.extents(std::iter::once(gross));
    let sizes = extents.map(|(a, b)| b - a);
    let long = sizes[0].max(sizes[1]);
    // A thin piece is cut by its length even if its area is small.
    if gross.unsigned_area() < target * (0.7 + 0.6 * chance(key, 1)) && long * long < target * 4.0 {
        out.push(Neighbourhood { gross: gross.clone(), net: net.clone(), frame, key });
        return;
    }
    let axis = usize::from(sizes[1] > sizes[0]);
    let (lo, hi) = extents[axis];
    let cut = lo + (hi - lo) * (0.42 + 0.16 * chance(key, 2));
    let halves = frame.cut(&MultiPolygon(vec![gross.clone()]), axis, cut, 0.0);
    let nets = frame.cut(net, axis, cut, street);
    for (side, (half, net)) in halves.into_iter().zip(nets).enumerate() {
        let single = half.0.len() == 1;
        for (i, piece) in half.into_iter().enumerate() {
            let own = if single { net.clone() } else { net.intersection(&piece) };
            divide(
                &piece,
                &own,
                axes,
                (target, street),
                mix(key ^ mix(3 + side as u64 + 2 * i as u64)),
                out,
            );
        }
    }
}

/// Widths of the streets inside a neighbourhood, in metres.
#[derive(Debug, Clone, Copy)]
pub struct Widths {
    /// Cuts through more than 330 m.
    pub street: f64,
    /// The other cuts.
    pub lane: f64,
}

/// Cuts a neighbourhood into blocks of about `target` m².
pub fn blocks(n: &Neighbourhood, target: f64, widths: Widths) -> Vec<(Polygon<f64>, u64)> {
    let mut out = Vec::new();
    for (i, polygon) in n.net.iter().enumerate() {
        cut_down(
            polygon,
            n.frame,
            target,
            Some(widths),
            mix(n.key ^ mix(100 + i as u64)),
            &mut out,
        );
    }
    out
}

/// Cuts a block into lots of about `target` m², wall to wall.
pub fn lots(block: &Polygon<f64>, frame: Frame, target: f64, key: u64) -> Vec<(Polygon<f64>, u64)> {
    let mut out = Vec::new();
    cut_down(block, frame, target, None, mix(key ^ 200), &mut out);
    out
}

fn cut_down(
    polygon: &Polygon<f64>,
    frame: Frame,
    target: f64,
    widths: Option<Widths>,
    key: u64,
    out: &mut Vec<(Polygon<f64>, u64)>,
) {
    let extents = frame.extents(std::iter::once(polygon));
    let sizes = extents.map(|(a, b)| b - a);
    let long = sizes[0].max(sizes[1]);
    if polygon.unsigned_area() < target * (0.8 + 0.6 * chance(key, 1)) && long * long < target * 6.0
    {
        out.push((polygon.clone(), key));
        return;
    }
    // Blocks are a little longer along the axis than across.
    let axis = usize::from(sizes[1] * 1.35 > sizes[0]);
    let (lo, hi) = extents[axis];
    let cut = lo + (hi - lo) * (0.46 + 0.08 * chance(key, 2));
    let gap = widths.map_or(0.0, |w| if hi - lo > 330.0 { w.street } else { w.lane });
    let halves = frame.cut(&MultiPolygon(vec![polygon.clone()]), axis, cut, gap);
    for (side, half) in halves.iter().enumerate() {
        for (i, piece) in half.iter().enumerate() {
            cut_down(
                piece,
                frame,
                target,
                widths,
                mix(key ^ mix(3 + side as u64 + 2 * i as u64)),
                out,
            );
        }
    }
}

/// Twice the area over half the perimeter: about the width of a long piece.
pub fn width(polygon: &Polygon<f64>) -> f64 {
    let perimeter: f64 = polygon
        .exterior()
        .lines()
        .map(|l| {
            let d = l.end - l.start;
            (d.x * d.x + d.y * d.y).sqrt()
        })
        .sum();
    2.0 * polygon.unsigned_area() / perimeter.max(1e-9)
}
