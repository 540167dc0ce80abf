//! Files that are cut, replaced or taken away while they are read and looked at: the program lives,
//! what was read last stays on the map, and a notice says so.
//!
//! `$PLANMAP_CUT_LOTS` and `$PLANMAP_CUT_TIMES` ask for a larger file and more rounds.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use planmap_app::command::{Command, ViewCommand};
use planmap_app::map_room::{Covered, Stays};
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_app::tiles::TileWorkers;
use planmap_core::{MapPoint, Viewport};
use planmap_data::cache::{CACHED_FROM, Cache, LIMIT_BYTES};
use planmap_dev::city::City;
use planmap_draw::tile::{PictureId, snapped, wanted};

/// Longer than anything here may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Without an event for so long, nothing more comes: well beyond the pause after which a file that
/// has changed is read.
const SILENCE: Duration = Duration::from_millis(900);

fn asked(variable: &str, usual: u32) -> u32 {
    std::env::var(variable).map_or(usual, |text| text.parse().unwrap())
}

/// Features of the file: enough to cross every size from which on files are treated in another
/// way, which are fitted conversion, parts while loading, and the cache.
fn lots() -> u32 {
    asked("PLANMAP_CUT_LOTS", 40_000)
}

/// The bytes of a file of lots.
fn city() -> Vec<u8> {
    let mut bytes = Vec::new();
    City::new(lots(), 17).write(&mut bytes).unwrap();
    assert!(bytes.len() as u64 > CACHED_FROM + CACHED_FROM / 4, "{} bytes", bytes.len());
    bytes
}

/// A folder with the file, and a session that looks at it as the window does.
struct Desk {
    folder: tempfile::TempDir,
    session: Session,
    workers: TileWorkers,
    tiles: usize,
}

