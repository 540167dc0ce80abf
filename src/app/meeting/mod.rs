//! A meeting: sites reviewed before an audience, step by step.
//!
//! Owns the state and the commands. `program` is the list and the way through it, `card` what is said,
//! `findings` what is worked out for it, `framing` what the map shows, `ink` the quick pen, `minutes`
//! who said what, `file` how list and minutes are kept. The session carries commands out. Must not
//! know how anything is shown.

pub mod card;
pub mod file;
pub mod findings;
pub mod framing;
pub mod ink;
pub mod minutes;
pub mod program;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::crs::CrsError;
use planmap_core::{MapPoint, Viewport};

use crate::job::Progress;
use crate::sheet::ExportEnd;
pub use card::{Card, card};
pub use file::MeetingFileError;
pub use findings::SiteFindings;
pub use framing::Room;
pub use ink::Ink;
pub use minutes::Minute;
pub use program::{Ground, Position, Program, Reveal, Step, Stop};

/// What the pointer is in a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pointing {
    /// A hand that moves the map.
    #[default]
    Hand,
    /// A red dot that the audience sees.
    Laser,
    /// Everything is dark but a circle.
    Spotlight,
    /// A pen whose strokes fade.
    Pen,
    /// A click puts a minute there.
    Minute,
}

/// A request about the meeting.
#[derive(Debug, Clone, PartialEq)]
pub enum MeetingCommand {
    /// Begins it, or goes on with it.
    Start,
    /// Ends it; the map comes back as it was.
    Leave,
    /// One reveal on.
    Next,
    /// One reveal back.
    Previous,
    /// The next stop, or the previous one.
    Stop {
        /// Whether the next one.
        forward: bool,
    },
    /// The stop with this number among those shown, from 0.
    GoTo(usize),
    /// A step of the list by its number in the whole list, from 0.
    GoToStep(usize),
    /// A reveal of the present stop.
    Reveal(Reveal),
    /// Frames the map for the present reveal again.
    Frame,
    /// What the pointer is.
    Point(Pointing),
    /// Where the pointer is on the map; none beside it.
    At(Option<MapPoint>),
    /// Radius of the spotlight as a part of the picture's height.
    SpotlightRadius(f32),
    /// The pen comes down.
    PenDown(MapPoint),
    /// The pen moves.
    PenTo(MapPoint),
    /// The pen is lifted.
    PenUp,
    /// Whether strokes stay.
    KeepInk(bool),
    /// Wipes all strokes away.
    ClearInk,
    /// Makes annotations of all strokes.
    InkToAnnotations,
    /// A black picture, or the map again.
    Blank(bool),
    /// The audience keeps what it sees, or follows again.
    Freeze(bool),
    /// Opens or closes the audience's own window.
    Audience(bool),
    /// Begins the time anew.
    ResetClock,
    /// Changes the list.
    Program(ProgramCommand),
    /// Writes list and minutes.
    SaveSteps(PathBuf),
    /// Reads list and minutes.
    OpenSteps(PathBuf),
    /// Notes what was said, at a place or where the stop is.
    AddMinute {
        /// What.
        text: String,
        /// Who.
        speaker: String,
        /// Where.
        at: Option<MapPoint>,
    },
    /// Takes a minute out, by its id.
    RemoveMinute(String),
    /// Goes to the place of a minute, by its id.
    GoToMinute(String),
    /// Writes the minutes; the ending says how: pdf, md or csv.
    ExportMinutes(PathBuf),
    /// Writes the slides as PDF.
    ExportSlides(PathBuf),
    /// Stops what is being written.
    CancelExport,
}

