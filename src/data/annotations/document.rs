//! A file of annotations: the features by id, what other programs added, and the versions behind it.
//!
//! Owns the layout of the text: one feature a line, then one version a line, so that a change
//! touches the lines it is about and no other. Features of this program's own stand in the order of
//! their ids; a file of another program keeps its order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use planmap_core::annotation::{Annotation, AnnotationId, AnnotationSet};
use serde::de::IgnoredAny;
use serde_json::Value;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::feature::{OWN, annotation_from_text};
use super::line::feature_line;
use super::raw;
use super::readable::words;
use super::versions::Versions;

/// Version of the member that belongs to this program.
const FORMAT: u64 = 1;
/// Members of the collection's own `planmap` that are understood.
const OWN_MEMBERS: [&str; 3] = ["format", "version", "versions"];

/// A file of annotations in memory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The annotations.
    pub set: Arc<AnnotationSet>,
    /// Features that cannot be placed, as JSON text: kept as they are.
    pub unplaced: Vec<String>,
    /// Members of the collection that this program does not know, as JSON text, in their order.
    pub foreign: Vec<(String, String)>,
    /// What the file was before.
    pub versions: Versions,
    /// What else of its form a file keeps.
    pub form: Form,
}

/// What a file keeps that no annotation says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// Members inside this program's own member of the collection that it does not know: a later
    /// version's.
    own_foreign: Vec<(String, String)>,
    /// The order of the features; empty for that of ids, with what cannot be placed behind them.
    order: Vec<Slot>,
}

/// A feature's place in the order of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Annotation(AnnotationId),
    /// By its number among those that cannot be placed.
    Unplaced(usize),
}

/// Which program wrote a file last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// This one, or there is no file yet.
    #[default]
    Own,
    /// Another one: before it is replaced, a copy is kept.
    Foreign,
}

/// Why a text is no file of annotations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// It is no JSON.
    #[error("no JSON: line {line}, column {column}")]
    Json {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// It is JSON, but no feature collection.
    #[error("no feature collection")]
    NotACollection,
}

/// The text of a file, without a byte order mark.
fn text_of(bytes: &[u8]) -> Result<&str, DocumentError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Err(e) = serde_json::from_slice::<IgnoredAny>(bytes)
        && !bytes.iter().all(u8::is_ascii_whitespace)
    {
        return Err(DocumentError::Json { line: e.line(), column: e.column() });
    }
    std::str::from_utf8(bytes).map_err(|e| {
        let before = &bytes[..e.valid_up_to()];
        let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let line = 1 + before.iter().filter(|b| **b == b'\n').count();
        DocumentError::Json { line, column: 1 + before.len() - line_start }
    })
}

impl Document {
    /// Reads a file's content. An empty file is an empty document.
    ///
    /// # Errors
    /// If it is no GeoJSON feature collection or feature.
    pub fn read(bytes: &[u8]) -> Result<Self, DocumentError> {
        Ok(Self::read_with_origin(bytes)?.0)
    }

    /// As [`Document::read`], with which program wrote the content.
    pub(super) fn read_with_origin(bytes: &[u8]) -> Result<(Self, Origin), DocumentError> {
        let text = text_of(bytes)?;
        if text.trim().is_empty() {
            return Ok(Default::default());
        }
        let members = raw::members(text).ok_or(DocumentError::NotACollection)?;
        let kind =
            members.iter().rev().find(|(key, _)| key == "type").map(|(_, json)| raw::value(json));
        let mut out = Self::default();
        let mut origin = Origin::Foreign;
        match kind.as_ref().and_then(Value::as_str) {
            Some("Feature") => {
                out.take_features(&[text]);
                return Ok((out, origin));
            }
            Some("FeatureCollection") => {}
            _ => return Err(DocumentError::NotACollection),
        }
        let mut features: Vec<&str> = Vec::new();
        let mut has_features = false;
        let mut own = None;
        for (key, json) in members {
            match key.as_str() {
                "type" => {}
                // Of two lists neither is lost.
                "features" => {
                    features.extend(raw::entries(json).ok_or(DocumentError::NotACollection)?);
                    has_features = true;
                }
                OWN => own = Some(json),
                _ => out.foreign.push((key, raw::on_one_line(json))),
            }
        }
        if !has_features {
            return Err(DocumentError::NotACollection);
        }
        out.take_features(&features);
        if let Some(own) = own {
            origin = Origin::Own;
            out.take_own(own);
        }
        Ok((out, origin))
    }

    fn take_features(&mut self, features: &[&str]) {
        let mut set = AnnotationSet::default();
        let mut order = Vec::new();
        for feature in features {
            match Self::annotation(feature, &set) {
                Some(annotation) => {
                    order.push(Slot::Annotation(annotation.id.clone()));
                    set.extend([annotation]);
                }
                None => {
                    order.push(Slot::Unplaced(self.unplaced.len()));
                    self.unplaced.push(raw::on_one_line(feature));
                }
            }
        }
        if !order.is_sorted() {
            self.form.order = order;
        }
        self.set = Arc::new(set);
    }

    /// A feature with an id that no other one has taken: features without an id get one from their
    /// own content, so that two copies of a file agree about it.
    fn annotation(feature: &str, set: &AnnotationSet) -> Option<Annotation> {
        let line = raw::on_one_line(feature);
        let hash = xxh3_64(line.as_bytes());
        let mut annotation = annotation_from_text(&line, &format!("x{hash:016x}")).ok()?;
        let mut n = 0;
        while set.get(&annotation.id).is_some() {
            n += 1;
            let id = if n == 1 { format!("x{hash:016x}") } else { format!("x{hash:016x}-{n}") };
            annotation.id = AnnotationId::new(&id);
        }
        Some(annotation)
    }

