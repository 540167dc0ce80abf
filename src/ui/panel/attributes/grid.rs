//! The rows of the table: only those in view are laid out, whatever their number.
//!
//! Owns the scroll position and what a pointer means. The position is kept in rows as f64: a
//! million rows are more points than an f32 can count, and rows would jump.

use egui::text::TextWrapping;
use egui::{Color32, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::ids::SelectedRows;
use planmap_app::table::{ColumnPlace, Pick, TableColumn, TableCommand, TableLayout, TableSource};
use planmap_core::feature::FeatureId;
use planmap_core::i18n::format_number;

use super::menu::row_menu;
use super::{AttributesTab, send};
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{muted, text_job};

/// Height of a row, of the heads and of the foot.
pub(super) const ROW: f32 = 28.0;
const HEAD: f32 = 30.0;
const FOOT: f32 = 28.0;
/// Width of the column with the number of the row.
const NUMBERS: f32 = 76.0;
/// Rows that are looked through for the width of a column.
const FITTED: usize = 500;
/// Points beside the text of a cell.
const CELL: f32 = 10.0;
/// Points of a head that are not its text: menu, handle, sign of sorting.
const HEAD_CONTROLS: f32 = 42.0;
/// Thickness of the bars that scroll.
const BAR: f32 = 10.0;

/// The columns that are shown and where they stand, as far as they are in view.
pub(super) fn columns_in_view(
    layout: &TableLayout,
    rect: Rect,
    left: f32,
) -> Vec<(ColumnPlace, Rect)> {
    let mut x = rect.left() + NUMBERS - left;
    let mut out = Vec::new();
    for place in layout.shown() {
        let at = Rect::from_min_max(pos2(x, rect.top()), pos2(x + place.width, rect.bottom()));
        x += place.width;
        if at.right() > rect.left() && at.left() < rect.right() {
            out.push((place.clone(), at));
        }
    }
    out
}

/// A text on one line in a cell, cut where it does not fit.
pub(super) fn cell_text(
    ui: &Ui,
    at: Rect,
    text: &str,
    right: bool,
    points: f32,
    weight: Weight,
    ink: Color32,
) {
    // Line ends and tabs would leave the line.
    let mut job = text_job(&text.replace(['\n', '\r', '\t'], " "), points, weight, ink);
    job.wrap = TextWrapping::truncate_at_width(at.width().max(8.0));
    let galley = ui.painter().layout_job(job);
    let x = if right { at.right() - galley.size().x } else { at.left() };
    let painter = ui.painter().with_clip_rect(at.expand2(vec2(2.0, 0.0)).intersect(ui.clip_rect()));
    painter.galley(pos2(x, at.center().y - galley.size().y / 2.0), galley, ink);
}

/// Points that a column needs for its head and for the rows from `first` on, as far as they are looked
/// through.
pub(super) fn fitting_width(
    ui: &Ui,
    cx: &PanelContext<'_>,
    source: &TableSource,
    column: &TableColumn,
    first: usize,
) -> f32 {
    let wide = |text: &str, points, weight| {
        ui.painter().layout_job(text_job(text, points, weight, Color32::PLACEHOLDER)).size().x
    };
    let rows = cx.session.table().rows().get(first..).unwrap_or_default();
    let texts = rows.iter().take(FITTED).filter_map(|row| source.aligned_text(column, *row));
    let widest = texts.map(|text| wide(&text, size::BODY, Weight::Regular)).fold(0.0, f32::max);
    let title = cx.session.table().title(column, cx.words);
    widest.max(wide(&title, size::SMALL, Weight::SemiBold) + HEAD_CONTROLS) + 2.0 * CELL
}

impl AttributesTab {
    pub(super) fn grid(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, source: &TableSource) {
        let Some(layout) = cx.session.table().layout() else {
            return;
        };
        let rect = ui.available_rect_before_wrap();
        ui.allocate_rect(rect, Sense::hover());
        if rect.height() < HEAD + ROW {
            return;
        }
        // The foot gives way to the rows.
        let foot_height = if rect.height() < HEAD + FOOT + 2.0 * ROW { 0.0 } else { FOOT };
        let inner = Rect::from_min_max(rect.min, pos2(rect.right() - BAR, rect.bottom()));
        let head = Rect::from_min_max(inner.min, pos2(inner.right(), inner.top() + HEAD));
        let foot = Rect::from_min_max(pos2(inner.left(), inner.bottom() - foot_height), inner.max);
        let wide = layout.shown().map(|c| c.width).sum::<f32>() + NUMBERS;
        // The last row stands above the bar that moves the columns.
        let bar = if wide > inner.width() { BAR } else { 0.0 };
        let body = Rect::from_min_max(head.left_bottom(), foot.right_top() - vec2(0.0, bar));
        let rows = cx.session.table().rows().len();
        let in_view = f64::from(body.height() / ROW);
        self.scroll(ui, rect, (wide - inner.width()).max(0.0));
        self.follow(cx, in_view);
        self.top = self.top.clamp(0.0, (rows as f64 - in_view).max(0.0));
        self.heads(ui, cx, head, layout, source);
        self.body(ui, cx, body, layout, source);
        if foot_height > 0.0 {
            self.foot(ui, cx, foot, layout);
        }
        let bar = Rect::from_min_max(
            pos2(rect.right() - BAR, body.top()),
            pos2(rect.right(), body.bottom()),
        );
        self.vertical_bar(ui, bar, rows as f64, in_view);
        if wide > inner.width() {
            let bar = Rect::from_min_max(body.left_bottom(), pos2(body.right(), foot.top()));
            self.horizontal_bar(ui, bar, wide);
        }
    }

    fn scroll(&mut self, ui: &Ui, rect: Rect, most_left: f32) {
        if ui.rect_contains_pointer(rect) {
            let delta = ui.input(|i| i.smooth_scroll_delta);
            self.top -= f64::from(delta.y / ROW);
            self.left -= delta.x;
        }
        self.left = self.left.clamp(0.0, most_left);
    }

    /// Brings the row that was selected on the map, or by a key, into view.
    fn follow(&mut self, cx: &PanelContext<'_>, in_view: f64) {
        let table = cx.session.table();
        if table.cursor() == self.followed {
            return;
        }
        let position = table.cursor().and_then(|row| table.position(row));
        if position.is_none() && table.is_working() {
            return;
        }
        self.followed = table.cursor();
        if let Some(at) = position.map(|at| at as f64) {
            if at < self.top {
                self.top = at;
            } else if at + 1.0 > self.top + in_view {
                self.top = at + 1.0 - in_view;
            }
        }
    }

    fn body(
        &mut self,
        ui: &mut Ui,
        cx: &mut PanelContext<'_>,
        rect: Rect,
        layout: &TableLayout,
        source: &TableSource,
    ) {
        let t = tokens(ui);
        let table = cx.session.table();
        let id = ui.scope_id().with("attributes-body");
        let response = ui.interact(rect, id, Sense::click());
        if ui.data_mut(|d| d.remove_temp::<()>(Self::asked_for_keys()).is_some()) {
            response.request_focus();
        }
        let layer = table.layer().and_then(|id| cx.session.layer(id));
        let name = layer.map_or("", |l| l.spec.name.get(cx.session.language()));
        let name = cx.words.text_with("attributes-table", &[("name", name.into())]);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Grid, true, &name));
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.painter().rect_filled(rect, 0.0, t.panel);
        if table.rows().is_empty() {
            if !table.is_working() {
                let place = rect.shrink2(vec2(14.0, 10.0));
                ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
                    muted(ui, &cx.text("attributes-empty"))
                });
            }
        } else {
            let selected =
                table.layer().map_or(SelectedRows::None, |id| cx.session.selected_rows(id));
            let places = columns_in_view(layout, rect, self.left);
            let first = self.top.floor() as usize;
            let above = (self.top.fract() as f32) * ROW;
            let count = (rect.height() / ROW).ceil() as usize + 1;
            let rows = table.rows().get(first..).unwrap_or_default();
            for (i, row) in rows.iter().take(count).enumerate() {
                let y = rect.top() + i as f32 * ROW - above;
                let at = Rect::from_min_max(pos2(rect.left(), y), pos2(rect.right(), y + ROW));
                let line = Line {
                    row: *row,
                    number: first + i + 1,
                    at,
                    selected: selected.contains(*row),
                };
                one(&ui, cx, &places, source, &line, id);
            }
        }
        if response.has_focus() {
            let ring = Stroke::new(2.0, t.selection);
            ui.painter().rect_stroke(
                rect.shrink(1.0),
                CornerRadius::same(2),
                ring,
                StrokeKind::Inside,
            );
            self.keys(&ui, cx, id, rect);
        }
    }

    fn vertical_bar(&mut self, ui: &Ui, rect: Rect, rows: f64, in_view: f64) {
        if rows <= in_view {
            return;
        }
        let length = (f64::from(rect.height()) * in_view / rows).max(24.0) as f32;
        let (free, most) = (rect.height() - length, rows - in_view);
        let at = rect.top() + free * (self.top / most) as f32;
        let thumb = Rect::from_min_size(pos2(rect.left() + 2.0, at), vec2(BAR - 4.0, length));
        let response =
            ui.interact(rect, ui.scope_id().with("attributes-bar"), Sense::DRAG | Sense::CLICK);
        if let Some(pointer) =
            response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked())
        {
            self.top = f64::from(
                ((pointer.y - rect.top() - length / 2.0) / free.max(1.0)).clamp(0.0, 1.0),
            ) * most;
        }
        let ink = tokens(ui).muted.gamma_multiply(if response.hovered() { 0.8 } else { 0.45 });
        ui.painter().rect_filled(thumb, CornerRadius::same(3), ink);
    }

    fn horizontal_bar(&mut self, ui: &Ui, rect: Rect, wide: f32) {
        let length = (rect.width() * rect.width() / wide).max(24.0);
        let (free, most) = (rect.width() - length, wide - rect.width());
        let thumb = Rect::from_min_size(
            pos2(rect.left() + free * (self.left / most), rect.top() + 2.0),
            vec2(length, BAR - 4.0),
        );
        let response =
            ui.interact(rect, ui.scope_id().with("attributes-wide"), Sense::DRAG | Sense::CLICK);
        if let Some(pointer) =
            response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked())
        {
            self.left =
                ((pointer.x - rect.left() - length / 2.0) / free.max(1.0)).clamp(0.0, 1.0) * most;
        }
        let ink = tokens(ui).muted.gamma_multiply(if response.hovered() { 0.8 } else { 0.45 });
        ui.painter().rect_filled(thumb, CornerRadius::same(3), ink);
    }
}

