//! Reading catalogues and files, and taking in what the readers bring.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use planmap_core::catalogue::LayerSpec;
use planmap_core::crash::{Crash, Part};
use planmap_core::legend::Legend;
use planmap_core::select::TakenArea;
use planmap_core::validate::Limits;
use planmap_core::{Features, Issue, IssueKind, Severity};
use planmap_data::catalogue::{CatalogueError, OpenCatalogue};
use planmap_data::read::{Dataset, Observer, ReadError, ReadOptions};
use planmap_draw::scene::MapLayer;

use super::area::AreaSelection;
use super::arrival::{Arrival, IN_PARTS_FROM, Shown};
use super::keep::{Keeping, Opened};
use super::kept;
use super::second_version::second_version;
use crate::desk::notice::Cause;
use crate::job::Progress;
use crate::layer::{Content, Layer, LoadState, Loading, ReadChoice};
use crate::session::Session;
use crate::session::scene::SceneChange;
use crate::watch::FileChanged;

/// Why something could not be opened at all.
pub type OpenError = CatalogueError;

/// What jobs and the file watcher bring.
pub(super) enum Message {
    /// A job crashed.
    Crashed(Crash),
    /// From a job of the meeting.
    Meeting(crate::meeting::MeetingMessage),
    /// From a sheet's job.
    Sheet(crate::sheet::SheetMessage),
    /// From a job of the search box.
    Search(crate::search::SearchMessage),
    /// From a job of the attribute table.
    Table(crate::table::TableMessage),
    /// From a job of the analysis.
    Analysis(crate::analysis::AnalysisMessage),
    Catalogue(PathBuf, Result<Box<OpenCatalogue>, CatalogueError>),
    Layer {
        id: String,
        generation: u64,
        result: Result<Box<Loaded>, ReadError>,
    },
    Changed(PathBuf),
    /// Features of a file that is still being read.
    Part {
        id: String,
        generation: u64,
        shown: Box<Shown>,
    },
    /// What an area has selected.
    AreaSelected {
        request: u64,
        selected: AreaSelection,
    },
    /// What the selected features measure.
    AreaMeasured {
        request: u64,
        taken: Arc<[TakenArea]>,
    },
    /// Whether the cache is right about a file.
    Compared {
        id: String,
        generation: u64,
        agrees: bool,
    },
    /// A layer's file has not changed for a while.
    FileQuiet(PathBuf),
    /// The catalogue's files have not changed again since this change.
    CatalogueQuiet(u64),
    /// The catalogue read again after this change.
    CatalogueAgain(u64, Result<Box<OpenCatalogue>, CatalogueError>),
    /// A file was written, or why not.
    Saved(PathBuf, Option<String>),
    /// Geometries that are wrong, found by looking at each.
    Checked {
        id: String,
        generation: u64,
        issues: Vec<Issue>,
    },
}

/// Layers with more features are not looked through by themselves: `planmap check` does it.
const MOST_CHECKED: usize = 200_000;

impl From<Crash> for Message {
    fn from(crash: Crash) -> Self {
        Self::Crashed(crash)
    }
}

impl From<FileChanged> for Message {
    fn from(FileChanged(path): FileChanged) -> Self {
        Self::Changed(path)
    }
}

/// A layer as a worker hands it over: read, classified and checked against its legend.
pub(super) struct Loaded {
    dataset: Dataset,
    drawn: MapLayer,
    issues: Vec<Issue>,
    modified: Option<SystemTime>,
    keeping: Option<Keeping>,
    /// The layer's description and legend, where the file is another version of a layer.
    second: Option<(Arc<LayerSpec>, Arc<Legend>)>,
}

impl Session {
    pub(super) fn add_layer(
        &mut self,
        spec: LayerSpec,
        path: PathBuf,
        legend: Option<Arc<Legend>>,
    ) {
        self.layers.push(Layer {
            visible: spec.visible,
            spec: Arc::new(spec),
            path,
            legend,
            state: LoadState::Failed,
            issues: Vec::new(),
            opacity: 1.0,
            hidden_classes: Vec::new(),
            choice: ReadChoice::default(),
            modified: None,
            generation: 0,
        });
    }

