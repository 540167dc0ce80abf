//! The form of one entry: a head in JSON, then the stores of the layer as they lie in memory.
//!
//! ```text
//! 8 bytes   the name and version of the form
//! 8 bytes   length of the head
//! 8 bytes   hash of the head
//! head      JSON: the file, the reading, the stores, the place of each run, and hashes
//! runs      each at a multiple of 64 bytes; a hash for each block of them, whatever it holds
//! ```
//!
//! Numbers are in the byte order of the machine; an entry of another one has another name.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use planmap_core::crs::Crs;
use planmap_core::feature::{SharedBytes, StoredCells, StoredLayer};
use planmap_core::{Extent, Features, FilePlace, GeoPoint, Issue, IssueKind, MapPoint, Severity};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::{Cached, Prepared, Stamp};
use crate::held::{CHECKED, Held, read_block};
use crate::read::{CrsSource, Dataset, ReadOptions, registry};

/// To be counted up with every change of this form, of the stores or of what the reader makes.
const FORM: u8 = 6;

const NAME: [u8; 8] = [
    b'p',
    b'l',
    b'a',
    b'n',
    b'm',
    if cfg!(target_endian = "big") { b'B' } else { b'L' },
    b'c',
    FORM,
];

const START: usize = 24;
const ALIGN: usize = 64;

#[derive(Serialize, Deserialize)]
struct Head {
    stamp: Stamp,
    choices: String,
    map_crs: String,
    source_crs: String,
    crs_source: String,
    format: String,
    issues: Vec<StoredIssue>,
    rows: u32,
    origin: [f64; 2],
    quantum_m: f64,
    /// Absent where there is no geometry.
    extent: Option<[f64; 4]>,
    index_bytes: usize,
    columns: Vec<(String, String)>,
    /// From the end of the head: place and length. The last one is the caller's own.
    runs: Vec<(usize, usize)>,
    /// Hash of each block of all runs together.
    blocks: Vec<u64>,
}

#[derive(Serialize, Deserialize)]
struct StoredIssue {
    severity: String,
    key: String,
    args: Vec<(String, String)>,
    file: Option<String>,
    feature: Option<u32>,
    byte: Option<u64>,
    line: Option<u32>,
    /// The word and the number of another place in the file.
    entry: Option<(String, u64)>,
    at: Option<[f64; 2]>,
}

/// What a user or a catalogue chose for a reading, as text: a part of the key.
pub(super) fn choices(options: &ReadOptions) -> String {
    let crs =
        |crs: &Option<Crs>| crs.as_ref().map_or_else(|| "-".to_owned(), |c| c.as_str().to_owned());
    let ReadOptions { crs: source, map_crs, swap_xy, accept_guess, layer, display_name } = options;
    // A name has no line ends of its own in here.
    let layer = layer.as_ref().map_or_else(|| "-".to_owned(), |layer| format!("{layer:?}"));
    format!("{}\n{}\n{swap_xy}\n{accept_guess}\n{layer}\n{display_name}", crs(source), crs(map_crs))
}

/// Hashes of the blocks of what is written piece by piece.
#[derive(Default)]
struct Blocks {
    hashes: Vec<u64>,
    /// The block that is not full yet, and what it has.
    open: Xxh3,
    filled: usize,
}

impl Blocks {
    fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(CHECKED - self.filled));
            self.open.update(now);
            self.filled += now.len();
            if self.filled == CHECKED {
                self.close();
            }
            bytes = later;
        }
    }

    fn close(&mut self) {
        if self.filled > 0 {
            self.hashes.push(self.open.digest());
            self.open.reset();
            self.filled = 0;
        }
    }
}

/// What stands between a run and the next one.
fn fill(length: usize) -> &'static [u8] {
    const ZEROS: [u8; ALIGN] = [0; ALIGN];
    &ZEROS[..length.next_multiple_of(ALIGN) - length]
}

pub(super) fn write(
    out: &mut dyn Write,
    stamp: &Stamp,
    options: &ReadOptions,
    dataset: &Dataset,
    features: &Features,
    prepared: &[u8],
) -> io::Result<()> {
    let (layer, mut runs) = features.stored();
    runs.push(prepared);
    let mut places = Vec::with_capacity(runs.len());
    let (mut at, mut blocks) = (0usize, Blocks::default());
    for run in &runs {
        places.push((at, run.len()));
        at = (at + run.len()).next_multiple_of(ALIGN);
        blocks.add(run);
        blocks.add(fill(run.len()));
    }
    blocks.close();
    let e = layer.extent;
    let head = Head {
        stamp: stamp.clone(),
        choices: choices(options),
        map_crs: dataset.map_crs.as_str().to_owned(),
        source_crs: dataset.source_crs.as_str().to_owned(),
        crs_source: dataset.crs_source.as_str().to_owned(),
        format: dataset.format.to_owned(),
        issues: dataset.issues.iter().map(stored_issue).collect(),
        rows: layer.rows,
        origin: [layer.origin.x, layer.origin.y],
        quantum_m: layer.quantum_m,
        extent: (!e.is_empty()).then_some([e.min.x, e.min.y, e.max.x, e.max.y]),
        index_bytes: layer.index_bytes,
        columns: layer
            .columns
            .into_iter()
            .map(|(name, kind)| (name, kind.as_str().to_owned()))
            .collect(),
        runs: places,
        blocks: blocks.hashes,
    };
    let json = serde_json::to_vec(&head)?;
    out.write_all(&NAME)?;
    out.write_all(&(json.len() as u64).to_le_bytes())?;
    out.write_all(&xxh3_64(&json).to_le_bytes())?;
    out.write_all(&json)?;
    out.write_all(fill(START + json.len()))?;
    for run in &runs {
        out.write_all(run)?;
        out.write_all(fill(run.len()))?;
    }
    Ok(())
}

