//! A sheet: one map with its furniture on a sheet of paper.
//!
//! Owns the layout: which part of the page is map and which is panel, and how the furniture flows
//! in the panel. Says aloud whatever could not be done as it was asked. Must not know files or the
//! clock.

use planmap_core::catalogue::{Accuracy, Catalogue};
use planmap_core::{Extent, MapPoint};
use vello_cpu::kurbo::Rect;

use super::furniture::{self, Block, Kit};
use super::ink::{BLACK, HAIRLINE, SheetLanguage, area, frame as box_edge};
use super::map::{MapFrame, MapOptions, map_items, mark_in};
use super::paper::{Paper, fitting_scale};
use super::template::{Furniture, Place, SheetTemplate, TitleFields};
use super::{Page, PageItem};
use crate::scene::MapScene;
use planmap_core::symbology::Colour;

/// The scale that is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SheetScale {
    /// The largest round scale that shows the whole extent.
    Fit,
    /// 1:N.
    Fixed(f64),
}

/// What the map is to show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SheetPlace {
    /// A whole extent.
    Extent(Extent),
    /// Whatever lies around a place.
    Around(MapPoint),
}

/// Everything that is asked of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetSpec {
    /// Size of the sheet.
    pub paper: Paper,
    /// Furniture and its places.
    pub template: SheetTemplate,
    /// The scale.
    pub scale: SheetScale,
    /// What the map shows.
    pub place: SheetPlace,
    /// The map's frame: left, top, width, height in millimetres; none for all the room there is.
    pub frame_mm: Option<[f64; 4]>,
    /// What the title block says; empty fields are filled from the catalogue where it knows.
    pub fields: TitleFields,
    /// The language.
    pub language: SheetLanguage,
    /// Whether names are shown on the map.
    pub labels: bool,
    /// Whether candidate sites are shown.
    pub sites: bool,
    /// The site that the sheet is about.
    pub selected_site: Option<String>,
    /// Checksum of the catalogue's files, in hexadecimal; empty where there is none.
    pub checksum: String,
    /// What it is called in the list of bookmarks; empty for the drawing's name.
    pub bookmark: String,
}

impl SheetSpec {
    /// A sheet by a template that shows an extent at a round scale.
    #[must_use]
    pub fn new(paper: Paper, template: SheetTemplate, place: SheetPlace, language: SheetLanguage) -> Self {
        let fields = template.fields.clone();
        Self {
            paper,
            template,
            scale: SheetScale::Fit,
            place,
            frame_mm: None,
            fields,
            language,
            labels: true,
            sites: true,
            selected_site: None,
            checksum: String::new(),
            bookmark: String::new(),
        }
    }
}

/// What a reader of the sheet's maker should know.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetNote {
    /// The extent does not fit at the scale that was asked for: this one is the largest round one
    /// that it fits at.
    ScaleReduced {
        /// The N that was asked for.
        asked: f64,
        /// The N that it is.
        given: f64,
    },
    /// The legend had room for some classes only.
    LegendCut {
        /// How many classes it leaves out, which it says itself.
        left_out: usize,
    },
    /// There was no room for a piece of furniture.
    NoRoom(Furniture),
}

/// A sheet that is laid out.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The page.
    pub page: Page,
    /// The map on it.
    pub map: MapFrame,
    /// The furniture that stands on it.
    pub items: Vec<Furniture>,
    /// Whether it carries the mark of what is not exact.
    pub is_marked: bool,
    /// What could not be done as it was asked.
    pub notes: Vec<SheetNote>,
}

/// The map of a sheet, before anything is drawn: its frame on the page, place and scale.
#[must_use]
pub fn map_frame(spec: &SheetSpec, catalogue: &Catalogue) -> (MapFrame, Option<SheetNote>) {
    let areas = Areas::of(spec);
    let rect = areas.map;
    let (w, h) = (rect.width(), rect.height());
    let (centre, denominator, note) = match (spec.place, spec.scale) {
        (SheetPlace::Extent(e), SheetScale::Fit) => (e.centre(), fitting_scale(&e, w, h), None),
        (SheetPlace::Extent(e), SheetScale::Fixed(asked)) => {
            let fits =
                e.width() <= w / 1000.0 * asked * (1.0 + 1e-9) && e.height() <= h / 1000.0 * asked * (1.0 + 1e-9);
            if fits {
                (e.centre(), asked, None)
            } else {
                let given = fitting_scale(&e, w, h);
                (e.centre(), given, Some(SheetNote::ScaleReduced { asked, given }))
            }
        }
        (SheetPlace::Around(p), SheetScale::Fixed(n)) => (p, n, None),
        (SheetPlace::Around(p), SheetScale::Fit) => (p, 10_000.0, None),
    };
    let map = MapFrame { rect_mm: rect, centre, denominator, crs: catalogue.map_crs.clone() };
    (map, note)
}

