//! What an annotation draws: a kind and a geometry in degrees of WGS 84.
//!
//! Owns the geometry's vertices as one numbered row, which is how they are picked and moved. Must
//! not know pixels or the map CRS.

use geo::{CoordsIter, Destination, Geodesic, Geometry, LineString, MapCoordsInPlace};

use crate::crs::GeoPoint;

/// What a shape means, beyond its geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A numbered pin at a place.
    Pin,
    /// Words at a place.
    Text,
    /// Words in a box that points at a place.
    Callout,
    /// A line of straight pieces.
    Line,
    /// A line with a head at its end.
    Arrow,
    /// An area.
    Polygon,
    /// An area with four corners.
    Rectangle,
    /// A centre and a radius.
    Circle,
    /// A line drawn by hand.
    Freehand,
    /// A line that says how long it is.
    Dimension,
    /// An existing feature, marked.
    Highlight,
}

impl Kind {
    /// All of them, in the order of the tools.
    pub const ALL: [Self; 11] = [
        Self::Pin,
        Self::Text,
        Self::Callout,
        Self::Line,
        Self::Arrow,
        Self::Polygon,
        Self::Rectangle,
        Self::Circle,
        Self::Freehand,
        Self::Dimension,
        Self::Highlight,
    ];

    /// The word in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Text => "text",
            Self::Callout => "callout",
            Self::Line => "line",
            Self::Arrow => "arrow",
            Self::Polygon => "polygon",
            Self::Rectangle => "rectangle",
            Self::Circle => "circle",
            Self::Freehand => "freehand",
            Self::Dimension => "dimension",
            Self::Highlight => "highlight",
        }
    }

    /// Reads the word of a file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }

    /// The kind that a geometry of unknown meaning is taken as.
    #[must_use]
    pub fn of_geometry(geometry: &Geometry<f64>) -> Self {
        match geometry {
            Geometry::Point(_) | Geometry::MultiPoint(_) => Self::Pin,
            Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => {
                Self::Line
            }
            _ => Self::Polygon,
        }
    }

    /// Whether a geometry can stand for this kind.
    #[must_use]
    pub fn fits(self, geometry: &Geometry<f64>) -> bool {
        match self {
            Self::Pin | Self::Text | Self::Callout | Self::Circle => {
                matches!(geometry, Geometry::Point(_))
            }
            Self::Line | Self::Arrow | Self::Freehand | Self::Dimension => {
                matches!(geometry, Geometry::LineString(l) if l.0.len() >= 2)
            }
            Self::Polygon | Self::Rectangle => matches!(geometry, Geometry::Polygon(_)),
            Self::Highlight => true,
        }
    }

    /// Whether it is drawn by lines, rather than by a mark or words at a place.
    #[must_use]
    pub fn has_lines(self) -> bool {
        !matches!(self, Self::Pin | Self::Text | Self::Callout)
    }

    /// Whether it encloses ground.
    #[must_use]
    pub fn is_area(self) -> bool {
        matches!(self, Self::Polygon | Self::Rectangle | Self::Circle | Self::Highlight)
    }
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// What it means.
    pub kind: Kind,
    /// Where it lies, in degrees. A circle has its centre here.
    pub geometry: Geometry<f64>,
    /// Radius of a circle in metres on the ellipsoid.
    pub radius_m: Option<f64>,
    /// Where the words of a callout stand.
    pub label_at: Option<GeoPoint>,
}

/// Degrees are kept to 1e-9, about 0.1 mm: what a hand draws has no more in it, and files stay
/// short.
const DEGREE_STEPS: f64 = 1e9;

fn rounded(v: f64) -> f64 {
    (v * DEGREE_STEPS).round() / DEGREE_STEPS
}

impl Shape {
    /// A shape of a kind, its degrees rounded to 1e-9.
    #[must_use]
    pub fn new(kind: Kind, mut geometry: Geometry<f64>) -> Self {
        geometry.map_coords_in_place(|c| geo::Coord { x: rounded(c.x), y: rounded(c.y) });
        Self { kind, geometry, radius_m: None, label_at: None }
    }

    /// A shape at one place.
    #[must_use]
    pub fn at(kind: Kind, p: GeoPoint) -> Self {
        Self::new(kind, Geometry::Point(geo::Point::new(p.lon, p.lat)))
    }

