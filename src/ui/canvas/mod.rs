//! The map area: tiles, what floats over them, and the pointer.
//!
//! Owns the pointer and what follows it; the picture itself is [`picture::MapPicture`]'s.

mod analysis;
mod annotate;
mod area;
pub mod compare;
mod crosshair;
mod input;
mod items;
pub mod picture;
pub mod store;
mod texture;

use egui::{Pos2, Rect, Sense, Ui, pos2};
use planmap_app::analysis::AnalysisCommand;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::compare::CompareCommand;
use planmap_app::ids::HitRef;
use planmap_app::map_room::{Corner, Covered, Stays};
use planmap_app::session::Session;
use planmap_core::MapPoint;
use planmap_core::crs::SystemNaming;
use planmap_core::feature::FeatureId;
use planmap_core::viewport::ScreenPoint;
use planmap_draw::overlay::{OverlayOptions, overlay, site_at};

use crate::annotate::tools_cover;
use crate::panel::legend;
use picture::{MapPicture, PictureOf};
use store::TileStore;

/// Features smaller than this many points are not outlined under the pointer.
const LEAST_OUTLINED: f64 = 12.0;
/// Points that the open legend covers from the left.
const LEGEND_COVERS: f64 = legend::WIDTH as f64 + 14.0;

/// Points at the top that the choices over two maps take.
const CHOICES_COVER: f64 = 60.0;

/// Where the map was in the last frame, and what lay over it.
#[derive(Clone, Copy)]
struct MapRoom {
    area: Rect,
    window: egui::Vec2,
    covered: Covered,
}

/// The map area and its caches.
pub struct Canvas {
    picture: MapPicture,
    /// The earlier of two compared versions, while there is one.
    earlier: Option<MapPicture>,
    store: TileStore,
    cursor: Option<MapPoint>,
    complete: bool,
    menu_at: Option<MapPoint>,
    room: Option<MapRoom>,
    hovered: Option<HitRef>,
    area_drag: area::AreaDrag,
    crosshair: crosshair::Crosshair,
    /// How many times larger a point of the interface is than a point of the map.
    factor: f64,
    response_id: Option<egui::Id>,
    /// The turn of the annotations that the tiles on the screen show.
    notes_shown: u64,
}

impl Canvas {
    /// An empty map area.
    #[must_use]
    pub fn new(store: &TileStore) -> Self {
        Self {
            picture: MapPicture::new(store),
            earlier: None,
            store: store.clone(),
            cursor: None,
            complete: false,
            menu_at: None,
            room: None,
            hovered: None,
            area_drag: area::AreaDrag::default(),
            crosshair: crosshair::Crosshair::default(),
            factor: 1.0,
            response_id: None,
            notes_shown: 0,
        }
    }

    /// Tells how many times larger the interface is drawn than the map. Tiles keep their scale and
    /// their pixels; what floats over them – names, marks, handles – grows with the interface.
    pub fn set_factor(&mut self, factor: f32) {
        self.factor = f64::from(factor);
    }

    /// A command with its measures of the screen in points of the map instead of the interface.
    #[must_use]
    pub fn in_map_points(&self, command: Command) -> Command {
        let f = self.factor;
        match command {
            Command::View(ViewCommand::Resize { width, height, covered, stays }) => {
                let stays = match stays {
                    Stays::Ground { dx, dy } => Stays::Ground { dx: dx * f, dy: dy * f },
                    Stays::Middle => Stays::Middle,
                };
                Command::View(ViewCommand::Resize {
                    width: width * f,
                    height: height * f,
                    covered: covered.scaled(f),
                    stays,
                })
            }
            Command::View(ViewCommand::Pan(x, y)) => Command::View(ViewCommand::Pan(x * f, y * f)),
            Command::View(ViewCommand::Zoom { factor, anchor, smooth }) => {
                Command::View(ViewCommand::Zoom {
                    factor,
                    anchor: ScreenPoint::new(anchor.x * f, anchor.y * f),
                    smooth,
                })
            }
            Command::Compare(CompareCommand::Resize(w, h)) => {
                Command::Compare(CompareCommand::Resize(w * f, h * f))
            }
            Command::Compare(CompareCommand::Pan(x, y)) => {
                Command::Compare(CompareCommand::Pan(x * f, y * f))
            }
            Command::Compare(CompareCommand::Zoom { factor, anchor, smooth }) => {
                let anchor = ScreenPoint::new(anchor.x * f, anchor.y * f);
                Command::Compare(CompareCommand::Zoom { factor, anchor, smooth })
            }
            other => other,
        }
    }

    /// Metres of ground a point of the interface.
    #[must_use]
    pub fn metres_per_point(&self, session: &Session) -> f64 {
        session.viewport().metres_per_point() * self.factor
    }

