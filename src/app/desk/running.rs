//! Work that is under way: what it is, how far, how long still.
//!
//! Owns the estimate of the time left. No figure is given before there is one: only after half a
//! second, several steps of progress and a speed. Must not start or stop work.

use crate::analysis::{AnalysisCommand, VersionsCommand};
use crate::audit::AuditCommand;
use crate::command::Command;
use crate::sheet::SheetCommand;

/// Work is worth a word after so many seconds.
pub const WORTH_A_WORD_S: f64 = 0.5;
/// Steps of progress without which a speed means nothing.
const STEPS: u32 = 3;
/// Share of the newest speed in the smoothed one.
const FRESH: f64 = 0.25;

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobId {
    /// A catalogue is being read.
    Catalogue,
    /// A layer's file is being read.
    Layer(String),
    /// A file of annotations is being read.
    Notes,
    /// The plans are compared.
    Audit,
    /// A place is reviewed.
    Review,
    /// A balance is made.
    Balance,
    /// Two versions are compared.
    Versions,
    /// A sheet is written.
    Sheet,
}

impl JobId {
    /// Key of its name in `assets/i18n`; a layer's name is its argument.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Catalogue => "job-catalogue",
            Self::Layer(_) => "job-layer",
            Self::Notes => "job-notes",
            Self::Audit => "job-audit",
            Self::Review => "job-review",
            Self::Balance => "job-balance",
            Self::Versions => "job-versions",
            Self::Sheet => "job-sheet",
        }
    }

    /// What stops it, where something does.
    #[must_use]
    pub fn cancel(&self) -> Option<Command> {
        match self {
            Self::Layer(id) => Some(Command::CancelLoading(id.clone())),
            Self::Audit => Some(Command::Analysis(AnalysisCommand::Audit(AuditCommand::Cancel))),
            Self::Versions => {
                Some(Command::Analysis(AnalysisCommand::Versions(VersionsCommand::Cancel)))
            }
            Self::Review => Some(Command::Analysis(AnalysisCommand::CloseReview)),
            Self::Sheet => Some(Command::Sheet(SheetCommand::Cancel)),
            Self::Catalogue | Self::Notes | Self::Balance => None,
        }
    }
}

/// How far a piece of work is.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningJob {
    /// Which one.
    pub id: JobId,
    /// Share done, 0–1; none where it is not known.
    pub share: Option<f32>,
    /// Seconds for which it has been running.
    pub running_s: f64,
    /// Seconds left, where they can be told.
    pub left_s: Option<f64>,
}

/// The estimate for one piece of work.
#[derive(Debug, Clone)]
pub(crate) struct Estimate {
    pub(crate) start_s: f64,
    last: (f64, f32),
    steps: u32,
    /// Share a second, smoothed.
    speed: Option<f64>,
}

impl Estimate {
    pub(crate) fn new(now_s: f64) -> Self {
        Self { start_s: now_s, last: (now_s, 0.0), steps: 0, speed: None }
    }

    /// Takes in how far the work is now.
    pub(crate) fn update(&mut self, now_s: f64, share: Option<f32>) {
        let Some(share) = share else {
            return;
        };
        let (then_s, before) = self.last;
        if share < before {
            // It has begun anew: what was learned no longer holds.
            *self = Self { start_s: self.start_s, last: (now_s, share), steps: 0, speed: None };
            return;
        }
        let seconds = now_s - then_s;
        if share <= before || seconds < 0.05 {
            return;
        }
        let fresh = f64::from(share - before) / seconds;
        self.speed = Some(self.speed.map_or(fresh, |old| old * (1.0 - FRESH) + fresh * FRESH));
        self.last = (now_s, share);
        self.steps += 1;
    }

    /// Seconds left; what has passed since the last step counts as work done at the known speed.
    pub(crate) fn left_s(&self, now_s: f64) -> Option<f64> {
        let speed = self.speed.filter(|s| *s > 0.0)?;
        if self.steps < STEPS || now_s - self.start_s < WORTH_A_WORD_S {
            return None;
        }
        let (then_s, share) = self.last;
        let since = f64::from(1.0 - share) / speed - (now_s - then_s);
        Some(since.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_figure_before_there_is_one_and_then_a_calm_one() {
        let mut estimate = Estimate::new(100.0);
        assert_eq!(estimate.left_s(100.0), None);
        estimate.update(100.1, None);
        estimate.update(100.2, Some(0.02));
        estimate.update(100.4, Some(0.04));
        assert_eq!(estimate.left_s(101.0), None, "two steps are no speed");
        estimate.update(100.45, Some(0.045));
        assert_eq!(estimate.left_s(100.45), None, "not within the first half second");
        // A tenth of the work a second: after five seconds half is left, which takes five more.
        for i in 5..=50 {
            estimate.update(100.0 + f64::from(i) * 0.1, Some(i as f32 * 0.01));
        }
        let left = estimate.left_s(105.0).unwrap_or(f64::NAN);
        assert!((left - 5.0).abs() < 0.3, "{left}");
        // One quick step moves the figure a little, not to nothing.
        estimate.update(105.1, Some(0.60));
        let next = estimate.left_s(105.1).unwrap_or(f64::NAN);
        assert!(next > 1.0 && next < left, "{next}");
        // Work that begins anew has no figure until it is known again.
        estimate.update(105.2, Some(0.0));
        assert_eq!(estimate.left_s(105.3), None);
    }
}
