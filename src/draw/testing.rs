//! A small invented city for tests and measurements of drawing.
//!
//! Owns nothing real: names apart, every place and class here is made up, always the same way. Must
//! not be shown to anyone as a plan.

use std::sync::Arc;

use geo::polygon;

use planmap_core::catalogue::{Accuracy, FieldNames, LayerRole, LayerSpec, PlanKind, Text2};
use planmap_core::feature::{GeometriesBuilder, PartKind, TableBuilder, Value};
use planmap_core::legend::{ClassLook, HatchPattern, Legend, LegendClass};
use planmap_core::symbology::Theme;
use planmap_core::{Crs, Features, MapPoint};

use crate::scene::{MapLayer, MapScene, SiteMark};

/// Numbers that look random and are always the same (Steele and others' SplitMix64).
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number, 0 to 1.
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

type Ring = Vec<(f64, f64)>;

/// A layer's features in the making.
#[derive(Debug)]
pub struct Builder {
    geometries: GeometriesBuilder,
    table: TableBuilder,
}

impl Default for Builder {
    fn default() -> Self {
        let origin = MapPoint::new(495_000.0, 2_355_000.0);
        Self { geometries: GeometriesBuilder::new(origin, 0.001), table: TableBuilder::default() }
    }
}

impl Builder {
    /// Adds a feature of one part with its texts.
    pub fn add(&mut self, kind: PartKind, points: Ring, texts: &[(&str, &str)]) {
        self.geometries.begin();
        self.geometries.part(kind, points);
        self.table.begin_row();
        texts.iter().for_each(|(k, v)| self.table.set(k, Value::Text(v)));
    }

    /// Gives the last feature a number.
    pub fn number(&mut self, name: &str, value: f64) {
        self.table.set(name, Value::Number(value));
    }

    /// Adds a feature of several parts with its texts.
    pub fn add_parts(&mut self, parts: &[(PartKind, Vec<(f64, f64)>)], texts: &[(&str, &str)]) {
        self.geometries.begin();
        parts.iter().for_each(|(kind, points)| self.geometries.part(*kind, points.iter().copied()));
        self.table.begin_row();
        texts.iter().for_each(|(k, v)| self.table.set(k, Value::Text(v)));
    }

    /// The features.
    #[must_use]
    pub fn finish(self) -> Features {
        let rows = (0..self.table.len() as u32).collect();
        Features::new(self.geometries.finish(), self.table.finish(), rows)
    }
}

/// A layer's entry with the usual field names.
#[must_use]
pub fn spec(id: &str, plan: Option<&str>, role: LayerRole) -> LayerSpec {
    let field = |name: &str| Some(name.to_owned());
    LayerSpec {
        id: id.to_owned(),
        plan: plan.map(str::to_owned),
        role,
        name: Text2::same(id),
        file: format!("{id}.geojson"),
        source_layer: None,
        crs: None,
        accuracy: Accuracy::Schematic,
        sources: Vec::new(),
        legend: None,
        min_denominator: None,
        max_denominator: None,
        fields: FieldNames {
            name: field("name"),
            class: field("class"),
            lot: field("lot"),
            ..FieldNames::default()
        },
        visible: true,
        units_in_force: true,
    }
}

/// A legend with one class for each hatch.
#[must_use]
pub fn legend() -> Legend {
    let class = |code: &str, aci: u8, hatch| LegendClass {
        code: code.to_owned(),
        label: Text2::same(code),
        other_names: Vec::new(),
        official_layer: None,
        aci: Some(aci),
        colour: None,
        hatch,
        block: None,
        look: ClassLook::Filled,
    };
    Legend {
        id: "legend".to_owned(),
        name: Text2::same("legend"),
        sources: Vec::new(),
        classes: vec![
            class("housing", 42, HatchPattern::Grid),
            class("mixed", 22, HatchPattern::Diagonal),
            class("service", 12, HatchPattern::Vertical),
            class("office", 34, HatchPattern::Horizontal),
            class("green", 72, HatchPattern::Dashes),
            class("park", 92, HatchPattern::Dots),
            class("industry", 192, HatchPattern::BackDiagonal),
            class("school", 6, HatchPattern::Diagonal),
            class("technical", 136, HatchPattern::CrossDiagonal),
            class("other", 8, HatchPattern::None),
        ],
    }
}

