//! What holds on every screen: the ring around what has the focus, regions that keys jump between,
//! and what is told to a screen reader unasked.
//!
//! Owns which regions there are and what was said last. Must not know what stands in them.

mod toolkit;

use egui::accesskit::{Action, ActionRequest, Live, TreeId};
use egui::{
    CornerRadius, Event, FocusDirection, Id, Key, Modifiers, Popup, Rect, Response, Role, Sense,
    Stroke,
};
use egui::{StrokeKind, Ui, WidgetInfo};
use planmap_app::session::{Selection, Session};
use planmap_app::text_scale::TextScale;
use planmap_app::text_twin::selection_line;
use planmap_core::i18n::{Language, Words};

use crate::theme::tokens;
use toolkit::ToolkitWords;

/// Frames after which an entry of a list that was closed has lost the focus.
const FRAMES_TO_GO: u8 = 3;
/// Width of the ring, in points.
const RING: f32 = 2.0;

/// A part of the window that a key jumps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// The top bar.
    Top,
    /// Sites and layers.
    Left,
    /// The map.
    Map,
    /// What is selected.
    Right,
    /// The tables.
    Bottom,
    /// The status bar.
    Status,
}

impl Region {
    fn id(self) -> Id {
        Id::unique(("region", self))
    }

    fn key(self) -> &'static str {
        match self {
            Self::Top => "region-top",
            Self::Left => "region-left",
            Self::Map => "region-map",
            Self::Right => "region-right",
            Self::Bottom => "region-bottom",
            Self::Status => "region-status",
        }
    }
}

/// What is remembered between frames.
#[derive(Default)]
pub struct Access {
    /// The text scale that this frame is laid out with.
    in_effect: TextScale,
    /// The one that the toolkit was last asked for: it takes effect a frame later.
    asked: TextScale,
    /// Whether the last thing done was done by keyboard: a click needs no ring.
    by_keyboard: bool,
    /// What had the focus before a list or menu was opened.
    opener: Option<Id>,
    frames_closed: u8,
    focused: Option<Id>,
    /// Widgets that have to come into view before the next frame is painted.
    reveal: Option<Id>,
    /// The regions of the last frame in the order of Tab, each with what takes the focus there.
    regions: Vec<(Region, Rect, Id)>,
    next: Vec<(Region, Rect, Id)>,
    menus: Vec<Id>,
    next_menus: Vec<Id>,
    open_menu: Option<Id>,
    /// The menu that Esc is closing.
    left_menu: Option<Id>,
    said: Option<(Selection, Language)>,
    line: String,
}

impl Access {
    /// How many times larger than the map the interface is in this frame.
    #[must_use]
    pub fn factor(&self) -> f32 {
        self.in_effect.factor()
    }

    /// Before the frame: takes over a changed text scale for the next one, and scrolls to what got
    /// the focus out of view.
    pub fn begin(&mut self, ctx: &egui::Context, wanted: TextScale, language: Language) {
        ctx.plugin_or_default::<ToolkitWords>().lock().language = language;
        // The toolkit would scale by its own steps and would not remember them.
        ctx.options_mut(|o| o.zoom_with_keyboard = false);
        self.in_effect = self.asked;
        if wanted != self.asked {
            ctx.set_zoom_factor(ctx.zoom_factor() * wanted.factor() / self.asked.factor());
            self.asked = wanted;
            ctx.request_repaint();
        }
        if let Some(id) = self.reveal.take() {
            let request = ActionRequest {
                action: Action::ScrollIntoView,
                target_tree: TreeId::ROOT,
                target_node: id.accesskit_id(),
                data: None,
            };
            ctx.input_mut(|i| i.events.push(Event::AccessKitActionRequest(request)));
        }
        ctx.input(|i| {
            for event in &i.events {
                match event {
                    Event::Key { key, pressed: true, .. } => {
                        let moves = matches!(
                            key,
                            Key::Tab
                                | Key::F6
                                | Key::ArrowUp
                                | Key::ArrowDown
                                | Key::ArrowLeft
                                | Key::ArrowRight
                        );
                        self.by_keyboard |= moves;
                    }
                    Event::PointerButton { pressed: true, .. } => self.by_keyboard = false,
                    _ => {}
                }
            }
        });
    }

