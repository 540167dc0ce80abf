//! The legend of what is in the frame: symbols of lines, then classes with their areas.

use planmap_core::catalogue::{LayerRole, PlanKind};
use planmap_core::i18n::format_number;
use planmap_core::legend::{ClassLook, NO_CLASS};
use planmap_core::symbology::{
    Colour, LineStyle, SITE_FILL_OPACITY, colours, hatch_strength, hatch_style, style_of_class,
};
use planmap_draw::legend_view::{ClassInView, ClassMeasure};
use vello_cpu::kurbo::{Rect, Shape};

use super::{Block, Kit, PartEnd, end_words};
use crate::ink::{SheetLanguage, Type, area, frame, heading, polygon, polyline, rule};
use crate::{PageHatch, PageItem, TextAlign};

/// Millimetres of a screen point, as styles count.
const POINT_MM: f64 = 25.4 / 96.0;

/// One row: its symbol, its words, how much of it there is.
struct Row {
    symbol: Symbol,
    label: String,
    amount: String,
}

enum Symbol {
    Line(LineStyle),
    Class {
        fill: Colour,
        edge: Colour,
        hatch: Option<PageHatch>,
    },
    /// An area of one colour and its edge.
    Area(Colour, Colour),
    Site,
    /// A heading inside the legend.
    Head,
}

/// The rows from one on, as far as the room goes. What has none is counted.
pub(super) fn legend(kit: &Kit<'_>, width: f64, room: f64, from: usize, end: PartEnd) -> Block {
    let k = kit.k;
    let mut rows = rows(kit);
    rows.drain(..from.min(rows.len()));
    if rows.is_empty() {
        return Block::whole(Vec::new(), 0.0);
    }
    let mut items = Vec::new();
    let key = if from == 0 { "sheet-legend" } else { "sheet-legend-continued" };
    let top = heading(&kit.language.say(key), 0.0, 0.0, width, k, &mut items);
    let style = Type::pt(7.5 * k);
    let (symbol, gap) = (8.0 * k, 2.0 * k);
    let amounts = rows.iter().map(|r| style.width(&r.amount)).fold(0.0, f64::max);
    let words = width - symbol - gap - if amounts > 0.0 { amounts + gap } else { 0.0 };
    // One or two lines a row; a row is never lower than its symbol.
    let lines: Vec<Vec<String>> = rows.iter().map(|r| style.wrap(&r.label, words)).collect();
    let height = |i: usize| (lines[i].len() as f64 * style.leading()).max(4.0 * k) + 0.5 * k;
    let note = style.muted();
    let total: f64 = top + (0..rows.len()).map(height).sum::<f64>();
    let mut y = top;
    let mut shown = rows.len();
    // What has no room is counted, not passed over; the last line says so.
    let more_height = end_words(kit, end, rows.len())
        .map_or(0.0, |w| note.wrap(&w, width).len() as f64 * note.leading() + 1.0 * k);
    let limit = if total <= room { f64::INFINITY } else { room - more_height };
    for (i, row) in rows.iter().enumerate() {
        let h = height(i);
        if y + h > limit {
            shown = i;
            break;
        }
        let middle = y + h / 2.0;
        draw_symbol(&row.symbol, middle, symbol, k, &mut items);
        let x = if matches!(row.symbol, Symbol::Head) { 0.0 } else { symbol + gap };
        let style = if matches!(row.symbol, Symbol::Head) { style.bold() } else { style };
        let first = middle - lines[i].len() as f64 * style.leading() / 2.0 + style.ascent();
        for (n, line) in lines[i].iter().enumerate() {
            items.push(style.at(
                line.as_str(),
                x,
                first + n as f64 * style.leading(),
                TextAlign::Left,
            ));
        }
        if !row.amount.is_empty() {
            items.push(style.at(row.amount.as_str(), width, first, TextAlign::Right));
        }
        y += h;
    }
    // A heading is not left alone at the foot.
    if shown < rows.len() && shown > 0 && matches!(rows[shown - 1].symbol, Symbol::Head) {
        shown -= 1;
        y -= height(shown);
        items.pop();
    }
    let left_out = rows[shown..].iter().filter(|r| !matches!(r.symbol, Symbol::Head)).count();
    if let Some(words) = end_words(kit, end, left_out).filter(|_| left_out > 0) {
        y += note.paragraph(&words, 0.0, y, width, &mut items);
    }
    Block { items, height: y, left_out, rows: shown }
}

fn draw_symbol(symbol: &Symbol, y: f64, width: f64, k: f64, out: &mut Vec<PageItem>) {
    match symbol {
        Symbol::Line(style) => {
            if let Some((colour, w)) = style.casing {
                out.push(rule((0.0, y), (width, y), f64::from(w) * POINT_MM, colour));
            }
            let dash = style
                .dash
                .map(|d| d.iter().map(|v| f64::from(*v) * POINT_MM).collect())
                .unwrap_or_default();
            let mut line =
                rule((0.0, y), (width, y), f64::from(style.width) * POINT_MM, style.colour);
            if let PageItem::Stroke { dash: pattern, .. } = &mut line {
                *pattern = dash;
            }
            out.push(line);
        }
        Symbol::Class { fill, edge, hatch } => {
            let r = Rect::new(0.0, y - 1.75 * k, width, y + 1.75 * k);
            out.push(area(r, *fill));
            if let Some(hatch) = hatch {
                out.push(PageItem::Hatch { path: r.to_path(0.01), hatch: *hatch });
            }
            out.push(frame(r, 0.2 * k, *edge));
        }
        Symbol::Area(fill, edge) => {
            let r = Rect::new(0.0, y - 1.75 * k, width, y + 1.75 * k);
            out.push(area(r, *fill));
            out.push(frame(r, 0.3 * k, *edge));
        }
        Symbol::Site => {
            let c = colours(planmap_core::symbology::Theme::Light);
            let (x, r) = (width / 2.0, 1.8 * k);
            let ground = Rect::new(0.0, y - 1.75 * k, width, y + 1.75 * k);
            out.push(area(ground, c.site_fill.with_opacity(SITE_FILL_OPACITY)));
            let corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
            out.push(polygon(&corners, c.site_fill));
            out.push(polyline(&corners, true, 0.3 * k, c.site_casing));
        }
        Symbol::Head => {}
    }
}

