//! The review of a place with an area: what it measures, what it touches, what the plans say there.
//!
//! Owns the computation for any polygon: a site's, a lot's, a drawn one. Every figure it derives
//! names what it came from. Must not know how the polygon was chosen or how the answer is shown.

use geo::{BooleanOps, Distance, Euclidean, Intersects};

use crate::attribute::feature_name;
use crate::audit::{ROUNDING_M, place_in, width_m};
use crate::catalogue::{Catalogue, LayerRole, PlanKind, Verdict};
use crate::corners::clockwise_from_north_west;
use crate::crs::{Crs, CrsError, MapPoint};
use crate::feature::{FeatureId, PartKind};
use crate::geometry::{Extent, geo_geometry_from_map, geodesic_measure};
use crate::i18n::Language;
use crate::identify::nearest;
use crate::overlay::{Area2, PlanAreas, Region, plan_areas};
use crate::plan_stack::StackLayer;

/// A corner of the outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corner {
    /// Number from 1, running on over all rings.
    pub n: usize,
    /// Ring it belongs to, from 1: outlines and holes in the order of the geometry.
    pub ring: usize,
    /// Where, in the map CRS; papers call the northing X and the easting Y.
    pub at: MapPoint,
    /// Metres in the plane of the map to the next corner of the ring.
    pub edge_m: f64,
}

/// A unit that the place touches.
#[derive(Debug, Clone, PartialEq)]
pub struct TouchedUnit {
    /// Key of the unit in the catalogue, or its name where the layer has no key.
    pub key: String,
    /// Whether the unit's layer is in force since 1 July 2025.
    pub in_force: bool,
    /// The shared area.
    pub area: Area2,
    /// Its part of the whole, from 0 to 1.
    pub share: f64,
}

/// A zoning class over a class of the general plan that it does not conform to.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The zoning plan.
    pub plan: String,
    /// Lots involved, by their name in the layer where it has one.
    pub lots: Vec<String>,
    /// Class of the zoning plan.
    pub zoning: String,
    /// Class of the general plan.
    pub general: String,
    /// The verdict; `None` for a pair that the catalogue does not name.
    pub verdict: Option<Verdict>,
    /// The area that they share.
    pub area: Area2,
    /// A place inside it.
    pub at: MapPoint,
}

/// Something near, with the metres in the plane of the map from the outline; 0 where it touches.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// "road", "stream", "airport", "site".
    pub what: &'static str,
    /// Id of a site, or the name of a road or stream, where known.
    pub name: Option<String>,
    /// The name in English, where the road or stream has one.
    pub name_en: Option<String>,
    /// Metres.
    pub distance_m: f64,
}

impl Near {
    /// The name of a road or stream, or the id of a site, in a language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> Option<&str> {
        let english = self.name_en.as_deref().filter(|_| language == Language::English);
        english.or(self.name.as_deref())
    }
}

/// What can be built on a lot by its indicators. Each derived figure is there only where the lot
/// gives all of its inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicators {
    /// The layer of the lot.
    pub layer: String,
    /// The lot.
    pub feature: FeatureId,
    /// Its name in the layer.
    pub lot: Option<String>,
    /// Area of the whole lot.
    pub area: Area2,
    /// Building density, %.
    pub density_pct: Option<f64>,
    /// Highest number of storeys.
    pub storeys_max: Option<f64>,
    /// Floor-area ratio.
    pub floor_area_ratio: Option<f64>,
}

impl Indicators {
    /// Area × density: the largest footprint, m².
    #[must_use]
    pub fn max_footprint_m2(&self) -> Option<f64> {
        Some(self.area.ellipsoid_m2 * self.density_pct? / 100.0)
    }

    /// Area × floor-area ratio, m².
    #[must_use]
    pub fn floor_area_by_ratio_m2(&self) -> Option<f64> {
        Some(self.area.ellipsoid_m2 * self.floor_area_ratio?)
    }

    /// Largest footprint × storeys, m².
    #[must_use]
    pub fn floor_area_by_storeys_m2(&self) -> Option<f64> {
        Some(self.max_footprint_m2()? * self.storeys_max?)
    }
}

