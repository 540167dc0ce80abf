//! Colours, type, spacing and fonts of the window.
//!
//! Owns the tokens: no other module of the window names a colour or a font size. Must not know
//! what is shown with them.

use std::sync::Arc;

use egui::epaint::text::{
    FontPriority, GlyphBitmap, GlyphRasterizer, GlyphRasterizerRequest, RasterizedGlyph,
    VariationCoords,
};
use egui::{
    Color32, ColorImage, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin,
    Shadow, Stroke, TextStyle,
};
use planmap_core::symbology::Theme;

/// Text sizes in points.
pub mod size {
    /// Section heads, chips, second lines.
    pub const SMALL: f32 = 11.5;
    /// Everything else.
    pub const BODY: f32 = 13.0;
    /// Title of a panel.
    pub const TITLE: f32 = 16.0;
}

/// Measures of the layout in points, in steps of 4.
pub mod measure {
    /// Width of the left panel.
    pub const LEFT: f32 = 312.0;
    /// Width of the right panel.
    pub const RIGHT: f32 = 340.0;
    /// Height of the top bar.
    pub const TOP: f32 = 46.0;
    /// Height of the status bar.
    pub const STATUS: f32 = 26.0;
    /// Height of a row.
    pub const ROW: f32 = 30.0;
    /// Height of an entry of the legend.
    pub const ROW_COMPACT: f32 = 24.0;
    /// Height of a row with a second line.
    pub const ROW_TALL: f32 = 44.0;
    /// Below this width of the window the right panel lies over the map.
    pub const NARROW: f32 = 1100.0;
    /// Below this width the left panel lies over the map as well.
    pub const COMPACT: f32 = 820.0;
    /// A map lower than this has no room for the legend beside the controls.
    pub const LEGEND_HEIGHT: f32 = 340.0;
    /// Inner margin of panels.
    pub const MARGIN: f32 = 14.0;
}

/// A chip's three colours.
#[derive(Debug, Clone, Copy)]
pub struct ChipColours {
    /// Text.
    pub text: Color32,
    /// Ground.
    pub fill: Color32,
    /// Edge.
    pub edge: Color32,
}

/// The colours of one theme.
#[derive(Debug, Clone, Copy)]
pub struct Tokens {
    /// Whether this is the dark theme.
    pub dark: bool,
    /// Window behind panels.
    pub window: Color32,
    /// Panel, card, field.
    pub panel: Color32,
    /// Hairline, 1 px.
    pub hairline: Color32,
    /// Edge of a field, a box or a list: what shows that something can be filled in.
    pub edge: Color32,
    /// Row under the pointer or selected.
    pub hover: Color32,
    /// Text.
    pub text: Color32,
    /// Less important text.
    pub muted: Color32,
    /// Actions.
    pub action: Color32,
    /// Text on an action.
    pub on_action: Color32,
    /// Candidate sites and nothing else.
    pub site: Color32,
    /// The selection and nothing else.
    pub selection: Color32,
    /// Text on the selection's colour.
    pub on_selection: Color32,
    /// Chip of schematic data.
    pub schematic: ChipColours,
    /// Chip of indicative data.
    pub indicative: ChipColours,
    /// Chip of agreement.
    pub agrees: ChipColours,
    /// Chip of conflict; errors too.
    pub conflicts: ChipColours,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn chip(text: u32, fill: u32, edge: u32) -> ChipColours {
    ChipColours { text: rgb(text), fill: rgb(fill), edge: rgb(edge) }
}

const LIGHT: Tokens = Tokens {
    dark: false,
    window: rgb(0x00f6_f7f5),
    panel: rgb(0x00ff_ffff),
    hairline: rgb(0x00df_e3df),
    edge: rgb(0x007f_8984),
    hover: rgb(0x00ee_f2ef),
    text: rgb(0x001b_2420),
    muted: rgb(0x005f_6b66),
    action: rgb(0x000b_6e4f),
    on_action: rgb(0x00ff_ffff),
    site: rgb(0x00d5_5e00),
    selection: rgb(0x0000_72b2),
    on_selection: rgb(0x00ff_ffff),
    schematic: chip(0x008a_5a00, 0x00ff_f6e2, 0x00e2_bd73),
    indicative: chip(0x0031_577c, 0x00ee_f5fb, 0x00b4_cbe0),
    agrees: chip(0x000b_6e4f, 0x00ea_f7f1, 0x009f_d3bd),
    conflicts: chip(0x00a3_260f, 0x00fd_f0ec, 0x00e6_b3a6),
};

const DARK: Tokens = Tokens {
    dark: true,
    window: rgb(0x0014_191a),
    panel: rgb(0x001c_2322),
    hairline: rgb(0x002d_3634),
    edge: rgb(0x0070_7c77),
    hover: rgb(0x0026_302d),
    text: rgb(0x00e8_eeeb),
    muted: rgb(0x009a_a7a1),
    action: rgb(0x004f_c39a),
    on_action: rgb(0x0010_1a16),
    site: rgb(0x00e5_7a2b),
    selection: rgb(0x004b_a3db),
    on_selection: rgb(0x000c_1418),
    schematic: chip(0x00f0_cf8e, 0x0034_2b17, 0x006e_5a2c),
    indicative: chip(0x00a9_cbe8, 0x001b_2a37, 0x0036_5069),
    agrees: chip(0x0071_d3ae, 0x0016_2c24, 0x002c_5a49),
    conflicts: chip(0x00f2_9c86, 0x0036_1f19, 0x0070_3b2d),
};

impl Tokens {
    /// The colours of a theme.
    #[must_use]
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }
}

