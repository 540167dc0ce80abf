//! One feature at a time: members read in a single pass, then committed to the chunk.
//!
//! A feature is committed only once all of it was found to be good JSON, so that a broken one
//! leaves no half row. Single values that are wrong are passed over ([`super::mend`]) and told.
//! Must not know how features are found in the file.

use std::ops::Range;

use planmap_core::{IssueKind, Severity};

use super::geometry::{Scratch, member};
use super::own_system::OwnSystems;
use super::row::{Token, token};
use super::scan::{Cursor, Fault, RawText, Syntax, decode};
use crate::read::ingest::{Chunk, Placer, Plan, clip};

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
    pub(super) plan: &'a Plan,
    pub(super) placer: Placer<'a>,
    pub(super) scratch: Scratch,
    pub(super) properties: Vec<(RawText, Token)>,
    pub(super) systems: OwnSystems,
}

/// What the members of an element were.
#[derive(Debug, Default)]
pub(super) struct Members {
    kind: Option<(TypeWord, usize)>,
    pub(super) id: Option<(Token, usize)>,
    pub(super) crs: Option<Range<usize>>,
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
        Self {
            chunk: Chunk::new(plan),
            plan,
            placer: Placer::new(plan),
            scratch: Scratch::default(),
            properties: Vec::new(),
            systems: OwnSystems::default(),
        }
    }

    /// Adds the finding for broken JSON.
    pub(crate) fn syntax(&mut self, error: Syntax, of_feature: bool) {
        self.chunk.find_broken(syntax_kind(error), error.at, of_feature);
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
    pub(crate) fn element(
        &mut self,
        c: &mut Cursor<'_>,
        in_array: bool,
    ) -> Result<Element, Syntax> {
        c.ws();
        c.mended.clear();
        c.saw_end = false;
        let found = match self.object_or_other(c, in_array) {
            Ok(found) => found,
            Err(error) => {
                c.saw_end |= error.fault == Fault::End;
                // A text without its end swallows lines and breaks far away: where a line ended
                // inside a text is the better place to tell and to go on from.
                let swallowed =
                    c.mended.iter().find(|wrong| wrong.fault == Fault::Control).copied();
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
                Fault::Word => {
                    (Severity::Warning, IssueKind::new("value-word").with("found", found()))
                }
                Fault::Number => {
                    (Severity::Error, IssueKind::new("value-number").with("found", found()))
                }
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
                "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon"
                | "MultiPolygon" | "GeometryCollection",
            ) if !members.has_geometry || members.is_bare => {
                return self.bare(c, start, &members, in_array);
            }
            // Coordinates with a type of nobody's knowledge: a geometry gone wrong.
            _ if members.is_bare && !members.has_geometry => {
                return self.bare(c, start, &members, in_array);
            }
            _ if !members.has_geometry && !members.has_properties && !in_array => {
                return Ok(Element::Other);
            }
            _ if in_array && members.is_no_feature() => {
                self.no_feature(start..c.at, &members);
                return Ok(Element::Other);
            }
            Some(other) => {
                let at = members.kind.as_ref().map_or(start, |kind| kind.1);
                let kind = IssueKind::new("feature-type-wrong").with("name", clip(other));
                members.waiting.push((Severity::Error, kind, at));
            }
            None => members.waiting.push((
                Severity::Error,
                IssueKind::new("feature-type-missing"),
                start,
            )),
        }
        if !members.has_geometry {
            members.waiting.push((Severity::Warning, member("member-missing", "geometry"), start));
        }
        if !members.has_properties {
            members.waiting.push((
                Severity::Warning,
                member("member-missing", "properties"),
                start,
            ));
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
    fn member(
        &mut self,
        c: &mut Cursor<'_>,
        key: &RawText,
        members: &mut Members,
    ) -> Result<(), Syntax> {
        let (bytes, at) = (c.bytes, key.range.start);
        let mut twice = |was: bool| {
            if was {
                members.waiting.push((
                    Severity::Warning,
                    member_of("member-twice", bytes, key),
                    at,
                ));
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
                        members.waiting.push((
                            Severity::Error,
                            IssueKind::new("properties-not-object"),
                            at,
                        ));
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
                members.waiting.push((
                    Severity::Warning,
                    member_of("member-misplaced", bytes, key),
                    at,
                ));
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
        let is_crs = ["name", "link", "EPSG", "OGC", "url"]
            .iter()
            .any(|kind| name.eq_ignore_ascii_case(kind));
        let key = match name {
            "" => "feature-not-one",
            _ if is_crs && members.has_properties => "feature-is-crs",
            _ => "feature-other-type",
        };
        self.chunk.find(
            Severity::Error,
            IssueKind::new(key).with("name", clip(name)),
            range.start,
            true,
        );
        if key == "feature-is-crs" {
            self.chunk.stray_system(&range);
        } else if let Some(crs) = &members.crs {
            self.chunk.stray_system(crs);
        }
    }

    /// Reads an element again as a geometry that stands alone.
    fn bare(
        &mut self,
        c: &mut Cursor<'_>,
        start: usize,
        members: &Members,
        in_array: bool,
    ) -> Result<Element, Syntax> {
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
}

pub(super) fn member_of(key: &'static str, bytes: &[u8], name: &RawText) -> IssueKind {
    member(key, &decode(bytes, name).0)
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

/// The issue for broken JSON.
pub(crate) fn syntax_kind(error: Syntax) -> IssueKind {
    let kind = IssueKind::new(error.fault.key());
    match error.fault {
        Fault::Byte(b) if b.is_ascii_graphic() => kind.with("found", char::from(b).to_string()),
        Fault::Byte(b) => kind.with("found", format!("0x{b:02X}")),
        _ => kind,
    }
}
