//! Where the user looks: the view, flights between views, and the way back.

use planmap_core::geometry::Extent;
use planmap_core::viewport::{ScreenPoint, Viewport};
use planmap_core::{Crs, MapPoint};

use crate::command::ViewCommand;
use crate::map_room::{Covered, Stays};
use crate::session::Session;

/// Seconds that a flight takes.
const FLIGHT_S: f64 = 0.25;
/// Seconds that a step of the wheel glides.
const ZOOM_S: f64 = 0.14;
/// Free points around what is zoomed to.
const PADDING: f64 = 56.0;
/// Views kept for going back.
const MAX_HISTORY: usize = 100;
/// Seconds after a flight in which a panel that opened with it may still find its room.
const SETTLES_S: f64 = 0.6;
/// A view counts as visited when it was looked at for so many seconds.
const VISIT_S: f64 = 0.8;

#[derive(Debug, Clone, Copy)]
struct Flight {
    from: Viewport,
    to: Viewport,
    start_s: f64,
    duration_s: f64,
    /// What it goes to show, where that is an extent: it is to lie in what is free at its end.
    shows: Option<Extent>,
}

/// Where the last flight to an extent ended, and how long that is still meant to show it.
#[derive(Debug, Clone, Copy)]
struct Landed {
    view: Viewport,
    extent: Extent,
    until_s: f64,
}

/// The view and its past.
#[derive(Debug)]
pub(super) struct View {
    current: Viewport,
    flight: Option<Flight>,
    landed: Option<Landed>,
    back: Vec<Viewport>,
    forward: Vec<Viewport>,
    changed_s: f64,
    covered: Covered,
    /// A view that was brought back: its middle stays while the window finds its size.
    restored: Option<Viewport>,
    /// The size that the window is expected to find, where it is known.
    expected_size: Option<(f64, f64)>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            current: Viewport::new(MapPoint::new(500_000.0, 2_350_000.0), 30.0, 1000.0, 700.0),
            flight: None,
            landed: None,
            back: Vec::new(),
            forward: Vec::new(),
            changed_s: 0.0,
            covered: Covered::NOTHING,
            restored: None,
            expected_size: None,
        }
    }
}

impl View {
    pub(super) fn current(&self) -> &Viewport {
        &self.current
    }

    pub(super) fn target(&self) -> &Viewport {
        self.flight.as_ref().map_or(&self.current, |f| &f.to)
    }

    pub(super) fn history(&self) -> (bool, bool) {
        (!self.back.is_empty(), !self.forward.is_empty())
    }

    pub(super) fn advance(&mut self, now_s: f64) -> bool {
        let Some(flight) = self.flight else {
            return false;
        };
        let t = ((now_s - flight.start_s) / flight.duration_s).clamp(0.0, 1.0);
        // Ease out: quick at first, settling gently.
        let eased = 1.0 - (1.0 - t).powi(3);
        self.current = flight.from.towards(&flight.to, eased);
        if t >= 1.0 {
            self.current = flight.to;
            self.flight = None;
            let until_s = now_s + SETTLES_S;
            self.landed = flight.shows.map(|extent| Landed { view: flight.to, extent, until_s });
        }
        self.flight.is_some()
    }

    /// Notes the view that is being left, unless it was only passed through.
    fn leave(&mut self, now_s: f64) {
        if now_s - self.changed_s >= VISIT_S || self.back.is_empty() {
            let view = *self.target();
            if self.back.last() != Some(&view) {
                self.back.push(view);
                if self.back.len() > MAX_HISTORY {
                    self.back.remove(0);
                }
            }
            self.forward.clear();
        }
        self.changed_s = now_s;
    }

    fn jump(&mut self, to: Viewport) {
        self.flight = None;
        self.current = to;
    }

    fn show_restored(&mut self, view: Viewport) {
        self.jump(view);
        self.restored = Some(view).filter(|v| Some(v.size()) != self.expected_size);
    }

    /// Shows a view while the window goes back to the size that the view had.
    pub(super) fn come_back(&mut self, view: Viewport) {
        let (w, h) = self.current.size();
        self.expected_size = Some(view.size());
        self.show_restored(view.resized(w, h));
    }

    fn glide(&mut self, to: Viewport, now_s: f64, duration_s: f64) {
        self.flight =
            Some(Flight { from: self.current, to, start_s: now_s, duration_s, shows: None });
    }

    /// Glides to what shows an extent in the free part of the map.
    fn glide_to_fit(&mut self, extent: Extent, now_s: f64) {
        let to = self.fitting(&extent);
        self.glide(to, now_s, FLIGHT_S);
        if let Some(flight) = &mut self.flight {
            flight.shows = Some(extent);
        }
    }

