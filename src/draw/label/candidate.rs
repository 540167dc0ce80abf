//! What could be labelled at a scale, in which style and at which places.

use geo::Area;
use planmap_core::MapPoint;
use planmap_core::attribute::feature_name;
use planmap_core::catalogue::LayerRole;
use planmap_core::feature::{FeatureId, Value};
use planmap_core::i18n::{Language, Words, format_number};
use planmap_core::style::{LabelPlacing, LabelStyle, LabelText};
use planmap_core::symbology::{Colour, MapColours, colours, hatch_strength};
use planmap_core::viewport::POINT_M;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{DIAMOND, DIAMOND_SMALL, LabelOf};
use crate::overlay::{Align, OVER_HATCH, TextStyle};
use crate::scene::{MapLayer, MapScene};
use crate::text;

pub(super) const RANK_SITE: u32 = 0;
pub(super) const RANK_ZONE: u32 = 10;
pub(super) const RANK_UNIT: u32 = 20;
pub(super) const RANK_PLACE: u32 = 25;
pub(super) const RANK_LINE: u32 = 30;
pub(super) const RANK_LOT: u32 = 200;

/// Lots carry their code from this scale 1:N on.
const LOT_DENOMINATOR: f64 = 4_500.0;

/// A label that looks for a place.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) of: LabelOf,
    pub(super) anchor: MapPoint,
    pub(super) text: String,
    pub(super) style: TextStyle,
    pub(super) rank: u32,
    /// Places to try: alignment and offset from the anchor in points.
    pub(super) places: Vec<(Align, f32, f32)>,
    /// Widest text that makes sense here.
    pub(super) room: Option<f32>,
    /// Free space to keep around, in points.
    pub(super) margin: f32,
    /// Distance in points within which the same text is not repeated.
    pub(super) repeat_within: Option<f32>,
}

/// Everything that could be labelled.
pub(super) fn all(
    scene: &MapScene,
    metres_per_point: f64,
    language: Language,
    cancelled: &dyn Fn() -> bool,
) -> Vec<Candidate> {
    let colours = colours(scene.theme);
    let denominator = metres_per_point / POINT_M;
    let mut out: Vec<Candidate> = Vec::new();
    sites(scene, denominator, language, &colours, &mut out);
    let units = Units::of(scene, denominator);
    for layer in scene.vectors().filter(|l| l.shown_at(denominator)) {
        if cancelled() {
            break;
        }
        let style = layer.style(scene.theme);
        let Some(label) = &style.label else { continue };
        let maker = Maker { scene, layer, label, metres_per_point, denominator, language };
        match label.placing {
            LabelPlacing::InArea => maker.zones(&mut out),
            LabelPlacing::OverUnit => maker.units(&units, &mut out),
            LabelPlacing::OnLine => maker.lines(&mut out),
            LabelPlacing::InLot => maker.lots(&mut out),
            LabelPlacing::OnPoint => maker.points(&units, &mut out),
            LabelPlacing::WhereRoomIs => maker.places(&mut out),
        }
    }
    out
}

fn sites(
    scene: &MapScene,
    denominator: f64,
    language: Language,
    colours: &MapColours,
    out: &mut Vec<Candidate>,
) {
    for (i, site) in scene.sites.iter().enumerate() {
        let radius = if site.candidate { DIAMOND } else { DIAMOND_SMALL };
        let gap = radius + 4.0;
        let (size, weight) =
            if site.candidate { (12.0, text::SEMI_BOLD) } else { (11.5, text::MEDIUM) };
        out.push(Candidate {
            of: LabelOf::Site(site.id.clone()),
            anchor: site.at,
            text: site.name.get(language).to_owned(),
            style: style(
                size,
                weight,
                0.0,
                colours.site_text,
                (colours.casing, halo_width(2.6, denominator)),
            ),
            rank: RANK_SITE + u32::from(!site.candidate) * 5 + (i.min(4) as u32),
            places: vec![
                (Align::Left, gap, 0.0),
                (Align::Right, -gap, 0.0),
                (Align::Centre, 0.0, radius + 10.0),
                (Align::Centre, 0.0, -radius - 10.0),
                (Align::Left, gap, 12.0),
                (Align::Left, gap, -12.0),
            ],
            room: None,
            margin: 2.0,
            repeat_within: None,
        });
    }
}

