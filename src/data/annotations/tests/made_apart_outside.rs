//! Copies that another program edited: it may have kept the history, or dropped it.

use planmap_core::annotation::Field;

use super::*;

/// A file with a past: three pins, of which the first was renamed later.
fn office() -> (Document, Document) {
    let dated = |id: &str, minute: u32, title: &str| Annotation {
        created: format!("2026-11-23T08:{minute:02}:00Z"),
        author: "Lan".into(),
        ..pin(id, title)
    };
    let first = set([dated("1", 1, "một"), dated("2", 2, "hai"), dated("3", 3, "ba")]);
    let mut copied = Document { set: Arc::clone(&first), ..Document::default() };
    copied.versions.push(&AnnotationSet::default(), &first, TIME);
    let mut ours = copied.clone();
    ours.set = set([
        dated("1", 1, "một, sửa ở văn phòng"),
        dated("3", 3, "ba"),
        dated("4", 9, "mới ở văn phòng"),
    ]);
    ours.versions.push(&first, &ours.set, TIME);
    (copied, ours)
}

/// The copy after another program has renamed the third pin, deleted nothing and drawn one more.
fn edited_outside(copied: &Document, keeps_history: bool, keeps_own: bool) -> Document {
    let text = String::from_utf8(copied.write()).unwrap();
    let text = text.replace(r#""title":"ba""#, r#""title":"ba, sửa ngoài thực địa""#);
    let drawn = r#"{"type":"Feature","properties":{"title":"vẽ thêm"},"geometry":{"type":"Point","coordinates":[103.95,21.35]}}"#;
    let mut text = text.replacen("\"features\":[", &format!("\"features\":[{drawn},"), 1);
    if !keeps_history {
        let end = text.rfind("],\n\"planmap\"").unwrap();
        text.truncate(end);
        text.push_str("]}");
    }
    if !keeps_own {
        while let Some(start) = text.find(",\"planmap\":{\"kind\"") {
            let end = start + text[start..].find('}').unwrap() + 1;
            text.replace_range(start..end, "");
        }
    }
    Document::read(text.as_bytes()).unwrap()
}

fn titles(set: &AnnotationSet) -> Vec<String> {
    let mut out: Vec<String> = set.iter().map(|a| a.title.clone()).collect();
    out.sort();
    out
}

#[test]
fn what_one_side_changed_is_no_conflict_with_or_without_history() {
    let (copied, ours) = office();
    for (keeps_history, keeps_own) in [(true, true), (false, true), (true, false), (false, false)] {
        let theirs = edited_outside(&copied, keeps_history, keeps_own);
        for (a, b) in [(&ours, &theirs), (&theirs, &ours)] {
            let (document, merged) = merge_documents(a, b, TIME);
            let about_words: Vec<_> =
                merged.conflicts.iter().filter(|c| c.fields != [Field::Existence]).collect();
            assert!(
                about_words.is_empty(),
                "history {keeps_history}, own {keeps_own}: {about_words:?}"
            );
            let told = titles(&document.set);
            for title in
                ["ba, sửa ngoài thực địa", "một, sửa ở văn phòng", "mới ở văn phòng", "vẽ thêm"]
            {
                assert!(told.iter().any(|t| t == title), "{title}: {told:?}");
            }
            assert!(!told.iter().any(|t| t == "một" || t == "ba"), "{told:?}");
            assert!(
                document.set.iter().filter(|a| a.title != "vẽ thêm").all(|a| a.author == "Lan")
            );
            // The second pin was deleted in the office and left alone outside.
            let second = merged.conflicts.iter().find(|c| c.id.as_str() == "2");
            if keeps_history {
                assert!(second.is_none() && !told.iter().any(|t| t == "hai"), "it stays deleted");
            } else {
                assert_eq!(
                    second.map(|c| &c.fields[..]),
                    Some(&[Field::Existence][..]),
                    "it is asked about"
                );
                assert_eq!(merged.conflicts.len(), 1, "and nothing else: {:?}", merged.conflicts);
            }
        }
    }
}

#[test]
fn what_was_deleted_outside_does_not_come_back_in_silence() {
    let (copied, ours) = office();
    let mut theirs = edited_outside(&copied, false, true);
    Arc::make_mut(&mut theirs.set).apply(&Edit::one(Change::Remove(AnnotationId::new("1"))));
    let (_, merged) = merge_documents(&ours, &theirs, TIME);
    let asked: Vec<&str> = merged.conflicts.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(asked, ["1", "2"], "one was deleted outside, one in the office");
    let mut kept_history = edited_outside(&copied, true, true);
    Arc::make_mut(&mut kept_history.set).apply(&Edit::one(Change::Remove(AnnotationId::new("3"))));
    let (document, merged) = merge_documents(&ours, &kept_history, TIME);
    assert!(merged.conflicts.is_empty() && document.set.get(&AnnotationId::new("3")).is_none());
}

#[test]
fn files_of_other_programs_without_any_history_are_asked_about() {
    let point = |id: u32, title: &str| {
        format!(
            r#"{{"type":"Feature","id":{id},"properties":{{"title":"{title}"}},"geometry":{{"type":"Point","coordinates":[103.9,21.3]}}}}"#
        )
    };
    let file = |list: &[String]| {
        Document::read(
            format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, list.join(",")).as_bytes(),
        )
        .unwrap()
    };
    let ours = file(&[point(1, "a"), point(2, "b")]);
    let theirs = file(&[point(1, "a"), point(3, "c")]);
    let (document, merged) = merge_documents(&ours, &theirs, TIME);
    assert_eq!((document.set.len(), merged.conflicts.len()), (3, 2));
    let known = Ancestry { base: (*ours.set).clone(), ..Ancestry::default() };
    let (document, merged) = merge_documents_from(&known, &ours, &theirs, TIME);
    assert!(merged.conflicts.is_empty());
    assert_eq!(titles(&document.set), ["a", "c"], "2 was deleted since the base");
}

#[test]
fn a_file_saved_by_another_program_is_kept_before_it_is_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let (file, recovery) = (dir.path().join("notes.geojson"), dir.path().join("recovery"));
    let foreign = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"title":"x"},"geometry":{"type":"Point","coordinates":[103.9,21.3]}}]}"#;
    std::fs::write(&file, foreign).unwrap();
    let mut opened = open(&file, &recovery);
    assert_eq!(opened.store.take_kept_original(), None, "looking keeps nothing");
    let mut edited = (*opened.document.set).clone();
    edited.extend([pin("2", "mới")]);
    opened.store.save(&Arc::new(edited.clone()), TIME).unwrap();
    let copy = opened.store.take_kept_original().unwrap();
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), foreign);
    edited.extend([pin("3", "nữa")]);
    opened.store.save(&Arc::new(edited), TIME).unwrap();
    assert_eq!(opened.store.take_kept_original(), None, "once is enough");
    assert_eq!(
        std::fs::read_dir(dir.path())
            .unwrap()
            .filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|x| x == "geojson"))
            .count(),
        2
    );
}
