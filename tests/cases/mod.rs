//! Small files made after faults that people reported of map programs, with what must come out.
//!
//! They lie beside the repository, in `../shared/cases` or where `$PLANMAP_CASES` says; a run
//! without them says so. One file a kind of fault; each test is named after its case.

mod annotation_files;
mod exports;
mod ground;
mod reading;
mod values;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What one call of the program printed as JSON, and its exit status.
fn planmap_json(arguments: &[&str]) -> (Value, i32) {
    let recovery = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_planmap"))
        .env("PLANMAP_CACHE", "")
        .env("PLANMAP_RECOVERY", recovery.path())
        .args(arguments)
        .arg("--json")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let json = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{arguments:?}: {e}: {told}"));
    (json, output.status.code().unwrap())
}

/// `planmap info FILE --json`.
fn info(path: &Path) -> Value {
    planmap_json(&["info", path.to_str().unwrap()]).0
}

/// The issues that `planmap check FILE --json` lists, and its exit status.
fn check(path: &Path) -> (Vec<Value>, i32) {
    let (json, status) = planmap_json(&["check", path.to_str().unwrap()]);
    (json["files"][0]["issues"].as_array().unwrap().clone(), status)
}

/// A number of a JSON document, near a figure that was found independently.
fn assert_near(found: &Value, expected: f64, tolerance: f64, what: &str) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{what}: {found} is no number"));
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found}, expected {expected} +- {tolerance}"
    );
}
