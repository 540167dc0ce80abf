//! The room that the map has in the window: what lies over it, and what stays in place when it
//! changes its size.
//!
//! Owns the arithmetic of the part that is free. All measures are points. Must not know what lies
//! there, or why.

use planmap_core::geometry::Extent;
use planmap_core::viewport::Viewport;

/// Free points below which what lies over the map is passed over: a sliver of a map helps nobody.
const LEAST_FREE: f64 = 160.0;
/// The part of a free rectangle that stays empty at each side at most: in a small one every point counts.
const PADDING_SHARE: f64 = 0.06;

/// How many points of the map area are covered from each side.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Covered {
    /// From the left: a panel.
    pub left: f64,
    /// From the right: a panel, a column of tools.
    pub right: f64,
    /// From the top: a row of tools.
    pub top: f64,
    /// What lies in the lower left corner beside the panel: the legend.
    pub corner: Corner,
}

/// A card in a corner: it leaves the room beside it or the room above it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Corner {
    /// Points across.
    pub width: f64,
    /// Points down.
    pub height: f64,
}

/// A free rectangle of the map area, by what lies around it on each side in points.
#[derive(Debug, Clone, Copy)]
struct Free {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// What does not move on the screen when the map area changes its size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stays {
    /// The middle of the map: the window itself was resized.
    Middle,
    /// The ground: a panel was opened, closed or drawn wider. The corner of the area has moved by so
    /// many points to the right and down.
    Ground {
        /// To the right.
        dx: f64,
        /// Down.
        dy: f64,
    },
}

impl Stays {
    /// The ground under a corner that has not moved.
    pub const GROUND: Self = Self::Ground { dx: 0.0, dy: 0.0 };

    /// A view on an area of another size.
    #[must_use]
    pub fn resized(self, view: &Viewport, width: f64, height: f64) -> Viewport {
        match self {
            Self::Middle => view.resized(width, height),
            Self::Ground { dx, dy } => view.panned(-dx, -dy).resized_from_corner(width, height),
        }
    }
}

impl Covered {
    /// Nothing.
    pub const NOTHING: Self =
        Self { left: 0.0, right: 0.0, top: 0.0, corner: Corner { width: 0.0, height: 0.0 } };

    /// The same in points that are `factor` times as many.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let corner =
            Corner { width: self.corner.width * factor, height: self.corner.height * factor };
        Self {
            left: self.left * factor,
            right: self.right * factor,
            top: self.top * factor,
            corner,
        }
    }

    /// The largest free rectangles: beside what lies in the corner, and above it.
    fn free(self) -> [Free; 2] {
        let Self { left, right, top, corner } = self;
        [
            Free { left: left + corner.width, right, top, bottom: 0.0 },
            Free { left, right, top, bottom: corner.height },
        ]
    }

    /// The view of an area of the size of `area` that shows an extent in a free part, at most
    /// `padding` points from the edges of that: in the part where it is shown largest.
    #[must_use]
    pub fn fitting(self, extent: &Extent, area: &Viewport, padding: f64) -> Viewport {
        let [beside, above] = self.free().map(|free| free.fitting(extent, area, padding));
        if above.metres_per_point() < beside.metres_per_point() { above } else { beside }
    }

    /// A view whose middle is covered, moved so that its middle shows in the middle of the free part.
    #[must_use]
    pub fn uncovering_the_middle(self, view: &Viewport) -> Viewport {
        let (width, height) = view.size();
        let [beside, _] = self.free();
        let free = beside.in_area(width, height);
        let is_covered = free.left > width / 2.0 || free.right > width / 2.0;
        if is_covered { view.panned((free.left - free.right) / 2.0, 0.0) } else { *view }
    }
}

impl Free {
    /// Without what would leave too little of an area of this size.
    fn in_area(self, width: f64, height: f64) -> Self {
        let fits_across = width - self.left - self.right >= LEAST_FREE;
        let fits_down = height - self.top - self.bottom >= LEAST_FREE;
        Self {
            left: if fits_across { self.left } else { 0.0 },
            right: if fits_across { self.right } else { 0.0 },
            top: if fits_down { self.top } else { 0.0 },
            bottom: if fits_down { self.bottom } else { 0.0 },
        }
    }

