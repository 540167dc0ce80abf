//! One search over everything that is open.
//!
//! Owns the order of hits. Works on a snapshot, so that it can run on a worker.

use std::cmp::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use planmap_core::MapPoint;
use planmap_core::annotation::AnnotationSet;
use planmap_core::catalogue::{Catalogue, LayerRole};
use planmap_core::crs::{Crs, SystemNaming, map_from_geo};
use planmap_core::geometry::Extent;
use planmap_core::i18n::{Language, Words, format_number, read_number};
use planmap_core::search::{
    First, Position, Query, TypedPlace, quality, read_coordinate, read_parcel, written_out,
};
use planmap_draw::annotation::Drawn;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::entries::{Entry, EntryCache, Sources, Subject};
use super::layers::{Found, LayerIndex};
use super::{Hit, HitKind, SearchAction, Target, place_of};
use crate::ids::{HitRef, SetId};

/// What an abbreviation that was written out costs.
const WRITTEN_OUT: f32 = 25.0;
/// What a class as a whole has before the same class in one layer.
const WHOLE_CLASS: f32 = 2.0;
/// The score that counts as 1.
const FULL: f32 = quality::EXACT + 60.0;

/// How many hits are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Of all kinds together.
    pub total: usize,
    /// Of each kind.
    pub each: usize,
}

impl Limits {
    /// What a list under a box holds.
    pub const LIST: Self = Self { total: 40, each: 7 };
}

/// Everything that is searched, as it is now.
#[derive(Clone)]
pub struct Snapshot {
    pub(super) sources: Sources,
    pub(super) layers: Vec<Arc<LayerIndex>>,
    pub(super) entries: Arc<Mutex<EntryCache>>,
}

/// A hit on its way.
enum Candidate {
    Typed(TypedPlace, MapPoint),
    /// By its place among the entries.
    Entry(usize),
    /// By the place of its layer.
    InLayer(usize, Found),
    /// A class that several layers have, by their places.
    Class(Vec<(usize, Found)>),
}

struct Ranked {
    kind: HitKind,
    score: f32,
    candidate: Candidate,
}

impl Snapshot {
    pub(crate) fn new(
        catalogue: Arc<Catalogue>,
        layers: Vec<Arc<LayerIndex>>,
        notes: Vec<(SetId, Arc<AnnotationSet>)>,
        actions: Arc<Vec<SearchAction>>,
        language: Language,
        entries: Arc<Mutex<EntryCache>>,
    ) -> Self {
        let specs = layers.iter().map(|layer| Arc::clone(&layer.layer().spec)).collect();
        Self {
            sources: Sources { catalogue, layers: specs, notes, actions, language },
            layers,
            entries,
        }
    }

