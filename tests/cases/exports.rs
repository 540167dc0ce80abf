//! Exports stay well formed and true whatever the texts and colours are.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use lopdf::Document;

use crate::surroundings::{case, has_program};

/// A title that no XML may hold as it stands.
const TITLE: &str = "A\u{b}B\u{3}<&>";

/// What a reader finds in its place.
const SHOWN: &str = "A B\u{fffd}<&>";

fn export(arguments: &[&str], output: &Path) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let result = Command::new(env!("CARGO_BIN_EXE_planmap"))
        .env("PLANMAP_CACHE", "")
        .env("PLANMAP_RECOVERY", folder.path())
        .arg("export")
        .args(arguments)
        .arg("-o")
        .arg(output)
        .output()
        .unwrap();
    assert_ne!(result.status.code(), Some(2), "{}", String::from_utf8_lossy(&result.stderr));
    result
}

/// All texts of an SVG, which has to be XML.
fn svg_texts(path: &Path) -> Vec<String> {
    let written = std::fs::read_to_string(path).unwrap();
    let document =
        roxmltree::Document::parse(&written).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let texts =
        document.descendants().filter(|n| n.has_tag_name("text") || n.has_tag_name("title"));
    texts.map(|n| n.text().unwrap_or_default().to_owned()).collect()
}

/// Points with these names, 60 m apart, as a file of annotations: on paper each stands in the list.
fn annotations(folder: &Path, names: &[&str]) -> PathBuf {
    let features: Vec<serde_json::Value> = names
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let position = [103.9 + 6e-4 * i as f64, 21.3];
            serde_json::json!({ "type": "Feature", "properties": { "title": name, "description": name },
                "geometry": { "type": "Point", "coordinates": position } })
        })
        .collect();
    let path = folder.join("notes.geojson");
    let document = serde_json::json!({ "type": "FeatureCollection", "features": features });
    std::fs::write(&path, document.to_string()).unwrap();
    path
}

#[test]
fn case_12_every_export_is_well_formed() {
    let Some(folder) = case("12-control-characters") else { return };
    let names = folder.join("names.geojson");
    let out = tempfile::tempdir().unwrap();
    let svg = out.path().join("names.svg");
    export(&[names.to_str().unwrap(), "--title", TITLE, "--scale", "2000"], &svg);
    let texts = svg_texts(&svg);
    assert!(texts.iter().any(|t| t.contains(SHOWN)), "{texts:?}");
    let pdf = out.path().join("names.pdf");
    export(&[names.to_str().unwrap(), "--title", TITLE, "--scale", "2000"], &pdf);
    assert_pdf_is_well_formed(&pdf);
}

#[test]
fn texts_that_look_like_markup_stay_texts_in_svg_and_pdf() {
    let out = tempfile::tempdir().unwrap();
    let markup = "<b>Lô & \"A\"</b><script>alert(1)</script>]]>";
    let notes = annotations(out.path(), &[TITLE, markup, "thử\u{b}\u{3}\0\u{fffe} hết"]);
    let notes = notes.to_str().unwrap();
    let arguments =
        ["--annotations", notes, "--center", "103.9006,21.3", "--scale", "2000", "--title", TITLE];
    for lang in ["vi", "en"] {
        let svg = out.path().join(format!("{lang}.svg"));
        export(&[&arguments[..], &["--lang", lang]].concat(), &svg);
        let said = svg_texts(&svg).join(" ");
        assert!(said.contains(SHOWN), "{said}");
        assert!(said.replace(' ', "").contains(&markup.replace(' ', "")), "{said}");
        assert!(said.contains("thử \u{fffd}\u{fffd}\u{fffd} hết"), "{said}");
        let pdf = out.path().join(format!("{lang}.pdf"));
        export(&[&arguments[..], &["--lang", lang]].concat(), &pdf);
        assert_pdf_is_well_formed(&pdf);
        if has_program("pdftotext", "texts of a PDF") {
            let text = Command::new("pdftotext").arg(&pdf).arg("-").output().unwrap();
            let text = String::from_utf8_lossy(&text.stdout).into_owned();
            assert!(text.contains("<script>alert(1)</script>]]>"), "{text}");
            assert!(!text.contains('\u{3}') && !text.contains('\0'), "{text:?}");
        }
    }
}

/// Whether the file and the description in it (XMP, which is XML) can be read.
fn assert_pdf_is_well_formed(path: &Path) {
    let document = Document::load(path).unwrap();
    let catalogue = document.catalog().unwrap();
    let (_, metadata) = document.dereference(catalogue.get(b"Metadata").unwrap()).unwrap();
    let stream = metadata.as_stream().unwrap();
    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let xmp = String::from_utf8(content).unwrap();
    let parsed = roxmltree::Document::parse(&xmp)
        .unwrap_or_else(|e| panic!("{}: {e}: {xmp}", path.display()));
    assert!(
        parsed.descendants().any(|n| n.text().is_some_and(|t| t.contains("A B\u{fffd}"))),
        "{xmp}"
    );
}
