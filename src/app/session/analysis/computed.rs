//! Layers that the program makes itself, among the layers of the session.

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::catalogue::Accuracy;

use crate::computed::{Computed, OPACITY};
use crate::layer::{Content, Layer, LoadState, ReadChoice};
use crate::session::Session;
use crate::session::scene::SceneChange;

impl Session {
    /// Puts a computed layer on top of the map, or in the place of its earlier self.
    pub(super) fn put_computed(&mut self, computed: &Computed<'_>) {
        let drawn = computed.layer();
        let (spec, legend) = (Arc::clone(&drawn.spec), drawn.legend.clone());
        let crs = &self.catalogue.map_crs;
        let (source_crs, map_crs) = (crs.clone(), crs.clone());
        let content = Content { drawn, source_crs, map_crs, suggestion: None, bytes: 0 };
        self.generation += 1;
        let generation = self.generation;
        // Rows now stand for other features.
        self.drop_from_selection(computed.id);
        match self.layers.iter_mut().find(|l| l.spec.id == computed.id) {
            Some(layer) => {
                layer.spec = spec;
                layer.legend = legend;
                layer.state = LoadState::Ready(content);
                layer.generation = generation;
            }
            None => self.layers.push(Layer {
                visible: true,
                spec,
                path: PathBuf::new(),
                legend,
                state: LoadState::Ready(content),
                issues: Vec::new(),
                opacity: OPACITY,
                hidden_classes: Vec::new(),
                choice: ReadChoice::default(),
                modified: None,
                generation,
            }),
        }
        self.scene.changed(SceneChange::Content);
    }

    /// The least accuracy of the plans' layers: what is computed from them is no better.
    pub(super) fn plans_accuracy(&self) -> Accuracy {
        let plans = self.layers.iter().filter(|l| l.spec.plan.is_some());
        plans.map(|l| l.spec.accuracy).min().unwrap_or(Accuracy::Unknown)
    }
}
