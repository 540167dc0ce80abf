//! The map in words: what lies at a place, what is in view, what is selected.
//!
//! Owns the sentences that stand beside the picture for those who cannot see it. Everything is
//! read from the session or from snapshots of it. Must not know how the words are shown or spoken.

use geo::Intersects;
use planmap_core::attribute::feature_name;
use planmap_core::catalogue::{Catalogue, LayerRole};
use planmap_core::collate::sort_key;
use planmap_core::crs::{SystemNaming, geo_from_map};
use planmap_core::feature::FeatureId;
use planmap_core::geometry::Extent;
use planmap_core::i18n::{
    AreaUnit, Language, Words, format_area, format_length, format_number, format_scale,
};
use planmap_core::plan_stack::{Agreement, PlanRow, StackHit};
use planmap_core::viewport::Viewport;
use planmap_core::{Features, MapPoint};
use planmap_draw::legend_view::{ClassMeasure, legend_in_view};
use planmap_draw::scene::{MapLayer, MapScene};

use crate::command::{Command, ViewCommand};
use crate::session::Session;

/// Classes named before the rest is counted.
const CLASSES: usize = 8;
/// Sites, zones or units named before the rest is counted.
const NAMES: usize = 24;
/// Nearer than this share of the view's height a thing stands in the middle and has no direction.
const MIDDLE: f64 = 0.02;

/// A line of the list, and what going there means.
#[derive(Debug, Clone, PartialEq)]
pub struct TwinEntry {
    /// The line.
    pub text: String,
    /// What choosing it does; nothing where there is nowhere to go.
    pub goes_to: Option<Command>,
}

/// One heading of the list with its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct TwinSection {
    /// The heading.
    pub title: String,
    /// Its lines.
    pub entries: Vec<TwinEntry>,
}

/// What the list is made from; all of it is shared, so that a worker can do it.
#[derive(Debug, Clone)]
pub struct TwinSource {
    /// What is drawn.
    pub scene: std::sync::Arc<MapScene>,
    /// Names of units.
    pub catalogue: std::sync::Arc<Catalogue>,
    /// The view.
    pub view: Viewport,
    /// The language of the words.
    pub language: Language,
    /// The unit in which areas are read.
    pub area_unit: AreaUnit,
}

/// What is in view, in the order of importance: where and how large, sites, zones, units, land use.
/// Empty when `outdated` says so on the way.
#[must_use]
pub fn in_view(source: &TwinSource, outdated: &dyn Fn() -> bool) -> Vec<TwinSection> {
    let words = Words::of(source.language);
    let mut out = vec![whereabouts(source, words)];
    for (key, entries) in [
        ("twin-sites", sites(source, words)),
        ("twin-zones", areas(source, words, LayerRole::Zones)),
        ("twin-units", areas(source, words, LayerRole::Units)),
    ] {
        if !entries.is_empty() {
            out.push(TwinSection { title: words.text(key), entries: shortened(entries, words) });
        }
    }
    out.extend(classes(source, words, outdated));
    if outdated() { Vec::new() } else { out }
}

fn plain(text: String) -> TwinEntry {
    TwinEntry { text, goes_to: None }
}

fn shortened(mut entries: Vec<TwinEntry>, words: &Words) -> Vec<TwinEntry> {
    let rest = entries.len().saturating_sub(NAMES);
    if rest > 0 {
        entries.truncate(NAMES);
        entries.push(plain(words.text_with("twin-more", &[("count", rest.into())])));
    }
    entries
}

fn whereabouts(source: &TwinSource, words: &Words) -> TwinSection {
    let (view, language) = (&source.view, source.language);
    let scale = format_scale(view.scale_denominator(), language);
    let e = view.extent();
    let (width, height) = (format_length(e.width(), language), format_length(e.height(), language));
    let args = [("width", (&width).into()), ("height", (&height).into())];
    let mut entries =
        vec![
            plain(words.text_with("twin-scale", &[("scale", (&scale).into())])),
            plain(words.text_with("twin-size", &args)),
            plain(words.text_with(
                "twin-centre",
                &[("place", (&coordinates(source, view.centre())).into())],
            )),
        ];
    if let Some(accuracy) = source.scene.mark() {
        entries.push(plain(words.text(&format!("map-mark-{}", accuracy.as_str()))));
    }
    TwinSection { title: words.text("twin-where"), entries }
}

