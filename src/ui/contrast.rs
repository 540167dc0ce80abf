//! Computes from the theme's tokens that everything can be read and told apart, in both themes and
//! by people who see fewer colours.
//!
//! Owns the list of pairs of ink and ground that the window uses: a new pair belongs into it.

#![allow(clippy::unwrap_used)]

use egui::Color32;
use planmap_core::annotation::PALETTE;
use planmap_core::symbology::{Colour, Theme, class_style, colours};

use crate::theme::{Tokens, ink_on, luminance};

const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn on_map(c: Colour) -> Color32 {
    Color32::from_rgb(c.0, c.1, c.2)
}

/// Text and its ground: 4.5 (success criterion 1.4.3, level AA; no text is counted as large).
fn text_pairs(t: &Tokens) -> Vec<(&'static str, Color32, Color32)> {
    let mut out = Vec::new();
    for ground in [t.panel, t.window, t.hover] {
        out.extend([
            ("text", t.text, ground),
            ("muted", t.muted, ground),
            ("link", t.action, ground),
            ("chosen", t.selection, ground),
            ("error", t.conflicts.text, ground),
            ("warning", t.schematic.text, ground),
        ]);
    }
    for chip in [t.schematic, t.indicative, t.agrees, t.conflicts] {
        out.push(("chip", chip.text, chip.fill));
    }
    // The plate of today's name, bars with their names, pins with their numbers.
    out.push(("plate", t.panel, t.text));
    out.push(("button", t.on_action, t.action));
    out.push((
        "button under the pointer",
        t.on_action,
        blend(t.action.gamma_multiply(0.9), t.panel),
    ));
    out.push(("pin", t.on_selection, t.selection));
    out.push(("bar", t.text, t.agrees.fill));
    // Marked text in a field, chosen lines of lists.
    let marked = t.action.gamma_multiply(0.25);
    out.push(("marked", t.text, blend(marked, t.window)));
    out.push(("marked", t.text, blend(marked, t.panel)));
    out
}

/// What has to be seen without being text: 3 (success criterion 1.4.11).
fn graphic_pairs(t: &Tokens) -> Vec<(&'static str, Color32, Color32)> {
    let mut out = Vec::new();
    for ground in [t.panel, t.window, t.hover] {
        out.push(("focus ring", t.selection, ground));
        out.push(("edge of a field", t.edge, ground));
        out.push(("diamond in a list", t.site, ground));
        out.push(("icon", t.muted, ground));
        out.push(("bar", t.action, ground));
    }
    out
}

/// A premultiplied colour over an opaque one.
fn blend(over: Color32, ground: Color32) -> Color32 {
    let part = 1.0 - f32::from(over.a()) / 255.0;
    let mix = |a: u8, b: u8| (f32::from(a) + f32::from(b) * part).round() as u8;
    Color32::from_rgb(
        mix(over.r(), ground.r()),
        mix(over.g(), ground.g()),
        mix(over.b(), ground.b()),
    )
}

#[test]
fn text_stands_out_from_its_ground() {
    for theme in THEMES {
        for (what, ink, ground) in text_pairs(Tokens::of(theme)) {
            let found = contrast(ink, ground);
            assert!(found >= 4.5, "{theme:?}: {what}, {ink:?} on {ground:?}: {found:.2}");
        }
    }
    // Numbers on pins in the colours on offer, and in any other.
    for rgb in PALETTE {
        let ground = Color32::from_rgb(rgb.0, rgb.1, rgb.2);
        assert!(contrast(ink_on(ground), ground) >= 4.5, "{ground:?}");
    }
    for v in 0..=255 {
        assert!(contrast(ink_on(Color32::from_gray(v)), Color32::from_gray(v)) >= 4.5, "grey {v}");
    }
}

#[test]
fn rings_edges_and_marks_stand_out() {
    for theme in THEMES {
        for (what, ink, ground) in graphic_pairs(Tokens::of(theme)) {
            let found = contrast(ink, ground);
            assert!(found >= 3.0, "{theme:?}: {what}, {ink:?} on {ground:?}: {found:.2}");
        }
    }
}

/// The colours of land use as they lie on the map, from the classes' official colours.
fn land_uses(theme: Theme) -> Vec<Color32> {
    // The corners and edges of the colour cube stand for any official colour.
    let steps = [0u8, 128, 255];
    let mut out = Vec::new();
    for r in steps {
        for g in steps {
            for b in steps {
                out.push(on_map(class_style(planmap_core::legend::Rgb(r, g, b), theme).fill));
            }
        }
    }
    out
}

