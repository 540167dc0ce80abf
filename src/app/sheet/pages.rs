//! From settings to pages: all of them for a file, one of them to look at.

use planmap_paper::Page;
use planmap_paper::sheet::{PanelColumns, Sheet, SheetNote, lay_out};

use super::{SheetContent, SheetData, SheetSettings};
use crate::export::{atlas_sheets, audit_report, balance_report, site_sheet};

/// What there is to put on paper.
pub(super) struct Laid {
    /// All pages, or the one that is looked at.
    pub(super) pages: Vec<Page>,
    /// How many there are.
    pub(super) count: usize,
    /// Which of them is looked at, from 0.
    pub(super) shown: usize,
    /// The columns of a map's panel.
    pub(super) columns: PanelColumns,
    /// What could not be done as it was asked.
    pub(super) notes: Vec<SheetNote>,
}

impl Laid {
    /// The one page of several that is looked at.
    fn one(pages: Vec<Page>, wanted: usize, columns: PanelColumns, notes: Vec<SheetNote>) -> Self {
        let count = pages.len();
        let shown = wanted.min(count.saturating_sub(1));
        Self {
            pages: pages.into_iter().nth(shown).into_iter().collect(),
            count,
            shown,
            columns,
            notes,
        }
    }

    fn all(pages: Vec<Page>) -> Self {
        Self { count: pages.len(), pages, shown: 0, columns: PanelColumns::Auto, notes: Vec::new() }
    }
}

/// The pages of settings; for a preview (`only`) one of them is kept, and of an atlas, whose sheets
/// do not depend on each other, one is made. `None` once cancelled, or where there is nothing.
pub(super) fn pages(
    data: &SheetData,
    settings: &SheetSettings,
    only: Option<usize>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Laid> {
    let site_data = data.with_checksum();
    let (scene, catalogue) = (&site_data.scene, &site_data.catalogue);
    let mut spec = settings.spec.clone();
    spec.map_set.clone_from(&site_data.map_set);
    let mut columns = PanelColumns::Auto;
    let (pages, notes) = match &settings.content {
        SheetContent::Map => {
            let sheet = lay_out(scene, catalogue, &spec, cancelled)?;
            let notes = sheet.notes.clone();
            columns = sheet.columns;
            (sheet.into_pages(), notes)
        }
        SheetContent::SiteSheet(id) => {
            (site_sheet(&site_data, id, spec.language, cancelled)?, Vec::new())
        }
        SheetContent::AuditReport => {
            let paper = data.reports.audit.as_ref()?;
            (audit_report(&site_data, paper, spec.language, cancelled)?, Vec::new())
        }
        SheetContent::BalanceReport => {
            (balance_report(&site_data, data.reports.balance.as_ref()?, spec.language)?, Vec::new())
        }
        SheetContent::AllSites => {
            let mut out = Vec::new();
            for site in scene.sites.iter() {
                out.extend(site_sheet(&site_data, &site.id, spec.language, cancelled)?);
            }
            (out, Vec::new())
        }
        SheetContent::Atlas(kind) => {
            let sheets = atlas_sheets(scene, catalogue, &spec, *kind, only, cancelled)?;
            if let Some(wanted) = only {
                let shown = wanted.min(sheets.count.saturating_sub(1));
                let notes = sheets.sheets.first().map(|s| s.notes.clone()).unwrap_or_default();
                let pages = sheets.sheets.into_iter().map(|s| s.page).collect();
                return Some(Laid { pages, count: sheets.count, shown, columns, notes });
            }
            (sheets.sheets.into_iter().flat_map(Sheet::into_pages).collect(), Vec::new())
        }
    };
    Some(match only {
        Some(wanted) => Laid::one(pages, wanted, columns, notes),
        None => Laid::all(pages),
    })
}
