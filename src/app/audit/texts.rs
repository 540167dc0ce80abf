//! Findings as texts: JSON, GeoJSON, CSV, and the table of the window.
//!
//! Must not know where the texts go.

use planmap_core::audit::{AuditReport, ClassPair, Finding, FindingKind};
use planmap_core::catalogue::{Catalogue, Verdict};
use planmap_core::crs::{Crs, CrsError, SystemNaming, geo_from_map};
use planmap_core::geometry::geo_geometry_from_map;
use planmap_core::i18n::Words;
use serde_json::{Value as Json, json};

use super::{IgnoreList, Ignored, pairs_that_count};
use crate::text_table::{Cell, CsvFormat, TextTable};

/// The findings with their numbers in the language of the screen, a row each: what copies and saves
/// show.
#[must_use]
pub fn findings_table<'a>(
    findings: impl Iterator<Item = (usize, &'a Finding)>,
    ignored: &IgnoreList,
    catalogue: &Catalogue,
    words: &Words,
) -> TextTable {
    let system = SystemNaming::of(&catalogue.map_crs);
    let [first, second] = &system.axes;
    let head = |key: &str| words.text(&format!("audit-head-{key}"));
    let mut heads: Vec<String> =
        ["number", "kind", "area", "width", "classes", "codes", "plans", "lots"].map(head).to_vec();
    heads.extend([first.heading(words), second.heading(words), head("reason"), head("by")]);
    let rows = findings.map(|(number, f)| {
        let aside = ignored.entry(&f.id);
        let codes = f.classes.as_ref().map(|(zoning, general)| format!("{zoning} / {general}"));
        vec![
            Cell::count(number),
            kind_text(f, words).into(),
            Cell::number(f.area.ellipsoid_m2, 1),
            Cell::number(f.width_m, 2),
            class_names(f, catalogue, words).unwrap_or_default().into(),
            codes.unwrap_or_default().into(),
            plan_names(f, catalogue, words).join("; ").into(),
            f.lots.join("; ").into(),
            Cell::number(first.of(f.at), 3),
            Cell::number(second.of(f.at), 3),
            aside.map_or("", |i| i.reason.as_str()).into(),
            aside.map(Ignored::by).unwrap_or_default().into(),
        ]
    });
    TextTable { rows: rows.collect(), heads }
}

/// The kind of a finding in a word, and whether it is a sliver.
#[must_use]
pub fn kind_text(finding: &Finding, words: &Words) -> String {
    let kind = words.text(&format!("audit-short-{}", finding.kind.as_str()));
    if finding.sliver { format!("{kind} ({})", words.text("audit-sliver")) } else { kind }
}

/// The name of a layer by its id.
#[must_use]
pub fn layer_name<'a>(catalogue: &'a Catalogue, id: &'a str, words: &Words) -> &'a str {
    let layer = catalogue.layers.iter().find(|layer| layer.id == id);
    layer.map_or(id, |layer| layer.name.get(words.language()))
}

/// The names of the plans that a finding has to do with.
#[must_use]
pub fn plan_names(finding: &Finding, catalogue: &Catalogue, words: &Words) -> Vec<String> {
    let name = |id: &String| {
        catalogue.plan(id).map_or(id.as_str(), |p| p.short_name.get(words.language())).to_owned()
    };
    finding.plans.iter().map(name).collect()
}

/// "Zoning class / class of the general plan" in words, of a conflict.
#[must_use]
pub fn class_names(finding: &Finding, catalogue: &Catalogue, words: &Words) -> Option<String> {
    let name = |code: &str| {
        let class = catalogue.legends.iter().find_map(|l| l.class(code));
        class.map_or_else(|| code.to_owned(), |(_, c)| c.label.get(words.language()).to_owned())
    };
    finding
        .classes
        .as_ref()
        .map(|(zoning, general)| format!("{} / {}", name(zoning), name(general)))
}

