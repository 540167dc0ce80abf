//! Pages as PDF: vectors, embedded subsets of the typeface, searchable text, bookmarks, and the
//! place on earth of every map.
//!
//! Owns the way from the display list to krilla, and the pass that adds what krilla does not write
//! ([`georeference`]). Adds nothing to a page and moves nothing. Must not know files.

mod georeference;
mod text;

pub use georeference::esri_wkt;

use krilla::blend::BlendMode;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Pattern, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};
use planmap_core::plain_text::one_line;
use planmap_core::style::Blend;
use planmap_core::symbology::Colour;
use thiserror::Error;
use vello_cpu::kurbo::{Affine, BezPath, PathEl, Shape};

use crate::Book;
use planmap_draw::display::{Group, PageHatch, PageItem, RIM_PT, hatch_cell, opacity_of};
use text::Fonts;

/// Typographic points of a millimetre.
pub(crate) const MM_PT: f64 = 72.0 / 25.4;

/// Why no PDF could be made.
#[derive(Debug, Error)]
pub enum PdfError {
    /// A page is empty or larger than the format allows.
    #[error("a page cannot be {width_mm} × {height_mm} mm")]
    PageSize {
        /// Its width in millimetres.
        width_mm: f64,
        /// Its height in millimetres.
        height_mm: f64,
    },
    /// The writer refused.
    #[error("the PDF could not be written: {0}")]
    Writer(String),
    /// What was written could not be given its place on earth.
    #[error("the page tree was not found")]
    Structure,
    /// A page holds an image, which this writer is built without.
    #[error("images cannot be written into a PDF")]
    Image,
    /// The work was called off.
    #[error("cancelled")]
    Cancelled,
}

/// Makes the file. `cancelled` is asked before every page.
///
/// # Errors
/// See [`PdfError`].
pub fn write(book: &Book, cancelled: &dyn Fn() -> bool) -> Result<Vec<u8>, PdfError> {
    if book.pages.iter().any(|page| has_image(&page.items)) {
        return Err(PdfError::Image);
    }
    let mut document =
        Document::new_with(SerializeSettings { enable_tagging: false, ..Default::default() });
    let fonts = Fonts::default();
    let mut outline = Outline::new();
    for (number, page) in book.pages.iter().enumerate() {
        if cancelled() {
            return Err(PdfError::Cancelled);
        }
        let settings =
            PageSettings::from_wh((page.width_mm * MM_PT) as f32, (page.height_mm * MM_PT) as f32);
        let size_error = PdfError::PageSize { width_mm: page.width_mm, height_mm: page.height_mm };
        let mut sheet = document.start_page_with(settings.ok_or(size_error)?);
        let mut surface = sheet.surface();
        let mut writer = Writer { surface: &mut surface, fonts: &fonts, scale: 1.0 };
        writer.transformed(Affine::scale(MM_PT), |w| w.items(&page.items));
        surface.finish();
        sheet.finish();
        if !page.bookmark.is_empty() {
            let top = XyzDestination::new(number, Point::from_xy(0.0, 0.0));
            outline.push_child(OutlineNode::new(one_line(&page.bookmark).into_owned(), top));
        }
    }
    document.set_outline(outline);
    // The description of a PDF is XML as well (XMP), which krilla writes as it is handed in.
    let safe = |text: &String| one_line(text).into_owned();
    let metadata = Metadata::new()
        .title(safe(&book.title))
        .authors(vec![safe(&book.author)])
        .description(safe(&book.subject))
        .keywords(book.keywords.iter().map(safe).collect())
        .creator(concat!("planmap ", env!("CARGO_PKG_VERSION")).to_owned())
        .language(book.language.to_owned());
    document.set_metadata(metadata);
    let bytes = document.finish().map_err(|e| PdfError::Writer(format!("{e:?}")))?;
    georeference::add(bytes, &book.pages).ok_or(PdfError::Structure)
}

fn has_image(items: &[PageItem]) -> bool {
    items.iter().any(|item| match item {
        PageItem::Image(..) => true,
        PageItem::Group(group) => has_image(&group.items),
        _ => false,
    })
}

struct Writer<'a, 'b> {
    surface: &'a mut Surface<'b>,
    fonts: &'a Fonts,
    /// Typographic points of the unit that is drawn in.
    scale: f64,
}

