//! Tables as plain texts: for the clipboard with tabs, for spreadsheets as CSV.

use planmap_core::catalogue::{Catalogue, PartialDate};
use planmap_core::i18n::Words;
use planmap_core::register::project_rows;

use super::claims_text;
use crate::session::claim_text;

/// A table of texts with its heads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextTable {
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// Rows with as many cells.
    pub rows: Vec<Vec<String>>,
}

impl TextTable {
    fn lines(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.heads).chain(&self.rows)
    }

    /// Cells apart by tabs, rows by line ends: what spreadsheets take from the clipboard.
    #[must_use]
    pub fn to_tsv(&self) -> String {
        let mut out = String::new();
        self.lines().for_each(|row| push_tsv(&mut out, row));
        out
    }

    /// CSV after RFC 4180 in UTF-8, led by a byte-order mark: without it Excel takes the text for
    /// the system's old code page and breaks Vietnamese letters.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut out = String::from('\u{feff}');
        self.lines().for_each(|row| push_csv(&mut out, row));
        out
    }
}

/// Adds a row to a text for the clipboard.
pub(crate) fn push_tsv(out: &mut String, row: &[String]) {
    for (i, cell) in row.iter().enumerate() {
        if i > 0 {
            out.push('\t');
        }
        out.push_str(&cell.replace(['\t', '\n', '\r'], " "));
    }
    out.push('\n');
}

/// Adds a row to a CSV text.
pub(crate) fn push_csv(out: &mut String, row: &[String]) {
    for (i, cell) in row.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// A date of a phase in words: "Q2 2025"; "not known" where there is none.
fn date_text(date: Option<PartialDate>, words: &Words) -> String {
    match date {
        None => words.text("not-known"),
        Some(PartialDate::Quarter(year, quarter)) => {
            let (year, quarter) = (year.to_string(), u64::from(quarter));
            words.text_with("register-quarter", &[("quarter", quarter.into()), ("year", (&year).into())])
        }
        Some(date) => planmap_core::i18n::format_date(&date.as_text(), words.language()),
    }
}

/// From when to when, in words: "Q2 2025 – not known".
#[must_use]
pub fn period_text(from: Option<PartialDate>, to: Option<PartialDate>, words: &Words) -> String {
    if from.is_none() && to.is_none() {
        return words.text("not-known");
    }
    format!("{} – {}", date_text(from, words), date_text(to, words))
}

/// The register of projects, a row each. Differing claims stand beside one another.
#[must_use]
pub fn projects_table(catalogue: &Catalogue, words: &Words) -> TextTable {
    let language = words.language();
    let unknown = words.text("not-known");
    let attributes = ["investor", "capital", "decision", "area", "location"];
    let mut heads: Vec<String> = ["id", "name", "site", "status", "status-from", "phases"]
        .iter()
        .map(|key| words.text(&format!("register-{key}")))
        .collect();
    heads.extend(attributes.iter().map(|a| words.text(&format!("claim-{a}"))));
    heads.push(words.text("sources"));
    let rows = project_rows(catalogue).into_iter().map(|row| {
        let phases: Vec<String> = row
            .phases()
            .iter()
            .map(|p| format!("{}: {}", p.name.get(language), period_text(p.from, p.to, words)))
            .collect();
        let mut sources: Vec<&str> = row.claims().map(|c| c.source.as_str()).collect();
        sources.extend(row.phases().iter().map(|p| p.evidence.source.as_str()));
        sources.extend(row.status_evidence().map(|e| e.source.as_str()));
        sources.sort_unstable();
        sources.dedup();
        let titles: Vec<&str> =
            sources.iter().filter_map(|id| catalogue.source(id)).map(|s| s.title.get(language)).collect();
        let mut cells = vec![
            row.id().to_owned(),
            row.name().get(language).to_owned(),
            row.site.map_or_else(String::new, |s| s.id.clone()),
            words.text(&format!("project-status-{}", row.status().as_str())),
            row.status_evidence().map_or_else(|| unknown.clone(), |e| e.document.get(language).to_owned()),
            if phases.is_empty() { unknown.clone() } else { phases.join("; ") },
        ];
        cells.extend(attributes.iter().map(|a| claims_text(&row, a, language).unwrap_or_else(|| unknown.clone())));
        cells.push(titles.join("; "));
        cells
    });
    TextTable { heads, rows: rows.collect() }
}

/// The register of indicators, a row for each value.
#[must_use]
pub fn indicators_table(catalogue: &Catalogue, words: &Words) -> TextTable {
    let language = words.language();
    let heads = ["indicator", "kind", "year", "value", "document", "source", "confidence", "note"];
    let mut rows = Vec::new();
    for indicator in &catalogue.indicators {
        for value in &indicator.values {
            let claim = &value.claim;
            let source = catalogue.source(&claim.source).map_or(claim.source.as_str(), |s| s.title.get(language));
            rows.push(vec![
                indicator.name.get(language).to_owned(),
                words.text(&format!("indicator-{}", value.kind.as_str())),
                claim.year.map_or_else(|| words.text("not-known"), |y| y.to_string()),
                claim_text(claim, language),
                claim.document.get(language).to_owned(),
                source.to_owned(),
                claim.confidence.as_str().to_owned(),
                value.note.get(language).to_owned(),
            ]);
        }
    }
    TextTable { heads: heads.iter().map(|key| words.text(&format!("register-{key}"))).collect(), rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_survive_what_separates_them() {
        let table = TextTable {
            heads: vec!["Tên".to_owned(), "Vốn".to_owned()],
            rows: vec![vec!["a\tb".to_owned(), "1,5 \"tỷ\"\nhai".to_owned()]],
        };
        assert_eq!(table.to_tsv(), "Tên\tVốn\na b\t1,5 \"tỷ\" hai\n");
        assert_eq!(table.to_csv(), "\u{feff}Tên,Vốn\r\n\"a\tb\",\"1,5 \"\"tỷ\"\"\nhai\"\r\n");
    }
}
