//! The answer to a click: what each plan says there, in legal order, then sites, units, the rest.

use egui::{Align, CornerRadius, Layout, Sense, Stroke, StrokeKind, Ui, vec2};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, AreaSubject};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::ids::HitRef;
use planmap_app::session::Identified;
use planmap_app::table::{figure_text, said_value};
use planmap_core::attribute::attribute_title;
use planmap_core::catalogue::{FieldNames, LayerRole};
use planmap_core::crs::SystemNaming;
use planmap_core::feature::Value;
use planmap_core::i18n::{format_date, format_number};
use planmap_core::legend::LegendClass;
use planmap_core::plan_stack::{Agreement, PlanRow, StackHit, plan_stack};

use crate::panel::{PanelContext, faults};
use crate::theme::{Weight, size, tokens};
use crate::widget::{
    card, chip, icon_button, key_value, label, muted, pressable, quiet_button, wrapped,
};

/// Draws the answer at a place.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>, identified: &Identified) {
    let session = cx.session;
    let t = tokens(ui);
    let language = session.language();
    title(ui, cx, &cx.text("answer-title"));
    let place = SystemNaming::of(session.map_crs()).place(identified.at, " · ", language);
    wrapped(ui, &place, size::BODY, Weight::Regular, t.muted);
    let layers = session.stack_layers();
    let stack = plan_stack(session.catalogue(), &layers, identified.at, identified.tolerance_m);
    // What a file of the user's shows there was clicked for its own sake.
    let loose =
        session.selection().feature.as_ref().filter(|hit| session.is_opened_beside(&hit.layer));
    if let Some(hit) = loose {
        attributes(ui, cx, hit);
    }
    ui.add_space(6.0);
    if !stack.rows.is_empty() {
        ui.horizontal(|ui| {
            agreement_chip(ui, cx, stack.agreement);
            if quiet_button(ui, Some(Icon::MapPin), &cx.text("places-pin"), true).clicked() {
                cx.send.push(Command::Analysis(AnalysisCommand::Pin(identified.at)));
            }
        });
        ui.add_space(6.0);
    }
    for row in &stack.rows {
        plan_card(ui, cx, row);
    }
    section(ui, cx, "answer-sites", &stack.sites);
    section(ui, cx, "answer-units", &stack.units);
    section(ui, cx, "answer-others", &stack.others);
    if stack.rows.is_empty()
        && stack.sites.is_empty()
        && stack.units.is_empty()
        && stack.others.is_empty()
    {
        muted(ui, &cx.text(if session.is_loading() { "still-loading" } else { "answer-nothing" }));
    }
    if let Some(hit) = session.selection().feature.as_ref().filter(|_| loose.is_none()) {
        attributes(ui, cx, hit);
    }
    ui.add_space(8.0);
    muted(ui, session.catalogue().legal_note.get(language));
    ui.add_space(12.0);
}

/// Draws one selected feature without a click before it.
pub fn show_feature(ui: &mut Ui, cx: &mut PanelContext<'_>, hit: &HitRef) {
    let name =
        cx.session.layer(&hit.layer).map(|l| l.spec.name.get(cx.session.language()).to_owned());
    title(ui, cx, &name.unwrap_or_else(|| cx.text("answer-feature")));
    attributes(ui, cx, hit);
}

fn title(ui: &mut Ui, cx: &mut PanelContext<'_>, text: &str) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if icon_button(ui, Icon::X, &cx.text("close"), 24.0, true).clicked() {
                cx.send.push(Command::ClearSelection);
            }
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                wrapped(ui, text, size::TITLE, Weight::SemiBold, t.text);
            });
        });
    });
}

/// Whether the plans agree, as a chip with a word.
pub(crate) fn agreement_chip(ui: &mut Ui, cx: &PanelContext<'_>, agreement: Agreement) {
    let t = tokens(ui);
    let colours = match agreement {
        Agreement::Agree => t.agrees,
        Agreement::Conflict => t.conflicts,
        Agreement::Conditional | Agreement::Unmapped => t.schematic,
        Agreement::Single | Agreement::None => t.indicative,
    };
    let response = chip(ui, &cx.text(&format!("agreement-{}", agreement.as_str())), colours);
    response.on_hover_text(cx.text(&format!("agreement-{}-long", agreement.as_str())));
}

