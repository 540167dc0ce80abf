//! One layer, or a group of layers with the same place in the stack, onto the canvas.

use planmap_core::MapPoint;
use planmap_core::catalogue::{Accuracy, LayerRole};
use planmap_core::feature::{FeatureId, PartKind, Value};
use planmap_core::legend::{ClassId, ClassLook, HatchPattern};
use planmap_core::symbology::{
    Colour, HatchStyle, LineStyle, MapColours, OUTLINE_WIDTH, Theme, class_style, colours, hatch_strength, hatch_style,
    line_style,
};
use vello_cpu::kurbo::BezPath;

use super::frame::{Frame, add_points};
use super::{Canvas, Hatch, shares, translucent};
use crate::detail::{Detail, official_colour};
use crate::lines::dashes;
use crate::scene::{MapLayer, MapScene};

/// Draws layers that share a place in the stack; `None` once cancelled.
pub(super) fn draw_group(
    group: &[&MapLayer],
    theme: Theme,
    frame: &Frame,
    canvas: &mut dyn Canvas,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let colours = colours(theme);
    let Some(role) = group.first().map(|l| l.spec.role) else { return Some(()) };
    // A large file of no known kind is drawn as land use without classes: following the edges of a
    // million features one by one would take seconds and gigabytes.
    let is_coloured =
        role == LayerRole::Other && group.iter().any(|l| l.legend.is_some() || Detail::is_large(&l.features));
    match role {
        _ if role == LayerRole::LandUse || is_coloured => {
            for layer in group {
                areas(layer, theme, frame, canvas, cancelled)?;
            }
        }
        LayerRole::Labels | LayerRole::Sites => {}
        _ => {
            let drawn: Vec<Lines<'_>> = group.iter().map(|l| Lines::of(l, theme, frame)).collect();
            drawn.iter().for_each(|l| l.fills(&colours, frame, canvas));
            drawn.iter().for_each(|l| l.casings(frame, canvas));
            drawn.iter().for_each(|l| l.lines(frame, canvas));
        }
    }
    for layer in group {
        points(layer, &colours, frame, canvas);
        invalid(layer, &colours, frame, canvas);
    }
    Some(())
}

/// The ground of some features as one path for the non-zero rule.
pub(super) fn fill_path(layer: &MapLayer, features: &[FeatureId], frame: &Frame) -> BezPath {
    let mut path = BezPath::new();
    let mut scratch = Vec::new();
    for feature in features {
        for ring in layer.features.geometries().area_rings(*feature) {
            frame.add_ring(&ring, &mut scratch, &mut path);
        }
    }
    path
}

/// Opacity of the colour over selected features.
const SELECTED_OPACITY: f32 = 0.45;

/// The features that an area has selected, under a colour of their own. Where they are many and
/// small, their boxes stand for them.
pub(super) fn selected(scene: &MapScene, frame: &Frame, colours: &MapColours, canvas: &mut dyn Canvas) {
    let denominator = frame.denominator();
    for (id, rows) in &scene.selected {
        let Some(layer) = scene.layers.iter().find(|l| l.spec.id == *id && l.shown_at(denominator)) else { continue };
        let size = layer.detail().typical_size_m(&layer.features) / frame.metres_per_pixel;
        let in_view: Vec<FeatureId> =
            layer.features.in_extent(&frame.extent(2.0)).filter(|f| rows.binary_search(f).is_ok()).collect();
        let colour = colours.selection.with_opacity(SELECTED_OPACITY);
        if size < 3.0 {
            let mut path = BezPath::new();
            let mut scratch = Vec::new();
            for feature in &in_view {
                let e = layer.features.geometries().feature_extent(*feature);
                let corners = [(e.min.x, e.min.y), (e.max.x, e.min.y), (e.max.x, e.max.y), (e.min.x, e.max.y)];
                frame.add_coords(corners.map(|(x, y)| MapPoint::new(x, y)).into_iter(), false, &mut scratch, &mut path);
            }
            canvas.fill(&path, colour);
            continue;
        }
        canvas.fill(&fill_path(layer, &in_view, frame), colour);
        canvas.stroke(&edge_path(layer, &in_view, 1.4, frame), colours.selection, frame.px(1.4), false);
        canvas.fill(&dots(layer, in_view.into_iter(), 3.4, frame), colours.selection);
    }
}

