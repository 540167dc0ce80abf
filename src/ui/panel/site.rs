//! What is known of a candidate site: claims by source, what the plans say, figures.

use egui::{Align, Layout, Ui};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, AreaSubject};
use planmap_app::command::Command;
use planmap_app::sheet::SheetCommand;
use planmap_app::words::claim_text;
use planmap_core::attribute::feature_name;
use planmap_core::catalogue::{Claim, ClaimValue, Confidence, Site};
use planmap_core::crs::SystemNaming;
use planmap_core::i18n::{format_coordinate, format_length};
use planmap_core::plan_stack::Agreement;

use crate::panel::answer::{agreement_chip, plan_card};
use crate::panel::{PanelContext, accuracy_colours};
use crate::theme::{Weight, size, tokens};
use crate::widget::{
    card, chip, icon_button, key_value, muted, paint_diamond, primary_button, quiet_button, wrapped,
};

/// Draws the panel of a site.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>, site: &Site) {
    let language = cx.session.language();
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(16.0, 24.0), egui::Sense::hover());
        paint_diamond(ui.painter(), rect.center(), 7.0, t.site);
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if icon_button(ui, Icon::X, &cx.text("close"), 24.0, true).clicked() {
                cx.send.push(Command::ClearSelection);
            }
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                wrapped(ui, site.name.get(language), size::TITLE, Weight::SemiBold, t.text);
            });
        });
    });
    let units = unit_line(cx, site);
    if !units.is_empty() {
        wrapped(ui, &units, size::BODY, Weight::Regular, t.muted);
    }
    ui.add_space(2.0);
    ui.horizontal_wrapped(|ui| {
        chip(
            ui,
            &cx.text(&format!("accuracy-{}-short", site.accuracy.as_str())),
            accuracy_colours(t, site.accuracy),
        );
        if site.press_mention_only {
            chip(ui, &cx.text("site-press-only-chip"), t.schematic);
        }
    });
    muted(ui, site.accuracy_note.get(language));
    if !site.description.is_empty() {
        ui.add_space(6.0);
        wrapped(ui, site.description.get(language), size::BODY, Weight::Regular, t.text);
    }
    actions(ui, cx, site);
    areas(ui, cx, site);
    plans(ui, cx, site);
    figures(ui, cx, site);
    claims(ui, cx, site);
    related(ui, cx, site);
}

/// The head of a section of the right panel.
pub(crate) fn head(ui: &mut Ui, text: &str) {
    let t = tokens(ui);
    ui.add_space(14.0);
    let mut job =
        crate::widget::text_job(&text.to_uppercase(), size::SMALL, Weight::SemiBold, t.muted);
    if let Some(section) = job.sections.first_mut() {
        section.format.extra_letter_spacing = 0.6;
    }
    ui.add(egui::Label::new(job).wrap());
    ui.add_space(4.0);
}

fn unit_line(cx: &PanelContext<'_>, site: &Site) -> String {
    let name = |key: &Option<String>| {
        let unit = cx.session.catalogue().unit(key.as_deref()?)?;
        Some(unit.title(cx.words))
    };
    match (name(&site.unit_new), name(&site.unit_old)) {
        (Some(new), Some(old)) => {
            cx.words.text_with("site-units", &[("new", (&new).into()), ("old", (&old).into())])
        }
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => String::new(),
    }
}

fn actions(ui: &mut Ui, cx: &mut PanelContext<'_>, site: &Site) {
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        if primary_button(ui, Some(Icon::ZoomIn), &cx.text("site-zoom"), true).clicked() {
            cx.send.push(Command::SelectSite { id: site.id.clone(), zoom: true });
        }
        if quiet_button(ui, Some(Icon::ClipboardCheck), &cx.text("review-open"), true).clicked() {
            cx.send.push(Command::Analysis(AnalysisCommand::Review(AreaSubject::Site(
                site.id.clone(),
            ))));
        }
        if quiet_button(ui, Some(Icon::FileText), &cx.text("site-sheet-open"), true).clicked() {
            cx.send.push(Command::Sheet(SheetCommand::OpenSite(site.id.clone())));
        }
        if quiet_button(ui, Some(Icon::Copy), &cx.text("site-copy-place"), true).clicked()
            && let Some(p) = cx.session.site_place(&site.id)
        {
            ui.ctx().copy_text(format!(
                "{:.6}, {:.6}\n{}",
                site.at.lat,
                site.at.lon,
                SystemNaming::of(cx.session.map_crs()).plain_place(p)
            ));
        }
    });
}

fn areas(ui: &mut Ui, cx: &mut PanelContext<'_>, site: &Site) {
    let claims: Vec<&Claim> =
        site.claims_about("area").filter(|c| c.confidence != Confidence::D).collect();
    head(ui, &cx.text("site-areas"));
    card(ui, |ui| {
        if claims.is_empty() {
            muted(ui, &cx.text("not-known"));
        }
        for claim in &claims {
            claim_row(ui, cx, claim);
        }
        if claims.len() > 1 {
            muted(ui, &cx.text("site-areas-differ"));
        }
    });
}

