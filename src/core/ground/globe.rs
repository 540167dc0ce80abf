//! The ground of outlines given in degrees.
//!
//! Owns the plane in which they are read: a gnomonic one around the middle of the outline, in which
//! the shortest lines between vertices are straight, as the measures of [`crate::geometry`] take
//! them. Latitudes are taken as those of a sphere, which bends an edge of 3 km by less than 1 mm.

use geo::{BoundingRect, CoordsIter, MapCoords};

/// The least cosine of the way from the middle to a vertex: nothing farther is read.
const LEAST_COSINE: f64 = 0.1;

/// A gnomonic plane that touches a sphere of radius 1.
struct Plane {
    middle_deg: geo::Coord<f64>,
    sine: f64,
    cosine: f64,
}

impl Plane {
    fn around(middle_deg: geo::Coord<f64>) -> Self {
        let (sine, cosine) = middle_deg.y.to_radians().sin_cos();
        Self { middle_deg, sine, cosine }
    }

    /// Where a vertex lies from the middle of the globe: east, north and up at the plane's middle.
    fn direction(&self, c: geo::Coord<f64>) -> [f64; 3] {
        let (sine, cosine) = c.y.to_radians().sin_cos();
        let (east, inward) = (c.x - self.middle_deg.x).to_radians().sin_cos();
        let outward = cosine * inward;
        [
            cosine * east,
            self.cosine * sine - self.sine * outward,
            self.sine * sine + self.cosine * outward,
        ]
    }

    fn plane_from_degrees(&self, c: geo::Coord<f64>) -> geo::Coord<f64> {
        let [east, north, up] = self.direction(c);
        geo::Coord { x: east / up, y: north / up }
    }

    fn degrees_from_plane(&self, c: geo::Coord<f64>) -> geo::Coord<f64> {
        let outward = self.cosine - c.y * self.sine;
        let polar = self.sine + c.y * self.cosine;
        geo::Coord {
            x: self.middle_deg.x + c.x.atan2(outward).to_degrees(),
            y: polar.atan2(outward.hypot(c.x)).to_degrees(),
        }
    }
}

/// The ground of polygons in degrees that are not plain; `None` where they span too much of the
/// globe to be read in a plane.
pub(crate) fn read_degrees(shape: &geo::MultiPolygon<f64>) -> Option<geo::MultiPolygon<f64>> {
    let plane = Plane::around(shape.bounding_rect()?.center());
    if shape.coords_iter().any(|c| plane.direction(c)[2] < LEAST_COSINE) {
        return None;
    }
    let flat = shape.map_coords(|c| plane.plane_from_degrees(c));
    Some(super::read(&flat).map_coords(|c| plane.degrees_from_plane(c)))
}
