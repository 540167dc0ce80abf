//! The index over a layer's attributes.
//!
//! Holds each different text of a column once, folded, in one run of bytes between line ends, which
//! is looked through as a whole: a million lots have few different texts, and even a million
//! different codes are some 10 MB, a millisecond or two. Rows are looked up for what is shown alone.

use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::ParcelQuery;
use super::fold::fold_into;
use super::grade::{Query, quality, typos};
use crate::feature::{Column, FeatureId, Table};

/// Longer texts are found by their beginning.
const LONGEST: usize = 240;
/// Places that are looked at for one query in one column: more cannot be told apart anyway.
const MOST_PLACES: usize = 1500;
/// Different words that typing errors are looked for in.
const MOST_WORDS: usize = 60_000;
/// Values that are ranked for one column.
const MOST_VALUES: usize = 24;

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnUse {
    /// Not searched: identifiers that nobody types.
    Skip,
    /// Names of things.
    Name,
    /// Codes of lots.
    Lot,
    /// Any other attribute.
    Value,
}

/// What a search needs to know of a query beside its text.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The text.
    pub query: &'a Query,
    /// Whether to allow for typing errors.
    pub typos: bool,
}

/// A value of a column that answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueMatch {
    /// The column, counted from 0.
    pub column: usize,
    /// What it is for.
    pub column_use: ColumnUse,
    /// The number of the text among the column's.
    pub text: u32,
    /// How well it answers.
    pub score: f32,
    /// The first feature that has it.
    pub first: FeatureId,
    /// How many have it.
    pub count: u32,
}

/// A figure that a column of numbers has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberMatch {
    /// The column, counted from 0.
    pub column: usize,
    /// The first feature that has it.
    pub first: FeatureId,
    /// How many have it.
    pub count: u32,
}

/// One column's different texts.
#[derive(Debug, Clone)]
struct Texts {
    column: usize,
    column_use: ColumnUse,
    /// `\n` + text + `\n` + text + … + `\n`.
    bytes: Vec<u8>,
    /// Where each text begins, and what it is.
    starts: Vec<(u32, Spelling)>,
}

/// One way in which a value of a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spelling {
    /// The number of the value among the column's texts.
    text: u32,
    /// Whether it is a code that has words beside it: nobody reads it, so it answers only who types
    /// it.
    is_code: bool,
}

/// The first letters of a code that are enough to mean it.
const TELLING_CODE: usize = 6;

impl Spelling {
    /// Whether a query that a text contains can mean it.
    fn answers(self, folded: &str, query: &str) -> bool {
        let is_typed = folded == query || query.len() >= TELLING_CODE && folded.starts_with(query);
        !self.is_code || is_typed
    }
}

/// The folded texts of a table.
#[derive(Debug, Clone, Default)]
pub struct TableIndex {
    columns: Vec<Texts>,
    /// The different words without figures, for typing errors.
    words: Vec<Box<str>>,
}

impl TableIndex {
    /// Builds the index. `column_use` says what a column is for; `spelled` gives further texts that
    /// stand for a value, such as the label of a class code. Stops early, with what there is, once
    /// `stop` says so.
    #[must_use]
    pub fn build(
        table: &Table,
        column_use: &dyn Fn(&Column) -> ColumnUse,
        spelled: &dyn Fn(&Column, &str) -> Vec<String>,
        stop: &dyn Fn() -> bool,
    ) -> Self {
        let (mut columns, mut words) = (Vec::new(), FxHashSet::default());
        for (number, column) in table.columns().iter().enumerate() {
            let used = column_use(column);
            if used == ColumnUse::Skip {
                continue;
            }
            let (mut bytes, mut starts, mut folded) = (vec![b'\n'], Vec::new(), String::new());
            for (id, text) in column.distinct_texts().enumerate() {
                if id % 4096 == 0 && stop() {
                    return Self::default();
                }
                let words_beside = spelled(column, text);
                let mut put = |text: &str, is_code: bool| {
                    folded.clear();
                    fold_into(beginning(text), &mut folded);
                    // Beyond 4 GiB of different texts nothing more is found.
                    if let (false, Ok(start)) = (folded.is_empty(), u32::try_from(bytes.len())) {
                        starts.push((start, Spelling { text: id as u32 + 1, is_code }));
                        bytes.extend_from_slice(folded.as_bytes());
                        bytes.push(b'\n');
                        learn(&folded, &mut words);
                    }
                };
                put(text, !words_beside.is_empty());
                words_beside.iter().for_each(|text| put(text, false));
            }
            if !starts.is_empty() {
                bytes.shrink_to_fit();
                starts.shrink_to_fit();
                columns.push(Texts { column: number, column_use: used, bytes, starts });
            }
        }
        let mut words: Vec<Box<str>> = words.into_iter().collect();
        words.sort_unstable();
        Self { columns, words }
    }

