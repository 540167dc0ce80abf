//! Analyses in the session: commands in, jobs on workers, results taken in.
//!
//! Owns the state of audit, review, balance, compared places and versions; one file a subject. The
//! computations are the core's, their commands and types [`crate::analysis`]'.

mod areas;
mod audit;
mod computed;
mod places;
mod regions;
mod versions;

pub use places::places_table;

use crate::analysis::{Analysis, AnalysisCommand, AnalysisMessage};
use crate::session::Session;

impl Session {
    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_analysis(&mut self, command: AnalysisCommand) {
        match command {
            AnalysisCommand::Audit(command) => self.apply_audit(command),
            AnalysisCommand::Versions(command) => self.apply_versions(command),
            AnalysisCommand::Review(subject) => self.review(subject),
            AnalysisCommand::CloseReview => self.close_review(),
            AnalysisCommand::SetRadius(radius_m) => self.set_radius(radius_m),
            AnalysisCommand::SaveCorners(path) => self.save_corners(path),
            AnalysisCommand::Balance(subject) => self.balance(subject),
            AnalysisCommand::BalanceOf(plan) => {
                if let Some(balance) = &mut self.analysis.balance {
                    balance.plan = Some(plan);
                }
            }
            AnalysisCommand::SaveBalance(path) => {
                if let Some(table) = self.balance_table() {
                    let format = self.csv_format();
                    self.save_in_background(path, move || table.to_csv(format));
                }
            }
            AnalysisCommand::Pin(at) => self.pin(at),
            AnalysisCommand::Unpin(number) => {
                if number < self.analysis.places.len() {
                    self.analysis.places.remove(number);
                }
            }
            AnalysisCommand::UnpinAll => self.analysis.places.clear(),
            AnalysisCommand::SavePlaces(path) => {
                let (table, format) = (places_table(self), self.csv_format());
                self.save_in_background(path, move || table.to_csv(format));
            }
            AnalysisCommand::ShowLiveStack(shown) => self.analysis.live_stack = shown,
        }
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn take_analysis(&mut self, message: AnalysisMessage) {
        match message {
            AnalysisMessage::Audit { turn, result } => self.take_audit(turn, result),
            AnalysisMessage::Review { turn, result } => self.take_review(turn, result),
            AnalysisMessage::Balance { turn, result } => self.take_balance(turn, result),
            AnalysisMessage::Versions { turn, result } => self.take_versions(turn, result),
        }
    }

    /// Works out again what depends on the layers, once all of them are there.
    pub(super) fn layers_changed(&mut self) {
        self.index_for_search();
        if self.is_loading() {
            return;
        }
        self.audit_again();
        self.review_again();
        self.balance_again();
        self.forget_lost_versions();
        self.meeting_layers_changed();
    }

    /// Another catalogue: nothing that was found holds for it.
    pub(super) fn forget_analysis(&mut self) {
        self.forget_meeting();
        let old = std::mem::take(&mut self.analysis);
        for progress in old.audit.running.iter().chain(&old.versions.running) {
            progress.cancel();
        }
        // Late results must not be taken for those of the new catalogue.
        self.analysis = Analysis {
            live_stack: old.live_stack,
            review_turn: old.review_turn + 1,
            balance_turn: old.balance_turn + 1,
            ..Analysis::default()
        };
        self.analysis.audit.turn = old.audit.turn + 1;
        self.analysis.audit.options = old.audit.options;
        self.analysis.versions.turn = old.versions.turn + 1;
    }
}
