//! The formats that are known, each an entry of one list: what tells it, what it is called, and what
//! can be done with it.
//!
//! Owns the choice of the format of a file. The filters of dialogs, what is said of files that are
//! dropped, the table in Help, `planmap info --formats` and what the cache takes back all come from
//! here. Must not know what any format's bytes mean beyond the first ones.

use std::path::{Path, PathBuf};

use super::source::Source;
use super::unread;
use super::{LayerInfo, ReadError, Unindexed, geojson, system, wkt};

/// What a format holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormatKind {
    /// Features with geometries.
    Vector,
    /// Pictures.
    Raster,
    /// Rows without geometries of their own.
    Table,
    /// No map data: what is sent in place of them.
    Other,
}

impl FormatKind {
    /// The word in JSON output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vector => "vector",
            Self::Raster => "raster",
            Self::Table => "table",
            Self::Other => "other",
        }
    }
}

/// How well the first bytes of a file fit a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Such a file does not begin so.
    No,
    /// Nothing speaks against it: the extension decides.
    Possible,
    /// Such files begin so, and other ones too: a format that the extension names goes before.
    Likely,
    /// No other file begins so, whatever its name.
    Sure,
}

/// What reads the files of a format.
pub(super) trait Reader: Sync {
    /// The files beside one that belong to it, whether they exist or not.
    fn companions(&self, path: &Path) -> Vec<PathBuf> {
        system::sidecar_paths(path)
    }

    /// The layers of a file that holds several; empty where it is one layer without a name.
    fn layers(&self, source: &Source<'_>) -> Result<Vec<LayerInfo>, ReadError> {
        let _ = source;
        Ok(Vec::new())
    }

    /// Reads one of the layers of a file, or all of it where it is one layer without a name.
    fn read(&self, source: &Source<'_>, layer: Option<&str>) -> Result<Unindexed, ReadError>;
}

/// A format.
pub struct Format {
    /// Its name for programs, in kebab case. The words are `format-name-<id>`.
    pub id: &'static str,
    /// Its own name, the same in all languages: what [`super::Dataset::format`] and `info` say.
    pub name: &'static str,
    /// What it holds.
    pub kind: FormatKind,
    /// The extensions of its files, in small letters, the usual one first.
    pub extensions: &'static [&'static str],
    /// The extensions of files that are parts of one and are never opened by themselves.
    pub parts: &'static [&'static str],
    /// Whether one is a folder of files.
    pub is_folder: bool,
    /// Whether the program writes it.
    pub writes: bool,
    /// The key of the issue of a file that is not read; the words are `issue-<key>` and `hint-<key>`.
    pub advice: &'static str,
    /// How well the first bytes of a file fit, white space and a byte order mark left out.
    pub(super) sniff: fn(&[u8]) -> Fit,
    /// What reads it; none where it is only known.
    pub(super) reader: Option<&'static dyn Reader>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Format {}

impl Format {
    /// Whether the program reads it.
    #[must_use]
    pub fn reads(&self) -> bool {
        self.reader.is_some()
    }

    fn has_extension(&self, extension: &str) -> bool {
        self.extensions.contains(&extension) || self.parts.contains(&extension)
    }
}

/// All formats that can be read, the most usual one first: where signs or extensions are shared, the
/// first one counts.
static READABLE: &[&Format] =
    &[&geojson::COLLECTION, &geojson::LINES, &geojson::SEQUENCE, &wkt::FORMAT];

/// All formats, those that can be read first.
pub fn formats() -> impl Iterator<Item = &'static Format> + Clone {
    READABLE.iter().copied().chain(unread::FORMATS.iter())
}

/// What a file is taken for that no sign and no extension tells: then the reader says what is wrong
/// with it.
pub(super) const USUAL: &Format = &geojson::COLLECTION;

/// How many bytes of a file are looked at for the signs of a format.
const HEAD: usize = 4096;

/// The format that an extension alone tells.
#[must_use]
pub fn of_extension(path: &Path) -> Option<&'static Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    formats().find(|format| format.has_extension(&extension))
}

/// The format of this name, as [`super::Dataset::format`] has it.
#[must_use]
pub fn of_name(name: &str) -> Option<&'static Format> {
    formats().find(|format| format.name == name)
}

/// The format of a file, by its first bytes and its extension.
pub(super) fn choose(path: &Path, content: &[u8]) -> &'static Format {
    let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    let named = |format: &Format| {
        extension.as_ref().is_some_and(|extension| format.has_extension(extension))
    };
    let head = content.get(..HEAD).unwrap_or(content);
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if text.is_empty() {
        return USUAL;
    }
    let (mut by_extension, mut likely) = (None, None);
    for format in formats() {
        let fit = (format.sniff)(text);
        match fit {
            Fit::Sure => return format,
            Fit::Possible | Fit::Likely if named(format) => {
                by_extension.get_or_insert(format);
            }
            Fit::Likely => {
                likely.get_or_insert(format);
            }
            Fit::Possible | Fit::No => {}
        }
    }
    by_extension.or(likely).unwrap_or(USUAL)
}

