//! The card of a reveal: name, key figures, and what there is to say.
//!
//! Owns its layout. The sizes are those of a meeting; only where the text would leave the window is
//! all of it set smaller. What it says comes in as texts.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, Galley, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, pos2,
    vec2,
};
use planmap_app::meeting::card::{CardLine, CardTone, FigureValue};
use planmap_app::meeting::{Card, Room};

use crate::theme::{ChipColours, Tokens, Weight, meeting as sizes, tokens};
use crate::widget::text_job;

/// The part of the width that a value may take beside its text.
const VALUE_PART: f32 = 0.5;

/// What is painted, from the card's inner corner.
enum Piece {
    Text(Vec2, Arc<Galley>, String, Color32),
    Patch(Rect, Color32, Option<Color32>, f32),
    Rule(f32),
    Diamond(Vec2, f32),
}

struct Layout<'a> {
    ui: &'a Ui,
    t: &'static Tokens,
    k: f32,
    width: f32,
    y: f32,
    pieces: Vec<Piece>,
}

impl Layout<'_> {
    fn galley(
        &self,
        text: &str,
        points: f32,
        weight: Weight,
        ink: Color32,
        width: f32,
    ) -> Arc<Galley> {
        let mut job = text_job(text, points * self.k, weight, ink);
        job.wrap.max_width = width.max(8.0);
        self.ui.painter().layout_job(job)
    }

    /// A text at a place; returns its size.
    fn text(&mut self, at: Vec2, text: &str, look: (f32, Weight, Color32), width: f32) -> Vec2 {
        let galley = self.galley(text, look.0, look.1, look.2, width);
        let size = galley.size();
        self.pieces.push(Piece::Text(at, galley, text.to_owned(), look.2));
        size
    }

    fn gap(&mut self, points: f32) {
        self.y += points * self.k;
    }

    fn card(&mut self, card: &Card) {
        let t = self.t;
        let small = (sizes::SMALL, Weight::Regular, t.muted);
        let mut x = 0.0;
        if card.is_site {
            let r = 9.0 * self.k;
            self.pieces.push(Piece::Diamond(vec2(r, self.y + 12.0 * self.k), r));
            x = 30.0 * self.k;
        }
        let count = format!("{} / {}", card.count.0, card.count.1);
        let head =
            if card.reveal.is_empty() { count } else { format!("{count} · {}", card.reveal) };
        self.y += self.text(vec2(x, self.y), &head, small, self.width - x).y;
        self.gap(4.0);
        self.y += self
            .text(vec2(0.0, self.y), &card.title, (sizes::NAME, Weight::Bold, t.text), self.width)
            .y;
        if !card.subtitle.is_empty() {
            self.gap(2.0);
            self.y += self
                .text(
                    vec2(0.0, self.y),
                    &card.subtitle,
                    (sizes::BODY, Weight::Regular, t.muted),
                    self.width,
                )
                .y;
        }
        for chip in &card.chips {
            self.gap(8.0);
            let size = self.chip(vec2(0.0, self.y), &chip.text, chip.tone);
            self.y += size.y;
        }
        if !card.figures.is_empty() {
            self.gap(16.0);
            let gap = 12.0 * self.k;
            let each =
                (self.width - gap * (card.figures.len() as f32 - 1.0)) / card.figures.len() as f32;
            let (top, mut lowest) = (self.y, self.y);
            for (i, figure) in card.figures.iter().enumerate() {
                let x = i as f32 * (each + gap);
                let mut y = top + self.text(vec2(x, top), &figure.name, small, each).y;
                for value in &figure.values {
                    y += self.value(vec2(x, y), value, each, figure.values.len() == 1);
                }
                lowest = lowest.max(y);
            }
            self.y = lowest;
        }
        if !card.lines.is_empty() {
            self.gap(14.0);
            self.pieces.push(Piece::Rule(self.y));
            self.gap(12.0);
            for line in &card.lines {
                self.line(line);
                self.gap(6.0);
            }
        }
    }

    /// A figure with its unit and where it is from; returns its height.
    fn value(&mut self, at: Vec2, value: &FigureValue, width: f32, alone: bool) -> f32 {
        let t = self.t;
        let (mut points, ink) = match (value.known, alone) {
            (false, _) => (sizes::UNKNOWN, t.muted),
            (true, true) => (sizes::FIGURE, t.text),
            (true, false) => (sizes::FIGURES, t.text),
        };
        // A number never breaks.
        while points > sizes::BODY
            && self.galley(&value.value, points, Weight::Bold, ink, f32::INFINITY).size().x > width
        {
            points -= 1.0;
        }
        let weight = if value.known { Weight::Bold } else { Weight::Medium };
        let size = self.text(at, &value.value, (points, weight, ink), width);
        let mut y = size.y;
        if !value.unit.is_empty() {
            let look = (sizes::BODY, Weight::Medium, t.text);
            let unit = self.galley(&value.unit, look.0, look.1, look.2, f32::INFINITY).size();
            let x = size.x + 7.0 * self.k;
            if x + unit.x <= width {
                self.text(
                    at + vec2(x, size.y - unit.y - points * self.k * 0.1),
                    &value.unit,
                    look,
                    width,
                );
            } else {
                y += self.text(at + vec2(0.0, y), &value.unit, look, width).y;
            }
        }
        if !value.note.is_empty() {
            y += self
                .text(
                    at + vec2(0.0, y),
                    &value.note,
                    (sizes::SMALL, Weight::Regular, t.muted),
                    width,
                )
                .y;
        }
        y + 4.0 * self.k
    }

    fn chip(&mut self, at: Vec2, text: &str, tone: CardTone) -> Vec2 {
        let colours = chip_colours(self.t, tone);
        let pad = vec2(12.0, 3.0) * self.k;
        let size = self.galley(text, sizes::SMALL, Weight::Medium, colours.text, self.width).size()
            + pad * 2.0;
        let rect = Rect::from_min_size(at.to_pos2(), size);
        self.pieces.push(Piece::Patch(rect, colours.fill, Some(colours.edge), size.y / 2.0));
        self.text(at + pad, text, (sizes::SMALL, Weight::Medium, colours.text), self.width);
        size
    }

    fn line(&mut self, line: &CardLine) {
        let t = self.t;
        let (mut x, top) = (0.0, self.y);
        let mut height: f32 = 0.0;
        if let Some(rgb) = line.swatch {
            let side = 16.0 * self.k;
            let fill = Color32::from_rgb(rgb.0, rgb.1, rgb.2);
            let rect = Rect::from_min_size(pos2(0.0, top + 5.0 * self.k), Vec2::splat(side));
            self.pieces.push(Piece::Patch(rect, fill.gamma_multiply(0.6), Some(fill), 3.0));
            x = side + 10.0 * self.k;
        }
        if let Some(chip) = &line.chip {
            let size = self.chip(vec2(x, top), &chip.text, chip.tone);
            x += size.x + 10.0 * self.k;
            height = size.y;
        }
        let muted = line.tone == CardTone::Muted;
        let ink = if muted { t.muted } else { t.text };
        let look = (sizes::BODY, Weight::SemiBold, ink);
        let value = self.galley(&line.value, look.0, look.1, look.2, f32::INFINITY).size();
        // A long value has lines of its own.
        let is_beside = !line.value.is_empty() && value.x <= self.width * VALUE_PART;
        let right = if is_beside { value.x + 12.0 * self.k } else { 0.0 };
        if is_beside {
            self.text(vec2(self.width - value.x, top), &line.value, look, self.width);
            height = height.max(value.y);
        }
        if !line.text.is_empty() {
            let weight = if line.is_head { Weight::SemiBold } else { Weight::Regular };
            let room = self.width - x - right;
            let size = self.text(vec2(x, top), &line.text, (sizes::BODY, weight, ink), room);
            height = height.max(size.y);
        }
        if !line.value.is_empty() && !is_beside {
            height += self.text(vec2(x, top + height), &line.value, look, self.width - x).y;
        }
        if !line.note.is_empty() {
            let note = (sizes::SMALL, Weight::Regular, t.muted);
            height += self.text(vec2(0.0, top + height), &line.note, note, self.width).y;
        }
        self.y = top + height;
    }
}

