//! The map inside a frame on a page: the same scene as on the screen, as vectors.
//!
//! Owns the way from map metres to millimetres of paper, and the display list that the renderer
//! fills instead of pixels. Must not know what else stands on the page.

use std::sync::Arc;

use planmap_core::catalogue::{Accuracy, LayerRole};
use planmap_core::i18n::Language;
use planmap_core::style::Blend;
use planmap_core::symbology::{Colour, colours};
use planmap_core::viewport::{POINT_M, ScreenPoint};
use planmap_core::{Crs, Extent, MapPoint, Viewport};
use vello_cpu::kurbo::{Affine, BezPath, Rect, Shape};

use super::{Group, PageHatch, PageItem, TextAlign, TextRun};
use planmap_draw::display::annotations::annotation_items;
use planmap_draw::label::{self, LabelOf, PlacedLabel};
use planmap_draw::overlay::{Align, Item, OverlayOptions, overlay};
use planmap_draw::raster::{Canvas, Frame, Hatch, PlacedImage, draw_onto};
use planmap_draw::scene::MapScene;

/// Millimetres of a screen point, 1/96 inch: styles have the same size on paper as on a screen.
const POINT_MM: f64 = 25.4 / 96.0;

/// Counts a point that map geometry is laid out in: a count is 0.033 mm and is cut to 32 parts,
/// so that no vertex is off by more than a thousandth of a millimetre; and it is 0.09375
/// typographic points, which single precision holds exactly.
const COUNTS_PER_POINT: f64 = 8.0;

/// Dots an inch of images on paper: finer ones make files large and are not seen.
const IMAGE_DPI: f64 = 300.0;

/// Where a map stands on a page and what it shows. Grid north is up.
#[derive(Debug, Clone, PartialEq)]
pub struct MapFrame {
    /// The frame in millimetres of the page.
    pub rect_mm: Rect,
    /// The place in its middle.
    pub centre: MapPoint,
    /// The number N of its scale 1:N.
    pub denominator: f64,
    /// The system of the map.
    pub crs: Crs,
}

impl MapFrame {
    /// The ground that it shows.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let (w, h) = self.ground_size_m();
        Extent::from_corners(
            MapPoint::new(self.centre.x - w / 2.0, self.centre.y - h / 2.0),
            MapPoint::new(self.centre.x + w / 2.0, self.centre.y + h / 2.0),
        )
    }

    /// Width and height of that ground in metres.
    #[must_use]
    pub fn ground_size_m(&self) -> (f64, f64) {
        (
            self.rect_mm.width() / 1000.0 * self.denominator,
            self.rect_mm.height() / 1000.0 * self.denominator,
        )
    }

    /// Where a place of the map is on the page, in millimetres.
    #[must_use]
    pub fn page_from_map(&self, p: MapPoint) -> (f64, f64) {
        let mm = 1000.0 / self.denominator;
        let middle = self.rect_mm.center();
        (middle.x + (p.x - self.centre.x) * mm, middle.y - (p.y - self.centre.y) * mm)
    }

    /// Which place of the map a position on the page shows.
    #[must_use]
    pub fn map_from_page(&self, (x, y): (f64, f64)) -> MapPoint {
        let m = self.denominator / 1000.0;
        let middle = self.rect_mm.center();
        MapPoint::new(self.centre.x + (x - middle.x) * m, self.centre.y - (y - middle.y) * m)
    }

    /// The same as a view of the screen, whose points are 1/96 inch of paper.
    #[must_use]
    pub fn viewport(&self) -> Viewport {
        let (w, h) = (self.rect_mm.width() / POINT_MM, self.rect_mm.height() / POINT_MM);
        Viewport::new(self.centre, self.denominator * POINT_M, w, h)
    }
}

/// What a map on a page shows besides its layers.
#[derive(Debug, Clone, Copy)]
pub struct MapOptions<'a> {
    /// Language of names.
    pub language: Language,
    /// Whether names are shown.
    pub labels: bool,
    /// Whether candidate sites have their marks.
    pub sites: bool,
    /// Whether the scene's annotations are shown.
    pub annotations: bool,
    /// The site whose edge is drawn stronger.
    pub selected_site: Option<&'a str>,
}

