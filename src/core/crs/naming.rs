//! What a system of coordinates is called and how its numbers are written down.
//!
//! Owns the one place in which a text comes to say "VN-2000": [`SystemNaming::of`] asks PROJ, and
//! only a system on the datum Vietnam 2000 is called so. Every other system goes by its own name,
//! with its own letters in its own order. Words around these names are made elsewhere.

use std::sync::{Arc, Mutex, OnceLock};

use proj::Proj;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

use super::{Crs, MapPoint};
use crate::i18n::{Language, Words, format_coordinate, format_number};

/// The geographic system that every VN-2000 grid is made of (EPSG:4756, datum Vietnam 2000).
const VN2000_GEOGRAPHIC: &str = "VN-2000";

/// The kinds of system that words tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SystemKind {
    /// A grid of VN-2000, of any meridian: X is north, Y is east, as Vietnamese papers write them.
    Vn2000,
    /// Any other system.
    Other,
}

/// What the numbers of an axis grow towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AxisDirection {
    /// Northing.
    North,
    /// Easting.
    East,
}

/// One of the two axes of a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemAxis {
    /// The letter that is written before its numbers: "X", "E".
    pub letter: String,
    /// Where it points.
    pub direction: AxisDirection,
}

impl SystemAxis {
    fn new(letter: &str, direction: AxisDirection) -> Self {
        Self { letter: letter.to_owned(), direction }
    }

    /// The coordinate of a place on this axis, in metres.
    #[must_use]
    pub fn of(&self, place: MapPoint) -> f64 {
        match self.direction {
            AxisDirection::North => place.y,
            AxisDirection::East => place.x,
        }
    }

    /// "X (north)": the letter and what it stands for.
    #[must_use]
    pub fn heading(&self, words: &Words) -> String {
        let key = match self.direction {
            AxisDirection::North => "system-axis-north",
            AxisDirection::East => "system-axis-east",
        };
        words.text_with(key, &[("letter", (&self.letter).into())])
    }

    /// "VN-2000 X (north)": the same with the name of the system before it.
    #[must_use]
    pub fn heading_in(&self, system: &SystemNaming, words: &Words) -> String {
        format!("{} {}", system.short_name(), self.heading(words))
    }
}

/// The name of a system, and its axes in the order in which its numbers are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemNaming {
    /// Which kind it is.
    pub kind: SystemKind,
    /// PROJ's name: "VN-2000 / TM-3 104-00", "WGS 84 / UTM zone 32N".
    pub name: String,
    /// The two axes, the one that is written first in front.
    pub axes: [SystemAxis; 2],
    /// What the numbers count in.
    pub unit: SystemUnit,
    crs: Crs,
}

/// What the numbers of a system count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SystemUnit {
    /// Metres, or another length, of a plane.
    Length,
    /// Degrees of an ellipsoid.
    Degrees,
}

impl SystemNaming {
    /// The naming of a system, asked of PROJ once and then kept.
    ///
    /// A system that PROJ cannot describe goes by its code and has the letters E and N.
    #[must_use]
    pub fn of(crs: &Crs) -> Arc<Self> {
        static KNOWN: OnceLock<Mutex<FxHashMap<Crs, Arc<SystemNaming>>>> = OnceLock::new();
        let Ok(mut known) = KNOWN.get_or_init(Mutex::default).lock() else {
            return Arc::new(Self::asked_of_proj(crs));
        };
        let naming = known.entry(crs.clone()).or_insert_with(|| Arc::new(Self::asked_of_proj(crs)));
        Arc::clone(naming)
    }

    fn asked_of_proj(crs: &Crs) -> Self {
        described_by_proj(crs)
            .and_then(|document| Self::from_projjson(crs, &document))
            .unwrap_or_else(|| Self {
                kind: SystemKind::Other,
                name: crs.to_string(),
                axes: east_then_north("E", "N"),
                unit: SystemUnit::Length,
                crs: crs.clone(),
            })
    }

    fn from_projjson(crs: &Crs, document: &Json) -> Option<Self> {
        let name = document["name"].as_str()?.to_owned();
        let is_geographic =
            document["coordinate_system"]["subtype"].as_str() == Some("ellipsoidal");
        let unit = if is_geographic { SystemUnit::Degrees } else { SystemUnit::Length };
        let is_vn2000 = document["base_crs"]["name"].as_str() == Some(VN2000_GEOGRAPHIC);
        if is_vn2000 {
            let axes = [
                SystemAxis::new("X", AxisDirection::North),
                SystemAxis::new("Y", AxisDirection::East),
            ];
            return Some(Self { kind: SystemKind::Vn2000, name, axes, unit, crs: crs.clone() });
        }
        let axes = own_axes(&document["coordinate_system"]["axis"])
            .unwrap_or_else(|| east_then_north("E", "N"));
        Some(Self { kind: SystemKind::Other, name, axes, unit, crs: crs.clone() })
    }

