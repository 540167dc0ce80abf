//! Saving while the user works: a thread for each open file of annotations.
//!
//! Owns when things are written: an edit goes to the journal at once, the file itself when the user
//! pauses. The window's thread only hands over the edit. Must not know what an edit means.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use planmap_core::annotation::{AnnotationSet, Edit, Merged};
use planmap_data::annotations::{Document, Found, OpenError, Opened, SaveError, Store};

use crate::clock;

/// The file is written when nothing was changed for so long,
const QUIET: Duration = Duration::from_millis(800);
/// and at the latest so long after a change.
const LATEST: Duration = Duration::from_secs(10);
/// What could not be written is tried again after so long.
const RETRY: Duration = Duration::from_secs(15);

/// What is asked of the thread.
pub enum Request {
    /// One edit. `turn` grows by one with every edit. The thread follows with a set of its own, so
    /// that the window's is never copied.
    Edit(Edit, u64),
    /// Writes the file now.
    Save,
    /// Goes on in another file.
    MoveTo(PathBuf),
    /// Brings in what another program wrote to the file.
    TakeUnderneath(Arc<AnnotationSet>),
    /// The merge with that is wanted.
    AcceptUnderneath,
    /// Takes over what a copy that was merged knows of its past.
    Absorb(Box<Document>),
    /// Moves journals that were dealt with aside.
    PutAside(Box<Found>),
}

/// What the thread answers.
#[derive(Debug)]
pub enum Report {
    /// The file was read.
    Opened {
        /// Its content.
        document: Box<Document>,
        /// Who else has it open.
        held_by: Option<String>,
        /// Work that an earlier run left behind.
        found: Option<Box<Found>>,
    },
    /// The file could not be read.
    NotOpened(OpenError),
    /// All edits up to this turn would survive a crash.
    Journaled(u64),
    /// The file holds all edits up to this turn.
    Saved {
        /// The turn.
        turn: u64,
        /// The time of day.
        time: String,
        /// Where.
        path: PathBuf,
    },
    /// The file was another program's; before it was replaced, a copy of it was kept here.
    OriginalKept(PathBuf),
    /// Something could not be written.
    Failed {
        /// Why.
        error: SaveError,
        /// Whether the edits are at least in the journal.
        journaled: bool,
    },
    /// What another program wrote, brought together with the set that was handed over.
    Underneath(Box<Merged>),
}

/// A handle on the thread; dropping it writes what is left and waits for that.
pub struct Autosave {
    send: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Autosave {
    /// Starts the thread, which opens the file and reports from then on.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn start(
        path: PathBuf,
        recovery: Option<PathBuf>,
        holder: String,
        report: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (send, receive) = channel();
        let thread =
            std::thread::Builder::new().name("autosave".to_owned()).spawn(
                move || match Store::open(&path, recovery.as_deref(), &holder) {
                    Ok(Opened { store, document, found }) => {
                        let held_by = store.held_by().map(str::to_owned);
                        report(Report::Opened {
                            document: Box::new(document),
                            held_by,
                            found: found.map(Box::new),
                        });
                        let set = Arc::clone(&store.saved().set);
                        let worker = Worker {
                            store,
                            recovery,
                            holder,
                            report,
                            set,
                            is_behind: false,
                            turn: 0,
                            journaled: 0,
                            changed: None,
                        };
                        worker.run(&receive);
                    }
                    Err(error) => report(Report::NotOpened(error)),
                },
            )?;
        Ok(Self { send: Some(send), thread: Some(thread) })
    }

    /// Hands something over; never waits.
    pub fn ask(&self, request: Request) {
        if let Some(send) = &self.send {
            // The thread is gone only where the file could not be opened, and that was reported.
            let _ = send.send(request);
        }
    }
}

impl Drop for Autosave {
    fn drop(&mut self) {
        self.send = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            let _ = thread.join();
        }
    }
}

struct Worker<F> {
    store: Store,
    recovery: Option<PathBuf>,
    holder: String,
    report: F,
    /// The set after all edits so far.
    set: Arc<AnnotationSet>,
    /// Whether the file does not hold all of it yet.
    is_behind: bool,
    turn: u64,
    journaled: u64,
    /// First and last change since the file was written.
    changed: Option<(Instant, Instant)>,
}

impl<F: Fn(Report)> Worker<F> {
    fn run(mut self, receive: &Receiver<Request>) {
        loop {
            let request = match self.changed {
                None => receive.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some((first, last)) => {
                    let due = (last + QUIET).min(first + LATEST);
                    receive.recv_timeout(due.saturating_duration_since(Instant::now()))
                }
            };
            match request {
                Ok(request) => {
                    // Edits that have gathered are journaled with one sync.
                    let mut requests = vec![request];
                    requests.extend(receive.try_iter());
                    self.take(requests);
                }
                Err(RecvTimeoutError::Timeout) => self.save(),
                Err(RecvTimeoutError::Disconnected) => {
                    self.save();
                    return;
                }
            }
        }
    }

