//! What analyses put on the map: the reviewed area, the marked finding, pins, the stack at the pointer,
//! and the line between two versions.

use egui::{
    Align2, Area, Color32, CornerRadius, CursorIcon, FontId, Order, Painter, Pos2, Rect, Response,
    Sense, Shape, Stroke, Ui, Vec2, pos2, vec2,
};
use planmap_app::analysis::{AnalysisCommand, VersionsCommand, VersionsView};
use planmap_app::command::Command;
use planmap_app::session::Session;
use planmap_core::MapPoint;
use planmap_core::geometry::{Extent, edges_of};
use planmap_core::viewport::Viewport;

use super::{Canvas, input, to_screen};
use crate::panel::PanelContext;
use crate::panel::answer::agreement_chip;
use crate::theme::{Weight, size, tokens};
use crate::widget::{floating, label, muted, wrapped};

/// Seconds that each of two versions is shown while they blink.
const BLINK_S: f64 = 0.9;
/// Width of the handle between two versions, in points.
const HANDLE: f32 = 14.0;
/// Points across up to which a marked finding has a ring around it.
const RINGED: f64 = 40.0;
/// Least radius of that ring, and its distance from what it surrounds.
const RING: f32 = 13.0;
const RING_GAP: f32 = 6.0;
/// Width of the card at the pointer.
const CARD: f32 = 300.0;

/// Which part of the map shows the earlier of two versions; `None` where it is not shown at all.
pub(super) fn earlier_part(ui: &Ui, area: Rect, session: &Session) -> Option<Rect> {
    session.before_scene()?;
    match session.analysis().versions.view {
        VersionsView::Layers => None,
        VersionsView::Swipe(share) => {
            let x = area.left() + area.width() * share;
            Some(Rect::from_min_max(area.min, pos2(x, area.bottom())))
        }
        VersionsView::Blink => {
            let now = ui.input(|i| i.time);
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_secs_f64(BLINK_S - now % BLINK_S));
            ((now / BLINK_S) as u64).is_multiple_of(2).then_some(area)
        }
    }
}

/// Draws outlines and pins that belong to the map.
pub(super) fn paint(ui: &Ui, painter: &Painter, area: Rect, view: &Viewport, session: &Session) {
    let t = tokens(ui);
    let analysis = session.analysis();
    if let Some(review) = &analysis.review {
        outline(
            painter,
            area,
            view,
            edges_of(review.region.shape()),
            Stroke::new(2.4, t.selection),
            true,
        );
    }
    if let Some(finding) = analysis.audit.chosen_finding() {
        outline(
            painter,
            area,
            view,
            edges_of(&finding.shape),
            Stroke::new(3.0, t.selection),
            false,
        );
        // What is too small to be found by its outline has a ring around it; over a larger one the ring
        // would only lie on the names that stand there.
        let extent = Extent::of_geometry(&finding.shape.clone().into());
        let across = extent.width().max(extent.height()) / view.metres_per_point();
        if across < RINGED {
            let at = to_screen(area, view.screen_from_map(extent.centre()));
            painter.circle_stroke(
                at,
                RING.max(across as f32 / 2.0 + RING_GAP),
                Stroke::new(2.5, t.selection),
            );
        }
    }
    for (i, at) in analysis.places.iter().enumerate() {
        pin(ui, painter, to_screen(area, view.screen_from_map(*at)), i + 1);
    }
}

/// Edges as lines, only where they can be seen.
fn outline(
    painter: &Painter,
    area: Rect,
    view: &Viewport,
    edges: impl Iterator<Item = (MapPoint, MapPoint)>,
    stroke: Stroke,
    dashed: bool,
) {
    let seen = view.extent().buffered(view.metres_per_point() * 20.0);
    for (a, b) in edges.filter(|(a, b)| Extent::from_corners(*a, *b).intersects(&seen)) {
        let points = [view.screen_from_map(a), view.screen_from_map(b)].map(|p| to_screen(area, p));
        // Far beyond the screen, dashes of a few points would be drawn forever.
        if dashed && points[0].distance(points[1]) < 4000.0 {
            painter.extend(Shape::dashed_line(&points, stroke, 9.0, 5.0));
        } else {
            painter.line_segment(points, stroke);
        }
    }
}

fn pin(ui: &Ui, painter: &Painter, at: Pos2, number: usize) {
    let t = tokens(ui);
    let head = at - vec2(0.0, 20.0);
    let tip = vec![at, head + vec2(-7.0, 6.0), head + vec2(7.0, 6.0)];
    painter.add(Shape::convex_polygon(tip, t.selection, Stroke::NONE));
    painter.circle(head, 11.0, t.selection, Stroke::new(1.5, Color32::WHITE));
    let font = FontId::proportional(size::BODY);
    painter.text(head, Align2::CENTER_CENTER, number.to_string(), font, t.on_selection);
}

