//! The typeface of maps and sheets: measures and outlines of one line of text.
//!
//! Owns Inter, the one face of the program, as a variable font. Texts are composed (NFC) first, so
//! that every Vietnamese letter is one glyph; a mark that no letter has composed with keeps its
//! place by the font's own advance of zero. What the face lacks is shown by a sign ([`sign`]), one
//! letter after the other from left to right. Must not know what a text says or where it stands.

mod picture;
mod sign;

pub use picture::{SignPicture, sign_picture};
pub use sign::{Shown, shown};

use std::sync::OnceLock;

use planmap_core::plain_text::one_line;
use skrifa::instance::{Location, LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use vello_cpu::kurbo::{Affine, BezPath};

/// The font file, for whoever shows the same texts by other means.
#[must_use]
pub fn font_bytes() -> &'static [u8] {
    ttf_inter::REGULAR
}

/// Height of the capitals as a share of the size (Inter's OS/2 table: 1490 of 2048 units).
pub const CAP_HEIGHT: f32 = 0.727;

/// Regular text.
pub const REGULAR: f32 = 400.0;
/// A little stronger.
pub const MEDIUM: f32 = 500.0;
/// Names and figures that matter.
pub const SEMI_BOLD: f32 = 600.0;
/// Names of places of importance.
pub const BOLD: f32 = 650.0;

struct Face {
    font: FontRef<'static>,
}

fn face() -> Option<&'static Face> {
    static FACE: OnceLock<Option<Face>> = OnceLock::new();
    FACE.get_or_init(|| FontRef::new(font_bytes()).ok().map(|font| Face { font })).as_ref()
}

fn location(face: &Face, weight: f32) -> Location {
    face.font.axes().location([("wght", weight)])
}

/// Width of one line in points, for a size in points, a weight of the `wght` axis and extra space
/// after each letter but the last.
#[must_use]
pub fn measure(text: &str, size: f32, weight: f32, letter_spacing: f32) -> f32 {
    let mut width = 0.0;
    let mut letters = 0;
    each_letter(text, size, weight, |_, _, advance| {
        width += advance;
        letters += 1;
    });
    width + letter_spacing * (letters as f32 - 1.0).max(0.0)
}

/// The outline of one line: origin at the left end of the baseline, y down. Sizes and spacing as
/// in [`measure`].
#[must_use]
pub fn outline(text: &str, size: f32, weight: f32, letter_spacing: f32) -> BezPath {
    let mut path = BezPath::new();
    let mut x = 0.0;
    each_letter(text, size, weight, |letter, location, advance| {
        match letter {
            Letter::Glyph(glyph) => {
                draw_glyph(glyph, size, location, &mut Pen { path: &mut path, x });
            }
            Letter::Sign(c) => {
                let mut outline = sign::outline(c, size);
                outline.apply_affine(Affine::translate((x, 0.0)));
                path.extend(outline);
            }
        }
        x += f64::from(advance + letter_spacing);
    });
    path
}

fn draw_glyph(glyph: GlyphId, size: f32, location: LocationRef<'_>, pen: &mut Pen<'_>) {
    if let Some(outline) = face().and_then(|f| f.font.outline_glyphs().get(glyph)) {
        // A glyph that cannot be drawn leaves its space empty.
        let _ = outline.draw(DrawSettings::unhinted(Size::new(size), location), pen);
    }
}

/// The outline of one letter that the face has, and its advance in points.
fn letters_outline(c: char, size: f32, weight: f32) -> (BezPath, f32) {
    let mut path = BezPath::new();
    let Some((face, glyph)) = face().zip(glyph_of(c)) else {
        return (path, 0.0);
    };
    let location = location(face, weight);
    draw_glyph(glyph, size, (&location).into(), &mut Pen { path: &mut path, x: 0.0 });
    let advance = face.font.glyph_metrics(Size::new(size), &location).advance_width(glyph);
    (path, advance.unwrap_or_default())
}

/// The glyph of a character; `None` where the face has none.
fn glyph_of(c: char) -> Option<GlyphId> {
    face()?.font.charmap().map(c)
}

/// One glyph of a line for whoever writes text rather than outlines.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedGlyph {
    /// Its number in the font; that of a blank where the face has none and a sign is drawn.
    pub id: u32,
    /// From its origin to the next one's, as a share of the size, without letter spacing.
    pub advance: f32,
    /// Its letters: bytes of the composed text.
    pub letters: std::ops::Range<usize>,
    /// The sign to be drawn in the glyph's place, for a size of 1.
    pub sign: Option<BezPath>,
}

