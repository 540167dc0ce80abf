//! The outermost form of a file: a collection, one feature, one geometry, or a sequence.
//!
//! Owns what surrounds features. Must not know coordinates or systems.

use std::ops::Range;

use memchr::{memchr, memchr_iter};
use planmap_core::{FilePlace, IssueKind, Severity};
use rayon::prelude::*;

use super::array::{self, Next, Rescue};
use super::feature::{Element, Worker, syntax_kind};
use super::geometry::member;
use super::scan::{Cursor, Fault, RawText, Syntax, decode};
use crate::read::ingest::{Chunk, Pass, Plan, Run, clip};
use crate::read::text::{Piece, Text};

/// The record separator of RFC 8142.
const SEPARATOR: u8 = 0x1e;

/// Why a file gives nothing at all.
#[derive(Debug)]
pub(crate) enum Refusal {
    Cancelled,
    NotJson(Broken),
    /// Good JSON that is no GeoJSON.
    NotGeoJson(IssueKind, usize),
    /// All of the text must be seen at once.
    NeedsWhole,
}

/// What is broken in a text, and where.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) kind: IssueKind,
    /// Byte offset.
    pub(crate) at: usize,
}

impl Refusal {
    fn not_json(syntax: Syntax) -> Self {
        Self::NotJson(Broken { kind: syntax_kind(syntax), at: syntax.at })
    }
}

/// Reads a file from `start` on.
pub(crate) fn read(
    text: Text<'_>,
    start: usize,
    plan: &Plan,
    run: &Run<'_>,
) -> Result<Pass, Refusal> {
    match text.whole() {
        Some(bytes) => read_whole(bytes, start, plan, run),
        None => read_in_pieces(text, start, plan, run),
    }
}

/// Reads a collection of which only pieces are there at a time. Of what surrounds the features
/// nothing may be odd; the whole text is wanted otherwise.
fn read_in_pieces(
    text: Text<'_>,
    start: usize,
    plan: &Plan,
    run: &Run<'_>,
) -> Result<Pass, Refusal> {
    let at = {
        let head = text.piece(start, text.usual());
        let mut c = Cursor::new(head.bytes(), head.within(start));
        c.ws();
        if c.peek() != Some(b'{') {
            return Err(Refusal::NeedsWhole);
        }
        head.base + c.at
    };
    let (pass, end) = match root(text, at, plan, run) {
        Ok(read) => read,
        Err(Refusal::Cancelled) => return Err(Refusal::Cancelled),
        Err(Refusal::NotJson(_) | Refusal::NotGeoJson(..) | Refusal::NeedsWhole) => {
            return Err(Refusal::NeedsWhole);
        }
    };
    let Some(end) = end else {
        return Ok(pass);
    };
    let tail = text.piece(end, text.usual());
    let mut c = Cursor::new(tail.bytes(), tail.within(end));
    c.ws();
    if c.peek().is_none() && tail.is_last { Ok(pass) } else { Err(Refusal::NeedsWhole) }
}

fn read_whole(bytes: &[u8], start: usize, plan: &Plan, run: &Run<'_>) -> Result<Pass, Refusal> {
    let mut c = Cursor::new(bytes, start);
    c.ws();
    match c.peek() {
        Some(SEPARATOR) => {
            let records = split(bytes, c.at, SEPARATOR);
            Ok(Pass {
                chunk: sequence(bytes, &records, plan, run)?,
                system: None,
                form: &super::SEQUENCE,
            })
        }
        Some(b'{') => object(bytes, c.at, plan, run),
        _ => {
            let value = c.skip().map_err(Refusal::not_json)?;
            c.ws();
            if c.peek().is_some() {
                return Err(Refusal::not_json(Syntax { at: c.at, fault: Fault::Trailing }));
            }
            let what = match bytes[value.start] {
                b'[' => "array",
                b'"' => "text",
                b't' | b'f' => "boolean",
                b'n' => "null",
                _ => "number",
            };
            Err(Refusal::NotGeoJson(IssueKind::new("geojson-root").with("name", what), value.start))
        }
    }
}

