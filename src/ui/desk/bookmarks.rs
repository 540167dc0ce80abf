//! The list of bookmarks: go to one, rename it in place, make it keep what is seen now, order,
//! delete.

use egui::{Key, Rect, ScrollArea, Sense, Ui, pos2, vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::desk::DeskCommand;
use planmap_app::draft::WorkField;
use planmap_core::i18n::format_scale;

use crate::panel::PanelContext;
use crate::theme::{measure, tokens};
use crate::typing::{FieldLook, FieldName, work_field};
use crate::widget::{Lead, Row, icon_button, inside, muted, quiet_button};

/// Width of the list in points.
const WIDTH: f32 = 340.0;

/// The list of bookmarks.
#[derive(Default)]
pub struct BookmarksPanel {
    /// Whether it is open.
    pub open: bool,
    /// The bookmark whose name is being written.
    renaming: Option<usize>,
}

impl BookmarksPanel {
    /// Opens the list at the name of a bookmark.
    pub(crate) fn rename(&mut self, index: usize) {
        self.open = true;
        self.renaming = Some(index);
    }

    /// Draws the list where it is open.
    pub fn show(&mut self, ui: &Ui, area: Rect, cx: &mut PanelContext<'_>) {
        if !self.open {
            return;
        }
        let mut keep = true;
        let at = pos2(area.right() - WIDTH - 40.0, area.top() + 60.0).max(area.min);
        let id = egui::Id::unique("bookmarks");
        egui::Window::new(cx.text("bookmarks"))
            .id(id)
            .collapsible(false)
            .resizable(false)
            .default_pos(at)
            .constrain_to(area)
            .open(&mut keep)
            .show(ui.ctx(), |ui| {
                ui.set_width(WIDTH);
                self.content(ui, cx);
            });
        crate::access::title_bar(ui.ctx(), id, "bookmarks", cx.words);
        let typing = self.renaming.is_some();
        if !keep || (!typing && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape)))
        {
            self.open = false;
            self.renaming = None;
        }
    }

    fn content(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let bookmarks = &cx.session.settings().bookmarks;
        if quiet_button(ui, Some(Icon::BookmarkPlus), &cx.text("bookmark-add"), true).clicked() {
            let name =
                cx.words.text_with("bookmark-name", &[("number", (bookmarks.len() + 1).into())]);
            // The name is written at once: nobody wants "View 7".
            self.renaming = Some(bookmarks.len());
            cx.send.push(Command::Desk(DeskCommand::AddBookmark(name)));
        }
        ui.add_space(4.0);
        if bookmarks.is_empty() {
            muted(ui, &cx.text("bookmarks-empty"));
            return;
        }
        ScrollArea::vertical().id_salt("bookmark-list").max_height(380.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for index in 0..bookmarks.len() {
                self.row(ui, cx, index);
            }
        });
        ui.add_space(4.0);
        muted(ui, &cx.text("bookmarks-hint"));
    }

    fn row(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, index: usize) {
        let session = cx.session;
        let Some(bookmark) = session.settings().bookmarks.get(index) else {
            return;
        };
        if self.renaming == Some(index) {
            self.name_field(ui, cx);
            return;
        }
        let scale = format_scale(bookmark.denominator, session.language());
        let note = match &bookmark.look {
            Some(look) => {
                let shown = look.layers.iter().filter(|l| l.visible).count();
                let layers = cx.words.text_with("bookmark-layers", &[("count", shown.into())]);
                format!("{scale} · {layers}")
            }
            None => format!("{scale} · {}", cx.text("bookmark-place-only")),
        };
        let mut row = Row::new(&bookmark.name);
        row.note = Some(&note);
        row.lead = Lead::Icon(Icon::Bookmark);
        row.reserve = 84.0;
        let response = row.show(ui, Sense::click_and_drag());
        let response = response.on_hover_text(cx.text("bookmark-go-hint"));
        if response.clicked() {
            cx.send.push(Command::Desk(DeskCommand::GoToBookmark(index)));
        }
        reorder(ui, cx, index, &response);
        let (right, middle) = (response.rect.right() - measure::MARGIN, response.rect.center().y);
        let name = &bookmark.name;
        let named = |key: &str| cx.words.text_with(key, &[("name", name.into())]);
        let buttons = [
            (Icon::Trash2, named("bookmark-remove")),
            (Icon::RefreshCw, named("bookmark-update")),
            (Icon::Pencil, named("bookmark-rename")),
        ];
        for (i, (icon, name)) in buttons.into_iter().enumerate() {
            let place = Rect::from_center_size(
                pos2(right - 12.0 - i as f32 * 28.0, middle),
                vec2(26.0, 26.0),
            );
            if inside(ui, place, |ui| icon_button(ui, icon, &name, 26.0, true)).clicked() {
                match i {
                    0 => cx.send.push(Command::Desk(DeskCommand::RemoveBookmark(index))),
                    1 => cx.send.push(Command::Desk(DeskCommand::UpdateBookmark(index))),
                    _ => self.renaming = Some(index),
                }
            }
        }
        egui::Popup::context_menu(&response).show(|ui| self.menu(ui, cx, index));
    }

    fn menu(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, index: usize) {
        let count = cx.session.settings().bookmarks.len();
        if index >= count {
            return;
        }
        let moves = |to: usize| Command::Desk(DeskCommand::MoveBookmark { from: index, to });
        for (key, enabled, command) in [
            ("bookmark-go", true, Some(Command::Desk(DeskCommand::GoToBookmark(index)))),
            ("bookmark-rename-short", true, None),
            (
                "bookmark-update-short",
                true,
                Some(Command::Desk(DeskCommand::UpdateBookmark(index))),
            ),
            ("bookmark-up", index > 0, Some(moves(index.saturating_sub(1)))),
            ("bookmark-down", index + 1 < count, Some(moves(index + 1))),
            (
                "bookmark-remove-short",
                true,
                Some(Command::Desk(DeskCommand::RemoveBookmark(index))),
            ),
        ] {
            if ui.add_enabled(enabled, egui::Button::new(cx.text(key))).clicked() {
                match command {
                    Some(command) => cx.send.push(command),
                    None => self.renaming = Some(index),
                }
                ui.close();
            }
        }
    }

    fn name_field(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let Some(index) = self.renaming else {
            return;
        };
        let name = cx.text("bookmark-name-field");
        let work = WorkField::BookmarkName(index);
        let look = FieldLook { width: WIDTH - 60.0, ..FieldLook::line(FieldName::Spoken(&name)) };
        let field = ui
            .horizontal(|ui| {
                ui.set_min_height(measure::ROW_TALL);
                ui.add_space(measure::MARGIN);
                work_field(ui, cx, &work, &look)
            })
            .inner;
        let begun = egui::Id::unique("bookmark-renaming");
        let fresh = ui.data_mut(|d| d.get_temp::<usize>(begun)) != Some(index);
        if fresh {
            field.request_focus();
            ui.data_mut(|d| d.insert_temp(begun, index));
        }
        if field.lost_focus() && !fresh {
            self.renaming = None;
            ui.data_mut(|d| d.remove::<usize>(begun));
        }
    }
}

/// A bookmark that is dragged; the type keeps it apart from layers.
#[derive(Clone, Copy)]
struct Dragged(usize);

fn reorder(ui: &Ui, cx: &mut PanelContext<'_>, index: usize, response: &egui::Response) {
    response.dnd_set_drag_payload(Dragged(index));
    let below = |from: usize| from < index;
    if let Some(from) = response.dnd_hover_payload::<Dragged>()
        && from.0 != index
    {
        let y = if below(from.0) { response.rect.bottom() } else { response.rect.top() };
        ui.painter().hline(response.rect.x_range(), y, egui::Stroke::new(2.0, tokens(ui).action));
    }
    if let Some(from) = response.dnd_release_payload::<Dragged>()
        && from.0 != index
    {
        cx.send.push(Command::Desk(DeskCommand::MoveBookmark { from: from.0, to: index }));
    }
}
