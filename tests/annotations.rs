//! Annotations from outside: crashes, failing disks, other programs, the command line.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use planmap_core::annotation::{
    Annotation, AnnotationId, AnnotationSet, Edit, Kind, Shape, Status,
};
use planmap_core::crs::GeoPoint;
use planmap_data::annotations::{Document, Opened, SaveError, Store, search};

use crate::surroundings::{has_program, passed_over};

const TIME: &str = "2026-11-23T08:00:00Z";

fn open(file: &Path, recovery: &Path) -> Opened {
    Store::open(file, Some(recovery), "test").unwrap()
}

fn pin(id: &str, title: &str) -> Annotation {
    let shape = Shape::at(Kind::Pin, GeoPoint::new(103.914_4, 21.327));
    Annotation { title: title.into(), ..Annotation::new(AnnotationId::new(id), shape) }
}

fn set(list: impl IntoIterator<Item = Annotation>) -> Arc<AnnotationSet> {
    Arc::new(list.into_iter().collect())
}

/// A small disk of its own; needs the right to mount.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new(check: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=128k", "tmpfs"])
            .arg(dir.path())
            .output();
        if mount.is_ok_and(|o| o.status.success()) {
            return Some(Self(dir));
        }
        passed_over(check, "a small disk cannot be mounted");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

fn fill(folder: &Path) -> PathBuf {
    use std::io::Write;
    let path = folder.join("filler");
    let mut file = std::fs::File::create(&path).unwrap();
    while file.write_all(&[7; 512]).is_ok() {}
    path
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let Some(disk) = SmallDisk::new("a_full_disk_is_said_and_nothing_is_lost") else {
        return;
    };
    let safe = tempfile::tempdir().unwrap();
    let (file, recovery) = (disk.path().join("notes.geojson"), safe.path().join("recovery"));
    let mut store = open(&file, &recovery).store;
    store.save(&set([pin("1", "một")]), TIME).unwrap();
    let before = std::fs::read(&file).unwrap();
    let filler = fill(disk.path());
    let work = set([pin("1", "một"), pin("2", &"hai ".repeat(5000))]);
    store.append([&Edit::put([pin("2", &"hai ".repeat(5000))])], TIME).unwrap();
    assert_eq!(store.save(&work, TIME), Err(SaveError::DiskFull));
    assert_eq!(std::fs::read(&file).unwrap(), before, "the old content is still whole");
    assert_eq!(
        std::fs::read_dir(disk.path())
            .unwrap()
            .flatten()
            .filter(|e| e.path().extension().is_some_and(|x| x == "tmp"))
            .count(),
        0
    );
    std::fs::remove_file(filler).unwrap();
    store.save(&work, TIME).unwrap();
    assert_eq!(Document::read(&std::fs::read(&file).unwrap()).unwrap().set, work);
}

#[test]
fn a_full_recovery_folder_is_said_and_its_journal_stays_whole() {
    let Some(disk) = SmallDisk::new("a_full_recovery_folder_is_said_and_its_journal_stays_whole")
    else {
        return;
    };
    let safe = tempfile::tempdir().unwrap();
    let (file, recovery) = (safe.path().join("notes.geojson"), disk.path().join("recovery"));
    let mut store = open(&file, &recovery).store;
    store.append([&Edit::put([pin("1", "một")])], TIME).unwrap();
    let filler = fill(disk.path());
    let large = Edit::put([pin("2", &"hai ".repeat(3000))]);
    assert_eq!(store.append([&large], TIME), Err(SaveError::DiskFull));
    std::fs::remove_file(filler).unwrap();
    store.append([&Edit::put([pin("3", "ba")])], TIME).unwrap();
    drop(store);
    let found = open(&file, &recovery).found.unwrap();
    assert!(found.damaged.is_empty(), "what was half written was cut off again");
    let ids: Vec<&str> = found.merged.set.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["1", "3"]);
}

