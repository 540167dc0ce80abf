//! Lots that are small on the screen, drawn by the share of each pixel that a class covers.
//!
//! Painting such lots one over the other would let the ground shine through at every edge and give
//! the class that is painted last more than its share; here the colours of a pixel are added up.

use std::sync::Arc;

use planmap_core::feature::{AreaRing, FeatureId};
use planmap_core::legend::ClassId;
use planmap_core::symbology::Colour;
use rustc_hash::FxHashMap;
use vello_cpu::color::PremulRgba8;
use vello_cpu::peniko::{Extend, ImageBrush, ImageQuality, ImageSampler};
use vello_cpu::{ImageSource, Pixmap};

use super::frame::Frame;
use super::{Canvas, Hatch};
use crate::coverage::Accumulator;
use crate::pyramid::Pyramid;
use crate::scene::MapLayer;

/// Premultiplied red, green, blue (0 to 255) and alpha (0 to 1) of each pixel of a frame.
pub(super) type Sums = Vec<[f32; 4]>;

fn premultiplied(c: Colour) -> [f32; 4] {
    let a = f32::from(c.3) / 255.0;
    [f32::from(c.0) * a, f32::from(c.1) * a, f32::from(c.2) * a, a]
}

/// From the shares that were worked out for the whole layer; `None` once cancelled.
pub(super) fn of_pyramid(
    pyramid: &Pyramid,
    layer: &MapLayer,
    fill_of: &dyn Fn(ClassId) -> Colour,
    frame: &Frame,
    cancelled: &dyn Fn() -> bool,
) -> Option<Sums> {
    let m = frame.metres_per_pixel;
    let corner = (frame.origin.0 as f64 * m, -(frame.origin.1 as f64) * m);
    let colour =
        |class| if layer.shows_class(class) { premultiplied(fill_of(class)) } else { [0.0; 4] };
    pyramid.sample(corner, m, (frame.width.into(), frame.height.into()), colour, cancelled)
}

/// From features, quickest in ascending order, as they lie in memory; `None` once cancelled. The colours of all classes are added up in
/// one grid, so that the work grows with edges alone and not with classes.
pub(super) fn of_features(
    features: impl Iterator<Item = (ClassId, FeatureId)>,
    layer: &MapLayer,
    fill_of: &dyn Fn(ClassId) -> Colour,
    frame: &Frame,
    cancelled: &dyn Fn() -> bool,
) -> Option<Sums> {
    let mut plane = Accumulator::new(frame.width.into(), frame.height.into());
    let mut colours: FxHashMap<ClassId, [f32; 4]> = FxHashMap::default();
    let mut ring = Vec::new();
    let store = layer.features.geometries();
    // Unlike painted lots these need no grid of their own to meet on: shares are exact.
    let (origin, m) = (store.origin(), frame.metres_per_pixel);
    let scale = store.quantum_m() / m;
    let (x, y) = (origin.x / m - frame.origin.0 as f64, -origin.y / m - frame.origin.1 as f64);
    for (n, (class, feature)) in features.enumerate() {
        if n % 2048 == 0 && cancelled() {
            return None;
        }
        let colour = *colours.entry(class).or_insert_with(|| premultiplied(fill_of(class)));
        for area in store.area_rings(feature) {
            ring.clear();
            match &area {
                AreaRing::Written(part) => ring.extend(
                    part.counts()
                        .iter()
                        .map(|c| [x + f64::from(c[0]) * scale, y - f64::from(c[1]) * scale]),
                ),
                AreaRing::Read(_) => {
                    let (west, north) = (frame.origin.0 as f64, frame.origin.1 as f64);
                    area.extend(&mut ring, |p| [p.x / m - west, -p.y / m - north]);
                }
            }
            plane.add_ring(&ring, area.is_hole(), &colour);
        }
    }
    Some(plane.into_colours())
}

