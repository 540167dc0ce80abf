//! Rows, heads, cards and pairs of a key and a value.

use egui::{
    Align2, Color32, CornerRadius, Frame, InnerResponse, Margin, Response, Role, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use crate::theme::{Weight, measure, size, tokens};
use crate::widget::text::{label, paint_icon, text_job, wrapped};

/// What stands before the text of a row.
#[derive(Debug, Clone, Copy)]
pub enum Lead {
    /// Nothing.
    None,
    /// An icon.
    Icon(Icon),
    /// The diamond of a candidate site.
    Diamond(Color32),
    /// A swatch: fill and edge.
    Swatch(Color32, Color32),
    /// A piece of line.
    Line(Color32, f32),
}

/// A row of a list: lead, one or two lines, a short text at the right. Draws itself over the whole
/// width and answers as one control.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// First line.
    pub title: &'a str,
    /// Second line, muted.
    pub note: Option<&'a str>,
    /// Text at the right, muted.
    pub tail: Option<&'a str>,
    /// What stands before it.
    pub lead: Lead,
    /// Whether it is the chosen one.
    pub selected: bool,
    /// Whether the title is set in semi-bold.
    pub strong: bool,
    /// Points to the left of the lead.
    pub indent: f32,
    /// Points kept free at the right for controls.
    pub reserve: f32,
    /// Whether what it stands for is hidden.
    pub faded: bool,
    /// Whether it takes less height than a row of a list: a legend's entry.
    pub compact: bool,
}

impl<'a> Row<'a> {
    /// A row with one line.
    #[must_use]
    pub fn new(title: &'a str) -> Self {
        Self {
            title,
            note: None,
            tail: None,
            lead: Lead::None,
            selected: false,
            strong: false,
            indent: 0.0,
            reserve: 0.0,
            faded: false,
            compact: false,
        }
    }

    /// Draws the row.
    pub fn show(&self, ui: &mut Ui, sense: Sense) -> Response {
        let t = tokens(ui);
        let height = match (self.note, self.compact) {
            (Some(_), _) => measure::ROW_TALL,
            (None, true) => measure::ROW_COMPACT,
            (None, false) => measure::ROW,
        };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let hovered = response.hovered() && sense.senses_click();
        if self.selected || hovered {
            painter.rect_filled(rect, CornerRadius::ZERO, t.hover);
        }
        if response.has_focus() {
            painter.rect_stroke(
                rect.shrink(1.0),
                CornerRadius::same(3),
                Stroke::new(2.0, t.selection),
                egui::StrokeKind::Inside,
            );
        }
        // Pictures fade; words only step back to the muted colour, so that they can still be read.
        let fade = if self.faded { 0.5 } else { 1.0 };
        let ink = if self.faded { t.muted } else { t.text };
        let mut x = rect.left() + measure::MARGIN + self.indent;
        let middle = rect.center().y;
        match self.lead {
            Lead::None => {}
            Lead::Icon(icon) => {
                paint_icon(ui, pos2(x + 6.0, middle), icon, 14.0, t.muted);
                x += 22.0;
            }
            Lead::Diamond(color) => {
                paint_diamond(&painter, pos2(x + 6.0, middle), 6.5, color);
                x += 24.0;
            }
            Lead::Swatch(fill, edge) => {
                let r = egui::Rect::from_center_size(pos2(x + 6.0, middle), vec2(13.0, 13.0));
                painter.rect(
                    r,
                    CornerRadius::same(3),
                    fill.gamma_multiply(fade),
                    Stroke::new(1.0, edge.gamma_multiply(fade)),
                    egui::StrokeKind::Inside,
                );
                x += 22.0;
            }
            Lead::Line(color, width) => {
                painter.hline(x..=x + 13.0, middle, Stroke::new(width, color.gamma_multiply(fade)));
                x += 22.0;
            }
        }
        let mut right = rect.right() - measure::MARGIN - self.reserve;
        if let Some(tail) = self.tail {
            let galley = painter.layout_job(text_job(tail, size::SMALL, Weight::Regular, t.muted));
            right -= galley.size().x;
            painter.galley(pos2(right, middle - galley.size().y / 2.0), galley, t.muted);
            right -= 8.0;
        }
        let weight = if self.strong || self.selected { Weight::SemiBold } else { Weight::Regular };
        let width = (right - x).max(8.0);
        let title = cut(&painter, self.title, size::BODY, weight, ink, width);
        match self.note {
            None => {
                painter.galley(pos2(x, middle - title.size().y / 2.0), title, t.text);
            }
            Some(note) => {
                let note = cut(&painter, note, size::SMALL, Weight::Regular, t.muted, width);
                let top = middle - (title.size().y + note.size().y + 1.0) / 2.0;
                let below = top + title.size().y + 1.0;
                painter.galley(pos2(x, top), title, t.text);
                painter.galley(pos2(x, below), note, t.muted);
            }
        }
        response.widget_info(|| {
            WidgetInfo::selected(Role::ListBoxOption, true, self.selected, self.title)
        });
        response
    }
}

