//! Words for a title or a description, whatever form another program has given them.
//!
//! Owns what is read: markup without its tags, lists as lines, twins in two languages as both.
//! What is read is never written back unless somebody edits it.

use serde_json::{Map, Value};

/// Languages whose codes mark an object as one text in several languages, in the order shown.
const LANGUAGES: [&str; 2] = ["vi", "en"];

/// The words of a value in lines.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(list) => joined(list.iter().map(words), "\n"),
        Value::Object(object) => object_words(object),
    }
}

fn object_words(object: &Map<String, Value>) -> String {
    // The form that togeojson gives a KML description.
    if let (Some(kind), Some(Value::String(text))) = (object.get("@type"), object.get("value")) {
        return if kind.as_str() == Some("html") { without_markup(text) } else { text.clone() };
    }
    let is_language = |key: &String| key.len() == 2 && key.bytes().all(|b| b.is_ascii_lowercase());
    if !object.is_empty() && object.keys().all(is_language) {
        let known = LANGUAGES.iter().filter_map(|code| object.get(*code));
        let others =
            object.iter().filter(|(key, _)| !LANGUAGES.contains(&key.as_str())).map(|(_, v)| v);
        return joined(known.chain(others).map(words), " / ");
    }
    let line = |(key, value): (&String, &Value)| {
        let text = words(value);
        if text.is_empty() { String::new() } else { format!("{key}: {text}") }
    };
    joined(object.iter().map(line), "\n")
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    let told: Vec<String> = parts.filter(|text| !text.is_empty()).collect();
    told.join(between)
}

/// Elements after which a new line begins.
const BLOCKS: [&str; 16] = [
    "br", "p", "div", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "dd",
];

/// The words of HTML: tags gone, a line for each block and row, entities as characters. Nothing in
/// it is loaded or run; what stands in scripts and style sheets is no text.
fn without_markup(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&spaced(&rest[..start]));
        let Some(length) = rest[start..].find('>') else {
            // A sign that opens no tag is a sign.
            out.push_str(&spaced(&rest[start..]));
            rest = "";
            break;
        };
        let tag = &rest[start + 1..start + length];
        rest = &rest[start + length + 1..];
        let is_name = |c: char| c.is_ascii_alphanumeric();
        let name: String =
            tag.trim_start_matches('/').chars().take_while(|c| is_name(*c)).collect();
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "script" | "style") && !tag.starts_with('/') {
            let end = rest.to_ascii_lowercase().find(&format!("</{name}"));
            rest = end.map_or("", |end| &rest[end..]);
        } else if BLOCKS.contains(&name.as_str()) {
            out.push('\n');
        } else if matches!(name.as_str(), "td" | "th") {
            out.push(' ');
        }
    }
    out.push_str(&spaced(rest));
    let decoded = html_escape::decode_html_entities(&out).replace('\u{a0}', " ");
    let lines = decoded.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    joined(lines, "\n")
}

/// Line ends in the source of HTML are mere blanks.
fn spaced(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_form_becomes_words() {
        for (value, expected) in [
            (json!("plain <b>text</b>"), "plain <b>text</b>"),
            (json!(null), ""),
            (json!(12), "12"),
            (json!(true), "true"),
            (json!(["một", null, "hai"]), "một\nhai"),
            (json!({"en": "Market", "vi": "Chợ"}), "Chợ / Market"),
            (json!({"fr": "Marché"}), "Marché"),
            (json!({"h": 3, "who": {"name": "Lan"}}), "h: 3\nwho: name: Lan"),
            (json!({"@type": "text", "value": "a < b"}), "a < b"),
        ] {
            assert_eq!(words(&value), expected, "{value}");
        }
    }

    #[test]
    fn markup_becomes_lines() {
        let html = |text: &str| words(&json!({"@type": "html", "value": text}));
        assert_eq!(
            html("<b>Nhà</b><br/>x &lt; y &amp; z<p class=\"c\">hai\nchữ</p>"),
            "Nhà\nx < y & z\nhai chữ"
        );
        assert_eq!(
            html("<table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>"),
            "A 1\nB 2"
        );
        assert_eq!(html("a<script>alert('<p>')</script>b<STYLE>p{}</STYLE>c"), "abc");
        assert_eq!(html("5 < 6"), "5 < 6");
        assert_eq!(html("&#272;&#xE0;&nbsp;N&#7861;ng"), "Đà Nẵng");
    }
}
