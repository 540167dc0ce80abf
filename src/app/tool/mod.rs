//! What the pointer does on the map: small machines from presses and moves to finished shapes.
//!
//! Owns the unfinished sketch. Positions are map metres, already snapped by the caller. Leaving a
//! tool leaves no trace: nothing of a sketch is in any set before it is finished.

mod draw;
mod grab;

pub use draw::{Draw, Outcome, Purpose};
pub use grab::{Grab, Grabbed};

/// The tool in the hand.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Tool {
    /// Annotations are chosen, moved and reshaped.
    #[default]
    Select,
    /// Something is drawn or measured.
    Draw(Draw),
}
