//! Work that is under way: one word in the status bar, and the list of it with what stops it.

use egui::{PopupCloseBehavior, Ui};
use lucide_icons::Icon;
use planmap_app::desk::{JobId, RunningJob};
use planmap_core::i18n::format_number;

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_button, label, muted, text_job};

/// Width of the list in points.
const LIST: f32 = 340.0;

fn name_of(cx: &PanelContext<'_>, id: &JobId) -> String {
    match id {
        JobId::Layer(layer) => {
            let name = cx
                .session
                .layer(layer)
                .map_or(layer.as_str(), |l| l.spec.name.get(cx.session.language()));
            cx.words.text_with(id.key(), &[("name", name.into())])
        }
        _ => cx.text(id.key()),
    }
}

/// The time left in words: seconds below a minute, else minutes; nothing where it is not known.
fn left_of(cx: &PanelContext<'_>, seconds: f64) -> String {
    let whole = |v: f64| v.ceil().max(1.0) as u64;
    if seconds < 60.0 {
        // Steps of five calm a figure that would change with every look.
        let calm = if seconds > 10.0 { (seconds / 5.0).ceil() * 5.0 } else { seconds };
        cx.words.text_with("job-seconds-left", &[("count", whole(calm).into())])
    } else {
        cx.words.text_with("job-minutes-left", &[("count", whole(seconds / 60.0).into())])
    }
}

fn state_of(cx: &PanelContext<'_>, job: &RunningJob) -> String {
    let share = job.share.map(|s| {
        format!("{} %", format_number(f64::from(s * 100.0).floor(), 0, cx.session.language()))
    });
    let left = job.left_s.map(|s| left_of(cx, s));
    [share, left].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The word in the status bar; a click opens the list.
pub fn jobs_chip(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let jobs = cx.session.running_jobs();
    let Some(first) = jobs.first() else {
        return;
    };
    let t = tokens(ui);
    let text = match jobs.len() {
        1 => {
            let state = state_of(cx, first);
            let name = name_of(cx, &first.id);
            if state.is_empty() { name } else { format!("{name} · {state}") }
        }
        count => cx.words.text_with("jobs-running", &[("count", count.into())]),
    };
    let job = text_job(&text, size::SMALL, Weight::Regular, t.muted);
    let chip = ui.add(egui::Label::new(job).truncate().sense(egui::Sense::click()));
    chip.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &text));
    ui.add(egui::Spinner::new().size(12.0).color(t.action));
    let chip = chip.on_hover_text(cx.text("jobs-open"));
    egui::Popup::menu(&chip)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| list(ui, cx, &jobs));
}

fn list(ui: &mut Ui, cx: &mut PanelContext<'_>, jobs: &[RunningJob]) {
    let t = tokens(ui);
    ui.set_width(LIST);
    label(ui, &cx.text("jobs-title"), size::BODY, Weight::SemiBold, t.text);
    for job in jobs {
        let name = name_of(cx, &job.id);
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.set_width(LIST - 36.0);
                label(ui, &name, size::BODY, Weight::Regular, t.text);
                let bar = egui::ProgressBar::new(job.share.unwrap_or(0.0))
                    .desired_height(5.0)
                    .fill(t.action);
                if job.share.is_some() {
                    ui.add(bar);
                }
                let state = state_of(cx, job);
                if !state.is_empty() {
                    muted(ui, &state);
                }
            });
            if let Some(cancel) = job.id.cancel() {
                let stop = cx.words.text_with("job-cancel", &[("name", (&name).into())]);
                if icon_button(ui, Icon::X, &stop, 24.0, true).clicked() {
                    cx.send.push(cancel);
                }
            }
        });
    }
}
