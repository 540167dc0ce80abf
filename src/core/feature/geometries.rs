//! Geometries of a whole layer in three flat arrays, as fixed-point offsets from an origin.
//!
//! A coordinate takes 8 bytes: two 32-bit counts of a quantum (1 mm within 1,000 km of the
//! origin). Points that are equal in the file are equal here, so shared edges stay shared.

use std::ops::Range;

use crate::crs::MapPoint;
use crate::feature::FeatureId;
use crate::geometry::Extent;

use super::index::CountBox;
use super::reading::{ReadRing, Readings, ReadingsBuilder};
use super::run::Run;
use crate::ground::plain::{PlainTest, WrittenRing};
use crate::validate::{WrittenPart, is_valid};

/// Counts stay within ±10⁹, so that sums and differences of two never leave an `i32`.
const MAX_COUNT: f64 = 1.0e9;

/// What a run of coordinates is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum PartKind {
    /// Separate points.
    Points,
    /// An open or closed line.
    Line,
    /// The outer ring of a polygon; the holes that follow belong to it.
    Exterior,
    /// A hole of the nearest outer ring before it.
    Hole,
}

impl PartKind {
    fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Points,
            1 => Self::Line,
            2 => Self::Exterior,
            _ => Self::Hole,
        }
    }
}

/// The kind of a feature as a whole, as GeoJSON would name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GeometryKind {
    /// No geometry.
    Null,
    /// One point.
    Point,
    /// Several points.
    MultiPoint,
    /// One line.
    LineString,
    /// Several lines.
    MultiLineString,
    /// One polygon.
    Polygon,
    /// Several polygons.
    MultiPolygon,
    /// A mixture.
    GeometryCollection,
}

/// One run of coordinates of a feature.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// What the run is.
    pub kind: PartKind,
    coords: &'a [[i32; 2]],
    origin: MapPoint,
    quantum_m: f64,
}

impl<'a> Part<'a> {
    /// The coordinates in map metres. Rings come closed if the file closed them.
    pub fn points(
        &self,
    ) -> impl ExactSizeIterator<Item = MapPoint> + DoubleEndedIterator + Clone + 'a {
        let (origin, quantum_m) = (self.origin, self.quantum_m);
        self.coords.iter().map(move |c| point(origin, quantum_m, *c))
    }

    /// The raw counts, for work that compares or hashes vertices.
    #[must_use]
    pub fn counts(&self) -> &'a [[i32; 2]] {
        self.coords
    }

    /// Number of coordinates.
    #[must_use]
    pub fn len(&self) -> usize {
        self.coords.len()
    }

    /// Whether the run has no coordinate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.coords.is_empty()
    }

    fn line_string(&self) -> geo::LineString<f64> {
        self.points().map(geo::Coord::from).collect()
    }
}

/// A ring of the ground of a feature.
#[derive(Debug, Clone, Copy)]
pub enum AreaRing<'a> {
    /// As it was written.
    Written(Part<'a>),
    /// As an outline with something wrong is read.
    Read(ReadRing<'a>),
}

impl AreaRing<'_> {
    /// Whether it is a hole of the nearest outer ring before it.
    #[must_use]
    pub fn is_hole(&self) -> bool {
        match self {
            Self::Written(part) => part.kind == PartKind::Hole,
            Self::Read(ring) => ring.is_hole,
        }
    }

    /// Adds the places, in map metres and converted, to a list.
    pub fn extend<T>(&self, out: &mut Vec<T>, convert: impl Fn(MapPoint) -> T) {
        match self {
            Self::Written(part) => out.extend(part.points().map(convert)),
            Self::Read(ring) => out.extend(ring.points().map(convert)),
        }
    }

    fn line_string(&self) -> geo::LineString<f64> {
        let mut line = Vec::new();
        self.extend(&mut line, geo::Coord::from);
        geo::LineString(line)
    }
}

fn point(origin: MapPoint, quantum_m: f64, [x, y]: [i32; 2]) -> MapPoint {
    MapPoint::new(origin.x + f64::from(x) * quantum_m, origin.y + f64::from(y) * quantum_m)
}