/// Lays a sheet out; `None` once `cancelled` says so.
#[must_use]
pub fn lay_out(
    scene: &MapScene,
    catalogue: &Catalogue,
    spec: &SheetSpec,
    cancelled: &dyn Fn() -> bool,
) -> Option<Sheet> {
    let areas = Areas::of(spec);
    let (map, note) = map_frame(spec, catalogue);
    let mut notes: Vec<SheetNote> = note.into_iter().collect();
    let mark = mark_in(scene, &map);
    let kit = Kit::new(scene, catalogue, spec, &map, cancelled)?;
    let bookmark = if spec.bookmark.is_empty() { kit.fields.drawing.clone() } else { spec.bookmark.clone() };
    let mut page = Page::new(spec.paper.width_mm, spec.paper.height_mm, &bookmark);
    let mut placed = Vec::new();
    draw_map(&kit, mark, &mut page.items, &mut placed, cancelled)?;
    over_the_map(&kit, &mut page.items, &mut placed, &mut notes);
    panel(&kit, &areas, &mut page.items, &mut placed, &mut notes);
    page.maps.push(map.clone());
    placed.sort_unstable();
    Some(Sheet { page, map, items: placed, is_marked: mark.is_some(), notes })
}

/// The map with its grid, its mark, its frame and the ticks around it.
fn draw_map(
    kit: &Kit<'_>,
    mark: Option<Accuracy>,
    out: &mut Vec<PageItem>,
    placed: &mut Vec<Furniture>,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let spec = kit.spec;
    let options = MapOptions {
        language: spec.language.first(),
        labels: spec.labels,
        sites: spec.sites,
        selected_site: spec.selected_site.as_deref(),
    };
    out.extend(map_items(kit.scene, kit.map, &options, cancelled)?);
    if spec.template.place(Furniture::Grid) != Place::Off {
        furniture::grid(kit, out);
        placed.push(Furniture::Grid);
    }
    if let Some(accuracy) = mark {
        out.push(furniture::watermark(kit.map, accuracy, spec.language));
    }
    out.push(box_edge(kit.map.rect_mm, 0.35 * kit.k, BLACK));
    if spec.template.place(Furniture::Graticule) != Place::Off {
        furniture::graticule(kit, out);
        placed.push(Furniture::Graticule);
    }
    Some(())
}

/// The map of a report in a rectangle of its page, coordinates around it included; `None` once
/// `cancelled` says so.
#[must_use]
pub fn map_in(
    scene: &MapScene,
    catalogue: &Catalogue,
    spec: &SheetSpec,
    rect: Rect,
    cancelled: &dyn Fn() -> bool,
) -> Option<(Vec<PageItem>, MapFrame)> {
    let map = frame_in(catalogue, spec, rect);
    let mark = mark_in(scene, &map);
    let kit = Kit::new(scene, catalogue, spec, &map, cancelled)?;
    let mut items = Vec::new();
    draw_map(&kit, mark, &mut items, &mut Vec::new(), cancelled)?;
    Some((items, map))
}

/// Frame, place and scale of such a map.
#[must_use]
pub fn frame_in(catalogue: &Catalogue, spec: &SheetSpec, rect: Rect) -> MapFrame {
    let inner = rect.inset(-rim_mm(spec));
    let (centre, denominator) = match (spec.place, spec.scale) {
        (SheetPlace::Extent(e), SheetScale::Fixed(n)) => {
            (e.centre(), n.max(fitting_scale(&e, inner.width(), inner.height())))
        }
        (SheetPlace::Extent(e), SheetScale::Fit) => (e.centre(), fitting_scale(&e, inner.width(), inner.height())),
        (SheetPlace::Around(p), SheetScale::Fixed(n)) => (p, n),
        (SheetPlace::Around(p), SheetScale::Fit) => (p, 10_000.0),
    };
    MapFrame { rect_mm: inner, centre, denominator, crs: catalogue.map_crs.clone() }
}

