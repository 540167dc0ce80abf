//! A sheet: one map with its furniture on a sheet of paper.
//!
//! Owns what is asked of a sheet and how it is put together; `areas` divides the page, `flow` puts
//! the furniture into it. Says aloud whatever could not be done as it was asked. Must not know
//! files or the clock.

mod areas;
mod flow;

use planmap_core::catalogue::{Accuracy, Catalogue};
use planmap_core::{Extent, MapPoint};
use vello_cpu::kurbo::Rect;

use super::furniture::{self, Kit};
use super::ink::{BLACK, HAIRLINE, SheetLanguage, frame as box_edge};
use super::map::{MapFrame, MapOptions, map_items, mark_in};
use super::size::{Paper, fits_at, fitting_scale};
use super::template::{Furniture, Place, SheetTemplate, TitleFields};
use super::{MapSetSum, Page, PageItem};
use areas::{Areas, rim_mm};
use flow::{further_pages, over_the_map, panel};
use planmap_draw::scene::MapScene;

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

/// How many columns a panel beside the map has. With two, the map's frame shows less ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PanelColumns {
    /// Two where one does not hold the legend and the scale stays as it is, else one.
    #[default]
    Auto,
    /// One.
    One,
    /// Two.
    Two,
}

impl PanelColumns {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::One, Self::Two];

    /// As many as are certain before anything is laid out.
    fn at_first(self) -> usize {
        if self == Self::Two { 2 } else { 1 }
    }
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
    /// Whether annotations are shown, and listed where the template has a place for their list.
    pub annotations: bool,
    /// How many columns a panel beside the map has.
    pub columns: PanelColumns,
    /// The site that the sheet is about.
    pub selected_site: Option<String>,
    /// Checksum of the map set.
    pub map_set: MapSetSum,
    /// What it is called in the list of bookmarks; empty for the drawing's name.
    pub bookmark: String,
}

impl SheetSpec {
    /// A sheet by a template that shows an extent at a round scale.
    #[must_use]
    pub fn new(
        paper: Paper,
        template: SheetTemplate,
        place: SheetPlace,
        language: SheetLanguage,
    ) -> Self {
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
            annotations: true,
            columns: PanelColumns::Auto,
            selected_site: None,
            map_set: MapSetSum::None,
            bookmark: String::new(),
        }
    }
}

/// What a reader of the sheet's maker should know.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetNote {
    /// The extent does not fit at the scale that was asked for: the map shows the middle of it.
    DoesNotFit {
        /// The N that was asked for, and that the map has.
        asked: f64,
        /// The N of the largest round scale that all of it fits at.
        fitting: f64,
    },
    /// The legend had room for some classes only.
    LegendCut {
        /// How many classes it leaves out, which it says itself.
        left_out: usize,
    },
    /// There was no room for a piece of furniture.
    NoRoom(Furniture),
    /// What had no room goes on over further pages.
    GoesOn {
        /// How many there are.
        pages: usize,
    },
}

/// A sheet that is laid out.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The page.
    pub page: Page,
    /// Pages on which the legend and whatever else had no room goes on.
    pub further: Vec<Page>,
    /// The columns of its panel, where that stands beside the map.
    pub columns: PanelColumns,
    /// The map on the first.
    pub map: MapFrame,
    /// The furniture that stands on it.
    pub items: Vec<Furniture>,
    /// Whether it carries the mark of what is not exact.
    pub is_marked: bool,
    /// What could not be done as it was asked.
    pub notes: Vec<SheetNote>,
}

impl Sheet {
    /// All its pages in order.
    #[must_use]
    pub fn into_pages(self) -> Vec<Page> {
        std::iter::once(self.page).chain(self.further).collect()
    }
}

/// The map of a sheet, before anything is drawn: its frame on the page, place and scale. Where the
/// columns of the panel are not said, they are taken for one.
#[must_use]
pub fn map_frame(spec: &SheetSpec, catalogue: &Catalogue) -> (MapFrame, Option<SheetNote>) {
    map_within(spec, catalogue, Areas::of(spec, spec.columns.at_first()).map)
}