impl Desk {
    fn open(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("city.geojson"), bytes).unwrap();
        let wake: planmap_app::job::Wake = Arc::new(|| {});
        let workers = TileWorkers::new(&wake);
        let mut session = Session::new(Settings::default(), wake);
        session.watch_files();
        session.show_parts_while_loading();
        session.keep_large_files(Cache::new(folder.path().join("cache"), LIMIT_BYTES));
        session.apply(Command::View(ViewCommand::Resize {
            width: 900.0,
            height: 700.0,
            covered: Covered::NOTHING,
            stays: Stays::GROUND,
        }));
        let mut desk = Self { folder, session, workers, tiles: 0 };
        desk.session.apply(Command::Open(vec![desk.path()]));
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("city.geojson")
    }

    fn cut_to_a_tenth(&self) {
        let file = std::fs::File::options().write(true).open(self.path()).unwrap();
        let size = file.metadata().unwrap().len();
        file.set_len(size / 10).unwrap();
    }

    /// Takes in what has come and, once the last view is drawn, asks for another one.
    fn pan(&mut self, step: u32) {
        self.session.drain(8);
        self.tiles += self.workers.finished().count();
        if self.workers.is_busy() {
            return;
        }
        let extent = self.session.scene().extent();
        if extent.is_empty() {
            return;
        }
        let (centre, side) = (extent.centre(), extent.max.x - extent.min.x);
        let part = f64::from(step % 16) / 16.0 - 0.5;
        let at = MapPoint::new(centre.x + part * side, centre.y - part * side * 0.7);
        let view = Viewport::new(at, side / 900.0 / f64::from(1 + step % 5), 900.0, 700.0);
        self.session.apply(Command::View(ViewCommand::Set(view)));
        let view = snapped(self.session.viewport(), 1.0);
        let scene = Arc::clone(self.session.scene());
        self.workers.request(PictureId::default(), &scene, &wanted(&view, 1.0, scene.revision));
        self.tiles += self.workers.finished().count();
    }

    /// Pans on until nothing has come in for a while.
    fn until_quiet(&mut self) {
        let (begun, mut last) = (Instant::now(), Instant::now());
        let mut step = 0;
        while last.elapsed() < SILENCE {
            assert!(begun.elapsed() < PATIENCE, "the session does not come to rest");
            if self.session.is_loading() {
                last = Instant::now();
            }
            self.pan(step);
            step += 1;
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn until_loaded(&mut self) {
        let begun = Instant::now();
        while self.session.is_loading() {
            assert!(begun.elapsed() < PATIENCE, "the file is not read");
            self.session.drain(8);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn features(&self) -> usize {
        self.session
            .layer("city")
            .and_then(|layer| layer.features())
            .map_or(0, |features| features.len())
    }

    fn was_told(&self, key: &str) -> bool {
        self.session.notice_log().iter().any(|notice| notice.key == key)
    }

    fn issues(&self) -> Vec<&'static str> {
        self.session.issues().map(|(_, issue)| issue.kind.key()).collect()
    }
}

#[test]
fn a_file_that_is_cut_while_it_loads_ends_nothing() {
    let bytes = city();
    let times = asked("PLANMAP_CUT_TIMES", 6);
    let mut outcomes = [0; 3];
    for round in 0..times {
        let mut desk = Desk::open(&bytes);
        // Before, during and after the copying, while it is parsed, and when it is there.
        let step_ms = bytes.len() as u64 / 1_000_000;
        std::thread::sleep(Duration::from_millis(u64::from(round % 10) * step_ms));
        desk.cut_to_a_tenth();
        desk.until_quiet();
        let all = desk.features() == lots() as usize;
        let kept = desk.was_told("notice-kept-last");
        let incomplete = desk.was_told("notice-incomplete");
        assert!(desk.features() > 0, "round {round}: {:?}", desk.issues());
        // Either all was read in time and stays, or what is left was read; each is said.
        assert_eq!((kept, incomplete), (all, !all), "round {round}: {} features", desk.features());
        assert!(desk.issues().contains(&"json-end"), "round {round}: {:?}", desk.issues());
        outcomes[usize::from(all)] += 1;
        outcomes[2] += usize::from(desk.tiles > 0);
    }
    println!(
        "{times} times: {} read in part, {} kept whole, {} drawn",
        outcomes[0], outcomes[1], outcomes[2]
    );
}

#[test]
fn a_file_that_is_cut_while_it_is_panned_over_stays_on_the_map() {
    let bytes = city();
    let times = asked("PLANMAP_CUT_TIMES", 3);
    for round in 0..times {
        let mut desk = Desk::open(&bytes);
        desk.until_loaded();
        for step in 0..(round % 10) {
            desk.pan(step);
        }
        desk.cut_to_a_tenth();
        desk.until_quiet();
        assert!(desk.tiles > 0, "round {round}: nothing was drawn");
        assert_eq!(desk.features(), lots() as usize, "round {round}");
        assert!(desk.was_told("notice-kept-last"), "round {round}");
        assert_eq!(desk.issues().first(), Some(&"file-kept"), "round {round}: {:?}", desk.issues());
    }
    println!("{times} times panned over");
}

#[test]
fn what_was_read_last_stays_until_the_file_is_whole_again() {
    let bytes = city();
    let mut desk = Desk::open(&bytes);
    desk.until_quiet();
    assert_eq!((desk.features(), desk.issues()), (lots() as usize, Vec::new()));
    // Emptied, as a program does that writes it anew.
    std::fs::write(desk.path(), b"").unwrap();
    desk.until_quiet();
    assert_eq!(
        (desk.features(), desk.issues()),
        (lots() as usize, vec!["file-kept", "file-empty"])
    );
    // Whole again.
    std::fs::write(desk.path(), &bytes).unwrap();
    desk.until_quiet();
    assert_eq!((desk.features(), desk.issues()), (lots() as usize, Vec::new()));
    // Gone: what is on the screen stays.
    std::fs::remove_file(desk.path()).unwrap();
    desk.until_quiet();
    assert_eq!(desk.features(), lots() as usize);
    // Another file in its place, which is good and small.
    let mut small = Vec::new();
    City::new(10, 3).write(&mut small).unwrap();
    let beside = desk.folder.path().join("beside.tmp");
    std::fs::write(&beside, small).unwrap();
    std::fs::rename(&beside, desk.path()).unwrap();
    desk.until_quiet();
    assert_eq!((desk.features(), desk.issues()), (10, Vec::new()));
}

#[test]
fn a_file_written_in_many_steps_is_read_once_it_rests() {
    let mut desk = Desk::open(&city());
    desk.until_quiet();
    let mut anew = Vec::new();
    City::new(lots() + 7, 5).write(&mut anew).unwrap();
    let mut file = std::fs::File::create(desk.path()).unwrap();
    for part in anew.chunks(anew.len() / 20) {
        file.write_all(part).unwrap();
        file.flush().unwrap();
        desk.pan(0);
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(file);
    desk.until_quiet();
    assert_eq!((desk.features(), desk.issues()), (lots() as usize + 7, Vec::new()));
    assert!(!desk.was_told("notice-kept-last"), "half a file was read");
}

#[test]
fn an_entry_of_the_cache_that_is_cut_under_the_map_ends_nothing() {
    let desk = {
        let mut desk = Desk::open(&city());
        desk.until_quiet();
        desk
    };
    let cache = desk.folder.path().join("cache");
    let entries = |cache: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(cache).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    assert_eq!(entries(&cache).len(), 1, "the file is large enough to be kept");
    let wake: planmap_app::job::Wake = Arc::new(|| {});
    let mut session = Session::new(Settings::default(), Arc::clone(&wake));
    session.keep_large_files(Cache::new(cache.clone(), LIMIT_BYTES));
    session.apply(Command::View(ViewCommand::Resize {
        width: 900.0,
        height: 700.0,
        covered: Covered::NOTHING,
        stays: Stays::GROUND,
    }));
    session.apply(Command::Open(vec![desk.path()]));
    let workers = TileWorkers::new(&wake);
    let mut again = Desk { session, workers, folder: desk.folder, tiles: 0 };
    again.until_loaded();
    for entry in entries(&cache) {
        std::fs::File::options().write(true).open(entry).unwrap().set_len(100).unwrap();
    }
    again.until_quiet();
    assert!(again.tiles > 0);
    assert_eq!((again.features(), again.issues()), (lots() as usize, Vec::new()));
}
