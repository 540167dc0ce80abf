//! Annotation files of other programs: what is not understood comes back as it was.

use std::path::{Path, PathBuf};

use planmap_core::annotation::Annotation;
use planmap_core::legend::Rgb;
use planmap_data::annotations::Document;
use serde_json::Value;

use super::planmap_json;
use crate::exact_json::{Exact, features_of, member};
use crate::surroundings::{case, has_program};

/// A case's file as it is and as `planmap merge FILE FILE` writes it.
struct RoundTrip {
    before: Exact,
    after: Exact,
    document: Document,
    report: Value,
    _folder: tempfile::TempDir,
}

fn round_trip(path: &Path) -> RoundTrip {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.geojson");
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (report, status) = planmap_json(&["merge", &text(path), &text(path), "-o", &text(&out)]);
    assert_eq!(status, 0, "{report}");
    let read = |path: &Path| Exact::parse(&std::fs::read_to_string(path).unwrap());
    let (before, after) = (read(path), read(&out));
    let document = Document::read(&std::fs::read(&out).unwrap()).unwrap();
    RoundTrip { before, after, document, report, _folder: folder }
}

impl RoundTrip {
    /// Each feature of the file equals the one in its place after saving, but for what the program
    /// must add: an id where there was none, and its own member.
    fn assert_features_kept(&self) {
        let (before, after) = (features_of(&self.before), features_of(&self.after));
        assert_eq!(before.len(), after.len());
        for (old, new) in before.iter().zip(&after) {
            assert_eq!(new.without_added(old), **old);
        }
    }

    fn titled(&self, title: &str) -> &Annotation {
        self.document
            .set
            .iter()
            .find(|a| a.title == title)
            .unwrap_or_else(|| panic!("no annotation {title}"))
    }
}

fn assert_close(found: f32, expected: f32, what: &str) {
    assert!((found - expected).abs() < 0.005, "{what}: {found}, expected {expected}");
}

#[test]
fn case_06_ids_null_repeated_and_mixed_come_back() {
    let Some(folder) = case("06-ids-null-repeated-mixed") else { return };
    let trip = round_trip(&folder.join("annotations.geojson"));
    assert_eq!(trip.report["annotations"], 10);
    assert_eq!(
        (&trip.report["added"], &trip.report["changed"]),
        (&Value::from(0), &Value::from(0))
    );
    for n in 1..=10 {
        let title = format!("Ghi chú {n}");
        assert_eq!(trip.document.set.iter().filter(|a| a.title == title).count(), 1, "{title}");
    }
    trip.assert_features_kept();
    let ids: Vec<String> = features_of(&trip.after)
        .iter()
        .filter_map(|f| member(f, "id").map(Exact::to_string))
        .collect();
    for id in ["1", "2.0", "\"001\"", "9007199254740993"] {
        assert_eq!(ids.iter().filter(|found| *found == id).count(), 1, "{id}: {ids:?}");
    }
}

#[test]
fn case_30_unusual_colours_are_drawn_and_kept() {
    let Some(folder) = case("30-simplestyle-unusual-colours") else { return };
    let trip = round_trip(&folder.join("styles.geojson"));
    assert_eq!(trip.document.set.len(), 14);
    trip.assert_features_kept();
    let style = |n: u32| trip.titled(&format!("Kiểu {n}")).style;
    let red = Rgb(255, 0, 0);
    assert_eq!((style(1).colour, style(1).fill), (red, Some(Rgb(0x46, 0x82, 0xb4))));
    assert_eq!((style(2).colour, style(2).fill), (red, Some(Rgb(0, 128, 0))));
    assert_close(style(2).fill_opacity, 0.25, "2");
    assert_eq!((style(3).colour, style(3).fill), (red, Some(Rgb(0, 0xaa, 0))));
    assert_eq!((style(4).colour, style(4).fill), (red, Some(Rgb(0, 255, 0))));
    assert_close(style(4).opacity, 0.5, "4, the line");
    assert_close(style(4).fill_opacity, 0.53, "4, the inside");
    assert_eq!((style(5).colour, style(5).fill), (red, Some(Rgb(0, 255, 0))));
    assert_close(style(6).width, 3.0, "6");
    assert_close(style(6).opacity, 0.5, "6");
    assert_close(style(6).fill_opacity, 0.25, "6");
    assert_close(style(7).width, 2.0, "7");
    assert_close(style(7).fill_opacity, 0.5, "7");
    // The standard of simplestyle where a feature says nothing that is understood.
    let standard = (Rgb(0x55, 0x55, 0x55), Some(Rgb(0x55, 0x55, 0x55)));
    for n in [8, 11] {
        assert_eq!((style(n).colour, style(n).fill), standard, "{n}");
        assert_close(style(n).width, 2.0, "the standard width");
        assert_close(style(n).fill_opacity, 0.6, "the standard opacity of an inside");
    }
    assert_eq!((style(9).colour, style(9).fill), (Rgb(0, 0, 255), None));
    assert_eq!((style(10).colour, style(10).fill), (standard.0, None));
    assert_eq!(style(12).fill, Some(red));
    assert_close(style(12).fill_opacity, 0.0, "12");
    assert_close(style(12).width, 0.0, "12");
    assert_eq!(trip.titled("Ghim").style.colour, Rgb(0, 128, 0));
    assert_eq!(trip.titled("Ghim 2").style.colour, Rgb(0xff, 0xaa, 0));
}

