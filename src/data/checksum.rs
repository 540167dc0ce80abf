//! One checksum for a set of files, so that a sheet of paper can be matched with its data.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// SHA-256 over names and contents of files, in the order of their names, as hexadecimal. Names
/// count from `root`; a file that lies elsewhere has its bare name, so that a map set has one sum on
/// every machine. A file that is gone counts as empty, so that its lack changes the sum.
///
/// # Errors
/// Of the file system, other than that a file is not there.
pub fn of_files(root: Option<&Path>, files: &[PathBuf]) -> io::Result<String> {
    let mut named: Vec<(String, &PathBuf)> =
        files.iter().map(|file| (name_of(root, file), file)).collect();
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

fn name_of(root: Option<&Path>, file: &Path) -> String {
    let inside = root.and_then(|root| file.strip_prefix(root).ok());
    let name = inside.unwrap_or_else(|| file.file_name().map_or(file, Path::new));
    name.to_string_lossy().replace('\\', "/")
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
        let root = Some(dir.path());
        let first = of_files(root, &[a.clone(), b.clone()]).unwrap();
        assert_eq!(first.len(), 64);
        assert_eq!(of_files(root, &[b.clone(), a.clone(), a.clone()]).unwrap(), first);
        std::fs::write(&b, "twö").unwrap();
        let second = of_files(root, &[a.clone(), b.clone()]).unwrap();
        assert_ne!(first, second);
        std::fs::remove_file(&b).unwrap();
        assert_ne!(of_files(root, &[a, b]).unwrap(), second);
    }

    #[test]
    fn a_copy_of_the_files_elsewhere_has_the_same_sum() {
        let sums = [(); 2].map(|()| {
            let (dir, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            let (inside, outside) =
                (dir.path().join("lots/a.geojson"), aside.path().join("b.geojson"));
            std::fs::create_dir(dir.path().join("lots")).unwrap();
            std::fs::write(&inside, "one").unwrap();
            std::fs::write(&outside, "two").unwrap();
            of_files(Some(dir.path()), &[inside, outside]).unwrap()
        });
        assert_eq!(sums[0], sums[1]);
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        assert!(of_files(None, &[dir.path().to_owned()]).is_err(), "a folder is no file");
    }
}
