//! What the audience sees: the map, the site, its card, and what the presenter points at.
//!
//! Owns one function for every window that shows it, so that nothing is on the wall that was not
//! meant to be. The presenter's window differs in one thing: it goes on where the audience is held.
//! Must not take any input.

use egui::{Color32, CornerRadius, Mesh, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};
use lucide_icons::Icon;
use planmap_app::meeting::framing::in_other_size;
use planmap_app::meeting::{Frozen, Meeting, Pointing, Reveal, Room};
use planmap_app::session::Session;
use planmap_core::{MapPoint, Viewport};
use planmap_draw::overlay::OverlayOptions;

use super::card;
use crate::canvas::picture::{MapPicture, PictureOf};
use crate::canvas::to_screen;
use crate::theme::{Weight, meeting as sizes, tokens};
use crate::widget::{paint_icon, text_job};

/// Width in points from which the mark stands beside the controls.
const BESIDE_CONTROLS: f32 = 1240.0;
/// Points of a site's name on the map.
const NAME_ON_MAP: f32 = 12.0;
/// Corners of the spotlight's circle.
const CORNERS: usize = 96;

/// Who looks at a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watcher {
    /// Everybody: what is held or dark is so.
    Audience,
    /// The one who presents. Where the audience has a window of its own, only that is held or dark.
    Presenter,
}

impl Watcher {
    /// Whether this window shows what is kept for the audience, held or dark.
    fn sees_what_is_held(self, meeting: &Meeting) -> bool {
        self == Self::Audience || !meeting.audience
    }
}

/// The view of a window of a size: the session's own, or the one that is kept.
fn view_in(session: &Session, rect: Rect, frozen: Option<Frozen>) -> (Viewport, Viewport) {
    let (w, h) = (f64::from(rect.width()), f64::from(rect.height()));
    let of =
        |view: &Viewport| if view.size() == (w, h) { *view } else { in_other_size(view, w, h) };
    match frozen {
        Some(frozen) => (of(&frozen.view), of(&frozen.view)),
        None => (of(session.viewport()), of(session.target_viewport())),
    }
}

/// Paints everything into a rectangle; says whether the map is complete.
pub fn paint(
    ui: &Ui,
    rect: Rect,
    session: &Session,
    picture: &mut MapPicture,
    who: Watcher,
) -> bool {
    let meeting = session.meeting();
    let words = session.words();
    let sees_what_is_held = who.sees_what_is_held(meeting);
    let frozen = meeting.frozen.filter(|_| sees_what_is_held);
    let (position, blank) =
        if sees_what_is_held { meeting.seen() } else { (meeting.position, false) };
    if blank {
        ui.painter().rect_filled(rect, 0.0, Color32::BLACK);
        let response = ui.interact(rect, ui.scope_id().with("meeting-blank"), egui::Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Label, true, words.text("meeting-blank-on"))
        });
        return true;
    }
    let (view, target) = view_in(session, rect, frozen);
    let room = session.meeting_room(f64::from(rect.width()), f64::from(rect.height()));
    let (view, factor) = PictureOf::enlarged_view(&view, room.scale);
    let (target, _) = PictureOf::enlarged_view(&target, room.scale);
    let of = PictureOf {
        scene: session.scene(),
        view: &view,
        target: &target,
        language: session.language(),
        factor,
        enlarged: room.scale,
    };
    let options =
        OverlayOptions { language: session.language(), labels: true, ..OverlayOptions::default() };
    let complete = picture.show(ui, rect, &of, &options);
    let drawn = of.interface_view(&of.drawn_view(of.pixels_per_point(ui)));
    let k = room.scale as f32;
    if let Some(site) = meeting.program.steps.get(position.step).and_then(|s| s.site_id())
        && let Some(at) = session.site_place(site)
        && (meeting.program.reveal(position) == Some(Reveal::Locator) || is_point(session, site))
    {
        let name = session.catalogue().site(site).map_or("", |s| s.name.get(session.language()));
        mark(ui, rect, (&drawn, k), at, name);
    }
    ink(ui, rect, (&drawn, k), session, frozen);
    if let Some(at) = meeting.at.filter(|_| frozen.is_none()) {
        let at = to_screen(rect, drawn.screen_from_map(at));
        match meeting.pointing {
            Pointing::Spotlight => spotlight(ui, rect, at, meeting.spotlight * rect.height()),
            Pointing::Laser => laser(ui, rect, at, k),
            _ => {}
        }
    }
    if let Some(said) = session.meeting_card(position) {
        card::paint(ui, rect.min, &room, &said, &words.text("meeting-card"));
        sources(ui, rect, &room, &said.sources, session);
    }
    schematic(ui, rect, &room, session);
    if !sees_what_is_held {
        audience_state(ui, rect, &room, session);
    }
    complete
}

