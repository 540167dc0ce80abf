//! The register of projects: a sortable list beside its roadmap, linked with the map both ways.
//!
//! Owns the order of the rows and which one is marked. Must not know how a bar is painted.

use std::cmp::Ordering;
use std::sync::Arc;

use egui::{Layout, Sense, Ui};
use egui_extras::{Column, TableBuilder, TableRow};
use planmap_app::command::Command;
use planmap_app::register::{claims_text, latest_claim, period_text, today_years};
use planmap_app::words::claim_text;
use planmap_core::catalogue::{Catalogue, ClaimValue, ProjectStatus};
use planmap_core::collate::sort_key;
use planmap_core::i18n::{Language, Words};
use planmap_core::register::{ProjectRow, project_rows};

use crate::panel::PanelContext;
use crate::panel::roadmap::{Axis, Bar};
use crate::panel::table::{head_cell, name_borders, text_cell, value_cell};
use crate::theme::{Weight, tokens};
use crate::widget::{muted, wrapped};

/// The heads left of the roadmap.
const HEADS: [(&str, Order); 3] = [
    ("register-name", Order::Name),
    ("register-status", Order::Status),
    ("claim-capital", Order::Capital),
];

/// What the rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    /// As in the catalogue: candidate sites first.
    #[default]
    Catalogue,
    Name,
    Status,
    Capital,
    Start,
}

/// A row, its texts made once.
struct Row {
    id: String,
    site: Option<String>,
    name: String,
    status: ProjectStatus,
    status_text: String,
    status_note: String,
    capital: Option<f64>,
    capital_text: String,
    capital_note: String,
    start: Option<f64>,
    bars: Vec<Bar>,
    phases_note: String,
}

/// What the tab remembers between frames.
#[derive(Default)]
pub struct ProjectsTab {
    order: Order,
    descending: bool,
    /// The row that was clicked where it has no site.
    chosen: Option<String>,
    /// The selection that the list has already been scrolled to.
    followed: Option<String>,
    made_for: Option<(Arc<Catalogue>, Language)>,
    rows: Vec<Row>,
}

impl ProjectsTab {
    /// Draws the tab.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        self.prepare(cx);
        if self.rows.is_empty() {
            muted(ui, &cx.text("projects-none"));
            return;
        }
        let selected = cx.session.selection().site.clone();
        let follow = (selected != self.followed && selected.is_some())
            .then(|| self.rows.iter().position(|r| r.site == selected))
            .flatten();
        if selected.is_some() {
            self.chosen = None;
        }
        self.followed.clone_from(&selected);
        let axis = Axis::around(self.rows.iter().flat_map(|r| &r.bars), today_years());
        let width = ui.available_width();
        let share = |part: f32, least: f32, most: f32| (width * part).clamp(least, most);
        ui.spacing_mut().item_spacing.y = 0.0;
        // As in the lists at the left: a quiet ground and a bold name.
        ui.visuals_mut().selection.bg_fill = tokens(ui).hover;
        let mut table = TableBuilder::new(ui)
            .id_salt("projects")
            .resizable(true)
            .sense(Sense::CLICK)
            .auto_shrink(false)
            // A low panel must not push its tabs out.
            .min_scrolled_height(0.0)
            .cell_layout(Layout::left_to_right(egui::Align::Center))
            .column(Column::initial(share(0.22, 190.0, 330.0)).at_least(120.0).clip(true))
            .column(Column::initial(share(0.12, 110.0, 180.0)).at_least(80.0).clip(true))
            .column(Column::initial(share(0.12, 110.0, 200.0)).at_least(80.0).clip(true))
            .column(Column::remainder().at_least(240.0).clip(true));
        if let Some(row) = follow {
            table = table.scroll_to_row(row, None);
        }
        let mut sort = None;
        let mut clicked = None;
        let table = table.header(38.0, |mut head| {
            for (key, order) in HEADS {
                head.col(|ui| {
                    let direction = (self.order == order).then_some(self.descending);
                    if head_cell(ui, &cx.text(key), Some(direction)).clicked() {
                        sort = Some(order);
                    }
                });
            }
            head.col(|ui| {
                let rect = ui.max_rect();
                axis.head(ui, rect, cx.words);
                let response =
                    ui.interact(rect, ui.scope_id().with("roadmap-head"), Sense::click());
                let name = cx.text("roadmap-title");
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                if response.on_hover_text(cx.text("roadmap-limit-unknown")).clicked() {
                    sort = Some(Order::Start);
                }
            });
        });
        table.body(|body| {
            let heights = self.rows.iter().map(|r| Axis::row_height(r.bars.len()));
            body.heterogeneous_rows(heights.collect::<Vec<_>>().into_iter(), |mut line| {
                let Some(row) = self.rows.get(line.index()) else {
                    return;
                };
                let marked = match &row.site {
                    Some(site) => selected.as_ref() == Some(site),
                    None => self.chosen.as_ref() == Some(&row.id),
                };
                if one(&mut line, cx, row, marked, &axis) {
                    clicked = Some(line.index());
                }
            });
        });
        let heads =
            HEADS.map(|(key, _)| cx.text(key)).into_iter().chain([cx.text("roadmap-title")]);
        name_borders(ui, "projects", cx.words, heads);
        if let Some(order) = sort {
            self.sort_by(order);
        }
        if let Some(row) = clicked.and_then(|at| self.rows.get(at)) {
            match &row.site {
                Some(site) => {
                    // The list does not jump under the pointer that clicked it.
                    self.followed = Some(site.clone());
                    cx.send.push(Command::SelectSite { id: site.clone(), zoom: true });
                }
                None => {
                    self.chosen = Some(row.id.clone());
                    cx.send.push(Command::ClearSelection);
                }
            }
        }
    }

    fn prepare(&mut self, cx: &PanelContext<'_>) {
        let (catalogue, language) = (cx.session.catalogue(), cx.session.language());
        let fresh = self
            .made_for
            .as_ref()
            .is_some_and(|(made, l)| Arc::ptr_eq(made, catalogue) && *l == language);
        if !fresh {
            self.rows = project_rows(catalogue).iter().map(|row| Row::of(row, cx.words)).collect();
            self.made_for = Some((Arc::clone(catalogue), language));
            self.arrange();
        }
    }

    /// A second click on a head turns the order round, a third restores the catalogue's.
    fn sort_by(&mut self, order: Order) {
        (self.order, self.descending) = match (self.order == order, self.descending) {
            (false, _) => (order, false),
            (true, false) => (order, true),
            (true, true) => (Order::Catalogue, false),
        };
        self.made_for = None;
    }

    fn arrange(&mut self) {
        let (order, descending) = (self.order, self.descending);
        // Rows without a value stay last in both directions.
        let known = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) if descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        let turned = |o: Ordering| if descending { o.reverse() } else { o };
        match order {
            Order::Catalogue => {}
            Order::Name => {
                self.rows.sort_by(|a, b| turned(sort_key(&a.name).cmp(&sort_key(&b.name))));
            }
            Order::Status => self.rows.sort_by(|a, b| turned(a.status.cmp(&b.status))),
            Order::Capital => self.rows.sort_by(|a, b| known(a.capital, b.capital)),
            Order::Start => self.rows.sort_by(|a, b| known(a.start, b.start)),
        }
    }
}

