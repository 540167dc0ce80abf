//! Benches of what carries a large file: reading, reprojecting, index, levels of detail, tiles,
//! picks and selection, on a made-up city of 100,000 lots.
//!
//! Owns only the walk; each function is the one that the window runs. `cargo bench` compares with
//! the last run (or with `--save-baseline NAME` and `--baseline NAME`); times alone mean nothing on
//! another machine.

#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use planmap_app::command::Command;
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_core::crs::{Fitted, with_transform};
use planmap_core::feature::Table;
use planmap_core::i18n::Language;
use planmap_core::{Crs, Extent, Features, MapPoint, Viewport, identify, select};
use planmap_data::read::{Quiet, ReadOptions, read_bytes};
use planmap_dev::city::City;
use planmap_draw::picture::{self, PictureOptions};
use planmap_draw::tile::wanted;
use planmap_draw::{MapLayer, MapScene, raster};

const LOTS: u32 = 100_000;
const SEED: u64 = 7;

fn city() -> Vec<u8> {
    let mut bytes = Vec::new();
    City::new(LOTS, SEED).write(&mut bytes).unwrap();
    bytes
}

fn features(bytes: &[u8]) -> Features {
    read_bytes(bytes, &ReadOptions::default(), &Quiet).unwrap().features
}

/// Places that cover an extent evenly, in no visible order.
fn places(extent: &Extent) -> impl Iterator<Item = MapPoint> + use<> {
    let (min, w, h) = (extent.min, extent.width(), extent.height());
    (0u32..).map(move |n| {
        let (s, t) =
            (f64::from(n) * 0.618_033_988_749_895, f64::from(n) * std::f64::consts::SQRT_2);
        MapPoint::new(min.x + w * s.fract(), min.y + h * t.fract())
    })
}

fn parse(c: &mut Criterion) {
    let bytes = city();
    let mut group = c.benchmark_group("parse");
    group.sample_size(10).throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("geojson to stores, reprojected", |b| {
        b.iter(|| black_box(features(&bytes)));
    });
    group.finish();
}

fn reproject(c: &mut Criterion) {
    let (from, to) = (Crs::wgs84(), Crs::vn2000_son_la());
    let extent = [103.8, 21.2, 104.1, 21.5];
    let fitted = Fitted::new(&from, &to, extent).unwrap().unwrap();
    let exact = with_transform(&from, &to).unwrap();
    let points: Vec<(f64, f64)> =
        places(&Extent { min: MapPoint::new(103.8, 21.2), max: MapPoint::new(104.1, 21.5) })
            .map(|p| (p.x, p.y))
            .take(10_000)
            .collect();
    let mut group = c.benchmark_group("reproject");
    group.throughput(Throughput::Elements(points.len() as u64));
    group.bench_function("fitted", |b| {
        b.iter(|| {
            points
                .iter()
                .filter_map(|&(x, y)| fitted.convert(black_box(x), y))
                .map(|p| p.0 + p.1)
                .sum::<f64>()
        });
    });
    group.bench_function("PROJ", |b| {
        b.iter(|| {
            points
                .iter()
                .filter_map(|&(x, y)| exact.convert(black_box(x), y).ok())
                .map(|p| p.0 + p.1)
                .sum::<f64>()
        });
    });
    group.finish();
}

fn index(c: &mut Criterion) {
    let features = features(&city());
    let mut group = c.benchmark_group("index");
    group.throughput(Throughput::Elements(u64::from(LOTS)));
    let fresh =
        || (features.geometries().clone(), Table::blank(LOTS), (0..LOTS).collect::<Vec<u32>>());
    group.bench_function("build", |b| {
        b.iter_batched(fresh, |(g, t, i)| Features::new(g, t, i), BatchSize::LargeInput);
    });
    group.finish();

    let extent = features.extent();
    let mut at = places(&extent);
    c.bench_function("pick", |b| {
        b.iter(|| identify::hits(&features, at.next().unwrap_or(extent.centre()), 0.0));
    });
    let (centre, side) = (extent.centre(), 0.1f64.sqrt() / 2.0);
    let (w, h) = (extent.width() * side, extent.height() * side);
    let area =
        geo::Rect::new((centre.x - w, centre.y - h), (centre.x + w, centre.y + h)).to_polygon();
    c.bench_function("select a tenth", |b| b.iter(|| select::touching(&features, &area).len()));
}

fn scene() -> (Arc<MapScene>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("city.geojson");
    std::fs::write(&path, city()).unwrap();
    let mut session = Session::new(Settings::default(), Arc::new(|| {}));
    session.apply(Command::Open(vec![path]));
    session.wait_until_loaded();
    (Arc::clone(session.scene()), folder)
}

fn draw(c: &mut Criterion) {
    let (scene, _folder) = scene();
    let mut group = c.benchmark_group("levels of detail");
    group.sample_size(10);
    group.bench_function("prepare", |b| {
        let fresh = || {
            let l = scene.vectors().next().unwrap();
            MapLayer::new(
                Arc::clone(&l.spec),
                l.plan_kind,
                Arc::clone(&l.features),
                l.legend.clone(),
            )
        };
        b.iter_batched(fresh, |layer| layer.prepare(&|| false), BatchSize::LargeInput);
    });
    group.finish();

    let whole = scene.extent();
    let mut group = c.benchmark_group("tile");
    group.sample_size(20);
    for (name, share) in
        [("full", 1.0f64), ("tenth", 0.1), ("hundredth", 0.01), ("thousandth", 0.001)]
    {
        let full = Viewport::fitting(&whole, 1600.0, 1000.0, 0.0);
        let view =
            Viewport::new(whole.centre(), full.metres_per_point() * share.sqrt(), 1600.0, 1000.0);
        let key = wanted(&view, 1.0, scene.revision)[0];
        group.bench_function(name, |b| b.iter(|| raster::tile(&scene, &key, &|| false)));
    }
    group.finish();

    let mut group = c.benchmark_group("picture");
    group.sample_size(10);
    let options = PictureOptions {
        width_px: 1600,
        height_px: 1000,
        pixels_per_point: 1.0,
        labels: true,
        furniture: true,
        language: Language::Vietnamese,
        selected_site: None,
    };
    for (name, share) in [("whole city with labels", 1.0f64), ("hundredth with labels", 0.01)] {
        let full = Viewport::fitting(&whole, 1600.0, 1000.0, 0.0);
        let view =
            Viewport::new(whole.centre(), full.metres_per_point() * share.sqrt(), 1600.0, 1000.0);
        group.bench_function(name, |b| b.iter(|| picture::render(&scene, &view, &options)));
    }
    group.finish();
}

criterion_group!(benches, parse, reproject, index, draw);
criterion_main!(benches);
