//! The help pages: Markdown that is compiled in, taken apart into blocks, and searched.
//!
//! Owns the list of pages and how their text is read. A page is a file in `assets/help/{vi,en}`;
//! both languages have the same pages and the same headings. Must not know how a page is drawn.

use std::sync::OnceLock;

use planmap_core::i18n::{Language, Words};
use planmap_core::search::fold;
use planmap_data::read::registry::{self, FormatKind};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A piece of text in one look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Whether it is set strongly.
    pub strong: bool,
    /// Whether it is a name on the screen.
    pub emphasis: bool,
    /// Whether it is a key, a file name or a command.
    pub code: bool,
    /// The page that it leads to, by id.
    pub link: Option<String>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 (the title) to 3.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// An entry of a list, with its number where it has one.
    Item(Option<u64>, Vec<Span>),
    /// Something to heed.
    Note(Vec<Span>),
    /// Lines for a terminal.
    Code(String),
    /// A table: rows of cells, the head first.
    Table(Vec<Vec<Vec<Span>>>),
}

impl Block {
    /// The text of the block without any look.
    #[must_use]
    pub fn text(&self) -> String {
        let join = |spans: &[Span]| spans.iter().map(|s| s.text.as_str()).collect::<String>();
        match self {
            Self::Heading(_, text) | Self::Code(text) => text.clone(),
            Self::Paragraph(spans) | Self::Item(_, spans) | Self::Note(spans) => join(spans),
            Self::Table(rows) => {
                let row = |cells: &Vec<Vec<Span>>| {
                    cells.iter().map(|c| join(c)).collect::<Vec<_>>().join(" · ")
                };
                rows.iter().map(row).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// The pieces of text of the block.
    pub fn spans(&self) -> Box<dyn Iterator<Item = &Span> + '_> {
        match self {
            Self::Heading(..) | Self::Code(_) => Box::new(std::iter::empty()),
            Self::Paragraph(spans) | Self::Item(_, spans) | Self::Note(spans) => {
                Box::new(spans.iter())
            }
            Self::Table(rows) => Box::new(rows.iter().flatten().flatten()),
        }
    }
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its id: the name of its file.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// Its content, the title first.
    pub blocks: Vec<Block>,
}

/// A place that a search has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The page, by id.
    pub page: &'static str,
    /// Its title.
    pub title: String,
    /// The number of the block.
    pub block: usize,
    /// The text around.
    pub excerpt: String,
}

macro_rules! pages {
    ($($id:literal),* $(,)?) => {
        /// The pages of a language in their order: id and Markdown.
        #[must_use]
        pub fn sources(language: Language) -> &'static [(&'static str, &'static str)] {
            match language {
                Language::Vietnamese => {
                    &[$(($id, include_str!(concat!("../../../assets/help/vi/", $id, ".md")))),*]
                }
                Language::English => {
                    &[$(($id, include_str!(concat!("../../../assets/help/en/", $id, ".md")))),*]
                }
            }
        }
    };
}

pages!(
    "start",
    "planners",
    "investors",
    "staff",
    "map",
    "find",
    "tables",
    "compare",
    "review",
    "annotate",
    "export",
    "present",
    "formats",
    "large",
    "accuracy",
    "settings",
    "access",
    "keys",
    "cli",
    "trouble",
);

/// The page that help opens on.
pub const FIRST: &str = "start";

/// The pages of a language, taken apart once.
#[must_use]
pub fn pages(language: Language) -> &'static [Page] {
    static VI: OnceLock<Vec<Page>> = OnceLock::new();
    static EN: OnceLock<Vec<Page>> = OnceLock::new();
    let slot = match language {
        Language::Vietnamese => &VI,
        Language::English => &EN,
    };
    slot.get_or_init(|| {
        sources(language).iter().map(|(id, text)| page(id, text, language)).collect()
    })
}

/// What stands in a page for the table of formats.
const FORMATS: &str = "{formats}";

