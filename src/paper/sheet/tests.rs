//! Sheets as wholes: nothing overlaps, nothing is lost, nothing is silently changed.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::{Page, PlacedText};
use planmap_core::annotation::{Annotation, AnnotationId, Kind, Shape};
use planmap_core::catalogue::Text2;
use planmap_core::symbology::Theme;
use planmap_core::{Crs, MapPoint};
use planmap_draw::annotation::{AnnotationMark, Drawn};
use planmap_draw::testing;

fn catalogue() -> Catalogue {
    let mut c = Catalogue::blank(Crs::vn2000_son_la());
    c.name = Text2 { vi: "Thành phố Sơn La".into(), en: "Sơn La city".into() };
    c.legal_note = Text2 {
        vi: "Quy hoạch được phê duyệt năm 2022 và 2023; hiệu lực sau ngày 1/7/2025 cần xác nhận với Sở Xây dựng."
            .into(),
        en: "Plans approved in 2022 and 2023; their status after 1 July 2025 is to be confirmed.".into(),
    };
    c.data_date = Some("2026-11-23".into());
    c
}

fn spec(paper: &str, language: SheetLanguage, scene: &MapScene) -> SheetSpec {
    let limit = scene.vectors().find(|l| l.spec.id == "general-limit").unwrap().features.extent();
    let template = SheetTemplate::standard();
    let mut spec =
        SheetSpec::new(Paper::parse(paper).unwrap(), template, SheetPlace::Extent(limit), language);
    spec.fields.agency =
        "Sở Xây dựng tỉnh Sơn La – Phòng Quy hoạch kiến trúc và Phát triển đô thị".into();
    spec.fields.made_by = "Nguyễn Thị Phương Thảo Nguyên".into();
    spec.fields.checked_by = "Trương Đình Nguyễn Hoàng Quốc Khánh".into();
    spec.map_set = MapSetSum::Known("3f9a0c".repeat(10));
    spec
}

/// What is wrong with the texts of all pages.
fn problems(sheet: &Sheet) -> Vec<String> {
    sheet.clone().into_pages().iter().flat_map(problems_of).collect()
}

fn problems_of(page: &Page) -> Vec<String> {
    let texts = page.texts();
    let loose: Vec<&PlacedText<'_>> = texts.iter().filter(|t| !t.is_cut).collect();
    let mut out = Vec::new();
    for t in &loose {
        let b = t.box_mm;
        if b.x0 < 2.0 || b.y0 < 2.0 || b.x1 > page.width_mm - 2.0 || b.y1 > page.height_mm - 2.0 {
            out.push(format!("{:?} leaves the page: {b:?}", t.run.text));
        }
    }
    // The mark across the map lies over everything by intention.
    let words: Vec<_> = loose
        .iter()
        .filter(|t| t.run.size < 0.1 * page.height_mm && t.run.colour.3 == 255)
        .collect();
    for (i, a) in words.iter().enumerate() {
        for b in &words[i + 1..] {
            let common = a.box_mm.intersect(b.box_mm);
            if common.width() > 0.05 && common.height() > 0.05 {
                out.push(format!("{:?} overlaps {:?}", a.run.text, b.run.text));
            }
        }
    }
    out
}

fn all_texts(sheet: &Sheet) -> String {
    let pages = sheet.clone().into_pages();
    let lines: Vec<String> = pages
        .iter()
        .flat_map(|p| p.texts().into_iter().map(|t| t.run.text.clone()).collect::<Vec<_>>())
        .collect();
    lines.join(" ")
}

/// `count` pins around the middle of the test city, each with a title.
fn pins(count: usize) -> std::sync::Arc<[AnnotationMark]> {
    let crs = Crs::vn2000_son_la();
    (0..count)
        .map(|i| {
            let (column, row) = ((i % 10) as f64, (i / 10) as f64);
            let at = MapPoint::new(490_000.0 + 90.0 * column, 2_358_000.0 + 60.0 * row);
            let place = planmap_core::crs::geo_from_map(at, &crs).unwrap();
            let mut a = Annotation::new(
                AnnotationId::new(&format!("pin-{i:03}")),
                Shape::at(Kind::Pin, place),
            );
            a.title = format!("Điểm kiểm tra thứ {}", i + 1);
            a.body = if i % 3 == 0 {
                "Ranh giới chưa khớp với hồ sơ; cần đo lại ngoài thực địa.".into()
            } else {
                String::new()
            };
            let drawn = Drawn::new(&std::sync::Arc::new(a), &crs).unwrap();
            AnnotationMark { drawn, number: Some(i + 1), set: "Kiểm tra".into() }
        })
        .collect()
}

