//! Count, sum, mean, least and greatest of the numeric columns.

use planmap_core::feature::FeatureId;
use rayon::prelude::*;

use super::{TableColumn, TableSource};

/// Which rows are summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SumScope {
    /// Every row of the layer.
    All,
    /// The rows that pass the filter.
    #[default]
    Shown,
    /// The rows that are selected.
    Selected,
}

impl SumScope {
    /// All of them in the order of the screen.
    pub const ALL: [Self; 3] = [Self::All, Self::Shown, Self::Selected];

    /// The word in keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Shown => "shown",
            Self::Selected => "selected",
        }
    }
}

/// Sums of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ColumnSum {
    /// Rows with a number.
    pub count: usize,
    /// Their sum; 0 of none.
    pub sum: f64,
    /// The least; `None` of none.
    pub min: Option<f64>,
    /// The greatest; `None` of none.
    pub max: Option<f64>,
}

impl ColumnSum {
    const NONE: Self = Self { count: 0, sum: 0.0, min: None, max: None };

    /// The mean; `None` of none.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }

    fn with(self, other: Self) -> Self {
        let either = |a: Option<f64>, b: Option<f64>, pick: fn(f64, f64) -> f64| match (a, b) {
            (Some(a), Some(b)) => Some(pick(a, b)),
            (a, b) => a.or(b),
        };
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            min: either(self.min, other.min, f64::min),
            max: either(self.max, other.max, f64::max),
        }
    }
}

/// Rows that are added up in one go: the result is the same on any number of cores.
const CHUNK: usize = 1 << 14;

/// Sums of the numbers of a column over some rows; `None` where it holds none.
#[must_use]
pub fn column_sum(
    source: &TableSource,
    column: &TableColumn,
    rows: &[FeatureId],
) -> Option<ColumnSum> {
    let sum = match source.numbers(column) {
        Some(numbers) => summed(rows, &|row| numbers.get(row as usize).copied()),
        None => summed(rows, &|row| source.value(column, row).as_number()),
    };
    // A column of texts has no sum; one of numbers that are all missing has an empty one.
    (sum.count > 0 || source.is_numeric(column)).then_some(sum)
}

/// The sum of what are numbers among the values of some rows. Texts that read like numbers and truths
/// are not added in silence.
fn summed(rows: &[FeatureId], number: &(dyn Fn(FeatureId) -> Option<f64> + Sync)) -> ColumnSum {
    let sum_of_chunk = |chunk: &[FeatureId]| {
        let known = chunk.iter().filter_map(|row| number(*row)).filter(|value| !value.is_nan());
        let single = |value| ColumnSum { count: 1, sum: value, min: Some(value), max: Some(value) };
        known.fold(ColumnSum::NONE, |all, value| all.with(single(value)))
    };
    // In the order of the rows whatever thread is quicker: sums of f64 depend on their order.
    let chunks: Vec<ColumnSum> = rows.par_chunks(CHUNK).map(sum_of_chunk).collect();
    chunks.into_iter().fold(ColumnSum::NONE, ColumnSum::with)
}
