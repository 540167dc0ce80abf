//! A remembered view: where, how the layers stood, in which theme.
//!
//! Owns how a bookmark stands in the settings; one of an older version is a place alone. Must not
//! know the layers of a session.

use serde::{Deserialize, Serialize};

/// How one layer is shown. Classes stand by their code, so that a legend may be reordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerLook {
    /// The layer.
    pub id: String,
    /// Whether it is shown.
    pub visible: bool,
    /// 0–1.
    #[serde(default = "opaque")]
    pub opacity: f32,
    /// Codes of classes that are not shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
}

fn opaque() -> f32 {
    1.0
}

/// How everything is shown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// The word of the theme: `light` or `dark`.
    pub theme: String,
    /// The layers from bottom to top.
    pub layers: Vec<LayerLook>,
}

/// A remembered view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// What the user calls it.
    pub name: String,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// N of the scale 1:N.
    pub denominator: f64,
    /// How the map looked; none in a bookmark that keeps a place alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
}
