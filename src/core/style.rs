//! How a layer looks: which symbol each feature has, what symbols are made of, and how names stand.
//!
//! Owns the style as a value. Drawing, labels, legends and swatches ask it and nothing else; what a
//! layer *is* only chooses its style at the start ([`LayerStyle::of_role`]). Lengths are in screen
//! points, 1/96 inch. Must not know how a path is filled or where a view stands.

mod role;

pub use role::{Crowd, RoleOf};

use crate::feature::{Column, FeatureId, Features, Value};
use crate::legend::{ClassId, HatchPattern, NO_CLASS};
use crate::symbology::{Colour, LineStyle, hatch_strength};

/// How one layer is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerStyle {
    /// Which symbol a feature has.
    pub symbols: Symbols,
    /// How its features are put together.
    pub arrangement: Arrangement,
    /// How its features are named on the map; none where they are not.
    pub label: Option<LabelStyle>,
    /// How its colours go with those below.
    pub blend: Blend,
    /// 0 to 1, of the layer as a whole.
    pub opacity: f32,
}

/// The number of a symbol in its style; [`NO_CLASS`] for the symbol of everything else.
pub type SymbolId = ClassId;

/// Which symbol a feature has.
#[derive(Debug, Clone, PartialEq)]
pub enum Symbols {
    /// All the same.
    Single(Symbol),
    /// By the classes of the layer's legend.
    Classes {
        /// In the order of the legend.
        symbols: Vec<Symbol>,
        /// Of features without a class.
        other: Symbol,
    },
    /// By the values of a field.
    Categories {
        /// Its name.
        field: String,
        /// Values as texts, with their symbols.
        values: Vec<(String, Symbol)>,
        /// Of any other value.
        other: Symbol,
    },
    /// By the size of a number.
    Graduated {
        /// Name of the field that holds it.
        field: String,
        /// Where a class ends and the next one begins, ascending; a break belongs to the upper one.
        breaks: Vec<f64>,
        /// One more than there are breaks.
        symbols: Vec<Symbol>,
        /// Of features without a number.
        other: Symbol,
    },
    /// By the first rule that fits.
    Rules {
        /// In the order in which they are asked.
        rules: Vec<Rule>,
        /// Where none fits.
        other: Symbol,
    },
}

/// A condition on a field and the symbol of features that meet it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Name of the field.
    pub field: String,
    /// What its value has to be.
    pub condition: Condition,
    /// The symbol.
    pub symbol: Symbol,
}

/// What a value has to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// This text, or the number that it writes.
    Is(String),
    /// A number from the first on and below the second.
    Between(f64, f64),
    /// Anything but nothing.
    Present,
}

impl Condition {
    fn fits(&self, value: Value<'_>) -> bool {
        match self {
            Self::Is(wanted) => is_text(value, wanted),
            Self::Between(from, below) => {
                value.as_number().is_some_and(|n| *from <= n && n < *below)
            }
            Self::Present => !matches!(value, Value::Null),
        }
    }
}

fn is_text(value: Value<'_>, wanted: &str) -> bool {
    match value {
        Value::Number(number) => wanted.parse::<f64>().is_ok_and(|w| w.total_cmp(&number).is_eq()),
        Value::Bool(yes) => wanted == if yes { "true" } else { "false" },
        other => other.as_str() == Some(wanted),
    }
}

/// How the features of a layer are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// Areas that meet: nothing shines through between them, their edges come in as they grow, and
    /// many small ones are drawn by the share of ground that each symbol takes.
    Mosaic,
    /// Each by itself: fills below, then casings, then lines, so that no casing cuts a neighbour's
    /// line. The first symbol lies on top.
    Separate,
    /// The same, but an edge that features share is drawn once.
    SharedEdges,
}

/// How colours go with those below them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Blend {
    /// They cover them.
    #[default]
    Normal,
    /// They darken them, as ink on tracing paper does.
    Multiply,
    /// They lighten them.
    Screen,
}

/// What a feature is drawn with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Symbol {
    /// Of areas; none where the ground is left as it is.
    pub fill: Option<Fill>,
    /// Of lines and the edges of areas.
    pub outline: Option<Outline>,
    /// Of separate points.
    pub point: Option<PointSymbol>,
    /// The one colour that stands for areas too small to have an edge, where that is not the fill's.
    pub speck: Option<Colour>,
}

impl Symbol {
    /// The colour of an area at a scale of 1:`denominator`, without the lines of its hatch; of an
    /// area without fill the one that stands for it far out.
    #[must_use]
    pub fn ground(&self, denominator: f64) -> Option<Colour> {
        self.fill.map(|fill| fill.at(denominator)).or(self.speck)
    }
}

/// How areas are filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Flat colour, farther out than the hatch.
    pub colour: Colour,
    /// Colour under the hatch.
    pub under_hatch: Colour,
    /// The hatch.
    pub hatch: HatchPattern,
    /// Colour of its lines.
    pub hatch_line: Colour,
}

