//! `planmap bench PATH`: what a user feels on a file: loading, first picture, tiles, frames, picks.
//!
//! Owns the walk and the figures. Each of them is measured on the code that the window runs; frames
//! are those of the real window, which is opened for it where there is a screen.

mod search;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use planmap_core::feature::Table;
use planmap_core::i18n::{Arg, Language, Words, format_number};
use planmap_core::{Extent, Features, MapPoint, Viewport, identify, select};
use planmap_data::cache::Cache;
use planmap_data::read::{Quiet, ReadOptions, read};
use planmap_draw::tile::{PictureId, TileKey, snapped, wanted};
use rustc_hash::FxHashSet;
use serde_json::{Value as Json, json};

use super::{CliError, Outcome, write_json};
use crate::command::Command;
use crate::map_room::{Covered, Stays};
use crate::measure::{Memory, MemoryWatch, Spread};
use crate::session::Session;
use crate::settings::Settings;
use crate::tiles::TileWorkers;

/// Number of picks.
const PICKS: u32 = 10_000;
/// Size of the window, in points.
const WINDOW: (f64, f64) = (1600.0, 1000.0);
/// New views at each scale.
const VIEWS: u32 = 5;
/// Shares of the extent's area that are looked at.
const SCALES: [(&str, f64); 4] = [("full", 1.0), ("tenth", 0.1), ("hundredth", 0.01), ("thousandth", 0.001)];

/// Arguments of `bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// The file.
    pub path: PathBuf,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
    /// Leave out the frames: open no window.
    #[arg(long)]
    pub no_window: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// If the file cannot be read.
pub fn run(args: &BenchArgs, language: Language, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let mut figures = loading(&args.path)?;
    figures.extend(opening(&args.path)?);
    if !args.no_window {
        figures.extend(frames(&args.path));
    }
    if args.json {
        write_json(out, &Json::Object(figures))?;
    } else {
        tell(&figures, language, out)?;
    }
    Ok(Outcome::Done)
}

type Figures = serde_json::Map<String, Json>;

fn figures(value: Json) -> Figures {
    match value {
        Json::Object(map) => map,
        _ => Figures::new(),
    }
}

fn spread(mut values: Vec<f64>) -> Json {
    Spread::of(&mut values).map_or(Json::Null, |s| json!({ "median": s.median, "p99": s.p99 }))
}

/// The file alone: reading, index, picks, selection, memory.
fn loading(path: &Path) -> Result<Figures, CliError> {
    let name = path.display().to_string();
    let options = ReadOptions { display_name: name.clone(), ..ReadOptions::default() };
    let watch = MemoryWatch::start();
    let begun = Instant::now();
    let dataset = read(path, &options, &Quiet).map_err(|e| CliError::Input(Box::new(e.issue())))?;
    let load_s = begun.elapsed().as_secs_f64();
    let loaded = Memory::now();
    let peak = watch.peak();
    let features = dataset.features;
    let pick_us = picks(&features);
    let (select_ms, selected) = selection(&features);
    let features = Arc::new(features);
    let table_ms = super::bench_table::table_ms(&features, &dataset.map_crs);
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
    MapPoint::new(extent.min.x + extent.width() * s.fract(), extent.min.y + extent.height() * t.fract())
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
    let (a, b) = ((c.x - half(e.width()), c.y - half(e.height())), (c.x + half(e.width()), c.y + half(e.height())));
    let area = geo::Rect::new(a, b).to_polygon();
    let begun = Instant::now();
    let found = select::touching(features, &area);
    (begun.elapsed().as_secs_f64() * 1e3, found.len())
}

/// The file in a session: first picture, tiles at four scales, second opening.
fn opening(path: &Path) -> Result<Figures, CliError> {
    let folder = tempfile::tempdir()?;
    let mut first = Opening::start(path, folder.path());
    let first_picture_s = first.first_picture();
    first.session.wait_until_loaded();
    let complete_s = first.picture();
    let whole = first.session.whole_extent().unwrap_or(Extent::EMPTY);
    let tiles: Figures =
        SCALES.iter().map(|(name, share)| ((*name).to_owned(), spread(first.new_views(&whole, *share)))).collect();
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
        let wake: crate::job::Wake = Arc::new(|| {});
        let workers = TileWorkers::new(&wake);
        let mut session = Session::new(Settings::default(), wake);
        session.show_parts_while_loading();
        session.keep_large_files(Cache::new(cache.to_owned(), planmap_data::cache::LIMIT_BYTES));
        let (width, height) = WINDOW;
        session.apply(Command::ResizeView { width, height, covered: Covered::NOTHING, stays: Stays::GROUND });
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
                self.session.apply(Command::SetView(Viewport::new(at, scale, width, height)));
                let begun = Instant::now();
                self.picture();
                begun.elapsed().as_secs_f64() * 1e3
            })
            .collect()
    }
}

