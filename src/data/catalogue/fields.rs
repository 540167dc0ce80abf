//! Tables of a TOML file, read key by key, with every complaint tied to its line.
//!
//! Owns the strictness: a key that nobody asked for is reported when the table is done with. Must
//! not know what the keys mean.

use std::cell::RefCell;

use planmap_core::catalogue::Text2;
use planmap_core::{Issue, IssueKind, Severity};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What kind of entry an id refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Source,
    Plan,
    Legend,
    Unit,
    Site,
    Class,
}

impl Target {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Plan => "plan",
            Self::Legend => "legend",
            Self::Unit => "unit",
            Self::Site => "site",
            Self::Class => "class",
        }
    }
}

/// An id that must exist somewhere in the catalogue.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) target: Target,
    pub(super) id: String,
    pub(super) place: Place,
}

/// A place in one of the catalogue's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) byte: u64,
    pub(super) line: u32,
}

impl Place {
    pub(super) fn issue(&self, severity: Severity, kind: IssueKind) -> Issue {
        Issue::new(severity, kind).in_file(&self.file).at_byte(self.byte).at_line(self.line)
    }
}

/// One TOML file being read, and all that was found wrong in it.
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    // Where each line begins.
    lines: Vec<usize>,
    pub(super) issues: RefCell<Vec<Issue>>,
    pub(super) references: RefCell<Vec<Reference>>,
}

impl<'a> File<'a> {
    pub(super) fn new(name: &'a str, text: &str) -> Self {
        let lines = std::iter::once(0)
            .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1))
            .collect();
        Self { name, lines, issues: RefCell::default(), references: RefCell::default() }
    }

    pub(super) fn place(&self, byte: usize) -> Place {
        let line = self.lines.partition_point(|start| *start <= byte) as u32;
        Place { file: self.name.to_owned(), byte: byte as u64, line }
    }

    pub(super) fn report(&self, severity: Severity, kind: IssueKind, byte: usize) {
        self.issues.borrow_mut().push(self.place(byte).issue(severity, kind));
    }
}

