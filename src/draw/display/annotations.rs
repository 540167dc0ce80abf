//! Annotations on a page's map and in tiles: as the window paints them, as vectors.
//!
//! Owns the way from projected shapes to items in points of the screen; their look is
//! `crate::annotation::look`'s. Must not know what else stands on the page.

use planmap_core::annotation::{Kind, Style};
use planmap_core::i18n::{Language, format_length};
use planmap_core::legend::Rgb;
use planmap_core::symbology::Colour;
use planmap_core::viewport::ScreenPoint;
use planmap_core::{MapPoint, Viewport};
use vello_cpu::kurbo::{BezPath, Circle, Rect, RoundedRect, Shape};

use super::pen::Type;
use super::{PageItem, TextAlign, TextRun};
use crate::annotation::layer::Detail;
use crate::annotation::look::{self, WORDY};
use crate::annotation::{AnnotationMark, Drawn, Row};
use crate::lines::{Bounds, clip_ring, dashes, runs};
use crate::raster::add_points;
use crate::text::{CAP_HEIGHT, REGULAR};

/// Rim of words over the map.
const HALO: (Colour, f64) = (Colour(255, 255, 255, 235), 1.6);
/// The same over a dark map.
const DARK_HALO: (Colour, f64) = (Colour(0, 0, 0, 200), 1.6);
/// Side of a mark in a crowd, in points.
const MARK_PT: f64 = 4.0;
/// Points around a tile in which lines are not cut.
const CUT_PT: f64 = 48.0;

/// What smooth outlines may be off by, in points.
const TOLERANCE: f64 = 0.02;

/// Points around the frame in which pins and words still reach into it.
const MARGIN_PT: f64 = 60.0;

/// The annotations of a scene that reach into a view, in its points.
pub fn annotation_items(
    marks: &[AnnotationMark],
    view: &Viewport,
    language: Language,
) -> Vec<PageItem> {
    let around = view.extent().buffered(MARGIN_PT * view.metres_per_point());
    let shown: Vec<&AnnotationMark> =
        marks.iter().filter(|m| m.drawn.extent.intersects(&around)).collect();
    let words = shown.len() <= WORDY;
    let mut pen = AnnotationPen::on_paper(view, language);
    shown.iter().for_each(|m| pen.draw(&m.drawn, m.number, words));
    pen.out
}

/// The colour of an annotation.
pub fn colour_of(rgb: Rgb, opacity: f32) -> Colour {
    Colour(rgb.0, rgb.1, rgb.2, (opacity.clamp(0.0, 1.0) * 255.0).round() as u8)
}

/// A pin with its number.
fn pin_items(
    tip: ScreenPoint,
    colour: Colour,
    number: Option<usize>,
    is_closed: bool,
    out: &mut Vec<PageItem>,
) {
    let shape = look::pin(tip);
    let white = Colour(255, 255, 255, 255);
    // A matter that is closed is a ring, an open one a disc.
    let (inside, ink) = if is_closed { (white, colour) } else { (colour, white) };
    let foot = shape.foot.map(|p| (p.x, p.y));
    out.push(super::pen::polygon(&foot, colour));
    let head = Circle::new((shape.head.x, shape.head.y), look::PIN_RADIUS_PT).to_path(TOLERANCE);
    out.push(fill(head.clone(), inside));
    out.push(stroke(head, if is_closed { 2.0 } else { 1.5 }, ink));
    if let Some(number) = number {
        let size = f64::from(look::pin_number_pt(number));
        let style = Type { size, weight: REGULAR, colour: ink };
        out.push(style.at(
            number.to_string(),
            shape.head.x,
            middle(shape.head.y, size),
            TextAlign::Centre,
        ));
    }
}

/// The baseline of capitals whose middle stands at a height.
fn middle(y: f64, size: f64) -> f64 {
    y + size * f64::from(CAP_HEIGHT) / 2.0
}

fn fill(path: BezPath, colour: Colour) -> PageItem {
    PageItem::Fill { path, colour, seamless: false }
}

fn stroke(path: BezPath, width: f64, colour: Colour) -> PageItem {
    PageItem::Stroke { path, colour, width, dash: Vec::new(), round_ends: false }
}

