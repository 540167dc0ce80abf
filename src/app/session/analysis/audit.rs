//! The audit in the session: runs in the background, again when a layer changes, and its findings as
//! a layer.

use std::sync::Arc;

use planmap_core::Severity;
use planmap_core::audit::{AuditOptions, FindingKind};
use planmap_core::geometry::Extent;
use planmap_core::legend::{HatchPattern, Rgb};

use super::computed::{Attribute, Computed, ComputedFeature};
use crate::analysis::{AnalysisMessage, FINDINGS_LAYER};
use crate::audit::{AuditCommand, AuditJobError, AuditRun, IgnoreList, findings_geojson, findings_table, run_audit};
use crate::job::Progress;
use crate::register::TextTable;
use crate::session::Session;
use crate::session::loading::Message;

/// Colours that stay apart for colour-blind eyes too (after Okabe and Ito, 2008), each with a hatch
/// of its own.
fn look(kind: FindingKind) -> (Rgb, HatchPattern) {
    match kind {
        FindingKind::Gap => (Rgb(0xe6, 0x9f, 0x00), HatchPattern::Diagonal),
        FindingKind::Outside => (Rgb(0x00, 0x72, 0xb2), HatchPattern::BackDiagonal),
        FindingKind::Overlap => (Rgb(0xcc, 0x79, 0xa7), HatchPattern::CrossDiagonal),
        FindingKind::Conflict => (Rgb(0xd5, 0x5e, 0x00), HatchPattern::Horizontal),
    }
}

impl Session {
    pub(super) fn apply_audit(&mut self, command: AuditCommand) {
        match command {
            AuditCommand::Run => self.run_audit(),
            AuditCommand::Cancel => {
                if let Some(progress) = &self.analysis.audit.running {
                    progress.cancel();
                }
            }
            AuditCommand::SetTolerance(centimetres) => {
                let tolerance_m = (centimetres / 100.0).clamp(0.0, 100.0);
                if tolerance_m.is_finite() {
                    self.analysis.audit.options = AuditOptions { tolerance_m };
                    if self.analysis.audit.wanted {
                        self.run_audit();
                    }
                }
            }
            AuditCommand::ShowIgnored(shown) => {
                self.analysis.audit.shows_ignored = shown;
                self.show_findings();
            }
            AuditCommand::Choose(id) => self.choose_finding(id),
            AuditCommand::Ignore(id, reason) => self.ignore_finding(&id, reason.as_deref()),
            AuditCommand::SaveCsv(path) => {
                let table = self.findings_table();
                self.save_in_background(path, move || table.to_csv());
            }
            AuditCommand::SaveGeoJson(path) => self.save_findings(path),
        }
    }

    /// The findings that are listed, as texts.
    #[must_use]
    pub fn findings_table(&self) -> TextTable {
        let audit = &self.analysis.audit;
        findings_table(audit.listed(), &audit.ignored, &self.catalogue, self.words())
    }

    fn save_findings(&mut self, path: std::path::PathBuf) {
        let Some(run) = self.analysis.audit.run.clone() else {
            return;
        };
        match findings_geojson(&run.report, &self.analysis.audit.ignored, self.map_crs()) {
            Ok(text) => self.save_in_background(path, move || text),
            Err(error) => self.take_saved(&path, Some(error.to_string())),
        }
    }

    /// The layers that an audit is made of, and which load of each.
    fn audited(&self) -> Vec<(String, u64)> {
        let plans = self.layers.iter().filter(|l| l.spec.plan.is_some() && l.content().is_some());
        plans.map(|l| (l.spec.id.clone(), l.generation)).collect()
    }

    fn run_audit(&mut self) {
        if let Some(running) = &self.analysis.audit.running {
            running.cancel();
        }
        let made_of = self.audited();
        let ignored = self.root.as_deref().map(IgnoreList::read).unwrap_or_default();
        let progress = Arc::new(Progress::default());
        let audit = &mut self.analysis.audit;
        audit.wanted = true;
        audit.turn += 1;
        audit.made_of = made_of;
        audit.ignored = ignored;
        audit.failed = None;
        audit.running = Some(Arc::clone(&progress));
        let (turn, options) = (audit.turn, audit.options);
        let (catalogue, layers) = (Arc::clone(&self.catalogue), self.layer_snapshots());
        self.jobs.spawn(move || {
            let result = run_audit(&catalogue, &layers, options, &progress).map(Box::new);
            Message::Analysis(AnalysisMessage::Audit { turn, result })
        });
    }

