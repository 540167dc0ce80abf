//! One feature at a time: members read in a single pass, then committed to the chunk.
//!
//! A feature is committed only once all of it was found to be good JSON, so that a broken one
//! leaves no half row. Must not know how features are found in the file.

use std::ops::Range;
use std::rc::Rc;

use planmap_core::crs::{Crs, GeoPoint, Transform, with_transform};
use planmap_core::feature::Value;
use planmap_core::{IssueKind, MapPoint, Severity};

use super::chunk::{Bounds, Chunk, Finding, Plan};
use super::geometry::{GeometryFinding, Scratch, clip, member};
use super::number::Number;
use super::scan::{Cursor, RawText, Syntax, TextDamage, decode};

/// No place on Earth is farther than this from the origin of a map system, in metres.
const EARTH_M: f64 = 5.0e7;

/// Counts of the geometry store stay below this (see `core::feature::Geometries`).
const MAX_COUNT: f64 = 1.0e9;

/// An attribute's value, not yet copied out of the file.
#[derive(Debug, Clone)]
enum Token {
    Null,
    Bool(bool),
    Number(f64),
    Text(RawText),
    /// Kept as JSON text: arrays, objects, numbers that no `f64` holds.
    Json(Range<usize>),
}

/// The value of a `type` member.
#[derive(Debug)]
enum TypeWord {
    Feature,
    Other(String),
    NotText,
}

/// What kind of object an element turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// A feature, or something close enough to be read as one.
    Feature,
    /// A bare geometry.
    Geometry,
    /// A collection of features; nothing was committed.
    Collection,
    /// Nothing that GeoJSON knows; nothing was committed.
    Other,
}

