//! What the catalogue, the annotations and the commands are called.
//!
//! Owns every name under which a site, a unit, a plan, a project, a layer or an annotation can be
//! found, old names and numbers of decisions among them. Must not know what is in layers.

use std::sync::Arc;

use planmap_core::annotation::AnnotationSet;
use planmap_core::catalogue::{Catalogue, LayerSpec, Plan, PlanKind, Site, Text2, Unit};
use planmap_core::i18n::{Language, Words, format_date};
use planmap_core::register::project_rows;
use planmap_core::search::{Query, fold};
use rustc_hash::FxHashMap;

use super::{HitKind, SearchAction};
use crate::action::Action;
use crate::ids::{AnnotationRef, SetId};

/// What an entry stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Subject {
    Site(String),
    Unit(String),
    Plan(String),
    Project(String),
    Layer(String),
    Annotation(AnnotationRef),
    Command(Action),
}

/// One name of an entry.
#[derive(Debug, Clone)]
struct Name {
    text: String,
    folded: String,
    /// What it adds to a match: less than nothing for what is only related.
    bonus: f32,
}

/// Something with names.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub kind: HitKind,
    pub subject: Subject,
    pub label: String,
    pub note: String,
    names: Vec<Name>,
}

impl Entry {
    fn new(kind: HitKind, subject: Subject, label: String, note: String) -> Self {
        Self { kind, subject, label, note, names: Vec::new() }
    }

    fn named(&mut self, text: &str, bonus: f32) {
        let folded = fold(text);
        if !folded.is_empty() && !self.names.iter().any(|n| n.folded == folded && n.text == text) {
            self.names.push(Name { text: text.to_owned(), folded, bonus });
        }
    }

    fn named_both(&mut self, text: &Text2, bonus: f32) {
        self.named(&text.vi, bonus);
        self.named(&text.en, bonus);
    }

    /// The best of its names.
    pub(super) fn grade(&self, query: &Query, typos: bool) -> Option<f32> {
        let graded = self.names.iter().filter_map(|n| {
            let score =
                if typos { query.grade_typos(&n.folded) } else { query.grade(&n.text, &n.folded) };
            Some(score? + n.bonus)
        });
        graded.max_by(f32::total_cmp)
    }
}

/// What entries are made of.
#[derive(Clone)]
pub(super) struct Sources {
    pub catalogue: Arc<Catalogue>,
    pub layers: Vec<Arc<LayerSpec>>,
    pub notes: Vec<(SetId, Arc<AnnotationSet>)>,
    pub actions: Arc<Vec<SearchAction>>,
    pub language: Language,
}

/// The entries last made, and what of.
#[derive(Default)]
pub(crate) struct EntryCache {
    made: Option<(Sources, Arc<Vec<Entry>>)>,
}

impl EntryCache {
    pub(super) fn get(&mut self, of: &Sources) -> Arc<Vec<Entry>> {
        let same = |a: &Sources| {
            Arc::ptr_eq(&a.catalogue, &of.catalogue)
                && Arc::ptr_eq(&a.actions, &of.actions)
                && a.language == of.language
                && a.layers.len() == of.layers.len()
                && a.layers.iter().zip(&of.layers).all(|(a, b)| Arc::ptr_eq(a, b))
                && a.notes.len() == of.notes.len()
                && a.notes.iter().zip(&of.notes).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(&a.1, &b.1))
        };
        match &self.made {
            Some((sources, entries)) if same(sources) => Arc::clone(entries),
            _ => {
                let entries = Arc::new(entries(of));
                self.made = Some((of.clone(), Arc::clone(&entries)));
                entries
            }
        }
    }
}

fn entries(of: &Sources) -> Vec<Entry> {
    let (catalogue, words) = (&*of.catalogue, Words::of(of.language));
    let mut uses: FxHashMap<&str, usize> = FxHashMap::default();
    for source in catalogue
        .sites
        .iter()
        .flat_map(|s| &s.sources)
        .chain(catalogue.plans.iter().flat_map(|p| &p.sources))
    {
        *uses.entry(source).or_default() += 1;
    }
    let mut out = Vec::new();
    out.extend(catalogue.sites.iter().map(|site| of_site(site, catalogue, words, &uses)));
    out.extend(catalogue.units.iter().map(|unit| of_unit(unit, catalogue, words)));
    out.extend(catalogue.plans.iter().map(|plan| of_plan(plan, catalogue, words)));
    for row in project_rows(catalogue).iter().filter(|row| row.site.is_none()) {
        let Some(project) = row.project else {
            continue;
        };
        let note = words.text(&format!("project-status-{}", project.status.as_str()));
        let label = project.name.get(of.language).to_owned();
        let mut entry =
            Entry::new(HitKind::Project, Subject::Project(project.id.clone()), label, note);
        entry.named_both(&project.name, 0.0);
        out.push(entry);
    }
    out.extend(of.layers.iter().map(|layer| of_layer(layer, catalogue, words)));
    for (set, notes) in &of.notes {
        out.extend(notes.iter().map(|a| {
            let what = AnnotationRef { set: *set, id: a.id.clone() };
            let first =
                |text: &str| text.lines().map(str::trim).find(|l| !l.is_empty()).map(str::to_owned);
            let kind = words.text(&format!("tool-{}", a.shape.kind.as_str()));
            let label = first(&a.title).or_else(|| first(&a.body)).unwrap_or_else(|| kind.clone());
            let about = a.about.as_ref().map(|f| f.label.clone());
            let parts = [Some(kind), about, Some(a.author.clone())]
                .into_iter()
                .flatten()
                .filter(|t| !t.is_empty());
            let note = parts.collect::<Vec<_>>().join(" · ");
            let mut entry = Entry::new(HitKind::Annotation, Subject::Annotation(what), label, note);
            entry.named(&a.title, 0.0);
            entry.named(&a.body, -40.0);
            a.about.iter().for_each(|f| entry.named(&f.label, -60.0));
            a.replies.iter().for_each(|r| entry.named(&r.body, -80.0));
            entry
        }));
    }
    out.extend(of.actions.iter().map(|action| {
        let subject = Subject::Command(action.action);
        let mut entry =
            Entry::new(HitKind::Command, subject, action.title.clone(), action.note.clone());
        entry.named(&action.title, 0.0);
        action.other.iter().for_each(|text| entry.named(text, -10.0));
        entry
    }));
    out
}

