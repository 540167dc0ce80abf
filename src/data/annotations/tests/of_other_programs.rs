//! What another program wrote stays; what is edited changes, and nothing else does.

use planmap_core::annotation::Members;

use super::*;
use crate::annotations::feature::annotation_from_text;
use crate::annotations::raw;

const SURVEYED: &str = r##"{"type":"Feature","id":9007199254740993,"bbox":[103.9,21.3,103.9004,21.3008],"when":{"start":"2026"},"properties":{"name":"Lô máy","description":{"@type":"html","value":"<b>Mốc</b> 12"},"stroke":"rgb(255, 0, 0)","stroke-width":"2px","fill":"none","area":1e2,"area":100.0,"n":12345678901234567890123},"geometry":{"type":"Polygon","crs":null,"coordinates":[[[103.90,21.30,610.0],[103.9004,21.30,610.5],[103.9004,21.3008,611],[103.90,21.30,612]]]}}"##;

fn read(text: &str) -> Annotation {
    annotation_from_text(text, "none").unwrap()
}

/// The members of a feature with those of its properties, by name.
fn flat(line: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (key, json) in raw::members(line).unwrap() {
        if key == "properties" {
            out.extend(
                raw::members(json)
                    .unwrap()
                    .into_iter()
                    .map(|(k, v)| (format!("p.{k}"), v.to_owned())),
            );
        } else {
            out.push((key, json.to_owned()));
        }
    }
    out
}

/// The names of members that differ between two lines.
fn differing(before: &str, after: &str) -> Vec<String> {
    let (a, b) = (flat(before), flat(after));
    let mut names: Vec<String> =
        a.iter().filter(|m| !b.contains(m)).map(|(k, _)| k.clone()).collect();
    names.extend(b.iter().filter(|m| !a.contains(m)).map(|(k, _)| k.clone()));
    names.sort();
    names.dedup();
    names
}

#[test]
fn what_nobody_edits_is_written_as_it_was() {
    let a = read(SURVEYED);
    assert_eq!(feature_line(&a), SURVEYED);
    assert_eq!(
        (a.id.as_str(), a.title.as_str(), a.body.as_str()),
        ("9007199254740993", "Lô máy", "Mốc 12")
    );
    assert_eq!((a.style.colour, a.style.fill), (Rgb(255, 0, 0), None));
}

