//! The frame of one picture: from map metres to its pixels.

use planmap_core::feature::{AreaRing, Part};
use planmap_core::viewport::POINT_M;
use planmap_core::{Extent, MapPoint};
use vello_cpu::kurbo::BezPath;

use crate::lines::{Bounds, Xy, clip_ring, runs};

/// Vertices fall on this fraction of a pixel, counted from the map's origin: the same vertex has
/// the same sub-pixel place in every tile, so that neighbours, of lots as of tiles, meet exactly.
const SUB_PIXELS: f64 = 32.0;

/// Rings that reach further out than this are cut, in pixels.
const FAR: f64 = 16_384.0;

/// Which pixels of the whole map are drawn, and how fine.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// First pixel, counted east and south from the map's origin.
    pub origin: (i64, i64),
    /// Metres of ground that a pixel shows.
    pub metres_per_pixel: f64,
    /// Pixels of a screen point.
    pub pixels_per_point: f64,
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
}

impl Frame {
    /// The number N of the scale 1:N.
    pub fn denominator(&self) -> f64 {
        self.metres_per_pixel * self.pixels_per_point / POINT_M
    }

    /// A length in points as pixels.
    pub fn px(&self, points: f32) -> f64 {
        f64::from(points) * self.pixels_per_point
    }

    /// Ground that can leave a trace in the frame, for marks that reach `margin` points.
    pub fn extent(&self, margin: f32) -> Extent {
        let m = self.metres_per_pixel;
        let (x, y) = (self.origin.0 as f64 * m, -(self.origin.1 as f64) * m);
        let far = MapPoint::new(x + f64::from(self.width) * m, y - f64::from(self.height) * m);
        Extent::from_corners(MapPoint::new(x, y), far).buffered((self.px(margin) + 2.0) * m)
    }

    /// Bounds in pixels, for lines of a width in points.
    pub(crate) fn bounds(&self, width: f32) -> Bounds {
        Bounds::of_size(f64::from(self.width), f64::from(self.height), self.px(width) + 8.0)
    }

    pub(crate) fn position(&self, p: MapPoint) -> Xy {
        // Between the lines of that grid: on a border of pixels, rounding would decide to which
        // one a vertex belongs.
        let snap = |v: f64| ((v / self.metres_per_pixel * SUB_PIXELS).floor() + 0.5) / SUB_PIXELS;
        [snap(p.x) - self.origin.0 as f64, snap(-p.y) - self.origin.1 as f64]
    }

    /// Positions without repeated ones; a closed line's last point is left out.
    pub(crate) fn positions(
        &self,
        points: impl Iterator<Item = MapPoint>,
        closed: bool,
        out: &mut Vec<Xy>,
    ) {
        out.clear();
        out.extend(points.map(|p| self.position(p)));
        out.dedup();
        if closed && out.len() > 1 && out.first() == out.last() {
            out.pop();
        }
    }

    /// Adds a ring to a path to be filled by the non-zero rule. Outer rings all run one way and
    /// holes the other, whichever way the file has them: areas that meet in one path then merge
    /// without a seam.
    pub(crate) fn add_ring(&self, ring: &AreaRing<'_>, scratch: &mut Vec<Xy>, path: &mut BezPath) {
        match ring {
            AreaRing::Written(part) => {
                self.add_coords(part.points(), ring.is_hole(), scratch, path);
            }
            AreaRing::Read(read) => self.add_coords(read.points(), ring.is_hole(), scratch, path),
        }
    }

    /// The same for a ring that is not part of a layer.
    pub(crate) fn add_coords(
        &self,
        ring: impl Iterator<Item = MapPoint>,
        hole: bool,
        scratch: &mut Vec<Xy>,
        path: &mut BezPath,
    ) {
        self.positions(ring, true, scratch);
        if scratch.len() < 3 {
            return;
        }
        // A sheet of paper is larger than any tile.
        let reach = FAR.max(2.0 * f64::from(self.width.max(self.height)));
        let far = Bounds { min: [-reach, -reach], max: [reach, reach] };
        if !far.contains_all(scratch) {
            *scratch = clip_ring(scratch, &far);
        }
        if (signed_area(scratch) < 0.0) != hole {
            scratch.reverse();
        }
        add_points(scratch.iter(), true, path);
    }

    /// Adds a line, or the edge of a ring, to a path to be stroked.
    pub(crate) fn add_line(
        &self,
        part: &Part<'_>,
        closed: bool,
        bounds: &Bounds,
        scratch: &mut Vec<Xy>,
        path: &mut BezPath,
    ) {
        self.positions(part.points(), closed, scratch);
        runs(scratch, closed, bounds, |run, closed| add_points(run.iter(), closed, path));
    }
}

pub(crate) fn add_points<'a>(
    points: impl Iterator<Item = &'a Xy>,
    closed: bool,
    path: &mut BezPath,
) {
    for (i, p) in points.enumerate() {
        if i == 0 { path.move_to((p[0], p[1])) } else { path.line_to((p[0], p[1])) }
    }
    if closed && !path.elements().is_empty() {
        path.close_path();
    }
}

fn signed_area(ring: &[Xy]) -> f64 {
    // Relative to the first point: coordinates far from the origin would cancel badly.
    let Some(o) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|w| (w[0][0] - o[0]) * (w[1][1] - o[1]) - (w[1][0] - o[0]) * (w[0][1] - o[1]))
        .sum()
}
