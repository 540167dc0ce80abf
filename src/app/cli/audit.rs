//! `planmap audit`: do the zoning plans cover the general plan, do the plans agree.
//!
//! Owns the JSON, the words, the GeoJSON and the CSV of an audit. What is found is
//! [`planmap_core::audit`]'s.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use planmap_core::audit::{AuditReport, ClassPair, Finding, FindingKind};
use planmap_core::catalogue::Verdict;
use planmap_core::crs::{Crs, geo_from_map};
use planmap_core::geometry::geo_geometry_from_map;
use planmap_core::i18n::{Arg, Language, Words, format_hectares, format_number};
use serde_json::{Value as Json, json};

use super::review::crs_error;
use super::{CliError, Outcome, write_json};
use crate::audit::{AuditJobError, IgnoreList, run_audit};
use crate::headless::{HeadlessMap, load};
use crate::job::Progress;

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Writes the findings as GeoJSON in WGS 84.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Writes the findings as CSV.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Findings that are narrower everywhere count as slivers, in cm.
    #[arg(long, value_name = "N", default_value_t = 20.0)]
    pub tolerance_cm: f64,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// If no catalogue opens or it has no plans to compare.
pub fn run(
    args: &AuditArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    if !(args.tolerance_cm.is_finite() && args.tolerance_cm >= 0.0) {
        let value = args.tolerance_cm.to_string();
        return Err(CliError::Usage(words.text_with("cli-tolerance-unusable", &[("value", (&value).into())])));
    }
    let loaded = load(maps, &[])?;
    let layers = loaded.session.layer_snapshots();
    let options = planmap_core::audit::AuditOptions { tolerance_m: args.tolerance_cm / 100.0 };
    let report = run_audit(&Arc::clone(&loaded.catalogue), &layers, options, &Progress::default())
        .map_err(|e| audit_error(&e, words))?;
    let ignored = loaded.session.root().map(IgnoreList::read).unwrap_or_default();
    let crs = loaded.session.map_crs();
    if let Some(path) = &args.output {
        let text = geojson(&report, &ignored, crs).map_err(|e| crs_error(&e, words))?;
        planmap_data::atomic::write(path, text.as_bytes())?;
    }
    if let Some(path) = &args.csv {
        planmap_data::atomic::write(path, csv(&report, &ignored).as_bytes())?;
    }
    if args.json {
        write_json(out, &document(&report, &ignored, crs).map_err(|e| crs_error(&e, words))?)?;
    } else {
        write_words(out, &loaded, &report, &ignored, words)?;
    }
    Ok(Outcome::of(report.findings.iter().any(|f| ignored.reason(&f.id).is_none())))
}

fn audit_error(error: &AuditJobError, words: &Words) -> CliError {
    use planmap_core::audit::AuditError;
    match error {
        AuditJobError::Audit(AuditError::NoGeneralPlan) => CliError::Usage(words.text("audit-no-general-plan")),
        AuditJobError::Audit(AuditError::NoZoningPlan) => CliError::Usage(words.text("audit-no-zoning-plan")),
        AuditJobError::Audit(AuditError::Crs(e)) => crs_error(e, words),
        AuditJobError::Cancelled => CliError::Usage(words.text("audit-cancelled")),
    }
}

fn properties(finding: &Finding, ignored: &IgnoreList, crs: &Crs) -> Result<Json, planmap_core::crs::CrsError> {
    let at = geo_from_map(finding.at, crs)?;
    Ok(json!({
        "id": finding.id, "kind": finding.kind.as_str(), "sliver": finding.sliver,
        "area_m2": finding.area.ellipsoid_m2, "area_m2_grid": finding.area.grid_m2, "width_m": finding.width_m,
        "at": [at.lon, at.lat], "plans": finding.plans, "lots": finding.lots,
        "classes": finding.classes.as_ref().map(|(a, b)| [a, b]),
        "ignored": ignored.reason(&finding.id),
    }))
}

fn geojson(report: &AuditReport, ignored: &IgnoreList, crs: &Crs) -> Result<String, planmap_core::crs::CrsError> {
    feature_collection(report.findings.iter().map(|f| Ok((properties(f, ignored, crs)?, &f.shape))), crs)
}

