//! A synthetic city: contiguous lots whose shared edges have the same vertices, as large as wanted.
//!
//! Owns the pattern of the city and its GeoJSON. Every vertex and attribute follows from the seed
//! and a place in the lattice alone, so that a lot is written without looking at another, and
//! memory does not grow with the city. Nothing in it describes a real place or person.

use std::f64::consts::PI;
use std::io::{self, Write};

use planmap_core::crs::GeoPoint;

/// The middle of the city: one of the two published points of Sơn La.
const MIDDLE: GeoPoint = GeoPoint::new(103.9144, 21.3270);
/// Width and depth of a lot before its corners are moved, in metres.
const LOT_M: [f64; 2] = [20.0, 25.0];
/// How far a corner is moved along each axis, in parts of a lot.
const CORNER: f64 = 0.15;
/// How far a point between two corners is moved off their line, in parts of a lot.
const BEND: f64 = 0.05;
/// Most points between the corners of an edge; the least is one, so that a lot has 8 to 20 vertices.
const BETWEEN: u64 = 4;
/// Lots of a block; a row and a column of every block are streets.
const BLOCK: u32 = 12;
/// Semi-major axis and flattening of WGS 84 (EPSG 7030).
const WGS84: (f64, f64) = (6_378_137.0, 1.0 / 298.257_223_563);

/// Street, and the classes that blocks are made of, with their weights, by the codes and labels of
/// the bundled zoning legend (a test compares them).
const STREET: (&str, &str) = ("DAT_HTKT_DuongGT", "Đường giao thông");
const CLASSES: [(&str, &str, u64); 12] = [
    ("DAT_O_Nhomnhao", "Nhóm nhà ở", 34),
    ("DAT_O_Honhop_Nhomo", "Hỗn hợp nhà ở và dịch vụ", 12),
    ("DAT_O_Langxom", "Làng xóm, dân cư nông thôn", 14),
    ("DAT_HTXH_Yte", "Y tế", 2),
    ("DAT_HTXH_Vanhoa", "Văn hóa", 2),
    ("DAT_HTXH_CayxanhCC", "Cây xanh sử dụng công cộng", 7),
    ("DAT_SX_Congnghiep", "Sản xuất công nghiệp, kho bãi", 5),
    ("DAT_Coquan", "Cơ quan, trụ sở", 3),
    ("DAT_Dulich", "Dịch vụ du lịch", 3),
    ("DAT_NN_Nongnghiep", "Sản xuất nông nghiệp", 10),
    ("DAT_NN_Rungsanxuat", "Rừng sản xuất", 5),
    ("DAT_KHAC_Honuoc", "Hồ, ao, đầm", 3),
];

/// A city of `lots` lots.
#[derive(Debug, Clone, Copy)]
pub struct City {
    lots: u32,
    seed: u64,
    across: u32,
    // Metres of a degree of longitude and latitude at the middle.
    degree_m: [f64; 2],
}

/// What a place in the lattice is asked for; keeps the random numbers of one place apart.
#[derive(Clone, Copy)]
enum Asked {
    CornerX,
    CornerY,
    /// An edge to the east, then one to the north.
    Edge(u64),
    Block,
    Lot,
    Person,
}

impl City {
    /// The city of a seed: about as many lots across as deep.
    #[must_use]
    pub fn new(lots: u32, seed: u64) -> Self {
        let across = f64::from(lots).sqrt().ceil().max(1.0) as u32;
        let (a, f) = WGS84;
        let e2 = f * (2.0 - f);
        let (sin, cos) = MIDDLE.lat.to_radians().sin_cos();
        let w2 = 1.0 - e2 * sin * sin;
        let radian = PI / 180.0;
        let degree_m = [a / w2.sqrt() * cos * radian, a * (1.0 - e2) / (w2 * w2.sqrt()) * radian];
        Self { lots, seed, across, degree_m }
    }

