//! Places that are pinned to be compared: what each plan says at each of them, as a table.

use planmap_core::MapPoint;
use planmap_core::attribute::feature_name;
use planmap_core::crs::SystemNaming;
use planmap_core::feature::Value;
use planmap_core::i18n::format_number;
use planmap_core::plan_stack::{PlanRow, StackHit};

use crate::bottom::BottomTab;
use crate::session::Session;
use crate::text_table::{Cell, TextTable};

/// As many as can be read beside each other; the oldest goes when one more is pinned.
const MOST: usize = 8;
/// Metres within which lines and points count at a pin.
const TOLERANCE_M: f64 = 5.0;

impl Session {
    pub(super) fn pin(&mut self, at: MapPoint) {
        let places = &mut self.analysis.places;
        if places.contains(&at) {
            return;
        }
        if places.len() >= MOST {
            places.remove(0);
        }
        places.push(at);
        let bottom = &mut self.settings.bottom;
        (bottom.open, bottom.tab) = (true, BottomTab::Places);
    }

    /// What a plan says at a place in a line: class, lot, indicators.
    #[must_use]
    pub fn plan_row_text(&self, row: &PlanRow<'_>) -> String {
        let words = self.words();
        if row.is_silent() {
            return words.text(match row.inside {
                Some(true) => "plan-silent-inside",
                Some(false) => "plan-silent-outside",
                None => "plan-silent",
            });
        }
        let lines: Vec<String> =
            row.hits.iter().map(|hit| self.hit_text(hit)).filter(|t| !t.is_empty()).collect();
        lines.join("; ")
    }

    fn hit_text(&self, hit: &StackHit<'_>) -> String {
        let (language, fields) = (self.language(), &hit.layer.spec.fields);
        let value = |name: &Option<String>| {
            name.as_deref()
                .map_or(Value::Null, |n| hit.layer.features.table().value(hit.feature, n))
        };
        let mut parts: Vec<String> = Vec::new();
        parts.extend(hit.layer.class(hit.feature).map(|c| c.label.get(language).to_owned()));
        parts.extend(value(&fields.lot).as_str().map(str::to_owned));
        let name = feature_name(fields, hit.layer.features.table(), hit.feature, language);
        parts.extend(name.map(str::to_owned));
        let mut number = |key: &'static str, field: &Option<String>, decimals: usize| {
            if let Some(v) = value(field).as_number() {
                let text = format_number(v, decimals, language);
                parts.push(self.words().text_with(key, &[("value", (&text).into())]));
            }
        };
        number("lot-density", &fields.density_pct, 0);
        number("lot-storeys", &fields.storeys_max, 0);
        number("lot-ratio", &fields.floor_area_ratio, 1);
        number("lot-population", &fields.population, 0);
        parts.join(" · ")
    }
}

/// The pinned places beside each other: a row for each plan, a column for each place.
#[must_use]
pub fn places_table(session: &Session) -> TextTable {
    let (words, language) = (session.words(), session.language());
    let places = &session.analysis().places;
    let mut heads = vec![words.text("places-plan")];
    heads.extend(
        (1..=places.len()).map(|n| words.text_with("places-head", &[("number", n.into())])),
    );
    let stacks: Vec<_> = places.iter().map(|at| session.stack_at(*at, TOLERANCE_M)).collect();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let system = SystemNaming::of(session.map_crs());
    let coordinates = places.iter().map(|at| system.place(*at, " · ", language));
    rows.push(
        std::iter::once(system.short_name().to_owned())
            .chain(coordinates)
            .map(Cell::from)
            .collect(),
    );
    let agreement =
        stacks.iter().map(|s| words.text(&format!("agreement-{}", s.agreement.as_str())));
    rows.push(
        std::iter::once(words.text("places-agreement")).chain(agreement).map(Cell::from).collect(),
    );
    // Plans that speak at one of the places at least come first, in legal order.
    let speaks =
        |number: &usize| stacks.iter().any(|s| s.rows.get(*number).is_some_and(|r| !r.is_silent()));
    let plans = &session.catalogue().plans;
    let (speaking, silent): (Vec<usize>, Vec<usize>) = (0..plans.len()).partition(speaks);
    for number in speaking.into_iter().chain(silent) {
        let Some(plan) = plans.get(number) else {
            continue;
        };
        let cells = stacks
            .iter()
            .map(|s| s.rows.get(number).map(|r| session.plan_row_text(r)).unwrap_or_default());
        rows.push(
            std::iter::once(plan.short_name.get(language).to_owned())
                .chain(cells)
                .map(Cell::from)
                .collect(),
        );
    }
    let units = stacks.iter().map(|s| {
        let names: Vec<String> = s.units.iter().filter_map(|hit| unit_text(session, hit)).collect();
        names.join("; ")
    });
    rows.push(std::iter::once(words.text("answer-units")).chain(units).map(Cell::from).collect());
    TextTable { heads, rows }
}

fn unit_text(session: &Session, hit: &StackHit<'_>) -> Option<String> {
    let field = hit.layer.spec.fields.id.as_deref()?;
    let unit =
        session.catalogue().unit(hit.layer.features.table().value(hit.feature, field).as_str()?)?;
    let words = session.words();
    Some(unit.dated_title(words))
}