impl Writer<'_, '_> {
    fn transformed(&mut self, transform: Affine, draw: impl FnOnce(&mut Self)) {
        let scale = self.scale;
        self.scale *= transform.determinant().abs().sqrt();
        self.surface.push_transform(&matrix(transform));
        draw(self);
        self.surface.pop();
        self.scale = scale;
    }

    fn items(&mut self, items: &[PageItem]) {
        for item in items {
            match item {
                PageItem::Fill { path, colour, seamless } => self.fill(path, *colour, *seamless),
                PageItem::Hatch { path, hatch } => self.hatch(path, hatch),
                PageItem::Stroke { path, colour, width, dash, round_ends } => {
                    self.stroke(path, *colour, *width, dash, *round_ends);
                }
                // Refused before any page is begun.
                PageItem::Image(..) => {}
                PageItem::Text(run) => self.text(run),
                PageItem::Group(group) => self.group(group),
            }
        }
    }

    fn group(&mut self, group: &Group) {
        self.transformed(group.transform, |w| {
            let clip = group.clip.and_then(|c| w.path(&c.to_path(0.01)));
            if let Some(clip) = &clip {
                w.surface.push_clip_path(clip, &FillRule::NonZero);
            }
            let blend = blend_mode(group.blend);
            if let Some(blend) = blend {
                w.surface.push_blend_mode(blend);
            }
            let faded = group.opacity < 1.0;
            if faded {
                w.surface.push_opacity(normalized(group.opacity));
            }
            w.items(&group.items);
            if faded {
                w.surface.pop();
            }
            if blend.is_some() {
                w.surface.pop();
            }
            if clip.is_some() {
                w.surface.pop();
            }
        });
    }

    fn fill(&mut self, path: &BezPath, colour: Colour, seamless: bool) {
        let Some(path) = self.path(path) else { return };
        let paint: krilla::paint::Paint = rgb(colour).into();
        let rim = (seamless && colour.3 == 255).then(|| Stroke {
            paint: paint.clone(),
            width: (RIM_PT / self.scale) as f32,
            line_join: LineJoin::Bevel,
            ..Default::default()
        });
        self.surface.set_fill(Some(Fill {
            paint,
            opacity: alpha(colour),
            rule: FillRule::NonZero,
        }));
        self.surface.set_stroke(rim);
        self.surface.draw_path(&path);
    }

    fn stroke(
        &mut self,
        path: &BezPath,
        colour: Colour,
        width: f64,
        dash: &[f64],
        round_ends: bool,
    ) {
        let Some(path) = self.path(path) else { return };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(line(colour, width, dash, round_ends)));
        self.surface.draw_path(&path);
    }

    fn hatch(&mut self, path: &BezPath, hatch: &PageHatch) {
        let Some(path) = self.path(path) else { return };
        let (cell, round) = hatch_cell(hatch.pattern, hatch.period);
        let Some(cell) = self.path(&cell) else { return };
        let mut builder = self.surface.stream_builder();
        let mut surface = builder.surface();
        surface.set_fill(None);
        surface.set_stroke(Some(line(hatch.colour, hatch.width, &[], round)));
        surface.draw_path(&cell);
        surface.finish();
        let pattern = Pattern {
            stream: builder.finish(),
            transform: Transform::from_translate(hatch.origin.0 as f32, hatch.origin.1 as f32),
            width: hatch.period as f32,
            height: hatch.period as f32,
        };
        self.surface.set_fill(Some(Fill {
            paint: pattern.into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
        self.surface.set_stroke(None);
        self.surface.draw_path(&path);
    }

    /// A path with its numbers rounded to the power of ten that is at most a hundredth of a point
    /// (0.0035 mm): nobody can see more, and the file is half as large.
    fn path(&self, path: &BezPath) -> Option<Path> {
        let step = 10f64.powf((0.0108 / self.scale).log10().floor());
        let per_unit = (1.0 / step).round().max(1.0);
        let round =
            |v: f64| if step < 1.0 { (v * per_unit).round() / per_unit } else { (v / step).round() * step } as f32;
        let mut out = PathBuilder::new();
        // Points that fall on the one before them say nothing.
        let mut last = (f32::NAN, f32::NAN);
        let mut at = |x: f64, y: f64| {
            let p = (round(x), round(y));
            let moved = p != last;
            last = p;
            (p, moved)
        };
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => {
                    let ((x, y), _) = at(p.x, p.y);
                    out.move_to(x, y);
                }
                PathEl::LineTo(p) => {
                    let ((x, y), moved) = at(p.x, p.y);
                    if moved {
                        out.line_to(x, y);
                    }
                }
                PathEl::QuadTo(a, p) => {
                    let ((x, y), _) = at(p.x, p.y);
                    out.quad_to(round(a.x), round(a.y), x, y);
                }
                PathEl::CurveTo(a, b, p) => {
                    let ((x, y), _) = at(p.x, p.y);
                    out.cubic_to(round(a.x), round(a.y), round(b.x), round(b.y), x, y);
                }
                PathEl::ClosePath => out.close(),
            }
        }
        out.finish()
    }
}

