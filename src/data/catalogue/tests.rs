//! The catalogue parser against small texts with known faults.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

use planmap_core::catalogue::{ClaimValue, Confidence, PlanStatus};
use planmap_core::feature::{GeometriesBuilder, TableBuilder, Value};
use planmap_core::{Crs, Features, MapPoint};

use super::*;

const HEAD: &str = r#"format = 1
[catalogue]
id = "x"
name = { vi = "Thử", en = "Test" }
crs = "EPSG:9206"
"#;

const LAYER: &str = r#"
[[layer]]
id = "a"
role = "land-use"
name = "A"
file = "a.geojson"
accuracy = "schematic"
"#;

fn keys(issues: &[Issue]) -> Vec<(&'static str, Option<u32>)> {
    issues.iter().map(|i| (i.kind.key(), i.line)).collect()
}

fn parsed(rest: &str) -> OpenCatalogue {
    parse(&format!("{HEAD}{rest}"), "catalogue.toml").unwrap()
}

#[test]
fn a_full_catalogue_opens_without_a_word() {
    let open = parsed(
        r##"
[[source]]
id = "qd"
title = { vi = "Quyết định", en = "Decision" }
date = 2022-05-24
confidence = "A"
[[plan]]
id = "z2"
kind = "zoning"
number = 2
name = "Zone 2"
status = "decision-unknown"
[[plan]]
id = "g"
kind = "general"
name = "General"
status = "approved"
population = [{ year = 2025, people = 160000 }, { people = 70500 }]
sources = ["qd"]
  [[plan.version]]
  id = "997"
  adjusts = "915"
  [[plan.version]]
  id = "915"
[[layer]]
id = "a"
plan = "g"
role = "land-use"
name = "A"
file = "a.geojson"
crs = "EPSG:4326"
accuracy = "schematic"
legend = "l"
scale_range = [0, 50000]
  [layer.fields]
  class = "class"
[[legend]]
id = "l"
name = "L"
  [[legend.class]]
  code = "c"
  label = "C"
  aci = 42
  colour = "#a57c00"
  hatch = "diagonal"
  block = "civil"
[[site]]
id = "s"
name = "S"
at = [104.03528, 21.21472]
accuracy = "indicative"
unit_old = "1-old"
  [[site.claim]]
  attribute = "area"
  value = 498.67
  unit = "ha"
  qualifier = "about"
  document = "D"
  source = "qd"
  confidence = "B"
  [[site.claim]]
  attribute = "phases"
  value = { vi = "hai", en = "two" }
  document = "D"
  source = "qd"
  confidence = "B"
  [[site.claim]]
  attribute = "runway"
  document = "D"
  source = "qd"
  confidence = "B"
[[unit]]
key = "1-old"
code = "1"
name = "U"
kind = "ward"
in_force = false
"##,
    );
    assert!(open.issues.is_empty(), "{:?}", open.issues);
    let c = &open.catalogue;
    assert_eq!(c.plans.iter().map(|p| &*p.id).collect::<Vec<_>>(), ["g", "z2"], "legal order");
    assert_eq!(c.plan("z2").unwrap().status, PlanStatus::DecisionUnknown);
    assert_eq!(c.plan("g").unwrap().population[1].people, 70_500.0);
    assert_eq!(c.source("qd").unwrap().date.as_deref(), Some("2022-05-24"));
    assert_eq!(c.source("qd").unwrap().confidence, Some(Confidence::A));
    let layer = c.layer("a").unwrap();
    assert_eq!((layer.min_denominator, layer.max_denominator), (None, Some(50_000.0)));
    let values: Vec<_> = c.site("s").unwrap().claims.iter().map(|c| c.value.clone()).collect();
    assert!(
        matches!(&values[..], [ClaimValue::Number(n), ClaimValue::Text(t), ClaimValue::NotStated] if *n == 498.67 && t.en == "two")
    );
}

