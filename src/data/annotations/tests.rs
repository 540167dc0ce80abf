//! Round trips, versions, journals and what happens to them when the disk or another program fails.
#![allow(clippy::unwrap_used, clippy::panic)]

mod made_apart_outside;
mod of_other_programs;

use std::path::Path;
use std::sync::Arc;

use planmap_core::annotation::{
    Annotation, AnnotationId, AnnotationSet, Change, Dash, Edit, FeatureRef, Field, Kind, Reply,
    Shape, Status, Style,
};
use planmap_core::crs::GeoPoint;
use planmap_core::legend::Rgb;
use proptest::prelude::*;

use super::*;

const TIME: &str = "2026-11-23T08:00:00Z";

fn pin(id: &str, title: &str) -> Annotation {
    let at = GeoPoint::new(103.914_4, 21.327);
    Annotation {
        title: title.into(),
        ..Annotation::new(AnnotationId::new(id), Shape::at(Kind::Pin, at))
    }
}

fn set(list: impl IntoIterator<Item = Annotation>) -> Arc<AnnotationSet> {
    Arc::new(list.into_iter().collect())
}

fn any_annotation() -> impl Strategy<Value = Annotation> {
    let place = (103.0..105.0f64, 20.0..22.0f64).prop_map(|(lon, lat)| GeoPoint::new(lon, lat));
    let shape = (0..Kind::ALL.len(), prop::collection::vec(place, 3..7), 0.1..9e3f64).prop_map(
        |(kind, points, r)| {
            let kind = Kind::ALL[kind];
            match kind {
                Kind::Pin | Kind::Text => Shape::at(kind, points[0]),
                Kind::Callout => {
                    let rounded = Shape::at(kind, points[1]);
                    let geo::Geometry::Point(p) = rounded.geometry else { unreachable!() };
                    Shape {
                        label_at: Some(GeoPoint::new(p.x(), p.y())),
                        ..Shape::at(kind, points[0])
                    }
                }
                Kind::Circle => Shape::circle(points[0], r),
                _ => Shape::along(kind, &points),
            }
        },
    );
    let style = (any::<[u8; 3]>(), 0..1001u32, 0..3usize, any::<bool>(), 4..60u32).prop_map(
        |(c, w, d, filled, size)| {
            let rgb = Rgb(c[0], c[1], c[2]);
            Style {
                colour: rgb,
                opacity: w as f32 / 1000.0,
                width: w as f32 / 100.0,
                dash: Dash::ALL[d],
                fill: filled.then_some(Rgb(c[2], c[0], c[1])),
                fill_opacity: (w / 2) as f32 / 1000.0,
                font_size: size as f32,
            }
        },
    );
    let words = "[a-zA-Zà-ỹ \"\\\\\n\u{0}-\u{1f}]{0,12}";
    (any::<u32>(), shape, style, words, words, 0..3usize, any::<bool>()).prop_map(
        |(id, shape, style, title, body, status, more)| Annotation {
            style,
            title,
            body: body.clone(),
            author: "Lò Văn A".into(),
            created: TIME.into(),
            modified: TIME.into(),
            status: Status::ALL[status],
            replies: if more {
                vec![Reply { id: "r1".into(), author: "B".into(), time: TIME.into(), body }]
            } else {
                Vec::new()
            },
            about: more.then(|| FeatureRef {
                layer: "general".into(),
                number: id,
                label: "A28-16".into(),
            }),
            order: i64::from(id % 7) - 3,
            locked: more,
            ..Annotation::new(AnnotationId::new(&format!("{id:08x}")), shape)
        },
    )
}

