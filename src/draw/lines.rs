//! Cutting lines and rings to what can be seen.
//!
//! Owns the clipping that keeps far-away coordinates out of the rasteriser, and the dashes. Dashes
//! are counted from the start of the whole line, so that they run on across the borders of tiles
//! and stand still while the view moves. Must not know what unit a coordinate has.

/// A position: x to the right, y down.
pub(crate) type Xy = [f64; 2];

/// A rectangle that something must come near to be drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) min: Xy,
    pub(crate) max: Xy,
}

impl Bounds {
    /// From (0, 0) to a size, grown by a margin.
    pub(crate) fn of_size(width: f64, height: f64, margin: f64) -> Self {
        Self { min: [-margin, -margin], max: [width + margin, height + margin] }
    }

    fn contains(&self, p: Xy) -> bool {
        self.min[0] <= p[0] && p[0] <= self.max[0] && self.min[1] <= p[1] && p[1] <= self.max[1]
    }

    pub(crate) fn contains_all(&self, points: &[Xy]) -> bool {
        points.iter().all(|p| self.contains(*p))
    }

    /// How much of a segment lies inside, 0 to 1.
    pub(crate) fn share_inside(&self, a: Xy, b: Xy) -> f64 {
        self.clip(a, b).map_or(0.0, |(from, to)| to - from)
    }

    /// The part of a segment inside, as shares of its length (Liang and Barsky).
    fn clip(&self, a: Xy, b: Xy) -> Option<(f64, f64)> {
        let (mut t0, mut t1) = (0.0f64, 1.0f64);
        for axis in 0..2 {
            let d = b[axis] - a[axis];
            for (p, q) in [(-d, a[axis] - self.min[axis]), (d, self.max[axis] - a[axis])] {
                if p.abs() < f64::MIN_POSITIVE {
                    if q < 0.0 {
                        return None;
                    }
                } else if p < 0.0 {
                    t0 = t0.max(q / p);
                } else {
                    t1 = t1.min(q / p);
                }
            }
        }
        (t0 <= t1).then_some((t0, t1))
    }
}

fn between(a: Xy, b: Xy, t: f64) -> Xy {
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
}

/// Segments longer than this are cut; the rasteriser's single precision would bend them.
const LONG: f64 = 4096.0;

/// The runs of a line that come into the bounds. The second argument of `emit` says whether the
/// run is the whole of a closed line.
pub(crate) fn runs(
    points: &[Xy],
    closed: bool,
    bounds: &Bounds,
    mut emit: impl FnMut(&[Xy], bool),
) {
    if points.len() < 2 {
        return;
    }
    let n = points.len();
    let segments = if closed { n } else { n - 1 };
    let ends = |i: usize| (points[i % n], points[(i + 1) % n]);
    let seen = |i: usize| {
        let (a, b) = ends(i);
        bounds.clip(a, b)
    };
    let long = |i: usize| {
        let (a, b) = ends(i);
        (b[0] - a[0]).abs() > LONG || (b[1] - a[1]).abs() > LONG
    };
    // A closed line begins where a piece of it is out of sight, so that no run lacks the join at
    // its first point.
    let start = if closed {
        let gap = (0..segments).find(|i| seen(*i).is_none_or(|(_, t1)| long(*i) && t1 < 1.0));
        if gap.is_none() {
            emit(points, true);
            return;
        }
        gap.map_or(0, |i| i + 1)
    } else {
        0
    };
    let mut run: Vec<Xy> = Vec::new();
    for k in 0..segments {
        let (a, b) = ends(start + k);
        let Some((t0, t1)) = seen(start + k) else {
            flush(&mut run, &mut emit);
            continue;
        };
        let long = long(start + k);
        let (cut_start, cut_end) = (long && t0 > 0.0, long && t1 < 1.0);
        if cut_start {
            flush(&mut run, &mut emit);
        }
        if run.is_empty() {
            run.push(if cut_start { between(a, b, t0) } else { a });
        }
        run.push(if cut_end { between(a, b, t1) } else { b });
        if cut_end {
            flush(&mut run, &mut emit);
        }
    }
    flush(&mut run, &mut emit);
}

fn flush(run: &mut Vec<Xy>, emit: &mut impl FnMut(&[Xy], bool)) {
    if run.len() > 1 {
        emit(run, false);
    }
    run.clear();
}

/// The dashes of a line that come into the bounds. `pattern` holds lengths of dash, gap, dash, …,
/// an even number of them.
pub(crate) fn dashes(
    points: &[Xy],
    closed: bool,
    pattern: &[f64],
    bounds: &Bounds,
    mut emit: impl FnMut(&[Xy]),
) {
    let total: f64 = pattern.iter().sum();
    if points.len() < 2 || total <= 0.0 || pattern.iter().any(|d| *d <= 0.0) {
        return;
    }
    let n = points.len();
    let mut travelled = 0.0;
    let mut dash: Vec<Xy> = Vec::new();
    let mut out = |dash: &mut Vec<Xy>| {
        if dash.len() > 1 {
            emit(dash);
        }
        dash.clear();
    };
    for i in 0..(if closed { n } else { n - 1 }) {
        let (a, b) = (points[i], points[(i + 1) % n]);
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        let Some((t0, t1)) = bounds.clip(a, b).filter(|_| length > 0.0) else {
            if length > 0.0 {
                out(&mut dash);
            }
            travelled += length;
            continue;
        };
        if t0 > 0.0 {
            out(&mut dash);
        }
        let mut at = t0 * length;
        let end = t1 * length;
        while at < end {
            let mut phase = (travelled + at) % total;
            let mut piece = 0;
            while piece + 1 < pattern.len() && phase >= pattern[piece] {
                phase -= pattern[piece];
                piece += 1;
            }
            // Never less than a whole step of progress, whatever rounding does.
            let stop = (at + (pattern[piece] - phase).max(1e-6)).min(end);
            if piece % 2 == 0 {
                if dash.is_empty() {
                    dash.push(between(a, b, at / length));
                }
                dash.push(between(a, b, stop / length));
            }
            if stop < end || piece % 2 == 1 {
                out(&mut dash);
            }
            at = stop;
        }
        if t1 < 1.0 {
            out(&mut dash);
        }
        travelled += length;
    }
    out(&mut dash);
}

