//! The one drawing that all schematic layers are cut from.
//!
//! Owns the order of what covers what, in the zoning plans and in the general plan, and the
//! joining of slivers. Must not know files.

use std::collections::BTreeMap;

use geo::{Coord, LineString, MultiPolygon, Polygon, unary_union};

use super::BundleError;
use super::arrangement::{Arrangement, Drawing, FaceId};
use super::lots::{self, Obstacles, Zoning};
use super::tables::Tables;
use super::{curve, limits, terrain};

/// Parts of a zone, or gaps between zones, smaller than this (m²) are no intent of the sketches.
const LEAST_ZONE_PART: f64 = 10_000.0;

/// What a source of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    General,
    Zone(usize),
    External,
    Road,
    Water,
    Park,
    Patch(usize),
    Quarter(usize),
    Lot(usize),
    CemeteryCore,
    Cemetery,
    Village,
    Forest,
}

/// What a piece of a zone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// A patch of the table.
    Patch(usize),
    /// Water of a stream.
    Water,
    /// Green along a stream.
    Park,
    /// A national road.
    External,
    /// The main roads.
    Road,
    /// The streets of a neighbourhood.
    Street(usize),
    /// A lot.
    Lot(usize),
    /// A rest that nothing covers.
    Rest,
}

/// A face's place in the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Label {
    zone: Option<usize>,
    piece: Option<Piece>,
    // Index into the general classes; none outside the general plan.
    general: Option<usize>,
}

/// What polygons are, and the polygons.
pub type Dissolved<K> = (K, Vec<Polygon<f64>>);

/// Polygons cut from one arrangement, so that all layers fit each other.
pub struct Sheet {
    /// The general plan's limit.
    pub general_limit: Vec<Polygon<f64>>,
    /// Each zone's limit, in the order of the table.
    pub zone_limits: Vec<Vec<Polygon<f64>>>,
    /// Pieces of each zone.
    pub pieces: Vec<Dissolved<(usize, Piece)>>,
    /// Areas of the general plan by class.
    pub general: Vec<Dissolved<String>>,
    /// The lots and neighbourhoods that pieces refer to.
    pub zoning: Zoning,
    /// The lots that differ on purpose, with their general class.
    pub differences: BTreeMap<usize, String>,
}

