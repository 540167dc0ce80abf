//! Commands about annotations, each as one named step.

use planmap_core::Severity;
use planmap_core::annotation::{Annotation, AnnotationId, Change, Edit, Reply, Shape, Style};
use planmap_core::geometry::Extent;

use super::name_or_nobody;
use crate::annotate_command::AnnotateCommand;
use crate::autosave::Request;
use crate::clock;
use crate::ids::{AnnotationRef, SetId};
use crate::session::Session;
use crate::session::undo::Step;
use crate::tool::{Draw, Purpose, Tool};

/// Whether a request changes annotations. A reader may look at them, measure and restore what a crash
/// left behind.
fn writes(command: &AnnotateCommand) -> bool {
    use AnnotateCommand as C;
    matches!(
        command,
        C::Tool(Some(Purpose::Draw(_)))
            | C::KeepMeasured
            | C::Delete
            | C::Duplicate
            | C::ToFront(_)
            | C::Lock(_)
            | C::Rewrite { .. }
            | C::SetStatus(..)
            | C::Reply(..)
            | C::ForgetFeature(_)
            | C::Merge(_)
            | C::FinishMerge
            | C::TakeUnderneath(_)
    )
}

impl Session {
    #[deny(clippy::wildcard_enum_match_arm)]
    pub(in crate::session) fn annotate(&mut self, command: AnnotateCommand) {
        use AnnotateCommand as C;
        if !self.settings.editor && writes(&command) {
            self.refuse_reader();
            return;
        }
        match command {
            C::Mode(on) => {
                self.annotations.on = on;
                self.annotations.tool = Tool::Select;
                self.annotations.snapped = None;
                self.annotations.grab = None;
                if on {
                    // The panel opens with the tools: opened by the first stroke, it would push
                    // them and the map aside under the hand.
                    self.settings.right_open = true;
                    self.open_annotations_beside_the_map();
                }
            }
            C::Tool(purpose) => {
                self.annotations.on = true;
                self.annotations.snapped = None;
                self.annotations.tool = purpose.map_or(Tool::Select, |p| Tool::Draw(Draw::new(p)));
            }
            C::Pointer { act, at, tolerance_m } => self.pointer(act, at, tolerance_m),
            C::Finish => self.finish_sketch(),
            C::StepBack => {
                if let Tool::Draw(draw) = &mut self.annotations.tool {
                    draw.step_back();
                }
            }
            C::Cancel => self.cancel(),
            C::Enter(text) => self.enter(&text),
            C::KeepMeasured => self.keep_measured(),
            C::Style(style) => self.set_style(style),
            C::Snap(on) => {
                self.annotations.snaps = on;
                self.annotations.snapped = None;
            }
            C::Author(name) => {
                if let Some(keeping) = &mut self.annotations.keeping {
                    keeping.author = name;
                }
            }
            C::Choose { what, add, zoom } => {
                if zoom && let Some(extent) = self.annotations.drawn(&what).map(|d| d.extent) {
                    self.fly_to(&extent);
                }
                self.choose(what, add);
            }
            C::ChooseIn(extent) => self.choose_in(&extent),
            C::Unchoose => self.annotations.chosen.clear(),
            C::Delete => self.delete_chosen(),
            C::Duplicate => self.duplicate_chosen(),
            C::ToFront(front) => self.reorder_chosen(front),
            C::Lock(locked) => self.lock_chosen(locked),
            C::Rewrite { what, title, body } => {
                self.change(&what, "step-rewrite", |a| {
                    a.title = title;
                    a.body = body;
                });
            }
            C::SetStatus(what, status) => self.change(&what, "step-status", |a| a.status = status),
            C::Reply(what, body) => self.reply(&what, body),
            C::ForgetFeature(what) => self.change(&what, "step-rewrite", |a| a.about = None),
            C::Undo => self.travel(1),
            C::Redo => self.travel(-1),
            C::Travel(steps) => self.travel(steps),
            C::OpenSet(path) => self.open_set(&path),
            C::CloseSet(id) => self.close_set(id),
            C::Activate(id) => self.annotations.active = self.annotations.set(id).map(|s| s.id),
            C::ShowSet(id, visible) => {
                if let Some(open) = self.annotations.set_mut(id) {
                    open.visible = visible;
                }
            }
            C::SaveAs(id, path) => {
                if let Some(open) = self.annotations.set(id) {
                    open.ask(Request::MoveTo(path));
                }
            }
            C::Retry(id) => {
                if let Some(open) = self.annotations.set(id) {
                    open.ask(Request::Save);
                }
            }
            C::TakeUnderneath(id) => self.take_underneath(id),
            C::Recover(id, wanted) => self.recover(id, wanted),
            C::Merge(path) => self.merge_file(&path),
            C::Pick(id, pick) => self.pick(id, pick),
            C::FinishMerge => self.finish_merge(),
            C::DropMerge => self.annotations.merge = None,
        }
        self.annotations.revision += 1;
    }

