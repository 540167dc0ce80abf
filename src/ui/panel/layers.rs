//! The tree of layers, plan by plan: show, order, opacity, sources, issues.

use egui::{Response, Sense, Ui, pos2, vec2};
use lucide_icons::Icon;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::layer::{Layer, LoadState};
use planmap_core::catalogue::{LayerRole, Plan, PlanKind};
use planmap_core::i18n::{format_date, format_number};
use planmap_core::style::{Crowd, LayerStyle, RoleOf};
use planmap_core::symbology::colours;

use crate::panel::swatch::{class_swatch, line_swatch, on_panel, seen_edge};
use crate::panel::{PanelContext, accuracy_colours, hint_beside};
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{
    Lead, Row, chip, hairline, icon_button, icon_toggle, inside, muted, section_head, text_job,
    wrapped,
};

/// What a group of the tree stands for.
struct Group<'a> {
    key: String,
    title: String,
    note: String,
    plan: Option<&'a Plan>,
    layers: Vec<&'a Layer>,
}

/// Draws the tree.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>, open_file: &mut bool) {
    hairline(ui);
    let head = section_head(ui, &cx.text("layers-title"), None);
    let side = 24.0;
    let place = egui::Rect::from_center_size(
        pos2(head.rect.right() - measure::MARGIN - side / 2.0 + 4.0, head.rect.center().y + 3.0),
        vec2(side, side),
    );
    let name = cx.text("layers-add");
    inside(ui, place, |ui| {
        if icon_button(ui, Icon::Plus, &name, side, true).clicked() {
            *open_file = true;
        }
    });
    let session = cx.session;
    for group in groups(cx) {
        show_group(ui, cx, &group);
    }
    if session.layers().is_empty() {
        ui.add_space(4.0);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 4)).show(ui, |ui| {
            let key = if session.is_loading() { "layers-loading" } else { "layers-empty" };
            muted(ui, &cx.text(key));
        });
    }
}

fn groups<'a>(cx: &PanelContext<'a>) -> Vec<Group<'a>> {
    let session = cx.session;
    let mut out: Vec<Group<'a>> = Vec::new();
    for plan in &session.catalogue().plans {
        // The topmost layer of the map stands first.
        let layers: Vec<&Layer> = session
            .layers()
            .iter()
            .rev()
            .filter(|l| l.spec.plan.as_deref() == Some(&plan.id))
            .collect();
        out.push(Group {
            key: plan.id.clone(),
            title: plan.short_name.get(session.language()).to_owned(),
            note: plan_note(cx, plan),
            plan: Some(plan),
            layers,
        });
    }
    let mut rest = |key: &str, wanted: &dyn Fn(LayerRole) -> bool| {
        let is_results = key == "results";
        let layers: Vec<&Layer> = session
            .layers()
            .iter()
            .rev()
            .filter(|l| {
                l.spec.plan.is_none() && l.is_computed() == is_results && wanted(l.spec.role)
            })
            .collect();
        if !layers.is_empty() {
            out.push(Group {
                key: key.to_owned(),
                title: cx.text(&format!("group-{key}")),
                note: cx.text(&format!("group-{key}-note")),
                plan: None,
                layers,
            });
        }
    };
    rest("results", &|_| true);
    rest("sites", &|r| r == LayerRole::Sites);
    rest("units", &|r| matches!(r, LayerRole::Units | LayerRole::Labels));
    rest("ground", &|r| matches!(r, LayerRole::Roads | LayerRole::Water));
    rest("files", &|r| {
        matches!(r, LayerRole::Other | LayerRole::LandUse | LayerRole::Zones | LayerRole::Limit)
    });
    out
}

fn plan_note(cx: &PanelContext<'_>, plan: &Plan) -> String {
    let mut parts: Vec<String> = Vec::new();
    match &plan.decision {
        Some(decision) => parts.push(decision.clone()),
        None => parts.push(cx.text(&format!("plan-status-{}", plan.status.as_str()))),
    }
    if let Some(year) = plan.date.as_deref().and_then(|d| d.get(..4)) {
        parts.push(year.to_owned());
    }
    if let Some(version) = plan.versions.iter().rfind(|v| v.adjusts.is_some()) {
        let number = version.decision.as_deref().unwrap_or(&version.id);
        let number = number.split('/').next().unwrap_or(number);
        parts.push(cx.words.text_with("plan-adjusted-by", &[("decision", number.into())]));
    } else if let Some(ha) = plan.published_area_ha {
        parts.push(cx.area(ha * 10_000.0));
    }
    parts.join(" · ")
}

