//! Lots: neighbourhoods with a theme, blocks with a class, lots with the figures a lot carries.
//!
//! Owns the choice of classes and figures. Everything is drawn from a lot's own number, so that one
//! changed sketch does not reshuffle the rest.

use std::collections::BTreeMap;

use geo::{
    Area, BoundingRect, Centroid, Contains, Coord, Distance, Euclidean, LineString, MultiPolygon,
    Point, Polygon,
};

use super::curve::{self, chance};
use super::streets::{self, Widths};
use super::tables::{ClassRule, Tables, Theme};

const HECTARE: f64 = 10_000.0;

/// A lot as cut, before the lines of the whole drawing are noded.
pub struct Lot {
    /// Which neighbourhood of [`Zoning::neighbourhoods`].
    pub neighbourhood: usize,
    /// Its shape.
    pub shape: Polygon<f64>,
    /// Zoning class.
    pub class: String,
    /// What its figures are drawn from.
    pub key: u64,
}

/// A neighbourhood with its theme.
pub struct Quarter {
    /// Number in the zone, from 1.
    pub number: usize,
    /// With streets.
    pub gross: Polygon<f64>,
    /// General class.
    pub theme: String,
}

/// The lots of all zones.
#[derive(Default)]
pub struct Zoning {
    /// Neighbourhoods.
    pub quarters: Vec<Quarter>,
    /// Lots.
    pub lots: Vec<Lot>,
}

/// Strips and patches that streets keep out of.
pub struct Obstacles<'a> {
    /// Roads, water with its green, patches.
    pub regions: Vec<&'a MultiPolygon<f64>>,
    /// Courses of the main roads, with their widths.
    pub roads: &'a [(LineString<f64>, f64)],
}

/// Fills the zones.
pub fn fill(tables: &Tables, zones: &[MultiPolygon<f64>], obstacles: &Obstacles<'_>) -> Zoning {
    let mut out = Zoning::default();
    let pattern = &tables.land_use.pattern;
    let axes: Vec<LineString<f64>> = obstacles.roads.iter().map(|(l, _)| l.clone()).collect();
    let rules: BTreeMap<&str, &ClassRule> =
        tables.land_use.class.iter().map(|c| (c.code.as_str(), c)).collect();
    for (index, zone) in zones.iter().enumerate() {
        let number = tables.design.zone.get(index).map_or(0, |z| z.number);
        let free = curve::without(zone, &obstacles.regions);
        let mut found = streets::neighbourhoods(
            &free,
            &axes,
            pattern.neighbourhood_ha * HECTARE,
            pattern.collector,
            u64::from(number),
        );
        // Numbered in rows from the north-west, as sheets are read.
        found.sort_by_key(|n| {
            let c = n.gross.centroid().map_or((0.0, 0.0), Point::x_y);
            (-(c.1 / 600.0).floor() as i64, c.0 as i64, n.key)
        });
        for (i, n) in found.into_iter().enumerate() {
            let theme = theme_of(tables, zone, &n);
            let Some(rule) = tables.land_use.theme.iter().find(|t| t.general == theme) else {
                continue;
            };
            let widths = Widths { street: pattern.street, lane: pattern.lane };
            let blocks =
                streets::blocks(&n, pattern.block_ha * rule.block_factor * HECTARE, widths);
            let quarter = out.quarters.len();
            for (block, class, key) in classes(rule, &n, blocks, obstacles.roads) {
                let target = rules.get(class.as_str()).map_or(1.0, |r| r.lot_ha) * HECTARE;
                for (shape, key) in streets::lots(&block, n.frame, target, key) {
                    out.lots.push(Lot { neighbourhood: quarter, shape, class: class.clone(), key });
                }
            }
            out.quarters.push(Quarter { number: i + 1, gross: n.gross, theme });
        }
    }
    out
}

fn theme_of(tables: &Tables, zone: &MultiPolygon<f64>, n: &streets::Neighbourhood) -> String {
    let at = n.gross.centroid().unwrap_or_default();
    let seed = tables
        .design
        .seed
        .iter()
        .map(|s| (Euclidean.distance(&at, &Point(curve::coord(s.at))) / s.radius, s))
        .filter(|(d, _)| *d < 1.0)
        .min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, seed)) = seed {
        return seed.theme.clone();
    }
    let to_edge =
        zone.iter().map(|p| Euclidean.distance(&at, p.exterior())).fold(f64::INFINITY, f64::min);
    let themes = &tables.design.themes;
    if to_edge < 260.0 && chance(n.key, 11) < 0.4 {
        themes.edge.clone()
    } else {
        themes.rest.clone()
    }
}

