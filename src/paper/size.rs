//! Sizes of paper and round scales.

use planmap_core::Extent;

/// The size of a sheet in millimetres, as it lies before the reader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Width.
    pub width_mm: f64,
    /// Height.
    pub height_mm: f64,
}

/// The sizes of ISO 216 by name, upright, in millimetres.
pub const SIZES: [(&str, f64, f64); 5] = [
    ("A4", 210.0, 297.0),
    ("A3", 297.0, 420.0),
    ("A2", 420.0, 594.0),
    ("A1", 594.0, 841.0),
    ("A0", 841.0, 1189.0),
];

/// Smallest and largest side of a sheet of free size, in millimetres. The largest is the width of
/// a common plotter's roll drawn out to a length that page formats still hold.
pub const SIDES_MM: std::ops::RangeInclusive<f64> = 100.0..=2000.0;

impl Paper {
    /// A named size; lying on its long side if `landscape`.
    #[must_use]
    pub fn named(name: &str, landscape: bool) -> Option<Self> {
        let (_, short, long) = SIZES.into_iter().find(|(n, ..)| n.eq_ignore_ascii_case(name))?;
        Some(if landscape {
            Self { width_mm: long, height_mm: short }
        } else {
            Self { width_mm: short, height_mm: long }
        })
    }

    /// Reads "a3", "a3-landscape", "A1-portrait" or "600x400" in millimetres. A name alone lies on
    /// its long side.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some((w, h)) = text.split_once(['x', '×']) {
            let side = |t: &str| t.trim().parse::<f64>().ok().filter(|v| SIDES_MM.contains(v));
            return Some(Self { width_mm: side(w)?, height_mm: side(h)? });
        }
        let (name, way) = text.split_once('-').unwrap_or((&text, "landscape"));
        match way {
            "landscape" => Self::named(name, true),
            "portrait" => Self::named(name, false),
            _ => None,
        }
    }

    /// Whether it lies on its long side.
    #[must_use]
    pub fn is_landscape(&self) -> bool {
        self.width_mm >= self.height_mm
    }

    /// Its name, or its sides in millimetres.
    #[must_use]
    pub fn name(&self) -> String {
        let (short, long) = (self.width_mm.min(self.height_mm), self.width_mm.max(self.height_mm));
        let known =
            SIZES.iter().find(|(_, s, l)| (s - short).abs() < 0.5 && (l - long).abs() < 0.5);
        known.map_or_else(
            || format!("{} × {} mm", self.width_mm, self.height_mm),
            |(n, ..)| (*n).to_owned(),
        )
    }

    /// How much larger than on A3 letters and lines are: a large sheet is read from farther away.
    #[must_use]
    pub fn size_factor(&self) -> f64 {
        // The diagonal of A3 is 514 mm.
        (self.width_mm.hypot(self.height_mm) / 514.4).powf(0.6).clamp(0.92, 1.7)
    }
}

/// Round scales 1:N that a sheet is fitted to: those of planning maps, then of overviews. A
/// centimetre is a round length of ground at each, and none is much more than twice the one before.
pub const ROUND_SCALES: [f64; 16] = [
    500.0,
    1_000.0,
    2_000.0,
    2_500.0,
    5_000.0,
    10_000.0,
    20_000.0,
    25_000.0,
    50_000.0,
    75_000.0,
    100_000.0,
    150_000.0,
    200_000.0,
    250_000.0,
    500_000.0,
    1_000_000.0,
];

/// The largest round scale at which an extent fits a frame of a size in millimetres; the last one
/// where none does.
#[must_use]
pub fn fitting_scale(extent: &Extent, width_mm: f64, height_mm: f64) -> f64 {
    let fitting = ROUND_SCALES.into_iter().find(|n| fits_at(extent, width_mm, height_mm, *n));
    fitting.unwrap_or(ROUND_SCALES[ROUND_SCALES.len() - 1])
}

/// Whether an extent fits a frame of a size in millimetres at 1:N.
#[must_use]
pub fn fits_at(extent: &Extent, width_mm: f64, height_mm: f64, denominator: f64) -> bool {
    // A hair of tolerance: an extent made from the frame itself fits it.
    let metres_per_mm = denominator / 1000.0 * (1.0 + 1e-9);
    extent.width() <= width_mm * metres_per_mm && extent.height() <= height_mm * metres_per_mm
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use planmap_core::MapPoint;

    #[test]
    fn sizes_are_read_by_name_and_by_number() {
        let a3 = Paper::parse("a3").unwrap();
        assert!((a3.width_mm - 420.0).abs() < 1e-9 && (a3.height_mm - 297.0).abs() < 1e-9);
        assert!((Paper::parse("A0-portrait").unwrap().height_mm - 1189.0).abs() < 1e-9);
        assert_eq!(Paper::parse("600x400").unwrap().name(), "600 × 400 mm");
        assert_eq!(Paper::parse("420x297").unwrap().name(), "A3");
        for bad in ["a5", "a3-upside", "10x10", "9999x100", "", "axb"] {
            assert!(Paper::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_largest_round_scale_that_fits() {
        let extent =
            |w: f64, h: f64| Extent::from_corners(MapPoint::new(0.0, 0.0), MapPoint::new(w, h));
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(close(fitting_scale(&extent(1_000.0, 900.0), 200.0, 200.0), 5_000.0));
        assert!(close(fitting_scale(&extent(1_000.1, 900.0), 200.0, 200.0), 10_000.0));
        assert!(close(fitting_scale(&extent(100.0, 100.0), 200.0, 200.0), 500.0));
        assert!(close(fitting_scale(&extent(28_000.0, 29_000.0), 220.0, 260.0), 150_000.0));
    }
}
