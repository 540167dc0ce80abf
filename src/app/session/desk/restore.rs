//! The last session: what is written down of this one, and opening one again.
//!
//! A catalogue comes first, since adopting one closes what is open; then the files beside it, how
//! the layers stood and the view; when nothing is on its way any more, what was selected. A file
//! that is gone is said, the rest opens.

use std::path::{Path, PathBuf};

use planmap_core::crs::{geo_from_map, map_from_geo};
use planmap_core::viewport::Viewport;
use planmap_core::{GeoPoint, Severity};

use crate::analysis::AnalysisCommand;
use crate::command::Command;
use crate::desk::last_session::{LastSession, NotesFile, Place, Selected, VERSION};
use crate::ids::HitRef;
use crate::session::Session;
use crate::session::loading::same_file;

/// What is still to be restored.
pub(in crate::session) struct Restoring {
    last: LastSession,
    /// Whether the files beside the catalogue were opened.
    opened: bool,
    /// Whether layers and view stand as they did.
    shown: bool,
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

impl Session {
    /// Tells where the catalogue lies that comes with the program: a session on it is restored on
    /// that of the program that runs then.
    pub fn know_bundled_maps(&mut self, path: PathBuf) {
        self.desk.bundled = Some(path);
    }

    /// What is open now, to be opened again; none while something is still on its way, or where
    /// nothing is open.
    #[must_use]
    pub fn to_restore(&self) -> Option<LastSession> {
        if self.is_loading() || self.desk.restoring.is_some() || self.annotations.is_opening() {
            return None;
        }
        let root = self.root();
        let bundled = matches!((root, &self.desk.bundled), (Some(a), Some(b)) if same_file(a, b));
        let of_catalogue =
            |id: &str| root.is_some() && self.catalogue.layers.iter().any(|s| s.id == id);
        let files = self.layers.iter().filter(|l| !l.is_computed() && !of_catalogue(&l.spec.id));
        let files: Vec<PathBuf> = files.map(|l| absolute(&l.path)).collect();
        if root.is_none() && files.is_empty() {
            return None;
        }
        let degrees = |p| geo_from_map(p, self.map_crs()).ok();
        let view = self.target_viewport();
        let selection = &self.selection;
        let selected = match (&selection.site, &selection.identified, &selection.feature) {
            (Some(site), ..) => Some(Selected::Site(site.clone())),
            (None, Some(click), _) => degrees(click.at).map(|at| Selected::Place {
                lon: at.lon,
                lat: at.lat,
                tolerance_m: click.tolerance_m,
            }),
            (None, None, Some(hit)) => {
                Some(Selected::Feature { layer: hit.layer.clone(), row: hit.feature })
            }
            (None, None, None) => None,
        };
        let active = self.annotations.active().map(|s| s.id);
        let notes = self.annotations.sets().iter().filter(|s| !s.set.is_empty());
        Some(LastSession {
            version: VERSION,
            bundled,
            catalogue: root.filter(|_| !bundled).map(absolute),
            files,
            view: degrees(view.centre()).map(|at| Place {
                lon: at.lon,
                lat: at.lat,
                denominator: view.scale_denominator(),
            }),
            selected,
            pins: self
                .analysis
                .places
                .iter()
                .filter_map(|p| degrees(*p))
                .map(|g| (g.lon, g.lat))
                .collect(),
            notes: notes
                .map(|s| NotesFile {
                    path: absolute(&s.path),
                    visible: s.visible,
                    active: Some(s.id) == active,
                })
                .collect(),
            layers: self.layer_looks(),
        })
    }

    /// Opens what was open. What was asked for by name wins: this is for a start without paths.
    pub fn restore(&mut self, last: LastSession) {
        let bundled = self.desk.bundled.clone();
        let mut catalogue = if last.bundled { bundled.clone() } else { last.catalogue.clone() };
        if let Some(path) = catalogue.as_ref().filter(|p| !p.exists()) {
            self.report_gone(&path.clone());
            catalogue = bundled.filter(|p| p.exists());
        }
        let waits = catalogue.is_some();
        self.desk.restoring = Some(Restoring { last, opened: false, shown: false });
        match catalogue {
            Some(path) => self.open(&[path]),
            None => self.go_on_restoring(),
        }
        if !waits && self.layers.is_empty() {
            self.desk.restoring = None;
        }
        self.refresh_scene();
    }

