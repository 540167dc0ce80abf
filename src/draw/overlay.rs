//! What floats over the tiles: sites, tags, labels and the outline of what is selected.
//!
//! Owns the short list of items that the window paints each frame and that a picture paints once.
//! Everything is in screen points. Must not know who paints.

use planmap_core::feature::{FeatureId, PartKind};
use planmap_core::i18n::Language;
use planmap_core::symbology::{Colour, MapColours, SELECTION_FADE, colours};
use planmap_core::viewport::ScreenPoint;
use planmap_core::{MapPoint, Viewport};

use crate::label::{self, LabelOf, LabelSet};
use crate::lines::{Bounds, Xy, dashes, runs};
use crate::raster::polygons;
use crate::scene::{MapScene, SiteMark};
use crate::text;

/// Which part of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// The left end.
    Left,
    /// The middle.
    Centre,
    /// The right end.
    Right,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Size in points.
    pub size: f32,
    /// Weight on the font's `wght` axis.
    pub weight: f32,
    /// Extra space after each letter, in points.
    pub letter_spacing: f32,
    /// Colour.
    pub colour: Colour,
    /// Colour and width, in points, of the rim around the letters.
    pub halo: Option<(Colour, f32)>,
}

/// Width in points of the rim of a name that stands on a hatch.
pub const OVER_HATCH: f32 = 3.2;

/// One thing to paint, in screen points.
#[derive(Debug, Clone)]
pub enum Item {
    /// A colour over everything below: the rest of the map fades.
    Veil(Colour),
    /// A line with round joins and butt ends. Dashes come as lines of their own.
    Stroke {
        /// Its points.
        points: Vec<ScreenPoint>,
        /// Whether it returns to its first point.
        closed: bool,
        /// Width.
        width: f32,
        /// Colour.
        colour: Colour,
    },
    /// A square that stands on its corner.
    Diamond {
        /// Its middle.
        at: ScreenPoint,
        /// From the middle to a corner.
        radius: f32,
        /// Fill.
        fill: Colour,
        /// Colour and width of its edge.
        edge: (Colour, f32),
    },
    /// A circle.
    Ring {
        /// Its middle.
        at: ScreenPoint,
        /// Radius of the middle of the line.
        radius: f32,
        /// Width of the line.
        width: f32,
        /// Colour.
        colour: Colour,
    },
    /// A rectangle with round corners.
    Panel {
        /// Top left corner.
        min: ScreenPoint,
        /// Bottom right corner.
        max: ScreenPoint,
        /// Radius of the corners.
        radius: f32,
        /// Fill.
        fill: Colour,
        /// Colour and width of the edge.
        edge: (Colour, f32),
    },
    /// One line of text. Vertically, the middle of its capitals stands at the point.
    Text {
        /// The point.
        at: ScreenPoint,
        /// Which part of the text stands there.
        align: Align,
        /// The text.
        text: String,
        /// How it is written.
        style: TextStyle,
    },
}

/// What is selected and hovered.
#[derive(Debug, Clone, Copy, Default)]
pub struct OverlayOptions<'a> {
    /// Language of names and notes.
    pub language: Language,
    /// Whether labels are shown.
    pub labels: bool,
    /// Id of the selected site: it keeps its tag, and the rest fades.
    pub selected_site: Option<&'a str>,
    /// Id of a site whose edge alone is stronger: the one that a sheet of paper is about, where nothing
    /// fades and no tag stands.
    pub edged_site: Option<&'a str>,
    /// Id of the site under the pointer.
    pub hovered_site: Option<&'a str>,
    /// Selected features: layer id and row.
    pub selected: &'a [(String, FeatureId)],
    /// The feature under the pointer.
    pub hovered: Option<(&'a str, FeatureId)>,
    /// How far the fading of the rest has come, 0 to 1.
    pub fade: f32,
    /// Whether the edges of all sites are drawn: what lies under it does not have them, as tiles do.
    /// The chosen one's is drawn in any case.
    pub site_edges: bool,
}

