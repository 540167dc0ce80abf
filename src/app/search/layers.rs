//! Attributes of layers: which columns are searched as what, and hits made of their values.

use std::sync::Arc;

use planmap_core::attribute::{attribute_title, feature_name, is_english_name};
use planmap_core::catalogue::{Catalogue, LayerRole, LayerSpec};
use planmap_core::feature::{Column, FeatureId};
use planmap_core::geometry::Extent;
use planmap_core::i18n::{Language, Words, format_number};
use planmap_core::legend::{Legend, NO_CLASS};
use planmap_core::search::{
    Asked, ColumnUse, ParcelQuery, Query, TableIndex, ValueMatch, find_number, find_parcel,
};
use planmap_core::search::{fold, quality};
use planmap_draw::scene::MapLayer;
use rustc_hash::FxHashSet;

use super::{Hit, HitKind, Target, place_of};
use crate::ids::HitRef;

/// Of so many features the extent is worked out; of more, that of the layer serves.
const MOST_UNITED: u32 = 500;
/// Parcels of the same number that are listed.
const MOST_PARCELS: usize = 6;

/// Names that columns of names and of lot codes go by in files that no catalogue describes, folded.
const NAMES: [&str; 8] =
    ["name", "ten", "tendoituong", "ten doi tuong", "tenduong", "ten duong", "title", "label"];
const LOTS: [&str; 8] =
    ["lot", "lo", "o dat", "odat", "kyhieu", "ky hieu", "kyhieulo", "ky hieu o dat"];

/// What a layer's columns are searched as. Units, sites and limits are found through the catalogue,
/// by better names.
fn column_use(spec: &LayerSpec, column: &Column) -> ColumnUse {
    let is = |field: &Option<String>| field.as_deref() == Some(column.name());
    let f = &spec.fields;
    match spec.role {
        LayerRole::Units | LayerRole::Labels | LayerRole::Limit | LayerRole::Sites => {
            return ColumnUse::Skip;
        }
        _ if is(&f.id) || is(&f.rank) => return ColumnUse::Skip,
        _ if is(&f.name) || is_english_name(f, column.name()) => return ColumnUse::Name,
        _ if is(&f.lot) => return ColumnUse::Lot,
        _ => {}
    }
    let name = fold(&column.name().replace('_', " "));
    match name.as_str() {
        "id" | "fid" | "gid" | "objectid" | "uuid" => ColumnUse::Skip,
        name if f.name.is_none() && NAMES.contains(&name) => ColumnUse::Name,
        name if f.lot.is_none() && LOTS.contains(&name) => ColumnUse::Lot,
        _ => ColumnUse::Value,
    }
}

/// Whether a layer's own attributes are searched at all.
pub(crate) fn is_searched(spec: &LayerSpec) -> bool {
    !matches!(spec.role, LayerRole::Units | LayerRole::Labels | LayerRole::Limit | LayerRole::Sites)
}

/// A layer with the index of its attributes.
pub struct LayerIndex {
    drawn: MapLayer,
    table: TableIndex,
}

impl LayerIndex {
    /// Builds the index of a layer; one without texts where it is not searched.
    #[must_use]
    pub fn build(drawn: &MapLayer, stop: &dyn Fn() -> bool) -> Self {
        let spec = &drawn.spec;
        let table = if is_searched(spec) {
            let class = spec.fields.class.as_deref().filter(|_| drawn.legend.is_some());
            let spelled = |column: &Column, text: &str| -> Vec<String> {
                let is_class = class == Some(column.name());
                let legend = drawn.legend.as_ref().filter(|_| is_class);
                let found = legend.and_then(|legend| legend.class(text));
                found.map(|(_, class)| class.names()).unwrap_or_default()
            };
            TableIndex::build(drawn.features.table(), &|c| column_use(spec, c), &spelled, stop)
        } else {
            TableIndex::default()
        };
        Self { drawn: drawn.clone(), table }
    }

