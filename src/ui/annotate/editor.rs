//! The chosen annotation in the right panel: words, status, answers, style, and what can be done.

use egui::{ComboBox, TextEdit, Ui};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, AreaSubject};
use planmap_app::annotate_command::AnnotateCommand as C;
use planmap_app::clock::local_from_utc;
use planmap_app::command::Command;
use planmap_app::session::AnnotationRef;
use planmap_app::tool::Purpose;
use planmap_core::annotation::{Annotation, Kind, Status};
use planmap_core::measure::{Measure, measure};

use super::{readout, style};
use crate::panel::PanelContext;
use crate::theme::{ChipColours, Tokens, Weight, size, tokens};
use crate::widget::{hairline, icon_button, icon_text, key_value, label, muted, option_value, quiet_button, wrapped};

/// Texts while they are typed.
#[derive(Debug, Default)]
pub struct Editor {
    /// Whose texts these are, and its own as they were read.
    of: Option<(AnnotationRef, String, String)>,
    title: String,
    body: String,
    reply: String,
    /// The new annotation whose title was given the keyboard, and the field.
    offered: Option<(AnnotationRef, egui::Id)>,
    /// Whether Esc was pressed in a title that was being typed.
    dropped: bool,
}

/// The colours of a status' chip.
pub(super) fn status_colours(t: &Tokens, status: Status) -> ChipColours {
    match status {
        Status::Open => t.schematic,
        Status::Answered => t.indicative,
        Status::Closed => t.agrees,
    }
}

