//! How the map looks: colours, lines and the order of drawing, as rules without a pixel.
//!
//! Owns every colour and width of the map, for the light and the dark theme. The screen, pictures
//! and paper all read them here. Must not know how a path is filled or where a view stands.
//!
//! The tokens follow the design's own table: one colour for candidate sites, one for what is
//! selected, and neither is ever used for anything else.

use crate::catalogue::{LayerRole, PlanKind};
use crate::legend::{ClassLook, HatchPattern, LegendClass, Rgb};

/// Light or dark: the whole map changes, not only its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// Dark ink on pale ground.
    #[default]
    Light,
    /// Pale ink on dark ground.
    Dark,
}

/// A colour with straight (not premultiplied) alpha, 8 bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8, pub u8);

impl Colour {
    /// An opaque colour from `0xrrggbb`.
    #[must_use]
    pub const fn hex(rgb: u32) -> Self {
        Self((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8, 255)
    }

    /// The same colour at an opacity of 0 to 1, on top of its own.
    #[must_use]
    pub fn with_opacity(self, opacity: f32) -> Self {
        Self(self.0, self.1, self.2, (f32::from(self.3) * opacity).round().clamp(0.0, 255.0) as u8)
    }

    /// Mixed with another colour: `share` 0 gives this one, 1 the other. Keeps this one's alpha.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let rgb = Rgb(self.0, self.1, self.2).mixed(Rgb(other.0, other.1, other.2), share);
        Self(rgb.0, rgb.1, rgb.2, self.3)
    }
}

impl From<Rgb> for Colour {
    fn from(rgb: Rgb) -> Self {
        Self(rgb.0, rgb.1, rgb.2, 255)
    }
}

/// The colours of the map that no legend decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapColours {
    /// Ground outside of every plan.
    pub outside: Colour,
    /// Ground inside the general plan that nothing else covers.
    pub planned: Colour,
    /// Ground inside a plan that has lots: streets and what lies between lots.
    pub street: Colour,
    /// What light fills fade towards.
    pub paper: Colour,
    /// Casing of limits and halo of labels.
    pub casing: Colour,
    /// Limit of a general plan.
    pub general_limit: Colour,
    /// Limit of a zoning plan, and zones inside it.
    pub zoning_limit: Colour,
    /// Limit of a detailed plan.
    pub detailed_limit: Colour,
    /// Limits of administrative units in force.
    pub unit_line: Colour,
    /// Limits of the units before 1 July 2025.
    pub unit_old_line: Colour,
    /// Fill of a road.
    pub road: Colour,
    /// Edge of a road.
    pub road_casing: Colour,
    /// Streams and edges of lakes.
    pub water_line: Colour,
    /// Lakes and wide rivers.
    pub water_fill: Colour,
    /// Edge of a candidate site.
    pub site_edge: Colour,
    /// Fill of a candidate site's diamond, and of its area at [`SITE_FILL_OPACITY`].
    pub site_fill: Colour,
    /// Casing under a site's edge and around its diamond.
    pub site_casing: Colour,
    /// Name of a candidate site.
    pub site_text: Colour,
    /// Ring and tag of what is selected.
    pub selection: Colour,
    /// Name of a zone or plan.
    pub zone_text: Colour,
    /// Name of a unit.
    pub unit_text: Colour,
    /// Name of a road.
    pub road_text: Colour,
    /// Name of a stream.
    pub water_text: Colour,
    /// Code of a lot and name of anything else.
    pub lot_text: Colour,
    /// Back of a tag.
    pub tag_back: Colour,
    /// First line of a tag.
    pub tag_text: Colour,
    /// Anything that a legend does not colour.
    pub other: Colour,
    /// The mark of schematic fills.
    pub schematic_mark: Colour,
    /// Edge and hatch of invalid rings.
    pub invalid: Colour,
}

/// Share of a site's fill colour over the map.
pub const SITE_FILL_OPACITY: f32 = 0.22;

/// By how much the rest of the map fades while a site is selected.
pub const SELECTION_FADE: f32 = 0.3;

