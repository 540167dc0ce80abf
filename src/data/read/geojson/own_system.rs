//! Systems that single features and geometries name: GeoJSON of 2008 lets `crs` stand on any object.
//!
//! Owns the reading of such a member once for all elements that say the same. Must not place
//! anything.

use std::ops::Range;

use super::member::member;
use crate::read::ingest::{Own, OwnSystem, Plan};
use crate::read::system::Member;

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
            return Own::unnamed(self.unnamed(plan));
        };
        let json = &bytes[range.clone()];
        if let Some((_, own)) = self.read.iter().find(|(member, _)| **member == *json) {
            return own.clone();
        }
        let own = match member(json) {
            Member::Named(name) | Member::InFeatures(name) => Own::named(&name, plan),
            Member::Absent | Member::Useless => Own::unnamed(self.unnamed(plan)),
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
        self.of_standard.get_or_insert_with(|| OwnSystem::of(standard, plan)).clone()
    }
}