    /// Bytes that the index takes in memory, the layer itself not counted.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.table.bytes()
    }

    pub(super) fn layer(&self) -> &MapLayer {
        &self.drawn
    }

    /// What answers among the layer's attributes, without places: those are worked out for what is
    /// shown.
    pub(super) fn find(&self, query: &Query, typos: bool) -> Vec<Found> {
        let kind = |m: &ValueMatch| match m.column_use {
            ColumnUse::Name => HitKind::Place,
            ColumnUse::Lot => HitKind::Lot,
            ColumnUse::Value | ColumnUse::Skip if self.is_class_column(m.column) => HitKind::Class,
            ColumnUse::Value | ColumnUse::Skip => HitKind::Value,
        };
        let values = self.table.find(self.drawn.features.table(), &Asked { query, typos });
        let made = |m: ValueMatch| {
            let kind = kind(&m);
            let what = What::Text { column: m.column, text: m.text };
            Found { kind, what, first: m.first, count: m.count, score: m.score + kind.weight() }
        };
        let mut found: Vec<Found> = values.into_iter().map(made).collect();
        self.keep_one_of_each_name(&mut found);
        found
    }

    /// Of a feature that was found by its names in both languages the better one is kept.
    fn keep_one_of_each_name(&self, found: &mut Vec<Found>) {
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut named = FxHashSet::default();
        found.retain(|f| f.kind != HitKind::Place || named.insert(f.first));
    }

    /// Whether a column holds codes of the layer's legend.
    fn is_class_column(&self, column: usize) -> bool {
        let name = self.drawn.features.table().columns().get(column).map(Column::name);
        self.drawn.legend.is_some()
            && name.is_some()
            && name == self.drawn.spec.fields.class.as_deref()
    }

    /// The class that was found, as its legend and its code.
    pub(super) fn class_found(&self, found: &Found) -> Option<(&Arc<Legend>, &str)> {
        let What::Text { column, text } = found.what else {
            return None;
        };
        let legend = self.drawn.legend.as_ref().filter(|_| found.kind == HitKind::Class)?;
        let code = self.drawn.features.table().columns().get(column)?.text(text)?;
        Some((legend, code))
    }

    /// Features of a parcel.
    pub(super) fn parcels(&self, asked: ParcelQuery) -> Vec<Found> {
        let rows = if is_searched(&self.drawn.spec) {
            find_parcel(self.drawn.features.table(), asked, MOST_PARCELS)
        } else {
            Vec::new()
        };
        let score = quality::EXACT + HitKind::Lot.weight();
        let made =
            |first| Found { kind: HitKind::Lot, what: What::Parcel(asked), first, count: 1, score };
        rows.into_iter().map(made).collect()
    }

    /// Columns of numbers that hold a figure.
    pub(super) fn numbers(&self, number: f64) -> Vec<Found> {
        if !is_searched(&self.drawn.spec) {
            return Vec::new();
        }
        let made = |m: planmap_core::search::NumberMatch| {
            let what = What::Number { column: m.column, number };
            // Figures stand everywhere: below everything that is called so.
            Found {
                kind: HitKind::Value,
                what,
                first: m.first,
                count: m.count,
                score: quality::INSIDE,
            }
        };
        find_number(self.drawn.features.table(), number).into_iter().map(made).collect()
    }

    /// The hit with its words and its place.
    pub(super) fn hit(&self, found: &Found, catalogue: &Catalogue, words: &Words) -> Hit {
        let (layer, language) = (&self.drawn, words.language());
        let features = &layer.features;
        let column = |n: usize| features.table().columns().get(n);
        let class = || {
            let class = layer.class_of(found.first);
            let class = layer
                .legend
                .as_ref()
                .filter(|_| class != NO_CLASS)?
                .classes
                .get(usize::from(class))?;
            Some(class.label.get(language).to_owned())
        };
        // Five plans may have a layer of the same name.
        let plan = layer.spec.plan.as_deref().and_then(|id| catalogue.plan(id));
        let belongs = plan.map(|plan| plan.short_name.get(language).to_owned());
        let layer_name = layer.spec.name.get(language).to_owned();
        let (label, about) = match found.what {
            What::Text { column: n, text } => {
                let value = column(n).and_then(|c| c.text(text)).unwrap_or_default();
                let is_class =
                    column(n).is_some_and(|c| layer.spec.fields.class.as_deref() == Some(c.name()));
                match found.kind {
                    HitKind::Lot => (value.to_owned(), class()),
                    HitKind::Place => (self.name_in(found.first, value, language), None),
                    _ if is_class => (class().unwrap_or_else(|| value.to_owned()), None),
                    _ => (
                        value.to_owned(),
                        column(n).map(|c| attribute_title(&layer.spec.fields, c.name(), words)),
                    ),
                }
            }
            What::Parcel(parcel) => {
                let number = u64::from(parcel.parcel);
                let label = match parcel.sheet {
                    Some(sheet) => words.text_with(
                        "search-parcel",
                        &[
                            ("sheet", (&sheet.to_string()).into()),
                            ("parcel", (&number.to_string()).into()),
                        ],
                    ),
                    None => words.text_with(
                        "search-parcel-alone",
                        &[("parcel", (&number.to_string()).into())],
                    ),
                };
                (label, class())
            }
            What::Number { column: n, number } => {
                let decimals = if number.fract().abs() < 1e-9 { 0 } else { 2 };
                (
                    format_number(number, decimals, language),
                    column(n).map(|c| attribute_title(&layer.spec.fields, c.name(), words)),
                )
            }
        };
        let count = (found.count > 1).then(|| {
            words.text_with("search-features", &[("count", u64::from(found.count).into())])
        });
        let note: Vec<String> = about
            .into_iter()
            .chain(belongs)
            .chain([layer_name])
            .chain(count)
            .filter(|t| !t.is_empty())
            .collect();
        let (at, extent) = place_of(features, found.first);
        let reference = HitRef { layer: layer.spec.id.clone(), feature: found.first };
        let (target, extent) = if found.count > 1 {
            (Target::Features(reference), self.united(found))
        } else {
            (Target::Feature(reference), extent)
        };
        let score = found.score;
        Hit { kind: found.kind, target, label, note: note.join(" · "), at, extent, score }
    }

    /// The name of a feature in the language of the screen, whichever of its names was found.
    fn name_in(&self, feature: FeatureId, found: &str, language: Language) -> String {
        let fields = &self.drawn.spec.fields;
        let name = feature_name(fields, self.drawn.features.table(), feature, language);
        name.unwrap_or(found).to_owned()
    }

    /// The extent of all that have a value.
    pub(super) fn united(&self, found: &Found) -> Extent {
        let features = &self.drawn.features;
        if found.count > MOST_UNITED {
            return features.extent();
        }
        let mut extent = Extent::EMPTY;
        let mut add =
            |row: FeatureId| extent = extent.union(features.geometries().feature_extent(row));
        match found.what {
            What::Text { column, text } => {
                if let Some(column) = features.table().columns().get(column) {
                    column.each_text(
                        |row, id| if id == text { add(row) } else { Default::default() },
                    );
                }
            }
            What::Number { column, number } => {
                let numbers = features
                    .table()
                    .columns()
                    .get(column)
                    .and_then(|c| c.numbers())
                    .unwrap_or_default();
                let same = numbers.iter().enumerate().filter(|(_, n)| (**n - number).abs() < 1e-9);
                same.for_each(|(row, _)| add(row as FeatureId));
            }
            What::Parcel(_) => add(found.first),
        }
        extent
    }
}

/// What a layer has found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub kind: HitKind,
    what: What,
    pub first: FeatureId,
    pub count: u32,
    pub score: f32,
}

impl Found {
    /// The same with a lower score.
    pub(super) fn less(self, loss: f32) -> Self {
        Self { score: self.score - loss, ..self }
    }
}

#[derive(Debug, Clone, Copy)]
enum What {
    Text { column: usize, text: u32 },
    Parcel(ParcelQuery),
    Number { column: usize, number: f64 },
}
