//! One file of annotations while it is open: its content as last seen, its journal, its locks.
//!
//! Owns the order of things that makes work safe: an edit is in the journal before it counts as
//! saved; the file is replaced as a whole; a journal goes only after the file holds what it said.
//! Everything here waits for the disk, so it belongs on a worker.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use planmap_core::annotation::{AnnotationSet, Edit, Merged};
use xxhash_rust::xxh3::xxh3_128;

use super::document::{Document, DocumentError, Lines, Origin};
use super::journal::Journal;
use super::lock::Lock;
use super::merge_documents_from;
use super::original::keep_original;
use super::recovery::{Found, folder_of, found, journals, known_as};
use super::versions::Ancestry;
use crate::atomic;

/// Name of the lock file in a file's recovery folder.
pub(super) const LOCK: &str = "lock";

/// A version is recorded for a merge to find at most so often while a file stays open.
const VERSION_EVERY: Duration = Duration::from_secs(600);

/// Why a file of annotations could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is no file of annotations.
    #[error(transparent)]
    Document(#[from] DocumentError),
}

/// Why something could not be saved. The work is still in memory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// No room on the disk.
    #[error("no room on the disk")]
    DiskFull,
    /// File or folder may not be written.
    #[error("not allowed to write")]
    ReadOnly,
    /// The folder is gone: a drive that was taken out, a folder that was renamed.
    #[error("the folder is gone")]
    FolderMissing,
    /// Another program changed the file since it was read.
    #[error("changed by another program")]
    ChangedUnderneath,
    /// Another program has the file open.
    #[error("open elsewhere: {0}")]
    OpenElsewhere(String),
    /// Anything else, in the system's words.
    #[error("{0}")]
    Io(String),
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as K;
        match error.kind() {
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => Self::DiskFull,
            K::PermissionDenied | K::ReadOnlyFilesystem => Self::ReadOnly,
            K::NotFound | K::NotADirectory => Self::FolderMissing,
            _ => Self::Io(error.to_string()),
        }
    }
}

/// A file that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The store to save through.
    pub store: Store,
    /// Its content.
    pub document: Document,
    /// Work that an earlier run left behind.
    pub found: Option<Found>,
}

/// An open file of annotations.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    folder: Option<PathBuf>,
    journal: Option<Journal>,
    journals_made: u32,
    /// As last read or written.
    saved: Document,
    saved_bytes: Arc<Vec<u8>>,
    /// The lines of the file.
    lines: Lines,
    /// Hash of the file as last read or written; `None` while there is none.
    on_disk: Option<u128>,
    /// Which program wrote that.
    origin: Origin,
    /// The copy of another program's file that was kept and not told of yet.
    kept_original: Option<PathBuf>,
    /// What another program wrote, while a merge with it is being decided.
    underneath: Option<(u128, Document, Origin)>,
    /// The last state that was recorded as a version, and when.
    recorded: (Arc<AnnotationSet>, Option<Instant>),
    locks: Vec<Lock>,
    holder: String,
    /// Whether the lock beside the file was tried.
    locked_beside: bool,
    held_by: Option<String>,
}

impl Store {
    /// Opens a file, or starts one that does not exist yet. `recovery` is the folder of all
    /// journals; without one nothing survives a crash but what the file holds. `holder` names this
    /// program to another one that opens the same file.
    ///
    /// # Errors
    /// If the file is there and cannot be read.
    pub fn open(path: &Path, recovery: Option<&Path>, holder: &str) -> Result<Opened, OpenError> {
        let path = known_as(path);
        let folder = recovery.map(|root| folder_of(root, &path));
        let mut store = Self {
            path,
            folder,
            journal: None,
            journals_made: 0,
            saved: Document::default(),
            saved_bytes: Arc::default(),
            lines: Lines::default(),
            on_disk: None,
            origin: Origin::Own,
            kept_original: None,
            underneath: None,
            recorded: (Arc::default(), None),
            locks: Vec::new(),
            holder: holder.to_owned(),
            locked_beside: false,
            held_by: None,
        };
        store.take_locks();
        store.read()?;
        store.recorded = (Arc::clone(&store.saved.set), None);
        let journals = store
            .folder
            .as_deref()
            .filter(|_| store.held_by.is_none())
            .map(journals)
            .unwrap_or_default();
        let left = found(&journals, Some(&store.path)).filter(|f| {
            // What the file already holds needs no offer; a journal that cannot be removed is
            // looked at again next time.
            let wanted = f.is_worth_telling();
            if !wanted {
                f.journals.iter().for_each(|j| drop(std::fs::remove_file(j)));
            }
            wanted
        });
        Ok(Opened { document: store.saved.clone(), found: left, store })
    }

