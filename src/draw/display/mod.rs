//! The display list: what is drawn as areas, lines and texts, in any unit of length.
//!
//! Owns the items that pages, annotations and exporters have in common, and their way onto the
//! raster. Must not know pages, files, or what an item stands for.

pub mod annotations;
pub mod pen;
mod pixels;

pub use annotations::AnnotationPen;
pub use pixels::{hatch_lines, paint_items, paint_paper, paint_transformed};

use crate::raster::PlacedImage;
use planmap_core::legend::HatchPattern;
use planmap_core::style::Blend;
use planmap_core::symbology::Colour;
use vello_cpu::kurbo::{Affine, BezPath};

pub use vello_cpu::kurbo::Rect;

/// One thing that is drawn. Lengths are in the unit of the group it belongs to; millimetres on a
/// page itself.
#[derive(Debug, Clone)]
pub enum PageItem {
    /// An area, by the non-zero rule.
    Fill {
        /// Its outline.
        path: BezPath,
        /// Colour.
        colour: Colour,
        /// Whether it meets other areas that no gap may show between.
        seamless: bool,
    },
    /// An area filled with a hatch.
    Hatch {
        /// Its outline.
        path: BezPath,
        /// The hatch.
        hatch: PageHatch,
    },
    /// A line with round joins.
    Stroke {
        /// Its path.
        path: BezPath,
        /// Colour.
        colour: Colour,
        /// Width.
        width: f64,
        /// Lengths of dash, gap, dash, …; empty for a solid line.
        dash: Vec<f64>,
        /// Whether its ends are round.
        round_ends: bool,
    },
    /// An image at an opacity of 0 to 1.
    Image(PlacedImage, f32),
    /// One line of text.
    Text(TextRun),
    /// Items that are moved, clipped or faded together.
    Group(Box<Group>),
}

/// Items that are moved, clipped or faded together.
#[derive(Debug, Clone)]
pub struct Group {
    /// From the group's unit to that of what it stands in.
    pub transform: Affine,
    /// What is shown of it, in the group's unit.
    pub clip: Option<Rect>,
    /// 0 to 1, of the group as a whole.
    pub opacity: f32,
    /// How its colours go with those below it.
    pub blend: Blend,
    /// What it holds.
    pub items: Vec<PageItem>,
}

impl Group {
    /// Items that are moved and nothing else.
    #[must_use]
    pub fn moved(transform: Affine, items: Vec<PageItem>) -> Self {
        Self { transform, clip: None, opacity: 1.0, blend: Blend::Normal, items }
    }

    /// Items in millimetres that are cut to a rectangle.
    #[must_use]
    pub fn clipped(clip: Rect, items: Vec<PageItem>) -> PageItem {
        PageItem::Group(Box::new(Self { clip: Some(clip), ..Self::moved(Affine::IDENTITY, items) }))
    }
}

/// A hatch in the unit of the group that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageHatch {
    /// What is repeated.
    pub pattern: HatchPattern,
    /// Distance after which it repeats, in both directions.
    pub period: f64,
    /// Width of its lines, or diameter of its dots.
    pub width: f64,
    /// Where a repetition begins.
    pub origin: (f64, f64),
    /// Colour with its opacity.
    pub colour: Colour,
}

/// Which part of a text stands at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextAlign {
    /// The left end.
    #[default]
    Left,
    /// The middle.
    Centre,
    /// The right end.
    Right,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub x: f64,
    /// Its baseline.
    pub y: f64,
    /// Which part of it stands there.
    pub align: TextAlign,
    /// Size.
    pub size: f64,
    /// Weight on the font's `wght` axis.
    pub weight: f32,
    /// Extra space after each letter.
    pub letter_spacing: f64,
    /// Colour.
    pub colour: Colour,
    /// Colour and width of a rim around the letters.
    pub halo: Option<(Colour, f64)>,
    /// Turned around its position, degrees clockwise.
    pub angle_deg: f64,
}

