//! The legend of what is in view: which classes, and how much of each.

use planmap_core::feature::FeatureId;
use planmap_core::geometry::Extent;
use planmap_core::layer_size::GroundScale;
use planmap_core::legend::{ClassId, NO_CLASS};
use planmap_core::{Features, MapPoint};
use rustc_hash::FxHashMap;

use crate::scene::MapScene;

/// A class in view.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassInView {
    /// Number in its legend.
    pub class: ClassId,
    /// Area inside the view on the ellipsoid, m².
    pub area_m2: f64,
    /// How opaque the topmost layer is that shows it, 0–1.
    pub opacity: f32,
}

/// The classes of one legend in view, the largest first.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendInView {
    /// Id of the legend.
    pub legend: String,
    /// The classes.
    pub classes: Vec<ClassInView>,
}

/// Square metres and opacity by class.
type Classes = FxHashMap<ClassId, (f64, f32)>;

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
    for layer in scene.layers.iter().rev().filter(|l| l.shown_at(denominator)) {
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
                let own = layer.features.geometries().feature_extent(feature);
                let area_grid_m2 = area_inside(&layer.features, feature, view);
                // Layers come from the top.
                let found = out[at].1.entry(class).or_insert((0.0, layer.opacity));
                found.0 += ground.ellipsoid_m2(area_grid_m2, own.centre());
            }
        }
    }
    out.into_iter()
        .map(|(legend, classes)| {
            let mut classes: Vec<ClassInView> = classes
                .into_iter()
                .filter(|(_, (area, _))| *area > 0.0)
                .map(|(class, (area_m2, opacity))| ClassInView { class, area_m2, opacity })
                .collect();
            classes.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2).then(a.class.cmp(&b.class)));
            LegendInView { legend, classes }
        })
        .filter(|l| !l.classes.is_empty())
        .collect()
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
    let twice: f64 =
        ring.iter().zip(next).map(|(a, b)| (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y)).sum();
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
    use super::*;
    use geo::{Area, BooleanOps, polygon};

    /// Against `geo`'s boolean operations, on a shape that falls apart at the edge of the view.
    #[test]
    fn clipped_area_agrees_with_boolean_operations() {
        let comb = polygon![
            (x: 0.0, y: 0.0), (x: 30.0, y: 0.0), (x: 30.0, y: 20.0), (x: 25.0, y: 20.0), (x: 25.0, y: 5.0),
            (x: 15.0, y: 5.0), (x: 15.0, y: 22.0), (x: 10.0, y: 22.0), (x: 10.0, y: 5.0), (x: 0.0, y: 18.0)
        ];
        let ring: Vec<MapPoint> = comb.exterior().coords().map(|c| MapPoint::from(*c)).collect();
        for (x0, y0, x1, y1) in
            [(-5.0, -5.0, 50.0, 50.0), (3.0, 6.0, 27.0, 19.0), (11.0, 7.0, 12.0, 8.0), (40.0, 0.0, 50.0, 9.0)]
        {
            let view = Extent::from_corners(MapPoint::new(x0, y0), MapPoint::new(x1, y1));
            let window = geo::Rect::new((x0, y0), (x1, y1)).to_polygon();
            let want = comb.intersection(&window).unsigned_area();
            let got = ring_area(&clipped(ring.clone(), &view));
            // The boolean operations work on whole numbers, to about 1e-8 of the extent.
            assert!((got - want).abs() < 1e-6, "{got} instead of {want}");
        }
    }
}