/// Frames of the real window; the reason where it cannot be opened.
fn frames(path: &Path) -> Figures {
    let told = |reason: String| figures(json!({ "frame_ms": Json::Null, "frame_note": reason }));
    let program = match std::env::current_exe() {
        // Tests run this code in a program of another name.
        Ok(program) if program.file_stem().is_some_and(|s| s == "planmap") => program,
        _ => return told("not run by planmap itself".to_owned()),
    };
    let output =
        Process::new(program).arg("--measure-frames").arg(path).stdin(Stdio::null()).stderr(Stdio::piped()).output();
    match output {
        Ok(output) => match serde_json::from_slice::<Json>(&output.stdout) {
            Ok(value) => figures(value),
            Err(_) => told(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        },
        Err(error) => told(error.to_string()),
    }
}

/// The figures in words.
fn tell(figures: &Figures, language: Language, out: &mut dyn Write) -> Result<(), CliError> {
    let words = Words::of(language);
    let at = |keys: &[&str]| {
        let mut value = figures.get(*keys.first()?)?;
        for key in &keys[1..] {
            value = value.get(key)?;
        }
        value.as_f64()
    };
    let number = |keys: &[&str], scale: f64, decimals: usize| {
        at(keys).map_or_else(|| "–".to_owned(), |v| format_number(v * scale, decimals, language))
    };
    let mut line = |key: &str, args: &[(&'static str, String)]| -> Result<(), CliError> {
        let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, text)| (*name, Arg::Text(text))).collect();
        Ok(writeln!(out, "{}", words.text_with(key, &args))?)
    };
    line(
        "cli-bench-file",
        &[
            ("path", figures.get("path").and_then(Json::as_str).unwrap_or_default().to_owned()),
            ("features", number(&["features"], 1.0, 0)),
            ("vertices", number(&["vertices"], 1.0, 0)),
            ("megabytes", number(&["bytes"], 1e-6, 1)),
        ],
    )?;
    line("cli-bench-load", &[("load", number(&["load_s"], 1.0, 2)), ("index", number(&["index_s"], 1.0, 2))])?;
    line(
        "cli-bench-picture",
        &[
            ("first", number(&["first_picture_s"], 1.0, 2)),
            ("complete", number(&["complete_picture_s"], 1.0, 2)),
            ("again", number(&["reopen_load_s"], 1.0, 2)),
            ("acomplete", number(&["reopen_complete_picture_s"], 1.0, 2)),
        ],
    )?;
    let pick = [("median", number(&["pick_us", "median"], 1.0, 1)), ("p99", number(&["pick_us", "p99"], 1.0, 1))];
    line("cli-bench-pick", &pick)?;
    line("cli-bench-select", &[("count", number(&["selected"], 1.0, 0)), ("time", number(&["select_ms"], 1.0, 0))])?;
    line(
        "cli-bench-search",
        &[
            ("median", number(&["search_ms", "median"], 1.0, 1)),
            ("p99", number(&["search_ms", "p99"], 1.0, 1)),
            ("index", number(&["search_index_s"], 1.0, 2)),
            ("memory", number(&["search_index_mb"], 1.0, 0)),
        ],
    )?;
    let table: Vec<(&str, String)> =
        [("text", "sort_text"), ("number", "sort_number"), ("filter", "filter_text"), ("window", "rows_window")]
            .map(|(arg, key)| (arg, number(&["table_ms", key], 1.0, if key == "rows_window" { 2 } else { 0 })))
            .to_vec();
    line("cli-bench-table", &table)?;
    let peak = [("peak", number(&["peak_anon_mb"], 1.0, 0)), ("loaded", number(&["loaded_anon_mb"], 1.0, 0))];
    line("cli-bench-memory", &peak)?;
    for (scale, _) in SCALES {
        line(
            "cli-bench-scale",
            &[
                ("scale", words.text(&format!("cli-bench-{scale}"))),
                ("tiles", number(&["tiles_ms", scale, "median"], 1.0, 0)),
                ("median", number(&["frame_ms", scale, "median"], 1.0, 1)),
                ("p99", number(&["frame_ms", scale, "p99"], 1.0, 1)),
            ],
        )?;
    }
    if let Some(note) = figures.get("frame_note").and_then(Json::as_str) {
        line("cli-bench-no-frames", &[("reason", note.to_owned())])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn figures_of_a_small_city_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("city.geojson");
        // Large enough to come in parts, and for the cache.
        let city = crate::synth::City::new(27_000, 1);
        planmap_data::atomic::write_with(&path, |file| city.write(file)).unwrap();
        assert!(std::fs::metadata(&path).unwrap().len() > planmap_data::cache::CACHED_FROM);
        let mut out = Vec::new();
        let args = |json| BenchArgs { path: path.clone(), json, no_window: true };
        run(&args(true), Language::English, &mut out).unwrap();
        let value: Json = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["features"], 27_000);
        assert!(value["vertices"].as_u64().unwrap() >= 27_000 * 9);
        for key in ["sort_text", "sort_number", "filter_text", "rows_window"] {
            assert!(value["table_ms"][key].as_f64().unwrap() > 0.0, "{key}");
        }
        for key in ["load_s", "index_s", "first_picture_s", "complete_picture_s", "reopen_load_s", "select_ms"] {
            assert!(value[key].as_f64().unwrap() > 0.0, "{key}");
        }
        // A tenth of the area, and the lots on its edge.
        let selected = value["selected"].as_u64().unwrap();
        assert!((2_500..3_500).contains(&selected), "{selected}");
        for (scale, _) in SCALES {
            assert!(value["tiles_ms"][scale]["median"].as_f64().unwrap() > 0.0, "{scale}");
        }
        assert!(value["pick_us"]["median"].as_f64().unwrap() <= value["pick_us"]["p99"].as_f64().unwrap());

        assert!(value["search_queries"].as_u64().unwrap() > 30);
        assert!(
            value["search_ms"]["median"].as_f64().unwrap() > 0.0 && value["search_index_mb"].as_f64().unwrap() > 0.0
        );

        let mut words = Vec::new();
        tell(value.as_object().unwrap(), Language::Vietnamese, &mut words).unwrap();
        assert_eq!(String::from_utf8(words).unwrap().lines().count(), 12);
    }
}
