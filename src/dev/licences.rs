//! `planmap-dev licences`: the list of the crates that planmap is made of and their licences.
//!
//! Owns how the list is made from what cargo knows. Must not decide what may be used.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use planmap_app::desk::licences::{MARK, RULE, crates};
use serde::Deserialize;

use crate::{DevError, Outcome};

/// Where the list lies in the checkout.
const LIST: &str = "assets/licences/third-party.txt";

/// Writes the list of the checkout that one stands in.
///
/// # Errors
/// If cargo cannot be asked or the list not be written.
pub fn write(out: &mut dyn Write) -> Result<Outcome, DevError> {
    let text = list(Path::new("."))?;
    std::fs::write(LIST, &text)?;
    writeln!(out, "{} crates", crates(&text).count())?;
    Ok(Outcome::Done)
}

/// Why a list could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Cargo could not be run, or a file not be read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Cargo said no.
    #[error("cargo metadata: {0}")]
    Cargo(String),
    /// What cargo said cannot be read.
    #[error("cargo metadata: {0}")]
    Json(#[from] serde_json::Error),
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    repository: Option<String>,
    manifest_path: std::path::PathBuf,
    /// None for the members of this workspace.
    source: Option<String>,
}

/// Whether a licence lets one choose MIT or Apache-2.0, whose texts lie beside the list.
fn is_common(licence: &str) -> bool {
    !licence.contains(" AND ")
        && licence.split([' ', '/', '(', ')']).any(|l| l == "MIT" || l == "Apache-2.0")
}

fn licence_files(folder: &Path) -> Vec<String> {
    let named = |p: &Path| {
        let name = p.file_name().map_or_else(String::new, |n| n.to_string_lossy().to_uppercase());
        ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.is_file() && named(p))
        .collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|p| std::fs::read_to_string(p).ok())
        .map(|t| t.replace('\r', ""))
        .collect()
}

/// The lines that say whose a work is.
fn holders(texts: &[String]) -> BTreeSet<String> {
    let lines = texts.iter().flat_map(|t| t.lines()).map(str::trim);
    lines
        .filter(|l| {
            l.starts_with("Copyright ") && l.len() < 160 && l.chars().any(|c| c.is_ascii_digit())
        })
        .map(|l| l.trim_end_matches('.').to_owned())
        .collect()
}

/// Makes the list for the workspace in a folder. Cargo is asked, which fetches what is missing.
///
/// # Errors
/// If cargo cannot be run or says no.
pub fn list(workspace: &Path) -> Result<String, ListError> {
    let asked = std::process::Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(workspace)
        .output()?;
    if !asked.status.success() {
        return Err(ListError::Cargo(String::from_utf8_lossy(&asked.stderr).trim().to_owned()));
    }
    let metadata: Metadata = serde_json::from_slice(&asked.stdout)?;
    let mut packages: Vec<&Package> =
        metadata.packages.iter().filter(|p| p.source.is_some()).collect();
    packages.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    let mut out = String::from(
        "Crates that planmap is built, run or tested with, on any system, with their licences.\n\
         Where a licence leaves a choice, planmap takes MIT or Apache-2.0; their texts are in\n\
         LICENSE-MIT and LICENSE-APACHE. Other texts follow below.\n\
         Made by `planmap-dev licences`.\n\n",
    );
    // Formatting into a string cannot fail.
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for p in &packages {
        let licence = p.license.clone().unwrap_or_else(|| "see its repository".to_owned());
        let _ = writeln!(out, "{MARK}{} {} {licence}", p.name, p.version);
        if let Some(repository) = &p.repository {
            let _ = writeln!(out, "  {repository}");
        }
        let files = p.manifest_path.parent().map(licence_files).unwrap_or_default();
        for holder in holders(&files) {
            let _ = writeln!(out, "  {holder}");
        }
        if !is_common(&licence) {
            for text in files {
                texts.entry(text.trim().to_owned()).or_default().push(p.name.clone());
            }
        }
    }
    for (text, names) in texts {
        let _ = write!(out, "\n{RULE}\n{}\n\n{text}\n", names.join(", "));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use planmap_app::desk::licences::THIRD_PARTY;

    use super::*;

    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Locked>,
    }

    #[derive(Deserialize)]
    struct Locked {
        name: String,
        version: String,
        source: Option<String>,
    }

    /// Fails where a dependency was added or updated: run `planmap-dev licences`.
    #[test]
    fn the_list_names_the_locked_crates_and_no_others() {
        let lock =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock"))
                .unwrap();
        let lock: Lock = toml::from_str(&lock).unwrap();
        let locked: BTreeSet<(String, String)> = lock
            .package
            .into_iter()
            .filter(|p| p.source.is_some())
            .map(|p| (p.name, p.version))
            .collect();
        let listed: BTreeSet<(String, String)> =
            crates(THIRD_PARTY).map(|c| (c.name, c.version)).collect();
        let differing: Vec<_> = locked.symmetric_difference(&listed).collect();
        assert!(differing.is_empty(), "run `planmap-dev licences`: {differing:?}");
    }

    /// Licences that ask for more than naming: none of them may come in unseen.
    #[test]
    fn every_licence_is_permissive() {
        for c in crates(THIRD_PARTY) {
            let choice =
                |l: &str| !["GPL", "AGPL", "SSPL", "CC-BY-NC"].iter().any(|bad| l.contains(bad));
            let mut choices =
                c.licence.split([' ', '/']).filter(|l| !["OR", "AND", "WITH"].contains(l));
            assert!(choices.any(choice), "{} is {}", c.name, c.licence);
        }
    }
}
