//! The entries of a catalogue file: which keys each takes and what they mean.
//!
//! A bad required key drops the entry, a bad optional one only the key. Each is reported.

use planmap_core::catalogue::{
    Accuracy, Claim, ClaimValue, Confidence, ConformityRow, FieldNames, LayerRole, LayerSpec, Plan,
    PlanKind, PlanStatus, PlanVersion, PopulationFigure, PublishedUse, Site, Source, Unit,
    UnitKind, Verdict,
};
use planmap_core::crs::{Crs, GeoPoint};
use planmap_core::legend::{BalanceBlock, ClassLook, HatchPattern, Legend, LegendClass, Rgb};
use planmap_core::{IssueKind, Severity};

use super::fields::{Fields, Target};

const ACCURACIES: &str = "schematic, indicative, digitised, surveyed";
pub(super) const CONFIDENCES: &str = "A, B, C, D";

pub(super) fn bad_value(f: &Fields<'_>, key: &'static str, value: String) {
    f.file.report(
        Severity::Error,
        IssueKind::new("catalogue-bad-value").with("key", key).with("value", value),
        f.place_of(key),
    );
}

fn sources(f: &Fields<'_>) -> Vec<String> {
    f.references("sources", Target::Source)
}

pub(super) fn crs(f: &Fields<'_>, key: &'static str) -> Option<Crs> {
    let text = f.text(key)?;
    let crs = Crs::parse(&text).ok();
    if crs.is_none() {
        f.file.report(
            Severity::Error,
            IssueKind::new("crs-unknown").with("name", text),
            f.place_of(key),
        );
    }
    crs
}

pub(super) fn source(f: &Fields<'_>) -> Option<Source> {
    let id = f.require("id", f.text("id"));
    let title = f.require("title", f.text2("title"));
    let publisher = f.text("publisher");
    let date = f.text("date");
    let number = f.text("number");
    let confidence = f.word("confidence", Confidence::from_word, CONFIDENCES);
    f.done();
    Some(Source { id: id?, title: title?, publisher, date, number, confidence })
}

pub(super) fn plan(f: &Fields<'_>) -> Option<Plan> {
    let id = f.require("id", f.text("id"));
    let kind = f.require("kind", f.word("kind", PlanKind::from_word, "general, zoning, detailed"));
    let name = f.require("name", f.text2("name"));
    let words = "approved, decision-unknown, not-published, draft, superseded";
    let status = f.require("status", f.word("status", PlanStatus::from_word, words));
    let short_name = f.text2("short_name").or_else(|| name.clone());
    let number = f.integer("number");
    let decision = f.text("decision");
    let date = f.text("date");
    let published_area_ha = f.number("published_area_ha");
    let area_note = f.text2("area_note").unwrap_or_default();
    let population = f.tables("population", "population").iter().filter_map(population).collect();
    let scale_denominator = f.integer("scale");
    let description = f.text2("description").unwrap_or_default();
    let sources = sources(f);
    let versions = versions(f);
    let published_uses =
        f.tables("land_use", "land_use").iter().filter_map(published_use).collect();
    f.done();
    Some(Plan {
        published_uses,
        id: id?,
        kind: kind?,
        number,
        short_name: short_name?,
        name: name?,
        decision,
        date,
        status: status?,
        published_area_ha,
        area_note,
        population,
        scale_denominator,
        description,
        versions,
        sources,
    })
}

fn population(f: &Fields<'_>) -> Option<PopulationFigure> {
    let year = f.integer("year");
    let people = f.require("people", f.number("people"));
    f.done();
    Some(PopulationFigure { year, people: people? })
}

fn published_use(f: &Fields<'_>) -> Option<PublishedUse> {
    let class = f.require("class", f.text("class"));
    let area_ha = f.require("area_ha", f.number("area_ha"));
    let sources = sources(f);
    f.done();
    Some(PublishedUse { class: class?, area_ha: area_ha?, sources })
}