/// The tokens that the window is drawn with now.
#[must_use]
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// Black or white, whichever reads better on a colour that a user chose.
#[must_use]
pub fn ink_on(ground: Color32) -> Color32 {
    if luminance(ground) > 0.179 { Color32::BLACK } else { Color32::WHITE }
}

/// Relative luminance of an opaque colour, 0 to 1 (WCAG 2.2, "relative luminance").
#[must_use]
pub fn luminance(colour: Color32) -> f64 {
    let linear = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

/// Font weights of Inter's axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 500.
    Medium,
    /// 600.
    SemiBold,
    /// 650.
    Bold,
}

impl Weight {
    fn value(self) -> f32 {
        match self {
            Self::Regular => 400.0,
            Self::Medium => 500.0,
            Self::SemiBold => 600.0,
            Self::Bold => 650.0,
        }
    }

    /// The variation coordinates that egui takes with a text.
    #[must_use]
    pub fn coords(self) -> VariationCoords {
        VariationCoords::new([(b"wght", self.value())])
    }
}

/// The family of the icons: apart from Inter, whose private-use range would hide half of them.
#[must_use]
pub fn icon_family() -> FontFamily {
    FontFamily::Name("icons".into())
}

/// Installs the fonts once.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    fonts.font_data.insert("inter".to_owned(), Arc::new(FontData::from_static(ttf_inter::REGULAR)));
    fonts.font_data.insert(
        "lucide".to_owned(),
        Arc::new(FontData::from_static(lucide_icons::LUCIDE_FONT_BYTES)),
    );
    fonts.families.insert(FontFamily::Proportional, vec!["inter".to_owned()]);
    fonts.families.insert(FontFamily::Monospace, vec!["inter".to_owned()]);
    fonts.families.insert(icon_family(), vec!["lucide".to_owned()]);
    ctx.set_fonts(fonts);
    ctx.add_glyph_rasterizer(signs(FontPriority::Highest));
    ctx.add_glyph_rasterizer(signs(FontPriority::Lowest));
    crate::fallback::install(ctx);
}

/// Signs for what no font has, the same as on paper, and for what the toolkit would lay out wrongly.
///
/// The latter come before the fonts: left to itself the toolkit turns a line with a letter of a script
/// that runs from right to left. The others come behind the fonts of the system.
fn signs(priority: FontPriority) -> GlyphRasterizer {
    let rasterize = move |request: &GlyphRasterizerRequest<'_>| {
        if *request.family == icon_family() {
            return None;
        }
        if priority == FontPriority::Highest && may_have_a_font(request.cluster) {
            return None;
        }
        let sign = planmap_draw::text::sign_picture(request.cluster, request.font_size_px)?;
        let size = [usize::from(sign.width), usize::from(sign.height)];
        let bitmap = GlyphBitmap {
            image: ColorImage::from_rgba_premultiplied(size, &sign.rgba),
            offset_px: egui::vec2(0.0, -f32::from(sign.ascent)),
            is_color: false,
        };
        Some(RasterizedGlyph { bitmap, advance_px: sign.advance() })
    };
    let key = if priority == FontPriority::Highest {
        "planmap::signs-first"
    } else {
        "planmap::signs-last"
    };
    GlyphRasterizer::new(key, rasterize).with_priority(priority)
}

/// Whether a font of the system may be asked for a cluster: its first character decides which font it
/// is, so that one that Inter has leaves the rest of the cluster to signs.
fn may_have_a_font(cluster: &str) -> bool {
    let Some(first) = cluster.chars().next() else {
        return false;
    };
    let is_lacking = planmap_draw::text::shown(first) == planmap_draw::text::Shown::Sign;
    is_lacking && !first.is_control() && !cluster.chars().any(crate::fallback::runs_from_right)
}

