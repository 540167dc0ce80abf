//! The place on earth of a page's map (ISO 32000-2, 12.9 and 12.10: Viewport and Measure GEO).
//!
//! Owns an incremental update: the page objects once more with a viewport each, a new table of
//! references and a new trailer. The file up to there stays as it was written. Coordinates are
//! written as text from f64: single precision would move the map by up to 0.3 m.

use std::fmt::Write;

use planmap_core::Crs;
use planmap_core::crs::with_transform;

use super::MM_PT;
use crate::{MapFrame, Page};

/// The file with its maps placed; `None` if its structure is not what krilla writes.
pub(super) fn add(mut file: Vec<u8>, pages: &[Page]) -> Option<Vec<u8>> {
    if pages.iter().all(|p| p.maps.iter().all(|m| viewport(m, p.height_mm).is_none())) {
        return Some(file);
    }
    let table = Table::read(&file)?;
    let objects = table.pages(&file)?;
    if objects.len() != pages.len() {
        return None;
    }
    let mut update = Vec::new();
    for (page, (number, dictionary)) in pages.iter().zip(objects) {
        let viewports: Vec<String> =
            page.maps.iter().filter_map(|m| viewport(m, page.height_mm)).collect();
        if viewports.is_empty() {
            continue;
        }
        let offset = file.len();
        let body = dictionary.trim_end().strip_suffix(">>")?;
        let object =
            format!("{number} 0 obj\n{body}\n/VP [{}]\n>>\nendobj\n\n", viewports.join("\n"));
        file.extend_from_slice(object.as_bytes());
        update.push((number, offset));
    }
    update.sort_unstable();
    let start = file.len();
    let mut tail = String::from("xref\n");
    for (number, offset) in &update {
        // Twenty bytes a line, as the format asks.
        let _ = write!(tail, "{number} 1\n{offset:010} 00000 n \n");
    }
    let _ = write!(
        tail,
        "trailer\n<<\n{}\n/Prev {}\n>>\nstartxref\n{start}\n%%EOF\n",
        table.trailer, table.start
    );
    file.extend_from_slice(tail.as_bytes());
    Some(file)
}

/// The table of references at the end of a file.
struct Table {
    /// Where it stands.
    start: usize,
    /// Where each object stands, by its number.
    offsets: Vec<(u32, usize)>,
    /// What the trailer says.
    trailer: String,
}

impl Table {
    fn read(file: &[u8]) -> Option<Self> {
        let tail = String::from_utf8_lossy(&file[file.len().saturating_sub(64)..]).into_owned();
        let start: usize =
            tail.rsplit_once("startxref")?.1.split_whitespace().next()?.parse().ok()?;
        let text = file.get(start..)?;
        let trailer_at = find(text, b"trailer")?;
        let table = std::str::from_utf8(&text[..trailer_at]).ok()?;
        let mut words = table.split_whitespace();
        if words.next()? != "xref" {
            return None;
        }
        let mut offsets = Vec::new();
        while let (Some(first), Some(count)) = (words.next(), words.next()) {
            let (first, count): (u32, u32) = (first.parse().ok()?, count.parse().ok()?);
            for number in first..first + count {
                let (offset, _, kind) = (words.next()?, words.next()?, words.next()?);
                if kind == "n" {
                    offsets.push((number, offset.parse().ok()?));
                }
            }
        }
        let end = find(text, b"startxref")?;
        let trailer = &text[trailer_at + b"trailer".len()..end];
        // The identifiers in it are bytes, not letters; Latin-1 keeps each byte, but then they
        // must not be written as UTF-8: they are hexadecimal or are left out.
        let trailer = latin(trailer);
        let body = trailer.trim().strip_prefix("<<")?.strip_suffix(">>")?.trim();
        Some(Self { start, offsets, trailer: without_binary_id(body) })
    }

    /// The page objects in the order of their numbers, which is that of the pages.
    fn pages(&self, file: &[u8]) -> Option<Vec<(u32, String)>> {
        let mut out = Vec::new();
        for (number, offset) in &self.offsets {
            let head = format!("{number} 0 obj");
            let object = file.get(*offset..)?;
            if !object.starts_with(head.as_bytes()) {
                return None;
            }
            let body = &object[head.len()..];
            let end = find(body, b"endobj")?;
            // Streams are long, and no page is one.
            let probe = &body[..end.min(4096)];
            let text = latin(probe);
            let is_page = text.split("/Type").skip(1).any(|rest| {
                let name = rest.trim_start();
                name.strip_prefix("/Page")
                    .is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
            });
            if is_page && find(&body[..end], b"stream").is_none() {
                out.push((*number, latin(&body[..end]).trim().to_owned()));
            }
        }
        Some(out)
    }
}

