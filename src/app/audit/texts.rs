//! Findings as texts: JSON, GeoJSON, CSV, and the table of the window.
//!
//! Must not know where the texts go.

use planmap_core::audit::{AuditReport, ClassPair, Finding, FindingKind};
use planmap_core::catalogue::{Catalogue, Verdict};
use planmap_core::crs::{Crs, CrsError, geo_from_map};
use planmap_core::geometry::geo_geometry_from_map;
use planmap_core::i18n::{Words, format_number};
use serde_json::{Value as Json, json};

use super::IgnoreList;
use crate::register::TextTable;

/// The findings in the language of the screen, a row each: what copies and saves show.
#[must_use]
pub fn findings_table<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    ignored: &IgnoreList,
    catalogue: &Catalogue,
    words: &Words,
) -> TextTable {
    let language = words.language();
    let heads = ["kind", "area", "width", "classes", "plans", "lots", "north", "east", "reason"];
    let rows = findings.map(|f| {
        let mut kind = words.text(&format!("audit-short-{}", f.kind.as_str()));
        if f.sliver {
            kind = format!("{kind} ({})", words.text("audit-sliver"));
        }
        let plans: Vec<&str> =
            f.plans.iter().map(|id| catalogue.plan(id).map_or(id.as_str(), |p| p.short_name.get(language))).collect();
        vec![
            kind,
            format_number(f.area.ellipsoid_m2, 1, language),
            format_number(f.width_m, 2, language),
            class_names(f, catalogue, words).unwrap_or_default(),
            plans.join("; "),
            f.lots.join("; "),
            format!("{:.3}", f.at.y),
            format!("{:.3}", f.at.x),
            ignored.reason(&f.id).unwrap_or_default().to_owned(),
        ]
    });
    TextTable { rows: rows.collect(), heads: heads.iter().map(|k| words.text(&format!("audit-head-{k}"))).collect() }
}

/// "Zoning class / class of the general plan" in words, of a conflict.
#[must_use]
pub fn class_names(finding: &Finding, catalogue: &Catalogue, words: &Words) -> Option<String> {
    let name = |code: &str| {
        let class = catalogue.legends.iter().find_map(|l| l.class(code));
        class.map_or_else(|| code.to_owned(), |(_, c)| c.label.get(words.language()).to_owned())
    };
    finding.classes.as_ref().map(|(zoning, general)| format!("{} / {}", name(zoning), name(general)))
}

fn properties(finding: &Finding, ignored: &IgnoreList, crs: &Crs) -> Result<Json, CrsError> {
    let at = geo_from_map(finding.at, crs)?;
    Ok(json!({
        "id": finding.id, "kind": finding.kind.as_str(), "sliver": finding.sliver,
        "area_m2": finding.area.ellipsoid_m2, "area_m2_grid": finding.area.grid_m2, "width_m": finding.width_m,
        "at": [at.lon, at.lat], "plans": finding.plans, "lots": finding.lots,
        "classes": finding.classes.as_ref().map(|(a, b)| [a, b]),
        "ignored": ignored.reason(&finding.id),
    }))
}

/// The findings as GeoJSON in WGS 84.
///
/// # Errors
/// If PROJ cannot convert a place.
pub fn findings_geojson(report: &AuditReport, ignored: &IgnoreList, crs: &Crs) -> Result<String, CrsError> {
    feature_collection(report.findings.iter().map(|f| Ok((properties(f, ignored, crs)?, &f.shape))), crs)
}

