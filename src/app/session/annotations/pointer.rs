//! The hand on the map: snapping, drawing, choosing, moving.

use planmap_core::MapPoint;
use planmap_core::Severity;
use planmap_core::annotation::{Annotation, AnnotationId, Edit, FeatureRef, Kind, Shape};
use planmap_core::crs::{GeoPoint, geo_placed_at};
use planmap_core::entry::{Entry, parse_entry};
use planmap_core::geometry::{Extent, geo_geometry_from_map};
use planmap_core::snap::{Snap, nearest_on_edge, snap, snap_to_row};
use planmap_draw::annotation::hit::Seen;
use planmap_draw::annotation::layer::Detail;

use crate::annotate_command::PointerAct;
use crate::clock;
use crate::drawn::Drawn;
use crate::ids::{AnnotationRef, SetId};
use crate::session::Session;
use crate::tool::{Draw, Grab, Grabbed, Outcome, Purpose, Tool};

impl Session {
    /// The annotation that a hand takes at a place: of the shown sets the last one's topmost.
    #[must_use]
    pub fn annotation_at(&self, at: MapPoint, tolerance_m: f64) -> Option<AnnotationRef> {
        let metres_per_point = self.viewport().metres_per_point();
        let language = self.language();
        let layer = &self.scene().noted;
        self.annotations.sets.iter().rev().filter(|s| s.visible).find_map(|open| {
            let is_chosen = |drawn: &Drawn| {
                self.annotations
                    .chosen
                    .iter()
                    .any(|c| c.set == open.id && c.id == drawn.annotation.id)
            };
            // What is chosen is painted whole.
            let detail = |drawn: &Drawn| {
                if is_chosen(drawn) {
                    Detail::Whole
                } else {
                    layer.detail_at(drawn, metres_per_point)
                }
            };
            let whole = Seen { metres_per_point, detail: Detail::Whole, language };
            let drawn = open.drawn.pick(at, tolerance_m, whole, &detail)?;
            Some(AnnotationRef { set: open.id, id: drawn.annotation.id.clone() })
        })
    }

    /// What a drag from a place would hold; `None` leaves it to the map.
    #[must_use]
    pub fn grabbed_at(&self, at: MapPoint, tolerance_m: f64) -> Option<Grabbed> {
        match &self.annotations.tool {
            Tool::Draw(_) => None,
            Tool::Select => {
                if let Some((what, drawn)) = self.annotations.only_chosen() {
                    let handles = drawn.handles.iter().chain(&drawn.label_at).enumerate();
                    let near = handles
                        .map(|(i, p)| (i, p.distance(at)))
                        .filter(|(_, d)| *d <= tolerance_m)
                        .min_by(|a, b| a.1.total_cmp(&b.1));
                    if let Some((index, _)) = near
                        && self.may_change(what)
                    {
                        return Some(Grabbed::Vertex(what.id.clone(), index));
                    }
                }
                let what = self.annotation_at(at, tolerance_m)?;
                self.may_change(&what).then_some(Grabbed::Chosen)
            }
        }
    }

    /// Whether a drag from a place draws or moves something, rather than the map.
    #[must_use]
    pub fn takes_drag(&self, at: MapPoint, tolerance_m: f64) -> bool {
        match &self.annotations.tool {
            Tool::Draw(draw) => draw.purpose().is_freehand() || draw.purpose().points() == Some(2),
            Tool::Select => self.grabbed_at(at, tolerance_m).is_some(),
        }
    }

    fn snapped_place(&self, at: MapPoint, tolerance_m: f64) -> Option<Snap> {
        if !self.annotations.snaps {
            return None;
        }
        let layers = self
            .layers
            .iter()
            .filter(|l| l.visible)
            .filter_map(|l| snap(l.features()?, at, tolerance_m));
        let around = Extent::from_corners(at, at).buffered(tolerance_m);
        let own = self
            .annotations
            .sets
            .iter()
            .filter(|s| s.visible)
            .flat_map(|s| s.drawn.in_extent(&around));
        let held = self.annotations.grab.is_some();
        let rows = own
            .filter(|d| !held || !self.annotations.chosen.iter().any(|c| c.id == d.annotation.id))
            .filter(|d| d.annotation.shape.kind != Kind::Circle)
            .flat_map(|d| &d.rows);
        layers
            .chain(rows.filter_map(|r| snap_to_row(r.points.iter().copied(), at, tolerance_m)))
            .reduce(Snap::better)
    }