fn swatch(ui: &mut Ui, cx: &PanelContext<'_>, class: &LegendClass) {
    let (fill, edge) = super::swatch::class_swatch(class, cx.session.settings().theme);
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    let stroke = Stroke::new(1.0, edge);
    ui.painter().rect(rect, CornerRadius::same(3), fill, stroke, StrokeKind::Inside);
}

/// One plan's answer: what it says, by which decision, how exact.
pub(crate) fn plan_card(ui: &mut Ui, cx: &mut PanelContext<'_>, row: &PlanRow<'_>) {
    if row.is_silent() {
        silent_row(ui, cx, row);
        return;
    }
    let t = tokens(ui);
    let language = cx.session.language();
    let selected = |cx: &PanelContext<'_>, hit: &StackHit<'_>| {
        cx.session
            .selection()
            .feature
            .as_ref()
            .is_some_and(|s| s.layer == hit.layer.spec.id && s.feature == hit.feature)
    };
    card(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(hit) = row.hits.first() {
                    let accuracy = hit.layer.spec.accuracy;
                    let text = cx.text(&format!("accuracy-{}-short", accuracy.as_str()));
                    chip(ui, &text, super::accuracy_colours(t, accuracy));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    label(
                        ui,
                        row.plan.short_name.get(language),
                        size::BODY,
                        Weight::SemiBold,
                        t.text,
                    )
                    .on_hover_text(row.plan.name.get(language));
                });
            });
        });
        for hit in &row.hits {
            let class = hit.layer.class(hit.feature);
            let is_selected = selected(cx, hit);
            let response = ui.horizontal(|ui| {
                if let Some(class) = class {
                    swatch(ui, cx, class);
                }
                let text = class.map_or_else(
                    || feature_name(cx, hit),
                    |c| format!("{}{}", c.label.get(language), lot_suffix(hit)),
                );
                let weight = if is_selected { Weight::SemiBold } else { Weight::Regular };
                let ink = if is_selected { t.selection } else { t.text };
                wrapped(ui, &text, size::BODY, weight, ink);
                text
            });
            let (text, response) = (response.inner, pressable(ui, &response.response));
            response.widget_info(|| {
                egui::WidgetInfo::selected(egui::Role::Button, true, is_selected, &text)
            });
            if response.clicked() {
                cx.send.push(select(hit));
            }
            indicators(ui, cx, hit);
        }
        let decision = decision(cx, row.plan);
        let status = cx.text(&format!("plan-status-{}", row.plan.status.as_str()));
        let date = row
            .plan
            .date
            .as_deref()
            .map(|d| format!(" · {}", format_date(d, language)))
            .unwrap_or_default();
        let status =
            if row.plan.decision.is_some() { format!(" · {status}") } else { String::new() };
        // Which version speaks: the base decision, or the latest adjustment of it.
        let version = row.plan.versions.iter().rfind(|v| v.adjusts.is_some()).map(|v| {
            let number = v.decision.as_deref().unwrap_or(&v.id);
            format!(" · {}", cx.words.text_with("plan-adjusted-by", &[("decision", number.into())]))
        });
        let line = format!("{decision}{date}{}{status}", version.unwrap_or_default());
        muted(ui, &line).on_hover_ui(|ui| {
            ui.set_max_width(380.0);
            for version in row.plan.versions.iter().filter(|v| !v.summary.is_empty()) {
                muted(
                    ui,
                    &format!(
                        "{}: {}",
                        version.decision.as_deref().unwrap_or(&version.id),
                        version.summary.get(language)
                    ),
                );
            }
            for source in row.plan.sources.iter().filter_map(|id| cx.session.catalogue().source(id))
            {
                muted(ui, &format!("{}: {}", cx.text("source"), source.title.get(language)));
            }
        });
    });
    ui.add_space(4.0);
}

