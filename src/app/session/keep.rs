//! What large files held, kept for the next opening.
//!
//! Owns when the cache is asked, filled and doubted: an entry is shown at once and compared with
//! the whole file afterwards. Must not know the form of an entry.

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::{Features, Severity};
use planmap_data::cache::{Cache, Stamp};
use planmap_data::read::{Dataset, Observer, ReadError, ReadOptions, read};
use planmap_draw::scene::MapLayer;

use super::loading::Message;
use crate::session::Session;

/// What is left to do about the cache once a layer is on the screen.
pub(super) struct Keeping {
    pub(super) path: PathBuf,
    pub(super) options: ReadOptions,
    pub(super) stamp: Stamp,
    /// The layer came from the cache, which is to be compared with the file.
    pub(super) came_from_cache: bool,
    /// The file's description, without its features.
    pub(super) described: Option<Dataset>,
}

/// A file as it was read, or as the cache has it.
pub(super) struct Opened {
    pub(super) dataset: Dataset,
    /// What [`MapLayer::prepared_bytes`] gave when the entry was made.
    pub(super) prepared: Option<planmap_data::cache::Prepared>,
    pub(super) keeping: Option<Keeping>,
}

/// Takes a file from the cache, else reads it.
pub(super) fn open(
    cache: Option<&Cache>,
    path: PathBuf,
    options: &ReadOptions,
    observer: &dyn Observer,
) -> Result<Opened, ReadError> {
    if let Some(cached) = cache.and_then(|c| c.read(&path, options)) {
        let keeping = Keeping {
            path,
            options: options.clone(),
            stamp: cached.stamp,
            came_from_cache: true,
            described: None,
        };
        return Ok(Opened {
            dataset: cached.dataset,
            prepared: Some(cached.prepared),
            keeping: Some(keeping),
        });
    }
    // Before the first byte is read, so that a change meanwhile shows.
    let stamp = cache.and_then(|_| Stamp::of(&path).ok());
    let dataset = read(&path, options, observer)?;
    let keeping =
        stamp.filter(|s| s.size() >= planmap_data::cache::CACHED_FROM).map(|stamp| Keeping {
            path,
            options: options.clone(),
            stamp,
            came_from_cache: false,
            described: Some(described(&dataset)),
        });
    Ok(Opened { dataset, prepared: None, keeping })
}

/// Everything about a file but its features.
fn described(dataset: &Dataset) -> Dataset {
    Dataset {
        features: Features::empty(),
        map_crs: dataset.map_crs.clone(),
        source_crs: dataset.source_crs.clone(),
        crs_source: dataset.crs_source,
        format: dataset.format,
        issues: dataset.issues.clone(),
        bytes: dataset.bytes,
        suggestion: dataset.suggestion,
    }
}

impl Session {
    /// Keeps what large files hold in a cache, from now on.
    pub fn keep_large_files(&mut self, cache: Cache) {
        self.cache = Some(Arc::new(cache));
        self.limit_cache();
    }

    /// Writes a layer into the cache, or compares what came from there with the file.
    pub(super) fn keep(&mut self, id: String, generation: u64, keeping: Keeping, drawn: &MapLayer) {
        let Some(cache) = self.cache.clone() else {
            return;
        };
        let drawn = drawn.clone();
        self.jobs.spawn(move || {
            let Keeping { path, options, stamp, came_from_cache, described } = keeping;
            if came_from_cache {
                let agrees = cache.agrees(&path, &options, &stamp);
                return Message::Compared { id, generation, agrees };
            }
            if let Some(described) = described {
                let prepared = drawn.prepared_bytes().unwrap_or_default();
                let written =
                    cache.write(&path, &options, &stamp, (&described, &drawn.features), &prepared);
                if let Err(error) = written {
                    tracing::warn!("{} is not kept in the cache: {error}", path.display());
                }
            }
            Message::Compared { id, generation, agrees: true }
        });
    }

    /// Reads a layer anew if the cache was wrong about it.
    pub(super) fn take_comparison(&mut self, id: &str, generation: u64, agrees: bool) {
        let stale =
            self.layers.iter().find(|l| l.spec.id == id && l.generation == generation && !agrees);
        if let Some(file) = stale.map(|l| l.path.display().to_string()) {
            self.reload(id, None);
            self.notify(Severity::Note, "notice-reloaded", vec![("file", file)]);
        }
    }
}
