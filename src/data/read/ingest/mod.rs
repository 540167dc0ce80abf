//! What all formats have in common: the plan of a reading, and what becomes of what was read.
//!
//! Owns the order of things: the systems and the store are chosen on samples, the file is read in
//! one pass on all cores, and the choice is checked against everything that was read; where it does
//! not hold, the file is read once more with a better one. Must not know formats.

mod bounds;
mod choice;
mod chunk;
mod findings;
mod identity;
mod own_system;
mod place;
mod plan;
mod run;
mod shape;

use std::ops::Range;

use planmap_core::crs::{CoordinateGuess, Crs};
use planmap_core::feature::{GeometriesBuilder, TableBuilder};
use planmap_core::{Features, Issue, IssueKind};

use super::registry::Format;
use super::source::Source;
use super::system::{CrsSource, Found, Member};
use super::text::Text;
use super::{Dataset, ReadError};

pub(crate) use self::choice::Choice;
pub(crate) use self::chunk::Chunk;
pub(crate) use self::findings::clip;
pub(crate) use self::own_system::{Own, OwnSystem};
pub(crate) use self::place::Placer;
pub(crate) use self::plan::{Plan, Quick};
pub(crate) use self::run::Run;
pub(crate) use self::shape::Shape;

/// Most passes over one file: the tail may name a system, the bounds may ask for another map
/// system, a guess may be accepted, and strays may need a coarser store.
const PASSES: u32 = 5;

/// Files from this size on are converted by a fit; for smaller ones PROJ is quick enough, and exact.
pub(crate) const FITTED_FROM: usize = 1024 * 1024;

/// What a format knows of one layer of a file.
pub(crate) trait Content {
    /// Size of the file in bytes.
    fn size(&self) -> usize;

    /// The text of the file, where it is one: lines are counted in it.
    fn text(&self) -> Option<Text<'_>>;

    /// Positions from all over the file, to choose systems by. May hold wrong ones: what is chosen
    /// by them is checked after the reading.
    fn samples(&self) -> Vec<(f64, f64)>;

    /// What the file says of its system before it is read.
    fn announced(&self) -> Member;

