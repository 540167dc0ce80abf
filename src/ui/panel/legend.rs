//! The legend of what is in view, with areas and switches, over the map.

use egui::{Sense, Ui};
use planmap_app::Session;
use planmap_app::command::Command;
use planmap_app::legend_view::{ClassInView, ClassMeasure, LegendInView};
use planmap_core::catalogue::Accuracy;
use planmap_core::i18n::format_length;
use planmap_core::legend::ClassId;

use crate::panel::swatch::class_swatch_through;
use crate::panel::{PanelContext, hint_beside};
use crate::theme::{Weight, size, tokens};
use crate::widget::{Lead, Row, label, muted, pressable};

/// Classes shown before "more" is asked for.
const SHORT: usize = 7;
/// Width of the card in points.
pub(crate) const WIDTH: f32 = 252.0;
/// Width of its head alone.
pub(crate) const FOLDED: f32 = 172.0;
/// Widths of the legend below which a map is too narrow for it, at rest and while one works on the map.
const TIGHT: f32 = 2.6;
const TIGHT_AT_WORK: f32 = 3.6;
/// Points of the map's height that are not the legend's: the controls above it, the scale bar below.
const ABOVE: f32 = 290.0;
/// Least height of the list of classes.
const LEAST_LIST: f32 = 120.0;

/// Whether a part of the map has room for the legend beside the controls and what one looks at.
#[must_use]
pub(crate) fn fits(room: egui::Rect) -> bool {
    room.height() >= crate::theme::measure::LEGEND_HEIGHT && room.width() >= 1.8 * WIDTH
}

/// Whether the open legend would leave too little of a part of the map: it is folded there until
/// somebody asks for it. While something is drawn or two maps are compared, the map needs more.
#[must_use]
pub(crate) fn is_tight(session: &Session, room: egui::Rect) -> bool {
    let works_on_map = session.annotations().is_on() || session.compare().is_open();
    let widths = if works_on_map { TIGHT_AT_WORK } else { TIGHT };
    room.width() < widths * WIDTH
}

/// Points down that the legend takes at most in a part of the map.
#[must_use]
pub(crate) fn highest(room: egui::Rect) -> f32 {
    (room.height() - ABOVE).max(LEAST_LIST)
}

fn unfolded() -> egui::Id {
    egui::Id::unique("legend-unfolded")
}

/// Whether the classes are shown, not only the head.
#[must_use]
pub(crate) fn is_open(ctx: &egui::Context, session: &Session, room: egui::Rect) -> bool {
    let asked = || ctx.data(|d| d.get_temp::<bool>(unfolded())).unwrap_or(false);
    session.settings().legend_open && (!is_tight(session, room) || asked())
}

/// Opens or folds the legend where it is folded by itself; elsewhere that is a setting.
pub(crate) fn unfold(ctx: &egui::Context, open: bool) {
    ctx.data_mut(|d| d.insert_temp(unfolded(), open));
}

