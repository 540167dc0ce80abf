//! The card of a meeting on a slide, and the pages that a long one is read in.
//!
//! Owns its layout in the measures of the smallest common projector; a page holds what fits there in
//! large type, so that screen, audience and slides turn the same pages. Must not know what a card says.

use planmap_core::catalogue::Catalogue;
use planmap_core::i18n::Language;
use planmap_core::symbology::Colour;
use planmap_paper::ink::{BLACK, CONFLICT, HAIRLINE, MUTED, Type, area, polygon, rule};
use planmap_paper::{PageItem, Rect, TextAlign};

use super::meeting::{MM, POINTS, WHITE};
use crate::meeting::card::{CardLine, CardTone, KeyFigure};
use crate::meeting::{Card, Position, Program, Room, SiteFindings, card};

/// Free millimetres below a line.
const LINE_GAP: f64 = 6.0 * MM;
/// Free millimetres between the edge of the card and its text.
const PAD: f64 = 28.0 * MM;
/// A card that has to be set smaller than this is read in pages.
const SMALLEST: f64 = 0.85;

/// The part of the width that a value may take beside its text.
const VALUE_PART: f64 = 0.5;
/// How small the text of pages may be, so that one line more or less is no page more.
const PAGED: f64 = 0.92;

/// The pages of a position's card; none where there is no such step.
pub(crate) fn cards_at<'a>(
    program: &Program,
    catalogue: &Catalogue,
    at: Position,
    language: Language,
    found: &dyn Fn(&str) -> Option<&'a SiteFindings>,
) -> Vec<Card> {
    let (Some(step), Some(reveal)) = (program.steps.get(at.step), program.reveal(at)) else {
        return Vec::new();
    };
    let shown = program.shown(catalogue);
    let number = shown.iter().position(|i| *i == at.step).map_or(0, |i| i + 1);
    let findings = step.site_id().and_then(found);
    pages(card(catalogue, step, reveal, (number, shown.len()), findings, language))
}

/// The pages that a card is read in, at least one; the number of a page stands behind the reveal's
/// name. A head is repeated where its lines go on, and a page is never left nearly empty.
#[must_use]
fn pages(card: Card) -> Vec<Card> {
    let room = Room::of(POINTS.0, POINTS.1);
    let highest = room.card_height() * MM - 2.0 * PAD;
    let width = room.card_width * MM - 2.0 * PAD;
    let height = |card: &Card, k: f64| card_items(card, (0.0, 0.0), width, k, &mut Vec::new());
    if height(&card, SMALLEST) <= highest {
        return vec![card];
    }
    let lines: Vec<f64> =
        card.lines.iter().map(|l| line(l, (0.0, 0.0), width, PAGED, &mut Vec::new())).collect();
    let first = Card { lines: Vec::new(), ..card.clone() };
    let later = Card { figures: Vec::new(), ..first.clone() };
    let rules = 5.0;
    let free = [height(&first, PAGED), height(&later, PAGED)].map(|taken| highest - taken - rules);
    let fewest = breaks(&card.lines, &lines, free, 1.0);
    // The pages are about as full as each other: the emptiest ones that need no page more.
    let even = (10..20).map(|part| breaks(&card.lines, &lines, free, f64::from(part) / 20.0));
    let ends = even.into_iter().find(|ends| ends.len() == fewest.len()).unwrap_or(fewest);
    let count = ends.len();
    let mut from = 0;
    let of_page = ends.into_iter().enumerate().map(|(number, to)| {
        let mut page = if number == 0 { first.clone() } else { later.clone() };
        page.lines = card.lines.get(from..to).unwrap_or_default().to_vec();
        if number > 0
            && let Some(begin) = page.lines.first_mut()
        {
            if let Some(whole) = begin.continued.take() {
                begin.text = whole;
            } else if !begin.is_head
                && let Some(head) = card.lines.iter().take(from).rfind(|l| l.is_head)
            {
                page.lines.insert(0, head.clone());
            }
        }
        if count > 1 {
            page.reveal = format!("{} {}/{count}", card.reveal, number + 1);
        }
        from = to;
        page
    });
    of_page.collect()
}