#[test]
fn a_folder_that_may_not_be_written_is_said_and_saving_elsewhere_works() {
    let Some(disk) =
        SmallDisk::new("a_folder_that_may_not_be_written_is_said_and_saving_elsewhere_works")
    else {
        return;
    };
    let safe = tempfile::tempdir().unwrap();
    let (file, recovery) = (disk.path().join("notes.geojson"), safe.path().join("recovery"));
    open(&file, &recovery).store.save(&set([pin("1", "một")]), TIME).unwrap();
    let remount =
        Command::new("mount").args(["-o", "remount,ro"]).arg(disk.path()).output().unwrap();
    assert!(remount.status.success());
    let mut store = open(&file, &recovery).store;
    let work = set([pin("1", "một đổi")]);
    store.append([&Edit::put([pin("1", "một đổi")])], TIME).unwrap();
    assert_eq!(store.save(&work, TIME), Err(SaveError::ReadOnly));
    let elsewhere = safe.path().join("elsewhere.geojson");
    store.move_to(&elsewhere, Some(&recovery), "test").unwrap();
    store.save(&work, TIME).unwrap();
    assert_eq!(Document::read(&std::fs::read(&elsewhere).unwrap()).unwrap().set, work);
}

#[test]
fn gdal_reads_what_is_written_here() {
    if !has_program("ogrinfo", "annotations::gdal_reads_what_is_written_here") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("notes.geojson");
    let zone =
        [(103.9, 21.3), (103.92, 21.3), (103.92, 21.32)].map(|(lon, lat)| GeoPoint::new(lon, lat));
    let list = [
        pin("1", "Hỏi lại chủ đất"),
        Annotation {
            title: "Đề xuất ranh giới".into(),
            status: Status::Answered,
            ..Annotation::new(AnnotationId::new("2"), Shape::along(Kind::Polygon, &zone))
        },
        Annotation::new(AnnotationId::new("3"), Shape::circle(zone[0], 500.0)),
    ];
    open(&file, &dir.path().join("recovery")).store.save(&set(list), TIME).unwrap();
    let options = ["-al", "-oo", "FLATTEN_NESTED_ATTRIBUTES=YES"];
    let output = Command::new("ogrinfo").args(options).arg(&file).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    for wanted in [
        "Feature Count: 3",
        "title (String) = Hỏi lại chủ đất",
        "POINT (103.9144 21.327)",
        "planmap_status (String) = open",
        "planmap_status (String) = answered",
        "POLYGON ((103.9 21.3,103.92 21.3,103.92 21.32,103.9 21.3))",
        "marker-color (String) = #c2185b",
        "fill-opacity (Real) = 0.2",
    ] {
        assert!(text.contains(wanted), "{wanted} is missing: {text}");
    }
}

fn planmap(args: &[&str], recovery: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planmap"))
        .args(args)
        .env("PLANMAP_RECOVERY", recovery)
        .output()
        .unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn copies_made_apart_are_merged_by_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    let (a, b, c, out) =
        (path("a.geojson"), path("b.geojson"), path("c.geojson"), path("out.geojson"));
    let recovery = path("recovery");
    open(&a, &recovery).store.save(&set([pin("1", "một"), pin("2", "hai")]), TIME).unwrap();
    std::fs::copy(&a, &b).unwrap();
    std::fs::copy(&a, &c).unwrap();
    open(&a, &recovery).store.save(&set([pin("1", "một của Lan"), pin("2", "hai")]), TIME).unwrap();
    open(&b, &recovery)
        .store
        .save(&set([pin("1", "một"), pin("2", "hai"), pin("3", "ba")]), TIME)
        .unwrap();
    open(&c, &recovery)
        .store
        .save(&set([pin("1", "một của Minh"), pin("2", "hai")]), TIME)
        .unwrap();
    let text = |p: &Path| p.to_str().unwrap().to_owned();
    let (a, b, c, out_text) = (text(&a), text(&b), text(&c), text(&out));
    let apart = planmap(&["merge", &a, &b, "-o", &out_text, "--json"], &recovery);
    assert_eq!(apart.status.code(), Some(0), "{}", String::from_utf8_lossy(&apart.stderr));
    let value = json(&apart);
    assert_eq!((value["added"].as_u64(), value["changed"].as_u64()), (Some(1), Some(0)));
    assert_eq!(value["conflicts"].as_array().unwrap().len(), 0);
    let both = planmap(&["merge", &a, &b, &c, "-o", &out_text, "--json"], &recovery);
    assert_eq!(both.status.code(), Some(1), "two people changed one title");
    assert_eq!(json(&both)["conflicts"][0]["fields"][0], "title");
    let merged = Document::read(&std::fs::read(&out).unwrap()).unwrap();
    let titles: Vec<&str> = merged.set.iter().map(|x| x.title.as_str()).collect();
    assert!(titles.contains(&"một của Lan") && titles.contains(&"một của Minh"), "{titles:?}");
    let broken = planmap(&["merge", &a, "nowhere.geojson", "-o", &out_text], &recovery);
    assert_eq!(broken.status.code(), Some(2));
}