/// Puts the pixels on the canvas, with a mark on whatever has colour.
pub(super) fn draw(
    sums: &[[f32; 4]],
    mark: Option<&Hatch>,
    opacity: f32,
    frame: &Frame,
    canvas: &mut dyn Canvas,
) {
    let mut pixmap = Pixmap::new(frame.width, frame.height);
    for (pixel, sum) in pixmap.data_mut().iter_mut().zip(sums) {
        // What is all but full is full; overlapping lots share a pixel.
        let scale = if sum[3] > 0.99 { 1.0 / sum[3] } else { 1.0 };
        let [r, g, b, a] =
            [sum[0], sum[1], sum[2], sum[3] * 255.0].map(|v| (v * scale + 0.5) as u8);
        *pixel = PremulRgba8 { r: r.min(a), g: g.min(a), b: b.min(a), a };
    }
    pixmap.set_may_have_transparency(true);
    let image = ImageBrush {
        image: ImageSource::Pixmap(Arc::new(pixmap)),
        sampler: ImageSampler {
            x_extend: Extend::Pad,
            y_extend: Extend::Pad,
            quality: ImageQuality::Low,
            alpha: 1.0,
        },
    };
    canvas.picture(image, mark, opacity, frame);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::cell::Cell;

    use planmap_core::MapPoint;
    use planmap_core::symbology::{Theme, class_style, colours};

    use super::*;
    use crate::lines::{Bounds, clip_ring};
    use crate::raster::{Pixels, draw, tile};
    use crate::scene::MapScene;
    use crate::testing;
    use crate::tile::{TILE_PX, TileKey};

    const CENTRE: MapPoint = MapPoint { x: 495_000.0, y: 2_355_000.0 };
    const LOT_M: f64 = 1_000.0;
    /// So large that no scale of the test has hatches.
    fn city(theme: Theme) -> MapScene {
        testing::matched_lots(280, 180, LOT_M, theme)
    }

    /// A frame of 640 by 400 pixels well inside the city that shows a share of its area.
    fn frame(share: f64) -> Frame {
        let m = 0.97 * 280.0 * LOT_M * share.sqrt() / 640.0;
        let origin = ((CENTRE.x / m) as i64 - 320, (-CENTRE.y / m) as i64 - 200);
        Frame { origin, metres_per_pixel: m, pixels_per_point: 1.0, width: 640, height: 400 }
    }

    /// Whole, then between (lots of 4 pixels), a tenth, a hundredth, a thousandth.
    const SHARES: [f64; 5] = [1.0, 0.33, 0.1, 0.01, 0.001];

    /// The share of the frame that each class covers, from the rings alone.
    fn exact(layer: &MapLayer, frame: &Frame) -> Vec<f64> {
        let e = frame.extent(-2.0 / frame.pixels_per_point as f32);
        let (w, h) = (e.width(), e.height());
        let bounds = Bounds { min: [0.0, 0.0], max: [w, h] };
        let mut areas = vec![0.0; 10];
        for f in layer.features.in_extent(&e) {
            let part = layer.features.geometries().parts(f).next().unwrap();
            let ring: Vec<_> = part.points().map(|p| [p.x - e.min.x, p.y - e.min.y]).collect();
            let ring = clip_ring(&ring[..ring.len() - 1], &bounds);
            let twice: f64 = (0..ring.len())
                .map(|i| (ring[i], ring[(i + 1) % ring.len()]))
                .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
                .sum();
            areas[usize::from(layer.class_of(f))] += twice.abs() / 2.0 / (w * h);
        }
        areas
    }

    fn distance(p: &[u8], c: Colour) -> u32 {
        [(p[0], c.0), (p[1], c.1), (p[2], c.2)]
            .iter()
            .map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2))
            .sum()
    }

    fn mean(pixels: &Pixels) -> [f64; 3] {
        let n = f64::from(pixels.width * pixels.height);
        [0, 1, 2].map(|i| pixels.rgba.chunks_exact(4).map(|p| f64::from(p[i])).sum::<f64>() / n)
    }

    #[test]
    fn classes_have_their_share_of_the_picture_at_every_scale() {
        let scene = city(Theme::Light);
        let layer = testing::nth(&scene, 0);
        let legend = layer.legend.as_deref().unwrap();
        let style = |c: usize| class_style(legend.classes[c].official_colour(), Theme::Light);
        let ground = colours(Theme::Light).outside;
        for share in SHARES {
            let frame = frame(share);
            let want = exact(layer, &frame);
            assert!((want.iter().sum::<f64>() - 1.0).abs() < 1e-6, "lots fill the frame: {want:?}");
            let lot_px = LOT_M / frame.metres_per_pixel;
            let whole = draw(&scene, &frame, &|| false).unwrap();
            let mut worst = 0.0f64;
            if lot_px < 8.0 {
                for (class, want) in want.iter().enumerate() {
                    let mut one = scene.clone();
                    testing::nth_mut(&mut one, 0).hidden_classes =
                        (0..10).filter(|c| usize::from(*c) != class).collect();
                    let got = mean(&draw(&one, &frame, &|| false).unwrap());
                    let fill = style(class).fill;
                    let channels = [(fill.0, ground.0), (fill.1, ground.1), (fill.2, ground.2)];
                    let i = (0..3).max_by_key(|i| channels[*i].0.abs_diff(channels[*i].1)).unwrap();
                    let (fill, ground) = (f64::from(channels[i].0), f64::from(channels[i].1));
                    worst = worst.max(((got[i] - ground) / (fill - ground) - want).abs());
                }
                let got = mean(&whole);
                for (i, got) in got.iter().enumerate() {
                    let of = |c: usize| [style(c).fill.0, style(c).fill.1, style(c).fill.2][i];
                    let mixed: f64 = (0..10).map(|c| f64::from(of(c)) * want[c]).sum();
                    assert!(
                        (got - mixed).abs() < 1.0,
                        "channel {i} is {got} for {mixed} at {share}"
                    );
                }
            } else {
                let mut counts = [0.0; 10];
                for p in whole.rgba.chunks_exact(4) {
                    let like =
                        |c: &usize| distance(p, style(*c).fill).min(distance(p, style(*c).edge));
                    counts[(0..10).min_by_key(like).unwrap()] += 1.0 / (640.0 * 400.0);
                }
                worst = (0..10).map(|c| (counts[c] - want[c]).abs()).fold(0.0, f64::max);
            }
            assert!(worst < 0.01, "a class is off by {worst} at {share} of the area");
        }
    }

    #[test]
    fn no_ground_shows_inside_the_city() {
        for theme in [Theme::Light, Theme::Dark] {
            let mut scene = city(theme);
            let legend = testing::nth(&scene, 0).legend.clone().unwrap();
            let styles: Vec<_> =
                legend.classes.iter().map(|c| class_style(c.official_colour(), theme)).collect();
            let ground = colours(theme).outside;
            for share in SHARES {
                let whole = draw(&scene, &frame(share), &|| false).unwrap();
                let is_ground = |p: &&[u8]| {
                    styles.iter().all(|s| distance(p, s.fill).min(distance(p, s.edge)) > 0)
                        && distance(p, ground) <= 12
                };
                assert_eq!(
                    whole.rgba.chunks_exact(4).filter(is_ground).count(),
                    0,
                    "ground at {share}"
                );
            }
            // All lots of one class must be one even area while they have no edges.
            let n = testing::nth(&scene, 0).features.len();
            let layer = testing::nth(&scene, 0);
            let mut one = MapLayer::new(
                layer.spec.clone(),
                layer.plan_kind,
                layer.features.clone(),
                layer.legend.clone(),
            );
            one.classes = vec![1; n].into();
            scene.layers[0] = one.into();
            for share in [1.0, 0.33] {
                let pixels = draw(&scene, &frame(share), &|| false).unwrap();
                let off = pixels.rgba.chunks_exact(4).map(|p| distance(p, styles[1].fill)).max();
                assert!(off.unwrap() <= 3, "seams of {off:?} at {share}");
            }
        }
    }

    #[test]
    fn neighbouring_tiles_of_a_large_layer_are_one_picture() {
        let scene = city(Theme::Dark);
        for share in SHARES {
            let m = frame(share).metres_per_pixel;
            let side = m * f64::from(TILE_PX);
            let (x, y) = ((CENTRE.x / side).floor() as i32, (-CENTRE.y / side).floor() as i32);
            let first = TileKey::new(m, 1.0, x, y, 0);
            let size = TILE_PX as u16 * 2;
            let origin = first.origin_px();
            let both = Frame {
                origin,
                metres_per_pixel: m,
                pixels_per_point: 1.0,
                width: size,
                height: size,
            };
            let whole = draw(&scene, &both, &|| false).unwrap();
            for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let part =
                    tile(&scene, &TileKey::new(m, 1.0, x + dx, y + dy, 0), &|| false).unwrap();
                for (px, py) in (0..TILE_PX).flat_map(|y| (0..TILE_PX).map(move |x| (x, y))) {
                    let a = part.pixel(px, py);
                    let b = whole.pixel(px + dx as u32 * TILE_PX, py + dy as u32 * TILE_PX);
                    let worst = (0..4).map(|i| a[i].abs_diff(b[i])).max().unwrap();
                    // Edges that are stroked one over the other add up their rounding.
                    let allowed = if share > 0.05 { 2 } else { 4 };
                    assert!(worst <= allowed, "tiles differ by {worst} at {share}");
                }
            }
        }
    }

    #[test]
    fn a_cancelled_pyramid_is_begun_again() {
        let scene = city(Theme::Light);
        let asked = Cell::new(0);
        let cancelled = || {
            asked.set(asked.get() + 1);
            asked.get() > 3
        };
        assert!(!testing::nth(&scene, 0).prepare(&cancelled));
        assert_eq!(asked.get(), 4, "work goes on after it was called off");
        assert!(testing::nth(&scene, 0).prepare(&|| false));
        assert!(testing::nth(&scene, 0).prepare(&|| true), "what is there is kept");
    }

    #[test]
    fn what_was_prepared_is_restored_from_bytes() {
        let first = city(Theme::Light);
        assert!(testing::nth(&first, 0).prepared_bytes().is_none(), "nothing is there to keep yet");
        assert!(testing::nth(&first, 0).prepare(&|| false));
        let bytes = testing::nth(&first, 0).prepared_bytes().unwrap();
        let again = city(Theme::Light);
        assert!(!testing::nth(&again, 0).restore_prepared(&bytes[..bytes.len() / 2]));
        assert!(testing::nth(&again, 0).restore_prepared(&bytes));
        assert!(testing::nth(&again, 0).prepare(&|| true), "there is nothing left to do");
        let f = frame(1.0);
        assert_eq!(draw(&again, &f, &|| true), None);
        assert_eq!(draw(&again, &f, &|| false), draw(&first, &f, &|| false));
        let mut other = city(Theme::Light);
        let layer = testing::nth_mut(&mut other, 0);
        layer.classes = vec![1; layer.features.len()].into();
        assert!(!layer.restore_prepared(&bytes), "of other classes");
    }

    #[test]
    fn a_partial_layer_is_drawn_at_once_and_looks_the_same() {
        let whole = city(Theme::Light);
        let mut partial = city(Theme::Light);
        testing::nth_mut(&mut partial, 0).is_partial = true;
        for share in [1.0, 0.33] {
            let pixels = draw(&partial, &frame(share), &|| false).unwrap();
            assert!(
                testing::nth(&partial, 0).prepared_bytes().is_none(),
                "levels are worked out for a part"
            );
            let (got, want) =
                (mean(&pixels), mean(&draw(&whole, &frame(share), &|| false).unwrap()));
            assert!(
                (0..3).all(|i| (got[i] - want[i]).abs() < 0.3),
                "{got:?} for {want:?} at {share}"
            );
        }
        assert!(testing::nth(&whole, 0).prepared_bytes().is_some());
    }
}