/// The items of a view, in the order of painting.
#[must_use]
pub fn overlay(
    scene: &MapScene,
    labels: &LabelSet,
    view: &Viewport,
    options: &OverlayOptions<'_>,
) -> Vec<Item> {
    let colours = colours(scene.theme);
    let mut out = Vec::new();
    let chosen = options.selected_site.and_then(|id| scene.sites.iter().find(|s| s.id == id));
    if chosen.is_some() && options.fade > 0.0 {
        out.push(Item::Veil(colours.outside.with_opacity(SELECTION_FADE * options.fade.min(1.0))));
    }
    for (layer, feature) in options.selected {
        outline(scene, layer, *feature, view, (colours.selection, 2.4), &mut out);
    }
    if let Some((layer, feature)) = options.hovered {
        outline(scene, layer, feature, view, (colours.selection.with_opacity(0.75), 1.6), &mut out);
    }
    let is_chosen = |s: &SiteMark| chosen.is_some_and(|c| c.id == s.id);
    let is_strong = |s: &SiteMark| is_chosen(s) || options.edged_site == Some(s.id.as_str());
    let others =
        scene.sites.iter().filter(|s| !is_chosen(s) && (options.site_edges || is_strong(s)));
    for site in others.chain(chosen) {
        site_edge(site, is_strong(site), view, &colours, &mut out);
    }
    if options.labels {
        names(labels, view, chosen, &mut out);
    }
    // Further projects under candidates, and the chosen one over all.
    let mut marks: Vec<&SiteMark> = scene.sites.iter().filter(|s| !is_chosen(s)).collect();
    marks.sort_by_key(|s| s.candidate);
    for site in marks.into_iter().chain(chosen) {
        let hovered = options.hovered_site == Some(site.id.as_str());
        mark(site, is_chosen(site), hovered, view, &colours, &mut out);
    }
    if let Some(site) = chosen {
        tag(site, view, options.language, &colours, &mut out);
    }
    out
}

/// How near the pointer must come to a site's diamond to mean it, in points.
pub const SITE_REACH: f64 = 11.0;

/// The site whose diamond is at a place on the screen.
#[must_use]
pub fn site_at<'a>(scene: &'a MapScene, view: &Viewport, at: ScreenPoint) -> Option<&'a SiteMark> {
    let distance = |s: &SiteMark| {
        let p = view.screen_from_map(s.at);
        (p.x - at.x).hypot(p.y - at.y)
    };
    scene
        .sites
        .iter()
        .filter(|s| distance(s) <= SITE_REACH)
        .min_by(|a, b| distance(a).total_cmp(&distance(b)).then(b.candidate.cmp(&a.candidate)))
}

fn bounds(view: &Viewport, margin: f64) -> Bounds {
    let (w, h) = view.size();
    Bounds::of_size(w, h, margin)
}

fn on_screen(view: &Viewport, points: impl Iterator<Item = MapPoint>, closed: bool) -> Vec<Xy> {
    let mut out: Vec<Xy> = points
        .map(|p| {
            let s = view.screen_from_map(p);
            [s.x, s.y]
        })
        .collect();
    out.dedup();
    if closed && out.len() > 1 && out.first() == out.last() {
        out.pop();
    }
    out
}

fn stroke(points: &[Xy], closed: bool, width: f32, colour: Colour) -> Item {
    Item::Stroke {
        points: points.iter().map(|p| ScreenPoint::new(p[0], p[1])).collect(),
        closed,
        width,
        colour,
    }
}

/// The edge of a feature with a casing, so that it reads on every fill.
fn outline(
    scene: &MapScene,
    layer: &str,
    feature: FeatureId,
    view: &Viewport,
    (colour, width): (Colour, f32),
    out: &mut Vec<Item>,
) {
    let Some(layer) = scene.vectors().find(|l| l.spec.id == layer) else { return };
    if feature as usize >= layer.features.len() {
        return;
    }
    let casing = colours(scene.theme).casing;
    let mut lines = Vec::new();
    for part in layer.features.geometries().parts(feature) {
        match part.kind {
            PartKind::Points => out.extend(part.points().map(|p| Item::Ring {
                at: view.screen_from_map(p),
                radius: 7.0,
                width,
                colour,
            })),
            kind => {
                let closed = kind != PartKind::Line;
                let points = on_screen(view, part.points(), closed);
                runs(&points, closed, &bounds(view, 16.0), |run, closed| {
                    lines.push((run.to_vec(), closed));
                });
            }
        }
    }
    out.extend(
        lines
            .iter()
            .map(|(run, closed)| stroke(run, *closed, width + 2.6, casing.with_opacity(0.9))),
    );
    out.extend(lines.iter().map(|(run, closed)| stroke(run, *closed, width, colour)));
}

