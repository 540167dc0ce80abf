//! What a sheet shall be: content, paper, scale, language, title block, furniture.

use egui::{ComboBox, Ui};
use planmap_app::command::Command;
use planmap_app::draft::{SheetText, WorkField};
use planmap_app::export::AtlasKind;
use planmap_app::sheet::{SheetCommand, SheetContent, SheetSettings, SheetState};
use planmap_core::i18n::{format_number, read_scale};
use planmap_paper::Paper;
use planmap_paper::ink::SheetLanguage;
use planmap_paper::sheet::{PanelColumns, SheetPlace, SheetScale, frame_room};
use planmap_paper::template::{Furniture, Place, SheetTemplate, TemplateItem};

use super::SheetView;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::typing::{FieldLook, FieldName, text_of, work_field};
use crate::widget::{label, muted, number_drag, option, option_value, quiet_button, segment};

/// The head of a part of the settings, at their own left edge.
fn part_head(ui: &mut Ui, text: &str) {
    ui.add_space(10.0);
    label(ui, &text.to_uppercase(), size::SMALL, Weight::SemiBold, tokens(ui).muted);
    ui.add_space(2.0);
}

impl SheetView {
    pub(super) fn settings(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, state: &SheetState) {
        let mut new = state.settings.clone();
        content(ui, cx, state, &mut new);
        let is_map = matches!(new.content, SheetContent::Map | SheetContent::Atlas(_));
        if is_map {
            paper(ui, cx, &mut new);
            self.scale(ui, cx, state, &mut new);
            frame(ui, cx, &mut new);
        }
        part_head(ui, &cx.text("sheet-language"));
        ui.horizontal(|ui| {
            for (language, key) in [
                (SheetLanguage::Vietnamese, "sheet-language-vi"),
                (SheetLanguage::English, "sheet-language-en"),
                (SheetLanguage::Both, "sheet-language-both"),
            ] {
                if segment(ui, new.spec.language == language, &cx.text(key)).clicked() {
                    new.spec.language = language;
                }
            }
        });
        if is_map {
            title_fields(ui, cx, &mut new);
            furniture(ui, cx, state, &mut new);
        }
        if new != state.settings {
            if new.content != state.settings.content {
                self.path.clear();
                new.page = 0;
            }
            cx.send.push(Command::Sheet(SheetCommand::Set(Box::new(new))));
        }
    }

    fn scale(
        &mut self,
        ui: &mut Ui,
        cx: &PanelContext<'_>,
        state: &SheetState,
        new: &mut SheetSettings,
    ) {
        part_head(ui, &cx.text("sheet-scale-head"));
        let language = cx.session.language();
        let given = state.preview.as_ref().and_then(|p| p.map.as_ref()).map(|m| m.denominator);
        let now = match new.spec.scale {
            SheetScale::Fixed(n) => Some(n),
            SheetScale::Fit => given,
        };
        ui.horizontal(|ui| {
            let name = ui.label("1:");
            let shown = now.map(|n| format_number(n, 0, language)).unwrap_or_default();
            let mut text = self.scale.clone().unwrap_or(shown);
            let field = ui
                .add(egui::TextEdit::singleline(&mut text).desired_width(90.0))
                .labelled_by(name.id);
            if field.has_focus() {
                self.scale = Some(text.clone());
            }
            if field.lost_focus() {
                let typed = read_scale(&text).filter(|n| (20.0..=10_000_000.0).contains(n));
                if let Some(n) = typed
                    && now.is_none_or(|old| (old - n).abs() > 0.5)
                {
                    new.spec.scale = SheetScale::Fixed(n);
                }
                self.scale = None;
            }
            if quiet_button(ui, None, &cx.text("sheet-scale-fit"), true).clicked() {
                new.spec.scale = SheetScale::Fit;
                new.spec.place = SheetPlace::Extent(cx.session.viewport().extent());
                new.spec.columns = PanelColumns::Auto;
            }
        });
        muted(ui, &cx.text("sheet-move-hint"));
    }
}

