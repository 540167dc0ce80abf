//! Features of a large file on the screen while the rest of it is still read.
//!
//! Owns what has come so far and when it is shown: a first picture soon, then one each time as
//! much again has come, so that drawing takes a bounded share of the time. Must not know how a file
//! is read.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use planmap_core::catalogue::{LayerSpec, PlanKind};
use planmap_core::crs::Crs;
use planmap_core::feature::{GeometriesBuilder, Table};
use planmap_core::legend::{ClassId, Legend};
use planmap_core::{Extent, Features};
use planmap_data::read::{Observer, Part};
use planmap_draw::scene::MapLayer;

use super::loading::Message;
use crate::job::{EventSender, Progress};
use crate::layer::{LoadState, Loading};
use crate::session::Session;
use crate::session::scene::SceneChange;

/// Smaller files are there before anybody could see a part of them.
pub(super) const IN_PARTS_FROM: u64 = 8 * 1024 * 1024;

/// How long the first part is gathered.
const FIRST: Duration = Duration::from_millis(150);

/// Features that have come together.
pub(super) struct Shown {
    drawn: MapLayer,
    map_crs: Crs,
    expected: Extent,
    pass: u32,
}

/// Watches one reading and hands over what has come.
pub(super) struct Arrival {
    pub(super) progress: Arc<Progress>,
    pub(super) id: String,
    pub(super) generation: u64,
    pub(super) spec: Arc<LayerSpec>,
    pub(super) kind: Option<PlanKind>,
    pub(super) legend: Option<Arc<Legend>>,
    send: Mutex<EventSender<Message>>,
    begun: Instant,
    gathered: Mutex<Gathered>,
}

#[derive(Default)]
struct Gathered {
    pass: u32,
    geometries: Option<GeometriesBuilder>,
    classes: Vec<ClassId>,
    /// Features handed over before.
    shown: usize,
}

impl Arrival {
    pub(super) fn new(
        progress: Arc<Progress>,
        (id, generation): (String, u64),
        (spec, kind, legend): (Arc<LayerSpec>, Option<PlanKind>, Option<Arc<Legend>>),
        send: EventSender<Message>,
    ) -> Self {
        let (send, begun, gathered) = (Mutex::new(send), Instant::now(), Mutex::default());
        Self { progress, id, generation, spec, kind, legend, send, begun, gathered }
    }

    /// Adds a part; gives what has come since the last picture once it is time for the next.
    fn gather(&self, part: &Part<'_>) -> Option<(GeometriesBuilder, Vec<ClassId>)> {
        let class_field = self.spec.fields.class.as_deref();
        let classes: Vec<ClassId> = match (&self.legend, class_field) {
            (Some(legend), Some(field)) => {
                part.table.values(field).map(|value| legend.class_of(value)).collect()
            }
            _ => Vec::new(),
        };
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        if gathered.pass != part.pass {
            *gathered = Gathered { pass: part.pass, ..Gathered::default() };
        }
        match &mut gathered.geometries {
            Some(geometries) => geometries.append(part.geometries),
            none => *none = Some(part.geometries.clone()),
        }
        gathered.classes.extend(classes);
        let count = gathered.geometries.as_ref().map_or(0, GeometriesBuilder::len);
        if self.begun.elapsed() < FIRST || count < gathered.shown {
            return None;
        }
        gathered.shown += count;
        Some((gathered.geometries.take()?, std::mem::take(&mut gathered.classes)))
    }
}

impl Observer for Arrival {
    fn progress(&self, done_bytes: u64, total_bytes: u64) {
        self.progress.set(done_bytes, total_bytes);
    }

    fn is_cancelled(&self) -> bool {
        self.progress.is_cancelled()
    }

    fn part(&self, part: &Part<'_>) {
        if part.geometries.is_empty() || self.progress.is_cancelled() {
            return;
        }
        let Some((geometries, classes)) = self.gather(part) else {
            return;
        };
        let rows = geometries.len() as u32;
        let features = Features::new(geometries.finish(), Table::blank(rows), (0..rows).collect());
        let drawn = MapLayer::of_part(
            Arc::clone(&self.spec),
            self.kind,
            Arc::new(features),
            self.legend.clone(),
            classes,
        );
        let (map_crs, expected, pass) = (part.map_crs.clone(), part.expected, part.pass);
        let shown = Box::new(Shown { drawn, map_crs, expected, pass });
        let send = self.send.lock().unwrap_or_else(PoisonError::into_inner);
        send(Message::Part { id: self.id.clone(), generation: self.generation, shown });
    }
}

impl Session {
    /// Draws some more features of a layer that is still being read.
    pub(super) fn take_part(&mut self, id: &str, generation: u64, shown: Shown) {
        let Some(layer) =
            self.layers.iter_mut().find(|l| l.spec.id == id && l.generation == generation)
        else {
            return;
        };
        let LoadState::Loading(Loading { parts, pass, before: None, .. }) = &mut layer.state else {
            // What was read before is whole and stays until all of the file is there again.
            return;
        };
        if shown.pass != *pass {
            parts.clear();
            *pass = shown.pass;
        }
        parts.push(shown.drawn);
        let is_elsewhere = self.root.is_none() && self.catalogue.map_crs != shown.map_crs;
        if is_elsewhere {
            Arc::make_mut(&mut self.catalogue).map_crs = shown.map_crs;
        }
        self.scene.changed(if is_elsewhere { SceneChange::Content } else { SceneChange::Arrival });
        if self.shows_everything {
            self.refresh_scene();
            self.fit_extent(self.scene.map.extent().union(shown.expected));
        }
    }
}
