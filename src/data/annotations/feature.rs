//! One annotation as one GeoJSON feature on one line.
//!
//! Owns which member says what: simplestyle for colours and widths, `title` and `description` for
//! words, and `planmap` for what only this program knows. Members that it does not know are kept.

use std::sync::Arc;

use planmap_core::annotation::{
    Annotation, AnnotationId, Dash, FeatureRef, Foreign, ForeignPlace, Kind, Reply, Shape, Status, Style, circle_ring,
};
use planmap_core::crs::GeoPoint;
use planmap_core::legend::Rgb;
use serde_json::{Map, Value, json};

use super::geometry::{geometry_from_json, json_from_geometry};

/// The member that belongs to this program.
pub(super) const OWN: &str = "planmap";

/// What simplestyle 1.1 prescribes where a feature says nothing.
const SIMPLE_MARKER: Rgb = Rgb(0x7e, 0x7e, 0x7e);
const SIMPLE_STROKE: Rgb = Rgb(0x55, 0x55, 0x55);
const SIMPLE_FILL_OPACITY: f32 = 0.6;

/// Members of the feature itself that are written by name.
const FEATURE_MEMBERS: [&str; 4] = ["type", "id", "properties", "geometry"];
const OWN_MEMBERS: [&str; 17] = [
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
    "numeric_id",
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

/// The simplestyle members that a geometry takes.
fn simple_members(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Pin | Kind::Text | Kind::Callout => &["marker-color"],
        Kind::Line | Kind::Arrow | Kind::Freehand | Kind::Dimension => &["stroke", "stroke-width", "stroke-opacity"],
        Kind::Polygon | Kind::Rectangle | Kind::Circle | Kind::Highlight => {
            &["stroke", "stroke-width", "stroke-opacity", "fill", "fill-opacity"]
        }
    }
}

fn hex(rgb: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", rgb.0, rgb.1, rgb.2)
}

/// `#rrggbb` and `#rgb`, as simplestyle allows, with or without the sign.
fn colour(value: Option<&Value>) -> Option<Rgb> {
    let text = value?.as_str()?.trim().trim_start_matches('#').to_ascii_lowercase();
    let long = match text.len() {
        3 => text.chars().flat_map(|c| [c, c]).collect(),
        _ => text,
    };
    Rgb::from_hex(&format!("#{long}"))
}

/// A short decimal: an f32 widened to f64 would show digits that nobody wrote.
fn short(v: f32) -> Value {
    v.to_string().parse::<f64>().map_or(Value::Null, |v| json!(v))
}

fn number(value: Option<&Value>) -> Option<f32> {
    let v = match value? {
        Value::Number(n) => n.as_f64()?,
        Value::String(s) => s.trim().parse().ok()?,
        _ => return None,
    };
    v.is_finite().then_some(v as f32)
}

fn point(p: GeoPoint) -> Value {
    json!([p.lon, p.lat])
}

fn point_from(value: Option<&Value>) -> Option<GeoPoint> {
    let pair = value?.as_array()?;
    Some(GeoPoint::new(pair.first()?.as_f64()?, pair.get(1)?.as_f64()?))
}

