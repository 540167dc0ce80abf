//! The audit on all cores, its commands, and what is ignored and written of it.
//!
//! Owns the spreading of the core's pieces over workers. Which findings are ignored is
//! [`ignored`]'s, their texts are [`texts`]'. Must not know how findings are shown.

mod ignored;
mod layer;
mod pairs;
mod texts;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use planmap_core::audit::{Audit, AuditError, AuditOptions, AuditReport, FindingKind};
use planmap_core::catalogue::{Catalogue, LayerRole};
use planmap_core::plan_stack::StackLayer;
use planmap_core::validate::{Limits, issues};
use planmap_core::{Issue, Severity};
use planmap_draw::scene::MapLayer;
use rayon::prelude::*;

use crate::job::Progress;

pub use ignored::{IgnoreList, Ignored};
pub(crate) use layer::{computed_findings, findings_layer};
pub use pairs::pairs_that_count;
pub use texts::{
    class_names, document, feature_collection, findings_csv, findings_geojson, findings_table,
    kind_text, layer_name, numbered, plan_names,
};

/// A request that has to do with the audit.
#[derive(Debug, Clone, PartialEq)]
pub enum AuditCommand {
    /// Compares the plans now; again by itself after that, whenever a layer changes.
    Run,
    /// Stops the comparison that is running.
    Cancel,
    /// Tells slivers apart by another width, in cm, and compares again.
    SetTolerance(f64),
    /// Lists and draws ignored findings too.
    ShowIgnored(bool),
    /// Lists and draws the findings of a kind, or no longer.
    ShowKind(FindingKind, bool),
    /// Marks a finding by its id and goes there.
    Choose(String),
    /// Asks why a finding, by its id, is to be ignored, or no longer.
    AskIgnore(Option<String>),
    /// Ignores a finding, with the reason; no longer where there is none.
    Ignore(String, Option<String>),
    /// Writes the findings that are listed as CSV.
    SaveCsv(PathBuf),
    /// Writes all findings as GeoJSON in WGS 84.
    SaveGeoJson(PathBuf),
}

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
        .map(|l| StackLayer {
            spec: &l.spec,
            features: &l.features,
            legend: l.legend.as_deref(),
            classes: &l.classes,
        })
        .collect()
}

/// An audit and what was wrong with its input.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRun {
    /// What was found.
    pub report: AuditReport,
    /// Lots and limits whose rings cross or touch themselves: which part of the ground they cover is
    /// not certain, and figures that they enter may be off by up to their area.
    pub invalid: Vec<InvalidInput>,
}

/// A feature that entered an audit although its geometry is invalid.
#[derive(Debug, Clone, PartialEq)]
pub struct InvalidInput {
    /// Its layer.
    pub layer: String,
    /// What is wrong, and where in the file.
    pub issue: Issue,
    /// Area of its extent, m²: more than it can be wrong by.
    pub extent_m2: f64,
}

/// Looks through the plans' polygons for rings that are invalid.
fn invalid_inputs(
    catalogue: &Catalogue,
    layers: &[MapLayer],
    progress: &Progress,
) -> Vec<InvalidInput> {
    let plans = layers.iter().filter(|l| {
        l.spec.plan.is_some()
            && matches!(l.spec.role, LayerRole::LandUse | LayerRole::Limit | LayerRole::Zones)
    });
    let plans: Vec<&MapLayer> = plans.collect();
    plans
        .par_iter()
        .flat_map_iter(|layer| {
            let stop = || progress.is_cancelled();
            let found = issues(&layer.features, &catalogue.map_crs, &Limits::default(), &stop);
            found.into_iter().filter(|i| i.severity > Severity::Note).filter_map(|issue| {
                let row = layer.features.row_of(issue.feature?)?;
                let e = layer.features.geometries().feature_extent(row);
                let issue = issue.in_file(&layer.spec.file);
                Some(InvalidInput {
                    layer: layer.spec.id.clone(),
                    issue,
                    extent_m2: e.width() * e.height(),
                })
            })
        })
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
) -> Result<AuditRun, AuditJobError> {
    let stack = stack_of(layers);
    let audit = Audit::new(catalogue, &stack, options)?;
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
    let report = audit.join(results)?;
    let invalid = invalid_inputs(catalogue, layers, progress);
    if progress.is_cancelled() {
        return Err(AuditJobError::Cancelled);
    }
    Ok(AuditRun { report, invalid })
}
