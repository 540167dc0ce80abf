//! Shapes in the plane of the map and on the ellipsoid.
//!
//! Owns the extent and the measures that the whole program shares. Algorithms come from `geo`;
//! this module adds only what ties them to the map CRS. Must not know layers or features.

use geo::{Area, BoundingRect, GeodesicArea, MapCoords};

use crate::crs::{Crs, CrsError, GeoPoint, MapPoint, with_transform};
use crate::ground;

/// A rectangle in map metres; `min` is south-west, `max` north-east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// South-west corner.
    pub min: MapPoint,
    /// North-east corner.
    pub max: MapPoint,
}

impl Extent {
    /// The extent that holds nothing and takes the shape of whatever it is joined with.
    pub const EMPTY: Self = Self {
        min: MapPoint::new(f64::INFINITY, f64::INFINITY),
        max: MapPoint::new(f64::NEG_INFINITY, f64::NEG_INFINITY),
    };

    /// The extent between two opposite corners, given in any order.
    #[must_use]
    pub fn from_corners(a: MapPoint, b: MapPoint) -> Self {
        Self {
            min: MapPoint::new(a.x.min(b.x), a.y.min(b.y)),
            max: MapPoint::new(a.x.max(b.x), a.y.max(b.y)),
        }
    }

    /// The extent of points; `EMPTY` where there are none.
    #[must_use]
    pub fn of_points(points: impl IntoIterator<Item = MapPoint>) -> Self {
        points.into_iter().fold(Self::EMPTY, Self::including)
    }

    /// The extent of any `geo` geometry.
    #[must_use]
    pub fn of_geometry(geometry: &geo::Geometry<f64>) -> Self {
        geometry
            .bounding_rect()
            .map_or(Self::EMPTY, |r| Self::from_corners(r.min().into(), r.max().into()))
    }

    /// Grown just enough to hold a point.
    #[must_use]
    pub fn including(self, p: MapPoint) -> Self {
        Self {
            min: MapPoint::new(self.min.x.min(p.x), self.min.y.min(p.y)),
            max: MapPoint::new(self.max.x.max(p.x), self.max.y.max(p.y)),
        }
    }

    /// The smallest extent that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        self.including(other.min).including(other.max).or_if_empty(self, other)
    }

    fn or_if_empty(self, a: Self, b: Self) -> Self {
        match (a.is_empty(), b.is_empty()) {
            (true, _) => b,
            (_, true) => a,
            _ => self,
        }
    }

    /// Whether no point lies inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !(self.min.x <= self.max.x && self.min.y <= self.max.y)
    }

    /// Width in metres, 0 where empty.
    #[must_use]
    pub fn width(&self) -> f64 {
        (self.max.x - self.min.x).max(0.0)
    }

    /// Height in metres, 0 where empty.
    #[must_use]
    pub fn height(&self) -> f64 {
        (self.max.y - self.min.y).max(0.0)
    }

    /// The middle. Meaningless where empty.
    #[must_use]
    pub fn centre(&self) -> MapPoint {
        MapPoint::new(f64::midpoint(self.min.x, self.max.x), f64::midpoint(self.min.y, self.max.y))
    }

    /// Grown by `margin_m` on every side.
    #[must_use]
    pub fn buffered(&self, margin_m: f64) -> Self {
        Self {
            min: MapPoint::new(self.min.x - margin_m, self.min.y - margin_m),
            max: MapPoint::new(self.max.x + margin_m, self.max.y + margin_m),
        }
    }

    /// Whether a point lies inside or on the edge.
    #[must_use]
    pub fn contains(&self, p: MapPoint) -> bool {
        self.min.x <= p.x && p.x <= self.max.x && self.min.y <= p.y && p.y <= self.max.y
    }

    /// Whether the two share at least one point.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }
}