/// The geometries of a layer, row by row.
#[derive(Debug, Clone)]
pub struct Geometries {
    pub(super) origin: MapPoint,
    pub(super) quantum_m: f64,
    pub(super) coords: Run<[i32; 2]>,
    /// A [`PartKind`] each, as its number.
    pub(super) part_kinds: Run<u8>,
    pub(super) part_ends: Run<u32>,
    pub(super) feature_ends: Run<u32>,
    pub(super) readings: Readings,
    /// Features that are valid as their file has them, though not in counts, in ascending order.
    pub(super) finer: Run<FeatureId>,
}

impl Geometries {
    /// Number of features.
    #[must_use]
    pub fn len(&self) -> usize {
        self.feature_ends.len()
    }

    /// Whether there is no feature.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.feature_ends.is_empty()
    }

    /// Number of coordinates of all features.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        self.coords.len()
    }

    /// Metres per count: the resolution of this store.
    #[must_use]
    pub fn quantum_m(&self) -> f64 {
        self.quantum_m
    }

    /// The point that counts are taken from.
    #[must_use]
    pub fn origin(&self) -> MapPoint {
        self.origin
    }

    /// The runs of a feature as they were written; none for a null geometry. What areas take of the
    /// ground is asked of [`Geometries::area_rings`].
    pub fn parts(&self, feature: FeatureId) -> impl ExactSizeIterator<Item = Part<'_>> + '_ {
        let f = feature as usize;
        let from = if f == 0 { 0 } else { self.feature_ends[f - 1] as usize };
        (from..self.feature_ends[f] as usize).map(move |p| {
            let start = if p == 0 { 0 } else { self.part_ends[p - 1] as usize };
            Part {
                kind: PartKind::from_number(self.part_kinds[p]),
                coords: &self.coords[start..self.part_ends[p] as usize],
                origin: self.origin,
                quantum_m: self.quantum_m,
            }
        })
    }

    /// The kind of a feature as a whole.
    #[must_use]
    pub fn kind(&self, feature: FeatureId) -> GeometryKind {
        let (mut points, mut lines, mut polygons) = (0usize, 0usize, 0usize);
        for part in self.parts(feature) {
            match part.kind {
                PartKind::Points => points += part.len(),
                PartKind::Line => lines += 1,
                PartKind::Exterior => polygons += 1,
                PartKind::Hole => {}
            }
        }
        match (points, lines, polygons) {
            (0, 0, 0) => GeometryKind::Null,
            (1, 0, 0) => GeometryKind::Point,
            (_, 0, 0) => GeometryKind::MultiPoint,
            (0, 1, 0) => GeometryKind::LineString,
            (0, _, 0) => GeometryKind::MultiLineString,
            (0, 0, 1) => GeometryKind::Polygon,
            (0, 0, _) => GeometryKind::MultiPolygon,
            _ => GeometryKind::GeometryCollection,
        }
    }

    /// The rings of the ground of a feature, each outer one followed by its holes; none where it
    /// has no area. They are those that were written unless something is wrong with them, see
    /// [`crate::ground`].
    pub fn area_rings(&self, feature: FeatureId) -> impl Iterator<Item = AreaRing<'_>> + '_ {
        let read = self.readings.of(feature);
        let written = read.is_none().then(|| self.parts(feature));
        let is_ring = |part: &Part<'_>| matches!(part.kind, PartKind::Exterior | PartKind::Hole);
        let written = written.into_iter().flatten().filter(is_ring).map(AreaRing::Written);
        written.chain(read.into_iter().flatten().map(AreaRing::Read))
    }

    /// Whether the ground of a feature is not what its rings would be if they were drawn one by
    /// one.
    #[must_use]
    pub fn is_reading(&self, feature: FeatureId) -> bool {
        self.readings.of(feature).is_some()
    }

    /// Whether a feature is valid on its file's own coordinates, though not on those of the store.
    #[must_use]
    pub fn is_finer(&self, feature: FeatureId) -> bool {
        self.finer.binary_search(&feature).is_ok()
    }

    /// A feature as a `geo` geometry in map metres, its areas as their ground; `None` for a null
    /// geometry.
    #[must_use]
    pub fn geometry(&self, feature: FeatureId) -> Option<geo::Geometry<f64>> {
        let mut points: Vec<geo::Point<f64>> = Vec::new();
        let mut lines: Vec<geo::LineString<f64>> = Vec::new();
        for part in self.parts(feature) {
            match part.kind {
                PartKind::Points => points.extend(part.points().map(|p| geo::Point::new(p.x, p.y))),
                PartKind::Line => lines.push(part.line_string()),
                PartKind::Exterior | PartKind::Hole => {}
            }
        }
        let mut polygons = self.polygons(feature).0;
        Some(match self.kind(feature) {
            GeometryKind::Null => return None,
            GeometryKind::Point => points.pop()?.into(),
            GeometryKind::MultiPoint => geo::MultiPoint(points).into(),
            GeometryKind::LineString => lines.pop()?.into(),
            GeometryKind::MultiLineString => geo::MultiLineString(lines).into(),
            GeometryKind::Polygon if polygons.len() == 1 => polygons.pop()?.into(),
            GeometryKind::Polygon | GeometryKind::MultiPolygon => {
                geo::MultiPolygon(polygons).into()
            }
            GeometryKind::GeometryCollection => {
                let all = points.into_iter().map(geo::Geometry::from);
                let all = all.chain(lines.into_iter().map(Into::into));
                geo::Geometry::GeometryCollection(
                    all.chain(polygons.into_iter().map(Into::into)).collect(),
                )
            }
        })
    }

    /// The ground of a feature as polygons in map metres; empty where it has none. They are valid
    /// but for what merely touches, and do not overlap.
    #[must_use]
    pub fn polygons(&self, feature: FeatureId) -> geo::MultiPolygon<f64> {
        let mut out: Vec<geo::Polygon<f64>> = Vec::new();
        for ring in self.area_rings(feature) {
            match (ring.is_hole(), out.last_mut()) {
                (false, _) => out.push(geo::Polygon::new(ring.line_string(), vec![])),
                (true, Some(last)) => last.interiors_push(ring.line_string()),
                (true, None) => {}
            }
        }
        geo::MultiPolygon(out)
    }

    /// The extent of a feature; empty for a null geometry.
    #[must_use]
    pub fn feature_extent(&self, feature: FeatureId) -> Extent {
        self.stored_box(feature).map_or(Extent::EMPTY, |(min, max)| {
            Extent::from_corners(
                point(self.origin, self.quantum_m, min),
                point(self.origin, self.quantum_m, max),
            )
        })
    }

    /// The extent of all features.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent_of_boxes(&[box_of(&self.coords)])
    }

    pub(super) fn extent_of_boxes(&self, boxes: &[Option<CountBox>]) -> Extent {
        let corners = boxes.iter().flatten().copied().reduce(joined);
        corners.map_or(Extent::EMPTY, |(min, max)| {
            Extent::from_corners(
                point(self.origin, self.quantum_m, min),
                point(self.origin, self.quantum_m, max),
            )
        })
    }

    pub(super) fn stored_box(&self, feature: FeatureId) -> Option<CountBox> {
        let mut out: Option<CountBox> = None;
        for part in self.parts(feature) {
            if let Some((lo, hi)) = box_of(part.coords) {
                out = Some(out.map_or((lo, hi), |all| joined(all, (lo, hi))));
            }
        }
        out
    }

    /// An extent in counts, rounded outward; `None` where it is empty or beyond the store's range.
    pub(super) fn stored_extent(&self, extent: &Extent) -> Option<CountBox> {
        if extent.is_empty() {
            return None;
        }
        let count = |v: f64, o: f64| (v - o) / self.quantum_m;
        let lo = [
            count(extent.min.x, self.origin.x).floor(),
            count(extent.min.y, self.origin.y).floor(),
        ];
        let hi =
            [count(extent.max.x, self.origin.x).ceil(), count(extent.max.y, self.origin.y).ceil()];
        if lo.iter().any(|v| *v > MAX_COUNT) || hi.iter().any(|v| *v < -MAX_COUNT) {
            return None;
        }
        let clamp = |v: f64| v.clamp(-MAX_COUNT, MAX_COUNT) as i32;
        Some((lo.map(clamp), hi.map(clamp)))
    }
}

