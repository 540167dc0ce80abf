//! The site sheet: the paper that an investor takes home. Where and who, the map, what the plans
//! say, every restriction with its document and the office in charge, published figures against
//! the drawing, corners, and how far all of it is to be trusted.
//!
//! Owns the choice of facts and their order. A value that is not known is called so; a value
//! without a source is not printed.

use std::sync::Arc;

use geo::Contains;
use planmap_core::MapPoint;
use planmap_core::catalogue::{Catalogue, Claim, Confidence, PlanKind, Site, Verdict};
use planmap_core::crs::SystemNaming;
use planmap_core::geometry::{geo_geometry_from_map, geodesic_measure};
use planmap_core::i18n::{
    Language, Words, format_coordinate, format_date, format_number, format_signed_percent,
};
use planmap_core::plan_stack::{StackLayer, plan_stack};
use planmap_draw::scene::{MapScene, SiteMark};
use planmap_paper::ink::SheetLanguage;
use planmap_paper::report::{Cell, Column, Piece, ReportHead, Table, Tone, lay_out};
use planmap_paper::sheet::{SheetPlace, SheetSpec, frame_in, locator_in, map_in, scale_line};
use planmap_paper::template::{Furniture, Place, SheetTemplate};
use planmap_paper::{MapSetSum, Page, Paper, Rect};

use super::site_plans::{PlanInSite, ellipsoid_area_m2, plans_in_site};
use super::{annotation_marks, extent_of_site};
use crate::session::Session;
use crate::words::{claim_text, claimed_area_m2};

/// What site sheets are made from, off the window's thread.
#[derive(Debug, Clone)]
pub struct SiteSheetData {
    /// The map.
    pub scene: Arc<MapScene>,
    /// The catalogue.
    pub catalogue: Arc<Catalogue>,
    /// Checksum of the map set.
    pub map_set: MapSetSum,
}

impl SiteSheetData {
    /// A snapshot of a session.
    #[must_use]
    pub fn of(session: &Session, map_set: MapSetSum) -> Self {
        let mut scene = MapScene::clone(session.scene());
        scene.theme = planmap_core::symbology::Theme::Light;
        scene.annotations = annotation_marks(session);
        Self { scene: Arc::new(scene), catalogue: Arc::clone(session.catalogue()), map_set }
    }

    fn layers(&self) -> Vec<StackLayer<'_>> {
        self.scene
            .vectors()
            .map(|l| StackLayer {
                spec: &l.spec,
                features: &l.features,
                legend: l.legend.as_deref(),
                classes: &l.classes,
            })
            .collect()
    }
}

/// The pages of a site's sheet; `None` where there is no such site on the map, or once cancelled.
#[must_use]
pub fn site_sheet(
    data: &SiteSheetData,
    id: &str,
    language: SheetLanguage,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Page>> {
    let site = data.catalogue.site(id)?;
    let mark = data.scene.sites.iter().find(|s| s.id == id)?;
    let writer = Writer { data, site, mark, language, area: area_of(mark) };
    let spec = writer.map_spec();
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let (scene, catalogue) = (&*data.scene, &*data.catalogue);
    let map_spec = spec.clone();
    let map_height = 112.0;
    pieces.push(Piece::Map(
        map_height,
        Box::new(move |rect| {
            let (items, map) = map_in(scene, catalogue, &map_spec, rect, cancelled)?;
            Some((items, Some(map)))
        }),
    ));
    // The rectangle of the map above: the same width and height give the same scale.
    let map = frame_in(catalogue, &spec, Rect::new(0.0, 0.0, 182.0, map_height));
    pieces.push(Piece::Map(
        4.5,
        Box::new(move |rect| Some((vec![scale_line(map.denominator, language, rect)], None))),
    ));
    let locator_spec = spec;
    let locator = Piece::Map(
        46.0,
        Box::new(move |rect| {
            let of = frame_in(catalogue, &locator_spec, Rect::new(0.0, 0.0, 182.0, map_height));
            Some((locator_in(scene, &of, rect), None))
        }),
    );
    pieces.push(Piece::Beside(writer.says(), vec![Piece::Gap(3.0), locator], 0.68));
    pieces.extend(writer.restrictions());
    pieces.extend(writer.claims());
    pieces.extend(writer.corners());
    pieces.extend(writer.trust());
    lay_out(&writer.head(), &pieces)
}

/// The area that draws a site, where one does.
fn area_of(mark: &SiteMark) -> Option<geo::MultiPolygon<f64>> {
    let polygons = mark.geometry.as_ref().map(collect).unwrap_or_default();
    (!polygons.is_empty()).then_some(geo::MultiPolygon(polygons))
}

fn collect(geometry: &geo::Geometry<f64>) -> Vec<geo::Polygon<f64>> {
    match geometry {
        geo::Geometry::Polygon(p) => vec![p.clone()],
        geo::Geometry::MultiPolygon(m) => m.0.clone(),
        geo::Geometry::GeometryCollection(c) => c.iter().flat_map(collect).collect(),
        _ => Vec::new(),
    }
}

struct Writer<'a> {
    data: &'a SiteSheetData,
    site: &'a Site,
    mark: &'a SiteMark,
    language: SheetLanguage,
    area: Option<geo::MultiPolygon<f64>>,
}

