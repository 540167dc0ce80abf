//! The review of an area: what it measures, what the plans say there, conflicts, figures, corners.

use egui::{Align, CornerRadius, Layout, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, AreaSubject, BalanceSubject, ReviewState};
use planmap_app::bottom::{BottomCommand, BottomTab};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::corner_table::corners_table;
use planmap_app::ids::ReviewedShape;
use planmap_app::words::{claim_text, claimed_area_m2};
use planmap_core::catalogue::{Confidence, Verdict};
use planmap_core::crs::SystemNaming;
use planmap_core::i18n::{format_coordinate, format_length, format_number, format_signed_percent};
use planmap_core::legend::LegendClass;
use planmap_core::overlay::{PlanAreas, share};
use planmap_core::site_review::{Corner, SiteReview};
use planmap_core::{Extent, MapPoint};

use crate::dialog::save::SaveDialog;
use crate::panel::PanelContext;
use crate::panel::site::head;
use crate::theme::{Weight, size, tokens};
use crate::widget::{card, icon_button, label, muted, pressable, quiet_button, text_job, wrapped};

/// At most so many lots stand in the panel; the count of the others is said.
const LOTS: usize = 6;
/// At most so many corners are drawn; copying and saving give all.
const CORNERS: usize = 60;

/// What the panel remembers between frames.
#[derive(Default)]
pub struct ReviewPanel {
    save: SaveDialog,
    radius: Option<f64>,
}

fn send(cx: &mut PanelContext<'_>, command: AnalysisCommand) {
    cx.send.push(Command::Analysis(command));
}

impl ReviewPanel {
    /// Draws the panel.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, review: &ReviewState) {
        if let Some(path) = self.save.show(ui, cx) {
            send(cx, AnalysisCommand::SaveCorners(path));
        }
        title(ui, cx, review);
        if let ReviewedShape::Circle { radius_m } = review.shape {
            self.radius(ui, cx, radius_m);
        }
        match &review.result {
            None => {
                ui.horizontal(|ui| {
                    ui.add(egui::Spinner::new().size(16.0));
                    muted(ui, &cx.text("review-running"));
                });
            }
            Some(Err(error)) => {
                let text =
                    cx.words.text_with("review-failed", &[("reason", (&error.to_string()).into())]);
                wrapped(ui, &text, size::BODY, Weight::Regular, tokens(ui).conflicts.text);
            }
            Some(Ok(found)) => {
                measures(ui, cx, review, found);
                units(ui, cx, found);
                plans(ui, cx, found);
                conflicts(ui, cx, found);
                indicators(ui, cx, found);
                nearest(ui, cx, found);
                self.corners(ui, cx, review, &found.corners);
                ui.add_space(8.0);
                muted(ui, cx.session.catalogue().legal_note.get(cx.session.language()));
                ui.add_space(12.0);
            }
        }
    }

    fn radius(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, radius_m: f64) {
        ui.horizontal(|ui| {
            let name = muted(ui, &cx.text("review-radius"));
            let mut value = self.radius.unwrap_or(radius_m);
            let field = crate::widget::number_drag(&mut value, " m", cx.session.language());
            let field = field.range(1.0..=100_000.0).speed(10.0);
            let response = ui.add(field).labelled_by(name.id);
            if response.changed() {
                self.radius = Some(value);
            }
            if !response.dragged()
                && !response.has_focus()
                && let Some(value) = self.radius.take()
            {
                send(cx, AnalysisCommand::SetRadius(value));
            }
        });
        muted(ui, &cx.text("review-radius-note"));
    }

    fn corners(
        &mut self,
        ui: &mut Ui,
        cx: &PanelContext<'_>,
        review: &ReviewState,
        corners: &[Corner],
    ) {
        if matches!(review.shape, ReviewedShape::Circle { .. }) {
            return;
        }
        let language = cx.session.language();
        head(ui, &cx.words.text_with("review-corner-title", &[("count", corners.len().into())]));
        ui.horizontal_wrapped(|ui| {
            if quiet_button(ui, Some(Icon::Copy), &cx.text("review-corners-copy"), true).clicked() {
                let table = corners_table(corners, cx.words);
                ui.ctx().copy_text(table.to_tsv(cx.session.csv_format()));
            }
            if quiet_button(ui, Some(Icon::Download), &cx.text("review-corners-save"), true)
                .clicked()
            {
                self.save.open(&cx.session.free_path(&cx.text("file-name-corners"), "csv"));
            }
        });
        ui.add_space(4.0);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let system = SystemNaming::of(cx.session.map_crs());
            let [first, second] = &system.axes;
            let heads = [
                cx.text("review-corner-head-n"),
                first.heading(cx.words),
                second.heading(cx.words),
                cx.text("review-corner-head-edge"),
            ];
            corner_line(ui, &heads, Weight::SemiBold, false);
            for (i, corner) in corners.iter().take(CORNERS).enumerate() {
                let cells = [
                    corner.n.to_string(),
                    format_coordinate(first.of(corner.at), language),
                    format_coordinate(second.of(corner.at), language),
                    format_number(corner.edge_m, 2, language),
                ];
                corner_line(ui, &cells, Weight::Regular, i % 2 == 0);
            }
            if corners.len() > CORNERS {
                muted(ui, "…");
            }
        });
    }
}