/// Writes annotations down as items in points of a view.
pub struct AnnotationPen<'a> {
    view: &'a Viewport,
    language: Language,
    halo: (Colour, f64),
    /// The ground of callouts.
    ground: Colour,
    /// Where lines are cut; paper has room for all of them.
    cut: Option<Bounds>,
    /// Marks of one colour, which are one path.
    marks: Vec<(Colour, BezPath)>,
    out: Vec<PageItem>,
}

impl<'a> AnnotationPen<'a> {
    fn on_paper(view: &'a Viewport, language: Language) -> Self {
        let (marks, out) = (Vec::new(), Vec::new());
        Self {
            view,
            language,
            halo: HALO,
            ground: Colour(255, 255, 255, 255),
            cut: None,
            marks,
            out,
        }
    }

    /// For a tile, of which `view` shows just the ground.
    pub fn on_tile(view: &'a Viewport, language: Language, dark: bool) -> Self {
        let (halo, ground) = if dark { (DARK_HALO, 0) } else { (HALO, 255) };
        let (width, height) = view.size();
        let cut = Some(Bounds::of_size(width, height, CUT_PT));
        Self {
            halo,
            ground: Colour(ground, ground, ground, 255),
            cut,
            ..Self::on_paper(view, language)
        }
    }

    /// Everything, marks at the bottom.
    pub fn finish(self) -> Vec<PageItem> {
        let marks = self.marks.into_iter().map(|(colour, path)| fill(path, colour));
        marks.chain(self.out).collect()
    }

    /// A mark that stands for an annotation in a crowd.
    pub fn mark(&mut self, drawn: &Drawn, at: MapPoint) {
        let colour = colour_of(look::shown_style(&drawn.annotation).colour, 1.0);
        let ScreenPoint { x, y } = self.at(at);
        let half = MARK_PT / 2.0;
        let square = Rect::new(x - half, y - half, x + half, y + half);
        let place = self.marks.iter().position(|(c, _)| *c == colour).unwrap_or_else(|| {
            self.marks.push((colour, BezPath::new()));
            self.marks.len() - 1
        });
        if let Some((_, path)) = self.marks.get_mut(place) {
            path.extend(square.path_elements(TOLERANCE));
        }
    }
}

