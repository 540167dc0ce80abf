//! A meeting on paper: its list as slides, its minutes as a report with small maps.
//!
//! Owns what lies on a slide. How a card is laid out is `slide_card`'s, what it says [`crate::meeting::card`]'s, what the map
//! shows [`crate::meeting::framing`]'s: the same as on the screen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_core::crs::map_from_geo;
use planmap_core::i18n::Language;
use planmap_core::symbology::Colour;
use planmap_core::{Extent, MapPoint};
use planmap_paper::ink::{ACCENT, BLACK, SheetLanguage, Type, area, polygon};
use planmap_paper::report::{Piece, ReportHead, Tone, lay_out};
use planmap_paper::sheet::{SheetPlace, SheetScale, SheetSpec, map_in};
use planmap_paper::template::{Furniture, Place, SheetTemplate};
use planmap_paper::{Page, PageItem, Paper, Rect, TextAlign};

use super::slide_card::{cards_at, paint_card};
use super::{ExportError, Format, MapSetFiles, SiteSheetData, book_of, map_set_sum, write_book};
use crate::clock;
use crate::meeting::framing::view_of;
use crate::meeting::{Card, Minute, Position, Program, Room, SiteFindings, Step};

/// Size of a slide in millimetres: 16:9, as slide programs have it.
pub const SLIDE_MM: (f64, f64) = (338.667, 190.5);
/// Points of a screen in the width of a slide.
pub(super) const POINTS: (f64, f64) = (1280.0, 720.0);
pub(super) const MM: f64 = SLIDE_MM.0 / POINTS.0;
pub(super) const WHITE: Colour = Colour::hex(0xFFFFFF);