    fn take_own(&mut self, own: &str) {
        let Some(members) = raw::members(own) else {
            self.form.own_foreign.push(("was".to_owned(), raw::on_one_line(own)));
            return;
        };
        let text = |key: &str| members.iter().find(|(k, _)| k == key).map(|(_, json)| *json);
        self.versions = Versions::read(text("versions").unwrap_or("[]"));
        if let Some(Value::String(name)) = text("version").map(raw::value)
            && name != version_of(&self.set)
        {
            // Another program has edited the file since, and kept this member.
            self.versions.come_from(name);
        }
        let foreign = members.iter().filter(|(key, _)| !OWN_MEMBERS.contains(&key.as_str()));
        self.form.own_foreign =
            foreign.map(|(key, json)| (key.clone(), raw::on_one_line(json))).collect();
    }

    /// Takes over what a merged copy has beside its annotations: the versions that it knows, features
    /// without a place, and other programs' members.
    pub fn absorb(&mut self, theirs: &Self) {
        self.versions.absorb(theirs);
        for feature in &theirs.unplaced {
            if !self.unplaced.contains(feature) {
                self.unplaced.push(feature.clone());
            }
        }
        for (own, other) in [
            (&mut self.foreign, &theirs.foreign),
            (&mut self.form.own_foreign, &theirs.form.own_foreign),
        ] {
            for (key, value) in other {
                if !own.iter().any(|(known, _)| known == key) {
                    own.push((key.clone(), value.clone()));
                }
            }
        }
    }

    /// The titles of the features that cannot be placed, in the order of the file.
    #[must_use]
    pub fn unplaced_titles(&self) -> Vec<String> {
        let title = |feature: &String| {
            let value = raw::value(feature);
            let of = |key: &str| value.get("properties").and_then(|p| p.get(key)).map(words);
            of("title").or_else(|| of("name")).unwrap_or_default()
        };
        self.unplaced.iter().map(title).collect()
    }

    /// The file's content. The same document gives the same bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        self.write_with(&mut Lines::default())
    }

    /// The file's content, with the lines that were made before where their annotations are the same.
    pub(super) fn write_with(&self, known: &mut Lines) -> Vec<u8> {
        let mut out = String::from("{\"type\":\"FeatureCollection\"");
        for (key, value) in &self.foreign {
            // Writing to a string cannot fail.
            let _ = write!(out, ",\n{}:{value}", raw::quoted(key));
        }
        out.push_str(",\n\"features\":[");
        known.forget_all_but(&self.set);
        let mut comma = "\n";
        for slot in self.slots() {
            let line = match &slot {
                Slot::Annotation(id) => self.set.get(id).map(|annotation| known.line(annotation)),
                Slot::Unplaced(number) => self.unplaced.get(*number).map(String::as_str),
            };
            if let Some(line) = line {
                out.push_str(comma);
                out.push_str(line);
                comma = ",\n";
            }
        }
        let version = known.version_of(&self.set);
        let _ = write!(out, "\n],\n\"{OWN}\":{{\"format\":{FORMAT},\"version\":\"{version}\"");
        for (key, value) in &self.form.own_foreign {
            let _ = write!(out, ",{}:{value}", raw::quoted(key));
        }
        out.push_str(",\"versions\":[");
        for (i, line) in self.versions.lines().enumerate() {
            out.push_str(if i == 0 { "\n" } else { ",\n" });
            out.push_str(&line);
        }
        out.push_str("\n]}}\n");
        out.into_bytes()
    }

    /// All features in the order of the file; what came later stands behind.
    fn slots(&self) -> Vec<Slot> {
        let annotations = self.set.iter().map(|a| Slot::Annotation(a.id.clone()));
        let all = annotations.chain((0..self.unplaced.len()).map(Slot::Unplaced));
        if self.form.order.is_empty() {
            return all.collect();
        }
        let placed: BTreeSet<&Slot> = self.form.order.iter().collect();
        let later = all.filter(|slot| !placed.contains(slot));
        self.form.order.iter().cloned().chain(later).collect()
    }
}

/// The lines of annotations that were written: one edit among thousands makes one line anew.
#[derive(Debug, Default)]
pub(super) struct Lines {
    by_id: BTreeMap<AnnotationId, (Arc<Annotation>, String)>,
}

impl Lines {
    fn forget_all_but(&mut self, set: &AnnotationSet) {
        self.by_id.retain(|id, _| set.get(id).is_some());
    }

    fn line(&mut self, annotation: &Arc<Annotation>) -> &str {
        let made = || (Arc::clone(annotation), feature_line(annotation));
        let entry = self.by_id.entry(annotation.id.clone()).or_insert_with(made);
        if !Arc::ptr_eq(&entry.0, annotation) {
            *entry = made();
        }
        &entry.1
    }

    /// As [`version_of`].
    pub(super) fn version_of(&mut self, set: &AnnotationSet) -> String {
        let mut text = String::new();
        for annotation in set.iter() {
            text.push_str(self.line(annotation));
            text.push('\n');
        }
        format!("{:032x}", xxh3_128(text.as_bytes()))
    }
}

/// The name of a state of a set: the hash of its lines.
#[must_use]
pub fn version_of(set: &AnnotationSet) -> String {
    Lines::default().version_of(set)
}