fn parsed(text: &str) -> Value {
    // It was JSON when it was read.
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// The feature as one line, without a line end. The same annotation gives the same bytes.
#[must_use]
pub fn feature_line(a: &Annotation) -> String {
    Value::Object(feature_json(a)).to_string()
}

pub(super) fn feature_json(a: &Annotation) -> Map<String, Value> {
    let foreign = |wanted: ForeignPlace| {
        a.foreign.iter().filter(move |((place, _), _)| *place == wanted).map(|((_, k), v)| (k.clone(), parsed(v)))
    };
    let mut own = Map::new();
    own.insert("kind".into(), json!(a.shape.kind.as_str()));
    own.insert("status".into(), json!(a.status.as_str()));
    for (key, text) in [("author", &a.author), ("created", &a.created), ("modified", &a.modified)] {
        if !text.is_empty() {
            own.insert(key.into(), json!(text));
        }
    }
    if a.order != 0 {
        own.insert("order".into(), json!(a.order));
    }
    if a.locked {
        own.insert("locked".into(), json!(true));
    }
    if let Some(about) = &a.about {
        own.insert("about".into(), json!({"layer": about.layer, "number": about.number, "label": about.label}));
    }
    if !a.replies.is_empty() {
        let replies: Vec<Value> =
            a.replies.iter().map(|r| json!({"id": r.id, "author": r.author, "time": r.time, "body": r.body})).collect();
        own.insert("replies".into(), Value::Array(replies));
    }
    if let (Some(radius), geo::Geometry::Point(p)) = (a.shape.radius_m, &a.shape.geometry) {
        own.insert("centre".into(), json!([p.x(), p.y()]));
        own.insert("radius_m".into(), json!(radius));
    }
    if let Some(p) = a.shape.label_at {
        own.insert("label_at".into(), point(p));
    }
    let mut properties = Map::new();
    properties.insert("title".into(), json!(a.title));
    properties.insert("description".into(), json!(a.body));
    write_style(a.shape.kind, &a.style, &mut properties, &mut own);
    let numeric = a.foreign.contains_key(&(ForeignPlace::Own, "numeric_id".into()));
    own.extend(foreign(ForeignPlace::Own).filter(|(k, _)| k != "numeric_id"));
    properties.insert(OWN.into(), Value::Object(own));
    properties.extend(foreign(ForeignPlace::Properties));
    let id = if numeric { parsed(a.id.as_str()) } else { json!(a.id.as_str()) };
    let mut out = Map::new();
    out.insert("type".into(), json!("Feature"));
    out.insert("id".into(), id);
    out.insert("properties".into(), Value::Object(properties));
    out.insert("geometry".into(), json_from_geometry(&a.shape.outline()));
    out.extend(foreign(ForeignPlace::Feature));
    out
}

fn write_style(kind: Kind, style: &Style, properties: &mut Map<String, Value>, own: &mut Map<String, Value>) {
    let standard = Style::default();
    let members = simple_members(kind);
    let mut rest = Map::new();
    let mut put = |simple: &str, value: Value, is_standard: bool| {
        if members.contains(&simple) {
            properties.insert(simple.into(), value);
        } else if !is_standard {
            rest.insert(simple.into(), value);
        }
    };
    if members.contains(&"marker-color") {
        put("marker-color", json!(hex(style.colour)), false);
    } else {
        put("stroke", json!(hex(style.colour)), false);
    }
    put("stroke-width", short(style.width), style.width.to_bits() == standard.width.to_bits());
    put("stroke-opacity", short(style.opacity), style.opacity.to_bits() == standard.opacity.to_bits());
    match style.fill {
        Some(fill) => put("fill", json!(hex(fill)), style.fill == standard.fill),
        // Without it, other programs would fill with a colour of their own.
        None => {
            own.insert("fill".into(), json!(false));
        }
    }
    let seen = if style.fill.is_none() { json!(0) } else { short(style.fill_opacity) };
    let kept = style.fill_opacity.to_bits() == standard.fill_opacity.to_bits();
    put("fill-opacity", seen, kept);
    if style.fill.is_none() && !kept {
        rest.insert("fill-opacity".into(), short(style.fill_opacity));
    }
    if style.dash != Dash::Solid {
        own.insert("dash".into(), json!(style.dash.as_str()));
    }
    if style.font_size.to_bits() != standard.font_size.to_bits() {
        own.insert("font_size".into(), short(style.font_size));
    }
    if !rest.is_empty() {
        own.insert("style".into(), Value::Object(rest));
    }
}

fn read_style(kind: Kind, properties: &Map<String, Value>, own: Option<&Map<String, Value>>) -> Style {
    let standard = Style::default();
    let rest = own.and_then(|o| o.get("style")).and_then(Value::as_object);
    let is_point = simple_members(kind).contains(&"marker-color");
    let simple = |key: &str| {
        let listed = simple_members(kind).contains(&key);
        if listed { properties.get(key) } else { rest.and_then(|r| r.get(key)) }
    };
    let (key, otherwise) = if is_point { ("marker-color", SIMPLE_MARKER) } else { ("stroke", SIMPLE_STROKE) };
    let no_fill = own.and_then(|o| o.get("fill")) == Some(&Value::Bool(false));
    let ours = own.is_some();
    let fill = match (no_fill, colour(simple("fill"))) {
        (true, _) => None,
        (false, Some(rgb)) => Some(rgb),
        (false, None) if ours => standard.fill,
        (false, None) => Some(SIMPLE_STROKE),
    };
    let opacity_of_fill = if no_fill { rest.and_then(|r| r.get("fill-opacity")) } else { simple("fill-opacity") };
    Style {
        colour: colour(simple(key)).unwrap_or(otherwise),
        opacity: number(simple("stroke-opacity")).map_or(standard.opacity, |v| v.clamp(0.0, 1.0)),
        width: number(simple("stroke-width")).map_or(standard.width, |v| v.clamp(0.0, 100.0)),
        dash: own.and_then(|o| o.get("dash")?.as_str()).and_then(Dash::from_word).unwrap_or_default(),
        fill,
        fill_opacity: number(opacity_of_fill)
            .unwrap_or(if ours { standard.fill_opacity } else { SIMPLE_FILL_OPACITY })
            .clamp(0.0, 1.0),
        font_size: own.and_then(|o| number(o.get("font_size"))).map_or(standard.font_size, |v| v.clamp(4.0, 200.0)),
    }
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(s)) => s.clone(),
        Some(other) => other.to_string(),
    }
}