/// Draws everything.
///
/// # Errors
/// If the tables name what is not there or the lines cannot be noded.
pub fn draw(
    tables: &Tables,
    units: &limits::Units,
    cemetery: &MultiPolygon<f64>,
    core: &MultiPolygon<f64>,
) -> Result<Sheet, BundleError> {
    let design = &tables.design;
    let samples = design.smoothing.samples;
    let general = limits::general(tables, units)?;
    let zones = limits::zones(tables, units, &general)?;

    let roads: Vec<(LineString<f64>, f64)> =
        design.road.iter().map(|r| (curve::open(&r.points, samples), r.width)).collect();
    let strips = |external: bool| {
        let parts: Vec<Polygon<f64>> = design
            .road
            .iter()
            .zip(&roads)
            .filter(|(r, _)| r.external == external)
            .flat_map(|(_, (line, width))| curve::strip(line, *width).0)
            .collect();
        unary_union(&parts)
    };
    let (external, local) = (strips(true), strips(false));
    let along = |width: fn(&super::tables::Stream) -> f64| {
        let parts: Vec<Polygon<f64>> = design
            .stream
            .iter()
            .flat_map(|s| curve::strip(&curve::open(&s.points, samples), width(s)).0)
            .collect();
        unary_union(&parts)
    };
    let (water, park) = (along(|s| s.width), along(|s| s.park));
    let patches: Vec<MultiPolygon<f64>> = design
        .patch
        .iter()
        .map(|p| {
            if p.straight { curve::straight(&p.points) } else { curve::closed(&p.points, samples) }
        })
        .collect();

    let mut regions = vec![&external, &local, &park];
    regions.extend(
        patches.iter().zip(&design.patch).filter(|(_, p)| p.class.is_some()).map(|(m, _)| m),
    );
    let zoning = lots::fill(tables, &zones, &Obstacles { regions, roads: &roads });

    let mut drawing = Drawing::default();
    let mut sources: Vec<Source> = Vec::new();
    {
        let mut add = |source: Source, region: &MultiPolygon<f64>| {
            drawing.add(sources.len() as u32, region);
            sources.push(source);
        };
        // Limits first: later lines are snapped to them.
        add(Source::General, &general);
        for (i, zone) in zones.iter().enumerate() {
            add(Source::Zone(i), zone);
        }
        add(Source::External, &external);
        add(Source::Road, &local);
        add(Source::Water, &water);
        add(Source::Park, &park);
        for (i, patch) in patches.iter().enumerate() {
            add(Source::Patch(i), patch);
        }
        for (i, quarter) in zoning.quarters.iter().enumerate() {
            add(Source::Quarter(i), &MultiPolygon(vec![quarter.gross.clone()]));
        }
        for (i, lot) in zoning.lots.iter().enumerate() {
            add(Source::Lot(i), &MultiPolygon(vec![lot.shape.clone()]));
        }
        add(Source::CemeteryCore, core);
        add(Source::Cemetery, cemetery);
        add(Source::Village, &terrain::villages(&design.villages, samples));
    }
    let forest = sources.len() as u32;
    sources.push(Source::Forest);
    for (a, b) in terrain::forest_edge(&design.forest, &general, &zones, &design.villages) {
        drawing.add_line(forest, a, b);
    }
    let arrangement = drawing.arrange()?;

    let mut differences = BTreeMap::new();
    for d in &design.difference {
        let lot = lots::lot_at(&zoning, curve::coord(d.at)).ok_or_else(|| BundleError::Table {
            name: "design.toml".into(),
            reason: format!("no lot at {:?}", d.at),
        })?;
        differences.insert(lot, d.general.clone());
    }
    let mut names = GeneralNames::default();
    let mut labels = label(tables, &arrangement, &sources, &zoning, &differences, &mut names);
    let (inside, outside) = (names.id(&design.themes.rest), names.id(&design.forest.rest));
    join_slivers(
        &arrangement,
        &mut labels,
        LEAST_ZONE_PART,
        |l| l.general.map(|_| l.zone),
        |l, from| {
            l.zone = from.zone;
            l.piece = from.zone.map(|_| Piece::Rest);
            l.general = Some(if from.zone.is_some() { inside } else { outside });
        },
    );
    let pattern = &tables.land_use.pattern;
    join_slivers(
        &arrangement,
        &mut labels,
        pattern.least_lot_m2,
        |l| l.zone.zip(l.piece),
        |l, from| {
            l.piece = from.piece;
            l.general = from.general;
        },
    );
    join_slivers(
        &arrangement,
        &mut labels,
        pattern.least_area_m2,
        |l| l.general,
        |l, from| {
            // What a patch or a stream is in a zone, it is in the general plan too, however small.
            if !matches!(l.piece, Some(Piece::Patch(_) | Piece::Water | Piece::Park)) {
                l.general = from.general;
            }
        },
    );

    let at = |f: FaceId| labels[f as usize];
    let general_limit =
        arrangement.dissolve(|f| at(f).general.map(|_| ())).pop().map_or_else(Vec::new, |(_, p)| p);
    let mut zone_limits = vec![Vec::new(); zones.len()];
    for (i, polygons) in arrangement.dissolve(|f| at(f).zone) {
        zone_limits[i] = polygons;
    }
    Ok(Sheet {
        general_limit,
        zone_limits,
        pieces: arrangement.dissolve(|f| at(f).zone.zip(at(f).piece)),
        general: arrangement
            .dissolve(|f| at(f).general)
            .into_iter()
            .map(|(i, polygons)| (names.0[i].clone(), polygons))
            .collect(),
        zoning,
        differences,
    })
}

/// General classes in the order they are met.
#[derive(Default)]
struct GeneralNames(Vec<String>);

impl GeneralNames {
    fn id(&mut self, name: &str) -> usize {
        self.0.iter().position(|n| n == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        })
    }
}

