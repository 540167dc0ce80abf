//! Words made of values of the domain: what a claim says, the shortest true thing about a site.
//!
//! On the ground of this crate: panels, registers, cards and paper say a claim in the same words. Must
//! not look anything up in what is open.

use planmap_core::catalogue::{Claim, ClaimValue, Site};
use planmap_core::i18n::{Language, Words, decimals_of, format_number};

/// Square metres in a hectare.
const HECTARE_M2: f64 = 10_000.0;
/// Decimals of a claimed number that are written at most.
const CLAIM_DECIMALS: usize = 3;

/// The shortest true thing about a site: its area, how many sources differ, or that only the press
/// mentions it.
#[must_use]
pub fn site_note(site: &Site, language: Language) -> String {
    let words = Words::of(language);
    let areas: Vec<&Claim> = site.claims_about("area").collect();
    if site.press_mention_only {
        return words.text("site-press-only");
    }
    match areas.as_slice() {
        [] => words.text("site-area-unknown"),
        [one] => claim_text(&claim_in_hectares(one), language),
        many => words.text_with("site-area-sources", &[("count", many.len().into())]),
    }
}

/// A claim of square metres in hectares, short enough for a list or a wall; any other as it is.
#[must_use]
pub fn claim_in_hectares(claim: &Claim) -> Claim {
    let (ClaimValue::Number(area_m2), Some("m2")) = (&claim.value, claim.unit.as_deref()) else {
        return claim.clone();
    };
    let hundredths = (area_m2 / HECTARE_M2 * 100.0).round();
    Claim {
        value: ClaimValue::Number(hundredths / 100.0),
        unit: Some("ha".to_owned()),
        ..claim.clone()
    }
}

/// A claimed area in m², where a claim is a number of one.
#[must_use]
pub fn claimed_area_m2(claim: &Claim) -> Option<f64> {
    let ClaimValue::Number(value) = &claim.value else {
        return None;
    };
    match (claim.attribute.as_str(), claim.unit.as_deref()?) {
        ("area", "ha") => Some(value * HECTARE_M2),
        ("area", "m2") => Some(*value),
        _ => None,
    }
}

/// A claim's value as words: "≈ 250 ha".
#[must_use]
pub fn claim_text(claim: &Claim, language: Language) -> String {
    let words = Words::of(language);
    let qualifier = match claim.qualifier.as_deref() {
        Some("about") => "≈ ",
        Some("at-least") => "≥ ",
        Some("more-than") => "> ",
        Some("less-than") => "< ",
        _ => "",
    };
    match &claim.value {
        ClaimValue::Number(value) => {
            let number = format_number(*value, decimals_of(*value, CLAIM_DECIMALS), language);
            let unit = claim
                .unit
                .as_ref()
                .map(|u| format!(" {}", words.text(&format!("unit-{u}"))))
                .unwrap_or_default();
            format!("{qualifier}{number}{unit}")
        }
        ClaimValue::Text(text) => format!("{qualifier}{}", text.get(language)),
        ClaimValue::NotStated => words.text("not-stated"),
    }
}

#[cfg(test)]
mod tests {
    use planmap_core::catalogue::{Confidence, Text2};

    use super::*;

    fn claim(value: f64, unit: &str) -> Claim {
        Claim {
            attribute: "area".to_owned(),
            value: ClaimValue::Number(value),
            unit: Some(unit.to_owned()),
            qualifier: None,
            year: None,
            year_about: false,
            document: Text2::default(),
            source: String::new(),
            confidence: Confidence::A,
        }
    }

    #[test]
    fn square_metres_are_hectares_where_there_is_little_room() {
        let area = claim(1_645_594.87, "m2");
        assert_eq!(claim_text(&area, Language::Vietnamese), "1.645.594,87 m²");
        assert_eq!(claim_text(&claim_in_hectares(&area), Language::Vietnamese), "164,56 ha");
        let hectares = claim(2.5, "ha");
        assert_eq!(claim_in_hectares(&hectares), hectares);
        assert_eq!(claimed_area_m2(&hectares), Some(25_000.0));
        assert_eq!(claimed_area_m2(&area), Some(1_645_594.87));
        assert_eq!(claimed_area_m2(&claim(3.0, "m")), None, "a length is no area");
    }
}
