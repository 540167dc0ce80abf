//! Moving what is chosen, or one vertex of it, until the button is released.

use planmap_core::MapPoint;
use planmap_core::annotation::AnnotationId;

/// What the hand holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Grabbed {
    /// Everything that is chosen.
    Chosen,
    /// One vertex of an annotation.
    Vertex(AnnotationId, usize),
    /// A new vertex on the edge that starts at one.
    NewVertex(AnnotationId, usize),
}

/// A drag of annotations.
#[derive(Debug, Clone, PartialEq)]
pub struct Grab {
    /// What is held.
    pub what: Grabbed,
    /// Where it was taken.
    pub from: MapPoint,
    /// Where it is now.
    pub to: MapPoint,
}

impl Grab {
    /// Takes hold of something.
    #[must_use]
    pub fn new(what: Grabbed, at: MapPoint) -> Self {
        Self { what, from: at, to: at }
    }

    /// How far it was moved, in metres east and north.
    #[must_use]
    pub fn offset(&self) -> (f64, f64) {
        (self.to.x - self.from.x, self.to.y - self.from.y)
    }
}