impl TextRun {
    /// Width of the line.
    #[must_use]
    pub fn width(&self) -> f64 {
        text_width(&self.text, self.size, self.weight, self.letter_spacing)
    }

    /// Left end of the baseline before it is turned.
    #[must_use]
    pub fn left(&self) -> f64 {
        match self.align {
            TextAlign::Left => self.x,
            TextAlign::Centre => self.x - self.width() / 2.0,
            TextAlign::Right => self.x - self.width(),
        }
    }
}

/// Width of a line in the unit of its size.
#[must_use]
pub fn text_width(text: &str, size: f64, weight: f32, letter_spacing: f64) -> f64 {
    f64::from(crate::text::measure(text, size as f32, weight, letter_spacing as f32))
}

/// Width in typographic points of the rim in an area's own colour that closes the hairline between
/// it and the next one: viewers smooth each area by itself, and the ground would shine through.
pub const RIM_PT: f64 = 0.25;

/// Millimetres of a typographic point.
pub const PT_MM: f64 = 25.4 / 72.0;

/// The lines and dots of one repetition of a hatch, and of its neighbours as far as they reach into
/// it: strokes from (0, 0) to (`period`, `period`), round-ended where dots and dashes need it.
#[must_use]
pub fn hatch_cell(pattern: HatchPattern, period: f64) -> (BezPath, bool) {
    let p = period;
    let mut path = BezPath::new();
    let mut line = |x0: f64, y0: f64, x1: f64, y1: f64| {
        path.move_to((x0, y0));
        path.line_to((x1, y1));
    };
    // Lines run beyond the cell, so that their ends are never seen.
    let rising = |line: &mut dyn FnMut(f64, f64, f64, f64)| {
        for k in 0..3 {
            let x = f64::from(k) * p;
            line(x - 1.5 * p, 1.5 * p, x + 0.5 * p, -0.5 * p);
        }
    };
    let falling = |line: &mut dyn FnMut(f64, f64, f64, f64)| {
        for k in -1..2 {
            let x = f64::from(k) * p;
            line(x - 0.5 * p, -0.5 * p, x + 1.5 * p, 1.5 * p);
        }
    };
    let mut round = false;
    match pattern {
        HatchPattern::None => {}
        HatchPattern::Diagonal => rising(&mut line),
        HatchPattern::BackDiagonal => falling(&mut line),
        HatchPattern::CrossDiagonal => {
            rising(&mut line);
            falling(&mut line);
        }
        HatchPattern::Horizontal => line(-p, p / 2.0, 2.0 * p, p / 2.0),
        HatchPattern::Vertical => line(p / 2.0, -p, p / 2.0, 2.0 * p),
        HatchPattern::Grid => {
            line(-p, p / 2.0, 2.0 * p, p / 2.0);
            line(p / 2.0, -p, p / 2.0, 2.0 * p);
        }
        HatchPattern::Dots => {
            round = true;
            for (x, y) in [(0.25, 0.25), (0.75, 0.75)] {
                // Too short to be seen as a line, long enough to have ends.
                line(x * p, y * p, x * p + 1e-3 * p, y * p);
            }
        }
        HatchPattern::Dashes => {
            round = true;
            for (x, y) in [(0.5, 0.25), (0.0, 0.75), (1.0, 0.75)] {
                line(x * p - 0.22 * p, y * p, x * p + 0.22 * p, y * p);
            }
        }
    }
    (path, round)
}
/// The opacity of a colour, 0–1, with no more decimals than tell it from its neighbours: half is
/// 0.5, though a colour of eight bits holds 128 of 255.
pub fn opacity_of(colour: Colour) -> f64 {
    let exact = f64::from(colour.3) / 255.0;
    let rounded = |per_unit: f64| (exact * per_unit).round() / per_unit;
    let is_same = |opacity: &f64| (opacity * 255.0).round() as u8 == colour.3;
    [10.0, 100.0, 1000.0].into_iter().map(rounded).find(is_same).unwrap_or(exact)
}
