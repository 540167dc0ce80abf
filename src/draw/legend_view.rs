//! The legend of what is in view: which classes, and how much of each: areas, lengths and points.

use std::cmp::Ordering;

use planmap_core::feature::{FeatureId, Part, PartKind};
use planmap_core::geometry::Extent;
use planmap_core::layer_size::GroundScale;
use planmap_core::legend::{ClassId, NO_CLASS};
use planmap_core::{Features, MapPoint};
use rustc_hash::FxHashMap;

use crate::lines::Bounds;
use crate::scene::MapScene;

/// How much of a class lies inside the view.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ClassAmount {
    /// Area on the ellipsoid, m².
    pub area_m2: f64,
    /// Length of lines on the ellipsoid, metres; edges of areas are not counted.
    pub length_m: f64,
    /// Separate points.
    pub points: usize,
}

/// The one amount that says most of a class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ClassMeasure {
    /// It has areas: m² on the ellipsoid.
    Area(f64),
    /// It has lines and no areas: metres on the ellipsoid.
    Length(f64),
    /// It has points alone.
    Points(usize),
}

impl ClassAmount {
    /// What a legend shows: an area before a length before a count. `None` of nothing at all.
    #[must_use]
    pub fn measure(&self) -> Option<ClassMeasure> {
        if self.area_m2 > 0.0 {
            Some(ClassMeasure::Area(self.area_m2))
        } else if self.length_m > 0.0 {
            Some(ClassMeasure::Length(self.length_m))
        } else {
            (self.points > 0).then_some(ClassMeasure::Points(self.points))
        }
    }

    fn add(&mut self, other: Self) {
        self.area_m2 += other.area_m2;
        self.length_m += other.length_m;
        self.points += other.points;
    }
}

/// A class in view.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassInView {
    /// Number in its legend.
    pub class: ClassId,
    /// What of it lies inside the view.
    pub amount: ClassAmount,
    /// How opaque the topmost layer is that shows it, 0–1.
    pub opacity: f32,
}

/// The classes of one legend in view: those with areas, then those of lines, then those of points,
/// the largest first among each.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendInView {
    /// Id of the legend.
    pub legend: String,
    /// The classes.
    pub classes: Vec<ClassInView>,
}

/// Amount and opacity by class.
type Classes = FxHashMap<ClassId, (ClassAmount, f32)>;

/// Measures the classes of every visible layer inside an extent. Hidden classes are measured too,
/// so that they can be switched on again.
#[must_use]
pub fn legend_in_view(
    scene: &MapScene,
    view: &Extent,
    denominator: f64,
    outdated: &dyn Fn() -> bool,
) -> Vec<LegendInView> {
    let mut out: Vec<(String, Classes)> = Vec::new();
    // Beyond the view a feature takes the ground of its edge, which differs by less than is printed.
    let ground = GroundScale::over(view, &scene.map_crs);
    for layer in scene.vectors().rev().filter(|l| l.shown_at(denominator)) {
        let Some(legend) = &layer.legend else {
            continue;
        };
        let at = out.iter().position(|(id, _)| *id == legend.id).unwrap_or_else(|| {
            out.push((legend.id.clone(), Classes::default()));
            out.len() - 1
        });
        for (i, feature) in layer.features.in_extent(view).enumerate() {
            if i % 4096 == 0 && outdated() {
                return Vec::new();
            }
            let class = layer.class_of(feature);
            if class != NO_CLASS {
                let amount = amount_inside(&layer.features, feature, view, &ground);
                // Layers come from the top.
                let found =
                    out[at].1.entry(class).or_insert((ClassAmount::default(), layer.opacity));
                found.0.add(amount);
            }
        }
    }
    out.into_iter()
        .map(|(legend, classes)| {
            let mut classes: Vec<ClassInView> = classes
                .into_iter()
                .filter(|(_, (amount, _))| amount.measure().is_some())
                .map(|(class, (amount, opacity))| ClassInView { class, amount, opacity })
                .collect();
            classes.sort_by(|a, b| larger_first(&a.amount, &b.amount).then(a.class.cmp(&b.class)));
            LegendInView { legend, classes }
        })
        .filter(|l| !l.classes.is_empty())
        .collect()
}

