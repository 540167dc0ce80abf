//! What stands on the card of a reveal, in words: the same on the screen and on the slides.
//!
//! Owns the choice of facts. Every figure is a claim with its year and document, or is worked out
//! from the maps and says so; differing claims all stand; what nobody knows is called so. Must not
//! know how a card is drawn.

use planmap_core::catalogue::{Catalogue, Claim, ClaimValue, Confidence, PlanKind, Site, Verdict};
use planmap_core::i18n::{
    Language, Words, format_date, format_hectares, format_length, format_number,
};
use planmap_core::legend::Rgb;
use planmap_core::plan_stack::Agreement;
use planmap_core::register::{ProjectRow, project_rows};

use super::findings::{ConflictSays, PlanSays, SiteFindings};
use super::program::{Reveal, Step, Stop};
use crate::register::period_text;
use crate::words::{claim_in_hectares, claim_text};

/// Classes of a plan that are named; the others are summed up.
const CLASSES: usize = 4;
/// Conflicts that are named; the others are counted.
const CONFLICTS: usize = 6;

/// How a text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CardTone {
    /// Not at all.
    #[default]
    Plain,
    /// Of less importance, or not known.
    Muted,
    /// Something agrees.
    Agrees,
    /// Something conflicts.
    Conflicts,
    /// Only indicative, or only the press says so.
    Indicative,
}

/// A short word on a ground of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct CardChip {
    /// The word.
    pub text: String,
    /// How it stands out.
    pub tone: CardTone,
}

/// One value of a key figure.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureValue {
    /// The number or word.
    pub value: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// Document and year.
    pub note: String,
    /// Whether it is known.
    pub known: bool,
}

/// A key figure: one value, or all the values that documents give.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyFigure {
    /// What it is.
    pub name: String,
    /// What documents say, in the order of the catalogue; never empty.
    pub values: Vec<FigureValue>,
}

/// One line of the card's body.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CardLine {
    /// A chip before the text.
    pub chip: Option<CardChip>,
    /// A patch of a class's colour before the text.
    pub swatch: Option<Rgb>,
    /// The text.
    pub text: String,
    /// Whether it is a head of the lines after it.
    pub is_head: bool,
    /// A value at the right.
    pub value: String,
    /// A muted line below.
    pub note: String,
    /// How the text stands out.
    pub tone: CardTone,
    /// The text where the line begins a page and needs what stood before it.
    pub continued: Option<String>,
}

impl CardLine {
    fn plain(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    fn muted(text: String) -> Self {
        Self { text, tone: CardTone::Muted, ..Self::default() }
    }

    fn with_chip(text: String, tone: CardTone, after: String) -> Self {
        Self { chip: Some(CardChip { text, tone }), text: after, ..Self::default() }
    }
}

/// A card.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Card {
    /// Whether it is a site's: it then has the diamond of sites.
    pub is_site: bool,
    /// Number of the stop from 1 and how many there are.
    pub count: (usize, usize),
    /// Name of the reveal; empty for a piece of the map.
    pub reveal: String,
    /// Name of the site.
    pub title: String,
    /// Where it lies.
    pub subtitle: String,
    /// Words about the whole of it.
    pub chips: Vec<CardChip>,
    /// Key figures.
    pub figures: Vec<KeyFigure>,
    /// The body.
    pub lines: Vec<CardLine>,
    /// Documents behind what is said, without those that stand beside their figure.
    pub sources: Vec<String>,
}

/// The title of a step: its own, else its site's name.
#[must_use]
pub fn title(catalogue: &Catalogue, step: &Step, language: Language) -> String {
    let own = step.title.trim();
    let site = step.site_id().filter(|_| own.is_empty()).and_then(|id| catalogue.site(id));
    site.map_or(own, |s| s.name.get(language)).to_owned()
}

