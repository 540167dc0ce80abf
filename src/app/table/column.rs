//! The columns of an attribute table: those of the file and those that are computed.

use std::sync::Arc;

use planmap_core::attribute::{adds_up, attribute_title};
use planmap_core::catalogue::{FieldNames, LayerSpec};
use planmap_core::feature::{Features, GeometryKind};
use planmap_core::i18n::Words;
use planmap_core::legend::Legend;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TableColumn {
    /// The class in the words of the legend.
    Class,
    /// An attribute by its name in the file.
    Attribute(Arc<str>),
    /// Area on the ellipsoid, in m².
    Area,
    /// Length of lines, or of the rings of polygons, on the ellipsoid, in m.
    Length,
}

impl TableColumn {
    /// Its head in words: as the catalogue calls the attribute, else a known attribute's name, else the
    /// name in the file.
    #[must_use]
    pub fn title(&self, fields: &FieldNames, words: &Words) -> String {
        match self {
            Self::Class => words.text("attributes-class"),
            Self::Area => words.text("attributes-area"),
            Self::Length => words.text("attributes-length"),
            Self::Attribute(name) => attribute_title(fields, name, words),
        }
    }
}

impl TableColumn {
    /// Whether the figures of several rows may be added: a density or a number of storeys may not.
    #[must_use]
    pub fn adds_up(&self, fields: &FieldNames) -> bool {
        match self {
            Self::Attribute(name) => adds_up(fields, name),
            Self::Class | Self::Area | Self::Length => true,
        }
    }
}

/// Where a column stands and how wide it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnPlace {
    /// The column.
    pub column: TableColumn,
    /// Whether it is shown.
    pub shown: bool,
    /// Points.
    pub width: f32,
}

/// Narrowest column in points.
pub const NARROWEST: f32 = 56.0;
/// Widest column in points.
pub const WIDEST: f32 = 900.0;

/// Points of a character on average, and points of a head that are not its text.
const CHARACTER: f32 = 7.2;
const HEAD_CONTROLS: f32 = 48.0;

/// The columns of a layer as they stand at first: class, then the attributes of the file, then what
/// is computed, each wide enough for its head. The code of a class gives way to its words.
#[must_use]
pub fn first_places(
    spec: &LayerSpec,
    features: &Features,
    legend: Option<&Legend>,
    words: &Words,
) -> Vec<ColumnPlace> {
    let place = |column: TableColumn, shown, width: f32| {
        let head =
            column.title(&spec.fields, words).chars().count() as f32 * CHARACTER + HEAD_CONTROLS;
        ColumnPlace { width: width.max(head), column, shown }
    };
    let has_legend = legend.is_some();
    let class = spec.fields.class.as_deref().filter(|_| has_legend);
    let mut out = Vec::new();
    if class.is_some() {
        let labels = legend
            .iter()
            .flat_map(|l| &l.classes)
            .map(|c| c.label.get(words.language()).chars().count());
        let widest = labels.max().unwrap_or_default() as f32 * CHARACTER + 24.0;
        out.push(place(TableColumn::Class, true, widest.clamp(190.0, 320.0)));
    }
    for column in features.table().columns() {
        let name = column.name();
        let width = if column.numbers().is_some() { 120.0 } else { 170.0 };
        out.push(place(TableColumn::Attribute(Arc::from(name)), class != Some(name), width));
    }
    // The first thousand say what a layer draws; a table of millions need not be looked through.
    let kinds = |wanted: &[GeometryKind]| {
        (0..features.len().min(1000) as u32)
            .any(|row| wanted.contains(&features.geometries().kind(row)))
    };
    let polygons = kinds(&[
        GeometryKind::Polygon,
        GeometryKind::MultiPolygon,
        GeometryKind::GeometryCollection,
    ]);
    let lines = kinds(&[
        GeometryKind::LineString,
        GeometryKind::MultiLineString,
        GeometryKind::GeometryCollection,
    ]);
    if polygons {
        out.push(place(TableColumn::Area, true, 130.0));
    }
    if polygons || lines {
        out.push(place(TableColumn::Length, lines, 130.0));
    }
    out
}
