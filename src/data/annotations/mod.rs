//! Files of annotations, and everything that keeps them from being lost.
//!
//! Owns the GeoJSON form (`document`, `feature`, `geometry`), the chain of versions that a merge
//! looks into (`versions`), the journal of edits (`journal`), and the store that ties a file, its
//! journal and its lock together (`store`, `recovery`). Must not know who edits or when to save.

mod document;
mod feature;
mod geometry;
mod journal;
mod lock;
mod recovery;
mod store;
#[cfg(test)]
mod tests;
mod versions;

pub use document::{Document, DocumentError, version_of};
pub use feature::{FeatureError, feature_line};
pub use journal::{Damage, Journal, Replay, replay};
pub use lock::Lock;
pub use recovery::{Found, recovery_folder, search};
pub use store::{OpenError, Opened, SaveError, Store};
pub use versions::{Versions, common_ancestor};

use planmap_core::annotation::{AnnotationSet, Merged, merge};

/// Brings two documents together against what they have in common. The result carries on the
/// versions of `ours` and knows those of `theirs`.
#[must_use]
pub fn merge_documents(ours: &Document, theirs: &Document, time: &str) -> (Document, Merged) {
    let base = common_ancestor(ours, theirs).unwrap_or_default();
    merge_documents_from(&base, ours, theirs, time)
}

/// As [`merge_documents`], where the common ancestor is known.
#[must_use]
pub fn merge_documents_from(
    base: &AnnotationSet,
    ours: &Document,
    theirs: &Document,
    time: &str,
) -> (Document, Merged) {
    let merged = merge(base, &ours.set, &theirs.set);
    let mut out = ours.clone();
    out.set = std::sync::Arc::new(merged.set.clone());
    if out.set != ours.set {
        out.versions.push(&ours.set, &out.set, time);
    }
    out.absorb(theirs);
    (out, merged)
}
