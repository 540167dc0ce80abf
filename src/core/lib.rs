//! The domain of planning maps.
//!
//! Owns what a plan, a layer, a feature, a site and a claim *are*, and every computation on them:
//! coordinates, geometry, indexes, identify, viewport, symbology, words and numbers in two
//! languages. Pure: this crate must not know egui, files, threads or the clock. Callers hand in
//! bytes, texts and times, and decide where work runs.

pub mod aci;
pub mod annotation;
pub mod attribute;
pub mod audit;
pub mod balance;
pub mod catalogue;
pub mod collate;
pub mod corners;
pub mod crash;
pub mod crs;
pub mod entry;
pub mod feature;
pub mod geometry;
pub mod ground;
pub mod i18n;
pub mod identify;
pub mod issue;
pub mod layer_size;
pub mod legend;
pub mod measure;
pub mod overlay;
pub mod plain_text;
pub mod plan_stack;
pub mod register;
pub mod search;
pub mod select;
pub mod site_review;
pub mod snap;
pub mod style;
pub mod symbology;
pub mod validate;
pub mod version_compare;
pub mod viewport;

pub use catalogue::Catalogue;
pub use crs::{Crs, GeoPoint, MapPoint};
pub use feature::Features;
pub use geometry::Extent;
pub use issue::{FilePlace, Issue, IssueKind, Severity};
pub use viewport::Viewport;
