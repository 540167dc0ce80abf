//! Bookmarks: what one keeps, going to one, and changing the list.

use planmap_core::Severity;
use planmap_core::crs::{geo_from_map, map_from_geo};
use planmap_core::symbology::Theme;
use planmap_core::viewport::Viewport;

use crate::desk::{Bookmark, LayerLook, Look};
use crate::layer::Layer;
use crate::session::Session;
use crate::session::scene::SceneChange;
use crate::session::undo::{LayersState, Step};

/// Layers, theme and view at once: what going to a bookmark changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub(in crate::session) layers: LayersState,
    pub(in crate::session) theme: Theme,
    pub(in crate::session) view: Viewport,
}

fn look_of(layer: &Layer) -> LayerLook {
    let code = |class: &planmap_core::legend::ClassId| {
        let legend = layer.legend.as_ref()?;
        legend.classes.get(usize::from(*class)).map(|c| c.code.clone())
    };
    LayerLook {
        id: layer.spec.id.clone(),
        visible: layer.visible,
        opacity: layer.opacity,
        hidden: layer.hidden_classes.iter().filter_map(code).collect(),
    }
}

impl Session {
    /// How the layers are shown, from bottom to top; computed ones are made anew each time.
    pub(super) fn layer_looks(&self) -> Vec<LayerLook> {
        self.layers.iter().filter(|l| !l.is_computed()).map(look_of).collect()
    }

    /// Shows layers as they were kept; what is not there any more is left out.
    pub(super) fn show_looks(&mut self, looks: &[LayerLook]) {
        let known = |look: &LayerLook| {
            let layer = self.layer(&look.id)?;
            let class = |code: &String| Some(layer.legend.as_ref()?.class(code)?.0);
            let hidden = look.hidden.iter().filter_map(class).collect();
            Some((look.id.clone(), look.visible, look.opacity.clamp(0.0, 1.0), hidden))
        };
        let state = LayersState(looks.iter().filter_map(known).collect());
        if !state.0.is_empty() {
            self.show_layers_as(&state);
        }
    }

    fn bookmark_of_now(&self, name: String) -> Option<Bookmark> {
        let view = self.target_viewport();
        let at = geo_from_map(view.centre(), self.map_crs()).ok()?;
        let theme = if self.settings.theme == Theme::Dark { "dark" } else { "light" };
        let look = Look { theme: theme.to_owned(), layers: self.layer_looks() };
        Some(Bookmark {
            name,
            lon: at.lon,
            lat: at.lat,
            denominator: view.scale_denominator(),
            look: Some(look).filter(|l| !l.layers.is_empty()),
        })
    }

    fn change_bookmarks(&mut self, name: &'static str, change: impl FnOnce(&mut Vec<Bookmark>)) {
        let before = self.settings.bookmarks.clone();
        change(&mut self.settings.bookmarks);
        if self.settings.bookmarks != before {
            self.annotations.history.push(name, Step::Bookmarks(before));
        }
    }

    pub(in crate::session) fn add_bookmark(&mut self, name: String) {
        if let Some(bookmark) = self.bookmark_of_now(name.clone()) {
            self.change_bookmarks("step-bookmark-add", |list| list.push(bookmark));
            // Nothing else on the screen tells that a key has saved something.
            self.notify(Severity::Note, "notice-bookmark-saved", vec![("name", name)]);
        }
    }

    pub(in crate::session) fn remove_bookmark(&mut self, index: usize) {
        self.change_bookmarks("step-bookmark-remove", |list| {
            if index < list.len() {
                list.remove(index);
            }
        });
    }

