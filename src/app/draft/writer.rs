//! The thread that keeps typed texts on the disk.
//!
//! Owns a file in the user's data folder, replaced as a whole a moment after the last key, and the lock
//! that keeps a second window from writing the same one. What an earlier run left behind is taken over
//! at the start. Must not know what the texts mean.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use planmap_data::annotations::Lock;
use planmap_data::atomic;

use super::stored::Typed;

/// Quiet after the last key before the file is written.
const QUIET: Duration = Duration::from_millis(150);
/// The longest that a text waits while keys go on.
const LATEST: Duration = Duration::from_millis(600);
/// Windows that may be open at the same time, each with a file of its own.
const WINDOWS: usize = 16;

enum Request {
    /// The file is to hold this.
    Keep(Typed),
    /// Tells when everything is written.
    Flush(Sender<()>),
}

/// A handle on the thread; dropping it writes what is left and waits for that.
pub struct DraftWriter {
    send: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl DraftWriter {
    /// Starts the thread on a folder of typed texts. Returns with it what earlier runs left there.
    ///
    /// # Errors
    /// If the folder cannot be made or written, or the system has no thread to give.
    pub fn start(folder: &Path) -> io::Result<(Self, Typed)> {
        std::fs::create_dir_all(folder)?;
        let mut own: Option<(PathBuf, Option<Lock>)> = None;
        let mut found = Typed::new(Vec::new(), Vec::new());
        let mut taken_over = Vec::new();
        for number in 0..WINDOWS {
            let path = folder.join(format!("{number}.toml"));
            // Where the file system has no locks, nobody is kept out of the first file.
            let lock = match Lock::take(&folder.join(format!("{number}.lock")), "", false) {
                Ok(Ok(lock)) => Some(lock),
                Ok(Err(_)) => continue,
                Err(_) if number == 0 => None,
                Err(_) => break,
            };
            let was_read = read(&path, &mut found);
            if own.is_none() {
                own = Some((path, lock));
            } else if was_read {
                taken_over.push((path, lock));
            }
        }
        let (path, lock) = own.ok_or_else(|| io::Error::other("too many windows"))?;
        if !taken_over.is_empty() {
            write(&path, &found)?;
        }
        for (old, _lock) in taken_over {
            std::fs::remove_file(old)?;
        }
        let (send, receive) = channel();
        let thread = std::thread::Builder::new().name("drafts".to_owned()).spawn(move || {
            run(&path, &receive);
            drop(lock);
        })?;
        Ok((Self { send: Some(send), thread: Some(thread) }, found))
    }

    /// Hands over what the file is to hold; never waits.
    pub fn keep(&self, typed: Typed) {
        self.ask(Request::Keep(typed));
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

impl Drop for DraftWriter {
    fn drop(&mut self) {
        self.send = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            let _ = thread.join();
        }
    }
}

/// Takes in a file; says whether it could be read. One that could not stays where it is, renamed, so
/// that a person can look into it.
fn read(path: &Path, found: &mut Typed) -> bool {
    let Ok(text) = std::fs::read_to_string(path) else {
        return false;
    };
    match Typed::from_text(&text) {
        Ok(typed) => {
            found.extend(typed);
            true
        }
        Err(error) => {
            tracing::warn!("{} is not readable: {error}", path.display());
            // A rename that fails leaves the file to be overwritten by the first key.
            let _ = std::fs::rename(path, path.with_extension("unreadable"));
            false
        }
    }
}

fn write(path: &Path, typed: &Typed) -> io::Result<()> {
    if typed.is_empty() {
        return match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    match typed.to_text() {
        Some(text) => atomic::write(path, text.as_bytes()),
        None => Ok(()),
    }
}

fn run(path: &Path, receive: &Receiver<Request>) {
    let mut waiting: Option<(Typed, Instant)> = None;
    loop {
        let request = match &waiting {
            None => receive.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some((_, first)) => {
                let now = Instant::now();
                let due = (now + QUIET).min(*first + LATEST);
                receive.recv_timeout(due.saturating_duration_since(now))
            }
        };
        let flushed = match request {
            Ok(Request::Keep(typed)) => {
                let first = waiting.map_or_else(Instant::now, |(_, first)| first);
                waiting = Some((typed, first));
                if first.elapsed() < LATEST {
                    continue;
                }
                None
            }
            Ok(Request::Flush(done)) => Some(done),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                write_waiting(path, waiting.take());
                return;
            }
        };
        write_waiting(path, waiting.take());
        if let Some(done) = flushed {
            // Whoever asked may have gone.
            let _ = done.send(());
        }
    }
}

fn write_waiting(path: &Path, waiting: Option<(Typed, Instant)>) {
    if let Some((typed, _)) = waiting
        && let Err(error) = write(path, &typed)
    {
        tracing::warn!("typed texts are not kept: {}: {error}", path.display());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::draft::stored::{StoredDraft, StoredField};

    fn typed(text: &str) -> Typed {
        let draft = StoredDraft {
            text: text.to_owned(),
            time: String::new(),
            map: None,
            told: false,
            field: StoredField::MinuteText,
        };
        Typed::new(vec![draft], Vec::new())
    }

    #[test]
    fn the_next_run_finds_what_the_last_one_kept_and_two_windows_do_not_meet() {
        let dir = tempfile::tempdir().unwrap();
        let (first, found) = DraftWriter::start(dir.path()).unwrap();
        assert!(found.is_empty());
        let (second, found) = DraftWriter::start(dir.path()).unwrap();
        assert!(found.is_empty());
        first.keep(typed("mot"));
        second.keep(typed("hai"));
        first.flush();
        second.flush();
        let (third, found) = DraftWriter::start(dir.path()).unwrap();
        assert!(found.is_empty(), "both windows are open");
        drop((first, second, third));
        let (writer, found) = DraftWriter::start(dir.path()).unwrap();
        let texts: Vec<&str> = found.drafts.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(texts, ["mot", "hai"]);
        drop(writer);
        // Nobody has said that they are done with: they are found again.
        let (writer, found) = DraftWriter::start(dir.path()).unwrap();
        assert_eq!(found.drafts.len(), 2);
        writer.keep(Typed::new(Vec::new(), Vec::new()));
        drop(writer);
        let (_writer, found) = DraftWriter::start(dir.path()).unwrap();
        assert!(found.is_empty());
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().flatten().filter(|e| ends(e, "toml")).count(),
            0
        );
    }

    fn ends(entry: &std::fs::DirEntry, ending: &str) -> bool {
        entry.path().extension().is_some_and(|e| e == ending)
    }

    #[test]
    fn an_unreadable_file_is_put_aside_not_lost() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("0.toml"), "version = 1\n[[draft]\n").unwrap();
        let (writer, found) = DraftWriter::start(dir.path()).unwrap();
        assert!(found.is_empty());
        writer.keep(typed("x"));
        drop(writer);
        let aside = std::fs::read_to_string(dir.path().join("0.unreadable")).unwrap();
        assert!(aside.contains("[[draft]"));
    }
}
