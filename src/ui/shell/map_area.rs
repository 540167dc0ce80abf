//! The map and what stands over it: zoom, mark, legend, scale bar, notices.

use egui::{
    Align2, Area, Color32, CornerRadius, FontId, Frame, Margin, Order, Rect, Stroke, StrokeKind,
    Ui, pos2, vec2,
};
use lucide_icons::Icon;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::job::Wake;
use planmap_app::latest::Latest;
use planmap_app::legend_view::{LegendInView, legend_in_view};
use planmap_app::meeting::Room;
use planmap_app::session::Session;
use planmap_core::i18n::format_number;
use planmap_core::viewport::ScreenPoint;

use super::PlanmapWindow;
use crate::annotate::{recovery_offers, toolbar};
use crate::panel::{PanelContext, issues, legend};
use crate::theme::{Weight, size, tokens};
use crate::widget::{floating, icon_button, text_job};

/// Distance of floating things from the edge of the map.
const GAP: f32 = 14.0;
/// Side of a button of the zoom.
const ZOOM_SIDE: f32 = 34.0;
/// Height that the scale bar takes at the bottom of the map.
const ABOVE_SCALE_BAR: f32 = 36.0;
/// Widest that a notice is set.
const NOTICE_WIDTH: f32 = 460.0;
/// Width below which a notice beside a card would be a column of words.
const NOTICE_LEAST: f32 = 300.0;
/// Height that the controls take at the top of a meeting's picture.
const BELOW_CONTROLS: f32 = 72.0;

/// The legend of what is in view, measured in the background.
pub(super) struct LegendCard {
    slot: Latest<(u64, [u64; 4]), Vec<LegendInView>>,
    /// Whether the legend was open by the settings in the last frame: opened by key or menu, it unfolds.
    was_wanted: bool,
}

impl LegendCard {
    pub(super) fn new(wake: Wake) -> Self {
        Self { slot: Latest::new(wake), was_wanted: true }
    }

    fn get(&mut self, session: &Session) -> std::sync::Arc<Vec<LegendInView>> {
        let view = *session.target_viewport();
        let e = view.extent();
        let key =
            (session.scene().revision, [e.min.x, e.min.y, e.max.x, e.max.y].map(f64::to_bits));
        let scene = session.scene().clone();
        self.slot.get(key, move |outdated| {
            legend_in_view(&scene, &e, view.scale_denominator(), outdated)
        })
    }
}

/// Questions about files that are asked over the map at once; the rest wait among the data issues.
const OFFERS: usize = 2;

impl PlanmapWindow {
    /// Draws the map and, in the part of it that no panel lies over, what stands over it.
    pub(super) fn map_area(&mut self, ui: &mut Ui, free: Rect) -> Rect {
        let whole = self.canvas.show(ui, free, &self.session, &mut self.commands);
        if let Some(id) = self.canvas.focus_id() {
            self.access.map_region(whole, id);
        }
        let area = free;
        self.zoom_controls(ui, area);
        self.mark(ui, area);
        let bar_top = self.scale_bar(ui, area);
        self.legend_card(ui, area, bar_top);
        self.north(ui, area);
        if self.session.annotations().is_on() {
            let Self { session, commands, notes, .. } = self;
            let mut cx = PanelContext { words: session.words(), session, send: commands };
            toolbar(ui, area, &mut cx, notes);
            notes.readout.show(ui, area, &mut cx);
        }
        whole
    }

