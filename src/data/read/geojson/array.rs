//! The `features` array: split where features seem to begin, read by all cores, and joined only
//! where one run of bytes ends exactly where the next began.
//!
//! A guess at a beginning may be wrong (the same bytes may stand inside a text). It costs time,
//! never correctness: a run that no other run leads up to is read again from where it should begin.

use std::ops::Range;

use memchr::memmem;
use rayon::prelude::*;

use planmap_core::{IssueKind, Severity};

use super::feature::{Element, Worker};
use super::scan::{Cursor, Fault, Syntax};
use crate::read::ingest::{Chunk, Plan, Run};
use crate::read::text::{Piece, Text};

/// What is read beyond the end of a run, in bytes.
const BEYOND: usize = 4096;
/// Smallest run of bytes worth a task of its own.
const SMALL: usize = 512 * 1024;
/// Largest run, so that progress moves and cancelling is quick.
const LARGE: usize = 4 * 1024 * 1024;

/// Where reading a run of elements came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// At the beginning of another element.
    Element(usize),
    /// Behind the array's closing bracket.
    Closed(usize),
    /// Nowhere: the rest of the file is no part of the array that could be recognised.
    Lost,
    /// The user has cancelled.
    Cancelled,
}

/// Reads an array of features. `open` is the place of its bracket.
pub(crate) fn read(text: Text<'_>, open: usize, plan: &Plan, run: &Run<'_>) -> (Chunk, Next) {
    let head = text.piece(open, text.usual());
    let mut c = Cursor::new(head.bytes(), head.within(open + 1));
    c.ws();
    let first = head.base + c.at;
    if c.peek() == Some(b']') {
        return (Chunk::new(plan), Next::Closed(first + 1));
    }
    let starts = guess_starts(text, &head, first);
    drop(head);
    let limit = |i: usize| starts.get(i + 1).copied().unwrap_or(usize::MAX);
    let one = |from: usize, limit: usize| {
        let mut worker = Worker::new(plan);
        let next = run_of_elements(&mut worker, text, from, limit, run);
        if plan.place {
            run.show(&worker.chunk, plan);
        }
        (worker.chunk, next)
    };
    if starts.len() == 1 {
        return one(first, usize::MAX);
    }
    let mut runs: Vec<Option<(Chunk, Next)>> =
        (0..starts.len()).into_par_iter().map(|i| Some(one(starts[i], limit(i)))).collect();
    // The first run is certain; the others are appended to it, each freed as it is.
    let first = runs.first_mut().and_then(Option::take);
    let Some((mut out, first)) = first else {
        return (Chunk::new(plan), Next::Lost);
    };
    out.reserve_for(runs.iter().flatten().map(|(chunk, _)| chunk));
    let mut next = first;
    loop {
        let Next::Element(mut from) = next else {
            return (out, next);
        };
        // The run that begins where this one ended; in between, read again.
        let at = loop {
            let at = starts.partition_point(|s| *s < from);
            if starts.get(at) == Some(&from) {
                break at;
            }
            let until = starts.get(at).copied().unwrap_or(usize::MAX);
            let (chunk, next) = one(from, until);
            out.append(chunk);
            match next {
                Next::Element(further) => from = further,
                end => return (out, end),
            }
        };
        let Some((chunk, end)) = runs.get_mut(at).and_then(Option::take) else {
            return (out, Next::Lost);
        };
        out.append(chunk);
        next = end;
    }
}

/// Places where elements seem to begin: the first one for certain, then about one a run.
fn guess_starts(text: Text<'_>, head: &Piece<'_>, first: usize) -> Vec<usize> {
    let mut starts = vec![first];
    let rest = text.len().saturating_sub(first);
    let size = (rest / (rayon::current_num_threads() * 8)).clamp(SMALL, LARGE);
    if rest < 2 * SMALL {
        return starts;
    }
    let Some(sign) = beginning(head.bytes(), head.within(first)) else {
        return starts;
    };
    let finder = memmem::Finder::new(&head.bytes()[sign]);
    let mut at = first + size;
    while at < text.len() {
        starts.extend(text.find(&finder, at..at + size));
        at += size;
    }
    starts
}