    /// A shape along a line, or around an area where the kind is one.
    #[must_use]
    pub fn along(kind: Kind, points: &[GeoPoint]) -> Self {
        let line: LineString<f64> =
            points.iter().map(|p| geo::Coord { x: p.lon, y: p.lat }).collect();
        let geometry = if kind.is_area() {
            Geometry::Polygon(geo::Polygon::new(line, Vec::new()))
        } else {
            Geometry::LineString(line)
        };
        Self::new(kind, geometry)
    }

    /// A circle. The radius is kept to the millimetre.
    #[must_use]
    pub fn circle(centre: GeoPoint, radius_m: f64) -> Self {
        Self {
            radius_m: Some((radius_m * 1000.0).round() / 1000.0),
            ..Self::at(Kind::Circle, centre)
        }
    }

    /// The geometry as another program can draw it: a circle becomes a polygon.
    #[must_use]
    pub fn outline(&self) -> Geometry<f64> {
        match (&self.geometry, self.radius_m) {
            (Geometry::Point(p), Some(radius_m)) if self.kind == Kind::Circle => Geometry::Polygon(
                geo::Polygon::new(circle_ring(GeoPoint::new(p.x(), p.y()), radius_m), Vec::new()),
            ),
            (geometry, _) => geometry.clone(),
        }
    }

    /// Whether it is the same as another but for rounded degrees and the direction of rings, which
    /// other programs change when they save.
    #[must_use]
    pub fn is_nearly(&self, other: &Self) -> bool {
        let near = |a: GeoPoint, b: GeoPoint| {
            (a.lon - b.lon).abs() < NEAR_DEG && (a.lat - b.lat).abs() < NEAR_DEG
        };
        let same_label = match (self.label_at, other.label_at) {
            (Some(a), Some(b)) => near(a, b),
            (a, b) => a == b,
        };
        let mut own_rows = rows(&self.geometry);
        let mut other_rows = rows(&other.geometry);
        let same_rows = own_rows.len() == other_rows.len()
            && own_rows.iter_mut().zip(&mut other_rows).all(|(a, b)| nearly_same_row(a, b));
        let same_type =
            std::mem::discriminant(&self.geometry) == std::mem::discriminant(&other.geometry);
        self.kind == other.kind
            && self.radius_m == other.radius_m
            && same_label
            && same_type
            && same_rows
    }

    /// The shape moved by degrees.
    #[must_use]
    pub fn moved(&self, d_lon: f64, d_lat: f64) -> Self {
        let mut out = self.clone();
        out.geometry.map_coords_in_place(|c| geo::Coord {
            x: rounded(c.x + d_lon),
            y: rounded(c.y + d_lat),
        });
        out.label_at =
            out.label_at.map(|p| GeoPoint::new(rounded(p.lon + d_lon), rounded(p.lat + d_lat)));
        out
    }

    /// The shape with one vertex elsewhere; the closing point of a ring follows its first. A
    /// callout's words count as the vertex after its place. `None` where there is no such vertex.
    #[must_use]
    pub fn with_vertex(&self, index: usize, at: GeoPoint) -> Option<Self> {
        let mut out = self.clone();
        let to = geo::Coord { x: rounded(at.lon), y: rounded(at.lat) };
        let count = vertices(&self.geometry).len();
        if index >= count {
            let label = out.label_at.as_mut().filter(|_| index == count)?;
            *label = GeoPoint::new(to.x, to.y);
            return Some(out);
        }
        let mut n = 0;
        edit_rows(&mut out.geometry, &mut |row, closed| {
            let own = row.len() - usize::from(closed);
            if (n..n + own).contains(&index) {
                row[index - n] = to;
                if closed && index == n {
                    row[own] = to;
                }
            }
            n += own;
        });
        Some(out)
    }

    /// The shape with a new vertex on the edge that starts at a vertex; `None` where none starts.
    #[must_use]
    pub fn with_vertex_after(&self, index: usize, at: GeoPoint) -> Option<Self> {
        let mut out = self.clone();
        let new = geo::Coord { x: rounded(at.lon), y: rounded(at.lat) };
        let (mut n, mut done) = (0, false);
        edit_rows(&mut out.geometry, &mut |row, closed| {
            let own = row.len() - usize::from(closed);
            if (n..n + own).contains(&index) && index - n + 1 < row.len() {
                row.insert(index - n + 1, new);
                done = true;
            }
            n += own;
        });
        // A rectangle with a fifth corner is none.
        if out.kind == Kind::Rectangle {
            out.kind = Kind::Polygon;
        }
        done.then_some(out)
    }

