//! What a table is made of: an immutable snapshot of a layer, and what has been worked out from it.
//!
//! Owns the values of cells, computed columns, and the rank of each row in each column, which is
//! found once and then serves every order. Must not know which rows are shown.

use std::sync::{Arc, Mutex, OnceLock};

use planmap_core::attribute::is_year;
use planmap_core::catalogue::FieldNames;
use planmap_core::collate::sort_key;
use planmap_core::feature::{Column, FeatureId, Value, long_integer};
use planmap_core::i18n::{Language, Words, decimals_of, format_number, format_year};
use planmap_core::layer_size::GroundScale;
use planmap_core::legend::{ClassId, Legend};
use planmap_core::{Crs, Features};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::TableColumn;

/// Decimals that a number of a file is shown with at most.
const MOST_DECIMALS: usize = 3;

/// Words of values that files hold as codes: attribute, value, key. Ranks of units as Sơn La's files
/// have them; prefixes of stages by Circular 16/2025/TT-BXD, Annex I.
const SAID: [(&str, &str, &str); 9] = [
    ("kind", "ward", "unit-kind-ward"),
    ("kind", "commune", "unit-kind-commune"),
    ("kind", "township", "unit-kind-township"),
    ("phase", "QHDD", "value-phase-first"),
    ("phase", "QHDH", "value-phase-long"),
    ("part", "limit", "value-part-limit"),
    ("part", "marker", "value-part-marker"),
    ("part", "reference-point", "value-part-reference"),
    ("part", "runway", "value-part-runway"),
];

/// The key of the words for a value of an attribute; none where it is read as it is.
#[must_use]
pub fn said_value(attribute: &str, value: &str) -> Option<&'static str> {
    SAID.iter().find(|(a, v, _)| *a == attribute && *v == value).map(|(_, _, key)| *key)
}

/// The words for the values of an attribute in a language.
fn said_in(language: Language) -> Vec<(&'static str, &'static str, String)> {
    let words = Words::of(language);
    SAID.iter().map(|(attribute, value, key)| (*attribute, *value, words.text(key))).collect()
}

/// What a row of a mixed column is sorted by: kind, number, text.
type SortKey = (u8, u64, Vec<u8>);

/// Rows that are looked at for the decimals of a column: an instant, in a file of any size.
const LOOKED_AT: usize = 100_000;

/// Stands for "no value": behind all others in either direction.
pub const NO_RANK: u32 = u32::MAX;

/// Rows that are looked at before a single figure is written: no time in any frame.
const LOOKED_AT_FOR_ONE: usize = 1000;

/// Whole numbers that are read as years where a column holds no others.
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2100.0;

/// How the figures of a column are written.
#[derive(Debug, Clone, Copy)]
struct FigureForm {
    decimals: usize,
    /// Years have no sign between thousands.
    is_year: bool,
}

/// Whether a column holds years: by what it is called, or since its first `rows` figures are nothing
/// else.
fn holds_years(fields: &FieldNames, column: &Column, rows: usize) -> bool {
    if is_year(fields, column.name()) {
        return true;
    }
    let figures = column.numbers().unwrap_or_default();
    let mut known = figures.iter().take(rows).filter(|n| !n.is_nan()).peekable();
    known.peek().is_some() && known.all(|n| n.fract() == 0.0 && YEARS.contains(n))
}

/// A figure of an attribute as it is read by itself.
#[must_use]
pub fn figure_text(
    fields: &FieldNames,
    column: &Column,
    figure: f64,
    language: Language,
) -> String {
    if figure.fract() == 0.0 && holds_years(fields, column, LOOKED_AT_FOR_ONE) {
        return format_year(figure);
    }
    format_number(figure, decimals_of(figure, MOST_DECIMALS), language)
}

/// Area and length of each feature; NaN where there is none.
#[derive(Debug, Default)]
pub struct Sizes {
    area_m2: Vec<f64>,
    length_m: Vec<f64>,
}

/// A layer as its table reads it.
pub struct TableSource {
    features: Arc<Features>,
    classes: Arc<[ClassId]>,
    legend: Option<Arc<Legend>>,
    crs: Crs,
    language: Language,
    said: Vec<(&'static str, &'static str, String)>,
    fields: FieldNames,
    sizes: Arc<OnceLock<Sizes>>,
    ranks: Mutex<FxHashMap<TableColumn, Arc<[u32]>>>,
    forms: Mutex<FxHashMap<TableColumn, FigureForm>>,
}