/// Shapes of the map with their attributes as GeoJSON in WGS 84, a feature a line.
pub(crate) fn feature_collection<'a>(
    features: impl Iterator<Item = Result<(Json, &'a geo::MultiPolygon<f64>), planmap_core::crs::CrsError>>,
    crs: &Crs,
) -> Result<String, planmap_core::crs::CrsError> {
    let mut lines = Vec::new();
    for feature in features {
        let (properties, shape) = feature?;
        let mut feature = json!({ "type": "Feature", "properties": properties });
        feature["geometry"] = multi_polygon(&geo_geometry_from_map(&shape.clone().into(), crs)?);
        lines.push(feature.to_string());
    }
    Ok(format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n")))
}

fn multi_polygon(shape: &geo::Geometry<f64>) -> Json {
    let ring = |r: &geo::LineString<f64>| -> Vec<[f64; 2]> { r.coords().map(|c| [c.x, c.y]).collect() };
    let polygon = |p: &geo::Polygon<f64>| -> Vec<Vec<[f64; 2]>> {
        std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()
    };
    let polygons: Vec<_> = match shape {
        geo::Geometry::MultiPolygon(m) => m.iter().map(polygon).collect(),
        geo::Geometry::Polygon(p) => vec![polygon(p)],
        _ => Vec::new(),
    };
    json!({ "type": "MultiPolygon", "coordinates": polygons })
}

fn csv(report: &AuditReport, ignored: &IgnoreList) -> String {
    let mut out =
        String::from("id,kind,sliver,area_m2,area_m2_grid,width_m,x_north,y_east,plans,classes,lots,ignored\n");
    for f in &report.findings {
        let classes = f.classes.as_ref().map(|(a, b)| format!("{a} / {b}")).unwrap_or_default();
        let cells = [
            f.id.clone(),
            f.kind.as_str().to_owned(),
            f.sliver.to_string(),
            format!("{:.3}", f.area.ellipsoid_m2),
            format!("{:.3}", f.area.grid_m2),
            format!("{:.3}", f.width_m),
            format!("{:.3}", f.at.y),
            format!("{:.3}", f.at.x),
            f.plans.join(" "),
            classes,
            f.lots.join(" "),
            ignored.reason(&f.id).unwrap_or_default().to_owned(),
        ];
        let quoted: Vec<String> = cells.iter().map(|c| quoted(c)).collect();
        out.push_str(&quoted.join(","));
        out.push('\n');
    }
    out
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn document(report: &AuditReport, ignored: &IgnoreList, crs: &Crs) -> Result<Json, planmap_core::crs::CrsError> {
    let list =
        |kind: FindingKind| -> Result<Vec<Json>, _> { report.of(kind).map(|f| properties(f, ignored, crs)).collect() };
    let pairs = |wanted: fn(&ClassPair) -> bool| -> Result<Vec<Json>, _> {
        let found = report.pairs.iter().filter(|p| wanted(p));
        found
            .map(|p| {
                let at = geo_from_map(p.largest_at, crs)?;
                Ok(json!({
                    "classes": [p.zoning, p.general], "plans": p.plans, "area_m2_grid": p.area_grid_m2,
                    "area_m2": p.area_grid_m2, "count": p.count, "largest_at": [at.lon, at.lat],
                }))
            })
            .collect()
    };
    let mut conflicts = pairs(|p| p.verdict == Some(Verdict::Conflicting))?;
    for conflict in &mut conflicts {
        // The ellipsoidal area is known for the findings that make up the pair.
        let of_pair = |f: &&Finding| f.classes.as_ref().is_some_and(|(a, b)| conflict["classes"] == json!([a, b]));
        conflict["area_m2"] =
            json!(report.of(FindingKind::Conflict).filter(of_pair).map(|f| f.area.ellipsoid_m2).sum::<f64>());
    }
    let without_ellipsoid = |mut pairs: Vec<Json>| {
        for pair in &mut pairs {
            pair.as_object_mut().map(|p| p.remove("area_m2"));
        }
        pairs
    };
    Ok(json!({
        "general_plan": report.general_plan,
        "area_m2": report.area.ellipsoid_m2,
        "area_m2_grid": report.area.grid_m2,
        "covered_m2": report.covered.ellipsoid_m2,
        "covered_m2_grid": report.covered.grid_m2,
        "covered_share": report.covered_share(),
        "agreement_share": report.agreement_share(),
        "tolerance_cm": report.tolerance_m * 100.0,
        "gaps": list(FindingKind::Gap)?,
        "outside": list(FindingKind::Outside)?,
        "overlaps": list(FindingKind::Overlap)?,
        "conflicts": conflicts,
        "conflict_findings": list(FindingKind::Conflict)?,
        "conditional": without_ellipsoid(pairs(|p| p.verdict == Some(Verdict::Conditional))?),
        "unmapped": without_ellipsoid(pairs(|p| p.verdict.is_none())?),
        "rounding_parts": report.rounding_parts,
        "lots_without_class": report.lots_without_class,
    }))
}

fn write_words(
    out: &mut dyn Write,
    loaded: &HeadlessMap,
    report: &AuditReport,
    ignored: &IgnoreList,
    words: &Words,
) -> Result<(), CliError> {
    let language = words.language();
    let plan = loaded.catalogue.plan(&report.general_plan);
    let name = plan.map_or(report.general_plan.as_str(), |p| p.short_name.get(language));
    let percent = |share: f64| format!("{} %", format_number(share * 100.0, 2, language));
    let line = words.text_with(
        "audit-covered",
        &[
            ("plan", name.into()),
            ("area", (&format_hectares(report.area.ellipsoid_m2, language)).into()),
            ("covered", (&format_hectares(report.covered.ellipsoid_m2, language)).into()),
            ("share", (&percent(report.covered_share())).into()),
            ("agreement", (&percent(report.agreement_share())).into()),
        ],
    );
    writeln!(out, "{line}")?;
    let tolerance = format_number(report.tolerance_m * 100.0, 0, language);
    writeln!(out, "{}", words.text_with("audit-tolerance", &[("tolerance", (&tolerance).into())]))?;
    for kind in FindingKind::ALL {
        let count = report.of(kind).count();
        let heading = words.text(&format!("audit-kind-{}", kind.as_str()));
        writeln!(out, "{heading}: {}", words.text_with("audit-count", &[("count", Arg::Count(count as u64))]))?;
        for f in report.of(kind) {
            let mut parts = vec![
                format!("{} m²", format_number(f.area.ellipsoid_m2, 1, language)),
                words.text_with("audit-width", &[("width", (&format_number(f.width_m, 2, language)).into())]),
            ];
            if f.sliver {
                parts.push(words.text("audit-sliver"));
            }
            parts.extend(f.classes.as_ref().map(|(a, b)| format!("{a} / {b}")));
            parts.extend((!f.plans.is_empty()).then(|| f.plans.join(" + ")));
            parts.extend((!f.lots.is_empty()).then(|| f.lots.join(", ")));
            if let Some(reason) = ignored.reason(&f.id) {
                parts.push(words.text_with("audit-ignored", &[("reason", reason.into())]));
            }
            writeln!(out, "  {}  [{}]", parts.join(" · "), f.id)?;
        }
    }
    Ok(())
}
