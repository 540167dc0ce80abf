//! The page view: what a sheet shall be at the left, its page as it will be written at the right.
//!
//! Owns texts that are being typed and the picture of the page. Settings and pages belong to the
//! session; nothing is laid out here.

use std::path::PathBuf;

use egui::{CentralPanel, ComboBox, DragValue, Frame, Margin, Panel, Rect, ScrollArea, Sense, TextureHandle, Ui, Vec2};
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::export::{AtlasKind, Format, failure_text, note_text};
use planmap_app::sheet::{
    ExportEnd, Preview, SheetCommand, SheetContent, SheetSettings, SheetState, default_folder, free_path,
};
use planmap_core::i18n::format_number;
use planmap_draw::page::Paper;
use planmap_draw::page::ink::SheetLanguage;
use planmap_draw::page::sheet::{SheetPlace, SheetScale};
use planmap_draw::page::template::{Furniture, Place, SheetTemplate, TemplateItem};

use crate::dialog::Chooser;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{icon_button, label, muted, primary_button, quiet_button, section_head, segment, wrapped};

/// Points of the wheel that are one step of scale.
const WHEEL_STEP: f32 = 50.0;

/// Height of the line under the page, in points.
const BELOW: f32 = 48.0;

/// Width of what turns the pages.
const TURNER: f32 = 190.0;

/// The state of the page view.
#[derive(Default)]
pub struct SheetView {
    path: String,
    /// The scale while it is typed.
    scale: Option<String>,
    chooser: Chooser,
    texture: Option<(u64, TextureHandle)>,
    /// How far the map is dragged, in points of the screen, until its preview is there.
    dragged: Vec2,
    wheel: f32,
}