/// The bytes that the first element begins with, as far as they are likely to be the same in all:
/// its brace, its first key, and the value if that is the word "Feature".
fn beginning(bytes: &[u8], first: usize) -> Option<Range<usize>> {
    let mut c = Cursor::new(bytes, first);
    c.expect(b'{').ok()?;
    c.key(false).ok()?;
    let word = b"\"Feature\"";
    let end = if bytes[c.at..].starts_with(word) {
        c.at + word.len()
    } else {
        (c.at + 1).min(bytes.len())
    };
    Some(first..end)
}

/// Reads elements from the beginning of one on, until the array ends or an element begins at or
/// behind `limit`. Where what a piece of the text holds is not enough to go on, it is read on in a
/// longer one.
fn run_of_elements(
    worker: &mut Worker<'_>,
    text: Text<'_>,
    from: usize,
    limit: usize,
    run: &Run<'_>,
) -> Next {
    let usual = text.usual();
    let (mut from, mut awaits, mut longest) = (from, Awaits::Element, usual);
    loop {
        // A little more than the run, to see what follows.
        let needed = limit.saturating_sub(from).saturating_add(usual.min(BEYOND));
        let length = if longest > usual { longest } else { usual.min(needed) };
        let piece = text.piece(from, length);
        match elements(worker, &piece, (from, awaits), limit, run) {
            Stop::Next(next) => return next,
            Stop::Short(at, then) => {
                longest = if at == from { 2 * longest } else { usual };
                (from, awaits) = (at, then);
            }
        }
    }
}

/// What stands next in an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaits {
    Element,
    /// A comma or the closing bracket.
    Separator,
}

/// Why no further element of a piece was read.
enum Stop {
    Next(Next),
    /// More must be seen to go on from here.
    Short(usize, Awaits),
}

/// Reads elements of a piece from a place on, until the array ends, an element begins at or behind
/// `limit`, or what comes depends on what follows the piece.
fn elements(
    worker: &mut Worker<'_>,
    piece: &Piece<'_>,
    (from, mut awaits): (usize, Awaits),
    limit: usize,
    run: &Run<'_>,
) -> Stop {
    const CHECK: u32 = 256;
    let (bytes, base) = (piece.bytes(), piece.base);
    let limit = limit.saturating_sub(base);
    let mut c = Cursor::mending(bytes, piece.within(from));
    let mut reported = c.at;
    let mut rescue = Rescue::default();
    let mut count = 0u32;
    worker.chunk.base = base;
    let stop = loop {
        c.ws();
        if awaits == Awaits::Element {
            if c.at >= limit {
                break Stop::Next(Next::Element(base + c.at));
            }
            if !piece.is_last && is_open(&bytes[c.at..]) {
                break Stop::Short(c.at, Awaits::Element);
            }
            count += 1;
            if count.is_multiple_of(CHECK) {
                run.advance((c.at - reported) as u64);
                reported = c.at;
                if run.cancelled() {
                    break Stop::Next(Next::Cancelled);
                }
            }
            let start = c.at;
            if let Err(syntax) = worker.element(&mut c, true) {
                let found = rescue.after(bytes, start, syntax.at);
                let is_certain = piece.is_last || (!c.saw_end && rescue.knows_a_beginning());
                if !is_certain {
                    c.at = start;
                    break Stop::Short(start, Awaits::Element);
                }
                worker.syntax(syntax, true);
                worker.chunk.elements += 1;
                match found {
                    Some(Found::End(end)) => c.at = end,
                    Some(Found::Beginning(at)) => {
                        c.at = at;
                        continue;
                    }
                    None => break Stop::Next(Next::Lost),
                }
            }
            c.ws();
        }
        let separator = c.at;
        match c.peek() {
            Some(b',') => {
                c.at += 1;
                c.ws();
                if c.peek() == Some(b']') {
                    worker.syntax(Syntax { at: c.at, fault: Fault::TrailingComma }, false);
                    break Stop::Next(Next::Closed(base + c.at + 1));
                }
                if c.peek().is_none() && !piece.is_last {
                    c.at = separator;
                    break Stop::Short(separator, Awaits::Separator);
                }
            }
            Some(b']') => break Stop::Next(Next::Closed(base + c.at + 1)),
            None if !piece.is_last => break Stop::Short(separator, Awaits::Separator),
            None => {
                worker.chunk.find(Severity::Error, IssueKind::new("file-truncated"), c.at, false);
                break Stop::Next(Next::Lost);
            }
            Some(_) => {
                let beginning = rescue.beginning(bytes, c.at);
                if beginning.is_none() && !piece.is_last {
                    break Stop::Short(separator, Awaits::Separator);
                }
                worker.syntax(c.unexpected(), false);
                match beginning {
                    Some(at) => c.at = at,
                    None => break Stop::Next(Next::Lost),
                }
            }
        }
        awaits = Awaits::Element;
    };
    worker.chunk.base = 0;
    run.advance((c.at.min(bytes.len()) - reported) as u64);
    match stop {
        Stop::Next(next) => Stop::Next(next),
        Stop::Short(at, awaits) => Stop::Short(base + at, awaits),
    }
}

