//! The land-use balance: for what, by which plan, and the table with its bars.

use egui::{
    ComboBox, CornerRadius, Margin, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2,
};
use planmap_app::analysis::{AnalysisCommand, AreaSubject, BalanceState, BalanceSubject};
use planmap_app::command::Command;
use planmap_app::ids::HitRef;
use planmap_core::balance::{Balance, BalanceLine};
use planmap_core::catalogue::LayerRole;
use planmap_core::collate::sort_key;
use planmap_core::i18n::{format_number, format_signed_percent};
use planmap_core::legend::Legend;
use planmap_core::overlay::share;

use crate::panel::PanelContext;
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{muted, option, text_job, wrapped};

/// Height of a line of the table.
const LINE: f32 = 26.0;

/// Draws the tab.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let state = cx.session.analysis().balance.as_ref();
    egui::Frame::new().inner_margin(Margin::symmetric(measure::MARGIN as i8, 6)).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            subject_choice(ui, cx, state);
            if let Some(state) = state {
                plan_choice(ui, cx, state);
            }
        });
        let Some(state) = state else {
            muted(ui, &cx.text("balance-choose"));
            return;
        };
        match (&state.result, state.shown()) {
            (None, _) => {
                ui.horizontal(|ui| {
                    ui.add(egui::Spinner::new().size(16.0));
                    muted(ui, &cx.text("review-running"));
                });
            }
            (Some(Err(error)), _) => {
                let text =
                    cx.words.text_with("review-failed", &[("reason", (&error.to_string()).into())]);
                wrapped(ui, &text, size::BODY, Weight::Regular, tokens(ui).conflicts.text);
            }
            (Some(Ok(_)), None) => {
                muted(ui, &cx.text("balance-silent"));
            }
            (Some(Ok(found)), Some((_, balance))) => {
                let language = cx.session.language();
                let covered = format!(
                    "{} %",
                    format_number(
                        share(balance.covered.grid_m2, found.area.grid_m2) * 100.0,
                        2,
                        language
                    )
                );
                let (whole, inside) =
                    (cx.area(found.area.ellipsoid_m2), cx.area(balance.covered.ellipsoid_m2));
                let args = [
                    ("area", (&whole).into()),
                    ("covered", (&inside).into()),
                    ("share", (&covered).into()),
                ];
                muted(ui, &cx.words.text_with("balance-whole", &args));
                table(ui, cx, balance);
            }
        }
    });
}

fn send(cx: &mut PanelContext<'_>, subject: BalanceSubject) {
    cx.send.push(Command::Analysis(AnalysisCommand::Balance(subject)));
}

/// What is selected on the map and has an area, as a subject.
#[must_use]
pub fn selected_subject(cx: &PanelContext<'_>) -> Option<AreaSubject> {
    let (session, selection) = (cx.session, cx.session.selection());
    if let Some((what, drawn)) = session.annotations().only_chosen()
        && drawn.rows.iter().any(|r| r.closed)
    {
        return Some(AreaSubject::Annotation(what.clone()));
    }
    if let Some(area) = &selection.area {
        return area.ring.clone().map(AreaSubject::Ring);
    }
    if let Some(id) = &selection.site {
        return Some(AreaSubject::Site(id.clone()));
    }
    let hit = selection.feature.as_ref()?;
    let features = session.layer(&hit.layer)?.features()?;
    (!features.geometries().polygons(hit.feature).0.is_empty())
        .then(|| AreaSubject::Feature(hit.clone()))
}