    /// Searches; the best hits first. Gives nothing once `outdated` says so.
    #[must_use]
    pub fn search(
        &self,
        text: &str,
        limits: Limits,
        outdated: &(dyn Fn() -> bool + Sync),
    ) -> Vec<Hit> {
        let text = text.trim();
        let query = Query::new(text);
        if query.is_empty() {
            return Vec::new();
        }
        let entries =
            self.entries.lock().unwrap_or_else(PoisonError::into_inner).get(&self.sources);
        let mut ranked = Vec::new();
        let map_crs = &self.sources.catalogue.map_crs;
        if let Some(place) = read_coordinate(text)
            && let Ok(at) = place.on_map(map_crs)
        {
            let score = quality::EXACT + HitKind::Coordinate.weight();
            ranked.push(Ranked {
                kind: HitKind::Coordinate,
                score,
                candidate: Candidate::Typed(place, at),
            });
        }
        let number = single_number(text, self.sources.language);
        let written = written_out(text).map(|text| Query::new(&text));
        let ways: Vec<(&Query, f32)> = std::iter::once((&query, 0.0))
            .chain(written.iter().map(|q| (q, WRITTEN_OUT)))
            .collect();
        for typos in [false, true] {
            if typos
                && ranked.iter().any(|r| r.score >= quality::CONTENT + r.kind.weight().min(0.0))
            {
                break;
            }
            ranked.extend(self.of_entries(&entries, &ways, typos));
            let found: Vec<Vec<Found>> = self
                .layers
                .par_iter()
                .map(|layer| {
                    if outdated() {
                        Vec::new()
                    } else {
                        of_layer(layer, (text, number), &ways, typos)
                    }
                })
                .collect();
            ranked.extend(self.classes(&found));
            for (n, found) in found.into_iter().enumerate() {
                let in_layer = |f: Found| Ranked {
                    kind: f.kind,
                    score: f.score,
                    candidate: Candidate::InLayer(n, f),
                };
                ranked.extend(found.into_iter().map(in_layer));
            }
            if outdated() {
                return Vec::new();
            }
        }
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.kind.cmp(&b.kind)));
        let mut taken: FxHashMap<HitKind, usize> = FxHashMap::default();
        ranked.retain(|r| {
            let count = taken.entry(r.kind).or_default();
            *count += 1;
            *count <= limits.each
        });
        ranked.truncate(limits.total);
        let words = Words::of(self.sources.language);
        ranked.into_iter().map(|r| self.hit(r, &entries, words)).collect()
    }

    fn of_entries<'a>(
        &self,
        entries: &'a [Entry],
        ways: &'a [(&'a Query, f32)],
        typos: bool,
    ) -> impl Iterator<Item = Ranked> + 'a {
        entries.iter().enumerate().filter_map(move |(n, entry)| {
            let scores =
                ways.iter().filter_map(|(query, loss)| Some(entry.grade(query, typos)? - loss));
            let score = scores.max_by(f32::total_cmp)? + entry.kind.weight();
            Some(Ranked { kind: entry.kind, score, candidate: Candidate::Entry(n) })
        })
    }

    /// A hit for each class that was found in more layers than one.
    fn classes(&self, found: &[Vec<Found>]) -> Vec<Ranked> {
        // Legend, code, and what was found by number of layer.
        type Group<'g> = (&'g str, &'g str, Vec<(usize, Found)>);
        let mut groups: Vec<Group<'_>> = Vec::new();
        for (n, layer) in self.layers.iter().enumerate() {
            for hit in found.get(n).into_iter().flatten() {
                let Some((legend, code)) = layer.class_found(hit) else {
                    continue;
                };
                match groups.iter_mut().find(|(of, class, _)| *of == legend.id && *class == code) {
                    Some((_, _, hits)) => hits.push((n, *hit)),
                    None => groups.push((&legend.id, code, vec![(n, *hit)])),
                }
            }
        }
        let several = groups.into_iter().map(|(_, _, hits)| hits).filter(|hits| hits.len() > 1);
        let ranked = several.map(|hits| {
            let best = hits.iter().map(|(_, hit)| hit.score).fold(f32::MIN, f32::max);
            Ranked {
                kind: HitKind::Class,
                score: best + WHOLE_CLASS,
                candidate: Candidate::Class(hits),
            }
        });
        ranked.collect()
    }

    /// A class with all of its features in all layers.
    fn class_hit(&self, hits: &[(usize, Found)], score: f32, words: &Words) -> Hit {
        let in_layers = hits.iter().filter_map(|(n, found)| Some((self.layers.get(*n)?, found)));
        let mut extent = Extent::EMPTY;
        let mut count = 0;
        let mut named = None;
        for (layer, found) in in_layers {
            extent = extent.union(layer.united(found));
            count += u64::from(found.count);
            named = named.or_else(|| layer.class_found(found));
        }
        let Some((legend, code)) = named else {
            return nowhere(HitKind::Class, score);
        };
        let language = words.language();
        let label = legend
            .class(code)
            .map_or_else(|| code.to_owned(), |(_, c)| c.label.get(language).to_owned());
        let features = words.text_with("search-features", &[("count", count.into())]);
        let note = format!("{} · {features}", legend.name.get(language));
        let at = (!extent.is_empty()).then(|| extent.centre());
        Hit { kind: HitKind::Class, target: Target::Extent, label, note, at, extent, score }
    }

    fn hit(&self, ranked: Ranked, entries: &[Entry], words: &Words) -> Hit {
        let score = (ranked.score / FULL).min(1.0);
        match ranked.candidate {
            Candidate::Typed(place, at) => Hit { score, ..self.typed(&place, at, words) },
            Candidate::InLayer(n, found) => match self.layers.get(n) {
                Some(layer) => Hit { score, ..layer.hit(&found, &self.sources.catalogue, words) },
                None => nowhere(ranked.kind, score),
            },
            Candidate::Class(hits) => self.class_hit(&hits, score, words),
            Candidate::Entry(n) => match entries.get(n) {
                Some(entry) => {
                    let (target, at, extent) = self.place(&entry.subject);
                    let (label, note) = (entry.label.clone(), entry.note.clone());
                    Hit { kind: entry.kind, target, label, note, at, extent, score }
                }
                None => nowhere(ranked.kind, score),
            },
        }
    }

    /// A coordinate with how it was read.
    fn typed(&self, place: &TypedPlace, at: MapPoint, words: &Words) -> Hit {
        let language = words.language();
        let map_crs = &self.sources.catalogue.map_crs;
        let first = match (&place.position, place.first) {
            (Position::Geo(_), First::North) => "search-read-lat-first",
            (Position::Geo(_), First::East) => "search-read-lon-first",
            (_, First::North) => "search-read-north-first",
            (_, First::East) => "search-read-east-first",
        };
        let (label, system) = match &place.position {
            Position::Geo(p) => {
                let degrees = |v: f64| format_number(v.abs(), 6, language);
                let letter = |positive: bool, yes: &str, no: &str| {
                    words.text(if positive { yes } else { no })
                };
                let (lat, lon) = (degrees(p.lat), degrees(p.lon));
                let (n, e) = (
                    letter(p.lat >= 0.0, "north-letter", "south-letter"),
                    letter(p.lon >= 0.0, "east-letter", "west-letter"),
                );
                (format!("{lat}° {n}  {lon}° {e}"), "WGS 84".to_owned())
            }
            Position::Grid(p) => {
                (grid_text(*p, map_crs, words), SystemNaming::of(map_crs).full_name())
            }
            Position::In { crs, x, y } => {
                (grid_text(MapPoint::new(*x, *y), crs, words), SystemNaming::of(crs).full_name())
            }
        };
        let mut note = words.text_with(
            "search-read-as",
            &[("system", (&system).into()), ("order", (&words.text(first)).into())],
        );
        if place.swapped {
            note = format!("{note} · {}", words.text("search-read-swapped"));
        }
        let extent = Extent::from_corners(at, at);
        Hit {
            kind: HitKind::Coordinate,
            target: Target::Place,
            label,
            note,
            at: Some(at),
            extent,
            score: 1.0,
        }
    }

    /// What choosing an entry leads to, and where that is.
    fn place(&self, subject: &Subject) -> (Target, Option<MapPoint>, Extent) {
        let catalogue = &self.sources.catalogue;
        let of_feature = |layer: &LayerIndex, feature| {
            let (at, extent) = place_of(&layer.layer().features, feature);
            let hit = HitRef { layer: layer.layer().spec.id.clone(), feature };
            (Target::Feature(hit), at, extent)
        };
        match subject {
            Subject::Site(id) => {
                let at =
                    catalogue.site(id).and_then(|s| map_from_geo(s.at, &catalogue.map_crs).ok());
                let marker = at.map_or(Extent::EMPTY, |p| Extent::from_corners(p, p));
                let drawn = self.with_key(LayerRole::Sites, None, id);
                let extent = drawn.iter().fold(marker, |e, (layer, feature)| {
                    e.union(layer.layer().features.geometries().feature_extent(*feature))
                });
                (Target::Site(id.clone()), at, extent)
            }
            Subject::Unit(key) => {
                let in_force = catalogue.unit(key).map(|u| u.in_force);
                match self.with_key(LayerRole::Units, in_force, key).first() {
                    Some((layer, feature)) => of_feature(layer, *feature),
                    None => (Target::Extent, None, Extent::EMPTY),
                }
            }
            Subject::Plan(id) => {
                let of_plan = |l: &&Arc<LayerIndex>| l.layer().spec.plan.as_deref() == Some(id);
                let limit = |l: &&Arc<LayerIndex>| l.layer().spec.role == LayerRole::Limit;
                match self
                    .layers
                    .iter()
                    .filter(of_plan)
                    .find(|l| limit(l) && !l.layer().features.is_empty())
                {
                    Some(layer) => {
                        let (target, at, _) = of_feature(layer, 0);
                        (target, at, layer.layer().features.extent())
                    }
                    None => {
                        let layers = self.layers.iter().filter(of_plan);
                        let extent =
                            layers.fold(Extent::EMPTY, |e, l| e.union(l.layer().features.extent()));
                        (Target::Extent, (!extent.is_empty()).then(|| extent.centre()), extent)
                    }
                }
            }
            Subject::Project(id) => (Target::Project(id.clone()), None, Extent::EMPTY),
            Subject::Layer(id) => {
                let layer = self.layers.iter().find(|l| l.layer().spec.id == *id);
                let extent = layer.map_or(Extent::EMPTY, |l| l.layer().features.extent());
                (Target::Layer(id.clone()), (!extent.is_empty()).then(|| extent.centre()), extent)
            }
            Subject::Command(action) => (Target::Command(*action), None, Extent::EMPTY),
            Subject::Annotation(what) => {
                let set = self.sources.notes.iter().find(|(id, _)| *id == what.set);
                let drawn =
                    set.and_then(|(_, set)| Drawn::new(set.get(&what.id)?, &catalogue.map_crs));
                let extent = drawn.as_ref().map_or(Extent::EMPTY, |d| d.extent);
                let at = (!extent.is_empty()).then(|| extent.centre());
                (Target::Annotation(what.clone()), at, extent)
            }
        }
    }

    /// Features of layers of a role whose identifier is a key.
    fn with_key(
        &self,
        role: LayerRole,
        in_force: Option<bool>,
        key: &str,
    ) -> Vec<(&LayerIndex, u32)> {
        let layers = self.layers.iter().filter(|l| {
            let spec = &l.layer().spec;
            spec.role == role && in_force.is_none_or(|f| spec.units_in_force == f)
        });
        layers
            .flat_map(|l| {
                let features = &l.layer().features;
                let column =
                    l.layer().spec.fields.id.as_deref().and_then(|id| features.table().column(id));
                let has =
                    move |row: &u32| column.is_some_and(|c| c.value(*row).as_str() == Some(key));
                (0..features.len() as u32).filter(has).map(move |row| (&**l, row))
            })
            .collect()
    }
}

