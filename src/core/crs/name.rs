//! Names of coordinate systems as files spell them, turned into the form that PROJ takes.
//!
//! Owns the spellings: authority and code, URNs, addresses, names of standards. Must not ask whether
//! PROJ knows a code.

/// What codes of old or private registries are called today: all are Web Mercator, which several
/// programs used before EPSG took it in as 3857.
const WEB_MERCATOR: [u32; 6] = [900_913, 3785, 3587, 102_100, 102_113, 41_001];

/// Authorities whose codes are read besides EPSG's.
const AUTHORITIES: [&str; 3] = ["ESRI", "IGNF", "NKG"];

/// A name in the form that PROJ takes, `EPSG:9206`; none where the text names nothing known here.
///
/// Read are, in any case and with blanks anywhere:
/// - `EPSG:9206`, `EPSG::9206`, `EPSG:6.18.3:4326`, `EPSG 9206`, `SRID=9206`, `+init=epsg:9206`, a
///   bare `9206`, and the same for `ESRI` and others;
/// - `urn:ogc:def:crs:EPSG::9206`, with a version or without the empty one, `urn:x-ogc:…`,
///   `urn:EPSG:geographicCRS:4326`, and compound ones, of which the first, horizontal part counts;
/// - `http://www.opengis.net/def/crs/EPSG/0/9206`, `http://www.opengis.net/gml/srs/epsg.xml#4326`,
///   `http://spatialreference.org/ref/epsg/4326/…`, `https://epsg.io/4326`;
/// - `CRS84` in all spellings of the OGC, `CRS83`, `CRS27`, and the name of WGS 84;
/// - a name behind a code: `EPSG:9206 - VN-2000 / TM-3 104-00`.
///
/// GeoJSON writes east before north whatever the authority's order, so that CRS84 and EPSG:4326
/// are one.
pub(super) fn known_form(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect();
    let upper = compact.to_ascii_uppercase();
    if let Some(form) = standard(&upper) {
        return Some(form.to_owned());
    }
    if let Ok(code) = upper.parse::<u32>() {
        return Some(epsg(code));
    }
    // Of a compound system the horizontal part stands first.
    upper.split([',', '+', '&']).find_map(with_authority)
}

/// A name that consists of an authority and a code, with whatever stands around them.
fn with_authority(upper: &str) -> Option<String> {
    let parts = if upper.contains("://") { address_parts(upper) } else { parts(upper) };
    let is_authority = |part: &&str| matches!(*part, "EPSG" | "SRID") || AUTHORITIES.contains(part);
    let at = parts.iter().position(is_authority)?;
    let (authority, rest) = (*parts.get(at)?, parts.get(at + 1..)?);
    if matches!(authority, "EPSG" | "SRID") {
        return code_of(rest).map(epsg);
    }
    let name = rest.iter().rev().find(|part| !part.is_empty())?;
    match name.parse::<u32>() {
        Ok(code) if WEB_MERCATOR.contains(&code) => Some(epsg(code)),
        _ => Some(format!("{authority}:{name}")),
    }
}

/// Systems that have a name of their own in a standard.
fn standard(upper: &str) -> Option<&'static str> {
    let letters: String = upper.chars().filter(char::is_ascii_alphanumeric).collect();
    let ends = |names: &[&str]| names.iter().any(|name| letters.ends_with(name));
    // `CRS:84`, `OGC:1.3:CRS84`, `OGC:2:84`, `CRS84H` with heights.
    if ends(&["CRS84", "CRS84H", "OGC284"]) {
        return Some("EPSG:4326");
    }
    if ends(&["CRS83"]) {
        return Some("EPSG:4269");
    }
    if ends(&["CRS27"]) {
        return Some("EPSG:4267");
    }
    let wgs84 = [
        "WGS84",
        "WGS1984",
        "GCSWGS1984",
        "EPSGWGS84",
        "WORLDGEODETICSYSTEM1984",
        "PROJLONGLATDATUMWGS84",
    ];
    wgs84.contains(&letters.trim_end_matches("NODEFS")).then_some("EPSG:4326")
}