proptest! {
    #[test]
    fn every_annotation_comes_back_as_it_was(list in prop::collection::vec(any_annotation(), 0..8)) {
        let document = Document { set: set(list), ..Document::default() };
        let bytes = document.write();
        let back = Document::read(&bytes).unwrap();
        prop_assert_eq!(&back, &document);
        prop_assert_eq!(back.write(), bytes);
    }

    #[test]
    fn a_replayed_journal_equals_the_live_state(
        first in prop::collection::vec(any_annotation(), 0..4),
        edits in prop::collection::vec(prop::collection::vec(any_annotation(), 1..3), 1..12),
        removed in any::<prop::sample::Index>(), hurt in prop::option::of((any::<prop::sample::Index>(), 1..255u8)),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("notes.geojson");
        let base = Document { set: set(first), ..Document::default() };
        let mut live = (*base.set).clone();
        let path = dir.path().join("1.journal");
        let mut journal = Journal::create(&path, &file, &base.write(), TIME).unwrap();
        let mut edits: Vec<Edit> = edits.into_iter().map(Edit::put).collect();
        let Change::Put(gone) = edits[removed.index(edits.len())].changes[0].clone() else { unreachable!() };
        edits.push(Edit::one(Change::Remove(gone.id.clone())));
        let mut states = vec![live.clone()];
        for edit in &edits {
            journal.append([edit], TIME).unwrap();
            live.apply(edit);
            states.push(live.clone());
        }
        let mut bytes = std::fs::read(&path).unwrap();
        let whole = replay(&bytes);
        prop_assert_eq!(whole.file.as_deref(), Some(file.as_path()));
        prop_assert!(whole.damage.is_none());
        let mut again = (*Document::read(&whole.base).unwrap().set).clone();
        whole.edits.iter().for_each(|(_, e)| { again.apply(e); });
        prop_assert_eq!(&again, &live);
        // Cut or hurt anywhere, it gives the edits before the damage and says that there is more.
        if let Some((at, flip)) = hurt {
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            let damaged = replay(&bytes);
            prop_assert!(damaged.damage.is_some());
            prop_assert!(damaged.edits.len() < whole.edits.len() || at >= bytes.len() - 8, "only the end mark");
            prop_assert_eq!(&damaged.edits[..], &whole.edits[..damaged.edits.len()]);
            bytes[at] ^= flip;
            let cut = replay(&bytes[..at]);
            prop_assert!(cut.damage.is_some(), "cut at {}", at);
            prop_assert_eq!(&cut.edits[..], &whole.edits[..cut.edits.len()]);
        }
    }
}

#[test]
fn a_file_of_geojson_io_keeps_its_colours_and_everything_unknown() {
    let text = r##"{"type":"FeatureCollection","name":"khảo sát","features":[
{"type":"Feature","properties":{"title":"Chợ","marker-color":"#F00","marker-symbol":"shop","stroke":"#123456","n":7},"geometry":{"type":"Point","coordinates":[103.9,21.3]},"bbox":[1,2,3,4]},
{"type":"Feature","id":5,"properties":{"stroke":"#00ff00","stroke-width":4.5,"stroke-opacity":0.5,"fill":"#0000ff","fill-opacity":0.25},"geometry":{"type":"Polygon","coordinates":[[[103.9,21.3],[103.91,21.3],[103.91,21.31],[103.9,21.3]]]}},
{"type":"Feature","properties":null,"geometry":null},
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[103.9,21.3],[103.91,21.3]]}}
]}"##;
    let document = Document::read(text.as_bytes()).unwrap();
    assert_eq!(document.set.len(), 3);
    let find = |kind: Kind| document.set.iter().find(|a| a.shape.kind == kind).unwrap();
    let point = find(Kind::Pin);
    assert_eq!((point.title.as_str(), point.style.colour), ("Chợ", Rgb(255, 0, 0)));
    let area = find(Kind::Polygon);
    assert_eq!((area.style.colour, area.style.fill), (Rgb(0, 255, 0), Some(Rgb(0, 0, 255))));
    assert!((area.style.width - 4.5).abs() < 1e-6 && (area.style.opacity - 0.5).abs() < 1e-6);
    assert_eq!(find(Kind::Line).style.colour, Rgb(0x55, 0x55, 0x55), "simplestyle's own default");
    let written = String::from_utf8(document.write()).unwrap();
    for kept in [
        r#""name":"khảo sát""#,
        r#""marker-symbol":"shop""#,
        r##""stroke":"#123456""##,
        r#""bbox":[1,2,3,4]"#,
        r#""n":7"#,
        r#""id":5"#,
        r#"{"type":"Feature","properties":null,"geometry":null}"#,
    ] {
        assert!(written.contains(kept), "{kept} is lost: {written}");
    }
    let again = Document::read(written.as_bytes()).unwrap();
    assert_eq!(again.write(), document.write(), "what was saved once is saved the same");
}

#[test]
fn a_change_touches_its_line_and_no_other() {
    let mut list: Vec<Annotation> = (0..50).map(|i| pin(&format!("{i:03}"), "t")).collect();
    let before = Document { set: set(list.clone()), ..Document::default() }.write();
    list[20].title = "đổi".into();
    let after = Document { set: set(list), ..Document::default() }.write();
    let lines = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (before, after) = (lines(&before), lines(&after));
    assert_eq!(before.len(), after.len());
    let changed: Vec<usize> = (0..before.len()).filter(|i| before[*i] != after[*i]).collect();
    assert_eq!(changed.len(), 2, "the annotation's and the one that names the version");
    assert!(before[changed[1]].starts_with("\"planmap\""));
}

