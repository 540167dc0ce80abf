//! A file of annotations: the features by id, what other programs added, and the versions behind it.
//!
//! Owns the layout of the text: one feature a line in the order of ids, then one version a line, so
//! that a change touches the lines it is about and no other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use planmap_core::annotation::{Annotation, AnnotationId, AnnotationSet};
use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::feature::{OWN, annotation_from_json, feature_line};
use super::versions::Versions;

/// Version of the member that belongs to this program.
const FORMAT: u64 = 1;

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

impl Document {
    /// Reads a file's content. An empty file is an empty document.
    ///
    /// # Errors
    /// If it is no GeoJSON feature collection or feature.
    pub fn read(bytes: &[u8]) -> Result<Self, DocumentError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        let value: Value =
            serde_json::from_slice(bytes).map_err(|e| DocumentError::Json { line: e.line(), column: e.column() })?;
        let Value::Object(mut top) = value else {
            return Err(DocumentError::NotACollection);
        };
        if top.get("type").and_then(Value::as_str) == Some("Feature") {
            top = Map::from_iter([
                ("type".to_owned(), json!("FeatureCollection")),
                ("features".to_owned(), Value::Array(vec![Value::Object(top)])),
            ]);
        }
        if top.get("type").and_then(Value::as_str) != Some("FeatureCollection") {
            return Err(DocumentError::NotACollection);
        }
        let Some(Value::Array(features)) = top.remove("features") else {
            return Err(DocumentError::NotACollection);
        };
        let mut out = Self::default();
        let mut set = AnnotationSet::default();
        for feature in features {
            match Self::annotation(&feature, &set) {
                Some(annotation) => set.extend([annotation]),
                None => out.unplaced.push(feature.to_string()),
            }
        }
        out.set = Arc::new(set);
        if let Some(Value::Object(own)) = top.get(OWN) {
            out.versions = Versions::read(own);
            top.remove(OWN);
        }
        top.remove("type");
        out.foreign = top.into_iter().map(|(k, v)| (k, v.to_string())).collect();
        Ok(out)
    }

    /// A feature with an id that no other one has taken: features without an id get one from their
    /// own content, so that two copies of a file agree about it.
    fn annotation(feature: &Value, set: &AnnotationSet) -> Option<Annotation> {
        let text = feature.to_string();
        let mut fallback = format!("x{:016x}", xxh3_64(text.as_bytes()));
        let mut annotation = annotation_from_json(feature, &fallback).ok()?;
        let mut n = 1;
        while set.get(&annotation.id).is_some() {
            n += 1;
            fallback = format!("x{:016x}-{n}", xxh3_64(text.as_bytes()));
            annotation.id = AnnotationId::new(&fallback);
        }
        Some(annotation)
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
        for (key, value) in &theirs.foreign {
            if !self.foreign.iter().any(|(k, _)| k == key) {
                self.foreign.push((key.clone(), value.clone()));
            }
        }
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
            let _ = write!(out, ",\n{}:{value}", Value::String(key.clone()));
        }
        out.push_str(",\n\"features\":[");
        known.forget_all_but(&self.set);
        let mut comma = "\n";
        for annotation in self.set.iter() {
            out.push_str(comma);
            out.push_str(known.line(annotation));
            comma = ",\n";
        }
        for line in &self.unplaced {
            out.push_str(comma);
            out.push_str(line);
            comma = ",\n";
        }
        let _ = write!(out, "\n],\n\"{OWN}\":{{\"format\":{FORMAT},\"versions\":[");
        for (i, line) in self.versions.lines().enumerate() {
            out.push_str(if i == 0 { "\n" } else { ",\n" });
            out.push_str(&line);
        }
        out.push_str("\n]}}\n");
        out.into_bytes()
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
}

/// The name of a state of a set: the hash of its lines.
#[must_use]
pub fn version_of(set: &AnnotationSet) -> String {
    let mut text = String::new();
    for annotation in set.iter() {
        text.push_str(&feature_line(annotation));
        text.push('\n');
    }
    format!("{:032x}", xxh3_128(text.as_bytes()))
}