fn label(
    tables: &Tables,
    arrangement: &Arrangement,
    sources: &[Source],
    zoning: &Zoning,
    differences: &BTreeMap<usize, String>,
    names: &mut GeneralNames,
) -> Vec<Label> {
    let design = &tables.design;
    let fixed = &tables.land_use.fixed;
    let mut label = |own: &[u32]| {
        let all: Vec<Source> = own.iter().map(|&i| sources[i as usize]).collect();
        let has = |s: Source| all.contains(&s);
        if !has(Source::General) {
            return Label::default();
        }
        let zone = all.iter().find_map(|s| if let Source::Zone(i) = s { Some(*i) } else { None });
        let patch = all.iter().find_map(|s| if let Source::Patch(i) = s { Some(*i) } else { None });
        let drawn_patch = patch.filter(|i| design.patch[*i].class.is_some());
        let quarter =
            all.iter().find_map(|s| if let Source::Quarter(i) = s { Some(*i) } else { None });
        let lot = all.iter().find_map(|s| if let Source::Lot(i) = s { Some(*i) } else { None });
        let piece = zone.map(|_| {
            if has(Source::External) {
                Piece::External
            } else if has(Source::Road) {
                Piece::Road
            } else if has(Source::Water) {
                Piece::Water
            } else if let Some(i) = drawn_patch {
                Piece::Patch(i)
            } else if has(Source::Park) {
                Piece::Park
            } else if let Some(i) = lot {
                Piece::Lot(i)
            } else if let Some(i) = quarter {
                Piece::Street(i)
            } else {
                Piece::Rest
            }
        });
        let general: &str = match piece {
            Some(Piece::External) => &fixed.general_external,
            Some(Piece::Road) => &fixed.general_street,
            Some(Piece::Water) => &fixed.general_water,
            Some(Piece::Patch(i)) => &design.patch[i].general,
            Some(Piece::Park) => &fixed.general_park,
            Some(Piece::Lot(i)) => {
                differences.get(&i).unwrap_or(&zoning.quarters[zoning.lots[i].neighbourhood].theme)
            }
            Some(Piece::Street(i)) => &zoning.quarters[i].theme,
            Some(Piece::Rest) => &design.themes.rest,
            None if has(Source::External) => &fixed.general_external,
            None if has(Source::Water) => &fixed.general_water,
            None => match patch {
                Some(i) => &design.patch[i].general,
                None if has(Source::CemeteryCore) => &fixed.general_cemetery,
                None if has(Source::Cemetery) => &fixed.general_belt,
                None if has(Source::Village) => &design.villages.class,
                None if has(Source::Forest) => &design.forest.class,
                None => &design.forest.rest,
            },
        };
        Label { zone, piece, general: Some(names.id(general)) }
    };
    arrangement.faces().iter().map(|f| label(&f.sources)).collect()
}

/// Gives connected faces of one key that are smaller than `least` m² to the neighbour along which
/// most of their border runs.
///
/// A key of none is outside and neither joins nor takes. Where keys are pairs, only neighbours of
/// the same first member count: `give` must not carry a face across it.
fn join_slivers<K: Copy + Ord>(
    arrangement: &Arrangement,
    labels: &mut [Label],
    least: f64,
    key: impl Fn(&Label) -> Option<K>,
    give: impl Fn(&mut Label, &Label),
) {
    for _ in 0..4 {
        let mut root: Vec<u32> = (0..labels.len() as u32).collect();
        fn find(root: &mut [u32], mut i: u32) -> u32 {
            while root[i as usize] != i {
                root[i as usize] = root[root[i as usize] as usize];
                i = root[i as usize];
            }
            i
        }
        for (a, b, _) in arrangement.borders() {
            if key(&labels[a as usize]).is_some()
                && key(&labels[a as usize]) == key(&labels[b as usize])
            {
                let (a, b) = (find(&mut root, a), find(&mut root, b));
                root[a.max(b) as usize] = a.min(b);
            }
        }
        let mut area = vec![0.0; labels.len()];
        for (i, face) in arrangement.faces().iter().enumerate() {
            area[find(&mut root, i as u32) as usize] += face.area;
        }
        let mut shared: BTreeMap<u32, BTreeMap<u32, f64>> = BTreeMap::new();
        for (a, b, length) in arrangement.borders() {
            for (own, other) in [(a, b), (b, a)] {
                let (lo, lt) = (labels[own as usize], labels[other as usize]);
                let small = find(&mut root, own);
                let to = find(&mut root, other);
                // A sliver may cross into another zone only where zones themselves are joined.
                let mut probe = lo;
                give(&mut probe, &lt);
                let allowed = key(&probe) == key(&lt) && key(&lt).is_some() && key(&lo).is_some();
                if small != to && allowed && area[small as usize] < least {
                    *shared.entry(small).or_default().entry(to).or_default() += length;
                }
            }
        }
        if shared.is_empty() {
            return;
        }
        let before = labels.to_vec();
        let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
        for (small, neighbours) in &shared {
            let best = neighbours
                .iter()
                .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))
                .map(|(to, _)| *to);
            // Two slivers must not swap with each other in one round.
            if let Some(to) = best.filter(|to| !taken.contains_key(to)) {
                taken.insert(*small, to);
            }
        }
        for i in 0..labels.len() as u32 {
            if let Some(to) = taken.get(&find(&mut root, i)) {
                give(&mut labels[i as usize], &before[*to as usize]);
            }
        }
    }
}

/// The centre lines of roads or streams, in metres.
pub fn course(points: &[[f64; 2]], samples: u32) -> Vec<Coord<f64>> {
    curve::open(points, samples).0
}
