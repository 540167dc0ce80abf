//! The meeting on the screen: the full-screen picture, the presenter's desk, the audience's window.
//!
//! Owns which window shows what and when the controls fade. `audience` paints what everybody sees,
//! by one function for all windows. State and logic are the session's.

pub mod audience;
mod bar;
mod card;
mod desk;
mod keys;

use egui::{
    CentralPanel, Event, Frame, Margin, MouseWheelUnit, Panel, PointerButton, Rect, Sense, Ui,
    ViewportId,
};
use planmap_app::command::{Command, ViewCommand};
use planmap_app::map_room::{Covered, Stays};
use planmap_app::meeting::{MeetingCommand, Pointing};
use planmap_core::viewport::ScreenPoint;

use crate::canvas::from_screen;
use crate::canvas::picture::MapPicture;
use crate::canvas::store::TileStore;
use crate::panel::PanelContext;
use crate::theme::tokens;
use audience::Watcher;

/// Seconds without pointer or key after which the controls are gone.
const STAYS_S: f64 = 3.5;
/// Seconds in which they fade.
const FADES_S: f64 = 0.3;
/// Part of the width at either side where a tap goes on or back.
const EDGE: f32 = 0.08;
/// How much a notch of the wheel zooms, or widens the spotlight.
const NOTCH: f64 = 1.2;

/// Size of the audience's window on the presenter's own screen: it is not to hide what that shows.
const AUDIENCE_BESIDE: [f32; 2] = [800.0, 450.0];

/// The windows of a meeting.
pub struct Presenter {
    picture: MapPicture,
    audience: Option<MapPicture>,
    store: TileStore,
    desk: desk::Desk,
    desk_open: bool,
    touched_s: f64,
    complete: bool,
    full_screen: bool,
    audience_screen: Option<usize>,
    /// What the pointer was in the frame before.
    pointed: Pointing,
}

impl Presenter {
    /// No meeting yet.
    #[must_use]
    pub fn new(store: &TileStore) -> Self {
        Self {
            picture: MapPicture::new(store),
            audience: None,
            store: store.clone(),
            desk: desk::Desk::default(),
            desk_open: false,
            touched_s: 0.0,
            complete: false,
            full_screen: false,
            audience_screen: None,
            pointed: Pointing::default(),
        }
    }

    /// Whether everything of the picture is on the screen.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether the audience's window is about to open, and a screen has to be found for it.
    #[must_use]
    pub fn wants_screen(&self, session: &planmap_app::Session) -> bool {
        session.meeting().on && session.meeting().audience && self.audience.is_none()
    }

    /// Names the screen that the audience's window fills, by its number among those of the system;
    /// none where there is but one.
    pub fn set_audience_screen(&mut self, screen: Option<usize>) {
        self.audience_screen = screen;
    }

