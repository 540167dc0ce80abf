//! `planmap dev`: what only developers of the program need.
//!
//! Owns the arguments and the printed lines of the developer subcommands; the work is done in
//! [`crate::bundle`].

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{CliError, Outcome, crash_writer};
use crate::bundle::{self, BuildReport};

/// Arguments of `planmap dev`.
#[derive(Debug, Args)]
pub struct DevArgs {
    #[command(subcommand)]
    command: DevCommand,
}

#[derive(Debug, Subcommand)]
enum DevCommand {
    /// Builds the bundled maps' layers from the tables in maps/tables
    BuildMaps(BuildMapsArgs),
    /// Writes the list of crates and their licences, assets/licences/third-party.txt
    Licences,
    /// Edits annotations until it is killed, for the crash test
    CrashWriter(crash_writer::CrashWriterArgs),
}

/// Arguments of `planmap dev build-maps`.
#[derive(Debug, Args)]
pub struct BuildMapsArgs {
    /// Write nothing: compare a fresh build with the files that are there
    #[arg(long)]
    check: bool,
}

/// Runs a developer subcommand; a check that finds files that differ reports problems.
///
/// # Errors
/// If the work could not be done.
pub fn run(args: &DevArgs, maps: Option<&Path>, out: &mut dyn Write) -> Result<Outcome, CliError> {
    match &args.command {
        DevCommand::BuildMaps(args) => {
            let differing = build_maps(args, maps.unwrap_or(Path::new("maps")), out)?;
            Ok(Outcome::of(differing > 0))
        }
        DevCommand::Licences => licences(out),
        DevCommand::CrashWriter(args) => crash_writer::run(args, out),
    }
}

fn build_maps(args: &BuildMapsArgs, maps: &Path, out: &mut dyn Write) -> Result<usize, CliError> {
    let tables = maps.join("tables");
    let failed = |e: bundle::BundleError| CliError::Usage(e.to_string());
    if !args.check {
        describe(&bundle::build(&tables, maps).map_err(failed)?, out)?;
        return Ok(0);
    }
    let folder = Scratch::new()?;
    let report = bundle::build(&tables, &folder.0).map_err(failed)?;
    let mut differing = 0;
    for file in &report.files {
        let same =
            std::fs::read(folder.0.join(&file.name))? == std::fs::read(maps.join(&file.name)).unwrap_or_default();
        if !same {
            differing += 1;
            writeln!(out, "differs: {}", file.name)?;
        }
    }
    writeln!(out, "{} files, {differing} differ", report.files.len())?;
    Ok(differing)
}

fn licences(out: &mut dyn Write) -> Result<Outcome, CliError> {
    let text = crate::desk::licences::list(Path::new(".")).map_err(|e| CliError::Usage(e.to_string()))?;
    std::fs::write("assets/licences/third-party.txt", &text)?;
    writeln!(out, "{} crates", crate::desk::licences::crates(&text).count())?;
    Ok(Outcome::of(false))
}

fn describe(report: &BuildReport, out: &mut dyn Write) -> std::io::Result<()> {
    for file in &report.files {
        writeln!(out, "{:<28} {:>6} features {:>9} bytes", file.name, file.features, file.bytes)?;
    }
    writeln!(out, "general plan {:.2} ha", report.general_m2 / 1e4)?;
    for (number, area) in &report.zones_m2 {
        writeln!(out, "zone {number} {:.2} ha", area / 1e4)?;
    }
    writeln!(out, "{} lots", report.lots)?;
    for d in &report.differences {
        writeln!(
            out,
            "difference {} {} in {} at {:.5}, {:.5}: {:.0} m²",
            d.lot, d.zoning, d.general, d.at[0], d.at[1], d.area_m2
        )?;
    }
    Ok(())
}

/// A folder of this process alone that goes when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("planmap-maps-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

fn remove(path: &Path) {
    // Nothing can be done about a temporary folder that does not go.
    let _ = std::fs::remove_dir_all(path);
}
