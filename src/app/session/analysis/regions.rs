//! What the session computes about areas: regions of sites and lots for review and balance.
//!
//! Owns the choice of the shape that stands for a site. The computations are the core's.

use planmap_core::overlay::Region;
use planmap_core::site_review::circle;
use planmap_draw::scene::MapLayer;

use crate::ids::{HitRef, ReviewedShape};
use crate::session::Session;

impl Session {
    /// The loaded layers as they are now, for work on another thread.
    #[must_use]
    pub fn layer_snapshots(&self) -> Vec<MapLayer> {
        self.layers().iter().filter_map(|l| Some(l.content()?.drawn.clone())).collect()
    }

    /// The polygons of a site, or a circle of `radius_m` around its marker where it has none.
    #[must_use]
    pub fn site_region(&self, id: &str, radius_m: f64) -> Option<(Region, ReviewedShape)> {
        let mut polygons = Vec::new();
        for hit in self.site_features(id) {
            if let Some(features) = self.layer(&hit.layer).and_then(|l| l.features()) {
                polygons.push(features.geometries().polygons(hit.feature));
            }
        }
        polygons.retain(|p| !p.0.is_empty());
        match polygons.len() {
            0 => {
                let shape = circle(self.site_place(id)?, radius_m);
                Some((Region::new(shape), ReviewedShape::Circle { radius_m }))
            }
            1 => Some((Region::new(polygons.remove(0)), ReviewedShape::Outline)),
            _ => {
                Some((Region::new(planmap_core::overlay::union(&polygons)), ReviewedShape::Outline))
            }
        }
    }

    /// The polygons of a feature; `None` where it has none.
    #[must_use]
    pub fn feature_region(&self, hit: &HitRef) -> Option<Region> {
        let features = self.layer(&hit.layer)?.features()?;
        if hit.feature as usize >= features.len() {
            return None;
        }
        let region = Region::of_features(features, [hit.feature]);
        (!region.shape().0.is_empty()).then_some(region)
    }
}