fn coordinates(source: &TwinSource, at: MapPoint) -> String {
    let language = source.language;
    let grid = SystemNaming::of(&source.scene.map_crs).place(at, " ", language);
    match geo_from_map(at, &source.scene.map_crs) {
        Ok(p) => format!(
            "{grid} ({}; {})",
            format_number(p.lat, 5, language),
            format_number(p.lon, 5, language)
        ),
        Err(_) => grid,
    }
}

/// Sites in view with distance and direction from the middle, the nearest first.
fn sites(source: &TwinSource, words: &Words) -> Vec<TwinEntry> {
    let (e, centre) = (source.view.extent(), source.view.centre());
    let mut seen: Vec<_> = source.scene.sites.iter().filter(|s| e.contains(s.at)).collect();
    seen.sort_by(|a, b| a.at.distance(centre).total_cmp(&b.at.distance(centre)));
    seen.into_iter()
        .map(|site| {
            let name = site.name.get(source.language);
            let way = way_to(centre, site.at, e.height(), words, source.language);
            TwinEntry {
                text: format!("{name} – {way}"),
                goes_to: Some(Command::SelectSite { id: site.id.clone(), zoom: true }),
            }
        })
        .collect()
}

/// "2.4 km to the north-east", or that it stands in the middle.
fn way_to(
    from: MapPoint,
    to: MapPoint,
    height_m: f64,
    words: &Words,
    language: Language,
) -> String {
    let distance_m = from.distance(to);
    if distance_m < height_m * MIDDLE {
        return words.text("twin-in-the-middle");
    }
    // Clockwise from north in eighths.
    let eighth = ((to.x - from.x).atan2(to.y - from.y) / std::f64::consts::FRAC_PI_4)
        .round()
        .rem_euclid(8.0);
    let key =
        ["n", "ne", "e", "se", "s", "sw", "w", "nw"].get(eighth as usize).copied().unwrap_or("n");
    let distance = format_length(distance_m, language);
    words.text_with(&format!("twin-way-{key}"), &[("distance", (&distance).into())])
}

/// Named areas of a role that reach into the view.
fn areas(source: &TwinSource, words: &Words, role: LayerRole) -> Vec<TwinEntry> {
    let e = source.view.extent();
    let rect = geo::Rect::new((e.min.x, e.min.y), (e.max.x, e.max.y));
    let mut out: Vec<TwinEntry> = Vec::new();
    let shown = |l: &&MapLayer| l.spec.role == role && l.shown_at(source.view.scale_denominator());
    for layer in source.scene.vectors().rev().filter(shown) {
        for feature in layer.features.in_extent(&e) {
            let Some(name) = area_name(source, words, layer, feature) else {
                continue;
            };
            let known = out.iter().any(|entry| entry.text == name);
            if !known && layer.features.geometries().polygons(feature).intersects(&rect) {
                let extent: Extent = layer.features.geometries().feature_extent(feature);
                out.push(TwinEntry {
                    text: name,
                    goes_to: Some(Command::View(ViewCommand::ZoomTo(extent))),
                });
            }
        }
    }
    out.sort_by_cached_key(|entry| sort_key(&entry.text));
    out
}

fn area_name(
    source: &TwinSource,
    words: &Words,
    layer: &MapLayer,
    feature: FeatureId,
) -> Option<String> {
    let fields = &layer.spec.fields;
    if layer.spec.role == LayerRole::Units {
        return unit_name(
            &source.catalogue,
            words,
            &layer.features,
            fields.id.as_deref()?,
            feature,
        );
    }
    let table = layer.features.table();
    let code = || {
        let codes = [&fields.zone, &fields.id].into_iter().flatten();
        codes.into_iter().find_map(|field| table.value(feature, field).as_str())
    };
    feature_name(fields, table, feature, source.language).or_else(code).map(str::to_owned)
}

fn unit_name(
    catalogue: &Catalogue,
    words: &Words,
    features: &Features,
    field: &str,
    feature: FeatureId,
) -> Option<String> {
    let key = features.table().value(feature, field).as_str()?;
    let unit = catalogue.unit(key)?;
    Some(unit.dated_title(words))
}