/// Tells the presenter that the audience sees something else.
fn audience_state(ui: &Ui, rect: Rect, room: &Room, session: &Session) {
    let key = match session.meeting().seen() {
        (_, true) => "meeting-audience-blank",
        _ if session.meeting().frozen.is_some() => "meeting-audience-frozen",
        _ => return,
    };
    let (t, k) = (tokens(ui), room.scale as f32);
    let text = session.words().text(key);
    let galley = ui.painter().layout_job(text_job(
        &text,
        sizes::SMALL * k,
        Weight::Medium,
        t.schematic.text,
    ));
    let size = galley.size() + vec2(24.0, 12.0) * k;
    let place =
        Rect::from_min_size(pos2(rect.center().x - size.x / 2.0, rect.top() + 16.0 * k), size);
    let edge = Stroke::new(1.0, t.schematic.edge);
    ui.painter().rect(place, CornerRadius::same(8), t.schematic.fill, edge, StrokeKind::Inside);
    ui.painter().galley(place.center() - galley.size() / 2.0, galley, t.schematic.text);
    let response =
        ui.interact(place, ui.scope_id().with("meeting-audience-state"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
}

/// Whether nothing but a marker is known of a site.
fn is_point(session: &Session, site: &str) -> bool {
    session.meeting().finding(site).is_some_and(|f| f.as_ref().is_ok_and(|f| f.area.is_none()))
}

/// A ring around the marker of the site.
fn mark(ui: &Ui, rect: Rect, (view, k): (&Viewport, f32), at: MapPoint, name: &str) {
    let t = tokens(ui);
    let painter = ui.painter().with_clip_rect(rect);
    let at = to_screen(rect, view.screen_from_map(at));
    // Open where the name stands: at the right, or at the left where the edge would cut it.
    let job = text_job(name, NAME_ON_MAP * k, Weight::SemiBold, t.text);
    let reach = ui.painter().layout_job(job).size().x + 20.0 * k;
    let begin = if at.x + reach > rect.right() { 225.0 } else { 45.0 };
    let arc: Vec<Pos2> = (0..=54)
        .map(|i| {
            let angle = (begin + f64::from(i) * 5.0).to_radians() as f32;
            at + vec2(angle.cos(), angle.sin()) * 20.0 * k
        })
        .collect();
    painter.add(Shape::line(arc.clone(), Stroke::new(7.0 * k, t.panel)));
    painter.add(Shape::line(arc, Stroke::new(4.0 * k, t.site)));
}

/// The strokes of the pen; of a held picture, those that were there when it was held.
fn ink(
    ui: &Ui,
    rect: Rect,
    (view, k): (&Viewport, f32),
    session: &Session,
    frozen: Option<Frozen>,
) {
    let meeting = session.meeting();
    let painter = ui.painter().with_clip_rect(rect);
    let now_s = ui.input(|i| i.time);
    let t = tokens(ui);
    let was_there = |ended_s: Option<f64>| {
        frozen.is_none_or(|frozen| ended_s.is_some_and(|ended_s| ended_s <= frozen.since_s))
    };
    for stroke in meeting.ink.strokes().iter().filter(|stroke| was_there(stroke.ended_s)) {
        let opacity = meeting.ink.opacity(stroke, now_s);
        let points: Vec<Pos2> =
            stroke.points.iter().map(|p| to_screen(rect, view.screen_from_map(*p))).collect();
        painter.add(Shape::line(
            points.clone(),
            Stroke::new(8.0 * k, t.panel.gamma_multiply(opacity)),
        ));
        painter.add(Shape::line(
            points,
            Stroke::new(4.5 * k, t.conflicts.text.gamma_multiply(opacity)),
        ));
    }
}

fn laser(ui: &Ui, rect: Rect, at: Pos2, k: f32) {
    let painter = ui.painter().with_clip_rect(rect);
    let red = Color32::from_rgb(0xe5, 0x00, 0x1a);
    painter.circle_filled(at, 18.0 * k, red.gamma_multiply(0.25));
    painter.circle(at, 9.0 * k, red, Stroke::new(2.0 * k, Color32::WHITE));
}

/// Darkness everywhere but in a circle: a ring of triangles from the circle outward.
fn spotlight(ui: &Ui, rect: Rect, at: Pos2, radius: f32) {
    let dark = Color32::from_black_alpha(190);
    let far = rect.width() + rect.height() + radius;
    let mut mesh = Mesh::default();
    for i in 0..CORNERS {
        let angle = i as f32 / CORNERS as f32 * std::f32::consts::TAU;
        let way = vec2(angle.cos(), angle.sin());
        mesh.colored_vertex(at + way * radius, dark);
        mesh.colored_vertex(at + way * far, dark);
    }
    let count = 2 * CORNERS as u32;
    for i in 0..CORNERS as u32 {
        let (a, b, c, d) = (2 * i, 2 * i + 1, (2 * i + 2) % count, (2 * i + 3) % count);
        mesh.add_triangle(a, b, c);
        mesh.add_triangle(c, b, d);
    }
    ui.painter().with_clip_rect(rect).add(Shape::mesh(mesh));
}

/// The mark that schematic and indicative data must carry, at the lower right.
fn schematic(ui: &Ui, rect: Rect, room: &Room, session: &Session) {
    let Some(accuracy) = session.scene().mark() else {
        return;
    };
    let (t, k) = (tokens(ui), room.scale as f32);
    let text = session.words().text(&format!("map-mark-{}", accuracy.as_str()));
    let galley = ui.painter().layout_job(text_job(
        &text,
        sizes::SMALL * k,
        Weight::Medium,
        t.schematic.text,
    ));
    let size = galley.size() + vec2(54.0, 16.0) * k;
    // Above the two lines that the documents may take; where the picture is narrow, above the controls
    // too, which would cover it.
    let foot = if rect.width() < BESIDE_CONTROLS * k { 104.0 } else { 48.0 };
    let max = rect.max - vec2(room.margin as f32, foot * k);
    let place = Rect::from_min_max(max - size, max);
    let stroke = Stroke::new(1.0, t.schematic.edge);
    ui.painter().rect(place, CornerRadius::same(8), t.schematic.fill, stroke, StrokeKind::Inside);
    paint_icon(
        ui,
        pos2(place.left() + 22.0 * k, place.center().y),
        Icon::TriangleAlert,
        18.0 * k,
        t.schematic.text,
    );
    let at = pos2(place.left() + 40.0 * k, place.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, t.schematic.text);
    let response = ui.interact(place, ui.scope_id().with("meeting-mark"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
}

/// The documents at the foot, left of the mark, on a ground of their own.
fn sources(ui: &Ui, rect: Rect, room: &Room, all: &[String], session: &Session) {
    if all.is_empty() {
        return;
    }
    let (t, k) = (tokens(ui), room.scale as f32);
    let text =
        session.words().text_with("meeting-sources", &[("sources", (&all.join("; ")).into())]);
    let mut job = text_job(&text, sizes::SMALL * 0.9 * k, Weight::Regular, t.muted);
    let max_width = rect.width() - 2.0 * room.margin as f32;
    job.wrap =
        egui::text::TextWrapping { max_width, max_rows: 2, ..egui::text::TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let at = pos2(rect.left() + room.margin as f32, rect.bottom() - 4.0 * k - galley.size().y);
    let place = Rect::from_min_size(at, galley.size());
    ui.painter().rect_filled(
        place.expand2(vec2(6.0, 2.0)),
        CornerRadius::same(4),
        t.panel.gamma_multiply(0.85),
    );
    ui.painter().galley(at, galley, t.muted);
    let response = ui.interact(place, ui.scope_id().with("meeting-sources"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
}
