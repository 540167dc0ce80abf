//! GeoJSON (RFC 7946) in all its forms, and what is near to it.
//!
//! Owns the plan of a reading: the system and the store are chosen on samples, the file is read in
//! one pass on all cores, and the choice is checked against everything that was read; where it does
//! not hold, the file is read once more with a better one.

mod array;
mod chunk;
mod document;
mod feature;
mod geometry;
mod head;
mod identity;
mod mend;
mod number;
mod own_system;
mod place;
mod position;
mod row;
mod scan;

use std::sync::Arc;

use planmap_core::crs::{CoordinateGuess, Crs, Fitted, with_transform};
use planmap_core::feature::{GeometriesBuilder, TableBuilder};
use planmap_core::{Extent, Features, Issue, IssueKind, MapPoint};

use self::array::Run;
use self::chunk::{Bounds, Chunk, Finding, Halves, Plan, Quick, syntax_kind};
use self::document::{Pass, Refusal};
use self::head::{head_member, member_of, sample};
use self::place::within;
use super::registry::{Fit, Format, FormatKind, Reader};
use super::source::Source;
use super::system::{self, CrsSource, Found, Member, Sidecar};
use super::text::Text;
use super::{Dataset, ReadError, ReadOptions};

/// Most passes over one file: the tail may name a system, the bounds may ask for another map
/// system, a guess may be accepted, and strays may need a coarser store.
const PASSES: u32 = 5;

/// Files from this size on are converted by a fit; for smaller ones PROJ is quick enough, and exact.
const FITTED_FROM: usize = 1024 * 1024;

/// Collections, single features and single geometries.
pub(super) static COLLECTION: Format = Format {
    id: "geojson",
    name: "GeoJSON",
    kind: FormatKind::Vector,
    extensions: &["geojson", "json"],
    parts: &[],
    is_folder: false,
    writes: true,
    advice: "format-geojson",
    sniff: sniff_object,
    reader: Some(&GeoJson),
};

/// One feature a line. What tells it stands behind the first one, so the reader decides.
pub(super) static LINES: Format = Format {
    id: "geojson-lines",
    name: "GeoJSON lines",
    extensions: &["geojsonl", "ndjson", "jsonl"],
    writes: false,
    ..COLLECTION
};

/// RFC 8142: each feature behind a record separator.
pub(super) static SEQUENCE: Format = Format {
    id: "geojson-sequence",
    name: "GeoJSON text sequence",
    extensions: &["geojsons"],
    writes: false,
    sniff: sniff_sequence,
    ..COLLECTION
};

/// Formats of its own exist for other JSON, TopoJSON for one: an extension goes before.
fn sniff_object(head: &[u8]) -> Fit {
    if matches!(head.first(), Some(b'{' | b'[')) { Fit::Likely } else { Fit::No }
}

fn sniff_sequence(head: &[u8]) -> Fit {
    match head.first() {
        Some(0x1e) => Fit::Likely,
        _ => sniff_object(head),
    }
}

/// Reads all forms: which one a file has shows only in the reading.
struct GeoJson;

impl Reader for GeoJson {
    fn read(&self, source: &Source<'_>) -> Result<Unindexed, ReadError> {
        source.read_text(&mut |text, start| read(text, start, source))
    }
}

/// Reads a file's text, which begins at `start`.
pub(super) fn read(text: Text<'_>, start: usize, source: &Source<'_>) -> Result<Unindexed, NotRead> {
    let Source { options, observer, .. } = *source;
    let sidecar = source.sidecar.as_ref();
    let samples = sample(text, start);
    let mut state = State { options, sidecar, samples, found: None, suggestion: None, guessed: false };
    let mut plan = state.plan(&head_member(text, start));
    let mut pass = None;
    for _ in 0..PASSES {
        plan.quick = if text.len() >= FITTED_FROM { state.quick(&plan) } else { Quick::default() };
        let run = Run::new(observer, text.len() as u64, source.next_pass());
        let read = document::read(text, start, &plan, &run).map_err(|r| refused(r, text, options))?;
        if observer.is_cancelled() {
            return Err(ReadError::Cancelled.into());
        }
        let better = state.revised(&plan, &read, text);
        pass = Some(read);
        match better {
            Some(better) if better != plan => plan = better,
            _ => break,
        }
    }
    let Some(pass) = pass else {
        return Err(ReadError::Cancelled.into());
    };
    Ok(state.unindexed(plan, pass, text))
}