fn style(
    size: f32,
    weight: f32,
    letter_spacing: f32,
    colour: Colour,
    halo: (Colour, f32),
) -> TextStyle {
    TextStyle {
        size,
        weight,
        letter_spacing,
        colour,
        halo: Some((halo.0.with_opacity(0.92), halo.1)),
    }
}

/// Width of the rim around a name: broad from the scale 1:N on at which hatches are drawn, on whose
/// lines names would be hard to read.
fn halo_width(usual: f32, denominator: f64) -> f32 {
    if hatch_strength(denominator) > 0.0 { usual.max(OVER_HATCH) } else { usual }
}

/// What must be known of all units together: a layer of label points may speak for a layer of
/// units, and names may have two extents.
struct Units {
    /// Units by the id that label points refer to: in force, and where the feature is.
    by_id: FxHashMap<String, (bool, usize, FeatureId)>,
    /// Ids of units that a shown layer of label points names.
    named_by_points: FxHashSet<String>,
    /// Names that units of before and since 1 July 2025 share, while both are shown.
    twice: FxHashSet<String>,
}

impl Units {
    fn of(scene: &MapScene, denominator: f64) -> Self {
        let rows = |l: &MapLayer| 0..l.features.len() as FeatureId;
        let mut by_id = FxHashMap::default();
        for (i, layer) in
            scene.vectors().enumerate().filter(|(_, l)| l.spec.role == LayerRole::Units)
        {
            for f in rows(layer) {
                if let Some(id) = field(layer, layer.spec.fields.id.as_deref(), f) {
                    by_id.insert(id, (layer.spec.units_in_force, i, f));
                }
            }
        }
        let mut named_by_points = FxHashSet::default();
        let mut names: [FxHashSet<String>; 2] = Default::default();
        for layer in scene.vectors().filter(|l| l.shown_at(denominator)) {
            for f in rows(layer) {
                let in_force = match layer.spec.role {
                    LayerRole::Units => layer.spec.units_in_force,
                    LayerRole::Labels => {
                        let id = field(layer, layer.spec.fields.id.as_deref(), f);
                        let Some((id, unit)) = id.and_then(|id| by_id.get(&id).map(|u| (id, *u)))
                        else {
                            continue;
                        };
                        named_by_points.insert(id);
                        unit.0
                    }
                    _ => break,
                };
                names[usize::from(in_force)].extend(field(
                    layer,
                    layer.spec.fields.name.as_deref(),
                    f,
                ));
            }
        }
        let twice = names[0].intersection(&names[1]).cloned().collect();
        Self { by_id, named_by_points, twice }
    }
}

/// An attribute as it is written on the map.
fn field(layer: &MapLayer, name: Option<&str>, feature: FeatureId) -> Option<String> {
    match layer.features.table().value(feature, name?) {
        Value::Text(t) => Some(t.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(n) => Some(format_number(n, 0, Language::Vietnamese).replace('.', "")),
        Value::LongInteger(digits) => Some(digits.to_owned()),
        Value::Null | Value::Bool(_) | Value::Json(_) => None,
    }
}

#[derive(Clone, Copy)]
struct Maker<'a> {
    scene: &'a MapScene,
    layer: &'a MapLayer,
    label: &'a LabelStyle,
    metres_per_point: f64,
    denominator: f64,
    language: Language,
}

/// The letters of a label at a scale of 1:`denominator`.
fn letters(label: &LabelStyle, denominator: f64) -> TextStyle {
    let (colour, width) = label.halo;
    TextStyle {
        size: label.size,
        weight: label.weight,
        letter_spacing: label.letter_spacing,
        colour: label.colour,
        halo: Some((colour, halo_width(width, denominator))),
    }
}