/// A geometry of the map CRS in WGS 84 degrees. Longitudes run on beyond 180° where it lies on both
/// sides of that meridian, so that they lie within half a turn of its first one.
///
/// # Errors
/// If PROJ cannot convert one of its points.
pub fn geo_geometry_from_map(
    geometry: &geo::Geometry<f64>,
    map_crs: &Crs,
) -> Result<geo::Geometry<f64>, CrsError> {
    let transform = with_transform(map_crs, &Crs::wgs84())?;
    let first = std::cell::Cell::new(None);
    geometry.try_map_coords(|c| {
        let (lon, y) = transform.convert(c.x, c.y)?;
        let near_lon = first.get().unwrap_or(lon);
        first.set(Some(near_lon));
        Ok(geo::Coord { x: unrolled_lon(lon, near_lon), y })
    })
}

/// A longitude, or the same one turn on or back, within half a turn of another one. Degrees.
#[must_use]
pub fn unrolled_lon(lon: f64, near_lon: f64) -> f64 {
    if lon - near_lon > 180.0 {
        lon - 360.0
    } else if near_lon - lon > 180.0 {
        lon + 360.0
    } else {
        lon
    }
}

/// The edges of all rings of polygons, for drawing outlines.
pub fn edges_of(shape: &geo::MultiPolygon<f64>) -> impl Iterator<Item = (MapPoint, MapPoint)> + '_ {
    use geo::LinesIter;
    shape.lines_iter().map(|l| (MapPoint::from(l.start), MapPoint::from(l.end)))
}

/// Area in the plane of the map in m², of the ground as [`crate::ground`] reads it; 0 for points and
/// lines.
#[must_use]
pub fn area_grid_m2(geometry: &geo::Geometry<f64>) -> f64 {
    match geometry {
        geo::Geometry::Polygon(polygon) => {
            area_grid_m2(&geo::MultiPolygon(vec![polygon.clone()]).into())
        }
        geo::Geometry::MultiPolygon(shape) if !ground::is_plain(shape) => {
            ground::read(shape).unsigned_area()
        }
        geo::Geometry::GeometryCollection(all) => all.iter().map(area_grid_m2).sum(),
        plain => plain.unsigned_area(),
    }
}

/// Area and perimeter on the WGS 84 ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GeodesicMeasure {
    /// m².
    pub area_m2: f64,
    /// Length of lines and of the rings of polygons in m.
    pub length_m: f64,
}

/// Area and length on the ellipsoid (Karney 2013, through `geo`), from a geometry in degrees.
///
/// Rings may run either way: each is measured as the smaller side it encloses. What is measured of
/// areas is their ground as [`crate::ground`] reads it; their length is that of its rings.
#[must_use]
pub fn geodesic_measure(geometry_deg: &geo::Geometry<f64>) -> GeodesicMeasure {
    use geo::{Geodesic, Length};
    let line = |l: &geo::LineString<f64>| Geodesic.length(l);
    match geometry_deg {
        geo::Geometry::Line(l) => GeodesicMeasure { area_m2: 0.0, length_m: Geodesic.length(l) },
        geo::Geometry::LineString(l) => GeodesicMeasure { area_m2: 0.0, length_m: line(l) },
        geo::Geometry::MultiLineString(m) => {
            GeodesicMeasure { area_m2: 0.0, length_m: m.iter().map(line).sum() }
        }
        geo::Geometry::Polygon(p) => geodesic_measure(&geo::MultiPolygon(vec![p.clone()]).into()),
        geo::Geometry::MultiPolygon(shape) if ground::is_plain(shape) => {
            sum(shape.iter().map(rings_measure))
        }
        geo::Geometry::MultiPolygon(shape) => {
            let read = ground::read_degrees(shape);
            sum(read.as_ref().unwrap_or(shape).iter().map(rings_measure))
        }
        geo::Geometry::GeometryCollection(c) => sum(c.iter().map(geodesic_measure)),
        _ => GeodesicMeasure::default(),
    }
}

