//! Scale bar and the mark of a schematic, for pictures that leave the window.

use planmap_core::Viewport;
use planmap_core::catalogue::Accuracy;
use planmap_core::i18n::{Language, Words, format_number};
use planmap_core::symbology::{Colour, Theme, colours};
use planmap_core::viewport::ScreenPoint;

use crate::overlay::{Align, Item, TextStyle};
use crate::scene::MapScene;
use crate::text;

/// Longest scale bar in points.
const LONGEST: f64 = 190.0;

/// Scale bar at the bottom left; at the top left the mark, where anything shown needs it.
#[must_use]
pub fn furniture(scene: &MapScene, view: &Viewport, language: Language) -> Vec<Item> {
    let mut out = Vec::new();
    scale_bar(scene.theme, view, language, &mut out);
    if let Some(accuracy) = scene.mark() {
        mark(accuracy, scene.theme, language, &mut out);
    }
    out
}

/// A round length of at most [`LONGEST`] points: 1, 2 or 5 times a power of ten metres.
fn round_length(metres_per_point: f64) -> f64 {
    let most = LONGEST * metres_per_point;
    let power = 10f64.powf(most.log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|k| k * power).find(|l| *l <= most).unwrap_or(power)
}

fn scale_bar(theme: Theme, view: &Viewport, language: Language, out: &mut Vec<Item>) {
    let colours = colours(theme);
    let length_m = round_length(view.metres_per_point());
    let length = length_m / view.metres_per_point();
    let (x, y) = (18.0, view.size().1 - 34.0);
    let ink = colours.tag_text.mixed(colours.outside, 0.15);
    let rect = |from: f64, to: f64, fill: Colour| Item::Panel {
        min: ScreenPoint::new(x + from, y),
        max: ScreenPoint::new(x + to, y + 5.0),
        radius: 0.0,
        fill,
        edge: (ink, 1.0),
    };
    out.push(Item::Stroke {
        points: vec![
            ScreenPoint::new(x - 2.0, y + 2.5),
            ScreenPoint::new(x + length + 2.0, y + 2.5),
        ],
        closed: false,
        width: 9.0,
        colour: colours.casing.with_opacity(0.85),
    });
    out.push(rect(0.0, length / 2.0, ink));
    out.push(rect(length / 2.0, length, colours.tag_back));
    let kilometres = length_m >= 1000.0;
    let figure = |m: f64| {
        let value = if kilometres { m / 1000.0 } else { m };
        let decimals = if (value - value.round()).abs() < 1e-9 { 0 } else { 1 };
        format_number(value, decimals, language)
    };
    let style = TextStyle {
        size: 11.5,
        weight: text::MEDIUM,
        letter_spacing: 0.0,
        colour: colours.tag_text,
        halo: Some((colours.casing.with_opacity(0.92), 2.2)),
    };
    let unit = if kilometres { "km" } else { "m" };
    let texts = [
        (0.0, figure(0.0)),
        (length / 2.0, figure(length_m / 2.0)),
        (length, format!("{} {unit}", figure(length_m))),
    ];
    for (dx, text) in texts {
        out.push(Item::Text {
            at: ScreenPoint::new(x + dx, y + 15.5),
            align: Align::Centre,
            text,
            style,
        });
    }
}

fn mark(accuracy: Accuracy, theme: Theme, language: Language, out: &mut Vec<Item>) {
    let (ink, back, edge) = match theme {
        Theme::Light => (Colour::hex(0x8A5A00), Colour::hex(0xFFF6E2), Colour::hex(0xE2BD73)),
        Theme::Dark => (Colour::hex(0xF0C97A), Colour::hex(0x332916), Colour::hex(0x7A5F2A)),
    };
    let text = Words::of(language).text(&format!("map-mark-{}", accuracy.as_str()));
    let style = TextStyle {
        size: 13.0,
        weight: text::SEMI_BOLD,
        letter_spacing: 0.0,
        colour: ink,
        halo: None,
    };
    let width = f64::from(text::measure(&text, style.size, style.weight, 0.0));
    let (x, y, height) = (16.0, 16.0, 34.0);
    out.push(Item::Panel {
        min: ScreenPoint::new(x, y),
        max: ScreenPoint::new(x + width + 50.0, y + height),
        radius: 7.0,
        fill: back,
        edge: (edge, 1.0),
    });
    // A warning triangle with its stroke and dot.
    let (cx, cy) = (x + 21.0, y + height / 2.0);
    let corners = [(0.0, -6.5), (7.2, 6.0), (-7.2, 6.0)];
    let at = |dx: f64, dy: f64| ScreenPoint::new(cx + dx, cy + dy);
    out.push(Item::Stroke {
        points: corners.iter().map(|(dx, dy)| at(*dx, *dy)).collect(),
        closed: true,
        width: 1.7,
        colour: ink,
    });
    for (from, to) in [(-2.2, 1.6), (3.2, 4.7)] {
        out.push(Item::Stroke {
            points: vec![at(0.0, from), at(0.0, to)],
            closed: false,
            width: 1.5,
            colour: ink,
        });
    }
    out.push(Item::Text { at: ScreenPoint::new(x + 36.0, cy), align: Align::Left, text, style });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_round_and_neither_short_nor_too_long() {
        for mpp in [0.05, 0.3, 1.0, 2.645, 7.3, 21.7, 410.0] {
            let length = round_length(mpp);
            let points = length / mpp;
            assert!(points <= LONGEST && points > LONGEST * 0.39, "{length} m is {points} points");
            let first = length / 10f64.powf(length.log10().floor());
            assert!([1.0, 2.0, 5.0].iter().any(|k| (first - k).abs() < 1e-6), "{length}");
        }
    }
}
