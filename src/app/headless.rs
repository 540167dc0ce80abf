//! The session without a window, for the command line and for tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_core::catalogue::Catalogue;
use planmap_core::{Issue, Severity};
use planmap_draw::scene::MapScene;

use crate::command::Command;
use crate::session::Session;
use crate::settings::Settings;

/// Why nothing could be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no catalogue to open.
    #[error(transparent)]
    Locate(#[from] planmap_data::locate::LocateError),
    /// The only thing asked for could not be read; the issue says why.
    #[error("nothing could be opened")]
    Nothing(Box<Issue>),
}

/// Everything that was asked for, loaded.
pub struct HeadlessMap {
    /// The session, with nothing left to load.
    pub session: Session,
    /// What is to be drawn.
    pub scene: Arc<MapScene>,
    /// The catalogue.
    pub catalogue: Arc<Catalogue>,
    /// Everything that is wrong, the errors first.
    pub issues: Vec<Issue>,
}

/// Opens files and the catalogue that is named with them, or a catalogue where no file is named, and
/// waits until all is loaded.
///
/// # Errors
/// If there is no catalogue, or nothing at all could be read.
pub fn load(maps: Option<&Path>, paths: &[PathBuf]) -> Result<HeadlessMap, LoadError> {
    let mut session = Session::new(Settings::default(), Arc::new(|| {}));
    let mut wanted = paths.to_vec();
    if let Some(maps) = maps.filter(|_| !paths.is_empty()) {
        wanted.push(planmap_data::locate::maps_dir(Some(maps))?);
    } else if paths.is_empty() {
        wanted.push(planmap_data::locate::maps_dir(maps)?);
    }
    session.apply(Command::Open(wanted));
    session.wait_until_loaded();
    let mut issues: Vec<Issue> = session.issues().map(|(_, issue)| issue.clone()).collect();
    issues.sort_by_key(|i| std::cmp::Reverse(i.severity));
    if session.layers().iter().all(|l| l.content().is_none())
        && let Some(first) = issues.iter().find(|i| i.severity == Severity::Error)
    {
        return Err(LoadError::Nothing(Box::new(first.clone())));
    }
    Ok(HeadlessMap {
        scene: Arc::clone(session.scene()),
        catalogue: Arc::clone(session.catalogue()),
        session,
        issues,
    })
}