/// The edges of polygons and the lines of some features as one path.
fn edge_path(layer: &MapLayer, features: &[FeatureId], width: f32, frame: &Frame) -> BezPath {
    let mut path = BezPath::new();
    let mut scratch = Vec::new();
    let bounds = frame.bounds(width);
    for feature in features {
        for part in layer.features.geometries().parts(*feature) {
            if part.kind != PartKind::Points {
                frame.add_line(&part, part.kind != PartKind::Line, &bounds, &mut scratch, &mut path);
            }
        }
    }
    path
}

/// Lots smaller than this on the screen, in points, have no edges; from the second size on they
/// have them in full.
const EDGES_FROM: (f64, f64) = (5.0, 13.0);

/// The same in very large layers: edges of tens of thousands of lots in view cost more than all
/// else and take from the colours what belongs to them.
const EDGES_OF_MANY_FROM: (f64, f64) = (10.0, 16.0);

/// Land use, or anything else that a legend colours.
fn areas(
    layer: &MapLayer,
    theme: Theme,
    frame: &Frame,
    canvas: &mut dyn Canvas,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let legend = layer.legend.as_deref();
    let denominator = frame.denominator();
    let hatched = hatch_strength(denominator);
    let size = layer.detail().typical_size_m(&layer.features) / (frame.metres_per_pixel * frame.pixels_per_point);
    let large = Detail::is_large(&layer.features);
    let (from, to) = if large { EDGES_OF_MANY_FROM } else { EDGES_FROM };
    let edged = ((size - from) / (to - from)).clamp(0.0, 1.0) as f32;
    let pattern_of = |class: ClassId| {
        let pattern = legend.and_then(|l| l.classes.get(usize::from(class))).map(|c| c.hatch).unwrap_or_default();
        // A flat class pales with the others, though it has no lines to carry it.
        (pattern, if pattern == HatchPattern::None { 0.5 * hatched } else { hatched })
    };
    let is_outlined = |class: ClassId| {
        let class = legend.and_then(|l| l.classes.get(usize::from(class)));
        class.is_some_and(|c| c.look == ClassLook::Outlined)
    };
    let fill_of = |class: ClassId| {
        let style = class_style(official_colour(legend, class), theme);
        style.fill.mixed(style.fill_hatched, pattern_of(class).1)
    };
    // Fainter among official hatches, which it must not be taken for.
    let mark = (layer.spec.accuracy == Accuracy::Schematic).then(|| Hatch {
        style: SCHEMATIC,
        colour: colours(theme).schematic_mark,
        opacity: 1.0 - 0.4 * hatched,
    });
    let by_shares = large && edged <= 0.0 && hatched <= 0.0 && canvas.takes_pixels();
    if by_shares && !layer.is_partial {
        let pyramid = layer.detail().pyramid(&layer.features, &layer.classes, cancelled)?;
        if let Some(pyramid) = pyramid.filter(|p| p.serves(frame.metres_per_pixel)) {
            let picture = shares::of_pyramid(pyramid, layer, &fill_of, frame, cancelled)?;
            shares::draw(&picture, mark.as_ref(), layer.opacity, frame, canvas);
            return Some(());
        }
    }
    let mut ids: Vec<FeatureId> = layer.features.in_extent(&frame.extent(1.0)).collect();
    // As they lie in memory.
    ids.sort_unstable();
    let in_view = ids.iter().map(|f| (layer.class_of(*f), *f)).filter(|(class, _)| layer.shows_class(*class));
    if by_shares {
        let picture = shares::of_features(in_view, layer, &fill_of, frame, cancelled)?;
        shares::draw(&picture, mark.as_ref(), layer.opacity, frame, canvas);
        return Some(());
    }
    let picture = match large && canvas.takes_pixels() {
        true => Some(shares::of_features(in_view.clone(), layer, &fill_of, frame, cancelled)?),
        false => None,
    };
    let mut features: Vec<(ClassId, FeatureId)> = in_view.collect();
    if features.is_empty() {
        return Some(());
    }
    features.sort_unstable();
    let mut groups: Vec<(ClassId, Vec<FeatureId>, BezPath)> = Vec::new();
    for group in features.chunk_by(|a, b| a.0 == b.0) {
        if large && cancelled() {
            return None;
        }
        let ids: Vec<FeatureId> = group.iter().map(|(_, f)| *f).collect();
        let path = fill_path(layer, &ids, frame);
        groups.push((group[0].0, ids, path));
    }
    translucent(canvas, layer.opacity, |canvas| {
        if let Some(picture) = &picture {
            // Exact where lots meet: no ground shines through and no class gains by its place.
            shares::draw(picture, None, 1.0, frame, canvas);
        } else if edged < 1.0 && groups.len() > 1 && canvas.takes_pixels() {
            // Where lots of two classes meet, both cover a pixel in part and the ground shines
            // through. A bed of the layer's mean colour makes that a shade nobody sees.
            let mean = layer.detail().mixed_colour(&layer.classes, legend);
            let mut bed = BezPath::new();
            let filled = groups.iter().filter(|(class, ..)| !is_outlined(*class));
            filled.for_each(|(_, _, path)| bed.extend(path.iter()));
            canvas.fill(&bed, class_style(mean, theme).fill);
        }
        for (class, _, path) in groups.iter().filter(|(class, ..)| !is_outlined(*class)) {
            let (pattern, strength) = pattern_of(*class);
            if picture.is_none() {
                canvas.fill_seamless(path, fill_of(*class));
            }
            if let Some(hatch) = hatch_style(pattern).filter(|_| strength > 0.0) {
                let line = class_style(official_colour(legend, *class), theme).hatch_line;
                canvas.hatch(path, &Hatch { style: hatch, colour: line, opacity: strength }, frame);
            }
        }
        if let Some(mark) = mark {
            let filled = groups.iter().filter(|(class, ..)| !is_outlined(*class));
            filled.for_each(|(_, _, path)| canvas.hatch(path, &mark, frame));
        }
        if edged > 0.0 {
            let width = 0.8;
            for (class, ids, fill) in groups.iter().filter(|(class, ..)| !is_outlined(*class)) {
                if large && cancelled() {
                    return;
                }
                let style = class_style(official_colour(legend, *class), theme);
                let path = edge_path(layer, ids, width, frame);
                let colour = style.edge.with_opacity(edged);
                if large && groups.len() > 1 {
                    canvas.stroke_inside(fill, &path, colour, frame.px(width));
                } else {
                    canvas.stroke(&path, colour, frame.px(width), false);
                }
            }
        }
        for (class, ids, _) in groups.iter().filter(|(class, ..)| is_outlined(*class)) {
            let path = edge_path(layer, ids, OUTLINE_WIDTH, frame);
            let colour = Colour::from(official_colour(legend, *class));
            canvas.stroke(&path, colour, frame.px(OUTLINE_WIDTH), false);
        }
    });
    Some(())
}

