//! The pieces of a typed coordinate: figures, marks of degrees, letters of directions.
//!
//! Owns which words and marks may stand in a coordinate at all; any other word means that the text
//! is none. Figures stay as typed, since what a comma means is decided by the whole.

use super::fold::fold;

/// Which way a figure counts, where a letter says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// Latitude to the north, or metres to the north.
    North,
    /// Latitude to the south.
    South,
    /// Longitude to the east, or metres to the east.
    East,
    /// Longitude to the west.
    West,
    /// X: north on Vietnamese papers.
    X,
    /// Y: east there.
    Y,
}

impl Axis {
    /// The axis of the other coordinate.
    pub(super) fn other(self) -> Self {
        match self {
            Self::North | Self::South => Self::East,
            Self::East | Self::West => Self::North,
            Self::X => Self::Y,
            Self::Y => Self::X,
        }
    }

    /// Whether it is the north one.
    pub(super) fn is_north(self) -> bool {
        matches!(self, Self::North | Self::South | Self::X)
    }
}

/// A mark behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Degree,
    Minute,
    Second,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Digits, points and commas as typed, with the sign before them.
    Figure { negative: bool, text: String },
    /// Behind a figure.
    Mark(Mark),
    /// Before or behind a figure.
    Axis(Axis),
    /// Parts two coordinates.
    Separator,
}

fn word(word: &str) -> Option<Option<Piece>> {
    let axis = |a| Some(Some(Piece::Axis(a)));
    match fold(word).as_str() {
        "n" | "north" | "northing" | "b" | "bac" | "lat" | "latitude" | "vi" | "vido" => {
            axis(Axis::North)
        }
        "s" | "south" | "nam" => axis(Axis::South),
        "e" | "east" | "easting" | "d" | "dong" | "lon" | "lng" | "long" | "longitude" | "kinh"
        | "kinhdo" => axis(Axis::East),
        "w" | "west" | "t" | "tay" => axis(Axis::West),
        "x" => axis(Axis::X),
        "y" => axis(Axis::Y),
        "deg" | "degree" | "degrees" | "do" => Some(Some(Piece::Mark(Mark::Degree))),
        "min" | "minute" | "minutes" | "phut" => Some(Some(Piece::Mark(Mark::Minute))),
        "sec" | "second" | "seconds" | "giay" => Some(Some(Piece::Mark(Mark::Second))),
        "m" | "met" | "metre" | "metres" | "toa" | "coordinates" => Some(None),
        "va" | "and" => Some(Some(Piece::Separator)),
        _ => None,
    }
}

/// Marks that Unicode counts among the letters.
const MARKS: &str = "ºʹʺ";