/// Scale, bar and north in one line at a place of a page.
#[must_use]
pub fn scale_line(denominator: f64, language: SheetLanguage, rect: Rect) -> PageItem {
    furniture::moved(furniture::scale_line(denominator, language, rect.width()), rect.x0, rect.y0)
}

/// A small map of where another one lies, in a rectangle of its page; nothing where nothing lies
/// outside of it.
#[must_use]
pub fn locator_in(scene: &MapScene, of: &MapFrame, rect: Rect) -> Vec<PageItem> {
    let mut items = Vec::new();
    if furniture::overview(scene, of, rect, &mut items).is_some() {
        items.push(box_edge(rect, 0.2, HAIRLINE));
    }
    items
}

/// Room around the frame of the map for coordinates, in millimetres.
fn rim_mm(spec: &SheetSpec) -> f64 {
    let k = spec.paper.size_factor();
    let rim = |kind, mm: f64| if spec.template.place(kind) == Place::Off { 0.0 } else { mm * k };
    rim(Furniture::Grid, 4.2) + rim(Furniture::Graticule, 4.0)
}

/// How the page is divided.
struct Areas {
    /// The frame of the map.
    map: Rect,
    /// The columns of the panel.
    columns: Vec<Rect>,
}

/// Gap between map and panel and between columns, on A3.
const GAP_MM: f64 = 5.0;

impl Areas {
    fn of(spec: &SheetSpec) -> Self {
        let t = &spec.template;
        let k = spec.paper.size_factor();
        let m = t.margin_mm;
        let all = Rect::new(m, m, spec.paper.width_mm - m, spec.paper.height_mm - m);
        let has_panel = t.items.iter().any(|i| i.place == Place::Panel && i.kind.is_movable());
        let gap = GAP_MM * k;
        let (ground, columns) = if !has_panel {
            (all, Vec::new())
        } else if spec.paper.is_landscape() {
            let width = (t.panel_mm * k).min(0.34 * all.width());
            let column = Rect::new(all.x1 - width, all.y0, all.x1, all.y1);
            (Rect::new(all.x0, all.y0, column.x0 - gap, all.y1), vec![column])
        } else {
            // Below the map: columns of about the panel's width beside each other.
            let count = ((all.width() + gap) / (t.panel_mm * k * 0.8 + gap)).floor().clamp(1.0, 4.0);
            let width = (all.width() - gap * (count - 1.0)) / count;
            // A small sheet needs as many lines as a large one.
            let share = if spec.paper.height_mm < 350.0 { 0.42 } else { 0.33 };
            let height = share * all.height();
            let top = all.y1 - height;
            let columns = (0..count as usize)
                .map(|i| {
                    let x = all.x0 + i as f64 * (width + gap);
                    Rect::new(x, top, x + width, all.y1)
                })
                .collect();
            (Rect::new(all.x0, all.y0, all.x1, top - gap), columns)
        };
        // Coordinates stand outside of the frame.
        let room = ground.inset(-rim_mm(spec));
        let map = match spec.frame_mm {
            // A frame of one's own stays inside the room that there is.
            Some([x, y, w, h]) => {
                let (w, h) = (w.clamp(20.0, room.width().max(20.0)), h.clamp(20.0, room.height().max(20.0)));
                let x = x.clamp(room.x0, (room.x1 - w).max(room.x0));
                let y = y.clamp(room.y0, (room.y1 - h).max(room.y0));
                Rect::new(x, y, x + w, y + h)
            }
            None => room,
        };
        Self { map, columns }
    }
}

/// The room that the map's frame may take on a sheet: left, top, width, height in millimetres.
#[must_use]
pub fn frame_room(spec: &SheetSpec) -> [f64; 4] {
    let free = SheetSpec { frame_mm: None, ..spec.clone() };
    let r = Areas::of(&free).map;
    [r.x0, r.y0, r.width(), r.height()]
}

