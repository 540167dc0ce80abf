//! Two versions of a layer in the session: their differences as a layer, and both on the map at once.

use std::sync::Arc;

use planmap_core::Severity;
use planmap_core::geometry::Extent;
use planmap_core::legend::{ClassLook, HatchPattern, Rgb};
use planmap_core::version_compare::{CompareError, Comparison, DifferenceKind, compare};

use crate::analysis::{
    AnalysisMessage, DIFFERENCES_LAYER, VersionsCommand, VersionsState, VersionsView,
};
use crate::computed::{Attribute, Computed, ComputedClass, ComputedFeature};
use crate::job::Progress;
use crate::session::Session;
use crate::session::loading::Message;
use crate::session::scene::SceneChange;
use crate::text_table::{Cell, TextTable};

/// Colours that stay apart for colour-blind eyes too (after Okabe and Ito, 2008).
fn look(kind: DifferenceKind) -> (Rgb, HatchPattern) {
    match kind {
        DifferenceKind::Added => (Rgb(0x00, 0x9e, 0x73), HatchPattern::Diagonal),
        DifferenceKind::Removed => (Rgb(0xd5, 0x5e, 0x00), HatchPattern::BackDiagonal),
        DifferenceKind::Geometry => (Rgb(0xe6, 0x9f, 0x00), HatchPattern::Horizontal),
        DifferenceKind::Attributes => (Rgb(0x00, 0x72, 0xb2), HatchPattern::Dots),
        DifferenceKind::Both => (Rgb(0xcc, 0x79, 0xa7), HatchPattern::CrossDiagonal),
    }
}

impl Session {
    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_versions(&mut self, command: VersionsCommand) {
        match command {
            VersionsCommand::Compare { before, after } => self.compare_versions(before, after),
            VersionsCommand::Cancel => {
                if let Some(progress) = &self.analysis.versions.running {
                    progress.cancel();
                }
            }
            VersionsCommand::Choose(number) => self.choose_difference(number),
            VersionsCommand::Show(view) => {
                let same_kind = std::mem::discriminant(&view)
                    == std::mem::discriminant(&self.analysis.versions.view);
                self.analysis.versions.view = match view {
                    VersionsView::Swipe(share) => VersionsView::Swipe(share.clamp(0.0, 1.0)),
                    VersionsView::Layers | VersionsView::Blink => view,
                };
                if !same_kind {
                    self.scene.changed(SceneChange::Beside);
                }
            }
            VersionsCommand::SaveCsv(path) => {
                let table = self.differences_table();
                let format = self.csv_format();
                self.save_in_background(path, move || table.to_csv(format));
            }
            VersionsCommand::Close => {
                if let Some(progress) = &self.analysis.versions.running {
                    progress.cancel();
                }
                let turn = self.analysis.versions.turn + 1;
                self.analysis.versions = VersionsState { turn, ..VersionsState::default() };
                self.remove_layer(DIFFERENCES_LAYER);
            }
        }
    }

    fn compare_versions(&mut self, before: String, after: String) {
        if let Some(running) = &self.analysis.versions.running {
            running.cancel();
        }
        let features = |id: &str| self.layer(id).and_then(|l| l.features()).cloned();
        let (Some(first), Some(second)) = (features(&before), features(&after)) else {
            self.notify(Severity::Warning, "notice-versions-missing", Vec::new());
            return;
        };
        let progress = Arc::new(Progress::default());
        let versions = &mut self.analysis.versions;
        versions.turn += 1;
        versions.layers = Some((before, after));
        versions.chosen = None;
        versions.running = Some(Arc::clone(&progress));
        let (turn, crs) = (versions.turn, self.catalogue.map_crs.clone());
        self.jobs.spawn(move || {
            let result =
                compare(&first, &second, None, &crs, &|| progress.is_cancelled()).map(Box::new);
            Message::Analysis(AnalysisMessage::Versions { turn, result })
        });
    }