#[test]
fn sites_and_the_selection_stand_out_from_the_map() {
    for theme in THEMES {
        let m = colours(theme);
        for (name, ground) in [
            ("outside", m.outside),
            ("planned", m.planned),
            ("street", m.street),
            ("water", m.water_fill),
        ] {
            for (what, ink) in [("site's edge", m.site_edge), ("selection", m.selection)] {
                let found = contrast(on_map(ink), on_map(ground));
                assert!(found >= 3.0, "{theme:?}: {what} on {name}: {found:.2}");
            }
        }
        // On land use, whose colours are given, a site's diamond stands out by its casing: one of
        // the two always does.
        for ground in land_uses(theme) {
            let best =
                contrast(on_map(m.site_fill), ground).max(contrast(on_map(m.site_casing), ground));
            let casing = contrast(on_map(m.site_fill), on_map(m.site_casing));
            assert!(
                best >= 3.0 || casing >= 3.0,
                "{theme:?}: diamond on {ground:?}: {best:.2}, {casing:.2}"
            );
        }
        // Names stand on their halo, in the colour of what is cased.
        for (what, ink) in [
            ("site", m.site_text),
            ("zone", m.zone_text),
            ("unit", m.unit_text),
            ("road", m.road_text),
            ("water", m.water_text),
            ("lot", m.lot_text),
            ("tag", m.tag_text),
        ] {
            for ground in [m.casing, m.tag_back, m.outside] {
                let found = contrast(on_map(ink), on_map(ground));
                assert!(found >= 4.5, "{theme:?}: name of {what}: {found:.2}");
            }
        }
    }
}

/// What people without one kind of cone see, in linear RGB. From Machado, Oliveira and Fernandes,
/// "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
/// Visualization and Computer Graphics 15 (6), 2009, table 1, severity 1.0.
const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 4] = [
    ("none", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn seen(colour: Color32, matrix: &[[f64; 3]; 3]) -> [f64; 3] {
    let linear = [colour.r(), colour.g(), colour.b()].map(|v| luminance(Color32::from_gray(v)));
    matrix.map(|row| row.iter().zip(linear).map(|(m, v)| m * v).sum::<f64>().clamp(0.0, 1.0))
}

/// Oklab from linear RGB (Björn Ottosson, "A perceptual color space for image processing", 2020).
fn oklab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

/// Distance in Oklab; about 0.02 is just noticeable side by side.
fn distance(a: Color32, b: Color32, matrix: &[[f64; 3]; 3]) -> f64 {
    let (a, b) = (oklab(seen(a, matrix)), oklab(seen(b, matrix)));
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn highlights_stay_apart_for_people_who_see_fewer_colours() {
    // Two and a half times what is just noticeable. Besides, each differs by shape or word: a site is
    // a diamond with a dashed edge, the selection a solid ring, an action a button, and agreement
    // and conflict are written out in their chips.
    const LEAST: f64 = 0.05;
    for theme in THEMES {
        let (t, m) = (Tokens::of(theme), colours(theme));
        for (who, matrix) in &DEFICIENCIES {
            for (what, a, b) in [
                ("site and selection", t.site, t.selection),
                ("site and action", t.site, t.action),
                ("selection and action", t.selection, t.action),
                ("agreement and conflict", t.agrees.text, t.conflicts.text),
                ("agreement and warning", t.agrees.text, t.schematic.text),
                ("site and selection on the map", on_map(m.site_edge), on_map(m.selection)),
            ] {
                let found = distance(a, b, matrix);
                assert!(found >= LEAST, "{theme:?}, {who}: {what}: {found:.3}");
            }
        }
    }
}

#[test]
fn the_formulas_agree_with_published_values() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
    // #767676 on white is the well-known limit of 4.54.
    assert!((contrast(Color32::from_gray(0x76), Color32::WHITE) - 4.54).abs() < 0.005);
    // Ottosson's own example: white is (1, 0, 0), red about (0.628, 0.225, 0.126).
    let white = oklab([1.0, 1.0, 1.0]);
    assert!((white[0] - 1.0).abs() < 1e-4 && white[1].abs() < 1e-4 && white[2].abs() < 1e-4);
    let red = oklab([1.0, 0.0, 0.0]);
    assert!(
        (red[0] - 0.628).abs() < 1e-3
            && (red[1] - 0.225).abs() < 1e-3
            && (red[2] - 0.126).abs() < 1e-3
    );
    // Grey stays grey for everybody: each row of a matrix sums to one.
    for (who, matrix) in &DEFICIENCIES {
        assert!(matrix.iter().all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 1e-5), "{who}");
    }
}