/// A name and its figure in one line; the figure is never cut.
fn figure(ui: &mut Ui, name: &str, value: &str) {
    let t = *tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let painter = ui.painter();
    let right = painter.layout_job(text_job(value, size::BODY, Weight::Medium, t.text));
    let mut job = text_job(name, size::BODY, Weight::Regular, t.muted);
    job.wrap = egui::text::TextWrapping::truncate_at_width(
        (rect.width() - right.size().x - 10.0).max(20.0),
    );
    let left = painter.layout_job(job);
    let y = rect.center().y;
    painter.galley(pos2(rect.left(), y - left.size().y / 2.0), left, t.muted);
    painter.galley(pos2(rect.right() - right.size().x, y - right.size().y / 2.0), right, t.text);
    let said = format!("{name}: {value}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
    response.on_hover_text(said);
}

/// A line of the table of corners: number, X, Y, edge.
fn corner_line(ui: &mut Ui, cells: &[String; 4], weight: Weight, striped: bool) {
    let t = *tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let painter = ui.painter();
    if striped {
        painter.rect_filled(rect.expand2(vec2(4.0, 0.0)), CornerRadius::same(3), t.hover);
    }
    for (cell, part) in cells.iter().zip([0.12, 0.45, 0.76, 1.0]) {
        let ink = if weight == Weight::Regular { t.text } else { t.muted };
        let galley = painter.layout_job(text_job(cell, size::SMALL, weight, ink));
        let x = rect.left() + rect.width() * part - galley.size().x;
        painter.galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, ink);
    }
    let said = cells.join("  ");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
}

fn title(ui: &mut Ui, cx: &mut PanelContext<'_>, review: &ReviewState) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if icon_button(ui, Icon::X, &cx.text("close"), 24.0, true).clicked() {
                send(cx, AnalysisCommand::CloseReview);
            }
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                wrapped(ui, &review.name, size::TITLE, Weight::SemiBold, t.text);
            });
        });
    });
    muted(ui, &cx.text("review-title"));
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        if quiet_button(ui, Some(Icon::ZoomIn), &cx.text("zoom-here"), true).clicked() {
            let e = review.region.extent();
            let margin = (e.width().max(e.height()) * 0.3).max(100.0);
            cx.send.push(Command::View(ViewCommand::ZoomTo(e.buffered(margin))));
        }
        if quiet_button(ui, Some(Icon::ChartBar), &cx.text("review-balance"), true).clicked() {
            send(cx, AnalysisCommand::Balance(BalanceSubject::Area(review.subject.clone())));
            cx.send.push(Command::Bottom(BottomCommand::Open(BottomTab::Balance)));
        }
    });
}