/// The colours of a theme.
#[must_use]
pub fn colours(theme: Theme) -> MapColours {
    match theme {
        Theme::Light => MapColours {
            outside: Colour::hex(0xF5F6F4),
            planned: Colour::hex(0xE4EFDD),
            street: Colour::hex(0xF6F4EE),
            paper: Colour::hex(0xFFFFFF),
            casing: Colour::hex(0xFFFFFF),
            general_limit: Colour::hex(0x1F2C4F),
            zoning_limit: Colour::hex(0x3A3F94),
            detailed_limit: Colour::hex(0x6A4C93),
            unit_line: Colour::hex(0x7F8984),
            unit_old_line: Colour::hex(0x97A09B),
            road: Colour::hex(0xFFFAEC),
            road_casing: Colour::hex(0xC9A56B),
            water_line: Colour::hex(0x84BBE0),
            water_fill: Colour::hex(0xC5E0F1),
            site_edge: Colour::hex(0xC64F00),
            site_fill: Colour::hex(0xD55E00),
            site_casing: Colour::hex(0xFFFFFF),
            site_text: Colour::hex(0xA63A00),
            selection: Colour::hex(0x0072B2),
            zone_text: Colour::hex(0x262C78),
            unit_text: Colour::hex(0x4E5954),
            road_text: Colour::hex(0x7A5A1E),
            water_text: Colour::hex(0x2F6E9C),
            lot_text: Colour::hex(0x2C3531),
            tag_back: Colour::hex(0xFFFFFF),
            tag_text: Colour::hex(0x1B2420),
            other: Colour::hex(0x6B7A74),
            schematic_mark: Colour(0xFF, 0xFF, 0xFF, 0x3C),
            invalid: Colour::hex(0xA3260F),
        },
        Theme::Dark => MapColours {
            outside: Colour::hex(0x171C1C),
            planned: Colour::hex(0x203228),
            street: Colour::hex(0x1A201E),
            paper: Colour::hex(0x14191A),
            casing: Colour::hex(0x101515),
            general_limit: Colour::hex(0xDDE6F5),
            zoning_limit: Colour::hex(0x8B92E8),
            detailed_limit: Colour::hex(0xB99BE0),
            unit_line: Colour::hex(0x7C8984),
            unit_old_line: Colour::hex(0x67736F),
            road: Colour::hex(0x8F7C5C),
            road_casing: Colour::hex(0x1D1A14),
            water_line: Colour::hex(0x3F86BA),
            water_fill: Colour::hex(0x1F3F57),
            site_edge: Colour::hex(0xE06605),
            site_fill: Colour::hex(0xD55E00),
            site_casing: Colour::hex(0xFFFFFF),
            site_text: Colour::hex(0xFFB480),
            selection: Colour::hex(0x4BA3DB),
            zone_text: Colour::hex(0xCFD5FF),
            unit_text: Colour::hex(0xA9B5B0),
            road_text: Colour::hex(0xD8BF92),
            water_text: Colour::hex(0x8CC6EE),
            lot_text: Colour::hex(0xE3EAE7),
            tag_back: Colour::hex(0x1C2322),
            tag_text: Colour::hex(0xE8EEEB),
            other: Colour::hex(0x8C9A94),
            schematic_mark: Colour(0x00, 0x00, 0x00, 0x2A),
            invalid: Colour::hex(0xFF8A6B),
        },
    }
}

/// How one land-use class is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassStyle {
    /// Flat fill, farther out than the hatch.
    pub fill: Colour,
    /// Fill under the hatch.
    pub fill_hatched: Colour,
    /// Edge of each lot.
    pub edge: Colour,
    /// Lines of the hatch.
    pub hatch_line: Colour,
}

