//! What could be labelled at a scale, in which style and at which places.

use geo::Area;
use planmap_core::MapPoint;
use planmap_core::attribute::feature_name;
use planmap_core::catalogue::{LayerRole, PlanKind};
use planmap_core::feature::{FeatureId, Value};
use planmap_core::i18n::{Language, Words, format_number};
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
    for layer in scene.layers.iter().filter(|l| l.shown_at(denominator)) {
        if cancelled() {
            break;
        }
        let maker = Maker { scene, layer, metres_per_point, denominator, language, colours: &colours };
        match (layer.spec.role, layer.plan_kind) {
            (LayerRole::Limit, Some(PlanKind::Zoning | PlanKind::Detailed)) | (LayerRole::Zones, _) => {
                maker.zones(&mut out);
            }
            (LayerRole::Units, _) => maker.units(&units, &mut out),
            (LayerRole::Roads | LayerRole::Water, _) => maker.lines(&mut out),
            (LayerRole::LandUse, _) => maker.lots(&mut out),
            (LayerRole::Labels, _) => maker.points(&units, &mut out),
            (LayerRole::Other, _) => maker.places(&mut out),
            (LayerRole::Limit | LayerRole::Sites, _) => {}
        }
    }
    out
}

fn sites(scene: &MapScene, denominator: f64, language: Language, colours: &MapColours, out: &mut Vec<Candidate>) {
    for (i, site) in scene.sites.iter().enumerate() {
        let radius = if site.candidate { DIAMOND } else { DIAMOND_SMALL };
        let gap = radius + 4.0;
        let (size, weight) = if site.candidate { (12.0, text::SEMI_BOLD) } else { (11.5, text::MEDIUM) };
        out.push(Candidate {
            of: LabelOf::Site(site.id.clone()),
            anchor: site.at,
            text: site.name.get(language).to_owned(),
            style: style(size, weight, 0.0, colours.site_text, (colours.casing, halo_width(2.6, denominator))),
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

fn style(size: f32, weight: f32, letter_spacing: f32, colour: Colour, halo: (Colour, f32)) -> TextStyle {
    TextStyle { size, weight, letter_spacing, colour, halo: Some((halo.0.with_opacity(0.92), halo.1)) }
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
        for (i, layer) in scene.layers.iter().enumerate().filter(|(_, l)| l.spec.role == LayerRole::Units) {
            for f in rows(layer) {
                if let Some(id) = field(layer, layer.spec.fields.id.as_deref(), f) {
                    by_id.insert(id, (layer.spec.units_in_force, i, f));
                }
            }
        }
        let mut named_by_points = FxHashSet::default();
        let mut names: [FxHashSet<String>; 2] = Default::default();
        for layer in scene.layers.iter().filter(|l| l.shown_at(denominator)) {
            for f in rows(layer) {
                let in_force = match layer.spec.role {
                    LayerRole::Units => layer.spec.units_in_force,
                    LayerRole::Labels => {
                        let id = field(layer, layer.spec.fields.id.as_deref(), f);
                        let Some((id, unit)) = id.and_then(|id| by_id.get(&id).map(|u| (id, *u))) else { continue };
                        named_by_points.insert(id);
                        unit.0
                    }
                    _ => break,
                };
                names[usize::from(in_force)].extend(field(layer, layer.spec.fields.name.as_deref(), f));
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
    metres_per_point: f64,
    denominator: f64,
    language: Language,
    colours: &'a MapColours,
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
    let mut out: Vec<_> = columns.iter().flat_map(|dx| rows.iter().map(move |dy| (Align::Centre, *dx, *dy))).collect();
    out.sort_by(|a, b| a.1.hypot(a.2).total_cmp(&b.1.hypot(b.2)));
    out
}

impl Maker<'_> {
    /// Colour and width of the rim around a name.
    fn halo(&self, usual: f32) -> (Colour, f32) {
        (self.colours.casing, halo_width(usual, self.denominator))
    }

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

    fn candidate(&self, feature: FeatureId, anchor: MapPoint, text: String, style: TextStyle, rank: u32) -> Candidate {
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
        let plan = self.layer.plan_name.as_ref().map(|t| t.get(self.language).to_owned());
        let one = self.layer.features.len() == 1;
        for (feature, anchor) in self.anchors() {
            // The plan's own name is in both languages; a file's attribute is not.
            let own = self.name(feature);
            let Some(text) = (if one { plan.clone().or(own) } else { own.or_else(|| plan.clone()) }) else { continue };
            let size = if self.layer.spec.role == LayerRole::Zones { 11.5 } else { 13.0 };
            let style = style(size, text::SEMI_BOLD, 0.0, self.colours.zone_text, self.halo(3.0));
            let mut c = self.candidate(feature, anchor, text, style, RANK_ZONE);
            c.places = inside(style.size * 1.3, self.size(feature).0);
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
        let name = self.name(feature)?;
        let capitals = name.to_uppercase();
        let text = if units.twice.contains(&name) {
            let key = if in_force { "map-unit-new" } else { "map-unit-old" };
            Words::of(self.language).text_with(key, &[("name", (&capitals).into())])
        } else {
            capitals
        };
        let size = if in_force { 10.5 } else { 10.0 };
        let style = style(size, 480.0, 0.9, self.colours.unit_text, self.halo(2.2));
        let mut c = self.candidate(feature, anchor, text, style, RANK_UNIT + u32::from(!in_force));
        c.room = Some(room);
        Some(c)
    }

    fn lines(&self, out: &mut Vec<Candidate>) {
        let water = self.layer.spec.role == LayerRole::Water;
        let colour = if water { self.colours.water_text } else { self.colours.road_text };
        for (feature, anchor) in self.anchors() {
            let rank = match field(self.layer, self.layer.spec.fields.rank.as_deref(), feature) {
                Some(rank) => rank.parse().unwrap_or(1),
                None => 1,
            };
            let nearest = if rank <= 1 { 90_000.0 } else { 20_000.0 };
            if self.denominator > nearest {
                continue;
            }
            let Some(text) = self.name(feature) else { continue };
            let (w, h) = self.size(feature);
            let style = style(10.5, text::MEDIUM, 0.2, colour, self.halo(2.4));
            let mut c = self.candidate(feature, anchor, text, style, RANK_LINE + rank.min(20));
            c.room = Some(w.hypot(h));
            c.repeat_within = Some(420.0);
            out.push(c);
        }
    }

    fn lots(&self, out: &mut Vec<Candidate>) {
        if self.denominator > LOT_DENOMINATOR || self.layer.spec.fields.lot.is_none() {
            return;
        }
        let style = style(10.0, text::MEDIUM, 0.0, self.colours.lot_text, self.halo(2.8));
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
            let Some(text) = field(self.layer, self.layer.spec.fields.lot.as_deref(), feature) else { continue };
            let mut c = self.candidate(feature, anchor, text, style, RANK_LOT);
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
                    let maker = Maker { layer: &self.scene.layers[*layer], ..*self };
                    out.extend(self.unit(feature, anchor, *in_force, maker.size(*unit).0 * 1.2, units));
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
        let style = style(11.0, text::MEDIUM, 0.0, self.colours.lot_text, self.halo(2.4));
        Some(self.candidate(feature, anchor, self.name(feature)?, style, rank))
    }
}
