//! The system's file chooser, on a thread of its own: it blocks until it is closed.
//!
//! Owns the waiting and what is known when nothing came. Every dialog that uses it lets a path be
//! typed as well, since not every desktop has a chooser.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use rfd::FileDialog;

/// A chooser that may be open.
#[derive(Debug, Default)]
pub(crate) struct Chooser {
    waiting: Option<Receiver<Vec<PathBuf>>>,
    gave_nothing: bool,
}

impl Chooser {
    /// Opens it; `ask` shows the dialog and gives what was chosen, nothing if it was closed.
    pub(crate) fn open(&mut self, ask: impl FnOnce(FileDialog) -> Vec<PathBuf> + Send + 'static) {
        let (send, receive) = channel();
        let started =
            std::thread::Builder::new().name("file-chooser".to_owned()).spawn(move || {
                // Nobody waits any more if the window has gone.
                let _ = send.send(ask(FileDialog::new()));
            });
        self.waiting = started.ok().map(|_| receive);
        self.gave_nothing = self.waiting.is_none();
    }

    /// Whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.waiting.is_some()
    }

    /// Whether the last one was closed without a choice, or could not be shown at all.
    pub(crate) fn gave_nothing(&self) -> bool {
        self.gave_nothing
    }

    /// What was chosen since the last call; empty if nothing.
    pub(crate) fn take(&mut self) -> Vec<PathBuf> {
        let chosen = match self.waiting.as_ref().map(Receiver::try_recv) {
            Some(Ok(chosen)) => chosen,
            Some(Err(TryRecvError::Disconnected)) => Vec::new(),
            Some(Err(TryRecvError::Empty)) | None => return Vec::new(),
        };
        self.waiting = None;
        self.gave_nothing = chosen.is_empty();
        chosen
    }
}