fn content(ui: &mut Ui, cx: &PanelContext<'_>, state: &SheetState, new: &mut SheetSettings) {
    let language = cx.session.language();
    part_head(ui, &cx.text("sheet-content"));
    let name_of = |content: &SheetContent| match content {
        SheetContent::Map => cx.text("sheet-content-map"),
        SheetContent::SiteSheet(id) => {
            let site = state.sites().find(|(own, _)| own == id);
            let name = site.map_or(id.as_str(), |(_, name)| name.get(language));
            cx.words.text_with("sheet-content-site", &[("name", name.into())])
        }
        SheetContent::AllSites => cx.text("sheet-content-all"),
        SheetContent::Atlas(AtlasKind::Sites) => cx.text("sheet-content-atlas-sites"),
        SheetContent::Atlas(AtlasKind::Zones) => cx.text("sheet-content-atlas-zones"),
        SheetContent::Atlas(AtlasKind::Grid) => cx.text("sheet-content-atlas-grid"),
        SheetContent::AuditReport => cx.text("report-audit-kicker"),
        SheetContent::BalanceReport => {
            let name = state.reports().balance.as_ref().map_or("", |b| b.name.as_str());
            cx.words.text_with("sheet-content-balance", &[("name", name.into())])
        }
    };
    let mut choices = vec![SheetContent::Map, SheetContent::AllSites];
    choices.extend([AtlasKind::Sites, AtlasKind::Zones, AtlasKind::Grid].map(SheetContent::Atlas));
    if state.reports().audit.is_some() {
        choices.push(SheetContent::AuditReport);
    }
    if state.reports().balance.is_some() {
        choices.push(SheetContent::BalanceReport);
    }
    choices.extend(state.sites().map(|(id, _)| SheetContent::SiteSheet(id.to_owned())));
    let combo = ComboBox::from_id_salt("sheet-content")
        .width(ui.available_width() - 8.0)
        .selected_text(name_of(&new.content))
        .height(480.0)
        .truncate()
        .show_ui(ui, |ui| {
            for choice in choices {
                let name = name_of(&choice);
                option_value(ui, &mut new.content, choice, name);
            }
        });
    combo.response.accessible_name(cx.text("sheet-content"));
}

fn paper(ui: &mut Ui, cx: &PanelContext<'_>, new: &mut SheetSettings) {
    part_head(ui, &cx.text("sheet-paper"));
    let paper = &mut new.spec.paper;
    let landscape = paper.is_landscape();
    ui.horizontal(|ui| {
        let combo = ComboBox::from_id_salt("sheet-paper")
            .width(90.0)
            .selected_text(paper.name())
            .show_ui(ui, |ui| {
                for name in ["A4", "A3", "A2", "A1", "A0"] {
                    if option(ui, paper.name() == name, name).clicked()
                        && let Some(chosen) = Paper::named(name, landscape)
                    {
                        *paper = chosen;
                    }
                }
            });
        combo.response.accessible_name(cx.text("sheet-paper"));
        for (wanted, key) in [(true, "sheet-landscape"), (false, "sheet-portrait")] {
            if segment(ui, landscape == wanted, &cx.text(key)).clicked() && landscape != wanted {
                std::mem::swap(&mut paper.width_mm, &mut paper.height_mm);
            }
        }
    });
    ui.horizontal(|ui| {
        let name = ui.label(cx.text("sheet-free-size"));
        for side in [&mut paper.width_mm, &mut paper.height_mm] {
            let field = number_drag(side, " mm", cx.session.language()).range(100.0..=2000.0);
            ui.add(field.max_decimals(1)).labelled_by(name.id);
        }
    });
}

/// The frame of the map on the page, where it is not to take all the room there is.
fn frame(ui: &mut Ui, cx: &PanelContext<'_>, new: &mut SheetSettings) {
    let mut own = new.spec.frame_mm.is_some();
    if ui.checkbox(&mut own, cx.text("sheet-frame")).changed() {
        new.spec.frame_mm = own.then(|| frame_room(&new.spec));
    }
    let [x0, y0, w0, h0] = frame_room(&new.spec);
    let Some([x, y, w, h]) = &mut new.spec.frame_mm else { return };
    for (key, first, first_range, second, second_range) in [
        ("sheet-frame-place", x, x0..=x0 + w0 - 20.0, y, y0..=y0 + h0 - 20.0),
        ("sheet-free-size", w, 20.0..=w0, h, 20.0..=h0),
    ] {
        ui.horizontal(|ui| {
            let name = ui.label(cx.text(key));
            for (value, range) in [(first, first_range), (second, second_range)] {
                let field = number_drag(value, " mm", cx.session.language()).range(range);
                ui.add(field.max_decimals(1)).labelled_by(name.id);
            }
        });
    }
}

