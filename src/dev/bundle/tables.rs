//! The tables in `maps/tables/` that the bundled maps are built from.
//!
//! Owns their shapes and their reading. Must not know what is made of them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::BundleError;

/// A position in metres, east first.
pub type Xy = [f64; 2];

/// `limits.json`: the units until 1 July 2025 as a topology.
#[derive(Debug, Deserialize)]
pub struct Limits {
    /// The system of the coordinates.
    pub crs: String,
    /// Lines shared by neighbours.
    pub arcs: Vec<Vec<Xy>>,
    /// The units.
    pub units: Vec<LimitsUnit>,
}

/// An old unit of [`Limits`].
#[derive(Debug, Deserialize)]
pub struct LimitsUnit {
    /// Official code.
    pub code: String,
    /// `phường`, `xã` or `thị trấn`.
    pub kind: String,
    /// Name without its kind.
    pub name: String,
    /// The unit it became part of.
    pub since_2025: LimitsNewUnit,
    /// Polygons, each a list of rings, each a list of arc numbers from 1, negative for backwards.
    pub polygons: Vec<Vec<Vec<i64>>>,
}

/// A unit in force since 1 July 2025.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct LimitsNewUnit {
    /// Official code.
    pub code: String,
    /// Kind and name.
    pub name: String,
}

/// `design.toml`: the sketches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// How sketches are smoothed.
    pub smoothing: Smoothing,
    /// The general plan's limit.
    pub general: General,
    /// The zoning plans' limits.
    pub zone: Vec<Zone>,
    /// Main roads.
    pub road: Vec<Road>,
    /// Streams.
    pub stream: Vec<Stream>,
    /// Areas that no street crosses.
    pub patch: Vec<Patch>,
    /// Villages outside the zones.
    pub villages: Villages,
    /// Forest outside the zones.
    pub forest: Forest,
    /// Themes without a seed.
    pub themes: Themes,
    /// What neighbourhoods are.
    pub seed: Vec<Seed>,
    /// Where zoning and general plan differ on purpose.
    #[serde(default)]
    pub difference: Vec<Difference>,
}

/// How sketches are smoothed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smoothing {
    /// Points drawn a span.
    pub samples: u32,
}

/// The general plan's limit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct General {
    /// Units in whole.
    pub city_units: Vec<String>,
    /// Units in part.
    pub extension_units: Vec<String>,
    /// The outline within the latter.
    pub extension: Vec<Xy>,
}

/// A zoning plan's limit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Its number.
    pub number: u32,
    /// Its name in the limit's file.
    pub name: String,
    /// The letter that its lots' codes begin with.
    pub code: String,
    /// Whether nothing but class and area is given, since not even the plan's name is published.
    #[serde(default)]
    pub bare: bool,
    /// Numbers of the zones that take what both claim.
    pub yields_to: Vec<u32>,
    /// Its parts.
    pub part: Vec<ZonePart>,
}

/// Units, in whole or within an outline.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZonePart {
    /// Codes of old units.
    pub units: Vec<String>,
    /// None for the whole units.
    pub outline: Option<Vec<Xy>>,
}

/// A main road.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Road {
    /// Unique.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The same in English.
    pub name_en: Option<String>,
    /// 1 for national roads, 2 for main axes, 3 for collectors.
    pub rank: u32,
    /// Metres.
    pub width: f64,
    /// Whether it belongs to the external traffic.
    #[serde(default)]
    pub external: bool,
    /// Its course.
    pub points: Vec<Xy>,
}

/// A stream.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// Unique.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// 1 for the main one.
    pub rank: u32,
    /// Metres of water.
    pub width: f64,
    /// Metres of green with the water.
    pub park: f64,
    /// Its course, downstream.
    pub points: Vec<Xy>,
}

/// An area that no street crosses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Zoning class inside the zones; none where it is drawn in the general plan alone.
    pub class: Option<String>,
    /// General class.
    pub general: String,
    /// Whether its outline is kept unsmoothed.
    #[serde(default)]
    pub straight: bool,
    /// Its outline.
    pub points: Vec<Xy>,
}

/// Villages outside the zones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Villages {
    /// General class.
    pub class: String,
    /// Mean radius in metres.
    pub radius: f64,
    /// Their places.
    pub at: Vec<Xy>,
}

/// Forest outside the zones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forest {
    /// General class.
    pub class: String,
    /// Seed of the field.
    pub seed: u64,
    /// Metres between samples.
    pub cell: f64,
    /// Metres between the field's knots.
    pub wave: f64,
    /// The field's value at the forest's edge, within 0 and 1.
    pub threshold: f64,
    /// Metres kept free around zones and villages.
    pub clearing: f64,
    /// General class of what remains.
    pub rest: String,
}

/// Themes without a seed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Themes {
    /// Anywhere.
    pub rest: String,
    /// At some places of a zone's edge.
    pub edge: String,
}

