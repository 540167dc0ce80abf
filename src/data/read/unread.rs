//! Formats that are known and not read: what tells them, so that the sender can be asked for the
//! right thing.
//!
//! A format that comes to be read leaves this list for a module of its own.

use super::registry::FormatKind::{Other, Raster, Table, Vector};
use super::registry::{Fit, Format};

/// The parts of a shapefile beside the one with the geometries (ESRI, *Shapefile Technical
/// Description*, 1998; the later ones by use).
const SHAPEFILE_PARTS: &[&str] = &["shx", "dbf", "sbn", "sbx", "cpg", "prj"];

/// A format that is neither read nor written.
macro_rules! known {
    ($id:literal, $name:literal, $kind:expr, $extensions:expr, $sniff:expr) => {
        Format {
            id: $id,
            name: $name,
            kind: $kind,
            extensions: $extensions,
            parts: &[],
            is_folder: false,
            writes: false,
            advice: concat!("format-", $id),
            sniff: $sniff,
            reader: None,
        }
    };
}

/// One of the formats of pictures: all have the same advice.
macro_rules! picture {
    ($id:literal, $name:literal, $extensions:expr, $sniff:expr) => {
        Format { advice: "format-picture", ..known!($id, $name, Raster, $extensions, $sniff) }
    };
}

/// In this order: a page may show a piece of KML, while no KML holds a page.
pub(super) static FORMATS: &[Format] = &[
    known!("web-page", "HTML", Other, &["html", "htm"], web_page),
    known!("dxf", "DXF", Vector, &["dxf"], dxf),
    known!("dwg", "DWG", Vector, &["dwg"], |head| sign(head, &[b"AC10"])),
    known!("dgn", "DGN", Vector, &["dgn"], by_extension),
    known!("kml", "KML", Vector, &["kml"], |head| markup(head, &[b"<kml"])),
    known!("kmz", "KMZ", Vector, &["kmz"], by_extension),
    Format { writes: true, ..known!("csv", "CSV", Table, &["csv", "tsv"], by_extension) },
    known!("spreadsheet", "XLSX, XLS, ODS", Table, &["xlsx", "xls", "ods"], by_extension),
    Format {
        parts: SHAPEFILE_PARTS,
        ..known!("shapefile", "Shapefile", Vector, &["shp"], |head| sign(head, &[b"\0\0\x27\x0a"]))
    },
    known!("geopackage", "GeoPackage", Vector, &["gpkg", "sqlite", "db"], |head| sign(
        head,
        &[b"SQLite format 3\0"]
    )),
    Format {
        is_folder: true,
        ..known!("file-geodatabase", "File geodatabase", Vector, &["gdb"], by_extension)
    },
    known!("mapinfo", "MapInfo", Vector, &["tab", "mif", "mid", "dat", "map", "id"], by_extension),
    known!("gpx", "GPX", Vector, &["gpx"], |head| markup(head, &[b"<gpx"])),
    Format { writes: true, ..picture!("png", "PNG", &["png"], |head| sign(head, &[b"\x89PNG"])) },
    Format { writes: true, ..picture!("svg", "SVG", &["svg"], |head| markup(head, &[b"<svg"])) },
    picture!(
        "picture",
        "TIFF, JPEG, ECW, JPEG 2000",
        &["tif", "tiff", "jpg", "jpeg", "ecw", "jp2", "img"],
        |head| { sign(head, &[b"\xff\xd8\xff", b"II*\0", b"MM\0*"]) }
    ),
    known!("project", "QGIS, ArcGIS", Other, &["qgz", "qgs", "aprx", "mxd"], |head| markup(
        head,
        &[b"<qgis"]
    )),
    known!("gml", "GML", Vector, &["gml", "xml"], |head| markup(head, &[b"opengis.net/gml"])),
    known!("topojson", "TopoJSON", Vector, &["topojson"], |_| Fit::Possible),
    Format {
        writes: true,
        ..known!("pdf", "PDF", Raster, &["pdf"], |head| sign(head, &[b"%PDF-"]))
    },
    known!("archive", "ZIP, RAR, 7z, gzip", Other, &["zip", "rar", "7z", "gz", "tar"], archive),
];

/// The fit of formats without a sign of their own: what could be JSON is none of them.
fn by_extension(head: &[u8]) -> Fit {
    match head.first() {
        Some(b'{' | b'[' | 0x1e) | None => Fit::No,
        Some(_) => Fit::Possible,
    }
}

/// The fit of formats whose files begin with one of some signs.
fn sign(head: &[u8], signs: &[&[u8]]) -> Fit {
    let is_one = signs.iter().any(|sign| head.starts_with(sign));
    if is_one { Fit::Sure } else { by_extension(head) }
}

/// The fit of formats that are markup with one of some words in it.
fn markup(head: &[u8], marks: &[&[u8]]) -> Fit {
    if head.first() != Some(&b'<') {
        return by_extension(head);
    }
    let lower = head.to_ascii_lowercase();
    let has = |mark: &&[u8]| lower.windows(mark.len()).any(|at| at == *mark);
    if marks.iter().any(has) { Fit::Sure } else { Fit::Possible }
}

fn web_page(head: &[u8]) -> Fit {
    markup(head, &[b"<!doctype html", b"<html"])
}

/// A zip may be any of several formats; its extension tells more than its bytes.
fn archive(head: &[u8]) -> Fit {
    match sign(head, &[b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"]) {
        Fit::Sure => Fit::Likely,
        other => other,
    }
}

/// A DXF begins with the group code 0 or a comment (999), each on a line of its own.
fn dxf(head: &[u8]) -> Fit {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    match (lines.next(), lines.next()) {
        (Some(b"0"), Some(b"SECTION")) | (Some(b"999"), Some(_)) => Fit::Sure,
        _ => sign(head, &[b"AutoCAD Binary DXF"]),
    }
}
