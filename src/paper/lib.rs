//! Pages in millimetres: what a sheet of paper shows, laid out once.
//!
//! Owns the layout of sheets, reports and slides, and PDF, SVG and PNG made from their display
//! list. Positions count from the top left corner of the page, y down. The exporters add nothing
//! and move nothing, so that all of them show the same. Must not know files, nor where what stands
//! on a page came from.

mod furniture;
#[cfg(test)]
mod image_tests;
pub mod ink;
mod map;
mod map_set;
pub mod pdf;
mod picture;
pub mod report;
pub mod sheet;
pub mod size;
pub mod svg;
pub mod template;

pub use map::{MapFrame, MapOptions, map_items, mark_in};
pub use map_set::MapSetSum;
pub use picture::{PagePicture, picture};
pub use size::Paper;

pub use planmap_draw::display::{
    Group, PT_MM, PageHatch, PageItem, Rect, TextAlign, TextRun, text_width,
};

use vello_cpu::kurbo::Affine;

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Width in millimetres.
    pub width_mm: f64,
    /// Height in millimetres.
    pub height_mm: f64,
    /// What stands on it, in the order of drawing.
    pub items: Vec<PageItem>,
    /// Its maps with a place on earth; the first is the main one.
    pub maps: Vec<MapFrame>,
    /// What it is called in the list of bookmarks.
    pub bookmark: String,
}

impl Page {
    /// An empty page.
    #[must_use]
    pub fn new(width_mm: f64, height_mm: f64, bookmark: &str) -> Self {
        Self {
            width_mm,
            height_mm,
            items: Vec::new(),
            maps: Vec::new(),
            bookmark: bookmark.to_owned(),
        }
    }

    /// All texts of the page in the order of drawing, with the box in millimetres that each takes
    /// (from the baseline's descenders to the capitals) and whether it is cut to a frame: names on
    /// a map are, everything else is not.
    #[must_use]
    pub fn texts(&self) -> Vec<PlacedText<'_>> {
        fn collect<'a>(
            items: &'a [PageItem],
            transform: Affine,
            is_cut: bool,
            out: &mut Vec<PlacedText<'a>>,
        ) {
            for item in items {
                match item {
                    PageItem::Text(run) => {
                        let turn = Affine::translate((run.x, run.y))
                            * Affine::rotate(run.angle_deg.to_radians());
                        let left = run.left() - run.x;
                        let own =
                            Rect::new(left, -0.74 * run.size, left + run.width(), 0.2 * run.size);
                        let box_mm = (transform * turn).transform_rect_bbox(own);
                        out.push(PlacedText { run, box_mm, is_cut });
                    }
                    PageItem::Group(group) => {
                        let cut = is_cut || group.clip.is_some();
                        collect(&group.items, transform * group.transform, cut, out);
                    }
                    _ => {}
                }
            }
        }
        let mut out = Vec::new();
        collect(&self.items, Affine::IDENTITY, false, &mut out);
        out
    }
}

/// A text with its place on the page.
#[derive(Debug, Clone, Copy)]
pub struct PlacedText<'a> {
    /// The text.
    pub run: &'a TextRun,
    /// The box that its letters take, in millimetres of the page.
    pub box_mm: Rect,
    /// Whether it is cut to a frame.
    pub is_cut: bool,
}

/// Several pages in one file.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// The pages.
    pub pages: Vec<Page>,
    /// Title for the file's metadata.
    pub title: String,
    /// Who made it, for the file's metadata.
    pub author: String,
    /// What it is about, for the file's metadata.
    pub subject: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// The language of most of its text: "vi" or "en".
    pub language: &'static str,
}
