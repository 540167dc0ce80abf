//! Files of annotations, and everything that keeps them from being lost.
//!
//! Owns the GeoJSON form (`document`, `feature`, `line`, `geometry`, `simplestyle`, `readable`), JSON
//! that is kept as it was written (`raw`), the chain of versions that a merge
//! looks into (`versions`), the journal of edits (`journal`), and the store that ties a file, its
//! journal and its lock together (`store`, `recovery`). Must not know who edits or when to save.

mod document;
mod feature;
mod geometry;
mod journal;
mod line;
mod lock;
mod original;
mod raw;
mod readable;
mod recovery;
mod simplestyle;
mod store;
#[cfg(test)]
mod tests;
mod versions;

pub use document::{Document, DocumentError, Form, Origin, version_of};
pub use feature::FeatureError;
pub use journal::{Damage, Journal, Replay, replay};
pub use line::feature_line;
pub use lock::Lock;
pub use original::keep_original;
pub use recovery::{Found, recovery_folder, search};
pub use store::{OpenError, Opened, SaveError, Store};
pub use versions::{Ancestry, Versions, ancestry, common_ancestor};

use planmap_core::annotation::{Merged, merge_doubting};

/// Brings two documents together against what they have in common. The result carries on the
/// versions of `ours` and knows those of `theirs`.
#[must_use]
pub fn merge_documents(ours: &Document, theirs: &Document, time: &str) -> (Document, Merged) {
    merge_documents_from(&ancestry(ours, theirs), ours, theirs, time)
}

/// As [`merge_documents`], where what they have in common is known.
#[must_use]
pub fn merge_documents_from(
    ancestry: &Ancestry,
    ours: &Document,
    theirs: &Document,
    time: &str,
) -> (Document, Merged) {
    let merged = merge_doubting(&ancestry.base, &ours.set, &theirs.set, &ancestry.doubtful);
    let mut out = ours.clone();
    out.set = std::sync::Arc::new(merged.set.clone());
    if out.set != ours.set {
        out.versions.push(&ours.set, &out.set, time);
    }
    out.absorb(theirs);
    (out, merged)
}
