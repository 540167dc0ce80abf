//! The tiles of all pictures in the window: one set of workers, one budget.
//!
//! Owns the textures and which of them stay. A picture that is not shown asks for nothing and keeps
//! only what the budget has room for; tiles of a scene that is gone are dropped as soon as the new
//! one is complete. Must not know where a picture stands or what it shows.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use planmap_app::job::Wake;
use planmap_app::tiles::TileWorkers;
use planmap_core::symbology::Theme;
use planmap_draw::raster::Pixels;
use planmap_draw::scene::MapScene;
use planmap_draw::stamp::SceneStamps;
use planmap_draw::tile::{PictureId, TileCache, TileKey};

use super::texture::TileTexture;

/// Bytes of textures that all pictures keep together: about 190 tiles of 512 px. Two screens of
/// 3840 × 2160 with the rings around them take about 130.
pub const TEXTURE_BYTES: usize = 192 << 20;
/// Tiles uploaded in one frame: each takes about a millisecond.
const UPLOADS_PER_FRAME: usize = 6;
/// Frames after which a picture that was not shown asks for nothing any more.
const FRAMES_TO_REST: u64 = 2;

/// What is held for the pictures of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldTiles {
    /// Tiles as textures.
    pub textures: usize,
    /// Bytes of these.
    pub texture_bytes: usize,
    /// Bytes of tiles that are finished and not yet uploaded.
    pub waiting_bytes: usize,
    /// Pictures that were shown in one of the last frames.
    pub pictures_shown: usize,
}

/// A picture that is shown.
struct Shown {
    picture: PictureId,
    scene: Arc<MapScene>,
    frame: u64,
}

/// Whether a tile shows what a scene has there, annotations aside.
fn is_of_scene(key: &TileKey, theme: Theme, stamps: &SceneStamps<'_>) -> bool {
    key.theme == theme && key.stamp == stamps.of_tile(key)
}

struct Store {
    workers: TileWorkers,
    textures: TileCache<TileTexture>,
    waiting: VecDeque<(TileKey, Pixels)>,
    shown: Vec<Shown>,
    frame: u64,
    pictures_made: u32,
}

/// The tiles of all pictures in a window. Clones share them.
#[derive(Clone)]
pub struct TileStore {
    store: Rc<RefCell<Store>>,
    wake: Wake,
}

impl TileStore {
    /// An empty store; `wake` is called when tiles have come.
    #[must_use]
    pub fn new(wake: &Wake) -> Self {
        let store = Store {
            workers: TileWorkers::new(wake),
            textures: TileCache::new(TEXTURE_BYTES),
            waiting: VecDeque::new(),
            shown: Vec::new(),
            frame: 0,
            pictures_made: 0,
        };
        Self { store: Rc::new(RefCell::new(store)), wake: Arc::clone(wake) }
    }

    /// What wakes the window.
    #[must_use]
    pub fn wake(&self) -> &Wake {
        &self.wake
    }

    /// What is held now.
    #[must_use]
    pub fn held(&self) -> HeldTiles {
        let store = self.store.borrow();
        HeldTiles {
            textures: store.textures.len(),
            texture_bytes: store.textures.bytes(),
            waiting_bytes: store.waiting.iter().map(|(_, pixels)| pixels.rgba.len()).sum(),
            pictures_shown: store.shown.len(),
        }
    }

    /// Once before every frame: takes in what is finished and lets pictures rest that are not shown.
    pub fn begin_frame(&self, ctx: &egui::Context) {
        let mut store = self.store.borrow_mut();
        store.frame += 1;
        store.textures.begin_frame();
        store.let_rest();
        store.take_finished(ctx);
    }

    /// The crashes of tiles since the last call.
    pub fn take_crashes(&self) -> Vec<planmap_core::crash::Crash> {
        self.store.borrow_mut().workers.take_crashes()
    }

    /// A place for a new picture.
    pub(super) fn add_picture(&self) -> PictureId {
        let mut store = self.store.borrow_mut();
        store.pictures_made += 1;
        PictureId(store.pictures_made)
    }

    /// Drops all that was kept for a picture.
    pub(super) fn remove_picture(&self, picture: PictureId) {
        let mut store = self.store.borrow_mut();
        store.workers.forget(picture);
        store.shown.retain(|shown| shown.picture != picture);
        store.waiting.retain(|(key, _)| key.picture != picture);
        store.textures.retain(|key| key.picture != picture);
    }

    /// Says what a picture wants in this frame, the most urgent first; what is not there yet is made.
    pub(super) fn want(&self, picture: PictureId, scene: &Arc<MapScene>, wanted: &[TileKey]) {
        let mut store = self.store.borrow_mut();
        store.note_shown(picture, scene);
        let mut missing = Vec::new();
        for key in wanted {
            // Looking for it keeps it from being given up.
            let is_there = store.textures.get(key).is_some();
            if !is_there && !store.waiting.iter().any(|(waiting, _)| waiting == key) {
                missing.push(*key);
            }
        }
        store.workers.request(picture, scene, &missing);
        let is_complete = missing.is_empty() && store.waiting.is_empty();
        if is_complete {
            let stamps = scene.stamps();
            store.drop_textures(|key| {
                key.picture == picture && !is_of_scene(key, scene.theme, &stamps)
            });
        }
    }

    /// Whether all of some tiles are there.
    pub(super) fn has_all(&self, keys: &[TileKey]) -> bool {
        let store = self.store.borrow();
        keys.iter().all(|key| store.textures.contains(key))
    }

