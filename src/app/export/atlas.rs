//! Atlases: one sheet a site, a zone, or a cell of a numbered grid.

use planmap_core::attribute::feature_name;
use planmap_core::catalogue::{Catalogue, LayerRole, PlanKind};
use planmap_core::i18n::Language;
use planmap_core::{Extent, MapPoint};
use planmap_draw::scene::MapScene;
use planmap_paper::sheet::{
    PanelColumns, Sheet, SheetPlace, SheetScale, SheetSpec, lay_out, map_frame,
};

use super::{extent_of_all, extent_of_site};

/// What an atlas has a sheet for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtlasKind {
    /// Every site.
    Sites,
    /// Every zoning plan, or the zones inside where there are layers of zones.
    Zones,
    /// Every cell of a grid at a scale.
    Grid,
}

/// One sheet of an atlas.
#[derive(Debug, Clone, PartialEq)]
pub struct AtlasPlace {
    /// What it is called: a name, or "B3" for a cell of the grid: rows are letters from the north.
    pub name: String,
    /// What it shows.
    pub extent: Extent,
    /// The site, where it is one.
    pub site: Option<String>,
}

/// Share by which neighbouring cells of the grid overlap, so that nothing is cut at a border alone.
const OVERLAP: f64 = 0.02;

/// The sheets of an atlas. `cell_m` is the ground that one frame shows at the atlas's scale; cells
/// that show nothing of any visible layer are left out, and keep their number.
#[must_use]
pub fn atlas_places(
    scene: &MapScene,
    kind: AtlasKind,
    language: Language,
    cell_m: (f64, f64),
) -> Vec<AtlasPlace> {
    match kind {
        AtlasKind::Sites => scene
            .sites
            .iter()
            .map(|s| AtlasPlace {
                name: s.name.get(language).to_owned(),
                extent: extent_of_site(s),
                site: Some(s.id.clone()),
            })
            .collect(),
        AtlasKind::Zones => zones(scene, language),
        AtlasKind::Grid => cells(scene, cell_m),
    }
}

/// Sheets of an atlas.
#[derive(Debug, Clone)]
pub struct AtlasSheets {
    /// The sheets that were laid out, in order.
    pub sheets: Vec<Sheet>,
    /// How many the atlas has.
    pub count: usize,
}

/// Lays the sheets of an atlas out, numbered, or only one of them, from 0, or the last one where
/// there are fewer; `None` once `cancelled` says so. A grid without a scale is one at 1:10,000.
#[must_use]
pub fn atlas_sheets(
    scene: &MapScene,
    catalogue: &Catalogue,
    spec: &SheetSpec,
    kind: AtlasKind,
    only: Option<usize>,
    cancelled: &dyn Fn() -> bool,
) -> Option<AtlasSheets> {
    let mut spec = spec.clone();
    if kind == AtlasKind::Grid && spec.scale == SheetScale::Fit {
        spec.scale = SheetScale::Fixed(10_000.0);
    }
    // Ground of a frame: that of any sheet at this scale, so every frame has the same size.
    if kind == AtlasKind::Grid && spec.columns == PanelColumns::Auto {
        spec.columns = PanelColumns::One;
    }
    spec.place = SheetPlace::Around(MapPoint::default());
    let cell = map_frame(&spec, catalogue).0.ground_size_m();
    let places = atlas_places(scene, kind, spec.language.first(), cell);
    let count = places.len();
    let only = only.map(|n| n.min(count.saturating_sub(1)));
    let mut sheets = Vec::new();
    for (i, place) in places.into_iter().enumerate().filter(|(i, _)| only.is_none_or(|n| n == *i)) {
        let mut one = spec.clone();
        one.place = match kind {
            AtlasKind::Grid => SheetPlace::Around(place.extent.centre()),
            AtlasKind::Sites | AtlasKind::Zones => SheetPlace::Extent(place.extent),
        };
        one.selected_site = place.site;
        one.fields.sheet_number = match kind {
            AtlasKind::Grid => format!("{} ({}/{count})", place.name, i + 1),
            AtlasKind::Sites | AtlasKind::Zones => format!("{}/{count}", i + 1),
        };
        if kind != AtlasKind::Grid && one.fields.drawing.is_empty() {
            one.fields.drawing.clone_from(&place.name);
        }
        one.bookmark = place.name;
        sheets.push(lay_out(scene, catalogue, &one, cancelled)?);
    }
    Some(AtlasSheets { sheets, count })
}