/// Why a text gave nothing.
pub(super) enum NotRead {
    Refused(ReadError),
    /// It was given in pieces, and all of it must be seen at once.
    NeedsWhole,
}

impl From<ReadError> for NotRead {
    fn from(error: ReadError) -> Self {
        Self::Refused(error)
    }
}

/// What is known about a reading besides the plan.
struct State<'a> {
    options: &'a ReadOptions,
    sidecar: Option<&'a Sidecar>,
    samples: Vec<(f64, f64)>,
    found: Option<Found>,
    suggestion: Option<CoordinateGuess>,
    guessed: bool,
}

impl State<'_> {
    /// A plan from what the file says about its system and from samples of its positions.
    fn plan(&mut self, member: &Member) -> Plan {
        let mut found = system::find(self.options, member, self.sidecar);
        let mut bounds = Bounds::default();
        self.samples.iter().for_each(|(x, y)| bounds.add(*x, *y));
        let source = found.crs.clone().unwrap_or_else(Crs::wgs84);
        let swap_xy = self.options.swap_xy;
        let mut halves = Halves::default();
        self.samples.iter().for_each(|(x, y)| halves.add(if swap_xy { *y } else { *x }));
        let plan = self.plan_in(source, swap_xy, (!bounds.is_empty()).then_some(bounds.0), &halves);
        let follows_own = self.options.crs.is_none();
        // What names none is then in the standard's system, whatever the others say.
        let unnamed = matches!(member, Member::InFeatures(_)).then(Crs::wgs84);
        let plan = Plan { place: found.crs.is_some(), follows_own, unnamed, ..plan };
        let plan = if plan.place && with_transform(&plan.source, &plan.map).is_err() {
            let kind =
                IssueKind::new("crs-no-operation").with("from", plan.source.as_str()).with("to", plan.map.as_str());
            found.issues.push(Issue::error(kind));
            Plan { place: false, ..plan }
        } else {
            plan
        };
        self.found = Some(found);
        plan
    }

    /// A plan for a system; `bounds` in the file's order of axes, `halves` of the globe that hold
    /// something where the system is WGS 84.
    fn plan_in(&self, source: Crs, swap_xy: bool, bounds: Option<[f64; 4]>, halves: &Halves) -> Plan {
        let swapped = |[a, b, c, d]: [f64; 4]| if swap_xy { [b, a, d, c] } else { [a, b, c, d] };
        let map =
            self.options.map_crs.clone().unwrap_or_else(|| {
                bounds.map_or_else(Crs::world, |bounds| map_crs_for(&source, swapped(bounds), halves))
            });
        // The middle sample: a stray position must not carry the origin away.
        let mut points: Vec<MapPoint> = Vec::new();
        if let Ok(transform) = with_transform(&source, &map) {
            let order = |(x, y): &(f64, f64)| if swap_xy { (*y, *x) } else { (*x, *y) };
            let converted = self.samples.iter().map(order).filter(|(x, y)| within(&source, *x, *y));
            let converted = converted.filter_map(|(x, y)| transform.convert(x, y).ok());
            points.extend(converted.map(|(x, y)| MapPoint::new(x, y)));
        }
        let middle = |f: fn(&MapPoint) -> f64| {
            let mut values: Vec<f64> = points.iter().map(f).collect();
            values.sort_unstable_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(0.0).round()
        };
        let (origin, quantum_m) = if map == Crs::world() {
            // The whole globe fits, 40,075 km wide.
            (
                MapPoint::default(),
                GeometriesBuilder::quantum_for(&Extent::from_corners(
                    MapPoint::new(-2.1e7, -1.1e7),
                    MapPoint::new(2.1e7, 1.1e7),
                )),
            )
        } else {
            (MapPoint::new(middle(|p| p.x), middle(|p| p.y)), 0.001)
        };
        let expected = Extent::of_points(points.iter().copied());
        let quick = Quick::default();
        let (place, follows_own, unnamed) = (true, false, None);
        Plan { source, map, origin, quantum_m, swap_xy, place, quick, expected, follows_own, unnamed }
    }

    /// The conversion fitted where most of the samples lie, and some way around.
    fn quick(&self, plan: &Plan) -> Quick {
        if !plan.place || plan.source == plan.map {
            return Quick::default();
        }
        let order = |(x, y): &(f64, f64)| if plan.swap_xy { (*y, *x) } else { (*x, *y) };
        let inside = self.samples.iter().map(order).filter(|(x, y)| within(&plan.source, *x, *y));
        let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = inside.unzip();
        let (Some([x0, x1]), Some([y0, y1])) = (most(&mut xs), most(&mut ys)) else {
            return Quick::default();
        };
        // A city may be wide and flat; both ways get the same way around.
        let around = (x1 - x0).max(y1 - y0) / 2.0;
        let extent = [x0 - around, y0 - around, x1 + around, y1 + around];
        Quick(Fitted::new(&plan.source, &plan.map, extent).ok().flatten().map(Arc::new))
    }

    /// A better plan, if what was read shows that this one does not hold.
    fn revised(&mut self, plan: &Plan, pass: &Pass, text: Text<'_>) -> Option<Plan> {
        let Chunk { with_coordinates, beyond, too_far, within_bounds, beyond_bounds, halves, extent, .. } = &pass.chunk;
        if !self.guessed && self.suggestion.is_none() {
            let better = self.plan(&member_of(text, pass));
            let same = |a: &Plan, b: &Plan| (&a.source, a.place, &a.unnamed) == (&b.source, b.place, &b.unnamed);
            if !same(&better, plan) {
                return Some(better);
            }
        }
        let some = |b: &Bounds| (!b.is_empty()).then_some(b.0);
        if !plan.place {
            return self.revised_unknown(plan, some(&pass.chunk.all_bounds()));
        }
        let most_beyond = *beyond * 2 > *with_coordinates;
        let guess = system::judge(&plan.source, some(within_bounds), some(beyond_bounds).filter(|_| most_beyond));
        if let (Some(guess), false) = (guess, self.guessed) {
            self.suggestion = Some(guess);
            if let (true, Some((source, swap))) = (self.options.accept_guess, system::accepted(guess, &plan.source)) {
                self.guessed = true;
                let bounds = some(beyond_bounds)
                    .or(some(within_bounds))
                    .map(|[a, b, c, d]| if plan.swap_xy { [b, a, d, c] } else { [a, b, c, d] });
                // Turned round, latitudes would be taken for longitudes.
                let halves = if swap { Halves::default() } else { *halves };
                let guessed = self.plan_in(source, plan.swap_xy ^ swap, bounds, &halves);
                return Some(Plan { follows_own: plan.follows_own, ..guessed });
            }
            return Some(Plan { place: false, ..plan.clone() });
        }
        if let (None, Some(bounds)) = (&self.options.map_crs, some(within_bounds)) {
            let map = map_crs_for(&plan.source, bounds, halves);
            if map != plan.map {
                let bounds = if plan.swap_xy { [bounds[1], bounds[0], bounds[3], bounds[2]] } else { bounds };
                let there = self.plan_in(plan.source.clone(), plan.swap_xy, Some(bounds), halves);
                let (follows_own, unnamed) = (plan.follows_own, plan.unnamed.clone());
                return Some(Plan { follows_own, unnamed, ..there });
            }
        }
        // A few strays are told one by one; where they are many, the layer is simply large.
        const STRAYS: u32 = 3;
        if *too_far > STRAYS.max(with_coordinates / 100) || (*too_far > 0 && *too_far == *with_coordinates) {
            let centre = extent.centre();
            let origin = MapPoint::new(centre.x.round(), centre.y.round());
            return Some(Plan {
                origin,
                quantum_m: GeometriesBuilder::quantum_for(&extent.buffered(1.0)),
                ..plan.clone()
            });
        }
        None
    }

    /// A plan for a file that names a system that nobody knows: its numbers may say what they are.
    /// Nothing is taken for that unless the user has agreed.
    fn revised_unknown(&mut self, plan: &Plan, bounds: Option<[f64; 4]>) -> Option<Plan> {
        let is_unknown = self.found.as_ref().is_some_and(|found| found.unknown.is_some());
        if !is_unknown || self.guessed || self.suggestion.is_some() {
            return None;
        }
        let guess = planmap_core::crs::guess_coordinates(bounds?);
        let (source, swap) = system::accepted(guess, &plan.source)?;
        self.suggestion = Some(guess);
        if !self.options.accept_guess {
            return None;
        }
        self.guessed = true;
        Some(self.plan_in(source, plan.swap_xy ^ swap, bounds, &Halves::default()))
    }

    fn unindexed(mut self, plan: Plan, pass: Pass, text: Text<'_>) -> Unindexed {
        let Pass { chunk, crs, form } = pass;
        let nothing = Found { crs: None, source: CrsSource::Default, unknown: None, issues: Vec::new() };
        let found = self.found.take().unwrap_or(nothing);
        let mut issues = found.issues;
        if self.guessed {
            // Agreed to; nothing is suggested any more.
            self.suggestion = None;
            issues.push(Issue::note(IssueKind::new("crs-guess-accepted").with("crs", plan.source.as_str())));
        }
        if let Some(guess) = self.suggestion {
            let announced = found.unknown.as_deref().unwrap_or(plan.source.as_str());
            issues.push(Issue::error(IssueKind::new(suggestion_key(guess)).with("crs", announced)));
        }
        if let Some(range) = &crs {
            issues.push(Issue::note(IssueKind::new("crs-member")).at_byte(range.start as u64));
        }
        if let (None, Some((name, byte))) = (&crs, chunk.own_systems.first()) {
            let kind = IssueKind::new("crs-in-features").with("crs", geometry::clip(name.trim()));
            issues.push(Issue::note(kind).at_byte(byte as u64));
        }
        if chunk.heights > 0 {
            issues.push(Issue::note(IssueKind::new("heights-dropped").with("count", chunk.heights.to_string())));
        }
        if !chunk.foreign.is_empty() {
            issues.push(Issue::note(IssueKind::new("foreign-members").with("names", chunk.foreign.join(", "))));
        }
        let unlisted = chunk.findings.unlisted();
        let mut findings = chunk.findings.list;
        findings.sort_by_key(|f| f.byte);
        for (key, count) in unlisted {
            if let Some(last) = findings.iter().rev().find(|f| f.kind.key() == key) {
                issues.push(more_like(last, count));
            }
        }
        issues.extend(findings.into_iter().map(issue));
        finish(&mut issues, text, &self.options.display_name);
        let crs_source = if self.guessed { CrsSource::Guess } else { found.source };
        Unindexed {
            geometries: chunk.geometries,
            table: chunk.table,
            file_index: chunk.index,
            has_identifiers: chunk.identified > 0,
            map_crs: plan.map,
            source_crs: plan.source,
            crs_source,
            format: form.name,
            issues,
            bytes: text.len() as u64,
            suggestion: self.suggestion,
        }
    }
}

