//! The style that a layer has at the start, by what it is.

use super::{
    Arrangement, Blend, Casing, Ends, Fill, LabelPlacing, LabelStyle, LabelText, LayerStyle,
    LineWidth, Outline, PointSymbol, Symbol, Symbols,
};
use crate::catalogue::{LayerRole, LayerSpec, PlanKind};
use crate::legend::{ClassLook, Legend, LegendClass};
use crate::symbology::{
    Colour, MapColours, OUTLINE_WIDTH, Theme, UNCLASSED, class_style, colours, style_of_class,
};

/// What a default style depends on.
#[derive(Debug, Clone, Copy)]
pub struct RoleOf<'a> {
    /// What the catalogue says of the layer.
    pub spec: &'a LayerSpec,
    /// The kind of its plan, where it has one.
    pub plan_kind: Option<PlanKind>,
    /// Its legend, where it has one.
    pub legend: Option<&'a Legend>,
    /// How many features it has.
    pub crowd: Crowd,
    /// Light or dark.
    pub theme: Theme,
}

/// Whether a layer has so many features that following each would take seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crowd {
    /// As many as can be drawn one by one.
    Few,
    /// More than that.
    Many,
}

/// Width of the edge of a lot.
const LOT_EDGE_WIDTH: f32 = 0.8;
/// Share of the colour in the fill of a file of no known kind.
const OTHER_FILL_OPACITY: f32 = 0.18;
/// Radius of a point, and width of its rim.
const POINT: (f32, f32) = (2.6, 1.0);
/// Weights of letters.
const MEDIUM: f32 = 500.0;
const SEMI_BOLD: f32 = 600.0;
const UNIT_WEIGHT: f32 = 480.0;
/// Share of the rim's colour around letters.
const HALO_OPACITY: f32 = 0.92;

impl LayerStyle {
    /// The style that a layer has where nobody chose another.
    #[must_use]
    pub fn of_role(of: &RoleOf<'_>) -> Self {
        let colours = colours(of.theme);
        let role = of.spec.role;
        // A large file of no known kind is drawn as land use without classes: following the edges
        // of a million features one by one would take seconds and gigabytes.
        let is_mosaic = role == LayerRole::LandUse
            || role == LayerRole::Other && (of.legend.is_some() || of.crowd == Crowd::Many);
        let (symbols, arrangement) = if is_mosaic {
            (by_class(of, &colours), Arrangement::Mosaic)
        } else if role == LayerRole::Units {
            (by_line(of, &colours), Arrangement::SharedEdges)
        } else {
            (by_line(of, &colours), Arrangement::Separate)
        };
        Self {
            symbols,
            arrangement,
            label: label(of, &colours),
            blend: Blend::Normal,
            opacity: 1.0,
        }
    }
}

fn by_class(of: &RoleOf<'_>, colours: &MapColours) -> Symbols {
    let other = lot(class_style(UNCLASSED, of.theme).into(), colours);
    match of.legend {
        None => Symbols::Single(other),
        Some(legend) => {
            let symbols =
                legend.classes.iter().map(|class| class_symbol(class, of.theme)).collect();
            Symbols::Classes { symbols, other }
        }
    }
}

/// The symbol of a class of a legend.
fn class_symbol(class: &LegendClass, theme: Theme) -> Symbol {
    let style = style_of_class(class, theme);
    match class.look {
        ClassLook::Filled => {
            let fill = Fill {
                colour: style.fill,
                under_hatch: style.fill_hatched,
                hatch: class.hatch,
                hatch_line: style.hatch_line,
            };
            lot(LotLook { fill, edge: style.edge }, &colours(theme))
        }
        ClassLook::Outlined => Symbol {
            fill: None,
            outline: Some(Outline::plain(style.edge, OUTLINE_WIDTH)),
            point: Some(point(colours(theme).other, &colours(theme))),
            speck: Some(class_style(class.official_colour(), theme).fill),
        },
    }
}

#[derive(Clone, Copy)]
struct LotLook {
    fill: Fill,
    edge: Colour,
}

impl From<crate::symbology::ClassStyle> for LotLook {
    fn from(style: crate::symbology::ClassStyle) -> Self {
        let fill = Fill {
            under_hatch: style.fill_hatched,
            hatch_line: style.hatch_line,
            ..Fill::flat(style.fill)
        };
        Self { fill, edge: style.edge }
    }
}

fn lot(look: LotLook, colours: &MapColours) -> Symbol {
    Symbol {
        fill: Some(look.fill),
        outline: Some(Outline::plain(look.edge, LOT_EDGE_WIDTH)),
        point: Some(point(colours.other, colours)),
        speck: None,
    }
}

fn point(colour: Colour, colours: &MapColours) -> PointSymbol {
    PointSymbol { colour, radius: POINT.0, rim: Some((colours.casing, POINT.1)) }
}