    /// Opens nothing more of the last session: the user has opened something else.
    pub(in crate::session) fn stop_restoring(&mut self) {
        self.desk.restoring = None;
    }

    fn report_gone(&mut self, path: &Path) {
        self.notify(
            Severity::Warning,
            "notice-restore-gone",
            vec![("path", path.display().to_string())],
        );
    }

    /// The next part of restoring, after a catalogue or a layer has come in.
    pub(in crate::session) fn go_on_restoring(&mut self) {
        let Some(mut restoring) = self.desk.restoring.take() else {
            return;
        };
        if !restoring.opened {
            restoring.opened = true;
            let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) =
                restoring.last.files.iter().cloned().partition(|p| p.exists());
            gone.iter().for_each(|path| self.report_gone(path));
            self.open_in_place(&there);
            self.show_looks(&restoring.last.layers);
            self.open_notes_again(&restoring.last.notes);
        }
        // The first of several loose files tells the system of the map.
        let placed = self.root().is_some() || self.layers.iter().any(|l| l.content().is_some());
        if !restoring.shown && placed {
            restoring.shown = true;
            self.show_again(&restoring.last);
        }
        if self.is_loading() {
            self.desk.restoring = Some(restoring);
        } else {
            self.select_again(restoring.last.selected.as_ref());
        }
    }

    fn open_notes_again(&mut self, notes: &[NotesFile]) {
        for file in notes {
            if !file.path.exists() {
                self.report_gone(&file.path);
                continue;
            }
            self.open_set(&file.path);
            self.show_set_of(&file.path, file.visible);
        }
        if let Some(active) = notes.iter().find(|f| f.active && f.path.exists()) {
            // Opening an open file makes it the one that receives strokes.
            self.open_set(&active.path);
        }
    }

    fn show_set_of(&mut self, path: &Path, visible: bool) {
        let id = self.annotations.sets().iter().find(|s| s.path == path).map(|s| s.id);
        if let Some(id) = id {
            self.annotate(crate::annotate_command::AnnotateCommand::ShowSet(id, visible));
        }
    }

    fn show_again(&mut self, last: &LastSession) {
        if let Some(place) = last.view
            && let Ok(centre) = map_from_geo(GeoPoint::new(place.lon, place.lat), self.map_crs())
        {
            let view: Viewport = self.viewport().centred_on(centre).at_scale(place.denominator);
            self.show_restored(view);
        }
        let (crs, bottom) = (self.map_crs().clone(), self.settings.bottom);
        for (lon, lat) in &last.pins {
            if let Ok(at) = map_from_geo(GeoPoint::new(*lon, *lat), &crs) {
                self.apply_analysis(AnalysisCommand::Pin(at));
            }
        }
        // Pinning opens the table of pins; the settings know which table was open.
        self.settings.bottom = bottom;
    }

