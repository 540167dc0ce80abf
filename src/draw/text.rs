//! The typeface of maps and sheets: measures and outlines of one line of text.
//!
//! Owns Inter, the one face of the program, as a variable font. Texts are composed (NFC) first, so
//! that every Vietnamese letter is one glyph; a mark that no letter has composed with keeps its
//! place by the font's own advance of zero. Must not know what a text says or where it stands.

use std::sync::OnceLock;

use planmap_core::plain_text::one_line;
use skrifa::instance::{Location, LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use vello_cpu::kurbo::BezPath;

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
    each_glyph(text, size, weight, |_, _, advance| {
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
    each_glyph(text, size, weight, |glyph, location, advance| {
        if let Some(outline) = face().and_then(|f| f.font.outline_glyphs().get(glyph)) {
            let mut pen = Pen { path: &mut path, x };
            // A glyph that cannot be drawn leaves its space empty.
            let _ = outline.draw(DrawSettings::unhinted(Size::new(size), location), &mut pen);
        }
        x += f64::from(advance + letter_spacing);
    });
    path
}

/// One glyph of a line for whoever writes text rather than outlines.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedGlyph {
    /// Its number in the font.
    pub id: u32,
    /// From its origin to the next one's, as a share of the size, without letter spacing.
    pub advance: f32,
    /// Its letters: bytes of the composed text.
    pub letters: std::ops::Range<usize>,
}

/// The glyphs of one line, and the text in composed form (NFC) that they stand for.
#[must_use]
pub fn glyphs(text: &str, weight: f32) -> (String, Vec<PlacedGlyph>) {
    let text = one_line(text);
    let composed: String = if is_nfc(&text) { text.into_owned() } else { text.nfc().collect() };
    let starts: Vec<usize> = composed.char_indices().map(|(i, _)| i).chain([composed.len()]).collect();
    let mut out = Vec::with_capacity(starts.len());
    each_glyph(&composed, 1.0, weight, |glyph, _, advance| {
        let n = out.len();
        let letters = starts.get(n).copied().unwrap_or_default()..starts.get(n + 1).copied().unwrap_or_default();
        out.push(PlacedGlyph { id: glyph.to_u32(), advance, letters });
    });
    (composed, out)
}

fn each_glyph(text: &str, size: f32, weight: f32, mut visit: impl FnMut(skrifa::GlyphId, LocationRef<'_>, f32)) {
    let Some(face) = face() else { return };
    let text = one_line(text);
    let location = location(face, weight);
    let metrics = face.font.glyph_metrics(Size::new(size), &location);
    let charmap = face.font.charmap();
    let mut one = |c: char| {
        let glyph = charmap.map(c).unwrap_or_default();
        visit(glyph, (&location).into(), metrics.advance_width(glyph).unwrap_or_default());
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