impl AnnotationPen<'_> {
    fn at(&self, p: MapPoint) -> ScreenPoint {
        self.view.screen_from_map(p)
    }

    fn path(&self, points: &[MapPoint], closed: bool) -> BezPath {
        let mut path = BezPath::new();
        let count = if closed { points.len().saturating_sub(1) } else { points.len() };
        for (i, p) in points[..count].iter().enumerate() {
            let ScreenPoint { x, y } = self.at(*p);
            if i == 0 { path.move_to((x, y)) } else { path.line_to((x, y)) }
        }
        if closed {
            path.close_path();
        }
        path
    }

    /// As much of an annotation as its place has room for.
    pub fn draw_at_detail(
        &mut self,
        drawn: &Drawn,
        number: Option<usize>,
        place: MapPoint,
        detail: Detail,
    ) {
        match detail {
            Detail::Dot => self.mark(drawn, place),
            Detail::Head => self.draw(drawn, number, false),
            Detail::Whole => self.draw(drawn, number, true),
        }
    }

    /// An annotation in full; `words` says whether there are few enough around it for titles.
    pub fn draw(&mut self, drawn: &Drawn, number: Option<usize>, words: bool) {
        let a = &drawn.annotation;
        let style = &look::shown_style(a);
        let colour = colour_of(style.colour, style.opacity);
        // A line that is not drawn may still have a title.
        let ink = colour_of(style.colour, 1.0);
        let near = self.view.scale_denominator() <= look::WORDS_TO_DENOMINATOR;
        self.inside(drawn);
        match a.shape.kind {
            Kind::Pin => {
                for tip in drawn.rows.iter().filter_map(|r| r.points.first()) {
                    let tip = self.at(*tip);
                    pin_items(tip, ink, number, look::is_closed(a), &mut self.out);
                    if words && near && !a.title.is_empty() {
                        let head = look::pin(tip).head;
                        let beside = ScreenPoint::new(head.x + look::PIN_RADIUS_PT + 5.0, head.y);
                        self.text(&a.title, beside, TextAlign::Left, look::PIN_TITLE_PT, ink);
                    }
                }
            }
            Kind::Text => {
                if let Some(p) = drawn.handles.first() {
                    let at = self.at(*p);
                    self.text(title(drawn), at, TextAlign::Left, style.font_size, ink);
                }
            }
            Kind::Callout if near => self.callout(drawn, ink),
            Kind::Callout => drawn.handles.first().into_iter().for_each(|p| self.dot(*p, ink)),
            _ => self.lines(drawn, colour, ink, words),
        }
    }

    /// A ring to fill, cut where it reaches far beyond the tile.
    fn ring_path(&self, ring: &[MapPoint]) -> BezPath {
        let points: Vec<[f64; 2]> = ring.iter().map(|p| self.at(*p)).map(|p| [p.x, p.y]).collect();
        match &self.cut {
            Some(bounds) if !bounds.contains_all(&points) => {
                let mut path = BezPath::new();
                let open = &points[..points.len().saturating_sub(1)];
                add_points(clip_ring(open, bounds).iter(), true, &mut path);
                path
            }
            _ => self.path(ring, true),
        }
    }

    /// The inside of areas, holes left open.
    fn inside(&mut self, drawn: &Drawn) {
        let style = look::shown_style(&drawn.annotation);
        let Some(rgb) = style.fill else { return };
        let mut path = BezPath::new();
        for polygon in &drawn.ground {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            for (i, ring) in rings.enumerate() {
                // By the non-zero rule a hole runs against its outer ring.
                let mut points: Vec<MapPoint> = ring.coords().map(|c| MapPoint::from(*c)).collect();
                if (turning(&points) > 0.0) != (i == 0) {
                    points.reverse();
                }
                path.extend(self.ring_path(&points).iter());
            }
        }
        if !path.elements().is_empty() {
            self.out.push(fill(path, colour_of(rgb, style.fill_opacity)));
        }
    }

    fn lines(&mut self, drawn: &Drawn, colour: Colour, ink: Colour, words: bool) {
        let a = &drawn.annotation;
        let style = &look::shown_style(a);
        for row in &drawn.rows {
            if let [one] = row.points[..] {
                self.dot(one, ink);
                continue;
            }
            let ends: Vec<ScreenPoint> = row.points.iter().map(|p| self.at(*p)).collect();
            if a.shape.kind == Kind::Dimension {
                self.dimension(drawn, &ends, style, colour);
            }
            // A line without width is none: PDF would draw its thinnest.
            if style.width <= 0.0 || colour.3 == 0 {
                continue;
            }
            let dash = look::dash_and_gap(style)
                .map_or(Vec::new(), |(d, g)| vec![f64::from(d), f64::from(g)]);
            let (path, dash) = self.line_path(row, dash);
            self.out.push(PageItem::Stroke {
                path,
                colour,
                width: style.width.into(),
                dash,
                round_ends: false,
            });
            if a.shape.kind == Kind::Arrow {
                self.arrow_head(&ends, style, colour);
            }
        }
        let size = drawn.extent.width().max(drawn.extent.height()) / self.view.metres_per_point();
        if words
            && size >= look::TITLED_PT
            && !a.title.is_empty()
            && a.shape.kind != Kind::Dimension
        {
            let at = if a.shape.kind.is_area() {
                self.at(drawn.extent.centre())
            } else {
                let middle = drawn
                    .handles
                    .get(drawn.handles.len() / 2)
                    .copied()
                    .unwrap_or(drawn.extent.centre());
                let p = self.at(middle);
                ScreenPoint::new(p.x, p.y - 9.0)
            };
            self.text(
                &a.title,
                at,
                TextAlign::Centre,
                style.font_size.min(look::SHAPE_TITLE_PT),
                ink,
            );
        }
    }

    /// A row as a path, and the dashes that are still to be laid along it.
    fn line_path(&self, row: &Row, dash: Vec<f64>) -> (BezPath, Vec<f64>) {
        let Some(bounds) = &self.cut else {
            return (self.path(&row.points, row.closed), dash);
        };
        // Zoomed in, a line is a million points long: only what the tile sees is laid out, with
        // dashes counted from the line's own start.
        let mut points: Vec<[f64; 2]> =
            row.points.iter().map(|p| self.at(*p)).map(|p| [p.x, p.y]).collect();
        if row.closed {
            points.pop();
        }
        let mut path = BezPath::new();
        if dash.is_empty() {
            runs(&points, row.closed, bounds, |run, closed| {
                add_points(run.iter(), closed, &mut path);
            });
        } else {
            dashes(&points, row.closed, &dash, bounds, |piece| {
                add_points(piece.iter(), false, &mut path);
            });
        }
        (path, Vec::new())
    }

    fn arrow_head(&mut self, points: &[ScreenPoint], style: &Style, colour: Colour) {
        let [.., before, tip] = points else { return };
        if let Some(corners) = look::arrow_head(*before, *tip, style.width) {
            let corners = corners.map(|p| (p.x, p.y));
            self.out.push(super::pen::polygon(&corners, colour));
        }
    }

    fn dimension(&mut self, drawn: &Drawn, points: &[ScreenPoint], style: &Style, colour: Colour) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        for (end, next) in [(first, points.get(1)), (last, points.iter().rev().nth(1))] {
            if let Some([a, b]) = next
                .and_then(|next| look::dimension_tick(*end, *next))
                .filter(|_| style.width > 0.0)
            {
                self.out.push(super::pen::rule((a.x, a.y), (b.x, b.y), style.width.into(), colour));
            }
        }
        if let Some(length) = drawn.length_m {
            let text = format_length(length.ellipsoid, self.language);
            let title = &drawn.annotation.title;
            let text = if title.is_empty() { text } else { format!("{title}: {text}") };
            let at = ScreenPoint::new((first.x + last.x) / 2.0, (first.y + last.y) / 2.0 - 10.0);
            let ink = colour_of(style.colour, 1.0);
            self.text(&text, at, TextAlign::Centre, style.font_size.min(look::SHAPE_TITLE_PT), ink);
        }
    }

    fn callout(&mut self, drawn: &Drawn, colour: Colour) {
        let Some(place) = drawn.handles.first().map(|p| self.at(*p)) else { return };
        let style = &drawn.annotation.style;
        let middle_of =
            drawn.label_at.map_or(ScreenPoint::new(place.x, place.y - 30.0), |p| self.at(p));
        let letters = Type { size: style.font_size.into(), weight: REGULAR, colour };
        let lines = letters.wrap(title(drawn), look::CALLOUT_WIDTH_PT);
        let width = lines.iter().map(|l| letters.width(l)).fold(0.0, f64::max);
        let leading = letters.size * 1.21;
        let (half_w, half_h) = (width / 2.0 + 7.0, lines.len() as f64 * leading / 2.0 + 4.0);
        let edge = f64::from(style.width.min(3.0));
        self.out.push(super::pen::rule(
            (place.x, place.y),
            (middle_of.x, middle_of.y),
            edge,
            colour,
        ));
        self.out.push(fill(Circle::new((place.x, place.y), 3.5).to_path(TOLERANCE), colour));
        let (x, y) = (middle_of.x, middle_of.y);
        let shape = RoundedRect::new(x - half_w, y - half_h, x + half_w, y + half_h, 4.0)
            .to_path(TOLERANCE);
        self.out.push(fill(shape.clone(), self.ground));
        self.out.push(stroke(shape, edge, colour));
        let first = y - (lines.len() as f64 - 1.0) / 2.0 * leading;
        for (i, line) in lines.into_iter().enumerate() {
            let base = middle(first + i as f64 * leading, letters.size);
            self.out.push(letters.at(line, x - width / 2.0, base, TextAlign::Left));
        }
    }

    fn dot(&mut self, p: MapPoint, colour: Colour) {
        let ScreenPoint { x, y } = self.at(p);
        self.out.push(fill(Circle::new((x, y), 4.0).to_path(TOLERANCE), colour));
    }

    fn text(&mut self, text: &str, at: ScreenPoint, align: TextAlign, size: f32, colour: Colour) {
        let size = f64::from(size);
        self.out.push(PageItem::Text(TextRun {
            // Titles are one line on the map, whatever their file has made of them.
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            x: at.x,
            y: middle(at.y, size),
            align,
            size,
            weight: REGULAR,
            letter_spacing: 0.0,
            colour,
            halo: Some(self.halo),
            angle_deg: 0.0,
        }));
    }
}

fn title(drawn: &Drawn) -> &str {
    if drawn.annotation.title.is_empty() { "…" } else { &drawn.annotation.title }
}

/// Twice the signed area of a ring.
fn turning(points: &[MapPoint]) -> f64 {
    let corner = points.first().copied().unwrap_or_default();
    points
        .windows(2)
        .map(|w| {
            (w[0].x - corner.x) * (w[1].y - corner.y) - (w[1].x - corner.x) * (w[0].y - corner.y)
        })
        .sum()
}
