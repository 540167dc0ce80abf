//! What was open when the program was left.
//!
//! Owns the file `session.toml` beside the settings: small, versioned, written whole or not at all.
//! A damaged file, or one of a newer version, counts as none. Must not decide what is opened of it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::bookmark::LayerLook;

/// The version of the file that this program writes.
pub const VERSION: u32 = 1;

/// A place and a scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Degrees east of the middle.
    pub lon: f64,
    /// Degrees north of the middle.
    pub lat: f64,
    /// N of the scale 1:N.
    pub denominator: f64,
}

/// What was selected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Selected {
    /// A site by id.
    Site(String),
    /// A place that was clicked: degrees, and metres around it.
    Place {
        /// Degrees east.
        lon: f64,
        /// Degrees north.
        lat: f64,
        /// Metres.
        tolerance_m: f64,
    },
    /// A feature by layer id and row.
    Feature {
        /// The layer.
        layer: String,
        /// The feature.
        row: u32,
    },
}

/// A file of annotations that was open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotesFile {
    /// The file.
    pub path: PathBuf,
    /// Whether its annotations were shown.
    pub visible: bool,
    /// Whether new strokes went there.
    #[serde(default)]
    pub active: bool,
}

/// What was open. Keys that are missing mean nothing of the kind.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LastSession {
    /// The version of the file.
    pub version: u32,
    /// Whether the catalogue was the one that comes with the program, wherever that lies now.
    pub bundled: bool,
    /// The catalogue, where it was another one.
    pub catalogue: Option<PathBuf>,
    /// Files that were opened beside it, in their order.
    pub files: Vec<PathBuf>,
    /// The view.
    pub view: Option<Place>,
    /// What was selected.
    pub selected: Option<Selected>,
    /// Pinned places in degrees, east first.
    pub pins: Vec<(f64, f64)>,
    /// Open files of annotations.
    pub notes: Vec<NotesFile>,
    /// How the layers were shown, from bottom to top.
    pub layers: Vec<LayerLook>,
}

impl LastSession {
    /// The file beside a settings file.
    #[must_use]
    pub fn file(settings: &Path) -> PathBuf {
        settings.with_file_name("session.toml")
    }

    /// Reads the file; none where it is missing, damaged, newer than the program, or empty.
    #[must_use]
    pub fn load(path: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(path).ok()?;
        let last: Self = toml::from_str(&text).ok()?;
        let holds = last.bundled || last.catalogue.is_some() || !last.files.is_empty();
        (last.version == VERSION && holds).then_some(last)
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// If the folder or the file cannot be written.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        let text = toml::to_string(&Self { version: VERSION, ..self.clone() })
            .map_err(std::io::Error::other)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        planmap_data::atomic::write(path, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_session_survives_and_a_strange_file_counts_as_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = LastSession::file(&dir.path().join("deep/settings.toml"));
        assert_eq!(LastSession::load(&path), None);
        let last = LastSession {
            version: VERSION,
            bundled: false,
            catalogue: Some(PathBuf::from("/maps")),
            files: vec![PathBuf::from("/a/Bản đồ.geojson")],
            view: Some(Place { lon: 103.9, lat: 21.3, denominator: 10_000.0 }),
            selected: Some(Selected::Feature { layer: "lots".to_owned(), row: 7 }),
            pins: vec![(103.9, 21.3)],
            notes: vec![NotesFile {
                path: PathBuf::from("/a/n.geojson"),
                visible: false,
                active: true,
            }],
            layers: vec![LayerLook {
                id: "lots".to_owned(),
                visible: true,
                opacity: 0.5,
                hidden: vec!["OTM".into()],
            }],
        };
        last.save(&path).unwrap();
        assert_eq!(LastSession::load(&path), Some(last.clone()));
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("version = 1", "version = 2")).unwrap();
        assert_eq!(LastSession::load(&path), None, "newer than the program");
        std::fs::write(&path, "version = [").unwrap();
        assert_eq!(LastSession::load(&path), None, "damaged");
        LastSession::default().save(&path).unwrap();
        assert_eq!(LastSession::load(&path), None, "nothing was open");
    }
}
