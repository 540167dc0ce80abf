//! The chosen annotation in the right panel: words, status, answers, style, and what can be done.

use egui::{ComboBox, Key, Modifiers, Ui};
use lucide_icons::Icon;
use planmap_app::analysis::{AnalysisCommand, AreaSubject};
use planmap_app::annotate_command::AnnotateCommand as C;
use planmap_app::clock::local_from_utc;
use planmap_app::command::Command;
use planmap_app::draft::{DraftCommand, WorkField};
use planmap_app::ids::AnnotationRef;
use planmap_app::tool::Purpose;
use planmap_core::annotation::{Annotation, Kind, Status};
use planmap_core::measure::{Measure, measure};

use super::{readout, style};
use crate::keys;
use crate::panel::PanelContext;
use crate::theme::{ChipColours, Tokens, Weight, size, tokens};
use crate::typing::{FieldLook, FieldName, field_id, text_of, work_field};
use crate::widget::{
    hairline, icon_button, icon_text, key_value, label, muted, option_value, quiet_button, wrapped,
};

/// What the panel remembers between frames; its texts are the session's.
#[derive(Debug, Default)]
pub struct Editor {
    /// The new annotation whose title was given the keyboard.
    offered: Option<AnnotationRef>,
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
        if notes.chosen().is_empty() {
            return false;
        }
        let one = notes.only_chosen().map(|(what, drawn)| (what.clone(), drawn.annotation.clone()));
        match one {
            Some((what, annotation)) => one_chosen(ui, cx, &what, &annotation),
            None => {
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

    /// Gives the title of what was just drawn the keyboard, and takes the key that leaves it: what was
    /// typed stays, and the tool stays in the hand. Called before anything else looks for keys.
    pub fn keys(&mut self, ui: &Ui, cx: &mut PanelContext<'_>) {
        let notes = cx.session.annotations();
        let drawn = notes.last_drawn();
        if drawn.is_some() && self.offered.as_ref() != drawn {
            self.offered = drawn.cloned();
            let is_chosen = notes.only_chosen().map(|(what, _)| what) == drawn;
            // Places may be typed one after the other: whoever types is not interrupted.
            if let Some(what) = drawn.filter(|_| is_chosen && !keys::are_typed(ui.ctx())) {
                keys::offer(ui.ctx(), field_id(&WorkField::AnnotationTitle(what.clone())));
            }
        }
        let Some((what, _)) = notes.only_chosen() else {
            return;
        };
        let title = WorkField::AnnotationTitle(what.clone());
        if cx.session.has_typed(&title)
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape))
        {
            ui.memory_mut(|m| m.surrender_focus(field_id(&title)));
            cx.send.push(Command::Draft(DraftCommand::Leave(title)));
        }
    }
}

fn one_chosen(ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef, a: &Annotation) {
    let number = cx.session.annotations().set(what.set).and_then(|s| s.drawn.number_of(&what.id));
    let kind = cx.text(&format!("tool-{}", a.shape.kind.as_str()));
    let text = number.map_or_else(|| kind.clone(), |n| format!("{kind} {n}"));
    head(ui, cx, &text, Some(super::kind_icon(a.shape.kind)));
    let editor = cx.session.settings().editor;
    if !editor {
        muted(ui, &cx.text("off-reader"));
    }
    ui.add_enabled_ui(editor, |ui| fields(ui, cx, what, a));
}

fn fields(ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef, a: &Annotation) {
    actions(ui, cx, Some(a));
    ui.add_space(6.0);
    text_field(ui, cx, "annotation-title", &WorkField::AnnotationTitle(what.clone()), 1);
    text_field(ui, cx, "annotation-body", &WorkField::AnnotationBody(what.clone()), 3);
    let has_area =
        cx.session.annotations().drawn(what).is_some_and(|d| d.rows.iter().any(|r| r.closed));
    if has_area
        && quiet_button(ui, Some(Icon::ClipboardCheck), &cx.text("review-open"), true).clicked()
    {
        cx.send.push(Command::Analysis(AnalysisCommand::Review(AreaSubject::Annotation(
            what.clone(),
        ))));
    }
    status(ui, cx, what, a);
    facts(ui, cx, what, a);
    replies(ui, cx, what, a);
    styles(ui, cx);
}

fn replies(ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef, a: &Annotation) {
    let t = tokens(ui);
    ui.add_space(8.0);
    label(ui, &cx.text("annotation-replies"), size::SMALL, Weight::SemiBold, t.muted);
    for reply in &a.replies {
        let author = if reply.author.is_empty() {
            cx.text("annotation-author-unknown")
        } else {
            reply.author.clone()
        };
        muted(ui, &format!("{author} · {}", local_from_utc(&reply.time)));
        wrapped(ui, &reply.body, size::BODY, Weight::Regular, t.text);
        ui.add_space(4.0);
    }
    let field = WorkField::AnnotationReply(what.clone());
    text_field(ui, cx, "annotation-reply", &field, 2);
    let body = text_of(cx, &field).trim().to_owned();
    if quiet_button(ui, Some(Icon::Send), &cx.text("annotation-send"), !body.is_empty()).clicked() {
        cx.send.push(Command::Annotate(C::Reply(what.clone(), body)));
        cx.send.push(Command::Draft(DraftCommand::Forget(field)));
    }
}

/// A field below its name.
fn text_field(ui: &mut Ui, cx: &mut PanelContext<'_>, name: &str, field: &WorkField, rows: usize) {
    let label = muted(ui, &cx.text(name));
    let name = FieldName::Label(label.id);
    let look = if rows == 1 { FieldLook::line(name) } else { FieldLook::lines(name, rows) };
    work_field(ui, cx, field, &look);
    ui.add_space(4.0);
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
        let combo = ComboBox::from_id_salt("status")
            .width(130.0)
            .selected_text(text(status))
            .show_ui(ui, |ui| {
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
            let layer =
                cx.session.layer(&about.layer).map(|l| l.spec.name.get(cx.session.language()));
            let name =
                if about.label.is_empty() { layer.unwrap_or(&about.layer) } else { &about.label };
            // The button first: a label takes all the room that it finds.
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, Icon::X, &cx.text("annotation-forget-feature"), 22.0, true)
                    .clicked()
                {
                    cx.send.push(Command::Annotate(C::ForgetFeature(what.clone())));
                }
                label(ui, name, size::BODY, Weight::Medium, tokens(ui).text)
                    .on_hover_text(&about.layer);
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
            Kind::Line | Kind::Arrow | Kind::Dimension | Kind::Freehand => {
                (Measure::Length, drawn.handles.clone())
            }
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
