//! Makes map tiles on workers, nearest to the middle first.
//!
//! Owns the queue and the threads, which all pictures share. The queue always holds just what the
//! present views still lack: tiles out of view leave it, and a tile being made is dropped once nobody
//! wants it. Must not keep pictures: whoever shows them does.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use planmap_core::crash::{Crash, Part, guarded};
use planmap_draw::raster::{Pixels, tile};
use planmap_draw::scene::MapScene;
use planmap_draw::tile::{PictureId, TILE_PX, TileKey};
use rustc_hash::FxHashSet;

use crate::job::Wake;

/// What one picture lacks.
struct Asked {
    picture: PictureId,
    scene: Arc<MapScene>,
    /// All that it lacks, as it was asked for.
    missing: Vec<TileKey>,
    /// What nobody has begun yet, the most urgent last.
    todo: Vec<TileKey>,
}

#[derive(Default)]
struct Queue {
    asked: Vec<Asked>,
    /// What is being made.
    making: FxHashSet<TileKey>,
}

impl Queue {
    /// The next tile: of the picture that lacks most, so that several are done at the same time.
    fn next(&mut self) -> Option<(Arc<MapScene>, TileKey)> {
        let asked = self.asked.iter_mut().max_by_key(|asked| asked.todo.len())?;
        let key = asked.todo.pop()?;
        Some((Arc::clone(&asked.scene), key))
    }

    fn put_back(&mut self, key: TileKey) {
        if let Some(asked) = self.asked.iter_mut().find(|asked| asked.picture == key.picture) {
            asked.todo.push(key);
        }
    }
}

struct Shared {
    queue: Mutex<Queue>,
    filled: Condvar,
    /// Counts the requests; a worker looks whether its tile is still wanted when it changes.
    request: AtomicU64,
    wanted: Mutex<FxHashSet<TileKey>>,
    /// Tiles that could not be drawn, until somebody asks.
    crashes: Mutex<Vec<Crash>>,
    closed: AtomicBool,
}

impl Shared {
    /// In this order: a worker that sees the new number must find the new tiles.
    fn renew_wanted(&self, queue: &Queue) {
        *lock(&self.wanted) =
            queue.asked.iter().flat_map(|asked| asked.missing.iter().copied()).collect();
        self.request.fetch_add(1, Ordering::Release);
    }
}

/// The tile workers of all pictures.
pub struct TileWorkers {
    shared: Arc<Shared>,
    receive: Receiver<(TileKey, Pixels)>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A worker that panicked leaves a queue that is still whole: every change to it is one step.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TileWorkers {
    /// Starts one worker a core, at most eight.
    #[must_use]
    pub fn new(wake: &Wake) -> Self {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            filled: Condvar::new(),
            request: AtomicU64::new(0),
            wanted: Mutex::default(),
            crashes: Mutex::default(),
            closed: AtomicBool::new(false),
        });
        let (send, receive) = channel();
        let count = std::thread::available_parallelism().map_or(2, |n| n.get().clamp(1, 8));
        for i in 0..count {
            let (shared, send, wake) = (Arc::clone(&shared), send.clone(), Arc::clone(wake));
            let builder = std::thread::Builder::new().name(format!("tiles-{i}"));
            // Without a single thread no map could be drawn; the others only make it quicker.
            if let Err(error) = builder.spawn(move || work(&shared, &send, &wake)) {
                tracing::warn!("a tile worker could not be started: {error}");
            }
        }
        Self { shared, receive }
    }

    /// Says which tiles a picture lacks now, the most urgent first. Replaces what it asked for before;
    /// other pictures' requests stand.
    pub fn request(&mut self, picture: PictureId, scene: &Arc<MapScene>, missing: &[TileKey]) {
        let mut queue = lock(&self.shared.queue);
        let last = queue.asked.iter().find(|asked| asked.picture == picture);
        if last.map_or(&[][..], |asked| asked.missing.as_slice()) == missing {
            return;
        }
        queue.asked.retain(|asked| asked.picture != picture);
        if !missing.is_empty() {
            let todo =
                missing.iter().rev().filter(|key| !queue.making.contains(*key)).copied().collect();
            queue.asked.push(Asked {
                picture,
                scene: Arc::clone(scene),
                missing: missing.to_vec(),
                todo,
            });
        }
        self.shared.renew_wanted(&queue);
        drop(queue);
        self.shared.filled.notify_all();
    }

    /// Gives up what a picture asked for, and lets go of its scene.
    pub fn forget(&mut self, picture: PictureId) {
        let mut queue = lock(&self.shared.queue);
        if queue.asked.iter().all(|asked| asked.picture != picture) {
            return;
        }
        queue.asked.retain(|asked| asked.picture != picture);
        self.shared.renew_wanted(&queue);
    }

    /// The tiles that were finished since the last call.
    pub fn finished(&mut self) -> impl Iterator<Item = (TileKey, Pixels)> + '_ {
        self.receive.try_iter()
    }

    /// The crashes of tiles since the last call; an empty tile stands for each.
    pub fn take_crashes(&mut self) -> Vec<Crash> {
        std::mem::take(&mut *lock(&self.shared.crashes))
    }

    /// Whether a tile is waiting or being made.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let queue = lock(&self.shared.queue);
        queue.asked.iter().any(|asked| !asked.todo.is_empty()) || !queue.making.is_empty()
    }
}

