//! One annotation as one GeoJSON feature on one line: writing it.
//!
//! Owns the rule that only what was edited is written anew. An annotation that has the members of
//! its file is compared, field by field, with what those members say; where they say the same,
//! their text stays as it is.

use std::sync::Arc;

use planmap_core::annotation::{
    Annotation, AnnotationId, Change, Edit, Meaning, Member, Place, Reply,
};
use serde_json::{Map, Value, json};

use super::feature::{OWN, annotation_from_text, fields, reply};
use super::geometry::{carried_over, json_from_geometry};
use super::raw;
use super::simplestyle::{self, OWN_STYLE, short};

/// The feature as one line, without a line end. The same annotation gives the same bytes.
#[must_use]
pub fn feature_line(a: &Annotation) -> String {
    if a.members.is_empty() {
        return canonical_line(a);
    }
    match fields(a.members.as_slice(), "") {
        Ok(was) => {
            let mut members = Edited { list: a.members.as_slice().to_vec() };
            members.follow(&was, a);
            members.line()
        }
        // Members that were merged from two copies may make no feature; the fields always do.
        Err(_) => canonical_line(a),
    }
}

/// The feature as this program writes one that it has made itself.
pub(super) fn canonical_line(a: &Annotation) -> String {
    let mut own = Map::new();
    own.insert("kind".into(), json!(a.shape.kind.as_str()));
    own.insert("status".into(), json!(a.status.as_str()));
    for (key, value) in own_fields(a) {
        if let Some(value) = value {
            own.insert(key.into(), value);
        }
    }
    let mut properties = Map::new();
    properties.insert("title".into(), json!(a.title));
    properties.insert("description".into(), json!(a.body));
    simplestyle::write(a.shape.kind, &a.style, &mut properties, &mut own);
    properties.insert(OWN.into(), Value::Object(own));
    let geometry = json_from_geometry(&a.shape.outline());
    json!({"type": "Feature", "id": a.id.as_str(), "properties": properties, "geometry": geometry})
        .to_string()
}

