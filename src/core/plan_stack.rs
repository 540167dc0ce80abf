//! What every plan says at a place, in legal order, and whether the plans agree.
//!
//! Owns the order of the answer and the judgement of agreement. Which classes conform to which is
//! data of the catalogue; a pair that the data does not name is unmapped, never assumed.

use crate::catalogue::{Catalogue, LayerRole, LayerSpec, Plan, PlanKind, Verdict};
use crate::crs::MapPoint;
use crate::feature::{FeatureId, Features};
use crate::identify::hits;
use crate::legend::{ClassId, Legend, LegendClass, NO_CLASS};

/// A loaded layer as the stack needs it.
#[derive(Debug, Clone, Copy)]
pub struct StackLayer<'a> {
    /// Its description.
    pub spec: &'a LayerSpec,
    /// Its features.
    pub features: &'a Features,
    /// Its legend.
    pub legend: Option<&'a Legend>,
    /// The class of each feature; empty without a legend.
    pub classes: &'a [ClassId],
}

impl<'a> StackLayer<'a> {
    /// The legend class of a feature.
    #[must_use]
    pub fn class(&self, feature: FeatureId) -> Option<&'a LegendClass> {
        let id = *self.classes.get(feature as usize)?;
        if id == NO_CLASS { None } else { self.legend?.classes.get(usize::from(id)) }
    }
}

/// One feature of a plan at the place.
#[derive(Debug, Clone, Copy)]
pub struct StackHit<'a> {
    /// The layer it belongs to.
    pub layer: StackLayer<'a>,
    /// The feature.
    pub feature: FeatureId,
    /// Metres away; 0 inside an area.
    pub distance_m: f64,
}

/// What one plan says at the place.
#[derive(Debug, Clone)]
pub struct PlanRow<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Whether the place is inside the plan's limit; `None` if no limit is loaded.
    pub inside: Option<bool>,
    /// Lots and zones at the place, the most precise first.
    pub hits: Vec<StackHit<'a>>,
}

impl<'a> PlanRow<'a> {
    /// Whether the plan says nothing here: no lot, no zone.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.hits.is_empty()
    }

    /// The land-use class that the plan gives the place.
    #[must_use]
    pub fn class(&self) -> Option<&'a LegendClass> {
        self.hits.iter().find_map(|h| h.layer.class(h.feature))
    }
}

/// Whether the plans agree at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Two or more plans speak and all pairs conform.
    Agree,
    /// All pairs conform, at least one under a condition.
    Conditional,
    /// At least one pair conflicts.
    Conflict,
    /// At least one pair is not in the table, and none conflicts.
    Unmapped,
    /// Only one plan speaks.
    Single,
    /// No plan speaks.
    None,
}

impl Agreement {
    /// The word in JSON; `agreement-<word>` in `assets/i18n`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Conditional => "conditional",
            Self::Conflict => "conflict",
            Self::Unmapped => "unmapped",
            Self::Single => "single",
            Self::None => "none",
        }
    }
}

/// The whole answer at a place.
#[derive(Debug, Clone)]
pub struct PlanStack<'a> {
    /// One row a plan, in the catalogue's legal order.
    pub rows: Vec<PlanRow<'a>>,
    /// Features of site layers.
    pub sites: Vec<StackHit<'a>>,
    /// Old and new administrative units.
    pub units: Vec<StackHit<'a>>,
    /// Everything else: roads, water, files that the user opened.
    pub others: Vec<StackHit<'a>>,
    /// Whether the plans agree.
    pub agreement: Agreement,
}

/// Asks every layer what lies at a place. Areas answer where they contain it, lines and points
/// within `tolerance_m`.
#[must_use]
pub fn plan_stack<'a>(
    catalogue: &'a Catalogue,
    layers: &[StackLayer<'a>],
    at: MapPoint,
    tolerance_m: f64,
) -> PlanStack<'a> {
    let mut rows: Vec<PlanRow<'a>> = catalogue
        .plans
        .iter()
        .map(|plan| PlanRow { plan, inside: None, hits: Vec::new() })
        .collect();
    let (mut sites, mut units, mut others) = (Vec::new(), Vec::new(), Vec::new());
    // The topmost layer answers first.
    for layer in layers.iter().rev() {
        let found = hits(layer.features, at, tolerance_m).into_iter().map(|h| StackHit {
            layer: *layer,
            feature: h.feature,
            distance_m: h.distance_m,
        });
        let row =
            layer.spec.plan.as_deref().and_then(|id| rows.iter_mut().find(|r| r.plan.id == id));
        match (layer.spec.role, row) {
            (LayerRole::Limit, Some(row)) => {
                let inside = found.count() > 0;
                row.inside = Some(row.inside.unwrap_or(false) || inside);
            }
            (LayerRole::LandUse | LayerRole::Zones, Some(row)) => row.hits.extend(found),
            (LayerRole::Sites, _) => sites.extend(found),
            (LayerRole::Units, _) => units.extend(found),
            (LayerRole::Labels, _) => {}
            _ => others.extend(found),
        }
    }
    for row in &mut rows {
        // A lot says more than the zone around it.
        row.hits.sort_by_key(|h| h.layer.spec.role != LayerRole::LandUse);
    }
    let agreement = judge(catalogue, &rows);
    PlanStack { rows, sites, units, others, agreement }
}

