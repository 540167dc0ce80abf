//! A meeting on paper: its list as slides, its minutes as a report with small maps.
//!
//! Owns how the card is laid out on a slide. What it says is [`crate::meeting::card`]'s, what the map
//! shows [`crate::meeting::framing`]'s: the same as on the screen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_core::crs::map_from_geo;
use planmap_core::i18n::Language;
use planmap_core::symbology::Colour;
use planmap_core::{Extent, MapPoint};
use planmap_draw::page::ink::{ACCENT, BLACK, CONFLICT, HAIRLINE, MUTED, SheetLanguage, Type, area, polygon, rule};
use planmap_draw::page::report::{Piece, ReportHead, Tone, lay_out};
use planmap_draw::page::sheet::{SheetPlace, SheetScale, SheetSpec, map_in};
use planmap_draw::page::template::{Furniture, Place, SheetTemplate};
use planmap_draw::page::{Page, PageItem, Paper, Rect, TextAlign};

use super::{ExportError, Format, SiteSheetData, book_of, write_book};
use crate::clock;
use crate::meeting::card::{CardLine, CardTone, KeyFigure};
use crate::meeting::{Card, Minute, Position, Program, Room, SiteFindings};
use crate::session::{meeting_card, view_of};

/// Size of a slide in millimetres: 16:9, as slide programs have it.
pub const SLIDE_MM: (f64, f64) = (338.667, 190.5);
/// Points of a screen in the width of a slide.
const POINTS: (f64, f64) = (1280.0, 720.0);
const MM: f64 = SLIDE_MM.0 / POINTS.0;
const WHITE: Colour = Colour::hex(0xFFFFFF);

/// What slides and minutes are made from: a snapshot.
#[derive(Debug, Clone)]
pub struct MeetingPaper {
    /// Map and catalogue.
    pub data: SiteSheetData,
    /// The files whose checksum stands at the foot.
    pub files: (PathBuf, Vec<PathBuf>),
    /// The list.
    pub program: Program,
    /// What was worked out about its sites.
    pub findings: BTreeMap<String, Arc<SiteFindings>>,
    /// What was said.
    pub minutes: Vec<Minute>,
    /// The ground of the plans.
    pub whole: Extent,
    /// The ground of each site.
    pub sites: BTreeMap<String, Extent>,
    /// The language.
    pub language: Language,
}

/// The slides: a page for every reveal of every stop that is shown; `None` once called off.
#[must_use]
pub fn slides(paper: &MeetingPaper, cancelled: &dyn Fn() -> bool) -> Option<Vec<Page>> {
    let mut pages = Vec::new();
    let catalogue = &paper.data.catalogue;
    for step in paper.program.shown(catalogue) {
        let count = paper.program.steps.get(step).map_or(0, |s| s.reveals().len());
        for reveal in 0..count {
            if cancelled() {
                return None;
            }
            pages.extend(slide(paper, Position { step, reveal }, cancelled));
        }
    }
    (!cancelled()).then_some(pages)
}

fn slide(paper: &MeetingPaper, at: Position, cancelled: &dyn Fn() -> bool) -> Option<Page> {
    let catalogue = &paper.data.catalogue;
    let found = |id: &str| paper.findings.get(id).map(AsRef::as_ref);
    let card = meeting_card(&paper.program, catalogue, at, paper.language, &found)?;
    let site = |id: &str| paper.sites.get(id).copied();
    let view = view_of(&paper.program, at, &catalogue.map_crs, &paper.whole, &site, POINTS)?;
    let chosen = paper.program.steps.get(at.step).and_then(|s| s.site_id());
    let bookmark =
        if card.reveal.is_empty() { card.title.clone() } else { format!("{} – {}", card.title, card.reveal) };
    let mut page = Page::new(SLIDE_MM.0, SLIDE_MM.1, &bookmark);
    let rect = Rect::new(0.0, 0.0, SLIDE_MM.0, SLIDE_MM.1);
    let (items, map) = small_map(
        paper,
        chosen,
        SheetPlace::Around(view.centre()),
        SheetScale::Fixed(view.scale_denominator()),
        rect,
        cancelled,
    )?;
    page.items.extend(items);
    page.maps.push(map);
    paint_card(&card, &mut page.items);
    foot(paper, &card, &mut page.items);
    Some(page)
}

