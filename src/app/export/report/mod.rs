//! Reports of analyses on paper: the audit, and the land-use balance of an area.
//!
//! Owns the choice of what is printed and its order. What was found is the core's; a report prints a
//! result that is there and computes none. Must not know how a page is drawn.

mod audit;
mod balance;

pub use audit::audit_report;
pub use balance::balance_report;

use std::sync::Arc;

use planmap_core::i18n::{Language, format_date, format_number};
use planmap_paper::ink::SheetLanguage;
use planmap_paper::report::{Piece, ReportHead};

use super::SiteSheetData;
use crate::analysis::AreaBalance;
use crate::audit::{AuditRun, IgnoreList};
use crate::session::Session;

/// An audit to be printed.
#[derive(Debug, Clone)]
pub struct AuditPaper {
    /// Its result.
    pub run: Arc<AuditRun>,
    /// What was put aside of it, with reasons.
    pub ignored: IgnoreList,
}

/// A balance to be printed.
#[derive(Debug, Clone)]
pub struct BalancePaper {
    /// The name of the area.
    pub name: String,
    /// The balance of each plan in it.
    pub area: Arc<AreaBalance>,
}

/// What can be printed of a session's analyses.
#[derive(Debug, Clone, Default)]
pub struct Reports {
    /// The last audit.
    pub audit: Option<AuditPaper>,
    /// The balance that is open.
    pub balance: Option<BalancePaper>,
}

impl Reports {
    /// The results that a session has.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let analysis = session.analysis();
        let audit = &analysis.audit;
        let run = audit.run.as_ref();
        let balance = analysis.balance.as_ref();
        Self {
            audit: run
                .map(|run| AuditPaper { run: Arc::clone(run), ignored: audit.ignored.clone() }),
            balance: balance.and_then(|b| {
                let area = b.result.as_ref()?.as_ref().ok()?;
                Some(BalancePaper { name: b.name.clone(), area: Arc::clone(area) })
            }),
        }
    }
}

/// What stands on every page of a report.
fn head(
    data: &SiteSheetData,
    language: SheetLanguage,
    kicker: &str,
    title: String,
    subtitle: String,
) -> ReportHead {
    let catalogue = &data.catalogue;
    let mut right = Vec::new();
    if let Some(date) = &catalogue.data_date {
        let date = format_date(date, language.first());
        right.push(language.say_with("sheet-data-date", &[("date", (&date).into())]));
    }
    right.push(language.pick(&catalogue.name));
    let standing = data
        .scene
        .mark()
        .map(|a| language.say(&format!("map-mark-{}", a.as_str())))
        .unwrap_or_default();
    ReportHead {
        kicker: language.say(kicker),
        bookmark: title.clone(),
        title,
        subtitle,
        right,
        foot: data.map_set.line(language),
        standing,
        page_word: language.say("site-sheet-page"),
    }
}

/// The short name of a plan.
fn plan_name(data: &SiteSheetData, language: SheetLanguage, id: &str) -> String {
    data.catalogue.plan(id).map_or_else(|| id.to_owned(), |p| language.pick(&p.short_name))
}

fn percent(share: f64, language: Language) -> String {
    format!("{} %", format_number(share * 100.0, 2, language))
}

/// The legal note of the catalogue, where it has one.
fn legal_note<'a>(data: &SiteSheetData, language: SheetLanguage) -> Option<Piece<'a>> {
    let legal = language.pick(&data.catalogue.legal_note);
    (!legal.is_empty()).then(|| Piece::Paragraph(legal, planmap_paper::report::Tone::Strong))
}