impl Editor {
    /// Draws the panel for what is chosen. Returns whether anything is.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) -> bool {
        let notes = cx.session.annotations();
        let only = notes.only_chosen().map(|(what, _)| what);
        if self.of.as_ref().is_some_and(|(of, ..)| Some(of) != only) {
            self.keep_typed(cx);
        }
        if notes.chosen().is_empty() {
            self.of = None;
            return false;
        }
        let one = notes.only_chosen().map(|(what, drawn)| (what.clone(), drawn.annotation.clone()));
        match one {
            Some((what, annotation)) => self.one(ui, cx, &what, &annotation),
            None => {
                self.of = None;
                let count = notes.chosen().len();
                let text = cx.words.text_with("annotations-chosen", &[("count", count.into())]);
                head(ui, cx, &text, None);
                ui.add_enabled_ui(cx.session.settings().editor, |ui| {
                    actions(ui, cx, None);
                    styles(ui, cx);
                });
            }
        }
        true
    }

    /// What was typed counts even where something else is chosen before the field is left.
    fn keep_typed(&mut self, cx: &mut PanelContext<'_>) {
        if let Some((what, title, body)) = self.of.take()
            && (self.title != title || self.body != body)
            && cx.session.annotations().drawn(&what).is_some()
        {
            let (title, body) = (std::mem::take(&mut self.title), std::mem::take(&mut self.body));
            cx.send.push(Command::Annotate(C::Rewrite { what, title, body }));
        }
    }

    /// Takes the keys that end the typing of a title, before the map does: they do not end the tool in
    /// the hand.
    pub fn keys(&mut self, ui: &Ui) {
        let typed = self.of.as_ref().is_some_and(|(_, title, _)| *title != self.title);
        self.dropped = false;
        if typed {
            self.dropped = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        }
    }

    /// Whether the keyboard is with the title of a new annotation and nothing was typed: keys that
    /// undo or draw on still mean the map.
    #[must_use]
    pub fn waits(&self, ctx: &egui::Context) -> bool {
        let untouched = self.of.as_ref().is_some_and(|(_, title, _)| *title == self.title);
        let field = self.offered.as_ref().map(|(_, field)| *field);
        untouched && field.is_some() && ctx.memory(egui::Memory::focused) == field
    }

    fn one(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef, a: &Annotation) {
        // Texts that changed elsewhere – an undo, a merge – replace what stands in the fields.
        let fresh = (what.clone(), a.title.clone(), a.body.clone());
        if self.of.as_ref() != Some(&fresh) {
            if self.of.as_ref().is_none_or(|(w, ..)| w != what) {
                self.reply.clear();
            }
            (self.title, self.body) = (a.title.clone(), a.body.clone());
            self.of = Some(fresh);
        }
        let number = cx.session.annotations().set(what.set).and_then(|s| s.drawn.number_of(&what.id));
        let kind = cx.text(&format!("tool-{}", a.shape.kind.as_str()));
        let text = number.map_or_else(|| kind.clone(), |n| format!("{kind} {n}"));
        head(ui, cx, &text, Some(super::kind_icon(a.shape.kind)));
        let editor = cx.session.settings().editor;
        if !editor {
            muted(ui, &cx.text("off-reader"));
        }
        ui.add_enabled_ui(editor, |ui| self.fields(ui, cx, what, a));
    }

    fn fields(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef, a: &Annotation) {
        actions(ui, cx, Some(a));
        ui.add_space(6.0);
        let title = field(ui, &cx.text("annotation-title"), |ui| {
            ui.add(TextEdit::singleline(&mut self.title).desired_width(f32::INFINITY))
        });
        let body = field(ui, &cx.text("annotation-body"), |ui| {
            ui.add(TextEdit::multiline(&mut self.body).desired_rows(3).desired_width(f32::INFINITY))
        });
        let new = cx.session.annotations().last_drawn() == Some(what);
        if new && self.offered.as_ref().is_none_or(|(known, _)| known != what) {
            self.offered = Some((what.clone(), title.id));
            // Places may be typed one after the other: whoever types is not interrupted.
            if !ui.ctx().text_edit_focused() {
                title.request_focus();
            }
        }
        if title.lost_focus() && self.title != a.title {
            // These keys end the typing, not the tool in the hand.
            if std::mem::take(&mut self.dropped) {
                self.title.clone_from(&a.title);
            }
        }
        if (title.lost_focus() || body.lost_focus()) && (self.title != a.title || self.body != a.body) {
            let (title, body) = (self.title.clone(), self.body.clone());
            cx.send.push(Command::Annotate(C::Rewrite { what: what.clone(), title, body }));
        }
        let has_area = cx.session.annotations().drawn(what).is_some_and(|d| d.rows.iter().any(|r| r.closed));
        if has_area && quiet_button(ui, Some(Icon::ClipboardCheck), &cx.text("review-open"), true).clicked() {
            cx.send.push(Command::Analysis(AnalysisCommand::Review(AreaSubject::Annotation(what.clone()))));
        }
        status(ui, cx, what, a);
        facts(ui, cx, what, a);
        self.replies(ui, cx, what, a);
        styles(ui, cx);
    }

    fn replies(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef, a: &Annotation) {
        let t = tokens(ui);
        ui.add_space(8.0);
        label(ui, &cx.text("annotation-replies"), size::SMALL, Weight::SemiBold, t.muted);
        for reply in &a.replies {
            let author =
                if reply.author.is_empty() { cx.text("annotation-author-unknown") } else { reply.author.clone() };
            muted(ui, &format!("{author} · {}", local_from_utc(&reply.time)));
            wrapped(ui, &reply.body, size::BODY, Weight::Regular, t.text);
            ui.add_space(4.0);
        }
        field(ui, &cx.text("annotation-reply"), |ui| {
            ui.add(
                TextEdit::multiline(&mut self.reply)
                    .id(egui::Id::unique("reply"))
                    .desired_rows(1)
                    .desired_width(f32::INFINITY),
            )
        });
        let written = !self.reply.trim().is_empty();
        if quiet_button(ui, Some(Icon::Send), &cx.text("annotation-send"), written).clicked() {
            let body = std::mem::take(&mut self.reply).trim().to_owned();
            cx.send.push(Command::Annotate(C::Reply(what.clone(), body)));
        }
    }
}

/// The panel while annotating with nothing chosen: what to do, and how the next stroke looks.
pub fn idle(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let t = tokens(ui);
    label(ui, &cx.text("annotate-mode"), size::TITLE, Weight::SemiBold, t.text);
    ui.add_space(4.0);
    if !cx.session.settings().editor {
        // Measuring works, drawing does not: said before somebody wonders.
        wrapped(ui, &cx.text("off-reader"), size::BODY, Weight::Regular, t.muted);
        ui.add_space(4.0);
        if quiet_button(ui, Some(Icon::LockOpen), &cx.text("action-editor-mode"), true).clicked() {
            cx.send.push(Command::SetEditor(true));
        }
        return;
    }
    wrapped(ui, &cx.text("annotate-idle"), size::BODY, Weight::Regular, t.muted);
    styles(ui, cx);
}

fn field(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> egui::Response) -> egui::Response {
    let label = muted(ui, name);
    let response = add(ui).labelled_by(label.id);
    ui.add_space(4.0);
    response
}

fn head(ui: &mut Ui, cx: &mut PanelContext<'_>, text: &str, icon: Option<Icon>) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        if let Some(icon) = icon {
            ui.label(icon_text(icon, 17.0, t.muted));
        }
        label(ui, text, size::TITLE, Weight::SemiBold, t.text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, Icon::X, &cx.text("close"), 26.0, true).clicked() {
                cx.send.push(Command::Annotate(C::Unchoose));
            }
        });
    });
}

