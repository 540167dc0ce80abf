//! Fields for a figure, read and written as the language does.

use std::ops::RangeInclusive;

use egui::DragValue;
use egui::emath::Numeric;
use planmap_core::i18n::{Language, format_number, read_number};

/// A figure that is dragged or typed, with its unit behind it: "22,4 mm" in Vietnamese, "22.4 mm" in
/// English. The unit may be typed too. Range, speed and decimals are the caller's.
pub fn number_drag<'a, N: Numeric>(
    value: &'a mut N,
    unit: &'static str,
    language: Language,
) -> DragValue<'a> {
    let unit_sign = unit.trim();
    DragValue::new(value)
        .suffix(unit)
        .custom_formatter(move |value, decimals| written(value, &decimals, language))
        .custom_parser(move |typed| read_number(typed.trim().trim_end_matches(unit_sign), language))
}

/// A figure with as few decimals as it has, within a range.
fn written(value: f64, decimals: &RangeInclusive<usize>, language: Language) -> String {
    let is_exact = |count: &usize| {
        let shifted = value * 10f64.powi(*count as i32);
        (shifted - shifted.round()).abs() < 1e-4
    };
    let count = decimals.clone().find(is_exact).unwrap_or(*decimals.end());
    format_number(value, count, language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_the_decimals_that_they_need() {
        let vietnamese = |value, decimals| written(value, &decimals, Language::Vietnamese);
        assert_eq!(vietnamese(2.0, 1..=1), "2,0");
        assert_eq!(vietnamese(f64::from(22.4_f32), 0..=1), "22,4");
        assert_eq!(vietnamese(420.0, 0..=1), "420");
        assert_eq!(vietnamese(10_000.0, 0..=0), "10.000");
        assert_eq!(written(10_000.5, &(0..=2), Language::English), "10,000.5");
    }
}
