//! The list of candidate sites and of the other sourced projects.

use egui::{Sense, Ui};
use planmap_app::analysis::{AnalysisCommand, AreaSubject};
use planmap_app::command::Command;
use planmap_app::sheet::SheetCommand;
use planmap_app::words::site_note;
use planmap_core::catalogue::Site;

use crate::panel::PanelContext;
use crate::theme::tokens;
use crate::widget::{Lead, Row, chip, section_head};

/// Draws the list.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let sites = &cx.session.catalogue().sites;
    if sites.is_empty() {
        return;
    }
    let count = sites.iter().filter(|s| s.candidate).count();
    section_head(ui, &cx.text("sites-title"), Some(&count.to_string()));
    for site in sites.iter().filter(|s| s.candidate) {
        row(ui, cx, site);
    }
    let others: Vec<&Site> = sites.iter().filter(|s| !s.candidate).collect();
    if !others.is_empty() {
        let id = ui.scope_id().with("other-sites");
        let mut open = ui.data_mut(|d| d.get_temp::<bool>(id).unwrap_or(false));
        let title = cx.words.text_with("sites-others", &[("count", others.len().into())]);
        let icon =
            if open { lucide_icons::Icon::ChevronDown } else { lucide_icons::Icon::ChevronRight };
        let mut head = Row::new(&title);
        head.lead = Lead::Icon(icon);
        let shown = head.show(ui, Sense::click());
        crate::access::expanded(&shown, open);
        if shown.clicked() {
            open = !open;
            ui.data_mut(|d| d.insert_temp(id, open));
        }
        if open {
            for site in others {
                row(ui, cx, site);
            }
        }
    }
    ui.add_space(8.0);
}

fn row(ui: &mut Ui, cx: &mut PanelContext<'_>, site: &Site) {
    let t = tokens(ui);
    let language = cx.session.language();
    let note = site_note(site, language);
    let selected = cx.session.selection().site.as_deref() == Some(&site.id);
    let mut row = Row::new(site.name.get(language));
    row.lead = Lead::Diamond(if site.candidate { t.site } else { t.site.gamma_multiply(0.55) });
    row.tail = Some(&note);
    row.selected = selected;
    let response = row.show(ui, Sense::click());
    if response.clicked() {
        cx.send.push(Command::SelectSite { id: site.id.clone(), zoom: true });
    }
    egui::Popup::context_menu(&response).show(|ui| menu(ui, cx, &site.id));
    response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        ui.label(site.name.get(language));
        crate::widget::muted(ui, site.description.get(language));
        let accuracy = cx.words.text(&format!("accuracy-{}", site.accuracy.as_str()));
        chip(ui, &accuracy, super::accuracy_colours(t, site.accuracy));
    });
}

/// What can be done with a site, as in its panel.
pub(super) fn menu(ui: &mut Ui, cx: &mut PanelContext<'_>, id: &str) {
    for (key, command) in [
        ("site-zoom", Command::SelectSite { id: id.to_owned(), zoom: true }),
        (
            "review-open",
            Command::Analysis(AnalysisCommand::Review(AreaSubject::Site(id.to_owned()))),
        ),
        ("site-sheet-open", Command::Sheet(SheetCommand::OpenSite(id.to_owned()))),
    ] {
        if ui.button(cx.text(key)).clicked() {
            cx.send.push(command);
            ui.close();
        }
    }
}
