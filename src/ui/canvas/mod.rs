//! The map area: tiles, what floats over them, and the pointer.
//!
//! Owns the textures of tiles. A frame only composes: it never rasters, reads or lays out labels
//! itself, so that it costs the same for any file.

mod analysis;
mod annotate;
mod area;
mod input;
mod items;
mod texture;

use std::sync::Arc;

use egui::{Color32, Pos2, Rect, Sense, Ui, pos2};
use planmap_app::analysis::AnalysisCommand;
use planmap_app::command::Command;
use planmap_app::job::Wake;
use planmap_app::latest::Latest;
use planmap_app::session::{HitRef, Session};
use planmap_app::tiles::TileWorkers;
use planmap_core::MapPoint;
use planmap_core::feature::FeatureId;
use planmap_core::i18n::Language;
use planmap_core::symbology::{Theme, colours};
use planmap_core::viewport::{ScreenPoint, Viewport};
use planmap_draw::label::{LabelSet, place, step};
use planmap_draw::overlay::{OverlayOptions, overlay, site_at};
use planmap_draw::raster::Pixels;
use planmap_draw::tile::{TileCache, TileKey, snapped, wanted};

use texture::TileTexture;

/// Bytes of textures that are kept: about 190 tiles of 512 px.
const TEXTURE_BYTES: usize = 192 << 20;
/// Tiles uploaded in one frame: each takes about a millisecond.
const UPLOADS_PER_FRAME: usize = 6;

/// Features smaller than this many points are not outlined under the pointer.
const LEAST_OUTLINED: f64 = 12.0;
/// Points that the open legend covers from the left.
const LEGEND_COVERS: f64 = crate::panel::legend::WIDTH as f64 + 14.0;

/// The map area and its caches.
pub struct Canvas {
    workers: TileWorkers,
    /// Make the tiles of the earlier of two compared versions, while there is one.
    earlier_workers: Option<TileWorkers>,
    wake: Wake,
    labels: Latest<(u64, u64, Language), LabelSet>,
    textures: TileCache<TileTexture>,
    waiting: Vec<(TileKey, Pixels)>,
    cursor: Option<MapPoint>,
    complete: bool,
    menu_at: Option<MapPoint>,
    covered_left: f64,
    hovered: Option<HitRef>,
    area_drag: area::AreaDrag,
    theme: Theme,
}

impl Canvas {
    /// An empty map area.
    #[must_use]
    pub fn new(wake: &Wake) -> Self {
        Self {
            workers: TileWorkers::new(wake),
            earlier_workers: None,
            wake: Arc::clone(wake),
            labels: Latest::new(Arc::clone(wake)),
            textures: TileCache::new(TEXTURE_BYTES),
            waiting: Vec::new(),
            cursor: None,
            complete: false,
            menu_at: None,
            covered_left: 0.0,
            hovered: None,
            area_drag: area::AreaDrag::default(),
            theme: Theme::Light,
        }
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

    /// Whether every tile and label of the view has arrived.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Draws the map over the whole of `ui` and takes the pointer.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, send: &mut Vec<Command>) -> Rect {
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        let name = session.words().text("canvas-name");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
        let (w, h) = (f64::from(rect.width()), f64::from(rect.height()));
        let has_legend = session.layers().iter().any(|l| l.legend.is_some());
        let has_room = rect.height() >= crate::theme::measure::LEGEND_HEIGHT;
        let covered_left = if session.settings().legend_open && has_legend && has_room { LEGEND_COVERS } else { 0.0 };
        if session.viewport().size() != (w, h) || self.covered_left.to_bits() != covered_left.to_bits() {
            self.covered_left = covered_left;
            send.push(Command::ResizeView { width: w, height: h, covered_left });
        }
        let ppp = ui.pixels_per_point();
        let moving = session.viewport() != session.target_viewport();
        let view = if moving { *session.viewport() } else { snapped(session.viewport(), ppp) };

        self.theme = session.scene().theme;
        self.take_tiles(ui);
        self.request(session, ppp);
        let painter = ui.painter().with_clip_rect(rect);
        let mut all_there = self.draw_tiles(&painter, rect, &view, &wanted(&view, ppp, session.scene().revision));
        if let Some(earlier) = session.before_scene() {
            let keys = wanted(&view, ppp, earlier.revision);
            match analysis::earlier_part(ui, rect, session) {
                Some(part) => all_there &= self.draw_tiles(&painter.with_clip_rect(part), rect, &view, &keys),
                None => all_there &= keys.iter().all(|k| self.textures.contains(k)),
            }
        }

        let labels = self.place_labels(session, view.metres_per_point());
        self.complete = all_there && !moving && self.labels.is_current();
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
            (LEAST_OUTLINED..w).contains(&points)
        };
        let outlined = self.hovered.as_ref().filter(|hit| worth_it(hit));
        let selected = selected_features(session);
        let selection = session.selection();
        let options = OverlayOptions {
            language: session.language(),
            labels: true,
            selected_site: selection.site.as_deref(),
            selected: &selected,
            fade: 1.0,
            hovered_site,
            hovered: outlined.map(|hit| (hit.layer.as_str(), hit.feature)),
        };
        crate::annotate::paint::paint(ui, &painter, rect, &view, session);
        let list = overlay(session.scene(), &labels, &view, &options);
        items::paint(&painter, rect, &list);
        analysis::paint(ui, &painter, rect, &view, session);
        crate::search::mark::paint(ui, &painter, rect, &view, session);
        if let Some(identified) = &selection.identified
            && selection.site.is_none()
        {
            items::paint_pin(ui, &painter, to_screen(rect, view.screen_from_map(identified.at)));
        }

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