/// The map in a frame: its place and scale.
fn map_within(
    spec: &SheetSpec,
    catalogue: &Catalogue,
    rect: Rect,
) -> (MapFrame, Option<SheetNote>) {
    let (w, h) = (rect.width(), rect.height());
    let (centre, denominator, note) = match (spec.place, spec.scale) {
        (SheetPlace::Extent(e), SheetScale::Fit) => (e.centre(), fitting_scale(&e, w, h), None),
        (SheetPlace::Extent(e), SheetScale::Fixed(asked)) => {
            let note = (!fits_at(&e, w, h, asked))
                .then(|| SheetNote::DoesNotFit { asked, fitting: fitting_scale(&e, w, h) });
            (e.centre(), asked, note)
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
    let areas = Areas::of(spec, spec.columns.at_first());
    let (map, note) = map_within(spec, catalogue, areas.map);
    let kit = Kit::new(scene, catalogue, spec, &map, cancelled)?;
    let narrow = panel(&kit, &areas);
    if !narrow.is_complete()
        && let Some((areas, map)) = wider(spec, catalogue, &map)
    {
        let kit = Kit::new(scene, catalogue, spec, &map, cancelled)?;
        let wide = panel(&kit, &areas);
        if wide.is_complete() {
            return put_together(&kit, wide, PanelColumns::Two, note, cancelled);
        }
    }
    let columns =
        if spec.columns == PanelColumns::Two { PanelColumns::Two } else { PanelColumns::One };
    put_together(&kit, narrow, columns, note, cancelled)
}

/// The same sheet with two columns beside the map, where that leaves the scale as it is and half of
/// the page for the map.
fn wider(spec: &SheetSpec, catalogue: &Catalogue, narrow: &MapFrame) -> Option<(Areas, MapFrame)> {
    if spec.columns != PanelColumns::Auto || !spec.paper.is_landscape() || spec.frame_mm.is_some() {
        return None;
    }
    let areas = Areas::of(spec, 2);
    let (map, _) = map_within(spec, catalogue, areas.map);
    let same = (map.denominator - narrow.denominator).abs() < 1e-6;
    (same && map.rect_mm.width() >= 0.5 * spec.paper.width_mm).then_some((areas, map))
}

/// The page of a map and its panel, and what follows it.
fn put_together(
    kit: &Kit<'_>,
    mut flow: flow::Flow,
    columns: PanelColumns,
    note: Option<SheetNote>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Sheet> {
    let spec = kit.spec;
    let mark = mark_in(kit.scene, kit.map);
    let bookmark =
        if spec.bookmark.is_empty() { kit.fields.drawing.clone() } else { spec.bookmark.clone() };
    let page = Page::new(spec.paper.width_mm, spec.paper.height_mm, &bookmark);
    let notes: Vec<SheetNote> = note.into_iter().collect();
    let map = kit.map.clone();
    let mut sheet = Sheet {
        page,
        further: Vec::new(),
        columns,
        map,
        items: Vec::new(),
        is_marked: mark.is_some(),
        notes,
    };
    draw_map(kit, mark, &mut sheet.page.items, &mut sheet.items, cancelled)?;
    over_the_map(kit, &mut sheet.page.items, &mut sheet.items, &mut sheet.notes);
    sheet.page.items.append(&mut flow.items);
    sheet.items.append(&mut flow.placed);
    sheet.page.maps.push(sheet.map.clone());
    further_pages(kit, &flow, &mut sheet);
    sheet.items.sort_unstable();
    Some(sheet)
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
        annotations: spec.annotations,
        selected_site: spec.selected_site.as_deref(),
    };
    let mut items = map_items(kit.scene, kit.map, &options, cancelled)?;
    // Names and marks, which grid and warning must not run across.
    let floating = items.pop();
    out.extend(items);
    if spec.template.place(Furniture::Grid) != Place::Off {
        furniture::grid(kit, out);
        placed.push(Furniture::Grid);
    }
    if let Some(accuracy) = mark {
        out.push(furniture::watermark(kit.map, accuracy, spec.language));
    }
    out.extend(floating);
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
        (SheetPlace::Extent(e), SheetScale::Fit) => {
            (e.centre(), fitting_scale(&e, inner.width(), inner.height()))
        }
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

/// The room that the map's frame may take on a sheet: left, top, width, height in millimetres.
#[must_use]
pub fn frame_room(spec: &SheetSpec) -> [f64; 4] {
    let free = SheetSpec { frame_mm: None, ..spec.clone() };
    let r = Areas::of(&free, spec.columns.at_first()).map;
    [r.x0, r.y0, r.width(), r.height()]
}

#[cfg(test)]
mod tests;
