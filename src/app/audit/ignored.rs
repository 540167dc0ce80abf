//! The findings that someone has chosen to ignore, and why.
//!
//! Owns `audit-ignored.toml` beside the catalogue and the file of the same form in the user's data
//! folder, which serves where the catalogue's folder cannot be written.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::clock;

/// Name of the file beside a catalogue.
const FILE: &str = "audit-ignored.toml";

/// One finding that is left out of the count of problems: why, who chose so, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ignored {
    /// Id of the finding.
    pub id: String,
    /// The reason, in the words of whoever chose so.
    pub reason: String,
    /// Who chose so; empty in lists of before this was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// When: RFC 3339 in UTC; empty as well.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub time: String,
}

impl Ignored {
    /// Who and when in words: "Lê Thị Hoa, 27/11/2026 15:08"; empty where neither is known.
    #[must_use]
    pub fn by(&self) -> String {
        let time =
            if self.time.is_empty() { String::new() } else { clock::local_from_utc(&self.time) };
        let known = [self.author.clone(), time].into_iter().filter(|part| !part.is_empty());
        known.collect::<Vec<_>>().join(", ")
    }
}

/// The findings that are ignored in one catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IgnoreList {
    /// All of them.
    #[serde(default)]
    pub ignored: Vec<Ignored>,
}

impl IgnoreList {
    /// Where a catalogue's list lies.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(FILE)
    }

    /// Where it lies if the catalogue's folder cannot be written: below `$PLANMAP_RECOVERY`, else in
    /// the user's data folder, under the folder's full path.
    fn path_of_user(root: &Path) -> Option<PathBuf> {
        let folder = planmap_data::annotations::recovery_folder()?;
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let name: String = root
            .to_string_lossy()
            .chars()
            .map(|c| if c.is_alphanumeric() || c == '.' { c } else { '-' })
            .collect();
        Some(folder.join("audit").join(format!("{}.toml", name.trim_matches('-'))))
    }

    /// The list of a catalogue's folder, with what is kept for this user alone; empty where there is
    /// none that can be read.
    #[must_use]
    pub fn read(root: &Path) -> Self {
        let mut list = read_file(&Self::path(root)).unwrap_or_default();
        // What this user could not write beside the catalogue came later.
        if let Some(own) = Self::path_of_user(root).and_then(|path| read_file(&path)) {
            own.ignored.into_iter().for_each(|ignored| list.put(ignored));
        }
        list
    }

    /// The lists of a catalogue that are there and cannot be read: damaged, or not permitted.
    #[must_use]
    pub fn unreadable(root: &Path) -> Vec<PathBuf> {
        let paths = std::iter::once(Self::path(root)).chain(Self::path_of_user(root));
        paths.filter(|path| path.exists() && read_file(path).is_none()).collect()
    }

    /// Why a finding is ignored; `None` where it is not.
    #[must_use]
    pub fn reason(&self, id: &str) -> Option<&str> {
        self.entry(id).map(|i| i.reason.as_str())
    }

    /// What is known of a finding that is ignored; `None` where it is not.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Ignored> {
        self.ignored.iter().find(|i| i.id == id)
    }

    /// Ignores a finding; what was said of it before is replaced.
    pub fn put(&mut self, ignored: Ignored) {
        self.remove(&ignored.id);
        self.ignored.push(ignored);
    }

    /// Ignores a finding no longer.
    pub fn remove(&mut self, id: &str) {
        self.ignored.retain(|i| i.id != id);
    }

    /// Saves the list beside the catalogue, or for this user where that folder cannot be written.
    /// Returns where.
    ///
    /// # Errors
    /// Of the file system, where neither place can be written.
    pub fn write(&self, root: &Path) -> std::io::Result<PathBuf> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        let beside = Self::path(root);
        let own = Self::path_of_user(root);
        // What somebody may still mend by hand is not written over.
        for damaged in Self::unreadable(root) {
            std::fs::rename(&damaged, damaged.with_extension("toml.damaged"))?;
        }
        match planmap_data::atomic::write(&beside, text.as_bytes()) {
            Ok(()) => {
                // All of it is beside the catalogue now; an older list of this user would contradict.
                if let Some(own) = own {
                    let _ = std::fs::remove_file(own);
                }
                Ok(beside)
            }
            Err(error) => {
                let own = own.ok_or(error)?;
                if let Some(folder) = own.parent() {
                    std::fs::create_dir_all(folder)?;
                }
                planmap_data::atomic::write(&own, text.as_bytes())?;
                Ok(own)
            }
        }
    }
}

/// A list of a file; `None` where there is none that can be read.
fn read_file(path: &Path) -> Option<IgnoreList> {
    toml::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reasons_survive_a_save_and_can_be_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let mut list = IgnoreList::default();
        list.put(Ignored {
            id: "gap:a".into(),
            reason: "Chờ \"quyết định\"\ncủa tỉnh".into(),
            author: "Lê Thị Hoa".into(),
            time: "2026-11-27T08:08:00Z".into(),
        });
        list.put(Ignored { id: "gap:b".into(), reason: "b".into(), ..Ignored::default() });
        list.remove("gap:b");
        assert_eq!(list.write(dir.path()).unwrap(), IgnoreList::path(dir.path()));
        assert_eq!(IgnoreList::read(dir.path()), list);
        assert_eq!(list.reason("gap:b"), None);
        assert!(list.entry("gap:a").is_some_and(|i| i.by().starts_with("Lê Thị Hoa, 27/11/2026")));
    }

    #[test]
    fn a_damaged_list_is_told_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = IgnoreList::path(dir.path());
        assert!(IgnoreList::unreadable(dir.path()).is_empty());
        std::fs::write(&path, "[[ignored]\nid = ").unwrap();
        assert_eq!(IgnoreList::unreadable(dir.path()), std::slice::from_ref(&path));
        let mut list = IgnoreList::read(dir.path());
        list.put(Ignored { id: "gap:a".into(), reason: "r".into(), ..Ignored::default() });
        list.write(dir.path()).unwrap();
        assert_eq!(IgnoreList::read(dir.path()), list);
        let kept = std::fs::read_to_string(path.with_extension("toml.damaged")).unwrap();
        assert_eq!(kept, "[[ignored]\nid = ");
    }

    #[test]
    fn lists_of_before_names_were_kept_are_read() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(
            IgnoreList::path(dir.path()),
            "[[ignored]]\nid = \"gap:a\"\nreason = \"r\"\n",
        )
        .unwrap();
        let list = IgnoreList::read(dir.path());
        assert_eq!(list.reason("gap:a"), Some("r"));
        assert_eq!(list.ignored[0].by(), "");
    }
}