    /// Bytes that the index takes in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let columns: usize = self
            .columns
            .iter()
            .map(|c| c.bytes.capacity() + c.starts.capacity() * size_of::<(u32, Spelling)>())
            .sum();
        columns + self.words.iter().map(|w| w.len() + 16).sum::<usize>()
    }

    /// The values that answer a query, the best of each column, with the features that have them.
    #[must_use]
    pub fn find(&self, table: &Table, asked: &Asked<'_>) -> Vec<ValueMatch> {
        let corrected;
        let (query, loss) = if asked.typos {
            match self.corrected(asked.query) {
                Some((query, errors)) => {
                    corrected = query;
                    // As far below as a typing error in a name is.
                    (&corrected, quality::EXACT - quality::TYPO + 40.0 * errors as f32)
                }
                None => return Vec::new(),
            }
        } else {
            (asked.query, 0.0)
        };
        let mut out = Vec::new();
        for texts in &self.columns {
            let Some(column) = table.columns().get(texts.column) else {
                continue;
            };
            let mut found = texts.graded(query, column);
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(MOST_VALUES);
            out.extend(
                texts
                    .with_rows(column, &found)
                    .map(|m| ValueMatch { score: (m.score - loss).max(1.0), ..m }),
            );
        }
        out
    }

    /// The query with its unknown words replaced by near ones; `None` where there is nothing to
    /// replace or no near word.
    fn corrected(&self, query: &Query) -> Option<(Query, usize)> {
        let mut errors = 0;
        let words: Option<Vec<&str>> = query
            .words()
            .iter()
            .map(|word| {
                let at = self.words.partition_point(|w| **w < **word);
                // Words too short to be told from others are taken as they are.
                if word.len() <= 2
                    || self.words.get(at).is_some_and(|w| w.starts_with(word.as_str()))
                    || word.bytes().any(|b| b.is_ascii_digit())
                {
                    return Some(word.as_str());
                }
                let (distance, best) = self
                    .words
                    .iter()
                    .filter_map(|w| Some((typos(word, w)?, w)))
                    .min_by_key(|(d, _)| *d)?;
                errors += distance;
                Some(&**best)
            })
            .collect();
        let words = words?;
        (errors > 0 && errors <= 2).then(|| (Query::new(&words.join(" ")), errors))
    }
}

/// The columns that hold a cadastral sheet and a parcel's number, by the names that they go by.
const SHEET: [&str; 8] = [
    "soto",
    "so to",
    "so hieu to ban do",
    "sohieutobando",
    "shbando",
    "so to ban do",
    "to",
    "sheet",
];
const PARCEL: [&str; 7] =
    ["sothua", "so thua", "so thu tu thua", "sothututhua", "shthua", "thua", "parcel"];

