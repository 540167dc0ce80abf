//! Map sets and files together, what is shown of them, and files that cannot be read.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_core::GeoPoint;
use planmap_core::crs::map_from_geo;

use crate::command::{Command, ViewCommand};
use crate::desk::notice::NoticeAction;
use crate::desk::{DeskCommand, Notice};
use crate::map_room::{Covered, Stays};
use crate::session::Session;
use crate::settings::Settings;

const SET: &str = "format = 1\n[catalogue]\nid = \"t\"\nname = \"Bộ thử\"\ncrs = \"EPSG:9206\"\n\n[[layer]]\n\
    id = \"city\"\nrole = \"limit\"\nname = \"Ranh giới\"\nfile = \"city.geojson\"\naccuracy = \"digitised\"\n";

/// A square of so many degrees around a place.
fn square(lon: f64, lat: f64, side: f64) -> String {
    let (west, east, south, north) =
        (lon - side / 2.0, lon + side / 2.0, lat - side / 2.0, lat + side / 2.0);
    format!(
        r#"{{"type":"Feature","properties":{{"a":1}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    )
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// A map set of one square of 0.2 degrees.
fn map_set(folder: &Path) -> PathBuf {
    let set = folder.join("set");
    std::fs::create_dir(&set).unwrap();
    write(&set, "catalogue.toml", SET);
    write(&set, "city.geojson", &square(103.9, 21.3, 0.2));
    set
}

fn session() -> Session {
    let mut session = Session::new(Settings::default(), Arc::new(|| {}));
    session.apply(Command::View(ViewCommand::Resize {
        width: 1000.0,
        height: 700.0,
        covered: Covered::NOTHING,
        stays: Stays::GROUND,
    }));
    session
}

fn open(session: &mut Session, paths: &[&PathBuf]) {
    session.apply(Command::Open(paths.iter().map(|path| (*path).clone()).collect()));
    session.wait_until_loaded();
}

fn ids(session: &Session) -> Vec<&str> {
    session.layers().iter().map(|layer| layer.spec.id.as_str()).collect()
}

fn keys(session: &Session) -> Vec<&str> {
    session.notices().iter().map(|notice| notice.key).collect()
}

/// Whether the view has gone to a place, with about so many metres from edge to edge.
fn is_at(session: &Session, lon: f64, lat: f64, metres: f64) -> bool {
    let view = session.target_viewport();
    let place = map_from_geo(GeoPoint::new(lon, lat), session.map_crs()).unwrap();
    let high = view.metres_per_point() * view.size().1;
    view.centre().distance(place) < metres / 4.0 && (metres..metres * 2.0).contains(&high)
}

/// 0.02 degrees of latitude in metres, within a per cent.
const SMALL_M: f64 = 2_220.0;

#[test]
fn a_map_set_and_files_open_in_any_order_and_the_files_are_gone_to() {
    let dir = tempfile::tempdir().unwrap();
    let set = map_set(dir.path());
    let lots = write(dir.path(), "lots.geojson", &square(103.85, 21.35, 0.02));
    for paths in [[&set, &lots], [&lots, &set]] {
        let mut session = session();
        open(&mut session, &paths);
        assert_eq!(ids(&session), ["city", "lots"], "the file lies over the map set");
        assert!(session.layers().iter().all(|layer| layer.features().is_some()));
        assert!(is_at(&session, 103.85, 21.35, SMALL_M), "{:?}", session.target_viewport());
        // The window finds its size after the files have come in.
        session.apply(Command::View(ViewCommand::Resize {
            width: 1400.0,
            height: 800.0,
            covered: Covered::NOTHING,
            stays: Stays::GROUND,
        }));
        assert!(is_at(&session, 103.85, 21.35, SMALL_M), "{:?}", session.target_viewport());
        assert!(session.notices().is_empty(), "{:?}", keys(&session));
    }
}

#[test]
fn a_file_over_an_open_map_set_is_gone_to_and_stays_under_another_set() {
    let dir = tempfile::tempdir().unwrap();
    let set = map_set(dir.path());
    let lots = write(dir.path(), "lots.geojson", &square(103.85, 21.35, 0.02));
    // The name that the map set's own layer has as well.
    let other = write(dir.path(), "city.geojson", &square(103.95, 21.25, 0.02));
    let mut session = session();
    open(&mut session, &[&set]);
    session.apply(Command::View(ViewCommand::SetScale(500_000.0)));
    session.advance(10.0);
    open(&mut session, &[&lots]);
    assert!(is_at(&session, 103.85, 21.35, SMALL_M), "{:?}", session.target_viewport());
    open(&mut session, &[&other]);
    assert!(is_at(&session, 103.95, 21.25, SMALL_M), "{:?}", session.target_viewport());
    assert_eq!(ids(&session), ["city", "lots", "city-2"]);
    session.apply(Command::SetOpacity("lots".to_owned(), 0.5));
    open(&mut session, &[&set]);
    assert_eq!(ids(&session), ["city", "lots", "city-2"], "what the user has opened is not lost");
    assert!((session.layer("lots").unwrap().opacity - 0.5).abs() < 1e-6);
    assert!(session.layers().iter().all(|layer| layer.features().is_some()));
    // Opened once more it is there once.
    open(&mut session, &[&lots]);
    assert_eq!(ids(&session), ["city", "lots", "city-2"]);
}

#[test]
fn of_two_map_sets_one_opens_and_the_other_is_told() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (map_set(first.path()), map_set(second.path()));
    let mut session = session();
    open(&mut session, &[&first, &second]);
    assert_eq!(session.root(), Some(first.as_path()));
    assert_eq!(keys(&session), ["notice-one-map-set"]);
}

#[test]
fn what_has_no_place_is_told_instead() {
    let dir = tempfile::tempdir().unwrap();
    let bare = write(
        dir.path(),
        "bare.geojson",
        r#"{"type":"Feature","properties":{"a":1},"geometry":null}"#,
    );
    let mut session = session();
    open(&mut session, &[&bare]);
    assert_eq!(ids(&session), ["bare"]);
    assert_eq!(keys(&session), ["notice-opened-nowhere"]);
}

fn only(session: &Session) -> &Notice {
    assert_eq!(session.notices().len(), 1, "{:?}", keys(session));
    &session.notices()[0]
}

#[test]
fn a_file_that_cannot_be_read_is_no_layer_and_its_notice_goes_when_it_can() {
    let dir = tempfile::tempdir().unwrap();
    let broken = write(dir.path(), "lots.geojson", "this is no map");
    let mut session = session();
    open(&mut session, &[&broken]);
    assert!(session.layers().is_empty());
    assert_eq!(
        (only(&session).key, &only(&session).action),
        ("notice-read-failed", &Some(NoticeAction::ShowIssues))
    );
    assert!(only(&session).issue.is_some(), "the notice says why");
    assert_eq!(session.issues().count(), 1, "and the list of issues says where");
    write(dir.path(), "lots.geojson", &square(103.85, 21.35, 0.02));
    open(&mut session, &[&broken]);
    assert_eq!(ids(&session), ["lots"]);
    assert!(session.notices().is_empty() && session.issues().count() == 0);

    // One that the user no longer cares for.
    let drawing = write(dir.path(), "lots.dxf", "0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n");
    open(&mut session, &[&drawing]);
    let issue = session.unreadable_files().next().unwrap().1;
    assert_eq!(issue.kind.key(), "format-dxf");
    session.apply(Command::Desk(DeskCommand::ForgetUnreadable(drawing)));
    assert!(session.notices().is_empty() && session.issues().count() == 0);
    assert_eq!(ids(&session), ["lots"]);
}

#[test]
fn a_missing_file_is_said_to_be_missing() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("lots.geojson");
    let mut session = session();
    open(&mut session, &[&missing]);
    assert!(session.layers().is_empty());
    assert_eq!(only(&session).key, "notice-not-found");
    assert_eq!(only(&session).args, [("file", "lots.geojson".to_owned())]);
}

