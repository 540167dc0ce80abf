//! Which file, and which state of it, an entry of the cache belongs to.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::read::registry;

/// Places of a file that are looked at before an entry is used.
const SAMPLES: u64 = 32;
/// Bytes looked at, at each.
const SAMPLE_BYTES: usize = 16 * 1024;
/// Bytes of a file that one thread sums up at a time.
const BLOCK: u64 = 8 * 1024 * 1024;

/// The state of a file and of those that are read with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// Nanoseconds since 1970 as text, since JSON numbers are too short for some readers.
    modified: String,
    samples: u64,
    /// Hash of all of the content, once somebody has read it all.
    content: Option<u64>,
    /// The files beside it that are read with it, in the order of their format.
    companions: Vec<Companion>,
}

/// A file that is read with another: small, or changed together with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Companion {
    path: String,
    size: u64,
    modified: String,
}

impl Companion {
    /// The state of one now; none where there is no such file.
    fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
        Some(Self {
            path: path.display().to_string(),
            size: metadata.len(),
            modified: modified(&metadata).ok()?,
        })
    }
}

/// When a file was changed last, in nanoseconds since 1970.
fn modified(metadata: &Metadata) -> io::Result<String> {
    let since = metadata.modified()?.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
    Ok(since.as_nanos().to_string())
}

impl Stamp {
    /// The state of a file now, without its content: takes a millisecond.
    ///
    /// # Errors
    /// Of the file system.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        let size = metadata.len();
        let mut hash = Xxh3::new();
        let mut buffer = vec![0u8; SAMPLE_BYTES];
        for i in 0..SAMPLES {
            let last = size.saturating_sub(SAMPLE_BYTES as u64);
            file.seek(SeekFrom::Start(last / (SAMPLES - 1) * i))?;
            let mut taken = (&mut file).take(SAMPLE_BYTES as u64);
            let mut read = 0;
            loop {
                match taken.read(&mut buffer[read..])? {
                    0 => break,
                    n => read += n,
                }
            }
            hash.update(&buffer[..read]);
        }
        let companions =
            registry::companions(path).iter().filter_map(|beside| Companion::of(beside)).collect();
        Ok(Self {
            size,
            modified: modified(&metadata)?,
            samples: hash.digest(),
            content: None,
            companions,
        })
    }

    /// Size of the file in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether a file is still in this state, as far as size, time and samples tell.
    #[must_use]
    pub fn is_of(&self, path: &Path) -> bool {
        Self::of(path).is_ok_and(|now| self.matches(&now))
    }

    pub(super) fn matches(&self, other: &Self) -> bool {
        let is_same_file = (self.size, &self.modified, self.samples)
            == (other.size, &other.modified, other.samples);
        is_same_file && self.companions == other.companions
    }

    pub(super) fn with_content(&self, content: u64) -> Self {
        Self { content: Some(content), ..self.clone() }
    }

    pub(super) fn has_content(&self, content: u64) -> bool {
        self.content == Some(content)
    }
}

/// A hash of all of a file's content, read on all cores.
pub(super) fn content_hash(path: &Path) -> io::Result<u64> {
    let size = std::fs::metadata(path)?.len();
    let blocks: Vec<u64> = (0..size.div_ceil(BLOCK))
        .into_par_iter()
        .map(|i| {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(i * BLOCK))?;
            let mut bytes = Vec::with_capacity(BLOCK as usize);
            file.take(BLOCK).read_to_end(&mut bytes)?;
            Ok(xxh3_64(&bytes))
        })
        .collect::<io::Result<_>>()?;
    Ok(xxh3_64(&blocks.iter().flat_map(|b| b.to_le_bytes()).collect::<Vec<u8>>()))
}