fn measures(ui: &mut Ui, cx: &PanelContext<'_>, review: &ReviewState, found: &SiteReview) {
    let language = cx.session.language();
    head(ui, &cx.text("review-measures"));
    card(ui, |ui| {
        let m = |v: f64| format!("{} m", format_number(v, 1, language));
        figure(ui, &cx.text("review-hectares"), &cx.area(found.area.ellipsoid_m2));
        figure(ui, &cx.text("review-area-ellipsoid"), &cx.exact_area(found.area.ellipsoid_m2));
        figure(ui, &cx.text("review-area-grid"), &cx.exact_area(found.area.grid_m2));
        figure(ui, &cx.text("review-perimeter-ellipsoid"), &m(found.perimeter_m));
        figure(ui, &cx.text("review-perimeter-grid"), &m(found.perimeter_grid_m));
        claims(ui, cx, review, found);
    });
}

/// What documents say of the area, each with the difference to what is drawn.
fn claims(ui: &mut Ui, cx: &PanelContext<'_>, review: &ReviewState, found: &SiteReview) {
    let AreaSubject::Site(id) = &review.subject else {
        return;
    };
    let (t, language) = (tokens(ui), cx.session.language());
    let Some(site) = cx.session.catalogue().site(id) else {
        return;
    };
    let claims: Vec<_> =
        site.claims_about("area").filter(|c| c.confidence != Confidence::D).collect();
    if claims.is_empty() {
        return;
    }
    ui.add_space(4.0);
    label(ui, &cx.text("review-claimed"), size::SMALL, Weight::SemiBold, t.muted);
    for claim in claims {
        let value = claim_text(claim, language);
        muted(ui, &claim.dated_document(language));
        // A circle around a point says nothing of the site's own area.
        if review.shape == ReviewedShape::Outline
            && let Some(claimed) = claimed_area_m2(claim).filter(|v| *v > 0.0)
        {
            let difference =
                format_signed_percent(found.area.ellipsoid_m2 / claimed - 1.0, language);
            figure(
                ui,
                &value,
                &cx.words.text_with("review-difference", &[("difference", (&difference).into())]),
            );
        } else {
            figure(ui, &value, "");
        }
    }
}

fn units(ui: &mut Ui, cx: &PanelContext<'_>, found: &SiteReview) {
    if found.units.is_empty() {
        return;
    }
    let language = cx.session.language();
    head(ui, &cx.text("review-units"));
    card(ui, |ui| {
        for unit in &found.units {
            let known = cx.session.catalogue().unit(&unit.key);
            let name = known.map_or_else(|| unit.key.clone(), |u| u.title(cx.words));
            let mark = if unit.in_force { "unit-new" } else { "unit-old" };
            let name = cx.words.text_with(mark, &[("name", (&name).into())]);
            let part = format!("{} %", format_number(unit.share * 100.0, 2, language));
            figure(ui, &name, &part);
        }
    });
}

fn plans(ui: &mut Ui, cx: &PanelContext<'_>, found: &SiteReview) {
    let (t, language) = (*tokens(ui), cx.session.language());
    head(ui, &cx.text("review-plans"));
    // Several layers of one plan are one answer each; a plan that is silent everywhere is a line.
    let mut silent: Vec<&str> = Vec::new();
    for areas in &found.plans {
        let plan = cx.session.catalogue().plan(&areas.plan);
        let name = plan.map_or(areas.plan.as_str(), |p| p.short_name.get(language));
        if areas.classes.is_empty() {
            silent.push(name);
            continue;
        }
        card(ui, |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let covered = format!(
                        "{} %",
                        format_number(areas.covered_share(found.area) * 100.0, 2, language)
                    );
                    label(ui, &covered, size::BODY, Weight::SemiBold, t.text);
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        label(ui, name, size::BODY, Weight::SemiBold, t.text);
                    });
                });
            });
            classes(ui, cx, areas, found);
            if let Some(plan) = plan {
                let decision = plan
                    .decision
                    .clone()
                    .unwrap_or_else(|| cx.text(&format!("plan-status-{}", plan.status.as_str())));
                muted(ui, &decision);
            }
        });
        ui.add_space(4.0);
    }
    if !silent.is_empty() {
        muted(
            ui,
            &cx.words.text_with("review-silent-plans", &[("plans", (&silent.join(", ")).into())]),
        );
    }
}

