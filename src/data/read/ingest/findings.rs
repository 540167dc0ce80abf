//! What is found wrong while a file is read, each kind listed up to a limit.
//!
//! Owns the limit and the counts beyond it. Must not know formats.

use planmap_core::{FilePlace, GeoPoint, Issue, IssueKind, Severity};
use rustc_hash::FxHashMap;

/// Most findings of one kind that are listed one by one.
pub(crate) const LISTED: usize = 100;

/// One finding, its feature counted from the start of the chunk.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) kind: IssueKind,
    pub(crate) feature: Option<u32>,
    pub(crate) place: FilePlace,
    pub(crate) at: Option<GeoPoint>,
    /// Whether it says that the form of the file is broken.
    pub(crate) breaks_form: bool,
}

/// Findings, with each kind listed up to a limit and counted beyond.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) list: Vec<Finding>,
    counts: FxHashMap<&'static str, usize>,
}

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.kind.key()).or_default();
        *count += 1;
        if *count <= LISTED {
            self.list.push(finding);
        }
    }

    pub(super) fn append(&mut self, other: Self, feature_base: u32) {
        let mut listed: FxHashMap<&'static str, usize> = FxHashMap::default();
        for mut finding in other.list {
            *listed.entry(finding.kind.key()).or_default() += 1;
            finding.feature = finding.feature.map(|f| f + feature_base);
            self.push(finding);
        }
        for (key, count) in other.counts {
            *self.counts.entry(key).or_default() += count - listed.get(key).copied().unwrap_or(0);
        }
    }

    /// The kinds of which some are not listed, with the number of those.
    pub(crate) fn unlisted(&self) -> Vec<(&'static str, usize)> {
        let mut out: Vec<_> = self
            .counts
            .iter()
            .filter(|(_, n)| **n > LISTED)
            .map(|(key, n)| (*key, n - LISTED))
            .collect();
        out.sort_unstable();
        out
    }
}

impl Findings {
    /// All of them as issues, in the order of the file, those that stand for others first.
    pub(super) fn into_issues(self) -> Vec<Issue> {
        let unlisted = self.unlisted();
        let mut list = self.list;
        list.sort_by_key(|finding| finding.place);
        let mut issues = Vec::with_capacity(list.len());
        for (key, count) in unlisted {
            if let Some(last) = list.iter().rev().find(|finding| finding.kind.key() == key) {
                issues.push(more_like(last, count));
            }
        }
        issues.extend(list.into_iter().map(issue));
        issues
    }
}

fn issue(finding: Finding) -> Issue {
    let Finding { severity, kind, feature, place, at, .. } = finding;
    Issue { feature, at, ..Issue::new(severity, kind).in_place(place) }
}

/// Stands for the findings of a kind that are not listed.
fn more_like(last: &Finding, count: usize) -> Issue {
    let mut kind =
        IssueKind::new("more-like").with("count", count.to_string()).with("like", last.kind.key());
    for (name, value) in last.kind.args() {
        kind = kind.with(name, value.clone());
    }
    Issue::new(last.severity, kind)
}

/// A text from a file, short enough for a message.
pub(crate) fn clip(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
