//! An image stands in the same place of the ground in a tile, on a page, in SVG and in PNG.

#![allow(clippy::expect_used)]

use std::sync::Arc;

use planmap_core::catalogue::{LayerRole, LayerSpec};
use planmap_core::i18n::Language;
use planmap_core::symbology::Theme;
use planmap_core::{Crs, MapPoint, Viewport};
use planmap_draw::image::{MemoryPicture, RasterLayer};
use planmap_draw::raster::{Pixels, tile};
use planmap_draw::scene::MapScene;
use planmap_draw::tile::TILE_PX;
use vello_cpu::kurbo::{Affine, Point, Rect};

use crate::pdf::PdfError;
use crate::{Book, MapFrame, MapOptions, Page, map_items, pdf, picture, svg};

/// Pixels of the checkerboard in each direction, and metres of ground of one.
const SIDE: u32 = 40;
const METRES: f64 = 5.0;
const CENTRE: (f64, f64) = (490_100.0, 2_355_050.0);

/// The four quarters of the picture: upper left, upper right, lower left, lower right.
const QUARTERS: [[u8; 4]; 4] =
    [[220, 30, 30, 255], [30, 160, 40, 255], [40, 60, 200, 255], [240, 210, 20, 255]];

/// Four quarters of four colours, turned by 30° around the middle.
fn layer() -> RasterLayer {
    let mut pixels = Pixels::blank(SIDE, SIDE);
    for (at, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = (at as u32 % SIDE, at as u32 / SIDE);
        let quarter = usize::from(x >= SIDE / 2) + 2 * usize::from(y >= SIDE / 2);
        pixel.copy_from_slice(&QUARTERS[quarter]);
    }
    let spec = LayerSpec::new("scan", LayerRole::Other);
    RasterLayer::new(Arc::new(spec), Arc::new(MemoryPicture::new(pixels)), transform())
}

/// From pixels of the picture to map metres; rows run south.
fn transform() -> Affine {
    let half = f64::from(SIDE) / 2.0;
    Affine::translate(CENTRE)
        * Affine::rotate(30f64.to_radians())
        * Affine::scale_non_uniform(METRES, -METRES)
        * Affine::translate((-half, -half))
}

fn scene() -> MapScene {
    let mut scene = MapScene::empty(Crs::vn2000_son_la(), Theme::Light);
    scene.push(layer());
    scene
}

/// Places on the ground with the colour that is seen there: in each quarter, a share of the picture's
/// side away from its outer edges.
fn places(inset: f64) -> Vec<(MapPoint, [u8; 4])> {
    let (near, far) = (f64::from(SIDE) * inset, f64::from(SIDE) * (1.0 - inset));
    let corners = [(near, near), (far, near), (near, far), (far, far)];
    let on_ground = |corner: (f64, f64)| {
        let place = transform() * Point::from(corner);
        MapPoint::new(place.x, place.y)
    };
    corners.into_iter().zip(QUARTERS).map(|(corner, colour)| (on_ground(corner), colour)).collect()
}

fn is_near(got: [u8; 4], wanted: [u8; 4]) -> bool {
    got.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 3)
}

fn frame() -> MapFrame {
    let centre = MapPoint::new(CENTRE.0, CENTRE.1);
    MapFrame {
        rect_mm: Rect::new(10.0, 20.0, 90.0, 80.0),
        centre,
        denominator: 5_000.0,
        crs: Crs::vn2000_son_la(),
    }
}

fn page() -> Page {
    let options = MapOptions {
        language: Language::English,
        labels: false,
        sites: false,
        annotations: false,
        selected_site: None,
    };
    let mut page = Page::new(100.0, 100.0, "scan");
    page.items = map_items(&scene(), &frame(), &options, &|| false).unwrap_or_default();
    page
}

#[test]
fn tiles_show_an_image_where_it_lies() {
    let scene = scene();
    // Finer than the picture, and so coarse that another of its levels is drawn.
    for (metres_per_point, inset) in [(0.7, 0.04), (14.0, 0.22)] {
        let view = Viewport::new(MapPoint::new(CENTRE.0, CENTRE.1), metres_per_point, 900.0, 700.0);
        for (place, colour) in places(inset) {
            let keys = scene.tiles(&view, 1.0);
            let key =
                keys.iter().find(|key| key.extent().contains(place)).expect("a tile has the place");
            let pixels = tile(&scene, key, &|| false).expect("the tile is drawn");
            let (extent, metres) = (key.extent(), key.metres_per_pixel());
            let column = ((place.x - extent.min.x) / metres) as u32;
            let row = ((extent.max.y - place.y) / metres) as u32;
            let got = pixels.pixel(column.min(TILE_PX - 1), row.min(TILE_PX - 1));
            assert!(
                is_near(got, colour),
                "{got:?} instead of {colour:?} at {metres_per_point} m a point"
            );
        }
    }
}

#[test]
fn a_page_as_a_picture_shows_an_image_where_it_lies() {
    let dpi = 150.0;
    let pixels = picture(&page(), dpi, &|| false).expect("the page is drawn").pixels;
    for (place, colour) in places(0.08) {
        let (x, y) = frame().page_from_map(place);
        let got = pixels.pixel((x / 25.4 * dpi) as u32, (y / 25.4 * dpi) as u32);
        assert!(is_near(got, colour), "{got:?} instead of {colour:?}");
    }
}

/// What transforms and cuts of the document lead to at a place of the page.
#[test]
fn svg_holds_an_image_with_its_transform() {
    use base64::Engine;
    let written = svg::write(&page(), "scan");
    let document = roxmltree::Document::parse(&written).expect("the document parses");
    let image =
        document.descendants().find(|node| node.has_tag_name("image")).expect("there is an image");
    let data = image.attribute("href").and_then(|href| href.strip_prefix("data:image/png;base64,"));
    let data =
        base64::engine::general_purpose::STANDARD.decode(data.unwrap_or_default()).expect("base64");
    let mut reader = png::Decoder::new(std::io::Cursor::new(data)).read_info().expect("a PNG");
    let mut rgba = vec![0; reader.output_buffer_size().unwrap_or_default()];
    let info = reader.next_frame(&mut rgba).expect("its pixels");
    let pixels = Pixels { width: info.width, height: info.height, rgba };
    let mut onto_page = Affine::IDENTITY;
    for node in image.ancestors().filter(|node| node.has_attribute("transform")) {
        let text = node.attribute("transform").unwrap_or_default();
        let numbers = text.trim_start_matches("matrix(").trim_end_matches(')').split(' ');
        let numbers: Vec<f64> = numbers.filter_map(|number| number.parse().ok()).collect();
        onto_page = Affine::new(numbers.try_into().expect("six numbers")) * onto_page;
    }
    for (place, colour) in places(0.08) {
        let at = onto_page.inverse() * Point::from(frame().page_from_map(place));
        let got = pixels.pixel(at.x as u32, at.y as u32);
        assert!(is_near(got, colour), "{got:?} instead of {colour:?}");
    }
}

/// Until the writer can hold images, it says so and leaves none out in silence.
#[test]
fn a_pdf_with_an_image_is_refused() {
    let book = Book { pages: vec![page()], language: "en", ..Default::default() };
    assert!(matches!(pdf::write(&book, &|| false), Err(PdfError::Image)));
}