impl TableSource {
    /// A snapshot of a layer in a language, in which classes are named.
    #[must_use]
    pub fn new(
        features: Arc<Features>,
        classes: Arc<[ClassId]>,
        legend: Option<Arc<Legend>>,
        crs: Crs,
        language: Language,
    ) -> Self {
        let said = said_in(language);
        Self {
            features,
            classes,
            legend,
            crs,
            language,
            said,
            fields: FieldNames::default(),
            sizes: Arc::default(),
            ranks: Mutex::default(),
            forms: Mutex::default(),
        }
    }

    /// The same, with what the catalogue says of the layer's attributes.
    #[must_use]
    pub fn with_fields(self, fields: FieldNames) -> Self {
        Self { fields, ..self }
    }

    /// What the catalogue says of the layer's attributes.
    #[must_use]
    pub fn fields(&self) -> &FieldNames {
        &self.fields
    }

    /// The same layer in another language; its areas need not be measured again.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Self {
        Self {
            features: Arc::clone(&self.features),
            classes: Arc::clone(&self.classes),
            legend: self.legend.clone(),
            crs: self.crs.clone(),
            language,
            said: said_in(language),
            fields: self.fields.clone(),
            sizes: Arc::clone(&self.sizes),
            ranks: Mutex::default(),
            forms: Mutex::default(),
        }
    }

    /// The features.
    #[must_use]
    pub fn features(&self) -> &Arc<Features> {
        &self.features
    }

    /// The language that classes are named in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// The column of the file behind a column of the table.
    #[must_use]
    pub fn stored(&self, column: &TableColumn) -> Option<&Column> {
        match column {
            TableColumn::Attribute(name) => self.features.table().column(name),
            TableColumn::Class | TableColumn::Area | TableColumn::Length => None,
        }
    }

    /// Whether a column holds numbers, so that it stands at the right and has a sum.
    #[must_use]
    pub fn is_numeric(&self, column: &TableColumn) -> bool {
        match column {
            TableColumn::Area | TableColumn::Length => true,
            TableColumn::Class => false,
            TableColumn::Attribute(_) => self.stored(column).is_some_and(|c| c.numbers().is_some()),
        }
    }

    /// Measures every feature, once; on all cores.
    pub fn measure(&self) -> &Sizes {
        if let Some(sizes) = self.sizes.get() {
            return sizes;
        }
        // Not inside `get_or_init`: a worker that waits there for the others takes up another job
        // meanwhile, and if that one asked for these sizes too, it would wait for itself.
        let geometries = self.features.geometries();
        let scale = GroundScale::over(&self.features.extent(), &self.crs);
        let (area_m2, length_m) = (0..self.len() as u32)
            .into_par_iter()
            .map(|row| {
                let size = scale.size(geometries, row);
                (size.area_m2.unwrap_or(f64::NAN), size.length_m.unwrap_or(f64::NAN))
            })
            .unzip();
        self.sizes.get_or_init(|| Sizes { area_m2, length_m })
    }

    /// Whether the value of a column is there without a wait.
    #[must_use]
    pub fn has(&self, column: &TableColumn) -> bool {
        !matches!(column, TableColumn::Area | TableColumn::Length) || self.sizes.get().is_some()
    }

    /// The numbers of a column row by row, where it holds nothing else; NaN for none. May be shorter
    /// than the table.
    #[must_use]
    pub fn numbers(&self, column: &TableColumn) -> Option<&[f64]> {
        match column {
            TableColumn::Area => Some(&self.measure().area_m2),
            TableColumn::Length => Some(&self.measure().length_m),
            TableColumn::Class => None,
            TableColumn::Attribute(_) => self.stored(column)?.numbers(),
        }
    }

    /// The words of a class; none where a feature has no class of the legend.
    #[must_use]
    pub fn class_label(&self, class: ClassId) -> Option<&str> {
        let class = self.legend.as_ref()?.classes.get(usize::from(class))?;
        Some(class.label.get(self.language))
    }

    /// The code of a row's class; none where it has no class of the legend.
    #[must_use]
    pub fn class_code(&self, row: FeatureId) -> Option<&str> {
        let class = *self.classes.get(row as usize)?;
        Some(&self.legend.as_ref()?.classes.get(usize::from(class))?.code)
    }

    /// The class of each row; empty where the layer has no legend.
    #[must_use]
    pub fn classes(&self) -> &[ClassId] {
        &self.classes
    }

    /// The value of a cell. An empty text is none. Areas and lengths that are not measured yet are
    /// none as well.
    #[must_use]
    pub fn value(&self, column: &TableColumn, row: FeatureId) -> Value<'_> {
        let number = |values: Option<&Vec<f64>>| {
            let value = values.and_then(|v| v.get(row as usize)).copied().filter(|v| !v.is_nan());
            value.map_or(Value::Null, Value::Number)
        };
        match column {
            TableColumn::Class => {
                let class = self.classes.get(row as usize);
                class.and_then(|c| self.class_label(*c)).map_or(Value::Null, Value::Text)
            }
            TableColumn::Area => number(self.sizes.get().map(|s| &s.area_m2)),
            TableColumn::Length => number(self.sizes.get().map(|s| &s.length_m)),
            TableColumn::Attribute(_) => {
                match self.stored(column).map_or(Value::Null, |c| c.value(row)) {
                    Value::Text("") => Value::Null,
                    Value::Text(text) => Value::Text(self.said(column, text)),
                    value => value,
                }
            }
        }
    }

    /// A text of a column as it is read: words where it is a code that is known.
    #[must_use]
    pub fn said<'a>(&'a self, column: &TableColumn, text: &'a str) -> &'a str {
        let TableColumn::Attribute(name) = column else {
            return text;
        };
        self.said
            .iter()
            .find(|(a, v, _)| *a == &**name && *v == text)
            .map_or(text, |(_, _, words)| words)
    }

    /// The cell as it is read on the screen; `None` where nothing is known.
    #[must_use]
    pub fn text(&self, column: &TableColumn, row: FeatureId) -> Option<String> {
        let value = self.value(column, row);
        if let (Value::Number(n), Some(stored)) = (&value, self.stored(column)) {
            return Some(figure_text(&self.fields, stored, *n, self.language));
        }
        value_text(value, self.language, matches!(column, TableColumn::Area | TableColumn::Length))
    }

    /// The cell as it stands in its column: figures with as many decimals as the column needs, so
    /// that they stand under each other.
    #[must_use]
    pub fn aligned_text(&self, column: &TableColumn, row: FeatureId) -> Option<String> {
        self.shown(column, self.value(column, row))
    }

    /// A value as a cell of the column shows it.
    pub(super) fn shown(&self, column: &TableColumn, value: Value<'_>) -> Option<String> {
        let measured = matches!(column, TableColumn::Area | TableColumn::Length);
        match value {
            Value::Number(n) if !measured && self.is_numeric(column) => {
                let form = self.form_of(column);
                Some(if form.is_year && n.fract() == 0.0 {
                    format_year(n)
                } else {
                    format_number(n, form.decimals, self.language)
                })
            }
            value => value_text(value, self.language, measured),
        }
    }

    /// How the figures of a column are written, found once.
    fn form_of(&self, column: &TableColumn) -> FigureForm {
        if let Some(known) = self.forms.lock().ok().and_then(|all| all.get(column).copied()) {
            return known;
        }
        let stored = self.stored(column);
        let figures = stored.and_then(Column::numbers).unwrap_or_default();
        let looked_at = &figures[..figures.len().min(LOOKED_AT)];
        let most = looked_at
            .iter()
            .filter(|n| n.is_finite())
            .map(|n| decimals_of(*n, MOST_DECIMALS))
            .max()
            .unwrap_or(0);
        let is_year = stored.is_some_and(|stored| holds_years(&self.fields, stored, LOOKED_AT));
        let form = FigureForm { decimals: most, is_year };
        if let Ok(mut all) = self.forms.lock() {
            all.insert(column.clone(), form);
        }
        form
    }

    /// The rank of each row in a column: equal for equal values, [`NO_RANK`] for none. Numbers come
    /// by size, texts in Vietnamese order; in a mixed column numbers stand before texts.
    #[must_use]
    pub fn ranks(&self, column: &TableColumn) -> Arc<[u32]> {
        if let Some(ranks) = self.ranks.lock().ok().and_then(|all| all.get(column).cloned()) {
            return ranks;
        }
        let ranks: Arc<[u32]> = self.ranked(column).into();
        if let Ok(mut all) = self.ranks.lock() {
            all.insert(column.clone(), Arc::clone(&ranks));
        }
        ranks
    }

    fn ranked(&self, column: &TableColumn) -> Vec<u32> {
        let rows = self.len();
        if let Some(numbers) = self.numbers(column) {
            let mut keyed: Vec<(u64, u32)> = numbers
                .par_iter()
                .enumerate()
                .filter(|(_, v)| !v.is_nan())
                .map(|(row, v)| (ordered_bits(*v), row as u32))
                .collect();
            keyed.par_sort_unstable();
            return ranks_of(rows, &keyed);
        }
        let label = |class: u32| self.class_label(class as ClassId);
        if *column == TableColumn::Class {
            let count = self.legend.as_ref().map_or(0, |l| l.classes.len() as u32);
            let by_class = text_ranks(count, &label);
            let rank =
                |class: &ClassId| by_class.get(usize::from(*class)).copied().unwrap_or(NO_RANK);
            let mut out: Vec<u32> = self.classes.iter().map(rank).collect();
            out.resize(rows, NO_RANK);
            return out;
        }
        let Some(stored) = self.stored(column) else {
            return vec![NO_RANK; rows];
        };
        if let Some(texts) = stored.texts() {
            let by_text = text_ranks(texts.count(), &|i| {
                texts.text(i + 1).filter(|t| !t.is_empty()).map(|t| self.said(column, t))
            });
            let rank = |id: &u32| {
                id.checked_sub(1).and_then(|i| by_text.get(i as usize)).copied().unwrap_or(NO_RANK)
            };
            let mut out: Vec<u32> = texts.ids().par_iter().map(rank).collect();
            out.resize(rows, NO_RANK);
            return out;
        }
        let mut keyed: Vec<(SortKey, u32)> = (0..rows as u32)
            .into_par_iter()
            .filter_map(|row| {
                let key = match self.value(column, row) {
                    Value::Null => return None,
                    Value::Bool(b) => (0, u64::from(b), Vec::new()),
                    Value::Number(n) => (1, ordered_bits(n), long_integer::EXACT_KEY.to_vec()),
                    Value::LongInteger(digits) => (
                        1,
                        ordered_bits(long_integer::nearest(digits)),
                        long_integer::sort_key(digits),
                    ),
                    Value::Text(t) => (2, 0, sort_key(t)),
                    Value::Json(t) => (3, 0, t.as_bytes().to_vec()),
                };
                Some((key, row))
            })
            .collect();
        keyed.par_sort_unstable();
        ranks_of(rows, &keyed)
    }
}

