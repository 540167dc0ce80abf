//! One annotation as one GeoJSON feature on one line: reading it.
//!
//! Owns which member says what: simplestyle for colours and widths, `title` and `description` for
//! words, and `planmap` for what only this program knows. How a feature is written is `line`'s.

use planmap_core::annotation::{
    Annotation, AnnotationId, FeatureRef, Kind, Meaning, Member, Members, NEAR_DEG, Place, Reply,
    Shape, Status, circle_ring,
};
use planmap_core::crs::GeoPoint;
use serde_json::{Map, Value};

use super::geometry::geometry_from_json;
use super::line::canonical_line;
use super::readable::words;
use super::{raw, simplestyle};

/// The member that belongs to this program.
pub(super) const OWN: &str = "planmap";

/// Members of the feature itself that are fields.
const FEATURE_MEMBERS: [&str; 4] = ["type", "id", "properties", "geometry"];
/// Members of this program's own that are fields.
const OWN_MEMBERS: [&str; 17] = [
    "id",
    "kind",
    "status",
    "author",
    "created",
    "modified",
    "replies",
    "about",
    "order",
    "locked",
    "centre",
    "radius_m",
    "label_at",
    "dash",
    "font_size",
    "style",
    "fill",
];

/// Why a feature is no annotation. It is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeatureError {
    /// It is no JSON object of type Feature.
    #[error("no feature")]
    NotAFeature,
    /// It has no geometry that can be placed.
    #[error("no usable geometry")]
    Geometry,
}

/// Reads a feature from its text; `fallback_id` serves one that has no id.
///
/// # Errors
/// If it cannot be placed on the map; nothing of it may then be dropped by the caller.
pub fn annotation_from_text(json: &str, fallback_id: &str) -> Result<Annotation, FeatureError> {
    let line = raw::on_one_line(json);
    let mut members = flattened(&line).ok_or(FeatureError::NotAFeature)?;
    let mut annotation = fields(&members, fallback_id)?;
    if canonical_line(&annotation) != line {
        let kind = annotation.shape.kind;
        for member in &mut members {
            member.meaning = meaning(member.place, &member.key, kind);
        }
        annotation.members = Members::new(members);
    }
    Ok(annotation)
}

fn meaning(place: Place, key: &str, kind: Kind) -> Meaning {
    let is_field = match place {
        Place::Feature => FEATURE_MEMBERS.contains(&key),
        Place::Properties => {
            matches!(key, "title" | "description" | OWN)
                || simplestyle::members_of(kind).contains(&key)
        }
        Place::Own => OWN_MEMBERS.contains(&key),
    };
    if is_field { Meaning::Field } else { Meaning::Foreign }
}

/// All members of a feature, those of its properties and of this program's own behind their heads.
fn flattened(line: &str) -> Option<Vec<Member>> {
    let mut out = Vec::new();
    for (key, json) in raw::members(line)? {
        match raw::members(json).filter(|_| key == "properties") {
            Some(properties) => {
                out.push(member(Place::Feature, key, ""));
                flatten_properties(properties, &mut out);
            }
            None => out.push(member(Place::Feature, key, json)),
        }
    }
    Some(out)
}

fn flatten_properties(properties: Vec<(String, &str)>, out: &mut Vec<Member>) {
    for (key, json) in properties {
        // Some programs write an object inside the properties as its text.
        let unpacked = match raw::value(json) {
            Value::String(text) if key == OWN => raw::on_one_line(&text),
            _ => json.to_owned(),
        };
        match raw::members(&unpacked).filter(|_| key == OWN) {
            Some(own) => {
                out.push(member(Place::Properties, key, ""));
                out.extend(own.into_iter().map(|(key, json)| member(Place::Own, key, json)));
            }
            None => out.push(member(Place::Properties, key, json)),
        }
    }
}

fn member(place: Place, key: String, json: &str) -> Member {
    Member { place, key, json: json.to_owned(), meaning: Meaning::Field }
}

