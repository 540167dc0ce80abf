//! The help pages: a list, a search box, the page.

use egui::{
    CornerRadius, Frame, Key, Margin, Modifiers, Rect, RichText, ScrollArea, Sense, Stroke,
    TextEdit, Ui,
};
use lucide_icons::Icon;
use planmap_app::desk::help::{Block, FIRST, Found, Span, pages, search};

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{Row, icon_text, muted, text_job, wrapped};

/// Width of the list of pages in points.
const LIST: f32 = 200.0;
/// Points that the box around a key or a command takes beside its text: space, edge and margin.
const AROUND_CODE: f32 = 16.0;

/// The help pages and which of them is open.
pub struct HelpPanel {
    /// Whether help is open.
    pub open: bool,
    page: String,
    query: String,
    /// Whether the page is to be shown from its top.
    turned: bool,
    /// The block that was searched for.
    sought: Option<usize>,
}

impl Default for HelpPanel {
    fn default() -> Self {
        Self {
            open: false,
            page: FIRST.to_owned(),
            query: String::new(),
            turned: true,
            sought: None,
        }
    }
}

/// Points of the map that help needs to lie over it alone.
const LEAST: egui::Vec2 = egui::vec2(620.0, 420.0);

impl HelpPanel {
    /// Opens a page by its id.
    pub fn open_page(&mut self, id: &str) {
        self.open = true;
        id.clone_into(&mut self.page);
        (self.turned, self.sought) = (true, None);
    }

    /// The page that is open, by id.
    #[must_use]
    pub fn page(&self) -> &str {
        &self.page
    }

    /// Draws help where it is open.
    pub fn show(&mut self, ui: &Ui, area: Rect, cx: &PanelContext<'_>) {
        if !self.open {
            return;
        }
        // Where panels leave little of the map, help lies over them: there is nothing to read in a slit.
        let area = if area.width() < LEAST.x || area.height() < LEAST.y {
            ui.ctx().content_rect().shrink(8.0)
        } else {
            area
        };
        let mut keep = true;
        let wide = (area.width() - 60.0).clamp(420.0, 780.0);
        let high = (area.height() - 100.0).clamp(240.0, 560.0);
        let id = egui::Id::unique("help");
        egui::Window::new(cx.text("help-title"))
            .id(id)
            .collapsible(false)
            .resizable(true)
            .default_size([wide, high])
            .default_pos(area.center() - egui::vec2(wide, high + 50.0) / 2.0)
            .constrain_to(area)
            .open(&mut keep)
            .show(ui.ctx(), |ui| {
                let room = ui.available_height();
                ui.horizontal_top(|ui| {
                    ui.vertical(|ui| {
                        ui.set_width(LIST);
                        self.list(ui, cx, room);
                    });
                    ui.separator();
                    ui.vertical(|ui| self.content(ui, cx));
                });
            });
        crate::access::title_bar(ui.ctx(), id, "help-title", cx.words);
        if !keep || ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            self.open = false;
        }
    }

    fn list(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, room: f32) {
        let hint = cx.text("help-search");
        let edit = TextEdit::singleline(&mut self.query).hint_text(&hint).desired_width(LIST - 8.0);
        let field = ui.add(edit);
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        ui.add_space(4.0);
        let language = cx.session.language();
        ScrollArea::vertical()
            .id_salt("help-list")
            .max_height(room - 40.0)
            .auto_shrink([true, false])
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if self.query.trim().is_empty() {
                    for page in pages(language) {
                        let mut row = Row::new(&page.title);
                        row.selected = page.id == self.page;
                        if row.show(ui, Sense::click()).clicked() {
                            self.open_page(page.id);
                        }
                    }
                    return;
                }
                let found = search(language, &self.query);
                if found.is_empty() {
                    muted(ui, &cx.text("help-nothing"));
                }
                for Found { page, title, block, excerpt } in found.iter().take(40) {
                    let mut row = Row::new(excerpt);
                    row.note = Some(title);
                    row.selected = self.sought == Some(*block) && *page == self.page;
                    if row.show(ui, Sense::click()).on_hover_text(excerpt).clicked() {
                        self.open_page(page);
                        self.sought = Some(*block);
                    }
                }
            });
    }

    fn content(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let all = pages(cx.session.language());
        let Some(page) = all.iter().find(|p| p.id == self.page).or_else(|| all.first()) else {
            return;
        };
        let mut area = ScrollArea::vertical().id_salt("help-page").auto_shrink(false);
        let turned = std::mem::take(&mut self.turned);
        if turned && self.sought.is_none() {
            area = area.vertical_scroll_offset(0.0);
        }
        let sought = self.sought.filter(|_| turned);
        let mut go = None;
        area.show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: 8, right: 16, top: 0, bottom: 16 }).show(
                ui,
                |ui| {
                    for (number, part) in page.blocks.iter().enumerate() {
                        let top = ui.cursor().top();
                        block(ui, number, part, &mut go);
                        if sought == Some(number) {
                            let place = Rect::from_x_y_ranges(
                                ui.max_rect().x_range(),
                                top..=ui.cursor().top(),
                            );
                            ui.scroll_to_rect(place, Some(egui::Align::Center));
                        }
                    }
                },
            );
        });
        if let Some(id) = go {
            self.open_page(&id);
        }
    }
}

