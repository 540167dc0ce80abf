//! Systems that single elements of a file name.
//!
//! Owns what such a name means beside the system of the file, and the count of what elements say.
//! Must not place anything.

use std::rc::Rc;

use planmap_core::crs::{Crs, Transform, with_transform};
use planmap_core::{FilePlace, IssueKind};

use super::plan::Plan;

/// The system of an element's numbers.
#[derive(Clone)]
pub(crate) enum OwnSystem {
    /// The one of the file as a whole.
    OfFile,
    /// Another one, with the operation into the file's.
    Other(Rc<Transform>),
    /// One that cannot be used.
    Unknown,
}

/// What an element's name of a system was found to mean.
#[derive(Clone)]
pub(crate) struct Own {
    pub(crate) system: OwnSystem,
    /// The name as the file has it; empty where there is none.
    pub(crate) name: Rc<str>,
    /// Why it cannot be used.
    pub(crate) issue: Option<IssueKind>,
}

impl Own {
    /// The meaning of a name.
    pub(crate) fn named(name: &str, plan: &Plan) -> Self {
        let unknown = || Some(IssueKind::new("crs-unknown").with("name", name.trim()));
        let (system, issue) = match Crs::parse(name) {
            Ok(crs) => (OwnSystem::of(&crs, plan), None),
            Err(_) => (OwnSystem::Unknown, unknown()),
        };
        Self { system, name: Rc::from(name), issue }
    }

    /// Of an element that names none: the system of the file, or what the standard prescribes where
    /// the file's was taken from other elements.
    pub(crate) fn unnamed(system: OwnSystem) -> Self {
        Self { system, name: Rc::from(""), issue: None }
    }
}

impl OwnSystem {
    /// A system beside the one of the file.
    pub(crate) fn of(crs: &Crs, plan: &Plan) -> Self {
        if *crs == plan.source {
            return Self::OfFile;
        }
        with_transform(crs, &plan.source).map_or(Self::Unknown, Self::Other)
    }
}

/// What the features of a file say of their systems.
#[derive(Debug, Default)]
pub(crate) struct OwnNames {
    /// Each name, how many features bear it, and the place of the first.
    counts: Vec<(Box<str>, u32, FilePlace)>,
}

impl OwnNames {
    /// Counts a feature that names a system.
    pub(crate) fn note(&mut self, name: &str, place: FilePlace) {
        self.add(name, 1, place);
    }

    fn add(&mut self, name: &str, count: u32, place: FilePlace) {
        // More are no use: the one that most features name is wanted.
        const DIFFERENT: usize = 64;
        if let Some(found) = self.counts.iter_mut().find(|(known, _, _)| **known == *name) {
            found.1 += count;
        } else if self.counts.len() < DIFFERENT && !name.is_empty() {
            self.counts.push((name.into(), count, place));
        }
    }

    /// Adds what the features further on in the file say.
    pub(crate) fn append(&mut self, other: Self) {
        for (name, count, place) in other.counts {
            self.add(&name, count, place);
        }
    }

    /// The name that more than half of `features` bear and that means a system.
    pub(crate) fn of_most(&self, features: u32) -> Option<&str> {
        let most = self.counts.iter().max_by_key(|(_, count, _)| *count)?;
        (most.1 * 2 > features && Crs::parse(&most.0).is_ok()).then_some(&*most.0)
    }

    /// The first name in the file, and its place.
    pub(crate) fn first(&self) -> Option<(&str, FilePlace)> {
        self.counts
            .iter()
            .min_by_key(|(_, _, place)| *place)
            .map(|(name, _, place)| (&**name, *place))
    }
}
