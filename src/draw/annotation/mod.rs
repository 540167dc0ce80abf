//! Annotations on a map: in map metres, and how each looks.
//!
//! Owns one annotation's projected copy (this file), the measures of its look (`look`), which the
//! window and the sheets of paper share, and what the tiles show of whole sets (`layer`). Must not know files, the window, or where a set is kept.

mod footprint;
pub mod hit;
pub mod layer;
pub mod look;

use std::sync::Arc;

use geo::{CoordsIter, Geometry};
use planmap_core::annotation::{Annotation, Kind, vertices};
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_core::geometry::Extent;
use planmap_core::measure::{Both, Measure, measure};
use planmap_core::snap::nearest_on_edge;
use planmap_core::{Crs, MapPoint};

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
    /// The ground of areas that are filled, as it is measured.
    pub ground: geo::MultiPolygon<f64>,
    /// The same, cut into triangles.
    pub triangles: Vec<[MapPoint; 3]>,
    /// Length of a dimension line, in both ways.
    pub length_m: Option<Both>,
    /// All of it.
    pub extent: Extent,
}

impl Drawn {
    /// An annotation in metres of a map system; `None` where none of it can be placed.
    #[must_use]
    pub fn new(annotation: &Arc<Annotation>, crs: &Crs) -> Option<Self> {
        let shape = &annotation.shape;
        let place = |p: GeoPoint| map_from_geo(p, crs).ok();
        let mut rows = Vec::new();
        rows_of(&shape.outline(), &mut |coords, closed| {
            let points: Vec<MapPoint> =
                coords.iter().filter_map(|c| place(GeoPoint::new(c.x, c.y))).collect();
            rows.push(Row { points, closed });
        });
        let handles: Vec<MapPoint> =
            vertices(&shape.geometry).into_iter().filter_map(place).collect();
        let label_at = shape.label_at.and_then(place);
        let all = rows.iter().flat_map(|r| r.points.iter().copied()).chain(label_at);
        let extent = Extent::of_points(all);
        let length_m = (shape.kind == Kind::Dimension)
            .then(|| measure(Measure::Length, &handles, crs).ok().and_then(|m| m.length_m))
            .flatten();
        let ground = if annotation.style.fill.is_some() {
            ground_of(&rows)
        } else {
            geo::MultiPolygon(Vec::new())
        };
        let triangles = triangles(&ground);
        let annotation = Arc::clone(annotation);
        (!extent.is_empty()).then_some(Self {
            annotation,
            rows,
            handles,
            label_at,
            ground,
            triangles,
            length_m,
            extent,
        })
    }

    /// Metres from a place to the nearest line or point of it; 0 inside an area that is filled.
    #[must_use]
    pub fn distance(&self, at: MapPoint) -> f64 {
        let mut best = f64::INFINITY;
        if geo::Contains::contains(&self.ground, &geo::Point::new(at.x, at.y)) {
            return 0.0;
        }
        for row in &self.rows {
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

/// An annotation of a scene that is printed.
#[derive(Debug, Clone)]
pub struct AnnotationMark {
    /// What is drawn.
    pub drawn: Drawn,
    /// A pin's number in its set, from 1.
    pub number: Option<usize>,
    /// The name of its set.
    pub set: Arc<str>,
}

/// Rings with their holes: an outer ring, then those after it that lie inside, as the polygons of
/// files have them.
fn rings(rows: &[Row]) -> Vec<Vec<&Row>> {
    let mut out: Vec<(Extent, Vec<&Row>)> = Vec::new();
    for ring in rows.iter().filter(|r| r.closed && r.points.len() > 3) {
        match out.last_mut() {
            Some((outer, group)) if ring.points.iter().all(|p| outer.contains(*p)) => {
                group.push(ring);
            }
            _ => out.push((Extent::of_points(ring.points.iter().copied()), vec![ring])),
        }
    }
    out.into_iter().map(|(_, group)| group).collect()
}

/// The ground of closed rows: an area that was drawn across itself is filled as it is measured.
fn ground_of(rows: &[Row]) -> geo::MultiPolygon<f64> {
    let line = |row: &Row| -> geo::LineString<f64> {
        row.points.iter().map(|p| geo::Coord::from(*p)).collect()
    };
    let polygons = rings(rows).into_iter().filter_map(|group| {
        let (shell, holes) = group.split_first()?;
        Some(geo::Polygon::new(line(shell), holes.iter().map(|row| line(row)).collect()))
    });
    planmap_core::ground::ground(geo::MultiPolygon(polygons.collect()))
}

/// Cuts polygons into triangles.
fn triangles(ground: &geo::MultiPolygon<f64>) -> Vec<[MapPoint; 3]> {
    let mut out = Vec::new();
    for polygon in ground {
        let mut points: Vec<MapPoint> = Vec::new();
        let mut starts = Vec::new();
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            if !points.is_empty() {
                starts.push(points.len());
            }
            let corners = ring.0.len().saturating_sub(1);
            points.extend(ring.0[..corners].iter().map(|c| MapPoint::from(*c)));
        }
        // Relative to a corner: large numbers lose the digits that tell corners apart.
        let corner = points.first().copied().unwrap_or_default();
        let flat: Vec<f64> = points.iter().flat_map(|p| [p.x - corner.x, p.y - corner.y]).collect();
        if let Ok(corners) = earcutr::earcut(&flat, &starts, 2) {
            out.extend(corners.chunks_exact(3).map(|c| [points[c[0]], points[c[1]], points[c[2]]]));
        }
    }
    out
}

fn rows_of(geometry: &Geometry<f64>, take: &mut impl FnMut(&[geo::Coord<f64>], bool)) {
    match geometry {
        Geometry::LineString(l) => take(&l.0, false),
        Geometry::MultiLineString(m) => m.iter().for_each(|l| take(&l.0, false)),
        Geometry::Polygon(p) => {
            std::iter::once(p.exterior()).chain(p.interiors()).for_each(|r| take(&r.0, true));
        }
        Geometry::MultiPolygon(m) => {
            m.iter().for_each(|p| rows_of(&Geometry::Polygon(p.clone()), take));
        }
        Geometry::GeometryCollection(c) => c.iter().for_each(|g| rows_of(g, take)),
        other => other.coords_iter().for_each(|c| take(&[c], false)),
    }
}
