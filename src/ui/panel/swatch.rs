//! The small pictures of classes and lines in trees, legends and answers.
//!
//! Owns that they can be seen on the panel in both themes: what sinks into the ground there gets an
//! edge, or the colour that does not. Must not know which row they stand in.

use egui::Color32;
use planmap_core::legend::LegendClass;
use planmap_core::symbology::{ClassStyle, Colour, Theme, colours, style_of_class};

use crate::theme::{Tokens, luminance};

/// Contrast with the panel from which a colour is seen as a shape of its own (WCAG 2.2, success
/// criterion 1.4.11).
const SEEN: f64 = 3.0;

/// A colour of the map as one of the toolkit.
pub(crate) fn on_panel(colour: Colour) -> Color32 {
    Color32::from_rgba_unmultiplied(colour.0, colour.1, colour.2, colour.3)
}

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Fill and edge of a class's swatch: the fill is the map's, the edge is one that is seen on the panel,
/// however little of the fill is.
pub(crate) fn class_swatch(class: &LegendClass, theme: Theme) -> (Color32, Color32) {
    class_swatch_through(class, theme, 1.0)
}

/// The same as it is seen on the map, whose paper shines through a layer that is not opaque (0–1).
pub(crate) fn class_swatch_through(
    class: &LegendClass,
    theme: Theme,
    opacity: f32,
) -> (Color32, Color32) {
    swatch_of(&style_of_class(class, theme), theme, opacity)
}

fn swatch_of(style: &ClassStyle, theme: Theme, opacity: f32) -> (Color32, Color32) {
    let paper = on_panel(colours(theme).paper);
    let seen_through = |colour: Colour| paper.lerp_to_gamma(on_panel(colour), opacity);
    (seen_through(style.fill), seen_edge(seen_through(style.edge), theme))
}

/// An edge that stands out from the panel: its own, or that of a field.
pub(crate) fn seen_edge(edge: Color32, theme: Theme) -> Color32 {
    let t = Tokens::of(theme);
    if contrast(edge, t.panel) >= SEEN { edge } else { t.edge }
}

/// The colour of a piece of line: the line's own, or its casing's where that is seen better.
pub(crate) fn line_swatch(line: Colour, casing: Option<Colour>, theme: Theme) -> Color32 {
    let t = Tokens::of(theme);
    let line = on_panel(line);
    let casing = casing.map(on_panel);
    let better = casing.filter(|casing| contrast(*casing, t.panel) > contrast(line, t.panel));
    let chosen = better.unwrap_or(line);
    if contrast(chosen, t.panel) >= SEEN { chosen } else { t.edge }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::legend::Rgb;
    use planmap_core::symbology::class_style;

    #[test]
    fn every_swatch_is_seen_on_its_panel() {
        for theme in [Theme::Light, Theme::Dark] {
            let t = Tokens::of(theme);
            let steps = [0u8, 51, 102, 153, 204, 255];
            for r in steps {
                for g in steps {
                    for b in steps {
                        for opacity in [1.0, 0.6, 0.1] {
                            let (_, edge) =
                                swatch_of(&class_style(Rgb(r, g, b), theme), theme, opacity);
                            let seen = contrast(edge, t.panel);
                            assert!(
                                seen >= SEEN,
                                "{theme:?} #{r:02x}{g:02x}{b:02x} at {opacity}: {seen}"
                            );
                        }
                    }
                }
            }
            let c = colours(theme);
            for (line, casing) in
                [(c.road, Some(c.road_casing)), (c.water_line, None), (c.general_limit, None)]
            {
                assert!(
                    contrast(line_swatch(line, casing, theme), t.panel) >= SEEN,
                    "{theme:?} {line:?}"
                );
            }
        }
    }
}
