//! From layers to what is drawn: the snapshot that the tile workers get.

use std::sync::Arc;

use planmap_core::catalogue::{Catalogue, LayerRole, PlanKind, Text2};
use planmap_core::crs::map_from_geo;
use planmap_core::i18n::Language;
use planmap_core::symbology::{Theme, draw_order};
use planmap_draw::scene::{MapScene, SiteMark};

use crate::analysis::{DIFFERENCES_LAYER, VersionsView};
use crate::layer::LoadState;
use crate::session::Session;
use crate::words::site_note;

pub(super) fn empty(catalogue: &Catalogue, theme: Theme) -> MapScene {
    MapScene::empty(catalogue.map_crs.clone(), theme)
}

/// The place of a layer in the stack, from the bottom.
pub(super) fn stack_order(spec: &planmap_core::catalogue::LayerSpec, catalogue: &Catalogue) -> u8 {
    draw_order(spec.role, plan_kind(spec.plan.as_deref(), catalogue))
}

pub(super) fn plan_kind(plan: Option<&str>, catalogue: &Catalogue) -> Option<PlanKind> {
    plan.and_then(|id| catalogue.plan(id)).map(|p| p.kind)
}

/// One of two compared versions stands on the map alone, without what marks their differences.
fn show_only(scene: &mut MapScene, shown: &str, hidden: &str) {
    for layer in &mut scene.layers {
        let id = &layer.spec().id;
        if id == shown {
            layer.show(true);
        } else if id == hidden || id == DIFFERENCES_LAYER {
            layer.show(false);
        }
    }
}

impl Session {
    /// Makes the scene anew after anything that is drawn has changed.
    pub(super) fn rebuild_scene(&mut self) {
        self.scene_revision += 1;
        let mut scene = empty(&self.catalogue, self.settings.theme);
        scene.revision = self.scene_revision;
        scene.layers = self
            .layers
            .iter()
            .filter(|l| l.spec.role != LayerRole::Sites)
            .flat_map(|layer| {
                let drawn = match (layer.content(), &layer.state) {
                    (Some(content), _) => std::slice::from_ref(&content.drawn),
                    (None, LoadState::Loading(loading)) => &loading.parts,
                    (None, LoadState::Ready(_) | LoadState::Failed) => &[],
                };
                drawn.iter().map(move |drawn| (layer, drawn.clone()))
            })
            .map(|(layer, mut drawn)| {
                drawn.visible = layer.visible;
                drawn.opacity = layer.opacity;
                drawn.hidden_classes.clone_from(&layer.hidden_classes);
                let plan = layer.spec.plan.as_ref().and_then(|id| self.catalogue.plan(id));
                drawn.plan_name = plan.map(|p| p.short_name.clone());
                drawn.into()
            })
            .collect();
        scene.sites = self.site_marks();
        scene.noted = Arc::clone(self.annotations.layer());
        if let Some(area) = &self.selection.area {
            scene.selected.clone_from(&area.layers);
        }
        self.rebuild_compare_scene(&scene);
        self.before_scene = None;
        if let Some((before, after)) =
            self.analysis.versions.layers.clone().filter(|_| self.analysis.versions.view != VersionsView::Layers)
        {
            self.scene_revision += 1;
            let mut earlier = scene.clone();
            earlier.revision = self.scene_revision;
            show_only(&mut earlier, &before, &after);
            show_only(&mut scene, &after, &before);
            self.before_scene = Some(Arc::new(earlier));
        }
        self.scene = Arc::new(scene);
    }

    fn site_marks(&self) -> Vec<SiteMark> {
        let hidden = self.layers.iter().any(|l| l.spec.role == LayerRole::Sites && !l.visible);
        if hidden {
            return Vec::new();
        }
        self.catalogue
            .sites
            .iter()
            .filter_map(|site| {
                let at = map_from_geo(site.at, &self.catalogue.map_crs).ok()?;
                let parts: Vec<geo::Geometry<f64>> = self
                    .site_features(&site.id)
                    .iter()
                    .filter_map(|hit| self.layer(&hit.layer)?.features()?.geometries().geometry(hit.feature))
                    // The marker stands for points; only areas and lines are drawn as such.
                    .filter(|g| !matches!(g, geo::Geometry::Point(_) | geo::Geometry::MultiPoint(_)))
                    .collect();
                let geometry = match parts.len() {
                    0 => None,
                    1 => parts.into_iter().next(),
                    _ => Some(geo::Geometry::GeometryCollection(geo::GeometryCollection(parts))),
                };
                let note = Text2 { vi: site_note(site, Language::Vietnamese), en: site_note(site, Language::English) };
                Some(SiteMark {
                    id: site.id.clone(),
                    name: site.name.clone(),
                    note,
                    at,
                    geometry,
                    candidate: site.candidate,
                })
            })
            .collect()
    }

    pub(super) fn change_layers(
        &mut self,
        which: impl Fn(&crate::layer::Layer) -> bool,
        change: impl Fn(&mut crate::layer::Layer),
    ) {
        for layer in self.layers.iter_mut().filter(|l| which(l)) {
            change(layer);
        }
        self.rebuild_scene();
    }

    /// Moves a layer to the place of another one. The roles keep their order on the map; inside a
    /// role the order of the tree holds.
    pub(super) fn move_layer(&mut self, id: &str, before: &str) {
        let place = |id: &str| self.layers.iter().position(|l| l.spec.id == id);
        let (Some(from), Some(to)) = (place(id), place(before)) else {
            return;
        };
        let layer = self.layers.remove(from);
        self.layers.insert(to, layer);
        self.rebuild_scene();
    }
}