/// Parts a text; `None` if something in it belongs to no coordinate.
pub(super) fn pieces(text: &str) -> Option<Vec<Piece>> {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<Piece> = Vec::new();
    let mut negative = false;
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        let run = |from: usize, of: &dyn Fn(char) -> bool| {
            chars.get(from..).unwrap_or_default().iter().take_while(|c| of(**c)).collect::<String>()
        };
        let step = if c.is_ascii_digit()
            || c == '.' && chars.get(i + 1).is_some_and(char::is_ascii_digit)
        {
            let figure = run(i, &|c| c.is_ascii_digit() || c == '.' || c == ',');
            let text = figure.trim_end_matches([',', '.']);
            out.push(Piece::Figure {
                negative: std::mem::take(&mut negative),
                text: text.to_owned(),
            });
            if figure.ends_with(',') {
                out.push(Piece::Separator);
            }
            figure.chars().count()
        } else if c.is_alphabetic() && !MARKS.contains(c) {
            let letters =
                run(i, &|c| c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c));
            let piece = word(&letters)?;
            // "vĩ độ 21,3": the second word marks no figure.
            let after_axis = matches!(out.last(), Some(Piece::Axis(_)));
            match piece {
                Some(Piece::Mark(Mark::Degree)) if after_axis || out.is_empty() => {}
                Some(piece) => out.push(piece),
                None => {}
            }
            letters.chars().count()
        } else {
            match c {
                '°' | 'º' | '˚' => out.push(Piece::Mark(Mark::Degree)),
                '\'' | '′' | '’' | '‘' | '´' | '`' | 'ʹ' => match out.last() {
                    // Two minutes' marks are a second's.
                    Some(Piece::Mark(Mark::Minute)) => {
                        out.pop();
                        out.push(Piece::Mark(Mark::Second));
                    }
                    _ => out.push(Piece::Mark(Mark::Minute)),
                },
                '"' | '″' | '”' | '“' | 'ʺ' | '˝' => out.push(Piece::Mark(Mark::Second)),
                ';' | ',' | '/' | '|' | '\n' | '\t' => out.push(Piece::Separator),
                '-' | '−' => {
                    // Behind a figure it is a hyphen: 21-19-37.
                    let joins = i > 0 && chars.get(i - 1).is_some_and(char::is_ascii_digit);
                    negative = !joins && chars.get(i + 1).is_some_and(char::is_ascii_digit);
                }
                c if c.is_whitespace()
                    || matches!(c, '(' | ')' | '[' | ']' | ':' | '=' | '+' | '\u{200b}') => {}
                _ => return None,
            }
            1
        };
        i += step;
    }
    out.dedup_by(|a, b| *a == Piece::Separator && *b == Piece::Separator);
    while out.last() == Some(&Piece::Separator) {
        out.pop();
    }
    Some(out)
}

/// What points and commas inside figures mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// 21,3270 and 2.359.155,21.
    Vietnamese,
    /// 21.3270 and 2,359,155.21.
    English,
    /// 490.924 is four hundred and ninety thousand.
    Grouped,
    /// 21.3270,103.9144: a comma parts two figures.
    Parting,
    /// 21,3270,103,9144: so does the second of three.
    PartingDecimals,
}

impl Style {
    pub(super) const ALL: [Self; 5] =
        [Self::Vietnamese, Self::English, Self::Parting, Self::Grouped, Self::PartingDecimals];

    /// The figures that a typed one stands for; `None` where this style cannot have written it.
    pub(super) fn read(self, text: &str) -> Option<Vec<String>> {
        let groups = |whole: &str, by: char| {
            let mut parts = whole.split(by);
            let first = parts.next()?;
            let good = (1..=3).contains(&first.len()) && parts.all(|p| p.len() == 3);
            good.then(|| whole.replace(by, ""))
        };
        let written = |by: char, point: char, always: bool| -> Option<String> {
            let (whole, fraction) = match text.split_once(point) {
                Some((whole, fraction)) => (whole, Some(fraction)),
                None => (text, None),
            };
            if fraction.is_some_and(|f| f.contains([by, point])) {
                return None;
            }
            let count = whole.matches(by).count();
            let whole = match count {
                0 => whole.to_owned(),
                // One group alone may be decimals: it counts only where decimals of their own follow.
                1 if fraction.is_none() && !always => return None,
                _ => groups(whole, by)?,
            };
            Some(match fraction {
                Some(fraction) => format!("{whole}.{fraction}"),
                None => whole,
            })
        };
        let plain =
            |t: &str| (t.matches('.').count() <= 1 && !t.contains(',')).then(|| t.to_owned());
        match self {
            Self::Vietnamese => plain(text).or_else(|| written('.', ',', false)).map(|t| vec![t]),
            Self::English => plain(text).or_else(|| written(',', '.', false)).map(|t| vec![t]),
            Self::Grouped => {
                written('.', ',', true).or_else(|| written(',', '.', true)).map(|t| vec![t])
            }
            Self::Parting => text.split(',').map(plain).collect(),
            Self::PartingDecimals => {
                let parts: Vec<&str> = text.split(',').collect();
                match parts[..] {
                    [a, b, c, d] if !text.contains('.') => {
                        Some(vec![format!("{a}.{b}"), format!("{c}.{d}")])
                    }
                    _ => None,
                }
            }
        }
    }
}
