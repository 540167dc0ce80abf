//! The attribute table without its window: orders, filters and sums against the naive way, texts,
//! and the selection that it shares with the map.

use std::sync::Arc;

use planmap_core::catalogue::Text2;
use planmap_core::collate::{folded, sort_key};
use planmap_core::feature::{FeatureId, GeometriesBuilder, PartKind, TableBuilder, Value};
use planmap_core::i18n::Language;
use planmap_core::{Crs, Features, MapPoint};

use planmap_app::bottom::BottomTab;
use planmap_app::command::Command;
use planmap_app::ids::SelectedRows;
use planmap_app::session::Session;
use planmap_app::settings::Settings;
use planmap_app::table::{
    Condition, LayoutCommand, NARROWEST, Operand, Pick, Query, RowStep, SortKey, SumScope,
    TableColumn, TableCommand, TableSource, Test, column_sum, distinct, rows, text_table,
};
use planmap_app::text_table::CsvChoice;

const WORDS: [&str; 9] = ["Đất ở", "đất ở", "Cây xanh", "Ao", "ao", "Ăn", "", "Lô 9", "Lô 10"];

fn attribute(name: &str) -> TableColumn {
    TableColumn::Attribute(Arc::from(name))
}

/// A quick sequence without a pattern.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

fn layer(rows: u32, mut seed: u64) -> Arc<Features> {
    let origin = MapPoint::new(490_000.0, 2_359_000.0);
    let mut g = GeometriesBuilder::new(origin, 0.001);
    let mut t = TableBuilder::default();
    for i in 0..rows {
        let (x, y) = (origin.x + f64::from(i % 100) * 30.0, origin.y + f64::from(i / 100) * 30.0);
        let side = 10.0 + (next(&mut seed) % 15) as f64;
        g.begin();
        g.part(
            PartKind::Exterior,
            [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)],
        );
        t.begin_row();
        t.set("word", Value::Text(WORDS[(next(&mut seed) % 9) as usize]));
        if !next(&mut seed).is_multiple_of(4) {
            t.set("number", Value::Number((next(&mut seed) % 40) as f64 / 4.0 - 3.0));
        }
        match next(&mut seed) % 4 {
            0 => t.set("any", Value::Text("x")),
            1 => t.set("any", Value::Number((next(&mut seed) % 5) as f64)),
            2 => t.set("any", Value::Bool(true)),
            _ => {}
        }
    }
    Arc::new(Features::new(g.finish(), t.finish(), (0..rows).collect()))
}

fn source(rows: u32, seed: u64) -> TableSource {
    TableSource::new(
        layer(rows, seed),
        Arc::from([]),
        None,
        Crs::vn2000_son_la(),
        Language::Vietnamese,
    )
}

fn found(source: &TableSource, query: &Query) -> Vec<FeatureId> {
    rows(source, query, &|| false).unwrap().to_vec()
}

fn all(source: &TableSource) -> std::ops::Range<u32> {
    0..source.len() as u32
}

type OfNumber<'a> = &'a dyn Fn(Option<f64>) -> bool;
type OfWord<'a> = &'a dyn Fn(&str) -> bool;

#[test]
fn orders_are_those_of_a_plain_stable_sort() {
    for seed in 1..12 {
        let source = source(700, seed);
        for descending in [false, true] {
            let sort = vec![
                SortKey { column: attribute("word"), descending },
                SortKey { column: attribute("number"), descending: !descending },
            ];
            let got = found(&source, &Query { sort, ..Query::default() });
            let mut want: Vec<u32> = all(&source).collect();
            let word = |row: &u32| {
                source.features().table().value(*row, "word").as_str().filter(|t| !t.is_empty())
            };
            let number = |row: &u32| source.features().table().value(*row, "number").as_number();
            let turned = |o: std::cmp::Ordering, d: bool| if d { o.reverse() } else { o };
            want.sort_by(|a, b| {
                let words = match (word(a), word(b)) {
                    (Some(a), Some(b)) => turned(sort_key(a).cmp(&sort_key(b)), descending),
                    (a, b) => a.is_none().cmp(&b.is_none()),
                };
                let numbers = match (number(a), number(b)) {
                    (Some(a), Some(b)) => turned(a.total_cmp(&b), !descending),
                    (a, b) => a.is_none().cmp(&b.is_none()),
                };
                words.then(numbers)
            });
            assert_eq!(got, want, "seed {seed}");
        }
    }
}