/// Reads an entry if it belongs to the file and nothing of it is damaged. What it holds is copied,
/// since the file may be cut or deleted.
pub(super) fn read(
    file: &File,
    stamp: &Stamp,
    options: &ReadOptions,
) -> io::Result<Option<Cached>> {
    let Some((head, base)) = read_head(file)? else {
        return Ok(None);
    };
    if !head.stamp.matches(stamp) || head.choices != choices(options) {
        return Ok(None);
    }
    let end = head
        .runs
        .iter()
        .try_fold(0, |end: usize, (at, length)| Some(end.max(at.checked_add(*length)?)));
    let Some(length) = end.and_then(|end| end.checked_next_multiple_of(ALIGN)) else {
        return Ok(None);
    };
    let is_right =
        |i: usize, block: &[u8]| head.blocks.get(i).is_some_and(|hash| xxh3_64(block) == *hash);
    let Some(held) = Held::read_checked(file, base, length, &is_right)? else {
        return Ok(None);
    };
    let bytes: SharedBytes = Arc::new(held);
    Ok(cached(head, &bytes))
}

/// The head of an entry, and where its runs begin.
fn read_head(file: &File) -> io::Result<Option<(Head, u64)>> {
    let mut start = [0u8; START];
    if read_block(file, &mut start, 0)? < START || start[..8] != NAME {
        return Ok(None);
    }
    let word = |at: usize| {
        start[at..].iter().take(8).rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte))
    };
    // A damaged entry may name any length.
    let size = file.metadata()?.len();
    let Some(length) = usize::try_from(word(8)).ok().filter(|_| word(8) <= size) else {
        return Ok(None);
    };
    let mut json = vec![0u8; length];
    if read_block(file, &mut json, START as u64)? < length || xxh3_64(&json) != word(16) {
        return Ok(None);
    }
    let base = (START + length).next_multiple_of(ALIGN) as u64;
    Ok(serde_json::from_slice(&json).ok().map(|head| (head, base)))
}

/// What an entry holds, with its runs at the places that the head names.
fn cached(head: Head, bytes: &SharedBytes) -> Option<Cached> {
    let mut ranges: Vec<Range<usize>> =
        head.runs.iter().map(|(at, length)| *at..at + length).collect();
    let prepared = Prepared { range: ranges.pop()?, bytes: Arc::clone(bytes) };
    let columns =
        head.columns.into_iter().map(|(name, kind)| Some((name, StoredCells::from_word(&kind)?)));
    let layer = StoredLayer {
        rows: head.rows,
        origin: MapPoint::new(head.origin[0], head.origin[1]),
        quantum_m: head.quantum_m,
        extent: head.extent.map_or(Extent::EMPTY, |[a, b, c, d]| {
            Extent::from_corners(MapPoint::new(a, b), MapPoint::new(c, d))
        }),
        index_bytes: head.index_bytes,
        columns: columns.collect::<Option<_>>()?,
    };
    let features = Features::from_stored(&layer, bytes, &ranges)?;
    let dataset = Dataset {
        features,
        map_crs: Crs::parse(&head.map_crs).ok()?,
        source_crs: Crs::parse(&head.source_crs).ok()?,
        crs_source: CrsSource::from_word(&head.crs_source)?,
        format: registry::of_name(&head.format)?.name,
        issues: head.issues.into_iter().map(issue).collect::<Option<_>>()?,
        bytes: head.stamp.size(),
        suggestion: None,
    };
    Some(Cached { dataset, prepared, stamp: head.stamp })
}

fn stored_issue(issue: &Issue) -> StoredIssue {
    StoredIssue {
        severity: issue.severity.as_str().to_owned(),
        key: issue.kind.key().to_owned(),
        args: issue
            .kind
            .args()
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        file: issue.file.clone(),
        feature: issue.feature,
        byte: issue.byte,
        line: issue.line,
        entry: issue.entry.map(|place| (place.as_str().to_owned(), place.number())),
        at: issue.at.map(|p| [p.lon, p.lat]),
    }
}

fn issue(stored: StoredIssue) -> Option<Issue> {
    let severity = [Severity::Note, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|s| s.as_str() == stored.severity)?;
    let mut kind = IssueKind::new(known(&stored.key));
    for (name, value) in stored.args {
        kind = kind.with(known(&name), value);
    }
    Some(Issue {
        severity,
        kind,
        file: stored.file,
        feature: stored.feature,
        byte: stored.byte,
        line: stored.line,
        entry: stored.entry.and_then(|(word, number)| FilePlace::from_word(&word, number)),
        at: stored.at.map(|[lon, lat]| GeoPoint::new(lon, lat)),
    })
}

/// A word for as long as the program runs. There are as many as kinds of issue and their arguments:
/// each is kept once.
fn known(word: &str) -> &'static str {
    use std::collections::BTreeSet;
    use std::sync::{Mutex, PoisonError};
    static WORDS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(word) = words.get(word) {
        return word;
    }
    let word: &'static str = Box::leak(word.into());
    words.insert(word);
    word
}
