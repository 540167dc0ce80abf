//! Reports: headings, paragraphs, tables and maps that flow over pages of A4.
//!
//! Owns the flow and the breaking of tables. What a report says is its maker's business; here every
//! text is final. Black, one accent, hairlines; tables without vertical rules.

use planmap_core::symbology::Colour;
use vello_cpu::kurbo::Rect;

use super::ink::{ACCENT, BLACK, CONFLICT, HAIRLINE, MUTED, Type, rule};
use super::map::MapFrame;
use super::{Page, PageItem, Paper, TextAlign};

/// How a text in a report stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// Semi-bold.
    Strong,
    /// Of less importance.
    Muted,
    /// Something conflicts.
    Conflict,
}

impl Tone {
    fn of(self, style: Type) -> Type {
        match self {
            Self::Plain => style,
            Self::Strong => style.bold(),
            Self::Muted => style.muted(),
            Self::Conflict => style.bold().in_colour(CONFLICT),
        }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// How it stands out.
    pub tone: Tone,
}

impl Cell {
    /// A cell in a tone.
    #[must_use]
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, tone: Tone::Plain }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Its share of the table's width; shares need not sum to one.
    pub share: f64,
    /// Whether it holds figures, which stand at the right.
    pub figures: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(title: impl Into<String>, share: f64) -> Self {
        Self { title: title.into(), share, figures: false }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(title: impl Into<String>, share: f64) -> Self {
        Self { title: title.into(), share, figures: true }
    }
}

/// A table. Rows are kept whole; a table that does not fit goes on over the page under its heads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, with a cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// Draws a map into a rectangle in millimetres: its items, and its frame where it is to have a place
/// on earth. `None` where the work was called off.
pub type DrawMap<'a> = dyn Fn(Rect) -> Option<(Vec<PageItem>, Option<MapFrame>)> + 'a;

/// A piece of a report.
pub enum Piece<'a> {
    /// A heading with a rule under it; it stays with what follows.
    Heading(String),
    /// Text.
    Paragraph(String, Tone),
    /// A table.
    Table(Table),
    /// A map of a height in millimetres, drawn into the rectangle it is given.
    Map(f64, Box<DrawMap<'a>>),
    /// Pieces beside each other: left, right, the left one's share of the width. They are kept on
    /// one page.
    Beside(Vec<Piece<'a>>, Vec<Piece<'a>>, f64),
    /// Space in millimetres.
    Gap(f64),
    /// What follows begins a new page.
    Break,
}

/// What stands on every page.
#[derive(Debug, Clone, Default)]
pub struct ReportHead {
    /// Small line over the title: what kind of paper it is.
    pub kicker: String,
    /// Title.
    pub title: String,
    /// Line under the title.
    pub subtitle: String,
    /// Lines at the right of the head.
    pub right: Vec<String>,
    /// Left foot of every page.
    pub foot: String,
    /// Right foot of every page: what must never be missing.
    pub standing: String,
    /// How a page is called: "Tờ"; the number follows.
    pub page_word: String,
    /// The name in the list of bookmarks.
    pub bookmark: String,
}

const MARGIN_MM: f64 = 14.0;
const FOOT_MM: f64 = 10.0;

/// Lays a report out on upright A4; `None` once a map was called off.
#[must_use]
pub fn lay_out(head: &ReportHead, pieces: &[Piece<'_>]) -> Option<Vec<Page>> {
    let paper = Paper { width_mm: 210.0, height_mm: 297.0 };
    let mut flow = Flow { head, paper, pages: Vec::new(), y: 0.0 };
    flow.new_page();
    for (i, piece) in pieces.iter().enumerate() {
        flow.put(piece, pieces.get(i + 1))?;
    }
    let count = flow.pages.len();
    let mut pages = flow.pages;
    for (i, page) in pages.iter_mut().enumerate() {
        foot(head, paper, i, count, page);
    }
    Some(pages)
}

struct Flow<'a> {
    head: &'a ReportHead,
    paper: Paper,
    pages: Vec<Page>,
    y: f64,
}

/// Body text.
fn body() -> Type {
    Type::pt(8.0)
}

impl Flow<'_> {
    fn left(&self) -> f64 {
        MARGIN_MM
    }