/// One block of a page.
fn block(ui: &mut Ui, number: usize, part: &Block, go: &mut Option<String>) {
    let t = tokens(ui);
    match part {
        Block::Heading(level, text) => {
            let (points, above) = match level {
                1 => (size::TITLE + 4.0, 0.0),
                2 => (size::TITLE - 1.0, 12.0),
                _ => (size::BODY, 8.0),
            };
            ui.add_space(above);
            let heading = wrapped(ui, text, points, Weight::SemiBold, t.text);
            heading.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, text));
            ui.add_space(4.0);
        }
        Block::Paragraph(spans) => {
            line(ui, spans, go);
            ui.add_space(6.0);
        }
        Block::Item(count, spans) => {
            ui.horizontal_top(|ui| {
                ui.add_space(6.0);
                let mark = count.map_or_else(|| "•".to_owned(), |n| format!("{n}."));
                ui.add(egui::Label::new(text_job(&mark, size::BODY, Weight::Medium, t.muted)));
                ui.vertical(|ui| line(ui, spans, go));
            });
        }
        Block::Note(spans) => {
            ui.add_space(4.0);
            Frame::new()
                .fill(t.schematic.fill)
                .stroke(Stroke::new(1.0, t.schematic.edge))
                .corner_radius(CornerRadius::same(6))
                .inner_margin(Margin::symmetric(10, 6))
                .show(ui, |ui| {
                    ui.horizontal_top(|ui| {
                        ui.label(icon_text(Icon::TriangleAlert, 15.0, t.schematic.text));
                        ui.vertical(|ui| line(ui, spans, go));
                    });
                });
        }
        Block::Code(text) => {
            Frame::new()
                .fill(t.hover)
                .corner_radius(CornerRadius::same(6))
                .inner_margin(Margin::symmetric(10, 8))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    for part in text.lines() {
                        // Without a typeface of even widths, the remark stands apart by its colour.
                        let (command, remark) =
                            part.split_once('#').map_or((part, None), |(c, r)| (c, Some(r)));
                        ui.horizontal_wrapped(|ui| {
                            let job =
                                text_job(command.trim_end(), size::BODY, Weight::Medium, t.text);
                            ui.add(egui::Label::new(job).selectable(true));
                            if let Some(remark) = remark {
                                let job =
                                    text_job(remark.trim(), size::SMALL, Weight::Regular, t.muted);
                                ui.add(egui::Label::new(job));
                            }
                        });
                    }
                });
            ui.add_space(6.0);
        }
        Block::Table(rows) => table(ui, number, rows, go),
    }
}

fn table(ui: &mut Ui, number: usize, rows: &[Vec<Vec<Span>>], go: &mut Option<String>) {
    let t = tokens(ui);
    let width = ui.available_width();
    let columns = rows.first().map_or(1, Vec::len).max(1);
    egui::Grid::new(("help-table", number)).num_columns(columns).spacing([16.0, 6.0]).show(
        ui,
        |ui| {
            for (i, row) in rows.iter().enumerate() {
                for (column, cell) in row.iter().enumerate() {
                    // The first column names, the others say.
                    let share = if column == 0 { 0.36 } else { 0.58 / (columns - 1).max(1) as f32 };
                    ui.vertical(|ui| {
                        ui.set_width(width * share);
                        if i == 0 {
                            let text: String = cell.iter().map(|s| s.text.as_str()).collect();
                            wrapped(ui, &text, size::SMALL, Weight::SemiBold, t.muted);
                        } else {
                            line(ui, cell, go);
                        }
                    });
                }
                ui.end_row();
            }
        },
    );
    ui.add_space(6.0);
}

/// A run of text with keys in boxes and links.
fn line(ui: &mut Ui, spans: &[Span], go: &mut Option<String>) {
    let t = tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for span in spans {
            if let Some(link) = &span.link {
                if ui.link(RichText::new(&span.text).color(t.action)).clicked() {
                    *go = Some(link.clone());
                }
            } else if span.code {
                let job = text_job(&span.text, size::SMALL, Weight::Medium, t.text);
                // In what is left of the row, the box would break its text letter by letter.
                let wide = ui.painter().layout_job(job.clone()).size().x + AROUND_CODE;
                if wide > ui.available_size_before_wrap().x {
                    ui.end_row();
                }
                ui.add_space(2.0);
                Frame::new()
                    .fill(t.hover)
                    .stroke(Stroke::new(1.0, t.hairline))
                    .corner_radius(CornerRadius::same(4))
                    .inner_margin(Margin::symmetric(5, 0))
                    .show(ui, |ui| {
                        ui.add(egui::Label::new(job));
                    });
                ui.add_space(2.0);
            } else {
                let weight = match (span.strong, span.emphasis) {
                    (true, _) => Weight::SemiBold,
                    (false, true) => Weight::Medium,
                    (false, false) => Weight::Regular,
                };
                ui.add(egui::Label::new(text_job(&span.text, size::BODY, weight, t.text)).wrap());
            }
        }
    });
}
