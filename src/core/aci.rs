//! The AutoCAD colour index and its one palette.
//!
//! Owns the derivation of an RGB from an index: drawing rules give colours as indexes, and every
//! picture derives them here.

use crate::legend::Rgb;

/// The RGB of an AutoCAD colour index.
///
/// 10–249 follow the palette's construction: 24 hues in steps of 15°, five values (1, 0.65, 0.5,
/// 0.3, 0.15) and, for odd indexes, half the saturation. 1–9 are the named colours and 250–255 the
/// greys, as in the drawing rules' own table.
#[must_use]
pub fn rgb(index: u8) -> Rgb {
    match index {
        1 => Rgb(255, 0, 0),
        2 => Rgb(255, 255, 0),
        3 => Rgb(0, 255, 0),
        4 => Rgb(0, 255, 255),
        5 => Rgb(0, 0, 255),
        6 => Rgb(255, 0, 255),
        8 => Rgb(0x80, 0x80, 0x80),
        9 => Rgb(0xc0, 0xc0, 0xc0),
        250 => Rgb(0x33, 0x33, 0x33),
        251 => Rgb(0x65, 0x65, 0x65),
        252 => Rgb(0x66, 0x66, 0x66),
        253 => Rgb(0x99, 0x99, 0x99),
        254 => Rgb(0xcc, 0xcc, 0xcc),
        // The drawing rules' own table departs from the construction in these two.
        129 => Rgb(0x13, 0x58, 0x58),
        199 => Rgb(0x1c, 0x13, 0x58),
        0 | 7 | 255 => Rgb(255, 255, 255),
        _ => wheel(index),
    }
}

fn wheel(index: u8) -> Rgb {
    let hue = f64::from(index / 10 - 1) * 15.0;
    let value = [1.0, 0.65, 0.5, 0.3, 0.15][usize::from(index % 10) / 2];
    let floor = if index % 2 == 1 { 0.5 } else { 0.0 };
    let channel = |offset: f64| {
        // Distance on the colour wheel from the channel's own hue: full within 60°, none past 120°.
        let d = (hue - offset).rem_euclid(360.0);
        let d = d.min(360.0 - d);
        let pure = (2.0 - d / 60.0).clamp(0.0, 1.0);
        // The palette truncates, as its published values show (0.65 · 255 = 165.75 is 165).
        ((floor + (1.0 - floor) * pure) * value * 255.0) as u8
    };
    Rgb(channel(0.0), channel(120.0), channel(240.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of Annex I of Circular 16/2025/TT-BXD, index against RGB.
    const OFFICIAL: &[(u8, &str)] = &[
        (42, "#a57c00"),
        (22, "#a52900"),
        (57, "#4c4c26"),
        (220, "#ff00bf"),
        (243, "#a55267"),
        (94, "#007f00"),
        (15, "#7f3f3f"),
        (24, "#7f1f00"),
        (72, "#52a500"),
        (126, "#004c39"),
        (192, "#5200a5"),
        (175, "#3f3f7f"),
        (144, "#005f7f"),
        (34, "#7f3f00"),
        (12, "#a50000"),
        (210, "#ff00ff"),
        (16, "#4c0000"),
        (64, "#5f7f00"),
        (79, "#1c2613"),
        (251, "#656565"),
        (252, "#666666"),
        (199, "#1c1358"),
        (3, "#00ff00"),
        (107, "#264c2f"),
        (129, "#135858"),
        (148, "#001c26"),
        (150, "#007fff"),
        (9, "#c0c0c0"),
        (154, "#003f7f"),
        (152, "#0052a5"),
    ];

    #[test]
    fn palette_gives_the_official_colours() {
        let wrong: Vec<String> = OFFICIAL
            .iter()
            .filter(|(i, hex)| Rgb::from_hex(hex) != Some(rgb(*i)))
            .map(|(i, hex)| format!("{i}: {:?} instead of {hex}", rgb(*i)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
