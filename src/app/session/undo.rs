//! One history for everything that a user changes: annotations, layers, bookmarks.
//!
//! Owns what a step is and how it is carried out. Must not decide what counts as a step: the
//! commands do.

use planmap_core::annotation::Edit;
use planmap_core::legend::ClassId;

use super::Session;
use super::annotations::SetId;
use super::desk::{Shown, TakenLayer};
use crate::command::Command;
use crate::settings::Bookmark;

/// Seconds within which moves of one slider are one step.
const ONE_STEP_S: f64 = 1.5;

/// How the layers are shown, from bottom to top.
#[derive(Debug, Clone, PartialEq)]
pub struct LayersState(pub(super) Vec<(String, bool, f32, Vec<ClassId>)>);

/// A step that can be carried out, and whose inverse is one too.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Annotations of a set.
    Annotations {
        /// The set.
        set: SetId,
        /// The edit.
        edit: Edit,
    },
    /// How layers are shown.
    Layers(LayersState),
    /// The remembered views.
    Bookmarks(Vec<Bookmark>),
    /// Layers, theme and view at once.
    Shown(Box<Shown>),
    /// Brings a layer back that was taken off.
    PutBack(Box<TakenLayer>),
    /// Takes it off.
    TakeOff(Box<TakenLayer>),
}

impl Step {
    /// Two inverses as one: the later one's is carried out first.
    pub(super) fn joined(earlier: Self, later: Self) -> Self {
        match (earlier, later) {
            (Self::Annotations { edit: first, .. }, Self::Annotations { set, edit: mut last }) => {
                last.changes.extend(first.changes);
                Self::Annotations { set, edit: last }
            }
            (earlier, _) => earlier,
        }
    }
}

/// The name of the step that a command is, if it changes how layers are shown.
fn layer_step(command: &Command) -> Option<&'static str> {
    match command {
        Command::ShowLayer(..) | Command::ShowPlan(..) => Some("step-layer-show"),
        Command::SetOpacity(..) => Some("step-layer-opacity"),
        Command::MoveLayer { .. } => Some("step-layer-order"),
        Command::ShowClass(..) => Some("step-layer-class"),
        _ => None,
    }
}

impl Session {
    pub(super) fn layers_state(&self) -> LayersState {
        let state = |l: &crate::layer::Layer| (l.spec.id.clone(), l.visible, l.opacity, l.hidden_classes.clone());
        LayersState(self.layers.iter().map(state).collect())
    }

    /// What has to be noted before a command that is a step.
    pub(super) fn before_step(&self, command: &Command) -> Option<(&'static str, LayersState)> {
        layer_step(command).map(|name| (name, self.layers_state()))
    }

    /// Notes the step if the command has changed anything.
    pub(super) fn after_step(&mut self, name: &'static str, before: LayersState) {
        if self.layers_state() == before {
            return;
        }
        let goes_on = name == "step-layer-opacity"
            && self.now_s - self.last_layer_step_s < ONE_STEP_S
            && self.annotations.history.last().is_some_and(|n| n.name == name);
        self.last_layer_step_s = self.now_s;
        if !goes_on {
            self.annotations.history.push(name, Step::Layers(before));
        }
    }

    /// Whether the next step back, or else forward, may be taken: a reader changes no annotation.
    #[must_use]
    pub fn may_travel(&self, back: bool) -> bool {
        let history = &self.annotations.history;
        let next = if back { history.next_undo() } else { history.next_redo() };
        self.settings.editor || !matches!(next, Some(Step::Annotations { .. }))
    }

    /// Takes steps back, or does them again where the number is negative.
    pub(super) fn travel(&mut self, steps: i32) {
        for _ in 0..steps.unsigned_abs() {
            if !self.may_travel(steps > 0) {
                self.refuse_reader();
                return;
            }
            let mut history =
                std::mem::replace(&mut self.annotations.history, planmap_core::annotation::History::new(1));
            let name = if steps > 0 {
                history.undo(|s| self.carry_out_step(s))
            } else {
                history.redo(|s| self.carry_out_step(s))
            };
            self.annotations.history = history;
            if name.is_none() {
                return;
            }
        }
    }

    fn carry_out_step(&mut self, step: &Step) -> Step {
        match step {
            Step::Annotations { set, edit } => {
                Step::Annotations { set: *set, edit: self.carry_out(*set, edit).unwrap_or_default() }
            }
            Step::Layers(state) => {
                let now = self.layers_state();
                self.show_layers_as(state);
                Step::Layers(now)
            }
            Step::Bookmarks(list) => Step::Bookmarks(std::mem::replace(&mut self.settings.bookmarks, list.clone())),
            Step::Shown(shown) => self.carry_out_shown(shown),
            Step::PutBack(layer) => self.put_layer_back(layer),
            Step::TakeOff(layer) => self.take_off_again(layer),
        }
    }

    pub(super) fn show_layers_as(&mut self, LayersState(state): &LayersState) {
        for (id, visible, opacity, hidden) in state {
            if let Some(layer) = self.layers.iter_mut().find(|l| l.spec.id == *id) {
                layer.visible = *visible;
                layer.opacity = *opacity;
                layer.hidden_classes.clone_from(hidden);
            }
        }
        // Layers that were opened since stay where they are: on top.
        let place = |id: &str| state.iter().position(|(i, ..)| i == id).unwrap_or(usize::MAX);
        self.layers.sort_by_key(|l| place(&l.spec.id));
        self.rebuild_scene();
    }
}
