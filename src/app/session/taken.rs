//! Layers that come and go as steps of the history: opened over the map, taken off it, brought back.
//!
//! Owns what is kept of a layer to bring it back as it was. Its file is read again then; the order and
//! the look of layers that stay are steps of [`super::undo`].

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::catalogue::LayerSpec;
use planmap_core::i18n::Language;
use planmap_core::legend::{ClassId, Legend};

use super::Session;
use super::undo::Step;
use crate::layer::ReadChoice;

/// A layer that was taken off the map, with what is needed to bring it back.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenLayer {
    place: usize,
    spec: Arc<LayerSpec>,
    path: PathBuf,
    legend: Option<Arc<Legend>>,
    visible: bool,
    opacity: f32,
    hidden: Vec<ClassId>,
    choice: ReadChoice,
}

impl TakenLayer {
    /// Its name in a language.
    pub(super) fn name(&self, language: Language) -> &str {
        self.spec.name.get(language)
    }
}

impl Session {
    /// What brings a layer back as it is now; none for one that the program made.
    fn to_take(&self, id: &str) -> Option<TakenLayer> {
        let (place, layer) =
            self.layers.iter().enumerate().find(|(_, layer)| layer.spec.id == id)?;
        (!layer.is_computed()).then(|| TakenLayer {
            place,
            spec: Arc::clone(&layer.spec),
            path: layer.path.clone(),
            legend: layer.legend.clone(),
            visible: layer.visible,
            opacity: layer.opacity,
            hidden: layer.hidden_classes.clone(),
            choice: layer.choice.clone(),
        })
    }

    /// Opens files over what is on the map, as one step that can be taken back. What is opened while
    /// there is nothing is no step: taking steps back never leaves an empty map.
    pub(super) fn open_over_the_map(&mut self, files: &[PathBuf]) {
        let before: Vec<String> = self.layers.iter().map(|layer| layer.spec.id.clone()).collect();
        files.iter().for_each(|path| self.open_file(path));
        let ids = self.layers.iter().map(|layer| &layer.spec.id);
        let opened: Vec<TakenLayer> =
            ids.filter(|id| !before.contains(id)).filter_map(|id| self.to_take(id)).collect();
        if !before.is_empty() && !opened.is_empty() {
            self.annotations.history.push("step-layer-open", Step::TakeOff(opened));
        }
    }

    /// A file turned out not to be readable, so that it is no layer: that it was opened is no step.
    pub(super) fn forget_opened(&mut self, id: &str) {
        let names_it_alone =
            |layers: &[TakenLayer]| matches!(layers, [layer] if layer.spec.id == id);
        self.annotations
            .history
            .retain(|step| !matches!(step, Step::TakeOff(layers) if names_it_alone(layers)));
    }

    /// Takes a layer off the map as a step that can be taken back.
    pub(super) fn take_layer_off(&mut self, id: &str) {
        let taken = self.to_take(id);
        self.remove_layer(id);
        if let Some(taken) = taken {
            self.annotations.history.push("step-layer-remove", Step::PutBack(vec![taken]));
        }
    }

    /// Brings layers back and reads their files again; returns what takes them off.
    pub(super) fn put_layers_back(&mut self, layers: &[TakenLayer]) -> Step {
        // From the bottom up, so that each finds its place.
        for taken in layers {
            self.put_layer_back(taken);
        }
        self.watch_layers();
        Step::TakeOff(layers.to_vec())
    }

    fn put_layer_back(&mut self, taken: &TakenLayer) {
        if self.layer(&taken.spec.id).is_some() {
            return;
        }
        self.add_layer((*taken.spec).clone(), taken.path.clone(), taken.legend.clone());
        if let Some(mut layer) = self.layers.pop() {
            layer.visible = taken.visible;
            layer.opacity = taken.opacity;
            layer.hidden_classes.clone_from(&taken.hidden);
            layer.choice = taken.choice.clone();
            let place = taken.place.min(self.layers.len());
            self.layers.insert(place, layer);
        }
        self.reload(&taken.spec.id, None);
    }

