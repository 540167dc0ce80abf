//! What a file of annotations was before: the way back from each version to the one before it.
//!
//! Owns the chain that finds what two copies have in common. Every version is named by the hash of
//! its content and holds the edit that makes it out of the next later one; the latest is the file
//! itself. A version is only believed if what comes out has its hash.

use std::collections::{BTreeSet, VecDeque};

use planmap_core::annotation::{Annotation, AnnotationId, AnnotationSet, Change, Edit};
use serde_json::json;

use super::document::{Document, Lines, version_of};
use super::line::{edit_from_text, edit_line};
use super::raw;

/// Versions that are kept: with one in ten minutes at most, some 50 hours of work.
const MOST: usize = 300;

#[derive(Debug, Clone, PartialEq)]
struct Version {
    /// Hash of its content.
    name: String,
    /// When it was left: RFC 3339 in UTC.
    time: String,
    /// Makes it out of the next later version.
    back: Edit,
}

/// The chain, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Versions {
    chain: VecDeque<Version>,
    /// Versions of other copies that were merged in: their content is part of this file.
    merged: Vec<String>,
}

impl Versions {
    /// Reads the list as it stands in a file.
    pub(super) fn read(json: &str) -> Self {
        let mut out = Self::default();
        for entry in raw::entries(json).unwrap_or_default() {
            let members = raw::members(entry).unwrap_or_default();
            let json = |key: &str| members.iter().find(|(k, _)| k == key).map(|(_, json)| *json);
            let text =
                |key: &str| json(key).and_then(|json| raw::value(json).as_str().map(str::to_owned));
            if let Some(name) = text("merged") {
                out.merged.push(name);
                continue;
            }
            let (Some(name), Some(back)) = (text("version"), json("back").and_then(edit_from_text))
            else {
                // A link that cannot be read ends the way back here.
                out.chain.clear();
                continue;
            };
            out.chain.push_back(Version { name, time: text("time").unwrap_or_default(), back });
        }
        out
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let merged = self.merged.iter().map(|name| json!({"merged": name}).to_string());
        let chain = self.chain.iter().map(|v| {
            let name = raw::quoted(&v.name);
            let time = raw::quoted(&v.time);
            let back = edit_line(&v.back);
            raw::object([
                ("version", name.as_str()),
                ("time", time.as_str()),
                ("back", back.as_str()),
            ])
        });
        merged.chain(chain)
    }

    /// Notes that another program has edited the file since this version of it.
    pub(super) fn come_from(&mut self, name: String) {
        if !self.knows(&name) {
            self.merged.push(name);
        }
    }

    /// Whether nothing is known of the past.
    fn is_empty(&self) -> bool {
        self.chain.is_empty() && self.merged.is_empty()
    }

    /// Notes that `before` was left for `after` at a time.
    pub fn push(&mut self, before: &AnnotationSet, after: &AnnotationSet, time: &str) {
        self.chain.push_back(Version {
            name: version_of(before),
            time: time.to_owned(),
            back: after.edit_to(before),
        });
        if self.chain.len() > MOST {
            self.chain.pop_front();
        }
    }

    /// Replaces the last way back: the version before stays, the file has moved on. `before` is what
    /// was last pushed.
    pub fn move_on(&mut self, before: &AnnotationSet, after: &AnnotationSet, time: &str) {
        match self.chain.back_mut() {
            // Its content is the same, so its name is: hashing thousands again would cost most of a save.
            Some(last) => (last.time, last.back) = (time.to_owned(), after.edit_to(before)),
            None => self.push(before, after, time),
        }
    }

    /// Whether the way back leads to a version.
    fn has(&self, name: &str) -> bool {
        self.chain.iter().any(|v| v.name == name)
    }

    /// Whether a version is known to be part of this file.
    fn knows(&self, name: &str) -> bool {
        self.has(name) || self.merged.iter().any(|m| m == name)
    }

    /// Takes over what another copy knows, and its newest version.
    pub fn absorb(&mut self, other: &Document) {
        let names = other
            .versions
            .merged
            .iter()
            .chain(other.versions.chain.iter().map(|v| &v.name))
            .cloned();
        for name in names.chain([version_of(&other.set)]) {
            if !self.knows(&name) {
                self.merged.push(name);
            }
        }
        let spare = self.merged.len().saturating_sub(2 * MOST);
        self.merged.drain(..spare);
    }
}

/// The versions of a document from its present to its oldest, each with its content, as long as the
/// content has the hash it should.
fn states(document: &Document) -> impl Iterator<Item = (String, AnnotationSet)> + '_ {
    let mut lines = Lines::default();
    let mut set = (*document.set).clone();
    let now = (lines.version_of(&set), set.clone());
    let older = document.versions.chain.iter().rev().map_while(move |v| {
        set.apply(&v.back);
        (lines.version_of(&set) == v.name).then(|| (v.name.clone(), set.clone()))
    });
    std::iter::once(now).chain(older)
}

