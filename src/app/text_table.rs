//! Tables that leave the program: CSV files, and the clipboard for spreadsheets.
//!
//! Owns how a table is written: separator, decimal sign, quotes, and what a text may hold. Every
//! table of the program goes through here, so that all of them open alike. Must not know what a
//! table is about.

use std::borrow::Cow;

use planmap_core::i18n::{Language, format_number};
use planmap_core::plain_text;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, which a spreadsheet can go on calculating with.
    Number {
        /// Its value.
        value: f64,
        /// Decimals that are written; `None` for as many as it has.
        decimals: Option<usize>,
    },
}

impl Default for Cell {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Cell {
    /// A number with so many decimals.
    #[must_use]
    pub fn number(value: f64, decimals: usize) -> Self {
        Self::Number { value, decimals: Some(decimals) }
    }

    /// A number of things.
    #[must_use]
    pub fn count(count: usize) -> Self {
        Self::number(count as f64, 0)
    }

    /// What it reads on the screen.
    #[must_use]
    pub fn shown(&self, language: Language) -> Cow<'_, str> {
        match self {
            Self::Text(text) => plain_text::lines(text),
            Self::Number { value, decimals: Some(decimals) } => {
                Cow::Owned(format_number(*value, *decimals, language))
            }
            Self::Number { value, decimals: None } => {
                let text = value.to_string();
                let decimals = text.split_once('.').map_or(0, |(_, behind)| behind.len());
                Cow::Owned(format_number(*value, decimals, language))
            }
        }
    }

    /// What it reads in a file: numbers without groups of thousands, which a spreadsheet would
    /// take for words.
    fn written(&self, decimal: char) -> Cow<'_, str> {
        let number = match self {
            Self::Text(text) => return plain_text::lines(text),
            Self::Number { value, .. } if !value.is_finite() => return Cow::Borrowed(""),
            Self::Number { value, decimals: Some(decimals) } => format!("{value:.decimals$}"),
            Self::Number { value, decimals: None } => value.to_string(),
        };
        // What rounds to nothing has no sign.
        let is_zero = number.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
        let number = if is_zero { number.trim_start_matches('-').to_owned() } else { number };
        Cow::Owned(if decimal == '.' { number } else { number.replace('.', &decimal.to_string()) })
    }
}

/// What stands between the cells of a CSV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CsvSeparator {
    /// What spreadsheets of the screen's language expect: a semicolon in Vietnamese, where the
    /// comma is the decimal sign, a comma in English.
    #[default]
    ByLanguage,
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// A tab.
    Tab,
}

impl CsvSeparator {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::ByLanguage, Self::Comma, Self::Semicolon, Self::Tab];

    /// Its word in the settings file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ByLanguage => "by-language",
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// Read from the settings file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// The decimal sign of numbers in CSV files and on the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DecimalSign {
    /// That of the screen's language.
    #[default]
    ByLanguage,
    /// A comma.
    Comma,
    /// A point.
    Point,
}

impl DecimalSign {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ByLanguage, Self::Comma, Self::Point];

    /// Its word in the settings file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ByLanguage => "by-language",
            Self::Comma => "comma",
            Self::Point => "point",
        }
    }

    /// Read from the settings file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// What the user has chosen for CSV files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CsvChoice {
    /// Between cells.
    pub separator: CsvSeparator,
    /// In numbers.
    pub decimal: DecimalSign,
}

impl CsvChoice {
    /// What it means in a language.
    #[must_use]
    pub fn format(self, language: Language) -> CsvFormat {
        let vietnamese = language == Language::Vietnamese;
        let separator = match self.separator {
            CsvSeparator::ByLanguage if vietnamese => b';',
            CsvSeparator::ByLanguage | CsvSeparator::Comma => b',',
            CsvSeparator::Semicolon => b';',
            CsvSeparator::Tab => b'\t',
        };
        let decimal = match self.decimal {
            DecimalSign::ByLanguage if vietnamese => ',',
            DecimalSign::Comma => ',',
            DecimalSign::ByLanguage | DecimalSign::Point => '.',
        };
        CsvFormat { separator, decimal, begins_with_mark: true }
    }
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CsvFormat {
    /// Between cells.
    separator: u8,
    /// In numbers.
    decimal: char,
    /// Whether a file begins with a byte-order mark: without it Excel takes UTF-8 for the system's
    /// old code page and breaks Vietnamese letters, while programs take it for part of the first
    /// head.
    begins_with_mark: bool,
}

impl CsvFormat {
    /// For programs, in every language: commas between cells, points in numbers (RFC 4180).
    pub const FOR_PROGRAMS: Self = Self { separator: b',', decimal: '.', begins_with_mark: false };
}

/// A table with its heads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextTable {
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// Rows with as many cells.
    pub rows: Vec<Vec<Cell>>,
}