impl SheetView {
    /// Draws the view; returns the place of the page.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) -> Option<Rect> {
        let session = cx.session;
        let state = session.sheet()?;
        let t = tokens(ui);
        if self.path.is_empty() {
            self.suggest_path(state, cx);
        }
        if let Some(chosen) = self.chooser.take().pop() {
            self.path = chosen.display().to_string();
        }
        Panel::left("sheet-settings")
            .default_size(330.0)
            .size_range(290.0..=480.0)
            .resizable(true)
            .frame(Frame::new().fill(t.panel).inner_margin(Margin::symmetric(12, 8)))
            .show(ui, |ui| {
                self.head(ui, cx);
                let typing = ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx());
                if !typing && ui.input(|i| i.key_pressed(egui::Key::Escape)) {
                    cx.send.push(Command::Sheet(SheetCommand::Close));
                }
                Panel::bottom("sheet-write").frame(Frame::new().fill(t.panel)).show(ui, |ui| self.write(ui, cx, state));
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| self.settings(ui, cx, state));
            });
        let frame = Frame::new().fill(t.window).inner_margin(Margin::same(16));
        let area = CentralPanel::default().frame(frame).show(ui, |ui| self.page(ui, cx, state)).inner;
        Some(area)
    }

    /// Forgets what belonged to the last sheet.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn suggest_path(&mut self, state: &SheetState, cx: &PanelContext<'_>) {
        let spec = &state.settings.spec;
        let name = match &state.settings.content {
            SheetContent::SiteSheet(id) => id.clone(),
            SheetContent::AllSites => cx.text("sheet-content-all"),
            SheetContent::AuditReport => cx.text("report-audit-kicker"),
            SheetContent::BalanceReport => cx.text("report-balance-kicker"),
            _ if spec.fields.drawing.is_empty() => cx.session.catalogue().name.get(cx.session.language()).to_owned(),
            _ => spec.fields.drawing.clone(),
        };
        let path = free_path(&default_folder(), &name, state.settings.format.ending());
        self.path = path.display().to_string();
    }

    fn head(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        ui.horizontal(|ui| {
            label(ui, &cx.text("sheet-title"), size::TITLE, Weight::SemiBold, tokens(ui).text);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, Icon::X, &cx.text("close"), 26.0, true).clicked() {
                    cx.send.push(Command::Sheet(SheetCommand::Close));
                }
            });
        });
    }

    fn settings(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, state: &SheetState) {
        let mut new = state.settings.clone();
        content(ui, cx, state, &mut new);
        let is_map = matches!(new.content, SheetContent::Map | SheetContent::Atlas(_));
        if is_map {
            paper(ui, cx, &mut new);
            self.scale(ui, cx, state, &mut new);
        }
        section_head(ui, &cx.text("sheet-language"), None);
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

    fn scale(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, state: &SheetState, new: &mut SheetSettings) {
        section_head(ui, &cx.text("sheet-scale-head"), None);
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
            let field = ui.add(egui::TextEdit::singleline(&mut text).desired_width(90.0)).labelled_by(name.id);
            if field.has_focus() {
                self.scale = Some(text.clone());
            }
            if field.lost_focus() {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                if let Some(n) = digits.parse::<f64>().ok().filter(|n| (20.0..=10_000_000.0).contains(n))
                    && now.is_none_or(|old| (old - n).abs() > 0.5)
                {
                    new.spec.scale = SheetScale::Fixed(n);
                }
                self.scale = None;
            }
            if quiet_button(ui, None, &cx.text("sheet-scale-fit"), true).clicked() {
                new.spec.scale = SheetScale::Fit;
                new.spec.place = SheetPlace::Extent(cx.session.viewport().extent());
            }
        });
        muted(ui, &cx.text("sheet-move-hint"));
    }

    fn write(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, state: &SheetState) {
        let mut new = state.settings.clone();
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            for format in Format::ALL {
                if segment(ui, new.format == format, &format.ending().to_uppercase()).clicked() {
                    new.format = format;
                }
            }
            if new.format == Format::Png {
                let name = ui.label(cx.text("sheet-dpi"));
                ui.add(DragValue::new(&mut new.dpi).range(20.0..=1200.0).max_decimals(0)).labelled_by(name.id);
            }
        });
        let name = ui.label(cx.text("sheet-file"));
        ui.add(egui::TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY)).labelled_by(name.id);
        let path = PathBuf::from(self.path.trim());
        if path.is_file() {
            muted(ui, &cx.text("sheet-file-replace"));
        }
        ui.add_space(4.0);
        if let Some(progress) = &state.running {
            ui.add(egui::ProgressBar::new(progress.share().unwrap_or(0.0)).desired_height(6.0));
            if quiet_button(ui, Some(Icon::X), &cx.text("sheet-cancel"), true).clicked() {
                cx.send.push(Command::Sheet(SheetCommand::Cancel));
            }
            return;
        }
        ui.horizontal(|ui| {
            let typed = !self.path.trim().is_empty();
            if primary_button(ui, Some(Icon::Download), &cx.text("sheet-write"), typed).clicked() {
                cx.send.push(Command::Sheet(SheetCommand::Export(path.clone())));
            }
            if quiet_button(ui, Some(Icon::Search), &cx.text("sheet-choose"), !self.chooser.is_open()).clicked() {
                let (name, ending) = (path.file_name().map(std::ffi::OsStr::to_os_string), new.format.ending());
                self.chooser.open(move |d| {
                    let name = name.unwrap_or_default().to_string_lossy().into_owned();
                    d.add_filter(ending.to_uppercase(), &[ending]).set_file_name(name).save_file().into_iter().collect()
                });
            }
        });
        match &state.end {
            Some(ExportEnd::Done(files)) => {
                if let Some(first) = files.first() {
                    wrapped(ui, &first.display().to_string(), size::SMALL, Weight::Medium, tokens(ui).text);
                    if quiet_button(ui, Some(Icon::FolderOpen), &cx.text("sheet-show-folder"), true).clicked() {
                        cx.send.push(Command::Sheet(SheetCommand::ShowInFolder(first.clone())));
                    }
                }
            }
            Some(ExportEnd::Cancelled) => {
                muted(ui, &cx.text("sheet-cancelled"));
            }
            Some(ExportEnd::Failed(reason)) => {
                let text = cx
                    .words
                    .text_with("sheet-failed", &[("reason", (&failure_text(reason, cx.session.language())).into())]);
                ui.colored_label(ui.visuals().error_fg_color, text);
            }
            None => {}
        }
        if new != state.settings {
            if new.format != state.settings.format {
                self.path = PathBuf::from(&self.path).with_extension(new.format.ending()).display().to_string();
            }
            cx.send.push(Command::Sheet(SheetCommand::Set(Box::new(new))));
        }
    }

    /// The page, as large as there is room.
    fn page(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, state: &SheetState) -> Rect {
        let t = tokens(ui);
        let room = ui.available_rect_before_wrap();
        let Some(preview) = &state.preview else {
            ui.centered_and_justified(|ui| ui.label(cx.text("sheet-making")));
            return room;
        };
        let notes: Vec<String> = preview.notes.iter().map(|n| note_text(n, cx.session.language())).collect();
        let (w, h) = (preview.page_mm.0 as f32, preview.page_mm.1 as f32);
        let scale = (room.width() / w).min((room.height() - BELOW) / h).max(0.05);
        let top = egui::vec2(room.width(), room.height() - BELOW);
        let page = Rect::from_center_size(room.min + top / 2.0, egui::vec2(w, h) * scale);
        let texture = self.texture(ui, preview);
        let response = ui.allocate_rect(page, Sense::click_and_drag());
        let painter = ui.painter();
        painter.rect_filled(page, 0.0, egui::Color32::WHITE);
        let whole = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
        painter.image(texture, page, whole, egui::Color32::WHITE);
        painter.rect_stroke(page, 0.0, egui::Stroke::new(1.0, t.hairline), egui::StrokeKind::Outside);
        let mut turned = self.keys(ui);
        let can_move = state.settings.content == SheetContent::Map;
        if let (Some(map), true) = (&preview.map, can_move) {
            let r = map.rect_mm;
            let at = |x: f64, y: f64| page.min + egui::vec2(x as f32, y as f32) * scale;
            let frame = Rect::from_min_max(at(r.x0, r.y0), at(r.x1, r.y1));
            if state.is_current() && !response.dragged() {
                self.dragged = Vec2::ZERO;
            }
            if self.dragged != Vec2::ZERO {
                let cut = painter.with_clip_rect(frame.intersect(ui.clip_rect()));
                cut.rect_filled(frame, 0.0, t.hover);
                cut.image(texture, page.translate(self.dragged), whole, egui::Color32::WHITE);
            }
            if response.dragged() {
                self.dragged += response.drag_delta();
            }
            let mut moved = None;
            if response.drag_stopped() && self.dragged != Vec2::ZERO {
                let mm = self.dragged / scale;
                moved = state.moved(f64::from(mm.x), f64::from(mm.y), 0);
            }
            if response.hovered() {
                self.wheel += ui.input(|i| i.smooth_scroll_delta.y);
                if self.wheel.abs() >= WHEEL_STEP {
                    moved = state.moved(0.0, 0.0, if self.wheel > 0.0 { 1 } else { -1 });
                    self.wheel = 0.0;
                }
            }
            if let Some(settings) = moved {
                cx.send.push(Command::Sheet(SheetCommand::Set(Box::new(settings))));
            }
            response.clone().on_hover_cursor(egui::CursorIcon::Grab);
        } else if response.hovered() {
            // A page that cannot be moved is turned.
            self.wheel += ui.input(|i| i.smooth_scroll_delta.y);
            if self.wheel.abs() >= 2.0 * WHEEL_STEP {
                turned = if self.wheel > 0.0 { -1 } else { 1 };
                self.wheel = 0.0;
            }
        }
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, cx.text("sheet-page")));
        let line = Rect::from_min_max(egui::pos2(room.left(), room.bottom() - BELOW + 6.0), room.max);
        let several = preview.pages > 1;
        let left = Rect::from_min_size(line.min, egui::vec2(if several { TURNER } else { 20.0 }, 28.0));
        crate::widget::inside(ui, left, |ui| {
            ui.horizontal(|ui| {
                if several {
                    turned += turner(ui, cx, preview);
                }
                if !state.is_current() {
                    ui.add(egui::Spinner::new().size(12.0).color(t.action));
                }
            });
        });
        if turned != 0 && several {
            let page = preview.page.saturating_add_signed(turned).min(preview.pages - 1);
            if page != state.settings.page {
                let settings = SheetSettings { page, ..state.settings.clone() };
                cx.send.push(Command::Sheet(SheetCommand::Set(Box::new(settings))));
            }
        }
        if !notes.is_empty() && state.is_current() {
            let right = Rect::from_min_max(egui::pos2(left.right() + 8.0, line.top()), line.max);
            crate::widget::inside(ui, right, |ui| {
                wrapped(ui, &notes.join("  "), size::BODY, Weight::Medium, t.schematic.text);
            });
        }
        page
    }

    /// Pages to turn by the keyboard.
    fn keys(&mut self, ui: &Ui) -> isize {
        use egui::{Key, Modifiers};
        if ui.ctx().text_edit_focused() {
            return 0;
        }
        ui.input_mut(|i| {
            let on = i.consume_key(Modifiers::NONE, Key::PageDown);
            let back = i.consume_key(Modifiers::NONE, Key::PageUp);
            isize::from(on) - isize::from(back)
        })
    }

    fn texture(&mut self, ui: &Ui, preview: &Preview) -> egui::TextureId {
        if self.texture.as_ref().is_none_or(|(g, _)| *g != preview.generation) {
            let size = [preview.pixels.width as usize, preview.pixels.height as usize];
            let image = egui::ColorImage::from_rgba_premultiplied(size, &preview.pixels.rgba);
            let handle = ui.ctx().load_texture("sheet-page", image, egui::TextureOptions::LINEAR);
            self.texture = Some((preview.generation, handle));
        }
        self.texture.as_ref().map_or(egui::TextureId::default(), |(_, h)| h.id())
    }
}