impl Row {
    fn of(row: &ProjectRow<'_>, words: &Words) -> Self {
        let language = words.language();
        let unknown = words.text("not-known");
        let phases: Vec<String> = row
            .phases()
            .iter()
            .map(|p| {
                let (name, period) = (p.name.get(language), period_text(p.from, p.to, words));
                format!("{name}: {period} · {}", p.evidence.document.get(language))
            })
            .collect();
        let capital = latest_claim(row, "capital").and_then(|c| match c.value {
            ClaimValue::Number(value) => Some(value),
            ClaimValue::Text(_) | ClaimValue::NotStated => None,
        });
        let claims: Vec<String> = ["investor", "capital", "decision"]
            .iter()
            .flat_map(|attribute| row.claims_about(attribute))
            .map(|c| {
                let about = words.text(&format!("claim-{}", c.attribute));
                format!("{about}: {} · {}", claim_text(c, language), c.dated_document(language))
            })
            .collect();
        Self {
            id: row.id().to_owned(),
            site: row.site.map(|s| s.id.clone()),
            name: row.name().get(language).to_owned(),
            status: row.status(),
            status_text: words.text(&format!("project-status-{}", row.status().as_str())),
            status_note: row
                .status_evidence()
                .map_or_else(|| unknown.clone(), |e| e.document.get(language).to_owned()),
            capital,
            capital_text: claims_text(row, "capital", language).unwrap_or_else(|| unknown.clone()),
            capital_note: if claims.is_empty() { unknown.clone() } else { claims.join("\n") },
            start: row.span_years().map(|s| s.0),
            bars: row
                .phases()
                .iter()
                .map(|p| Bar { name: p.name.get(language).to_owned(), stretch: row.stretch(p) })
                .collect(),
            phases_note: if phases.is_empty() {
                words.text("roadmap-nothing")
            } else {
                phases.join("\n")
            },
        }
    }
}

/// Draws one line; returns whether it was clicked.
fn one(
    line: &mut TableRow<'_, '_>,
    cx: &mut PanelContext<'_>,
    row: &Row,
    marked: bool,
    axis: &Axis,
) -> bool {
    line.set_selected(marked);
    let mut all = None;
    line.col(|ui| {
        let response = text_cell(ui, &row.name, marked, Sense::click());
        all = Some(response.clone());
        response.on_hover_ui(|ui| {
            ui.set_max_width(380.0);
            wrapped(ui, &row.name, crate::theme::size::BODY, Weight::SemiBold, tokens(ui).text);
            muted(ui, &row.capital_note);
            if row.site.is_none() {
                muted(ui, &cx.text("projects-no-place"));
            }
        });
    });
    line.col(|ui| {
        let known = row.status != ProjectStatus::Unknown;
        value_cell(ui, &row.status_text, known).on_hover_text(&row.status_note);
    });
    line.col(|ui| {
        value_cell(ui, &row.capital_text, row.capital.is_some()).on_hover_text(&row.capital_note);
    });
    line.col(|ui| {
        let rect = ui.max_rect();
        let t = tokens(ui);
        axis.row(ui, rect, &row.bars, if marked { t.hover } else { t.panel }, cx.words);
        let response = ui.interact(rect, ui.scope_id().with("roadmap-row"), Sense::CLICK);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &row.phases_note));
        all = all.take().map(|a| a | response.clone());
        response.on_hover_text(&row.phases_note);
    });
    let Some(all) = all.map(|a| a | line.response()) else {
        return false;
    };
    if let Some(site) = &row.site {
        egui::Popup::context_menu(&all).show(|ui| super::sites::menu(ui, cx, site));
    }
    all.clicked()
}