/// Width of a site's edge, in points.
pub(crate) const EDGE_WIDTH: f32 = 2.6;
/// How much wider its casing is.
pub(crate) const EDGE_CASING: f32 = 2.6;
/// Dash and gap of it.
pub(crate) const EDGE_DASHES: [f32; 2] = [9.0, 5.0];

/// A site's edge: dashes of its colour over a white casing. A line, such as a runway, is drawn
/// alike.
fn site_edge(
    site: &SiteMark,
    chosen: bool,
    view: &Viewport,
    colours: &MapColours,
    out: &mut Vec<Item>,
) {
    let Some(geometry) = &site.geometry else { return };
    let width = if chosen { 3.2 } else { EDGE_WIDTH };
    let near = bounds(view, 16.0);
    let mut dashed = Vec::new();
    for (ring, closed) in rings_and_lines(geometry) {
        let points = on_screen(view, ring.coords().map(|c| (*c).into()), closed);
        runs(&points, closed, &near, |run, closed| {
            out.push(stroke(run, closed, width + EDGE_CASING, colours.site_casing));
        });
        dashes(&points, closed, &EDGE_DASHES.map(f64::from), &near, |dash| {
            dashed.push(stroke(dash, false, width, colours.site_edge));
        });
    }
    out.append(&mut dashed);
}

/// All rings, closed, and lines, open, of a geometry.
pub(crate) fn rings_and_lines(geometry: &geo::Geometry<f64>) -> Vec<(&geo::LineString<f64>, bool)> {
    match geometry {
        geo::Geometry::LineString(l) => vec![(l, false)],
        geo::Geometry::MultiLineString(m) => m.iter().map(|l| (l, false)).collect(),
        geo::Geometry::GeometryCollection(c) => c.iter().flat_map(rings_and_lines).collect(),
        other => polygons(other)
            .into_iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
            .map(|r| (r, true))
            .collect(),
    }
}

/// Points that a site's name keeps from the edge of the picture.
const EDGE: f64 = 6.0;

fn names(labels: &LabelSet, view: &Viewport, chosen: Option<&SiteMark>, out: &mut Vec<Item>) {
    let (w, h) = view.size();
    // The winners are painted last, over the others' halos.
    for label in labels.labels.iter().rev() {
        if chosen.is_some_and(|s| label.of == LabelOf::Site(s.id.clone())) {
            continue;
        }
        let p = view.screen_from_map(label.anchor);
        let at = ScreenPoint::new(p.x + f64::from(label.offset.0), p.y + f64::from(label.offset.1));
        let reach = f64::from(label.width) + 8.0;
        if at.x > -reach && at.x < w + reach && at.y > -20.0 && at.y < h + 20.0 {
            // A site's name that would be cut by the edge stands on the other side of its diamond.
            let (width, back) = (f64::from(label.width), 2.0 * p.x - at.x);
            let is_cut = label.align == Align::Left
                && p.x <= w
                && at.x + width > w - EDGE
                && back - width > 0.0;
            let turned = is_cut && matches!(label.of, LabelOf::Site(_));
            let (at, align) = if turned {
                (ScreenPoint::new(back, at.y), Align::Right)
            } else {
                (at, label.align)
            };
            out.push(Item::Text { at, align, text: label.text.clone(), style: label.style });
        }
    }
}

