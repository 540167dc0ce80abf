//! How annotations look, in points of the screen (1/96 inch): on the window's map and on paper alike.
//!
//! Owns sizes and the small outlines; colours and widths are each annotation's own.

use planmap_core::annotation::{Annotation, Dash, Status, Style};
use planmap_core::legend::Rgb;
use planmap_core::viewport::ScreenPoint;

/// From so many in view on, words are left out: they would hide each other.
pub const WORDY: usize = 150;
/// Farther out than 1:N, words of pins and callouts would only hide the map and each other.
pub const WORDS_TO_DENOMINATOR: f64 = 60_000.0;
/// Titles stand on shapes of so many points at least.
pub const TITLED_PT: f64 = 44.0;
/// Radius of a pin's head.
pub const PIN_RADIUS_PT: f64 = 10.0;
/// Size of the title beside a pin.
pub const PIN_TITLE_PT: f32 = 12.5;
/// The largest size of a title on a line or an area.
pub const SHAPE_TITLE_PT: f32 = 16.0;
/// Width at which the words of a callout are broken.
pub const CALLOUT_WIDTH_PT: f64 = 220.0;

/// What the colours of matters that are closed fade to, and how far.
const CLOSED_GREY: Rgb = Rgb(0x9a, 0x9a, 0x9a);
const CLOSED_SHARE: f32 = 0.7;
/// What is left of the opacity of an area whose matter is closed.
const CLOSED_OPACITY: f32 = 0.5;

/// Whether nothing is left to do about an annotation: it steps back on the map, and its pin is a
/// ring.
#[must_use]
pub fn is_closed(annotation: &Annotation) -> bool {
    annotation.status == Status::Closed
}

/// The style in which an annotation is drawn.
#[must_use]
pub fn shown_style(annotation: &Annotation) -> Style {
    let style = annotation.style;
    if !is_closed(annotation) {
        return style;
    }
    Style {
        colour: style.colour.mixed(CLOSED_GREY, CLOSED_SHARE),
        fill: style.fill.map(|fill| fill.mixed(CLOSED_GREY, CLOSED_SHARE)),
        fill_opacity: style.fill_opacity * CLOSED_OPACITY,
        ..style
    }
}

/// A pin: a round head over its place, and the wedge that points there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PinShape {
    /// Middle of the head.
    pub head: ScreenPoint,
    /// Corners of the wedge.
    pub foot: [ScreenPoint; 3],
}

/// The pin whose tip stands at a place.
#[must_use]
pub fn pin(tip: ScreenPoint) -> PinShape {
    let head = ScreenPoint::new(tip.x, tip.y - (2.0 * PIN_RADIUS_PT - 2.0));
    let (neck, down) = (PIN_RADIUS_PT * 0.72, PIN_RADIUS_PT * 0.65);
    let foot = [
        ScreenPoint::new(head.x - neck, head.y + down),
        ScreenPoint::new(head.x + neck, head.y + down),
        tip,
    ];
    PinShape { head, foot }
}

/// Size of the number in a pin's head.
#[must_use]
pub fn pin_number_pt(number: usize) -> f32 {
    if number < 100 { 11.0 } else { 8.5 }
}

/// One step from a place towards another; `None` where they are the same.
fn direction(from: ScreenPoint, to: ScreenPoint) -> Option<(f64, f64)> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy);
    (length > 0.0 && length.is_finite()).then(|| (dx / length, dy / length))
}

/// The head of an arrow: its tip and two corners; `None` where it has no direction.
#[must_use]
pub fn arrow_head(before: ScreenPoint, tip: ScreenPoint, width: f32) -> Option<[ScreenPoint; 3]> {
    let size = 6.0 + 2.5 * f64::from(width);
    let (x, y) = direction(before, tip)?;
    let (base_x, base_y) = (tip.x - x * size, tip.y - y * size);
    let half = size * 0.45;
    let corner = |side: f64| ScreenPoint::new(base_x - y * half * side, base_y + x * half * side);
    Some([tip, corner(1.0), corner(-1.0)])
}

/// The stroke across the end of a dimension line; `None` where the line has no direction.
#[must_use]
pub fn dimension_tick(end: ScreenPoint, next: ScreenPoint) -> Option<[ScreenPoint; 2]> {
    let (x, y) = direction(end, next)?;
    let at = |side: f64| ScreenPoint::new(end.x - y * 7.0 * side, end.y + x * 7.0 * side);
    Some([at(-1.0), at(1.0)])
}

/// Length of a dash and of the gap after it; `None` for a solid line.
#[must_use]
pub fn dash_and_gap(style: &Style) -> Option<(f32, f32)> {
    let width = style.width.max(1.0);
    match style.dash {
        Dash::Solid => None,
        Dash::Dashed => Some((3.5 * width, 2.5 * width)),
        Dash::Dotted => Some((width, 1.5 * width)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn heads_and_ticks_stand_across_their_line() {
        let (a, b) = (ScreenPoint::new(10.0, 10.0), ScreenPoint::new(40.0, 50.0));
        let [tip, left, right] = arrow_head(a, b, 2.0).unwrap();
        assert_eq!(tip, b);
        let across = (left.x - right.x, left.y - right.y);
        assert!((across.0 * 30.0 + across.1 * 40.0).abs() < 1e-9, "square to the line");
        assert!(
            ((left.x + right.x) / 2.0 - b.x).hypot((left.y + right.y) / 2.0 - b.y) - 11.0 < 1e-9
        );
        let [from, to] = dimension_tick(a, b).unwrap();
        assert!(
            ((from.x + to.x) / 2.0 - a.x).abs() < 1e-9
                && ((from.x - to.x) * 30.0 + (from.y - to.y) * 40.0).abs() < 1e-9
        );
        assert!(arrow_head(a, a, 2.0).is_none() && dimension_tick(b, b).is_none());
    }
}
