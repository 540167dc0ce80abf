//! What one worker makes of one run of bytes: rows of geometry and attributes, and findings.
//!
//! Owns the plan that all workers share and the joining of their results. Must not know JSON.

use std::ops::Range;
use std::sync::Arc;

use planmap_core::crs::{Crs, Fitted, GeoPoint, MapPoint};
use planmap_core::feature::{GeometriesBuilder, TableBuilder};
use planmap_core::{Extent, IssueKind, Severity};
use rustc_hash::FxHashMap;

use super::own_system::OwnNames;
use super::place::within;
use super::scan::{Fault, Syntax};

/// Most findings of one kind that are listed one by one.
pub(crate) const LISTED: usize = 100;

/// What every worker must know before the first coordinate: decided on samples, then checked
/// against what was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    /// System of the file's numbers.
    pub(crate) source: Crs,
    /// System of the map.
    pub(crate) map: Crs,
    /// Middle of the store.
    pub(crate) origin: MapPoint,
    /// Resolution of the store.
    pub(crate) quantum_m: f64,
    /// Whether the file writes north first.
    pub(crate) swap_xy: bool,
    /// False where coordinates cannot be placed: attributes are read alone.
    pub(crate) place: bool,
    /// The quick way to convert most positions.
    pub(crate) quick: Quick,
    /// About where the file lies on the map, by the samples.
    pub(crate) expected: Extent,
    /// Whether features may name systems of their own: not where the caller knows better.
    pub(crate) follows_own: bool,
    /// The system of features that name none, where `source` was taken from those that do.
    pub(crate) unnamed: Option<Crs>,
}

/// One fit for all workers of a pass, so that equal positions stay equal; PROJ converts what it
/// leaves out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Quick(pub(crate) Option<Arc<Fitted>>);

impl PartialEq for Quick {
    // It follows from the rest of a plan and changes no result beyond a millimetre: never a reason
    // to read once more.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// One finding, its feature counted from the start of the chunk.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) kind: IssueKind,
    pub(crate) feature: Option<u32>,
    pub(crate) byte: usize,
    pub(crate) at: Option<GeoPoint>,
    /// What broke the grammar, where that is the finding.
    pub(crate) fault: Option<Fault>,
}

/// Findings, with each kind listed up to a limit and counted beyond.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) list: Vec<Finding>,
    counts: FxHashMap<&'static str, usize>,
}

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.kind.key()).or_default();
        *count += 1;
        if *count <= LISTED {
            self.list.push(finding);
        }
    }

    fn append(&mut self, other: Self, feature_base: u32) {
        let mut listed: FxHashMap<&'static str, usize> = FxHashMap::default();
        for mut finding in other.list {
            *listed.entry(finding.kind.key()).or_default() += 1;
            finding.feature = finding.feature.map(|f| f + feature_base);
            self.push(finding);
        }
        for (key, count) in other.counts {
            *self.counts.entry(key).or_default() += count - listed.get(key).copied().unwrap_or(0);
        }
    }

    /// The kinds of which some are not listed, with the number of those.
    pub(crate) fn unlisted(&self) -> Vec<(&'static str, usize)> {
        let mut out: Vec<_> =
            self.counts.iter().filter(|(_, n)| **n > LISTED).map(|(key, n)| (*key, n - LISTED)).collect();
        out.sort_unstable();
        out
    }
}

/// A rectangle in the file's own numbers: `[min_x, min_y, max_x, max_y]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds(pub(crate) [f64; 4]);

impl Default for Bounds {
    fn default() -> Self {
        Self([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY])
    }
}

impl Bounds {
    /// The rectangle of some positions; what is no number is left out.
    #[inline]
    pub(crate) fn of(positions: &[(f64, f64)]) -> Self {
        let [mut a, mut b, mut c, mut d] = Self::default().0;
        for (x, y) in positions {
            (a, b, c, d) = (a.min(*x), b.min(*y), c.max(*x), d.max(*y));
        }
        Self([a, b, c, d])
    }

    /// Whether a system can hold both corners, and with them all that lies between.
    pub(crate) fn is_within(&self, source: &Crs) -> bool {
        within(source, self.0[0], self.0[1]) && within(source, self.0[2], self.0[3])
    }