/// Arrows with the number of the page between them; returns how far to turn.
fn turner(ui: &mut Ui, cx: &PanelContext<'_>, preview: &Preview) -> isize {
    let mut out = 0;
    if icon_button(ui, Icon::ChevronLeft, &cx.text("sheet-page-back"), 26.0, preview.page > 0).clicked() {
        out = -1;
    }
    let args = [("page", (preview.page + 1).into()), ("count", preview.pages.into())];
    ui.label(cx.words.text_with("sheet-page-of", &args));
    let more = preview.page + 1 < preview.pages;
    if icon_button(ui, Icon::ChevronRight, &cx.text("sheet-page-on"), 26.0, more).clicked() {
        out = 1;
    }
    out
}

fn content(ui: &mut Ui, cx: &PanelContext<'_>, state: &SheetState, new: &mut SheetSettings) {
    let language = cx.session.language();
    section_head(ui, &cx.text("sheet-content"), None);
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
    ComboBox::from_id_salt("sheet-content")
        .width(ui.available_width() - 8.0)
        .selected_text(name_of(&new.content))
        .truncate()
        .show_ui(ui, |ui| {
            for choice in choices {
                let name = name_of(&choice);
                ui.selectable_value(&mut new.content, choice, name);
            }
        });
}

fn paper(ui: &mut Ui, cx: &PanelContext<'_>, new: &mut SheetSettings) {
    section_head(ui, &cx.text("sheet-paper"), None);
    let paper = &mut new.spec.paper;
    let landscape = paper.is_landscape();
    ui.horizontal(|ui| {
        ComboBox::from_id_salt("sheet-paper").width(90.0).selected_text(paper.name()).show_ui(ui, |ui| {
            for name in ["A4", "A3", "A2", "A1", "A0"] {
                if ui.selectable_label(paper.name() == name, name).clicked()
                    && let Some(chosen) = Paper::named(name, landscape)
                {
                    *paper = chosen;
                }
            }
        });
        for (wanted, key) in [(true, "sheet-landscape"), (false, "sheet-portrait")] {
            if segment(ui, landscape == wanted, &cx.text(key)).clicked() && landscape != wanted {
                std::mem::swap(&mut paper.width_mm, &mut paper.height_mm);
            }
        }
    });
    ui.horizontal(|ui| {
        ui.label(cx.text("sheet-free-size"));
        for side in [&mut paper.width_mm, &mut paper.height_mm] {
            ui.add(DragValue::new(side).range(100.0..=2000.0).max_decimals(1).suffix(" mm"));
        }
    });
}