    /// Draws the tiles that are there, with stand-ins for those that are not, and says whether all
    /// are.
    fn draw_tiles(&mut self, painter: &egui::Painter, area: Rect, view: &Viewport, keys: &[TileKey]) -> bool {
        // Tiles are opaque: where all are there, what lies under them is not painted, which takes a
        // third of a frame without a graphics card.
        if !keys.iter().all(|k| self.textures.contains(k)) {
            let ground = colours(self.theme).outside;
            painter.rect_filled(area, 0.0, Color32::from_rgb(ground.0, ground.1, ground.2));
        }
        let mut exact = 0;
        for drawn in self.textures.to_draw(keys) {
            exact += usize::from(drawn.exact);
            let (a, b) = drawn.key.screen_rect(view);
            let place = Rect::from_min_max(to_screen(area, a), to_screen(area, b));
            painter.image(
                drawn.value.for_drawing(drawn.exact),
                place,
                Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)),
                Color32::WHITE,
            );
        }
        exact == keys.len()
    }

    fn take_tiles(&mut self, ui: &Ui) {
        self.waiting.extend(self.workers.finished());
        if let Some(workers) = &mut self.earlier_workers {
            self.waiting.extend(workers.finished());
        }
        for (key, pixels) in self.waiting.drain(..self.waiting.len().min(UPLOADS_PER_FRAME)) {
            let size = [pixels.width as usize, pixels.height as usize];
            let image = egui::ColorImage::from_rgba_premultiplied(size, &pixels.rgba);
            let bytes = pixels.rgba.len();
            self.textures.insert(key, TileTexture::upload(ui.ctx(), image), bytes);
        }
        if !self.waiting.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    fn place_labels(&mut self, session: &Session, metres_per_point: f64) -> Arc<LabelSet> {
        let (scene, language) = (Arc::clone(session.scene()), session.language());
        let scale = step(metres_per_point);
        let key = (scene.revision, scale.to_bits(), language);
        self.labels.get(key, move |outdated| place(&scene, scale, language, outdated))
    }

    /// Asks for what the view at rest lacks, then for a coarser ring around it, so that a pan finds
    /// something to show.
    fn request(&mut self, session: &Session, ppp: f32) {
        let missing = self.missing(session, ppp, session.scene().revision);
        self.workers.request(session.scene(), &missing);
        match session.before_scene() {
            Some(earlier) => {
                let missing = self.missing(session, ppp, earlier.revision);
                let workers = self.earlier_workers.get_or_insert_with(|| TileWorkers::new(&self.wake));
                workers.request(earlier, &missing);
            }
            None => self.earlier_workers = None,
        }
    }

    fn missing(&self, session: &Session, ppp: f32, revision: u64) -> Vec<TileKey> {
        let target = snapped(session.target_viewport(), ppp);
        let around = Viewport::new(target.centre(), target.metres_per_point() * 4.0, target.size().0, target.size().1);
        let held = |k: &TileKey| self.textures.contains(k) || self.waiting.iter().any(|(w, _)| w == k);
        let all = wanted(&target, ppp, revision).into_iter().chain(wanted(&around, ppp, revision));
        all.filter(|k| !held(k)).collect()
    }

    fn context_menu(&mut self, response: &egui::Response, session: &Session, send: &mut Vec<Command>) {
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
                send.push(Command::CentreOn(at));
                ui.close();
            }
            ui.separator();
            if ui.button(words.text("menu-copy-wgs84")).clicked() {
                if let Ok(p) = planmap_core::crs::geo_from_map(at, session.map_crs()) {
                    ui.ctx().copy_text(format!("{:.7}, {:.7}", p.lat, p.lon));
                }
                ui.close();
            }
            if ui.button(words.text("menu-copy-vn2000")).clicked() {
                ui.ctx().copy_text(format!("X {:.3} Y {:.3}", at.y, at.x));
                ui.close();
            }
        });
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
