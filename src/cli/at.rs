//! `planmap at LON LAT`: what every plan says at a point.

use std::io::Write;
use std::path::Path;

use clap::Args;
use planmap_core::MapPoint;
use planmap_core::catalogue::LayerRole;
use planmap_core::crs::{Crs, GeoPoint, SystemNaming, geo_from_map, map_from_geo, with_transform};
use planmap_core::feature::Value;
use planmap_core::i18n::{Language, Words};
use planmap_core::plan_stack::{PlanRow, PlanStack, StackHit};
use serde_json::{Map, Value as Json, json};

use crate::{CliError, Outcome, write_json};
use planmap_app::headless::{HeadlessMap, load};

/// Metres around the point in which lines and site markers count.
const TOLERANCE_M: f64 = 25.0;

/// Arguments of `at`.
#[derive(Debug, Args)]
#[command(allow_negative_numbers = true)]
pub struct AtArgs {
    /// Longitude in degrees, or the first coordinate of `--crs`.
    pub x: f64,
    /// Latitude in degrees, or the second coordinate of `--crs`.
    pub y: f64,
    /// System of the two coordinates, east first.
    #[arg(long, value_name = "EPSG:n")]
    pub crs: Option<String>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// If the point cannot be placed or no catalogue opens.
pub fn run(
    args: &AtArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let loaded = load(maps, &[])?;
    let (geo, at) = place(args, loaded.session.map_crs(), words)?;
    let stack = loaded.session.stack_at(at, TOLERANCE_M);
    if args.json {
        write_json(out, &document(&loaded, &stack, geo, at, language))?;
    } else {
        write_words(out, &loaded, &stack, geo, at, words)?;
    }
    Ok(Outcome::Done)
}

fn place(args: &AtArgs, map_crs: &Crs, words: &Words) -> Result<(GeoPoint, MapPoint), CliError> {
    let bad = |_| {
        let (x, y) = (args.x.to_string(), args.y.to_string());
        CliError::Usage(
            words.text_with("cli-point-unusable", &[("x", (&x).into()), ("y", (&y).into())]),
        )
    };
    match args.crs.as_deref() {
        None => {
            let geo = GeoPoint::new(args.x, args.y);
            if geo.lon.abs() > 180.0 || geo.lat.abs() > 90.0 {
                return Err(bad(planmap_core::crs::CrsError::Unknown(String::new())));
            }
            Ok((geo, map_from_geo(geo, map_crs).map_err(bad)?))
        }
        Some(text) => {
            let from = Crs::parse(text).map_err(|_| {
                CliError::Usage(words.text_with("cli-crs-unknown", &[("crs", text.into())]))
            })?;
            let (x, y) = with_transform(&from, map_crs)
                .and_then(|t| t.convert(args.x, args.y))
                .map_err(bad)?;
            let at = MapPoint::new(x, y);
            Ok((geo_from_map(at, map_crs).map_err(bad)?, at))
        }
    }
}

fn document(
    loaded: &HeadlessMap,
    stack: &PlanStack<'_>,
    geo: GeoPoint,
    at: MapPoint,
    language: Language,
) -> Json {
    let rows: Vec<Json> = stack.rows.iter().map(|row| plan(row, language)).collect();
    json!({
        "point": [geo.lon, geo.lat],
        "point_vn2000": SystemNaming::of(loaded.session.map_crs()).vn2000_east_north(at),
        "point_map": [at.x, at.y],
        "map_crs": loaded.session.map_crs().as_str(),
        "crs": loaded.session.map_crs().as_str(),
        "units": units(loaded, stack, language),
        "plans": rows,
        "sites": sites(loaded, stack, at, language),
        "agreement": stack.agreement.as_str(),
    })
}

fn plan(row: &PlanRow<'_>, language: Language) -> Json {
    let hit = row.hits.first();
    let field = |pick: fn(&planmap_core::catalogue::FieldNames) -> &Option<String>| {
        let hit = hit?;
        let name = pick(&hit.layer.spec.fields).as_deref()?;
        hit.layer.features.table().value(hit.feature, name).as_str().map(str::to_owned)
    };
    let class = row.class();
    json!({
        "plan": row.plan.id,
        "name": row.plan.name.get(language),
        "kind": row.plan.kind.as_str(),
        "decision": row.plan.decision,
        "date": row.plan.date,
        "status": row.plan.status.as_str(),
        "inside": row.inside,
        "zone": field(|f| &f.zone),
        "lot": field(|f| &f.lot),
        "class": class.map(|c| &c.code),
        "class_label": class.map(|c| c.label.get(language)),
        "accuracy": hit.map(|h| h.layer.spec.accuracy.as_str()),
        "attributes": hit.map(attributes),
    })
}

fn attributes(hit: &StackHit<'_>) -> Json {
    let mut out = Map::new();
    for column in hit.layer.features.table().columns() {
        let value = match column.value(hit.feature) {
            Value::Null => Json::Null,
            Value::Bool(b) => b.into(),
            Value::Number(n) => json!(n),
            Value::Text(s) => s.into(),
            // As a text: most programs that read JSON would round the number.
            Value::LongInteger(digits) => digits.into(),
            Value::Json(s) => serde_json::from_str(s).unwrap_or_else(|_| s.into()),
        };
        out.insert(column.name().to_owned(), value);
    }
    Json::Object(out)
}

fn units(loaded: &HeadlessMap, stack: &PlanStack<'_>, language: Language) -> Json {
    let find = |in_force: bool| -> Json {
        stack
            .units
            .iter()
            .filter(|h| h.layer.spec.units_in_force == in_force && h.distance_m <= 0.0)
            .find_map(|h| {
                let key = h.layer.features.table().value(h.feature, h.layer.spec.fields.id.as_deref()?).as_str()?;
                let unit = loaded.catalogue.unit(key)?;
                let label = unit.title(Words::of(language));
                Some(json!({ "key": unit.key, "code": unit.code, "name": unit.name, "kind": unit.kind.as_str(),
                             "label": label }))
            })
            .unwrap_or(Json::Null)
    };
    json!({ "new": find(true), "old": find(false) })
}

/// Sites whose drawing holds the point, and those whose marker stands within the tolerance.
fn sites(
    loaded: &HeadlessMap,
    stack: &PlanStack<'_>,
    at: MapPoint,
    language: Language,
) -> Vec<Json> {
    let drawn =
        |id: &str| {
            stack.sites.iter().any(|h| {
                h.layer.spec.fields.id.as_deref().is_some_and(|f| {
                    h.layer.features.table().value(h.feature, f).as_str() == Some(id)
                })
            })
        };
    loaded
        .catalogue
        .sites
        .iter()
        .filter_map(|site| {
            let marker = loaded.session.site_place(&site.id)?;
            let distance_m = marker.distance(at);
            (drawn(&site.id) || distance_m <= TOLERANCE_M).then(|| {
                json!({ "id": site.id, "name": site.name.get(language), "candidate": site.candidate,
                        "accuracy": site.accuracy.as_str(), "marker_distance_m_grid": distance_m })
            })
        })
        .collect()
}

fn write_words(
    out: &mut dyn Write,
    loaded: &HeadlessMap,
    stack: &PlanStack<'_>,
    geo: GeoPoint,
    at: MapPoint,
    words: &Words,
) -> Result<(), CliError> {
    let language = words.language();
    let system = SystemNaming::of(loaded.session.map_crs());
    let place = system.place(at, "  ", language);
    writeln!(out, "{:.6}, {:.6}   {place}  ({})", geo.lat, geo.lon, system.full_name())?;
    for (mark, unit) in [("new", "unit-new"), ("old", "unit-old")] {
        if let Some(label) = units(loaded, stack, language)[mark]["label"].as_str() {
            writeln!(out, "{}", words.text_with(unit, &[("name", label.into())]))?;
        }
    }
    for row in &stack.rows {
        let decision =
            row.plan.decision.clone().unwrap_or_else(|| {
                words.text(&format!("plan-status-{}", row.plan.status.as_str()))
            });
        writeln!(out, "\n{} ({decision})", row.plan.name.get(language))?;
        if row.is_silent() {
            let key = match row.inside {
                Some(true) => "plan-silent-inside",
                Some(false) => "plan-silent-outside",
                None => "plan-silent",
            };
            writeln!(out, "  {}", words.text(key))?;
        }
        for hit in &row.hits {
            let label = hit.layer.class(hit.feature).map_or("–", |c| c.label.get(language));
            let accuracy = words.text(&format!("accuracy-{}", hit.layer.spec.accuracy.as_str()));
            writeln!(out, "  {label} ({accuracy})")?;
        }
    }
    for site in sites(loaded, stack, at, language) {
        writeln!(out, "\n◆ {}", site["name"].as_str().unwrap_or_default())?;
    }
    if stack.others.iter().any(|h| h.layer.spec.role != LayerRole::Labels) {
        writeln!(out)?;
        for hit in &stack.others {
            writeln!(out, "{}", hit.layer.spec.name.get(language))?;
        }
    }
    writeln!(out, "\n{}", words.text(&format!("agreement-{}-long", stack.agreement.as_str())))?;
    writeln!(out, "{}", loaded.catalogue.legal_note.get(language))?;
    Ok(())
}
