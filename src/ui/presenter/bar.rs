//! The small controls over the presented map: stops and reveals below, tools at the right.

use egui::{Align2, Area, CornerRadius, Margin, Order, Rect, Sense, StrokeKind, Ui, pos2, vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::meeting::{MeetingCommand, Pointing, Reveal};

use crate::panel::PanelContext;
use crate::theme::{Weight, meeting as sizes, tokens};
use crate::widget::{floating, icon_button, text_job};

fn send(cx: &mut PanelContext<'_>, command: MeetingCommand) {
    cx.send.push(Command::Meeting(command));
}

/// Stops and reveals.
pub(super) fn steps(ui: &Ui, rect: Rect, cx: &mut PanelContext<'_>, opacity: f32) {
    let room = cx.session.meeting_room(f64::from(rect.width()), f64::from(rect.height()));
    let (k, t) = (room.scale as f32, tokens(ui));
    let at = pos2(rect.left() + rect.width() * 0.38, rect.bottom() - 46.0 * k);
    let session = cx.session;
    let meeting = session.meeting();
    let area = Area::new(egui::Id::unique("meeting-bar"))
        .order(Order::Middle)
        .pivot(Align2::CENTER_BOTTOM);
    area.fixed_pos(at).constrain_to(rect).show(ui.ctx(), |ui| {
        ui.set_opacity(opacity);
        floating(ui)
            .corner_radius(CornerRadius::same((23.0 * k) as u8))
            .inner_margin(Margin::symmetric(14, 6))
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 4.0 * k;
                    let side = 34.0 * k;
                    if icon_button(
                        ui,
                        Icon::ChevronLeft,
                        &cx.text("meeting-previous-stop"),
                        side,
                        true,
                    )
                    .clicked()
                    {
                        send(cx, MeetingCommand::Stop { forward: false });
                    }
                    for (number, step) in session.meeting_stops().into_iter().enumerate() {
                        let chosen = step == meeting.position.step;
                        let title = session.meeting_title(step);
                        let number_text = (number + 1).to_string();
                        let args = [("number", (&number_text).into()), ("name", (&title).into())];
                        if dot(ui, chosen, &cx.words.text_with("meeting-stop", &args), k).clicked()
                        {
                            send(cx, MeetingCommand::GoTo(number));
                        }
                    }
                    if icon_button(
                        ui,
                        Icon::ChevronRight,
                        &cx.text("meeting-next-stop"),
                        side,
                        true,
                    )
                    .clicked()
                    {
                        send(cx, MeetingCommand::Stop { forward: true });
                    }
                    let now = meeting.program.reveal(meeting.position);
                    let of_site = meeting
                        .program
                        .steps
                        .get(meeting.position.step)
                        .is_some_and(|s| s.site_id().is_some());
                    if of_site {
                        let pages = session.meeting_pages(meeting.position).len();
                        for reveal in Reveal::ALL {
                            let mut text = cx.text(&format!("meeting-reveal-{}", reveal.as_str()));
                            let chosen = now == Some(reveal);
                            if chosen && pages > 1 {
                                text = format!(
                                    "{text} {}/{pages}",
                                    (meeting.position.page + 1).min(pages)
                                );
                            }
                            let (weight, ink) = if chosen {
                                (Weight::Bold, t.action)
                            } else {
                                (Weight::Regular, t.muted)
                            };
                            let galley = ui.painter().layout_job(text_job(
                                &text,
                                sizes::SMALL * k,
                                weight,
                                ink,
                            ));
                            let (place, response) = ui.allocate_exact_size(
                                vec2(galley.size().x + 22.0 * k, side),
                                Sense::click(),
                            );
                            if response.hovered() || response.has_focus() {
                                ui.painter().rect_filled(place, CornerRadius::same(6), t.hover);
                            }
                            ui.painter().galley(place.center() - galley.size() / 2.0, galley, ink);
                            response.widget_info(|| {
                                egui::WidgetInfo::selected(
                                    egui::Role::RadioButton,
                                    true,
                                    chosen,
                                    &text,
                                )
                            });
                            if response.clicked() {
                                send(cx, MeetingCommand::Reveal(reveal));
                            }
                        }
                    }
                });
            });
    });
}

