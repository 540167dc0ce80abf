//! The roadmap: phases of a project as bars on an axis of years, today marked.
//!
//! Owns the axis and how a phase is painted. A limit that no document gives is hatched, a project
//! without any date is a hatched row with words. Must not know which projects there are.

use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Rect, Stroke, StrokeKind, Ui, pos2, vec2,
};
use planmap_core::i18n::Words;
use planmap_core::register::Stretch;

use crate::theme::{Tokens, Weight, size, tokens};
use crate::widget::{paint_hatch, text_job};

/// Height of a phase's bar.
const BAR: f32 = 15.0;
/// Points between two bars.
const GAP: f32 = 3.0;
/// Points above the first and below the last bar.
const AROUND: f32 = 7.0;
/// Points kept free at both ends of the axis.
const INSET: f32 = 10.0;
/// Quarters are ruled from so many points each on, and named from so many.
const RULED: f32 = 9.0;
const NAMED: f32 = 24.0;
/// Points that a year's name needs.
const YEAR: f32 = 38.0;

/// An axis of years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    first: i32,
    last: i32,
    today: f64,
}

/// A phase on the roadmap.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Where it lies; none where no date is known.
    pub stretch: Option<Stretch>,
}

impl Axis {
    /// An axis of whole years that holds all stretches and today.
    #[must_use]
    pub fn around<'a>(bars: impl Iterator<Item = &'a Bar>, today: f64) -> Self {
        let (mut first, mut last) = (today.floor(), today.floor() + 1.0);
        for stretch in bars.filter_map(|b| b.stretch) {
            first = first.min(stretch.start.floor());
            last = last.max(stretch.end.ceil());
        }
        Self { first: first as i32, last: last as i32, today }
    }

    fn x(&self, rect: Rect, years: f64) -> f32 {
        let share = (years - f64::from(self.first)) / f64::from(self.last - self.first);
        rect.left() + INSET + share as f32 * (rect.width() - 2.0 * INSET)
    }

    fn year_width(&self, rect: Rect) -> f32 {
        (rect.width() - 2.0 * INSET) / (self.last - self.first) as f32
    }

    /// Every how many years a line with a name stands.
    fn step(&self, rect: Rect) -> i32 {
        let width = self.year_width(rect);
        [1, 2, 5, 10, 20, 50].into_iter().find(|step| *step as f32 * width >= YEAR).unwrap_or(100)
    }

    /// Draws the years, the quarters where there is room, and today's name.
    pub fn head(&self, ui: &Ui, rect: Rect, words: &Words) {
        let t = tokens(ui);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let quarter = self.year_width(rect) / 4.0;
        let font = FontId::proportional(size::SMALL);
        let step = self.step(rect);
        let today = self.x(rect, self.today);
        let name = painter.layout_job(text_job(
            &words.text("roadmap-today"),
            size::SMALL,
            Weight::SemiBold,
            t.panel,
        ));
        let half = name.size().x / 2.0 + 5.0;
        let centre = today.clamp(rect.left() + half, (rect.right() - half).max(rect.left() + half));
        let plate = Rect::from_center_size(pos2(centre, rect.top() + 9.0), vec2(2.0 * half, 16.0));
        for year in (self.first..self.last).filter(|y| (y - self.first) % step == 0) {
            let mut x = self.x(rect, f64::from(year)) + 4.0;
            // Beside today's plate rather than under it.
            if x < plate.right() && x + YEAR > plate.left() {
                x = plate.right() + 4.0;
            }
            painter.text(
                pos2(x, rect.top() + 9.0),
                Align2::LEFT_CENTER,
                year.to_string(),
                font.clone(),
                t.text,
            );
        }
        if quarter >= NAMED {
            for n in 0..(self.last - self.first) * 4 {
                let x = self.x(rect, f64::from(self.first) + (f64::from(n) + 0.5) / 4.0);
                let number = (n % 4 + 1).unsigned_abs() as usize;
                let name = words.text_with("roadmap-quarter-short", &[("quarter", number.into())]);
                let at = pos2(x, rect.bottom() - 8.0);
                painter.text(
                    at,
                    Align2::CENTER_CENTER,
                    name,
                    FontId::proportional(size::SMALL - 1.5),
                    t.muted,
                );
            }
        }
        painter.rect_filled(plate, CornerRadius::same(3), t.text);
        painter.galley(plate.center() - name.size() / 2.0, name, t.panel);
        painter.vline(today, plate.bottom()..=rect.bottom(), Stroke::new(1.5, t.text));
    }

    /// Height of a row with so many phases.
    #[must_use]
    pub fn row_height(phases: usize) -> f32 {
        let bars = phases.max(1) as f32;
        (2.0 * AROUND + bars * BAR + (bars - 1.0) * GAP).max(30.0)
    }

    /// Draws one row; `ground` is the colour behind it.
    pub fn row(&self, ui: &Ui, rect: Rect, bars: &[Bar], ground: Color32, words: &Words) {
        let t = tokens(ui);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        self.rules(&painter, rect, t);
        if bars.iter().all(|b| b.stretch.is_none()) {
            self.nothing(&painter, rect, ground, t, words);
        } else {
            let mut top = rect.top() + AROUND;
            for bar in bars {
                self.bar(&painter, rect, top, bar, t);
                top += BAR + GAP;
            }
        }
        painter.vline(self.x(rect, self.today), rect.y_range(), Stroke::new(1.5, t.text));
    }

    fn rules(&self, painter: &Painter, rect: Rect, t: &Tokens) {
        let quarters = self.year_width(rect) / 4.0 >= RULED;
        let step = self.step(rect);
        for n in 0..=(self.last - self.first) * 4 {
            let whole = n % 4 == 0;
            if (whole && (n / 4) % step == 0) || (quarters && !whole) {
                let ink = if whole { t.hairline } else { t.hairline.gamma_multiply(0.55) };
                let x = self.x(rect, f64::from(self.first) + f64::from(n) / 4.0);
                painter.vline(x, rect.y_range(), Stroke::new(1.0, ink));
            }
        }
    }

    fn nothing(&self, painter: &Painter, rect: Rect, ground: Color32, t: &Tokens, words: &Words) {
        let band = Rect::from_min_max(
            pos2(self.x(rect, f64::from(self.first)), rect.center().y - BAR / 2.0),
            pos2(self.x(rect, f64::from(self.last)), rect.center().y + BAR / 2.0),
        );
        paint_hatch(painter, band, Stroke::new(1.0, t.hairline));
        let text = painter.layout_job(text_job(
            &words.text("roadmap-nothing"),
            size::SMALL,
            Weight::Regular,
            t.muted,
        ));
        let plate = Rect::from_min_size(
            pos2(band.left() + 12.0, band.center().y - text.size().y / 2.0),
            text.size() + vec2(12.0, 0.0),
        );
        painter.rect_filled(plate, 0.0, ground);
        painter.galley(plate.min + vec2(6.0, 0.0), text, t.muted);
    }

    fn bar(&self, painter: &Painter, rect: Rect, top: f32, bar: &Bar, t: &Tokens) {
        let Some(stretch) = bar.stretch else {
            return;
        };
        let place = Rect::from_min_max(
            pos2(self.x(rect, stretch.start), top),
            pos2(self.x(rect, stretch.end), top + BAR),
        );
        let corner = CornerRadius::same(3);
        let ink = if stretch.start_known && stretch.end_known {
            painter.rect_filled(place, corner, t.action);
            t.on_action
        } else {
            // Light ground and hatch: it happens somewhere in here. A limit that is known is a
            // thick line.
            painter.rect_filled(place, corner, t.agrees.fill);
            paint_hatch(painter, place, Stroke::new(1.0, t.agrees.edge));
            painter.rect_stroke(place, corner, Stroke::new(1.0, t.agrees.edge), StrokeKind::Inside);
            for (known, x) in [
                (stretch.start_known, place.left() + 2.0),
                (stretch.end_known, place.right() - 2.0),
            ] {
                if known {
                    painter.vline(x, place.y_range(), Stroke::new(4.0, t.action));
                }
            }
            t.text
        };
        let solid = ink == t.on_action;
        let name = painter.layout_job(text_job(&bar.name, size::SMALL, Weight::Medium, ink));
        if name.size().x + 24.0 < place.width() {
            // At the end that is known, so that it reads beside its limit.
            let x = if !stretch.start_known && stretch.end_known {
                place.right() - name.size().x - 12.0
            } else {
                place.left() + 12.0
            };
            let at = pos2(x, place.center().y - name.size().y / 2.0);
            let ground = if solid { Color32::TRANSPARENT } else { t.agrees.fill };
            painter.rect_filled(
                Rect::from_min_size(at, name.size()).expand2(vec2(4.0, -1.0)),
                2.0,
                ground,
            );
            painter.galley(at, name, ink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_holds_every_phase_and_today() {
        let bar = |start, end| Bar {
            name: String::new(),
            stretch: Some(Stretch { start, end, start_known: true, end_known: true }),
        };
        let bars =
            [bar(2025.25, 2029.0), bar(2022.5, 2023.0), Bar { name: String::new(), stretch: None }];
        let axis = Axis::around(bars.iter(), 2030.4);
        assert_eq!((axis.first, axis.last), (2022, 2031));
        let rect = Rect::from_min_size(pos2(100.0, 0.0), vec2(920.0, 30.0));
        assert!((axis.x(rect, 2022.0) - 110.0).abs() < 1e-3);
        assert!((axis.x(rect, 2031.0) - 1010.0).abs() < 1e-3);
        assert!((axis.x(rect, 2026.5) - 560.0).abs() < 1e-2);
        assert_eq!(Axis::around([].iter(), 2026.9).last, 2027);
    }
}
