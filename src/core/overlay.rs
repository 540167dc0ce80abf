//! What lies under a polygon: how much of which class, cut exactly.
//!
//! Owns the region (a polygon with an index of its edges) and the areas of a layer's classes within
//! it. `geo` does every cut; a feature whose box no edge of the region touches lies wholly inside or
//! outside, and needs none. Must not know what a site, a plan or an audit is.

use geo::{Area, BooleanOps, Contains, CoordsIter, LinesIter};
use rstar::{AABB, RTree, primitives::GeomWithData};

use crate::crs::{Crs, CrsError, MapPoint};
use crate::feature::{FeatureId, Features, PartKind};
use crate::geometry::{Extent, geo_geometry_from_map, geodesic_measure};
use crate::ground::ground;
use crate::legend::ClassId;
use crate::plan_stack::StackLayer;

/// An area both ways.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area2 {
    /// m² on the WGS 84 ellipsoid.
    pub ellipsoid_m2: f64,
    /// m² in the plane of the map.
    pub grid_m2: f64,
}

impl Area2 {
    /// The areas of the ground of polygons of the map.
    ///
    /// # Errors
    /// If PROJ cannot convert one of its points.
    pub fn of(shape: &geo::MultiPolygon<f64>, map_crs: &Crs) -> Result<Self, CrsError> {
        // Read in the plane of the map, where the edges were drawn, for both.
        let shape = ground(shape.clone());
        let grid_m2 = shape.unsigned_area();
        let ellipsoid_m2 =
            geodesic_measure(&geo_geometry_from_map(&shape.into(), map_crs)?).area_m2;
        Ok(Self { ellipsoid_m2, grid_m2 })
    }
}

impl std::ops::AddAssign for Area2 {
    fn add_assign(&mut self, other: Self) {
        self.ellipsoid_m2 += other.ellipsoid_m2;
        self.grid_m2 += other.grid_m2;
    }
}

impl std::ops::Sub for Area2 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            ellipsoid_m2: self.ellipsoid_m2 - other.ellipsoid_m2,
            grid_m2: self.grid_m2 - other.grid_m2,
        }
    }
}

/// A polygon of the map that layers are cut with.
pub struct Region {
    shape: geo::MultiPolygon<f64>,
    extent: Extent,
    edges: RTree<GeomWithData<rstar::primitives::Rectangle<[f64; 2]>, ()>>,
}

impl Region {
    /// The ground of polygons as a region.
    #[must_use]
    pub fn new(shape: geo::MultiPolygon<f64>) -> Self {
        let shape = ground(shape);
        let boxes = shape.lines_iter().map(|l| {
            let (a, b) = ([l.start.x, l.start.y], [l.end.x, l.end.y]);
            GeomWithData::new(rstar::primitives::Rectangle::from_corners(a, b), ())
        });
        let edges = RTree::bulk_load(boxes.collect());
        let extent = Extent::of_points(shape.coords_iter().map(MapPoint::from));
        Self { shape, extent, edges }
    }

    /// The union of features of a layer, as one region.
    #[must_use]
    pub fn of_features(features: &Features, rows: impl IntoIterator<Item = FeatureId>) -> Self {
        let polygons: Vec<geo::MultiPolygon<f64>> = rows
            .into_iter()
            .map(|row| features.geometries().polygons(row))
            .filter(|p| !p.0.is_empty())
            .collect();
        match polygons.as_slice() {
            [] => Self::new(geo::MultiPolygon(vec![])),
            [one] => Self::new(one.clone()),
            many => Self::new(union(many)),
        }
    }

    /// The polygons.
    #[must_use]
    pub fn shape(&self) -> &geo::MultiPolygon<f64> {
        &self.shape
    }

    /// The extent; empty where there is no polygon.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The part of a feature that lies inside; `None` where they share no area.
    #[must_use]
    pub fn cut(&self, features: &Features, feature: FeatureId) -> Option<geo::MultiPolygon<f64>> {
        let store = features.geometries();
        if !store.parts(feature).any(|p| p.kind == PartKind::Exterior) {
            return None;
        }
        let extent = store.feature_extent(feature);
        if !extent.intersects(&self.extent) {
            return None;
        }
        let polygons = store.polygons(feature);
        let touched = self
            .edges
            .locate_in_envelope_intersecting(AABB::from_corners(
                [extent.min.x, extent.min.y],
                [extent.max.x, extent.max.y],
            ))
            .next()
            .is_some();
        if !touched {
            let first = polygons.coords_iter().next()?;
            return self.shape.contains(&geo::Point(first)).then_some(polygons);
        }
        let cut = self.shape.intersection(&polygons);
        (cut.unsigned_area() > 0.0).then_some(cut)
    }
}