    pub(super) fn pointer(&mut self, act: PointerAct, raw: MapPoint, tolerance_m: f64) {
        if !self.annotations.on {
            return;
        }
        let places = matches!(&self.annotations.tool, Tool::Draw(d) if !d.purpose().is_freehand())
            || matches!(&self.annotations.grab, Some(g) if g.what != Grabbed::Chosen);
        self.annotations.snapped = if places { self.snapped_place(raw, tolerance_m) } else { None };
        let at = self.annotations.snapped.as_ref().map_or(raw, |s| s.at);
        match &mut self.annotations.tool {
            Tool::Draw(draw) => {
                let outcome = match act {
                    PointerAct::Hover => {
                        draw.hover(at);
                        Outcome::Going
                    }
                    PointerAct::Click { .. } => draw.click(at),
                    PointerAct::DoubleClick => draw.finish(),
                    PointerAct::DragStart => {
                        draw.drag_start(at);
                        Outcome::Going
                    }
                    PointerAct::DragTo => {
                        draw.drag_to(at, tolerance_m / 3.0);
                        Outcome::Going
                    }
                    PointerAct::DragEnd => draw.drag_end(at),
                };
                let purpose = draw.purpose();
                if let Outcome::Done(points) = outcome {
                    self.drawn(purpose, &points, tolerance_m);
                }
            }
            Tool::Select => self.hand(act, raw, at, tolerance_m),
        }
    }

    fn hand(&mut self, act: PointerAct, raw: MapPoint, at: MapPoint, tolerance_m: f64) {
        match act {
            PointerAct::Hover => {}
            PointerAct::Click { alt: true, .. } => {
                if let (Some(Grabbed::Vertex(_, index)), Some((what, drawn))) =
                    (self.grabbed_at(raw, tolerance_m), self.annotations.only_chosen())
                    && let Some(shape) = drawn.annotation.shape.without_vertex(index)
                {
                    let what = what.clone();
                    self.reshape(&what, "step-remove-vertex", shape);
                }
            }
            PointerAct::Click { add, .. } => match self.annotation_at(raw, tolerance_m) {
                Some(what) => self.choose(what, add),
                None if !add => self.annotations.chosen.clear(),
                None => {}
            },
            PointerAct::DoubleClick => self.add_vertex(raw, tolerance_m),
            PointerAct::DragStart => {
                let Some(grabbed) = self.grabbed_at(raw, tolerance_m) else {
                    return;
                };
                if grabbed == Grabbed::Chosen
                    && let Some(what) = self.annotation_at(raw, tolerance_m)
                    && !self.annotations.chosen.contains(&what)
                {
                    self.choose(what, false);
                }
                self.annotations.grab = Some(Grab::new(grabbed, raw));
            }
            PointerAct::DragTo => {
                if let Some(grab) = &mut self.annotations.grab {
                    grab.to = at;
                }
            }
            PointerAct::DragEnd => {
                if let Some(mut grab) = self.annotations.grab.take() {
                    grab.to = at;
                    self.let_go(&grab);
                }
                self.annotations.snapped = None;
            }
        }
    }

    fn let_go(&mut self, grab: &Grab) {
        let Ok(to) = geo_placed_at(grab.to, self.map_crs()) else {
            return;
        };
        match &grab.what {
            Grabbed::Vertex(id, index) | Grabbed::NewVertex(id, index) => {
                let Some(what) = self.annotations.chosen.iter().find(|c| c.id == *id).cloned()
                else {
                    return;
                };
                let Some(drawn) = self.annotations.drawn(&what) else {
                    return;
                };
                let shape = &drawn.annotation.shape;
                let changed = match grab.what {
                    Grabbed::NewVertex(..) => shape.with_vertex_after(*index, to),
                    _ if shape.kind == Kind::Rectangle => {
                        self.rectangle_by_corner(drawn.handles.as_slice(), *index, grab.to)
                    }
                    _ => shape.with_vertex(*index, to),
                };
                if let Some(changed) = changed {
                    self.reshape(&what, "step-move-vertex", changed);
                }
            }
            Grabbed::Chosen => {
                let Ok(from) = geo_placed_at(grab.from, self.map_crs()) else {
                    return;
                };
                let (d_lon, d_lat) = (to.lon - from.lon, to.lat - from.lat);
                if grab.from != grab.to {
                    self.change_chosen("step-move", |a| Annotation {
                        shape: a.shape.moved(d_lon, d_lat),
                        ..a.clone()
                    });
                }
            }
        }
    }

