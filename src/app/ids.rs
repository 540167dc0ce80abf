//! What names a thing that is open: features, annotations, rows, and what stands for a site.
//!
//! Plain values, on the ground of this crate: every part may name a thing, none needs the session for
//! it. Must not look anything up.

use std::sync::Arc;

use planmap_core::annotation::AnnotationId;
use planmap_core::feature::FeatureId;

/// A feature by layer id and row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitRef {
    /// The layer.
    pub layer: String,
    /// The feature.
    pub feature: FeatureId,
}

/// An open set of annotations by its number in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SetId(pub u32);

/// An annotation of an open set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnnotationRef {
    /// The set.
    pub set: SetId,
    /// The annotation.
    pub id: AnnotationId,
}

/// What stands for a site in its review.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReviewedShape {
    /// The polygons that draw it.
    Outline,
    /// A circle around its marker, since only a point is known.
    Circle {
        /// Metres in the plane of the map.
        radius_m: f64,
    },
}

/// The selected rows of one layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum SelectedRows {
    /// None.
    #[default]
    None,
    /// One.
    One(FeatureId),
    /// Several, in ascending order.
    Many(Arc<[FeatureId]>),
}

impl SelectedRows {
    /// Of rows in any order, some of them perhaps named twice.
    pub(crate) fn of(mut rows: Vec<FeatureId>) -> Self {
        rows.sort_unstable();
        rows.dedup();
        match rows.as_slice() {
            [] => Self::None,
            [one] => Self::One(*one),
            _ => Self::Many(rows.into()),
        }
    }

    /// The rows in ascending order.
    #[must_use]
    pub fn as_slice(&self) -> &[FeatureId] {
        match self {
            Self::None => &[],
            Self::One(row) => std::slice::from_ref(row),
            Self::Many(rows) => rows,
        }
    }

    /// Whether a row is selected.
    #[must_use]
    pub fn contains(&self, row: FeatureId) -> bool {
        self.as_slice().binary_search(&row).is_ok()
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether nothing is selected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    pub(crate) fn shared(&self) -> Arc<[FeatureId]> {
        match self {
            Self::Many(rows) => Arc::clone(rows),
            other => other.as_slice().into(),
        }
    }
}