    pub(super) fn audit_again(&mut self) {
        if self.analysis.audit.wanted && self.audited() != self.analysis.audit.made_of {
            self.run_audit();
        }
    }

    pub(super) fn take_audit(&mut self, turn: u64, result: Result<Box<AuditRun>, AuditJobError>) {
        let audit = &mut self.analysis.audit;
        if audit.turn != turn {
            return;
        }
        audit.running = None;
        audit.revision += 1;
        match result {
            Ok(run) => audit.run = Some(Arc::from(run)),
            Err(AuditJobError::Cancelled) => {
                // What was found before stays; it is not made again until it is asked for.
                audit.wanted = false;
                return;
            }
            Err(error) => {
                audit.run = None;
                audit.failed = Some(error);
            }
        }
        self.show_findings();
    }

    /// The findings that are listed, as a layer of the map.
    fn show_findings(&mut self) {
        self.analysis.audit.revision += 1;
        let Some(run) = self.analysis.audit.run.clone() else {
            if self.layer(FINDINGS_LAYER).is_some() {
                self.remove_layer(FINDINGS_LAYER);
            }
            return;
        };
        let (ignored, shows_ignored) = (self.analysis.audit.ignored.clone(), self.analysis.audit.shows_ignored);
        let shown = run.report.findings.iter().filter(|f| shows_ignored || ignored.reason(&f.id).is_none());
        let features = shown.map(|f| {
            let classes = f.classes.as_ref().map(|(a, b)| format!("{a} / {b}")).unwrap_or_default();
            ComputedFeature {
                class: f.kind.as_str(),
                shape: &f.shape,
                attributes: vec![
                    ("id", Attribute::Text(f.id.clone())),
                    ("area_m2", Attribute::Number((f.area.ellipsoid_m2 * 10.0).round() / 10.0)),
                    ("width_m", Attribute::Number((f.width_m * 100.0).round() / 100.0)),
                    ("classes", Attribute::Text(classes)),
                    ("plans", Attribute::Text(f.plans.join(", "))),
                    ("lots", Attribute::Text(f.lots.join(", "))),
                    ("reason", Attribute::Text(ignored.reason(&f.id).unwrap_or_default().to_owned())),
                ],
            }
        });
        let classes = FindingKind::ALL.map(|kind| {
            let (colour, hatch) = look(kind);
            (kind.as_str(), format!("audit-short-{}", kind.as_str()), colour, hatch)
        });
        self.put_computed(&Computed {
            id: FINDINGS_LAYER,
            name_key: "audit-layer",
            accuracy: self.plans_accuracy(),
            classes: classes.to_vec(),
            features: features.collect(),
        });
    }

    fn choose_finding(&mut self, id: String) {
        self.analysis.audit.chosen = Some(id);
        let Some(finding) = self.analysis.audit.chosen_finding() else {
            return;
        };
        let extent = Extent::of_geometry(&finding.shape.clone().into());
        // Slivers are seen with what lies around them.
        let margin = (extent.width().max(extent.height()) * 0.3).max(30.0);
        self.shows_everything = false;
        self.fly_to(&extent.buffered(margin));
    }

    fn ignore_finding(&mut self, id: &str, reason: Option<&str>) {
        let reason = reason.map(str::trim).filter(|r| !r.is_empty());
        self.analysis.audit.ignored.set(id, reason);
        if let Some(root) = self.root.clone() {
            let beside = IgnoreList::path(&root);
            match self.analysis.audit.ignored.write(&root) {
                Ok(path) if path == beside => {}
                Ok(path) => {
                    let args = vec![("path", path.display().to_string())];
                    self.notify(Severity::Note, "notice-ignored-elsewhere", args);
                }
                Err(error) => self.take_saved(&beside, Some(error.to_string())),
            }
        }
        self.show_findings();
    }
}
