//! `planmap review` and the computed half of `planmap site`: what a place with an area touches.
//!
//! Owns the JSON and the words of a review and its corner table. What is computed is
//! [`planmap_core::site_review`]'s.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use planmap_core::crs::SystemNaming;
use planmap_core::i18n::{
    Arg, Language, Words, format_hectares, format_length, format_number, format_signed_percent,
};
use planmap_core::legend::ClassId;
use planmap_core::overlay::{Area2, ClassArea, PlanAreas, Region, share};
use planmap_core::site_review::{Corner, SiteReview, Subject, review};
use serde_json::{Value as Json, json};

use crate::{CliError, Outcome, write_json};
use planmap_app::corner_table::corners_csv;
use planmap_app::headless::{HeadlessMap, load};
use planmap_app::ids::{HitRef, ReviewedShape};
use planmap_app::session::Session;

/// Metres around a point that stand for it unless `--radius` says otherwise.
pub const RADIUS_M: f64 = 500.0;

/// Arguments of `review`.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// A file with one or more polygons; they are reviewed as one area.
    #[arg(required_unless_present = "lot", conflicts_with = "lot")]
    pub file: Option<PathBuf>,
    /// A feature of the catalogue instead: layer, slash, its number in the file from 1 or its lot.
    #[arg(long, value_name = "LAYER/LOT")]
    pub lot: Option<String>,
    /// Also writes the corners as CSV.
    #[arg(long, value_name = "FILE")]
    pub corners: Option<PathBuf>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Runs `review`.
///
/// # Errors
/// If the polygon cannot be had or no catalogue opens.
pub fn run(
    args: &ReviewArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let loaded = load(maps, &[])?;
    let (name, region) = match (&args.lot, &args.file) {
        (Some(lot), _) => {
            let missing =
                || CliError::Usage(words.text_with("cli-no-such-lot", &[("lot", lot.into())]));
            let hit = find_lot(&loaded.session, lot).ok_or_else(missing)?;
            (lot.clone(), loaded.session.feature_region(&hit).ok_or_else(missing)?)
        }
        (None, Some(file)) => (file.display().to_string(), read_region(&loaded, file, words)?),
        (None, None) => return Err(CliError::Usage(words.text("cli-no-area"))),
    };
    let computed = compute(&loaded, &region, None, words)?;
    write_corners(args.corners.as_deref(), &computed.corners)?;
    if args.json {
        let mut document = json(&loaded, &computed, language);
        document["name"] = json!(name);
        write_json(out, &document)?;
    } else {
        writeln!(out, "◆ {name}")?;
        write_words(out, &loaded, &computed, words)?;
    }
    Ok(Outcome::Done)
}

/// Reviews a region, with the error in words.
///
/// # Errors
/// If a place of it cannot be converted.
pub fn compute(
    loaded: &HeadlessMap,
    region: &Region,
    site: Option<&str>,
    words: &Words,
) -> Result<SiteReview, CliError> {
    review(&loaded.catalogue, &loaded.session.stack_layers(), region, Subject { site })
        .map_err(|e| crs_error(&e, words))
}

pub(super) fn crs_error(error: &planmap_core::crs::CrsError, words: &Words) -> CliError {
    CliError::Usage(
        words.text_with("cli-area-unusable", &[("reason", (&error.to_string()).into())]),
    )
}

/// A lot by `LAYER/LOT`: the lot's name in the layer, or its number in the file from 1.
fn find_lot(session: &Session, text: &str) -> Option<HitRef> {
    let (layer, lot) = text.split_once('/')?;
    let found = session.layer(layer)?;
    let features = found.features()?;
    let column = found.spec.fields.lot.as_deref().and_then(|f| features.table().column(f));
    let named = column
        .and_then(|c| (0..features.len() as u32).find(|row| c.value(*row).as_str() == Some(lot)));
    let feature = named.or_else(|| features.row_of(lot.parse::<u32>().ok()?.checked_sub(1)?))?;
    Some(HitRef { layer: layer.to_owned(), feature })
}

/// All polygons of a file, joined.
///
/// # Errors
/// If the file cannot be read or holds no polygon.
pub(super) fn read_region(
    loaded: &HeadlessMap,
    file: &Path,
    words: &Words,
) -> Result<Region, CliError> {
    let dataset = read_areas(loaded, file)?;
    let region = Region::of_features(&dataset.features, 0..dataset.features.len() as u32);
    if region.shape().0.is_empty() {
        let path = file.display().to_string();
        return Err(CliError::Usage(
            words.text_with("cli-no-polygon", &[("path", (&path).into())]),
        ));
    }
    Ok(region)
}

