//! Which annotations the tiles show, and which the window paints itself.
//!
//! Owns the layer of annotations that the scene carries. What is chosen is lifted out of the tiles,
//! so that a drag moves it alone; what has just changed is painted by the window until tiles that
//! show it are there. Must not know pixels or when a tile is done: who shows tiles says so.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use planmap_core::annotation::{AnnotationId, Change, Edit};
use planmap_draw::annotation::layer::{AnnotationLayer, ShownMarks};

use super::Annotations;
use crate::ids::{AnnotationRef, SetId};
use crate::session::Session;

/// Up to so many that are chosen are lifted out of the tiles; more are while they are dragged.
const MOST_LIFTED: usize = 200;
/// Changes that are remembered until tiles show them. Larger edits wait for their tiles.
const MOST_RECENT: usize = 256;

/// What of the annotations stands on the tiles.
#[derive(Debug, Default)]
pub struct OnTiles {
    layer: Arc<AnnotationLayer>,
    /// Counts the layers.
    turn: u64,
    lifted: BTreeSet<AnnotationRef>,
    /// What changed, with the first turn whose tiles show it.
    recent: VecDeque<(u64, AnnotationRef)>,
}

impl OnTiles {
    /// The number of the layer that tiles are asked for now.
    #[must_use]
    pub fn turn(&self) -> u64 {
        self.turn
    }

    /// What the tiles leave out.
    #[must_use]
    pub fn lifted(&self) -> &BTreeSet<AnnotationRef> {
        &self.lifted
    }

    /// What the window paints while the tiles on the screen are those of turn `shown`.
    #[must_use]
    pub fn live(&self, shown: u64) -> BTreeSet<AnnotationRef> {
        let recent = self.recent.iter().filter(|(turn, _)| *turn > shown).map(|(_, what)| what);
        self.lifted.iter().chain(recent).cloned().collect()
    }

    /// Takes note of an edit that was carried out.
    pub(super) fn changed(&mut self, set: SetId, edit: &Edit) {
        if edit.changes.len() > MOST_LIFTED {
            return;
        }
        for change in &edit.changes {
            if let Change::Put(a) = change {
                self.remember(AnnotationRef { set, id: a.id.clone() });
            }
        }
    }

    fn remember(&mut self, what: AnnotationRef) {
        self.recent.retain(|(_, known)| *known != what);
        self.recent.push_back((self.turn + 1, what));
        while self.recent.len() > MOST_RECENT {
            self.recent.pop_front();
        }
    }
}

impl Annotations {
    /// What of them stands on the tiles.
    #[must_use]
    pub fn on_tiles(&self) -> &OnTiles {
        &self.on_tiles
    }

    pub(in crate::session) fn layer(&self) -> &Arc<AnnotationLayer> {
        &self.on_tiles.layer
    }

    fn lifts_chosen(&self) -> bool {
        self.chosen.len() <= MOST_LIFTED || self.grab.is_some()
    }
}

impl Session {
    /// Gives the scene the annotations as they are now. Costs nothing where nothing has changed.
    pub(in crate::session) fn put_annotations_on_tiles(&mut self) {
        let language = self.language();
        let notes = &self.annotations;
        let lifts = notes.lifts_chosen();
        let sets: Vec<ShownMarks> = notes
            .sets
            .iter()
            .filter(|s| s.visible)
            .map(|open| {
                let chosen = notes.chosen.iter().filter(|c| lifts && c.set == open.id);
                let lifted: BTreeSet<AnnotationId> = chosen.map(|c| c.id.clone()).collect();
                ShownMarks { index: Arc::clone(open.drawn.index()), lifted: Arc::new(lifted) }
            })
            .collect();
        if notes.on_tiles.layer.is_same(&sets, language) {
            return;
        }
        let lifted = if lifts { notes.chosen.clone() } else { BTreeSet::new() };
        let on_tiles = &mut self.annotations.on_tiles;
        let put_down: Vec<AnnotationRef> = on_tiles.lifted.difference(&lifted).cloned().collect();
        if put_down.len() <= MOST_LIFTED {
            put_down.into_iter().for_each(|what| on_tiles.remember(what));
        }
        on_tiles.lifted = lifted;
        on_tiles.layer = Arc::new(AnnotationLayer::new(sets, language));
        on_tiles.turn += 1;
        let layer = Arc::clone(&on_tiles.layer);
        let beside = [&mut self.scene.earlier, &mut self.compare.scene];
        for scene in beside.into_iter().flatten() {
            Arc::make_mut(scene).noted = Arc::clone(&layer);
        }
        Arc::make_mut(&mut self.scene.map).noted = layer;
    }
}
