//! The value of a `crs` member.

use serde_json::Value as Json;

use crate::read::system::{Member, code_in};

/// Reads the value of a `crs` member. GeoJSON of 2008 has `name` with a name and `link` with an
/// address; its drafts had `EPSG` with a code, `OGC` with a URN and `URL` with an address. A plain
/// name, a plain code, PROJ's `init` and the `id` of PROJJSON are seen as well.
pub(super) fn member(json: &[u8]) -> Member {
    let Ok(value) = serde_json::from_slice::<Json>(json) else {
        return Member::Useless;
    };
    match name_in(&value) {
        Some(name) => Member::Named(name),
        None => Member::Useless,
    }
}

fn name_in(value: &Json) -> Option<String> {
    let plain = |value: &Json| match value {
        Json::String(text) => {
            Some(code_in(text).unwrap_or_else(|| text.clone())).filter(|t| !t.trim().is_empty())
        }
        Json::Number(code) => code.as_u64().map(|code| format!("EPSG:{code}")),
        _ => None,
    };
    if let Some(name) = plain(value) {
        return Some(name);
    }
    let object = value.as_object()?;
    let properties = object.get("properties").and_then(Json::as_object);
    let from =
        |key: &str| properties.and_then(|p| p.get(key)).or_else(|| object.get(key)).and_then(plain);
    if let Some(code) = from("code") {
        // A code alone is one of EPSG unless an authority stands beside it.
        let authority = from("authority").unwrap_or_else(|| "EPSG".to_owned());
        let is_code = code.bytes().all(|b| b.is_ascii_digit());
        return Some(if is_code { format!("{authority}:{code}") } else { code });
    }
    let id = object.get("id").filter(|id| id.is_object()).and_then(name_in);
    ["name", "urn", "href", "url", "init"].into_iter().find_map(from).or(id)
}
