//! What a user asks to be opened: a map set, files, or both together and in any order.
//!
//! Owns which of them come first, what becomes of a file that could not be read, and that what was
//! opened is shown. Reading itself is `loading`'s.

use std::path::{Path, PathBuf};

use planmap_core::catalogue::{Accuracy, FieldNames, LayerRole, LayerSpec, Text2};
use planmap_core::geometry::Extent;
use planmap_core::i18n::format_length;
use planmap_core::{Issue, Severity};
use planmap_data::catalogue::is_catalogue;
use planmap_data::read::registry::is_part;

use super::loading::{Message, same_file};
use crate::desk::notice::Cause;
use crate::layer::Layer;
use crate::session::Session;

/// How many times as far apart as they are large two files are no longer seen in one view.
const FAR_APART: f64 = 20.0;
/// What a small file is seen with at least, in metres.
const SEEN_AROUND_M: f64 = 10_000.0;

/// What a user has asked for and what is still to be done about it.
#[derive(Debug, Default)]
pub(super) struct Opening {
    /// Files that wait until the map set that was asked for with them is there.
    waiting: Vec<PathBuf>,
    /// Files to be shown once all of them have come in.
    arriving: Vec<PathBuf>,
    /// Where the files lie that were opened last, while the view has not been moved since.
    shown: Option<Extent>,
    /// The topmost layer of the files opened last, and how many times files were opened.
    newest: Option<String>,
    times: u64,
    /// Files that could not be read.
    pub(super) unreadable: Vec<Unreadable>,
}

/// A file that is no layer, since nothing of it could be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unreadable {
    pub(super) path: PathBuf,
    issue: Issue,
}

/// Files beside others that hold no features of their own: what was selected with them in a file
/// manager is not to be complained of one by one.
fn without_companions(files: &[PathBuf]) -> Vec<PathBuf> {
    let is_companion = |path: &PathBuf| {
        let stem = path.with_extension("");
        let has_features = |other: &PathBuf| other.with_extension("") == stem && !is_part(other);
        is_part(path) && files.iter().any(has_features)
    };
    files.iter().filter(|path| !is_companion(path)).cloned().collect()
}

/// What one view can show of layers that were opened together.
struct SeenTogether<'a> {
    /// The ground of the first layer and of those that lie near it.
    extent: Extent,
    /// The first layer that has a place.
    first: Option<&'a Layer>,
    /// The first one that lies far away, and how far in metres.
    far: Option<(&'a Layer, f64)>,
}

/// Which of some layers one view can show. Where one lies so far from the first that either would be a
/// speck in a view of both, it is left out.
fn seen_together<'a>(layers: &[&'a Layer]) -> SeenTogether<'a> {
    let mut seen = SeenTogether { extent: Extent::EMPTY, first: None, far: None };
    for layer in layers.iter().filter(|layer| layer.has_place()) {
        let Some(own) = layer.features().map(|features| features.extent()) else {
            continue;
        };
        let gap_m = gap_m(&seen.extent, &own);
        if gap_m > FAR_APART * side_m(&seen.extent).max(side_m(&own)).max(SEEN_AROUND_M) {
            seen.far = seen.far.or(Some((layer, gap_m)));
            continue;
        }
        seen.first = seen.first.or(Some(layer));
        seen.extent = seen.extent.union(own);
    }
    seen
}

/// The longer side of an extent in metres.
fn side_m(extent: &Extent) -> f64 {
    if extent.is_empty() { 0.0 } else { extent.width().max(extent.height()) }
}

/// Metres between two extents; none where one of them is empty.
fn gap_m(a: &Extent, b: &Extent) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let apart = |a_min: f64, a_max: f64, b_min: f64, b_max: f64| {
        (b_min - a_max).max(a_min - b_max).max(0.0)
    };
    let east = apart(a.min.x, a.max.x, b.min.x, b.max.x);
    let north = apart(a.min.y, a.max.y, b.min.y, b.max.y);
    east.hypot(north)
}

