//! Files of formats that are not read yet: which one it is, so that the sender can be asked for the
//! right thing.
//!
//! Owns the signs by which they are told: the first bytes, else the extension. A file whose first
//! bytes could be GeoJSON is none of them, whatever its name.

use std::path::Path;

/// A format that people send maps in and that is not read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ForeignFormat {
    /// AutoCAD's exchange format.
    Dxf,
    /// AutoCAD drawings.
    Dwg,
    /// MicroStation drawings.
    Dgn,
    /// Google Earth, as text.
    Kml,
    /// Google Earth, packed.
    Kmz,
    /// Tables of text.
    Csv,
    /// Office spreadsheets.
    Spreadsheet,
    /// ESRI shapefiles, by any of their parts.
    Shapefile,
    /// GeoPackage, and other SQLite databases.
    GeoPackage,
    /// ESRI file geodatabases, which are folders.
    FileGeodatabase,
    /// MapInfo tables, by any of their parts.
    MapInfo,
    /// Tracks of satellite receivers.
    Gpx,
    /// GML, and other XML with geometries.
    Gml,
    /// TopoJSON is JSON, but its arcs are no GeoJSON; told by the extension alone.
    TopoJson,
    /// PDF.
    Pdf,
    /// Photographs, scans and satellite pictures.
    Picture,
    /// A web page, often a login or an error that was saved in place of the file.
    WebPage,
    /// Packed files.
    Archive,
    /// Projects of GIS programs, which hold no data themselves.
    Project,
}

/// The extensions of each format, in small letters.
const EXTENSIONS: &[(ForeignFormat, &[&str])] = &[
    (ForeignFormat::Dxf, &["dxf"]),
    (ForeignFormat::Dwg, &["dwg"]),
    (ForeignFormat::Dgn, &["dgn"]),
    (ForeignFormat::Kml, &["kml"]),
    (ForeignFormat::Kmz, &["kmz"]),
    (ForeignFormat::Csv, &["csv", "tsv"]),
    (ForeignFormat::Spreadsheet, &["xlsx", "xls", "ods"]),
    (ForeignFormat::Shapefile, SHAPEFILE),
    (ForeignFormat::GeoPackage, &["gpkg", "sqlite", "db"]),
    (ForeignFormat::FileGeodatabase, &["gdb"]),
    (ForeignFormat::MapInfo, &["tab", "mif", "mid", "dat", "map", "id"]),
    (ForeignFormat::Gpx, &["gpx"]),
    (ForeignFormat::Gml, &["gml", "xml"]),
    (ForeignFormat::TopoJson, &["topojson"]),
    (ForeignFormat::Pdf, &["pdf"]),
    (ForeignFormat::Picture, &["tif", "tiff", "jpg", "jpeg", "png", "ecw", "jp2", "img"]),
    (ForeignFormat::WebPage, &["html", "htm"]),
    (ForeignFormat::Archive, &["zip", "rar", "7z", "gz", "tar"]),
    (ForeignFormat::Project, &["qgz", "qgs", "aprx", "mxd"]),
];

/// The parts of a shapefile, the one with the geometries first (ESRI, *Shapefile Technical
/// Description*, 1998; the later ones by use).
const SHAPEFILE: &[&str] = &["shp", "shx", "dbf", "sbn", "sbx", "cpg", "prj"];

/// How many bytes of a file are looked at for the signs of a format.
const HEAD: usize = 4096;

impl ForeignFormat {
    /// The end of the keys of its words: `issue-format-<word>`, `hint-format-<word>`.
    #[must_use]
    pub fn issue_key(self) -> &'static str {
        match self {
            Self::Dxf => "format-dxf",
            Self::Dwg => "format-dwg",
            Self::Dgn => "format-dgn",
            Self::Kml => "format-kml",
            Self::Kmz => "format-kmz",
            Self::Csv => "format-csv",
            Self::Spreadsheet => "format-spreadsheet",
            Self::Shapefile => "format-shapefile",
            Self::GeoPackage => "format-geopackage",
            Self::FileGeodatabase => "format-file-geodatabase",
            Self::MapInfo => "format-mapinfo",
            Self::Gpx => "format-gpx",
            Self::Gml => "format-gml",
            Self::TopoJson => "format-topojson",
            Self::Pdf => "format-pdf",
            Self::Picture => "format-picture",
            Self::WebPage => "format-web-page",
            Self::Archive => "format-archive",
            Self::Project => "format-project",
        }
    }

    /// The format that an extension alone tells.
    #[must_use]
    pub fn of_extension(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let found = EXTENSIONS.iter().find(|(_, extensions)| extensions.contains(&extension.as_str()));
        found.map(|(format, _)| *format)
    }

    /// The format of a file, by its first bytes, else by its extension; none where it could be
    /// GeoJSON or nothing tells.
    #[must_use]
    pub fn of(path: &Path, content: &[u8]) -> Option<Self> {
        let head = content.get(..HEAD).unwrap_or(content);
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        match text.first() {
            Some(b'{' | b'[' | 0x1e) if Self::of_extension(path) != Some(Self::TopoJson) => return None,
            None => return None,
            Some(_) => {}
        }
        // A zip may be any of several formats; its extension tells more than its bytes.
        let by_sign = of_signs(text);
        let by_extension = Self::of_extension(path);
        match (by_sign, by_extension) {
            (Some(Self::Archive), Some(packed)) => Some(packed),
            (sign, extension) => sign.or(extension),
        }
    }
}