/// Shapes of the map with their attributes as GeoJSON in WGS 84, a feature a line.
///
/// # Errors
/// If PROJ cannot convert a place.
pub fn feature_collection<'a>(
    features: impl Iterator<Item = Result<(Json, &'a geo::MultiPolygon<f64>), CrsError>>,
    crs: &Crs,
) -> Result<String, CrsError> {
    let mut lines = Vec::new();
    for feature in features {
        let (properties, shape) = feature?;
        let mut feature = json!({ "type": "Feature", "properties": properties });
        feature["geometry"] = multi_polygon(&geo_geometry_from_map(&shape.clone().into(), crs)?);
        lines.push(feature.to_string());
    }
    Ok(format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n")))
}

fn multi_polygon(shape: &geo::Geometry<f64>) -> Json {
    let ring = |r: &geo::LineString<f64>| -> Vec<[f64; 2]> { r.coords().map(|c| [c.x, c.y]).collect() };
    let polygon = |p: &geo::Polygon<f64>| -> Vec<Vec<[f64; 2]>> {
        std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()
    };
    let polygons: Vec<_> = match shape {
        geo::Geometry::MultiPolygon(m) => m.iter().map(polygon).collect(),
        geo::Geometry::Polygon(p) => vec![polygon(p)],
        _ => Vec::new(),
    };
    json!({ "type": "MultiPolygon", "coordinates": polygons })
}

/// The findings as CSV with the names of the JSON, for programs.
#[must_use]
pub fn findings_csv(report: &AuditReport, ignored: &IgnoreList) -> String {
    let mut out =
        String::from("id,kind,sliver,area_m2,area_m2_grid,width_m,x_north,y_east,plans,classes,lots,ignored\n");
    for f in &report.findings {
        let classes = f.classes.as_ref().map(|(a, b)| format!("{a} / {b}")).unwrap_or_default();
        let cells = [
            f.id.clone(),
            f.kind.as_str().to_owned(),
            f.sliver.to_string(),
            format!("{:.3}", f.area.ellipsoid_m2),
            format!("{:.3}", f.area.grid_m2),
            format!("{:.3}", f.width_m),
            format!("{:.3}", f.at.y),
            format!("{:.3}", f.at.x),
            f.plans.join(" "),
            classes,
            f.lots.join(" "),
            ignored.reason(&f.id).unwrap_or_default().to_owned(),
        ];
        let quoted: Vec<String> = cells.iter().map(|c| quoted(c)).collect();
        out.push_str(&quoted.join(","));
        out.push('\n');
    }
    out
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// The whole result as one JSON document.
///
/// # Errors
/// If PROJ cannot convert a place.
pub fn document(report: &AuditReport, ignored: &IgnoreList, crs: &Crs) -> Result<Json, CrsError> {
    let list =
        |kind: FindingKind| -> Result<Vec<Json>, _> { report.of(kind).map(|f| properties(f, ignored, crs)).collect() };
    let pairs = |wanted: fn(&ClassPair) -> bool| -> Result<Vec<Json>, _> {
        let found = report.pairs.iter().filter(|p| wanted(p));
        found
            .map(|p| {
                let at = geo_from_map(p.largest_at, crs)?;
                Ok(json!({
                    "classes": [p.zoning, p.general], "plans": p.plans, "area_m2_grid": p.area.grid_m2,
                    "area_m2": p.area.ellipsoid_m2, "count": p.count, "largest_at": [at.lon, at.lat],
                }))
            })
            .collect()
    };
    Ok(json!({
        "general_plan": report.general_plan,
        "area_m2": report.area.ellipsoid_m2,
        "area_m2_grid": report.area.grid_m2,
        "covered_m2": report.covered.ellipsoid_m2,
        "covered_m2_grid": report.covered.grid_m2,
        "covered_share": report.covered_share(),
        "agreement_share": report.agreement_share(),
        "tolerance_cm": report.tolerance_m * 100.0,
        "gaps": list(FindingKind::Gap)?,
        "outside": list(FindingKind::Outside)?,
        "overlaps": list(FindingKind::Overlap)?,
        "conflicts": pairs(|p| p.verdict == Some(Verdict::Conflicting))?,
        "conflict_findings": list(FindingKind::Conflict)?,
        "conditional": pairs(|p| p.verdict == Some(Verdict::Conditional))?,
        "unmapped": pairs(|p| p.verdict.is_none())?,
        "rounding_parts": report.rounding_parts,
        "lots_without_class": report.lots_without_class,
    }))
}
