//! The register of projects: the entries of the catalogue together with its sites.
//!
//! Every site is a project, whether or not an entry says more about it; an entry adds status,
//! phases and claims to its site. Owns how the two are joined. Must not know today's date nor how
//! the register is shown.

use crate::catalogue::{
    Catalogue, Claim, Evidence, PartialDate, Phase, Project, ProjectStatus, Site, Text2,
};

/// One row of the register.
#[derive(Debug, Clone, Copy)]
pub struct ProjectRow<'a> {
    /// The entry; none for a site of which nothing more is known.
    pub project: Option<&'a Project>,
    /// The site, where it has one.
    pub site: Option<&'a Site>,
}

impl<'a> ProjectRow<'a> {
    /// Unique in the register.
    #[must_use]
    pub fn id(&self) -> &'a str {
        match (self.project, self.site) {
            (Some(project), _) => &project.id,
            (None, Some(site)) => &site.id,
            (None, None) => "",
        }
    }

    /// Its name: the entry's own, else the site's.
    #[must_use]
    pub fn name(&self) -> &'a Text2 {
        static NONE: Text2 = Text2 { vi: String::new(), en: String::new() };
        let own = self.project.map(|p| &p.name).filter(|name| !name.is_empty());
        own.or(self.site.map(|s| &s.name)).unwrap_or(&NONE)
    }

    /// How far it is.
    #[must_use]
    pub fn status(&self) -> ProjectStatus {
        self.project.map_or(ProjectStatus::Unknown, |p| p.status)
    }

    /// Where the status is taken from.
    #[must_use]
    pub fn status_evidence(&self) -> Option<&'a Evidence> {
        self.project.and_then(|p| p.status_evidence.as_ref())
    }

    /// Its phases.
    #[must_use]
    pub fn phases(&self) -> &'a [Phase] {
        self.project.map_or(&[], |p| &p.phases)
    }

    /// What documents say: the site's claims, then the entry's.
    pub fn claims(&self) -> impl Iterator<Item = &'a Claim> + use<'a> {
        let of_site = self.site.map_or(&[][..], |s| &s.claims);
        of_site.iter().chain(self.project.map_or(&[][..], |p| &p.claims))
    }

    /// The claims about one attribute.
    pub fn claims_about(&self, attribute: &str) -> impl Iterator<Item = &'a Claim> {
        self.claims().filter(move |c| c.attribute == attribute)
    }

    /// From the earliest to the latest date that its phases give, in years; none where no date or
    /// only one end is known.
    #[must_use]
    pub fn span_years(&self) -> Option<(f64, f64)> {
        let starts = self.phases().iter().filter_map(|p| p.from).map(PartialDate::start_years);
        let ends = self.phases().iter().filter_map(|p| p.to).map(PartialDate::end_years);
        let (start, end) = (starts.reduce(f64::min)?, ends.reduce(f64::max)?);
        (start < end).then_some((start, end))
    }

    /// The stretch of a phase on a time axis, in years. A limit that no document gives is that of
    /// the whole project, and is marked as unknown; none where nothing at all is known.
    #[must_use]
    pub fn stretch(&self, phase: &Phase) -> Option<Stretch> {
        let span = self.span_years();
        let start = phase.from.map(PartialDate::start_years).or(span.map(|s| s.0))?;
        let end = phase.to.map(PartialDate::end_years).or(span.map(|s| s.1))?;
        (start < end).then_some(Stretch {
            start,
            end,
            start_known: phase.from.is_some(),
            end_known: phase.to.is_some(),
        })
    }
}

/// Where a phase lies on a time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// First moment, years.
    pub start: f64,
    /// Last moment, years.
    pub end: f64,
    /// Whether a document gives the first moment.
    pub start_known: bool,
    /// Whether a document gives the last moment.
    pub end_known: bool,
}

/// The register in the order of the catalogue: the sites with their entries, then the entries that
/// have no place.
#[must_use]
pub fn project_rows(catalogue: &Catalogue) -> Vec<ProjectRow<'_>> {
    let mut rows = Vec::with_capacity(catalogue.sites.len() + catalogue.projects.len());
    for site in &catalogue.sites {
        let mut of_site =
            catalogue.projects.iter().filter(|p| p.site.as_deref() == Some(&site.id)).peekable();
        if of_site.peek().is_none() {
            rows.push(ProjectRow { project: None, site: Some(site) });
        }
        rows.extend(of_site.map(|project| ProjectRow { project: Some(project), site: Some(site) }));
    }
    // An entry whose site does not exist was reported when the catalogue was read.
    let placed = |p: &Project| p.site.as_deref().is_some_and(|id| catalogue.site(id).is_some());
    let without = catalogue.projects.iter().filter(|p| !placed(p));
    rows.extend(without.map(|project| ProjectRow { project: Some(project), site: None }));
    rows
}