fn classes(ui: &mut Ui, cx: &PanelContext<'_>, areas: &PlanAreas, found: &SiteReview) {
    let language = cx.session.language();
    let legend = cx.session.layer(&areas.layer).and_then(|l| l.legend.as_deref());
    let mut sorted: Vec<_> = areas.classes.iter().collect();
    sorted.sort_by(|a, b| b.area.grid_m2.total_cmp(&a.area.grid_m2));
    for entry in sorted {
        let class = legend.and_then(|l| l.classes.get(usize::from(entry.class)));
        let name =
            class.map_or_else(|| cx.text("balance-no-class"), |c| c.label.get(language).to_owned());
        let part = share(entry.area.grid_m2, found.area.grid_m2);
        class_line(ui, cx, class, &name, entry.area.ellipsoid_m2, part);
    }
    let uncovered = found.area - areas.covered;
    // What is left of rounding is no gap.
    if uncovered.grid_m2 > 0.5 && share(uncovered.grid_m2, found.area.grid_m2) > 5e-5 {
        let part = share(uncovered.grid_m2, found.area.grid_m2);
        class_line(ui, cx, None, &cx.text("review-uncovered"), uncovered.ellipsoid_m2, part);
    }
}

/// A class with its m², its share, and the share as a bar below.
fn class_line(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    class: Option<&LegendClass>,
    name: &str,
    area_m2: f64,
    part: f64,
) {
    let t = *tokens(ui);
    let language = cx.session.language();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let painter = ui.painter();
    let theme = cx.session.settings().theme;
    let (fill, edge) =
        class.map_or((t.panel, t.muted), |class| super::swatch::class_swatch(class, theme));
    let y = rect.top() + 11.0;
    let swatch = Rect::from_center_size(pos2(rect.left() + 7.0, y), vec2(13.0, 13.0));
    painter.rect(swatch, CornerRadius::same(3), fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let tiny = part > 0.0 && part < 0.0005;
    let percent = if tiny { 0.1 } else { part * 100.0 };
    let percent =
        format!("{}{} %", if tiny { "< " } else { "" }, format_number(percent, 1, language));
    let figures = format!("{} · {percent}", cx.area(area_m2));
    let right = painter.layout_job(text_job(&figures, size::SMALL, Weight::Medium, t.text));
    let mut job = text_job(name, size::BODY, Weight::Regular, t.text);
    let room = rect.width() - right.size().x - 30.0;
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(30.0));
    let left = painter.layout_job(job);
    painter.galley(pos2(rect.left() + 20.0, y - left.size().y / 2.0), left, t.text);
    painter.galley(pos2(rect.right() - right.size().x, y - right.size().y / 2.0), right, t.text);
    let track = Rect::from_min_max(
        pos2(rect.left() + 20.0, rect.top() + 23.0),
        pos2(rect.right(), rect.top() + 28.0),
    );
    let filled = Rect::from_min_size(
        track.min,
        vec2(track.width() * (part as f32).clamp(0.0, 1.0), track.height()),
    );
    painter.rect_filled(track, CornerRadius::same(2), t.hover);
    painter.rect_filled(
        filled,
        CornerRadius::same(2),
        if class.is_some() { edge } else { t.muted },
    );
    let said = format!("{name}: {figures}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
    response.on_hover_text(said);
}

fn conflicts(ui: &mut Ui, cx: &mut PanelContext<'_>, found: &SiteReview) {
    let (t, language) = (*tokens(ui), cx.session.language());
    head(ui, &cx.text("review-conflicts"));
    if found.conflicts.is_empty() {
        muted(ui, &cx.text("review-no-conflict"));
        return;
    }
    for conflict in &found.conflicts {
        let name = |code: &str| {
            let class = cx.session.catalogue().legends.iter().find_map(|l| l.class(code));
            class.map_or_else(|| code.to_owned(), |(_, c)| c.label.get(language).to_owned())
        };
        let plan = cx.session.catalogue().plan(&conflict.plan);
        let plan = plan.map_or(conflict.plan.clone(), |p| p.short_name.get(language).to_owned());
        let verdict =
            cx.text(&format!("verdict-{}", conflict.verdict.map_or("unmapped", Verdict::as_str)));
        let area = cx.exact_area(conflict.area.ellipsoid_m2);
        let response = card(ui, |ui| {
            let text = format!("{} / {}", name(&conflict.zoning), name(&conflict.general));
            wrapped(ui, &text, size::BODY, Weight::SemiBold, t.conflicts.text);
            let lots = if conflict.lots.is_empty() {
                String::new()
            } else {
                format!(" · {}", conflict.lots.join(", "))
            };
            muted(ui, &format!("{verdict} · {area} · {plan}{lots}"));
        });
        let response = pressable(ui, &response.response);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, true, cx.words.text("zoom-here"))
        });
        if response.clicked() {
            go(cx, conflict.at);
        }
        ui.add_space(4.0);
    }
}

