//! A picture of the map: tiles, labels and what floats over them, of any scene in any view.
//!
//! Its tiles lie in the window's [`TileStore`], which all pictures share. Several pictures can stand
//! on the screen at once. A frame only composes: it never rasters, reads or lays out labels itself, so that
//! it costs the same for any file. Must not know the session, the pointer or what the map is for.

use std::sync::Arc;

use egui::{Color32, Painter, Rect, Ui, pos2};
use planmap_app::latest::Latest;
use planmap_core::Viewport;
use planmap_core::i18n::Language;
use planmap_core::symbology::colours;
use planmap_core::viewport::ScreenPoint;
use planmap_draw::label::{LabelSet, place, step};
use planmap_draw::overlay::{OverlayOptions, overlay};
use planmap_draw::scene::MapScene;
use planmap_draw::tile::{PictureId, TileKey, snapped};

use super::store::TileStore;
use super::{items, to_screen};

/// What a picture shows: a scene, the view of this frame, and the view that a flight is going to
/// (the same one at rest).
#[derive(Clone, Copy)]
pub struct PictureOf<'a> {
    /// What is drawn.
    pub scene: &'a Arc<MapScene>,
    /// The view now.
    pub view: &'a Viewport,
    /// The view that tiles are made for.
    pub target: &'a Viewport,
    /// Language of the labels.
    pub language: Language,
    /// How many times larger a point of the interface is than a point of the map; 1 where text has
    /// its usual size.
    pub factor: f64,
    /// How many times larger than usual lines, patterns, names and signs are drawn: more than 1 on a
    /// wall that is looked at from afar.
    pub enlarged: f64,
}

impl PictureOf<'_> {
    fn is_moving(&self) -> bool {
        self.view != self.target
    }

    /// Pixels that a point of the map has.
    #[must_use]
    pub fn pixels_per_point(&self, ui: &Ui) -> f32 {
        (f64::from(ui.pixels_per_point()) / self.factor) as f32
    }

    /// A view in points of the interface as one in points of a map that is drawn larger, and the factor
    /// that goes with it.
    #[must_use]
    pub fn enlarged_view(view: &Viewport, enlarged: f64) -> (Viewport, f64) {
        let (w, h) = view.size();
        (
            Viewport::new(
                view.centre(),
                view.metres_per_point() * enlarged,
                w / enlarged,
                h / enlarged,
            ),
            1.0 / enlarged,
        )
    }

    /// The view to draw with: at rest on whole pixels, so that tiles are sharp.
    #[must_use]
    pub fn drawn_view(&self, pixels_per_point: f32) -> Viewport {
        if self.is_moving() { *self.view } else { snapped(self.view, pixels_per_point) }
    }

    /// The same view in points of the interface: what floats over the tiles uses it.
    #[must_use]
    pub fn interface_view(&self, drawn: &Viewport) -> Viewport {
        let (w, h) = drawn.size();
        Viewport::new(
            drawn.centre(),
            drawn.metres_per_point() * self.factor,
            w / self.factor,
            h / self.factor,
        )
    }
}

/// One picture: its place in the store, and its labels.
pub struct MapPicture {
    store: TileStore,
    id: PictureId,
    labels: Latest<(u64, u64, Language), LabelSet>,
}

impl Drop for MapPicture {
    fn drop(&mut self) {
        self.store.remove_picture(self.id);
    }
}

impl MapPicture {
    /// An empty picture whose tiles lie in a store.
    #[must_use]
    pub fn new(store: &TileStore) -> Self {
        Self {
            store: store.clone(),
            id: store.add_picture(),
            labels: Latest::new(Arc::clone(store.wake())),
        }
    }

    /// Draws the whole picture into `rect` of `ui`: tiles, then labels, sites and selection. Says
    /// whether everything of the view at rest is there. The view's size must be that of `rect` times the
    /// factor.
    pub fn show(
        &mut self,
        ui: &Ui,
        rect: Rect,
        of: &PictureOf<'_>,
        options: &OverlayOptions<'_>,
    ) -> bool {
        let view = of.interface_view(&of.drawn_view(of.pixels_per_point(ui)));
        let painter = ui.painter().with_clip_rect(rect);
        let tiles = self.tiles(ui, &painter, rect, of);
        let (view, _) = PictureOf::enlarged_view(&view, of.enlarged);
        let (labels, current) = self.labels(of, view.metres_per_point());
        items::paint(
            &painter,
            rect,
            &overlay(of.scene, &labels, &view, options),
            of.enlarged as f32,
        );
        tiles && current && !of.is_moving()
    }