/// "X 2 359 155,21  Y 490 924,54", or in the letters and order of another system.
fn grid_text(place: MapPoint, crs: &Crs, words: &Words) -> String {
    SystemNaming::of(crs).place(place, "  ", words.language())
}

fn nowhere(kind: HitKind, score: f32) -> Hit {
    let (label, note) = (String::new(), String::new());
    Hit { kind, target: Target::Extent, label, note, at: None, extent: Extent::EMPTY, score }
}

/// What a layer has for a text, and for the number that it is where it is one.
fn of_layer(
    layer: &LayerIndex,
    (text, number): (&str, Option<f64>),
    ways: &[(&Query, f32)],
    typos: bool,
) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for (query, loss) in ways {
        out.extend(layer.find(query, typos).into_iter().map(|f| f.less(*loss)));
    }
    if !typos {
        if let Some(parcel) = read_parcel(text) {
            out.extend(layer.parcels(parcel));
        }
        if let Some(number) = number {
            out.extend(layer.numbers(number));
        }
    }
    out
}

/// A text that is one number, as it is written in a language: "1125", "1.644,5". A sign or a word
/// before it makes it something else.
fn single_number(text: &str, language: Language) -> Option<f64> {
    let text = text.trim();
    read_number(text, language).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))
}

/// Puts hits kind by kind, the kind of the best hit first, as they are listed.
pub(crate) fn by_kind(mut hits: Vec<Hit>) -> Vec<Hit> {
    let mut order: Vec<HitKind> = Vec::new();
    for hit in &hits {
        if !order.contains(&hit.kind) {
            order.push(hit.kind);
        }
    }
    let place = |kind: HitKind| order.iter().position(|k| *k == kind).unwrap_or(usize::MAX);
    // Stable: inside a kind the best first.
    hits.sort_by(|a, b| match (a.kind, b.kind) {
        (a, b) if a == b => Ordering::Equal,
        (a, b) => place(a).cmp(&place(b)),
    });
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_read_as_everywhere_in_the_program() {
        use Language::{English, Vietnamese};
        for (text, vietnamese, english) in [
            ("1125", Some(1125.0), Some(1125.0)),
            ("1.644,5", Some(1644.5), Some(1644.5)),
            ("1,644.5", Some(1644.5), Some(1644.5)),
            ("64772.1", Some(64_772.1), Some(64_772.1)),
            ("64772,1", Some(64_772.1), Some(64_772.1)),
            ("1.250", Some(1250.0), Some(1.25)),
            ("1,250", Some(1.25), Some(1250.0)),
            ("1 250", Some(1250.0), Some(1250.0)),
            ("A1", None, None),
            ("-5", None, None),
            ("12 3", None, None),
            ("", None, None),
        ] {
            assert_eq!(single_number(text, Vietnamese), vietnamese, "{text}");
            assert_eq!(single_number(text, English), english, "{text}");
        }
    }
}
