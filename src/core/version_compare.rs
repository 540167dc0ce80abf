//! Two versions of a layer against each other: added, removed, changed shape, changed attributes.
//!
//! Owns the pairing of features and what counts as a change. Features are paired by a field whose
//! values are unique in both versions; what is left, by place: each of the two covers more than half
//! of the other. Must not know files or plans.

use geo::{Area, BooleanOps};
use rustc_hash::FxHashMap;

use crate::audit::{ROUNDING_M, place_in, width_m};
use crate::crs::{Crs, CrsError, MapPoint};
use crate::feature::{FeatureId, Features, PartKind, Value};
use crate::geometry::Extent;
use crate::overlay::Area2;

/// Fields that are tried as the key where none is named, in this order: those of the official
/// packages, then those that GIS programs write.
const USUAL_KEYS: [&str; 8] = ["maDoiTuong", "lot", "id", "key", "code", "objectid", "fid", "gid"];

/// Vertices nearer than this are the same: each version rounds to 1 mm. Metres.
const SAME_M: f64 = 0.002;

/// What became of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// Only in the later version.
    Added,
    /// Only in the earlier version.
    Removed,
    /// Another shape.
    Geometry,
    /// Another value of an attribute.
    Attributes,
    /// Another shape and other values.
    Both,
}

impl DifferenceKind {
    /// All, in the order of reports.
    pub const ALL: [Self; 5] =
        [Self::Added, Self::Removed, Self::Geometry, Self::Attributes, Self::Both];

    /// The word in JSON; `compare-kind-<word>` in `assets/i18n`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Geometry => "geometry",
            Self::Attributes => "attributes",
            Self::Both => "geometry-and-attributes",
        }
    }
}

/// One attribute that has another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeChange {
    /// Its name in the file.
    pub name: String,
    /// The earlier value as text; empty for none.
    pub before: String,
    /// The later value as text; empty for none.
    pub after: String,
}

/// One feature that is not the same in both versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What became of it.
    pub kind: DifferenceKind,
    /// Its key, or its number in the file.
    pub name: String,
    /// Row of the earlier version.
    pub before: Option<FeatureId>,
    /// Row of the later version.
    pub after: Option<FeatureId>,
    /// Area in the earlier version; 0 for points, lines and what was not there.
    pub before_area: Area2,
    /// Area in the later version.
    pub after_area: Area2,
    /// Area that belongs to one version alone.
    pub changed_area: Area2,
    /// Attributes with other values.
    pub attributes: Vec<AttributeChange>,
    /// Where: the area that changed hands, or the feature itself. Empty for points and lines.
    pub shape: geo::MultiPolygon<f64>,
    /// A place in it.
    pub at: Option<MapPoint>,
}

/// The whole result.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// The field that paired the features; none where only the place did.
    pub key: Option<String>,
    /// All differences: by kind, then by changed area, the largest first.
    pub differences: Vec<Difference>,
    /// Features that are the same in both.
    pub unchanged: usize,
    /// Attributes that only the earlier version has.
    pub dropped_fields: Vec<String>,
    /// Attributes that only the later version has.
    pub new_fields: Vec<String>,
}

impl Comparison {
    /// Number of differences of a kind.
    #[must_use]
    pub fn count(&self, kind: DifferenceKind) -> usize {
        self.differences.iter().filter(|d| d.kind == kind).count()
    }
}

/// Why two versions were not compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// The field that was named is not in both versions, empty somewhere, or not unique.
    #[error("the field {0} is not unique in both versions")]
    NoKey(String),
    /// It was told to stop.
    #[error("cancelled")]
    Cancelled,
    /// A place could not be converted.
    #[error(transparent)]
    Crs(#[from] CrsError),
}