fn title_fields(ui: &mut Ui, cx: &PanelContext<'_>, new: &mut SheetSettings) {
    section_head(ui, &cx.text("sheet-item-title-block"), None);
    let f = &mut new.spec.fields;
    for (key, text) in [
        ("sheet-edit-agency", &mut f.agency),
        ("sheet-edit-plan", &mut f.plan),
        ("sheet-edit-drawing", &mut f.drawing),
        ("sheet-edit-decision", &mut f.decision),
        ("sheet-edit-date", &mut f.date),
        ("sheet-field-number", &mut f.sheet_number),
        ("sheet-field-made", &mut f.made_by),
        ("sheet-field-checked", &mut f.checked_by),
    ] {
        let name = muted(ui, &cx.text(key));
        ui.add(egui::TextEdit::singleline(text).desired_width(f32::INFINITY)).labelled_by(name.id);
    }
    muted(ui, &cx.text("sheet-edit-hint"));
}

fn furniture(ui: &mut Ui, cx: &PanelContext<'_>, state: &SheetState, new: &mut SheetSettings) {
    section_head(ui, &cx.text("sheet-template"), None);
    let vietnamese = cx.session.language() == planmap_core::i18n::Language::Vietnamese;
    let name_of = |t: &SheetTemplate| {
        let name = if vietnamese { &t.name_vi } else { &t.name_en };
        if name.is_empty() { t.id.clone() } else { name.clone() }
    };
    let width = ui.available_width() - 8.0;
    ComboBox::from_id_salt("sheet-template").width(width).selected_text(name_of(&new.spec.template)).show_ui(
        ui,
        |ui| {
            for template in &state.templates {
                let chosen = template.id == new.spec.template.id;
                if ui.selectable_label(chosen, name_of(template)).clicked() && !chosen {
                    new.spec.template = template.clone();
                }
            }
        },
    );
    ui.checkbox(&mut new.spec.labels, cx.text("sheet-show-labels"));
    ui.checkbox(&mut new.spec.sites, cx.text("sheet-show-sites"));
    ui.checkbox(&mut new.spec.annotations, cx.text("sheet-show-annotations"));
    for kind in Furniture::ALL {
        let now = new.spec.template.place(kind);
        let mut place = now;
        let name = cx.text(&format!("sheet-item-{}", kind.as_str()));
        ui.horizontal(|ui| {
            let mut on = place != Place::Off;
            if ui.checkbox(&mut on, name).changed() {
                place = if on { Place::Panel } else { Place::Off };
            }
            if kind.is_movable() && on {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let said = |p: Place| cx.text(&format!("sheet-place-{}", p.as_str()));
                    ComboBox::from_id_salt(kind.as_str()).width(120.0).selected_text(said(place)).truncate().show_ui(
                        ui,
                        |ui| {
                            for choice in Place::ALL.into_iter().filter(|p| *p != Place::Off) {
                                ui.selectable_value(&mut place, choice, said(choice));
                            }
                        },
                    );
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
