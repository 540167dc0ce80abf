//! Pictures of an invented city, and pages, against kept ones, so that no change of their look goes
//! unseen.
//!
//! After a change that was meant, look at the new pictures and keep them with
//! `PLANMAP_BLESS=1 cargo test --release golden`.

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::annotation::{Annotation, AnnotationId, Kind, Shape};
use planmap_core::catalogue::{Catalogue, Text2};
use planmap_core::crs::geo_from_map;
use planmap_core::i18n::Language;
use planmap_core::symbology::Theme;
use planmap_core::{Crs, MapPoint, Viewport};
use planmap_draw::annotation::{AnnotationMark, Drawn};
use planmap_draw::picture::{PictureOptions, encode_png, render};
use planmap_draw::raster::Pixels;
use planmap_draw::testing;
use planmap_paper::ink::SheetLanguage;
use planmap_paper::sheet::{SheetPlace, SheetScale, SheetSpec, lay_out};
use planmap_paper::template::SheetTemplate;
use planmap_paper::{MapSetSum, Paper, picture};

/// The one tolerance: processors differ in the last bits of an anti-aliased edge. At most this
/// share of the pixels may differ by more than [`SHADE`] of 255.
const SHARE: f64 = 0.001;
const SHADE: u8 = 6;

const SIZE: (u32, u32) = (480, 320);

fn draw(
    theme: Theme,
    at: (f64, f64),
    denominator: f64,
    site: Option<&str>,
    language: Language,
) -> Pixels {
    let scene = testing::city(theme);
    let view = Viewport::new(MapPoint::new(at.0, at.1), 1.0, 1.0, 1.0).at_scale(denominator);
    let options = PictureOptions {
        width_px: SIZE.0,
        height_px: SIZE.1,
        pixels_per_point: 1.0,
        labels: true,
        furniture: true,
        language,
        selected_site: site.map(str::to_owned),
    };
    render(&scene, &view, &options).pixels
}

fn compare(name: &str, got: &Pixels) {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.png"));
    let png = encode_png(got, 1.0).unwrap();
    if std::env::var_os("PLANMAP_BLESS").is_some() {
        std::fs::write(&path, &png).unwrap();
        return;
    }
    let want = image::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())).to_rgb8();
    assert_eq!((want.width(), want.height()), (got.width, got.height));
    let pairs = got.rgba.chunks_exact(4).zip(want.as_raw().chunks_exact(3));
    let differing = pairs.filter(|(a, b)| (0..3).any(|i| a[i].abs_diff(b[i]) > SHADE)).count();
    let share = differing as f64 / f64::from(got.width * got.height);
    if share > SHARE {
        let new = path.with_extension("new.png");
        std::fs::write(&new, &png).unwrap();
        panic!("{name}: {:.2} % of the pixels differ; look at {}", share * 100.0, new.display());
    }
}

#[test]
fn city_light() {
    let got = draw(Theme::Light, (494_500.0, 2_354_500.0), 190_000.0, None, Language::Vietnamese);
    compare("city-light", &got);
}

#[test]
fn site_dark() {
    let got =
        draw(Theme::Dark, (498_500.0, 2_355_500.0), 90_000.0, Some("vinh-hang"), Language::English);
    compare("site-dark", &got);
}

#[test]
fn hatches_light() {
    let got = draw(Theme::Light, (491_000.0, 2_358_700.0), 7_500.0, None, Language::Vietnamese);
    compare("hatches-light", &got);
}

#[test]
fn lots_dark() {
    let got = draw(Theme::Dark, (491_000.0, 2_358_700.0), 3_000.0, None, Language::Vietnamese);
    compare("lots-dark", &got);
}

/// Pixels an inch of golden pages: enough to see whatever moves, not to read it.
const PAGE_DPI: f64 = 50.0;

/// A3 of the invented city, with annotations, by the standard template.
#[test]
fn sheet_a3() {
    let crs = Crs::vn2000_son_la();
    let mut scene = testing::city(Theme::Light);
    let note = |kind: Kind, points: &[(f64, f64)], title: &str| {
        let place = |(x, y): &(f64, f64)| geo_from_map(MapPoint::new(*x, *y), &crs).unwrap();
        let shape = match points {
            [one] => Shape::at(kind, place(one)),
            several => Shape::along(kind, &several.iter().map(place).collect::<Vec<_>>()),
        };
        let mut a = Annotation::new(AnnotationId::new(title), shape);
        a.title = title.to_owned();
        Arc::new(a)
    };
    let notes = [
        note(Kind::Pin, &[(490_800.0, 2_359_300.0)], "Cột mốc phía bắc"),
        note(Kind::Arrow, &[(489_500.0, 2_357_000.0), (491_500.0, 2_358_400.0)], "Hướng mở rộng"),
        note(Kind::Dimension, &[(492_000.0, 2_359_800.0), (494_000.0, 2_358_600.0)], ""),
    ];
    scene.annotations = notes
        .iter()
        .enumerate()
        .map(|(i, a)| AnnotationMark {
            drawn: Drawn::new(a, &crs).unwrap(),
            number: (i == 0).then_some(1),
            set: "Kiểm tra".into(),
        })
        .collect();
    let mut catalogue = Catalogue::blank(crs);
    catalogue.name = Text2 { vi: "Thành phố Sơn La".into(), en: "Sơn La city".into() };
    let place = SheetPlace::Around(MapPoint::new(491_500.0, 2_358_400.0));
    let paper = Paper::parse("a3").unwrap();
    let mut spec =
        SheetSpec::new(paper, SheetTemplate::standard(), place, SheetLanguage::Vietnamese);
    spec.scale = SheetScale::Fixed(20_000.0);
    let sheet = lay_out(&scene, &catalogue, &spec, &|| false).unwrap();
    compare("sheet-a3", &picture(&sheet.page, PAGE_DPI, &|| false).unwrap().pixels);
}

/// The first page of a site sheet of the bundled maps, in both languages.
#[test]
fn site_sheet_a4() {
    let maps = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("maps");
    let loaded = planmap_app::headless::load(Some(&maps), &[]).unwrap();
    // No checksum: it would change with every file of the maps.
    let data = planmap_app::export::SiteSheetData::of(&loaded.session, MapSetSum::None);
    let pages = planmap_app::export::site_sheet(&data, "vinh-hang", SheetLanguage::Both, &|| false)
        .unwrap();
    compare("site-sheet-a4", &picture(&pages[0], PAGE_DPI, &|| false).unwrap().pixels);
}

#[test]
fn a_picture_of_another_place_is_noticed() {
    let one = draw(Theme::Light, (494_500.0, 2_354_500.0), 190_000.0, None, Language::Vietnamese);
    let other = draw(Theme::Light, (495_500.0, 2_354_500.0), 190_000.0, None, Language::Vietnamese);
    let differing =
        one.rgba.chunks_exact(4).zip(other.rgba.chunks_exact(4)).filter(|(a, b)| a != b).count();
    assert!(
        differing as f64 / f64::from(SIZE.0 * SIZE.1) > SHARE * 10.0,
        "the tolerance would swallow a shift"
    );
}