/// After which lines pages end, where each takes a part of its free height; the first page may be
/// without lines, and none ends with a head.
fn breaks(lines: &[CardLine], heights: &[f64], free: [f64; 2], part: f64) -> Vec<usize> {
    let mut out = Vec::new();
    let (mut taken, mut on_page) = (0.0, 0);
    for (i, height) in heights.iter().enumerate() {
        let room = if out.is_empty() { free[0] } else { free[1] } * part;
        if taken + height > room && (on_page > 0 || out.is_empty() && free[0] < free[1]) {
            let keeps_head = on_page > 1 && lines.get(i - 1).is_some_and(|l| l.is_head);
            let end = if keeps_head { i - 1 } else { i };
            out.push(end);
            (taken, on_page) = (heights[end..i].iter().sum(), i - end);
        }
        taken += height;
        on_page += 1;
    }
    out.push(heights.len());
    out
}

/// A text in points of the screen.
fn style(points: f64) -> Type {
    Type { size: points * MM, ..Type::pt(12.0) }
}

/// The card over the map, at the place and in the sizes of the screen; smaller only where its text
/// would leave the slide.
pub(super) fn paint_card(card: &Card, out: &mut Vec<PageItem>) {
    let room = Room::of(POINTS.0, POINTS.1);
    let (x, y, w) = (room.margin * MM, room.margin * MM, room.card_width * MM);
    let pad = PAD;
    let highest = room.card_height() * MM;
    let mut drawn = (Vec::new(), 0.0);
    for k in [1.0, 0.9, 0.8, 0.72, 0.64, 0.56, 0.5] {
        let mut items = Vec::new();
        let height = card_items(card, (x + pad, y + pad), w - 2.0 * pad, k, &mut items) + 2.0 * pad;
        drawn = (items, height);
        if height <= highest {
            break;
        }
    }
    let box_mm = Rect::new(x, y, x + w, y + drawn.1);
    out.push(area(box_mm, WHITE));
    out.push(planmap_paper::ink::frame(box_mm, 0.2, HAIRLINE));
    out.append(&mut drawn.0);
}

/// The texts of a card from a corner on; returns their height.
fn card_items(card: &Card, (x, top): (f64, f64), w: f64, k: f64, out: &mut Vec<PageItem>) -> f64 {
    let small = style(16.7 * k).muted();
    let mut y = top;
    if card.is_site {
        let r = 7.0 * k * MM;
        let (cx, cy) = (x + r, y + small.ascent() * 0.62);
        let site = Colour::hex(0xD55E00);
        out.push(polygon(&[(cx, cy - r), (cx + r, cy), (cx, cy + r), (cx - r, cy)], site));
    }
    let count = format!("{} / {}", card.count.0, card.count.1);
    let kicker = if card.reveal.is_empty() { count } else { format!("{count} · {}", card.reveal) };
    y += small.paragraph(&kicker, if card.is_site { x + 22.0 * k * MM } else { x }, y, w, out);
    y += style(40.0 * k).bold().paragraph(&card.title, x, y, w, out);
    if !card.subtitle.is_empty() {
        y += style(19.0 * k).muted().paragraph(&card.subtitle, x, y, w, out);
    }
    for chip in &card.chips {
        y += style(18.0 * k).bold().in_colour(ink_of(chip.tone)).paragraph(
            &chip.text,
            x,
            y + 1.0,
            w,
            out,
        ) + 1.0;
    }
    if !card.figures.is_empty() {
        y += figures(&card.figures, (x, y + 3.0 * k), w, k, out) + 3.0 * k;
    }
    if !card.lines.is_empty() {
        y += 2.5 * k;
        out.push(rule((x, y), (x + w, y), 0.2, HAIRLINE));
        y += 2.5 * k;
        for one in &card.lines {
            y += line(one, (x, y), w, k, out);
        }
    }
    y - top
}