#[test]
fn what_a_crash_left_is_listed_and_restored_by_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
    assert_eq!(planmap(&["recover"], &recovery).status.code(), Some(0));
    let mut store = open(&file, &recovery).store;
    store.save(&set([pin("1", "một")]), TIME).unwrap();
    store.append([&Edit::put([pin("2", "hai")])], TIME).unwrap();
    drop(store);
    let listed = planmap(&["recover", "--json"], &recovery);
    assert_eq!(listed.status.code(), Some(1));
    assert_eq!(json(&listed)["found"][0]["edits"], 1);
    let restored = planmap(&["recover", "--restore", "--json"], &recovery);
    assert_eq!(restored.status.code(), Some(0), "{}", String::from_utf8_lossy(&restored.stderr));
    assert_eq!(Document::read(&std::fs::read(&file).unwrap()).unwrap().set.len(), 2);
    assert!(search(&recovery).is_empty());
}

mod in_session {
    //! The same through the session, as the window drives it.

    use planmap_app::Session;
    use planmap_app::annotate_command::{AnnotateCommand as C, PointerAct};
    use planmap_app::ids::AnnotationRef;
    use planmap_app::session::{Keeping, OpenSet, SaveState};
    use planmap_app::settings::Settings;
    use planmap_app::tool::Purpose;
    use planmap_core::MapPoint;
    use planmap_core::annotation::Pick;

    use super::*;

    fn session(file: &Path, recovery: &Path, author: &str) -> Session {
        let mut session = Session::new(Settings::editing(), Arc::new(|| {}));
        session.keep_annotations(Keeping {
            recovery: Some(recovery.to_owned()),
            author: author.into(),
        });
        session.apply(planmap_app::Command::Annotate(C::OpenSet(file.to_owned())));
        until(&mut session, |s| !s.annotations().is_opening());
        session
    }