/// The mark of fills that are drawn for illustration only: wide, faint, unlike any official hatch.
const SCHEMATIC: HatchStyle = HatchStyle { pattern: HatchPattern::BackDiagonal, period: 20.0, width: 1.3 };

/// A layer of lines, or of areas that only their edges matter of, cut to the frame.
struct Lines<'a> {
    layer: &'a MapLayer,
    fill: BezPath,
    /// Paths by style, the least important first.
    paths: Vec<(LineStyle, BezPath)>,
}

impl<'a> Lines<'a> {
    fn of(layer: &'a MapLayer, theme: Theme, frame: &Frame) -> Self {
        let role = layer.spec.role;
        let style = |rank| {
            line_style(role, layer.plan_kind, rank, layer.spec.units_in_force, frame.denominator(), theme)
                .map(|s| faded(s, layer.opacity))
        };
        let mut features: Vec<FeatureId> = layer.features.in_extent(&frame.extent(20.0)).collect();
        features.sort_unstable();
        let fill = match role {
            LayerRole::Water | LayerRole::Other => fill_path(layer, &features, frame),
            _ => BezPath::new(),
        };
        let mut paths: Vec<(LineStyle, BezPath)> = Vec::new();
        if role == LayerRole::Units {
            // Neighbours share their limits: drawn twice, two rows of dashes would fill each
            // other's gaps.
            paths.extend(style(1).map(|s| (s, chain_path(layer, &s, frame))));
        } else {
            let column = layer.spec.fields.rank.as_deref().and_then(|f| layer.features.table().column(f));
            let rank_of = |f: FeatureId| {
                let value = column.map_or(Value::Null, |c| c.value(f));
                value.as_number().map_or(1, |n| n.clamp(0.0, 99.0) as u32)
            };
            features.sort_by_key(|f| std::cmp::Reverse(rank_of(*f)));
            for same in features.chunk_by(|a, b| rank_of(*a) == rank_of(*b)) {
                if let Some(s) = style(rank_of(same[0])) {
                    let width = s.casing.map_or(s.width, |c| c.1);
                    paths.push((s, edge_path(layer, same, width, frame)));
                }
            }
        }
        Self { layer, fill, paths }
    }