    /// The shape without a vertex; `None` where too few would be left.
    #[must_use]
    pub fn without_vertex(&self, index: usize) -> Option<Self> {
        let mut out = self.clone();
        let (mut n, mut done) = (0, false);
        edit_rows(&mut out.geometry, &mut |row, closed| {
            let own = row.len() - usize::from(closed);
            let least = if closed { 3 } else { 2 };
            if (n..n + own).contains(&index) && own > least {
                row.remove(index - n);
                if closed && index == n {
                    let first = row[0];
                    row[own - 1] = first;
                }
                done = true;
            }
            n += own;
        });
        if out.kind == Kind::Rectangle {
            out.kind = Kind::Polygon;
        }
        done.then_some(out)
    }
}

/// About a centimetre: programs that round degrees when they save move nothing.
pub const NEAR_DEG: f64 = 1e-7;

/// The rows of points of a geometry, each with whether it is closed.
fn rows(geometry: &Geometry<f64>) -> Vec<(Vec<geo::Coord<f64>>, bool)> {
    let mut out = Vec::new();
    edit_rows(&mut geometry.clone(), &mut |row, closed| out.push((row.clone(), closed)));
    out
}

fn nearly_same_row(
    a: &mut (Vec<geo::Coord<f64>>, bool),
    b: &mut (Vec<geo::Coord<f64>>, bool),
) -> bool {
    let near = |(p, q): (&geo::Coord<f64>, &geo::Coord<f64>)| {
        (p.x - q.x).abs() < NEAR_DEG && (p.y - q.y).abs() < NEAR_DEG
    };
    if a.0.len() != b.0.len() || a.1 != b.1 {
        return false;
    }
    if a.0.iter().zip(&b.0).all(near) {
        return true;
    }
    b.0.reverse();
    a.1 && a.0.iter().zip(&b.0).all(near)
}

/// Calls `change` with every row of points that may grow or shrink; `closed` rows repeat their
/// first point at the end. Single points come as rows of one and keep that length.
fn edit_rows(
    geometry: &mut Geometry<f64>,
    change: &mut impl FnMut(&mut Vec<geo::Coord<f64>>, bool),
) {
    fn polygon(
        p: &mut geo::Polygon<f64>,
        change: &mut impl FnMut(&mut Vec<geo::Coord<f64>>, bool),
    ) {
        p.exterior_mut(|ring| change(&mut ring.0, true));
        p.interiors_mut(|rings| {
            for ring in rings {
                change(&mut ring.0, true);
            }
        });
    }
    let mut point = |p: &mut geo::Point<f64>| {
        let mut row = vec![p.0];
        change(&mut row, false);
        if let Some(first) = row.first() {
            p.0 = *first;
        }
    };
    match geometry {
        Geometry::Point(p) => point(p),
        Geometry::MultiPoint(m) => m.0.iter_mut().for_each(point),
        Geometry::LineString(l) => change(&mut l.0, false),
        Geometry::MultiLineString(m) => m.0.iter_mut().for_each(|l| change(&mut l.0, false)),
        Geometry::Polygon(p) => polygon(p, change),
        Geometry::MultiPolygon(m) => m.0.iter_mut().for_each(|p| polygon(p, change)),
        Geometry::GeometryCollection(c) => c.0.iter_mut().for_each(|g| edit_rows(g, change)),
        Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {}
    }
}

/// The vertices that a hand can take, in order: a ring's closing point is not counted again.
#[must_use]
pub fn vertices(geometry: &Geometry<f64>) -> Vec<GeoPoint> {
    fn row<'a>(out: &mut Vec<GeoPoint>, coords: impl Iterator<Item = &'a geo::Coord<f64>>) {
        out.extend(coords.map(|c| GeoPoint::new(c.x, c.y)));
    }
    fn walk(geometry: &Geometry<f64>, out: &mut Vec<GeoPoint>) {
        let ring = |r: &LineString<f64>, out: &mut Vec<GeoPoint>| {
            row(out, r.0.iter().take(r.0.len().saturating_sub(1)));
        };
        match geometry {
            Geometry::Polygon(p) => {
                std::iter::once(p.exterior()).chain(p.interiors()).for_each(|r| ring(r, out));
            }
            Geometry::MultiPolygon(m) => {
                m.iter()
                    .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
                    .for_each(|r| ring(r, out));
            }
            Geometry::GeometryCollection(c) => c.iter().for_each(|g| walk(g, out)),
            Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {}
            other => out.extend(other.coords_iter().map(|c| GeoPoint::new(c.x, c.y))),
        }
    }
    let mut out = Vec::new();
    walk(geometry, &mut out);
    out
}

