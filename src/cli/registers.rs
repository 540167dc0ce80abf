//! `planmap projects` and `planmap indicators`: the registers of the catalogue.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use planmap_core::catalogue::{Evidence, PartialDate};
use planmap_core::i18n::{Language, Words};
use planmap_core::register::{ProjectRow, project_rows};
use serde_json::{Value as Json, json};

use crate::{CliError, Outcome, sites::claim, write_json};
use planmap_app::register::{claims_text, indicators_table, period_text, projects_table};
use planmap_app::text_table::{CsvChoice, TextTable};
use planmap_app::words::claim_text;

/// Arguments of `projects` and `indicators`.
#[derive(Debug, Args)]
pub struct RegisterArgs {
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
    /// Writes the register to a CSV file too.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
}

fn open(maps: Option<&Path>) -> Result<planmap_data::catalogue::OpenCatalogue, CliError> {
    // The registers need no layer: only the catalogue's own files are read.
    let folder = planmap_data::locate::maps_dir(maps)?;
    planmap_data::catalogue::open(&folder).map_err(|error| match error.issues().pop() {
        Some(issue) => CliError::Input(Box::new(issue)),
        None => CliError::Usage(error.to_string()),
    })
}

fn save(args: &RegisterArgs, table: &TextTable, language: Language) -> Result<(), CliError> {
    let Some(path) = &args.csv else { return Ok(()) };
    let text = table.to_csv(CsvChoice::default().format(language));
    planmap_data::atomic::write(path, text.as_bytes()).map_err(CliError::Output)
}

/// Lists the projects.
///
/// # Errors
/// If no catalogue opens or the CSV file cannot be written.
pub fn projects(
    args: &RegisterArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let opened = open(maps)?;
    save(args, &projects_table(&opened.catalogue, words), language)?;
    let rows = project_rows(&opened.catalogue);
    if args.json {
        let list: Vec<Json> = rows.iter().map(|row| project_json(row, language)).collect();
        write_json(out, &json!({ "projects": list }))?;
        return Ok(Outcome::Done);
    }
    for row in rows {
        let status = words.text(&format!("project-status-{}", row.status().as_str()));
        writeln!(out, "{:<22} {}  ({status})", row.id(), row.name().get(language))?;
        for phase in row.phases() {
            let (name, period) =
                (phase.name.get(language), period_text(phase.from, phase.to, words));
            writeln!(out, "    {name}: {period}  [{}]", phase.evidence.document.get(language))?;
        }
        for attribute in ["investor", "capital", "decision"] {
            if let Some(text) = claims_text(&row, attribute, language) {
                writeln!(out, "    {}: {text}", words.text(&format!("claim-{attribute}")))?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn evidence(evidence: &Evidence, language: Language) -> Json {
    json!({
        "year": evidence.year,
        "document": evidence.document.get(language),
        "source": evidence.source,
        "confidence": evidence.confidence.as_str(),
    })
}

fn project_json(row: &ProjectRow<'_>, language: Language) -> Json {
    let phases: Vec<Json> = row
        .phases()
        .iter()
        .map(|p| {
            json!({
                "name": p.name.get(language),
                "from": p.from.map(PartialDate::as_text),
                "to": p.to.map(PartialDate::as_text),
                "evidence": evidence(&p.evidence, language),
            })
        })
        .collect();
    let claims: Vec<Json> = row.claims().map(|c| claim(c, None, language)).collect();
    json!({
        "id": row.id(),
        "name": row.name().get(language),
        "site": row.site.map(|s| &s.id),
        "status": row.status().as_str(),
        "status_evidence": row.status_evidence().map(|e| evidence(e, language)),
        "phases": phases,
        "claims": claims,
    })
}

/// Lists the indicators.
///
/// # Errors
/// If no catalogue opens or the CSV file cannot be written.
pub fn indicators(
    args: &RegisterArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let opened = open(maps)?;
    save(args, &indicators_table(&opened.catalogue, words), language)?;
    let list = &opened.catalogue.indicators;
    if args.json {
        let list: Vec<Json> = list
            .iter()
            .map(|indicator| {
                let values: Vec<Json> = indicator
                    .values
                    .iter()
                    .map(|v| {
                        let mut value = claim(&v.claim, None, language);
                        value["kind"] = json!(v.kind.as_str());
                        value["note"] = json!((!v.note.is_empty()).then(|| v.note.get(language)));
                        value
                    })
                    .collect();
                json!({
                    "name": indicator.name.get(language),
                    "unit": indicator.unit,
                    "values": values,
                    "share_of_target": indicator.share_of_target(),
                })
            })
            .collect();
        write_json(out, &json!({ "indicators": list }))?;
        return Ok(Outcome::Done);
    }
    for indicator in list {
        writeln!(out, "{}", indicator.name.get(language))?;
        for v in &indicator.values {
            let kind = words.text(&format!("indicator-{}", v.kind.as_str()));
            let year = v.claim.year.map_or_else(|| "–".to_owned(), |y| y.to_string());
            let value = claim_text(&v.claim, language);
            writeln!(out, "    {kind} {year}: {value}  [{}]", v.claim.document.get(language))?;
            if !v.note.is_empty() {
                writeln!(out, "        {}", v.note.get(language))?;
            }
        }
    }
    Ok(Outcome::Done)
}