/// The style of a class by its official colour.
///
/// In the light theme the official colour stands at 50 % towards white, at 75 % under a hatch, and
/// edges at 25 %; greys, which roads have, are paler. In the dark theme it sinks into the dark ground instead, and edges are darker
/// than the fill, so that streets stay dark.
#[must_use]
pub fn class_style(official: Rgb, theme: Theme) -> ClassStyle {
    let colour = Colour::from(official);
    let paper = colours(theme).paper;
    // Greys are roads and their like: they step back, as paper does between the lots.
    let grey = is_grey(official);
    match theme {
        Theme::Light => {
            let share = if grey { 0.74 } else { 0.5 };
            ClassStyle {
                fill: colour.mixed(paper, share),
                fill_hatched: colour.mixed(paper, if grey { 0.8 } else { 0.75 }),
                edge: colour.mixed(paper, share / 2.0),
                hatch_line: colour.mixed(paper, 0.4),
            }
        }
        Theme::Dark => {
            // A little white takes the glare of pure hues off; pale colours lose theirs first, so
            // that their hue is still seen once they have sunk. The brighter, the deeper.
            let least = official.0.min(official.1).min(official.2);
            let pale = f32::from(least) / 255.0;
            let less = (f32::from(least) * 0.55) as u8;
            let deep = Rgb(official.0 - less, official.1 - less, official.2 - less);
            let tint = Colour::from(deep).mixed(Colour::hex(0xFFFFFF), 0.26 * (1.0 - pale));
            let sink = 0.3 + 0.22 * luminance(deep) + 0.45 * pale * pale;
            let sink = if grey { sink.max(0.76) } else { sink };
            ClassStyle {
                fill: tint.mixed(paper, sink),
                fill_hatched: tint.mixed(paper, sink + (1.0 - sink) * 0.45),
                edge: tint.mixed(paper, sink + (1.0 - sink) * 0.6),
                hatch_line: tint.mixed(paper, 0.8 * sink),
            }
        }
    }
}

/// The colours of a class as it is drawn: of one that is outlined the ground is left as it is, and
/// the edge is the colour at its full strength.
#[must_use]
pub fn style_of_class(class: &LegendClass, theme: Theme) -> ClassStyle {
    let style = class_style(class.official_colour(), theme);
    match class.look {
        ClassLook::Filled => style,
        ClassLook::Outlined => {
            let paper = colours(theme).paper;
            let edge = Colour::from(class.official_colour());
            ClassStyle { fill: paper, fill_hatched: paper, edge, hatch_line: edge }
        }
    }
}

/// The official colour of what has no class.
pub const UNCLASSED: Rgb = Rgb(0x9a, 0x9a, 0x9a);

/// Width in points of the edge of what is outlined.
pub const OUTLINE_WIDTH: f32 = 2.2;

/// Whether a colour has next to no hue.
fn is_grey(c: Rgb) -> bool {
    c.0.max(c.1).max(c.2) - c.0.min(c.1).min(c.2) < 12
}

/// Perceived brightness of a colour, 0 to 1 (ITU-R BT.709 weights on the encoded values).
fn luminance(c: Rgb) -> f32 {
    (0.2126 * f32::from(c.0) + 0.7152 * f32::from(c.1) + 0.0722 * f32::from(c.2)) / 255.0
}

/// The scale 1:N from which on official hatches are drawn in full.
pub const HATCH_DENOMINATOR: f64 = 10_000.0;

/// The scale 1:N at which hatches begin to show.
pub const HATCH_START_DENOMINATOR: f64 = 14_000.0;

/// How far the hatch has come in at a scale: 0 not at all, 1 in full.
#[must_use]
pub fn hatch_strength(denominator: f64) -> f32 {
    let t = (HATCH_START_DENOMINATOR / denominator).ln()
        / (HATCH_START_DENOMINATOR / HATCH_DENOMINATOR).ln();
    t.clamp(0.0, 1.0) as f32
}

/// A line's style. Widths and dashes are in screen points, 1/96 inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineStyle {
    /// Colour of the line.
    pub colour: Colour,
    /// Width of the line.
    pub width: f32,
    /// Lengths of dash, gap, dash, gap; none for a solid line.
    pub dash: Option<[f32; 4]>,
    /// Colour and full width of what lies under the line, so that it reads across fills.
    pub casing: Option<(Colour, f32)>,
}

