//! Drawing and measuring: points until the shape is whole.

use planmap_core::MapPoint;
use planmap_core::annotation::Kind;
use planmap_core::measure::Measure;

/// What the points are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// An annotation of a kind.
    Draw(Kind),
    /// A measurement, which is gone again unless it is kept.
    Measure(Measure),
}

impl Purpose {
    /// How many points make the shape whole; `None` where the user says when.
    #[must_use]
    pub fn points(self) -> Option<usize> {
        match self {
            Self::Draw(Kind::Pin | Kind::Text | Kind::Highlight) => Some(1),
            Self::Draw(
                Kind::Callout | Kind::Arrow | Kind::Rectangle | Kind::Circle | Kind::Dimension,
            )
            | Self::Measure(Measure::Bearing | Measure::Radius) => Some(2),
            Self::Draw(Kind::Line | Kind::Polygon | Kind::Freehand)
            | Self::Measure(Measure::Length | Measure::Area) => None,
        }
    }

    /// The fewest points that say anything.
    #[must_use]
    pub fn least(self) -> usize {
        match self {
            Self::Draw(Kind::Polygon) | Self::Measure(Measure::Area) => 3,
            other => other.points().unwrap_or(2),
        }
    }

    /// Whether the points follow the pointer while its button is down.
    #[must_use]
    pub fn is_freehand(self) -> bool {
        self == Self::Draw(Kind::Freehand)
    }

    /// The kind of annotation that comes of it.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Draw(kind) => kind,
            Self::Measure(Measure::Length | Measure::Bearing) => Kind::Dimension,
            Self::Measure(Measure::Area) => Kind::Polygon,
            Self::Measure(Measure::Radius) => Kind::Circle,
        }
    }

    /// What is measured while it is drawn.
    #[must_use]
    pub fn measure(self) -> Option<Measure> {
        match self {
            Self::Measure(measure) => Some(measure),
            Self::Draw(Kind::Line | Kind::Arrow | Kind::Dimension) => Some(Measure::Length),
            Self::Draw(Kind::Polygon | Kind::Rectangle) => Some(Measure::Area),
            Self::Draw(Kind::Circle) => Some(Measure::Radius),
            Self::Draw(
                Kind::Pin | Kind::Text | Kind::Callout | Kind::Freehand | Kind::Highlight,
            ) => None,
        }
    }
}

/// What became of an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The sketch goes on.
    Going,
    /// The shape is whole.
    Done(Vec<MapPoint>),
}

/// A sketch.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    purpose: Purpose,
    points: Vec<MapPoint>,
    pointer: Option<MapPoint>,
    /// A measurement that is whole and still looked at.
    finished: bool,
    /// Whether the first point was set by the press of a drag.
    dragging: bool,
}