/// The card of a step, in one piece.
#[must_use]
pub fn card(
    catalogue: &Catalogue,
    step: &Step,
    reveal: Reveal,
    count: (usize, usize),
    findings: Option<&SiteFindings>,
    language: Language,
) -> Card {
    let words = Words::of(language);
    let site = step.site_id().and_then(|id| catalogue.site(id));
    let (Some(site), Stop::Site(_)) = (site, &step.stop) else {
        return Card { count, title: step.title.clone(), ..Card::default() };
    };
    let row = project_rows(catalogue).into_iter().find(|r| r.site.is_some_and(|s| s.id == site.id));
    let writer = Writer { catalogue, site, row, findings, words, language };
    let mut chips = Vec::new();
    if site.press_mention_only {
        chips.push(CardChip { text: words.text("meeting-press-only"), tone: CardTone::Indicative });
    }
    let mut card = Card {
        is_site: true,
        count,
        reveal: words.text(&format!("meeting-reveal-{}", reveal.as_str())),
        title: title(catalogue, step, language),
        subtitle: writer.units(),
        chips,
        ..Card::default()
    };
    match reveal {
        Reveal::Locator => {
            card.lines = writer.near();
            card.sources = writer.sources(&[]);
        }
        Reveal::Site => {
            card.figures = writer.key_figures();
            card.lines = writer.about();
            card.sources = writer.sources(&[]);
        }
        Reveal::Plans => {
            card.lines = writer.plans();
            card.sources = writer.plan_documents();
        }
        Reveal::Conflicts => {
            card.figures = writer.key_figures();
            card.lines = writer.conflicts();
            // The figures quote the site's own documents beside those of the plans.
            card.sources = writer.plan_documents();
            let own = writer
                .sources(&[])
                .into_iter()
                .filter(|s| !card.sources.contains(s))
                .collect::<Vec<_>>();
            card.sources.extend(own);
        }
        Reveal::Figures => card.lines = writer.claims(),
    }
    card
}

struct Writer<'a> {
    catalogue: &'a Catalogue,
    site: &'a Site,
    row: Option<ProjectRow<'a>>,
    findings: Option<&'a SiteFindings>,
    words: &'static Words,
    language: Language,
}

