//! The registers of projects and indicators as the window and the command line show them.
//!
//! Owns today's place on the time axis, the registers' tables, and the saving of them. Must not
//! know how a roadmap is drawn.

mod tables;

use std::path::PathBuf;

use planmap_core::Severity;
use planmap_core::catalogue::{Claim, ClaimValue};
use planmap_core::i18n::{Language, Words};
use planmap_core::register::ProjectRow;

use crate::bottom::BottomTab;
use crate::clock;
use crate::session::{Session, claim_text};
use crate::text_table::{CsvFormat, TextTable};

pub use tables::{indicators_table, period_text, projects_table};

/// A request that has to do with the registers.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterCommand {
    /// Writes the table of a tab to a CSV file, in the background.
    SaveCsv(BottomTab, PathBuf),
    /// Reads the catalogue's files again; view, selection and unchanged layers stay.
    Reload,
}

/// Today on an axis of years, by the calendar here: 2026.9 near the end of November 2026.
#[must_use]
pub fn today_years() -> f64 {
    clock::local_day_years()
}

/// A claimed area in m², where a claim is a number of one.
#[must_use]
pub fn claimed_area_m2(claim: &Claim) -> Option<f64> {
    let ClaimValue::Number(value) = &claim.value else {
        return None;
    };
    match (claim.attribute.as_str(), claim.unit.as_deref()?) {
        ("area", "ha") => Some(value * 10_000.0),
        ("area", "m2") => Some(*value),
        _ => None,
    }
}

/// The latest of a row's claims about an attribute; the first of them where none has a year.
#[must_use]
pub fn latest_claim<'a>(row: &ProjectRow<'a>, attribute: &str) -> Option<&'a Claim> {
    row.claims_about(attribute).reduce(|best, next| if next.year > best.year { next } else { best })
}

/// All that a row's claims say about an attribute, the different values one after another. No
/// claim is chosen over another.
#[must_use]
pub fn claims_text(row: &ProjectRow<'_>, attribute: &str, language: Language) -> Option<String> {
    let mut texts: Vec<String> = Vec::new();
    for claim in row.claims_about(attribute).filter(|c| c.value != ClaimValue::NotStated) {
        let text = claim_text(claim, language);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then(|| texts.join("; "))
}

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

    pub(crate) fn apply_register(&mut self, command: RegisterCommand) {
        match command {
            RegisterCommand::SaveCsv(tab, path) => {
                let (catalogue, words) = (std::sync::Arc::clone(self.catalogue()), self.words());
                let format = self.csv_format();
                self.save_in_background(path, move || register_table(&catalogue, tab, words).to_csv(format));
            }
            RegisterCommand::Reload => self.reload_catalogue(),
        }
    }

    pub(crate) fn take_saved(&mut self, path: &std::path::Path, failure: Option<String>) {
        let path = path.display().to_string();
        match failure {
            None => self.notify(Severity::Note, "notice-saved", vec![("path", path)]),
            Some(reason) => {
                self.notify(Severity::Error, "notice-save-failed", vec![("path", path), ("reason", reason)]);
            }
        }
    }
}

fn register_table(catalogue: &planmap_core::catalogue::Catalogue, tab: BottomTab, words: &Words) -> TextTable {
    match tab {
        BottomTab::Projects => projects_table(catalogue, words),
        BottomTab::Indicators => indicators_table(catalogue, words),
        // Annotations are a file of their own that spreadsheets read; analyses have their own tables.
        BottomTab::Notes
        | BottomTab::Audit
        | BottomTab::Balance
        | BottomTab::Places
        | BottomTab::Versions
        | BottomTab::Attributes => TextTable::default(),
    }
}
