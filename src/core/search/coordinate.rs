//! Coordinates in any usual form: degrees, minutes and seconds with or without their marks, metres
//! of VN-2000 either way round, any system of the EPSG registry.
//!
//! Owns what the numbers are taken for and says so with the result. Which of two numbers is the
//! north one is told by letters, else by size, as elsewhere in the program; where letters and size
//! contradict, the size counts and the result says that they were swapped.

use super::lexer::{Axis, Mark, Piece, Style, pieces};
use crate::crs::{
    CoordinateGuess, Crs, CrsError, GeoPoint, MapPoint, guess_coordinates, map_from_geo,
    with_transform,
};

/// Where a typed place is.
#[derive(Debug, Clone, PartialEq)]
pub enum Position {
    /// Degrees of WGS 84.
    Geo(GeoPoint),
    /// Metres of the grid that the map is drawn in: VN-2000 in Sơn La.
    Grid(MapPoint),
    /// A system that was typed with them, east first.
    In {
        /// The system.
        crs: Crs,
        /// East, or longitude.
        x: f64,
        /// North, or latitude.
        y: f64,
    },
}

/// Which of the two was typed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// Latitude, or X as Vietnamese papers have it.
    North,
    /// Longitude, or Y.
    East,
}

/// A typed place and how it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedPlace {
    /// Where.
    pub position: Position,
    /// Which was typed first.
    pub first: First,
    /// Whether letters said otherwise than the size of the numbers, which counted.
    pub swapped: bool,
}

impl TypedPlace {
    /// The place on the map.
    ///
    /// # Errors
    /// Where the systems do not lead there.
    pub fn on_map(&self, map_crs: &Crs) -> Result<MapPoint, CrsError> {
        match &self.position {
            Position::Geo(p) => map_from_geo(*p, map_crs),
            Position::Grid(p) => Ok(*p),
            Position::In { crs, x, y } => {
                let (x, y) = with_transform(crs, map_crs)?.convert(*x, *y)?;
                Ok(MapPoint::new(x, y))
            }
        }
    }
}

/// Reads a coordinate: `21.3270, 103.9144`, `103,9144 21,327`, `21°19'37,2"B 103°54'51,84"Đ`,
/// `21 19.62 103 54.864`, `X 2359155,21 Y 490924,54`, `2 359 155 490 924`, `EPSG:3405 490000
/// 2359000`, `48Q 387000 2359000`, `geo:21.327,103.9144`. `None` if it is none of these.
#[must_use]
pub fn read_coordinate(text: &str) -> Option<TypedPlace> {
    let text = text.trim();
    if text.len() > 200 || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some((crs, rest)) = named_system(text) {
        return in_system(&crs, rest);
    }
    let text = without_announcement(text);
    let pieces = pieces(&text)?;
    let mut elsewhere = None;
    for style in Style::ALL {
        let Some(figures) = styled(&pieces, style) else {
            continue;
        };
        for pair in pairs(&figures) {
            match pair.place() {
                Some((place, true)) => return Some(place),
                Some((place, false)) => elsewhere = elsewhere.or(Some(place)),
                None => {}
            }
        }
    }
    elsewhere
}

/// What is before the numbers and says no more than that they come.
fn without_announcement(text: &str) -> String {
    // The place in an address of a web map.
    if let Some((_, after)) = text.split_once("/@").or_else(|| text.split_once("geo:")) {
        let parts: Vec<&str> = after.split([',', ';', '?']).take(2).collect();
        return parts.join("; ");
    }
    let mut rest = text;
    loop {
        let lower = rest.to_lowercase();
        let word = [
            "wgs 84",
            "wgs84",
            "wgs-84",
            "vn-2000",
            "vn2000",
            "vn 2000",
            "toạ độ",
            "tọa độ",
            "toa do",
            "gps",
        ]
        .into_iter()
        .find(|w| lower.starts_with(w) && rest.get(w.len()..).is_some());
        match word.and_then(|w| rest.get(w.len()..)) {
            Some(after) => rest = after.trim_start_matches([' ', ':', ',', '=']),
            None => return rest.to_owned(),
        }
    }
}

