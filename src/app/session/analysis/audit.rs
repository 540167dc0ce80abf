//! The audit in the session: runs in the background, again when a layer changes, and its findings as
//! a layer.

use std::sync::Arc;

use planmap_core::Severity;
use planmap_core::audit::{AuditOptions, Finding};
use planmap_core::geometry::Extent;

use crate::analysis::{AnalysisMessage, FINDINGS_LAYER};
use crate::audit::{
    AuditCommand, AuditJobError, AuditRun, IgnoreList, Ignored, computed_findings,
    findings_geojson, findings_table, run_audit,
};
use crate::clock;
use crate::job::Progress;
use crate::session::Session;
use crate::session::loading::Message;
use crate::text_table::TextTable;

impl Session {
    #[deny(clippy::wildcard_enum_match_arm)]
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
            AuditCommand::ShowKind(kind, shown) => {
                self.analysis.audit.hidden_kinds.retain(|hidden| *hidden != kind);
                if !shown {
                    self.analysis.audit.hidden_kinds.push(kind);
                }
                self.show_findings();
            }
            AuditCommand::Choose(id) => self.choose_finding(id),
            AuditCommand::AskIgnore(Some(_)) | AuditCommand::Ignore(..)
                if !self.settings.editor =>
            {
                self.refuse_reader();
            }
            AuditCommand::AskIgnore(id) => self.analysis.audit.asking = id,
            AuditCommand::Ignore(id, reason) => self.ignore_finding(&id, reason.as_deref()),
            AuditCommand::SaveCsv(path) => {
                let (table, format) = (self.findings_table(), self.csv_format());
                self.save_in_background(path, move || table.to_csv(format));
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
        for path in self.root.as_deref().map(IgnoreList::unreadable).unwrap_or_default() {
            self.notify(
                Severity::Error,
                "compare-unreadable",
                vec![("path", path.display().to_string())],
            );
        }
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
        if self.analysis.audit.run.is_none() {
            if self.layer(FINDINGS_LAYER).is_some() {
                self.remove_layer(FINDINGS_LAYER);
            }
            return;
        }
        let (catalogue, words) = (Arc::clone(&self.catalogue), self.words());
        let audit = &self.analysis.audit;
        let listed: Vec<(usize, Finding)> =
            audit.listed().map(|(number, f)| (number, f.clone())).collect();
        let listed: Vec<(usize, &Finding)> =
            listed.iter().map(|(number, f)| (*number, f)).collect();
        let ignored = audit.ignored.clone();
        let computed =
            computed_findings(&listed, &ignored, &catalogue, words, self.plans_accuracy());
        self.put_computed(&computed);
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

    /// The name that stands under what this user decides: as in annotations. Empty where nobody has
    /// said it and the system does not know it.
    #[must_use]
    pub fn own_name(&self) -> String {
        let kept = self.annotations.author();
        if kept.is_empty() { self.settings.author.clone() } else { kept.to_owned() }
    }

    /// Makes the layer of findings again, whose attributes are in the language of the screen.
    pub(in crate::session) fn say_findings_again(&mut self) {
        if self.analysis.audit.run.is_some() {
            self.show_findings();
        }
    }

    fn ignore_finding(&mut self, id: &str, reason: Option<&str>) {
        self.analysis.audit.asking = None;
        match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
            Some(reason) => {
                let author = self.own_name();
                let (id, reason, time) = (id.to_owned(), reason.to_owned(), clock::utc_now());
                self.analysis.audit.ignored.put(Ignored { id, reason, author, time });
            }
            None => self.analysis.audit.ignored.remove(id),
        }
        if let Some(root) = self.root.clone() {
            let beside = IgnoreList::path(&root);
            match self.analysis.audit.ignored.write(&root) {
                Ok(path) => {
                    let key = if path == beside {
                        "notice-ignored-written"
                    } else {
                        "notice-ignored-elsewhere"
                    };
                    self.notify(Severity::Note, key, vec![("path", path.display().to_string())]);
                }
                Err(error) => self.take_saved(&beside, Some(error.to_string())),
            }
        }
        self.show_findings();
    }
}