/// Compares two versions, both in the map CRS. `key` names the field that pairs features; where it
/// is none, one of the usual names serves if its values are unique in both. `stop` is asked now and
/// then.
///
/// # Errors
/// If the named key does not serve, it was stopped, or a place cannot be converted.
pub fn compare(
    before: &Features,
    after: &Features,
    key: Option<&str>,
    map_crs: &Crs,
    stop: &dyn Fn() -> bool,
) -> Result<Comparison, CompareError> {
    let key = match key {
        Some(named)
            if unique_values(before, named).is_some() && unique_values(after, named).is_some() =>
        {
            Some(named.to_owned())
        }
        Some(named) => return Err(CompareError::NoKey(named.to_owned())),
        None => USUAL_KEYS
            .into_iter()
            .find(|k| unique_values(before, k).is_some() && unique_values(after, k).is_some())
            .map(str::to_owned),
    };
    let pairs = pair(before, after, key.as_deref(), stop)?;
    let names = |f: &Features| -> Vec<String> {
        f.table().columns().iter().map(|c| c.name().to_owned()).collect()
    };
    let (old_fields, new_fields) = (names(before), names(after));
    let mut out = Comparison {
        dropped_fields: old_fields.iter().filter(|n| !new_fields.contains(n)).cloned().collect(),
        new_fields: new_fields.iter().filter(|n| !old_fields.contains(n)).cloned().collect(),
        ..Comparison::default()
    };
    let name = |features: &Features, row: FeatureId| match &key {
        Some(key) => text(features.table().value(row, key)),
        None => format!("#{}", u64::from(features.file_index(row)) + 1),
    };
    let whole = |features: &Features, row: FeatureId| features.geometries().polygons(row);
    let mut paired = vec![false; before.len()];
    for row in 0..after.len() as FeatureId {
        if row % 64 == 0 && stop() {
            return Err(CompareError::Cancelled);
        }
        let Some(old) = pairs[row as usize] else {
            let shape = whole(after, row);
            let area = Area2::of(&shape, map_crs)?;
            let at = place_in(&shape).or_else(|| first_point(after, row));
            out.differences.push(Difference {
                kind: DifferenceKind::Added,
                name: name(after, row),
                before: None,
                after: Some(row),
                before_area: Area2::default(),
                after_area: area,
                changed_area: area,
                attributes: Vec::new(),
                shape,
                at,
            });
            continue;
        };
        paired[old as usize] = true;
        let attributes: Vec<AttributeChange> = old_fields
            .iter()
            .filter(|n| new_fields.contains(n))
            .filter_map(|n| {
                let (a, b) = (before.table().value(old, n), after.table().value(row, n));
                (a != b).then(|| AttributeChange {
                    name: n.clone(),
                    before: text(a),
                    after: text(b),
                })
            })
            .collect();
        let moved = changed_shape(before, old, after, row);
        let kind = match (&moved, attributes.is_empty()) {
            (None, true) => {
                out.unchanged += 1;
                continue;
            }
            (None, false) => DifferenceKind::Attributes,
            (Some(_), true) => DifferenceKind::Geometry,
            (Some(_), false) => DifferenceKind::Both,
        };
        let (old_shape, new_shape) = (whole(before, old), whole(after, row));
        let (before_area, after_area) =
            (Area2::of(&old_shape, map_crs)?, Area2::of(&new_shape, map_crs)?);
        let changed = moved.unwrap_or_else(|| geo::MultiPolygon(vec![]));
        let changed_area = Area2::of(&changed, map_crs)?;
        let shape = if changed.0.is_empty() { new_shape } else { changed };
        let at = place_in(&shape).or_else(|| first_point(after, row));
        out.differences.push(Difference {
            kind,
            name: name(after, row),
            before: Some(old),
            after: Some(row),
            before_area,
            after_area,
            changed_area,
            attributes,
            shape,
            at,
        });
    }
    for old in (0..before.len() as FeatureId).filter(|r| !paired[*r as usize]) {
        let shape = whole(before, old);
        let area = Area2::of(&shape, map_crs)?;
        let at = place_in(&shape).or_else(|| first_point(before, old));
        out.differences.push(Difference {
            kind: DifferenceKind::Removed,
            name: name(before, old),
            before: Some(old),
            after: None,
            before_area: area,
            after_area: Area2::default(),
            changed_area: area,
            attributes: Vec::new(),
            shape,
            at,
        });
    }
    out.differences.sort_by(|a, b| {
        let size = b.changed_area.grid_m2.total_cmp(&a.changed_area.grid_m2);
        a.kind.cmp(&b.kind).then(size).then_with(|| a.name.cmp(&b.name))
    });
    out.key = key;
    Ok(out)
}

