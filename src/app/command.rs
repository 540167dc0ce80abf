//! Everything that a user can ask for. The window, the command line and the tests send the same
//! commands.

use std::path::PathBuf;

use planmap_core::MapPoint;
use planmap_core::feature::FeatureId;
use planmap_core::geometry::Extent;
use planmap_core::i18n::Language;
use planmap_core::legend::ClassId;
use planmap_core::symbology::Theme;
use planmap_core::viewport::{ScreenPoint, Viewport};

use crate::analysis::AnalysisCommand;
use crate::annotate_command::AnnotateCommand;
use crate::bottom::BottomCommand;
use crate::compare::CompareCommand;
use crate::desk::DeskCommand;
use crate::draft::DraftCommand;
use crate::layer::ReadChoice;
use crate::map_room::{Covered, Stays};
use crate::meeting::MeetingCommand;
use crate::register::RegisterCommand;
use crate::search::SearchCommand;
use crate::sheet::SheetCommand;
use crate::table::TableCommand;
use crate::text_scale::TextScale;

/// A request to change the session.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Opens data files, a catalogue folder or a catalogue file.
    Open(Vec<PathBuf>),
    /// Reads one layer's file again.
    ReloadLayer(String),
    /// Reads a layer again with a system or a swap that the user accepted.
    AcceptCoordinates(String, ReadChoice),
    /// Stops loading a layer.
    CancelLoading(String),
    /// Takes a layer that the user opened out of the session.
    RemoveLayer(String),
    /// Shows or hides a layer.
    ShowLayer(String, bool),
    /// Shows or hides every layer of a plan; `None` means those of no plan.
    ShowPlan(Option<String>, bool),
    /// Sets a layer's opacity, 0–1.
    SetOpacity(String, f32),
    /// Puts a layer before another one in the tree of its group.
    MoveLayer {
        /// The layer that moves.
        layer: String,
        /// The layer whose place it takes.
        before: String,
    },
    /// Shows or hides a class of a legend wherever it occurs.
    ShowClass(String, ClassId, bool),
    /// Moves the view.
    View(ViewCommand),
    /// Selects a site and, if asked, glides to it.
    SelectSite {
        /// Its id.
        id: String,
        /// Whether to go there.
        zoom: bool,
    },
    /// Selects what lies at a place, within a tolerance in metres.
    Identify {
        /// The place.
        at: MapPoint,
        /// Metres.
        tolerance_m: f64,
    },
    /// Outlines one of the features at the place that was clicked, or of the chosen site.
    ChooseFeature {
        /// The layer.
        layer: String,
        /// The feature.
        feature: FeatureId,
    },
    /// Selects one feature.
    SelectFeature {
        /// The layer.
        layer: String,
        /// The feature.
        feature: FeatureId,
    },
    /// Selects everything that is seen inside an area or touches it; a ring in map metres.
    SelectArea(Vec<MapPoint>),
    /// Steps back: drops the selection.
    ClearSelection,
    /// Switches the language.
    SetLanguage(Language),
    /// Switches the theme.
    SetTheme(Theme),
    /// Lets the user change annotations and findings, or only read.
    SetEditor(bool),
    /// Sets how large the interface is drawn.
    SetTextScale(TextScale),
    /// Opens or closes the left panel.
    ShowLeftPanel(bool),
    /// Opens or closes the right panel.
    ShowRightPanel(bool),
    /// Opens or closes the legend.
    ShowLegend(bool),
    /// Anything about annotations and the history.
    Annotate(AnnotateCommand),
    /// Audit, review, balance, compared places and versions.
    Analysis(AnalysisCommand),
    /// Saves a register, or reads the catalogue again.
    Register(RegisterCommand),
    /// Opens, closes or sizes the bottom panel.
    Bottom(BottomCommand),
    /// Anything about searching.
    Search(SearchCommand),
    /// Anything about the second map beside the first.
    Compare(CompareCommand),
    /// What is typed in a field of work.
    Draft(DraftCommand),
    /// Anything about the attribute table.
    Table(TableCommand),
    /// Anything about the meeting.
    Meeting(MeetingCommand),
    /// Anything about maps on paper.
    Sheet(SheetCommand),
    /// Bookmarks, notices, the last session.
    Desk(DeskCommand),
    /// Forgets the notices on the screen.
    DismissNotice(u64),
}

/// A request to move the view.
#[derive(Debug, Clone, PartialEq)]
pub enum ViewCommand {
    /// Tells the size of the map area, and how much of it is covered: what is zoomed to is placed
    /// beside that.
    Resize {
        /// Points.
        width: f64,
        /// Points.
        height: f64,
        /// What lies over it.
        covered: Covered,
        /// What does not move.
        stays: Stays,
    },
    /// Moves the view by points of screen.
    Pan(f64, f64),
    /// Zooms by a factor around a place of the screen, smoothly if asked.
    Zoom {
        /// 2 shows half as much.
        factor: f64,
        /// The place that stays.
        anchor: ScreenPoint,
        /// Whether to glide there.
        smooth: bool,
    },
    /// Goes to a view at once.
    Set(Viewport),
    /// Sets the scale 1:N around the centre.
    SetScale(f64),
    /// Centres on a place, keeping the scale.
    CentreOn(MapPoint),
    /// Glides to an extent.
    ZoomTo(Extent),
    /// Glides to everything.
    ZoomToAll,
    /// Glides to a layer.
    ZoomToLayer(String),
    /// Glides to what is selected.
    ZoomToSelection,
    /// Glides to the previous view.
    Previous,
    /// Glides to the view before going back.
    Next,
}