impl TextTable {
    /// Cells apart by tabs, rows by line ends: what spreadsheets take from the clipboard. A cell is
    /// one line there: what pastes into several rows would break the table.
    #[must_use]
    pub fn to_tsv(&self, format: CsvFormat) -> String {
        let on_clipboard = CsvFormat { separator: b'\t', ..format };
        let mut out = Writer::new(on_clipboard, csv::Terminator::Any(b'\n'));
        out.record(self.heads.iter().map(|head| plain_text::one_line(head)));
        for row in &self.rows {
            let cells = row.iter().map(|cell| cell.written(format.decimal));
            out.record(cells.map(|cell| Cow::Owned(plain_text::one_line(&cell).into_owned())));
        }
        out.finish()
    }

    /// CSV in UTF-8: quotes and line ends after RFC 4180.
    #[must_use]
    pub fn to_csv(&self, format: CsvFormat) -> String {
        let mut out = Writer::new(format, csv::Terminator::CRLF);
        out.record(self.heads.iter().map(|head| plain_text::one_line(head)));
        for row in &self.rows {
            out.record(row.iter().map(|cell| cell.written(format.decimal)));
        }
        let text = out.finish();
        if format.begins_with_mark { format!("\u{feff}{text}") } else { text }
    }
}

/// Records into memory.
struct Writer {
    csv: csv::Writer<Vec<u8>>,
}

impl Writer {
    fn new(format: CsvFormat, end: csv::Terminator) -> Self {
        let mut builder = csv::WriterBuilder::new();
        builder.delimiter(format.separator).terminator(end).flexible(true);
        Self { csv: builder.from_writer(Vec::new()) }
    }

    fn record<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) {
        let cells: Vec<Cow<'a, str>> = cells.collect();
        // Memory takes whatever is written, and rows may have any number of cells.
        let written = self.csv.write_record(cells.iter().map(|cell| cell.as_bytes()));
        debug_assert!(written.is_ok());
    }

    fn finish(self) -> String {
        // Texts went in, so texts come out; memory has nothing to refuse.
        self.csv
            .into_inner()
            .map_or_else(|_| String::new(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> TextTable {
        TextTable {
            heads: vec!["Tên".to_owned(), "Vốn, tỷ".to_owned()],
            rows: vec![
                vec!["a\tb".into(), "1,5 \"tỷ\"\nhai".into()],
                vec!["x\0y\u{b}z".into(), Cell::number(12_345.678, 2)],
                vec!["".into(), Cell::number(-0.000_1, 2)],
            ],
        }
    }

    #[test]
    fn each_language_has_its_separator_and_decimal_sign() {
        let vi = table().to_csv(CsvChoice::default().format(Language::Vietnamese));
        let expected = "\u{feff}Tên;Vốn, tỷ\r\na\tb;\"1,5 \"\"tỷ\"\"\nhai\"\r\nx\u{fffd}y\nz;12345,68\r\n;0,00\r\n";
        assert_eq!(vi.replace("\"x\u{fffd}y\nz\"", "x\u{fffd}y\nz"), expected);
        let en = table().to_csv(CsvChoice::default().format(Language::English));
        assert!(en.contains("Tên,\"Vốn, tỷ\"\r\n") && en.contains(",12345.68\r\n"), "{en}");
        let chosen = CsvChoice { separator: CsvSeparator::Comma, decimal: DecimalSign::Comma };
        let text = table().to_csv(chosen.format(Language::English));
        assert!(text.contains(",\"12345,68\"\r\n"), "a sign that separates is quoted: {text}");
    }

    #[test]
    fn a_row_of_the_clipboard_is_one_line() {
        let text = table().to_tsv(CsvChoice::default().format(Language::Vietnamese));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "Tên\tVốn, tỷ");
        assert_eq!(lines[1], "a b\t\"1,5 \"\"tỷ\"\" hai\"");
        assert_eq!(lines[2], "x\u{fffd}y z\t12345,68");
        assert_eq!(lines.len(), 4);
    }

    #[test]
    fn words_of_the_settings_file_are_read_back() {
        assert!(CsvSeparator::ALL.iter().all(|s| CsvSeparator::from_word(s.as_str()) == Some(*s)));
        assert!(DecimalSign::ALL.iter().all(|s| DecimalSign::from_word(s.as_str()) == Some(*s)));
        assert_eq!(CsvSeparator::from_word("pipe"), None);
    }

    #[test]
    fn the_screen_groups_thousands_and_a_file_does_not() {
        let cell = Cell::Number { value: 1234.5, decimals: None };
        assert_eq!(cell.shown(Language::Vietnamese), "1.234,5");
        assert_eq!(cell.written(','), "1234,5");
        assert_eq!(Cell::number(f64::NAN, 1).written('.'), "");
    }
}
