//! What becomes of a layer whose file can no longer be read as a whole: the last good state stays.
//!
//! Owns when a reading counts as cut, and what the layer's issues then are. Must not read anything.

use planmap_core::{Issue, IssueKind};

use crate::layer::{Content, Layer, LoadState};

/// Whether a reading met the end of the file, or a change, in the middle of its data, and the one
/// before it did not.
pub(super) fn is_cut(issues: &[Issue], before: &[Issue]) -> bool {
    let cut = |issue: &&Issue| {
        matches!(issue.kind.key(), "file-truncated" | "file-changing" | "json-end")
    };
    issues.iter().any(|issue| cut(&issue)) && !before.iter().any(|issue| cut(&issue))
}

/// Keeps what a layer showed before, with the reasons.
pub(super) fn stay(layer: &mut Layer, before: Content, reasons: Vec<Issue>) {
    let told = Issue::warning(IssueKind::new("file-kept")).in_file(&layer.spec.file);
    layer.issues = std::iter::once(told).chain(reasons).collect();
    layer.state = LoadState::Ready(before);
}