impl<'a> Writer<'a> {
    fn say(&self, key: &str) -> String {
        self.language.say(key)
    }

    fn first(&self) -> Language {
        self.language.first()
    }

    fn map_spec(&self) -> SheetSpec {
        let paper = Paper { width_mm: 210.0, height_mm: 297.0 };
        let mut template = SheetTemplate::standard();
        for kind in Furniture::ALL {
            let on = matches!(kind, Furniture::Grid);
            template.set_place(kind, if on { Place::Panel } else { Place::Off });
        }
        let mut spec = SheetSpec::new(
            paper,
            template,
            SheetPlace::Extent(extent_of_site(self.mark)),
            self.language,
        );
        spec.selected_site = Some(self.site.id.clone());
        // A paper for investors; an office's own notes are none of it.
        spec.annotations = false;
        spec
    }

    fn head(&self) -> ReportHead {
        let catalogue = &self.data.catalogue;
        let mut right = Vec::new();
        if let Some(date) = &catalogue.data_date {
            let date = format_date(date, self.first());
            right.push(self.language.say_with("sheet-data-date", &[("date", (&date).into())]));
        }
        let system = SystemNaming::of(&catalogue.map_crs).full_name();
        right.push(self.language.say_with("site-sheet-system", &[("system", (&system).into())]));
        let foot = self.data.map_set.line(self.language);
        let standing = self
            .data
            .scene
            .mark()
            .map(|a| self.say(&format!("map-mark-{}", a.as_str())))
            .unwrap_or_default();
        ReportHead {
            kicker: self.say(if self.site.candidate {
                "site-sheet-kicker"
            } else {
                "site-sheet-kicker-project"
            }),
            title: self.language.pick(&self.site.name),
            subtitle: self.units(),
            right,
            foot,
            standing,
            page_word: self.say("site-sheet-page"),
            bookmark: self.language.pick(&self.site.name),
        }
    }

    fn units(&self) -> String {
        let name = |key: &Option<String>, words: &Words| {
            let unit = self.data.catalogue.unit(key.as_deref()?)?;
            Some(unit.title(words))
        };
        self.language.each(|words| {
            match (name(&self.site.unit_new, words), name(&self.site.unit_old, words)) {
                (Some(new), Some(old)) => words.text_with(
                    "site-sheet-units",
                    &[("new", (&new).into()), ("old", (&old).into())],
                ),
                (Some(only), None) | (None, Some(only)) => only,
                (None, None) => words.text("site-sheet-units-unknown"),
            }
        })
    }

