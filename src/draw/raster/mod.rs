//! Scene to pixels on the CPU.
//!
//! Owns the one renderer of the map: the window's tiles, pictures and golden tests all come out of
//! it. One picture is drawn on one thread, and threads draw pictures side by side. Labels and
//! sites' marks float over the map and are not drawn here. Must not know a window or a file.

mod frame;
#[cfg(test)]
mod ground;
mod hatch;
mod image;
mod layer;
mod mosaic;
mod shares;
mod site;
#[cfg(test)]
mod styles;

pub use frame::Frame;
pub(crate) use frame::add_points;
pub use hatch::Hatch;

use std::cell::RefCell;
use std::sync::Arc;

use planmap_core::catalogue::{LayerRole, PlanKind};
use planmap_core::style::Blend;
use planmap_core::symbology::{Colour, MapColours, SITE_FILL_OPACITY, Theme, colours};
use vello_cpu::color::{AlphaColor, PremulRgba8, Srgb};
use vello_cpu::kurbo::{Affine, BezPath, Cap, Join, Rect, Stroke};
use vello_cpu::peniko::{BlendMode, Compose, Extend, ImageBrush, ImageQuality, ImageSampler, Mix};
use vello_cpu::{
    ImageSource, Pixmap, PixmapMut, RasterizerSettings, RenderContext, Resources, TargetInit,
};

use crate::display::paint_items;
use crate::scene::{MapLayer, MapScene, SceneLayer};
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
    /// Nothing but transparency.
    #[must_use]
    pub fn blank(width: u32, height: u32) -> Self {
        Self { width, height, rgba: vec![0; width as usize * height as usize * 4] }
    }

    /// One pixel as red, green, blue, alpha.
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        let at = (y as usize * self.width as usize + x as usize) * 4;
        self.rgba.get(at..at + 4).and_then(|p| p.try_into().ok()).unwrap_or_default()
    }
}

/// Draws one tile; `None` once `cancelled` says so, which is asked between layers and, in
/// very large ones, every few thousand features.
#[must_use]
pub fn tile(scene: &MapScene, key: &TileKey, cancelled: &dyn Fn() -> bool) -> Option<Pixels> {
    let frame = Frame {
        origin: key.origin_px(),
        metres_per_pixel: key.metres_per_pixel(),
        pixels_per_point: f64::from(key.pixels_per_point()),
        width: TILE_PX as u16,
        height: TILE_PX as u16,
    };
    with_canvas(frame.width, frame.height, |canvas| {
        let colours = colours(scene.theme);
        canvas.clear(colours.outside);
        draw_layers(scene, &frame, canvas, cancelled)?;
        // Below the annotations: what is written over the map is read.
        sites(scene, &frame, &colours, canvas);
        site::edges(scene, &frame, &colours, canvas);
        let items = scene.noted.items(key, scene.theme == Theme::Dark);
        paint_items(canvas, &items, frame.pixels_per_point, cancelled)?;
        layer::selected(scene, &frame, &colours, canvas);
        (!cancelled()).then_some(())
    })
}

/// Draws any frame, without annotations.
pub(crate) fn draw(
    scene: &MapScene,
    frame: &Frame,
    cancelled: &dyn Fn() -> bool,
) -> Option<Pixels> {
    with_canvas(frame.width, frame.height, |canvas| {
        let colours = colours(scene.theme);
        canvas.clear(colours.outside);
        draw_onto(scene, frame, canvas, cancelled)?;
        layer::selected(scene, frame, &colours, canvas);
        (!cancelled()).then_some(())
    })
}

/// Draws the map of a frame, without the ground outside of every plan and what is selected.
pub fn draw_onto(
    scene: &MapScene,
    frame: &Frame,
    canvas: &mut dyn Canvas,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    draw_layers(scene, frame, canvas, cancelled)?;
    sites(scene, frame, &colours(scene.theme), canvas);
    (!cancelled()).then_some(())
}

