//! What must be said of trust: accuracy, legal standing, sources, checksum, and the mark over the
//! map.

use planmap_core::catalogue::Accuracy;
use planmap_core::i18n::{Language, Words, format_date};
use planmap_core::symbology::Colour;

use super::{Block, Kit};
use crate::ink::{SheetLanguage, Type, heading};
use crate::map::MapFrame;
use crate::{Group, PageItem, TextAlign, TextRun, text_width};
use planmap_draw::text::SEMI_BOLD;
use vello_cpu::kurbo::Affine;

/// Accuracy of what is in the frame, and the legal standing of all of it.
pub(super) fn note(kit: &Kit<'_>, width: f64) -> Block {
    let k = kit.k;
    let mut items = Vec::new();
    let mut y = heading(&kit.language.say("sheet-note"), 0.0, 0.0, width, k, &mut items);
    let style = Type::pt(7.5 * k);
    for (accuracy, names) in accuracies(kit) {
        let words = kit.language.say(&format!("accuracy-{}-long", accuracy.as_str()));
        let text = format!("{words} {names}");
        y += style.paragraph(&text, 0.0, y, width, &mut items) + 0.6 * k;
    }
    let legal = kit.language.pick(&kit.catalogue.legal_note);
    if !legal.is_empty() {
        y += style.bold().paragraph(&legal, 0.0, y, width, &mut items) + 0.6 * k;
    }
    let contact = kit.language.pick(&kit.catalogue.contact);
    if !contact.is_empty() {
        let text = kit.language.say_with("sheet-contact", &[("office", (&contact).into())]);
        y += style.paragraph(&text, 0.0, y, width, &mut items);
    }
    Block::whole(items, y)
}

/// The kinds of accuracy in the frame, the least exact first, with what they apply to.
fn accuracies(kit: &Kit<'_>) -> Vec<(Accuracy, String)> {
    let mut out: Vec<(Accuracy, Vec<String>)> = Vec::new();
    for layer in kit.layers_in_frame() {
        let accuracy = layer.spec.accuracy;
        let at = out.iter().position(|(a, _)| *a == accuracy).unwrap_or_else(|| {
            out.push((accuracy, Vec::new()));
            out.len() - 1
        });
        let kind = kit.language.say(&format!("sheet-role-{}", layer.spec.role.as_str()));
        if !out[at].1.contains(&kind) {
            out[at].1.push(kind);
        }
    }
    out.sort_by_key(|(a, _)| *a);
    out.into_iter().map(|(a, names)| (a, format!("({})", names.join(", ")))).collect()
}

/// The documents behind what is in the frame, and the day of the data.
pub(super) fn sources(kit: &Kit<'_>, width: f64) -> Block {
    let k = kit.k;
    let mut ids: Vec<&str> = Vec::new();
    for layer in kit.layers_in_frame() {
        let plan = layer.spec.plan.as_deref().and_then(|p| kit.catalogue.plan(p));
        let of_plan = plan.into_iter().flat_map(|p| p.sources.iter());
        for id in of_plan.chain(&layer.spec.sources) {
            if !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
    }
    let mut items = Vec::new();
    let mut y = heading(&kit.language.say("sheet-sources"), 0.0, 0.0, width, k, &mut items);
    let style = Type::pt(7.5 * k);
    let mut lines: Vec<String> = Vec::new();
    for source in kit.catalogue.sources.iter().filter(|s| ids.contains(&s.id.as_str())) {
        // A decision is known by its number; anything else by its title.
        let name = source.number.clone().unwrap_or_else(|| kit.language.pick(&source.title));
        let date = source
            .date
            .as_ref()
            .map(|d| format!(", {}", format_date(d, kit.language.first())))
            .unwrap_or_default();
        let line = format!("{name}{date}");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        y += style.paragraph(&lines.join("; "), 0.0, y, width, &mut items) + 0.5 * k;
    }
    if let Some(date) = &kit.catalogue.data_date {
        let date = format_date(date, kit.language.first());
        let text = kit.language.say_with("sheet-data-date", &[("date", (&date).into())]);
        y += style.paragraph(&text, 0.0, y, width, &mut items);
    }
    if lines.is_empty() && kit.catalogue.data_date.is_none() {
        y += style.muted().paragraph(
            &kit.language.say("sheet-sources-unknown"),
            0.0,
            y,
            width,
            &mut items,
        );
    }
    Block::whole(items, y)
}

/// The checksum of the catalogue's files, so that a sheet can be matched with its data.
pub(super) fn checksum(kit: &Kit<'_>, width: f64) -> Block {
    let text = kit.spec.map_set.line(kit.language);
    if text.is_empty() {
        return Block::whole(Vec::new(), 0.0);
    }
    let style = Type::pt(7.5 * kit.k).muted();
    let mut items = Vec::new();
    let height = style.paragraph(&text, 0.0, 0.0, width, &mut items);
    Block::whole(items, height)
}

/// The mark across the map: real text, large and pale, over everything in the frame. There is no
/// switch for it.
pub(crate) fn watermark(map: &MapFrame, accuracy: Accuracy, language: SheetLanguage) -> PageItem {
    let key = format!("sheet-watermark-{}", accuracy.as_str());
    let of = |l: Language| Words::of(l).text(&key);
    let lines = match language {
        SheetLanguage::Both => vec![of(Language::Vietnamese), of(Language::English)],
        one => vec![of(one.first())],
    };
    let r = map.rect_mm;
    let angle = -(r.height() / r.width()).atan().clamp(0.25, 0.5);
    // Across most of the frame, but never higher than a sixth of it.
    let reach =
        0.86 * (r.width() / angle.cos().abs()).min(r.height() / angle.sin().abs().max(0.05));
    let widest = lines.iter().map(|l| text_width(l, 1.0, SEMI_BOLD, 0.0)).fold(1.0, f64::max);
    let size = (reach / widest).min(r.height() / 6.0);
    let middle = r.center();
    let first = size * (0.36 - 0.6 * (lines.len() as f64 - 1.0));
    let items = lines
        .into_iter()
        .enumerate()
        .map(|(i, text)| {
            // The lines follow each other across the slope.
            let down = first + i as f64 * 1.2 * size;
            PageItem::Text(TextRun {
                text,
                x: middle.x - angle.sin() * down,
                y: middle.y + angle.cos() * down,
                align: TextAlign::Centre,
                size,
                weight: SEMI_BOLD,
                letter_spacing: 0.0,
                colour: Colour(0x8A, 0x2A, 0x10, 0x34),
                halo: None,
                angle_deg: angle.to_degrees(),
            })
        })
        .collect();
    PageItem::Group(Box::new(Group::moved(Affine::IDENTITY, items)))
}
