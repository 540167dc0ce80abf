//! Two maps side by side, each with a choice of its layers.

use egui::{Align2, Area, Order, Popup, PopupCloseBehavior, Rect, Ui, UiBuilder, pos2, vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::compare::CompareCommand;

use super::PlanmapWindow;
use crate::canvas::compare::paint_cross;
use crate::theme::{Weight, size, tokens};
use crate::widget::{as_in_panel, floating, icon_button, label, quiet_button};

/// Distance of floating things from the edge of the map.
const GAP: f32 = 14.0;

fn send(commands: &mut Vec<Command>, command: CompareCommand) {
    commands.push(Command::Compare(command));
}

impl PlanmapWindow {
    /// The map, or both of them; gives the place of the first.
    pub(super) fn maps(&mut self, ui: &mut Ui, free: Rect) -> Rect {
        if !self.session.compare().is_open() {
            return self.map_area(ui, free);
        }
        let whole = ui.available_rect_before_wrap();
        let middle = whole.center().x.round();
        let left = Rect::from_min_max(whole.min, pos2(middle - 1.0, whole.bottom()));
        let right = Rect::from_min_max(pos2(middle + 1.0, whole.top()), whole.max);
        let area = self.map_area(
            &mut ui.new_child(UiBuilder::new().id_salt("first-map").max_rect(left)),
            left.intersect(free),
        );
        let mut child = ui.new_child(UiBuilder::new().id_salt("second-map").max_rect(right));
        let second = self.second.show(&mut child, &self.session, &mut self.commands);
        ui.allocate_rect(whole, egui::Sense::hover());
        let t = tokens(ui);
        ui.painter().rect_filled(
            Rect::from_x_y_ranges(left.right()..=right.left(), whole.y_range()),
            0.0,
            t.hairline,
        );
        if let Some(at) = self.second.cursor() {
            paint_cross(
                ui,
                ui.painter(),
                area,
                &self.second.interface_view(self.session.viewport()),
                at,
            );
        }
        if let Some(at) = self.canvas.cursor() {
            let view = self.second.interface_view(&self.session.compare_viewport());
            paint_cross(ui, ui.painter(), second, &view, at);
        }
        self.chooser(ui, area, false);
        self.chooser(ui, second, true);
        area
    }

    /// A small bar at the top of a map: its layers, and on the second one the lock.
    fn chooser(&mut self, ui: &Ui, area: Rect, second: bool) {
        let words = self.session.words();
        let id = egui::Id::unique(("compare-chooser", second));
        Area::new(id)
            .order(Order::Middle)
            .pivot(Align2::RIGHT_TOP)
            .fixed_pos(pos2(area.right() - GAP, area.top() + GAP))
            .show(ui.ctx(), |ui| {
                floating(ui).inner_margin(4).show(ui, |ui| {
                    ui.horizontal(|ui| {
                        let key =
                            if second { "compare-layers-second" } else { "compare-layers-first" };
                        let button = quiet_button(ui, Some(Icon::Layers), &words.text(key), true);
                        Popup::menu(&button)
                            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                            .show(|ui| self.layer_list(ui, second));
                        if second {
                            self.lock_and_close(ui);
                        }
                    });
                });
            });
    }

    fn lock_and_close(&mut self, ui: &mut Ui) {
        let words = self.session.words();
        let locked = self.session.compare().is_locked();
        let (icon, key) =
            if locked { (Icon::Lock, "compare-unlock") } else { (Icon::LockOpen, "compare-lock") };
        if icon_button(ui, icon, &words.text(key), 28.0, true).clicked() {
            send(&mut self.commands, CompareCommand::Lock(!locked));
        }
        if icon_button(ui, Icon::ArrowLeftRight, &words.text("compare-swap"), 28.0, true).clicked()
        {
            send(&mut self.commands, CompareCommand::SwapLayers);
        }
        if icon_button(ui, Icon::X, &words.text("compare-close"), 28.0, true).clicked() {
            send(&mut self.commands, CompareCommand::Close);
        }
    }

    fn layer_list(&mut self, ui: &mut Ui, second: bool) {
        let (words, language) = (self.session.words(), self.session.language());
        ui.set_min_width(270.0);
        if second && ui.button(words.text("compare-same")).clicked() {
            send(&mut self.commands, CompareCommand::SameLayers);
        }
        let session = &self.session;
        let commands = &mut self.commands;
        let plans = session
            .catalogue()
            .plans
            .iter()
            .map(|p| (Some(&p.id), p.short_name.get(language).to_owned()));
        let groups = plans.chain([(None, words.text("compare-others"))]);
        egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            as_in_panel(ui);
            for (plan, title) in groups {
                let layers: Vec<_> = session
                    .layers()
                    .iter()
                    .rev()
                    .filter(|l| l.spec.plan.as_ref() == plan)
                    .collect();
                if layers.is_empty() {
                    continue;
                }
                let on = |l: &planmap_app::layer::Layer| {
                    if second { session.compare().shows(&l.spec.id, l.visible) } else { l.visible }
                };
                let mut all = layers.iter().any(|l| on(l));
                ui.horizontal(|ui| {
                    let ink = tokens(ui).text;
                    let response = ui.checkbox(&mut all, "");
                    response.widget_info(|| {
                        egui::WidgetInfo::selected(egui::Role::CheckBox, true, all, &title)
                    });
                    label(ui, &title, size::BODY, Weight::SemiBold, ink);
                    if response.changed() {
                        let plan = plan.cloned();
                        commands.push(if second {
                            Command::Compare(CompareCommand::ShowPlan(plan, all))
                        } else {
                            Command::ShowPlan(plan, all)
                        });
                    }
                });
                ui.indent(&title, |ui| {
                    for layer in layers {
                        let mut shown = on(layer);
                        if ui.checkbox(&mut shown, layer.spec.name.get(language)).changed() {
                            let id = layer.spec.id.clone();
                            commands.push(if second {
                                Command::Compare(CompareCommand::ShowLayer(id, shown))
                            } else {
                                Command::ShowLayer(id, shown)
                            });
                        }
                    }
                });
                ui.allocate_space(vec2(0.0, 2.0));
            }
        });
    }
}
