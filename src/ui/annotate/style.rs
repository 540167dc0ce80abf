//! Choosing a style: the small palette first, free choice after it.

use egui::{Color32, ComboBox, CornerRadius, Sense, Stroke, StrokeKind, Ui, vec2};
use planmap_core::annotation::{Dash, PALETTE, Style};
use planmap_core::i18n::Words;
use planmap_core::legend::Rgb;

use crate::theme::tokens;
use crate::widget::{muted, number_drag, option_value};

fn color(rgb: Rgb) -> Color32 {
    Color32::from_rgb(rgb.0, rgb.1, rgb.2)
}

/// A button in the style's colour that opens the choices. Returns whether the style was changed.
pub(super) fn swatch(ui: &mut Ui, words: &Words, style: &mut Style) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(32.0, 32.0), Sense::click());
    ui.painter().rect(
        rect.shrink(8.0),
        CornerRadius::same(4),
        color(style.colour),
        Stroke::new(1.0, tokens(ui).edge),
        StrokeKind::Outside,
    );
    let name = words.text("style-colour");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    let response = response.on_hover_text(name);
    let mut changed = false;
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(230.0);
            changed = choices(ui, words, style);
        });
    changed
}

/// All choices of a style. Returns whether one was changed.
pub(super) fn choices(ui: &mut Ui, words: &Words, style: &mut Style) -> bool {
    let before = *style;
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (i, rgb) in PALETTE.into_iter().enumerate() {
            let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::click());
            let on = style.colour == rgb;
            let edge = if on { Stroke::new(2.5, t.text) } else { Stroke::new(1.0, t.edge) };
            ui.painter().rect(
                rect.shrink(2.0),
                CornerRadius::same(4),
                color(rgb),
                edge,
                StrokeKind::Middle,
            );
            let name = format!("{} {}", words.text("style-colour"), i + 1);
            response.widget_info(|| {
                egui::WidgetInfo::selected(egui::Role::RadioButton, true, on, &name)
            });
            if response.clicked() {
                // The inside follows the edge unless it was chosen by itself.
                if style.fill == Some(style.colour) {
                    style.fill = Some(rgb);
                }
                style.colour = rgb;
            }
        }
        let mut free = [style.colour.0, style.colour.1, style.colour.2];
        if ui
            .color_edit_button_srgb(&mut free)
            .on_hover_text(words.text("style-colour-own"))
            .accessible_name(words.text("style-colour-own"))
            .changed()
        {
            let rgb = Rgb(free[0], free[1], free[2]);
            if style.fill == Some(style.colour) {
                style.fill = Some(rgb);
            }
            style.colour = rgb;
        }
    });
    let language = words.language();
    let row = |ui: &mut Ui, key: &str, add: &mut dyn FnMut(&mut Ui)| {
        ui.horizontal(|ui| {
            ui.set_min_height(26.0);
            let width = ui.available_width() * 0.5;
            ui.scope(|ui| {
                ui.set_width(width);
                muted(ui, &words.text(key));
            });
            add(ui);
        });
    };
    row(ui, "style-width", &mut |ui| {
        ui.add(
            number_drag(&mut style.width, "", language)
                .range(0.5..=20.0)
                .speed(0.1)
                .fixed_decimals(1),
        )
        .accessible_name(words.text("style-width"));
    });
    row(ui, "style-dash", &mut |ui| {
        let combo = ComboBox::from_id_salt("dash")
            .width(92.0)
            .selected_text(words.text(&format!("style-{}", style.dash.as_str())))
            .show_ui(ui, |ui| {
                for dash in Dash::ALL {
                    option_value(
                        ui,
                        &mut style.dash,
                        dash,
                        words.text(&format!("style-{}", dash.as_str())),
                    );
                }
            });
        combo.response.accessible_name(words.text("style-dash"));
    });
    let percent = |ui: &mut Ui, value: &mut f32, name: &str| {
        let mut shown = (*value * 100.0).round();
        let field = ui.add(number_drag(&mut shown, " %", language).range(0.0..=100.0));
        if field.accessible_name(words.text(name)).changed() {
            *value = shown / 100.0;
        }
    };
    row(ui, "style-opacity", &mut |ui| percent(ui, &mut style.opacity, "style-opacity"));
    row(ui, "style-fill", &mut |ui| {
        let mut on = style.fill.is_some();
        if ui.checkbox(&mut on, "").accessible_name(words.text("style-fill")).changed() {
            style.fill = on.then_some(style.colour);
        }
        if let Some(fill) = &mut style.fill {
            let mut free = [fill.0, fill.1, fill.2];
            if ui
                .color_edit_button_srgb(&mut free)
                .accessible_name(words.text("style-fill"))
                .changed()
            {
                *fill = Rgb(free[0], free[1], free[2]);
            }
        }
    });
    if style.fill.is_some() {
        row(ui, "style-fill-opacity", &mut |ui| {
            percent(ui, &mut style.fill_opacity, "style-fill-opacity");
        });
    }
    row(ui, "style-font", &mut |ui| {
        ui.add(
            number_drag(&mut style.font_size, "", language)
                .range(6.0..=72.0)
                .speed(0.2)
                .fixed_decimals(0),
        )
        .accessible_name(words.text("style-font"));
    });
    *style != before
}
