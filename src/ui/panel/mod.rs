//! The panels beside and over the map.
//!
//! Owns what each panel says and in which order. Panels read the session and send commands.

pub mod about;
pub mod answer;
pub mod area;
pub mod attributes;
pub mod audit;
pub mod balance;
pub mod bottom;
mod faults;
pub mod indicators;
pub mod issues;
pub mod layers;
pub mod legend;
pub mod places;
pub mod projects;
pub mod review;
pub mod roadmap;
pub mod site;
pub mod sites;
pub(crate) mod swatch;
pub mod table;
pub mod twin;
pub mod versions;

use planmap_app::command::Command;
use planmap_app::session::Session;
use planmap_core::catalogue::Accuracy;
use planmap_core::i18n::Words;

use crate::theme::{ChipColours, Tokens};

/// What a panel works with.
pub struct PanelContext<'a> {
    /// The session, to read.
    pub session: &'a Session,
    /// The words of its language.
    pub words: &'static Words,
    /// Where commands go.
    pub send: &'a mut Vec<Command>,
}

impl PanelContext<'_> {
    /// A word.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.words.text(key)
    }

    /// An area of so many m² in the unit that the user has chosen, for whoever reads it in a panel.
    #[must_use]
    pub fn area(&self, area_m2: f64) -> String {
        self.session.area_text(area_m2)
    }

    /// The same to the square metre, for what is measured or compared.
    #[must_use]
    pub fn exact_area(&self, area_m2: f64) -> String {
        self.session.exact_area_text(area_m2)
    }
}

/// The colours of an accuracy's chip.
pub(crate) fn accuracy_colours(t: &Tokens, accuracy: Accuracy) -> ChipColours {
    match accuracy {
        Accuracy::Schematic | Accuracy::Unknown => t.schematic,
        Accuracy::Indicative => t.indicative,
        Accuracy::Digitised | Accuracy::Surveyed => t.agrees,
    }
}

/// Says more about a row that the pointer rests on, beside the row: the rows below are what one reads
/// next.
pub(crate) fn hint_beside(response: &egui::Response, add: impl FnOnce(&mut egui::Ui)) {
    let mut hint = egui::Tooltip::for_enabled(response);
    hint.popup = hint.popup.align(egui::RectAlign::RIGHT_START).align_alternatives(&BESIDE);
    hint.show(add);
}

/// Where a hint goes that has no room at the right: the left, else above or below its row.
const BESIDE: [egui::RectAlign; 3] =
    [egui::RectAlign::LEFT_START, egui::RectAlign::TOP_START, egui::RectAlign::BOTTOM_START];