/// What a file holds, with all that needs its bytes done: they can be let go before the index is
/// made, which takes memory of its own.
pub(super) struct Unindexed {
    geometries: GeometriesBuilder,
    table: TableBuilder,
    file_index: Vec<u32>,
    /// Whether features have identifiers beside their attributes.
    has_identifiers: bool,
    map_crs: Crs,
    source_crs: Crs,
    crs_source: CrsSource,
    format: &'static str,
    pub(super) issues: Vec<Issue>,
    /// Size of the file.
    pub(super) bytes: u64,
    suggestion: Option<CoordinateGuess>,
}

impl Unindexed {
    /// Tells that the file, called `name`, still changed when it was read for the last time.
    pub(super) fn tell_changing(&mut self, name: &str) {
        self.issues.insert(0, Issue::error(IssueKind::new("file-changing")).in_file(name));
    }

    /// Makes the index. The file is called `name` in issues.
    pub(super) fn dataset(self, name: &str) -> Dataset {
        let table = self.table.finish();
        let mut issues = self.issues;
        if self.has_identifiers {
            issues.extend(identity::repeated(&table).map(|issue| issue.in_file(name)));
        }
        Dataset {
            features: Features::new(self.geometries.finish(), table, self.file_index),
            map_crs: self.map_crs,
            source_crs: self.source_crs,
            crs_source: self.crs_source,
            format: self.format,
            issues,
            bytes: self.bytes,
            suggestion: self.suggestion,
        }
    }
}

