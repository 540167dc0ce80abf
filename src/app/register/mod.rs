//! The registers of projects and indicators as the window and the command line show them.
//!
//! Owns today's place on the time axis, the registers' tables, and what their commands are. Must not
//! know how a roadmap is drawn.

mod tables;

use std::path::PathBuf;

use planmap_core::catalogue::{Catalogue, Claim, ClaimValue};
use planmap_core::i18n::{Language, Words};
use planmap_core::register::ProjectRow;

use crate::bottom::BottomTab;
use crate::clock;
use crate::text_table::TextTable;
use crate::words::claim_text;

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

/// The table of a tab as texts.
#[must_use]
pub fn register_table(catalogue: &Catalogue, tab: BottomTab, words: &Words) -> TextTable {
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
