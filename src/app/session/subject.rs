//! What a step or a typed text is about, so that words about it can name the thing.
//!
//! Owns how annotations, bookmarks and layers are named where there is room for one of them. Must not
//! make words: it gives arguments for them.

use planmap_core::annotation::{Annotation, Change, Kind};
use planmap_data::annotations::Found;

use super::undo::{LayersState, Step};
use super::{OpenSet, Session};
use crate::ids::{AnnotationRef, SetId};
use crate::settings::Bookmark;

/// The thing that something is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// It has a name.
    Named(String),
    /// An annotation without a title.
    Untitled {
        /// What it is.
        kind: Kind,
        /// Its number in its file, counted from 1.
        number: usize,
    },
    /// Several things.
    Several(usize),
}

impl Subject {
    /// The arguments of words that name it: `shape` says which of the others are there.
    pub(super) fn args(subject: Option<&Self>) -> Vec<(&'static str, String)> {
        match subject {
            Some(Self::Named(title)) => {
                vec![("shape", "named".to_owned()), ("title", title.clone())]
            }
            Some(Self::Untitled { kind, number }) => vec![
                ("shape", "untitled".to_owned()),
                ("kind", format!("tool-{}", kind.as_str())),
                ("number", number.to_string()),
            ],
            Some(Self::Several(count)) => {
                vec![("shape", "several".to_owned()), ("number", count.to_string())]
            }
            None => vec![("shape", "none".to_owned())],
        }
    }
}

/// An annotation by its title, else by its kind and its place in its file.
fn of_annotation(open: &OpenSet, annotation: &Annotation) -> Subject {
    let title = annotation.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        return Subject::Named(title);
    }
    let place = open.set.iter().position(|a| a.id == annotation.id);
    // One that is not there any more stood behind the others.
    let number = place.unwrap_or(open.set.len()) + 1;
    Subject::Untitled { kind: annotation.shape.kind, number }
}

/// The bookmarks of one list that the other lacks.
fn others<'a>(list: &'a [Bookmark], other: &[Bookmark]) -> Vec<&'a str> {
    let differing = list.iter().filter(|bookmark| !other.contains(bookmark));
    differing.map(|bookmark| bookmark.name.as_str()).collect()
}

/// One thing by its name, several by their number.
fn of_names(names: &[&str]) -> Option<Subject> {
    match names {
        [] => None,
        [name] => Some(Subject::Named((*name).to_owned())),
        several => Some(Subject::Several(several.len())),
    }
}

/// What the work that a crash left behind would change in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recoverable {
    /// How many annotations are changed, added or deleted.
    pub count: usize,
    /// The first of them.
    pub first: Vec<Subject>,
}

/// Annotations of an offer that are named.
const NAMED: usize = 3;

impl Recoverable {
    /// Compares the file as it is with what it would be.
    #[must_use]
    pub fn of(open: &OpenSet, found: &Found) -> Self {
        let edit = found.now.set.edit_to(&found.merged.set);
        let subject = |change: &Change| match change {
            Change::Put(annotation) => Some(of_annotation(open, annotation)),
            Change::Remove(id) => Some(of_annotation(open, found.now.set.get(id)?)),
        };
        let first = edit.changes.iter().filter_map(subject).take(NAMED).collect();
        Self { count: edit.changes.len(), first }
    }
}

impl Session {
    /// What an annotation is called.
    pub(super) fn subject_of_annotation(&self, what: &AnnotationRef) -> Option<Subject> {
        let open = self.annotations.set(what.set)?;
        Some(of_annotation(open, open.set.get(&what.id)?))
    }

    /// What a step is about that is going to be carried out.
    pub(super) fn subject_of(&self, step: &Step) -> Option<Subject> {
        match step {
            Step::Annotations { set, edit } => self.subject_of_edit(*set, &edit.changes),
            Step::Layers(state) => self.subject_of_layers(state),
            Step::Bookmarks(list) => {
                let now = &self.settings.bookmarks;
                let (coming, going) = (others(list, now), others(now, list));
                // A name that changes is said as it is going to be.
                of_names(if coming.is_empty() { &going } else { &coming })
            }
            Step::Shown(_) => None,
            Step::PutBack(layers) | Step::TakeOff(layers) => {
                let names: Vec<&str> =
                    layers.iter().map(|layer| layer.name(self.settings.language)).collect();
                of_names(&names)
            }
        }
    }

    fn subject_of_edit(&self, set: SetId, changes: &[Change]) -> Option<Subject> {
        let open = self.annotations.set(set)?;
        match changes {
            [] => None,
            [Change::Remove(id)] => Some(of_annotation(open, open.set.get(id)?)),
            [Change::Put(after)] => {
                // A title that is taken away leaves the one that stood there to go by.
                let before = open.set.get(&after.id).filter(|_| after.title.trim().is_empty());
                Some(of_annotation(open, before.unwrap_or(after)))
            }
            several => {
                let mut ids: Vec<_> = several.iter().map(Change::id).collect();
                ids.sort_unstable();
                ids.dedup();
                match ids.as_slice() {
                    // Edits of one typing are joined, and are about one annotation.
                    [_] => self.subject_of_edit(set, several.get(several.len() - 1..)?),
                    more => Some(Subject::Several(more.len())),
                }
            }
        }
    }

    /// The layers that are shown in another way than in a state.
    fn subject_of_layers(&self, before: &LayersState) -> Option<Subject> {
        let now = self.layers_state();
        let changed =
            now.0.iter().filter(|state| !before.0.contains(state)).map(|(id, ..)| id.as_str());
        let changed: Vec<&str> = changed.filter_map(|id| self.layer_name(id)).collect();
        of_names(&changed)
    }

    fn layer_name(&self, id: &str) -> Option<&str> {
        Some(self.layer(id)?.spec.name.get(self.settings.language))
    }
}
