//! Selecting by rectangle and by polygon.
//!
//! Owns which layers an area selects from, what is selected by it and what that measures. Looked up on a worker, so
//! that a selection of a million features does not stop the window. Must not know how an area is
//! drawn by hand.

use std::sync::Arc;

use planmap_core::catalogue::LayerRole;
use planmap_core::feature::FeatureId;
use planmap_core::overlay::Area2;
use planmap_core::select::{TakenArea, taken_area, touching};
use planmap_core::{Extent, MapPoint};

use super::Selection;
use super::loading::Message;
use super::scene::SceneChange;
use crate::ids::HitRef;
use crate::session::Session;

/// Many selected features: by an area of the map, or row by row in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaSelection {
    /// The area, in map metres; `None` where rows of a table were selected.
    pub ring: Option<Vec<MapPoint>>,
    /// Layers with at least one selected feature, the topmost first, and their rows in ascending
    /// order.
    pub layers: Vec<(String, Arc<[FeatureId]>)>,
    /// What the features of each of these layers measure together, once it is worked out.
    pub taken: Option<Arc<[TakenArea]>>,
}

impl AreaSelection {
    /// Number of features selected.
    #[must_use]
    pub fn count(&self) -> usize {
        self.layers.iter().map(|(_, rows)| rows.len()).sum()
    }
}

impl Session {
    /// Selects what an area touches in the layers that are seen. Limits, units and names lie
    /// everywhere and are left out.
    pub(super) fn select_area(&mut self, ring: Vec<MapPoint>) {
        self.shows_everything = false;
        let denominator = self.viewport().scale_denominator();
        let layers: Vec<_> = self
            .scene
            .map
            .vectors()
            .rev()
            .filter(|l| l.shown_at(denominator) && !l.is_partial)
            .filter(|l| {
                !matches!(
                    l.spec.role,
                    LayerRole::Units | LayerRole::Labels | LayerRole::Limit | LayerRole::Sites
                )
            })
            .cloned()
            .collect();
        self.area_request += 1;
        let request = self.area_request;
        self.jobs.spawn(move || {
            let area =
                geo::Polygon::new(ring.iter().copied().map(geo::Coord::from).collect(), vec![]);
            let layers = layers
                .iter()
                .map(|layer| {
                    let rows = touching(&layer.features, &area);
                    let shown =
                        rows.into_iter().filter(|row| layer.shows_class(layer.class_of(*row)));
                    (layer.spec.id.clone(), shown.collect::<Arc<[FeatureId]>>())
                })
                .filter(|(_, rows)| !rows.is_empty())
                .collect();
            Message::AreaSelected {
                request,
                selected: AreaSelection { ring: Some(ring), layers, taken: None },
            }
        });
    }

    pub(super) fn take_area(&mut self, request: u64, selected: AreaSelection) {
        if request != self.area_request {
            return;
        }
        let is_empty = selected.layers.is_empty();
        self.selection =
            Selection { area: (!is_empty).then_some(selected), ..Selection::default() };
        self.settings.right_open |= !is_empty;
        self.measure_selected();
        self.scene.changed(SceneChange::Selection);
    }

    /// Works out in the background what the selected features measure.
    pub(super) fn measure_selected(&mut self) {
        let Some(area) = &self.selection.area else {
            return;
        };
        let snapshots: Vec<_> = area
            .layers
            .iter()
            .filter_map(|(id, rows)| {
                Some((Arc::clone(self.layer(id)?.features()?), Arc::clone(rows)))
            })
            .collect();
        if snapshots.len() != area.layers.len() {
            return;
        }
        let request = self.area_request;
        let crs = self.map_crs().clone();
        self.jobs.spawn(move || {
            let taken = snapshots.iter().map(|(features, rows)| {
                // What PROJ cannot place has no area.
                taken_area(features, rows, &crs)
                    .unwrap_or(TakenArea { sum_m2: 0.0, ground_m2: None })
            });
            Message::AreaMeasured { request, taken: taken.collect() }
        });
    }

    pub(super) fn take_measured(&mut self, request: u64, taken: Arc<[TakenArea]>) {
        if let Some(area) =
            self.selection.area.as_mut().filter(|area| area.layers.len() == taken.len())
            && request == self.area_request
        {
            area.taken = Some(taken);
        }
    }

    /// Drops a layer from what is selected unless all its selected rows are among the first `rows`.
    pub(super) fn drop_area_rows(&mut self, layer: &str, rows: usize) {
        if let Some(area) = &mut self.selection.area {
            let before = area.layers.len();
            area.layers.retain(|(id, held)| {
                id != layer || held.last().is_none_or(|row| (*row as usize) < rows)
            });
            if area.layers.len() != before {
                area.taken = None;
            }
            if area.layers.is_empty() {
                self.selection.area = None;
            }
        }
    }

    /// Area of a feature on the ellipsoid, in m²; 0 for points and lines.
    #[must_use]
    pub fn feature_area_m2(&self, hit: &HitRef) -> f64 {
        let Some(features) = self.layer(&hit.layer).and_then(|l| l.features()) else {
            return 0.0;
        };
        let polygons = features.geometries().polygons(hit.feature);
        Area2::of(&polygons, self.map_crs()).map_or(0.0, |area| area.ellipsoid_m2)
    }

    pub(super) fn area_extent(&self) -> Option<Extent> {
        let selected = self.selection.area.as_ref()?;
        let extent = selected
            .layers
            .iter()
            .filter_map(|(id, rows)| Some((self.layer(id)?.features()?, rows)))
            .fold(Extent::EMPTY, |extent, (features, rows)| {
                rows.iter()
                    .fold(extent, |e, row| e.union(features.geometries().feature_extent(*row)))
            });
        (!extent.is_empty()).then_some(extent)
    }
}