fn title_fields(ui: &mut Ui, cx: &mut PanelContext<'_>, new: &mut SheetSettings) {
    part_head(ui, &cx.text("sheet-item-title-block"));
    for part in SheetText::ALL {
        let key = match part {
            SheetText::Agency => "sheet-edit-agency",
            SheetText::Plan => "sheet-edit-plan",
            SheetText::Drawing => "sheet-edit-drawing",
            SheetText::Decision => "sheet-edit-decision",
            SheetText::Date => "sheet-edit-date",
            SheetText::SheetNumber => "sheet-field-number",
            SheetText::MadeBy => "sheet-field-made",
            SheetText::CheckedBy => "sheet-field-checked",
        };
        let name = muted(ui, &cx.text(key));
        let field = WorkField::SheetText(part);
        work_field(ui, cx, &field, &FieldLook::line(FieldName::Label(name.id)));
        // The page follows what is typed.
        *part.of(&mut new.spec.fields) = text_of(cx, &field);
    }
    muted(ui, &cx.text("sheet-edit-hint"));
}

fn furniture(ui: &mut Ui, cx: &PanelContext<'_>, state: &SheetState, new: &mut SheetSettings) {
    part_head(ui, &cx.text("sheet-template"));
    let vietnamese = cx.session.language() == planmap_core::i18n::Language::Vietnamese;
    let name_of = |t: &SheetTemplate| {
        let name = if vietnamese { &t.name_vi } else { &t.name_en };
        if name.is_empty() { t.id.clone() } else { name.clone() }
    };
    let width = ui.available_width() - 8.0;
    let combo = ComboBox::from_id_salt("sheet-template")
        .width(width)
        .selected_text(name_of(&new.spec.template))
        .show_ui(ui, |ui| {
            for template in &state.templates {
                let chosen = template.id == new.spec.template.id;
                if option(ui, chosen, name_of(template)).clicked() && !chosen {
                    new.spec.template = template.clone();
                }
            }
        });
    combo.response.accessible_name(cx.text("sheet-template"));
    if new.spec.paper.is_landscape() {
        ui.horizontal(|ui| {
            ui.label(cx.text("sheet-columns"));
            for columns in PanelColumns::ALL {
                let name = match columns {
                    PanelColumns::Auto => cx.text("sheet-columns-auto"),
                    PanelColumns::One => "1".to_owned(),
                    PanelColumns::Two => "2".to_owned(),
                };
                if segment(ui, new.spec.columns == columns, &name).clicked() {
                    new.spec.columns = columns;
                }
            }
        });
    }
    ui.checkbox(&mut new.spec.labels, cx.text("sheet-show-labels"));
    ui.checkbox(&mut new.spec.sites, cx.text("sheet-show-sites"));
    ui.checkbox(&mut new.spec.annotations, cx.text("sheet-show-annotations"));
    for kind in Furniture::ALL {
        let now = new.spec.template.place(kind);
        let mut place = now;
        let name = cx.text(&format!("sheet-item-{}", kind.as_str()));
        ui.horizontal(|ui| {
            let mut on = place != Place::Off;
            if ui.checkbox(&mut on, &name).changed() {
                place = if on { Place::Panel } else { Place::Off };
            }
            if kind.is_movable() && on {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let said = |p: Place| cx.text(&format!("sheet-place-{}", p.as_str()));
                    let combo = ComboBox::from_id_salt(kind.as_str())
                        .width(120.0)
                        .selected_text(said(place))
                        .truncate();
                    let combo = combo.show_ui(ui, |ui| {
                        for choice in Place::ALL.into_iter().filter(|p| *p != Place::Off) {
                            option_value(ui, &mut place, choice, said(choice));
                        }
                    });
                    combo.response.accessible_name(&name);
                });
            }
        });
        if place != now {
            let items = &mut new.spec.template.items;
            match items.iter_mut().find(|i| i.kind == kind) {
                Some(item) => item.place = place,
                None => items.push(TemplateItem { kind, place }),
            }
        }
    }
}