/// A row in view.
pub(super) struct Line {
    pub(super) row: FeatureId,
    /// Its place in the table, counted from 1.
    number: usize,
    at: Rect,
    pub(super) selected: bool,
}

fn one(
    ui: &Ui,
    cx: &mut PanelContext<'_>,
    places: &[(ColumnPlace, Rect)],
    source: &TableSource,
    line: &Line,
    table: egui::Id,
) {
    let t = tokens(ui);
    let language = cx.session.language();
    let id = table.with(line.row);
    let visible = line.at.intersect(ui.clip_rect());
    let response = ui.interact(visible, id, Sense::CLICK);
    if line.selected || response.hovered() {
        ui.painter().rect_filled(line.at, 0.0, t.hover);
    }
    if line.selected {
        let mark = Rect::from_min_size(line.at.min, vec2(3.0, ROW));
        ui.painter().rect_filled(mark, 0.0, t.selection);
    }
    ui.painter().hline(
        line.at.x_range(),
        line.at.bottom() - 0.5,
        Stroke::new(1.0, t.hairline.gamma_multiply(0.6)),
    );
    let weight = if line.selected { Weight::SemiBold } else { Weight::Regular };
    let mut read = String::new();
    for (place, column) in places {
        let at = Rect::from_min_max(
            pos2(column.left(), line.at.top()),
            pos2(column.right(), line.at.bottom()),
        );
        let inner = at.shrink2(vec2(10.0, 0.0));
        let value = source.aligned_text(&place.column, line.row);
        let waiting = !source.has(&place.column);
        let text = value
            .clone()
            .unwrap_or_else(|| if waiting { "…".to_owned() } else { cx.text("not-known") });
        let ink = if value.is_some() { t.text } else { t.muted };
        let right = source.is_numeric(&place.column);
        cell_text(ui, inner, &text, right, size::BODY, weight, ink);
        let title = cx.session.table().title(&place.column, cx.words);
        let cell = ui.interact(at.intersect(visible), id.with(&place.column), Sense::hover());
        let args = [("column", (&title).into()), ("value", (&text).into())];
        let name = cx.words.text_with("attributes-cell", &args);
        cell.widget_info(|| WidgetInfo::labeled(egui::Role::Cell, true, &name));
        // Only what is cut needs to be told again.
        if text.chars().count() as f32 * 5.0 > inner.width() {
            cell.on_hover_text(&text);
        }
        if read.is_empty() {
            read = text;
        }
    }
    // The number stays where it is while the columns move.
    let numbers = Rect::from_min_size(line.at.min, vec2(NUMBERS, ROW));
    let ground = if line.selected || response.hovered() { t.hover } else { t.panel };
    ui.painter().rect_filled(
        Rect::from_min_max(numbers.min + vec2(3.0, 0.0), numbers.max - vec2(0.0, 1.0)),
        0.0,
        ground,
    );
    let number = format_number(line.number as f64, 0, language);
    cell_text(
        ui,
        numbers.shrink2(vec2(10.0, 0.0)),
        &number,
        true,
        size::SMALL,
        Weight::Regular,
        t.muted,
    );
    if cx.session.table().cursor() == Some(line.row) && ui.memory(|m| m.has_focus(table)) {
        let ring = Stroke::new(1.5, t.selection);
        ui.painter().rect_stroke(
            line.at.shrink(1.0),
            CornerRadius::same(2),
            ring,
            StrokeKind::Inside,
        );
    }
    row_menu(ui, cx, &response, places, source, line, table);
    let name = cx
        .words
        .text_with("attributes-row", &[("number", (&number).into()), ("text", (&read).into())]);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Row, true, line.selected, &name));
    if response.clicked() {
        ui.memory_mut(|m| m.request_focus(table));
        let modifiers = ui.input(|i| i.modifiers);
        let how = match (modifiers.shift, modifiers.command) {
            (true, _) => Pick::Range,
            (false, true) => Pick::Toggle,
            (false, false) => Pick::Alone,
        };
        send(cx, TableCommand::Pick(line.row, how));
    }
    if response.double_clicked() {
        cx.send.push(Command::View(ViewCommand::ZoomToSelection));
    }
}
