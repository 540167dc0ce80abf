//! Makes map tiles on workers, nearest to the middle first.
//!
//! Owns the queue and the threads. The queue always holds just what the present view still lacks:
//! tiles out of view leave it, and a tile being made is dropped once nobody wants it. Must not
//! keep pictures: whoever shows them does.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use planmap_draw::raster::{Pixels, tile};
use planmap_draw::scene::MapScene;
use planmap_draw::tile::TileKey;
use rustc_hash::FxHashSet;

use crate::job::Wake;

struct Queue {
    scene: Option<Arc<MapScene>>,
    /// What is wanted, the most urgent last.
    todo: Vec<TileKey>,
    /// What is being made.
    making: FxHashSet<TileKey>,
}

struct Shared {
    queue: Mutex<Queue>,
    filled: Condvar,
    /// Counts the requests; a worker looks whether its tile is still wanted when it changes.
    request: AtomicU64,
    wanted: Mutex<FxHashSet<TileKey>>,
    closed: AtomicBool,
}

/// The tile workers.
pub struct TileWorkers {
    shared: Arc<Shared>,
    receive: Receiver<(TileKey, Pixels)>,
    last: Vec<TileKey>,
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
            queue: Mutex::new(Queue { scene: None, todo: Vec::new(), making: FxHashSet::default() }),
            filled: Condvar::new(),
            request: AtomicU64::new(0),
            wanted: Mutex::new(FxHashSet::default()),
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
        Self { shared, receive, last: Vec::new() }
    }

    /// Says which tiles are missing now, the most urgent first. Replaces what was asked before.
    pub fn request(&mut self, scene: &Arc<MapScene>, missing: &[TileKey]) {
        if self.last == missing {
            return;
        }
        self.last = missing.to_vec();
        *lock(&self.shared.wanted) = missing.iter().copied().collect();
        self.shared.request.fetch_add(1, Ordering::Release);
        let mut queue = lock(&self.shared.queue);
        queue.scene = Some(Arc::clone(scene));
        let Queue { todo, making, .. } = &mut *queue;
        *todo = missing.iter().rev().filter(|k| !making.contains(*k)).copied().collect();
        drop(queue);
        self.shared.filled.notify_all();
    }

    /// The tiles that were finished since the last call.
    pub fn finished(&mut self) -> impl Iterator<Item = (TileKey, Pixels)> + '_ {
        self.receive.try_iter()
    }

    /// Whether a tile is waiting or being made.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let queue = lock(&self.shared.queue);
        !queue.todo.is_empty() || !queue.making.is_empty()
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
            let next = queue.scene.clone().and_then(|scene| queue.todo.pop().map(|key| (scene, key)));
            match next {
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
        let drawn = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| tile(&scene, &key, &cancelled)));
        let mut queue = lock(&shared.queue);
        queue.making.remove(&key);
        // Dropped, and asked for again before it was taken off the list: back into the queue.
        if matches!(drawn, Ok(None)) && lock(&shared.wanted).contains(&key) {
            queue.todo.push(key);
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
            Err(_) => tracing::error!("tile {key:?} could not be drawn"),
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
        workers.request(&scene, &keys);
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
}
