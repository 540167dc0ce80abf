//! What the plans say about a site, worked out before it is shown.
//!
//! Owns the choice of what a meeting needs of review and plan stack. The computations are the core's;
//! a site that is only a point is asked about at its marker, and no share is made of that.

use planmap_core::catalogue::{Accuracy, Catalogue, LayerRole, Text2, Verdict};
use planmap_core::crs::{CrsError, MapPoint};
use planmap_core::legend::Rgb;
use planmap_core::overlay::{Area2, Region, share};
use planmap_core::plan_stack::{Agreement, StackLayer, plan_stack};
use planmap_core::site_review::{Near, Subject, review};

/// One class of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassSays {
    /// In words; none for lots without a known class.
    pub label: Option<Text2>,
    /// The official colour.
    pub colour: Option<Rgb>,
    /// Its part of the site, 0 to 1; none for a point.
    pub share: Option<f64>,
}

/// What one plan says.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSays {
    /// Id of the plan.
    pub plan: String,
    /// The classes, the largest first.
    pub classes: Vec<ClassSays>,
    /// The part of the site that its lots cover; none for a point.
    pub covered: Option<f64>,
    /// How exact its least exact layer is.
    pub accuracy: Option<Accuracy>,
}

/// Where a zoning class does not conform to the general plan.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictSays {
    /// Id of the zoning plan.
    pub plan: String,
    /// Class of the zoning plan.
    pub zoning: Text2,
    /// Class of the general plan.
    pub general: Text2,
    /// The verdict; none for a pair that the catalogue's table does not name.
    pub verdict: Option<Verdict>,
    /// Its part of the site, 0 to 1.
    pub share: f64,
}

/// Everything that was found out about a site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteFindings {
    /// The area that is drawn; none for a point.
    pub area: Option<Area2>,
    /// Plans that say something, in legal order.
    pub plans: Vec<PlanSays>,
    /// Plans that say nothing.
    pub silent: Vec<String>,
    /// Conflicts inside the area, the largest first; empty for a point.
    pub conflicts: Vec<ConflictSays>,
    /// Whether the plans agree at the marker; none for an area.
    pub agreement: Option<Agreement>,
    /// What is near.
    pub nearest: Vec<Near>,
}

/// Works a site out. `is_area` says whether the region is the site's own outline.
///
/// # Errors
/// If PROJ cannot convert a point.
pub fn findings(
    catalogue: &Catalogue,
    layers: &[StackLayer<'_>],
    site: &str,
    region: &Region,
    at: MapPoint,
    is_area: bool,
) -> Result<SiteFindings, CrsError> {
    let found = review(catalogue, layers, region, Subject { site: Some(site) })?;
    let stack = (!is_area).then(|| plan_stack(catalogue, layers, at, 0.0));
    let mut plans: Vec<PlanSays> = Vec::new();
    let mut silent = Vec::new();
    for plan in &catalogue.plans {
        let own = layers.iter().filter(|l| l.spec.plan.as_deref() == Some(plan.id.as_str()));
        let accuracy =
            own.filter(|l| l.spec.role == LayerRole::LandUse).map(|l| l.spec.accuracy).min();
        let mut classes: Vec<ClassSays> = Vec::new();
        let mut covered = None;
        match &stack {
            Some(stack) => {
                let row = stack.rows.iter().find(|r| r.plan.id == plan.id);
                classes.extend(row.and_then(planmap_core::plan_stack::PlanRow::class).map(|c| {
                    ClassSays {
                        label: Some(c.label.clone()),
                        colour: Some(c.official_colour()),
                        share: None,
                    }
                }));
            }
            None => {
                for areas in found.plans.iter().filter(|p| p.plan == plan.id) {
                    let legend =
                        layers.iter().find(|l| l.spec.id == areas.layer).and_then(|l| l.legend);
                    *covered.get_or_insert(0.0) += areas.covered_share(found.area);
                    classes.extend(areas.classes.iter().map(|c| {
                        let class = legend.and_then(|l| l.classes.get(usize::from(c.class)));
                        ClassSays {
                            label: class.map(|c| c.label.clone()),
                            colour: class.map(planmap_core::legend::LegendClass::official_colour),
                            share: Some(share(c.area.grid_m2, found.area.grid_m2)),
                        }
                    }));
                }
                classes.sort_by(|a, b| b.share.unwrap_or(0.0).total_cmp(&a.share.unwrap_or(0.0)));
            }
        }
        if classes.is_empty() {
            silent.push(plan.id.clone());
        } else {
            plans.push(PlanSays { plan: plan.id.clone(), classes, covered, accuracy });
        }
    }
    let label = |code: &str| {
        let mut classes = catalogue.legends.iter().flat_map(|l| &l.classes);
        classes.find(|c| c.code == code).map_or_else(|| Text2::same(code), |c| c.label.clone())
    };
    let conflicts = if is_area { found.conflicts.as_slice() } else { &[] };
    Ok(SiteFindings {
        area: is_area.then_some(found.area),
        plans,
        silent,
        conflicts: conflicts
            .iter()
            .map(|c| ConflictSays {
                plan: c.plan.clone(),
                zoning: label(&c.zoning),
                general: label(&c.general),
                verdict: c.verdict,
                share: share(c.area.grid_m2, found.area.grid_m2),
            })
            .collect(),
        agreement: stack.map(|s| s.agreement),
        nearest: found.nearest,
    })
}
