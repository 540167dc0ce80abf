//! JSON as text: objects and lists taken apart without touching what they hold.
//!
//! Owns the rule that a value which nobody edits comes back as it was written: numbers with all
//! their digits, members in their order, repeated ones too.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// The members of an object, in order.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut out = Vec::new();
                while let Some(member) = map.next_entry::<String, &RawValue>()? {
                    out.push(member);
                }
                Ok(Object(out))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// The members of an object with their values as text; `None` for anything else.
pub(super) fn members(json: &str) -> Option<Vec<(String, &str)>> {
    let object: Object<'_> = serde_json::from_str(json).ok()?;
    Some(object.0.into_iter().map(|(key, value)| (key, value.get())).collect())
}

/// The entries of a list as text; `None` for anything else.
pub(super) fn entries(json: &str) -> Option<Vec<&str>> {
    let list: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    Some(list.into_iter().map(RawValue::get).collect())
}

/// The value of a text; null where it means nothing that can be held, as a number beyond all bounds.
pub(super) fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or(Value::Null)
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The same JSON without blanks between its parts, so that it stands on one line.
pub(super) fn on_one_line(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut in_text = false;
    let mut escaped = false;
    for c in json.chars() {
        if in_text {
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if matches!(c, ' ' | '\t' | '\n' | '\r') {
            continue;
        } else {
            in_text = c == '"';
        }
        out.push(c);
    }
    out
}

/// An object of members that are JSON already.
pub(super) fn object<'a>(members: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::from("{");
    for (key, json) in members {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&quoted(key));
        out.push(':');
        out.push_str(json);
    }
    out.push('}');
    out
}

/// A list of entries that are JSON already.
pub(super) fn list<T: AsRef<str>>(entries: impl IntoIterator<Item = T>) -> String {
    let mut out = String::from("[");
    for entry in entries {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(entry.as_ref());
    }
    out.push(']');
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn objects_and_lists_come_apart_without_loss() {
        let json = r#"{"a": 9007199254740993, "b" : [1e999, 2.0],"a":{"x":"\ud800 \u00e9"}}"#;
        let found = members(json).unwrap();
        let keys: Vec<&str> = found.iter().map(|(k, _)| k.as_str()).collect();
        assert_eq!(keys, ["a", "b", "a"]);
        assert_eq!(found[0].1, "9007199254740993");
        assert_eq!(entries(found[1].1).unwrap(), ["1e999", "2.0"]);
        assert_eq!(found[2].1, r#"{"x":"\ud800 \u00e9"}"#);
        assert!(members("[1]").is_none() && entries("{}").is_none() && members("{,}").is_none());
    }

    #[test]
    fn blanks_go_between_the_parts_and_stay_inside_texts() {
        let json = "{ \"a b\" :\t[ 1 ,\r\n 2 ], \"q\": \"say \\\" { , } \\\\\" }";
        assert_eq!(on_one_line(json), r#"{"a b":[1,2],"q":"say \" { , } \\"}"#);
    }
}
