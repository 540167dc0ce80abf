//! Furniture in its places: over the corners of the map, in the columns of the panel, and on
//! further pages for what had no room.
//!
//! The legend and the list of annotations flow from column to column and from page to page; every
//! other piece is kept whole. Nothing is left out as long as a page can hold it.

use vello_cpu::kurbo::Rect;

use super::areas::{Areas, GAP_MM, printed, whole_page};
use super::{Sheet, SheetNote};
use crate::furniture::{self, Block, Kit, PartEnd};
use crate::ink::{BLACK, Type, area, rule};
use crate::template::{Furniture, Place};
use crate::{Page, PageItem, TextAlign};
use planmap_core::i18n::format_number;
use planmap_core::symbology::Colour;

/// Share of a column that a list of annotations may claim before the legend has had its turn.
const LIST_SHARE: f64 = 0.35;

/// Furniture over the corners of the map, each on a white ground.
pub(super) fn over_the_map(
    kit: &Kit<'_>,
    out: &mut Vec<PageItem>,
    placed: &mut Vec<Furniture>,
    notes: &mut Vec<SheetNote>,
) {
    let (k, map) = (kit.k, kit.map.rect_mm);
    let pad = 2.0 * k;
    for corner in
        [Place::MapTopLeft, Place::MapTopRight, Place::MapBottomLeft, Place::MapBottomRight]
    {
        let mut used = 0.0;
        for item in
            kit.spec.template.items.iter().filter(|i| i.place == corner && i.kind.is_movable())
        {
            let width = match item.kind {
                Furniture::NorthArrow => 26.0 * k,
                Furniture::ScaleBar => 62.0 * k,
                _ => (kit.spec.template.panel_mm * k).min(0.4 * map.width()),
            };
            let room = map.height() - used - 6.0 * pad;
            let Block { items, height, left_out, .. } =
                furniture::part(kit, item.kind, width, room, 0, PartEnd::LeftOut);
            if height > room {
                notes.push(SheetNote::NoRoom(item.kind));
                continue;
            }
            if height <= 0.0 {
                continue;
            }
            let (w, h) = (width + 2.0 * pad, height + 2.0 * pad);
            let x = match corner {
                Place::MapTopLeft | Place::MapBottomLeft => map.x0 + pad,
                _ => map.x1 - pad - w,
            };
            let y = match corner {
                Place::MapTopLeft | Place::MapTopRight => map.y0 + pad + used,
                _ => map.y1 - pad - h - used,
            };
            out.push(area(Rect::new(x, y, x + w, y + h), Colour(255, 255, 255, 235)));
            out.push(furniture::moved(items, x + pad, y + pad));
            used += h + pad;
            if left_out > 0 {
                notes.push(match item.kind {
                    Furniture::Legend => SheetNote::LegendCut { left_out },
                    other => SheetNote::NoRoom(other),
                });
            }
            placed.push(item.kind);
        }
    }
}

/// A piece that waits for its place: which, and the row from which on it is wanted.
type Waiting = (Furniture, usize);

/// Furniture that was put into columns.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) items: Vec<PageItem>,
    pub(super) placed: Vec<Furniture>,
    /// What had no room.
    rest: Vec<Waiting>,
    /// Rows of the legend and of lists among it.
    rows_left: usize,
    /// What is left of each column.
    pub(super) rooms: Vec<Rect>,
}

impl Flow {
    /// Whether all of it found room.
    pub(super) fn is_complete(&self) -> bool {
        self.rest.is_empty()
    }

