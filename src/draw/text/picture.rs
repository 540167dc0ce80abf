//! Signs as pictures, for a window whose toolkit lays out text by itself.
//!
//! Owns when a cluster of characters needs one. Their look is `sign`'s.

use planmap_core::symbology::Colour;
use vello_cpu::kurbo::Affine;

use super::{REGULAR, Shown, measure, outline, shown};
use crate::raster::{Canvas, with_canvas};

/// A sign in white with its coverage as alpha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignPicture {
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
    /// Red, green, blue, alpha, rows from the top, the colours multiplied by alpha.
    pub rgba: Vec<u8>,
    /// Pixels from the baseline up to the first row.
    pub ascent: u16,
    /// Pixels to the next letter's origin, as the bits of an `f32`.
    advance_bits: u32,
}

impl SignPicture {
    /// Pixels from the sign's origin to the next letter's.
    #[must_use]
    pub fn advance(&self) -> f32 {
        f32::from_bits(self.advance_bits)
    }
}

/// The picture of a cluster that the typeface lacks; `None` where it has all of its letters, or
/// where nothing of it is seen. `size` is the size of the type in pixels.
#[must_use]
pub fn sign_picture(cluster: &str, size: f32) -> Option<SignPicture> {
    if cluster.is_ascii() && !cluster.chars().any(|c| c.is_ascii_control()) {
        return None;
    }
    if !cluster.chars().any(|c| shown(c) == Shown::Sign) {
        return None;
    }
    let advance = measure(cluster, size, REGULAR, 0.0);
    let ascent = size.ceil().max(1.0);
    let height = (ascent + size * 0.3).ceil();
    let (width, rows) = (whole(advance.ceil())?, whole(height)?);
    let mut path = outline(cluster, size, REGULAR, 0.0);
    path.apply_affine(Affine::translate((0.0, f64::from(ascent))));
    let pixels = with_canvas(width, rows, |canvas| {
        canvas.fill(&path, Colour(255, 255, 255, 255));
        Some(())
    })?;
    let ascent = whole(ascent)?;
    Some(SignPicture {
        width,
        height: rows,
        rgba: pixels.rgba,
        ascent,
        advance_bits: advance.to_bits(),
    })
}

/// A measure in pixels; `None` beyond what a picture can have.
fn whole(pixels: f32) -> Option<u16> {
    (pixels >= 1.0 && pixels <= f32::from(u16::MAX)).then_some(pixels as u16)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_what_the_face_lacks_gets_a_picture() {
        for text in ["A", "ậ", "e\u{302}\u{301}", "Ж", " ", "\n", "\t", "\u{200d}"] {
            assert_eq!(sign_picture(text, 13.0), None, "{text:?}");
        }
        for text in ["😀", "ש", "山", "\u{3}", "👩\u{200d}🌾"] {
            let picture = sign_picture(text, 26.0).unwrap();
            assert_eq!(
                picture.rgba.len(),
                usize::from(picture.width) * usize::from(picture.height) * 4
            );
            assert!(picture.rgba.iter().any(|byte| *byte > 200), "{text:?} is blank");
            assert!(
                f32::from(picture.width) >= picture.advance() && picture.advance() > 15.0,
                "{text:?}"
            );
        }
    }
}
