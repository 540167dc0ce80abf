//! `planmap compare`: what is different between two versions of a layer.
//!
//! Owns the JSON and the words. What counts as different is [`planmap_core::version_compare`]'s.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use planmap_core::crs::{Crs, CrsError, geo_from_map};
use planmap_core::i18n::{Arg, Language, Words, format_number};
use planmap_core::version_compare::{
    CompareError, Comparison, Difference, DifferenceKind, compare,
};
use serde_json::{Value as Json, json};

use crate::review::crs_error;
use crate::{CliError, Outcome, write_json};
use planmap_app::audit::feature_collection;
use planmap_app::headless::load;
use planmap_app::session::same_file;

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The earlier version.
    pub before: PathBuf,
    /// The later version.
    pub after: PathBuf,
    /// Field that names a feature in both versions; a usual one that is unique, else the place, pairs them.
    #[arg(long, value_name = "FIELD")]
    pub key: Option<String>,
    /// Writes the differences as GeoJSON in WGS 84.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand. Differences are what was asked for, so that they change the status as
/// problems do: 1.
///
/// # Errors
/// If a file cannot be read, the key does not serve, or the output cannot be written.
pub fn run(
    args: &CompareArgs,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let paths = [args.before.clone(), args.after.clone()];
    let loaded = load(None, &paths)?;
    let mut versions = Vec::new();
    for path in &paths {
        // A file that is named twice is one layer, and one version beside itself.
        let layer = loaded.session.layers().iter().find(|layer| same_file(&layer.path, path));
        let features = layer.and_then(|layer| layer.features()).ok_or_else(|| {
            let path = path.display().to_string();
            CliError::Usage(words.text_with("compare-unreadable", &[("path", (&path).into())]))
        })?;
        versions.push(features);
    }
    let [before, after] = versions.as_slice() else {
        return Err(CliError::Usage(words.text("compare-two-files")));
    };
    let crs = loaded.session.map_crs();
    let found = compare(before, after, args.key.as_deref(), crs, &|| false)
        .map_err(|e| compare_error(&e, words))?;
    if let Some(path) = &args.output {
        let features = found.differences.iter().map(|d| Ok((properties(d, crs)?, &d.shape)));
        let text = feature_collection(features, crs).map_err(|e| crs_error(&e, words))?;
        planmap_data::atomic::write(path, text.as_bytes())?;
    }
    if args.json {
        let list: Result<Vec<Json>, CrsError> =
            found.differences.iter().map(|d| properties(d, crs)).collect();
        let list = list.map_err(|e| crs_error(&e, words))?;
        let counts: serde_json::Map<String, Json> = DifferenceKind::ALL
            .iter()
            .map(|k| (k.as_str().to_owned(), found.count(*k).into()))
            .collect();
        write_json(
            out,
            &json!({
                "features_before": before.len(), "features_after": after.len(), "key": found.key,
                "unchanged": found.unchanged, "counts": counts, "differences": list,
                "dropped_fields": found.dropped_fields, "new_fields": found.new_fields,
            }),
        )?;
    } else {
        write_words(out, &found, words)?;
    }
    Ok(Outcome::of(!found.differences.is_empty()))
}

fn compare_error(error: &CompareError, words: &Words) -> CliError {
    match error {
        CompareError::NoKey(field) => {
            CliError::Usage(words.text_with("compare-no-key", &[("field", field.as_str().into())]))
        }
        CompareError::Cancelled => CliError::Usage(words.text("compare-cancelled")),
        CompareError::Crs(e) => crs_error(e, words),
    }
}

fn properties(difference: &Difference, crs: &Crs) -> Result<Json, CrsError> {
    let at = difference.at.map(|p| geo_from_map(p, crs)).transpose()?;
    let attributes: Vec<Json> = difference
        .attributes
        .iter()
        .map(|a| json!({ "name": a.name, "before": a.before, "after": a.after }))
        .collect();
    Ok(json!({
        "kind": difference.kind.as_str(), "name": difference.name,
        "area_before_m2": difference.before_area.ellipsoid_m2, "area_before_m2_grid": difference.before_area.grid_m2,
        "area_after_m2": difference.after_area.ellipsoid_m2, "area_after_m2_grid": difference.after_area.grid_m2,
        "area_changed_m2": difference.changed_area.ellipsoid_m2,
        "area_changed_m2_grid": difference.changed_area.grid_m2,
        "attributes": attributes, "at": at.map(|p| [p.lon, p.lat]),
    }))
}

fn write_words(out: &mut dyn Write, found: &Comparison, words: &Words) -> Result<(), CliError> {
    let language = words.language();
    let paired = match &found.key {
        Some(key) => words.text_with("compare-by-key", &[("field", key.as_str().into())]),
        None => words.text("compare-by-place"),
    };
    writeln!(out, "{paired}")?;
    writeln!(
        out,
        "{}",
        words.text_with("compare-unchanged", &[("count", Arg::Count(found.unchanged as u64))])
    )?;
    for kind in DifferenceKind::ALL {
        let heading = words.text(&format!("compare-kind-{}", kind.as_str()));
        writeln!(out, "{heading}: {}", found.count(kind))?;
        for d in found.differences.iter().filter(|d| d.kind == kind) {
            let number = |m2: f64| format!("{} m²", format_number(m2, 1, language));
            let mut parts = vec![d.name.clone()];
            if d.changed_area.grid_m2 > 0.0 {
                parts.push(number(d.changed_area.ellipsoid_m2));
            }
            parts.extend(
                d.attributes.iter().map(|a| format!("{}: {} → {}", a.name, a.before, a.after)),
            );
            writeln!(out, "  {}", parts.join(" · "))?;
        }
    }
    Ok(())
}