/// A system named before the numbers: `EPSG:3405 …`, `9206: …`, `48Q …`.
fn named_system(text: &str) -> Option<(Crs, &str)> {
    let upper = text.to_ascii_uppercase();
    let (named, after) = match upper.strip_prefix("EPSG") {
        Some(rest) => (true, rest.trim_start_matches([':', ' '])),
        None => (false, upper.as_str()),
    };
    let code: String = after.chars().take_while(char::is_ascii_digit).collect();
    let rest = text.get(text.len() - after.len() + code.len()..)?;
    if (4..=6).contains(&code.len()) && (named || rest.trim_start().starts_with(':')) {
        let crs = Crs::parse(&format!("EPSG:{code}")).ok()?;
        return Some((crs, rest.trim_start_matches([':', ',', ';', ' '])));
    }
    // A UTM zone with its band.
    let zone: u32 =
        code.parse().ok().filter(|z| (1..=60).contains(z) && code.len() <= 2 && !named)?;
    let band = rest.trim_start().chars().next()?.to_ascii_uppercase();
    let after = rest.trim_start().get(1..).filter(|r| r.starts_with(' '))?;
    let base = match band {
        'N' | 'P' | 'Q' | 'R' | 'T'..='X' => 32600,
        'C'..='H' | 'J' | 'K' | 'L' | 'M' => 32700,
        _ => return None,
    };
    // "21 N 103 E" is no zone: metres have at least five figures.
    let metres = after.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 5);
    metres.then(|| {
        Crs::parse(&format!("EPSG:{}", base + zone)).ok().map(|crs| (crs, after.trim_start()))
    })?
}

fn in_system(crs: &Crs, rest: &str) -> Option<TypedPlace> {
    let pieces = pieces(rest)?;
    for style in Style::ALL {
        let Some(figures) = styled(&pieces, style) else {
            continue;
        };
        for pair in pairs(&figures) {
            let (a, b) = (pair.a.value, pair.b.value);
            let (first, swapped) = match guess_coordinates([a, b, a, b]) {
                CoordinateGuess::DegreesSwapped | CoordinateGuess::Vn2000Swapped => {
                    (First::North, false)
                }
                // The registry's own order for degrees is latitude first; here the size decides.
                _ => match pair.a.axis {
                    Some(axis) if axis.is_north() => (First::North, false),
                    _ => (First::East, false),
                },
            };
            let (x, y) = if first == First::North { (b, a) } else { (a, b) };
            let said = pair.a.axis.map(Axis::is_north).or(pair.b.axis.map(|axis| !axis.is_north()));
            let swapped = swapped || said.is_some_and(|north| north != (first == First::North));
            let position = if crs.is_wgs84() {
                let fits = x.abs() <= 180.0 && y.abs() <= 90.0;
                if !fits {
                    continue;
                }
                Position::Geo(GeoPoint::new(x, y))
            } else {
                Position::In { crs: crs.clone(), x, y }
            };
            return Some(TypedPlace { position, first, swapped });
        }
    }
    None
}

/// A piece whose figure has become a number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Item {
    Number { value: f64, whole: bool, digits: usize, negative: bool },
    Mark(Mark),
    Axis(Axis),
    Separator,
}

/// The pieces with their figures read in one style; `None` where it cannot have written them.
fn styled(pieces: &[Piece], style: Style) -> Option<Vec<Item>> {
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Mark(mark) => out.push(Item::Mark(*mark)),
            Piece::Axis(axis) => out.push(Item::Axis(*axis)),
            Piece::Separator => out.push(Item::Separator),
            Piece::Figure { negative, text } => {
                for (n, figure) in style.read(text)?.iter().enumerate() {
                    if n > 0 {
                        out.push(Item::Separator);
                    }
                    let value: f64 = figure.parse().ok().filter(|v: &f64| v.is_finite())?;
                    let whole = !figure.contains('.');
                    let digits = figure.split('.').next().map_or(0, str::len);
                    out.push(Item::Number { value, whole, digits, negative: *negative && n == 0 });
                }
            }
        }
    }
    Some(out)
}

/// One of the two coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Component {
    value: f64,
    axis: Option<Axis>,
    /// Whether anything but a bare whole number was typed.
    telling: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair {
    a: Component,
    b: Component,
}