/// A roundish outline around a centre.
fn blob(centre: (f64, f64), radius: f64, seed: u64) -> Ring {
    let mut random = Random(seed);
    let phases: Vec<f64> = (0..3).map(|_| random.share() * std::f64::consts::TAU).collect();
    let mut ring: Ring = (0..72)
        .map(|i| {
            let a = f64::from(i) * std::f64::consts::TAU / 72.0;
            let r = radius
                * (1.0 + 0.16 * (2.0 * a + phases[0]).sin() + 0.08 * (3.0 * a + phases[1]).sin());
            (centre.0 + r * a.cos(), centre.1 + r * a.sin() * 1.1)
        })
        .collect();
    ring.push(ring[0]);
    ring
}

fn inside(ring: &Ring, p: (f64, f64)) -> bool {
    ring.windows(2).fold(false, |odd, w| {
        let (a, b) = (w[0], w[1]);
        let crosses =
            (a.1 > p.1) != (b.1 > p.1) && p.0 < (b.0 - a.0) * (p.1 - a.1) / (b.1 - a.1) + a.0;
        odd != crosses
    })
}

/// Lots in blocks on a turned grid inside an outline: edge-matched within a block, with streets
/// between the blocks.
pub fn lots(outline: &Ring, lot_m: f64, angle: f64, seed: u64, out: &mut Builder) {
    let legend = legend();
    let mut random = Random(seed);
    let n = outline.len() as f64;
    let centre = outline.iter().fold((0.0, 0.0), |c, p| (c.0 + p.0 / n, c.1 + p.1 / n));
    let reach = outline.iter().map(|p| (p.0 - centre.0).hypot(p.1 - centre.1)).fold(0.0, f64::max);
    let turn = |u: f64, v: f64| {
        (centre.0 + u * angle.cos() - v * angle.sin(), centre.1 + u * angle.sin() + v * angle.cos())
    };
    let (columns, street) = (4, lot_m * 0.28);
    let (block_u, block_v) = (lot_m * f64::from(columns) + street, lot_m * 1.6 * 2.0 + street);
    let (nu, nv) = ((reach / block_u).ceil() as i32, (reach / block_v).ceil() as i32);
    let mut number = 0;
    for (bu, bv) in (-nv..nv).flat_map(|v| (-nu..nu).map(move |u| (u, v))) {
        let main = (random.share() * random.share() * legend.classes.len() as f64) as usize;
        for (cu, cv) in (0..2).flat_map(|v| (0..columns).map(move |u| (u, v))) {
            let u0 = f64::from(bu) * block_u + f64::from(cu) * lot_m;
            let v0 = f64::from(bv) * block_v + f64::from(cv) * lot_m * 1.6;
            let other = (random.share() * legend.classes.len() as f64) as usize;
            let class = if random.share() < 0.75 { main } else { other };
            let (u1, v1) = (u0 + lot_m, v0 + lot_m * 1.6);
            let ring: Ring = [(u0, v0), (u1, v0), (u1, v1), (u0, v1), (u0, v0)]
                .map(|(u, v)| turn(u, v))
                .to_vec();
            if ring.iter().all(|p| inside(outline, *p)) {
                number += 1;
                let code = legend.classes[class.min(legend.classes.len() - 1)].code.clone();
                out.add(
                    PartKind::Exterior,
                    ring,
                    &[("class", &code), ("lot", &format!("A-{number}"))],
                );
            }
        }
    }
}

fn layer(spec: LayerSpec, kind: Option<PlanKind>, features: Builder) -> MapLayer {
    let legend = (spec.role == LayerRole::LandUse).then(|| Arc::new(legend()));
    MapLayer::new(Arc::new(spec), kind, Arc::new(features.finish()), legend)
}

/// Units on a bent grid whose neighbours share their edges.
fn units(names: &[&str], cell: f64, seed: u64) -> Builder {
    let mut out = Builder::default();
    let corner = |i: i32, j: i32| {
        let mut random = Random(seed ^ ((i as u64) << 32) ^ (j as u64 & 0xffff_ffff));
        let (dx, dy) = (random.share() - 0.5, random.share() - 0.5);
        (
            480_000.0 + (f64::from(i) + dx * 0.5) * cell,
            2_340_000.0 + (f64::from(j) + dy * 0.5) * cell,
        )
    };
    let columns = (30_000.0 / cell).ceil() as i32;
    for (k, name) in names.iter().enumerate() {
        let (i, j) = (k as i32 % columns, k as i32 / columns);
        let ring = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
            .map(|(di, dj)| corner(i + di, j + dj))
            .to_vec();
        out.add(PartKind::Exterior, ring, &[("name", name)]);
    }
    out
}