/// Whether what an element begins with may go on behind the bytes without a sign of it: an object
/// has an end of its own, a number has not.
fn is_open(bytes: &[u8]) -> bool {
    bytes.first() != Some(&b'{') && !bytes.iter().any(|b| matches!(b, b',' | b']'))
}

/// Reads one record of a sequence: a feature, a geometry or a whole collection. Gives its end,
/// which lies beyond `range` where a text of it holds a line end.
pub(crate) fn record(
    worker: &mut Worker<'_>,
    all: &[u8],
    range: Range<usize>,
    run: &Run<'_>,
) -> usize {
    let mut bytes = &all[..range.end];
    let mut c = Cursor::mending(bytes, range.start);
    let mut found = worker.element(&mut c, false);
    if matches!(found, Err(Syntax { fault: Fault::End, .. }))
        && let Some(end) = end_lines_on(all, &range)
    {
        bytes = &all[..end];
        c = Cursor::mending(bytes, range.start);
        found = worker.element(&mut c, false);
    }
    let found = match found {
        Ok(found) => found,
        Err(syntax) => {
            worker.syntax(syntax, true);
            worker.chunk.elements += 1;
            return bytes.len();
        }
    };
    match found {
        Element::Feature | Element::Geometry => {}
        Element::Other => {
            // Counted already by the worker.
            worker.chunk.elements -= 1;
            worker.chunk.find(
                Severity::Error,
                IssueKind::new("record-not-geojson"),
                range.start,
                true,
            );
            worker.chunk.elements += 1;
        }
        Element::Collection => collection(worker, bytes, range.start, run),
    }
    c.ws();
    if c.at < bytes.len() {
        worker.syntax(Syntax { at: c.at, fault: Fault::Trailing }, false);
    }
    bytes.len()
}

/// The end of a record that its own line does not end, if it is whole some lines on.
fn end_lines_on(all: &[u8], range: &Range<usize>) -> Option<usize> {
    let end = Cursor::mending(all, range.start).skip().ok()?.end;
    let rest = all.get(end..)?;
    let line_end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let is_alone = rest[..line_end].iter().all(u8::is_ascii_whitespace);
    (end > range.end && is_alone).then_some(end)
}

/// Reads the features of a collection that is one record of a sequence.
fn collection(worker: &mut Worker<'_>, bytes: &[u8], start: usize, run: &Run<'_>) {
    let Record { features, crs } =
        collection_members(&mut Cursor::mending(bytes, start)).unwrap_or_default();
    if features.is_empty() {
        let kind = super::geometry::member("member-missing", "features");
        worker.chunk.find(Severity::Error, kind, start, false);
    }
    worker.inherit(crs);
    for (i, open) in features.iter().enumerate() {
        if i > 0 {
            worker.chunk.find(Severity::Warning, IssueKind::new("features-twice"), *open, false);
        }
        let mut first = Cursor::new(bytes, open + 1);
        first.ws();
        if first.peek() != Some(b']') {
            elements(worker, &Piece::whole(bytes), (first.at, Awaits::Element), usize::MAX, run);
        }
    }
    worker.inherit(None);
}

