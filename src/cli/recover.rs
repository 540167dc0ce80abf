//! `planmap recover`: lists annotations that a crash left behind, and restores them.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use planmap_core::i18n::{Arg, Language, Words};
use planmap_data::annotations::{Document, Found, Store, recovery_folder, search};
use serde_json::{Value, json};

use crate::{CliError, Outcome, write_json};
use planmap_app::clock;

/// Arguments of `recover`.
#[derive(Debug, Args)]
pub struct RecoverArgs {
    /// Bring the work back into its files; the journals are kept aside.
    #[arg(long)]
    pub restore: bool,
    /// Write the restored files into this folder instead.
    #[arg(long, value_name = "DIR", requires = "restore")]
    pub into: Option<PathBuf>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand. What was found and not restored is a problem, damage too.
///
/// # Errors
/// If a restored file cannot be written.
pub fn run(
    args: &RecoverArgs,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let root = recovery_folder();
    let found = root.as_deref().map(search).unwrap_or_default();
    let mut listed = Vec::new();
    for one in &found {
        let restored = if args.restore { Some(restore(one, args, words)?) } else { None };
        if args.json {
            listed.push(found_json(one, restored.as_deref()));
        } else {
            let (file, count) = (one.file.display().to_string(), one.edits);
            let (first, last) =
                (clock::local_from_utc(&one.first), clock::local_from_utc(&one.last));
            let line = [
                ("file", Arg::from(&file)),
                ("count", count.into()),
                ("first", Arg::from(&first)),
                ("last", Arg::from(&last)),
            ];
            writeln!(out, "{}", words.text_with("recover-found", &line))?;
            for (journal, damage) in &one.damaged {
                let journal = journal.display().to_string();
                let args = [
                    ("journal", Arg::from(&journal)),
                    ("byte", damage.at_byte.into()),
                    ("lost", damage.lost_bytes.into()),
                ];
                writeln!(out, "  {}", words.text_with("recover-damaged", &args))?;
            }
            if let Some(path) = &restored {
                let path = path.display().to_string();
                writeln!(
                    out,
                    "  {}",
                    words.text_with("recover-restored", &[("path", (&path).into())])
                )?;
            }
        }
    }
    if args.json {
        let folder = root.map(|r| r.display().to_string());
        write_json(out, &json!({"folder": folder, "found": listed}))?;
    } else if found.is_empty() {
        writeln!(out, "{}", words.text("recover-nothing"))?;
    }
    let damaged = found.iter().any(|f| !f.damaged.is_empty());
    Ok(Outcome::of(damaged || !args.restore && !found.is_empty()))
}

fn restore(found: &Found, args: &RecoverArgs, words: &Words) -> Result<PathBuf, CliError> {
    let set = std::sync::Arc::new(found.merged.set.clone());
    let path = match (&args.into, found.file.file_name()) {
        (Some(folder), Some(name)) => {
            let path = folder.join(name);
            let document = Document { set, ..found.now.clone() };
            planmap_data::atomic::write(&path, &document.write())?;
            path
        }
        _ => {
            let failed = |reason: String| {
                let path = found.file.display().to_string();
                let args = [("path", Arg::from(&path)), ("reason", Arg::from(&reason))];
                CliError::Usage(words.text_with("annotations-not-opened", &args))
            };
            let mut opened = Store::open(&found.file, None, "planmap recover")
                .map_err(|e| failed(e.to_string()))?;
            opened.store.save(&set, &clock::utc_now()).map_err(|e| failed(e.to_string()))?;
            found.file.clone()
        }
    };
    found.put_aside()?;
    Ok(path)
}

fn found_json(found: &Found, restored: Option<&std::path::Path>) -> Value {
    let damaged: Vec<Value> = found
        .damaged
        .iter()
        .map(|(path, d)| {
            json!({"journal": path.display().to_string(), "at_byte": d.at_byte, "lost_bytes": d.lost_bytes})
        })
        .collect();
    json!({
        "file": found.file.display().to_string(),
        "edits": found.edits,
        "first": found.first,
        "last": found.last,
        "annotations": found.merged.set.len(),
        "conflicts": found.merged.conflicts.len(),
        "damaged": damaged,
        "restored": restored.map(|p| p.display().to_string()),
    })
}
