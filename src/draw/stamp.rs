//! Stamps of what tiles show, so that a change asks for the tiles that it touches and no others.
//!
//! Owns which parts of a scene can leave a trace in a tile, and what their pixels depend on. A
//! layer counts as a whole: whatever changes of it, all tiles that it reaches are drawn anew. Must
//! not know which tiles there are, or pixels.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

use planmap_core::Extent;
use planmap_core::catalogue::LayerRole;
use planmap_core::viewport::POINT_M;

use crate::image::RasterLayer;
use crate::raster::has_lots;
use crate::scene::{MapLayer, MapScene, SceneLayer, SiteMark};
use crate::tile::TileKey;

/// How far a line or a mark reaches beyond the place it stands for, in points, at most.
const REACH_PT: f64 = 24.0;
/// Selected rows of a layer up to which they are looked at one by one in every frame.
const ROWS_COMPARED: usize = 20_000;

/// A number that nothing else has in this run.
pub(crate) fn next_stamp() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The stamps of a scene's parts, made once for all tiles of a frame.
#[derive(Debug)]
pub struct SceneStamps<'a> {
    scene: &'a MapScene,
    /// Extent and stamp of each layer, from the bottom.
    layers: Vec<(Extent, u64, &'a SceneLayer)>,
    /// The same of each site that has an area or a line.
    sites: Vec<(Extent, u64)>,
}

impl<'a> SceneStamps<'a> {
    pub(crate) fn of_scene(scene: &'a MapScene) -> Self {
        let layers =
            scene.layers.iter().map(|layer| (layer.extent(), layer_stamp(scene, layer), layer));
        let sites = scene.sites.iter().filter_map(site_stamp);
        Self { scene, layers: layers.collect(), sites: sites.collect() }
    }