/// A ring cut to the bounds (Sutherland and Hodgman); edges along the bounds stand in for what was
/// cut off. For fills only.
pub(crate) fn clip_ring(points: &[Xy], bounds: &Bounds) -> Vec<Xy> {
    let mut ring = points.to_vec();
    for (axis, limit, keep_above) in [
        (0, bounds.min[0], true),
        (0, bounds.max[0], false),
        (1, bounds.min[1], true),
        (1, bounds.max[1], false),
    ] {
        let inside = |p: &Xy| if keep_above { p[axis] >= limit } else { p[axis] <= limit };
        let mut out = Vec::with_capacity(ring.len() + 4);
        for i in 0..ring.len() {
            let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
            if inside(&a) {
                out.push(a);
            }
            if inside(&a) != inside(&b) {
                let mut cut = between(a, b, (limit - a[axis]) / (b[axis] - a[axis]));
                cut[axis] = limit;
                out.push(cut);
            }
        }
        ring = out;
        if ring.is_empty() {
            break;
        }
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds() -> Bounds {
        Bounds { min: [0.0, 0.0], max: [100.0, 100.0] }
    }

    fn total(lines: &[Vec<Xy>]) -> f64 {
        lines
            .iter()
            .flat_map(|l| l.windows(2))
            .map(|w| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1]))
            .sum()
    }

    #[test]
    fn runs_keep_what_is_near_and_drop_the_rest() {
        let mut out: Vec<(Vec<Xy>, bool)> = vec![];
        let line = [
            [-50.0, 50.0],
            [50.0, 50.0],
            [50.0, 500.0],
            [500.0, 500.0],
            [500.0, 20.0],
            [20.0, 20.0],
        ];
        runs(&line, false, &bounds(), |r, c| out.push((r.to_vec(), c)));
        assert_eq!(out.len(), 2);
        assert_eq!(out[0].0, line[..3]);
        assert_eq!(out[1].0, line[4..]);
        out.clear();
        let square = [[10.0, 10.0], [90.0, 10.0], [90.0, 90.0], [10.0, 90.0]];
        runs(&square, true, &bounds(), |r, c| out.push((r.to_vec(), c)));
        assert_eq!(out, [(square.to_vec(), true)]);
        out.clear();
        let leaning = [[10.0, 10.0], [110.0, 50.0], [10.0, 90.0]];
        runs(&leaning, true, &bounds(), |r, c| out.push((r.to_vec(), c)));
        assert_eq!(out, [(leaning.to_vec(), true)], "a corner outside leaves the line whole");
        out.clear();
        let big = [[10.0, 10.0], [1e6, 10.0], [1e6, 1e6], [10.0, 1e6]];
        runs(&big, true, &bounds(), |r, c| out.push((r.to_vec(), c)));
        assert_eq!(out.len(), 1, "the corner in sight is not cut in two: {out:?}");
        assert!(out[0].0.contains(&[10.0, 10.0]) && !out[0].1);
        assert!(out[0].0.iter().all(|p| p[0] <= 100.0 && p[1] <= 100.0));
    }

    #[test]
    fn dashes_have_the_same_phase_in_every_window() {
        let line = [[-1003.0, 30.0], [40.0, 30.0], [40.0, 1000.0]];
        let cut = |b: &Bounds| {
            let mut out: Vec<Vec<Xy>> = vec![];
            dashes(&line, false, &[7.0, 3.0], b, |d| out.push(d.to_vec()));
            out
        };
        let all = cut(&Bounds { min: [-2000.0, -2000.0], max: [2000.0, 2000.0] });
        assert!((total(&all) - (201.0 * 7.0 + 3.0)).abs() < 1e-6, "{}", total(&all));
        // Whole dashes well inside a small window are dashes of the whole line.
        let near = |a: Xy, b: Xy| (a[0] - b[0]).hypot(a[1] - b[1]) < 1e-6;
        let inner = cut(&bounds());
        assert!(inner.len() > 8);
        for d in &inner[1..inner.len() - 1] {
            assert!(
                all.iter().any(|e| near(e[0], d[0]) && near(e[e.len() - 1], d[d.len() - 1])),
                "{d:?} is no dash of the whole line"
            );
        }
        assert!(all.iter().any(|d| d.len() == 3), "one dash goes round the corner");
    }

    #[test]
    fn rings_are_cut_to_the_bounds() {
        let area = |r: &[Xy]| {
            let n = r.len();
            (0..n)
                .map(|i| r[i][0] * r[(i + 1) % n][1] - r[(i + 1) % n][0] * r[i][1])
                .sum::<f64>()
                .abs()
                / 2.0
        };
        let big = [[-1e6, -1e6], [1e6, -1e6], [1e6, 1e6], [-1e6, 1e6]];
        assert!((area(&clip_ring(&big, &bounds())) - 10_000.0).abs() < 1e-6);
        let triangle = [[-100.0, 0.0], [100.0, 0.0], [100.0, 200.0]];
        assert!((area(&clip_ring(&triangle, &bounds())) - 10_000.0).abs() < 1e-6);
        assert!(clip_ring(&[[200.0, 0.0], [300.0, 0.0], [300.0, 50.0]], &bounds()).is_empty());
    }
}
