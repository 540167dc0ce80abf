//! The choice of the systems and of the store of one file.
//!
//! Owns what is chosen on samples before a reading and what a reading shows to be better. Must not
//! know formats.

use std::sync::Arc;

use planmap_core::crs::{CoordinateGuess, Crs, Fitted, with_transform};
use planmap_core::feature::GeometriesBuilder;
use planmap_core::{Extent, Issue, IssueKind, MapPoint};

use super::bounds::{Bounds, Halves};
use super::chunk::Chunk;
use super::place::within;
use super::plan::{Plan, Quick};
use crate::read::ReadOptions;
use crate::read::system::{self, Found, Member, Sidecar};

/// What is known about a reading besides the plan.
pub(crate) struct Choice<'a> {
    options: &'a ReadOptions,
    sidecar: Option<&'a Sidecar>,
    samples: Vec<(f64, f64)>,
    pub(super) found: Option<Found>,
    /// What the numbers look like, where they cannot be what was announced.
    pub(super) suggestion: Option<CoordinateGuess>,
    /// Whether the user has agreed to that.
    pub(super) guessed: bool,
}

impl<'a> Choice<'a> {
    /// Nothing is chosen yet; `samples` are positions from all over the file, in its own numbers.
    pub(crate) fn new(
        options: &'a ReadOptions,
        sidecar: Option<&'a Sidecar>,
        samples: Vec<(f64, f64)>,
    ) -> Self {
        Self { options, sidecar, samples, found: None, suggestion: None, guessed: false }
    }

    /// A plan from what the file says about its system and from samples of its positions.
    pub(crate) fn plan(&mut self, member: &Member) -> Plan {
        let mut found = system::find(self.options, member, self.sidecar);
        let mut bounds = Bounds::default();
        self.samples.iter().for_each(|(x, y)| bounds.add(*x, *y));
        let source = found.crs.clone().unwrap_or_else(Crs::wgs84);
        let swap_xy = self.options.swap_xy;
        let mut halves = Halves::default();
        self.samples.iter().for_each(|(x, y)| halves.add(if swap_xy { *y } else { *x }));
        let plan = self.plan_in(source, swap_xy, (!bounds.is_empty()).then_some(bounds.0), &halves);
        let follows_own = self.options.crs.is_none();
        // What names none is then in the standard's system, whatever the others say.
        let unnamed = matches!(member, Member::InFeatures(_)).then(Crs::wgs84);
        let plan = Plan { place: found.crs.is_some(), follows_own, unnamed, ..plan };
        let plan = if plan.place && with_transform(&plan.source, &plan.map).is_err() {
            let kind = IssueKind::new("crs-no-operation")
                .with("from", plan.source.as_str())
                .with("to", plan.map.as_str());
            found.issues.push(Issue::error(kind));
            Plan { place: false, ..plan }
        } else {
            plan
        };
        self.found = Some(found);
        plan
    }

    /// A plan for a system; `bounds` in the file's order of axes, `halves` of the globe that hold
    /// something where the system is WGS 84.
    fn plan_in(
        &self,
        source: Crs,
        swap_xy: bool,
        bounds: Option<[f64; 4]>,
        halves: &Halves,
    ) -> Plan {
        let swapped = |[a, b, c, d]: [f64; 4]| if swap_xy { [b, a, d, c] } else { [a, b, c, d] };
        let map = self.options.map_crs.clone().unwrap_or_else(|| {
            bounds.map_or_else(Crs::world, |bounds| map_crs_for(&source, swapped(bounds), halves))
        });
        // The middle sample: a stray position must not carry the origin away.
        let mut points: Vec<MapPoint> = Vec::new();
        if let Ok(transform) = with_transform(&source, &map) {
            let order = |(x, y): &(f64, f64)| if swap_xy { (*y, *x) } else { (*x, *y) };
            let converted = self.samples.iter().map(order).filter(|(x, y)| within(&source, *x, *y));
            let converted = converted.filter_map(|(x, y)| transform.convert(x, y).ok());
            points.extend(converted.map(|(x, y)| MapPoint::new(x, y)));
        }
        let middle = |f: fn(&MapPoint) -> f64| {
            let mut values: Vec<f64> = points.iter().map(f).collect();
            values.sort_unstable_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(0.0).round()
        };
        let (origin, quantum_m) = if map == Crs::world() {
            // The whole globe fits, 40,075 km wide.
            (
                MapPoint::default(),
                GeometriesBuilder::quantum_for(&Extent::from_corners(
                    MapPoint::new(-2.1e7, -1.1e7),
                    MapPoint::new(2.1e7, 1.1e7),
                )),
            )
        } else {
            (MapPoint::new(middle(|p| p.x), middle(|p| p.y)), 0.001)
        };
        let expected = Extent::of_points(points.iter().copied());
        let quick = Quick::default();
        let (place, follows_own, unnamed) = (true, false, None);
        Plan {
            source,
            map,
            origin,
            quantum_m,
            swap_xy,
            place,
            quick,
            expected,
            follows_own,
            unnamed,
        }
    }

