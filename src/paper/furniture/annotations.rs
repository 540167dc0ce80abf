//! The list of annotations on the map: pins by their numbers, then what else has words or a measure.

use planmap_core::annotation::{Annotation, Kind};
use planmap_core::geometry::geodesic_measure;
use planmap_core::i18n::{Language, format_hectares, format_length};
use planmap_core::symbology::Colour;
use vello_cpu::kurbo::{RoundedRect, Shape};

use super::{Block, Kit, PartEnd, end_words};
use crate::ink::{Type, heading, polygon, polyline};
use crate::{PageItem, TextAlign};
use planmap_draw::annotation::{AnnotationMark, look};
use planmap_draw::display::annotations::colour_of;
use planmap_draw::text::CAP_HEIGHT;

/// One row.
enum Row<'a> {
    /// The name of a set, where there are several.
    Set(&'a str),
    /// An annotation with what is measured of it.
    Mark(&'a AnnotationMark, String),
}

/// The rows from one on, as far as the room goes; what has none is counted.
pub(super) fn list(kit: &Kit<'_>, width: f64, room: f64, from: usize, end: PartEnd) -> Block {
    let k = kit.k;
    let rows = rows(kit);
    let rows = &rows[from.min(rows.len())..];
    if rows.is_empty() {
        return Block::whole(Vec::new(), 0.0);
    }
    let mut items = Vec::new();
    let key = if from == 0 { "sheet-annotations" } else { "sheet-annotations-continued" };
    let mut y = heading(&kit.language.say(key), 0.0, 0.0, width, k, &mut items);
    let style = Type::pt(7.5 * k);
    let parts: Vec<(Vec<PageItem>, f64)> =
        rows.iter().map(|row| row_items(kit, row, width)).collect();
    let note = style.muted();
    let more_height = end_words(kit, end, rows.len())
        .map_or(0.0, |w| note.wrap(&w, width).len() as f64 * note.leading() + 1.0 * k);
    let total = y + parts.iter().map(|(_, h)| h).sum::<f64>();
    let limit = if total <= room { f64::INFINITY } else { room - more_height };
    let mut shown = 0;
    for (own, height) in parts {
        if y + height > limit {
            break;
        }
        items.push(super::moved(own, 0.0, y));
        y += height;
        shown += 1;
    }
    let left_out = rows.len() - shown;
    if let Some(words) = end_words(kit, end, left_out).filter(|_| left_out > 0) {
        y += note.paragraph(&words, 0.0, y, width, &mut items);
    }
    Block { items, height: y, left_out, rows: shown }
}

/// A row from (0, 0), and its height.
fn row_items(kit: &Kit<'_>, row: &Row<'_>, width: f64) -> (Vec<PageItem>, f64) {
    let k = kit.k;
    let mut out = Vec::new();
    let style = Type::pt(7.5 * k);
    let (mark, measured) = match row {
        Row::Set(name) => {
            let height = style.bold().paragraph(name, 0.0, 0.4 * k, width, &mut out);
            return (out, height + 0.8 * k);
        }
        Row::Mark(mark, measured) => (mark, measured),
    };
    let (symbol, gap) = (8.0 * k, 2.0 * k);
    let a = &mark.drawn.annotation;
    let figures = if measured.is_empty() { 0.0 } else { style.width(measured) + gap };
    let x = symbol + gap;
    let mut y = 0.4 * k;
    let name = if a.title.is_empty() {
        kit.language.say(&format!("tool-{}", a.shape.kind.as_str()))
    } else {
        a.title.clone()
    };
    if !measured.is_empty() {
        out.push(style.at(measured.as_str(), width, y + style.ascent(), TextAlign::Right));
    }
    y += style.paragraph(&name, x, y, width - x - figures, &mut out);
    if !a.body.trim().is_empty() {
        y += style.muted().paragraph(a.body.trim(), x, y, width - x, &mut out);
    }
    draw_symbol(mark, symbol, k, &mut out);
    (out, y.max(4.2 * k) + 0.4 * k)
}

/// Pins of each set by number, then the others in the order of drawing.
fn rows<'a>(kit: &Kit<'a>) -> Vec<Row<'a>> {
    if !kit.spec.annotations {
        return Vec::new();
    }
    let extent = kit.map.extent();
    let mut marks: Vec<&AnnotationMark> = kit
        .scene
        .annotations
        .iter()
        .filter(|m| m.drawn.extent.intersects(&extent))
        // Words on the map say themselves.
        .filter(|m| {
            m.drawn.annotation.shape.kind != Kind::Text || !m.drawn.annotation.body.is_empty()
        })
        .collect();
    let mut sets: Vec<&str> = Vec::new();
    for mark in &marks {
        if !sets.contains(&&*mark.set) {
            sets.push(&mark.set);
        }
    }
    let place = |m: &AnnotationMark| sets.iter().position(|s| **s == *m.set);
    // A stable sort: what has no number stays in the order of drawing.
    marks.sort_by_key(|m| (place(m), m.number.unwrap_or(usize::MAX)));
    let mut out = Vec::new();
    let mut last: Option<&str> = None;
    for mark in marks {
        if sets.len() > 1 && last != Some(&*mark.set) {
            out.push(Row::Set(&mark.set));
            last = Some(&mark.set);
        }
        out.push(Row::Mark(mark, measured(&mark.drawn.annotation, kit.language.first())));
    }
    out
}

