//! What is wrong with the feature whose attributes are shown, each fault with its place.

use egui::Ui;
use lucide_icons::Icon;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::ids::HitRef;
use planmap_core::crs::{SystemNaming, map_from_geo};
use planmap_core::geometry::Extent;
use planmap_core::{Issue, Severity};

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{card, icon_button, muted, wrapped};

/// Faults that are told one by one.
const TOLD: usize = 4;
/// Metres around a fault that are shown with it.
const AROUND_M: f64 = 40.0;

/// Draws the faults of a feature that are known. Nothing where there are none.
pub(super) fn show(ui: &mut Ui, cx: &mut PanelContext<'_>, hit: &HitRef) {
    let session = cx.session;
    let Some((layer, features)) = session.layer(&hit.layer).and_then(|l| Some((l, l.features()?)))
    else {
        return;
    };
    let number = features.file_index(hit.feature);
    let is_own = |issue: &&Issue| issue.feature == Some(number) && issue.severity > Severity::Note;
    let faults: Vec<&Issue> = layer.issues.iter().filter(is_own).collect();
    if faults.is_empty() {
        return;
    }
    ui.add_space(4.0);
    card(ui, |ui| {
        for fault in faults.iter().take(TOLD) {
            one(ui, cx, fault);
        }
        let more = faults.len().saturating_sub(TOLD);
        if more > 0 {
            muted(ui, &cx.words.text_with("feature-faults-more", &[("count", more.into())]));
        }
    });
}

fn one(ui: &mut Ui, cx: &mut PanelContext<'_>, fault: &Issue) {
    let t = tokens(ui);
    wrapped(ui, &fault.message(cx.words), size::BODY, Weight::Medium, t.conflicts.text);
    let crs = cx.session.map_crs();
    let Some(at) = fault.at.and_then(|at| map_from_geo(at, crs).ok()) else {
        return;
    };
    ui.horizontal(|ui| {
        if icon_button(ui, Icon::ZoomIn, &cx.text("feature-fault-zoom"), 22.0, true).clicked() {
            cx.send.push(Command::View(ViewCommand::ZoomTo(
                Extent::from_corners(at, at).buffered(AROUND_M),
            )));
        }
        muted(ui, &SystemNaming::of(crs).place(at, " · ", cx.session.language()));
    });
}
