//! Annotations as the map needs them: in map metres, with an index, kept up to date edit by edit.
//!
//! Owns the projected copies, so that a frame converts nothing and an edit among ten thousand costs
//! what it touches. Must not know pixels.

use std::sync::Arc;

use geo::{CoordsIter, Geometry};
use planmap_core::annotation::{Annotation, AnnotationId, AnnotationSet, Change, Edit, Kind, vertices};
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_core::geometry::Extent;
use planmap_core::measure::{Both, Measure, measure};
use planmap_core::snap::nearest_on_edge;
use planmap_core::{Crs, MapPoint};
use rstar::{AABB, RTree, RTreeObject};
use rustc_hash::FxHashMap;

/// A row of points on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its points; a closed row repeats the first at the end.
    pub points: Vec<MapPoint>,
    /// Whether it encloses ground.
    pub closed: bool,
}

/// One annotation on the map.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// What is drawn.
    pub annotation: Arc<Annotation>,
    /// Its lines and rings, or its points.
    pub rows: Vec<Row>,
    /// The vertices that a hand can take, in the order of the shape's own numbers.
    pub handles: Vec<MapPoint>,
    /// Where the words of a callout stand.
    pub label_at: Option<MapPoint>,
    /// The inside of areas, cut into triangles.
    pub triangles: Vec<[MapPoint; 3]>,
    /// Length of a dimension line, in both ways.
    pub length_m: Option<Both>,
    /// All of it.
    pub extent: Extent,
}

impl Drawn {
    fn new(annotation: &Arc<Annotation>, crs: &Crs) -> Option<Self> {
        let shape = &annotation.shape;
        let place = |p: GeoPoint| map_from_geo(p, crs).ok();
        let mut rows = Vec::new();
        rows_of(&shape.outline(), &mut |coords, closed| {
            let points: Vec<MapPoint> = coords.iter().filter_map(|c| place(GeoPoint::new(c.x, c.y))).collect();
            rows.push(Row { points, closed });
        });
        let handles: Vec<MapPoint> = vertices(&shape.geometry).into_iter().filter_map(place).collect();
        let label_at = shape.label_at.and_then(place);
        let all = rows.iter().flat_map(|r| r.points.iter().copied()).chain(label_at);
        let extent = Extent::of_points(all);
        let length_m = (shape.kind == Kind::Dimension)
            .then(|| measure(Measure::Length, &handles, crs).ok().and_then(|m| m.length_m))
            .flatten();
        let triangles = if annotation.style.fill.is_some() { triangles(&rows) } else { Vec::new() };
        let annotation = Arc::clone(annotation);
        (!extent.is_empty()).then_some(Self { annotation, rows, handles, label_at, triangles, length_m, extent })
    }

    /// Metres from a place to the nearest line or point of it; 0 inside an area that is filled.
    #[must_use]
    pub fn distance(&self, at: MapPoint) -> f64 {
        let mut best = f64::INFINITY;
        for row in &self.rows {
            if row.closed && self.annotation.style.fill.is_some() {
                let ring: geo::LineString<f64> = row.points.iter().map(|p| geo::Coord::from(*p)).collect();
                if geo::Contains::contains(&geo::Polygon::new(ring, Vec::new()), &geo::Point::new(at.x, at.y)) {
                    return 0.0;
                }
            }
            if let [one] = row.points[..] {
                best = best.min(one.distance(at));
            }
            for pair in row.points.windows(2) {
                best = best.min(nearest_on_edge(pair[0], pair[1], at).distance(at));
            }
        }
        self.label_at.map_or(best, |p| best.min(p.distance(at)))
    }
}

/// Cuts rings into triangles. Rings that lie inside the one before them are its holes, as the
/// polygons of files have them.
fn triangles(rows: &[Row]) -> Vec<[MapPoint; 3]> {
    let rings: Vec<&Row> = rows.iter().filter(|r| r.closed && r.points.len() > 3).collect();
    let mut out = Vec::new();
    let mut first = 0;
    while first < rings.len() {
        let outer = Extent::of_points(rings[first].points.iter().copied());
        let is_hole = |r: &Row| r.points.iter().all(|p| outer.contains(*p));
        let holes = rings[first + 1..].iter().take_while(|r| is_hole(r)).count();
        let (mut points, mut starts) = (Vec::new(), Vec::new());
        for (i, ring) in rings[first..=first + holes].iter().enumerate() {
            if i > 0 {
                starts.push(points.len());
            }
            points.extend_from_slice(&ring.points[..ring.points.len() - 1]);
        }
        // Relative to a corner: large numbers lose the digits that tell corners apart.
        let flat: Vec<f64> = points.iter().flat_map(|p| [p.x - outer.min.x, p.y - outer.min.y]).collect();
        if let Ok(corners) = earcutr::earcut(&flat, &starts, 2) {
            out.extend(corners.chunks_exact(3).map(|c| [points[c[0]], points[c[1]], points[c[2]]]));
        }
        first += holes + 1;
    }
    out
}

