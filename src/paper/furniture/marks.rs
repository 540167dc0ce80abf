//! Scale bar and north arrow.

use planmap_core::crs::{Crs, SystemNaming, with_transform};
use planmap_core::i18n::{Language, decimals_of, format_number};
use planmap_core::symbology::Colour;
use planmap_core::{MapPoint, crs};
use vello_cpu::kurbo::Rect;

use super::{Block, Kit};
use crate::ink::{ACCENT, BLACK, SheetLanguage, Type, area, frame, polygon, polyline, rule};
use crate::{PageItem, TextAlign};

/// Decimals of the figures at a bar at most.
const MOST_DECIMALS: usize = 2;

/// Scale in figures, a bar in round units, and what a centimetre means.
pub(super) fn scale_bar(kit: &Kit<'_>, width: f64) -> Block {
    let k = kit.k;
    let n = kit.map.denominator;
    let mut items = Vec::new();
    let head = Type::pt(9.0 * k).bold();
    let figures = format_number(n, 0, kit.language.first());
    let text = kit.language.say_with("sheet-scale", &[("scale", (&figures).into())]);
    items.push(head.at(text, 0.0, head.ascent(), TextAlign::Left));
    let small = Type::pt(7.5 * k);
    let mut y = head.leading() + 0.6 * k;
    // A centimetre on the map.
    let metres = n / 100.0;
    let length = if metres >= 1000.0 {
        format!(
            "{} km",
            format_number(
                metres / 1000.0,
                decimals_of(metres / 1000.0, MOST_DECIMALS),
                kit.language.first()
            )
        )
    } else {
        format!(
            "{} m",
            format_number(metres, decimals_of(metres, MOST_DECIMALS), kit.language.first())
        )
    };
    let text = kit.language.say_with("sheet-scale-words", &[("length", (&length).into())]);
    y += small.muted().paragraph(&text, 0.0, y, width, &mut items) + 1.0 * k;
    let (step_m, parts) = bar(n, width - 14.0 * k);
    let step = step_m / n * 1000.0;
    let height = 1.6 * k;
    for i in 0..parts {
        let r = Rect::new(i as f64 * step, y, (i + 1) as f64 * step, y + height);
        items.push(area(r, if i % 2 == 0 { BLACK } else { Colour::hex(0xFFFFFF) }));
        items.push(frame(r, 0.2 * k, BLACK));
    }
    let kilometres = step_m * parts as f64 >= 1000.0;
    for i in 0..=parts {
        let v = step_m * i as f64 / if kilometres { 1000.0 } else { 1.0 };
        let mut text = format_number(v, decimals_of(v, MOST_DECIMALS), kit.language.first());
        let align = if i == 0 { TextAlign::Left } else { TextAlign::Centre };
        if i == parts {
            text.push_str(if kilometres { " km" } else { " m" });
        }
        items.push(small.at(text, i as f64 * step, y + height + small.size * 1.05, align));
    }
    Block::whole(items, y + height + small.leading() + 0.5 * k)
}

/// Scale, bar and the direction of north in one line of a height of about 6 mm, from the top left.
pub(crate) fn scale_line(denominator: f64, language: SheetLanguage, width: f64) -> Vec<PageItem> {
    let mut items = Vec::new();
    let (bold, small) = (Type::pt(8.0).bold(), Type::pt(7.5));
    let base = 4.0;
    let figures = format_number(denominator, 0, language.first());
    let text = language.say_with("sheet-scale", &[("scale", (&figures).into())]);
    items.push(bold.at(text.as_str(), 0.0, base, TextAlign::Left));
    let from = bold.width(&text) + 5.0;
    let (step_m, parts) = bar(denominator, 50.0);
    let step = step_m / denominator * 1000.0;
    for i in 0..parts {
        let r =
            Rect::new(from + i as f64 * step, base - 1.9, from + (i + 1) as f64 * step, base - 0.6);
        items.push(area(r, if i % 2 == 0 { BLACK } else { Colour::hex(0xFFFFFF) }));
        items.push(frame(r, 0.15, BLACK));
    }
    let end = from + parts as f64 * step;
    let length = step_m * parts as f64;
    let (v, unit) = if length >= 1000.0 { (length / 1000.0, "km") } else { (length, "m") };
    let text =
        format!("{} {unit}", format_number(v, decimals_of(v, MOST_DECIMALS), language.first()));
    items.push(small.at(text, end + 2.0, base, TextAlign::Left));
    let north = language.say("sheet-north-short");
    items.push(small.at(north.as_str(), width, base, TextAlign::Right));
    let x = width - small.width(&north) - 2.5;
    items.push(rule((x, base), (x, base - 2.2), 0.25, BLACK));
    items.push(polygon(&[(x, base - 3.2), (x - 0.8, base - 1.6), (x + 0.8, base - 1.6)], BLACK));
    items
}