/// The pieces of a name. An authority and a code that are grown together are taken apart.
fn parts(upper: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = upper.split([':', '=', '/', '#']).collect();
    let is_glued = |part: &&str| {
        part.strip_prefix("EPSG").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if let Some(at) = parts.iter().position(is_glued) {
        let (authority, code) = parts[at].split_at(4);
        parts.splice(at..=at, [authority, code]);
    }
    parts
}

/// The pieces of an address. Hosts and files that are called after the authority count as it.
fn address_parts(upper: &str) -> Vec<&str> {
    let pieces = upper.split([':', '/', '#', '?', '=']);
    pieces
        .map(
            |piece| {
                if matches!(piece, "EPSG.IO" | "EPSG.XML" | "WWW.EPSG.IO") { "EPSG" } else { piece }
            },
        )
        .collect()
}

/// The code among the pieces behind an authority: the last number before a piece that is none,
/// since a version or the kind of the system may stand between, and a name behind.
fn code_of(rest: &[&str]) -> Option<u32> {
    let mut found = None;
    for part in rest {
        let digits = part.find(|c: char| !c.is_ascii_digit()).map_or(*part, |end| &part[..end]);
        // A name behind a dash, the ending of a file behind a point; a version has digits there.
        let mut behind = part[digits.len()..].chars();
        let ends = match (behind.next(), behind.next()) {
            (None | Some('-'), _) => true,
            (Some('.'), next) => next.is_some_and(char::is_alphabetic),
            (Some(_), _) => false,
        };
        match digits.parse::<u32>() {
            Ok(code) if code > 0 && ends => found = Some(code),
            Ok(_) => {}
            Err(_) if found.is_some() => break,
            Err(_) => {}
        }
    }
    found
}

fn epsg(code: u32) -> String {
    // WGS 84 with heights is WGS 84 on a flat map.
    let code = match code {
        code if WEB_MERCATOR.contains(&code) => 3857,
        4979 => 4326,
        other => other,
    };
    format!("EPSG:{code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_seen_in_practice_are_known() {
        for (text, form) in [
            ("EPSG:9206", "EPSG:9206"),
            (" epsg : 9206 ", "EPSG:9206"),
            ("EPSG::9206", "EPSG:9206"),
            ("EPSG 9206", "EPSG:9206"),
            ("EPSG9206", "EPSG:9206"),
            ("9206", "EPSG:9206"),
            ("SRID=9206", "EPSG:9206"),
            ("+init=epsg:9206", "EPSG:9206"),
            ("EPSG:9206 - VN-2000 / TM-3 104-00", "EPSG:9206"),
            ("urn:ogc:def:crs:EPSG::9206", "EPSG:9206"),
            ("urn:ogc:def:crs:EPSG:9206", "EPSG:9206"),
            ("urn:ogc:def:crs:EPSG:0:9206", "EPSG:9206"),
            ("urn:ogc:def:crs:EPSG:6.18.3:4326", "EPSG:4326"),
            ("urn:x-ogc:def:crs:EPSG:6.9:4326", "EPSG:4326"),
            ("urn:x-ogc:def:crs:EPSG:4326", "EPSG:4326"),
            ("urn:EPSG:geographicCRS:4326", "EPSG:4326"),
            ("urn:ogc:def:crs,crs:EPSG::9206,crs:EPSG::5773", "EPSG:9206"),
            ("EPSG:9206+5773", "EPSG:9206"),
            ("http://www.opengis.net/def/crs/EPSG/0/9206", "EPSG:9206"),
            ("https://www.opengis.net/def/crs/epsg/9.9.1/4326", "EPSG:4326"),
            ("http://www.opengis.net/gml/srs/epsg.xml#4326", "EPSG:4326"),
            ("http://spatialreference.org/ref/epsg/4326/proj4/", "EPSG:4326"),
            ("https://epsg.io/9206.proj4", "EPSG:9206"),
            ("https://epsg.io/9206", "EPSG:9206"),
            ("OGC:CRS84", "EPSG:4326"),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
            ("urn:ogc:def:crs:OGC:1.3:CRS:84", "EPSG:4326"),
            ("urn:ogc:def:crs:OGC::CRS84", "EPSG:4326"),
            ("urn:ogc:def:crs:OGC:2:84", "EPSG:4326"),
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "EPSG:4326"),
            ("http://www.opengis.net/def/crs/OGC/0/CRS84h", "EPSG:4326"),
            ("CRS:84", "EPSG:4326"),
            ("CRS83", "EPSG:4269"),
            ("WGS 84", "EPSG:4326"),
            ("WGS_1984", "EPSG:4326"),
            ("EPSG:4979", "EPSG:4326"),
            ("EPSG:900913", "EPSG:3857"),
            ("ESRI:102100", "EPSG:3857"),
            ("EPSG:102100", "EPSG:3857"),
            ("urn:ogc:def:crs:EPSG::3785", "EPSG:3857"),
            ("ESRI:54030", "ESRI:54030"),
            ("urn:ogc:def:crs:ESRI::54030", "ESRI:54030"),
        ] {
            assert_eq!(known_form(text).as_deref(), Some(form), "{text}");
        }
    }

    #[test]
    fn what_names_nothing_is_not_guessed() {
        for text in [
            "",
            " ",
            "abc",
            "data.crs",
            "EPSG:",
            "EPSG:abc",
            "EPSG:9206x",
            "urn:ogc:def:crs:EPSG::",
            "http://example.org/9206",
        ] {
            assert_eq!(known_form(text), None, "{text}");
        }
    }
}
