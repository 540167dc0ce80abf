//! A feature loses at most the part that is wrong.

use super::*;

/// The keys of the issues of one feature with such properties, and the feature.
fn with_properties(properties: &str) -> (Vec<&'static str>, Dataset) {
    let d = load(collection(&[point(104.0, 21.0, properties)]));
    assert_eq!(
        (d.features.len(), d.features.geometries().kind(0)),
        (1, GeometryKind::Point),
        "{properties}"
    );
    (keys(&d), d)
}

#[test]
fn a_value_that_is_wrong_costs_that_value_and_nothing_else() {
    for (value, key, kept) in [
        ("NaN", "value-word", Value::Null),
        ("-Infinity", "value-word", Value::Null),
        ("None", "value-word", Value::Null),
        ("N/A", "value-word", Value::Null),
        ("True", "value-word", Value::Bool(true)),
        ("01", "value-number", Value::Null),
        ("+1", "value-number", Value::Null),
        (".5", "value-number", Value::Null),
        ("1e999", "value-too-large", Value::Null),
        ("", "value-missing", Value::Null),
        ("\"a\nb\"", "text-control", Value::Text("a\nb")),
        ("\"a\tb\"", "text-control", Value::Text("a\tb")),
        ("\"C:\\Users\"", "text-escape", Value::Text("C:\\Users")),
        ("[1,NaN]", "value-word", Value::Json("[1,null]")),
    ] {
        let (found, d) = with_properties(&format!(r#"{{"before":1,"n":{value},"after":2}}"#));
        assert_eq!(found, [key], "{value}");
        let table = d.features.table();
        assert_eq!(table.value(0, "n"), kept, "{value}");
        assert_eq!(
            (table.value(0, "before"), table.value(0, "after")),
            (Value::Number(1.0), Value::Number(2.0))
        );
    }
    let (found, d) = with_properties(r#"{"n":1,}"#);
    assert_eq!(
        (found, d.features.table().value(0, "n")),
        (vec!["comma-trailing"], Value::Number(1.0))
    );
}

#[test]
fn a_column_of_numbers_with_wrong_ones_stays_a_column_of_numbers() {
    let rows =
        ["612.5", "NaN", "1e999", "613.5"].map(|n| point(104.0, 21.0, &format!(r#"{{"h":{n}}}"#)));
    let d = load(collection(&rows));
    let column = d.features.table().column("h").unwrap();
    assert_eq!(column.kind(), "number");
    let sum: f64 = (0..4).filter_map(|row| column.value(row).as_number()).sum();
    assert_eq!(sum, 1226.0);
}

#[test]
fn a_text_without_its_end_takes_no_neighbour_along() {
    let good = |n: u32| point(104.0, 21.0, &format!(r#"{{"n":{n}}}"#));
    let open = r#"{"type":"Feature","geometry":null,"properties":{"n":"never ends}}"#;
    let d = load(format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{open},\n{}]}}",
        good(0),
        good(2)
    ));
    let numbers: Vec<_> =
        (0..d.features.len() as u32).map(|i| d.features.table().value(i, "n")).collect();
    assert_eq!(numbers, [Value::Number(0.0), Value::Number(2.0)]);
    assert_eq!((d.issues[0].kind.key(), d.issues[0].line), ("json-control", Some(3)));
}

#[test]
fn lines_of_a_sequence_may_hold_line_ends_in_their_texts() {
    let record = |text: &str| point(104.0, 21.0, &format!(r#"{{"t":"{text}"}}"#));
    let d = load([record("one"), record("two\nlines\r\nand more"), record("three")].join("\n"));
    let texts: Vec<_> =
        (0..d.features.len() as u32).map(|i| d.features.table().value(i, "t")).collect();
    assert_eq!(
        texts,
        [Value::Text("one"), Value::Text("two\nlines\r\nand more"), Value::Text("three")]
    );
    assert_eq!(keys(&d), ["text-control"]);
}

#[test]
fn coordinates_written_as_text_are_read_and_wrong_heights_cost_the_height() {
    for (coordinates, key) in [
        (r#"["104"," 21.0 "]"#, Some("coordinate-as-text")),
        ("[104,21,NaN]", Some("height-not-number")),
        (r#"[104,21,"high"]"#, Some("height-not-number")),
        ("[104,21,1e999]", Some("height-not-number")),
        ("[104,21,null]", None),
        ("[104,21]", None),
    ] {
        let d = load(format!(r#"{{"type":"Point","coordinates":{coordinates}}}"#));
        assert_eq!(keys(&d), key.into_iter().collect::<Vec<_>>(), "{coordinates}");
        let right = map_from_geo(GeoPoint::new(104.0, 21.0), &Crs::vn2000_son_la()).unwrap();
        assert!(position(&d, 0).distance(right) < 2e-3, "{coordinates}");
    }
}

#[test]
fn of_a_repeated_member_the_last_counts_and_each_is_told_with_its_line() {
    let d = load(
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"a":"old","b":1,"a":"new"},"geometry":null},
        {"type":"Feature","properties":{"a":"old","a":null},"geometry":null},
        {"type":"Feature","properties":{"a":"x"},"properties":{"b":2},"geometry":null},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[null],"coordinates":[104,21]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Oval","coordinates":[105,22],"type":"Point"}},
        {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}],"geometries":[]}},
        {"type":"Feature","id":1,"id":2,"properties":{},"geometry":null}],"type":"FeatureCollection"}"#,
    );
    let t = d.features.table();
    assert_eq!((t.value(0, "a"), t.value(1, "a")), (Value::Text("new"), Value::Null));
    assert_eq!(
        (t.value(2, "a"), t.value(2, "b"), t.value(6, "id")),
        (Value::Null, Value::Number(2.0), Value::Number(2.0))
    );
    let right = map_from_geo(GeoPoint::new(104.0, 21.0), &Crs::vn2000_son_la()).unwrap();
    assert!(position(&d, 3).distance(right) < 2e-3);
    assert_eq!(d.features.geometries().kind(4), GeometryKind::Point);
    assert_eq!(d.features.geometries().kind(5), GeometryKind::Null);
    let twice = d.issues.iter().filter(|i| i.kind.key() == "member-twice");
    assert_eq!(twice.map(|i| i.line.unwrap()).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8, 8]);
    assert!(d.issues.iter().all(|i| i.severity < Severity::Error), "{:?}", d.issues);
}

#[test]
fn a_second_list_of_features_joins_the_first() {
    let one = |n: u32| point(104.0, 21.0, &format!(r#"{{"n":{n}}}"#));
    let d = load(format!(
        r#"{{"type":"FeatureCollection","features":[{},{}],"features":[{}],"features":[]}}"#,
        one(0),
        one(1),
        one(2)
    ));
    let numbers: Vec<_> = (0..3).map(|i| d.features.table().value(i, "n")).collect();
    assert_eq!(numbers, [0.0, 1.0, 2.0].map(Value::Number));
    assert_eq!(keys(&d), ["features-twice", "features-twice"]);
    assert_eq!((0..3).map(|i| d.features.file_index(i)).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn what_is_no_feature_is_left_out_of_the_list_and_told() {
    let feature = point(503_466.366, 2_346_722.812, r#"{"n":1}"#);
    let crs = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9206"}}"#;
    for (stray, key) in [
        (crs, "feature-is-crs"),
        (r#"{"type":"Topology","objects":{}}"#, "feature-other-type"),
        ("{}", "feature-not-one"),
        ("null", "feature-not-object"),
    ] {
        let d = load(format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[\n{feature},\n{stray}]}}"
        ));
        assert_eq!(d.features.len(), 1, "{stray}");
        let names: Vec<&str> =
            d.features.table().columns().iter().map(planmap_core::feature::Column::name).collect();
        assert_eq!(names, ["n"], "{stray}");
        let issue = d.issues.iter().find(|i| i.kind.key() == key).unwrap();
        assert_eq!((issue.feature, issue.line), (Some(1), Some(3)));
    }
    // The system that the stray object names is the only one that the file has.
    let d = load(collection(&[feature, crs.to_owned()]));
    assert_eq!((d.source_crs.as_str(), d.crs_source), ("EPSG:9206", CrsSource::Member));
    assert!(position(&d, 0).distance(MapPoint::new(503_466.366, 2_346_722.812)) < 2e-3);
}

#[test]
fn utf_16_is_read_and_places_are_those_of_the_file() {
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{}]}}",
        point(104.0, 21.0, r#"{"tên":"Chợ đêm 😀"}"#),
        point(104.0, 21.0, r#"{"tên":NaN}"#)
    );
    let at = text.find("NaN").unwrap();
    let units = text[..at].encode_utf16().count() as u64;
    for big_endian in [false, true] {
        for mark in [true, false] {
            let bytes =
                |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
            let start = mark.then_some('\u{feff}');
            let all: String = start.into_iter().chain(text.chars()).collect();
            let file: Vec<u8> = all.encode_utf16().flat_map(bytes).collect();
            let d = load(&file);
            assert_eq!(d.features.table().value(0, "tên"), Value::Text("Chợ đêm 😀"));
            assert_eq!((keys(&d), d.bytes), (vec!["value-word"], file.len() as u64));
            let first = u64::from(mark) * 2;
            assert_eq!((d.issues[0].byte, d.issues[0].line), (Some(first + 2 * units), Some(3)));
        }
    }
    // A refusal has its place in the file too.
    let bad: Vec<u8> = "{\"a\":đ}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let refused = read_bytes(&bad, &options(), &Quiet).unwrap_err().issue();
    assert_eq!((refused.kind.key(), refused.byte), ("json-byte", Some(10)));
}

#[test]
fn bytes_of_another_encoding_are_told_where_they_stand() {
    let text = collection(&[
        point(104.0, 21.0, r#"{"a":1}"#),
        point(104.0, 21.0, r#"{"tên":"Caf? Pha Din"}"#),
    ]);
    let mut bytes = text.replace("},{\"type\"", "},\n{\"type\"").into_bytes();
    let at = bytes.iter().position(|b| *b == b'?').unwrap();
    bytes[at] = 0xe9;
    let d = load(&bytes);
    assert_eq!(d.features.table().value(1, "tên"), Value::Text("Caf\u{fffd} Pha Din"));
    let issue = &d.issues[0];
    assert_eq!(
        (issue.kind.key(), issue.byte, issue.line),
        ("text-encoding", Some(at as u64), Some(2))
    );
}

#[test]
fn identifiers_are_kept_as_they_are_and_repeated_ones_noted() {
    let feature = |id: &str, own: u32| {
        format!(r#"{{"type":"Feature","id":{id},"properties":{{"id":{own}}},"geometry":null}}"#)
    };
    let ids = ["null", "1", "3", "\"3\"", "3", "2.0", "\"001\"", "9007199254740993"];
    let d = load(collection(
        &ids.iter().zip(100..).map(|(id, own)| feature(id, own)).collect::<Vec<_>>(),
    ));
    let t = d.features.table();
    let found: Vec<_> = (0..8).map(|row| t.value(row, "@id")).collect();
    let number = Value::Number;
    let wanted = [
        Value::Null,
        number(1.0),
        number(3.0),
        Value::Text("3"),
        number(3.0),
        number(2.0),
        Value::Text("001"),
        Value::LongInteger("9007199254740993"),
    ];
    assert_eq!(found, wanted);
    assert_eq!(
        (0..8).map(|row| t.value(row, "id")).collect::<Vec<_>>(),
        [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0].map(number)
    );
    assert_eq!(keys(&d), ["id-repeated"]);
    assert!(d.issues[0].kind.args().contains(&("count", "2".to_owned())));
}

#[test]
fn what_is_wrong_beside_the_features_costs_no_feature() {
    let feature = point(104.0, 21.0, r#"{"n":1}"#);
    for (member, key) in [
        (r#""bbox":[NaN,NaN,NaN,NaN]"#, "bbox-invalid"),
        ("\"name\":\"two\nlines\"", "json-control"),
        (r#""note":NaN"#, "json-word"),
    ] {
        for text in [
            format!(r#"{{"type":"FeatureCollection",{member},"features":[{feature}]}}"#),
            format!(r#"{{"type":"FeatureCollection","features":[{feature}],{member}}}"#),
        ] {
            let d = load(&text);
            assert_eq!((d.features.len(), keys(&d)), (1, vec![key]), "{text}");
        }
    }
}
