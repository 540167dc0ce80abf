//! Geometries: nested arrays of numbers into flat runs of positions.
//!
//! Owns the rules of RFC 7946 §3.1. `type` may come after `coordinates`, so arrays are read by
//! their own nesting first and judged by the type at the object's end. Must not know systems of
//! coordinates or features.

use std::ops::Range;

use planmap_core::feature::PartKind;
use planmap_core::{FilePlace, IssueKind, Severity};

use super::scan::{Cursor, RawText, Syntax, decode};
use crate::read::ingest::{Shape, clip};

/// Deepest nesting of geometry collections that is followed.
const MAX_COLLECTIONS: usize = 32;

/// The geometry of the feature being read, in the file's numbers. Kept by the worker and used
/// again, so that reading allocates nothing a feature.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) shape: Shape,
    /// The bytes of the innermost `crs` member's value.
    pub(crate) crs: Option<Range<usize>>,
    // Ends of the runs of positions, and where in the file each begins.
    pub(super) runs: Vec<(usize, FilePlace)>,
    // Ends of the groups of runs.
    pub(super) groups: Vec<usize>,
}

/// The members of the geometry object being read.
#[derive(Debug, Default)]
struct Object {
    /// Byte of its brace.
    start: usize,
    first_part: usize,
    first_position: usize,
    /// The type, if it is a text, and its byte.
    kind: Option<(Option<String>, usize)>,
    coordinates: Option<Coordinates>,
    /// Byte of the value of `geometries`.
    geometries: Option<usize>,
}

/// The value of a `coordinates` member, read into the scratch.
#[derive(Debug)]
struct Coordinates {
    at: usize,
    /// Its nesting; see [`Scratch::nested`].
    level: u8,
    broken: bool,
    /// What was found in it.
    findings: Range<usize>,
}

impl Scratch {
    pub(crate) fn clear(&mut self) {
        self.shape.clear();
        self.crs = None;
    }

    pub(super) fn error(&mut self, kind: IssueKind, byte: usize) {
        self.shape.error(kind, byte.into());
    }

    pub(super) fn remark(
        &mut self,
        severity: Severity,
        kind: IssueKind,
        byte: usize,
        position: Option<(f64, f64)>,
    ) {
        self.shape.remark(severity, kind, byte.into(), position);
    }

    /// Takes the value of a `geometry` member: null, or an object.
    pub(crate) fn value(&mut self, c: &mut Cursor<'_>) -> Result<(), Syntax> {
        c.ws();
        match c.peek() {
            Some(b'{') => self.object(c, 0),
            Some(b) if b.is_ascii_alphabetic() => c.word().map(|_| ()),
            _ => {
                let at = c.skip()?.start;
                self.error(IssueKind::new("geometry-not-object"), at);
                Ok(())
            }
        }
    }

    /// Takes a geometry object; the cursor stands on its brace.
    pub(crate) fn object(&mut self, c: &mut Cursor<'_>, depth: usize) -> Result<(), Syntax> {
        let mut object = Object {
            start: c.at,
            first_part: self.shape.parts.len(),
            first_position: self.shape.positions.len(),
            ..Object::default()
        };
        c.expect(b'{')?;
        c.ws();
        let mut more = c.peek() != Some(b'}');
        if !more {
            c.at += 1;
        }
        let mut after_comma = false;
        while more {
            let key = c.key(after_comma)?;
            self.member(c, &key, &mut object, depth)?;
            more = c.more(b'}')?;
            after_comma = true;
        }
        self.finish(&object);
        Ok(())
    }

    /// Takes the value of one member of a geometry object.
    fn member(
        &mut self,
        c: &mut Cursor<'_>,
        key: &RawText,
        object: &mut Object,
        depth: usize,
    ) -> Result<(), Syntax> {
        let (name, _) = decode(c.bytes, key);
        let was_there = match &*name {
            "type" => object.kind.is_some(),
            "coordinates" => object.coordinates.is_some(),
            "geometries" => object.geometries.is_some(),
            _ => false,
        };
        if was_there {
            self.remark(Severity::Warning, member("member-twice", &name), key.range.start, None);
        }
        match &*name {
            "type" => {
                let at = c.at;
                if c.peek() == Some(b'"') {
                    let text = c.text()?;
                    object.kind = Some((Some(decode(c.bytes, &text).0.into_owned()), at));
                } else {
                    c.skip()?;
                    object.kind = Some((None, at));
                }
            }
            "coordinates" => self.coordinates(c, object)?,
            "geometries" => {
                object.geometries = Some(c.at);
                // Only the last one counts, as JSON readers do.
                self.shape.parts.truncate(object.first_part);
                self.shape.positions.truncate(object.first_position);
                if object.coordinates.is_some() {
                    self.error(member("member-misplaced", &name), key.range.start);
                }
                self.collection(c, depth)?;
            }
            "crs" => self.crs = Some(c.skip()?),
            "bbox" => self.bbox(c)?,
            "geometry" | "properties" | "features" => {
                self.remark(
                    Severity::Warning,
                    member("member-misplaced", &name),
                    key.range.start,
                    None,
                );
                c.skip()?;
            }
            _ => {
                c.skip()?;
            }
        }
        Ok(())
    }

