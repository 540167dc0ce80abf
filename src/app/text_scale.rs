//! How large the interface is drawn, beside what the system asks for.
//!
//! Owns the steps and the way from one to the next. The map is not scaled by it: 1:N stays right
//! on the screen. Must not know how the window is laid out.

/// A step of the text scale, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextScale(u16);

impl Default for TextScale {
    fn default() -> Self {
        Self(100)
    }
}

impl TextScale {
    /// The steps on offer, in per cent.
    pub const STEPS: [u16; 9] = [75, 90, 100, 110, 125, 150, 175, 200, 250];

    /// The step that is nearest to a percentage.
    #[must_use]
    pub fn nearest(percent: u16) -> Self {
        Self(Self::STEPS.into_iter().min_by_key(|s| s.abs_diff(percent)).unwrap_or(100))
    }

    /// Every step, the smallest first.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::STEPS.into_iter().map(Self)
    }

    /// Per cent.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// How many times larger than at 100 %.
    #[must_use]
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// The next larger step; the largest stays.
    #[must_use]
    pub fn larger(self) -> Self {
        Self(Self::STEPS.into_iter().find(|s| *s > self.0).unwrap_or(self.0))
    }

    /// The next smaller step; the smallest stays.
    #[must_use]
    pub fn smaller(self) -> Self {
        Self(Self::STEPS.into_iter().rev().find(|s| *s < self.0).unwrap_or(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_from_end_to_end_and_stop_there() {
        let mut at = TextScale::nearest(0);
        let mut seen = vec![at.percent()];
        while at.larger() != at {
            at = at.larger();
            assert_eq!(at.smaller().percent(), *seen.last().unwrap_or(&0));
            seen.push(at.percent());
        }
        assert_eq!(seen, TextScale::STEPS);
        assert_eq!(TextScale::nearest(u16::MAX), at);
        assert_eq!(TextScale::nearest(104), TextScale::default());
    }
}
