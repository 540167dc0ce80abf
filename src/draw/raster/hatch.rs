//! Hatches as small pictures that repeat.
//!
//! Owns their pixels. A pattern repeats after a whole number of pixels and is laid from the map's
//! origin, so that it runs on across tiles and costs the same however dense it is.

use std::sync::Arc;

use planmap_core::legend::HatchPattern;
use planmap_core::symbology::{Colour, HatchStyle};
use vello_cpu::color::PremulRgba8;
use vello_cpu::kurbo::Affine;
use vello_cpu::peniko::{Extend, ImageBrush, ImageQuality, ImageSampler};
use vello_cpu::{Image, ImageSource, Pixmap};

use super::frame::Frame;

/// A pattern in a colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hatch {
    /// Its lines; lengths in points.
    pub style: HatchStyle,
    /// Colour of the lines.
    pub colour: Colour,
    /// 0 to 1.
    pub opacity: f32,
}

/// A pattern as a paint, and the transform that lays it from the map's origin.
pub(super) fn paint(hatch: &Hatch, frame: &Frame) -> (Image, Affine) {
    let Hatch { style, colour, opacity } = *hatch;
    let period = frame.px(style.period).round().clamp(2.0, 512.0) as u16;
    let width = frame.px(style.width).max(0.7);
    let mut pixmap = Pixmap::new(period, period);
    for y in 0..period {
        for x in 0..period {
            let cover = coverage(
                style.pattern,
                f64::from(x) + 0.5,
                f64::from(y) + 0.5,
                f64::from(period),
                width,
            );
            let a = cover * f64::from(colour.3);
            let channel = |c: u8| (f64::from(c) * a / 255.0).round() as u8;
            let pixel = PremulRgba8 {
                r: channel(colour.0),
                g: channel(colour.1),
                b: channel(colour.2),
                a: a.round() as u8,
            };
            pixmap.set_pixel(x, y, pixel);
        }
    }
    pixmap.set_may_have_transparency(true);
    let phase = |origin: i64| -(origin.rem_euclid(i64::from(period)) as f64);
    let image = ImageBrush {
        image: ImageSource::Pixmap(Arc::new(pixmap)),
        sampler: ImageSampler {
            x_extend: Extend::Repeat,
            y_extend: Extend::Repeat,
            quality: ImageQuality::Low,
            alpha: opacity,
        },
    };
    (image, Affine::translate((phase(frame.origin.0), phase(frame.origin.1))))
}

/// How much of the pixel around a position the pattern covers, 0 to 1.
fn coverage(pattern: HatchPattern, x: f64, y: f64, period: f64, width: f64) -> f64 {
    // Distance to the nearest whole multiple of a step.
    let wrap = |v: f64, step: f64| (v - (v / step).round() * step).abs();
    let line = |distance: f64| (width / 2.0 + 0.5 - distance).clamp(0.0, 1.0);
    let half = period / 2.0;
    let slant = std::f64::consts::FRAC_1_SQRT_2;
    match pattern {
        HatchPattern::None => 0.0,
        HatchPattern::Diagonal => line(wrap(x + y, period) * slant),
        HatchPattern::BackDiagonal => line(wrap(x - y, period) * slant),
        HatchPattern::CrossDiagonal => {
            line((wrap(x + y, period) * slant).min(wrap(x - y, period) * slant))
        }
        // Through the middle of a row of pixels, where a thin line stays thin.
        HatchPattern::Horizontal => line(wrap(y - 0.5, period)),
        HatchPattern::Vertical => line(wrap(x - 0.5, period)),
        HatchPattern::Grid => line(wrap(x - 0.5, period).min(wrap(y - 0.5, period))),
        HatchPattern::Dots => {
            let dot = |dx: f64, dy: f64| wrap(x - dx, period).hypot(wrap(y - dy, period));
            line(dot(0.0, 0.0).min(dot(half, half)))
        }
        HatchPattern::Dashes => {
            let dash = |dx: f64, dy: f64| {
                let along = (wrap(x - dx, period) - period * 0.22).max(0.0);
                along.hypot(wrap(y - dy, period))
            };
            line(dash(period * 0.25, 0.5).min(dash(period * 0.75, half.floor() + 0.5)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::symbology::hatch_style;

    const ALL: [HatchPattern; 8] = [
        HatchPattern::Diagonal,
        HatchPattern::BackDiagonal,
        HatchPattern::CrossDiagonal,
        HatchPattern::Horizontal,
        HatchPattern::Vertical,
        HatchPattern::Grid,
        HatchPattern::Dots,
        HatchPattern::Dashes,
    ];

    #[test]
    fn patterns_repeat_exactly_and_leave_most_of_the_ground_free() {
        for pattern in ALL {
            let style = hatch_style(pattern)
                .map_or((0.0, 0.0), |s| (f64::from(s.period), f64::from(s.width)));
            let (period, width) = style;
            let n = period as i32;
            let mut sum = 0.0;
            for (x, y) in
                (0..n).flat_map(|y| (0..n).map(move |x| (f64::from(x) + 0.5, f64::from(y) + 0.5)))
            {
                let c = coverage(pattern, x, y, period, width);
                sum += c;
                for (dx, dy) in [(period, 0.0), (0.0, period), (-period, period)] {
                    assert!(
                        (coverage(pattern, x + dx, y + dy, period, width) - c).abs() < 1e-9,
                        "{pattern:?}"
                    );
                }
            }
            let share = sum / f64::from(n * n);
            assert!((0.03..0.35).contains(&share), "{pattern:?} covers {share}");
        }
    }
}
