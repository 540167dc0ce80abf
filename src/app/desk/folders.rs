//! Where the program keeps things on this computer.

use std::path::{Path, PathBuf};

/// The folders by the key of their name: settings, work in progress, the cache. None where the
/// system has no such folder, or the user has switched it off.
#[must_use]
pub fn folders() -> [(&'static str, Option<PathBuf>); 3] {
    let settings =
        crate::settings::Settings::file().and_then(|f| f.parent().map(Path::to_path_buf));
    [
        ("folder-settings", settings.map(absolute)),
        ("folder-recovery", planmap_data::annotations::recovery_folder().map(absolute)),
        (
            "folder-cache",
            planmap_data::cache::Cache::of_user().map(|c| absolute(c.folder().to_owned())),
        ),
    ]
}

fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

/// Opens a folder in the system's file manager.
///
/// # Errors
/// If the system has none to start.
pub(crate) fn open_folder(path: &Path) -> std::io::Result<()> {
    let program = match std::env::consts::OS {
        "windows" => "explorer",
        "macos" => "open",
        _ => "xdg-open",
    };
    std::process::Command::new(program).arg(path).spawn().map(|_| ())
}