    /// Writes the city as a GeoJSON feature collection, a feature a line.
    ///
    /// # Errors
    /// Of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n")?;
        let mut ring = Vec::new();
        let mut line = Vec::new();
        for lot in 0..self.lots {
            line.clear();
            self.lot(lot, &mut ring, &mut line)?;
            line.extend_from_slice(if lot + 1 == self.lots { b"\n" } else { b",\n" });
            out.write_all(&line)?;
        }
        out.write_all(b"]}\n")
    }

    fn lot(&self, lot: u32, ring: &mut Vec<[f64; 2]>, line: &mut Vec<u8>) -> io::Result<()> {
        let (i, j) = (lot % self.across, lot / self.across);
        self.ring(i, j, ring);
        let (code, label) = self.class(i, j);
        // Sheets as surveyors number them: a square of the lattice each.
        const SHEET: u32 = 32;
        let sheets = self.across.div_ceil(SHEET);
        let sheet = j / SHEET * sheets + i / SHEET + 1;
        let parcel = j % SHEET * SHEET + i % SHEET + 1;
        let block = j / BLOCK * self.across.div_ceil(BLOCK) + i / BLOCK + 1;
        let person = self.random(Asked::Person, i, j) % 100_000;
        write!(
            line,
            "{{\"type\":\"Feature\",\"properties\":{{\"maloai\":\"{code}\",\"loaidat\":\"{label}\",\"soto\":{sheet},\
             \"sothua\":{parcel},\"dientich\":{:.1},\"chusudung\":\"Chủ sử dụng {person:05}\",\"diachi\":\"Ô phố {block}\",\
             \"trangthai\":\"{}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[",
            area(ring),
            ["Hiện hữu", "Quy hoạch mới", "Cải tạo"][(person % 3) as usize],
        )?;
        for (k, p) in ring.iter().chain(ring.first()).enumerate() {
            line.extend_from_slice(if k == 0 { b"[" } else { b",[" });
            degrees(line, MIDDLE.lon + p[0] / self.degree_m[0]);
            line.push(b',');
            degrees(line, MIDDLE.lat + p[1] / self.degree_m[1]);
            line.push(b']');
        }
        line.extend_from_slice(b"]]}}");
        Ok(())
    }

    /// The vertices of a lot in metres from the middle, counter-clockwise, not closed.
    fn ring(&self, i: u32, j: u32, ring: &mut Vec<[f64; 2]>) {
        ring.clear();
        self.edge(i, j, true, false, ring);
        self.edge(i + 1, j, false, false, ring);
        self.edge(i, j + 1, true, true, ring);
        self.edge(i, j, false, true, ring);
    }

    /// Adds an edge without its last point: from a corner to the east or to the north, or back.
    fn edge(&self, i: u32, j: u32, east: bool, back: bool, ring: &mut Vec<[f64; 2]>) {
        let (from, to) =
            (self.corner(i, j), if east { self.corner(i + 1, j) } else { self.corner(i, j + 1) });
        let random = self.random(Asked::Edge(u64::from(east)), i, j);
        let between = random % BETWEEN + 1;
        let point = |k: u64| {
            if k == 0 {
                return from;
            }
            let t = k as f64 / (between + 1) as f64;
            let off = unit(mix(random ^ k)) * BEND * LOT_M[usize::from(east)];
            let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
            let length = dx.hypot(dy);
            [from[0] + t * dx - off * dy / length, from[1] + t * dy + off * dx / length]
        };
        if back {
            ring.push(to);
            ring.extend((1..=between).rev().map(point));
        } else {
            ring.extend((0..=between).map(point));
        }
    }

    fn corner(&self, i: u32, j: u32) -> [f64; 2] {
        let down = self.lots.div_ceil(self.across);
        let place = |n: u32, of: u32, asked: Asked| {
            f64::from(n) - f64::from(of) / 2.0 + CORNER * unit(self.random(asked, i, j))
        };
        [
            LOT_M[0] * place(i, self.across, Asked::CornerX),
            LOT_M[1] * place(j, down, Asked::CornerY),
        ]
    }

    /// Blocks have a class; one lot in eight has its own.
    fn class(&self, i: u32, j: u32) -> (&'static str, &'static str) {
        if i.is_multiple_of(BLOCK) || j.is_multiple_of(BLOCK) {
            return STREET;
        }
        let lot = self.random(Asked::Lot, i, j);
        let random = if lot.is_multiple_of(8) {
            lot / 8
        } else {
            self.random(Asked::Block, i / BLOCK, j / BLOCK)
        };
        let mut left = random % CLASSES.iter().map(|c| c.2).sum::<u64>();
        for (code, label, weight) in CLASSES {
            if left < weight {
                return (code, label);
            }
            left -= weight;
        }
        STREET
    }

    fn random(&self, asked: Asked, i: u32, j: u32) -> u64 {
        let kind = match asked {
            Asked::CornerX => 0,
            Asked::CornerY => 1,
            Asked::Edge(way) => 2 + way,
            Asked::Block => 4,
            Asked::Lot => 5,
            Asked::Person => 6,
        };
        mix(mix(self.seed ^ (kind << 56)) ^ (u64::from(j) << 32 | u64::from(i)))
    }
}

