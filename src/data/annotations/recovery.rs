//! The recovery folder: journals that outlived their program, and what they bring back.
//!
//! Owns where journals lie – one folder a file, under the user's data – and their reading. A
//! journal that was dealt with is moved aside, never deleted at once. Must not know whether a
//! person wants what was found.

use std::io;
use std::path::{Path, PathBuf};

use planmap_core::annotation::{AnnotationSet, Merged, merge};
use xxhash_rust::xxh3::xxh3_64;

use super::document::Document;
use super::journal::{Damage, replay};
use super::lock::Lock;

/// Where journals that were dealt with are kept.
const KEPT: &str = "kept";
/// How many of them are kept a file.
const MOST_KEPT: usize = 20;

/// The folder of all journals: `$PLANMAP_RECOVERY`, else `recovery` in the user's data folder.
#[must_use]
pub fn recovery_folder() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("PLANMAP_RECOVERY") {
        return Some(PathBuf::from(path));
    }
    directories::ProjectDirs::from("", "", "planmap").map(|d| d.data_local_dir().join("recovery"))
}

/// The path by which a file is known, wherever it is opened from.
pub(super) fn known_as(file: &Path) -> PathBuf {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let parent = absolute.parent().and_then(|p| p.canonicalize().ok());
    match (parent, absolute.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => absolute,
    }
}

/// The folder of one file's journals.
pub(super) fn folder_of(root: &Path, file: &Path) -> PathBuf {
    root.join(format!("{:016x}", xxh3_64(known_as(file).to_string_lossy().as_bytes())))
}

/// Work that was not in its file when the program ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The file it belongs to.
    pub file: PathBuf,
    /// The journals that hold it.
    pub journals: Vec<PathBuf>,
    /// Number of edits in them.
    pub edits: usize,
    /// Time of the first edit, as the journal says it.
    pub first: String,
    /// Time of the last.
    pub last: String,
    /// Journals that end too early, with where.
    pub damaged: Vec<(PathBuf, Damage)>,
    /// The file as it is now, with what was found brought in.
    pub merged: Merged,
    /// The file as it is now.
    pub now: Document,
}

impl Found {
    /// Whether there is anything to bring back, or to tell.
    #[must_use]
    pub fn is_worth_telling(&self) -> bool {
        !self.damaged.is_empty() || self.merged.set != *self.now.set
    }

    /// Moves the journals aside.
    ///
    /// # Errors
    /// Of the file system; they are found again next time then.
    pub fn put_aside(&self) -> io::Result<()> {
        for journal in &self.journals {
            let Some((folder, name)) = journal.parent().zip(journal.file_name()) else {
                continue;
            };
            let kept = folder.join(KEPT);
            std::fs::create_dir_all(&kept)?;
            std::fs::rename(journal, kept.join(name))?;
            prune(&kept)?;
        }
        Ok(())
    }
}

/// Deletes the oldest journals beyond the number that is kept. Their names begin with their time.
fn prune(folder: &Path) -> io::Result<()> {
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(folder)?.filter_map(|e| Some(e.ok()?.path())).collect();
    names.sort();
    for old in names.iter().rev().skip(MOST_KEPT) {
        std::fs::remove_file(old)?;
    }
    Ok(())
}

/// The journals of a folder, oldest first.
pub(super) fn journals(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut out: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "journal"))
        .collect();
    out.sort();
    out
}

/// What the journals hold, brought into the file as it is now.
pub(super) fn found(journals: &[PathBuf], file: Option<&Path>) -> Option<Found> {
    let mut out: Option<Found> = None;
    for path in journals {
        let bytes = std::fs::read(path).unwrap_or_default();
        let replayed = replay(&bytes);
        let found = match &mut out {
            Some(found) => found,
            None => {
                let file = file
                    .map(Path::to_owned)
                    .or_else(|| replayed.file.clone())
                    .unwrap_or_else(|| path.clone());
                let now = std::fs::read(&file)
                    .ok()
                    .and_then(|b| Document::read(&b).ok())
                    .unwrap_or_default();
                let merged = Merged { set: (*now.set).clone(), conflicts: Vec::new() };
                out.insert(Found {
                    file,
                    journals: Vec::new(),
                    edits: 0,
                    first: String::new(),
                    last: String::new(),
                    damaged: Vec::new(),
                    merged,
                    now,
                })
            }
        };
        found.journals.push(path.clone());
        if let Some(damage) = replayed.damage {
            found.damaged.push((path.clone(), damage));
        }
        let Ok(base) = Document::read(&replayed.base) else {
            continue;
        };
        let mut ours: AnnotationSet = (*base.set).clone();
        for (time, edit) in &replayed.edits {
            ours.apply(edit);
            if found.first.is_empty() {
                found.first.clone_from(time);
            }
            found.last.clone_from(time);
        }
        found.edits += replayed.edits.len();
        let merged = merge(&base.set, &ours, &found.merged.set);
        found.merged.set = merged.set;
        found.merged.conflicts.extend(merged.conflicts);
    }
    out
}

/// Looks through the whole recovery folder, but leaves out what a running program is working on.
#[must_use]
pub fn search(root: &Path) -> Vec<Found> {
    let Ok(entries) = std::fs::read_dir(root) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> =
        entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
        .iter()
        .filter_map(|folder| {
            let journals = journals(folder);
            if journals.is_empty()
                || matches!(Lock::take(&folder.join(super::store::LOCK), "", false), Ok(Err(_)))
            {
                return None;
            }
            found(&journals, None).filter(Found::is_worth_telling)
        })
        .collect()
}
