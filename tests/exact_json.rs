//! JSON compared as values, with every number as it was written.

use std::fmt;

use serde_json::value::RawValue;

/// A JSON value whose numbers are text, since a floating-point number would hide lost digits.
#[derive(Debug, Clone, PartialEq)]
pub enum Exact {
    /// Null, a truth value or a number, as written.
    Plain(String),
    /// A text, with its escapes resolved.
    Text(String),
    /// A list.
    List(Vec<Exact>),
    /// An object, its members by name; of repeated ones all, in their order.
    Object(Vec<(String, Exact)>),
}

impl Exact {
    /// Reads a text.
    pub fn parse(json: &str) -> Self {
        let json = json.trim();
        match json.as_bytes().first() {
            Some(b'{') => {
                let members: Members<'_> = serde_json::from_str(json).unwrap();
                let mut members: Vec<(String, Self)> = members
                    .0
                    .into_iter()
                    .map(|(key, value)| (key, Self::parse(value.get())))
                    .collect();
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Self::Object(members)
            }
            Some(b'[') => {
                let list: Vec<&RawValue> = serde_json::from_str(json).unwrap();
                Self::List(list.into_iter().map(|value| Self::parse(value.get())).collect())
            }
            Some(b'"') => Self::Text(serde_json::from_str(json).unwrap()),
            _ => Self::Plain(json.to_owned()),
        }
    }

    /// A feature without what the program may add to `before`: an id where there was none, and its
    /// own member.
    pub fn without_added(&self, before: &Self) -> Self {
        let Self::Object(members) = self else { return self.clone() };
        let mut out = Vec::new();
        for (key, value) in members {
            if key == "id" && member(before, "id").is_none() {
                continue;
            }
            let properties_before = member(before, "properties");
            let value = match (key.as_str(), value) {
                ("properties", Self::Object(inner)) => {
                    let had_own = properties_before.is_some_and(|p| member(p, "planmap").is_some());
                    let kept: Vec<_> =
                        inner.iter().filter(|(k, _)| had_own || k != "planmap").cloned().collect();
                    match properties_before {
                        Some(Self::Object(_)) => Self::Object(kept),
                        Some(other) if kept.is_empty() => other.clone(),
                        None if kept.is_empty() => continue,
                        _ => Self::Object(kept),
                    }
                }
                _ => value.clone(),
            };
            out.push((key.clone(), value));
        }
        Self::Object(out)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => f.write_str(text),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::List(list) => {
                let parts: Vec<String> = list.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", parts.join(","))
            }
            Self::Object(members) => {
                let parts: Vec<String> =
                    members.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
                write!(f, "{{{}}}", parts.join(","))
            }
        }
    }
}

/// A member of an object; of repeated ones the last.
pub fn member<'a>(value: &'a Exact, key: &str) -> Option<&'a Exact> {
    match value {
        Exact::Object(members) => {
            members.iter().rev().find(|(k, _)| k == key).map(|(_, value)| value)
        }
        _ => None,
    }
}

/// The features of a collection.
pub fn features_of(collection: &Exact) -> Vec<&Exact> {
    match member(collection, "features") {
        Some(Exact::List(list)) => list.iter().collect(),
        _ => panic!("no features in {collection}"),
    }
}

struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for Members<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> serde::de::Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut out = Vec::new();
                while let Some(member) = map.next_entry::<String, &RawValue>()? {
                    out.push(member);
                }
                Ok(Members(out))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
