//! A file measured inside this process, on the code that the window runs.
//!
//! Owns reading, picks, selection, tiles of new views and the second opening. Must not know frames:
//! those are a window's.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use planmap_app::command::{Command, ViewCommand};
use planmap_app::map_room::{Covered, Stays};
use planmap_app::measure::{Memory, MemoryWatch};
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_app::tiles::TileWorkers;
use planmap_core::feature::Table;
use planmap_core::{Extent, Features, MapPoint, Viewport, identify, select};
use planmap_data::cache::Cache;
use planmap_data::read::{Quiet, ReadOptions, read};
use planmap_draw::tile::{PictureId, TileKey, snapped, wanted};
use rustc_hash::FxHashSet;
use serde_json::json;

use super::figures::{Figures, SCALES, figures, spread};
use super::{search, table};
use crate::DevError;

/// Number of picks.
const PICKS: u32 = 10_000;
/// Size of the window, in points.
const WINDOW: (f64, f64) = (1600.0, 1000.0);
/// New views at each scale.
const VIEWS: u32 = 5;
/// Everything that can be measured on a file without a window.
///
/// # Errors
/// If the file cannot be read.
pub(super) fn measure(path: &Path) -> Result<Figures, DevError> {
    let mut all = loading(path)?;
    all.extend(opening(path)?);
    Ok(all)
}

/// The file alone: reading, index, picks, selection, memory.
fn loading(path: &Path) -> Result<Figures, DevError> {
    let name = path.display().to_string();
    let options = ReadOptions { display_name: name.clone(), ..ReadOptions::default() };
    let watch = MemoryWatch::start();
    let begun = Instant::now();
    let dataset = read(path, &options, &Quiet).map_err(|e| DevError::Input(Box::new(e.issue())))?;
    let load_s = begun.elapsed().as_secs_f64();
    let loaded = Memory::now();
    let peak = watch.peak();
    let features = dataset.features;
    let pick_us = picks(&features);
    let (select_ms, selected) = selection(&features);
    let features = Arc::new(features);
    let table_ms = table::table_ms(&features, &dataset.map_crs);
    let rows = features.len() as u32;
    let (geometries, begun) = (features.geometries().clone(), Instant::now());
    std::hint::black_box(Features::new(geometries, Table::blank(rows), (0..rows).collect()));
    let index_s = begun.elapsed().as_secs_f64();
    let megabytes = |m: Option<Memory>, f: fn(Memory) -> u64| m.map(|m| f(m) as f64 / 1e6);
    Ok(figures(json!({
        "path": name,
        "bytes": dataset.bytes,
        "features": features.len(),
        "vertices": features.geometries().vertex_count(),
        "load_s": load_s,
        "index_s": index_s,
        "pick_us": spread(pick_us),
        "select_ms": select_ms,
        "selected": selected,
        "table_ms": table_ms,
        "peak_rss_mb": megabytes(peak, |m| m.resident),
        "peak_anon_mb": megabytes(peak, |m| m.anonymous),
        "loaded_anon_mb": megabytes(loaded, |m| m.anonymous),
    })))
}

/// The places of many picks, spread over an extent.
fn place(extent: &Extent, n: u32) -> MapPoint {
    // Multiples of the golden ratio and of √2 cover a square evenly in no visible order.
    let (s, t) = (f64::from(n) * 0.618_033_988_749_895, f64::from(n) * std::f64::consts::SQRT_2);
    MapPoint::new(
        extent.min.x + extent.width() * s.fract(),
        extent.min.y + extent.height() * t.fract(),
    )
}

/// Microseconds of each of many picks.
fn picks(features: &Features) -> Vec<f64> {
    let extent = features.extent();
    if extent.is_empty() {
        return Vec::new();
    }
    (0..PICKS)
        .map(|n| {
            let (at, begun) = (place(&extent, n), Instant::now());
            std::hint::black_box(identify::hits(features, at, 0.0));
            begun.elapsed().as_secs_f64() * 1e6
        })
        .collect()
}

/// Milliseconds of selecting by a rectangle of a tenth of the extent, and what it selects.
fn selection(features: &Features) -> (f64, usize) {
    let e = features.extent();
    let c = e.centre();
    let side = 0.1f64.sqrt() / 2.0;
    let half = |length: f64| length * side;
    let (a, b) = (
        (c.x - half(e.width()), c.y - half(e.height())),
        (c.x + half(e.width()), c.y + half(e.height())),
    );
    let area = geo::Rect::new(a, b).to_polygon();
    let begun = Instant::now();
    let found = select::touching(features, &area);
    (begun.elapsed().as_secs_f64() * 1e3, found.len())
}

