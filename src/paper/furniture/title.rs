//! The title block (khung tên) in the usual Vietnamese form.

use planmap_core::i18n::format_number;
use planmap_core::symbology::Colour;
use vello_cpu::kurbo::{Affine, BezPath, Rect};

use super::{Block, Kit};
use crate::ink::{BLACK, Type, frame, rule};
use crate::template::Logo;
use crate::{Group, PageItem, TextAlign};

pub(super) fn title_block(kit: &Kit<'_>, width: f64) -> Block {
    let k = kit.k;
    let pad = 2.0 * k;
    let inner = width - 2.0 * pad;
    let mut items = Vec::new();
    let mut rules: Vec<f64> = Vec::new();
    let mut y = 1.6 * k;
    let f = &kit.fields;
    let logo = kit.spec.template.logo.as_ref();
    if let Some(logo) = logo {
        let height = 12.0 * k;
        items.push(draw_logo(logo, width / 2.0, y, inner, height));
        y += height + 1.0 * k;
    }
    let centred = |style: Type, text: &str, y: &mut f64, items: &mut Vec<PageItem>| {
        for line in style.wrap(text, inner) {
            items.push(style.at(line, width / 2.0, *y + style.ascent(), TextAlign::Centre));
            *y += style.leading();
        }
    };
    if !f.agency.is_empty() {
        centred(Type::pt(8.5 * k).bold(), &f.agency.to_uppercase(), &mut y, &mut items);
    }
    if logo.is_some() || !f.agency.is_empty() {
        y += 1.0 * k;
        rules.push(y);
        y += 1.4 * k;
    }
    centred(Type::pt(8.5 * k), &f.plan, &mut y, &mut items);
    y += 0.8 * k;
    centred(Type::pt(11.0 * k).bold(), &f.drawing, &mut y, &mut items);
    y += 0.6 * k;
    let decision = if f.decision.is_empty() && f.date.is_empty() {
        kit.language.say("sheet-decision-unknown")
    } else if f.date.is_empty() {
        kit.language.say_with("sheet-decision", &[("number", (&f.decision).into())])
    } else if f.decision.is_empty() {
        f.date.clone()
    } else {
        kit.language.say_with(
            "sheet-decision-dated",
            &[("number", (&f.decision).into()), ("date", (&f.date).into())],
        )
    };
    centred(Type::pt(8.0 * k), &decision, &mut y, &mut items);
    y += 1.2 * k;
    // Scale, sheet and paper, side by side.
    rules.push(y);
    let scale = format!("1:{}", format_number(kit.map.denominator, 0, kit.language.first()));
    let cells = [
        (kit.language.say("sheet-field-scale"), scale),
        (kit.language.say("sheet-field-number"), f.sheet_number.clone()),
        (kit.language.say("sheet-field-paper"), kit.spec.paper.name()),
    ];
    let row = cells_row(&cells, y, width, k, &mut items, 0.0);
    y += row;
    rules.push(y);
    // Room to sign under the names.
    let cells = [
        (kit.language.say("sheet-field-made"), f.made_by.clone()),
        (kit.language.say("sheet-field-checked"), f.checked_by.clone()),
    ];
    let row = cells_row(&cells, y, width, k, &mut items, 7.0 * k);
    y += row;
    for at in rules {
        items.push(rule((0.0, at), (width, at), 0.2 * k, BLACK));
    }
    items.push(frame(Rect::new(0.0, 0.0, width, y), 0.4 * k, BLACK));
    Block::whole(items, y)
}

/// Captions with values under them, in cells of equal width; returns the height of the row.
fn cells_row(
    cells: &[(String, String)],
    y: f64,
    width: f64,
    k: f64,
    items: &mut Vec<PageItem>,
    more: f64,
) -> f64 {
    let cell = width / cells.len() as f64;
    let pad = 1.5 * k;
    let (caption, value) = (Type::pt(7.5 * k).muted(), Type::pt(8.5 * k).bold());
    let heights: Vec<f64> = cells
        .iter()
        .enumerate()
        .map(|(i, (label, text))| {
            let x = i as f64 * cell + pad;
            let mut at = y + 0.8 * k;
            at += caption.paragraph(label, x, at, cell - 2.0 * pad, items);
            if !text.is_empty() {
                at += value.paragraph(text, x, at, cell - 2.0 * pad, items);
            }
            at - y
        })
        .collect();
    let height = heights.into_iter().fold(0.0, f64::max).max(8.0 * k) + more + 0.6 * k;
    for i in 1..cells.len() {
        items.push(rule((i as f64 * cell, y), (i as f64 * cell, y + height), 0.2 * k, BLACK));
    }
    height
}

/// A logo centred on a place; outlines that cannot be read are left out.
fn draw_logo(logo: &Logo, x: f64, y: f64, width: f64, height: f64) -> PageItem {
    let scale = (width / logo.size[0]).min(height / logo.size[1]);
    let items = logo
        .paths
        .iter()
        .filter_map(|p| {
            let path = BezPath::from_svg(&p.d).ok()?;
            let colour = planmap_core::legend::Rgb::from_hex(&p.fill)?;
            Some(PageItem::Fill { path, colour: Colour::from(colour), seamless: false })
        })
        .collect();
    let transform = Affine::translate((x - logo.size[0] * scale / 2.0, y)) * Affine::scale(scale);
    PageItem::Group(Box::new(Group::moved(transform, items)))
}
