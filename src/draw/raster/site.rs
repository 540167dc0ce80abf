//! The edges of sites in tiles: below the annotations, so that no outline runs through a callout.
//!
//! Owns their place in the stack; widths and dashes are the overlay's, which draws the chosen site's
//! edge over all, and those of pictures. Must not know which site is chosen.

use planmap_core::MapPoint;
use planmap_core::symbology::MapColours;
use vello_cpu::kurbo::BezPath;

use super::{Canvas, Frame};
use crate::lines::{Xy, dashes, runs};
use crate::overlay::{EDGE_CASING, EDGE_DASHES, EDGE_WIDTH, rings_and_lines};
use crate::scene::MapScene;

fn path_of(points: &[Xy], is_closed: bool) -> BezPath {
    let mut path = BezPath::new();
    for (i, point) in points.iter().enumerate() {
        let at = (point[0], point[1]);
        if i == 0 { path.move_to(at) } else { path.line_to(at) }
    }
    if is_closed {
        path.close_path();
    }
    path
}

/// The edges of all sites: dashes of their colour over a casing.
pub(super) fn edges(
    scene: &MapScene,
    frame: &Frame,
    colours: &MapColours,
    canvas: &mut dyn Canvas,
) {
    let bounds = frame.bounds(EDGE_WIDTH + EDGE_CASING);
    let pattern = EDGE_DASHES.map(|length| frame.px(length));
    for geometry in scene.sites.iter().filter_map(|site| site.geometry.as_ref()) {
        let mut casing = Vec::new();
        let mut dashed = Vec::new();
        for (ring, is_closed) in rings_and_lines(geometry) {
            let mut points: Vec<Xy> =
                ring.coords().map(|c| frame.position(MapPoint::new(c.x, c.y))).collect();
            points.dedup();
            if is_closed && points.len() > 1 && points.first() == points.last() {
                points.pop();
            }
            runs(&points, is_closed, &bounds, |run, is_closed| {
                casing.push(path_of(run, is_closed));
            });
            dashes(&points, is_closed, &pattern, &bounds, |dash| dashed.push(path_of(dash, false)));
        }
        for path in &casing {
            canvas.stroke(path, colours.site_casing, frame.px(EDGE_WIDTH + EDGE_CASING), false);
        }
        for path in &dashed {
            canvas.stroke(path, colours.site_edge, frame.px(EDGE_WIDTH), false);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use planmap_core::Viewport;
    use planmap_core::symbology::{Theme, colours};

    use crate::raster::tile;
    use crate::testing;

    #[test]
    fn a_tile_shows_the_edges_of_its_sites_and_none_elsewhere() {
        for theme in [Theme::Light, Theme::Dark] {
            let scene = testing::city(theme);
            let edge = colours(theme).site_edge;
            let of_edge = |scene: &crate::scene::MapScene| -> usize {
                let view = Viewport::fitting(&scene.extent(), 900.0, 700.0, 20.0);
                let tiles = scene
                    .tiles(&view, 1.0)
                    .into_iter()
                    .map(|key| tile(scene, &key, &|| false).unwrap());
                let near = |pixel: &[u8]| {
                    let apart = [edge.0, edge.1, edge.2]
                        .iter()
                        .zip(pixel)
                        .map(|(a, b)| a.abs_diff(*b))
                        .max();
                    apart.is_some_and(|apart| apart <= 6)
                };
                tiles
                    .map(|pixels| pixels.rgba.chunks_exact(4).filter(|pixel| near(pixel)).count())
                    .sum()
            };
            let with = of_edge(&scene);
            let mut bare = scene.clone();
            bare.sites = Arc::from([]);
            let without = of_edge(&bare);
            assert!(with > without + 100, "{theme:?}: {with} pixels with sites, {without} without");
        }
    }
}
