//! The audit's report: how much is covered and agrees, where it does not, and what was put aside.

use std::sync::Arc;

use planmap_core::Extent;
use planmap_core::annotation::{Annotation, AnnotationId, Kind, Shape};
use planmap_core::audit::{Finding, FindingKind};
use planmap_core::catalogue::{Accuracy, Verdict};
use planmap_core::crs::{SystemNaming, geo_from_map};
use planmap_core::i18n::{Arg, Words, format_coordinate, format_hectares, format_number};
use planmap_draw::annotation::{AnnotationMark, Drawn};
use planmap_draw::scene::MapScene;
use planmap_paper::ink::SheetLanguage;
use planmap_paper::report::{Cell, Column, Piece, Table, Tone, lay_out};
use planmap_paper::sheet::{SheetPlace, SheetSpec, frame_in, map_in, scale_line};
use planmap_paper::template::{Furniture, Place, SheetTemplate};
use planmap_paper::{Page, Paper, Rect};

use super::{AuditPaper, SiteSheetData, head, legal_note, percent, plan_name};
use crate::analysis::FINDINGS_LAYER;
use crate::audit::findings_layer;
use crate::audit::{Ignored, class_names, layer_name, numbered, pairs_that_count};

/// Findings of a kind that are printed; the rest is in the CSV, which has all of them.
const MOST_ROWS: usize = 300;

/// Lots of a finding that are named.
const MOST_LOTS: usize = 12;

/// Findings that have their number on the map: more would cover it.
const MOST_PINS: usize = 40;

/// Height of the map in millimetres.
const MAP_MM: f64 = 105.0;

/// The pages of an audit's report; `None` once cancelled.
#[must_use]
pub fn audit_report(
    data: &SiteSheetData,
    paper: &AuditPaper,
    language: SheetLanguage,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Page>> {
    let writer = Writer { data, paper, language };
    let scene = writer.map_scene();
    let mut pieces: Vec<Piece<'_>> = writer.summary();
    if let Some(spec) = writer.map_spec() {
        let (scene, catalogue, map_spec) = (&scene, &*data.catalogue, spec.clone());
        pieces.push(Piece::Map(
            MAP_MM,
            Box::new(move |rect| {
                let (items, map) = map_in(scene, catalogue, &map_spec, rect, cancelled)?;
                Some((items, Some(map)))
            }),
        ));
        let map = frame_in(&data.catalogue, &spec, Rect::new(0.0, 0.0, 182.0, MAP_MM));
        pieces.push(Piece::Map(
            4.5,
            Box::new(move |rect| Some((vec![scale_line(map.denominator, language, rect)], None))),
        ));
        pieces.push(Piece::Paragraph(language.say("report-numbers-on-map"), Tone::Muted));
    }
    pieces.extend(writer.findings());
    pieces.extend(writer.pairs());
    pieces.extend(writer.put_aside());
    pieces.extend(writer.invalid());
    pieces.extend(legal_note(data, language));
    let report = &paper.run.report;
    let title = plan_name(data, language, &report.general_plan);
    let zoning = data.catalogue.plans.iter().filter(|p| p.id != report.general_plan);
    let subtitle = language.each(|w| {
        let names: Vec<&str> = zoning.clone().map(|p| p.short_name.get(w.language())).collect();
        w.text_with("report-audit-against", &[("plans", (&names.join("; ")).into())])
    });
    lay_out(&head(data, language, "report-audit-kicker", title, subtitle), &pieces)
}

struct Writer<'a> {
    data: &'a SiteSheetData,
    paper: &'a AuditPaper,
    language: SheetLanguage,
}

impl<'a> Writer<'a> {
    fn say(&self, key: &str) -> String {
        self.language.say(key)
    }

    fn is_ignored(&self, finding: &Finding) -> bool {
        self.paper.ignored.reason(&finding.id).is_some()
    }

    /// The findings that are reported, in the order of their kinds, with the numbers that they have
    /// on the screen.
    fn numbered(&self) -> Vec<(usize, &'a Finding)> {
        numbered(&self.paper.run.report).filter(|(_, f)| !self.is_ignored(f)).collect()
    }