    /// Starts reading a layer's file.
    fn load(&mut self, id: &str) {
        let map_crs = if self.root.is_some() || self.layers.iter().any(Layer::has_place) {
            Some(self.catalogue.map_crs.clone())
        } else {
            // The first loose file that has a place decides: Sơn La's own system where it lies there.
            None
        };
        self.generation += 1;
        let generation = self.generation;
        let firsts = self.first_versions(id);
        let Some(layer) = self.layers.iter_mut().find(|l| l.spec.id == id && !l.is_computed())
        else {
            return;
        };
        let before = layer.take_content();
        let is_first = before.is_none();
        let progress = Arc::new(Progress::default());
        layer.generation = generation;
        layer.state = LoadState::Loading(Loading::new(Arc::clone(&progress), before));
        let (id, path) = (layer.spec.id.clone(), layer.path.clone());
        let (spec, legend) = (Arc::clone(&layer.spec), layer.legend.clone());
        let kind = super::scene::plan_kind(layer.spec.plan.as_deref(), &self.catalogue);
        let options = ReadOptions {
            crs: layer.choice.crs.clone().or_else(|| spec.crs.clone()),
            swap_xy: layer.choice.swap_xy,
            map_crs,
            accept_guess: false,
            layer: spec.source_layer.clone(),
            display_name: spec.file.clone(),
        };
        let cache = self.cache.clone().filter(|_| self.settings.cache_limit.bytes() > 0);
        let shows_parts = self.shows_parts && is_first;
        let described = (Arc::clone(&spec), kind, legend.clone());
        let arrival = Arrival::new(
            Arc::clone(&progress),
            (id.clone(), generation),
            described,
            self.jobs.sender(),
        );
        let crashed_name = options.display_name.clone();
        let crashed_id = id.clone();
        let on_crash = move |crash| Message::Layer {
            id: crashed_id,
            generation,
            result: Err(ReadError::Crashed { name: crashed_name, crash }),
        };
        let work = move || {
            let metadata = std::fs::metadata(&path).ok();
            let modified = metadata.as_ref().and_then(|m| m.modified().ok());
            let in_parts = shows_parts && metadata.is_some_and(|m| m.len() >= IN_PARTS_FROM);
            let observer: &dyn Observer = if in_parts { &arrival } else { &*progress };
            let result =
                super::keep::open(cache.as_deref(), path, &options, observer).map(|opened| {
                    let Opened { mut dataset, prepared, keeping } = opened;
                    let mut issues = std::mem::take(&mut dataset.issues);
                    let second = second_version(&spec, &dataset.features, &firsts);
                    let (spec, kind, legend) = match &second {
                        Some(second) => (
                            Arc::clone(&second.spec),
                            second.kind,
                            Some(Arc::clone(&second.legend)),
                        ),
                        None => (spec, kind, legend),
                    };
                    if let Some(legend) = &legend {
                        issues.extend(planmap_data::catalogue::unknown_classes(
                            &spec,
                            &dataset.features,
                            legend,
                        ));
                    }
                    let features =
                        Arc::new(std::mem::replace(&mut dataset.features, Features::empty()));
                    let drawn = MapLayer::new(spec, kind, features, legend);
                    if let Some(prepared) = prepared {
                        // Where it does not fit, it is worked out anew.
                        let _ = drawn.restore_prepared(prepared.as_ref());
                    }
                    // Here rather than when the first tile asks: the tile workers would wait for it.
                    drawn.prepare(&|| progress.is_cancelled());
                    let second = second.map(|second| (second.spec, second.legend));
                    Box::new(Loaded { dataset, drawn, issues, modified, keeping, second })
                });
            Message::Layer { id, generation, result }
        };
        self.jobs.spawn_part(Part::Reader, work, on_crash);
    }

    pub(super) fn reload(&mut self, id: &str, choice: Option<ReadChoice>) {
        if let (Some(choice), Some(layer)) =
            (choice, self.layers.iter_mut().find(|l| l.spec.id == id))
        {
            layer.choice = choice;
        }
        self.load(id);
    }

    pub(super) fn cancel_loading(&mut self, id: &str) {
        if let Some(layer) = self.layers.iter_mut().find(|l| l.spec.id == id)
            && let LoadState::Loading(loading) = &layer.state
        {
            loading.progress.cancel();
        }
    }