/// The union of polygons, whichever way their rings run.
#[must_use]
pub fn union(polygons: &[geo::MultiPolygon<f64>]) -> geo::MultiPolygon<f64> {
    use geo::orient::{Direction, Orient};
    let oriented: Vec<geo::MultiPolygon<f64>> =
        polygons.iter().map(|p| p.orient(Direction::Default)).collect();
    geo::algorithm::bool_ops::unary_union(&oriented)
}

/// How much of a region one class takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassArea {
    /// The class in the layer's legend; [`crate::legend::NO_CLASS`] for lots without a known one.
    pub class: ClassId,
    /// Its area inside.
    pub area: Area2,
    /// Features that have a part of it inside.
    pub features: usize,
}

/// The classes of a layer inside a region, in the order of the legend, and the sum of all.
///
/// Lots that overlap each other count twice, as in the layer itself.
///
/// # Errors
/// If PROJ cannot convert a point.
pub fn class_areas(
    layer: &StackLayer<'_>,
    region: &Region,
    map_crs: &Crs,
) -> Result<(Vec<ClassArea>, Area2), CrsError> {
    let (mut out, mut sum): (Vec<ClassArea>, Area2) = (Vec::new(), Area2::default());
    let mut rows: Vec<FeatureId> = layer.features.in_extent(&region.extent()).collect();
    rows.sort_unstable();
    for feature in rows {
        let Some(cut) = region.cut(layer.features, feature) else {
            continue;
        };
        let area = Area2::of(&cut, map_crs)?;
        let class = layer.classes.get(feature as usize).copied().unwrap_or(crate::legend::NO_CLASS);
        let at = out.iter().position(|c| c.class == class).unwrap_or_else(|| {
            out.push(ClassArea { class, area: Area2::default(), features: 0 });
            out.len() - 1
        });
        out[at].area += area;
        out[at].features += 1;
        sum += area;
    }
    out.sort_by_key(|c| c.class);
    Ok((out, sum))
}

/// What one plan says inside a region.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanAreas {
    /// Id of the plan.
    pub plan: String,
    /// Id of the layer that was asked.
    pub layer: String,
    /// The classes.
    pub classes: Vec<ClassArea>,
    /// The part that the plan's lots cover.
    pub covered: Area2,
}

impl PlanAreas {
    /// The covered part of an area, from 0 to 1.
    #[must_use]
    pub fn covered_share(&self, whole: Area2) -> f64 {
        share(self.covered.grid_m2, whole.grid_m2)
    }
}

/// A part of a whole, from 0; 0 of nothing.
#[must_use]
pub fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// What every plan's land use says inside a region, in the order of the layers.
///
/// # Errors
/// If PROJ cannot convert a point.
pub fn plan_areas(
    layers: &[StackLayer<'_>],
    region: &Region,
    map_crs: &Crs,
) -> Result<Vec<PlanAreas>, CrsError> {
    use crate::catalogue::LayerRole;
    let mut out = Vec::new();
    for layer in layers.iter().filter(|l| l.spec.role == LayerRole::LandUse) {
        let Some(plan) = &layer.spec.plan else {
            continue;
        };
        let (classes, covered) = class_areas(layer, region, map_crs)?;
        out.push(PlanAreas { plan: plan.clone(), layer: layer.spec.id.clone(), classes, covered });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::feature::{GeometriesBuilder, TableBuilder};
    use geo::{line_string, polygon};
    use proptest::prelude::*;

    fn one(ring: &[(f64, f64)]) -> Features {
        let mut g = GeometriesBuilder::new(MapPoint::default(), 0.001);
        g.begin();
        g.part(PartKind::Exterior, ring.iter().copied().chain(ring.first().copied()));
        let mut t = TableBuilder::default();
        t.begin_row();
        Features::new(g.finish(), t.finish(), vec![0])
    }

    proptest! {
        /// The quick path must say what the cut says.
        #[test]
        fn quick_path_equals_the_cut(x in -60.0..60.0f64, y in -60.0..60.0f64, w in 1.0..30.0f64) {
            let mut shape = polygon![
                (x: -50.0, y: -50.0), (x: 50.0, y: -50.0), (x: 50.0, y: 50.0), (x: -50.0, y: 50.0)
            ];
            shape.interiors_push(line_string![
                (x: -20.0, y: -20.0), (x: -20.0, y: 20.0), (x: 20.0, y: 20.0), (x: 20.0, y: -20.0), (x: -20.0, y: -20.0)
            ]);
            let region = Region::new(geo::MultiPolygon(vec![shape.clone()]));
            let lot = one(&[(x, y), (x + w, y), (x + w, y + w), (x, y + w)]);
            let exact = geo::MultiPolygon(vec![shape]).intersection(&lot.geometries().polygons(0)).unsigned_area();
            let quick = region.cut(&lot, 0).map_or(0.0, |c| c.unsigned_area());
            prop_assert!((exact - quick).abs() < 1e-4, "{exact} {quick}");
        }
    }
}