/// The whole review.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteReview {
    /// Its area.
    pub area: Area2,
    /// Length of all rings on the ellipsoid, m.
    pub perimeter_m: f64,
    /// Length of all rings in the plane of the map, m.
    pub perimeter_grid_m: f64,
    /// Units old and new, the largest share first.
    pub units: Vec<TouchedUnit>,
    /// What each plan says, in the order of the layers.
    pub plans: Vec<PlanAreas>,
    /// Where zoning and general plan do not conform, the largest first.
    pub conflicts: Vec<Conflict>,
    /// The lots touched whose layer gives indicators, in the order of the layers.
    pub indicators: Vec<Indicators>,
    /// All corners.
    pub corners: Vec<Corner>,
    /// What is near.
    pub nearest: Vec<Near>,
}

/// What the review must know of the place besides its shape.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject<'a> {
    /// The site under review, which is not its own neighbour.
    pub site: Option<&'a str>,
}

/// Metres in the plane of the map from where a circle of `radius_m` around a point runs, as a
/// polygon whose area differs from the circle's by less than 0.1 ‰.
#[must_use]
pub fn circle(centre: MapPoint, radius_m: f64) -> geo::MultiPolygon<f64> {
    const CORNERS: u32 = 360;
    let ring: geo::LineString<f64> = (0..CORNERS)
        .map(|i| {
            let angle = f64::from(i) / f64::from(CORNERS) * std::f64::consts::TAU;
            geo::Coord {
                x: centre.x + radius_m * angle.cos(),
                y: centre.y + radius_m * angle.sin(),
            }
        })
        .collect();
    geo::MultiPolygon(vec![geo::Polygon::new(ring, vec![])])
}

