//! The audit's tab: running it, its figures, and the table of findings.
//!
//! Owns the order of the rows. What is found, ignored and
//! drawn is the session's.

use egui::{Align, Layout, Margin, Sense, Ui};
use egui_extras::{Column, TableBuilder};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, AuditState};
use planmap_app::audit::{
    AuditCommand, AuditJobError, Ignored, class_names, kind_text, layer_name, plan_names,
};
use planmap_app::command::Command;
use planmap_core::audit::{AuditError, Finding, FindingKind};
use planmap_core::i18n::{Arg, Language, format_number};

use crate::dialog::IgnoreDialog;
use crate::panel::PanelContext;
use crate::panel::table::{at_right_edge, head_cell, name_borders, text_cell, value_cell};
use crate::theme::{ChipColours, Tokens, Weight, measure, size, tokens};
use crate::widget::{
    chip, icon_button, label, muted, number_drag, primary_button, quiet_button, wrapped,
};

const HEADS: [(&str, Option<Order>); 8] = [
    ("audit-head-number", None),
    ("audit-head-kind", None),
    ("audit-head-area", Some(Order::Area)),
    ("audit-head-width", Some(Order::Width)),
    ("audit-head-classes", None),
    ("audit-head-plans", None),
    ("audit-head-lots", None),
    ("audit-head-reason", None),
];
/// Height of a row.
const ROW: f32 = 28.0;

/// Whether a column holds numbers, which stand at its right edge so that their digits lie below each
/// other.
fn is_number(head: &str) -> bool {
    matches!(head, "audit-head-number" | "audit-head-area" | "audit-head-width")
}

/// What the findings are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    /// By kind, the largest first.
    #[default]
    Report,
    Area,
    Width,
}

/// One finding, its texts made once.
struct Row {
    id: String,
    number: String,
    kind: FindingKind,
    kind_text: String,
    area_m2: f64,
    area: String,
    width_m: f64,
    width: String,
    classes: String,
    plans: String,
    lots: String,
    /// Why it is ignored, who chose so, and when.
    reason: Option<String>,
}

/// What the tab remembers between frames.
#[derive(Default)]
pub struct AuditTab {
    order: Order,
    descending: bool,
    made_for: Option<(u64, Language)>,
    rows: Vec<Row>,
    /// The dialog that asks why a finding is to be ignored.
    ignore: IgnoreDialog,
    tolerance_cm: Option<f64>,
    /// How many findings are ignored.
    ignored: usize,
}

fn send(cx: &mut PanelContext<'_>, command: AuditCommand) {
    cx.send.push(Command::Analysis(AnalysisCommand::Audit(command)));
}

fn colours(t: &Tokens, kind: FindingKind) -> ChipColours {
    match kind {
        FindingKind::Conflict | FindingKind::Overlap => t.conflicts,
        FindingKind::Gap => t.schematic,
        FindingKind::Outside => t.indicative,
    }
}

