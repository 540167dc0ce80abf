//! The layers of the bundle: which features go into which file, with which attributes.
//!
//! Owns file names, attribute names and the order of features.

use geo::{
    Area, Centroid, Contains, Coord, InteriorPoint, LineString, MultiPolygon, Point, Polygon,
};
use geojson::JsonObject;
use planmap_core::geometry::geodesic_measure;
use serde_json::json;

use super::arrangement::Drawing;
use super::drawing::{self, Piece, Sheet};
use super::lots::{self, Details};
use super::output::{Item, collection, degrees};
use super::tables::{ClassRule, Tables};
use super::{BuildReport, BundleError, PlannedDifference, limits, sites};

/// Name, number of features and text of a file.
pub type Made = (String, usize, String);

/// Makes all layers.
///
/// # Errors
/// If the tables name what is not there.
pub fn all(tables: &Tables) -> Result<(Vec<Made>, BuildReport), BundleError> {
    let units = limits::units(&tables.limits)?;
    let cemetery = sites::cemetery(&tables.figures.cemetery, &units)?;
    let core = sites::shrunk(&cemetery, tables.figures.cemetery.core);
    let sheet = drawing::draw(tables, &units, &cemetery, &core)?;
    let mut report = BuildReport {
        files: Vec::new(),
        general_m2: 0.0,
        zones_m2: Vec::new(),
        lots: 0,
        differences: Vec::new(),
    };
    let mut files = Vec::new();
    let mut file = |name: String, items: &[Item]| -> Result<(), BundleError> {
        files.push((name, items.len(), collection(items)?));
        Ok(())
    };
    for (name, items) in unit_layers(tables, &units)? {
        file(name, &items)?;
    }
    let limit = polygon_or_more(&sheet.general_limit)?;
    report.general_m2 = geodesic_measure(&limit).area_m2;
    file(
        "general-limit.geojson".into(),
        &[item(limit, json!({ "name": "Quy hoạch chung đến năm 2045" }))],
    )?;
    file("general-land-use.geojson".into(), &general_land_use(&sheet)?)?;
    for (index, zone) in tables.design.zone.iter().enumerate() {
        let limit = polygon_or_more(&sheet.zone_limits[index])?;
        report.zones_m2.push((zone.number, geodesic_measure(&limit).area_m2));
        file(
            format!("zone-{}-limit.geojson", zone.number),
            &[item(limit, json!({ "zone": zone.number, "name": zone.name }))],
        )?;
        let lots = zone_land_use(tables, &sheet, index, &mut report)?;
        file(format!("zone-{}-land-use.geojson", zone.number), &lots)?;
    }
    let line = |points: &[[f64; 2]]| {
        degrees(LineString(drawing::course(points, tables.design.smoothing.samples)))
    };
    let roads: Vec<Item> = tables
        .design
        .road
        .iter()
        .map(|r| {
            Ok(item(
                line(&r.points)?,
                json!({ "id": r.id, "name": r.name, "name_en": r.name_en, "rank": r.rank }),
            ))
        })
        .collect::<Result<_, BundleError>>()?;
    file("roads.geojson".into(), &roads)?;
    let streams: Vec<Item> = tables
        .design
        .stream
        .iter()
        .map(|s| {
            Ok(item(
                line(&s.points)?,
                json!({ "id": s.id, "name": s.name, "name_en": s.name_en, "rank": s.rank }),
            ))
        })
        .collect::<Result<_, BundleError>>()?;
    file("streams.geojson".into(), &streams)?;
    file("sites.geojson".into(), &site_items(tables, &cemetery)?)?;
    Ok((files, report))
}

fn item(geometry: geo::Geometry<f64>, properties: serde_json::Value) -> Item {
    let properties = match properties {
        serde_json::Value::Object(o) => o,
        _ => JsonObject::new(),
    };
    Item { geometry, properties }
}