fn joined((a, b): CountBox, (lo, hi): CountBox) -> CountBox {
    ([a[0].min(lo[0]), a[1].min(lo[1])], [b[0].max(hi[0]), b[1].max(hi[1])])
}

fn box_of(coords: &[[i32; 2]]) -> Option<CountBox> {
    let first = *coords.first()?;
    Some(coords.iter().fold((first, first), |(lo, hi), c| {
        ([lo[0].min(c[0]), lo[1].min(c[1])], [hi[0].max(c[0]), hi[1].max(c[1])])
    }))
}

/// Collects geometries row by row.
#[derive(Debug, Clone)]
pub struct GeometriesBuilder {
    origin: MapPoint,
    quantum_m: f64,
    coords: Vec<[i32; 2]>,
    part_kinds: Vec<u8>,
    part_ends: Vec<u32>,
    feature_ends: Vec<u32>,
    readings: ReadingsBuilder,
    finer: Vec<FeatureId>,
    test: PlainTest<[i32; 2]>,
    /// Features whose ground is settled, from the first on.
    settled: usize,
}

impl GeometriesBuilder {
    /// Starts a store around `origin` with counts of `quantum_m` metres.
    #[must_use]
    pub fn new(origin: MapPoint, quantum_m: f64) -> Self {
        let (coords, part_kinds, part_ends, feature_ends) = (vec![], vec![], vec![], vec![]);
        let (readings, finer, test) =
            (ReadingsBuilder::default(), Vec::new(), PlainTest::default());
        Self {
            origin,
            quantum_m,
            coords,
            part_kinds,
            part_ends,
            feature_ends,
            readings,
            finer,
            test,
            settled: 0,
        }
    }