    /// The conversion fitted where most of the samples lie, and some way around.
    pub(crate) fn quick(&self, plan: &Plan) -> Quick {
        if !plan.place || plan.source == plan.map {
            return Quick::default();
        }
        let order = |(x, y): &(f64, f64)| if plan.swap_xy { (*y, *x) } else { (*x, *y) };
        let inside = self.samples.iter().map(order).filter(|(x, y)| within(&plan.source, *x, *y));
        let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = inside.unzip();
        let (Some([x0, x1]), Some([y0, y1])) = (most(&mut xs), most(&mut ys)) else {
            return Quick::default();
        };
        // A city may be wide and flat; both ways get the same way around.
        let around = (x1 - x0).max(y1 - y0) / 2.0;
        let extent = [x0 - around, y0 - around, x1 + around, y1 + around];
        Quick(Fitted::new(&plan.source, &plan.map, extent).ok().flatten().map(Arc::new))
    }

    /// A better plan, if what was read shows that this one does not hold.
    /// `named` is what the whole file was found to say of its system.
    pub(super) fn revised(&mut self, plan: &Plan, chunk: &Chunk, named: &Member) -> Option<Plan> {
        let Chunk {
            with_coordinates,
            beyond,
            too_far,
            within_bounds,
            beyond_bounds,
            halves,
            extent,
            ..
        } = chunk;
        if !self.guessed && self.suggestion.is_none() {
            let better = self.plan(named);
            let same = |a: &Plan, b: &Plan| {
                (&a.source, a.place, &a.unnamed) == (&b.source, b.place, &b.unnamed)
            };
            if !same(&better, plan) {
                return Some(better);
            }
        }
        let some = |b: &Bounds| (!b.is_empty()).then_some(b.0);
        if !plan.place {
            return self.revised_unknown(plan, some(&chunk.all_bounds()));
        }
        let most_beyond = *beyond * 2 > *with_coordinates;
        let guess = system::judge(
            &plan.source,
            some(within_bounds),
            some(beyond_bounds).filter(|_| most_beyond),
        );
        if let (Some(guess), false) = (guess, self.guessed) {
            self.suggestion = Some(guess);
            if let (true, Some((source, swap))) =
                (self.options.accept_guess, system::accepted(guess, &plan.source))
            {
                self.guessed = true;
                let bounds = some(beyond_bounds)
                    .or(some(within_bounds))
                    .map(|[a, b, c, d]| if plan.swap_xy { [b, a, d, c] } else { [a, b, c, d] });
                // Turned round, latitudes would be taken for longitudes.
                let halves = if swap { Halves::default() } else { *halves };
                let guessed = self.plan_in(source, plan.swap_xy ^ swap, bounds, &halves);
                return Some(Plan { follows_own: plan.follows_own, ..guessed });
            }
            return Some(Plan { place: false, ..plan.clone() });
        }
        if let (None, Some(bounds)) = (&self.options.map_crs, some(within_bounds)) {
            let map = map_crs_for(&plan.source, bounds, halves);
            if map != plan.map {
                let bounds = if plan.swap_xy {
                    [bounds[1], bounds[0], bounds[3], bounds[2]]
                } else {
                    bounds
                };
                let there = self.plan_in(plan.source.clone(), plan.swap_xy, Some(bounds), halves);
                let (follows_own, unnamed) = (plan.follows_own, plan.unnamed.clone());
                return Some(Plan { follows_own, unnamed, ..there });
            }
        }
        // A few strays are told one by one; where they are many, the layer is simply large.
        const STRAYS: u32 = 3;
        if *too_far > STRAYS.max(with_coordinates / 100)
            || (*too_far > 0 && *too_far == *with_coordinates)
        {
            let centre = extent.centre();
            let origin = MapPoint::new(centre.x.round(), centre.y.round());
            return Some(Plan {
                origin,
                quantum_m: GeometriesBuilder::quantum_for(&extent.buffered(1.0)),
                ..plan.clone()
            });
        }
        None
    }

    /// A plan for a file that names a system that nobody knows: its numbers may say what they are.
    /// Nothing is taken for that unless the user has agreed.
    fn revised_unknown(&mut self, plan: &Plan, bounds: Option<[f64; 4]>) -> Option<Plan> {
        let is_unknown = self.found.as_ref().is_some_and(|found| found.unknown.is_some());
        if !is_unknown || self.guessed || self.suggestion.is_some() {
            return None;
        }
        let guess = planmap_core::crs::guess_coordinates(bounds?);
        let (source, swap) = system::accepted(guess, &plan.source)?;
        self.suggestion = Some(guess);
        if !self.options.accept_guess {
            return None;
        }
        self.guessed = true;
        Some(self.plan_in(source, plan.swap_xy ^ swap, bounds, &Halves::default()))
    }
}

/// The system of the map for bounds in x and y, which may lie on both sides of the 180th meridian.
fn map_crs_for(source: &Crs, bounds: [f64; 4], halves: &Halves) -> Crs {
    let bounds = if source.is_wgs84() { halves.unrolled(bounds) } else { bounds };
    system::map_crs_for(source, bounds)
}

/// The range of most of some values: a stray one must not stretch it.
fn most(values: &mut [f64]) -> Option<[f64; 2]> {
    values.sort_unstable_by(f64::total_cmp);
    let strays = values.len() / 16;
    let kept = values.get(strays..values.len() - strays)?;
    Some([*kept.first()?, *kept.last()?])
}
