//! Styles that no role gives: what is chosen is what is drawn and written.

use std::sync::Arc;

use planmap_core::Crs;
use planmap_core::catalogue::LayerRole;
use planmap_core::feature::PartKind;
use planmap_core::i18n::Language;
use planmap_core::style::{
    Arrangement, Blend, Condition, Fill, LabelStyle, LabelText, LayerStyle, PointSymbol, Rule,
    Symbol, Symbols,
};
use planmap_core::symbology::{Colour, Theme, colours};

use super::{Frame, Pixels, draw};
use crate::label;
use crate::scene::{MapLayer, MapScene};
use crate::testing::{self, Builder};

const LOW: Colour = Colour(200, 220, 240, 255);
const HIGH: Colour = Colour(20, 60, 120, 255);
const UNKNOWN: Colour = Colour(250, 200, 40, 255);
/// North-west corner of the frame, which is 40 m wide and 30 m high, a metre a pixel.
const CORNER: (f64, f64) = (490_000.0, 2_355_000.0);

fn flat(colour: Colour) -> Symbol {
    Symbol { fill: Some(Fill::flat(colour)), ..Symbol::default() }
}

fn by_storeys() -> Symbols {
    Symbols::Graduated {
        field: "storeys".to_owned(),
        breaks: vec![5.0],
        symbols: vec![flat(LOW), flat(HIGH)],
        other: flat(UNKNOWN),
    }
}

/// Three squares side by side, of 3 and of 5 storeys and of a number that nobody knows, and a point.
fn scene(symbols: Symbols, change: impl FnOnce(&mut LayerStyle)) -> MapScene {
    let mut features = Builder::default();
    for (place, storeys) in [Some(3.0), Some(5.0), None].into_iter().enumerate() {
        let (west, north) = (CORNER.0 + 10.0 * place as f64, CORNER.1);
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, -20.0), (0.0, -20.0), (0.0, 0.0)];
        let ring = square.map(|(x, y)| (west + x, north + y)).to_vec();
        features.add(PartKind::Exterior, ring, &[("use", ["school", "market", ""][place])]);
        if let Some(storeys) = storeys {
            features.number("storeys", storeys);
        }
    }
    features.add(PartKind::Points, vec![(CORNER.0 + 35.0, CORNER.1 - 10.0)], &[("use", "well")]);
    let spec = testing::spec("houses", None, LayerRole::Other);
    let mut layer = MapLayer::new(Arc::new(spec), None, Arc::new(features.finish()), None);
    let mut style = LayerStyle { symbols, ..(*layer.style(Theme::Light)).clone() };
    change(&mut style);
    layer.set_style(Some(Arc::new(style)));
    let mut scene = MapScene::empty(Crs::vn2000_son_la(), Theme::Light);
    scene.push(layer);
    scene
}

fn picture(scene: &MapScene) -> Pixels {
    let origin = (CORNER.0 as i64, -CORNER.1 as i64);
    let frame =
        Frame { origin, metres_per_pixel: 1.0, pixels_per_point: 1.0, width: 40, height: 30 };
    draw(scene, &frame, &|| false).unwrap_or_else(|| Pixels::blank(40, 30))
}

fn bytes(colour: Colour) -> [u8; 4] {
    [colour.0, colour.1, colour.2, 255]
}

#[test]
fn graduated_symbols_follow_a_number() {
    for arrangement in [Arrangement::Separate, Arrangement::Mosaic] {
        let got = picture(&scene(by_storeys(), |style| style.arrangement = arrangement));
        let middle = |place: u32| got.pixel(10 * place + 5, 10);
        let wanted = [LOW, HIGH, UNKNOWN].map(bytes);
        // A fill that no hatch makes paler, and nothing beside it.
        assert_eq!([middle(0), middle(1), middle(2)][1..], wanted[1..], "{arrangement:?}");
        assert_eq!(middle(0), wanted[0], "{arrangement:?}");
        assert_eq!(got.pixel(5, 25), bytes(colours(Theme::Light).outside));
    }
}