#[test]
fn a_circle_that_another_program_moved_is_an_area() {
    let circle =
        Annotation::new(AnnotationId::new("c"), Shape::circle(GeoPoint::new(103.9, 21.3), 120.0));
    let line = feature_line(&circle);
    let document = format!(r#"{{"type":"FeatureCollection","features":[{line}]}}"#);
    let back = Document::read(document.as_bytes()).unwrap();
    assert_eq!(back.set.iter().next().unwrap().shape, circle.shape);
    let first = line.split("\"coordinates\":[[[").nth(1).unwrap().split(']').next().unwrap();
    let moved = Document::read(document.replace(first, "103.9,21.35").as_bytes()).unwrap();
    assert_eq!(moved.set.iter().next().unwrap().shape.kind, Kind::Polygon);
}

fn open(path: &Path, recovery: &Path) -> Opened {
    Store::open(path, Some(recovery), "test").unwrap()
}

#[test]
fn two_copies_find_what_they_have_in_common() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (dir.path().join("a.geojson"), dir.path().join("b.geojson"));
    let recovery = dir.path().join("recovery");
    let first = set([pin("1", "một"), pin("2", "hai"), pin("3", "ba")]);
    open(&a, &recovery).store.save(&first, TIME).unwrap();
    std::fs::copy(&a, &b).unwrap();
    let one = set([pin("1", "một đổi"), pin("2", "hai"), pin("4", "mới")]);
    open(&a, &recovery).store.save(&one, TIME).unwrap();
    let two = set([
        Annotation { body: "thêm".into(), ..pin("1", "một") },
        pin("2", "hai đổi"),
        pin("3", "ba"),
    ]);
    open(&b, &recovery).store.save(&two, TIME).unwrap();
    let read = |p: &Path| Document::read(&std::fs::read(p).unwrap()).unwrap();
    let (ours, theirs) = (read(&a), read(&b));
    assert_eq!(common_ancestor(&ours, &theirs).as_ref(), Some(&*first));
    let (document, merged) = merge_documents(&ours, &theirs, TIME);
    assert!(merged.conflicts.is_empty());
    let want = set([
        Annotation { body: "thêm".into(), ..pin("1", "một đổi") },
        pin("2", "hai đổi"),
        pin("4", "mới"),
    ]);
    assert_eq!(document.set, want, "3 was deleted by one and left alone by the other");
    // The other copy goes on; merged again, nothing is a conflict.
    let more = set([
        Annotation { body: "thêm nữa".into(), ..pin("1", "một") },
        pin("2", "hai đổi"),
        pin("3", "ba"),
    ]);
    open(&b, &recovery).store.save(&more, TIME).unwrap();
    for (x, y) in [(&document, &read(&b)), (&read(&b), &document)] {
        let (again, merged) = merge_documents(x, y, TIME);
        assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
        assert_eq!(again.set.get(&AnnotationId::new("1")).unwrap().body, "thêm nữa");
        assert!(again.set.get(&AnnotationId::new("3")).is_none());
    }
    let reread = Document::read(&document.write()).unwrap();
    assert_eq!(reread, document, "versions survive the file");
}

#[test]
fn copies_with_nothing_in_common_lose_nothing() {
    let ours = Document { set: set([pin("1", "a"), pin("2", "x")]), ..Document::default() };
    let theirs = Document { set: set([pin("2", "y"), pin("3", "b")]), ..Document::default() };
    assert_eq!(common_ancestor(&ours, &theirs), None);
    let (document, merged) = merge_documents(&ours, &theirs, TIME);
    assert_eq!(document.set.len(), 4, "both values of 2 are kept");
    let asked: Vec<(&str, &[Field])> =
        merged.conflicts.iter().map(|c| (c.id.as_str(), &c.fields[..])).collect();
    let existence: &[Field] = &[Field::Existence];
    let expected: [(&str, &[Field]); 3] =
        [("1", existence), ("2", &[Field::Title]), ("3", existence)];
    assert_eq!(asked, expected, "1 and 3 were perhaps deleted in the other copy");
    let strangers = Document { set: set([pin("8", "y"), pin("9", "b")]), ..Document::default() };
    let (document, merged) = merge_documents(&ours, &strangers, TIME);
    assert_eq!(
        (document.set.len(), merged.conflicts.len()),
        (4, 0),
        "files that share nothing are put together"
    );
}

