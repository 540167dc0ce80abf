//! How long searching takes: the index, and queries of each kind.

use std::time::Instant;

use planmap_core::crs::geo_from_map;
use planmap_core::feature::{FeatureId, Value};
use serde_json::json;

use super::figures::{Figures, figures, spread};
use planmap_app::command::Command;
use planmap_app::search::{Limits, SearchCommand};
use planmap_app::session::Session;

/// Times that each query is asked.
const REPEATS: usize = 5;
/// Texts that are taken from the file.
const SAMPLES: u32 = 8;

/// Indexes what is loaded and asks.
pub(super) fn searching(session: &mut Session) -> Figures {
    let begun = Instant::now();
    session.apply(Command::Search(SearchCommand::Prepare));
    session.wait_until_loaded();
    let index_s = begun.elapsed().as_secs_f64();
    let queries = queries(session);
    let mut slowest = (0.0, String::new());
    let mut times = Vec::with_capacity(queries.len() * REPEATS);
    for query in &queries {
        for _ in 0..REPEATS {
            let begun = Instant::now();
            std::hint::black_box(session.search_now(query, Limits::LIST));
            let time_ms = begun.elapsed().as_secs_f64() * 1e3;
            if time_ms > slowest.0 {
                slowest = (time_ms, query.clone());
            }
            times.push(time_ms);
        }
    }
    figures(json!({
        "search_ms": spread(times),
        "search_queries": queries.len(),
        "search_slowest": { "query": slowest.1, "ms": slowest.0 },
        "search_index_s": index_s,
        "search_index_mb": session.search().index_bytes() as f64 / 1e6,
    }))
}

/// One letter, typing errors, codes, attribute values, figures, parcels, a coordinate, nothing.
fn queries(session: &Session) -> Vec<String> {
    let fixed = [
        "a",
        "n",
        "đ",
        "ch",
        "nhà ở",
        "chieng",
        "khong co gi ca",
        "xyzzyq",
        "tờ 12 thửa 345",
        "1 2 3",
    ];
    let mut out: Vec<String> = fixed.map(str::to_owned).to_vec();
    for layer in session.layers() {
        let Some(features) = layer.features().filter(|f| !f.is_empty()) else {
            continue;
        };
        for n in 0..SAMPLES {
            let row = (features.len() as u64 * u64::from(2 * n + 1) / u64::from(2 * SAMPLES))
                as FeatureId;
            for column in features.table().columns() {
                match column.value(row) {
                    Value::Text(text) => {
                        let text: String = text.chars().take(60).collect();
                        out.push(planmap_core::search::fold(&text));
                        out.push(mistyped(&text));
                        out.push(text.chars().take(5).collect());
                    }
                    Value::Number(number) if n == 0 => out.push(number.to_string()),
                    _ => {}
                }
            }
        }
        if let Ok(geo) = geo_from_map(features.extent().centre(), session.map_crs()) {
            out.push(format!("{:.6}, {:.6}", geo.lat, geo.lon));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Two letters of the longest word the wrong way round.
fn mistyped(text: &str) -> String {
    let longest = text.split(' ').max_by_key(|w| w.len()).unwrap_or(text);
    let mut letters: Vec<char> = longest.chars().collect();
    let middle = letters.len() / 2;
    if middle > 0 {
        letters.swap(middle - 1, middle);
    }
    text.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}
