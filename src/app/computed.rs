//! Layers that the program makes itself: results that are looked at, identified and listed as any
//! other layer is.

use std::sync::Arc;

use planmap_core::MapPoint;
use planmap_core::catalogue::{Accuracy, FieldNames, LayerRole, LayerSpec, Text2};
use planmap_core::feature::{Features, GeometriesBuilder, TableBuilder, Value};
use planmap_core::geometry::Extent;
use planmap_core::i18n::{Language, Words};
use planmap_core::legend::{ClassLook, HatchPattern, Legend, LegendClass, Rgb};
use planmap_draw::scene::MapLayer;

/// Field of the class in every computed layer.
const CLASS: &str = "category";

/// How much of what lies below a computed layer shuts out.
pub(crate) const OPACITY: f32 = 0.6;

/// A text of the program in both languages.
pub(crate) fn both(key: &str) -> Text2 {
    Text2 {
        vi: Words::of(Language::Vietnamese).text(key),
        en: Words::of(Language::English).text(key),
    }
}

/// A class of a computed layer.
pub(crate) struct ComputedClass {
    pub(crate) code: &'static str,
    /// Key of its words.
    pub(crate) key: String,
    pub(crate) colour: Rgb,
    pub(crate) hatch: HatchPattern,
    pub(crate) look: ClassLook,
}

/// One feature: class code, shape in map metres, attributes.
pub(crate) struct ComputedFeature<'a> {
    /// Its number in the list that it comes from, from 0.
    pub(crate) index: u32,
    pub(crate) class: &'static str,
    pub(crate) shape: &'a geo::MultiPolygon<f64>,
    pub(crate) attributes: Vec<(&'static str, Attribute)>,
}

/// A value of an attribute.
pub(crate) enum Attribute {
    Text(String),
    Number(f64),
}

/// What a computed layer is made of.
pub(crate) struct Computed<'a> {
    pub(crate) id: &'static str,
    pub(crate) name_key: &'static str,
    pub(crate) accuracy: Accuracy,
    /// The attribute that stands on the map, where one does.
    pub(crate) label: Option<&'static str>,
    pub(crate) classes: Vec<ComputedClass>,
    pub(crate) features: Vec<ComputedFeature<'a>>,
}

fn features(features: &[ComputedFeature<'_>]) -> Features {
    let all = features.iter().map(|f| Extent::of_geometry(&f.shape.clone().into()));
    let extent = all.fold(Extent::EMPTY, Extent::union);
    let origin = if extent.is_empty() { MapPoint::default() } else { extent.centre() };
    let mut geometries = GeometriesBuilder::new(origin, GeometriesBuilder::quantum_for(&extent));
    let mut table = TableBuilder::default();
    for feature in features {
        geometries.begin();
        geometries.geometry(&feature.shape.clone().into());
        table.begin_row();
        table.set(CLASS, Value::Text(feature.class));
        for (name, value) in &feature.attributes {
            match value {
                Attribute::Text(text) if text.is_empty() => {}
                Attribute::Text(text) => table.set(name, Value::Text(text)),
                Attribute::Number(number) => table.set(name, Value::Number(*number)),
            }
        }
    }
    Features::new(geometries.finish(), table.finish(), features.iter().map(|f| f.index).collect())
}

impl Computed<'_> {
    /// The layer as it is drawn.
    pub(crate) fn layer(&self) -> MapLayer {
        let legend = Legend {
            id: self.id.to_owned(),
            name: both(self.name_key),
            sources: Vec::new(),
            classes: self.classes.iter().map(legend_class).collect(),
        };
        let spec = LayerSpec {
            id: self.id.to_owned(),
            plan: None,
            role: LayerRole::Other,
            name: both(self.name_key),
            file: String::new(),
            source_layer: None,
            crs: None,
            accuracy: self.accuracy,
            sources: Vec::new(),
            legend: Some(self.id.to_owned()),
            min_denominator: None,
            max_denominator: None,
            fields: FieldNames {
                class: Some(CLASS.to_owned()),
                name: self.label.map(str::to_owned),
                lot: Some(self.label.unwrap_or("name").to_owned()),
                ..FieldNames::default()
            },
            visible: true,
            units_in_force: true,
        };
        MapLayer::new(
            Arc::new(spec),
            None,
            Arc::new(features(&self.features)),
            Some(Arc::new(legend)),
        )
    }
}

fn legend_class(class: &ComputedClass) -> LegendClass {
    LegendClass {
        code: class.code.to_owned(),
        label: both(&class.key),
        other_names: Vec::new(),
        official_layer: None,
        aci: None,
        colour: Some(class.colour),
        hatch: class.hatch,
        block: None,
        look: class.look,
    }
}
