//! Geometries: nested arrays of numbers into flat runs of positions.
//!
//! Owns the rules of RFC 7946 §3.1. `type` may come after `coordinates`, so arrays are read by
//! their own nesting first and judged by the type at the object's end. Must not know systems of
//! coordinates or features.

use std::ops::Range;

use planmap_core::feature::PartKind;
use planmap_core::{IssueKind, Severity};

use super::scan::{Cursor, Syntax, decode};

/// Deepest nesting of geometry collections that is followed.
const MAX_COLLECTIONS: usize = 32;

/// A finding about a geometry, before it is known whose it is.
#[derive(Debug, Clone)]
pub(crate) struct GeometryFinding {
    pub(crate) severity: Severity,
    pub(crate) kind: IssueKind,
    pub(crate) byte: usize,
    /// The first position of the run it is about.
    pub(crate) position: Option<(f64, f64)>,
}

/// The geometry of the feature being read, in the file's numbers. Kept by the worker and used
/// again, so that reading allocates nothing a feature.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) positions: Vec<(f64, f64)>,
    pub(crate) parts: Vec<(PartKind, Range<usize>)>,
    /// Whether a third number was left out.
    pub(crate) heights: bool,
    pub(crate) findings: Vec<GeometryFinding>,
    /// Whether something makes the whole geometry unusable.
    pub(crate) broken: bool,
    // Ends of the runs of positions, and where in the file each begins.
    runs: Vec<(usize, usize)>,
    // Ends of the groups of runs.
    groups: Vec<usize>,
}

impl Scratch {
    pub(crate) fn clear(&mut self) {
        self.positions.clear();
        self.parts.clear();
        self.findings.clear();
        self.heights = false;
        self.broken = false;
    }

    fn error(&mut self, kind: IssueKind, byte: usize) {
        // One reason is enough for a geometry that cannot be used.
        if !self.broken {
            self.findings.push(GeometryFinding { severity: Severity::Error, kind, byte, position: None });
        }
        self.broken = true;
    }

    fn remark(&mut self, severity: Severity, kind: IssueKind, byte: usize, position: Option<(f64, f64)>) {
        self.findings.push(GeometryFinding { severity, kind, byte, position });
    }

    /// Takes the value of a `geometry` member: null, or an object.
    pub(crate) fn value(&mut self, c: &mut Cursor<'_>) -> Result<(), Syntax> {
        c.ws();
        match c.peek() {
            Some(b'{') => self.object(c, 0),
            Some(b'n') => c.word().map(|_| ()),
            _ => {
                let at = c.skip()?.start;
                self.error(IssueKind::new("geometry-not-object"), at);
                Ok(())
            }
        }
    }

    /// Takes a geometry object; the cursor stands on its brace.
    pub(crate) fn object(&mut self, c: &mut Cursor<'_>, depth: usize) -> Result<(), Syntax> {
        let start = c.at;
        let first_part = self.parts.len();
        let first_position = self.positions.len();
        let mut kind: Option<String> = None;
        let mut coordinates: Option<(usize, u8)> = None;
        let mut geometries: Option<usize> = None;
        c.expect(b'{')?;
        c.ws();
        let mut more = c.peek() != Some(b'}');
        if !more {
            c.at += 1;
        }
        let mut after_comma = false;
        while more {
            let key = c.key(after_comma)?;
            let (name, _) = decode(c.bytes, &key);
            match &*name {
                "type" => {
                    if kind.is_some() {
                        self.remark(Severity::Warning, member("member-twice", &name), key.range.start, None);
                    }
                    if c.peek() == Some(b'"') {
                        let text = c.text()?;
                        kind = Some(decode(c.bytes, &text).0.into_owned());
                    } else {
                        let at = c.skip()?.start;
                        self.error(IssueKind::new("geometry-type-missing"), at);
                        kind = Some(String::new());
                    }
                }
                "coordinates" => {
                    if coordinates.is_some() {
                        self.remark(Severity::Warning, member("member-twice", &name), key.range.start, None);
                    }
                    // Only the last one counts, as JSON readers do.
                    self.positions.truncate(first_position);
                    self.runs.clear();
                    self.groups.clear();
                    let at = c.at;
                    if c.peek() == Some(b'[') {
                        let level = self.nested(c, 0)?;
                        coordinates = Some((at, level));
                    } else {
                        c.skip()?;
                        self.error(IssueKind::new("coordinates-not-array"), at);
                        coordinates = Some((at, 0));
                    }
                }
                "geometries" => {
                    geometries = Some(c.at);
                    if coordinates.is_some() {
                        self.error(member("member-misplaced", &name), key.range.start);
                    }
                    self.collection(c, depth)?;
                }
                "bbox" => self.bbox(c)?,
                "geometry" | "properties" | "features" => {
                    self.remark(Severity::Warning, member("member-misplaced", &name), key.range.start, None);
                    c.skip()?;
                }
                _ => {
                    c.skip()?;
                }
            }
            more = c.more(b'}')?;
            after_comma = true;
        }
        self.finish(kind.as_deref(), coordinates, geometries, start, first_part, first_position);
        Ok(())
    }

