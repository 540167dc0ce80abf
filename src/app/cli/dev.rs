//! `planmap dev`: what only developers of the program need.
//!
//! Owns the arguments and the printed lines of the developer subcommands; the work is done in
//! [`crate::bundle`].

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use thiserror::Error;

use crate::bundle::{self, BuildReport, BundleError};

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
}

/// Arguments of `planmap dev build-maps`.
#[derive(Debug, Args)]
pub struct BuildMapsArgs {
    /// The folder with the catalogue and its tables/
    #[arg(long, value_name = "DIR", default_value = "maps")]
    maps: PathBuf,
    /// Write nothing: compare a fresh build with the files that are there
    #[arg(long)]
    check: bool,
}

/// Why a developer subcommand was not done.
#[derive(Debug, Error)]
pub enum DevError {
    /// The build itself failed.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A temporary folder or the output cannot be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Runs a developer subcommand and prints to `out`; gives the exit status: 0 done, 1 where a check
/// found files that differ.
///
/// # Errors
/// If the work could not be done.
pub fn run(args: &DevArgs, out: &mut dyn Write) -> Result<u8, DevError> {
    match &args.command {
        DevCommand::BuildMaps(args) => build_maps(args, out),
    }
}

fn build_maps(args: &BuildMapsArgs, out: &mut dyn Write) -> Result<u8, DevError> {
    let tables = args.maps.join("tables");
    if !args.check {
        describe(&bundle::build(&tables, &args.maps)?, out)?;
        return Ok(0);
    }
    let folder = Scratch::new()?;
    let report = bundle::build(&tables, &folder.0)?;
    let mut differing = 0;
    for file in &report.files {
        let same =
            std::fs::read(folder.0.join(&file.name))? == std::fs::read(args.maps.join(&file.name)).unwrap_or_default();
        if !same {
            differing += 1;
            writeln!(out, "differs: {}", file.name)?;
        }
    }
    writeln!(out, "{} files, {differing} differ", report.files.len())?;
    Ok(u8::from(differing > 0))
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