    fn take(&mut self, requests: Vec<Request>) {
        let mut edits = Vec::new();
        for request in requests {
            if let Request::Edit(edit, turn) = request {
                Arc::make_mut(&mut self.set).apply(&edit);
                self.is_behind = true;
                edits.push(edit);
                self.turn = turn;
                continue;
            }
            self.journal(&std::mem::take(&mut edits));
            match request {
                Request::Edit(..) => {}
                Request::Save => self.save(),
                Request::MoveTo(path) => {
                    match self.store.move_to(&path, self.recovery.as_deref(), &self.holder) {
                        Ok(()) => {
                            self.is_behind = true;
                            self.save();
                        }
                        Err(error) => self.fail(error),
                    }
                }
                Request::TakeUnderneath(set) => match self
                    .store
                    .take_underneath(&set, &clock::utc_now())
                {
                    Ok(merged) => (self.report)(Report::Underneath(Box::new(merged))),
                    Err(OpenError::Io(error)) => self.fail(error.into()),
                    Err(OpenError::Document(error)) => self.fail(SaveError::Io(error.to_string())),
                },
                Request::AcceptUnderneath => {
                    self.store.accept_underneath();
                    self.is_behind = true;
                }
                Request::Absorb(theirs) => self.store.absorb(&theirs),
                Request::PutAside(found) => {
                    if let Err(error) = found.put_aside() {
                        tracing::warn!("journals stay where they are: {error}");
                    }
                }
            }
        }
        self.journal(&edits);
    }

    fn journal(&mut self, edits: &[Edit]) {
        if edits.is_empty() {
            return;
        }
        let now = Instant::now();
        self.changed = Some((self.changed.map_or(now, |(first, _)| first), now));
        match self.store.append(edits, &clock::utc_now()) {
            Ok(()) => {
                self.journaled = self.turn;
                (self.report)(Report::Journaled(self.turn));
            }
            Err(error) => self.fail(error),
        }
    }

    fn save(&mut self) {
        self.changed = None;
        // Without an edit there is nothing to write, but for a file with content that has gone.
        if !self.is_behind && (self.set.is_empty() || self.store.path().exists()) {
            return;
        }
        let saved = self.store.save(&self.set, &clock::utc_now());
        if let Some(copy) = self.store.take_kept_original() {
            (self.report)(Report::OriginalKept(copy));
        }
        match saved {
            Ok(()) => {
                self.is_behind = false;
                self.journaled = self.turn;
                let path = self.store.path().to_owned();
                (self.report)(Report::Saved { turn: self.turn, time: clock::local_time(), path });
            }
            Err(error) => {
                // A disk may be emptied, a drive plugged in again; what another program did is for
                // the user to decide.
                if !matches!(error, SaveError::ChangedUnderneath | SaveError::OpenElsewhere(_)) {
                    let later = Instant::now() + RETRY;
                    self.changed = Some((later, later));
                }
                self.fail(error);
            }
        }
    }

    fn fail(&self, error: SaveError) {
        (self.report)(Report::Failed { error, journaled: self.journaled == self.turn });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use planmap_core::annotation::{Annotation, AnnotationId, Kind, Shape};
    use planmap_core::crs::GeoPoint;

    #[test]
    fn looking_writes_nothing_and_an_edit_is_written_at_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let (file, recovery) = (dir.path().join("maps/notes.geojson"), dir.path().join("recovery"));
        std::fs::create_dir(dir.path().join("maps")).unwrap();
        let open = || {
            let (send, receive) = channel();
            let report = move |report| drop(send.send(report));
            let autosave =
                Autosave::start(file.clone(), Some(recovery.clone()), "test".into(), report)
                    .unwrap();
            assert!(matches!(receive.recv().unwrap(), Report::Opened { .. }));
            autosave
        };
        drop(open());
        assert_eq!(std::fs::read_dir(dir.path().join("maps")).unwrap().count(), 0);
        let autosave = open();
        let shape = Shape::at(Kind::Pin, GeoPoint::new(103.9, 21.3));
        autosave.ask(Request::Edit(Edit::put([Annotation::new(AnnotationId::new("1"), shape)]), 1));
        drop(autosave);
        let written = std::fs::read(&file).unwrap();
        drop(open());
        assert_eq!(std::fs::read(&file).unwrap(), written);
        std::fs::remove_file(&file).unwrap();
        let autosave = open();
        drop(autosave);
        assert!(!file.exists(), "what somebody has deleted before is not brought back");
    }
}
