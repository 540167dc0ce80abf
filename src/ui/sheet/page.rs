//! The page as it will be written: dragged, zoomed and turned.

use egui::{Rect, Sense, Ui, Vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::export::note_text;
use planmap_app::sheet::{Preview, SheetCommand, SheetContent, SheetSettings, SheetState};

use super::SheetView;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_button, wrapped};

/// Points of the wheel that are one step of scale.
const WHEEL_STEP: f32 = 50.0;

/// Height of the line under the page, in points.
const BELOW: f32 = 48.0;

/// Width of what turns the pages.
const TURNER: f32 = 190.0;

impl SheetView {
    /// The page, as large as there is room.
    pub(super) fn page(
        &mut self,
        ui: &mut Ui,
        cx: &mut PanelContext<'_>,
        state: &SheetState,
    ) -> Rect {
        let t = tokens(ui);
        let room = ui.available_rect_before_wrap();
        let Some(preview) = &state.preview else {
            ui.centered_and_justified(|ui| ui.label(cx.text("sheet-making")));
            return room;
        };
        let notes: Vec<String> =
            preview.notes.iter().map(|n| note_text(n, cx.session.language())).collect();
        let (w, h) = (preview.page_mm.0 as f32, preview.page_mm.1 as f32);
        let scale = (room.width() / w).min((room.height() - BELOW) / h).max(0.05);
        let top = egui::vec2(room.width(), room.height() - BELOW);
        let page = Rect::from_center_size(room.min + top / 2.0, egui::vec2(w, h) * scale);
        let texture = self.texture(ui, preview);
        let response = ui.allocate_rect(page, Sense::click_and_drag());
        let painter = ui.painter();
        painter.rect_filled(page, 0.0, egui::Color32::WHITE);
        let whole = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
        painter.image(texture, page, whole, egui::Color32::WHITE);
        painter.rect_stroke(
            page,
            0.0,
            egui::Stroke::new(1.0, t.hairline),
            egui::StrokeKind::Outside,
        );
        let mut turned = self.keys(ui);
        let can_move = state.settings.content == SheetContent::Map;
        if let (Some(map), true) = (&preview.map, can_move) {
            let r = map.rect_mm;
            let at = |x: f64, y: f64| page.min + egui::vec2(x as f32, y as f32) * scale;
            let frame = Rect::from_min_max(at(r.x0, r.y0), at(r.x1, r.y1));
            if state.is_current() && !response.dragged() && !response.drag_stopped() {
                self.dragged = Vec2::ZERO;
            }
            if self.dragged != Vec2::ZERO {
                // The map alone moves inside its frame; coordinates and furniture stay.
                let cut = painter.with_clip_rect(frame.intersect(ui.clip_rect()));
                cut.rect_filled(frame, 0.0, egui::Color32::WHITE);
                let part = |p: egui::Pos2| ((p - page.min) / page.size()).to_pos2();
                let seen = Rect::from_min_max(part(frame.min), part(frame.max));
                cut.image(texture, frame.translate(self.dragged), seen, egui::Color32::WHITE);
                painter.rect_stroke(
                    frame,
                    0.0,
                    egui::Stroke::new(1.0, t.text),
                    egui::StrokeKind::Middle,
                );
            }
            if response.dragged() {
                self.dragged += response.drag_delta();
            }
            let mut moved = None;
            if response.drag_stopped() && self.dragged != Vec2::ZERO {
                let mm = self.dragged / scale;
                moved = state.moved(f64::from(mm.x), f64::from(mm.y), 0);
            }
            if response.hovered() {
                self.wheel += ui.input(|i| i.smooth_scroll_delta.y);
                if self.wheel.abs() >= WHEEL_STEP {
                    moved = state.moved(0.0, 0.0, if self.wheel > 0.0 { 1 } else { -1 });
                    self.wheel = 0.0;
                }
            }
            if let Some(settings) = moved {
                cx.send.push(Command::Sheet(SheetCommand::Set(Box::new(settings))));
            }
            response.clone().on_hover_cursor(egui::CursorIcon::Grab);
        } else if response.hovered() {
            // A page that cannot be moved is turned.
            self.wheel += ui.input(|i| i.smooth_scroll_delta.y);
            if self.wheel.abs() >= 2.0 * WHEEL_STEP {
                turned = if self.wheel > 0.0 { -1 } else { 1 };
                self.wheel = 0.0;
            }
        }
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Image, true, cx.text("sheet-page"))
        });
        let line =
            Rect::from_min_max(egui::pos2(room.left(), room.bottom() - BELOW + 6.0), room.max);
        let several = preview.pages > 1;
        let left =
            Rect::from_min_size(line.min, egui::vec2(if several { TURNER } else { 20.0 }, 28.0));
        crate::widget::inside(ui, left, |ui| {
            ui.horizontal(|ui| {
                if several {
                    turned += turner(ui, cx, preview);
                }
                if !state.is_current() {
                    ui.add(egui::Spinner::new().size(12.0).color(t.action));
                }
            });
        });
        if turned != 0 && several {
            let page = preview.page.saturating_add_signed(turned).min(preview.pages - 1);
            if page != state.settings.page {
                let settings = SheetSettings { page, ..state.settings.clone() };
                cx.send.push(Command::Sheet(SheetCommand::Set(Box::new(settings))));
            }
        }
        if !notes.is_empty() && state.is_current() {
            let right = Rect::from_min_max(egui::pos2(left.right() + 8.0, line.top()), line.max);
            crate::widget::inside(ui, right, |ui| {
                wrapped(ui, &notes.join("  "), size::BODY, Weight::Medium, t.schematic.text);
            });
        }
        page
    }

    /// Pages to turn by the keyboard.
    fn keys(&mut self, ui: &Ui) -> isize {
        use egui::{Key, Modifiers};
        if crate::keys::are_typed(ui.ctx()) {
            return 0;
        }
        ui.input_mut(|i| {
            let on = i.consume_key(Modifiers::NONE, Key::PageDown);
            let back = i.consume_key(Modifiers::NONE, Key::PageUp);
            isize::from(on) - isize::from(back)
        })
    }

    fn texture(&mut self, ui: &Ui, preview: &Preview) -> egui::TextureId {
        if self.texture.as_ref().is_none_or(|(g, _)| *g != preview.generation) {
            let size = [preview.pixels.width as usize, preview.pixels.height as usize];
            let image = egui::ColorImage::from_rgba_premultiplied(size, &preview.pixels.rgba);
            let handle = ui.ctx().load_texture("sheet-page", image, egui::TextureOptions::LINEAR);
            self.texture = Some((preview.generation, handle));
        }
        self.texture.as_ref().map_or(egui::TextureId::default(), |(_, h)| h.id())
    }
}

/// Arrows with the number of the page between them; returns how far to turn.
fn turner(ui: &mut Ui, cx: &PanelContext<'_>, preview: &Preview) -> isize {
    let mut out = 0;
    if icon_button(ui, Icon::ChevronLeft, &cx.text("sheet-page-back"), 26.0, preview.page > 0)
        .clicked()
    {
        out = -1;
    }
    let args = [("page", (preview.page + 1).into()), ("count", preview.pages.into())];
    ui.label(cx.words.text_with("sheet-page-of", &args));
    let more = preview.page + 1 < preview.pages;
    if icon_button(ui, Icon::ChevronRight, &cx.text("sheet-page-on"), 26.0, more).clicked() {
        out = 1;
    }
    out
}
