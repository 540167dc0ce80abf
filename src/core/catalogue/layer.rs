//! Layers: files of features, what they draw and how far they are to be trusted.

use super::Text2;
use crate::crs::Crs;

/// How exact a geometry is. The order is the order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Accuracy {
    /// Nobody has said: a file that a user opened.
    Unknown,
    /// Drawn for illustration only.
    Schematic,
    /// A real published limit, not legally exact.
    Indicative,
    /// Traced from an official drawing.
    Digitised,
    /// Measured.
    Surveyed,
}

impl Accuracy {
    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "schematic" => Self::Schematic,
            "indicative" => Self::Indicative,
            "digitised" => Self::Digitised,
            "surveyed" => Self::Surveyed,
            _ => return None,
        })
    }

    /// The word in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Schematic => "schematic",
            Self::Indicative => "indicative",
            Self::Digitised => "digitised",
            Self::Surveyed => "surveyed",
        }
    }

    /// Whether it must be marked on the screen and on every export.
    #[must_use]
    pub fn needs_mark(self) -> bool {
        self < Self::Digitised
    }
}

/// What a layer draws; decides its style and its place in the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerRole {
    /// The limit of a plan.
    Limit,
    /// Zones inside a plan.
    Zones,
    /// Lots or areas of one land-use class each.
    LandUse,
    /// Roads.
    Roads,
    /// Streams, rivers, lakes.
    Water,
    /// Administrative units.
    Units,
    /// Points with a name.
    Labels,
    /// Candidate sites.
    Sites,
    /// Anything else.
    Other,
}

impl LayerRole {
    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "limit" => Self::Limit,
            "zones" => Self::Zones,
            "land-use" => Self::LandUse,
            "roads" => Self::Roads,
            "water" => Self::Water,
            "units" => Self::Units,
            "labels" => Self::Labels,
            "sites" => Self::Sites,
            "other" => Self::Other,
            _ => return None,
        })
    }

    /// The word in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Zones => "zones",
            Self::LandUse => "land-use",
            Self::Roads => "roads",
            Self::Water => "water",
            Self::Units => "units",
            Self::Labels => "labels",
            Self::Sites => "sites",
            Self::Other => "other",
        }
    }
}

/// Under which names a layer's file keeps what the program looks for. Every field is optional:
/// real data leaves many out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldNames {
    /// Identifier that other entries refer to.
    pub id: Option<String>,
    /// Name in words.
    pub name: Option<String>,
    /// The same in English; none where it goes by one of the usual names.
    pub name_en: Option<String>,
    /// Land-use class: a code of the legend.
    pub class: Option<String>,
    /// Zone that a lot belongs to.
    pub zone: Option<String>,
    /// Lot code (ký hiệu ô đất).
    pub lot: Option<String>,
    /// Area in m² as the document gives it.
    pub area_m2: Option<String>,
    /// Building density in % (mật độ xây dựng).
    pub density_pct: Option<String>,
    /// Fewest storeys.
    pub storeys_min: Option<String>,
    /// Most storeys (tầng cao).
    pub storeys_max: Option<String>,
    /// Floor-area ratio (hệ số sử dụng đất).
    pub floor_area_ratio: Option<String>,
    /// Population.
    pub population: Option<String>,
    /// Phase (giai đoạn).
    pub phase: Option<String>,
    /// Rank of a road or stream: a smaller number is more important.
    pub rank: Option<String>,
    /// What attributes are called, by their names in the file.
    pub titles: Vec<(String, Text2)>,
}

/// One layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerSpec {
    /// Unique in the catalogue.
    pub id: String,
    /// Id of the plan it draws; none for units, roads, water.
    pub plan: Option<String>,
    /// What it draws.
    pub role: LayerRole,
    /// Its name.
    pub name: Text2,
    /// File, relative to the catalogue's folder, or absolute.
    pub file: String,
    /// The layer of the file, where it holds several.
    pub source_layer: Option<String>,
    /// The system of the file, where the catalogue says so.
    pub crs: Option<Crs>,
    /// How exact it is.
    pub accuracy: Accuracy,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// Id of its legend.
    pub legend: Option<String>,
    /// Drawn from this scale denominator on (the larger scale bound), none for no bound.
    pub min_denominator: Option<f64>,
    /// Drawn up to this scale denominator (the smaller scale bound), none for no bound.
    pub max_denominator: Option<f64>,
    /// Names of its fields.
    pub fields: FieldNames,
    /// Whether it is shown at the start.
    pub visible: bool,
    /// For units: whether they are in force since 1 July 2025.
    pub units_in_force: bool,
}

impl LayerSpec {
    /// A layer of which nothing is known but what it draws: shown, at all scales, called by its id.
    #[must_use]
    pub fn new(id: &str, role: LayerRole) -> Self {
        Self {
            id: id.to_owned(),
            plan: None,
            role,
            name: Text2::same(id),
            file: String::new(),
            source_layer: None,
            crs: None,
            accuracy: Accuracy::Unknown,
            sources: Vec::new(),
            legend: None,
            min_denominator: None,
            max_denominator: None,
            fields: FieldNames::default(),
            visible: true,
            units_in_force: true,
        }
    }
}