fn go(cx: &mut PanelContext<'_>, at: MapPoint) {
    cx.send.push(Command::View(ViewCommand::ZoomTo(Extent::from_corners(at, at).buffered(250.0))));
}

fn indicators(ui: &mut Ui, cx: &PanelContext<'_>, found: &SiteReview) {
    if found.indicators.is_empty() {
        return;
    }
    let (t, language) = (*tokens(ui), cx.session.language());
    head(ui, &cx.text("review-indicators"));
    let unknown = cx.text("not-known");
    let number = |v: Option<f64>, decimals: usize, unit: &str| {
        v.map_or_else(
            || unknown.clone(),
            |v| format!("{}{unit}", format_number(v, decimals, language)),
        )
    };
    for lot in found.indicators.iter().take(LOTS) {
        card(ui, |ui| {
            let name = lot.lot.clone().unwrap_or_else(|| format!("#{}", lot.feature + 1));
            let title = cx.words.text_with("review-lot", &[("lot", (&name).into())]);
            label(ui, &title, size::BODY, Weight::SemiBold, t.text);
            let inputs = [
                ("area", format_number(lot.area.ellipsoid_m2, 1, language)),
                ("density", number(lot.density_pct, 0, " %")),
                ("storeys", number(lot.storeys_max, 0, "")),
                ("ratio", number(lot.floor_area_ratio, 2, "")),
            ];
            let args: Vec<_> = inputs.iter().map(|(key, text)| (*key, text.into())).collect();
            muted(ui, &cx.words.text_with("review-inputs", &args));
            for (key, value) in [
                ("review-footprint", lot.max_footprint_m2()),
                ("review-floor-ratio", lot.floor_area_by_ratio_m2()),
                ("review-floor-storeys", lot.floor_area_by_storeys_m2()),
            ] {
                let text = value.map(|v| format!("{} m²", format_number(v, 0, language)));
                figure(ui, &cx.text(key), text.as_deref().unwrap_or(&unknown));
            }
        });
        ui.add_space(4.0);
    }
    let more = found.indicators.len().saturating_sub(LOTS);
    if more > 0 {
        muted(ui, &cx.words.text_with("review-indicators-more", &[("count", more.into())]));
    }
}

fn nearest(ui: &mut Ui, cx: &PanelContext<'_>, found: &SiteReview) {
    if found.nearest.is_empty() {
        return;
    }
    let language = cx.session.language();
    head(ui, &cx.text("review-nearest"));
    card(ui, |ui| {
        for near in &found.nearest {
            let site = near.name.as_deref().and_then(|id| cx.session.catalogue().site(id));
            let name = site.map(|s| s.name.get(language)).or(near.name_in(language));
            let text = match name {
                Some(name) => cx.words.text_with(
                    &format!("review-near-name-{}", near.what),
                    &[("name", name.into())],
                ),
                None => cx.text(&format!("review-near-unnamed-{}", near.what)),
            };
            figure(ui, &text, &format_length(near.distance_m, language));
        }
    });
}
