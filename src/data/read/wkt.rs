//! Well-known text (OGC 06-103r4), one geometry a line, as databases write it: `POINT (104.03 21.21)`.
//! A line may begin with its system, `SRID=9206;`, and lines that begin with `#` are comments.
//!
//! Owns the grammar. A line that breaks it is told; the others are read.

mod cursor;

use std::ops::Range;

use memchr::memchr;
use planmap_core::feature::PartKind;
use planmap_core::{FilePlace, IssueKind, Severity};
use rayon::prelude::*;

use self::cursor::{Cursor, Wrong};
use super::ReadError;
use super::ingest::{
    self, Chunk, Content, NotRead, Own, OwnSystem, Pass, Placer, Plan, Run, Shape, Unindexed, clip,
};
use super::registry::{Fit, Format, FormatKind, Reader};
use super::source::Source;
use super::system::Member;
use super::text::Text;

/// Lines of well-known text.
pub(super) static FORMAT: Format = Format {
    id: "wkt",
    name: "WKT",
    kind: FormatKind::Vector,
    extensions: &["wkt", "ewkt"],
    parts: &[],
    is_folder: false,
    writes: false,
    advice: "format-wkt",
    sniff,
    reader: Some(&Wkt),
};

/// About what one task reads, in bytes.
const TASK: usize = 512 * 1024;

/// Deepest nesting of collections that is followed.
const MAX_COLLECTIONS: usize = 32;

/// The types that are read, longer words before those that they begin with.
const TYPES: [(&str, Type); 7] = [
    ("GEOMETRYCOLLECTION", Type::Collection),
    ("MULTILINESTRING", Type::Lines),
    ("MULTIPOLYGON", Type::Polygons),
    ("MULTIPOINT", Type::Points),
    ("LINESTRING", Type::Line),
    ("POLYGON", Type::Polygon),
    ("POINT", Type::Point),
];

/// Types of the standard that are not read: curves, and surfaces in space.
const OTHER_TYPES: [&str; 9] = [
    "CIRCULARSTRING",
    "COMPOUNDCURVE",
    "CURVEPOLYGON",
    "MULTICURVE",
    "MULTISURFACE",
    "POLYHEDRALSURFACE",
    "TRIANGLE",
    "TIN",
    "GEODESICSTRING",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Point,
    Points,
    Line,
    Lines,
    Polygon,
    Polygons,
    Collection,
}

fn sniff(head: &[u8]) -> Fit {
    if matches!(head.first(), Some(b'{' | b'[' | b'<' | 0x1e) | None) {
        return Fit::No;
    }
    let mut cursor = Cursor { bytes: head, at: 0 };
    let has_system = matches!(cursor.system(), Ok(Some(_)));
    let word = cursor.word();
    let is_type = word_of(TYPES.map(|(name, _)| name), word).is_some();
    if has_system || is_type { Fit::Likely } else { Fit::Possible }
}

/// Which of some names a word is, with or without the letters of its dimensions behind it.
fn word_of<const N: usize>(names: [&'static str; N], word: &[u8]) -> Option<(usize, &'static str)> {
    names.into_iter().enumerate().find(|(_, name)| {
        let Some((own, rest)) = word.split_at_checked(name.len()) else {
            return false;
        };
        let is_dimensions = rest.is_empty()
            || [&b"Z"[..], b"M", b"ZM"].iter().any(|d| rest.eq_ignore_ascii_case(d));
        own.eq_ignore_ascii_case(name.as_bytes()) && is_dimensions
    })
}

/// Reads lines of well-known text.
struct Wkt;

impl Reader for Wkt {
    fn read(&self, source: &Source<'_>, _: Option<&str>) -> Result<Unindexed, ReadError> {
        source.read_text(&mut |text, start| {
            let bytes = text.whole().ok_or(NotRead::NeedsWhole)?;
            ingest::read(source, &Lines { bytes, start })
        })
    }
}

/// A text and where it begins.
struct Lines<'a> {
    bytes: &'a [u8],
    start: usize,
}

impl Lines<'_> {
    /// The line that begins at or behind a place; none where there is no more.
    fn line_from(&self, from: usize) -> Option<Range<usize>> {
        let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
        Some(from..memchr(b'\n', rest).map_or(self.bytes.len(), |length| from + length))
    }

    /// The beginning of the first line behind a place.
    fn next_line(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr(b'\n', rest).map_or(self.bytes.len(), |length| from + length + 1)
    }

    /// Runs of whole lines, about as long as a task.
    fn tasks(&self) -> Vec<Range<usize>> {
        let mut tasks = Vec::new();
        let mut from = self.start;
        while from < self.bytes.len() {
            let end = self.next_line((from + TASK).min(self.bytes.len()));
            tasks.push(from..end);
            from = end;
        }
        tasks
    }
}

