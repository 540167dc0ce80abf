//! Bringing another copy of a file in: at once where nothing conflicts, by picks where it does.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_core::Severity;
use planmap_core::annotation::{AnnotationId, AnnotationSet, Conflict, Pick, merge_doubting};
use planmap_data::annotations::{Document, OpenError, ancestry};
use rustc_hash::FxHashMap;

use super::saving::{Copy, Message};
use crate::autosave::Request;
use crate::ids::SetId;
use crate::session::Session;

/// A merge that waits for somebody to pick.
#[derive(Debug, Clone)]
pub struct PendingMerge {
    /// The set that it goes into.
    pub set: SetId,
    /// Everything of both.
    pub merged: AnnotationSet,
    /// Where they disagree.
    pub conflicts: Vec<Conflict>,
    /// What was picked so far.
    pub picks: FxHashMap<AnnotationId, Pick>,
    /// The other copy, whose past this one knows once they are merged; `None` where it is the file
    /// itself that another program has changed.
    theirs: Option<Box<Document>>,
}

impl Session {
    /// Starts to read another copy.
    pub(super) fn merge_file(&mut self, path: &Path) {
        if self.annotations.active().is_none() {
            self.open_annotations_beside_the_map();
        }
        let Some(saved) = self.annotations.active().map(|s| s.path.clone()) else {
            return;
        };
        let path: PathBuf = path.to_owned();
        self.annotations.inbox.spawn(move || {
            let read = |path: &Path| -> Result<Document, OpenError> {
                Ok(Document::read(&std::fs::read(path)?)?)
            };
            let copy = read(&path).map(|theirs| {
                // A file that was never written has no past to share.
                let ours = read(&saved).unwrap_or_default();
                Box::new(Copy { ancestry: ancestry(&ours, &theirs), theirs })
            });
            Message::Copy(path, copy)
        });
    }

    pub(super) fn take_copy(&mut self, path: &Path, result: Result<Box<Copy>, OpenError>) {
        let Some(active) = self.annotations.active() else {
            return;
        };
        let id = active.id;
        match result {
            Ok(copy) => {
                let known = &copy.ancestry;
                let merged =
                    merge_doubting(&known.base, &active.set, &copy.theirs.set, &known.doubtful);
                self.take_merged(id, merged.set, merged.conflicts, Some(Box::new(copy.theirs)));
            }
            Err(error) => {
                let args =
                    vec![("path", path.display().to_string()), ("reason", error.to_string())];
                self.notify(Severity::Error, "annotations-not-opened", args);
            }
        }
    }

    pub(super) fn take_merged(
        &mut self,
        set: SetId,
        merged: AnnotationSet,
        conflicts: Vec<Conflict>,
        theirs: Option<Box<Document>>,
    ) {
        self.annotations.merge =
            Some(PendingMerge { set, merged, conflicts, picks: FxHashMap::default(), theirs });
        if self.annotations.merge.as_ref().is_some_and(|m| m.conflicts.is_empty()) {
            self.finish_merge();
        }
    }

    pub(super) fn pick(&mut self, id: AnnotationId, pick: Pick) {
        if let Some(merge) = &mut self.annotations.merge {
            merge.picks.insert(id, pick);
        }
    }

    /// Takes the merge over: what nobody picked stays as both.
    pub(super) fn finish_merge(&mut self) {
        let Some(mut merge) = self.annotations.merge.take() else {
            return;
        };
        for conflict in &merge.conflicts {
            let pick = merge.picks.get(&conflict.id).copied().unwrap_or(Pick::Both);
            merge.merged.apply(&conflict.resolved(pick));
        }
        let Some(open) = self.annotations.set(merge.set) else {
            return;
        };
        open.ask(match merge.theirs.take() {
            Some(theirs) => Request::Absorb(theirs),
            None => Request::AcceptUnderneath,
        });
        let edit = open.set.edit_to(&merge.merged);
        let count = edit.changes.len().to_string();
        if edit.is_empty() {
            // The file may still lack what memory has.
            open.ask(Request::Save);
        } else {
            self.edit(merge.set, "step-merge", &edit);
        }
        self.notify(Severity::Note, "annotations-merged", vec![("count", count)]);
    }

    /// Brings in what another program wrote to the file of a set.
    pub(super) fn take_underneath(&mut self, id: SetId) {
        if let Some(open) = self.annotations.set(id) {
            open.ask(Request::TakeUnderneath(Arc::clone(&open.set)));
        }
    }
}
