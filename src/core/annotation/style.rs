//! How an annotation is drawn: a few plain values that simplestyle can say, and two that it cannot.

use crate::legend::Rgb;

/// The pattern of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dash {
    /// No gaps.
    #[default]
    Solid,
    /// Dashes three widths long.
    Dashed,
    /// Dots.
    Dotted,
}

impl Dash {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Solid, Self::Dashed, Self::Dotted];

    /// The word in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
        }
    }

    /// Reads the word of a file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.as_str() == word)
    }
}

/// The colours that are offered first: dark enough for a line on a pale map, told apart by people
/// who do not see red or green, and none of them the map's own colour of sites or of the selection.
pub const PALETTE: [Rgb; 8] = [
    Rgb(0xc2, 0x18, 0x5b),
    Rgb(0x7b, 0x1f, 0xa2),
    Rgb(0x30, 0x3f, 0x9f),
    Rgb(0x00, 0x79, 0x6b),
    Rgb(0x55, 0x8b, 0x2f),
    Rgb(0xb2, 0x86, 0x00),
    Rgb(0x5d, 0x40, 0x37),
    Rgb(0x21, 0x21, 0x21),
];

/// How an annotation is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Lines, edges, pins and letters.
    pub colour: Rgb,
    /// Opacity of lines, 0–1.
    pub opacity: f32,
    /// Width of lines in points.
    pub width: f32,
    /// Pattern of lines.
    pub dash: Dash,
    /// Inside of areas; none leaves them open.
    pub fill: Option<Rgb>,
    /// Opacity of the inside, 0–1.
    pub fill_opacity: f32,
    /// Size of letters in points.
    pub font_size: f32,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            colour: PALETTE[0],
            opacity: 1.0,
            width: 2.0,
            dash: Dash::Solid,
            fill: Some(PALETTE[0]),
            fill_opacity: 0.2,
            font_size: 14.0,
        }
    }
}