/// A file that begins with an object: usually the whole of it, or the first line of a sequence.
fn object(bytes: &[u8], at: usize, plan: &Plan, run: &Run<'_>) -> Result<Pass, Refusal> {
    let root = root(Text::Whole(bytes), at, plan, run);
    let (mut pass, end) = match root {
        Ok(found) => found,
        Err(Refusal::NotJson(broken)) if looks_like_lines(bytes, at, broken.at) => {
            return lines(bytes, at, plan, run).and_then(|pass| {
                // With nothing read, what broke the first line is the better message.
                if pass.chunk.index.is_empty() { Err(Refusal::NotJson(broken)) } else { Ok(pass) }
            });
        }
        Err(Refusal::NotGeoJson(kind, byte)) => {
            // A sequence may begin with a record that is none; else what follows must be checked
            // before the file can be called good JSON.
            let mut c = Cursor::new(bytes, at);
            c.skip().map_err(Refusal::not_json)?;
            let end = c.at;
            c.ws();
            if c.peek() == Some(b'{') && memchr(b'\n', &bytes[end..c.at]).is_some() {
                return lines(bytes, at, plan, run).and_then(|pass| {
                    if pass.chunk.index.is_empty() {
                        Err(Refusal::NotGeoJson(kind, byte))
                    } else {
                        Ok(pass)
                    }
                });
            }
            return Err(match c.peek() {
                Some(_) => Refusal::not_json(Syntax { at: c.at, fault: Fault::Trailing }),
                None => Refusal::NotGeoJson(kind, byte),
            });
        }
        Err(other) => return Err(other),
    };
    let Some(end) = end else {
        return Ok(pass);
    };
    let mut c = Cursor::new(bytes, end);
    c.ws();
    if c.peek() == Some(b'{') && memchr(b'\n', &bytes[end..c.at]).is_some() {
        if memchr(b'\n', &bytes[at..end]).is_none() {
            return lines(bytes, at, plan, run);
        }
        return concatenated(bytes, at, plan, run);
    }
    if c.peek().is_some() {
        let syntax = Syntax { at: c.at, fault: Fault::Trailing };
        if pass.chunk.index.is_empty() {
            return Err(Refusal::not_json(syntax));
        }
        pass.chunk.find_broken(syntax_kind(syntax), syntax.at, false);
    }
    Ok(pass)
}

