//! The scene: what there is to draw and in which style, at one moment.
//!
//! Owns the snapshot that workers draw from. Everything big is shared by `Arc`, so that a scene is
//! cheap to clone. Must not know a view, a scale or a pixel.

use std::sync::Arc;

use planmap_core::catalogue::{Accuracy, LayerRole, LayerSpec, PlanKind, Text2};
use planmap_core::feature::FeatureId;
use planmap_core::legend::{ClassId, Legend, NO_CLASS};
use planmap_core::style::{Arrangement, Crowd, LayerStyle, RoleOf};
use planmap_core::symbology::{Theme, draw_order};
use planmap_core::{Crs, Extent, Features, MapPoint, Viewport};

use crate::annotation::AnnotationMark;
use crate::annotation::layer::AnnotationLayer;
use crate::detail::Detail;
use crate::image::RasterLayer;
use crate::stamp::{SceneStamps, next_stamp};
use crate::tile::{TileKey, wanted};

/// One layer with its state on the screen.
#[derive(Debug, Clone)]
pub struct MapLayer {
    /// What the catalogue says of it.
    pub spec: Arc<LayerSpec>,
    /// The kind of its plan, where it has one.
    pub plan_kind: Option<PlanKind>,
    /// The short name of its plan, which labels a limit.
    pub plan_name: Option<Text2>,
    /// Its features, in map metres.
    pub features: Arc<Features>,
    /// Its legend, where it has one.
    pub legend: Option<Arc<Legend>>,
    /// The class of each feature; empty where the layer has no legend.
    pub classes: Arc<[ClassId]>,
    /// Classes that are switched off.
    pub hidden_classes: Vec<ClassId>,
    /// Features whose rings are invalid, in ascending order: drawn as they are and hatched.
    pub invalid: Arc<[FeatureId]>,
    /// How it is drawn, where somebody chose that; else its role does.
    own_style: Option<Arc<LayerStyle>>,
    /// 0 to 1, on top of its style's.
    pub opacity: f32,
    /// Whether it is switched on.
    pub visible: bool,
    /// Whether its file is still being read and these are only the features so far: nothing is
    /// worked out for the layer that the next part would void. Tiles of many features then cost
    /// about what these features have of vertices.
    pub is_partial: bool,
    /// What is worked out from the features once and shared by all clones.
    detail: Arc<Detail>,
    /// Stamps of features, classes and legend, and of the own style; clones share them.
    stamps: [u64; 2],
}

impl MapLayer {
    /// A layer as the catalogue shows it at the start: classes looked up, nothing hidden.
    #[must_use]
    pub fn new(
        spec: Arc<LayerSpec>,
        plan_kind: Option<PlanKind>,
        features: Arc<Features>,
        legend: Option<Arc<Legend>>,
    ) -> Self {
        let classes = match (&legend, &spec.fields.class) {
            (Some(legend), Some(field)) => legend.classify(&features, field).into(),
            _ => Arc::from([]),
        };
        let visible = spec.visible;
        Self {
            spec,
            plan_kind,
            plan_name: None,
            features,
            legend,
            classes,
            hidden_classes: Vec::new(),
            invalid: Arc::from([]),
            own_style: None,
            opacity: 1.0,
            visible,
            is_partial: false,
            detail: Arc::default(),
            stamps: [next_stamp(), 0],
        }
    }

    /// Chooses how the layer is drawn; none leaves that to its role.
    pub fn set_style(&mut self, style: Option<Arc<LayerStyle>>) {
        self.stamps[1] = if style.is_some() { next_stamp() } else { 0 };
        self.own_style = style;
    }

    /// Stamps of what the layer was made of and of the style that was chosen for it.
    pub(crate) fn content_stamps(&self) -> [u64; 2] {
        self.stamps
    }

    /// Some features of a layer that is still being read: drawn as they are, with the classes given.
    #[must_use]
    pub fn of_part(
        spec: Arc<LayerSpec>,
        plan_kind: Option<PlanKind>,
        features: Arc<Features>,
        legend: Option<Arc<Legend>>,
        classes: Vec<ClassId>,
    ) -> Self {
        Self {
            classes: classes.into(),
            is_partial: true,
            ..Self::new(spec, plan_kind, features, legend)
        }
    }

    /// The class of a feature; [`NO_CLASS`] where it has none.
    #[must_use]
    pub fn class_of(&self, feature: FeatureId) -> ClassId {
        self.classes.get(feature as usize).copied().unwrap_or(NO_CLASS)
    }

    /// How the layer is drawn.
    #[must_use]
    pub fn style(&self, theme: Theme) -> Arc<LayerStyle> {
        if let Some(style) = &self.own_style {
            return Arc::clone(style);
        }
        let crowd = if Detail::is_large(&self.features) { Crowd::Many } else { Crowd::Few };
        let legend = self.legend.as_deref();
        let of = RoleOf { spec: &self.spec, plan_kind: self.plan_kind, legend, crowd, theme };
        Arc::new(LayerStyle::of_role(&of))
    }

