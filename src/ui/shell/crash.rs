//! The border around a frame: a crash of it ends neither the window nor anybody's work.
//!
//! Owns how often frames may crash before the window stops trying and says so on an empty screen.

use std::time::{Duration, Instant};

use egui::{Align, Button, Layout, RichText, Ui};
use planmap_core::crash::{Crash, Part, guarded};

use super::PlanmapWindow;

/// So many crashes within [`WITHIN`] are no single mishap: every frame would crash.
const MOST: usize = 3;
const WITHIN: Duration = Duration::from_secs(10);

/// The crashes of late, and the one that made the window give up.
#[derive(Debug, Default)]
pub(super) struct FrameCrashes {
    at: Vec<Instant>,
    broken: Option<Crash>,
}

impl FrameCrashes {
    fn add(&mut self, crash: &Crash, now: Instant) {
        self.at.retain(|before| now.duration_since(*before) < WITHIN);
        self.at.push(now);
        if self.at.len() >= MOST {
            self.broken = Some(crash.clone());
        }
    }
}

/// What is chosen on the screen of a window that has given up.
enum Choice {
    TryAgain,
    Close,
}

impl PlanmapWindow {
    /// Does a part of a frame; where it crashes, what was typed is saved and the crash is said.
    pub(super) fn within_border(&mut self, work: impl FnOnce(&mut Self)) {
        if self.crashes.broken.is_some() {
            return;
        }
        if let Err(crash) = guarded(Part::Frame, || work(self)) {
            // What the frame still asked for may be what broke it.
            self.commands.clear();
            self.session.report_crash(&crash);
            self.crashes.add(&crash, Instant::now());
        }
    }

    /// Says that tiles could not be drawn, once for all that came together.
    pub(super) fn report_tile_crashes(&mut self) {
        if let Some(crash) = self.tiles.take_crashes().first() {
            self.session.report_crash(crash);
        }
    }

    /// The screen of a window that has given up: why, and what can be done. Returns whether there is
    /// such a screen instead of the map.
    pub(super) fn crash_screen(&mut self, ui: &mut Ui) -> bool {
        let Some(crash) = &self.crashes.broken else {
            return false;
        };
        match ask(ui, self.session.words(), crash) {
            Some(Choice::TryAgain) => self.crashes = FrameCrashes::default(),
            Some(Choice::Close) => ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close),
            None => {}
        }
        true
    }
}

fn ask(ui: &mut Ui, words: &planmap_core::i18n::Words, crash: &Crash) -> Option<Choice> {
    const TOP: f32 = 80.0;
    const GAP: f32 = 12.0;
    let mut choice = None;
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(TOP);
        ui.heading(words.text("crash-title"));
        ui.add_space(GAP);
        ui.label(words.text("crash-saved"));
        ui.add_space(GAP);
        ui.label(RichText::new(format!("{}: {}", crash.place, crash.reason)).monospace().weak());
        ui.add_space(GAP);
        if ui.add(Button::new(words.text("crash-again"))).clicked() {
            choice = Some(Choice::TryAgain);
        }
        ui.add_space(GAP / 2.0);
        if ui.add(Button::new(words.text("crash-close"))).clicked() {
            choice = Some(Choice::Close);
        }
    });
    choice
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use std::sync::Arc;

    use planmap_app::settings::Settings;

    use super::*;

    fn window() -> PlanmapWindow {
        PlanmapWindow::new(Settings::default(), None, Arc::new(|| {}), "test")
    }

    #[test]
    fn a_crash_of_one_frame_is_said_and_the_next_frames_go_on() {
        let mut window = window();
        let mut painted = 0;
        window.within_border(|_| panic!("a panel broke"));
        window.within_border(|_| painted += 1);
        assert_eq!(painted, 1);
        let said = window.session().notice_log().iter().next().map(|notice| notice.key);
        assert_eq!(said, Some("notice-crashed"));
        assert!(window.crashes.broken.is_none());
    }

    #[test]
    fn a_window_that_crashes_each_frame_stops_and_can_be_tried_again() {
        let mut window = window();
        for _ in 0..MOST {
            window.within_border(|_| panic!("each frame"));
        }
        let mut painted = 0;
        window.within_border(|_| painted += 1);
        assert_eq!(painted, 0, "no more frames are tried");
        assert!(window.crashes.broken.as_ref().is_some_and(|crash| crash.reason == "each frame"));
        window.crashes = FrameCrashes::default();
        window.within_border(|_| painted += 1);
        assert_eq!(painted, 1);
    }
}
