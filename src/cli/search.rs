//! `planmap search TEXT`: the search box without a window.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use planmap_core::crs::geo_from_map;
use planmap_core::i18n::{Language, Words};
use serde_json::{Value as Json, json};

use crate::{CliError, Outcome, write_json};
use planmap_app::command::Command;
use planmap_app::headless::{HeadlessMap, load};
use planmap_app::search::{Hit, Limits, SearchCommand};

/// Arguments of `search`.
#[derive(Debug, Args)]
#[command(allow_negative_numbers = true)]
pub struct SearchArgs {
    /// What to look for: a name, a code, a value, a decision's number, a coordinate; accents may be
    /// left out.
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
    /// Data files to search instead of the catalogue.
    #[arg(long = "in", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Most hits.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// If there is nothing to look for, or nothing opens.
pub fn run(
    args: &SearchArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let text = args.text.join(" ");
    if text.trim().is_empty() {
        return Err(CliError::Usage(words.text("cli-search-empty")));
    }
    let mut loaded = load(maps, &args.files)?;
    loaded.session.apply(Command::SetLanguage(language));
    loaded.session.apply(Command::Search(SearchCommand::Prepare));
    loaded.session.wait_until_loaded();
    let begun = Instant::now();
    let hits = loaded.session.search_now(&text, Limits { total: args.limit, each: args.limit });
    let took_ms = begun.elapsed().as_secs_f64() * 1e3;
    if args.json {
        let hits: Vec<Json> = hits.iter().map(|hit| document(&loaded, hit)).collect();
        write_json(out, &json!({ "hits": hits, "took_ms": took_ms }))?;
        return Ok(Outcome::Done);
    }
    if hits.is_empty() {
        writeln!(out, "{}", words.text_with("cli-search-none", &[("text", (&text).into())]))?;
    }
    for hit in &hits {
        let kind = words.text(&format!("search-kind-{}", hit.kind.as_str()));
        let at = place(&loaded, hit)
            .map_or_else(String::new, |[lon, lat]| format!("  {lat:.6}, {lon:.6}"));
        let note = if hit.note.is_empty() { String::new() } else { format!("  ({})", hit.note) };
        writeln!(out, "{kind}: {}{note}{at}", hit.label)?;
    }
    Ok(Outcome::Done)
}

/// Where a hit is, in degrees.
fn place(loaded: &HeadlessMap, hit: &Hit) -> Option<[f64; 2]> {
    let geo = geo_from_map(hit.at?, loaded.session.map_crs()).ok()?;
    Some([geo.lon, geo.lat])
}

fn document(loaded: &HeadlessMap, hit: &Hit) -> Json {
    let feature = hit.feature();
    // As everywhere in JSON, the number that the feature has in its file.
    let number = feature.and_then(|f| {
        let features = loaded.session.layer(&f.layer)?.features()?;
        ((f.feature as usize) < features.len()).then(|| features.file_index(f.feature))
    });
    json!({
        "kind": hit.kind.as_str(),
        "layer": feature.map(|f| &f.layer),
        "feature": number,
        "label": hit.label,
        "note": hit.note,
        "at": place(loaded, hit),
        "score": (f64::from(hit.score) * 1e4).round() / 1e4,
    })
}