    /// Fills columns from the top; a piece that does not fit into what is left of one goes to the
    /// next. What flows takes what the others leave. A piece that the last column does not hold goes
    /// where an earlier one has room left: no page is begun while a column is free.
    ///
    /// With `apart`, what comes after the legend begins a column of its own where the next one holds
    /// all of it.
    fn of(kit: &Kit<'_>, pieces: &[Waiting], columns: &[Rect], gap: f64, apart: bool) -> Self {
        let mut out = Self { rooms: columns.to_vec(), ..Self::default() };
        let (Some(first), last) = (columns.first(), columns.len().saturating_sub(1)) else {
            out.rest = pieces.to_vec();
            return out;
        };
        let width = first.width();
        let all = |kind, from| {
            furniture::part(kit, kind, width, f64::INFINITY, from, PartEnd::GoesOn).height
        };
        // What each asks for while it waits: all but the legend have the height they have.
        let heights: Vec<f64> = pieces
            .iter()
            .map(|(kind, from)| match kind {
                Furniture::Legend => 0.0,
                Furniture::Annotations => all(*kind, *from).min(LIST_SHARE * first.height()),
                other => all(*other, 0),
            })
            .collect();
        let mut column = 0;
        for (i, (kind, from)) in pieces.iter().enumerate() {
            let later: f64 = heights[i + 1..].iter().filter(|h| **h > 0.0).map(|h| h + gap).sum();
            let mut row = *from;
            if apart && column < last && i > 0 && pieces[i - 1].0 == Furniture::Legend {
                let rest: f64 =
                    pieces[i..].iter().map(|(kind, from)| all(*kind, *from) + gap).sum();
                if rest <= columns[column + 1].height() {
                    column += 1;
                }
            }
            loop {
                let left = out.rooms[column].height();
                let further: f64 = columns[column + 1..].iter().map(Rect::height).sum();
                let room = if kind.flows() { left - (later - further).max(0.0) } else { left };
                let end = if column == last { PartEnd::NextPage } else { PartEnd::GoesOn };
                let block = furniture::part(kit, *kind, width, room, row, end);
                let starts_well =
                    block.left_out == 0 || block.rows >= if column == last { 1 } else { 4 };
                if block.height <= left + 1e-6 && starts_well {
                    if block.height > 0.0 {
                        out.put(column, block.items, block.height + gap);
                        if row == *from {
                            out.placed.push(*kind);
                        }
                    }
                    row += block.rows;
                    if block.left_out == 0 {
                        break;
                    }
                }
                if column == last && out.put_where_free(kit, *kind, gap) {
                    break;
                }
                if column == last {
                    out.rows_left += block.left_out.max(usize::from(kind.flows()));
                    out.rest.push((*kind, row));
                    break;
                }
                column += 1;
            }
        }
        out
    }

    /// Puts items at the top of what is left of a column, and takes a height of it.
    fn put(&mut self, column: usize, items: Vec<PageItem>, height: f64) {
        let Some(room) = self.rooms.get_mut(column) else { return };
        self.items.push(furniture::moved(items, room.x0, room.y0));
        room.y0 += height;
    }

    /// Puts a piece that is kept whole into the first column that has room for it; returns whether
    /// one has.
    fn put_where_free(&mut self, kit: &Kit<'_>, kind: Furniture, gap: f64) -> bool {
        if kind.flows() {
            return false;
        }
        for column in 0..self.rooms.len() {
            let room = self.rooms[column];
            let block = furniture::part(kit, kind, room.width(), f64::INFINITY, 0, PartEnd::GoesOn);
            if block.height <= room.height() {
                self.put(column, block.items, block.height + gap);
                self.placed.push(kind);
                return true;
            }
        }
        false
    }

    /// Whether a piece waits for the next page.
    #[cfg(test)]
    pub(super) fn waits(&self, kind: Furniture) -> bool {
        self.rest.iter().any(|(waiting, _)| *waiting == kind)
    }
}

