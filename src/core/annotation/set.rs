//! A set of annotations and the edits that change it.
//!
//! Owns the rule that every change has an inverse. A change holds whole annotations, so that
//! carrying it out twice is the same as once: a journal may be replayed over a file that already
//! has some of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Annotation, AnnotationId};

/// One annotation put in, replaced or taken out.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Puts it in, or over the one with its id.
    Put(Arc<Annotation>),
    /// Takes it out.
    Remove(AnnotationId),
}

impl Change {
    /// The annotation that it is about.
    #[must_use]
    pub fn id(&self) -> &AnnotationId {
        match self {
            Self::Put(annotation) => &annotation.id,
            Self::Remove(id) => id,
        }
    }
}

/// What one step of a user changes, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edit {
    /// The changes.
    pub changes: Vec<Change>,
}

impl Edit {
    /// An edit of one change.
    #[must_use]
    pub fn one(change: Change) -> Self {
        Self { changes: vec![change] }
    }

    /// An edit that puts annotations.
    #[must_use]
    pub fn put(annotations: impl IntoIterator<Item = Annotation>) -> Self {
        Self { changes: annotations.into_iter().map(|a| Change::Put(Arc::new(a))).collect() }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Annotations by id.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnnotationSet {
    by_id: BTreeMap<AnnotationId, Arc<Annotation>>,
}

impl AnnotationSet {
    /// Carries out an edit and returns the one that takes it back.
    pub fn apply(&mut self, edit: &Edit) -> Edit {
        let mut changes: Vec<Change> = edit
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Put(new) => {
                    Some(match self.by_id.insert(new.id.clone(), Arc::clone(new)) {
                        Some(old) => Change::Put(old),
                        None => Change::Remove(new.id.clone()),
                    })
                }
                Change::Remove(id) => self.by_id.remove(id).map(Change::Put),
            })
            .collect();
        changes.reverse();
        Edit { changes }
    }

    /// The edit that makes `other` out of this set.
    #[must_use]
    pub fn edit_to(&self, other: &Self) -> Edit {
        let gone = self
            .by_id
            .keys()
            .filter(|id| other.get(id).is_none())
            .map(|id| Change::Remove(id.clone()));
        let differs = |a: &&Arc<Annotation>| {
            self.by_id.get(&a.id).is_none_or(|own| !Arc::ptr_eq(own, a) && own != *a)
        };
        let put = other.by_id.values().filter(differs).map(|a| Change::Put(Arc::clone(a)));
        Edit { changes: gone.chain(put).collect() }
    }

    /// Puts annotations in, each over the one with its id.
    pub fn extend(&mut self, annotations: impl IntoIterator<Item = Annotation>) {
        self.by_id.extend(annotations.into_iter().map(|a| (a.id.clone(), Arc::new(a))));
    }

    /// An annotation by id.
    #[must_use]
    pub fn get(&self, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        self.by_id.get(id)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Annotation>> {
        self.by_id.values()
    }

    /// All of them in the order they are drawn.
    #[must_use]
    pub fn in_draw_order(&self) -> Vec<&Arc<Annotation>> {
        let mut out: Vec<_> = self.by_id.values().collect();
        out.sort_by_key(|a| a.order);
        out
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The order that lies over, and the one that lies under, all of them.
    #[must_use]
    pub fn outer_orders(&self) -> (i64, i64) {
        let orders = || self.by_id.values().map(|a| a.order);
        (
            orders().max().map_or(0, |o| o.saturating_add(1)),
            orders().min().map_or(0, |o| o.saturating_sub(1)),
        )
    }
}

impl FromIterator<Annotation> for AnnotationSet {
    fn from_iter<T: IntoIterator<Item = Annotation>>(iter: T) -> Self {
        let mut out = Self::default();
        out.extend(iter);
        out
    }
}
