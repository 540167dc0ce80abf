//! Labels: which names are shown at a scale, and where.
//!
//! Owns the placement. It is made once for a scale and the whole map, never for a view, so that
//! labels stay put while the map is moved. Sites' names win, then zones, then units, then roads,
//! streams and lots. Must not know what a text looks like beyond its measures.

mod candidate;
mod grid;

use planmap_core::feature::FeatureId;
use planmap_core::i18n::Language;
use planmap_core::{MapPoint, Viewport};

use crate::overlay::{Align, TextStyle};
use crate::scene::MapScene;
use crate::text;
use candidate::Candidate;
use grid::{Box2, Occupied};

/// What a label names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelOf {
    /// A candidate site, by its id.
    Site(String),
    /// A feature of a layer, by the layer's id.
    Feature(String, FeatureId),
}

/// A label with its place.
#[derive(Debug, Clone)]
pub struct PlacedLabel {
    /// What it names.
    pub of: LabelOf,
    /// The place on the map that it belongs to.
    pub anchor: MapPoint,
    /// From there to the label's own point, in points, y down.
    pub offset: (f32, f32),
    /// Which part of the text stands at that point.
    pub align: Align,
    /// The text as it is shown.
    pub text: String,
    /// Its width in points.
    pub width: f32,
    /// How it is written.
    pub style: TextStyle,
    /// Smaller numbers win.
    pub rank: u32,
}

/// All labels of a scale.
#[derive(Debug, Clone, Default)]
pub struct LabelSet {
    /// The scale it was made for, in metres a point.
    pub metres_per_point: f64,
    /// Revision of the scene it was made from.
    pub revision: u64,
    /// Language it was made in.
    pub language: Language,
    /// The labels that found a place, winners first.
    pub labels: Vec<PlacedLabel>,
}

impl LabelSet {
    /// Whether the set serves a view of a scene.
    #[must_use]
    pub fn fits(&self, scene: &MapScene, view: &Viewport, language: Language) -> bool {
        self.revision == scene.revision
            && self.language == language
            && (self.metres_per_point - step(view.metres_per_point())).abs()
                < 1e-9 * self.metres_per_point
    }
}

/// Half the height of a site's diamond, in points; see also [`crate::overlay`].
pub(crate) const DIAMOND: f32 = 8.0;

/// The same for a project that is no candidate.
pub(crate) const DIAMOND_SMALL: f32 = 6.0;

/// Distance in points within which nothing else has the name of a site.
const SITE_NAME_WITHIN: f64 = 300.0;

/// The scale to place labels for: the next coarser one of a row of steps, so that labels are
/// placed anew only now and then while zooming, and never touch in between.
#[must_use]
pub fn step(metres_per_point: f64) -> f64 {
    ((metres_per_point.log2() * 4.0 - 1e-6).ceil() / 4.0).exp2()
}

/// Places the labels of the whole map for a scale; give it a [`step`] where views zoom freely.
/// Stops early with what it has once `cancelled` says so.
#[must_use]
pub fn place(
    scene: &MapScene,
    metres_per_point: f64,
    language: Language,
    cancelled: &dyn Fn() -> bool,
) -> LabelSet {
    let mut set =
        LabelSet { metres_per_point, revision: scene.revision, language, labels: Vec::new() };
    let mut occupied = Occupied::default();
    let on_plane = |p: MapPoint| (p.x / metres_per_point, -p.y / metres_per_point);
    for site in scene.sites.iter() {
        // Nothing is ever written over a site's diamond.
        let (x, y) = on_plane(site.at);
        let r = f64::from(if site.candidate { DIAMOND } else { DIAMOND_SMALL }) + 1.0;
        occupied.take(Box2 { min: [x - r, y - r], max: [x + r, y + r] });
    }
    let mut candidates = candidate::all(scene, metres_per_point, language, cancelled);
    candidates.sort_by_key(|c| c.rank);
    for c in candidates {
        if cancelled() {
            break;
        }
        if let Some(label) = fit(c, on_plane, &mut occupied) {
            set.labels.push(label);
        }
    }
    set
}

