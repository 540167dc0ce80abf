//! The registers as tables.

use planmap_core::catalogue::{Catalogue, PartialDate};
use planmap_core::i18n::Words;
use planmap_core::register::project_rows;

use super::claims_text;
use crate::text_table::{Cell, TextTable};
use crate::words::claim_text;

/// A date of a phase in words: "Q2 2025"; "not known" where there is none.
fn date_text(date: Option<PartialDate>, words: &Words) -> String {
    match date {
        None => words.text("not-known"),
        Some(PartialDate::Quarter(year, quarter)) => {
            let (year, quarter) = (year.to_string(), u64::from(quarter));
            words.text_with(
                "register-quarter",
                &[("quarter", quarter.into()), ("year", (&year).into())],
            )
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
        let titles: Vec<&str> = sources
            .iter()
            .filter_map(|id| catalogue.source(id))
            .map(|s| s.title.get(language))
            .collect();
        let mut cells: Vec<Cell> = vec![
            row.id().into(),
            row.name().get(language).into(),
            row.site.map_or("", |s| s.id.as_str()).into(),
            words.text(&format!("project-status-{}", row.status().as_str())).into(),
            row.status_evidence().map_or(unknown.as_str(), |e| e.document.get(language)).into(),
            if phases.is_empty() { unknown.as_str().into() } else { phases.join("; ").into() },
        ];
        for attribute in attributes {
            let claims = claims_text(&row, attribute, language);
            cells.push(claims.unwrap_or_else(|| unknown.clone()).into());
        }
        cells.push(titles.join("; ").into());
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
            let source = catalogue
                .source(&claim.source)
                .map_or(claim.source.as_str(), |s| s.title.get(language));
            rows.push(vec![
                indicator.name.get(language).into(),
                words.text(&format!("indicator-{}", value.kind.as_str())).into(),
                claim.year.map_or_else(|| words.text("not-known"), |y| y.to_string()).into(),
                claim_text(claim, language).into(),
                claim.document.get(language).into(),
                source.into(),
                claim.confidence.as_str().into(),
                value.note.get(language).into(),
            ]);
        }
    }
    TextTable {
        heads: heads.iter().map(|key| words.text(&format!("register-{key}"))).collect(),
        rows,
    }
}