    /// Takes the value of `coordinates`. Of several only the last one counts, with its faults.
    fn coordinates(&mut self, c: &mut Cursor<'_>, object: &mut Object) -> Result<(), Syntax> {
        self.shape.positions.truncate(object.first_position);
        self.runs.clear();
        self.groups.clear();
        if let Some(Coordinates { findings, .. }) = object.coordinates.take() {
            self.shape.findings.drain(findings);
        }
        let before = std::mem::replace(&mut self.shape.broken, false);
        let (at, first, mended) = (c.at, self.shape.findings.len(), c.mended.len());
        let level = if c.peek() == Some(b'[') {
            self.nested(c, 0)?
        } else {
            c.skip()?;
            self.error(IssueKind::new("coordinates-not-array"), at);
            0
        };
        // What a value may lose, a run of positions may not: where each belongs is not sure.
        for wrong in c.mended.drain(mended..) {
            self.error(IssueKind::new(wrong.fault.key()), wrong.at);
        }
        let broken = std::mem::replace(&mut self.shape.broken, before);
        object.coordinates =
            Some(Coordinates { at, level, broken, findings: first..self.shape.findings.len() });
        Ok(())
    }

    /// Judges the arrays by the type and turns them into parts.
    fn finish(&mut self, object: &Object) {
        let (start, first_position) = (object.start, object.first_position);
        let coordinates = object.coordinates.as_ref();
        let coordinates_broken = coordinates.is_some_and(|c| c.broken);
        let kind = match &object.kind {
            Some((Some(kind), _)) => &**kind,
            // A text is wanted.
            Some((None, at)) => return self.error(IssueKind::new("geometry-type-missing"), *at),
            None if coordinates_broken => return self.shape.broken = true,
            None => return self.error(IssueKind::new("geometry-type-missing"), start),
        };
        let wanted = match kind {
            "GeometryCollection" => {
                self.shape.broken |= coordinates_broken;
                match object.geometries {
                    None => self.error(member("member-missing", "geometries"), start),
                    Some(at)
                        if self.shape.parts.len() == object.first_part && !self.shape.broken =>
                    {
                        self.remark(Severity::Note, IssueKind::new("geometry-empty"), at, None);
                    }
                    Some(_) => {}
                }
                return;
            }
            "Point" => 1,
            "MultiPoint" | "LineString" => 2,
            "MultiLineString" | "Polygon" => 3,
            "MultiPolygon" => 4,
            other => {
                return self.error(
                    IssueKind::new("geometry-type-unknown").with("name", clip(other)),
                    start,
                );
            }
        };
        let Some(&Coordinates { at, level, .. }) = coordinates else {
            return self.error(member("member-missing", "coordinates"), start);
        };
        self.shape.broken |= coordinates_broken;
        if self.shape.broken {
            return;
        }
        if level == 0 {
            return self.remark(Severity::Note, IssueKind::new("geometry-empty"), at, None);
        }
        if level != wanted {
            let key = if level < wanted { "coordinates-shallow" } else { "coordinates-deep" };
            return self.error(IssueKind::new(key).with("name", kind), at);
        }
        if level == 2 {
            self.runs.push((self.shape.positions.len(), at.into()));
        }
        let runs = std::mem::take(&mut self.runs);
        let groups = std::mem::take(&mut self.groups);
        match kind {
            "Point" | "MultiPoint" => {
                self.shape
                    .parts
                    .push((PartKind::Points, first_position..self.shape.positions.len()));
            }
            "LineString" | "MultiLineString" => {
                let mut from = first_position;
                for (end, place) in &runs {
                    self.shape.line(from..*end, *place);
                    from = *end;
                }
            }
            "Polygon" => self.shape.rings(&runs, first_position),
            _ => {
                let (mut from, mut first_run) = (first_position, 0);
                for end in &groups {
                    let own = &runs[first_run..*end];
                    self.shape.rings(own, from);
                    from = own.last().map_or(from, |r| r.0);
                    first_run = *end;
                }
            }
        }
        // Given back for the next geometry.
        self.runs = runs;
        self.groups = groups;
    }

    fn collection(&mut self, c: &mut Cursor<'_>, depth: usize) -> Result<(), Syntax> {
        if c.peek() != Some(b'[') {
            let at = c.skip()?.start;
            self.error(member("member-not-array", "geometries"), at);
            return Ok(());
        }
        c.at += 1;
        c.ws();
        if c.peek() == Some(b']') {
            c.at += 1;
            return Ok(());
        }
        loop {
            c.ws();
            if c.peek() == Some(b'{') && depth < MAX_COLLECTIONS {
                self.object(c, depth + 1)?;
            } else {
                let object = c.peek() == Some(b'{');
                let at = c.skip()?.start;
                self.error(
                    IssueKind::new(if object { "json-depth" } else { "geometry-not-object" }),
                    at,
                );
            }
            if !c.more(b']')? {
                return Ok(());
            }
        }
    }

    /// Takes a `bbox` and remarks if it is no array of four or six numbers. It is never used: the
    /// program computes its own.
    pub(crate) fn bbox(&mut self, c: &mut Cursor<'_>) -> Result<(), Syntax> {
        let mended = c.mended.len();
        let span = c.skip()?;
        c.mended.truncate(mended);
        let numbers = serde_json::from_slice::<Vec<f64>>(&c.bytes[span.clone()]);
        if !numbers.is_ok_and(|n| n.len() == 4 || n.len() == 6) {
            self.remark(Severity::Warning, IssueKind::new("bbox-invalid"), span.start, None);
        }
        Ok(())
    }
}

/// An issue that names a member.
pub(crate) fn member(key: &'static str, name: &str) -> IssueKind {
    IssueKind::new(key).with("name", clip(name))
}