#[test]
fn a_layer_of_the_map_set_stays_in_the_tree_when_its_file_is_broken() {
    let dir = tempfile::tempdir().unwrap();
    let set = map_set(dir.path());
    write(&set, "city.geojson", "this is no map");
    let mut session = session();
    open(&mut session, &[&set]);
    assert_eq!(ids(&session), ["city"]);
    assert_eq!(only(&session).key, "notice-read-failed");
    write(&set, "city.geojson", &square(103.9, 21.3, 0.2));
    session.apply(Command::ReloadLayer("city".to_owned()));
    session.wait_until_loaded();
    assert!(session.notices().is_empty() && session.issues().count() == 0);
}

#[test]
fn the_parts_of_a_shapefile_are_one_thing() {
    let dir = tempfile::tempdir().unwrap();
    let parts = ["lots.dbf", "lots.shp", "lots.prj", "lots.shx", "lots.cpg"];
    let parts = parts.map(|name| write(dir.path(), name, "\0\0\x27\x0a"));
    let mut session = session();
    open(&mut session, &parts.each_ref());
    assert_eq!(only(&session).args, [("file", "lots.shp".to_owned())]);
    let issues: Vec<&str> = session.issues().map(|(_, issue)| issue.kind.key()).collect();
    assert_eq!(issues, ["format-shapefile"]);
    // A system beside a GeoJSON file is read with it, and is no file of its own.
    let lots = write(dir.path(), "roads.geojson", &square(103.85, 21.35, 0.02));
    let system = write(dir.path(), "roads.prj", "GEOGCS[\"WGS 84\",AUTHORITY[\"EPSG\",\"4326\"]]");
    open(&mut session, &[&lots, &system]);
    assert_eq!(session.issues().count(), 1);
    assert_eq!(ids(&session), ["roads"]);
}

