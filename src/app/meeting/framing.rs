//! Where the card stands in a window of any size, and what the map beside it shows.
//!
//! Owns the measures that the screen and the slides share. Must not know how a card is drawn.

use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_core::{Crs, Extent, MapPoint, Viewport};

use super::program::{Position, Program, Reveal, Stop};

/// Ground around a site that is only a point, in metres to each side.
const AROUND_POINT_M: f64 = 900.0;

/// The part of a picture's width that a card may take: the site lies beside it.
const WIDEST: f64 = 0.58;

/// The measures of a picture of a meeting, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Width of the picture.
    pub width: f64,
    /// Height of the picture.
    pub height: f64,
    /// How much larger everything is than in a window of 1600 × 900; never smaller, so that the type
    /// sizes of a meeting hold.
    pub scale: f64,
    /// From the edge to the card and to the controls.
    pub margin: f64,
    /// Width of the card.
    pub card_width: f64,
    /// Points at the foot that the controls take.
    pub foot: f64,
}

impl Room {
    /// The measures of a picture in points of the usual size. The type of a meeting is large by itself.
    #[must_use]
    pub fn of(width: f64, height: f64) -> Self {
        let scale = (width / 1600.0).min(height / 900.0).max(1.0);
        let margin = (width * 0.0275).min(44.0 * scale).max(12.0);
        let card_width = (0.4 * width).max(560.0 * scale).min(WIDEST * width);
        Self { width, height, scale, margin, card_width, foot: 96.0 * scale }
    }

    /// The highest that a card may be.
    #[must_use]
    pub fn card_height(&self) -> f64 {
        (self.height - self.margin - self.foot).max(1.0)
    }

    /// Points that the card takes from the left.
    #[must_use]
    pub fn covered_left(&self) -> f64 {
        self.margin + self.card_width
    }

    /// The view that shows an extent in the part that neither card nor controls cover.
    #[must_use]
    pub fn view(&self, extent: &Extent, beside_card: bool) -> Viewport {
        let left = if beside_card { self.covered_left() } else { 0.0 };
        // In a narrow window what the card leaves is no map any more.
        let left = if left < self.width * 0.62 { left } else { 0.0 };
        let (w, h) = (self.width - left, self.height - self.foot);
        let free = Viewport::fitting(extent, w, h, self.margin.min(w / 8.0));
        let (centre, mpp) = (extent.centre(), free.metres_per_point());
        let middle = MapPoint::new(centre.x - left / 2.0 * mpp, centre.y - self.foot / 2.0 * mpp);
        Viewport::new(middle, mpp, self.width, self.height)
    }
}

/// The ground that a reveal of a site shows. `site` is the site's own extent, `whole` that of the
/// plans.
#[must_use]
pub fn ground_of(reveal: Reveal, site: &Extent, whole: &Extent) -> Extent {
    let side = site.width().max(site.height());
    let site = if side < 200.0 { site.buffered(AROUND_POINT_M) } else { *site };
    let side = site.width().max(site.height());
    match reveal {
        Reveal::Locator => whole.union(site),
        Reveal::Site | Reveal::Conflicts => site.buffered(0.08 * side),
        Reveal::Plans => site.buffered(0.35 * side),
        Reveal::Figures => site.buffered(0.7 * side),
    }
}

/// The framing of a position: of a site beside its card, of a piece of the map in the whole picture.
pub(crate) fn view_of(
    program: &Program,
    at: Position,
    crs: &Crs,
    whole: &Extent,
    site: &dyn Fn(&str) -> Option<Extent>,
    room: &Room,
) -> Option<Viewport> {
    let step = program.steps.get(at.step)?;
    match &step.stop {
        Stop::Site(id) => {
            let ground = ground_of(program.reveal(at)?, &site(id)?, whole);
            Some(room.view(&ground, true))
        }
        Stop::Ground(g) => {
            let middle = map_from_geo(GeoPoint::new(g.lon, g.lat), crs).ok()?;
            let corner = |sign: f64| {
                MapPoint::new(middle.x + sign * g.width_m / 2.0, middle.y + sign * g.height_m / 2.0)
            };
            let extent = Extent::from_corners(corner(-1.0), corner(1.0));
            Some(Viewport::fitting(&extent, room.width, room.height, 0.0))
        }
    }
}

/// The same view in a picture of another size: everything that is seen in the one is seen in the
/// other, around the same middle.
#[must_use]
pub fn in_other_size(view: &Viewport, width: f64, height: f64) -> Viewport {
    let (w, h) = view.size();
    let factor = (width / w).min(height / h);
    Viewport::new(view.centre(), view.metres_per_point() / factor.max(1e-9), width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(w: f64, h: f64) -> Extent {
        Extent::from_corners(
            MapPoint::new(490_000.0, 2_350_000.0),
            MapPoint::new(490_000.0 + w, 2_350_000.0 + h),
        )
    }

    #[test]
    fn what_is_framed_lies_beside_the_card_and_above_the_controls() {
        for (w, h) in
            [(1280.0, 720.0), (1600.0, 900.0), (3840.0, 2160.0), (1024.0, 768.0), (900.0, 560.0)]
        {
            let room = Room::of(w, h);
            for ground in [extent(1_000.0, 3_000.0), extent(9_000.0, 1_000.0)] {
                let view = room.view(&ground, true);
                let (a, b) = (view.screen_from_map(ground.min), view.screen_from_map(ground.max));
                assert!(
                    a.x >= room.covered_left() - 1e-6 && b.x <= w + 1e-6,
                    "{w}×{h}: {} – {}",
                    a.x,
                    b.x
                );
                assert!(b.y >= -1e-6 && a.y <= h - room.foot + 1e-6, "{w}×{h}: {} – {}", b.y, a.y);
            }
        }
    }

    #[test]
    fn type_never_gets_smaller_than_in_the_drawing() {
        assert!((Room::of(1280.0, 720.0).scale - 1.0).abs() < 1e-9);
        assert!((Room::of(3840.0, 2160.0).scale - 2.4).abs() < 1e-9);
    }

    #[test]
    fn a_larger_window_shows_at_least_the_same_ground() {
        let view = Room::of(1280.0, 720.0).view(&extent(5_000.0, 4_000.0), true);
        for (w, h) in [(1920.0, 1080.0), (1024.0, 768.0), (800.0, 1200.0)] {
            let other = in_other_size(&view, w, h).extent();
            let seen = view.extent();
            assert!(
                other.buffered(1e-6).contains(seen.min) && other.buffered(1e-6).contains(seen.max)
            );
        }
    }
}