/// Furniture over the corners of the map, each on a white ground.
fn over_the_map(kit: &Kit<'_>, out: &mut Vec<PageItem>, placed: &mut Vec<Furniture>, notes: &mut Vec<SheetNote>) {
    let (k, map) = (kit.k, kit.map.rect_mm);
    let pad = 2.0 * k;
    for corner in [Place::MapTopLeft, Place::MapTopRight, Place::MapBottomLeft, Place::MapBottomRight] {
        let mut used = 0.0;
        for item in kit.spec.template.items.iter().filter(|i| i.place == corner && i.kind.is_movable()) {
            let width = match item.kind {
                Furniture::NorthArrow => 26.0 * k,
                Furniture::ScaleBar => 62.0 * k,
                _ => (kit.spec.template.panel_mm * k).min(0.4 * map.width()),
            };
            let room = map.height() - used - 6.0 * pad;
            let Block { items, height, left_out, .. } = furniture::block(kit, item.kind, width, room);
            if height > room {
                notes.push(SheetNote::NoRoom(item.kind));
                continue;
            }
            let (w, h) = (width + 2.0 * pad, height + 2.0 * pad);
            let x = match corner {
                Place::MapTopLeft | Place::MapBottomLeft => map.x0 + pad,
                _ => map.x1 - pad - w,
            };
            let y = match corner {
                Place::MapTopLeft | Place::MapTopRight => map.y0 + pad + used,
                _ => map.y1 - pad - h - used,
            };
            out.push(area(Rect::new(x, y, x + w, y + h), Colour(255, 255, 255, 235)));
            out.push(furniture::moved(items, x + pad, y + pad));
            used += h + pad;
            if left_out > 0 {
                notes.push(SheetNote::LegendCut { left_out });
            }
            placed.push(item.kind);
        }
    }
}

/// Furniture in the panel: column by column, the title block at the foot of the last one.
fn panel(
    kit: &Kit<'_>,
    areas: &Areas,
    out: &mut Vec<PageItem>,
    placed: &mut Vec<Furniture>,
    notes: &mut Vec<SheetNote>,
) {
    let Some(last) = areas.columns.last() else { return };
    let gap = 3.5 * kit.k;
    let width = last.width();
    let kinds: Vec<Furniture> = kit
        .spec
        .template
        .items
        .iter()
        .filter(|i| i.place == Place::Panel && i.kind.is_movable())
        .map(|i| i.kind)
        .collect();
    let mut columns: Vec<Rect> = areas.columns.clone();
    if kinds.contains(&Furniture::TitleBlock) {
        let block = furniture::block(kit, Furniture::TitleBlock, width, last.height());
        let top = last.y1 - block.height;
        out.push(furniture::moved(block.items, last.x0, top));
        placed.push(Furniture::TitleBlock);
        if let Some(column) = columns.last_mut() {
            column.y1 = top - gap;
        }
    }
    let mut rest: Vec<Furniture> = kinds.into_iter().filter(|k| *k != Furniture::TitleBlock).collect();
    // What a class means matters more than where the sheet lies: the locator makes room for the
    // legend, then the list of documents, and the maker is told.
    let mut flow = Flow::of(kit, &rest, &columns, gap);
    for expendable in [Furniture::Locator, Furniture::Sources] {
        if flow.is_complete() || !rest.contains(&Furniture::Legend) {
            break;
        }
        let fewer: Vec<Furniture> = rest.iter().copied().filter(|k| *k != expendable).collect();
        if fewer.len() < rest.len() {
            let next = Flow::of(kit, &fewer, &columns, gap);
            if next.left_out < flow.left_out || next.no_room.len() < flow.no_room.len() {
                notes.push(SheetNote::NoRoom(expendable));
                rest = fewer;
                flow = next;
            }
        }
    }
    out.append(&mut flow.items);
    placed.append(&mut flow.placed);
    notes.extend(flow.no_room.into_iter().map(SheetNote::NoRoom));
    if flow.left_out > 0 {
        notes.push(SheetNote::LegendCut { left_out: flow.left_out });
    }
}

/// Furniture that was put into columns.
#[derive(Default)]
struct Flow {
    items: Vec<PageItem>,
    placed: Vec<Furniture>,
    no_room: Vec<Furniture>,
    /// Rows of the legend that had no room.
    left_out: usize,
}

impl Flow {
    fn is_complete(&self) -> bool {
        self.no_room.is_empty() && self.left_out == 0
    }