#[test]
fn each_fault_names_its_line_and_costs_only_itself() {
    for (rest, want, layers) in [
        (format!("{LAYER}colour = 1\n"), ("catalogue-unknown-key", 12), 1),
        (format!("{LAYER}visible = \"yes\"\n"), ("catalogue-wrong-type", 12), 1),
        (format!("{LAYER}plan = \"p\"\n"), ("catalogue-unknown-reference", 12), 1),
        (format!("{LAYER}legend = \"p\"\n"), ("catalogue-unknown-reference", 12), 1),
        (format!("{LAYER}sources = [\"p\"]\n"), ("catalogue-unknown-reference", 12), 1),
        (format!("{LAYER}crs = \"EPSG:1\"\n"), ("crs-unknown", 12), 1),
        (format!("{LAYER}scale_range = [5, 1]\n"), ("catalogue-bad-value", 12), 1),
        (format!("{LAYER}[layer.fields]\nklass = \"c\"\n"), ("catalogue-unknown-key", 13), 1),
        (format!("{LAYER}{LAYER}"), ("catalogue-duplicate-id", 14), 1),
        (LAYER.replace("land-use", "landuse"), ("catalogue-bad-word", 8), 0),
        (LAYER.replace("id = \"a\"\n", ""), ("catalogue-missing-key", 6), 0),
        (LAYER.replace("\"A\"", "{ vi = \"A\" }"), ("catalogue-one-language", 9), 1),
        (format!("{LAYER}[[thing]]\n"), ("catalogue-unknown-key", 12), 1),
        (format!("{LAYER}x = \n"), ("toml-syntax", 12), 1),
        (
            format!(
                "{LAYER}[[plan]]\nid=\"p\"\nkind=\"general\"\nname=\"P\"\nstatus=\"draft\"\n[[plan.version]]\nid=\"1\"\nadjusts=\"2\"\n"
            ),
            ("catalogue-unknown-reference", 19),
            1,
        ),
    ] {
        let open = parsed(&rest);
        let found = keys(&open.issues);
        // The faulty line may give a second complaint, never one elsewhere.
        let line = found.iter().find(|(key, _)| *key == want.0).and_then(|f| f.1);
        assert!(line.is_some_and(|l| l.abs_diff(want.1) <= 1), "{rest}: {found:?}");
        assert_eq!(open.catalogue.layers.len(), layers, "{rest}: {found:?}");
    }
}

#[test]
fn a_file_without_a_catalogue_is_refused_and_a_bad_system_is_replaced() {
    assert!(matches!(parse("format = 1\n", "c"), Err(CatalogueError::NotACatalogue { .. })));
    assert!(matches!(open(Path::new("/no/such")), Err(CatalogueError::NotFound(_))));
    let open = parse(&HEAD.replace("9206", "4326"), "c").unwrap();
    assert_eq!(keys(&open.issues), [("crs-not-metric", Some(5))]);
    assert_eq!(open.catalogue.map_crs, Crs::vn2000_son_la());
    let open = parse(&HEAD.replace("format = 1", "format = 2"), "c").unwrap();
    assert_eq!(keys(&open.issues), [("catalogue-format", Some(1))]);
}

#[test]
fn includes_are_followed_and_their_faults_told() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write(
        "catalogue.toml",
        &format!("include = [\"a.toml\", \"missing.toml\", \"a.toml\"]\n{HEAD}"),
    );
    write("a.toml", &format!("include = [\"catalogue.toml\"]\n{LAYER}"));
    let open = open(dir.path()).unwrap();
    let mut found: Vec<_> =
        open.issues.iter().map(|i| (i.file.clone().unwrap(), i.kind.key(), i.line)).collect();
    found.sort();
    assert_eq!(
        found,
        [
            ("a.toml".to_owned(), "include-cycle", Some(1)),
            ("a.toml".to_owned(), "layer-file-missing", Some(7)),
            ("catalogue.toml".to_owned(), "include-missing", Some(1)),
            ("catalogue.toml".to_owned(), "include-twice", Some(1)),
        ]
    );
    assert_eq!((open.catalogue.layers.len(), open.files.len()), (1, 2));
}

#[test]
fn classes_that_the_legend_lacks_are_found_once_each() {
    let open = parsed(&format!(
        "{LAYER}legend = \"l\"\nfields = {{ class = \"k\" }}\n[[legend]]\nid = \"l\"\nname = \"L\"\n[[legend.class]]\ncode = \"c\"\nlabel = \"C\"\n"
    ));
    assert!(open.issues.is_empty(), "{:?}", open.issues);
    let mut geometries = GeometriesBuilder::new(MapPoint::default(), 0.001);
    let mut table = TableBuilder::default();
    for value in
        [Value::Text("c"), Value::Text("q"), Value::Null, Value::Text("q"), Value::Number(3.0)]
    {
        geometries.begin();
        table.begin_row();
        table.set("k", value);
    }
    let features = Features::new(geometries.finish(), table.finish(), (10..15).collect());
    let layer = open.catalogue.layer("a").unwrap();
    let found = unknown_classes(layer, &features, open.catalogue.legend("l").unwrap());
    assert_eq!(found.iter().map(|i| i.feature).collect::<Vec<_>>(), [Some(11), Some(14)]);
    assert!(found[0].kind.args().contains(&("count", "2".to_owned())));
}