fn zones(scene: &MapScene, language: Language) -> Vec<AtlasPlace> {
    let mut out = Vec::new();
    let with_zones = scene.vectors().any(|l| l.visible && l.spec.role == LayerRole::Zones);
    for layer in scene.vectors().filter(|l| l.visible) {
        let takes = if with_zones {
            layer.spec.role == LayerRole::Zones
        } else {
            layer.spec.role == LayerRole::Limit && layer.plan_kind == Some(PlanKind::Zoning)
        };
        if !takes {
            continue;
        }
        for feature in 0..layer.features.len() as u32 {
            let extent = layer.features.geometries().feature_extent(feature);
            if extent.is_empty() {
                continue;
            }
            let own = feature_name(&layer.spec.fields, layer.features.table(), feature, language);
            let own = own.map(|name| name.trim().to_owned());
            let name = own
                .or_else(|| layer.plan_name.as_ref().map(|n| n.get(language).to_owned()))
                .unwrap_or_else(|| layer.spec.name.get(language).to_owned());
            let margin = 0.03 * extent.width().max(extent.height());
            out.push(AtlasPlace { name, extent: extent.buffered(margin), site: None });
        }
    }
    out
}

fn cells(scene: &MapScene, (width, height): (f64, f64)) -> Vec<AtlasPlace> {
    let all = extent_of_all(scene);
    if all.is_empty() || width <= 0.0 || height <= 0.0 {
        return Vec::new();
    }
    let (step_x, step_y) = (width * (1.0 - OVERLAP), height * (1.0 - OVERLAP));
    let columns = ((all.width() - width).max(0.0) / step_x).ceil() as usize + 1;
    let rows = ((all.height() - height).max(0.0) / step_y).ceil() as usize + 1;
    // The grid lies centred on the ground that it covers.
    let left = all.centre().x - (step_x * (columns as f64 - 1.0) + width) / 2.0;
    let top = all.centre().y + (step_y * (rows as f64 - 1.0) + height) / 2.0;
    let mut out = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let corner = MapPoint::new(left + column as f64 * step_x, top - row as f64 * step_y);
            let extent =
                Extent::from_corners(corner, MapPoint::new(corner.x + width, corner.y - height));
            let limits = scene.vectors().filter(|l| l.visible && l.spec.role == LayerRole::Limit);
            let mut of_plans = limits.clone().peekable();
            let seen = if of_plans.peek().is_some() {
                limits
                    .clone()
                    .any(|l| l.features.in_extent(&extent).any(|f| touches(l, f, &extent)))
            } else {
                scene.vectors().any(|l| l.visible && l.features.in_extent(&extent).next().is_some())
            };
            if seen {
                out.push(AtlasPlace { name: cell_name(row, column), extent, site: None });
            }
        }
    }
    out
}

/// Whether a feature itself, not only its box, comes into an extent.
fn touches(layer: &planmap_draw::MapLayer, feature: u32, extent: &Extent) -> bool {
    use geo::Intersects;
    let window = geo::Rect::new(
        geo::Coord { x: extent.min.x, y: extent.min.y },
        geo::Coord { x: extent.max.x, y: extent.max.y },
    );
    layer.features.geometries().geometry(feature).is_some_and(|g| g.intersects(&window))
}

/// "A1", "B12"; after "Z" comes "AA".
fn cell_name(row: usize, column: usize) -> String {
    let mut letters = String::new();
    let mut n = row + 1;
    while n > 0 {
        letters.insert(0, char::from(b'A' + ((n - 1) % 26) as u8));
        n = (n - 1) / 26;
    }
    format!("{letters}{}", column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_by_row_and_column() {
        assert_eq!(cell_name(0, 0), "A1");
        assert_eq!(cell_name(25, 11), "Z12");
        assert_eq!(cell_name(26, 0), "AA1");
    }
}