/// Puts a candidate at the first of its places that is free.
fn fit(
    c: Candidate,
    on_plane: impl Fn(MapPoint) -> (f64, f64),
    occupied: &mut Occupied,
) -> Option<PlacedLabel> {
    let width = text::measure(&c.text, c.style.size, c.style.weight, c.style.letter_spacing);
    if c.room.is_some_and(|room| width > room) {
        return None;
    }
    let height = c.style.size * 1.25;
    let (x, y) = on_plane(c.anchor);
    let name = c.repeat_within.map(|distance| (c.text.clone(), f64::from(distance)));
    if name.as_ref().is_some_and(|(name, distance)| occupied.repeats(name, [x, y], *distance)) {
        return None;
    }
    // A site says its own name: a file may name the same place again.
    let is_site = matches!(c.of, LabelOf::Site(_));
    let site_name = format!("site {}", c.text.to_lowercase());
    if !is_site && occupied.repeats(&site_name, [x, y], SITE_NAME_WITHIN) {
        return None;
    }
    for (align, dx, dy) in c.places {
        let left = match align {
            Align::Left => dx,
            Align::Centre => dx - width / 2.0,
            Align::Right => dx - width,
        };
        let min = [x + f64::from(left), y + f64::from(dy - height / 2.0)];
        let area = Box2 { min, max: [min[0] + f64::from(width), min[1] + f64::from(height)] }
            .grown(f64::from(c.margin));
        if occupied.is_free(&area) {
            occupied.take(area);
            if let Some((name, _)) = name {
                occupied.remember(name, [x, y]);
            }
            if is_site {
                occupied.remember(site_name, [x, y]);
            }
            let (anchor, offset) = (c.anchor, (dx, dy));
            return Some(PlacedLabel {
                of: c.of,
                anchor,
                offset,
                align,
                text: c.text,
                width,
                style: c.style,
                rank: c.rank,
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::testing;
    use planmap_core::symbology::Theme;

    fn boxes(set: &LabelSet, mpp: f64) -> Vec<Box2> {
        set.labels
            .iter()
            .map(|l| {
                let x = l.anchor.x / mpp + f64::from(l.offset.0);
                let y = -l.anchor.y / mpp + f64::from(l.offset.1);
                let w = f64::from(l.width);
                let left = match l.align {
                    Align::Left => x,
                    Align::Centre => x - w / 2.0,
                    Align::Right => x - w,
                };
                let h = f64::from(l.style.size) * 0.8;
                Box2 { min: [left, y - h / 2.0], max: [left + w, y + h / 2.0] }
            })
            .collect()
    }

    #[test]
    fn labels_never_overlap_at_their_scale_nor_at_any_finer_one_of_the_step() {
        let scene = testing::city(Theme::Light);
        for denominator in [150_000.0, 82_000.0, 20_000.0, 4_000.0, 1_500.0] {
            let mpp = step(denominator * planmap_core::viewport::POINT_M);
            let set = place(&scene, mpp, Language::Vietnamese, &|| false);
            assert!(!set.labels.is_empty());
            for finer in [1.0, 0.93, 0.85] {
                let boxes = boxes(&set, mpp * finer);
                for (i, a) in boxes.iter().enumerate() {
                    for (j, b) in boxes.iter().enumerate().skip(i + 1) {
                        assert!(
                            !a.touches(b),
                            "{} and {} at 1:{denominator}",
                            set.labels[i].text,
                            set.labels[j].text
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn sites_win_and_lots_speak_only_when_near() {
        let scene = testing::city(Theme::Light);
        let texts = |denominator: f64| {
            let mpp = denominator * planmap_core::viewport::POINT_M;
            place(&scene, mpp, Language::Vietnamese, &|| false)
        };
        let far = texts(100_000.0);
        assert!(matches!(far.labels[0].of, LabelOf::Site(_)));
        let lots = |s: &LabelSet| s.labels.iter().filter(|l| l.rank >= candidate::RANK_LOT).count();
        assert_eq!(lots(&far), 0);
        assert!(lots(&texts(2_000.0)) > 100);
        assert!(far.labels.iter().any(|l| l.text.starts_with("CHIỀNG")), "units stand in capitals");
    }

    #[test]
    fn names_on_hatches_have_a_broad_rim() {
        let scene = testing::city(Theme::Light);
        let rims = |denominator: f64| -> Vec<f32> {
            let mpp = denominator * planmap_core::viewport::POINT_M;
            let labels = place(&scene, mpp, Language::Vietnamese, &|| false).labels;
            labels.iter().filter_map(|label| label.style.halo.map(|(_, width)| width)).collect()
        };
        assert!(rims(3_000.0).iter().all(|width| *width >= crate::overlay::OVER_HATCH));
        assert!(rims(50_000.0).iter().all(|width| *width < crate::overlay::OVER_HATCH));
    }

    #[test]
    fn a_sites_name_stands_once() {
        let mut scene = testing::city(Theme::Light);
        let mpp = step(31_700.0 * planmap_core::viewport::POINT_M);
        let unit = place(&scene, mpp, Language::Vietnamese, &|| false)
            .labels
            .into_iter()
            .find(|l| matches!(l.of, LabelOf::Feature(..)))
            .unwrap();
        // A site at the very place that a file names alike.
        let site = &mut Arc::make_mut(&mut scene.sites)[0];
        site.at = unit.anchor;
        site.name = planmap_core::catalogue::Text2::same(&unit.text);
        let names = place(&scene, mpp, Language::Vietnamese, &|| false).labels;
        let near =
            |l: &&PlacedLabel| l.text == unit.text && l.anchor.distance(unit.anchor) < 300.0 * mpp;
        assert_eq!(names.iter().filter(near).count(), 1);
    }

    #[test]
    fn one_name_of_two_extents_says_which() {
        let scene = testing::city(Theme::Light);
        let set = place(&scene, 1.0, Language::Vietnamese, &|| false);
        let has = |t: &str| set.labels.iter().any(|l| l.text == t);
        assert!(
            has("CHIỀNG MUNG (cũ)") && has("CHIỀNG MUNG (mới)"),
            "{:?}",
            set.labels.iter().map(|l| &l.text).take(20).collect::<Vec<_>>()
        );
        assert!(has("CHIỀNG AN"), "a name with one extent needs no word");
        let en = place(&scene, 1.0, Language::English, &|| false);
        assert!(en.labels.iter().any(|l| l.text == "CHIỀNG MUNG (new)"));
    }

    #[test]
    fn steps_are_coarser_and_few() {
        for mpp in [0.3, 1.0, 21.7, 500.0] {
            assert!(step(mpp) >= mpp * 0.999_999 && step(mpp) < mpp * 1.2);
            assert!((step(step(mpp)) - step(mpp)).abs() < 1e-9);
        }
    }
}
