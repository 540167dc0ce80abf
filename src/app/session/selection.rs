//! What is selected and what a click has found.

use planmap_core::MapPoint;
use planmap_core::catalogue::LayerRole;
use planmap_core::crs::map_from_geo;
use planmap_core::feature::FeatureId;
use planmap_core::geometry::Extent;
use planmap_core::identify::hits;
use planmap_core::plan_stack::{PlanStack, plan_stack};

use super::area::AreaSelection;
use crate::ids::HitRef;
use crate::session::Session;

/// What a click has found.
#[derive(Debug, Clone, PartialEq)]
pub struct Identified {
    /// Where.
    pub at: MapPoint,
    /// Metres around it in which lines and points count.
    pub tolerance_m: f64,
    /// Everything there: plan by plan in legal order, then sites, units, the rest.
    pub hits: Vec<HitRef>,
}

/// What is selected.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// The chosen site.
    pub site: Option<String>,
    /// The chosen feature: outlined on the map.
    pub feature: Option<HitRef>,
    /// The click that the answer panel explains.
    pub identified: Option<Identified>,
    /// What an area, or a table with more than one row, has selected.
    pub area: Option<AreaSelection>,
}

impl Selection {
    /// Whether nothing is selected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.site.is_none()
            && self.feature.is_none()
            && self.identified.is_none()
            && self.area.is_none()
    }
}

