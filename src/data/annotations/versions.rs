//! What a file of annotations was before: the way back from each version to the one before it.
//!
//! Owns the chain that finds what two copies have in common. Every version is named by the hash of
//! its content and holds the edit that makes it out of the next later one; the latest is the file
//! itself. A version is only believed if what comes out has its hash.

use std::collections::VecDeque;

use planmap_core::annotation::{AnnotationSet, Edit};
use serde_json::{Map, Value, json};

use super::document::{Document, version_of};
use super::feature::{edit_from_json, edit_json};

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
    pub(super) fn read(own: &Map<String, Value>) -> Self {
        let mut out = Self::default();
        for v in own.get("versions").and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| v.get(key).and_then(Value::as_str).map(str::to_owned);
            if let Some(name) = text("merged") {
                out.merged.push(name);
                continue;
            }
            let (Some(name), Some(back)) = (text("version"), v.get("back").and_then(edit_from_json)) else {
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
        let chain = self
            .chain
            .iter()
            .map(|v| json!({"version": v.name, "time": v.time, "back": edit_json(&v.back)}).to_string());
        merged.chain(chain)
    }

    /// Notes that `before` was left for `after` at a time.
    pub fn push(&mut self, before: &AnnotationSet, after: &AnnotationSet, time: &str) {
        self.chain.push_back(Version { name: version_of(before), time: time.to_owned(), back: after.edit_to(before) });
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
        let names = other.versions.merged.iter().chain(other.versions.chain.iter().map(|v| &v.name)).cloned();
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
    let mut set = (*document.set).clone();
    let now = (version_of(&set), set.clone());
    let older = document.versions.chain.iter().rev().map_while(move |v| {
        set.apply(&v.back);
        (version_of(&set) == v.name).then(|| (v.name.clone(), set.clone()))
    });
    std::iter::once(now).chain(older)
}

/// The newest state that both documents come from; `None` where nothing is known of one.
#[must_use]
pub fn common_ancestor(ours: &Document, theirs: &Document) -> Option<AnnotationSet> {
    let (our_name, their_name) = (version_of(&ours.set), version_of(&theirs.set));
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
