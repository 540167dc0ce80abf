//! Pairs of classes, less what is ignored of them.

use planmap_core::audit::{AuditReport, ClassPair, Finding, FindingKind};

use super::IgnoreList;

/// The pairs of a report without the conflicts that are ignored: those neither count nor add to the
/// area, and a pair of which all are ignored is none any more.
#[must_use]
pub fn pairs_that_count(report: &AuditReport, ignored: &IgnoreList) -> Vec<ClassPair> {
    report.pairs.iter().filter_map(|pair| less_ignored(pair, report, ignored)).collect()
}

fn less_ignored(pair: &ClassPair, report: &AuditReport, ignored: &IgnoreList) -> Option<ClassPair> {
    let of_pair = |f: &&Finding| {
        f.classes.as_ref().is_some_and(|(a, b)| *a == pair.zoning && *b == pair.general)
    };
    let is_ignored = |f: &&Finding| ignored.reason(&f.id).is_some();
    let findings: Vec<&Finding> = report.of(FindingKind::Conflict).filter(of_pair).collect();
    let (aside, left): (Vec<&Finding>, Vec<&Finding>) = findings.into_iter().partition(is_ignored);
    if aside.is_empty() {
        return Some(pair.clone());
    }
    let largest = left.iter().max_by(|a, b| a.area.grid_m2.total_cmp(&b.area.grid_m2))?;
    let mut counted = pair.clone();
    counted.area = aside.iter().fold(pair.area, |area, f| area - f.area);
    // A finding may join several pairs of lots, which nobody can take apart again: places are
    // counted from here on.
    counted.count = left.len();
    counted.largest_at = largest.at;
    Some(counted)
}
