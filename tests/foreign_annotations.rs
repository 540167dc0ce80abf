//! A thousand annotation files as other programs write them, saved by this one.
//!
//! The generator is the project's own: features in the manner of togeojson, geojson.io, QGIS and
//! Felt, mutated from a fixed seed. No file of another program is copied.

use std::fmt::Write as _;
use std::path::Path;

use planmap_cli::merge::{MergeArgs, run};
use planmap_core::i18n::Language;

use crate::exact_json::{Exact, features_of, member};

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }

    fn chance(&mut self, in_a_hundred: u64) -> bool {
        self.below(100) < in_a_hundred
    }
}

/// Values of every form, numbers in every spelling.
const VALUES: [&str; 24] = [
    "null",
    "true",
    "0",
    "-0",
    "-0.0",
    "1.0",
    "1e2",
    "1E-07",
    "12345678901234567890123",
    "0.1000",
    "\"\"",
    "\"Chợ\"",
    "\"\\u0110\\u00e0\"",
    "\"a\\nb\\t\\\"c\\\\\"",
    "[]",
    "{}",
    "[1, 2.50, [null]]",
    "{\"a\": {\"b\": [1.10]}}",
    "\"<b>x</b>\"",
    "\"\\ud83c\\udfe0\"",
    "1e400",
    "[{\"href\": \"anh 1.jpg\"}]",
    "\" \"",
    "9007199254740993",
];
const COLOURS: [&str; 18] = [
    "\"#f00\"",
    "\"#ff0000\"",
    "\"ff0000\"",
    "\"RED\"",
    "\"rgb(1, 2, 3)\"",
    "\"rgba(1,2,3,.5)\"",
    "\"#ff000080\"",
    "\"hsl(240, 100%, 50%)\"",
    "\"none\"",
    "\"transparent\"",
    "\"\"",
    "null",
    "255",
    "[\"#ff0000\"]",
    "\"đỏ\"",
    "{\"r\":1}",
    "\"  #00FF00 \"",
    "\"hwb(1 2% 3%)\"",
];
const NUMBERS: [&str; 12] = [
    "2",
    "2.0",
    "\"3\"",
    "\"2px\"",
    "\"50%\"",
    "null",
    "0",
    "-1",
    "1e2",
    "\"thick\"",
    "{\"value\":2}",
    "0.30",
];
const IDS: [&str; 10] =
    ["null", "1", "1", "\"1\"", "2.0", "\"001\"", "9007199254740993", "-5", "{\"n\":1}", "\"a b\""];
/// Names that every program writes, and some that only one does.
const KEYS: [&str; 22] = [
    "name",
    "Name",
    "description",
    "title",
    "desc",
    "styleUrl",
    "styleHash",
    "styleMapHash",
    "icon",
    "visibility",
    "marker-symbol",
    "marker-size",
    "felt:id",
    "felt:type",
    "felt-widthScale",
    "fid",
    "auxiliary_storage_labeling_show",
    "timestamp",
    "begin",
    "_umap_options",
    "planmapper",
    "constructor",
];
const FEATURE_KEYS: [&str; 6] = ["bbox", "when", "crs", "style", "geometry_name", "title"];

fn position(random: &mut Random) -> String {
    let lon = 103_900_000 + random.below(100_000);
    let lat = 21_300_000 + random.below(100_000);
    let zeros = random.one_of(&["", "0", "00", "1234567"]);
    let mut out = format!(
        "[{}.{:06}{zeros}, {}.{:06}",
        lon / 1_000_000,
        lon % 1_000_000,
        lat / 1_000_000,
        lat % 1_000_000
    );
    for _ in 0..random.below(3) {
        out.push_str(random.one_of(&[", 612.340", ", 0", ",1700000001", ", null", ", -1.5e1"]));
    }
    out + "]"
}

fn row(random: &mut Random, count: u64) -> String {
    let points: Vec<String> = (0..count).map(|_| position(random)).collect();
    points.join(random.one_of(&[",", ", ", " ,\n "]))
}

fn ring(random: &mut Random) -> String {
    let first = position(random);
    let count = 2 + random.below(4);
    format!("[{first},{},{first}]", row(random, count))
}

fn geometry(random: &mut Random, deep: bool) -> String {
    let body = match random.below(if deep { 10 } else { 8 }) {
        0 | 1 => format!("\"type\":\"Point\",\"coordinates\":{}", position(random)),
        2 => {
            let count = 2 + random.below(5);
            format!("\"coordinates\":[{}],\"type\":\"LineString\"", row(random, count))
        }
        3 => format!("\"type\":\"Polygon\",\"coordinates\":[{},{}]", ring(random), ring(random)),
        4 => format!("\"type\":\"MultiPoint\",\"coordinates\":[{}]", row(random, 3)),
        5 => format!(
            "\"type\":\"MultiPolygon\",\"coordinates\":[[{}],[{}]]",
            ring(random),
            ring(random)
        ),
        6 => format!(
            "\"type\":\"MultiLineString\",\"coordinates\":[[{}],[{}]]",
            row(random, 2),
            row(random, 3)
        ),
        7 => random
            .one_of(&["\"type\":\"Polygon\",\"coordinates\":[]", "\"type\":\"Curve\"", ""])
            .to_owned(),
        8 => return "null".to_owned(),
        _ => {
            let parts = [geometry(random, false), geometry(random, false)];
            format!("\"type\":\"GeometryCollection\",\"geometries\":[{}]", parts.join(", "))
        }
    };
    let more = if random.chance(20) && !body.is_empty() {
        ",\"bbox\":[1.0,2,3e0,4],\"crs\":null,\"m\":{\"thiet_bi\":\"GNSS\"}"
    } else {
        ""
    };
    format!("{{{body}{more}}}")
}

