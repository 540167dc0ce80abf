//! Where the user's files lie: the folder that a dialog begins in, and the path that a typed text
//! means.
//!
//! The folder is the one chosen in the settings, else the one used last, else the user's documents,
//! else the home folder; never the folder that the program happens to be started in, which on a
//! desktop is `/`, the program's own or none that anybody would look in.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// The remembered folders of the user's files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileFolders {
    /// The folder that the user has chosen for all files.
    pub chosen: Option<PathBuf>,
    /// The folder of the file that was opened or saved last.
    pub last: Option<PathBuf>,
}

impl FileFolders {
    /// The folder in which dialogs begin.
    #[must_use]
    pub fn current(&self) -> PathBuf {
        let remembered = [&self.chosen, &self.last].into_iter().flatten();
        let existing = remembered.filter(|folder| folder.is_dir()).map(PathBuf::clone).next();
        existing.unwrap_or_else(documents)
    }

    /// The file that a typed text means: `~` is the home folder, a `file://` address and quotation
    /// marks around a path (as file managers copy them) are taken off, and what is not absolute lies
    /// in the current folder.
    #[must_use]
    pub fn path_of(&self, typed: &str) -> PathBuf {
        self.current().join(plain_path(typed, home().as_deref()))
    }
}

/// The user's home folder and folder of documents, asked once: dialogs ask in every frame.
fn user_folders() -> &'static (Option<PathBuf>, Option<PathBuf>) {
    static FOLDERS: OnceLock<(Option<PathBuf>, Option<PathBuf>)> = OnceLock::new();
    FOLDERS.get_or_init(|| {
        let folders = directories::UserDirs::new();
        let home = folders.as_ref().map(|of_user| of_user.home_dir().to_owned());
        let documents =
            folders.as_ref().and_then(|of_user| of_user.document_dir()).map(Path::to_path_buf);
        (home, documents)
    })
}

fn home() -> Option<PathBuf> {
    user_folders().0.clone()
}

/// The user's folder of documents, else the home folder, else the folder for temporary files.
#[must_use]
pub fn documents() -> PathBuf {
    let (home, documents) = user_folders();
    let existing = [documents, home].into_iter().flatten().find(|folder| folder.is_dir()).cloned();
    existing.unwrap_or_else(std::env::temp_dir)
}

/// A path with `~` at its beginning replaced by the home folder, as a shell would do it.
#[must_use]
pub fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), home()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

fn plain_path(typed: &str, home: Option<&Path>) -> PathBuf {
    let trimmed = typed.trim();
    let quoted =
        ['"', '\''].into_iter().find_map(|mark| trimmed.strip_prefix(mark)?.strip_suffix(mark));
    let text = quoted.unwrap_or(trimmed);
    if let Some(address) = text.strip_prefix("file://") {
        return PathBuf::from(decoded(address));
    }
    let path = Path::new(text);
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// An address with its `%20` and the like turned into the bytes that they stand for (RFC 3986, 2.1).
fn decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = (*byte == b'%').then(|| address.get(at + 1..at + 3)).flatten();
        match digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A path in a folder that is not taken: `name.pdf`, else `name-2.pdf`. What no file system would
/// take in a name becomes a hyphen.
#[must_use]
pub fn free_path(folder: &Path, name: &str, extension: &str) -> PathBuf {
    let safe: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let safe = safe.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let safe = if safe.is_empty() { "planmap".to_owned() } else { safe };
    let mut path = folder.join(format!("{safe}.{extension}"));
    let mut number = 1;
    while path.exists() {
        number += 1;
        path = folder.join(format!("{safe}-{number}.{extension}"));
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn typed_paths_mean_what_a_person_means_by_them() {
        let home = Path::new("/home/lan");
        for (typed, meant) in [
            ("~", "/home/lan"),
            ("~/Bản đồ/a.geojson", "/home/lan/Bản đồ/a.geojson"),
            ("  /srv/a.geojson ", "/srv/a.geojson"),
            ("\"/srv/hai từ.geojson\"", "/srv/hai từ.geojson"),
            ("'/srv/a.geojson'", "/srv/a.geojson"),
            ("file:///srv/b%E1%BA%A3n%20%C4%91%E1%BB%93.geojson", "/srv/bản đồ.geojson"),
            ("file:///srv/100%.geojson", "/srv/100%.geojson"),
            ("~lan/a", "~lan/a"),
            ("a~/b", "a~/b"),
            ("/srv/~/a", "/srv/~/a"),
        ] {
            assert_eq!(plain_path(typed, Some(home)), Path::new(meant), "{typed}");
        }
        assert_eq!(plain_path("~/a", None), Path::new("~/a"), "no home is known");
    }

    #[test]
    fn a_bare_name_lies_in_the_chosen_folder_then_in_the_last_one_and_never_in_the_working_one() {
        let (chosen, last) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut folders = FileFolders {
            chosen: Some(chosen.path().to_owned()),
            last: Some(last.path().to_owned()),
        };
        assert_eq!(folders.path_of("a.csv"), chosen.path().join("a.csv"));
        assert_eq!(folders.path_of("/srv/a.csv"), Path::new("/srv/a.csv"));
        folders.chosen = Some(chosen.path().join("gone"));
        assert_eq!(
            folders.path_of("a.csv"),
            last.path().join("a.csv"),
            "the chosen folder is gone"
        );
        folders.last = None;
        let fallback = folders.path_of("a.csv");
        assert!(fallback.is_absolute());
        assert_ne!(fallback.parent(), std::env::current_dir().ok().as_deref());
    }

    #[test]
    fn names_of_files_are_free_and_safe() {
        let dir = tempfile::tempdir().unwrap();
        let first = free_path(dir.path(), "Bản đồ: 1/2 *", "pdf");
        assert_eq!(first.file_name().unwrap().to_str().unwrap(), "Bản-đồ-1-2.pdf");
        std::fs::write(&first, "x").unwrap();
        assert_eq!(
            free_path(dir.path(), "Bản đồ: 1/2 *", "pdf").file_name().unwrap(),
            "Bản-đồ-1-2-2.pdf"
        );
        assert_eq!(free_path(dir.path(), "///", "svg").file_name().unwrap(), "planmap.svg");
    }
}
