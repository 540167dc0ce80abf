//! `planmap sites` and `planmap site ID`: the candidate sites, what documents say of them and what
//! the plans say there.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use planmap_core::catalogue::{Claim, ClaimValue, Site};
use planmap_core::geometry::{geo_geometry_from_map, geodesic_measure};
use planmap_core::i18n::{Language, Words, format_length};
use serde_json::{Value as Json, json};

use crate::{CliError, Outcome, review, write_json};
use planmap_app::headless::{HeadlessMap, load};
use planmap_app::ids::ReviewedShape;
use planmap_app::words::{claim_text, site_note};

/// Arguments of `sites`.
#[derive(Debug, Args)]
pub struct SitesArgs {
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `site`.
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// Id of the site, as `planmap sites` lists it.
    pub id: String,
    /// Metres around a site of which only a point is known.
    #[arg(long, value_name = "M", default_value_t = review::RADIUS_M)]
    pub radius: f64,
    /// Also writes the corners as CSV.
    #[arg(long, value_name = "FILE")]
    pub corners: Option<PathBuf>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Lists the sites.
///
/// # Errors
/// If no catalogue opens.
pub fn run(
    args: &SitesArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let loaded = load(maps, &[])?;
    let sites = &loaded.catalogue.sites;
    if args.json {
        let list: Vec<Json> = sites.iter().map(|s| summary(&loaded, s, language)).collect();
        write_json(out, &json!({ "sites": list }))?;
    } else {
        for site in sites {
            let mark = if site.candidate { '◆' } else { '◇' };
            writeln!(
                out,
                "{mark} {:<24} {}  ({})",
                site.id,
                site.name.get(language),
                site_note(site, language)
            )?;
        }
    }
    Ok(Outcome::Done)
}

/// Shows one site.
///
/// # Errors
/// If no catalogue opens or there is no such site.
pub fn run_one(
    args: &SiteArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let loaded = load(maps, &[])?;
    let Some(site) = loaded.catalogue.site(&args.id) else {
        return Err(CliError::Usage(
            words.text_with("cli-no-such-site", &[("id", (&args.id).into())]),
        ));
    };
    if !(args.radius.is_finite() && args.radius > 0.0) {
        let radius = args.radius.to_string();
        return Err(CliError::Usage(
            words.text_with("cli-radius-unusable", &[("radius", (&radius).into())]),
        ));
    }
    let missing =
        || CliError::Usage(words.text_with("cli-no-such-site", &[("id", (&args.id).into())]));
    let (region, shape) = loaded.session.site_region(&site.id, args.radius).ok_or_else(missing)?;
    let computed = review::compute(&loaded, &region, Some(&site.id), words)?;
    review::write_corners(args.corners.as_deref(), &computed.corners)?;
    let measured_m2 = (shape == ReviewedShape::Outline).then_some(computed.area.ellipsoid_m2);
    if args.json {
        let mut document = summary(&loaded, site, language);
        if let (Some(document), Json::Object(more)) =
            (document.as_object_mut(), review::json(&loaded, &computed, language))
        {
            document.extend(more);
            document.insert("shape".to_owned(), json!(review::shape_word(shape)));
            document.insert("claims".to_owned(), claims(site, measured_m2, language));
            if let ReviewedShape::Circle { radius_m } = shape {
                document.insert("radius_m".to_owned(), json!(radius_m));
            }
        }
        write_json(out, &document)?;
        return Ok(Outcome::Done);
    }
    writeln!(out, "◆ {}", site.name.get(language))?;
    writeln!(out, "{}", site.description.get(language))?;
    writeln!(out, "{}", words.text(&format!("accuracy-{}-long", site.accuracy.as_str())))?;
    for claim in &site.claims {
        let key = format!("claim-{}", claim.attribute);
        let attribute = if words.has(&key) { words.text(&key) } else { claim.attribute.clone() };
        let year = claim.year.map_or_else(|| "–".to_owned(), |y| y.to_string());
        let value = claim_text(claim, language);
        let difference = measured_m2
            .zip(planmap_app::words::claimed_area_m2(claim))
            .map(|(a, b)| format!("  ({})", review::difference_text(a, b, language)))
            .unwrap_or_default();
        writeln!(
            out,
            "  {attribute}: {value}{difference}  [{year}, {}]",
            claim.document.get(language)
        )?;
    }
    if let ReviewedShape::Circle { radius_m } = shape {
        let radius = format_length(radius_m, language);
        writeln!(out, "{}", words.text_with("review-circle", &[("radius", (&radius).into())]))?;
    }
    review::write_words(out, &loaded, &computed, words)?;
    Ok(Outcome::Done)
}

fn summary(loaded: &HeadlessMap, site: &Site, language: Language) -> Json {
    let unit = |key: &Option<String>| {
        let unit = loaded.catalogue.unit(key.as_deref()?)?;
        Some(
            json!({ "key": unit.key, "code": unit.code, "name": unit.name, "kind": unit.kind.as_str() }),
        )
    };
    let (mut area_m2, mut perimeter_m) = (0.0, 0.0);
    for hit in loaded.session.site_features(&site.id) {
        let geometry = loaded
            .session
            .layer(&hit.layer)
            .and_then(|l| l.features()?.geometries().geometry(hit.feature));
        if let Some(measure) = geometry
            .and_then(|g| geo_geometry_from_map(&g, loaded.session.map_crs()).ok())
            .map(|g| geodesic_measure(&g))
            .filter(|m| m.area_m2 > 0.0)
        {
            area_m2 += measure.area_m2;
            perimeter_m += measure.length_m;
        }
    }
    let measured = |v: f64| if v > 0.0 { json!(v) } else { Json::Null };
    json!({
        "id": site.id,
        "name": site.name.get(language),
        "candidate": site.candidate,
        "at": [site.at.lon, site.at.lat],
        "description": site.description.get(language),
        "geometry_accuracy": site.accuracy.as_str(),
        "press_mention_only": site.press_mention_only,
        "area_m2": measured(area_m2),
        "perimeter_m": measured(perimeter_m),
        "units": { "old": unit(&site.unit_old), "new": unit(&site.unit_new) },
        "claims": claims(site, (area_m2 > 0.0).then_some(area_m2), language),
        "sources": site.sources,
    })
}

fn claims(site: &Site, measured_m2: Option<f64>, language: Language) -> Json {
    site.claims.iter().map(|c| claim(c, measured_m2, language)).collect()
}

pub(super) fn claim(claim: &Claim, measured_m2: Option<f64>, language: Language) -> Json {
    let claimed_m2 = planmap_app::words::claimed_area_m2(claim);
    let difference_m2 = measured_m2.zip(claimed_m2).map(|(a, b)| a - b);
    let value = match &claim.value {
        ClaimValue::Number(n) => json!(n),
        ClaimValue::Text(text) => json!(text.get(language)),
        ClaimValue::NotStated => Json::Null,
    };
    json!({
        "attribute": claim.attribute,
        "value": value,
        "unit": claim.unit,
        "qualifier": claim.qualifier,
        "year": claim.year,
        "year_about": claim.year_about,
        "document": claim.document.get(language),
        "source": claim.source,
        "confidence": claim.confidence.as_str(),
        "value_m2": claimed_m2,
        "difference_m2": difference_m2,
        "difference_share": difference_m2.zip(claimed_m2).map(|(d, c)| d / c),
    })
}