/// The system of the map for bounds in x and y, which may lie on both sides of the 180th meridian.
fn map_crs_for(source: &Crs, bounds: [f64; 4], halves: &Halves) -> Crs {
    let bounds = if source.is_wgs84() { halves.unrolled(bounds) } else { bounds };
    system::map_crs_for(source, bounds)
}

/// The range of most of some values: a stray one must not stretch it.
fn most(values: &mut [f64]) -> Option<[f64; 2]> {
    values.sort_unstable_by(f64::total_cmp);
    let strays = values.len() / 16;
    let kept = values.get(strays..values.len() - strays)?;
    Some([*kept.first()?, *kept.last()?])
}

fn suggestion_key(guess: CoordinateGuess) -> &'static str {
    match guess {
        CoordinateGuess::Degrees => "coordinates-degrees",
        CoordinateGuess::DegreesSwapped => "coordinates-degrees-swapped",
        CoordinateGuess::Vn2000 => "coordinates-vn2000",
        CoordinateGuess::Vn2000Swapped => "coordinates-vn2000-swapped",
        CoordinateGuess::Unknown => "coordinates-unknown",
    }
}

fn issue(finding: Finding) -> Issue {
    Issue {
        severity: finding.severity,
        kind: finding.kind,
        file: None,
        feature: finding.feature,
        byte: Some(finding.byte as u64),
        line: None,
        at: finding.at,
    }
}