    /// The stamp of what a tile shows besides annotations.
    #[must_use]
    pub fn of_tile(&self, key: &TileKey) -> u64 {
        let metres_per_point = key.metres_per_pixel() * f64::from(key.pixels_per_point());
        let denominator = metres_per_point / POINT_M;
        let reached = key.extent().buffered(REACH_PT * metres_per_point);
        let mut hasher = DefaultHasher::new();
        for (extent, stamp, layer) in &self.layers {
            if !extent.intersects(&reached) || !layer.shown_at(denominator) {
                continue;
            }
            stamp.hash(&mut hasher);
            if let Some(limit) =
                layer.as_vector().filter(|layer| layer.spec.role == LayerRole::Limit)
            {
                // The ground inside a limit depends on lots that may lie elsewhere.
                has_lots(self.scene, limit, denominator).hash(&mut hasher);
            }
        }
        for (_, stamp) in self.sites.iter().filter(|(extent, _)| extent.intersects(&reached)) {
            stamp.hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// What the pixels of a layer depend on, besides place, scale and theme.
fn layer_stamp(scene: &MapScene, layer: &SceneLayer) -> u64 {
    match layer {
        SceneLayer::Vector(layer) => vector_stamp(scene, layer),
        SceneLayer::Raster(layer) => raster_stamp(layer),
    }
}

fn raster_stamp(layer: &RasterLayer) -> u64 {
    let mut hasher = DefaultHasher::new();
    layer.content_stamp().hash(&mut hasher);
    layer.opacity.to_bits().hash(&mut hasher);
    layer.blend.hash(&mut hasher);
    layer.transform.as_coeffs().map(f64::to_bits).hash(&mut hasher);
    hasher.finish()
}

fn vector_stamp(scene: &MapScene, layer: &MapLayer) -> u64 {
    let mut hasher = DefaultHasher::new();
    layer.content_stamps().hash(&mut hasher);
    layer.opacity.to_bits().hash(&mut hasher);
    layer.is_partial.hash(&mut hasher);
    layer.hidden_classes.hash(&mut hasher);
    layer.invalid.hash(&mut hasher);
    for (_, rows) in scene.selected.iter().filter(|(id, _)| *id == layer.spec.id) {
        if rows.len() <= ROWS_COMPARED {
            rows.hash(&mut hasher);
        } else {
            scene.revision.hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn site_stamp(site: &SiteMark) -> Option<(Extent, u64)> {
    use geo::CoordsIter;
    let geometry = site.geometry.as_ref()?;
    let mut hasher = DefaultHasher::new();
    site.id.hash(&mut hasher);
    site.candidate.hash(&mut hasher);
    for place in geometry.coords_iter() {
        (place.x.to_bits(), place.y.to_bits()).hash(&mut hasher);
    }
    Some((Extent::of_geometry(geometry), hasher.finish()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::sync::Arc;

    use planmap_core::catalogue::{LayerRole, PlanKind};
    use planmap_core::feature::PartKind;
    use planmap_core::symbology::Theme;
    use planmap_core::{Crs, MapPoint, Viewport};

    use planmap_core::style::Blend;
    use vello_cpu::kurbo::Affine;

    use super::*;
    use crate::image::MemoryPicture;
    use crate::raster::Pixels;
    use crate::testing::{self, Builder};

    const WEST: f64 = 480_000.0;
    const EAST: f64 = 500_000.0;
    const NORTH: f64 = 2_355_000.0;

    /// A layer of one square of a kilometre, whose middle is given.
    fn square(id: &str, role: LayerRole, x: f64) -> MapLayer {
        let corners =
            [(-500.0, -500.0), (500.0, -500.0), (500.0, 500.0), (-500.0, 500.0), (-500.0, -500.0)];
        let mut features = Builder::default();
        let ring = corners.map(|(dx, dy)| (x + dx, NORTH + dy)).to_vec();
        features.add(PartKind::Exterior, ring, &[("class", "mixed")]);
        let spec = testing::spec(id, Some("zone"), role);
        let legend = Some(Arc::new(testing::legend()));
        MapLayer::new(Arc::new(spec), Some(PlanKind::Zoning), Arc::new(features.finish()), legend)
    }

    fn scene() -> MapScene {
        let mut scene = MapScene::empty(Crs::vn2000_son_la(), Theme::Light);
        scene.push(square("west", LayerRole::LandUse, WEST));
        scene.push(square("east", LayerRole::LandUse, EAST));
        scene
    }

    /// The tiles of a view of four kilometres around a place.
    fn keys(scene: &MapScene, x: f64) -> Vec<TileKey> {
        scene.tiles(&Viewport::new(MapPoint::new(x, NORTH), 4.0, 1000.0, 800.0), 1.0)
    }

    /// Whether tiles around the two squares are others after a change: in the west, in the east.
    fn changed(change: impl FnOnce(&mut MapScene)) -> [bool; 2] {
        let before = scene();
        let mut after = before.clone();
        after.revision += 1;
        change(&mut after);
        [WEST, EAST].map(|x| keys(&before, x) != keys(&after, x))
    }

    #[test]
    fn a_change_of_one_layer_keeps_the_tiles_that_it_does_not_touch() {
        assert_eq!(changed(|_| ()), [false, false], "a new revision alone changes no pixel");
        assert_eq!(changed(|s| testing::nth_mut(s, 0).opacity = 0.5), [true, false]);
        assert_eq!(changed(|s| testing::nth_mut(s, 0).visible = false), [true, false]);
        assert_eq!(changed(|s| testing::nth_mut(s, 1).hidden_classes = vec![1]), [false, true]);
        assert_eq!(changed(|s| testing::nth_mut(s, 0).invalid = Arc::from([0])), [true, false]);
        assert_eq!(
            changed(|s| s.layers[0] = square("west", LayerRole::LandUse, WEST).into()),
            [true, false]
        );
        let style = |s: &mut MapScene| {
            let style = testing::nth_mut(s, 1).style(Theme::Light);
            testing::nth_mut(s, 1).set_style(Some(style));
        };
        assert_eq!(changed(style), [false, true]);
        assert_eq!(
            changed(|s| s.selected = vec![("east".to_owned(), Arc::from([0]))]),
            [false, true]
        );
    }

    #[test]
    fn an_image_changes_the_tiles_that_it_covers() {
        let image = |x: f64| {
            let place = Affine::translate((x, NORTH)) * Affine::scale_non_uniform(10.0, -10.0);
            let picture = MemoryPicture::new(Pixels::blank(20, 20));
            RasterLayer::new(
                Arc::new(testing::spec("scan", None, LayerRole::Other)),
                Arc::new(picture),
                place,
            )
        };
        assert_eq!(changed(|s| s.push(image(WEST))), [true, false]);
        let mut before = scene();
        before.push(image(EAST));
        let fade = |layer: &mut RasterLayer| layer.opacity = 0.5;
        let darken = |layer: &mut RasterLayer| layer.blend = Blend::Multiply;
        for change in [fade, darken, RasterLayer::renew] {
            let mut after = before.clone();
            let Some(SceneLayer::Raster(layer)) = after.layers.last_mut() else {
                panic!("the image is there")
            };
            change(layer);
            assert_eq!(keys(&before, WEST), keys(&after, WEST));
            assert_ne!(keys(&before, EAST), keys(&after, EAST));
        }
    }

    #[test]
    fn the_ground_of_a_limit_follows_the_lots_of_its_plan_wherever_they_are() {
        let mut before = scene();
        before.layers[1] = square("limit", LayerRole::Limit, EAST).into();
        let mut after = before.clone();
        testing::nth_mut(&mut after, 0).visible = false;
        assert_ne!(keys(&before, EAST), keys(&after, EAST));
    }

    #[test]
    fn a_site_changes_the_tiles_around_it() {
        let area = geo::Rect::new((EAST - 200.0, NORTH - 200.0), (EAST + 200.0, NORTH + 200.0));
        let site = SiteMark {
            id: "site".to_owned(),
            name: planmap_core::catalogue::Text2::same("site"),
            note: planmap_core::catalogue::Text2::same(""),
            at: MapPoint::new(EAST, NORTH),
            geometry: Some(area.to_polygon().into()),
            candidate: true,
        };
        assert_eq!(changed(|s| s.sites = Arc::from([site])), [false, true]);
    }
}