    fn zoom_controls(&mut self, ui: &Ui, area: Rect) {
        let words = self.session.words();
        let sketching = self.session.annotations().is_sketching();
        let (w, h) = self.session.viewport().size();
        let factor = f64::from(self.access.factor());
        let middle = ScreenPoint::new(w / 2.0 / factor, h / 2.0 / factor);
        let (back, forward) = self.session.view_history();
        // A low map keeps the first ones; all have keys.
        let room = ((area.height() - 2.0 * GAP - ABOVE_SCALE_BAR) / ZOOM_SIDE).max(0.0) as usize;
        if room == 0 {
            return;
        }
        over_map("zoom", sketching).fixed_pos(area.min + vec2(GAP, GAP)).show(ui.ctx(), |ui| {
            floating(ui).show(ui, |ui| {
                step_aside(ui, sketching);
                ui.spacing_mut().item_spacing.y = 0.0;
                let zoom = |factor| {
                    Command::View(ViewCommand::Zoom { factor, anchor: middle, smooth: true })
                };
                for (icon, key, enabled, command) in [
                    (Icon::Plus, "zoom-in", true, zoom(2.0)),
                    (Icon::Minus, "zoom-out", true, zoom(0.5)),
                    (Icon::Maximize, "zoom-all", true, Command::View(ViewCommand::ZoomToAll)),
                    (Icon::Undo2, "view-previous", back, Command::View(ViewCommand::Previous)),
                    (Icon::Redo2, "view-next", forward, Command::View(ViewCommand::Next)),
                ]
                .into_iter()
                .take(room)
                {
                    if icon_button(ui, icon, &words.text(key), ZOOM_SIDE, enabled).clicked() {
                        self.commands.push(command);
                    }
                }
            });
        });
    }