#[test]
fn work_that_was_not_saved_is_found_and_put_aside() {
    let dir = tempfile::tempdir().unwrap();
    let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
    let mut store = open(&file, &recovery).store;
    store.save(&set([pin("1", "một")]), TIME).unwrap();
    store.append([&Edit::put([pin("2", "hai")])], TIME).unwrap();
    assert!(search(&recovery).is_empty(), "a running program's journal is nobody's business");
    drop(store);
    let listed = search(&recovery);
    assert_eq!((listed.len(), listed[0].edits, listed[0].last.as_str()), (1, 1, TIME));
    assert_eq!(listed[0].file, file.canonicalize().unwrap());
    let opened = open(&file, &recovery);
    let found = opened.found.unwrap();
    assert_eq!(opened.document.set.len(), 1, "nothing is restored unasked");
    assert_eq!(*found.merged.set.get(&AnnotationId::new("2")).unwrap().title, *"hai");
    found.put_aside().unwrap();
    drop(opened.store);
    assert!(open(&file, &recovery).found.is_none());
    let kept = std::fs::read_dir(found.journals[0].parent().unwrap().join("kept")).unwrap().count();
    assert_eq!(kept, 1, "the copy is kept");
}

#[test]
fn a_journal_whose_work_is_in_the_file_is_no_offer() {
    let dir = tempfile::tempdir().unwrap();
    let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
    let mut store = open(&file, &recovery).store;
    store.append([&Edit::put([pin("2", "hai")])], TIME).unwrap();
    let left = std::fs::read(store_journal(&recovery)).unwrap();
    let name = store_journal(&recovery);
    store.save(&set([pin("2", "hai")]), TIME).unwrap();
    drop(store);
    // As if the program had died between the file and the journal.
    std::fs::write(&name, left).unwrap();
    assert!(open(&file, &recovery).found.is_none());
    assert!(!name.exists());
}

fn store_journal(recovery: &Path) -> std::path::PathBuf {
    let folder = std::fs::read_dir(recovery).unwrap().next().unwrap().unwrap().path();
    recovery::journals(&folder).into_iter().next().unwrap()
}

#[test]
fn a_second_program_sees_who_has_the_file_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
    let mut first = Store::open(&file, Some(&recovery), "Lan").unwrap();
    // A file that nobody has written yet is locked by the first one who does.
    first.store.save(&set([pin("1", "x")]), TIME).unwrap();
    let mut second =
        Store::open(&file, Some(&dir.path().join("other-user")), "Minh").unwrap().store;
    assert_eq!(second.held_by(), Some("Lan"));
    let refused = second.save(&set([pin("1", "y")]), TIME).unwrap_err();
    assert_eq!(refused, SaveError::OpenElsewhere("Lan".into()));
    assert_eq!(second.append([], TIME), Err(SaveError::OpenElsewhere("Lan".into())));
    drop(first);
    assert_eq!(Store::open(&file, Some(&recovery), "Minh").unwrap().store.held_by(), None);
}

#[test]
fn a_file_that_changed_underneath_is_not_overwritten_but_merged() {
    let dir = tempfile::tempdir().unwrap();
    let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
    let mut store = open(&file, &recovery).store;
    store.save(&set([pin("1", "một")]), TIME).unwrap();
    let foreign = Document {
        set: set([pin("1", "một"), pin("9", "của người khác")]),
        ..Document::default()
    };
    std::fs::write(&file, foreign.write()).unwrap();
    let ours = set([pin("1", "một đổi")]);
    assert_eq!(store.save(&ours, TIME), Err(SaveError::ChangedUnderneath));
    assert_eq!(std::fs::read(&file).unwrap(), foreign.write());
    let merged = store.take_underneath(&ours, TIME).unwrap();
    assert!(merged.conflicts.is_empty());
    assert_eq!(
        store.save(&ours, TIME),
        Err(SaveError::ChangedUnderneath),
        "nobody has accepted it yet"
    );
    store.accept_underneath();
    store.save(&Arc::new(merged.set), TIME).unwrap();
    let now = Document::read(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(now.set, set([pin("1", "một đổi"), pin("9", "của người khác")]));
}

#[test]
fn a_vanished_folder_is_said_and_the_journal_still_works() {
    let dir = tempfile::tempdir().unwrap();
    let (place, recovery) = (dir.path().join("drive"), dir.path().join("recovery"));
    std::fs::create_dir(&place).unwrap();
    let file = place.join("notes.geojson");
    let mut store = open(&file, &recovery).store;
    std::fs::remove_dir_all(&place).unwrap();
    let work = set([pin("1", "một")]);
    assert_eq!(store.save(&work, TIME), Err(SaveError::FolderMissing));
    store.append([&Edit::put([pin("1", "một")])], TIME).unwrap();
    let elsewhere = dir.path().join("elsewhere.geojson");
    store.move_to(&elsewhere, Some(&recovery), "test").unwrap();
    store.save(&work, TIME).unwrap();
    assert_eq!(Document::read(&std::fs::read(&elsewhere).unwrap()).unwrap().set, work);
    drop(store);
    assert!(search(&recovery).is_empty(), "the journal went once the work was safe");
}