    /// Judges the arrays by the type and turns them into parts.
    fn finish(
        &mut self,
        kind: Option<&str>,
        coordinates: Option<(usize, u8)>,
        geometries: Option<usize>,
        start: usize,
        first_part: usize,
        first_position: usize,
    ) {
        let Some(kind) = kind else {
            return self.error(IssueKind::new("geometry-type-missing"), start);
        };
        let wanted = match kind {
            "GeometryCollection" => {
                match geometries {
                    None => self.error(member("member-missing", "geometries"), start),
                    Some(at) if self.parts.len() == first_part && !self.broken => {
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
            "" => return,
            other => return self.error(IssueKind::new("geometry-type-unknown").with("name", clip(other)), start),
        };
        let Some((at, level)) = coordinates else {
            return self.error(member("member-missing", "coordinates"), start);
        };
        if self.broken {
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
            self.runs.push((self.positions.len(), at));
        }
        let runs = std::mem::take(&mut self.runs);
        let groups = std::mem::take(&mut self.groups);
        match kind {
            "Point" | "MultiPoint" => self.parts.push((PartKind::Points, first_position..self.positions.len())),
            "LineString" | "MultiLineString" => {
                let mut from = first_position;
                for (end, byte) in &runs {
                    self.line(from..*end, *byte);
                    from = *end;
                }
            }
            "Polygon" => self.rings(&runs, first_position),
            _ => {
                let (mut from, mut first_run) = (first_position, 0);
                for end in &groups {
                    let own = &runs[first_run..*end];
                    self.rings(own, from);
                    from = own.last().map_or(from, |r| r.0);
                    first_run = *end;
                }
            }
        }
        // Given back for the next geometry.
        self.runs = runs;
        self.groups = groups;
    }

    fn line(&mut self, range: Range<usize>, byte: usize) {
        if range.len() < 2 {
            let position = self.positions.get(range.start).copied();
            self.remark(Severity::Error, IssueKind::new("line-short"), byte, position);
        }
        if !range.is_empty() {
            self.parts.push((PartKind::Line, range));
        }
    }

    fn rings(&mut self, runs: &[(usize, usize)], first_position: usize) {
        let mut from = first_position;
        for (i, (end, byte)) in runs.iter().enumerate() {
            let range = from..*end;
            from = *end;
            let ring = &self.positions[range.clone()];
            let (first, last) = (ring.first().copied(), ring.last().copied());
            let unclosed = first != last;
            // Three positions that are not closed enclose an area all the same.
            if ring.len() + usize::from(unclosed) < 4 {
                self.remark(Severity::Error, IssueKind::new("ring-short"), *byte, first);
            }
            if unclosed {
                self.remark(Severity::Error, IssueKind::new("ring-unclosed"), *byte, first);
            }
            if !range.is_empty() {
                self.parts.push((if i == 0 { PartKind::Exterior } else { PartKind::Hole }, range));
            }
        }
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
                self.error(IssueKind::new(if object { "json-depth" } else { "geometry-not-object" }), at);
            }
            if !c.more(b']')? {
                return Ok(());
            }
        }
    }

    /// Takes an array of coordinates. Gives its nesting: 1 for a position, 2 for an array of
    /// positions, and so on; 0 for an array with nothing in it.
    fn nested(&mut self, c: &mut Cursor<'_>, depth: u8) -> Result<u8, Syntax> {
        let start = c.at;
        c.at += 1;
        c.ws();
        match c.peek() {
            Some(b'-' | b'0'..=b'9') => return self.position(c, start).map(|()| 1),
            Some(b']') => {
                c.at += 1;
                return Ok(0);
            }
            _ => {}
        }
        // Nesting of the children met so far, and whether one of them was empty.
        let (mut level, mut empty) = (0u8, false);
        loop {
            c.ws();
            let at = c.at;
            let child = match c.peek() {
                // Deeper than a MultiPolygon: nothing in there can be used.
                Some(b'[') if depth >= 4 => {
                    c.skip()?;
                    self.error(IssueKind::new("coordinates-deep").with("name", "MultiPolygon"), at);
                    0
                }
                Some(b'[') => self.nested(c, depth + 1)?,
                _ => {
                    c.skip()?;
                    self.error(IssueKind::new("coordinate-not-number"), at);
                    0
                }
            };
            empty |= child == 0;
            if empty && child.max(level) == 1 {
                self.error(IssueKind::new("position-short"), at);
            }
            if child != 0 && level != 0 && child != level {
                self.error(IssueKind::new("coordinates-uneven"), at);
            }
            match if child == 0 { level } else { child } {
                2 => self.runs.push((self.positions.len(), at)),
                3 => self.groups.push(self.runs.len()),
                _ => {}
            }
            level = level.max(child);
            if !c.more(b']')? {
                return Ok(if level == 0 { 0 } else { level + 1 });
            }
        }
    }

    /// Takes the numbers of a position; the cursor stands on the first one.
    #[inline]
    fn position(&mut self, c: &mut Cursor<'_>, start: usize) -> Result<(), Syntax> {
        let mut xy = [0.0f64; 2];
        let mut count = 0usize;
        loop {
            c.ws();
            match c.peek() {
                Some(b'-' | b'0'..=b'9') => {
                    let at = c.at;
                    let number = c.number()?;
                    if !number.value.is_finite() {
                        self.error(IssueKind::new("number-too-large"), at);
                    }
                    if let Some(slot) = xy.get_mut(count) {
                        *slot = number.value;
                    }
                }
                _ => {
                    let at = c.skip()?.start;
                    self.error(IssueKind::new("coordinate-not-number"), at);
                }
            }
            count += 1;
            if !c.more(b']')? {
                break;
            }
        }
        match count {
            0 | 1 => self.error(IssueKind::new("position-short"), start),
            2 => {}
            3 => self.heights = true,
            _ => {
                self.heights = true;
                self.remark(Severity::Warning, IssueKind::new("position-long"), start, Some((xy[0], xy[1])));
            }
        }
        self.positions.push((xy[0], xy[1]));
        Ok(())
    }

    /// Takes a `bbox` and remarks if it is no array of four or six numbers. It is never used: the
    /// program computes its own.
    pub(crate) fn bbox(&mut self, c: &mut Cursor<'_>) -> Result<(), Syntax> {
        let span = c.skip()?;
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

/// A text from a file, short enough for a message.
pub(crate) fn clip(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