    /// What lies at the cross-hair, where it is on.
    #[must_use]
    pub fn crosshair_line(&self) -> Option<&str> {
        self.crosshair.line()
    }

    /// The place under the pointer.
    #[must_use]
    pub fn cursor(&self) -> Option<MapPoint> {
        self.cursor
    }

    /// The feature under the pointer.
    #[must_use]
    pub fn hovered(&self) -> Option<&HitRef> {
        self.hovered.as_ref()
    }

    /// What takes the focus of the map.
    #[must_use]
    pub fn focus_id(&self) -> Option<egui::Id> {
        self.response_id
    }

    /// Whether every tile and label of the view has arrived.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Draws the map over the whole of `ui` and takes the pointer. `free` is the part of it that no
    /// panel lies over.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        free: Rect,
        session: &Session,
        send: &mut Vec<Command>,
    ) -> Rect {
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        let name = session.words().text("canvas-name");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
        self.response_id = Some(response.id);
        self.follow_room(ui, rect, free, session, send);
        let ppp = (f64::from(ui.pixels_per_point()) / self.factor) as f32;
        let moving = session.viewport() != session.target_viewport();
        let of = PictureOf {
            scene: session.scene(),
            view: session.viewport(),
            target: session.target_viewport(),
            language: session.language(),
            factor: self.factor,
            enlarged: 1.0,
        };
        // In points of the interface: pointer and everything that floats use it.
        let view = of.interface_view(&of.drawn_view(ppp));

        let painter = ui.painter().with_clip_rect(rect);
        let mut all_there = self.picture.tiles(ui, &painter, rect, &of);
        all_there &= self.show_earlier(ui, rect, session, &of);
        if all_there {
            self.notes_shown = session.annotations().on_tiles().turn();
        }
        let (labels, labels_current) = self.picture.labels(&of, view.metres_per_point());
        self.complete = all_there && !moving && labels_current;
        self.cursor = response
            .hover_pos()
            .or_else(|| response.interact_pointer_pos())
            .filter(|p| rect.contains(*p))
            .map(|p| view.map_from_screen(from_screen(rect, p)));
        let at_rest = !moving && !response.dragged();
        self.hovered = response
            .hovered()
            .then_some(self.cursor)
            .flatten()
            .filter(|_| at_rest)
            .and_then(|at| session.seen_at(at, input::TOLERANCE * view.metres_per_point()));
        let hovered_site = self
            .cursor
            .filter(|_| response.hovered())
            .and_then(|at| site_at(session.scene(), &view, view.screen_from_map(at)))
            .map(|s| s.id.as_str());
        if hovered_site.is_some() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        // Outlining what is only a few points wide would flicker under the pointer, and what fills the
        // view needs none.
        let worth_it = |hit: &HitRef| {
            let e = session.feature_extent(hit);
            let points = e.width().max(e.height()) / view.metres_per_point();
            (LEAST_OUTLINED..f64::from(rect.width())).contains(&points)
        };
        let outlined = self.hovered.as_ref().filter(|hit| worth_it(hit));
        let selected = selected_features(session);
        let selection = session.selection();
        let options = OverlayOptions {
            language: session.language(),
            labels: true,
            selected_site: selection.site.as_deref(),
            edged_site: None,
            selected: &selected,
            fade: 1.0,
            site_edges: false,
            hovered_site,
            hovered: outlined.map(|hit| (hit.layer.as_str(), hit.feature)),
        };
        crate::annotate::paint::paint(ui, &painter, rect, &view, session, self.notes_shown);
        let list = overlay(session.scene(), &labels, &view, &options);
        items::paint(&painter, rect, &list, 1.0);
        analysis::paint(ui, &painter, rect, &view, session);
        crate::search::mark::paint(ui, &painter, rect, &view, session);
        if let Some(identified) = &selection.identified
            && selection.site.is_none()
        {
            items::paint_pin(ui, &painter, to_screen(rect, view.screen_from_map(identified.at)));
        }

        if input::has_keys(ui, &response) {
            self.crosshair.keys(ui, &response, &view, session, send);
        }
        self.crosshair.show(ui, free, rect, &view, session);
        if session.annotations().is_on() {
            annotate::pointer(ui, &response, rect, &view, session, send);
        } else {
            let selecting = self.area_drag.follow(ui, &response, rect, &view, send);
            self.area_drag.paint(ui, &painter);
            if !selecting {
                let on_map = input::OnMap { site: hovered_site, session };
                input::pointer(ui, &response, rect, &view, &on_map, send);
            }
        }
        self.swipe_handle(ui, rect, session, send);
        if !moving {
            analysis::live_stack(ui, &response, rect, &view, session);
        }
        self.context_menu(&response, session, send);
        rect
    }

    /// Tells the session the room of the map where it has changed, and what covers it.
    fn follow_room(
        &mut self,
        ui: &Ui,
        rect: Rect,
        free: Rect,
        session: &Session,
        send: &mut Vec<Command>,
    ) {
        let room = MapRoom {
            area: rect,
            window: ui.ctx().content_rect().size(),
            covered: covered(ui, rect, free, session),
        };
        let (width, height) = (f64::from(rect.width()), f64::from(rect.height()));
        let is_known = session.viewport().size() == (width * self.factor, height * self.factor);
        if is_known && self.room.is_some_and(|last| last.covered == room.covered) {
            self.room = Some(room);
            return;
        }
        let stays = match self.room {
            Some(last) if last.window == room.window => {
                let moved = rect.min - last.area.min;
                Stays::Ground { dx: f64::from(moved.x), dy: f64::from(moved.y) }
            }
            _ => Stays::Middle,
        };
        self.room = Some(room);
        send.push(Command::View(ViewCommand::Resize {
            width,
            height,
            covered: room.covered,
            stays,
        }));
    }

    /// The earlier of two compared versions over its part of the map; says whether its tiles are
    /// there, shown or not, so that it does not come in pieces when its turn is.
    fn show_earlier(&mut self, ui: &Ui, rect: Rect, session: &Session, of: &PictureOf<'_>) -> bool {
        let Some(scene) = session.before_scene() else {
            self.earlier = None;
            return true;
        };
        let of = PictureOf { scene, ..*of };
        let picture = self.earlier.get_or_insert_with(|| MapPicture::new(&self.store));
        picture.prepare(ui, &of);
        match analysis::earlier_part(ui, rect, session) {
            Some(part) => picture.lay_down(ui, &ui.painter().with_clip_rect(part), rect, &of),
            None => picture.has_all(ui, &of),
        }
    }

    fn context_menu(
        &mut self,
        response: &egui::Response,
        session: &Session,
        send: &mut Vec<Command>,
    ) {
        if response.secondary_clicked() {
            self.menu_at = self.cursor;
        }
        let words = session.words();
        let at = self.menu_at;
        response.context_menu(|ui| {
            let Some(at) = at else {
                ui.close();
                return;
            };
            let tolerance_m = input::TOLERANCE * session.viewport().metres_per_point();
            if ui.button(words.text("menu-what-here")).clicked() {
                send.push(Command::Identify { at, tolerance_m });
                ui.close();
            }
            if ui.button(words.text("places-pin")).clicked() {
                send.push(Command::Analysis(AnalysisCommand::Pin(at)));
                ui.close();
            }
            if ui.button(words.text("menu-centre-here")).clicked() {
                send.push(Command::View(ViewCommand::CentreOn(at)));
                ui.close();
            }
            ui.separator();
            if ui.button(words.text("menu-copy-wgs84")).clicked() {
                if let Ok(p) = planmap_core::crs::geo_from_map(at, session.map_crs()) {
                    ui.ctx().copy_text(format!("{:.7}, {:.7}", p.lat, p.lon));
                }
                ui.close();
            }
            let system = SystemNaming::of(session.map_crs());
            if ui
                .button(
                    words.text_with("menu-copy-grid", &[("system", system.short_name().into())]),
                )
                .clicked()
            {
                ui.ctx().copy_text(system.plain_place(at));
                ui.close();
            }
        });
    }
}