#[test]
fn nothing_is_left_out_on_any_sheet() {
    let scene = testing::city(Theme::Light);
    for paper in ["a4", "a4-portrait", "a3", "a3-portrait", "a1", "150x150"] {
        let sheet =
            lay_out(&scene, &catalogue(), &spec(paper, SheetLanguage::Vietnamese, &scene), &|| {
                false
            })
            .unwrap();
        let cut = sheet
            .notes
            .iter()
            .any(|n| matches!(n, SheetNote::LegendCut { .. } | SheetNote::NoRoom(_)));
        assert!(!cut, "{paper}: {:?}", sheet.notes);
        assert_eq!(
            sheet.notes.iter().any(|n| matches!(n, SheetNote::GoesOn { .. })),
            !sheet.further.is_empty()
        );
        let said = all_texts(&sheet).replace(' ', "");
        let kit = Kit::new(
            &scene,
            &catalogue(),
            &spec(paper, SheetLanguage::Vietnamese, &scene),
            &sheet.map,
            &|| false,
        )
        .map(|k| k.classes)
        .unwrap();
        for legend in kit {
            let of = scene
                .vectors()
                .filter_map(|l| l.legend.as_ref())
                .find(|l| l.id == legend.legend)
                .unwrap();
            for class in legend.classes.iter().filter_map(|c| of.classes.get(usize::from(c.class)))
            {
                assert!(
                    said.contains(&class.label.vi.replace(' ', "")),
                    "{paper}: {}",
                    class.label.vi
                );
            }
        }
        assert!(sheet.items.contains(&Furniture::Sources), "{paper}");
    }
}

#[test]
fn a_second_column_never_changes_the_scale() {
    let scene = testing::city(Theme::Light);
    for paper in ["a4", "a3", "a2", "a1"] {
        let mut wide = spec(paper, SheetLanguage::Vietnamese, &scene);
        let with = lay_out(&scene, &catalogue(), &wide, &|| false).unwrap();
        wide.columns = PanelColumns::One;
        let without = lay_out(&scene, &catalogue(), &wide, &|| false).unwrap();
        assert!((with.map.denominator - without.map.denominator).abs() < 1e-6, "{paper}");
        assert!(with.map.rect_mm.width() <= without.map.rect_mm.width() + 1e-9);
        assert!(with.further.len() <= without.further.len(), "{paper}");
        // What was chosen by itself can be kept by name: nothing jumps.
        wide.columns = with.columns;
        let kept = lay_out(&scene, &catalogue(), &wide, &|| false).unwrap();
        assert_eq!((kept.map, kept.columns), (with.map, with.columns), "{paper}");
    }
}

#[test]
fn no_page_is_begun_while_a_column_is_free() {
    let scene = testing::city(Theme::Light);
    let middle = MapPoint::new(490_400.0, 2_358_000.0);
    for paper in
        ["a4", "a4-portrait", "a3", "a3-portrait", "a2-portrait", "a1", "a1-portrait", "300x300"]
    {
        for columns in PanelColumns::ALL {
            let mut spec = spec(paper, SheetLanguage::Both, &scene);
            (spec.place, spec.scale) = (SheetPlace::Around(middle), SheetScale::Fixed(10_000.0));
            spec.columns = columns;
            let areas = Areas::of(&spec, columns.at_first());
            let (map, _) = map_within(&spec, &catalogue(), areas.map);
            let catalogue = catalogue();
            let kit = Kit::new(&scene, &catalogue, &spec, &map, &|| false).unwrap();
            let flow = panel(&kit, &areas);
            let free = flow.rooms.iter().map(Rect::height).fold(0.0, f64::max);
            for kind in [Furniture::Locator, Furniture::Sources, Furniture::Note] {
                let width = areas.columns[0].width();
                let height = furniture::part(
                    &kit,
                    kind,
                    width,
                    f64::INFINITY,
                    0,
                    furniture::PartEnd::GoesOn,
                )
                .height;
                assert!(
                    !flow.waits(kind) || height > free,
                    "{paper} {columns:?}: {kind:?} waits beside a free column"
                );
            }
        }
    }
}

#[test]
fn pins_are_on_the_map_and_in_the_list_with_the_same_numbers() {
    let mut scene = testing::city(Theme::Light);
    scene.annotations = pins(7);
    let mut spec = spec("a3", SheetLanguage::Vietnamese, &scene);
    spec.place = SheetPlace::Around(MapPoint::new(490_400.0, 2_358_000.0));
    spec.scale = SheetScale::Fixed(10_000.0);
    let sheet = lay_out(&scene, &catalogue(), &spec, &|| false).unwrap();
    assert!(sheet.items.contains(&Furniture::Annotations));
    let numbers = |cut: bool| {
        let pages = sheet.clone().into_pages();
        let white = planmap_core::symbology::Colour(255, 255, 255, 255);
        let mut out: Vec<u32> = pages
            .iter()
            .flat_map(|p| {
                let texts =
                    p.texts().into_iter().filter(|t| t.is_cut == cut && t.run.colour == white);
                texts.filter_map(|t| t.run.text.parse().ok()).collect::<Vec<u32>>()
            })
            .collect();
        out.sort_unstable();
        out
    };
    assert_eq!(numbers(true), [1, 2, 3, 4, 5, 6, 7], "on the map");
    assert_eq!(numbers(false), [1, 2, 3, 4, 5, 6, 7], "in the list");
    assert!(all_texts(&sheet).contains("Điểm kiểm tra thứ 7"));
    spec.annotations = false;
    let bare = lay_out(&scene, &catalogue(), &spec, &|| false).unwrap();
    assert!(
        !all_texts(&bare).contains("Điểm kiểm tra")
            && !bare.items.contains(&Furniture::Annotations)
    );
}