fn show_group(ui: &mut Ui, cx: &mut PanelContext<'_>, group: &Group<'_>) {
    let t = tokens(ui);
    let first = group.plan.is_some_and(|p| p.kind == PlanKind::General);
    let id = egui::Id::unique(("layer-group", &group.key));
    let mut open = ui
        .data_mut(|d| d.get_temp::<bool>(id))
        .unwrap_or(first || matches!(group.key.as_str(), "files" | "results"));
    if group.layers.iter().any(|layer| is_new(ui, cx, layer)) {
        open = true;
    }
    let any_visible = group.layers.iter().any(|l| l.visible);
    let accuracy = group.layers.iter().map(|l| l.spec.accuracy).min();
    let chip_text = accuracy.map(|a| cx.text(&format!("accuracy-{}-short", a.as_str())));
    let chip_width = chip_text.as_ref().map_or(0.0, |text| {
        ui.painter().layout_job(text_job(text, size::SMALL, Weight::Medium, t.text)).size().x + 20.0
    });
    let mut row = Row::new(&group.title);
    row.note = Some(&group.note);
    row.lead = Lead::Icon(if open { Icon::ChevronDown } else { Icon::ChevronRight });
    row.strong = true;
    row.reserve = 26.0 + chip_width;
    row.faded = !any_visible;
    let response = row.show(ui, Sense::click());
    crate::access::expanded(&response, open);
    if response.clicked() {
        open = !open;
        ui.data_mut(|d| d.insert_temp(id, open));
    }
    let middle = response.rect.center().y;
    let right = response.rect.right() - measure::MARGIN;
    if let (Some(text), Some(accuracy)) = (&chip_text, accuracy) {
        let place = egui::Rect::from_min_max(
            pos2(right - 26.0 - chip_width, middle - 11.0),
            pos2(right - 24.0, middle + 11.0),
        );
        inside(ui, place, |ui| {
            chip(ui, text, accuracy_colours(t, accuracy))
                .on_hover_text(cx.text(&format!("accuracy-{}-long", accuracy.as_str())));
        });
    }
    if !group.layers.is_empty() {
        let name = cx.words.text_with("layer-show", &[("name", (&group.title).into())]);
        if eye(ui, right, middle, any_visible, &name).changed() {
            for layer in &group.layers {
                cx.send.push(Command::ShowLayer(layer.spec.id.clone(), !any_visible));
            }
        }
    }
    plan_tooltip(&response, cx, group.plan);
    if open {
        for layer in &group.layers {
            show_layer(ui, cx, layer);
        }
        if group.layers.is_empty() {
            egui::Frame::new()
                .inner_margin(egui::Margin { left: 50, right: 14, top: 2, bottom: 6 })
                .show(ui, |ui| {
                    muted(ui, &cx.text("group-no-layers"));
                });
        }
    }
}

/// Under which the number of the opening is kept whose files the tree has shown.
const SHOWN_FILES: &str = "layers-shown-files";

/// Whether a layer has just been opened and was not in view in the tree since.
fn is_new(ui: &Ui, cx: &PanelContext<'_>, layer: &Layer) -> bool {
    let shown = ui.data(|d| d.get_temp::<u64>(egui::Id::unique(SHOWN_FILES))).unwrap_or(0);
    cx.session.newest_file().is_some_and(|(id, times)| id == layer.spec.id && times > shown)
}

fn eye(ui: &mut Ui, right: f32, middle: f32, on: bool, name: &str) -> Response {
    let place = egui::Rect::from_center_size(pos2(right - 8.0, middle), vec2(22.0, 22.0));
    inside(ui, place, |ui| icon_toggle(ui, on, (Icon::Eye, Icon::EyeOff), name, 22.0))
}

