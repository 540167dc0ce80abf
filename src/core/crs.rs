//! Coordinate reference systems and the two kinds of point that the program knows.
//!
//! Owns the `proj` crate: no other module names it. PROJ is the authority for every definition
//! and operation. Must not know which system a catalogue has chosen; callers pass it in.

mod fitted;
mod name;
mod naming;

pub use fitted::Fitted;
pub use naming::{AxisDirection, SystemAxis, SystemKind, SystemNaming, SystemUnit};

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use proj::Proj;
use rustc_hash::FxHashMap;
use thiserror::Error;

/// A position in degrees on WGS 84: longitude east, latitude north.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GeoPoint {
    /// Degrees east of Greenwich.
    pub lon: f64,
    /// Degrees north of the equator.
    pub lat: f64,
}

impl GeoPoint {
    /// A position from longitude and latitude in degrees, in this order as in GeoJSON.
    #[must_use]
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }
}

/// A position in metres in the map CRS: `x` grows to the east, `y` to the north.
///
/// Vietnamese papers print these as X = north and Y = east; the swap happens where words are
/// made, never here.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MapPoint {
    /// Easting in metres.
    pub x: f64,
    /// Northing in metres.
    pub y: f64,
}

impl MapPoint {
    /// A position from easting and northing in metres.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Distance to another point in the plane of the map, in metres.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

impl From<MapPoint> for geo::Coord<f64> {
    fn from(p: MapPoint) -> Self {
        Self { x: p.x, y: p.y }
    }
}

impl From<geo::Coord<f64>> for MapPoint {
    fn from(c: geo::Coord<f64>) -> Self {
        Self { x: c.x, y: c.y }
    }
}

/// Why a system or a conversion could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CrsError {
    /// PROJ has no such system, or the text is no name of one.
    #[error("unknown coordinate system {0}")]
    Unknown(String),
    /// PROJ knows both systems but no operation between them.
    #[error("no conversion from {from} to {to}: {reason}")]
    NoOperation {
        /// Source system.
        from: String,
        /// Target system.
        to: String,
        /// PROJ's own words.
        reason: String,
    },
    /// One point lies where the operation is not defined.
    #[error("point {x}, {y} cannot be converted")]
    OutOfDomain {
        /// First coordinate as text, so that the error compares.
        x: String,
        /// Second coordinate.
        y: String,
    },
}

/// The name of a coordinate reference system in the form that PROJ takes: "EPSG:9206".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Crs(Arc<str>);

/// The version of the library PROJ that coordinates are transformed by; empty where it does not say.
#[must_use]
pub fn library_version() -> String {
    proj::ProjBuilder::new().lib_info().map(|i| i.version).unwrap_or_default()
}

impl Crs {
    /// WGS 84 in degrees, longitude first: what RFC 7946 prescribes for GeoJSON.
    #[must_use]
    pub fn wgs84() -> Self {
        Self("EPSG:4326".into())
    }

    /// VN-2000 / TM-3 104-00, the official system of Sơn La (EPSG registry).
    #[must_use]
    pub fn vn2000_son_la() -> Self {
        Self("EPSG:9206".into())
    }

    /// WGS 84 / World Equidistant Cylindrical: a metric system that takes every longitude and
    /// latitude, for files that span more than a UTM zone can hold.
    #[must_use]
    pub fn world() -> Self {
        Self("EPSG:4087".into())
    }

    /// The WGS 84 / UTM zone whose central meridian is nearest to a position (EPSG 326xx, 327xx).
    #[must_use]
    pub fn utm(at: GeoPoint) -> Self {
        // Zones are 6° wide and counted from 180° W; the value lies within 1..=60 after the clamp.
        let zone = (((at.lon + 180.0) / 6.0).floor() as i64).rem_euclid(60) + 1;
        let base = if at.lat < 0.0 { 32700 } else { 32600 };
        Self(format!("EPSG:{}", base + zone).into())
    }

    /// Reads the spellings found in files: `EPSG:9206`, `urn:ogc:def:crs:EPSG::9206`,
    /// `http://www.opengis.net/def/crs/EPSG/0/9206`, `CRS84` and many more (see [`name`]).
    ///
    /// # Errors
    /// `CrsError::Unknown` if the text is none of these or PROJ does not know the code.
    pub fn parse(text: &str) -> Result<Self, CrsError> {
        let unknown = || CrsError::Unknown(text.trim().to_owned());
        let crs = Self(name::known_form(text).ok_or_else(unknown)?.into());
        if !crs.is_wgs84() {
            Proj::new(&crs.0).map_err(|_| unknown())?;
        }
        Ok(crs)
    }