/// What the plans say under the pointer, beside it.
pub(super) fn live_stack(
    ui: &Ui,
    response: &Response,
    area: Rect,
    view: &Viewport,
    session: &Session,
) {
    if !session.analysis().live_stack || response.dragged() {
        return;
    }
    let Some(pointer) = response.hover_pos().filter(|p| area.contains(*p)) else {
        return;
    };
    let at = view.map_from_screen(super::from_screen(area, pointer));
    let stack = session.stack_at(at, input::TOLERANCE * view.metres_per_point());
    let mut nothing_sent = Vec::new();
    let cx = PanelContext { session, words: session.words(), send: &mut nothing_sent };
    let id = egui::Id::unique("live-stack");
    // Where the card would leave the map, it stands on the other side of the pointer.
    let last: Vec2 = ui.data(|d| d.get_temp(id)).unwrap_or(vec2(CARD, 160.0));
    let mut place = pointer + vec2(18.0, 18.0);
    if place.x + last.x > area.right() {
        place.x = pointer.x - 18.0 - last.x;
    }
    if place.y + last.y > area.bottom() {
        place.y = (pointer.y - 18.0 - last.y).max(area.top());
    }
    let shown = Area::new(id).order(Order::Tooltip).fixed_pos(place).interactable(false).show(
        ui.ctx(),
        |ui| {
            floating(ui).inner_margin(10.0).show(ui, |ui| {
                ui.set_width(CARD - 20.0);
                ui.spacing_mut().item_spacing.y = 2.0;
                let t = *tokens(ui);
                let language = session.language();
                ui.horizontal(|ui| agreement_chip(ui, &cx, stack.agreement));
                ui.add_space(3.0);
                let speaking: Vec<_> = stack
                    .rows
                    .iter()
                    .filter(|r| !r.is_silent() || r.inside == Some(true))
                    .collect();
                if speaking.is_empty() {
                    muted(ui, &cx.text("live-stack-nothing"));
                }
                for row in speaking {
                    label(
                        ui,
                        row.plan.short_name.get(language),
                        size::SMALL,
                        Weight::SemiBold,
                        t.muted,
                    );
                    wrapped(ui, &session.plan_row_text(row), size::BODY, Weight::Regular, t.text);
                }
            });
        },
    );
    let extent = shown.response.rect.size();
    if extent != last {
        ui.data_mut(|d| d.insert_temp(id, extent));
    }
}

impl Canvas {
    /// The line between two versions, which a hand or the arrow keys move.
    pub(super) fn swipe_handle(
        &self,
        ui: &Ui,
        area: Rect,
        session: &Session,
        send: &mut Vec<Command>,
    ) {
        let VersionsView::Swipe(share) = session.analysis().versions.view else {
            return;
        };
        if session.before_scene().is_none() {
            return;
        }
        let t = tokens(ui);
        let x = area.left() + area.width() * share;
        let painter = ui.painter();
        painter.vline(x, area.y_range(), Stroke::new(3.0, Color32::WHITE));
        painter.vline(x, area.y_range(), Stroke::new(1.5, t.selection));
        let knob = pos2(x, area.center().y);
        painter.circle(knob, 13.0, t.selection, Stroke::new(2.0, Color32::WHITE));
        let font = FontId::proportional(size::TITLE);
        painter.text(knob, Align2::CENTER_CENTER, "↔", font, t.on_selection);
        let versions = &session.analysis().versions;
        if let Some((before, after)) = &versions.layers {
            let title = |id: &str| {
                session.layer(id).map(|l| l.spec.name.get(session.language()).to_owned())
            };
            let y = area.bottom() - 54.0;
            tag(
                ui,
                painter,
                pos2(x - 14.0, y),
                Align2::RIGHT_CENTER,
                &title(before).unwrap_or_default(),
            );
            tag(
                ui,
                painter,
                pos2(x + 14.0, y),
                Align2::LEFT_CENTER,
                &title(after).unwrap_or_default(),
            );
        }
        let handle = Rect::from_center_size(pos2(x, area.center().y), vec2(HANDLE, area.height()));
        let response = ui.interact(handle, egui::Id::unique("swipe"), Sense::click_and_drag());
        let name = session.words().text("versions-swipe-handle");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Slider, true, &name));
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let mut to = None;
        if let Some(p) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            to = Some((p.x - area.left()) / area.width());
        }
        if response.has_focus() {
            let step = ui.input(|i| {
                f32::from(
                    i8::from(i.key_pressed(egui::Key::ArrowRight))
                        - i8::from(i.key_pressed(egui::Key::ArrowLeft)),
                )
            });
            if step.abs() > 0.0 {
                to = Some(share + step * 0.02);
            }
        }
        if let Some(to) = to {
            let view = VersionsView::Swipe(to.clamp(0.0, 1.0));
            send.push(Command::Analysis(AnalysisCommand::Versions(VersionsCommand::Show(view))));
        }
    }
}

fn tag(ui: &Ui, painter: &Painter, at: Pos2, align: Align2, text: &str) {
    let t = tokens(ui);
    let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(size::BODY), t.text);
    let rect = align.anchor_size(at, galley.size());
    painter.rect_filled(rect.expand2(vec2(8.0, 4.0)), CornerRadius::same(6), t.panel);
    painter.galley(rect.min, galley, t.text);
}
