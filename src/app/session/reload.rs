//! Reading the catalogue again after its files changed, without losing the user's place.
//!
//! Owns the wait until a burst of changes is over and what stays: the view, the selection, layers
//! whose description did not change, files opened beside the catalogue.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_core::Severity;
use planmap_core::catalogue::{Catalogue, LayerSpec};
use planmap_core::legend::Legend;
use planmap_data::catalogue::{CatalogueError, OpenCatalogue};

use super::loading::{Message, same_file};
use super::quiet::QUIET;
use crate::desk::notice::Cause;
use crate::layer::Layer;
use crate::session::Session;
use crate::session::scene::SceneChange;

/// The files of the open catalogue.
#[derive(Debug, Default)]
pub(super) struct CatalogueFiles {
    /// The root file first.
    pub(super) paths: Vec<PathBuf>,
    /// Counts the changes, so that only the last of a burst is acted on.
    changes: u64,
}

impl Session {
    /// The TOML files of the open catalogue, the root file first; none where none is open.
    #[must_use]
    pub fn catalogue_files(&self) -> &[PathBuf] {
        &self.catalogue_files.paths
    }

    /// Notes a change and asks to be told when it has become quiet. Returns whether the file is
    /// one of the catalogue's.
    pub(super) fn catalogue_file_changed(&mut self, path: &Path) -> bool {
        if !self.catalogue_files.paths.iter().any(|file| same_file(file, path)) {
            return false;
        }
        self.catalogue_files.changes += 1;
        let (change, send) = (self.catalogue_files.changes, self.jobs.sender());
        // A thread of its own: sleeping on a worker would keep tiles waiting.
        let started =
            std::thread::Builder::new().name("catalogue-quiet".to_owned()).spawn(move || {
                std::thread::sleep(QUIET);
                send(Message::CatalogueQuiet(change));
            });
        if started.is_err() {
            self.reload_catalogue();
        }
        true
    }

    pub(super) fn catalogue_is_quiet(&mut self, change: u64) {
        if change == self.catalogue_files.changes {
            self.reload_catalogue();
        }
    }

    /// Reads the catalogue's files again on a worker.
    pub(crate) fn reload_catalogue(&mut self) {
        let Some(path) = self.catalogue_files.paths.first().cloned() else {
            return;
        };
        self.opening += 1;
        self.catalogue_files.changes += 1;
        let change = self.catalogue_files.changes;
        self.jobs.spawn(move || {
            let result = planmap_data::catalogue::open(&path).map(Box::new);
            Message::CatalogueAgain(change, result)
        });
    }

    pub(super) fn take_catalogue_again(
        &mut self,
        change: u64,
        result: Result<Box<OpenCatalogue>, CatalogueError>,
    ) {
        self.opening = self.opening.saturating_sub(1);
        if change != self.catalogue_files.changes {
            // Changed once more while it was read; the next reading follows.
            return;
        }
        let file =
            self.catalogue_files.paths.first().map(|p| p.display().to_string()).unwrap_or_default();
        match result {
            Ok(open) => {
                let path = self.catalogue_files.paths.first().cloned().unwrap_or_default();
                self.withdraw(&Cause::File(path));
                self.exchange_catalogue(*open);
                self.notify(Severity::Note, "notice-reloaded", vec![("file", file)]);
            }
            Err(error) => {
                // The catalogue on the screen stays until its file can be read again.
                self.catalogue_issues.clear();
                let path = self.catalogue_files.paths.first().cloned().unwrap_or_default();
                self.report_catalogue(path, &error);
            }
        }
    }

    fn exchange_catalogue(&mut self, open: OpenCatalogue) {
        let before = std::mem::replace(&mut self.catalogue, Arc::new(open.catalogue));
        self.catalogue_issues = open.issues;
        self.catalogue_files.paths = open.files;
        let same_system = before.map_crs == self.catalogue.map_crs;
        let legends: Vec<Arc<Legend>> =
            self.catalogue.legends.iter().cloned().map(Arc::new).collect();
        let mut specs: Vec<LayerSpec> = self.catalogue.layers.clone();
        specs.sort_by_key(|s| super::scene::stack_order(s, &self.catalogue));
        let mut old = std::mem::take(&mut self.layers);
        let mut wanted = Vec::new();
        for spec in specs {
            let legend =
                spec.legend.as_ref().and_then(|id| legends.iter().find(|l| l.id == *id)).cloned();
            let path = open.root.join(&spec.file);
            let kept = old.iter().position(|l| l.spec.id == spec.id).map(|at| old.remove(at));
            match kept {
                Some(layer)
                    if same_system
                        && *layer.spec == spec
                        && layer.legend == legend
                        && same_kind(&spec, &before, &self.catalogue) =>
                {
                    self.layers.push(layer);
                }
                kept => {
                    wanted.push(spec.id.clone());
                    self.add_layer(spec, path, legend);
                    if let (Some(layer), Some(kept)) = (self.layers.last_mut(), kept) {
                        take_over(layer, kept);
                    }
                }
            }
        }
        for layer in old {
            if before.layer(&layer.spec.id).is_some() {
                self.drop_from_selection(&layer.spec.id);
            } else {
                // A file that the user opened beside the catalogue.
                let mut layer = layer;
                if !same_system {
                    wanted.push(layer.spec.id.clone());
                    // Its places are those of the other system.
                    layer.take_content();
                }
                self.layers.push(layer);
            }
        }
        if self.selection.site.as_deref().is_some_and(|id| self.catalogue.site(id).is_none()) {
            self.selection.site = None;
        }
        for id in wanted {
            self.reload(&id, None);
        }
        self.watch_layers();
        self.scene.changed(SceneChange::Content);
        self.layers_changed();
    }

    pub(super) fn drop_from_selection(&mut self, layer: &str) {
        if self.selection.feature.as_ref().is_some_and(|h| h.layer == layer) {
            self.selection.feature = None;
        }
        if let Some(identified) = &mut self.selection.identified {
            identified.hits.retain(|h| h.layer != layer);
        }
    }
}

/// What is drawn of a layer depends on the kind of its plan.
fn same_kind(spec: &LayerSpec, before: &Catalogue, now: &Catalogue) -> bool {
    let plan = spec.plan.as_deref();
    super::scene::plan_kind(plan, before) == super::scene::plan_kind(plan, now)
}

/// A layer that is read anew keeps what the user chose for it.
pub(super) fn take_over(layer: &mut Layer, mut kept: Layer) {
    kept.take_content();
    layer.visible = kept.visible;
    layer.opacity = kept.opacity;
    layer.hidden_classes = kept.hidden_classes;
    layer.choice = kept.choice;
}