    pub(in crate::session) fn rename_bookmark(&mut self, index: usize, name: &str) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        self.change_bookmarks("step-bookmark-rename", |list| {
            if let Some(bookmark) = list.get_mut(index) {
                name.clone_into(&mut bookmark.name);
            }
        });
    }

    pub(super) fn update_bookmark(&mut self, index: usize) {
        let Some(name) = self.settings.bookmarks.get(index).map(|b| b.name.clone()) else {
            return;
        };
        if let Some(now) = self.bookmark_of_now(name) {
            self.change_bookmarks("step-bookmark-update", |list| {
                if let Some(bookmark) = list.get_mut(index) {
                    *bookmark = now;
                }
            });
        }
    }

    pub(super) fn move_bookmark(&mut self, from: usize, to: usize) {
        self.change_bookmarks("step-bookmark-move", |list| {
            if from < list.len() && to < list.len() {
                let bookmark = list.remove(from);
                list.insert(to, bookmark);
            }
        });
    }

    fn shown(&self) -> Shown {
        Shown {
            layers: self.layers_state(),
            theme: self.settings.theme,
            view: *self.target_viewport(),
        }
    }

    /// Glides to a bookmark and shows the layers as they were: one step that can be taken back.
    pub(in crate::session) fn go_to_bookmark(&mut self, index: usize) {
        let Some(bookmark) = self.settings.bookmarks.get(index).cloned() else {
            return;
        };
        let before = self.shown();
        if let Some(look) = &bookmark.look {
            match look.theme.as_str() {
                "dark" => self.settings.theme = Theme::Dark,
                "light" => self.settings.theme = Theme::Light,
                _ => {}
            }
            self.scene.changed(SceneChange::Theme);
            self.show_looks(&look.layers);
        }
        let place = planmap_core::GeoPoint::new(bookmark.lon, bookmark.lat);
        if let Ok(centre) = map_from_geo(place, self.map_crs()) {
            let view = self.target_viewport().centred_on(centre).at_scale(bookmark.denominator);
            self.glide_to(view);
        }
        let changed = self.layers_state() != before.layers || self.settings.theme != before.theme;
        // Where only the view moves, "previous view" leads back, as after any other move.
        if changed {
            self.annotations.history.push("step-bookmark-go", Step::Shown(Box::new(before)));
        }
    }

    /// Shows everything as a step says; returns what takes that back.
    pub(in crate::session) fn carry_out_shown(&mut self, wanted: &Shown) -> Step {
        let now = self.shown();
        self.settings.theme = wanted.theme;
        self.scene.changed(SceneChange::Theme);
        self.show_layers_as(&wanted.layers);
        self.glide_to(wanted.view);
        Step::Shown(Box::new(now))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::PathBuf;
    use std::sync::Arc;

    use super::*;
    use crate::annotate_command::AnnotateCommand;
    use crate::command::{Command, ViewCommand};
    use crate::desk::DeskCommand;
    use crate::settings::Settings;

    fn names(session: &Session) -> Vec<&str> {
        session.settings().bookmarks.iter().map(|b| b.name.as_str()).collect()
    }

    fn file(dir: &std::path::Path, name: &str) -> PathBuf {
        let path = dir.join(name);
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},
            "geometry":{"type":"Polygon","coordinates":[[[103.9,21.3],[103.91,21.3],[103.91,21.31],[103.9,21.3]]]}}]}"#;
        std::fs::write(&path, text).unwrap();
        path
    }

    fn with_files(dir: &std::path::Path) -> Session {
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        session.apply(Command::Open(vec![file(dir, "a.geojson"), file(dir, "b.geojson")]));
        session.wait_until_loaded();
        session
    }

    #[test]
    fn the_list_is_changed_and_every_change_taken_back() {
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        for name in ["a", "b", "c"] {
            session.apply(Command::Desk(DeskCommand::AddBookmark(name.to_owned())));
        }
        let before = session.settings().bookmarks.clone();
        for (command, want) in [
            (DeskCommand::RenameBookmark(1, "  Bản Cọ ".to_owned()), vec!["a", "Bản Cọ", "c"]),
            (DeskCommand::MoveBookmark { from: 2, to: 0 }, vec!["c", "a", "b"]),
            (DeskCommand::MoveBookmark { from: 0, to: 2 }, vec!["b", "c", "a"]),
        ] {
            session.apply(Command::Desk(command));
            assert_eq!(names(&session), want);
            session.apply(Command::Annotate(AnnotateCommand::Undo));
            assert_eq!(session.settings().bookmarks, before);
        }
        // What changes nothing is no step.
        session.apply(Command::Desk(DeskCommand::RenameBookmark(0, " ".to_owned())));
        session.apply(Command::Desk(DeskCommand::MoveBookmark { from: 0, to: 9 }));
        assert_eq!(session.annotations().done_steps().len(), 3);
        session.apply(Command::View(ViewCommand::SetScale(5000.0)));
        session.advance(10.0);
        session.apply(Command::Desk(DeskCommand::UpdateBookmark(0)));
        assert!((session.settings().bookmarks[0].denominator - 5000.0).abs() < 0.1);
    }

    #[test]
    fn going_to_a_bookmark_brings_layers_theme_and_view_back_as_one_step() {
        let dir = tempfile::tempdir().unwrap();
        let mut session = with_files(dir.path());
        session.apply(Command::ShowLayer("a".to_owned(), false));
        session.apply(Command::SetOpacity("b".to_owned(), 0.4));
        session.apply(Command::View(ViewCommand::SetScale(2000.0)));
        session.advance(100.0);
        session.apply(Command::Desk(DeskCommand::AddBookmark("x".to_owned())));
        session.apply(Command::ShowLayer("a".to_owned(), true));
        session.apply(Command::SetOpacity("b".to_owned(), 1.0));
        session.apply(Command::MoveLayer { layer: "a".to_owned(), before: "b".to_owned() });
        session.apply(Command::SetTheme(Theme::Dark));
        session.apply(Command::View(ViewCommand::SetScale(50_000.0)));
        session.advance(200.0);
        let order = |s: &Session| s.layers().iter().map(|l| l.spec.id.clone()).collect::<Vec<_>>();
        let (before, steps) = (order(&session), session.annotations().done_steps().len());
        session.apply(Command::Desk(DeskCommand::GoToBookmark(0)));
        assert!(session.advance(200.1), "it glides");
        session.advance(300.0);
        assert_eq!(session.annotations().done_steps().len(), steps + 1);
        assert!(!session.layer("a").unwrap().visible);
        assert!((session.layer("b").unwrap().opacity - 0.4).abs() < 1e-6);
        assert_eq!(order(&session), ["a", "b"]);
        assert_eq!(session.settings().theme, Theme::Light);
        assert!((session.viewport().scale_denominator() - 2000.0).abs() < 0.1);
        session.apply(Command::Annotate(AnnotateCommand::Undo));
        session.advance(400.0);
        assert!(session.layer("a").unwrap().visible);
        assert_eq!(order(&session), before);
        assert_eq!(session.settings().theme, Theme::Dark);
        assert!((session.viewport().scale_denominator() - 50_000.0).abs() < 1.0);
        session.apply(Command::Annotate(AnnotateCommand::Redo));
        assert!(!session.layer("a").unwrap().visible);
    }

    #[test]
    fn settings_of_an_older_version_still_load() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("settings.toml");
        let old = "language = \"en\"\n[[bookmarks]]\nname = \"x\"\nlon = 103.9\nlat = 21.3\ndenominator = 5000.0\n";
        std::fs::write(&path, old).unwrap();
        let settings = Settings::load(&path);
        let want = Bookmark {
            name: "x".to_owned(),
            lon: 103.9,
            lat: 21.3,
            denominator: 5000.0,
            look: None,
        };
        assert_eq!(settings.bookmarks, [want]);
        assert!(settings.desk.restores_session && !settings.desk.welcomed);
        let mut session = with_files(dir.path());
        let kept = {
            session.apply(Command::Desk(DeskCommand::AddBookmark("y".to_owned())));
            session.settings().clone()
        };
        kept.save(&path).unwrap();
        assert_eq!(Settings::load(&path), kept);
        assert_eq!(kept.bookmarks[0].look.as_ref().unwrap().layers.len(), 2);
    }
}
