//! What is under way in the session, how far, and how long still.

use std::collections::HashSet;

use crate::desk::running::{Estimate, WORTH_A_WORD_S};
use crate::desk::{JobId, RunningJob};
use crate::job::Progress;
use crate::layer::LoadState;
use crate::session::Session;

impl Session {
    /// All work that is under way and how far it is.
    fn work(&self) -> Vec<(JobId, Option<f32>)> {
        let mut out = Vec::new();
        if self.opening > 0 {
            out.push((JobId::Catalogue, None));
        }
        for layer in &self.layers {
            if let LoadState::Loading(loading) = &layer.state {
                out.push((JobId::Layer(layer.spec.id.clone()), loading.progress.share()));
            }
        }
        if self.annotations.is_opening() {
            out.push((JobId::Notes, None));
        }
        let share = |p: &std::sync::Arc<Progress>| p.share();
        let analysis = &self.analysis;
        out.extend(analysis.audit.running.as_ref().map(|p| (JobId::Audit, share(p))));
        out.extend(analysis.versions.running.as_ref().map(|p| (JobId::Versions, share(p))));
        if analysis.review.as_ref().is_some_and(|r| r.result.is_none()) {
            out.push((JobId::Review, None));
        }
        if analysis.balance.as_ref().is_some_and(|b| b.result.is_none()) {
            out.push((JobId::Balance, None));
        }
        out.extend(
            self.sheet.as_ref().and_then(|s| s.running.as_ref()).map(|p| (JobId::Sheet, share(p))),
        );
        out
    }

    /// Takes in how far the work is now.
    pub(in crate::session) fn advance_estimates(&mut self, now_s: f64) {
        let work = self.work();
        if work.is_empty() {
            self.desk.estimates.clear();
            return;
        }
        let alive: HashSet<&JobId> = work.iter().map(|(id, _)| id).collect();
        self.desk.estimates.retain(|id, _| alive.contains(id));
        for (id, share) in &work {
            let estimate =
                self.desk.estimates.entry(id.clone()).or_insert_with(|| Estimate::new(now_s));
            estimate.update(now_s, *share);
        }
    }

    /// Whether anything is under way, be it for a moment only.
    #[must_use]
    pub fn is_working(&self) -> bool {
        !self.desk.estimates.is_empty()
    }

    /// The work that has been under way for more than half a second, in a fixed order.
    #[must_use]
    pub fn running_jobs(&self) -> Vec<RunningJob> {
        let now_s = self.now_s;
        let job = |(id, share): (JobId, Option<f32>)| {
            let estimate = self.desk.estimates.get(&id)?;
            let running_s = now_s - estimate.start_s;
            let left_s = estimate.left_s(now_s);
            (running_s >= WORTH_A_WORD_S).then_some(RunningJob { id, share, running_s, left_s })
        };
        self.work().into_iter().filter_map(job).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::settings::Settings;

    #[test]
    fn work_is_listed_after_half_a_second_and_gone_when_it_is_done() {
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        session.advance(10.0);
        assert!(session.running_jobs().is_empty());
        let progress = Arc::new(Progress::default());
        session.analysis.audit.running = Some(Arc::clone(&progress));
        session.advance(10.1);
        assert!(
            session.is_working() && session.running_jobs().is_empty(),
            "nothing is said of a moment"
        );
        for i in 1..=20 {
            progress.set(i, 40);
            session.advance(10.1 + f64::from(i as u32) * 0.1);
        }
        let jobs = session.running_jobs();
        assert_eq!(jobs.len(), 1);
        assert_eq!((&jobs[0].id, jobs[0].share), (&JobId::Audit, Some(0.5)));
        assert!((jobs[0].left_s.unwrap() - 2.0).abs() < 0.2, "{:?}", jobs[0].left_s);
        session.apply(jobs[0].id.cancel().unwrap());
        assert!(progress.is_cancelled());
        session.analysis.audit.running = None;
        session.advance(13.0);
        assert!(!session.is_working() && session.running_jobs().is_empty());
    }
}