/// Length in metres of one part of the bar, and how many parts there are, for the room that there
/// is: a part is 1, 2, 2.5 or 5 times a power of ten.
fn bar(denominator: f64, room_mm: f64) -> (f64, usize) {
    let most = room_mm / 1000.0 * denominator / 4.0;
    let power = 10f64.powf(most.log10().floor());
    let step =
        [5.0, 2.5, 2.0, 1.0].into_iter().map(|m| m * power).find(|v| *v <= most).unwrap_or(power);
    (step, 4)
}

/// An arrow to grid north, a line to true north, and the angle between them.
pub(super) fn north_arrow(kit: &Kit<'_>, width: f64) -> Block {
    let k = kit.k;
    let mut items = Vec::new();
    let h = 15.0 * k;
    let (x, foot) = (6.0 * k, h + 4.0 * k);
    let tip = foot - h;
    let half = 2.3 * k;
    let notch = foot - 3.2 * k;
    items.push(polygon(&[(x, tip), (x, notch), (x - half, foot)], BLACK));
    items.push(polyline(
        &[(x, tip), (x + half, foot), (x, notch), (x - half, foot)],
        true,
        0.25 * k,
        BLACK,
    ));
    let letter = if kit.language.first() == Language::Vietnamese { "B" } else { "N" };
    items.push(Type::pt(9.0 * k).bold().at(letter, x, tip - 0.9 * k, TextAlign::Centre));
    let small = Type::pt(7.5 * k);
    let narrow = width < 40.0 * k;
    let (tx, ty, tw) =
        if narrow { (0.0, foot + 1.0 * k, width) } else { (14.0 * k, 2.0 * k, width - 14.0 * k) };
    let mut y = ty;
    let system = SystemNaming::of(&kit.map.crs);
    let grid_north =
        kit.language.say_with("sheet-north-grid", &[("system", system.short_name().into())]);
    y += small.bold().paragraph(&grid_north, tx, y, tw, &mut items);
    if let Some(east_deg) = true_north_deg(kit.map.centre, &kit.map.crs) {
        let angle = east_deg.to_radians();
        let length = h * 0.9;
        let end = (x + angle.sin() * length, foot - angle.cos() * length);
        // Beside the arrow, from its foot: at its true angle, however small.
        let shift = half + 1.6 * k;
        items.push(rule((x + shift, foot), (end.0 + shift, end.1), 0.3 * k, ACCENT));
        items.push(polygon(
            &[
                (end.0 + shift, end.1 - 1.4 * k),
                (end.0 + shift - 0.8 * k, end.1 + 0.4 * k),
                (end.0 + shift + 0.8 * k, end.1 + 0.4 * k),
            ],
            ACCENT,
        ));
        let (minutes, key) = (
            east_deg.abs() * 60.0,
            if east_deg >= 0.0 { "sheet-north-true-east" } else { "sheet-north-true-west" },
        );
        let figure = format!("{}°{:04.1}′", (minutes / 60.0).floor(), minutes % 60.0);
        let figure = if kit.language.first() == Language::Vietnamese {
            figure.replace('.', ",")
        } else {
            figure
        };
        let text = kit.language.say_with(key, &[("angle", (&figure).into())]);
        y += small.in_colour(ACCENT).paragraph(&text, tx, y, tw, &mut items);
    }
    Block::whole(items, y.max(foot) + 1.0 * k)
}

/// The angle from grid north to true north at a place, in degrees, positive to the east: the
/// direction in the grid of a step of one second of arc along the meridian.
fn true_north_deg(at: MapPoint, map_crs: &Crs) -> Option<f64> {
    let g = crs::geo_from_map(at, map_crs).ok()?;
    let back = with_transform(&Crs::wgs84(), map_crs).ok()?;
    let (x0, y0) = back.convert(g.lon, g.lat).ok()?;
    let (x1, y1) = back.convert(g.lon, g.lat + 1.0 / 3600.0).ok()?;
    Some((x1 - x0).atan2(y1 - y0).to_degrees())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bars_are_round_and_have_room() {
        for n in [500.0, 2_000.0, 10_000.0, 25_000.0, 100_000.0] {
            let (step, parts) = bar(n, 60.0);
            let mm = step * parts as f64 / n * 1000.0;
            assert!(mm <= 60.0 + 1e-9 && mm > 28.0, "1:{n}: {mm} mm");
        }
    }

    /// Against the closed formula of the transverse Mercator projection: γ ≈ Δλ · sin φ.
    #[test]
    fn true_north_follows_the_meridian() {
        let crs = Crs::vn2000_son_la();
        for (x, y) in [(490_924.539, 2_359_155.213), (503_466.366, 2_346_722.812)] {
            let g = crs::geo_from_map(MapPoint::new(x, y), &crs).unwrap();
            let convergence = (g.lon - 104.0) * g.lat.to_radians().sin();
            // The shift of datum moves the meridian by under 0.01′ here.
            let got = true_north_deg(MapPoint::new(x, y), &crs).unwrap();
            assert!((got + convergence).abs() < 0.002, "{got} instead of {}", -convergence);
        }
    }
}