/// A layer of features of a scene, counted from the bottom.
///
/// # Panics
/// Where there are fewer.
#[must_use]
#[allow(clippy::expect_used)]
pub fn nth(scene: &MapScene, place: usize) -> &MapLayer {
    scene.vectors().nth(place).expect("the scene has that many layers")
}

/// The same, to be changed.
///
/// # Panics
/// Where there are fewer.
#[allow(clippy::expect_used)]
pub fn nth_mut(scene: &mut MapScene, place: usize) -> &mut MapLayer {
    scene.vectors_mut().nth(place).expect("the scene has that many layers")
}

/// The invented city: a general plan, three zoning plans with some 4,000 lots, units of before and
/// since, roads, a stream, and four sites.
#[must_use]
pub fn city(theme: Theme) -> MapScene {
    let mut scene = MapScene::empty(Crs::vn2000_son_la(), theme);
    let general = blob((494_500.0, 2_354_500.0), 10_500.0, 11);
    let zones = [
        ("zone-1", "Khu đô thị lịch sử", (491_000.0, 2_359_000.0), 2_300.0, 0.5),
        ("zone-2", "Khu đô thị Chiềng Sinh", (496_500.0, 2_354_000.0), 2_200.0, -0.7),
        ("zone-3", "Khu sinh thái Hua La", (489_800.0, 2_352_600.0), 2_000.0, 0.2),
    ];
    let mut limit = Builder::default();
    limit.add(PartKind::Exterior, general, &[]);
    scene.push(layer(
        spec("general-limit", Some("general"), LayerRole::Limit),
        Some(PlanKind::General),
        limit,
    ));
    for (k, (id, name, centre, radius, angle)) in zones.into_iter().enumerate() {
        let outline = blob(centre, radius, k as u64 + 1);
        let mut features = Builder::default();
        lots(&outline, 72.0, angle, k as u64 + 40, &mut features);
        let uses = spec(&format!("{id}-land-use"), Some(id), LayerRole::LandUse);
        scene.push(layer(uses, Some(PlanKind::Zoning), features));
        let mut limit = Builder::default();
        limit.add(PartKind::Exterior, outline, &[]);
        let mut limit = layer(
            spec(&format!("{id}-limit"), Some(id), LayerRole::Limit),
            Some(PlanKind::Zoning),
            limit,
        );
        limit.plan_name = Some(Text2::same(name));
        scene.push(limit);
    }
    let new = [
        "CƠI",
        "Chiềng An",
        "Tô Hiệu",
        "Chiềng Mung",
        "Mường Bằng",
        "Chiềng Sinh",
        "Mai Sơn",
        "Thuận Châu",
        "Mường La",
    ];
    scene.push(layer(spec("units-new", None, LayerRole::Units), None, units(&new, 10_000.0, 5)));
    let old = [
        "Hua La",
        "Chiềng Cọ",
        "Chiềng Đen",
        "Chiềng Ngần",
        "Chiềng Mung",
        "Chiềng Mai",
        "Hát Lót",
        "Chiềng Ban",
        "Mường Bon",
        "Quyết Thắng",
        "Chiềng Lề",
        "Quyết Tâm",
        "Chiềng Xôm",
        "Chiềng Cơi",
        "Chiềng Hoa",
        "Nà Ớt",
    ];
    let mut old_spec = spec("units-old", None, LayerRole::Units);
    old_spec.units_in_force = false;
    scene.push(layer(old_spec, None, units(&old, 7_400.0, 9)));
    let mut water = Builder::default();
    let stream: Ring = (0..90)
        .map(|i| {
            let t = f64::from(i) * 260.0;
            (488_500.0 + 0.22 * t + 600.0 * (t / 2_300.0).sin(), 2_345_500.0 + t)
        })
        .collect();
    water.add(PartKind::Line, stream, &[("name", "Nậm La")]);
    scene.push(layer(spec("water", None, LayerRole::Water), None, water));
    let mut roads = Builder::default();
    let road: Ring = (0..60)
        .map(|i| {
            let t = f64::from(i) * 420.0;
            (485_000.0 + 0.78 * t, 2_364_000.0 - 0.8 * t + 350.0 * (t / 3_100.0).sin())
        })
        .collect();
    roads.add(PartKind::Line, road, &[("name", "QL 6")]);
    scene.push(layer(spec("roads", None, LayerRole::Roads), None, roads));
    let site = |id: &str, name: &str, note: &str, at: (f64, f64), geometry, candidate| SiteMark {
        id: id.to_owned(),
        name: Text2::same(name),
        note: Text2::same(note),
        at: MapPoint::new(at.0, at.1),
        geometry,
        candidate,
    };
    let runway = geo::LineString::from(vec![(501_000.0, 2_346_900.0), (503_200.0, 2_345_900.0)]);
    let park = polygon![
        (x: 499_200.0, y: 2_357_900.0), (x: 500_400.0, y: 2_358_500.0), (x: 501_000.0, y: 2_357_300.0),
        (x: 500_700.0, y: 2_356_600.0), (x: 499_600.0, y: 2_356_500.0),
    ];
    scene.sites = Arc::from([
        site(
            "na-san",
            "Cảng hàng không Nà Sản",
            "3 nguồn diện tích",
            (502_100.0, 2_346_400.0),
            Some(runway.into()),
            true,
        ),
        site(
            "vinh-hang",
            "Công viên Vĩnh Hằng",
            "164,56 ha",
            (500_200.0, 2_357_300.0),
            Some(park.into()),
            true,
        ),
        site("golf", "Sân golf Chiềng Sinh", "báo chí", (497_300.0, 2_354_600.0), None, true),
        site("lot-6c", "Lô 6C – suối Nậm La", "báo chí", (490_900.0, 2_357_900.0), None, false),
    ]);
    scene.sort_layers();
    scene
}