/// One polygon as such, more as a multipolygon, in degrees.
fn polygon_or_more(polygons: &[Polygon<f64>]) -> Result<geo::Geometry<f64>, BundleError> {
    match polygons {
        [one] => degrees(one.clone()),
        more => degrees(MultiPolygon(more.to_vec())),
    }
}

/// Units before and since 1 July 2025, each with a layer of label points.
fn unit_layers(
    tables: &Tables,
    units: &limits::Units,
) -> Result<Vec<(String, Vec<Item>)>, BundleError> {
    let list = &tables.limits.units;
    let mut drawing = Drawing::default();
    for (i, unit) in list.iter().enumerate() {
        if let Some(shape) = units.get(&unit.code) {
            drawing.add(i as u32, shape);
        }
    }
    let arrangement = drawing.arrange()?;
    let of = |f: u32| arrangement.faces()[f as usize].sources.first().map(|&i| i as usize);
    let mut new: Vec<_> = list.iter().map(|u| u.since_2025.clone()).collect();
    new.sort();
    new.dedup();
    let new_of = |i: usize| new.iter().position(|n| *n == list[i].since_2025);
    let mut out = Vec::new();
    let mut layer = |suffix: &str, shapes: Vec<(String, String, &str, Vec<Polygon<f64>>)>| {
        let (mut areas, mut labels) = (Vec::new(), Vec::new());
        for (code, name, kind, polygons) in shapes {
            let properties = json!({ "key": format!("{code}-{suffix}"), "code": code, "name": name, "kind": kind });
            labels.push(item(degrees(label_point(&polygons))?, properties.clone()));
            areas.push(item(polygon_or_more(&polygons)?, properties));
        }
        out.push((format!("units-{suffix}.geojson"), areas));
        out.push((format!("units-{suffix}-labels.geojson"), labels));
        Ok::<_, BundleError>(())
    };
    layer(
        "old",
        arrangement
            .dissolve(of)
            .into_iter()
            .map(|(i, p)| (list[i].code.clone(), list[i].name.clone(), kind_word(&list[i].kind), p))
            .collect(),
    )?;
    layer(
        "new",
        arrangement
            .dissolve(|f| of(f).and_then(new_of))
            .into_iter()
            .map(|(i, p)| {
                let (kind, name) = new[i].name.split_once(' ').unwrap_or(("", &new[i].name));
                (new[i].code.clone(), name.to_owned(), kind_word(&kind.to_lowercase()), p)
            })
            .collect(),
    )?;
    Ok(out)
}

fn kind_word(kind: &str) -> &'static str {
    match kind {
        "phường" => "ward",
        "thị trấn" => "township",
        _ => "commune",
    }
}

/// Where a name stands: the middle of the largest part, or a point inside where the middle is not.
fn label_point(polygons: &[Polygon<f64>]) -> Point<f64> {
    let largest = polygons.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
    largest
        .and_then(|p| p.centroid().filter(|c| p.contains(c)).or_else(|| p.interior_point()))
        .unwrap_or_default()
}

fn area_of(geometry: &geo::Geometry<f64>) -> f64 {
    (geodesic_measure(geometry).area_m2 * 10.0).round() / 10.0
}

fn general_land_use(sheet: &Sheet) -> Result<Vec<Item>, BundleError> {
    let mut classes: Vec<_> = sheet.general.iter().collect();
    classes.sort_by(|a, b| a.0.cmp(&b.0));
    let mut out = Vec::new();
    for (class, polygons) in classes {
        for polygon in polygons {
            let geometry = degrees(polygon.clone())?;
            let area = area_of(&geometry);
            out.push(item(geometry, json!({ "class": class, "area_m2": area })));
        }
    }
    Ok(out)
}

