#![allow(clippy::unwrap_used)]
use std::io::Write;

use super::*;
use crate::read::{Quiet, read};

/// A file of points that is just large enough to be kept, with one feature that is wrong.
fn city(path: &Path) {
    let mut file = io::BufWriter::new(File::create(path).unwrap());
    writeln!(file, "{{\"type\":\"FeatureCollection\",\"features\":[").unwrap();
    let filling = "x".repeat(4000);
    for i in 0..4500 {
        let (lon, lat) = (103.8 + f64::from(i % 67) * 0.001, 21.2 + f64::from(i / 67) * 0.001);
        let lon = if i == 17 { 9999.0 } else { lon };
        writeln!(
            file,
            "{{\"type\":\"Feature\",\"properties\":{{\"n\":{i},\"t\":\"{filling}\",\"đ\":\"lô {}\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}]}}}},",
            i % 9
        )
        .unwrap();
    }
    write!(file, "{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":null}}]}}").unwrap();
}

struct Fixture {
    folder: tempfile::TempDir,
    path: PathBuf,
    cache: Cache,
    options: ReadOptions,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("city.geojson");
        city(&path);
        let cache = Cache::new(folder.path().join("cache"), LIMIT_BYTES);
        Self {
            folder,
            path,
            cache,
            options: ReadOptions { display_name: "city".into(), ..ReadOptions::default() },
        }
    }

    fn keep(&self) -> (Dataset, u64) {
        let stamp = Stamp::of(&self.path).unwrap();
        let dataset = read(&self.path, &self.options, &Quiet).unwrap();
        let own = b"levels";
        let bytes = self
            .cache
            .write(&self.path, &self.options, &stamp, (&dataset, &dataset.features), own)
            .unwrap();
        (dataset, bytes)
    }

    fn entry(&self) -> PathBuf {
        self.cache.place(&self.path, &self.options)
    }
}

#[test]
fn a_file_comes_back_as_it_was_read() {
    let f = Fixture::new();
    assert!(f.cache.read(&f.path, &f.options).is_none());
    let (dataset, written) = f.keep();
    assert!(written > 0);
    assert_eq!(dataset.issues.len(), 1, "the test wants an issue to keep");
    let back = f.cache.read(&f.path, &f.options).unwrap();
    assert_eq!(back.prepared.as_ref(), b"levels");
    assert!(f.cache.agrees(&f.path, &f.options, &back.stamp));
    let (a, b) = (&dataset, &back.dataset);
    assert_eq!(
        (&a.map_crs, &a.source_crs, a.crs_source),
        (&b.map_crs, &b.source_crs, b.crs_source)
    );
    assert_eq!((a.format, a.bytes, &a.issues), (b.format, b.bytes, &b.issues));
    assert_eq!(a.features.len(), b.features.len());
    for row in 0..a.features.len() as u32 {
        assert_eq!(a.features.geometries().geometry(row), b.features.geometries().geometry(row));
        for column in ["n", "t", "đ"] {
            assert_eq!(
                a.features.table().value(row, column),
                b.features.table().value(row, column)
            );
        }
    }
    // Another way to read the file is another entry.
    let swapped = ReadOptions { swap_xy: true, ..f.options.clone() };
    assert!(f.cache.read(&f.path, &swapped).is_none());
}

#[test]
fn a_changed_file_is_read_anew() {
    let f = Fixture::new();
    f.keep();
    let stamp = f.cache.read(&f.path, &f.options).unwrap().stamp;
    // Same size, same time, another byte between the samples.
    let time = std::fs::metadata(&f.path).unwrap().modified().unwrap();
    let mut bytes = std::fs::read(&f.path).unwrap();
    let at = bytes.len() / 31 + 300_000;
    bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
    std::fs::write(&f.path, &bytes).unwrap();
    File::options().write(true).open(&f.path).unwrap().set_modified(time).unwrap();
    assert!(f.cache.read(&f.path, &f.options).is_some(), "samples cannot see it");
    assert!(!f.cache.agrees(&f.path, &f.options, &stamp), "the whole content can");
    assert!(!f.entry().exists());

    f.keep();
    bytes.push(b'\n');
    std::fs::write(&f.path, &bytes).unwrap();
    assert!(f.cache.read(&f.path, &f.options).is_none(), "another size");
}

#[test]
fn a_file_whose_companion_changed_is_read_anew() {
    let f = Fixture::new();
    f.keep();
    assert!(f.cache.read(&f.path, &f.options).is_some());
    let beside = f.path.with_extension("prj");
    std::fs::write(&beside, "EPSG:4756").unwrap();
    assert!(f.cache.read(&f.path, &f.options).is_none(), "one came");
    f.keep();
    assert!(f.cache.read(&f.path, &f.options).is_some());
    std::fs::write(&beside, "EPSG:32648").unwrap();
    assert!(f.cache.read(&f.path, &f.options).is_none(), "it says something else");
    f.keep();
    std::fs::remove_file(&beside).unwrap();
    assert!(f.cache.read(&f.path, &f.options).is_none(), "it is gone");
}

#[test]
fn each_layer_of_a_file_is_an_entry_of_its_own() {
    let f = Fixture::new();
    let place = |layer: Option<&str>| {
        f.cache
            .place(&f.path, &ReadOptions { layer: layer.map(str::to_owned), ..f.options.clone() })
    };
    let places = [place(None), place(Some("-")), place(Some("lots")), place(Some("roads"))];
    let different: std::collections::BTreeSet<_> = places.iter().collect();
    assert_eq!(different.len(), places.len());
}

#[test]
fn a_damaged_entry_is_ignored_and_deleted() {
    let f = Fixture::new();
    f.keep();
    let whole = std::fs::read(f.entry()).unwrap();
    // Every part of the head, and places all over the runs.
    let places = (0..64).chain((64..whole.len()).step_by(whole.len() / 40));
    for at in places {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        std::fs::write(f.entry(), &bytes).unwrap();
        if let Some(back) = f.cache.read(&f.path, &f.options) {
            // Only what fills up between runs may go unnoticed.
            assert_eq!(back.dataset.features.len(), 4501, "byte {at}");
            assert_eq!(whole[at], 0, "byte {at}");
        } else {
            assert!(!f.entry().exists());
        }
    }
    for length in [0, 7, 30, whole.len() / 2, whole.len() - 100] {
        std::fs::write(f.entry(), &whole[..length]).unwrap();
        assert!(f.cache.read(&f.path, &f.options).is_none(), "cut at {length}");
    }
}

#[test]
fn the_folder_keeps_its_limit_and_other_files() {
    let f = Fixture::new();
    let (_, bytes) = f.keep();
    let other = f.folder.path().join("cache/notes.txt");
    std::fs::write(&other, "mine").unwrap();
    let second = f.folder.path().join("second.geojson");
    std::fs::copy(&f.path, &second).unwrap();
    let small = Fixture {
        cache: Cache::new(f.folder.path().join("cache"), bytes + bytes / 2),
        path: second,
        ..f
    };
    let first_entry = small.cache.place(&small.folder.path().join("city.geojson"), &small.options);
    File::options()
        .write(true)
        .open(&first_entry)
        .unwrap()
        .set_modified(SystemTime::UNIX_EPOCH)
        .unwrap();
    small.keep();
    assert!(!first_entry.exists(), "the one unused for longest made room");
    assert!(small.entry().exists() && other.exists());
}
