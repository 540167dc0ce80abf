//! Pixels show the ground that a click hits, whatever outlines do.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use geo::{Distance, Euclidean};
use planmap_core::MapPoint;
use planmap_core::catalogue::{LayerRole, PlanKind};
use planmap_core::feature::{FeatureId, PartKind};
use planmap_core::identify::hits;
use planmap_core::symbology::{Theme, colours};

use super::draw;
use crate::pyramid::MANY;
use crate::raster::frame::Frame;
use crate::scene::{MapLayer, MapScene};
use crate::testing::{self, Builder, Random};

const WEST: f64 = 490_000.0;
const SOUTH: f64 = 2_355_000.0;
/// Metres of the square that each polygon lies in.
const SIDE: f64 = 300.0;
const COLUMNS: usize = 6;
const POLYGONS: usize = 36;

/// Rings that cross, double and overlap each other, as shells, holes and parts.
fn nasty(random: &mut Random, number: usize) -> Vec<(PartKind, Vec<(f64, f64)>)> {
    let (west, south) =
        (WEST + (number % COLUMNS) as f64 * SIDE, SOUTH + (number / COLUMNS) as f64 * SIDE);
    let mut ring = |on_grid: bool, twice: bool| {
        let corners = 4 + (random.share() * 7.0) as usize;
        let mut place = || {
            let share = random.share() * 0.9;
            if on_grid { (share * 6.0).floor() / 6.0 } else { share }
        };
        let mut out: Vec<(f64, f64)> =
            (0..corners).map(|_| (west + place() * SIDE, south + place() * SIDE)).collect();
        if twice {
            out.extend(out.clone());
        }
        out.extend(out.first().copied());
        out
    };
    vec![
        (PartKind::Exterior, ring(number.is_multiple_of(2), number.is_multiple_of(5))),
        (PartKind::Hole, ring(number.is_multiple_of(3), false)),
        (PartKind::Hole, ring(false, number.is_multiple_of(7))),
        (PartKind::Exterior, ring(number.is_multiple_of(4), false)),
    ]
}

fn scene(filled_up_to: usize) -> MapScene {
    let mut scene = MapScene::empty(planmap_core::Crs::vn2000_son_la(), Theme::Light);
    let (mut builder, mut random) = (Builder::default(), Random(20));
    for number in 0..POLYGONS {
        builder.add_parts(&nasty(&mut random, number), &[("class", "other")]);
    }
    // Far off: a layer of many is drawn in another way.
    for number in POLYGONS..filled_up_to {
        let (x, y) = (WEST + 50_000.0 + number as f64 * 3.0, SOUTH);
        builder.add(
            PartKind::Exterior,
            vec![(x, y), (x + 2.0, y), (x + 2.0, y + 2.0), (x, y)],
            &[("class", "other")],
        );
    }
    let spec = testing::spec("land-use", Some("zone"), LayerRole::LandUse);
    let legend = Some(Arc::new(testing::legend()));
    scene.push(MapLayer::new(
        Arc::new(spec),
        Some(PlanKind::Zoning),
        Arc::new(builder.finish()),
        legend,
    ));
    scene
}

/// Metres from a place to the nearest edge that was written.
fn to_edge(layer: &MapLayer, at: MapPoint) -> f64 {
    let store = layer.features.geometries();
    let place = geo::Point::new(at.x, at.y);
    let mut nearest = f64::INFINITY;
    for feature in 0..POLYGONS as FeatureId {
        for part in store.parts(feature) {
            let line: geo::LineString<f64> = part.points().map(geo::Coord::from).collect();
            nearest = nearest.min(Euclidean.distance(&place, &line));
        }
    }
    nearest
}

fn assert_pixels_are_hits(scene: &MapScene, metres_per_pixel: f64) {
    let m = metres_per_pixel;
    let pixels = (SIDE * COLUMNS as f64 / m) as u16;
    let origin = ((WEST / m).round() as i64, (-(SOUTH + SIDE * COLUMNS as f64) / m).round() as i64);
    let frame =
        Frame { origin, metres_per_pixel: m, pixels_per_point: 1.0, width: pixels, height: pixels };
    let picture = draw(scene, &frame, &|| false).unwrap();
    let outside = colours(Theme::Light).outside;
    let layer = testing::nth(scene, 0);
    let (mut inside, mut looked_at) = (0, 0);
    for (row, column) in
        (0..pixels).step_by(3).flat_map(|y| (0..pixels).step_by(3).map(move |x| (y, x)))
    {
        let x = (origin.0 as f64 + f64::from(column) + 0.5) * m;
        let y = -(origin.1 as f64 + f64::from(row) + 0.5) * m;
        let at = MapPoint::new(x, y);
        // A pixel, and half of the line along the edge.
        if to_edge(layer, at) < 1.5 * m {
            continue;
        }
        let pixel = picture.pixel(column.into(), row.into());
        let is_drawn = pixel != [outside.0, outside.1, outside.2, 255];
        let is_hit = !hits(&layer.features, at, 0.0).is_empty();
        assert_eq!(is_drawn, is_hit, "at {x}, {y}: {pixel:?}");
        looked_at += 1;
        inside += usize::from(is_hit);
    }
    assert!(inside > looked_at / 20 && looked_at > 1000, "{inside} of {looked_at}");
}

#[test]
fn pixels_of_nasty_polygons_are_what_a_click_hits() {
    let few = scene(0);
    let faulty = (0..POLYGONS as FeatureId)
        .filter(|f| testing::nth(&few, 0).features.geometries().is_reading(*f));
    assert!(faulty.count() > POLYGONS - 4);
    for metres_per_pixel in [2.0, 5.0] {
        assert_pixels_are_hits(&few, metres_per_pixel);
    }
    let mut many = scene(MANY + 1);
    testing::nth_mut(&mut many, 0).is_partial = true;
    assert_pixels_are_hits(&many, 5.0);
}
