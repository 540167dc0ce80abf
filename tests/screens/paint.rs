//! Finds cut and overlapping text in what a frame has painted.
//!
//! Names on the map are left out: they belong to the picture, and are moved and cut with it.

use egui::epaint::{ClippedShape, TextShape};
use egui::{FullOutput, Rect, Shape};

/// Points that may be over before it counts.
const SLACK: f32 = 1.0;

struct Painted {
    text: String,
    rect: Rect,
    clip: Rect,
    /// Number in the order of painting.
    at: usize,
}

/// What covers what was painted before it.
struct Cover {
    rect: Rect,
    at: usize,
}

/// Texts that are cut or lie over each other, each in a line.
pub fn complaints(output: &FullOutput, maps: &[Rect]) -> Vec<String> {
    let (mut texts, mut covers) = (Vec::new(), Vec::new());
    let mut number = 0;
    for ClippedShape { clip_rect, shape, .. } in &output.shapes {
        collect(shape, *clip_rect, &mut number, &mut texts, &mut covers);
    }
    // A map's own words are painted with the map's clip.
    let own = |t: &Painted| maps.iter().any(|m| same(t.clip, *m));
    let texts: Vec<Painted> =
        texts.into_iter().filter(|t| !own(t) && !hidden(t, &covers)).collect();
    let mut out: Vec<String> = texts.iter().filter_map(cut).collect();
    for (i, a) in texts.iter().enumerate() {
        for b in &texts[i + 1..] {
            let both = seen(a).intersect(seen(b));
            if both.width() > SLACK
                && both.height() > SLACK
                && !covered_between(a, b, both, &covers)
            {
                out.push(format!("{:?} lies over {:?} at {both:?}", b.text, a.text));
            }
        }
    }
    out
}

fn same(a: Rect, b: Rect) -> bool {
    (a.min - b.min).length() < 0.6 && (a.max - b.max).length() < 0.6
}

fn collect(
    shape: &Shape,
    clip: Rect,
    number: &mut usize,
    texts: &mut Vec<Painted>,
    covers: &mut Vec<Cover>,
) {
    *number += 1;
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|s| collect(s, clip, number, texts, covers)),
        Shape::Text(text) => texts.extend(painted(text, clip, *number)),
        Shape::Rect(rect) if rect.fill.a() == 255 && rect.blur_width < 0.5 => {
            covers.push(Cover { rect: rect.rect.intersect(clip), at: *number });
        }
        _ => {}
    }
}

/// The lines of a text: one that goes on behind another text in its first line covers only what
/// its letters cover.
fn painted(text: &TextShape, clip: Rect, at: usize) -> Vec<Painted> {
    let words = text.galley.text().to_owned();
    // An icon is no text, and a text that is turned has no box to speak of.
    let is_icon =
        words.chars().all(|c| ('\u{e000}'..='\u{f8ff}').contains(&c) || c.is_whitespace());
    if is_icon || text.angle.abs() > 1e-3 || text.opacity_factor < 0.05 {
        return Vec::new();
    }
    let rows = text.galley.rows.iter().map(|row| {
        // The ink of the letters; lines are a little higher and may touch.
        let rect = row.visuals.mesh_bounds.translate(row.pos.to_vec2() + text.pos.to_vec2());
        Painted { text: words.clone(), rect, clip, at }
    });
    rows.filter(|row| {
        row.rect.is_positive() && seen(row).width() > SLACK && seen(row).height() > SLACK
    })
    .collect()
}

fn seen(t: &Painted) -> Rect {
    t.rect.intersect(t.clip)
}

fn hidden(t: &Painted, covers: &[Cover]) -> bool {
    covers.iter().any(|c| c.at > t.at && c.rect.expand(SLACK).contains_rect(seen(t)))
}

fn covered_between(a: &Painted, b: &Painted, both: Rect, covers: &[Cover]) -> bool {
    covers.iter().any(|c| c.at > a.at && c.at < b.at && c.rect.expand(SLACK).contains_rect(both))
}

/// Text that goes on beyond what it is clipped to. Upwards and downwards that is a list that
/// scrolls; sideways nothing of a line may be lost, except where it ends in an ellipsis.
fn cut(t: &Painted) -> Option<String> {
    let sideways = t.rect.left() < t.clip.left() - SLACK || t.rect.right() > t.clip.right() + SLACK;
    // A list ends somewhere in a line, above or below; what is cut on both sides has too low a box.
    let upright = t.rect.top() < t.clip.top() - SLACK && t.rect.bottom() > t.clip.bottom() + SLACK;
    (sideways || upright).then(|| format!("{:?} at {:?} is cut to {:?}", t.text, t.rect, t.clip))
}
