//! Pointer, wheel, touch and keys on the map, turned into commands.

use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Rect, Response, Ui};
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::session::Session;
use planmap_core::viewport::{ScreenPoint, Viewport};

use crate::canvas::from_screen;
use crate::keys::{escape_goes_on, one_step_back};

/// Points around a click in which lines and points count as hit.
pub(super) const TOLERANCE: f64 = 6.0;
/// One notch of the wheel zooms by this factor.
const WHEEL_FACTOR: f64 = 1.5;
/// A key press pans by this share of the view.
const KEY_PAN: f64 = 0.2;
/// A key press zooms by this factor.
const KEY_ZOOM: f64 = 2.0;

/// What a click may mean beside the plans.
pub(super) struct OnMap<'a> {
    /// The site whose marker is under the pointer: clicking it is asking for the site.
    pub site: Option<&'a str>,
    /// Where annotations are asked for.
    pub session: &'a Session,
}

pub(super) fn pointer(
    ui: &Ui,
    response: &Response,
    area: Rect,
    view: &Viewport,
    on_map: &OnMap<'_>,
    send: &mut Vec<Command>,
) {
    if response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle) {
        let d = response.drag_delta();
        if d != egui::Vec2::ZERO {
            send.push(Command::View(ViewCommand::Pan(f64::from(d.x), f64::from(d.y))));
        }
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    if let Some(at) = response.interact_pointer_pos().map(|p| from_screen(area, p)) {
        if response.double_clicked() {
            send.push(Command::View(ViewCommand::Zoom { factor: 2.0, anchor: at, smooth: true }));
        } else if response.clicked() {
            response.request_focus();
            let tolerance_m = TOLERANCE * view.metres_per_point();
            let place = view.map_from_screen(at);
            let note = on_map.session.annotation_at(place, tolerance_m);
            if note.is_none() && !on_map.session.annotations().chosen().is_empty() {
                send.push(Command::Annotate(AnnotateCommand::Unchoose));
            }
            send.push(match (on_map.site, note) {
                (Some(id), _) => Command::SelectSite { id: id.to_owned(), zoom: false },
                (None, Some(what)) => {
                    Command::Annotate(AnnotateCommand::Choose { what, add: false, zoom: false })
                }
                (None, None) => Command::Identify { at: place, tolerance_m },
            });
        }
    }
    if let Some(at) = response.hover_pos().map(|p| from_screen(area, p)) {
        wheel(ui, at, send);
    }
    if response.has_focus() {
        // Arrows move the map instead of the focus while the map has it.
        let filter = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..egui::EventFilter::default()
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    }
    if has_keys(ui, response) {
        keys(ui, view, on_map.session, send);
    }
}

pub(super) fn wheel(ui: &Ui, at: ScreenPoint, send: &mut Vec<Command>) {
    let (events, pinch) = ui.input(|i| (i.events.clone(), f64::from(i.zoom_delta())));
    let mut pinched = false;
    for event in events {
        if let Event::MouseWheel { unit, delta, modifiers, .. } = event {
            match unit {
                // Two fingers on a trackpad move the map; with Ctrl they zoom, below.
                MouseWheelUnit::Point if !modifiers.ctrl && !modifiers.command => {
                    send.push(Command::View(ViewCommand::Pan(
                        f64::from(delta.x),
                        f64::from(delta.y),
                    )));
                }
                MouseWheelUnit::Point => pinched = true,
                MouseWheelUnit::Line | MouseWheelUnit::Page => {
                    let notches = f64::from(delta.y).clamp(-4.0, 4.0);
                    if notches.abs() > 0.0 {
                        send.push(Command::View(ViewCommand::Zoom {
                            factor: WHEEL_FACTOR.powf(notches),
                            anchor: at,
                            smooth: true,
                        }));
                    }
                }
            }
        } else if matches!(event, Event::Zoom(_)) {
            pinched = true;
        }
    }
    let touching = ui.input(|i| i.multi_touch().is_some());
    if (pinched || touching) && (pinch - 1.0).abs() > 1e-6 {
        send.push(Command::View(ViewCommand::Zoom { factor: pinch, anchor: at, smooth: false }));
    }
}

/// Whether keys are the map's: it has the focus or nothing has, and no list, menu or dialog is open over
/// it, which the arrows walk and Esc closes.
pub(super) fn has_keys(ui: &Ui, map: &Response) -> bool {
    ui.memory(egui::Memory::focused).is_none_or(|id| id == map.id)
        && !crate::keys::are_typed(ui.ctx())
        && escape_goes_on(ui.ctx())
        && !egui::Popup::is_any_open(ui.ctx())
        && !crate::dialog::is_open(ui.ctx())
}

pub(super) fn keys(ui: &Ui, view: &Viewport, session: &Session, send: &mut Vec<Command>) {
    if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
        send.push(one_step_back(session));
    }
    let (w, h) = view.size();
    let middle = ScreenPoint::new(w / 2.0, h / 2.0);
    let zoom = |factor| Command::View(ViewCommand::Zoom { factor, anchor: middle, smooth: true });
    ui.input_mut(|i| {
        let mut on = |modifiers, key, command: Command| {
            if i.consume_key(modifiers, key) {
                send.push(command);
            }
        };
        on(Modifiers::ALT, Key::ArrowLeft, Command::View(ViewCommand::Previous));
        on(Modifiers::ALT, Key::ArrowRight, Command::View(ViewCommand::Next));
        on(Modifiers::NONE, Key::ArrowLeft, Command::View(ViewCommand::Pan(w * KEY_PAN, 0.0)));
        on(Modifiers::NONE, Key::ArrowRight, Command::View(ViewCommand::Pan(-w * KEY_PAN, 0.0)));
        on(Modifiers::NONE, Key::ArrowUp, Command::View(ViewCommand::Pan(0.0, h * KEY_PAN)));
        on(Modifiers::NONE, Key::ArrowDown, Command::View(ViewCommand::Pan(0.0, -h * KEY_PAN)));
        on(Modifiers::NONE, Key::Plus, zoom(KEY_ZOOM));
        on(Modifiers::NONE, Key::Equals, zoom(KEY_ZOOM));
        on(Modifiers::NONE, Key::Minus, zoom(1.0 / KEY_ZOOM));
        on(Modifiers::NONE, Key::PageUp, zoom(KEY_ZOOM));
        on(Modifiers::NONE, Key::PageDown, zoom(1.0 / KEY_ZOOM));
        on(Modifiers::NONE, Key::Home, Command::View(ViewCommand::ZoomToAll));
        on(Modifiers::NONE, Key::Num0, Command::View(ViewCommand::ZoomToAll));
        on(Modifiers::NONE, Key::Z, Command::View(ViewCommand::ZoomToSelection));
        on(Modifiers::NONE, Key::Backspace, Command::View(ViewCommand::Previous));
    });
}
