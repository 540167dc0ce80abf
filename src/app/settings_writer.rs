//! The thread that writes the settings, so that a slow disk holds nobody up.
//!
//! Owns that the newest settings are what the file holds in the end: those that come while others are
//! written replace each other. Must not know what a setting means.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::settings::Settings;

enum Request {
    Write(Box<Settings>),
    /// Tells when everything before it is written.
    Flush(Sender<()>),
}

/// A handle on the thread; dropping it writes what is left and waits for that.
pub struct SettingsWriter {
    send: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl SettingsWriter {
    /// Starts the thread on a file of settings.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn start(path: PathBuf) -> io::Result<Self> {
        let (send, receive) = channel();
        let thread = std::thread::Builder::new().name("settings".to_owned());
        let thread = thread.spawn(move || run(&path, &receive))?;
        Ok(Self { send: Some(send), thread: Some(thread) })
    }

    /// Hands settings over; never waits.
    pub fn write(&self, settings: &Settings) {
        self.ask(Request::Write(Box::new(settings.clone())));
    }

    /// Waits until everything that was handed over is on the disk.
    pub fn flush(&self) {
        let (done, wait) = channel();
        self.ask(Request::Flush(done));
        // The thread answers, or is gone.
        let _ = wait.recv();
    }

    fn ask(&self, request: Request) {
        if let Some(send) = &self.send {
            // The thread ends only with this handle.
            let _ = send.send(request);
        }
    }
}

impl Drop for SettingsWriter {
    fn drop(&mut self) {
        self.send = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            let _ = thread.join();
        }
    }
}

fn run(path: &std::path::Path, receive: &Receiver<Request>) {
    while let Ok(first) = receive.recv() {
        let mut newest = None;
        let mut waiting = Vec::new();
        for request in std::iter::once(first).chain(receive.try_iter()) {
            match request {
                Request::Write(settings) => newest = Some(settings),
                Request::Flush(done) => waiting.push(done),
            }
        }
        if let Some(settings) = newest
            && let Err(error) = settings.save(path)
        {
            tracing::warn!("settings could not be saved: {error}");
        }
        for done in waiting {
            // Whoever asked may have gone.
            let _ = done.send(());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_newest_settings_are_in_the_file_in_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/settings.toml");
        let writer = SettingsWriter::start(path.clone()).unwrap();
        let author = |n: usize| Settings { author: format!("n{n}"), ..Settings::default() };
        (0..50).for_each(|n| writer.write(&author(n)));
        writer.flush();
        assert_eq!(Settings::load(&path).author, "n49");
        writer.write(&author(50));
        drop(writer);
        assert_eq!(Settings::load(&path).author, "n50", "dropping it waits");
    }
}
