//! The quick pen: strokes over the map that fade by themselves.
//!
//! Owns the strokes and their fading. Places are map metres, so that a stroke stays on its ground.
//! Nothing of it is an annotation before somebody asks for that.

use planmap_core::MapPoint;

/// Seconds that a finished stroke stays whole.
pub const STAYS_S: f64 = 5.0;
/// Seconds in which it then fades.
pub const FADES_S: f64 = 1.5;

/// A stroke of the pen.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// Its points.
    pub points: Vec<MapPoint>,
    /// When the pen was lifted, in seconds from any fixed start; none while it is drawn.
    pub ended_s: Option<f64>,
}

/// All strokes.
#[derive(Debug, Clone, Default)]
pub struct Ink {
    strokes: Vec<Stroke>,
    /// Whether strokes stay until they are wiped away.
    pub keeps: bool,
}

impl Ink {
    /// The strokes, the oldest first.
    #[must_use]
    pub fn strokes(&self) -> &[Stroke] {
        &self.strokes
    }

    /// Begins a stroke.
    pub fn down(&mut self, at: MapPoint) {
        self.strokes.push(Stroke { points: vec![at], ended_s: None });
    }

    /// Goes on with the stroke that is being drawn.
    pub fn to(&mut self, at: MapPoint) {
        if let Some(stroke) = self.strokes.last_mut().filter(|s| s.ended_s.is_none())
            && stroke.points.last() != Some(&at)
        {
            stroke.points.push(at);
        }
    }

    /// Lifts the pen. A mere tap leaves nothing.
    pub fn up(&mut self, now_s: f64) {
        if let Some(stroke) = self.strokes.last_mut().filter(|s| s.ended_s.is_none()) {
            stroke.ended_s = Some(now_s);
            if stroke.points.len() < 2 {
                self.strokes.pop();
            }
        }
    }

    /// How much of a stroke is still to be seen, 0 to 1.
    #[must_use]
    pub fn opacity(&self, stroke: &Stroke, now_s: f64) -> f32 {
        match stroke.ended_s {
            Some(ended) if !self.keeps => {
                (1.0 - (now_s - ended - STAYS_S) / FADES_S).clamp(0.0, 1.0) as f32
            }
            _ => 1.0,
        }
    }

    /// Drops what has faded; says whether something still will.
    pub fn advance(&mut self, now_s: f64) -> bool {
        if self.keeps {
            return false;
        }
        self.strokes.retain(|s| s.ended_s.is_none_or(|ended| now_s - ended < STAYS_S + FADES_S));
        self.strokes.iter().any(|s| s.ended_s.is_some())
    }

    /// Keeps strokes, or lets them fade from now on.
    pub fn keep(&mut self, keeps: bool, now_s: f64) {
        self.keeps = keeps;
        for ended in self.strokes.iter_mut().filter_map(|s| s.ended_s.as_mut()) {
            *ended = now_s;
        }
    }

    /// Wipes all away; gives the finished strokes.
    pub fn clear(&mut self) -> Vec<Stroke> {
        std::mem::take(&mut self.strokes).into_iter().filter(|s| s.points.len() > 1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(ink: &mut Ink, ended_s: f64) {
        ink.down(MapPoint::new(0.0, 0.0));
        ink.to(MapPoint::new(1.0, 0.0));
        ink.up(ended_s);
    }

    #[test]
    fn strokes_fade_unless_they_are_kept() {
        let mut ink = Ink::default();
        stroke(&mut ink, 10.0);
        assert!(ink.advance(10.0 + STAYS_S));
        assert!(
            (ink.opacity(&ink.strokes()[0], 10.0 + STAYS_S + FADES_S / 2.0) - 0.5).abs() < 1e-6
        );
        assert!(!ink.advance(10.1 + STAYS_S + FADES_S));
        assert!(ink.strokes().is_empty());
        ink.keep(true, 20.0);
        stroke(&mut ink, 20.0);
        assert!(!ink.advance(1e6));
        assert_eq!(ink.strokes().len(), 1);
        ink.keep(false, 1e6);
        assert!(ink.advance(1e6 + 1.0), "it fades from the moment on that it is let go");
    }

    #[test]
    fn a_tap_leaves_nothing() {
        let mut ink = Ink::default();
        ink.down(MapPoint::new(3.0, 4.0));
        ink.up(0.0);
        assert!(ink.strokes().is_empty());
        stroke(&mut ink, 1.0);
        assert_eq!(ink.clear().len(), 1);
        assert!(ink.strokes().is_empty());
    }
}