fn judge(catalogue: &Catalogue, rows: &[PlanRow<'_>]) -> Agreement {
    let speaking: Vec<(&PlanRow<'_>, &LegendClass)> =
        rows.iter().filter_map(|r| Some((r, r.class()?))).collect();
    match speaking.len() {
        0 => return Agreement::None,
        1 => return Agreement::Single,
        _ => {}
    }
    let mut worst = Agreement::Agree;
    for (i, (a, class_a)) in speaking.iter().enumerate() {
        for (b, class_b) in &speaking[i + 1..] {
            let pair = match (a.plan.kind, b.plan.kind) {
                (PlanKind::General, _) => catalogue.verdict(&class_b.code, &class_a.code),
                (_, PlanKind::General) => catalogue.verdict(&class_a.code, &class_b.code),
                // Two plans of one rank agree only where they say the same.
                _ if class_a.code == class_b.code => Some(Verdict::Conforming),
                _ => Some(Verdict::Conflicting),
            };
            worst = match (worst, pair) {
                (Agreement::Conflict, _) | (_, Some(Verdict::Conflicting)) => Agreement::Conflict,
                (Agreement::Unmapped, _) | (_, None) => Agreement::Unmapped,
                (Agreement::Conditional, _) | (_, Some(Verdict::Conditional)) => {
                    Agreement::Conditional
                }
                (other, Some(Verdict::Conforming)) => other,
            };
        }
    }
    worst
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogue::{Accuracy, ConformityRow, FieldNames, PlanStatus, Text2};
    use crate::crs::Crs;
    use crate::feature::{GeometriesBuilder, PartKind, TableBuilder, Value};

    fn plan(id: &str, kind: PlanKind) -> Plan {
        Plan {
            id: id.into(),
            kind,
            number: None,
            name: Text2::same(id),
            short_name: Text2::same(id),
            decision: None,
            date: None,
            status: PlanStatus::Approved,
            published_area_ha: None,
            area_note: Text2::default(),
            population: vec![],
            scale_denominator: None,
            description: Text2::default(),
            versions: vec![],
            published_uses: vec![],
            sources: vec![],
        }
    }

    fn spec(id: &str, plan: &str) -> LayerSpec {
        LayerSpec {
            id: id.into(),
            plan: Some(plan.into()),
            role: LayerRole::LandUse,
            name: Text2::same(id),
            file: String::new(),
            source_layer: None,
            crs: None,
            accuracy: Accuracy::Schematic,
            sources: vec![],
            legend: Some("l".into()),
            min_denominator: None,
            max_denominator: None,
            fields: FieldNames::default(),
            visible: true,
            units_in_force: true,
        }
    }

    fn legend() -> Legend {
        let class = |code: &str| LegendClass {
            code: code.into(),
            label: Text2::same(code),
            other_names: Vec::new(),
            official_layer: None,
            aci: None,
            colour: None,
            hatch: crate::legend::HatchPattern::None,
            block: None,
            look: crate::legend::ClassLook::Filled,
        };
        Legend {
            id: "l".into(),
            name: Text2::same("l"),
            sources: vec![],
            classes: vec![class("G"), class("a"), class("b"), class("c")],
        }
    }

    /// Squares of 10 m beside each other, one a class.
    fn squares(classes: &[&str]) -> Features {
        let mut g = GeometriesBuilder::new(MapPoint::default(), 0.001);
        let mut t = TableBuilder::default();
        for (i, class) in classes.iter().enumerate() {
            let x = i as f64 * 10.0;
            g.begin();
            g.part(
                PartKind::Exterior,
                [(x, 0.0), (x + 10.0, 0.0), (x + 10.0, 10.0), (x, 10.0), (x, 0.0)],
            );
            t.begin_row();
            t.set("c", Value::Text(class));
        }
        Features::new(g.finish(), t.finish(), (0..classes.len() as u32).collect())
    }

    #[test]
    fn agreement_follows_the_table_and_names_what_it_lacks() {
        let mut catalogue = Catalogue::blank(Crs::vn2000_son_la());
        catalogue.plans = vec![plan("general", PlanKind::General), plan("zone", PlanKind::Zoning)];
        let row = |zoning: &str, conforming: &[&str], otherwise| ConformityRow {
            zoning: zoning.into(),
            conforming: conforming.iter().map(|c| (*c).to_owned()).collect(),
            conditional: vec![],
            conflicting: vec![],
            otherwise,
        };
        catalogue.conformity = vec![
            row("a", &["G"], None),
            row("b", &[], Some(Verdict::Conflicting)),
            row("c", &["H"], None),
        ];
        let legend = legend();
        let general = squares(&["G", "G", "G", "G"]);
        let zone = squares(&["a", "b", "c"]);
        let (sg, sz) = (spec("g", "general"), spec("z", "zone"));
        let classes: Vec<Vec<ClassId>> =
            [&general, &zone].iter().map(|f| legend.classify(f, "c")).collect();
        let layers = [
            StackLayer {
                spec: &sg,
                features: &general,
                legend: Some(&legend),
                classes: &classes[0],
            },
            StackLayer { spec: &sz, features: &zone, legend: Some(&legend), classes: &classes[1] },
        ];
        let at = |x: f64| plan_stack(&catalogue, &layers, MapPoint::new(x, 5.0), 0.0);
        assert_eq!(at(5.0).agreement, Agreement::Agree);
        assert_eq!(at(15.0).agreement, Agreement::Conflict);
        assert_eq!(at(25.0).agreement, Agreement::Unmapped);
        assert_eq!(at(35.0).agreement, Agreement::Single);
        assert_eq!(at(99.0).agreement, Agreement::None);
        assert!(at(35.0).rows[1].is_silent());
        assert_eq!(at(5.0).rows[0].class().unwrap().code, "G");
    }
}
