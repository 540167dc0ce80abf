//! Pen and ruler of a display list: lines of text, wrapped text, rules and boxes.
//!
//! Owns the colours and sizes of everything on paper but the map: black, one accent, hairlines;
//! nothing smaller than 7.5 points.

use planmap_core::symbology::Colour;
use vello_cpu::kurbo::{BezPath, Rect, Shape};

use super::{PT_MM, PageItem, TextAlign, TextRun, text_width};
use crate::text::{REGULAR, SEMI_BOLD};

/// Text.
pub const BLACK: Colour = Colour::hex(0x1B2420);
/// Text of less importance.
pub const MUTED: Colour = Colour::hex(0x5F6B66);
/// Rules between rows.
pub const HAIRLINE: Colour = Colour::hex(0xC9CFCB);
/// The one accent.
pub const ACCENT: Colour = Colour::hex(0xA63A00);
/// What conflicts.
pub const CONFLICT: Colour = Colour::hex(0xA3260F);

/// How a text is written: size in millimetres, weight, colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// Size in millimetres.
    pub size: f64,
    /// Weight on the font's `wght` axis.
    pub weight: f32,
    /// Colour.
    pub colour: Colour,
}

impl Type {
    /// Regular black text of a size in typographic points.
    #[must_use]
    pub fn pt(points: f64) -> Self {
        Self { size: points.max(7.5) * PT_MM, weight: REGULAR, colour: BLACK }
    }

    /// The same semi-bold.
    #[must_use]
    pub fn bold(self) -> Self {
        Self { weight: SEMI_BOLD, ..self }
    }

    /// The same in another colour.
    #[must_use]
    pub fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same for what matters less.
    #[must_use]
    pub fn muted(self) -> Self {
        self.in_colour(MUTED)
    }

    /// From one baseline to the next.
    #[must_use]
    pub fn leading(&self) -> f64 {
        self.size * 1.32
    }

    /// Width of a line.
    #[must_use]
    pub fn width(&self, text: &str) -> f64 {
        text_width(text, self.size, self.weight, 0.0)
    }

    /// One line: `x` is its left end, middle or right end, `y` its baseline.
    #[must_use]
    pub fn at(&self, text: impl Into<String>, x: f64, y: f64, align: TextAlign) -> PageItem {
        PageItem::Text(TextRun {
            text: text.into(),
            x,
            y,
            align,
            size: self.size,
            weight: self.weight,
            letter_spacing: 0.0,
            colour: self.colour,
            halo: None,
            angle_deg: 0.0,
        })
    }

    /// The lines of a text that is broken at spaces; a word too long for the width is broken
    /// anywhere. Line breaks in the text stay.
    #[must_use]
    pub fn wrap(&self, text: &str, width: f64) -> Vec<String> {
        let mut out = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            for word in paragraph.split(' ').filter(|w| !w.is_empty()) {
                let longer =
                    if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(&longer) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    out.push(std::mem::take(&mut line));
                }
                for c in word.chars() {
                    line.push(c);
                    if self.width(&line) > width && line.chars().count() > 1 {
                        line.pop();
                        out.push(std::mem::replace(&mut line, c.to_string()));
                    }
                }
            }
            out.push(line);
        }
        out
    }

    /// Wrapped text from the top at `y`; returns the height that it takes.
    pub fn paragraph(
        &self,
        text: &str,
        x: f64,
        y: f64,
        width: f64,
        out: &mut Vec<PageItem>,
    ) -> f64 {
        let lines = self.wrap(text, width);
        for (i, line) in lines.iter().enumerate() {
            out.push(self.at(
                line.as_str(),
                x,
                y + self.ascent() + i as f64 * self.leading(),
                TextAlign::Left,
            ));
        }
        lines.len() as f64 * self.leading()
    }

    /// From the top of a line to its baseline.
    #[must_use]
    pub fn ascent(&self) -> f64 {
        self.size * 0.98
    }
}

/// A straight line.
#[must_use]
pub fn rule(from: (f64, f64), to: (f64, f64), width: f64, colour: Colour) -> PageItem {
    let mut path = BezPath::new();
    path.move_to(from);
    path.line_to(to);
    PageItem::Stroke { path, colour, width, dash: Vec::new(), round_ends: false }
}

/// A line through several points.
#[must_use]
pub fn polyline(points: &[(f64, f64)], closed: bool, width: f64, colour: Colour) -> PageItem {
    PageItem::Stroke {
        path: path_of(points, closed),
        colour,
        width,
        dash: Vec::new(),
        round_ends: false,
    }
}

/// A filled polygon.
#[must_use]
pub fn polygon(points: &[(f64, f64)], colour: Colour) -> PageItem {
    PageItem::Fill { path: path_of(points, true), colour, seamless: false }
}

fn path_of(points: &[(f64, f64)], closed: bool) -> BezPath {
    let mut path = BezPath::new();
    for (i, p) in points.iter().enumerate() {
        if i == 0 { path.move_to(*p) } else { path.line_to(*p) }
    }
    if closed {
        path.close_path();
    }
    path
}

/// The edge of a rectangle.
#[must_use]
pub fn frame(rect: Rect, width: f64, colour: Colour) -> PageItem {
    PageItem::Stroke {
        path: rect.to_path(0.01),
        colour,
        width,
        dash: Vec::new(),
        round_ends: false,
    }
}

/// A filled rectangle.
#[must_use]
pub fn area(rect: Rect, colour: Colour) -> PageItem {
    PageItem::Fill { path: rect.to_path(0.01), colour, seamless: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_fit_and_lose_nothing() {
        let style = Type::pt(8.0);
        let text = "Quy hoạch chung xây dựng thành phố Sơn La đến năm 2045, điều chỉnh cục bộ theo Quyết định 997/QĐ-UBND \
                    chữdàikhôngcódấucáchđểthửxuốngdòngởgiữatừ";
        for width in [12.0, 30.0, 61.5] {
            let lines = style.wrap(text, width);
            assert!(lines.iter().all(|l| style.width(l) <= width), "{width}: {lines:?}");
            let joined: String = lines.concat().chars().filter(|c| *c != ' ').collect();
            assert_eq!(joined, text.chars().filter(|c| *c != ' ').collect::<String>());
        }
    }

    #[test]
    fn nothing_is_smaller_than_seven_and_a_half_points() {
        assert!(Type::pt(3.0).size >= 7.5 * PT_MM - 1e-9);
    }
}