/// What lies over the map: panels, the legend, tools.
fn covered(ui: &Ui, area: Rect, free: Rect, session: &Session) -> Covered {
    let has_legend = session.layers().iter().any(|layer| layer.legend.is_some());
    let shows_legend = has_legend && legend::fits(free) && legend::is_open(ui.ctx(), session, free);
    let corner = Corner { width: LEGEND_COVERS, height: f64::from(legend::highest(free)) };
    let tools = if session.annotations().is_on() { tools_cover(free) } else { egui::Vec2::ZERO };
    let choices = if session.compare().is_open() { CHOICES_COVER } else { 0.0 };
    Covered {
        left: f64::from(free.left() - area.left()),
        right: f64::from(area.right() - free.right()).max(0.0) + f64::from(tools.x),
        top: choices.max(f64::from(tools.y)),
        corner: if shows_legend { corner } else { Corner::default() },
    }
}

fn selected_features(session: &Session) -> Vec<(String, FeatureId)> {
    session.selection().feature.iter().map(|hit| (hit.layer.clone(), hit.feature)).collect()
}

pub(crate) fn to_screen(area: Rect, p: ScreenPoint) -> Pos2 {
    // The subtraction of large numbers is done; what is left fits an f32.
    pos2(area.left() + p.x as f32, area.top() + p.y as f32)
}

pub(crate) fn from_screen(area: Rect, p: Pos2) -> ScreenPoint {
    ScreenPoint::new(f64::from(p.x - area.left()), f64::from(p.y - area.top()))
}