fn dot(ui: &mut Ui, chosen: bool, name: &str, k: f32) -> egui::Response {
    let t = tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(if chosen { 40.0 } else { 22.0 }, 34.0) * k, Sense::click());
    let size = vec2(if chosen { 34.0 } else { 11.0 }, 11.0) * k;
    let fill = if chosen { t.site } else { t.muted.gamma_multiply(0.5) };
    let corner = CornerRadius::same((5.5 * k) as u8);
    ui.painter().rect_filled(Rect::from_center_size(rect.center(), size), corner, fill);
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, t.selection);
        ui.painter().rect_stroke(rect, CornerRadius::same(6), ring, StrokeKind::Inside);
    }
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, true, chosen, name));
    response.on_hover_text(name)
}

/// Tools, the audience's window, and the way out.
pub(super) fn tools(ui: &Ui, rect: Rect, cx: &mut PanelContext<'_>, opacity: f32, desk: &mut bool) {
    let room = cx.session.meeting_room(f64::from(rect.width()), f64::from(rect.height()));
    let k = room.scale as f32;
    let at = pos2(rect.right() - 16.0 * k, rect.top() + 16.0 * k);
    let meeting = cx.session.meeting();
    let area =
        Area::new(egui::Id::unique("meeting-tools")).order(Order::Middle).pivot(Align2::RIGHT_TOP);
    area.fixed_pos(at).constrain_to(rect).show(ui.ctx(), |ui| {
        ui.set_opacity(opacity);
        floating(ui).inner_margin(Margin::same(4)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let side = 34.0 * k;
                let point = |p: Pointing| {
                    MeetingCommand::Point(if meeting.pointing == p { Pointing::Hand } else { p })
                };
                for (icon, key, on, command) in [
                    (
                        Icon::Crosshair,
                        "meeting-laser",
                        meeting.pointing == Pointing::Laser,
                        point(Pointing::Laser),
                    ),
                    (
                        Icon::Lightbulb,
                        "meeting-spotlight",
                        meeting.pointing == Pointing::Spotlight,
                        point(Pointing::Spotlight),
                    ),
                    (
                        Icon::Pencil,
                        "meeting-pen",
                        meeting.pointing == Pointing::Pen,
                        point(Pointing::Pen),
                    ),
                    (
                        Icon::MapPin,
                        "meeting-minute-pin",
                        meeting.pointing == Pointing::Minute,
                        point(Pointing::Minute),
                    ),
                    (
                        Icon::EyeOff,
                        "meeting-blank",
                        meeting.blank,
                        MeetingCommand::Blank(!meeting.blank),
                    ),
                    (
                        Icon::Pause,
                        "meeting-freeze",
                        meeting.frozen.is_some(),
                        MeetingCommand::Freeze(meeting.frozen.is_none()),
                    ),
                    (
                        Icon::Monitor,
                        "meeting-audience",
                        meeting.audience,
                        MeetingCommand::Audience(!meeting.audience),
                    ),
                ] {
                    if tool(ui, icon, on, &cx.text(key), side) {
                        send(cx, command);
                    }
                }
                if tool(ui, Icon::List, *desk, &cx.text("meeting-desk"), side) {
                    *desk = !*desk;
                }
                if icon_button(ui, Icon::X, &cx.text("meeting-leave"), side, true).clicked() {
                    send(cx, MeetingCommand::Leave);
                }
            });
        });
    });
}

fn tool(ui: &mut Ui, icon: Icon, on: bool, name: &str, side: f32) -> bool {
    let t = tokens(ui);
    let response = icon_button(ui, icon, name, side, true);
    if on {
        let ring = egui::Stroke::new(2.0, t.action);
        ui.painter().rect_stroke(
            response.rect.shrink(2.0),
            CornerRadius::same(6),
            ring,
            StrokeKind::Inside,
        );
    }
    let clicked = response.clicked();
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, on, name));
    clicked
}