/// Corners of the polygon that stands for a circle in files and on the screen.
const CIRCLE_CORNERS: u32 = 72;

/// The ring of points at a distance on the ellipsoid (Karney 2013, through `geo`), counter-clockwise
/// from north and closed, its degrees rounded to 1e-9.
#[must_use]
pub fn circle_ring(centre: GeoPoint, radius_m: f64) -> LineString<f64> {
    let start = geo::Point::new(centre.lon, centre.lat);
    let mut ring: Vec<geo::Coord<f64>> = (0..CIRCLE_CORNERS)
        .map(|i| {
            let bearing = -360.0 * f64::from(i) / f64::from(CIRCLE_CORNERS);
            let p = Geodesic.destination(start, bearing, radius_m);
            geo::Coord { x: rounded(p.x()), y: rounded(p.y()) }
        })
        .collect();
    ring.push(ring[0]);
    LineString(ring)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;

    fn square() -> Shape {
        let p = |x: f64, y: f64| GeoPoint::new(x, y);
        Shape::along(Kind::Rectangle, &[p(0.0, 0.0), p(1.0, 0.0), p(1.0, 1.0), p(0.0, 1.0)])
    }

    #[test]
    fn vertices_of_rings_are_moved_added_and_taken_out() {
        let s = square();
        assert_eq!(vertices(&s.geometry).len(), 4);
        let moved = s.with_vertex(0, GeoPoint::new(-1.0, -1.0)).unwrap();
        let Geometry::Polygon(p) = &moved.geometry else { unreachable!() };
        assert_eq!(p.exterior().0[0], p.exterior().0[4], "the ring stays closed");
        assert_eq!(moved.kind, Kind::Rectangle);
        let more = s.with_vertex_after(3, GeoPoint::new(-0.5, 0.5)).unwrap();
        assert_eq!((vertices(&more.geometry).len(), more.kind), (5, Kind::Polygon));
        assert_eq!(vertices(&more.geometry)[4], GeoPoint::new(-0.5, 0.5));
        let less = more.without_vertex(0).unwrap();
        assert_eq!(vertices(&less.geometry)[0], GeoPoint::new(1.0, 0.0));
        let three = less.without_vertex(0).unwrap();
        assert!(three.without_vertex(1).is_none(), "an area needs three corners");
        assert!(s.with_vertex(4, GeoPoint::default()).is_none());
    }

    #[test]
    fn lines_keep_two_points_and_callouts_have_words_to_move() {
        let line = Shape::along(Kind::Line, &[GeoPoint::new(0.0, 0.0), GeoPoint::new(1.0, 0.0)]);
        assert!(line.without_vertex(0).is_none());
        assert!(
            line.with_vertex_after(1, GeoPoint::default()).is_none(),
            "no edge starts at the end"
        );
        let mut callout = Shape::at(Kind::Callout, GeoPoint::new(1.0, 1.0));
        callout.label_at = Some(GeoPoint::new(2.0, 2.0));
        let moved = callout.with_vertex(1, GeoPoint::new(3.0, 3.0)).unwrap();
        assert_eq!(moved.label_at, Some(GeoPoint::new(3.0, 3.0)));
        assert_eq!(moved.moved(1.0, 0.0).label_at, Some(GeoPoint::new(4.0, 3.0)));
    }

    #[test]
    fn rounded_degrees_and_turned_rings_are_the_same_shape() {
        let s = square();
        let mut turned = s.clone();
        edit_rows(&mut turned.geometry, &mut |row, _| row.reverse());
        assert!(s.is_nearly(&turned) && turned != s);
        let rounded = s.with_vertex(1, GeoPoint::new(1.000_000_04, 0.0)).unwrap();
        assert!(s.is_nearly(&rounded));
        assert!(!s.is_nearly(&s.with_vertex(1, GeoPoint::new(1.000_001, 0.0)).unwrap()));
        assert!(!s.is_nearly(&Shape { kind: Kind::Polygon, ..s.clone() }));
    }

    #[test]
    fn a_circle_is_as_wide_as_its_radius() {
        use geo::Distance;
        let centre = GeoPoint::new(103.91, 21.33);
        for p in &circle_ring(centre, 250.0).0 {
            let d =
                Geodesic.distance(geo::Point::new(centre.lon, centre.lat), geo::Point::from(*p));
            assert!((d - 250.0).abs() < 1e-3, "{d}");
        }
    }
}