    /// A corner of a rectangle takes its neighbours along, so that it stays one.
    fn rectangle_by_corner(
        &self,
        corners: &[MapPoint],
        index: usize,
        to: MapPoint,
    ) -> Option<Shape> {
        let opposite = *corners.get((index + 2) % 4).filter(|_| corners.len() == 4)?;
        Some(Shape::along(Kind::Rectangle, &self.degrees(&rectangle(opposite, to))))
    }

    fn add_vertex(&mut self, raw: MapPoint, tolerance_m: f64) {
        let Some((what, drawn)) = self.annotations.only_chosen() else {
            return;
        };
        let shape = &drawn.annotation.shape;
        if drawn.handles.len() < 2 || !self.may_change(what) {
            return;
        }
        // Edges in the shape's own numbers: rows without their closing point follow each other.
        let mut first = 0;
        let mut best: Option<(usize, f64)> = None;
        for row in &drawn.rows {
            for (i, pair) in row.points.windows(2).enumerate() {
                let d = nearest_on_edge(pair[0], pair[1], raw).distance(raw);
                if d <= tolerance_m && best.is_none_or(|(_, b)| d < b) {
                    best = Some((first + i, d));
                }
            }
            first += row.points.len() - usize::from(row.closed);
        }
        let new = best.and_then(|(i, _)| {
            shape.with_vertex_after(i, geo_placed_at(raw, self.map_crs()).ok()?)
        });
        let what = what.clone();
        if let Some(shape) = new {
            self.reshape(&what, "step-add-vertex", shape);
        }
    }

    fn degrees(&self, points: &[MapPoint]) -> Vec<GeoPoint> {
        points.iter().filter_map(|p| geo_placed_at(*p, self.map_crs()).ok()).collect()
    }

    /// The shape that points of a sketch make.
    fn shape(&self, kind: Kind, points: &[MapPoint]) -> Option<Shape> {
        let degrees = self.degrees(points);
        let first = *degrees.first()?;
        Some(match kind {
            Kind::Pin | Kind::Text | Kind::Highlight => Shape::at(kind, first),
            Kind::Callout => {
                let label = Shape::at(Kind::Pin, *degrees.get(1)?);
                let geo::Geometry::Point(p) = label.geometry else {
                    return None;
                };
                Shape { label_at: Some(GeoPoint::new(p.x(), p.y())), ..Shape::at(kind, first) }
            }
            Kind::Rectangle => {
                let (a, b) = (points[0], *points.get(1)?);
                Shape::along(kind, &self.degrees(&rectangle(a, b)))
            }
            Kind::Circle => {
                let radius = planmap_core::measure::measure(
                    planmap_core::measure::Measure::Radius,
                    points,
                    self.map_crs(),
                );
                let radius_m = radius.ok()?.length_m?.ellipsoid;
                (radius_m > 0.0).then(|| Shape::circle(first, radius_m))?
            }
            Kind::Line | Kind::Arrow | Kind::Polygon | Kind::Freehand | Kind::Dimension => {
                Shape::along(kind, &degrees)
            }
        })
    }

    fn drawn(&mut self, purpose: Purpose, points: &[MapPoint], tolerance_m: f64) {
        let kind = purpose.kind();
        let at = points.first().copied().unwrap_or_default();
        let hit = self.seen_at(at, tolerance_m);
        let about = hit.as_ref().and_then(|hit| {
            let layer = self.layer(&hit.layer)?;
            let number = layer.features()?.file_index(hit.feature);
            Some(FeatureRef {
                layer: hit.layer.clone(),
                number,
                label: self.feature_title(hit).unwrap_or_default(),
            })
        });
        let shape = if kind == Kind::Highlight {
            hit.as_ref().and_then(|hit| {
                let geometry =
                    self.layer(&hit.layer)?.features()?.geometries().geometry(hit.feature)?;
                Some(Shape::new(kind, geo_geometry_from_map(&geometry, self.map_crs()).ok()?))
            })
        } else {
            self.shape(kind, points)
        };
        let Some(shape) = shape else {
            if kind == Kind::Highlight {
                self.notify(Severity::Note, "annotate-nothing-here", Vec::new());
            }
            return;
        };
        let about = about.filter(|_| matches!(kind, Kind::Pin | Kind::Callout | Kind::Highlight));
        self.add(shape, about);
    }