    /// The quantum that an extent around its centre needs: 1 mm within 1,000 km, coarser beyond.
    #[must_use]
    pub fn quantum_for(extent: &Extent) -> f64 {
        let half = extent.width().max(extent.height()) / 2.0;
        let mut quantum_m = 0.001;
        while half / quantum_m > MAX_COUNT {
            quantum_m *= 10.0;
        }
        quantum_m
    }

    /// Begins the next feature; without a part it is a null geometry.
    pub fn begin(&mut self) {
        let parts = self.part_ends.len() as u32;
        self.feature_ends.push(parts);
    }

    /// Adds a run of coordinates, in map metres, to the feature begun last. Points out of the
    /// store's range are held at its edge.
    pub fn part(&mut self, kind: PartKind, points: impl IntoIterator<Item = (f64, f64)>) {
        // Multiplied and cut off rather than divided and rounded: this is done for each coordinate
        // of a file, and both others are slow.
        let (o, per_m) = (self.origin, 1.0 / self.quantum_m);
        let count = |v: f64| (v + 0.5f64.copysign(v)).clamp(-MAX_COUNT, MAX_COUNT) as i32;
        self.coords.extend(
            points.into_iter().map(|(x, y)| [count((x - o.x) * per_m), count((y - o.y) * per_m)]),
        );
        self.part_kinds.push(kind as u8);
        self.part_ends.push(self.coords.len() as u32);
        if let Some(end) = self.feature_ends.last_mut() {
            *end += 1;
        }
    }

    /// Adds a `geo` geometry, in map metres, to the feature begun last.
    pub fn geometry(&mut self, geometry: &geo::Geometry<f64>) {
        use geo::Geometry as G;
        let xy = |c: &geo::Coord<f64>| (c.x, c.y);
        match geometry {
            G::Point(p) => self.part(PartKind::Points, [(p.x(), p.y())]),
            G::MultiPoint(m) => self.part(PartKind::Points, m.iter().map(|p| (p.x(), p.y()))),
            G::Line(l) => self.part(PartKind::Line, [xy(&l.start), xy(&l.end)]),
            G::LineString(l) => self.part(PartKind::Line, l.coords().map(xy)),
            G::MultiLineString(m) => {
                m.iter().for_each(|l| self.part(PartKind::Line, l.coords().map(xy)));
            }
            G::Polygon(p) => {
                self.part(PartKind::Exterior, p.exterior().coords().map(xy));
                for hole in p.interiors() {
                    self.part(PartKind::Hole, hole.coords().map(xy));
                }
            }
            G::MultiPolygon(m) => m.iter().for_each(|p| self.geometry(&p.clone().into())),
            G::GeometryCollection(c) => c.iter().for_each(|g| self.geometry(g)),
            G::Rect(r) => self.geometry(&r.to_polygon().into()),
            G::Triangle(t) => self.geometry(&t.to_polygon().into()),
        }
    }

    /// Settles the ground of all features that were added so far: to be called where the work is
    /// shared out. What is left is settled in the end.
    pub fn settle(&mut self) {
        for feature in self.settled..self.feature_ends.len() {
            self.settle_area(feature);
        }
        self.settled = self.feature_ends.len();
    }