/// Reviews polygons of the map. They must be valid and must not overlap each other.
///
/// # Errors
/// If PROJ cannot convert a point.
pub fn review(
    catalogue: &Catalogue,
    layers: &[StackLayer<'_>],
    region: &Region,
    subject: Subject<'_>,
) -> Result<SiteReview, CrsError> {
    let area = Area2::of(region.shape(), &catalogue.map_crs)?;
    let shape: geo::Geometry<f64> = region.shape().clone().into();
    let measure = geodesic_measure(&geo_geometry_from_map(&shape, &catalogue.map_crs)?);
    let corners = corners(region.shape());
    Ok(SiteReview {
        area,
        perimeter_m: measure.length_m,
        perimeter_grid_m: corners.iter().map(|c| c.edge_m).sum(),
        units: units(catalogue, layers, region, area)?,
        plans: plan_areas(layers, region, &catalogue.map_crs)?,
        conflicts: conflicts(catalogue, layers, region)?,
        indicators: indicators(layers, region, &catalogue.map_crs)?,
        corners,
        nearest: near(catalogue, layers, region, subject),
    })
}

/// The corners of all rings, those of each clockwise from the north-west.
fn corners(shape: &geo::MultiPolygon<f64>) -> Vec<Corner> {
    let rings = shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let mut out: Vec<Corner> = Vec::new();
    for (ring, line) in rings.enumerate() {
        let corners = clockwise_from_north_west(line);
        let next = corners.iter().cycle().skip(1);
        for (at, next) in corners.iter().zip(next) {
            let (at, next) = (MapPoint::from(*at), MapPoint::from(*next));
            out.push(Corner { n: out.len() + 1, ring: ring + 1, at, edge_m: at.distance(next) });
        }
    }
    out
}

fn units(
    catalogue: &Catalogue,
    layers: &[StackLayer<'_>],
    region: &Region,
    whole: Area2,
) -> Result<Vec<TouchedUnit>, CrsError> {
    let mut out = Vec::new();
    for layer in layers.iter().filter(|l| l.spec.role == LayerRole::Units) {
        for feature in layer.features.in_extent(&region.extent()) {
            let Some(cut) = region.cut(layer.features, feature) else {
                continue;
            };
            if width_m(&cut) < ROUNDING_M {
                continue;
            }
            let area = Area2::of(&cut, &catalogue.map_crs)?;
            let fields = &layer.spec.fields;
            let key = text(layer, feature, fields.id.as_deref())
                .or_else(|| text(layer, feature, fields.name.as_deref()));
            out.push(TouchedUnit {
                key: key.unwrap_or_default(),
                in_force: layer.spec.units_in_force,
                area,
                share: crate::overlay::share(area.grid_m2, whole.grid_m2),
            });
        }
    }
    out.sort_by(|a, b| a.in_force.cmp(&b.in_force).then(b.area.grid_m2.total_cmp(&a.area.grid_m2)));
    Ok(out)
}

fn text(layer: &StackLayer<'_>, feature: FeatureId, field: Option<&str>) -> Option<String> {
    use crate::feature::Value;
    match layer.features.table().value(feature, field?) {
        Value::Text(t) | Value::LongInteger(t) => Some(t.to_owned()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn plan_kind(catalogue: &Catalogue, layer: &StackLayer<'_>) -> Option<PlanKind> {
    (layer.spec.role == LayerRole::LandUse).then_some(())?;
    catalogue.plan(layer.spec.plan.as_deref()?).map(|p| p.kind)
}

fn conflicts(
    catalogue: &Catalogue,
    layers: &[StackLayer<'_>],
    region: &Region,
) -> Result<Vec<Conflict>, CrsError> {
    let of =
        |wanted: PlanKind| layers.iter().filter(move |l| plan_kind(catalogue, l) == Some(wanted));
    let mut out: Vec<Conflict> = Vec::new();
    for zoning in of(PlanKind::Zoning) {
        for lot in zoning.features.in_extent(&region.extent()) {
            let (Some(class), Some(part)) = (zoning.class(lot), region.cut(zoning.features, lot))
            else {
                continue;
            };
            let extent = Extent::of_geometry(&part.clone().into());
            for general in of(PlanKind::General) {
                for under in general.features.in_extent(&extent) {
                    let Some(general_class) = general.class(under) else {
                        continue;
                    };
                    let verdict = catalogue.verdict(&class.code, &general_class.code);
                    if matches!(verdict, Some(Verdict::Conforming | Verdict::Conditional)) {
                        continue;
                    }
                    let shared = part.intersection(&general.features.geometries().polygons(under));
                    let Some(at) = place_in(&shared) else {
                        continue;
                    };
                    if width_m(&shared) < ROUNDING_M {
                        continue;
                    }
                    let plan = zoning.spec.plan.clone().unwrap_or_default();
                    let name = text(zoning, lot, zoning.spec.fields.lot.as_deref());
                    let area = Area2::of(&shared, &catalogue.map_crs)?;
                    let same = |c: &&mut Conflict| {
                        c.plan == plan && c.zoning == class.code && c.general == general_class.code
                    };
                    match out.iter_mut().find(same) {
                        Some(found) => {
                            found.area += area;
                            found.lots.extend(name.filter(|n| !found.lots.contains(n)));
                        }
                        None => out.push(Conflict {
                            plan,
                            lots: name.into_iter().collect(),
                            zoning: class.code.clone(),
                            general: general_class.code.clone(),
                            verdict,
                            area,
                            at,
                        }),
                    }
                }
            }
        }
    }
    out.sort_by(|a, b| b.area.grid_m2.total_cmp(&a.area.grid_m2));
    Ok(out)
}

fn indicators(
    layers: &[StackLayer<'_>],
    region: &Region,
    map_crs: &Crs,
) -> Result<Vec<Indicators>, CrsError> {
    let mut out = Vec::new();
    for layer in layers.iter().filter(|l| l.spec.role == LayerRole::LandUse) {
        let fields = &layer.spec.fields;
        let mut rows: Vec<FeatureId> = layer.features.in_extent(&region.extent()).collect();
        rows.sort_unstable();
        for feature in rows {
            let number = |field: &Option<String>| {
                layer
                    .features
                    .table()
                    .value(feature, field.as_deref()?)
                    .as_number()
                    .filter(|n| *n > 0.0)
            };
            let (density_pct, storeys_max) =
                (number(&fields.density_pct), number(&fields.storeys_max));
            let floor_area_ratio = number(&fields.floor_area_ratio);
            if density_pct.is_none() && storeys_max.is_none() && floor_area_ratio.is_none() {
                continue;
            }
            if region.cut(layer.features, feature).is_none_or(|cut| width_m(&cut) < ROUNDING_M) {
                continue;
            }
            out.push(Indicators {
                layer: layer.spec.id.clone(),
                feature,
                lot: text(layer, feature, fields.lot.as_deref()),
                area: Area2::of(&layer.features.geometries().polygons(feature), map_crs)?,
                density_pct,
                storeys_max,
                floor_area_ratio,
            });
        }
    }
    Ok(out)
}

fn near(
    catalogue: &Catalogue,
    layers: &[StackLayer<'_>],
    region: &Region,
    subject: Subject<'_>,
) -> Vec<Near> {
    let mut out = Vec::new();
    for (role, what) in [(LayerRole::Roads, "road"), (LayerRole::Water, "stream")] {
        let best = layers
            .iter()
            .filter(|l| l.spec.role == role)
            .filter_map(|l| {
                let (feature, distance_m) = nearest_to(l, region)?;
                let name = text(l, feature, l.spec.fields.name.as_deref());
                let name_en =
                    feature_name(&l.spec.fields, l.features.table(), feature, Language::English);
                Some(Near { what, name, name_en: name_en.map(str::to_owned), distance_m })
            })
            .min_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
        out.extend(best);
    }
    let mut others: Vec<Near> = Vec::new();
    for site in catalogue.sites.iter().filter(|s| Some(s.id.as_str()) != subject.site) {
        let Ok(at) = crate::crs::map_from_geo(site.at, &catalogue.map_crs) else {
            continue;
        };
        let distance_m = distance_to_point(region, at);
        let airport = site.claims.iter().any(|c| c.attribute == "runway");
        let what = if airport { "airport" } else { "site" };
        others.push(Near { what, name: Some(site.id.clone()), name_en: None, distance_m });
    }
    others.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
    out.extend(others);
    out
}

fn distance_to_point(region: &Region, at: MapPoint) -> f64 {
    let p = geo::Point::new(at.x, at.y);
    if region.shape().intersects(&p) { 0.0 } else { Euclidean.distance(&p, region.shape()) }
}

/// The feature of a layer that is nearest to the region. The nearest one to the middle bounds how
/// far must be looked.
fn nearest_to(layer: &StackLayer<'_>, region: &Region) -> Option<(FeatureId, f64)> {
    let extent = region.extent();
    if extent.is_empty() {
        return None;
    }
    let first = nearest(layer.features, extent.centre(), |_| true)?;
    let around = extent.buffered(first.distance_m);
    layer
        .features
        .in_extent(&around)
        .map(|feature| (feature, distance_to(layer, feature, region)))
        .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
}

fn distance_to(layer: &StackLayer<'_>, feature: FeatureId, region: &Region) -> f64 {
    let store = layer.features.geometries();
    let polygons = store.polygons(feature);
    let mut best = f64::INFINITY;
    if !polygons.0.is_empty() {
        best = if region.shape().intersects(&polygons) {
            0.0
        } else {
            Euclidean.distance(region.shape(), &polygons)
        };
    }
    for part in store.parts(feature) {
        match part.kind {
            PartKind::Points => {
                best = part.points().map(|p| distance_to_point(region, p)).fold(best, f64::min);
            }
            PartKind::Line => {
                let line: geo::LineString<f64> = part.points().map(geo::Coord::from).collect();
                let apart = if region.shape().intersects(&line) {
                    0.0
                } else {
                    region
                        .shape()
                        .iter()
                        .map(|p| Euclidean.distance(p, &line))
                        .fold(f64::INFINITY, f64::min)
                };
                best = best.min(apart);
            }
            PartKind::Exterior | PartKind::Hole => {}
        }
    }
    best
}