/// Bytes as letters of Latin-1, which loses none.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// A trailer without `/ID` where it holds bytes that are no ASCII: the entry is optional.
fn without_binary_id(trailer: &str) -> String {
    if trailer.is_ascii() {
        return trailer.to_owned();
    }
    let Some(at) = trailer.find("/ID") else {
        return trailer.chars().filter(char::is_ascii).collect();
    };
    let rest = trailer[at..].find(']').map_or("", |end| &trailer[at + end + 1..]);
    format!("{}{}", &trailer[..at], rest).chars().filter(char::is_ascii).collect()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|w| w == what)
}

/// The geographic system that a map system stands on: latitudes and longitudes are written in
/// the map's own datum, else readers would shift them once more. `None` where it is not known.
fn geographic_base(crs: &Crs) -> Option<Crs> {
    let code: u32 = crs.as_str().strip_prefix("EPSG:")?.parse().ok()?;
    match code {
        // VN-2000 / UTM zones 48N and 49N, and the TM-3 zones (EPSG registry).
        3405 | 3406 | 5896..=5899 | 9205..=9218 => Crs::parse("EPSG:4756").ok(),
        32601..=32660 | 32701..=32760 | 4087 => Some(Crs::wgs84()),
        _ => None,
    }
}

/// The system in the words of ESRI, which Acrobat and the `.prj` file beside a picture want;
/// `None` where it is none of those that sheets are made in.
#[must_use]
pub fn esri_wkt(crs: &Crs) -> Option<String> {
    let code: u32 = crs.as_str().strip_prefix("EPSG:")?.parse().ok()?;
    let (name, geographic, datum, meridian, scale, northing) = match code {
        9206 => {
            ("VN_2000_TM-3_104-00".to_owned(), "GCS_VN_2000", "D_Vietnam_2000", 104.0, 0.9999, 0.0)
        }
        3405 => {
            ("VN_2000_UTM_Zone_48N".to_owned(), "GCS_VN_2000", "D_Vietnam_2000", 105.0, 0.9996, 0.0)
        }
        32601..=32660 => {
            let zone = code - 32600;
            let meridian = f64::from(zone) * 6.0 - 183.0;
            (
                format!("WGS_1984_UTM_Zone_{zone}N"),
                "GCS_WGS_1984",
                "D_WGS_1984",
                meridian,
                0.9996,
                0.0,
            )
        }
        _ => return None,
    };
    Some(format!(
        "PROJCS[\"{name}\",GEOGCS[\"{geographic}\",DATUM[\"{datum}\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
         PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],\
         PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",{northing:.1}],\
         PARAMETER[\"Central_Meridian\",{meridian:.1}],PARAMETER[\"Scale_Factor\",{scale}],\
         PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
    ))
}

/// The viewport of a map on a page; `None` where its system has no known base.
fn viewport(map: &MapFrame, page_height_mm: f64) -> Option<String> {
    let base = geographic_base(&map.crs)?;
    let code = map.crs.as_str().strip_prefix("EPSG:")?;
    let to_base = with_transform(&map.crs, &base).ok()?;
    let extent = map.extent();
    let corners = [
        (extent.min.x, extent.min.y),
        (extent.min.x, extent.max.y),
        (extent.max.x, extent.max.y),
        (extent.max.x, extent.min.y),
    ];
    let mut places = String::new();
    for (x, y) in corners {
        let (lon, lat) = to_base.convert(x, y).ok()?;
        // 1e-11 degrees are a micrometre.
        let _ = write!(places, "{lat:.11} {lon:.11} ");
    }
    let r = map.rect_mm;
    let (left, right) = (r.x0 * MM_PT, r.x1 * MM_PT);
    let (bottom, top) = ((page_height_mm - r.y1) * MM_PT, (page_height_mm - r.y0) * MM_PT);
    let wkt = esri_wkt(&map.crs).map(|w| format!(" /WKT ({w})")).unwrap_or_default();
    Some(format!(
        "<< /Type /Viewport /Name (Map) /BBox [{left:.6} {bottom:.6} {right:.6} {top:.6}]\n/Measure << /Type /Measure \
         /Subtype /GEO /Bounds [0 0 0 1 1 1 1 0] /GPTS [{}] /LPTS [0 0 0 1 1 1 1 0]\n\
         /PDU [/M /SQM /DEG] /GCS << /Type /PROJCS /EPSG {code}{wkt} >> >> >>",
        places.trim_end()
    ))
}