/// Length or area on the ellipsoid; empty for what has none.
fn measured(annotation: &Annotation, language: Language) -> String {
    let shape = &annotation.shape;
    match shape.kind {
        Kind::Pin | Kind::Text | Kind::Callout | Kind::Highlight => String::new(),
        kind => {
            let measure = geodesic_measure(&shape.outline());
            if kind.is_area() {
                format_hectares(measure.area_m2, language)
            } else {
                format_length(measure.length_m, language)
            }
        }
    }
}

fn draw_symbol(mark: &AnnotationMark, width: f64, k: f64, out: &mut Vec<PageItem>) {
    let style = &look::shown_style(&mark.drawn.annotation);
    let colour = colour_of(style.colour, style.opacity);
    let middle = 2.2 * k;
    match mark.drawn.annotation.shape.kind {
        Kind::Pin => {
            let text = mark.number.map(|n| n.to_string()).unwrap_or_default();
            let white = Colour(255, 255, 255, 255);
            let is_closed = look::is_closed(&mark.drawn.annotation);
            let number = Type::pt(7.5 * k).bold().in_colour(if is_closed { colour } else { white });
            let half = (number.width(&text) / 2.0 + 0.9 * k).clamp(1.9 * k, width / 2.0);
            let x = width / 2.0;
            let head =
                RoundedRect::new(x - half, middle - 1.9 * k, x + half, middle + 1.9 * k, 1.9 * k);
            let path = head.to_path(0.01);
            if is_closed {
                out.push(PageItem::Stroke {
                    path,
                    colour,
                    width: 0.4 * k,
                    dash: Vec::new(),
                    round_ends: false,
                });
            } else {
                out.push(PageItem::Fill { path, colour, seamless: false });
            }
            out.push(number.at(
                text,
                x,
                middle + number.size * f64::from(CAP_HEIGHT) / 2.0,
                TextAlign::Centre,
            ));
        }
        kind if kind.is_area() => {
            let (half, r) = (width / 2.0 - 1.0 * k, 1.5 * k);
            let x = width / 2.0;
            let corners = [
                (x - half, middle - r),
                (x + half, middle - r),
                (x + half, middle + r),
                (x - half, middle + r),
            ];
            if let Some(fill) = style.fill {
                out.push(polygon(&corners, colour_of(fill, style.fill_opacity)));
            }
            if style.width > 0.0 {
                out.push(polyline(&corners, true, 0.4 * k, colour));
            }
        }
        Kind::Text | Kind::Callout => {
            out.push(Type::pt(9.0 * k).bold().in_colour(colour).at(
                "T",
                width / 2.0,
                middle + 1.1 * k,
                TextAlign::Centre,
            ));
        }
        kind => {
            let (from, to) = (1.0 * k, width - 0.5 * k);
            let mut line = polyline(&[(from, middle), (to, middle)], false, 0.5 * k, colour);
            if let (PageItem::Stroke { dash, .. }, Some((on, off))) =
                (&mut line, look::dash_and_gap(style))
            {
                *dash = vec![f64::from(on) * 0.25 * k, f64::from(off) * 0.25 * k];
            }
            out.push(line);
            if kind == Kind::Arrow {
                let head = [
                    (to, middle),
                    (to - 2.0 * k, middle - 0.9 * k),
                    (to - 2.0 * k, middle + 0.9 * k),
                ];
                out.push(polygon(&head, colour));
            }
        }
    }
}