    /// Draws the tiles alone, asks for missing ones, and says whether all of the view are there.
    pub(super) fn tiles(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        rect: Rect,
        of: &PictureOf<'_>,
    ) -> bool {
        self.prepare(ui, of);
        self.lay_down(ui, painter, rect, of)
    }

    /// Asks for the tiles of the view at rest, then for a coarser ring around it, so that a pan finds
    /// something to show.
    pub(super) fn prepare(&mut self, ui: &Ui, of: &PictureOf<'_>) {
        let ppp = of.pixels_per_point(ui);
        let target = snapped(of.target, ppp);
        let around = Viewport::new(
            target.centre(),
            target.metres_per_point() * 4.0,
            target.size().0,
            target.size().1,
        );
        let mut wanted = self.keys(of.scene, &target, ppp);
        wanted.extend(self.keys(of.scene, &around, ppp));
        self.store.want(self.id, of.scene, &wanted);
    }

    fn keys(&self, scene: &MapScene, view: &Viewport, ppp: f32) -> Vec<TileKey> {
        let mut keys = scene.tiles(view, ppp);
        keys.iter_mut().for_each(|key| key.picture = self.id);
        keys
    }

    /// Whether all tiles of the view are there.
    pub(super) fn has_all(&self, ui: &Ui, of: &PictureOf<'_>) -> bool {
        let ppp = of.pixels_per_point(ui);
        self.store.has_all(&self.keys(of.scene, &of.drawn_view(ppp), ppp))
    }

    /// Draws the tiles that are there, with stand-ins for those that are not, and says whether all
    /// are.
    pub(super) fn lay_down(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        area: Rect,
        of: &PictureOf<'_>,
    ) -> bool {
        let ppp = of.pixels_per_point(ui);
        let view = of.drawn_view(ppp);
        let keys = self.keys(of.scene, &view, ppp);
        // Tiles are opaque: where all are there, what lies under them is not painted, which takes a
        // third of a frame without a graphics card.
        if !self.store.has_all(&keys) {
            let ground = colours(of.scene.theme).outside;
            painter.rect_filled(area, 0.0, Color32::from_rgb(ground.0, ground.1, ground.2));
        }
        let mut exact = 0;
        // Tiles lie on whole pixels, which the corner of the area need not do at every text scale.
        let whole = |v: f32| (v * ui.pixels_per_point()).round() / ui.pixels_per_point();
        let origin = Rect::from_min_max(pos2(whole(area.left()), whole(area.top())), area.max);
        let on =
            |p: ScreenPoint| to_screen(origin, ScreenPoint::new(p.x / of.factor, p.y / of.factor));
        let whole_texture = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        self.store.each_drawn(&keys, |key, is_exact, texture| {
            exact += usize::from(is_exact);
            let (a, b) = key.screen_rect(&view);
            painter.image(texture, Rect::from_min_max(on(a), on(b)), whole_texture, Color32::WHITE);
        });
        exact == keys.len()
    }

    /// The labels for a scale, and whether they are those of this scene: the last ones serve until
    /// then.
    pub(super) fn labels(
        &mut self,
        of: &PictureOf<'_>,
        metres_per_point: f64,
    ) -> (Arc<LabelSet>, bool) {
        let (scene, language) = (Arc::clone(of.scene), of.language);
        let scale = step(metres_per_point);
        let key = (scene.revision, scale.to_bits(), language);
        let labels = self.labels.get(key, move |outdated| place(&scene, scale, language, outdated));
        (labels, self.labels.is_current())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::MapPoint;

    #[test]
    fn an_enlarged_picture_shows_the_same_ground_at_a_coarser_scale() {
        let view = Viewport::new(MapPoint::new(490_000.0, 2_350_000.0), 5.0, 3840.0, 2160.0);
        let (larger, factor) = PictureOf::enlarged_view(&view, 2.4);
        let (a, b) = (view.extent(), larger.extent());
        for (p, q) in [(a.min, b.min), (a.max, b.max)] {
            assert!((p.x - q.x).abs() < 1e-6 && (p.y - q.y).abs() < 1e-6, "{p:?} {q:?}");
        }
        // What is drawn by the scale is drawn for 2.4 times the metres, and each point of it is 2.4 times
        // as large.
        assert!((larger.metres_per_point() - 12.0).abs() < 1e-9);
        assert!(
            (larger.size().0 * 2.4 - 3840.0).abs() < 1e-9 && (factor * 2.4 - 1.0).abs() < 1e-12
        );
    }
}