/// One table of a file.
pub(super) struct Fields<'a> {
    pub(super) file: &'a File<'a>,
    /// What the table is, for messages: "layer".
    what: &'static str,
    table: &'a DeTable<'a>,
    /// Where it begins.
    pub(super) at: usize,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        file: &'a File<'a>,
        what: &'static str,
        table: &'a DeTable<'a>,
        at: usize,
    ) -> Self {
        Self { file, what, table, at, asked: RefCell::default() }
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)
    }

    /// Where a key's value stands, or the table if there is none.
    pub(super) fn place_of(&self, key: &str) -> usize {
        self.table.iter().find(|(k, _)| k.get_ref() == key).map_or(self.at, |(_, v)| v.span().start)
    }

    fn wrong(&self, key: &str, wanted: &'static str, at: usize) {
        let kind = IssueKind::new("catalogue-wrong-type").with("key", key).with("wanted", wanted);
        self.file.report(Severity::Error, kind.with("entry", self.what), at);
    }

    /// Gives up on an entry because of a missing key.
    pub(super) fn require<T>(&self, key: &'static str, value: Option<T>) -> Option<T> {
        let absent = !self.table.iter().any(|(k, _)| k.get_ref() == key);
        // A key that is there and wrong was reported where it was read.
        if value.is_none() && absent {
            let kind =
                IssueKind::new("catalogue-missing-key").with("key", key).with("entry", self.what);
            self.file.report(Severity::Error, kind, self.at);
        }
        value
    }

    /// A text; a TOML date counts as one.
    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(s) => Some(s.clone().into_owned()),
            DeValue::Datetime(d) => Some(d.to_string()),
            _ => {
                self.wrong(key, "text", value.span().start);
                None
            }
        }
    }

    /// A text, or a whole number as one: a year is often written without quotes.
    pub(super) fn text_or_year(&self, key: &'static str) -> Option<String> {
        match self.table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v.get_ref()) {
            Some(DeValue::Integer(i)) => {
                self.asked.borrow_mut().push(key);
                Some(i.as_str().to_owned())
            }
            _ => self.text(key),
        }
    }

    pub(super) fn number(&self, key: &'static str) -> Option<f64> {
        let value = self.get(key)?;
        let number = number(value.get_ref());
        if number.is_none() {
            self.wrong(key, "number", value.span().start);
        }
        number
    }

    /// A whole number that fits the type.
    pub(super) fn integer<T: TryFrom<i64>>(&self, key: &'static str) -> Option<T> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(i) => {
                i64::from_str_radix(i.as_str(), i.radix()).ok().and_then(|n| T::try_from(n).ok())
            }
            _ => None,
        };
        if number.is_none() {
            self.wrong(key, "integer", value.span().start);
        }
        number
    }

    pub(super) fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, "boolean", value.span().start);
        }
        flag
    }

    /// A word out of a fixed set.
    pub(super) fn word<T>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Option<T>,
        words: &str,
    ) -> Option<T> {
        let text = self.text(key)?;
        let found = read(&text);
        if found.is_none() {
            let kind = IssueKind::new("catalogue-bad-word")
                .with("key", key)
                .with("word", text)
                .with("words", words);
            self.file.report(Severity::Error, kind, self.place_of(key));
        }
        found
    }

    /// A text in two languages, or one for both.
    pub(super) fn text2(&self, key: &'static str) -> Option<Text2> {
        let value = self.get(key)?;
        let text = self.text2_of(key, value);
        if text.is_none() {
            self.wrong(key, "text2", value.span().start);
        }
        text
    }

    /// Every key of the table with its text in both languages.
    pub(super) fn all_texts2(&self) -> Vec<(String, Text2)> {
        let mut out = Vec::new();
        for (key, value) in self.table {
            match self.text2_of(key.get_ref(), value) {
                Some(text) => out.push((key.get_ref().to_string(), text)),
                None => self.wrong(key.get_ref(), "text2", value.span().start),
            }
        }
        out
    }

    fn text2_of(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Option<Text2> {
        match value.get_ref() {
            DeValue::String(s) => Some(Text2::same(s)),
            DeValue::Table(table) => {
                let fields = Fields::new(self.file, "text", table, value.span().start);
                let (vi, en) = (fields.text("vi"), fields.text("en"));
                if vi.is_none() || en.is_none() {
                    let missing = if vi.is_none() { "vi" } else { "en" };
                    let kind = IssueKind::new("catalogue-one-language")
                        .with("key", key)
                        .with("language", missing);
                    self.file.report(Severity::Warning, kind, fields.at);
                }
                fields.done();
                Some(Text2 { vi: vi.unwrap_or_default(), en: en.unwrap_or_default() })
            }
            _ => None,
        }
    }

    /// A number or a text in two languages.
    pub(super) fn number_or_text2(&self, key: &'static str) -> Option<Result<f64, Text2>> {
        let value = self.get(key)?;
        let read = number(value.get_ref()).map(Ok).or_else(|| self.text2_of(key, value).map(Err));
        if read.is_none() {
            self.wrong(key, "number-or-text", value.span().start);
        }
        read
    }

    /// Texts of an array; what is no text is reported and left out. With their places.
    pub(super) fn texts(&self, key: &'static str) -> Vec<(String, usize)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, "texts", value.span().start);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(s) => out.push((s.clone().into_owned(), item.span().start)),
                _ => self.wrong(key, "texts", item.span().start),
            }
        }
        out
    }

    /// Two numbers of an array.
    pub(super) fn pair(&self, key: &'static str) -> Option<[f64; 2]> {
        let value = self.get(key)?;
        let pair = match value.get_ref() {
            DeValue::Array(items) => {
                match items.iter().map(|i| number(i.get_ref())).collect::<Vec<_>>()[..] {
                    [Some(a), Some(b)] => Some([a, b]),
                    _ => None,
                }
            }
            _ => None,
        };
        if pair.is_none() {
            self.wrong(key, "pair", value.span().start);
        }
        pair
    }

    /// A table under a key.
    pub(super) fn table(&self, key: &'static str, what: &'static str) -> Option<Fields<'a>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Fields::new(self.file, what, table, value.span().start)),
            _ => {
                self.wrong(key, "table", value.span().start);
                None
            }
        }
    }

    /// An array of tables under a key.
    pub(super) fn tables(&self, key: &'static str, what: &'static str) -> Vec<Fields<'a>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, "tables", value.span().start);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => {
                    out.push(Fields::new(self.file, what, table, item.span().start));
                }
                _ => self.wrong(key, "tables", item.span().start),
            }
        }
        out
    }

    /// An id that refers to another entry; it must exist once all files are read.
    pub(super) fn reference(&self, key: &'static str, target: Target) -> Option<String> {
        let id = self.text(key)?;
        self.refer(target, &id, self.place_of(key));
        Some(id)
    }

    /// Ids that refer to other entries.
    pub(super) fn references(&self, key: &'static str, target: Target) -> Vec<String> {
        let texts = self.texts(key);
        texts.iter().for_each(|(id, at)| self.refer(target, id, *at));
        texts.into_iter().map(|(id, _)| id).collect()
    }

    fn refer(&self, target: Target, id: &str, at: usize) {
        let reference = Reference { target, id: id.to_owned(), place: self.file.place(at) };
        self.file.references.borrow_mut().push(reference);
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn done(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            if !asked.iter().any(|known| *known == key.get_ref()) {
                let kind = IssueKind::new("catalogue-unknown-key")
                    .with("key", key.get_ref().to_string())
                    .with("entry", self.what)
                    .with("keys", asked.join(", "));
                self.file.report(Severity::Warning, kind, key.span().start);
            }
        }
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok().map(|n| n as f64),
        DeValue::Float(f) => f.as_str().parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}