#[test]
fn an_edit_changes_the_members_that_say_it() {
    let a = read(SURVEYED);
    type Change = (&'static str, fn(&mut Annotation), &'static [&'static str]);
    let edits: [Change; 7] = [
        ("title", |a| a.title = "Lô 12".into(), &["p.title"]),
        ("body", |a| a.body = "mới".into(), &["p.description"]),
        ("status", |a| a.status = Status::Closed, &["p.planmap"]),
        ("colour", |a| a.style.colour = Rgb(1, 2, 3), &["p.stroke"]),
        ("width", |a| a.style.width = 5.0, &["p.stroke-width"]),
        ("fill", |a| a.style.fill = Some(Rgb(9, 9, 9)), &["p.fill"]),
        (
            "shape",
            |a| a.shape = a.shape.with_vertex(1, GeoPoint::new(103.9005, 21.3)).unwrap(),
            &["bbox", "geometry"],
        ),
    ];
    for (name, edit, expected) in edits {
        let mut edited = a.clone();
        edit(&mut edited);
        let line = feature_line(&edited);
        assert_eq!(differing(SURVEYED, &line), expected, "{name}: {line}");
        let back = read(&line);
        assert_eq!(
            Annotation { members: Members::default(), ..back },
            Annotation { members: Members::default(), ..edited },
            "{name}"
        );
    }
    let mut moved = a.clone();
    moved.shape = moved.shape.with_vertex(1, GeoPoint::new(103.9005, 21.3)).unwrap();
    let line = feature_line(&moved);
    assert!(
        line.contains("[[[103.90,21.30,610.0],[103.9005,21.3,610.5],[103.9004,21.3008,611],[103.90,21.30,612]]]"),
        "{line}"
    );
    assert!(line.contains(r#""crs":null"#));
}

#[test]
fn ids_that_are_none_null_or_repeated_stay_and_each_feature_keeps_a_name_of_its_own() {
    let at = r#""geometry":{"type":"Point","coordinates":[103.9,21.3]}"#;
    let feature = |id: &str, title: &str| {
        format!(r#"{{"type":"Feature",{id}"properties":{{"title":"{title}"}},{at}}}"#)
    };
    let list = [
        feature(r#""id":3,"#, "a"),
        feature(r#""id":"3","#, "b"),
        feature(r#""id":3,"#, "c"),
        feature(r#""id":null,"#, "d"),
        feature("", "e"),
        feature(r#""id":2.0,"#, "f"),
        feature(r#""id":{"n":1},"#, "g"),
        feature("", "e"),
    ];
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, list.join(","));
    let mut document = Document::read(text.as_bytes()).unwrap();
    assert_eq!(document.set.len(), 8);
    let names: Vec<AnnotationId> = document.set.iter().map(|a| a.id.clone()).collect();
    for round in 0..3 {
        let written = String::from_utf8(document.write()).unwrap();
        for id in
            [r#""id":3,"#, r#""id":"3","#, r#""id":null,"#, r#""id":2.0,"#, r#""id":{"n":1},"#]
        {
            assert!(written.contains(id), "{id} in round {round}: {written}");
        }
        assert_eq!(written.matches(r#""id":3,"#).count(), 2);
        let again = Document::read(written.as_bytes()).unwrap();
        assert_eq!(
            again.set.iter().map(|a| a.id.clone()).collect::<Vec<_>>(),
            names,
            "round {round}"
        );
        let titles: Vec<String> =
            written.split("\"title\":\"").skip(1).map(|t| t[..1].to_owned()).collect();
        assert_eq!(titles.concat(), "abcdefge", "the order of the file stays");
        document = again;
    }
    // The first of the repeated ones goes: the others are who they were.
    let first = document.set.iter().find(|a| a.title == "a").unwrap().id.clone();
    Arc::make_mut(&mut document.set).apply(&Edit::one(Change::Remove(first)));
    let again = Document::read(&document.write()).unwrap();
    assert!(again.set.iter().all(|a| document.set.get(&a.id).is_some_and(|b| b.title == a.title)));
}

#[test]
fn a_copy_made_here_has_an_id_of_its_own() {
    let copy = read(SURVEYED).copied_as(AnnotationId::new("new"));
    let line = feature_line(&copy);
    assert!(line.contains(r#""id":"new""#) && !line.contains("9007199254740993"), "{line}");
}

#[test]
fn members_of_the_collection_stay_and_two_lists_of_features_are_one() {
    let text = r#"{"name":"đo","type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[{"type":"Feature","properties":null,"geometry":null}],"xy_coordinate_resolution":1e-07,"features":[{"type":"Feature","id":"k","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}],"planmap":{"format":9,"later":[1.50]}}"#;
    let document = Document::read(text.as_bytes()).unwrap();
    assert_eq!((document.set.len(), document.unplaced.len()), (1, 1));
    let written = String::from_utf8(document.write()).unwrap();
    for kept in
        [r#""name":"đo""#, r#""xy_coordinate_resolution":1e-07"#, "CRS84", r#""later":[1.50]"#]
    {
        assert!(written.contains(kept), "{kept}: {written}");
    }
    assert!(written.find("null,\"geometry\":null").unwrap() < written.find("\"k\"").unwrap());
}

#[test]
fn a_program_that_writes_our_member_as_text_loses_nothing() {
    let own = canonical(&pin("1", "một"));
    let packed = own.replace(
        r#""planmap":{"kind":"pin","status":"open"}"#,
        r#""planmap":"{ \"kind\": \"pin\", \"status\": \"closed\" }""#,
    );
    assert_ne!(own, packed);
    assert_eq!(read(&packed).status, Status::Closed);
}

fn canonical(a: &Annotation) -> String {
    feature_line(&Annotation { members: Members::default(), ..a.clone() })
}

proptest! {
    /// Any field of a foreign feature may be edited to anything: it is read back so, and members
    /// that no field says stay.
    #[test]
    fn an_edited_foreign_feature_says_what_was_edited(to in any_annotation(), which in 0..512u32) {
        let mut edited = read(SURVEYED);
        let picks = |bit: u32| which & (1 << bit) != 0;
        if picks(0) { edited.title.clone_from(&to.title); }
        if picks(1) { edited.body.clone_from(&to.body); }
        if picks(2) { edited.status = to.status; }
        if picks(3) { edited.style = to.style; }
        if picks(4) { edited.shape.clone_from(&to.shape); }
        if picks(5) { edited.replies.clone_from(&to.replies); }
        if picks(6) { edited.about.clone_from(&to.about); }
        if picks(7) { edited.order = to.order; }
        if picks(8) { edited.style.colour = to.style.colour; }
        let line = feature_line(&edited);
        let back = read(&line);
        prop_assert_eq!(&feature_line(&back), &line);
        let kept = [r#""n":12345678901234567890123"#, r#""when":{"start":"2026"}"#];
        prop_assert!(kept.iter().all(|text| line.contains(text)), "{}", line);
        let bare = |a: Annotation| Annotation { members: Members::default(), ..a };
        prop_assert_eq!(bare(back), bare(edited));
    }
}