    /// Puts a new annotation into the set that receives strokes.
    fn add(&mut self, shape: Shape, about: Option<FeatureRef>) {
        if self.annotations.active().is_none()
            && let Some(path) = self.default_annotations()
        {
            self.open_set(&path);
        }
        let Some(active) = self.annotations.active() else {
            self.notify(Severity::Warning, "annotate-no-set", Vec::new());
            return;
        };
        let (id, now) = (AnnotationId::new(&clock::new_id()), clock::utc_now());
        let set: SetId = active.id;
        let (order, _) = active.set.outer_orders();
        let kind = shape.kind;
        let annotation = Annotation {
            style: self.annotations.style,
            author: self.annotations.author().to_owned(),
            created: now.clone(),
            modified: now,
            about,
            order: if active.set.is_empty() { 0 } else { order },
            ..Annotation::new(id.clone(), shape)
        };
        if self.edit(set, step_of(kind), &Edit::put([annotation])) {
            let what = AnnotationRef { set, id };
            self.annotations.last_drawn = Some(what.clone());
            self.choose(what, false);
        }
    }

    /// Ends the sketch where the user says so.
    pub(super) fn finish_sketch(&mut self) {
        if let Tool::Draw(draw) = &mut self.annotations.tool {
            let purpose = draw.purpose();
            if let Outcome::Done(points) = draw.finish() {
                self.drawn(purpose, &points, 0.0);
            }
        }
    }

    /// Keeps the measurement that is shown.
    pub(super) fn keep_measured(&mut self) {
        let Tool::Draw(draw) = &self.annotations.tool else {
            return;
        };
        let (purpose, points) = (draw.purpose(), draw.points().to_vec());
        if matches!(purpose, Purpose::Measure(_)) && points.len() >= purpose.least() {
            self.annotations.tool = Tool::Draw(Draw::new(purpose));
            if let Some(shape) = self.shape(purpose.kind(), &points) {
                self.add(shape, None);
            }
        }
    }

    /// Takes a typed place as if it had been clicked.
    pub(super) fn enter(&mut self, text: &str) {
        let Tool::Draw(draw) = &self.annotations.tool else {
            return;
        };
        let at = match (parse_entry(text), draw.points().last()) {
            (Some(Entry::Place(place)), _) => place.on_map(self.map_crs()).ok(),
            (Some(Entry::Polar { bearing_deg, length_m }), Some(from)) => {
                Some(Entry::polar_from(*from, bearing_deg, length_m))
            }
            _ => None,
        };
        match at {
            Some(at) => {
                if let Tool::Draw(draw) = &mut self.annotations.tool {
                    let purpose = draw.purpose();
                    if let Outcome::Done(points) = draw.click(at) {
                        self.drawn(purpose, &points, 0.0);
                    }
                }
            }
            None => self.notify(
                Severity::Warning,
                "annotate-entry-unclear",
                vec![("text", text.trim().to_owned())],
            ),
        }
    }
}

fn rectangle(a: MapPoint, b: MapPoint) -> [MapPoint; 4] {
    [a, MapPoint::new(b.x, a.y), b, MapPoint::new(a.x, b.y)]
}

/// The name of the step that draws a kind.
fn step_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Pin => "step-draw-pin",
        Kind::Text => "step-draw-text",
        Kind::Callout => "step-draw-callout",
        Kind::Line => "step-draw-line",
        Kind::Arrow => "step-draw-arrow",
        Kind::Polygon => "step-draw-polygon",
        Kind::Rectangle => "step-draw-rectangle",
        Kind::Circle => "step-draw-circle",
        Kind::Freehand => "step-draw-freehand",
        Kind::Dimension => "step-draw-dimension",
        Kind::Highlight => "step-draw-highlight",
    }
}