impl Writer<'_> {
    fn say(&self, key: &str) -> String {
        self.words.text(key)
    }

    fn units(&self) -> String {
        let name = |key: &Option<String>| {
            let unit = self.catalogue.unit(key.as_deref()?)?;
            Some(unit.title(self.words))
        };
        match (name(&self.site.unit_new), name(&self.site.unit_old)) {
            (Some(new), Some(old)) => self
                .words
                .text_with("meeting-units", &[("new", (&new).into()), ("old", (&old).into())]),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => self.say("site-sheet-units-unknown"),
        }
    }

    fn running(&self) -> Vec<CardLine> {
        vec![CardLine::muted(self.say("review-running"))]
    }

    fn percent(&self, share: f64) -> String {
        match share {
            // What is there and rounds to nothing is still there.
            s if s < 5e-4 => format!("< {} %", format_number(0.1, 1, self.language)),
            s if s < 0.0995 => format!("{} %", format_number(s * 100.0, 1, self.language)),
            s => format!("{} %", format_number(s * 100.0, 0, self.language)),
        }
    }

    fn plan_name(&self, id: &str) -> String {
        self.catalogue
            .plan(id)
            .map_or_else(|| id.to_owned(), |p| p.short_name.get(self.language).to_owned())
    }

    /// A document, by its number where it has one.
    fn document(&self, claim: &Claim) -> String {
        let document = claim.document.get(self.language);
        let number = self.catalogue.source(&claim.source).and_then(|s| s.number.as_deref());
        let short = number.filter(|n| document.starts_with(n)).unwrap_or(document);
        match (claim.year, claim.year_about) {
            (Some(year), _) if short.contains(&year.to_string()) => short.to_owned(),
            (Some(year), true) => format!("{short}, ≈\u{a0}{year}"),
            (Some(year), false) => format!("{short}, {year}"),
            (None, _) => short.to_owned(),
        }
    }

    /// Claims that may be shown as facts.
    fn facts(&self) -> impl Iterator<Item = &Claim> {
        self.row.iter().flat_map(ProjectRow::claims).filter(|c| c.confidence != Confidence::D)
    }

    fn key_figures(&self) -> Vec<KeyFigure> {
        let mut out: Vec<KeyFigure> = ["area", "capital"]
            .iter()
            .map(|attribute| {
                let values: Vec<FigureValue> = self
                    .facts()
                    .filter(|c| c.attribute == *attribute)
                    .map(|c| self.value(c))
                    .collect();
                self.figure(&format!("claim-{attribute}"), values)
            })
            .collect();
        out.push(self.figure("claim-phases", self.phases()));
        out
    }

    fn figure(&self, key: &str, mut values: Vec<FigureValue>) -> KeyFigure {
        if values.is_empty() {
            let (value, note) = (self.say("not-known"), String::new());
            values.push(FigureValue { value, unit: String::new(), note, known: false });
        }
        KeyFigure { name: self.say(key), values }
    }

    fn value(&self, claim: &Claim) -> FigureValue {
        // Square metres of a document are hectares on a wall; the exact figure follows among the others.
        let mut bare = claim_in_hectares(claim);
        let unit = bare.unit.take().map(|u| self.say(&format!("unit-{u}"))).unwrap_or_default();
        let known = claim.value != ClaimValue::NotStated;
        let unit = if known { unit } else { String::new() };
        FigureValue {
            value: claim_text(&bare, self.language),
            unit,
            note: self.document(claim),
            known,
        }
    }

    /// How many phases the register has and from when to when; what documents say in words where it
    /// has none.
    fn phases(&self) -> Vec<FigureValue> {
        let phases = self.row.map_or(&[][..], |r| r.phases());
        let Some(first) = phases.first() else {
            let said = self.facts().filter(|c| c.attribute == "phases").map(|c| self.value(c));
            return said.collect();
        };
        let (from, to) = (first.from, phases.last().and_then(|p| p.to));
        let evidence = &first.evidence;
        let year = evidence.year.map(|y| format!(", {y}")).unwrap_or_default();
        let document = evidence.document.get(self.language);
        let period = format!("{} · {document}{year}", period_text(from, to, self.words));
        vec![FigureValue {
            value: phases.len().to_string(),
            unit: self.words.text_with("meeting-phases", &[("count", phases.len().into())]),
            note: period,
            known: true,
        }]
    }

    fn about(&self) -> Vec<CardLine> {
        let mut out = Vec::new();
        let description = self.site.description.get(self.language);
        if !description.is_empty() {
            out.push(CardLine::plain(description.to_owned()));
        }
        if let Some(area) = self.findings.and_then(|f| f.area) {
            let drawn = format_hectares(area.ellipsoid_m2, self.language);
            out.push(CardLine { value: drawn, ..CardLine::plain(self.say("meeting-drawn-area")) });
        }
        let accuracy = self.say(&format!("accuracy-{}", self.site.accuracy.as_str()));
        let note = self.site.accuracy_note.get(self.language).to_owned();
        out.push(CardLine {
            note,
            ..CardLine::with_chip(accuracy, CardTone::Indicative, self.say("site-sheet-limits"))
        });
        out
    }

    fn near(&self) -> Vec<CardLine> {
        let Some(found) = self.findings else {
            return self.running();
        };
        // The two nearest sites are enough to find one's way.
        let mut sites = 0;
        let kept = found.nearest.iter().filter(|n| {
            sites += usize::from(n.what == "site");
            n.what != "site" || sites <= 2
        });
        let mut out: Vec<CardLine> = kept
            .map(|near| {
                let name = near.name_in(self.language).filter(|n| !n.is_empty());
                let site =
                    name.and_then(|id| self.catalogue.site(id)).map(|s| s.name.get(self.language));
                let text = site.or(name).map_or_else(
                    || self.say(&format!("review-near-unnamed-{}", near.what)),
                    str::to_owned,
                );
                let value = if near.distance_m < 1.0 {
                    self.say("meeting-touches")
                } else {
                    format_length(near.distance_m, self.language)
                };
                CardLine { value, ..CardLine::plain(text) }
            })
            .collect();
        if found.area.is_none() {
            out.push(CardLine::muted(self.say("meeting-from-marker")));
        }
        out
    }

    fn plans(&self) -> Vec<CardLine> {
        let Some(found) = self.findings else {
            return self.running();
        };
        let mut out = Vec::new();
        if found.area.is_none() {
            out.push(CardLine::muted(self.say("site-sheet-at-marker")));
        }
        for says in &found.plans {
            self.plan(says, &mut out);
        }
        if found.plans.is_empty() {
            out.push(CardLine::plain(self.say("site-sheet-no-plan")));
        } else if !found.silent.is_empty() {
            let names: Vec<String> = found.silent.iter().map(|id| self.plan_name(id)).collect();
            out.push(CardLine::muted(
                self.words
                    .text_with("review-silent-plans", &[("plans", (&names.join(", ")).into())]),
            ));
        }
        out
    }

    fn plan(&self, says: &PlanSays, out: &mut Vec<CardLine>) {
        let decision = self.catalogue.plan(&says.plan).and_then(|p| p.decision.clone());
        let decision = decision.unwrap_or_else(|| self.say("site-sheet-decision-unknown"));
        let accuracy = says.accuracy.filter(|a| a.needs_mark());
        let note = accuracy
            .map_or_else(String::new, |a| self.say(&format!("accuracy-{}-short", a.as_str())));
        let name = self.plan_name(&says.plan);
        let text = if note.is_empty() {
            format!("{name} · {decision}")
        } else {
            format!("{name} · {decision} · {note}")
        };
        out.push(CardLine { is_head: true, ..CardLine::plain(text) });
        for class in says.classes.iter().take(CLASSES) {
            let text = class
                .label
                .as_ref()
                .map_or_else(|| self.say("balance-no-class"), |l| l.get(self.language).to_owned());
            let value = class.share.map(|s| self.percent(s)).unwrap_or_default();
            out.push(CardLine { swatch: class.colour, value, ..CardLine::plain(text) });
        }
        let rest = says.classes.get(CLASSES..).unwrap_or_default();
        if !rest.is_empty() {
            let share: f64 = rest.iter().filter_map(|c| c.share).sum();
            let text =
                self.words.text_with("meeting-more-classes", &[("count", rest.len().into())]);
            out.push(CardLine { value: self.percent(share), ..CardLine::muted(text) });
        }
        if let Some(open) = says.covered.map(|c| 1.0 - c).filter(|s| *s > 5e-4) {
            out.push(CardLine {
                value: self.percent(open),
                ..CardLine::muted(self.say("review-uncovered"))
            });
        }
    }

    fn conflicts(&self) -> Vec<CardLine> {
        let Some(found) = self.findings else {
            return self.running();
        };
        if let Some(agreement) = found.agreement {
            let tone = match agreement {
                Agreement::Agree | Agreement::Conditional => CardTone::Agrees,
                Agreement::Conflict => CardTone::Conflicts,
                Agreement::Unmapped | Agreement::Single | Agreement::None => CardTone::Muted,
            };
            let word = agreement.as_str();
            let line = CardLine::with_chip(
                self.say(&format!("agreement-{word}")),
                tone,
                self.say(&format!("agreement-{word}-long")),
            );
            return vec![line, CardLine::muted(self.say("site-sheet-at-marker"))];
        }
        let mut out: Vec<CardLine> =
            found.conflicts.iter().take(CONFLICTS).map(|c| self.conflict(c)).collect();
        if found.conflicts.len() > CONFLICTS {
            let left = found.conflicts.len() - CONFLICTS;
            out.push(CardLine::muted(
                self.words.text_with("meeting-more-conflicts", &[("count", left.into())]),
            ));
        }
        if out.is_empty() {
            let of = |general: bool| {
                found.plans.iter().any(|p| {
                    self.catalogue
                        .plan(&p.plan)
                        .is_some_and(|plan| (plan.kind == PlanKind::General) == general)
                })
            };
            // Without two plans that speak there is nothing to compare, and so no agreement either.
            out.push(if of(true) && of(false) {
                CardLine::with_chip(
                    self.say("agreement-agree"),
                    CardTone::Agrees,
                    self.say("review-no-conflict"),
                )
            } else if found.plans.is_empty() {
                CardLine::with_chip(
                    self.say("agreement-none"),
                    CardTone::Muted,
                    self.say("agreement-none-long"),
                )
            } else {
                CardLine::with_chip(
                    self.say("agreement-single"),
                    CardTone::Muted,
                    self.say("agreement-single-long"),
                )
            });
        }
        out
    }

    fn conflict(&self, c: &ConflictSays) -> CardLine {
        let (key, tone) = match c.verdict {
            Some(Verdict::Conflicting) => ("verdict-conflicting", CardTone::Conflicts),
            Some(_) => ("verdict-conditional", CardTone::Agrees),
            None => ("verdict-unmapped", CardTone::Muted),
        };
        let text = self.words.text_with(
            "meeting-conflict",
            &[
                ("plan", (&self.plan_name(&c.plan)).into()),
                ("zoning", c.zoning.get(self.language).into()),
                ("general", c.general.get(self.language).into()),
            ],
        );
        CardLine { value: self.percent(c.share), ..CardLine::with_chip(self.say(key), tone, text) }
    }

    /// Every dated claim, with its document and how sure it is.
    fn claims(&self) -> Vec<CardLine> {
        let mut out: Vec<CardLine> = Vec::new();
        let mut last = "";
        for claim in self.facts() {
            let key = format!("claim-{}", claim.attribute);
            let name = if self.words.has(&key) { self.say(&key) } else { claim.attribute.clone() };
            let document = format!("{} [{}]", self.document(claim), claim.confidence.as_str());
            let whole = format!("{name} · {document}");
            let (text, continued) =
                if last == claim.attribute { (document, Some(whole)) } else { (whole, None) };
            last = &claim.attribute;
            let tone = if claim.value == ClaimValue::NotStated {
                CardTone::Muted
            } else {
                CardTone::Plain
            };
            out.push(CardLine {
                text,
                continued,
                value: claim_text(claim, self.language),
                tone,
                ..CardLine::default()
            });
        }
        if out.is_empty() {
            out.push(CardLine::muted(self.say("site-sheet-no-claims")));
        }
        out
    }

    /// The documents about the site.
    fn sources(&self, more: &[&str]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for id in self.site.sources.iter().map(String::as_str).chain(more.iter().copied()) {
            let Some(source) = self.catalogue.source(id) else {
                continue;
            };
            let name =
                source.number.clone().unwrap_or_else(|| source.title.get(self.language).to_owned());
            let date = source.date.as_ref().map(|d| format!(", {}", format_date(d, self.language)));
            let line = format!("{name}{}", date.unwrap_or_default());
            if !out.contains(&line) {
                out.push(line);
            }
        }
        out
    }

    /// The decisions of the plans that speak.
    fn plan_documents(&self) -> Vec<String> {
        let plans = self
            .findings
            .map_or(&[][..], |f| &f.plans)
            .iter()
            .filter_map(|p| self.catalogue.plan(&p.plan));
        let mut out = Vec::new();
        for plan in plans {
            if let Some(decision) = &plan.decision {
                let date =
                    plan.date.as_ref().map(|d| format!(", {}", format_date(d, self.language)));
                out.push(format!("{decision}{}", date.unwrap_or_default()));
            }
        }
        out
    }
}
