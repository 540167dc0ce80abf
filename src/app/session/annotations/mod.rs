//! The annotations that are open: sets, tool, what is chosen, and the history of the session.
//!
//! Owns their state; `edit` changes it by commands, `pointer` by the hand on the map, `saving`
//! takes in what the autosave threads report, `merging` brings copies together. Must not touch a
//! file itself.

mod edit;
mod merging;
mod pointer;
mod saving;
mod tiles;

pub use merging::PendingMerge;
pub use planmap_data::annotations::{Found, SaveError};
pub use saving::{SaveState, save_error_key};
pub use tiles::OnTiles;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_core::annotation::{AnnotationSet, Edit, History, Style};
use planmap_core::measure::{Measured, measure};
use planmap_core::snap::Snap;

use super::Session;
use super::undo::Step;
use crate::autosave::Autosave;
use crate::drawn::{Drawn, DrawnSet};
use crate::ids::{AnnotationRef, SetId};
use crate::job::{Jobs, Wake};
use crate::tool::{Grab, Tool};

/// Steps that can be taken back.
const STEPS: usize = 2000;
/// Name of the file beside a catalogue.
const FILE: &str = "annotations.geojson";

/// One open file of annotations.
pub struct OpenSet {
    /// Its number in the session.
    pub id: SetId,
    /// Its file.
    pub path: PathBuf,
    /// Its content.
    pub set: Arc<AnnotationSet>,
    /// Its content on the map.
    pub drawn: DrawnSet,
    /// The titles of its features that have no place: they are listed and kept.
    pub unplaced: Vec<String>,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether its file is still being read.
    pub opening: bool,
    /// Who else has it open; it can then only be looked at.
    pub held_by: Option<String>,
    /// How saving stands.
    pub state: SaveState,
    /// Work that an earlier run left behind and nobody has decided about.
    pub found: Option<Box<Found>>,
    /// Number of edits so far, and how many of them would survive a crash.
    pub turns: (u64, u64),
    autosave: Option<Autosave>,
}

/// The name of who has a file open, as the words take it: some systems do not tell it.
#[must_use]
pub fn name_or_nobody(who: String) -> String {
    if who.trim().is_empty() { "nobody".to_owned() } else { who }
}

impl OpenSet {
    /// The name of its file without the ending.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned())
    }
}

/// Where work is kept and under which name.
#[derive(Debug, Clone, Default)]
pub struct Keeping {
    /// The folder of all journals.
    pub recovery: Option<PathBuf>,
    /// The name that annotations carry.
    pub author: String,
}

impl Keeping {
    /// In the user's data folder, under the name that the system knows the user by.
    #[must_use]
    pub fn of_this_computer() -> Self {
        let name =
            ["PLANMAP_AUTHOR", "USER", "USERNAME"].iter().find_map(|key| std::env::var(key).ok());
        Self {
            recovery: planmap_data::annotations::recovery_folder(),
            author: name.unwrap_or_default(),
        }
    }
}

/// The annotations of a session.
pub struct Annotations {
    sets: Vec<OpenSet>,
    active: Option<SetId>,
    next_set: u32,
    keeping: Option<Keeping>,
    pub(super) history: History<Step>,
    inbox: Jobs<saving::Message>,
    on: bool,
    tool: Tool,
    grab: Option<Grab>,
    chosen: BTreeSet<AnnotationRef>,
    style: Style,
    snaps: bool,
    snapped: Option<Snap>,
    merge: Option<PendingMerge>,
    revision: u64,
    on_tiles: OnTiles,
    last_drawn: Option<AnnotationRef>,
}

impl Annotations {
    /// Where work is kept and under which name, once that is known.
    pub(in crate::session) fn keeping_mut(&mut self) -> Option<&mut Keeping> {
        self.keeping.as_mut()
    }

    pub(super) fn new(wake: Wake) -> Self {
        Self {
            sets: Vec::new(),
            active: None,
            next_set: 0,
            keeping: None,
            history: History::new(STEPS),
            inbox: Jobs::new(wake),
            on: false,
            tool: Tool::default(),
            grab: None,
            chosen: BTreeSet::new(),
            style: Style::default(),
            snaps: true,
            snapped: None,
            merge: None,
            revision: 0,
            on_tiles: OnTiles::default(),
            last_drawn: None,
        }
    }

    /// The open sets, in the order they were opened.
    #[must_use]
    pub fn sets(&self) -> &[OpenSet] {
        &self.sets
    }

    /// One of them.
    #[must_use]
    pub fn set(&self, id: SetId) -> Option<&OpenSet> {
        self.sets.iter().find(|s| s.id == id)
    }

    /// The set that receives new strokes.
    #[must_use]
    pub fn active(&self) -> Option<&OpenSet> {
        self.set(self.active?)
    }

    fn set_mut(&mut self, id: SetId) -> Option<&mut OpenSet> {
        self.sets.iter_mut().find(|s| s.id == id)
    }

    /// Whether the pointer annotates.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// The tool in the hand.
    #[must_use]
    pub fn tool(&self) -> &Tool {
        &self.tool
    }

    /// Whether a sketch has begun and goes on: cards over the map then let clicks through.
    #[must_use]
    pub fn is_sketching(&self) -> bool {
        matches!(&self.tool, Tool::Draw(draw) if !draw.is_empty() && !draw.is_finished())
    }

    /// What is being dragged.
    #[must_use]
    pub fn grab(&self) -> Option<&Grab> {
        self.grab.as_ref()
    }

