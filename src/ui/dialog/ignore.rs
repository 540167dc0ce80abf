//! Asking why a finding of the audit is no problem: reason, name, and where both are written.
//!
//! Owns the name while it is typed for the first time. The reason is a field of work, and the session
//! knows which finding is asked about.

use egui::{Modal, TextEdit, Ui};
use planmap_app::analysis::AnalysisCommand;
use planmap_app::audit::{AuditCommand, IgnoreList};
use planmap_app::command::Command;
use planmap_app::desk::{DeskCommand, Preference};
use planmap_app::draft::{DraftCommand, WorkField};

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::typing::{FieldLook, FieldName, text_of, work_field};
use crate::widget::{muted, primary_button, quiet_button, wrapped};

/// Width in points.
const WIDTH: f32 = 440.0;

/// The dialog that asks for a reason.
#[derive(Default)]
pub(crate) struct IgnoreDialog {
    author: String,
}

/// What the user has decided in a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decided {
    Nothing,
    Save,
    Cancel,
}

fn send(cx: &mut PanelContext<'_>, command: AuditCommand) {
    cx.send.push(Command::Analysis(AnalysisCommand::Audit(command)));
}

impl IgnoreDialog {
    /// Draws it where a reason is asked for. Nothing is ignored without one that others can read.
    pub(crate) fn show(&mut self, ui: &Ui, cx: &mut PanelContext<'_>) {
        let Some(id) = cx.session.analysis().audit.asking.clone() else {
            return;
        };
        let work = WorkField::IgnoreReason(id.clone());
        let mut decided = Decided::Nothing;
        let modal = Modal::new(egui::Id::unique("audit-ignore")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
            decided = self.content(ui, cx, &work);
        });
        if decided == Decided::Nothing && modal.should_close() {
            decided = Decided::Cancel;
        }
        if decided == Decided::Save {
            let reason = text_of(cx, &work);
            if cx.session.own_name().is_empty() {
                let author = std::mem::take(&mut self.author);
                cx.send.push(Command::Desk(DeskCommand::Prefer(Preference::Author(author))));
            }
            send(cx, AuditCommand::Ignore(id, Some(reason)));
        }
        if decided != Decided::Nothing {
            // What was typed and is not wanted is not brought back by the next start.
            cx.send.push(Command::Draft(DraftCommand::Forget(work)));
            send(cx, AuditCommand::AskIgnore(None));
        }
    }

    fn content(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, work: &WorkField) -> Decided {
        let t = tokens(ui);
        wrapped(ui, &cx.text("audit-ignore-title"), size::TITLE, Weight::SemiBold, t.text);
        ui.add_space(8.0);
        let name = muted(ui, &cx.text("audit-head-reason"));
        let hint = cx.text("audit-ignore-hint");
        let look = FieldLook { hint: &hint, ..FieldLook::line(FieldName::Label(name.id)) };
        let field = work_field(ui, cx, work, &look);
        // Before the field takes the focus again, which it has just lost with that key.
        let mut enter = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let is_nameless = cx.session.own_name().is_empty();
        if is_nameless {
            ui.add_space(6.0);
            let name = muted(ui, &cx.text("audit-ignore-author"));
            let edit = TextEdit::singleline(&mut self.author).desired_width(f32::INFINITY);
            let author = ui.add(edit).labelled_by(name.id);
            enter |= author.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        }
        if ui.memory(egui::Memory::focused).is_none() {
            field.request_focus();
        }
        ui.add_space(6.0);
        let file = cx.session.root().map(|root| IgnoreList::path(root).display().to_string());
        let said = match &file {
            Some(path) => cx.words.text_with("audit-ignore-file", &[("path", path.into())]),
            None => cx.text("audit-ignore-nowhere"),
        };
        muted(ui, &said);
        let written = !text_of(cx, work).trim().is_empty()
            && (!is_nameless || !self.author.trim().is_empty());
        ui.add_space(10.0);
        let mut decided = Decided::Nothing;
        ui.horizontal(|ui| {
            let save = primary_button(ui, None, &cx.text("audit-ignore-save"), written).clicked();
            if written && (save || enter) {
                decided = Decided::Save;
            }
            if quiet_button(ui, None, &cx.text("dialog-cancel"), true).clicked() {
                decided = Decided::Cancel;
            }
        });
        decided
    }
}