/// The file in a session: first picture, tiles at four scales, second opening.
fn opening(path: &Path) -> Result<Figures, DevError> {
    let folder = tempfile::tempdir()?;
    let mut first = Opening::start(path, folder.path());
    let first_picture_s = first.first_picture();
    first.session.wait_until_loaded();
    let complete_s = first.picture();
    let whole = first.session.whole_extent().unwrap_or(Extent::EMPTY);
    let tiles: Figures = SCALES
        .iter()
        .map(|(name, share)| ((*name).to_owned(), spread(first.new_views(&whole, *share))))
        .collect();
    let searching = search::searching(&mut first.session);
    drop(first);
    let mut second = Opening::start(path, folder.path());
    second.until_loaded();
    let reopen_s = second.begun.elapsed().as_secs_f64();
    let reopen_complete_s = second.picture();
    let mut all = searching;
    all.extend(figures(json!({
        "first_picture_s": first_picture_s,
        "complete_picture_s": complete_s,
        "tiles_ms": tiles,
        "reopen_load_s": reopen_s,
        "reopen_complete_picture_s": reopen_complete_s,
    })));
    Ok(all)
}

/// A session that opens one file, with the workers that draw it.
struct Opening {
    session: Session,
    workers: TileWorkers,
    /// Tiles that were made: the workers make none twice for the same view.
    made: FxHashSet<TileKey>,
    begun: Instant,
}

impl Opening {
    fn start(path: &Path, cache: &Path) -> Self {
        let wake: planmap_app::job::Wake = Arc::new(|| {});
        let workers = TileWorkers::new(&wake);
        let mut session = Session::new(Settings::default(), wake);
        session.show_parts_while_loading();
        session.keep_large_files(Cache::new(cache.to_owned(), planmap_data::cache::LIMIT_BYTES));
        let (width, height) = WINDOW;
        session.apply(Command::View(ViewCommand::Resize {
            width,
            height,
            covered: Covered::NOTHING,
            stays: Stays::GROUND,
        }));
        let begun = Instant::now();
        session.apply(Command::Open(vec![path.to_owned()]));
        Self { session, workers, made: FxHashSet::default(), begun }
    }

    fn until_loaded(&mut self) {
        while self.session.is_loading() {
            self.session.drain(8);
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }

    /// Seconds from the start until some features are drawn.
    fn first_picture(&mut self) -> f64 {
        while self.session.is_loading() && self.session.scene().layers.is_empty() {
            self.session.drain(8);
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        self.picture()
    }

    /// Draws what is in view; gives the seconds since the start.
    fn picture(&mut self) -> f64 {
        let view = snapped(self.session.viewport(), 1.0);
        let scene = Arc::clone(self.session.scene());
        let mut missing = wanted(&view, 1.0, scene.revision);
        missing.retain(|k| !self.made.contains(k));
        self.workers.request(PictureId::default(), &scene, &missing);
        while !missing.is_empty() {
            self.made.extend(self.workers.finished().map(|(key, _)| key));
            missing.retain(|k| !self.made.contains(k));
            std::thread::sleep(std::time::Duration::from_micros(200));
        }
        self.begun.elapsed().as_secs_f64()
    }

    /// Milliseconds until all tiles of each of some new views are there.
    fn new_views(&mut self, whole: &Extent, share: f64) -> Vec<f64> {
        let (width, height) = WINDOW;
        let fitting = Viewport::fitting(whole, width, height, 0.0);
        let metres_per_point = fitting.metres_per_point() * share.sqrt();
        (0..VIEWS)
            .map(|n| {
                // All of the view inside, as far as it can be.
                let free = 1.0 - share.sqrt();
                let (p, c) = (place(whole, n + 1), whole.centre());
                let at = MapPoint::new(c.x + (p.x - c.x) * free, c.y + (p.y - c.y) * free);
                // A little off each time, so that no tile is the same.
                let scale = metres_per_point * (1.0 + f64::from(n) * 0.003);
                self.session.apply(Command::View(ViewCommand::Set(Viewport::new(
                    at, scale, width, height,
                ))));
                let begun = Instant::now();
                self.picture();
                begun.elapsed().as_secs_f64() * 1e3
            })
            .collect()
    }
}
