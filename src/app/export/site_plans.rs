//! What every plan says inside a site, with areas and shares.

use geo::BooleanOps;
use planmap_core::catalogue::{Catalogue, LayerRole, Plan};
use planmap_core::geometry::{geo_geometry_from_map, geodesic_measure};
use planmap_core::legend::LegendClass;
use planmap_core::plan_stack::StackLayer;
use planmap_core::{Crs, Extent};

/// One class of a plan inside a site.
#[derive(Debug, Clone)]
pub struct ClassInSite<'a> {
    /// The class.
    pub class: &'a LegendClass,
    /// Its area inside the site on the ellipsoid, m².
    pub area_m2: f64,
    /// Its share of the site, 0 to 1.
    pub share: f64,
}

/// What one plan says inside a site.
#[derive(Debug, Clone)]
pub struct PlanInSite<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its classes, the largest first.
    pub classes: Vec<ClassInSite<'a>>,
    /// Share of the site inside the plan's limit; `None` where no limit is loaded.
    pub inside_share: Option<f64>,
}

/// Area of a geometry of map metres on the ellipsoid, m².
pub(super) fn ellipsoid_area_m2(geometry: geo::MultiPolygon<f64>, crs: &Crs) -> f64 {
    geo_geometry_from_map(&geometry.into(), crs).map_or(0.0, |g| geodesic_measure(&g).area_m2)
}

/// Cuts every plan's land use with the site's area.
#[must_use]
pub fn plans_in_site<'a>(
    catalogue: &'a Catalogue,
    layers: &[StackLayer<'a>],
    site: &geo::MultiPolygon<f64>,
    crs: &Crs,
) -> Vec<PlanInSite<'a>> {
    let extent = Extent::of_geometry(&geo::Geometry::MultiPolygon(site.clone()));
    let site_m2 = ellipsoid_area_m2(site.clone(), crs);
    if site_m2 <= 0.0 {
        return Vec::new();
    }
    let inside = |layer: &StackLayer<'a>, feature: u32| {
        let polygons = layer.features.geometries().polygons(feature);
        ellipsoid_area_m2(site.intersection(&polygons), crs)
    };
    let mut out = Vec::new();
    for plan in &catalogue.plans {
        let mut classes: Vec<ClassInSite<'a>> = Vec::new();
        let mut limit: Option<f64> = None;
        for layer in layers.iter().filter(|l| l.spec.plan.as_deref() == Some(plan.id.as_str())) {
            match layer.spec.role {
                LayerRole::Limit => {
                    let covered: f64 =
                        layer.features.in_extent(&extent).map(|f| inside(layer, f)).sum();
                    limit = Some((limit.unwrap_or(0.0) + covered / site_m2).min(1.0));
                }
                LayerRole::LandUse => {
                    for feature in layer.features.in_extent(&extent) {
                        let Some(class) = layer.class(feature) else { continue };
                        let area_m2 = inside(layer, feature);
                        // Less than a square metre is rounding of two outlines that touch.
                        if area_m2 < 1.0 {
                            continue;
                        }
                        match classes.iter_mut().find(|c| c.class.code == class.code) {
                            Some(known) => known.area_m2 += area_m2,
                            None => classes.push(ClassInSite { class, area_m2, share: 0.0 }),
                        }
                    }
                }
                _ => {}
            }
        }
        for class in &mut classes {
            class.share = class.area_m2 / site_m2;
        }
        classes.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
        out.push(PlanInSite { plan, classes, inside_share: limit });
    }
    out
}