fn properties(
    number: usize,
    finding: &Finding,
    ignored: &IgnoreList,
    crs: &Crs,
) -> Result<Json, CrsError> {
    let at = geo_from_map(finding.at, crs)?;
    let aside = ignored.entry(&finding.id);
    Ok(json!({
        "id": finding.id, "number": number, "kind": finding.kind.as_str(), "sliver": finding.sliver,
        "area_m2": finding.area.ellipsoid_m2, "area_m2_grid": finding.area.grid_m2, "width_m": finding.width_m,
        "at": [at.lon, at.lat], "plans": finding.plans, "lots": finding.lots,
        "classes": finding.classes.as_ref().map(|(a, b)| [a, b]),
        "ignored": aside.map(|i| &i.reason),
        "ignored_by": aside.map(|i| &i.author).filter(|author| !author.is_empty()),
        "ignored_at": aside.map(|i| &i.time).filter(|time| !time.is_empty()),
    }))
}

/// The findings with their numbers, from 1 in the order of the report. A number stays with its
/// finding while others are ignored or hidden: on the map, in the table and on paper it is the same.
pub fn numbered(report: &AuditReport) -> impl Iterator<Item = (usize, &Finding)> {
    report.findings.iter().enumerate().map(|(index, finding)| (index + 1, finding))
}

/// The findings as GeoJSON in WGS 84.
///
/// # Errors
/// If PROJ cannot convert a place.
pub fn findings_geojson(
    report: &AuditReport,
    ignored: &IgnoreList,
    crs: &Crs,
) -> Result<String, CrsError> {
    let features =
        numbered(report).map(|(number, f)| Ok((properties(number, f, ignored, crs)?, &f.shape)));
    feature_collection(features, crs)
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
    let ring =
        |r: &geo::LineString<f64>| -> Vec<[f64; 2]> { r.coords().map(|c| [c.x, c.y]).collect() };
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
    let heads = [
        "id",
        "number",
        "kind",
        "sliver",
        "area_m2",
        "area_m2_grid",
        "width_m",
        "x_north",
        "y_east",
        "plans",
        "classes",
        "lots",
        "ignored",
        "ignored_by",
        "ignored_at",
    ];
    let rows = numbered(report).map(|(number, f)| {
        let aside = ignored.entry(&f.id);
        let classes = f.classes.as_ref().map(|(a, b)| format!("{a} / {b}")).unwrap_or_default();
        vec![
            f.id.as_str().into(),
            Cell::count(number),
            f.kind.as_str().into(),
            f.sliver.to_string().into(),
            Cell::number(f.area.ellipsoid_m2, 3),
            Cell::number(f.area.grid_m2, 3),
            Cell::number(f.width_m, 3),
            Cell::number(f.at.y, 3),
            Cell::number(f.at.x, 3),
            f.plans.join(" ").into(),
            classes.into(),
            f.lots.join(" ").into(),
            aside.map_or("", |i| i.reason.as_str()).into(),
            aside.map_or("", |i| i.author.as_str()).into(),
            aside.map_or("", |i| i.time.as_str()).into(),
        ]
    });
    let table = TextTable { heads: heads.map(str::to_owned).to_vec(), rows: rows.collect() };
    table.to_csv(CsvFormat::FOR_PROGRAMS)
}

/// The whole result as one JSON document.
///
/// # Errors
/// If PROJ cannot convert a place.
pub fn document(report: &AuditReport, ignored: &IgnoreList, crs: &Crs) -> Result<Json, CrsError> {
    let list = |kind: FindingKind| -> Result<Vec<Json>, _> {
        let of_kind = numbered(report).filter(|(_, f)| f.kind == kind);
        of_kind.map(|(number, f)| properties(number, f, ignored, crs)).collect()
    };
    let counted = pairs_that_count(report, ignored);
    let pairs = |wanted: fn(&ClassPair) -> bool| -> Result<Vec<Json>, _> {
        let found = counted.iter().filter(|p| wanted(p));
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
