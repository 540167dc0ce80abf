//! A layer while the program runs: its description, its content once loaded, and how it is shown.
//!
//! Owns the load state and the display state of one layer. Must not know how its file is read.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use planmap_core::catalogue::LayerSpec;
use planmap_core::crs::{CoordinateGuess, Crs};
use planmap_core::legend::{ClassId, Legend};
use planmap_core::{Features, Issue};
use planmap_draw::scene::MapLayer;

use crate::job::Progress;

/// What was loaded from a layer's file.
#[derive(Debug, Clone)]
pub struct Content {
    /// Features, classes and what is worked out from them, ready to be drawn.
    pub drawn: MapLayer,
    /// The system of the file.
    pub source_crs: Crs,
    /// The system of the map that its coordinates were brought to.
    pub map_crs: Crs,
    /// What coordinates look like that cannot be what was announced; the user may accept it.
    pub suggestion: Option<CoordinateGuess>,
    /// Size of the file.
    pub bytes: u64,
}

/// A layer on its way.
#[derive(Debug, Clone)]
pub struct Loading {
    /// How far it is.
    pub progress: Arc<Progress>,
    /// Features of a large file that have come so far, to be drawn and for nothing else.
    pub parts: Vec<MapLayer>,
    /// The reading of the file that the parts belong to.
    pub pass: u32,
    /// What was read last time: it stays on the screen until there is something better.
    pub before: Option<Content>,
    /// Whether the file has changed since the reading began.
    pub is_outdated: bool,
}

impl Loading {
    /// A reading that begins, with what the layer showed until now.
    #[must_use]
    pub fn new(progress: Arc<Progress>, before: Option<Content>) -> Self {
        Self { progress, parts: Vec::new(), pass: 0, before, is_outdated: false }
    }
}

/// Where the loading of a layer stands.
#[derive(Debug, Clone)]
pub enum LoadState {
    /// On its way.
    Loading(Loading),
    /// There.
    Ready(Content),
    /// Not to be had; the reason is among the layer's issues.
    Failed,
}

/// How a user accepted to read a file whose coordinates are not what it announces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadChoice {
    /// The system to take the numbers in.
    pub crs: Option<Crs>,
    /// Whether the first number is the north one.
    pub swap_xy: bool,
}

/// One layer of the session.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its description.
    pub spec: Arc<LayerSpec>,
    /// Its file; empty where the program itself made the layer.
    pub path: PathBuf,
    /// Its legend.
    pub legend: Option<Arc<Legend>>,
    /// Where the loading stands.
    pub state: LoadState,
    /// What is wrong with it.
    pub issues: Vec<Issue>,
    /// Whether it is shown.
    pub visible: bool,
    /// 0–1.
    pub opacity: f32,
    /// Classes that are not shown.
    pub hidden_classes: Vec<ClassId>,
    /// What the user chose for reading it.
    pub choice: ReadChoice,
    /// Time of the file when it was read.
    pub modified: Option<SystemTime>,
    /// Counts the loads, so that a late result of an earlier one is dropped.
    pub generation: u64,
}

impl Layer {
    /// The content, once it is there; while the file is read again, what was read before.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        match &self.state {
            LoadState::Ready(content) => Some(content),
            LoadState::Loading(loading) => loading.before.as_ref(),
            LoadState::Failed => None,
        }
    }

    /// Whether something of it has a place, so that it may say where the map lies.
    #[must_use]
    pub fn has_place(&self) -> bool {
        self.features().is_some_and(|features| !features.extent().is_empty())
    }

    /// Takes the content out; stops a reading that is on its way.
    pub(crate) fn take_content(&mut self) -> Option<Content> {
        match std::mem::replace(&mut self.state, LoadState::Failed) {
            LoadState::Ready(content) => Some(content),
            LoadState::Loading(loading) => {
                loading.progress.cancel();
                loading.before
            }
            LoadState::Failed => None,
        }
    }

    /// The features, once they are there.
    #[must_use]
    pub fn features(&self) -> Option<&Arc<Features>> {
        self.content().map(|c| &c.drawn.features)
    }

    /// Whether the program made it, so that there is no file to read again.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        self.path.as_os_str().is_empty()
    }

    /// Whether it is on its way.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        matches!(self.state, LoadState::Loading(_))
    }
}