/// One land-use layer of `columns` by `rows` lots of 12 vertices, about `lot_m` a side, without
/// streets: neighbours share every vertex of their crooked edges. Lots of a class come in clumps.
#[must_use]
pub fn matched_lots(columns: i32, rows: i32, lot_m: f64, theme: Theme) -> MapScene {
    let (west, south) =
        (495_000.0 - f64::from(columns) * lot_m / 2.0, 2_355_000.0 - f64::from(rows) * lot_m / 2.0);
    // In thirds of a lot; the same wherever a lot asks for it.
    let vertex = |i: i32, j: i32| {
        let mut random = Random(((i as u64) << 32) ^ (j as u64 & 0xffff_ffff));
        let (dx, dy) = (random.share() - 0.5, random.share() - 0.5);
        let at = |n: i32, d: f64| (f64::from(n) + 0.5 * d) / 3.0 * lot_m;
        (west + at(i, dx), south + at(j, dy))
    };
    let codes: Vec<String> = legend().classes.into_iter().map(|c| c.code).collect();
    let corners = [
        (0, 0),
        (1, 0),
        (2, 0),
        (3, 0),
        (3, 1),
        (3, 2),
        (3, 3),
        (2, 3),
        (1, 3),
        (0, 3),
        (0, 2),
        (0, 1),
        (0, 0),
    ];
    let mut random = Random(3);
    let mut b = Builder::default();
    for (i, j) in (0..rows).flat_map(|j| (0..columns).map(move |i| (i, j))) {
        let clump = Random(((i / 7) as u64) << 20 ^ (j / 5) as u64).share();
        let pick = if random.share() < 0.6 { clump } else { random.share() };
        let code = &codes[(pick * pick * codes.len() as f64) as usize % codes.len()];
        let ring = corners.map(|(di, dj)| vertex(i * 3 + di, j * 3 + dj)).to_vec();
        b.add(PartKind::Exterior, ring, &[("class", code)]);
    }
    let mut spec = spec("land-use", Some("zone"), LayerRole::LandUse);
    spec.accuracy = Accuracy::Surveyed;
    let mut scene = MapScene::empty(Crs::vn2000_son_la(), theme);
    let kind = Some(PlanKind::Zoning);
    scene.push(MapLayer::new(Arc::new(spec), kind, Arc::new(b.finish()), Some(Arc::new(legend()))));
    scene
}
