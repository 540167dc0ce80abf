//! The search box in the session: commands in, indexes and hits taken in, the view while hits are
//! looked at.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use planmap_core::geometry::Extent;

use super::loading::Message;
use crate::action::Action;
use crate::annotate_command::AnnotateCommand;
use crate::bottom::{BottomCommand, BottomTab};
use crate::command::Command;
use crate::layer::LoadState;
use crate::search::{
    Hit, LayerIndex, Limits, SearchCommand, SearchMessage, SearchState, Snapshot, Target,
};
use crate::session::Session;

/// Metres around a typed coordinate that are shown, and in which it is asked for.
const AROUND_M: f64 = 600.0;
/// Metres in which lines and points answer at a typed coordinate.
const TOLERANCE_M: f64 = 5.0;

impl Session {
    /// The search box.
    #[must_use]
    pub fn search(&self) -> &SearchState {
        &self.search
    }

    /// The command of the list given with [`SearchCommand::SetActions`] that was chosen, once: its
    /// owner carries it out.
    pub fn take_chosen_action(&mut self) -> Option<Action> {
        self.search.chosen_action.take()
    }

    /// Searches at once, on this thread. For the command line and tests; waits for nothing.
    #[must_use]
    pub fn search_now(&self, text: &str, limits: Limits) -> Vec<Hit> {
        self.search_snapshot().search(text, limits, &|| false)
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_search(&mut self, command: SearchCommand) {
        match command {
            SearchCommand::Prepare => self.prepare_search(),
            SearchCommand::Open => {
                self.search.open = true;
                self.prepare_search();
            }
            SearchCommand::Close => {
                if let Some(before) = self.search.before.take() {
                    self.peek_at_view(before);
                }
                self.close_search();
            }
            SearchCommand::Leave => {
                if let Some(before) = self.search.before.take() {
                    self.note_left_view(before);
                }
                self.close_search();
            }
            SearchCommand::SetText(text) => {
                self.search.text = text;
                self.search.marked = None;
                self.search.previewed = None;
                self.prepare_search();
                self.search_again();
            }
            SearchCommand::Move(steps) => {
                let count = self.search.hits.len() as i64;
                if count > 0 {
                    let now =
                        self.search.marked.map_or(if steps > 0 { -1 } else { 0 }, |m| m as i64);
                    self.preview((now + i64::from(steps)).rem_euclid(count) as usize);
                }
            }
            SearchCommand::Preview(hit) => self.preview(hit),
            SearchCommand::Choose(hit) => {
                // What is typed and not yet looked for is looked for now: Enter may be quick.
                if !self.search.is_current() && !self.search.text.trim().is_empty() {
                    let hits = self.search_now(&self.search.text, Limits::LIST);
                    self.search.hits = Arc::new(crate::search::by_kind(hits));
                    self.search.found_for = self.search.text.clone();
                }
                let chosen = hit.or(self.search.marked).unwrap_or(0);
                if let Some(hit) = self.search.hits.get(chosen).cloned() {
                    self.choose_hit(&hit);
                }
            }
            SearchCommand::SetActions(actions) => {
                if *self.search.actions != actions {
                    self.search.actions = Arc::new(actions);
                    if self.search.open {
                        self.search_again();
                    }
                }
            }
        }
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn take_search(&mut self, message: SearchMessage) {
        match message {
            SearchMessage::Indexed { layer, generation, index } => {
                let state = self.search.indexes.get_mut(&layer).filter(|(of, _)| *of == generation);
                if let Some((_, slot)) = state {
                    *slot = Some(index);
                    if self.search.open {
                        self.search_again();
                    }
                }
            }
            SearchMessage::Found { turn, text, hits, took_ms } => {
                if turn != self.search.turn || text != self.search.text {
                    return;
                }
                let marked = self.search.marked.and_then(|m| self.search.hits.get(m)).cloned();
                self.search.hits = Arc::new(hits);
                self.search.found_for = text;
                self.search.took_ms = took_ms;
                // The mark stays on its hit when more comes in.
                let same = |h: &Hit| {
                    marked.as_ref().is_some_and(|m| m.target == h.target && m.label == h.label)
                };
                self.search.marked = self.search.hits.iter().position(same);
                self.search.previewed =
                    self.search.marked.filter(|_| self.search.previewed.is_some());
            }
        }
    }

    fn close_search(&mut self) {
        let s = &mut self.search;
        s.turn += 1;
        s.newest.store(s.turn, Ordering::Release);
        s.open = false;
        s.text.clear();
        s.found_for.clear();
        s.hits = Arc::default();
        (s.marked, s.previewed, s.before) = (None, None, None);
    }

    /// From now on every layer that is loaded gets an index.
    fn prepare_search(&mut self) {
        self.search.prepared = true;
        self.index_for_search();
    }

    /// Starts to index what is loaded and has no index of its load, and drops what is gone.
    pub(super) fn index_for_search(&mut self) {
        if !self.search.prepared {
            return;
        }
        let layers = &self.layers;
        let lives = |id: &String, (generation, _): &mut (u64, _)| {
            layers
                .iter()
                .any(|l| l.spec.id == *id && l.generation == *generation && l.content().is_some())
        };
        self.search.indexes.retain(lives);
        let mut wanted = Vec::new();
        for layer in self.layers.iter().filter(|l| !l.is_computed()) {
            if let LoadState::Ready(content) = &layer.state
                && !self.search.indexes.contains_key(&layer.spec.id)
            {
                wanted.push((layer.spec.id.clone(), layer.generation, content.drawn.clone()));
            }
        }
        for (layer, generation, drawn) in wanted {
            self.search.indexes.insert(layer.clone(), (generation, None));
            self.jobs.spawn(move || {
                let index = Arc::new(LayerIndex::build(&drawn, &|| false));
                Message::Search(SearchMessage::Indexed { layer, generation, index })
            });
        }
    }

    fn search_snapshot(&self) -> Snapshot {
        // In the order of the layers, so that equal hits come alike each time.
        let index = |id: &str| self.search.indexes.get(id).and_then(|(_, index)| index.clone());
        let layers = self.layers.iter().filter_map(|l| index(&l.spec.id)).collect();
        let notes = self.annotations.sets().iter().map(|s| (s.id, Arc::clone(&s.set))).collect();
        Snapshot::new(
            Arc::clone(&self.catalogue),
            layers,
            notes,
            Arc::clone(&self.search.actions),
            self.settings.language,
            Arc::clone(&self.search.entries),
        )
    }

    /// Looks for what is typed, on a worker; only the newest turn counts.
    fn search_again(&mut self) {
        self.search.turn += 1;
        let (turn, newest) = (self.search.turn, Arc::clone(&self.search.newest));
        newest.store(turn, Ordering::Release);
        if self.search.text.trim().is_empty() {
            self.search.hits = Arc::default();
            self.search.found_for = self.search.text.clone();
            return;
        }
        let (snapshot, text) = (self.search_snapshot(), self.search.text.clone());
        self.jobs.spawn(move || {
            let outdated = || newest.load(Ordering::Acquire) != turn;
            let begun = Instant::now();
            let hits = if outdated() {
                Vec::new()
            } else {
                snapshot.search(&text, Limits::LIST, &outdated)
            };
            let took_ms = begun.elapsed().as_secs_f64() * 1e3;
            let hits = crate::search::by_kind(hits);
            Message::Search(SearchMessage::Found { turn, text, hits, took_ms })
        });
    }

    /// Marks a hit and shows it on the map, without a trace in the history of views.
    fn preview(&mut self, number: usize) {
        let Some(hit) = self.search.hits.get(number) else {
            return;
        };
        let extent = shown_extent(hit);
        self.search.marked = Some(number);
        self.search.previewed = Some(number);
        if extent.is_empty() {
            return;
        }
        if self.search.before.is_none() {
            self.search.before = Some(*self.target_viewport());
        }
        self.shows_everything = false;
        self.peek_at(&extent);
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    fn choose_hit(&mut self, hit: &Hit) {
        // The way back leads to where the search began, not to what was only looked at.
        if let Some(before) = self.search.before.take() {
            self.note_left_view(before);
        }
        self.close_search();
        let extent = shown_extent(hit);
        match &hit.target {
            Target::Site(id) => {
                self.carry_out_command(Command::SelectSite { id: id.clone(), zoom: true });
            }
            Target::Feature(feature) => {
                let (layer, feature) = (feature.layer.clone(), feature.feature);
                self.carry_out_command(Command::SelectFeature { layer, feature });
                self.fly_to(&extent);
            }
            Target::Features(feature) => {
                let (layer, feature) = (feature.layer.clone(), feature.feature);
                self.carry_out_command(Command::SelectFeature { layer, feature });
                self.fly_to(&extent);
            }
            Target::Place => {
                if let Some(at) = hit.at {
                    self.fly_to(&extent);
                    self.carry_out_command(Command::Identify { at, tolerance_m: TOLERANCE_M });
                }
            }
            Target::Extent => self.fly_to(&extent),
            Target::Layer(id) => {
                let show = Command::ShowLayer(id.clone(), true);
                let step = self.before_step(&show);
                self.carry_out_command(show);
                if let Some((name, layers)) = step {
                    self.after_step(name, layers);
                }
                self.fly_to(&extent);
            }
            Target::Project(_) => {
                self.carry_out_command(Command::Bottom(BottomCommand::Open(BottomTab::Projects)));
            }
            Target::Annotation(what) => {
                let what = what.clone();
                self.carry_out_command(Command::Annotate(AnnotateCommand::Choose {
                    what,
                    add: false,
                    zoom: true,
                }));
            }
            Target::Command(action) => self.search.chosen_action = Some(*action),
        }
    }
}

/// What a hit is shown with: a site with its surroundings, a point with some ground around it.
fn shown_extent(hit: &Hit) -> Extent {
    match hit.target {
        _ if hit.extent.is_empty() => Extent::EMPTY,
        Target::Place => hit.extent.buffered(AROUND_M),
        Target::Site(_) => {
            let margin = (hit.extent.width().max(hit.extent.height()) * 0.6).max(900.0);
            hit.extent.buffered(margin)
        }
        _ => hit.extent,
    }
}
