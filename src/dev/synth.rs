//! `planmap-dev synth`: a synthetic city of as many lots as wanted, for measuring.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use crate::city::City;
use crate::{DevError, Outcome};

/// Arguments of `synth`.
#[derive(Debug, Args)]
pub struct SynthArgs {
    /// Number of lots.
    #[arg(long, value_name = "N", default_value = "100000", value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    pub lots: u32,
    /// The same number gives the same city.
    #[arg(long, value_name = "S", default_value = "1")]
    pub seed: u64,
    /// The GeoJSON file to write.
    #[arg(short, long, value_name = "F.geojson")]
    pub output: PathBuf,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// If the file cannot be written; what was there before is then still there.
pub fn run(args: &SynthArgs, out: &mut dyn Write) -> Result<Outcome, DevError> {
    let begun = Instant::now();
    let city = City::new(args.lots, args.seed);
    let bytes = planmap_data::atomic::write_with(&args.output, |file| city.write(file))?;
    let path = args.output.display().to_string();
    if args.json {
        let seconds = begun.elapsed().as_secs_f64();
        let value = json!({
            "path": path, "features": args.lots, "bytes": bytes, "seed": args.seed, "seconds": seconds,
        });
        writeln!(out, "{value:#}")?;
    } else {
        let megabytes = bytes as f64 / 1e6;
        writeln!(out, "{path}: {} features, {megabytes:.1} MB", args.lots)?;
    }
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_city_is_written_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("city.geojson");
        let args = SynthArgs { lots: 2_000, seed: 4, output: output.clone(), json: true };
        let mut out = Vec::new();
        run(&args, &mut out).unwrap();
        let report: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(report["features"], 2_000);
        assert_eq!(report["bytes"].as_u64(), Some(std::fs::metadata(&output).unwrap().len()));
        let options = planmap_data::read::ReadOptions::default();
        let dataset =
            planmap_data::read::read(&output, &options, &planmap_data::read::Quiet).unwrap();
        assert_eq!(dataset.features.len(), 2_000);
        assert!(dataset.issues.is_empty(), "{:?}", dataset.issues);

        let missing = SynthArgs { output: folder.path().join("none/city.geojson"), ..args };
        assert!(matches!(run(&missing, &mut Vec::new()), Err(DevError::Io(_))));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }
}
