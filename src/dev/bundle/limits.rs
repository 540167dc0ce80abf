//! Limits: units from their arcs, the general plan's and the zoning plans' from their sketches.
//!
//! Owns how the outlines are put together. Must not know what fills them.

use std::collections::BTreeMap;

use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon, unary_union};
use planmap_core::crs::Crs;

use super::BundleError;
use super::curve;
use super::tables::{Limits, Tables};

/// Old units by code.
pub type Units = BTreeMap<String, MultiPolygon<f64>>;

/// The units of the topology.
///
/// # Errors
/// If the system is not EPSG:9206, or a ring names an arc that is not there, or does not close.
pub fn units(limits: &Limits) -> Result<Units, BundleError> {
    if limits.crs != Crs::vn2000_son_la().as_str() {
        let reason = format!("{} instead of {}", limits.crs, Crs::vn2000_son_la());
        return Err(BundleError::Table { name: "limits.json".into(), reason });
    }
    let broken = |code: &str| BundleError::Table {
        name: "limits.json".into(),
        reason: format!("broken ring in {code}"),
    };
    let ring = |numbers: &[i64]| -> Option<LineString<f64>> {
        let mut out: Vec<Coord<f64>> = Vec::new();
        for &n in numbers {
            let index = usize::try_from(n.unsigned_abs()).ok()?.checked_sub(1)?;
            let mut arc: Vec<_> =
                limits.arcs.get(index)?.iter().map(|p| curve::coord(*p)).collect();
            if n < 0 {
                arc.reverse();
            }
            if out.last().is_some_and(|end| Some(end) != arc.first()) {
                return None;
            }
            out.pop();
            out.extend(arc);
        }
        (out.len() > 3 && out.first() == out.last()).then_some(LineString(out))
    };
    let mut units = Units::new();
    for unit in &limits.units {
        let mut polygons = Vec::new();
        for rings in &unit.polygons {
            let mut rings = rings.iter().map(|r| ring(r).ok_or_else(|| broken(&unit.code)));
            let exterior = rings.next().ok_or_else(|| broken(&unit.code))??;
            polygons.push(Polygon::new(exterior, rings.collect::<Result<_, _>>()?));
        }
        units.insert(unit.code.clone(), MultiPolygon(polygons));
    }
    Ok(units)
}

/// Some units as one region.
///
/// # Errors
/// If a code is unknown.
pub fn join(units: &Units, codes: &[String]) -> Result<MultiPolygon<f64>, BundleError> {
    let found: Vec<&MultiPolygon<f64>> = codes
        .iter()
        .map(|c| {
            units.get(c).ok_or_else(|| BundleError::Table {
                name: "design.toml".into(),
                reason: format!("no unit {c}"),
            })
        })
        .collect::<Result<_, _>>()?;
    let polygons: Vec<&Polygon<f64>> = found.iter().flat_map(|m| m.iter()).collect();
    Ok(unary_union(polygons))
}

/// The general plan's limit: the city's units and the sketched extension.
///
/// # Errors
/// If a unit's code is unknown.
pub fn general(tables: &Tables, units: &Units) -> Result<MultiPolygon<f64>, BundleError> {
    let design = &tables.design;
    let extension = join(units, &design.general.extension_units)?
        .intersection(&curve::closed(&design.general.extension, design.smoothing.samples));
    Ok(join(units, &design.general.city_units)?.union(&extension))
}

/// The zoning plans' limits, in the order of the table.
///
/// # Errors
/// If a unit's code is unknown.
pub fn zones(
    tables: &Tables,
    units: &Units,
    general: &MultiPolygon<f64>,
) -> Result<Vec<MultiPolygon<f64>>, BundleError> {
    let design = &tables.design;
    let mut whole: BTreeMap<u32, MultiPolygon<f64>> = BTreeMap::new();
    for zone in &design.zone {
        let mut region = MultiPolygon(Vec::new());
        for part in &zone.part {
            let mut piece = join(units, &part.units)?;
            if let Some(outline) = &part.outline {
                piece = piece.intersection(&curve::closed(outline, design.smoothing.samples));
            }
            region = region.union(&piece);
        }
        whole.insert(zone.number, region.intersection(general));
    }
    Ok(design
        .zone
        .iter()
        .map(|zone| {
            let others: Vec<_> = zone.yields_to.iter().filter_map(|n| whole.get(n)).collect();
            whole
                .get(&zone.number)
                .map_or_else(|| MultiPolygon(Vec::new()), |own| curve::without(own, &others))
        })
        .collect())
}