/// A worker that reads elements into its chunk.
pub(crate) struct Worker<'a> {
    pub(crate) chunk: Chunk,
    plan: &'a Plan,
    transform: Option<Rc<Transform>>,
    scratch: Scratch,
    properties: Vec<(RawText, Token)>,
    converted: Vec<(f64, f64)>,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Self {
        // The plan was made with this very operation, so it exists on every thread.
        let transform = plan.place.then(|| with_transform(&plan.source, &plan.map).ok()).flatten();
        Self {
            chunk: Chunk::new(plan),
            plan,
            transform,
            scratch: Scratch::default(),
            properties: Vec::new(),
            converted: Vec::new(),
        }
    }

    /// Takes one element of a `features` array or one record of a sequence and commits it.
    /// The element is counted in any case.
    ///
    /// # Errors
    /// If it is no JSON; then nothing was committed and the fault not yet noted.
    pub(crate) fn element(&mut self, c: &mut Cursor<'_>, in_array: bool) -> Result<Element, Syntax> {
        c.ws();
        if c.peek() != Some(b'{') {
            let at = c.skip()?.start;
            if in_array {
                self.chunk.find(Severity::Error, IssueKind::new("feature-not-object"), at, true);
            }
            self.chunk.elements += 1;
            return Ok(Element::Other);
        }
        let found = self.object(c, in_array)?;
        if found != Element::Collection {
            self.chunk.elements += 1;
        }
        Ok(found)
    }

    fn object(&mut self, c: &mut Cursor<'_>, in_array: bool) -> Result<Element, Syntax> {
        let start = c.at;
        self.scratch.clear();
        self.properties.clear();
        let mut kind: Option<(TypeWord, usize)> = None;
        let mut id: Option<(Token, usize)> = None;
        let mut has_geometry = false;
        let mut has_properties = false;
        // Findings that wait until the element is known to be a feature.
        let mut waiting: Vec<(Severity, IssueKind, usize)> = Vec::new();
        let mut foreign: Vec<String> = Vec::new();
        let mut bare_geometry = false;

        c.at += 1;
        c.ws();
        let mut more = c.peek() != Some(b'}');
        if !more {
            c.at += 1;
        }
        let mut after_comma = false;
        while more {
            let key = c.key(after_comma)?;
            let twice =
                |was: bool| was.then(|| (Severity::Warning, member_of("member-twice", c.bytes, &key), key.range.start));
            match (&c.bytes[key.range.clone()], key.escaped) {
                (b"type", false) => {
                    waiting.extend(twice(kind.is_some()));
                    let at = c.at;
                    if c.peek() == Some(b'"') {
                        let text = c.text()?;
                        // The one word that nearly all have is not copied.
                        let plain = &c.bytes[text.range.clone()] == b"Feature";
                        let other = || TypeWord::Other(decode(c.bytes, &text).0.into_owned());
                        kind = Some((if plain { TypeWord::Feature } else { other() }, at));
                    } else {
                        c.skip()?;
                        kind = Some((TypeWord::NotText, at));
                    }
                }
                (b"geometry", false) => {
                    waiting.extend(twice(has_geometry));
                    has_geometry = true;
                    self.scratch.clear();
                    self.scratch.value(c)?;
                }
                (b"properties", false) => {
                    waiting.extend(twice(has_properties));
                    has_properties = true;
                    self.properties.clear();
                    match c.peek() {
                        Some(b'{') => self.members(c)?,
                        Some(b'n') => {
                            c.word()?;
                        }
                        _ => {
                            let at = c.skip()?.start;
                            waiting.push((Severity::Error, IssueKind::new("properties-not-object"), at));
                        }
                    }
                }
                (b"id", false) => {
                    let at = c.at;
                    id = Some((token(c)?, at));
                }
                (b"bbox", false) => self.scratch.bbox(c)?,
                (b"coordinates" | b"geometries", false) => {
                    bare_geometry = true;
                    waiting.push((Severity::Warning, member_of("member-misplaced", c.bytes, &key), key.range.start));
                    c.skip()?;
                }
                (b"features", false) => {
                    waiting.push((Severity::Warning, member_of("member-misplaced", c.bytes, &key), key.range.start));
                    c.skip()?;
                }
                (b"crs", false) => {
                    c.skip()?;
                }
                _ => {
                    foreign.push(clip(&decode(c.bytes, &key).0));
                    c.skip()?;
                }
            }
            more = c.more(b'}')?;
            after_comma = true;
        }

        let word = match &kind {
            Some((TypeWord::Feature, _)) => Some("Feature"),
            Some((TypeWord::Other(word), _)) => Some(&**word),
            _ => None,
        };
        match word {
            Some("Feature") => {}
            Some("FeatureCollection") if !in_array => return Ok(Element::Collection),
            Some(
                "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
                | "GeometryCollection",
            ) if !has_geometry || bare_geometry => return self.bare(c.bytes, start, in_array),
            // Coordinates with a type of nobody's knowledge: a geometry gone wrong.
            _ if bare_geometry && !has_geometry => return self.bare(c.bytes, start, in_array),
            _ if !has_geometry && !has_properties && !in_array => return Ok(Element::Other),
            Some(other) => {
                let at = kind.as_ref().map_or(start, |k| k.1);
                waiting.push((Severity::Error, IssueKind::new("feature-type-wrong").with("name", clip(other)), at));
            }
            None => waiting.push((Severity::Error, IssueKind::new("feature-type-missing"), start)),
        }
        if !has_geometry {
            waiting.push((Severity::Warning, member("member-missing", "geometry"), start));
        }
        if !has_properties {
            waiting.push((Severity::Warning, member("member-missing", "properties"), start));
        }
        for (severity, kind, at) in waiting {
            self.chunk.find(severity, kind, at, true);
        }
        for name in foreign {
            self.chunk.foreign_member(&name);
        }
        self.commit(c.bytes, id, start);
        Ok(Element::Feature)
    }

    /// Reads an element again as a geometry that stands alone.
    fn bare(&mut self, bytes: &[u8], start: usize, in_array: bool) -> Result<Element, Syntax> {
        self.scratch.clear();
        self.properties.clear();
        self.scratch.object(&mut Cursor::new(bytes, start), 0)?;
        if in_array {
            self.chunk.find(Severity::Warning, IssueKind::new("geometry-not-wrapped"), start, true);
        }
        self.commit(bytes, None, start);
        Ok(Element::Geometry)
    }

    /// Takes the members of `properties`; the cursor stands on the brace.
    fn members(&mut self, c: &mut Cursor<'_>) -> Result<(), Syntax> {
        c.at += 1;
        c.ws();
        if c.peek() == Some(b'}') {
            c.at += 1;
            return Ok(());
        }
        let mut after_comma = false;
        loop {
            let key = c.key(after_comma)?;
            let value = token(c)?;
            self.properties.push((key, value));
            if !c.more(b'}')? {
                return Ok(());
            }
            after_comma = true;
        }
    }

    /// Writes the row.
    fn commit(&mut self, bytes: &[u8], id: Option<(Token, usize)>, start: usize) {
        self.chunk.index.push(self.chunk.elements);
        self.chunk.table.begin_row();
        let properties = std::mem::take(&mut self.properties);
        let mut damage = TextDamage::default();
        for (key, token) in &properties {
            if !key.escaped && self.chunk.table.expects(&bytes[key.range.clone()]) {
                self.set(bytes, None, token, &mut damage);
                continue;
            }
            let (name, wrong) = decode(bytes, key);
            note(&mut damage, wrong);
            self.set(bytes, Some(&name), token, &mut damage);
        }
        if let Some((token, at)) = id {
            match &token {
                Token::Text(_) | Token::Number(_) => {
                    let own = properties.iter().find(|(key, _)| &bytes[key.range.clone()] == b"id");
                    match own {
                        None => self.set(bytes, Some("id"), &token, &mut damage),
                        Some((_, own)) if same(bytes, own, &token) => {}
                        // Both are kept: other entries may refer to either.
                        Some(_) => self.set(bytes, Some("@id"), &token, &mut damage),
                    }
                }
                _ => self.chunk.find(Severity::Error, IssueKind::new("id-wrong"), at, true),
            }
        }
        self.properties = properties;
        if damage.encoding {
            self.chunk.find(Severity::Warning, IssueKind::new("text-encoding"), start, true);
        }
        if damage.surrogate {
            self.chunk.find(Severity::Warning, IssueKind::new("text-surrogate"), start, true);
        }
        self.place(start);
    }

    /// Sets an attribute, by name or in the column that the table expects.
    fn set(&mut self, bytes: &[u8], name: Option<&str>, token: &Token, damage: &mut TextDamage) {
        let table = &mut self.chunk.table;
        let mut put = |value| match name {
            Some(name) => table.set(name, value),
            None => table.set_expected(value),
        };
        match token {
            // Named even if empty, so that the column exists.
            Token::Null => put(Value::Null),
            Token::Bool(b) => put(Value::Bool(*b)),
            Token::Number(n) => put(Value::Number(*n)),
            Token::Text(raw) => {
                let (text, wrong) = decode(bytes, raw);
                note(damage, wrong);
                put(Value::Text(&text));
            }
            Token::Json(range) => {
                let text = String::from_utf8_lossy(&bytes[range.clone()]);
                damage.encoding |= matches!(text, std::borrow::Cow::Owned(_));
                put(Value::Json(&text));
            }
        }
    }

    /// Converts the geometry and adds it to the store; without one the row has a null geometry.
    fn place(&mut self, start: usize) {
        let Self { chunk, scratch, plan, transform, converted, .. } = self;
        chunk.geometries.begin();
        let swap = plan.swap_xy;
        for GeometryFinding { severity, kind, byte, position } in scratch.findings.drain(..) {
            let at = position
                .map(|(x, y)| if swap { (y, x) } else { (x, y) })
                .filter(|(lon, lat)| plan.source.is_wgs84() && lon.abs() <= 180.0 && lat.abs() <= 90.0)
                .map(|(lon, lat)| GeoPoint::new(lon, lat));
            chunk.findings.push(Finding { severity, kind, feature: Some(chunk.elements), byte, at, fault: None });
        }
        if scratch.broken || scratch.parts.is_empty() {
            return;
        }
        chunk.with_coordinates += 1;
        chunk.heights += u32::from(scratch.heights);
        if swap {
            for p in &mut scratch.positions {
                *p = (p.1, p.0);
            }
        }
        // All at once where all are within, which is nearly always.
        let bounds = Bounds::of(&scratch.positions);
        let mut beyond = None;
        if bounds.is_within(&plan.source) {
            chunk.within_bounds.join(bounds);
        } else {
            for (x, y) in &scratch.positions {
                if within(&plan.source, *x, *y) {
                    chunk.within_bounds.add(*x, *y);
                } else {
                    chunk.beyond_bounds.add(*x, *y);
                    beyond = Some((*x, *y));
                }
            }
        }
        if beyond.is_none()
            && (bounds.0[0] < -180.0 || bounds.0[2] > 180.0)
            && plan.source.is_wgs84()
            && let Some((x, y)) = scratch.positions.iter().find(|(x, _)| x.abs() > 180.0)
        {
            let kind = IssueKind::new("longitude-beyond").with("x", x.to_string()).with("y", y.to_string());
            chunk.find(Severity::Warning, kind, start, true);
        }
        let Some(transform) = transform else {
            chunk.beyond += u32::from(beyond.is_some());
            return;
        };
        converted.clear();
        let mut problem = beyond;
        if problem.is_none() {
            let quick = plan.quick.0.as_deref();
            for (x, y) in &scratch.positions {
                let quick = quick.and_then(|quick| quick.convert(*x, *y));
                match quick.map_or_else(|| transform.convert(*x, *y), Ok) {
                    Ok((a, b)) if a.abs() <= EARTH_M && b.abs() <= EARTH_M => converted.push((a, b)),
                    _ => {
                        problem = Some((*x, *y));
                        break;
                    }
                }
            }
        }
        if let Some((x, y)) = problem {
            chunk.beyond += 1;
            let kind = IssueKind::new("outside-domain")
                .with("x", x.to_string())
                .with("y", y.to_string())
                .with("crs", plan.source.as_str());
            return chunk.find(Severity::Error, kind, start, true);
        }
        let reach = MAX_COUNT * plan.quantum_m;
        let Bounds([x0, y0, x1, y1]) = Bounds::of(converted);
        let o = plan.origin;
        chunk.extent = chunk.extent.including(MapPoint::new(x0, y0)).including(MapPoint::new(x1, y1));
        if x0 - o.x < -reach || x1 - o.x > reach || y0 - o.y < -reach || y1 - o.y > reach {
            chunk.too_far += 1;
            let (x, y) = scratch.positions[0];
            let kind = IssueKind::new("too-far").with("x", x.to_string()).with("y", y.to_string());
            return chunk.find(Severity::Error, kind, start, true);
        }
        for (kind, range) in &scratch.parts {
            chunk.geometries.part(*kind, converted[range.clone()].iter().copied());
        }
    }
}

