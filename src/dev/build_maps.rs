//! `planmap-dev build-maps`: the bundled maps from their tables, or whether they are as they would be.
//!
//! Owns the arguments and the printed lines; the work is done in [`crate::bundle`].

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::bundle::{self, BuildReport};
use crate::{DevError, Outcome};

/// Arguments of `build-maps`.
#[derive(Debug, Args)]
pub struct BuildMapsArgs {
    /// Write nothing: compare a fresh build with the files that are there
    #[arg(long)]
    pub check: bool,
    /// The folder of the maps, with their tables in `tables`
    #[arg(long, value_name = "DIR", default_value_os_t = crate::default_maps())]
    pub maps: PathBuf,
}

/// Builds the maps; a check finds out which files would differ.
///
/// # Errors
/// If the tables cannot be used or a file cannot be written.
pub fn run(args: &BuildMapsArgs, out: &mut dyn Write) -> Result<Outcome, DevError> {
    let differing = build_maps(args, &args.maps, out)?;
    Ok(if differing > 0 { Outcome::Differs } else { Outcome::Done })
}

fn build_maps(args: &BuildMapsArgs, maps: &Path, out: &mut dyn Write) -> Result<usize, DevError> {
    let tables = maps.join("tables");
    if !args.check {
        describe(&bundle::build(&tables, maps)?, out)?;
        return Ok(0);
    }
    let folder = Scratch::new()?;
    let report = bundle::build(&tables, &folder.0)?;
    let mut differing = 0;
    for file in &report.files {
        let same = std::fs::read(folder.0.join(&file.name))?
            == std::fs::read(maps.join(&file.name)).unwrap_or_default();
        if !same {
            differing += 1;
            writeln!(out, "differs: {}", file.name)?;
        }
    }
    writeln!(out, "{} files, {differing} differ", report.files.len())?;
    Ok(differing)
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
