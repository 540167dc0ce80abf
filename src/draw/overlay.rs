//! What floats over the tiles: sites, tags, labels and the outline of what is selected.
//!
//! Owns the short list of items that the window paints each frame and that a picture paints once.
//! Everything is in screen points. Must not know who paints.

use planmap_core::Viewport;
use planmap_core::feature::FeatureId;
use planmap_core::i18n::Language;
use planmap_core::symbology::Colour;
use planmap_core::viewport::ScreenPoint;

use crate::label::LabelSet;
use crate::scene::MapScene;

/// Which part of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// The left end.
    Left,
    /// The middle.
    Centre,
    /// The right end.
    Right,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Size in points.
    pub size: f32,
    /// Weight on the font's `wght` axis.
    pub weight: f32,
    /// Extra space after each letter, in points.
    pub letter_spacing: f32,
    /// Colour.
    pub colour: Colour,
    /// Colour and width, in points, of the rim around the letters.
    pub halo: Option<(Colour, f32)>,
}

/// One thing to paint, in screen points.
#[derive(Debug, Clone)]
pub enum Item {
    /// A colour over everything below: the rest of the map fades.
    Veil(Colour),
    /// An area.
    Fill {
        /// Its rings, to be filled by the non-zero rule.
        rings: Vec<Vec<ScreenPoint>>,
        /// The same area as triangles: three indexes each into the points of all rings in turn.
        triangles: Vec<u32>,
        /// Colour.
        colour: Colour,
    },
    /// A line with round joins and butt ends. Dashes come as lines of their own.
    Stroke {
        /// Its points.
        points: Vec<ScreenPoint>,
        /// Whether it returns to its first point.
        closed: bool,
        /// Width.
        width: f32,
        /// Colour.
        colour: Colour,
    },
    /// A square that stands on its corner.
    Diamond {
        /// Its middle.
        at: ScreenPoint,
        /// From the middle to a corner.
        radius: f32,
        /// Fill.
        fill: Colour,
        /// Colour and width of its edge.
        edge: (Colour, f32),
    },
    /// A circle.
    Ring {
        /// Its middle.
        at: ScreenPoint,
        /// Radius of the middle of the line.
        radius: f32,
        /// Width of the line.
        width: f32,
        /// Colour.
        colour: Colour,
    },
    /// A rectangle with round corners.
    Panel {
        /// Top left corner.
        min: ScreenPoint,
        /// Bottom right corner.
        max: ScreenPoint,
        /// Radius of the corners.
        radius: f32,
        /// Fill.
        fill: Colour,
        /// Colour and width of the edge.
        edge: (Colour, f32),
    },
    /// One line of text. Vertically, the middle of its capitals stands at the point.
    Text {
        /// The point.
        at: ScreenPoint,
        /// Which part of the text stands there.
        align: Align,
        /// The text.
        text: String,
        /// How it is written.
        style: TextStyle,
    },
}

/// What is selected and hovered.
#[derive(Debug, Clone, Copy, Default)]
pub struct OverlayOptions<'a> {
    /// Language of names and notes.
    pub language: Language,
    /// Whether labels are shown.
    pub labels: bool,
    /// Id of the selected site: it keeps its tag, and the rest fades.
    pub selected_site: Option<&'a str>,
    /// Id of the site under the pointer.
    pub hovered_site: Option<&'a str>,
    /// Selected features: layer id and row.
    pub selected: &'a [(String, FeatureId)],
    /// The feature under the pointer.
    pub hovered: Option<(&'a str, FeatureId)>,
    /// How far the fading of the rest has come, 0 to 1.
    pub fade: f32,
}

/// The items of a view, in the order of painting.
#[must_use]
pub fn overlay(scene: &MapScene, labels: &LabelSet, view: &Viewport, options: &OverlayOptions<'_>) -> Vec<Item> {
    let _ = (scene, labels, view, options);
    Vec::new()
}