    /// Whether the rings of a feature are its ground; where they are not, it is read.
    fn settle_area(&mut self, feature: usize) -> bool {
        let mut test = std::mem::take(&mut self.test);
        let plain = test.is_plain(self.rings(feature));
        self.test = test;
        if !plain {
            let ground = self.read(feature);
            self.readings.add(feature as FeatureId, &ground);
        }
        plain
    }

    /// Settles all that was added, and judges the feature added last on the coordinates that its
    /// file has, where those of the store show a fault: each run is a range of `positions`.
    pub fn settle_as_written(
        &mut self,
        parts: &[(PartKind, Range<usize>)],
        positions: &[(f64, f64)],
    ) {
        let Some(last) = self.feature_ends.len().checked_sub(1) else {
            return;
        };
        for feature in self.settled..last {
            self.settle_area(feature);
        }
        self.settled = last + 1;
        let plain = self.settle_area(last);
        if plain && !self.repeats_vertices(last) {
            return;
        }
        let coords: Vec<geo::Coord<f64>> =
            positions.iter().map(|(x, y)| geo::Coord { x: *x, y: *y }).collect();
        let written: Vec<WrittenPart<'_, geo::Coord<f64>>> = parts
            .iter()
            .filter_map(|(kind, range)| {
                Some(WrittenPart { kind: *kind, vertices: coords.get(range.clone())? })
            })
            .collect();
        if is_valid(&written) {
            self.finer.push(last as FeatureId);
        }
    }

    /// Whether a line of a feature, or a ring of the one that was settled last, has the same vertex
    /// twice in a row.
    fn repeats_vertices(&self, feature: usize) -> bool {
        let mut lines = self
            .parts_of(feature)
            .filter(|part| PartKind::from_number(self.part_kinds[*part]) == PartKind::Line);
        self.test.repeats_vertices()
            || lines.any(|part| self.vertices(part).windows(2).any(|pair| pair[0] == pair[1]))
    }

    fn vertices(&self, part: usize) -> &[[i32; 2]] {
        let start = part.checked_sub(1).map_or(0, |before| self.part_ends[before] as usize);
        &self.coords[start..self.part_ends[part] as usize]
    }

    fn parts_of(&self, feature: usize) -> Range<usize> {
        let first = feature.checked_sub(1).map_or(0, |before| self.feature_ends[before] as usize);
        first..self.feature_ends[feature] as usize
    }

    fn rings(&self, feature: usize) -> impl Iterator<Item = WrittenRing<'_, [i32; 2]>> + '_ {
        self.parts_of(feature).filter_map(|part| {
            let is_hole = match PartKind::from_number(self.part_kinds[part]) {
                PartKind::Points | PartKind::Line => return None,
                PartKind::Exterior => false,
                PartKind::Hole => true,
            };
            Some(WrittenRing { is_hole, vertices: self.vertices(part) })
        })
    }

    /// The ground of a feature with something wrong, in map metres. It is read in counts around the
    /// middle of the feature, which the engine of the boolean operations takes over exactly.
    fn read(&self, feature: usize) -> geo::MultiPolygon<f64> {
        use geo::MapCoords;
        let boxes = self.rings(feature).filter_map(|ring| box_of(ring.vertices));
        let Some((low, high)) = boxes.reduce(joined) else {
            return geo::MultiPolygon(Vec::new());
        };
        let middle = [0, 1].map(|axis| ((i64::from(low[axis]) + i64::from(high[axis])) / 2) as f64);
        let mut written: Vec<geo::Polygon<f64>> = Vec::new();
        for ring in self.rings(feature) {
            let line: geo::LineString<f64> = ring
                .vertices
                .iter()
                .map(|c| (f64::from(c[0]) - middle[0], f64::from(c[1]) - middle[1]))
                .collect();
            match (ring.is_hole, written.last_mut()) {
                (false, _) => written.push(geo::Polygon::new(line, Vec::new())),
                (true, Some(shell)) => shell.interiors_push(line),
                (true, None) => {}
            }
        }
        crate::ground::read(&geo::MultiPolygon(written)).map_coords(|c| geo::Coord {
            x: self.origin.x + (middle[0] + c.x) * self.quantum_m,
            y: self.origin.y + (middle[1] + c.y) * self.quantum_m,
        })
    }

