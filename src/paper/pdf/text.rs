//! Text in a PDF: glyphs that were placed by the program's own text module, with the letters that
//! they stand for.
//!
//! Owns the weights of the typeface as krilla knows them. Halos are drawn as outlines, so that no
//! letter is in the file twice.

use std::cell::RefCell;

use krilla::geom::Point;
use krilla::paint::{Fill, FillRule};
use krilla::text::{Font, GlyphId, KrillaGlyph, Tag};
use planmap_core::symbology::Colour;
use vello_cpu::kurbo::Affine;

use super::Writer;
use crate::TextRun;
use planmap_draw::text::{self, PlacedGlyph};

/// The weights of the typeface that a file uses.
#[derive(Default)]
pub(super) struct Fonts {
    /// Weight and font.
    known: RefCell<Vec<(f32, Font)>>,
}

impl Fonts {
    fn of_weight(&self, weight: f32) -> Option<Font> {
        let mut known = self.known.borrow_mut();
        if let Some((_, font)) = known.iter().find(|(w, _)| (w - weight).abs() < 0.5) {
            return Some(font.clone());
        }
        let font =
            Font::new_variable(text::font_bytes().into(), 0, &[(Tag::new(b"wght"), weight)])?;
        known.push((weight, font.clone()));
        Some(font)
    }
}

impl Writer<'_, '_> {
    pub(super) fn text(&mut self, run: &TextRun) {
        if run.text.is_empty() {
            return;
        }
        let place = Affine::translate((run.x, run.y)) * Affine::rotate(run.angle_deg.to_radians());
        let shift = run.left() - run.x;
        if run.angle_deg.abs() > 1e-9 {
            self.transformed(place, |w| w.line(run, (shift, 0.0)));
        } else {
            self.line(run, (run.x + shift, run.y));
        }
    }

    /// A line from the left end of its baseline.
    fn line(&mut self, run: &TextRun, (x, y): (f64, f64)) {
        if let Some((colour, width)) = run.halo {
            let mut outline =
                text::outline(&run.text, run.size as f32, run.weight, run.letter_spacing as f32);
            outline.apply_affine(Affine::translate((x, y)));
            self.stroke(&outline, colour, 2.0 * width, &[], true);
        }
        let Some(font) = self.fonts.of_weight(run.weight) else { return };
        let (letters, glyphs) = text::glyphs(&run.text, run.weight);
        let spacing = (run.letter_spacing / run.size) as f32;
        self.signs(run, &glyphs, (x, y));
        let mut glyphs: Vec<KrillaGlyph> = glyphs
            .into_iter()
            .map(|g| KrillaGlyph {
                glyph_id: GlyphId::new(g.id),
                text_range: g.letters,
                x_advance: g.advance + spacing,
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            })
            .collect();
        if is_on_slope(run) {
            // A stream that is thrown away: it only says which letter each glyph stands for, for
            // programs that pass over the text of the whole.
            let mut aside = self.surface.stream_builder();
            let mut surface = aside.surface();
            surface.draw_glyphs(
                Point::from_xy(0.0, 0.0),
                &glyphs,
                font.clone(),
                &letters,
                1.0,
                false,
            );
            surface.finish();
            drop(aside.finish());
            glyphs.iter_mut().for_each(|g| g.text_range = 0..letters.len());
        }
        self.surface.set_fill(Some(fill(run.colour)));
        self.surface.set_stroke(None);
        self.surface.draw_glyphs(
            Point::from_xy(x as f32, y as f32),
            &glyphs,
            font,
            &letters,
            run.size as f32,
            false,
        );
    }
}

impl Writer<'_, '_> {
    /// Draws the signs of what the typeface lacks; their letters are in the text, as blanks.
    fn signs(&mut self, run: &TextRun, glyphs: &[PlacedGlyph], (x, y): (f64, f64)) {
        let mut left = x;
        for glyph in glyphs {
            if let Some(sign) = &glyph.sign {
                let mut outline = sign.clone();
                outline.apply_affine(Affine::translate((left, y)) * Affine::scale(run.size));
                self.fill(&outline, run.colour, false);
            }
            left += f64::from(glyph.advance) * run.size + run.letter_spacing;
        }
    }
}

/// Whether a line runs neither along nor across the page. Programs that extract text take each of
/// its letters for a line of its own, so it is written as one piece with its text (`/ActualText`).
fn is_on_slope(run: &TextRun) -> bool {
    let quarters = run.angle_deg / 90.0;
    (quarters - quarters.round()).abs() > 1e-6
}

fn fill(colour: Colour) -> Fill {
    Fill {
        paint: super::rgb(colour).into(),
        opacity: super::alpha(colour),
        rule: FillRule::NonZero,
    }
}