#[test]
fn the_first_rule_that_fits_decides() {
    let rule = |condition, field: &str, colour| Rule {
        field: field.to_owned(),
        condition,
        symbol: flat(colour),
    };
    let rules = vec![
        rule(Condition::Is("market".to_owned()), "use", HIGH),
        rule(Condition::Between(0.0, 10.0), "storeys", LOW),
    ];
    let got = picture(&scene(Symbols::Rules { rules, other: flat(UNKNOWN) }, |_| ()));
    assert_eq!([5, 15, 25].map(|x| got.pixel(x, 10)), [LOW, HIGH, UNKNOWN].map(bytes));
}

#[test]
fn points_have_the_symbol_of_their_category() {
    let well = Symbol {
        point: Some(PointSymbol { colour: HIGH, radius: 4.0, rim: None }),
        ..Symbol::default()
    };
    let values = vec![("well".to_owned(), well)];
    let symbols = Symbols::Categories { field: "use".to_owned(), values, other: Symbol::default() };
    let got = picture(&scene(symbols, |_| ()));
    assert_eq!(got.pixel(35, 10), bytes(HIGH));
    assert_eq!(got.pixel(5, 10), bytes(colours(Theme::Light).outside), "the rest is not drawn");
}

#[test]
fn a_style_is_faded_and_multiplied_as_a_whole() {
    let outside = colours(Theme::Light).outside;
    let near = |got: [u8; 4], wanted: [u8; 3]| (0..3).all(|i| got[i].abs_diff(wanted[i]) <= 2);
    let faded = picture(&scene(by_storeys(), |style| style.opacity = 0.5));
    let half = |a: u8, b: u8| ((u16::from(a) + u16::from(b)) / 2) as u8;
    let wanted = [half(HIGH.0, outside.0), half(HIGH.1, outside.1), half(HIGH.2, outside.2)];
    assert!(near(faded.pixel(15, 10), wanted), "{:?} instead of {wanted:?}", faded.pixel(15, 10));
    let darker = picture(&scene(by_storeys(), |style| style.blend = Blend::Multiply));
    let product = |a: u8, b: u8| (u16::from(a) * u16::from(b) / 255) as u8;
    let wanted = [product(LOW.0, outside.0), product(LOW.1, outside.1), product(LOW.2, outside.2)];
    assert!(near(darker.pixel(5, 10), wanted), "{:?} instead of {wanted:?}", darker.pixel(5, 10));
}

#[test]
fn labels_say_the_field_of_the_style() {
    let by_use = |style: &mut LayerStyle| {
        let label = style.label.take();
        style.label =
            label.map(|label| LabelStyle { text: LabelText::Field("use".to_owned()), ..label });
    };
    // Far enough in that each square has room for its word.
    let texts = |scene: &MapScene| -> Vec<String> {
        let placed = label::place(scene, 0.05, Language::English, &|| false);
        placed.labels.into_iter().map(|label| label.text).collect()
    };
    assert!(texts(&scene(by_storeys(), |_| ())).is_empty(), "nothing has a name");
    let got = texts(&scene(by_storeys(), by_use));
    assert!(got.contains(&"school".to_owned()) && got.contains(&"well".to_owned()), "{got:?}");
}

/// A class of a legend that is switched off is not drawn, whatever its layer is.
#[test]
fn lines_of_a_hidden_class_are_hidden() {
    let mut roads = Builder::default();
    let line = vec![(CORNER.0, CORNER.1 - 10.0), (CORNER.0 + 40.0, CORNER.1 - 10.0)];
    roads.add(PartKind::Line, line, &[("class", "mixed")]);
    let spec = testing::spec("roads", None, LayerRole::Roads);
    let legend = Some(Arc::new(testing::legend()));
    let mut layer = MapLayer::new(Arc::new(spec), None, Arc::new(roads.finish()), legend);
    let mut scene = MapScene::empty(Crs::vn2000_son_la(), Theme::Light);
    scene.push(layer.clone());
    let outside = bytes(colours(Theme::Light).outside);
    assert_ne!(picture(&scene).pixel(20, 10), outside);
    layer.hidden_classes = layer.classes.to_vec();
    scene.layers = vec![layer.into()];
    assert_eq!(picture(&scene).pixel(20, 10), outside);
}
