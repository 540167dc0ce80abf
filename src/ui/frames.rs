//! Measures the frames of the real window: what a user feels while the map is moved.
//!
//! Owns the walk through four scales. Times are those between the beginnings of two frames, so that
//! they hold everything: taking in results, panels, tiles, and what the backend needs to show it.
//! Must not change what a frame does.

use std::io::Write;
use std::time::Instant;

use planmap_app::analysis::AnalysisCommand;
use planmap_app::command::Command;
use planmap_app::measure::Spread;
use planmap_app::session::Session;
use planmap_core::{Extent, MapPoint, Viewport};

/// Shares of the layer's extent that are looked at, by area.
const SCALES: [(&str, f64); 4] = [("full", 1.0), ("tenth", 0.1), ("hundredth", 0.01), ("thousandth", 0.001)];
/// Frames of a lap around the place that is looked at.
const LAP: u32 = 90;
/// Radius of a lap, in points.
const RADIUS: f64 = 120.0;

#[derive(Debug)]
enum Stage {
    /// Until everything is loaded.
    Loading,
    /// Until the tiles of a scale are there.
    Arriving {
        scale: usize,
    },
    /// Around once for the tiles of the way, then once to measure.
    Panning {
        scale: usize,
        frame: u32,
        last: Instant,
        times_ms: Vec<f64>,
    },
    /// The pointer goes around over the map, with what the plans say there shown beside it.
    Hovering {
        scale: usize,
        frame: u32,
        last: Instant,
        times_ms: Vec<f64>,
    },
    Done,
}

/// The measurement under way.
#[derive(Debug)]
pub(crate) struct FrameProbe {
    stage: Stage,
    begun: Instant,
    first_map_s: Option<f64>,
    whole: Extent,
    results: Vec<(&'static str, Spread)>,
    hovers: Vec<(&'static str, Spread)>,
}

impl FrameProbe {
    pub(crate) fn new() -> Self {
        let (stage, begun) = (Stage::Loading, Instant::now());
        Self { stage, begun, first_map_s: None, whole: Extent::EMPTY, results: Vec::new(), hovers: Vec::new() }
    }

    /// Called at the end of each frame.
    pub(crate) fn frame(&mut self, ctx: &egui::Context, session: &Session, settled: bool, send: &mut Vec<Command>) {
        ctx.request_repaint();
        let (view, settled) = (*session.viewport(), settled && !session.is_loading());
        match &mut self.stage {
            Stage::Loading if settled && !session.layers().is_empty() => {
                self.first_map_s = Some(self.begun.elapsed().as_secs_f64());
                self.whole = session.whole_extent().unwrap_or(view.extent());
                self.go_to(0, &view, send);
            }
            Stage::Arriving { scale } if settled => {
                let (last, times_ms) = (Instant::now(), Vec::new());
                self.stage = Stage::Panning { scale: *scale, frame: 0, last, times_ms };
            }
            Stage::Panning { scale, frame, last, times_ms } => {
                let now = Instant::now();
                if *frame > LAP {
                    times_ms.push((now - *last).as_secs_f64() * 1e3);
                }
                *last = now;
                *frame += 1;
                if *frame <= 2 * LAP {
                    let step = std::f64::consts::TAU / f64::from(LAP);
                    let angle = f64::from(*frame) * step;
                    send.push(Command::Pan(-angle.sin() * RADIUS * step, angle.cos() * RADIUS * step));
                    return;
                }
                let (scale, spread) = (*scale, Spread::of(times_ms));
                self.results.extend(spread.map(|s| (SCALES[scale].0, s)));
                send.push(Command::Analysis(AnalysisCommand::ShowLiveStack(true)));
                self.stage = Stage::Hovering { scale, frame: 0, last: Instant::now(), times_ms: Vec::new() };
            }
            Stage::Hovering { scale, frame, last, times_ms } => {
                let now = Instant::now();
                // The first frames still finish the pan.
                if *frame > LAP / 3 {
                    times_ms.push((now - *last).as_secs_f64() * 1e3);
                }
                *last = now;
                *frame += 1;
                if *frame <= 2 * LAP {
                    return;
                }
                let (scale, spread) = (*scale, Spread::of(times_ms));
                self.hovers.extend(spread.map(|s| (SCALES[scale].0, s)));
                send.push(Command::Analysis(AnalysisCommand::ShowLiveStack(false)));
                if scale + 1 < SCALES.len() {
                    self.go_to(scale + 1, &view, send);
                } else {
                    self.finish(ctx);
                }
            }
            _ => {}
        }
    }

    /// Where the pointer is to be put, as a part of the window's width and height.
    pub(crate) fn pointer(&self) -> Option<(f32, f32)> {
        let Stage::Hovering { frame, .. } = &self.stage else {
            return None;
        };
        let angle = *frame as f32 / LAP as f32 * std::f32::consts::TAU;
        Some((0.6 + 0.15 * angle.cos(), 0.5 + 0.25 * angle.sin()))
    }

    fn go_to(&mut self, scale: usize, view: &Viewport, send: &mut Vec<Command>) {
        let (w, h) = view.size();
        let whole = Viewport::fitting(&self.whole, w, h, 0.0);
        let c = self.whole.centre();
        let metres_per_point = whole.metres_per_point() * SCALES[scale].1.sqrt();
        send.push(Command::SetView(Viewport::new(MapPoint::new(c.x, c.y), metres_per_point, w, h)));
        self.stage = Stage::Arriving { scale };
    }

    /// One line of JSON on standard output, for the program that asked.
    fn finish(&mut self, ctx: &egui::Context) {
        let figures = |of: &[(&'static str, Spread)]| -> serde_json::Map<String, serde_json::Value> {
            of.iter()
                .map(|(name, s)| ((*name).to_owned(), serde_json::json!({ "median": s.median, "p99": s.p99 })))
                .collect()
        };
        let value = serde_json::json!({
            "frame_ms": figures(&self.results), "hover_ms": figures(&self.hovers), "window_complete_s": self.first_map_s,
        });
        if let Err(error) = writeln!(std::io::stdout(), "{value}") {
            tracing::warn!("the measured frames could not be told: {error}");
        }
        self.stage = Stage::Done;
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }
}
