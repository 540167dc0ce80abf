//! The figures of a measurement, by name.

use planmap_app::measure::Spread;
use serde_json::{Value as Json, json};

/// Figures by name; some hold others, by scale or by what is spread.
pub(super) type Figures = serde_json::Map<String, Json>;

/// Shares of the extent's area that are looked at.
pub(super) const SCALES: [(&str, f64); 4] =
    [("full", 1.0), ("tenth", 0.1), ("hundredth", 0.01), ("thousandth", 0.001)];

/// The members of a JSON object.
pub(super) fn figures(value: Json) -> Figures {
    match value {
        Json::Object(map) => map,
        _ => Figures::new(),
    }
}

/// Median and 99th percentile; null where nothing was measured.
pub(super) fn spread(mut values: Vec<f64>) -> Json {
    let Some(spread) = Spread::of(&mut values) else {
        return Json::Null;
    };
    json!({ "median": spread.median, "p99": spread.p99 })
}

/// Every number with the names that lead to it, joined by dots.
pub(super) fn flattened(figures: &Figures) -> Vec<(String, f64)> {
    let mut numbers = Vec::new();
    for (name, value) in figures {
        match value {
            Json::Number(number) => {
                numbers.extend(number.as_f64().map(|number| (name.clone(), number)));
            }
            Json::Object(inner) => {
                let inner = flattened(inner);
                numbers.extend(
                    inner.into_iter().map(|(rest, number)| (format!("{name}.{rest}"), number)),
                );
            }
            _ => {}
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_at_every_depth() {
        let value = json!({ "load_s": 1.5, "pick_us": { "median": 2, "p99": 3 }, "path": "x", "none": null });
        let expected = [("load_s", 1.5), ("pick_us.median", 2.0), ("pick_us.p99", 3.0)];
        let expected: Vec<(String, f64)> =
            expected.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        let mut found = flattened(&figures(value));
        found.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(found, expected);
    }
}