fn figures(
    all: &[KeyFigure],
    (x, top): (f64, f64),
    w: f64,
    k: f64,
    out: &mut Vec<PageItem>,
) -> f64 {
    let gap = 5.0 * k;
    let each = (w - gap * (all.len() as f64 - 1.0)) / all.len() as f64;
    let mut tallest: f64 = 0.0;
    for (i, figure) in all.iter().enumerate() {
        let x = x + i as f64 * (each + gap);
        let mut y = top;
        y += style(16.7 * k).muted().paragraph(&figure.name, x, y, each, out);
        for v in &figure.values {
            let alone = figure.values.len() == 1;
            // Long words take the place that they need; a number never breaks.
            let mut points = if !v.known {
                24.0
            } else if alone {
                38.0
            } else {
                26.0
            } * k;
            while style(points).bold().width(&v.value) > each && points > 12.0 * k {
                points -= 1.0;
            }
            let big = if v.known { style(points).bold() } else { style(points).muted() };
            let unit = style(18.0 * k);
            let width = big.width(&v.value);
            out.push(big.at(v.value.as_str(), x, y + big.ascent(), TextAlign::Left));
            if width + 2.0 + unit.width(&v.unit) <= each {
                out.push(unit.at(
                    v.unit.as_str(),
                    x + width + 1.6,
                    y + big.ascent(),
                    TextAlign::Left,
                ));
                y += big.leading();
            } else {
                y += big.leading();
                y += unit.paragraph(&v.unit, x, y, each, out);
            }
            if !v.note.is_empty() {
                y += style(16.7 * k).muted().paragraph(&v.note, x, y, each, out);
            }
        }
        tallest = tallest.max(y - top);
    }
    tallest
}

fn line(l: &CardLine, (x, top): (f64, f64), w: f64, k: f64, out: &mut Vec<PageItem>) -> f64 {
    let body = style(19.0 * k);
    let text = if l.is_head { body.bold() } else { body.in_colour(ink_of(l.tone)) };
    let mut left = x;
    if let Some(rgb) = l.swatch {
        let side = 13.0 * k * MM;
        let y = top + body.ascent() - side;
        out.push(area(Rect::new(x, y, x + side, y + side), Colour(rgb.0, rgb.1, rgb.2, 0xC0)));
        left += side + 2.0 * k;
    }
    if let Some(chip) = &l.chip {
        let chip_style = style(17.0 * k).bold().in_colour(ink_of(chip.tone));
        out.push(chip_style.at(chip.text.as_str(), left, top + body.ascent(), TextAlign::Left));
        left += chip_style.width(&chip.text) + 2.5 * k;
    }
    let value = body.bold().in_colour(if l.tone == CardTone::Muted { MUTED } else { BLACK });
    let is_beside = !l.value.is_empty() && value.width(&l.value) <= w * VALUE_PART;
    let right = if is_beside { value.width(&l.value) + 2.0 } else { 0.0 };
    let mut height = text.paragraph(&l.text, left, top, (x + w - left - right).max(w * 0.25), out);
    if !l.value.is_empty() {
        if is_beside {
            out.push(value.at(l.value.as_str(), x + w, top + body.ascent(), TextAlign::Right));
            height = height.max(body.leading());
        } else {
            height += value.paragraph(&l.value, left, top + height, w, out);
        }
    }
    if !l.note.is_empty() {
        height += style(16.7 * k).muted().paragraph(&l.note, left, top + height, x + w - left, out);
    }
    height + LINE_GAP * k
}

fn ink_of(tone: CardTone) -> Colour {
    match tone {
        CardTone::Plain => BLACK,
        CardTone::Muted => MUTED,
        CardTone::Agrees => Colour::hex(0x0B6E4F),
        CardTone::Conflicts => CONFLICT,
        CardTone::Indicative => Colour::hex(0x31577C),
    }
}