fn chip_colours(t: &Tokens, tone: CardTone) -> ChipColours {
    match tone {
        CardTone::Agrees => t.agrees,
        CardTone::Conflicts => t.conflicts,
        CardTone::Indicative => t.indicative,
        CardTone::Plain | CardTone::Muted => {
            ChipColours { text: t.muted, fill: t.hover, edge: t.hairline }
        }
    }
}

/// Paints a card into a picture that begins at `origin`; returns its place.
pub(super) fn paint(ui: &Ui, origin: Pos2, room: &Room, card: &Card, name: &str) -> Rect {
    let t = tokens(ui);
    let scale = room.scale as f32;
    let pad = vec2(32.0, 28.0) * scale;
    let at = origin + Vec2::splat(room.margin as f32);
    let width = room.card_width as f32;
    let highest = room.card_height() as f32;
    let mut layout =
        Layout { ui, t, k: scale, width: width - 2.0 * pad.x, y: 0.0, pieces: Vec::new() };
    for smaller in [1.0, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6, 0.54] {
        layout.k = scale * smaller;
        layout.y = 0.0;
        layout.pieces.clear();
        layout.card(card);
        if layout.y + 2.0 * pad.y <= highest {
            break;
        }
    }
    let rect = Rect::from_min_size(at, vec2(width, layout.y + 2.0 * pad.y));
    let corner = CornerRadius::same((8.0 * scale) as u8);
    let shadow = ui.visuals().popup_shadow;
    ui.painter().add(shadow.as_shape(rect, corner));
    ui.painter().rect(rect, corner, t.panel, Stroke::new(1.0, t.hairline), StrokeKind::Inside);
    let inner = (at + pad).to_vec2();
    let id = ui.scope_id().with("meeting-card");
    ui.interact(rect, id, Sense::hover())
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
    for (i, piece) in layout.pieces.into_iter().enumerate() {
        match piece {
            Piece::Text(offset, galley, text, ink) => {
                let place = Rect::from_min_size((inner + offset).to_pos2(), galley.size());
                let response = ui.interact(place, id.with(i), Sense::hover());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
                ui.painter().galley(place.min, galley, ink);
            }
            Piece::Patch(rect, fill, edge, corner) => {
                let stroke = edge.map_or(Stroke::NONE, |e| Stroke::new(1.0, e));
                let corner = CornerRadius::same(corner.clamp(0.0, 255.0) as u8);
                ui.painter().rect(rect.translate(inner), corner, fill, stroke, StrokeKind::Inside);
            }
            Piece::Rule(y) => {
                let x = rect.left() + pad.x..=rect.right() - pad.x;
                ui.painter().hline(x, inner.y + y, Stroke::new(1.0, t.hairline));
            }
            Piece::Diamond(centre, r) => {
                let c = (inner + centre).to_pos2();
                let points =
                    vec![c + vec2(0.0, -r), c + vec2(r, 0.0), c + vec2(0.0, r), c + vec2(-r, 0.0)];
                ui.painter().add(Shape::convex_polygon(points, t.site, Stroke::NONE));
            }
        }
    }
    rect
}