    /// Says why nothing happens.
    pub(in crate::session) fn refuse_reader(&mut self) {
        self.notify(Severity::Note, "reader-refuses", Vec::new());
    }

    pub(in crate::session) fn set_editor(&mut self, editor: bool) {
        self.settings.editor = editor;
        let draws = matches!(&self.annotations.tool, Tool::Draw(d) if matches!(d.purpose(), Purpose::Draw(_)));
        if editor {
            self.notices.retain(|n| n.key != "reader-refuses");
        } else if draws {
            self.annotations.tool = Tool::Select;
        }
        self.annotations.grab = None;
        self.annotations.revision += 1;
    }

    /// Carries out an edit as a step that can be taken back. Returns whether it was.
    pub(super) fn edit(&mut self, set: SetId, name: &'static str, edit: &Edit) -> bool {
        if edit.is_empty() {
            return false;
        }
        if let Some(who) = self.annotations.set(set).and_then(|s| s.held_by.clone()) {
            self.notify(Severity::Warning, "annotations-held", vec![("who", name_or_nobody(who))]);
            return false;
        }
        if self.annotations.set(set).is_some_and(|s| s.opening) {
            self.notify(Severity::Note, "annotations-opening", Vec::new());
            return false;
        }
        let Some(inverse) = self.carry_out(set, edit) else {
            return false;
        };
        self.annotations.history.push(name, Step::Annotations { set, edit: inverse });
        true
    }

    /// Whether an annotation may be moved, changed or deleted.
    pub(super) fn may_change(&self, what: &AnnotationRef) -> bool {
        let open = self.annotations.set(what.set).filter(|_| self.settings.editor);
        open.is_some_and(|s| s.held_by.is_none() && s.set.get(&what.id).is_some_and(|a| !a.locked))
    }

    /// Changes one annotation as a step. Words and status of a locked one may change: the lock
    /// guards what is drawn.
    pub(in crate::session) fn change(
        &mut self,
        what: &AnnotationRef,
        name: &'static str,
        change: impl FnOnce(&mut Annotation),
    ) {
        let Some(old) = self.annotations.set(what.set).and_then(|s| s.set.get(&what.id)) else {
            return;
        };
        let mut new = (**old).clone();
        change(&mut new);
        if new == **old {
            return;
        }
        new.modified = clock::utc_now();
        self.edit(what.set, name, &Edit::put([new]));
    }

    pub(super) fn reshape(&mut self, what: &AnnotationRef, name: &'static str, shape: Shape) {
        if self.may_change(what) {
            self.change(what, name, |a| a.shape = shape);
        }
    }

    /// Changes all that is chosen and not locked, as one step a set.
    pub(super) fn change_chosen(
        &mut self,
        name: &'static str,
        change: impl Fn(&Annotation) -> Annotation,
    ) {
        let now = clock::utc_now();
        for set in self.chosen_sets() {
            let put: Vec<Annotation> = self
                .chosen_of(set)
                .filter(|a| !a.locked)
                .map(|a| (a, change(a)))
                .filter(|(old, new)| *new != **old)
                .map(|(_, new)| Annotation { modified: now.clone(), ..new })
                .collect();
            self.edit(set, name, &Edit::put(put));
        }
    }

    fn chosen_sets(&self) -> Vec<SetId> {
        let mut sets: Vec<SetId> = self.annotations.chosen.iter().map(|c| c.set).collect();
        sets.dedup();
        sets
    }

    fn chosen_of(&self, set: SetId) -> impl Iterator<Item = &Annotation> {
        let open = self.annotations.set(set);
        let chosen = self.annotations.chosen.iter().filter(move |c| c.set == set);
        chosen.filter_map(move |c| open?.set.get(&c.id)).map(AsRef::as_ref)
    }

    pub(super) fn choose(&mut self, what: AnnotationRef, add: bool) {
        let chosen = &mut self.annotations.chosen;
        if add && chosen.contains(&what) {
            chosen.remove(&what);
            return;
        }
        if !add {
            chosen.clear();
        }
        if let Some(a) = self.annotations.set(what.set).and_then(|s| s.set.get(&what.id)) {
            self.annotations.style = a.style;
            self.annotations.chosen.insert(what);
            self.settings.right_open = true;
        }
    }

    fn choose_in(&mut self, extent: &Extent) {
        let inside = |d: &&crate::drawn::Drawn| {
            extent.contains(d.extent.min) && extent.contains(d.extent.max)
        };
        self.annotations.chosen = self
            .annotations
            .sets
            .iter()
            .filter(|s| s.visible)
            .flat_map(|s| {
                s.drawn.in_extent(extent).into_iter().filter(inside).map(move |d| (s.id, d))
            })
            .map(|(set, d)| AnnotationRef { set, id: d.annotation.id.clone() })
            .collect();
    }

