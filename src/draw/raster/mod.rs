//! Scene to pixels on the CPU.
//!
//! Owns the one renderer of the map: the window's tiles, pictures and golden tests all come out of
//! it. One picture is drawn on one thread, and threads draw pictures side by side. Labels and
//! sites' marks float over the map and are not drawn here. Must not know a window or a file.

mod frame;
mod hatch;
mod layer;

pub(crate) use frame::{Frame, add_points};

use std::cell::RefCell;

use planmap_core::catalogue::{LayerRole, PlanKind};
use planmap_core::symbology::{Colour, MapColours, SITE_FILL_OPACITY, colours};
use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::kurbo::{BezPath, Cap, Join, Stroke};
use vello_cpu::{PixmapMut, RasterizerSettings, RenderContext, Resources, TargetInit};

use crate::scene::{MapLayer, MapScene};
use crate::tile::{TILE_PX, TileKey};

/// A picture: rows from the top, four bytes a pixel, red, green, blue, alpha, with the colours
/// **premultiplied** by alpha. Tiles are opaque everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub rgba: Vec<u8>,
}

impl Pixels {
    /// One pixel as red, green, blue, alpha.
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        let at = (y as usize * self.width as usize + x as usize) * 4;
        self.rgba.get(at..at + 4).and_then(|p| p.try_into().ok()).unwrap_or_default()
    }
}

/// Draws one tile; `None` once `cancelled` says so, which is asked between layers.
#[must_use]
pub fn tile(scene: &MapScene, key: &TileKey, cancelled: &dyn Fn() -> bool) -> Option<Pixels> {
    let frame = Frame {
        origin: key.origin_px(),
        metres_per_pixel: key.metres_per_pixel(),
        pixels_per_point: f64::from(key.pixels_per_point()),
        width: TILE_PX as u16,
        height: TILE_PX as u16,
    };
    draw(scene, &frame, cancelled)
}

/// Draws any frame.
pub(crate) fn draw(scene: &MapScene, frame: &Frame, cancelled: &dyn Fn() -> bool) -> Option<Pixels> {
    let colours = colours(scene.theme);
    with_canvas(frame.width, frame.height, |canvas| {
        canvas.clear(colours.outside);
        ground(scene, frame, &colours, canvas);
        let denominator = frame.denominator();
        let shown: Vec<&MapLayer> = scene.layers.iter().filter(|l| l.shown_at(denominator)).collect();
        // Neighbours in the stack that share a place in it draw their casings first and their
        // lines on top, so that no casing cuts a neighbour's line.
        for group in shown.chunk_by(|a, b| a.order() == b.order()) {
            if cancelled() {
                return None;
            }
            layer::draw_group(group, scene.theme, frame, canvas);
        }
        sites(scene, frame, &colours, canvas);
        if cancelled() {
            return None;
        }
        Some(())
    })
}

/// The ground of the plans, under everything: pale green in the general plan, street-coloured
/// where a plan's own lots lie on it.
fn ground(scene: &MapScene, frame: &Frame, colours: &MapColours, canvas: &mut Canvas) {
    let denominator = frame.denominator();
    let mut limits: Vec<&MapLayer> =
        scene.layers.iter().filter(|l| l.spec.role == LayerRole::Limit && l.shown_at(denominator)).collect();
    limits.sort_by_key(|l| l.plan_kind);
    for limit in limits {
        let colour = match limit.plan_kind {
            Some(PlanKind::General) => colours.planned,
            None => continue,
            Some(PlanKind::Zoning | PlanKind::Detailed) => {
                let has_lots = scene.layers.iter().any(|l| {
                    l.spec.role == LayerRole::LandUse && l.spec.plan == limit.spec.plan && l.shown_at(denominator)
                });
                if !has_lots {
                    continue;
                }
                colours.street
            }
        };
        let features: Vec<_> = limit.features.in_extent(&frame.extent(0.0)).collect();
        let path = layer::fill_path(limit, &features, frame);
        canvas.fill(&path, colour.with_opacity(limit.opacity));
    }
}

/// The areas of candidate sites. Their edges and marks are not part of the map.
fn sites(scene: &MapScene, frame: &Frame, colours: &MapColours, canvas: &mut Canvas) {
    for site in &scene.sites {
        let Some(geometry) = &site.geometry else { continue };
        let mut path = BezPath::new();
        let mut scratch = Vec::new();
        for polygon in polygons(geometry) {
            for (i, ring) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
                frame.add_coords(ring.coords().map(|c| (*c).into()), i > 0, &mut scratch, &mut path);
            }
        }
        canvas.fill(&path, colours.site_fill.with_opacity(SITE_FILL_OPACITY));
    }
}

