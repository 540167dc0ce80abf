//! `planmap merge`: brings annotation files together that were made apart.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use planmap_core::annotation::{Conflict, Field};
use planmap_core::i18n::{Arg, Language, Words};
use planmap_data::annotations::{
    Ancestry, Document, OpenError, keep_original, merge_documents, merge_documents_from,
};
use serde_json::{Value, json};

use crate::{CliError, Outcome, write_json};
use planmap_app::clock;

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The files, the first one's history goes on.
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The file to write.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// What the files come from, where their own history does not tell it: the file as it was before
    /// it was copied.
    #[arg(long, value_name = "FILE")]
    pub base: Option<PathBuf>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Reads a file of annotations for a subcommand.
pub(super) fn read(path: &Path, words: &Words) -> Result<Document, CliError> {
    let read = || -> Result<Document, OpenError> { Ok(Document::read(&std::fs::read(path)?)?) };
    read().map_err(|error| {
        let args = [("path", path.display().to_string()), ("reason", error.to_string())];
        let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(k, v)| (*k, Arg::Text(v))).collect();
        CliError::Usage(words.text_with("annotations-not-opened", &args))
    })
}

/// Runs the subcommand. Conflicts are problems: both values are in the result, one in a copy.
///
/// # Errors
/// If a file cannot be read, or the result cannot be written.
pub fn run(args: &MergeArgs, language: Language, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let mut documents = args.files.iter().map(|path| read(path, words));
    let first = documents.next().transpose()?.unwrap_or_default();
    let mut document = first.clone();
    let mut conflicts: Vec<Conflict> = Vec::new();
    let base = args.base.as_deref().map(|path| read(path, words)).transpose()?;
    let known = base.map(|base| Ancestry { base: (*base.set).clone(), ..Ancestry::default() });
    for theirs in documents {
        let (theirs, now) = (theirs?, clock::utc_now());
        let (merged, report) = match &known {
            Some(known) => merge_documents_from(known, &document, &theirs, &now),
            None => merge_documents(&document, &theirs, &now),
        };
        document = merged;
        conflicts.extend(report.conflicts);
    }
    let added = document.set.iter().filter(|a| first.set.get(&a.id).is_none()).count();
    let changed =
        document.set.iter().filter(|a| first.set.get(&a.id).is_some_and(|old| old != *a)).count();
    let removed = first.set.iter().filter(|a| document.set.get(&a.id).is_none()).count();
    let original = keep_original(&args.output)?;
    planmap_data::atomic::write(&args.output, &document.write())?;
    if args.json {
        let listed: Vec<Value> = conflicts.iter().map(conflict_json).collect();
        let path = args.output.display().to_string();
        let value = json!({
            "path": path, "annotations": document.set.len(), "unplaced": document.unplaced_titles(),
            "added": added, "changed": changed, "removed": removed, "conflicts": listed,
            "original_kept": original.as_ref().map(|p| p.display().to_string()),
        });
        write_json(out, &value)?;
    } else {
        let counts = [
            ("added", Arg::from(added)),
            ("changed", Arg::from(changed)),
            ("removed", Arg::from(removed)),
            ("conflicts", Arg::from(conflicts.len())),
        ];
        writeln!(out, "{}", words.text_with("merge-done", &counts))?;
        if let Some(copy) = original {
            let file = args.output.display().to_string();
            let copy = copy.display().to_string();
            let names = [("file", Arg::from(&file)), ("copy", Arg::from(&copy))];
            writeln!(out, "{}", words.text_with("annotations-original-kept", &names))?;
        }
        for conflict in &conflicts {
            let fields: Vec<String> = conflict
                .fields
                .iter()
                .map(|f| words.text(&format!("field-{}", f.as_str())))
                .collect();
            let title = conflict
                .ours
                .as_ref()
                .or(conflict.theirs.as_ref())
                .map_or("", |a| a.title.as_str());
            writeln!(out, "  {} “{title}”: {}", conflict.id, fields.join(", "))?;
        }
    }
    Ok(Outcome::of(!conflicts.is_empty()))
}

fn conflict_json(conflict: &Conflict) -> Value {
    let fields: Vec<&str> = conflict.fields.iter().copied().map(Field::as_str).collect();
    json!({
        "id": conflict.id.as_str(),
        "fields": fields,
        "ours": conflict.ours.as_ref().map(|a| a.title.clone()),
        "theirs": conflict.theirs.as_ref().map(|a| a.title.clone()),
        "copy": conflict.copy.as_ref().map(planmap_core::annotation::AnnotationId::as_str),
    })
}
