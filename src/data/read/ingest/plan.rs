//! What every worker must know before the first coordinate.

use std::sync::Arc;

use planmap_core::Extent;
use planmap_core::crs::{Crs, Fitted, MapPoint};

/// What every worker must know: decided on samples, then checked against what was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    /// System of the file's numbers.
    pub(crate) source: Crs,
    /// System of the map.
    pub(crate) map: Crs,
    /// Middle of the store.
    pub(crate) origin: MapPoint,
    /// Resolution of the store.
    pub(crate) quantum_m: f64,
    /// Whether the file writes north first.
    pub(crate) swap_xy: bool,
    /// False where coordinates cannot be placed: attributes are read alone.
    pub(crate) place: bool,
    /// The quick way to convert most positions.
    pub(crate) quick: Quick,
    /// About where the file lies on the map, by the samples.
    pub(crate) expected: Extent,
    /// Whether features may name systems of their own: not where the caller knows better.
    pub(crate) follows_own: bool,
    /// The system of features that name none, where `source` was taken from those that do.
    pub(crate) unnamed: Option<Crs>,
}

/// One fit for all workers of a pass, so that equal positions stay equal; PROJ converts what it
/// leaves out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Quick(pub(crate) Option<Arc<Fitted>>);

impl PartialEq for Quick {
    // It follows from the rest of a plan and changes no result beyond a millimetre: never a reason
    // to read once more.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
