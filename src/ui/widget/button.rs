//! Buttons: one primary kind, one quiet kind, icons, and a choice of two.

use egui::{CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use lucide_icons::Icon;

use crate::theme::{Weight, size, tokens};
use crate::widget::text::{paint_icon, text_job};

const HEIGHT: f32 = 30.0;
const ICON: f32 = 15.0;

fn focus_ring(ui: &Ui, response: &Response, corner: CornerRadius) {
    if response.has_focus() {
        let ring = Stroke::new(2.0, tokens(ui).selection);
        ui.painter().rect_stroke(response.rect.expand(1.0), corner, ring, StrokeKind::Outside);
    }
}

fn button(ui: &mut Ui, icon: Option<Icon>, text: &str, enabled: bool, primary: bool) -> Response {
    let t = tokens(ui);
    let galley = ui.painter().layout_job(text_job(text, size::BODY, Weight::Medium, t.text));
    let icon_width = if icon.is_some() { ICON + 7.0 } else { 0.0 };
    let desired = vec2(galley.size().x + icon_width + 24.0, HEIGHT);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(desired, sense);
    let (fill, edge, ink) = match (primary, enabled, response.hovered()) {
        (true, true, false) => (t.action, t.action, t.on_action),
        (true, true, true) => (t.action.gamma_multiply(0.9), t.action, t.on_action),
        (false, true, true) => (t.hover, t.hairline, t.text),
        (false, true, false) => (t.panel, t.hairline, t.text),
        (_, false, _) => (t.panel, t.hairline, t.muted.gamma_multiply(0.7)),
    };
    let corner = CornerRadius::same(6);
    ui.painter().rect(rect, corner, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let mut x = rect.left() + 12.0;
    if let Some(icon) = icon {
        paint_icon(ui, egui::pos2(x + ICON / 2.0, rect.center().y), icon, ICON, ink);
        x += icon_width;
    }
    let at = egui::pos2(x, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley_with_override_text_color(at, galley, ink);
    focus_ring(ui, &response, corner);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));
    response
}

/// The one most important action of a place.
pub fn primary_button(ui: &mut Ui, icon: Option<Icon>, text: &str, enabled: bool) -> Response {
    button(ui, icon, text, enabled, true)
}

/// Any other action.
pub fn quiet_button(ui: &mut Ui, icon: Option<Icon>, text: &str, enabled: bool) -> Response {
    button(ui, icon, text, enabled, false)
}

/// A square button that shows an icon and says its name to pointers and screen readers.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str, side: f32, enabled: bool) -> Response {
    let t = tokens(ui);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), sense);
    if response.hovered() && enabled {
        ui.painter().rect_filled(rect, CornerRadius::same(6), t.hover);
    }
    let ink = if enabled { t.text } else { t.muted.gamma_multiply(0.6) };
    paint_icon(ui, rect.center(), icon, ICON, ink);
    focus_ring(ui, &response, CornerRadius::same(6));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.on_hover_text(name)
}

/// An icon that is on or off; `name` says what it switches.
pub fn icon_toggle(ui: &mut Ui, on: bool, icons: (Icon, Icon), name: &str, side: f32) -> Response {
    let t = tokens(ui);
    let (rect, mut response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(6), t.hover);
    }
    // The icon says it, not a paler colour that few would see.
    let (icon, ink) = (if on { icons.0 } else { icons.1 }, t.muted);
    paint_icon(ui, rect.center(), icon, ICON, ink);
    focus_ring(ui, &response, CornerRadius::same(6));
    let now = if response.clicked() {
        response.mark_changed();
        !on
    } else {
        on
    };
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, now, name));
    response.on_hover_text(name)
}

/// From here on, boxes and fields have the edges and margins that they have in a panel: in a menu the
/// toolkit leaves them out, so that a box without a tick could not be seen.
pub fn as_in_panel(ui: &mut Ui) {
    let style = ui.ctx().global_style();
    ui.visuals_mut().widgets = style.visuals.widgets.clone();
    ui.spacing_mut().button_padding = style.spacing.button_padding;
}

/// Makes the place that a group of widgets takes up a button. The group's own id would not do: it
/// stands for the group, from which the toolkit takes the focus anew in every frame.
pub fn pressable(ui: &Ui, group: &Response) -> Response {
    ui.interact(group.rect, group.id.with("press"), Sense::click())
}

/// One of a few alternatives side by side.
pub fn segment(ui: &mut Ui, selected: bool, text: &str) -> Response {
    let t = tokens(ui);
    let ink = if selected { t.text } else { t.muted };
    let galley = ui.painter().layout_job(text_job(text, size::BODY, Weight::Medium, ink));
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 22.0, HEIGHT - 4.0), Sense::click());
    if selected || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(5), t.hover);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
    focus_ring(ui, &response, CornerRadius::same(5));
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, text));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::symbology::Theme;

    #[test]
    fn a_box_without_a_tick_is_seen_in_a_menu() {
        let ctx = egui::Context::default();
        crate::theme::apply(&ctx, Theme::Dark);
        let mut edges = [0.0; 2];
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            egui::containers::menu::menu_style(ui.style_mut());
            edges[0] = ui.visuals().widgets.inactive.bg_stroke.width;
            as_in_panel(ui);
            edges[1] = ui.visuals().widgets.inactive.bg_stroke.width;
        });
        output.drop_without_applying_deltas();
        assert!(edges[0] <= 0.0 && edges[1] >= 1.0, "{edges:?}");
    }
}
