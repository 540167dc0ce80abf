//! Annotating in the window: toolbar, readout, editor, list, history, saving and merging.
//!
//! Owns what the window remembers of it between frames: texts that are being typed, filters, open
//! dialogs. Must not change annotations itself; it sends commands.

mod editor;
mod list;
pub mod paint;
mod readout;
mod saving;
mod style;
mod toolbar;

pub use editor::{Editor, idle};
pub use list::NotesTab;
pub use readout::Readout;
pub use saving::{FileDialog, FileFor, fails_to_save, merge_dialog, recovery_offers, save_state};
pub use toolbar::{toolbar, tools_cover};

use lucide_icons::Icon;
use planmap_app::tool::Purpose;
use planmap_core::annotation::Kind;
use planmap_core::measure::Measure;

/// What the window remembers of annotating between frames.
#[derive(Default)]
pub struct AnnotateUi {
    /// The chosen annotation's texts while they are typed.
    pub editor: Editor,
    /// The line for typed places.
    pub readout: Readout,
    /// The dialogs that ask for a file.
    pub file: FileDialog,
    /// Whether the history is shown.
    pub history: bool,
}

/// The icon of a kind.
pub(crate) fn kind_icon(kind: Kind) -> Icon {
    match kind {
        Kind::Pin => Icon::MapPin,
        Kind::Text => Icon::Type,
        Kind::Callout => Icon::MessageSquareText,
        Kind::Line => Icon::Spline,
        Kind::Arrow => Icon::MoveUpRight,
        Kind::Polygon => Icon::Pentagon,
        Kind::Rectangle => Icon::RectangleHorizontal,
        Kind::Circle => Icon::Circle,
        Kind::Freehand => Icon::Pencil,
        Kind::Dimension => Icon::RulerDimensionLine,
        Kind::Highlight => Icon::Highlighter,
    }
}

pub(crate) fn purpose_icon(purpose: Purpose) -> Icon {
    match purpose {
        Purpose::Draw(kind) => kind_icon(kind),
        Purpose::Measure(Measure::Length) => Icon::Ruler,
        Purpose::Measure(Measure::Area) => Icon::LandPlot,
        Purpose::Measure(Measure::Bearing) => Icon::Compass,
        Purpose::Measure(Measure::Radius) => Icon::Radius,
    }
}

/// The key of a tool's name.
pub(crate) fn purpose_key(purpose: Purpose) -> String {
    match purpose {
        Purpose::Draw(kind) => format!("tool-{}", kind.as_str()),
        Purpose::Measure(measure) => format!("measure-{}", measure.as_str()),
    }
}
