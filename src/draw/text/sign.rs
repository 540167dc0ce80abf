//! The sign that stands for a character which the typeface lacks.
//!
//! Owns its look: a box with the character's number in Unicode, in hexadecimal digits, as other
//! programs show what they have no letter for. An emoji, a letter of another script or a control
//! character stays visible that way, can be looked up, and never turns the line around it: signs
//! run from left to right whatever the direction of the script that they stand for.

use vello_cpu::kurbo::{Affine, BezPath};

use super::{CAP_HEIGHT, MEDIUM, glyph_of, letters_outline};

/// Thickness of the frame, as a share of the size.
const FRAME: f64 = 0.05;
/// Space between the frame and the digits, and between the two rows of digits.
const PADDING: f64 = 0.04;
/// Space left and right of the box.
const BEARING: f64 = 0.06;
/// Width of a digit's column.
const COLUMN: f64 = 0.24;
/// Height of a digit.
const DIGIT: f64 = (CAP_HEIGHT as f64 - 2.0 * FRAME - 3.0 * PADDING) / 2.0;

/// What becomes of a character in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It has a glyph.
    Letter,
    /// A blank that a line can hold: tab and line end.
    Blank,
    /// It is meant to be invisible: marks of direction, joiners, selectors of a variant.
    Nothing,
    /// It is shown by its number.
    Sign,
}

/// How a character is shown.
#[must_use]
pub fn shown(c: char) -> Shown {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Shown::Blank,
        _ if is_invisible(c) => Shown::Nothing,
        _ if glyph_of(c).is_some() && !c.is_control() => Shown::Letter,
        _ => Shown::Sign,
    }
}

/// Characters of Unicode's category Cf that say how their neighbours are written, and the selectors
/// of variants, which follow emoji.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// The digits of a character's number in two rows of two or three.
fn digits(c: char) -> (String, String) {
    let number = u32::from(c);
    let text = if number > 0xffff { format!("{number:06X}") } else { format!("{number:04X}") };
    let (above, below) = text.split_at(text.len() / 2);
    (above.to_owned(), below.to_owned())
}

fn box_width(c: char) -> f64 {
    let columns = digits(c).0.len() as f64;
    2.0 * (FRAME + PADDING) + columns * COLUMN
}

/// From the sign's origin to the next letter's, as a share of the size.
#[must_use]
pub fn advance(c: char) -> f32 {
    (box_width(c) + 2.0 * BEARING) as f32
}

/// The sign at a size: origin at the left end of the baseline, y down.
#[must_use]
pub fn outline(c: char, size: f32) -> BezPath {
    let (width, height) = (box_width(c), f64::from(CAP_HEIGHT));
    let mut path = BezPath::new();
    let right = BEARING + width;
    ring(&mut path, [BEARING, -height, right, 0.0], Turn::Forwards);
    // The other way round, so that the inside stays empty.
    ring(&mut path, [BEARING + FRAME, FRAME - height, right - FRAME, -FRAME], Turn::Backwards);
    let (above, below) = digits(c);
    let foot = -(FRAME + PADDING);
    for (row, baseline) in [(above, foot - DIGIT - PADDING), (below, foot)] {
        for (column, digit) in row.chars().enumerate() {
            let left = BEARING + FRAME + PADDING + column as f64 * COLUMN;
            path.extend(digit_outline(digit, left, baseline));
        }
    }
    path.apply_affine(Affine::scale(f64::from(size)));
    path
}

/// A digit in the middle of its column.
fn digit_outline(digit: char, left: f64, baseline: f64) -> BezPath {
    let digit_size = DIGIT / f64::from(CAP_HEIGHT);
    let (mut path, width) = letters_outline(digit, digit_size as f32, MEDIUM);
    let shift = left + (COLUMN - f64::from(width)) / 2.0;
    path.apply_affine(Affine::translate((shift, baseline)));
    path
}

#[derive(Clone, Copy)]
enum Turn {
    Forwards,
    Backwards,
}

fn ring(path: &mut BezPath, [x0, y0, x1, y1]: [f64; 4], turn: Turn) {
    let mut corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
    if matches!(turn, Turn::Backwards) {
        corners.reverse();
    }
    let [first, rest @ ..] = corners;
    path.move_to(first);
    for corner in rest {
        path.line_to(corner);
    }
    path.close_path();
}

#[cfg(test)]
mod tests {
    use super::*;
    use vello_cpu::kurbo::Shape;

    #[test]
    fn characters_are_shown_as_letters_signs_or_not_at_all() {
        for (c, want) in [
            ('A', Shown::Letter),
            ('ậ', Shown::Letter),
            ('Ж', Shown::Letter),
            ('–', Shown::Letter),
            ('\u{202f}', Shown::Letter),
            ('\t', Shown::Blank),
            ('\n', Shown::Blank),
            ('\u{0b}', Shown::Sign),
            ('\u{3}', Shown::Sign),
            ('\u{7f}', Shown::Sign),
            // An emoji, Hebrew, Arabic, Thai, Chinese.
            ('😀', Shown::Sign),
            ('ש', Shown::Sign),
            ('م', Shown::Sign),
            ('ก', Shown::Sign),
            ('山', Shown::Sign),
            // Right-to-left override, joiner, emoji selector.
            ('\u{202e}', Shown::Nothing),
            ('\u{200d}', Shown::Nothing),
            ('\u{fe0f}', Shown::Nothing),
        ] {
            assert_eq!(shown(c), want, "{c:?}");
        }
    }

    #[test]
    fn a_sign_says_the_number_of_its_character() {
        assert_eq!(digits('ש'), ("05".into(), "E9".into()));
        assert_eq!(digits('😀'), ("01F".into(), "600".into()));
        assert_eq!(digits('\u{0b}'), ("00".into(), "0B".into()));
    }

    #[test]
    fn a_sign_keeps_to_its_own_space_and_the_height_of_capitals() {
        for c in ['ש', '😀', '\u{3}'] {
            let bounds = outline(c, 100.0).bounding_box();
            let advance = f64::from(advance(c)) * 100.0;
            assert!(bounds.x0 > 0.0 && bounds.x1 < advance, "{c:?}: {bounds:?} in {advance}");
            assert!(
                (bounds.height() - f64::from(CAP_HEIGHT) * 100.0).abs() < 0.01,
                "{c:?}: {bounds:?}"
            );
            // The frame is hollow: area by the rule of winding numbers, far below that of the box.
            let ink = outline(c, 100.0).area().abs();
            assert!(ink < bounds.area() * 0.7, "{c:?}: {ink} of {}", bounds.area());
        }
    }
}