    /// Whether a feature's class is switched on.
    #[must_use]
    pub fn shows_class(&self, class: ClassId) -> bool {
        !self.hidden_classes.contains(&class)
    }

    /// Whether the layer is switched on and drawn at a scale of 1:`denominator`.
    #[must_use]
    pub fn shown_at(&self, denominator: f64) -> bool {
        self.visible && self.opacity > 0.0 && is_in_scale(&self.spec, denominator)
    }

    /// Its place in the stack.
    #[must_use]
    pub fn order(&self) -> u8 {
        draw_order(self.spec.role, self.plan_kind)
    }

    /// Works out what tiles of a very large layer need, so that the first of them need not wait;
    /// returns at once for others. Says whether it came to its end before `cancelled` said stop.
    /// Meant for the thread that loads the layer, once its classes are set; without it, the first
    /// tile does the same.
    pub fn prepare(&self, cancelled: &dyn Fn() -> bool) -> bool {
        self.detail.typical_size_m(&self.features);
        self.detail.has_points(&self.features);
        match self.style(Theme::Light).arrangement {
            Arrangement::Mosaic => {
                self.detail.pyramid(&self.features, &self.classes, cancelled).is_some()
            }
            Arrangement::Separate | Arrangement::SharedEdges => true,
        }
    }

    /// What [`MapLayer::prepare`] worked out, as bytes for a cache on disk: some 20 to 35 bytes a
    /// lot. `None` before it came to its end and for layers that need nothing of the kind.
    #[must_use]
    pub fn prepared_bytes(&self) -> Option<Vec<u8>> {
        self.detail.pyramid_bytes(&self.features, &self.classes)
    }

    /// Takes over what [`MapLayer::prepared_bytes`] gave for the same features and classes, and
    /// says whether it could; [`MapLayer::prepare`] then returns at once. Bytes that are damaged,
    /// of another version or of another layer are refused and change nothing. To be called once
    /// the classes are set.
    #[must_use]
    pub fn restore_prepared(&self, bytes: &[u8]) -> bool {
        self.detail.restore_pyramid(&self.features, &self.classes, bytes)
    }

    /// What was worked out from the features.
    #[must_use]
    pub fn detail(&self) -> &Detail {
        &self.detail
    }
}

/// Whether a layer is drawn at a scale of 1:`denominator`, when it is switched on.
pub(crate) fn is_in_scale(spec: &LayerSpec, denominator: f64) -> bool {
    let (min, max) = (spec.min_denominator, spec.max_denominator);
    min.is_none_or(|min| denominator >= min) && max.is_none_or(|max| denominator <= max)
}

/// A layer of the scene.
#[derive(Debug, Clone)]
pub enum SceneLayer {
    /// Of features.
    Vector(MapLayer),
    /// An image.
    Raster(RasterLayer),
}

impl From<MapLayer> for SceneLayer {
    fn from(layer: MapLayer) -> Self {
        Self::Vector(layer)
    }
}

impl From<RasterLayer> for SceneLayer {
    fn from(layer: RasterLayer) -> Self {
        Self::Raster(layer)
    }
}

impl SceneLayer {
    /// What the catalogue says of it.
    #[must_use]
    pub fn spec(&self) -> &Arc<LayerSpec> {
        match self {
            Self::Vector(layer) => &layer.spec,
            Self::Raster(layer) => &layer.spec,
        }
    }

    /// Whether it is switched on.
    #[must_use]
    pub fn visible(&self) -> bool {
        match self {
            Self::Vector(layer) => layer.visible,
            Self::Raster(layer) => layer.visible,
        }
    }

    /// Switches it on or off.
    pub fn show(&mut self, visible: bool) {
        match self {
            Self::Vector(layer) => layer.visible = visible,
            Self::Raster(layer) => layer.visible = visible,
        }
    }

    /// Whether it is switched on and drawn at a scale of 1:`denominator`.
    #[must_use]
    pub fn shown_at(&self, denominator: f64) -> bool {
        match self {
            Self::Vector(layer) => layer.shown_at(denominator),
            Self::Raster(layer) => layer.shown_at(denominator),
        }
    }

    /// Its place in the stack.
    #[must_use]
    pub fn order(&self) -> u8 {
        match self {
            Self::Vector(layer) => layer.order(),
            Self::Raster(layer) => layer.order(),
        }
    }

