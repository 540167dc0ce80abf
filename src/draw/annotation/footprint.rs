//! The room that pins and words take on the map at a scale, for making room for each other.
//!
//! Owns their boxes, in points from the place of the annotation. Shapes with an outline of their
//! own make no room and take none.

use planmap_core::annotation::Kind;
use planmap_core::geometry::Extent;
use planmap_core::viewport::ScreenPoint;
use planmap_core::{MapPoint, Viewport};
use vello_cpu::kurbo::Rect;

use super::layer::place_of;
use super::{Drawn, look};
use crate::text::{REGULAR, measure};

/// Pins whose heads lie nearer than this cannot be told apart, in points.
const HEADS_APART_PT: f64 = 14.0;
/// Height of a line of words as a share of its letters' size.
const LINE_HEIGHT: f64 = 1.3;

/// What an annotation covers, in points right of and below the corner of the map.
pub(super) struct Footprint {
    head: Option<Rect>,
    words: Option<Rect>,
}

impl Footprint {
    /// `None` for a shape with an outline, and for one that cannot be placed.
    pub(super) fn of(drawn: &Drawn, metres_per_point: f64) -> Option<Self> {
        let place = place_of(drawn);
        let point = |p: MapPoint| ScreenPoint::new(p.x / metres_per_point, -p.y / metres_per_point);
        let at = point(place);
        let a = &drawn.annotation;
        let view = Viewport::new(place, metres_per_point, 1.0, 1.0);
        let has_words =
            view.scale_denominator() <= look::WORDS_TO_DENOMINATOR && !a.title.is_empty();
        let width = |size: f32| f64::from(measure(&a.title, size, REGULAR, 0.0));
        match a.shape.kind {
            Kind::Pin => {
                let head = look::pin(at).head;
                let r = look::PIN_RADIUS_PT;
                let half = 0.5 * LINE_HEIGHT * f64::from(look::PIN_TITLE_PT);
                let left = head.x + r + 5.0;
                let words = || {
                    Rect::new(left, head.y - half, left + width(look::PIN_TITLE_PT), head.y + half)
                };
                Some(Self {
                    head: Some(Rect::new(head.x - r, head.y - r, head.x + r, head.y + r)),
                    words: has_words.then(words),
                })
            }
            Kind::Text => {
                let half = 0.5 * LINE_HEIGHT * f64::from(a.style.font_size);
                let words =
                    Rect::new(at.x, at.y - half, at.x + width(a.style.font_size), at.y + half);
                Some(Self { head: None, words: Some(words) })
            }
            Kind::Callout if has_words => {
                let middle = drawn.label_at.map_or(ScreenPoint::new(at.x, at.y - 30.0), point);
                let all = width(a.style.font_size);
                let lines = (all / look::CALLOUT_WIDTH_PT).ceil().max(1.0);
                let half_width = 0.5 * all.min(look::CALLOUT_WIDTH_PT) + 7.0;
                let half_height = 0.5 * lines * LINE_HEIGHT * f64::from(a.style.font_size) + 4.0;
                let centre = (middle.x, middle.y);
                let words = Rect::from_center_size(centre, (2.0 * half_width, 2.0 * half_height));
                Some(Self { head: None, words: Some(words) })
            }
            _ => None,
        }
    }

    /// All of it on the map.
    pub(super) fn extent(&self, metres_per_point: f64) -> Extent {
        let all = [self.head, self.words]
            .into_iter()
            .flatten()
            .reduce(|a, b| a.union(b))
            .unwrap_or_default();
        let corner = |x: f64, y: f64| MapPoint::new(x * metres_per_point, -y * metres_per_point);
        Extent::from_corners(corner(all.x0, all.y0), corner(all.x1, all.y1))
    }

    /// Whether its head lies over another head so that neither is read.
    pub(super) fn hides_head_of(&self, other: &Self) -> bool {
        let (Some(own), Some(other)) = (self.head, other.head) else {
            return false;
        };
        (own.center() - other.center()).hypot() < HEADS_APART_PT
    }

    /// Whether its words cover what another shows: heads always, words of what was there before.
    pub(super) fn words_cover(&self, other: &Self, other_is_earlier: bool) -> bool {
        let Some(own) = self.words else {
            return false;
        };
        let covers = |part: Option<Rect>| part.is_some_and(|part| own.overlaps(part));
        covers(other.head) || other_is_earlier && covers(other.words)
    }
}
