//! Writing a file so that a crash leaves either the old content or the new, never a mixture.

use std::io::{self, Write};
use std::path::Path;

/// Replaces a file's content: a temporary file in the same folder is written, synced and renamed
/// over it, and the folder is synced where the system can do that.
///
/// # Errors
/// Of the file system; the old content is then still in place.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |file| file.write_all(bytes)).map(|_| ())
}

/// As [`write`], with content that is made while it is written, and so may be larger than memory.
/// Gives the number of bytes.
///
/// # Errors
/// Of the file system or of `content`; the old content is then still in place.
pub fn write_with(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<u64> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let file = tempfile::Builder::new().prefix(".planmap-").suffix(".tmp").tempfile_in(folder)?;
    let mut buffered = io::BufWriter::with_capacity(1024 * 1024, file);
    content(&mut buffered)?;
    let file = buffered.into_inner().map_err(io::IntoInnerError::into_error)?;
    // A temporary file is private; the result keeps the rights of the file that it replaces, or
    // those of any new file.
    match std::fs::metadata(path) {
        Ok(old) => file.as_file().set_permissions(old.permissions())?,
        Err(_) => new_file_permissions(file.as_file())?,
    }
    file.as_file().sync_all()?;
    let bytes = file.as_file().metadata()?.len();
    file.persist(path).map_err(|e| e.error)?;
    sync_folder(folder)?;
    Ok(bytes)
}

#[cfg(unix)]
fn new_file_permissions(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn new_file_permissions(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    // Windows has no handle to sync a folder with; NTFS journals the rename.
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn content_is_replaced_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write(&folder.path().join("missing/a.txt"), b"x").is_err());
    }

    #[test]
    fn content_that_breaks_off_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        assert_eq!(write_with(&path, |file| write!(file, "{}", 1_234)).unwrap(), 4);
        let broken = write_with(&path, |file| {
            file.write_all(b"half")?;
            Err(io::Error::other("broken off"))
        });
        assert!(broken.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"1234");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn a_failed_write_keeps_the_old_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("inside"), b"x").unwrap();
        assert!(write(&path, b"new").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
        assert!(path.join("inside").exists());
    }
}