/// Whether a path is a part of a shapefile other than the one with the geometries.
#[must_use]
pub fn is_shapefile_companion(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    extension.is_some_and(|e| SHAPEFILE.iter().skip(1).any(|part| *part == e))
}

fn of_signs(text: &[u8]) -> Option<ForeignFormat> {
    let signs: [(&[u8], ForeignFormat); 12] = [
        (b"SQLite format 3\0", ForeignFormat::GeoPackage),
        (b"PK\x03\x04", ForeignFormat::Archive),
        (b"Rar!", ForeignFormat::Archive),
        (b"7z\xbc\xaf\x27\x1c", ForeignFormat::Archive),
        (b"\x1f\x8b", ForeignFormat::Archive),
        (b"%PDF-", ForeignFormat::Pdf),
        (b"\x89PNG", ForeignFormat::Picture),
        (b"\xff\xd8\xff", ForeignFormat::Picture),
        (b"II*\0", ForeignFormat::Picture),
        (b"MM\0*", ForeignFormat::Picture),
        (b"\0\0\x27\x0a", ForeignFormat::Shapefile),
        (b"AutoCAD Binary DXF", ForeignFormat::Dxf),
    ];
    if let Some((_, format)) = signs.iter().find(|(sign, _)| text.starts_with(sign)) {
        return Some(*format);
    }
    // "AC1032" and the like: the version of AutoCAD that wrote the drawing.
    if text.starts_with(b"AC10") {
        return Some(ForeignFormat::Dwg);
    }
    if text.first() == Some(&b'<') {
        return of_markup(text);
    }
    // A DXF begins with the group code 0 or a comment (999), each on a line of its own.
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    match (lines.next(), lines.next()) {
        (Some(b"0"), Some(b"SECTION")) | (Some(b"999"), Some(_)) => Some(ForeignFormat::Dxf),
        _ => None,
    }
}

fn of_markup(text: &[u8]) -> Option<ForeignFormat> {
    let lower = text.to_ascii_lowercase();
    let has = |word: &[u8]| lower.windows(word.len()).any(|at| at == word);
    // In this order: a page may show a piece of KML, while no KML holds a page.
    let marks: [(&[u8], ForeignFormat); 7] = [
        (b"<!doctype html", ForeignFormat::WebPage),
        (b"<html", ForeignFormat::WebPage),
        (b"<kml", ForeignFormat::Kml),
        (b"<gpx", ForeignFormat::Gpx),
        (b"<svg", ForeignFormat::Picture),
        (b"<qgis", ForeignFormat::Project),
        (b"opengis.net/gml", ForeignFormat::Gml),
    ];
    marks.iter().find(|(mark, _)| has(mark)).map(|(_, format)| *format)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, content: &[u8]) -> Option<ForeignFormat> {
        ForeignFormat::of(Path::new(name), content)
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        use ForeignFormat as F;
        for (name, content, format) in [
            ("a.dxf", &b"  0\r\nSECTION\r\n  2\r\nHEADER"[..], F::Dxf),
            ("a.txt", b"0\nSECTION\n2\nENTITIES", F::Dxf),
            ("a.txt", b"999\nmade by a program\n0\nSECTION", F::Dxf),
            ("a", b"AC1032\0\0\0", F::Dwg),
            ("a.geojson", b"<?xml version=\"1.0\"?>\n<kml xmlns=\"x\">", F::Kml),
            ("a.geojson", b"\xef\xbb\xbf<!DOCTYPE HTML><html>", F::WebPage),
            ("a", b"<gpx version=\"1.1\">", F::Gpx),
            ("a.geojson", b"<wfs:FeatureCollection xmlns:gml=\"http://www.opengis.net/gml\">", F::Gml),
            ("a.geojson", b"SQLite format 3\0....", F::GeoPackage),
            ("a.geojson", b"\0\0\x27\x0a\0\0", F::Shapefile),
            ("a.geojson", b"PK\x03\x04....", F::Archive),
            ("a.kmz", b"PK\x03\x04....", F::Kmz),
            ("a.xlsx", b"PK\x03\x04....", F::Spreadsheet),
            ("a.pdf", b"%PDF-1.7", F::Pdf),
            ("a", b"II*\0....", F::Picture),
            ("a.CSV", b"lot;area\nA1;12,5", F::Csv),
            ("a.dbf", b"\x03\x7d\x01\x01", F::Shapefile),
            ("a.TAB", b"!table\n!version 300", F::MapInfo),
        ] {
            assert_eq!(of(name, content), Some(format), "{name}");
        }
    }

    #[test]
    fn what_could_be_geojson_is_none_of_them_whatever_its_name() {
        for (name, content) in [
            ("a.csv", &b"{\"type\":\"FeatureCollection\",\"features\":[]}"[..]),
            ("a.dxf", b" \n[1, 2]"),
            ("a.txt", b"\x1e{}"),
            ("a.kml", b"  "),
            ("a.geojson", b"hello"),
            ("a", b"0\nhello"),
        ] {
            assert_eq!(of(name, content), None, "{name}");
        }
        assert_eq!(of("a.topojson", b"{\"type\":\"Topology\"}"), Some(ForeignFormat::TopoJson));
    }

    #[test]
    fn parts_of_a_shapefile_are_told_from_the_one_with_the_geometries() {
        assert!(!is_shapefile_companion(Path::new("a.shp")));
        for name in ["a.dbf", "a.SHX", "a.cpg"] {
            assert!(is_shapefile_companion(Path::new(name)), "{name}");
        }
        assert!(!is_shapefile_companion(Path::new("a.geojson")));
    }
}