/// Reads the object at `at` as a document. Gives its end, if it has one.
fn root(
    text: Text<'_>,
    at: usize,
    plan: &Plan,
    run: &Run<'_>,
) -> Result<(Pass, Option<usize>), Refusal> {
    let mut walk = Walk::default();
    let end = walk.members(text, at, plan, run);
    let Walk { kind, features, crs, chunk, remarks, not_array } = walk;
    let pass = |chunk: Chunk| Pass { chunk, system: crs.clone(), form: &super::COLLECTION };
    let end = match (end, chunk) {
        (Err(Refusal::NotJson(broken)), Some(mut chunk))
            if chunk.elements > 0 && text.whole().is_some() =>
        {
            // What follows the features is broken; they are kept.
            chunk.find_broken(broken.kind, broken.at, false);
            return Ok((pass(chunk), None));
        }
        (Err(refusal), _) => return Err(refusal),
        (Ok(None), chunk) => {
            let chunk = chunk.unwrap_or_else(|| Chunk::new(plan));
            return Ok((pass(chunk), None));
        }
        (Ok(Some(end)), chunk) => (end, chunk),
    };
    let (end, chunk) = end;
    let word = kind.as_ref().and_then(|(word, _)| word.as_deref());
    let collection = word == Some("FeatureCollection");
    if features.is_some() || collection {
        let single = matches!(word, Some("Feature")) || word.is_some_and(is_geometry);
        if let (Some(mut chunk), false) = (chunk, single) {
            if !collection {
                let name = word.unwrap_or_default();
                chunk.find(
                    Severity::Error,
                    IssueKind::new("collection-type-wrong").with("name", clip(name)),
                    kind.as_ref().map_or(at, |k| k.1),
                    false,
                );
            }
            if let Some(byte) = not_array {
                chunk.find(Severity::Error, member("member-not-array", "features"), byte, false);
            }
            for (severity, kind, byte) in remarks {
                chunk.find(severity, kind, byte, false);
            }
            return Ok((pass(chunk), Some(end)));
        }
        if !single {
            return Err(match not_array {
                Some(byte) => Refusal::NotGeoJson(member("member-not-array", "features"), byte),
                None => Refusal::NotGeoJson(member("member-missing", "features"), at),
            });
        }
    }
    let bytes = text.whole().ok_or(Refusal::NeedsWhole)?;
    let mut worker = Worker::new(plan);
    let mut c = Cursor::mending(bytes, at);
    run.advance((end - at) as u64);
    match worker.element(&mut c, false).map_err(Refusal::not_json)? {
        Element::Feature | Element::Geometry => Ok((pass(worker.chunk), Some(end))),
        Element::Collection | Element::Other => Err(match (word, &kind) {
            (Some(word), Some((_, byte))) => {
                Refusal::NotGeoJson(IssueKind::new("geojson-type").with("name", clip(word)), *byte)
            }
            (None, Some((_, byte))) => {
                Refusal::NotGeoJson(IssueKind::new("geojson-type-not-text"), *byte)
            }
            _ => Refusal::NotGeoJson(IssueKind::new("geojson-no-type"), at),
        }),
    }
}

fn is_geometry(word: &str) -> bool {
    matches!(
        word,
        "Point"
            | "MultiPoint"
            | "LineString"
            | "MultiLineString"
            | "Polygon"
            | "MultiPolygon"
            | "GeometryCollection"
    )
}

/// What the members of the outermost object were.
#[derive(Default)]
struct Walk {
    kind: Option<(Option<String>, usize)>,
    features: Option<usize>,
    not_array: Option<usize>,
    crs: Option<Range<usize>>,
    chunk: Option<Chunk>,
    remarks: Vec<(Severity, IssueKind, usize)>,
}

/// What stands next in the outermost object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaits {
    /// A member, or the end of an object without any.
    First,
    /// A comma or the end, after a member.
    More,
}

/// Where the walk through the members halts.
enum Halt {
    /// Behind the end of the object.
    End(usize),
    /// At a list of features: the places of its key and its bracket.
    Features { key: usize, open: usize },
}

impl Walk {
    /// Goes through all members. Gives the end of the object, or none where it was lost inside
    /// the features, which the chunk then tells.
    fn members(
        &mut self,
        text: Text<'_>,
        at: usize,
        plan: &Plan,
        run: &Run<'_>,
    ) -> Result<Option<usize>, Refusal> {
        let (mut from, mut awaits) = (at + 1, Awaits::First);
        loop {
            let halt = self.members_of(&text.piece(from, text.usual()), from, awaits)?;
            let (key, open) = match halt {
                Halt::End(end) => return Ok(Some(end)),
                Halt::Features { key, open } => (key, open),
            };
            let Some(end) = self.features(text, open, key, plan, run)? else {
                return Ok(None);
            };
            (from, awaits) = (end, Awaits::More);
        }
    }

