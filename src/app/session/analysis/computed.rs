//! Layers that the program makes itself: results that are looked at, identified and listed as any
//! other layer is.

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::MapPoint;
use planmap_core::catalogue::{Accuracy, FieldNames, LayerRole, LayerSpec, Text2};
use planmap_core::feature::{Features, GeometriesBuilder, TableBuilder, Value};
use planmap_core::geometry::Extent;
use planmap_core::i18n::{Language, Words};
use planmap_core::legend::{ClassLook, HatchPattern, Legend, LegendClass, Rgb};
use planmap_draw::scene::MapLayer;

use crate::layer::{Content, Layer, LoadState, ReadChoice};
use crate::session::Session;

/// Field of the class in every computed layer.
const CLASS: &str = "category";

/// How much of what lies below a computed layer shuts out.
pub(crate) const OPACITY: f32 = 0.6;

/// A text of the program in both languages.
pub(super) fn both(key: &str) -> Text2 {
    Text2 { vi: Words::of(Language::Vietnamese).text(key), en: Words::of(Language::English).text(key) }
}

/// A class of a computed layer.
pub(super) struct ComputedClass {
    pub(super) code: &'static str,
    /// Key of its words.
    pub(super) key: String,
    pub(super) colour: Rgb,
    pub(super) hatch: HatchPattern,
    pub(super) look: ClassLook,
}

/// One feature: class code, shape in map metres, attributes.
pub(super) struct ComputedFeature<'a> {
    /// Its number in the list that it comes from, from 0.
    pub(super) index: u32,
    pub(super) class: &'static str,
    pub(super) shape: &'a geo::MultiPolygon<f64>,
    pub(super) attributes: Vec<(&'static str, Attribute)>,
}

/// A value of an attribute.
pub(super) enum Attribute {
    Text(String),
    Number(f64),
}

/// What a computed layer is made of.
pub(super) struct Computed<'a> {
    pub(super) id: &'static str,
    pub(super) name_key: &'static str,
    pub(super) accuracy: Accuracy,
    /// The attribute that stands on the map, where one does.
    pub(super) label: Option<&'static str>,
    pub(super) classes: Vec<ComputedClass>,
    pub(super) features: Vec<ComputedFeature<'a>>,
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
    pub(super) fn layer(&self) -> MapLayer {
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
        MapLayer::new(Arc::new(spec), None, Arc::new(features(&self.features)), Some(Arc::new(legend)))
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

impl Session {
    /// Puts a computed layer on top of the map, or in the place of its earlier self.
    pub(super) fn put_computed(&mut self, computed: &Computed<'_>) {
        let drawn = computed.layer();
        let (spec, legend) = (Arc::clone(&drawn.spec), drawn.legend.clone());
        let crs = &self.catalogue.map_crs;
        let (source_crs, map_crs) = (crs.clone(), crs.clone());
        let content = Content { drawn, source_crs, map_crs, suggestion: None, bytes: 0 };
        self.generation += 1;
        let generation = self.generation;
        // Rows now stand for other features.
        self.drop_from_selection(computed.id);
        match self.layers.iter_mut().find(|l| l.spec.id == computed.id) {
            Some(layer) => {
                layer.spec = spec;
                layer.legend = legend;
                layer.state = LoadState::Ready(content);
                layer.generation = generation;
            }
            None => self.layers.push(Layer {
                visible: true,
                spec,
                path: PathBuf::new(),
                legend,
                state: LoadState::Ready(content),
                issues: Vec::new(),
                opacity: OPACITY,
                hidden_classes: Vec::new(),
                choice: ReadChoice::default(),
                modified: None,
                generation,
            }),
        }
        self.rebuild_scene();
    }

    /// The least accuracy of the plans' layers: what is computed from them is no better.
    pub(super) fn plans_accuracy(&self) -> Accuracy {
        let plans = self.layers.iter().filter(|l| l.spec.plan.is_some());
        plans.map(|l| l.spec.accuracy).min().unwrap_or(Accuracy::Unknown)
    }
}