/// What the fields are that members say, without the members themselves.
///
/// # Errors
/// If they are no feature, or one without a place.
pub(super) fn fields(members: &[Member], fallback_id: &str) -> Result<Annotation, FeatureError> {
    let text = |place: Place, key: &str| {
        members.iter().rev().find(|m| m.place == place && m.key == key).map(|m| m.json.as_str())
    };
    let value = |place: Place, key: &str| text(place, key).map(raw::value);
    if value(Place::Feature, "type") != Some(Value::from("Feature")) {
        return Err(FeatureError::NotAFeature);
    }
    let own = |key: &str| value(Place::Own, key);
    let geometry = value(Place::Feature, "geometry").as_ref().and_then(geometry_from_json);
    let shape = shape(geometry.ok_or(FeatureError::Geometry)?, &own);
    let given_id = text(Place::Own, "id")
        .and_then(id_text)
        .or_else(|| text(Place::Feature, "id").and_then(id_text));
    let id = AnnotationId::new(given_id.as_deref().unwrap_or(fallback_id));
    let mut replies: Vec<Reply> = match own("replies") {
        Some(Value::Array(list)) => list.iter().filter_map(reply).collect(),
        _ => Vec::new(),
    };
    replies.sort_by(|a, b| (&a.time, &a.id).cmp(&(&b.time, &b.id)));
    let title = value(Place::Properties, "title").filter(|v| !v.is_null());
    let title = title.or_else(|| value(Place::Properties, "name"));
    let words_of = |value: Option<Value>| value.as_ref().map(words).unwrap_or_default();
    let style = simplestyle::read(
        shape.kind,
        &values(members, Place::Properties, simplestyle::members_of(shape.kind)),
        &values(members, Place::Own, &OWN_STYLE_AND_KIND),
    );
    Ok(Annotation {
        style,
        title: words_of(title),
        body: words_of(value(Place::Properties, "description")),
        author: words_of(own("author")),
        created: words_of(own("created")),
        modified: words_of(own("modified")),
        status: own("status")
            .as_ref()
            .and_then(Value::as_str)
            .and_then(Status::from_word)
            .unwrap_or_default(),
        replies,
        about: own("about").as_ref().and_then(about),
        order: own("order").as_ref().and_then(Value::as_i64).unwrap_or(0),
        locked: own("locked").as_ref().and_then(Value::as_bool).unwrap_or(false),
        ..Annotation::new(id, shape)
    })
}

/// What a style is read from inside this program's own member.
const OWN_STYLE_AND_KIND: [&str; 5] = ["kind", "fill", "dash", "font_size", "style"];

fn values(members: &[Member], place: Place, keys: &[&str]) -> Map<String, Value> {
    let wanted = members.iter().filter(|m| m.place == place && keys.contains(&m.key.as_str()));
    wanted.map(|m| (m.key.clone(), raw::value(&m.json))).collect()
}

/// The text of an id, which may be text or number: a number keeps the digits it was written with.
fn id_text(json: &str) -> Option<String> {
    match raw::value(json) {
        Value::String(text) => Some(text),
        _ if json.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Some(json.to_owned()),
        _ => None,
    }
}

/// The shape that the members tell, as long as the geometry still agrees with them: another program
/// may have moved it.
fn shape(geometry: geo::Geometry<f64>, own: &impl Fn(&str) -> Option<Value>) -> Shape {
    let kind = own("kind").as_ref().and_then(Value::as_str).and_then(Kind::from_word);
    let place = |key: &str| own(key).as_ref().and_then(point);
    if kind == Some(Kind::Circle)
        && let (Some(centre), Some(radius_m)) =
            (place("centre"), own("radius_m").as_ref().and_then(Value::as_f64))
        && let geo::Geometry::Polygon(p) = &geometry
        && same_ring(p.exterior(), &circle_ring(centre, radius_m))
    {
        return Shape::circle(centre, radius_m);
    }
    let kind = kind
        .filter(|k| *k != Kind::Circle && k.fits(&geometry))
        .unwrap_or_else(|| Kind::of_geometry(&geometry));
    Shape { kind, geometry, radius_m: None, label_at: place("label_at") }
}

fn same_ring(a: &geo::LineString<f64>, b: &geo::LineString<f64>) -> bool {
    let near = |(p, q): (&geo::Coord<f64>, &geo::Coord<f64>)| {
        (p.x - q.x).abs() < NEAR_DEG && (p.y - q.y).abs() < NEAR_DEG
    };
    a.0.len() == b.0.len()
        && (a.0.iter().zip(&b.0).all(near) || a.0.iter().rev().zip(&b.0).all(near))
}

fn point(value: &Value) -> Option<GeoPoint> {
    let pair = value.as_array()?;
    Some(GeoPoint::new(pair.first()?.as_f64()?, pair.get(1)?.as_f64()?))
}

/// Reads an answer; `None` where it has no id.
pub(super) fn reply(value: &Value) -> Option<Reply> {
    let r = value.as_object()?;
    let words_of = |key: &str| r.get(key).map(words).unwrap_or_default();
    Some(Reply {
        id: r.get("id")?.as_str()?.to_owned(),
        author: words_of("author"),
        time: words_of("time"),
        body: words_of("body"),
    })
}

fn about(value: &Value) -> Option<FeatureRef> {
    let r = value.as_object()?;
    Some(FeatureRef {
        layer: r.get("layer")?.as_str()?.to_owned(),
        number: u32::try_from(r.get("number")?.as_u64()?).ok()?,
        label: r.get("label").map(words).unwrap_or_default(),
    })
}