/// Rows by the value of a field; `None` unless every feature has a value of its own.
fn unique_values(features: &Features, field: &str) -> Option<FxHashMap<String, FeatureId>> {
    let column = features.table().column(field)?;
    let mut out = FxHashMap::default();
    for row in 0..features.len() as FeatureId {
        let value = text(column.value(row));
        if value.is_empty() || out.insert(value, row).is_some() {
            return None;
        }
    }
    Some(out)
}

/// The earlier row of each later one.
fn pair(
    before: &Features,
    after: &Features,
    key: Option<&str>,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Option<FeatureId>>, CompareError> {
    let mut pairs: Vec<Option<FeatureId>> = vec![None; after.len()];
    if let Some(key) = key {
        // Whoever has no namesake is new or gone, even where it stands in the place of another.
        let old = unique_values(before, key).unwrap_or_default();
        for (value, row) in unique_values(after, key).unwrap_or_default() {
            pairs[row as usize] = old.get(&value).copied();
        }
        return Ok(pairs);
    }
    let mut taken = vec![false; before.len()];
    // The same shape first: it costs no cut, and most of two versions is the same.
    for row in 0..after.len() as FeatureId {
        if row % 256 == 0 && stop() {
            return Err(CompareError::Cancelled);
        }
        let extent = after.geometries().feature_extent(row).buffered(SAME_M);
        let found = before
            .in_extent(&extent)
            .find(|old| !taken[*old as usize] && same(before, *old, after, row));
        if let Some(old) = found {
            taken[old as usize] = true;
            pairs[row as usize] = Some(old);
        }
    }
    for row in 0..after.len() as FeatureId {
        if row % 64 == 0 && stop() {
            return Err(CompareError::Cancelled);
        }
        if pairs[row as usize].is_some() {
            continue;
        }
        let shape = after.geometries().polygons(row);
        let area_m2 = shape.unsigned_area();
        let extent = after.geometries().feature_extent(row);
        if extent.is_empty() || area_m2 <= 0.0 {
            continue;
        }
        let found = before.in_extent(&extent).find(|old| {
            let other = before.geometries().polygons(*old);
            let most = area_m2.max(other.unsigned_area());
            !taken[*old as usize] && shape.intersection(&other).unsigned_area() > most / 2.0
        });
        if let Some(old) = found {
            taken[old as usize] = true;
            pairs[row as usize] = Some(old);
        }
    }
    Ok(pairs)
}

/// Whether two features have the same vertices in the same order.
fn same(before: &Features, old: FeatureId, after: &Features, new: FeatureId) -> bool {
    let (a, b) = (before.geometries(), after.geometries());
    let far = |e: &Extent, f: &Extent| {
        (e.min.x - f.min.x).abs() > SAME_M
            || (e.min.y - f.min.y).abs() > SAME_M
            || (e.max.x - f.max.x).abs() > SAME_M
            || (e.max.y - f.max.y).abs() > SAME_M
    };
    let (e, f) = (a.feature_extent(old), b.feature_extent(new));
    if e.is_empty() != f.is_empty()
        || (!e.is_empty() && far(&e, &f))
        || a.parts(old).len() != b.parts(new).len()
    {
        return false;
    }
    a.parts(old).zip(b.parts(new)).all(|(p, q)| {
        let near = |(s, t): (MapPoint, MapPoint)| {
            (s.x - t.x).abs() <= SAME_M && (s.y - t.y).abs() <= SAME_M
        };
        p.kind == q.kind && p.len() == q.len() && p.points().zip(q.points()).all(near)
    })
}

/// The area that belongs to one of the two alone, empty for lines and points that moved; `None`
/// where the shapes are the same but for rounding.
fn changed_shape(
    before: &Features,
    old: FeatureId,
    after: &Features,
    new: FeatureId,
) -> Option<geo::MultiPolygon<f64>> {
    if same(before, old, after, new) {
        return None;
    }
    let all_areas = |f: &Features, row: FeatureId| {
        f.geometries().parts(row).all(|p| matches!(p.kind, PartKind::Exterior | PartKind::Hole))
    };
    let areas = all_areas(before, old) && all_areas(after, new);
    let mut changed = before.geometries().polygons(old).xor(&after.geometries().polygons(new));
    changed.0.retain(|p| width_m(&geo::MultiPolygon(vec![p.clone()])) >= ROUNDING_M);
    (!areas || !changed.0.is_empty()).then_some(changed)
}

fn first_point(features: &Features, row: FeatureId) -> Option<MapPoint> {
    features.geometries().parts(row).next()?.points().next()
}

fn text(value: Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.to_string(),
        Value::Text(t) | Value::LongInteger(t) | Value::Json(t) => t.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::feature::{GeometriesBuilder, TableBuilder};

    /// Squares of 10 m, each with its left edge; no attributes.
    fn squares(at: &[(f64, f64)], origin: f64) -> Features {
        let mut g = GeometriesBuilder::new(MapPoint::new(500_000.0 + origin, 2_360_000.0), 0.001);
        let mut t = TableBuilder::default();
        for (x, side) in at {
            let (x, y) = (500_000.0 + x, 2_360_000.0);
            g.begin();
            g.part(
                PartKind::Exterior,
                [(x, y), (x + side, y), (x + side, y + 10.0), (x, y + 10.0), (x, y)],
            );
            t.begin_row();
        }
        let rows = (0..at.len() as u32).collect();
        Features::new(g.finish(), t.finish(), rows)
    }

    #[test]
    fn without_a_key_the_place_pairs_and_order_and_origin_do_not_matter() {
        let crs = Crs::vn2000_son_la();
        let before = squares(&[(0.0, 10.0), (10.0, 10.0), (20.0, 10.0), (40.0, 10.0)], 0.0);
        let after = squares(&[(20.0, 10.0), (10.0, 13.0), (0.0, 10.0), (60.0, 10.0)], 0.0004);
        let found = compare(&before, &after, None, &crs, &|| false).unwrap();
        assert_eq!(found.unchanged, 2);
        let told: Vec<_> = found.differences.iter().map(|d| (d.kind, d.before, d.after)).collect();
        assert_eq!(
            told,
            [
                (DifferenceKind::Added, None, Some(3)),
                (DifferenceKind::Removed, Some(3), None),
                (DifferenceKind::Geometry, Some(1), Some(1)),
            ]
        );
        let moved = &found.differences[2];
        assert!(
            (moved.before_area.grid_m2 - 100.0).abs() < 0.01
                && (moved.after_area.grid_m2 - 130.0).abs() < 0.02
        );
        assert!((moved.changed_area.grid_m2 - 30.0).abs() < 0.02);
    }

    #[test]
    fn a_version_does_not_differ_from_itself_and_a_stop_is_heard() {
        let crs = Crs::vn2000_son_la();
        let one = squares(&[(0.0, 10.0), (10.0, 10.0)], 0.0);
        let found = compare(&one, &one, None, &crs, &|| false).unwrap();
        assert!(found.differences.is_empty() && found.unchanged == 2);
        assert_eq!(compare(&one, &one, None, &crs, &|| true), Err(CompareError::Cancelled));
        assert_eq!(
            compare(&one, &one, Some("lot"), &crs, &|| false),
            Err(CompareError::NoKey("lot".to_owned()))
        );
    }
}