/// What slides and minutes are made from: a snapshot.
#[derive(Debug, Clone)]
pub struct MeetingPaper {
    /// Map and catalogue.
    pub data: SiteSheetData,
    /// The files whose checksum stands at the foot.
    pub files: MapSetFiles,
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

impl MeetingPaper {
    /// The same with the checksum of the maps' files, which takes reading all of them.
    #[must_use]
    pub fn with_checksum(&self) -> Self {
        let mut paper = self.clone();
        paper.data.map_set = map_set_sum(&self.files);
        paper
    }
}

/// The slides of a list.
#[derive(Debug, Clone, Default)]
pub struct Slides {
    /// A page for every reveal of every stop that is shown.
    pub pages: Vec<Page>,
    /// Stops of the list that there is no slide of, though they are not hidden: of a site that the
    /// maps do not have, or at a place that cannot be shown.
    pub left_out: Vec<String>,
}

/// Makes the slides.
///
/// # Errors
/// If the work was called off.
pub fn slides(paper: &MeetingPaper, cancelled: &dyn Fn() -> bool) -> Result<Slides, ExportError> {
    let mut out = Slides::default();
    let catalogue = &paper.data.catalogue;
    let unknown = |step: &&Step| {
        !step.hidden && step.site_id().is_some_and(|id| catalogue.site(id).is_none())
    };
    out.left_out = paper.program.steps.iter().filter(unknown).map(name_of).collect();
    for step in paper.program.shown(catalogue) {
        let count = paper.program.steps.get(step).map_or(0, |s| s.reveals().len());
        for reveal in 0..count {
            let at = Position { step, reveal, page: 0 };
            for card in cards(paper, at) {
                let page = slide(paper, at, &card, cancelled);
                if cancelled() {
                    return Err(ExportError::Cancelled);
                }
                match page {
                    Some(page) => out.pages.push(page),
                    None => out.left_out.push(card.title),
                }
            }
        }
    }
    Ok(out)
}

/// What a stop is called where it has no card.
fn name_of(step: &Step) -> String {
    let of_site = step.site_id().filter(|_| step.title.is_empty());
    of_site.unwrap_or(&step.title).to_owned()
}

/// The pages of a reveal's card.
fn cards(paper: &MeetingPaper, at: Position) -> Vec<Card> {
    let found = |id: &str| paper.findings.get(id).map(AsRef::as_ref);
    cards_at(&paper.program, &paper.data.catalogue, at, paper.language, &found)
}

fn slide(
    paper: &MeetingPaper,
    at: Position,
    card: &Card,
    cancelled: &dyn Fn() -> bool,
) -> Option<Page> {
    let catalogue = &paper.data.catalogue;
    let site = |id: &str| paper.sites.get(id).copied();
    let view = view_of(
        &paper.program,
        at,
        &catalogue.map_crs,
        &paper.whole,
        &site,
        &Room::of(POINTS.0, POINTS.1),
    )?;
    let chosen = paper.program.steps.get(at.step).and_then(|s| s.site_id());
    let bookmark = if card.reveal.is_empty() {
        card.title.clone()
    } else {
        format!("{} – {}", card.title, card.reveal)
    };
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
    paint_card(card, &mut page.items);
    foot(paper, card, &mut page.items);
    Some(page)
}

fn small_map(
    paper: &MeetingPaper,
    chosen: Option<&str>,
    place: SheetPlace,
    scale: SheetScale,
    rect: Rect,
    cancelled: &dyn Fn() -> bool,
) -> Option<(Vec<PageItem>, planmap_paper::MapFrame)> {
    let mut template = SheetTemplate::standard();
    Furniture::ALL.into_iter().for_each(|kind| template.set_place(kind, Place::Off));
    let paper_size = Paper { width_mm: SLIDE_MM.0, height_mm: SLIDE_MM.1 };
    let mut spec = SheetSpec::new(paper_size, template, place, SheetLanguage::from(paper.language));
    spec.scale = scale;
    spec.selected_site = chosen.map(str::to_owned);
    spec.annotations = false;
    map_in(&paper.data.scene, &paper.data.catalogue, &spec, rect, cancelled)
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
    texts.push(paper.data.map_set.line(language));
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
    write(paper, slides(paper, &|| cancelled())?.pages, path, cancelled)
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
    let pages = minutes_pages(paper, &|| cancelled()).ok_or(ExportError::Cancelled)?;
    write(paper, pages, path, cancelled)
}

fn write(
    paper: &MeetingPaper,
    pages: Vec<Page>,
    path: &Path,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<PathBuf>, ExportError> {
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
pub fn minutes_pages<'a>(
    paper: &'a MeetingPaper,
    cancelled: &'a dyn Fn() -> bool,
) -> Option<Vec<Page>> {
    if paper.minutes.is_empty() {
        return Some(Vec::new());
    }
    let language = SheetLanguage::from(paper.language);
    let words = planmap_core::i18n::Words::of(paper.language);
    let head = ReportHead {
        kicker: language.say("meeting-title"),
        title: language.say("minutes-title"),
        subtitle: paper.minutes.first().map(|m| clock::local_from_utc(&m.time)).unwrap_or_default(),
        right: vec![language.pick(&paper.data.catalogue.name)],
        foot: paper.data.map_set.line(language),
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
        let stop = if minute.stop.is_empty() {
            language.say("minutes-no-stop")
        } else {
            minute.stop.clone()
        };
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
) -> Option<(Vec<PageItem>, Option<planmap_paper::MapFrame>)> {
    let extent = Extent::of_points([at]).buffered(AROUND_M);
    let (mut items, map) =
        small_map(paper, None, SheetPlace::Extent(extent), SheetScale::Fit, rect, cancelled)?;
    let (x, y) = map.page_from_map(at);
    items.push(polygon(&[(x, y), (x - 1.9, y - 3.6), (x, y - 5.6), (x + 1.9, y - 3.6)], WHITE));
    items.push(polygon(
        &[(x, y - 0.6), (x - 1.4, y - 3.5), (x, y - 5.0), (x + 1.4, y - 3.5)],
        BLACK,
    ));
    Some((items, Some(map)))
}