impl Drop for TileWorkers {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Release);
        lock(&self.shared.wanted).clear();
        self.shared.request.fetch_add(1, Ordering::Release);
        self.shared.filled.notify_all();
    }
}

fn work(shared: &Shared, send: &Sender<(TileKey, Pixels)>, wake: &Wake) {
    loop {
        let mut queue = lock(&shared.queue);
        let (scene, key) = loop {
            if shared.closed.load(Ordering::Acquire) {
                return;
            }
            match queue.next() {
                Some(found) => break found,
                None => queue = shared.filled.wait(queue).unwrap_or_else(PoisonError::into_inner),
            }
        };
        queue.making.insert(key);
        drop(queue);
        let seen = std::cell::Cell::new(shared.request.load(Ordering::Acquire));
        let cancelled = || {
            let now = shared.request.load(Ordering::Acquire);
            if now == seen.replace(now) {
                return false;
            }
            !lock(&shared.wanted).contains(&key)
        };
        // A picture that cannot be drawn must not take the worker with it.
        let drawn = guarded(Part::Tile, || tile(&scene, &key, &cancelled));
        let mut queue = lock(&shared.queue);
        queue.making.remove(&key);
        // Dropped, and asked for again before it was taken off the list: back into the queue.
        if matches!(drawn, Ok(None)) && lock(&shared.wanted).contains(&key) {
            queue.put_back(key);
        }
        drop(queue);
        match drawn {
            Ok(Some(pixels)) => {
                if send.send((key, pixels)).is_err() {
                    return;
                }
                wake();
            }
            Ok(None) => {}
            Err(crash) => {
                // An empty tile stands for it: it would crash again each time that it is asked for.
                lock(&shared.crashes).push(crash);
                if send.send((key, Pixels::blank(TILE_PX, TILE_PX))).is_err() {
                    return;
                }
                wake();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::symbology::Theme;
    use planmap_core::{Crs, MapPoint, Viewport};
    use planmap_draw::tile::wanted;

    #[test]
    fn every_wanted_tile_arrives_once_and_workers_end() {
        let scene = Arc::new(MapScene::empty(Crs::vn2000_son_la(), Theme::Light));
        let view = Viewport::new(MapPoint::new(490_000.0, 2_350_000.0), 10.0, 1000.0, 600.0);
        let keys = wanted(&view, 1.0, 0);
        let mut workers = TileWorkers::new(&(Arc::new(|| {}) as Wake));
        workers.request(PictureId::default(), &scene, &keys);
        let mut got: Vec<TileKey> = Vec::new();
        while got.len() < keys.len() {
            got.extend(workers.finished().map(|(k, _)| k));
            std::thread::yield_now();
        }
        assert!(keys.iter().all(|k| got.contains(k)));
        while workers.is_busy() {
            std::thread::yield_now();
        }
        assert_eq!(workers.finished().count(), 0);
    }

    #[test]
    fn two_pictures_are_both_finished_and_a_forgotten_one_lets_go_of_its_scene() {
        let view = Viewport::new(MapPoint::new(490_000.0, 2_350_000.0), 10.0, 1000.0, 600.0);
        let of = |id: u32| -> Vec<TileKey> {
            wanted(&view, 1.0, 0).into_iter().map(|key| key.in_picture(PictureId(id))).collect()
        };
        let scene = Arc::new(MapScene::empty(Crs::vn2000_son_la(), Theme::Light));
        let mut workers = TileWorkers::new(&(Arc::new(|| {}) as Wake));
        workers.request(PictureId(1), &scene, &of(1));
        workers.request(PictureId(2), &scene, &of(2));
        let mut got: FxHashSet<TileKey> = FxHashSet::default();
        while !of(1).iter().chain(&of(2)).all(|key| got.contains(key)) {
            got.extend(workers.finished().map(|(key, _)| key));
            std::thread::yield_now();
        }
        workers.forget(PictureId(1));
        workers.request(PictureId(2), &scene, &[]);
        while workers.is_busy() || Arc::strong_count(&scene) > 1 {
            std::thread::yield_now();
        }
    }
}
