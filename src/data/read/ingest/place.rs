//! Where a feature lies: its positions into map metres and into the store.
//!
//! Owns the conversion and the judgement of positions that a system cannot hold. Must not know
//! formats.

use std::rc::Rc;

use planmap_core::crs::{Crs, GeoPoint, Transform, with_transform};
use planmap_core::{FilePlace, IssueKind, MapPoint, Severity};

use super::bounds::Bounds;
use super::chunk::Chunk;
use super::findings::Finding;
use super::own_system::OwnSystem;
use super::plan::Plan;
use super::shape::{Shape, ShapeFinding};

/// No place on Earth is farther than this from the origin of a map system, in metres.
const EARTH_M: f64 = 5.0e7;

/// Counts of the geometry store stay below this (see `core::feature::Geometries`).
const MAX_COUNT: f64 = 1.0e9;

/// Places the features of one worker.
pub(crate) struct Placer<'a> {
    plan: &'a Plan,
    transform: Option<Rc<Transform>>,
    /// The positions of the feature being placed, in map metres.
    converted: Vec<(f64, f64)>,
}

impl<'a> Placer<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Self {
        // The plan was made with this very operation, so it exists on every thread.
        let transform = plan.place.then(|| with_transform(&plan.source, &plan.map).ok()).flatten();
        Self { plan, transform, converted: Vec::new() }
    }

    /// Converts the geometry of an element that begins at `start` and adds it to the store; without
    /// one the row has a null geometry.
    pub(crate) fn place(
        &mut self,
        chunk: &mut Chunk,
        shape: &mut Shape,
        start: FilePlace,
        own: &OwnSystem,
    ) {
        chunk.geometries.begin();
        self.tell_geometry(chunk, shape, own);
        if shape.broken || shape.parts.is_empty() {
            return;
        }
        chunk.with_coordinates += 1;
        chunk.heights += u32::from(shape.heights);
        if self.plan.swap_xy {
            for p in &mut shape.positions {
                *p = (p.1, p.0);
            }
        }
        match own {
            OwnSystem::OfFile => {}
            // Told where it was met; nothing is placed by guesswork.
            OwnSystem::Unknown => return,
            OwnSystem::Other(into_file) => {
                if let Err((x, y)) = convert_all(into_file, &mut shape.positions) {
                    let (from, _) = into_file.systems();
                    return chunk.find(Severity::Error, outside(x, y, from), start, true);
                }
            }
        }
        let beyond = self.gather_bounds(chunk, shape, start);
        if self.transform.is_none() {
            chunk.beyond += u32::from(beyond.is_some());
            return;
        }
        if let Some((x, y)) = beyond.or_else(|| self.convert(shape)) {
            chunk.beyond += 1;
            return chunk.find(Severity::Error, outside(x, y, &self.plan.source), start, true);
        }
        self.store(chunk, shape, start);
    }

    /// Notes what was found in the geometry, with its place where the numbers are degrees.
    fn tell_geometry(&self, chunk: &mut Chunk, shape: &mut Shape, own: &OwnSystem) {
        let plan = self.plan;
        let is_degrees = plan.source.is_wgs84() && matches!(own, OwnSystem::OfFile);
        for ShapeFinding { severity, kind, place, position } in shape.findings.drain(..) {
            let at = position
                .map(|(x, y)| if plan.swap_xy { (y, x) } else { (x, y) })
                .filter(|(lon, lat)| is_degrees && lon.abs() <= 180.0 && lat.abs() <= 90.0)
                .map(|(lon, lat)| GeoPoint::new(lon, lat));
            let (feature, place) = (Some(chunk.elements), chunk.in_file(place));
            chunk.findings.push(Finding { severity, kind, feature, place, at, breaks_form: false });
        }
    }

    /// Adds the positions to what the file spans; gives one that its system cannot hold.
    fn gather_bounds(
        &self,
        chunk: &mut Chunk,
        shape: &Shape,
        start: FilePlace,
    ) -> Option<(f64, f64)> {
        let plan = self.plan;
        // All at once where all are within, which is nearly always.
        let bounds = Bounds::of(&shape.positions);
        if !bounds.is_within(&plan.source) {
            let mut beyond = None;
            for (x, y) in &shape.positions {
                if within(&plan.source, *x, *y) {
                    chunk.within_bounds.add(*x, *y);
                    chunk.halves.add(*x);
                } else {
                    chunk.beyond_bounds.add(*x, *y);
                    beyond = Some((*x, *y));
                }
            }
            return beyond;
        }
        chunk.add_within(bounds, &shape.positions);
        if (bounds.0[0] < -180.0 || bounds.0[2] > 180.0)
            && plan.source.is_wgs84()
            && let Some((x, y)) = shape.positions.iter().find(|(x, _)| x.abs() > 180.0)
        {
            let kind = IssueKind::new("longitude-beyond")
                .with("x", x.to_string())
                .with("y", y.to_string());
            chunk.find(Severity::Warning, kind, start, true);
        }
        None
    }

    /// Converts the positions into map metres; gives one that cannot be.
    fn convert(&mut self, shape: &Shape) -> Option<(f64, f64)> {
        let Self { plan, transform, converted } = self;
        converted.clear();
        let transform = transform.as_deref()?;
        let quick = plan.quick.0.as_deref();
        for (x, y) in &shape.positions {
            let quick = quick.and_then(|quick| quick.convert(*x, *y));
            match quick.map_or_else(|| transform.convert(*x, *y), Ok) {
                Ok((a, b)) if a.abs() <= EARTH_M && b.abs() <= EARTH_M => converted.push((a, b)),
                _ => return Some((*x, *y)),
            }
        }
        None
    }

    /// Adds the converted positions to the store, if it reaches that far.
    fn store(&self, chunk: &mut Chunk, shape: &Shape, start: FilePlace) {
        let Self { plan, converted, .. } = self;
        let reach = MAX_COUNT * plan.quantum_m;
        let Bounds([x0, y0, x1, y1]) = Bounds::of(converted);
        let o = plan.origin;
        chunk.extent =
            chunk.extent.including(MapPoint::new(x0, y0)).including(MapPoint::new(x1, y1));
        if x0 - o.x < -reach || x1 - o.x > reach || y0 - o.y < -reach || y1 - o.y > reach {
            chunk.too_far += 1;
            let (x, y) = shape.positions[0];
            let kind = IssueKind::new("too-far").with("x", x.to_string()).with("y", y.to_string());
            return chunk.find(Severity::Error, kind, start, true);
        }
        for (kind, range) in &shape.parts {
            chunk.geometries.part(*kind, converted[range.clone()].iter().copied());
        }
        // What the store's rounding did to a geometry is no fault of the file.
        chunk.geometries.settle_as_written(&shape.parts, &shape.positions);
    }
}

/// Whether a system can hold a position. Degrees may run on beyond the antimeridian by a turn.
#[inline]
pub(crate) fn within(source: &Crs, x: f64, y: f64) -> bool {
    if source.is_wgs84() {
        x.abs() <= 360.0 && y.abs() <= 90.0
    } else {
        x.abs() <= EARTH_M && y.abs() <= EARTH_M
    }
}

/// The issue of a position that a system cannot hold.
fn outside(x: f64, y: f64, crs: &Crs) -> IssueKind {
    IssueKind::new("outside-domain")
        .with("x", x.to_string())
        .with("y", y.to_string())
        .with("crs", crs.as_str())
}

/// Converts positions where they stand; gives the first that cannot be.
fn convert_all(transform: &Transform, positions: &mut [(f64, f64)]) -> Result<(), (f64, f64)> {
    let (from, _) = transform.systems();
    for position in positions {
        let (x, y) = *position;
        if !within(from, x, y) {
            return Err((x, y));
        }
        *position = transform.convert(x, y).map_err(|_| (x, y))?;
    }
    Ok(())
}