/// A plan that says nothing is a line of its own, so that nobody takes it for forgotten.
fn silent_row(ui: &mut Ui, cx: &PanelContext<'_>, row: &PlanRow<'_>) {
    let t = tokens(ui);
    let language = cx.session.language();
    let key = match row.inside {
        Some(true) => "plan-silent-inside",
        Some(false) => "plan-silent-outside",
        None => "plan-silent",
    };
    let line = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(3.0);
        label(ui, row.plan.short_name.get(language), size::BODY, Weight::Medium, t.muted);
        muted(ui, &format!("{} · {}", cx.text(key), decision(cx, row.plan)));
        ui.add_space(3.0);
    });
    line.response.on_hover_text(row.plan.name.get(language));
}

/// The decision of a plan, or why there is none to name.
fn decision(cx: &PanelContext<'_>, plan: &planmap_core::catalogue::Plan) -> String {
    plan.decision
        .clone()
        .unwrap_or_else(|| cx.text(&format!("plan-status-{}", plan.status.as_str())))
}

fn select(hit: &StackHit<'_>) -> Command {
    Command::ChooseFeature { layer: hit.layer.spec.id.clone(), feature: hit.feature }
}

fn lot_suffix(hit: &StackHit<'_>) -> String {
    let fields = &hit.layer.spec.fields;
    let value = |name: &Option<String>| {
        name.as_deref()
            .map(|n| hit.layer.features.table().value(hit.feature, n))
            .unwrap_or(Value::Null)
    };
    value(&fields.lot).as_str().map(|lot| format!(" · {lot}")).unwrap_or_default()
}

fn feature_name(cx: &PanelContext<'_>, hit: &StackHit<'_>) -> String {
    let fields = &hit.layer.spec.fields;
    let table = hit.layer.features.table();
    let name =
        planmap_core::attribute::feature_name(fields, table, hit.feature, cx.session.language());
    let code = || {
        let codes = [&fields.zone, &fields.lot, &fields.id].into_iter().flatten();
        codes.into_iter().find_map(|field| table.value(hit.feature, field).as_str())
    };
    name.or_else(code).map(str::to_owned).unwrap_or_else(|| unnamed(cx, hit))
}

/// What a feature without a name and a code is called: by what it is, else by its place in the file.
fn unnamed(cx: &PanelContext<'_>, hit: &StackHit<'_>) -> String {
    match hit.layer.spec.role {
        LayerRole::Roads => return cx.text("unnamed-road"),
        LayerRole::Water => return cx.text("unnamed-water"),
        _ => {}
    }
    let number = u64::from(hit.layer.features.file_index(hit.feature)) + 1;
    let layer = hit.layer.spec.name.get(cx.session.language());
    cx.words.text_with("feature-number", &[("layer", layer.into()), ("number", number.into())])
}

/// The indicators of a lot, those that it has.
fn indicators(ui: &mut Ui, cx: &PanelContext<'_>, hit: &StackHit<'_>) {
    let language = cx.session.language();
    let fields: &FieldNames = &hit.layer.spec.fields;
    let number = |name: &Option<String>| {
        name.as_deref().and_then(|n| hit.layer.features.table().value(hit.feature, n).as_number())
    };
    let mut parts = Vec::new();
    let mut add = |key: &'static str, value: Option<f64>, decimals: usize| {
        if let Some(v) = value {
            let text = format_number(v, decimals, language);
            parts.push(cx.words.text_with(key, &[("value", (&text).into())]));
        }
    };
    add("lot-density", number(&fields.density_pct), 0);
    add("lot-ratio", number(&fields.floor_area_ratio), 1);
    add("lot-population", number(&fields.population), 0);
    if let (Some(min), Some(max)) = (number(&fields.storeys_min), number(&fields.storeys_max)) {
        let (least, most) = (format_number(min, 0, language), format_number(max, 0, language));
        let text = if least == most { most } else { format!("{least}–{most}") };
        parts.push(cx.words.text_with("lot-storeys", &[("value", (&text).into())]));
    }
    if !parts.is_empty() {
        muted(ui, &parts.join(" · "));
    }
}

