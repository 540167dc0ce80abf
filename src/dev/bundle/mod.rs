//! The bundled maps of Sơn La, built from the tables in `maps/tables/`.
//!
//! Owns the making of every GeoJSON file in `maps/`. The catalogue itself is written by hand; this
//! module must not know it. The same tables give the same bytes: no clock, no order of hash maps,
//! and chance only from fixed seeds.

mod arrangement;
mod curve;
mod drawing;
mod layers;
mod limits;
mod lots;
mod output;
mod sites;
mod streets;
mod tables;
mod terrain;

use std::path::{Path, PathBuf};

use planmap_core::crs::CrsError;
use thiserror::Error;

/// Why the maps could not be built.
#[derive(Debug, Error)]
pub enum BundleError {
    /// A table cannot be read from disk.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The table.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A table does not say what the builder needs.
    #[error("table {name}: {reason}")]
    Table {
        /// File name in the folder of tables.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// The lines of the drawing do not settle on the grid.
    #[error("the lines of the drawing cannot be noded")]
    NotNoded,
    /// A coordinate cannot be converted.
    #[error(transparent)]
    Crs(#[from] CrsError),
    /// A file cannot be made or written.
    #[error("cannot write {0}")]
    Write(String),
}

/// A file of the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltFile {
    /// Its name in the folder of maps.
    pub name: String,
    /// How many features it holds.
    pub features: usize,
    /// Its size.
    pub bytes: usize,
}

/// A place where the zoning and the general plan differ on purpose.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedDifference {
    /// Lot code.
    pub lot: String,
    /// Class in the zoning plan.
    pub zoning: String,
    /// Class in the general plan.
    pub general: String,
    /// m² on the ellipsoid.
    pub area_m2: f64,
    /// A point inside, degrees, longitude first.
    pub at: [f64; 2],
}

/// What was built.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildReport {
    /// The files, in the order written.
    pub files: Vec<BuiltFile>,
    /// The general plan's area on the ellipsoid in m².
    pub general_m2: f64,
    /// Each zone's number and area on the ellipsoid in m².
    pub zones_m2: Vec<(u32, f64)>,
    /// Lots, without streets.
    pub lots: usize,
    /// The deliberate differences.
    pub differences: Vec<PlannedDifference>,
}

/// Builds all layers from a folder of tables into a folder of maps, which must exist.
///
/// # Errors
/// If a table is missing or wrong, or a file cannot be written. Files are only written once all of
/// them are made.
pub fn build(tables: &Path, out: &Path) -> Result<BuildReport, BundleError> {
    let tables = tables::Tables::read(tables)?;
    let (files, mut report) = layers::all(&tables)?;
    for (name, features, text) in files {
        write_whole(&out.join(&name), &text)?;
        report.files.push(BuiltFile { name, features, bytes: text.len() });
    }
    Ok(report)
}

/// Replaces a file in one step, so that a reader never sees half of it.
fn write_whole(path: &Path, text: &str) -> Result<(), BundleError> {
    let failed = |e: std::io::Error| BundleError::Write(format!("{}: {e}", path.display()));
    let part = path.with_extension("geojson.part");
    let mut file = std::fs::File::create(&part).map_err(failed)?;
    std::io::Write::write_all(&mut file, text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    drop(file);
    std::fs::rename(&part, path).map_err(failed)
}