/// Furniture in the panel: column by column, the title block at the foot of the last one.
pub(super) fn panel(kit: &Kit<'_>, areas: &Areas) -> Flow {
    let Some(last) = areas.columns.last() else { return Flow::default() };
    let gap = 3.5 * kit.k;
    let width = last.width();
    let wanted =
        kit.spec.template.items.iter().filter(|i| i.place == Place::Panel && i.kind.is_movable());
    let mut pieces: Vec<Waiting> = wanted.map(|i| (i.kind, 0)).collect();
    let mut columns: Vec<Rect> = areas.columns.clone();
    let mut title = None;
    if pieces.iter().any(|(k, _)| *k == Furniture::TitleBlock) {
        let block =
            furniture::part(kit, Furniture::TitleBlock, width, last.height(), 0, PartEnd::GoesOn);
        let top = last.y1 - block.height;
        title = Some(furniture::moved(block.items, last.x0, top));
        if let Some(column) = columns.last_mut() {
            column.y1 = top - gap;
        }
        pieces.retain(|(k, _)| *k != Furniture::TitleBlock);
    }
    // What a class means matters more than where the sheet lies: the locator makes room for the
    // legend, then the list of documents; they go to the next page.
    let apart = kit.spec.paper.is_landscape();
    let mut flow = Flow::of(kit, &pieces, &columns, gap, apart);
    let mut postponed = Vec::new();
    for expendable in [Furniture::Locator, Furniture::Sources] {
        if flow.is_complete() || !pieces.iter().any(|(k, _)| *k == Furniture::Legend) {
            break;
        }
        let fewer: Vec<Waiting> =
            pieces.iter().copied().filter(|(k, _)| *k != expendable).collect();
        if fewer.len() < pieces.len() {
            let next = Flow::of(kit, &fewer, &columns, gap, apart);
            if next.rows_left < flow.rows_left || next.rest.len() < flow.rest.len() {
                postponed.push((expendable, 0));
                pieces = fewer;
                flow = next;
            }
        }
    }
    flow.rest.retain(|(k, _)| !postponed.iter().any(|(p, _)| p == k));
    postponed.retain(|(kind, _)| !flow.put_where_free(kit, *kind, gap));
    flow.rest.extend(postponed);
    if let Some(title) = title {
        flow.items.push(title);
        flow.placed.push(Furniture::TitleBlock);
    }
    flow
}

/// Pages for what had no room on the sheet's own: the same paper, filled with columns.
pub(super) fn further_pages(kit: &Kit<'_>, flow: &Flow, sheet: &mut Sheet) {
    let spec = kit.spec;
    let k = kit.k;
    let mut waiting = flow.rest.clone();
    while !waiting.is_empty() {
        let mut page = Page::new(spec.paper.width_mm, spec.paper.height_mm, "");
        let columns = whole_page(spec, head(kit, sheet.further.len() + 2, &mut page.items));
        let filled = Flow::of(kit, &waiting, &columns, 3.5 * k, false);
        if filled.items.is_empty() {
            // Not even an empty page holds it.
            sheet.notes.extend(filled.rest.iter().map(|(kind, _)| SheetNote::NoRoom(*kind)));
            break;
        }
        page.items.extend(filled.items);
        sheet
            .items
            .extend(filled.placed.iter().filter(|p| !sheet.items.contains(p)).collect::<Vec<_>>());
        sheet.further.push(page);
        waiting = filled.rest;
    }
    if !sheet.further.is_empty() {
        sheet.notes.push(SheetNote::GoesOn { pages: sheet.further.len() });
    }
}

/// The head of a further page: whose it is; returns its height in millimetres.
fn head(kit: &Kit<'_>, number: usize, out: &mut Vec<PageItem>) -> f64 {
    let (k, all) = (kit.k, printed(kit.spec));
    let (style, small) = (Type::pt(11.0 * k).bold(), Type::pt(8.0 * k).muted());
    let scale = format_number(kit.map.denominator, 0, kit.language.first());
    let right = kit.language.say_with(
        "sheet-further-head",
        &[
            ("scale", (&scale).into()),
            ("sheet", (&kit.fields.sheet_number).into()),
            ("page", number.into()),
        ],
    );
    let words = all.width() - small.width(&right) - 6.0 * k;
    let height = style.paragraph(&kit.fields.drawing, all.x0, all.y0, words, out);
    out.push(small.at(right, all.x1, all.y0 + style.ascent(), TextAlign::Right));
    let base = all.y0 + height + 0.8 * k;
    out.push(rule((all.x0, base), (all.x1, base), 0.3 * k, BLACK));
    base - all.y0 + GAP_MM * k
}