fn section(ui: &mut Ui, cx: &mut PanelContext<'_>, key: &str, hits: &[StackHit<'_>]) {
    if hits.is_empty() {
        return;
    }
    let t = tokens(ui);
    let language = cx.session.language();
    ui.add_space(8.0);
    label(ui, &cx.text(key), size::SMALL, Weight::SemiBold, t.muted);
    for hit in hits {
        let layer = hit.layer.spec.name.get(language);
        let mut name = feature_name(cx, hit);
        if hit.layer.spec.role == LayerRole::Units {
            name = unit_name(cx, hit).unwrap_or(name);
        }
        if hit.layer.spec.role == LayerRole::Sites {
            let site = cx.session.catalogue().site(&name);
            if let Some(site) = site {
                name = site.name.get(language).to_owned();
            }
        }
        let response = ui
            .horizontal(|ui| {
                ui.set_min_height(24.0);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    // A unit's own name already says whether it is the old or the new one.
                    if hit.layer.spec.role != LayerRole::Units && layer != name {
                        label(ui, layer, size::SMALL, Weight::Regular, t.muted);
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        label(ui, &name, size::BODY, Weight::Medium, t.text);
                    });
                });
            })
            .response;
        let response = pressable(ui, &response);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        if response.clicked() {
            cx.send.push(select(hit));
        }
    }
}

fn unit_name(cx: &PanelContext<'_>, hit: &StackHit<'_>) -> Option<String> {
    let field = hit.layer.spec.fields.id.as_deref()?;
    let key = hit.layer.features.table().value(hit.feature, field).as_str()?;
    let unit = cx.session.catalogue().unit(key)?;
    Some(unit.dated_title(cx.words))
}

/// Every attribute of a feature, as its file has it.
fn attributes(ui: &mut Ui, cx: &mut PanelContext<'_>, hit: &HitRef) {
    let session = cx.session;
    let language = session.language();
    let t = tokens(ui);
    let Some((layer, features)) = session.layer(&hit.layer).and_then(|l| Some((l, l.features()?)))
    else {
        return;
    };
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        label(ui, &cx.text("answer-attributes"), size::SMALL, Weight::SemiBold, t.muted);
        label(ui, layer.spec.name.get(language), size::SMALL, Weight::Regular, t.muted);
    });
    let unknown = cx.text("not-known");
    card(ui, |ui| {
        for column in features.table().columns() {
            let value = match column.value(hit.feature) {
                Value::Null => None,
                Value::Bool(b) => Some(cx.text(if b { "yes" } else { "no" })),
                Value::Number(n) => Some(figure_text(&layer.spec.fields, column, n, language)),
                Value::Text(code) if layer.spec.fields.class.as_deref() == Some(column.name()) => {
                    let class = layer.legend.as_ref().and_then(|l| l.class(code));
                    Some(
                        class.map_or_else(
                            || code.to_owned(),
                            |(_, c)| c.label.get(language).to_owned(),
                        ),
                    )
                }
                Value::Text(s) => Some(
                    said_value(column.name(), s).map_or_else(|| s.to_owned(), |key| cx.text(key)),
                ),
                Value::LongInteger(s) | Value::Json(s) => Some(s.to_owned()),
            };
            let name = attribute_title(&layer.spec.fields, column.name(), cx.words);
            key_value(ui, &name, value.as_deref(), &unknown);
        }
        // Measured once for a feature, not in every frame.
        let memo = ui.scope_id().with((
            "feature-area",
            &hit.layer,
            hit.feature,
            std::sync::Arc::as_ptr(features) as usize,
        ));
        let area_m2 =
            ui.data_mut(|d| *d.get_temp_mut_or_insert_with(memo, || session.feature_area_m2(hit)));
        if area_m2 > 0.0 {
            let text = cx.exact_area(area_m2);
            key_value(ui, &cx.text("area-size"), Some(&text), &unknown);
        }
    });
    faults::show(ui, cx, hit);
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if quiet_button(ui, Some(Icon::ZoomIn), &cx.text("zoom-here"), true).clicked() {
            cx.send.push(Command::View(ViewCommand::ZoomToSelection));
        }
        let has_area = !features.geometries().polygons(hit.feature).0.is_empty();
        if has_area
            && quiet_button(ui, Some(Icon::ClipboardCheck), &cx.text("review-open"), true).clicked()
        {
            cx.send.push(Command::Analysis(AnalysisCommand::Review(AreaSubject::Feature(
                hit.clone(),
            ))));
        }
    });
}