    fn fills(&self, colours: &MapColours, _: &Frame, canvas: &mut dyn Canvas) {
        let colour = match self.layer.spec.role {
            LayerRole::Water => colours.water_fill,
            _ => colours.other.with_opacity(0.18),
        };
        canvas.fill(&self.fill, colour.with_opacity(self.layer.opacity));
    }

    fn casings(&self, frame: &Frame, canvas: &mut dyn Canvas) {
        for (style, path) in &self.paths {
            if let Some((colour, width)) = style.casing {
                canvas.stroke(path, colour, frame.px(width), false);
            }
        }
    }

    fn lines(&self, frame: &Frame, canvas: &mut dyn Canvas) {
        let round = matches!(self.layer.spec.role, LayerRole::Roads | LayerRole::Water);
        for (style, path) in &self.paths {
            canvas.stroke(path, style.colour, frame.px(style.width), round);
        }
    }
}

fn faded(style: LineStyle, opacity: f32) -> LineStyle {
    LineStyle {
        colour: style.colour.with_opacity(opacity),
        casing: style.casing.map(|(c, w)| (c.with_opacity(opacity), w)),
        ..style
    }
}

/// The shared outline of a layer, dashed if its style says so.
fn chain_path(layer: &MapLayer, style: &LineStyle, frame: &Frame) -> BezPath {
    let mut path = BezPath::new();
    let mut scratch = Vec::new();
    let bounds = frame.bounds(style.width);
    let extent = frame.extent(20.0);
    let pattern: Option<Vec<f64>> = style.dash.map(|d| d.iter().map(|l| frame.px(*l)).collect());
    for chain in layer.detail().outline(&layer.features).iter().filter(|c| c.extent.intersects(&extent)) {
        frame.positions(chain.points.iter().copied(), false, &mut scratch);
        match &pattern {
            Some(pattern) => dashes(&scratch, false, pattern, &bounds, |d| add_points(d.iter(), false, &mut path)),
            None => crate::lines::runs(&scratch, false, &bounds, |r, _| add_points(r.iter(), false, &mut path)),
        }
    }
    path
}

/// Points of layers that are not there for their labels alone.
fn points(layer: &MapLayer, colours: &MapColours, frame: &Frame, canvas: &mut dyn Canvas) {
    let colour = match layer.spec.role {
        LayerRole::Labels | LayerRole::Sites | LayerRole::Units | LayerRole::Limit | LayerRole::Zones => return,
        LayerRole::Water => colours.water_line,
        LayerRole::Roads => colours.road_casing,
        LayerRole::LandUse | LayerRole::Other => colours.other,
    };
    if !layer.detail().has_points(&layer.features) {
        return;
    }
    let radius = 2.6;
    let in_view = layer.features.in_extent(&frame.extent(radius + 1.0));
    let path = dots(layer, in_view.filter(|f| layer.shows_class(layer.class_of(*f))), radius, frame);
    canvas.fill(&path, colour.with_opacity(layer.opacity));
    canvas.stroke(&path, colours.casing.with_opacity(layer.opacity), frame.px(1.0), false);
}

/// The separate points of some features as circles.
fn dots(layer: &MapLayer, features: impl Iterator<Item = FeatureId>, radius: f32, frame: &Frame) -> BezPath {
    let mut path = BezPath::new();
    for feature in features {
        for part in layer.features.geometries().parts(feature).filter(|p| p.kind == PartKind::Points) {
            for p in part.points() {
                let [x, y] = frame.position(p);
                let circle = vello_cpu::kurbo::Circle::new((x, y), frame.px(radius));
                path.extend(vello_cpu::kurbo::Shape::path_elements(&circle, 0.1));
            }
        }
    }
    path
}

/// Invalid rings, marked over their own fill: bad data is shown, not hidden.
fn invalid(layer: &MapLayer, colours: &MapColours, frame: &Frame, canvas: &mut dyn Canvas) {
    if layer.invalid.is_empty() {
        return;
    }
    let mut features: Vec<FeatureId> =
        layer.features.in_extent(&frame.extent(2.0)).filter(|f| layer.invalid.binary_search(f).is_ok()).collect();
    features.sort_unstable();
    let style = HatchStyle { pattern: HatchPattern::CrossDiagonal, period: 8.0, width: 1.0 };
    let colour: Colour = colours.invalid.with_opacity(layer.opacity);
    canvas.hatch(&fill_path(layer, &features, frame), &Hatch { style, colour, opacity: 0.7 }, frame);
    canvas.stroke(&edge_path(layer, &features, 1.2, frame), colour, frame.px(1.2), false);
}