    /// The view of the whole area that shows an extent in this part of it.
    fn fitting(self, extent: &Extent, area: &Viewport, padding: f64) -> Viewport {
        let (width, height) = area.size();
        let free = self.in_area(width, height);
        let free_width = width - free.left - free.right;
        let free_height = height - free.top - free.bottom;
        let padding = padding.min(free_width * PADDING_SHARE).min(free_height * PADDING_SHARE);
        let view = Viewport::fitting(extent, free_width, free_height, padding);
        let whole = Viewport::new(view.centre(), view.metres_per_point(), width, height);
        whole.panned((free.left - free.right) / 2.0, (free.top - free.bottom) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::MapPoint;

    fn city() -> Extent {
        Extent::from_corners(
            MapPoint::new(480_000.0, 2_350_000.0),
            MapPoint::new(500_000.0, 2_362_000.0),
        )
    }

    #[test]
    fn what_is_zoomed_to_lies_in_the_free_part() {
        let area = Viewport::new(MapPoint::new(0.0, 0.0), 10.0, 1000.0, 600.0);
        for (left, right, top) in
            [(0.0, 0.0, 0.0), (266.0, 0.0, 0.0), (0.0, 340.0, 0.0), (266.0, 340.0, 60.0)]
        {
            let view =
                Covered { left, right, top, ..Covered::NOTHING }.fitting(&city(), &area, 56.0);
            assert_eq!(view.size(), (1000.0, 600.0));
            let north_west = view.screen_from_map(MapPoint::new(480_000.0, 2_362_000.0));
            let south_east = view.screen_from_map(MapPoint::new(500_000.0, 2_350_000.0));
            assert!(
                north_west.x >= left + 20.0 && south_east.x <= 1000.0 - right - 20.0,
                "{north_west:?} {south_east:?}"
            );
            assert!(
                north_west.y >= top + 20.0 && south_east.y <= 600.0 - 20.0,
                "{north_west:?} {south_east:?}"
            );
            let middle = (north_west.x + south_east.x) / 2.0;
            assert!(
                (middle - (left + 1000.0 - right) / 2.0).abs() < 1e-6,
                "in the middle of what is free"
            );
        }
    }

    #[test]
    fn a_panel_over_nearly_all_of_the_map_is_passed_over() {
        let area = Viewport::new(MapPoint::new(0.0, 0.0), 10.0, 400.0, 600.0);
        let view = Covered { right: 340.0, ..Covered::NOTHING }.fitting(&city(), &area, 56.0);
        assert!((view.centre().x - 490_000.0).abs() < 1e-6);
    }

    #[test]
    fn the_middle_stays_when_the_window_changes_and_the_ground_when_a_panel_does() {
        let view = Viewport::new(MapPoint::new(490_000.0, 2_356_000.0), 10.0, 1000.0, 600.0);
        let larger = Stays::Middle.resized(&view, 1400.0, 900.0);
        assert_eq!(larger.centre(), view.centre());
        // The left panel of 312 points is closed: the area begins so much further left.
        let wider = Stays::Ground { dx: -312.0, dy: 0.0 }.resized(&view, 1312.0, 600.0);
        let tower = MapPoint::new(491_000.0, 2_356_500.0);
        let (before, after) = (view.screen_from_map(tower), wider.screen_from_map(tower));
        assert!((after.x - 312.0 - before.x).abs() < 1e-6 && (after.y - before.y).abs() < 1e-6);
    }

    #[test]
    fn a_middle_that_a_sheet_covers_is_shown_beside_it() {
        let view = Viewport::new(MapPoint::new(490_000.0, 2_356_000.0), 10.0, 588.0, 480.0);
        let place = view.centre();
        let moved = Covered { right: 340.0, ..Covered::NOTHING }.uncovering_the_middle(&view);
        let at = moved.screen_from_map(place);
        assert!((at.x - (588.0 - 340.0) / 2.0).abs() < 1e-6);
        let legend = Covered { left: 266.0, ..Covered::NOTHING };
        assert_eq!(legend.uncovering_the_middle(&view).centre(), place);
    }

    #[test]
    fn an_extent_is_shown_beside_a_card_or_above_it_wherever_it_is_larger() {
        let area = Viewport::new(MapPoint::new(0.0, 0.0), 10.0, 800.0, 600.0);
        let corner = Corner { width: 266.0, height: 300.0 };
        let covered = Covered { corner, ..Covered::NOTHING };
        let at = |x: f64, y: f64| MapPoint::new(490_000.0 + x, 2_350_000.0 + y);
        let (tall, wide) = (
            Extent::from_corners(at(0.0, 0.0), at(3_000.0, 6_000.0)),
            Extent::from_corners(at(0.0, 0.0), at(12_000.0, 2_000.0)),
        );
        let view = covered.fitting(&tall, &area, 56.0);
        assert!(view.screen_from_map(tall.min).x > corner.width, "a tall one beside it");
        let view = covered.fitting(&wide, &area, 56.0);
        let low = view.screen_from_map(wide.min);
        assert!(
            low.x < corner.width && low.y < 600.0 - corner.height,
            "a wide one above it, over the whole width"
        );
        let beside_only = Covered { left: 266.0, ..Covered::NOTHING }.fitting(&wide, &area, 56.0);
        assert!(view.metres_per_point() < beside_only.metres_per_point());
    }
}
