//! `planmap audit`: do the zoning plans cover the general plan, do the plans agree.
//!
//! Owns the words of an audit on the command line. What is found is [`planmap_core::audit`]'s, its
//! JSON, GeoJSON and CSV are [`planmap_app::audit`]'s.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use planmap_core::audit::{AuditReport, FindingKind};
use planmap_core::catalogue::Catalogue;
use planmap_core::i18n::{Arg, Language, Words, format_hectares, format_number};

use crate::export::write_report;
use crate::review::crs_error;
use crate::{CliError, LanguageArg, Outcome, write_json};
use planmap_app::audit::{
    AuditJobError, AuditRun, IgnoreList, InvalidInput, class_names, document, findings_csv,
    findings_geojson, layer_name, numbered, plan_names, run_audit,
};
use planmap_app::export::{AuditPaper, audit_report};
use planmap_app::headless::{HeadlessMap, load};
use planmap_app::job::Progress;

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Writes the findings as GeoJSON in WGS 84.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Writes the findings as CSV.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Writes the report as PDF.
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
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
    lang: Option<LanguageArg>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let language = lang.map_or(Language::Vietnamese, Language::from);
    let words = Words::of(language);
    if !(args.tolerance_cm.is_finite() && args.tolerance_cm >= 0.0) {
        let value = args.tolerance_cm.to_string();
        return Err(CliError::Usage(
            words.text_with("cli-tolerance-unusable", &[("value", (&value).into())]),
        ));
    }
    let loaded = load(maps, &[])?;
    let layers = loaded.session.layer_snapshots();
    let options = planmap_core::audit::AuditOptions { tolerance_m: args.tolerance_cm / 100.0 };
    let run = run_audit(&Arc::clone(&loaded.catalogue), &layers, options, &Progress::default());
    let run = Arc::new(run.map_err(|e| audit_error(&e, words))?);
    let AuditRun { report, invalid } = &*run;
    let ignored = loaded.session.root().map(IgnoreList::read).unwrap_or_default();
    for path in loaded.session.root().map(IgnoreList::unreadable).unwrap_or_default() {
        let path = path.display().to_string();
        writeln!(err, "{}", words.text_with("compare-unreadable", &[("path", (&path).into())]))?;
    }
    let crs = loaded.session.map_crs();
    if let Some(path) = &args.output {
        let text = findings_geojson(report, &ignored, crs).map_err(|e| crs_error(&e, words))?;
        planmap_data::atomic::write(path, text.as_bytes())?;
    }
    if let Some(path) = &args.csv {
        planmap_data::atomic::write(path, findings_csv(report, &ignored).as_bytes())?;
    }
    if let Some(path) = &args.pdf {
        let paper = AuditPaper { run: Arc::clone(&run), ignored: ignored.clone() };
        write_report(path, &loaded, lang, |data, sheets| {
            audit_report(data, &paper, sheets, &|| false)
        })?;
    }
    if args.json {
        let mut json = document(report, &ignored, crs).map_err(|e| crs_error(&e, words))?;
        json["invalid_inputs"] = invalid
            .iter()
            .map(|i| {
                serde_json::json!({
                    "layer": i.layer, "feature": i.issue.feature.map(|f| f + 1),
                    "issue": i.issue.kind.key(), "extent_m2": i.extent_m2,
                })
            })
            .collect();
        write_json(out, &json)?;
    } else {
        write_words(out, &loaded, report, &ignored, words)?;
        write_invalid(out, invalid, &loaded.catalogue, words)?;
    }
    Ok(Outcome::of(report.findings.iter().any(|f| ignored.reason(&f.id).is_none())))
}

fn audit_error(error: &AuditJobError, words: &Words) -> CliError {
    use planmap_core::audit::AuditError;
    match error {
        AuditJobError::Audit(AuditError::NoGeneralPlan) => {
            CliError::Usage(words.text("audit-no-general-plan"))
        }
        AuditJobError::Audit(AuditError::NoZoningPlan) => {
            CliError::Usage(words.text("audit-no-zoning-plan"))
        }
        AuditJobError::Audit(AuditError::Crs(e)) => crs_error(e, words),
        AuditJobError::Cancelled => CliError::Usage(words.text("audit-cancelled")),
    }
}

/// Invalid polygons among the input, and what they may do to the figures.
fn write_invalid(
    out: &mut dyn Write,
    invalid: &[InvalidInput],
    catalogue: &Catalogue,
    words: &Words,
) -> Result<(), CliError> {
    if invalid.is_empty() {
        return Ok(());
    }
    let extent_m2: f64 = invalid.iter().map(|i| i.extent_m2).sum();
    let area = format_hectares(extent_m2, words.language());
    let args = [("count", Arg::Count(invalid.len() as u64)), ("area", (&area).into())];
    writeln!(out, "{}", words.text_with("audit-invalid", &args))?;
    for input in invalid {
        let number =
            input.issue.feature.map_or_else(String::new, |f| format!(" #{}", u64::from(f) + 1));
        let layer = layer_name(catalogue, &input.layer, words);
        writeln!(out, "  {layer}{number}: {}", input.issue.message(words))?;
    }
    Ok(())
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
        let aside = report.of(kind).filter(|f| ignored.reason(&f.id).is_some()).count();
        let mut counts = words.text_with("audit-count", &[("count", Arg::Count(count as u64))]);
        if aside > 0 {
            let of_them =
                words.text_with("audit-count-ignored", &[("count", Arg::Count(aside as u64))]);
            counts = format!("{counts} ({of_them})");
        }
        writeln!(out, "{heading}: {counts}")?;
        for (number, f) in numbered(report).filter(|(_, f)| f.kind == kind) {
            let mut parts = vec![
                format!("{} m²", format_number(f.area.ellipsoid_m2, 1, language)),
                words.text_with(
                    "audit-width",
                    &[("width", (&format_number(f.width_m, 2, language)).into())],
                ),
            ];
            if f.sliver {
                parts.push(words.text("audit-sliver"));
            }
            parts.extend(class_names(f, &loaded.catalogue, words));
            parts.extend(
                (!f.plans.is_empty()).then(|| plan_names(f, &loaded.catalogue, words).join(" + ")),
            );
            parts.extend((!f.lots.is_empty()).then(|| f.lots.join(", ")));
            if let Some(aside) = ignored.entry(&f.id) {
                let by = if aside.by().is_empty() {
                    String::new()
                } else {
                    format!(" ({})", aside.by())
                };
                let reason = format!("{}{by}", aside.reason);
                parts.push(words.text_with("audit-ignored", &[("reason", (&reason).into())]));
            }
            writeln!(out, "  {number:>3}. {}", parts.join(" · "))?;
        }
    }
    Ok(())
}