    /// The extent of its features or its image.
    #[must_use]
    pub fn extent(&self) -> Extent {
        match self {
            Self::Vector(layer) => layer.features.extent(),
            Self::Raster(layer) => layer.extent(),
        }
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Vector(layer) => layer.features.is_empty(),
            Self::Raster(layer) => layer.picture.size().0 == 0,
        }
    }

    /// Whether anything of it may lie in an extent.
    #[must_use]
    pub fn touches(&self, extent: &Extent) -> bool {
        match self {
            Self::Vector(layer) => layer.features.in_extent(extent).next().is_some(),
            Self::Raster(layer) => layer.extent().intersects(extent),
        }
    }

    /// The layer if it is one of features.
    #[must_use]
    pub fn as_vector(&self) -> Option<&MapLayer> {
        match self {
            Self::Vector(layer) => Some(layer),
            Self::Raster(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn as_vector_mut(&mut self) -> Option<&mut MapLayer> {
        match self {
            Self::Vector(layer) => Some(layer),
            Self::Raster(_) => None,
        }
    }
}

/// A candidate site on the map.
#[derive(Debug, Clone)]
pub struct SiteMark {
    /// Its id in the catalogue.
    pub id: String,
    /// Its name.
    pub name: Text2,
    /// Second line of its tag.
    pub note: Text2,
    /// Where its diamond stands.
    pub at: MapPoint,
    /// Its area or line in map metres, where one is known.
    pub geometry: Option<geo::Geometry<f64>>,
    /// Whether it is a candidate; further projects are drawn smaller.
    pub candidate: bool,
}

/// Everything that is drawn, from bottom to top.
#[derive(Debug, Clone)]
pub struct MapScene {
    /// Layers from bottom to top; see [`MapScene::sort_layers`].
    pub layers: Vec<SceneLayer>,
    /// Light or dark.
    pub theme: Theme,
    /// The system of all coordinates.
    pub map_crs: Crs,
    /// Candidate sites, in the order of the list.
    pub sites: Arc<[SiteMark]>,
    /// Annotations that are printed, in the order of drawing; none on the screen, where the tiles
    /// show `noted`.
    pub annotations: Arc<[AnnotationMark]>,
    /// Annotations that tiles show; pictures and paper do not. They may change under the same
    /// revision: a tile's key carries their stamp.
    pub noted: Arc<AnnotationLayer>,
    /// What an area has selected: layer ids, and rows in ascending order.
    pub selected: Vec<(String, Arc<[FeatureId]>)>,
    /// Changes whenever a picture of the scene would change.
    pub revision: u64,
}

impl MapScene {
    /// A scene with nothing in it.
    #[must_use]
    pub fn empty(map_crs: Crs, theme: Theme) -> Self {
        Self {
            layers: Vec::new(),
            theme,
            map_crs,
            sites: Arc::from([]),
            annotations: Arc::from([]),
            noted: Arc::default(),
            selected: Vec::new(),
            revision: 0,
        }
    }

    /// What tells the tiles that a change touches from all others.
    #[must_use]
    pub fn stamps(&self) -> SceneStamps<'_> {
        SceneStamps::of_scene(self)
    }

    /// The tiles that cover a view, those nearest to its centre first, each with the theme and the
    /// stamps of what it shows.
    #[must_use]
    pub fn tiles(&self, view: &Viewport, pixels_per_point: f32) -> Vec<TileKey> {
        let stamps = self.stamps();
        let mut keys = wanted(view, pixels_per_point, 0);
        for key in &mut keys {
            key.stamp = stamps.of_tile(key);
            key.theme = self.theme;
            key.annotations = self.noted.stamp(key);
        }
        keys
    }

    /// Puts the layers into the order of their roles and keeps the order inside each role.
    pub fn sort_layers(&mut self) {
        self.layers.sort_by_key(SceneLayer::order);
    }

    /// The layers of features, from bottom to top.
    pub fn vectors(&self) -> impl DoubleEndedIterator<Item = &MapLayer> + Clone {
        self.layers.iter().filter_map(SceneLayer::as_vector)
    }

    /// The same, to be changed.
    pub fn vectors_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut MapLayer> {
        self.layers.iter_mut().filter_map(SceneLayer::as_vector_mut)
    }

    /// Puts a layer on top.
    pub fn push(&mut self, layer: impl Into<SceneLayer>) {
        self.layers.push(layer.into());
    }

    /// The extent of all layers and sites, hidden ones included; empty where there is nothing.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let layers = self.layers.iter().map(SceneLayer::extent);
        let sites = self.sites.iter().map(|s| {
            let marker = Extent::of_points([s.at]);
            s.geometry.as_ref().map_or(marker, |g| Extent::of_geometry(g).union(marker))
        });
        layers.chain(sites).fold(Extent::EMPTY, Extent::union)
    }

    /// What everything on the map must be marked as: *schematic* if anything that is switched on is,
    /// else the least of what is known, else that nothing is known; `None` where no mark is due.
    #[must_use]
    pub fn mark(&self) -> Option<Accuracy> {
        let is_marked = |layer: &&SceneLayer| {
            let spec = layer.spec();
            layer.visible()
                && spec.accuracy.needs_mark()
                && !layer.is_empty()
                && spec.role != LayerRole::Sites
        };
        let shown = self.layers.iter().filter(is_marked);
        // "Not known" says least, so that any knowledge goes before it.
        shown.map(|layer| layer.spec().accuracy).min_by_key(|a| (*a == Accuracy::Unknown, *a))
    }
}