fn plan_tooltip(response: &Response, cx: &PanelContext<'_>, plan: Option<&Plan>) {
    let Some(plan) = plan else {
        return;
    };
    let language = cx.session.language();
    hint_beside(response, |ui| {
        let t = tokens(ui);
        ui.set_max_width(360.0);
        wrapped(ui, plan.name.get(language), size::BODY, Weight::SemiBold, t.text);
        let status = cx.text(&format!("plan-status-{}", plan.status.as_str()));
        let decision = plan.decision.clone().unwrap_or_else(|| cx.text("decision-unknown"));
        muted(
            ui,
            &format!(
                "{decision} · {} · {status}",
                plan.date.as_deref().map_or_else(|| "–".to_owned(), |d| format_date(d, language))
            ),
        );
        for text in [
            plan.area_note.get(language),
            plan.description.get(language),
            cx.session.catalogue().legal_note.get(language),
        ] {
            if !text.is_empty() {
                muted(ui, text);
            }
        }
        sources(ui, cx, &plan.sources);
    });
}

fn sources(ui: &mut Ui, cx: &PanelContext<'_>, ids: &[String]) {
    let language = cx.session.language();
    for source in ids.iter().filter_map(|id| cx.session.catalogue().source(id)) {
        let date = source
            .date
            .as_deref()
            .map(|d| format!(" ({})", format_date(d, language)))
            .unwrap_or_default();
        muted(ui, &format!("{}: {}{date}", cx.text("source"), source.title.get(language)));
    }
}

/// The scale 1:N at which lines have the width of their swatches.
const SWATCH_DENOMINATOR: f64 = 80_000.0;

fn lead(cx: &PanelContext<'_>, layer: &Layer) -> Lead {
    let theme = cx.session.settings().theme;
    let c = colours(theme);
    let kind =
        layer.spec.plan.as_deref().and_then(|id| cx.session.catalogue().plan(id)).map(|p| p.kind);
    match layer.spec.role {
        LayerRole::LandUse => {
            let class = layer.legend.as_ref().and_then(|l| l.classes.first());
            let (fill, edge) = class.map_or_else(
                || (on_panel(c.planned), seen_edge(on_panel(c.unit_line), theme)),
                |class| class_swatch(class, theme),
            );
            Lead::Swatch(fill, edge)
        }
        LayerRole::Sites => Lead::Diamond(on_panel(c.site_fill)),
        _ if layer.is_computed() => Lead::Icon(Icon::ListChecks),
        role => {
            let of = RoleOf {
                spec: &layer.spec,
                plan_kind: kind,
                legend: None,
                crowd: Crowd::Few,
                theme,
            };
            let style = LayerStyle::of_role(&of);
            let line = style.symbols.first().outline.map(|outline| outline.at(SWATCH_DENOMINATOR));
            line.map_or(Lead::Icon(Icon::MapPin), |line| {
                // The casing of other lines is the ground they lie on.
                let casing = (role == LayerRole::Roads).then_some(c.road_casing);
                Lead::Line(line_swatch(line.colour, casing, theme), line.width.clamp(1.5, 3.0))
            })
        }
    }
}

