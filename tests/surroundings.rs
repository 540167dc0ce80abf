//! What tests need from outside the repository: other programs, other people's files.
//!
//! Owns the rule that nothing is passed over in silence: what a test lacks is printed and, where
//! `$PLANMAP_PASSED_OVER` names a file, appended to it, a line each. CI judges that file.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

static WRITING: Mutex<()> = Mutex::new(());

/// Tells that a check was not made, and what it lacked.
#[allow(clippy::print_stderr)]
pub fn passed_over(check: &str, lacking: &str) {
    eprintln!("passed over: {check}: {lacking}");
    let Some(path) = std::env::var_os("PLANMAP_PASSED_OVER") else { return };
    let _one_at_a_time = WRITING.lock().unwrap();
    let mut list = std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    writeln!(list, "{check}: {lacking}").unwrap();
}

/// A folder beside the checkout, or the one that a variable names; told where there is none.
fn shared_folder(name: &str, variable: &str, check: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    let folder = std::env::var_os(variable).map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    passed_over(check, &format!("no folder {} ({variable} names another)", folder.display()));
    None
}

/// The folder of other people's files, from `$PLANMAP_CORPORA` or `../shared/corpora`.
pub fn corpora(check: &str) -> Option<PathBuf> {
    shared_folder("corpora", "PLANMAP_CORPORA", check)
}

/// The folder of one case after a public bug report, from `$PLANMAP_CASES` or `../shared/cases`.
/// A case that lacks where the others lie is a failure.
pub fn case(name: &str) -> Option<PathBuf> {
    let folder = shared_folder("cases", "PLANMAP_CASES", name)?.join(name);
    assert!(folder.is_dir(), "{} is not there, though its neighbours are", folder.display());
    Some(folder)
}

/// Whether a program can be started; told where it cannot.
pub fn has_program(name: &str, check: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    if !found {
        passed_over(check, &format!("{name} is not installed"));
    }
    found
}

/// Whether Python has all of these modules; told where it has not.
pub fn python_has(modules: &str, check: &str) -> bool {
    let import = Command::new("python3").args(["-c", &format!("import {modules}")]).output();
    let found = import.is_ok_and(|output| output.status.success());
    if !found {
        passed_over(check, &format!("python3 with {modules} is not installed"));
    }
    found
}
