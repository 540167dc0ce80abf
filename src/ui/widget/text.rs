//! Texts with a weight, icons and chips.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Align2, Color32, CornerRadius, FontId, Pos2, Response, RichText, Stroke, StrokeKind, Ui,
    Vec2, vec2,
};
use lucide_icons::Icon;

use crate::theme::{ChipColours, Weight, icon_family, size, tokens};

/// A text in one size, weight and colour.
#[must_use]
pub fn text_job(text: &str, points: f32, weight: Weight, color: Color32) -> LayoutJob {
    LayoutJob::single_section(
        text.to_owned(),
        TextFormat {
            font_id: FontId::proportional(points),
            color,
            coords: weight.coords(),
            valign: Align::Center,
            ..TextFormat::default()
        },
    )
}

/// A label on one line, cut with an ellipsis where it does not fit.
pub fn label(ui: &mut Ui, text: &str, points: f32, weight: Weight, color: Color32) -> Response {
    ui.add(egui::Label::new(text_job(text, points, weight, color)).truncate())
}

/// A label that goes over as many lines as it needs.
pub fn wrapped(ui: &mut Ui, text: &str, points: f32, weight: Weight, color: Color32) -> Response {
    ui.add(egui::Label::new(text_job(text, points, weight, color)).wrap())
}

/// A small wrapped text in the muted colour.
pub fn muted(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).muted;
    wrapped(ui, text, size::SMALL, Weight::Regular, color)
}

/// An icon as a text.
#[must_use]
pub fn icon_text(icon: Icon, points: f32, color: Color32) -> RichText {
    RichText::new(char::from(icon)).font(FontId::new(points, icon_family())).color(color)
}

/// Paints an icon around a centre.
pub fn paint_icon(ui: &Ui, centre: Pos2, icon: Icon, points: f32, color: Color32) {
    ui.painter().text(
        centre,
        Align2::CENTER_CENTER,
        char::from(icon),
        FontId::new(points, icon_family()),
        color,
    );
}

/// A rounded label with a ground of its own: accuracy, agreement.
pub fn chip(ui: &mut Ui, text: &str, colours: ChipColours) -> Response {
    let galley = ui.painter().layout_job(text_job(text, size::SMALL, Weight::Medium, colours.text));
    let desired: Vec2 = galley.size() + vec2(16.0, 5.0);
    let (rect, response) = ui.allocate_exact_size(desired, egui::Sense::hover());
    let rounding = CornerRadius::same((rect.height() / 2.0) as u8);
    ui.painter().rect(
        rect,
        rounding,
        colours.fill,
        Stroke::new(1.0, colours.edge),
        StrokeKind::Inside,
    );
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colours.text);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
    response
}
