//! Two maps side by side: the second one's layers and its view.
//!
//! Owns what differs between the two: which layers the second map shows, and its view while the two
//! are not locked together. Everything else, selection and style included, is shared. Must not know
//! how the screen is divided.

use std::sync::Arc;

use planmap_core::Viewport;
use planmap_core::viewport::ScreenPoint;
use planmap_draw::scene::MapScene;
use rustc_hash::FxHashMap;

/// A request that has to do with the second map.
#[derive(Debug, Clone, PartialEq)]
pub enum CompareCommand {
    /// Opens the second map, or closes it.
    Toggle,
    /// Closes it.
    Close,
    /// Locks the two views together, or lets go of the second one.
    Lock(bool),
    /// Shows or hides a layer on the second map alone.
    ShowLayer(String, bool),
    /// Shows or hides every layer of a plan on the second map alone; `None` means those of no plan.
    ShowPlan(Option<String>, bool),
    /// Shows the same layers as on the first map.
    SameLayers,
    /// Exchanges the layers of the two maps.
    SwapLayers,
    /// Moves the second view by points of screen; both where they are locked.
    Pan(f64, f64),
    /// Zooms the second view around a place of its screen; both where they are locked.
    Zoom {
        /// 2 shows half as much.
        factor: f64,
        /// The place that stays.
        anchor: ScreenPoint,
        /// Whether to glide there.
        smooth: bool,
    },
    /// Tells the size of the second map in points.
    Resize(f64, f64),
}

/// The second map.
#[derive(Debug, Default)]
pub struct CompareState {
    pub(crate) open: bool,
    /// The layers that do not follow the first map.
    pub(crate) shown: FxHashMap<String, bool>,
    /// Its own view; `None` while it follows the first one.
    pub(crate) own_view: Option<Viewport>,
    pub(crate) size: (f64, f64),
    pub(crate) scene: Option<Arc<MapScene>>,
    /// Whether the first map is about to change its width for this.
    pub(crate) keeps_centre: bool,
}

impl CompareState {
    /// Whether the second map is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Whether the two views are locked together.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.own_view.is_none()
    }

    /// What the second map draws.
    #[must_use]
    pub fn scene(&self) -> Option<&Arc<MapScene>> {
        self.scene.as_ref()
    }

    /// Whether the second map shows a layer that is shown or not on the first one.
    #[must_use]
    pub fn shows(&self, layer: &str, on_first: bool) -> bool {
        self.shown.get(layer).copied().unwrap_or(on_first)
    }
}