    fn read(&mut self) -> Result<(), OpenError> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(e.into()),
        };
        (self.saved, self.origin) = Document::read_with_origin(&bytes)?;
        self.on_disk = Some(xxh3_128(&bytes));
        self.saved_bytes = Arc::new(bytes);
        Ok(())
    }

    /// Locks the file for this computer in the recovery folder, and for others beside the file once
    /// there is one.
    fn take_locks(&mut self) {
        if let Some(folder) = &self.folder {
            // A folder that cannot be made is said when the first edit cannot be journaled.
            let _ = std::fs::create_dir_all(folder);
            let path = folder.join(LOCK);
            self.take_lock(&path, false);
        }
        if self.path.exists() {
            self.lock_beside();
        }
    }

    fn lock_beside(&mut self) {
        if self.locked_beside || self.held_by.is_some() {
            return;
        }
        self.locked_beside = true;
        if let Some(name) = self.path.file_name() {
            let mut lock = std::ffi::OsString::from(".");
            lock.push(name);
            lock.push(".lock");
            let path = self.path.with_file_name(lock);
            self.take_lock(&path, true);
        }
    }

    fn take_lock(&mut self, path: &Path, removes: bool) {
        // A folder that cannot be written, or has no locks, keeps nobody out.
        match Lock::take(path, &self.holder, removes) {
            Ok(Ok(lock)) => self.locks.push(lock),
            Ok(Err(who)) => {
                self.held_by = Some(who);
                self.locks.clear();
            }
            Err(_) => {}
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Who else has the file open. It can then only be looked at.
    #[must_use]
    pub fn held_by(&self) -> Option<&str> {
        self.held_by.as_deref()
    }

    /// Writes edits to the journal and syncs it: from then on they outlive a crash.
    ///
    /// # Errors
    /// If the journal cannot be written, or another program has the file open.
    pub fn append<'a>(
        &mut self,
        edits: impl IntoIterator<Item = &'a Edit>,
        time: &str,
    ) -> Result<(), SaveError> {
        self.lock_beside();
        if let Some(who) = &self.held_by {
            return Err(SaveError::OpenElsewhere(who.clone()));
        }
        let Some(folder) = &self.folder else {
            return Err(SaveError::FolderMissing);
        };
        if self.journal.as_ref().is_some_and(|j| !j.path().exists()) {
            self.journal = None;
        }
        if self.journal.is_none() {
            std::fs::create_dir_all(folder)?;
            self.journals_made += 1;
            // Times sort as text; the number keeps journals of one second and process apart.
            let stamp: String = time.chars().filter(char::is_ascii_digit).collect();
            let name = format!("{stamp}-{}-{:06}.journal", std::process::id(), self.journals_made);
            self.journal =
                Some(Journal::create(&folder.join(name), &self.path, &self.saved_bytes, time)?);
        }
        if let Some(journal) = &mut self.journal {
            journal.append(edits, time)?;
        }
        Ok(())
    }

    /// Replaces the file's content, records a version now and then, and drops the journal. Before a
    /// file of another program is replaced for the first time, a copy of it is kept
    /// ([`Store::take_kept_original`]).
    ///
    /// # Errors
    /// If the file cannot be written or was changed by another program. Nothing is lost then: file
    /// and journal stay as they were.
    pub fn save(&mut self, set: &Arc<AnnotationSet>, time: &str) -> Result<(), SaveError> {
        self.lock_beside();
        if let Some(who) = &self.held_by {
            return Err(SaveError::OpenElsewhere(who.clone()));
        }
        match std::fs::read(&self.path) {
            Ok(bytes) if Some(xxh3_128(&bytes)) != self.on_disk => {
                return Err(SaveError::ChangedUnderneath);
            }
            Ok(_) => {}
            // A file that was deleted is written anew, a folder that is gone is not.
            Err(e)
                if e.kind() == io::ErrorKind::NotFound
                    && self.path.parent().is_some_and(Path::is_dir) => {}
            Err(e) => return Err(e.into()),
        }
        let mut next = Document { set: Arc::clone(set), ..self.saved.clone() };
        let mut recorded = self.recorded.clone();
        if !Arc::ptr_eq(set, &self.saved.set) && !set.edit_to(&self.saved.set).is_empty() {
            let is_due = recorded.1.is_none_or(|at| at.elapsed() >= VERSION_EVERY);
            if is_due {
                recorded = (Arc::clone(&self.saved.set), Some(Instant::now()));
                next.versions.push(&recorded.0, set, time);
            } else {
                next.versions.move_on(&recorded.0, set, time);
            }
        }
        if self.origin == Origin::Foreign {
            self.kept_original = keep_original(&self.path)?.or(self.kept_original.take());
        }
        self.write(next)?;
        self.recorded = recorded;
        Ok(())
    }

    fn write(&mut self, next: Document) -> Result<(), SaveError> {
        let bytes = next.write_with(&mut self.lines);
        atomic::write(&self.path, &bytes)?;
        self.on_disk = Some(xxh3_128(&bytes));
        self.origin = Origin::Own;
        self.saved_bytes = Arc::new(bytes);
        self.saved = next;
        if let Some(journal) = self.journal.take() {
            // The file holds everything now; a journal that stays brings nothing new.
            let _ = std::fs::remove_file(journal.path());
        }
        Ok(())
    }

    /// Brings what another program wrote to the file together with `set`. Until that is accepted, the
    /// file still counts as changed and is not replaced.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn take_underneath(
        &mut self,
        set: &Arc<AnnotationSet>,
        time: &str,
    ) -> Result<Merged, OpenError> {
        let bytes = std::fs::read(&self.path)?;
        let (theirs, origin) = Document::read_with_origin(&bytes)?;
        let ours = Document { set: Arc::clone(set), ..self.saved.clone() };
        let known = Ancestry { base: (*self.saved.set).clone(), ..Ancestry::default() };
        let (document, merged) = merge_documents_from(&known, &ours, &theirs, time);
        let theirs_now = Document { set: Arc::clone(&theirs.set), ..document };
        self.underneath = Some((xxh3_128(&bytes), theirs_now, origin));
        Ok(merged)
    }

    /// The merge with what another program wrote is wanted: the next [`Store::save`] may replace the
    /// file, unless it was changed once more.
    pub fn accept_underneath(&mut self) {
        if let Some((hash, document, origin)) = self.underneath.take() {
            self.on_disk = Some(hash);
            self.origin = origin;
            self.recorded = (Arc::clone(&document.set), None);
            self.saved = document;
        }
    }

    /// Goes on in another file, which is replaced by the next [`Store::save`]. The journal stays
    /// until then.
    ///
    /// # Errors
    /// If another program has that file open.
    pub fn move_to(
        &mut self,
        path: &Path,
        recovery: Option<&Path>,
        holder: &str,
    ) -> Result<(), SaveError> {
        let path = known_as(path);
        let mut there = Self {
            folder: recovery.map(|root| folder_of(root, &path)),
            path,
            journal: None,
            journals_made: self.journals_made,
            saved: self.saved.clone(),
            saved_bytes: Arc::clone(&self.saved_bytes),
            lines: std::mem::take(&mut self.lines),
            on_disk: None,
            // What lies there may be anybody's.
            origin: Origin::Foreign,
            kept_original: self.kept_original.take(),
            underneath: None,
            recorded: self.recorded.clone(),
            locks: Vec::new(),
            holder: holder.to_owned(),
            locked_beside: false,
            held_by: None,
        };
        there.take_locks();
        if let Some(who) = there.held_by {
            return Err(SaveError::OpenElsewhere(who));
        }
        there.on_disk = std::fs::read(&there.path).ok().map(|bytes| xxh3_128(&bytes));
        there.journal = self.journal.take();
        *self = there;
        Ok(())
    }

    /// Takes over what a merged copy knows, so that a later merge with it starts from here. It is
    /// written by the next [`Store::save`].
    pub fn absorb(&mut self, theirs: &Document) {
        self.saved.absorb(theirs);
    }

    /// Where the copy of another program's file lies that was kept since this was last asked.
    pub fn take_kept_original(&mut self) -> Option<PathBuf> {
        self.kept_original.take()
    }

    /// The document as last read or written.
    #[must_use]
    pub fn saved(&self) -> &Document {
        &self.saved
    }
}