/// The polygons of a geometry, whatever they are wrapped in.
pub(crate) fn polygons(geometry: &geo::Geometry<f64>) -> Vec<&geo::Polygon<f64>> {
    match geometry {
        geo::Geometry::Polygon(p) => vec![p],
        geo::Geometry::MultiPolygon(m) => m.iter().collect(),
        geo::Geometry::GeometryCollection(c) => c.iter().flat_map(polygons).collect(),
        _ => Vec::new(),
    }
}

/// The drawing surface of a thread, used again for each picture.
pub(crate) struct Canvas {
    context: RenderContext,
}

impl Canvas {
    fn clear(&mut self, colour: Colour) {
        self.context.set_paint(paint(colour));
        let (w, h) = (f64::from(self.context.width()), f64::from(self.context.height()));
        self.context.fill_rect(&vello_cpu::kurbo::Rect::new(0.0, 0.0, w, h));
    }

    pub(crate) fn fill(&mut self, path: &BezPath, colour: Colour) {
        if colour.3 > 0 && !path.elements().is_empty() {
            self.context.set_paint(paint(colour));
            self.context.fill_path(path);
        }
    }

    pub(crate) fn fill_pattern(&mut self, path: &BezPath, pattern: (vello_cpu::Image, vello_cpu::kurbo::Affine)) {
        if !path.elements().is_empty() {
            self.context.set_paint(pattern.0);
            self.context.set_paint_transform(pattern.1);
            self.context.fill_path(path);
            self.context.reset_paint_transform();
        }
    }

    /// Strokes with round joins; ends are round or cut off.
    pub(crate) fn stroke(&mut self, path: &BezPath, colour: Colour, width_px: f64, round_ends: bool) {
        if colour.3 > 0 && width_px > 0.0 && !path.elements().is_empty() {
            let cap = if round_ends { Cap::Round } else { Cap::Butt };
            // Round joins of hairlines cannot be seen and cost as much as the lines.
            let join = if width_px > 1.6 { Join::Round } else { Join::Bevel };
            self.context.set_paint(paint(colour));
            self.context.set_stroke(Stroke::new(width_px).with_join(join).with_caps(cap));
            self.context.stroke_path(path);
        }
    }

    /// Draws something at an opacity as a whole.
    pub(crate) fn translucent(&mut self, opacity: f32, draw: impl FnOnce(&mut Self)) {
        if opacity >= 1.0 {
            draw(self);
        } else {
            self.context.push_opacity_layer(opacity.max(0.0));
            draw(self);
            self.context.pop_layer();
        }
    }
}

fn paint(c: Colour) -> AlphaColor<Srgb> {
    AlphaColor::from_rgba8(c.0, c.1, c.2, c.3)
}

/// Lends the thread's surface at a size and reads the picture from it.
fn with_canvas(width: u16, height: u16, draw: impl FnOnce(&mut Canvas) -> Option<()>) -> Option<Pixels> {
    let mut rgba = vec![0; usize::from(width) * usize::from(height) * 4];
    lend(width, height, TargetInit::Clear(AlphaColor::TRANSPARENT), &mut rgba, draw)?;
    Some(Pixels { width: width.into(), height: height.into(), rgba })
}

/// Draws over a picture that is there.
pub(crate) fn draw_over(pixels: &mut Pixels, draw: impl FnOnce(&mut Canvas)) {
    let (Ok(width), Ok(height)) = (u16::try_from(pixels.width), u16::try_from(pixels.height)) else { return };
    lend(width, height, TargetInit::SrcOver, &mut pixels.rgba, |canvas| {
        draw(canvas);
        Some(())
    });
}

fn lend(
    width: u16,
    height: u16,
    target_init: TargetInit,
    rgba: &mut [u8],
    draw: impl FnOnce(&mut Canvas) -> Option<()>,
) -> Option<()> {
    thread_local! {
        static SURFACE: RefCell<Option<(Canvas, Resources)>> = const { RefCell::new(None) };
    }
    SURFACE.with_borrow_mut(|slot| {
        let (canvas, resources) =
            slot.get_or_insert_with(|| (Canvas { context: RenderContext::new(width, height) }, Resources::new()));
        canvas.context.reset_and_resize(width, height);
        draw(canvas)?;
        canvas.context.flush();
        let settings = RasterizerSettings { target_init, ..Default::default() };
        canvas.context.render_with(PixmapMut::new(width, height, rgba)?, resources, settings);
        Some(())
    })
}