/// A class for every block that is large enough; what is not becomes part of the street.
fn classes(
    rule: &Theme,
    n: &streets::Neighbourhood,
    blocks: Vec<(Polygon<f64>, u64)>,
    roads: &[(LineString<f64>, f64)],
) -> Vec<(Polygon<f64>, String, u64)> {
    let middle = n.gross.centroid().unwrap_or_default();
    let mut blocks: Vec<(f64, Polygon<f64>, u64)> = blocks
        .into_iter()
        .filter(|(b, _)| b.unsigned_area() > 500.0 && streets::width(b) > 14.0)
        .map(|(b, key)| {
            (b.centroid().map_or(f64::INFINITY, |c| Euclidean.distance(&c, &middle)), b, key)
        })
        .collect();
    blocks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    // One in four blocks serves the neighbourhood, the nearest to its middle first.
    let served = (blocks.len() / 4).min(3);
    let first = (chance(n.key, 12) * rule.core.len() as f64) as usize;
    let mut out: Vec<_> = blocks
        .into_iter()
        .enumerate()
        .map(|(i, (_, block, key))| {
            let class = match rule.core.get((first + i) % rule.core.len().max(1)) {
                Some(class) if i < served => class.clone(),
                _ if faces_a_road(&block, roads) => pick(&rule.front, chance(key, 13)),
                _ => pick(&rule.main, chance(key, 14)),
            };
            (block, class, key)
        })
        .collect();
    out.sort_by_key(|(block, _, key)| {
        let c = block.centroid().unwrap_or_default();
        (-(c.y() / 90.0).floor() as i64, c.x() as i64, *key)
    });
    out
}

fn faces_a_road(block: &Polygon<f64>, roads: &[(LineString<f64>, f64)]) -> bool {
    let Some(b) = block.bounding_rect() else {
        return false;
    };
    const REACH: f64 = 12.0;
    roads.iter().any(|(line, width)| {
        let far = width / 2.0 + REACH;
        let near_box = line.lines().any(|l| {
            let (lo, hi) = (
                Coord { x: l.start.x.min(l.end.x), y: l.start.y.min(l.end.y) },
                Coord { x: l.start.x.max(l.end.x), y: l.start.y.max(l.end.y) },
            );
            lo.x - far < b.max().x
                && b.min().x < hi.x + far
                && lo.y - far < b.max().y
                && b.min().y < hi.y + far
        });
        near_box && Euclidean.distance(block, line) < far
    })
}

fn pick(weights: &BTreeMap<String, f64>, at: f64) -> String {
    let total: f64 = weights.values().sum();
    let mut left = at * total;
    for (class, weight) in weights {
        left -= weight;
        if left < 0.0 {
            return class.clone();
        }
    }
    weights.keys().next_back().cloned().unwrap_or_default()
}

/// The figures of a lot, each optional as in real data.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Details {
    /// %.
    pub density: Option<f64>,
    /// Fewest and most storeys.
    pub storeys: Option<(u32, u32)>,
    /// Floor-area ratio.
    pub ratio: Option<f64>,
    /// People.
    pub population: Option<f64>,
    /// The stage prefix of the official drawing layers.
    pub phase: Option<&'static str>,
}

/// Draws a lot's figures: one in ten is left blank.
pub fn details(rule: Option<&ClassRule>, key: u64, area_m2: f64) -> Details {
    let Some(rule) = rule else {
        return Details::default();
    };
    let known = |what: u64| chance(key, what) >= 0.1;
    let between = |[lo, hi]: [f64; 2], what: u64| lo + (hi - lo) * chance(key, what);
    // Steps of 5 %: figures of a plan are round.
    let density = rule.density.map(|d| (between(d, 20) / 5.0).round() * 5.0);
    let storeys = rule.storeys.map(|[lo, hi]| {
        let most = between([f64::from(lo), f64::from(hi) + 0.999], 21).floor();
        (lo.min(most as u32), most as u32)
    });
    let ratio = density
        .zip(storeys)
        .map(|(d, (_, most))| (d / 100.0 * f64::from(most) * 10.0).round() / 10.0);
    let population =
        rule.people_per_ha.map(|p| (area_m2 / HECTARE * p * between([0.8, 1.2], 22)).round());
    Details {
        density: density.filter(|_| known(30)),
        storeys: storeys.filter(|_| known(31)),
        ratio: ratio.filter(|_| known(32)),
        population: population.filter(|p| *p > 0.0 && known(33)),
        phase: known(34).then(|| if chance(key, 23) < 0.45 { "QHDD" } else { "QHDH" }),
    }
}

/// The lot at a point.
pub fn lot_at(zoning: &Zoning, at: Coord<f64>) -> Option<usize> {
    zoning.lots.iter().position(|l| l.shape.contains(&Point(at)))
}