/// Whether a system can hold a position. Degrees may run on beyond the antimeridian by a turn.
#[inline]
pub(crate) fn within(source: &Crs, x: f64, y: f64) -> bool {
    if source.is_wgs84() { x.abs() <= 360.0 && y.abs() <= 90.0 } else { x.abs() <= EARTH_M && y.abs() <= EARTH_M }
}

fn member_of(key: &'static str, bytes: &[u8], name: &RawText) -> IssueKind {
    member(key, &decode(bytes, name).0)
}

fn note(damage: &mut TextDamage, more: TextDamage) {
    damage.encoding |= more.encoding;
    damage.surrogate |= more.surrogate;
}

fn same(bytes: &[u8], a: &Token, b: &Token) -> bool {
    match (a, b) {
        (Token::Text(a), Token::Text(b)) => decode(bytes, a).0 == decode(bytes, b).0,
        (Token::Number(a), Token::Number(b)) => a.to_bits() == b.to_bits(),
        _ => false,
    }
}

/// Takes a value as a token.
fn token(c: &mut Cursor<'_>) -> Result<Token, Syntax> {
    c.ws();
    Ok(match c.peek() {
        Some(b'"') => Token::Text(c.text()?),
        Some(b'-' | b'0'..=b'9') => {
            let start = c.at;
            let Number { value, exact } = c.number()?;
            if exact { Token::Number(value) } else { Token::Json(start..c.at) }
        }
        Some(b't' | b'f' | b'n') => c.word()?.map_or(Token::Null, Token::Bool),
        _ => Token::Json(c.skip()?),
    })
}
