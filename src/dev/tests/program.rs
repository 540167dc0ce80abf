//! The developers' program as a shell sees it: what it writes and how it ends.

use std::path::Path;
use std::process::{Command, Output};

fn dev(arguments: &[&str]) -> Output {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Command::new(env!("CARGO_BIN_EXE_planmap-dev"))
        .args(arguments)
        .current_dir(checkout)
        .output()
        .unwrap()
}

#[test]
fn the_bundled_maps_are_checked_and_a_changed_table_is_told() {
    let checked = dev(&["build-maps", "--check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stderr));
    let told = String::from_utf8(checked.stdout).unwrap();
    assert!(told.trim_end().ends_with(", 0 differ"), "{told}");

    // The same tables beside one map that somebody edited.
    let folder = tempfile::tempdir().unwrap();
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../maps");
    copy_folder(&maps, folder.path());
    std::fs::write(folder.path().join("sites.geojson"), "{}").unwrap();
    let changed = dev(&["build-maps", "--check", "--maps", &folder.path().display().to_string()]);
    assert_eq!(changed.status.code(), Some(1), "{}", String::from_utf8_lossy(&changed.stderr));
    assert!(String::from_utf8(changed.stdout).unwrap().contains("differs: sites.geojson"));
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_cannot_be_done_is_said() {
    let missing = dev(&["bench", "no-such-file.geojson", "--no-window"]);
    assert_ne!(missing.status.code(), Some(0));
    let told = String::from_utf8(missing.stderr).unwrap();
    assert!(told.contains("no-such-file.geojson"), "{told}");

    let no_program = dev(&["bench", "maps", "--program", "no-such-program"]);
    assert_ne!(no_program.status.code(), Some(0));
    assert!(String::from_utf8(no_program.stderr).unwrap().contains("no-such-program"));
}
