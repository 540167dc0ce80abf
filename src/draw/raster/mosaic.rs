//! A layer of areas that meet, such as lots of land use, onto the canvas.

use planmap_core::catalogue::Accuracy;
use planmap_core::feature::FeatureId;
use planmap_core::legend::{HatchPattern, NO_CLASS};
use planmap_core::style::{Fill, LayerStyle, SymbolId, Symbols};
use planmap_core::symbology::{Colour, HatchStyle, Theme, colours, hatch_strength, hatch_style};
use vello_cpu::kurbo::BezPath;

use super::frame::Frame;
use super::layer::{Styled, edge_path, fill_path};
use super::{Canvas, Hatch, shares, translucent};
use crate::detail::Detail;
use crate::scene::MapLayer;

/// Lots smaller than this on the screen, in points, have no edges; from the second size on they
/// have them in full.
const EDGES_FROM: (f64, f64) = (5.0, 13.0);

/// The same in very large layers: edges of tens of thousands of lots in view cost more than all
/// else and take from the colours what belongs to them.
const EDGES_OF_MANY_FROM: (f64, f64) = (10.0, 16.0);

/// The mark of fills that are drawn for illustration only: wide, faint, unlike any official hatch.
const SCHEMATIC: HatchStyle =
    HatchStyle { pattern: HatchPattern::BackDiagonal, period: 20.0, width: 1.3 };

/// What a symbol without any ground leaves of it.
const NOTHING: Colour = Colour(0, 0, 0, 0);

/// The areas of one symbol in the frame.
struct Group<'a> {
    /// None of areas whose ground is left as it is.
    fill: Option<&'a Fill>,
    symbol: SymbolId,
    features: Vec<FeatureId>,
    path: BezPath,
}

/// Draws the areas of a layer; `None` once cancelled.
pub(super) fn draw(
    styled: &Styled<'_>,
    theme: Theme,
    frame: &Frame,
    canvas: &mut dyn Canvas,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let layer = styled.layer;
    let style = &*styled.style;
    let symbols = &style.symbols;
    let denominator = frame.denominator();
    let hatched = hatch_strength(denominator);
    let is_large = Detail::is_large(&layer.features);
    let edged = edge_strength(layer, frame);
    let ground_of =
        |symbol: SymbolId| symbols.symbol(symbol).ground(denominator).unwrap_or(NOTHING);
    // Fainter among official hatches, which it must not be taken for.
    let mark = (layer.spec.accuracy == Accuracy::Schematic).then(|| Hatch {
        style: SCHEMATIC,
        colour: colours(theme).schematic_mark,
        opacity: 1.0 - 0.4 * hatched,
    });
    let by_shares = is_large && edged <= 0.0 && hatched <= 0.0 && canvas.takes_pixels();
    // Shares are kept by class, and no other symbols can be told from them.
    let is_by_class = matches!(symbols, Symbols::Single(_) | Symbols::Classes { .. });
    if by_shares && is_by_class && !layer.is_partial {
        let pyramid = layer.detail().pyramid(&layer.features, &layer.classes, cancelled)?;
        if let Some(pyramid) = pyramid.filter(|p| p.serves(frame.metres_per_pixel)) {
            let picture = shares::of_pyramid(pyramid, layer, &ground_of, frame, cancelled)?;
            shares::draw(&picture, mark.as_ref(), styled.opacity, frame, canvas);
            return Some(());
        }
    }
    let mut features = styled.in_view(1.0, frame);
    // As they lie in memory.
    features.sort_unstable_by_key(|(_, feature)| *feature);
    if by_shares {
        let picture =
            shares::of_features(features.into_iter(), layer, &ground_of, frame, cancelled)?;
        shares::draw(&picture, mark.as_ref(), styled.opacity, frame, canvas);
        return Some(());
    }
    let picture = match is_large && canvas.takes_pixels() {
        true => Some(shares::of_features(
            features.iter().copied(),
            layer,
            &ground_of,
            frame,
            cancelled,
        )?),
        false => None,
    };
    if features.is_empty() {
        return Some(());
    }
    features.sort_unstable();
    let groups = groups(&features, styled, frame, cancelled)?;
    let (filled, outlined): (Vec<&Group<'_>>, Vec<&Group<'_>>) =
        groups.iter().partition(|g| g.fill.is_some());
    translucent(canvas, styled.opacity, |canvas| {
        if let Some(picture) = &picture {
            // Exact where lots meet: no ground shines through and no class gains by its place.
            shares::draw(picture, None, 1.0, frame, canvas);
        } else if edged < 1.0 && groups.len() > 1 && canvas.takes_pixels() {
            // Where lots of two classes meet, both cover a pixel in part and the ground shines
            // through. A bed of the layer's mean colour makes that a shade nobody sees.
            let mut bed = BezPath::new();
            filled.iter().for_each(|group| bed.extend(group.path.iter()));
            canvas.fill(&bed, mean_colour(layer, style));
        }
        for group in &filled {
            let Some(fill) = group.fill else { continue };
            if picture.is_none() {
                canvas.fill_seamless(&group.path, fill.at(denominator));
            }
            draw_hatch(fill, &group.path, frame, canvas);
        }
        if let Some(mark) = &mark {
            filled.iter().for_each(|group| canvas.hatch(&group.path, mark, frame));
        }
        for group in filled.iter().filter(|_| edged > 0.0) {
            if is_large && cancelled() {
                return;
            }
            let Some(outline) = symbols.symbol(group.symbol).outline else { continue };
            let width = outline.width.at(denominator);
            let path = edge_path(layer, &group.features, width, frame);
            let colour = outline.colour.with_opacity(edged);
            if is_large && groups.len() > 1 {
                canvas.stroke_inside(&group.path, &path, colour, frame.px(width));
            } else {
                canvas.stroke(&path, colour, frame.px(width), false);
            }
        }
        for group in &outlined {
            let Some(outline) = symbols.symbol(group.symbol).outline else { continue };
            let width = outline.width.at(denominator);
            let path = edge_path(layer, &group.features, width, frame);
            canvas.stroke(&path, outline.colour, frame.px(width), false);
        }
    });
    Some(())
}