/// Reads a feature; `fallback_id` serves one that has no id.
///
/// # Errors
/// If it cannot be placed on the map; nothing of it may then be dropped by the caller.
pub fn annotation_from_json(value: &Value, fallback_id: &str) -> Result<Annotation, FeatureError> {
    let feature = value.as_object().ok_or(FeatureError::NotAFeature)?;
    if feature.get("type").and_then(Value::as_str) != Some("Feature") {
        return Err(FeatureError::NotAFeature);
    }
    let none = Map::new();
    let properties = match feature.get("properties") {
        Some(Value::Object(map)) => map,
        _ => &none,
    };
    let own = properties.get(OWN).and_then(Value::as_object);
    let get = |key: &str| own.and_then(|o| o.get(key));
    let geometry = feature.get("geometry").and_then(geometry_from_json).ok_or(FeatureError::Geometry)?;
    let mut foreign = Foreign::new();
    let id = match feature.get("id") {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Number(n)) => {
            foreign.insert((ForeignPlace::Own, "numeric_id".into()), "true".into());
            n.to_string()
        }
        _ => fallback_id.to_owned(),
    };
    let shape = read_shape(geometry, own);
    let kind = shape.kind;
    let mut keep = |place: ForeignPlace, map: &Map<String, Value>, known: &dyn Fn(&str) -> bool| {
        for (k, v) in map.iter().filter(|(k, _)| !known(k)) {
            foreign.insert((place, k.clone()), v.to_string());
        }
    };
    keep(ForeignPlace::Feature, feature, &|k| FEATURE_MEMBERS.contains(&k));
    keep(ForeignPlace::Properties, properties, &|k| {
        matches!(k, "title" | "description") || k == OWN && own.is_some() || simple_members(kind).contains(&k)
    });
    keep(ForeignPlace::Own, own.unwrap_or(&none), &|k| OWN_MEMBERS.contains(&k));
    let mut replies: Vec<Reply> =
        get("replies").and_then(Value::as_array).into_iter().flatten().filter_map(reply).collect();
    replies.sort_by(|a, b| (&a.time, &a.id).cmp(&(&b.time, &b.id)));
    Ok(Annotation {
        style: read_style(kind, properties, own),
        shape,
        title: text(properties.get("title")),
        body: text(properties.get("description")),
        author: text(get("author")),
        created: text(get("created")),
        modified: text(get("modified")),
        status: get("status").and_then(Value::as_str).and_then(Status::from_word).unwrap_or_default(),
        replies,
        about: get("about").and_then(about),
        order: get("order").and_then(Value::as_i64).unwrap_or(0),
        locked: get("locked").and_then(Value::as_bool).unwrap_or(false),
        foreign,
        id: AnnotationId::new(&id),
    })
}

/// The shape that the members tell, as long as the geometry still agrees with them: another program
/// may have moved it.
fn read_shape(geometry: geo::Geometry<f64>, own: Option<&Map<String, Value>>) -> Shape {
    let get = |key: &str| own.and_then(|o| o.get(key));
    let kind = get("kind").and_then(Value::as_str).and_then(Kind::from_word);
    if kind == Some(Kind::Circle)
        && let (Some(centre), Some(radius_m)) = (point_from(get("centre")), get("radius_m").and_then(Value::as_f64))
        && let geo::Geometry::Polygon(p) = &geometry
        && same_ring(p.exterior(), &circle_ring(centre, radius_m))
    {
        return Shape::circle(centre, radius_m);
    }
    let kind = kind.filter(|k| *k != Kind::Circle && k.fits(&geometry)).unwrap_or_else(|| Kind::of_geometry(&geometry));
    Shape { kind, geometry, radius_m: None, label_at: point_from(get("label_at")) }
}

fn same_ring(a: &geo::LineString<f64>, b: &geo::LineString<f64>) -> bool {
    // About a centimetre: programs that round degrees when they save do not move anything.
    const NEAR: f64 = 1e-7;
    a.0.len() == b.0.len() && a.0.iter().zip(&b.0).all(|(p, q)| (p.x - q.x).abs() < NEAR && (p.y - q.y).abs() < NEAR)
}

fn reply(value: &Value) -> Option<Reply> {
    let r = value.as_object()?;
    Some(Reply {
        id: r.get("id")?.as_str()?.to_owned(),
        author: text(r.get("author")),
        time: text(r.get("time")),
        body: text(r.get("body")),
    })
}

fn about(value: &Value) -> Option<FeatureRef> {
    let r = value.as_object()?;
    Some(FeatureRef {
        layer: r.get("layer")?.as_str()?.to_owned(),
        number: u32::try_from(r.get("number")?.as_u64()?).ok()?,
        label: text(r.get("label")),
    })
}

/// The edit as JSON: what is put as features, what is removed as ids.
#[must_use]
pub fn edit_json(edit: &planmap_core::annotation::Edit) -> Value {
    use planmap_core::annotation::Change;
    let changes = edit.changes.iter().map(|change| match change {
        Change::Put(a) => Value::Object(feature_json(a)),
        Change::Remove(id) => json!({"remove": id.as_str()}),
    });
    Value::Array(changes.collect())
}

/// Reads what [`edit_json`] has written; `None` if any part of it is no change.
#[must_use]
pub fn edit_from_json(value: &Value) -> Option<planmap_core::annotation::Edit> {
    use planmap_core::annotation::{Change, Edit};
    let changes = value.as_array()?.iter().map(|v| match v.get("remove").and_then(Value::as_str) {
        Some(id) => Some(Change::Remove(AnnotationId::new(id))),
        None => annotation_from_json(v, "").ok().map(|a| Change::Put(Arc::new(a))),
    });
    Some(Edit { changes: changes.collect::<Option<_>>()? })
}