    pub(super) fn remove_layer(&mut self, id: &str) {
        self.cancel_loading(id);
        self.layers.retain(|l| l.spec.id != id);
        if self.selection.feature.as_ref().is_some_and(|h| h.layer == id) {
            self.selection.feature = None;
        }
        self.drop_area_rows(id, 0);
        if let Some(identified) = &mut self.selection.identified {
            identified.hits.retain(|h| h.layer != id);
        }
        self.scene.changed(SceneChange::Content);
        self.layers_changed();
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn take(&mut self, message: Message) {
        match message {
            Message::Crashed(crash) => self.report_crash(&crash),
            Message::Catalogue(path, result) => {
                self.opening = self.opening.saturating_sub(1);
                match result {
                    Ok(open) => {
                        self.withdraw(&Cause::File(path));
                        self.withdraw(&Cause::NoMaps);
                        self.adopt(*open);
                    }
                    Err(error) => {
                        self.report_catalogue(path, &error);
                        self.open_waiting();
                        self.go_on_restoring();
                    }
                }
            }
            Message::Layer { id, generation, result } => self.take_layer(&id, generation, result),
            Message::Meeting(message) => self.take_meeting(message),
            Message::Sheet(message) => self.take_sheet(message),
            Message::Search(message) => self.take_search(message),
            Message::Table(message) => self.take_table(message),
            Message::Analysis(message) => self.take_analysis(message),
            Message::Part { id, generation, shown } => self.take_part(&id, generation, *shown),
            Message::AreaSelected { request, selected } => self.take_area(request, selected),
            Message::AreaMeasured { request, taken } => self.take_measured(request, taken),
            Message::Compared { id, generation, agrees } => {
                self.take_comparison(&id, generation, agrees);
            }
            Message::Changed(path) => {
                if !self.catalogue_file_changed(&path) {
                    self.layer_file_changed(&path);
                }
            }
            Message::FileQuiet(path) => self.file_changed(&path),
            Message::CatalogueQuiet(change) => self.catalogue_is_quiet(change),
            Message::CatalogueAgain(change, result) => self.take_catalogue_again(change, result),
            Message::Saved(path, failure) => {
                self.meeting_saved(&path, failure.is_some());
                self.take_saved(&path, failure);
            }
            Message::Checked { id, generation, issues } => {
                self.take_checked(&id, generation, issues);
            }
        }
        self.follow_table();
    }

    fn adopt(&mut self, open: OpenCatalogue) {
        for layer in &self.layers {
            if let LoadState::Loading(loading) = &layer.state {
                loading.progress.cancel();
            }
        }
        let loose = self.take_loose_files();
        self.forget_analysis();
        self.selection = super::Selection::default();
        self.catalogue_issues = open.issues;
        self.catalogue_files.paths = open.files;
        self.catalogue = Arc::new(open.catalogue);
        self.root = Some(open.root.clone());
        self.show_whole_map();
        let legends: Vec<Arc<Legend>> =
            self.catalogue.legends.iter().cloned().map(Arc::new).collect();
        let mut specs: Vec<LayerSpec> = self.catalogue.layers.clone();
        // A stable sort: inside one place of the stack the catalogue's order holds.
        specs.sort_by_key(|s| super::scene::stack_order(s, &self.catalogue));
        let ids: Vec<String> = specs.iter().map(|s| s.id.clone()).collect();
        for spec in specs {
            let legend =
                spec.legend.as_ref().and_then(|id| legends.iter().find(|l| l.id == *id)).cloned();
            let path = open.root.join(&spec.file);
            self.add_layer(spec, path, legend);
        }
        // Limits first: they are small and make the skeleton of the map.
        let mut order = ids;
        order.sort_by_key(|id| self.layer(id).map(|l| l.spec.role));
        for id in order {
            self.load(&id);
        }
        self.reopen(loose);
        self.open_waiting();
        self.watch_layers();
        self.scene.changed(SceneChange::Content);
        self.redraw_annotations();
        self.open_annotations_beside_the_map();
        self.go_on_restoring();
    }

    fn take_layer(&mut self, id: &str, generation: u64, result: Result<Box<Loaded>, ReadError>) {
        let Some(layer) =
            self.layers.iter_mut().find(|l| l.spec.id == id && l.generation == generation)
        else {
            return;
        };
        let is_outdated =
            matches!(&layer.state, LoadState::Loading(loading) if loading.is_outdated);
        let path = layer.path.clone();
        let before = layer.take_content();
        let (mut failed, mut notice, mut to_keep) = (None, None, None);
        match (result, before) {
            (Ok(loaded), Some(before)) if kept::is_cut(&loaded.issues, &layer.issues) => {
                layer.modified = loaded.modified;
                kept::stay(layer, before, loaded.issues);
                notice = Some("notice-kept-last");
            }
            (Ok(loaded), _) => {
                let Loaded { dataset, drawn, issues, modified, keeping, second } = *loaded;
                if let Some((spec, legend)) = second {
                    layer.spec = spec;
                    layer.legend = Some(legend);
                }
                to_keep = keeping.map(|keeping| (keeping, drawn.clone()));
                notice = kept::is_cut(&issues, &[]).then_some("notice-incomplete");
                layer.issues = issues;
                layer.modified = modified;
                layer.state = LoadState::Ready(Content {
                    drawn,
                    source_crs: dataset.source_crs,
                    map_crs: dataset.map_crs,
                    suggestion: dataset.suggestion,
                    bytes: dataset.bytes,
                });
            }
            (Err(ReadError::Cancelled), before) => {
                layer.state = before.map_or(LoadState::Failed, LoadState::Ready);
            }
            (Err(error), Some(before)) => {
                kept::stay(layer, before, vec![error.issue()]);
                notice = Some("notice-kept-last");
            }
            (Err(error), None) => failed = Some(error.issue()),
        }
        match failed {
            Some(issue) => self.report_unreadable(id, issue),
            None => self.file_was_read(&path),
        }
        if let Some(key) = notice {
            let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            self.notify_of(Severity::Warning, key, vec![("file", file)], Cause::File(path.clone()));
        }
        if let Some((keeping, drawn)) = to_keep {
            self.keep(id.to_owned(), generation, keeping, &drawn);
        }
        self.follow_first_file();
        self.forget_lost_selection(id);
        self.check_geometries(id);
        self.scene.changed(SceneChange::Content);
        self.layers_changed();
        if self.shows_everything {
            self.fit_all();
        }
        self.show_arrived();
        self.go_on_restoring();
        if is_outdated {
            self.file_changed(&path);
        }
    }

    /// Without a map set, the first file that has a place decides the system of the map. Files that are
    /// read at the same time each take the one that suits them; whichever does not agree with the first
    /// is read again, so that all lie where they belong.
    fn follow_first_file(&mut self) {
        if self.root.is_some() {
            return;
        }
        let first = self.layers.iter().find(|layer| layer.has_place() && !layer.is_computed());
        let Some(crs) = first.and_then(Layer::content).map(|content| content.map_crs.clone())
        else {
            return;
        };
        if self.catalogue.map_crs != crs {
            Arc::make_mut(&mut self.catalogue).map_crs = crs.clone();
            self.redraw_annotations();
        }
        let differs = |layer: &&mut Layer| {
            let other = layer.content().is_some_and(|content| content.map_crs != crs);
            other && layer.has_place() && !layer.is_computed()
        };
        let mut again = Vec::new();
        for layer in self.layers.iter_mut().filter(differs) {
            // What lies elsewhere is not shown meanwhile.
            layer.take_content();
            again.push(layer.spec.id.clone());
        }
        again.iter().for_each(|id| self.load(id));
    }

    /// Looks through a layer's geometries in the background, where the window asked for it.
    fn check_geometries(&mut self, id: &str) {
        let crs = self.catalogue.map_crs.clone();
        let Some((spec, generation, features)) = self
            .layers
            .iter()
            .find(|l| l.spec.id == id)
            .and_then(|l| Some((Arc::clone(&l.spec), l.generation, Arc::clone(l.features()?))))
        else {
            return;
        };
        if !self.checks_geometries || features.len() > MOST_CHECKED {
            return;
        }
        self.jobs.spawn(move || {
            let found =
                planmap_core::validate::issues(&features, &crs, &Limits::default(), &|| false);
            // Matters of taste, such as the direction of a ring, are left to `planmap check`.
            let issues = found
                .into_iter()
                .filter(|i| i.severity > Severity::Note)
                .map(|i| i.in_file(&spec.file));
            Message::Checked { id: spec.id.clone(), generation, issues: issues.collect() }
        });
    }

    fn take_checked(&mut self, id: &str, generation: u64, issues: Vec<Issue>) {
        let Some(layer) =
            self.layers.iter_mut().find(|l| l.spec.id == id && l.generation == generation)
        else {
            return;
        };
        if issues.is_empty() {
            return;
        }
        if let LoadState::Ready(content) = &mut layer.state {
            let features = &content.drawn.features;
            let mut rows: Vec<u32> =
                issues.iter().filter_map(|i| features.row_of(i.feature?)).collect();
            rows.sort_unstable();
            rows.dedup();
            content.drawn.invalid = rows.into();
        }
        layer.issues.extend(issues);
        self.scene.changed(SceneChange::Content);
    }

    /// After a file was read again, rows may stand for other features.
    fn forget_lost_selection(&mut self, id: &str) {
        let rows = self.layer(id).and_then(|l| l.features()).map_or(0, |f| f.len());
        let lost = |hit: &crate::ids::HitRef| hit.layer == id && hit.feature as usize >= rows;
        if self.selection.feature.as_ref().is_some_and(lost) {
            self.selection.feature = None;
        }
        self.drop_area_rows(id, rows);
        if let Some(identified) = &mut self.selection.identified {
            identified.hits.retain(|h| !lost(h));
        }
    }

    /// Reads the layers of a file again that has changed since they were read. One that is on its
    /// way is read again when it is there.
    pub(super) fn file_changed(&mut self, path: &Path) {
        if self.retry_unreadable(path) {
            return;
        }
        let now = std::fs::metadata(path).and_then(|m| m.modified()).ok();
        let mut changed = Vec::new();
        for layer in self.layers.iter_mut().filter(|l| same_file(&l.path, path)) {
            if let LoadState::Loading(loading) = &mut layer.state {
                loading.is_outdated = true;
            } else if now.is_some() && now != layer.modified {
                layer.modified = now;
                changed.push(layer.spec.id.clone());
            }
        }
        for id in changed {
            self.load(&id);
            self.notify(
                Severity::Note,
                "notice-reloaded",
                vec![("file", path.display().to_string())],
            );
        }
    }

    pub(super) fn watch_layers(&mut self) {
        if let Some(watch) = &mut self.watch {
            for layer in self.layers.iter().filter(|l| !l.is_computed()) {
                watch.file(&layer.path);
            }
            for path in &self.catalogue_files.paths {
                watch.file(path);
            }
            for file in &self.opening_files.unreadable {
                watch.file(&file.path);
            }
        }
    }

    /// Writes a file on a worker, whole or not at all, and says when it is there.
    pub(crate) fn save_in_background(
        &mut self,
        path: PathBuf,
        content: impl FnOnce() -> String + Send + 'static,
    ) {
        // A bare name means the folder that the program was started in; it is shown in full.
        let path = std::path::absolute(&path).unwrap_or(path);
        self.jobs.spawn(move || {
            let failure = planmap_data::atomic::write(&path, content().as_bytes())
                .err()
                .map(|e| e.to_string());
            Message::Saved(path, failure)
        });
    }

    /// A catalogue that holds nothing: what a session without maps works with.
    #[must_use]
    pub fn has_catalogue(&self) -> bool {
        self.root.is_some()
    }

    /// Reports that there are no maps to open.
    pub fn report_missing_maps(&mut self, looked_in: &str) {
        let kind = IssueKind::new("maps-not-found").with("looked", looked_in);
        self.catalogue_issues.push(Issue::error(kind));
        let args = vec![("looked", looked_in.to_owned())];
        self.notify_of(Severity::Error, "notice-maps-not-found", args, Cause::NoMaps);
    }

    /// Says that a catalogue could not be opened.
    pub(super) fn report_catalogue(&mut self, path: PathBuf, error: &CatalogueError) {
        let args = vec![("path", path.display().to_string())];
        self.catalogue_issues.extend(error.issues());
        self.notify_of(Severity::Error, "notice-open-failed", args, Cause::File(path));
    }

    /// The folder of the open catalogue.
    #[must_use]
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The catalogue's own issues.
    #[must_use]
    pub fn catalogue_issues(&self) -> &[Issue] {
        &self.catalogue_issues
    }
}

/// Whether two paths lead to one file, however they are spelt.
#[must_use]
pub fn same_file(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| std::fs::canonicalize(path).ok();
    // Two files that are both gone are not one for that.
    a == b || (a.file_name() == b.file_name() && whole(a).is_some_and(|a| whole(b) == Some(a)))
}