/// The items of a map, cut to its frame; `None` once `cancelled` says so.
#[must_use]
pub fn map_items(
    scene: &MapScene,
    frame: &MapFrame,
    options: &MapOptions<'_>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<PageItem>> {
    let rect = frame.rect_mm;
    // Where no plan has a limit, nothing lies outside of one, and the sheet stays white.
    let has_limits = scene.vectors().any(|l| l.spec.role == LayerRole::Limit);
    let backdrop =
        if has_limits { colours(scene.theme).outside } else { colours(scene.theme).paper };
    let mut out =
        vec![PageItem::Fill { path: rect.to_path(0.01), colour: backdrop, seamless: false }];
    out.push(ground(scene, frame, options.sites, cancelled)?);
    let view = frame.viewport();
    let mut labels = if options.labels {
        label::place(scene, view.metres_per_point(), options.language, cancelled)
    } else {
        label::LabelSet::default()
    };
    // A name that the frame cuts is not read. A site's stays: it says what its mark is.
    labels.labels.retain(|l| matches!(l.of, LabelOf::Site(_)) || is_whole(l, &view));
    if cancelled() {
        return None;
    }
    let chosen = OverlayOptions {
        language: options.language,
        labels: options.labels,
        edged_site: options.selected_site,
        site_edges: true,
        ..Default::default()
    };
    let marked;
    let marks = if options.sites {
        scene
    } else {
        marked = MapScene { sites: Arc::from([]), ..scene.clone() };
        &marked
    };
    let floating = overlay(marks, &labels, &view, &chosen);
    let transform = Affine::translate((rect.x0, rect.y0)) * Affine::scale(POINT_MM);
    let clip = Rect::new(0.0, 0.0, rect.width() / POINT_MM, rect.height() / POINT_MM);
    let mut items = page_items(&floating, (clip.x1, clip.y1));
    if options.annotations {
        items.extend(annotation_items(&scene.annotations, &view, options.language));
    }
    out.push(PageItem::Group(Box::new(Group {
        clip: Some(clip),
        ..Group::moved(transform, items)
    })));
    Some(out)
}

/// Whether a label stands inside a view as a whole.
fn is_whole(label: &PlacedLabel, view: &Viewport) -> bool {
    let anchor = view.screen_from_map(label.anchor);
    let (x, y) = (anchor.x + f64::from(label.offset.0), anchor.y + f64::from(label.offset.1));
    let width = f64::from(label.width);
    let left = match label.align {
        Align::Left => x,
        Align::Centre => x - width / 2.0,
        Align::Right => x - width,
    };
    let half_height = f64::from(label.style.size) * 0.6;
    let (view_width, view_height) = view.size();
    left >= 0.0 && left + width <= view_width && y >= half_height && y + half_height <= view_height
}

/// The layers of the map.
fn ground(
    scene: &MapScene,
    frame: &MapFrame,
    sites: bool,
    cancelled: &dyn Fn() -> bool,
) -> Option<PageItem> {
    let rect = frame.rect_mm;
    let count_mm = POINT_MM / COUNTS_PER_POINT;
    let metres = count_mm / 1000.0 * frame.denominator;
    let corner = frame.map_from_page((rect.x0, rect.y0));
    // The frame's corner falls between two counts; the group's transform makes up for it.
    let (x, y) = (corner.x / metres, -corner.y / metres);
    let origin = (x.floor(), y.floor());
    let (width, height) = (rect.width() / count_mm, rect.height() / count_mm);
    let side = |v: f64| (v.ceil() + 1.0).min(f64::from(u16::MAX)) as u16;
    let raster = Frame {
        origin: (origin.0 as i64, origin.1 as i64),
        metres_per_pixel: metres,
        pixels_per_point: COUNTS_PER_POINT,
        width: side(width),
        height: side(height),
    };
    let mut list = List::default();
    let bare;
    let shown = if sites {
        scene
    } else {
        bare = MapScene { sites: Arc::from([]), ..scene.clone() };
        &bare
    };
    draw_onto(shown, &raster, &mut list, cancelled)?;
    let (dx, dy) = (x - origin.0, y - origin.1);
    let transform = Affine::translate((rect.x0, rect.y0))
        * Affine::scale(count_mm)
        * Affine::translate((-dx, -dy));
    Some(PageItem::Group(Box::new(Group {
        clip: Some(Rect::new(dx, dy, dx + width, dy + height)),
        ..Group::moved(transform, list.finish())
    })))
}

/// The accuracy that a map must be marked with: as [`MapScene::mark`], of what lies in the frame.
#[must_use]
pub fn mark_in(scene: &MapScene, frame: &MapFrame) -> Option<Accuracy> {
    let extent = frame.extent();
    let mut shown = scene.clone();
    shown.layers.retain(|l| l.shown_at(frame.denominator) && l.touches(&extent));
    shown.mark()
}

/// A display list in place of a surface.
#[derive(Default)]
struct List {
    items: Vec<PageItem>,
    /// Groups that are not ended: their opacity and blend, and what was there before them.
    open: Vec<(f32, Blend, Vec<PageItem>)>,
}

impl List {
    fn finish(mut self) -> Vec<PageItem> {
        while !self.open.is_empty() {
            self.end_group();
        }
        self.items
    }
}

impl Canvas for List {
    fn fill(&mut self, path: &BezPath, colour: Colour) {
        if colour.3 > 0 && !path.elements().is_empty() {
            self.items.push(PageItem::Fill { path: path.clone(), colour, seamless: false });
        }
    }

    fn fill_seamless(&mut self, path: &BezPath, colour: Colour) {
        if colour.3 > 0 && !path.elements().is_empty() {
            self.items.push(PageItem::Fill { path: path.clone(), colour, seamless: true });
        }
    }

