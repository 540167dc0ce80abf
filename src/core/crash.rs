//! The border at which a crash of a part of the program is caught.
//!
//! Owns what is known of a crash: which part, what it said, where in the source. A part that is
//! called through [`guarded`] takes nothing else with it; what follows from its crash (a notice, an
//! issue of the file, work that is saved) is the caller's.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::{Mutex, Once, PoisonError};

/// The part of the program that crashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Painting the window, or taking in what was done in it.
    Frame,
    /// Drawing a piece of the map.
    Tile,
    /// Reading a file.
    Reader,
    /// Writing a sheet, a table or another file.
    Exporter,
    /// Any other work on a worker.
    Job,
}

impl Part {
    /// The key of its name in the words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Frame => "crash-frame",
            Self::Tile => "crash-tile",
            Self::Reader => "crash-reader",
            Self::Exporter => "crash-exporter",
            Self::Job => "crash-job",
        }
    }
}

/// A part of the program that crashed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part:?} crashed at {place}: {reason}")]
pub struct Crash {
    /// Which part.
    pub part: Part,
    /// What it said, for the developers: in English and without the user's data, as far as they
    /// have written it so.
    pub reason: String,
    /// File and line in the source, as `file:line`; empty where nobody said.
    pub place: String,
}

/// Where the last crash began, as its hook was told. It is told on the thread that crashed, which
/// need not be the one that catches: a crash among several workers is handed on.
static LAST_PLACE: Mutex<String> = Mutex::new(String::new());
static HOOK: Once = Once::new();

/// Does a part's work; a crash of it is a value.
///
/// State that the work was changing may be half changed: it must be dropped or put right.
///
/// # Errors
/// If the work panicked.
pub fn guarded<T>(part: Part, work: impl FnOnce() -> T) -> Result<T, Crash> {
    HOOK.call_once(remember_places);
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let place = std::mem::take(&mut *LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner));
        Crash { part, reason: reason_of(payload.as_ref()), place }
    })
}

/// Whatever hook there was goes on being called: it writes to standard error.
fn remember_places() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |information| {
        let place = information.location().map(place_of).unwrap_or_default();
        *LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
        before(information);
    }));
}

/// The file without the folders of the machine that the program was built on.
fn place_of(location: &Location<'_>) -> String {
    let file = location.file();
    let known = file.find("src/").map_or(file, |start| &file[start..]);
    format!("{known}:{}", location.line())
}

fn reason_of(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        return (*text).to_owned();
    }
    payload.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_crash_is_a_value_with_its_reason_and_place() {
        let crash =
            guarded(Part::Reader, || -> u32 { panic!("index {} of {}", 3, 2) }).unwrap_err();
        assert_eq!(crash.part, Part::Reader);
        assert_eq!(crash.reason, "index 3 of 2");
        // Other tests crash beside this one: the place may be theirs, but it is a place.
        assert!(crash.place.contains(".rs:"), "{crash}");
        assert_eq!(guarded(Part::Job, || 7), Ok(7));
    }
}
