//! The pointer while annotating: presses and moves become commands, drags that belong to nothing
//! still move the map.

use egui::{Key, Modifiers, PointerButton, Rect, Response, Ui};
use planmap_app::annotate_command::{AnnotateCommand, PointerAct};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::session::Session;
use planmap_app::tool::Tool;
use planmap_core::viewport::Viewport;

use super::{from_screen, input};

/// Points around a place in which a hand takes something, or a place snaps.
const REACH: f64 = 9.0;

pub(super) fn pointer(
    ui: &Ui,
    response: &Response,
    area: Rect,
    view: &Viewport,
    session: &Session,
    send: &mut Vec<Command>,
) {
    let tolerance_m = REACH * view.metres_per_point();
    let place = |p: egui::Pos2| view.map_from_screen(from_screen(area, p));
    let mut act = |act: PointerAct, at| {
        send.push(Command::Annotate(AnnotateCommand::Pointer { act, at, tolerance_m }));
    };
    let id = response.id.with("draws");
    let mut draws = ui.data(|d| d.get_temp::<bool>(id).unwrap_or(false));
    let primary = PointerButton::Primary;
    if response.drag_started_by(primary) {
        // Where the button went down, not where the drag was noticed.
        let from = ui.input(|i| i.pointer.press_origin()).or(response.interact_pointer_pos());
        draws = from.is_some_and(|p| session.takes_drag(place(p), tolerance_m));
        if let (true, Some(p)) = (draws, from) {
            act(PointerAct::DragStart, place(p));
        }
        ui.data_mut(|d| d.insert_temp(id, draws));
    }
    if let Some(p) = response.interact_pointer_pos() {
        if draws && response.drag_stopped_by(primary) {
            act(PointerAct::DragEnd, place(p));
            ui.data_mut(|d| d.insert_temp(id, false));
        } else if draws && response.dragged_by(primary) {
            act(PointerAct::DragTo, place(p));
        } else if response.double_clicked() {
            act(PointerAct::DoubleClick, place(p));
        } else if response.clicked() {
            response.request_focus();
            let held = ui.input(|i| i.modifiers);
            act(PointerAct::Click { add: held.shift, alt: held.alt }, place(p));
        }
    }
    if let Some(p) = response.hover_pos() {
        let moved = ui.input(|i| i.pointer.delta() != egui::Vec2::ZERO);
        if moved && !response.dragged() {
            act(PointerAct::Hover, place(p));
        }
        let drawing = matches!(session.annotations().tool(), Tool::Draw(_));
        let icon = match drawing {
            true => egui::CursorIcon::Crosshair,
            false if session.takes_drag(place(p), tolerance_m) => egui::CursorIcon::Move,
            false => egui::CursorIcon::Default,
        };
        ui.ctx().set_cursor_icon(icon);
        input::wheel(ui, from_screen(area, p), send);
    }
    let pans =
        response.dragged_by(PointerButton::Middle) || (response.dragged_by(primary) && !draws);
    let d = response.drag_delta();
    if pans && d != egui::Vec2::ZERO {
        send.push(Command::View(ViewCommand::Pan(f64::from(d.x), f64::from(d.y))));
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    if input::has_keys(ui, response) {
        keys(ui, session, send);
        input::keys(ui, view, session, send);
    }
}

fn keys(ui: &Ui, session: &Session, send: &mut Vec<Command>) {
    let drawing = matches!(session.annotations().tool(), Tool::Draw(d) if !d.is_empty());
    ui.input_mut(|i| {
        let mut on = |modifiers, key, command: AnnotateCommand| {
            if i.consume_key(modifiers, key) {
                send.push(Command::Annotate(command));
            }
        };
        on(Modifiers::NONE, Key::Enter, AnnotateCommand::Finish);
        on(Modifiers::NONE, Key::Escape, AnnotateCommand::Cancel);
        if drawing {
            on(Modifiers::NONE, Key::Backspace, AnnotateCommand::StepBack);
        }
        on(Modifiers::NONE, Key::Delete, AnnotateCommand::Delete);
        on(Modifiers::COMMAND, Key::D, AnnotateCommand::Duplicate);
    });
    if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::A)) {
        send.push(Command::Annotate(AnnotateCommand::ChooseIn(session.viewport().extent())));
    }
}