fn show_layer(ui: &mut Ui, cx: &mut PanelContext<'_>, layer: &Layer) {
    let language = cx.session.language();
    let name = layer.spec.name.get(language);
    let tail = match &layer.state {
        LoadState::Loading(loading) => loading
            .progress
            .share()
            .map_or_else(|| cx.text("layer-loading"), |s| format!("{} %", (s * 100.0).round())),
        LoadState::Failed => cx.text("layer-failed"),
        LoadState::Ready(content)
            if layer.spec.role == LayerRole::LandUse || layer.spec.plan.is_none() =>
        {
            format_number(content.drawn.features.len() as f64, 0, language)
        }
        LoadState::Ready(_) => String::new(),
    };
    let mut row = Row::new(name);
    row.lead = lead(cx, layer);
    row.indent = 22.0;
    row.reserve = 48.0;
    row.faded = !layer.visible;
    row.tail = (!tail.is_empty()).then_some(&tail);
    let response = row.show(ui, Sense::click_and_drag());
    if is_new(ui, cx, layer) {
        response.scroll_to_me(Some(egui::Align::Center));
        let times = cx.session.newest_file().map_or(0, |(_, times)| times);
        ui.data_mut(|d| d.insert_temp(egui::Id::unique(SHOWN_FILES), times));
    }
    reorder(ui, cx, layer, &response);
    let (right, middle) = (response.rect.right() - measure::MARGIN, response.rect.center().y);
    let toggle = cx.words.text_with("layer-show", &[("name", name.into())]);
    if eye(ui, right, middle, layer.visible, &toggle).changed() {
        cx.send.push(Command::ShowLayer(layer.spec.id.clone(), !layer.visible));
    }
    let place = egui::Rect::from_center_size(pos2(right - 32.0, middle), vec2(22.0, 22.0));
    let more = cx.words.text_with("layer-more", &[("name", name.into())]);
    let button = inside(ui, place, |ui| icon_button(ui, Icon::Ellipsis, &more, 22.0, true));
    egui::Popup::menu(&button).show(|ui| layer_menu(ui, cx, layer));
    egui::Popup::context_menu(&response).show(|ui| layer_menu(ui, cx, layer));
    if response.double_clicked() {
        cx.send.push(Command::View(ViewCommand::ZoomToLayer(layer.spec.id.clone())));
    }
    let issues = layer.issues.len();
    hint_beside(&response, |ui| {
        ui.set_max_width(340.0);
        ui.label(name);
        let accuracy = layer.spec.accuracy;
        muted(ui, &cx.text(&format!("accuracy-{}-long", accuracy.as_str())));
        muted(ui, &layer.spec.file);
        if let Some(content) = layer.content() {
            muted(ui, &format!("{} → {}", content.source_crs, cx.session.map_crs()));
        }
        sources(ui, cx, &layer.spec.sources);
        if issues > 0 {
            muted(ui, &cx.words.text_with("layer-issues", &[("count", issues.into())]));
        }
    });
}

fn reorder(ui: &Ui, cx: &mut PanelContext<'_>, layer: &Layer, response: &Response) {
    response.dnd_set_drag_payload(layer.spec.id.clone());
    if let Some(id) = response.dnd_hover_payload::<String>()
        && *id != layer.spec.id
    {
        let t = tokens(ui);
        ui.painter().hline(
            response.rect.x_range(),
            response.rect.top(),
            egui::Stroke::new(2.0, t.action),
        );
    }
    if let Some(id) = response.dnd_release_payload::<String>()
        && *id != layer.spec.id
    {
        cx.send.push(Command::MoveLayer { layer: (*id).clone(), before: layer.spec.id.clone() });
    }
}

fn layer_menu(ui: &mut Ui, cx: &mut PanelContext<'_>, layer: &Layer) {
    let id = layer.spec.id.clone();
    ui.set_min_width(200.0);
    if ui.button(cx.text("layer-zoom")).clicked() {
        cx.send.push(Command::View(ViewCommand::ZoomToLayer(id.clone())));
        ui.close();
    }
    if ui.button(cx.text("attributes-open")).clicked() {
        cx.send.push(Command::Table(planmap_app::table::TableCommand::Open(Some(id.clone()))));
        ui.close();
    }
    ui.horizontal(|ui| {
        ui.label(cx.text("layer-opacity"));
        let mut percent = (layer.opacity * 100.0).round();
        let value = crate::widget::number_drag(&mut percent, " %", cx.session.language());
        let value = value.range(0.0..=100.0).speed(1.0);
        if ui.add(value).accessible_name(cx.text("layer-opacity")).changed() {
            cx.send.push(Command::SetOpacity(id.clone(), percent / 100.0));
        }
    });
    ui.separator();
    if layer.is_loading() {
        if ui.button(cx.text("layer-cancel")).clicked() {
            cx.send.push(Command::CancelLoading(id));
            ui.close();
        }
        return;
    }
    if !layer.is_computed() && ui.button(cx.text("layer-reload")).clicked() {
        cx.send.push(Command::ReloadLayer(id.clone()));
        ui.close();
    }
    if layer.spec.role == LayerRole::Other && ui.button(cx.text("layer-remove")).clicked() {
        cx.send.push(Command::RemoveLayer(id));
        ui.close();
    }
}
