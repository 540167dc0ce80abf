//! The entries of the two registers: projects with their phases, indicators with their values.

use planmap_core::catalogue::{
    Confidence, Evidence, Indicator, IndicatorKind, IndicatorValue, PartialDate, Phase, Project,
    ProjectStatus,
};

use super::entries::{CONFIDENCES, bad_value, claim, measured};
use super::fields::{Fields, Target};

const STATUSES: &str =
    "proposed, decided, investor-approved, under-construction, existing, stopped, unknown";

pub(super) fn project(f: &Fields<'_>) -> Option<Project> {
    let id = f.require("id", f.text("id"));
    let site = f.reference("site", Target::Site);
    let name = f.text2("name");
    // The site's name serves where the entry has none of its own.
    let name = if site.is_some() { name } else { f.require("name", name) };
    let status =
        f.word("status", ProjectStatus::from_word, STATUSES).unwrap_or(ProjectStatus::Unknown);
    let status_evidence = f.table("status_from", "status_from").and_then(|t| {
        let evidence = evidence(&t);
        t.done();
        evidence
    });
    if status != ProjectStatus::Unknown && status_evidence.is_none() {
        // A status is a claim too: without a document it would be the program's own word.
        f.require("status_from", status_evidence.as_ref());
    }
    let phases = f.tables("phase", "phase").iter().filter_map(phase).collect();
    let claims = f.tables("claim", "claim").iter().filter_map(claim).collect();
    f.done();
    Some(Project {
        id: id?,
        name: if site.is_some() { name.unwrap_or_default() } else { name? },
        site,
        status,
        status_evidence,
        phases,
        claims,
    })
}

fn evidence(f: &Fields<'_>) -> Option<Evidence> {
    let year = f.integer("year");
    let document = f.require("document", f.text2("document"));
    let source = f.require("source", f.reference("source", Target::Source));
    let confidence =
        f.require("confidence", f.word("confidence", Confidence::from_word, CONFIDENCES));
    Some(Evidence { year, document: document?, source: source?, confidence: confidence? })
}

fn phase(f: &Fields<'_>) -> Option<Phase> {
    let name = f.require("name", f.text2("name"));
    let (from, mut to) = (date(f, "from"), date(f, "to"));
    if let (Some(start), Some(end)) = (from, to)
        && start.start_years() >= end.end_years()
    {
        bad_value(f, "to", end.as_text());
        to = None;
    }
    let evidence = evidence(f);
    f.done();
    Some(Phase { name: name?, from, to, evidence: evidence? })
}

/// A date as exact as it is known; "unknown" says the same as leaving the key out.
fn date(f: &Fields<'_>, key: &'static str) -> Option<PartialDate> {
    let text = f.text_or_year(key).filter(|text| text != "unknown")?;
    let date = PartialDate::parse(&text);
    if date.is_none() {
        bad_value(f, key, text);
    }
    date
}

pub(super) fn indicator(f: &Fields<'_>) -> Option<Indicator> {
    let name = f.require("name", f.text2("name"));
    let unit = f.text("unit");
    let values =
        f.tables("value", "value").iter().filter_map(|v| value(v, unit.as_deref())).collect();
    f.done();
    Some(Indicator { name: name?, unit, values })
}

fn value(f: &Fields<'_>, unit: Option<&str>) -> Option<IndicatorValue> {
    let kind = f.require("kind", f.word("kind", IndicatorKind::from_word, "target, reached"));
    let note = f.text2("note").unwrap_or_default();
    let claim = measured(f, kind.map(|k| k.as_str().to_owned()), unit.map(str::to_owned));
    f.done();
    Some(IndicatorValue { kind: kind?, claim: claim?, note })
}