fn subject_choice(ui: &mut Ui, cx: &mut PanelContext<'_>, state: Option<&BalanceState>) {
    let language = cx.session.language();
    let name = muted(ui, &cx.text("balance-of"));
    let chosen = state.map_or_else(|| cx.text("attributes-choose"), |s| s.name.clone());
    let mut wanted = None;
    let combo = ComboBox::from_id_salt("balance-of")
        .width(230.0)
        .height(360.0)
        .selected_text(chosen)
        .show_ui(ui, |ui| {
            ui.set_min_width(260.0);
            if let Some(subject) = selected_subject(cx) {
                let subject = BalanceSubject::Area(subject);
                let on = state.is_some_and(|s| s.subject == subject);
                if option(ui, on, cx.text("balance-selected")).clicked() {
                    wanted = Some(subject);
                }
                ui.separator();
            }
            muted(ui, &cx.text("balance-group-plans"));
            for plan in &cx.session.catalogue().plans {
                let subject = BalanceSubject::Plan(plan.id.clone());
                let on = state.is_some_and(|s| s.subject == subject);
                if option(ui, on, plan.short_name.get(language)).clicked() {
                    wanted = Some(subject);
                }
            }
            muted(ui, &cx.text("balance-group-sites"));
            for site in cx
                .session
                .catalogue()
                .sites
                .iter()
                .filter(|s| !cx.session.site_features(&s.id).is_empty())
            {
                let subject = BalanceSubject::Area(AreaSubject::Site(site.id.clone()));
                let on = state.is_some_and(|s| s.subject == subject);
                if option(ui, on, site.name.get(language)).clicked() {
                    wanted = Some(subject);
                }
            }
            muted(ui, &cx.text("balance-group-units"));
            for (title, hit) in units(cx) {
                let subject = BalanceSubject::Area(AreaSubject::Feature(hit));
                let on = state.is_some_and(|s| s.subject == subject);
                if option(ui, on, title).clicked() {
                    wanted = Some(subject);
                }
            }
        });
    combo.response.labelled_by(name.id);
    if let Some(subject) = wanted {
        send(cx, subject);
    }
}

/// Units by name, those in force first.
fn units(cx: &PanelContext<'_>) -> Vec<(String, HitRef)> {
    let session = cx.session;
    let mut out = Vec::new();
    for layer in session.layers().iter().filter(|l| l.spec.role == LayerRole::Units) {
        let (Some(features), Some(field)) = (layer.features(), layer.spec.fields.id.as_deref())
        else {
            continue;
        };
        for feature in 0..features.len() as u32 {
            let Some(unit) = features
                .table()
                .value(feature, field)
                .as_str()
                .and_then(|k| session.catalogue().unit(k))
            else {
                continue;
            };
            let title = unit.dated_title(cx.words);
            out.push((
                !unit.in_force,
                sort_key(&unit.name),
                title,
                HitRef { layer: layer.spec.id.clone(), feature },
            ));
        }
    }
    out.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    out.into_iter().map(|(_, _, title, hit)| (title, hit)).collect()
}

fn plan_choice(ui: &mut Ui, cx: &mut PanelContext<'_>, state: &BalanceState) {
    let Some(Ok(found)) = &state.result else {
        return;
    };
    if matches!(state.subject, BalanceSubject::Plan(_)) || found.plans.len() < 2 {
        return;
    }
    let language = cx.session.language();
    let title = |id: &str| {
        cx.session
            .catalogue()
            .plan(id)
            .map_or_else(|| id.to_owned(), |p| p.short_name.get(language).to_owned())
    };
    let shown = state.shown().map(|(_, b)| b.plan.clone()).unwrap_or_default();
    ui.add_space(8.0);
    let name = muted(ui, &cx.text("balance-by"));
    let mut wanted = None;
    let combo = ComboBox::from_id_salt("balance-by")
        .width(220.0)
        .selected_text(title(&shown))
        .show_ui(ui, |ui| {
            for balance in &found.plans {
                if option(ui, balance.plan == shown, title(&balance.plan)).clicked() {
                    wanted = Some(balance.plan.clone());
                }
            }
        });
    combo.response.labelled_by(name.id);
    if let Some(plan) = wanted {
        cx.send.push(Command::Analysis(AnalysisCommand::BalanceOf(plan)));
    }
}