    /// What the plans say: by area where the site has one, else at its marker.
    fn says(&self) -> Vec<Piece<'a>> {
        let mut out = vec![Piece::Heading(self.say("site-sheet-plans"))];
        let layers = self.data.layers();
        let columns = |figures: bool| {
            let mut c = vec![
                Column::words(self.say("site-sheet-plan"), 0.42),
                Column::words(self.say("site-sheet-class"), 0.38),
            ];
            if figures {
                c.push(Column::figures(self.say("site-sheet-area"), 0.2));
                c.push(Column::figures(self.say("site-sheet-share"), 0.14));
            }
            c
        };
        let mut table = Table::default();
        match &self.area {
            Some(area) => {
                table.columns = columns(true);
                let plans = plans_in_site(
                    &self.data.catalogue,
                    &layers,
                    area,
                    &self.data.catalogue.map_crs,
                );
                // Shares do not say which ground is whose: a conflict is named only where the general
                // plan gives the whole site one class.
                let general = plans.iter().find(|p| p.plan.kind == PlanKind::General);
                let general = general.and_then(|p| p.classes.first()).filter(|c| c.share > 0.995);
                let general = general.map(|c| c.class.code.clone());
                for plan in &plans {
                    self.plan_rows(plan, general.as_deref(), &mut table.rows);
                }
            }
            None => {
                table.columns = columns(false);
                let stack = plan_stack(&self.data.catalogue, &layers, self.mark.at, 0.0);
                for row in stack.rows.iter().filter(|r| r.inside != Some(false) || !r.is_silent()) {
                    let class = row.class().map(|c| self.language.pick(&c.label));
                    let text = class.map_or_else(
                        || Cell::new(self.say("site-sheet-silent"), Tone::Muted),
                        Cell::from,
                    );
                    table.rows.push(vec![self.plan_name(row.plan).into(), text]);
                }
                let agreement = self.say(&format!("agreement-{}-long", stack.agreement.as_str()));
                out.push(Piece::Paragraph(self.say("site-sheet-at-marker"), Tone::Muted));
                if table.rows.is_empty() {
                    out.push(Piece::Paragraph(self.say("site-sheet-no-plan"), Tone::Plain));
                } else {
                    out.push(Piece::Table(table));
                    out.push(Piece::Paragraph(agreement, Tone::Strong));
                }
                return out;
            }
        }
        if table.rows.is_empty() {
            out.push(Piece::Paragraph(self.say("site-sheet-no-plan"), Tone::Plain));
        } else {
            out.push(Piece::Table(table));
        }
        out
    }

    fn plan_name(&self, plan: &planmap_core::catalogue::Plan) -> String {
        let decision =
            plan.decision.clone().unwrap_or_else(|| self.say("site-sheet-decision-unknown"));
        format!("{} · {decision}", self.language.pick(&plan.short_name))
    }

    fn plan_rows(&self, plan: &PlanInSite<'_>, general: Option<&str>, rows: &mut Vec<Vec<Cell>>) {
        // A plan that the site lies outside of says nothing about it.
        if plan.classes.is_empty() && plan.inside_share.is_none_or(|s| s < 1e-4) {
            return;
        }
        // What is there and rounds to nothing is still there.
        let percent = |share: f64| match share {
            s if s < 5e-4 => format!("< {} %", format_number(0.1, 1, self.first())),
            s => format!("{} %", format_number(s * 100.0, 1, self.first())),
        };
        let area = |m2: f64| match m2 {
            a if a < 50.0 => format!("< {} ha", format_number(0.01, 2, self.first())),
            // Two decimals in the whole column, so that its figures stand under each other.
            a => format!("{} ha", format_number(a / 10_000.0, 2, self.first())),
        };
        let mut name = Some(self.plan_name(plan.plan));
        for class in &plan.classes {
            let conflicts = plan.plan.kind != PlanKind::General
                && general.is_some_and(|g| {
                    self.data.catalogue.verdict(&class.class.code, g) == Some(Verdict::Conflicting)
                });
            let label = self.language.pick(&class.class.label);
            let label = if conflicts {
                Cell::new(format!("{label} ▲ {}", self.say("site-sheet-conflicts")), Tone::Conflict)
            } else {
                label.into()
            };
            rows.push(vec![
                name.take().unwrap_or_default().into(),
                label,
                area(class.area_m2).into(),
                percent(class.share).into(),
            ]);
        }
        let spoken: f64 = plan.classes.iter().map(|c| c.share).sum();
        let silent = plan.inside_share.unwrap_or(1.0) - spoken;
        if silent > 5e-4 {
            rows.push(vec![
                name.take().unwrap_or_default().into(),
                Cell::new(self.say("site-sheet-silent"), Tone::Muted),
                Cell::default(),
                percent(silent).into(),
            ]);
        }
        if let Some(inside) = plan.inside_share.filter(|s| *s < 0.9995) {
            rows.push(vec![
                name.take().unwrap_or_default().into(),
                Cell::new(self.say("site-sheet-outside"), Tone::Muted),
                Cell::default(),
                percent(1.0 - inside).into(),
            ]);
        }
    }

    /// Every plan that applies, with its document, its standing and the office in charge.
    fn restrictions(&self) -> Vec<Piece<'a>> {
        let catalogue = &self.data.catalogue;
        let layers = self.data.layers();
        let applies = |plan: &planmap_core::catalogue::Plan| {
            layers.iter().filter(|l| l.spec.plan.as_deref() == Some(plan.id.as_str())).any(|l| {
                match &self.area {
                    Some(area) => {
                        let e = planmap_core::Extent::of_geometry(&geo::Geometry::MultiPolygon(
                            area.clone(),
                        ));
                        l.features.in_extent(&e).any(|f| {
                            use geo::Intersects;
                            l.features.geometries().polygons(f).intersects(area)
                        })
                    }
                    None => {
                        let p = geo::Point::new(self.mark.at.x, self.mark.at.y);
                        let e = planmap_core::Extent::of_points([self.mark.at]);
                        l.features
                            .in_extent(&e)
                            .any(|f| l.features.geometries().polygons(f).contains(&p))
                    }
                }
            })
        };
        let mut table = Table {
            columns: vec![
                Column::words(self.say("site-sheet-restriction"), 0.26),
                Column::words(self.say("site-sheet-document"), 0.34),
                Column::words(self.say("site-sheet-standing"), 0.2),
                Column::words(self.say("site-sheet-office"), 0.2),
            ],
            rows: Vec::new(),
        };
        for plan in catalogue.plans.iter().filter(|p| applies(p)) {
            let mut documents = Vec::new();
            let versions = plan.versions.iter().map(|v| (v.decision.as_ref(), v.date.as_ref()));
            let own = std::iter::once((plan.decision.as_ref(), plan.date.as_ref()));
            for (decision, date) in own.chain(versions) {
                let date =
                    date.map(|d| format!(", {}", format_date(d, self.first()))).unwrap_or_default();
                if let Some(decision) = decision {
                    let text = format!("{decision}{date}");
                    if !documents.contains(&text) {
                        documents.push(text);
                    }
                }
            }
            let unknown = || Cell::new(self.say("not-known"), Tone::Muted);
            let documents =
                if documents.is_empty() { unknown() } else { Cell::from(documents.join("; ")) };
            // Only who the catalogue names: the publisher of a source may be a newspaper.
            let contact = self.language.pick(&catalogue.contact);
            let offices = if contact.is_empty() { unknown() } else { Cell::from(contact) };
            let accuracy = layers
                .iter()
                .filter(|l| l.spec.plan.as_deref() == Some(plan.id.as_str()))
                .map(|l| l.spec.accuracy)
                .min()
                .map(|a| self.say(&format!("accuracy-{}", a.as_str())));
            let status = self.say(&format!("plan-status-{}", plan.status.as_str()));
            let status = accuracy.map_or(status.clone(), |a| format!("{status}; {a}"));
            table.rows.push(vec![
                self.language.pick(&plan.name).into(),
                documents,
                status.into(),
                offices,
            ]);
        }
        let mut out = vec![Piece::Heading(self.say("site-sheet-restrictions"))];
        if table.rows.is_empty() {
            out.push(Piece::Paragraph(self.say("site-sheet-no-plan"), Tone::Plain));
        } else {
            out.push(Piece::Table(table));
        }
        out
    }

    /// Dated claims, each with its document; areas against the drawing.
    fn claims(&self) -> Vec<Piece<'a>> {
        let drawn_m2 =
            self.area.clone().map(|a| ellipsoid_area_m2(a, &self.data.catalogue.map_crs));
        let mut table = Table {
            columns: vec![
                Column::words(self.say("site-sheet-figure"), 0.2),
                Column::words(self.say("site-sheet-value"), 0.26),
                Column::words(self.say("site-sheet-year"), 0.08),
                Column::words(self.say("site-sheet-document"), 0.36),
                Column::figures(self.say("site-sheet-against"), 0.2),
            ],
            rows: Vec::new(),
        };
        // An inference is never printed as a fact.
        for claim in self.site.claims.iter().filter(|c| c.confidence != Confidence::D) {
            let key = format!("claim-{}", claim.attribute);
            let attribute = self
                .language
                .each(|w| if w.has(&key) { w.text(&key) } else { claim.attribute.clone() });
            let year = match (claim.year, claim.year_about) {
                (Some(y), true) => format!("≈ {y}"),
                (Some(y), false) => y.to_string(),
                (None, _) => "–".to_owned(),
            };
            let source = self.data.catalogue.source(&claim.source);
            let number = source
                .and_then(|s| s.number.as_ref())
                .map(|n| format!(" ({n})"))
                .unwrap_or_default();
            let document = self.language.pick(&claim.document);
            let number = if document.contains(number.trim_matches([' ', '(', ')'])) {
                String::new()
            } else {
                number
            };
            let document = format!("{document}{number} [{}]", claim.confidence.as_str());
            table.rows.push(vec![
                attribute.into(),
                self.language.each(|w| claim_text(claim, w.language())).into(),
                year.into(),
                document.into(),
                self.against(claim, drawn_m2),
            ]);
        }
        let mut out = vec![Piece::Heading(self.say("site-sheet-claims"))];
        if table.rows.is_empty() {
            out.push(Piece::Paragraph(self.say("site-sheet-no-claims"), Tone::Muted));
        } else {
            out.push(Piece::Table(table));
        }
        if let Some(m2) = drawn_m2 {
            let area = format_number(m2, 0, self.first());
            let text = self.language.say_with("site-sheet-drawn-area", &[("area", (&area).into())]);
            out.push(Piece::Paragraph(text, Tone::Plain));
        }
        out
    }

    /// A published area against the drawn one.
    fn against(&self, claim: &Claim, drawn_m2: Option<f64>) -> Cell {
        match (claimed_area_m2(claim), drawn_m2) {
            (Some(published), Some(drawn)) if published > 0.0 => {
                format_signed_percent(drawn / published - 1.0, self.first()).into()
            }
            _ => Cell::default(),
        }
    }

    /// Corners in the map's own system with the lengths of the edges; two tables beside each other
    /// where there are many.
    fn corners(&self) -> Vec<Piece<'a>> {
        let system = SystemNaming::of(&self.data.catalogue.map_crs);
        let heading =
            self.language.say_with("site-sheet-corners", &[("system", system.short_name().into())]);
        let mut out = vec![Piece::Heading(heading)];
        let number = |v: f64| format_coordinate(v, self.first());
        let Some(area) = &self.area else {
            let place = system.place(self.mark.at, ", ", self.first());
            let text = self.language.say_with("site-sheet-marker", &[("place", (&place).into())]);
            out.push(Piece::Paragraph(text, Tone::Plain));
            return out;
        };
        let mut rows = Vec::new();
        for (part, polygon) in area.iter().enumerate() {
            let ring = &polygon.exterior().0;
            let open = &ring[..ring.len().saturating_sub(1)];
            for (i, c) in open.iter().enumerate() {
                let next = open[(i + 1) % open.len()];
                let edge = geo::Geometry::LineString(geo::LineString(vec![*c, next]));
                let edge_m = geo_geometry_from_map(&edge, &self.data.catalogue.map_crs)
                    .map_or(0.0, |g| geodesic_measure(&g).length_m);
                let n = if area.0.len() > 1 {
                    format!("{}.{}", part + 1, i + 1)
                } else {
                    (i + 1).to_string()
                };
                let corner = MapPoint::from(*c);
                let [first, second] = system.axes.each_ref().map(|axis| number(axis.of(corner)));
                rows.push([n, first, second, format_number(edge_m, 2, self.first())]);
            }
        }
        let heads = || {
            let [first, second] = system.axes.each_ref().map(|axis| {
                self.language.each(|w| {
                    w.text_with("site-sheet-axis", &[("axis", (&axis.heading(w)).into())])
                })
            });
            vec![
                Column::words(self.say("site-sheet-corner"), 0.16),
                Column::figures(first, 0.3),
                Column::figures(second, 0.3),
                Column::figures(self.say("site-sheet-edge"), 0.24),
            ]
        };
        let table = |rows: &[[String; 4]]| {
            let rows =
                rows.iter().map(|r| r.iter().map(|c| Cell::from(c.as_str())).collect()).collect();
            Piece::Table(Table { columns: heads(), rows })
        };
        // Up to a page's worth stand side by side; more flow over pages.
        if rows.len() > 6 && rows.len() <= 60 {
            let (a, b) = rows.split_at(rows.len().div_ceil(2));
            out.push(Piece::Beside(vec![table(a)], vec![table(b)], 0.5));
        } else {
            out.push(table(&rows));
        }
        out
    }

    /// What all of it rests on.
    fn trust(&self) -> Vec<Piece<'a>> {
        let mut out = vec![Piece::Heading(self.say("site-sheet-trust"))];
        let accuracy = self.say(&format!("accuracy-{}-long", self.site.accuracy.as_str()));
        let note = self.language.pick(&self.site.accuracy_note);
        out.push(Piece::Paragraph(
            format!("{}: {accuracy} {note}", self.say("site-sheet-limits")),
            Tone::Plain,
        ));
        if self.site.press_mention_only {
            out.push(Piece::Paragraph(self.say("site-press-only"), Tone::Strong));
        }
        let description = self.language.pick(&self.site.description);
        if !description.is_empty() {
            out.push(Piece::Paragraph(description, Tone::Plain));
        }
        let legal = self.language.pick(&self.data.catalogue.legal_note);
        if !legal.is_empty() {
            out.push(Piece::Paragraph(legal, Tone::Strong));
        }
        let contact = self.language.pick(&self.data.catalogue.contact);
        if !contact.is_empty() {
            out.push(Piece::Paragraph(
                self.language.say_with("sheet-contact", &[("office", (&contact).into())]),
                Tone::Plain,
            ));
        }
        let mut ids: Vec<&str> = self.site.sources.iter().map(String::as_str).collect();
        ids.extend(self.site.claims.iter().map(|c| c.source.as_str()));
        let mut seen: Vec<&str> = Vec::new();
        let mut lines = Vec::new();
        for source in ids.iter().filter_map(|id| self.data.catalogue.source(id)) {
            if seen.contains(&source.id.as_str()) {
                continue;
            }
            seen.push(&source.id);
            let number = source.number.as_ref().map(|n| format!("{n}: ")).unwrap_or_default();
            let publisher = source.publisher.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
            let date = source
                .date
                .as_ref()
                .map(|d| format!(", {}", format_date(d, self.first())))
                .unwrap_or_default();
            lines.push(format!("{number}{}{publisher}{date}", self.language.pick(&source.title)));
        }
        if !lines.is_empty() {
            out.push(Piece::Heading(self.say("sheet-sources")));
            out.extend(
                lines
                    .into_iter()
                    .enumerate()
                    .map(|(i, l)| Piece::Paragraph(format!("{}. {l}", i + 1), Tone::Plain)),
            );
        }
        out
    }
}