    /// Takes layers off; returns what brings them back in the look that they had last.
    pub(super) fn take_layers_off(&mut self, layers: &[TakenLayer]) -> Step {
        let now: Vec<TakenLayer> =
            layers.iter().filter_map(|layer| self.to_take(&layer.spec.id)).collect();
        for layer in &now {
            self.remove_layer(&layer.spec.id);
        }
        Step::PutBack(now)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use super::*;
    use crate::annotate_command::AnnotateCommand;
    use crate::command::Command;
    use crate::settings::Settings;

    fn file(dir: &Path, name: &str) -> PathBuf {
        let path = dir.join(name);
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},
            "geometry":{"type":"Polygon","coordinates":[[[103.9,21.3],[103.91,21.3],[103.91,21.31],[103.9,21.3]]]}}]}"#;
        std::fs::write(&path, text).unwrap();
        path
    }

    fn with_files(dir: &Path) -> Session {
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        session.apply(Command::Open(vec![file(dir, "a.geojson"), file(dir, "b.geojson")]));
        session.wait_until_loaded();
        session
    }

    fn ids(session: &Session) -> Vec<&str> {
        session.layers().iter().map(|layer| layer.spec.id.as_str()).collect()
    }

    fn step(session: &mut Session, command: AnnotateCommand) {
        session.apply(Command::Annotate(command));
        session.wait_until_loaded();
    }

    #[test]
    fn a_layer_that_was_removed_comes_back_where_it_was_in_its_look() {
        let dir = tempfile::tempdir().unwrap();
        let mut session = with_files(dir.path());
        session.apply(Command::SetOpacity("a".to_owned(), 0.3));
        session.apply(Command::ShowLayer("a".to_owned(), false));
        session.apply(Command::RemoveLayer("a".to_owned()));
        assert!(session.layer("a").is_none());
        assert_eq!(session.notices().last().unwrap().key, "notice-layer-removed");
        step(&mut session, AnnotateCommand::Undo);
        assert_eq!(ids(&session), ["a", "b"]);
        let layer = session.layer("a").unwrap();
        assert!((layer.opacity - 0.3).abs() < 1e-6 && !layer.visible);
        assert_eq!(layer.features().unwrap().len(), 1);
        step(&mut session, AnnotateCommand::Redo);
        assert_eq!(ids(&session), ["b"]);
    }

    #[test]
    fn files_opened_over_the_map_go_and_come_as_one_step() {
        let dir = tempfile::tempdir().unwrap();
        let mut session = with_files(dir.path());
        assert_eq!(
            session.annotations().done_steps().len(),
            0,
            "what there is to begin with is no step"
        );
        session.apply(Command::Open(vec![
            file(dir.path(), "c.geojson"),
            file(dir.path(), "d.geojson"),
        ]));
        session.wait_until_loaded();
        assert_eq!(session.annotations().done_steps().collect::<Vec<_>>(), ["step-layer-open"]);
        session.apply(Command::SetOpacity("d".to_owned(), 0.4));
        session.apply(Command::MoveLayer { layer: "d".to_owned(), before: "a".to_owned() });
        assert_eq!(ids(&session), ["d", "a", "b", "c"]);
        for wanted in [vec!["a", "b", "c", "d"], vec!["a", "b", "c", "d"], vec!["a", "b"]] {
            step(&mut session, AnnotateCommand::Undo);
            assert_eq!(ids(&session), wanted);
        }
        let notice = session.notices().last().unwrap();
        assert_eq!(notice.key, "notice-undone");
        assert!(notice.args.contains(&("step", "step-layer-open".to_owned())));
        for _ in 0..3 {
            step(&mut session, AnnotateCommand::Redo);
        }
        assert_eq!(ids(&session), ["d", "a", "b", "c"]);
        assert!((session.layer("d").unwrap().opacity - 0.4).abs() < 1e-6);
        assert!(session.layer("d").unwrap().features().is_some());
    }

    #[test]
    fn a_file_that_cannot_be_read_and_one_that_is_open_are_no_steps() {
        let dir = tempfile::tempdir().unwrap();
        let mut session = with_files(dir.path());
        let broken = dir.path().join("broken.geojson");
        std::fs::write(&broken, "no map at all").unwrap();
        session.apply(Command::Open(vec![broken]));
        session.wait_until_loaded();
        session.apply(Command::Open(vec![dir.path().join("a.geojson")]));
        session.wait_until_loaded();
        assert_eq!(ids(&session), ["a", "b"]);
        assert_eq!(session.annotations().done_steps().len(), 0);
    }
}