    fn select_again(&mut self, selected: Option<&Selected>) {
        match selected {
            Some(Selected::Site(id)) => self.select_site(id, false),
            Some(Selected::Place { lon, lat, tolerance_m }) => {
                if let Ok(at) = map_from_geo(GeoPoint::new(*lon, *lat), self.map_crs()) {
                    self.carry_out_command(Command::Identify { at, tolerance_m: *tolerance_m });
                }
            }
            Some(Selected::Feature { layer, row }) => {
                let there = self
                    .layer(layer)
                    .and_then(|l| l.features())
                    .is_some_and(|f| (*row as usize) < f.len());
                if there {
                    let hit = HitRef { layer: layer.clone(), feature: *row };
                    self.select_feature(&hit.layer, hit.feature);
                }
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::command::ViewCommand;
    use crate::map_room::{Covered, Stays};
    use crate::settings::Settings;

    fn file(dir: &Path, name: &str) -> PathBuf {
        let path = dir.join(name);
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},
            "geometry":{"type":"Polygon","coordinates":[[[103.9,21.3],[103.91,21.3],[103.91,21.31],[103.9,21.3]]]}}]}"#;
        std::fs::write(&path, text).unwrap();
        path
    }

    fn session() -> Session {
        Session::new(Settings::default(), Arc::new(|| {}))
    }

    #[test]
    fn loose_files_come_back_as_they_stood_and_a_lost_one_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (file(dir.path(), "a.geojson"), file(dir.path(), "b.geojson"));
        let mut first = session();
        assert_eq!(first.to_restore(), None, "nothing is open");
        first.apply(Command::Open(vec![a.clone(), b.clone()]));
        assert_eq!(first.to_restore(), None, "something is on its way");
        first.wait_until_loaded();
        first.apply(Command::View(ViewCommand::Resize {
            width: 900.0,
            height: 500.0,
            covered: Covered::NOTHING,
            stays: Stays::GROUND,
        }));
        first.apply(Command::SetOpacity("b".to_owned(), 0.5));
        first.apply(Command::ShowLayer("a".to_owned(), false));
        first.apply(Command::SelectFeature { layer: "b".to_owned(), feature: 0 });
        first.apply(Command::View(ViewCommand::SetScale(3000.0)));
        first.advance(100.0);
        let last = first.to_restore().unwrap();

        let mut second = session();
        second.restore(last.clone());
        second.wait_until_loaded();
        // The window tells its size only when it is drawn.
        second.apply(Command::View(ViewCommand::Resize {
            width: 1200.0,
            height: 700.0,
            covered: Covered::NOTHING,
            stays: Stays::GROUND,
        }));
        second.apply(Command::View(ViewCommand::Resize {
            width: 900.0,
            height: 500.0,
            covered: Covered::NOTHING,
            stays: Stays::GROUND,
        }));
        assert!((second.layer("b").unwrap().opacity - 0.5).abs() < 1e-6);
        assert!(!second.layer("a").unwrap().visible);
        assert_eq!(second.selection().feature, Some(HitRef { layer: "b".to_owned(), feature: 0 }));
        let (was, is) = (first.viewport().centre(), second.viewport().centre());
        assert!((was.x - is.x).hypot(was.y - is.y) < 0.01, "{was:?} {is:?}");
        assert!((second.viewport().scale_denominator() - 3000.0).abs() < 0.01);
        assert!(second.notices().is_empty());
        // What is written down of it is the same again, but for the last digits of the view.
        let again = second.to_restore().unwrap();
        assert_eq!(
            (again.files, again.layers, again.selected),
            (last.files.clone(), last.layers.clone(), last.selected.clone())
        );

        std::fs::remove_file(&a).unwrap();
        let mut third = session();
        third.restore(last);
        third.wait_until_loaded();
        assert_eq!(third.layers().len(), 1);
        let notice = &third.notices()[0];
        assert_eq!(
            (notice.key, notice.args[0].1.as_str()),
            ("notice-restore-gone", a.to_str().unwrap())
        );
        assert_eq!(third.selection().feature.as_ref().unwrap().layer, "b");
        assert!(third.desk.restoring.is_none());
    }

    #[test]
    fn a_catalogue_comes_with_the_files_beside_it_and_what_was_selected() {
        let maps = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../maps"));
        let dir = tempfile::tempdir().unwrap();
        let mut first = session();
        first.know_bundled_maps(maps.clone());
        first.apply(Command::Open(vec![maps.clone()]));
        first.wait_until_loaded();
        first.apply(Command::Open(vec![file(dir.path(), "extra.geojson")]));
        first.wait_until_loaded();
        let site = first.catalogue().sites[0].id.clone();
        first.apply(Command::ShowClass("land-use".to_owned(), 0, false));
        first.apply(Command::SelectSite { id: site.clone(), zoom: true });
        first.advance(100.0);
        let last = first.to_restore().unwrap();
        assert!(last.bundled && last.catalogue.is_none());
        assert_eq!(last.files.len(), 1);

        let mut second = session();
        second.know_bundled_maps(maps.clone());
        second.restore(last.clone());
        second.wait_until_loaded();
        assert_eq!(second.selection().site.as_deref(), Some(site.as_str()));
        assert!(second.layer("extra").unwrap().features().is_some());
        assert_eq!(second.to_restore().unwrap().layers, last.layers);

        // Another program folder: the maps of the program that runs are taken.
        let mut third = session();
        third.restore(LastSession {
            bundled: false,
            catalogue: Some(dir.path().join("gone")),
            ..last.clone()
        });
        third.wait_until_loaded();
        assert_eq!(third.notices()[0].key, "notice-restore-gone");
        assert!(third.layer("extra").is_some(), "the rest opens");

        // Opening something else ends it.
        let mut fourth = session();
        fourth.know_bundled_maps(maps);
        fourth.restore(last);
        fourth.apply(Command::Open(vec![file(dir.path(), "other.geojson")]));
        fourth.wait_until_loaded();
        assert!(fourth.layer("extra").is_none());
    }
}
