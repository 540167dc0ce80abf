//! The registers and the bottom panel in the session.
//!
//! Owns how their commands are carried out; what the tables say is `crate::register`'s.

use std::path::Path;
use std::sync::Arc;

use planmap_core::Severity;

use super::Session;
use crate::bottom::{BottomCommand, BottomPanel, BottomTab};
use crate::register::{RegisterCommand, register_table};
use crate::text_table::{CsvFormat, TextTable};

impl Session {
    /// The table of a tab as texts in the language of the screen.
    #[must_use]
    pub fn register_table(&self, tab: BottomTab) -> TextTable {
        register_table(self.catalogue(), tab, self.words())
    }

    /// How tables are saved and copied: as chosen in the settings, else by the screen's language.
    #[must_use]
    pub fn csv_format(&self) -> CsvFormat {
        self.settings().csv.format(self.language())
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_register(&mut self, command: RegisterCommand) {
        match command {
            RegisterCommand::SaveCsv(tab, path) => {
                let (catalogue, words) = (Arc::clone(self.catalogue()), self.words());
                let format = self.csv_format();
                self.save_in_background(path, move || {
                    register_table(&catalogue, tab, words).to_csv(format)
                });
            }
            RegisterCommand::Reload => self.reload_catalogue(),
        }
    }

    pub(super) fn take_saved(&mut self, path: &Path, failure: Option<String>) {
        let path = path.display().to_string();
        match failure {
            None => self.notify(Severity::Note, "notice-saved", vec![("path", path)]),
            Some(reason) => {
                self.notify(
                    Severity::Error,
                    "notice-save-failed",
                    vec![("path", path), ("reason", reason)],
                );
            }
        }
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_bottom(&mut self, command: BottomCommand) {
        let bottom = &mut self.settings.bottom;
        match command {
            BottomCommand::Open(tab) => (bottom.open, bottom.tab) = (true, tab),
            BottomCommand::Toggle => bottom.open = !bottom.open,
            BottomCommand::Close => bottom.open = false,
            BottomCommand::Resize(height) => {
                bottom.height = height.clamp(BottomPanel::LOWEST, BottomPanel::HIGHEST).round();
            }
        }
    }

    /// The tab of the bottom panel that is open.
    #[must_use]
    pub fn bottom_tab(&self) -> Option<BottomTab> {
        let bottom = self.settings.bottom;
        bottom.open.then_some(bottom.tab)
    }
}
