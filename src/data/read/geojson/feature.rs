//! One feature at a time: members read in a single pass, then committed to the chunk.
//!
//! A feature is committed only once all of it was found to be good JSON, so that a broken one
//! leaves no half row. Single values that are wrong are passed over ([`super::mend`]) and told.
//! Must not know how features are found in the file.

use std::ops::Range;
use std::rc::Rc;

use planmap_core::crs::{Crs, GeoPoint, Transform, with_transform};
use planmap_core::feature::Value;
use planmap_core::{IssueKind, MapPoint, Severity};

use super::chunk::{Bounds, Chunk, Finding, Plan};
use super::geometry::{GeometryFinding, Scratch, clip, member};
use super::mend;
use super::number::Number;
use super::own_system::{OwnSystem, OwnSystems};
use super::scan::{Cursor, Fault, RawText, Syntax, TextDamage, decode};

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
    /// Kept as JSON text: arrays, objects, whole numbers that no `f64` holds.
    Json(Range<usize>),
    /// As `Json`, with what was wrong in it put right.
    MendedJson(String),
}

/// The value of a `type` member.
#[derive(Debug, PartialEq, Eq)]
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
    systems: OwnSystems,
}

/// What the members of an element were.
#[derive(Debug, Default)]
struct Members {
    kind: Option<(TypeWord, usize)>,
    id: Option<(Token, usize)>,
    crs: Option<Range<usize>>,
    has_geometry: bool,
    has_properties: bool,
    /// Coordinates stand in the element itself.
    is_bare: bool,
    /// Findings that wait until the element is known to be a feature.
    waiting: Vec<(Severity, IssueKind, usize)>,
    foreign: Vec<String>,
}

impl Members {
    /// The value of `type`, if it is a text.
    fn word(&self) -> Option<&str> {
        match &self.kind {
            Some((TypeWord::Feature, _)) => Some("Feature"),
            Some((TypeWord::Other(word), _)) => Some(word),
            Some((TypeWord::NotText, _)) | None => None,
        }
    }

