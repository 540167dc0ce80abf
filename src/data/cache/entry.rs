//! The form of one entry: a head in JSON, then the stores of the layer as they lie in memory.
//!
//! ```text
//! 8 bytes   the name and version of the form
//! 8 bytes   length of the head
//! 8 bytes   hash of the head
//! head      JSON: the file, the reading, the stores, and place and hash of each run
//! runs      each at a multiple of 64 bytes
//! ```
//!
//! Numbers are in the byte order of the machine; an entry of another one has another name.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use planmap_core::crs::Crs;
use planmap_core::feature::{SharedBytes, StoredCells, StoredLayer};
use planmap_core::{Extent, Features, GeoPoint, Issue, IssueKind, MapPoint, Severity};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{Cached, Prepared, Stamp};
use crate::held::Held;
use crate::read::{CrsSource, Dataset, ReadOptions};

/// To be counted up with every change of this form, of the stores or of what the reader makes.
const FORM: u8 = 3;

const NAME: [u8; 8] = [b'p', b'l', b'a', b'n', b'm', if cfg!(target_endian = "big") { b'B' } else { b'L' }, b'c', FORM];

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
    /// From the end of the head: place, length and hash. The last one is the caller's own.
    runs: Vec<(usize, usize, u64)>,
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
    at: Option<[f64; 2]>,
}

/// What a user or a catalogue chose for a reading, as text: a part of the key.
pub(super) fn choices(options: &ReadOptions) -> String {
    let crs = |crs: &Option<Crs>| crs.as_ref().map_or_else(|| "-".to_owned(), |c| c.as_str().to_owned());
    let ReadOptions { crs: source, map_crs, swap_xy, accept_guess, display_name } = options;
    format!("{}\n{}\n{swap_xy}\n{accept_guess}\n{display_name}", crs(source), crs(map_crs))
}

/// All bytes of an entry, where the file that holds them may be cut or deleted.
pub(super) fn held(file: &File) -> io::Result<SharedBytes> {
    Ok(Arc::new(Held::read(file, &|| true)?))
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
    let mut at = 0usize;
    let places = runs
        .iter()
        .map(|run| {
            let place = at;
            at = (at + run.len()).next_multiple_of(ALIGN);
            (place, run.len(), xxh3_64(run))
        })
        .collect();
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
        columns: layer.columns.into_iter().map(|(name, kind)| (name, kind.as_str().to_owned())).collect(),
        runs: places,
    };
    let json = serde_json::to_vec(&head)?;
    out.write_all(&NAME)?;
    out.write_all(&(json.len() as u64).to_le_bytes())?;
    out.write_all(&xxh3_64(&json).to_le_bytes())?;
    out.write_all(&json)?;
    let zeros = [0u8; ALIGN];
    let fill = |length: usize| &zeros[..length.next_multiple_of(ALIGN) - length];
    out.write_all(fill(START + json.len()))?;
    for run in &runs {
        out.write_all(run)?;
        out.write_all(fill(run.len()))?;
    }
    Ok(())
}

/// Reads an entry if it belongs to the file and nothing of it is damaged.
pub(super) fn read(bytes: &SharedBytes, stamp: &Stamp, options: &ReadOptions) -> Option<Cached> {
    let all: &[u8] = (**bytes).as_ref();
    let word = |at: usize| Some(u64::from_le_bytes(all.get(at..at + 8)?.try_into().ok()?));
    if all.get(..8)? != NAME {
        return None;
    }
    let length = usize::try_from(word(8)?).ok()?;
    let json = all.get(START..START.checked_add(length)?)?;
    if xxh3_64(json) != word(16)? {
        return None;
    }
    let head: Head = serde_json::from_slice(json).ok()?;
    if !head.stamp.matches(stamp) || head.choices != choices(options) {
        return None;
    }
    let base = (START + length).next_multiple_of(ALIGN);
    let places: Vec<(Range<usize>, u64)> = head
        .runs
        .iter()
        .map(|(at, length, hash)| {
            let start = base.checked_add(*at)?;
            Some((start..start.checked_add(*length)?, *hash))
        })
        .collect::<Option<_>>()?;
    let whole = places.par_iter().all(|(range, hash)| all.get(range.clone()).is_some_and(|b| xxh3_64(b) == *hash));
    if !whole {
        return None;
    }
    let mut ranges: Vec<Range<usize>> = places.into_iter().map(|p| p.0).collect();
    let prepared = Prepared { range: ranges.pop()?, bytes: Arc::clone(bytes) };
    let columns = head.columns.into_iter().map(|(name, kind)| Some((name, StoredCells::from_word(&kind)?)));
    let layer = StoredLayer {
        rows: head.rows,
        origin: MapPoint::new(head.origin[0], head.origin[1]),
        quantum_m: head.quantum_m,
        extent: head
            .extent
            .map_or(Extent::EMPTY, |[a, b, c, d]| Extent::from_corners(MapPoint::new(a, b), MapPoint::new(c, d))),
        index_bytes: head.index_bytes,
        columns: columns.collect::<Option<_>>()?,
    };
    let features = Features::from_stored(&layer, bytes, &ranges)?;
    let dataset = Dataset {
        features,
        map_crs: Crs::parse(&head.map_crs).ok()?,
        source_crs: Crs::parse(&head.source_crs).ok()?,
        crs_source: CrsSource::from_word(&head.crs_source)?,
        format: crate::read::FORMATS.into_iter().find(|f| **f == head.format)?,
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
        args: issue.kind.args().iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        file: issue.file.clone(),
        feature: issue.feature,
        byte: issue.byte,
        line: issue.line,
        at: issue.at.map(|p| [p.lon, p.lat]),
    }
}

fn issue(stored: StoredIssue) -> Option<Issue> {
    let severity =
        [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|s| s.as_str() == stored.severity)?;
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