fn small_map(
    paper: &MeetingPaper,
    chosen: Option<&str>,
    place: SheetPlace,
    scale: SheetScale,
    rect: Rect,
    cancelled: &dyn Fn() -> bool,
) -> Option<(Vec<PageItem>, planmap_draw::page::MapFrame)> {
    let mut template = SheetTemplate::standard();
    Furniture::ALL.into_iter().for_each(|kind| template.set_place(kind, Place::Off));
    let paper_size = Paper { width_mm: SLIDE_MM.0, height_mm: SLIDE_MM.1 };
    let mut spec = SheetSpec::new(paper_size, template, place, SheetLanguage::from(paper.language));
    spec.scale = scale;
    spec.selected_site = chosen.map(str::to_owned);
    spec.annotations = false;
    map_in(&paper.data.scene, &paper.data.catalogue, &spec, rect, cancelled)
}

/// A text in points of the screen.
fn style(points: f64) -> Type {
    Type { size: points * MM, ..Type::pt(12.0) }
}

/// The card over the map, at the place and in the sizes of the screen; smaller only where its text
/// would leave the slide.
fn paint_card(card: &Card, out: &mut Vec<PageItem>) {
    let room = Room::of(POINTS.0, POINTS.1);
    let (x, y, w) = (room.margin * MM, room.margin * MM, room.card_width * MM);
    let pad = 28.0 * MM;
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
    out.push(planmap_draw::page::ink::frame(box_mm, 0.2, HAIRLINE));
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
        y += style(18.0 * k).bold().in_colour(ink_of(chip.tone)).paragraph(&chip.text, x, y + 1.0, w, out) + 1.0;
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

fn figures(all: &[KeyFigure], (x, top): (f64, f64), w: f64, k: f64, out: &mut Vec<PageItem>) -> f64 {
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
                out.push(unit.at(v.unit.as_str(), x + width + 1.6, y + big.ascent(), TextAlign::Left));
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
    let right = if l.value.is_empty() { 0.0 } else { (value.width(&l.value) + 2.0).min(w * 0.6) };
    let mut height = text.paragraph(&l.text, left, top, (x + w - left - right).max(w * 0.25), out);
    if !l.value.is_empty() {
        if value.width(&l.value) <= w * 0.6 {
            out.push(value.at(l.value.as_str(), x + w, top + body.ascent(), TextAlign::Right));
            height = height.max(body.leading());
        } else {
            height += value.paragraph(&l.value, left, top + height, w, out);
        }
    }
    if !l.note.is_empty() {
        height += style(16.7 * k).muted().paragraph(&l.note, left, top + height, x + w - left, out);
    }
    height + 0.8 * k
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

/// Sources, day of the data, checksum and standing at the foot of a slide.
fn foot(paper: &MeetingPaper, card: &Card, out: &mut Vec<PageItem>) {
    let language = SheetLanguage::from(paper.language);
    let (w, h) = SLIDE_MM;
    let small = Type::pt(9.0);
    let mut texts = Vec::new();
    if !card.sources.is_empty() {
        texts.push(format!("{}: {}", language.say("sheet-sources"), card.sources.join("; ")));
    }
    let short: String = paper.data.checksum.chars().take(16).collect();
    let args = [("hash", (&short).into()), ("version", env!("CARGO_PKG_VERSION").into())];
    texts.push(language.say_with("sheet-checksum", &args));
    let mark = paper.data.scene.mark().map(|a| language.say(&format!("map-mark-{}", a.as_str())));
    let mark_style = Type::pt(11.0).bold().in_colour(ACCENT);
    let mark_width = mark.as_ref().map_or(0.0, |m| mark_style.width(m) + 8.0);
    let text = texts.join(" · ");
    let lines = small.wrap(&text, w - 16.0 - mark_width).len() as f64;
    let height = (lines * small.leading() + 4.0).max(9.0);
    out.push(area(Rect::new(0.0, h - height, w, h), WHITE));
    small.muted().paragraph(&text, 8.0, h - height + 2.0, w - 16.0 - mark_width, out);
    if let Some(mark) = mark {
        let base = h - height / 2.0 + mark_style.size * 0.36;
        out.push(mark_style.at(mark, w - 8.0, base, TextAlign::Right));
    }
}

/// Writes the slides as one PDF.
///
/// # Errors
/// If nothing is shown, the work was called off, or the file cannot be written.
pub fn write_slides(
    paper: &MeetingPaper,
    path: &Path,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<PathBuf>, ExportError> {
    write(paper, slides(paper, &|| cancelled()), path, cancelled)
}

/// Writes the minutes as one PDF.
///
/// # Errors
/// If there are none, the work was called off, or the file cannot be written.
pub fn write_minutes(
    paper: &MeetingPaper,
    path: &Path,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<PathBuf>, ExportError> {
    write(paper, minutes_pages(paper, &|| cancelled()), path, cancelled)
}

fn write(
    paper: &MeetingPaper,
    pages: Option<Vec<Page>>,
    path: &Path,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<PathBuf>, ExportError> {
    let pages = pages.ok_or(ExportError::Cancelled)?;
    if pages.is_empty() {
        return Err(ExportError::Nothing);
    }
    let book = book_of(pages, &paper.data.catalogue, SheetLanguage::from(paper.language), "");
    write_book(&book, path, Format::Pdf, 150.0, cancelled)
}

/// Ground around a minute's place, in metres to each side.
const AROUND_M: f64 = 700.0;

/// The minutes as a report: what was said at the left, where at the right. No page where nothing was
/// said; `None` once called off.
#[must_use]
pub fn minutes_pages<'a>(paper: &'a MeetingPaper, cancelled: &'a dyn Fn() -> bool) -> Option<Vec<Page>> {
    if paper.minutes.is_empty() {
        return Some(Vec::new());
    }
    let language = SheetLanguage::from(paper.language);
    let words = planmap_core::i18n::Words::of(paper.language);
    let short: String = paper.data.checksum.chars().take(16).collect();
    let args = [("hash", (&short).into()), ("version", env!("CARGO_PKG_VERSION").into())];
    let head = ReportHead {
        kicker: language.say("meeting-title"),
        title: language.say("minutes-title"),
        subtitle: paper.minutes.first().map(|m| clock::local_from_utc(&m.time)).unwrap_or_default(),
        right: vec![language.pick(&paper.data.catalogue.name)],
        foot: language.say_with("sheet-checksum", &args),
        standing: paper
            .data
            .scene
            .mark()
            .map(|a| language.say(&format!("map-mark-{}", a.as_str())))
            .unwrap_or_default(),
        page_word: language.say("site-sheet-page"),
        bookmark: language.say("minutes-title"),
    };
    let mut pieces = Vec::new();
    for (i, minute) in paper.minutes.iter().enumerate() {
        let stop = if minute.stop.is_empty() { language.say("minutes-no-stop") } else { minute.stop.clone() };
        let said = vec![
            Piece::Heading(format!("{}. {stop}", i + 1)),
            Piece::Paragraph(minute.speaker_text(words), Tone::Strong),
            Piece::Paragraph(minute.text.clone(), Tone::Plain),
            Piece::Paragraph(
                format!("{} · {}", clock::local_from_utc(&minute.time), minute.place_text(words)),
                Tone::Muted,
            ),
        ];
        let place = map_from_geo(minute.place(), &paper.data.catalogue.map_crs).ok();
        let map = Piece::Map(
            46.0,
            Box::new(move |rect| match place {
                Some(at) => pinned(paper, at, rect, cancelled),
                None => Some((Vec::new(), None)),
            }),
        );
        pieces.push(Piece::Beside(said, vec![map], 0.6));
        pieces.push(Piece::Gap(2.0));
    }
    lay_out(&head, &pieces)
}

fn pinned(
    paper: &MeetingPaper,
    at: MapPoint,
    rect: Rect,
    cancelled: &dyn Fn() -> bool,
) -> Option<(Vec<PageItem>, Option<planmap_draw::page::MapFrame>)> {
    let extent = Extent::of_points([at]).buffered(AROUND_M);
    let (mut items, map) = small_map(paper, None, SheetPlace::Extent(extent), SheetScale::Fit, rect, cancelled)?;
    let (x, y) = map.page_from_map(at);
    items.push(polygon(&[(x, y), (x - 1.9, y - 3.6), (x, y - 5.6), (x + 1.9, y - 3.6)], WHITE));
    items.push(polygon(&[(x, y - 0.6), (x - 1.4, y - 3.5), (x, y - 5.0), (x + 1.4, y - 3.5)], BLACK));
    Some((items, Some(map)))
}