/// Everything that is not coloured by a legend.
fn by_line(of: &RoleOf<'_>, colours: &MapColours) -> Symbols {
    let c = colours;
    let ranked = |symbols: Vec<Symbol>, breaks: Vec<f64>| match (
        &of.spec.fields.rank,
        symbols.first().cloned(),
    ) {
        // What has no rank counts as the most important.
        (Some(field), Some(other)) => {
            Symbols::Graduated { field: field.clone(), breaks, symbols, other }
        }
        (_, first) => Symbols::Single(first.unwrap_or_default()),
    };
    match of.spec.role {
        LayerRole::Limit => match of.plan_kind {
            Some(PlanKind::General) | None => cased(c.general_limit, 2.4, 2.4, c),
            Some(PlanKind::Zoning) => cased(c.zoning_limit, 1.6, 2.0, c),
            Some(PlanKind::Detailed) => cased(c.detailed_limit, 1.6, 2.0, c),
        },
        LayerRole::Zones => cased(c.zoning_limit.with_opacity(0.85), 1.0, 1.4, c),
        LayerRole::Units => {
            let (colour, width, dash) = match of.spec.units_in_force {
                true => (c.unit_line, 1.0, [7.0, 3.0, 1.2, 3.0]),
                false => (c.unit_old_line, 0.9, [4.0, 2.6, 1.2, 2.6]),
            };
            let outline = Outline { dash: Some(dash), ..Outline::plain(colour, width) };
            Symbols::Single(Symbol { outline: Some(outline), ..Symbol::default() })
        }
        LayerRole::Roads => {
            ranked([2.2, 1.6, 1.1].map(|base| road(base, c)).to_vec(), vec![2.0, 3.0])
        }
        LayerRole::Water => ranked([2.0, 1.3].map(|base| stream(base, c)).to_vec(), vec![2.0]),
        LayerRole::Other => Symbols::Single(Symbol {
            fill: Some(Fill::flat(c.other.with_opacity(OTHER_FILL_OPACITY))),
            outline: Some(Outline::plain(c.other, 1.2)),
            point: Some(point(c.other, c)),
            speck: None,
        }),
        // What is there for its names, or has marks of its own.
        LayerRole::LandUse | LayerRole::Labels | LayerRole::Sites => {
            Symbols::Single(Symbol::default())
        }
    }
}

fn cased(colour: Colour, width: f32, extra: f32, colours: &MapColours) -> Symbols {
    let casing = Some(Casing { colour: colours.casing, extra, extra_when_wide: extra });
    let outline = Some(Outline { casing, ..Outline::plain(colour, width) });
    Symbols::Single(Symbol { outline, ..Symbol::default() })
}

fn road(base: f32, colours: &MapColours) -> Symbol {
    let outline = Outline {
        colour: colours.road,
        width: LineWidth::Growing { base, power: 0.45, least_growth: 0.35, most: 14.0 },
        dash: None,
        casing: Some(Casing { colour: colours.road_casing, extra: 1.2, extra_when_wide: 1.6 }),
        ends: Ends::Round,
    };
    Symbol {
        outline: Some(outline),
        point: Some(point(colours.road_casing, colours)),
        ..Symbol::default()
    }
}

fn stream(base: f32, colours: &MapColours) -> Symbol {
    let outline = Outline {
        colour: colours.water_line,
        width: LineWidth::Growing { base, power: 0.35, least_growth: 0.4, most: 9.0 },
        dash: None,
        casing: None,
        ends: Ends::Round,
    };
    Symbol {
        fill: Some(Fill::flat(colours.water_fill)),
        outline: Some(outline),
        point: Some(point(colours.water_line, colours)),
        speck: None,
    }
}

fn label(of: &RoleOf<'_>, colours: &MapColours) -> Option<LabelStyle> {
    let style = |text, placing, size, weight, letter_spacing, colour, halo_width| {
        let halo = (colours.casing.with_opacity(HALO_OPACITY), halo_width);
        Some(LabelStyle { text, placing, size, weight, letter_spacing, colour, halo })
    };
    let on_line =
        |colour| style(LabelText::Name, LabelPlacing::OnLine, 10.5, MEDIUM, 0.2, colour, 2.4);
    let place = |placing| style(LabelText::Name, placing, 11.0, MEDIUM, 0.0, colours.lot_text, 2.4);
    let zone = |size| {
        style(
            LabelText::PlanName,
            LabelPlacing::InArea,
            size,
            SEMI_BOLD,
            0.0,
            colours.zone_text,
            3.0,
        )
    };
    match (of.spec.role, of.plan_kind) {
        (LayerRole::Limit, Some(PlanKind::Zoning | PlanKind::Detailed)) => zone(13.0),
        (LayerRole::Limit | LayerRole::Sites, _) => None,
        (LayerRole::Zones, _) => zone(11.5),
        (LayerRole::Units, _) => {
            let size = if of.spec.units_in_force { 10.5 } else { 10.0 };
            style(
                LabelText::Name,
                LabelPlacing::OverUnit,
                size,
                UNIT_WEIGHT,
                0.9,
                colours.unit_text,
                2.2,
            )
        }
        (LayerRole::Roads, _) => on_line(colours.road_text),
        (LayerRole::Water, _) => on_line(colours.water_text),
        (LayerRole::LandUse, _) => {
            let text = LabelText::Field(of.spec.fields.lot.clone()?);
            // A broad rim: a code stands on the lines of its lot's hatch.
            style(text, LabelPlacing::InLot, 10.0, MEDIUM, 0.0, colours.lot_text, 2.8)
        }
        (LayerRole::Labels, _) => place(LabelPlacing::OnPoint),
        (LayerRole::Other, _) => place(LabelPlacing::WhereRoomIs),
    }
}