    /// The extent that a flight is to show, or that one has just shown.
    fn extent_in_sight(&self, now_s: f64) -> Option<Extent> {
        match (&self.flight, &self.landed) {
            (Some(flight), _) => flight.shows,
            (None, Some(landed)) if landed.view == self.current && now_s <= landed.until_s => {
                Some(landed.extent)
            }
            _ => None,
        }
    }

    /// What a panel now covers that was opened together with the flight, the flight does not go to.
    fn refit(&mut self, extent: &Extent) {
        let covered = self.covered;
        if let Some(flight) = &mut self.flight {
            flight.to = covered.fitting(extent, &flight.to, PADDING);
        } else {
            self.current = self.fitting(extent);
            if let Some(landed) = &mut self.landed {
                landed.view = self.current;
            }
        }
    }

    /// Notes a view as left, though others were looked at since.
    fn note_left(&mut self, view: Viewport, now_s: f64) {
        if self.back.last() != Some(&view) {
            self.back.push(view);
        }
        self.forward.clear();
        self.changed_s = now_s;
    }

    fn travel(&mut self, now_s: f64, forward: bool) {
        let here = *self.target();
        let (from, to) = if forward {
            (&mut self.forward, &mut self.back)
        } else {
            (&mut self.back, &mut self.forward)
        };
        if let Some(view) = from.pop() {
            to.push(here);
            let (w, h) = here.size();
            self.glide(view.resized(w, h), now_s, FLIGHT_S);
            self.changed_s = now_s;
        }
    }

    pub(super) fn fit(&mut self, extent: &Extent) {
        self.jump(self.fitting(extent));
    }

    /// The view that shows an extent in the part of the map area that nothing covers.
    fn fitting(&self, extent: &Extent) -> Viewport {
        self.covered.fitting(extent, &self.current, PADDING)
    }
}

impl Session {
    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_view(&mut self, command: ViewCommand) {
        let now_s = self.now_s;
        match command {
            ViewCommand::Resize { width, height, covered, stays } => {
                self.resize_view(width, height, covered, stays);
            }
            ViewCommand::Pan(dx, dy) => {
                self.shows_everything = false;
                self.view.leave(now_s);
                let view = self.view.current.panned(dx, dy);
                self.view.jump(view);
            }
            ViewCommand::Zoom { factor, anchor, smooth } => {
                self.shows_everything = false;
                self.view.leave(now_s);
                // Steps of the wheel add up while the view still glides.
                if smooth {
                    let to = self.view.target().zoomed(factor, self.anchor_in_target(anchor));
                    self.view.glide(to, now_s, ZOOM_S);
                } else {
                    let to = self.view.current.zoomed(factor, anchor);
                    self.view.jump(to);
                }
            }
            ViewCommand::Set(view) => {
                self.shows_everything = false;
                self.view.leave(now_s);
                let (w, h) = self.view.current.size();
                self.view.jump(view.resized(w, h));
            }
            ViewCommand::SetScale(denominator) => {
                self.shows_everything = false;
                self.view.leave(now_s);
                let to = self.view.target().at_scale(denominator);
                self.view.glide(to, now_s, FLIGHT_S);
            }
            ViewCommand::CentreOn(place) => {
                self.shows_everything = false;
                self.view.leave(now_s);
                let centred = self.view.target().centred_on(place);
                let to = self.view.covered.uncovering_the_middle(&centred);
                self.view.glide(to, now_s, FLIGHT_S);
            }
            ViewCommand::ZoomTo(extent) => self.fly_to(&extent),
            ViewCommand::ZoomToAll => {
                if let Some(extent) = self.whole_extent() {
                    self.fly_to(&extent);
                }
            }
            ViewCommand::ZoomToLayer(id) => {
                if let Some(extent) = self.layer(&id).and_then(|l| l.features()).map(|f| f.extent())
                {
                    self.fly_to(&extent);
                }
            }
            ViewCommand::ZoomToSelection => {
                if let Some(extent) = self.selection_extent() {
                    self.fly_to(&extent);
                }
            }
            ViewCommand::Previous => {
                self.shows_everything = false;
                self.view.travel(now_s, false);
            }
            ViewCommand::Next => {
                self.shows_everything = false;
                self.view.travel(now_s, true);
            }
        }
    }