/// The anchor itself, then a little above and below.
fn around(step: f32) -> Vec<(Align, f32, f32)> {
    [0.0, -1.0, 1.0, -2.0, 2.0].iter().map(|k| (Align::Centre, 0.0, k * step)).collect()
}

/// The anchor itself, then places around it that are still well inside a feature of a width, the
/// nearest first.
fn inside(step: f32, width: f32) -> Vec<(Align, f32, f32)> {
    let columns = [0.0, -0.12, 0.12, -0.25, 0.25].map(|k| k * width);
    let rows = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0].map(|k| k * step);
    let mut out: Vec<_> = columns
        .iter()
        .flat_map(|dx| rows.iter().map(move |dy| (Align::Centre, *dx, *dy)))
        .collect();
    out.sort_by(|a, b| a.1.hypot(a.2).total_cmp(&b.1.hypot(b.2)));
    out
}

impl Maker<'_> {
    fn anchors(&self) -> impl Iterator<Item = (FeatureId, MapPoint)> + '_ {
        let anchors = self.layer.detail().anchors(&self.layer.features);
        anchors.iter().enumerate().filter_map(|(f, p)| p.map(|p| (f as FeatureId, p)))
    }

    /// Width and height of a feature on the screen, in points.
    fn size(&self, feature: FeatureId) -> (f32, f32) {
        let e = self.layer.features.geometries().feature_extent(feature);
        ((e.width() / self.metres_per_point) as f32, (e.height() / self.metres_per_point) as f32)
    }

    fn name(&self, feature: FeatureId) -> Option<String> {
        let fields = &self.layer.spec.fields;
        let own = || field(self.layer, fields.name.as_deref(), feature);
        // A number is a name too, in both languages alike.
        let named = feature_name(fields, self.layer.features.table(), feature, self.language);
        named.map(|name| name.trim().to_owned()).or_else(own)
    }

    /// What the label of a feature says.
    fn text(&self, feature: FeatureId) -> Option<String> {
        // The plan's own name is in both languages; a file's attribute is not.
        let plan = || self.layer.plan_name.as_ref().map(|name| name.get(self.language).to_owned());
        match &self.label.text {
            LabelText::Name => self.name(feature),
            LabelText::PlanName if self.layer.features.len() == 1 => {
                plan().or_else(|| self.name(feature))
            }
            LabelText::PlanName => self.name(feature).or_else(plan),
            LabelText::Field(name) => field(self.layer, Some(name), feature),
        }
    }

    fn candidate(
        &self,
        feature: FeatureId,
        anchor: MapPoint,
        text: String,
        rank: u32,
    ) -> Candidate {
        let style = letters(self.label, self.denominator);
        Candidate {
            of: LabelOf::Feature(self.layer.spec.id.clone(), feature),
            anchor,
            text,
            style,
            rank,
            places: around(style.size * 1.3),
            room: None,
            margin: 3.0,
            repeat_within: None,
        }
    }

    fn zones(&self, out: &mut Vec<Candidate>) {
        for (feature, anchor) in self.anchors() {
            let Some(text) = self.text(feature) else { continue };
            let mut c = self.candidate(feature, anchor, text, RANK_ZONE);
            c.places = inside(c.style.size * 1.3, self.size(feature).0);
            c.room = Some((self.size(feature).0 * 1.6).max(60.0));
            c.repeat_within = Some(200.0);
            out.push(c);
        }
    }

    fn units(&self, units: &Units, out: &mut Vec<Candidate>) {
        for (feature, anchor) in self.anchors() {
            let id = field(self.layer, self.layer.spec.fields.id.as_deref(), feature);
            if id.is_none_or(|id| !units.named_by_points.contains(&id)) {
                let room = self.size(feature).0 * 1.2;
                out.extend(self.unit(feature, anchor, self.layer.spec.units_in_force, room, units));
            }
        }
    }

    fn unit(
        &self,
        feature: FeatureId,
        anchor: MapPoint,
        in_force: bool,
        room: f32,
        units: &Units,
    ) -> Option<Candidate> {
        let name = self.text(feature)?;
        let capitals = name.to_uppercase();
        let text = if units.twice.contains(&name) {
            let key = if in_force { "map-unit-new" } else { "map-unit-old" };
            Words::of(self.language).text_with(key, &[("name", (&capitals).into())])
        } else {
            capitals
        };
        let mut c = self.candidate(feature, anchor, text, RANK_UNIT + u32::from(!in_force));
        c.room = Some(room);
        Some(c)
    }

    fn lines(&self, out: &mut Vec<Candidate>) {
        for (feature, anchor) in self.anchors() {
            let rank = match field(self.layer, self.layer.spec.fields.rank.as_deref(), feature) {
                Some(rank) => rank.parse().unwrap_or(1),
                None => 1,
            };
            let nearest = if rank <= 1 { 90_000.0 } else { 20_000.0 };
            if self.denominator > nearest {
                continue;
            }
            let Some(text) = self.text(feature) else { continue };
            let (w, h) = self.size(feature);
            let mut c = self.candidate(feature, anchor, text, RANK_LINE + rank.min(20));
            c.room = Some(w.hypot(h));
            c.repeat_within = Some(420.0);
            out.push(c);
        }
    }

    fn lots(&self, out: &mut Vec<Candidate>) {
        if self.denominator > LOT_DENOMINATOR {
            return;
        }
        for (feature, anchor) in self.anchors() {
            let (w, h) = self.size(feature);
            if h < 12.0 || w < 14.0 || !self.layer.shows_class(self.layer.class_of(feature)) {
                continue;
            }
            // A strip or a net of streets, where a code would stand on something else.
            let area = self.layer.features.geometries().polygons(feature).unsigned_area();
            let filled = area / (self.metres_per_point * self.metres_per_point) / f64::from(w * h);
            if filled < 0.3 {
                continue;
            }
            let Some(text) = self.text(feature) else { continue };
            let mut c = self.candidate(feature, anchor, text, RANK_LOT);
            c.places.truncate(1);
            c.room = Some(w - 4.0);
            c.margin = 1.0;
            out.push(c);
        }
    }

    /// Points that are there for their names: of units, in their style, or of any place.
    fn points(&self, units: &Units, out: &mut Vec<Candidate>) {
        for (feature, anchor) in self.anchors() {
            let id = field(self.layer, self.layer.spec.fields.id.as_deref(), feature);
            match id.and_then(|id| units.by_id.get(&id)) {
                Some((in_force, layer, unit)) => {
                    let Some(layer) = self.scene.vectors().nth(*layer) else { continue };
                    let style = layer.style(self.scene.theme);
                    let room = Maker { layer, ..*self }.size(*unit).0 * 1.2;
                    // A point that speaks for a unit has the letters of the unit.
                    let maker =
                        Maker { label: style.label.as_ref().unwrap_or(self.label), ..*self };
                    out.extend(maker.unit(feature, anchor, *in_force, room, units));
                }
                None => out.extend(self.place(feature, anchor, RANK_PLACE)),
            }
        }
    }

    /// Named features of any other kind, where they have room for it.
    fn places(&self, out: &mut Vec<Candidate>) {
        for (feature, anchor) in self.anchors() {
            let Some(mut c) = self.place(feature, anchor, RANK_LOT) else { continue };
            let (w, h) = self.size(feature);
            if w <= 0.0 && h <= 0.0 {
                c.places = vec![(Align::Left, 6.0, 0.0), (Align::Right, -6.0, 0.0)];
            } else {
                c.room = Some(w.max(h) * 1.1);
            }
            out.push(c);
        }
    }

    fn place(&self, feature: FeatureId, anchor: MapPoint, rank: u32) -> Option<Candidate> {
        Some(self.candidate(feature, anchor, self.text(feature)?, rank))
    }
}