/// Every kind of issue that the sources name has its words.
#[test]
fn every_kind_of_issue_has_words() {
    use planmap_core::i18n::{Language, Words};
    fn texts(dir: &Path, out: &mut Vec<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                out.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut sources = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    texts(root, &mut sources);
    texts(&root.join("../core/validate"), &mut sources);
    let mut count = 0;
    for text in &sources {
        for piece in text.split("IssueKind::new(\"").skip(1) {
            let key = piece.split('"').next().unwrap();
            count += 1;
            for language in Language::ALL {
                assert!(Words::of(language).has(&format!("issue-{key}")), "{key} in {language:?}");
            }
        }
    }
    assert!(count > 50, "{count}");
}

const SOURCE: &str = "[[source]]\nid = \"s\"\ntitle = \"S\"\n";

#[test]
fn registers_are_read_with_dates_as_exact_as_they_are() {
    use planmap_core::catalogue::{IndicatorKind, PartialDate, ProjectStatus};
    let open = parsed(&format!(
        "{SOURCE}[[project]]\nid = \"p\"\nname = \"P\"\nstatus = \"decided\"\nstatus_from = {{ document = \"D\", source = \"s\", confidence = \"B\" }}\n[[project.phase]]\nname = \"1\"\nfrom = \"2025-Q2\"\nto = 2028\ndocument = \"D\"\nsource = \"s\"\nconfidence = \"B\"\n[[indicator]]\nname = \"I\"\nunit = \"percent\"\n[[indicator.value]]\nkind = \"target\"\nvalue = 70.5\nyear = 2025\ndocument = \"D\"\nsource = \"s\"\nconfidence = \"B\"\n"
    ));
    assert!(open.issues.is_empty(), "{:?}", open.issues);
    let project = &open.catalogue.projects[0];
    assert_eq!(project.status, ProjectStatus::Decided);
    assert_eq!(project.phases[0].from, Some(PartialDate::Quarter(2025, 2)));
    assert_eq!(project.phases[0].to, Some(PartialDate::Year(2028)));
    let target = open.catalogue.indicators[0].latest(IndicatorKind::Target).unwrap();
    assert_eq!(target.claim.value, ClaimValue::Number(70.5));
    assert_eq!(target.claim.unit.as_deref(), Some("percent"));
}

#[test]
fn faults_in_registers_are_named_with_their_line() {
    let open = parsed(&format!(
        "{SOURCE}[[project]]\nid = \"p\"\nname = \"P\"\nstatus = \"decided\"\ncolour = 1\n[[project.phase]]\nname = \"1\"\nfrom = \"2025-Q5\"\ndocument = \"D\"\nsource = \"t\"\nconfidence = \"B\"\n[[project]]\nid = \"q\"\nsite = \"nowhere\"\n[[indicator]]\nname = \"I\"\n[[indicator.value]]\nkind = \"wish\"\nvalue = 1\ndocument = \"D\"\nsource = \"s\"\nconfidence = \"B\"\n"
    ));
    // The head is 5 lines, the source 3.
    assert_eq!(
        keys(&open.issues),
        [
            ("catalogue-missing-key", Some(9)),
            ("catalogue-unknown-key", Some(13)),
            ("catalogue-bad-value", Some(16)),
            ("catalogue-unknown-reference", Some(18)),
            ("catalogue-unknown-reference", Some(22)),
            ("catalogue-bad-word", Some(26)),
        ]
    );
}

#[test]
fn a_layer_may_name_the_one_that_it_is_of_a_file_with_several() {
    let open = parsed(&LAYER.replace("file =", "source_layer = \"lots\"\nfile ="));
    assert_eq!(keys(&open.issues), keys(&parsed(LAYER).issues));
    assert_eq!(open.catalogue.layers[0].source_layer.as_deref(), Some("lots"));
    assert_eq!(parsed(LAYER).catalogue.layers[0].source_layer, None);
}
