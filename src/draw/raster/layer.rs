//! One layer, or a group of layers with the same place in the stack, onto the canvas.

use std::cmp::Reverse;
use std::sync::Arc;

use planmap_core::MapPoint;
use planmap_core::feature::{FeatureId, PartKind};
use planmap_core::legend::{HatchPattern, NO_CLASS};
use planmap_core::style::{
    Arrangement, Blend, Ends, Fill, LayerStyle, PointSymbol, SymbolId, Symbols,
};
use planmap_core::symbology::{Colour, HatchStyle, LineStyle, MapColours, Theme, colours};
use vello_cpu::kurbo::BezPath;

use super::frame::{Frame, add_points};
use super::{Canvas, Hatch, mosaic};
use crate::lines::dashes;
use crate::scene::{MapLayer, MapScene};

/// A layer with the style that it is drawn in.
pub(super) struct Styled<'a> {
    pub(super) layer: &'a MapLayer,
    pub(super) style: Arc<LayerStyle>,
    /// 0 to 1: the layer's and its style's.
    pub(super) opacity: f32,
}

impl<'a> Styled<'a> {
    pub(super) fn of(layer: &'a MapLayer, theme: Theme) -> Self {
        let style = layer.style(theme);
        let opacity = layer.opacity * style.opacity;
        Self { layer, style, opacity }
    }

    /// Whether two neighbours in the stack are drawn together: their casings first, their lines on
    /// top, so that no casing cuts a neighbour's line.
    pub(super) fn joins(&self, other: &Self) -> bool {
        let is_mosaic = |styled: &Self| styled.style.arrangement == Arrangement::Mosaic;
        let is_plain = |styled: &Self| styled.style.blend == Blend::Normal;
        self.layer.order() == other.layer.order()
            && is_mosaic(self) == is_mosaic(other)
            && is_plain(self)
            && is_plain(other)
    }

    /// The features that can leave a trace in a frame, with the numbers of their symbols; those of
    /// classes that are switched off are left out.
    pub(super) fn in_view(&self, margin: f32, frame: &Frame) -> Vec<(SymbolId, FeatureId)> {
        let layer = self.layer;
        let chooser = self.style.symbols.chooser(&layer.features);
        let mut out = Vec::new();
        for feature in layer.features.in_extent(&frame.extent(margin)) {
            let class = layer.class_of(feature);
            if layer.shows_class(class) {
                out.push((chooser.symbol_of(feature, class), feature));
            }
        }
        out
    }
}