/// How much of a class is in the frame. Two decimals in the whole column, as in the balance.
fn amount_text(class: &ClassInView, language: SheetLanguage) -> String {
    let number = |value: f64| format_number(value, 2, language.first());
    match class.amount.measure() {
        Some(ClassMeasure::Area(area_m2)) => format!("{} ha", number(area_m2 / 10_000.0)),
        Some(ClassMeasure::Length(length_m)) => format!("{} km", number(length_m / 1_000.0)),
        Some(ClassMeasure::Points(count)) => {
            language.say_with("map-points", &[("count", count.into())])
        }
        None => String::new(),
    }
}

/// Rows in the order of the map, from the top.
fn rows(kit: &Kit<'_>) -> Vec<Row> {
    let (theme, denominator) = (kit.scene.theme, kit.map.denominator);
    let mut out = Vec::new();
    let extent = kit.map.extent();
    let plain = |symbol, label| Row { symbol, label, amount: String::new() };
    if kit.spec.sites && kit.scene.sites.iter().any(|s| extent.contains(s.at)) {
        out.push(plain(Symbol::Site, kit.language.say("sheet-symbol-site")));
    }
    let mut seen: Vec<String> = Vec::new();
    let mut layers: Vec<_> = kit.layers_in_frame().collect();
    layers.reverse();
    for layer in &layers {
        let role = layer.spec.role;
        let key = match (role, layer.plan_kind) {
            (LayerRole::Limit, Some(PlanKind::General) | None) => "sheet-symbol-limit-general",
            (LayerRole::Limit, Some(PlanKind::Zoning)) => "sheet-symbol-limit-zoning",
            (LayerRole::Limit, Some(PlanKind::Detailed)) => "sheet-symbol-limit-detailed",
            (LayerRole::Zones, _) => "sheet-symbol-zones",
            (LayerRole::Units, _) if layer.spec.units_in_force => "sheet-symbol-units-new",
            (LayerRole::Units, _) => "sheet-symbol-units-old",
            (LayerRole::Roads, _) => "sheet-symbol-roads",
            (LayerRole::Water, _) => "sheet-symbol-water",
            // A file that somebody opened is called as it is.
            (LayerRole::Other, _) if layer.legend.is_none() => "",
            _ => continue,
        };
        let label = if key.is_empty() {
            kit.language.pick(&layer.spec.name)
        } else {
            kit.language.say(key)
        };
        if seen.contains(&label) {
            continue;
        }
        let style = layer.style(theme);
        let first = style.symbols.first();
        let Some(line) = first.outline.map(|outline| outline.at(denominator)) else { continue };
        let symbol = match first.fill.map(|fill| fill.at(denominator)) {
            // A fill that covers the ground says more than its edge.
            Some(fill) if fill.3 == u8::MAX => Symbol::Area(fill, line.colour),
            _ => Symbol::Line(line),
        };
        seen.push(label.clone());
        out.push(plain(symbol, label));
    }
    let several = kit.classes.len() > 1;
    for in_frame in &kit.classes {
        let Some(legend) =
            kit.scene.vectors().filter_map(|l| l.legend.as_ref()).find(|l| l.id == in_frame.legend)
        else {
            continue;
        };
        if several {
            out.push(plain(Symbol::Head, kit.language.pick(&legend.name)));
        }
        // In the order of the official table, as planners read it.
        let mut classes = in_frame.classes.clone();
        classes.sort_by_key(|c| c.class);
        for c in classes.iter().filter(|c| c.class != NO_CLASS) {
            let Some(class) = legend.classes.get(usize::from(c.class)) else { continue };
            let style = style_of_class(class, theme);
            let strength = hatch_strength(denominator);
            // Under the flat fills of a small scale a swatch shows the hatch too: some classes
            // share their colour.
            let hatch =
                hatch_style(class.hatch).filter(|_| class.look == ClassLook::Filled).map(|h| {
                    PageHatch {
                        pattern: h.pattern,
                        period: f64::from(h.period) * POINT_MM,
                        width: f64::from(h.width) * POINT_MM,
                        origin: (0.0, 0.0),
                        colour: style.hatch_line.with_opacity(c.opacity),
                    }
                });
            let share = if strength > 0.0 { strength } else { 0.0 };
            let fill = style.fill.mixed(style.fill_hatched, share).with_opacity(c.opacity);
            out.push(Row {
                symbol: Symbol::Class { fill, edge: style.edge.with_opacity(c.opacity), hatch },
                label: kit.language.pick(&class.label),
                amount: amount_text(c, kit.language),
            });
        }
    }
    out
}