/// Stands for the findings of a kind that are not listed.
fn more_like(last: &Finding, count: usize) -> Issue {
    let mut kind = IssueKind::new("more-like").with("count", count.to_string()).with("like", last.kind.key());
    for (name, value) in last.kind.args() {
        kind = kind.with(name, value.clone());
    }
    Issue::new(last.severity, kind)
}

/// Names the file in every issue, and the line where the byte is known.
fn finish(issues: &mut [Issue], text: Text<'_>, name: &str) {
    let mut order: Vec<usize> = (0..issues.len()).filter(|i| issues[*i].byte.is_some()).collect();
    order.sort_by_key(|i| issues[*i].byte);
    let (mut line, mut from) = (1u32, 0usize);
    for i in order {
        let byte = issues[i].byte.map_or(0, |b| (b as usize).min(text.len()));
        line += text.line_ends(from..byte);
        from = byte;
        issues[i].line = Some(line);
    }
    for issue in issues {
        issue.file = Some(name.to_owned());
    }
}

fn refused(refusal: Refusal, text: Text<'_>, options: &ReadOptions) -> NotRead {
    let name = options.display_name.clone();
    let place = |at: usize| {
        let at = at.min(text.len());
        (at as u64, text.line_ends(0..at) + 1)
    };
    let error = match refusal {
        Refusal::NeedsWhole => return NotRead::NeedsWhole,
        Refusal::Cancelled => ReadError::Cancelled,
        Refusal::NotJson(syntax) => {
            let (byte, line) = place(syntax.at);
            ReadError::NotJson { name, byte, line, kind: syntax_kind(syntax) }
        }
        Refusal::NotGeoJson(kind, at) => {
            let (byte, line) = place(at);
            ReadError::NotGeoJson { name, byte, line, kind }
        }
    };
    NotRead::Refused(error)
}

#[cfg(test)]
mod tests;