impl Session {
    /// What every plan says at a place, from the layers that are loaded, shown or not: a hidden
    /// layer is still law.
    #[must_use]
    pub fn stack_at(&self, at: MapPoint, tolerance_m: f64) -> PlanStack<'_> {
        plan_stack(&self.catalogue, &self.stack_layers(), at, tolerance_m)
    }

    /// Where the marker of a site stands on the map.
    #[must_use]
    pub fn site_place(&self, id: &str) -> Option<MapPoint> {
        let site = self.catalogue.site(id)?;
        map_from_geo(site.at, &self.catalogue.map_crs).ok()
    }

    /// The features that draw a site.
    #[must_use]
    pub fn site_features(&self, id: &str) -> Vec<HitRef> {
        let mut out = Vec::new();
        for layer in self.layers.iter().filter(|l| l.spec.role == LayerRole::Sites) {
            let (Some(features), Some(field)) = (layer.features(), layer.spec.fields.id.as_deref())
            else {
                continue;
            };
            let Some(column) = features.table().column(field) else {
                continue;
            };
            let rows = (0..features.len() as FeatureId)
                .filter(|row| column.value(*row).as_str() == Some(id));
            out.extend(rows.map(|feature| HitRef { layer: layer.spec.id.clone(), feature }));
        }
        out
    }

    /// The extent of a site: its geometry and its marker.
    #[must_use]
    pub fn site_extent(&self, id: &str) -> Option<Extent> {
        let place = self.site_place(id)?;
        let start = Extent::from_corners(place, place);
        Some(self.site_features(id).iter().fold(start, |e, hit| e.union(self.feature_extent(hit))))
    }

    /// The extent of a feature; empty if it is gone.
    #[must_use]
    pub fn feature_extent(&self, hit: &HitRef) -> Extent {
        self.layer(&hit.layer)
            .and_then(|l| l.features())
            .filter(|f| (hit.feature as usize) < f.len())
            .map_or(Extent::EMPTY, |f| f.geometries().feature_extent(hit.feature))
    }

    pub(super) fn selection_extent(&self) -> Option<Extent> {
        if let Some(extent) = self.area_extent() {
            return Some(extent);
        }
        match (&self.selection.feature, &self.selection.site) {
            (Some(hit), _) => Some(self.feature_extent(hit)),
            (None, Some(site)) => self.site_extent(site),
            (None, None) => {
                self.selection.identified.as_ref().map(|i| Extent::from_corners(i.at, i.at))
            }
        }
        .filter(|e| !e.is_empty())
    }

    pub(super) fn select_site(&mut self, id: &str, zoom: bool) {
        if self.catalogue.site(id).is_none() {
            return;
        }
        self.shows_everything = false;
        self.selection = Selection { site: Some(id.to_owned()), ..Selection::default() };
        self.settings.right_open = true;
        if zoom && let Some(extent) = self.site_extent(id) {
            // A site is looked at with its surroundings, not alone.
            let margin = (extent.width().max(extent.height()) * 0.6).max(900.0);
            self.fly_to(&extent.buffered(margin));
        }
    }

    pub(super) fn identify(&mut self, at: MapPoint, tolerance_m: f64) {
        self.shows_everything = false;
        // What is seen there is asked of the scene, and layers may have come since it was made.
        self.refresh_scene();
        let stack = self.stack_at(at, tolerance_m);
        let shown = |id: &str| self.layer(id).is_some_and(|l| l.visible);
        let all = stack
            .rows
            .iter()
            .rev()
            .flat_map(|r| r.hits.iter())
            .chain(&stack.sites)
            .chain(&stack.others)
            .chain(stack.units.iter().filter(|h| h.layer.spec.units_in_force))
            .chain(stack.units.iter().filter(|h| !h.layer.spec.units_in_force));
        let hits: Vec<HitRef> =
            all.map(|h| HitRef { layer: h.layer.spec.id.clone(), feature: h.feature }).collect();
        let site = stack.sites.iter().find_map(|h| {
            let field = h.layer.spec.fields.id.as_deref()?;
            h.layer.features.table().value(h.feature, field).as_str().map(str::to_owned)
        });
        // The most precise thing that can be seen is what the user meant; but what a file of the user's
        // draws over the plans is meant before what lies under it.
        let on_top = self.seen_at(at, tolerance_m).filter(|hit| self.is_opened_beside(&hit.layer));
        let chosen = on_top.or_else(|| hits.iter().find(|h| shown(&h.layer)).cloned());
        let site = site.filter(|id| self.catalogue.site(id).is_some());
        self.selection = Selection {
            feature: chosen,
            identified: Some(Identified { at, tolerance_m, hits }),
            ..Selection::default()
        };
        // Where nothing else is drawn, the area of a site is what was meant.
        self.selection.site = site.filter(|_| self.selection.feature.is_none());
        self.settings.right_open = true;
    }

    /// Whether a layer is a file that was opened beside the catalogue.
    #[must_use]
    pub fn is_opened_beside(&self, layer: &str) -> bool {
        self.layer(layer).is_some_and(|layer| self.is_loose(layer))
    }

    /// The topmost feature that is seen at a place: what a click there would mean. Quick enough to
    /// ask every frame. Units, limits and names are no answer, since they lie everywhere.
    #[must_use]
    pub fn seen_at(&self, at: MapPoint, tolerance_m: f64) -> Option<HitRef> {
        self.seen_in(self.scene(), self.viewport().scale_denominator(), at, tolerance_m)
    }

    /// The same of any scene at a scale of 1:`denominator`.
    #[must_use]
    pub fn seen_in(
        &self,
        scene: &planmap_draw::scene::MapScene,
        denominator: f64,
        at: MapPoint,
        tolerance_m: f64,
    ) -> Option<HitRef> {
        scene
            .vectors()
            .rev()
            .filter(|l| l.shown_at(denominator))
            .filter(|l| {
                !matches!(
                    l.spec.role,
                    LayerRole::Units | LayerRole::Labels | LayerRole::Limit | LayerRole::Sites
                )
            })
            .find_map(|layer| {
                let found = hits(&layer.features, at, tolerance_m);
                let hit = found.iter().find(|h| layer.shows_class(layer.class_of(h.feature)))?;
                Some(HitRef { layer: layer.spec.id.clone(), feature: hit.feature })
            })
    }

    /// What a feature is called in a line: its class and lot, else its name, else nothing.
    #[must_use]
    pub fn feature_title(&self, hit: &HitRef) -> Option<String> {
        let content = self.layer(&hit.layer)?.content()?;
        let (drawn, spec) = (&content.drawn, &content.drawn.spec);
        let value = |field: &Option<String>| {
            drawn.features.table().value(hit.feature, field.as_deref()?).as_str().map(str::to_owned)
        };
        let class = drawn
            .legend
            .as_ref()
            .and_then(|l| l.classes.get(usize::from(drawn.class_of(hit.feature))));
        let table = drawn.features.table();
        let name = planmap_core::attribute::feature_name(
            &spec.fields,
            table,
            hit.feature,
            self.language(),
        );
        let parts: Vec<String> = class
            .map(|c| c.label.get(self.language()).to_owned())
            .into_iter()
            .chain(value(&spec.fields.lot))
            .chain(name.map(str::to_owned))
            .collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    fn has_feature(&self, layer: &str, feature: FeatureId) -> bool {
        self.layer(layer).and_then(|l| l.features()).is_some_and(|f| (feature as usize) < f.len())
    }

    pub(super) fn choose_feature(&mut self, layer: &str, feature: FeatureId) {
        if self.has_feature(layer, feature) {
            self.selection.feature = Some(HitRef { layer: layer.to_owned(), feature });
        }
    }

    pub(super) fn select_feature(&mut self, layer: &str, feature: FeatureId) {
        if self.has_feature(layer, feature) {
            let hit = HitRef { layer: layer.to_owned(), feature };
            self.shows_everything = false;
            self.selection = Selection { feature: Some(hit), ..Selection::default() };
            self.settings.right_open = true;
        }
    }
}