/// Bits that compare as the numbers do.
fn ordered_bits(value: f64) -> u64 {
    // −0 and 0 are one value.
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Ranks by sorted keys.
fn ranks_of<K: PartialEq>(rows: usize, keyed: &[(K, u32)]) -> Vec<u32> {
    let mut out = vec![NO_RANK; rows];
    let (mut rank, mut before) = (0, None);
    for (key, row) in keyed {
        if before.is_some_and(|b| b != key) {
            rank += 1;
        }
        before = Some(key);
        if let Some(cell) = out.get_mut(*row as usize) {
            *cell = rank;
        }
    }
    out
}

/// The rank of each of some texts.
fn text_ranks<'a>(count: u32, text: &(dyn Fn(u32) -> Option<&'a str> + Sync)) -> Vec<u32> {
    let mut keyed: Vec<(Vec<u8>, u32)> =
        (0..count).into_par_iter().filter_map(|i| Some((sort_key(text(i)?), i))).collect();
    keyed.par_sort_unstable();
    ranks_of(count as usize, &keyed)
}

/// A value as it is read on the screen; `measured` ones have one decimal.
#[must_use]
pub fn value_text(value: Value<'_>, language: Language, measured: bool) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(b) => Words::of(language).text(if b { "yes" } else { "no" }),
        Value::Number(n) => {
            format_number(n, if measured { 1 } else { decimals_of(n, MOST_DECIMALS) }, language)
        }
        Value::Text(t) | Value::LongInteger(t) | Value::Json(t) => t.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use planmap_core::catalogue::Text2;
    use planmap_core::feature::TableBuilder;

    use super::*;

    #[test]
    fn years_have_no_sign_between_thousands_and_other_figures_do() {
        let mut builder = TableBuilder::default();
        for (until, area, due) in [(2030.0, 2045.0, 12_500.0), (2045.0, 20_450.0, 2045.0)] {
            builder.begin_row();
            builder.set("until", Value::Number(until));
            builder.set("area", Value::Number(area));
            builder.set("due", Value::Number(due));
        }
        let table = builder.finish();
        let title = Text2 { vi: "Năm đến hạn".into(), en: "Due year".into() };
        let fields = FieldNames { titles: vec![("due".into(), title)], ..FieldNames::default() };
        let text = |name: &str, figure: f64| {
            let column = table.columns().iter().find(|column| column.name() == name).unwrap();
            figure_text(&fields, column, figure, Language::Vietnamese)
        };
        assert_eq!(text("until", 2045.0), "2045", "nothing but years");
        assert_eq!(text("area", 2045.0), "2.045");
        assert_eq!(text("due", 2045.0), "2045", "the catalogue calls it a year");
    }
}
