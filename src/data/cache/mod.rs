//! What large files held when they were last read, kept in the user's cache folder so that they
//! open at once the next time.
//!
//! Owns one file for each map file: its key, its size limit, and when it may be believed. An entry
//! is used where path, size, time and samples of the content are those of the file; all of the
//! content is compared afterwards ([`Cache::agrees`]), off the way of the first picture. Entries
//! can be deleted at any time; a damaged one is ignored and written anew. Must not know layers.

mod entry;
mod stamp;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use planmap_core::Features;
use planmap_core::feature::SharedBytes;
use xxhash_rust::xxh3::xxh3_128;

use crate::atomic;
use crate::read::{Dataset, ReadOptions};

pub use stamp::Stamp;

/// Smaller files are read about as quickly as a cache of them.
pub const CACHED_FROM: u64 = 16 * 1024 * 1024;

/// What all entries may take together.
pub const LIMIT_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Ending of the entries: nothing else in the folder is ever touched.
const ENDING: &str = "planmap-cache";

/// A folder of entries.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    limit_bytes: u64,
}

/// A file as an entry has it.
pub struct Cached {
    /// What the file held.
    pub dataset: Dataset,
    /// What was worked out from it, as it was handed to [`Cache::write`]; empty if nothing.
    pub prepared: Prepared,
    /// The file that it was read from.
    pub stamp: Stamp,
}

/// Bytes of an entry, used where they lie.
pub struct Prepared {
    bytes: SharedBytes,
    range: std::ops::Range<usize>,
}

impl AsRef<[u8]> for Prepared {
    fn as_ref(&self) -> &[u8] {
        let all: &[u8] = (*self.bytes).as_ref();
        all.get(self.range.clone()).unwrap_or_default()
    }
}

impl Cache {
    /// A cache in a folder, which is made when something is first written.
    #[must_use]
    pub fn new(folder: PathBuf, limit_bytes: u64) -> Self {
        Self { folder, limit_bytes }
    }

    /// The cache of the user: `$PLANMAP_CACHE`, else a folder of the system's cache folder. `None`
    /// where there is neither, or the variable is empty.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        let folder = match std::env::var_os("PLANMAP_CACHE") {
            Some(folder) if folder.is_empty() => return None,
            Some(folder) => PathBuf::from(folder),
            None => directories::ProjectDirs::from("", "", "planmap")?.cache_dir().join("layers"),
        };
        Some(Self::new(folder, LIMIT_BYTES))
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What an earlier reading of a file gave, if the file has not changed since.
    #[must_use]
    pub fn read(&self, path: &Path, options: &ReadOptions) -> Option<Cached> {
        let stamp = Stamp::of(path).ok().filter(|s| s.size() >= CACHED_FROM)?;
        let place = self.place(path, options);
        let file = File::open(&place).ok()?;
        let cached = entry::read(&file, &stamp, options).ok()?;
        match &cached {
            // The entries used last are kept longest.
            Some(_) => drop(file.set_modified(SystemTime::now())),
            None => drop(std::fs::remove_file(&place)),
        }
        cached
    }

    /// Keeps what a file holds. `stamp` was taken before the file was read; `prepared` are bytes of
    /// the caller's own. Returns the bytes written: 0 for files that are small or have changed
    /// meanwhile, and for readings that the user has yet to decide on.
    ///
    /// # Errors
    /// Of the file system. Nothing is lost: the next opening reads the file again.
    pub fn write(
        &self,
        path: &Path,
        options: &ReadOptions,
        stamp: &Stamp,
        (dataset, features): (&Dataset, &Features),
        prepared: &[u8],
    ) -> io::Result<u64> {
        if stamp.size() < CACHED_FROM || dataset.suggestion.is_some() || !stamp.is_of(path) {
            return Ok(0);
        }
        let content = stamp::content_hash(path)?;
        std::fs::create_dir_all(&self.folder)?;
        let stamp = stamp.with_content(content);
        let written = atomic::write_with(&self.place(path, options), |out| {
            entry::write(out, &stamp, options, dataset, features, prepared)
        })?;
        self.trim();
        Ok(written)
    }

    /// Whether all of a file's content is still what an entry was made of; if not, the entry is
    /// deleted. Reads the whole file.
    #[must_use]
    pub fn agrees(&self, path: &Path, options: &ReadOptions, stamp: &Stamp) -> bool {
        let agrees = stamp::content_hash(path).is_ok_and(|content| stamp.has_content(content));
        if !agrees {
            let _ = std::fs::remove_file(self.place(path, options));
        }
        agrees
    }

    /// One entry for each way to read a file.
    fn place(&self, path: &Path, options: &ReadOptions) -> PathBuf {
        let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let key = format!("{}\n{}", whole.display(), entry::choices(options));
        self.folder.join(format!("{:032x}.{ENDING}", xxh3_128(key.as_bytes())))
    }

    /// Deletes the entries that were not used for longest, until the rest is within the limit.
    pub fn trim(&self) {
        let Ok(listing) = std::fs::read_dir(&self.folder) else {
            return;
        };
        let mut entries: Vec<(SystemTime, u64, PathBuf)> = listing
            .filter_map(Result::ok)
            .filter(|e| e.path().extension().is_some_and(|x| x == ENDING))
            .filter_map(|e| {
                let metadata = e.metadata().ok()?;
                Some((metadata.modified().ok()?, metadata.len(), e.path()))
            })
            .collect();
        entries.sort();
        let mut total: u64 = entries.iter().map(|e| e.1).sum();
        for (_, size, path) in entries {
            if total <= self.limit_bytes {
                break;
            }
            if std::fs::remove_file(path).is_ok() {
                total -= size;
            }
        }
    }
}

#[cfg(test)]
mod tests;
