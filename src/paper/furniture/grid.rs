//! The grid of the map's own system, and ticks of WGS 84 around the frame.

use planmap_core::MapPoint;
use planmap_core::crs::{AxisDirection, SystemNaming, geo_from_map};
use planmap_core::i18n::Language;
use planmap_core::symbology::Colour;

use super::Kit;
use crate::ink::{BLACK, Type, rule};
use crate::{PageItem, TextAlign, TextRun};

/// Lines of the grid are at least this far apart on paper, in millimetres.
const LINES_APART_MM: f64 = 40.0;

/// Ticks of longitude and latitude are at least this far apart.
const TICKS_APART_MM: f64 = 55.0;

/// Blue as on survey maps, for what belongs to WGS 84.
const GEOGRAPHIC: Colour = Colour::hex(0x31577C);

/// 1, 2 or 5 times a power of ten that is at least a length.
fn round_up(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|v| *v >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// A coordinate of the grid in metres as survey papers write it, without decimals.
fn written(value_m: f64) -> String {
    let digits = format!("{}", value_m.round() as i64);
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push('\u{202f}');
        }
        out.push(c);
    }
    out
}

/// Lines over the map and their coordinates outside of its frame, with the letters of the map's own
/// system: X north and Y east in VN-2000, as Vietnamese papers write them.
pub(crate) fn grid(kit: &Kit<'_>, out: &mut Vec<PageItem>) {
    let (map, k) = (kit.map, kit.k);
    let rect = map.rect_mm;
    let extent = map.extent();
    let system = SystemNaming::of(&map.crs);
    let step = round_up(LINES_APART_MM * k / 1000.0 * map.denominator);
    let style = Type::pt(7.5 * k).in_colour(BLACK);
    let gap = 0.9 * k;
    let line = |from, to| rule(from, to, 0.12 * k, Colour(0x1B, 0x24, 0x20, 0x50));
    let mut x = (extent.min.x / step).ceil() * step;
    while x <= extent.max.x {
        let px = map.page_from_map(MapPoint::new(x, extent.min.y)).0;
        out.push(line((px, rect.y0), (px, rect.y1)));
        let text = format!("{} {}", system.letter(AxisDirection::East), written(x));
        let half = style.width(&text) / 2.0;
        // Beyond the corner there are the other axis's coordinates.
        if px - half > rect.x0 && px + half < rect.x1 {
            out.push(style.at(text.as_str(), px, rect.y0 - gap, TextAlign::Centre));
            out.push(style.at(text, px, rect.y1 + gap + style.size * 0.75, TextAlign::Centre));
        }
        x += step;
    }
    let mut y = (extent.min.y / step).ceil() * step;
    while y <= extent.max.y {
        let py = map.page_from_map(MapPoint::new(extent.min.x, y)).1;
        out.push(line((rect.x0, py), (rect.x1, py)));
        let text = format!("{} {}", system.letter(AxisDirection::North), written(y));
        let half = style.width(&text) / 2.0;
        if py - half > rect.y0 && py + half < rect.y1 {
            // Both read from the right: the sheet is turned once, not twice.
            for at in [rect.x0 - gap, rect.x1 + gap + style.size * 0.75] {
                out.push(upright(&style, &text, at, py));
            }
        }
        y += step;
    }
}

/// A text turned to run upwards, its middle at a height.
fn upright(style: &Type, text: &str, x: f64, y: f64) -> PageItem {
    PageItem::Text(TextRun {
        text: text.to_owned(),
        x,
        y,
        align: TextAlign::Centre,
        size: style.size,
        weight: style.weight,
        letter_spacing: 0.0,
        colour: style.colour,
        halo: None,
        angle_deg: -90.0,
    })
}

/// Steps of longitude and latitude in seconds of arc.
const STEPS_S: [u32; 14] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

