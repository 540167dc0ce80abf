//! The heads of the columns: sorting, width, place, and the foot with the sums.

use egui::{
    CornerRadius, CursorIcon, Popup, PopupCloseBehavior, Rect, Sense, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};
use lucide_icons::Icon;
use planmap_app::table::{
    ColumnPlace, LayoutCommand, TableColumn, TableCommand, TableLayout, TableSource,
};
use planmap_core::i18n::{decimals_of, format_number};

use super::grid::{cell_text, columns_in_view, fitting_width};
use super::{AttributesTab, SumKind, send};
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_button, inside, paint_icon};

/// Points at the right edge of a head that change its width.
const HANDLE: f32 = 6.0;
/// Side of the button for the menu.
const MENU: f32 = 20.0;
/// Decimals of a figure at the foot at most.
const FOOT_DECIMALS: usize = 2;

impl AttributesTab {
    pub(super) fn heads(
        &mut self,
        ui: &mut Ui,
        cx: &mut PanelContext<'_>,
        rect: Rect,
        layout: &TableLayout,
        source: &TableSource,
    ) {
        let t = tokens(ui);
        let places = columns_in_view(layout, rect, self.left);
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.painter().rect_filled(rect, 0.0, t.window);
        for (place, at) in &places {
            self.head(&mut ui, cx, place, *at, layout, source);
        }
        self.drop_column(&ui, cx, &places);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.hairline));
    }

    fn head(
        &mut self,
        ui: &mut Ui,
        cx: &mut PanelContext<'_>,
        place: &ColumnPlace,
        at: Rect,
        layout: &TableLayout,
        source: &TableSource,
    ) {
        let t = tokens(ui);
        let column = &place.column;
        let title = cx.session.table().title(column, cx.words);
        let id = ui.scope_id().with(("head", column));
        let body = Rect::from_min_max(at.min, pos2(at.right() - MENU - HANDLE, at.bottom()));
        let response = ui.interact(body, id, Sense::click_and_drag());
        let name = cx.words.text_with("attributes-head", &[("column", (&title).into())]);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
        if response.hovered() {
            ui.painter().rect_filled(at, 0.0, t.hover);
        }
        if response.has_focus() {
            let ring = Stroke::new(2.0, t.selection);
            ui.painter().rect_stroke(
                body.shrink(1.0),
                CornerRadius::same(3),
                ring,
                egui::StrokeKind::Inside,
            );
        }
        let mut text = Rect::from_min_max(at.min + vec2(10.0, 0.0), body.max);
        if let Some((number, descending)) = layout.sorting(column) {
            let icon = if descending { Icon::ChevronDown } else { Icon::ChevronUp };
            paint_icon(ui, pos2(text.right() - 7.0, at.center().y), icon, 13.0, t.action);
            text.max.x -= 16.0;
            if layout.sort.len() > 1 {
                cell_text(
                    ui,
                    text,
                    &(number + 1).to_string(),
                    true,
                    size::SMALL,
                    Weight::SemiBold,
                    t.action,
                );
                text.max.x -= 12.0;
            }
        }
        let filtered = layout.test(column).is_some();
        let ink = if filtered { t.action } else { t.muted };
        cell_text(ui, text, &title, source.is_numeric(column), size::SMALL, Weight::SemiBold, ink);
        if response.clicked() {
            let add = ui.input(|i| i.modifiers.shift);
            send(cx, TableCommand::Layout(LayoutCommand::SortBy { column: column.clone(), add }));
        }
        if response.drag_started() {
            self.moving = Some(column.clone());
        }
        let note = match column {
            TableColumn::Area => cx.text("attributes-area-note"),
            TableColumn::Length => cx.text("attributes-length-note"),
            TableColumn::Class | TableColumn::Attribute(_) => title.clone(),
        };
        let secondary = response.secondary_clicked();
        response.on_hover_text(note);
        let menu = Rect::from_center_size(
            pos2(body.right() + MENU / 2.0, at.center().y),
            vec2(MENU, MENU),
        );
        let name = cx.words.text_with("attributes-head-menu", &[("column", (&title).into())]);
        let icon = if filtered { Icon::Funnel } else { Icon::EllipsisVertical };
        let button = inside(ui, menu, |ui| icon_button(ui, icon, &name, MENU, true));
        if secondary {
            Popup::open_id(ui.ctx(), Popup::default_response_id(&button));
        }
        let close = PopupCloseBehavior::CloseOnClickOutside;
        let open = Popup::menu(&button)
            .close_behavior(close)
            .show(|ui| self.column_menu(ui, cx, place))
            .is_some();
        if !open && self.draft.as_ref().is_some_and(|d| d.column == *column) {
            self.draft = None;
        }
        let handle = Rect::from_min_max(
            pos2(at.right() - HANDLE, at.top()),
            pos2(at.right() + 1.0, at.bottom()),
        );
        let edge = ui.interact(handle, id.with("width"), Sense::DRAG | Sense::CLICK);
        if edge.hovered() || edge.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeColumn);
        }
        ui.painter().vline(
            at.right() - 0.5,
            at.shrink2(vec2(0.0, 7.0)).y_range(),
            Stroke::new(1.0, t.hairline),
        );
        if edge.dragged() && edge.drag_delta().x.abs() > 0.0 {
            send(
                cx,
                TableCommand::Layout(LayoutCommand::SetWidth(
                    column.clone(),
                    place.width + edge.drag_delta().x,
                )),
            );
        }
        if edge.double_clicked() {
            let width = fitting_width(ui, cx, source, column, self.top.floor() as usize);
            send(cx, TableCommand::Layout(LayoutCommand::SetWidth(column.clone(), width)));
        }
    }

    /// A column that is dragged: where it would go, and that it goes there.
    fn drop_column(&mut self, ui: &Ui, cx: &mut PanelContext<'_>, places: &[(ColumnPlace, Rect)]) {
        let Some(column) = self.moving.clone() else {
            return;
        };
        let Some(pointer) = ui.input(|i| i.pointer.latest_pos()) else {
            return;
        };
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        let before = places.iter().find(|(_, at)| pointer.x < at.center().x);
        let x = before
            .map_or_else(|| places.last().map_or(0.0, |(_, at)| at.right()), |(_, at)| at.left());
        if let Some((_, at)) = places.first() {
            ui.painter().vline(x, at.y_range(), Stroke::new(2.0, tokens(ui).action));
        }
        if ui.input(|i| i.pointer.any_released()) {
            let before = before.map(|(place, _)| place.column.clone());
            // Behind the last in view means before the one that follows it out of view.
            let last = places.last().map(|(place, _)| place.column.clone());
            let next = cx.session.table().layout().and_then(|l| {
                let at = l.columns.iter().position(|c| Some(&c.column) == last.as_ref())?;
                l.columns.get(at + 1).map(|c| c.column.clone())
            });
            let before = before.or(next);
            if before.as_ref() != Some(&column) {
                send(cx, TableCommand::Layout(LayoutCommand::MoveColumn { column, before }));
            }
            self.moving = None;
        }
    }

    /// One figure of each numeric column.
    pub(super) fn foot(
        &self,
        ui: &mut Ui,
        cx: &PanelContext<'_>,
        rect: Rect,
        layout: &TableLayout,
    ) {
        let t = tokens(ui);
        ui.painter().rect_filled(rect, 0.0, t.window);
        ui.painter().hline(rect.x_range(), rect.top() + 0.5, Stroke::new(1.0, t.hairline));
        let language = cx.session.language();
        let sums = cx.session.table().sums();
        let kind = cx.text(self.sum.key());
        for (place, at) in columns_in_view(layout, rect, self.left) {
            let Some((_, sum)) = sums.columns.iter().find(|(c, _)| *c == place.column) else {
                continue;
            };
            let number =
                |value: f64| format_number(value, decimals_of(value, FOOT_DECIMALS), language);
            let value = |kind: SumKind| match kind {
                SumKind::Sum => Some(sum.sum)
                    .filter(|_| sum.count > 0 && cx.session.table().adds_up(&place.column)),
                SumKind::Mean => sum.mean(),
                SumKind::Min => sum.min,
                SumKind::Max => sum.max,
                SumKind::Count => Some(sum.count as f64),
            };
            let text = value(self.sum).map_or_else(|| cx.text("not-known"), number);
            let ink = if value(self.sum).is_some() { t.text } else { t.muted };
            let inner = at.shrink2(vec2(10.0, 0.0));
            cell_text(ui, inner, &text, true, size::BODY, Weight::SemiBold, ink);
            let response = ui.interact(
                at.intersect(rect),
                ui.scope_id().with(("foot", &place.column)),
                Sense::hover(),
            );
            let column = cx.session.table().title(&place.column, cx.words);
            let args =
                [("kind", (&kind).into()), ("column", (&column).into()), ("value", (&text).into())];
            let name = cx.words.text_with("sum-cell", &args);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &name));
            response.on_hover_ui(|ui| {
                for kind in SumKind::ALL {
                    let text = value(kind).map_or_else(|| cx.text("not-known"), number);
                    ui.label(format!("{}: {text}", cx.text(kind.key())));
                }
            });
        }
    }
}