#[test]
fn a_long_list_goes_on_over_pages() {
    let mut scene = testing::city(Theme::Light);
    scene.annotations = pins(140);
    for (paper, language) in
        [("a4", SheetLanguage::Vietnamese), ("a4-portrait", SheetLanguage::Both)]
    {
        let mut spec = spec(paper, language, &scene);
        spec.place = SheetPlace::Around(MapPoint::new(490_400.0, 2_358_400.0));
        spec.scale = SheetScale::Fixed(10_000.0);
        let sheet = lay_out(&scene, &catalogue(), &spec, &|| false).unwrap();
        assert!(!sheet.further.is_empty());
        let said = all_texts(&sheet);
        for i in 1..=140 {
            assert!(said.contains(&format!("Điểm kiểm tra thứ {i}")), "{paper}: {i}");
        }
        let found = problems(&sheet);
        assert!(found.is_empty(), "{paper}: {found:#?}");
    }
}

#[test]
fn no_text_overlaps_or_leaves_any_sheet_in_any_language() {
    let scene = testing::city(Theme::Light);
    for paper in ["a4", "a4-portrait", "a3", "a3-portrait", "a1", "a0-portrait", "300x300"] {
        for language in [SheetLanguage::Vietnamese, SheetLanguage::English, SheetLanguage::Both] {
            let sheet =
                lay_out(&scene, &catalogue(), &spec(paper, language, &scene), &|| false).unwrap();
            let found = problems(&sheet);
            assert!(found.is_empty(), "{paper} {language:?}: {found:#?}");
            assert!(
                sheet.items.contains(&Furniture::TitleBlock)
                    && sheet.items.contains(&Furniture::Legend)
            );
        }
    }
}

#[test]
fn the_mark_of_a_schematic_cannot_be_switched_off() {
    let scene = testing::city(Theme::Light);
    let mut spec = spec("a4", SheetLanguage::Vietnamese, &scene);
    spec.template.items.clear();
    let sheet = lay_out(&scene, &catalogue(), &spec, &|| false).unwrap();
    assert!(sheet.is_marked && sheet.items.is_empty());
    let text = "SƠ ĐỒ MINH HỌA – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ";
    assert!(sheet.page.texts().iter().any(|t| t.run.text == text));
    let mut exact = scene.clone();
    for layer in exact.vectors_mut() {
        let mut spec = planmap_core::catalogue::LayerSpec::clone(&layer.spec);
        spec.accuracy = Accuracy::Surveyed;
        layer.spec = std::sync::Arc::new(spec);
    }
    assert!(!lay_out(&exact, &catalogue(), &spec, &|| false).unwrap().is_marked);
}

#[test]
fn the_typed_scale_is_the_printed_scale() {
    let scene = testing::city(Theme::Light);
    let mut spec = spec("a4", SheetLanguage::Vietnamese, &scene);
    let SheetPlace::Extent(whole) = spec.place else { unreachable!() };
    for asked in [500.0, 2_000.0, 4_999.0, 31_700.0] {
        spec.scale = SheetScale::Fixed(asked);
        let (map, note) = map_frame(&spec, &catalogue());
        assert!(
            (map.denominator - asked).abs() < 1e-9,
            "1:{asked} is printed as 1:{}",
            map.denominator
        );
        assert!(map.centre.distance(whole.centre()) < 1e-6, "the middle is shown");
        let Some(SheetNote::DoesNotFit { fitting, .. }) = note else { unreachable!("{note:?}") };
        let (width, height) = (map.rect_mm.width(), map.rect_mm.height());
        assert!(
            whole.width() <= width / 1000.0 * fitting
                && whole.height() <= height / 1000.0 * fitting
        );
        let sheet = lay_out(&scene, &catalogue(), &spec, &|| false).unwrap();
        assert!((sheet.map.denominator - asked).abs() < 1e-9);
        assert!(sheet.notes.contains(&SheetNote::DoesNotFit { asked, fitting }));
    }
    spec.scale = SheetScale::Fixed(1_000_000.0);
    assert_eq!(map_frame(&spec, &catalogue()).1, None);
}

#[test]
fn a_frame_of_one_s_own_stays_inside_the_room() {
    let scene = testing::city(Theme::Light);
    let mut spec = spec("a3", SheetLanguage::Vietnamese, &scene);
    let [x, y, w, h] = frame_room(&spec);
    spec.frame_mm = Some([x + 20.0, y + 10.0, w - 60.0, h - 40.0]);
    let r = map_frame(&spec, &catalogue()).0.rect_mm;
    assert!((r.x0 - x - 20.0).abs() < 1e-9 && (r.width() - w + 60.0).abs() < 1e-9);
    spec.frame_mm = Some([-50.0, 900.0, 5_000.0, 5.0]);
    let r = map_frame(&spec, &catalogue()).0.rect_mm;
    assert!(r.x0 >= x - 1e-9 && r.x1 <= x + w + 1e-9 && r.y1 <= y + h + 1e-9 && r.height() >= 20.0);
}