    /// The mark that schematic and indicative data must carry on the screen.
    fn mark(&mut self, ui: &Ui, area: Rect) {
        let Some(accuracy) = self.session.scene().mark() else {
            return;
        };
        let t = tokens(ui);
        let words = self.session.words();
        // Below the choice of layers that each of two maps has.
        let below = if self.session.compare().is_open() { 54.0 } else { 0.0 };
        let at = area.min + vec2(GAP + 48.0, GAP + below);
        let width = (area.right() - GAP - at.x - 44.0).max(80.0);
        let sketching = self.session.annotations().is_sketching();
        over_map("mark", sketching).fixed_pos(at).show(ui.ctx(), |ui| {
            Frame::new()
                .fill(t.schematic.fill)
                .stroke(Stroke::new(1.0, t.schematic.edge))
                .corner_radius(CornerRadius::same(6))
                .inner_margin(Margin::symmetric(10, 6))
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.label(crate::widget::icon_text(
                            Icon::TriangleAlert,
                            15.0,
                            t.schematic.text,
                        ));
                        let text = words.text(&format!("map-mark-{}", accuracy.as_str()));
                        let job = text_job(&text, size::BODY, Weight::SemiBold, t.schematic.text);
                        let room = width - ui.min_rect().width() - 20.0;
                        if ui.painter().layout_job(job.clone()).size().x <= room {
                            ui.label(job);
                        } else {
                            ui.vertical(|ui| {
                                ui.set_max_width(room);
                                ui.add(egui::Label::new(job).wrap());
                            });
                        }
                    });
                })
                .response
                .on_hover_text(self.session.catalogue().legal_note.get(self.session.language()));
        });
    }

    fn legend_card(&mut self, ui: &Ui, area: Rect, bottom: f32) {
        if !legend::fits(area) {
            return;
        }
        let legends = self.legend.get(&self.session);
        if legends.is_empty() {
            return;
        }
        let Self { session, commands, .. } = self;
        let sketching = session.annotations().is_sketching();
        let wanted = session.settings().legend_open;
        let is_asked_for = wanted && !std::mem::replace(&mut self.legend.was_wanted, wanted);
        if is_asked_for || !legend::is_tight(session, area) {
            legend::unfold(ui.ctx(), is_asked_for);
        }
        let open = legend::is_open(ui.ctx(), session, area);
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        let room = legend::highest(area);
        over_map("legend", sketching)
            .pivot(Align2::LEFT_BOTTOM)
            .fixed_pos(pos2(area.left() + GAP, bottom - 10.0))
            .show(ui.ctx(), |ui| {
                floating(ui).inner_margin(Margin::symmetric(0, 8)).show(ui, |ui| {
                    step_aside(ui, sketching);
                    ui.set_width(if open { legend::WIDTH } else { legend::FOLDED });
                    // Without a least height the area keeps the height of the shortest legend it has had.
                    let list =
                        egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room);
                    list.show(ui, |ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        legend::show(ui, &mut cx, &legends, area);
                    });
                });
            });
    }

    /// Draws the scale bar and returns where it begins.
    fn scale_bar(&self, ui: &Ui, area: Rect) -> f32 {
        let (metres, points) = round_bar(self.canvas.metres_per_point(&self.session), 180.0);
        let t = tokens(ui);
        let painter = ui.painter();
        let (x, y) = (area.left() + GAP + 2.0, area.bottom() - 30.0);
        let half = points / 2.0;
        let ink = t.text;
        let edge = Stroke::new(1.0, ink);
        let halo =
            if t.dark { Color32::from_black_alpha(150) } else { Color32::from_white_alpha(190) };
        painter.rect_filled(
            Rect::from_min_size(pos2(x - 6.0, y - 6.0), vec2(points + 52.0, 32.0)),
            CornerRadius::same(4),
            halo,
        );
        painter.rect_filled(Rect::from_min_size(pos2(x, y), vec2(half, 5.0)), 0.0, ink);
        let paper = if t.dark { Color32::BLACK } else { Color32::WHITE };
        painter.rect(
            Rect::from_min_size(pos2(x + half, y), vec2(half, 5.0)),
            0.0,
            paper,
            edge,
            StrokeKind::Inside,
        );
        let language = self.session.language();
        let in_km = metres >= 1000.0;
        let value = |m: f64| {
            let v = if in_km { m / 1000.0 } else { m };
            let decimals = if (v.fract()).abs() > 1e-9 { 1 } else { 0 };
            format_number(v, decimals, language)
        };
        let font = FontId::proportional(size::SMALL);
        let below = y + 13.0;
        painter.text(pos2(x, below), Align2::CENTER_CENTER, "0", font.clone(), ink);
        painter.text(
            pos2(x + half, below),
            Align2::CENTER_CENTER,
            value(metres / 2.0),
            font.clone(),
            ink,
        );
        let unit = if in_km { "km" } else { "m" };
        painter.text(
            pos2(x + points, below),
            Align2::CENTER_CENTER,
            format!("{} {unit}", value(metres)),
            font,
            ink,
        );
        y
    }

    fn north(&self, ui: &Ui, area: Rect) {
        let t = tokens(ui);
        let painter = ui.painter();
        let c = pos2(area.right() - 26.0, area.bottom() - 34.0);
        let halo =
            if t.dark { Color32::from_black_alpha(150) } else { Color32::from_white_alpha(190) };
        painter.rect_filled(
            Rect::from_center_size(c + vec2(0.0, 3.0), vec2(28.0, 44.0)),
            CornerRadius::same(4),
            halo,
        );
        let tip = |points: &[(f32, f32)], fill: Color32| {
            let points = points.iter().map(|(x, y)| c + vec2(*x, *y)).collect();
            painter.add(egui::Shape::convex_polygon(points, fill, Stroke::new(1.0, t.text)));
        };
        tip(&[(0.0, -14.0), (6.0, 6.0), (0.0, 2.0)], t.text);
        tip(&[(0.0, -14.0), (0.0, 2.0), (-6.0, 6.0)], t.panel);
        let letter = self.session.words().text("north-letter");
        painter.text(
            c + vec2(0.0, 15.0),
            Align2::CENTER_CENTER,
            letter,
            FontId::proportional(size::SMALL),
            t.text,
        );
    }

    /// What is said and asked over the map, at a place where nothing is read.
    pub(super) fn notices(&mut self, ui: &Ui, place: NoticePlace) {
        let words = self.session.words();
        let offers: Vec<String> = self
            .session
            .layers()
            .iter()
            .filter(|l| l.content().is_some_and(|c| c.suggestion.is_some()))
            .map(|l| l.spec.id.clone())
            .take(OFFERS)
            .collect();
        let found = self.session.annotations().sets().iter().any(|s| s.found.is_some());
        if self.session.notices().is_empty() && offers.is_empty() && !found {
            return;
        }
        // A message is gone in a moment and lies over all but a dialog, whose title and cross it would
        // cover; a question that stays lets windows over it.
        let steps_back = self.session.notices().is_empty() || crate::dialog::is_open(ui.ctx());
        let Self { session, commands, .. } = self;
        let sketching = session.annotations().is_sketching();
        let card = over_map("notices", sketching);
        let card = if steps_back || sketching { card } else { card.order(Order::Foreground) };
        let mut asked = None;
        card.pivot(place.pivot).fixed_pos(place.at).show(ui.ctx(), |ui| {
            step_aside(ui, sketching);
            ui.set_max_width(place.width);
            recovery_offers(ui, &mut PanelContext { words, session, send: commands });
            for id in &offers {
                if let Some(layer) = session.layer(id) {
                    let mut cx = PanelContext { words, session, send: commands };
                    issues::suggestion(ui, &mut cx, layer);
                }
            }
            asked = crate::desk::toasts(ui, &mut PanelContext { words, session, send: commands });
        });
        self.show_asked(asked);
    }
}