fn properties(random: &mut Random) -> String {
    if random.chance(6) {
        return random.one_of(&["null", "{}"]).to_owned();
    }
    let mut members: Vec<String> = Vec::new();
    for key in ["stroke", "fill", "marker-color"] {
        if random.chance(50) {
            members.push(format!("\"{key}\": {}", random.one_of(&COLOURS)));
        }
    }
    for key in ["stroke-width", "stroke-opacity", "fill-opacity"] {
        if random.chance(40) {
            members.push(format!("\"{key}\":{}", random.one_of(&NUMBERS)));
        }
    }
    if random.chance(25) {
        members.push(
            "\"description\": {\"@type\": \"html\", \"value\": \"<b>Mốc</b><br>612 m\"}".to_owned(),
        );
    }
    for _ in 0..random.below(8) {
        members.push(format!("\"{}\" : {}", random.one_of(&KEYS), random.one_of(&VALUES)));
    }
    for i in (1..members.len()).rev() {
        members.swap(i, random.below(i as u64 + 1) as usize);
    }
    format!("{{{}}}", members.join(","))
}

fn feature(random: &mut Random) -> String {
    let mut members = vec!["\"type\": \"Feature\"".to_owned()];
    if random.chance(60) {
        members.push(format!("\"id\": {}", random.one_of(&IDS)));
    }
    members.push(format!("\"properties\": {}", properties(random)));
    members.push(format!("\"geometry\": {}", geometry(random, true)));
    for _ in 0..random.below(3) {
        members.push(format!("\"{}\": {}", random.one_of(&FEATURE_KEYS), random.one_of(&VALUES)));
    }
    let first = random.below(members.len() as u64) as usize;
    members.rotate_left(first);
    format!("{{{}}}", members.join(random.one_of(&[",", ", ", ",\n    "])))
}

fn file(seed: u64) -> String {
    let mut random = Random(seed);
    let mut out = String::from("{ \"type\": \"FeatureCollection\",\n");
    for (key, value) in [
        ("name", "\"Khảo sát\""),
        ("crs", "{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}}"),
        ("xy_coordinate_resolution", "1e-07"),
        ("bbox", "[103.90, 21.3, 104, 22.0]"),
        ("_umap_options", "{\"zoom\": 14.0}"),
    ] {
        if random.chance(50) {
            let _ = write!(out, "\"{key}\": {value}, ");
        }
    }
    let count = 1 + random.below(8);
    let features: Vec<String> = (0..count).map(|_| feature(&mut random)).collect();
    let _ = write!(out, "\"features\": [\n{}\n]}}", features.join(",\n"));
    out
}

fn merge_with_itself(file: &Path, out: &Path) {
    let args = MergeArgs {
        files: vec![file.to_owned(), file.to_owned()],
        output: out.to_owned(),
        base: None,
        json: true,
    };
    let mut told = Vec::new();
    run(&args, Language::Vietnamese, &mut told).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
    assert_eq!(
        (&told["added"], &told["changed"], &told["removed"]),
        (&0.into(), &0.into(), &0.into()),
        "{told}"
    );
}

#[test]
fn a_thousand_files_of_other_programs_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b, c] = ["a", "b", "c"].map(|name| folder.path().join(format!("{name}.geojson")));
    let mut annotations = 0;
    for seed in 0..1000 {
        let text = file(seed);
        std::fs::write(&a, &text).unwrap();
        let _ = std::fs::remove_file(&b);
        merge_with_itself(&a, &b);
        let before = Exact::parse(&text);
        let written = std::fs::read_to_string(&b).unwrap();
        let after = Exact::parse(&written);
        let (old, new) = (features_of(&before), features_of(&after));
        assert_eq!(old.len(), new.len(), "seed {seed}");
        for (n, (old, new)) in old.iter().zip(&new).enumerate() {
            assert_eq!(new.without_added(old), **old, "seed {seed}, feature {n}");
        }
        for key in ["name", "crs", "xy_coordinate_resolution", "bbox", "_umap_options"] {
            assert_eq!(member(&after, key), member(&before, key), "seed {seed}: {key}");
        }
        // Saved once more, nothing moves.
        merge_with_itself(&b, &c);
        assert_eq!(std::fs::read_to_string(&c).unwrap(), written, "seed {seed}, the second time");
        annotations +=
            planmap_data::annotations::Document::read(text.as_bytes()).unwrap().set.len();
    }
    assert!(annotations > 2000, "most features are annotations: {annotations}");
}
