//! The window onto the map: which place, at which scale, on how many points of screen.
//!
//! Owns the transform between screen and map. `Screen` positions are in points from the map
//! area's top left corner, y down; one point is 1/96 inch by the toolkit's convention.

use crate::crs::MapPoint;
use crate::geometry::Extent;

/// A position on the screen in points, from the top left of the map area, y down.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ScreenPoint {
    /// Points to the right.
    pub x: f64,
    /// Points down.
    pub y: f64,
}

impl ScreenPoint {
    /// A position in points.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// Metres that one screen point spans on paper: 1/96 inch.
pub const POINT_M: f64 = 0.0254 / 96.0;

/// Scale limits as metres a point: 1:20 to about 1:190 million.
const FINEST: f64 = 20.0 * POINT_M;
const COARSEST: f64 = 50_000.0;

/// A view of the map. North is always up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    centre: MapPoint,
    metres_per_point: f64,
    width: f64,
    height: f64,
}

impl Viewport {
    /// A view around a centre. Sizes are in points and at least 1.
    #[must_use]
    pub fn new(centre: MapPoint, metres_per_point: f64, width: f64, height: f64) -> Self {
        Self {
            centre,
            metres_per_point: metres_per_point.clamp(FINEST, COARSEST),
            width: width.max(1.0),
            height: height.max(1.0),
        }
    }

    /// The view that shows a whole extent with `padding` points around it.
    #[must_use]
    pub fn fitting(extent: &Extent, width: f64, height: f64, padding: f64) -> Self {
        let (w, h) = ((width - 2.0 * padding).max(1.0), (height - 2.0 * padding).max(1.0));
        let scale = (extent.width() / w).max(extent.height() / h);
        Self::new(extent.centre(), scale, width, height)
    }

    /// The place in the middle.
    #[must_use]
    pub fn centre(&self) -> MapPoint {
        self.centre
    }

    /// Metres of ground a point of screen.
    #[must_use]
    pub fn metres_per_point(&self) -> f64 {
        self.metres_per_point
    }

    /// Width and height in points.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// The number N of the scale 1:N.
    #[must_use]
    pub fn scale_denominator(&self) -> f64 {
        self.metres_per_point / POINT_M
    }

    /// The same place at scale 1:`denominator`.
    #[must_use]
    pub fn at_scale(&self, denominator: f64) -> Self {
        Self::new(self.centre, denominator * POINT_M, self.width, self.height)
    }

    /// The same view on an area of another size; the top left corner stays, so that nothing moves
    /// under the pointer when a panel opens at the right.
    #[must_use]
    pub fn resized_from_corner(&self, width: f64, height: f64) -> Self {
        let corner = self.map_from_screen(ScreenPoint::new(0.0, 0.0));
        let mut out = self.resized(width, height);
        out.centre = MapPoint {
            x: corner.x + out.width / 2.0 * out.metres_per_point,
            y: corner.y - out.height / 2.0 * out.metres_per_point,
        };
        out
    }

    /// The same view on an area of another size; the centre stays.
    #[must_use]
    pub fn resized(&self, width: f64, height: f64) -> Self {
        Self::new(self.centre, self.metres_per_point, width, height)
    }

    /// The same scale around another place.
    #[must_use]
    pub fn centred_on(&self, centre: MapPoint) -> Self {
        Self { centre, ..*self }
    }

    /// Where a place of the map is on the screen.
    #[must_use]
    pub fn screen_from_map(&self, p: MapPoint) -> ScreenPoint {
        ScreenPoint {
            x: (p.x - self.centre.x) / self.metres_per_point + self.width / 2.0,
            y: (self.centre.y - p.y) / self.metres_per_point + self.height / 2.0,
        }
    }

    /// Which place of the map a screen position shows.
    #[must_use]
    pub fn map_from_screen(&self, p: ScreenPoint) -> MapPoint {
        MapPoint {
            x: self.centre.x + (p.x - self.width / 2.0) * self.metres_per_point,
            y: self.centre.y - (p.y - self.height / 2.0) * self.metres_per_point,
        }
    }

    /// Moved so that what was at the origin is `dx`, `dy` points further right and down.
    #[must_use]
    pub fn panned(&self, dx: f64, dy: f64) -> Self {
        let centre = MapPoint {
            x: self.centre.x - dx * self.metres_per_point,
            y: self.centre.y + dy * self.metres_per_point,
        };
        Self { centre, ..*self }
    }