impl Content for Lines<'_> {
    fn size(&self) -> usize {
        self.bytes.len()
    }

    fn text(&self) -> Option<Text<'_>> {
        Some(Text::Whole(self.bytes))
    }

    fn samples(&self) -> Vec<(f64, f64)> {
        const SAMPLES: usize = 64;
        let step = (self.bytes.len().saturating_sub(self.start) / SAMPLES).max(1);
        let mut samples = Vec::new();
        let mut last = None;
        for from in (self.start..self.bytes.len()).step_by(step) {
            let line_start = if from == self.start { from } else { self.next_line(from) };
            let Some(line) = self.line_from(line_start).filter(|line| last != Some(line.start))
            else {
                continue;
            };
            last = Some(line.start);
            samples.extend(first_position(&self.bytes[line]));
        }
        samples
    }

    fn announced(&self) -> Member {
        let mut at = self.start;
        while let Some(line) = self.line_from(at) {
            at = line.end + 1;
            let mut cursor = Cursor { bytes: &self.bytes[..line.end], at: line.start };
            if !cursor.is_blank() {
                let system = cursor.system().ok().flatten();
                return system.map_or(Member::Absent, Member::Named);
            }
        }
        Member::Absent
    }

    fn pass(&self, plan: &Plan, run: &Run<'_>) -> Result<Pass, NotRead> {
        let read = |task: &Range<usize>| {
            let mut worker = Worker::new(plan);
            let mut at = task.start;
            while at < task.end && !run.cancelled() {
                let Some(line) = self.line_from(at) else {
                    break;
                };
                at = line.end + 1;
                worker.line(&self.bytes[..line.end], line.start);
            }
            if plan.place {
                run.show(&worker.chunk, plan);
            }
            run.advance(task.len() as u64);
            worker.chunk
        };
        let chunks: Vec<Chunk> = self.tasks().par_iter().map(read).collect();
        if run.cancelled() {
            return Err(ReadError::Cancelled.into());
        }
        let mut chunk = Chunk::new(plan);
        chunk.reserve_for(chunks.iter());
        for further in chunks {
            chunk.append(further);
        }
        Ok(Pass { chunk, system: None, form: &FORMAT })
    }

    fn named(&self, pass: &Pass) -> Member {
        // Lines that name none are in the system of those that do.
        let name = pass.chunk.own_systems.of_most(0);
        name.map_or(Member::Absent, |name| Member::Named(name.to_owned()))
    }
}

/// The first two numbers behind the first bracket of a line.
fn first_position(line: &[u8]) -> Option<(f64, f64)> {
    let mut cursor = Cursor { bytes: line, at: 0 };
    if cursor.is_blank() {
        return None;
    }
    cursor.at = memchr(b'(', line)?;
    while cursor.take(b'(') {}
    Some((cursor.number().ok()?, cursor.number().ok()?))
}

/// What reads the lines of one task.
struct Worker<'a> {
    chunk: Chunk,
    plan: &'a Plan,
    placer: Placer<'a>,
    shape: Shape,
    /// The ends of the rings of the polygon being read, and where each begins.
    rings: Vec<(usize, FilePlace)>,
    /// The last system that a line has named: most name the same.
    system: Option<Own>,
}

impl<'a> Worker<'a> {
    fn new(plan: &'a Plan) -> Self {
        let (shape, rings) = (Shape::default(), Vec::new());
        Self {
            chunk: Chunk::new(plan),
            plan,
            placer: Placer::new(plan),
            shape,
            rings,
            system: None,
        }
    }

    /// Reads the line that begins at a place and ends with the bytes.
    fn line(&mut self, bytes: &[u8], start: usize) {
        let mut cursor = Cursor { bytes, at: start };
        if cursor.is_blank() {
            return;
        }
        let start = cursor.at;
        self.shape.clear();
        let system = match self.read(&mut cursor) {
            Ok(system) => system,
            Err(wrong) if wrong.is_no_geometry => {
                self.chunk.find_broken(wrong.kind, wrong.at, true);
                self.chunk.elements += 1;
                return;
            }
            Err(wrong) => {
                self.shape.clear();
                self.shape.error(wrong.kind, wrong.at.into());
                None
            }
        };
        self.chunk.index.push(self.chunk.elements);
        self.chunk.table.begin_row();
        let own = self.own_system(system, start);
        self.placer.place(&mut self.chunk, &mut self.shape, start.into(), &own);
        self.chunk.elements += 1;
    }

    /// Reads a whole line into the shape; gives the system that it names.
    fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<String>, Wrong> {
        let system = cursor.system()?;
        self.geometry(cursor, 0)?;
        // Some programs end each line as a statement.
        cursor.take(b';');
        cursor.space();
        if cursor.at < cursor.bytes.len() { Err(cursor.unexpected()) } else { Ok(system) }
    }