    fn resize_view(&mut self, width: f64, height: f64, covered: Covered, stays: Stays) {
        let is_covered_otherwise = self.view.covered != covered;
        let in_sight = self.view.extent_in_sight(self.now_s);
        self.view.covered = covered;
        let old = self.view.current.size();
        let restored =
            self.view.restored.filter(|v| *v == self.view.current && self.view.flight.is_none());
        // Exactly: who draws asks for the very size, and would ask for it forever.
        let is_resized = old != (width, height);
        if is_resized {
            // Beside a second map, what was in the middle stays there.
            let keeps_centre = std::mem::take(&mut self.compare.keeps_centre);
            let stays = if keeps_centre { Stays::Middle } else { stays };
            self.view.current = stays.resized(&self.view.current, width, height);
            if let Some(flight) = &mut self.view.flight {
                flight.from = stays.resized(&flight.from, width, height);
                // Where the flight goes is meant to be in the middle.
                flight.to = flight.to.resized(width, height);
            }
        }
        if let Some(view) = restored.filter(|_| is_resized) {
            self.view.show_restored(view.resized(width, height));
        }
        if is_resized || is_covered_otherwise {
            if let Some(extent) = in_sight {
                self.view.refit(&extent);
            }
            if self.shows_everything {
                self.fit_all();
            }
        }
    }

    /// The screen place in the target view that shows what `anchor` shows now, so that repeated
    /// steps keep the same ground under the pointer.
    fn anchor_in_target(&self, anchor: ScreenPoint) -> ScreenPoint {
        let ground = self.view.current.map_from_screen(anchor);
        self.view.target().screen_from_map(ground)
    }

    /// Glides to an extent; a point or a tiny thing is shown at a readable scale.
    pub(super) fn fly_to(&mut self, extent: &Extent) {
        if extent.is_empty() {
            return;
        }
        self.shows_everything = false;
        self.view.leave(self.now_s);
        self.peek_at(extent);
    }

    /// Glides to an extent without noting the view that is left: for looking only.
    pub(super) fn peek_at(&mut self, extent: &Extent) {
        let around = if extent.width().max(extent.height()) < 200.0 {
            extent.buffered(300.0)
        } else {
            *extent
        };
        self.view.glide_to_fit(around, self.now_s);
    }

    /// Glides to a view without noting the one that is left.
    pub(super) fn peek_at_view(&mut self, view: Viewport) {
        let (w, h) = self.view.current.size();
        self.view.glide(view.resized(w, h), self.now_s, FLIGHT_S);
    }

    /// Puts a view on the way back after others were only looked at.
    pub(super) fn note_left_view(&mut self, view: Viewport) {
        self.view.note_left(view, self.now_s);
    }

    /// Glides to a view of the present size, or goes there at once where the time is 0.
    pub(super) fn fly_to_view(&mut self, to: Viewport, duration_s: f64) {
        self.shows_everything = false;
        let (w, h) = self.view.current.size();
        let to = to.resized(w, h);
        if duration_s > 0.0 {
            self.view.glide(to, self.now_s, duration_s);
        } else {
            self.view.jump(to);
        }
    }

    /// The extent of the plans, or of all layers where there is no plan.
    #[must_use]
    pub fn whole_extent(&self) -> Option<Extent> {
        let of = |wanted: &dyn Fn(&crate::layer::Layer) -> bool| {
            self.layers
                .iter()
                .filter(|l| wanted(l))
                .filter_map(|l| l.features())
                .fold(Extent::EMPTY, |e, f| e.union(f.extent()))
        };
        let plans = of(&|l| l.spec.plan.is_some());
        let extent = if plans.is_empty() { of(&|_| true) } else { plans };
        (!extent.is_empty()).then_some(extent)
    }

    pub(super) fn fit_all(&mut self) {
        // A file that has just been opened is what the user wants to see, until the view is moved.
        let opened = self.shown_files();
        if let Some(extent) = opened.or_else(|| self.whole_extent()) {
            self.view.fit(&extent);
        }
    }

    /// Shows a view of the last session; nothing leads back to before it.
    pub(super) fn show_restored(&mut self, view: Viewport) {
        self.shows_everything = false;
        self.view.expected_size = None;
        self.view.show_restored(view);
    }

    /// Glides to a view.
    pub(super) fn glide_to(&mut self, to: Viewport) {
        self.shows_everything = false;
        self.view.leave(self.now_s);
        let (w, h) = self.view.current.size();
        self.view.glide(to.resized(w, h), self.now_s, FLIGHT_S);
    }

    pub(super) fn fit_extent(&mut self, extent: Extent) {
        if !extent.is_empty() {
            self.view.fit(&extent);
        }
    }

    /// The system that the map is drawn in.
    #[must_use]
    pub fn map_crs(&self) -> &Crs {
        &self.catalogue.map_crs
    }
}