fn claim_row(ui: &mut Ui, cx: &PanelContext<'_>, claim: &Claim) {
    let language = cx.session.language();
    let t = tokens(ui);
    let dated = claim.dated_document(language);
    let source = cx.session.catalogue().source(&claim.source);
    if let ClaimValue::Text(text) = &claim.value {
        // Words need the whole width; the document stands below them.
        wrapped(ui, text.get(language), size::BODY, Weight::Medium, t.text);
        muted(ui, &dated).on_hover_text(
            cx.text(&format!("confidence-{}", claim.confidence.as_str().to_ascii_lowercase())),
        );
        return;
    }
    let known = claim.value != ClaimValue::NotStated;
    let text = claim_text(claim, language);
    let response =
        ui.scope(|ui| key_value(ui, &dated, Some(&*text).filter(|_| known), &text)).response;
    response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        muted(ui, claim.document.get(language));
        if let Some(source) = source {
            muted(ui, &format!("{}: {}", cx.text("source"), source.title.get(language)));
        }
        muted(
            ui,
            &cx.text(&format!("confidence-{}", claim.confidence.as_str().to_ascii_lowercase())),
        );
    });
}

fn plans(ui: &mut Ui, cx: &mut PanelContext<'_>, site: &Site) {
    let Some(place) = cx.session.site_place(&site.id) else {
        return;
    };
    let session = cx.session;
    let stack = session.stack_at(place, 0.0);
    head(ui, &cx.text("site-plans"));
    if stack.agreement != Agreement::None {
        ui.horizontal(|ui| agreement_chip(ui, cx, stack.agreement));
        ui.add_space(4.0);
    }
    let mut shown = 0;
    for row in stack.rows.iter().filter(|r| !r.is_silent() || r.inside == Some(true)) {
        shown += 1;
        plan_card(ui, cx, row);
    }
    if shown == 0 {
        muted(ui, &cx.text(if session.is_loading() { "still-loading" } else { "no-plan-here" }));
    }
    muted(ui, &cx.text("site-plans-at-marker"));
}

fn figures(ui: &mut Ui, cx: &mut PanelContext<'_>, site: &Site) {
    let language = cx.session.language();
    head(ui, &cx.text("site-figures"));
    let place = cx.session.site_place(&site.id);
    let nearest = place.and_then(|p| nearest_road(cx, p));
    let unknown = cx.text("not-known");
    card(ui, |ui| {
        let system = SystemNaming::of(cx.session.map_crs());
        for axis in &system.axes {
            let number = place.map(|p| format_coordinate(axis.of(p), language));
            key_value(ui, &axis.heading_in(&system, cx.words), number.as_deref(), &unknown);
        }
        if let Some((name, metres, key)) = nearest {
            let key = cx.words.text_with(key, &[("name", (&name).into())]);
            // On a line of its own: how it was measured must not be cut off.
            muted(ui, &format!("{key}: {}", format_length(metres, language)));
        }
    });
}

/// The nearest named road, the metres to it, and the words for how that was measured.
fn nearest_road(
    cx: &PanelContext<'_>,
    at: planmap_core::MapPoint,
) -> Option<(String, f64, &'static str)> {
    use planmap_core::catalogue::LayerRole;
    let mut best: Option<(String, f64, &'static str)> = None;
    for layer in cx.session.layers().iter().filter(|l| l.spec.role == LayerRole::Roads) {
        let Some(features) = layer.features() else {
            continue;
        };
        let language = cx.session.language();
        let named = |feature| feature_name(&layer.spec.fields, features.table(), feature, language);
        let Some(hit) = planmap_core::identify::nearest(features, at, |f| named(f).is_some())
        else {
            continue;
        };
        if best.as_ref().is_none_or(|(_, d, _)| hit.distance_m < *d)
            && let Some(name) = named(hit.feature)
        {
            let measured =
                if layer.spec.accuracy.needs_mark() { "distance-to-drawn" } else { "distance-to" };
            best = Some((name.to_owned(), hit.distance_m, measured));
        }
    }
    best
}

fn claims(ui: &mut Ui, cx: &mut PanelContext<'_>, site: &Site) {
    let mut attributes: Vec<&str> = Vec::new();
    for claim in
        site.claims.iter().filter(|c| c.attribute != "area" && c.confidence != Confidence::D)
    {
        if !attributes.contains(&claim.attribute.as_str()) {
            attributes.push(&claim.attribute);
        }
    }
    for attribute in attributes {
        let key = format!("claim-{attribute}");
        head(ui, &if cx.words.has(&key) { cx.text(&key) } else { attribute.to_owned() });
        card(ui, |ui| {
            for claim in site.claims_about(attribute).filter(|c| c.confidence != Confidence::D) {
                claim_row(ui, cx, claim);
            }
        });
    }
}

fn related(ui: &mut Ui, cx: &mut PanelContext<'_>, site: &Site) {
    let session = cx.session;
    let related: Vec<&Site> =
        site.related.iter().filter_map(|id| session.catalogue().site(id)).collect();
    if !related.is_empty() {
        head(ui, &cx.text("site-related"));
        for other in related {
            if ui.link(other.name.get(session.language())).clicked() {
                cx.send.push(Command::SelectSite { id: other.id.clone(), zoom: true });
            }
        }
    }
    let titles: Vec<&str> = site
        .sources
        .iter()
        .filter_map(|id| session.catalogue().source(id))
        .map(|s| s.title.get(session.language()))
        .collect();
    if !titles.is_empty() {
        head(ui, &cx.text("sources"));
        for title in titles {
            muted(ui, title);
        }
    }
    ui.add_space(8.0);
    muted(ui, session.catalogue().legal_note.get(session.language()));
    ui.add_space(12.0);
}