fn versions(f: &Fields<'_>) -> Vec<PlanVersion> {
    let mut out: Vec<PlanVersion> = Vec::new();
    let mut adjusts_at = Vec::new();
    for v in f.tables("version", "version") {
        let id = v.require("id", v.text("id"));
        let decision = v.text("decision");
        let date = v.text("date");
        let adjusts = v.text("adjusts");
        let summary = v.text2("summary").unwrap_or_default();
        let sources = sources(&v);
        v.done();
        let Some(id) = id else {
            continue;
        };
        if out.iter().any(|other| other.id == id) {
            let kind =
                IssueKind::new("catalogue-duplicate-id").with("id", id).with("entry", "version");
            v.file.report(Severity::Error, kind, v.place_of("id"));
            continue;
        }
        adjusts_at.push(v.place_of("adjusts"));
        out.push(PlanVersion { id, decision, date, adjusts, summary, sources });
    }
    let ids: Vec<String> = out.iter().map(|v| v.id.clone()).collect();
    for (version, at) in out.iter_mut().zip(adjusts_at) {
        let Some(adjusts) = &version.adjusts else {
            continue;
        };
        if !ids.contains(adjusts) || *adjusts == version.id {
            let kind = IssueKind::new("catalogue-unknown-reference")
                .with("id", adjusts.clone())
                .with("target", "version");
            f.file.report(Severity::Error, kind, at);
            version.adjusts = None;
        }
    }
    out
}

pub(super) fn layer(f: &Fields<'_>) -> Option<LayerSpec> {
    let id = f.require("id", f.text("id"));
    let plan = f.reference("plan", Target::Plan);
    let words = "limit, zones, land-use, roads, water, units, labels, sites, other";
    let role = f.require("role", f.word("role", LayerRole::from_word, words));
    let name = f.require("name", f.text2("name"));
    let file = f.require("file", f.text("file"));
    let source_layer = f.text("source_layer");
    let crs = crs(f, "crs");
    let accuracy = f.require("accuracy", f.word("accuracy", Accuracy::from_word, ACCURACIES));
    let sources = sources(f);
    let legend = f.reference("legend", Target::Legend);
    let range = f.pair("scale_range").filter(|[min, max]| {
        let good = *min >= 0.0 && min < max;
        if !good {
            bad_value(f, "scale_range", format!("[{min}, {max}]"));
        }
        good
    });
    let visible = f.flag("visible").unwrap_or(true);
    let units_in_force = f.flag("in_force").unwrap_or(true);
    let fields = f.table("fields", "fields").map(|t| field_names(&t)).unwrap_or_default();
    f.done();
    Some(LayerSpec {
        id: id?,
        plan,
        role: role?,
        name: name?,
        file: file?,
        source_layer,
        crs,
        accuracy: accuracy?,
        sources,
        legend,
        min_denominator: range.map(|r| r[0]).filter(|min| *min > 0.0),
        max_denominator: range.map(|r| r[1]),
        fields,
        visible,
        units_in_force,
    })
}

fn field_names(f: &Fields<'_>) -> FieldNames {
    let names = FieldNames {
        id: f.text("id"),
        name: f.text("name"),
        name_en: f.text("name_en"),
        class: f.text("class"),
        zone: f.text("zone"),
        lot: f.text("lot"),
        area_m2: f.text("area_m2"),
        density_pct: f.text("density_pct"),
        storeys_min: f.text("storeys_min"),
        storeys_max: f.text("storeys_max"),
        floor_area_ratio: f.text("floor_area_ratio"),
        population: f.text("population"),
        phase: f.text("phase"),
        rank: f.text("rank"),
        titles: f.table("titles", "titles").map(|t| t.all_texts2()).unwrap_or_default(),
    };
    f.done();
    names
}

pub(super) fn legend(f: &Fields<'_>) -> Option<Legend> {
    let id = f.require("id", f.text("id"));
    let name = f.require("name", f.text2("name"));
    let sources = sources(f);
    let mut classes: Vec<LegendClass> = Vec::new();
    for c in f.tables("class", "class") {
        let Some(class) = legend_class(&c) else {
            continue;
        };
        if classes.iter().any(|other| other.code == class.code) {
            let kind = IssueKind::new("catalogue-duplicate-id")
                .with("id", class.code)
                .with("entry", "class");
            c.file.report(Severity::Error, kind, c.place_of("code"));
            continue;
        }
        classes.push(class);
    }
    f.done();
    Some(Legend { id: id?, name: name?, sources, classes })
}

fn legend_class(f: &Fields<'_>) -> Option<LegendClass> {
    let code = f.require("code", f.text("code"));
    let label = f.require("label", f.text2("label"));
    let other_names = f.texts("also").into_iter().map(|(name, _)| name).collect();
    let official_layer = f.text("layer");
    let aci = f.integer("aci");
    let colour = f.word("colour", Rgb::from_hex, "#rrggbb");
    let hatches =
        "none, diagonal, back-diagonal, cross-diagonal, horizontal, vertical, grid, dots, dashes";
    let hatch = f.word("hatch", HatchPattern::from_word, hatches).unwrap_or_default();
    let read = |word: &str| {
        [BalanceBlock::Civil, BalanceBlock::OutsideCivil, BalanceBlock::Other]
            .into_iter()
            .find(|b| b.as_str() == word)
    };
    let block = f.word("block", read, "civil, outside-civil, other");
    f.done();
    Some(LegendClass {
        code: code?,
        label: label?,
        other_names,
        official_layer,
        aci,
        colour,
        hatch,
        block,
        look: ClassLook::Filled,
    })
}

