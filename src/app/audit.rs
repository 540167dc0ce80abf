//! The audit on all cores, and the findings that someone has chosen to ignore.
//!
//! Owns the spreading of the core's pieces over workers and the file `audit-ignored.toml` beside the
//! catalogue. Must not know how findings are shown.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use planmap_core::audit::{Audit, AuditError, AuditOptions, AuditReport};
use planmap_core::catalogue::Catalogue;
use planmap_core::plan_stack::StackLayer;
use planmap_draw::scene::MapLayer;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::job::Progress;

/// Why an audit gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditJobError {
    /// It was told to stop.
    #[error("cancelled")]
    Cancelled,
    /// There is nothing to compare, or a place cannot be converted.
    #[error(transparent)]
    Audit(#[from] AuditError),
}

/// Layers as the core takes them.
#[must_use]
pub fn stack_of(layers: &[MapLayer]) -> Vec<StackLayer<'_>> {
    layers
        .iter()
        .map(|l| StackLayer { spec: &l.spec, features: &l.features, legend: l.legend.as_deref(), classes: &l.classes })
        .collect()
}

/// Runs an audit on all cores. Tells its progress in pieces and stops soon after it is cancelled.
///
/// # Errors
/// If it was cancelled or there is nothing to compare.
pub fn run_audit(
    catalogue: &Catalogue,
    layers: &[MapLayer],
    options: AuditOptions,
    progress: &Progress,
) -> Result<AuditReport, AuditJobError> {
    let layers = stack_of(layers);
    let audit = Audit::new(catalogue, &layers, options)?;
    let (done, total) = (AtomicU64::new(0), audit.piece_count() as u64);
    progress.set(0, total);
    let results: Vec<_> = (0..audit.piece_count())
        .into_par_iter()
        .map(|number| {
            if progress.is_cancelled() {
                return Err(AuditJobError::Cancelled);
            }
            let result = audit.piece(number)?;
            progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok(result)
        })
        .collect::<Result<_, _>>()?;
    Ok(audit.join(results)?)
}

/// One finding that is left out of the count of problems, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ignored {
    /// Id of the finding.
    pub id: String,
    /// The reason, in the words of whoever chose so.
    pub reason: String,
}

/// The findings that are ignored in one catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IgnoreList {
    /// All of them.
    #[serde(default)]
    pub ignored: Vec<Ignored>,
}

impl IgnoreList {
    /// Where a catalogue's list lies.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join("audit-ignored.toml")
    }

    /// The list of a catalogue's folder; empty where there is none that can be read.
    #[must_use]
    pub fn read(root: &Path) -> Self {
        std::fs::read_to_string(Self::path(root)).ok().and_then(|t| toml::from_str(&t).ok()).unwrap_or_default()
    }

    /// Why a finding is ignored; `None` where it is not.
    #[must_use]
    pub fn reason(&self, id: &str) -> Option<&str> {
        self.ignored.iter().find(|i| i.id == id).map(|i| i.reason.as_str())
    }

    /// Ignores a finding, or no longer where there is no reason.
    pub fn set(&mut self, id: &str, reason: Option<&str>) {
        self.ignored.retain(|i| i.id != id);
        self.ignored.extend(reason.map(|r| Ignored { id: id.to_owned(), reason: r.to_owned() }));
    }

    /// Saves the list beside the catalogue.
    ///
    /// # Errors
    /// Of the file system.
    pub fn write(&self, root: &Path) -> std::io::Result<()> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        planmap_data::atomic::write(&Self::path(root), text.as_bytes())
    }
}