#[test]
fn case_31_heights_and_foreign_members_come_back() {
    let Some(folder) = case("31-heights-and-foreign-members-kept") else { return };
    let path = folder.join("survey.geojson");
    let trip = round_trip(&path);
    assert_eq!((trip.document.set.len(), trip.document.unplaced.len()), (7, 1));
    assert_eq!(trip.report["unplaced"], serde_json::json!(["Chưa có vị trí"]), "it is listed");
    trip.assert_features_kept();
    for key in ["name", "crs", "xy_coordinate_resolution"] {
        assert_eq!(member(&trip.after, key), member(&trip.before, key), "{key}");
    }
    // A vertex of the plot is moved, the first point gets another title.
    let mut document = Document::read(&std::fs::read(&path).unwrap()).unwrap();
    let plot = document.set.iter().find(|a| a.title == "Lô đo máy").unwrap();
    let mut moved = (**plot).clone();
    moved.shape =
        moved.shape.with_vertex(2, planmap_core::crs::GeoPoint::new(103.9005, 21.301)).unwrap();
    let mut renamed = (**document.set.iter().find(|a| a.title == "Mốc GPS").unwrap()).clone();
    renamed.title = "Mốc GPS 1".into();
    std::sync::Arc::make_mut(&mut document.set).extend([moved, renamed]);
    let written = Exact::parse(std::str::from_utf8(&document.write()).unwrap());
    let coordinates = |n: usize| {
        let geometry = member(features_of(&written)[n], "geometry").unwrap().clone();
        member(&geometry, "coordinates").unwrap().to_string()
    };
    assert_eq!(coordinates(0), "[103.9,21.3,612.347]");
    let expected = "[[[103.9,21.30045154,610.0],[103.90038536,21.30045154,610.5],[103.9005,21.301,611.0],\
                    [103.9,21.30081277,611.5],[103.9,21.30045154,612.0]]]";
    assert_eq!(coordinates(2), expected);
}

#[test]
fn case_33_titles_and_descriptions_that_are_no_text_are_read_and_kept() {
    let Some(folder) = case("33-title-and-description-not-text") else { return };
    let path = folder.join("from-togeojson.geojson");
    let trip = round_trip(&path);
    assert_eq!(trip.document.set.len(), 5);
    trip.assert_features_kept();
    let read = |id: &str| trip.document.set.iter().find(|a| a.id.as_str() == id).unwrap();
    let d1 = read("d1");
    assert_eq!(d1.title, "Cột mốc 12");
    assert_eq!(d1.body.lines().collect::<Vec<_>>(), ["Mốc 12", "Cao độ: 612 m", "Ngày 01/11"]);
    assert!(read("d2").title.contains("Chợ đêm"), "{}", read("d2").title);
    assert_eq!(read("d2").body.lines().collect::<Vec<_>>(), ["dòng 1", "dòng 2"]);
    assert_eq!((read("d3").title.as_str(), read("d3").body.as_str()), ("12", "true"));
    assert_eq!((read("d4").title.as_str(), read("d4").body.as_str()), ("", ""));
    assert!(read("d5").body.contains("<img src=x onerror=alert(1)>"), "shown as plain text");
    // Whoever edits one makes a text of it, of that one only.
    let mut edited = (**read("d2")).clone();
    edited.title = "Chợ đêm mới".into();
    let mut document = trip.document.clone();
    std::sync::Arc::make_mut(&mut document.set).extend([edited]);
    let written = Exact::parse(std::str::from_utf8(&document.write()).unwrap());
    for (n, (old, new)) in features_of(&trip.before).iter().zip(features_of(&written)).enumerate() {
        let of = |feature: &Exact, key: &str| {
            member(member(feature, "properties").unwrap(), key).cloned()
        };
        assert_eq!(of(new, "description"), of(old, "description"));
        if n == 1 {
            assert_eq!(of(new, "title").unwrap().to_string(), "\"Chợ đêm mới\"");
        } else {
            assert_eq!(of(new, "title"), of(old, "title"));
        }
    }
}