    fn until(session: &mut Session, done: impl Fn(&Session) -> bool) {
        let start = std::time::Instant::now();
        while !done(session) {
            assert!(start.elapsed() < Duration::from_secs(60), "nothing happens");
            session.drain(8);
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn only(session: &Session) -> &OpenSet {
        &session.annotations().sets()[0]
    }

    fn annotate(session: &mut Session, command: C) {
        session.apply(planmap_app::Command::Annotate(command));
    }

    fn place_pin(session: &mut Session, x: f64) {
        annotate(session, C::Tool(Some(Purpose::Draw(Kind::Pin))));
        let at = MapPoint::new(490_924.0 + x, 2_359_155.0);
        annotate(
            session,
            C::Pointer { act: PointerAct::Click { add: false, alt: false }, at, tolerance_m: 1.0 },
        );
    }

    #[test]
    fn found_work_is_offered_with_its_count_and_restored_as_a_step() {
        let dir = tempfile::tempdir().unwrap();
        let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
        let mut store = open(&file, &recovery).store;
        store.append([&Edit::put([pin("1", "một")]), &Edit::put([pin("2", "hai")])], TIME).unwrap();
        drop(store);
        let mut session = session(&file, &recovery, "Lan");
        let found = only(&session).found.as_ref().unwrap();
        assert_eq!((found.edits, found.last.as_str()), (2, TIME));
        let id = only(&session).id;
        assert!(only(&session).set.is_empty(), "not unasked");
        annotate(&mut session, C::Recover(id, true));
        assert_eq!(only(&session).set.len(), 2);
        annotate(&mut session, C::Undo);
        assert!(only(&session).set.is_empty());
        annotate(&mut session, C::Redo);
        until(&mut session, |s| matches!(only(s).state, SaveState::Saved { .. }));
        drop(session);
        assert_eq!(Document::read(&std::fs::read(&file).unwrap()).unwrap().set.len(), 2);
        assert!(search(&recovery).is_empty());
    }

    #[test]
    fn a_second_session_may_only_look() {
        let dir = tempfile::tempdir().unwrap();
        let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
        let mut first = session(&file, &recovery, "Lan");
        place_pin(&mut first, 0.0);
        until(&mut first, |s| matches!(only(s).state, SaveState::Saved { .. }));
        let mut second = session(&file, &recovery, "Minh");
        assert_eq!(only(&second).held_by.as_deref(), Some("Lan"));
        assert_eq!(only(&second).set.len(), 1);
        place_pin(&mut second, 50.0);
        assert_eq!(only(&second).set.len(), 1);
        assert!(second.notices().iter().any(|n| n.key == "annotations-held"));
    }

    #[test]
    fn a_vanished_folder_turns_the_state_red_and_saving_elsewhere_works() {
        let dir = tempfile::tempdir().unwrap();
        let (drive, recovery) = (dir.path().join("drive"), dir.path().join("recovery"));
        std::fs::create_dir(&drive).unwrap();
        let mut session = session(&drive.join("notes.geojson"), &recovery, "Lan");
        std::fs::remove_dir_all(&drive).unwrap();
        place_pin(&mut session, 0.0);
        until(&mut session, |s| matches!(only(s).state, SaveState::Failed { .. }));
        assert_eq!(
            only(&session).state,
            SaveState::Failed { error: SaveError::FolderMissing, journaled: true }
        );
        let (id, elsewhere) = (only(&session).id, dir.path().join("elsewhere.geojson"));
        annotate(&mut session, C::SaveAs(id, elsewhere.clone()));
        until(&mut session, |s| matches!(only(s).state, SaveState::Saved { .. }));
        assert_eq!(only(&session).path, elsewhere.canonicalize().unwrap());
        assert_eq!(
            Document::read(&std::fs::read(&elsewhere).unwrap()).unwrap().set,
            only(&session).set
        );
    }

    #[test]
    fn a_copy_is_merged_by_picks_and_merged_again_without_asking_twice() {
        let dir = tempfile::tempdir().unwrap();
        let (ours, theirs) = (dir.path().join("a.geojson"), dir.path().join("b.geojson"));
        let recovery = dir.path().join("recovery");
        open(&ours, &recovery).store.save(&set([pin("1", "một"), pin("2", "hai")]), TIME).unwrap();
        std::fs::copy(&ours, &theirs).unwrap();
        open(&theirs, &recovery)
            .store
            .save(&set([pin("1", "của Minh"), pin("2", "hai")]), TIME)
            .unwrap();
        let mut session = session(&ours, &recovery, "Lan");
        let what = AnnotationRef { set: only(&session).id, id: AnnotationId::new("1") };
        annotate(&mut session, C::Rewrite { what, title: "của Lan".into(), body: String::new() });
        until(&mut session, |s| matches!(only(s).state, SaveState::Saved { .. }));
        annotate(&mut session, C::Merge(theirs.clone()));
        until(&mut session, |s| s.annotations().merge().is_some());
        let conflict = session.annotations().merge().unwrap().conflicts[0].clone();
        assert_eq!(conflict.theirs.as_ref().unwrap().title, "của Minh");
        assert_eq!(
            only(&session).set.get(&conflict.id).unwrap().title,
            "của Lan",
            "nothing happens before"
        );
        annotate(&mut session, C::Pick(conflict.id.clone(), Pick::Theirs));
        annotate(&mut session, C::FinishMerge);
        assert_eq!(only(&session).set.get(&conflict.id).unwrap().title, "của Minh");
        assert_eq!(only(&session).set.len(), 2, "no copy stays once somebody has picked");
        let turn = only(&session).turns.0;
        until(&mut session, |s| {
            only(s).turns.1 == turn && matches!(only(s).state, SaveState::Saved { .. })
        });
        // The other copy goes on from there.
        open(&theirs, &recovery)
            .store
            .save(&set([pin("1", "của Minh, sửa"), pin("2", "hai")]), TIME)
            .unwrap();
        annotate(&mut session, C::Merge(theirs));
        until(&mut session, |s| {
            only(s).set.get(&conflict.id).is_some_and(|a| a.title == "của Minh, sửa")
        });
        assert!(session.annotations().merge().is_none(), "only one side changed since");
    }

    #[test]
    fn a_file_changed_underneath_is_merged_only_when_somebody_asks() {
        let dir = tempfile::tempdir().unwrap();
        let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
        let mut session = session(&file, &recovery, "Lan");
        place_pin(&mut session, 0.0);
        until(&mut session, |s| matches!(only(s).state, SaveState::Saved { .. }));
        let foreign = std::fs::read_to_string(&file).unwrap();
        let added = planmap_data::annotations::feature_line(&pin("zz", "của người khác"));
        let foreign =
            foreign.replacen("\"features\":[\n", &format!("\"features\":[\n{added},\n"), 1);
        std::fs::write(&file, &foreign).unwrap();
        place_pin(&mut session, 50.0);
        until(&mut session, |s| matches!(only(s).state, SaveState::Failed { .. }));
        assert_eq!(
            only(&session).state,
            SaveState::Failed { error: SaveError::ChangedUnderneath, journaled: true }
        );
        assert_eq!(std::fs::read_to_string(&file).unwrap(), foreign);
        let id = only(&session).id;
        annotate(&mut session, C::TakeUnderneath(id));
        until(&mut session, |s| matches!(only(s).state, SaveState::Saved { .. }));
        assert_eq!(only(&session).set.len(), 3);
        assert_eq!(Document::read(&std::fs::read(&file).unwrap()).unwrap().set, only(&session).set);
    }

    /// What the window's thread pays for an edit among ten thousand. Printed, not judged: times of a
    /// shared machine decide nothing. What is judged is that everything is saved in the end.
    #[test]
    fn edits_among_ten_thousand_are_handed_over_and_saved() {
        let dir = tempfile::tempdir().unwrap();
        let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
        let list = (0..10_000).map(|i| {
            let at = GeoPoint::new(
                103.85 + f64::from(i % 100) * 1e-3,
                21.25 + f64::from(i / 100) * 1e-3,
            );
            Annotation {
                title: format!("Ghim {i}"),
                ..Annotation::new(AnnotationId::new(&format!("{i:05}")), Shape::at(Kind::Pin, at))
            }
        });
        open(&file, &recovery).store.save(&set(list), TIME).unwrap();
        let mut session = session(&file, &recovery, "Lan");
        let mut times_ms: Vec<f64> = Vec::new();
        for i in 0..100 {
            let start = std::time::Instant::now();
            place_pin(&mut session, f64::from(i));
            times_ms.push(start.elapsed().as_secs_f64() * 1e3);
            session.drain(8);
            std::thread::sleep(Duration::from_millis(3));
        }
        let spread = planmap_app::measure::Spread::of(&mut times_ms).unwrap();
        println!("an edit among 10,000: median {:.2} ms, p99 {:.2} ms", spread.median, spread.p99);
        drop(session);
        assert_eq!(Document::read(&std::fs::read(&file).unwrap()).unwrap().set.len(), 10_100);
    }
}

mod on_tiles {
    //! Annotations in the map's tiles: an edit costs the tiles it touches, and what the window paints
    //! itself is left out of them.

    use std::collections::BTreeSet;
    use std::time::Instant;

    use planmap_core::crs::map_from_geo;
    use planmap_core::i18n::Language;
    use planmap_core::symbology::Theme;
    use planmap_core::{Crs, Viewport};
    use planmap_draw::annotation::Drawn;
    use planmap_draw::annotation::layer::{AnnotationLayer, MarkIndex, ShownMarks};
    use planmap_draw::raster::{Pixels, tile};
    use planmap_draw::scene::MapScene;
    use planmap_draw::tile::{TileCache, TileKey};

    use super::*;

    const LON_LAT: (f64, f64) = (103.9, 21.3);

    fn crs() -> Crs {
        Crs::vn2000_son_la()
    }

    fn drawn(annotation: Annotation) -> Arc<Drawn> {
        Arc::new(Drawn::new(&Arc::new(annotation), &crs()).unwrap())
    }

    /// Pins on a square grid of so many a side, `step` degrees apart.
    fn grid(side: i32, step: f64) -> Vec<Arc<Drawn>> {
        let places = (0..side * side).map(|i| (f64::from(i % side), f64::from(i / side)));
        let pin_at = |(i, (x, y)): (usize, (f64, f64))| {
            let shape =
                Shape::at(Kind::Pin, GeoPoint::new(LON_LAT.0 + x * step, LON_LAT.1 + y * step));
            Annotation {
                title: format!("Ghim {i}"),
                ..Annotation::new(AnnotationId::new(&format!("{i:05}")), shape)
            }
        };
        places.enumerate().map(pin_at).map(drawn).collect()
    }

    fn scene(index: &MarkIndex, lifted: &[&str]) -> MapScene {
        let lifted: BTreeSet<AnnotationId> =
            lifted.iter().map(|id| AnnotationId::new(id)).collect();
        let shown = ShownMarks { index: Arc::new(index.clone()), lifted: Arc::new(lifted) };
        let noted = Arc::new(AnnotationLayer::new(vec![shown], Language::Vietnamese));
        MapScene { noted, ..MapScene::empty(crs(), Theme::Light) }
    }

    fn view(metres_per_point: f64) -> Viewport {
        let middle =
            map_from_geo(GeoPoint::new(LON_LAT.0 + 0.02, LON_LAT.1 + 0.02), &crs()).unwrap();
        Viewport::new(middle, metres_per_point, 1400.0, 900.0)
    }

    fn picture(scene: &MapScene, key: &TileKey) -> Pixels {
        tile(scene, key, &|| false).unwrap()
    }

    /// Tiles whose key differs, and tiles whose pixels do.
    fn differing(a: &MapScene, b: &MapScene, metres_per_point: f64) -> (usize, usize, usize) {
        let (before, after) =
            (a.tiles(&view(metres_per_point), 1.0), b.tiles(&view(metres_per_point), 1.0));
        let pairs = || before.iter().zip(&after);
        let keys = pairs().filter(|(x, y)| x != y).count();
        let pixels = pairs().filter(|(x, y)| picture(a, x) != picture(b, y)).count();
        let stale = pairs().filter(|(x, y)| x == y && picture(a, x) != picture(b, y)).count();
        assert_eq!(stale, 0, "a tile looks different under the same key");
        (keys, pixels, before.len())
    }

    #[test]
    fn an_edit_asks_for_the_tiles_it_touches_and_no_others() {
        let all = grid(20, 0.002);
        let index = MarkIndex::new(all.iter().cloned());
        let before = scene(&index, &[]);
        let metres_per_point = 4.0;
        let mut moved = index.clone();
        let old = &all[210];
        let mut annotation = (*old.annotation).clone();
        annotation.shape = annotation.shape.moved(0.0001, 0.0);
        moved.remove(old);
        moved.insert(&drawn(annotation));
        let (keys, pixels, count) = differing(&before, &scene(&moved, &[]), metres_per_point);
        assert!((1..=4).contains(&keys) && keys < count, "{keys} of {count}");
        assert!(pixels >= 1, "the pin is seen to move");
        // The same again, from another index: nothing was edited, so no tile is asked for.
        assert_eq!(differing(&before, &scene(&index, &[]), metres_per_point).0, 0);
    }

    #[test]
    fn what_is_lifted_is_missing_from_the_tiles_and_comes_back() {
        let index = MarkIndex::new(grid(1, 0.0).into_iter());
        let (whole, lifted) = (scene(&index, &[]), scene(&index, &["00000"]));
        let none = scene(&MarkIndex::default(), &[]);
        let (keys, pixels, _) = differing(&whole, &lifted, 6.0);
        assert!(keys >= 1 && pixels >= 1);
        assert_eq!(differing(&lifted, &none, 6.0).1, 0, "as if it were not there");
    }

    #[test]
    fn a_pin_that_goes_renumbers_the_tiles_of_later_ones() {
        let all = grid(4, 0.01);
        let index = MarkIndex::new(all.iter().cloned());
        let mut fewer = index.clone();
        fewer.remove(&all[0]);
        assert_eq!((index.number_of(&all[3]), fewer.number_of(&all[3])), (Some(4), Some(3)));
        let (keys, pixels, _) = differing(&scene(&index, &[]), &scene(&fewer, &[]), 4.0);
        assert!(pixels > 1, "others have new numbers");
        assert!(keys >= pixels);
    }

    #[test]
    fn long_titles_and_dashes_run_on_over_the_borders_of_tiles() {
        let corners = [(0.0, 0.0), (0.04, 0.015), (0.01, 0.04)];
        let ring = corners.map(|(x, y)| GeoPoint::new(LON_LAT.0 + x, LON_LAT.1 + y));
        let mut zone = Annotation::new(AnnotationId::new("z"), Shape::along(Kind::Polygon, &ring));
        zone.style.dash = planmap_core::annotation::Dash::Dashed;
        let title =
            "Đề nghị Sở Xây dựng xem lại chỉ giới đường đỏ ở đoạn này trước khi trình".to_owned();
        let mut text = pin("t", &title);
        text.shape = Shape::at(Kind::Text, GeoPoint::new(LON_LAT.0 + 0.01, LON_LAT.1 + 0.02));
        let all = scene(&MarkIndex::new([drawn(zone), drawn(text)].into_iter()), &[]);
        let keys = all.tiles(&view(4.0), 1.0);
        // Along each border the last column of one tile and the first of the next look alike.
        let ground = picture(&scene(&MarkIndex::default(), &[]), &keys[0]).pixel(0, 0);
        let mut borders = 0;
        for key in &keys {
            let Some(east) = keys.iter().find(|k| k.x == key.x + 1 && k.y == key.y) else {
                continue;
            };
            let (left, right) = (picture(&all, key), picture(&all, east));
            let ink = |p: [u8; 4]| p != ground;
            let (a, b): (Vec<bool>, Vec<bool>) =
                (0..512).map(|y| (ink(left.pixel(511, y)), ink(right.pixel(0, y)))).unzip();
            let inked = a.iter().filter(|x| **x).count();
            let apart = a.iter().zip(&b).filter(|(x, y)| x != y).count();
            assert!(apart <= 2 + inked / 4, "{apart} of {inked} at a border");
            borders += usize::from(inked > 0);
        }
        assert!(borders > 0, "something crosses a border");
    }

    #[test]
    fn the_last_picture_of_a_place_stands_in_alone_until_the_new_one_is_there() {
        let mut cache = TileCache::new(1 << 20);
        let key = |annotations| {
            let mut key = TileKey::new(4.0, 1.0, 3, 5, 1);
            key.annotations = annotations;
            key
        };
        let far = TileKey::new(64.0, 1.0, 0, 0, 1);
        cache.insert(far, "far", 1);
        cache.insert(key(1), "first", 1);
        cache.insert(key(2), "second", 1);
        let drawn = cache.to_draw(&[key(3)]);
        let shown: Vec<(&str, bool)> = drawn.iter().map(|d| (*d.value, d.exact)).collect();
        assert_eq!(shown, [("second", false)]);
    }

    /// Printed, not judged: what the window's thread pays for an edit among ten thousand, and what a
    /// tile of a crowd costs beside an empty one.
    #[test]
    fn ten_thousand_are_indexed_edit_by_edit() {
        let all = grid(100, 0.001);
        let mut index = Arc::new(MarkIndex::new(all.iter().cloned()));
        let mut times_ms: Vec<f64> = Vec::new();
        for old in all.iter().take(50) {
            let held = Arc::clone(&index);
            let start = Instant::now();
            let mut annotation = (*old.annotation).clone();
            annotation.shape = annotation.shape.moved(0.0001, 0.0);
            let next = Arc::make_mut(&mut index);
            next.remove(old);
            next.insert(&drawn(annotation));
            let keys = scene(next, &[]).tiles(&view(12.0), 1.0);
            times_ms.push(start.elapsed().as_secs_f64() * 1e3);
            assert!(keys.iter().any(|k| k.annotations != 0));
            drop(held);
        }
        let spread = planmap_app::measure::Spread::of(&mut times_ms).unwrap();
        println!(
            "index and stamps after an edit: median {:.2} ms, p99 {:.2} ms",
            spread.median, spread.p99
        );
        let time = |scene: &MapScene| {
            let start = Instant::now();
            let keys = scene.tiles(&view(12.0), 1.0);
            keys.iter().for_each(|k| drop(picture(scene, k)));
            start.elapsed().as_secs_f64() * 1e3 / keys.len() as f64
        };
        let (crowd, none) = (scene(&index, &[]), scene(&MarkIndex::default(), &[]));
        println!(
            "a tile: {:.2} ms with ten thousand annotations, {:.2} ms without",
            time(&crowd),
            time(&none)
        );
    }
}
