//! Waiting until a file that is being written has come to rest.
//!
//! Owns the times of the last changes. Programs write a large file in thousands of steps; it is
//! read once they have paused.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use super::loading::{Message, same_file};
use crate::session::Session;

/// Programs write a file in several steps; it is read once they have been quiet for so long.
pub(super) const QUIET: Duration = Duration::from_millis(300);

/// The files that are changing, each with the time of its last change.
#[derive(Debug, Clone, Default)]
pub(super) struct Changing(Arc<Mutex<FxHashMap<PathBuf, Instant>>>);

impl Changing {
    fn times(&self) -> MutexGuard<'_, FxHashMap<PathBuf, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a change; whether it is the first since the file was at rest.
    fn note(&self, path: &Path) -> bool {
        self.times().insert(path.to_owned(), Instant::now()).is_none()
    }

    /// How long to wait until a file has been at rest for long enough; none once it has been, and
    /// then it counts as resting.
    fn rest_in(&self, path: &Path) -> Option<Duration> {
        let mut times = self.times();
        let left = QUIET.checked_sub(times.get(path)?.elapsed()).filter(|left| !left.is_zero());
        if left.is_none() {
            times.remove(path);
        }
        left
    }
}

impl Session {
    /// Has a layer's file read again once it has come to rest.
    pub(super) fn layer_file_changed(&mut self, path: &Path) {
        let is_of_layer = self.layers.iter().any(|l| same_file(&l.path, path));
        let is_unreadable =
            self.unreadable_files().any(|(unreadable, _)| same_file(unreadable, path));
        if !(is_of_layer || is_unreadable) || !self.changing.note(path) {
            return;
        }
        let (changing, send, waited) = (self.changing.clone(), self.jobs.sender(), path.to_owned());
        // A thread of its own: sleeping on a worker would keep tiles waiting.
        let started = std::thread::Builder::new().name("file-quiet".to_owned()).spawn(move || {
            while let Some(left) = changing.rest_in(&waited) {
                std::thread::sleep(left);
            }
            send(Message::FileQuiet(waited));
        });
        if started.is_err() {
            self.file_changed(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_rests_once_nothing_has_changed_for_a_while() {
        let changing = Changing::default();
        let path = Path::new("a");
        assert!(changing.rest_in(path).is_none(), "nothing is known of it");
        assert!(changing.note(path), "the first change");
        assert!(!changing.note(path), "one more of the same burst");
        assert!(changing.rest_in(path).is_some_and(|left| left <= QUIET));
        std::thread::sleep(QUIET);
        assert!(changing.rest_in(path).is_none());
        assert!(changing.note(path), "a new burst");
    }
}
