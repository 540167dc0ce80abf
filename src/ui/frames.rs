//! Measures the frames of the real window: what a user feels while the map is moved, asked, and
//! drawn on.
//!
//! Owns the walk through four scales. Times are those between the beginnings of two frames, so that
//! they hold everything: taking in results, panels, tiles, and what the backend needs to show it.
//! Must not change what a frame does, nor any file of the user's: annotations are drawn and dragged
//! in a copy of the file beside the maps.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use egui::{Event, Modifiers, PointerButton, Pos2, Vec2};
use planmap_app::analysis::AnalysisCommand;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::measure::Spread;
use planmap_app::session::Session;
use planmap_app::tool::Purpose;
use planmap_core::annotation::Kind;
use planmap_core::{Extent, MapPoint, Viewport};

/// Shares of the layer's extent that are looked at, by area.
const SCALES: [(&str, f64); 4] =
    [("full", 1.0), ("tenth", 0.1), ("hundredth", 0.01), ("thousandth", 0.001)];
/// Frames of a lap around the place that is looked at.
const LAP: u32 = 90;
/// Radius of a lap, in points.
const RADIUS: f64 = 120.0;
/// Frames between two clicks while an area is drawn: too long for a double click, which would end it.
const CLICK_EVERY: u32 = 24;

/// What is done for two laps at a scale; frames of the first are not counted where it is to bring
/// the tiles of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// The map is moved around once for the tiles of the way, then once to measure.
    Pan,
    /// The pointer goes around over the map, with what the plans say there shown beside it.
    Hover,
    /// An area is drawn corner by corner, with snapping, finished, and the next one begun.
    Draw,
    /// It is dragged around, and let go at another place once a lap.
    Drag,
}

impl Act {
    const ALL: [Self; 4] = [Self::Pan, Self::Hover, Self::Draw, Self::Drag];

    /// Name among the figures.
    fn key(self) -> &'static str {
        match self {
            Self::Pan => "frame_ms",
            Self::Hover => "hover_ms",
            Self::Draw => "draw_ms",
            Self::Drag => "drag_ms",
        }
    }

    /// Frames before those that are measured.
    fn unmeasured(self) -> u32 {
        match self {
            Self::Pan => LAP,
            // The first frames still finish what was before.
            _ => LAP / 3,
        }
    }
}

#[derive(Debug)]
enum Stage {
    /// Until everything is loaded.
    Loading,
    /// Until the copy of the annotations is open.
    Copying,
    /// Until the tiles of a scale are there.
    Arriving {
        scale: usize,
    },
    Acting {
        scale: usize,
        act: Act,
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
    /// Where annotations are drawn; removed at the end.
    folder: PathBuf,
    annotations: usize,
    results: Vec<(Act, &'static str, Spread)>,
    /// Frames in which something was held while it was to be dragged.
    held: u32,
}

impl FrameProbe {
    pub(crate) fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("planmap-frames-{}", std::process::id()));
        Self {
            stage: Stage::Loading,
            begun: Instant::now(),
            first_map_s: None,
            whole: Extent::EMPTY,
            folder,
            annotations: 0,
            results: Vec::new(),
            held: 0,
        }
    }

    /// Called at the end of each frame.
    pub(crate) fn frame(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        settled: bool,
        send: &mut Vec<Command>,
    ) {
        ctx.request_repaint();
        let (view, settled) = (*session.viewport(), settled && !session.is_loading());
        let settled = settled && !session.annotations().is_opening();
        match &mut self.stage {
            Stage::Loading if settled && !session.layers().is_empty() => {
                self.first_map_s = Some(self.begun.elapsed().as_secs_f64());
                self.whole = session.whole_extent().unwrap_or(view.extent());
                self.open_copy(session, send);
                self.stage = Stage::Copying;
            }
            Stage::Copying if settled => {
                self.annotations = session.annotations().len();
                self.go_to(0, &view, send);
            }
            Stage::Arriving { scale } if settled => {
                let scale = *scale;
                self.begin(scale, Act::Pan, send);
            }
            Stage::Acting { act, frame, last, times_ms, .. } => {
                let now = Instant::now();
                if *frame > act.unmeasured() {
                    times_ms.push((now - *last).as_secs_f64() * 1e3);
                }
                *last = now;
                *frame += 1;
                self.held += u32::from(session.annotations().grab().is_some());
                if *frame > 2 * LAP {
                    self.end(ctx, &view, send);
                } else if *act == Act::Pan {
                    let step = std::f64::consts::TAU / f64::from(LAP);
                    let angle = f64::from(*frame) * step;
                    send.push(Command::View(ViewCommand::Pan(
                        -angle.sin() * RADIUS * step,
                        angle.cos() * RADIUS * step,
                    )));
                } else if *act == Act::Draw && *frame == LAP {
                    send.push(Command::Annotate(AnnotateCommand::Finish));
                }
            }
            _ => {}
        }
    }