/// The ways in which items make two coordinates.
fn pairs(items: &[Item]) -> Vec<Pair> {
    let mut out = Vec::new();
    let is_number = |i: &Item| matches!(i, Item::Number { .. });
    let is_axis = |i: &Item| matches!(i, Item::Axis(_));
    let numbers = items.iter().filter(|i| is_number(i)).count();
    let axes = items.iter().filter(|i| is_axis(i)).count();
    let mut add = |a: &[Item], b: &[Item]| {
        // "45° 120" is a bearing and a length.
        let marks = |part: &[Item]| part.iter().any(|i| matches!(i, Item::Mark(_)));
        if axes == 0 && marks(a) != marks(b) {
            return;
        }
        for (read_a, read_b) in [
            (sexagesimal(a), sexagesimal(b)),
            (grouped(a), grouped(b)),
            (grouped(a), sexagesimal(b)),
        ] {
            if let (Some(a), Some(b)) = (read_a, read_b) {
                out.push(Pair { a, b });
            }
        }
    };
    if numbers < 2 || axes > 2 {
        return Vec::new();
    }
    // Where a second coordinate may begin: at its letter, behind the letter of the first, behind a
    // separator, or at its degrees.
    for at in 1..items.len() {
        let (a, b) = items.split_at(at);
        let (before, after) = (a.last(), b.first());
        let possible = match (before, after) {
            (Some(Item::Separator), _) => true,
            (_, Some(Item::Axis(_))) if items.first().is_some_and(is_axis) => true,
            (Some(Item::Axis(_)), Some(next)) if !items.first().is_some_and(is_axis) => {
                is_number(next)
            }
            (_, Some(next)) => axes == 0 && is_number(next) || axes == 1 && is_number(next),
            _ => false,
        };
        // What parts them may stand nowhere else.
        let inner = |part: &[Item]| {
            let part = match part {
                [Item::Separator, rest @ ..] => rest,
                part => part,
            };
            !matches!(part.split_last(), Some((_, rest)) if rest.contains(&Item::Separator))
        };
        if possible && a.iter().any(is_number) && b.iter().any(is_number) && inner(a) && inner(b) {
            add(a, b);
        }
    }
    out
}

/// The letter and the numbers of a part, without separators; `None` with more than one letter, or
/// with a letter between numbers.
fn parted(items: &[Item]) -> Option<(Option<Axis>, Vec<Item>)> {
    let items: Vec<Item> = items.iter().copied().filter(|i| *i != Item::Separator).collect();
    let axes: Vec<(usize, Axis)> = items
        .iter()
        .enumerate()
        .filter_map(|(n, i)| match i {
            Item::Axis(axis) => Some((n, *axis)),
            _ => None,
        })
        .collect();
    match axes[..] {
        [] => Some((None, items)),
        [(0, axis)] => Some((Some(axis), items.get(1..)?.to_vec())),
        [(n, axis)] if n + 1 == items.len() => Some((Some(axis), items.get(..n)?.to_vec())),
        _ => None,
    }
}

/// Degrees, with minutes and seconds where there are; or a number of metres.
fn sexagesimal(items: &[Item]) -> Option<Component> {
    let (axis, items) = parted(items)?;
    let (mut value, mut negative, mut next, mut last_whole, mut telling) =
        (0.0, false, Mark::Degree, true, axis.is_some());
    let mut count = 0;
    let mut rest = items.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let Item::Number { value: number, whole, negative: minus, .. } = *first else {
            return None;
        };
        let (mark, after) = match after.split_first() {
            Some((Item::Mark(mark), after)) => (Some(*mark), after),
            _ => (None, after),
        };
        let mark_here = mark.unwrap_or(next);
        // In order, and nothing behind decimals.
        if count >= 3
            || mark_here < next
            || (count > 0 && (!last_whole || minus))
            || (count == 0 && mark_here != Mark::Degree)
        {
            return None;
        }
        match mark_here {
            Mark::Degree => value = number,
            Mark::Minute if number < 60.0 => value += number / 60.0,
            Mark::Second if number < 60.0 => value += number / 3600.0,
            Mark::Minute | Mark::Second => return None,
        }
        next = match mark_here {
            Mark::Degree => Mark::Minute,
            Mark::Minute | Mark::Second => Mark::Second,
        };
        if mark_here == Mark::Second && !after.is_empty() {
            return None;
        }
        negative |= minus;
        telling |= !whole || mark.is_some();
        last_whole = whole;
        count += 1;
        rest = after;
    }
    (count > 0).then_some(Component { value: if negative { -value } else { value }, axis, telling })
}

