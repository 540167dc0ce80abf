//! The search box: a field in the top bar, and over everything what it finds.
//!
//! Owns where the box stands, its keys and its looks. What is found, the marked hit and the view
//! while hits are looked at are the session's.

mod list;
pub(crate) mod mark;

use egui::{
    Align2, Area, CornerRadius, Event, Id, Key, Margin, Modifiers, Order, Rect, Role, Sense,
    Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::search::SearchCommand;

use crate::panel::PanelContext;
use crate::theme::{Weight, measure, size, tokens};
use crate::widget::{floating, hairline, icon_button, label, paint_icon, text_job};

/// Width of the field in the bar, in points.
const FIELD: f32 = 280.0;
/// A field narrower than this is an icon.
const LEAST_FIELD: f32 = 150.0;
/// Width of the open box.
const OPEN: f32 = 460.0;
/// Height of the field.
const HEIGHT: f32 = 30.0;

/// The box in the window.
#[derive(Default)]
pub struct SearchBox {
    text: String,
    anchor: Option<Rect>,
    /// Whether it was open in the frame before.
    was_open: bool,
    scrolled_to: Option<usize>,
}

impl SearchBox {
    /// The field in the top bar, or an icon where there is no room for it.
    pub fn bar(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let t = tokens(ui);
        let room = ui.available_width() - 12.0;
        let name = cx.text("search-button");
        let response = if room < LEAST_FIELD {
            icon_button(ui, Icon::Search, &name, HEIGHT, true)
        } else {
            let (rect, response) =
                ui.allocate_exact_size(vec2(room.min(FIELD), HEIGHT), Sense::click());
            let corner = CornerRadius::same(6);
            let fill = if response.hovered() { t.hover } else { t.window };
            ui.painter().rect(rect, corner, fill, Stroke::new(1.0, t.hairline), StrokeKind::Inside);
            if response.has_focus() {
                let ring = Stroke::new(2.0, t.selection);
                ui.painter().rect_stroke(rect.expand(1.0), corner, ring, StrokeKind::Outside);
            }
            paint_icon(ui, pos2(rect.left() + 16.0, rect.center().y), Icon::Search, 14.0, t.muted);
            let keys =
                ui.painter().layout_job(text_job("Ctrl K", size::SMALL, Weight::Medium, t.muted));
            let keys_at =
                pos2(rect.right() - 10.0 - keys.size().x, rect.center().y - keys.size().y / 2.0);
            let frame = Rect::from_min_size(keys_at, keys.size()).expand2(vec2(5.0, 2.0));
            ui.painter().rect(
                frame,
                CornerRadius::same(4),
                t.panel,
                Stroke::new(1.0, t.hairline),
                StrokeKind::Inside,
            );
            ui.painter().galley(keys_at, keys, t.muted);
            let mut hint =
                text_job(&cx.text("search-placeholder"), size::BODY, Weight::Regular, t.muted);
            hint.wrap = egui::text::TextWrapping::truncate_at_width(
                (frame.left() - 8.0 - rect.left() - 30.0).max(10.0),
            );
            let hint = ui.painter().layout_job(hint);
            ui.painter().galley(
                pos2(rect.left() + 30.0, rect.center().y - hint.size().y / 2.0),
                hint,
                t.muted,
            );
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            response.on_hover_text(&name)
        };
        self.anchor = Some(response.rect);
        if response.clicked() {
            cx.send.push(Command::Search(SearchCommand::Open));
        }
    }

    /// The keys that open the box, and the box where it is open. Comes first in a frame, so that its
    /// keys are its own.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let open = cx.session.search().is_open();
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::K)) {
            let command = if open { SearchCommand::Close } else { SearchCommand::Open };
            cx.send.push(Command::Search(command));
        }
        if !open {
            self.was_open = false;
            if !crate::keys::are_typed(ui.ctx()) && slash(ui) {
                cx.send.push(Command::Search(SearchCommand::Open));
            }
            return;
        }
        let first = !self.was_open;
        if first {
            self.text = cx.session.search().text().to_owned();
            self.scrolled_to = None;
        }
        self.was_open = true;
        keys(ui, cx);
        let screen = ui.ctx().content_rect();
        let width = OPEN.min(screen.width() - 24.0);
        let anchor = self.anchor.unwrap_or(Rect::from_min_size(screen.min, vec2(FIELD, HEIGHT)));
        // From the field's left edge on, as far as the window reaches.
        let left = anchor.left().min(screen.right() - 12.0 - width).max(screen.left() + 12.0);
        let top = screen.top() + (measure::TOP - HEIGHT) / 2.0 - 4.0;
        let room = (screen.height() * 0.72).min(screen.bottom() - top - 90.0).max(160.0);
        let id = Id::unique("search-box");
        let area = Area::new(id)
            .order(Order::Foreground)
            .pivot(Align2::LEFT_TOP)
            .fixed_pos(pos2(left, top))
            .show(ui.ctx(), |ui| {
                floating(ui).show(ui, |ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    self.field(ui, cx, first);
                    hairline(ui);
                    list::show(ui, cx, room, &mut self.scrolled_to, &mut self.text);
                });
            });
        // A press beside the box is about something else: what is looked at stays.
        let beside = ui.input(|i| {
            i.pointer.any_pressed()
                && i.pointer.interact_pos().is_some_and(|p| !area.response.rect.contains(p))
        });
        if beside && !first {
            cx.send.push(Command::Search(SearchCommand::Leave));
        }
    }

    fn field(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, first: bool) {
        let t = tokens(ui);
        ui.horizontal(|ui| {
            ui.set_height(HEIGHT + 8.0);
            ui.add_space(12.0);
            let (icon, _) = ui.allocate_exact_size(vec2(16.0, HEIGHT), Sense::hover());
            paint_icon(ui, icon.center(), Icon::Search, 15.0, t.action);
            let placeholder = cx.text("search-placeholder");
            let edit = TextEdit::singleline(&mut self.text)
                .hint_text(placeholder)
                .frame(egui::Frame::NONE)
                .desired_width((ui.available_width() - 46.0).max(60.0))
                .margin(Margin::symmetric(2, 0))
                .align(Align2::LEFT_CENTER)
                .min_size(vec2(60.0, HEIGHT))
                .lock_focus(false);
            let response = ui.add(edit);
            let name = cx.text("search-name");
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
            if first {
                response.request_focus();
            }
            if response.changed() {
                cx.send.push(Command::Search(SearchCommand::SetText(self.text.clone())));
            }
            if !self.text.is_empty()
                && icon_button(ui, Icon::X, &cx.text("search-clear"), 26.0, true).clicked()
            {
                self.text.clear();
                cx.send.push(Command::Search(SearchCommand::SetText(String::new())));
                response.request_focus();
            }
        });
    }
}

/// Whether a slash was pressed, on whichever key the layout has it. Takes it, so that no field that
/// gets the focus now gets it too.
fn slash(ui: &Ui) -> bool {
    ui.input_mut(|i| {
        let pressed = i.consume_key(Modifiers::NONE, Key::Slash);
        let count = i.events.len();
        i.events.retain(|e| !matches!(e, Event::Text(text) if text == "/"));
        pressed || i.events.len() < count
    })
}

/// The keys of the open box.
fn keys(ui: &Ui, cx: &mut PanelContext<'_>) {
    use SearchCommand as S;
    let page = 5;
    for (key, command) in [
        (Key::ArrowDown, S::Move(1)),
        (Key::ArrowUp, S::Move(-1)),
        (Key::PageDown, S::Move(page)),
        (Key::PageUp, S::Move(-page)),
        (Key::Enter, S::Choose(None)),
        (Key::Escape, S::Close),
    ] {
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
            cx.send.push(Command::Search(command));
        }
    }
}

/// A line at the foot of the box.
fn foot(ui: &mut Ui, text: &str) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.set_height(26.0);
        ui.add_space(12.0);
        label(ui, text, size::SMALL, Weight::Regular, t.muted);
    });
}