#[test]
fn filters_keep_what_a_look_at_every_row_keeps() {
    let source = source(900, 5);
    let table = source.features().table();
    let number = |row: u32| table.value(row, "number").as_number();
    let word = |row: u32| table.value(row, "word").as_str().unwrap_or_default();
    let text = |t: &str| t.to_owned();
    let typed = |t: &str| Operand::typed(t, Language::Vietnamese);
    let of_number: [(Test, OfNumber<'_>); 9] = [
        (Test::Less(typed("1,5")), &|n| n.is_some_and(|n| n < 1.5)),
        (Test::AtMost(typed("1.5")), &|n| n.is_some_and(|n| n <= 1.5)),
        (Test::Greater(typed("−1")), &|n| n.is_some_and(|n| n > -1.0)),
        (Test::AtLeast(typed("2")), &|n| n.is_some_and(|n| n >= 2.0)),
        (Test::Between(typed("-1"), typed("1,25")), &|n| {
            n.is_some_and(|n| (-1.0..=1.25).contains(&n))
        }),
        (Test::Equal(typed("2,5")), &|n| n == Some(2.5)),
        (Test::NotEqual(typed("2,5")), &|n| n != Some(2.5)),
        (Test::Empty, &|n| n.is_none()),
        (Test::OneOf(vec![text("2,50"), text("−3,00")]), &|n| n == Some(2.5) || n == Some(-3.0)),
    ];
    for (test, naive) in of_number {
        let conditions = vec![Condition { column: attribute("number"), test: test.clone() }];
        let got = found(&source, &Query { conditions, ..Query::default() });
        let want: Vec<u32> = all(&source).filter(|r| naive(number(*r))).collect();
        assert!(!want.is_empty() && want.len() < source.len(), "{test:?} proves nothing");
        assert_eq!(got, want, "{test:?}");
    }
    let of_word: [(Test, OfWord<'_>); 6] = [
        (Test::Contains(text("dat o")), &|w| folded(w).contains("dat o")),
        (Test::Contains(text("Đất")), &|w| w.to_lowercase().contains("đất")),
        (Test::Equal(typed("đất ở")), &|w| w.to_lowercase() == "đất ở"),
        (Test::Less(typed("Cây xanh")), &|w| !w.is_empty() && sort_key(w) < sort_key("Cây xanh")),
        (Test::Known, &|w| !w.is_empty()),
        (Test::OneOf(vec![text("Ao"), text("Lô 9")]), &|w| w == "Ao" || w == "Lô 9"),
    ];
    for (test, naive) in of_word {
        let conditions = vec![Condition { column: attribute("word"), test: test.clone() }];
        let got = found(&source, &Query { conditions, ..Query::default() });
        let want: Vec<u32> = all(&source).filter(|r| naive(word(*r))).collect();
        assert!(!want.is_empty() && want.len() < source.len(), "{test:?} proves nothing");
        assert_eq!(got, want, "{test:?}");
    }
    let columns = vec![attribute("word"), attribute("number"), attribute("any")];
    let searched = found(
        &source,
        &Query { search: text("2.5"), columns: columns.clone(), ..Query::default() },
    );
    let want: Vec<u32> = all(&source)
        .filter(|r| number(*r).is_some_and(|n| n.to_string().contains("2.5")))
        .collect();
    assert_eq!(searched, want);
    let only: Arc<[u32]> = Arc::from([3, 5, 8, 13]);
    let few = Query {
        only: Some(only),
        sort: vec![SortKey { column: attribute("any"), descending: true }],
        columns,
        ..Query::default()
    };
    let mut got = found(&source, &few);
    got.sort_unstable();
    assert_eq!(got, [3, 5, 8, 13]);
}

#[test]
fn sums_and_values_are_those_of_a_loop() {
    let source = source(40_000, 3);
    let rows: Vec<u32> = all(&source).filter(|r| r % 3 != 1).collect();
    let known: Vec<f64> = rows
        .iter()
        .filter_map(|r| source.features().table().value(*r, "number").as_number())
        .collect();
    let sum = column_sum(&source, &attribute("number"), &rows).unwrap();
    assert_eq!(sum.count, known.len());
    // Quarters add up without rounding.
    assert_eq!(sum.sum.to_bits(), known.iter().sum::<f64>().to_bits());
    assert_eq!(sum.min, known.iter().copied().reduce(f64::min));
    assert_eq!(sum.max, known.iter().copied().reduce(f64::max));
    assert!(column_sum(&source, &attribute("word"), &rows).is_none());
    assert!(column_sum(&source, &attribute("number"), &[]).unwrap().mean().is_none());
    // Squares of 10 to 24 m: the ellipsoid's area is within a part in a thousand of the plane's.
    let area = column_sum(&source, &TableColumn::Area, &rows).unwrap();
    let plane: f64 = rows
        .iter()
        .map(|r| source.features().geometries().feature_extent(*r).width().powi(2))
        .sum();
    assert!((area.sum / plane - 1.0).abs() < 1e-3 && area.count == rows.len(), "{area:?} {plane}");

    let values = distinct(&source, &attribute("word"), 100);
    let want = |w: &str| {
        all(&source)
            .filter(|r| source.features().table().value(*r, "word").as_str() == Some(w))
            .count()
    };
    assert_eq!(values.values.len(), 8, "{values:?}");
    assert!(values.values.iter().all(|(text, rows)| want(text) == *rows as usize));
    assert_eq!(distinct(&source, &attribute("number"), 10).more, 30);
}

#[test]
fn texts_are_quoted_and_numbers_follow_their_reader() {
    let mut t = TableBuilder::default();
    let mut g = GeometriesBuilder::new(MapPoint::default(), 0.001);
    for (name, n) in [("a;b \"c\"", Some(1674.5)), ("x\ty", None)] {
        g.begin();
        t.begin_row();
        t.set("name", Value::Text(name));
        t.set("n", n.map_or(Value::Null, Value::Number));
    }
    let features = Arc::new(Features::new(g.finish(), t.finish(), vec![0, 1]));
    let source =
        TableSource::new(features, Arc::from([]), None, Crs::vn2000_son_la(), Language::Vietnamese);
    let columns = [attribute("n"), attribute("name")];
    let heads = columns
        .clone()
        .map(|c| c.title(source.fields(), planmap_core::i18n::Words::of(Language::Vietnamese)));
    let head = |by: &str| heads.join(by);
    let (down, up) =
        (text_table(&source, &columns, &[1, 0]), text_table(&source, &columns, &[0, 1]));
    let vietnamese = CsvChoice::default().format(Language::Vietnamese);
    let english = CsvChoice::default().format(Language::English);
    assert_eq!(
        down.to_csv(vietnamese),
        format!("\u{feff}{}\r\n;x\ty\r\n1674,5;\"a;b \"\"c\"\"\"\r\n", head(";"))
    );
    assert_eq!(
        down.to_csv(english),
        format!("\u{feff}{}\r\n,x\ty\r\n1674.5,\"a;b \"\"c\"\"\"\r\n", head(","))
    );
    let clipboard = up.to_tsv(vietnamese);
    assert_eq!(clipboard, format!("{}\n1674,5\t\"a;b \"\"c\"\"\"\n\tx y\n", head("\t")));
}

/// A layer of points-without-place whose one column holds these values.
fn with_values(values: &[Value<'_>], language: Language) -> TableSource {
    let mut t = TableBuilder::default();
    let mut g = GeometriesBuilder::new(MapPoint::default(), 0.001);
    for value in values {
        g.begin();
        t.begin_row();
        t.set("v", *value);
    }
    let features =
        Arc::new(Features::new(g.finish(), t.finish(), (0..values.len() as u32).collect()));
    TableSource::new(features, Arc::from([]), None, Crs::vn2000_son_la(), language)
}

#[test]
fn a_number_is_typed_as_the_language_writes_it_and_stays_what_it_was() {
    let numbers = [10.0, 1.5, 10_000.0, 12_500.0, 0.123_46].map(Value::Number);
    for (typed_in, text, keeps) in [
        (Language::Vietnamese, "10.000", vec![2, 3]),
        (Language::English, "10,000", vec![2, 3]),
        (Language::English, "10.000", vec![0, 2, 3]),
        (Language::Vietnamese, "10,000", vec![0, 2, 3]),
    ] {
        // The screen may speak the other language by the time the rows are asked for.
        for asked_in in Language::ALL {
            let source = with_values(&numbers, asked_in);
            let test = Test::AtLeast(Operand::typed(text, typed_in));
            let conditions = vec![Condition { column: attribute("v"), test }];
            assert_eq!(
                found(&source, &Query { conditions, ..Query::default() }),
                keeps,
                "{text} in {typed_in:?}"
            );
        }
    }
    let ten_thousand = Operand::typed("10.000", Language::Vietnamese);
    assert_eq!(ten_thousand.understood(true, Language::English), "10,000");
    assert_eq!(
        ten_thousand.understood(false, Language::English),
        "10.000",
        "compared with texts it is a text"
    );
    // A cell shows three decimals: what one reads there is found.
    let conditions = vec![Condition {
        column: attribute("v"),
        test: Test::Equal(Operand::typed("0,123", Language::Vietnamese)),
    }];
    let source = with_values(&numbers, Language::Vietnamese);
    assert_eq!(found(&source, &Query { conditions, ..Query::default() }), [4]);
}

#[test]
fn a_value_is_listed_once_with_the_rows_that_choosing_it_keeps() {
    let [near, nearer] = [0.123_41, 0.123_44].map(Value::Number);
    let words = ["Lô 1", "Lô 01", "Lô 1", "ô"].map(Value::Text);
    let mixed = [
        Value::Text("Lô 1"),
        Value::Text("Lô 01"),
        Value::Number(7.0),
        Value::Text("7"),
        Value::Null,
    ];
    for (values, want) in [
        (
            vec![near, nearer, near, Value::Number(2.0), Value::Null],
            vec![("0,123", 3), ("2,000", 1)],
        ),
        (words.to_vec(), vec![("Lô 01", 1), ("Lô 1", 2), ("ô", 1)]),
        (mixed.to_vec(), vec![("7", 2), ("Lô 01", 1), ("Lô 1", 1)]),
    ] {
        let source = with_values(&values, Language::Vietnamese);
        let listed = distinct(&source, &attribute("v"), 100);
        let as_read: Vec<(&str, u32)> =
            listed.values.iter().map(|(text, rows)| (text.as_str(), *rows)).collect();
        assert_eq!(as_read, want);
        for (text, rows) in &listed.values {
            let test = Test::OneOf(vec![text.clone()]);
            let conditions = vec![Condition { column: attribute("v"), test }];
            let kept = found(&source, &Query { conditions, ..Query::default() });
            assert_eq!(kept.len(), *rows as usize, "{text}");
        }
    }
    // Two rows of the first class, none of the second, one of no class.
    let legend = Arc::new(legend_of(&["Đất ở", "Mặt nước"]));
    let features = Arc::clone(
        with_values(&[Value::Null, Value::Null, Value::Null], Language::Vietnamese).features(),
    );
    let classes = Arc::from([0, 0, planmap_core::legend::NO_CLASS]);
    let crs = Crs::vn2000_son_la();
    let source = TableSource::new(features, classes, Some(legend), crs, Language::Vietnamese);
    assert_eq!(distinct(&source, &TableColumn::Class, 100).values, [("Đất ở".to_owned(), 2)]);
}

/// A legend of classes with these names.
fn legend_of(names: &[&str]) -> planmap_core::legend::Legend {
    let class = |name: &&str| planmap_core::legend::LegendClass {
        code: (*name).to_owned(),
        label: Text2 { vi: (*name).to_owned(), en: (*name).to_owned() },
        other_names: Vec::new(),
        official_layer: None,
        aci: None,
        colour: None,
        hatch: planmap_core::legend::HatchPattern::None,
        block: None,
        look: planmap_core::legend::ClassLook::Filled,
    };
    planmap_core::legend::Legend {
        id: "l".to_owned(),
        name: Text2::default(),
        sources: Vec::new(),
        classes: names.iter().map(class).collect(),
    }
}

/// A session with a file of lots in a row and its table open.
fn session(folder: &std::path::Path) -> Session {
    let lots: Vec<String> = (0..12)
        .map(|i| {
            let (w, e) = (103.90 + f64::from(i) * 0.001, 103.9008 + f64::from(i) * 0.001);
            format!(
                r#"{{"type":"Feature","properties":{{"lot":"L{i}","n":{}}},"geometry":{{"type":"Polygon","coordinates":[[[{w},21.3],[{e},21.3],[{e},21.301],[{w},21.301],[{w},21.3]]]}}}}"#,
                i % 5
            )
        })
        .collect();
    let path = folder.join("lots.geojsonl");
    std::fs::write(&path, lots.join("\n")).unwrap();
    let mut session = Session::new(Settings::default(), Arc::new(|| {}));
    session.apply(Command::Open(vec![path]));
    session.wait_until_loaded();
    session.apply(Command::Table(TableCommand::Open(None)));
    session.wait_until_loaded();
    session
}

#[test]
fn the_table_and_the_map_share_one_selection() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path());
    let send = |s: &mut Session, command| {
        s.apply(Command::Table(command));
        s.wait_until_loaded();
    };
    assert_eq!(session.bottom_tab(), Some(BottomTab::Attributes));
    assert_eq!(session.table().layer(), Some("lots"));
    assert_eq!(session.table().rows().len(), 12);
    send(
        &mut session,
        TableCommand::Layout(LayoutCommand::SortBy { column: attribute("n"), add: false }),
    );
    assert_eq!(session.table().rows()[..4], [0, 5, 10, 1]);

    send(&mut session, TableCommand::Pick(5, Pick::Alone));
    assert_eq!(session.selection().feature.as_ref().map(|h| h.feature), Some(5));
    send(&mut session, TableCommand::Pick(1, Pick::Range));
    let area = session.selection().area.clone().unwrap();
    assert_eq!(area.layers[0].1[..], [1, 5, 10], "in the table's order from 5 to 1");
    assert_eq!(session.scene().selected, area.layers, "and outlined on the map");
    send(&mut session, TableCommand::Pick(10, Pick::Toggle));
    assert_eq!(session.selected_rows("lots").as_slice(), [1, 5]);
    send(&mut session, TableCommand::SumOf(SumScope::Selected));
    let sum = session.table().sums().columns.iter().find(|(c, _)| *c == attribute("n")).unwrap().1;
    assert_eq!((session.table().sums().rows, sum.sum), (2, 1.0));

    send(&mut session, TableCommand::OnlySelected(true));
    assert_eq!(session.table().rows()[..], [5, 1]);
    // A click on the map while only the selection is shown.
    session.apply(Command::SelectFeature { layer: "lots".to_owned(), feature: 7 });
    session.wait_until_loaded();
    assert_eq!(session.table().rows()[..], [7]);
    assert_eq!(session.table().cursor(), Some(7));
    assert!(session.scene().selected.is_empty(), "what was outlined before is not any more");
    send(&mut session, TableCommand::OnlySelected(false));
    send(&mut session, TableCommand::Step(RowStep::By(1), false));
    assert_eq!(session.selected_rows("lots"), SelectedRows::One(3), "the next one by number");
    send(&mut session, TableCommand::Step(RowStep::Last, true));
    assert_eq!(session.selected_rows("lots").as_slice(), [3, 4, 8, 9]);
    send(&mut session, TableCommand::SelectAll);
    assert_eq!(session.selected_rows("lots").len(), 12);
    send(&mut session, TableCommand::Invert);
    assert!(session.selection().is_empty() && session.scene().selected.is_empty());

    send(
        &mut session,
        TableCommand::Layout(LayoutCommand::Filter(
            attribute("lot"),
            Some(Test::Contains("l1".to_owned())),
        )),
    );
    assert_eq!(session.table().rows()[..], [10, 1, 11]);
    send(&mut session, TableCommand::Copy);
    let text = session.take_copied_rows().unwrap();
    assert_eq!(text.lines().count(), 4, "{text}");
    send(&mut session, TableCommand::Layout(LayoutCommand::ShowAll));
    assert_eq!(session.table().rows().len(), 12);
    session.apply(Command::RemoveLayer("lots".to_owned()));
    session.wait_until_loaded();
    assert!(session.table().layer().is_none());
}

#[test]
fn columns_move_hide_and_keep_their_width() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path());
    let heads = |s: &Session| {
        s.table().layout().unwrap().shown().map(|c| c.column.clone()).collect::<Vec<_>>()
    };
    assert_eq!(heads(&session), [attribute("lot"), attribute("n"), TableColumn::Area]);
    for command in [
        TableCommand::Layout(LayoutCommand::MoveColumn {
            column: TableColumn::Area,
            before: Some(attribute("lot")),
        }),
        TableCommand::Layout(LayoutCommand::ShowColumn(attribute("n"), false)),
        TableCommand::Layout(LayoutCommand::SetWidth(TableColumn::Area, 10.0)),
        TableCommand::Layout(LayoutCommand::ShowColumn(TableColumn::Area, false)),
        TableCommand::Layout(LayoutCommand::ShowColumn(attribute("lot"), false)),
    ] {
        session.apply(Command::Table(command));
    }
    assert_eq!(heads(&session), [attribute("lot")], "the last one stays");
    let area = session.table().layout().unwrap().columns[0].clone();
    assert_eq!((area.column, area.width), (TableColumn::Area, NARROWEST));
}

/// The size that is promised.
#[test]
fn a_million_rows_are_sorted_and_filtered() {
    let source = source(1_000_000, 9);
    let sort = vec![SortKey { column: attribute("number"), descending: true }];
    let got = found(&source, &Query { sort, ..Query::default() });
    let numbers: Vec<f64> = got
        .iter()
        .map_while(|r| source.features().table().value(*r, "number").as_number())
        .collect();
    assert!(numbers.len() > 700_000 && numbers.is_sorted_by(|a, b| a >= b));
}