/// Metres with spaces between thousands: 2 359 155,21.
fn grouped(items: &[Item]) -> Option<Component> {
    let (axis, items) = parted(items)?;
    if items.len() < 2 {
        return None;
    }
    let mut total = 0.0;
    for (n, item) in items.iter().enumerate() {
        let Item::Number { value, whole, digits, negative: false } = *item else {
            return None;
        };
        let last = n + 1 == items.len();
        if !(whole || last) || !(if n == 0 { (1..=3).contains(&digits) } else { digits == 3 }) {
            return None;
        }
        total = total * 1000.0 + value;
    }
    Some(Component { value: total, axis, telling: true })
}

impl Pair {
    /// What the pair is, and whether it lies in Vietnam by its size; `None` where it is no place.
    fn place(&self) -> Option<(TypedPlace, bool)> {
        let (a, b) = (self.a, self.b);
        // A letter on one side says what the other is.
        let axis_a = a.axis.or(b.axis.map(Axis::other));
        let axis_b = b.axis.or(a.axis.map(Axis::other));
        if axis_a.zip(axis_b).is_some_and(|(a, b)| a.is_north() == b.is_north()) {
            return None;
        }
        let south_west = |c: Component, axis: Option<Axis>| match axis {
            Some(Axis::South | Axis::West) if c.axis.is_some() => -c.value,
            _ => c.value,
        };
        let (x, y) = (south_west(a, axis_a), south_west(b, axis_b));
        let north_first = |first| if first == First::North { (y, x) } else { (x, y) };
        let said = axis_a.map(|axis| if axis.is_north() { First::North } else { First::East });
        let (first, metres, known) = match guess_coordinates([x, y, x, y]) {
            CoordinateGuess::DegreesSwapped => (First::North, false, true),
            CoordinateGuess::Degrees => {
                let here = guess_coordinates([y, x, y, x]) == CoordinateGuess::DegreesSwapped;
                // Elsewhere people have the latitude first, if it can be one.
                let usual = if x.abs() <= 90.0 { First::North } else { First::East };
                (if here { First::East } else { said.unwrap_or(usual) }, false, here)
            }
            CoordinateGuess::Vn2000 => (First::East, true, true),
            CoordinateGuess::Vn2000Swapped => (First::North, true, true),
            // A latitude and what can be a longitude only.
            CoordinateGuess::Unknown if x.abs() <= 90.0 && (90.0..=180.0).contains(&y.abs()) => {
                (First::North, false, false)
            }
            CoordinateGuess::Unknown => {
                // Beyond the country the letters must say which is which.
                let first = said.filter(|_| a.axis.is_some() && b.axis.is_some())?;
                (first, true, false)
            }
        };
        // Two bare whole numbers may be anything: a sheet and a parcel, a street and a house.
        if !(known || a.telling && b.telling) {
            return None;
        }
        let (east, north) = north_first(first);
        // X and Y say nothing of degrees.
        let letters_count = metres || !matches!(axis_a, Some(Axis::X | Axis::Y));
        let swapped = letters_count && said.is_some_and(|said| said != first);
        let position = if metres {
            Position::Grid(MapPoint::new(east, north))
        } else if east.abs() <= 180.0 && north.abs() <= 90.0 {
            Position::Geo(GeoPoint::new(east, north))
        } else {
            return None;
        };
        Some((TypedPlace { position, first, swapped }, known))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn geo(text: &str) -> (f64, f64) {
        match read_coordinate(text) {
            Some(TypedPlace { position: Position::Geo(p), .. }) => (p.lon, p.lat),
            other => panic!("{text}: {other:?}"),
        }
    }

    fn grid(text: &str) -> TypedPlace {
        read_coordinate(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn degrees_are_read_in_every_usual_form() {
        for text in [
            "21.3270, 103.9144",
            "21.3270,103.9144",
            "103.9144 21.327",
            "21,327 103,9144",
            "21,3270; 103,9144",
            "21,3270, 103,9144",
            "21,3270,103,9144",
            "21.3270 N, 103.9144 E",
            "N21.3270 E103.9144",
            "21,3270° B  103,9144° Đ",
            "103.9144E 21.3270N",
            "lat 21.327 lon 103.9144",
            "vĩ độ 21,327, kinh độ 103,9144",
            "kinh độ: 103,9144; vĩ độ: 21,327",
            "21°19'37.2\"N 103°54'51.84\"E",
            "21°19′37,2″B, 103°54′51,84″Đ",
            "21° 19' 37.2'' 103° 54' 51.84''",
            "21º19’37.2” N 103º54’51.84” E",
            "21 19 37.2 103 54 51.84",
            "21-19-37.2N 103-54-51.84E",
            "N 21 19 37.2 E 103 54 51.84",
            "21 độ 19 phút 37,2 giây Bắc, 103 độ 54 phút 51,84 giây Đông",
            "21°19.62'N 103°54.864'E",
            "21 19.62 103 54.864",
            "geo:21.3270,103.9144",
            "https://www.google.com/maps/@21.3270,103.9144,15z",
            "WGS 84: 21.3270 103.9144",
            "(21.3270, 103.9144)",
            "EPSG:4326 21.3270 103.9144",
            "4326: 103.9144, 21.3270",
        ] {
            let (lon, lat) = geo(text);
            assert!(
                (lon - 103.9144).abs() < 1e-9 && (lat - 21.327).abs() < 1e-9,
                "{text}: {lon} {lat}"
            );
        }
        assert_eq!(geo("48.8566, 2.3522"), (2.3522, 48.8566));
        assert_eq!(geo("33.8688 S, 151.2093 E"), (151.2093, -33.8688));
        assert_eq!(geo("-33.8688, 151.2093"), (151.2093, -33.8688));
    }

    #[test]
    fn metres_are_read_either_way_round() {
        let want = MapPoint::new(490_924.54, 2_359_155.21);
        for (text, first, swapped) in [
            ("X 2359155.21 Y 490924.54", First::North, false),
            ("X=2359155,21; Y=490924,54", First::North, false),
            ("X: 2.359.155,21 Y: 490.924,54", First::North, false),
            ("X 2 359 155,21  Y 490 924,54", First::North, false),
            ("X 2\u{202f}359\u{202f}155,21  Y 490\u{202f}924,54", First::North, false),
            ("2,359,155.21 490,924.54", First::North, false),
            ("2 359 155,21 490 924,54", First::North, false),
            ("Y 490924.54 X 2359155.21", First::East, false),
            ("490924.54 2359155.21", First::East, false),
            ("490924.54, 2359155.21", First::East, false),
            ("2359155.21 490924.54", First::North, false),
            ("2359155.21m 490924.54m", First::North, false),
            ("X 490924.54 Y 2359155.21", First::East, true),
            ("VN-2000 2359155,21 490924,54", First::North, false),
            ("E 490924.54 N 2359155.21", First::East, false),
        ] {
            let read = grid(text);
            let Position::Grid(p) = read.position else { panic!("{text}: {read:?}") };
            assert!(p.distance(want) < 1e-6, "{text}: {p:?}");
            assert_eq!((read.first, read.swapped), (first, swapped), "{text}");
        }
        let whole = grid("2.359.155 490.924");
        assert_eq!(whole.position, Position::Grid(MapPoint::new(490_924.0, 2_359_155.0)));
    }

    #[test]
    fn a_named_system_is_converted_by_proj() {
        for text in [
            "EPSG:9206 490924.539 2359155.213",
            "9206: 2359155.213 490924.539",
            "epsg:32648 387382.6 2358893.7",
        ] {
            let read = grid(text);
            assert!(matches!(read.position, Position::In { .. }), "{text}: {read:?}");
            let at = read.on_map(&Crs::vn2000_son_la()).unwrap();
            assert!(
                text.contains("32648")
                    || at.distance(MapPoint::new(490_924.539, 2_359_155.213)) < 1e-3,
                "{at:?}"
            );
        }
        let utm = grid("48Q 387382.6 2358893.7");
        assert_eq!(utm, grid("EPSG:32648 387382.6 2358893.7"));
        assert_eq!(read_coordinate("EPSG:999999 1 2"), None);
    }

    #[test]
    fn other_texts_are_no_coordinates() {
        for text in [
            "",
            "1125",
            "1125/QĐ-UBND",
            "12 345",
            "Quốc lộ 6",
            "lô 6C",
            "A00-01",
            "tổ 5",
            "915",
            "2023-09-20",
            "3-2",
            "1 2 3",
            "500 9999999",
            "24/5/2022",
            "6",
            "31 m",
            "x",
            "N",
            "13 điểm họp",
            "45° 120 m",
            "45° 30 m",
            "tờ 12 thửa 345",
            "999 999",
            "30/4",
        ] {
            assert_eq!(read_coordinate(text), None, "{text}");
        }
    }
}