fn mark(
    site: &SiteMark,
    chosen: bool,
    hovered: bool,
    view: &Viewport,
    colours: &MapColours,
    out: &mut Vec<Item>,
) {
    let (w, h) = view.size();
    let at = view.screen_from_map(site.at);
    if at.x < -40.0 || at.y < -40.0 || at.x > w + 40.0 || at.y > h + 40.0 {
        return;
    }
    if chosen || hovered {
        let radius = if chosen { 15.0 } else { 13.0 };
        out.push(Item::Ring {
            at,
            radius,
            width: 5.5,
            colour: colours.site_casing.with_opacity(0.9),
        });
        out.push(Item::Ring {
            at,
            radius,
            width: if chosen { 3.0 } else { 2.0 },
            colour: colours.selection,
        });
    }
    let radius = if site.candidate { label::DIAMOND } else { label::DIAMOND_SMALL };
    out.push(Item::Diamond {
        at,
        radius,
        fill: colours.site_fill,
        edge: (colours.site_casing, 1.6),
    });
}

/// The chosen site's tag: its name and one more line, beside the ring, inside the view.
fn tag(
    site: &SiteMark,
    view: &Viewport,
    language: Language,
    colours: &MapColours,
    out: &mut Vec<Item>,
) {
    let name = site.name.get(language).to_owned();
    let note = site.note.get(language).to_owned();
    let title = TextStyle {
        size: 13.0,
        weight: text::SEMI_BOLD,
        letter_spacing: 0.0,
        colour: colours.tag_text,
        halo: None,
    };
    let line = TextStyle {
        size: 11.5,
        weight: text::REGULAR,
        letter_spacing: 0.0,
        colour: colours.site_text,
        halo: None,
    };
    let measure =
        |t: &str, s: &TextStyle| f64::from(text::measure(t, s.size, s.weight, s.letter_spacing));
    let width = measure(&name, &title).max(measure(&note, &line)) + 26.0;
    let height = if note.is_empty() { 30.0 } else { 46.0 };
    let at = view.screen_from_map(site.at);
    let (w, h) = view.size();
    let gap = 30.0;
    let fits =
        |x: f64, y: f64| x >= 8.0 && y >= 8.0 && x + width <= w - 8.0 && y + height <= h - 8.0;
    // To the right first: the legend stands at the left.
    let places = [
        (at.x + 4.0, at.y + gap),
        (at.x + 4.0, at.y - gap - height),
        (at.x - width - 4.0, at.y + gap),
        (at.x - width - 4.0, at.y - gap - height),
    ];
    if at.x < 0.0 || at.y < 0.0 || at.x > w || at.y > h {
        return;
    }
    // Where it fits nowhere as it should, it is pushed into the view: the name has to stand somewhere.
    let pushed = |(x, y): (f64, f64)| {
        ((x.min(w - 8.0 - width)).max(8.0), (y.min(h - 8.0 - height)).max(8.0))
    };
    let fitting = places.into_iter().find(|(x, y)| fits(*x, *y));
    let (x, y) = fitting.unwrap_or_else(|| pushed(places[0]));
    // A short line from the ring to the tag.
    let (ex, ey) = (at.x.clamp(x + 10.0, x + width - 10.0), if y > at.y { y } else { y + height });
    let length = (ex - at.x).hypot(ey - at.y).max(1.0);
    let start = [at.x + (ex - at.x) / length * 15.0, at.y + (ey - at.y) / length * 15.0];
    out.push(stroke(&[start, [ex, ey]], false, 2.0, colours.selection));
    out.push(Item::Panel {
        min: ScreenPoint::new(x, y),
        max: ScreenPoint::new(x + width, y + height),
        radius: 6.0,
        fill: colours.tag_back,
        edge: (colours.selection, 2.0),
    });
    let first = if note.is_empty() { height / 2.0 } else { 16.0 };
    out.push(Item::Text {
        at: ScreenPoint::new(x + 13.0, y + first),
        align: Align::Left,
        text: name,
        style: title,
    });
    if !note.is_empty() {
        out.push(Item::Text {
            at: ScreenPoint::new(x + 13.0, y + 32.5),
            align: Align::Left,
            text: note,
            style: line,
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing;
    use planmap_core::symbology::Theme;

    fn view(scene: &MapScene) -> Viewport {
        Viewport::fitting(&scene.extent(), 900.0, 700.0, 20.0)
    }

    #[test]
    fn the_chosen_site_has_tag_and_ring_and_the_rest_fades() {
        let scene = testing::city(Theme::Light);
        let view = view(&scene);
        let labels = label::place(
            &scene,
            label::step(view.metres_per_point()),
            Language::Vietnamese,
            &|| false,
        );
        let plain = OverlayOptions { labels: true, site_edges: true, ..Default::default() };
        let chosen = OverlayOptions { selected_site: Some("na-san"), fade: 1.0, ..plain };
        let name = scene.sites[0].name.get(Language::Vietnamese).to_owned();
        let count = |items: &[Item], f: fn(&Item) -> bool| items.iter().filter(|i| f(i)).count();
        let (before, after) =
            (overlay(&scene, &labels, &view, &plain), overlay(&scene, &labels, &view, &chosen));
        assert_eq!(
            count(&before, |i| matches!(i, Item::Veil(_) | Item::Ring { .. } | Item::Panel { .. })),
            0
        );
        assert_eq!(count(&after, |i| matches!(i, Item::Veil(_))), 1);
        assert_eq!(count(&after, |i| matches!(i, Item::Ring { .. })), 2);
        assert_eq!(count(&after, |i| matches!(i, Item::Panel { .. })), 1);
        for items in [&before, &after] {
            assert_eq!(count(items, |i| matches!(i, Item::Diamond { .. })), scene.sites.len());
            let named = items
                .iter()
                .filter(|i| matches!(i, Item::Text { text, .. } if *text == name))
                .count();
            assert_eq!(named, 1, "the name stands once, as label or in the tag");
        }
    }

    #[test]
    fn a_sites_name_is_not_cut_by_the_edge() {
        let scene = testing::city(Theme::Light);
        let fitted = view(&scene);
        let labels = label::place(
            &scene,
            label::step(fitted.metres_per_point()),
            Language::Vietnamese,
            &|| false,
        );
        let plain = OverlayOptions { labels: true, site_edges: true, ..Default::default() };
        let label = labels
            .labels
            .iter()
            .find(|l| matches!(l.of, LabelOf::Site(_)) && l.align == Align::Left)
            .unwrap();
        // The site stands as far from the right edge as half its name is wide.
        let beside = f64::from(label.width) / 2.0 * fitted.metres_per_point();
        let (w, h) = fitted.size();
        let centre = MapPoint::new(
            label.anchor.x + beside - w / 2.0 * fitted.metres_per_point(),
            label.anchor.y,
        );
        let near = Viewport::new(centre, fitted.metres_per_point(), w, h);
        let found = overlay(&scene, &labels, &near, &plain).into_iter().find_map(|i| match i {
            Item::Text { at, align, text, .. } if text == label.text => Some((at, align)),
            _ => None,
        });
        let (at, align) = found.unwrap();
        assert_eq!(align, Align::Right);
        assert!(at.x < near.screen_from_map(label.anchor).x && at.x - f64::from(label.width) > 0.0);
    }

    #[test]
    fn a_diamond_is_found_where_it_stands() {
        let scene = testing::city(Theme::Light);
        let view = view(&scene);
        for site in scene.sites.iter() {
            let p = view.screen_from_map(site.at);
            let near = ScreenPoint::new(p.x + 3.0, p.y - 2.0);
            assert_eq!(site_at(&scene, &view, near).map(|s| s.id.as_str()), Some(site.id.as_str()));
            assert!(
                site_at(&scene, &view, ScreenPoint::new(p.x, p.y + 200.0))
                    .is_none_or(|s| s.id != site.id)
            );
        }
    }

    #[test]
    fn zoomed_far_in_there_are_few_dashes() {
        let scene = testing::city(Theme::Light);
        let corner =
            scene.sites[1].geometry.as_ref().map(|g| polygons(g)[0].exterior().0[0]).unwrap();
        let view = Viewport::new(corner.into(), 0.006, 900.0, 700.0);
        let options = OverlayOptions { site_edges: true, ..OverlayOptions::default() };
        let items = overlay(&scene, &LabelSet::default(), &view, &options);
        assert!(items.len() < 400, "{}", items.len());
        assert!(items.iter().any(|i| matches!(i, Item::Stroke { .. })));
    }
}