/// The place of a layer in the stack: lower numbers lie below.
///
/// Unplanned ground is the fill of the general plan's limit and lies under everything
/// ([`GROUND_ORDER`]), while the limit's line is nearly on top.
#[must_use]
pub fn draw_order(role: LayerRole, plan: Option<PlanKind>) -> u8 {
    match (role, plan) {
        (LayerRole::LandUse, Some(PlanKind::General)) => 10,
        (LayerRole::LandUse, None) => 11,
        (LayerRole::LandUse, Some(PlanKind::Zoning)) => 12,
        (LayerRole::LandUse, Some(PlanKind::Detailed)) => 13,
        (LayerRole::Other, _) => 15,
        (LayerRole::Water, _) => 20,
        (LayerRole::Roads, _) => 30,
        (LayerRole::Units, _) => 40,
        (LayerRole::Zones, _) => 50,
        (LayerRole::Limit, Some(PlanKind::Detailed)) => 55,
        (LayerRole::Limit, Some(PlanKind::Zoning)) => 60,
        (LayerRole::Limit, Some(PlanKind::General) | None) => 70,
        (LayerRole::Sites, _) => 80,
        (LayerRole::Labels, _) => 90,
    }
}

/// The place of unplanned ground in the stack.
pub const GROUND_ORDER: u8 = 0;

/// The lines of a hatch, without colour: lengths in screen points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HatchStyle {
    /// What is repeated.
    pub pattern: HatchPattern,
    /// Distance after which the pattern repeats, in both directions.
    pub period: f32,
    /// Width of its lines, or diameter of its dots.
    pub width: f32,
}