/// A request to change the list of a meeting.
#[derive(Debug, Clone, PartialEq)]
pub enum ProgramCommand {
    /// Moves a step to another place of the list.
    MoveStep {
        /// Its number from 0.
        from: usize,
        /// Its new number.
        to: usize,
    },
    /// Passes a step over, or not.
    HideStep(usize, bool),
    /// Takes a step out of the list.
    RemoveStep(usize),
    /// Gives a step a title of its own.
    Rename(usize, String),
    /// What the presenter wants to say at a step.
    Notes(usize, String),
    /// Adds the present view after the present step, with a title.
    AddView(String),
    /// Adds a site at the end of the list.
    AddSite(String),
    /// A stop for every candidate site again.
    DefaultSteps,
}

/// What the audience saw when it was frozen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frozen {
    /// The view.
    pub view: Viewport,
    /// Where the meeting was.
    pub position: Position,
    /// Whether the picture was black.
    pub blank: bool,
    /// When, in seconds from any fixed start: strokes of the pen that ended later are not shown.
    pub since_s: f64,
}

/// What is known about a site: the result, or that it failed.
pub type Finding = Result<Arc<SiteFindings>, CrsError>;

/// The meeting.
pub struct Meeting {
    /// Whether it is going on.
    pub on: bool,
    /// The list.
    pub program: Program,
    /// Where it is.
    pub position: Position,
    /// Where list and minutes are kept, once that is decided.
    pub path: Option<PathBuf>,
    /// Whether something is not saved.
    pub changed: bool,
    /// The file that is being written.
    pub saving: Option<PathBuf>,
    /// What the pointer is.
    pub pointing: Pointing,
    /// Where it is.
    pub at: Option<MapPoint>,
    /// Radius of the spotlight as a part of the picture's height.
    pub spotlight: f32,
    /// The quick pen.
    pub ink: Ink,
    /// Whether the picture is black.
    pub blank: bool,
    /// What the audience keeps.
    pub frozen: Option<Frozen>,
    /// Whether the audience has a window of its own.
    pub audience: bool,
    /// When it began, in seconds from any fixed start.
    pub begun_s: f64,
    /// What was said.
    pub minutes: Vec<Minute>,
    /// The export that is running.
    pub exporting: Option<Arc<Progress>>,
    pub(crate) findings: BTreeMap<String, Finding>,
    pub(crate) turn: u64,
    /// Whether the strokes are to become annotations once their file is open.
    pub(crate) ink_waits: bool,
    /// The view before the meeting, and whether it was meant to show everything.
    pub(crate) before: Option<(Viewport, bool)>,
    /// Whether the list was made or read for this catalogue.
    pub(crate) is_ready: bool,
}

impl Default for Meeting {
    fn default() -> Self {
        Self {
            on: false,
            program: Program::default(),
            position: Position::default(),
            path: None,
            changed: false,
            saving: None,
            pointing: Pointing::Hand,
            at: None,
            spotlight: 0.18,
            ink: Ink::default(),
            blank: false,
            frozen: None,
            audience: false,
            begun_s: 0.0,
            minutes: Vec::new(),
            exporting: None,
            findings: BTreeMap::new(),
            turn: 0,
            ink_waits: false,
            before: None,
            is_ready: false,
        }
    }
}

impl Meeting {
    /// What is known about a site; none while it is worked out.
    #[must_use]
    pub fn finding(&self, site: &str) -> Option<&Finding> {
        self.findings.get(site)
    }

    /// Whether everything that is shown has been worked out.
    #[must_use]
    pub fn is_prepared(&self) -> bool {
        self.program.steps.iter().filter_map(Step::site_id).all(|id| self.findings.contains_key(id))
    }

    /// The position and darkness that the audience sees.
    #[must_use]
    pub fn seen(&self) -> (Position, bool) {
        self.frozen.map_or((self.position, self.blank), |f| (f.position, f.blank))
    }
}

/// What jobs of the meeting bring.
pub(crate) enum MeetingMessage {
    Findings {
        turn: u64,
        site: String,
        result: Box<Finding>,
    },
    File {
        turn: u64,
        path: PathBuf,
        asked: bool,
        result: Result<(Program, Vec<Minute>), MeetingFileError>,
    },
    End(ExportEnd),
}