    /// What is chosen.
    #[must_use]
    pub fn chosen(&self) -> &BTreeSet<AnnotationRef> {
        &self.chosen
    }

    /// The one that is chosen, if it is one.
    #[must_use]
    pub fn only_chosen(&self) -> Option<(&AnnotationRef, &Drawn)> {
        let only = self.chosen.first().filter(|_| self.chosen.len() == 1)?;
        Some((only, self.drawn(only)?))
    }

    /// The one that was drawn last, which wants a title.
    #[must_use]
    pub fn last_drawn(&self) -> Option<&AnnotationRef> {
        self.last_drawn.as_ref()
    }

    /// An annotation on the map.
    #[must_use]
    pub fn drawn(&self, what: &AnnotationRef) -> Option<&Drawn> {
        self.set(what.set)?.drawn.get(&what.id)
    }

    /// The style of the next stroke.
    #[must_use]
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Whether places snap.
    #[must_use]
    pub fn snaps(&self) -> bool {
        self.snaps
    }

    /// What the pointer has snapped to.
    #[must_use]
    pub fn snapped(&self) -> Option<&Snap> {
        self.snapped.as_ref()
    }

    /// The name that annotations carry.
    #[must_use]
    pub fn author(&self) -> &str {
        self.keeping.as_ref().map_or("", |k| &k.author)
    }

    /// The merge that waits for picks.
    #[must_use]
    pub fn merge(&self) -> Option<&PendingMerge> {
        self.merge.as_ref()
    }

    /// The names of the steps that can be taken back, the last one last.
    pub fn done_steps(&self) -> impl DoubleEndedIterator<Item = &'static str> + ExactSizeIterator {
        self.history.done()
    }

    /// The names of the steps that can be done again, the next one first.
    pub fn undone_steps(&self) -> impl Iterator<Item = &'static str> {
        self.history.undone()
    }

    /// Grows with everything that changes what a list or the map shows.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether a file is still being read.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.sets.iter().any(|s| s.opening)
    }

    /// How many annotations are in open sets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sets.iter().map(|s| s.set.len()).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Session {
    /// The annotations.
    #[must_use]
    pub fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    /// From now on keeps annotations: the file beside an opened catalogue is read, and edits are
    /// saved while they are made.
    pub fn keep_annotations(&mut self, keeping: Keeping) {
        if let Some(recovery) = &keeping.recovery {
            self.keep_typed_in(recovery);
        }
        self.annotations.keeping = Some(keeping);
        if !self.settings.author.is_empty() {
            self.sign_with_author();
        }
        self.open_annotations_beside_the_map();
    }

    /// Opens the file beside the catalogue once there is one and nothing else is open.
    pub(super) fn open_annotations_beside_the_map(&mut self) {
        if self.annotations.keeping.is_some()
            && self.annotations.sets.is_empty()
            && let Some(path) = self.default_annotations()
        {
            self.open_set(&path);
        }
    }

    /// The file beside the catalogue, or beside the first opened file where there is none.
    fn default_annotations(&self) -> Option<PathBuf> {
        let folder = match &self.root {
            Some(root) if root.is_dir() => root.as_path(),
            Some(file) => file.parent()?,
            None => self.layers.first()?.path.parent()?,
        };
        Some(folder.join(FILE))
    }

    /// What the sketch or the chosen annotation measures, in both ways.
    #[must_use]
    pub fn measured(&self) -> Option<Measured> {
        let Tool::Draw(draw) = &self.annotations.tool else {
            return None;
        };
        measure(draw.purpose().measure()?, &draw.preview(), self.map_crs()).ok()
    }

    /// Projects everything anew after the map's system may have changed.
    pub(super) fn redraw_annotations(&mut self) {
        let crs = self.catalogue.map_crs.clone();
        for open in &mut self.annotations.sets {
            open.drawn = DrawnSet::new(&open.set, &crs);
        }
    }

    pub(super) fn open_set(&mut self, path: &Path) {
        let keeping = self.annotations.keeping.clone().unwrap_or_default();
        if let Some(open) = self.annotations.sets.iter().find(|s| s.path == path) {
            self.annotations.active = Some(open.id);
            return;
        }
        self.annotations.next_set += 1;
        let id = SetId(self.annotations.next_set);
        let autosave = self.annotations.start_autosave(id, path, &keeping);
        self.annotations.sets.push(OpenSet {
            id,
            path: path.to_owned(),
            set: Arc::default(),
            drawn: DrawnSet::default(),
            unplaced: Vec::new(),
            visible: true,
            opening: autosave.is_some(),
            held_by: None,
            state: SaveState::Untouched,
            found: None,
            turns: (0, 0),
            autosave,
        });
        self.annotations.active = Some(id);
        self.annotations.revision += 1;
    }

    /// Carries out an edit of a set without a step in the history; returns what takes it back.
    pub(super) fn carry_out(&mut self, set: SetId, edit: &Edit) -> Option<Edit> {
        let crs = self.catalogue.map_crs.clone();
        let open = self.annotations.set_mut(set)?;
        let inverse = Arc::make_mut(&mut open.set).apply(edit);
        open.drawn.follow(edit, &open.set, &crs);
        open.record(edit);
        self.annotations.on_tiles.changed(set, edit);
        self.annotations.revision += 1;
        let sets = &self.annotations.sets;
        let exists =
            |r: &AnnotationRef| sets.iter().any(|s| s.id == r.set && s.set.get(&r.id).is_some());
        self.annotations.chosen.retain(exists);
        Some(inverse)
    }
}
