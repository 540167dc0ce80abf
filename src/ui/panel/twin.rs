//! The map in words: what is at the cross-hair and what is in view, as a list that can be read.
//!
//! Owns the list's slot in the background. The words are `text_twin`'s.

use std::sync::Arc;

use egui::{Align, Layout, Ui};
use lucide_icons::Icon;
use planmap_app::job::Wake;
use planmap_app::latest::Latest;
use planmap_app::text_twin::{TwinSection, TwinSource, in_view};
use planmap_core::i18n::{AreaUnit, Language};

use crate::panel::PanelContext;
use crate::panel::site::head;
use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_button, muted, wrapped};

/// What the words are made for: the scene, the view, and how it is said.
type MadeFor = (u64, [u64; 5], (Language, AreaUnit));

/// The panel's state.
pub struct TwinPanel {
    slot: Latest<MadeFor, Vec<TwinSection>>,
}

impl TwinPanel {
    /// An empty panel.
    #[must_use]
    pub fn new(wake: Wake) -> Self {
        Self { slot: Latest::new(wake) }
    }

    /// Draws the panel; `here` is what lies at the cross-hair. Sets `open` to false when it is
    /// closed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &mut PanelContext<'_>,
        here: Option<&str>,
        open: &mut bool,
    ) {
        let t = tokens(ui);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if icon_button(ui, Icon::X, &cx.text("close"), 24.0, true).clicked() {
                    *open = false;
                }
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    wrapped(ui, &cx.text("twin-title"), size::TITLE, Weight::SemiBold, t.text);
                });
            });
        });
        head(ui, &cx.text("twin-here"));
        match here {
            Some(line) => wrapped(ui, line, size::BODY, Weight::Medium, t.text),
            None => muted(ui, &cx.text("twin-here-hint")),
        };
        for section in self.sections(cx).iter() {
            head(ui, &section.title);
            for entry in &section.entries {
                match &entry.goes_to {
                    Some(command) => {
                        if ui.link(&entry.text).clicked() {
                            cx.send.push(command.clone());
                        }
                    }
                    None => {
                        wrapped(ui, &entry.text, size::BODY, Weight::Regular, t.text);
                    }
                }
            }
        }
        ui.add_space(12.0);
    }

    fn sections(&mut self, cx: &PanelContext<'_>) -> Arc<Vec<TwinSection>> {
        let session = cx.session;
        let view = *session.target_viewport();
        let e = view.extent();
        let key = [e.min.x, e.min.y, e.max.x, e.max.y, view.metres_per_point()].map(f64::to_bits);
        let source = TwinSource {
            scene: Arc::clone(session.scene()),
            catalogue: Arc::clone(session.catalogue()),
            view,
            language: session.language(),
            area_unit: session.settings().area_unit,
        };
        let said = (session.language(), session.settings().area_unit);
        self.slot
            .get((session.scene().revision, key, said), move |outdated| in_view(&source, outdated))
    }
}