/// A polygon in degrees whose rings are its ground.
fn rings_measure(polygon: &geo::Polygon<f64>) -> GeodesicMeasure {
    use geo::{Geodesic, Length};
    let ring_area = |ring: &geo::LineString<f64>| {
        geo::Polygon::new(ring.clone(), vec![]).geodesic_area_signed().abs()
    };
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let holes_m2: f64 = polygon.interiors().iter().map(ring_area).sum();
    GeodesicMeasure {
        area_m2: (ring_area(polygon.exterior()) - holes_m2).max(0.0),
        length_m: rings.map(|ring| Geodesic.length(ring)).sum(),
    }
}

fn sum(parts: impl Iterator<Item = GeodesicMeasure>) -> GeodesicMeasure {
    parts.fold(GeodesicMeasure::default(), |a, b| GeodesicMeasure {
        area_m2: a.area_m2 + b.area_m2,
        length_m: a.length_m + b.length_m,
    })
}

/// The four sides of an extent in degrees, [west, south, east, north], taken from points along its
/// edge, since a rectangle of the map is none on the globe. East of the 180th meridian longitudes run
/// on.
///
/// # Errors
/// If PROJ cannot convert a point of the edge.
pub fn geo_bounds_from_extent(extent: &Extent, map_crs: &Crs) -> Result<[f64; 4], CrsError> {
    const STEPS: u32 = 8;
    let mut out = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let middle = crate::crs::geo_from_map(extent.centre(), map_crs)?;
    for i in 0..=STEPS {
        let t = f64::from(i) / f64::from(STEPS);
        let x = extent.min.x + extent.width() * t;
        let y = extent.min.y + extent.height() * t;
        for p in [
            MapPoint::new(x, extent.min.y),
            MapPoint::new(x, extent.max.y),
            MapPoint::new(extent.min.x, y),
            MapPoint::new(extent.max.x, y),
        ] {
            let GeoPoint { lon, lat } = crate::crs::geo_from_map(p, map_crs)?;
            let lon = unrolled_lon(lon, middle.lon);
            out = [out[0].min(lon), out[1].min(lat), out[2].max(lon), out[3].max(lat)];
        }
    }
    Ok(from_the_west(out))
}

/// Bounds in degrees that begin within -180° to 180°.
#[must_use]
pub fn from_the_west([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    let turn = if west < -180.0 { 360.0 } else { 0.0 };
    [west + turn, south, east + turn, north]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;
    use geo::polygon;

    #[test]
    fn union_with_nothing_is_the_other() {
        let a = Extent::from_corners(MapPoint::new(1.0, 5.0), MapPoint::new(3.0, 2.0));
        assert_eq!(Extent::EMPTY.union(a), a);
        assert_eq!(a.union(Extent::EMPTY), a);
        assert!(Extent::EMPTY.union(Extent::EMPTY).is_empty());
        assert_eq!((a.width(), a.height()), (2.0, 3.0));
    }

    /// Karney's published check polygon (GeographicLib, Planimeter documentation): area of
    /// Antarctica's crude outline is avoided here; the unit used is the 1° quadrangle at the
    /// equator, 12,308,778,361.469 m² on WGS 84 (GeographicLib `Planimeter`).
    #[test]
    fn quadrangle_at_equator_has_published_area() {
        let p: geo::Geometry<f64> =
            polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)].into();
        let m = geodesic_measure(&p);
        assert!((m.area_m2 - 12_308_778_361.469).abs() < 1.0, "{}", m.area_m2);
    }

    #[test]
    fn bounds_in_degrees_hold_all_corners() {
        let crs = Crs::vn2000_son_la();
        let e = Extent::from_corners(
            MapPoint::new(480_000.0, 2_330_000.0),
            MapPoint::new(520_000.0, 2_370_000.0),
        );
        let [w, s, ea, n] = geo_bounds_from_extent(&e, &crs).unwrap();
        for p in [e.min, e.max, MapPoint::new(e.min.x, e.max.y), MapPoint::new(e.max.x, e.min.y)] {
            let g = crate::crs::geo_from_map(p, &crs).unwrap();
            assert!(w <= g.lon && g.lon <= ea && s <= g.lat && g.lat <= n);
        }
    }
}