    fn set_style(&mut self, style: Style) {
        self.annotations.style = style;
        // Dragging a slider is one step, not a hundred.
        let goes_on = self.annotations.history.last().is_some_and(|n| n.name == "step-style");
        let before = self.annotations.history.done().len();
        self.change_chosen("step-style", |a| Annotation { style, ..a.clone() });
        let one_set = self.chosen_sets().len() == 1;
        if goes_on && one_set && self.annotations.history.done().len() == before + 1 {
            self.annotations.history.join_last(Step::joined);
        }
    }

    fn delete_chosen(&mut self) {
        for set in self.chosen_sets() {
            let gone: Vec<Change> = self
                .chosen_of(set)
                .filter(|a| !a.locked)
                .map(|a| Change::Remove(a.id.clone()))
                .collect();
            self.edit(set, "step-delete", &Edit { changes: gone });
        }
    }

    fn duplicate_chosen(&mut self) {
        // A few points aside on the screen, so that the copy is seen.
        let aside = self.viewport().metres_per_point() * 14.0;
        let here = self.viewport().centre();
        let there = planmap_core::MapPoint::new(here.x + aside, here.y - aside);
        let degrees = |p| planmap_core::crs::geo_from_map(p, self.map_crs());
        let (Ok(from), Ok(to)) = (degrees(here), degrees(there)) else {
            return;
        };
        let now = clock::utc_now();
        for set in self.chosen_sets() {
            let copies: Vec<Annotation> = self
                .chosen_of(set)
                .map(|a| Annotation {
                    shape: a.shape.moved(to.lon - from.lon, to.lat - from.lat),
                    created: now.clone(),
                    modified: now.clone(),
                    author: self.annotations.author().to_owned(),
                    replies: Vec::new(),
                    locked: false,
                    ..a.copied_as(AnnotationId::new(&clock::new_id()))
                })
                .collect();
            let ids: Vec<AnnotationId> = copies.iter().map(|a| a.id.clone()).collect();
            if self.edit(set, "step-duplicate", &Edit::put(copies)) {
                self.annotations.chosen.retain(|c| c.set != set);
                self.annotations.chosen.extend(ids.into_iter().map(|id| AnnotationRef { set, id }));
            }
        }
    }

    fn reorder_chosen(&mut self, front: bool) {
        for set in self.chosen_sets() {
            let Some((over, under)) = self.annotations.set(set).map(|s| s.set.outer_orders())
            else {
                continue;
            };
            let order = if front { over } else { under };
            let put: Vec<Annotation> =
                self.chosen_of(set).map(|a| Annotation { order, ..a.clone() }).collect();
            self.edit(set, if front { "step-to-front" } else { "step-to-back" }, &Edit::put(put));
        }
    }

    fn lock_chosen(&mut self, locked: bool) {
        let now = clock::utc_now();
        for set in self.chosen_sets() {
            let put: Vec<Annotation> = self
                .chosen_of(set)
                .filter(|a| a.locked != locked)
                .map(|a| Annotation { locked, modified: now.clone(), ..a.clone() })
                .collect();
            self.edit(set, if locked { "step-lock" } else { "step-unlock" }, &Edit::put(put));
        }
    }

    fn reply(&mut self, what: &AnnotationRef, body: String) {
        if body.trim().is_empty() {
            return;
        }
        let author = self.annotations.author().to_owned();
        self.change(what, "step-reply", |a| {
            a.replies.push(Reply { id: clock::new_id(), author, time: clock::utc_now(), body });
            if a.status == planmap_core::annotation::Status::Open {
                a.status = planmap_core::annotation::Status::Answered;
            }
        });
    }

    /// Esc: first what is being drawn or dragged, then what is chosen, then the tool.
    fn cancel(&mut self) {
        self.annotations.snapped = None;
        if self.annotations.grab.take().is_some() {
            return;
        }
        if let Tool::Draw(draw) = &mut self.annotations.tool {
            if !draw.cancel() {
                self.annotations.tool = Tool::Select;
            }
        } else if self.annotations.chosen.is_empty() {
            self.annotations.on = false;
        } else {
            self.annotations.chosen.clear();
        }
    }

    fn close_set(&mut self, id: SetId) {
        // Dropping the set waits for the thread to write what is left.
        self.annotations.sets.retain(|s| s.id != id);
        self.annotations.chosen.retain(|c| c.set != id);
        self.annotations
            .history
            .retain(|step| !matches!(step, Step::Annotations { set, .. } if *set == id));
        if self.annotations.active == Some(id) {
            self.annotations.active = self.annotations.sets.last().map(|s| s.id);
        }
    }

    fn recover(&mut self, id: SetId, wanted: bool) {
        let Some(found) = self.annotations.set_mut(id).and_then(|s| s.found.take()) else {
            return;
        };
        if wanted && let Some(open) = self.annotations.set(id) {
            // What was drawn since the file was opened stays on top.
            let brought =
                planmap_core::annotation::merge(&found.now.set, &open.set, &found.merged.set);
            let edit = open.set.edit_to(&brought.set);
            self.edit(id, "step-recover", &edit);
        }
        if let Some(open) = self.annotations.set(id) {
            open.ask(Request::PutAside(found));
        }
    }
}
