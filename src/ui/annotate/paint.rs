//! Paints what is chosen, dragged or just changed, and the sketch, over the map.
//!
//! Owns how each kind looks where the tiles do not show it. Where thousands are chosen and dragged,
//! each becomes a mark of a few triangles.

use egui::{
    Align2, Color32, CornerRadius, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind,
    Ui, pos2, vec2,
};
use planmap_app::drawn::Drawn;
use planmap_app::ids::AnnotationRef;
use planmap_app::session::Session;
use planmap_app::tool::{Grab, Grabbed, Tool};
use planmap_core::MapPoint;
use planmap_core::annotation::{Kind, Style};
use planmap_core::i18n::{format_length, format_number};
use planmap_core::legend::Rgb;
use planmap_core::snap::SnapKind;
use planmap_core::viewport::{ScreenPoint, Viewport};
use planmap_draw::annotation::layer::Detail;
use planmap_draw::annotation::look;

use crate::canvas::to_screen;
use crate::theme::{self, tokens};

/// From so many on, what is dragged is painted without soft edges, and small ones as marks.
const MANY: usize = 500;
/// Points below which a shape among so many is a mark.
const SMALL: f64 = 8.0;
/// Radius of a pin's head.
const PIN: f32 = look::PIN_RADIUS_PT as f32;
/// Points around the view in which pins, words and callouts still reach into it.
const MARGIN: f64 = 60.0;

fn ink(rgb: Rgb, opacity: f32) -> Color32 {
    Color32::from_rgba_unmultiplied(
        rgb.0,
        rgb.1,
        rgb.2,
        (opacity.clamp(0.0, 1.0) * 255.0).round() as u8,
    )
}

fn from_pos(p: Pos2) -> ScreenPoint {
    ScreenPoint::new(p.x.into(), p.y.into())
}

fn to_pos(p: ScreenPoint) -> Pos2 {
    pos2(p.x as f32, p.y as f32)
}

struct Brush<'a> {
    painter: &'a Painter,
    area: Rect,
    view: &'a Viewport,
    session: &'a Session,
    /// Metres that everything painted is moved by.
    offset: (f64, f64),
    halo: Color32,
    selection: Color32,
}

/// Paints all of it over tiles that show the annotations of turn `shown`.
pub fn paint(
    ui: &Ui,
    painter: &Painter,
    area: Rect,
    view: &Viewport,
    session: &Session,
    shown: u64,
) {
    let t = tokens(ui);
    let halo = if t.dark { Color32::from_black_alpha(170) } else { Color32::from_white_alpha(200) };
    let mut brush =
        Brush { painter, area, view, session, offset: (0.0, 0.0), halo, selection: t.selection };
    let notes = session.annotations();
    let around = view.extent().buffered(MARGIN * view.metres_per_point());
    let live = notes.on_tiles().live(shown);
    let many = live.len() > MANY;
    let mut marks = Mesh::default();
    let dragged = notes.grab().filter(|g| g.what == Grabbed::Chosen).map(Grab::offset);
    let moves = |what: &AnnotationRef| dragged.filter(|_| notes.chosen().contains(what));
    let in_view = |drawn: &Drawn, (x, y): (f64, f64)| {
        let e = drawn.extent;
        let moved = |p: MapPoint| MapPoint::new(p.x + x, p.y + y);
        planmap_core::Extent::from_corners(moved(e.min), moved(e.max)).intersects(&around)
    };
    for open in notes.sets().iter().filter(|s| s.visible) {
        let own = live.iter().filter(|what| what.set == open.id);
        let mut drawn: Vec<(&AnnotationRef, &Drawn)> =
            own.filter_map(|what| Some((what, open.drawn.get(&what.id)?))).collect();
        drawn.sort_by_key(|(what, d)| (d.annotation.order, &what.id));
        for (what, drawn) in drawn {
            brush.offset = moves(what).unwrap_or_default();
            if !in_view(drawn, brush.offset) {
                continue;
            }
            let metres_per_point = view.metres_per_point();
            if many {
                brush.mark_or_shape(drawn, SMALL, &mut marks);
                continue;
            }
            let detail = if notes.chosen().contains(what) {
                Detail::Whole
            } else {
                session.scene().noted.detail_at(drawn, metres_per_point)
            };
            if detail == Detail::Dot {
                brush.mark_or_shape(drawn, f64::INFINITY, &mut marks);
            } else {
                brush.shape(drawn, open.drawn.number_of(&what.id), detail == Detail::Whole);
            }
        }
    }
    if !marks.is_empty() {
        painter.add(Shape::mesh(marks));
    }
    for (what, drawn) in notes.chosen().iter().filter_map(|what| Some((what, notes.drawn(what)?))) {
        brush.offset = moves(what).unwrap_or_default();
        if in_view(drawn, brush.offset) && notes.set(what.set).is_some_and(|s| s.visible) {
            brush.outline(drawn);
        }
    }
    brush.offset = (0.0, 0.0);
    if notes.is_on() {
        brush.handles();
        brush.sketch();
        brush.snap_mark();
    }
}