impl Draw {
    /// An empty sketch.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self { purpose, points: Vec::new(), pointer: None, finished: false, dragging: false }
    }

    /// What it is for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The points that are set.
    #[must_use]
    pub fn points(&self) -> &[MapPoint] {
        &self.points
    }

    /// Whether it is a measurement that is whole.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Whether nothing is drawn yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The points with the pointer as the next one: what is shown.
    #[must_use]
    pub fn preview(&self) -> Vec<MapPoint> {
        let mut out = self.points.clone();
        let follows = !self.finished && !self.points.is_empty() && !self.purpose.is_freehand();
        if let Some(p) = self.pointer.filter(|p| follows && self.points.last() != Some(p)) {
            out.push(p);
        }
        out
    }

    /// The pointer moves without a button.
    pub fn hover(&mut self, at: MapPoint) {
        self.pointer = Some(at);
    }

    /// A click, or a typed place.
    pub fn click(&mut self, at: MapPoint) -> Outcome {
        if self.finished {
            *self = Self::new(self.purpose);
        }
        self.pointer = Some(at);
        if self.points.last() != Some(&at) {
            self.points.push(at);
        }
        match self.purpose.points() {
            Some(n) if self.points.len() >= n => self.done(),
            _ => Outcome::Going,
        }
    }

    /// A drag begins: for shapes of two points, and for those drawn by hand. Returns whether the
    /// sketch takes it; if not, the map may be moved.
    pub fn drag_start(&mut self, at: MapPoint) -> bool {
        let takes = self.purpose.is_freehand() || self.purpose.points() == Some(2);
        if takes {
            if self.finished {
                *self = Self::new(self.purpose);
            }
            if self.points.is_empty() {
                self.points.push(at);
            }
            self.dragging = true;
            self.pointer = Some(at);
        }
        takes
    }

    /// The pointer moves with its button down. `step_m` is the least distance worth a point.
    pub fn drag_to(&mut self, at: MapPoint, step_m: f64) {
        self.pointer = Some(at);
        if self.dragging
            && self.purpose.is_freehand()
            && self.points.last().is_none_or(|p| p.distance(at) >= step_m)
        {
            self.points.push(at);
        }
    }

    /// The button is released.
    pub fn drag_end(&mut self, at: MapPoint) -> Outcome {
        if !std::mem::take(&mut self.dragging) {
            return Outcome::Going;
        }
        if self.points.last() != Some(&at) {
            self.points.push(at);
        }
        if self.points.len() >= self.purpose.least() { self.done() } else { Outcome::Going }
    }

    /// Whether a drag belongs to the sketch.
    #[must_use]
    pub fn is_dragging(&self) -> bool {
        self.dragging
    }

    /// Enter, or a double click: the shape is whole if it has points enough.
    pub fn finish(&mut self) -> Outcome {
        if self.finished || self.points.len() < self.purpose.least() {
            Outcome::Going
        } else {
            self.done()
        }
    }

    fn done(&mut self) -> Outcome {
        if matches!(self.purpose, Purpose::Measure(_)) {
            self.finished = true;
            return Outcome::Going;
        }
        let points = std::mem::take(&mut self.points);
        *self = Self::new(self.purpose);
        Outcome::Done(points)
    }

    /// Takes the last point back.
    pub fn step_back(&mut self) {
        self.finished = false;
        self.points.pop();
    }

    /// Esc: drops the sketch. Returns whether there was one.
    pub fn cancel(&mut self) -> bool {
        let had = !self.points.is_empty();
        *self = Self::new(self.purpose);
        had
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: f64) -> MapPoint {
        MapPoint::new(x, x * x)
    }

    #[test]
    fn shapes_of_a_fixed_number_of_points_end_by_themselves() {
        let mut pin = Draw::new(Purpose::Draw(Kind::Pin));
        assert_eq!(pin.click(p(1.0)), Outcome::Done(vec![p(1.0)]));
        let mut arrow = Draw::new(Purpose::Draw(Kind::Arrow));
        assert_eq!(arrow.click(p(1.0)), Outcome::Going);
        arrow.hover(p(2.0));
        assert_eq!(arrow.preview(), [p(1.0), p(2.0)]);
        assert_eq!(arrow.click(p(3.0)), Outcome::Done(vec![p(1.0), p(3.0)]));
        assert!(arrow.is_empty(), "ready for the next one");
        assert!(arrow.drag_start(p(4.0)));
        arrow.drag_to(p(5.0), 0.1);
        assert_eq!(arrow.drag_end(p(6.0)), Outcome::Done(vec![p(4.0), p(6.0)]));
    }

    #[test]
    fn an_area_ends_when_the_user_says_and_not_before_it_is_one() {
        let mut area = Draw::new(Purpose::Draw(Kind::Polygon));
        assert!(!area.drag_start(p(0.0)), "a drag moves the map");
        area.click(p(0.0));
        area.click(p(1.0));
        area.click(p(1.0));
        assert_eq!(area.finish(), Outcome::Going, "the same place twice is one point");
        area.click(p(2.0));
        area.click(p(9.0));
        area.step_back();
        assert_eq!(area.finish(), Outcome::Done(vec![p(0.0), p(1.0), p(2.0)]));
    }

    #[test]
    fn esc_leaves_nothing_and_a_measurement_stays_to_be_read() {
        let mut hand = Draw::new(Purpose::Draw(Kind::Freehand));
        assert!(hand.drag_start(p(0.0)));
        hand.drag_to(p(1.0), 0.5);
        hand.drag_to(p(1.1), 0.5);
        assert_eq!(hand.points().len(), 2, "steps below the least are left out");
        assert!(hand.cancel() && hand.is_empty() && !hand.cancel());
        assert_eq!(hand.drag_end(p(2.0)), Outcome::Going, "the button is released after Esc");
        let mut bearing = Draw::new(Purpose::Measure(Measure::Bearing));
        bearing.click(p(0.0));
        assert_eq!(bearing.click(p(1.0)), Outcome::Going);
        assert!(bearing.is_finished());
        bearing.hover(p(7.0));
        assert_eq!(bearing.preview(), [p(0.0), p(1.0)]);
        bearing.click(p(3.0));
        assert_eq!(bearing.points(), [p(3.0)], "the next click begins anew");
    }
}
