//! Work off the window's thread: workers, progress, cancel, and the inbox that results come to.
//!
//! Owns the worker pool. A job gets what it needs as immutable snapshots and answers with one
//! message, also where it crashes; nothing here waits, except [`Jobs::wait`] for the command line and tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use planmap_core::crash::{Crash, Part, guarded};

/// Called from a worker when a message is waiting, so that an idle window wakes up.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a running job has to say, readable from any thread.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Share done, 0–1; `None` while the whole is unknown.
    #[must_use]
    pub fn share(&self) -> Option<f32> {
        let total = self.total.load(Ordering::Relaxed);
        (total > 0).then(|| self.done.load(Ordering::Relaxed) as f32 / total as f32)
    }

    /// Notes how far the work is.
    pub fn set(&self, done: u64, total: u64) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(done, Ordering::Relaxed);
    }

    /// Asks the job to stop. Its message may still come and is dropped by generation.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

impl planmap_data::read::Observer for Progress {
    fn progress(&self, done_bytes: u64, total_bytes: u64) {
        self.set(done_bytes, total_bytes);
    }

    fn is_cancelled(&self) -> bool {
        Self::is_cancelled(self)
    }
}

enum Envelope<M> {
    /// The answer of a job.
    Answer(M),
    /// Something that happened outside, such as a file that changed.
    Event(M),
}

/// Puts events into an inbox from another thread.
pub type EventSender<M> = Box<dyn Fn(M) + Send>;

/// Workers and their inbox. `M` is what jobs answer with.
pub struct Jobs<M> {
    send: Sender<Envelope<M>>,
    receive: Receiver<Envelope<M>>,
    wake: Wake,
    running: usize,
}

impl<M: Send + 'static> Jobs<M> {
    /// An empty inbox that calls `wake` for every message.
    #[must_use]
    pub fn new(wake: Wake) -> Self {
        let (send, receive) = channel();
        Self { send, receive, wake, running: 0 }
    }

    /// Starts a job on the shared workers. The answer of a job that crashes is the crash.
    pub fn spawn(&mut self, work: impl FnOnce() -> M + Send + 'static)
    where
        M: From<Crash>,
    {
        self.spawn_part(Part::Job, work, M::from);
    }

    /// Starts the job of a part of the program; `on_crash` makes its answer where it crashes.
    pub fn spawn_part(
        &mut self,
        part: Part,
        work: impl FnOnce() -> M + Send + 'static,
        on_crash: impl FnOnce(Crash) -> M + Send + 'static,
    ) {
        self.running += 1;
        let send = self.send.clone();
        let wake = Arc::clone(&self.wake);
        rayon::spawn(move || {
            let message = guarded(part, work).unwrap_or_else(on_crash);
            // The receiver is gone only when the program ends.
            let _ = send.send(Envelope::Answer(message));
            wake();
        });
    }

    /// A way to put events into the inbox from a thread that is no job.
    #[must_use]
    pub fn sender(&self) -> EventSender<M> {
        let (send, wake) = (self.send.clone(), Arc::clone(&self.wake));
        Box::new(move |message| {
            let _ = send.send(Envelope::Event(message));
            wake();
        })
    }

    /// The next message, if one is waiting.
    pub fn try_next(&mut self) -> Option<M> {
        match self.receive.try_recv() {
            Ok(envelope) => Some(self.open(envelope)),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => None,
        }
    }

    /// Waits for the next message; `None` if no job is running.
    pub fn wait(&mut self) -> Option<M> {
        if self.running == 0 {
            return None;
        }
        let envelope = self.receive.recv().ok()?;
        Some(self.open(envelope))
    }

    fn open(&mut self, envelope: Envelope<M>) -> M {
        match envelope {
            Envelope::Answer(message) => {
                self.running = self.running.saturating_sub(1);
                message
            }
            Envelope::Event(message) => message,
        }
    }

    /// Number of jobs that have not answered.
    #[must_use]
    pub fn running(&self) -> usize {
        self.running
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_answers_and_wakes() {
        let woken = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&woken);
        let mut jobs = Jobs::new(Arc::new(move || {
            counter.fetch_add(1, Ordering::SeqCst);
        }));
        for i in 0..10 {
            jobs.spawn_part(Part::Job, move || i, |_| -1);
        }
        let mut got: Vec<i32> = std::iter::from_fn(|| jobs.wait()).collect();
        got.sort_unstable();
        assert_eq!(got, (0..10).collect::<Vec<_>>());
        assert_eq!(jobs.running(), 0);
    }

    #[test]
    fn a_job_that_crashes_answers_too() {
        let mut jobs: Jobs<Result<u32, Crash>> = Jobs::new(Arc::new(|| {}));
        let empty: Vec<u32> = Vec::new();
        jobs.spawn_part(Part::Exporter, move || Ok(empty[1]), Err);
        let crash = jobs.wait().and_then(Result::err);
        assert!(crash.is_some_and(|crash| crash.part == Part::Exporter && crash.reason.contains("index")));
        assert_eq!(jobs.running(), 0);
    }
}
