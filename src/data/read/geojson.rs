//! GeoJSON (RFC 7946) in all its forms, and what is near to it.
//!
//! Owns what tells the forms and what a file says of itself; how its text is read lies in the modules
//! below. Must not know the systems or the store that are chosen for it.

mod array;
mod document;
mod feature;
mod geometry;
mod head;
mod member;
mod mend;
mod number;
mod own_system;
mod position;
mod row;
mod scan;

use planmap_core::{Issue, IssueKind};

use self::document::Refusal;
use self::head::{head_member, member_of, sample};
use super::ingest::{self, Content, NotRead, Pass, Plan, Run, Unindexed, clip};
use super::registry::{Fit, Format, FormatKind, Reader};
use super::source::Source;
use super::system::Member;
use super::text::Text;
use super::{ReadError, ReadOptions};

/// Collections, single features and single geometries.
pub(super) static COLLECTION: Format = Format {
    id: "geojson",
    name: "GeoJSON",
    kind: FormatKind::Vector,
    extensions: &["geojson", "json"],
    parts: &[],
    is_folder: false,
    writes: true,
    advice: "format-geojson",
    sniff: sniff_object,
    reader: Some(&GeoJson),
};

/// One feature a line. What tells it stands behind the first one, so the reader decides.
pub(super) static LINES: Format = Format {
    id: "geojson-lines",
    name: "GeoJSON lines",
    extensions: &["geojsonl", "ndjson", "jsonl"],
    writes: false,
    ..COLLECTION
};

/// RFC 8142: each feature behind a record separator.
pub(super) static SEQUENCE: Format = Format {
    id: "geojson-sequence",
    name: "GeoJSON text sequence",
    extensions: &["geojsons"],
    writes: false,
    sniff: sniff_sequence,
    ..COLLECTION
};

/// Formats of its own exist for other JSON, TopoJSON for one: an extension goes before.
fn sniff_object(head: &[u8]) -> Fit {
    if matches!(head.first(), Some(b'{' | b'[')) { Fit::Likely } else { Fit::No }
}

fn sniff_sequence(head: &[u8]) -> Fit {
    match head.first() {
        Some(0x1e) => Fit::Likely,
        _ => sniff_object(head),
    }
}

/// Reads all forms: which one a file has shows only in the reading.
struct GeoJson;

impl Reader for GeoJson {
    fn read(&self, source: &Source<'_>, _: Option<&str>) -> Result<Unindexed, ReadError> {
        source.read_text(&mut |text, start| read(text, start, source))
    }
}

/// Reads a file's text, which begins at `start`.
pub(super) fn read(
    text: Text<'_>,
    start: usize,
    source: &Source<'_>,
) -> Result<Unindexed, NotRead> {
    ingest::read(source, &Document { text, start, options: source.options })
}

/// A text and where it begins.
struct Document<'a> {
    text: Text<'a>,
    start: usize,
    options: &'a ReadOptions,
}

impl Content for Document<'_> {
    fn size(&self) -> usize {
        self.text.len()
    }

    fn text(&self) -> Option<Text<'_>> {
        Some(self.text)
    }

    fn samples(&self) -> Vec<(f64, f64)> {
        sample(self.text, self.start)
    }

    fn announced(&self) -> Member {
        head_member(self.text, self.start)
    }

    fn pass(&self, plan: &Plan, run: &Run<'_>) -> Result<Pass, NotRead> {
        let read = document::read(self.text, self.start, plan, run);
        read.map_err(|refusal| refused(refusal, self.text, self.options))
    }

    fn named(&self, pass: &Pass) -> Member {
        member_of(self.text, pass)
    }

    fn remarks(&self, pass: &Pass) -> Vec<Issue> {
        if let Some(range) = &pass.system {
            return vec![Issue::note(IssueKind::new("crs-member")).at_byte(range.start as u64)];
        }
        let Some((name, place)) = pass.chunk.own_systems.first() else {
            return Vec::new();
        };
        let kind = IssueKind::new("crs-in-features").with("crs", clip(name.trim()));
        vec![Issue::note(kind).in_place(place)]
    }
}

fn refused(refusal: Refusal, text: Text<'_>, options: &ReadOptions) -> NotRead {
    let name = options.display_name.clone();
    let place = |at: usize| {
        let at = at.min(text.len());
        (at as u64, text.line_ends(0..at) + 1)
    };
    let error = match refusal {
        Refusal::NeedsWhole => return NotRead::NeedsWhole,
        Refusal::Cancelled => ReadError::Cancelled,
        Refusal::NotJson(broken) => {
            let (byte, line) = place(broken.at);
            ReadError::NotJson { name, byte, line, kind: broken.kind }
        }
        Refusal::NotGeoJson(kind, at) => {
            let (byte, line) = place(at);
            ReadError::NotGeoJson { name, byte, line, kind }
        }
    };
    NotRead::Refused(error)
}

#[cfg(test)]
mod tests;