    fn width(&self) -> f64 {
        self.paper.width_mm - 2.0 * MARGIN_MM
    }

    fn bottom(&self) -> f64 {
        self.paper.height_mm - MARGIN_MM - FOOT_MM
    }

    fn new_page(&mut self) {
        let first = self.pages.is_empty();
        let bookmark = if first { self.head.bookmark.as_str() } else { "" };
        let mut page = Page::new(self.paper.width_mm, self.paper.height_mm, bookmark);
        let (x, w) = (self.left(), self.width());
        let items = &mut page.items;
        let mut y = MARGIN_MM;
        let right_width = 0.32 * w;
        let words = w - right_width - 4.0;
        if first {
            let mut right = y + 4.0;
            for line in &self.head.right {
                let style = Type::pt(8.0).muted();
                for line in style.wrap(line, right_width) {
                    items.push(style.at(line, x + w, right + style.ascent(), TextAlign::Right));
                    right += style.leading();
                }
            }
            y += Type::pt(8.0).muted().paragraph(
                &self.head.kicker.to_uppercase(),
                x,
                y,
                words,
                items,
            );
            y += Type::pt(17.0).bold().paragraph(&self.head.title, x, y, words, items);
            if !self.head.subtitle.is_empty() {
                y += Type::pt(9.0).paragraph(&self.head.subtitle, x, y + 0.6, words, items) + 0.6;
            }
            y = y.max(right) + 1.6;
            items.push(rule((x, y), (x + w, y), 0.6, BLACK));
            y += 3.0;
        } else {
            let style = Type::pt(8.5).bold();
            y += style.paragraph(&self.head.title, x, y, w, items) + 0.8;
            items.push(rule((x, y), (x + w, y), 0.3, BLACK));
            y += 3.5;
        }
        self.pages.push(page);
        self.y = y;
    }

    fn put(&mut self, piece: &Piece<'_>, next: Option<&Piece<'_>>) -> Option<()> {
        let (x, width) = (self.left(), self.width());
        match piece {
            Piece::Break => {
                self.new_page();
                return Some(());
            }
            Piece::Gap(mm) => {
                self.y += mm;
                return Some(());
            }
            Piece::Table(table) => {
                self.table(table);
                return Some(());
            }
            Piece::Paragraph(text, tone) => {
                // Line by line: a long text goes on over the page.
                let style = tone.of(body());
                for line in style.wrap(text, width) {
                    if self.y + style.leading() > self.bottom() {
                        self.new_page();
                    }
                    let at = style.at(line, x, self.y + style.ascent(), TextAlign::Left);
                    self.item(at);
                    self.y += style.leading();
                }
                self.y += 1.2;
                return Some(());
            }
            Piece::Heading(_) | Piece::Map(..) | Piece::Beside(..) => {}
        }
        // A heading needs room for the beginning of what follows.
        let follows =
            if matches!(piece, Piece::Heading(_)) { next.map_or(0.0, least_height) } else { 0.0 };
        if self.y + height_of(piece, width) + follows > self.bottom() && self.y > MARGIN_MM + 20.0 {
            self.new_page();
        }
        let (items, height, maps) = place(piece, x, self.y, width)?;
        if let Some(page) = self.pages.last_mut() {
            page.items.extend(items);
            page.maps.extend(maps);
        }
        self.y += height;
        Some(())
    }

    fn item(&mut self, item: PageItem) {
        if let Some(page) = self.pages.last_mut() {
            page.items.push(item);
        }
    }