/// The members of this program's own beside kind, status and style; `None` where one is left out.
fn own_fields(a: &Annotation) -> [(&'static str, Option<Value>); 10] {
    let text = |text: &str| (!text.is_empty()).then(|| json!(text));
    let about =
        a.about.as_ref().map(|f| json!({"layer": f.layer, "number": f.number, "label": f.label}));
    let replies: Vec<Value> = a.replies.iter().map(reply_json).collect();
    let circle = match (&a.shape.geometry, a.shape.radius_m) {
        (geo::Geometry::Point(centre), Some(radius_m)) => {
            Some((json!([centre.x(), centre.y()]), json!(radius_m)))
        }
        _ => None,
    };
    let (centre, radius_m) = circle.unzip();
    [
        ("author", text(&a.author)),
        ("created", text(&a.created)),
        ("modified", text(&a.modified)),
        ("order", (a.order != 0).then(|| json!(a.order))),
        ("locked", a.locked.then(|| json!(true))),
        ("about", about),
        ("replies", (!replies.is_empty()).then_some(Value::Array(replies))),
        ("centre", centre),
        ("radius_m", radius_m),
        ("label_at", a.shape.label_at.map(|p| json!([p.lon, p.lat]))),
    ]
}

fn reply_json(r: &Reply) -> Value {
    json!({"id": r.id, "author": r.author, "time": r.time, "body": r.body})
}

/// The members of a feature while they follow an edit.
struct Edited {
    list: Vec<Member>,
}

impl Edited {
    /// Makes the members say `now`, which differ from what they say, `was`, in what was edited.
    fn follow(&mut self, was: &Annotation, now: &Annotation) {
        if was.id != now.id {
            self.name(now);
        }
        if was.title != now.title {
            self.set(Place::Properties, "title", raw::quoted(&now.title));
        }
        if was.body != now.body {
            self.set(Place::Properties, "description", raw::quoted(&now.body));
        }
        if was.status != now.status {
            self.set(Place::Own, "status", raw::quoted(now.status.as_str()));
        }
        for ((key, before), (_, after)) in own_fields(was).into_iter().zip(own_fields(now)) {
            if before == after {
                continue;
            }
            match after {
                Some(_) if key == "replies" => self.set_replies(&now.replies),
                Some(value) => self.set(Place::Own, key, value.to_string()),
                None => self.remove(Place::Own, key),
            }
        }
        if was.shape != now.shape {
            self.reshape(was, now);
        }
        self.restyle(now);
    }

    /// Tells which annotation it is: by `id` where there is none, else beside the one that another
    /// program gave, which may be no text and may stand on several features.
    fn name(&mut self, now: &Annotation) {
        let id = raw::quoted(now.id.as_str());
        let has_id = self.text(Place::Feature, "id").is_some();
        let takes_own = self
            .text(Place::Feature, "properties")
            .is_none_or(|json| json.is_empty() || json == "null");
        if has_id {
            // Properties that are no object have no room for ours.
            self.set(if takes_own { Place::Own } else { Place::Feature }, "id", id);
            return;
        }
        let member = Member {
            place: Place::Feature,
            key: "id".to_owned(),
            json: id,
            meaning: Meaning::Field,
        };
        let behind_type =
            self.list.iter().position(|m| m.place == Place::Feature && m.key == "type");
        self.list.insert(behind_type.map_or(0, |at| at + 1), member);
    }

    fn reshape(&mut self, was: &Annotation, now: &Annotation) {
        let old = self.text(Place::Feature, "geometry").unwrap_or_default().to_owned();
        self.set(Place::Feature, "geometry", carried_over(&old, &now.shape.outline()));
        // A box around where it was.
        self.remove(Place::Feature, "bbox");
        if was.shape.kind != now.shape.kind {
            self.set(Place::Own, "kind", raw::quoted(now.shape.kind.as_str()));
        }
    }

    /// Writes the style's changed members; all of them where that does not say it.
    fn restyle(&mut self, now: &Annotation) {
        let says = |list: &[Member]| fields(list, "").ok().map(|a| a.style);
        let Some(was) = says(&self.list).filter(|style| *style != now.style) else {
            return;
        };
        let style = &now.style;
        let kind = now.shape.kind;
        let listed = simplestyle::members_of(kind);
        let mut put = |key: &str, changed: bool, value: Value| {
            if changed && listed.contains(&key) {
                self.set(Place::Properties, key, value.to_string());
            }
        };
        put(
            simplestyle::colour_member(kind),
            was.colour != style.colour,
            json!(simplestyle::hex(style.colour)),
        );
        let differs = |a: f32, b: f32| a.to_bits() != b.to_bits();
        put("stroke-width", differs(was.width, style.width), short(style.width));
        put("stroke-opacity", differs(was.opacity, style.opacity), short(style.opacity));
        put(
            "fill-opacity",
            differs(was.fill_opacity, style.fill_opacity),
            short(style.fill_opacity),
        );
        if let Some(fill) = style.fill {
            put("fill", was.fill != style.fill, json!(simplestyle::hex(fill)));
        }
        if says(&self.list) == Some(*style) {
            return;
        }
        let mut properties = Map::new();
        let mut own = Map::new();
        simplestyle::write(kind, style, &mut properties, &mut own);
        // The kind marks that what is left out is this program's standard.
        self.set(Place::Own, "kind", raw::quoted(kind.as_str()));
        for key in OWN_STYLE {
            match own.get(key) {
                Some(value) => self.set(Place::Own, key, value.to_string()),
                None => self.remove(Place::Own, key),
            }
        }
        for key in listed {
            if let Some(value) = properties.get(*key) {
                self.set(Place::Properties, key, value.to_string());
            }
        }
    }

    /// Writes the answers; those that stay keep their text, and what is no answer stays behind them.
    fn set_replies(&mut self, replies: &[Reply]) {
        let text = self.text(Place::Own, "replies").unwrap_or("[]").to_owned();
        let old: Vec<(Option<Reply>, &str)> = raw::entries(&text)
            .unwrap_or_default()
            .into_iter()
            .map(|json| (reply(&raw::value(json)), json))
            .collect();
        let spelled = |r: &Reply| {
            let same = old.iter().find(|(known, _)| known.as_ref() == Some(r));
            same.map_or_else(|| reply_json(r).to_string(), |(_, json)| (*json).to_owned())
        };
        let unknown =
            old.iter().filter(|(known, _)| known.is_none()).map(|(_, json)| (*json).to_owned());
        let list = raw::list(replies.iter().map(spelled).chain(unknown));
        self.set(Place::Own, "replies", list);
    }

    fn text(&self, place: Place, key: &str) -> Option<&str> {
        self.list.iter().rev().find(|m| m.place == place && m.key == key).map(|m| m.json.as_str())
    }

    /// Replaces a member where it stands, or adds it behind the others of its place.
    fn set(&mut self, place: Place, key: &str, json: String) {
        let last = self.list.iter().rposition(|m| m.place == place && m.key == key);
        let member = Member { place, key: key.to_owned(), json, meaning: Meaning::Field };
        match last {
            Some(at) => self.list[at] = member,
            None => self.list.push(member),
        }
    }

    fn remove(&mut self, place: Place, key: &str) {
        self.list.retain(|m| m.place != place || m.key != key);
    }

    /// The members as one line.
    fn line(mut self) -> String {
        let own = self.of(Place::Own);
        if let Some(own) = &own {
            self.set_nested(Place::Properties, OWN, own);
        }
        let properties = self.of(Place::Properties);
        if let Some(properties) = &properties {
            self.set_nested(Place::Feature, "properties", properties);
        }
        self.of(Place::Feature).unwrap_or_else(|| "{}".to_owned())
    }

    /// The members of a place as an object; `None` where there are none and none are expected.
    fn of(&self, place: Place) -> Option<String> {
        let members: Vec<(&str, &str)> = self
            .list
            .iter()
            .filter(|m| m.place == place)
            .map(|m| (m.key.as_str(), m.json.as_str()))
            .collect();
        let (head_place, head) = match place {
            Place::Own => (Place::Properties, OWN),
            Place::Properties | Place::Feature => (Place::Feature, "properties"),
        };
        let is_head = |m: &Member| m.place == head_place && m.key == head && m.json.is_empty();
        (!members.is_empty() || self.list.iter().any(is_head)).then(|| raw::object(members))
    }

    /// Puts an object in at its head. What stood there and was no object stays inside it.
    fn set_nested(&mut self, place: Place, key: &str, object: &str) {
        match self.text(place, key) {
            Some(json) if !json.is_empty() && json != "null" => {
                let json = json.to_owned();
                let inner = object.trim_start_matches('{');
                let comma = if inner == "}" { "" } else { "," };
                self.set(place, key, format!("{{\"was\":{json}{comma}{inner}"));
            }
            _ => self.set(place, key, object.to_owned()),
        }
    }
}

/// The edit as JSON: what is put as features, what is removed as ids.
#[must_use]
pub(super) fn edit_line(edit: &Edit) -> String {
    raw::list(edit.changes.iter().map(|change| match change {
        Change::Put(a) => feature_line(a),
        Change::Remove(id) => json!({"remove": id.as_str()}).to_string(),
    }))
}

/// Reads what [`edit_line`] has written; `None` if any part of it is no change.
#[must_use]
pub(super) fn edit_from_text(json: &str) -> Option<Edit> {
    let change = |json: &str| match annotation_from_text(json, "") {
        Ok(annotation) => Some(Change::Put(Arc::new(annotation))),
        Err(_) => {
            let value = raw::value(json);
            Some(Change::Remove(AnnotationId::new(value.get("remove")?.as_str()?)))
        }
    };
    Some(Edit { changes: raw::entries(json)?.into_iter().map(change).collect::<Option<_>>()? })
}