    /// Lends what to paint for some tiles, one after another, in the order of painting.
    pub(super) fn each_drawn(
        &self,
        keys: &[TileKey],
        mut paint: impl FnMut(TileKey, bool, egui::TextureId),
    ) {
        let mut store = self.store.borrow_mut();
        for drawn in store.textures.to_draw(keys) {
            paint(drawn.key, drawn.exact, drawn.value.for_drawing(drawn.exact));
        }
    }
}

impl Store {
    fn note_shown(&mut self, picture: PictureId, scene: &Arc<MapScene>) {
        self.shown.retain(|shown| shown.picture != picture);
        self.shown.push(Shown { picture, scene: Arc::clone(scene), frame: self.frame });
    }

    fn let_rest(&mut self) {
        let oldest = self.frame.saturating_sub(FRAMES_TO_REST);
        let (shown, resting) =
            self.shown.drain(..).partition(|shown: &Shown| shown.frame >= oldest);
        self.shown = shown;
        for Shown { picture, .. } in &resting {
            self.workers.forget(*picture);
            self.waiting.retain(|(key, _)| key.picture != *picture);
        }
    }

    fn take_finished(&mut self, ctx: &egui::Context) {
        let Self { workers, waiting, shown, .. } = self;
        waiting.extend(workers.finished());
        if !waiting.is_empty() {
            // A tile of a place that has changed meanwhile is not worth its upload.
            let stamps: Vec<_> =
                shown.iter().map(|s| (s.picture, s.scene.theme, s.scene.stamps())).collect();
            let is_shown = |key: &TileKey| {
                stamps.iter().any(|(picture, theme, s)| {
                    *picture == key.picture && is_of_scene(key, *theme, s)
                })
            };
            waiting.retain(|(key, _)| is_shown(key));
        }
        for (key, pixels) in waiting.drain(..waiting.len().min(UPLOADS_PER_FRAME)) {
            let size = [pixels.width as usize, pixels.height as usize];
            let image = egui::ColorImage::from_rgba_premultiplied(size, &pixels.rgba);
            let bytes = pixels.rgba.len();
            self.textures.insert(key, TileTexture::upload(ctx, image), bytes);
        }
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }

    fn drop_textures(&mut self, is_dropped: impl Fn(&TileKey) -> bool) {
        if self.textures.keys().any(&is_dropped) {
            self.textures.retain(|key| !is_dropped(key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::{Crs, MapPoint, Viewport};

    fn scene(theme: Theme, revision: u64) -> Arc<MapScene> {
        let mut scene = MapScene::empty(Crs::vn2000_son_la(), theme);
        scene.revision = revision;
        Arc::new(scene)
    }

    fn keys(scene: &MapScene, picture: PictureId, metres_per_point: f64) -> Vec<TileKey> {
        let view =
            Viewport::new(MapPoint::new(490_000.0, 2_350_000.0), metres_per_point, 1600.0, 1000.0);
        let mut keys = scene.tiles(&view, 1.0);
        keys.iter_mut().for_each(|key| key.picture = picture);
        keys
    }

    /// Frames until all that is wanted is there.
    fn settle(
        store: &TileStore,
        ctx: &egui::Context,
        wants: &[(PictureId, &Arc<MapScene>, Vec<TileKey>)],
    ) {
        loop {
            store.begin_frame(ctx);
            wants.iter().for_each(|(picture, scene, keys)| store.want(*picture, scene, keys));
            if wants.iter().all(|(_, _, keys)| store.has_all(keys))
                && store.held().waiting_bytes == 0
            {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        store.begin_frame(ctx);
        wants.iter().for_each(|(picture, scene, keys)| store.want(*picture, scene, keys));
    }

    #[test]
    fn scenes_that_are_gone_leave_no_tiles_and_pictures_share_one_budget() {
        let ctx = egui::Context::default();
        let store = TileStore::new(&(Arc::new(|| {}) as Wake));
        let (map, wall) = (store.add_picture(), store.add_picture());
        for turn in 0..10 {
            let theme = if turn % 2 == 0 { Theme::Light } else { Theme::Dark };
            let now = scene(theme, turn);
            let wanted = keys(&now, map, 20.0);
            let count = wanted.len();
            settle(&store, &ctx, &[(map, &now, wanted)]);
            assert_eq!(store.held().textures, count, "turn {turn}: nothing of the scenes before");
        }
        // Far more views than the budget holds, of two pictures in turn.
        let still = scene(Theme::Light, 99);
        for step in 0..30 {
            let metres = 10.0 * 1.1f64.powi(step);
            let (a, b) = (keys(&still, map, metres), keys(&still, wall, metres));
            settle(&store, &ctx, &[(map, &still, a), (wall, &still, b)]);
            assert!(store.held().texture_bytes <= TEXTURE_BYTES, "step {step}: {:?}", store.held());
        }
        assert!(store.held().texture_bytes > TEXTURE_BYTES / 2, "what there is room for is kept");
        store.remove_picture(wall);
        store.remove_picture(map);
        assert_eq!((store.held().textures, store.held().texture_bytes), (0, 0));
    }

    #[test]
    fn a_picture_that_is_not_shown_asks_for_nothing() {
        let ctx = egui::Context::default();
        let store = TileStore::new(&(Arc::new(|| {}) as Wake));
        let picture = store.add_picture();
        let now = scene(Theme::Light, 1);
        store.begin_frame(&ctx);
        store.want(picture, &now, &keys(&now, picture, 20.0));
        assert_eq!(store.held().pictures_shown, 1);
        (0..5).for_each(|_| store.begin_frame(&ctx));
        while Arc::strong_count(&now) > 1 {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        store.begin_frame(&ctx);
        let held = store.held();
        assert_eq!((held.pictures_shown, held.waiting_bytes), (0, 0));
    }
}