/// The ground of the plans and the layers on it.
fn draw_layers(
    scene: &MapScene,
    frame: &Frame,
    canvas: &mut dyn Canvas,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    ground(scene, frame, &colours(scene.theme), canvas);
    let denominator = frame.denominator();
    let mut group: Vec<layer::Styled<'_>> = Vec::new();
    for shown in scene.layers.iter().filter(|l| l.shown_at(denominator)) {
        match shown {
            SceneLayer::Vector(vector) => {
                let styled = layer::Styled::of(vector, scene.theme);
                if group.last().is_some_and(|below| !below.joins(&styled)) {
                    draw_group(&mut group, scene.theme, frame, canvas, cancelled)?;
                }
                group.push(styled);
            }
            SceneLayer::Raster(raster) => {
                draw_group(&mut group, scene.theme, frame, canvas, cancelled)?;
                if cancelled() {
                    return None;
                }
                image::draw(raster, frame, canvas);
            }
        }
    }
    draw_group(&mut group, scene.theme, frame, canvas, cancelled)?;
    (!cancelled()).then_some(())
}

/// Draws the layers that were gathered and begins the next group; `None` once cancelled.
fn draw_group(
    group: &mut Vec<layer::Styled<'_>>,
    theme: Theme,
    frame: &Frame,
    canvas: &mut dyn Canvas,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    if group.is_empty() {
        return Some(());
    }
    if cancelled() {
        return None;
    }
    layer::draw_group(group, theme, frame, canvas, cancelled)?;
    group.clear();
    Some(())
}