/// The hatch of a pattern; `None` where a class is flat.
#[must_use]
pub fn hatch_style(pattern: HatchPattern) -> Option<HatchStyle> {
    let (period, width) = match pattern {
        HatchPattern::None => return None,
        HatchPattern::Diagonal | HatchPattern::BackDiagonal => (11.0, 0.8),
        HatchPattern::CrossDiagonal => (16.0, 0.8),
        HatchPattern::Horizontal | HatchPattern::Vertical => (8.0, 0.8),
        HatchPattern::Grid => (13.0, 0.8),
        HatchPattern::Dots => (9.0, 1.8),
        HatchPattern::Dashes => (13.0, 0.9),
    };
    Some(HatchStyle { pattern, period, width })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogue::LayerSpec;
    use crate::style::{Crowd, LayerStyle, RoleOf};

    #[test]
    fn light_classes_keep_the_design_s_shares() {
        let s = class_style(Rgb(165, 124, 0), Theme::Light);
        assert_eq!(s.fill, Colour(210, 190, 128, 255));
        assert_eq!(s.fill_hatched, Colour(233, 222, 191, 255));
        assert_eq!(s.edge, Colour(188, 157, 64, 255));
    }

    #[test]
    fn roads_are_paler_than_lots() {
        let grey = class_style(Rgb(0x65, 0x65, 0x65), Theme::Light).fill;
        assert!(grey.0 >= 0xD4, "{grey:?}");
    }

    #[test]
    fn dark_classes_stay_dark_and_apart() {
        for official in [Rgb(255, 255, 255), Rgb(255, 255, 0), Rgb(0, 0, 255), Rgb(165, 124, 0)] {
            let s = class_style(official, Theme::Dark);
            let light = |c: Colour| luminance(Rgb(c.0, c.1, c.2));
            assert!(light(s.fill) < 0.6, "{official:?} glares: {:?}", s.fill);
            assert!(
                light(s.edge) < light(s.fill),
                "streets of {official:?} are no darker than its lots"
            );
        }
    }

    #[test]
    fn hatches_come_in_before_their_scale() {
        assert!(hatch_strength(82_000.0) <= 0.0);
        assert!(hatch_strength(12_000.0) > 0.2 && hatch_strength(12_000.0) < 0.8);
        assert!(hatch_strength(10_000.0) >= 1.0 && hatch_strength(500.0) >= 1.0);
    }

    /// Every role with every kind of plan, and with none.
    fn all_places() -> Vec<(LayerRole, Option<PlanKind>)> {
        use LayerRole as R;
        let roles = [
            R::LandUse,
            R::Other,
            R::Water,
            R::Roads,
            R::Units,
            R::Zones,
            R::Limit,
            R::Sites,
            R::Labels,
        ];
        let kinds =
            [None, Some(PlanKind::General), Some(PlanKind::Zoning), Some(PlanKind::Detailed)];
        roles.into_iter().flat_map(|role| kinds.map(|kind| (role, kind))).collect()
    }

    /// The rules of drawing, not its numbers: what is covered could not be read.
    #[test]
    fn nothing_covers_what_has_to_be_read() {
        use LayerRole as R;
        let fills = |role: R| matches!(role, R::LandUse | R::Other);
        for (role, kind) in all_places() {
            let order = draw_order(role, kind);
            assert!(order > GROUND_ORDER, "{role:?} {kind:?} lies under unplanned ground");
            for (other, other_kind) in all_places() {
                let above = draw_order(other, other_kind);
                if fills(role) && !fills(other) {
                    assert!(
                        order < above,
                        "the fill of {role:?} {kind:?} covers {other:?} {other_kind:?}"
                    );
                }
                if role == R::Sites && other != R::Labels && other != R::Sites {
                    assert!(order > above, "{other:?} covers the candidate sites");
                }
            }
        }
        let uses = [PlanKind::General, PlanKind::Zoning, PlanKind::Detailed]
            .map(|k| draw_order(R::LandUse, Some(k)));
        assert!(
            uses.is_sorted_by(|a, b| a < b),
            "the more detailed plan is the one to be seen: {uses:?}"
        );
    }

    /// Contrast of two colours after WCAG 2.1: 1 for the same, 21 for black on white.
    fn contrast(a: Colour, b: Colour) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.03928 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let brightness =
            |c: Colour| 0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2);
        let (darker, lighter) =
            (brightness(a).min(brightness(b)), brightness(a).max(brightness(b)));
        (lighter + 0.05) / (darker + 0.05)
    }

    /// The colours of Thông tư 16/2025/TT-BXD, Annex I, in the order of its classes.
    const OFFICIAL: [u32; 30] = [
        0xa57c00, 0xa52900, 0x4c4c26, 0xff00bf, 0xa55267, 0x007f00, 0x7f3f3f, 0x7f1f00, 0x52a500,
        0x004c39, 0x5200a5, 0x3f3f7f, 0x005f7f, 0x7f3f00, 0xa50000, 0xff00ff, 0x4c0000, 0x5f7f00,
        0x1c2613, 0x656565, 0x666666, 0x1c1358, 0x00ff00, 0x264c2f, 0x135858, 0x001c26, 0x007fff,
        0xc0c0c0, 0x003f7f, 0x0052a5,
    ];

    /// The line of the limit of a plan of a kind.
    fn limit_line(kind: PlanKind, theme: Theme) -> LineStyle {
        let limit = LayerSpec::new("limit", LayerRole::Limit);
        let of =
            RoleOf { spec: &limit, plan_kind: Some(kind), legend: None, crowd: Crowd::Few, theme };
        LayerStyle::of_role(&of).symbols.first().outline.unwrap().at(80_000.0)
    }

    #[test]
    fn the_limit_of_a_plan_is_seen_on_every_official_colour() {
        for theme in [Theme::Light, Theme::Dark] {
            for kind in [PlanKind::General, PlanKind::Zoning, PlanKind::Detailed] {
                let line = limit_line(kind, theme);
                let (casing, width) = line.casing.unwrap();
                assert!(width > line.width, "{kind:?}: the casing is hidden by its line");
                for official in OFFICIAL {
                    let rgb = Colour::hex(official);
                    let fill = class_style(Rgb(rgb.0, rgb.1, rgb.2), theme).fill;
                    // Either the line or the casing along it stands out; 1.3 is what a line alone may have.
                    let seen = contrast(line.colour, fill).max(contrast(casing, fill));
                    assert!(seen > 2.5, "{theme:?} {kind:?} on #{official:06x}: {seen:.2}");
                }
            }
        }
    }
}
