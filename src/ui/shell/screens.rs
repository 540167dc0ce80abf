//! The screens of the system: whether the window opened inside one, and which is the other one.
//!
//! Owns the check of the first frames. All measures are pixels of the screens. Must not know what the
//! window shows.

/// Frames after which the window manager has put the window where it wants it.
const FRAMES_TO_SETTLE: u32 = 4;

/// A rectangle of pixels: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PixelRect {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
}

impl PixelRect {
    fn shared_area(&self, other: &Self) -> i64 {
        let width = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let height = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        width.max(0) * height.max(0)
    }
}

/// A window of that place, moved and made smaller so that one screen holds all of it: the one that
/// shows most of it now, else the first. `None` where it lies well already, or there is no screen.
fn moved_inside(window: PixelRect, screens: &[PixelRect]) -> Option<PixelRect> {
    let seen_on = screens.iter().max_by_key(|screen| screen.shared_area(&window))?;
    let screen = if seen_on.shared_area(&window) > 0 { seen_on } else { screens.first()? };
    let width = window.width.min(screen.width);
    let height = window.height.min(screen.height);
    let x = window.x.clamp(screen.x, screen.x + screen.width - width);
    let y = window.y.clamp(screen.y, screen.y + screen.height - height);
    let inside = PixelRect { x, y, width, height };
    (inside != window).then_some(inside)
}

/// Looks once, when the window has found its place, whether it lies inside a screen.
#[derive(Default)]
pub(super) struct PlaceCheck {
    frames: u32,
}

impl PlaceCheck {
    /// Called in each frame.
    pub(super) fn follow(&mut self, frame: &eframe::Frame) {
        self.frames = self.frames.saturating_add(1);
        if self.frames == FRAMES_TO_SETTLE {
            // Where the system does not tell places, it does not let us choose them either.
            let _ = move_inside(frame);
        }
    }
}

fn move_inside(frame: &eframe::Frame) -> Option<()> {
    let window = frame.winit_window()?;
    if window.is_maximized() || window.fullscreen().is_some() {
        return None;
    }
    let screens: Vec<PixelRect> = window
        .available_monitors()
        .map(|screen| {
            let (at, size) = (screen.position(), screen.size());
            PixelRect {
                x: at.x.into(),
                y: at.y.into(),
                width: size.width.into(),
                height: size.height.into(),
            }
        })
        .collect();
    let mut at = window.outer_position().ok()?;
    let outer = window.outer_size();
    let place = PixelRect {
        x: at.x.into(),
        y: at.y.into(),
        width: outer.width.into(),
        height: outer.height.into(),
    };
    let inside = moved_inside(place, &screens)?;
    let mut inner = window.inner_size();
    let too_wide = u32::try_from(place.width - inside.width).ok()?;
    let too_high = u32::try_from(place.height - inside.height).ok()?;
    if too_wide > 0 || too_high > 0 {
        inner.width = inner.width.saturating_sub(too_wide);
        inner.height = inner.height.saturating_sub(too_high);
        let _ = window.request_inner_size(inner);
    }
    at.x = i32::try_from(inside.x).ok()?;
    at.y = i32::try_from(inside.y).ok()?;
    window.set_outer_position(at);
    Some(())
}

/// The number of a screen that the window is not on, among those of the system.
pub(super) fn other_screen(frame: &eframe::Frame) -> Option<usize> {
    let window = frame.winit_window()?;
    let here = window.current_monitor()?;
    // A projector that mirrors the screen lies at the same place.
    window.available_monitors().position(|screen| screen.position() != here.position())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i64, y: i64, width: i64, height: i64) -> PixelRect {
        PixelRect { x, y, width, height }
    }

    #[test]
    fn a_window_opens_inside_the_screen_that_shows_most_of_it() {
        let two = [rect(0, 0, 1280, 720), rect(1280, 0, 1920, 1080)];
        assert_eq!(moved_inside(rect(100, 50, 900, 600), &two), None, "well placed");
        assert_eq!(
            moved_inside(rect(0, 0, 1440, 925), &two[..1]),
            Some(rect(0, 0, 1280, 720)),
            "larger than the screen"
        );
        assert_eq!(
            moved_inside(rect(700, 300, 900, 600), &two[..1]),
            Some(rect(380, 120, 900, 600)),
            "half outside"
        );
        assert_eq!(
            moved_inside(rect(5000, 4000, 900, 600), &two),
            Some(rect(380, 120, 900, 600)),
            "its screen is gone"
        );
        assert_eq!(
            moved_inside(rect(3000, 500, 900, 600), &two),
            Some(rect(2300, 480, 900, 600)),
            "on the second one"
        );
        assert_eq!(
            moved_inside(rect(-50, -20, 900, 600), &two),
            Some(rect(0, 0, 900, 600)),
            "left of and above all"
        );
        assert_eq!(moved_inside(rect(0, 0, 900, 600), &[]), None, "no screen is told");
    }
}