/// Draws layers that are drawn together; `None` once cancelled.
pub(super) fn draw_group(
    group: &[Styled<'_>],
    theme: Theme,
    frame: &Frame,
    canvas: &mut dyn Canvas,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let Some(first) = group.first() else { return Some(()) };
    let blend = first.style.blend;
    if blend != Blend::Normal {
        canvas.begin_group(1.0, blend);
    }
    if first.style.arrangement == Arrangement::Mosaic {
        for styled in group {
            mosaic::draw(styled, theme, frame, canvas, cancelled)?;
        }
    } else {
        let drawn: Vec<Lines<'_>> = group.iter().map(|styled| Lines::of(styled, frame)).collect();
        drawn.iter().for_each(|l| l.fills(frame, canvas));
        drawn.iter().for_each(|l| l.casings(frame, canvas));
        drawn.iter().for_each(|l| l.lines(frame, canvas));
    }
    for styled in group {
        points(styled, frame, canvas);
        invalid(styled, &colours(theme), frame, canvas);
    }
    if blend != Blend::Normal {
        canvas.end_group();
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
pub(super) fn selected(
    scene: &MapScene,
    frame: &Frame,
    colours: &MapColours,
    canvas: &mut dyn Canvas,
) {
    let denominator = frame.denominator();
    for (id, rows) in &scene.selected {
        let Some(layer) = scene.vectors().find(|l| l.spec.id == *id && l.shown_at(denominator))
        else {
            continue;
        };
        let size = layer.detail().typical_size_m(&layer.features) / frame.metres_per_pixel;
        let in_view: Vec<FeatureId> = layer
            .features
            .in_extent(&frame.extent(2.0))
            .filter(|f| rows.binary_search(f).is_ok())
            .collect();
        let colour = colours.selection.with_opacity(SELECTED_OPACITY);
        if size < 3.0 {
            let mut path = BezPath::new();
            let mut scratch = Vec::new();
            for feature in &in_view {
                let e = layer.features.geometries().feature_extent(*feature);
                let corners = [
                    (e.min.x, e.min.y),
                    (e.max.x, e.min.y),
                    (e.max.x, e.max.y),
                    (e.min.x, e.max.y),
                ];
                frame.add_coords(
                    corners.map(|(x, y)| MapPoint::new(x, y)).into_iter(),
                    false,
                    &mut scratch,
                    &mut path,
                );
            }
            canvas.fill(&path, colour);
            continue;
        }
        canvas.fill(&fill_path(layer, &in_view, frame), colour);
        canvas.stroke(
            &edge_path(layer, &in_view, 1.4, frame),
            colours.selection,
            frame.px(1.4),
            false,
        );
        canvas.fill(&dots(layer, in_view.into_iter(), 3.4, frame), colours.selection);
    }
}

/// The edges of polygons and the lines of some features as one path.
pub(super) fn edge_path(
    layer: &MapLayer,
    features: &[FeatureId],
    width: f32,
    frame: &Frame,
) -> BezPath {
    let mut path = BezPath::new();
    let mut scratch = Vec::new();
    let bounds = frame.bounds(width);
    for feature in features {
        for part in layer.features.geometries().parts(*feature) {
            if part.kind != PartKind::Points {
                frame.add_line(
                    &part,
                    part.kind != PartKind::Line,
                    &bounds,
                    &mut scratch,
                    &mut path,
                );
            }
        }
    }
    path
}

/// A layer whose features are drawn each by itself, cut to the frame.
struct Lines<'a> {
    styled: &'a Styled<'a>,
    fills: Vec<(Fill, BezPath)>,
    /// Paths by style, the least important first.
    paths: Vec<(LineStyle, Ends, BezPath)>,
}

impl<'a> Lines<'a> {
    fn of(styled: &'a Styled<'a>, frame: &Frame) -> Self {
        let symbols = &styled.style.symbols;
        // What has no number of its own and looks like the first symbol goes with it.
        let is_first = symbols.symbol(NO_CLASS) == symbols.first();
        let rank = |symbol: SymbolId| if is_first && symbol == NO_CLASS { 0 } else { symbol };
        let mut features = styled.in_view(20.0, frame);
        features.sort_unstable_by_key(|(symbol, feature)| (Reverse(rank(*symbol)), *feature));
        let mut out = Self { styled, fills: Vec::new(), paths: Vec::new() };
        for same in features.chunk_by(|a, b| rank(a.0) == rank(b.0)) {
            let ids: Vec<FeatureId> = same.iter().map(|(_, feature)| *feature).collect();
            out.add(rank(same[0].0), &ids, frame);
        }
        out
    }

    /// Adds the features of one symbol.
    fn add(&mut self, symbol: SymbolId, features: &[FeatureId], frame: &Frame) {
        let layer = self.styled.layer;
        let style = &self.styled.style;
        let symbol = style.symbols.symbol(symbol);
        if let Some(fill) = symbol.fill {
            let path = fill_path(layer, features, frame);
            match self.fills.iter_mut().find(|(other, _)| *other == fill) {
                Some((_, same)) => same.extend(path.iter()),
                None => self.fills.push((fill, path)),
            }
        }
        if let Some(outline) = &symbol.outline {
            let line = faded(outline.at(frame.denominator()), self.styled.opacity);
            let is_shared = style.arrangement == Arrangement::SharedEdges
                && matches!(style.symbols, Symbols::Single(_));
            let path = if is_shared {
                // Neighbours share their limits: drawn twice, two rows of dashes would fill each
                // other's gaps.
                chain_path(layer, &line, frame)
            } else if line.dash.is_some() {
                dashed_path(layer, features, &line, frame)
            } else {
                edge_path(layer, features, line.casing.map_or(line.width, |c| c.1), frame)
            };
            self.paths.push((line, outline.ends, path));
        }
    }

    fn fills(&self, frame: &Frame, canvas: &mut dyn Canvas) {
        for (fill, path) in &self.fills {
            let opacity = self.styled.opacity;
            canvas.fill(path, fill.at(frame.denominator()).with_opacity(opacity));
            let faded = Fill { hatch_line: fill.hatch_line.with_opacity(opacity), ..*fill };
            mosaic::draw_hatch(&faded, path, frame, canvas);
        }
    }

    fn casings(&self, frame: &Frame, canvas: &mut dyn Canvas) {
        for (style, _, path) in &self.paths {
            if let Some((colour, width)) = style.casing {
                canvas.stroke(path, colour, frame.px(width), false);
            }
        }
    }

    fn lines(&self, frame: &Frame, canvas: &mut dyn Canvas) {
        for (style, ends, path) in &self.paths {
            canvas.stroke(path, style.colour, frame.px(style.width), *ends == Ends::Round);
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
    for chain in
        layer.detail().outline(&layer.features).iter().filter(|c| c.extent.intersects(&extent))
    {
        frame.positions(chain.points.iter().copied(), false, &mut scratch);
        match &pattern {
            Some(pattern) => dashes(&scratch, false, pattern, &bounds, |d| {
                add_points(d.iter(), false, &mut path);
            }),
            None => crate::lines::runs(&scratch, false, &bounds, |r, _| {
                add_points(r.iter(), false, &mut path);
            }),
        }
    }
    path
}

/// The dashes of the edges and lines of some features.
fn dashed_path(
    layer: &MapLayer,
    features: &[FeatureId],
    style: &LineStyle,
    frame: &Frame,
) -> BezPath {
    let mut path = BezPath::new();
    let mut scratch = Vec::new();
    let bounds = frame.bounds(style.width);
    let pattern: Vec<f64> = style.dash.iter().flatten().map(|length| frame.px(*length)).collect();
    for feature in features {
        for part in
            layer.features.geometries().parts(*feature).filter(|p| p.kind != PartKind::Points)
        {
            let is_closed = part.kind != PartKind::Line;
            frame.positions(part.points(), is_closed, &mut scratch);
            dashes(&scratch, is_closed, &pattern, &bounds, |dash| {
                add_points(dash.iter(), false, &mut path);
            });
        }
    }
    path
}

/// The separate points of a layer, those of one look together.
fn points(styled: &Styled<'_>, frame: &Frame, canvas: &mut dyn Canvas) {
    let (layer, symbols) = (styled.layer, &styled.style.symbols);
    let widest = symbols
        .all()
        .filter_map(|symbol| symbol.point)
        .map(|point| point.radius)
        .fold(0.0, f32::max);
    if widest <= 0.0 || !layer.detail().has_points(&layer.features) {
        return;
    }
    let mut looks: Vec<(PointSymbol, Vec<FeatureId>)> = Vec::new();
    for (symbol, feature) in styled.in_view(widest + 1.0, frame) {
        let Some(point) = symbols.symbol(symbol).point else { continue };
        match looks.iter_mut().find(|(look, _)| *look == point) {
            Some((_, same)) => same.push(feature),
            None => looks.push((point, vec![feature])),
        }
    }
    for (point, features) in looks {
        let path = dots(layer, features.into_iter(), point.radius, frame);
        canvas.fill(&path, point.colour.with_opacity(styled.opacity));
        if let Some((colour, width)) = point.rim {
            canvas.stroke(&path, colour.with_opacity(styled.opacity), frame.px(width), false);
        }
    }
}

/// The separate points of some features as circles.
fn dots(
    layer: &MapLayer,
    features: impl Iterator<Item = FeatureId>,
    radius: f32,
    frame: &Frame,
) -> BezPath {
    let mut path = BezPath::new();
    for feature in features {
        for part in
            layer.features.geometries().parts(feature).filter(|p| p.kind == PartKind::Points)
        {
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
fn invalid(styled: &Styled<'_>, colours: &MapColours, frame: &Frame, canvas: &mut dyn Canvas) {
    let layer = styled.layer;
    if layer.invalid.is_empty() {
        return;
    }
    let mut features: Vec<FeatureId> = layer
        .features
        .in_extent(&frame.extent(2.0))
        .filter(|f| layer.invalid.binary_search(f).is_ok())
        .collect();
    features.sort_unstable();
    let style = HatchStyle { pattern: HatchPattern::CrossDiagonal, period: 8.0, width: 1.0 };
    let colour: Colour = colours.invalid.with_opacity(styled.opacity);
    canvas.hatch(
        &fill_path(layer, &features, frame),
        &Hatch { style, colour, opacity: 0.7 },
        frame,
    );
    canvas.stroke(&edge_path(layer, &features, 1.2, frame), colour, frame.px(1.2), false);
}