    pub(super) fn take_versions(
        &mut self,
        turn: u64,
        result: Result<Box<Comparison>, CompareError>,
    ) {
        let versions = &mut self.analysis.versions;
        if versions.turn != turn {
            return;
        }
        versions.running = None;
        if matches!(result, Err(CompareError::Cancelled)) {
            return;
        }
        versions.result = Some(result.map(Arc::from));
        let Some(Ok(found)) = versions.result.clone() else {
            return;
        };
        let with_shape =
            found.differences.iter().enumerate().filter(|(_, d)| !d.shape.0.is_empty());
        let features = with_shape.map(|(index, d)| {
            let changes: Vec<String> = d
                .attributes
                .iter()
                .map(|a| format!("{}: {} → {}", a.name, a.before, a.after))
                .collect();
            ComputedFeature {
                index: index as u32,
                class: d.kind.as_str(),
                shape: &d.shape,
                attributes: vec![
                    ("name", Attribute::Text(d.name.clone())),
                    (
                        "area_m2",
                        Attribute::Number((d.changed_area.ellipsoid_m2 * 10.0).round() / 10.0),
                    ),
                    ("changes", Attribute::Text(changes.join("; "))),
                ],
            }
        });
        let classes = DifferenceKind::ALL.map(|kind| {
            let (colour, hatch) = look(kind);
            let key = format!("compare-kind-{}", kind.as_str());
            ComputedClass { code: kind.as_str(), key, colour, hatch, look: ClassLook::Filled }
        });
        let accuracy = self.plans_accuracy();
        self.put_computed(&Computed {
            id: DIFFERENCES_LAYER,
            name_key: "versions-layer",
            accuracy,
            label: None,
            classes: classes.into(),
            features: features.collect(),
        });
    }

    fn choose_difference(&mut self, number: usize) {
        self.analysis.versions.chosen = Some(number);
        let Some(Ok(found)) = &self.analysis.versions.result else {
            return;
        };
        let Some(difference) = found.differences.get(number) else {
            return;
        };
        let shape = Extent::of_geometry(&difference.shape.clone().into());
        let extent = difference.at.map_or(shape, |at| shape.union(Extent::from_corners(at, at)));
        if !extent.is_empty() {
            let margin = (extent.width().max(extent.height()) * 0.4).max(60.0);
            self.shows_everything = false;
            self.fly_to(&extent.buffered(margin));
        }
    }

    /// Where one of the two versions is gone, there is nothing left to compare.
    pub(super) fn forget_lost_versions(&mut self) {
        let Some((before, after)) = &self.analysis.versions.layers else {
            return;
        };
        if self.layer(before).is_none() || self.layer(after).is_none() {
            let turn = self.analysis.versions.turn + 1;
            self.analysis.versions = VersionsState { turn, ..VersionsState::default() };
            if self.layer(DIFFERENCES_LAYER).is_some() {
                self.remove_layer(DIFFERENCES_LAYER);
            }
        }
    }

    /// The differences as texts.
    #[must_use]
    pub fn differences_table(&self) -> TextTable {
        let words = self.words();
        let heads = ["kind", "name", "before", "after", "changed", "attributes"];
        let area = |m2: f64| if m2 > 0.0 { Cell::number(m2, 1) } else { Cell::default() };
        let found = self.analysis.versions.result.as_ref().and_then(|r| r.as_ref().ok());
        let rows = found.iter().flat_map(|c| &c.differences).map(|d| {
            let changes: Vec<String> = d
                .attributes
                .iter()
                .map(|a| format!("{}: {} → {}", a.name, a.before, a.after))
                .collect();
            vec![
                words.text(&format!("compare-kind-{}", d.kind.as_str())).into(),
                d.name.as_str().into(),
                area(d.before_area.ellipsoid_m2),
                area(d.after_area.ellipsoid_m2),
                area(d.changed_area.ellipsoid_m2),
                changes.join("; ").into(),
            ]
        });
        TextTable {
            rows: rows.collect(),
            heads: heads.iter().map(|k| words.text(&format!("versions-head-{k}"))).collect(),
        }
    }
}
