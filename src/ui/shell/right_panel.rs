//! The right panel: what is selected, or what was asked for instead.
//!
//! Owns which of them is shown, and that a new one is read from its top. Must not know what stands in
//! them.

use std::collections::BTreeSet;

use egui::{Frame, Margin, ScrollArea, Ui};
use planmap_app::analysis::AreaSubject;
use planmap_app::ids::{AnnotationRef, HitRef};
use planmap_app::session::Session;
use planmap_core::MapPoint;

use super::PlanmapWindow;
use crate::access::Region;
use crate::palette;
use crate::panel::{PanelContext, about, answer, area, issues, site};

/// What the right panel shows instead of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RightPanel {
    /// The selection: a site, an answer, a feature.
    #[default]
    Selection,
    /// The issues.
    Issues,
    /// Every shortcut.
    Shortcuts,
    /// Help and About.
    About,
    /// The map in words.
    Twin,
}

/// What the right panel is about; another subject begins at its top.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ShownRight {
    panel: RightPanel,
    site: Option<String>,
    /// The place of a click, else the feature itself: a row of the answer changes nothing here.
    place: Option<MapPoint>,
    feature: Option<HitRef>,
    annotations: BTreeSet<AnnotationRef>,
    review: Option<AreaSubject>,
    has_area: bool,
}

impl ShownRight {
    fn of(session: &Session, panel: RightPanel) -> Self {
        let selection = session.selection();
        let place = selection.identified.as_ref().map(|identified| identified.at);
        Self {
            panel,
            site: selection.site.clone(),
            place,
            feature: selection.feature.clone().filter(|_| place.is_none()),
            annotations: session.annotations().chosen().clone(),
            review: session.analysis().review.as_ref().map(|review| review.subject.clone()),
            has_area: selection.area.is_some(),
        }
    }
}

impl PlanmapWindow {
    pub(super) fn right_panel(&mut self, ui: &mut Ui) {
        let Self {
            session,
            commands,
            right,
            backend,
            notes,
            review,
            access,
            twin,
            canvas,
            shown_right,
            ..
        } = self;
        let session = &*session;
        access.region(ui, Region::Right, ui.max_rect(), session.words());
        let mut cx = PanelContext { words: session.words(), session, send: commands };
        let shown = ShownRight::of(session, *right);
        let mut scroll = ScrollArea::vertical().id_salt("right-scroll").auto_shrink(false);
        if shown_right.as_ref() != Some(&shown) {
            // What is new is read from its top.
            scroll = scroll.vertical_scroll_offset(0.0);
            *shown_right = Some(shown);
        }
        scroll.show(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(14, 14)).show(ui, |ui| {
                let mut keep = true;
                match right {
                    RightPanel::Issues => issues::show(ui, &mut cx, &mut keep),
                    RightPanel::Shortcuts => palette::shortcuts(ui, &cx, &mut keep),
                    RightPanel::About => about::show(ui, &mut cx, backend, &mut keep),
                    RightPanel::Twin => twin.show(ui, &mut cx, canvas.crosshair_line(), &mut keep),
                    RightPanel::Selection if session.analysis().review.is_some() => {
                        session
                            .analysis()
                            .review
                            .iter()
                            .for_each(|state| review.show(ui, &mut cx, state));
                    }
                    RightPanel::Selection if notes.editor.show(ui, &mut cx) => {}
                    RightPanel::Selection => selection(ui, &mut cx),
                }
                if !keep {
                    *right = RightPanel::Selection;
                }
            });
        });
    }
}

/// What is selected on the map.
fn selection(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let session = cx.session;
    let selection = session.selection();
    if let Some(selected) = &selection.area {
        area::show(ui, cx, selected);
    } else if let Some(site) = selection.site.as_deref().and_then(|id| session.catalogue().site(id))
    {
        site::show(ui, cx, site);
    } else if let Some(identified) = &selection.identified {
        answer::show(ui, cx, identified);
    } else if let Some(hit) = &selection.feature {
        answer::show_feature(ui, cx, hit);
    } else if session.annotations().is_on() {
        crate::annotate::idle(ui, cx);
    }
}
