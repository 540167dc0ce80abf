//! The one search box: what can be found, what was found, and what is being typed.
//!
//! Owns the commands, the hits and the state of the box; `entries` gathers what the catalogue,
//! annotations and commands are called, `layers` looks through attributes, `run` brings both into
//! one order on a worker. Must not know how a hit is shown.

mod entries;
mod layers;
mod run;

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use planmap_core::geometry::Extent;
use planmap_core::viewport::Viewport;
use planmap_core::{MapPoint, feature::FeatureId};
use rustc_hash::FxHashMap;

use crate::action::Action;
use crate::ids::{AnnotationRef, HitRef};

pub use layers::LayerIndex;
pub use run::{Limits, Snapshot};

pub(crate) use entries::EntryCache;
pub(crate) use run::by_kind;

/// What a hit is. The order breaks ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// A typed coordinate.
    Coordinate,
    /// A candidate site or another project with a place.
    Site,
    /// An administrative unit, old or new.
    Unit,
    /// The general plan, or a detailed one.
    Plan,
    /// A zoning plan.
    Zone,
    /// Something with a name on the map: a road, a stream.
    Place,
    /// A class of land use, with all that has it.
    Class,
    /// A lot, by its code.
    Lot,
    /// A layer of the map.
    Layer,
    /// A project of the register that has no place.
    Project,
    /// An annotation.
    Annotation,
    /// Features with an attribute.
    Value,
    /// Something that can be done.
    Command,
}

impl HitKind {
    /// The word in JSON; `search-kind-<word>` in `assets/i18n`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coordinate => "coordinate",
            Self::Site => "site",
            Self::Unit => "unit",
            Self::Plan => "plan",
            Self::Zone => "zone",
            Self::Place => "place",
            Self::Class => "class",
            Self::Lot => "lot",
            Self::Layer => "layer",
            Self::Project => "project",
            Self::Annotation => "annotation",
            Self::Value => "value",
            Self::Command => "command",
        }
    }

    /// What being of this kind adds to the quality of a match.
    fn weight(self) -> f32 {
        match self {
            Self::Coordinate => 1000.0,
            Self::Site => 60.0,
            Self::Unit => 55.0,
            Self::Zone => 52.0,
            Self::Plan => 50.0,
            Self::Place => 45.0,
            Self::Project => 40.0,
            Self::Class => 35.0,
            Self::Lot => 30.0,
            Self::Layer => 25.0,
            Self::Annotation => 28.0,
            Self::Command => 20.0,
            // Whatever has a name comes before the attributes of things, unless it answers by
            // scattered words alone.
            Self::Value => -110.0,
        }
    }
}

/// What choosing a hit leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// The place itself is asked.
    Place,
    /// A site.
    Site(String),
    /// A feature.
    Feature(HitRef),
    /// Several features, of which this is the first.
    Features(HitRef),
    /// An extent without a feature of its own.
    Extent,
    /// A layer, by its id.
    Layer(String),
    /// A project of the register.
    Project(String),
    /// An annotation.
    Annotation(AnnotationRef),
    /// Something that can be done from anywhere.
    Command(Action),
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// What choosing it leads to.
    pub target: Target,
    /// What it is called.
    pub label: String,
    /// A second line: what it belongs to, how it was read.
    pub note: String,
    /// Where it is; none for what has no place.
    pub at: Option<MapPoint>,
    /// How far it reaches; empty for what has no place.
    pub extent: Extent,
    /// How well it answers: 1 for what was typed exactly.
    pub score: f32,
}

impl Hit {
    /// The feature that it is about.
    #[must_use]
    pub fn feature(&self) -> Option<&HitRef> {
        match &self.target {
            Target::Feature(hit) | Target::Features(hit) => Some(hit),
            _ => None,
        }
    }
}

/// A command that can be found by its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchAction {
    /// What is done.
    pub action: Action,
    /// Its title in the language of the screen.
    pub title: String,
    /// In the other language, and other words for it.
    pub other: Vec<String>,
    /// Its shortcut, or why it cannot be done now.
    pub note: String,
}