/// The newest state that both documents are known to come from; `None` where nothing is known of one.
#[must_use]
pub fn common_ancestor(ours: &Document, theirs: &Document) -> Option<AnnotationSet> {
    let our_name = version_of(&ours.set);
    let their_name = version_of(&theirs.set);
    let in_theirs = states(theirs).find(|(name, _)| *name == our_name || ours.versions.knows(name));
    let in_ours = states(ours).find(|(name, _)| *name == their_name || theirs.versions.knows(name));
    match (in_theirs, in_ours) {
        // Each is the first on its own chain, so it is newer than what the same chain has further back.
        (Some(a), Some(b)) => {
            let b_is_newer = !theirs.versions.has(&b.0) && ours.versions.has(&a.0);
            Some(if b_is_newer { b.1 } else { a.1 })
        }
        (a, b) => a.or(b).map(|(_, set)| set),
    }
}

/// What two copies of a file come from, as far as that can be told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ancestry {
    /// The state that both come from; empty where nothing is known of one.
    pub base: AnnotationSet,
    /// What only one copy has and was perhaps deleted in the other.
    pub doubtful: BTreeSet<AnnotationId>,
}

/// Finds what two copies come from. Where another program has dropped the history of one of them,
/// the state of the other's history that is most like it is taken; then nothing counts as deleted
/// for certain, and what may have been is named.
#[must_use]
pub fn ancestry(ours: &Document, theirs: &Document) -> Ancestry {
    if let Some(base) = common_ancestor(ours, theirs) {
        return Ancestry { base, doubtful: BTreeSet::new() };
    }
    let shared = ours.set.iter().filter(|a| theirs.set.get(&a.id).is_some());
    let newest_shared = shared.map(|a| a.created.as_str()).max();
    let Some(newest_shared) = newest_shared else {
        // Copies without one annotation in common come from nothing.
        return Ancestry::default();
    };
    let our_past = Past::of(ours, &theirs.set);
    let their_past = Past::of(theirs, &ours.set);
    let nearer = match (&our_past, &their_past) {
        (Some(a), Some(b)) if b.distance < a.distance => &their_past,
        (None, _) => &their_past,
        _ => &our_past,
    };
    let base = nearer.as_ref().map(|past| past.nearest.clone()).unwrap_or_default();
    let is_doubtful = |a: &Annotation, other_past: Option<&Past>| {
        let was_there =
            base.get(&a.id).is_some() || other_past.is_some_and(|past| past.ids.contains(&a.id));
        // Drawn before something that both have, so it was there when they parted.
        let is_older = !a.created.is_empty() && a.created.as_str() <= newest_shared;
        let is_untold = nearer.is_none() && a.created.is_empty();
        was_there || other_past.is_none() && (is_older || is_untold)
    };
    let only_ours = ours.set.iter().filter(|a| theirs.set.get(&a.id).is_none());
    let only_theirs = theirs.set.iter().filter(|a| ours.set.get(&a.id).is_none());
    let doubtful_ours = only_ours.filter(|a| is_doubtful(a, their_past.as_ref()));
    let doubtful_theirs = only_theirs.filter(|a| is_doubtful(a, our_past.as_ref()));
    let doubtful = doubtful_ours.chain(doubtful_theirs).map(|a| a.id.clone()).collect();
    Ancestry { base, doubtful }
}

/// The history of a document beside a copy that has none in common with it.
struct Past {
    /// The state that is most like the copy, the newest of equals.
    nearest: AnnotationSet,
    /// In how many annotations it differs.
    distance: usize,
    /// Everything that was ever in it.
    ids: BTreeSet<AnnotationId>,
}

impl Past {
    /// `None` where the document tells no history.
    fn of(document: &Document, copy: &AnnotationSet) -> Option<Self> {
        if document.versions.is_empty() {
            return None;
        }
        let differs = |set: &AnnotationSet, id: &AnnotationId| match (set.get(id), copy.get(id)) {
            (Some(a), Some(b)) => !b.says_the_same(a),
            (a, b) => a.is_some() || b.is_some(),
        };
        let mut state = (*document.set).clone();
        let mut ids: BTreeSet<AnnotationId> = state.iter().map(|a| a.id.clone()).collect();
        let all: BTreeSet<&AnnotationId> = state.iter().chain(copy.iter()).map(|a| &a.id).collect();
        let mut distance = all.into_iter().filter(|id| differs(&state, id)).count();
        let mut out = Self { nearest: state.clone(), distance, ids: BTreeSet::new() };
        let mut lines = Lines::default();
        for version in document.versions.chain.iter().rev() {
            let touched: BTreeSet<&AnnotationId> = version.back.changes.iter().map(id_of).collect();
            let before = touched.iter().filter(|id| differs(&state, id)).count();
            state.apply(&version.back);
            if lines.version_of(&state) != version.name {
                break;
            }
            let after = touched.iter().filter(|id| differs(&state, id)).count();
            distance = distance + after - before;
            ids.extend(touched.into_iter().cloned());
            if distance < out.distance {
                out.distance = distance;
                out.nearest = state.clone();
            }
        }
        out.ids = ids;
        Some(out)
    }
}

fn id_of(change: &Change) -> &AnnotationId {
    match change {
        Change::Put(a) => &a.id,
        Change::Remove(id) => id,
    }
}