impl Fill {
    /// A colour that is the same at all scales.
    #[must_use]
    pub fn flat(colour: Colour) -> Self {
        Self { colour, under_hatch: colour, hatch: HatchPattern::None, hatch_line: colour }
    }

    /// How far hatches have come in at a scale, 0 to 1. A flat fill pales with the others, though it
    /// has no lines to carry it.
    #[must_use]
    pub fn hatch_strength(&self, denominator: f64) -> f32 {
        let share = if self.hatch == HatchPattern::None { 0.5 } else { 1.0 };
        share * hatch_strength(denominator)
    }

    /// The colour at a scale of 1:`denominator`, without the lines of the hatch.
    #[must_use]
    pub fn at(&self, denominator: f64) -> Colour {
        self.colour.mixed(self.under_hatch, self.hatch_strength(denominator))
    }
}

/// A line, or the edge of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outline {
    /// Colour.
    pub colour: Colour,
    /// Width.
    pub width: LineWidth,
    /// Lengths of dash, gap, dash, gap; none for a solid line.
    pub dash: Option<[f32; 4]>,
    /// What lies under it, so that it reads across fills.
    pub casing: Option<Casing>,
    /// How it ends.
    pub ends: Ends,
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Cut off.
    Cut,
    /// Round.
    Round,
}

/// What lies under a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Casing {
    /// Its colour.
    pub colour: Colour,
    /// How much wider it is than the line.
    pub extra: f32,
    /// The same under lines of more than [`WIDE`].
    pub extra_when_wide: f32,
}

/// Width from which a line counts as wide.
pub const WIDE: f32 = 4.0;

/// The width of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LineWidth {
    /// The same at all scales.
    Fixed(f32),
    /// Growing slowly with the scale.
    Growing {
        /// Width at 1:80,000.
        base: f32,
        /// Power of the scale that it grows by.
        power: f64,
        /// How far it shrinks at most, as a share of that scale.
        least_growth: f64,
        /// Widest.
        most: f32,
    },
}

/// The scale 1:N at which growing lines have their base width.
const BASE_DENOMINATOR: f64 = 80_000.0;
/// Thinnest growing line.
const THINNEST: f32 = 0.6;

impl LineWidth {
    /// The width at a scale of 1:`denominator`.
    #[must_use]
    pub fn at(self, denominator: f64) -> f32 {
        match self {
            Self::Fixed(width) => width,
            Self::Growing { base, power, least_growth, most } => {
                let growth = (BASE_DENOMINATOR / denominator).max(least_growth).powf(power) as f32;
                (base * growth).clamp(THINNEST, most)
            }
        }
    }
}

impl Outline {
    /// A solid line without casing.
    #[must_use]
    pub fn plain(colour: Colour, width: f32) -> Self {
        Self { colour, width: LineWidth::Fixed(width), dash: None, casing: None, ends: Ends::Cut }
    }

    /// The line at a scale of 1:`denominator`.
    #[must_use]
    pub fn at(&self, denominator: f64) -> LineStyle {
        let width = self.width.at(denominator);
        let casing = self.casing.map(|casing| {
            let extra = if width > WIDE { casing.extra_when_wide } else { casing.extra };
            (casing.colour, width + extra)
        });
        LineStyle { colour: self.colour, width, dash: self.dash, casing }
    }
}

/// How separate points are drawn: a disc with a rim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointSymbol {
    /// Colour.
    pub colour: Colour,
    /// Radius.
    pub radius: f32,
    /// Colour and width of the rim.
    pub rim: Option<(Colour, f32)>,
}

/// How features are named.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelStyle {
    /// What is written.
    pub text: LabelText,
    /// Where and when.
    pub placing: LabelPlacing,
    /// Size of the letters.
    pub size: f32,
    /// Weight on the typeface's `wght` axis.
    pub weight: f32,
    /// Extra space after each letter.
    pub letter_spacing: f32,
    /// Colour.
    pub colour: Colour,
    /// Colour and width of the rim around the letters.
    pub halo: (Colour, f32),
}

/// What a label says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelText {
    /// The feature's name.
    Name,
    /// The plan's name where it speaks for the feature, else the feature's.
    PlanName,
    /// The value of a field.
    Field(String),
}

/// Where labels stand and from which scale on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelPlacing {
    /// Well inside of a large area.
    InArea,
    /// Spaced capitals over an administrative unit.
    OverUnit,
    /// On points that stand for administrative units, or for any place.
    OnPoint,
    /// On a line, again after a distance, less important lines from larger scales on.
    OnLine,
    /// In lots that have room for it, at large scales.
    InLot,
    /// Where there is room left.
    WhereRoomIs,
}

