//! Values as they stand in a file: numbers of any length, lists, objects, several kinds in one column.

use std::sync::Arc;

use planmap_app::table::{
    Condition, Operand, Query, SortKey, TableColumn, TableSource, Test, column_sum, distinct, rows,
    text_table,
};
use planmap_app::text_table::CsvFormat;
use planmap_core::i18n::Language;
use planmap_data::read::{Quiet, ReadOptions, read};

use super::{info, planmap_json};
use crate::surroundings::case;

fn table(path: &std::path::Path) -> TableSource {
    let dataset = read(path, &ReadOptions::default(), &Quiet).unwrap();
    let crs = dataset.map_crs.clone();
    TableSource::new(Arc::new(dataset.features), Arc::from([]), None, crs, Language::Vietnamese)
}

fn attribute(name: &str) -> TableColumn {
    TableColumn::Attribute(Arc::from(name))
}

/// The texts of a column in an order, as they are copied and saved.
fn texts(source: &TableSource, column: &TableColumn, query: &Query) -> Vec<String> {
    let found = rows(source, query, &|| false).unwrap();
    let table = text_table(source, std::slice::from_ref(column), &found);
    let csv = table.to_csv(CsvFormat::FOR_PROGRAMS);
    // The first line names the column.
    csv.lines().skip(1).map(unquoted).collect()
}

/// A cell with its quotation marks taken off.
fn unquoted(cell: &str) -> String {
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

fn sorted(column: &TableColumn) -> Query {
    Query { sort: vec![SortKey { column: column.clone(), descending: false }], ..Query::default() }
}

fn found_features(path: &std::path::Path, text: &str) -> Vec<u64> {
    let (answer, _) = planmap_json(&["search", text, "--in", path.to_str().unwrap()]);
    let hits = answer["hits"].as_array().unwrap();
    hits.iter().filter_map(|hit| hit["feature"].as_u64()).collect()
}

#[test]
fn case_07_every_digit_of_an_identifier_is_kept() {
    let Some(folder) = case("07-large-integers") else { return };
    let path = folder.join("ids.geojson");
    let in_order = [
        "-9223372036854775808",
        "9007199254740993",
        "2305843009223239036",
        "2305843009223239037",
        "18446744073709551615",
        "123456789012345678901234567890",
    ];
    let source = table(&path);
    let identifier = attribute("ma_dinh_danh");
    assert_eq!(texts(&source, &identifier, &sorted(&identifier)), in_order);
    assert_eq!(distinct(&source, &identifier, 100).values.len(), 6);
    let field = |name: &str| {
        let answer = info(&path);
        answer["fields"]
            .as_array()
            .unwrap()
            .iter()
            .find(|field| field["name"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(field("ma_dinh_danh")["distinct"], 6);

    // A filter compares digit by digit too.
    let above = Operand::typed("2305843009223239036", Language::Vietnamese);
    let condition = Condition { column: identifier.clone(), test: Test::Greater(above) };
    let query = Query { conditions: vec![condition], ..sorted(&identifier) };
    assert_eq!(texts(&source, &identifier, &query), in_order[3..]);

    assert_eq!(found_features(&path, "2305843009223239036"), [0]);
    assert_eq!(found_features(&path, "2305843009223239037"), [1]);
    assert_eq!(found_features(&path, "123456789012345678901234567890"), [5]);

    let area = attribute("dien_tich");
    let all: Vec<u32> = (0..6).collect();
    let sum = column_sum(&source, &area, &all).unwrap();
    assert!((sum.sum - 62_266_581_804.4).abs() < 1e-4, "{}", sum.sum);
    let written = texts(&source, &area, &Query::default());
    assert_eq!(written[..3], ["62266581604", "100", "100"]);
}

#[test]
fn case_08_values_of_several_kinds_are_seen_as_written() {
    let Some(folder) = case("08-mixed-value-types") else { return };
    let written = [
        "42",
        "12.5",
        "12,5",
        "n/a",
        "true",
        r#"["a", "b"]"#,
        r#"{"vi": "Đất ở", "en": "Housing"}"#,
        "",
        "",
        "0",
    ];
    for (file, housing) in [("mixed.geojson", 6), ("object-first.geojson", 0)] {
        let path = folder.join(file);
        let source = table(&path);
        let value = attribute("gia_tri");
        let number = attribute("stt");
        assert_eq!(texts(&source, &value, &sorted(&number)), written, "{file}");
        let all: Vec<u32> = (0..10).collect();
        let sum = column_sum(&source, &value, &all).unwrap();
        assert_eq!((sum.sum, sum.count), (54.5, 3), "{file}");
        // What has no value comes last.
        let ordered = texts(&source, &value, &sorted(&value));
        assert_eq!(ordered.len(), 10);
        assert_eq!(ordered[8..], ["", ""]);

        let answer = info(&path);
        let fields = answer["fields"].as_array().unwrap();
        let non_null = |name: &str| {
            fields.iter().find(|field| field["name"] == name).unwrap()["non_null"].clone()
        };
        assert_eq!((non_null("gia_tri"), non_null("them")), (9.into(), 1.into()));
        assert_eq!(found_features(&path, "Housing"), [housing]);
    }
}
