//! A file that is read in pieces gives what its whole text gives, wherever the pieces end.

use std::io::Write;

use planmap_core::crs::Crs;

use super::{collection, keys, options, point};
use crate::read::geojson;
use crate::read::ingest::NotRead;
use crate::read::source::{Source, Text as Kind, kind_of};
use crate::read::text::{Pieces, Text};
use crate::read::{Dataset, Observer, Quiet, ReadError, ReadOptions};

/// Lengths of pieces: shorter than a feature, about one, some, nearly all.
const LENGTHS: [usize; 5] = [17, 150, 701, 4_099, 100_003];

/// Reads a text in pieces of a length; none where all of it must be seen at once.
fn in_pieces(
    bytes: &[u8],
    length: usize,
    options: &ReadOptions,
) -> Option<Result<Dataset, ReadError>> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let Kind::Utf8(start) = kind_of(bytes) else {
        return None;
    };
    let pieces = Pieces::of_length(&file, bytes.len(), length);
    let source = Source::of_bytes(bytes, options, &Quiet);
    let read = geojson::read(Text::InPieces(&pieces), start, &source);
    assert!(pieces.failure().is_none());
    match read {
        Ok(content) => Some(Ok(content.dataset(&options.display_name))),
        Err(NotRead::NeedsWhole) => None,
        Err(NotRead::Refused(error)) => Some(Err(error)),
    }
}

fn assert_same(read: &Dataset, whole: &Dataset, what: &str) {
    assert_eq!(read.issues, whole.issues, "{what}");
    assert_eq!(read.features.stored(), whole.features.stored(), "{what}");
    let described =
        |d: &Dataset| (d.map_crs.clone(), d.source_crs.clone(), d.crs_source, d.format, d.bytes);
    assert_eq!(described(read), described(whole), "{what}");
    assert_eq!(read.suggestion, whole.suggestion, "{what}");
}

/// As the reader's own function, and tries pieces too.
pub(super) fn read_bytes(
    bytes: &[u8],
    options: &ReadOptions,
    observer: &dyn Observer,
) -> Result<Dataset, ReadError> {
    let whole = crate::read::read_bytes(bytes, options, observer);
    // Short pieces of a long text take long and tell nothing more.
    for length in LENGTHS.into_iter().filter(|length| length * 500 > bytes.len()) {
        let Some(read) = in_pieces(bytes, length, options) else {
            continue;
        };
        let what = format!(
            "{} of {:?}",
            length,
            String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)])
        );
        match (&read, &whole) {
            (Ok(read), Ok(whole)) => assert_same(read, whole, &what),
            (_, Err(ReadError::Cancelled)) => {}
            (Err(read), whole) => {
                panic!("{read} instead of {:?} for {what}", whole.as_ref().map(keys))
            }
            (Ok(read), Err(whole)) => panic!("{:?} instead of {whole} for {what}", keys(read)),
        }
    }
    whole
}

#[test]
fn a_collection_is_read_in_pieces_of_every_length() {
    let features: Vec<String> =
        (0..40).map(|i| point(104.0, 21.0, &format!(r#"{{"n":{i}}}"#))).collect();
    let plain = collection(&features).replace(",{", ",\n{");
    let named = plain.replacen(
        '{',
        r#"{"name":"a","crs":{"type":"name","properties":{"name":"EPSG:4326"}},"#,
        1,
    );
    let followed = format!("{},\"bbox\":[1,2,3,4] }}\n\n", plain.strip_suffix('}').unwrap());
    for text in [&plain, &named, &followed] {
        let whole = crate::read::read_bytes(text.as_bytes(), &options(), &Quiet).unwrap();
        assert_eq!(whole.features.len(), 40);
        for length in 1..600 {
            let Some(read) = in_pieces(text.as_bytes(), length, &options()) else {
                // Only what surrounds the features must fit into one piece.
                assert!(length < 120, "{length} of {text}");
                continue;
            };
            assert_same(&read.unwrap(), &whole, &format!("{length} of {text}"));
        }
    }
}

/// Enough features for several runs, and among them everything that may be odd.
fn odd_city() -> String {
    let odd = [
        r#"{"type":"Feature","properties":{"n":NaN},"geometry":null}"#,
        r#"{"type":"Feature","properties":{"t":"{\"type\":\"Feature\",\"properties\":{"},"geometry":null}"#,
        "{\"type\":\"Feature\",\"properties\":{\"t\":\"a\nb\"},\"geometry\":null}",
        r#"{"type":"Feature","properties":{"a":1 "b":2},"geometry":null}"#,
        r#"{"type":"Feature","properties":{"a":"x},"geometry":null}"#,
        r#"{"type":"Feature","id":7,"properties":{"id":8},"geometry":{"type":"Point","coordinates":[104,N/A]}}"#,
        r#"12345"#,
        r#"{"type":"name","properties":{"name":"EPSG:4326"}}"#,
        r#"{"type":"Point","coordinates":[104.01,21.01]}"#,
        r#"{"type":"Feature","crs":{"type":"name","properties":{"name":"EPSG:9206"}},"properties":{},"geometry":null}"#,
        r#"{"type":"Feature","properties":{"a":{"b":[1,2,{}]}},"geometry":null} }"#,
    ];
    let mut features = Vec::new();
    for i in 0..30_000u32 {
        features.push(point(
            104.0 + f64::from(i % 173) * 1e-4,
            21.0,
            &format!(r#"{{"n":{i},"tên":"Lô {i}"}}"#),
        ));
        if i % 1_009 == 500 {
            features.push(odd[(i / 1_009) as usize % odd.len()].to_owned());
        }
    }
    collection(&features).replace("},{\"type\"", "},\n{\"type\"")
}

#[test]
fn what_is_odd_is_told_with_its_place_in_the_file() {
    let text = odd_city();
    let automatic = ReadOptions { map_crs: None, ..options() };
    for options in [options(), automatic, ReadOptions { crs: Some(Crs::wgs84()), ..options() }] {
        let whole = crate::read::read_bytes(text.as_bytes(), &options, &Quiet).unwrap();
        assert!(whole.issues.len() > 20 && whole.features.len() > 29_900);
        for length in [3_001, 65_536, 1 << 20] {
            let read = in_pieces(text.as_bytes(), length, &options).unwrap().unwrap();
            assert_same(&read, &whole, &length.to_string());
        }
    }
    // Cut anywhere: what is there is read.
    for part in 1..12 {
        let bytes = &text.as_bytes()[..text.len() * part / 12];
        let whole = crate::read::read_bytes(bytes, &options(), &Quiet).unwrap();
        let read = in_pieces(bytes, 65_536, &options()).unwrap().unwrap();
        assert_same(&read, &whole, &format!("cut to {part} twelfths"));
    }
}