/// The glyphs of one line, and the text in composed form (NFC) that they stand for.
#[must_use]
pub fn glyphs(text: &str, weight: f32) -> (String, Vec<PlacedGlyph>) {
    let text = one_line(text);
    let composed: String = if is_nfc(&text) { text.into_owned() } else { text.nfc().collect() };
    let visible = composed.char_indices().filter(|(_, c)| shown(*c) != Shown::Nothing);
    let mut places = visible.map(|(at, c)| at..at + c.len_utf8());
    let blank = glyph_of(' ').unwrap_or_default();
    let mut out = Vec::with_capacity(composed.len());
    each_letter(&composed, 1.0, weight, |letter, _, advance| {
        let letters = places.next().unwrap_or_default();
        let (glyph, sign) = match letter {
            Letter::Glyph(glyph) => (glyph, None),
            Letter::Sign(c) => (blank, Some(sign::outline(c, 1.0))),
        };
        out.push(PlacedGlyph { id: glyph.to_u32(), advance, letters, sign });
    });
    (composed, out)
}

/// What one character of a line becomes.
#[derive(Debug, Clone, Copy)]
enum Letter {
    Glyph(GlyphId),
    Sign(char),
}

/// Visits what is seen of a line, letter by letter, each with its advance in points.
fn each_letter(
    text: &str,
    size: f32,
    weight: f32,
    mut visit: impl FnMut(Letter, LocationRef<'_>, f32),
) {
    let Some(face) = face() else { return };
    let text = one_line(text);
    let location = location(face, weight);
    let metrics = face.font.glyph_metrics(Size::new(size), &location);
    let charmap = face.font.charmap();
    let mut one = |c: char| {
        let written = match shown(c) {
            Shown::Nothing => return,
            Shown::Sign => {
                return visit(Letter::Sign(c), (&location).into(), sign::advance(c) * size);
            }
            Shown::Blank => ' ',
            Shown::Letter => c,
        };
        let glyph = charmap.map(written).unwrap_or_default();
        visit(
            Letter::Glyph(glyph),
            (&location).into(),
            metrics.advance_width(glyph).unwrap_or_default(),
        );
    };
    if is_nfc(&text) { text.chars().for_each(&mut one) } else { text.nfc().for_each(&mut one) }
}

struct Pen<'a> {
    path: &'a mut BezPath,
    x: f64,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f64, f64) {
        (self.x + f64::from(x), -f64::from(y))
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.at(x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.at(x, y));
    }
    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.path.quad_to(self.at(cx0, cy0), self.at(x, y));
    }
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.path.curve_to(self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
    }
    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use vello_cpu::kurbo::Shape;

    #[test]
    fn every_vietnamese_letter_has_a_glyph() {
        let face = face().unwrap();
        let letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ–·≈≥";
        for c in letters.chars().chain(letters.to_uppercase().chars()) {
            assert!(face.font.charmap().map(c).is_some(), "{c}");
        }
    }

    #[test]
    fn decomposed_text_measures_as_composed() {
        let composed = "Quy hoạch Chiềng Cơi";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        let width = |t: &str| measure(t, 13.0, SEMI_BOLD, 0.0);
        assert!((width(composed) - width(&decomposed)).abs() < 1e-3);
        assert!(width(composed) > 100.0 && width(composed) < 160.0, "{}", width(composed));
    }

    #[test]
    fn what_the_face_lacks_takes_its_own_place_and_moves_no_neighbour() {
        let width = |t: &str| measure(t, 10.0, REGULAR, 0.0);
        // Hebrew before, between and behind: each letter stands where it was typed, as wide as its
        // sign, and marks of direction change nothing.
        let sign_width = sign::advance('ש') * 10.0;
        for text in ["שChiềng Cơi", "Chiềng ש Cơi".trim(), "Chiềng Cơiש"] {
            let without: String = text.chars().filter(|c| *c != 'ש').collect();
            assert!((width(text) - width(&without) - sign_width).abs() < 1e-3, "{text}");
        }
        assert!((width("a\u{202e}b\u{2067}c") - width("abc")).abs() < 1e-4);
        let (text, letters) = glyphs("aש\u{200f}b😀", REGULAR);
        let parts: Vec<&str> = letters.iter().map(|glyph| &text[glyph.letters.clone()]).collect();
        assert_eq!(parts, ["a", "ש", "b", "😀"]);
        assert_eq!(
            letters.iter().map(|glyph| glyph.sign.is_some()).collect::<Vec<_>>(),
            [false, true, false, true]
        );
    }

    #[test]
    fn weight_and_spacing_widen_a_line() {
        let text = "CHIỀNG AN";
        assert!(measure(text, 11.0, BOLD, 0.0) > measure(text, 11.0, REGULAR, 0.0) + 0.5);
        let spaced = measure(text, 11.0, REGULAR, 1.0) - measure(text, 11.0, REGULAR, 0.0);
        assert!((spaced - 8.0).abs() < 1e-3, "{spaced}");
    }

    #[test]
    fn capitals_are_as_high_as_stated() {
        let bounds = outline("H", 100.0, REGULAR, 0.0).bounding_box();
        assert!((bounds.y0 + f64::from(CAP_HEIGHT) * 100.0).abs() < 0.5, "{bounds:?}");
        assert!(bounds.y1.abs() < 0.5);
        assert!(outline("", 10.0, REGULAR, 0.0).elements().is_empty());
    }
}