/// Degrees, minutes and seconds, as few as say it exactly.
fn angle(seconds: i64) -> String {
    let (d, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (m, s) {
        (_, 0) => format!("{d}°{m:02}′"),
        _ => format!("{d}°{m:02}′{s:02}″"),
    }
}

/// Ticks of WGS 84 longitude along the top and bottom, of latitude along the sides.
pub(crate) fn graticule(kit: &Kit<'_>, out: &mut Vec<PageItem>) {
    let (map, k) = (kit.map, kit.k);
    let r = map.rect_mm;
    let style = Type::pt(7.5 * k).in_colour(GEOGRAPHIC);
    let grid_rim = if kit.spec.template.place(super::Furniture::Grid) == crate::template::Place::Off
    {
        0.0
    } else {
        4.2 * k
    };
    // A degree is about 111 km; steps are chosen by that.
    let least = TICKS_APART_MM * k / 1000.0 * map.denominator / 111_000.0 * 3600.0;
    let Some(step) = STEPS_S.into_iter().find(|s| f64::from(*s) >= least) else { return };
    let place = |x: f64, y: f64| geo_from_map(map.map_from_page((x, y)), &map.crs).ok();
    let tick = 1.6 * k;
    // Đông and Bắc, as Vietnamese maps write them.
    let (east, north) =
        if kit.language.first() == Language::Vietnamese { ("Đ", "B") } else { ("E", "N") };
    let draw = |from, to| rule(from, to, 0.2 * k, GEOGRAPHIC);
    for (top, y) in [(true, r.y0), (false, r.y1)] {
        let (Some(a), Some(b)) = (place(r.x0, y), place(r.x1, y)) else { return };
        for s in multiples(a.lon, b.lon, step) {
            let wanted = s as f64 / 3600.0;
            let Some(x) = crossing(r.x0, r.x1, |x| place(x, y).map(|g| g.lon - wanted)) else {
                continue;
            };
            out.push(draw((x, y), (x, if top { y + tick } else { y - tick })));
            let text = format!("{}{east}", angle(s));
            let half = style.width(&text) / 2.0;
            if x - half > r.x0 && x + half < r.x1 {
                let base = if top {
                    y - grid_rim - 0.9 * k
                } else {
                    y + grid_rim + 0.7 * k + style.size * 0.75
                };
                out.push(style.at(text, x, base, TextAlign::Centre));
            }
        }
    }
    for (left, x) in [(true, r.x0), (false, r.x1)] {
        let (Some(a), Some(b)) = (place(x, r.y1), place(x, r.y0)) else { return };
        for s in multiples(a.lat, b.lat, step) {
            let wanted = s as f64 / 3600.0;
            let Some(y) = crossing(r.y1, r.y0, |y| place(x, y).map(|g| g.lat - wanted)) else {
                continue;
            };
            out.push(draw((x, y), (if left { x + tick } else { x - tick }, y)));
            let text = format!("{}{north}", angle(s));
            let half = style.width(&text) / 2.0;
            if y - half > r.y0 && y + half < r.y1 {
                let at = if left {
                    x - grid_rim - 0.9 * k
                } else {
                    x + grid_rim + 0.7 * k + style.size * 0.75
                };
                out.push(upright(&style, &text, at, y));
            }
        }
    }
}

/// Whole multiples of a step between two angles in degrees, in seconds.
fn multiples(from_deg: f64, to_deg: f64, step_s: u32) -> impl Iterator<Item = i64> {
    let step = i64::from(step_s);
    let first = (from_deg * 3600.0 / step as f64).ceil() as i64;
    let last = (to_deg * 3600.0 / step as f64).floor() as i64;
    (first..=last).map(move |n| n * step)
}

/// Where a rising function is zero, by halving; to a thousandth of a millimetre.
fn crossing(from: f64, to: f64, value: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let (mut a, mut b) = (from, to);
    if value(a)? > 0.0 || value(b)? < 0.0 {
        return None;
    }
    while (b - a).abs() > 1e-3 {
        let middle = (a + b) / 2.0;
        if value(middle)? < 0.0 { a = middle } else { b = middle }
    }
    Some((a + b) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_figures_are_round() {
        for (least, want) in
            [(400.0, 500.0), (500.0, 500.0), (501.0, 1_000.0), (1_900.0, 2_000.0), (9.0, 10.0)]
        {
            assert!((round_up(least) - want).abs() < 1e-9, "{least}");
        }
        assert_eq!(written(2_358_500.0), "2\u{202f}358\u{202f}500");
        assert_eq!(angle(103 * 3600 + 54 * 60), "103°54′");
        assert_eq!(angle(21 * 3600 + 19 * 60 + 30), "21°19′30″");
        assert_eq!(multiples(103.01, 103.06, 60).collect::<Vec<_>>(), [370_860, 370_920, 370_980]);
    }

    #[test]
    fn a_crossing_is_found_either_way() {
        assert!(
            crossing(0.0, 100.0, |x| Some(x - 37.25)).is_some_and(|x| (x - 37.25).abs() < 1e-3)
        );
        assert!(crossing(100.0, 0.0, |y| Some(62.5 - y)).is_some_and(|y| (y - 62.5).abs() < 1e-3));
        assert!(crossing(0.0, 10.0, |x| Some(x - 37.25)).is_none());
    }
}
