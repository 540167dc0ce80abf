//! The welcome: three cards that say what this is, how to look and ask, how to annotate and export.
//!
//! Shown once by itself, drawn over the map, never in the way of it; `Esc` skips it.

use egui::{Align2, Area, Key, Margin, Modifiers, Order, Rect, Stroke, Ui, pos2, vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::desk::DeskCommand;

use super::HelpPanel;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{floating, icon_text, label, primary_button, quiet_button, wrapped};

/// Width of a card in points.
const WIDTH: f32 = 500.0;

/// What a card shows: its key and the icons of its lines.
static STEPS: [(&str, [Icon; 3]); 3] = [
    ("what", [Icon::Layers, Icon::TriangleAlert, Icon::BookOpen]),
    ("ask", [Icon::MousePointerClick, Icon::MapPin, Icon::PanelBottomOpen]),
    ("make", [Icon::Pencil, Icon::FileText, Icon::CircleQuestionMark]),
];

/// The welcome and the card it is at.
#[derive(Default)]
pub struct Welcome {
    step: Option<usize>,
    focus: bool,
}

impl Welcome {
    /// Esc ends it, before the map takes the key.
    pub fn keys(&mut self, ui: &Ui, cx: &mut PanelContext<'_>) {
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            self.end(cx);
        }
    }

    /// Begins it.
    pub fn start(&mut self) {
        (self.step, self.focus) = (Some(0), true);
    }

    /// Whether it is on the screen.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.step.is_some()
    }

    fn end(&mut self, cx: &mut PanelContext<'_>) {
        self.step = None;
        if !cx.session.settings().desk.welcomed {
            cx.send.push(Command::Desk(DeskCommand::Welcomed));
        }
    }

    /// Draws the card.
    pub fn show(&mut self, ui: &Ui, area: Rect, cx: &mut PanelContext<'_>, help: &mut HelpPanel) {
        let Some(step) = self.step else {
            return;
        };
        let Some((key, icons)) = STEPS.get(step) else {
            self.end(cx);
            return;
        };
        let t = tokens(ui);
        let last = step + 1 == STEPS.len();
        Area::new(egui::Id::unique("welcome"))
            .order(Order::Foreground)
            .pivot(Align2::CENTER_CENTER)
            .fixed_pos(pos2(area.center().x, area.center().y))
            .constrain_to(area)
            .show(ui.ctx(), |ui| {
                floating(ui).inner_margin(Margin::same(24)).show(ui, |ui| {
                    ui.set_width(WIDTH.min(area.width() - 80.0));
                    let title = cx.text(&format!("welcome-{key}-title"));
                    wrapped(ui, &title, size::TITLE + 4.0, Weight::SemiBold, t.text);
                    ui.add_space(6.0);
                    for (number, icon) in icons.iter().enumerate() {
                        ui.horizontal_top(|ui| {
                            ui.spacing_mut().item_spacing.x = 12.0;
                            ui.label(icon_text(*icon, 18.0, t.action));
                            ui.vertical(|ui| {
                                let text = cx.text(&format!("welcome-{key}-{}", number + 1));
                                wrapped(ui, &text, size::BODY, Weight::Regular, t.text);
                            });
                        });
                        ui.add_space(8.0);
                    }
                    ui.add_space(6.0);
                    ui.horizontal(|ui| {
                        self.dots(ui, cx, step);
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            let (icon, word) = if last {
                                (Icon::Check, "welcome-done")
                            } else {
                                (Icon::ArrowRight, "welcome-next")
                            };
                            let next = primary_button(ui, Some(icon), &cx.text(word), true);
                            if std::mem::take(&mut self.focus) {
                                next.request_focus();
                            }
                            if next.clicked() {
                                self.step = Some(step + 1);
                                if last {
                                    self.end(cx);
                                }
                            }
                            if step > 0
                                && quiet_button(
                                    ui,
                                    Some(Icon::ArrowLeft),
                                    &cx.text("welcome-back"),
                                    true,
                                )
                                .clicked()
                            {
                                self.step = Some(step - 1);
                            }
                            if !last
                                && quiet_button(ui, None, &cx.text("welcome-skip"), true).clicked()
                            {
                                self.end(cx);
                            }
                            if last
                                && quiet_button(
                                    ui,
                                    Some(Icon::BookOpen),
                                    &cx.text("welcome-guide"),
                                    true,
                                )
                                .clicked()
                            {
                                self.end(cx);
                                help.open_page(planmap_app::desk::help::FIRST);
                            }
                        });
                    });
                });
            });
    }

    fn dots(&self, ui: &mut Ui, cx: &PanelContext<'_>, step: usize) {
        let t = tokens(ui);
        let (rect, response) =
            ui.allocate_exact_size(vec2(16.0 * STEPS.len() as f32, 16.0), egui::Sense::hover());
        for i in 0..STEPS.len() {
            let at = pos2(rect.left() + 6.0 + 16.0 * i as f32, rect.center().y);
            let fill = if i == step { t.action } else { t.panel };
            ui.painter().circle(
                at,
                4.0,
                fill,
                Stroke::new(1.0, if i == step { t.action } else { t.muted }),
            );
        }
        let args = [("number", (step + 1).into()), ("count", STEPS.len().into())];
        let name = cx.words.text_with("welcome-step", &args);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
        label(ui, &name, size::SMALL, Weight::Regular, t.muted);
    }
}
