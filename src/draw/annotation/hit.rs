//! Whether a place on the map lies on what is seen of an annotation.
//!
//! Owns no look of its own: it asks the very items that a tile is painted from, so that a pin's
//! head, every letter of a text and the figure on a dimension line can be taken, and nothing else.

use planmap_core::i18n::Language;
use planmap_core::{MapPoint, Viewport};
use vello_cpu::kurbo::{BezPath, ParamCurveNearest, Point, Rect, Shape};

use super::Drawn;
use super::layer::{Detail, place_of};
use crate::display::{AnnotationPen, PageItem};

/// Points around letters and filled parts that still count as them.
const SLACK_PT: f64 = 2.0;
/// How exactly the nearest place of a curve is found, in points.
const ACCURACY_PT: f64 = 0.1;

/// How an annotation is seen.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// The scale.
    pub metres_per_point: f64,
    /// How much of it is shown.
    pub detail: Detail,
    /// The language of its figures.
    pub language: Language,
}

/// Whether a place lies on an annotation as it is seen. Lines and points reach `tolerance_m` beyond
/// themselves.
#[must_use]
pub fn is_hit(drawn: &Drawn, at: MapPoint, tolerance_m: f64, seen: Seen) -> bool {
    if drawn.distance(at) <= tolerance_m {
        return true;
    }
    let tolerance_pt = tolerance_m / seen.metres_per_point;
    let side = 2.0 * (tolerance_pt + SLACK_PT);
    let view = Viewport::new(at, seen.metres_per_point, side, side);
    let mut pen = AnnotationPen::on_tile(&view, seen.language, false);
    pen.draw_at_detail(drawn, None, place_of(drawn), seen.detail);
    let place = Point::new(side / 2.0, side / 2.0);
    pen.finish().iter().any(|item| touches(item, place, tolerance_pt))
}

fn touches(item: &PageItem, place: Point, tolerance_pt: f64) -> bool {
    match item {
        PageItem::Fill { path, .. } => path.contains(place) || distance(path, place) <= SLACK_PT,
        PageItem::Stroke { path, width, .. } => {
            distance(path, place) <= tolerance_pt.min(SLACK_PT) + width / 2.0
        }
        PageItem::Text(run) => {
            let left = run.left();
            let letters =
                Rect::new(left, run.y - run.size, left + run.width(), run.y + 0.3 * run.size);
            letters.inflate(SLACK_PT, SLACK_PT).contains(place)
        }
        PageItem::Group(group) => group.items.iter().any(|item| touches(item, place, tolerance_pt)),
        PageItem::Hatch { .. } | PageItem::Image(..) => false,
    }
}

/// Points from a place to the nearest piece of a path.
fn distance(path: &BezPath, place: Point) -> f64 {
    let squared = path.segments().map(|piece| piece.nearest(place, ACCURACY_PT).distance_sq);
    squared.fold(f64::INFINITY, f64::min).sqrt()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use planmap_core::Crs;
    use planmap_core::annotation::{Annotation, AnnotationId, Kind, Shape as Drawing};
    use planmap_core::crs::{GeoPoint, map_from_geo};

    use super::*;

    const METRES_PER_POINT: f64 = 2.0;
    const REACH_PT: f64 = 9.0;

    fn crs() -> Crs {
        Crs::vn2000_son_la()
    }

    fn drawn(shape: Drawing, title: &str) -> Drawn {
        let mut annotation =
            Annotation { title: title.into(), ..Annotation::new(AnnotationId::new("1"), shape) };
        annotation.style.fill = None;
        Drawn::new(&Arc::new(annotation), &crs()).unwrap()
    }

    /// Whether a place so many points right of and below another is hit.
    fn hit(drawn: &Drawn, from: MapPoint, right_pt: f64, down_pt: f64, detail: Detail) -> bool {
        let at = MapPoint::new(
            from.x + right_pt * METRES_PER_POINT,
            from.y - down_pt * METRES_PER_POINT,
        );
        let seen =
            Seen { metres_per_point: METRES_PER_POINT, detail, language: Language::Vietnamese };
        is_hit(drawn, at, REACH_PT * METRES_PER_POINT, seen)
    }

    fn place() -> GeoPoint {
        GeoPoint::new(103.9, 21.3)
    }

    #[test]
    fn a_pin_is_taken_by_its_head_and_its_words() {
        let pin = drawn(Drawing::at(Kind::Pin, place()), "Hỏi lại chủ đất");
        let tip = map_from_geo(place(), &crs()).unwrap();
        assert!(hit(&pin, tip, 0.0, -18.0, Detail::Whole), "the middle of its head");
        assert!(hit(&pin, tip, 8.0, -24.0, Detail::Whole), "near the rim of its head");
        assert!(hit(&pin, tip, 70.0, -18.0, Detail::Whole), "its title");
        assert!(!hit(&pin, tip, 70.0, -18.0, Detail::Head), "no title is shown");
        assert!(!hit(&pin, tip, 0.0, -40.0, Detail::Whole), "above its head");
        assert!(!hit(&pin, tip, -25.0, -18.0, Detail::Whole), "left of its head");
        assert!(!hit(&pin, tip, 0.0, -18.0, Detail::Dot), "a dot has no head");
    }

    #[test]
    fn a_text_is_taken_by_every_letter() {
        let text = drawn(Drawing::at(Kind::Text, place()), "Khu dân cư hiện trạng chỉnh trang");
        let start = map_from_geo(place(), &crs()).unwrap();
        assert!(hit(&text, start, 180.0, 0.0, Detail::Whole), "its end");
        assert!(!hit(&text, start, 400.0, 0.0, Detail::Whole), "behind its end");
        assert!(!hit(&text, start, 180.0, 25.0, Detail::Whole), "below it");
    }

    #[test]
    fn a_dimension_line_is_taken_by_its_figure_and_a_callout_by_its_box() {
        let ends = [place(), GeoPoint::new(103.903, 21.3)];
        let line = drawn(Drawing::along(Kind::Dimension, &ends), "Bề rộng");
        let [a, b] = ends.map(|p| map_from_geo(p, &crs()).unwrap());
        let middle = MapPoint::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
        assert!(hit(&line, middle, 40.0, -13.0, Detail::Whole), "its figure");
        assert!(!hit(&line, middle, 40.0, -40.0, Detail::Whole));
        let mut shape = Drawing::at(Kind::Callout, place());
        shape.label_at = Some(GeoPoint::new(103.901, 21.302));
        let callout = drawn(shape, "Đề nghị xem lại chỉ giới đường đỏ");
        let words = map_from_geo(GeoPoint::new(103.901, 21.302), &crs()).unwrap();
        assert!(hit(&callout, words, 90.0, 3.0, Detail::Whole), "its box");
        assert!(!hit(&callout, words, 190.0, 3.0, Detail::Whole));
    }
}