/// Draws the lines of a fill's hatch as far as they have come in.
pub(super) fn draw_hatch(fill: &Fill, path: &BezPath, frame: &Frame, canvas: &mut dyn Canvas) {
    let opacity = fill.hatch_strength(frame.denominator());
    if let Some(style) = hatch_style(fill.hatch).filter(|_| opacity > 0.0) {
        canvas.hatch(path, &Hatch { style, colour: fill.hatch_line, opacity }, frame);
    }
}

/// How far edges of lots have come in, 0 to 1.
fn edge_strength(layer: &MapLayer, frame: &Frame) -> f32 {
    let size = layer.detail().typical_size_m(&layer.features)
        / (frame.metres_per_pixel * frame.pixels_per_point);
    let (from, to) =
        if Detail::is_large(&layer.features) { EDGES_OF_MANY_FROM } else { EDGES_FROM };
    ((size - from) / (to - from)).clamp(0.0, 1.0) as f32
}

/// Features by their symbols; `None` once cancelled.
fn groups<'a>(
    features: &[(SymbolId, FeatureId)],
    styled: &'a Styled<'_>,
    frame: &Frame,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Group<'a>>> {
    let is_large = Detail::is_large(&styled.layer.features);
    let mut out = Vec::new();
    for same in features.chunk_by(|a, b| a.0 == b.0) {
        if is_large && cancelled() {
            return None;
        }
        let symbol = same[0].0;
        let features: Vec<FeatureId> = same.iter().map(|(_, feature)| *feature).collect();
        let path = fill_path(styled.layer, &features, frame);
        out.push(Group {
            fill: styled.style.symbols.symbol(symbol).fill.as_ref(),
            symbol,
            features,
            path,
        });
    }
    Some(out)
}

/// The flat colours of all features of a layer mixed by their number: the same in every tile.
fn mean_colour(layer: &MapLayer, style: &LayerStyle) -> Colour {
    let counts: Vec<(SymbolId, u64)> = match &style.symbols {
        Symbols::Classes { .. } => {
            layer.detail().class_counts(&layer.classes).iter().map(|(c, n)| (*c, *n)).collect()
        }
        Symbols::Single(_) => vec![(NO_CLASS, 1)],
        // Counting would ask each feature in each tile.
        symbols => (0..symbols.all().count()).map(|at| (at as SymbolId, 1)).collect(),
    };
    let mut sums = [0u64; 3];
    let mut whole = 0;
    for (id, count) in counts {
        let symbol = style.symbols.symbol(id);
        let Some(colour) = symbol.fill.map(|fill| fill.colour).or(symbol.speck) else { continue };
        for (sum, channel) in sums.iter_mut().zip([colour.0, colour.1, colour.2]) {
            *sum += u64::from(channel) * count;
        }
        whole += count;
    }
    let [red, green, blue] = sums.map(|sum| (sum / whole.max(1)) as u8);
    if whole == 0 { NOTHING } else { Colour(red, green, blue, 255) }
}