fn line(colour: Colour, width: f64, dash: &[f64], round_ends: bool) -> Stroke {
    Stroke {
        paint: rgb(colour).into(),
        width: width as f32,
        miter_limit: 4.0,
        line_cap: if round_ends { LineCap::Round } else { LineCap::Butt },
        line_join: LineJoin::Round,
        opacity: alpha(colour),
        dash: (!dash.is_empty())
            .then(|| StrokeDash { array: dash.iter().map(|d| *d as f32).collect(), offset: 0.0 }),
    }
}

/// How PDF calls a blend; none for the usual one.
fn blend_mode(blend: Blend) -> Option<BlendMode> {
    match blend {
        Blend::Normal => None,
        Blend::Multiply => Some(BlendMode::Multiply),
        Blend::Screen => Some(BlendMode::Screen),
    }
}

fn rgb(c: Colour) -> rgb::Color {
    rgb::Color::new(c.0, c.1, c.2)
}

fn alpha(c: Colour) -> NormalizedF32 {
    normalized(opacity_of(c) as f32)
}

fn normalized(v: f32) -> NormalizedF32 {
    NormalizedF32::new(v.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

fn matrix(a: Affine) -> Transform {
    let [sx, ky, kx, sy, tx, ty] = a.as_coeffs().map(|v| v as f32);
    Transform::from_row(sx, ky, kx, sy, tx, ty)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{MapFrame, MapOptions, Page, map_items};
    use planmap_core::MapPoint;
    use planmap_core::i18n::Language;
    use planmap_core::symbology::Theme;
    use planmap_draw::testing;
    use vello_cpu::kurbo::Rect;

    /// A page with a map of the test city at a scale.
    fn page(denominator: f64) -> Page {
        let scene = testing::city(Theme::Light);
        let frame = MapFrame {
            rect_mm: Rect::new(10.0, 10.0, 410.0, 287.0),
            centre: MapPoint::new(491_300.0, 2_358_600.0),
            denominator,
            crs: planmap_core::Crs::vn2000_son_la(),
        };
        let options = MapOptions {
            language: Language::Vietnamese,
            labels: true,
            sites: true,
            annotations: true,
            selected_site: Some("na-san"),
        };
        let mut page = Page::new(420.0, 297.0, "Bản đồ");
        page.items = map_items(&scene, &frame, &options, &|| false).unwrap();
        page.maps.push(frame);
        page
    }

    #[test]
    fn a_map_is_a_small_file_with_a_place_on_earth() {
        for denominator in [80_000.0, 5_000.0] {
            let page = page(denominator);
            let book = Book {
                pages: vec![page],
                title: "Quy hoạch".into(),
                language: "vi",
                ..Default::default()
            };
            let bytes = write(&book, &|| false).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(text.matches("startxref").count(), 2, "written once and updated once");
            assert!(text.contains("/Subtype /GEO") && text.contains("/EPSG 9206"));
            assert!(text.contains("/MediaBox[0 0 1190.5511 841.8898]"), "A3 in points");
            assert!(!text.contains("/Subtype/Image") && !text.contains("/Subtype /Image"));
            assert!(bytes.len() < 3_000_000, "{} bytes", bytes.len());
        }
    }
}