    /// What the pointer does in the coming frame of a window so large.
    pub(crate) fn pointer(&self, size: Vec2) -> Vec<Event> {
        let Stage::Acting { act, frame, .. } = &self.stage else {
            return Vec::new();
        };
        let at = around(size, *frame);
        let button = |pos, pressed| {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            Event::PointerButton { pos, button, pressed, modifiers }
        };
        match act {
            Act::Pan => Vec::new(),
            Act::Hover => vec![Event::PointerMoved(at)],
            Act::Draw if frame % LAP % CLICK_EVERY == CLICK_EVERY / 2 => {
                vec![Event::PointerMoved(at), button(at, true), button(at, false)]
            }
            Act::Draw => vec![Event::PointerMoved(at)],
            // Taken inside, and let go a little aside, so that each lap ends in an edit.
            Act::Drag => {
                let inside = |frame| {
                    Pos2::ZERO + middle(size) + (around(size, frame).to_vec2() - middle(size)) * 0.3
                };
                let at = inside(*frame);
                match frame % LAP {
                    1 => vec![Event::PointerMoved(at), button(at, true)],
                    0 => vec![
                        Event::PointerMoved(at + Vec2::splat(6.0)),
                        button(at + Vec2::splat(6.0), false),
                    ],
                    _ => vec![Event::PointerMoved(at)],
                }
            }
        }
    }

    fn open_copy(&self, session: &Session, send: &mut Vec<Command>) {
        let copy = self.folder.join("annotations.geojson");
        let made = std::fs::create_dir_all(&self.folder).and_then(|()| {
            for open in session.annotations().sets() {
                if open.path.is_file() {
                    std::fs::copy(&open.path, &copy)?;
                }
            }
            Ok(())
        });
        match made {
            Ok(()) => {
                let close =
                    session.annotations().sets().iter().map(|s| AnnotateCommand::CloseSet(s.id));
                send.extend(close.chain([AnnotateCommand::OpenSet(copy)]).map(Command::Annotate));
            }
            Err(error) => tracing::warn!("annotations are not measured: {error}"),
        }
    }

    fn begin(&mut self, scale: usize, act: Act, send: &mut Vec<Command>) {
        match act {
            Act::Pan => {}
            Act::Hover => send.push(Command::Analysis(AnalysisCommand::ShowLiveStack(true))),
            Act::Draw => {
                let tool = AnnotateCommand::Tool(Some(Purpose::Draw(Kind::Polygon)));
                let all = [AnnotateCommand::Mode(true), AnnotateCommand::Snap(true), tool];
                send.extend(all.map(Command::Annotate));
            }
            Act::Drag => {
                self.held = 0;
                send.push(Command::Annotate(AnnotateCommand::Tool(None)));
            }
        }
        self.stage =
            Stage::Acting { scale, act, frame: 0, last: Instant::now(), times_ms: Vec::new() };
    }

    fn end(&mut self, ctx: &egui::Context, view: &Viewport, send: &mut Vec<Command>) {
        let Stage::Acting { scale, act, times_ms, .. } =
            std::mem::replace(&mut self.stage, Stage::Done)
        else {
            return;
        };
        let mut times_ms = times_ms;
        // A drag that held nothing would only have moved the map.
        let counts = act != Act::Drag || self.held > LAP;
        if let Some(spread) = Spread::of(&mut times_ms).filter(|_| counts) {
            self.results.push((act, SCALES[scale].0, spread));
        }
        match act {
            Act::Pan => {}
            Act::Hover => send.push(Command::Analysis(AnalysisCommand::ShowLiveStack(false))),
            Act::Draw => send.push(Command::Annotate(AnnotateCommand::Cancel)),
            Act::Drag => send.extend(
                [AnnotateCommand::Delete, AnnotateCommand::Mode(false)].map(Command::Annotate),
            ),
        }
        match Act::ALL.iter().skip_while(|a| **a != act).nth(1) {
            Some(next) => self.begin(scale, *next, send),
            None if scale + 1 < SCALES.len() => self.go_to(scale + 1, view, send),
            None => self.finish(ctx),
        }
    }

    fn go_to(&mut self, scale: usize, view: &Viewport, send: &mut Vec<Command>) {
        let (w, h) = view.size();
        let whole = Viewport::fitting(&self.whole, w, h, 0.0);
        let c = self.whole.centre();
        let metres_per_point = whole.metres_per_point() * SCALES[scale].1.sqrt();
        send.push(Command::View(ViewCommand::Set(Viewport::new(
            MapPoint::new(c.x, c.y),
            metres_per_point,
            w,
            h,
        ))));
        self.stage = Stage::Arriving { scale };
    }

    /// One line of JSON on standard output, for the program that asked.
    fn finish(&mut self, ctx: &egui::Context) {
        let mut value = serde_json::json!({
            "window_complete_s": self.first_map_s, "annotations": self.annotations,
        });
        for (act, scale, s) in &self.results {
            value[act.key()][*scale] = serde_json::json!({ "median": s.median, "p99": s.p99 });
        }
        if let Err(error) = writeln!(std::io::stdout(), "{value}") {
            tracing::warn!("the measured frames could not be told: {error}");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            tracing::debug!("the copy of the annotations stays: {error}");
        }
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }
}

fn middle(size: Vec2) -> Vec2 {
    size * egui::vec2(0.53, 0.5)
}

/// The pointer's place in a frame: an oval around the middle of what no panel and no tool covers.
fn around(size: Vec2, frame: u32) -> Pos2 {
    let angle = frame as f32 / LAP as f32 * std::f32::consts::TAU;
    Pos2::ZERO + middle(size) + size * egui::vec2(0.13 * angle.cos(), 0.22 * angle.sin())
}
