//! Indicators of a city: what was aimed at and what was reached, each by one document.

use super::{Claim, ClaimValue, Text2};

/// Whether a value was aimed at or reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IndicatorKind {
    /// To be reached in its year.
    Target,
    /// Reached in its year.
    Reached,
}

impl IndicatorKind {
    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "target" => Some(Self::Target),
            "reached" => Some(Self::Reached),
            _ => None,
        }
    }

    /// The word in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Reached => "reached",
        }
    }
}

/// One value of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorValue {
    /// Aimed at or reached.
    pub kind: IndicatorKind,
    /// Value, qualifier, source. Its year is the one that the value is for; its unit the
    /// indicator's.
    pub claim: Claim,
    /// What must be known before it is compared with another value.
    pub note: Text2,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its name.
    pub name: Text2,
    /// Unit of its numbers: "percent", "bn-vnd", …
    pub unit: Option<String>,
    /// Its values in the order of the catalogue.
    pub values: Vec<IndicatorValue>,
}

impl Indicator {
    /// The value of a kind with the latest year.
    #[must_use]
    pub fn latest(&self, kind: IndicatorKind) -> Option<&IndicatorValue> {
        self.values.iter().filter(|v| v.kind == kind).max_by_key(|v| v.claim.year)
    }

    /// The latest value reached as a share of the latest target, where both are numbers that
    /// compare: a target that is an upper limit, or a value with a note of caution, has no share.
    #[must_use]
    pub fn share_of_target(&self) -> Option<f64> {
        let (target, reached) =
            (self.latest(IndicatorKind::Target)?, self.latest(IndicatorKind::Reached)?);
        let ClaimValue::Number(goal) = target.claim.value else {
            return None;
        };
        let ClaimValue::Number(now) = reached.claim.value else {
            return None;
        };
        let falls = target.claim.qualifier.as_deref() == Some("less-than");
        let doubtful = !target.note.is_empty() || !reached.note.is_empty();
        (goal > 0.0 && !falls && !doubtful).then_some(now / goal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Confidence;

    fn value(kind: IndicatorKind, year: i32, number: f64) -> IndicatorValue {
        let claim = Claim {
            attribute: kind.as_str().to_owned(),
            value: ClaimValue::Number(number),
            unit: None,
            qualifier: None,
            year: Some(year),
            year_about: false,
            document: Text2::default(),
            source: String::new(),
            confidence: Confidence::B,
        };
        IndicatorValue { kind, claim, note: Text2::default() }
    }

    #[test]
    fn a_share_needs_two_numbers_that_compare() {
        let mut indicator = Indicator { name: Text2::same("x"), unit: None, values: Vec::new() };
        assert_eq!(indicator.share_of_target(), None);
        indicator.values.push(value(IndicatorKind::Target, 2025, 70.5));
        assert_eq!(indicator.share_of_target(), None);
        indicator.values.push(value(IndicatorKind::Reached, 2024, 69.38));
        indicator.values.push(value(IndicatorKind::Reached, 2020, 1.0));
        let share = indicator.share_of_target();
        assert!(share.is_some_and(|s| (s - 69.38 / 70.5).abs() < 1e-12), "{share:?}");
        indicator.values[0].claim.qualifier = Some("less-than".to_owned());
        assert_eq!(indicator.share_of_target(), None);
        indicator.values[0].claim.qualifier = None;
        indicator.values[1].note = Text2::same("counted in another way");
        assert_eq!(indicator.share_of_target(), None);
    }
}
