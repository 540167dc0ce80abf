//! The hit that is looked at, on the map.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Ui};
use planmap_app::ids::HitRef;
use planmap_app::search::Target;
use planmap_app::session::Session;
use planmap_core::feature::PartKind;
use planmap_core::viewport::Viewport;

use crate::canvas::to_screen;
use crate::theme::tokens;

/// Marks the hit that is looked at; a chosen feature of a hidden layer too, which nothing else
/// outlines.
pub(crate) fn paint(ui: &Ui, painter: &Painter, area: Rect, view: &Viewport, session: &Session) {
    let t = tokens(ui);
    if let Some(hit) = session.search().previewed() {
        if let Some(feature) = hit.feature() {
            outline(painter, area, view, session, feature, t.selection);
        }
        if let (Target::Site(_) | Target::Place | Target::Annotation(_), Some(at)) =
            (&hit.target, hit.at)
        {
            let at = to_screen(area, view.screen_from_map(at));
            painter.circle_stroke(at, 15.0, Stroke::new(5.0, Color32::from_white_alpha(220)));
            painter.circle_stroke(at, 15.0, Stroke::new(2.5, t.selection));
        }
    }
    let hidden = |hit: &&HitRef| session.layer(&hit.layer).is_some_and(|l| !l.visible);
    if let Some(hit) = session.selection().feature.as_ref().filter(hidden) {
        outline(painter, area, view, session, hit, t.selection);
    }
}

fn outline(
    painter: &Painter,
    area: Rect,
    view: &Viewport,
    session: &Session,
    hit: &HitRef,
    colour: Color32,
) {
    let Some(features) = session.layer(&hit.layer).and_then(|l| l.features()) else {
        return;
    };
    if hit.feature as usize >= features.len() {
        return;
    }
    let mut lines: Vec<(Vec<Pos2>, bool)> = Vec::new();
    for part in features.geometries().parts(hit.feature) {
        let points: Vec<Pos2> =
            part.points().map(|p| to_screen(area, view.screen_from_map(p))).collect();
        if part.kind == PartKind::Points {
            for at in points {
                painter.circle_stroke(at, 9.0, Stroke::new(5.0, Color32::from_white_alpha(220)));
                painter.circle_stroke(at, 9.0, Stroke::new(2.5, colour));
            }
        } else {
            lines.push((points, part.kind != PartKind::Line));
        }
    }
    for (width, ink) in [(5.0, Color32::from_white_alpha(220)), (2.5, colour)] {
        for (points, closed) in &lines {
            let stroke = Stroke::new(width, ink);
            let points = points.clone();
            painter.add(if *closed {
                Shape::closed_line(points, stroke)
            } else {
                Shape::line(points, stroke)
            });
        }
    }
}
