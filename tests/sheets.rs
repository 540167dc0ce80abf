//! Maps on paper as others read them: measures in the PDF, its place on earth, its text.
//!
//! The PDF is read with a library that planmap does not write with. Checks that need GDAL, poppler
//! or qpdf are skipped with a notice where these are not installed.

use std::path::Path;
use std::process::Command;

use lopdf::{Dictionary, Document, Object};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::cli::planmap;
use crate::surroundings::has_program;

const MM_PT: f64 = 72.0 / 25.4;

/// Writes a sheet; gives what the program says of it.
fn export(file: &Path, args: &[&str]) -> Value {
    let file = file.to_str().unwrap();
    let output = planmap(&[&["export"], args, &["-o", file, "--json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn numbers(object: &Object) -> Vec<f64> {
    object.as_array().unwrap().iter().map(|n| n.as_float().map(f64::from).unwrap()).collect()
}

fn dictionary<'a>(document: &'a Document, of: &'a Dictionary, key: &[u8]) -> &'a Dictionary {
    let value = of.get(key).unwrap();
    document.dereference(value).unwrap().1.as_dict().unwrap()
}

/// Runs a reader; `None`, and told, where it is not installed.
fn tool(name: &str, args: &[&str]) -> Option<String> {
    let test = std::thread::current().name().unwrap_or("sheets").to_owned();
    if !has_program(name, &test) {
        return None;
    }
    let output = Command::new(name).args(args).output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{name}: {out}{}", String::from_utf8_lossy(&output.stderr));
    Some(out)
}

/// Two points 1,000 m apart at 1:10,000 are 100 mm apart on the page: by the page's own viewport,
/// whose corners are turned into metres of EPSG:9206 with PROJ.
#[test]
fn a_kilometre_is_ten_centimetres_on_a3_and_a0() {
    let dir = tempfile::tempdir().unwrap();
    for (paper, width_mm, height_mm) in [("a3", 420.0, 297.0), ("a0", 1189.0, 841.0)] {
        let file = dir.path().join(format!("{paper}.pdf"));
        let said =
            export(&file, &["--sheet", paper, "--center", "103.9144,21.3270", "--scale", "10000"]);
        let document = Document::load(&file).unwrap();
        let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
        let sheet = numbers(page.get(b"MediaBox").unwrap());
        assert!((sheet[2] / MM_PT - width_mm).abs() < 0.01, "{paper}: {sheet:?}");
        assert!((sheet[3] / MM_PT - height_mm).abs() < 0.01, "{paper}: {sheet:?}");
        let viewport = page.get(b"VP").unwrap().as_array().unwrap()[0].as_dict().unwrap();
        let on_page = numbers(viewport.get(b"BBox").unwrap());
        let measure = dictionary(&document, viewport, b"Measure");
        let system = dictionary(&document, measure, b"GCS");
        assert_eq!(system.get(b"EPSG").unwrap().as_i64().unwrap(), 9206);
        // The distance on the ground is that of the frame in the program's answer; the reader's
        // single precision is too coarse for degrees, which gdalinfo checks below.
        let ground: Vec<f64> =
            said["extent_map"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        for axis in [0, 1] {
            let page_mm = (on_page[axis + 2] - on_page[axis]) / MM_PT;
            let kilometre_mm = 1000.0 * page_mm / (ground[axis + 2] - ground[axis]);
            assert!((kilometre_mm - 100.0).abs() < 0.01, "{paper}: {kilometre_mm} mm");
        }
    }
}

#[test]
fn gdal_places_the_frame_to_the_millimetre() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("city.pdf");
    let said = export(&file, &["--center", "103.9144,21.3270", "--scale", "10000"]);
    let Some(info) = tool("gdalinfo", &["-json", file.to_str().unwrap()]) else { return };
    let info: Value = serde_json::from_str(&info).unwrap();
    assert!(
        info["coordinateSystem"]["wkt"].as_str().unwrap().contains("ID[\"EPSG\",9206]"),
        "{info}"
    );
    // What GDAL calls the neat line are the corners of the frame, with all the digits of the file.
    let line = info["metadata"][""]["NEATLINE"].as_str().unwrap();
    let line = line.trim_start_matches("POLYGON ((").trim_end_matches("))");
    let corners: Vec<[f64; 2]> = line
        .split(',')
        .map(|p| {
            let (x, y) = p.trim().split_once(' ').unwrap();
            [x.parse().unwrap(), y.parse().unwrap()]
        })
        .collect();
    let extent: Vec<f64> =
        said["extent_map"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    for (x, y) in [(0, 1), (0, 3), (2, 3), (2, 1)] {
        let off = |c: &[f64; 2]| (c[0] - extent[x]).hypot(c[1] - extent[y]);
        let nearest = corners.iter().map(off).fold(f64::INFINITY, f64::min);
        assert!(nearest < 0.001, "a corner is {nearest} m off: {line}");
    }
    // The whole page that it draws is cut into pixels; the frame's place on it is known in millimetres.
    let transform: Vec<f64> =
        info["geoTransform"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let frame: Vec<f64> =
        said["frame_mm"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let ground: Vec<f64> =
        said["extent_map"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let pixels = info["size"].as_array().unwrap();
    let pixel_mm = 420.0 / pixels[0].as_f64().unwrap();
    let west = transform[0] + transform[1] * frame[0] / pixel_mm;
    let north = transform[3] + transform[5] * frame[1] / pixel_mm;
    // A page of 420 mm has no whole number of GDAL's pixels: half of one is the bound.
    assert!((west - ground[0]).abs() < transform[1] && (north - ground[3]).abs() < transform[1]);
}

#[test]
fn readers_find_the_text_its_letters_and_no_picture() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("city.pdf");
    let path = file.to_str().unwrap();
    let title = "Sơ đồ định hướng phát triển không gian";
    export(&file, &["--title", title]);
    assert!(std::fs::metadata(&file).unwrap().len() < 3_000_000);
    if let Some(text) = tool("pdftotext", &["-layout", path, "-"]) {
        assert_eq!(text, text.nfc().collect::<String>());
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mark = "SƠ ĐỒ MINH HỌA – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ";
        for wanted in [
            "Chú giải",
            "Thành phố Sơn La",
            mark,
            "Trường mầm non, tiểu học, trung học",
            "Nhóm nhà ở",
        ] {
            assert!(words.to_lowercase().contains(&wanted.to_lowercase()), "{wanted} in {words}");
        }
        for word in title.split(' ') {
            assert!(words.contains(word), "{word} in {words}");
        }
    }
    if let Some(fonts) = tool("pdffonts", &[path]) {
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty());
        for row in rows {
            assert!(row.as_bytes()[6] == b'+' && row.matches("yes").count() >= 2, "{row}");
        }
    }
    if let Some(pictures) = tool("pdfimages", &["-list", path]) {
        assert_eq!(pictures.lines().count(), 2, "{pictures}");
    }
    let _ = tool("qpdf", &["--check", path]);
}

/// The whole city on A3: one page that leaves nothing out, drawn soon and small.
#[test]
fn a3_of_the_city_shows_every_class_and_the_sources() {
    let dir = tempfile::tempdir().unwrap();
    let said = export(&dir.path().join("city.pdf"), &[]);
    assert_eq!((&said["pages"], &said["scale"]), (&Value::from(1), &Value::from(150_000.0)));
    assert!(said["notes"].as_array().unwrap().is_empty(), "{}", said["notes"]);
    for item in ["legend", "sources", "note", "title-block", "scale-bar", "north-arrow"] {
        assert!(said["items"].as_array().unwrap().iter().any(|i| i == item), "{item}");
    }
}

/// What does not fit goes on over a second page, which the first says.
#[test]
fn a_legend_without_room_goes_on_over_the_next_page() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("city.pdf");
    let said = export(&file, &["--sheet", "a4"]);
    assert_eq!(said["pages"], 2);
    assert_eq!(Document::load(&file).unwrap().get_pages().len(), 2);
    assert_eq!(said["notes"].as_array().unwrap().len(), 1);
    let png = dir.path().join("city.png");
    let said = export(&png, &["--sheet", "a4", "--dpi", "40"]);
    assert!(png.is_file() && dir.path().join("city-02.png").is_file(), "{}", said["files"]);
}

/// Pins, lines and areas from a file of annotations are printed, and listed by number.
#[test]
fn annotations_are_printed_with_their_list() {
    let dir = tempfile::tempdir().unwrap();
    let notes = dir.path().join("notes.geojson");
    let feature = |id: &str, geometry: Value, title: &str| serde_json::json!({ "type": "Feature", "id": id, "geometry": geometry, "properties": { "title": title } });
    let features = [
        feature(
            "a",
            serde_json::json!({"type": "Point", "coordinates": [103.91, 21.33]}),
            "Cột mốc phía bắc",
        ),
        feature(
            "b",
            serde_json::json!({"type": "Point", "coordinates": [103.93, 21.31]}),
            "Điểm đấu nối Quốc lộ 6",
        ),
        feature(
            "c",
            serde_json::json!({"type": "LineString", "coordinates": [[103.90, 21.32], [103.92, 21.335]]}),
            "Tuyến đề xuất",
        ),
    ];
    let collection = serde_json::json!({ "type": "FeatureCollection", "features": features });
    std::fs::write(&notes, collection.to_string()).unwrap();
    let file = dir.path().join("notes.pdf");
    let place = ["--center", "103.9144,21.3270", "--scale", "25000"];
    let with = export(&file, &[&place[..], &["--annotations", notes.to_str().unwrap()]].concat());
    assert!(with["items"].as_array().unwrap().iter().any(|i| i == "annotations"));
    if let Some(text) = tool("pdftotext", &[file.to_str().unwrap(), "-"]) {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for wanted in
            ["Ghi chú trên bản đồ", "Cột mốc phía bắc", "Điểm đấu nối Quốc lộ 6", "Tuyến đề xuất"]
        {
            assert!(words.contains(wanted), "{wanted} in {words}");
        }
    }
    let without = export(&file, &place);
    assert!(without["items"].as_array().unwrap().iter().all(|i| i != "annotations"));
}

/// The audit and the balance as PDF say what their JSON says.
#[test]
fn reports_of_analyses_are_printed() {
    let dir = tempfile::tempdir().unwrap();
    let (audit, balance) = (dir.path().join("audit.pdf"), dir.path().join("balance.pdf"));
    let run = |args: &[&str]| -> Value {
        let output = planmap(args);
        assert!(
            output.status.code().is_some_and(|c| c < 2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let found = run(&["audit", "--json", "--lang", "en", "--pdf", audit.to_str().unwrap()]);
    let areas = run(&["balance", "--json", "--lang", "en", "--pdf", balance.to_str().unwrap()]);
    let words = |file: &Path| {
        let text = tool("pdftotext", &["-layout", file.to_str().unwrap(), "-"])?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let Some(said) = words(&audit) else { return };
    let figure =
        |m2: f64| planmap_core::i18n::format_number(m2, 1, planmap_core::i18n::Language::English);
    for kind in ["gaps", "conflict_findings"] {
        for finding in found[kind].as_array().unwrap() {
            let area = figure(finding["area_m2"].as_f64().unwrap());
            assert!(said.contains(&area), "{area} in {said}");
        }
    }
    let said = words(&balance).unwrap();
    for area in areas["areas"].as_array().unwrap() {
        assert!(said.contains(area["name"].as_str().unwrap()), "{}", area["name"]);
        for class in
            area["plans"].as_array().unwrap().iter().flat_map(|p| p["classes"].as_array().unwrap())
        {
            let ha = class["area_m2"].as_f64().unwrap() / 10_000.0;
            let ha =
                planmap_core::i18n::format_number(ha, 2, planmap_core::i18n::Language::English);
            assert!(said.contains(&ha), "{ha} of {}", class["class"]);
        }
    }
}

/// The one tolerance between the program's own raster and poppler's of the PDF. Poppler puts letters
/// and thin lines on whole pixels, so single pixels are no measure: the mean colours of square
/// millimetres are compared. On the average these may differ by [`MEAN_OF_255`], and [`FAR_SHARE`]
/// of them by more than [`FAR_OF_255`].
const MEAN_OF_255: f64 = 4.0;
const FAR_OF_255: f64 = 32.0;
const FAR_SHARE: f64 = 0.01;

/// Pixels of a millimetre at 127 dpi: every sheet has a whole number of them.
const PIXELS_MM: u32 = 5;

/// Mean colours of the square millimetres of a picture, row by row from the page's top left corner.
fn millimetres(picture: &image::RgbImage) -> (usize, Vec<[f64; 3]>) {
    let (columns, rows) = (picture.width() / PIXELS_MM, picture.height() / PIXELS_MM);
    let mean = |column: u32, row: u32| {
        let mut sum = [0.0; 3];
        for (x, y) in (0..PIXELS_MM).flat_map(|y| (0..PIXELS_MM).map(move |x| (x, y))) {
            let pixel = picture.get_pixel(column * PIXELS_MM + x, row * PIXELS_MM + y);
            (0..3).for_each(|i| sum[i] += f64::from(pixel.0[i]) / f64::from(PIXELS_MM * PIXELS_MM));
        }
        sum
    };
    (
        columns as usize,
        (0..rows)
            .flat_map(|row| (0..columns).map(move |c| (c, row)))
            .map(|(c, r)| mean(c, r))
            .collect(),
    )
}

/// The mean difference, and the share of square millimetres that are far off.
fn difference(a: &[[f64; 3]], b: &[[f64; 3]]) -> (f64, f64) {
    let off: Vec<[f64; 3]> =
        a.iter().zip(b).map(|(a, b)| [0, 1, 2].map(|i| (a[i] - b[i]).abs())).collect();
    let mean = off.iter().flatten().sum::<f64>() / (3.0 * off.len() as f64);
    let far = off.iter().filter(|o| o.iter().any(|v| *v > FAR_OF_255)).count();
    (mean, far as f64 / off.len() as f64)
}

/// A PNG of a page is what poppler draws from the PDF of the same page.
#[test]
fn a_png_is_the_pdf_as_poppler_draws_it() {
    let dir = tempfile::tempdir().unwrap();
    let sheets: [&[&str]; 2] = [
        &[],
        &[
            "--sheet",
            "a4-portrait",
            "--center",
            "103.9144,21.3270",
            "--scale",
            "10000",
            "--lang",
            "both",
        ],
    ];
    for args in sheets {
        let (pdf, png) = (dir.path().join("page.pdf"), dir.path().join("page.png"));
        export(&pdf, args);
        export(&png, &[args, &["--dpi", "127"]].concat());
        let stem = dir.path().join("poppler");
        let (pdf, stem) = (pdf.to_str().unwrap(), stem.to_str().unwrap());
        if tool("pdftoppm", &["-r", "127", "-png", "-singlefile", pdf, stem]).is_none() {
            return;
        }
        let (columns, ours) = millimetres(&image::open(&png).unwrap().to_rgb8());
        // Poppler rounds the size of the page up; what is over is no millimetre.
        let (their_columns, theirs) =
            millimetres(&image::open(format!("{stem}.png")).unwrap().to_rgb8());
        assert_eq!((columns, ours.len()), (their_columns, theirs.len()));
        let (mean, far) = difference(&ours, &theirs);
        println!("{args:?}: {mean:.2} of 255 on average, {:.2} % far off", far * 100.0);
        assert!(mean < MEAN_OF_255 && far < FAR_SHARE, "{args:?}: {mean} of 255, {far}");
        let (_, moved) = difference(&ours[1..], &theirs);
        assert!(moved > 3.0 * FAR_SHARE, "the tolerance would swallow a millimetre: {moved}");
    }
}

#[test]
fn a_failed_export_says_why_in_the_language_that_was_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("nowhere/city.pdf");
    let said = ["vi", "en"].map(|lang| {
        let output = planmap(&["export", "-o", file.to_str().unwrap(), "--lang", lang]);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    });
    assert!(
        said[0].contains("thư mục không tồn tại") && said[1].contains("the folder does not exist"),
        "{said:?}"
    );
}

#[test]
fn a_scale_that_does_not_fit_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let said = export(&dir.path().join("a.pdf"), &["--scale", "5000"]);
    assert_eq!(said["scale"], 5000.0, "the typed scale is the printed scale");
    assert_eq!(said["scale_asked"], 5000.0);
    assert!(said["scale_fitting"].as_f64().unwrap() > 5000.0);
    assert!(!said["notes"].as_array().unwrap().is_empty());
}

#[test]
fn all_site_sheets_are_one_book() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("book.pdf");
    let said = export(&file, &["--all-sites", "--book"]);
    let sites = said["sites"].as_array().unwrap();
    let pages: u64 = sites.iter().map(|s| s["pages"].as_u64().unwrap()).sum();
    assert!(sites.len() > 1);
    assert_eq!(Document::load(&file).unwrap().get_pages().len() as u64, pages);
}
