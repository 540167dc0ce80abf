//! Notices when an open file changes on the disk.
//!
//! Owns the file watcher. Folders are watched rather than files, since programs replace a file by
//! renaming another one over it. Must not decide what a change means.

use std::path::{Path, PathBuf};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use rustc_hash::FxHashSet;

use crate::job::EventSender;

/// Watches folders and reports changed files.
pub struct Watch {
    watcher: RecommendedWatcher,
    folders: FxHashSet<PathBuf>,
}

impl Watch {
    /// Starts a watcher that sends a message for every changed file.
    ///
    /// # Errors
    /// If the system has no means to watch files.
    pub fn new<M: From<FileChanged> + 'static>(
        send: EventSender<M>,
    ) -> Result<Self, notify::Error> {
        let watcher =
            notify::recommended_watcher(move |event: Result<notify::Event, notify::Error>| {
                let Ok(event) = event else {
                    return;
                };
                let content = matches!(event.kind, EventKind::Modify(_) | EventKind::Create(_));
                if content {
                    for path in event.paths {
                        send(M::from(FileChanged(path)));
                    }
                }
            })?;
        Ok(Self { watcher, folders: FxHashSet::default() })
    }

    /// Watches the folder of a file. A folder that cannot be watched is passed over: the file is
    /// then simply not read again by itself.
    pub fn file(&mut self, path: &Path) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if self.folders.contains(folder) {
            return;
        }
        if self.watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
            self.folders.insert(folder.to_owned());
        }
    }
}

/// A file whose content or time changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChanged(pub PathBuf);