fn of_site(
    site: &Site,
    catalogue: &Catalogue,
    words: &Words,
    uses: &FxHashMap<&str, usize>,
) -> Entry {
    let units = [&site.unit_new, &site.unit_old].into_iter().flatten();
    let note: Vec<String> =
        units.filter_map(|key| catalogue.unit(key)).map(|u| u.dated_title(words)).collect();
    let label = site.name.get(words.language()).to_owned();
    let mut entry =
        Entry::new(HitKind::Site, Subject::Site(site.id.clone()), label, note.join(" · "));
    entry.named_both(&site.name, 0.0);
    entry.named(&site.id, -20.0);
    entry.named_both(&site.description, -150.0);
    for source in site.sources.iter().filter_map(|id| catalogue.source(id)) {
        source.number.iter().for_each(|number| entry.named(number, -40.0));
        // A document about one thing alone names that thing.
        if uses.get(source.id.as_str()) == Some(&1) {
            entry.named_both(&source.title, -150.0);
        }
    }
    entry
}

fn of_unit(unit: &Unit, catalogue: &Catalogue, words: &Words) -> Entry {
    let parts: Vec<&Unit> =
        catalogue.units.iter().filter(|u| u.became.as_deref() == Some(&unit.key)).collect();
    let became = unit.became.as_deref().and_then(|key| catalogue.unit(key));
    let note = match became {
        Some(new) => {
            words.text_with("search-unit-became", &[("name", (&new.dated_title(words)).into())])
        }
        None if parts.is_empty() => String::new(),
        None => {
            let names: Vec<&str> = parts.iter().map(|u| u.name.as_str()).collect();
            words.text_with("search-unit-from", &[("names", (&names.join(", ")).into())])
        }
    };
    let subject = Subject::Unit(unit.key.clone());
    let mut entry = Entry::new(HitKind::Unit, subject, unit.dated_title(words), note);
    let mut named = |unit: &Unit, bonus: f32| {
        entry.named(&unit.name, bonus);
        for language in Language::ALL {
            let kind = Words::of(language).text(&format!("unit-kind-{}", unit.kind.as_str()));
            entry.named(&format!("{kind} {}", unit.name), bonus);
            entry.named(&format!("{} {kind}", unit.name), bonus - 5.0);
        }
    };
    // The unit in force before the one that had the name: people mean what is there now.
    named(unit, if unit.in_force { 16.0 } else { 0.0 });
    parts.iter().for_each(|part| named(part, 8.0));
    entry.named(&unit.code, if unit.in_force { 16.0 } else { 0.0 });
    entry
}

/// A layer, by its own name and with that of its plan: five plans may have a layer of one name.
fn of_layer(layer: &LayerSpec, catalogue: &Catalogue, words: &Words) -> Entry {
    let plan = layer.plan.as_deref().and_then(|id| catalogue.plan(id));
    let note = plan.map_or_else(
        || words.text("search-layer"),
        |plan| plan.short_name.get(words.language()).to_owned(),
    );
    let label = layer.name.get(words.language()).to_owned();
    let mut entry = Entry::new(HitKind::Layer, Subject::Layer(layer.id.clone()), label, note);
    entry.named_both(&layer.name, 0.0);
    if let Some(plan) = plan {
        for language in Language::ALL {
            let (name, plan_name) = (layer.name.get(language), plan.short_name.get(language));
            entry.named(&format!("{name} {plan_name}"), -5.0);
        }
    }
    entry
}

fn of_plan(plan: &Plan, catalogue: &Catalogue, words: &Words) -> Entry {
    let language = words.language();
    let kind = if plan.kind == PlanKind::Zoning { HitKind::Zone } else { HitKind::Plan };
    let status = words.text(&format!("plan-status-{}", plan.status.as_str()));
    let date = plan.date.as_deref().map(|d| format_date(d, language));
    let note: Vec<String> =
        plan.decision.clone().or(Some(status)).into_iter().chain(date).collect();
    let label = plan.short_name.get(language).to_owned();
    let mut entry = Entry::new(kind, Subject::Plan(plan.id.clone()), label, note.join(" · "));
    entry.named_both(&plan.short_name, 0.0);
    entry.named_both(&plan.name, -5.0);
    entry.named(&plan.id, -20.0);
    plan.decision.iter().for_each(|decision| entry.named(decision, 0.0));
    if let Some(number) = plan.number {
        entry.named(&format!("Phân khu {number}"), -5.0);
        entry.named(&format!("Zone {number}"), -5.0);
    }
    for version in &plan.versions {
        version.decision.iter().for_each(|decision| entry.named(decision, -5.0));
    }
    for source in plan.sources.iter().filter_map(|id| catalogue.source(id)) {
        source.number.iter().for_each(|number| entry.named(number, -30.0));
    }
    entry
}