/// Applies a theme to everything that egui draws by itself.
pub fn apply(ctx: &egui::Context, theme: Theme) {
    let t = Tokens::of(theme);
    let egui_theme = if t.dark { egui::Theme::Dark } else { egui::Theme::Light };
    ctx.set_theme(egui_theme);
    ctx.style_mut_of(egui_theme, |style| {
        style.text_styles = [
            (TextStyle::Small, size::SMALL),
            (TextStyle::Body, size::BODY),
            (TextStyle::Button, size::BODY),
            (TextStyle::Heading, size::TITLE),
            (TextStyle::Monospace, size::BODY),
        ]
        .into_iter()
        .map(|(name, points)| (name, FontId::proportional(points)))
        .collect();
        let s = &mut style.spacing;
        s.item_spacing = egui::vec2(8.0, 4.0);
        s.button_padding = egui::vec2(10.0, 6.0);
        s.interact_size = egui::vec2(28.0, 28.0);
        s.menu_margin = Margin::same(6);
        s.window_margin = Margin::same(12);
        s.scroll.bar_width = 8.0;
        s.scroll.floating = true;
        style.interaction.tooltip_delay = 0.4;
        style.interaction.selectable_labels = false;
        style.animation_time = 0.15;
        let v = &mut style.visuals;
        v.dark_mode = t.dark;
        v.override_text_color = Some(t.text);
        v.weak_text_color = Some(t.muted);
        v.panel_fill = t.panel;
        v.window_fill = t.panel;
        v.window_stroke = Stroke::new(1.0, t.hairline);
        v.window_corner_radius = CornerRadius::same(8);
        v.menu_corner_radius = CornerRadius::same(8);
        v.extreme_bg_color = t.panel;
        v.text_edit_bg_color = Some(t.window);
        v.faint_bg_color = t.hover;
        v.hyperlink_color = t.action;
        v.error_fg_color = t.conflicts.text;
        v.warn_fg_color = t.schematic.text;
        v.selection.bg_fill = t.action.gamma_multiply(0.25);
        v.selection.stroke = Stroke::new(1.5, t.selection);
        v.slider_trailing_fill = true;
        let shadow = Shadow {
            offset: [0, 2],
            blur: 10,
            spread: 0,
            color: Color32::from_black_alpha(if t.dark { 90 } else { 28 }),
        };
        v.popup_shadow = shadow;
        v.window_shadow = shadow;
        let corner = CornerRadius::same(6);
        for (w, fill, edge) in [
            (&mut v.widgets.noninteractive, t.panel, t.hairline),
            (&mut v.widgets.inactive, t.panel, t.edge),
            (&mut v.widgets.hovered, t.hover, t.edge),
            (&mut v.widgets.active, t.hover, t.muted),
            (&mut v.widgets.open, t.hover, t.edge),
        ] {
            w.bg_fill = fill;
            w.weak_bg_fill = fill;
            w.bg_stroke = Stroke::new(1.0, edge);
            w.fg_stroke = Stroke::new(1.2, t.text);
            w.corner_radius = corner;
            w.expansion = 0.0;
        }
    });
}

/// Text sizes of a meeting in points, in a window of up to 1600 × 900: at least 1.45 times those of
/// the desk.
pub mod meeting {
    /// Notes, chips, documents.
    pub const SMALL: f32 = 16.7;
    /// Everything else.
    pub const BODY: f32 = 19.0;
    /// The name of a site.
    pub const NAME: f32 = 40.0;
    /// A key figure.
    pub const FIGURE: f32 = 38.0;
    /// Several values of one key figure.
    pub const FIGURES: f32 = 27.0;
    /// A figure that nobody knows.
    pub const UNKNOWN: f32 = 24.0;
}

#[cfg(test)]
mod tests {
    use egui::epaint::text::Glyph;

    use super::*;

    /// The glyphs of a line as the window lays it out.
    fn laid_out(text: &str) -> Vec<Glyph> {
        let ctx = egui::Context::default();
        install_fonts(&ctx);
        let mut glyphs = Vec::new();
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let font = FontId::proportional(size::BODY);
            let galley = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::WHITE);
            glyphs = galley.rows.iter().flat_map(|row| row.glyphs.clone()).collect();
        });
        output.drop_without_applying_deltas();
        glyphs
    }

    #[test]
    fn a_script_from_right_to_left_turns_no_neighbour() {
        for text in
            ["שלום Chiềng Cơi", "Chiềng שלום Cơi", "Bản مرحبا 12", "Sân 😀 golf", "Bản 山 Cọ"]
        {
            let glyphs = laid_out(text);
            let read: String = glyphs.iter().map(|glyph| glyph.chr).collect();
            assert_eq!(read, text);
            let places: Vec<f32> = glyphs.iter().map(|glyph| glyph.pos.x).collect();
            assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{text}: {places:?}");
        }
    }

    #[test]
    fn what_inter_lacks_is_as_wide_as_its_sign_and_what_it_has_is_left_to_it() {
        let line = laid_out("aשb");
        let sign = &line[1];
        assert!(sign.advance_width > 8.0 && sign.uv_rect.size.x > 6.0, "{sign:?}");
        let plain = laid_out("ab");
        assert!((line[0].advance_width - plain[0].advance_width).abs() < 0.6);
    }
}