impl AuditTab {
    /// Draws the tab.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let audit = &cx.session.analysis().audit;
        self.prepare(cx, audit);
        egui::Frame::new().inner_margin(Margin::symmetric(measure::MARGIN as i8, 6)).show(
            ui,
            |ui| {
                self.controls(ui, cx, audit);
                summary(ui, cx, audit);
            },
        );
        if audit.run.is_some() && (!self.rows.is_empty() || !audit.hidden_kinds.is_empty()) {
            self.table(ui, cx, audit);
        }
        self.ignore.show(ui, cx);
    }

    fn controls(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, audit: &AuditState) {
        ui.horizontal_wrapped(|ui| {
            match &audit.running {
                Some(progress) => {
                    let percent = progress.share().map_or(0.0, |s| f64::from(s) * 100.0);
                    let percent = format_number(percent, 0, cx.session.language());
                    ui.add(egui::Spinner::new().size(16.0));
                    let text =
                        cx.words.text_with("audit-running", &[("percent", (&percent).into())]);
                    muted(ui, &text);
                    if quiet_button(ui, Some(Icon::Square), &cx.text("audit-stop"), true).clicked()
                    {
                        send(cx, AuditCommand::Cancel);
                    }
                    ui.ctx().request_repaint_after(std::time::Duration::from_millis(120));
                }
                None => {
                    let key = if audit.run.is_some() { "audit-run-again" } else { "audit-run" };
                    let ready = !cx.session.is_loading();
                    if primary_button(ui, Some(Icon::ListChecks), &cx.text(key), ready).clicked()
                        && ready
                    {
                        send(cx, AuditCommand::Run);
                    }
                }
            }
            ui.add_space(8.0);
            let name = muted(ui, &cx.text("audit-tolerance-name"));
            let mut value = self.tolerance_cm.unwrap_or(audit.options.tolerance_m * 100.0);
            let field = number_drag(&mut value, " cm", cx.session.language())
                .range(0.0..=1000.0)
                .speed(1.0);
            let response =
                ui.add(field).labelled_by(name.id).on_hover_text(cx.text("audit-tolerance-hint"));
            if response.changed() {
                self.tolerance_cm = Some(value);
            }
            // An audit for every step of a drag would never end.
            if !response.dragged()
                && !response.has_focus()
                && let Some(value) = self.tolerance_cm.take()
            {
                send(cx, AuditCommand::SetTolerance(value));
            }
            if audit.run.is_some() {
                kinds(ui, cx, audit);
            }
            let ignored = self.ignored;
            if ignored > 0 {
                let mut shown = audit.shows_ignored;
                let text = cx.words.text_with("audit-show-ignored", &[("count", ignored.into())]);
                if ui.checkbox(&mut shown, text).changed() {
                    send(cx, AuditCommand::ShowIgnored(shown));
                }
            }
        });
    }

    fn prepare(&mut self, cx: &PanelContext<'_>, audit: &AuditState) {
        let key = (audit.revision, cx.session.language());
        if self.made_for == Some(key) {
            return;
        }
        self.made_for = Some(key);
        let is_ignored = |f: &&Finding| audit.ignored.reason(&f.id).is_some();
        self.ignored = audit.report().map_or(0, |r| r.findings.iter().filter(is_ignored).count());
        let (catalogue, language) = (cx.session.catalogue(), cx.session.language());
        self.rows = audit
            .listed()
            .map(|(number, f)| {
                let aside = audit.ignored.entry(&f.id);
                Row {
                    id: f.id.clone(),
                    number: number.to_string(),
                    kind: f.kind,
                    kind_text: kind_text(f, cx.words),
                    area_m2: f.area.ellipsoid_m2,
                    area: format_number(f.area.ellipsoid_m2, 1, language),
                    width_m: f.width_m,
                    width: format_number(f.width_m, 2, language),
                    classes: class_names(f, catalogue, cx.words).unwrap_or_default(),
                    plans: plan_names(f, catalogue, cx.words).join(", "),
                    lots: f.lots.join(", "),
                    reason: aside.map(reason_text),
                }
            })
            .collect();
        let descending = self.descending;
        let by = |a: f64, b: f64| if descending { b.total_cmp(&a) } else { a.total_cmp(&b) };
        match self.order {
            Order::Report => {}
            Order::Area => self.rows.sort_by(|a, b| by(a.area_m2, b.area_m2)),
            Order::Width => self.rows.sort_by(|a, b| by(a.width_m, b.width_m)),
        }
    }

    /// The first click on a head sorts the largest first, the second turns it round, the third restores the report's
    /// order.
    fn sort_by(&mut self, order: Order) {
        (self.order, self.descending) = match (self.order == order, self.descending) {
            (false, _) => (order, true),
            (true, true) => (order, false),
            (true, false) => (Order::Report, false),
        };
        self.made_for = None;
    }

    fn table(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, audit: &AuditState) {
        let t = *tokens(ui);
        let width = ui.available_width();
        let share = |part: f32, least: f32| (width * part).max(least);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.visuals_mut().selection.bg_fill = t.hover;
        let table = TableBuilder::new(ui)
            .id_salt("audit")
            .resizable(true)
            .sense(Sense::CLICK)
            .auto_shrink(false)
            .min_scrolled_height(0.0)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::initial(46.0).at_least(36.0).clip(true))
            .column(Column::initial(share(0.12, 96.0)).at_least(80.0).clip(true))
            .column(Column::initial(share(0.09, 70.0)).at_least(60.0).clip(true))
            .column(Column::initial(share(0.07, 60.0)).at_least(50.0).clip(true))
            .column(Column::initial(share(0.22, 130.0)).at_least(100.0).clip(true))
            .column(Column::initial(share(0.15, 96.0)).at_least(80.0).clip(true))
            .column(Column::initial(share(0.08, 60.0)).at_least(50.0).clip(true))
            .column(Column::remainder().at_least(120.0).clip(true));
        let mut sort = None;
        let table = table.header(30.0, |mut head| {
            for (key, order) in HEADS {
                head.col(|ui| {
                    let sorting = order.map(|o| (self.order == o).then_some(self.descending));
                    let head = |ui: &mut Ui| head_cell(ui, &cx.text(key), sorting).clicked();
                    let clicked = if is_number(key) { at_right_edge(ui, head) } else { head(ui) };
                    if clicked && order.is_some() {
                        sort = order;
                    }
                });
            }
        });
        let mut chosen = None;
        let mut ask = None;
        let rows = &self.rows;
        table.body(|body| {
            body.rows(ROW, rows.len(), |mut line| {
                let Some(row) = rows.get(line.index()) else {
                    return;
                };
                let marked = audit.chosen.as_ref() == Some(&row.id);
                line.set_selected(marked);
                let mut all: Option<egui::Response> = None;
                let mut take = |cell: &egui::Response| {
                    all = Some(all.take().map_or_else(|| cell.clone(), |a| a | cell.clone()));
                };
                line.col(|ui| {
                    take(&at_right_edge(ui, |ui| text_cell(ui, &row.number, marked, Sense::CLICK)));
                });
                line.col(|ui| {
                    ui.add_space(10.0);
                    chip(ui, &row.kind_text, colours(&t, row.kind));
                });
                line.col(|ui| {
                    let cell =
                        at_right_edge(ui, |ui| text_cell(ui, &row.area, marked, Sense::click()));
                    crate::access::reason(&cell, &row.kind_text);
                    take(&cell);
                });
                line.col(|ui| {
                    take(&at_right_edge(ui, |ui| text_cell(ui, &row.width, false, Sense::CLICK)));
                });
                for text in [&row.classes, &row.plans, &row.lots] {
                    line.col(|ui| {
                        let response = text_cell(ui, text, false, Sense::CLICK);
                        take(&response);
                        if !text.is_empty() {
                            response.on_hover_text(text);
                        }
                    });
                }
                line.col(|ui| match &row.reason {
                    Some(reason) => {
                        let button =
                            icon_button(ui, Icon::Undo2, &cx.text("audit-take-back"), 24.0, true);
                        if said_for_reader(cx, button).clicked() {
                            send(cx, AuditCommand::Ignore(row.id.clone(), None));
                        }
                        value_cell(ui, reason, false).on_hover_text(reason);
                    }
                    None => {
                        ui.add_space(8.0);
                        let button = quiet_button(ui, None, &cx.text("audit-ignore"), true);
                        if said_for_reader(cx, button).clicked() {
                            ask = Some(row.id.clone());
                        }
                    }
                });
                let Some(all) = all.map(|a| a | line.response()) else {
                    return;
                };
                if all.clicked() {
                    chosen = Some(row.id.clone());
                }
                egui::Popup::context_menu(&all).show(|ui| {
                    if ui.button(cx.text("zoom-here")).clicked() {
                        chosen = Some(row.id.clone());
                        ui.close();
                    }
                    let (key, ignored) = match row.reason {
                        Some(_) => ("audit-take-back", true),
                        None => ("audit-ignore", false),
                    };
                    if ui.button(cx.text(key)).clicked() {
                        if ignored {
                            send(cx, AuditCommand::Ignore(row.id.clone(), None));
                        } else {
                            ask = Some(row.id.clone());
                        }
                        ui.close();
                    }
                });
            });
        });
        name_borders(ui, "audit", cx.words, HEADS.map(|(key, _)| cx.text(key)));
        if let Some(id) = ask {
            send(cx, AuditCommand::AskIgnore(Some(id)));
        } else if let Some(id) = chosen {
            send(cx, AuditCommand::Choose(id));
        }
        if let Some(order) = sort {
            self.sort_by(order);
        }
    }
}

