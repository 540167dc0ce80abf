//! Colours, widths and opacities as simplestyle and CSS write them.
//!
//! Owns what each text means and what stands where a feature says nothing. Source of names and
//! standard values: simplestyle 1.1.0; of the forms of colours: CSS Color Module Level 4.

use planmap_core::annotation::{Dash, Kind, Style};
use planmap_core::legend::Rgb;
use serde_json::{Map, Value, json};

/// What simplestyle 1.1 prescribes where a feature says nothing.
const MARKER: Rgb = Rgb(0x7e, 0x7e, 0x7e);
const STROKE: Rgb = Rgb(0x55, 0x55, 0x55);
const FILL_OPACITY: f32 = 0.6;

/// The members that say a style inside the member that belongs to this program.
pub(super) const OWN_STYLE: [&str; 4] = ["fill", "dash", "font_size", "style"];

/// The simplestyle members that a kind takes.
pub(super) fn members_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Pin | Kind::Text | Kind::Callout => &["marker-color"],
        Kind::Line | Kind::Arrow | Kind::Freehand | Kind::Dimension => {
            &["stroke", "stroke-width", "stroke-opacity"]
        }
        Kind::Polygon | Kind::Rectangle | Kind::Circle | Kind::Highlight => {
            &["stroke", "stroke-width", "stroke-opacity", "fill", "fill-opacity"]
        }
    }
}

/// The member that says the colour of lines and pins of a kind.
pub(super) fn colour_member(kind: Kind) -> &'static str {
    if members_of(kind).contains(&"marker-color") { "marker-color" } else { "stroke" }
}

/// A colour as files have it.
pub(super) fn hex(rgb: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", rgb.0, rgb.1, rgb.2)
}

/// A short decimal: an f32 widened to f64 would show digits that nobody wrote.
pub(super) fn short(v: f32) -> Value {
    v.to_string().parse::<f64>().map_or(Value::Null, |v| json!(v))
}

/// What a colour's text means.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Paint {
    /// A colour, and its opacity where the text has one.
    Colour(Rgb, Option<f32>),
    /// Nothing is painted.
    Nothing,
}

/// Reads a colour in any form of CSS, with or without the sign `#`; `None` where it is none.
fn paint(value: Option<&Value>) -> Option<Paint> {
    let text = value?.as_str()?.trim();
    if text.eq_ignore_ascii_case("none") {
        return Some(Paint::Nothing);
    }
    let colour = csscolorparser::parse(text).ok()?;
    if colour.a <= 0.0 {
        return Some(Paint::Nothing);
    }
    let [r, g, b, _] = colour.to_rgba8();
    Some(Paint::Colour(Rgb(r, g, b), (colour.a < 1.0).then_some(colour.a)))
}

/// Reads a number, also as text, in pixels or per cent.
fn number(value: Option<&Value>) -> Option<f32> {
    let v = match value? {
        Value::Number(n) => n.as_f64()?,
        Value::String(text) => {
            let text = text.trim();
            if let Some(per_cent) = text.strip_suffix('%') {
                per_cent.trim_end().parse::<f64>().ok()? / 100.0
            } else {
                text.strip_suffix("px").unwrap_or(text).trim_end().parse().ok()?
            }
        }
        _ => return None,
    };
    v.is_finite().then_some(v as f32)
}

/// The style that members say. `own` are those of this program's own member; with `kind` among them
/// the annotation was made here, and what it does not say is the standard of this program.
pub(super) fn read(kind: Kind, properties: &Map<String, Value>, own: &Map<String, Value>) -> Style {
    let is_ours = own.contains_key("kind");
    let standard = if is_ours {
        Style::default()
    } else {
        let colour = if colour_member(kind) == "marker-color" { MARKER } else { STROKE };
        Style { colour, fill: Some(STROKE), fill_opacity: FILL_OPACITY, ..Style::default() }
    };
    let rest = own.get("style").and_then(Value::as_object);
    let simple = |key: &str| {
        let listed = members_of(kind).contains(&key);
        if listed { properties.get(key) } else { rest.and_then(|r| r.get(key)) }
    };
    let stroke_opacity = number(simple("stroke-opacity"));
    let (colour, opacity) = match paint(simple(colour_member(kind))) {
        Some(Paint::Colour(rgb, alpha)) => {
            (rgb, stroke_opacity.unwrap_or(1.0) * alpha.unwrap_or(1.0))
        }
        Some(Paint::Nothing) if kind.has_lines() => (standard.colour, 0.0),
        Some(Paint::Nothing) | None => {
            (standard.colour, stroke_opacity.unwrap_or(standard.opacity))
        }
    };
    let is_open = own.get("fill") == Some(&Value::Bool(false));
    let fill_opacity = number(if is_open {
        rest.and_then(|r| r.get("fill-opacity"))
    } else {
        simple("fill-opacity")
    });
    let (fill, fill_opacity) = match paint(simple("fill")) {
        Some(Paint::Colour(rgb, Some(alpha))) => (Some(rgb), alpha * fill_opacity.unwrap_or(1.0)),
        Some(Paint::Colour(rgb, None)) => {
            (Some(rgb), fill_opacity.unwrap_or(standard.fill_opacity))
        }
        Some(Paint::Nothing) => (None, fill_opacity.unwrap_or(standard.fill_opacity)),
        None => (standard.fill, fill_opacity.unwrap_or(standard.fill_opacity)),
    };
    Style {
        colour,
        opacity: opacity.clamp(0.0, 1.0),
        width: number(simple("stroke-width")).map_or(standard.width, |v| v.clamp(0.0, 100.0)),
        dash: own.get("dash").and_then(Value::as_str).and_then(Dash::from_word).unwrap_or_default(),
        fill: if is_open { None } else { fill },
        fill_opacity: fill_opacity.clamp(0.0, 1.0),
        font_size: number(own.get("font_size")).map_or(standard.font_size, |v| v.clamp(4.0, 200.0)),
    }
}