    fn table(&mut self, table: &Table) {
        let (x, width) = (self.left(), self.width());
        let grid = Grid::new(table, x, width);
        let mut head = false;
        for row in &table.rows {
            let height = grid.row_height(row);
            let needed = height + if head { 0.0 } else { grid.head_height() };
            if self.y + needed > self.bottom() {
                self.new_page();
                head = false;
            }
            let y = self.y;
            if let Some(page) = self.pages.last_mut() {
                let mut at = y;
                if !head {
                    at += grid.head(at, &mut page.items);
                    head = true;
                }
                at += grid.row(row, at, &mut page.items);
                self.y = at;
            }
        }
        self.y += 2.0;
    }
}

/// The least that a piece needs on a page.
fn least_height(piece: &Piece<'_>) -> f64 {
    match piece {
        Piece::Table(t) => {
            let grid = Grid::new(t, 0.0, 180.0);
            grid.head_height() + t.rows.first().map_or(0.0, |r| grid.row_height(r))
        }
        Piece::Map(h, _) => *h,
        Piece::Beside(..) => 40.0,
        _ => 2.0 * body().leading(),
    }
}

/// The height of a piece, without drawing it.
fn height_of(piece: &Piece<'_>, width: f64) -> f64 {
    match piece {
        Piece::Heading(text) => {
            let style = Type::pt(9.5).bold();
            style.wrap(text, width).len() as f64 * style.leading() + 4.2
        }
        Piece::Paragraph(text, tone) => {
            let style = tone.of(body());
            style.wrap(text, width).len() as f64 * style.leading() + 1.2
        }
        Piece::Table(table) => {
            let grid = Grid::new(table, 0.0, width);
            grid.head_height() + table.rows.iter().map(|r| grid.row_height(r)).sum::<f64>() + 2.0
        }
        Piece::Map(height, _) => height + 1.5,
        Piece::Beside(left, right, share) => {
            let first = (width - BESIDE_MM) * share;
            let column =
                |pieces: &[Piece<'_>], w: f64| pieces.iter().map(|p| height_of(p, w)).sum::<f64>();
            column(left, first).max(column(right, width - BESIDE_MM - first))
        }
        Piece::Gap(mm) => *mm,
        Piece::Break => 0.0,
    }
}

/// Gap between pieces beside each other.
const BESIDE_MM: f64 = 6.0;

type Placed = (Vec<PageItem>, f64, Vec<MapFrame>);

/// A piece that is kept whole, from a place on.
fn place(piece: &Piece<'_>, x: f64, y: f64, width: f64) -> Option<Placed> {
    let mut items = Vec::new();
    let mut maps = Vec::new();
    let height = match piece {
        Piece::Heading(text) => {
            let style = Type::pt(9.5).bold();
            let h = style.paragraph(text, x, y + 2.0, width, &mut items);
            let base = y + 2.0 + h + 0.6;
            items.push(rule((x, base), (x + width, base), 0.3, BLACK));
            h + 2.0 + 2.2
        }
        Piece::Paragraph(text, tone) => {
            tone.of(body()).paragraph(text, x, y, width, &mut items) + 1.2
        }
        Piece::Table(table) => {
            let grid = Grid::new(table, x, width);
            let mut at = y;
            at += grid.head(at, &mut items);
            for row in &table.rows {
                at += grid.row(row, at, &mut items);
            }
            at - y + 2.0
        }
        Piece::Map(height, draw) => {
            let (drawn, map) = draw(Rect::new(x, y, x + width, y + height))?;
            items.extend(drawn);
            maps.extend(map);
            height + 1.5
        }
        Piece::Beside(left, right, share) => {
            let gap = BESIDE_MM;
            let first = (width - gap) * share;
            let mut tallest: f64 = 0.0;
            for (pieces, x, width) in
                [(left, x, first), (right, x + first + gap, width - gap - first)]
            {
                let mut at = y;
                for piece in pieces {
                    let (drawn, h, placed) = place(piece, x, at, width)?;
                    items.extend(drawn);
                    maps.extend(placed);
                    at += h;
                }
                tallest = tallest.max(at - y);
            }
            tallest
        }
        Piece::Gap(mm) => *mm,
        Piece::Break => 0.0,
    };
    Some((items, height, maps))
}

/// The columns of a table on the page.
struct Grid<'a> {
    table: &'a Table,
    /// Left end and width of each column.
    columns: Vec<(f64, f64)>,
    x: f64,
    width: f64,
}

