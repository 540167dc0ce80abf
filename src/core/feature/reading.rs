//! The ground of the few features whose outlines do not say it by themselves.
//!
//! Owns what [`crate::ground`] made of them when the layer was read, row by row, so that drawing,
//! picking and measuring have one and the same. Must not decide which features need it.

use super::FeatureId;
use super::run::Run;
use crate::crs::MapPoint;

/// Rings of polygons that are valid and do not overlap, for some features of a layer. Plain values,
/// so that they can lie in a cache.
#[derive(Debug, Clone, Default)]
pub(super) struct Readings {
    /// The features, in ascending order.
    pub(super) features: Run<FeatureId>,
    /// Number of rings up to and with each of them.
    pub(super) feature_ends: Run<u32>,
    /// 1 for a hole of the nearest outer ring before it.
    pub(super) holes: Run<u8>,
    /// Number of places up to and with each ring.
    pub(super) ring_ends: Run<u32>,
    /// Places in map metres, east and north; rings are closed.
    pub(super) places: Run<[f64; 2]>,
}

/// One ring of a reading, in map metres, closed.
#[derive(Debug, Clone, Copy)]
pub struct ReadRing<'a> {
    pub(super) is_hole: bool,
    places: &'a [[f64; 2]],
}

impl<'a> ReadRing<'a> {
    /// The places in map metres.
    pub fn points(
        &self,
    ) -> impl ExactSizeIterator<Item = MapPoint> + DoubleEndedIterator + Clone + use<'a> {
        self.places.iter().map(|[x, y]| MapPoint::new(*x, *y))
    }
}

fn start_of(ends: &[u32], number: usize) -> usize {
    number.checked_sub(1).map_or(0, |before| ends[before] as usize)
}

impl Readings {
    /// The rings of a feature; `None` where its outline is its ground.
    pub(super) fn of(&self, feature: FeatureId) -> Option<impl Iterator<Item = ReadRing<'_>> + '_> {
        if self.features.is_empty() {
            return None;
        }
        let number = self.features.binary_search(&feature).ok()?;
        let rings = start_of(&self.feature_ends, number)..self.feature_ends[number] as usize;
        Some(rings.map(|ring| {
            let places = start_of(&self.ring_ends, ring)..self.ring_ends[ring] as usize;
            ReadRing { is_hole: self.holes[ring] != 0, places: &self.places[places] }
        }))
    }

    /// Whether the runs fit each other and name no feature beyond `rows`.
    pub(super) fn is_whole(&self, rows: usize) -> bool {
        let last = |ends: &Run<u32>| ends.last().copied().unwrap_or(0) as usize;
        self.features.len() == self.feature_ends.len()
            && self.holes.len() == self.ring_ends.len()
            && last(&self.feature_ends) == self.holes.len()
            && last(&self.ring_ends) == self.places.len()
            && self.feature_ends.is_sorted()
            && self.ring_ends.is_sorted()
            && self.features.is_sorted()
            && self.features.last().is_none_or(|feature| (*feature as usize) < rows)
    }
}

/// Collects readings in ascending order of features.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadingsBuilder {
    features: Vec<FeatureId>,
    feature_ends: Vec<u32>,
    holes: Vec<u8>,
    ring_ends: Vec<u32>,
    places: Vec<[f64; 2]>,
}

impl ReadingsBuilder {
    /// Adds the ground of the next feature, in map metres.
    pub(super) fn add(&mut self, feature: FeatureId, ground: &geo::MultiPolygon<f64>) {
        for polygon in ground {
            let shell = std::iter::once((0, polygon.exterior()));
            for (hole, ring) in shell.chain(polygon.interiors().iter().map(|ring| (1, ring))) {
                self.places.extend(ring.coords().map(|c| [c.x, c.y]));
                self.holes.push(hole);
                self.ring_ends.push(self.places.len() as u32);
            }
        }
        self.features.push(feature);
        self.feature_ends.push(self.holes.len() as u32);
    }

    /// Adds the readings of features that are numbered from `first` on.
    pub(super) fn append(&mut self, other: &Self, first: FeatureId) {
        let (rings, places) = (self.holes.len() as u32, self.places.len() as u32);
        self.features.extend(other.features.iter().map(|feature| feature + first));
        self.feature_ends.extend(other.feature_ends.iter().map(|end| end + rings));
        self.holes.extend_from_slice(&other.holes);
        self.ring_ends.extend(other.ring_ends.iter().map(|end| end + places));
        self.places.extend_from_slice(&other.places);
    }

    pub(super) fn finish(self) -> Readings {
        Readings {
            features: self.features.into(),
            feature_ends: self.feature_ends.into(),
            holes: self.holes.into(),
            ring_ends: self.ring_ends.into(),
            places: self.places.into(),
        }
    }
}
