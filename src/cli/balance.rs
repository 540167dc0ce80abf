//! `planmap balance`: the land-use balance of plans, of units, and of polygons in a file.
//!
//! Owns the JSON, the words and the CSV. The table is [`planmap_core::balance`]'s.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use planmap_core::balance::Balance;
use planmap_core::catalogue::LayerRole;
use planmap_core::i18n::{Language, Words, format_hectares, format_number};
use planmap_core::legend::BalanceBlock;
use serde_json::{Value as Json, json};

use crate::export::write_report;
use crate::review::{class_of, crs_error, read_areas};
use crate::{CliError, LanguageArg, Outcome, write_json};
use planmap_app::analysis::{AnalysisCommand, AreaBalance, AreaSubject, BalanceSubject};
use planmap_app::command::Command;
use planmap_app::export::{BalancePaper, balance_report};
use planmap_app::headless::{HeadlessMap, load};
use planmap_app::ids::HitRef;
use planmap_app::text_table::CsvChoice;

/// Arguments of `balance`.
#[derive(Debug, Args)]
pub struct BalanceArgs {
    /// A file with polygons: a balance for each.
    #[arg(long, value_name = "FILE")]
    pub area: Option<PathBuf>,
    /// A plan in its own limit, by its id in the catalogue; may be repeated.
    #[arg(long, value_name = "PLAN")]
    pub plan: Vec<String>,
    /// A commune or ward by its key in the catalogue; may be repeated.
    #[arg(long, value_name = "UNIT")]
    pub unit: Vec<String>,
    /// A candidate site; may be repeated.
    #[arg(long, value_name = "SITE")]
    pub site: Vec<String>,
    /// Also writes the table of the last area and plan as CSV.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Writes the tables of all areas as one PDF.
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand. Without an area, every plan is balanced in its own limit.
///
/// # Errors
/// If no catalogue opens or an area cannot be had.
pub fn run(
    args: &BalanceArgs,
    maps: Option<&Path>,
    lang: Option<LanguageArg>,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let language = lang.map_or(Language::Vietnamese, Language::from);
    let words = Words::of(language);
    let mut loaded = load(maps, &[])?;
    loaded.session.apply(Command::SetLanguage(language));
    let subjects = subjects(args, &mut loaded, words)?;
    let mut areas = Vec::new();
    for (name, subject) in subjects {
        loaded.session.apply(Command::Analysis(AnalysisCommand::Balance(subject)));
        loaded.session.wait_until_loaded();
        let state = loaded.session.analysis().balance.as_ref();
        let found = match state.and_then(|s| s.result.as_ref()) {
            Some(Ok(found)) => found.clone(),
            Some(Err(error)) => return Err(crs_error(error, words)),
            None => {
                return Err(CliError::Usage(
                    words.text_with("balance-no-area", &[("name", (&name).into())]),
                ));
            }
        };
        let name =
            if name.is_empty() { state.map(|s| s.name.clone()).unwrap_or_default() } else { name };
        areas.push((name, found));
    }
    if let (Some(path), Some(table)) = (&args.csv, loaded.session.balance_table()) {
        let text = table.to_csv(CsvChoice::default().format(language));
        planmap_data::atomic::write(path, text.as_bytes())?;
    }
    if let Some(path) = &args.pdf {
        write_report(path, &loaded, lang, |data, sheets| {
            let mut pages = Vec::new();
            for (name, area) in &areas {
                let paper = BalancePaper { name: name.clone(), area: Arc::clone(area) };
                pages.extend(balance_report(data, &paper, sheets)?);
            }
            Some(pages)
        })?;
    }
    if args.json {
        let list: Vec<Json> =
            areas.iter().map(|(name, found)| area_json(&loaded, name, found, language)).collect();
        write_json(out, &json!({ "areas": list }))?;
    } else {
        for (name, found) in &areas {
            writeln!(out, "■ {name}: {}", format_hectares(found.area.ellipsoid_m2, language))?;
            for balance in &found.plans {
                write_words(out, &loaded, balance, words)?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// What is to be balanced, with names where the session knows none.
fn subjects(
    args: &BalanceArgs,
    loaded: &mut HeadlessMap,
    words: &Words,
) -> Result<Vec<(String, BalanceSubject)>, CliError> {
    let missing =
        |name: &str| CliError::Usage(words.text_with("balance-no-area", &[("name", name.into())]));
    let mut out = Vec::new();
    for id in &args.plan {
        loaded.catalogue.plan(id).ok_or_else(|| missing(id))?;
        out.push((String::new(), BalanceSubject::Plan(id.clone())));
    }
    for key in &args.unit {
        let hit = unit_feature(loaded, key).ok_or_else(|| missing(key))?;
        out.push((String::new(), BalanceSubject::Area(AreaSubject::Feature(hit))));
    }
    for id in &args.site {
        loaded.catalogue.site(id).ok_or_else(|| missing(id))?;
        out.push((String::new(), BalanceSubject::Area(AreaSubject::Site(id.clone()))));
    }
    if let Some(file) = &args.area {
        let dataset = read_areas(loaded, file)?;
        let names =
            ["name", "ten", "title"].iter().find_map(|n| dataset.features.table().column(n));
        for row in 0..dataset.features.len() as u32 {
            let polygons = dataset.features.geometries().polygons(row);
            if polygons.0.is_empty() {
                continue;
            }
            let number = format!("{} #{}", file.display(), row + 1);
            let name =
                names.and_then(|c| c.value(row).as_str().map(str::to_owned)).unwrap_or(number);
            out.push((name, BalanceSubject::Area(AreaSubject::Polygons(polygons))));
        }
        if out.is_empty() {
            let path = file.display().to_string();
            return Err(CliError::Usage(
                words.text_with("cli-no-polygon", &[("path", (&path).into())]),
            ));
        }
    }
    if out.is_empty() {
        let plans = loaded.catalogue.plans.iter();
        out.extend(plans.map(|p| {
            (p.short_name.get(words.language()).to_owned(), BalanceSubject::Plan(p.id.clone()))
        }));
    }
    Ok(out)
}

fn unit_feature(loaded: &HeadlessMap, key: &str) -> Option<HitRef> {
    loaded.session.layers().iter().filter(|l| l.spec.role == LayerRole::Units).find_map(|layer| {
        let features = layer.features()?;
        let column = features.table().column(layer.spec.fields.id.as_deref()?)?;
        let feature =
            (0..features.len() as u32).find(|row| column.value(*row).as_str() == Some(key))?;
        Some(HitRef { layer: layer.spec.id.clone(), feature })
    })
}

fn area_json(loaded: &HeadlessMap, name: &str, found: &AreaBalance, language: Language) -> Json {
    let plans: Vec<Json> = found
        .plans
        .iter()
        .map(|b| {
            let classes: Vec<Json> = b
                .blocks
                .iter()
                .flat_map(|block| block.lines.iter().map(move |line| (block.block, line)))
                .map(|(block, line)| {
                    let class = class_of(loaded, &b.layer, line.class);
                    json!({
                        "class": class.map(|c| c.code.as_str()),
                        "class_label": class.map(|c| c.label.get(language)),
                        "block": block.map(BalanceBlock::as_str),
                        "area_m2": line.area.ellipsoid_m2,
                        "area_m2_grid": line.area.grid_m2,
                        "share": line.share,
                        "published_ha": line.published_ha,
                        "difference": Balance::difference(line),
                    })
                })
                .collect();
            let blocks: Vec<Json> = b
                .blocks
                .iter()
                .map(|k| {
                    json!({
                        "block": k.block.map(BalanceBlock::as_str), "area_m2": k.area.ellipsoid_m2, "share": k.share,
                    })
                })
                .collect();
            json!({
                "plan": b.plan, "covered_m2": b.covered.ellipsoid_m2, "covered_m2_grid": b.covered.grid_m2,
                "blocks": blocks, "classes": classes,
            })
        })
        .collect();
    json!({ "name": name, "area_m2": found.area.ellipsoid_m2, "area_m2_grid": found.area.grid_m2, "plans": plans })
}

fn write_words(
    out: &mut dyn Write,
    loaded: &HeadlessMap,
    balance: &Balance,
    words: &Words,
) -> Result<(), CliError> {
    let language = words.language();
    let percent = |share: f64| format!("{} %", format_number(share * 100.0, 2, language));
    let plan = loaded.catalogue.plan(&balance.plan);
    let name = plan.map_or(balance.plan.as_str(), |p| p.short_name.get(language));
    writeln!(out, "  {name}: {}", format_hectares(balance.covered.ellipsoid_m2, language))?;
    for block in &balance.blocks {
        let title =
            words.text(&format!("balance-block-{}", block.block.map_or("none", |b| b.as_str())));
        writeln!(
            out,
            "    {title}: {} ({})",
            format_hectares(block.area.ellipsoid_m2, language),
            percent(block.share)
        )?;
        for line in &block.lines {
            let label = class_of(loaded, &balance.layer, line.class).map_or_else(
                || words.text("balance-no-class"),
                |c| c.label.get(language).to_owned(),
            );
            let area = format_hectares(line.area.ellipsoid_m2, language);
            let published = line.published_ha.map(|ha| {
                let ha = format_number(ha, 2, language);
                format!(
                    " · {}",
                    words.text_with("balance-published", &[("hectares", (&ha).into())])
                )
            });
            writeln!(
                out,
                "      {label}: {area} ({}){}",
                percent(line.share),
                published.unwrap_or_default()
            )?;
        }
    }
    if plan.is_some_and(|p| p.published_uses.is_empty()) {
        writeln!(out, "    {}", words.text("balance-nothing-published"))?;
    }
    Ok(())
}