impl Session {
    /// Opens map sets and files, whatever their order: the map set comes first, since it decides the
    /// system of the map, then the files over it.
    pub(super) fn open(&mut self, paths: &[PathBuf]) {
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let paths: Vec<PathBuf> = paths.iter().map(absolute).collect();
        for path in &paths {
            self.settings.remember(path.clone());
        }
        let (catalogues, files): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| is_catalogue(path));
        let files = without_companions(&files);
        self.opening_files.arriving.extend(files.iter().cloned());
        let Some((catalogue, others)) = catalogues.split_first() else {
            self.open_over_the_map(&files);
            return;
        };
        for other in others {
            let args = vec![
                ("path", other.display().to_string()),
                ("opened", catalogue.display().to_string()),
            ];
            self.notify(Severity::Warning, "notice-one-map-set", args);
        }
        self.opening_files.waiting.extend(files);
        self.opening += 1;
        let path = catalogue.clone();
        self.jobs.spawn(move || {
            let result = planmap_data::catalogue::open(&path).map(Box::new);
            Message::Catalogue(path, result)
        });
    }

    /// Opens files without going there: the last session has a view of its own.
    pub(super) fn open_in_place(&mut self, paths: &[PathBuf]) {
        paths.iter().for_each(|path| self.open_file(path));
    }

    /// Opens what has waited for a map set.
    pub(super) fn open_waiting(&mut self) {
        let waiting = std::mem::take(&mut self.opening_files.waiting);
        waiting.iter().for_each(|path| self.open_file(path));
    }

    pub(super) fn open_file(&mut self, path: &Path) {
        self.opening_files.unreadable.retain(|file| !same_file(&file.path, path));
        let open = self.layers.iter().find(|l| self.is_loose(l) && same_file(&l.path, path));
        if let Some(id) = open.map(|l| l.spec.id.clone()) {
            // It is on the map already: read once more, it is there once.
            self.reload(&id, None);
            return;
        }
        if self.layers.is_empty() && self.opening == 0 {
            self.shows_everything = true;
        }
        let id = self.add_file(path);
        self.reload(&id, None);
        self.watch_layers();
    }

    /// Adds a layer for a file that belongs to no map set, under an id of its own; gives the id.
    pub(super) fn add_file(&mut self, path: &Path) -> String {
        let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        let mut id = stem.clone();
        let mut number = 1;
        while self.layer(&id).is_some() {
            number += 1;
            id = format!("{stem}-{number}");
        }
        let spec = LayerSpec {
            id: id.clone(),
            plan: None,
            role: LayerRole::Other,
            name: Text2::same(&stem),
            file: path.to_string_lossy().into_owned(),
            source_layer: None,
            crs: None,
            accuracy: Accuracy::Unknown,
            sources: Vec::new(),
            legend: None,
            min_denominator: None,
            max_denominator: None,
            fields: FieldNames::default(),
            visible: true,
            units_in_force: true,
        };
        self.add_layer(spec, path.to_owned(), None);
        id
    }

    /// Whether a layer is a file that was opened beside the map set, or without one.
    pub(super) fn is_loose(&self, layer: &Layer) -> bool {
        let of_catalogue =
            self.root.is_some() && self.catalogue.layers.iter().any(|s| s.id == layer.spec.id);
        !layer.is_computed() && !of_catalogue
    }

    /// Says that a file could not be read, and why. A file that was opened by itself is then no layer
    /// any more; one of the map set stays in the tree, since the set names it.
    pub(super) fn report_unreadable(&mut self, id: &str, issue: Issue) {
        let Some(layer) = self.layers.iter_mut().find(|l| l.spec.id == id) else {
            return;
        };
        let path = layer.path.clone();
        layer.issues = vec![issue.clone()];
        let is_loose = self.layer(id).is_some_and(|layer| self.is_loose(layer));
        if is_loose {
            self.layers.retain(|l| l.spec.id != id);
            self.forget_opened(id);
            self.opening_files
                .unreadable
                .push(Unreadable { path: path.clone(), issue: issue.clone() });
        }
        self.notify_about_file(path, issue);
    }

    /// What was read is no longer said to be unreadable.
    pub(super) fn file_was_read(&mut self, path: &Path) {
        self.opening_files.unreadable.retain(|file| !same_file(&file.path, path));
        self.withdraw(&Cause::File(path.to_owned()));
    }

    /// Opens a file again that could not be read and has changed since. Returns whether there was one.
    pub(super) fn retry_unreadable(&mut self, path: &Path) -> bool {
        let found = self.opening_files.unreadable.iter().find(|file| same_file(&file.path, path));
        let Some(path) = found.map(|file| file.path.clone()) else {
            return false;
        };
        self.opening_files.arriving.push(path.clone());
        self.open_file(&path);
        true
    }

    /// Forgets a file that could not be read: the user knows.
    pub(super) fn forget_unreadable(&mut self, path: &Path) {
        self.opening_files.unreadable.retain(|file| file.path != path);
        self.withdraw(&Cause::File(path.to_owned()));
    }

    /// Files that could not be read, each with what is wrong with it.
    pub fn unreadable_files(&self) -> impl Iterator<Item = (&Path, &Issue)> {
        self.opening_files.unreadable.iter().map(|file| (file.path.as_path(), &file.issue))
    }

    /// Once every file that was asked for has come in, goes there.
    pub(super) fn show_arrived(&mut self) {
        let arriving = &self.opening_files.arriving;
        if arriving.is_empty() || self.opening > 0 || !self.opening_files.waiting.is_empty() {
            return;
        }
        let arrived = |layer: &&Layer| arriving.contains(&layer.path);
        let layers: Vec<&Layer> =
            self.layers.iter().filter(|l| self.is_loose(l)).filter(arrived).collect();
        if layers.iter().any(|layer| layer.is_loading()) {
            return;
        }
        let seen = seen_together(&layers);
        let far = seen.far.map(|(layer, gap_m)| {
            let language = self.settings.language;
            let distance = format_length(gap_m, language);
            let shown = seen
                .first
                .map_or_else(String::new, |first| first.spec.name.get(language).to_owned());
            (
                layer.spec.id.clone(),
                layer.spec.name.clone(),
                vec![("shown", shown), ("distance", distance)],
            )
        });
        let extent = seen.extent;
        let newest = layers.last().map(|layer| layer.spec.id.clone());
        let nowhere =
            layers.iter().filter(|layer| layer.features().is_some_and(|f| f.extent().is_empty()));
        let nowhere: Vec<String> = nowhere.map(|layer| layer.spec.name.vi.clone()).collect();
        self.opening_files.arriving.clear();
        if newest.is_some() {
            self.opening_files.newest = newest;
            self.opening_files.times += 1;
        }
        for file in nowhere {
            self.notify(Severity::Warning, "notice-opened-nowhere", vec![("file", file)]);
        }
        if extent.is_empty() {
            return;
        }
        if let Some((id, name, args)) = far {
            self.offer_layer("notice-far-apart", args, id, name);
        }
        if self.shows_everything {
            self.opening_files.shown = Some(extent);
            self.fit_all();
        } else {
            self.fly_to(&extent);
        }
    }

    /// The layer that the tree is to show because it has just been opened, and a number that tells one
    /// opening from the next.
    #[must_use]
    pub fn newest_file(&self) -> Option<(&str, u64)> {
        self.opening_files.newest.as_deref().map(|id| (id, self.opening_files.times))
    }

    /// Where the files lie that the view shows since they were opened.
    pub(super) fn shown_files(&self) -> Option<Extent> {
        self.opening_files.shown
    }

    /// The view shows the whole map again.
    pub(super) fn show_whole_map(&mut self) {
        self.shows_everything = true;
        self.opening_files.shown = None;
    }

    /// The files that were opened beside the map set that is being left, with how they are shown.
    pub(super) fn take_loose_files(&mut self) -> Vec<Layer> {
        let loose: Vec<Layer> =
            self.layers.iter().filter(|layer| self.is_loose(layer)).cloned().collect();
        self.layers.clear();
        loose
    }

    /// Puts files that were open over a new map set. Each is read again, since the map may have
    /// another system now.
    pub(super) fn reopen(&mut self, loose: Vec<Layer>) {
        for kept in loose {
            let id = self.add_file(&kept.path);
            if let Some(layer) = self.layers.iter_mut().find(|l| l.spec.id == id) {
                super::reload::take_over(layer, kept);
            }
            self.reload(&id, None);
        }
    }
}

#[cfg(test)]
mod tests;
