//! The land-use balance of an area as a report: a table a plan, in the blocks of the official form.

use planmap_core::balance::Balance;
use planmap_core::i18n::{format_hectares, format_number, format_signed_percent};
use planmap_core::overlay::{Area2, share};
use planmap_paper::Page;
use planmap_paper::ink::SheetLanguage;
use planmap_paper::report::{Cell, Column, Piece, Table, Tone, lay_out};

use super::{BalancePaper, SiteSheetData, head, legal_note, percent, plan_name};

/// The pages of a balance; `None` once cancelled.
#[must_use]
pub fn balance_report(
    data: &SiteSheetData,
    paper: &BalancePaper,
    language: SheetLanguage,
) -> Option<Vec<Page>> {
    let mut pieces = Vec::new();
    if paper.area.plans.is_empty() {
        pieces.push(Piece::Paragraph(language.say("balance-silent"), Tone::Strong));
    }
    for balance in &paper.area.plans {
        pieces.extend(of_plan(data, paper.area.area, balance, language));
    }
    pieces.extend(legal_note(data, language));
    let area = format_hectares(paper.area.area.ellipsoid_m2, language.first());
    let subtitle = language.say_with("report-balance-area", &[("area", (&area).into())]);
    lay_out(&head(data, language, "report-balance-kicker", paper.name.clone(), subtitle), &pieces)
}

fn of_plan<'a>(
    data: &SiteSheetData,
    whole: Area2,
    balance: &Balance,
    language: SheetLanguage,
) -> Vec<Piece<'a>> {
    let first = language.first();
    let plan = data.catalogue.plan(&balance.plan);
    let decision =
        plan.and_then(|p| p.decision.as_ref()).map(|d| format!(" · {d}")).unwrap_or_default();
    let mut out =
        vec![Piece::Heading(format!("{}{decision}", plan_name(data, language, &balance.plan)))];
    let sentence = language.say_with(
        "balance-whole",
        &[
            ("area", (&format_hectares(whole.ellipsoid_m2, first)).into()),
            ("covered", (&format_hectares(balance.covered.ellipsoid_m2, first)).into()),
            ("share", (&percent(share(balance.covered.grid_m2, whole.grid_m2), first)).into()),
        ],
    );
    out.push(Piece::Paragraph(sentence, Tone::Muted));
    let published = balance.lines().any(|l| l.published_ha.is_some());
    let mut columns = vec![
        Column::words(language.say("balance-head-class"), 84.0),
        Column::figures(language.say("balance-head-hectares"), 28.0),
        Column::figures(language.say("balance-head-share"), 22.0),
    ];
    if published {
        columns.push(Column::figures(language.say("balance-head-published"), 26.0));
        columns.push(Column::figures(language.say("report-head-difference"), 22.0));
    }
    let legend =
        data.scene.vectors().find(|l| l.spec.id == balance.layer).and_then(|l| l.legend.as_deref());
    let figures = |area: Area2, part: f64, tone: Tone| {
        [
            format_number(area.ellipsoid_m2 / 10_000.0, 2, first),
            format_number(part * 100.0, 2, first),
        ]
        .map(|t| Cell::new(t, tone))
    };
    // A row has as many cells as the table has columns.
    let filled = |mut row: Vec<Cell>| {
        row.resize(columns.len(), Cell::default());
        row
    };
    let mut rows = Vec::new();
    for block in &balance.blocks {
        let key = format!("balance-block-{}", block.block.map_or("none", |b| b.as_str()));
        let mut row = vec![Cell::new(language.say(&key), Tone::Strong)];
        row.extend(figures(block.area, block.share, Tone::Strong));
        rows.push(filled(row));
        for line in &block.lines {
            let class = legend.and_then(|l| l.classes.get(usize::from(line.class)));
            let name =
                class.map_or_else(|| language.say("balance-no-class"), |c| language.pick(&c.label));
            let mut row = vec![Cell::from(name)];
            row.extend(figures(line.area, line.share, Tone::Plain));
            if let Some(ha) = line.published_ha {
                row.push(Cell::from(format_number(ha, 2, first)));
                let difference = Balance::difference(line).map(|d| format_signed_percent(d, first));
                row.push(Cell::from(difference.unwrap_or_default()));
            }
            rows.push(filled(row));
        }
    }
    let mut sum = vec![Cell::new(language.say("balance-sum"), Tone::Strong)];
    sum.extend(figures(balance.covered, 1.0, Tone::Strong));
    rows.push(filled(sum));
    out.push(Piece::Table(Table { columns, rows }));
    out
}
