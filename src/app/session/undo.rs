//! One history for everything that a user changes: annotations, layers, bookmarks.
//!
//! Owns what a step is and how it is carried out. Must not decide what counts as a step: the
//! commands do.

use planmap_core::annotation::{Change, Edit};
use planmap_core::geometry::Extent;
use planmap_core::legend::ClassId;

use super::Session;
use super::desk::Shown;
use super::scene::SceneChange;
use super::subject::Subject;
use super::taken::TakenLayer;
use crate::command::Command;
use crate::ids::{AnnotationRef, SetId};
use crate::settings::Bookmark;

/// Seconds within which moves of one slider are one step.
const ONE_STEP_S: f64 = 1.5;

/// How the layers are shown, from bottom to top.
#[derive(Debug, Clone, PartialEq)]
pub struct LayersState(pub(super) Vec<(String, bool, f32, Vec<ClassId>)>);

/// Steps that a command took back or did again.
#[derive(Debug, Clone)]
pub(super) struct Travelled {
    /// The name of the last one.
    name: &'static str,
    /// What that one was about.
    subject: Option<Subject>,
    count: i32,
    back: bool,
}

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
    /// Brings layers back that were taken off.
    PutBack(Vec<TakenLayer>),
    /// Takes layers off that were opened or brought back.
    TakeOff(Vec<TakenLayer>),
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
        let state = |l: &crate::layer::Layer| {
            (l.spec.id.clone(), l.visible, l.opacity, l.hidden_classes.clone())
        };
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

    /// Takes steps back, or does them again where the number is negative; says which, and goes there.
    pub(super) fn travel(&mut self, steps: i32) {
        let mut place = Extent::EMPTY;
        let mut travelled: Option<Travelled> = None;
        for _ in 0..steps.unsigned_abs() {
            if !self.may_travel(steps > 0) {
                self.refuse_reader();
                break;
            }
            let mut history = std::mem::replace(
                &mut self.annotations.history,
                planmap_core::annotation::History::new(1),
            );
            let mut subject = None;
            let mut carry_out = |step: &Step| {
                let before = self.place_of(step);
                subject = self.subject_of(step);
                let inverse = self.carry_out_step(step);
                let after = self.place_of(step);
                // What is gone was there; what is there again is where it is now.
                place = place.union(if after.is_empty() { before } else { after });
                inverse
            };
            let name =
                if steps > 0 { history.undo(&mut carry_out) } else { history.redo(&mut carry_out) };
            self.annotations.history = history;
            let Some(name) = name else {
                break;
            };
            let count = travelled.map_or(0, |t| t.count) + 1;
            travelled = Some(Travelled { name, subject, count, back: steps > 0 });
        }
        let is_seen = self.target_viewport().extent().intersects(&place);
        if !place.is_empty() && !is_seen && !self.meeting.on {
            self.fly_to(&place);
        }
        self.travelled = travelled;
        self.forget_settled_texts();
    }

    /// Says what was taken back or done again by the command that ends, with the way back.
    pub(super) fn tell_travelled(&mut self) {
        let Some(Travelled { name, subject, count, back }) = self.travelled.take() else {
            return;
        };
        self.notices.retain(|n| !matches!(n.key, "notice-undone" | "notice-redone"));
        let (key, steps) = if back { ("notice-undone", -count) } else { ("notice-redone", count) };
        let mut args = vec![("step", name.to_owned())];
        args.extend(Subject::args(subject.as_ref()));
        self.offer_step(key, args, steps);
    }

    /// The ground that a step's annotations take up now.
    fn place_of(&self, step: &Step) -> Extent {
        let mut place = Extent::EMPTY;
        let Step::Annotations { set, edit } = step else {
            return place;
        };
        for change in &edit.changes {
            let id = match change {
                Change::Put(annotation) => annotation.id.clone(),
                Change::Remove(id) => id.clone(),
            };
            if let Some(drawn) = self.annotations.drawn(&AnnotationRef { set: *set, id }) {
                place = place.union(drawn.extent);
            }
        }
        place
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    fn carry_out_step(&mut self, step: &Step) -> Step {
        match step {
            Step::Annotations { set, edit } => Step::Annotations {
                set: *set,
                edit: self.carry_out(*set, edit).unwrap_or_default(),
            },
            Step::Layers(state) => {
                let now = self.layers_state();
                self.show_layers_as(state);
                Step::Layers(now)
            }
            Step::Bookmarks(list) => {
                Step::Bookmarks(std::mem::replace(&mut self.settings.bookmarks, list.clone()))
            }
            Step::Shown(shown) => self.carry_out_shown(shown),
            Step::PutBack(layers) => self.put_layers_back(layers),
            Step::TakeOff(layers) => self.take_layers_off(layers),
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
        self.scene.changed(SceneChange::Look);
    }
}