    /// Goes through the members in a piece of the text, as far as the next list of features.
    fn members_of(
        &mut self,
        piece: &Piece<'_>,
        from: usize,
        mut awaits: Awaits,
    ) -> Result<Halt, Refusal> {
        let base = piece.base;
        let broken =
            |wrong: Syntax| Refusal::not_json(Syntax { at: base + wrong.at, fault: wrong.fault });
        let mut c = Cursor::mending(piece.bytes(), piece.within(from));
        c.ws();
        if awaits == Awaits::First && c.peek() == Some(b'}') {
            return Ok(Halt::End(base + c.at + 1));
        }
        loop {
            let after_comma = awaits == Awaits::More;
            if after_comma {
                let more = c.more(b'}').map_err(broken)?;
                self.tell_mended(&mut c, base);
                if !more {
                    return Ok(Halt::End(base + c.at));
                }
            }
            let key = c.key(after_comma).map_err(broken)?;
            let (name, _) = decode(c.bytes, &key);
            if &*name == "features" && c.peek() == Some(b'[') {
                self.tell_mended(&mut c, base);
                return Ok(Halt::Features { key: base + key.range.start, open: base + c.at });
            }
            self.member(&mut c, &key, &name, base).map_err(broken)?;
            awaits = Awaits::More;
        }
    }

    /// Notes what was passed over in a piece that begins at `base`.
    fn tell_mended(&mut self, c: &mut Cursor<'_>, base: usize) {
        for wrong in std::mem::take(&mut c.mended) {
            self.remarks.push((Severity::Warning, syntax_kind(wrong), base + wrong.at));
        }
    }

    /// Takes a list of features. Those of a second one join those of the first: nothing is lost.
    /// Gives its end, or none where it was lost.
    fn features(
        &mut self,
        text: Text<'_>,
        open: usize,
        key: usize,
        plan: &Plan,
        run: &Run<'_>,
    ) -> Result<Option<usize>, Refusal> {
        let (chunk, next) = array::read(text, open, plan, run);
        match &mut self.chunk {
            Some(before) => {
                self.remarks.push((Severity::Warning, IssueKind::new("features-twice"), key));
                before.append(chunk);
            }
            none => *none = Some(chunk),
        }
        self.features = Some(open);
        match next {
            Next::Closed(end) => Ok(Some(end)),
            Next::Cancelled => Err(Refusal::Cancelled),
            Next::Element(_) | Next::Lost => self.lost(),
        }
    }

    /// Takes the value of any other member, in a piece that begins at `base`.
    fn member(
        &mut self,
        c: &mut Cursor<'_>,
        key: &RawText,
        name: &str,
        base: usize,
    ) -> Result<(), Syntax> {
        let was_there = match name {
            "type" => self.kind.is_some(),
            "crs" => self.crs.is_some(),
            _ => false,
        };
        if was_there {
            self.remarks.push((
                Severity::Warning,
                member("member-twice", name),
                base + key.range.start,
            ));
        }
        match name {
            "type" => {
                let at = base + c.at;
                if c.peek() == Some(b'"') {
                    let text = c.text()?;
                    self.kind = Some((Some(decode(c.bytes, &text).0.into_owned()), at));
                } else {
                    c.skip()?;
                    self.kind = Some((None, at));
                }
            }
            "features" => {
                self.not_array = Some(base + c.at);
                self.features.get_or_insert(base + c.at);
                c.skip()?;
            }
            "crs" => {
                let value = c.skip()?;
                self.crs = Some(base + value.start..base + value.end);
            }
            "coordinates" | "geometries" | "geometry" | "properties" => {
                self.remarks.push((
                    Severity::Warning,
                    member("member-misplaced", name),
                    base + key.range.start,
                ));
                let mended = c.mended.len();
                c.skip()?;
                // Told where it counts.
                c.mended.truncate(mended);
            }
            "bbox" => {
                let mended = c.mended.len();
                let span = c.skip()?;
                c.mended.truncate(mended);
                let numbers = serde_json::from_slice::<Vec<f64>>(&c.bytes[span.clone()]);
                if !numbers.is_ok_and(|n| n.len() == 4 || n.len() == 6) {
                    self.remarks.push((
                        Severity::Warning,
                        IssueKind::new("bbox-invalid"),
                        base + span.start,
                    ));
                }
            }
            _ => {
                c.skip()?;
            }
        }
        Ok(())
    }