    fn own_system(&mut self, name: Option<String>, start: usize) -> OwnSystem {
        let Some(name) = name.filter(|_| self.plan.follows_own) else {
            return OwnSystem::OfFile;
        };
        if self.system.as_ref().is_none_or(|own| *own.name != *name) {
            self.system = Some(Own::named(&name, self.plan));
        }
        let Some(own) = &self.system else {
            return OwnSystem::OfFile;
        };
        self.chunk.own_systems.note(&own.name, start.into());
        if let Some(issue) = own.issue.clone() {
            self.chunk.find(Severity::Error, issue, start, true);
        }
        own.system.clone()
    }

    /// Reads a geometry with its type.
    fn geometry(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Result<(), Wrong> {
        cursor.space();
        let at = cursor.at;
        let word = cursor.word();
        let Some((number, name)) = word_of(TYPES.map(|(name, _)| name), word) else {
            let name = clip(&String::from_utf8_lossy(word));
            let is_other = word_of(OTHER_TYPES, word).is_some();
            let key = if is_other { "wkt-type-not-read" } else { "wkt-not-geometry" };
            let is_no_geometry = !is_other && depth == 0;
            return Err(Wrong { at, kind: IssueKind::new(key).with("name", name), is_no_geometry });
        };
        let dimensions = match word.get(name.len()..) {
            Some(rest) if !rest.is_empty() => rest,
            _ => cursor.dimensions(),
        };
        let has_measure = dimensions.eq_ignore_ascii_case(b"M");
        if cursor.is_empty_word() {
            self.shape.remark(Severity::Note, IssueKind::new("geometry-empty"), at.into(), None);
            return Ok(());
        }
        let Some((_, kind)) = TYPES.get(number) else {
            return Ok(());
        };
        self.content(cursor, *kind, has_measure, depth)
    }

    /// Reads what stands in the brackets of a geometry.
    fn content(
        &mut self,
        cursor: &mut Cursor<'_>,
        kind: Type,
        has_measure: bool,
        depth: usize,
    ) -> Result<(), Wrong> {
        cursor.space();
        let (first, place) = (self.shape.positions.len(), FilePlace::from(cursor.at));
        match kind {
            Type::Point | Type::Points => {
                self.points(cursor, kind, has_measure)?;
                let range = first..self.shape.positions.len();
                if !range.is_empty() {
                    self.shape.parts.push((PartKind::Points, range));
                }
            }
            Type::Line => {
                self.positions(cursor, has_measure)?;
                self.shape.line(first..self.shape.positions.len(), place);
            }
            Type::Polygon => self.polygon(cursor, has_measure)?,
            Type::Lines | Type::Polygons | Type::Collection => {
                let inner = if kind == Type::Lines { Type::Line } else { Type::Polygon };
                cursor.expect(b'(')?;
                loop {
                    if kind == Type::Collection {
                        if depth == MAX_COLLECTIONS {
                            return Err(cursor.wrong("json-depth"));
                        }
                        self.geometry(cursor, depth + 1)?;
                    } else if !cursor.is_empty_word() {
                        self.content(cursor, inner, has_measure, depth)?;
                    }
                    if !cursor.more()? {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads the positions of points, each of which may stand in brackets of its own.
    fn points(
        &mut self,
        cursor: &mut Cursor<'_>,
        kind: Type,
        has_measure: bool,
    ) -> Result<(), Wrong> {
        cursor.expect(b'(')?;
        loop {
            if !cursor.is_empty_word() {
                let is_wrapped = kind == Type::Points && cursor.take(b'(');
                self.position(cursor, has_measure)?;
                if is_wrapped {
                    cursor.expect(b')')?;
                }
            }
            if kind == Type::Point {
                return cursor.expect(b')');
            }
            if !cursor.more()? {
                return Ok(());
            }
        }
    }

    fn polygon(&mut self, cursor: &mut Cursor<'_>, has_measure: bool) -> Result<(), Wrong> {
        let first = self.shape.positions.len();
        self.rings.clear();
        cursor.expect(b'(')?;
        loop {
            cursor.space();
            let place = FilePlace::from(cursor.at);
            if !cursor.is_empty_word() {
                self.positions(cursor, has_measure)?;
                self.rings.push((self.shape.positions.len(), place));
            }
            if !cursor.more()? {
                break;
            }
        }
        self.shape.rings(&self.rings, first);
        Ok(())
    }

    /// Reads positions in brackets.
    fn positions(&mut self, cursor: &mut Cursor<'_>, has_measure: bool) -> Result<(), Wrong> {
        cursor.expect(b'(')?;
        loop {
            self.position(cursor, has_measure)?;
            if !cursor.more()? {
                return Ok(());
            }
        }
    }

    #[inline]
    fn position(&mut self, cursor: &mut Cursor<'_>, has_measure: bool) -> Result<(), Wrong> {
        let (x, y) = (cursor.number()?, cursor.number()?);
        let mut more = 0;
        while cursor.is_at_number() {
            cursor.number()?;
            more += 1;
        }
        if more > 2 {
            return Err(cursor.unexpected());
        }
        self.shape.heights |= more > 0 && !has_measure;
        self.shape.positions.push((x, y));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