    fn summary(&self) -> Vec<Piece<'a>> {
        let (report, first) = (&self.paper.run.report, self.language.first());
        let tolerance = format_number(report.tolerance_m * 100.0, 0, first);
        let plan = self.data.catalogue.plan(&report.general_plan);
        let sentence = self.language.each(|w| {
            let name =
                plan.map_or(report.general_plan.as_str(), |p| p.short_name.get(w.language()));
            let of = w.language();
            w.text_with(
                "audit-covered",
                &[
                    ("plan", name.into()),
                    ("area", (&format_hectares(report.area.ellipsoid_m2, of)).into()),
                    ("covered", (&format_hectares(report.covered.ellipsoid_m2, of)).into()),
                    ("share", (&percent(report.covered_share(), of)).into()),
                    ("agreement", (&percent(report.agreement_share(), of)).into()),
                ],
            )
        });
        let mut out = vec![
            Piece::Paragraph(sentence, Tone::Strong),
            Piece::Paragraph(
                self.language.say_with("audit-tolerance", &[("tolerance", (&tolerance).into())]),
                Tone::Muted,
            ),
        ];
        let unmapped = report.pairs.iter().filter(|p| p.verdict.is_none()).count();
        for (key, count) in
            [("audit-unmapped", unmapped), ("audit-without-class", report.lots_without_class)]
        {
            if count > 0 {
                let text = self.language.say_with(key, &[("count", count.into())]);
                out.push(Piece::Paragraph(text, Tone::Plain));
            }
        }
        out.push(Piece::Heading(self.say("report-summary")));
        let rows = FindingKind::ALL.map(|kind| {
            let all: Vec<&Finding> = report.of(kind).collect();
            let area: f64 = all.iter().map(|f| f.area.ellipsoid_m2).sum();
            let count = |wanted: &dyn Fn(&Finding) -> bool| {
                Cell::from(format_number(all.iter().filter(|f| wanted(f)).count() as f64, 0, first))
            };
            vec![
                Cell::from(self.say(&format!("audit-kind-{}", kind.as_str()))),
                count(&|_| true),
                Cell::from(format_number(area, 1, first)),
                count(&|f| f.sliver),
                count(&|f| self.is_ignored(f)),
            ]
        });
        out.push(Piece::Table(Table {
            columns: vec![
                Column::words(self.say("audit-head-kind"), 70.0),
                Column::figures(self.say("report-head-count"), 22.0),
                Column::figures(self.say("audit-head-area"), 34.0),
                Column::figures(self.say("report-head-slivers"), 28.0),
                Column::figures(self.say("report-head-ignored"), 28.0),
            ],
            rows: rows.to_vec(),
        }));
        out
    }

    /// The map with the shape of every finding, and a numbered pin on each of the first.
    fn map_scene(&self) -> MapScene {
        let mut scene = MapScene::clone(&self.data.scene);
        scene.sites = Arc::from([]);
        // What is shown in the window may be a part of the findings only.
        scene.layers.retain(|layer| layer.spec().id != FINDINGS_LAYER);
        let findings = self.numbered();
        let plans = scene.vectors().filter(|layer| layer.spec.plan.is_some());
        let accuracy = plans.map(|layer| layer.spec.accuracy).min().unwrap_or(Accuracy::Unknown);
        let words = Words::of(self.language.first());
        scene.push(findings_layer(&findings, &self.data.catalogue, words, accuracy));
        let pin = |(number, finding): (usize, &Finding)| {
            let place = geo_from_map(finding.at, &scene.map_crs).ok()?;
            let note = Annotation::new(AnnotationId::new(&finding.id), Shape::at(Kind::Pin, place));
            let drawn = Drawn::new(&Arc::new(note), &scene.map_crs)?;
            Some(AnnotationMark { drawn, number: Some(number), set: Arc::from("") })
        };
        let marks = findings
            .into_iter()
            .filter(|(_, f)| !f.sliver)
            .take(MOST_PINS)
            .filter_map(pin)
            .collect();
        scene.annotations = marks;
        scene
    }

    /// The map around the findings; `None` where there are none.
    fn map_spec(&self) -> Option<SheetSpec> {
        let shapes =
            self.numbered().into_iter().map(|(_, f)| Extent::of_geometry(&f.shape.clone().into()));
        let around = shapes.fold(Extent::EMPTY, Extent::union);
        if around.is_empty() {
            return None;
        }
        let mut template = SheetTemplate::standard();
        for kind in Furniture::ALL {
            template
                .set_place(kind, if kind == Furniture::Grid { Place::Panel } else { Place::Off });
        }
        let paper = Paper { width_mm: 210.0, height_mm: 297.0 };
        let extent = around.buffered(400.0 + 0.04 * around.width().max(around.height()));
        let mut spec = SheetSpec::new(paper, template, SheetPlace::Extent(extent), self.language);
        spec.sites = false;
        Some(spec)
    }

    fn findings(&self) -> Vec<Piece<'a>> {
        let mut out = Vec::new();
        let numbered = self.numbered();
        if numbered.is_empty() {
            out.push(Piece::Paragraph(self.say("audit-none"), Tone::Strong));
        }
        for kind in FindingKind::ALL {
            let of: Vec<_> = numbered.iter().filter(|(_, f)| f.kind == kind).collect();
            if of.is_empty() {
                continue;
            }
            out.push(Piece::Heading(self.say(&format!("audit-kind-{}", kind.as_str()))));
            let rows = of.iter().take(MOST_ROWS).map(|(number, f)| self.row(*number, f)).collect();
            out.push(Piece::Table(Table { columns: self.columns(kind), rows }));
            if of.len() > MOST_ROWS {
                let text = self
                    .language
                    .say_with("report-more-rows", &[("count", (of.len() - MOST_ROWS).into())]);
                out.push(Piece::Paragraph(text, Tone::Muted));
            }
        }
        out
    }

    fn columns(&self, kind: FindingKind) -> Vec<Column> {
        let what =
            if kind == FindingKind::Conflict { "audit-head-classes" } else { "audit-head-plans" };
        let system = SystemNaming::of(&self.data.catalogue.map_crs);
        let [first, second] =
            system.axes.each_ref().map(|axis| self.language.each(|w| axis.heading(w)));
        vec![
            Column::words(self.say("report-head-number"), 10.0),
            Column::figures(self.say("audit-head-area"), 24.0),
            Column::figures(self.say("audit-head-width"), 17.0),
            Column::words(self.say(what), 52.0),
            Column::words(self.say("audit-head-lots"), 30.0),
            Column::figures(first, 24.0),
            Column::figures(second, 22.0),
        ]
    }

    fn row(&self, number: usize, f: &Finding) -> Vec<Cell> {
        let first = self.language.first();
        let system = SystemNaming::of(&self.data.catalogue.map_crs);
        let [first_axis, second_axis] = &system.axes;
        let plans: Vec<String> =
            f.plans.iter().map(|id| plan_name(self.data, self.language, id)).collect();
        let mut what =
            self.language.each(|w| class_names(f, &self.data.catalogue, w).unwrap_or_default());
        what = if what.is_empty() {
            plans.join("; ")
        } else {
            format!("{what} ({})", plans.join("; "))
        };
        if f.sliver {
            what = format!("{what} – {}", self.say("audit-sliver"));
        }
        let mut lots = f.lots.iter().take(MOST_LOTS).cloned().collect::<Vec<_>>().join(", ");
        if f.lots.len() > MOST_LOTS {
            lots = format!("{lots} … (+{})", f.lots.len() - MOST_LOTS);
        }
        let tone = if f.kind == FindingKind::Conflict { Tone::Conflict } else { Tone::Plain };
        vec![
            Cell::new(number.to_string(), Tone::Strong),
            Cell::from(format_number(f.area.ellipsoid_m2, 1, first)),
            Cell::from(format_number(f.width_m, 2, first)),
            Cell::new(what, tone),
            Cell::from(lots),
            Cell::from(format_coordinate(first_axis.of(f.at), first)),
            Cell::from(format_coordinate(second_axis.of(f.at), first)),
        ]
    }

    /// Pairs of classes that do not simply conform, with the verdict of the catalogue's table.
    fn pairs(&self) -> Vec<Piece<'a>> {
        let pairs = pairs_that_count(&self.paper.run.report, &self.paper.ignored);
        if pairs.is_empty() {
            return Vec::new();
        }
        let first = self.language.first();
        let label = |code: &str| {
            let class = self.data.catalogue.legends.iter().find_map(|l| l.class(code));
            class.map_or_else(|| code.to_owned(), |(_, c)| self.language.pick(&c.label))
        };
        let rows = pairs.iter().take(MOST_ROWS).map(|p| {
            let (verdict, tone) = match p.verdict {
                Some(Verdict::Conflicting) => ("verdict-conflicting", Tone::Conflict),
                Some(Verdict::Conditional) => ("verdict-conditional", Tone::Plain),
                Some(Verdict::Conforming) => ("verdict-conforming", Tone::Plain),
                None => ("verdict-unmapped", Tone::Muted),
            };
            vec![
                Cell::from(label(&p.zoning)),
                Cell::from(label(&p.general)),
                Cell::new(self.say(verdict), tone),
                Cell::from(format_number(p.count as f64, 0, first)),
                Cell::from(format_number(p.area.ellipsoid_m2, 1, first)),
            ]
        });
        let table = Table {
            columns: vec![
                Column::words(self.say("report-head-zoning"), 54.0),
                Column::words(self.say("report-head-general"), 54.0),
                Column::words(self.say("report-head-verdict"), 34.0),
                Column::figures(self.say("report-head-count"), 16.0),
                Column::figures(self.say("report-head-area-m2"), 24.0),
            ],
            rows: rows.collect(),
        };
        vec![Piece::Heading(self.say("report-pairs")), Piece::Table(table)]
    }

    fn put_aside(&self) -> Vec<Piece<'a>> {
        let first = self.language.first();
        let ignored = numbered(&self.paper.run.report).filter(|(_, f)| self.is_ignored(f));
        let rows: Vec<Vec<Cell>> = ignored
            .map(|(number, f)| {
                let plans: Vec<String> =
                    f.plans.iter().map(|id| plan_name(self.data, self.language, id)).collect();
                let aside = self.paper.ignored.entry(&f.id);
                vec![
                    Cell::new(number.to_string(), Tone::Strong),
                    Cell::from(self.say(&format!("audit-short-{}", f.kind.as_str()))),
                    Cell::from(format_number(f.area.ellipsoid_m2, 1, first)),
                    Cell::from(plans.join("; ")),
                    Cell::from(aside.map_or("", |i| i.reason.as_str())),
                    Cell::new(aside.map(Ignored::by).unwrap_or_default(), Tone::Muted),
                ]
            })
            .collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let table = Table {
            columns: vec![
                Column::words(self.say("report-head-number"), 10.0),
                Column::words(self.say("audit-head-kind"), 24.0),
                Column::figures(self.say("audit-head-area"), 26.0),
                Column::words(self.say("audit-head-plans"), 40.0),
                Column::words(self.say("audit-head-reason"), 50.0),
                Column::words(self.say("audit-head-by"), 32.0),
            ],
            rows,
        };
        vec![Piece::Heading(self.say("report-ignored")), Piece::Table(table)]
    }

    /// Polygons of the input that are invalid, and what they may do to the figures.
    fn invalid(&self) -> Vec<Piece<'a>> {
        let invalid = &self.paper.run.invalid;
        if invalid.is_empty() {
            return Vec::new();
        }
        let area =
            format_hectares(invalid.iter().map(|i| i.extent_m2).sum(), self.language.first());
        let args = [("count", Arg::Count(invalid.len() as u64)), ("area", (&area).into())];
        let mut out =
            vec![Piece::Paragraph(self.language.say_with("audit-invalid", &args), Tone::Plain)];
        for input in invalid.iter().take(MOST_ROWS) {
            let number =
                input.issue.feature.map_or_else(String::new, |f| format!(" #{}", u64::from(f) + 1));
            let text = self.language.each(|w| input.issue.message(w));
            let layer = self
                .language
                .each(|w| layer_name(&self.data.catalogue, &input.layer, w).to_owned());
            out.push(Piece::Paragraph(format!("{layer}{number}: {text}"), Tone::Muted));
        }
        out
    }
}