    fn hatch(&mut self, path: &BezPath, hatch: &Hatch, frame: &Frame) {
        if !path.elements().is_empty() {
            let period = frame.px(hatch.style.period);
            let phase = |origin: i64| -(origin as f64).rem_euclid(period);
            let hatch = PageHatch {
                pattern: hatch.style.pattern,
                period,
                width: frame.px(hatch.style.width),
                origin: (phase(frame.origin.0), phase(frame.origin.1)),
                colour: hatch.colour.with_opacity(hatch.opacity),
            };
            self.items.push(PageItem::Hatch { path: path.clone(), hatch });
        }
    }

    fn stroke(&mut self, path: &BezPath, colour: Colour, width_px: f64, round_ends: bool) {
        if colour.3 > 0 && width_px > 0.0 && !path.elements().is_empty() {
            let path = path.clone();
            self.items.push(PageItem::Stroke {
                path,
                colour,
                width: width_px,
                dash: Vec::new(),
                round_ends,
            });
        }
    }

    fn begin_group(&mut self, opacity: f32, blend: Blend) {
        self.open.push((opacity, blend, std::mem::take(&mut self.items)));
    }

    fn end_group(&mut self) {
        if let Some((opacity, blend, before)) = self.open.pop() {
            let items = std::mem::replace(&mut self.items, before);
            let group = Group { opacity, blend, ..Group::moved(Affine::IDENTITY, items) };
            self.items.push(PageItem::Group(Box::new(group)));
        }
    }

    fn image(&mut self, image: &PlacedImage, opacity: f32) {
        if opacity > 0.0 {
            self.items.push(PageItem::Image(image.clone(), opacity));
        }
    }

    fn image_pixel(&self) -> f64 {
        COUNTS_PER_POINT * 96.0 / IMAGE_DPI
    }

    fn takes_pixels(&self) -> bool {
        false
    }

    fn picture(&mut self, _: vello_cpu::Image, _: Option<&Hatch>, _: f32, _: &Frame) {}
}

/// Items of the screen's overlay as items of a page, in points.
fn page_items(items: &[Item], size: (f64, f64)) -> Vec<PageItem> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Text { at, align, text, style } => {
                let ScreenPoint { x, y } = *at;
                out.push(PageItem::Text(TextRun {
                    text: text.clone(),
                    x,
                    // The middle of the capitals stands at the point.
                    y: y + f64::from(style.size * planmap_draw::text::CAP_HEIGHT) / 2.0,
                    align: match align {
                        Align::Left => TextAlign::Left,
                        Align::Centre => TextAlign::Centre,
                        Align::Right => TextAlign::Right,
                    },
                    size: f64::from(style.size),
                    weight: style.weight,
                    letter_spacing: f64::from(style.letter_spacing),
                    colour: style.colour,
                    halo: style.halo.map(|(c, w)| (c, f64::from(w))),
                    angle_deg: 0.0,
                }));
            }
            other => {
                let mut list = List::default();
                planmap_draw::paint::one(other, 1.0, size, &mut list);
                out.append(&mut list.items);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_cut_by_the_frame() {
        let scene = planmap_draw::testing::city(planmap_core::symbology::Theme::Light);
        let rect_mm = Rect::new(20.0, 20.0, 220.0, 170.0);
        let options = MapOptions {
            language: Language::Vietnamese,
            labels: true,
            sites: false,
            annotations: false,
            selected_site: None,
        };
        let mut names = 0;
        for (denominator, east) in [(2_000.0, 0.0), (3_000.0, 37.0), (30_000.0, 111.0)] {
            let centre = MapPoint::new(490_400.0 + east, 2_358_000.0);
            let frame = MapFrame { rect_mm, centre, denominator, crs: Crs::vn2000_son_la() };
            let mut page = crate::Page::new(250.0, 200.0, "");
            page.items = map_items(&scene, &frame, &options, &|| false).unwrap_or_default();
            for text in page.texts() {
                names += 1;
                let b = text.box_mm;
                let inside = b.x0 >= 19.9 && b.x1 <= 220.1 && b.y0 >= 19.9 && b.y1 <= 170.1;
                assert!(inside, "{:?} is cut at 1:{denominator}: {b:?}", text.run.text);
            }
        }
        assert!(names > 20, "{names}");
    }

    #[test]
    fn a_kilometre_at_one_to_ten_thousand_is_ten_centimetres() {
        let frame = MapFrame {
            rect_mm: Rect::new(10.0, 20.0, 300.0, 250.0),
            centre: MapPoint::new(491_234.567, 2_358_765.432),
            denominator: 10_000.0,
            crs: Crs::vn2000_son_la(),
        };
        let a = frame.page_from_map(MapPoint::new(491_000.0, 2_358_000.0));
        let b = frame.page_from_map(MapPoint::new(491_600.0, 2_358_800.0));
        assert!(((a.0 - b.0).hypot(a.1 - b.1) - 100.0).abs() < 1e-9);
        let back = frame.map_from_page(a);
        assert!(back.distance(MapPoint::new(491_000.0, 2_358_000.0)) < 1e-6);
        assert!((frame.viewport().scale_denominator() - 10_000.0).abs() < 1e-6);
        assert!((frame.extent().width() - 2_900.0).abs() < 1e-9);
    }
}