/// The extensions of files of features that can be opened, for the filters of dialogs.
#[must_use]
pub fn readable_extensions() -> Vec<&'static str> {
    READABLE.iter().flat_map(|format| format.extensions).copied().collect()
}

/// Whether a path is a part of a file in several parts, other than the one with the geometries.
#[must_use]
pub fn is_part(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    extension
        .is_some_and(|extension| formats().any(|format| format.parts.contains(&extension.as_str())))
}

/// The files beside one that are read with it, whether they exist or not.
#[must_use]
pub fn companions(path: &Path) -> Vec<PathBuf> {
    let reader = of_extension(path).and_then(|format| format.reader);
    reader.map_or_else(|| system::sidecar_paths(path), |reader| reader.companions(path))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use planmap_core::i18n::{Language, Words};

    use super::*;

    fn of(name: &str, content: &[u8]) -> &'static str {
        choose(Path::new(name), content).id
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for (name, content, format) in [
            ("a.dxf", &b"  0\r\nSECTION\r\n  2\r\nHEADER"[..], "dxf"),
            ("a.txt", b"0\nSECTION\n2\nENTITIES", "dxf"),
            ("a.txt", b"999\nmade by a program\n0\nSECTION", "dxf"),
            ("a", b"AC1032\0\0\0", "dwg"),
            ("a.geojson", b"<?xml version=\"1.0\"?>\n<kml xmlns=\"x\">", "kml"),
            ("a.geojson", b"\xef\xbb\xbf<!DOCTYPE HTML><html>", "web-page"),
            ("a", b"<gpx version=\"1.1\">", "gpx"),
            (
                "a.geojson",
                b"<wfs:FeatureCollection xmlns:gml=\"http://www.opengis.net/gml\">",
                "gml",
            ),
            ("a.geojson", b"SQLite format 3\0....", "geopackage"),
            ("a.geojson", b"\0\0\x27\x0a\0\0", "shapefile"),
            ("a.geojson", b"PK\x03\x04....", "archive"),
            ("a.kmz", b"PK\x03\x04....", "kmz"),
            ("a.xlsx", b"PK\x03\x04....", "spreadsheet"),
            ("a.pdf", b"%PDF-1.7", "pdf"),
            ("a", b"II*\0....", "picture"),
            ("a.CSV", b"lot;area\nA1;12,5", "csv"),
            ("a.dbf", b"\x03\x7d\x01\x01", "shapefile"),
            ("a.TAB", b"!table\n!version 300", "mapinfo"),
            ("a.topojson", b"{\"type\":\"Topology\"}", "topojson"),
        ] {
            assert_eq!(of(name, content), format, "{name}");
        }
    }

    #[test]
    fn what_could_be_geojson_is_read_as_such_whatever_its_name() {
        for (name, content) in [
            ("a.csv", &b"{\"type\":\"FeatureCollection\",\"features\":[]}"[..]),
            ("a.dxf", b" \n[1, 2]"),
            ("a.kml", b"  "),
            ("a.geojson", b"hello"),
            ("a", b"0\nhello"),
        ] {
            assert_eq!(of(name, content), "geojson", "{name}");
        }
        assert_eq!(of("a.txt", b"\x1e{}"), "geojson-sequence");
    }

    #[test]
    fn parts_of_a_shapefile_are_told_from_the_one_with_the_geometries() {
        assert!(!is_part(Path::new("a.shp")));
        for name in ["a.dbf", "a.SHX", "a.cpg"] {
            assert!(is_part(Path::new(name)), "{name}");
        }
        assert!(!is_part(Path::new("a.geojson")));
    }

    #[test]
    fn every_format_is_told_from_the_others_and_has_its_words() {
        let ids: BTreeSet<&str> = formats().map(|format| format.id).collect();
        let names: BTreeSet<&str> = formats().map(|format| format.name).collect();
        assert_eq!((ids.len(), names.len()), (formats().count(), formats().count()));
        for language in Language::ALL {
            let words = Words::of(language);
            for format in formats() {
                assert!(words.has(&format!("format-name-{}", format.id)), "{}: no name", format.id);
                let key = format.advice;
                let is_said =
                    words.has(&format!("issue-{key}")) && words.has(&format!("hint-{key}"));
                assert!(format.reads() || is_said, "{}: no advice", format.id);
            }
        }
    }
}