pub(super) fn site(f: &Fields<'_>) -> Option<Site> {
    let id = f.require("id", f.text("id"));
    let name = f.require("name", f.text2("name"));
    let candidate = f.flag("candidate").unwrap_or(true);
    let at = f.require("at", f.pair("at")).filter(|[lon, lat]| {
        let good = lon.abs() <= 180.0 && lat.abs() <= 90.0;
        if !good {
            bad_value(f, "at", format!("[{lon}, {lat}]"));
        }
        good
    });
    let accuracy = f.require("accuracy", f.word("accuracy", Accuracy::from_word, ACCURACIES));
    let accuracy_note = f.text2("accuracy_note").unwrap_or_default();
    let description = f.text2("description").unwrap_or_default();
    let press_mention_only = f.flag("press_mention_only").unwrap_or(false);
    let unit_old = f.reference("unit_old", Target::Unit);
    let unit_new = f.reference("unit_new", Target::Unit);
    let related = f.references("related", Target::Site);
    let sources = sources(f);
    let claims = f.tables("claim", "claim").iter().filter_map(claim).collect();
    f.done();
    let [lon, lat] = at?;
    Some(Site {
        id: id?,
        name: name?,
        candidate,
        at: GeoPoint::new(lon, lat),
        accuracy: accuracy?,
        accuracy_note,
        description,
        press_mention_only,
        unit_old,
        unit_new,
        claims,
        related,
        sources,
    })
}

pub(super) fn claim(f: &Fields<'_>) -> Option<Claim> {
    let attribute = f.require("attribute", f.text("attribute"));
    let unit = f.text("unit");
    let claim = measured(f, attribute, unit);
    f.done();
    claim
}

/// What every claim has beside its attribute and its unit: value, year, document.
pub(super) fn measured(
    f: &Fields<'_>,
    attribute: Option<String>,
    unit: Option<String>,
) -> Option<Claim> {
    let value = match f.number_or_text2("value") {
        Some(Ok(number)) => ClaimValue::Number(number),
        Some(Err(text)) => ClaimValue::Text(text),
        None => ClaimValue::NotStated,
    };
    let qualifiers = ["about", "at-least", "more-than", "less-than"];
    let read = |word: &str| qualifiers.contains(&word).then(|| word.to_owned());
    let qualifier = f.word("qualifier", read, "about, at-least, more-than, less-than");
    let year = f.integer("year");
    let year_about = f.flag("year_about").unwrap_or(false);
    let document = f.require("document", f.text2("document"));
    let source = f.require("source", f.reference("source", Target::Source));
    let confidence =
        f.require("confidence", f.word("confidence", Confidence::from_word, CONFIDENCES));
    Some(Claim {
        attribute: attribute?,
        value,
        unit,
        qualifier,
        year,
        year_about,
        document: document?,
        source: source?,
        confidence: confidence?,
    })
}

pub(super) fn conformity(f: &Fields<'_>) -> Option<ConformityRow> {
    let zoning = f.require("zoning", f.reference("zoning", Target::Class));
    let conforming = f.references("conforming", Target::Class);
    let conditional = f.references("conditional", Target::Class);
    let conflicting = f.references("conflicting", Target::Class);
    let otherwise = f.word("otherwise", Verdict::from_word, "conforming, conditional, conflicting");
    f.done();
    Some(ConformityRow { zoning: zoning?, conforming, conditional, conflicting, otherwise })
}

pub(super) fn unit(f: &Fields<'_>) -> Option<Unit> {
    let key = f.require("key", f.text("key"));
    let code = f.require("code", f.text("code"));
    let name = f.require("name", f.text("name"));
    let kind = f.require("kind", f.word("kind", UnitKind::from_word, "ward, commune, township"));
    let in_force = f.require("in_force", f.flag("in_force"));
    let became = f.reference("became", Target::Unit);
    let area_km2 = f.number("area_km2");
    let population_2019 = f.integer("population_2019");
    let sources = sources(f);
    f.done();
    Some(Unit {
        key: key?,
        code: code?,
        name: name?,
        kind: kind?,
        in_force: in_force?,
        became,
        area_km2,
        population_2019,
        sources,
    })
}