    /// The array came to no end. With nothing read from it the file is refused.
    fn lost(&mut self) -> Result<Option<usize>, Refusal> {
        match &self.chunk {
            Some(chunk) if chunk.index.is_empty() => match chunk.findings.list.first() {
                Some(first) => {
                    let kind = if first.breaks_form {
                        first.kind.clone()
                    } else {
                        IssueKind::new(Fault::End.key())
                    };
                    let at = match first.place {
                        FilePlace::Byte(byte) => byte as usize,
                        _ => 0,
                    };
                    Err(Refusal::NotJson(Broken { kind, at }))
                }
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }
}

/// Whether a file whose first line broke at `error` is a sequence of lines all the same: the next
/// line that is not blank is an object of its own.
fn looks_like_lines(bytes: &[u8], at: usize, error: usize) -> bool {
    let Some(end) = memchr(b'\n', &bytes[at..]).map(|n| at + n) else {
        return false;
    };
    let mut c = Cursor::new(bytes, end);
    c.ws();
    let line = &bytes[c.at..memchr(b'\n', &bytes[c.at..]).map_or(bytes.len(), |n| c.at + n)];
    error <= c.at && c.peek() == Some(b'{') && Cursor::new(line, 0).skip().is_ok()
}

fn lines(bytes: &[u8], at: usize, plan: &Plan, run: &Run<'_>) -> Result<Pass, Refusal> {
    let records = split(bytes, at, b'\n');
    Ok(Pass { chunk: sequence(bytes, &records, plan, run)?, system: None, form: &super::LINES })
}

/// The pieces between separators that hold more than white space.
fn split(bytes: &[u8], from: usize, separator: u8) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = from;
    let mut add = |range: Range<usize>| {
        if bytes[range.clone()].iter().any(|b| !b.is_ascii_whitespace()) {
            out.push(range);
        }
    };
    for end in memchr_iter(separator, &bytes[from..]).map(|n| from + n) {
        add(start..end);
        start = end + 1;
    }
    add(start..bytes.len());
    out
}

fn sequence(
    bytes: &[u8],
    records: &[Range<usize>],
    plan: &Plan,
    run: &Run<'_>,
) -> Result<Chunk, Refusal> {
    const TOGETHER: usize = 1024;
    let read = |records: &[Range<usize>]| {
        let mut worker = Worker::new(plan);
        if !run.cancelled() {
            let mut end = 0;
            for range in records {
                if range.start >= end {
                    end = array::record(&mut worker, bytes, range.clone(), run);
                }
            }
            run.advance(records.iter().map(|r| r.len() as u64).sum());
        }
        worker.chunk
    };
    let chunks: Vec<Chunk> = if records.len() <= TOGETHER {
        vec![read(records)]
    } else {
        records.par_chunks(TOGETHER).map(read).collect()
    };
    if run.cancelled() {
        return Err(Refusal::Cancelled);
    }
    let mut chunks = chunks.into_iter();
    let mut all = chunks.next().unwrap_or_else(|| Chunk::new(plan));
    chunks.for_each(|chunk| all.append(chunk));
    Ok(all)
}

/// Objects one after another, each over many lines.
fn concatenated(bytes: &[u8], at: usize, plan: &Plan, run: &Run<'_>) -> Result<Pass, Refusal> {
    let mut worker = Worker::new(plan);
    let mut rescue = Rescue::default();
    let mut c = Cursor::new(bytes, at);
    loop {
        c.ws();
        if c.peek().is_none() {
            break;
        }
        if run.cancelled() {
            return Err(Refusal::Cancelled);
        }
        let start = c.at;
        match Cursor::mending(bytes, start).skip() {
            Ok(range) => {
                array::record(&mut worker, bytes, range.clone(), run);
                c.at = range.end;
            }
            Err(syntax) => {
                worker.syntax(syntax, true);
                worker.chunk.elements += 1;
                match rescue.beginning(bytes, syntax.at.max(start + 1)) {
                    Some(next) => c.at = next,
                    None => break,
                }
            }
        }
        run.advance((c.at - start) as u64);
    }
    Ok(Pass { chunk: worker.chunk, system: None, form: &super::LINES })
}
