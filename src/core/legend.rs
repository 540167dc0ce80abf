//! Land-use classes: codes, words, official colours and hatches, and where they stand in the
//! balance table.
//!
//! Owns the legend as data. Which legend a layer uses is the catalogue's choice; how a class is
//! drawn is [`crate::symbology`]'s.

use crate::aci;
use crate::catalogue::Text2;
use crate::feature::{FeatureId, Features, Value};

/// One of the three blocks of the official land-use balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BalanceBlock {
    /// I: land for civil use (dân dụng).
    Civil,
    /// II: land outside civil use (ngoài dân dụng).
    OutsideCivil,
    /// III: agriculture and other land (nông nghiệp và khác).
    Other,
}

impl BalanceBlock {
    /// The word in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Civil => "civil",
            Self::OutsideCivil => "outside-civil",
            Self::Other => "other",
        }
    }
}

/// How the official symbol hatches a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum HatchPattern {
    /// No hatch: flat.
    #[default]
    None,
    /// Parallel lines rising to the right at 45°.
    Diagonal,
    /// Parallel lines falling to the right at 45°.
    BackDiagonal,
    /// Both diagonals.
    CrossDiagonal,
    /// Horizontal lines.
    Horizontal,
    /// Vertical lines.
    Vertical,
    /// Horizontal and vertical lines.
    Grid,
    /// Dots in a triangular raster.
    Dots,
    /// Short dashes in staggered rows, as for wet or planted land.
    Dashes,
}

impl HatchPattern {
    /// Reads the word of the catalogue file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "none" => Self::None,
            "diagonal" => Self::Diagonal,
            "back-diagonal" => Self::BackDiagonal,
            "cross-diagonal" => Self::CrossDiagonal,
            "horizontal" => Self::Horizontal,
            "vertical" => Self::Vertical,
            "grid" => Self::Grid,
            "dots" => Self::Dots,
            "dashes" => Self::Dashes,
            _ => return None,
        })
    }
}

/// A colour with 8 bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Reads `#rrggbb`.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|h| h.len() == 6 && h.is_ascii())?;
        let channel = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).ok();
        Some(Self(channel(0)?, channel(2)?, channel(4)?))
    }

    /// Mixed with another colour: `share` 0 gives this one, 1 the other.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let mix = |a: u8, b: u8| {
            (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round().clamp(0.0, 255.0) as u8
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// One class of a legend.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendClass {
    /// The value that features carry in the layer's class field.
    pub code: String,
    /// The class in words.
    pub label: Text2,
    /// What else people call it, in either language: found by a search and shown nowhere.
    pub other_names: Vec<String>,
    /// The official drawing layer without its stage prefix.
    pub official_layer: Option<String>,
    /// AutoCAD colour index.
    pub aci: Option<u8>,
    /// A colour of its own, where the class has no ACI.
    pub colour: Option<Rgb>,
    /// The official hatch.
    pub hatch: HatchPattern,
    /// The block of the balance table.
    pub block: Option<BalanceBlock>,
    /// How its areas are drawn.
    pub look: ClassLook,
}

/// How the areas of a class are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ClassLook {
    /// Filled with the class's colour and hatch.
    #[default]
    Filled,
    /// As outlines, so that what lies below stays legible: of what may be as large as a city.
    Outlined,
}

impl LegendClass {
    /// Every text under which the class is looked for: its label in both languages, the same after
    /// "Đất" (land), which people say before the name of any class, and its other names.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![self.label.vi.clone()];
        if self.label.en != self.label.vi {
            names.push(self.label.en.clone());
        }
        if !self.label.vi.to_lowercase().starts_with("đất") {
            names.push(format!("Đất {}", self.label.vi));
        }
        names.extend(self.other_names.iter().cloned());
        names
    }

    /// The official colour: its own, else the ACI's, else a neutral grey.
    #[must_use]
    pub fn official_colour(&self) -> Rgb {
        self.colour.or_else(|| self.aci.map(aci::rgb)).unwrap_or(Rgb(0x9a, 0x9a, 0x9a))
    }
}

/// A legend: the classes in the order of the official table.
#[derive(Debug, Clone, PartialEq)]
pub struct Legend {
    /// Unique in the catalogue.
    pub id: String,
    /// Its name.
    pub name: Text2,
    /// Ids of the sources it follows.
    pub sources: Vec<String>,
    /// The classes.
    pub classes: Vec<LegendClass>,
}

/// The number of a class in its legend.
pub type ClassId = u16;

/// Stands for "no class, or one that the legend lacks".
pub const NO_CLASS: ClassId = ClassId::MAX;

impl Legend {
    /// The class with a code.
    #[must_use]
    pub fn class(&self, code: &str) -> Option<(ClassId, &LegendClass)> {
        self.classes.iter().position(|c| c.code == code).map(|i| (i as ClassId, &self.classes[i]))
    }

    /// The class of every feature, by the value of a field; [`NO_CLASS`] where it is missing or
    /// unknown.
    #[must_use]
    pub fn classify(&self, features: &Features, field: &str) -> Vec<ClassId> {
        let column = features.table().column(field);
        (0..features.len() as FeatureId)
            .map(|row| column.map_or(NO_CLASS, |c| self.class_of(c.value(row))))
            .collect()
    }

    /// The class that a feature's value stands for; [`NO_CLASS`] where it is missing or unknown.
    #[must_use]
    pub fn class_of(&self, value: Value<'_>) -> ClassId {
        value.as_str().and_then(|code| self.class(code)).map_or(NO_CLASS, |(id, _)| id)
    }
}