fn larger_first(a: &ClassAmount, b: &ClassAmount) -> Ordering {
    let by_area = b.area_m2.total_cmp(&a.area_m2);
    by_area.then(b.length_m.total_cmp(&a.length_m)).then(b.points.cmp(&a.points))
}

/// What a feature has inside a rectangle, on the ellipsoid.
fn amount_inside(
    features: &Features,
    feature: FeatureId,
    view: &Extent,
    ground: &GroundScale,
) -> ClassAmount {
    let store = features.geometries();
    let centre = store.feature_extent(feature).centre();
    let mut length_grid_m = 0.0;
    let mut points = 0;
    for part in store.parts(feature) {
        match part.kind {
            PartKind::Line => length_grid_m += length_inside(&part, view),
            PartKind::Points => points += part.points().filter(|p| view.contains(*p)).count(),
            PartKind::Exterior | PartKind::Hole => {}
        }
    }
    ClassAmount {
        area_m2: ground.ellipsoid_m2(area_inside(features, feature, view), centre),
        length_m: ground.ellipsoid_m(length_grid_m, centre),
        points,
    }
}

/// The length of a line inside a rectangle, in the plane of the map.
fn length_inside(line: &Part<'_>, view: &Extent) -> f64 {
    let bounds = Bounds { min: [view.min.x, view.min.y], max: [view.max.x, view.max.y] };
    let segments = line.points().zip(line.points().skip(1));
    segments.map(|(a, b)| a.distance(b) * bounds.share_inside([a.x, a.y], [b.x, b.y])).sum()
}

/// The area of a feature inside a rectangle, in the plane of the map.
fn area_inside(features: &Features, feature: FeatureId, view: &Extent) -> f64 {
    let store = features.geometries();
    let e = store.feature_extent(feature);
    let whole = view.contains(e.min) && view.contains(e.max);
    let mut area = 0.0;
    for area_ring in store.area_rings(feature) {
        let mut ring: Vec<MapPoint> = Vec::new();
        area_ring.extend(&mut ring, |p| p);
        let sign = if area_ring.is_hole() { -1.0 } else { 1.0 };
        area += sign * if whole { ring_area(&ring) } else { ring_area(&clipped(ring, view)) };
    }
    area.max(0.0)
}

fn ring_area(ring: &[MapPoint]) -> f64 {
    let Some(first) = ring.first() else {
        return 0.0;
    };
    let next = ring.iter().skip(1).chain(std::iter::once(first));
    let twice: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y))
        .sum();
    (twice / 2.0).abs()
}

