//! What a user can ask of annotations, tools and the history.

use std::path::PathBuf;

use planmap_core::MapPoint;
use planmap_core::annotation::{AnnotationId, Pick, Status, Style};
use planmap_core::geometry::Extent;

use crate::ids::{AnnotationRef, SetId};
use crate::tool::Purpose;

/// What the pointer did on the map while a tool is in the hand. Places are map metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PointerAct {
    /// It moved with no button down.
    Hover,
    /// A click; `add` keeps what is chosen, `alt` takes a vertex out.
    Click {
        /// Shift.
        add: bool,
        /// Alt.
        alt: bool,
    },
    /// A second click at the same place.
    DoubleClick,
    /// The button went down and the pointer began to move.
    DragStart,
    /// It goes on.
    DragTo,
    /// The button is up.
    DragEnd,
}

/// A request about annotations.
#[derive(Debug, Clone, PartialEq)]
pub enum AnnotateCommand {
    /// Turns annotating on or off.
    Mode(bool),
    /// Takes a tool; `None` is the hand that chooses and moves.
    Tool(Option<Purpose>),
    /// The pointer on the map; places within `tolerance_m` count as hit.
    Pointer {
        /// What it did.
        act: PointerAct,
        /// Where.
        at: MapPoint,
        /// Metres.
        tolerance_m: f64,
    },
    /// Ends the sketch.
    Finish,
    /// Takes the sketch's last point back.
    StepBack,
    /// Esc: drops the sketch, then what is chosen, then the tool.
    Cancel,
    /// A typed place, or bearing and length from the last point.
    Enter(String),
    /// Keeps the measurement as an annotation.
    KeepMeasured,
    /// The style of what is chosen, and of what is drawn next.
    Style(Style),
    /// Whether places snap to vertices and edges.
    Snap(bool),
    /// The name that annotations carry.
    Author(String),
    /// Chooses one annotation; `add` keeps the others, `zoom` goes there.
    Choose {
        /// Which one.
        what: AnnotationRef,
        /// Shift.
        add: bool,
        /// Whether to go there.
        zoom: bool,
    },
    /// Chooses all inside an extent.
    ChooseIn(Extent),
    /// Chooses nothing.
    Unchoose,
    /// Deletes what is chosen.
    Delete,
    /// Copies what is chosen, a little aside.
    Duplicate,
    /// Puts what is chosen over all others, or under them.
    ToFront(bool),
    /// Locks what is chosen, or unlocks it.
    Lock(bool),
    /// Writes title and body.
    Rewrite {
        /// Of which one.
        what: AnnotationRef,
        /// One line.
        title: String,
        /// More lines.
        body: String,
    },
    /// Sets the status.
    SetStatus(AnnotationRef, Status),
    /// Answers.
    Reply(AnnotationRef, String),
    /// Drops the feature that it is about.
    ForgetFeature(AnnotationRef),
    /// Takes the last step back.
    Undo,
    /// Does it again.
    Redo,
    /// Takes so many steps back, or does them again where negative.
    Travel(i32),
    /// Opens a file of annotations, or starts one.
    OpenSet(PathBuf),
    /// Closes a file; what is not written yet is written first.
    CloseSet(SetId),
    /// New strokes go here.
    Activate(SetId),
    /// Shows or hides a file's annotations.
    ShowSet(SetId, bool),
    /// Saves in another file and goes on there.
    SaveAs(SetId, PathBuf),
    /// Tries to save again.
    Retry(SetId),
    /// Brings in what another program wrote to the file.
    TakeUnderneath(SetId),
    /// Restores what a crash left behind, or leaves it.
    Recover(SetId, bool),
    /// Brings another copy into the file that receives strokes.
    Merge(PathBuf),
    /// Picks a side of a conflict.
    Pick(AnnotationId, Pick),
    /// Takes the merge over with the picks.
    FinishMerge,
    /// Drops the merge.
    DropMerge,
}
