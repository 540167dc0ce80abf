//! The corners of an outline as a table: for the clipboard, for spreadsheets and for programs.

use planmap_core::i18n::Words;
use planmap_core::site_review::Corner;

use crate::text_table::{Cell, CsvFormat, TextTable};

/// Number, ring, X (north), Y (east) and the edge to the next corner, with heads in the language
/// of the screen.
#[must_use]
pub fn corners_table(corners: &[Corner], words: &Words) -> TextTable {
    let heads = [
        "review-corner-head-n",
        "review-corner-head-ring",
        "site-sheet-north",
        "site-sheet-east",
        "review-corner-head-edge",
    ];
    TextTable { heads: heads.iter().map(|key| words.text(key)).collect(), rows: rows(corners) }
}

/// The same with the names that the JSON has, as CSV for programs.
#[must_use]
pub fn corners_csv(corners: &[Corner]) -> String {
    let heads = ["n", "ring", "x_north", "y_east", "edge_m"].map(str::to_owned).to_vec();
    TextTable { heads, rows: rows(corners) }.to_csv(CsvFormat::FOR_PROGRAMS)
}

fn rows(corners: &[Corner]) -> Vec<Vec<Cell>> {
    let row = |corner: &Corner| {
        vec![
            Cell::count(corner.n),
            Cell::count(corner.ring),
            Cell::number(corner.at.y, 3),
            Cell::number(corner.at.x, 3),
            Cell::number(corner.edge_m, 3),
        ]
    };
    corners.iter().map(row).collect()
}
