//! Areas as people of each language write them, in the unit that the reader has chosen.

use super::{Language, format_hectares, format_number};

/// From here on a square metre is written without decimals, m².
const WHOLE_SQUARE_METRES_FROM: f64 = 10_000.0;

/// The unit in which areas are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AreaUnit {
    /// Hectares, as planning decisions write them.
    #[default]
    Hectares,
    /// Square metres, as lot registers write them.
    SquareMetres,
}

impl AreaUnit {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Hectares, Self::SquareMetres];

    /// The word that stands in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hectares => "ha",
            Self::SquareMetres => "m2",
        }
    }

    /// The unit that a word in a file stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == word)
    }
}

/// An area of so many m² in a unit: "3,5 ha", "35.000 m²", "812,4 m²".
#[must_use]
pub fn format_area(area_m2: f64, unit: AreaUnit, language: Language) -> String {
    match unit {
        AreaUnit::Hectares => format_hectares(area_m2, language),
        AreaUnit::SquareMetres => {
            let decimals = if area_m2.abs() >= WHOLE_SQUARE_METRES_FROM { 0 } else { 1 };
            format!("{} m²", format_number(area_m2, decimals, language))
        }
    }
}

/// An area in a unit to the square metre or finer: "164,5595 ha", "1.645.594,9 m²".
#[must_use]
pub fn format_exact_area(area_m2: f64, unit: AreaUnit, language: Language) -> String {
    match unit {
        AreaUnit::Hectares => format!("{} ha", format_number(area_m2 / 10_000.0, 4, language)),
        AreaUnit::SquareMetres => format!("{} m²", format_number(area_m2, 1, language)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_written_in_the_unit_that_was_chosen() {
        use AreaUnit::{Hectares, SquareMetres};
        use Language::{English, Vietnamese};
        for (area_m2, unit, language, wanted) in [
            (1_645_598.0, Hectares, Vietnamese, "164,6 ha"),
            (1_645_598.0, SquareMetres, Vietnamese, "1.645.598 m²"),
            (1_645_598.0, SquareMetres, English, "1,645,598 m²"),
            (812.44, SquareMetres, Vietnamese, "812,4 m²"),
            (35_000.0, Hectares, English, "3.50 ha"),
        ] {
            assert_eq!(format_area(area_m2, unit, language), wanted);
        }
        assert_eq!(format_exact_area(1_645_594.87, Hectares, Vietnamese), "164,5595 ha");
        assert_eq!(format_exact_area(1_645_594.87, SquareMetres, English), "1,645,594.9 m²");
        for unit in AreaUnit::ALL {
            assert_eq!(AreaUnit::from_word(unit.as_str()), Some(unit));
        }
        assert_eq!(AreaUnit::from_word("acre"), None);
    }
}