/// Degrees of the middle of a layer as it lies on the map.
fn middle_of(session: &Session, id: &str) -> GeoPoint {
    let extent = session.layer(id).unwrap().features().unwrap().extent();
    planmap_core::crs::geo_from_map(extent.centre(), session.map_crs()).unwrap()
}

fn lies_at(place: GeoPoint, lon: f64, lat: f64) -> bool {
    (place.lon - lon).abs() < 1e-3 && (place.lat - lat).abs() < 1e-3
}

#[test]
fn files_opened_together_lie_in_one_system_whichever_is_read_first() {
    let dir = tempfile::tempdir().unwrap();
    let empty = write(dir.path(), "empty.geojson", r#"{"type":"FeatureCollection","features":[]}"#);
    // Two zones that are far apart, and one that has a system of its own.
    let saigon = write(dir.path(), "saigon.geojson", &square(106.6, 10.7, 0.02));
    let lisbon = write(dir.path(), "lisbon.geojson", &square(-9.1, 38.7, 0.02));
    let son_la = write(dir.path(), "son-la.geojson", &square(103.9, 21.3, 0.02));
    let places = [("saigon", 106.6, 10.7), ("lisbon", -9.1, 38.7), ("son-la", 103.9, 21.3)];
    for paths in [[&empty, &saigon, &lisbon, &son_la], [&lisbon, &empty, &son_la, &saigon]] {
        let mut session = session();
        open(&mut session, &paths);
        for (id, lon, lat) in places {
            let place = middle_of(&session, id);
            assert!(lies_at(place, lon, lat), "{id} at {place:?} in {paths:?}");
        }
        let mut later = self::session();
        paths.iter().for_each(|path| open(&mut later, &[path]));
        assert_eq!(session.map_crs(), later.map_crs(), "the first file with a place decides");
        assert!(places.iter().all(|(id, lon, lat)| lies_at(middle_of(&later, id), *lon, *lat)));
    }
}

#[test]
fn files_far_apart_show_the_first_and_offer_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let near = write(dir.path(), "near.geojson", &square(103.9, 21.3, 0.02));
    let next = write(dir.path(), "next.geojson", &square(104.2, 21.4, 0.02));
    let far = write(dir.path(), "far.geojson", &square(130.0, 35.0, 0.02));
    let mut session = session();
    open(&mut session, &[&near, &far, &next]);
    let extent =
        |session: &Session, id: &str| session.layer(id).unwrap().features().unwrap().extent();
    let view = session.target_viewport().extent();
    assert!(
        view.contains(extent(&session, "near").centre())
            && view.contains(extent(&session, "next").centre())
    );
    assert!(view.width() < 200_000.0, "{} m", view.width());
    let notice = session.notices().iter().find(|n| n.key == "notice-far-apart").unwrap().clone();
    let way = notice.action.map(|action| match action {
        NoticeAction::ZoomToLayer { id, .. } => id,
        other => format!("{other:?}"),
    });
    let id = way.unwrap_or_default();
    assert_eq!(id, "far");
    session.apply(Command::View(ViewCommand::ZoomToLayer(id)));
    assert!(session.target_viewport().extent().contains(extent(&session, "far").centre()));
    let mut together = self::session();
    open(&mut together, &[&near, &next]);
    assert!(together.notices().iter().all(|n| n.key != "notice-far-apart"));
}