impl Brush<'_> {
    fn at(&self, p: MapPoint) -> Pos2 {
        let moved = MapPoint::new(p.x + self.offset.0, p.y + self.offset.1);
        to_screen(self.area, self.view.screen_from_map(moved))
    }

    fn mark_or_shape(&self, drawn: &Drawn, small: f64, marks: &mut Mesh) {
        let size = drawn.extent.width().max(drawn.extent.height()) / self.view.metres_per_point();
        let style = look::shown_style(&drawn.annotation);
        let is_point =
            matches!(drawn.annotation.shape.kind, Kind::Pin | Kind::Text | Kind::Callout);
        if is_point || size < small {
            let c = self.at(if is_point {
                drawn.handles.first().copied().unwrap_or_default()
            } else {
                drawn.extent.centre()
            });
            marks.add_colored_rect(
                Rect::from_center_size(c, vec2(4.0, 4.0)),
                ink(style.colour, 1.0),
            );
        } else {
            self.plain(drawn, marks);
        }
    }

    /// Lines and areas as bare triangles without soft edges: a tenth of the work, and in a crowd as
    /// good.
    fn plain(&self, drawn: &Drawn, mesh: &mut Mesh) {
        let style = look::shown_style(&drawn.annotation);
        if let Some(fill) = style.fill {
            let colour = ink(fill, style.fill_opacity);
            for triangle in &drawn.triangles {
                let first = mesh.vertices.len() as u32;
                triangle.iter().for_each(|corner| mesh.colored_vertex(self.at(*corner), colour));
                mesh.add_triangle(first, first + 1, first + 2);
            }
        }
        let colour = ink(style.colour, style.opacity);
        if style.width <= 0.0 {
            return;
        }
        for pair in drawn.rows.iter().flat_map(|r| r.points.windows(2)) {
            let Some([a, b]) = clipped(self.at(pair[0]), self.at(pair[1]), self.area.expand(20.0))
            else {
                continue;
            };
            let across = (b - a).normalized().rot90() * (style.width / 2.0).max(0.5);
            if across.is_finite() {
                let first = mesh.vertices.len() as u32;
                for corner in [a + across, b + across, b - across, a - across] {
                    mesh.colored_vertex(corner, colour);
                }
                mesh.add_triangle(first, first + 1, first + 2);
                mesh.add_triangle(first, first + 2, first + 3);
            }
        }
    }

    fn shape(&self, drawn: &Drawn, number: Option<usize>, words: bool) {
        let a = &drawn.annotation;
        let style = &look::shown_style(a);
        // A line that is not drawn may still have a title.
        let colour = ink(style.colour, 1.0);
        self.fill(drawn);
        let near = self.view.scale_denominator() <= look::WORDS_TO_DENOMINATOR;
        let size = drawn.extent.width().max(drawn.extent.height()) / self.view.metres_per_point();
        match a.shape.kind {
            Kind::Pin => {
                for row in &drawn.rows {
                    let title = if words && near { &a.title } else { "" };
                    self.pin(self.at(row.points[0]), colour, number, title, look::is_closed(a));
                }
            }
            Kind::Text => {
                let title = if a.title.is_empty() { "…" } else { &a.title };
                let at = drawn.handles.first().map_or(self.area.center(), |p| self.at(*p));
                self.text(at, Align2::LEFT_CENTER, title, style.font_size, colour);
            }
            Kind::Callout if near => self.callout(drawn, colour),
            Kind::Callout => {
                if let Some(p) = drawn.handles.first() {
                    self.painter.circle_filled(self.at(*p), 4.0, colour);
                }
            }
            _ => {
                for row in &drawn.rows {
                    let points: Vec<Pos2> = row.points.iter().map(|p| self.at(*p)).collect();
                    if points.len() == 1 {
                        self.painter.circle_filled(points[0], 4.0, colour);
                        continue;
                    }
                    self.line(&points, row.closed, style);
                    match a.shape.kind {
                        Kind::Arrow => self.arrow_head(&points, style),
                        Kind::Dimension => self.dimension(drawn, &points, style),
                        _ => {}
                    }
                }
                if words
                    && size >= look::TITLED_PT
                    && !a.title.is_empty()
                    && a.shape.kind != Kind::Dimension
                {
                    let c = if a.shape.kind.is_area() {
                        self.at(drawn.extent.centre())
                    } else {
                        let middle = drawn.handles.get(drawn.handles.len() / 2).copied();
                        self.at(middle.unwrap_or(drawn.extent.centre())) + vec2(0.0, -9.0)
                    };
                    self.text(
                        c,
                        Align2::CENTER_CENTER,
                        &a.title,
                        style.font_size.min(look::SHAPE_TITLE_PT),
                        colour,
                    );
                }
            }
        }
    }

    fn fill(&self, drawn: &Drawn) {
        let style = look::shown_style(&drawn.annotation);
        let Some(fill) = style.fill.filter(|_| !drawn.triangles.is_empty()) else {
            return;
        };
        let colour = ink(fill, style.fill_opacity);
        let mut mesh = Mesh::default();
        for (i, triangle) in drawn.triangles.iter().enumerate() {
            for corner in triangle {
                mesh.colored_vertex(self.at(*corner), colour);
            }
            let first = 3 * i as u32;
            mesh.add_triangle(first, first + 1, first + 2);
        }
        self.painter.add(Shape::mesh(mesh));
    }

    fn line(&self, points: &[Pos2], closed: bool, style: &Style) {
        let stroke = Stroke::new(style.width, ink(style.colour, style.opacity));
        match look::dash_and_gap(style) {
            None if closed => {
                self.painter.add(Shape::closed_line(points[..points.len() - 1].to_vec(), stroke));
            }
            None => {
                self.painter.add(Shape::line(points.to_vec(), stroke));
            }
            Some((dash, gap)) => {
                // Only what is seen is cut into dashes: zoomed in, a line is a million points long.
                for pair in points.windows(2) {
                    if let Some(seen) = clipped(pair[0], pair[1], self.area.expand(20.0)) {
                        self.painter.extend(Shape::dashed_line(&seen, stroke, dash, gap));
                    }
                }
            }
        }
    }

    fn arrow_head(&self, points: &[Pos2], style: &Style) {
        let [.., before, tip] = points else {
            return;
        };
        if let Some(corners) = look::arrow_head(from_pos(*before), from_pos(*tip), style.width) {
            let corners = corners.map(to_pos).to_vec();
            self.painter.add(Shape::convex_polygon(
                corners,
                ink(style.colour, style.opacity),
                Stroke::NONE,
            ));
        }
    }

    fn dimension(&self, drawn: &Drawn, points: &[Pos2], style: &Style) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return;
        };
        let stroke = Stroke::new(style.width, ink(style.colour, style.opacity));
        for (end, next) in [(first, points.get(1)), (last, points.iter().rev().nth(1))] {
            if let Some(tick) =
                next.and_then(|next| look::dimension_tick(from_pos(*end), from_pos(*next)))
            {
                self.painter.line_segment(tick.map(to_pos), stroke);
            }
        }
        if let Some(length) = drawn.length_m {
            let middle = first.lerp(*last, 0.5);
            let text = format_length(length.ellipsoid, self.session.language());
            let text = if drawn.annotation.title.is_empty() {
                text
            } else {
                format!("{}: {text}", drawn.annotation.title)
            };
            self.text(
                middle + vec2(0.0, -10.0),
                Align2::CENTER_CENTER,
                &text,
                style.font_size.min(look::SHAPE_TITLE_PT),
                ink(style.colour, 1.0),
            );
        }
    }

    fn pin(&self, tip: Pos2, colour: Color32, number: Option<usize>, title: &str, is_closed: bool) {
        let shape = look::pin(from_pos(tip));
        let head = to_pos(shape.head);
        self.painter.add(Shape::convex_polygon(
            shape.foot.map(to_pos).to_vec(),
            colour,
            Stroke::NONE,
        ));
        // A matter that is closed is a ring, an open one a disc.
        let (inside, rim) = if is_closed {
            (Color32::WHITE, (2.0, colour))
        } else {
            (colour, (1.5, Color32::WHITE))
        };
        self.painter.circle(head, PIN, inside, Stroke::from(rim));
        if let Some(number) = number {
            let font = FontId::proportional(look::pin_number_pt(number));
            self.painter.text(
                head,
                Align2::CENTER_CENTER,
                number.to_string(),
                font,
                if is_closed { colour } else { theme::ink_on(colour) },
            );
        }
        if !title.is_empty() {
            self.text(
                head + vec2(PIN + 5.0, 0.0),
                Align2::LEFT_CENTER,
                title,
                look::PIN_TITLE_PT,
                colour,
            );
        }
    }

    fn callout(&self, drawn: &Drawn, colour: Color32) {
        let Some(place) = drawn.handles.first().map(|p| self.at(*p)) else {
            return;
        };
        let label = drawn.label_at.map_or(place - vec2(0.0, 30.0), |p| self.at(p));
        let style = &drawn.annotation.style;
        let title = if drawn.annotation.title.is_empty() { "…" } else { &drawn.annotation.title };
        let galley = self.painter.layout(
            title.to_owned(),
            FontId::proportional(style.font_size),
            colour,
            look::CALLOUT_WIDTH_PT as f32,
        );
        let shape = Rect::from_center_size(label, galley.size() + vec2(14.0, 8.0));
        let stroke = Stroke::new(style.width.min(3.0), colour);
        self.painter.line_segment([place, label], stroke);
        self.painter.circle_filled(place, 3.5, colour);
        self.painter.rect(
            shape,
            CornerRadius::same(4),
            self.halo.to_opaque(),
            stroke,
            StrokeKind::Middle,
        );
        self.painter.galley(shape.center() - galley.size() / 2.0, galley, colour);
    }

    /// Words with a rim, so that they are read over any land use.
    fn text(&self, at: Pos2, anchor: Align2, text: &str, points: f32, colour: Color32) {
        let font = FontId::proportional(points);
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, colour);
        let place = anchor.anchor_size(at, galley.size()).min;
        for (dx, dy) in [(-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0)] {
            self.painter.galley_with_override_text_color(
                place + vec2(dx, dy),
                galley.clone(),
                self.halo,
            );
        }
        self.painter.galley(place, galley, colour);
    }

    /// A rim around what is chosen.
    fn outline(&self, drawn: &Drawn) {
        let stroke =
            Stroke::new(drawn.annotation.style.width + 4.0, self.selection.gamma_multiply(0.45));
        match drawn.annotation.shape.kind {
            Kind::Pin => {
                for row in &drawn.rows {
                    let head = self.at(row.points[0]) - vec2(0.0, 2.0 * PIN - 2.0);
                    self.painter.circle_stroke(head, PIN + 3.5, Stroke::new(2.5, self.selection));
                }
            }
            Kind::Text | Kind::Callout => {
                for p in drawn.handles.iter().chain(&drawn.label_at) {
                    self.painter.circle_stroke(self.at(*p), 7.0, Stroke::new(2.5, self.selection));
                }
            }
            _ => {
                for row in &drawn.rows {
                    let points: Vec<Pos2> = row.points.iter().map(|p| self.at(*p)).collect();
                    self.painter.add(Shape::line(points, stroke));
                }
            }
        }
    }

    /// The vertices of the one that is chosen, and where a dragged one is now.
    fn handles(&self) {
        let notes = self.session.annotations();
        let Some((_, drawn)) = notes.only_chosen() else {
            return;
        };
        let locked = drawn.annotation.locked;
        if matches!(notes.tool(), Tool::Draw(_))
            || matches!(notes.grab(), Some(g) if g.what == Grabbed::Chosen)
        {
            return;
        }
        let edge = Stroke::new(
            1.5,
            if locked { self.selection.gamma_multiply(0.4) } else { self.selection },
        );
        for p in drawn.handles.iter().chain(&drawn.label_at) {
            let handle = Rect::from_center_size(self.at(*p), vec2(7.0, 7.0));
            self.painter.rect(
                handle,
                CornerRadius::same(1),
                Color32::WHITE,
                edge,
                StrokeKind::Middle,
            );
        }
        if let Some(Grab { what: Grabbed::Vertex(..) | Grabbed::NewVertex(..), to, .. }) =
            notes.grab()
        {
            self.painter.circle(
                self.at(*to),
                5.0,
                self.selection,
                Stroke::new(1.5, Color32::WHITE),
            );
        }
    }

    fn sketch(&self) {
        let notes = self.session.annotations();
        let Tool::Draw(draw) = notes.tool() else {
            return;
        };
        let points = draw.preview();
        let Some(first) = points.first() else {
            return;
        };
        let style = notes.style();
        let kind = draw.purpose().kind();
        let mut line: Vec<Pos2> = points.iter().map(|p| self.at(*p)).collect();
        match (kind, points.get(1)) {
            (Kind::Rectangle, Some(_)) => {
                let (a, b) = (line[0], line[1]);
                line = vec![a, pos2(b.x, a.y), b, pos2(a.x, b.y), a];
            }
            (Kind::Circle, Some(second)) => {
                let radius = (first.distance(*second) / self.view.metres_per_point()) as f32;
                let stroke = Stroke::new(style.width, ink(style.colour, style.opacity));
                self.painter.circle(line[0], radius, ink(style.colour, 0.08), stroke);
            }
            (Kind::Polygon, Some(_)) => {
                let closing = [line[line.len() - 1], line[0]];
                let stroke = Stroke::new(1.0, ink(style.colour, 0.5));
                self.painter.extend(Shape::dashed_line(&closing, stroke, 5.0, 4.0));
            }
            _ => {}
        }
        self.line(&line, false, style);
        if kind == Kind::Arrow {
            self.arrow_head(&line, style);
        }
        for p in draw.points() {
            self.painter.circle(
                self.at(*p),
                3.5,
                Color32::WHITE,
                Stroke::new(1.5, ink(style.colour, 1.0)),
            );
        }
        if let (Some(measured), Some(last)) = (self.session.measured(), line.last()) {
            let language = self.session.language();
            let text = match (measured.bearing_deg, measured.area_m2, measured.length_m) {
                (Some(b), _, Some(l)) => {
                    format!(
                        "{}°  {}",
                        format_number(b.ellipsoid, 2, language),
                        format_length(l.ellipsoid, language)
                    )
                }
                (_, Some(a), _) if kind != Kind::Circle => self.session.area_text(a.ellipsoid),
                (_, _, Some(l)) => format_length(l.ellipsoid, language),
                _ => return,
            };
            self.text(
                *last + vec2(14.0, -12.0),
                Align2::LEFT_CENTER,
                &text,
                12.5,
                ink(style.colour, 1.0),
            );
        }
    }

    fn snap_mark(&self) {
        if let Some(snap) = self.session.annotations().snapped() {
            let (c, stroke) = (self.at(snap.at), Stroke::new(1.8, self.selection));
            match snap.kind {
                SnapKind::Vertex => {
                    let place = Rect::from_center_size(c, vec2(11.0, 11.0));
                    self.painter.rect_stroke(place, CornerRadius::ZERO, stroke, StrokeKind::Middle);
                }
                SnapKind::Edge => {
                    self.painter.line_segment([c + vec2(-5.0, -5.0), c + vec2(5.0, 5.0)], stroke);
                    self.painter.line_segment([c + vec2(-5.0, 5.0), c + vec2(5.0, -5.0)], stroke);
                }
            }
        }
    }
}

/// The part of a line inside a rectangle (Liang and Barsky).
fn clipped(a: Pos2, b: Pos2, area: Rect) -> Option<[Pos2; 2]> {
    let d = b - a;
    let (mut from, mut to) = (0.0f32, 1.0f32);
    for (p, q) in [
        (-d.x, a.x - area.left()),
        (d.x, area.right() - a.x),
        (-d.y, a.y - area.top()),
        (d.y, area.bottom() - a.y),
    ] {
        if p.abs() < f32::EPSILON {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            from = from.max(q / p);
        } else {
            to = to.min(q / p);
        }
    }
    (from <= to).then(|| [a + d * from, a + d * to])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_clipped_to_what_is_seen() {
        let area = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 100.0));
        assert_eq!(
            clipped(pos2(-1e6, 50.0), pos2(1e6, 50.0), area).map(|s| s[0].x.round()),
            Some(0.0)
        );
        assert_eq!(clipped(pos2(-10.0, -10.0), pos2(-10.0, 500.0), area), None);
        assert_eq!(
            clipped(pos2(10.0, 10.0), pos2(20.0, 20.0), area),
            Some([pos2(10.0, 10.0), pos2(20.0, 20.0)])
        );
    }
}