    /// Appends the features of another builder that has the same origin and quantum.
    pub fn append(&mut self, other: &Self) {
        if other.settled == other.len() {
            self.settle();
            let first = self.len() as FeatureId;
            self.readings.append(&other.readings, first);
            self.finer.extend(other.finer.iter().map(|feature| feature + first));
            self.settled += other.len();
        }
        let (coords, parts) = (self.coords.len() as u32, self.part_ends.len() as u32);
        self.coords.extend_from_slice(&other.coords);
        self.part_kinds.extend_from_slice(&other.part_kinds);
        self.part_ends.extend(other.part_ends.iter().map(|e| e + coords));
        self.feature_ends.extend(other.feature_ends.iter().map(|e| e + parts));
    }

    /// Makes room for all that other builders hold, so that appending them moves nothing twice.
    pub fn reserve_for<'a>(&mut self, others: impl Iterator<Item = &'a Self>) {
        let (mut coords, mut parts, mut features) = (0, 0, 0);
        for other in others {
            coords += other.coords.len();
            parts += other.part_ends.len();
            features += other.feature_ends.len();
        }
        self.coords.reserve_exact(coords);
        self.part_kinds.reserve_exact(parts);
        self.part_ends.reserve_exact(parts);
        self.feature_ends.reserve_exact(features);
    }

    /// Number of features begun.
    #[must_use]
    pub fn len(&self) -> usize {
        self.feature_ends.len()
    }

    /// Whether no feature was begun.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.feature_ends.is_empty()
    }

    /// The finished store.
    #[must_use]
    pub fn finish(mut self) -> Geometries {
        self.settle();
        fn run<T>(mut values: Vec<T>) -> Run<T> {
            values.shrink_to_fit();
            values.into()
        }
        Geometries {
            origin: self.origin,
            quantum_m: self.quantum_m,
            coords: run(self.coords),
            part_kinds: run(self.part_kinds),
            part_ends: run(self.part_ends),
            feature_ends: run(self.feature_ends),
            readings: self.readings.finish(),
            finer: run(self.finer),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use geo::{CoordsIter, Translate, line_string, point, polygon};

    #[test]
    fn geometries_come_back_as_they_went_in() {
        let hole =
            line_string![(x: 4.0, y: 1.0), (x: 5.0, y: 1.0), (x: 5.0, y: 2.0), (x: 4.0, y: 1.0)];
        let mut poly =
            polygon![(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 0.0, y: 0.0)];
        poly.interiors_push(hole);
        let all: Vec<geo::Geometry<f64>> = vec![
            point!(x: 1.5, y: -2.25).into(),
            line_string![(x: 0.0, y: 0.0), (x: 1.0, y: 1.0)].into(),
            poly.clone().into(),
            geo::MultiPolygon(vec![poly.clone(), poly.clone().translate(20.0, 0.0)]).into(),
            geo::Geometry::GeometryCollection(geo::GeometryCollection(vec![
                point!(x: 1.0, y: 1.0).into(),
                poly.into(),
            ])),
        ];
        let mut b = GeometriesBuilder::new(MapPoint::new(-1.0, 1.0), 0.001);
        for g in &all {
            b.begin();
            b.geometry(g);
        }
        let mut twice = b.clone();
        twice.append(&b);
        let store = twice.finish();
        for (i, g) in all.iter().chain(&all).enumerate() {
            let back = store.geometry(i as u32).unwrap();
            let pairs = || back.coords_iter().zip(g.coords_iter());
            assert_eq!(back.coords_count(), g.coords_count());
            assert_eq!(std::mem::discriminant(&back), std::mem::discriminant(g));
            assert!(
                pairs().all(|(a, b)| (a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9),
                "{back:?} {g:?}"
            );
        }
    }

    #[test]
    fn range_of_the_store_follows_the_extent() {
        let small = Extent::from_corners(MapPoint::new(0.0, 0.0), MapPoint::new(1e6, 1e6));
        let world = Extent::from_corners(MapPoint::new(-2e7, -1e7), MapPoint::new(2e7, 1e7));
        assert!((GeometriesBuilder::quantum_for(&small) - 0.001).abs() < 1e-12);
        assert!((GeometriesBuilder::quantum_for(&world) - 0.1).abs() < 1e-9);
    }
}