/// A file in the map's system.
///
/// # Errors
/// If the file cannot be read.
pub(super) fn read_areas(
    loaded: &HeadlessMap,
    file: &Path,
) -> Result<planmap_data::read::Dataset, CliError> {
    let options = planmap_data::read::ReadOptions {
        map_crs: Some(loaded.session.map_crs().clone()),
        display_name: file.display().to_string(),
        ..Default::default()
    };
    planmap_data::read::read(file, &options, &planmap_data::read::Quiet)
        .map_err(|e| CliError::Input(Box::new(e.issue())))
}

/// Code and words of a class, by plan's layer and class number.
pub(super) fn class_of<'a>(
    loaded: &'a HeadlessMap,
    layer: &str,
    class: ClassId,
) -> Option<&'a planmap_core::legend::LegendClass> {
    loaded.session.layer(layer)?.legend.as_ref()?.classes.get(usize::from(class))
}

/// One class of an area in JSON.
pub(super) fn class_json(
    loaded: &HeadlessMap,
    layer: &str,
    found: &ClassArea,
    whole: Area2,
    language: Language,
) -> Json {
    let class = class_of(loaded, layer, found.class);
    json!({
        "class": class.map(|c| c.code.as_str()),
        "class_label": class.map(|c| c.label.get(language)),
        "block": class.and_then(|c| c.block).map(planmap_core::legend::BalanceBlock::as_str),
        "area_m2": found.area.ellipsoid_m2,
        "area_m2_grid": found.area.grid_m2,
        "share": share(found.area.grid_m2, whole.grid_m2),
        "features": found.features,
    })
}

/// The review's own keys.
#[must_use]
pub fn json(loaded: &HeadlessMap, review: &SiteReview, language: Language) -> Json {
    let catalogue = &loaded.catalogue;
    let system = SystemNaming::of(&catalogue.map_crs);
    let plan = |p: &PlanAreas| {
        let classes: Vec<Json> = p
            .classes
            .iter()
            .map(|c| class_json(loaded, &p.layer, c, review.area, language))
            .collect();
        let uncovered = review.area - p.covered;
        json!({
            "plan": p.plan,
            "classes": classes,
            "covered_share": p.covered_share(review.area),
            "uncovered_m2": uncovered.ellipsoid_m2.max(0.0),
            "uncovered_m2_grid": uncovered.grid_m2.max(0.0),
        })
    };
    let touched = |u: &planmap_core::site_review::TouchedUnit| {
        let unit = catalogue.unit(&u.key);
        json!({
            "key": u.key, "name": unit.map_or(u.key.as_str(), |u| u.name.as_str()),
            "kind": unit.map(|u| u.kind.as_str()), "in_force": u.in_force,
            "area_m2": u.area.ellipsoid_m2, "area_m2_grid": u.area.grid_m2, "share": u.share,
        })
    };
    let units = |in_force: bool| -> Vec<Json> {
        review.units.iter().filter(|u| u.in_force == in_force).map(touched).collect()
    };
    let conflicts: Vec<Json> = review
        .conflicts
        .iter()
        .map(|c| {
            json!({
                "plan": c.plan, "lots": c.lots, "classes": [c.zoning, c.general],
                "verdict": c.verdict.map_or("unmapped", planmap_core::catalogue::Verdict::as_str),
                "area_m2": c.area.ellipsoid_m2, "area_m2_grid": c.area.grid_m2,
                "at_vn2000": system.vn2000_east_north(c.at), "at_map": [c.at.x, c.at.y],
            })
        })
        .collect();
    let indicators: Vec<Json> = review
        .indicators
        .iter()
        .map(|i| {
            json!({
                "layer": i.layer, "lot": i.lot,
                "inputs": {
                    "area_m2": i.area.ellipsoid_m2, "area_m2_grid": i.area.grid_m2, "density_pct": i.density_pct,
                    "storeys_max": i.storeys_max, "floor_area_ratio": i.floor_area_ratio,
                },
                "max_footprint_m2": i.max_footprint_m2(),
                "floor_area_by_ratio_m2": i.floor_area_by_ratio_m2(),
                "floor_area_by_storeys_m2": i.floor_area_by_storeys_m2(),
            })
        })
        .collect();
    let corners: Vec<Json> = review
        .corners
        .iter()
        .map(|c| json!({ "n": c.n, "ring": c.ring, "x_north": c.at.y, "y_east": c.at.x, "edge_m": c.edge_m }))
        .collect();
    let nearest: Vec<Json> = review
        .nearest
        .iter()
        .map(|n| json!({ "what": n.what, "name": n.name, "distance_m": n.distance_m }))
        .collect();
    json!({
        "area_m2": review.area.ellipsoid_m2,
        "area_m2_grid": review.area.grid_m2,
        "perimeter_m": review.perimeter_m,
        "perimeter_m_grid": review.perimeter_grid_m,
        "units_touched": { "old": units(false), "new": units(true) },
        "plans": review.plans.iter().map(plan).collect::<Vec<_>>(),
        "conflicts": conflicts,
        "indicators": indicators,
        "corners": corners,
        "corners_crs": catalogue.map_crs.as_str(),
        "map_crs": catalogue.map_crs.as_str(),
        "nearest": nearest,
    })
}

