//! The copy of another program's file that is kept before this program first writes over it.
//!
//! Owns its name and that it is whole before anything is replaced.

use std::io;
use std::path::{Path, PathBuf};

use super::document::{Document, Origin};
use crate::atomic;

/// Names that are tried for the copy.
const MOST_COPIES: u32 = 1000;

/// Keeps a copy of a file of annotations that another program wrote, beside it: `notes.geojson` as
/// `notes.original.geojson`, or with a number where that name is taken by something else. Returns
/// where the copy lies; `None` where there is nothing to keep: no file, an empty one, or one that
/// this program wrote. What is no file of annotations is kept too.
///
/// # Errors
/// Of the file system; the file is as it was then.
pub fn keep_original(path: &Path) -> io::Result<Option<PathBuf>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let is_own = matches!(Document::read_with_origin(&bytes), Ok((_, Origin::Own)));
    if is_own || bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    for number in 1..=MOST_COPIES {
        let copy = copy_path(path, number);
        match std::fs::read(&copy) {
            Ok(kept) if kept == bytes => return Ok(Some(copy)),
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                atomic::write(&copy, &bytes)?;
                return Ok(Some(copy));
            }
            Err(e) => return Err(e),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

fn copy_path(path: &Path, number: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let number = if number == 1 { String::new() } else { format!("-{number}") };
    let extension =
        path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}.original{number}{extension}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_of_another_program_is_kept_once_and_nothing_else_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notes.geojson");
        assert_eq!(keep_original(&path).unwrap(), None, "there is no file");
        std::fs::write(&path, "\n").unwrap();
        assert_eq!(keep_original(&path).unwrap(), None, "there is nothing in it");
        let foreign = r#"{"type":"FeatureCollection","features":[]}"#;
        std::fs::write(&path, foreign).unwrap();
        let copy = keep_original(&path).unwrap().unwrap();
        assert_eq!(copy.file_name().unwrap(), "notes.original.geojson");
        assert_eq!(std::fs::read_to_string(&copy).unwrap(), foreign);
        assert_eq!(
            keep_original(&path).unwrap().as_ref(),
            Some(&copy),
            "the same content is kept already"
        );
        std::fs::write(&path, "no JSON at all").unwrap();
        let other = keep_original(&path).unwrap().unwrap();
        assert_eq!(other.file_name().unwrap(), "notes.original-2.geojson");
        assert_eq!(
            std::fs::read_to_string(&copy).unwrap(),
            foreign,
            "the first copy is left alone"
        );
        std::fs::write(&path, Document::default().write()).unwrap();
        assert_eq!(keep_original(&path).unwrap(), None, "this program wrote it");
    }
}