/// The features of a parcel; at most `most`.
#[must_use]
pub fn find_parcel(table: &Table, asked: ParcelQuery, most: usize) -> Vec<FeatureId> {
    let column = |names: &[&str]| {
        table
            .columns()
            .iter()
            .find(|c| names.contains(&super::fold(&c.name().replace('_', " ")).as_str()))
    };
    let (Some(parcels), sheets) = (column(&PARCEL), column(&SHEET)) else {
        return Vec::new();
    };
    if asked.sheet.is_some() && sheets.is_none() {
        return Vec::new();
    }
    let same = |column: &Column, row: u32, number: u32| match column.value(row) {
        crate::feature::Value::Number(n) => (n - f64::from(number)).abs() < 1e-9,
        crate::feature::Value::Text(text) => text.trim().parse() == Ok(number),
        _ => false,
    };
    (0..table.len() as u32)
        .filter(|row| same(parcels, *row, asked.parcel))
        .filter(|row| match (asked.sheet, sheets) {
            (Some(number), Some(sheets)) => same(sheets, *row, number),
            _ => true,
        })
        .take(most)
        .collect()
}

/// The columns of numbers that hold a figure exactly.
#[must_use]
pub fn find_number(table: &Table, number: f64) -> Vec<NumberMatch> {
    let columns = table.columns().iter().enumerate();
    columns
        .filter_map(|(column, cells)| {
            let mut rows =
                cells.numbers()?.iter().enumerate().filter(|(_, n)| (**n - number).abs() < 1e-9);
            let first = rows.next()?.0 as FeatureId;
            Some(NumberMatch { column, first, count: rows.count() as u32 + 1 })
        })
        .collect()
}