/// What of the ground a sheet of case 28 shows: west, south, east, north.
const EXTENT: &str = "103.897,21.298,103.909,21.307";
/// Colours on white by source-over compositing, by hand: the overlap, red alone, blue alone.
const COLOURS: [([f64; 2], [u8; 3]); 3] = [
    ([103.9028902, 21.30180616], [128, 0, 128]),
    ([103.904817, 21.30180616], [255, 128, 128]),
    ([103.9009634, 21.30045154], [0, 0, 255]),
];

/// A sheet of annotations over an empty map.
fn sheet(annotations: &Path, folder: &Path, extension: &str) -> (PathBuf, Value) {
    let out = folder.join(format!("sheet.{extension}"));
    let empty = folder.join("empty.geojson");
    let corner = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[103.89,21.29]}}]}"#;
    std::fs::write(&empty, corner).unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let paths = [text(&empty), text(annotations), text(&out)];
    let [empty, annotations, path] = &paths;
    let options = ["--extent", EXTENT, "--sheet", "a4-landscape", "--dpi", "100"];
    let (report, status) = planmap_json(
        &[&["export", empty, "--annotations", annotations, "-o", path], &options[..]].concat(),
    );
    assert_eq!(status, 0, "{report}");
    (out, report)
}

/// Asserts the colours of case 28 on a picture of the whole sheet.
fn assert_colours(picture: &Path, report: &Value, what: &str) {
    let picture = image::open(picture).unwrap().to_rgb8();
    let list = |key: &str| -> Vec<f64> {
        report[key].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
    };
    let (frame, extent, paper) = (list("frame_mm"), list("extent"), list("sheet_mm"));
    for (place, expected) in COLOURS {
        // Within a kilometre, degrees grow along the frame as the metres do: the areas reach tens of
        // metres around each place.
        let along = (place[0] - extent[0]) / (extent[2] - extent[0]);
        let down = (extent[3] - place[1]) / (extent[3] - extent[1]);
        let x_mm = frame[0] + along * (frame[2] - frame[0]);
        let y_mm = frame[1] + down * (frame[3] - frame[1]);
        let x = (x_mm / paper[0] * f64::from(picture.width())) as u32;
        let y = (y_mm / paper[1] * f64::from(picture.height())) as u32;
        let found = picture.get_pixel(x, y).0;
        let is_near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 3);
        assert!(is_near, "{what} at {place:?}: {found:?}, expected {expected:?}");
    }
}

fn run(name: &str, arguments: &[&str]) -> Option<String> {
    if !has_program(name, "case_28_half_transparent_areas_in_pdf_svg_and_png") {
        return None;
    }
    let output = std::process::Command::new(name).args(arguments).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn case_28_half_transparent_areas_in_pdf_svg_and_png() {
    let Some(case) = case("28-transparent-area-in-pdf") else { return };
    let annotations = case.join("annotations.geojson");
    let folder = tempfile::tempdir().unwrap();
    let (png, report) = sheet(&annotations, folder.path(), "png");
    assert_colours(&png, &report, "PNG");

    let (svg, _) = sheet(&annotations, folder.path(), "svg");
    let svg = std::fs::read_to_string(svg).unwrap();
    assert!(svg.contains("fill=\"#ff0000\" fill-opacity=\"0.5\""), "half transparent paths");
    assert!(!svg.contains("<image"));

    let (pdf, report) = sheet(&annotations, folder.path(), "pdf");
    assert!(std::fs::metadata(&pdf).unwrap().len() < 300_000);
    let document = lopdf::Document::load(&pdf).unwrap();
    let opacities: Vec<f32> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"ca").ok()?.as_float().ok())
        .collect();
    assert!(opacities.contains(&0.5), "{opacities:?}");
    let path = pdf.to_str().unwrap();
    if let Some(images) = run("pdfimages", &["-list", path]) {
        assert_eq!(images.lines().count(), 2, "no picture at all: {images}");
    }
    if let Some(text) = run("pdftotext", &["-layout", path, "-"]) {
        let text: String = unicode_normalization::UnicodeNormalization::nfc(text.chars()).collect();
        assert!(text.contains("đỏ nửa trong") && text.contains("103°54"), "{text}");
    }
    let stem = folder.path().join("page");
    if run("pdftoppm", &["-r", "100", "-png", "-singlefile", path, stem.to_str().unwrap()])
        .is_some()
    {
        assert_colours(&stem.with_extension("png"), &report, "PDF as poppler draws it");
    }
}
