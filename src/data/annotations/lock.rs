//! A lock that a second program notices and a crash releases.
//!
//! Owns the lock file: the system's own lock on it counts, not that it exists; its content says who
//! holds it. Where a file system has no locks, nothing is locked and nobody is kept out.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
    removes: bool,
}

impl Lock {
    /// Takes a lock. `Ok(Err(who))` says who holds it. With `removes` the file goes with the lock.
    ///
    /// # Errors
    /// If the lock file cannot be made, or the file system has no locks.
    pub fn take(path: &Path, holder: &str, removes: bool) -> io::Result<Result<Self, String>> {
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0)?;
                file.rewind()?;
                file.write_all(holder.as_bytes())?;
                Ok(Ok(Self { file, path: path.to_owned(), removes }))
            }
            Err(TryLockError::WouldBlock) => {
                let mut who = String::new();
                // Without a name it is still somebody.
                let _ = file.read_to_string(&mut who);
                Ok(Err(who))
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.removes {
            // A lock file that stays does no harm.
            let _ = std::fs::remove_file(&self.path);
        }
        // Said in words: a child process that is just being started still shares the open file, and
        // with it the lock.
        let _ = self.file.unlock();
    }
}