    /// Zoomed by `factor` (2 shows half as much) with the place under `anchor` staying there.
    #[must_use]
    pub fn zoomed(&self, factor: f64, anchor: ScreenPoint) -> Self {
        let fixed = self.map_from_screen(anchor);
        let mut out =
            Self::new(self.centre, self.metres_per_point / factor, self.width, self.height);
        out.centre = MapPoint {
            x: fixed.x - (anchor.x - out.width / 2.0) * out.metres_per_point,
            y: fixed.y + (anchor.y - out.height / 2.0) * out.metres_per_point,
        };
        out
    }

    /// What the view shows.
    #[must_use]
    pub fn extent(&self) -> Extent {
        Extent::from_corners(
            self.map_from_screen(ScreenPoint::new(0.0, 0.0)),
            self.map_from_screen(ScreenPoint::new(self.width, self.height)),
        )
    }

    /// The view a share `t` of the way to another one: 0 is this one, 1 the other. The scale moves
    /// in equal ratios, so that a flight neither races nor crawls.
    #[must_use]
    pub fn towards(&self, target: &Self, t: f64) -> Self {
        if t >= 1.0 {
            return *target;
        }
        let scale =
            self.metres_per_point * (target.metres_per_point / self.metres_per_point).powf(t);
        // While the scale shrinks in ratios, the centre moves in step with it, so that the target
        // runs straight to its place on the screen.
        let (a, b) = (self.metres_per_point, target.metres_per_point);
        let s = if (a - b).abs() < 1e-9 * a { t } else { (scale - a) / (b - a) };
        let centre = MapPoint {
            x: self.centre.x + (target.centre.x - self.centre.x) * s,
            y: self.centre.y + (target.centre.y - self.centre.y) * s,
        };
        Self::new(centre, scale, target.width, target.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: MapPoint, b: MapPoint) -> bool {
        a.distance(b) < 1e-6
    }

    #[test]
    fn screen_and_map_are_inverse() {
        let v = Viewport::new(MapPoint::new(490_000.0, 2_359_000.0), 12.5, 800.0, 600.0);
        for s in [
            ScreenPoint::new(0.0, 0.0),
            ScreenPoint::new(800.0, 600.0),
            ScreenPoint::new(123.0, 456.0),
        ] {
            let back = v.screen_from_map(v.map_from_screen(s));
            assert!((back.x - s.x).abs() < 1e-6 && (back.y - s.y).abs() < 1e-6);
        }
        assert!((v.extent().width() - 10_000.0).abs() < 1e-6);
    }

    #[test]
    fn zoom_keeps_the_place_under_the_cursor() {
        let v = Viewport::new(MapPoint::new(490_000.0, 2_359_000.0), 12.5, 800.0, 600.0);
        let at = ScreenPoint::new(700.0, 50.0);
        let z = v.zoomed(3.0, at);
        assert!(close(v.map_from_screen(at), z.map_from_screen(at)));
        assert!((z.scale_denominator() * 3.0 - v.scale_denominator()).abs() < 1e-6);
    }

    #[test]
    fn resizing_from_the_corner_moves_nothing() {
        let v = Viewport::new(MapPoint::new(490_000.0, 2_359_000.0), 12.5, 800.0, 600.0);
        let at = ScreenPoint::new(300.0, 200.0);
        assert!(close(
            v.map_from_screen(at),
            v.resized_from_corner(460.0, 580.0).map_from_screen(at)
        ));
    }

    #[test]
    fn scale_denominator_round_trips() {
        let v = Viewport::new(MapPoint::default(), 1.0, 800.0, 600.0).at_scale(10_000.0);
        assert!((v.scale_denominator() - 10_000.0).abs() < 1e-9);
        assert!((v.metres_per_point() - 2.645_833).abs() < 1e-5);
    }

    #[test]
    fn flight_starts_and_ends_where_it_should() {
        let a = Viewport::new(MapPoint::new(0.0, 0.0), 100.0, 800.0, 600.0);
        let b = Viewport::new(MapPoint::new(9_000.0, -500.0), 2.0, 800.0, 600.0);
        assert!(close(a.towards(&b, 0.0).centre(), a.centre()));
        assert_eq!(a.towards(&b, 1.0), b);
    }
}