    /// Whether the numbers are VN-2000.
    #[must_use]
    pub fn is_vn2000(&self) -> bool {
        self.kind == SystemKind::Vn2000
    }

    /// What the system is called where there is little room: "VN-2000", else its own name.
    #[must_use]
    pub fn short_name(&self) -> &str {
        match self.kind {
            SystemKind::Vn2000 => VN2000_GEOGRAPHIC,
            SystemKind::Other => &self.name,
        }
    }

    /// "VN-2000 / TM-3 104-00 (EPSG:9206)": the name in full with its code.
    #[must_use]
    pub fn full_name(&self) -> String {
        if self.name == self.crs.as_str() {
            self.name.clone()
        } else {
            format!("{} ({})", self.name, self.crs)
        }
    }

    /// A whole sentence: "VN-2000 / TM-3 104-00 (EPSG:9206): X = north, Y = east".
    #[must_use]
    pub fn described(&self, words: &Words) -> String {
        let [first, second] = &self.axes;
        let full_name = self.full_name();
        let (first, second) = (first.meaning(words), second.meaning(words));
        let args = [
            ("system", (&full_name).into()),
            ("first", (&first).into()),
            ("second", (&second).into()),
        ];
        words.text_with("system-described", &args)
    }

    /// The letter of the axis that points somewhere.
    #[must_use]
    pub fn letter(&self, direction: AxisDirection) -> &str {
        let [first, second] = &self.axes;
        if first.direction == direction { &first.letter } else { &second.letter }
    }

    /// A place in the system's letters and order, each number written by `write`:
    /// "X 2359155.21 Y 490924.54".
    #[must_use]
    pub fn place_with(
        &self,
        place: MapPoint,
        between: &str,
        write: impl Fn(f64) -> String,
    ) -> String {
        let [first, second] = &self.axes;
        let first_number = write(first.of(place));
        let second_number = write(second.of(place));
        format!("{} {first_number}{between}{} {second_number}", first.letter, second.letter)
    }

    /// A place as the screen and paper show it: "X 2 359 155,21  Y 490 924,54".
    #[must_use]
    pub fn place(&self, place: MapPoint, between: &str, language: Language) -> String {
        match self.unit {
            SystemUnit::Length => {
                self.place_with(place, between, |metres| format_coordinate(metres, language))
            }
            SystemUnit::Degrees => {
                self.place_with(place, between, |degrees| format_number(degrees, 6, language))
            }
        }
    }

    /// A place as it is copied: plain digits, to the millimetre, that any program reads.
    #[must_use]
    pub fn plain_place(&self, place: MapPoint) -> String {
        self.place_with(place, " ", |metres| format!("{metres:.3}"))
    }

    /// East and north of a place where the numbers are VN-2000.
    #[must_use]
    pub fn vn2000_east_north(&self, place: MapPoint) -> Option<[f64; 2]> {
        self.is_vn2000().then_some([place.x, place.y])
    }
}

impl SystemAxis {
    /// "X = north".
    fn meaning(&self, words: &Words) -> String {
        let key = match self.direction {
            AxisDirection::North => "system-axis-means-north",
            AxisDirection::East => "system-axis-means-east",
        };
        words.text_with(key, &[("letter", (&self.letter).into())])
    }
}

fn east_then_north(east: &str, north: &str) -> [SystemAxis; 2] {
    [SystemAxis::new(east, AxisDirection::East), SystemAxis::new(north, AxisDirection::North)]
}

/// A system in the JSON form of its definition; `None` where PROJ does not know it.
fn described_by_proj(crs: &Crs) -> Option<Json> {
    let system = Proj::new(crs.as_str()).ok()?;
    let text = system.to_projjson(Some(false), None, None).ok()?;
    serde_json::from_str(&text).ok()
}

/// The axes in the registry's order; `None` unless one points east and the other north.
fn own_axes(axes: &Json) -> Option<[SystemAxis; 2]> {
    let [first, second] = axes.as_array()?.as_slice() else {
        return None;
    };
    let first = own_axis(first)?;
    let second = own_axis(second)?;
    (first.direction != second.direction).then_some([first, second])
}