    /// Fills columns from the top; a piece that does not fit into what is left of one goes to the
    /// next. The legend takes what the others leave.
    fn of(kit: &Kit<'_>, kinds: &[Furniture], columns: &[Rect], gap: f64) -> Self {
        let mut out = Self::default();
        let (Some(first), last) = (columns.first(), columns.len() - 1) else { return out };
        let width = first.width();
        // All but the legend have the height they have.
        let heights: Vec<f64> = kinds
            .iter()
            .map(|kind| match kind {
                Furniture::Legend => 0.0,
                other => furniture::block(kit, *other, width, f64::INFINITY).height,
            })
            .collect();
        let (mut column, mut y) = (0, first.y0);
        for (i, kind) in kinds.iter().enumerate() {
            let later: f64 = heights[i + 1..].iter().filter(|h| **h > 0.0).map(|h| h + gap).sum();
            let mut row = 0;
            loop {
                let left = columns[column].y1 - y;
                let further: f64 = columns[column + 1..].iter().map(Rect::height).sum();
                let block = if *kind == Furniture::Legend {
                    furniture::legend_part(kit, width, left - (later - further).max(0.0), row, column == last)
                } else {
                    furniture::block(kit, *kind, width, left)
                };
                let starts_well = block.left_out == 0 || column == last || block.rows >= 4;
                if block.height <= left + 1e-6 && starts_well {
                    if block.height > 0.0 {
                        out.items.push(furniture::moved(block.items, columns[column].x0, y));
                        y += block.height + gap;
                        if row == 0 {
                            out.placed.push(*kind);
                        }
                    }
                    row += block.rows;
                    if block.left_out == 0 || column == last {
                        out.left_out += block.left_out;
                        break;
                    }
                } else if column == last {
                    out.no_room.push(*kind);
                    break;
                }
                column += 1;
                y = columns[column].y0;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page::PlacedText;
    use crate::testing;
    use planmap_core::Crs;
    use planmap_core::catalogue::Text2;
    use planmap_core::symbology::Theme;

    fn catalogue() -> Catalogue {
        let mut c = Catalogue::blank(Crs::vn2000_son_la());
        c.name = Text2 { vi: "Thành phố Sơn La".into(), en: "Sơn La city".into() };
        c.legal_note = Text2 {
            vi: "Quy hoạch được phê duyệt năm 2022 và 2023; hiệu lực sau ngày 1/7/2025 cần xác nhận với Sở Xây dựng."
                .into(),
            en: "Plans approved in 2022 and 2023; their status after 1 July 2025 is to be confirmed.".into(),
        };
        c.data_date = Some("2026-11-23".into());
        c
    }

    fn spec(paper: &str, language: SheetLanguage, scene: &MapScene) -> SheetSpec {
        let limit = scene.layers.iter().find(|l| l.spec.id == "general-limit").unwrap().features.extent();
        let template = SheetTemplate::standard();
        let mut spec = SheetSpec::new(Paper::parse(paper).unwrap(), template, SheetPlace::Extent(limit), language);
        spec.fields.agency = "Sở Xây dựng tỉnh Sơn La – Phòng Quy hoạch kiến trúc và Phát triển đô thị".into();
        spec.fields.made_by = "Nguyễn Thị Phương Thảo Nguyên".into();
        spec.fields.checked_by = "Trương Đình Nguyễn Hoàng Quốc Khánh".into();
        spec.checksum = "3f9a0c".repeat(10);
        spec
    }

    fn problems(sheet: &Sheet) -> Vec<String> {
        let page = &sheet.page;
        let texts = page.texts();
        let loose: Vec<&PlacedText<'_>> = texts.iter().filter(|t| !t.is_cut).collect();
        let mut out = Vec::new();
        for t in &loose {
            let b = t.box_mm;
            if b.x0 < 2.0 || b.y0 < 2.0 || b.x1 > page.width_mm - 2.0 || b.y1 > page.height_mm - 2.0 {
                out.push(format!("{:?} leaves the page: {b:?}", t.run.text));
            }
        }
        // The mark across the map lies over everything by intention.
        let words: Vec<_> =
            loose.iter().filter(|t| t.run.size < 0.1 * page.height_mm && t.run.colour.3 == 255).collect();
        for (i, a) in words.iter().enumerate() {
            for b in &words[i + 1..] {
                let common = a.box_mm.intersect(b.box_mm);
                if common.width() > 0.05 && common.height() > 0.05 {
                    out.push(format!("{:?} overlaps {:?}", a.run.text, b.run.text));
                }
            }
        }
        out
    }

    #[test]
    fn no_text_overlaps_or_leaves_any_sheet_in_any_language() {
        let scene = testing::city(Theme::Light);
        for paper in ["a4", "a4-portrait", "a3", "a3-portrait", "a1", "a0-portrait", "300x300"] {
            for language in [SheetLanguage::Vietnamese, SheetLanguage::English, SheetLanguage::Both] {
                let sheet = lay_out(&scene, &catalogue(), &spec(paper, language, &scene), &|| false).unwrap();
                let found = problems(&sheet);
                assert!(found.is_empty(), "{paper} {language:?}: {found:#?}");
                assert!(sheet.items.contains(&Furniture::TitleBlock) && sheet.items.contains(&Furniture::Legend));
                if let Ok(folder) = std::env::var("PLANMAP_LOOK") {
                    let p = crate::page::picture(&sheet.page, 70.0, &|| false).unwrap();
                    let png = crate::picture::encode_png(&p.pixels, 1.0).unwrap();
                    std::fs::write(format!("{folder}/sheet-{paper}-{language:?}.png"), png).unwrap();
                }
            }
        }
    }

    #[test]
    fn the_mark_of_a_schematic_cannot_be_switched_off() {
        let scene = testing::city(Theme::Light);
        let mut spec = spec("a4", SheetLanguage::Vietnamese, &scene);
        spec.template.items.clear();
        let sheet = lay_out(&scene, &catalogue(), &spec, &|| false).unwrap();
        assert!(sheet.is_marked && sheet.items.is_empty());
        let text = "SƠ ĐỒ MINH HỌA – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ";
        assert!(sheet.page.texts().iter().any(|t| t.run.text == text));
        let mut exact = scene.clone();
        for layer in &mut exact.layers {
            let mut spec = planmap_core::catalogue::LayerSpec::clone(&layer.spec);
            spec.accuracy = Accuracy::Surveyed;
            layer.spec = std::sync::Arc::new(spec);
        }
        assert!(!lay_out(&exact, &catalogue(), &spec, &|| false).unwrap().is_marked);
    }

    #[test]
    fn an_extent_that_does_not_fit_is_shown_smaller_and_said_so() {
        let scene = testing::city(Theme::Light);
        let mut spec = spec("a4", SheetLanguage::Vietnamese, &scene);
        spec.scale = SheetScale::Fixed(2_000.0);
        let (map, note) = map_frame(&spec, &catalogue());
        let Some(SheetNote::ScaleReduced { asked, given }) = note else { unreachable!("{note:?}") };
        assert!((asked - 2_000.0).abs() < 1e-9 && (given - map.denominator).abs() < 1e-9);
        let (w, h) = map.ground_size_m();
        let SheetPlace::Extent(e) = spec.place else { unreachable!() };
        assert!(e.width() <= w && e.height() <= h, "all of it is shown");
        let smaller = super::super::paper::ROUND_SCALES.iter().rev().find(|n| **n < given).unwrap();
        assert!(e.width() > w / given * smaller || e.height() > h / given * smaller, "and no larger scale would do");
    }

    #[test]
    fn a_frame_of_one_s_own_stays_inside_the_room() {
        let scene = testing::city(Theme::Light);
        let mut spec = spec("a3", SheetLanguage::Vietnamese, &scene);
        let [x, y, w, h] = frame_room(&spec);
        spec.frame_mm = Some([x + 20.0, y + 10.0, w - 60.0, h - 40.0]);
        let r = map_frame(&spec, &catalogue()).0.rect_mm;
        assert!((r.x0 - x - 20.0).abs() < 1e-9 && (r.width() - w + 60.0).abs() < 1e-9);
        spec.frame_mm = Some([-50.0, 900.0, 5_000.0, 5.0]);
        let r = map_frame(&spec, &catalogue()).0.rect_mm;
        assert!(r.x0 >= x - 1e-9 && r.x1 <= x + w + 1e-9 && r.y1 <= y + h + 1e-9 && r.height() >= 20.0);
    }
}