fn page(id: &'static str, text: &str, language: Language) -> Page {
    let mut blocks = blocks(text);
    for block in &mut blocks {
        if matches!(block, Block::Paragraph(_)) && block.text() == FORMATS {
            *block = Block::Table(formats(Words::of(language)));
        }
    }
    let title = blocks.iter().find_map(|b| match b {
        Block::Heading(1, title) => Some(title.clone()),
        _ => None,
    });
    Page { id, title: title.unwrap_or_else(|| id.to_owned()), blocks }
}

/// The table of the formats that are known: what each is called, its extensions, and what can be
/// done with it.
fn formats(words: &Words) -> Vec<Vec<Vec<Span>>> {
    let cell = |text: String| vec![Span { text, ..Span::default() }];
    let is_done =
        |is_done: bool| cell(words.text(if is_done { "format-yes" } else { "format-no" }));
    let head =
        ["format-head-name", "format-head-extensions", "format-head-read", "format-head-written"];
    let mut rows = vec![head.map(|key| cell(words.text(key))).to_vec()];
    for format in registry::formats().filter(|format| format.kind != FormatKind::Other) {
        let name = words.text(&format!("format-name-{}", format.id));
        let extensions = format.extensions.join(", ");
        rows.push(vec![
            cell(name),
            cell(extensions),
            is_done(format.reads()),
            is_done(format.writes),
        ]);
    }
    rows
}

/// Takes Markdown apart. Of what pages may hold, everything is understood; the rest is left out.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reader.take(event);
    }
    reader.out
}

#[derive(Default)]
struct Reader {
    out: Vec<Block>,
    spans: Vec<Span>,
    look: Span,
    numbers: Vec<Option<u64>>,
    rows: Vec<Vec<Vec<Span>>>,
    quoted: bool,
    in_item: bool,
    code: Option<String>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.say(&text, false),
            },
            Event::Code(text) => self.say(&text, true),
            Event::SoftBreak | Event::HardBreak => self.say(" ", false),
            _ => {}
        }
    }

    fn say(&mut self, text: &str, code: bool) {
        self.spans.push(Span { text: text.to_owned(), code, ..self.look.clone() });
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.look.strong = true,
            Tag::Emphasis => self.look.emphasis = true,
            Tag::Link { dest_url, .. } => {
                self.look.link = Some(dest_url.trim_end_matches(".md").to_owned());
            }
            Tag::BlockQuote(_) => self.quoted = true,
            Tag::List(first) => self.numbers.push(first),
            Tag::Item => self.in_item = true,
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.look.strong = false,
            TagEnd::Emphasis => self.look.emphasis = false,
            TagEnd::Link => self.look.link = None,
            TagEnd::BlockQuote(_) => self.quoted = false,
            TagEnd::List(_) => {
                self.numbers.pop();
            }
            TagEnd::Heading(level) => {
                let text: String = self.spans.drain(..).map(|s| s.text).collect();
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    _ => 3,
                };
                self.out.push(Block::Heading(level, text));
            }
            TagEnd::Paragraph if !self.in_item => {
                let spans = std::mem::take(&mut self.spans);
                self.out.push(if self.quoted {
                    Block::Note(spans)
                } else {
                    Block::Paragraph(spans)
                });
            }
            TagEnd::Item => {
                self.in_item = false;
                let number = self.numbers.last_mut().and_then(Option::as_mut).map(|n| {
                    *n += 1;
                    *n - 1
                });
                self.out.push(Block::Item(number, std::mem::take(&mut self.spans)));
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.out.push(Block::Code(code.trim_end().to_owned()));
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.spans);
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => self.out.push(Block::Table(std::mem::take(&mut self.rows))),
            _ => {}
        }
    }
}

/// Letters shown around what was found.
const EXCERPT: usize = 90;