    /// Whether an object in a list of features is none, though it may have properties: it has no
    /// geometry, and names another type or none.
    fn is_no_feature(&self) -> bool {
        let other = match &self.kind {
            Some((TypeWord::Other(word), _)) => !word.eq_ignore_ascii_case("feature"),
            Some((TypeWord::Feature | TypeWord::NotText, _)) => false,
            None => !self.has_properties && self.id.is_none(),
        };
        other && !self.has_geometry && !self.is_bare
    }
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
            systems: OwnSystems::default(),
        }
    }

    /// The `crs` of the collection that the next elements stand in; none where it has none.
    pub(crate) fn inherit(&mut self, crs: Option<Range<usize>>) {
        self.systems.inherited = crs;
    }

    /// Takes one element of a `features` array or one record of a sequence and commits it.
    /// The element is counted in any case. The cursor must be a mending one.
    ///
    /// # Errors
    /// If it is no JSON; then nothing was committed and the fault not yet noted.
    pub(crate) fn element(&mut self, c: &mut Cursor<'_>, in_array: bool) -> Result<Element, Syntax> {
        c.ws();
        c.mended.clear();
        let found = match self.object_or_other(c, in_array) {
            Ok(found) => found,
            Err(error) => {
                // A text without its end swallows lines and breaks far away: where a line ended
                // inside a text is the better place to tell and to go on from.
                let swallowed = c.mended.iter().find(|wrong| wrong.fault == Fault::Control).copied();
                c.mended.clear();
                return Err(swallowed.unwrap_or(error));
            }
        };
        if found != Element::Collection {
            self.tell_mended(c);
            self.chunk.elements += 1;
        }
        Ok(found)
    }

    fn object_or_other(&mut self, c: &mut Cursor<'_>, in_array: bool) -> Result<Element, Syntax> {
        if c.peek() == Some(b'{') {
            return self.object(c, in_array);
        }
        let at = c.skip()?.start;
        if in_array {
            self.chunk.find(Severity::Error, IssueKind::new("feature-not-object"), at, true);
        }
        Ok(Element::Other)
    }

    /// Notes what was passed over in an element.
    fn tell_mended(&mut self, c: &mut Cursor<'_>) {
        for wrong in std::mem::take(&mut c.mended) {
            let found = || c.word_at(wrong.at);
            let (severity, kind) = match wrong.fault {
                Fault::Word => (Severity::Warning, IssueKind::new("value-word").with("found", found())),
                Fault::Number => (Severity::Error, IssueKind::new("value-number").with("found", found())),
                Fault::Control => (Severity::Warning, IssueKind::new("text-control")),
                Fault::Escape => (Severity::Warning, IssueKind::new("text-escape")),
                Fault::TrailingComma => (Severity::Warning, IssueKind::new("comma-trailing")),
                other => (Severity::Error, IssueKind::new(other.key())),
            };
            self.chunk.find(severity, kind, wrong.at, true);
        }
    }

    fn object(&mut self, c: &mut Cursor<'_>, in_array: bool) -> Result<Element, Syntax> {
        let start = c.at;
        self.scratch.clear();
        self.properties.clear();
        let mut members = Members::default();
        c.at += 1;
        c.ws();
        let mut more = c.peek() != Some(b'}');
        if !more {
            c.at += 1;
        }
        let mut after_comma = false;
        while more {
            let key = c.key(after_comma)?;
            self.member(c, &key, &mut members)?;
            more = c.more(b'}')?;
            after_comma = true;
        }
        match members.word() {
            Some("Feature") => {}
            Some("FeatureCollection") if !in_array => return Ok(Element::Collection),
            Some(
                "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
                | "GeometryCollection",
            ) if !members.has_geometry || members.is_bare => return self.bare(c, start, &members, in_array),
            // Coordinates with a type of nobody's knowledge: a geometry gone wrong.
            _ if members.is_bare && !members.has_geometry => return self.bare(c, start, &members, in_array),
            _ if !members.has_geometry && !members.has_properties && !in_array => return Ok(Element::Other),
            _ if in_array && members.is_no_feature() => {
                self.no_feature(start..c.at, &members);
                return Ok(Element::Other);
            }
            Some(other) => {
                let at = members.kind.as_ref().map_or(start, |kind| kind.1);
                let kind = IssueKind::new("feature-type-wrong").with("name", clip(other));
                members.waiting.push((Severity::Error, kind, at));
            }
            None => members.waiting.push((Severity::Error, IssueKind::new("feature-type-missing"), start)),
        }
        if !members.has_geometry {
            members.waiting.push((Severity::Warning, member("member-missing", "geometry"), start));
        }
        if !members.has_properties {
            members.waiting.push((Severity::Warning, member("member-missing", "properties"), start));
        }
        for (severity, kind, at) in std::mem::take(&mut members.waiting) {
            self.chunk.find(severity, kind, at, true);
        }
        for name in &members.foreign {
            self.chunk.foreign_member(name);
        }
        self.commit(c.bytes, &members, start);
        Ok(Element::Feature)
    }

    /// Takes the value of one member of an element.
    fn member(&mut self, c: &mut Cursor<'_>, key: &RawText, members: &mut Members) -> Result<(), Syntax> {
        let (bytes, at) = (c.bytes, key.range.start);
        let mut twice = |was: bool| {
            if was {
                members.waiting.push((Severity::Warning, member_of("member-twice", bytes, key), at));
            }
        };
        match (&bytes[key.range.clone()], key.escaped) {
            (b"type", false) => {
                twice(members.kind.is_some());
                let at = c.at;
                members.kind = Some((type_word(c)?, at));
            }
            (b"geometry", false) => {
                twice(members.has_geometry);
                members.has_geometry = true;
                self.scratch.clear();
                self.scratch.value(c)?;
            }
            (b"properties", false) => {
                twice(members.has_properties);
                members.has_properties = true;
                self.properties.clear();
                match c.peek() {
                    Some(b'{') => self.properties(c)?,
                    Some(b'n') => {
                        c.word()?;
                    }
                    _ => {
                        let at = c.skip()?.start;
                        members.waiting.push((Severity::Error, IssueKind::new("properties-not-object"), at));
                    }
                }
            }
            (b"id", false) => {
                twice(members.id.is_some());
                let at = c.at;
                members.id = Some((token(c)?, at));
            }
            (b"crs", false) => {
                twice(members.crs.is_some());
                members.crs = Some(c.skip()?);
            }
            (b"bbox", false) => self.scratch.bbox(c)?,
            (name @ (b"coordinates" | b"geometries" | b"features"), false) => {
                members.is_bare |= name != b"features";
                members.waiting.push((Severity::Warning, member_of("member-misplaced", bytes, key), at));
                let mended = c.mended.len();
                c.skip()?;
                // Read again where it counts.
                c.mended.truncate(mended);
            }
            _ => {
                members.foreign.push(clip(&decode(bytes, key).0));
                c.skip()?;
            }
        }
        Ok(())
    }

    /// An object in the list of features that is none: told, and its system noted if it is a `crs`
    /// object that some servers write there.
    fn no_feature(&mut self, range: Range<usize>, members: &Members) {
        let name = members.word().unwrap_or_default();
        let is_crs = ["name", "link", "EPSG", "OGC", "url"].iter().any(|kind| name.eq_ignore_ascii_case(kind));
        let key = match name {
            "" => "feature-not-one",
            _ if is_crs && members.has_properties => "feature-is-crs",
            _ => "feature-other-type",
        };
        self.chunk.find(Severity::Error, IssueKind::new(key).with("name", clip(name)), range.start, true);
        if key == "feature-is-crs" {
            self.chunk.stray_crs.get_or_insert(range);
        } else if let Some(crs) = &members.crs {
            self.chunk.stray_crs.get_or_insert(crs.clone());
        }
    }

    /// Reads an element again as a geometry that stands alone.
    fn bare(&mut self, c: &mut Cursor<'_>, start: usize, members: &Members, in_array: bool) -> Result<Element, Syntax> {
        self.scratch.clear();
        self.properties.clear();
        let mut again = Cursor::mending(c.bytes, start);
        self.scratch.object(&mut again, 0)?;
        c.mended = again.mended;
        if in_array {
            self.chunk.find(Severity::Warning, IssueKind::new("geometry-not-wrapped"), start, true);
        }
        let own = Members { crs: members.crs.clone(), ..Members::default() };
        self.commit(c.bytes, &own, start);
        Ok(Element::Geometry)
    }

    /// Takes the members of `properties`; the cursor stands on the brace.
    fn properties(&mut self, c: &mut Cursor<'_>) -> Result<(), Syntax> {
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
    fn commit(&mut self, bytes: &[u8], members: &Members, start: usize) {
        self.chunk.index.push(self.chunk.elements);
        self.chunk.table.begin_row();
        let properties = std::mem::take(&mut self.properties);
        let mut damage = TextDamage::default();
        for (key, token) in &properties {
            let again = if !key.escaped && self.chunk.table.expects(&bytes[key.range.clone()]) {
                self.set(bytes, None, token, &mut damage)
            } else {
                let (name, wrong) = decode(bytes, key);
                note(&mut damage, wrong);
                self.set(bytes, Some(&name), token, &mut damage)
            };
            let at = key.range.start;
            if again {
                self.chunk.find(Severity::Warning, member_of("member-twice", bytes, key), at, true);
            }
            if matches!(token, Token::Number(n) if n.is_infinite()) {
                self.chunk.find(Severity::Note, member_of("value-too-large", bytes, key), at, true);
            }
        }
        self.properties = properties;
        if let Some((token, at)) = &members.id {
            self.identify(bytes, token, *at, &mut damage);
        }
        if let Some(at) = damage.encoding {
            self.chunk.find(Severity::Warning, IssueKind::new("text-encoding"), at, true);
        }
        if let Some(at) = damage.surrogate {
            self.chunk.find(Severity::Warning, IssueKind::new("text-surrogate"), at, true);
        }
        let own = self.own_system(bytes, members);
        self.place(start, &own);
    }

    /// Writes the member `id` into the row: as the attribute of this name, or beside one that says
    /// something else.
    fn identify(&mut self, bytes: &[u8], token: &Token, at: usize, damage: &mut TextDamage) {
        let is_number = |range: &Range<usize>| matches!(bytes.get(range.start), Some(b'-' | b'0'..=b'9'));
        match token {
            // Some writers put null where there is none.
            Token::Null => return,
            Token::Text(_) | Token::Number(_) => {}
            Token::Json(range) if is_number(range) => {}
            Token::Bool(_) | Token::Json(_) | Token::MendedJson(_) => {
                return self.chunk.find(Severity::Error, IssueKind::new("id-wrong"), at, true);
            }
        }
        self.chunk.identified += 1;
        let named = |(key, _): &&(RawText, Token)| &bytes[key.range.clone()] == b"id";
        // The last one counts, as everywhere.
        let own = self.properties.iter().rev().find(named);
        let name = match own {
            None => "id",
            Some((_, own)) if same(bytes, own, token) => return,
            // Both are kept: other entries may refer to either.
            Some(_) => "@id",
        };
        self.set(bytes, Some(name), token, damage);
    }

    /// Sets an attribute, by name or in the column that the table expects. Says whether the row
    /// had it already.
    fn set(&mut self, bytes: &[u8], name: Option<&str>, token: &Token, damage: &mut TextDamage) -> bool {
        let table = &mut self.chunk.table;
        let mut put = |value| match name {
            Some(name) => table.set_told(name, value),
            None => table.set_expected(value),
        };
        match token {
            // Named even if empty, so that the column exists.
            Token::Null => put(Value::Null),
            Token::Bool(b) => put(Value::Bool(*b)),
            // NaN and what is too large for a number stand for none.
            Token::Number(n) if !n.is_finite() => put(Value::Null),
            Token::Number(n) => put(Value::Number(*n)),
            Token::Text(raw) => {
                let (text, wrong) = decode(bytes, raw);
                note(damage, wrong);
                put(Value::Text(&text))
            }
            Token::Json(range) => {
                let raw = &bytes[range.clone()];
                if let Err(wrong) = std::str::from_utf8(raw) {
                    damage.encoding.get_or_insert(range.start + wrong.valid_up_to());
                }
                put(Value::Json(&String::from_utf8_lossy(raw)))
            }
            Token::MendedJson(text) => put(Value::Json(text)),
        }
    }

    /// The system that an element's numbers are in, where it names one of its own or stands in a
    /// collection that does.
    fn own_system(&mut self, bytes: &[u8], members: &Members) -> OwnSystem {
        if self.scratch.parts.is_empty() || !self.plan.follows_own {
            return OwnSystem::OfFile;
        }
        // The innermost counts.
        let named = self.scratch.crs.as_ref().or(members.crs.as_ref());
        let own = self.systems.of(bytes, named, self.plan);
        if let Some(range) = named {
            self.chunk.own_systems.note(&own.name, range.start);
            if let Some(issue) = own.issue {
                self.chunk.find(Severity::Error, issue, range.start, true);
            }
        }
        own.system
    }

    /// Converts the geometry and adds it to the store; without one the row has a null geometry.
    fn place(&mut self, start: usize, own: &OwnSystem) {
        let Self { chunk, scratch, plan, transform, converted, .. } = self;
        chunk.geometries.begin();
        let swap = plan.swap_xy;
        let is_degrees = plan.source.is_wgs84() && matches!(own, OwnSystem::OfFile);
        for GeometryFinding { severity, kind, byte, position } in scratch.findings.drain(..) {
            let at = position
                .map(|(x, y)| if swap { (y, x) } else { (x, y) })
                .filter(|(lon, lat)| is_degrees && lon.abs() <= 180.0 && lat.abs() <= 90.0)
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
        match own {
            OwnSystem::OfFile => {}
            // Told where it was met; nothing is placed by guesswork.
            OwnSystem::Unknown => return,
            OwnSystem::Other(into_file) => {
                if let Err((x, y)) = convert_all(into_file, &mut scratch.positions) {
                    let (from, _) = into_file.systems();
                    return chunk.find(Severity::Error, outside(x, y, from), start, true);
                }
            }
        }
        // All at once where all are within, which is nearly always.
        let bounds = Bounds::of(&scratch.positions);
        let mut beyond = None;
        if bounds.is_within(&plan.source) {
            chunk.add_within(bounds, &scratch.positions);
        } else {
            for (x, y) in &scratch.positions {
                if within(&plan.source, *x, *y) {
                    chunk.within_bounds.add(*x, *y);
                    chunk.halves.add(*x);
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
            return chunk.find(Severity::Error, outside(x, y, &plan.source), start, true);
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
        // What the store's rounding did to a geometry is no fault of the file.
        chunk.geometries.settle_as_written(&scratch.parts, &scratch.positions);
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

/// The issue of a position that a system cannot hold.
fn outside(x: f64, y: f64, crs: &Crs) -> IssueKind {
    IssueKind::new("outside-domain").with("x", x.to_string()).with("y", y.to_string()).with("crs", crs.as_str())
}

/// Converts positions where they stand; gives the first that cannot be.
fn convert_all(transform: &Transform, positions: &mut [(f64, f64)]) -> Result<(), (f64, f64)> {
    let (from, _) = transform.systems();
    for position in positions {
        let (x, y) = *position;
        if !within(from, x, y) {
            return Err((x, y));
        }
        *position = transform.convert(x, y).map_err(|_| (x, y))?;
    }
    Ok(())
}

fn note(damage: &mut TextDamage, more: TextDamage) {
    damage.encoding = damage.encoding.or(more.encoding);
    damage.surrogate = damage.surrogate.or(more.surrogate);
}

fn same(bytes: &[u8], a: &Token, b: &Token) -> bool {
    match (a, b) {
        (Token::Text(a), Token::Text(b)) => decode(bytes, a).0 == decode(bytes, b).0,
        (Token::Number(a), Token::Number(b)) => a.to_bits() == b.to_bits(),
        (Token::Json(a), Token::Json(b)) => bytes[a.clone()] == bytes[b.clone()],
        _ => false,
    }
}

/// Takes the value of `type`.
fn type_word(c: &mut Cursor<'_>) -> Result<TypeWord, Syntax> {
    if c.peek() != Some(b'"') {
        c.skip()?;
        return Ok(TypeWord::NotText);
    }
    let text = c.text()?;
    // The one word that nearly all have is not copied.
    if &c.bytes[text.range.clone()] == b"Feature" {
        return Ok(TypeWord::Feature);
    }
    Ok(TypeWord::Other(decode(c.bytes, &text).0.into_owned()))
}

/// Takes a value as a token.
fn token(c: &mut Cursor<'_>) -> Result<Token, Syntax> {
    c.ws();
    Ok(match c.peek() {
        Some(b'"') => Token::Text(c.text()?),
        Some(b'-' | b'+' | b'.' | b'0'..=b'9') => {
            let start = c.at;
            let Number { value, exact } = c.number()?;
            // A whole number that an `f64` would round is kept as it stands.
            if exact || !value.is_finite() { Token::Number(value) } else { Token::Json(start..c.at) }
        }
        Some(b) if b.is_ascii_alphabetic() => c.word()?.map_or(Token::Null, Token::Bool),
        _ if c.lacks_value() => Token::Null,
        _ => {
            let mended = c.mended.len();
            let range = c.skip()?;
            let wrong = c.mended.get(mended..).unwrap_or_default();
            if wrong.is_empty() {
                return Ok(Token::Json(range));
            }
            let places: Vec<Syntax> =
                wrong.iter().map(|wrong| Syntax { at: wrong.at - range.start, fault: wrong.fault }).collect();
            Token::MendedJson(mend::as_json(&c.bytes[range], &places))
        }
    })
}
