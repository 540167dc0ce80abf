//! Places as people type them while they draw: a coordinate, or a bearing and a length.
//!
//! Owns the second; coordinates are read by [`crate::search`]. Must not know what the place is for.

use crate::crs::MapPoint;
use crate::search::{TypedPlace, read_coordinate};

/// A typed place.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A coordinate.
    Place(TypedPlace),
    /// From the last point: degrees clockwise from grid north, and metres in the grid.
    Polar {
        /// Degrees.
        bearing_deg: f64,
        /// Metres.
        length_m: f64,
    },
}

/// Reads a coordinate in any form that [`read_coordinate`] takes, or `45° 120 m`, `@45 120`. `None`
/// if it is none of these.
#[must_use]
pub fn parse_entry(text: &str) -> Option<Entry> {
    let text = text.trim();
    match text.strip_prefix('@') {
        Some(polar) => read_polar(polar),
        None => read_coordinate(text)
            .map(Entry::Place)
            .or_else(|| text.contains('°').then(|| read_polar(text))?),
    }
}

fn read_polar(text: &str) -> Option<Entry> {
    let plain: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() || matches!(c, '.' | ',' | '-') { c } else { ' ' })
        .collect();
    let number = |t: &str| t.replace(',', ".").parse::<f64>().ok().filter(|v| v.is_finite());
    let tokens: Vec<&str> =
        plain.split(' ').map(|t| t.trim_end_matches(',')).filter(|t| !t.is_empty()).collect();
    let [bearing, length] = tokens[..] else {
        return None;
    };
    let (bearing, length_m) = (number(bearing)?, number(length)?);
    (length_m > 0.0).then_some(Entry::Polar { bearing_deg: bearing.rem_euclid(360.0), length_m })
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
    use crate::crs::GeoPoint;
    use crate::search::Position;

    #[test]
    fn places_are_read_as_people_type_them() {
        let position = |text: &str| match parse_entry(text) {
            Some(Entry::Place(place)) => Some(place.position),
            _ => None,
        };
        for text in [
            "21.3270, 103.9144",
            "103.9144 21.327",
            "21,327 103,9144",
            "21.327,103.9144",
            "21.327; 103.9144",
        ] {
            assert_eq!(
                position(text),
                Some(Position::Geo(GeoPoint::new(103.9144, 21.327))),
                "{text}"
            );
        }
        for text in
            ["X 2359155,21 Y 490924,54", "490924.54 2359155.21", "Y=490924.54; X=2359155.21"]
        {
            assert_eq!(
                position(text),
                Some(Position::Grid(MapPoint::new(490_924.54, 2_359_155.21))),
                "{text}"
            );
        }
        assert_eq!(
            parse_entry("45° 120 m"),
            Some(Entry::Polar { bearing_deg: 45.0, length_m: 120.0 })
        );
        assert_eq!(parse_entry("45° 30"), Some(Entry::Polar { bearing_deg: 45.0, length_m: 30.0 }));
        assert_eq!(
            parse_entry("@-90 12,5"),
            Some(Entry::Polar { bearing_deg: 270.0, length_m: 12.5 })
        );
        for text in ["", "abc", "1", "1 2 3", "45° 0", "500 9999999"] {
            assert_eq!(parse_entry(text), None, "{text}");
        }
        let p = Entry::polar_from(MapPoint::new(0.0, 0.0), 90.0, 10.0);
        assert!((p.x - 10.0).abs() < 1e-9 && p.y.abs() < 1e-9);
    }
}