/// Makes the neighbourhoods within its reach what it says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// General class, and theme of `land-use.toml`.
    pub theme: String,
    /// Its place.
    pub at: Xy,
    /// Metres.
    pub radius: f64,
}

/// A lot whose general class is changed on purpose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// A point inside the lot.
    pub at: Xy,
    /// The general class that the lot is given.
    pub general: String,
}

/// `land-use.toml`: what streets, blocks and lots look like.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandUse {
    /// Sizes and widths.
    pub pattern: Pattern,
    /// Fixed classes.
    pub fixed: Fixed,
    /// What each theme is made of.
    pub theme: Vec<Theme>,
    /// What a class's lots look like.
    pub class: Vec<ClassRule>,
}

/// Sizes in hectares, widths in metres.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Neighbourhoods.
    pub neighbourhood_ha: f64,
    /// Blocks.
    pub block_ha: f64,
    /// Streets between neighbourhoods.
    pub collector: f64,
    /// Streets that cut long blocks.
    pub street: f64,
    /// The others.
    pub lane: f64,
    /// Parts of lots smaller than this (m²) join a neighbour.
    pub least_lot_m2: f64,
    /// Areas of the general plan smaller than this (m²) join a neighbour.
    pub least_area_m2: f64,
}

/// Classes that the builder itself gives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    /// Zoning class of streets.
    pub street: String,
    /// Zoning class of water.
    pub water: String,
    /// Zoning class of the green along the water.
    pub park: String,
    /// General class of the green along the water.
    pub general_park: String,
    /// General class of streams.
    pub general_water: String,
    /// General class of main streets.
    pub general_street: String,
    /// General class of national roads.
    pub general_external: String,
    /// General class of the Vĩnh Hằng area.
    pub general_cemetery: String,
    /// General class of the green belt inside its limit.
    pub general_belt: String,
}

/// What a theme's blocks are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its general class.
    pub general: String,
    /// Blocks larger than usual.
    #[serde(default = "one")]
    pub block_factor: f64,
    /// Classes of the blocks nearest its middle, in this order.
    pub core: Vec<String>,
    /// Weights of the blocks along main roads.
    pub front: BTreeMap<String, f64>,
    /// Weights of the others.
    pub main: BTreeMap<String, f64>,
}

fn one() -> f64 {
    1.0
}

/// What a class's lots look like.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRule {
    /// Zoning class.
    pub code: String,
    /// Size of its lots.
    pub lot_ha: f64,
    /// Building density in percent, from and to.
    pub density: Option<[f64; 2]>,
    /// Storeys, from and to.
    pub storeys: Option<[u32; 2]>,
    /// People on a hectare of its lots.
    pub people_per_ha: Option<f64>,
}

/// `figures.toml`: the published figures that geometry is made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Nà Sản.
    pub runway: Runway,
    /// Vĩnh Hằng.
    pub cemetery: Cemetery,
    /// Projects and sites drawn as points.
    pub point: Vec<SitePoint>,
}

/// The runway of Nà Sản.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runway {
    /// Site.
    pub site: String,
    /// Degrees, east first.
    pub lon_lat: Xy,
    /// Metres.
    pub length_m: f64,
    /// Degrees clockwise from true north.
    pub azimuth_deg: f64,
}

/// The limit of Vĩnh Hằng.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cemetery {
    /// Site.
    pub site: String,
    /// m² on the ellipsoid.
    pub area_m2: f64,
    /// The old unit that it must lie in.
    pub unit: String,
    /// Its outline, in metres, that the builder moves to the published area.
    pub outline: Vec<Xy>,
    /// How many of the outline's points, from its start, stay where they are.
    pub fixed: usize,
    /// The share of its breadth that the general plan shows as technical land inside a green belt.
    pub core: f64,
}

/// A point of the sites layer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitePoint {
    /// Site.
    pub site: String,
    /// Metres, east first.
    pub at: Xy,
}

/// All tables.
#[derive(Debug)]
pub struct Tables {
    /// Units.
    pub limits: Limits,
    /// Sketches.
    pub design: Design,
    /// Streets and lots.
    pub land_use: LandUse,
    /// Published figures.
    pub figures: Figures,
}

impl Tables {
    /// Reads the tables of a folder.
    ///
    /// # Errors
    /// If a table is missing or not as described here.
    pub fn read(folder: &Path) -> Result<Self, BundleError> {
        let text = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|source| BundleError::Read { path, source })
        };
        let limits = serde_json::from_str(&text("limits.json")?).map_err(|e| {
            BundleError::Table { name: "limits.json".into(), reason: e.to_string() }
        })?;
        Ok(Self {
            limits,
            design: toml_table("design.toml", &text("design.toml")?)?,
            land_use: toml_table("land-use.toml", &text("land-use.toml")?)?,
            figures: toml_table("figures.toml", &text("figures.toml")?)?,
        })
    }
}

fn toml_table<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, BundleError> {
    toml::from_str(text)
        .map_err(|e| BundleError::Table { name: name.into(), reason: e.to_string() })
}