fn own_axis(axis: &Json) -> Option<SystemAxis> {
    let direction = match axis["direction"].as_str()? {
        "north" => AxisDirection::North,
        "east" => AxisDirection::East,
        _ => return None,
    };
    let letter = axis["abbreviation"].as_str().filter(|letter| !letter.is_empty())?;
    Some(SystemAxis::new(unmistakable(letter, direction), direction))
}

/// The letter of an axis, or E and N where the registry has X for the easting.
///
/// Who reads and types coordinates in Vietnam takes X for the northing, and so do the fields of
/// this program: what is copied from the map has to come back to the same place.
fn unmistakable(letter: &str, direction: AxisDirection) -> &str {
    match (direction, letter.to_ascii_uppercase().as_str()) {
        (AxisDirection::East, "X") => "E",
        (AxisDirection::North, "Y") => "N",
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn naming(code: &str) -> Arc<SystemNaming> {
        SystemNaming::of(&Crs::parse(code).unwrap())
    }

    /// Names and axes as pyproj 3.7 gives them for the same codes (EPSG registry 11 and 12).
    #[test]
    fn only_systems_on_the_vietnamese_datum_are_called_vn2000() {
        for (code, is_vn2000, short_name, letters) in [
            ("EPSG:9206", true, "VN-2000", ["X", "Y"]),
            ("EPSG:5897", true, "VN-2000", ["X", "Y"]),
            ("EPSG:3405", true, "VN-2000", ["X", "Y"]),
            ("EPSG:32648", false, "WGS 84 / UTM zone 48N", ["E", "N"]),
            ("EPSG:32632", false, "WGS 84 / UTM zone 32N", ["E", "N"]),
            ("EPSG:25832", false, "ETRS89 / UTM zone 32N", ["E", "N"]),
            // The registry's X is the easting here, which would be taken for the northing.
            ("EPSG:4087", false, "WGS 84 / World Equidistant Cylindrical", ["E", "N"]),
            // X is north here too, and it is not Vietnam for that.
            ("EPSG:31467", false, "DHDN / 3-degree Gauss-Kruger zone 3", ["X", "Y"]),
            ("EPSG:3035", false, "ETRS89-extended / LAEA Europe", ["N", "E"]),
        ] {
            let naming = naming(code);
            assert_eq!(naming.is_vn2000(), is_vn2000, "{code}");
            assert_eq!(naming.short_name(), short_name, "{code}");
            assert_eq!(
                [naming.axes[0].letter.as_str(), naming.axes[1].letter.as_str()],
                letters,
                "{code}"
            );
        }
    }

    #[test]
    fn numbers_stand_in_the_order_of_their_system() {
        let place = MapPoint::new(490_924.539, 2_359_155.213);
        assert_eq!(naming("EPSG:9206").plain_place(place), "X 2359155.213 Y 490924.539");
        assert_eq!(naming("EPSG:32648").plain_place(place), "E 490924.539 N 2359155.213");
        // X is the northing and comes first.
        assert_eq!(naming("EPSG:31467").plain_place(place), "X 2359155.213 Y 490924.539");
        assert_eq!(naming("EPSG:4087").plain_place(place), "E 490924.539 N 2359155.213");
        assert_eq!(
            naming("EPSG:32648").place(place, " · ", Language::English),
            "E 490\u{202f}924.54 · N 2\u{202f}359\u{202f}155.21"
        );
    }

    #[test]
    fn degrees_are_written_as_degrees() {
        let place = MapPoint::new(103.9144, 21.327);
        assert_eq!(
            naming("EPSG:4756").place(place, ", ", Language::English),
            "Lat 21.327000, Lon 103.914400"
        );
    }

    #[test]
    fn vn2000_numbers_are_given_of_vn2000_systems_alone() {
        let place = MapPoint::new(500_000.0, 5_427_000.0);
        assert_eq!(naming("EPSG:32632").vn2000_east_north(place), None);
        assert_eq!(naming("EPSG:9211").vn2000_east_north(place), Some([500_000.0, 5_427_000.0]));
    }

    #[test]
    fn a_system_says_what_its_letters_mean() {
        let english = Words::of(Language::English);
        let vietnamese = Words::of(Language::Vietnamese);
        assert_eq!(
            naming("EPSG:9206").described(english),
            "VN-2000 / TM-3 104-00 (EPSG:9206): X = north, Y = east"
        );
        assert_eq!(
            naming("EPSG:32632").described(vietnamese),
            "WGS 84 / UTM zone 32N (EPSG:32632): E = hướng Đông, N = hướng Bắc"
        );
        let axis = &naming("EPSG:9206").axes[0];
        assert_eq!(axis.heading_in(&naming("EPSG:9206"), english), "VN-2000 X (north)");
    }
}