fn cut(
    painter: &egui::Painter,
    text: &str,
    points: f32,
    weight: Weight,
    color: Color32,
    width: f32,
) -> std::sync::Arc<egui::Galley> {
    let mut job = text_job(text, points, weight, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    painter.layout_job(job)
}

/// The mark of a candidate site.
pub fn paint_diamond(painter: &egui::Painter, centre: egui::Pos2, radius: f32, fill: Color32) {
    let points = [(0.0, -radius), (radius, 0.0), (0.0, radius), (-radius, 0.0)];
    let points = points.iter().map(|(x, y)| centre + vec2(*x, *y)).collect();
    painter.add(egui::Shape::convex_polygon(points, fill, Stroke::NONE));
}

/// A head in small capitals with an optional figure at the right.
pub fn section_head(ui: &mut Ui, text: &str, tail: Option<&str>) -> Response {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let mut job = text_job(&text.to_uppercase(), size::SMALL, Weight::SemiBold, t.muted);
    if let Some(section) = job.sections.first_mut() {
        section.format.extra_letter_spacing = 0.6;
    }
    let galley = ui.painter().layout_job(job);
    let y = rect.center().y + 3.0;
    ui.painter().galley(
        pos2(rect.left() + measure::MARGIN, y - galley.size().y / 2.0),
        galley,
        t.muted,
    );
    if let Some(tail) = tail {
        let font = egui::FontId::proportional(size::SMALL);
        ui.painter().text(
            pos2(rect.right() - measure::MARGIN, y),
            Align2::RIGHT_CENTER,
            tail,
            font,
            t.muted,
        );
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// A hairline over the whole width.
pub fn hairline(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, tokens(ui).hairline));
}

/// A card: hairline around, rounded corners.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let t = tokens(ui);
    Frame::new()
        .fill(t.panel)
        .stroke(Stroke::new(1.0, t.hairline))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
}

/// The frame of what floats over the map.
pub fn floating(ui: &Ui) -> Frame {
    let t = tokens(ui);
    Frame::new()
        .fill(t.panel)
        .corner_radius(CornerRadius::same(8))
        .stroke(Stroke::new(1.0, t.hairline))
        .shadow(ui.visuals().popup_shadow)
}

/// A key at the left, muted, and its value at the right. A missing value is said in words. A value that
/// leaves room is whole, and the key goes over as many lines as it then needs: its end may be the unit.
pub fn key_value(ui: &mut Ui, key: &str, value: Option<&str>, unknown: &str) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        let whole = ui.available_width();
        let job = text_job(value.unwrap_or(unknown), size::BODY, Weight::Medium, t.text);
        let needed = ui.painter().layout_job(job).size().x + ui.spacing().item_spacing.x;
        let key_width = (whole - needed).max(whole * 0.4).max(60.0);
        ui.vertical(|ui| {
            ui.set_max_width(key_width);
            // A single line stands at the height of the value.
            let line = ui.text_style_height(&egui::TextStyle::Body);
            ui.add_space(((24.0 - line) / 2.0).max(0.0));
            wrapped(ui, key, size::BODY, Weight::Regular, t.muted);
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| match value {
            Some(value) => {
                label(ui, value, size::BODY, Weight::Medium, t.text).on_hover_text(value);
            }
            None => {
                label(ui, unknown, size::BODY, Weight::Regular, t.muted);
            }
        });
    });
}

/// Puts controls into a part of a row that is already laid out, without moving what follows.
pub fn inside<R>(ui: &mut Ui, place: egui::Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(place));
    add(&mut child)
}
