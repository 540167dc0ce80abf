//! The catalogue: which plans there are, which layers draw them, which sites and units they touch,
//! and where each fact comes from.
//!
//! Owns the types and the checks between them. Reading the TOML file is the data crate's work;
//! this module must not know how a catalogue is written down.

mod conformity;
mod indicator;
mod layer;
mod period;
mod plan;
mod project;
mod site;
mod unit;

pub use conformity::{ConformityRow, Verdict};
pub use indicator::{Indicator, IndicatorKind, IndicatorValue};
pub use layer::{Accuracy, FieldNames, LayerRole, LayerSpec};
pub use period::PartialDate;
pub use plan::{Plan, PlanKind, PlanStatus, PlanVersion, PopulationFigure, PublishedUse};
pub use project::{Evidence, Phase, Project, ProjectStatus};
pub use site::{Claim, ClaimValue, Confidence, Site};
pub use unit::{Unit, UnitKind};

use crate::crs::Crs;
use crate::i18n::Language;
use crate::legend::Legend;

/// A text in the two languages of the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Text2 {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text2 {
    /// The same text in both languages: a proper name.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self { vi: text.to_owned(), en: text.to_owned() }
    }

    /// The text in a language, or in the other one where it is missing.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::Vietnamese => (&self.vi, &self.en),
            Language::English => (&self.en, &self.vi),
        };
        if first.is_empty() { second } else { first }
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.vi.is_empty() && self.en.is_empty()
    }
}

/// A document that facts are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Unique in the catalogue.
    pub id: String,
    /// What it is called.
    pub title: Text2,
    /// Who issued it.
    pub publisher: Option<String>,
    /// Its date as written: "2023-09-20", "2023-09" or "2023".
    pub date: Option<String>,
    /// Decision or document number.
    pub number: Option<String>,
    /// How far it is to be trusted.
    pub confidence: Option<Confidence>,
}

/// Everything that a catalogue file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// Short stable name: "son-la".
    pub id: String,
    /// The place.
    pub name: Text2,
    /// The system that everything is drawn and measured in; always metric.
    pub map_crs: Crs,
    /// What must be said about the legal standing of all of it.
    pub legal_note: Text2,
    /// Who to ask.
    pub contact: Text2,
    /// The day that the data stand at, as written.
    pub data_date: Option<String>,
    /// Documents.
    pub sources: Vec<Source>,
    /// Plans in legal order: the general plan first, then the zoning plans by number.
    pub plans: Vec<Plan>,
    /// Layers from bottom to top.
    pub layers: Vec<LayerSpec>,
    /// Legends.
    pub legends: Vec<Legend>,
    /// Candidate sites and other sourced projects, in the order of the list.
    pub sites: Vec<Site>,
    /// Projects beyond what the sites say, in the order of the list.
    pub projects: Vec<Project>,
    /// Indicators of the city, in the order of the list.
    pub indicators: Vec<Indicator>,
    /// Administrative units, old and new.
    pub units: Vec<Unit>,
    /// Which zoning classes conform to which classes of the general plan.
    pub conformity: Vec<ConformityRow>,
}

impl Catalogue {
    /// A catalogue that describes nothing yet, in a map CRS: what loose files are opened into.
    #[must_use]
    pub fn blank(map_crs: Crs) -> Self {
        Self {
            id: String::new(),
            name: Text2::default(),
            map_crs,
            legal_note: Text2::default(),
            contact: Text2::default(),
            data_date: None,
            sources: Vec::new(),
            plans: Vec::new(),
            layers: Vec::new(),
            legends: Vec::new(),
            sites: Vec::new(),
            projects: Vec::new(),
            indicators: Vec::new(),
            units: Vec::new(),
            conformity: Vec::new(),
        }
    }

    /// A plan by id.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|p| p.id == id)
    }

    /// A layer by id.
    #[must_use]
    pub fn layer(&self, id: &str) -> Option<&LayerSpec> {
        self.layers.iter().find(|l| l.id == id)
    }

    /// A legend by id.
    #[must_use]
    pub fn legend(&self, id: &str) -> Option<&Legend> {
        self.legends.iter().find(|l| l.id == id)
    }

    /// A site by id.
    #[must_use]
    pub fn site(&self, id: &str) -> Option<&Site> {
        self.sites.iter().find(|s| s.id == id)
    }

    /// A source by id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }

    /// How a zoning class stands to a class of the general plan; `None` where the table is silent.
    #[must_use]
    pub fn verdict(&self, zoning: &str, general: &str) -> Option<Verdict> {
        self.conformity.iter().find(|r| r.zoning == zoning).and_then(|r| r.verdict(general))
    }

    /// A unit by its key.
    #[must_use]
    pub fn unit(&self, key: &str) -> Option<&Unit> {
        self.units.iter().find(|u| u.key == key)
    }
}