    /// Keys that go from region to region and from menu to menu. Before anything is drawn.
    pub fn keys(&mut self, ui: &Ui) {
        self.regions = std::mem::take(&mut self.next);
        self.menus = std::mem::take(&mut self.next_menus);
        if ui.input(|i| i.key_pressed(Key::Escape)) {
            // It closes while it is drawn, or in the next frame.
            self.left_menu = self.open_menu;
        }
        self.menu_keys(ui);
        let back = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::F6));
        let on = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F6));
        if (!back && !on) || self.regions.is_empty() {
            return;
        }
        let count = self.regions.len();
        let now = self.region_of_focus(ui);
        let to = match (now, back) {
            (Some(at), true) => (at + count - 1) % count,
            (Some(at), false) => (at + 1) % count,
            (None, true) => count - 1,
            (None, false) => 0,
        };
        if let Some((_, _, id)) = self.regions.get(to) {
            ui.memory_mut(|m| m.request_focus(*id));
        }
    }

    fn region_of_focus(&self, ui: &Ui) -> Option<usize> {
        let id = ui.memory(egui::Memory::focused)?;
        if let Some(at) = self.regions.iter().position(|r| r.2 == id) {
            return Some(at);
        }
        let centre = ui.ctx().read_response(id)?.rect.center();
        // What lies over the map is asked before the map.
        let over = |map: bool| {
            self.regions
                .iter()
                .position(|(r, rect, _)| (*r == Region::Map) == map && rect.contains(centre))
        };
        over(false).or_else(|| over(true))
    }

    /// Names a region and makes it a place that the keys can go to; Tab goes on with what is in it.
    pub fn region(&mut self, ui: &Ui, region: Region, rect: Rect, words: &Words) {
        let id = region.id();
        self.next.push((region, rect, id));
        if !ui.memory(|m| m.has_focus(id)) {
            return;
        }
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Group, true, words.text(region.key())));
    }

    /// The map is a region that takes the focus itself.
    pub fn map_region(&mut self, rect: Rect, id: Id) {
        self.next.push((Region::Map, rect, id));
    }

    /// Joins a menu of the top bar to those that the arrow keys go between.
    pub fn menu(&mut self, button: &Response, is_open: bool) {
        self.next_menus.push(button.id);
        let popup = Popup::default_response_id(button);
        if is_open {
            self.open_menu = Some(button.id);
        } else if self.open_menu == Some(button.id) && !Popup::is_id_open(&button.ctx, popup) {
            self.open_menu = None;
        }
        // Esc leaves the menu, not the bar.
        if !is_open && self.left_menu == Some(button.id) {
            self.left_menu = None;
            button.request_focus();
        }
        button.ctx.accesskit_node_builder(button.id, |node| {
            node.set_expanded(is_open);
            node.set_has_popup(egui::accesskit::HasPopup::Menu);
        });
    }

    fn menu_keys(&mut self, ui: &Ui) {
        let focused = ui.memory(egui::Memory::focused);
        let on_button = self.menus.iter().position(|id| Some(*id) == focused);
        let open = self.open_menu.and_then(|open| self.menus.iter().position(|id| *id == open));
        let Some(at) = open.or(on_button) else {
            return;
        };
        let pressed = |key| ui.input(|i| i.key_pressed(key) && i.modifiers.is_none());
        let count = self.menus.len();
        let step = match (pressed(Key::ArrowRight), pressed(Key::ArrowLeft)) {
            (true, false) => 1,
            (false, true) => count - 1,
            _ => 0,
        };
        let to = self.menus.get((at + step) % count).copied();
        if step != 0
            && let Some(to) = to
        {
            ui.memory_mut(|m| {
                m.move_focus(FocusDirection::None);
                m.request_focus(to);
            });
            if open.is_some() {
                Popup::open_id(ui.ctx(), to.with("popup"));
            }
        } else if open.is_none()
            && pressed(Key::ArrowDown)
            && let Some(to) = to
        {
            ui.memory_mut(|m| m.move_focus(FocusDirection::None));
            Popup::open_id(ui.ctx(), to.with("popup"));
        }
    }

    /// After everything is drawn: the ring around what has the focus.
    pub fn ring(&mut self, ui: &Ui) {
        let ctx = ui.ctx();
        let mut focused = ctx.memory(egui::Memory::focused);
        self.give_back(ctx, &mut focused);
        let changed = focused != self.focused;
        self.focused = focused;
        let Some(response) =
            focused.filter(|_| self.by_keyboard).and_then(|id| ctx.read_response(id))
        else {
            return;
        };
        let (whole, seen) = (response.rect, response.interact_rect);
        if changed && whole.is_finite() && !seen.expand(1.0).contains_rect(whole) {
            self.reveal = Some(response.id);
            ctx.request_repaint();
        }
        if !seen.is_positive() {
            return;
        }
        let rect = seen.expand(RING).intersect(ctx.content_rect());
        let ring = Stroke::new(RING, tokens(ui).selection);
        ctx.layer_painter(response.layer_id).rect_stroke(
            rect,
            CornerRadius::same(5),
            ring,
            StrokeKind::Inside,
        );
    }

    /// A list or menu that is gone takes along what had the focus: it goes back to what opened it.
    fn give_back(&mut self, ctx: &egui::Context, focused: &mut Option<Id>) {
        if Popup::is_any_open(ctx) {
            self.frames_closed = 0;
            return;
        }
        self.frames_closed = self.frames_closed.saturating_add(1);
        // The toolkit takes some frames to see that an entry is gone.
        if self.frames_closed > FRAMES_TO_GO || !self.by_keyboard {
            self.opener = *focused;
            return;
        }
        // Asked no earlier: after a click, reading a response takes the focus from its control.
        let is_there = |id: Id| ctx.read_response(id).is_some();
        if let Some(opener) =
            self.opener.filter(|id| !focused.is_some_and(is_there) && is_there(*id))
        {
            ctx.memory_mut(|m| m.request_focus(opener));
            *focused = Some(opener);
        }
    }

    /// Tells a screen reader what has been selected.
    pub fn announce(&mut self, ui: &Ui, session: &Session) {
        let key = (session.selection(), session.language());
        if self.said.as_ref().is_none_or(|(s, l)| (s, *l) != key) {
            self.said = Some((key.0.clone(), key.1));
            self.line = selection_line(session).unwrap_or_default();
        }
        let id = Id::unique("announcements");
        let place = Rect::from_min_size(ui.max_rect().min, egui::Vec2::splat(1.0));
        ui.interact(place, id, Sense::hover());
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_role(Role::Status);
            node.set_label(self.line.as_str());
            node.set_live(Live::Polite);
        });
    }
}

/// Marks a text that a screen reader reads out when it changes: at once, or when there is a pause.
pub fn live(response: &Response, at_once: bool) {
    let live = if at_once { Live::Assertive } else { Live::Polite };
    response.ctx.accesskit_node_builder(response.id, |node| node.set_live(live));
}

/// Says of a control whether what it opens is open.
pub fn expanded(response: &Response, is_open: bool) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_expanded(is_open));
}

/// Says why a control cannot be used now.
pub fn reason(response: &Response, why: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(why));
}

/// Names the bar by which a window is moved; `window` is the window's id.
pub fn title_bar(ctx: &egui::Context, window: Id, key: &str, words: &Words) {
    let id = window.with("__title_click");
    if ctx.read_response(id).is_some() {
        let name = words.text_with("window-title", &[("name", words.text(key).as_str().into())]);
        ctx.accesskit_node_builder(id, |node| {
            node.set_role(Role::TitleBar);
            node.set_label(name);
        });
    }
}
