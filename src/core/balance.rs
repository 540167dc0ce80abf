//! The land-use balance of an area: the classes of one plan in the three blocks of the official
//! table.
//!
//! Owns the order and the sums of the table and its comparison with a published one. What lies in
//! the area is [`crate::overlay`]'s. Must not know how the table is shown.

use crate::catalogue::{Plan, PublishedUse};
use crate::legend::{BalanceBlock, ClassId, Legend};
use crate::overlay::{Area2, PlanAreas, share};

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BalanceLine {
    /// The class in the layer's legend; [`crate::legend::NO_CLASS`] for lots without a known one.
    pub class: ClassId,
    /// Its area.
    pub area: Area2,
    /// Its part of what the plan covers, from 0 to 1.
    pub share: f64,
    /// Hectares that the published table gives this class.
    pub published_ha: Option<f64>,
}

/// A block of the table with its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockBalance {
    /// The block; `None` gathers classes that the legend puts into none.
    pub block: Option<BalanceBlock>,
    /// Its classes in the order of the legend.
    pub lines: Vec<BalanceLine>,
    /// Their sum.
    pub area: Area2,
    /// Its part of what the plan covers, from 0 to 1.
    pub share: f64,
}

/// The balance of one plan in an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Id of the plan.
    pub plan: String,
    /// Id of the layer that was asked.
    pub layer: String,
    /// The blocks that occur, in the official order; what belongs to none comes last.
    pub blocks: Vec<BlockBalance>,
    /// What the plan's lots cover: the whole that shares refer to.
    pub covered: Area2,
}

impl Balance {
    /// All lines, in the order of the table.
    pub fn lines(&self) -> impl Iterator<Item = &BalanceLine> {
        self.blocks.iter().flat_map(|b| &b.lines)
    }

    /// The difference of a line to the published figure, as a part of the latter.
    #[must_use]
    pub fn difference(line: &BalanceLine) -> Option<f64> {
        let published_m2 = line.published_ha? * 10_000.0;
        (published_m2 > 0.0).then(|| line.area.ellipsoid_m2 / published_m2 - 1.0)
    }
}

/// Sorts what a plan says in an area into the table. `published` is the plan's own table, which is
/// only compared where the area is the whole plan.
#[must_use]
pub fn balance(areas: &PlanAreas, legend: Option<&Legend>, published: &[PublishedUse]) -> Balance {
    let class = |id: ClassId| legend.and_then(|l| l.classes.get(usize::from(id)));
    let order = [
        Some(BalanceBlock::Civil),
        Some(BalanceBlock::OutsideCivil),
        Some(BalanceBlock::Other),
        None,
    ];
    let blocks = order.into_iter().filter_map(|block| {
        let lines: Vec<BalanceLine> = areas
            .classes
            .iter()
            .filter(|c| class(c.class).and_then(|k| k.block) == block)
            .map(|c| BalanceLine {
                class: c.class,
                area: c.area,
                share: share(c.area.grid_m2, areas.covered.grid_m2),
                published_ha: class(c.class)
                    .and_then(|k| published.iter().find(|p| p.class == k.code))
                    .map(|p| p.area_ha),
            })
            .collect();
        let mut area = Area2::default();
        lines.iter().for_each(|l| area += l.area);
        let part = share(area.grid_m2, areas.covered.grid_m2);
        (!lines.is_empty()).then_some(BlockBalance { block, lines, area, share: part })
    });
    let blocks = blocks.collect();
    Balance { plan: areas.plan.clone(), layer: areas.layer.clone(), blocks, covered: areas.covered }
}

/// The published table of a plan where the balance is of the whole of it.
#[must_use]
pub fn published_of(plan: Option<&Plan>, is_whole_plan: bool) -> &[PublishedUse] {
    plan.filter(|_| is_whole_plan).map_or(&[], |p| &p.published_uses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Text2;
    use crate::legend::{ClassLook, HatchPattern, LegendClass, NO_CLASS};
    use crate::overlay::ClassArea;

    fn legend() -> Legend {
        let class = |code: &str, block| LegendClass {
            code: code.into(),
            label: Text2::same(code),
            other_names: Vec::new(),
            official_layer: None,
            aci: None,
            colour: None,
            hatch: HatchPattern::None,
            block,
            look: ClassLook::Filled,
        };
        Legend {
            id: "l".into(),
            name: Text2::same("l"),
            sources: vec![],
            classes: vec![
                class("forest", Some(BalanceBlock::Other)),
                class("housing", Some(BalanceBlock::Civil)),
                class("roads", Some(BalanceBlock::Civil)),
                class("odd", None),
            ],
        }
    }

    #[test]
    fn blocks_stand_in_the_official_order_and_sum_to_the_whole() {
        let m2 = |v: f64| Area2 { ellipsoid_m2: v, grid_m2: v };
        let part = |class, v| ClassArea { class, area: m2(v), features: 1 };
        let areas = PlanAreas {
            plan: "p".into(),
            layer: "l".into(),
            classes: vec![
                part(0, 50_000.0),
                part(1, 30_000.0),
                part(2, 10_000.0),
                part(NO_CLASS, 10_000.0),
            ],
            covered: m2(100_000.0),
        };
        let published = [PublishedUse { class: "housing".into(), area_ha: 2.5, sources: vec![] }];
        let got = balance(&areas, Some(&legend()), &published);
        let blocks: Vec<_> =
            got.blocks.iter().map(|b| (b.block, b.lines.len(), b.area.grid_m2)).collect();
        assert_eq!(
            blocks,
            [
                (Some(BalanceBlock::Civil), 2, 40_000.0),
                (Some(BalanceBlock::Other), 1, 50_000.0),
                (None, 1, 10_000.0)
            ]
        );
        assert!((got.blocks.iter().map(|b| b.share).sum::<f64>() - 1.0).abs() < 1e-12);
        let differences: Vec<Option<f64>> = got.lines().map(Balance::difference).collect();
        assert_eq!(differences.iter().flatten().count(), 1);
        assert!((differences[0].unwrap_or_default() - 0.2).abs() < 1e-12, "3 ha against 2.5 ha");
    }
}