fn actions(ui: &mut Ui, cx: &mut PanelContext<'_>, one: Option<&Annotation>) {
    let locked = one.is_some_and(|a| a.locked);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let mut command = None;
        for (icon, key, enabled, c) in [
            (Icon::Copy, "annotation-duplicate", true, C::Duplicate),
            (Icon::BringToFront, "annotation-front", !locked, C::ToFront(true)),
            (Icon::SendToBack, "annotation-back", !locked, C::ToFront(false)),
            if locked {
                (Icon::LockOpen, "annotation-unlock", true, C::Lock(false))
            } else {
                (Icon::Lock, "annotation-lock", true, C::Lock(true))
            },
            (Icon::Trash2, "annotation-delete", !locked, C::Delete),
        ] {
            if icon_button(ui, icon, &cx.text(key), 30.0, enabled).clicked() {
                command = Some(c);
            }
        }
        if let Some((what, _)) = cx.session.annotations().only_chosen()
            && icon_button(ui, Icon::ZoomIn, &cx.text("annotation-zoom"), 30.0, true).clicked()
        {
            command = Some(C::Choose { what: what.clone(), add: false, zoom: true });
        }
        cx.send.extend(command.map(Command::Annotate));
    });
}

fn status(ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef, a: &Annotation) {
    ui.horizontal(|ui| {
        muted_inline(ui, &cx.text("annotation-status"));
        let mut status = a.status;
        let text = |s: Status| cx.words.text(&format!("status-{}", s.as_str()));
        let name = cx.text("annotation-status");
        let combo = ComboBox::from_id_salt("status").width(130.0).selected_text(text(status)).show_ui(ui, |ui| {
            for s in Status::ALL {
                option_value(ui, &mut status, s, text(s));
            }
        });
        combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
        if status != a.status {
            cx.send.push(Command::Annotate(C::SetStatus(what.clone(), status)));
        }
    });
}

fn muted_inline(ui: &mut Ui, text: &str) {
    let ink = tokens(ui).muted;
    label(ui, text, size::SMALL, Weight::Regular, ink);
}

fn facts(ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef, a: &Annotation) {
    ui.add_space(4.0);
    hairline(ui);
    let unknown = cx.text("not-known");
    let author = (!a.author.is_empty()).then_some(a.author.as_str());
    key_value(ui, &cx.text("annotation-author"), author, &unknown);
    for (key, time) in [("annotation-created", &a.created), ("annotation-modified", &a.modified)] {
        let text = local_from_utc(time);
        key_value(ui, &cx.text(key), Some(text.as_str()).filter(|t| !t.is_empty()), &unknown);
    }
    if let Some(about) = &a.about {
        ui.horizontal(|ui| {
            muted_inline(ui, &cx.text("annotation-about"));
            let layer = cx.session.layer(&about.layer).map(|l| l.spec.name.get(cx.session.language()));
            let name = if about.label.is_empty() { layer.unwrap_or(&about.layer) } else { &about.label };
            // The button first: a label takes all the room that it finds.
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, Icon::X, &cx.text("annotation-forget-feature"), 22.0, true).clicked() {
                    cx.send.push(Command::Annotate(C::ForgetFeature(what.clone())));
                }
                label(ui, name, size::BODY, Weight::Medium, tokens(ui).text).on_hover_text(&about.layer);
            });
        });
    }
    if let Some(drawn) = cx.session.annotations().drawn(what) {
        let (purpose, points) = match a.shape.kind {
            Kind::Circle => (
                Measure::Radius,
                drawn
                    .handles
                    .first()
                    .copied()
                    .into_iter()
                    .chain(drawn.rows.first().and_then(|r| r.points.first().copied()))
                    .collect(),
            ),
            kind if kind.is_area() => (Measure::Area, drawn.handles.clone()),
            Kind::Line | Kind::Arrow | Kind::Dimension | Kind::Freehand => (Measure::Length, drawn.handles.clone()),
            _ => (Measure::Length, Vec::new()),
        };
        // A highlight of several parts is measured by its layer, not here.
        let one_ring = drawn.rows.len() == 1;
        if one_ring
            && points.len() >= 2
            && let Ok(measured) = measure(purpose, &points, cx.session.map_crs())
        {
            readout::figures(ui, cx, Purpose::Measure(purpose), &measured);
        }
    }
}

fn styles(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    ui.add_space(8.0);
    hairline(ui);
    ui.add_space(6.0);
    let mut chosen = *cx.session.annotations().style();
    if style::choices(ui, cx.words, &mut chosen) {
        cx.send.push(Command::Annotate(C::Style(chosen)));
    }
}