/// What counts of a collection that is one record of a sequence.
#[derive(Debug, Default)]
struct Record {
    /// The places of the brackets of its lists of features: all of them count.
    features: Vec<usize>,
    /// The bytes of the value of `crs`.
    crs: Option<Range<usize>>,
}

/// The members of the object that begins here; none where it is no JSON.
fn collection_members(c: &mut Cursor<'_>) -> Option<Record> {
    c.expect(b'{').ok()?;
    let mut found = Record::default();
    let mut after_comma = false;
    loop {
        let key = c.key(after_comma).ok()?;
        let is_array = c.peek() == Some(b'[');
        let value = c.skip().ok()?;
        match &c.bytes[key.range] {
            b"features" if is_array => found.features.push(value.start),
            b"crs" => found.crs = Some(value),
            _ => {}
        }
        if !c.more(b'}').ok()? {
            return Some(found);
        }
        after_comma = true;
    }
}

/// Where to go on after a broken element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Behind the broken element, before the comma or the bracket.
    End(usize),
    /// At what looks like the beginning of a feature.
    Beginning(usize),
}

/// Finds the way on after broken elements. Remembers the last beginning found, so that a file with
/// nothing but broken elements takes linear time.
#[derive(Debug, Default)]
pub(crate) struct Rescue {
    next: Option<Option<usize>>,
}

impl Rescue {
    /// After an element that began at `start` and broke at `error`.
    pub(crate) fn after(&mut self, bytes: &[u8], start: usize, error: usize) -> Option<Found> {
        let beginning = self.beginning(bytes, error.max(start + 1));
        let until = beginning.unwrap_or(bytes.len());
        if let Some(end) =
            balanced(&bytes[..until], start).filter(|end| *end > error.min(until.saturating_sub(1)))
        {
            let mut c = Cursor::new(bytes, end);
            c.ws();
            if matches!(c.peek(), Some(b',' | b']')) {
                return Some(Found::End(end));
            }
        }
        beginning.map(Found::Beginning)
    }

    /// Whether the last search found one: then nothing behind it counts.
    fn knows_a_beginning(&self) -> bool {
        matches!(self.next, Some(Some(_)))
    }

    /// The next place at or behind `from` where an object begins with `"type": "Feature"`.
    pub(crate) fn beginning(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        match self.next {
            Some(None) => return None,
            Some(Some(at)) if at >= from => return Some(at),
            _ => {}
        }
        let found = memmem::find_iter(bytes.get(from..)?, b"\"Feature\"")
            .find_map(|at| opening(bytes, from, from + at));
        self.next = Some(found);
        found
    }
}

/// The brace before `"type":` before the word at `word`, if it lies at or behind `from`.
fn opening(bytes: &[u8], from: usize, word: usize) -> Option<usize> {
    let back = |mut at: usize| {
        while at > from && matches!(bytes[at - 1], b' ' | b'\t' | b'\r' | b'\n') {
            at -= 1;
        }
        at
    };
    let colon = back(word).checked_sub(1).filter(|at| *at >= from && bytes[*at] == b':')?;
    let key_end = back(colon);
    let key =
        key_end.checked_sub(6).filter(|at| *at >= from && &bytes[*at..key_end] == b"\"type\"")?;
    back(key).checked_sub(1).filter(|at| *at >= from && bytes[*at] == b'{')
}

/// The end of the object at `start` by counting braces outside texts.
fn balanced(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = start;
    loop {
        at += memchr::memchr3(b'"', b'{', b'}', bytes.get(at..)?)?;
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => loop {
                at += 1 + memchr::memchr2(b'"', b'\\', bytes.get(at + 1..)?)?;
                if bytes[at] == b'"' {
                    break;
                }
                at += 1;
            },
        }
        at += 1;
    }
}