fn rows_of(geometry: &Geometry<f64>, take: &mut impl FnMut(&[geo::Coord<f64>], bool)) {
    match geometry {
        Geometry::LineString(l) => take(&l.0, false),
        Geometry::MultiLineString(m) => m.iter().for_each(|l| take(&l.0, false)),
        Geometry::Polygon(p) => std::iter::once(p.exterior()).chain(p.interiors()).for_each(|r| take(&r.0, true)),
        Geometry::MultiPolygon(m) => m.iter().for_each(|p| rows_of(&Geometry::Polygon(p.clone()), take)),
        Geometry::GeometryCollection(c) => c.iter().for_each(|g| rows_of(g, take)),
        other => other.coords_iter().for_each(|c| take(&[c], false)),
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    id: AnnotationId,
    min: [f64; 2],
    max: [f64; 2],
}

impl Entry {
    fn of(drawn: &Drawn) -> Self {
        let e = &drawn.extent;
        Self { id: drawn.annotation.id.clone(), min: [e.min.x, e.min.y], max: [e.max.x, e.max.y] }
    }
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.min, self.max)
    }
}

fn is_pin(drawn: &Drawn) -> bool {
    drawn.annotation.shape.kind == Kind::Pin
}

fn pin_key(drawn: &Drawn) -> (String, AnnotationId) {
    (drawn.annotation.created.clone(), drawn.annotation.id.clone())
}

/// A set of annotations on the map.
#[derive(Debug, Default)]
pub struct DrawnSet {
    by_id: FxHashMap<AnnotationId, Drawn>,
    index: RTree<Entry>,
    /// Times and ids of the pins, in order: a pin's place here is its number.
    pins: Vec<(String, AnnotationId)>,
}

impl DrawnSet {
    /// Everything of a set.
    #[must_use]
    pub fn new(set: &AnnotationSet, crs: &Crs) -> Self {
        let by_id: FxHashMap<AnnotationId, Drawn> =
            set.iter().filter_map(|a| Some((a.id.clone(), Drawn::new(a, crs)?))).collect();
        let index = RTree::bulk_load(by_id.values().map(Entry::of).collect());
        let mut pins: Vec<(String, AnnotationId)> = by_id.values().filter(|d| is_pin(d)).map(pin_key).collect();
        pins.sort_unstable();
        Self { by_id, index, pins }
    }

    /// Follows an edit that `set` has just been through.
    pub fn follow(&mut self, edit: &Edit, set: &AnnotationSet, crs: &Crs) {
        for change in &edit.changes {
            let id = match change {
                Change::Put(a) => &a.id,
                Change::Remove(id) => id,
            };
            let old = self.by_id.remove(id);
            if let Some(old) = &old {
                self.index.remove(&Entry::of(old));
                if is_pin(old)
                    && let Ok(place) = self.pins.binary_search(&pin_key(old))
                {
                    self.pins.remove(place);
                }
            }
            let new = set.get(id).and_then(|a| Drawn::new(a, crs));
            if let Some(new) = new {
                if is_pin(&new) {
                    let key = pin_key(&new);
                    let place = self.pins.partition_point(|k| *k < key);
                    self.pins.insert(place, key);
                }
                self.index.insert(Entry::of(&new));
                self.by_id.insert(id.clone(), new);
            }
        }
    }

    /// The number of a pin, from 1: by the time they were set, so that the list and the map agree.
    #[must_use]
    pub fn number_of(&self, id: &AnnotationId) -> Option<usize> {
        let drawn = self.by_id.get(id).filter(|d| is_pin(d))?;
        self.pins.binary_search(&pin_key(drawn)).ok().map(|place| place + 1)
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: &AnnotationId) -> Option<&Drawn> {
        self.by_id.get(id)
    }

    /// How many can be drawn.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// What touches an extent, in any order.
    pub fn found_in(&self, extent: &Extent) -> impl Iterator<Item = &Drawn> {
        let envelope = AABB::from_corners([extent.min.x, extent.min.y], [extent.max.x, extent.max.y]);
        self.index.locate_in_envelope_intersecting(envelope).filter_map(|e| self.by_id.get(&e.id))
    }

    /// What touches an extent, in the order of drawing.
    #[must_use]
    pub fn in_extent(&self, extent: &Extent) -> Vec<&Drawn> {
        let mut out: Vec<&Drawn> = self.found_in(extent).collect();
        out.sort_by(|a, b| (a.annotation.order, &a.annotation.id).cmp(&(b.annotation.order, &b.annotation.id)));
        out
    }

    /// What a hand takes at a place: the topmost within a tolerance in metres.
    #[must_use]
    pub fn pick(&self, at: MapPoint, tolerance_m: f64) -> Option<&Drawn> {
        // A pin's head stands above its place and letters beside theirs: a little more than is exact.
        let around = Extent::from_corners(at, at).buffered(tolerance_m);
        self.in_extent(&around).into_iter().rev().find(|d| d.distance(at) <= tolerance_m)
    }
}
