//! Maps on paper: from what is open to files that can be handed in.
//!
//! Owns what belongs to a request (checksum, templates, the extent of a site) and the writing of
//! pages as PDF, SVG and PNG, each file whole or not at all. Must not know how a page is laid out
//! or drawn.

mod annotations;
mod atlas;
mod failure;
mod meeting;
mod output;
mod report;
mod site_plans;
mod site_sheet;
mod slide_card;
mod templates;

pub use annotations::{annotation_marks, marks_of_set};
pub use atlas::{AtlasKind, AtlasPlace, AtlasSheets, atlas_places, atlas_sheets};
pub use failure::failure_text;
pub use meeting::{
    MeetingPaper, SLIDE_MM, Slides, minutes_pages, slides, write_minutes, write_slides,
};
pub use output::{ExportError, Format, write_book};
pub use report::{AuditPaper, BalancePaper, Reports, audit_report, balance_report};
pub use site_plans::{ClassInSite, PlanInSite, plans_in_site};
pub use site_sheet::{SiteSheetData, site_sheet};
pub(crate) use slide_card::cards_at;
pub use templates::{find_template, templates};

use std::path::PathBuf;

use planmap_core::Extent;
use planmap_core::catalogue::{Catalogue, LayerRole};
use planmap_core::crs::SystemNaming;
use planmap_core::i18n::{Language, Words, format_number};
use planmap_draw::scene::{MapScene, SiteMark};
use planmap_paper::ink::SheetLanguage;
use planmap_paper::sheet::SheetNote;
use planmap_paper::{Book, MapSetSum, Page};

use crate::session::Session;

/// Ground around a site that has no area, in metres to each side.
const SITE_AROUND_M: f64 = 1_500.0;

/// Share of a site's larger side that is shown around it.
const SITE_MARGIN: f64 = 0.35;

/// What a sheet of a site shows: the site with ground around it.
#[must_use]
pub fn extent_of_site(site: &SiteMark) -> Extent {
    let point = Extent::of_points([site.at]);
    site.geometry.as_ref().map_or_else(
        || point.buffered(SITE_AROUND_M),
        |g| {
            let e = Extent::of_geometry(g).union(point);
            e.buffered(SITE_MARGIN * e.width().max(e.height()))
        },
    )
}

/// What a sheet of everything shows: the limits of the plans where there are any, else all.
#[must_use]
pub fn extent_of_all(scene: &MapScene) -> Extent {
    let limits = scene.vectors().filter(|l| l.visible && l.spec.role == LayerRole::Limit);
    let extent = limits.map(|l| l.features.extent()).fold(Extent::EMPTY, Extent::union);
    if !extent.is_empty() {
        return extent;
    }
    scene
        .vectors()
        .filter(|l| l.visible)
        .map(|l| l.features.extent())
        .fold(Extent::EMPTY, Extent::union)
}

/// The files whose checksum stands on a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MapSetFiles {
    /// The folder they are named from; none where no catalogue is open.
    pub root: Option<PathBuf>,
    /// The catalogue's own files and those of the layers. Notes, meetings and findings that are
    /// ignored lie beside them and are no part of the maps.
    pub paths: Vec<PathBuf>,
}

/// The files of what is open.
#[must_use]
pub fn map_set_files(session: &Session) -> MapSetFiles {
    let layers = session.layers().iter().filter(|l| !l.is_computed()).map(|l| &l.path);
    let paths = session.catalogue_files().iter().chain(layers).cloned().collect();
    MapSetFiles { root: session.root().map(std::path::Path::to_path_buf), paths }
}

/// Their checksum, or why there is none.
#[must_use]
pub fn map_set_sum(files: &MapSetFiles) -> MapSetSum {
    match planmap_data::checksum::of_files(files.root.as_deref(), &files.paths) {
        Ok(sum) => MapSetSum::Known(sum),
        Err(error) => MapSetSum::Unknown(error.to_string()),
    }
}

/// Pages as one file with its description.
#[must_use]
pub fn book_of(
    pages: Vec<Page>,
    catalogue: &Catalogue,
    language: SheetLanguage,
    agency: &str,
) -> Book {
    let first = pages.first().map(|p| p.bookmark.clone()).unwrap_or_default();
    let place = language.pick(&catalogue.name);
    let title = match (first.is_empty(), place.is_empty()) {
        (false, false) => format!("{first} – {place}"),
        (true, _) => place,
        (false, true) => first,
    };
    let system = SystemNaming::of(&catalogue.map_crs);
    let mut keywords = vec![system.short_name().to_owned(), catalogue.map_crs.to_string()];
    keywords.extend(catalogue.plans.iter().filter_map(|p| p.decision.clone()));
    Book {
        pages,
        title,
        author: if agency.is_empty() { "planmap".to_owned() } else { agency.to_owned() },
        subject: language.pick(&catalogue.legal_note),
        keywords,
        language: language.first().code(),
    }
}

/// What could not be done as it was asked, in words.
#[must_use]
pub fn note_text(note: &SheetNote, language: Language) -> String {
    let words = Words::of(language);
    match note {
        SheetNote::DoesNotFit { asked, fitting } => {
            let asked = format_number(*asked, 0, language);
            let fitting = format_number(*fitting, 0, language);
            words.text_with(
                "sheet-note-scale",
                &[("asked", (&asked).into()), ("fitting", (&fitting).into())],
            )
        }
        SheetNote::GoesOn { pages } => {
            words.text_with("sheet-note-goes-on", &[("pages", (*pages).into())])
        }
        SheetNote::LegendCut { left_out } => {
            words.text_with("sheet-note-legend", &[("count", (*left_out).into())])
        }
        SheetNote::NoRoom(item) => {
            let item = words.text(&format!("sheet-item-{}", item.as_str()));
            words.text_with("sheet-note-room", &[("item", (&item).into())])
        }
    }
}