/// The table: three blocks, each with its classes, shares as bars.
fn table(ui: &mut Ui, cx: &PanelContext<'_>, balance: &Balance) {
    let language = cx.session.language();
    let legend = cx.session.layer(&balance.layer).and_then(|l| l.legend.as_deref());
    let published = balance.lines().any(|l| l.published_ha.is_some());
    ScrollArea::vertical().id_salt("balance").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for block in &balance.blocks {
            let name =
                cx.text(&format!("balance-block-{}", block.block.map_or("none", |b| b.as_str())));
            let area = cx.area(block.area.ellipsoid_m2);
            line(ui, Lead::Block, &name, &area, block.share, None, cx);
            for entry in &block.lines {
                let class = legend.and_then(|l| l.classes.get(usize::from(entry.class)));
                let name = class.map_or_else(
                    || cx.text("balance-no-class"),
                    |c| c.label.get(language).to_owned(),
                );
                let area = cx.area(entry.area.ellipsoid_m2);
                line(ui, Lead::Class(legend, entry), &name, &area, entry.share, Some(entry), cx);
            }
        }
        line(
            ui,
            Lead::Block,
            &cx.text("balance-sum"),
            &cx.area(balance.covered.ellipsoid_m2),
            1.0,
            None,
            cx,
        );
        if !published {
            ui.add_space(6.0);
            muted(ui, &cx.text("balance-nothing-published"));
        }
        ui.add_space(8.0);
    });
}

#[derive(Clone, Copy)]
enum Lead<'a> {
    Block,
    Class(Option<&'a Legend>, &'a BalanceLine),
}

fn line(
    ui: &mut Ui,
    lead: Lead<'_>,
    name: &str,
    area: &str,
    part: f64,
    entry: Option<&BalanceLine>,
    cx: &PanelContext<'_>,
) {
    let t = tokens(ui);
    let language = cx.session.language();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let painter = ui.painter();
    let (left, middle) = (rect.left(), rect.center().y);
    let weight = if matches!(lead, Lead::Block) { Weight::SemiBold } else { Weight::Regular };
    if matches!(lead, Lead::Block) {
        painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, t.hairline));
    }
    let mut colour = t.muted;
    let mut x = left;
    if let Lead::Class(legend, entry) = lead {
        let class = legend.and_then(|l| l.classes.get(usize::from(entry.class)));
        if let Some(class) = class {
            let (fill, edge) = super::swatch::class_swatch(class, cx.session.settings().theme);
            let swatch = Rect::from_center_size(pos2(x + 20.0, middle), vec2(13.0, 13.0));
            painter.rect(
                swatch,
                CornerRadius::same(3),
                fill,
                Stroke::new(1.0, edge),
                StrokeKind::Inside,
            );
            colour = fill;
        }
        x += 34.0;
    }
    // Name, hectares, bar, share and what is published: columns at fixed parts of the width.
    let at = |part: f32| left + rect.width() * part;
    let mut job = text_job(name, size::BODY, weight, t.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((at(0.40) - x - 8.0).max(20.0));
    let title = painter.layout_job(job);
    painter.galley(pos2(x, middle - title.size().y / 2.0), title, t.text);
    let figure = painter.layout_job(text_job(area, size::BODY, weight, t.text));
    painter.galley(
        pos2(at(0.55) - figure.size().x, middle - figure.size().y / 2.0),
        figure,
        t.text,
    );
    let share_text = format!("{} %", format_number(part * 100.0, 2, language));
    let percent = painter.layout_job(text_job(&share_text, size::BODY, weight, t.text));
    painter.galley(
        pos2(at(0.65) - percent.size().x, middle - percent.size().y / 2.0),
        percent,
        t.text,
    );
    if entry.is_some() {
        let track = Rect::from_min_max(pos2(at(0.67), middle - 5.0), pos2(at(0.84), middle + 5.0));
        let filled = Rect::from_min_size(
            track.min,
            vec2(track.width() * (part as f32).clamp(0.0, 1.0), track.height()),
        );
        painter.rect_filled(track, CornerRadius::same(3), t.hover);
        painter.rect(
            filled,
            CornerRadius::same(3),
            colour,
            Stroke::new(1.0, t.muted),
            StrokeKind::Inside,
        );
    }
    if let Some(ha) = entry.and_then(|e| e.published_ha) {
        let mut text = format!("{} ha", format_number(ha, 2, language));
        if let Some(difference) = entry.and_then(Balance::difference) {
            text = format!("{text} ({})", format_signed_percent(difference, language));
        }
        let galley = painter.layout_job(text_job(&text, size::SMALL, Weight::Regular, t.muted));
        painter.galley(pos2(at(0.86), middle - galley.size().y / 2.0), galley, t.muted);
    }
    let said = format!("{name}: {area}, {share_text}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
    response.on_hover_text(said);
}
