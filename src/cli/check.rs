//! `planmap check PATH…`: whether files or a catalogue are valid.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use planmap_core::i18n::{Arg, Language, Words};
use planmap_core::validate::{self, Limits};
use planmap_core::{Issue, Severity};
use planmap_data::catalogue::{is_catalogue, unknown_classes};
use planmap_data::read::{Dataset, Quiet, ReadError, ReadOptions, read};
use serde_json::{Value as Json, json};

use crate::info::{layer_options, open_catalogue, system};
use crate::{CliError, Outcome, write_json};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files or catalogues.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
    /// System of the files' coordinates, whatever the files say.
    #[arg(long, value_name = "EPSG:n")]
    pub crs: Option<String>,
}

/// One file and what was found in it.
struct Checked {
    path: String,
    readable: bool,
    features: usize,
    issues: Vec<Issue>,
}

/// Runs the subcommand. Notes alone are no problem.
///
/// # Errors
/// If one of the paths does not exist, or is no catalogue.
pub fn run(args: &CheckArgs, language: Language, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let crs = system(args.crs.as_deref(), words)?;
    let mut files = Vec::new();
    for path in &args.paths {
        if is_catalogue(path) {
            catalogue(path, &mut files)?;
            continue;
        }
        let name = path.display().to_string();
        let options =
            ReadOptions { crs: crs.clone(), display_name: name.clone(), ..ReadOptions::default() };
        match read(path, &options, &Quiet) {
            Err(error @ ReadError::NotFound { .. }) => {
                return Err(CliError::Input(Box::new(error.issue())));
            }
            result => files.push(checked(name, result, |_| Vec::new())),
        }
    }
    if args.json {
        let list: Vec<Json> = files.iter().map(|f| file_json(f, words)).collect();
        write_json(out, &json!({ "files": list }))?;
    } else {
        for file in &files {
            file_words(file, words, out)?;
        }
    }
    let problems =
        |f: &Checked| !f.readable || f.issues.iter().any(|i| i.severity >= Severity::Warning);
    Ok(Outcome::of(files.iter().any(problems)))
}

/// A catalogue: each of its own files, then each layer's.
fn catalogue(path: &Path, files: &mut Vec<Checked>) -> Result<(), CliError> {
    let open = open_catalogue(path)?;
    for file in &open.files {
        let name = file.strip_prefix(&open.root).unwrap_or(file).display().to_string();
        let issues =
            open.issues.iter().filter(|i| i.file.as_deref() == Some(&name)).cloned().collect();
        files.push(Checked {
            path: file.display().to_string(),
            readable: true,
            features: 0,
            issues,
        });
    }
    for layer in &open.catalogue.layers {
        let path = open.layer_path(layer);
        // A missing file was told where the catalogue names it.
        if !path.is_file() {
            continue;
        }
        let legend = layer.legend.as_deref().and_then(|id| open.catalogue.legend(id));
        let classes = |d: &Dataset| {
            legend.map(|l| unknown_classes(layer, &d.features, l)).unwrap_or_default()
        };
        let result = read(&path, &layer_options(layer, &open.catalogue), &Quiet);
        files.push(checked(path.display().to_string(), result, classes));
    }
    Ok(())
}

fn checked(
    path: String,
    result: Result<Dataset, ReadError>,
    more: impl Fn(&Dataset) -> Vec<Issue>,
) -> Checked {
    match result {
        Ok(dataset) => {
            let mut issues = dataset.issues.clone();
            issues.extend(more(&dataset));
            issues.extend(validate::issues(
                &dataset.features,
                &dataset.map_crs,
                &Limits::default(),
                &|| false,
            ));
            issues.sort_by_key(|i| (std::cmp::Reverse(i.severity), i.feature));
            Checked { path, readable: true, features: dataset.features.len(), issues }
        }
        Err(error) => Checked { path, readable: false, features: 0, issues: vec![error.issue()] },
    }
}

fn file_json(file: &Checked, words: &Words) -> Json {
    let issues: Vec<Json> = file.issues.iter().map(|i| issue_json(i, words)).collect();
    json!({ "path": file.path, "readable": file.readable, "features": file.features, "issues": issues })
}

/// An issue as every JSON output of the program writes it.
#[must_use]
pub fn issue_json(issue: &Issue, words: &Words) -> Json {
    let mut json = json!({
        "severity": issue.severity.as_str(),
        "kind": issue.kind.key(),
        "feature": issue.feature,
        "byte": issue.byte,
        "line": issue.line,
        "at": issue.at.map(|p| [p.lon, p.lat]),
        "message": issue.message(words),
        "hint": issue.hint(words),
    });
    // "record", "row" or "handle": only where the file counts so.
    if let Some(place) = issue.entry {
        json[place.as_str()] = json!(place.number());
    }
    json
}

fn file_words(file: &Checked, words: &Words, out: &mut dyn Write) -> Result<(), CliError> {
    let count =
        |severity| Arg::Count(file.issues.iter().filter(|i| i.severity == severity).count() as u64);
    let summary = words.text_with(
        if file.readable { "check-file" } else { "check-unreadable" },
        &[
            ("features", Arg::Count(file.features as u64)),
            ("errors", count(Severity::Error)),
            ("warnings", count(Severity::Warning)),
            ("notes", count(Severity::Note)),
        ],
    );
    writeln!(out, "{}: {summary}", file.path)?;
    for issue in &file.issues {
        let severity = words.text(&format!("check-{}", issue.severity.as_str()));
        let number = |key: &str, n: Option<u64>| {
            let text = n?.to_string();
            Some(words.text_with(key, &[("n", Arg::Text(&text))]))
        };
        let place = issue.at.map(|p| format!("{:.6}, {:.6}", p.lon, p.lat));
        let places: Vec<String> = [
            number("check-feature", issue.feature.map(u64::from)),
            number("check-line", issue.line.map(u64::from)),
            number("check-byte", issue.byte),
            issue.entry.and_then(|place| {
                number(&format!("check-{}", place.as_str()), Some(place.number()))
            }),
            place,
        ]
        .into_iter()
        .flatten()
        .collect();
        let places =
            if places.is_empty() { String::new() } else { format!(" [{}]", places.join(" · ")) };
        writeln!(out, "  {severity}{places} {}", issue.message(words))?;
        if let Some(hint) = issue.hint(words) {
            writeln!(out, "      → {hint}")?;
        }
    }
    Ok(())
}
