//! The locator: where the frame lies in the plan.

use std::sync::Arc;

use planmap_core::catalogue::LayerRole;
use planmap_core::symbology::colours;
use planmap_core::{Extent, MapPoint};
use vello_cpu::kurbo::Rect;

use super::{Block, Kit};
use crate::ink::{HAIRLINE, Type, frame, heading};
use crate::map::{MapFrame, MapOptions, map_items};
use crate::{PageItem, TextAlign};
use planmap_draw::scene::MapScene;

pub(super) fn locator(kit: &Kit<'_>, width: f64) -> Block {
    let mut items = Vec::new();
    let top = heading(&kit.language.say("sheet-locator"), 0.0, 0.0, width, kit.k, &mut items);
    let height = (width * 0.62).min(0.26 * kit.spec.paper.height_mm);
    let rect = Rect::new(0.0, top, width, top + height);
    let Some(denominator) = overview(kit.scene, kit.map, rect, &mut items) else {
        return Block::whole(Vec::new(), 0.0);
    };
    items.push(frame(rect, 0.2 * kit.k, HAIRLINE));
    let style = Type::pt(7.5 * kit.k).muted();
    let text = kit.language.say_with(
        "sheet-locator-scale",
        &[(
            "scale",
            (&planmap_core::i18n::format_number(denominator, 0, kit.language.first())).into(),
        )],
    );
    items.push(style.at(text, 0.0, rect.y1 + style.leading(), TextAlign::Left));
    Block::whole(items, rect.y1 + style.leading() + 0.8 * kit.k)
}

/// The scale 1:N at which an extent fills a rectangle, rounded up to two digits: nobody measures on
/// an overview, and at the next round scale it would be half as large.
fn overview_scale(extent: &Extent, rect: Rect) -> f64 {
    let exact = (extent.width() / rect.width()).max(extent.height() / rect.height()) * 1000.0;
    let step = 10f64.powf(exact.max(1.0).log10().floor() - 1.0);
    (exact / step).ceil() * step
}

/// Draws limits, units and water around a map's frame, with the frame in red; returns the scale.
/// `None` where nothing is known around it, or nothing lies outside of it.
pub(crate) fn overview(
    scene: &MapScene,
    of: &MapFrame,
    rect: Rect,
    items: &mut Vec<PageItem>,
) -> Option<f64> {
    let mut shown = scene.clone();
    shown.sites = Arc::from([]);
    shown.layers.retain(|layer| {
        let Some(layer) = layer.as_vector().filter(|layer| layer.visible) else { return false };
        let role = layer.spec.role;
        matches!(role, LayerRole::Limit | LayerRole::Water)
            || role == LayerRole::Units && layer.spec.units_in_force
    });
    let limits = shown.vectors().filter(|l| l.spec.role == LayerRole::Limit);
    let around = limits.map(|l| l.features.extent()).fold(Extent::EMPTY, Extent::union);
    let all = around.union(of.extent());
    // A sheet that shows the whole plan needs no map of where it lies in it.
    let e = of.extent();
    if around.is_empty() || (e.contains(around.min) && e.contains(around.max)) {
        return None;
    }
    let denominator = overview_scale(&all.buffered(0.03 * all.width()), rect);
    let map = MapFrame { rect_mm: rect, centre: all.centre(), denominator, crs: of.crs.clone() };
    let options = MapOptions {
        language: planmap_core::i18n::Language::Vietnamese,
        labels: false,
        sites: false,
        annotations: false,
        selected_site: None,
    };
    items.extend(map_items(&shown, &map, &options, &|| false)?);
    let e = of.extent();
    let (x0, y0) = map.page_from_map(MapPoint::new(e.min.x, e.max.y));
    let (x1, y1) = map.page_from_map(MapPoint::new(e.max.x, e.min.y));
    // A frame that would be a dot is drawn as a small square around its place.
    let (cx, cy) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
    let (w, h) = ((x1 - x0).max(2.0) / 2.0, (y1 - y0).max(2.0) / 2.0);
    let mark = Rect::new(cx - w, cy - h, cx + w, cy + h).intersect(rect);
    items.push(frame(mark, 0.9, colours(scene.theme).casing));
    items.push(frame(mark, 0.5, colours(scene.theme).site_edge));
    Some(denominator)
}
