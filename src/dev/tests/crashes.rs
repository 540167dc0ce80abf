//! The writer of annotations that is killed: nothing that was said to be saved is lost.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use planmap_core::annotation::AnnotationSet;
use planmap_data::annotations::{Opened, Store};
use planmap_dev::crash_writer::edit_of_turn;

fn open(file: &Path, recovery: &Path) -> Opened {
    Store::open(file, Some(recovery), "test").unwrap()
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }
}

/// The state after so many turns of the crash writer.
fn state_after(seed: u64, turns: u64) -> AnnotationSet {
    let mut set = AnnotationSet::default();
    for turn in 1..=turns {
        set.apply(&edit_of_turn(seed, turn));
    }
    set
}

fn journals(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            journals(&path, out);
        } else if path.extension().is_some_and(|e| e == "journal") {
            out.push(path);
        }
    }
}

/// Whether a round ends before the first edit is sure to be saved.
fn dies_early(round: u64) -> bool {
    round.is_multiple_of(5)
}

/// One life of the crash writer. Returns whether it came as far as a saved edit.
fn one_crash(round: u64) -> (bool, bool) {
    let mut random = Random(round.wrapping_mul(0x9e37_79b9) + 7);
    let dir = tempfile::tempdir().unwrap();
    let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_planmap-dev"))
        .arg("crash-writer")
        .args([&file, &recovery])
        .args(["--seed", &round.to_string(), "--save-every", &(2 + random.below(9)).to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    // The last number that was written whole before the pipe broke: what the user saw as saved.
    let (first, first_saved) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut last = 0u64;
        let mut lines = BufReader::new(out);
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|n| n > 0) {
            if line.ends_with('\n') {
                last = line.trim().parse().unwrap();
                // Nobody listens in the rounds that end early.
                let _ = first.send(());
            }
            line.clear();
        }
        last
    });
    // Some die while they start, the others at work, however slow the machine is.
    if !dies_early(round) {
        first_saved.recv_timeout(Duration::from_secs(60)).unwrap();
    }
    std::thread::sleep(Duration::from_micros(random.below(20_000)));
    child.kill().unwrap();
    child.wait().unwrap();
    let acknowledged = reader.join().unwrap();

    let mut left = Vec::new();
    journals(&recovery, &mut left);
    let hurt = round.is_multiple_of(4) && !left.is_empty();
    if hurt {
        let path = left.last().unwrap();
        let mut bytes = std::fs::read(path).unwrap();
        let at = random.below(bytes.len() as u64) as usize;
        if round.is_multiple_of(8) {
            bytes.truncate(at);
        } else if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 + random.below(255) as u8;
        }
        std::fs::write(path, bytes).unwrap();
    }
    let opened = open(&file, &recovery);
    let recovered = opened
        .found
        .as_ref()
        .map_or_else(|| (*opened.document.set).clone(), |f| f.merged.set.clone());
    let reported = opened.found.as_ref().is_some_and(|f| !f.damaged.is_empty());
    // At most the edits that were on their way may be there beyond those that were acknowledged.
    let whole = (acknowledged..=acknowledged + 2).any(|turn| state_after(round, turn) == recovered);
    let conflicts = opened.found.as_ref().is_some_and(|f| !f.merged.conflicts.is_empty());
    assert!(!conflicts || reported, "round {round}: conflicts without another writer");
    if conflicts {
        // The program died between replacing the file and dropping a journal that was hurt later: the
        // file is ahead of what is left of the journal. Everything of the file has to be there.
        let kept = opened.document.set.iter().all(|a| recovered.iter().any(|r| r.title == a.title));
        assert!(kept, "round {round}: the file lost something");
    } else if hurt {
        let some_turn = (0..=acknowledged + 2).any(|turn| state_after(round, turn) == recovered);
        // Both at once, a program that died between replacing the file and dropping its journal, and
        // a journal that was cut afterwards: what the file holds stays, and the cut is told.
        let now = &opened.document.set;
        let file_is_whole =
            (acknowledged..=acknowledged + 2).any(|turn| state_after(round, turn) == **now);
        let kept = now.iter().all(|a| recovered.iter().any(|r| r == a));
        assert!(
            some_turn || (reported && file_is_whole && kept),
            "round {round}: a state that never was"
        );
        assert!(whole || reported, "round {round}: lost edits were not reported");
    } else {
        assert!(whole, "round {round}: {acknowledged} edits were saved and not all came back");
    }
    (acknowledged > 0, hurt)
}

#[test]
fn a_thousand_crashes_lose_no_saved_edit() {
    const ROUNDS: u64 = 1000;
    let (next, alive, hurt) = (AtomicU64::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let round = next.fetch_add(1, Ordering::Relaxed);
                    if round >= ROUNDS {
                        return;
                    }
                    let (saved, damaged) = one_crash(round);
                    alive.fetch_add(usize::from(saved), Ordering::Relaxed);
                    hurt.fetch_add(usize::from(damaged), Ordering::Relaxed);
                }
            });
        }
    });
    let (alive, hurt) = (alive.into_inner(), hurt.into_inner());
    println!(
        "{ROUNDS} crashes, {alive} after at least one saved edit, {hurt} with a damaged journal"
    );
    let at_work = (0..ROUNDS).filter(|round| !dies_early(*round)).count();
    assert!(alive >= at_work, "only {alive} of {at_work} lives were long enough to save anything");
}
