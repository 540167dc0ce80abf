//! Places as people type them: degrees, metres of the grid, or a bearing and a length.
//!
//! Owns the reading of one line of text. What the numbers are is told by their size, as elsewhere
//! in the program. Must not know what the place is for.

use crate::crs::{CoordinateGuess, GeoPoint, MapPoint, guess_coordinates};

/// A typed place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Entry {
    /// Degrees of WGS 84.
    Geo(GeoPoint),
    /// Metres of VN-2000, whichever of X and Y was typed first.
    Grid(MapPoint),
    /// From the last point: degrees clockwise from grid north, and metres in the grid.
    Polar {
        /// Degrees.
        bearing_deg: f64,
        /// Metres.
        length_m: f64,
    },
}

/// Reads `21.3270, 103.9144`, `103,9144 21,327`, `X 2359155,21 Y 490924,54`, `2359155 490924`, or
/// `45° 120 m`. `None` if it is none of these.
#[must_use]
pub fn parse_entry(text: &str) -> Option<Entry> {
    let polar = text.contains('°') || text.trim_start().starts_with('@');
    let named = |a: char, b: char| text.find([a, a.to_ascii_lowercase()]) > text.find([b, b.to_ascii_lowercase()]);
    let swapped = named('X', 'Y') && text.contains(['Y', 'y']);
    let plain: String =
        text.chars().map(|c| if c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | ';') { c } else { ' ' }).collect();
    let mut tokens: Vec<&str> =
        plain.split([' ', ';']).map(|t| t.trim_end_matches(',')).filter(|t| !t.is_empty()).collect();
    if let [one] = tokens[..] {
        // "21.3270,103.9144": the comma parts two numbers.
        tokens = one.split(',').collect();
    }
    let [a, b] = tokens[..] else {
        return None;
    };
    let number = |t: &str| t.replace(',', ".").parse::<f64>().ok().filter(|v| v.is_finite());
    let (a, b) = (number(a)?, number(b)?);
    if polar {
        return (b > 0.0).then_some(Entry::Polar { bearing_deg: a.rem_euclid(360.0), length_m: b });
    }
    match guess_coordinates([a, b, a, b]) {
        CoordinateGuess::Degrees => Some(Entry::Geo(GeoPoint::new(a, b))),
        CoordinateGuess::DegreesSwapped => Some(Entry::Geo(GeoPoint::new(b, a))),
        CoordinateGuess::Vn2000 => Some(Entry::Grid(MapPoint::new(a, b))),
        CoordinateGuess::Vn2000Swapped => Some(Entry::Grid(MapPoint::new(b, a))),
        // Outside of the country the letters say which is which; X is north.
        CoordinateGuess::Unknown if swapped => Some(Entry::Grid(MapPoint::new(a, b))),
        CoordinateGuess::Unknown => None,
    }
}

impl Entry {
    /// The point that a bearing and a length lead to from another point.
    #[must_use]
    pub fn polar_from(from: MapPoint, bearing_deg: f64, length_m: f64) -> MapPoint {
        let (sin, cos) = bearing_deg.to_radians().sin_cos();
        MapPoint::new(from.x + length_m * sin, from.y + length_m * cos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_people_type_them() {
        let geo = Entry::Geo(GeoPoint::new(103.9144, 21.327));
        for text in ["21.3270, 103.9144", "103.9144 21.327", "21,327 103,9144", "21.327,103.9144", "21.327; 103.9144"] {
            assert_eq!(parse_entry(text), Some(geo), "{text}");
        }
        let grid = Entry::Grid(MapPoint::new(490_924.54, 2_359_155.21));
        for text in ["X 2359155,21 Y 490924,54", "490924.54 2359155.21", "Y=490924.54; X=2359155.21"] {
            assert_eq!(parse_entry(text), Some(grid), "{text}");
        }
        assert_eq!(parse_entry("45° 120 m"), Some(Entry::Polar { bearing_deg: 45.0, length_m: 120.0 }));
        assert_eq!(parse_entry("@-90 12,5"), Some(Entry::Polar { bearing_deg: 270.0, length_m: 12.5 }));
        for text in ["", "abc", "1", "1 2 3", "45° 0", "500 9999999"] {
            assert_eq!(parse_entry(text), None, "{text}");
        }
        let p = Entry::polar_from(MapPoint::new(0.0, 0.0), 90.0, 10.0);
        assert!((p.x - 10.0).abs() < 1e-9 && p.y.abs() < 1e-9);
    }
}
