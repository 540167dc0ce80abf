//! Paints the overlay's items with egui.

use egui::epaint::text::VariationCoords;
use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui,
    pos2, vec2,
};
use planmap_core::symbology::Colour;
use planmap_core::viewport::ScreenPoint;
use planmap_draw::overlay::{Align, Item, OVER_HATCH, TextStyle};
use planmap_draw::text::CAP_HEIGHT;

use crate::canvas::to_screen;
use crate::theme::tokens;

fn color(c: Colour) -> Color32 {
    Color32::from_rgba_unmultiplied(c.0, c.1, c.2, c.3)
}

/// Up to so many words at once each has its full rim, up to the second number half of one: a rim is
/// four fifths of what words cost without a graphics card, and among so many the lots behind are
/// small and flat.
const RIMMED: [usize; 2] = [250, 600];

/// Where the copies of a text are moved to that make its rim: to the corners first.
const AROUND: [(f32, f32); 8] = [
    (-0.8, -0.8),
    (0.8, 0.8),
    (-0.8, 0.8),
    (0.8, -0.8),
    (0.0, -1.0),
    (0.0, 1.0),
    (-1.0, 0.0),
    (1.0, 0.0),
];

/// Up to so many words each has a rim without gaps: copies to the corners alone stand beside large
/// letters like a shadow, and the lines of a hatch would be seen between them.
const CLOSED: usize = 120;
/// How much of a hatch the ground below a word covers that stands for its rim among more words.
const PLATE: f32 = 0.8;

/// How words are kept apart from what lies under them, by how many there are.
#[derive(Debug, Clone, Copy)]
struct Rim {
    copies: &'static [(f32, f32)],
    /// For words on a hatch; none where they have a ground instead.
    on_hatch: Option<&'static [(f32, f32)]>,
}

impl Rim {
    fn among(words: usize) -> Self {
        let copies = match words {
            n if n <= CLOSED => &AROUND[..],
            n if n <= RIMMED[0] => &AROUND[..4],
            n if n <= RIMMED[1] => &AROUND[..2],
            _ => &[],
        };
        let on_hatch = match words {
            n if n <= CLOSED => Some(&AROUND[..]),
            n if n <= RIMMED[0] => Some(&AROUND[..4]),
            _ => None,
        };
        Self { copies, on_hatch }
    }
}

/// Paints items whose places are points of `area` divided by `scale`, so many times larger.
pub(super) fn paint(painter: &Painter, area: Rect, items: &[Item], scale: f32) {
    let on = |p: ScreenPoint| area.min + (to_screen(area, p) - area.min) * scale;
    let words = items.iter().filter(|i| matches!(i, Item::Text { .. })).count();
    let rim = Rim::among(words);
    for item in items {
        match item {
            Item::Veil(veil) => {
                painter.rect_filled(area, CornerRadius::ZERO, color(*veil));
            }
            Item::Stroke { points, closed, width, colour } => {
                let points: Vec<Pos2> = points.iter().map(|p| on(*p)).collect();
                let stroke = Stroke::new(*width * scale, color(*colour));
                painter.add(if *closed {
                    Shape::closed_line(points, stroke)
                } else {
                    Shape::line(points, stroke)
                });
            }
            Item::Diamond { at, radius, fill, edge } => {
                let c = on(*at);
                let r = *radius * scale;
                let points =
                    vec![c + vec2(0.0, -r), c + vec2(r, 0.0), c + vec2(0.0, r), c + vec2(-r, 0.0)];
                painter.add(Shape::convex_polygon(
                    points,
                    color(*fill),
                    Stroke::new(edge.1 * scale, color(edge.0)),
                ));
            }
            Item::Ring { at, radius, width, colour } => {
                painter.circle_stroke(
                    on(*at),
                    *radius * scale,
                    Stroke::new(*width * scale, color(*colour)),
                );
            }
            Item::Panel { min, max, radius, fill, edge } => {
                let rect = Rect::from_min_max(on(*min), on(*max));
                let corner = CornerRadius::same((*radius * scale) as u8);
                let edge = Stroke::new(edge.1 * scale, color(edge.0));
                painter.rect(rect, corner, color(*fill), edge, StrokeKind::Middle);
            }
            Item::Text { at, align, text, style } => {
                let over_hatch = style.halo.is_some_and(|(_, width)| width >= OVER_HATCH);
                let copies = if over_hatch { rim.on_hatch } else { Some(rim.copies) };
                let style = TextStyle {
                    size: style.size * scale,
                    letter_spacing: style.letter_spacing * scale,
                    halo: style.halo.map(|(halo, width)| (halo, width * scale)),
                    ..*style
                };
                paint_text(painter, on(*at), *align, text, (&style, copies));
            }
        }
    }
}

/// Draws a text with its rim: copies of it moved there, or where there are none to be a ground below it.
fn paint_text(
    painter: &Painter,
    at: Pos2,
    align: Align,
    text: &str,
    (style, copies): (&TextStyle, Option<&[(f32, f32)]>),
) {
    let job = |ink: Color32| {
        egui::text::LayoutJob::single_section(
            text.to_owned(),
            egui::TextFormat {
                font_id: FontId::proportional(style.size),
                extra_letter_spacing: style.letter_spacing,
                color: ink,
                coords: VariationCoords::new([(b"wght", style.weight)]),
                ..egui::TextFormat::default()
            },
        )
    };
    let anchor = match align {
        Align::Left => Align2::LEFT_CENTER,
        Align::Centre => Align2::CENTER_CENTER,
        Align::Right => Align2::RIGHT_CENTER,
    };
    let galley = painter.layout_job(job(color(style.colour)));
    let mut place = anchor.anchor_size(at, galley.size());
    // As in pictures: the middle of the capitals stands at the point, not the middle of the line.
    if let Some(glyph) = galley.rows.first().and_then(|r| r.row.glyphs.first()) {
        let baseline = at.y + CAP_HEIGHT * style.size / 2.0;
        place = place.translate(vec2(0.0, baseline - glyph.pos.y - place.top()));
    }
    if !place.expand(8.0).intersects(painter.clip_rect()) {
        return;
    }
    match (style.halo, copies) {
        (Some((halo, _)), None) => {
            let capitals = Rect::from_center_size(
                pos2(place.center().x, at.y),
                vec2(place.width(), style.size),
            );
            painter.rect_filled(
                capitals.expand(1.5),
                CornerRadius::same(3),
                color(halo).gamma_multiply(PLATE),
            );
        }
        (Some((halo, width)), Some(copies)) if !copies.is_empty() => {
            let ink = color(halo);
            let around = painter.layout_job(job(ink));
            // Four copies to the corners cover what eight do, but for a quarter of a pixel, and a text
            // with its halo is what an own shape costs most for without a graphics card.
            for (x, y) in copies {
                let offset = vec2(*x, *y) * width;
                painter.galley(place.min + offset, around.clone(), ink);
            }
        }
        _ => {}
    }
    painter.galley(place.min, galley, color(style.colour));
}

/// Marks where a click asked.
pub(super) fn paint_pin(ui: &Ui, painter: &Painter, at: Pos2) {
    let t = tokens(ui);
    painter.circle(at, 4.5, t.selection, Stroke::new(2.0, Color32::WHITE));
}