/// Where notices stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoticePlace {
    pivot: Align2,
    at: egui::Pos2,
    width: f32,
}

impl NoticePlace {
    /// At the top of the map, below its mark.
    pub(super) fn on_map(area: Rect) -> Self {
        let at = pos2(area.center().x, area.top() + GAP + 40.0);
        Self { pivot: Align2::CENTER_TOP, at, width: NOTICE_WIDTH.min(area.width() - 2.0 * GAP) }
    }

    /// At the foot of a page, whose title stands at its top.
    pub(super) fn on_page(area: Rect) -> Self {
        let at = pos2(area.center().x, area.bottom() - GAP);
        Self { pivot: Align2::CENTER_BOTTOM, at, ..Self::on_map(area) }
    }

    /// In a meeting: on the map beside the card and below the controls; where the card leaves too little
    /// of it, above the foot, where the card says least.
    pub(super) fn in_meeting(area: Rect, room: &Room, has_card: bool) -> Self {
        let covered = if has_card { room.covered_left() as f32 } else { 0.0 };
        let width = area.width() - covered - 2.0 * GAP;
        if width < NOTICE_LEAST {
            let at = pos2(area.center().x, area.bottom() - room.foot as f32);
            return Self { pivot: Align2::CENTER_BOTTOM, at, ..Self::on_map(area) };
        }
        let at = pos2(area.right() - GAP, area.top() + BELOW_CONTROLS * room.scale as f32);
        Self { pivot: Align2::RIGHT_TOP, at, width: NOTICE_WIDTH.min(width) }
    }
}

/// Opacity of a card that clicks go through.
const STEPPED_ASIDE: f32 = 0.45;

/// A card over the map. While a shape is drawn a click anywhere on the map is its next corner, whatever
/// lies there: widgets would stop clicks in any order but the one of hints.
fn over_map(name: &'static str, sketching: bool) -> Area {
    let order = if sketching { Order::Tooltip } else { Order::Middle };
    Area::new(egui::Id::unique(name)).order(order).interactable(!sketching)
}

/// A card that clicks go through shows that it does, and what lies under it.
fn step_aside(ui: &mut Ui, sketching: bool) {
    if sketching {
        ui.disable();
        ui.set_opacity(STEPPED_ASIDE);
    }
}

/// A bar of a round length: 1, 2 or 5 times a power of ten metres, at most `most` points long.
fn round_bar(metres_per_point: f64, most: f32) -> (f64, f32) {
    let limit = metres_per_point * f64::from(most);
    let power = 10f64.powf(limit.log10().floor());
    let factor = [5.0, 2.0, 1.0].into_iter().find(|f| f * power <= limit).unwrap_or(1.0);
    let metres = factor * power;
    (metres, (metres / metres_per_point) as f32)
}

#[cfg(test)]
mod tests {
    use super::round_bar;

    #[test]
    fn scale_bars_are_round_and_fit() {
        for mpp in [0.005, 0.3, 1.0, 12.3, 77.0, 400.0] {
            let (metres, points) = round_bar(mpp, 180.0);
            assert!((72.0..=180.0).contains(&points), "{points}");
            let mantissa = metres / 10f64.powf(metres.log10().floor());
            assert!([1.0, 2.0, 5.0].iter().any(|m| (m - mantissa).abs() < 1e-6), "{metres}");
        }
    }
}
