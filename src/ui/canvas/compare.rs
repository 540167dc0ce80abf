//! The second map beside the first one, and the place of each pointer on the other.
//!
//! Owns the second picture and what its pointer means. Which layers it shows and where it looks is
//! the session's.

use egui::{Painter, PointerButton, Rect, Response, Sense, Stroke, Ui, pos2};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::compare::CompareCommand;
use planmap_app::ids::HitRef;
use planmap_app::session::Session;
use planmap_core::MapPoint;
use planmap_core::feature::FeatureId;
use planmap_core::viewport::Viewport;
use planmap_draw::overlay::{OverlayOptions, site_at};

use super::picture::{MapPicture, PictureOf};
use super::store::TileStore;
use super::{from_screen, input, items, to_screen};
use crate::theme::tokens;

/// Half the length of the cross that stands for the other map's pointer, in points.
const CROSS: f32 = 9.0;

/// The second map and its caches.
pub struct SecondMap {
    picture: MapPicture,
    cursor: Option<MapPoint>,
    hovered: Option<HitRef>,
    complete: bool,
    /// How many times larger a point of the interface is than a point of the map.
    factor: f64,
}

impl SecondMap {
    /// An empty map.
    #[must_use]
    pub fn new(store: &TileStore) -> Self {
        Self {
            picture: MapPicture::new(store),
            cursor: None,
            hovered: None,
            complete: false,
            factor: 1.0,
        }
    }

    /// Tells how many times larger the interface is drawn than the map.
    pub fn set_factor(&mut self, factor: f32) {
        self.factor = f64::from(factor);
    }

    /// A view in points of the interface.
    #[must_use]
    pub fn interface_view(&self, view: &Viewport) -> Viewport {
        let (w, h) = view.size();
        Viewport::new(
            view.centre(),
            view.metres_per_point() * self.factor,
            w / self.factor,
            h / self.factor,
        )
    }

    /// The place under the pointer.
    #[must_use]
    pub fn cursor(&self) -> Option<MapPoint> {
        self.cursor
    }

    /// Whether every tile and label of the view has arrived.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Draws the map over the whole of `ui` and takes the pointer.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, send: &mut Vec<Command>) -> Rect {
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        let name = session.words().text("compare-map");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
        let Some(scene) = session.compare().scene() else {
            return rect;
        };
        let size = (f64::from(rect.width()), f64::from(rect.height()));
        let (view, target) = (session.compare_viewport(), session.compare_target());
        if view.size() != (size.0 * self.factor, size.1 * self.factor) {
            send.push(Command::Compare(CompareCommand::Resize(size.0, size.1)));
            self.complete = false;
            return rect;
        }
        let language = session.language();
        let of = PictureOf {
            scene,
            view: &view,
            target: &target,
            language,
            factor: self.factor,
            enlarged: 1.0,
        };
        let drawn = of.interface_view(&of.drawn_view(of.pixels_per_point(ui)));
        self.cursor = response
            .hover_pos()
            .or_else(|| response.interact_pointer_pos())
            .filter(|p| rect.contains(*p))
            .map(|p| drawn.map_from_screen(from_screen(rect, p)));
        let tolerance_m = input::TOLERANCE * drawn.metres_per_point();
        let under = self.cursor.filter(|_| response.hovered() && !response.dragged());
        self.hovered =
            under.and_then(|at| session.seen_in(scene, drawn.scale_denominator(), at, tolerance_m));
        let hovered_site = under
            .and_then(|at| site_at(scene, &drawn, drawn.screen_from_map(at)))
            .map(|s| s.id.as_str());
        let selection = session.selection();
        let selected: Vec<(String, FeatureId)> =
            selection.feature.iter().map(|hit| (hit.layer.clone(), hit.feature)).collect();
        let options = OverlayOptions {
            language: session.language(),
            labels: true,
            selected_site: selection.site.as_deref(),
            edged_site: None,
            selected: &selected,
            fade: 1.0,
            site_edges: false,
            hovered_site,
            hovered: self.hovered.as_ref().map(|hit| (hit.layer.as_str(), hit.feature)),
        };
        self.complete = self.picture.show(ui, rect, &of, &options);
        let painter = ui.painter().with_clip_rect(rect);
        if let Some(identified) = &selection.identified
            && selection.site.is_none()
        {
            items::paint_pin(ui, &painter, to_screen(rect, drawn.screen_from_map(identified.at)));
        }
        let on_map = input::OnMap { site: hovered_site, session };
        pointer(ui, &response, rect, &drawn, &on_map, send);
        rect
    }
}

fn pointer(
    ui: &Ui,
    response: &Response,
    rect: Rect,
    view: &Viewport,
    on_map: &input::OnMap<'_>,
    send: &mut Vec<Command>,
) {
    if response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle) {
        let d = response.drag_delta();
        if d != egui::Vec2::ZERO {
            send.push(Command::Compare(CompareCommand::Pan(f64::from(d.x), f64::from(d.y))));
        }
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    if let Some(anchor) = response.interact_pointer_pos().map(|p| from_screen(rect, p))
        && response.double_clicked()
    {
        send.push(Command::Compare(CompareCommand::Zoom { factor: 2.0, anchor, smooth: true }));
    }
    let mut moves = Vec::new();
    if let Some(at) = response.hover_pos().map(|p| from_screen(rect, p)) {
        input::wheel(ui, at, &mut moves);
    }
    if response.has_focus() {
        let filter = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..egui::EventFilter::default()
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        input::keys(ui, view, on_map.session, &mut moves);
    }
    send.extend(moves.into_iter().map(|command| match command {
        Command::View(ViewCommand::Pan(x, y)) => Command::Compare(CompareCommand::Pan(x, y)),
        Command::View(ViewCommand::Zoom { factor, anchor, smooth }) => {
            Command::Compare(CompareCommand::Zoom { factor, anchor, smooth })
        }
        other => other,
    }));
    if response.clicked()
        && !response.double_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        response.request_focus();
        let at = view.map_from_screen(from_screen(rect, at));
        let tolerance_m = input::TOLERANCE * view.metres_per_point();
        send.push(match on_map.site {
            Some(id) => Command::SelectSite { id: id.to_owned(), zoom: false },
            None => Command::Identify { at, tolerance_m },
        });
    }
}

/// A cross where the pointer of the other map is.
pub fn paint_cross(ui: &Ui, painter: &Painter, rect: Rect, view: &Viewport, at: MapPoint) {
    let p = to_screen(rect, view.screen_from_map(at));
    if !rect.contains(p) {
        return;
    }
    let t = tokens(ui);
    // The light line under the dark one keeps it visible on any ground.
    for (width, ink) in [(4.0, t.panel), (1.6, t.text)] {
        let stroke = Stroke::new(width, ink);
        painter.line_segment([pos2(p.x - CROSS, p.y), pos2(p.x + CROSS, p.y)], stroke);
        painter.line_segment([pos2(p.x, p.y - CROSS), pos2(p.x, p.y + CROSS)], stroke);
    }
}