    /// The name as PROJ takes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether coordinates are degrees of WGS 84.
    #[must_use]
    pub fn is_wgs84(&self) -> bool {
        &*self.0 == "EPSG:4326"
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One operation from a system to another, as PROJ chooses it.
///
/// Coordinates go in and come out with east first. Holds a PROJ object and so stays on the thread
/// that made it; [`with_transform`] keeps one a thread.
pub struct Transform {
    // None where both systems are the same.
    proj: Option<Proj>,
    from: Crs,
    to: Crs,
}

impl Transform {
    /// Prepares an operation. Takes some milliseconds: PROJ searches its database.
    ///
    /// # Errors
    /// If one of the systems is unknown or nothing leads from one to the other.
    pub fn new(from: &Crs, to: &Crs) -> Result<Self, CrsError> {
        let proj = if from == to {
            None
        } else {
            Some(Proj::new_known_crs(from.as_str(), to.as_str(), None).map_err(|e| {
                CrsError::NoOperation {
                    from: from.to_string(),
                    to: to.to_string(),
                    reason: e.to_string(),
                }
            })?)
        };
        Ok(Self { proj, from: from.clone(), to: to.clone() })
    }

    /// Converts one position.
    ///
    /// # Errors
    /// `CrsError::OutOfDomain` where the operation is not defined or gives no finite number.
    pub fn convert(&self, x: f64, y: f64) -> Result<(f64, f64), CrsError> {
        let Some(proj) = &self.proj else {
            return Ok((x, y));
        };
        match proj.convert((x, y)) {
            Ok((a, b)) if a.is_finite() && b.is_finite() => Ok((a, b)),
            _ => Err(CrsError::OutOfDomain { x: x.to_string(), y: y.to_string() }),
        }
    }

    /// Source and target of the operation.
    #[must_use]
    pub fn systems(&self) -> (&Crs, &Crs) {
        (&self.from, &self.to)
    }
}

thread_local! {
    static TRANSFORMS: RefCell<FxHashMap<(Crs, Crs), std::rc::Rc<Transform>>> =
        RefCell::new(FxHashMap::default());
}

/// The operation between two systems, made once a thread and then kept.
///
/// # Errors
/// As [`Transform::new`].
pub fn with_transform(from: &Crs, to: &Crs) -> Result<std::rc::Rc<Transform>, CrsError> {
    TRANSFORMS.with(|cache| {
        let key = (from.clone(), to.clone());
        if let Some(found) = cache.borrow().get(&key) {
            return Ok(std::rc::Rc::clone(found));
        }
        let made = std::rc::Rc::new(Transform::new(from, to)?);
        cache.borrow_mut().insert(key, std::rc::Rc::clone(&made));
        Ok(made)
    })
}

/// A WGS 84 position in the map CRS.
///
/// # Errors
/// As [`Transform::convert`].
pub fn map_from_geo(p: GeoPoint, map_crs: &Crs) -> Result<MapPoint, CrsError> {
    let (x, y) = with_transform(&Crs::wgs84(), map_crs)?.convert(p.lon, p.lat)?;
    Ok(MapPoint { x, y })
}

/// A position of the map CRS in WGS 84 degrees.
///
/// # Errors
/// As [`Transform::convert`].
pub fn geo_from_map(p: MapPoint, map_crs: &Crs) -> Result<GeoPoint, CrsError> {
    let (lon, lat) = with_transform(map_crs, &Crs::wgs84())?.convert(p.x, p.y)?;
    Ok(GeoPoint { lon, lat })
}

/// The WGS 84 position that [`map_from_geo`] brings to a place of the map.
///
/// [`geo_from_map`] is its inverse to about a millimetre only: a datum shift of seven parameters
/// and its reverse are not exactly inverse. What a user draws or types has to come back where it
/// was put, so the rest is taken off once more, which leaves less than a micrometre.
///
/// # Errors
/// As [`Transform::convert`].
pub fn geo_placed_at(p: MapPoint, map_crs: &Crs) -> Result<GeoPoint, CrsError> {
    let near = map_from_geo(geo_from_map(p, map_crs)?, map_crs)?;
    geo_from_map(MapPoint { x: 2.0 * p.x - near.x, y: 2.0 * p.y - near.y }, map_crs)
}

/// What coordinates that were announced as degrees look like to a reader who knows Vietnam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoordinateGuess {
    /// Within ±180 and ±90: they may be degrees.
    Degrees,
    /// Latitude first: within ±90 and ±180, and in Vietnam only when swapped.
    DegreesSwapped,
    /// Metres of VN-2000 / TM-3 with east first.
    Vn2000,
    /// Metres of VN-2000 / TM-3 as papers write them: X (north) first.
    Vn2000Swapped,
    /// Neither degrees nor anything known here.
    Unknown,
}

/// Judges an extent `[min_x, min_y, max_x, max_y]` in a file's own numbers by magnitude.
///
/// VN-2000 / TM-3 has its false easting at 500,000 m and Vietnam lies between 8.4° and 23.4° N, so
/// that eastings fall in 200,000–800,000 and northings in 900,000–2,700,000: the ranges do not
/// overlap and a swap can be told. The program offers what this says and never applies it unasked.
#[must_use]
pub fn guess_coordinates(extent: [f64; 4]) -> CoordinateGuess {
    let within = |lo: f64, hi: f64, a: f64, b: f64| lo <= a && b <= hi;
    let [x0, y0, x1, y1] = extent;
    let vietnam =
        |lon0, lat0, lon1, lat1| within(101.0, 118.0, lon0, lon1) && within(6.0, 24.0, lat0, lat1);
    if within(-180.0, 180.0, x0, x1) && within(-90.0, 90.0, y0, y1) {
        if vietnam(y0, x0, y1, x1) {
            return CoordinateGuess::DegreesSwapped;
        }
        return CoordinateGuess::Degrees;
    }
    if vietnam(y0, x0, y1, x1) {
        return CoordinateGuess::DegreesSwapped;
    }
    let east = |a, b| within(200_000.0, 800_000.0, a, b);
    let north = |a, b| within(900_000.0, 2_700_000.0, a, b);
    if east(x0, x1) && north(y0, y1) {
        CoordinateGuess::Vn2000
    } else if north(x0, x1) && east(y0, y1) {
        CoordinateGuess::Vn2000Swapped
    } else {
        CoordinateGuess::Unknown
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The table in the EPSG-based facts of the domain: computed independently of this program.
    const PUBLISHED: [(f64, f64, f64, f64); 2] = [
        (104.03528, 21.21472, 503_466.366, 2_346_722.812),
        (103.9144, 21.3270, 490_924.539, 2_359_155.213),
    ];

    #[test]
    fn sonla_points_agree_with_published_figures() {
        for (lon, lat, e, n) in PUBLISHED {
            let p = map_from_geo(GeoPoint { lon, lat }, &Crs::vn2000_son_la()).unwrap();
            assert!((p.x - e).abs() < 1e-3, "easting {} instead of {e}", p.x);
            assert!((p.y - n).abs() < 1e-3, "northing {} instead of {n}", p.y);
            // 1e-8 degrees are about 1 mm.
            let back = geo_from_map(p, &Crs::vn2000_son_la()).unwrap();
            assert!((back.lon - lon).abs() < 1e-8 && (back.lat - lat).abs() < 1e-8);
        }
    }

    #[test]
    fn a_place_goes_to_degrees_and_back_without_a_trace() {
        let crs = Crs::vn2000_son_la();
        for (lon, lat, _, _) in PUBLISHED {
            let p = map_from_geo(GeoPoint { lon, lat }, &crs).unwrap();
            let back = geo_placed_at(p, &crs).unwrap();
            assert!((back.lon - lon).abs() < 1e-11 && (back.lat - lat).abs() < 1e-11, "{back:?}");
        }
    }

    #[test]
    fn names_of_systems_are_read_in_all_spellings() {
        for text in [
            "EPSG:9206",
            "epsg:9206",
            " 9206 ",
            "urn:ogc:def:crs:EPSG::9206",
            "http://www.opengis.net/def/crs/EPSG/0/9206",
        ] {
            assert_eq!(Crs::parse(text).unwrap(), Crs::vn2000_son_la(), "{text}");
        }
        assert_eq!(Crs::parse("urn:ogc:def:crs:OGC:1.3:CRS84").unwrap(), Crs::wgs84());
        for known in ["EPSG:900913", "ESRI:54030", "CRS83", "CRS27"] {
            assert!(Crs::parse(known).is_ok(), "{known}");
        }
        for text in ["EPSG:999999", "abc", "", "ESRI:9206x"] {
            assert!(Crs::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn utm_zone_of_son_la_is_48_north() {
        assert_eq!(Crs::utm(GeoPoint { lon: 103.9, lat: 21.3 }).as_str(), "EPSG:32648");
        assert_eq!(Crs::utm(GeoPoint { lon: -70.0, lat: -33.0 }).as_str(), "EPSG:32719");
    }

    #[test]
    fn swapped_and_metric_coordinates_are_recognised() {
        use CoordinateGuess as G;
        assert_eq!(guess_coordinates([103.8, 21.2, 104.1, 21.4]), G::Degrees);
        assert_eq!(guess_coordinates([21.2, 103.8, 21.4, 104.1]), G::DegreesSwapped);
        assert_eq!(guess_coordinates([479_000.0, 2_330_000.0, 523_000.0, 2_370_000.0]), G::Vn2000);
        assert_eq!(
            guess_coordinates([2_330_000.0, 479_000.0, 2_370_000.0, 523_000.0]),
            G::Vn2000Swapped
        );
        assert_eq!(guess_coordinates([1e9, 1e9, 2e9, 2e9]), G::Unknown);
        assert_eq!(guess_coordinates([-70.0, -33.0, -69.0, -32.0]), G::Degrees);
    }
}