fn zone_land_use(
    tables: &Tables,
    sheet: &Sheet,
    index: usize,
    report: &mut BuildReport,
) -> Result<Vec<Item>, BundleError> {
    let zone = &tables.design.zone[index];
    let fixed = &tables.land_use.fixed;
    let mut counters = std::collections::BTreeMap::<usize, usize>::new();
    let mut out = Vec::new();
    for ((_, piece), polygons) in sheet.pieces.iter().filter(|((z, _), _)| *z == index) {
        let (block, class) = match *piece {
            Piece::Patch(i) => {
                (0, tables.design.patch[i].class.as_deref().unwrap_or(&fixed.street))
            }
            Piece::Water => (0, fixed.water.as_str()),
            Piece::Park => (0, fixed.park.as_str()),
            Piece::External | Piece::Road | Piece::Rest => (0, fixed.street.as_str()),
            Piece::Street(q) => (sheet.zoning.quarters[q].number, fixed.street.as_str()),
            Piece::Lot(l) => {
                let lot = &sheet.zoning.lots[l];
                (sheet.zoning.quarters[lot.neighbourhood].number, lot.class.as_str())
            }
        };
        for polygon in polygons {
            let count = counters.entry(block).or_default();
            *count += 1;
            let code = format!("{}{block:02}-{count:02}", zone.code);
            let geometry = degrees(polygon.clone())?;
            let area = area_of(&geometry);
            let details = match piece {
                Piece::Lot(l) if !zone.bare => {
                    let lot = &sheet.zoning.lots[*l];
                    lots::details(rule(tables, &lot.class), lot.key, area)
                }
                _ => Details::default(),
            };
            if let Piece::Lot(l) = piece {
                report.lots += 1;
                if let Some(general) = sheet.differences.get(l) {
                    let inside = degrees(label_point(std::slice::from_ref(polygon)))?;
                    let at = match inside {
                        geo::Geometry::Point(p) => [p.x(), p.y()],
                        _ => [0.0, 0.0],
                    };
                    report.differences.push(PlannedDifference {
                        lot: code.clone(),
                        zoning: class.to_owned(),
                        general: general.clone(),
                        area_m2: area,
                        at,
                    });
                }
            }
            let part = (block > 0).then(|| format!("{}{block:02}", zone.code));
            out.push(Item { geometry, properties: properties(&code, part, class, area, &details) });
        }
    }
    Ok(out)
}

fn rule<'a>(tables: &'a Tables, class: &str) -> Option<&'a ClassRule> {
    tables.land_use.class.iter().find(|c| c.code == class)
}

/// Only what is known is written: a missing key is a blank in the sheet.
fn properties(
    code: &str,
    part: Option<String>,
    class: &str,
    area: f64,
    details: &Details,
) -> JsonObject {
    let mut out = JsonObject::new();
    let mut put = |name: &str, value: serde_json::Value| {
        out.insert(name.to_owned(), value);
    };
    put("lot", json!(code));
    if let Some(part) = part {
        put("zone", json!(part));
    }
    put("class", json!(class));
    put("area_m2", json!(area));
    if let Some(density) = details.density {
        put("density_pct", json!(density));
    }
    if let Some((least, most)) = details.storeys {
        put("storeys_min", json!(least));
        put("storeys_max", json!(most));
    }
    if let Some(ratio) = details.ratio {
        put("floor_area_ratio", json!(ratio));
    }
    if let Some(population) = details.population {
        put("population", json!(population));
    }
    if let Some(phase) = details.phase {
        put("phase", json!(phase));
    }
    out
}

fn site_items(tables: &Tables, cemetery: &MultiPolygon<f64>) -> Result<Vec<Item>, BundleError> {
    let figures = &tables.figures;
    let [lon, lat] = figures.runway.lon_lat;
    let name = |site: &str, part: &str| json!({ "id": site, "part": part });
    let mut out = vec![
        item(sites::runway(&figures.runway).into(), name(&figures.runway.site, "runway")),
        item(Point(Coord { x: lon, y: lat }).into(), name(&figures.runway.site, "reference-point")),
        item(polygon_or_more(&cemetery.0)?, name(&figures.cemetery.site, "limit")),
    ];
    for point in &figures.point {
        let [x, y] = point.at;
        out.push(item(degrees(Point::new(x, y))?, name(&point.site, "marker")));
    }
    Ok(out)
}