    /// Makes the window full while a meeting goes on, whether the audience has one of its own or not.
    pub fn follow(&mut self, ctx: &egui::Context, session: &planmap_app::Session) {
        let wanted = session.meeting().on;
        if wanted != self.full_screen {
            self.full_screen = wanted;
            self.touched_s = ctx.input(|i| i.time);
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(wanted));
        }
    }

    /// Draws the meeting over the whole window.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) -> Rect {
        let pointing = cx.session.meeting().pointing;
        let begins_remark = pointing == Pointing::Minute && self.pointed != Pointing::Minute;
        self.pointed = pointing;
        if begins_remark {
            self.desk_open = true;
            self.desk.begin_remark(ui.ctx());
        }
        keys::take(ui, cx.session, cx.send);
        let has_audience = cx.session.meeting().audience;
        if has_audience || self.desk_open {
            let frame = Frame::new().fill(tokens(ui).panel).inner_margin(Margin::symmetric(14, 12));
            let Self { desk, .. } = self;
            let panel = Panel::right("meeting-desk")
                .default_size(340.0)
                .size_range(280.0..=560.0)
                .resizable(true);
            panel.frame(frame).show(ui, |ui| desk.show(ui, cx));
        }
        let rect =
            CentralPanel::default().frame(Frame::new()).show(ui, |ui| self.map(ui, cx)).inner;
        if has_audience {
            self.audience_window(ui, cx);
        } else {
            self.audience = None;
        }
        rect
    }

    fn map(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) -> Rect {
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        let name = cx.text("meeting-picture");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
        let (width, height) = (f64::from(rect.width()), f64::from(rect.height()));
        let is_new_size = cx.session.viewport().size() != (width, height);
        if is_new_size {
            cx.send.push(Command::View(ViewCommand::Resize {
                width,
                height,
                covered: Covered::NOTHING,
                stays: Stays::Middle,
            }));
            cx.send.push(Command::Meeting(MeetingCommand::Frame));
        }
        self.complete =
            audience::paint(ui, rect, cx.session, &mut self.picture, Watcher::Presenter)
                && !is_new_size;
        self.pointer(ui, &response, rect, cx);
        let opacity = self.opacity(ui, &response);
        if opacity > 0.0 {
            bar::steps(ui, rect, cx, opacity);
            bar::tools(ui, rect, cx, opacity, &mut self.desk_open);
        }
        rect
    }

    /// How much of the controls is to be seen.
    fn opacity(&mut self, ui: &Ui, response: &egui::Response) -> f32 {
        let (now_s, touched) = ui.input(|i| {
            let moved = i.pointer.delta() != egui::Vec2::ZERO || i.pointer.any_pressed();
            (
                i.time,
                moved
                    || i.events
                        .iter()
                        .any(|e| matches!(e, Event::Key { .. } | Event::Touch { .. })),
            )
        });
        if touched {
            self.touched_s = now_s;
        }
        let left = self.touched_s + STAYS_S - now_s;
        if left > 0.0 {
            ui.ctx().request_repaint_after_secs(left as f32 + 0.02);
            return 1.0;
        }
        let opacity = (1.0 + left / FADES_S).clamp(0.0, 1.0) as f32;
        if opacity > 0.0 {
            ui.ctx().request_repaint();
        } else if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::None);
        }
        opacity
    }

    fn pointer(
        &mut self,
        ui: &Ui,
        response: &egui::Response,
        rect: Rect,
        cx: &mut PanelContext<'_>,
    ) {
        let meeting = cx.session.meeting();
        let view = *cx.session.viewport();
        let pos = response
            .hover_pos()
            .or_else(|| response.interact_pointer_pos())
            .filter(|p| rect.contains(*p));
        let at = pos.map(|p| view.map_from_screen(from_screen(rect, p)));
        if at != meeting.at {
            cx.send.push(Command::Meeting(MeetingCommand::At(at)));
        }
        let (Some(pos), Some(at)) = (pos, at) else {
            return;
        };
        let mut send = |command: MeetingCommand| cx.send.push(Command::Meeting(command));
        match meeting.pointing {
            Pointing::Pen => {
                if response.drag_started_by(PointerButton::Primary) {
                    send(MeetingCommand::PenDown(at));
                } else if response.drag_stopped_by(PointerButton::Primary) {
                    send(MeetingCommand::PenUp);
                } else if response.dragged_by(PointerButton::Primary) {
                    send(MeetingCommand::PenTo(at));
                }
                ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
            }
            Pointing::Laser | Pointing::Spotlight => {
                ui.ctx().set_cursor_icon(egui::CursorIcon::None);
            }
            Pointing::Minute if response.clicked() => {
                self.desk.pin = Some(at);
                self.desk_open = true;
                self.desk.begin_remark(ui.ctx());
                send(MeetingCommand::Point(Pointing::Hand));
            }
            Pointing::Minute => ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair),
            Pointing::Hand => {
                let part = (pos.x - rect.left()) / rect.width();
                if response.clicked() && part > 1.0 - EDGE {
                    send(MeetingCommand::Next);
                } else if response.clicked() && part < EDGE {
                    send(MeetingCommand::Previous);
                }
            }
        }
        let d = response.drag_delta();
        let moves =
            meeting.pointing != Pointing::Pen && response.dragged() && d != egui::Vec2::ZERO;
        let notches = notches(ui);
        if meeting.pointing == Pointing::Spotlight && notches.abs() > 0.0 {
            send(MeetingCommand::SpotlightRadius(meeting.spotlight * NOTCH.powf(notches) as f32));
        } else if notches.abs() > 0.0 {
            let p = from_screen(rect, pos);
            let anchor = ScreenPoint::new(p.x, p.y);
            cx.send.push(Command::View(ViewCommand::Zoom {
                factor: NOTCH.powf(notches),
                anchor,
                smooth: true,
            }));
        }
        if moves {
            cx.send.push(Command::View(ViewCommand::Pan(f64::from(d.x), f64::from(d.y))));
        }
    }

    /// The audience's own window, or a window inside this one where the system has no second one.
    fn audience_window(&mut self, ui: &Ui, cx: &mut PanelContext<'_>) {
        let picture = self.audience.get_or_insert_with(|| MapPicture::new(&self.store));
        let mut builder = egui::ViewportBuilder::default()
            .with_title(cx.text("meeting-audience-title"))
            .with_inner_size(AUDIENCE_BESIDE);
        if let Some(screen) = self.audience_screen {
            builder = builder.with_monitor(screen);
        }
        let (session, send) = (cx.session, &mut *cx.send);
        let mut complete = true;
        ui.ctx().show_viewport_immediate(
            ViewportId::from_hash_of("meeting-audience"),
            builder,
            |ui, class| {
                let embedded = class == egui::ViewportClass::EmbeddedWindow;
                let rect = if embedded {
                    ui.allocate_exact_size(egui::vec2(640.0, 360.0), Sense::hover()).0
                } else {
                    keys::take(ui, session, send);
                    ui.max_rect()
                };
                complete = audience::paint(ui, rect, session, picture, Watcher::Audience);
                if embedded {
                    return;
                }
                let (closes, toggles, full) = ui.input(|i| {
                    let v = i.viewport();
                    let twice = i.pointer.button_double_clicked(PointerButton::Primary);
                    (
                        v.close_requested(),
                        twice || i.key_pressed(egui::Key::F11),
                        v.fullscreen.unwrap_or(false),
                    )
                });
                if closes {
                    send.push(Command::Meeting(MeetingCommand::Audience(false)));
                }
                if toggles {
                    ui.ctx().send_viewport_cmd(egui::ViewportCommand::Fullscreen(!full));
                }
            },
        );
        self.complete &= complete;
    }
}

/// Notches that the wheel was turned by in this frame.
fn notches(ui: &Ui) -> f64 {
    ui.input(|i| {
        let of = |e: &Event| match e {
            Event::MouseWheel { unit, delta, .. } => match unit {
                MouseWheelUnit::Line | MouseWheelUnit::Page => f64::from(delta.y).clamp(-4.0, 4.0),
                MouseWheelUnit::Point => f64::from(delta.y) / 50.0,
            },
            _ => 0.0,
        };
        i.events.iter().map(of).sum()
    })
}