/// So much of a text as is searched, whole characters.
fn beginning(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

fn learn(folded: &str, words: &mut FxHashSet<Box<str>>) {
    if words.len() >= MOST_WORDS {
        return;
    }
    for word in folded.split(' ').filter(|w| w.len() > 2 && !w.bytes().any(|b| b.is_ascii_digit()))
    {
        if !words.contains(word) {
            words.insert(word.into());
        }
    }
}

impl Texts {
    /// Numbers of texts with their scores: the best ways to answer first, until there are enough.
    fn graded(&self, query: &Query, column: &Column) -> Vec<(u32, f32)> {
        let mut best: FxHashMap<u32, f32> = FxHashMap::default();
        let q = query.folded();
        let longest = query.words().iter().max_by_key(|w| w.len()).map_or("", String::as_str);
        let ways = [
            (format!("\n{q}\n"), true),
            (format!("\n{q}"), true),
            (format!(" {q}"), true),
            // A letter or two stand in everything.
            (q.to_owned(), q.len() >= 3),
            // Words in any order: those of the longest one are graded.
            (longest.to_owned(), query.words().len() > 1),
        ];
        for (way, wanted) in ways {
            if !wanted || best.len() >= MOST_VALUES {
                continue;
            }
            for at in Finder::new(&way).find_iter(&self.bytes).take(MOST_PLACES) {
                let Some((spelling, folded)) = self.text_at(at) else {
                    continue;
                };
                let number = spelling.text;
                if best.contains_key(&number) || !spelling.answers(folded, q) {
                    continue;
                }
                if let Some(score) = query.grade_folded(folded) {
                    let accents = column.text(number).map_or(0.0, |text| query.accents(text));
                    best.insert(number, score + accents);
                }
            }
        }
        best.into_iter().collect()
    }

    /// The text that covers a place of the bytes, or begins behind it where that is a line end.
    fn text_at(&self, at: usize) -> Option<(Spelling, &str)> {
        let at = if self.bytes.get(at) == Some(&b'\n') { at + 1 } else { at };
        let n = self.starts.partition_point(|(start, _)| *start as usize <= at).checked_sub(1)?;
        let (start, spelling) = *self.starts.get(n)?;
        let end = self
            .starts
            .get(n + 1)
            .map_or(self.bytes.len(), |next| next.0 as usize)
            .checked_sub(1)?;
        Some((spelling, std::str::from_utf8(self.bytes.get(start as usize..end)?).ok()?))
    }

    /// Looks up in one pass which features have some texts.
    fn with_rows<'a>(
        &'a self,
        column: &Column,
        found: &'a [(u32, f32)],
    ) -> impl Iterator<Item = ValueMatch> + 'a {
        let most = found.iter().map(|f| f.0).max().unwrap_or(0) as usize;
        // A place in `found`, for the numbers that are wanted.
        let mut places = vec![u8::MAX; if found.is_empty() { 0 } else { most + 1 }];
        for (place, (number, _)) in found.iter().enumerate() {
            if let Some(p) = places.get_mut(*number as usize) {
                *p = place as u8;
            }
        }
        let mut rows = vec![(FeatureId::MAX, 0u32); found.len()];
        if !found.is_empty() {
            column.each_text(|row, number| {
                if let Some(place) = places.get(number as usize)
                    && let Some(entry) = rows.get_mut(usize::from(*place))
                {
                    entry.0 = entry.0.min(row);
                    entry.1 += 1;
                }
            });
        }
        found.iter().zip(rows).filter(|(_, row)| row.1 > 0).map(
            |(&(text, score), (first, count))| ValueMatch {
                column: self.column,
                column_use: self.column_use,
                text,
                score,
                first,
                count,
            },
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::feature::{TableBuilder, Value};

    fn table() -> Table {
        let mut t = TableBuilder::default();
        for (lot, class, owner, sheet, parcel) in [
            ("A00-01", "NNO", "Chủ sử dụng 00017", 1.0, 17.0),
            ("A00-02", "NNO", "Nguyễn Thị Đào", 1.0, 18.0),
            ("A00-03", "CX", "Chủ sử dụng 00017", 2.0, 17.0),
            ("B12-117", "CX", "Lò Văn Hặc", 2.0, 18.5),
        ] {
            t.begin_row();
            t.set("lot", Value::Text(lot));
            t.set("class", Value::Text(class));
            t.set("owner", Value::Text(owner));
            t.set("so_to", Value::Number(sheet));
            t.set("sothua", Value::Number(parcel));
        }
        t.finish()
    }

    fn index(table: &Table) -> TableIndex {
        let used = |c: &Column| if c.name() == "lot" { ColumnUse::Lot } else { ColumnUse::Value };
        let spelled = |c: &Column, text: &str| match (c.name(), text) {
            ("class", "NNO") => vec!["Nhóm nhà ở".to_owned()],
            _ => Vec::new(),
        };
        TableIndex::build(table, &used, &spelled, &|| false)
    }

    fn rows(query: &str, typos: bool) -> Vec<(FeatureId, u32)> {
        let table = table();
        let mut found = index(&table).find(&table, &Asked { query: &Query::new(query), typos });
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.first.cmp(&b.first)));
        found.iter().map(|m| (m.first, m.count)).collect()
    }

    #[test]
    fn values_are_found_with_the_features_that_have_them() {
        assert_eq!(rows("a00-02", false)[0], (1, 1));
        assert_eq!(rows("chu su dung 00017", false), [(0, 2)]);
        assert_eq!(rows("nhom nha", false), [(0, 2)], "by the label of the class");
        assert_eq!(rows("nno", false), [(0, 2)], "by its code");
        assert_eq!(rows("nn", false), [], "a part of a code that has words says nothing");
        assert_eq!(rows("dao nguyen", false), [(1, 1)], "words in any order");
        assert_eq!(rows("117", false), [(3, 1)]);
        assert_eq!(rows("nguyem", false), []);
        assert_eq!(rows("nguyem", true), [(1, 1)]);
        assert_eq!(rows("chu su dugn 00017", true), [(0, 2)]);
        assert_eq!(rows("a00", false).len(), 3);
        assert_eq!(rows("c", false).len(), 2, "a class and an owner begin with it");
    }

    #[test]
    fn figures_and_parcels_are_found_exactly() {
        let table = table();
        assert_eq!(find_number(&table, 18.5), [NumberMatch { column: 4, first: 3, count: 1 }]);
        assert_eq!(find_number(&table, 2.0), [NumberMatch { column: 3, first: 2, count: 2 }]);
        assert_eq!(find_parcel(&table, ParcelQuery { sheet: Some(2), parcel: 17 }, 5), [2]);
        assert_eq!(find_parcel(&table, ParcelQuery { sheet: None, parcel: 17 }, 5), [0, 2]);
        assert!(find_parcel(&table, ParcelQuery { sheet: Some(9), parcel: 17 }, 5).is_empty());
    }
}