impl<'a> Grid<'a> {
    const PAD_MM: f64 = 0.9;
    const GUTTER_MM: f64 = 3.0;

    fn new(table: &'a Table, x: f64, width: f64) -> Self {
        let gutters = Self::GUTTER_MM * (table.columns.len().max(1) - 1) as f64;
        let total: f64 = table.columns.iter().map(|c| c.share).sum::<f64>().max(1e-9);
        let mut at = x;
        let columns = table
            .columns
            .iter()
            .map(|c| {
                let w = (width - gutters) * c.share / total;
                let from = at;
                at += w + Self::GUTTER_MM;
                (from, w)
            })
            .collect();
        Self { table, columns, x, width }
    }

    fn cells<'b>(
        &'b self,
        row: &'b [Cell],
    ) -> impl Iterator<Item = (&'b Cell, f64, f64, bool)> + 'b {
        row.iter()
            .zip(&self.columns)
            .zip(&self.table.columns)
            .map(|((cell, (x, w)), c)| (cell, *x, *w, c.figures))
    }

    fn row_height(&self, row: &[Cell]) -> f64 {
        let lines = self
            .cells(row)
            .map(|(c, _, w, _)| c.tone.of(body()).wrap(&c.text, w).len())
            .max()
            .unwrap_or(1);
        lines as f64 * body().leading() + 2.0 * Self::PAD_MM
    }

    fn heads(&self) -> Vec<Cell> {
        self.table.columns.iter().map(|c| Cell::new(c.title.as_str(), Tone::Muted)).collect()
    }

    fn head_height(&self) -> f64 {
        if self.table.columns.iter().all(|c| c.title.is_empty()) {
            0.0
        } else {
            self.row_height(&self.heads())
        }
    }

    fn head(&self, y: f64, out: &mut Vec<PageItem>) -> f64 {
        if self.head_height() <= 0.0 {
            return 0.0;
        }
        self.line(&self.heads(), y, BLACK, out)
    }

    fn row(&self, row: &[Cell], y: f64, out: &mut Vec<PageItem>) -> f64 {
        self.line(row, y, HAIRLINE, out)
    }

    fn line(&self, row: &[Cell], y: f64, colour: Colour, out: &mut Vec<PageItem>) -> f64 {
        let height = self.row_height(row);
        for (cell, x, w, figures) in self.cells(row) {
            let style = cell.tone.of(body());
            for (i, line) in style.wrap(&cell.text, w).into_iter().enumerate() {
                let base = y + Self::PAD_MM + style.ascent() + i as f64 * style.leading();
                let (x, align) =
                    if figures { (x + w, TextAlign::Right) } else { (x, TextAlign::Left) };
                out.push(style.at(line, x, base, align));
            }
        }
        out.push(rule((self.x, y + height), (self.x + self.width, y + height), 0.15, colour));
        height
    }
}

fn foot(head: &ReportHead, paper: Paper, number: usize, count: usize, page: &mut Page) {
    let style = Type::pt(7.5).muted();
    let (x, right) = (MARGIN_MM, paper.width_mm - MARGIN_MM);
    let y = paper.height_mm - MARGIN_MM - FOOT_MM + 3.5;
    page.items.push(rule((x, y), (right, y), 0.15, MUTED));
    let base = y + 1.0 + style.ascent();
    let pages = format!("{} {}/{count}", head.page_word, number + 1);
    page.items.push(style.at(pages.as_str(), right, base, TextAlign::Right));
    let room = right - x - style.width(&pages) - 6.0;
    let mut at = y + 1.0;
    at += style.paragraph(&head.foot, x, at, room, &mut page.items);
    if !head.standing.is_empty() {
        style.bold().in_colour(ACCENT).paragraph(&head.standing, x, at, room, &mut page.items);
    }
}