/// The land use in view: shares of what each legend's layers cover there.
fn classes(source: &TwinSource, words: &Words, outdated: &dyn Fn() -> bool) -> Vec<TwinSection> {
    let language = source.language;
    let found = legend_in_view(
        &source.scene,
        &source.view.extent(),
        source.view.scale_denominator(),
        outdated,
    );
    let legend_of =
        |id: &str| source.scene.vectors().filter_map(|l| l.legend.as_deref()).find(|l| l.id == id);
    found
        .iter()
        .filter_map(|shown| {
            let legend = legend_of(&shown.legend)?;
            let whole_m2: f64 = shown.classes.iter().map(|c| c.amount.area_m2).sum();
            let mut entries: Vec<TwinEntry> = shown
                .classes
                .iter()
                .take(CLASSES)
                .filter_map(|c| {
                    let class = legend.classes.get(usize::from(c.class))?;
                    let label = class.label.get(language);
                    let amount = match c.amount.measure()? {
                        ClassMeasure::Area(area_m2) => {
                            let share = format_number(area_m2 / whole_m2 * 100.0, 1, language);
                            format!(
                                "{} ({share} %)",
                                format_area(area_m2, source.area_unit, language)
                            )
                        }
                        ClassMeasure::Length(length_m) => format_length(length_m, language),
                        ClassMeasure::Points(count) => {
                            words.text_with("map-points", &[("count", count.into())])
                        }
                    };
                    Some(plain(format!("{label}: {amount}")))
                })
                .collect();
            let rest = shown.classes.len().saturating_sub(CLASSES);
            if rest > 0 {
                entries.push(plain(words.text_with("twin-more", &[("count", rest.into())])));
            }
            let args = [("legend", legend.name.get(language).into())];
            Some(TwinSection { title: words.text_with("twin-land-use", &args), entries })
        })
        .collect()
}

/// What lies at a place in one line: unit, plans that speak, whether they agree, sites.
#[must_use]
pub fn place_line(session: &Session, at: MapPoint, tolerance_m: f64) -> String {
    let (words, language) = (session.words(), session.language());
    let stack = session.stack_at(at, tolerance_m);
    let mut parts: Vec<String> = Vec::new();
    let unit = |hit: &StackHit<'_>| {
        let field = hit.layer.spec.fields.id.as_deref()?;
        unit_name(session.catalogue(), words, hit.layer.features, field, hit.feature)
    };
    for hit in &stack.sites {
        let id = hit.layer.spec.fields.id.as_deref();
        let key = id.and_then(|f| hit.layer.features.table().value(hit.feature, f).as_str());
        parts.extend(
            key.and_then(|k| session.catalogue().site(k)).map(|s| s.name.get(language).to_owned()),
        );
    }
    for row in stack.rows.iter().filter(|r| !r.is_silent()) {
        parts.push(format!(
            "{}: {}",
            row.plan.short_name.get(language),
            session.plan_row_text(row)
        ));
    }
    if stack.rows.iter().all(PlanRow::is_silent) {
        parts.push(words.text("agreement-none-long").trim_end_matches('.').to_owned());
    } else if !matches!(stack.agreement, Agreement::Single | Agreement::None) {
        parts.push(words.text(&format!("agreement-{}", stack.agreement.as_str())));
    }
    parts.extend(stack.units.iter().filter_map(unit));
    parts.dedup();
    parts.join(". ")
}

/// What is selected in one line; nothing where nothing is.
#[must_use]
pub fn selection_line(session: &Session) -> Option<String> {
    let (words, language, selection) = (session.words(), session.language(), session.selection());
    if let Some(area) = &selection.area {
        return Some(words.text_with("area-title", &[("count", area.count().into())]));
    }
    if let Some(site) = selection.site.as_deref().and_then(|id| session.catalogue().site(id)) {
        let name = site.name.get(language);
        return Some(words.text_with("twin-selected", &[("name", name.into())]));
    }
    if let Some(identified) = &selection.identified {
        return Some(place_line(session, identified.at, identified.tolerance_m));
    }
    let title = selection.feature.as_ref().and_then(|hit| session.feature_title(hit))?;
    Some(words.text_with("twin-selected", &[("name", (&title).into())]))
}

#[cfg(test)]
mod tests;