/// A ring cut at the four sides of a rectangle (Sutherland and Hodgman 1974). A ring that falls
/// apart keeps edges along the rectangle's sides, which enclose nothing: the area is right.
fn clipped(ring: Vec<MapPoint>, view: &Extent) -> Vec<MapPoint> {
    type Side = (fn(MapPoint) -> f64, f64, f64);
    let sides: [Side; 4] = [
        (|p| p.x, view.min.x, 1.0),
        (|p| p.x, view.max.x, -1.0),
        (|p| p.y, view.min.y, 1.0),
        (|p| p.y, view.max.y, -1.0),
    ];
    sides.into_iter().fold(ring, |ring, (coordinate, limit, sign)| {
        let depth = |p: MapPoint| (coordinate(p) - limit) * sign;
        let mut out = Vec::with_capacity(ring.len() + 4);
        for (i, b) in ring.iter().enumerate() {
            let a = ring[(i + ring.len() - 1) % ring.len()];
            let (da, db) = (depth(a), depth(*b));
            if (da >= 0.0) != (db >= 0.0) {
                let t = da / (da - db);
                out.push(MapPoint::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t));
            }
            if db >= 0.0 {
                out.push(*b);
            }
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scene::MapLayer;
    use crate::testing::{self, Builder};
    use geo::{Area, BooleanOps, polygon};
    use planmap_core::Crs;
    use planmap_core::catalogue::LayerRole;
    use planmap_core::symbology::Theme;

    /// A road of 1,000 m of which the view shows 600, three wells of which it shows two, and a lot
    /// of 100 m by 100 m that lies inside it as a whole, with a well of its own class beside it.
    #[test]
    fn classes_of_lines_and_points_are_in_the_legend_with_their_own_measure() {
        let (east, north) = (490_000.0, 2_355_000.0);
        let at = |x: f64, y: f64| (east + x, north + y);
        let mut features = Builder::default();
        let lot =
            vec![at(0.0, 0.0), at(100.0, 0.0), at(100.0, 100.0), at(0.0, 100.0), at(0.0, 0.0)];
        features.add(PartKind::Exterior, lot, &[("class", "housing")]);
        features.add(PartKind::Points, vec![at(150.0, 50.0)], &[("class", "housing")]);
        features.add(
            PartKind::Line,
            vec![at(-400.0, 200.0), at(600.0, 200.0)],
            &[("class", "mixed")],
        );
        features.add(
            PartKind::Points,
            vec![at(10.0, 10.0), at(20.0, 10.0)],
            &[("class", "service")],
        );
        features.add(PartKind::Points, vec![at(10.0, 900.0)], &[("class", "service")]);
        let spec = testing::spec("surroundings", None, LayerRole::LandUse);
        let legend = testing::legend();
        let mut scene = MapScene::empty(Crs::vn2000_son_la(), Theme::Light);
        let layer = MapLayer::new(
            Arc::new(spec),
            None,
            Arc::new(features.finish()),
            Some(Arc::new(legend.clone())),
        );
        scene.push(layer);
        let corner = |x: f64, y: f64| MapPoint::new(east + x, north + y);
        let view = Extent::from_corners(corner(-200.0, -100.0), corner(400.0, 500.0));
        let found = legend_in_view(&scene, &view, 10_000.0, &|| false);
        assert_eq!(found.len(), 1);
        let codes: Vec<&str> = found[0]
            .classes
            .iter()
            .map(|c| legend.classes[usize::from(c.class)].code.as_str())
            .collect();
        assert_eq!(codes, ["housing", "mixed", "service"]);
        let amounts: Vec<ClassAmount> = found[0].classes.iter().map(|c| c.amount).collect();
        // The ellipsoid differs from the plane by up to 0.1 % here.
        let near = |got: f64, wanted: f64| (got - wanted).abs() <= wanted * 2e-3;
        assert!(near(amounts[0].area_m2, 10_000.0) && amounts[0].points == 1, "{:?}", amounts[0]);
        assert!(matches!(amounts[0].measure(), Some(ClassMeasure::Area(_))));
        assert!(near(amounts[1].length_m, 600.0), "{:?}", amounts[1]);
        assert!(matches!(amounts[1].measure(), Some(ClassMeasure::Length(_))));
        assert_eq!(amounts[2].measure(), Some(ClassMeasure::Points(2)));
    }

    /// Against `geo`'s boolean operations, on a shape that falls apart at the edge of the view.
    #[test]
    fn clipped_area_agrees_with_boolean_operations() {
        let comb = polygon![
            (x: 0.0, y: 0.0), (x: 30.0, y: 0.0), (x: 30.0, y: 20.0), (x: 25.0, y: 20.0), (x: 25.0, y: 5.0),
            (x: 15.0, y: 5.0), (x: 15.0, y: 22.0), (x: 10.0, y: 22.0), (x: 10.0, y: 5.0), (x: 0.0, y: 18.0)
        ];
        let ring: Vec<MapPoint> = comb.exterior().coords().map(|c| MapPoint::from(*c)).collect();
        for (x0, y0, x1, y1) in [
            (-5.0, -5.0, 50.0, 50.0),
            (3.0, 6.0, 27.0, 19.0),
            (11.0, 7.0, 12.0, 8.0),
            (40.0, 0.0, 50.0, 9.0),
        ] {
            let view = Extent::from_corners(MapPoint::new(x0, y0), MapPoint::new(x1, y1));
            let window = geo::Rect::new((x0, y0), (x1, y1)).to_polygon();
            let want = comb.intersection(&window).unsigned_area();
            let got = ring_area(&clipped(ring.clone(), &view));
            // The boolean operations work on whole numbers, to about 1e-8 of the extent.
            assert!((got - want).abs() < 1e-6, "{got} instead of {want}");
        }
    }
}
