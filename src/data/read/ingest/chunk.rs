//! What one worker makes of one run of a file: rows of geometry and attributes, and findings.
//!
//! Owns the joining of what all workers made. Must not know formats.

use std::ops::Range;

use planmap_core::feature::{GeometriesBuilder, TableBuilder};
use planmap_core::{Extent, FilePlace, IssueKind, Severity};

use super::bounds::{Bounds, Halves};
use super::findings::{Finding, Findings};
use super::own_system::OwnNames;
use super::plan::Plan;

/// What one run of a file holds.
#[derive(Debug)]
pub(crate) struct Chunk {
    pub(crate) geometries: GeometriesBuilder,
    pub(crate) table: TableBuilder,
    /// Number of each row's element, counted from the start of the chunk.
    pub(crate) index: Vec<u32>,
    /// Elements met, unreadable ones included.
    pub(crate) elements: u32,
    pub(crate) findings: Findings,
    /// Features that brought coordinates, placed or not.
    pub(crate) with_coordinates: u32,
    /// Features with a position that the source system cannot hold.
    pub(crate) beyond: u32,
    /// Features that the store's range cannot hold.
    pub(crate) too_far: u32,
    /// Features with a height that was left out.
    pub(crate) heights: u32,
    /// Positions within the range of the source system.
    pub(crate) within_bounds: Bounds,
    /// Longitudes of those, where the source system is WGS 84.
    pub(crate) halves: Halves,
    /// Positions beyond it.
    pub(crate) beyond_bounds: Bounds,
    /// Everything placed or too far, in map metres.
    pub(crate) extent: Extent,
    /// Names of what the format has no meaning for and was passed over.
    pub(crate) foreign: Vec<String>,
    /// Systems that features name themselves.
    pub(crate) own_systems: OwnNames,
    /// The bytes of something that names a system and stands where a feature should.
    pub(crate) stray_system: Option<Range<usize>>,
    /// Features that have an identifier of their own beside their attributes.
    pub(crate) identified: u32,
    /// Place in the file of the piece that is being read: what is found in it is told by places
    /// within. 0 between pieces.
    pub(crate) base: usize,
}

impl Chunk {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            geometries: GeometriesBuilder::new(plan.origin, plan.quantum_m),
            table: TableBuilder::default(),
            index: Vec::new(),
            elements: 0,
            findings: Findings::default(),
            with_coordinates: 0,
            beyond: 0,
            too_far: 0,
            heights: 0,
            within_bounds: Bounds::default(),
            halves: Halves::default(),
            beyond_bounds: Bounds::default(),
            extent: Extent::EMPTY,
            foreign: Vec::new(),
            own_systems: OwnNames::default(),
            stray_system: None,
            identified: 0,
            base: 0,
        }
    }

    /// Makes room for other chunks of the same file.
    pub(crate) fn reserve_for<'a>(&mut self, others: impl Iterator<Item = &'a Self> + Clone) {
        let rows = others.clone().map(|c| c.index.len()).sum();
        self.geometries.reserve_for(others.map(|c| &c.geometries));
        self.table.reserve(rows);
        self.index.reserve_exact(rows);
    }

    /// Adds what the next chunk of the same file holds.
    pub(crate) fn append(&mut self, other: Self) {
        let base = self.elements;
        self.geometries.append(&other.geometries);
        self.table.append(&other.table);
        self.index.extend(other.index.iter().map(|i| i + base));
        self.findings.append(other.findings, base);
        self.elements += other.elements;
        self.with_coordinates += other.with_coordinates;
        self.beyond += other.beyond;
        self.too_far += other.too_far;
        self.heights += other.heights;
        self.identified += other.identified;
        self.own_systems.append(other.own_systems);
        self.stray_system = self.stray_system.take().or(other.stray_system);
        self.within_bounds.join(other.within_bounds);
        self.halves.join(other.halves);
        self.beyond_bounds.join(other.beyond_bounds);
        self.extent = self.extent.union(other.extent);
        for name in other.foreign {
            self.foreign_member(&name);
        }
    }

    /// The bounds of all positions, whether the source system can hold them or not.
    pub(crate) fn all_bounds(&self) -> Bounds {
        let mut all = self.within_bounds;
        all.join(self.beyond_bounds);
        all
    }

    /// Takes in positions that the source system can hold, with their rectangle.
    pub(crate) fn add_within(&mut self, bounds: Bounds, positions: &[(f64, f64)]) {
        self.within_bounds.join(bounds);
        self.halves.add_all(&bounds, positions);
    }

    /// Notes the name of something that the format has no meaning for, once.
    pub(crate) fn foreign_member(&mut self, name: &str) {
        const NAMED: usize = 16;
        if self.foreign.len() < NAMED && !self.foreign.iter().any(|n| n == name) {
            self.foreign.push(name.to_owned());
        }
    }

    /// Notes where something names a system in the place of a feature, if it is the first one.
    pub(crate) fn stray_system(&mut self, range: &Range<usize>) {
        let base = self.base;
        self.stray_system.get_or_insert_with(|| base + range.start..base + range.end);
    }

    /// A place in the piece that is being read as one in the file.
    pub(crate) fn in_file(&self, place: impl Into<FilePlace>) -> FilePlace {
        match place.into() {
            FilePlace::Byte(byte) => FilePlace::Byte(self.base as u64 + byte),
            other => other,
        }
    }

    /// Adds a finding about the element being read, or about the file if `of_feature` is false.
    pub(crate) fn find(
        &mut self,
        severity: Severity,
        kind: IssueKind,
        place: impl Into<FilePlace>,
        of_feature: bool,
    ) {
        let feature = of_feature.then_some(self.elements);
        let place = self.in_file(place);
        self.findings.push(Finding {
            severity,
            kind,
            feature,
            place,
            at: None,
            breaks_form: false,
        });
    }

    /// Adds an error that the form of the file is broken.
    pub(crate) fn find_broken(
        &mut self,
        kind: IssueKind,
        place: impl Into<FilePlace>,
        of_feature: bool,
    ) {
        let feature = of_feature.then_some(self.elements);
        let (severity, place) = (Severity::Error, self.in_file(place));
        self.findings.push(Finding { severity, kind, feature, place, at: None, breaks_form: true });
    }
}