/// The ground of the plans, under everything: pale green in the general plan, street-coloured
/// where a plan's own lots lie on it.
fn ground(scene: &MapScene, frame: &Frame, colours: &MapColours, canvas: &mut dyn Canvas) {
    let denominator = frame.denominator();
    let mut limits: Vec<&MapLayer> = scene
        .vectors()
        .filter(|l| l.spec.role == LayerRole::Limit && l.shown_at(denominator))
        .collect();
    limits.sort_by_key(|l| l.plan_kind);
    for limit in limits {
        let colour = match limit.plan_kind {
            Some(PlanKind::General) => colours.planned,
            None => continue,
            Some(PlanKind::Zoning | PlanKind::Detailed) => {
                if !has_lots(scene, limit, denominator) {
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

/// Whether lots of a limit's own plan are shown.
pub(crate) fn has_lots(scene: &MapScene, limit: &MapLayer, denominator: f64) -> bool {
    let is_of_plan =
        |l: &&MapLayer| l.spec.role == LayerRole::LandUse && l.spec.plan == limit.spec.plan;
    scene.vectors().filter(is_of_plan).any(|l| l.shown_at(denominator))
}

/// The areas of candidate sites. Their edges and marks are not part of the map.
fn sites(scene: &MapScene, frame: &Frame, colours: &MapColours, canvas: &mut dyn Canvas) {
    for site in scene.sites.iter() {
        let Some(geometry) = &site.geometry else { continue };
        let mut path = BezPath::new();
        let mut scratch = Vec::new();
        for polygon in polygons(geometry) {
            for (i, ring) in
                std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate()
            {
                frame.add_coords(
                    ring.coords().map(|c| (*c).into()),
                    i > 0,
                    &mut scratch,
                    &mut path,
                );
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

/// A part of an image with its place.
#[derive(Debug, Clone)]
pub struct PlacedImage {
    /// Its pixels.
    pub pixels: Arc<Pixels>,
    /// What of them is shown, in pixels from the upper left corner.
    pub shown: Rect,
    /// From these pixels to the unit of what it is drawn onto.
    pub transform: Affine,
}

/// What the map is drawn onto: pixels, or the display list of a page.
pub trait Canvas {
    /// Fills a path by the non-zero rule.
    fn fill(&mut self, path: &BezPath, colour: Colour);

    /// The same for areas that meet others: paper closes the hairline that viewers of files leave
    /// between them.
    fn fill_seamless(&mut self, path: &BezPath, colour: Colour) {
        self.fill(path, colour);
    }

    /// Fills a path with a pattern that is laid from the map's origin.
    fn hatch(&mut self, path: &BezPath, hatch: &Hatch, frame: &Frame);

    /// Strokes with round joins; ends are round or cut off.
    fn stroke(&mut self, path: &BezPath, colour: Colour, width_px: f64, round_ends: bool);

    /// Strokes what lies inside an area. Where areas of two colours meet, each keeps its half of
    /// the line, and none takes ground from the other by being drawn last. Paper, whose lines are
    /// thin, takes the whole line.
    fn stroke_inside(&mut self, _area: &BezPath, path: &BezPath, colour: Colour, width_px: f64) {
        self.stroke(path, colour, width_px, false);
    }

    /// What follows, up to [`Canvas::end_group`], is drawn as a whole at an opacity, and goes in its
    /// way with what is there.
    fn begin_group(&mut self, opacity: f32, blend: Blend);

    /// Ends the last [`Canvas::begin_group`].
    fn end_group(&mut self);

    /// Draws an image at an opacity, smoothly where it is turned or scaled.
    fn image(&mut self, image: &PlacedImage, opacity: f32);

    /// How much of the canvas a pixel of an image should take at least: finer ones are not seen.
    fn image_pixel(&self) -> f64 {
        1.0
    }

    /// Whether pictures can be laid down: paper has none of the map.
    fn takes_pixels(&self) -> bool;

    /// Draws a picture of the canvas's size, whole, at an opacity, with a hatch on it where it has
    /// colour. Does nothing where pictures are not taken.
    fn picture(
        &mut self,
        picture: vello_cpu::Image,
        hatch: Option<&Hatch>,
        opacity: f32,
        frame: &Frame,
    );
}

/// Draws something at an opacity as a whole.
pub(crate) fn translucent(
    canvas: &mut dyn Canvas,
    opacity: f32,
    draw: impl FnOnce(&mut dyn Canvas),
) {
    if opacity >= 1.0 {
        draw(canvas);
    } else {
        canvas.begin_group(opacity.max(0.0), Blend::Normal);
        draw(canvas);
        canvas.end_group();
    }
}

/// The drawing surface of a thread, used again for each picture.
pub struct PixelCanvas {
    context: RenderContext,
}

impl PixelCanvas {
    fn clear(&mut self, colour: Colour) {
        self.context.set_paint(paint(colour));
        let (w, h) = (f64::from(self.context.width()), f64::from(self.context.height()));
        self.context.fill_rect(&Rect::new(0.0, 0.0, w, h));
    }

    /// The surface beneath, for what a page has and a map has not.
    pub fn context(&mut self) -> &mut RenderContext {
        &mut self.context
    }
}

impl Canvas for PixelCanvas {
    fn fill(&mut self, path: &BezPath, colour: Colour) {
        if colour.3 > 0 && !path.elements().is_empty() {
            self.context.set_paint(paint(colour));
            self.context.fill_path(path);
        }
    }

    fn hatch(&mut self, path: &BezPath, hatch: &Hatch, frame: &Frame) {
        if !path.elements().is_empty() {
            let (image, transform) = hatch::paint(hatch, frame);
            self.context.set_paint(image);
            self.context.set_paint_transform(transform);
            self.context.fill_path(path);
            self.context.reset_paint_transform();
        }
    }

    fn stroke(&mut self, path: &BezPath, colour: Colour, width_px: f64, round_ends: bool) {
        if colour.3 > 0 && width_px > 0.0 && !path.elements().is_empty() {
            let cap = if round_ends { Cap::Round } else { Cap::Butt };
            // Round joins of hairlines cannot be seen and cost as much as the lines.
            let join = if width_px > 1.6 { Join::Round } else { Join::Bevel };
            self.context.set_paint(paint(colour));
            self.context.set_stroke(Stroke::new(width_px).with_join(join).with_caps(cap));
            self.context.stroke_path(path);
        }
    }

    fn stroke_inside(&mut self, area: &BezPath, path: &BezPath, colour: Colour, width_px: f64) {
        if path.elements().is_empty() {
            return;
        }
        self.context.push_clip_path(area);
        self.stroke(path, colour, width_px, false);
        self.context.pop_clip();
    }

    fn begin_group(&mut self, opacity: f32, blend: Blend) {
        self.context.push_layer(None, blend_mode(blend), Some(opacity), None, None);
    }

    fn end_group(&mut self) {
        self.context.pop_layer();
    }

    fn image(&mut self, image: &PlacedImage, opacity: f32) {
        paint_image(&mut self.context, image, Affine::IDENTITY, opacity);
    }

    fn takes_pixels(&self) -> bool {
        true
    }

    fn picture(
        &mut self,
        picture: vello_cpu::Image,
        hatch: Option<&Hatch>,
        opacity: f32,
        frame: &Frame,
    ) {
        let (w, h) = (f64::from(self.context.width()), f64::from(self.context.height()));
        let all = Rect::new(0.0, 0.0, w, h);
        // A layer of its own costs as much as the picture.
        let is_layer = opacity < 1.0 || hatch.is_some();
        if is_layer {
            self.context.push_opacity_layer(opacity.clamp(0.0, 1.0));
        }
        self.context.set_paint(picture);
        self.context.fill_rect(&all);
        if let Some(hatch) = hatch {
            let (image, transform) = hatch::paint(hatch, frame);
            self.context.push_layer(
                None,
                Some(BlendMode::new(Mix::Normal, Compose::SrcAtop)),
                None,
                None,
                None,
            );
            self.context.set_paint(image);
            self.context.set_paint_transform(transform);
            self.context.fill_rect(&all);
            self.context.reset_paint_transform();
            self.context.pop_layer();
        }
        if is_layer {
            self.context.pop_layer();
        }
    }
}

/// Draws an image that a further transform leads onto the surface.
pub(crate) fn paint_image(
    context: &mut RenderContext,
    image: &PlacedImage,
    onto: Affine,
    opacity: f32,
) {
    let Some(pixmap) = pixmap(&image.pixels) else { return };
    let sampler = ImageSampler {
        x_extend: Extend::Pad,
        y_extend: Extend::Pad,
        quality: ImageQuality::Medium,
        alpha: opacity.clamp(0.0, 1.0),
    };
    let before = *context.transform();
    context.set_transform(onto * image.transform);
    context.set_paint(ImageBrush { image: ImageSource::Pixmap(Arc::new(pixmap)), sampler });
    context.reset_paint_transform();
    context.fill_rect(&image.shown);
    context.set_transform(before);
}

fn pixmap(pixels: &Pixels) -> Option<Pixmap> {
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    let mut out = Pixmap::new(width, height);
    for (target, source) in out.data_mut().iter_mut().zip(pixels.rgba.chunks_exact(4)) {
        *target = PremulRgba8 { r: source[0], g: source[1], b: source[2], a: source[3] };
    }
    out.set_may_have_transparency(true);
    Some(out)
}

/// How the renderer calls a blend; none for the usual one.
pub(crate) fn blend_mode(blend: Blend) -> Option<BlendMode> {
    let mix = match blend {
        Blend::Normal => return None,
        Blend::Multiply => Mix::Multiply,
        Blend::Screen => Mix::Screen,
    };
    Some(BlendMode::new(mix, Compose::SrcOver))
}

fn paint(c: Colour) -> AlphaColor<Srgb> {
    AlphaColor::from_rgba8(c.0, c.1, c.2, c.3)
}

/// Lends the thread's surface at a size and reads the picture from it.
pub fn with_canvas(
    width: u16,
    height: u16,
    draw: impl FnOnce(&mut PixelCanvas) -> Option<()>,
) -> Option<Pixels> {
    let mut rgba = vec![0; usize::from(width) * usize::from(height) * 4];
    lend(width, height, TargetInit::Clear(AlphaColor::TRANSPARENT), &mut rgba, draw)?;
    Some(Pixels { width: width.into(), height: height.into(), rgba })
}

/// Draws over a picture that is there.
pub(crate) fn draw_over(pixels: &mut Pixels, draw: impl FnOnce(&mut PixelCanvas)) {
    let (Ok(width), Ok(height)) = (u16::try_from(pixels.width), u16::try_from(pixels.height))
    else {
        return;
    };
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
    draw: impl FnOnce(&mut PixelCanvas) -> Option<()>,
) -> Option<()> {
    thread_local! {
        static SURFACE: RefCell<Option<(PixelCanvas, Resources)>> = const { RefCell::new(None) };
    }
    SURFACE.with_borrow_mut(|slot| {
        let (canvas, resources) = slot.get_or_insert_with(|| {
            (PixelCanvas { context: RenderContext::new(width, height) }, Resources::new())
        });
        canvas.context.reset_and_resize(width, height);
        draw(canvas)?;
        canvas.context.flush();
        let settings = RasterizerSettings { target_init, ..Default::default() };
        canvas.context.render_with(PixmapMut::new(width, height, rgba)?, resources, settings);
        Some(())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::cell::Cell;

    use planmap_core::MapPoint;
    use planmap_core::catalogue::Accuracy;
    use planmap_core::feature::PartKind;
    use planmap_core::symbology::{Theme, class_style};
    use planmap_core::viewport::POINT_M;

    use super::*;
    use crate::testing::{self, Builder};

    /// A frame of `tiles` by `tiles` whole tiles from a tile on.
    fn frame(key: &TileKey, tiles: u16) -> Frame {
        Frame {
            origin: key.origin_px(),
            metres_per_pixel: key.metres_per_pixel(),
            pixels_per_point: f64::from(key.pixels_per_point()),
            width: TILE_PX as u16 * tiles,
            height: TILE_PX as u16 * tiles,
        }
    }

    fn key_at(at: MapPoint, denominator: f64, ppp: f32, revision: u64) -> TileKey {
        let mpp = denominator * POINT_M / f64::from(ppp);
        let side = mpp * f64::from(TILE_PX);
        TileKey::new(
            mpp,
            ppp,
            (at.x / side).floor() as i32,
            (-at.y / side).floor() as i32,
            revision,
        )
    }

    /// A frame as large as several tiles, with all that a tile of a map without annotations has.
    fn drawn_with_edges(scene: &MapScene, frame: &Frame) -> Pixels {
        with_canvas(frame.width, frame.height, |canvas| {
            let colours = colours(scene.theme);
            canvas.clear(colours.outside);
            draw_onto(scene, frame, canvas, &|| false)?;
            site::edges(scene, frame, &colours, canvas);
            Some(())
        })
        .unwrap()
    }

    #[test]
    fn neighbouring_tiles_are_one_picture() {
        let at = MapPoint::new(491_000.0, 2_359_000.0);
        for theme in [Theme::Light, Theme::Dark] {
            let mut scene = testing::city(theme);
            scene
                .vectors_mut()
                .filter(|l| l.spec.role == LayerRole::LandUse)
                .for_each(|l| l.opacity = 0.8);
            for (denominator, ppp) in
                [(60_000.0, 1.0), (12_000.0, 1.25), (6_000.0, 2.0), (700.0, 1.0)]
            {
                let first = key_at(at, denominator, ppp, 0);
                let whole = drawn_with_edges(&scene, &frame(&first, 2));
                let mut worst = 0;
                for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    let key =
                        TileKey::new(first.metres_per_pixel(), ppp, first.x + dx, first.y + dy, 0);
                    let part = tile(&scene, &key, &|| false).unwrap();
                    for (x, y) in (0..TILE_PX).flat_map(|y| (0..TILE_PX).map(move |x| (x, y))) {
                        let a = part.pixel(x, y);
                        let b = whole.pixel(x + dx as u32 * TILE_PX, y + dy as u32 * TILE_PX);
                        let d = (0..4).map(|i| a[i].abs_diff(b[i])).max().unwrap();
                        worst = d.max(worst);
                    }
                }
                assert!(
                    worst <= 2,
                    "tiles differ from the whole by {worst} of 255 at 1:{denominator}"
                );
            }
        }
    }

    #[test]
    fn every_pixel_is_opaque_and_ground_is_even() {
        let scene = testing::city(Theme::Dark);
        let tile =
            tile(&scene, &key_at(MapPoint::new(495_500.0, 2_348_500.0), 9_000.0, 1.0, 0), &|| {
                false
            })
            .unwrap();
        assert!(tile.rgba.chunks_exact(4).all(|p| p[3] == 255));
        let planned = colours(Theme::Dark).planned;
        assert_eq!(tile.pixel(TILE_PX - 1, TILE_PX - 1), [planned.0, planned.1, planned.2, 255]);
    }

    /// Two classes on a turned grid of edge-matched squares, without streets.
    fn patchwork(theme: Theme, classes: &[&str], side: f64) -> MapScene {
        let mut scene = MapScene::empty(planmap_core::Crs::vn2000_son_la(), theme);
        let mut b = Builder::default();
        let turn =
            |u: f64, v: f64| (490_000.0 + u * 0.8 - v * 0.6, 2_355_000.0 + u * 0.6 + v * 0.8);
        for (i, j) in (-40..40).flat_map(|i| (-40..40).map(move |j| (i, j))) {
            let corner =
                |di: i32, dj: i32| turn(f64::from(i + di) * side, f64::from(j + dj) * side);
            let mut ring =
                vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)];
            // Files run either way.
            if (i * 7 + j) % 3 == 0 {
                ring.reverse();
            }
            let class = classes[((i + j).unsigned_abs() as usize) % classes.len()];
            b.add(PartKind::Exterior, ring, &[("class", class)]);
        }
        let mut spec = testing::spec("land-use", Some("zone"), LayerRole::LandUse);
        spec.accuracy = Accuracy::Surveyed;
        let kind = Some(PlanKind::Zoning);
        scene.push(MapLayer::new(
            Arc::new(spec),
            kind,
            Arc::new(b.finish()),
            Some(Arc::new(testing::legend())),
        ));
        scene
    }

    #[test]
    fn lots_that_share_an_edge_leave_no_crack() {
        let at = MapPoint::new(490_000.0, 2_355_000.0);
        for theme in [Theme::Light, Theme::Dark] {
            // So far out that lots are a few pixels and have no edges.
            let denominator = 40_000.0;
            let mpp = denominator * POINT_M;
            let view = |scene: &MapScene| {
                let frame = Frame {
                    origin: ((at.x / mpp) as i64 - 100, (-at.y / mpp) as i64 - 100),
                    metres_per_pixel: mpp,
                    pixels_per_point: 1.0,
                    width: 200,
                    height: 200,
                };
                draw(scene, &frame, &|| false).unwrap()
            };
            let legend = testing::legend();
            let fill = |code: &str| {
                class_style(legend.class(code).unwrap().1.official_colour(), theme).fill
            };
            let one = view(&patchwork(theme, &["housing"], 40.0));
            let c = fill("housing");
            let worst = one
                .rgba
                .chunks_exact(4)
                .map(|p| p[0].abs_diff(c.0).max(p[1].abs_diff(c.1)).max(p[2].abs_diff(c.2)))
                .max();
            assert!(worst.unwrap() <= 4, "one class shows its lots by {worst:?}");
            // Between two classes nothing may be brighter than the brighter or darker than the
            // darker one by more than a shade; the ground is far outside of both.
            let two = view(&patchwork(theme, &["mixed", "service"], 40.0));
            let (a, b) = (fill("mixed"), fill("service"));
            let beyond = |v: u8, a: u8, b: u8| {
                i32::from(a.min(b))
                    .saturating_sub(v.into())
                    .max(i32::from(v) - i32::from(a.max(b)))
                    .max(0)
            };
            let worst = two
                .rgba
                .chunks_exact(4)
                .map(|p| {
                    beyond(p[0], a.0, b.0).max(beyond(p[1], a.1, b.1)).max(beyond(p[2], a.2, b.2))
                })
                .max();
            assert!(worst.unwrap() <= 6, "the ground shines through by {worst:?}");
        }
    }

    #[test]
    fn hidden_things_leave_no_trace_and_scale_ranges_hold() {
        let at = MapPoint::new(491_000.0, 2_359_000.0);
        let key = key_at(at, 20_000.0, 1.0, 0);
        let full = testing::city(Theme::Light);
        let bare = MapScene {
            layers: full
                .layers
                .iter()
                .filter(|l| l.spec().id != "zone-1-land-use")
                .cloned()
                .collect(),
            ..full.clone()
        };
        let want = tile(&bare, &key, &|| false).unwrap();
        let got = |change: &dyn Fn(&mut MapLayer)| {
            let mut scene = full.clone();
            change(scene.vectors_mut().find(|l| l.spec.id == "zone-1-land-use").unwrap());
            tile(&scene, &key, &|| false).unwrap()
        };
        let limited = |min, max| {
            got(&move |l| {
                let mut spec = (*l.spec).clone();
                (spec.min_denominator, spec.max_denominator) = (min, max);
                l.spec = Arc::new(spec);
            })
        };
        assert_eq!(got(&|l| l.visible = false), want);
        assert_eq!(limited(None, Some(15_000.0)), want);
        assert_eq!(limited(Some(25_000.0), None), want);
        assert_ne!(limited(Some(15_000.0), Some(25_000.0)), want);
        // Without any class only the street-coloured ground is left, as under the lots.
        let no_class = got(&|l| l.hidden_classes = (0..10).collect());
        let all = tile(&full, &key, &|| false).unwrap();
        assert_ne!(no_class, all);
        assert!(got(&|l| l.hidden_classes = vec![0]) != all);
    }

    #[test]
    fn a_cancelled_tile_is_not_drawn() {
        let scene = testing::city(Theme::Light);
        let key = key_at(MapPoint::new(491_000.0, 2_359_000.0), 20_000.0, 1.0, 0);
        let asked = Cell::new(0);
        let cancelled = || {
            asked.set(asked.get() + 1);
            asked.get() > 2
        };
        assert!(tile(&scene, &key, &cancelled).is_none());
        assert_eq!(asked.get(), 3);
        assert!(tile(&scene, &key, &|| false).is_some(), "the thread's surface is clean again");
    }
}