    /// Reads all of it.
    fn pass(&self, plan: &Plan, run: &Run<'_>) -> Result<Pass, NotRead>;

    /// What the whole file was found to say of its system.
    fn named(&self, pass: &Pass) -> Member;

    /// What else is to be said of the file.
    fn remarks(&self, pass: &Pass) -> Vec<Issue> {
        let _ = pass;
        Vec::new()
    }
}

/// What a file holds, before coordinates were judged.
#[derive(Debug)]
pub(crate) struct Pass {
    pub(crate) chunk: Chunk,
    /// The bytes that name the system of the file as a whole, where there are any.
    pub(crate) system: Option<Range<usize>>,
    /// Which of the forms of the format the file has.
    pub(crate) form: &'static Format,
}

/// Why a text gave nothing.
pub(crate) enum NotRead {
    Refused(ReadError),
    /// It was given in pieces, and all of it must be seen at once.
    NeedsWhole,
}

impl From<ReadError> for NotRead {
    fn from(error: ReadError) -> Self {
        Self::Refused(error)
    }
}

/// Reads what a format has found at a source.
pub(crate) fn read(source: &Source<'_>, content: &dyn Content) -> Result<Unindexed, NotRead> {
    let mut choice = Choice::new(source.options, source.sidecar.as_ref(), content.samples());
    let mut plan = choice.plan(&content.announced());
    let mut pass = None;
    for _ in 0..PASSES {
        plan.quick =
            if content.size() >= FITTED_FROM { choice.quick(&plan) } else { Quick::default() };
        let run = Run::new(source.observer, content.size() as u64, source.next_pass());
        let read = content.pass(&plan, &run)?;
        if run.cancelled() {
            return Err(ReadError::Cancelled.into());
        }
        let better = choice.revised(&plan, &read.chunk, &content.named(&read));
        pass = Some(read);
        match better {
            Some(better) if better != plan => plan = better,
            _ => break,
        }
    }
    let Some(pass) = pass else {
        return Err(ReadError::Cancelled.into());
    };
    Ok(unindexed(choice, plan, pass, content, &source.options.display_name))
}

/// Puts together what a reading gave; the file is called `name`.
fn unindexed(
    choice: Choice<'_>,
    plan: Plan,
    pass: Pass,
    content: &dyn Content,
    name: &str,
) -> Unindexed {
    let remarks = content.remarks(&pass);
    let Pass { chunk, form, .. } = pass;
    let nothing =
        Found { crs: None, source: CrsSource::Default, unknown: None, issues: Vec::new() };
    let Choice { found, guessed, .. } = choice;
    let found = found.unwrap_or(nothing);
    // What was agreed to is suggested no more.
    let suggestion = choice.suggestion.filter(|_| !guessed);
    let mut issues = found.issues;
    if guessed {
        issues.push(Issue::note(
            IssueKind::new("crs-guess-accepted").with("crs", plan.source.as_str()),
        ));
    }
    if let Some(guess) = suggestion {
        let announced = found.unknown.as_deref().unwrap_or(plan.source.as_str());
        issues.push(Issue::error(IssueKind::new(suggestion_key(guess)).with("crs", announced)));
    }
    issues.extend(remarks);
    if chunk.heights > 0 {
        issues.push(Issue::note(
            IssueKind::new("heights-dropped").with("count", chunk.heights.to_string()),
        ));
    }
    if !chunk.foreign.is_empty() {
        issues.push(Issue::note(
            IssueKind::new("foreign-members").with("names", chunk.foreign.join(", ")),
        ));
    }
    issues.extend(chunk.findings.into_issues());
    if let Some(text) = content.text() {
        name_lines(&mut issues, text);
    }
    for issue in &mut issues {
        issue.file = Some(name.to_owned());
    }
    Unindexed {
        geometries: chunk.geometries,
        table: chunk.table,
        file_index: chunk.index,
        has_identifiers: chunk.identified > 0,
        map_crs: plan.map,
        source_crs: plan.source,
        crs_source: if guessed { CrsSource::Guess } else { found.source },
        format: form.name,
        issues,
        bytes: content.size() as u64,
        suggestion,
    }
}

/// Names the line of every issue whose byte is known.
fn name_lines(issues: &mut [Issue], text: Text<'_>) {
    let mut order: Vec<usize> = (0..issues.len()).filter(|i| issues[*i].byte.is_some()).collect();
    order.sort_by_key(|i| issues[*i].byte);
    let (mut line, mut from) = (1u32, 0usize);
    for i in order {
        let byte = issues[i].byte.map_or(0, |b| (b as usize).min(text.len()));
        line += text.line_ends(from..byte);
        from = byte;
        issues[i].line = Some(line);
    }
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

/// What a file holds, with all that needs its bytes done: they can be let go before the index is
/// made, which takes memory of its own.
pub(crate) struct Unindexed {
    geometries: GeometriesBuilder,
    table: TableBuilder,
    file_index: Vec<u32>,
    /// Whether features have identifiers beside their attributes.
    has_identifiers: bool,
    map_crs: Crs,
    source_crs: Crs,
    crs_source: CrsSource,
    format: &'static str,
    pub(in crate::read) issues: Vec<Issue>,
    /// Size of the file.
    pub(in crate::read) bytes: u64,
    suggestion: Option<CoordinateGuess>,
}

impl Unindexed {
    /// Tells that the file, called `name`, still changed when it was read for the last time.
    pub(in crate::read) fn tell_changing(&mut self, name: &str) {
        self.issues.insert(0, Issue::error(IssueKind::new("file-changing")).in_file(name));
    }

    /// Makes the index. The file is called `name` in issues.
    pub(in crate::read) fn dataset(self, name: &str) -> Dataset {
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
