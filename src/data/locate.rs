//! Where the bundled maps lie: in a checkout, in an installed package, or beside the binary.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// The file that makes a folder a catalogue.
pub const CATALOGUE_FILE: &str = "catalogue.toml";

/// The environment variable that names the catalogue's folder.
pub const MAPS_VARIABLE: &str = "PLANMAP_MAPS";

/// Why no catalogue was found.
#[derive(Debug, Error)]
pub enum LocateError {
    /// The folder that the user or the environment names holds no catalogue.
    #[error("{0} holds no {CATALOGUE_FILE}")]
    NotACatalogue(PathBuf),
    /// None of the usual places holds one.
    #[error("no maps folder with a {CATALOGUE_FILE} was found; looked in {}", .0.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", "))]
    NotFound(Vec<PathBuf>),
}

/// The catalogue's folder: the one named, else `$PLANMAP_MAPS`, else `maps/` or
/// `../share/planmap/maps/` beside the binary, else `maps/` of the checkout that the working folder
/// or the binary lies in.
///
/// # Errors
/// If the folder named holds no catalogue, or none of the places does.
pub fn maps_dir(explicit: Option<&Path>) -> Result<PathBuf, LocateError> {
    let named = explicit
        .map(Path::to_path_buf)
        .or_else(|| std::env::var_os(MAPS_VARIABLE).map(PathBuf::from));
    let binary = std::env::current_exe().ok().and_then(|exe| exe.canonicalize().ok());
    find(named, binary.as_deref().and_then(Path::parent), std::env::current_dir().ok().as_deref())
}

fn find(
    named: Option<PathBuf>,
    binary: Option<&Path>,
    working: Option<&Path>,
) -> Result<PathBuf, LocateError> {
    if let Some(dir) = named {
        // A catalogue may be named by its file as well.
        let dir = if dir.is_file() {
            dir.parent().map_or_else(|| ".".into(), Path::to_path_buf)
        } else {
            dir
        };
        return if is_catalogue(&dir) { Ok(dir) } else { Err(LocateError::NotACatalogue(dir)) };
    }
    let mut places = Vec::new();
    if let Some(dir) = binary {
        places.push(dir.join("maps"));
        places.push(dir.join("../share/planmap/maps"));
    }
    places.extend(working.map(|dir| dir.join("maps")));
    for start in [working, binary].into_iter().flatten() {
        // Only a checkout: a stray maps/ somewhere above must not be taken for the bundled one.
        let checkouts = start.ancestors().filter(|dir| dir.join("Cargo.toml").is_file());
        places.extend(checkouts.map(|dir| dir.join("maps")));
    }
    match places.iter().find(|dir| is_catalogue(dir)) {
        Some(dir) => Ok(dir.clone()),
        None => {
            places.dedup();
            Err(LocateError::NotFound(places))
        }
    }
}

fn is_catalogue(dir: &Path) -> bool {
    dir.join(CATALOGUE_FILE).is_file()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn catalogue_at(dir: &Path) {
        std::fs::create_dir_all(dir).unwrap();
        std::fs::write(dir.join(CATALOGUE_FILE), "").unwrap();
    }

    #[test]
    fn places_are_tried_in_their_order() {
        let root = tempfile::tempdir().unwrap();
        let (bin, work) = (root.path().join("usr/bin"), root.path().join("checkout/src/deep"));
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::create_dir_all(&work).unwrap();
        let find_in = |named: Option<PathBuf>| find(named, Some(&bin), Some(&work));
        assert!(matches!(find_in(None), Err(LocateError::NotFound(_))));
        catalogue_at(&root.path().join("maps"));
        assert!(find_in(None).is_err(), "a stray maps folder above is not taken");
        std::fs::write(root.path().join("checkout/Cargo.toml"), "").unwrap();
        catalogue_at(&root.path().join("checkout/maps"));
        assert_eq!(find_in(None).unwrap(), root.path().join("checkout/maps"));
        catalogue_at(&root.path().join("usr/share/planmap/maps"));
        assert!(find_in(None).unwrap().ends_with("../share/planmap/maps"));
        catalogue_at(&bin.join("maps"));
        assert_eq!(find_in(None).unwrap(), bin.join("maps"));
        let own = root.path().join("own");
        assert!(matches!(find_in(Some(own.clone())), Err(LocateError::NotACatalogue(_))));
        catalogue_at(&own);
        assert_eq!(find_in(Some(own.clone())).unwrap(), own);
        assert_eq!(find_in(Some(own.join(CATALOGUE_FILE))).unwrap(), own);
    }
}
