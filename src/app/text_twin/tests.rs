#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::crs::{GeoPoint, map_from_geo};

use super::*;
use crate::map_room::{Covered, Stays};
use crate::settings::Settings;

fn bundled(language: Language) -> Session {
    let maps = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../maps"));
    let mut session = Session::new(Settings { language, ..Settings::default() }, Arc::new(|| {}));
    session.apply(Command::Open(vec![maps]));
    session.wait_until_loaded();
    session.apply(Command::View(ViewCommand::Resize {
        width: 1000.0,
        height: 700.0,
        covered: Covered::NOTHING,
        stays: Stays::GROUND,
    }));
    session
}

fn looking_at(session: &mut Session, lat: f64, lon: f64, denominator: f64) -> Vec<TwinSection> {
    let at = map_from_geo(GeoPoint::new(lon, lat), session.map_crs()).unwrap();
    let view = session.viewport().centred_on(at).at_scale(denominator);
    session.apply(Command::View(ViewCommand::Set(view)));
    let source = TwinSource {
        scene: Arc::clone(session.scene()),
        catalogue: Arc::clone(session.catalogue()),
        view: *session.viewport(),
        language: session.language(),
        area_unit: session.settings().area_unit,
    };
    in_view(&source, &|| false)
}

#[test]
fn the_view_is_told_with_scale_places_and_shares() {
    for language in Language::ALL {
        let mut session = bundled(language);
        let site = session.catalogue().site("golf-chieng-sinh").unwrap().clone();
        let told = looking_at(&mut session, site.at.lat, site.at.lon, 60_000.0);
        let words = Words::of(language);
        let entries = |key: &str| {
            let title = words.text(key);
            told.iter().find(|s| s.title == title).map(|s| s.entries.clone()).unwrap_or_default()
        };
        assert!(
            entries("twin-where")[0].text.contains(&format_scale(60_000.0, language)),
            "{told:?}"
        );
        let first = &entries("twin-sites")[0];
        assert!(first.text.starts_with(site.name.get(language)), "{first:?}");
        assert!(first.text.ends_with(&words.text("twin-in-the-middle")), "{first:?}");
        assert!(!entries("twin-units").is_empty());
        // The shares of a legend with few classes add up to a whole.
        let shares: Vec<f64> = told
            .iter()
            .skip(1)
            .flat_map(|s| &s.entries)
            .filter_map(|e| {
                e.text.rsplit_once('(')?.1.strip_suffix(" %)")?.replace(',', ".").parse().ok()
            })
            .collect();
        assert!(!shares.is_empty());
        assert!(shares.iter().all(|s| (0.0..=100.0).contains(s)), "{shares:?}");
        assert!(told.iter().flat_map(|s| &s.entries).all(|e| !e.text.is_empty()));
    }
}

#[test]
fn a_place_is_told_with_units_plan_lot_and_class() {
    // Lot A28-16, one of the deliberate differences listed with the maps.
    let session = bundled(Language::Vietnamese);
    let at = map_from_geo(GeoPoint::new(103.91847, 21.34028), session.map_crs()).unwrap();
    let line = place_line(&session, at, 1.0);
    for wanted in ["Nhóm nhà ở · A28-16", "(mới)", "(cũ)", "mâu thuẫn"] {
        assert!(line.contains(wanted), "{wanted}: {line}");
    }
    // Far outside every plan it says so instead of staying silent.
    let outside = map_from_geo(GeoPoint::new(105.0, 20.0), session.map_crs()).unwrap();
    assert!(place_line(&session, outside, 1.0).contains("Không quy hoạch nào"));
}

#[test]
fn directions_go_round_the_compass() {
    let words = Words::of(Language::English);
    let told = |x: f64, y: f64| {
        way_to(MapPoint::new(0.0, 0.0), MapPoint::new(x, y), 1000.0, words, Language::English)
    };
    for (x, y, wanted) in [
        (0.0, 500.0, "to the north"),
        (500.0, 500.0, "to the north-east"),
        (500.0, 0.0, "to the east"),
        (500.0, -500.0, "to the south-east"),
        (0.0, -500.0, "to the south"),
        (-500.0, -500.0, "to the south-west"),
        (-500.0, 0.0, "to the west"),
        (-500.0, 500.0, "to the north-west"),
    ] {
        assert!(told(x, y).ends_with(wanted), "{} is not {wanted}", told(x, y));
    }
    assert_eq!(told(3.0, 3.0), words.text("twin-in-the-middle"));
}

#[test]
fn what_is_selected_is_told() {
    let mut session = bundled(Language::English);
    assert_eq!(selection_line(&session), None);
    session.apply(Command::SelectSite { id: "na-san".to_owned(), zoom: false });
    let name = session.catalogue().site("na-san").unwrap().name.get(Language::English).to_owned();
    assert!(selection_line(&session).unwrap().contains(&name));
}