impl Symbols {
    /// The symbol with a number.
    #[must_use]
    pub fn symbol(&self, id: SymbolId) -> &Symbol {
        let at = usize::from(id);
        match self {
            Self::Single(symbol) => symbol,
            Self::Classes { symbols, other } | Self::Graduated { symbols, other, .. } => {
                symbols.get(at).unwrap_or(other)
            }
            Self::Categories { values, other, .. } => {
                values.get(at).map_or(other, |(_, symbol)| symbol)
            }
            Self::Rules { rules, other } => rules.get(at).map_or(other, |rule| &rule.symbol),
        }
    }

    /// The symbol that stands for the layer in a list.
    #[must_use]
    pub fn first(&self) -> &Symbol {
        self.symbol(0)
    }

    /// All symbols, the one of everything else last.
    pub fn all(&self) -> impl Iterator<Item = &Symbol> {
        let count = match self {
            Self::Single(_) => 0,
            Self::Classes { symbols, .. } | Self::Graduated { symbols, .. } => symbols.len(),
            Self::Categories { values, .. } => values.len(),
            Self::Rules { rules, .. } => rules.len(),
        };
        (0..count).map(|at| at as SymbolId).chain([NO_CLASS]).map(|id| self.symbol(id))
    }

    /// What chooses the symbol of each of some features.
    #[must_use]
    pub fn chooser<'a>(&'a self, features: &'a Features) -> Chooser<'a> {
        let table = features.table();
        let columns = match self {
            Self::Single(_) | Self::Classes { .. } => Vec::new(),
            Self::Categories { field, .. } | Self::Graduated { field, .. } => {
                vec![table.column(field)]
            }
            Self::Rules { rules, .. } => {
                rules.iter().map(|rule| table.column(&rule.field)).collect()
            }
        };
        Chooser { symbols: self, columns }
    }
}

/// Chooses the symbols of a layer's features.
#[derive(Debug, Clone)]
pub struct Chooser<'a> {
    symbols: &'a Symbols,
    /// The column of the style's field, or of each rule's.
    columns: Vec<Option<&'a Column>>,
}

impl Chooser<'_> {
    /// The number of a feature's symbol, given its class in the layer's legend.
    #[must_use]
    pub fn symbol_of(&self, feature: FeatureId, class: ClassId) -> SymbolId {
        match self.symbols {
            Symbols::Single(_) => NO_CLASS,
            Symbols::Classes { .. } => class,
            Symbols::Categories { values, .. } => {
                let value = self.value(0, feature);
                values
                    .iter()
                    .position(|(wanted, _)| is_text(value, wanted))
                    .map_or(NO_CLASS, |at| at as SymbolId)
            }
            Symbols::Graduated { breaks, .. } => {
                let number = self.value(0, feature).as_number();
                number.map_or(NO_CLASS, |n| breaks.iter().filter(|b| **b <= n).count() as SymbolId)
            }
            Symbols::Rules { rules, .. } => {
                let fits = |at: &usize| rules[*at].condition.fits(self.value(*at, feature));
                (0..rules.len()).find(fits).map_or(NO_CLASS, |at| at as SymbolId)
            }
        }
    }

    fn value(&self, column: usize, feature: FeatureId) -> Value<'_> {
        self.columns.get(column).copied().flatten().map_or(Value::Null, |c| c.value(feature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(shade: u8) -> Symbol {
        Symbol { fill: Some(Fill::flat(Colour(shade, shade, shade, 255))), ..Symbol::default() }
    }

    #[test]
    fn values_are_met_as_texts_and_as_numbers() {
        assert!(is_text(Value::Text("3"), "3") && is_text(Value::Number(3.0), "3"));
        assert!(is_text(Value::Bool(true), "true") && !is_text(Value::Null, ""));
        assert!(Condition::Between(1.0, 2.0).fits(Value::Number(1.0)));
        assert!(!Condition::Between(1.0, 2.0).fits(Value::Number(2.0)));
        assert!(!Condition::Present.fits(Value::Null));
    }

    #[test]
    fn a_number_without_symbol_is_that_of_everything_else() {
        let symbols = Symbols::Graduated {
            field: "storeys".to_owned(),
            breaks: vec![5.0],
            symbols: vec![flat(1), flat(2)],
            other: flat(9),
        };
        assert_eq!(symbols.symbol(1), &flat(2));
        assert_eq!(symbols.symbol(NO_CLASS), &flat(9));
        assert_eq!(symbols.all().count(), 3);
        assert_eq!(Symbols::Single(flat(4)).all().count(), 1);
    }

    #[test]
    fn lines_grow_with_the_scale_between_their_bounds() {
        let width = LineWidth::Growing { base: 2.2, power: 0.45, least_growth: 0.35, most: 14.0 };
        assert!((width.at(80_000.0) - 2.2).abs() < 1e-6);
        assert!(width.at(10_000.0) > width.at(40_000.0));
        assert!(width.at(1.0) <= 14.0 && width.at(1e9) >= THINNEST);
    }
}