/// SplitMix64's step: every number has one successor, which looks like chance.
fn mix(n: u64) -> u64 {
    let mut z = n.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// From −1 to 1.
fn unit(random: u64) -> f64 {
    (random >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

/// By the shoelace formula, in m².
fn area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// Writes degrees of the city, which are above zero, with seven decimals (about 1 cm): twice as
/// quick as the standard formatting of an `f64`, and most of a file is this.
fn degrees(line: &mut Vec<u8>, value: f64) {
    let mut left = (value * 1e7).round() as u64;
    let mut digits = [0u8; 24];
    let mut at = digits.len();
    let mut count = 0;
    while left > 0 || count <= 7 {
        if count == 7 {
            at -= 1;
            digits[at] = b'.';
        }
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        count += 1;
    }
    line.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rustc_hash::FxHashMap;
    use serde_json::Value as Json;

    fn written(lots: u32, seed: u64) -> Vec<u8> {
        let mut out = Vec::new();
        City::new(lots, seed).write(&mut out).unwrap();
        out
    }

    fn rings(json: &Json) -> Vec<Vec<(i64, i64)>> {
        let count = |v: &Json| (v.as_f64().unwrap() * 1e7).round() as i64;
        let features = json["features"].as_array().unwrap().iter();
        features
            .map(|f| {
                let ring = f["geometry"]["coordinates"][0].as_array().unwrap().iter();
                ring.map(|p| (count(&p[0]), count(&p[1]))).collect()
            })
            .collect()
    }

    #[test]
    fn a_seed_always_gives_the_same_city_and_another_another() {
        assert_eq!(written(300, 7), written(300, 7));
        assert_ne!(written(300, 7), written(300, 8));
    }

    #[test]
    fn lots_tile_without_gap_and_every_inner_edge_is_shared() {
        const LOTS: u32 = 1_000;
        let json: Json = serde_json::from_slice(&written(LOTS, 3)).unwrap();
        let rings = rings(&json);
        assert_eq!(rings.len(), LOTS as usize);
        let mut edges: FxHashMap<[(i64, i64); 2], i32> = FxHashMap::default();
        for ring in &rings {
            assert_eq!(ring.first(), ring.last());
            assert!((9..=21).contains(&ring.len()), "{} positions", ring.len());
            for pair in ring.windows(2) {
                // Each way once at most: neighbours run along a shared edge in opposite ways.
                let n = edges.entry([pair[0], pair[1]]).or_default();
                *n += 1;
                assert_eq!(*n, 1, "an edge twice in the same way");
            }
        }
        let alone: Vec<_> = edges.keys().filter(|[a, b]| !edges.contains_key(&[*b, *a])).collect();
        // What is left over is one closed line around the whole: as many beginnings as ends.
        let mut ends: FxHashMap<(i64, i64), i32> = FxHashMap::default();
        for [a, b] in &alone {
            *ends.entry(*a).or_default() += 1;
            *ends.entry(*b).or_default() -= 1;
        }
        assert!(ends.values().all(|n| *n == 0));
        // A lattice of 32 × 32 with a last row of 8 has 128 sides on its border.
        let sides = 4 * 32;
        assert!(
            alone.len() >= 2 * sides && alone.len() <= 5 * sides,
            "{} edges on the border",
            alone.len()
        );
    }

    #[test]
    fn lots_are_valid_polygons_of_the_area_they_state() {
        use geo::{Area, Validation};
        let json: Json = serde_json::from_slice(&written(400, 5)).unwrap();
        let city = City::new(400, 5);
        for (lot, ring) in rings(&json).iter().enumerate() {
            let metres = |(x, y): &(i64, i64)| geo::Coord {
                x: (*x as f64 / 1e7 - MIDDLE.lon) * city.degree_m[0],
                y: (*y as f64 / 1e7 - MIDDLE.lat) * city.degree_m[1],
            };
            let polygon = geo::Polygon::new(ring.iter().map(metres).collect(), vec![]);
            assert!(polygon.is_valid(), "lot {lot}");
            let stated = json["features"][lot]["properties"]["dientich"].as_f64().unwrap();
            // Counter-clockwise, and seven decimals move each vertex by up to 8 mm.
            assert!(
                (polygon.signed_area() - stated).abs() < 1.0,
                "{} {stated}",
                polygon.signed_area()
            );
        }
    }

    #[test]
    fn a_lot_takes_about_640_bytes_and_has_eight_attributes() {
        const LOTS: u32 = 5_000;
        let bytes = written(LOTS, 1);
        let each = bytes.len() / LOTS as usize;
        assert!((600..=680).contains(&each), "{each} bytes a lot");
        let json: Json = serde_json::from_slice(&bytes).unwrap();
        let features = json["features"].as_array().unwrap();
        assert!(features.iter().all(|f| f["properties"].as_object().unwrap().len() == 8));
    }

    #[test]
    fn classes_are_those_of_the_bundled_zoning_legend() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../maps/legends.toml");
        let legends: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let zoning = legends["legend"]
            .as_array()
            .unwrap()
            .iter()
            .find(|l| l["id"].as_str() == Some("zoning"))
            .unwrap();
        let classes = zoning["class"].as_array().unwrap();
        for (code, label) in CLASSES.iter().map(|c| (c.0, c.1)).chain([STREET]) {
            let class = classes.iter().find(|c| c["code"].as_str() == Some(code)).unwrap();
            assert_eq!(class["label"]["vi"].as_str(), Some(label), "{code}");
        }
    }

    #[test]
    fn degrees_are_written_as_json_numbers() {
        for (value, text) in [
            (103.914_4, "103.9144000"),
            (21.0, "21.0000000"),
            (0.5, "0.5000000"),
            (0.0, "0.0000000"),
        ] {
            let mut line = Vec::new();
            degrees(&mut line, value);
            assert_eq!(line, text.as_bytes());
        }
    }
}