/// Draws the legend's content: its head, and where it is open the classes.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>, legends: &[LegendInView], room: egui::Rect) {
    let t = tokens(ui);
    let session = cx.session;
    let language = session.language();
    let title = cx.text("legend-title");
    let head = ui
        .horizontal(|ui| {
            ui.set_min_height(24.0);
            ui.add_space(14.0);
            label(ui, &title, size::BODY, Weight::SemiBold, t.text);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(14.0);
                label(ui, &cx.text("legend-in-view"), size::SMALL, Weight::Regular, t.muted);
            });
        })
        .response;
    let head = pressable(ui, &head);
    head.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &title));
    let open = is_open(ui.ctx(), session, room);
    crate::access::expanded(&head, open);
    if head.on_hover_text(cx.text(if open { "legend-close" } else { "legend-open" })).clicked() {
        let tight = is_tight(session, room);
        if tight {
            unfold(ui.ctx(), !open);
        }
        if !tight || !session.settings().legend_open {
            cx.send.push(Command::ShowLegend(!open));
        }
    }
    if !open {
        return;
    }
    let several = legends.len() > 1;
    for (i, found) in legends.iter().enumerate() {
        let Some(legend) = session.legend(&found.legend) else {
            continue;
        };
        let id = ui.scope_id().with(("legend-all", &found.legend));
        let mut all = ui.data_mut(|d| d.get_temp::<bool>(id).unwrap_or(false));
        if several {
            ui.horizontal(|ui| {
                ui.add_space(14.0);
                label(ui, legend.name.get(language), size::SMALL, Weight::SemiBold, t.muted);
            });
        }
        let short = if several && i > 0 { SHORT - 3 } else { SHORT };
        let shown = if all { found.classes.len() } else { short.min(found.classes.len()) };
        for entry in &found.classes[..shown] {
            let Some(class) = legend.classes.get(usize::from(entry.class)) else {
                continue;
            };
            let hidden = session.layers().iter().any(|l| {
                l.spec.legend.as_deref() == Some(&found.legend)
                    && l.hidden_classes.contains(&entry.class)
            });
            let amount = amount_text(cx, entry);
            let mut row = Row::new(class.label.get(language));
            let (fill, edge) = class_swatch_through(class, session.settings().theme, entry.opacity);
            row.lead = Lead::Swatch(fill, edge);
            row.tail = Some(&amount);
            row.faded = hidden;
            row.compact = true;
            let response = row.show(ui, Sense::click());
            if response.clicked() {
                cx.send.push(Command::ShowClass(found.legend.clone(), entry.class, hidden));
            }
            egui::Popup::context_menu(&response)
                .show(|ui| menu(ui, cx, found, entry.class, hidden));
            hint_beside(&response, |ui| {
                ui.label(class.label.get(language));
                muted(ui, &class.code);
                muted(ui, &cx.text(if hidden { "legend-show-class" } else { "legend-hide-class" }));
            });
        }
        let rest = found.classes.len() - shown;
        if rest > 0 || all {
            let text = if all {
                cx.text("legend-fewer")
            } else {
                cx.words.text_with("legend-more", &[("count", rest.into())])
            };
            ui.horizontal(|ui| {
                ui.add_space(14.0);
                let job = crate::widget::text_job(&text, size::SMALL, Weight::Regular, t.muted);
                let more = ui.add(egui::Label::new(job).sense(Sense::click()));
                more.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &text));
                if more.clicked() {
                    all = !all;
                    ui.data_mut(|d| d.insert_temp(id, all));
                }
            });
        }
    }
    if session.scene().mark() == Some(Accuracy::Schematic) {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(14.0);
            ui.scope(|ui| {
                ui.set_max_width(WIDTH - 28.0);
                muted(ui, &cx.text("legend-schematic"));
            });
        });
    }
}

/// How much of a class is in view: hectares, kilometres or points.
fn amount_text(cx: &PanelContext<'_>, class: &ClassInView) -> String {
    match class.amount.measure() {
        Some(ClassMeasure::Area(area_m2)) => cx.area(area_m2),
        Some(ClassMeasure::Length(length_m)) => format_length(length_m, cx.session.language()),
        Some(ClassMeasure::Points(count)) => {
            cx.words.text_with("map-points", &[("count", count.into())])
        }
        None => String::new(),
    }
}

/// What can be done with a class: hide it, show it alone, show all.
fn menu(
    ui: &mut Ui,
    cx: &mut PanelContext<'_>,
    found: &LegendInView,
    class: ClassId,
    hidden: bool,
) {
    let show = |class: ClassId, on: bool| Command::ShowClass(found.legend.clone(), class, on);
    let all = || found.classes.iter().map(|c| c.class);
    let toggle = if hidden { "legend-class-show" } else { "legend-class-hide" };
    let commands: [(&str, Vec<Command>); 3] = [
        (toggle, vec![show(class, hidden)]),
        ("legend-class-only", all().map(|c| show(c, c == class)).collect()),
        ("legend-class-all", all().map(|c| show(c, true)).collect()),
    ];
    for (key, commands) in commands {
        if ui.button(cx.text(key)).clicked() {
            cx.send.extend(commands);
            ui.close();
        }
    }
}