/// Says over a button that changes something why it does nothing while the map is only looked at.
fn said_for_reader(cx: &PanelContext<'_>, button: egui::Response) -> egui::Response {
    if cx.session.settings().editor { button } else { button.on_hover_text(cx.text("off-reader")) }
}

/// Why a finding is ignored, by whom and since when.
fn reason_text(ignored: &Ignored) -> String {
    let by = ignored.by();
    if by.is_empty() { ignored.reason.clone() } else { format!("{} – {by}", ignored.reason) }
}

/// How many findings of each kind there are; a click hides a kind or shows it again.
fn kinds(ui: &mut Ui, cx: &mut PanelContext<'_>, audit: &AuditState) {
    for kind in FindingKind::ALL {
        let count = audit.count_of(kind);
        let name = cx.text(&format!("audit-short-{}", kind.as_str()));
        let args = [("kind", (&name).into()), ("count", count.into())];
        let mut shown = !audit.hidden_kinds.contains(&kind);
        let text = cx.words.text_with("audit-kind-chip", &args);
        let toggle = ui.checkbox(&mut shown, text).on_hover_text(cx.text("audit-kind-show"));
        if toggle.changed() {
            send(cx, AuditCommand::ShowKind(kind, shown));
        }
    }
}

/// What the audit says in a few lines, or why it says nothing.
fn summary(ui: &mut Ui, cx: &PanelContext<'_>, audit: &AuditState) {
    let t = tokens(ui);
    let language = cx.session.language();
    if let Some(error) = &audit.failed {
        let text = match error {
            AuditJobError::Audit(AuditError::NoGeneralPlan) => cx.text("audit-no-general-plan"),
            AuditJobError::Audit(AuditError::NoZoningPlan) => cx.text("audit-no-zoning-plan"),
            AuditJobError::Audit(AuditError::Crs(e)) => {
                cx.words.text_with("review-failed", &[("reason", (&e.to_string()).into())])
            }
            AuditJobError::Cancelled => cx.text("audit-cancelled"),
        };
        wrapped(ui, &text, size::BODY, Weight::Regular, t.conflicts.text);
        return;
    }
    let Some(run) = &audit.run else {
        if audit.running.is_none() {
            muted(ui, &cx.text("audit-intro"));
        }
        return;
    };
    let report = &run.report;
    let percent = |share: f64| format!("{} %", format_number(share * 100.0, 2, language));
    let (covered_share, agreement) =
        (percent(report.covered_share()), percent(report.agreement_share()));
    let (covered, area) = (cx.area(report.covered.ellipsoid_m2), cx.area(report.area.ellipsoid_m2));
    let args = [
        ("share", (&covered_share).into()),
        ("covered", (&covered).into()),
        ("area", (&area).into()),
        ("agreement", (&agreement).into()),
    ];
    wrapped(ui, &cx.words.text_with("audit-summary", &args), size::BODY, Weight::Medium, t.text);
    let mut notes = Vec::new();
    let unmapped = report.pairs.iter().filter(|p| p.verdict.is_none()).count();
    if unmapped > 0 {
        notes.push(cx.words.text_with("audit-unmapped", &[("count", unmapped.into())]));
    }
    if report.lots_without_class > 0 {
        notes.push(
            cx.words
                .text_with("audit-without-class", &[("count", report.lots_without_class.into())]),
        );
    }
    if !notes.is_empty() {
        muted(ui, &notes.join(" · "));
    }
    if !run.invalid.is_empty() {
        let text =
            cx.words.text_with("audit-invalid-short", &[("count", run.invalid.len().into())]);
        label(ui, &text, size::SMALL, Weight::Medium, t.conflicts.text).on_hover_ui(|ui| {
            ui.set_max_width(420.0);
            let extent_m2: f64 = run.invalid.iter().map(|i| i.extent_m2).sum();
            let area = cx.area(extent_m2);
            let args = [("count", Arg::from(run.invalid.len())), ("area", (&area).into())];
            muted(ui, &cx.words.text_with("audit-invalid", &args));
            for input in run.invalid.iter().take(12) {
                let number = input
                    .issue
                    .feature
                    .map_or_else(String::new, |f| format!(" #{}", u64::from(f) + 1));
                let layer = layer_name(cx.session.catalogue(), &input.layer, cx.words);
                muted(ui, &format!("{layer}{number}: {}", input.issue.message(cx.words)));
            }
        });
    }
    if report.findings.is_empty() {
        wrapped(ui, &cx.text("audit-none"), size::BODY, Weight::Medium, t.agrees.text);
    }
}