/// A request that has to do with searching.
#[derive(Debug, Clone, PartialEq)]
pub enum SearchCommand {
    /// Begins to index what is loaded, before anybody searches.
    Prepare,
    /// Opens the box.
    Open,
    /// Closes it and goes back to the view before.
    Close,
    /// Closes it and stays where hits were looked at.
    Leave,
    /// Looks for a text.
    SetText(String),
    /// Moves the mark down or up by so many hits, and shows the marked one on the map.
    Move(i32),
    /// Shows a hit on the map.
    Preview(usize),
    /// Chooses a hit; none is the marked one, or the first.
    Choose(Option<usize>),
    /// Tells which commands can be found, in the language of the screen.
    SetActions(Vec<SearchAction>),
}

/// What jobs bring.
pub enum SearchMessage {
    /// A layer's index.
    Indexed {
        /// The layer.
        layer: String,
        /// The load that it was made for.
        generation: u64,
        /// The index.
        index: Arc<LayerIndex>,
    },
    /// What was found.
    Found {
        /// The query's number.
        turn: u64,
        /// The text that was looked for.
        text: String,
        /// Hits in the order in which they are shown.
        hits: Vec<Hit>,
        /// Milliseconds that it took.
        took_ms: f64,
    },
}

/// The box and what it has found.
#[derive(Default)]
pub struct SearchState {
    pub(crate) open: bool,
    pub(crate) text: String,
    pub(crate) found_for: String,
    pub(crate) hits: Arc<Vec<Hit>>,
    pub(crate) took_ms: f64,
    pub(crate) marked: Option<usize>,
    /// The view that a preview has left.
    pub(crate) before: Option<Viewport>,
    pub(crate) previewed: Option<usize>,
    pub(crate) prepared: bool,
    pub(crate) turn: u64,
    pub(crate) newest: Arc<AtomicU64>,
    pub(crate) indexes: FxHashMap<String, (u64, Option<Arc<LayerIndex>>)>,
    pub(crate) entries: Arc<Mutex<EntryCache>>,
    pub(crate) actions: Arc<Vec<SearchAction>>,
    pub(crate) chosen_action: Option<Action>,
}

impl SearchState {
    /// Whether these are the commands that are offered already.
    #[must_use]
    pub fn offers(&self, actions: &[SearchAction]) -> bool {
        self.actions.as_slice() == actions
    }

    /// Whether the box is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was found, in the order in which it is shown: kind by kind, the best kind first.
    #[must_use]
    pub fn hits(&self) -> &Arc<Vec<Hit>> {
        &self.hits
    }

    /// The text that the hits are for; they lag behind what is typed by a moment.
    #[must_use]
    pub fn found_for(&self) -> &str {
        &self.found_for
    }

    /// Whether the hits are those of the typed text.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.found_for == self.text
    }

    /// Milliseconds that the last search took.
    #[must_use]
    pub fn took_ms(&self) -> f64 {
        self.took_ms
    }

    /// The hit that the keyboard stands on.
    #[must_use]
    pub fn marked(&self) -> Option<usize> {
        self.marked
    }

    /// The hit that is shown on the map before it is chosen.
    #[must_use]
    pub fn previewed(&self) -> Option<&Hit> {
        self.hits.get(self.previewed?)
    }

    /// Layers that still wait for their index.
    #[must_use]
    pub fn indexing(&self) -> usize {
        self.indexes.values().filter(|(_, index)| index.is_none()).count()
    }

    /// Bytes that the indexes take in memory.
    #[must_use]
    pub fn index_bytes(&self) -> usize {
        self.indexes.values().filter_map(|(_, index)| index.as_ref()).map(|i| i.bytes()).sum()
    }
}

/// A point inside a feature, and the feature's extent.
pub(crate) fn place_of(
    features: &planmap_core::Features,
    feature: FeatureId,
) -> (Option<MapPoint>, Extent) {
    use geo::InteriorPoint;
    let extent = features.geometries().feature_extent(feature);
    let inside = features.geometries().geometry(feature).and_then(|g| g.interior_point());
    (inside.map(|p| p.0.into()).or_else(|| (!extent.is_empty()).then(|| extent.centre())), extent)
}
