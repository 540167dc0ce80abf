//! `planmap bench PATH`: how long loading and answering take on a file, and how much memory.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use planmap_core::i18n::{Arg, Language, Words, format_number};
use planmap_core::{Features, MapPoint, identify};
use planmap_data::read::{Quiet, ReadOptions, read};
use serde_json::json;

use super::{CliError, Outcome, write_json};
use crate::measure::{Memory, MemoryWatch, Spread};

/// Number of picks.
const PICKS: u32 = 10_000;

/// Arguments of `bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// The file.
    pub path: PathBuf,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// If the file cannot be read.
pub fn run(args: &BenchArgs, language: Language, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let path = args.path.display().to_string();
    let options = ReadOptions { display_name: path.clone(), ..ReadOptions::default() };
    let watch = MemoryWatch::start();
    let begun = Instant::now();
    let dataset = read(&args.path, &options, &Quiet).map_err(|e| CliError::Input(Box::new(e.issue())))?;
    let load_s = begun.elapsed().as_secs_f64();
    let loaded = Memory::now();
    let peak = watch.peak();
    let mut pick_us = picks(&dataset.features);
    let pick = Spread::of(&mut pick_us);
    let (features, vertices) = (dataset.features.len(), dataset.features.geometries().vertex_count());
    let megabytes = |m: Option<Memory>, f: fn(Memory) -> u64| m.map(|m| f(m) as f64 / 1e6);
    let peak_anon_mb = megabytes(peak, |m| m.anonymous);
    let loaded_anon_mb = megabytes(loaded, |m| m.anonymous);
    if args.json {
        let value = json!({
            "path": path,
            "bytes": dataset.bytes,
            "features": features,
            "vertices": vertices,
            "load_s": load_s,
            "pick_us": pick.map(|p| json!({ "median": p.median, "p99": p.p99 })),
            "peak_rss_mb": megabytes(peak, |m| m.resident),
            "peak_anon_mb": peak_anon_mb,
            "loaded_anon_mb": loaded_anon_mb,
        });
        write_json(out, &value)?;
        return Ok(Outcome::Done);
    }
    let number = |value: Option<f64>, decimals| {
        value.map_or_else(|| "–".to_owned(), |value| format_number(value, decimals, language))
    };
    let (load, megabytes) = (number(Some(load_s), 2), number(Some(dataset.bytes as f64 / 1e6), 1));
    let (median, p99) = (number(pick.map(|p| p.median), 1), number(pick.map(|p| p.p99), 1));
    let (peak, loaded) = (number(peak_anon_mb, 0), number(loaded_anon_mb, 0));
    let args = [
        ("path", Arg::Text(&path)),
        ("features", Arg::Count(features as u64)),
        ("vertices", Arg::Count(vertices as u64)),
        ("megabytes", Arg::Text(&megabytes)),
        ("load", Arg::Text(&load)),
        ("median", Arg::Text(&median)),
        ("p99", Arg::Text(&p99)),
        ("peak", Arg::Text(&peak)),
        ("loaded", Arg::Text(&loaded)),
    ];
    for key in ["cli-bench-file", "cli-bench-load", "cli-bench-pick", "cli-bench-memory"] {
        writeln!(out, "{}", Words::of(language).text_with(key, &args))?;
    }
    Ok(Outcome::Done)
}

/// Microseconds of each of many picks, spread over the extent.
fn picks(features: &Features) -> Vec<f64> {
    let extent = features.extent();
    if extent.is_empty() {
        return Vec::new();
    }
    // Multiples of the golden ratio and of √2 cover a square evenly in no visible order.
    let place = |n: u32| {
        let (s, t) = (f64::from(n) * 0.618_033_988_749_895, f64::from(n) * std::f64::consts::SQRT_2);
        MapPoint::new(extent.min.x + extent.width() * s.fract(), extent.min.y + extent.height() * t.fract())
    };
    (0..PICKS)
        .map(|n| {
            let (at, begun) = (place(n), Instant::now());
            std::hint::black_box(identify::hits(features, at, 0.0));
            begun.elapsed().as_secs_f64() * 1e6
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn figures_of_a_small_city_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("city.geojson");
        let city = crate::synth::City::new(500, 1);
        planmap_data::atomic::write_with(&path, |file| city.write(file)).unwrap();
        let mut out = Vec::new();
        run(&BenchArgs { path: path.clone(), json: true }, Language::English, &mut out).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["features"], 500);
        assert!(value["vertices"].as_u64().unwrap() >= 500 * 9);
        assert!(value["load_s"].as_f64().unwrap() > 0.0);
        assert!(value["pick_us"]["median"].as_f64().unwrap() <= value["pick_us"]["p99"].as_f64().unwrap());

        let mut words = Vec::new();
        run(&BenchArgs { path, json: false }, Language::Vietnamese, &mut words).unwrap();
        assert_eq!(String::from_utf8(words).unwrap().lines().count(), 4);
    }
}