/// Writes the review in words.
///
/// # Errors
/// If the output is closed.
pub fn write_words(
    out: &mut dyn Write,
    loaded: &HeadlessMap,
    review: &SiteReview,
    words: &Words,
) -> Result<(), CliError> {
    let language = words.language();
    let m2 = |v: f64| format!("{} m²", format_number(v, 1, language));
    let percent = |v: f64| format!("{} %", format_number(v * 100.0, 2, language));
    writeln!(
        out,
        "{}",
        words.text_with(
            "review-area",
            &[
                ("ellipsoid", (&m2(review.area.ellipsoid_m2)).into()),
                ("grid", (&m2(review.area.grid_m2)).into()),
                ("hectares", (&format_hectares(review.area.ellipsoid_m2, language)).into()),
            ],
        )
    )?;
    let (a, b) = (
        format_number(review.perimeter_m, 2, language),
        format_number(review.perimeter_grid_m, 2, language),
    );
    writeln!(
        out,
        "{}",
        words.text_with("review-perimeter", &[("ellipsoid", (&a).into()), ("grid", (&b).into())])
    )?;
    for (key, in_force) in [("review-units-old", false), ("review-units-new", true)] {
        let list: Vec<String> = review
            .units
            .iter()
            .filter(|u| u.in_force == in_force)
            .map(|u| {
                let name =
                    loaded.catalogue.unit(&u.key).map_or(u.key.as_str(), |unit| unit.name.as_str());
                format!("{name} ({})", percent(u.share))
            })
            .collect();
        if !list.is_empty() {
            writeln!(out, "{}", words.text_with(key, &[("units", (&list.join(", ")).into())]))?;
        }
    }
    for plan in &review.plans {
        let name = loaded
            .catalogue
            .plan(&plan.plan)
            .map_or(plan.plan.as_str(), |p| p.short_name.get(language));
        if plan.classes.is_empty() {
            writeln!(out, "{name}: {}", words.text("review-silent"))?;
            continue;
        }
        writeln!(out, "{name}: {}", percent(plan.covered_share(review.area)))?;
        for class in &plan.classes {
            let label =
                class_of(loaded, &plan.layer, class.class).map_or("–", |c| c.label.get(language));
            let part = share(class.area.grid_m2, review.area.grid_m2);
            writeln!(out, "  {label}: {} ({})", m2(class.area.ellipsoid_m2), percent(part))?;
        }
    }
    for conflict in &review.conflicts {
        let verdict = conflict.verdict.map_or("unmapped", planmap_core::catalogue::Verdict::as_str);
        writeln!(
            out,
            "  ! {}: {} / {} – {} ({})",
            conflict.plan,
            conflict.zoning,
            conflict.general,
            m2(conflict.area.ellipsoid_m2),
            words.text(&format!("verdict-{verdict}")),
        )?;
    }
    for near in &review.nearest {
        let site = near.name.as_deref().and_then(|id| loaded.catalogue.site(id));
        let name = site.map(|s| s.name.get(language)).or(near.name_in(language)).unwrap_or("–");
        let what = words.text(&format!("review-near-{}", near.what));
        writeln!(out, "  {what} {name}: {}", format_length(near.distance_m, language))?;
    }
    let system = SystemNaming::of(&loaded.catalogue.map_crs);
    let axes = system.described(words);
    let args = [("count", Arg::Count(review.corners.len() as u64)), ("axes", (&axes).into())];
    writeln!(out, "{}", words.text_with("review-corners", &args))?;
    for corner in &review.corners {
        let place = system.place(corner.at, "  ", language);
        writeln!(
            out,
            "  {:>4}  {place}  {} m",
            corner.n,
            format_number(corner.edge_m, 2, language)
        )?;
    }
    Ok(())
}

/// The difference of a measured area to a claimed one: "+0,02 %".
#[must_use]
pub fn difference_text(measured_m2: f64, claimed_m2: f64, language: Language) -> String {
    format_signed_percent(measured_m2 / claimed_m2 - 1.0, language)
}

/// Writes the corner table where one is wanted.
///
/// # Errors
/// Of the file system.
pub fn write_corners(path: Option<&Path>, corners: &[Corner]) -> Result<(), CliError> {
    if let Some(path) = path {
        planmap_data::atomic::write(path, corners_csv(corners).as_bytes())?;
    }
    Ok(())
}

/// What shape stands for a site: word for JSON.
#[must_use]
pub fn shape_word(shape: ReviewedShape) -> &'static str {
    match shape {
        ReviewedShape::Outline => "outline",
        ReviewedShape::Circle { .. } => "circle",
    }
}
