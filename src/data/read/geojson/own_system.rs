//! Systems that single features and geometries name: GeoJSON of 2008 lets `crs` stand on any object.
//!
//! Owns the reading of such a member once for all elements that say the same, and the count of what
//! they say. Must not place anything.

use std::ops::Range;
use std::rc::Rc;

use planmap_core::IssueKind;
use planmap_core::crs::{Crs, Transform, with_transform};

use super::chunk::Plan;
use crate::read::system::{self, Member};

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

/// What an element's member was found to mean.
#[derive(Clone)]
pub(crate) struct Own {
    pub(crate) system: OwnSystem,
    /// The name as the file has it; empty where there is none.
    pub(crate) name: Rc<str>,
    /// Why it cannot be used.
    pub(crate) issue: Option<IssueKind>,
}

/// The members met so far, each read once: features of one file mostly name the same.
#[derive(Default)]
pub(crate) struct OwnSystems {
    read: Vec<(Box<[u8]>, Own)>,
    of_standard: Option<OwnSystem>,
    /// The member of the collection that the elements stand in.
    pub(crate) inherited: Option<Range<usize>>,
}

impl OwnSystems {
    /// The system of an element whose own member lies at `named`.
    pub(crate) fn of(&mut self, bytes: &[u8], named: Option<&Range<usize>>, plan: &Plan) -> Own {
        let Some(range) = named.or(self.inherited.as_ref()) else {
            return Own { system: self.unnamed(plan), name: Rc::from(""), issue: None };
        };
        let json = &bytes[range.clone()];
        if let Some((_, own)) = self.read.iter().find(|(member, _)| **member == *json) {
            return own.clone();
        }
        let own = match system::member(json) {
            Member::Named(name) | Member::InFeatures(name) => read(&name, plan),
            Member::Absent | Member::Useless => Own { system: self.unnamed(plan), name: Rc::from(""), issue: None },
        };
        // A file with a system for each feature must not make this search long.
        const KEPT: usize = 16;
        if self.read.len() == KEPT {
            self.read.clear();
        }
        self.read.push((json.into(), own.clone()));
        own
    }

    /// The system of an element that names none: the file's, or what the standard prescribes where
    /// the file's was taken from other features.
    fn unnamed(&mut self, plan: &Plan) -> OwnSystem {
        let Some(standard) = &plan.unnamed else {
            return OwnSystem::OfFile;
        };
        self.of_standard.get_or_insert_with(|| other(standard, plan)).clone()
    }
}

fn read(name: &str, plan: &Plan) -> Own {
    let unknown = || Some(IssueKind::new("crs-unknown").with("name", name.trim()));
    let (system, issue) = match Crs::parse(name) {
        Ok(crs) => (other(&crs, plan), None),
        Err(_) => (OwnSystem::Unknown, unknown()),
    };
    Own { system, name: Rc::from(name), issue }
}

fn other(crs: &Crs, plan: &Plan) -> OwnSystem {
    if *crs == plan.source {
        return OwnSystem::OfFile;
    }
    with_transform(crs, &plan.source).map_or(OwnSystem::Unknown, OwnSystem::Other)
}

/// What the features of a file say of their systems.
#[derive(Debug, Default)]
pub(crate) struct OwnNames {
    /// Each name, how many features bear it, and the byte of the first.
    counts: Vec<(Box<str>, u32, usize)>,
}

impl OwnNames {
    /// Counts a feature that names a system.
    pub(crate) fn note(&mut self, name: &str, byte: usize) {
        self.add(name, 1, byte);
    }

    fn add(&mut self, name: &str, count: u32, byte: usize) {
        // More are no use: the one that most features name is wanted.
        const DIFFERENT: usize = 64;
        if let Some(found) = self.counts.iter_mut().find(|(known, _, _)| **known == *name) {
            found.1 += count;
        } else if self.counts.len() < DIFFERENT && !name.is_empty() {
            self.counts.push((name.into(), count, byte));
        }
    }

    /// Adds what the features further on in the file say.
    pub(crate) fn append(&mut self, other: Self) {
        for (name, count, byte) in other.counts {
            self.add(&name, count, byte);
        }
    }

    /// The name that more than half of `features` bear and that means a system.
    pub(crate) fn of_most(&self, features: u32) -> Option<&str> {
        let most = self.counts.iter().max_by_key(|(_, count, _)| *count)?;
        (most.1 * 2 > features && Crs::parse(&most.0).is_ok()).then_some(&*most.0)
    }

    /// The first name in the file, and its byte.
    pub(crate) fn first(&self) -> Option<(&str, usize)> {
        self.counts.iter().min_by_key(|(_, _, byte)| *byte).map(|(name, _, byte)| (&**name, *byte))
    }
}