    pub(crate) fn add(&mut self, x: f64, y: f64) {
        let [a, b, c, d] = self.0;
        self.0 = [a.min(x), b.min(y), c.max(x), d.max(y)];
    }

    pub(crate) fn join(&mut self, other: Self) {
        let [a, b, c, d] = other.0;
        if !other.is_empty() {
            self.add(a, b);
            self.add(c, d);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !(self.0[0] <= self.0[2] && self.0[1] <= self.0[3])
    }
}

/// How near to longitude 0 the positions of each half of the globe come, in degrees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Halves {
    /// The least of the longitudes from 0 on.
    east_from: f64,
    /// The greatest of those below 0.
    west_to: f64,
}

impl Default for Halves {
    fn default() -> Self {
        Self { east_from: f64::INFINITY, west_to: f64::NEG_INFINITY }
    }
}

impl Halves {
    pub(crate) fn add(&mut self, longitude: f64) {
        if longitude < 0.0 {
            self.west_to = self.west_to.max(longitude);
        } else {
            self.east_from = self.east_from.min(longitude);
        }
    }

    /// Adds positions whose rectangle is known: most lie in one half.
    fn add_all(&mut self, bounds: &Bounds, positions: &[(f64, f64)]) {
        if bounds.0[0] >= 0.0 {
            self.add(bounds.0[0]);
        } else if bounds.0[2] < 0.0 {
            self.add(bounds.0[2]);
        } else {
            positions.iter().for_each(|(longitude, _)| self.add(*longitude));
        }
    }

    fn join(&mut self, other: Self) {
        self.east_from = self.east_from.min(other.east_from);
        self.west_to = self.west_to.max(other.west_to);
    }

    /// Bounds in degrees that run on beyond 180° where everything lies on both sides of that
    /// meridian and nothing near longitude 0; as they are elsewhere.
    pub(crate) fn unrolled(&self, bounds: [f64; 4]) -> [f64; 4] {
        let [west, south, east, north] = bounds;
        let is_split = west < 0.0 && east >= 0.0 && self.east_from - self.west_to >= 180.0;
        if is_split { [self.east_from, south, self.west_to + 360.0, north] } else { [west, south, east, north] }
    }
}

/// What one run of bytes holds.
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
    /// Names of members outside the standard.
    pub(crate) foreign: Vec<String>,
    /// Systems that features name themselves.
    pub(crate) own_systems: OwnNames,
    /// The bytes of a `crs` object that stands in the list of features.
    pub(crate) stray_crs: Option<Range<usize>>,
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
            stray_crs: None,
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
        self.stray_crs = self.stray_crs.take().or(other.stray_crs);
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

    /// Notes the name of a member outside the standard, once.
    pub(crate) fn foreign_member(&mut self, name: &str) {
        const NAMED: usize = 16;
        if self.foreign.len() < NAMED && !self.foreign.iter().any(|n| n == name) {
            self.foreign.push(name.to_owned());
        }
    }

    /// Notes where a `crs` object stands in the list of features, if it is the first one.
    pub(crate) fn stray_crs(&mut self, range: &Range<usize>) {
        let base = self.base;
        self.stray_crs.get_or_insert_with(|| base + range.start..base + range.end);
    }

    /// Adds a finding about the element being read, or about the file if `of_feature` is false.
    pub(crate) fn find(&mut self, severity: Severity, kind: IssueKind, byte: usize, of_feature: bool) {
        let feature = of_feature.then_some(self.elements);
        let byte = self.base + byte;
        self.findings.push(Finding { severity, kind, feature, byte, at: None, fault: None });
    }

    /// Adds the finding for broken JSON.
    pub(crate) fn syntax(&mut self, error: Syntax, of_feature: bool) {
        let feature = of_feature.then_some(self.elements);
        let (kind, fault, byte) = (syntax_kind(error), Some(error.fault), self.base + error.at);
        self.findings.push(Finding { severity: Severity::Error, kind, feature, byte, at: None, fault });
    }
}

/// The issue for broken JSON.
pub(crate) fn syntax_kind(error: Syntax) -> IssueKind {
    let kind = IssueKind::new(error.fault.key());
    match error.fault {
        Fault::Byte(b) if b.is_ascii_graphic() => kind.with("found", char::from(b).to_string()),
        Fault::Byte(b) => kind.with("found", format!("0x{b:02X}")),
        _ => kind,
    }
}