/// The places that hold all the words of a query, titles and headings first. Accents may be left
/// out.
#[must_use]
pub fn search(language: Language, query: &str) -> Vec<Found> {
    let query = fold(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, Found)> = Vec::new();
    for page in pages(language) {
        for (number, block) in page.blocks.iter().enumerate() {
            let text = block.text();
            // A table is found by the line that says it.
            for line in text.lines() {
                let folded = fold(line);
                if words.iter().all(|w| folded.contains(w)) {
                    let rank = match block {
                        Block::Heading(level, _) => *level,
                        _ => 9,
                    };
                    let excerpt: String = line.chars().take(EXCERPT).collect();
                    let cut = if line.chars().count() > EXCERPT { "…" } else { "" };
                    let excerpt = format!("{excerpt}{cut}");
                    found.push((
                        rank,
                        Found { page: page.id, title: page.title.clone(), block: number, excerpt },
                    ));
                }
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, f)| f).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::action::{Action, Shortcut};
    use std::collections::BTreeSet;

    #[test]
    fn both_languages_have_the_same_pages_and_the_same_shape() {
        for (vi, en) in pages(Language::Vietnamese).iter().zip(pages(Language::English)) {
            assert_eq!(vi.id, en.id);
            let levels = |p: &Page| {
                let level =
                    |b: &Block| if let Block::Heading(level, _) = b { Some(*level) } else { None };
                p.blocks.iter().filter_map(level).collect::<Vec<_>>()
            };
            assert_eq!(levels(vi), levels(en), "{}: headings", vi.id);
            assert_eq!(levels(vi)[0], 1, "{}: a title first", vi.id);
            assert_eq!(levels(vi).iter().filter(|l| **l == 1).count(), 1, "{}: one title", vi.id);
            let keys = |p: &Page| p.blocks.iter().flat_map(Block::spans).filter(|s| s.code).count();
            assert_eq!(keys(vi), keys(en), "{}: keys and commands", vi.id);
            let links = |p: &Page| {
                p.blocks
                    .iter()
                    .flat_map(Block::spans)
                    .filter_map(|s| s.link.clone())
                    .collect::<BTreeSet<_>>()
            };
            assert_eq!(links(vi), links(en), "{}: links", vi.id);
            let rows = |p: &Page| {
                let rows =
                    |b: &Block| if let Block::Table(rows) = b { Some(rows.len()) } else { None };
                p.blocks.iter().filter_map(rows).collect::<Vec<_>>()
            };
            assert_eq!(rows(vi), rows(en), "{}: tables", vi.id);
        }
    }

    #[test]
    fn every_file_is_a_page_and_every_link_leads_to_one() {
        for language in Language::ALL {
            let folder =
                format!("{}/../../assets/help/{}", env!("CARGO_MANIFEST_DIR"), language.code());
            let on_disk: BTreeSet<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|f| f.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            let ids: BTreeSet<String> = pages(language).iter().map(|p| p.id.to_owned()).collect();
            assert_eq!(on_disk, ids);
            let mut reached: BTreeSet<String> = BTreeSet::from([FIRST.to_owned()]);
            for page in pages(language) {
                for link in
                    page.blocks.iter().flat_map(Block::spans).filter_map(|s| s.link.as_ref())
                {
                    assert!(ids.contains(link), "{}: no page {link}", page.id);
                    reached.insert(link.clone());
                }
            }
        }
    }

    #[test]
    fn the_readme_leads_to_every_page_by_its_title() {
        let readme =
            std::fs::read_to_string(format!("{}/../../README.md", env!("CARGO_MANIFEST_DIR")))
                .unwrap();
        for language in Language::ALL {
            for page in pages(language) {
                let link =
                    format!("[{}](assets/help/{}/{}.md)", page.title, language.code(), page.id);
                assert!(readme.contains(&link), "{link}");
            }
        }
    }

    #[test]
    fn the_page_of_formats_has_a_row_for_each_that_holds_a_map() {
        for language in Language::ALL {
            let page = pages(language).iter().find(|page| page.id == "formats").unwrap();
            let tables = page.blocks.iter().filter(|block| matches!(block, Block::Table(_)));
            let text = tables.map(Block::text).collect::<Vec<_>>().join("\n");
            for format in registry::formats().filter(|format| format.kind != FormatKind::Other) {
                let name = Words::of(language).text(&format!("format-name-{}", format.id));
                assert!(
                    text.contains(&format!("{name} · {}", format.extensions.join(", "))),
                    "{text}"
                );
            }
        }
    }

    /// Whether a piece of code is a key or several, rather than a file or a command.
    fn is_shortcut(code: &str) -> bool {
        let key = |k: &str| {
            k.chars().count() == 1
                || [
                    "Ctrl",
                    "Shift",
                    "Alt",
                    "Home",
                    "End",
                    "PageUp",
                    "PageDown",
                    "Enter",
                    "Esc",
                    "Delete",
                    "Backspace",
                    "Tab",
                ]
                .contains(&k)
                || k.strip_prefix('F').is_some_and(|n| n.parse::<u8>().is_ok())
        };
        code.split(' ').all(key)
    }

    /// Shortcuts beside another one for the same, for keyboards that lack it.
    const ALSO: [&str; 2] = ["Ctrl =", "Ctrl Shift +"];

    /// Keys that are no action's: of the map, the tables, the drawing tools, the meeting and
    /// the toolkit.
    const OTHER_KEYS: [&str; 29] = [
        "←", "→", "↑", "↓", "Shift", "Alt", "Enter", "Delete", "Ctrl A", "Ctrl C", "Ctrl D", "Tab",
        "Ctrl F6", "X", "1", "9", "A", "B", "D", "F", "L", "M", "N", "P", "S", "+", "−", "PageUp",
        "PageDown",
    ];

    #[test]
    fn every_shortcut_that_is_named_exists_and_every_one_is_named() {
        for language in Language::ALL {
            let mut named: BTreeSet<&str> = BTreeSet::new();
            for span in pages(language)
                .iter()
                .flat_map(|p| &p.blocks)
                .flat_map(Block::spans)
                .filter(|s| s.code)
            {
                if is_shortcut(&span.text) {
                    named.insert(&span.text);
                }
            }
            let all = Action::all();
            let shortcuts = all.iter().flat_map(|a| a.shortcuts()).map(Shortcut::text);
            let actions: BTreeSet<String> =
                shortcuts.filter(|s| !ALSO.contains(&s.as_str())).collect();
            let missing: Vec<_> = actions.iter().filter(|s| !named.contains(s.as_str())).collect();
            assert!(missing.is_empty(), "{language:?}: {missing:?} stand nowhere");
            let unknown: Vec<_> = named
                .iter()
                .filter(|s| !actions.contains(**s) && !OTHER_KEYS.contains(*s))
                .collect();
            assert!(unknown.is_empty(), "{language:?}: {unknown:?} are no keys of the program");
        }
    }

    #[test]
    fn pages_are_found_without_accents_titles_first() {
        let found = search(Language::Vietnamese, "do chinh xac");
        assert_eq!(found[0].page, "accuracy");
        assert!(search(Language::Vietnamese, "ĐỘ CHÍNH XÁC").len() == found.len());
        assert!(
            search(Language::English, "bell notifications").iter().any(|f| f.page == "trouble")
        );
        let row = search(Language::English, "open file");
        assert!(row.iter().any(|f| f.page == "keys" && f.excerpt.contains("Ctrl O")), "{row:?}");
        assert!(
            search(Language::English, "  ").is_empty()
                && search(Language::English, "xyzzy").is_empty()
        );
    }

    #[test]
    fn markdown_is_taken_apart() {
        let out = blocks(
            "# T\n\na **b** *c* `D` [e](keys.md)\n\n1. x\n2. y\n\n> n\n\n```\nl\n```\n\n| h | i |\n| --- | --- |\n| j | k |\n",
        );
        let texts: Vec<String> = out.iter().map(Block::text).collect();
        assert_eq!(texts, ["T", "a b c D e", "x", "y", "n", "l", "h · i\nj · k"]);
        assert!(matches!(&out[3], Block::Item(Some(2), _)));
        let Block::Paragraph(spans) = &out[1] else { unreachable!() };
        assert!(spans[1].strong && spans[3].emphasis && spans[5].code);
        assert_eq!(spans[7].link.as_deref(), Some("keys"));
    }
}