/// Writes a style whole, as this program does for what it has drawn.
pub(super) fn write(
    kind: Kind,
    style: &Style,
    properties: &mut Map<String, Value>,
    own: &mut Map<String, Value>,
) {
    let standard = Style::default();
    let members = members_of(kind);
    let mut rest = Map::new();
    let mut put = |simple: &str, value: Value, is_standard: bool| {
        if members.contains(&simple) {
            properties.insert(simple.into(), value);
        } else if !is_standard {
            rest.insert(simple.into(), value);
        }
    };
    put(colour_member(kind), json!(hex(style.colour)), false);
    put("stroke-width", short(style.width), style.width.to_bits() == standard.width.to_bits());
    put(
        "stroke-opacity",
        short(style.opacity),
        style.opacity.to_bits() == standard.opacity.to_bits(),
    );
    match style.fill {
        Some(fill) => put("fill", json!(hex(fill)), style.fill == standard.fill),
        // Without it, other programs would fill with a colour of their own.
        None => {
            own.insert("fill".into(), json!(false));
        }
    }
    let seen = if style.fill.is_none() { json!(0) } else { short(style.fill_opacity) };
    let is_standard = style.fill_opacity.to_bits() == standard.fill_opacity.to_bits();
    put("fill-opacity", seen, is_standard);
    if style.fill.is_none() && !is_standard {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(properties: &Value) -> Style {
        read(Kind::Polygon, properties.as_object().unwrap(), &Map::new())
    }

    #[test]
    fn colours_are_read_in_every_form() {
        let red = Some(Paint::Colour(Rgb(255, 0, 0), None));
        for text in [
            "red",
            "RED",
            " #f00 ",
            "#F00",
            "f00",
            "#ff0000",
            "FF0000",
            "rgb(255, 0, 0)",
            "rgb(255 0 0)",
        ] {
            assert_eq!(paint(Some(&json!(text))), red, "{text}");
        }
        assert_eq!(
            paint(Some(&json!("hsl(240, 100%, 50%)"))),
            Some(Paint::Colour(Rgb(0, 0, 255), None))
        );
        assert_eq!(
            paint(Some(&json!("rgba(0,128,0,0.25)"))),
            Some(Paint::Colour(Rgb(0, 128, 0), Some(0.25)))
        );
        for text in ["none", "transparent", "#00000000", " None "] {
            assert_eq!(paint(Some(&json!(text))), Some(Paint::Nothing), "{text}");
        }
        for no_colour in
            [json!(""), json!("đỏ"), json!(255), json!(null), json!(["#ff0000"]), json!("url(#a)")]
        {
            assert_eq!(paint(Some(&no_colour)), None, "{no_colour}");
        }
    }

    #[test]
    fn an_opacity_in_the_colour_counts_with_the_one_beside_it() {
        let near = |a: f32, b: f32| (a - b).abs() < 0.003;
        assert!(near(of(&json!({"fill": "#ff000080"})).fill_opacity, 0.5), "not 0.6 of it");
        assert!(near(of(&json!({"fill": "#ff000080", "fill-opacity": 0.5})).fill_opacity, 0.25));
        assert!(near(of(&json!({"stroke": "#f008", "stroke-opacity": "0.5"})).opacity, 0.267));
        assert!(near(of(&json!({"fill": "red"})).fill_opacity, 0.6), "the standard's own");
        let clear = of(&json!({"stroke": "none", "fill": "transparent"}));
        assert!(near(clear.opacity, 0.0));
        assert_eq!(clear.fill, None);
    }

    #[test]
    fn numbers_are_read_as_text_in_pixels_and_per_cent() {
        let close = |value: Value, expected: f32| {
            assert!((number(Some(&value)).unwrap() - expected).abs() < 1e-6, "{value}");
        };
        close(json!("3"), 3.0);
        close(json!(" 0.25 "), 0.25);
        close(json!("2px"), 2.0);
        close(json!("2 px"), 2.0);
        close(json!("50%"), 0.5);
        for nothing in [json!("thick"), json!(""), json!({"value": 2}), json!(null), json!("1e999")]
        {
            assert_eq!(number(Some(&nothing)), None, "{nothing}");
        }
    }
}
