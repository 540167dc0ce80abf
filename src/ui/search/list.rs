//! The list under the field: hits kind by kind, or what can be typed.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Color32, CornerRadius, FontId, Response, Role, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::search::{Hit, HitKind, SearchCommand, Target};
use planmap_core::search::{fold, marked_ranges};

use super::foot;
use crate::panel::PanelContext;
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{Row, hairline, paint_diamond, paint_icon, section_head, wrapped};

pub(super) fn show(
    ui: &mut Ui,
    cx: &mut PanelContext<'_>,
    room: f32,
    scrolled_to: &mut Option<usize>,
    text: &mut String,
) {
    let search = cx.session.search();
    let hits = std::sync::Arc::clone(search.hits());
    let typed = !search.text().trim().is_empty();
    if hits.is_empty() {
        if typed && search.is_current() && search.indexing() == 0 {
            let none = cx.words.text_with("search-none", &[("text", search.text().trim().into())]);
            let hint = cx.text("search-try");
            advice(ui, cx, &none, &hint, text);
        } else if !typed {
            let hint = cx.text("search-hint");
            advice(ui, cx, "", &hint, text);
        }
    } else {
        let asked = fold(search.found_for());
        let marked = search.marked();
        ScrollArea::vertical().id_salt("search-list").max_height(room).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let mut kind = None;
            for (n, hit) in hits.iter().enumerate() {
                if kind != Some(hit.kind) {
                    kind = Some(hit.kind);
                    section_head(ui, &cx.text(&format!("search-kind-{}", hit.kind.as_str())), None);
                }
                let is_marked = marked == Some(n);
                let response = row(ui, cx, hit, is_marked, &asked);
                if is_marked && *scrolled_to != marked {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    cx.send.push(Command::Search(SearchCommand::Choose(Some(n))));
                }
            }
        });
        *scrolled_to = marked;
    }
    let search = cx.session.search();
    hairline(ui);
    let indexing = search.indexing();
    if indexing > 0 {
        foot(ui, &cx.words.text_with("search-indexing", &[("count", indexing.into())]));
    } else {
        foot(ui, &cx.text("search-keys"));
    }
}

/// What can be typed, with examples of these maps; a click types one.
fn advice(ui: &mut Ui, cx: &mut PanelContext<'_>, none: &str, hint: &str, text: &mut String) {
    let t = tokens(ui);
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 10)).show(ui, |ui| {
        if !none.is_empty() {
            wrapped(ui, none, size::BODY, Weight::SemiBold, t.text);
            ui.add_space(4.0);
        }
        wrapped(ui, hint, size::SMALL, Weight::Regular, t.muted);
    });
    for (key, example) in cx.session.search_examples() {
        let note = cx.text(key);
        let mut line = Row::new(&example);
        line.tail = Some(&note);
        if line.show(ui, Sense::click()).clicked() {
            *text = example.clone();
            cx.send.push(Command::Search(SearchCommand::SetText(example)));
        }
    }
    ui.add_space(6.0);
}

fn row(ui: &mut Ui, cx: &PanelContext<'_>, hit: &Hit, marked: bool, asked: &str) -> Response {
    let t = tokens(ui);
    let height = if hit.note.is_empty() { measure::ROW } else { measure::ROW_TALL };
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    if ui.is_rect_visible(rect) {
        if marked || response.hovered() {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, t.hover);
        }
        if marked {
            let bar = egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
            ui.painter().rect_filled(bar, CornerRadius::ZERO, t.selection);
        }
        if response.has_focus() {
            let ring = Stroke::new(2.0, t.selection);
            ui.painter().rect_stroke(
                rect.shrink(1.0),
                CornerRadius::same(3),
                ring,
                egui::StrokeKind::Inside,
            );
        }
        let centre = pos2(rect.left() + measure::MARGIN + 7.0, rect.center().y);
        match &hit.target {
            Target::Site(id) => {
                let candidate = cx.session.catalogue().site(id).is_some_and(|s| s.candidate);
                paint_diamond(
                    ui.painter(),
                    centre,
                    6.5,
                    if candidate { t.site } else { t.site.gamma_multiply(0.55) },
                );
            }
            _ => paint_icon(ui, centre, icon(hit.kind), 14.0, t.muted),
        }
        let left = rect.left() + measure::MARGIN + 26.0;
        let width = (rect.right() - measure::MARGIN - left).max(8.0);
        let in_label = marked_ranges(&hit.label, asked);
        let in_note =
            if in_label.is_empty() { marked_ranges(&hit.note, asked) } else { Vec::new() };
        let cut = |mut job: LayoutJob| {
            job.wrap = egui::text::TextWrapping::truncate_at_width(width);
            ui.painter().layout_job(job)
        };
        let title = cut(emphasised(&hit.label, &in_label, size::BODY, (t.text, t.text)));
        if hit.note.is_empty() {
            ui.painter().galley(pos2(left, rect.center().y - title.size().y / 2.0), title, t.text);
        } else {
            let note = cut(emphasised(&hit.note, &in_note, size::SMALL, (t.muted, t.text)));
            let top = rect.center().y - (title.size().y + note.size().y + 1.0) / 2.0;
            let below = top + title.size().y + 1.0;
            ui.painter().galley(pos2(left, top), title, t.text);
            ui.painter().galley(pos2(left, below), note, t.muted);
        }
    }
    response.widget_info(|| {
        let name = if hit.note.is_empty() {
            hit.label.clone()
        } else {
            format!("{}, {}", hit.label, hit.note)
        };
        WidgetInfo::selected(Role::ListBoxOption, true, marked, name)
    });
    response
}

/// A text whose matched letters are bold.
fn emphasised(
    text: &str,
    ranges: &[Range<usize>],
    points: f32,
    (plain, strong): (Color32, Color32),
) -> LayoutJob {
    let mut job = LayoutJob::default();
    let mut put = |part: Option<&str>, weight: Weight, color: Color32| {
        let format = TextFormat {
            font_id: FontId::proportional(points),
            color,
            coords: weight.coords(),
            valign: Align::Center,
            ..TextFormat::default()
        };
        job.append(part.unwrap_or_default(), 0.0, format);
    };
    let mut at = 0;
    for range in ranges {
        put(text.get(at..range.start), Weight::Regular, plain);
        put(text.get(range.clone()), Weight::Bold, strong);
        at = range.end;
    }
    put(text.get(at..), Weight::Regular, plain);
    job
}

fn icon(kind: HitKind) -> Icon {
    match kind {
        HitKind::Coordinate => Icon::Crosshair,
        HitKind::Site => Icon::Diamond,
        HitKind::Unit => Icon::Landmark,
        HitKind::Plan => Icon::Map,
        HitKind::Zone => Icon::LayoutGrid,
        HitKind::Place => Icon::MapPin,
        HitKind::Class => Icon::Palette,
        HitKind::Lot => Icon::Square,
        HitKind::Layer => Icon::Layers,
        HitKind::Project => Icon::Building2,
        HitKind::Annotation => Icon::Pencil,
        HitKind::Value => Icon::Tag,
        HitKind::Command => Icon::Terminal,
    }
}
