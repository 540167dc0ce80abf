//! What the attribute table costs on a file: sorting, filtering, and the rows of a screenful.

use std::sync::Arc;
use std::time::Instant;

use planmap_core::i18n::Language;
use planmap_core::{Crs, Features};
use serde_json::{Value as Json, json};

use planmap_app::table::{Query, SortKey, TableColumn, TableSource, rows};

/// Rows of a screenful.
const WINDOW: usize = 40;
/// Screenfuls that are read.
const WINDOWS: usize = 100;

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

/// Milliseconds of each; null where the file has no such column. The order of a column is found
/// anew for each figure, as when it is sorted by for the first time.
pub(super) fn table_ms(features: &Arc<Features>, crs: &Crs) -> Json {
    let source = TableSource::new(
        Arc::clone(features),
        Arc::from([]),
        None,
        crs.clone(),
        Language::Vietnamese,
    );
    let columns: Vec<TableColumn> = features
        .table()
        .columns()
        .iter()
        .map(|c| TableColumn::Attribute(Arc::from(c.name())))
        .collect();
    // The column with the most different texts is the slowest.
    let texts = |c: &&TableColumn| {
        source.stored(c).and_then(planmap_core::feature::Column::texts).map_or(0, |t| t.count())
    };
    let text = columns.iter().max_by_key(texts).filter(|c| texts(c) > 0);
    let number = columns.iter().find(|c| source.is_numeric(c));
    let ask = |query: &Query| rows(&source, query, &|| false).unwrap_or_default();
    let sorted = |column: Option<&TableColumn>| {
        let sort = vec![SortKey { column: column?.clone(), descending: false }];
        let begun = Instant::now();
        let order = ask(&Query { sort, ..Query::default() });
        Some((ms(begun), order))
    };
    let (by_text, by_number) = (sorted(text), sorted(number));
    let begun = Instant::now();
    std::hint::black_box(ask(&Query {
        search: "nha o".to_owned(),
        columns: columns.clone(),
        ..Query::default()
    }));
    let filter = ms(begun);
    let order = by_text
        .as_ref()
        .or(by_number.as_ref())
        .map(|(_, order)| Arc::clone(order))
        .unwrap_or_default();
    let begun = Instant::now();
    for n in 0..WINDOWS {
        let from = order.len() / WINDOWS * n;
        for row in order.iter().skip(from).take(WINDOW) {
            for column in &columns {
                std::hint::black_box(source.text(column, *row));
            }
        }
    }
    json!({
        "sort_text": by_text.map(|(ms, _)| ms),
        "sort_number": by_number.map(|(ms, _)| ms),
        "filter_text": filter,
        "rows_window": ms(begun) / WINDOWS as f64,
    })
}
