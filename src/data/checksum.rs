//! One checksum for a set of files, so that a sheet of paper can be matched with its data.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The files that make a catalogue: every TOML file of its folder and the files of its layers.
///
/// # Errors
/// Of the file system.
pub fn catalogue_files(root: &Path, layer_files: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = layer_files.to_vec();
    for entry in std::fs::read_dir(root)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
            files.push(path);
        }
    }
    Ok(files)
}

/// SHA-256 over names and contents of files, in the order of their names, as hexadecimal. A file
/// that is gone counts as empty, so that its lack changes the sum.
///
/// # Errors
/// Of the file system, other than that a file is not there.
pub fn of_files(root: &Path, files: &[PathBuf]) -> io::Result<String> {
    let mut named: Vec<(String, &PathBuf)> =
        files.iter().map(|f| (f.strip_prefix(root).unwrap_or(f).to_string_lossy().replace('\\', "/"), f)).collect();
    named.sort();
    named.dedup();
    let mut sum = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    for (name, path) in named {
        sum.update(name.as_bytes());
        sum.update([0]);
        let mut file = match std::fs::File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(e),
        };
        loop {
            let n = file.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            sum.update(&buffer[..n]);
        }
        sum.update([0]);
    }
    Ok(sum.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_sum_depends_on_names_and_contents_and_not_on_the_order() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a.toml"), dir.path().join("b.geojson"));
        std::fs::write(&a, "one").unwrap();
        std::fs::write(&b, "two").unwrap();
        let files = catalogue_files(dir.path(), std::slice::from_ref(&b)).unwrap();
        let first = of_files(dir.path(), &files).unwrap();
        assert_eq!(first.len(), 64);
        assert_eq!(of_files(dir.path(), &[b.clone(), a.clone()]).unwrap(), first);
        std::fs::write(&b, "twö").unwrap();
        let second = of_files(dir.path(), &files).unwrap();
        assert_ne!(first, second);
        std::fs::remove_file(&b).unwrap();
        assert_ne!(of_files(dir.path(), &files).unwrap(), second);
    }
}
